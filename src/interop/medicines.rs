//! Medicines and allergies of a chart whose shape was checked: what they are by the table of substances. Stands in the second
//! part of the program, as the table does; `facts` calls in here when it has come.

use super::json::Tree;
use super::shape::Read as _;
use crate::clinical::chart::{DoseUnit, FactValue, Given, LysisFor, Medication, MedicationIntent, MedicationStatus, Rhythm};
use crate::clinical::second;
use crate::clinical::substance::{Recognised, allergens, atc_contradicts, recognise};

/// One order: each substance in it is a medication of its own.
#[inline(never)]
pub fn ordered(value: &Tree<'_>) -> Vec<FactValue> {
    second::is_needed();
    let (id, name, class) = (value.text("id"), value.text("name"), value.text("class"));
    let names: Vec<&str> = [id, name, class].into_iter().flatten().collect();
    let dose = &value["dose"];
    let unit = match dose.text("unit") {
        Some("mg") => Some(DoseUnit::Mg),
        Some("IU" | "U" | "AXaIU") => Some(DoseUnit::Iu),
        Some("mL" | "ml") => Some(DoseUnit::Ml),
        _ => None,
    };
    let told = dose.number("amount").zip(unit).map(|(amount, unit)| Given { amount, unit });
    let daily_mg = value.number("doseMg");
    let order = Medication {
        name: name.or(id).or(class).unwrap_or_default().to_owned(),
        intent: match value.text("intent") {
            Some("prophylactic") => Some(MedicationIntent::Prophylactic),
            Some("therapeutic") => Some(MedicationIntent::Therapeutic),
            _ => None,
        },
        dose: told,
        rhythm: match dose.text("frequency") {
            Some("qd") => Some(Rhythm::Daily),
            Some("q12h") => Some(Rhythm::Every12h),
            Some("q8h") => Some(Rhythm::Every8h),
            Some("continuous") => Some(Rhythm::Continuous),
            _ => None,
        },
        last_dose_at: value.time("lastDoseAt"),
        next_due_at: value.time("nextDueAt"),
        stopped_at: value.time("stoppedAt"),
        lysis_for: value.text("indication").map(lysis_for),
        other_code: value.text("atc").filter(|code| atc_contradicts(&names, Some(code))).map(str::to_owned),
        for_bleeding: value.text("stopReason").is_some_and(tells_of_bleeding),
        ordered: match value.text("status") {
            Some("on_hold") => MedicationStatus::OnHold,
            Some("stopped") => MedicationStatus::Stopped,
            _ => MedicationStatus::Active,
        },
        ..Medication::of(Recognised::Unrecognised)
    };
    let mut all = vec![];
    for taken in recognise(&names, value.text("atc"), &[]) {
        let aspirin = matches!(taken, Recognised::Known(substance) if substance.id == "aspirin");
        let mg = daily_mg.or(told.filter(|dose| dose.unit == DoseUnit::Mg).map(|dose| dose.amount));
        let low_dose_aspirin = aspirin && mg.is_some_and(|mg| mg <= 100.0);
        all.push(FactValue::Medication(Medication { taken, low_dose_aspirin, ..order.clone() }));
    }
    all
}

/// What a thrombolysis was for: a stroke where the words say so.
fn lysis_for(indication: &str) -> LysisFor {
    let folded = indication.to_lowercase();
    if ["stroke", "卒中", "脑梗", "脑栓塞"].iter().any(|word| folded.contains(word)) { LysisFor::Stroke } else { LysisFor::Other }
}

fn tells_of_bleeding(reason: &str) -> bool {
    let folded = reason.to_lowercase();
    ["bleed", "haemorrhage", "hemorrhage", "出血"].iter().any(|word| folded.contains(word))
}

/// What an allergy is to, each once.
#[inline(never)]
pub fn allergies(value: &Tree<'_>) -> Vec<FactValue> {
    second::is_needed();
    let name = value.text("to").unwrap_or_default();
    allergens(name, value.text("atc")).into_iter().map(|to| FactValue::Allergy { to, name: name.to_owned() }).collect()
}
