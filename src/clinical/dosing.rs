//! Which drug, and how much of it: the default selection (§5.4b) in the order of its steps, and the doses (§5.4, §5.5).
//!
//! Prophylactic doses only; the local package insert prevails. A dose that hangs on a fact nobody has is no dose: `None`.

use super::formulary::{Drug, HEPARINS};
use super::profile::Profile;
use super::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::clinical::contraindication::judgement::Judgement;
use crate::text::{Text, text};

/// Whose prophylaxis it is; decides the rows of the matrix and the column of the dose table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatientGroup {
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
pub struct DoseFactors {
    pub weight_kg: Option<f64>,
    /// Creatinine clearance, mL/min.
    pub clearance: Option<f64>,
    /// A filtration rate below 30, whatever the clearance: unfractionated heparin is given twice daily (core specification 5.2).
    pub filters_below_30: bool,
    pub bmi: Option<f64>,
    /// Caprini 3–4: the moderate band has doses of its own.
    pub moderate: bool,
    /// Enoxaparin there, mg: the label's 20, or the hospital's 40.
    pub moderate_mg: u8,
    /// Caprini 5 or more.
    pub high: bool,
    /// A broken hip, pelvis or leg in a patient who is kept in bed, operated or not.
    pub fracture_in_bed: bool,
    /// A catheter is in the neuraxis, or will be, and its removal is not on record.
    pub neuraxial_catheter: bool,
    /// It is in now.
    pub catheter_in_place: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    Daily,
    Every12h,
    Every8h,
    /// Of plans that 0.1.0 signed; never proposed any more, because it is no order.
    Every8To12h,
}

impl Frequency {
    pub fn id(self) -> &'static str {
        match self {
            Frequency::Daily => "qd",
            Frequency::Every12h => "q12h",
            Frequency::Every8h => "q8h",
            Frequency::Every8To12h => "q8-12h",
        }
    }

    pub fn words(self) -> Text {
        match self {
            Frequency::Daily => text!("每日1次", "once daily"),
            Frequency::Every12h => text!("每12小时1次", "every 12 h"),
            Frequency::Every8h => text!("每8小时1次", "every 8 h"),
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
pub fn order_of_choice(care: PatientGroup, patient: &DoseFactors, judgement: &Judgement, profile: &Profile) -> Vec<Drug> {
    let mut order = by_step(care, patient, judgement, profile);
    // Beside a neuraxial catheter heparins only, even where the anaesthetist has released the window (§5.6).
    order.retain(|drug| !patient.catheter_in_place || HEPARINS.has_drug(*drug));
    order
}

fn by_step(care: PatientGroup, patient: &DoseFactors, judgement: &Judgement, profile: &Profile) -> Vec<Drug> {
    let clearance = patient.clearance;
    let at_least = |limit: f64| clearance.is_none_or(|clearance| clearance >= limit);
    let above = |limit: f64| clearance.is_none_or(|clearance| clearance > limit);
    let elective = matches!(care, PatientGroup::Ortho(Joint::Hip | Joint::Knee));
    // Step 3: no heparin of any kind. Past HIT, or an allergy to them all.
    if without_heparins(judgement) {
        let mut order = vec![];
        if elective && at_least(30.0) {
            order.extend([Drug::Rivaroxaban, Drug::Apixaban]);
        }
        if at_least(30.0) && !patient.neuraxial_catheter {
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
        PatientGroup::Ortho(joint) => {
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
        PatientGroup::Surgical | PatientGroup::Intensive | PatientGroup::Medical => {
            vec![Drug::Enoxaparin, Drug::Nadroparin, Drug::Dalteparin, Drug::Ufh]
        }
    }
}

/// Every heparin is forbidden.
pub fn without_heparins(judgement: &Judgement) -> bool {
    Drug::ALL
        .into_iter()
        .filter(|drug| HEPARINS.has_drug(*drug))
        .all(|drug| judgement.against(drug).any(|present| matches!(present.row.id, "CI_HIT" | "CI_ALLERGY")))
}

/// The prophylactic dose; `None` while a fact that it hangs on is missing, and where none is known to be safe.
pub fn dose(drug: Drug, care: PatientGroup, patient: &DoseFactors) -> Option<Dose> {
    let clearance = patient.clearance?;
    let weight = patient.weight_kg?;
    let dose = |amount, unit, frequency| Dose { amount, unit, oral: drug.is_doac(), frequency, from_day_4: None, reduced: false };
    let ortho = matches!(care, PatientGroup::Ortho(_));
    Some(match drug {
        Drug::Enoxaparin if clearance < 15.0 => return None,
        // 30.0 and above is the full dose.
        Drug::Enoxaparin if clearance < 30.0 => Dose { reduced: true, ..dose(20.0, "mg", Frequency::Daily) },
        Drug::Enoxaparin if moderate_surgery(care, patient) => dose(f64::from(patient.moderate_mg), "mg", Frequency::Daily),
        Drug::Enoxaparin => dose(40.0, "mg", Frequency::Daily),
        Drug::Nadroparin if clearance < 30.0 => return None,
        Drug::Nadroparin => {
            let (now, later) = match (ortho, care) {
                (true, _) if weight < 50.0 => (0.2, Some(0.3)),
                (true, _) if weight < 70.0 => (0.3, Some(0.4)),
                (true, _) => (0.4, Some(0.6)),
                (false, PatientGroup::Surgical) => (0.3, None),
                (false, _) if weight <= 70.0 => (0.4, None),
                (false, _) => (0.6, None),
            };
            Dose { from_day_4: later, ..dose(now, "mL", Frequency::Daily) }
        }
        Drug::Dalteparin => dose(if moderate_surgery(care, patient) { 2500.0 } else { 5000.0 }, "IU", Frequency::Daily),
        Drug::Ufh => dose(5000.0, "U", if thrice_daily(care, patient, clearance, weight) { Frequency::Every8h } else { Frequency::Every12h }),
        Drug::Fondaparinux if clearance < 30.0 || weight < 50.0 => return None,
        Drug::Fondaparinux => dose(2.5, "mg", Frequency::Daily),
        // Elective hip and knee only; for a fractured hip there is no licence and no dose.
        Drug::Rivaroxaban | Drug::Apixaban if clearance < 15.0 || !matches!(care, PatientGroup::Ortho(Joint::Hip | Joint::Knee)) => return None,
        Drug::Rivaroxaban => dose(10.0, "mg", Frequency::Daily),
        Drug::Apixaban => dose(2.5, "mg", Frequency::Every12h),
        Drug::Dabigatran | Drug::Aspirin => return None,
    })
}

/// Caprini 3–4 after an operation that is not a major orthopaedic one (§8 row 46: not a medical patient scored so).
fn moderate_surgery(care: PatientGroup, patient: &DoseFactors) -> bool {
    care == PatientGroup::Surgical && patient.moderate
}

/// Unfractionated heparin every 8 h: Caprini 5 or more, major orthopaedic surgery included, from 50 kg.
fn thrice_daily(care: PatientGroup, patient: &DoseFactors, clearance: f64, weight: f64) -> bool {
    let high = matches!(care, PatientGroup::Ortho(_)) || care == PatientGroup::Surgical && patient.high;
    high && weight >= 50.0 && clearance >= 30.0 && !patient.filters_below_30
}

/// Where the dose comes from: of this drug, in this situation, at this clearance and weight, and of nothing else.
#[rustfmt::skip]
pub fn dose_marks(drug: Drug, care: PatientGroup, patient: &DoseFactors) -> &'static [Mark] {
    let below_30 = patient.clearance.is_some_and(|clearance| clearance < 30.0);
    let ortho = matches!(care, PatientGroup::Ortho(_));
    match drug {
        Drug::Enoxaparin if below_30 => &[V("CLX")],
        Drug::Enoxaparin if moderate_surgery(care, patient) && patient.moderate_mg == 20 => &[V("EUINH"), V("CLXUK")],
        Drug::Enoxaparin if moderate_surgery(care, patient) => &[D(text!("中危用40 mg", "40 mg at moderate risk"))],
        Drug::Enoxaparin => &[V("ENOX"), V("ENXCN"), V2("DRO")],
        Drug::Nadroparin if ortho => &[V("NADCN"), V("NADPL"), V("NADCH")],
        Drug::Nadroparin if care == PatientGroup::Surgical => &[V("FRAX"), V("NADCN")],
        Drug::Nadroparin => &[V("NADM"), V("MCM")],
        Drug::Dalteparin if below_30 => &[V("FRAG"), V("MCM"), V2("DALR")],
        Drug::Dalteparin => &[V("FRAG"), V("MCM")],
        Drug::Ufh if below_30 => &[V2("DRO"), V2("LOTH"), V("UFHCN")],
        Drug::Ufh => &[V("UFHCN"), V2("UTD2"), D(text!("给药间隔：每8或每12小时的选用", "which of the two intervals, 8 or 12 h"))],
        Drug::Fondaparinux if ortho => &[V("FONCN"), V("FONUS"), V2("FON")],
        Drug::Fondaparinux if care == PatientGroup::Surgical => &[V("FONUS"), V2("FON")],
        Drug::Fondaparinux => &[V("EUARX"), V("ARTEM"), V2("FON")],
        Drug::Rivaroxaban => &[V("XAR"), V("XARM"), V("XARCN"), V("ORTHO")],
        Drug::Apixaban => &[V("ORTHO"), V("API"), V("APIEU")],
        Drug::Dabigatran => &[V2("DAB"), D(text!("不推荐", "not proposed"))],
        Drug::Aspirin => &[V("FALCK"), V("ASH19"), D(text!("不推荐", "never proposed"))],
    }
}

/// Doses outside the label that a physician may choose with a reason: shown beside enoxaparin, never proposed, and not at
/// a clearance below 30 (§5.4).
pub fn options(drug: Drug, care: PatientGroup, patient: &DoseFactors) -> Vec<DoseOption> {
    let kidneys = patient.clearance.is_some_and(|clearance| clearance >= 30.0);
    let at_20 = moderate_surgery(care, patient) && patient.moderate_mg == 20;
    let mg = |amount, frequency| Dose { amount, unit: "mg", oral: false, frequency, from_day_4: None, reduced: false };
    let mut all = vec![];
    if drug != Drug::Enoxaparin || !kidneys {
        return all;
    }
    if patient.bmi.is_some_and(|bmi| bmi >= 40.0 - 1e-9) && !patient.neuraxial_catheter && !at_20 {
        all.push(DoseOption {
            dose: mg(40.0, Frequency::Every12h),
            why: text!("BMI≥40：超说明书，可由医师选用40 mg每12小时", "BMI ≥40: off-label, the physician may choose 40 mg every 12 h"),
            marks: &[V2("OBES"), D(text!("仅列出，不推荐", "shown, not proposed"))],
        });
    }
    if patient.weight_kg.is_some_and(|weight| weight < 45.0) {
        let why = text!("体重<45 kg：超说明书，可由医师减量", "Weight <45 kg: off-label, the physician may reduce");
        let listed: &[Mark] = &[V2("LOWWT"), D(text!("20 mg；仅列出，不推荐", "20 mg; shown, not proposed"))];
        all.extend([20.0, 30.0].map(|amount| DoseOption { dose: mg(amount, Frequency::Daily), why, marks: listed }));
    }
    all
}

/// What a proposal of this drug must say beside its dose.
pub fn remarks(drug: Drug, care: PatientGroup, patient: &DoseFactors) -> Vec<Text> {
    let clearance = |test: fn(f64) -> bool| patient.clearance.is_some_and(test);
    let ortho = matches!(care, PatientGroup::Ortho(_));
    let rows = [
        // Core specification 8, row 29.
        (drug == Drug::Nadroparin && matches!(care, PatientGroup::Medical | PatientGroup::Intensive), OFF_LABEL),
        (drug == Drug::Fondaparinux && !ortho, OFF_LABEL),
        (drug == Drug::Fondaparinux && clearance(|rate| rate <= 50.0), FONDAPARINUX_30_50),
        (drug == Drug::Enoxaparin && clearance(|rate| rate < 30.0), ENOXAPARIN_REDUCED),
        (drug == Drug::Nadroparin && clearance(|rate| (30.0..=50.0).contains(&rate)), NADROPARIN_30_50),
        (drug == Drug::Apixaban && patient.weight_kg.is_some_and(|weight| weight < 60.0), APIXABAN_LIGHT),
        (drug.is_doac() && clearance(|rate| (15.0..30.0).contains(&rate)), DOAC_15_29),
    ];
    rows.into_iter().filter(|(said, _)| *said).map(|(_, remark)| remark).collect()
}

const OFF_LABEL: Text =
    text!("超说明书用药（中国说明书无此适应证），须按本院规定备案", "Off-label in China for this use: needs the hospital's off-label approval");
const FONDAPARINUX_30_50: Text =
    text!("CrCl 30~50：须医师与药师共同确认（欧盟为1.5 mg）", "CrCl 30–50: physician and pharmacist confirm together (EU dose 1.5 mg)");
const ENOXAPARIN_REDUCED: Text =
    text!("CrCl 15~<30：20 mg每日1次，请核对本院药品说明书", "CrCl 15–<30: 20 mg once daily; the CN insert is to be checked");
const NADROPARIN_30_50: Text = text!("CrCl 30~50：可减量25%~33%，由医师决定", "CrCl 30–50: may be reduced by 25–33 %, the physician decides");
const APIXABAN_LIGHT: Text = text!("体重<60 kg：慎用", "Weight <60 kg: with care");
const DOAC_15_29: Text = text!("CrCl 15~29：慎用", "CrCl 15–29: with care");

impl Dose {
    /// `40 mg 皮下注射 每日1次` / `40 mg SC once daily`. To the thousandth, so that 0.25 mL never reads 0.3.
    pub fn words(&self) -> (String, String) {
        let number = |amount: f64| super::quantity::written(amount, 3);
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
pub fn duration(drug: Drug, care: PatientGroup, cancer_surgery: bool, patient: &DoseFactors) -> Days {
    let fracture = care == PatientGroup::Ortho(Joint::HipFracture) || care == PatientGroup::Surgical && patient.fracture_in_bed;
    match (care, drug) {
        (_, Drug::Fondaparinux) if fracture => days(28, 33, 33),
        _ if fracture => days(28, 35, 35),
        (PatientGroup::Ortho(Joint::Hip), Drug::Rivaroxaban) => days(35, 35, 35),
        (PatientGroup::Ortho(Joint::Hip), Drug::Apixaban) => days(32, 38, 35),
        (PatientGroup::Ortho(_), Drug::Fondaparinux) => days(5, 11, 9),
        (PatientGroup::Ortho(Joint::Hip), _) => days(10, 35, 35),
        (PatientGroup::Ortho(_), Drug::Rivaroxaban) => days(12, 14, 12),
        (PatientGroup::Ortho(_), _) => days(10, 14, 14),
        (PatientGroup::Surgical, Drug::Enoxaparin | Drug::Nadroparin | Drug::Dalteparin) if cancer_surgery => days(28, 28, 28),
        (PatientGroup::Surgical, Drug::Enoxaparin) => days(7, 12, 10),
        (PatientGroup::Surgical, Drug::Fondaparinux) => days(5, 11, 9),
        (PatientGroup::Surgical, Drug::Dalteparin) if patient.moderate => days(5, 7, 7),
        (PatientGroup::Surgical, _) => days(7, 14, 10),
        (PatientGroup::Intensive | PatientGroup::Medical, _) => days(6, 14, 10),
    }
}

/// Where the length of a course comes from. The day inside a published range is ours.
#[rustfmt::skip]
pub fn duration_marks(drug: Drug, care: PatientGroup, cancer_surgery: bool, patient: &DoseFactors) -> &'static [Mark] {
    const PLANNED: Mark = D(text!("计划停药日", "the planned day of the stop"));
    let fracture = care == PatientGroup::Ortho(Joint::HipFracture) || care == PatientGroup::Surgical && patient.fracture_in_bed;
    match (care, drug) {
        (_, Drug::Fondaparinux) if fracture => &[V2("FON"), V("FONCN"), PLANNED],
        _ if fracture => &[V("FALCK"), V("ACCP8"), V("ICM22"), PLANNED],
        (PatientGroup::Ortho(_), Drug::Rivaroxaban) => &[V("XAR"), V("XARCN")],
        (PatientGroup::Ortho(_), Drug::Apixaban) => &[V("EUAPX"), V("API"), PLANNED],
        (_, Drug::Fondaparinux) => &[V2("FON"), V("FONUS"), PLANNED],
        (PatientGroup::Ortho(_), _) => &[V("FALCK"), V("ORTHO"), PLANNED],
        (PatientGroup::Surgical, Drug::Enoxaparin | Drug::Nadroparin | Drug::Dalteparin) if cancer_surgery => &[V("GABS")],
        (PatientGroup::Surgical, Drug::Dalteparin) if patient.moderate => &[V("FRAG"), PLANNED],
        (PatientGroup::Surgical, Drug::Enoxaparin) => &[V("ENOX"), PLANNED],
        (PatientGroup::Surgical, _) => &[V("MEDSC"), V2("THX"), PLANNED],
        (PatientGroup::Intensive | PatientGroup::Medical, _) => &[V("ASH18"), V("K12GC"), V("ENOX"), PLANNED],
    }
}

/// A dose outside the label that is shown beside a drug.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoseOption {
    pub dose: Dose,
    pub why: Text,
    pub marks: &'static [Mark],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dose_is_written_with_every_decimal_that_it_has() {
        for (amount, written) in [(0.25, "0.25 mL"), (0.3, "0.3 mL"), (2.5, "2.5 mL"), (40.0, "40 mL")] {
            let dose = Dose { amount, unit: "mL", oral: false, frequency: Frequency::Daily, from_day_4: None, reduced: false };
            let (zh, en) = dose.words();
            assert!(zh.starts_with(written) && en.starts_with(written), "{zh}; {en}");
        }
    }
}
