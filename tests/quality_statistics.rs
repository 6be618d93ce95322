//! The statistics of the quality office against published figures, against SciPy (the committed sample of
//! `tests/support/quality_of_libraries.py`; `QUALITY_SAMPLE` names a larger one), and Fisher's test against exact integers.
#![cfg(not(target_family = "wasm"))]

use std::path::Path;

use serde_json::Value;
use virchow::quality::contingency::{chi_square, compare, fisher, written_p};
use virchow::quality::distributions::NoFigure;
use virchow::quality::funnel::{FunnelZone, funnel};
use virchow::quality::means::{MeanOf, standardised, standardised_shares, student, welch};
use virchow::quality::rates::Share;
use virchow::quality::signals::{ChartVerdict, SignalRule, p_chart, run_chart, xmr_chart};

fn sample() -> Value {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/statistics/quality.json");
    let file = std::env::var_os("QUALITY_SAMPLE").map_or(committed, Into::into);
    serde_json::from_str(&std::fs::read_to_string(file).expect("the sample")).expect("JSON")
}

fn share(counted: u64, all: u64) -> Share {
    Share { counted, all }
}

fn whole(row: &Value, key: &str) -> u64 {
    row[key].as_u64().expect("a whole number")
}

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().expect("a number")
}

fn near(found: f64, expected: f64, relative: f64, what: &str) {
    assert!((found - expected).abs() <= relative * expected.abs().max(1e-300), "{what}: {found:e}, expected {expected:e}");
}

#[test]
fn tables_agree_with_scipy() {
    let sample = sample();
    let rows = sample["tables"].as_array().expect("rows");
    assert!(rows.len() >= 200);
    for row in rows {
        let (one, other) = (share(whole(row, "a"), whole(row, "n")), share(whole(row, "b"), whole(row, "m")));
        near(fisher(one, other), number(row, "fisher"), 1e-6, "fisher");
        for (name, corrected) in [("pearson", false), ("yates", true)] {
            match (chi_square(one, other, corrected), row[name].as_f64()) {
                (Some(found), Some(expected)) => {
                    assert!((found.statistic - expected).abs() <= 1e-9 * expected.max(1.0), "{name}: {} {expected}", found.statistic);
                    assert!((found.p - number(row, &format!("{name}_p"))).abs() <= 1e-7, "{name} p of {row}: {}", found.p);
                }
                (None, None) => {}
                other => panic!("{name}: {other:?} of {row}"),
            }
        }
    }
}

#[test]
fn fisher_equals_whole_numbers_up_to_sixty_thousand_a_side_and_no_swap_changes_it() {
    for row in sample()["integers"].as_array().expect("rows") {
        let (one, other) = (share(whole(row, "a"), whole(row, "n")), share(whole(row, "b"), whole(row, "m")));
        let expected: f64 = row["p"].as_str().expect("digits").parse().expect("a number");
        let p = fisher(one, other);
        near(p, expected, 1e-8, &format!("{row}"));
        let turned = |share: Share| Share { counted: share.all - share.counted, all: share.all };
        let across = |one: Share, other: Share| {
            [share(one.counted, one.counted + other.counted), share(one.all - one.counted, one.all + other.all - one.counted - other.counted)]
        };
        let [yes, no] = across(one, other);
        for (a, b) in [(other, one), (turned(one), turned(other)), (turned(other), turned(one)), (yes, no), (no, yes)] {
            assert_eq!(fisher(a, b), p, "a swap changes p: {row}");
        }
    }
}

/// 100/1 000 against 150/1 000: the library that we do not use halves it.
#[test]
fn groups_of_equal_size_are_not_halved() {
    near(fisher(share(100, 1000), share(150, 1000)), 8.95e-4, 1e-3, "two-sided");
}

/// A Chinese hospital's 41 053 discharges: 15 401 of 19 199 surgical against 16 698 of 21 854 medical, chi-square 87.025 as printed.
#[test]
fn a_hospital_of_41_053_discharges() {
    let found = chi_square(share(15_401, 19_199), share(16_698, 21_854), false).expect("a statistic");
    assert!((found.statistic - 87.025).abs() < 5e-4, "{}", found.statistic);
    assert_eq!(written_p(found.p), "< 0.001");
}

#[test]
fn means_agree_with_scipy() {
    for row in sample()["means"].as_array().expect("rows") {
        let one = MeanOf { n: whole(row, "n"), mean: number(row, "mean"), sd: number(row, "sd") };
        let other = MeanOf { n: whole(row, "m"), mean: number(row, "other_mean"), sd: number(row, "other_sd") };
        for (name, found) in [("student", student(one, other)), ("welch", welch(one, other))] {
            let found = found.expect("a figure");
            near(found.t, number(row, name), 1e-9, name);
            assert!((found.p - number(row, &format!("{name}_p"))).abs() <= 1e-7, "{name} p");
            assert!(found.difference.low <= found.difference.value && found.difference.value <= found.difference.high);
        }
    }
    let values = MeanOf::values(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).expect("a mean");
    assert_eq!((values.n, values.mean), (8, 5.0));
    near(values.sd, (32.0_f64 / 7.0).sqrt(), 1e-12, "sd");
    assert_eq!(MeanOf::values(&[1.0]), Err(NoFigure::TooFew));
    near(standardised(MeanOf { n: 9, mean: 12.0, sd: 2.0 }, MeanOf { n: 9, mean: 11.0, sd: 2.0 }).expect("a figure"), 0.5, 1e-12, "SMD");
    near(standardised_shares(0.6, 0.5).expect("a figure"), 0.1 / (0.245_f64).sqrt(), 1e-12, "SMD of shares");
}

#[test]
fn the_difference_comes_first_and_fisher_where_few_are_expected() {
    let found = compare(share(7055, 8845), share(2798, 5984)).expect("a comparison");
    assert!(found.difference.low < found.difference.value && found.difference.value < found.difference.high && found.fisher.is_none());
    let few = compare(share(1, 12), share(4, 9)).expect("a comparison");
    assert!(few.expected < 5.0 && few.fisher.is_some());
    let none = compare(share(0, 12), share(0, 9)).expect("a comparison");
    assert_eq!((none.pearson, none.yates), (None, None));
    assert_eq!(none.fisher, Some(1.0));
    assert_eq!(compare(share(0, 0), share(1, 2)).err(), Some(NoFigure::TooFew));
}

/// Montgomery, Introduction to Statistical Quality Control, table 7.1: thirty samples of fifty cans; centre 0.2313, limits 0.0524 and
/// 0.4102, two points outside (samples 15 and 23).
#[test]
fn the_p_chart_of_montgomery() {
    let cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];
    let months: Vec<Option<Share>> = cans.iter().map(|count| Some(share(*count, 50))).collect();
    let chart = p_chart(&months, None, false).expect("a chart");
    assert!((chart.centre - 0.2313).abs() < 5e-5 && (chart.points[0].low - 0.0524).abs() < 5e-5 && (chart.points[0].high - 0.4102).abs() < 5e-5);
    let ChartVerdict::Signal(fired) = &chart.verdict else { panic!("{:?}", chart.verdict) };
    assert_eq!(fired.iter().find(|fired| fired.rule == SignalRule::Astronomical).map(|fired| fired.points.clone()), Some(vec![14, 22]));
    // p' of the same data: the months scatter more than chance, and the limits are wider.
    let wider = p_chart(&months, None, true).expect("a chart");
    assert!(wider.scatter > 1.0 && wider.points[0].high > chart.points[0].high);
}

#[test]
fn nothing_is_said_of_eleven_points_and_a_gap_keeps_its_place() {
    let eleven: Vec<Option<f64>> = (0..11).map(|month| Some(f64::from(month))).collect();
    assert_eq!(run_chart(&eleven, None).expect("a chart").verdict, ChartVerdict::TooFew(11));
    assert_eq!(xmr_chart(&eleven, None).expect("a chart").verdict, ChartVerdict::TooFew(11));
    let mut gap: Vec<Option<f64>> = (0..13).map(|month| Some(f64::from(month % 2))).collect();
    gap[5] = None;
    let chart = xmr_chart(&gap, None).expect("a chart");
    assert_eq!(chart.points.iter().map(|point| point.place).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]);
    assert_eq!(chart.verdict, ChartVerdict::Steady);
}

/// Anhøj and Olesen: of 24 useful points a run of up to round(log2 24) + 3 = 8, and at least 8 crossings (the 5 % point of 23 throws).
#[test]
fn the_run_chart_has_the_bounds_of_anhoj() {
    let steady: Vec<Option<f64>> = (0..24).map(|month| Some(f64::from(month % 2))).collect();
    let chart = run_chart(&steady, None).expect("a chart");
    assert_eq!((chart.useful, chart.longest_allowed, chart.crossings_expected, chart.crossings), (24, 8, 8, 23));
    assert_eq!(chart.verdict, ChartVerdict::Steady);
    let shifted: Vec<Option<f64>> = (0..24).map(|month| Some(f64::from(u8::from(month >= 12)))).collect();
    let chart = run_chart(&shifted, None).expect("a chart");
    let ChartVerdict::Signal(fired) = &chart.verdict else { panic!("{:?}", chart.verdict) };
    assert_eq!(fired.iter().map(|fired| fired.rule).collect::<Vec<_>>(), [SignalRule::LongRun, SignalRule::FewCrossings]);
    // A baseline of the first twelve: every later point lies above it.
    assert_eq!(run_chart(&shifted, Some(12)).expect("a chart").median, 0.0);
}

#[test]
fn each_rule_of_the_nhs_fires_by_its_name() {
    let fired = |values: &[f64], base: usize| {
        let values: Vec<Option<f64>> = values.iter().map(|value| Some(*value)).collect();
        match xmr_chart(&values, Some(base)).expect("a chart").verdict {
            ChartVerdict::Signal(fired) => fired.into_iter().map(|fired| fired.rule).collect(),
            _ => vec![],
        }
    };
    let steady: Vec<f64> = (0..14).map(|month| if month % 2 == 0 { 9.0 } else { 11.0 }).collect();
    let with = |more: &[f64]| [&steady[..], more].concat();
    assert_eq!(fired(&steady, 14), []);
    // Mean 10, moving range 2: limits 4.68 and 15.32, two thirds of the way at 13.55.
    assert_eq!(fired(&with(&[15.4]), 14), [SignalRule::Astronomical]);
    assert_eq!(fired(&with(&[10.5; 6]), 14), [SignalRule::Shift]);
    assert_eq!(fired(&with(&[14.0, 10.0, 14.0]), 14), [SignalRule::TwoOfThree]);
    assert_eq!(fired(&with(&[8.0, 8.6, 9.2, 9.8, 10.4, 11.0, 11.6]), 14), [SignalRule::Trend]);
}

#[test]
fn a_funnel_narrows_and_ranks_nobody() {
    let sites = [share(50, 100), share(480, 1000), share(70, 100), share(0, 0), share(5100, 10_000)];
    let found = funnel(&sites).expect("a funnel");
    assert_eq!(found.scatter, 1.0);
    assert_eq!(found.sites.iter().map(|site| site.share).collect::<Vec<_>>(), sites);
    assert!(found.sites[0].near[1] - found.sites[0].near[0] > found.sites[4].near[1] - found.sites[4].near[0]);
    assert_eq!((found.sites[2].stands, found.sites[3].stands), (FunnelZone::BeyondFar, FunnelZone::Nobody));
    // Twenty sites that scatter more than chance: wider limits; nineteen: as they are.
    let scattered: Vec<Share> = (0..20).map(|site| share(if site % 2 == 0 { 40 } else { 60 }, 100)).collect();
    assert!((funnel(&scattered).expect("a funnel").scatter - 4.0).abs() < 1e-9);
    assert_eq!(funnel(&scattered[..19]).expect("a funnel").scatter, 1.0);
    assert_eq!(funnel(&[share(0, 0)]), None);
}
