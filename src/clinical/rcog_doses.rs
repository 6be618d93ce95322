//! Doses of low-molecular-weight heparin to prevent VTE by booking weight, RCOG Green-top Guideline 37a (April 2015), table 3, and what
//! keeps them from being shown. Information for the obstetrician beside `instruments::rcog_37a`: nothing here is proposed, and no plan
//! of prevention reads it. Not for treatment, and not for today's weight: a booking weight that nobody told is asked.

use super::source::{Mark, Mark::D, Mark::K, Mark::V};
use crate::text::{Text, text};

/// The doses of the table.
const TABLE: &[Mark] = &[V("S30"), V("S34"), V("S38"), D(text!("按四舍五入到整公斤划界", "edges between whole kilograms, rounded"))];
/// The cautions and contraindications of the guideline.
const CAUTIONS: &[Mark] = &[V("S30")];
const OURS: &[Mark] = &[D(text!("不显示剂量，只提示讨论", "no dose is shown, only that it is to be discussed"))];

/// One of the three heparins of the table, in its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObstetricHeparin {
    Enoxaparin,
    Dalteparin,
    Tinzaparin,
}

impl ObstetricHeparin {
    /// In the order of the columns.
    pub const ALL: [ObstetricHeparin; 3] = [ObstetricHeparin::Enoxaparin, ObstetricHeparin::Dalteparin, ObstetricHeparin::Tinzaparin];

    pub fn label(self) -> Text {
        match self {
            ObstetricHeparin::Enoxaparin => text!("依诺肝素", "Enoxaparin"),
            ObstetricHeparin::Dalteparin => text!("达肝素", "Dalteparin"),
            ObstetricHeparin::Tinzaparin => text!("亭扎肝素", "Tinzaparin"),
        }
    }

    /// As the table counts it: milligrams, or units.
    pub fn unit(self) -> &'static str {
        if self == ObstetricHeparin::Enoxaparin { "mg" } else { "units" }
    }
}

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ObstetricDose {
    pub heparin: ObstetricHeparin,
    /// In the unit of the heparin: a whole dose, or with `per_kg` that of a kilogram and day.
    pub amount: f64,
    pub per_kg: bool,
    pub every_h: u8,
    /// May be given in 2 divided doses.
    pub may_be_divided: bool,
}

/// A row of the table: from so many kilograms up to, and without, so many.
#[derive(Debug)]
pub struct WeightBand {
    pub label: Text,
    pub from_kg: f64,
    /// None where the table ends open.
    pub below_kg: Option<f64>,
    pub doses: [ObstetricDose; 3],
    pub marks: &'static [Mark],
}

use ObstetricHeparin::{Dalteparin, Enoxaparin, Tinzaparin};

const fn daily(heparin: ObstetricHeparin, amount: f64) -> ObstetricDose {
    ObstetricDose { heparin, amount, per_kg: false, every_h: 24, may_be_divided: false }
}

const fn twice(heparin: ObstetricHeparin, amount: f64) -> ObstetricDose {
    ObstetricDose { every_h: 12, ..daily(heparin, amount) }
}

const fn per_kg(heparin: ObstetricHeparin, amount: f64) -> ObstetricDose {
    ObstetricDose { per_kg: true, ..daily(heparin, amount) }
}

/// The asterisk of the table.
const fn divided(dose: ObstetricDose) -> ObstetricDose {
    ObstetricDose { may_be_divided: true, ..dose }
}

const fn band(label: Text, from_kg: f64, below_kg: Option<f64>, doses: [ObstetricDose; 3]) -> WeightBand {
    WeightBand { label, from_kg, below_kg, doses, marks: TABLE }
}

/// Half-open and without gaps: 90.4 kg is of the second band, 90.5 kg of the third.
#[rustfmt::skip]
pub static BANDS: [WeightBand; 5] = [
    band(text!("<50 kg", "<50 kg"), 0.0, Some(50.0), [daily(Enoxaparin, 20.0), daily(Dalteparin, 2500.0), daily(Tinzaparin, 3500.0)]),
    band(text!("50～90 kg", "50–90 kg"), 50.0, Some(90.5), [daily(Enoxaparin, 40.0), daily(Dalteparin, 5000.0), daily(Tinzaparin, 4500.0)]),
    band(text!("91～130 kg", "91–130 kg"), 90.5, Some(130.5), [divided(daily(Enoxaparin, 60.0)), daily(Dalteparin, 7500.0), divided(daily(Tinzaparin, 7000.0))]),
    band(text!("131～170 kg", "131–170 kg"), 130.5, Some(170.5), [divided(daily(Enoxaparin, 80.0)), daily(Dalteparin, 10_000.0), divided(daily(Tinzaparin, 9000.0))]),
    band(text!(">170 kg", ">170 kg"), 170.5, None, [divided(per_kg(Enoxaparin, 0.6)), per_kg(Dalteparin, 75.0), divided(per_kg(Tinzaparin, 75.0))]),
];

/// The high prophylactic dose; the table has it for 50 to 90 kg only.
#[rustfmt::skip]
pub static HIGH_PROPHYLACTIC: WeightBand =
    band(text!("高预防剂量，50～90 kg", "High prophylactic, 50–90 kg"), 50.0, Some(90.5), [twice(Enoxaparin, 40.0), twice(Dalteparin, 5000.0), twice(Tinzaparin, 4500.0)]);

const _: () = {
    let mut at = 1;
    while at < BANDS.len() {
        assert!(matches!(BANDS[at - 1].below_kg, Some(below) if below == BANDS[at].from_kg));
        at += 1;
    }
    assert!(BANDS[0].from_kg == 0.0 && BANDS[BANDS.len() - 1].below_kg.is_none());
};

impl WeightBand {
    /// Kilograms, unrounded.
    pub fn holds(&self, booking_weight_kg: f64) -> bool {
        booking_weight_kg > 0.0
            && booking_weight_kg.is_finite()
            && booking_weight_kg >= self.from_kg
            && self.below_kg.is_none_or(|below| booking_weight_kg < below)
    }
}

/// What keeps a dose from being shown: it is to be discussed with a haematologist.
#[derive(Debug)]
pub struct ToDiscuss {
    pub id: &'static str,
    pub label: Text,
    pub marks: &'static [Mark],
}

const fn caution(id: &'static str, label: Text) -> ToDiscuss {
    ToDiscuss { id, label, marks: CAUTIONS }
}

const fn ours(id: &'static str, label: Text) -> ToDiscuss {
    ToDiscuss { id, label, marks: OURS }
}

/// The guideline's own list, then ours. The limits of pressure are not those of the general form (230/120).
#[rustfmt::skip]
pub static TO_DISCUSS: [ToDiscuss; 15] = [
    caution("bleeding_disorder", text!("已知出血性疾病（血友病、VWD、获得性凝血病）", "Known bleeding disorder (haemophilia, VWD, acquired coagulopathy)")),
    caution("active_bleeding", text!("产前或产后活动性出血", "Active antenatal or postpartum bleeding")),
    caution("high_haemorrhage_risk", text!("大出血高风险（如前置胎盘）", "Increased risk of major haemorrhage (e.g. placenta praevia)")),
    caution("platelets_lt_75", text!("血小板<75×10⁹/L", "Platelets <75×10⁹/L")),
    caution("stroke_4w", text!("4周内急性卒中（出血性或缺血性）", "Acute stroke in previous 4 weeks (haemorrhagic or ischaemic)")),
    caution("gfr_lt_30", text!("严重肾病，GFR<30 mL/min/1.73 m²", "Severe renal disease, GFR <30 mL/min/1.73 m²")),
    caution("severe_liver_disease", text!("严重肝病：PT高于正常或已知静脉曲张", "Severe liver disease: PT above normal or known varices")),
    caution("htn_200_120", text!("未控制高血压（收缩压>200或舒张压>120）", "BP >200 systolic or >120 diastolic")),
    ours("hit_or_heparin_allergy", text!("现有或既往HIT，或对任何肝素过敏", "HIT now or past, or allergy to any heparin")),
    ours("anticoagulated", text!("治疗剂量、维生素K拮抗剂，或仍在给药间隔内", "A treatment dose, a vitamin K antagonist, or any dose within its interval")),
    ours("neuraxial", text!("处于椎管内穿刺或置管的时间窗内", "A neuraxial needle or catheter inside its window")),
    ours("labour_or_vaginal_bleeding", text!("临产，或任何阴道出血", "In labour, or any vaginal bleeding")),
    ours("platelets_falling", text!("用肝素期间血小板下降", "Platelets falling on heparin")),
    ours("under_18", text!("未满18岁", "Under 18")),
    ours("suspected_vte", text!("疑似VTE", "Suspected VTE")),
];

/// Said beside the table.
pub static NOTES: [(Text, &[Mark]); 3] = [
    (
        text!(
            "以上为预防剂量；妊娠期疑似或确诊VTE另行处理。",
            "These are doses to prevent; suspected or confirmed VTE in pregnancy is another matter."
        ),
        &[D(text!("适用范围", "the scope"))],
    ),
    (
        text!(
            "预防剂量后12小时内、治疗剂量后24小时内不作椎管内阻滞；蛛网膜下腔麻醉或拔管后4小时内不给药；给药后12小时内不拔管；产后首剂在无产后出血和区域阻滞时尽早给。与本院更严的时间不同时，取较晚者。",
            "No neuraxial block within 12 h of a prophylactic or 24 h of a treatment dose; no LMWH within 4 h after spinal anaesthesia or catheter removal; catheter not out within 12 h of a dose; first postnatal dose as soon as possible after delivery provided no PPH and no regional block. Where other rules of this program are stricter, the later time holds."
        ),
        &[V("S160"), D(text!("取较晚者", "the later time"))],
    ),
    (
        text!(
            "肌酐清除率<30（依诺肝素、达肝素）或<20（亭扎肝素）时减量。",
            "Lower doses if the clearance is below 30 (enoxaparin, dalteparin) or below 20 (tinzaparin)."
        ),
        &[K(text!("肾功能减量", "the renal reduction"))],
    ),
];

/// What may be shown.
#[derive(Debug)]
pub enum ObstetricDoses {
    /// The row of this weight, and where the table has one the high prophylactic row.
    Of { band: &'static WeightBand, high: Option<&'static WeightBand> },
    /// No dose while any of these is not answered, or the booking weight not told; today's weight does not stand in for it.
    Ask { rows: Vec<&'static ToDiscuss>, booking_weight: bool },
    /// No dose: these are to be discussed.
    Discuss(Vec<&'static ToDiscuss>),
}

/// The doses that may be shown for this booking weight in kilograms. `answer` says of each row of [`TO_DISCUSS`] whether it holds;
/// none is not known, which is never a no.
///
/// ```
/// use virchow::clinical::rcog_doses::{ObstetricDoses, doses};
/// let ObstetricDoses::Of { band, high } = doses(Some(90.4), &|_| Some(false)) else { panic!() };
/// assert_eq!((band.label.en(), band.doses[0].amount, high.is_some()), ("50–90 kg", 40.0, true));
/// assert!(matches!(doses(None, &|_| Some(false)), ObstetricDoses::Ask { booking_weight: true, .. }));
/// assert!(matches!(doses(Some(70.0), &|_| None), ObstetricDoses::Ask { booking_weight: false, .. }));
/// assert!(matches!(doses(Some(70.0), &|row| Some(row.id == "platelets_lt_75")), ObstetricDoses::Discuss(_)));
/// ```
pub fn doses(booking_weight_kg: Option<f64>, answer: &dyn Fn(&ToDiscuss) -> Option<bool>) -> ObstetricDoses {
    let answered = |with: Option<bool>| TO_DISCUSS.iter().filter(|row| answer(row) == with).collect::<Vec<_>>();
    let (present, rows) = (answered(Some(true)), answered(None));
    if !present.is_empty() {
        return ObstetricDoses::Discuss(present);
    }
    let told = booking_weight_kg.and_then(|weight| Some((weight, BANDS.iter().find(|band| band.holds(weight))?)));
    match told {
        Some((weight, band)) if rows.is_empty() => ObstetricDoses::Of { band, high: HIGH_PROPHYLACTIC.holds(weight).then_some(&HIGH_PROPHYLACTIC) },
        _ => ObstetricDoses::Ask { rows, booking_weight: told.is_none() },
    }
}
