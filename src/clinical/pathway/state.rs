//! The state of an episode (extended specification 5.6.8): ordered rows, of which the first that fits holds.

use super::clocks::PathClock;
use super::coarse::Gravidity;
use super::coarse::{Chest, Coarse, Ddimer, Kind, Likelihood, PercAnswer, RightHeart, Scan, Sign, SignedPlan, Stability};
use super::codes::ChannelCode;
use super::next::{ExcludedBy, Next, next};
use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PathState {
    Withdrawn,
    Treated,
    Referred,
    Lost,
    Vitals,
    HighRisk,
    OtherCause,
    Resus,
    Paediatric,
    ConfirmedPe,
    ConfirmedDvt,
    Pregnancy,
    LegUs,
    Perc,
    ExcludedByPerc,
    Score,
    Excluded,
    Ddimer,
    Image,
    Second,
    Repeat,
    Senior,
}

/// A row of the state table. `step` is what is shown where the row names one step; where it names several, `step_of` chooses.
#[derive(Clone, Copy, Debug)]
pub struct StateRow {
    pub state: PathState,
    pub id: &'static str,
    pub rank: u8,
    /// As the reader of a board sees it.
    pub label: Text,
    pub entered: Text,
    pub steps: &'static [ChannelCode],
    pub waits_for: Text,
    /// The clock that runs for what is waited for; `None` where nothing is.
    pub clock: Option<PathClock>,
    /// Core prevention is paused (I13).
    pub paused: bool,
}

use ChannelCode as C;
use PathState as S;

#[allow(clippy::too_many_arguments)]
const fn row(
    state: PathState,
    id: &'static str,
    rank: u8,
    label: Text,
    entered: Text,
    steps: &'static [ChannelCode],
    waits_for: Text,
    clock: Option<PathClock>,
    paused: bool,
) -> StateRow {
    StateRow { state, id, rank, label, entered, steps, waits_for, clock, paused }
}

const NOTHING: Text = text!("无", "-");

/// In the order of the text, which is the order in which they are asked.
#[rustfmt::skip]
pub static STATES: [StateRow; 22] = [
    row(S::Withdrawn, "T_WITHDRAWN", 11, text!("已撤销", "withdrawn"), text!("医师撤销疑似并写明理由；不稳定时不可，影像阳性时不可", "withdrawn by a physician, with reason; not while unstable, not with a positive picture"), &[C::Close], NOTHING, None, false),
    row(S::Treated, "T_TREATED", 11, text!("方案已签", "plan signed"), text!("医师方案已签：治疗，或为何不治疗；已确诊而不治疗者不结束", "physician's plan signed: treatment, or why none; confirmed without treatment stays open"), &[C::Close], NOTHING, None, false),
    row(S::Referred, "T_REFERRED", 11, text!("已转诊", "referred"), text!("转诊已留治，或已返回并确认", "referral kept, or returned and acknowledged"), &[C::Close], NOTHING, None, false),
    row(S::Lost, "T_LOST", 9, text!("失访", "lost"), text!("复查逾期仍未做，或未得结论即离开；不稳定、影像阳性者除外", "repeat scan overdue and still not done, or the patient left before an answer; not while unstable or with a positive picture"), &[C::CallPatient], text!("复查，或由人结束", "the scan, or a person's closing word"), Some(PathClock::CallBack), false),
    row(S::Vitals, "S0_VITALS", 0, text!("待测生命体征", "S0"), text!("生命体征或患肢检查不完整", "vital signs or limb check incomplete"), &[C::TakeVitals, C::CheckLimb], text!("生命体征", "vitals"), Some(PathClock::Vitals), true),
    row(S::HighRisk, "S1_HIGH", 8, text!("高危处理中", "S1_HIGH"), text!("不稳定且CTPA阳性；或未做CTPA而右心功能不全", "unstable and CTPA positive; or CTPA not done and RV dysfunction"), &[C::TreatAsHighRisk], text!("医师决定，CTPA", "physician's decision, CTPA"), Some(PathClock::SeniorDecision), true),
    row(S::OtherCause, "S1_OTHER", 8, text!("其他原因待查", "S1_OTHER"), text!("不稳定且CTPA阴性；或未做CTPA而超声无右心功能不全", "unstable and CTPA negative; or CTPA not done and echo without RV dysfunction"), &[C::OtherCause], text!("医师，CTPA", "physician, CTPA"), Some(PathClock::SeniorDecision), true),
    row(S::Resus, "S1_RESUS", 1, text!("抢救中", "S1_RESUS"), text!("不稳定", "unstable"), &[C::CallResusPert], text!("超声、CTPA或转运", "echo or CTPA or transfer"), Some(PathClock::Pert), true),
    row(S::Paediatric, "T_PAEDIATRIC", 9, text!("儿科转诊", "paediatric"), text!("未满18岁", "< 18"), &[C::ReferNow], text!("转诊", "referral"), Some(PathClock::RefSent), false),
    row(S::ConfirmedPe, "T_CONFIRMED_PE", 10, text!("已确诊", "T_CONFIRMED"), text!("PE影像阳性，不论何时", "a positive picture of PE, at any time and in any order"), &[C::Severity], text!("严重程度，医师", "severity, physician"), Some(PathClock::SeniorDecision), true),
    row(S::ConfirmedDvt, "T_CONFIRMED_DVT", 10, text!("已确诊", "T_CONFIRMED"), text!("腘静脉及以上（上肢：腋静脉及以上）DVT，不论何时", "DVT of the popliteal vein or above (arm: axillary or above), at any time and in any order"), &[C::Treat], text!("医师", "physician"), Some(PathClock::SeniorDecision), true),
    row(S::Pregnancy, "S2_PREG", 2, text!("妊娠待确认", "S2"), text!("12~55岁女性，妊娠情况未知", "woman 12-55, pregnancy unknown"), &[C::AskPregnancy], text!("答复", "answer"), Some(PathClock::Preg), true),
    row(S::LegUs, "S3_LEG_US", 3, text!("待下肢超声", "S3"), text!("妊娠或产后，疑似PE有下肢征象，未做下肢超声及胸部影像", "pregnant or postpartum, suspected PE with leg signs, no leg scan and no chest imaging yet"), &[C::UsNow], text!("下肢超声", "leg scan"), Some(PathClock::Us), true),
    row(S::Perc, "S3_PERC", 3, text!("待PERC", "S3"), text!("仅PE，本人估计<15%，非住院，非妊娠，可能性不大，PERC未完成", "kind PE, own estimate < 15 %, not an in-patient, not pregnant, probability not likely, PERC not complete"), &[C::DoPerc], text!("PERC", "PERC"), Some(PathClock::Score), true),
    row(S::ExcludedByPerc, "T_EXCL_PERC", 9, text!("已排除", "T_EXCLUDED"), text!("同上，PERC八项均无", "as S3_PERC, PERC complete and all absent"), &[C::StopExcluded], NOTHING, None, false),
    row(S::Score, "S3_SCORE", 3, text!("待评分", "S3"), text!("可能性未知（非妊娠、非上肢）", "probability unknown (not pregnant, not the arm)"), &[C::Score, C::AskGestalt], text!("评分", "score"), Some(PathClock::Score), true),
    row(S::Excluded, "T_EXCLUDED", 9, text!("已排除", "T_EXCLUDED"), text!("D-二聚体或影像已排除；阳性之后的阴性D-二聚体不作排除 [D]", "excluded by D-dimer or by imaging; a negative D-dimer after a positive one excludes nothing [D]"), &[C::StopExcluded], NOTHING, None, false),
    row(S::Ddimer, "S4_DDIMER", 4, text!("待D-二聚体", "S4"), text!("需要D-二聚体而无可用结果", "D-dimer wanted and no usable result"), &[C::OrderDdimer, C::FixUnit], text!("结果", "result"), Some(PathClock::Ddimer), true),
    row(S::Image, "S5_IMAGE", 5, text!("待影像", "S5"), text!("需要影像而无结果", "imaging wanted and no result"), &[C::CtpaNow, C::Vq, C::UsNow, C::Us24h, C::ProximalCus], text!("结果", "result"), Some(PathClock::Us), true),
    row(S::Second, "S6_SECOND", 6, text!("待第二项检查", "S6_SECOND"), text!("首项影像未能定论", "first imaging open"), &[C::ProximalCus, C::OrderDdimer, C::FixUnit], text!("结果", "result"), Some(PathClock::Us), true),
    row(S::Repeat, "S6_REPEAT", 6, text!("待复查", "S6_REPEAT"), text!("DVT可能，超声阴性，D-二聚体阳性；妊娠高度疑似而超声阴性；上级医师决定每周复查", "DVT likely, US negative, D-dimer positive; pregnant, high suspicion, US negative; a senior decided no drug, scan weekly"), &[C::RepeatUs], text!("复查超声", "repeat scan"), Some(PathClock::RepeatUs), false),
    row(S::Senior, "S6_SENIOR", 6, text!("待上级医师", "S6_SENIOR"), text!("不能定论且加压超声阴性；小腿DVT", "non-diagnostic and CUS negative; calf DVT"), &[C::SeniorDecides, C::DistalDecide], text!("医师", "physician"), Some(PathClock::SeniorDecision), true),
];

impl PathState {
    pub fn row(self) -> &'static StateRow {
        &STATES[self as usize]
    }

    pub fn id(self) -> &'static str {
        self.row().id
    }

    pub fn rank(self) -> u8 {
        self.row().rank
    }

    pub fn is_confirmed(self) -> bool {
        matches!(self, S::ConfirmedPe | S::ConfirmedDvt)
    }

    pub fn is_unstable(self) -> bool {
        matches!(self, S::HighRisk | S::OtherCause | S::Resus)
    }
}

/// The state: the rows of [`STATES`], asked in their order.
pub fn state(of: &Coarse) -> PathState {
    let open = next(of);
    let unstable = of.unstable();
    let ctpa = matches!(of.chest, Chest::CtpaPositive | Chest::CtpaNegative);
    let p = of.pregnant();
    // A clot of the calf is a picture: no exclusion stands beside it (I7).
    let perc = of.kind == Kind::Pe
        && !matches!(of.perc, PercAnswer::NotAsked | PercAnswer::SomePresent)
        && !of.in_patient
        && !p
        && of.pe != Likelihood::Likely
        && of.scan != Scan::Distal;
    let unscored = !p && (of.lung() && of.pe == Likelihood::Unknown || of.limb() && !of.arm && of.dvt == Likelihood::Unknown);
    let perc_excludes = perc && of.perc == PercAnswer::AllAbsent;
    let excluded = perc_excludes || !unscored && matches!(open, Next::Excluded(_));
    match () {
        () if of.withdrawn && !unstable && !of.confirmed() => S::Withdrawn,
        () if of.plan == SignedPlan::Treatment || of.plan == SignedPlan::WithoutTreatment && !of.confirmed() => S::Treated,
        () if of.referral_closed => S::Referred,
        () if !unstable && !of.confirmed() && (of.repeat_overdue && !unscored && open == Next::Repeat || of.left && !excluded) => S::Lost,
        () if of.vitals == Stability::Unknown || of.limb() && !unstable && of.limb_threat == Sign::Unknown => S::Vitals,
        () if unstable && (of.chest == Chest::CtpaPositive || !ctpa && of.right_heart == RightHeart::Dysfunction) => S::HighRisk,
        () if unstable && (of.chest == Chest::CtpaNegative || !ctpa && of.right_heart == RightHeart::Normal) => S::OtherCause,
        () if unstable => S::Resus,
        () if of.child => S::Paediatric,
        () if of.pe_confirmed() => S::ConfirmedPe,
        () if of.dvt_confirmed() => S::ConfirmedDvt,
        () if of.gravidity == Gravidity::Unasked => S::Pregnancy,
        () if p && of.lung() && of.may_have_leg_signs() && of.scan == Scan::None && of.chest == Chest::None => S::LegUs,
        () if perc && of.perc == PercAnswer::Incomplete => S::Perc,
        () if perc_excludes => S::ExcludedByPerc,
        () if unscored => S::Score,
        () => match open {
            Next::Excluded(_) => S::Excluded,
            Next::Ddimer => S::Ddimer,
            Next::ChestPicture | Next::LimbScan => S::Image,
            Next::SecondScan | Next::SecondDdimer => S::Second,
            Next::Repeat => S::Repeat,
            Next::SeniorDecides | Next::Distal => S::Senior,
        },
    }
}

/// What settles where a row of the table names several steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepChoice {
    /// Severe contrast allergy, clearance below 30 without dialysis, or refusal.
    pub no_contrast: bool,
    pub has_vq: bool,
    /// The limb scan is not expected within 4 h.
    pub scan_is_late: bool,
    /// `c_score` has passed.
    pub score_is_late: bool,
}

/// The one step of a state.
pub fn step_of(state: PathState, of: &Coarse, choice: StepChoice) -> ChannelCode {
    let fix = |ddimer| if ddimer == Ddimer::NoUnit { C::FixUnit } else { C::OrderDdimer };
    match state {
        S::Vitals if of.vitals == Stability::Unknown => C::TakeVitals,
        S::Vitals => C::CheckLimb,
        S::Score if choice.score_is_late => C::AskGestalt,
        S::Score => C::Score,
        S::Ddimer => fix(of.ddimer),
        S::Image => match next(of) {
            Next::LimbScan if choice.scan_is_late => C::Us24h,
            Next::LimbScan => C::UsNow,
            _ if !choice.no_contrast => C::CtpaNow,
            _ if choice.has_vq || of.scan != Scan::None => C::Vq,
            _ => C::ProximalCus,
        },
        S::Second if next(of) == Next::SecondDdimer => fix(of.ddimer),
        S::Second => C::ProximalCus,
        S::Senior if next(of) == Next::Distal => C::DistalDecide,
        S::Senior => C::SeniorDecides,
        one => one.row().steps[0],
    }
}

/// By what it is excluded, in words; `None` where it is not.
pub fn excluded_by(state: PathState, of: &Coarse) -> Option<Text> {
    match (state, next(of)) {
        (S::ExcludedByPerc, _) => Some(text!("PERC八项均无", "PERC, all eight absent")),
        (S::Excluded, Next::Excluded(ExcludedBy::Ddimer)) => Some(text!("D-二聚体阴性", "D-dimer negative")),
        (S::Excluded, Next::Excluded(ExcludedBy::Picture)) => Some(text!("影像阴性", "imaging negative")),
        (S::Excluded, Next::Excluded(ExcludedBy::RepeatScan)) => Some(text!("复查超声阴性", "repeat scan negative")),
        _ => None,
    }
}
