//! The same persons before and after: Student's paired t, Wilcoxon's signed ranks, and McNemar's test of right and wrong.

use super::distributions::{Estimate, NoFigure, even_throws_at_most, t_quantile, two_sided_normal, two_sided_t};

/// Means of two measurements of the same persons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedMeans {
    pub pairs: usize,
    /// After less before, with the interval of Student's t.
    pub change: Estimate,
    pub t: f64,
    /// Two-sided.
    pub p: f64,
}

/// Student's paired t. `pairs` are (before, after).
pub fn paired_t(pairs: &[(f64, f64)]) -> Result<PairedMeans, NoFigure> {
    if pairs.len() < 2 {
        return Err(NoFigure::TooFew);
    }
    let n = pairs.len() as f64;
    let changes = || pairs.iter().map(|(before, after)| after - before);
    let mean = changes().sum::<f64>() / n;
    let variance = changes().map(|change| (change - mean).powi(2)).sum::<f64>() / (n - 1.0);
    if variance <= f64::EPSILON * mean.abs().max(1.0) {
        return Err(NoFigure::NoVariation);
    }
    let error = (variance / n).sqrt();
    let half = t_quantile(n - 1.0) * error;
    let t = mean / error;
    Ok(PairedMeans { pairs: pairs.len(), change: Estimate { value: mean, low: mean - half, high: mean + half }, t, p: two_sided_t(t, n - 1.0) })
}

/// Wilcoxon's signed ranks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRanks {
    /// Pairs that differ; the others say nothing.
    pub pairs: usize,
    /// The smaller of the two sums of ranks.
    pub statistic: f64,
    /// Two-sided: exact for up to 50 pairs without ties, else by the normal approximation, corrected for ties and continuity.
    pub p: f64,
    pub exact: bool,
}

/// Wilcoxon F, Biometrics 1945;1:80-83. `pairs` are (before, after).
pub fn signed_ranks(pairs: &[(f64, f64)]) -> Result<SignedRanks, NoFigure> {
    let mut changes: Vec<f64> = pairs.iter().map(|(before, after)| after - before).filter(|change| *change != 0.0).collect();
    if changes.is_empty() {
        return Err(if pairs.is_empty() { NoFigure::TooFew } else { NoFigure::NoVariation });
    }
    let unchanged = changes.len() < pairs.len();
    changes.sort_by(|one, two| one.abs().total_cmp(&two.abs()));
    let n = changes.len();
    let (mut up, mut ties, mut start) = (0.0, 0.0, 0);
    while start < n {
        let end = start + changes[start..].iter().take_while(|change| change.abs() == changes[start].abs()).count();
        let rank = (start + 1 + end) as f64 / 2.0;
        up += changes[start..end].iter().filter(|change| **change > 0.0).count() as f64 * rank;
        let tied = (end - start) as f64;
        ties += tied.powi(3) - tied;
        start = end;
    }
    let all = (n * (n + 1)) as f64 / 2.0;
    let statistic = up.min(all - up);
    let exact = n <= 50 && ties == 0.0 && !unchanged;
    let p = if exact { exact_p(n, statistic as usize) } else { approximate_p(n as f64, statistic, ties) };
    Ok(SignedRanks { pairs: n, statistic, p, exact })
}

/// Twice the share of the 2^n signs whose sum of ranks is at most `statistic`.
fn exact_p(n: usize, statistic: usize) -> f64 {
    let most = n * (n + 1) / 2;
    let mut ways = vec![0.0_f64; most + 1];
    ways[0] = 1.0;
    for rank in 1..=n {
        for sum in (rank..=most).rev() {
            ways[sum] += ways[sum - rank];
        }
    }
    let at_most: f64 = ways[..=statistic].iter().sum();
    (2.0 * at_most / 2.0_f64.powi(n as i32)).min(1.0)
}

fn approximate_p(n: f64, statistic: f64, ties: f64) -> f64 {
    let mean = n * (n + 1.0) / 4.0;
    let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    let off = (statistic - mean).abs();
    two_sided_normal((off - 0.5).max(0.0) / variance.sqrt())
}

/// Right and wrong before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangedAnswers {
    /// Wrong before and right after; right before and wrong after.
    pub gained: u64,
    pub lost: u64,
    /// Two-sided and exact; and the mid-p value, which is less cautious (Fagerland MW, BMC Med Res Methodol 2013;13:91).
    pub p: f64,
    pub mid_p: f64,
}

/// McNemar's exact test (McNemar Q, Psychometrika 1947;12:153-157): only those who changed say anything.
pub fn mcnemar(gained: u64, lost: u64) -> Result<ChangedAnswers, NoFigure> {
    let all = gained + lost;
    if all == 0 {
        return Err(NoFigure::NoVariation);
    }
    let fewer = gained.min(lost);
    let p = (2.0 * even_throws_at_most(fewer, all)).min(1.0);
    let at_it = even_throws_at_most(fewer, all) - if fewer == 0 { 0.0 } else { even_throws_at_most(fewer - 1, all) };
    let mid_p = if gained == lost { 1.0 - at_it / 2.0 } else { p - at_it };
    Ok(ChangedAnswers { gained, lost, p, mid_p })
}
