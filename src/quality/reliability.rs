//! Agreement of persons on totals: the intraclass correlation of single ratings (Shrout PE, Fleiss JL, Psychol Bull 1979;86:420-428;
//! intervals: McGraw KO, Wong SP, Psychol Methods 1996;1:30-46).

use super::distributions::{Estimate, NoFigure, f_quantile};

/// Which question is asked of the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// ICC(1,1): each case was scored by other persons.
    OneWay,
    /// ICC(2,1), absolute agreement: all cases by the same persons, who stand for others; a person who always scores higher counts against it.
    /// This is the one to quote for a class.
    TwoWayAgreement,
    /// ICC(3,1), consistency: the same persons and no others; a constant difference does not count.
    TwoWayConsistency,
}

/// Mean squares of the table.
struct Squares {
    cases: f64,
    raters: f64,
    /// Between cases, between raters, within cases, and what is left.
    between: f64,
    of_raters: f64,
    within: f64,
    left: f64,
}

/// The correlation of single ratings: `ratings[case][rater]`, every case with every rater.
pub fn icc(ratings: &[Vec<f64>], model: Model) -> Result<Estimate, NoFigure> {
    let of = squares(ratings)?;
    if of.between + of.within + of.left <= f64::EPSILON {
        return Err(NoFigure::NoVariation);
    }
    let (n, k) = (of.cases, of.raters);
    let found = match model {
        Model::OneWay => {
            let value = (of.between - of.within) / (of.between + (k - 1.0) * of.within);
            from_f(value, of.between / of.within, (n - 1.0, n * (k - 1.0)), k)
        }
        Model::TwoWayConsistency => {
            let value = (of.between - of.left) / (of.between + (k - 1.0) * of.left);
            from_f(value, of.between / of.left, (n - 1.0, (n - 1.0) * (k - 1.0)), k)
        }
        Model::TwoWayAgreement => agreement(&of),
    };
    // Nothing between the cases and nothing left: no part of nothing.
    if found.value.is_finite() { Ok(found) } else { Err(NoFigure::NoVariation) }
}

/// The interval of the one-way and of the consistency model.
fn from_f(value: f64, ratio: f64, (over, under): (f64, f64), k: f64) -> Estimate {
    let bound = |f: f64| if f.is_finite() { (f - 1.0) / (f + k - 1.0) } else { 1.0 };
    Estimate { value, low: bound(ratio / f_quantile(over, under)), high: bound(ratio * f_quantile(under, over)) }
}

fn agreement(of: &Squares) -> Estimate {
    let (n, k) = (of.cases, of.raters);
    let value = (of.between - of.left) / (of.between + (k - 1.0) * of.left + k * (of.of_raters - of.left) / n);
    let ratio = of.of_raters / of.left;
    let free = |value: f64| {
        let (top, rest) = (k * value * ratio, n * (1.0 + (k - 1.0) * value) - k * value);
        (k - 1.0) * (n - 1.0) * (top + rest).powi(2) / ((n - 1.0) * top * top + rest * rest)
    };
    let freedom = free(value);
    if !freedom.is_finite() {
        return Estimate { value, low: value, high: value };
    }
    let (up, down) = (f_quantile(n - 1.0, freedom), f_quantile(freedom, n - 1.0));
    let rest = |f: f64| f * (k * of.of_raters + (k * n - k - n) * of.left);
    let low = n * (of.between - up * of.left) / (rest(up) + n * of.between);
    let high = n * (down * of.between - of.left) / (k * of.of_raters + (k * n - k - n) * of.left + n * down * of.between);
    // Where the raters differ more than the cases the approximation can miss the estimate by a hair: the interval always holds it.
    Estimate { value, low: low.min(value), high: high.max(value) }
}

fn squares(ratings: &[Vec<f64>]) -> Result<Squares, NoFigure> {
    let cases = ratings.len();
    let raters = ratings.first().map_or(0, Vec::len);
    if cases < 2 || raters < 2 {
        return Err(NoFigure::TooFew);
    }
    if ratings.iter().any(|row| row.len() != raters || row.iter().any(|value| !value.is_finite())) {
        return Err(NoFigure::Uneven);
    }
    let (n, k) = (cases as f64, raters as f64);
    let mean = ratings.iter().flatten().sum::<f64>() / (n * k);
    let of_case: Vec<f64> = ratings.iter().map(|row| row.iter().sum::<f64>() / k).collect();
    let of_rater: Vec<f64> = (0..raters).map(|rater| ratings.iter().map(|row| row[rater]).sum::<f64>() / n).collect();
    let between = k * of_case.iter().map(|of| (of - mean).powi(2)).sum::<f64>();
    let by_rater = n * of_rater.iter().map(|of| (of - mean).powi(2)).sum::<f64>();
    let within: f64 = ratings.iter().zip(&of_case).map(|(row, of)| row.iter().map(|value| (value - of).powi(2)).sum::<f64>()).sum();
    let left = ratings
        .iter()
        .zip(&of_case)
        .map(|(row, case)| row.iter().zip(&of_rater).map(|(value, rater)| (value - case - rater + mean).powi(2)).sum::<f64>())
        .sum::<f64>();
    Ok(Squares {
        cases: n,
        raters: k,
        between: between / (n - 1.0),
        of_raters: by_rater / (k - 1.0),
        within: within / (n * (k - 1.0)),
        left: left / ((n - 1.0) * (k - 1.0)),
    })
}
