//! The obstetric tables that no instrument holds, written out for the rules and for the evidence page: the doses by booking weight, what
//! keeps them from being shown, and where other versions of the score differ. Run by a test; in no browser.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::cited::{cited, phrase};
use super::headless::marks;
use super::read_as::both;
use crate::clinical::rcog_china::{COMPARISON, SHANGHAI_2020, VERSIONS};
use crate::clinical::rcog_doses::{BANDS, HIGH_PROPHYLACTIC, NOTES, ObstetricDose, ObstetricHeparin, TO_DISCUSS, WeightBand};

fn bands() -> impl Iterator<Item = &'static WeightBand> {
    BANDS.iter().chain([&HIGH_PROPHYLACTIC])
}

/// The tables as rules.
pub(super) fn obstetric_rules() -> Value {
    let dose = |dose: &ObstetricDose| {
        json!({
            "heparin": dose.heparin.label().en(), "amount": dose.amount, "unit": dose.heparin.unit(), "perKgAndDay": dose.per_kg, "everyH": dose.every_h,
            "mayBeDivided": dose.may_be_divided,
        })
    };
    json!({
        "dosesByBookingWeight": bands().map(|band| json!({
            "label": both(band.label), "fromKg": band.from_kg, "belowKg": band.below_kg, "doses": band.doses.iter().map(dose).collect::<Vec<_>>(), "marks": marks(band.marks),
        })).collect::<Vec<_>>(),
        "otherVersions": VERSIONS.iter().map(|row| json!({
            "id": row.id, "factor": both(row.factor), "rcog_2015": both(row.rcog_2015), "queensland_2020": both(row.queensland_2020),
            "shanghai_2020": both(row.shanghai_2020), "marks": marks(row.marks),
        })).collect::<Vec<_>>(),
        "discussInsteadOfDoses": TO_DISCUSS.iter().map(|row| json!({ "id": row.id, "label": both(row.label), "marks": marks(row.marks) })).collect::<Vec<_>>(),
    })
}

/// The same for a reader.
pub(super) fn obstetric_evidence() -> String {
    let mut out = String::from(
        "\n## Obstetric doses by booking weight (RCOG 37a, table 3)\n\nInformation for the obstetrician: nothing here is proposed. Half-open intervals, kilograms; * may be given in 2 divided doses.\n\n| kg | interval |",
    );
    for heparin in ObstetricHeparin::ALL {
        let _ = write!(out, " {} |", phrase(heparin.label()));
    }
    out.push_str(" evidence |\n|---|---|---|---|---|---|\n");
    for band in bands() {
        let below = band.below_kg.map_or(String::new(), |below| below.to_string());
        let _ = write!(out, "| {} | [{}, {below}) |", phrase(band.label), band.from_kg);
        for dose in &band.doses {
            let per = if dose.per_kg { "/kg/day" } else { "" };
            let often = match (dose.per_kg, dose.every_h) {
                (true, _) => "",
                (_, 12) => " every 12 h",
                _ => " daily",
            };
            let _ = write!(out, " {} {}{per}{often}{} |", dose.amount, dose.heparin.unit(), if dose.may_be_divided { "*" } else { "" });
        }
        let _ = writeln!(out, " {} |", cited(band.marks));
    }
    out.push_str("\n| never shown as a dose, only \"discuss\" | what | evidence |\n|---|---|---|\n");
    for row in &TO_DISCUSS {
        let _ = writeln!(out, "| `{}` | {} | {} |", row.id, phrase(row.label), cited(row.marks));
    }
    out.push_str("\n| note | evidence |\n|---|---|\n");
    for (text, marks) in &NOTES {
        let _ = writeln!(out, "| {} | {} |", phrase(*text), cited(marks));
    }
    let _ = write!(
        out,
        "\n## Obstetric score: where other versions differ\n\nData only, nothing is scored by it. {} ({}), compared in {} ({}).\n\n| factor | RCOG 2015 | Queensland 2020 | Shanghai 2020 | evidence |\n|---|---|---|---|---|\n",
        SHANGHAI_2020.citation,
        cited(SHANGHAI_2020.marks),
        COMPARISON.citation,
        cited(COMPARISON.marks)
    );
    for row in &VERSIONS {
        let columns = [row.factor, row.rcog_2015, row.queensland_2020, row.shanghai_2020].map(phrase).join(" | ");
        let _ = writeln!(out, "| {columns} | {} |", cited(row.marks));
    }
    out
}
