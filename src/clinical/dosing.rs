//! Which drug, and how much of it: the default selection (§5.4b) in the order of its steps, and the doses (§5.4, §5.5).
//!
//! Prophylactic doses only; the local package insert prevails. A dose that hangs on a fact nobody has is no dose: `None`.

use super::contraindication::Judgement;
use super::formulary::{Drug, HEPARINS};
use super::profile::Profile;
use super::source::{Mark, Mark::D, Mark::K, Mark::V};
use crate::text::{Text, text};

/// Whose prophylaxis it is; decides the rows of the matrix and the column of the dose table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    Ortho(Joint),
    Surgical,
    Intensive,
    Medical,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    Hip,
    Knee,
    HipFracture,
}

/// What a dose depends on.
#[derive(Clone, Copy, Debug)]
pub struct Patient {
    pub weight_kg: Option<f64>,
    /// Creatinine clearance, mL/min.
    pub clearance: Option<f64>,
    /// Caprini 3–4: the moderate band has doses of its own.
    pub moderate: bool,
    /// A catheter is in the neuraxis, or will be, and its removal is not on record.
    pub neuraxial_catheter: bool,
    /// It is in now.
    pub catheter_in_place: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    Daily,
    Every12h,
    Every8To12h,
}

impl Frequency {
    pub fn id(self) -> &'static str {
        match self {
            Frequency::Daily => "qd",
            Frequency::Every12h => "q12h",
            Frequency::Every8To12h => "q8-12h",
        }
    }

    pub fn words(self) -> Text {
        match self {
            Frequency::Daily => text!("每日1次", "once daily"),
            Frequency::Every12h => text!("每12小时1次", "every 12 h"),
            Frequency::Every8To12h => text!("每8~12小时1次", "every 8–12 h"),
        }
    }
}

/// A prophylactic dose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dose {
    pub amount: f64,
    /// `mg`, `IU`, `U` or `mL`; nadroparin is counted in mL, because its units differ by label and are never converted.
    pub unit: &'static str,
    pub oral: bool,
    pub frequency: Frequency,
    /// From day 4 after the operation (nadroparin, orthopaedic).
    pub from_day_4: Option<f64>,
    /// The clearance this dose was reduced for.
    pub reduced: bool,
}

/// The drugs that this patient may be given, best first, before contraindications and stock are looked at.
pub fn order_of_choice(care: Care, patient: &Patient, judgement: &Judgement, profile: &Profile) -> Vec<Drug> {
    let mut order = by_step(care, patient, judgement, profile);
    // Beside a neuraxial catheter heparins only, even where the anaesthetist has released the window (§5.6).
    order.retain(|drug| !patient.catheter_in_place || HEPARINS.has_drug(*drug));
    order
}

fn by_step(care: Care, patient: &Patient, judgement: &Judgement, profile: &Profile) -> Vec<Drug> {
    let clearance = patient.clearance;
    let at_least = |limit: f64| clearance.is_none_or(|clearance| clearance >= limit);
    let above = |limit: f64| clearance.is_none_or(|clearance| clearance > limit);
    let elective = matches!(care, Care::Ortho(Joint::Hip | Joint::Knee));
    // Step 3: no heparin of any kind. Past HIT, or an allergy to them all.
    if without_heparins(judgement) {
        let mut order = vec![];
        if elective && at_least(30.0) {
            order.extend([Drug::Rivaroxaban, Drug::Apixaban]);
        }
        if at_least(30.0) && !patient.neuraxial_catheter && !judgement.has("CI_DOAC_PREG") {
            order.push(Drug::Fondaparinux);
        }
        return order;
    }
    // Step 4: the kidney.
    if let Some(clearance) = clearance.filter(|clearance| *clearance < 30.0) {
        return if clearance < 15.0 { vec![Drug::Ufh] } else { vec![Drug::Ufh, Drug::Enoxaparin] };
    }
    match care {
        // Step 5: the hospital's own order; unfractionated heparin where it has nothing else (V:FALCK).
        Care::Ortho(joint) => {
            let listed = |drug: &Drug| match drug {
                Drug::Enoxaparin | Drug::Nadroparin | Drug::Dalteparin => true,
                Drug::Fondaparinux => above(50.0),
                Drug::Rivaroxaban | Drug::Apixaban => joint != Joint::HipFracture,
                _ => false,
            };
            let mut order: Vec<Drug> = profile.formulary.iter().copied().filter(listed).collect();
            order.push(Drug::Ufh);
            order
        }
        // Step 6.
        Care::Surgical | Care::Intensive | Care::Medical => vec![Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin, Drug::Ufh],
    }
}

/// Every heparin is forbidden.
pub fn without_heparins(judgement: &Judgement) -> bool {
    Drug::ALL
        .into_iter()
        .filter(|drug| HEPARINS.has_drug(*drug))
        .all(|drug| judgement.against(drug).any(|present| matches!(present.row.id, "CI_HIT" | "CI_ALLERGY")))
}

/// The prophylactic dose; `None` while a fact that it hangs on is missing.
pub fn dose(drug: Drug, care: Care, patient: &Patient) -> Option<Dose> {
    let clearance = patient.clearance?;
    let weight = patient.weight_kg?;
    let dose = |amount, unit, frequency| Dose { amount, unit, oral: drug.is_doac(), frequency, from_day_4: None, reduced: false };
    let ortho = matches!(care, Care::Ortho(_));
    Some(match drug {
        // EU and, expected, CN label: 20 mg at 15–30; 30.0 and above is the full dose.
        Drug::Enoxaparin if clearance < 15.0 => return None,
        Drug::Enoxaparin if clearance < 30.0 => Dose { reduced: true, ..dose(20.0, "mg", Frequency::Daily) },
        Drug::Enoxaparin => dose(40.0, "mg", Frequency::Daily),
        Drug::Nadroparin => {
            // By syringe; below a clearance of 30 one size smaller.
            let smaller = |ml: f64| match ml {
                _ if clearance >= 30.0 => ml,
                0.6 => 0.4,
                0.4 => 0.3,
                _ => 0.2,
            };
            let (now, later) = match (ortho, care) {
                (true, _) if weight < 50.0 => (0.2, Some(0.3)),
                (true, _) if weight < 70.0 => (0.3, Some(0.4)),
                (true, _) => (0.4, Some(0.6)),
                (false, Care::Surgical) => (0.3, None),
                (false, _) if weight <= 70.0 => (0.4, None),
                (false, _) => (0.6, None),
            };
            Dose { from_day_4: later.map(smaller), reduced: clearance < 30.0, ..dose(smaller(now), "mL", Frequency::Daily) }
        }
        Drug::Dalteparin => dose(if !ortho && patient.moderate { 2500.0 } else { 5000.0 }, "IU", Frequency::Daily),
        Drug::Ufh if clearance < 30.0 || weight < 50.0 => dose(5000.0, "U", Frequency::Every12h),
        Drug::Ufh => dose(5000.0, "U", Frequency::Every8To12h),
        Drug::Fondaparinux if clearance < 30.0 || weight < 50.0 => return None,
        Drug::Fondaparinux => dose(2.5, "mg", Frequency::Daily),
        // Elective hip and knee only; for a fractured hip there is no licence and no dose.
        Drug::Rivaroxaban | Drug::Apixaban if clearance < 15.0 || !matches!(care, Care::Ortho(Joint::Hip | Joint::Knee)) => return None,
        Drug::Rivaroxaban => dose(10.0, "mg", Frequency::Daily),
        Drug::Apixaban => dose(2.5, "mg", Frequency::Every12h),
        Drug::Dabigatran | Drug::Aspirin => return None,
    })
}

/// What a proposal of this drug must say beside its dose.
pub fn remarks(drug: Drug, care: Care, patient: &Patient) -> Vec<Text> {
    let mut remarks = vec![];
    let ortho = matches!(care, Care::Ortho(_));
    match drug {
        // Core specification 8, row 29.
        Drug::Nadroparin if matches!(care, Care::Medical | Care::Intensive) => remarks.push(OFF_LABEL),
        Drug::Fondaparinux if !ortho => remarks.push(OFF_LABEL),
        _ => {}
    }
    match drug {
        Drug::Fondaparinux if patient.clearance.is_some_and(|clearance| clearance <= 50.0) => remarks.push(FONDAPARINUX_30_50),
        Drug::Enoxaparin if patient.clearance.is_some_and(|clearance| clearance < 30.0) => remarks.push(ENOXAPARIN_REDUCED),
        Drug::Apixaban if patient.weight_kg.is_some_and(|weight| weight < 60.0) => {
            remarks.push(text!("体重<60 kg：慎用", "Weight <60 kg: with care"))
        }
        _ => {}
    }
    remarks
}

const OFF_LABEL: Text =
    text!("超说明书用药（中国说明书无此适应证），须按本院规定备案", "Off-label in China for this use: needs the hospital's off-label approval");
const FONDAPARINUX_30_50: Text =
    text!("CrCl 30~50：须医师与药师共同确认（欧盟为1.5 mg）", "CrCl 30–50: physician and pharmacist confirm together (EU dose 1.5 mg)");
const ENOXAPARIN_REDUCED: Text = text!("CrCl 15~30：20 mg，请核对本院药品说明书", "CrCl 15–30: 20 mg; check the local package insert");

/// Where the doses of each drug come from.
#[rustfmt::skip]
pub static DOSE_MARKS: &[(Drug, &[Mark])] = &[
    (Drug::Enoxaparin, &[V("ENOX"), V("DRO"), V("CLX"), V("ENXCN"), K(text!("中国说明书的肾功能减量", "the CN label's renal dose"))]),
    (Drug::Nadroparin, &[V("FRAX"), V("NADCN"), V("NADM"), V("MCM"), K(text!("按体重的容量表", "the volume table by weight"))]),
    (Drug::Dalteparin, &[V("FRAG"), V("MCM"), V("DALR")]),
    (Drug::Ufh, &[V("DRO"), V("UTD2"), V("UFHCN")]),
    (Drug::Fondaparinux, &[V("FON"), V("FONCN"), V("FONUS"), V("FONC3"), V("FON15"), K(text!("内科用法", "medical use"))]),
    (Drug::Rivaroxaban, &[V("XAR"), V("XARM"), V("XARCN"), V("ORTHO")]),
    (Drug::Apixaban, &[V("ORTHO"), V("API"), V("APIEU"), K(text!("确切天数", "the exact days"))]),
    (Drug::Dabigatran, &[V("DAB"), D(text!("不推荐", "not proposed"))]),
    (Drug::Aspirin, &[V("FALCK"), V("ASH19"), D(text!("不推荐", "never proposed"))]),
];

/// Where the doses of a drug come from.
pub fn marks(drug: Drug) -> &'static [Mark] {
    DOSE_MARKS[drug as usize].1
}

impl Dose {
    /// `40 mg 皮下注射 每日1次` / `40 mg SC once daily`.
    pub fn words(&self) -> (String, String) {
        let number = |amount: f64| super::quantity::written(amount, 1);
        let amount = number(self.amount);
        let route = if self.oral { text!("口服", "by mouth") } else { text!("皮下注射", "SC") };
        let often = self.frequency.words();
        let mut zh = format!("{amount} {} {} {}", self.unit, route.zh(), often.zh());
        let mut en = format!("{amount} {} {} {}", self.unit, route.en(), often.en());
        if let Some(later) = self.from_day_4.map(number) {
            zh.push_str(&format!("，术后第4天起{later} mL"));
            en.push_str(&format!("; {later} mL from day 4 after surgery"));
        }
        (zh, en)
    }
}

/// Days of treatment: shortest, longest, and what is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub from: u8,
    pub to: u8,
    pub planned: u8,
}

const fn days(from: u8, to: u8, planned: u8) -> Days {
    Days { from, to, planned }
}

/// How long (§5.3, §5.4, §5.5). The planned stop inside the published range is ours (D); it is moved, never skipped.
pub fn duration(drug: Drug, care: Care, cancer_surgery: bool, patient: &Patient) -> Days {
    match (care, drug) {
        (Care::Ortho(Joint::Hip), Drug::Rivaroxaban) => days(35, 35, 35),
        (Care::Ortho(Joint::Hip), Drug::Apixaban) => days(32, 38, 35),
        (Care::Ortho(Joint::Hip), Drug::Fondaparinux) => days(10, 11, 10),
        (Care::Ortho(Joint::Hip), _) => days(10, 35, 35),
        (Care::Ortho(Joint::Knee), Drug::Rivaroxaban) => days(12, 14, 12),
        (Care::Ortho(Joint::Knee), Drug::Fondaparinux) => days(10, 11, 10),
        (Care::Ortho(Joint::Knee), _) => days(10, 14, 14),
        (Care::Ortho(Joint::HipFracture), _) => days(10, 35, 14),
        (Care::Surgical, Drug::Enoxaparin | Drug::Nadroparin | Drug::Dalteparin) if cancer_surgery => days(28, 28, 28),
        (Care::Surgical, Drug::Enoxaparin) => days(7, 12, 10),
        (Care::Surgical, Drug::Fondaparinux) => days(5, 11, 9),
        (Care::Surgical, Drug::Dalteparin) if patient.moderate => days(5, 7, 7),
        (Care::Surgical, _) => days(7, 14, 7),
        (Care::Intensive | Care::Medical, _) => days(6, 14, 10),
    }
}
