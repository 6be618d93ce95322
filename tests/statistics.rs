//! The statistics of `quality` against kept libraries (scipy, statsmodels, pingouin, irrCAC; the numbers are written by
//! `tests/support/statistics_of_libraries.py`) and against published worked examples.
#![cfg(not(target_family = "wasm"))]

use proptest::prelude::*;
use serde_json::Value;
use virchow::quality::agreement::{Weighting, cohen_kappa, fleiss_kappa};
use virchow::quality::distributions::{Estimate, NoFigure};
use virchow::quality::paired::{mcnemar, paired_t, signed_ranks};
use virchow::quality::rates::Share;
use virchow::quality::reliability::{Model, icc};

/// Both are the same to the digits that double precision leaves of a few hundred operations.
#[track_caller]
fn same(ours: f64, theirs: f64, what: &str) {
    near(ours, theirs, 1e-9, what);
}

#[track_caller]
fn near(ours: f64, theirs: f64, off: f64, what: &str) {
    assert!((ours - theirs).abs() <= off * theirs.abs().max(1.0), "{what}: {ours} and {theirs}");
}

fn library(part: &str) -> Vec<Value> {
    let text = include_str!("fixtures/statistics/library.json");
    let all: Value = serde_json::from_str(text).expect("the file of the script");
    let rows = all[part].as_array().expect("a list").clone();
    assert!(rows.len() >= 25, "{part}: only {} rows", rows.len());
    rows
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number: {value}"))
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("a count: {value}"))
}

fn counts(value: &Value) -> Vec<Vec<u64>> {
    value.as_array().unwrap().iter().map(|row| row.as_array().unwrap().iter().map(count).collect()).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

#[test]
fn shares_have_the_intervals_of_statsmodels() {
    for row in library("shares") {
        let one = Share { counted: count(&row["counted"]), all: count(&row["all"]) };
        let rate = one.rate().unwrap();
        same(rate.low, number(&row["low"]).max(0.0), "low");
        same(rate.high, number(&row["high"]).min(1.0), "high");
        let less = one.less(Share { counted: count(&row["other"]), all: count(&row["other_all"]) }).unwrap();
        same(less.low, number(&row["difference_low"]), "difference, low");
        same(less.high, number(&row["difference_high"]), "difference, high");
    }
}

#[test]
fn kappa_of_two_raters_is_that_of_statsmodels_plain_and_weighted() {
    let z = 1.959_963_984_540_054;
    for row in library("cohen") {
        let table = counts(&row["table"]);
        for (weighting, name) in [(Weighting::None, "none"), (Weighting::Linear, "linear"), (Weighting::Quadratic, "quadratic")] {
            let ours = cohen_kappa(&table, weighting).unwrap();
            let (kappa, error) = (number(&row[name]["kappa"]), number(&row[name]["error"]));
            same(ours.value, kappa, name);
            same(ours.low, (kappa - z * error).max(-1.0), name);
            same(ours.high, (kappa + z * error).min(1.0), name);
        }
    }
}

#[test]
fn kappa_of_several_raters_is_that_of_statsmodels_and_its_interval_that_of_irr_cac() {
    for row in library("fleiss") {
        let ours = fleiss_kappa(&counts(&row["counts"])).unwrap();
        same(ours.value, number(&row["kappa"]), "kappa");
        near(ours.value, number(&row["library"]), 1e-8, "kappa of irrCAC");
        near(ours.low, number(&row["low"]), 1e-6, "low");
        near(ours.high, number(&row["high"]), 1e-6, "high");
    }
}

#[test]
fn intraclass_correlations_are_those_of_pingouin() {
    for row in library("icc") {
        let ratings: Vec<Vec<f64>> = row["ratings"].as_array().unwrap().iter().map(numbers).collect();
        for (model, name) in [(Model::OneWay, "one_way"), (Model::TwoWayAgreement, "agreement"), (Model::TwoWayConsistency, "consistency")] {
            let ours = icc(&ratings, model).unwrap();
            near(ours.value, number(&row[name]["icc"]), 1e-8, name);
            // pingouin rounds its intervals to two digits.
            near(ours.low, number(&row[name]["low"]), 5.1e-3, name);
            near(ours.high, number(&row[name]["high"]), 5.1e-3, name);
        }
    }
}

#[test]
fn paired_tests_are_those_of_scipy() {
    let mut exact = 0;
    for row in library("paired") {
        let pairs: Vec<(f64, f64)> = numbers(&row["before"]).into_iter().zip(numbers(&row["after"])).collect();
        let t = paired_t(&pairs).unwrap();
        same(t.t, number(&row["t"]), "t");
        same(t.p, number(&row["p"]), "p");
        // The two libraries differ in the eighth digit of the quantile.
        near(t.change.low, number(&row["low"]), 1e-7, "low");
        near(t.change.high, number(&row["high"]), 1e-7, "high");
        let ranks = signed_ranks(&pairs).unwrap();
        same(ranks.statistic, number(&row["ranks"]), "sum of ranks");
        assert_eq!(ranks.exact, row["exact"].as_bool().unwrap());
        same(ranks.p, number(&row["ranks_p"]), "p of ranks");
        exact += u32::from(ranks.exact);
    }
    assert!((5..36).contains(&exact), "both ways are tried: {exact} exact");
}

#[test]
fn mcnemar_is_that_of_statsmodels() {
    for row in library("mcnemar") {
        let turned = mcnemar(count(&row["gained"]), count(&row["lost"])).unwrap();
        same(turned.p, number(&row["p"]), "p");
        let mid = if turned.gained == turned.lost { 1.0 - number(&row["at_it"]) / 2.0 } else { number(&row["p"]) - number(&row["at_it"]) };
        same(turned.mid_p, mid, "mid-p");
    }
}

/// Shrout and Fleiss 1979, table 2: six targets, four judges; table 4 prints .17, .29 and .71.
#[test]
fn the_example_of_shrout_and_fleiss() {
    let ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]].map(|row| row.map(f64::from).to_vec());
    for (model, printed) in [(Model::OneWay, 0.17), (Model::TwoWayAgreement, 0.29), (Model::TwoWayConsistency, 0.71)] {
        near(icc(&ratings, model).unwrap().value, printed, 5e-3, "as printed");
    }
}

/// Wilson 1927 by way of Newcombe 1998 (Stat Med 17:857-872), table I, method 3: 81 of 263, and 0 of 20.
#[test]
fn the_examples_of_newcombe() {
    let rate = |counted, all| Share { counted, all }.rate().unwrap();
    let of = rate(81, 263);
    near(of.low, 0.2553, 5e-5, "low");
    near(of.high, 0.3662, 5e-5, "high");
    let none = rate(0, 20);
    assert_eq!(none.low, 0.0);
    near(none.high, 0.1611, 5e-5, "high of none");
    // Newcombe 1998 (Stat Med 17:873-890), table II, method 10: 56/70 less 48/80.
    let less = Share { counted: 56, all: 70 }.less(Share { counted: 48, all: 80 }).unwrap();
    near(less.low, 0.0524, 5e-5, "difference, low");
    near(less.high, 0.3339, 5e-5, "difference, high");
}

#[test]
fn what_cannot_be_computed_is_said_and_not_a_number() {
    assert_eq!(Share { counted: 0, all: 0 }.rate(), Err(NoFigure::TooFew));
    assert_eq!(Share { counted: 3, all: 2 }.rate(), Err(NoFigure::Uneven));
    assert_eq!(cohen_kappa(&[vec![9, 0], vec![0, 0]], Weighting::None), Err(NoFigure::NoVariation));
    assert_eq!(cohen_kappa(&[vec![1, 2], vec![3]], Weighting::None), Err(NoFigure::Uneven));
    assert_eq!(cohen_kappa(&[vec![0, 0], vec![0, 0]], Weighting::None), Err(NoFigure::TooFew));
    assert_eq!(fleiss_kappa(&[vec![3, 0], vec![3, 0]]), Err(NoFigure::NoVariation));
    assert_eq!(fleiss_kappa(&[vec![3, 0], vec![1, 1]]), Err(NoFigure::Uneven));
    assert_eq!(fleiss_kappa(&[vec![1, 0], vec![0, 1]]), Err(NoFigure::TooFew));
    assert_eq!(icc(&[vec![4.0, 4.0], vec![4.0, 4.0]], Model::TwoWayAgreement), Err(NoFigure::NoVariation));
    assert_eq!(icc(&[vec![4.0, 5.0], vec![4.0]], Model::OneWay), Err(NoFigure::Uneven));
    assert_eq!(icc(&[vec![4.0, 5.0]], Model::OneWay), Err(NoFigure::TooFew));
    assert_eq!(paired_t(&[(1.0, 2.0)]), Err(NoFigure::TooFew));
    assert_eq!(paired_t(&[(1.0, 2.0), (5.0, 6.0)]), Err(NoFigure::NoVariation));
    assert_eq!(signed_ranks(&[(1.0, 1.0), (2.0, 2.0)]), Err(NoFigure::NoVariation));
    assert_eq!(signed_ranks(&[]), Err(NoFigure::TooFew));
    assert_eq!(mcnemar(0, 0), Err(NoFigure::NoVariation));
}

#[test]
fn raters_who_agree_on_everything_agree_wholly() {
    let whole = |estimate: Estimate| assert!((estimate.value - 1.0).abs() < 1e-12 && estimate.high <= 1.0 && estimate.low > 0.99, "{estimate:?}");
    whole(cohen_kappa(&[vec![4, 0], vec![0, 6]], Weighting::None).unwrap());
    whole(fleiss_kappa(&[vec![3, 0], vec![0, 3], vec![3, 0]]).unwrap());
    let ratings = [vec![1.0, 1.0, 1.0], vec![5.0, 5.0, 5.0], vec![7.0, 7.0, 7.0]];
    for model in [Model::OneWay, Model::TwoWayAgreement, Model::TwoWayConsistency] {
        whole(icc(&ratings, model).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_estimate_stands_within_its_interval(counted in 0_u64..400, more in 0_u64..400, table in prop::collection::vec(prop::collection::vec(0_u64..30, 3), 3), ratings in prop::collection::vec(prop::collection::vec(0_u8..15, 3), 2..12)) {
        let within = |of: Result<Estimate, NoFigure>| match of {
            Ok(of) => of.low <= of.value + 1e-9 && of.value <= of.high + 1e-9 && of.low.is_finite() && of.high.is_finite(),
            Err(_) => true,
        };
        let share = Share { counted, all: counted + more };
        prop_assert!(within(share.rate()));
        prop_assert!(within(cohen_kappa(&table, Weighting::Quadratic)));
        prop_assert!(within(fleiss_kappa(&table.iter().map(|row| vec![row[0].min(5), 5 - row[0].min(5)]).collect::<Vec<_>>())));
        let ratings: Vec<Vec<f64>> = ratings.iter().map(|row| row.iter().map(|&value| f64::from(value)).collect()).collect();
        for model in [Model::OneWay, Model::TwoWayAgreement, Model::TwoWayConsistency] {
            prop_assert!(within(icc(&ratings, model)), "{:?} {:?}", model, icc(&ratings, model));
        }
    }

    #[test]
    fn before_and_after_change_places_without_a_change_of_p(pairs in prop::collection::vec((0_u8..60, 0_u8..60), 2..40)) {
        let pairs: Vec<(f64, f64)> = pairs.iter().map(|&(one, two)| (f64::from(one), f64::from(two))).collect();
        let turned: Vec<(f64, f64)> = pairs.iter().map(|&(one, two)| (two, one)).collect();
        if let (Ok(one), Ok(two)) = (paired_t(&pairs), paired_t(&turned)) {
            prop_assert!((one.p - two.p).abs() < 1e-12 && (one.t + two.t).abs() < 1e-9);
        }
        if let (Ok(one), Ok(two)) = (signed_ranks(&pairs), signed_ranks(&turned)) {
            prop_assert!((one.p - two.p).abs() < 1e-12 && one.statistic == two.statistic);
            prop_assert!((0.0..=1.0).contains(&one.p));
        }
    }
}
