//! What holds of every proposal, whoever the patient is.

use virchow::clinical::assess::Assessed;
use virchow::clinical::chart::Limb;
use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::measure::{DrugCourse, Fate, Measure, What};
use virchow::clinical::sheet::Sheet;

use super::court::Court;
use super::oracle::Oracle;
use super::oracle::blood::{Free, Intensity};
use super::oracle::starts::needs_24_h;
use super::person::{HOUR, Person, Reading, When, minutes};

pub fn drugs(assessed: &Assessed) -> Vec<(&DrugCourse, &Measure)> {
    let course = |measure| match measure {
        &Measure { what: What::Drug(ref course), .. } => Some((course, measure)),
        _ => None,
    };
    assessed.advice.measures.iter().filter_map(course).collect()
}

pub fn proposed(person: &Person, oracle: &Oracle<'_>, sheet: &Sheet, assessed: &Assessed, court: &mut Court) {
    let advice = &assessed.advice;
    if let Some(rule) = advice.rule {
        court.saw("rule", rule);
    }
    if !advice.routes.contains(&"SUSPECTED_VTE") {
        court
            .holds("basic prevention first", advice.measures.first().is_some_and(|first| first.what == What::Basic), || format!("{:?}", advice.rule));
    }
    let drugs = drugs(assessed);
    court.holds("one drug at most", drugs.len() <= 1, || format!("{}", drugs.len()));
    for (course, measure) in &drugs {
        court.saw("drug proposed", course.drug.id());
        one_drug(person, oracle, assessed, course, measure, court);
        if measure.conditional_on.is_empty() {
            firm(person, oracle, sheet, assessed, course, court);
        }
        if let Some(start) = course.start {
            starts(oracle, assessed, course, minutes(start), court);
        }
    }
    devices(person, oracle, assessed, court);
    alternatives(person, assessed, court);
    looks(person, oracle, assessed, court);
}

fn one_drug(person: &Person, oracle: &Oracle<'_>, assessed: &Assessed, course: &DrugCourse, measure: &Measure, court: &mut Court) {
    let (drug, advice) = (course.drug, &assessed.advice);
    let id = drug.id();
    let mut unless = |is: bool, law: &str| court.holds("a proposed drug is allowed", !is, || format!("{id} {law}"));
    let heparin = ["enoxaparin", "nadroparin", "dalteparin", "ufh"].contains(&id);
    let (crcl, kg) = (oracle.clearance(), oracle.kg());
    let below = |limit: f64| crcl.is_some_and(|rate| rate < limit);
    unless(!person.stock.contains(&id), "not in stock");
    unless(["dabigatran", "aspirin"].contains(&id), "is never proposed");
    unless(person.yes("CI_ACTIVE_BLEED") || person.operated() && person.yes("bs_active_bleeding"), "under active bleeding");
    unless(oracle.platelets().is_some_and(|count| count < 50.0), "with platelets below 50");
    unless(person.yes("CI_HIT_ACUTE"), "in acute HIT");
    unless(oracle.stands(super::oracle::Alert::Hit), "with an unanswered fall of platelets on heparin");
    unless(heparin && (person.yes("CI_HIT") || person.operated() && person.yes("hit_history")), "is a heparin after HIT");
    unless(person.allergies.iter().any(|allergy| allergy.forbids.is_some_and(|drugs| drugs.contains(&id))), "against an allergy");
    unless(id == "fondaparinux" && (below(30.0) || kg.is_some_and(|kg| kg < 50.0)), "below a clearance of 30 or 50 kg");
    unless(id == "nadroparin" && below(30.0) || id == "enoxaparin" && below(15.0) || drug.is_doac() && below(15.0), "by the kidney");
    unless(oracle.pregnant(), "in pregnancy");
    unless(drug.is_doac() && (person.yes("CI_DOAC_PREG") || !person.operated()), "in lactation, or for an acute medical patient");
    let operated = |names: &[&str]| oracle.operations().any(|operation| operation.is(names));
    let ortho = operated(&["tha", "tka", "hip_fracture"]) || oracle.operations().any(|operation| operation.elective);
    unless(drug.is_doac() && operated(&["hip_fracture"]), "after hip-fracture surgery");
    unless(drug.is_doac() && operated(&["tha"]) && person.yes("hip_pelvis_leg_fracture_lt_1mo"), "after arthroplasty for a fracture");
    unless(operated(&["turp", "radical_prostatectomy", "neurosurgery"]) && !ortho, "after an operation without a routine drug");
    unless(person.age.is_some_and(|age| age < 18.0), "under 18");
    unless(assessed.bleeding.high == Some(true), "under high bleeding risk");
    unless(assessed.judgement.against(drug).next().is_some(), "and forbidden");
    dose(person, oracle, sheet_is_moderate(assessed), course, measure, court);
    let mut unless = |is: bool, law: &str| court.holds("a proposal is whole", !is, || format!("{id} {law}"));
    unless(course.start_rule.zh().is_empty() || course.start_rule.en().is_empty(), "has no start rule");
    let days = course.days;
    unless(days.planned < days.from || days.planned > days.to || days.planned == 0, "has no planned day");
    unless(course.start.is_some() && course.stop.is_none(), "has no stop");
    unless(!["baseline", "bleeding", "stop"].iter().all(|id| advice.monitoring.iter().any(|task| task.id == *id)), "is not watched");
    unless(heparin && !advice.monitoring.iter().any(|task| task.id == "platelets"), "has no count of platelets");
    if course.start.is_none() {
        let open = person.operations.iter().any(|operation| operation.minutes.is_none() || operation.status == Some("planned"));
        let stays = person.needles.iter().any(|needle| needle.catheter && needle.removed.is_none());
        unless(!open && !stays && measure.conditional_on.is_empty(), "has no start");
    }
}

fn sheet_is_moderate(assessed: &Assessed) -> bool {
    matches!(assessed.advice.rule, Some("S2" | "S2b"))
}

/// §5.4 and §5.4b: the figures that a patient's band, weight and kidney decide.
fn dose(person: &Person, oracle: &Oracle<'_>, moderate: bool, course: &DrugCourse, measure: &Measure, court: &mut Court) {
    let id = course.drug.id();
    let Some(dose) = course.dose else {
        court.holds("no dose without a reason", !measure.conditional_on.is_empty(), || format!("{id}: no dose, and nothing missing"));
        return;
    };
    let (Some(rate), Some(kg)) = (oracle.clearance(), oracle.kg()) else {
        court.holds("no dose without weight and clearance", false, || format!("{id} {dose:?}"));
        return;
    };
    let told = (dose.amount, dose.frequency.id());
    let surgical = person.operated();
    let right = match id {
        "enoxaparin" if rate < 30.0 || moderate && surgical => told == (20.0, "qd"),
        "enoxaparin" => told == (40.0, "qd"),
        "dalteparin" => told.1 == "qd" && (told.0 == 5000.0 || told.0 == 2500.0),
        "ufh" if rate < 30.0 || kg < 50.0 || !surgical || moderate => told == (5000.0, "q12h"),
        "ufh" => told.0 == 5000.0 && ["q8h", "q12h"].contains(&told.1),
        "fondaparinux" => told == (2.5, "qd"),
        "rivaroxaban" => told == (10.0, "qd"),
        "apixaban" => told == (2.5, "q12h"),
        _ => [0.2, 0.3, 0.4, 0.6].contains(&told.0) && told.1 == "qd",
    };
    court.holds("the dose is that of the text", right, || format!("{id} {told:?} at {rate} mL/min, {kg} kg, moderate {moderate}"));
}

/// A drug without a condition: everything that §5.4b step 0 requires is known, and nothing is asked.
fn firm(person: &Person, oracle: &Oracle<'_>, sheet: &Sheet, assessed: &Assessed, course: &DrugCourse, court: &mut Court) {
    let drug = course.drug;
    let mut unless = |is: bool, law: &str| court.holds("a firm proposal rests on nothing unknown", !is, || format!("{} {law}", drug.id()));
    unless(person.age.is_none(), "age");
    unless(oracle.bleeding_high() != Some(false), "bleeding");
    unless(oracle.unrecognised_medicines(), "a medicine that nobody recognises");
    unless(oracle.unrecognised_allergens(), "an allergen that nobody recognises");
    unless(oracle.blood_waits(), "what is in the blood");
    let pregnancy = person.said("CI_PREGNANCY").flatten().or(oracle.told_word("CI_PREGNANCY"));
    unless(oracle.may_be_pregnant() && pregnancy.is_none() && !person.silence_is_absence, "a pregnancy");
    unless(oracle.may_be_pregnant() && person.said("CI_PREGNANCY") == Some(None), "a pregnancy that cannot be known");
    unless(oracle.clearance().is_none_or(|rate| rate > 250.0), "a clearance above 250");
    unless(assessed.judgement.waits(drug).any(|open| !held_for_a_scan(person, open.row.id)), "an open row");
    let asked = oracle.suspected();
    let all = ["CI_ACTIVE_BLEED", "CI_HIT_ACUTE", "CI_CNS_BLEED", "CI_COAG", "CI_PREGNANCY", "CI_THERAPEUTIC_AC", "kidney_or_liver"];
    unless(all.iter().any(|id| asked.contains(id)), "a question that something points to");
    unless(asked.contains("CI_ACUTE_VTE") && !held_for_a_scan(person, "CI_ACUTE_VTE"), "a clot");
    unless(drug.is_doac() && asked.contains("CI_DOAC_APS"), "an antiphospholipid syndrome");
    unless(sheet.tally.band(sheet.instrument).is_none() && !matches!(assessed.advice.rule, Some("I1" | "O1")), "the band");
    // A result of the laboratory is of a told time, and not older than 72 h at the first dose; where prevention runs the
    // first dose lies behind.
    let running = assessed.blood.all.iter().any(|on_board| on_board.running);
    let first = course.start.map_or(0, |start| minutes(start).max(0));
    for (name, readings) in
        [("platelets", &person.platelets), ("creatinine", &person.creatinine), ("haemoglobin", &person.haemoglobin), ("inr", &person.inr)]
    {
        let taken: Vec<&Reading> = readings.iter().filter(|reading| reading.when.begins().is_none_or(|at| at <= 0)).collect();
        let of_host = name == "creatinine" && !person.crcl.is_empty();
        unless(taken.is_empty() && !of_host, name);
        let dated = taken.iter().filter_map(|reading| reading.when.begins()).max();
        unless(!taken.is_empty() && dated.is_none() && !person.yes("untimed_results"), &format!("{name} without a time"));
        let stale = dated.is_some_and(|at| first - at > 72 * HOUR);
        unless(stale && !running, &format!("{name} older than 72 h at the first dose"));
    }
    unless(person.kg.iter().all(|reading| reading.when.begins().is_some_and(|at| at > 0)), "weight");
    // A count of the same day, or of no time, that would forbid the drug, beside one that does not (T3, T4).
    let rival = |reading: &Reading| matches!(reading.when, When::Day(0) | When::Untold) && reading.value < 50.0;
    unless(person.platelets.iter().any(rival) && !person.yes("untimed_results"), "a count that may forbid it");
}

/// While a suspicion waits for its repeat scan, these hold the devices and not the drug (§5.9).
fn held_for_a_scan(person: &Person, id: &str) -> bool {
    person.suspicion.is_some_and(|suspicion| !suspicion.paused) && ["CI_ACUTE_VTE", "MC_ACUTE_DVT"].contains(&id)
}

/// Never inside a needle window, nor before the interval after an operation, nor in the last 12 h before one, nor before what
/// is in the blood allows: the own last dose counts alike.
fn starts(oracle: &Oracle<'_>, assessed: &Assessed, course: &DrugCourse, start: i64, court: &mut Court) {
    let id = course.drug.id();
    court.holds("no start in the past", start >= 0, || format!("{id} at {start} min"));
    court.holds("starts later", true, String::new);
    let released = oracle.needle_window() && !assessed.judgement.has("CI_NEURAXIAL");
    let amount = course.dose.map_or(5000.0, |dose| dose.amount);
    let early = oracle.too_soon(id, amount, start, released);
    court.holds("no start too near a needle or an operation", early.is_none(), || format!("{id} at {start} min: {early:?}"));
    for drug in oracle.on_board() {
        if let Free::At(free) = drug.free {
            court.holds("no start before what is in the blood allows", start >= free, || format!("{id} at {start} min, {} allows {free}", drug.is));
            let own = drug.is == id || drug.is == "heparin" && id == "ufh";
            if own && drug.intensity == Intensity::Prophylactic {
                court.holds("the own dose is not given twice", start >= free, || format!("{id} at {start} min, next {free}"));
            }
        }
    }
    let another = |drug: &super::oracle::blood::OnBoard<'_>| {
        drug.running && drug.intensity == Intensity::Prophylactic && drug.is != id && !(drug.is == "heparin" && id == "ufh")
    };
    if oracle.on_board().iter().any(another) {
        court.holds("another drug that runs is stopped first", course.instead_of.is_some(), || format!("{id} beside {:?}", oracle.on_board()));
    }
}

/// Left and right: whether something forbids this device there.
pub fn blocked_legs(oracle: &Oracle<'_>, device: &str) -> [bool; 2] {
    let person = oracle.person;
    let mut legs = [false, false];
    for (_, _, _, limb, _) in oracle.in_force().iter().filter(|(_, member, forbids, ..)| *forbids && *member == device) {
        legs[0] |= *limb != "right";
        legs[1] |= *limb != "left";
    }
    if let Some(suspicion) = person.suspicion {
        legs[0] |= suspicion.leg != Some("right");
        legs[1] |= suspicion.leg != Some("left");
    }
    legs
}

fn devices(person: &Person, oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    for measure in &assessed.advice.measures {
        let What::Device { device, legs } = measure.what else { continue };
        let blocked = blocked_legs(oracle, device.id());
        let overlaps = legs != Limb::Right && blocked[0] || legs != Limb::Left && blocked[1];
        court.holds("no device on a leg that forbids it", !overlaps, || format!("{} on {legs:?}, forbidden {blocked:?}", device.id()));
        court.holds("a device that is there", person.devices.contains(&device.id()), || device.id().into());
        let fractured = oracle.suspected().contains("MC_FRACTURE_LIMB") && ["ipc", "gcs"].contains(&device.id());
        if fractured && legs == Limb::Both {
            court.holds("a sleeve waits for the broken leg", !measure.conditional_on.is_empty(), || format!("{} firm", device.id()));
        }
        if device.id() == "gcs" && oracle.suspected().contains("MC_STROKE_GCS") {
            court.holds("stockings wait for a stroke", measure.conditional_on.contains(&"MC_STROKE_GCS"), || format!("{:?}", measure.conditional_on));
        }
    }
}

fn alternatives(person: &Person, assessed: &Assessed, court: &mut Court) {
    let offered = |fate: &Fate| matches!(fate, Fate::Proposed | Fate::Offered);
    for alternative in &assessed.advice.alternatives {
        let drug = Drug::named(alternative.id).filter(|_| alternative.is_drug);
        let young = person.age.is_some_and(|age| age < 18.0);
        let held = young || assessed.bleeding.high == Some(true) || assessed.judgement.holds_for_hit();
        let against = drug.is_some_and(|drug| assessed.judgement.against(drug).next().is_some() || held);
        let usable = matches!(alternative.fate, Fate::Proposed | Fate::Offered | Fate::Selectable);
        // The kidney alone: unfractionated heparin may be chosen although bleeding is high by it (§5.2).
        let kidney = alternative.fate == Fate::Selectable && alternative.id == "ufh" && assessed.bleeding.items == ["bs_severe_renal_hepatic"];
        court.holds("what is forbidden is not to be had without an override", !(usable && against) || kidney && !young, || {
            format!("{} is {:?}", alternative.id, alternative.fate)
        });
        let never = ["dabigatran", "aspirin"].contains(&alternative.id);
        court.holds("dabigatran and aspirin are never offered", !(offered(&alternative.fate) && never), || alternative.id.into());
        if let Some(device) = Device::named(alternative.id).filter(|_| offered(&alternative.fate)) {
            court.holds("a device on offer has a leg", assessed.judgement.legs_for(device).is_some(), || device.id().into());
        }
    }
}

/// §5.2 re-check, §5.9: 24 h wherever a drug waits, bleeding is high or open, an alert stands or VTE is suspected.
fn looks(person: &Person, oracle: &Oracle<'_>, assessed: &Assessed, court: &mut Court) {
    let advice = &assessed.advice;
    let wait = advice.recheck_at.map(minutes);
    let within = |hours: i64| wait.is_some_and(|wait| wait <= hours * HOUR);
    let mut must = |law: &'static str, is: bool, hours: i64| {
        if is {
            court.holds(law, within(hours), || format!("{:?} {:?}: {wait:?} min", advice.rule, advice.routes));
        }
    };
    must("every route looks again", advice.routes.iter().any(|id| *id != "AL_PLT_HIT"), 72);
    let protected = advice.protected == Some(true);
    let answered = person.decided.is_some() || !oracle.stays_blocked();
    must("a route that protects nobody looks again in 24 h", !(advice.routes.is_empty() || protected || answered && oracle.acts()), 24);
    must("a drug that waits is looked at in 24 h", drugs(assessed).iter().any(|(_, measure)| !measure.conditional_on.is_empty()), 24);
    let bleeds = assessed.bleeding.high != Some(false) && !(protected && assessed.bleeding.items == ["bs_concomitant_antithrombotic"]);
    must("bleeding high or open is looked at in 24 h", advice.rule.is_some() && bleeds, 24);
    let alert = oracle.alerts().iter().any(|(_, answered)| !answered);
    must("an alert is looked at in 24 h", alert, 24);
    must("a suspicion is looked at in 24 h", person.suspicion.is_some() || advice.routes.contains(&"SUSPECTED_VTE"), 24);
    must("an escalation is looked at in 24 h", advice.measures.iter().any(|measure| measure.what == What::Escalate), 24);
    must("a row without its drug or device is looked at in 24 h", needs_24_h(advice.rule), 24);
    let periodic = matches!(advice.rule, Some("S2" | "S2b" | "S4" | "S4b" | "M1" | "O1" | "I1"));
    must("every row with a drug looks again in three days", periodic, 72);
    must("a low surgical risk with a device looks again in a week", advice.rule == Some("S1"), 7 * 24);
    court.holds("no look in the past", wait.is_none_or(|wait| wait >= 0), || format!("{wait:?}"));
}
