//! Agreement of persons on categories: Cohen's kappa of two raters, weighted for ordered categories, and Fleiss' kappa of several.

use super::distributions::{Estimate, NoFigure, z};

/// How far apart two categories are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighting {
    /// Every difference counts alike.
    None,
    /// Ordered categories: a difference counts by its steps.
    Linear,
    /// Ordered categories: by the square of its steps.
    Quadratic,
}

impl Weighting {
    /// How much of a full agreement two categories are, 0 to 1.
    fn agreement(self, one: usize, two: usize, categories: usize) -> f64 {
        let apart = one.abs_diff(two) as f64 / (categories as f64 - 1.0);
        match self {
            Weighting::None => f64::from(u8::from(one == two)),
            Weighting::Linear => 1.0 - apart,
            Weighting::Quadratic => 1.0 - apart * apart,
        }
    }
}

/// Cohen's kappa of a square table: `table[i][j]` cases that the first rater put in `i` and the second in `j` (Cohen J, Educ Psychol Meas
/// 1960;20:37-46; weighted: Psychol Bull 1968;70:213-220). The interval is that of the large-sample standard error (Fleiss JL, Cohen J,
/// Everitt BS, Psychol Bull 1969;72:323-327), cut at -1 and 1.
pub fn cohen_kappa(table: &[Vec<u64>], weighting: Weighting) -> Result<Estimate, NoFigure> {
    let categories = table.len();
    if categories < 2 || table.iter().any(|row| row.len() != categories) {
        return Err(NoFigure::Uneven);
    }
    let all: u64 = table.iter().flatten().sum();
    if all < 2 {
        return Err(NoFigure::TooFew);
    }
    let n = all as f64;
    let share = |i: usize, j: usize| table[i][j] as f64 / n;
    let cells = || (0..categories).flat_map(move |i| (0..categories).map(move |j| (i, j)));
    let rows: Vec<f64> = (0..categories).map(|i| (0..categories).map(|j| share(i, j)).sum()).collect();
    let columns: Vec<f64> = (0..categories).map(|j| (0..categories).map(|i| share(i, j)).sum()).collect();
    let weight = |i: usize, j: usize| weighting.agreement(i, j, categories);
    let observed: f64 = cells().map(|(i, j)| weight(i, j) * share(i, j)).sum();
    let by_chance: f64 = cells().map(|(i, j)| weight(i, j) * rows[i] * columns[j]).sum();
    let left = 1.0 - by_chance;
    if left < 1e-12 {
        return Err(NoFigure::NoVariation);
    }
    let value = (observed - by_chance) / left;
    let of_row: Vec<f64> = (0..categories).map(|i| (0..categories).map(|j| weight(i, j) * columns[j]).sum()).collect();
    let of_column: Vec<f64> = (0..categories).map(|j| (0..categories).map(|i| weight(i, j) * rows[i]).sum()).collect();
    let spread: f64 = cells().map(|(i, j)| share(i, j) * (weight(i, j) * left - (of_row[i] + of_column[j]) * (1.0 - observed)).powi(2)).sum::<f64>();
    let middle = observed * by_chance - 2.0 * by_chance + observed;
    let error = ((spread - middle * middle).max(0.0) / n).sqrt() / (left * left);
    Ok(around(value, error))
}

/// Fleiss' kappa: `counts[case][category]` raters, the same number of raters for every case (Fleiss JL, Psychol Bull 1971;76:378-382). The
/// interval rests on the variance of Gwet (Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 5), with Student's t of the
/// cases less one, cut at -1 and 1.
pub fn fleiss_kappa(counts: &[Vec<u64>]) -> Result<Estimate, NoFigure> {
    let cases = counts.len();
    if cases < 2 {
        return Err(NoFigure::TooFew);
    }
    let (categories, raters) = (counts[0].len(), counts[0].iter().sum::<u64>());
    if raters < 2 {
        return Err(NoFigure::TooFew);
    }
    if counts.iter().any(|row| row.len() != categories || row.iter().sum::<u64>() != raters) {
        return Err(NoFigure::Uneven);
    }
    let (n, r) = (cases as f64, raters as f64);
    let share = |case: usize, category: usize| counts[case][category] as f64 / r;
    let used: Vec<f64> = (0..categories).map(|category| (0..cases).map(|case| share(case, category)).sum::<f64>() / n).collect();
    let agreed: Vec<f64> =
        counts.iter().map(|row| row.iter().map(|&count| count as f64 * (count as f64 - 1.0)).sum::<f64>() / (r * (r - 1.0))).collect();
    let observed = agreed.iter().sum::<f64>() / n;
    let by_chance: f64 = used.iter().map(|share| share * share).sum();
    let left = 1.0 - by_chance;
    if left < 1e-12 {
        return Err(NoFigure::NoVariation);
    }
    let value = (observed - by_chance) / left;
    // What each case adds to the variance: its own kappa, less what it moves of the agreement by chance.
    let variance = (0..cases)
        .map(|case| {
            let own = (agreed[case] - by_chance) / left;
            let chance: f64 = (0..categories).map(|category| used[category] * share(case, category)).sum();
            let moved = 2.0 * (1.0 - value) * (chance - by_chance) / left;
            (own - moved - value).powi(2)
        })
        .sum::<f64>()
        / (n * (n - 1.0));
    let half = super::distributions::t_quantile(n - 1.0) * variance.sqrt();
    Ok(within(value, half))
}

fn around(value: f64, error: f64) -> Estimate {
    within(value, z() * error)
}

fn within(value: f64, half: f64) -> Estimate {
    Estimate { value, low: (value - half).max(-1.0), high: (value + half).min(1.0) }
}
