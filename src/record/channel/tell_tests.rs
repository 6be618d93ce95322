//! What scores, orders, results and laboratory values make of the facts.

use super::told::{EntryRead, ToldBeside, set};
use crate::clinical::formulas::creatinine_clearance_ml_min;
use crate::clinical::pathway::coarse::{Chest, Likelihood, PercAnswer, RightHeart, Scan};
use crate::clinical::pathway::entry::EntryValue;
use crate::clinical::pathway::facts::{Awaited, ChestFact, DdimerFact, EpisodeFacts, LabValue, ScanFact};

fn likelihood(code: &str) -> Likelihood {
    if code == "likely" { Likelihood::Likely } else { Likelihood::Unlikely }
}

pub fn probability(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &EntryRead<'_>) {
    let tests = &mut facts.tests;
    match of.row.id {
        "probability" => {
            let band = of.code("band").map(likelihood);
            match of.code("instrument") {
                Some("wells_dvt") => set(&mut tests.dvt, band),
                // YEARS asks for a D-dimer in every case; its items choose the cut-off.
                Some("years") => tests.pe = Likelihood::Unlikely,
                Some(_) => set(&mut tests.pe, band),
                None => {}
            }
            tests.years_items = of.number("years_items").map(|items| items as u8).or(tests.years_items);
        }
        "own_estimate" => {
            set(&mut tests.own_word, of.code("likelihood").map(likelihood));
            set(&mut tests.high_suspicion, of.sign("high_suspicion"));
            set(&mut told.below_15, of.flag("below_15"));
        }
        "perc" => {
            for field in of.row.fields {
                if let Some(present) = of.flag(field.id) {
                    told.perc.retain(|(item, _)| item != field.id);
                    told.perc.push((field.id.into(), present));
                }
            }
        }
        _ => {
            set(&mut tests.active_cancer, of.sign("active_cancer"));
            set(&mut tests.no_contrast, of.code("contrast").map(|contrast| contrast != "possible"));
        }
    }
    tests.perc = match () {
        () if !told.below_15 => PercAnswer::NotAsked,
        () if told.perc.iter().any(|(_, present)| *present) => PercAnswer::SomePresent,
        () if told.perc.len() == 8 => PercAnswer::AllAbsent,
        () => PercAnswer::Incomplete,
    };
}

pub fn labs(facts: &mut EpisodeFacts, of: &EntryRead<'_>) {
    let value = |item: &str| of.number(item).map(|value| LabValue { value, at: of.at });
    // What was drawn later governs.
    let newer = |held: &mut Option<LabValue>, told: Option<LabValue>| {
        if let Some(told) = told.filter(|told| held.is_none_or(|held| told.at >= held.at)) {
            *held = Some(told);
        }
    };
    let person = &facts.person;
    let computed = of.number("creatinine").and_then(|creatinine| {
        let (age, weight, sex) = (person.age?, person.weight?, person.sex?);
        Some(LabValue { value: creatinine_clearance_ml_min(f64::from(age), weight.kg, creatinine, sex), at: of.at })
    });
    let labs = &mut facts.labs;
    newer(&mut labs.platelets, value("platelets"));
    newer(&mut labs.inr, value("inr"));
    newer(&mut labs.aptt_of_limit, value("aptt_of_limit"));
    newer(&mut labs.aptt_ratio, value("aptt_ratio"));
    // G12: where the reported and the computed value differ by more than 30 %, the lower.
    let clearance = match (value("crcl"), computed) {
        (Some(told), Some(ours)) if (told.value - ours.value).abs() > 0.3 * ours.value && ours.value < told.value => Some(ours),
        (told, ours) => told.or(ours),
    };
    newer(&mut labs.clearance, clearance);
}

pub fn tests(facts: &mut EpisodeFacts, of: &EntryRead<'_>) {
    let tests = &mut facts.tests;
    let ordered = Awaited { ordered_at: Some(of.at), expected_at: of.time("expected_at") };
    match of.row.id {
        "ddimer_ordered" => tests.ddimer = ordered,
        "chest_ordered" => tests.chest = ordered,
        "scan_ordered" => tests.scan = ordered,
        "ddimer_result" => {
            let Some(EntryValue::Ddimer { value, kind }) = of.value("value") else { return };
            let over_device = match of.value("device_cut_off") {
                // A cut-off of the other type cannot be compared: not shown to be below it.
                Some(EntryValue::Ddimer { value: cut, kind: unit }) => unit != kind || value >= cut,
                _ => false,
            };
            tests.ddimers.push(DdimerFact { value, unit: kind, at: of.at, on_treatment: of.flag("on_treatment") == Some(true), over_device });
            tests.ddimer.expected_at = None;
        }
        "chest_result" => {
            let result = match of.code("result") {
                Some("ctpa_positive") => Chest::CtpaPositive,
                Some("ctpa_negative") => Chest::CtpaNegative,
                Some("ctpa_poor") => Chest::CtpaPoor,
                Some("vq_normal") => Chest::VqNormal,
                Some("vq_high") => Chest::VqHigh,
                Some("vq_other") => Chest::VqOther,
                _ => return,
            };
            tests.chests.push(ChestFact { result, at: of.at });
            tests.chest.expected_at = None;
        }
        "scan_result" => {
            let result = match of.code("result") {
                Some("negative") => Scan::Negative,
                Some("distal") => Scan::Distal,
                Some("proximal") => Scan::Proximal,
                _ => return,
            };
            tests.scans.push(ScanFact { result, at: of.at });
            tests.scan.expected_at = None;
            set(&mut tests.severe_symptoms, of.flag("severe_symptoms"));
        }
        "echo" => set(
            &mut tests.right_heart,
            of.code("right_heart").map(|heart| match heart {
                "dysfunction" => RightHeart::Dysfunction,
                "normal" => RightHeart::Normal,
                _ => RightHeart::NotDone,
            }),
        ),
        _ => {
            facts.course.severity_known = true;
            let raised = ["rv_dysfunction", "troponin_raised"].iter().any(|item| of.flag(item) == Some(true));
            tests.strained = raised || matches!(of.code("class"), Some("int_high" | "high"));
        }
    }
}
