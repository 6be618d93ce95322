//! What one entry makes of the facts of an episode. The later answer governs; what an entry does not say it leaves as it was.
//! A value that this version cannot read changes nothing: it stays in the record.

use super::tell_history::{anticoagulant, history};
use super::tell_tests::{labs, probability, tests};
use super::told::{EntryRead, ToldBeside, set};
use crate::clinical::blood::Intensity;
use crate::clinical::chart::{Instant, Neuraxial};
use crate::clinical::pathway::coarse::{Gravidity, Kind, Sign, SignedPlan};
use crate::clinical::pathway::facts::{EpisodeFacts, InBlood, OtherVitals, PressureReading, WeightFact, WeightSource};
use crate::clinical::pathway::history::Heard;
use crate::clinical::substance;

/// Puts what an entry says into the facts.
pub fn tell(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &EntryRead<'_>) {
    match of.row.id {
        "vitals" => vitals(facts, told, of),
        "stability" => stability(facts, of),
        "limb_check" => {
            let threat = matches!(of.code("colour"), Some("blue" | "white"))
                || ["very_painful", "pulseless", "numb"].iter().any(|item| of.flag(item) == Some(true));
            facts.tests.limb_threat = if threat { Sign::Yes } else { Sign::No };
            set(&mut facts.tests.leg_signs, of.sign("leg_signs"));
        }
        "symptoms" => {
            let lung = ["dyspnoea", "chest_pain", "syncope", "haemoptysis"].iter().any(|item| of.flag(item) == Some(true));
            if lung && facts.kind == Kind::Dvt {
                facts.kind = Kind::Both;
            }
            set(&mut facts.tests.leg_signs, of.sign("leg_signs"));
            facts.symptoms_since = of.time("since").or(facts.symptoms_since);
            set(&mut facts.person.in_patient, of.flag("in_patient"));
        }
        "pregnancy" => {
            let said = of.code("gravidity").map(|code| match code {
                "no" => Gravidity::No,
                "not_told" => Gravidity::Unasked,
                "cannot_be_known" => Gravidity::CannotBeKnown,
                _ => Gravidity::Yes,
            });
            set(&mut facts.person.gravidity, said);
            set(&mut facts.person.in_labour_or_delivery_near, of.flag("labour_or_delivery_near"));
            set(&mut facts.person.breast_feeding, of.flag("breast_feeding"));
        }
        "probability" | "own_estimate" | "perc" | "test_conditions" => probability(facts, told, of),
        "history" => history(facts, told, of),
        "anticoagulant" => anticoagulant(facts, of),
        "needle" => {
            let Some(catheter) = of.flag("catheter") else { return };
            let needle =
                Neuraxial { catheter, at: of.at, all_day: false, removed_at: of.time("removed_at"), traumatic: of.flag("traumatic") == Some(true) };
            facts.history.needles.retain(|held| held.at != of.at);
            facts.history.needles.push(needle);
            facts.history.needle = Heard::Yes;
        }
        "weight" => {
            let from = of.code("source").map(|source| match source {
                "scale" => WeightSource::Scale,
                "told" => WeightSource::ByWord,
                _ => WeightSource::Estimate { signed: of.physician },
            });
            let newer = facts.person.weight.is_none_or(|held| held.at <= of.at);
            if let (Some(kg), Some(from), true) = (of.number("weight"), from, newer) {
                facts.person.weight = Some(WeightFact { kg, from, at: of.at, doubtful: of.flag("doubtful") == Some(true) });
            }
            facts.person.height_cm = of.number("height").or(facts.person.height_cm);
        }
        "labs" => labs(facts, of),
        "ddimer_ordered" | "ddimer_result" | "chest_ordered" | "chest_result" | "scan_ordered" | "scan_result" | "echo" | "severity" => {
            tests(facts, of)
        }
        _ => course(facts, told, of),
    }
}

fn vitals(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &EntryRead<'_>) {
    let vitals = &mut facts.vitals;
    // A danger that was seen stays until a physician says that the patient is stable.
    vitals.arrest |= of.flag("arrest") == Some(true);
    vitals.vasopressor_with_hypoperfusion |= of.flag("vasopressor") == Some(true);
    vitals.pressure_cannot_be_measured |= of.flag("pressure_cannot_be_measured") == Some(true);
    set(&mut vitals.collapse, of.flag("collapse"));
    if let (Some(systolic), Some(diastolic)) = (of.number("sbp"), of.number("dbp")) {
        vitals.pressures.push(PressureReading { systolic, diastolic, at: of.at });
    }
    vitals.usual_systolic = of.number("usual_sbp").or(vitals.usual_systolic);
    vitals.pulse_known |= of.number("heart_rate").is_some();
    let [breathing, saturation, temperature, awake] = &mut told.vitals;
    *breathing |= of.number("respiratory_rate").is_some();
    *saturation |= of.number("spo2").is_some();
    *temperature |= of.number("temperature").is_some();
    *awake |= of.code("consciousness").is_some();
    if of.flag("others_cannot_be_measured") == Some(true) {
        vitals.others = OtherVitals::CannotBeMeasured;
    }
    if told.vitals == [true; 4] {
        vitals.others = OtherVitals::Measured;
    }
    told.vitals_at = told.vitals_at.max(Some(of.at));
}

fn stability(facts: &mut EpisodeFacts, of: &EntryRead<'_>) {
    let vitals = &mut facts.vitals;
    vitals.other_cause = of.code("other_cause").filter(|cause| *cause != "none").map(|_| of.at);
    if of.flag("stable") == Some(true) {
        vitals.said_stable_at = Some(of.at);
        (vitals.arrest, vitals.vasopressor_with_hypoperfusion, vitals.pressure_cannot_be_measured) = (false, false, false);
    } else {
        vitals.said_stable_at = None;
    }
}

/// Who was told and seen, what was decided, given, left or closed.
fn course(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &EntryRead<'_>) {
    let course = &mut facts.course;
    let first = |held: &mut Option<Instant>| *held = Some(held.map_or(of.at, |held| held.min(of.at)));
    match of.row.id {
        "physician_told" => {
            first(&mut course.physician_told_at);
            course.physician_unreachable = false;
        }
        "physician_seen" => {
            first(&mut course.physician_seen_at);
            first(&mut course.physician_told_at);
            course.physician_unreachable = false;
        }
        "physician_unreachable" => course.physician_unreachable = true,
        "pert_answered" => first(&mut course.pert_answered_at),
        "ecg" => first(&mut course.ecg_at),
        "dose_checked" => facts.person.dose_checked = true,
        "labs_reviewed" => course.labs_reviewed = true,
        "gate_answered" => {
            if let Some(row) = of.gate() {
                told.settled.retain(|(held, _)| *held != row);
                told.settled.push((row, of.at));
            }
        }
        "gate_overridden" => {
            if let Some(row) = of.gate().filter(|row| !course.overridden.contains(row)) {
                course.overridden.push(row);
            }
        }
        "interim_confirmed" => told.interim_confirmed_at = Some(of.at),
        "interim_given" => given(facts, told, of),
        "interim_not_given" => course.no_interim_at = Some(of.at),
        "senior_decision" => {
            course.senior_decided_at = Some(of.at);
            course.senior_chose_weekly_at = (of.code("decision") == Some("scan_weekly")).then_some(of.at);
        }
        "treatment_plan" => {
            course.senior_decided_at = Some(of.at);
            course.plan = if of.code("plan") == Some("treatment") { SignedPlan::Treatment } else { SignedPlan::WithoutTreatment };
        }
        "patient_reached" => course.patient_reached_at = Some(of.at),
        "left" => course.left = true,
        "withdrawal_proposed" => told.withdrawal_proposed_at = Some(of.at),
        _ => {}
    }
}

/// An interim dose is in the blood from then on. It covers one interval, and the gates are asked again after it: so it counts as
/// one that does not run on by itself, but for an infusion.
fn given(facts: &mut EpisodeFacts, told: &mut ToldBeside, of: &EntryRead<'_>) {
    let drug = of.code("drug").unwrap_or_default();
    let hours = of.hours("interval").unwrap_or(if matches!(drug, "fondaparinux" | "dalteparin") { 24 } else { 12 });
    facts.course.interim_given_at = Some(of.at);
    facts.course.interim_interval_h = Some(hours);
    facts.course.no_interim_at = None;
    facts.history.anticoagulant = Heard::Yes;
    told.interim_drug = Some(drug.into());
    let infusion = of.number("rate").is_some();
    let Some(substance) = substance::named(if drug == "other" { "anticoagulant" } else { drug }) else { return };
    facts.blood.retain(|held| held.substance != substance);
    facts.blood.push(InBlood {
        substance,
        intensity: Intensity::Treatment,
        running: infusion,
        infusion,
        last_dose_at: Some(of.at),
        interval_h: Some(hours),
        stop_explained: true,
        still_taken: None,
    });
}
