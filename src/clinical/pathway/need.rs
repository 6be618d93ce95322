//! When an interim dose is needed, before any gate is asked (extended specification 5.6.4, N1 to N10).

use super::coarse::{Chest, Coarse, Ddimer, Likelihood, Scan, Sign};
use super::facts::EpisodeFacts;
use super::settings::{ChannelSettings, LowProbInterim};
use super::state::PathState;
use crate::clinical::chart::Instant;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    N1,
    N2,
    N3,
    N4,
    N5,
    N6,
    N7,
    N8,
    N9,
    N10,
}

#[derive(Clone, Copy, Debug)]
pub struct NeedRow {
    pub need: Need,
    pub id: &'static str,
    pub when: Text,
    /// Laboratory values are not awaited (5.6.5).
    pub at_once: bool,
    pub marks: &'static [Mark],
}

const fn row(need: Need, id: &'static str, at_once: bool, when: Text, marks: &'static [Mark]) -> NeedRow {
    NeedRow { need, id, when, at_once, marks }
}

#[rustfmt::skip]
pub static NEEDS: [NeedRow; 10] = [
    row(Need::N1, "N1", true, text!("PE可能性大，影像结果60分钟（或本院时限）内出不来", "PE likely and the imaging result is not expected within 60 min (or the limit of this hospital)"), &[V("S151"), V("S153")]),
    row(Need::N2, "N2", false, text!("PE可能性小，D-二聚体阳性，60分钟内不能影像", "PE unlikely, D-dimer positive, imaging not within 60 min"), &[V("S58"), V("S151")]),
    row(Need::N3, "N3", false, text!("PE或DVT可能性小，4小时内无D-二聚体结果", "PE or DVT unlikely and no D-dimer result within 4 h"), &[V("S58"), V("S151"), V("S153")]),
    row(Need::N4, "N4", false, text!("PE，癌症（不查D-二聚体），4小时内不能影像", "PE, cancer (D-dimer skipped), imaging not within 4 h"), &[V("S153"), D(text!("用于此处", "use here"))]),
    row(Need::N5, "N5", false, text!("60分钟后可能性仍未定：请医师给出本人判断", "probability not settled after 60 min and imaging not within 4 h: the physician is asked for his own estimate"), &[D(text!("请医师判断", "the own estimate"))]),
    row(Need::N6, "N6", true, text!("DVT可能性大，4小时内不能超声", "DVT likely and US not within 4 h"), &[V("S51"), V("S151")]),
    row(Need::N7, "N7", false, text!("DVT可能性小，D-二聚体阳性，4小时内不能超声", "DVT unlikely, D-dimer positive, US not within 4 h"), &[V("S151")]),
    row(Need::N8, "N8", true, text!("妊娠或产后，疑似", "pregnant or postpartum, suspected"), &[V("S161")]),
    row(Need::N9, "N9", true, text!("不稳定，或患肢濒危", "unstable, or limb at risk"), &[V("S67"), V2("S187"), D(text!("患肢濒危", "limb"))]),
    row(Need::N10, "N10", true, text!("影像阳性或高危而方案未签；或第二项检查、上级医师待定且可能性大；或小腿DVT症状重", "a positive picture, or S1_HIGH, and no plan signed; or S6_SECOND, S6_SENIOR with probability likely, calf DVT with severe symptoms"), &[D(text!("治疗即方案本身", "treatment is the plan itself"))]),
];

impl Need {
    pub fn row(self) -> &'static NeedRow {
        &NEEDS[self as usize]
    }
}

/// What is needed, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    pub rows: Vec<Need>,
    /// Nothing applies now, but a need arose before and nothing has ended it.
    pub standing: bool,
    /// Nobody can say yet.
    pub not_yet_known: bool,
}

impl Needs {
    pub fn any(&self) -> bool {
        self.standing || self.rows.iter().any(|need| *need != Need::N5)
    }

    /// A first dose does not wait for the laboratory.
    pub fn at_once(&self) -> bool {
        self.rows.iter().any(|need| need.row().at_once)
    }
}

const FOUR_HOURS: i64 = 240;

/// The rows that apply. `late`: `c_score` has passed.
pub fn needs(state: PathState, of: &Coarse, facts: &EpisodeFacts, settings: &ChannelSettings, late: bool, now: Instant) -> Needs {
    use PathState as S;
    let tests = &facts.tests;
    let open_chest = of.lung() && of.chest == Chest::None;
    let open_scan = of.limb() && of.scan == Scan::None;
    let p = of.pregnant();
    let chest_within = |minutes| settings.expected(tests.chest, minutes, now);
    let scan_within = |minutes| settings.expected(tests.scan, minutes, now);
    let waits_ddimer = matches!(of.ddimer, Ddimer::None | Ddimer::NoUnit);
    let positive = matches!(of.ddimer, Ddimer::Positive | Ddimer::Unusable | Ddimer::Lapsed);
    let ddimer_wait = if settings.low_prob_interim == LowProbInterim::Accp9 { 24 * 60 } else { FOUR_HOURS };
    let late_ddimer = waits_ddimer && !settings.expected(tests.ddimer, ddimer_wait, now);
    let pe_unlikely = of.pe == Likelihood::Unlikely && !p && state != S::Perc;
    let dvt_unlikely = of.dvt == Likelihood::Unlikely && !p && !of.arm;
    let likely = of.likely() && !p;
    let unscored =
        state == S::Score || state == S::Vitals && !p && (of.lung() && of.pe == Likelihood::Unknown || of.limb() && of.dvt == Likelihood::Unknown);
    let applies = |need: Need| match need {
        Need::N1 => !p && open_chest && of.pe == Likelihood::Likely && !chest_within(settings.imaging_now_min),
        Need::N2 => pe_unlikely && open_chest && !of.cancer_skips && positive && !chest_within(60),
        Need::N3 => late_ddimer && (pe_unlikely && open_chest && !of.cancer_skips || dvt_unlikely && open_scan),
        Need::N4 => pe_unlikely && open_chest && of.cancer_skips && !chest_within(FOUR_HOURS),
        Need::N5 => late && unscored,
        Need::N6 => open_scan && !p && (of.dvt == Likelihood::Likely || of.arm) && !scan_within(FOUR_HOURS),
        Need::N7 => dvt_unlikely && open_scan && positive && !scan_within(FOUR_HOURS),
        Need::N8 => p && !matches!(state, S::Excluded | S::Repeat),
        Need::N9 => of.unstable() || of.limb() && of.limb_threat == Sign::Yes,
        Need::N10 => {
            of.confirmed()
                || state == S::HighRisk
                || matches!(state, S::Second | S::Senior) && likely
                || of.scan == Scan::Distal && tests.severe_symptoms
        }
    };
    let rows: Vec<Need> = ALL.into_iter().filter(|need| applies(*need)).collect();
    let real = rows.iter().any(|need| *need != Need::N5);
    Needs { standing: !real && facts.course.need_since.is_some(), not_yet_known: !real && (unscored || matches!(state, S::Vitals | S::Perc)), rows }
}

const ALL: [Need; 10] = [Need::N1, Need::N2, Need::N3, Need::N4, Need::N5, Need::N6, Need::N7, Need::N8, Need::N9, Need::N10];
