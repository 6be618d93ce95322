//! Obstetric doses by booking weight: every tenth of a kilogram has exactly one row, and each row the doses of the printed table.
#![cfg(not(target_family = "wasm"))]

use virchow::clinical::instruments::RCOG_37A;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::rcog_china::VERSIONS;
use virchow::clinical::rcog_doses::{BANDS, HIGH_PROPHYLACTIC, ObstetricDoses, ObstetricHeparin, TO_DISCUSS, ToDiscuss, doses};

fn all_denied(_: &ToDiscuss) -> Option<bool> {
    Some(false)
}

/// A row as a person reads it: amounts in the columns of the table.
fn shown(weight: f64) -> ([f64; 3], bool, bool) {
    match doses(Some(weight), &all_denied) {
        ObstetricDoses::Of { band, high } => (band.doses.map(|dose| dose.amount), band.doses[0].per_kg, high.is_some()),
        other => panic!("{weight} kg: {other:?}"),
    }
}

#[test]
fn every_tenth_of_a_kilogram_is_covered_by_exactly_one_band() {
    let (least, most) = (Quantity::Weight.row().min, Quantity::Weight.row().max);
    for tenths in (least * 10.0) as u32..=(most * 10.0) as u32 {
        let weight = f64::from(tenths) / 10.0;
        assert_eq!(BANDS.iter().filter(|band| band.holds(weight)).count(), 1, "{weight} kg");
        // The weight to the whole kilogram, a half up, read in the printed table.
        let (row, per_kg) = match (weight + 0.5).floor() as u32 {
            _ if weight < 50.0 => ([20.0, 2500.0, 3500.0], false),
            ..=90 => ([40.0, 5000.0, 4500.0], false),
            91..=130 => ([60.0, 7500.0, 7000.0], false),
            131..=170 => ([80.0, 10_000.0, 9000.0], false),
            171.. => ([0.6, 75.0, 75.0], true),
        };
        assert_eq!(shown(weight), (row, per_kg, (50.0..90.5).contains(&weight)), "{weight} kg");
    }
}

/// Where public calculators leave a gap or take the next row.
#[test]
fn both_sides_of_every_edge() {
    for (weight, enoxaparin) in [
        (49.9, 20.0),
        (49.999, 20.0),
        (50.0, 40.0),
        (90.0, 40.0),
        (90.4, 40.0),
        (90.499_999, 40.0),
        (90.5, 60.0),
        (91.0, 60.0),
        (130.4, 60.0),
        (130.5, 80.0),
        (170.4, 80.0),
        (170.5, 0.6),
        (400.0, 0.6),
    ] {
        assert_eq!(shown(weight).0[0], enoxaparin, "{weight} kg");
    }
}

#[test]
fn the_columns_are_the_three_heparins_and_the_asterisks_those_of_the_table() {
    for band in BANDS.iter().chain([&HIGH_PROPHYLACTIC]) {
        assert_eq!(band.doses.map(|dose| dose.heparin), ObstetricHeparin::ALL);
    }
    let divided = BANDS.each_ref().map(|band| band.doses.map(|dose| dose.may_be_divided));
    assert_eq!(divided, [[false; 3], [false; 3], [true, false, true], [true, false, true], [true, false, true]]);
    assert_eq!(HIGH_PROPHYLACTIC.doses.map(|dose| (dose.amount, dose.every_h)), [(40.0, 12), (5000.0, 12), (4500.0, 12)]);
    assert!(BANDS.iter().flat_map(|band| &band.doses).all(|dose| dose.every_h == 24));
}

#[test]
fn no_dose_is_shown_without_the_booking_weight_or_an_answer_to_every_caution() {
    for weight in [None, Some(0.0), Some(-60.0), Some(f64::NAN), Some(f64::INFINITY)] {
        let found = doses(weight, &all_denied);
        assert!(matches!(&found, ObstetricDoses::Ask { rows, booking_weight: true } if rows.is_empty()), "{weight:?} {found:?}");
    }
    for row in &TO_DISCUSS {
        let others_denied = |said: Option<bool>| move |of: &ToDiscuss| if of.id == row.id { said } else { Some(false) };
        let unknown = doses(Some(70.0), &others_denied(None));
        assert!(matches!(&unknown, ObstetricDoses::Ask { rows, booking_weight: false } if rows.len() == 1 && rows[0].id == row.id), "{}", row.id);
        let present = doses(Some(70.0), &others_denied(Some(true)));
        assert!(matches!(&present, ObstetricDoses::Discuss(rows) if rows.len() == 1 && rows[0].id == row.id), "{}", row.id);
        // What is present is said, whatever else is open.
        let open = doses(None, &|of: &ToDiscuss| (of.id == row.id).then_some(true));
        assert!(matches!(open, ObstetricDoses::Discuss(_)), "{}", row.id);
    }
    let mut ids = TO_DISCUSS.iter().map(|row| row.id).collect::<Vec<_>>();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 8 + 7);
}

/// The first column of the comparison is the table that is scored.
#[test]
fn the_comparison_tells_of_rcog_what_the_instrument_scores() {
    let points = |id: &str| RCOG_37A.items[RCOG_37A.index(id).expect("an item")].points.value().to_string();
    for (row, ids) in [
        ("bmi", vec!["bmi_30_39", "bmi_ge_40"]),
        ("age", vec!["age_gt_35"]),
        ("art_ivf", vec!["art_ivf"]),
        ("previous_vte", vec!["prev_vte_not_surgery", "prev_vte_major_surgery"]),
        ("high_risk_thrombophilia", vec!["high_risk_thrombophilia"]),
        ("low_risk_thrombophilia", vec!["low_risk_thrombophilia"]),
        ("medical_comorbidity", vec!["medical_comorbidity"]),
        ("varicose_veins", vec!["gross_varicose_veins"]),
        ("cs_in_labour", vec!["cs_in_labour"]),
        ("pph", vec!["pph_gt_1l"]),
        ("prolonged_labour", vec!["prolonged_labour_gt_24h"]),
        ("ohss_hyperemesis", vec!["ohss", "hyperemesis"]),
    ] {
        let told = VERSIONS.iter().find(|of| of.id == row).expect("a row").rcog_2015.en();
        // Of "≥30: 1" the last figure, of "4 / 3" both: in the order of the items.
        let mut rest = told;
        for id in ids {
            let at = rest.find(&points(id)).unwrap_or_else(|| panic!("{row}: no {} of {id} in {told:?}", points(id)));
            rest = &rest[at + 1..];
        }
    }
}
