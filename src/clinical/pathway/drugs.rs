//! Which drug, and how much (extended specification 5.6.5 "Which drug", 5.6.6). The line of the text chooses among the drugs
//! that the gates have left; the dose follows kidney and weight whatever the line. A line of this is a proposal of one dosing
//! interval that a physician confirms; the insert in the box prevails.

use super::coarse::Coarse;
use super::facts::{EpisodeFacts, WeightFact, WeightSource};
use super::history::Heard;
use super::settings::ChannelSettings;
use super::tiers::Means;
use crate::clinical::chart::Instant;
use crate::clinical::formulary::Drug;
use crate::clinical::source::{Mark, Mark::D, Mark::K, Mark::V, Mark::V2};
use crate::text::{Text, text};

/// What the kidneys clear, mL/min, at the edges of G12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kidney {
    /// No value that counts.
    Unknown,
    /// Below 15, or dialysis.
    Below15,
    From15,
    /// 30 to 50.
    From30,
    Above50,
}

impl Kidney {
    pub fn of(clearance: f64) -> Kidney {
        match clearance {
            value if value < 15.0 => Kidney::Below15,
            value if value < 30.0 => Kidney::From15,
            value if value <= 50.0 => Kidney::From30,
            _ => Kidney::Above50,
        }
    }
}

pub const HEPARINS: [Drug; 2] = [Drug::Enoxaparin, Drug::Ufh];
pub const DOACS: [Drug; 2] = [Drug::Apixaban, Drug::Rivaroxaban];

/// The drugs that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining(u16);

/// The drugs that this pathway may propose. The treatment doses of nadroparin and dalteparin are second-hand: not proposed.
pub const AGENTS: [Drug; 5] = [Drug::Enoxaparin, Drug::Ufh, Drug::Fondaparinux, Drug::Rivaroxaban, Drug::Apixaban];

impl Remaining {
    pub fn all() -> Remaining {
        Remaining(AGENTS.iter().fold(0, |set, drug| set | 1 << *drug as u16))
    }

    pub fn has(self, drug: Drug) -> bool {
        self.0 & 1 << drug as u16 != 0
    }

    pub fn take(&mut self, drugs: &[Drug]) {
        for drug in drugs {
            self.0 &= !(1 << *drug as u16);
        }
    }

    pub fn only(&mut self, drug: Drug) {
        self.0 &= 1 << drug as u16;
    }
}

/// What the choice depends on beside what is left.
#[derive(Clone, Copy, Debug)]
pub struct DrugSituation {
    pub left: Remaining,
    pub kidney: Kidney,
    /// G3 or G14 took them.
    pub heparins_out: bool,
    pub doac_out: bool,
    pub no_bolus: bool,
    /// Pregnant, postpartum, breast-feeding, or handled so.
    pub as_pregnant: bool,
}

/// One proposal. `amount` in `unit`, every `interval_h` hours; of an infusion a bolus and a rate an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrugProposal {
    pub drug: Drug,
    pub amount: f64,
    pub unit: &'static str,
    pub interval_h: Option<i64>,
    /// U and U/h, of UFH.
    pub infusion: Option<(f64, f64)>,
    /// The second dose waits for a value: creatinine or a scale.
    pub once: bool,
    /// One dose, and then refer.
    pub then_refer: bool,
}

/// The answer of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrugChoice {
    Drug(Drug),
    /// One dose, then refer.
    DrugThenRefer(Drug),
    /// Line 0.
    Haematologist,
    NoDrug,
}

/// The first line that fits among the drugs that are left and in stock.
pub fn choose(situation: &DrugSituation, of: &Coarse, facts: &EpisodeFacts, settings: &ChannelSettings, now: Instant) -> DrugChoice {
    let history = &facts.history;
    let here = |drug| situation.left.has(drug) && settings.stock.contains(&drug) && settings.has(means(drug), now);
    let first = |drugs: &[Drug]| drugs.iter().copied().find(|drug| here(*drug)).map_or(DrugChoice::NoDrug, DrugChoice::Drug);
    let limb_threat = of.limb() && of.limb_threat == super::coarse::Sign::Yes;
    let near = facts.person.in_labour_or_delivery_near || history.operation_planned_at.is_some();
    let urgent = of.unstable() || limb_threat || history.intervention_likely || history.operation_planned_at.is_some();
    let agent = settings.interim_agent;
    let doacs = if agent == Drug::Rivaroxaban { [Drug::Rivaroxaban, Drug::Apixaban] } else { DOACS };
    match () {
        () if situation.heparins_out && (of.unstable() || limb_threat || near || situation.as_pregnant) => DrugChoice::Haematologist,
        () if situation.kidney == Kidney::Below15 => first(&[Drug::Ufh]),
        () if urgent && here(Drug::Ufh) => DrugChoice::Drug(Drug::Ufh),
        () if urgent && here(Drug::Enoxaparin) => DrugChoice::DrugThenRefer(Drug::Enoxaparin),
        () if urgent => DrugChoice::NoDrug,
        () if situation.as_pregnant && situation.kidney == Kidney::From15 => first(&[Drug::Ufh]),
        () if situation.as_pregnant => first(&HEPARINS),
        () if situation.heparins_out => first(&[doacs[0], doacs[1], Drug::Fondaparinux]),
        () if situation.kidney == Kidney::From15 => first(&HEPARINS),
        () if situation.doac_out || history.by_mouth_impossible == Heard::Yes || facts.tests.strained || history.mucosal_cancer == Heard::Yes => {
            first(&HEPARINS)
        }
        () => first(&[agent, Drug::Enoxaparin, Drug::Ufh]),
    }
}

fn means(drug: Drug) -> Means {
    match drug {
        Drug::Ufh => Means::UfhInfusion,
        Drug::Rivaroxaban | Drug::Apixaban => Means::Doac,
        // Syringes, as the column of LMWH.
        _ => Means::Lmwh,
    }
}

/// Dosed by kilograms.
pub fn by_weight(drug: Drug) -> bool {
    !DOACS.contains(&drug)
}

/// The weight that a dose is worked out from: told or estimated, rounded down to 10 kg. `None`: not taken.
pub fn dosing_weight(weight: WeightFact) -> Option<f64> {
    if !(30.0..=250.0).contains(&weight.kg) {
        return None;
    }
    Some(if weight.from == WeightSource::Scale { weight.kg } else { (weight.kg / 10.0).floor() * 10.0 })
}

/// One row of the dose table (5.6.6), as a reader sees it. What the program computes is [`dose`].
#[derive(Clone, Copy, Debug)]
pub struct TreatmentDoseRow {
    pub drug: Drug,
    pub dose: Text,
    pub kidney: Text,
    pub marks: &'static [Mark],
}

#[rustfmt::skip]
pub static TREATMENT_DOSES: [TreatmentDoseRow; 7] = [
    TreatmentDoseRow { drug: Drug::Enoxaparin, dose: text!("1 mg/kg（100 IU/kg）皮下，每12小时；四舍五入至10 mg，半数舍去", "1 mg/kg (100 IU/kg) SC q12h, rounded to 10 mg (a half down)"), kidney: text!("15~29.9:1 mg/kg每24小时；<15不用", "15-29.9: 1 mg/kg q24h; < 15 not recommended"), marks: &[V("S200"), V2("S191"), V2("S196"), V2("S199"), V("S119D"), D(text!("半数舍去", "a half down"))] },
    TreatmentDoseRow { drug: Drug::Nadroparin, dose: text!("85 IU/kg每12小时；程序不建议", "85 IU/kg q12h; not proposed"), kidney: text!("<30不用", "< 30: do not use"), marks: &[V2("S190"), D(text!("<30不用", "not below 30"))] },
    TreatmentDoseRow { drug: Drug::Dalteparin, dose: text!("200 IU/kg每24小时；程序不建议", "200 IU/kg q24h; not proposed"), kidney: text!("<30首选普通肝素", "< 30: UFH preferred"), marks: &[V2("S198"), V2("S196"), D(text!("<30的选择", "below 30"))] },
    TreatmentDoseRow { drug: Drug::Ufh, dose: text!("静推80 U/kg，再18 U/kg/h；上限10 000 U与2000 U/h", "bolus 80 U/kg then 18 U/kg/h; cap 10 000 U and 2000 U/h"), kidney: text!("无；<15首选", "none; first choice < 15"), marks: &[V("S169"), V2("S169C"), D(text!("何时不静推", "when no bolus")), K(text!("安瓿规格", "the ampoule"))] },
    TreatmentDoseRow { drug: Drug::Fondaparinux, dose: text!("体重<50 kg 5 mg，50~100 kg 7.5 mg，>100 kg 10 mg，每24小时", "5 mg < 50 kg, 7.5 mg 50-100 kg, 10 mg > 100 kg q24h"), kidney: text!("须>50（30~50确认）", "needs > 50 (30-50 confirm)"), marks: &[V("S170")] },
    TreatmentDoseRow { drug: Drug::Rivaroxaban, dose: text!("15 mg每日两次21天，再20 mg每日一次，与食物同服", "15 mg bd 21 days, then 20 mg qd, with food"), kidney: text!("<15不用；15~29慎用", "< 15 no; 15-29 caution"), marks: &[V("S159"), V("S197")] },
    TreatmentDoseRow { drug: Drug::Apixaban, dose: text!("10 mg每日两次7天，再5 mg每日两次", "10 mg bd 7 days, then 5 mg bd"), kidney: text!("<15不用；15~29慎用", "< 15 or dialysis not recommended; 15-29 caution"), marks: &[V("S159")] },
];

/// The first dose. `kg` as [`dosing_weight`] reads it; a DOAC needs none. `None`: dosed by a weight that is not known.
pub fn dose(drug: Drug, kg: Option<f64>, kidney: Kidney, no_bolus: bool) -> Option<DrugProposal> {
    let of = |amount, unit, interval_h| DrugProposal { drug, amount, unit, interval_h, infusion: None, once: false, then_refer: false };
    Some(match drug {
        Drug::Rivaroxaban => of(15.0, "mg", Some(12)),
        Drug::Apixaban => of(10.0, "mg", Some(12)),
        Drug::Fondaparinux => of(
            match kg? {
                kg if kg < 50.0 => 5.0,
                kg if kg <= 100.0 => 7.5,
                _ => 10.0,
            },
            "mg",
            Some(24),
        ),
        Drug::Ufh => {
            let (bolus, rate) = ((80.0 * kg?).min(10_000.0), (18.0 * kg?).min(2000.0));
            DrugProposal { infusion: Some((if no_bolus { 0.0 } else { bolus }, rate)), ..of(if no_bolus { 0.0 } else { bolus }, "U", None) }
        }
        _ => of(enoxaparin_mg(kg?), "mg", Some(if kidney == Kidney::From15 { 24 } else { 12 })),
    })
}

/// 1 mg/kg, rounded to 10 mg, a half down.
fn enoxaparin_mg(kg: f64) -> f64 {
    ((kg - 5.0) / 10.0).ceil() * 10.0
}

/// One row of the table by APTT (Raschke 1993): shown only, changes are the physician's. The rows are half-open in the ratio:
/// from the first edge (included unless `from_open`) to the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ApttRow {
    pub ratio: Text,
    /// U/kg; nothing where 5.6.6 says no bolus.
    pub bolus: u32,
    /// Hours.
    pub stop_h: u32,
    /// U/kg/h.
    pub rate: i32,
}

#[rustfmt::skip]
pub static APTT_ROWS: [ApttRow; 5] = [
    ApttRow { ratio: text!("APTT比值<1.2", "< 1.2"), bolus: 80, stop_h: 0, rate: 4 },
    ApttRow { ratio: text!("APTT比值1.2至<1.5", "1.2 to < 1.5"), bolus: 40, stop_h: 0, rate: 2 },
    ApttRow { ratio: text!("APTT比值1.5~2.3", "1.5 to 2.3"), bolus: 0, stop_h: 0, rate: 0 },
    ApttRow { ratio: text!("APTT比值>2.3至3.0", "> 2.3 to 3.0"), bolus: 0, stop_h: 0, rate: -2 },
    ApttRow { ratio: text!("APTT比值>3.0", "> 3.0"), bolus: 0, stop_h: 1, rate: -3 },
];

/// The row of a ratio to the middle of the laboratory's normal range (V:S169; edges D).
pub fn by_aptt(ratio: f64) -> &'static ApttRow {
    let row = match ratio {
        ratio if ratio < 1.2 => 0,
        ratio if ratio < 1.5 => 1,
        ratio if ratio <= 2.3 => 2,
        ratio if ratio <= 3.0 => 3,
        _ => 4,
    };
    &APTT_ROWS[row]
}
