//! Bleeding and contraindications judged again from a plain description of the patient, written from the text of the
//! specification (§3.1, §3.2, §4.1, §4.2) and not from the code: no table, no chart, no sheet.
#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeSet;

use super::person::{DAY, HOUR, Person, Surgery, Taken};

/// What is known of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Yes,
    No,
    Open,
}

/// Cockcroft-Gault, §5.4.
pub fn clearance(person: &Person) -> Option<f64> {
    let sex = if person.man? { 1.0 } else { 0.85 };
    Some((140.0 - person.age?) * person.kg? * sex / (72.0 * person.creatinine? / 88.4))
}

/// CKD-EPI 2021.
fn filtration(person: &Person) -> Option<f64> {
    let mg = person.creatinine? / 88.4;
    let (kappa, alpha, sex): (f64, f64, f64) = if person.man? { (0.9, -0.302, 1.0) } else { (0.7, -0.241, 1.012) };
    Some(142.0 * (mg / kappa).min(1.0).powf(alpha) * (mg / kappa).max(1.0).powf(-1.2) * 0.9938_f64.powf(person.age?) * sex)
}

fn done(operation: &Surgery) -> bool {
    operation.status == Some("done") || operation.status.is_none() && operation.begins <= 0
}

/// The surgeon has recorded haemostasis for every operation done.
fn dry(person: &Person) -> bool {
    let recorded = |operation: &Surgery| operation.haemostasis.is_some_and(|at| at <= 0);
    person.operations.iter().any(recorded) && person.operations.iter().all(|operation| recorded(operation) || !done(operation))
}

fn taking(person: &Person) -> impl Iterator<Item = &Taken> {
    person.drugs.iter().filter(|taken| taken.stopped.is_none_or(|stopped| stopped > 0))
}

/// At treatment dose; `None`: nobody says.
fn treats(taken: &Taken) -> Option<bool> {
    match (taken.class, taken.therapeutic) {
        ("vka", None) => Some(true),
        ("ufh" | "lmwh" | "fondaparinux" | "doac" | "vka", said) => said,
        ("other", Some(true)) => None,
        _ => Some(false),
    }
}

/// Within 12 h before a needle (exactly 12 h is outside) and 12 h after it, or while a catheter stays.
pub fn window(person: &Person) -> bool {
    person.needles.iter().any(|needle| {
        let begun = needle.at < 12 * HOUR;
        let over = needle.at + 12 * HOUR <= 0;
        let stays = needle.catheter && needle.removed.is_none_or(|removed| removed > 0);
        begun && (!over || stays)
    })
}

/// A person's word, else the record's, else silence.
fn answered(person: &Person, id: &str, record: Option<Is>) -> Is {
    match (person.said(id), record) {
        (Some(Some(true)), _) => Is::Yes,
        (Some(Some(false)), _) => Is::No,
        (_, Some(is)) => is,
        (None, None) if person.silence_is_absence => Is::No,
        _ => Is::Open,
    }
}

fn measured(yes: Option<bool>) -> Option<Is> {
    Some(yes.map_or(Is::Open, |yes| if yes { Is::Yes } else { Is::No }))
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
    // Either pressure, on two of the days.
    let days = 0..person.systolic.len().max(person.diastolic.len());
    let high = |values: &[f64], day: usize, limit: f64| values.get(day).is_some_and(|value| *value >= limit);
    let pressure = match days.filter(|&day| high(&person.systolic, day, 180.0) || high(&person.diastolic, day, 110.0)).count() {
        0 => None,
        1 => Some(Is::Open),
        _ => Some(Is::Yes),
    };
    let clots = taking(person).map(|taken| match taken.class {
        "antiplatelet" | "thrombolytic" => Some(true),
        "inhibitor" | "inducer" => Some(false),
        "other" => taken.therapeutic.is_none().then_some(false),
        _ => treats(taken),
    });
    let clots: Vec<Option<bool>> = clots.collect();
    let antithrombotic = if clots.contains(&Some(true)) {
        Some(Is::Yes)
    } else if clots.contains(&None) {
        Some(Is::Open)
    } else {
        None
    };
    let needle = (!person.needles.is_empty()).then(|| if window(person) { Is::Yes } else { Is::No });
    let stroke = person.yes("stroke_lt_1mo").then_some(Is::Open);
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
    for id in ["bs_active_bleeding", "bs_prior_major_bleeding", "bs_untreated_bleeding_disorder"] {
        items.push((id, answered(person, id, None)));
    }
    for (id, procedures) in [
        ("bs_abdominal", &[][..]),
        ("bs_pancreaticoduodenectomy", &[]),
        ("bs_hepatectomy", &[]),
        ("bs_cardiac", &["cardiac"]),
        ("bs_thoracic", &["thoracic"]),
        ("bs_critical_site", &["neurosurgery", "spinal"]),
    ] {
        // An operation still ahead may bleed, whatever the last one did.
        let over = dry(person) && person.operations.iter().all(done);
        items.push((id, if over { Is::No } else { answered(person, id, operated(procedures)) }));
    }
    items
}

fn medical_items(person: &Person) -> (Vec<Is>, Vec<Is>) {
    let liver = match person.inr {
        None => Some(Is::Open),
        Some(inr) if inr <= 1.5 || taking(person).any(|taken| taken.class == "vka") => Some(Is::No),
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
        asked("bm_current_cancer"),
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
    let denied = |id: &str| person.said(id) == Some(Some(false));
    let listed = |id: &str| person.operated() && surgical_items(person).iter().any(|(item, is)| *item == id && *is == Is::Yes);
    let transfused: f64 = person.units.iter().filter(|(_, at)| *at > -DAY).map(|(units, _)| units).sum();
    let caprini = |id: &str| person.operated() && yes(id);
    add("CI_ACTIVE_BLEED", true, yes("CI_ACTIVE_BLEED") || transfused > 2.0 || listed("bs_active_bleeding") && silent("CI_ACTIVE_BLEED"));
    add("CI_HIGH_BLEED_OP", true, yes("CI_HIGH_BLEED_OP") && !dry(person));
    add("CI_PLT_LT_50", true, person.platelets.is_some_and(|count| count < 50.0));
    add("CI_PLT_50_99", false, person.platelets.is_some_and(|count| (50.0..100.0).contains(&count)));
    let warfarin = taking(person).any(|taken| taken.class == "vka");
    add("CI_COAG", true, yes("CI_COAG") || person.inr.is_some_and(|inr| inr > 1.5) && !warfarin);
    let latest = |values: &[f64], limit: f64| values.last().is_some_and(|value| *value >= limit);
    let severe = latest(&person.systolic, 180.0) || latest(&person.diastolic, 110.0);
    add("CI_HTN", severe, yes("CI_HTN") || severe);
    let released = denied("CI_NEURAXIAL") || person.operated() && denied("bs_neuraxial_window");
    let told = person.needles.is_empty() && listed("bs_neuraxial_window");
    add("CI_NEURAXIAL", true, yes("CI_NEURAXIAL") || !released && (window(person) || told));
    let stroke = listed("bs_acute_stroke") || caprini("stroke_lt_1mo") || !person.operated() && yes("acute_mi_stroke");
    let lysed = person.drugs.iter().filter(|taken| taken.class == "thrombolytic").any(|taken| match taken.last_dose.or(taken.stopped) {
        None => true,
        Some(at) => at > -DAY || stroke && !denied("CI_LYSIS_24H"),
    });
    add("CI_LYSIS_24H", true, yes("CI_LYSIS_24H") || lysed);
    add("CI_HIT", true, yes("CI_HIT") || yes("CI_HIT_ACUTE") || caprini("hit_history"));
    add("CI_ALLERGY", true, yes("CI_ALLERGY") || person.allergies.iter().any(|to| *to != "other"));
    add("CI_THERAPEUTIC_AC", true, yes("CI_THERAPEUTIC_AC") || taking(person).any(|taken| treats(taken) == Some(true)));
    let crcl = clearance(person);
    add("CI_RENAL_LMWH", false, crcl.is_some_and(|rate| rate < 30.0));
    add("CI_RENAL_FON", true, crcl.is_some_and(|rate| rate < 30.0));
    add("CI_WEIGHT_FON", true, person.kg.is_some_and(|kg| kg < 50.0));
    add("CI_ENDOCARDITIS", true, yes("CI_ENDOCARDITIS"));
    add("CI_ENDOCARDITIS", false, yes("CI_ENDOCARDITIS"));
    // Below 15 every DOAC, from 15 dabigatran only and the others with care.
    add("CI_DOAC_RENAL", true, crcl.is_some_and(|rate| rate < 30.0));
    add("CI_DOAC_RENAL", false, crcl.is_some_and(|rate| (15.0..30.0).contains(&rate)));
    add("CI_DOAC_PREG", true, yes("CI_DOAC_PREG") || caprini("pregnancy_postpartum") && silent("CI_DOAC_PREG"));
    add("CI_DOAC_DDI", true, yes("CI_DOAC_DDI") || taking(person).any(|taken| matches!(taken.class, "inhibitor" | "inducer")));
    add("CI_DOAC_HIPFX", false, person.operations.iter().any(|operation| operation.procedure == Some("hip_fracture")));
    add("CI_LOW_WEIGHT", false, person.kg.is_some_and(|kg| kg < if person.man == Some(false) { 45.0 } else { 57.0 }));
    for id in ["CI_CNS_BLEED", "CI_HIT_ACUTE", "CI_ACUTE_VTE", "CI_DOAC_LIVER", "CI_DOAC_APS"] {
        add(id, true, yes(id));
    }
    for id in ["CI_PLT_FUNCTION", "CI_FALL_HEAD", "MC_NEUROPATHY", "MC_UNSCREENED_IMMOBILE"] {
        add(id, false, yes(id));
    }
    add("MC_ACUTE_DVT", true, yes("MC_ACUTE_DVT") || yes("CI_ACUTE_VTE"));
    add("MC_STROKE_GCS", true, yes("MC_STROKE_GCS") || listed("bs_acute_stroke") && silent("MC_STROKE_GCS"));
    let failing = (caprini("chf_lt_1mo") || !person.operated() && yes("heart_resp_failure"))
        && (denied("MC_CHF_OEDEMA") || silent("MC_CHF_OEDEMA") && person.silence_is_absence);
    add("MC_CHF_OEDEMA", yes("MC_CHF_OEDEMA"), yes("MC_CHF_OEDEMA") || failing);
    for id in ["MC_SEVERE_LEG_OEDEMA", "MC_LOCAL_SKIN", "MC_ISCHAEMIA", "MC_DEFORMITY", "MC_BYPASS_GRAFT", "MC_FRACTURE_LIMB"] {
        add(id, true, yes(id));
    }
    found
}
