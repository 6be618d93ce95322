//! Second scorers of risk scores that read in outcomes, written from the specification as a person would do it at a desk: count on
//! the fingers, look up the line, say the word. They know finished forms only, and nothing of the tables in `src/`.

/// A finished form: what is yes.
pub type Yes<'a> = &'a dyn Fn(&str) -> bool;

/// The total in tenths, and the outcome of each reading, in the order of the readings.
pub type Scored = (i32, Vec<&'static str>);

pub const IMPROVE_VTE: [&str; 7] =
    ["previous_vte", "known_thrombophilia", "lower_limb_paralysis", "current_cancer", "immobilised_ge_7d", "icu_ccu_stay", "age_gt_60"];

fn seven_factors(yes: Yes) -> i32 {
    let three = i32::from(yes("previous_vte"));
    let two = ["known_thrombophilia", "lower_limb_paralysis", "current_cancer"].iter().filter(|id| yes(id)).count() as i32;
    let one = ["immobilised_ge_7d", "icu_ccu_stay", "age_gt_60"].iter().filter(|id| yes(id)).count() as i32;
    3 * three + 2 * two + one
}

pub fn improve_vte(yes: Yes) -> Scored {
    let total = seven_factors(yes);
    let band = match total {
        0 | 1 => "low",
        2 | 3 => "moderate",
        _ => "high",
    };
    (total * 10, vec![band])
}

pub const IMPROVE_DD: [&str; 8] = [
    "previous_vte",
    "known_thrombophilia",
    "lower_limb_paralysis",
    "current_cancer",
    "immobilised_ge_7d",
    "icu_ccu_stay",
    "age_gt_60",
    "d_dimer_ge_2x_uln",
];

pub fn improve_dd(yes: Yes) -> Scored {
    let total = seven_factors(yes) + if yes("d_dimer_ge_2x_uln") { 2 } else { 0 };
    (total * 10, vec![if total >= 2 { "heightened" } else { "not_heightened" }])
}

pub const KHORANA: [&str; 6] = ["site_very_high", "site_high", "platelets_ge_350", "hb_lt_100_or_esa", "wbc_gt_11", "bmi_ge_35"];

/// The band, and whether two points are reached. Of the two sites the higher.
pub fn khorana(yes: Yes) -> Scored {
    let site = if yes("site_very_high") {
        2
    } else if yes("site_high") {
        1
    } else {
        0
    };
    let total = site + KHORANA[2..].iter().filter(|id| yes(id)).count() as i32;
    let band = if total >= 3 {
        "high"
    } else if total == 0 {
        "low"
    } else {
        "intermediate"
    };
    (total * 10, vec![band, if total < 2 { "below_2" } else { "at_least_2" }])
}

pub const HAS_BLED: [&str; 9] =
    ["hypertension_gt_160", "abnormal_renal", "abnormal_liver", "stroke", "bleeding_history", "labile_inr", "elderly_gt_65", "drugs", "alcohol"];

/// One point each.
pub fn has_bled(yes: Yes) -> Scored {
    let total = HAS_BLED.iter().filter(|id| yes(id)).count() as i32;
    (total * 10, vec![if total >= 3 { "high" } else { "not_high" }])
}

pub const VTE_BLEED: [&str; 6] = ["active_cancer", "male_uncontrolled_htn", "anaemia", "bleeding_history", "age_ge_60", "renal_dysfunction"];

/// Counted in halves of a point: 4 for cancer, 2 for the man with high pressure, 3 for each other.
pub fn vte_bleed(yes: Yes) -> Scored {
    let mut halves = 0;
    for id in VTE_BLEED {
        if yes(id) {
            halves += match id {
                "active_cancer" => 4,
                "male_uncontrolled_htn" => 2,
                _ => 3,
            };
        }
    }
    (halves * 5, vec![if halves >= 4 { "elevated" } else { "not_elevated" }])
}

/// Each T with its three answers, of 2, 1 and 0 points.
pub const FOUR_TS: [[&str; 3]; 4] = [
    ["thrombocytopenia_2", "thrombocytopenia_1", "thrombocytopenia_0"],
    ["timing_2", "timing_1", "timing_0"],
    ["thrombosis_2", "thrombosis_1", "thrombosis_0"],
    ["other_2", "other_1", "other_0"],
];

/// The last sign of each answer is its points.
pub fn four_ts(yes: Yes) -> Scored {
    let mut total = 0;
    for answer in FOUR_TS.iter().flatten().filter(|id| yes(id)) {
        total += answer[answer.len() - 1..].parse::<i32>().expect("a digit");
    }
    let band = if total <= 3 {
        "low"
    } else if total <= 5 {
        "intermediate"
    } else {
        "high"
    };
    (total * 10, vec![band])
}

/// With the points of Appendix III; what counts in both phases, then in one of them.
const RCOG_BOTH: [(&str, i32); 17] = [
    ("prev_vte_not_surgery", 4),
    ("prev_vte_major_surgery", 3),
    ("high_risk_thrombophilia", 3),
    ("medical_comorbidity", 3),
    ("family_history_vte", 1),
    ("low_risk_thrombophilia", 1),
    ("age_gt_35", 1),
    ("bmi_30_39", 1),
    ("bmi_ge_40", 2),
    ("parity_ge_3", 1),
    ("smoker", 1),
    ("gross_varicose_veins", 1),
    ("pre_eclampsia", 1),
    ("multiple_pregnancy", 1),
    ("surgical_procedure", 3),
    ("systemic_infection", 1),
    ("immobility_dehydration", 1),
];
// What has no points stands in no row of the score.
const RCOG_ANTENATAL: [(&str, i32); 4] = [("art_ivf", 1), ("hyperemesis", 3), ("ohss", 4), ("admitted_antenatally", 0)];
const RCOG_POSTNATAL: [(&str, i32); 9] = [
    ("cs_in_labour", 2),
    ("elective_cs", 1),
    ("mid_cavity_rotational", 1),
    ("prolonged_labour_gt_24h", 1),
    ("pph_gt_1l", 1),
    ("preterm_birth", 1),
    ("stillbirth", 1),
    ("antenatal_lmwh", 0),
    ("prolonged_or_readmitted", 0),
];
pub const RCOG_PHASES: [&str; 2] = ["phase_antenatal", "phase_postnatal"];
/// Of each of these at most one counts, the higher.
pub const RCOG_EXCLUSIVE: [[&str; 2]; 4] = [
    ["prev_vte_not_surgery", "prev_vte_major_surgery"],
    ["high_risk_thrombophilia", "low_risk_thrombophilia"],
    ["bmi_ge_40", "bmi_30_39"],
    ["cs_in_labour", "elective_cs"],
];

/// Every item but the phases.
pub fn rcog_ticks() -> Vec<&'static str> {
    RCOG_BOTH.iter().chain(&RCOG_ANTENATAL).chain(&RCOG_POSTNATAL).map(|(id, _)| *id).collect()
}

/// The phase first; then the list of that phase, and the category of Appendix I.
pub fn rcog_37a(yes: Yes) -> Scored {
    let antenatal = yes("phase_antenatal");
    let of_phase = if antenatal { &RCOG_ANTENATAL[..] } else { &RCOG_POSTNATAL[..] };
    let mut total = 0;
    for (id, points) in RCOG_BOTH.iter().chain(of_phase) {
        // The lower of two that exclude one another does not count beside the higher.
        let beside_the_higher = RCOG_EXCLUSIVE.iter().any(|[higher, lower]| lower == id && yes(higher));
        if yes(id) && !beside_the_higher {
            total += points;
        }
    }
    let band = match (antenatal, total) {
        (true, 4..) => "from_first_trimester",
        (true, 3) => "from_28_weeks",
        (true, _) => "antenatal_mobilise",
        (false, 2..) => "at_least_10_days",
        (false, _) => "postnatal_mobilise",
    };
    let six_weeks = yes("prev_vte_not_surgery")
        || yes("prev_vte_major_surgery")
        || yes("antenatal_lmwh")
        || yes("high_risk_thrombophilia")
        || yes("low_risk_thrombophilia") && yes("family_history_vte");
    let intermediate = ["cs_in_labour", "bmi_ge_40", "prolonged_or_readmitted", "surgical_procedure", "medical_comorbidity"];
    let category = if antenatal {
        if yes("prev_vte_not_surgery") {
            "high_antenatal"
        } else if yes("admitted_antenatally") {
            "consider_while_admitted"
        } else {
            "by_score"
        }
    } else if six_weeks {
        "six_weeks"
    } else if intermediate.iter().any(|id| yes(id)) {
        "ten_days"
    } else {
        "by_score"
    };
    (total * 10, vec![band, category])
}
