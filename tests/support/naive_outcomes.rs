//! Second scorers for the instruments that read in outcomes, written from the specification as a person would do it at a desk:
//! count on the fingers, look up the line, say the word. They know finished forms only, and nothing of the tables in `src/`.

/// A finished form: what is yes.
pub type Yes<'a> = &'a dyn Fn(&str) -> bool;

pub const WELLS_DVT: [&str; 10] = [
    "active_cancer",
    "paralysis_or_cast",
    "bedridden_or_major_surgery",
    "localised_tenderness",
    "entire_leg_swollen",
    "calf_swelling_3cm",
    "pitting_oedema",
    "collateral_veins",
    "previous_dvt",
    "alternative_as_likely",
];

/// The total, two levels, three levels.
pub fn wells_dvt(yes: Yes) -> (i32, &'static str, &'static str) {
    let mut total = 0;
    for id in WELLS_DVT {
        if yes(id) {
            total += if id == "alternative_as_likely" { -2 } else { 1 };
        }
    }
    let two = if total >= 2 { "likely" } else { "unlikely" };
    let three = match total {
        ..=0 => "low",
        1..=2 => "moderate",
        _ => "high",
    };
    (total, two, three)
}

pub const PERC: [&str; 9] = [
    "own_estimate_lt_15",
    "age_ge_50",
    "hr_ge_100",
    "spo2_lt_95",
    "unilateral_leg_swelling",
    "haemoptysis",
    "surgery_trauma_4w",
    "prior_vte",
    "oestrogen",
];

pub fn perc(yes: Yes) -> &'static str {
    if !yes("own_estimate_lt_15") {
        return "not_excluded";
    }
    let failed = PERC.iter().skip(1).filter(|id| yes(id)).count();
    if failed == 0 { "excluded" } else { "not_excluded" }
}

pub const YEARS: [&str; 3] = ["clinical_dvt", "haemoptysis", "pe_most_likely"];

/// Whether PE is excluded by this D-dimer (ng/mL FEU), and the cut-off that applied.
pub fn years(yes: Yes, d_dimer: f64) -> (&'static str, &'static str) {
    let items = YEARS.iter().filter(|id| yes(id)).count();
    let cutoff = if items == 0 { 1000.0 } else { 500.0 };
    (if d_dimer < cutoff { "excluded" } else { "not_excluded" }, if items == 0 { "below_1000" } else { "below_500" })
}

pub const NHS_MOBILITY: [&str; 3] = ["mob_surgical", "mob_medical_reduced", "mob_medical_not_reduced"];
pub const NHS_THROMBOSIS: [&str; 19] = [
    "active_cancer",
    "age_gt_60",
    "dehydration",
    "known_thrombophilia",
    "bmi_gt_30",
    "medical_comorbidity",
    "personal_or_fdr_vte",
    "hrt",
    "oestrogen_contraceptive",
    "varicose_with_phlebitis",
    "pregnancy_or_6w_postpartum",
    "reduced_mobility_ge_3d",
    "hip_or_knee_replacement",
    "hip_fracture",
    "anaes_surg_gt_90min",
    "pelvis_lower_limb_gt_60min",
    "acute_surgical_inflammatory",
    "critical_care",
    "surgery_with_reduced_mobility",
];
pub const NHS_BLEEDING: [&str; 11] = [
    "active_bleeding",
    "acquired_bleeding_disorder",
    "anticoagulant_in_use",
    "acute_stroke",
    "platelets_lt_75",
    "uncontrolled_htn_230_120",
    "untreated_inherited_bleeding",
    "neuro_spinal_eye_surgery",
    "other_high_bleeding_procedure",
    "neuraxial_next_12h",
    "neuraxial_prev_4h",
];

/// Step 1, then 2, then 3.
pub fn nhs_dh(yes: Yes) -> &'static str {
    if yes("mob_medical_not_reduced") {
        return "complete_no_further";
    }
    let (mut t, mut b) = (0, 0);
    for id in NHS_THROMBOSIS {
        t += i32::from(yes(id));
    }
    for id in NHS_BLEEDING {
        b += i32::from(yes(id));
    }
    match (t, b) {
        (0, _) => "no_thrombosis_risk",
        (_, 0) => "thrombosis_only",
        _ => "thrombosis_and_bleeding",
    }
}

pub const PESI: [&str; 10] = [
    "male",
    "cancer",
    "heart_failure",
    "chronic_lung_disease",
    "pulse_ge_110",
    "sbp_lt_100",
    "rr_ge_30",
    "temp_lt_36",
    "altered_mental_status",
    "sao2_lt_90",
];

/// The total, the class, and whether the risk is low.
pub fn pesi(yes: Yes, age: u32) -> (i32, &'static str, &'static str) {
    let mut total = i32::try_from(age).expect("an age");
    for (points, ids) in [
        (10, vec!["male", "heart_failure", "chronic_lung_disease"]),
        (20, vec!["pulse_ge_110", "rr_ge_30", "temp_lt_36", "sao2_lt_90"]),
        (30, vec!["cancer", "sbp_lt_100"]),
        (60, vec!["altered_mental_status"]),
    ] {
        for id in ids {
            if yes(id) {
                total += points;
            }
        }
    }
    let class = if total > 125 {
        "class_v"
    } else if total > 105 {
        "class_iv"
    } else if total > 85 {
        "class_iii"
    } else if total > 65 {
        "class_ii"
    } else {
        "class_i"
    };
    (total, class, if matches!(class, "class_i" | "class_ii") { "low" } else { "not_low" })
}

pub const SPESI: [&str; 6] = ["age_gt_80", "cancer", "chronic_cardiopulmonary", "pulse_ge_110", "sbp_lt_100", "sao2_lt_90"];

/// The total, and the risk.
pub fn spesi(yes: Yes) -> (i32, &'static str) {
    let total = SPESI.iter().filter(|id| yes(id)).count();
    (i32::try_from(total).expect("a few"), if total == 0 { "low" } else { "high" })
}

pub const WELLS_PE: [&str; 7] = ["clinical_dvt", "pe_most_likely", "hr_gt_100", "immobile_or_surgery", "previous_vte", "haemoptysis", "malignancy"];

/// The total in tenths, two levels, three levels.
pub fn wells_pe(yes: Yes) -> (i32, &'static str, &'static str) {
    let mut tenths = 0;
    for (id, points) in WELLS_PE.iter().zip([30, 30, 15, 15, 15, 10, 10]) {
        if yes(id) {
            tenths += points;
        }
    }
    let three = if tenths < 20 {
        "low"
    } else if tenths > 60 {
        "high"
    } else {
        "moderate"
    };
    (tenths, if tenths > 40 { "likely" } else { "unlikely" }, three)
}

/// One point for each of the seven.
pub fn wells_pe_simplified(yes: Yes) -> (i32, &'static str) {
    let total = WELLS_PE.into_iter().filter(|id| yes(id)).count();
    (i32::try_from(total).expect("a few"), if total <= 1 { "unlikely" } else { "likely" })
}

pub const GENEVA: [&str; 9] = [
    "age_gt_65",
    "previous_vte",
    "surgery_fracture_1m",
    "active_cancer",
    "unilateral_leg_pain",
    "haemoptysis",
    "hr_75_94",
    "hr_ge_95",
    "palpation_pain_oedema",
];

/// The total and three levels. A heart rate is in one range: of two the higher.
pub fn geneva(yes: Yes) -> (i32, &'static str) {
    let mut total = 0;
    for (points, ids) in [(1, vec!["age_gt_65"]), (2, vec!["surgery_fracture_1m", "active_cancer", "haemoptysis"])] {
        total += points * ids.into_iter().map(|id| i32::from(yes(id))).sum::<i32>();
    }
    total += 3 * (i32::from(yes("previous_vte")) + i32::from(yes("unilateral_leg_pain"))) + 4 * i32::from(yes("palpation_pain_oedema"));
    total += match (yes("hr_75_94"), yes("hr_ge_95")) {
        (_, true) => 5,
        (true, false) => 3,
        (false, false) => 0,
    };
    let level = match total {
        0..=3 => "low",
        4..=10 => "intermediate",
        _ => "high",
    };
    (total, level)
}

/// The total, two levels, three levels. 95 or more is one point more than 75 to 94.
pub fn geneva_simplified(yes: Yes) -> (i32, &'static str, &'static str) {
    let mut total = 0;
    for id in GENEVA.iter().filter(|id| !id.starts_with("hr_")) {
        total += i32::from(yes(id));
    }
    total += if yes("hr_ge_95") { 1 + 1 } else { i32::from(yes("hr_75_94")) };
    let three = match total {
        0..=1 => "low",
        2..=4 => "intermediate",
        _ => "high",
    };
    (total, if total <= 2 { "unlikely" } else { "likely" }, three)
}

pub const BOVA: [&str; 5] = ["unstable_or_sbp_lt_90", "sbp_90_100", "troponin_elevated", "rv_dysfunction", "hr_ge_110"];

/// The total, and the stage of those who are eligible.
pub fn bova(yes: Yes) -> (i32, &'static str) {
    let twos = ["sbp_90_100", "troponin_elevated", "rv_dysfunction"].into_iter().filter(|id| yes(id)).count();
    let total = 2 * i32::try_from(twos).expect("a few") + i32::from(yes("hr_ge_110"));
    let stage = match total {
        0..=2 => "stage_i",
        3 | 4 => "stage_ii",
        _ => "stage_iii",
    };
    (total, if yes("unstable_or_sbp_lt_90") { "not_eligible" } else { stage })
}

pub const HESTIA: [&str; 11] = [
    "haemodynamically_unstable",
    "thrombolysis_or_embolectomy",
    "active_or_high_bleeding",
    "oxygen_gt_24h",
    "pe_on_anticoagulation",
    "iv_analgesia_gt_24h",
    "medical_social_reason",
    "crcl_lt_30",
    "severe_liver_impairment",
    "pregnant",
    "hit_history",
];

pub fn hestia(yes: Yes) -> &'static str {
    for id in HESTIA {
        if yes(id) {
            return "inpatient";
        }
    }
    "home_possible"
}

/// Whether PE is excluded by this D-dimer (ng/mL FEU) at this age in completed years, and the cut-off that applied.
pub fn d_dimer_age(pe_likely: bool, age: u32, d_dimer: f64) -> (&'static str, &'static str) {
    if pe_likely {
        return ("not_excluded", "none");
    }
    let (cutoff, named) = if age > 50 { (f64::from(age * 10), "below_age_x10") } else { (500.0, "below_500") };
    (if d_dimer < cutoff { "excluded" } else { "not_excluded" }, named)
}

/// The Wells total in tenths, whether PE is excluded by this D-dimer (ng/mL FEU), the cut-off that applied, and the level.
pub fn peged(yes: Yes, d_dimer: f64) -> (i32, &'static str, &'static str, &'static str) {
    let (tenths, ..) = wells_pe(yes);
    let (cutoff, named, level) = match tenths {
        0..=40 => (Some(1000.0), "below_1000", "low"),
        45..=60 => (Some(500.0), "below_500", "moderate"),
        _ => (None, "none", "high"),
    };
    let excluded = cutoff.is_some_and(|cutoff| d_dimer < cutoff);
    (tenths, if excluded { "excluded" } else { "not_excluded" }, named, level)
}

pub const ESC_2019: [&str; 4] = ["unstable", "pesi_iii_or_spesi_1", "rv_dysfunction", "troponin_raised"];

/// What stands at a question on the ward's sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Yes,
    No,
    /// Somebody wrote "not known".
    NotKnown,
    Blank,
}

/// The classes of ESC 2019 from one to another, as the specification prints an interval.
fn classes(from: &str, to: &str) -> Vec<&'static str> {
    let all = ["low", "int_low", "int_high", "high"];
    let place = |id: &str| all.iter().position(|of| *of == id).expect("a class");
    all[place(from)..=place(to)].to_vec()
}

/// Rows 0 to 7 of section 6.3, one by one, of a form however far it is filled. Of a troponin that nobody has answered row 6 waits.
pub fn esc_2019([unstable, severity, rv, troponin]: [Written; 4]) -> Vec<&'static str> {
    use Written::{Blank, No, Yes};
    let known = |said: Written| said == Yes || said == No;
    if unstable == Yes {
        return classes("high", "high");
    }
    let mut found = if rv == Yes && troponin == Yes {
        classes("int_high", "int_high")
    } else if rv == Yes && !known(troponin) || troponin == Yes && !known(rv) {
        classes("int_low", "int_high")
    } else if rv == Yes || troponin == Yes {
        classes("int_low", "int_low")
    } else if severity == Yes {
        if known(rv) || known(troponin) { classes("int_low", "int_low") } else { classes("int_low", "int_high") }
    } else if severity == No {
        match (rv, troponin) {
            (No, No | Written::NotKnown) => classes("low", "low"),
            (No, Blank) => classes("low", "int_low"),
            (_, No) => classes("low", "int_low"),
            _ => classes("low", "int_high"),
        }
    } else if rv == No || troponin == No {
        classes("low", "int_low")
    } else {
        classes("low", "int_high")
    };
    // Row 0: vital signs first, so nothing is settled.
    if unstable != No {
        found.push("high");
    }
    found
}
