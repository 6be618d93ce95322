//! The patients that doses and choices are asked for, with the ranges that the page speaks of.

use crate::clinical::contraindication;
use crate::clinical::contraindication::judgement::{Judgement, Present};
use crate::clinical::dosing::{DoseFactors, Joint, PatientGroup};
use crate::text::{Text, text};

pub const CARES: [(PatientGroup, Text); 6] = [
    (PatientGroup::Ortho(Joint::Hip), text!("择期髋关节置换", "elective THA")),
    (PatientGroup::Ortho(Joint::Knee), text!("择期膝关节置换", "elective TKA")),
    (PatientGroup::Ortho(Joint::HipFracture), text!("髋部骨折手术", "hip-fracture surgery")),
    (PatientGroup::Surgical, text!("其他手术", "other surgery")),
    (PatientGroup::Intensive, text!("ICU非手术", "ICU, non-surgical")),
    (PatientGroup::Medical, text!("内科", "medical")),
];

/// Whose dose, and whether Caprini is 3–4.
pub const SITUATIONS: [(PatientGroup, bool, Text); 5] = [
    (PatientGroup::Ortho(Joint::Hip), false, text!("择期髋膝关节置换", "elective THA or TKA")),
    (PatientGroup::Ortho(Joint::HipFracture), false, text!("髋部骨折手术", "hip-fracture surgery")),
    (PatientGroup::Surgical, true, text!("手术 Caprini 3~4", "surgery, Caprini 3–4")),
    (PatientGroup::Surgical, false, text!("手术 Caprini ≥5", "surgery, Caprini ≥5")),
    (PatientGroup::Medical, false, text!("内科与ICU", "medical and ICU")),
];

/// Ranges of clearance, each with figures at both of its edges: the page may only say of a range what holds at both.
pub const CLEARANCES: [(&str, &[f64]); 4] =
    [(">50", &[50.1, 90.0, 150.0]), ("30–50", &[30.0, 50.0]), ("15–<30", &[15.0, 29.9]), ("<15", &[5.0, 14.9])];
pub const WEIGHTS: [(&str, &[f64]); 4] = [("<50 kg", &[35.0, 49.9]), ("50–<70 kg", &[50.0, 69.9]), ("70 kg", &[70.0]), (">70 kg", &[70.1, 150.0])];

pub fn patient(clearance: f64, weight: f64, moderate: bool) -> DoseFactors {
    DoseFactors {
        filters_below_30: false,
        weight_kg: Some(weight),
        clearance: Some(clearance),
        bmi: Some(24.0),
        moderate,
        moderate_mg: 20,
        high: !moderate,
        fracture_in_bed: false,
        neuraxial_catheter: false,
        catheter_in_place: false,
    }
}

pub fn present(id: &str) -> Judgement {
    let present = contraindication::named(id).map(Present::of);
    Judgement { present: present.into_iter().collect(), ..Judgement::default() }
}

pub fn clearance_words(range: (usize, usize)) -> &'static str {
    match range {
        (0, 0) => ">50",
        (0, 1) => "≥30",
        (0, 2) => "≥15",
        (0, _) => "任何 any",
        (1, 1) => "30–50",
        (1, 2) => "15–50",
        (1, _) => "≤50",
        (2, 2) => "15–<30",
        (2, _) => "<30",
        _ => "<15",
    }
}

pub fn weight_words(range: (usize, usize)) -> &'static str {
    match range {
        (0, 0) => "<50 kg: ",
        (0, 1) => "<70 kg: ",
        (0, 2) => "≤70 kg: ",
        (0, _) => "",
        (1, 1) => "50–<70 kg: ",
        (1, 2) => "50–70 kg: ",
        (1, _) => "≥50 kg: ",
        (2, 2) => "70 kg: ",
        (2, _) => "≥70 kg: ",
        _ => ">70 kg: ",
    }
}
