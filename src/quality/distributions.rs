//! Tails and quantiles of the distributions that the statistics need, from the library `statrs`.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, FisherSnedecor, Normal, StudentsT};

use crate::text::{Text, text};

/// An estimate with its confidence interval. `low <= value <= high`, all in the unit of the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// Why a figure cannot be had of these numbers. It is shown in place of the figure; nothing is put in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFigure {
    /// Nobody, or too few to say anything.
    TooFew,
    /// Every value is the same: agreement by chance is complete, and what is left to explain is nothing.
    NoVariation,
    /// Rows of unequal length, or a count that does not fit.
    Uneven,
}

impl NoFigure {
    pub fn text(self) -> Text {
        match self {
            NoFigure::TooFew => text!("例数太少，无法计算", "Too few to compute"),
            NoFigure::NoVariation => text!("所有结果相同，该指标无意义", "All results are the same: the figure has no meaning"),
            NoFigure::Uneven => text!("数据不完整：每例的评分人数应相同", "Incomplete: every case needs the same number of raters"),
        }
    }
}

/// How sure an interval is: the share of intervals so made that hold the true value.
pub const CONFIDENCE: f64 = 0.95;

/// The standard normal quantile of the two-sided interval of [`CONFIDENCE`].
pub fn z() -> f64 {
    standard_normal().inverse_cdf(0.5 + CONFIDENCE / 2.0)
}

/// Twice the tail of the standard normal beyond `|statistic|`.
pub fn two_sided_normal(statistic: f64) -> f64 {
    (2.0 * standard_normal().sf(statistic.abs())).min(1.0)
}

/// Twice the tail of Student's t beyond `|statistic|`; `freedom` > 0.
pub fn two_sided_t(statistic: f64, freedom: f64) -> f64 {
    student(freedom).map_or(f64::NAN, |t| (2.0 * t.sf(statistic.abs())).min(1.0))
}

/// The quantile of Student's t of the two-sided interval of [`CONFIDENCE`].
pub fn t_quantile(freedom: f64) -> f64 {
    student(freedom).map_or(f64::NAN, |t| upper_quantile(|value| t.cdf(value)))
}

/// The quantile of F of the two-sided interval of [`CONFIDENCE`]: the value below which all but half of the rest lies.
pub fn f_quantile(numerator: f64, denominator: f64) -> f64 {
    FisherSnedecor::new(numerator, denominator).map_or(f64::NAN, |f| upper_quantile(|value| f.cdf(value)))
}

/// The quantiles of the library stop at seven digits; a bisection on its distribution function goes to the last ones.
fn upper_quantile(below: impl Fn(f64) -> f64) -> f64 {
    let wanted = 0.5 + CONFIDENCE / 2.0;
    let (mut low, mut high) = (0.0, 1.0);
    while below(high) < wanted && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if below(middle) < wanted { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The chance of at most `successes` of `trials` even throws.
pub fn even_throws_at_most(successes: u64, trials: u64) -> f64 {
    Binomial::new(0.5, trials).map_or(f64::NAN, |even| even.cdf(successes))
}

fn standard_normal() -> Normal {
    Normal::standard()
}

fn student(freedom: f64) -> Option<StudentsT> {
    StudentsT::new(0.0, 1.0, freedom).ok()
}
