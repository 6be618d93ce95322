//! Two groups, yes and no: Pearson's and Yates' chi-square, and Fisher's exact test.
//!
//! Fisher's test is ours: that of the library halves p where the groups are of equal size and changes when the rows change places.

use super::distributions::{Estimate, NoFigure, two_sided_normal};
use super::rates::Share;

/// A statistic with its two-sided p.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestResult {
    pub statistic: f64,
    pub p: f64,
}

/// What two shares have to say to each other, the difference first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    pub one: Estimate,
    pub other: Estimate,
    /// The first less the second, with Newcombe's interval.
    pub difference: Estimate,
    /// None where a column is empty: all, or none, in both groups.
    pub pearson: Option<TestResult>,
    pub yates: Option<TestResult>,
    /// Where an expected count is below five.
    pub fisher: Option<f64>,
    /// The smallest count that would be expected.
    pub expected: f64,
}

/// Compares two independent shares.
pub fn compare(one: Share, other: Share) -> Result<Comparison, NoFigure> {
    let difference = one.less(other)?;
    let expected = smallest_expected(one, other);
    let [pearson, yates] = [false, true].map(|corrected| chi_square(one, other, corrected));
    let fisher = (expected < 5.0).then(|| fisher(one, other));
    Ok(Comparison { one: one.rate()?, other: other.rate()?, difference, pearson, yates, fisher, expected })
}

fn smallest_expected(one: Share, other: Share) -> f64 {
    let (n, yes) = (one.all + other.all, one.counted + other.counted);
    let of = |row: u64, column: u64| row as f64 * column as f64 / n as f64;
    let all = [of(one.all, yes), of(one.all, n - yes), of(other.all, yes), of(other.all, n - yes)];
    all.into_iter().fold(f64::INFINITY, f64::min)
}

/// Pearson's chi-square of one degree of freedom, or with Yates' correction (J R Stat Soc Suppl 1934;1:217-235), which never takes
/// more from a difference than there is.
pub fn chi_square(one: Share, other: Share, corrected: bool) -> Option<TestResult> {
    let [a, b] = [one.counted, one.all.checked_sub(one.counted)?].map(|count| count as f64);
    let [c, d] = [other.counted, other.all.checked_sub(other.counted)?].map(|count| count as f64);
    let margins = (a + b) * (c + d) * (a + c) * (b + d);
    if margins <= 0.0 {
        return None;
    }
    let n = a + b + c + d;
    let apart = (a * d - b * c).abs();
    let apart = if corrected { (apart - n / 2.0).max(0.0) } else { apart };
    let statistic = n * apart * (apart / margins);
    Some(TestResult { statistic, p: two_sided_normal(statistic.sqrt()) })
}

/// Fisher's exact test, two-sided: the chance of every table of these margins that is not likelier than this one (as R and SciPy
/// have it, with their tolerance of 1e-7 for ties). From the likeliest table outwards, in logarithms, so that nothing overflows at
/// sixty thousand a side; the margins are put in order first, so that no swap of rows, columns or both changes a digit.
pub fn fisher(one: Share, other: Share) -> f64 {
    let (mut row, mut rest) = ([one.counted, one.all - one.counted], [other.counted, other.all - other.counted]);
    if row[0] + row[1] > rest[0] + rest[1] {
        std::mem::swap(&mut row, &mut rest);
    }
    if row[0] + rest[0] > row[1] + rest[1] {
        row.swap(0, 1);
        rest.swap(0, 1);
    }
    if row[0] + row[1] > row[0] + rest[0] {
        std::mem::swap(&mut row[1], &mut rest[0]);
    }
    // Row and column are the smaller margins: the cell goes from 0 (or what the rest cannot hold) to the smaller one.
    let (r, c, n) = (row[0] + row[1], row[0] + rest[0], row[0] + row[1] + rest[0] + rest[1]);
    let (low, high) = ((r + c).saturating_sub(n), r.min(c));
    let mode = (((r + 1) as f64 * (c + 1) as f64 / (n + 2) as f64) as u64).clamp(low, high);
    // ln of w(k + 1) / w(k).
    let step = |k: u64| (((r - k) as f64 * (c - k) as f64) / ((k + 1) as f64 * (n + k + 1 - r - c) as f64)).ln();
    let mut weights = Vec::with_capacity((high - low + 1) as usize);
    let mut at = 0.0;
    for k in (low..mode).rev() {
        at -= step(k);
        weights.push((k, at));
    }
    weights.reverse();
    weights.push((mode, 0.0));
    at = 0.0;
    for k in mode..high {
        at += step(k);
        weights.push((k + 1, at));
    }
    let observed = weights.iter().find(|(k, _)| *k == row[0]).map_or(0.0, |(_, weight)| *weight);
    let sum = |most: f64| {
        // The small ones first, so that they are not lost beside the large.
        let mut kept: Vec<f64> = weights.iter().map(|(_, weight)| *weight).filter(|weight| *weight <= most).collect();
        kept.sort_by(f64::total_cmp);
        let top = kept.last().copied().unwrap_or_default();
        (kept.iter().map(|weight| (weight - top).exp()).sum::<f64>(), top)
    };
    let (part, part_top) = sum(observed + 1e-7);
    let (whole, whole_top) = sum(f64::INFINITY);
    (part / whole * (part_top - whole_top).exp()).min(1.0)
}

/// As a p is printed: three decimals, and below 0.001 never a zero.
pub fn written_p(p: f64) -> String {
    if p < 0.001 { "< 0.001".into() } else { format!("{p:.3}") }
}
