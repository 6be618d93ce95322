//! Bleeding and contraindications judged again from a plain description of the patient, written from the text of the
//! specification (§3.1, §3.2, §4, §5.7, §5.8) and not from the code: no table, no chart, no sheet.
#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeSet;

use super::person::{BEFORE, DAY, HOUR, Person, Surgery, Taken, WEEK_AGO};

/// What is known of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Yes,
    No,
    Open,
    /// Not by the numbers, which answer for nobody.
    Unmet,
}

/// Cockcroft-Gault, §5.4.
fn cockcroft_gault(person: &Person) -> Option<f64> {
    let sex = if person.man? { 1.0 } else { 0.85 };
    Some((140.0 - person.age?) * person.kg? * sex / (72.0 * person.creatinine? / 88.4))
}

/// On dialysis, or a person says that the kidneys have failed and does not say that it is the liver alone (§4.6).
pub fn without_kidneys(person: &Person) -> bool {
    let ticked = person.operated() && person.yes("bs_severe_renal_hepatic");
    person.dialysis || ticked && person.said("kidney_or_liver") != Some(Some(false))
}

/// The clearance that doses: below 15 without kidneys.
pub fn clearance(person: &Person) -> Option<f64> {
    let computed = cockcroft_gault(person);
    if without_kidneys(person) { Some(computed.map_or(14.9, |rate| rate.min(14.9))) } else { computed }
}

/// CKD-EPI 2021.
fn filtration(person: &Person) -> Option<f64> {
    if without_kidneys(person) {
        return Some(14.9);
    }
    let mg = person.creatinine? / 88.4;
    let (kappa, alpha, sex): (f64, f64, f64) = if person.man? { (0.9, -0.302, 1.0) } else { (0.7, -0.241, 1.012) };
    Some(142.0 * (mg / kappa).min(1.0).powf(alpha) * (mg / kappa).max(1.0).powf(-1.2) * 0.9938_f64.powf(person.age?) * sex)
}

fn done(operation: &Surgery) -> bool {
    operation.status == Some("done") || operation.status.is_none() && operation.begins <= 0
}

fn ends(operation: &Surgery) -> i64 {
    operation.begins + operation.minutes.unwrap_or(0)
}

/// Haemostasis before the end of the operation is a slip.
fn dried(operation: &Surgery) -> bool {
    operation.haemostasis.is_some_and(|at| at <= 0 && at >= ends(operation))
}

/// The surgeon has recorded haemostasis for every operation done.
fn dry(person: &Person) -> bool {
    person.operations.iter().any(dried) && person.operations.iter().all(|operation| dried(operation) || !done(operation))
}

fn critical(operation: &Surgery) -> bool {
    matches!(operation.procedure, Some("neurosurgery" | "spinal"))
}

/// When a person said "no".
fn denied(person: &Person, id: &str) -> Option<i64> {
    (person.said(id) == Some(Some(false))).then(|| told_at(person, id))
}

fn told_at(person: &Person, id: &str) -> i64 {
    if person.older.contains(id) { BEFORE } else { 0 }
}

/// Nothing was said of a row, or only before another one was answered.
fn unanswered_since(person: &Person, id: &str, other: &str) -> bool {
    person.said(id).is_none() || told_at(person, id) < told_at(person, other)
}

/// 出血风险已过: not before 24 h after the end.
fn called_over(person: &Person, operation: &Surgery) -> bool {
    denied(person, "CI_NEURO_EYE_OP").is_some_and(|at| at >= ends(operation) + DAY)
}

fn running(taken: &Taken) -> bool {
    taken.stopped.is_none_or(|stopped| stopped > 0)
}

fn taking<'a>(person: &'a Person, id: &'a str) -> impl Iterator<Item = &'a Taken> {
    person.drugs.iter().filter(move |taken| taken.id == id)
}

fn is_doac(taken: &Taken) -> bool {
    matches!(taken.id, "rivaroxaban" | "apixaban" | "dabigatran")
}

fn anticoagulants(person: &Person) -> impl Iterator<Item = &Taken> {
    person.drugs.iter().filter(|taken| is_doac(taken) || matches!(taken.id, "heparin" | "enoxaparin" | "fondaparinux" | "warfarin" | "argatroban"))
}

fn last_dose(taken: &Taken) -> Option<i64> {
    taken.last_dose.or(taken.stopped)
}

/// Hours to the next dose where no frequency is told (§5.8).
fn interval(taken: &Taken) -> i64 {
    if matches!(taken.id, "heparin" | "apixaban" | "dabigatran") { 12 * HOUR } else { 24 * HOUR }
}

/// A hip or knee was replaced in the last 38 days.
fn new_joint(person: &Person) -> bool {
    person.operations.iter().any(|operation| {
        let joint = matches!(operation.procedure, Some("tha" | "tka")) || operation.procedure.is_none() && operation.elective;
        joint && done(operation) && -ends(operation) <= 38 * DAY
    })
}

/// At treatment dose; `None`: nobody says.
fn treats(person: &Person, taken: &Taken) -> Option<bool> {
    match taken.id {
        "warfarin" | "argatroban" => Some(true),
        _ if is_doac(taken) && !new_joint(person) => Some(true),
        _ => taken.therapeutic,
    }
}

/// Whether a full dose is at work.
#[derive(PartialEq)]
enum Works {
    Yes,
    /// Below its range.
    TooLittle,
    Over,
    Asked(&'static str),
}

fn works(person: &Person, taken: &Taken) -> Works {
    let last = last_dose(taken);
    if taken.id == "warfarin" {
        let low = person.inr_target.map_or(2.0, |(low, _)| low);
        return match person.inr.filter(|_| person.lab_hours <= 72) {
            None => Works::Asked("inr"),
            Some(inr) if inr >= low => Works::Yes,
            Some(_) if running(taken) => Works::TooLittle,
            Some(_) => Works::Over,
        };
    }
    match (running(taken), last) {
        (true, _) if taken.id == "argatroban" => Works::Yes,
        (false, _) if taken.id == "argatroban" => Works::Over,
        (true, Some(last)) if -last > 2 * interval(taken) => Works::Asked("last_dose"),
        (true, _) => Works::Yes,
        (false, Some(last)) if last + interval(taken) > 0 => Works::Yes,
        (false, Some(_)) => Works::Over,
        (false, None) => Works::Asked("last_dose"),
    }
}

/// The needle whose window is open: from 12 h before (exactly 12 h is outside) to 12 h after, or while a catheter stays;
/// of several the one that closes last. Its puncture.
fn open_needle(person: &Person) -> Option<i64> {
    let closes = |needle: &super::person::Needle| {
        let over = needle.at + 12 * HOUR;
        if needle.catheter { needle.removed.map(|removed| removed.max(over)).unwrap_or(i64::MAX) } else { over }
    };
    let open = person.needles.iter().filter(|needle| needle.at < 12 * HOUR && closes(needle) > 0);
    // Of two that close together the first.
    open.rev().max_by_key(|needle| closes(needle)).map(|needle| needle.at)
}

/// A window is open.
pub fn window(person: &Person) -> bool {
    open_needle(person).is_some()
}

/// A person's word, else the record's, else silence.
fn answered(person: &Person, id: &str, record: Option<Is>) -> Is {
    match (person.said(id), record) {
        (Some(Some(true)), _) => Is::Yes,
        (Some(Some(false)), _) => Is::No,
        (Some(None), Some(Is::Unmet)) => Is::Open,
        (None, Some(Is::Unmet)) => Is::No,
        (_, Some(is)) => is,
        (None, None) if person.silence_is_absence => Is::No,
        _ => Is::Open,
    }
}

fn measured(yes: Option<bool>) -> Option<Is> {
    Some(yes.map_or(Is::Open, |yes| if yes { Is::Yes } else { Is::No }))
}

/// The readings of the last 24 h, from the earliest: high or not.
fn pressures(person: &Person) -> Vec<bool> {
    let high = |values: &[f64], reading: usize, limit: f64| values.get(reading).is_some_and(|value| *value >= limit);
    (0..person.systolic.len()).map(|reading| high(&person.systolic, reading, 180.0) || high(&person.diastolic, reading, 110.0)).collect()
}

fn surgical_items(person: &Person) -> Vec<(&'static str, Is)> {
    let both = [clearance(person), filtration(person)];
    let kidney = if both.iter().flatten().any(|rate| *rate < 30.0) {
        Some(Is::Yes)
    } else if both[0].is_none() {
        Some(Is::Open)
    } else {
        None
    };
    let pressure = match pressures(person)[..] {
        [] => None,
        [high] => Some(if high { Is::Open } else { Is::Unmet }),
        [.., one, other] => Some(if one && other { Is::Yes } else { Is::Unmet }),
    };
    let clots: Vec<Option<bool>> = person
        .drugs
        .iter()
        .map(|taken| match taken.id {
            "aspirin" | "clopidogrel" | "alteplase" | "lumbrokinase" => Some(running(taken)),
            "clarithromycin" | "verapamil" => Some(false),
            // Settled by a person, it is nothing.
            "unknown" if person.said("unrecognised_medication") == Some(Some(false)) => Some(false),
            "unknown" => {
                if running(taken) {
                    None
                } else {
                    Some(false)
                }
            }
            _ => match (treats(person, taken), running(taken), works(person, taken)) {
                (Some(false), ..) | (_, false, Works::Over) => Some(false),
                (None, ..) | (_, false, Works::Asked(_)) => None,
                (Some(true), ..) => Some(true),
            },
        })
        .collect();
    let antithrombotic = if clots.contains(&Some(true)) {
        Some(Is::Yes)
    } else if clots.contains(&None) {
        Some(Is::Open)
    } else {
        None
    };
    let needle = (!person.needles.is_empty()).then(|| if window(person) { Is::Yes } else { Is::No });
    let stroke = (person.yes("stroke_lt_1mo")).then_some(Is::Open);
    let operated =
        |names: &[&str]| person.operations.iter().any(|operation| operation.procedure.is_some_and(|of| names.contains(&of))).then_some(Is::Open);
    let mut items = vec![
        ("bs_severe_renal_hepatic", answered(person, "bs_severe_renal_hepatic", kidney)),
        ("bs_thrombocytopenia", answered(person, "bs_thrombocytopenia", measured(person.platelets.map(|count| count < 50.0)))),
        ("bs_acute_stroke", answered(person, "bs_acute_stroke", stroke)),
        ("bs_uncontrolled_htn", answered(person, "bs_uncontrolled_htn", pressure)),
        ("bs_neuraxial_window", answered(person, "bs_neuraxial_window", needle)),
        ("bs_concomitant_antithrombotic", answered(person, "bs_concomitant_antithrombotic", antithrombotic)),
    ];
    let bleeding = match (person.said("bs_active_bleeding"), bleeding_is_reopened(person)) {
        (Some(Some(true)), _) => Is::Yes,
        (_, true) => Is::Open,
        _ => answered(person, "bs_active_bleeding", None),
    };
    items.push(("bs_active_bleeding", bleeding));
    for id in ["bs_prior_major_bleeding", "bs_untreated_bleeding_disorder"] {
        items.push((id, answered(person, id, None)));
    }
    let cord = person.yes("acute_spinal_cord_injury_lt_1mo");
    for (id, procedures) in [
        ("bs_abdominal", &[][..]),
        ("bs_pancreaticoduodenectomy", &[]),
        ("bs_hepatectomy", &[]),
        ("bs_cardiac", &["cardiac"]),
        ("bs_thoracic", &["thoracic"]),
        ("bs_critical_site", &["neurosurgery", "spinal"]),
    ] {
        // An operation still ahead may bleed, whatever the last one did.
        let site = id == "bs_critical_site";
        let safe =
            |operation: &Surgery| done(operation) && if site && critical(operation) { called_over(person, operation) } else { dried(operation) };
        let over = !person.operations.is_empty() && person.operations.iter().all(safe) && !(site && cord);
        let hint = if site && cord { Some(Is::Open) } else { operated(procedures) };
        items.push((id, if over { Is::No } else { answered(person, id, hint) }));
    }
    items
}

fn medical_items(person: &Person) -> (Vec<Is>, Vec<Is>) {
    let liver = match person.inr {
        None => Some(Is::Open),
        Some(inr) if inr <= 1.5 || taking(person, "warfarin").next().is_some() => Some(Is::No),
        Some(_) => Some(Is::Open),
    };
    let asked = |id| answered(person, id, None);
    let a = vec![
        asked("bm_active_gi_ulcer"),
        asked("bm_bleeding_3mo"),
        answered(person, "bm_platelet_lt_50", measured(person.platelets.map(|count| count < 50.0))),
    ];
    let b = vec![
        answered(person, "bm_age_ge_85", measured(person.age.map(|age| age >= 85.0))),
        answered(person, "bm_hepatic_inr_gt_1_5", liver),
        answered(person, "bm_renal_gfr_lt_30", measured(filtration(person).map(|rate| rate < 30.0))),
        answered(person, "bm_icu_ccu", person.icu.then_some(Is::Yes)),
        asked("bm_central_venous_catheter"),
        asked("bm_rheumatic"),
        answered(person, "bm_current_cancer", person.yes("active_cancer").then_some(Is::Open)),
        answered(person, "bm_male", measured(person.man)),
    ];
    (a, b)
}

/// The governing list: high, not high, or open.
pub fn bleeding_high(person: &Person) -> Option<bool> {
    let count = |items: &[Is], wanted| items.iter().filter(|is| **is == wanted).count();
    if person.operated() {
        let items: Vec<Is> = surgical_items(person).into_iter().map(|(_, is)| is).collect();
        return if items.contains(&Is::Yes) { Some(true) } else { (!items.contains(&Is::Open)).then_some(false) };
    }
    let (a, b) = medical_items(person);
    if a.contains(&Is::Yes) || count(&b, Is::Yes) >= 3 {
        return Some(true);
    }
    let possible = a.contains(&Is::Open) || count(&b, Is::Yes) + count(&b, Is::Open) >= 3;
    (!possible).then_some(false)
}

fn listed(person: &Person, id: &str) -> bool {
    person.operated() && surgical_items(person).iter().any(|(item, is)| *item == id && *is == Is::Yes)
}

/// An item of Caprini is yes.
fn caprini(person: &Person, id: &str) -> bool {
    person.operated() && person.yes(id)
}

/// The highest count that the latest fell from, since a drug began; the count of a week ago was before or since, and either
/// counts. `None` where nothing was counted.
fn counted(person: &Person) -> Option<(f64, f64)> {
    let latest = person.platelets?;
    Some((person.platelets_before.map_or(latest, |before| before.max(latest)), latest))
}

fn alarms((highest, latest): (f64, f64)) -> bool {
    latest <= highest / 2.0 || highest >= 100.0 && latest < 100.0
}

/// AL_PLT_HIT stands and no "no" settles it.
fn hit_is_unanswered(person: &Person) -> bool {
    let exposed = |taken: &&Taken| matches!(taken.id, "heparin" | "enoxaparin" | "fondaparinux");
    if !person.drugs.iter().any(|taken| exposed(&taken)) {
        return false;
    }
    let fall = counted(person).is_some_and(alarms);
    // On heparin of five days; the first of several began when nobody told, if that is so of one.
    let heparin: Vec<Option<i64>> =
        person.drugs.iter().filter(|taken| matches!(taken.id, "heparin" | "enoxaparin")).map(|taken| taken.began).filter(Option::is_some).collect();
    let clot = told_at(person, "CI_ACUTE_VTE");
    let thrombosis = person.yes("CI_ACUTE_VTE") && heparin.iter().flatten().any(|began| clot - began >= 5 * DAY);
    if !fall && !thrombosis {
        return false;
    }
    match denied(person, "CI_HIT_ACUTE") {
        None => true,
        Some(at) => {
            // What was known then: the count of a week ago alone alarms nobody.
            let seen = fall && -person.lab_hours * HOUR <= at;
            let settled = (seen || thrombosis && clot <= at) && (seen || !fall) && (!thrombosis || clot <= at);
            !settled
        }
    }
}

/// AL_HB_FALL or AL_HB_LOW stands and no "no" settles it.
fn bleeding_is_reopened(person: &Person) -> bool {
    let Some(latest) = person.haemoglobin else { return false };
    let at = -person.lab_hours * HOUR;
    let on_drug = anticoagulants(person).next().is_some();
    let began = anticoagulants(person).map(|taken| taken.began).min().flatten();
    let operated = person.operations.iter().filter(|operation| done(operation)).map(ends).filter(|end| *end <= 0).max();
    // The only earlier value is of a week ago: since the first dose where nobody tells it and nothing was operated on.
    let between = operated.is_some_and(|end| WEEK_AGO < end && at >= end);
    let since = began.is_none() && operated.is_none();
    let limit = if between && !since { 40.0 } else { 20.0 };
    let fall = on_drug && person.haemoglobin_before.is_some_and(|before| before - latest >= limit);
    let low = latest < 70.0;
    if !fall && !low || person.yes("CI_ACTIVE_BLEED") {
        return false;
    }
    // A "no" is one to the value if it was known.
    denied(person, "CI_ACTIVE_BLEED").is_none_or(|denied| denied < at)
}

/// A figure of the laboratory was taken under a direct inhibitor.
fn under_inhibitor(person: &Person) -> bool {
    let slow = clearance(person).is_none_or(|rate| rate < 30.0);
    person.drugs.iter().filter(|taken| is_doac(taken) || taken.id == "argatroban").any(|taken| {
        let hours = if slow || taken.id == "dabigatran" { 96 } else { 48 };
        last_dose(taken).is_none_or(|last| -person.lab_hours * HOUR - last < hours * HOUR)
    })
}

/// Beyond its limit: INR without a vitamin K antagonist, APTT without heparin or lupus anticoagulant.
fn long_figures(person: &Person) -> bool {
    let sample = -person.lab_hours * HOUR;
    let heparin = taking(person, "heparin").any(|taken| {
        let acts = running(taken) || last_dose(taken).is_none_or(|last| sample < last + 12 * HOUR);
        taken.began.is_none_or(|began| began <= sample) && acts
    });
    let inr = person.inr.is_some_and(|inr| inr > 1.5) && taking(person, "warfarin").next().is_none();
    inr || person.aptt.is_some_and(|aptt| aptt > 60.0) && !heparin && !caprini(person, "lupus_anticoagulant")
}

/// Of women of 12 to 55, or where that is not known.
fn may_be_pregnant(person: &Person) -> bool {
    person.man != Some(true) && person.age.is_none_or(|age| (12.0..56.0).contains(&age))
}

fn pregnant(person: &Person) -> bool {
    person.yes("CI_PREGNANCY") || may_be_pregnant(person) && person.said("CI_PREGNANCY") == Some(None)
}

/// After the 24 h of a lysis: forbidden still, or waiting for "infarction or stroke?".
#[derive(PartialEq)]
enum Lysis {
    Held,
    Asked,
    Over,
}

fn lysis(person: &Person, taken: &Taken) -> Lysis {
    let given = taken.last_dose.or(taken.stopped).or(taken.began);
    let said_over = denied(person, "CI_LYSIS_24H");
    let Some(given) = given else { return if said_over.is_some() { Lysis::Over } else { Lysis::Held } };
    if given + DAY > 0 {
        return Lysis::Held;
    }
    if said_over.is_some_and(|at| at >= given + DAY) {
        return Lysis::Over;
    }
    if listed(person, "bs_acute_stroke") || caprini(person, "stroke_lt_1mo") || person.yes("MC_STROKE_GCS") || taken.for_stroke == Some(true) {
        return Lysis::Held;
    }
    let no_stroke = denied(person, "MC_STROKE_GCS").is_some_and(|at| at >= given);
    let items: &[&str] = if person.operated() { &["stroke_lt_1mo", "bs_acute_stroke"] } else { &["acute_mi_stroke"] };
    if taken.for_stroke == Some(false) || no_stroke {
        Lysis::Over
    } else if !person.operated() && person.yes("acute_mi_stroke") {
        Lysis::Asked
    } else if items.iter().any(|id| person.said(id) == Some(Some(false))) {
        Lysis::Over
    } else {
        Lysis::Held
    }
}

/// Every contraindication in force, and whether it forbids something.
pub fn contraindicated(person: &Person) -> BTreeSet<(&'static str, bool)> {
    let mut found = BTreeSet::new();
    let mut add = |id: &'static str, forbids: bool, is: bool| {
        if is {
            found.insert((id, forbids));
        }
    };
    let yes = |id: &str| person.yes(id);
    let silent = |id: &str| person.said(id).is_none();
    let no = |id: &str| person.said(id) == Some(Some(false));
    let reopened = bleeding_is_reopened(person);
    let transfused: f64 = person.units.iter().filter(|(_, at)| *at > -DAY).map(|(units, _)| units).sum();
    let bleeds = yes("CI_ACTIVE_BLEED") || transfused > 2.0;
    add("CI_ACTIVE_BLEED", true, bleeds || listed(person, "bs_active_bleeding") && (silent("CI_ACTIVE_BLEED") || reopened));
    add("CI_HIGH_BLEED_OP", true, yes("CI_HIGH_BLEED_OP") && !dry(person));
    let critical: Vec<&Surgery> = person.operations.iter().filter(|operation| critical(operation) && done(operation)).collect();
    add("CI_NEURO_EYE_OP", true, yes("CI_NEURO_EYE_OP") || critical.iter().any(|operation| !called_over(person, operation)));
    add("CI_PLT_LT_50", true, person.platelets.is_some_and(|count| count < 50.0));
    add("CI_PLT_50_99", false, person.platelets.is_some_and(|count| (50.0..100.0).contains(&count)));
    add("CI_COAG", true, yes("CI_COAG") || long_figures(person) && !under_inhibitor(person));
    let highest = person.inr_target.map_or(3.0, |(_, high)| high);
    add("CI_INR_HIGH", true, taking(person, "warfarin").next().is_some() && person.inr.is_some_and(|inr| inr > highest));
    let both = ["aspirin", "clopidogrel"].iter().all(|id| taking(person, id).any(running));
    add("CI_DAPT", false, yes("CI_DAPT") || both);
    let (severe, mild) = match pressures(person)[..] {
        [] => (false, false),
        [high] => (high, false),
        [.., one, other] => (one && other, one != other),
    };
    add("CI_HTN", severe, yes("CI_HTN") || severe || mild);
    let released = denied(person, "CI_NEURAXIAL").is_some_and(|at| open_needle(person).is_none_or(|needle| at >= needle - 12 * HOUR));
    let released = released || person.operated() && no("bs_neuraxial_window");
    let told = person.needles.is_empty() && listed(person, "bs_neuraxial_window");
    add("CI_NEURAXIAL", true, yes("CI_NEURAXIAL") || !released && (window(person) || told));
    add("CI_LYSIS_24H", true, yes("CI_LYSIS_24H") || taking(person, "alteplase").any(|taken| lysis(person, taken) == Lysis::Held));
    add("CI_HIT", true, yes("CI_HIT") || yes("CI_HIT_ACUTE") || caprini(person, "hit_history"));
    let allergic = person.allergies.iter().any(|to| matches!(*to, "heparin" | "fondaparinux" | "rivaroxaban"));
    add("CI_ALLERGY", true, yes("CI_ALLERGY") || allergic);
    let full: Vec<Works> = anticoagulants(person).filter(|taken| treats(person, taken) == Some(true)).map(|taken| works(person, taken)).collect();
    let protected = yes("CI_THERAPEUTIC_AC") || full.contains(&Works::Yes);
    add("CI_THERAPEUTIC_AC", true, protected);
    add("CI_THERAPEUTIC_AC", false, !protected && full.contains(&Works::TooLittle));
    add("CI_PREGNANCY", true, pregnant(person));
    let crcl = clearance(person);
    let below = |limit: f64| crcl.is_some_and(|rate| rate < limit);
    add("CI_RENAL_LMWH", false, below(30.0));
    add("CI_RENAL_NAD", true, below(30.0));
    add("CI_RENAL_FON", true, below(30.0));
    add("CI_WEIGHT_FON", true, person.kg.is_some_and(|kg| kg < 50.0));
    let fell = counted(person).is_some_and(|(highest, latest)| highest >= 100.0 && latest < 100.0);
    add("CI_FON_PLT", true, fell && anticoagulants(person).next().is_some());
    add("CI_FON_PREG", true, yes("CI_FON_PREG") || pregnant(person));
    add("CI_ENDOCARDITIS", true, yes("CI_ENDOCARDITIS"));
    add("CI_ENDOCARDITIS", false, yes("CI_ENDOCARDITIS"));
    // Below 15 every DOAC, from 15 dabigatran only and the others with care.
    add("CI_DOAC_RENAL", true, below(30.0));
    add("CI_DOAC_RENAL", false, below(30.0) && !below(15.0));
    let postpartum = caprini(person, "pregnancy_postpartum") && silent("CI_DOAC_PREG");
    add("CI_DOAC_PREG", true, yes("CI_DOAC_PREG") || postpartum || pregnant(person));
    let strong = yes("CI_DOAC_DDI") || taking(person, "clarithromycin").any(running);
    add("CI_DOAC_DDI", true, strong);
    add("CI_DOAC_DDI", false, !strong && taking(person, "verapamil").any(running));
    add("CI_DOAC_HIPFX", false, person.operations.iter().any(|operation| operation.procedure == Some("hip_fracture")));
    add("CI_LOW_WEIGHT", false, person.kg.is_some_and(|kg| kg < if person.man == Some(false) { 45.0 } else { 57.0 }));
    for id in ["CI_CNS_BLEED", "CI_VARICES", "CI_VASC_LESION", "CI_HIT_ACUTE", "CI_ACUTE_VTE", "CI_DOAC_LIVER", "CI_DOAC_APS"] {
        add(id, true, yes(id));
    }
    for id in ["CI_PLT_FUNCTION", "CI_FALL_HEAD", "MC_NEUROPATHY", "MC_UNSCREENED_IMMOBILE"] {
        add(id, false, yes(id));
    }
    add("MC_ACUTE_DVT", true, yes("MC_ACUTE_DVT") || yes("CI_ACUTE_VTE"));
    add("MC_STROKE_GCS", true, yes("MC_STROKE_GCS") || listed(person, "bs_acute_stroke"));
    let stable = caprini(person, "chf_lt_1mo") && (no("MC_CHF_OEDEMA") || silent("MC_CHF_OEDEMA") && person.silence_is_absence);
    add("MC_CHF_OEDEMA", yes("MC_CHF_OEDEMA"), yes("MC_CHF_OEDEMA") || stable);
    add("MC_LOCAL_SKIN", true, yes("MC_LOCAL_SKIN"));
    add("MC_LOCAL_SKIN", false, yes("MC_LOCAL_SKIN"));
    let index = |test: &dyn Fn(f64) -> bool| person.abi.iter().flatten().any(|index| test(*index));
    add("MC_ISCHAEMIA", true, yes("MC_ISCHAEMIA") || index(&|index| index <= 0.8));
    add("MC_ISCHAEMIA", false, index(&|index| (0.6..=0.8).contains(&index)));
    for id in ["MC_SEVERE_LEG_OEDEMA", "MC_DEFORMITY", "MC_BYPASS_GRAFT", "MC_FRACTURE_LIMB"] {
        add(id, true, yes(id));
    }
    found
}

/// Every row and question that something points to and nobody has answered (§4.3, §4.4, §5.7).
pub fn suspected(person: &Person) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    let mut add = |id: &'static str, is: bool| {
        if is {
            found.insert(id);
        }
    };
    let present = contraindicated(person);
    let in_force = |id: &str| present.iter().any(|(of, _)| *of == id);
    let silent = |id: &str| person.said(id).is_none();
    let yes = |id: &str| person.yes(id);
    add("CI_ACTIVE_BLEED", bleeding_is_reopened(person) && !in_force("CI_ACTIVE_BLEED"));
    let stroke = caprini(person, "stroke_lt_1mo") || listed(person, "bs_acute_stroke");
    let bleed_asked = stroke && silent("CI_CNS_BLEED") || yes("MC_STROKE_GCS") && unanswered_since(person, "CI_CNS_BLEED", "MC_STROKE_GCS");
    add("CI_CNS_BLEED", bleed_asked && !yes("CI_CNS_BLEED"));
    if !in_force("CI_COAG") {
        let figures = long_figures(person);
        let liver = yes("CI_DOAC_LIVER") && unanswered_since(person, "CI_COAG", "CI_DOAC_LIVER");
        add("CI_COAG", if figures { person.said("CI_COAG").flatten().is_none() } else { liver });
    }
    add("CI_HIT_ACUTE", hit_is_unanswered(person) && !yes("CI_HIT_ACUTE"));
    let clot = person.said("MC_ACUTE_DVT").is_some_and(|said| said != Some(false));
    add("CI_ACUTE_VTE", clot && unanswered_since(person, "CI_ACUTE_VTE", "MC_ACUTE_DVT") && !yes("CI_ACUTE_VTE"));
    if !in_force("CI_THERAPEUTIC_AC") || present.contains(&("CI_THERAPEUTIC_AC", false)) {
        let asked = anticoagulants(person).any(|taken| match (treats(person, taken), works(person, taken)) {
            (None, effect) => effect != Works::Over,
            (Some(true), Works::Asked(lacks)) => lacks == "last_dose",
            _ => false,
        });
        add("CI_THERAPEUTIC_AC", asked && person.said("CI_THERAPEUTIC_AC") != Some(Some(false)));
    }
    add("CI_PREGNANCY", silent("CI_PREGNANCY") && caprini(person, "pregnancy_postpartum"));
    let antibodies = caprini(person, "lupus_anticoagulant") || caprini(person, "anticardiolipin");
    add("CI_DOAC_APS", silent("CI_DOAC_APS") && antibodies);
    add("MC_CHF_OEDEMA", silent("MC_CHF_OEDEMA") && !person.operated() && yes("heart_resp_failure"));
    let either = !person.operated() && yes("acute_mi_stroke");
    add("MC_STROKE_GCS", silent("MC_STROKE_GCS") && !in_force("MC_STROKE_GCS") && (caprini(person, "stroke_lt_1mo") || either));
    let hip = person.operations.iter().find(|operation| operation.procedure == Some("hip_fracture"));
    let broken = hip.is_some() || caprini(person, "hip_pelvis_leg_fracture_lt_1mo") || caprini(person, "plaster_cast_lt_1mo");
    // A "no" to one leg leaves the other, and both where the operation does not tell which.
    let joint =
        person.operations.iter().find(|operation| operation.procedure == Some("tha")).filter(|_| caprini(person, "hip_pelvis_leg_fracture_lt_1mo"));
    let cast = caprini(person, "plaster_cast_lt_1mo");
    let leg = if cast { None } else { hip.or(joint).and_then(|operation| operation.limb) };
    let answered = match (person.said("MC_FRACTURE_LIMB"), person.limbs.get("MC_FRACTURE_LIMB")) {
        (None, _) => false,
        (Some(Some(false)), Some(said)) => leg == Some(said),
        _ => true,
    };
    add("MC_FRACTURE_LIMB", broken && !answered);
    let open = |id: &str| person.said(id) != Some(Some(false));
    add("unrecognised_medication", taking(person, "unknown").next().is_some() && open("unrecognised_medication"));
    add("unrecognised_allergy", person.allergies.contains(&"other") && open("unrecognised_allergy"));
    let organs = person.operated() && yes("bs_severe_renal_hepatic");
    add("kidney_or_liver", organs && person.said("kidney_or_liver").flatten().is_none());
    found
}
