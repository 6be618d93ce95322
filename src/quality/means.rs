//! Two groups of measurements: Student, Welch, and how far apart the groups are in units of their own spread.

use super::distributions::{Estimate, NoFigure, t_quantile, two_sided_t};

/// A group as papers print it: how many, mean, standard deviation (of a sample).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanOf {
    pub n: u64,
    pub mean: f64,
    pub sd: f64,
}

impl MeanOf {
    /// From the values themselves.
    pub fn values(values: &[f64]) -> Result<MeanOf, NoFigure> {
        if values.len() < 2 {
            return Err(NoFigure::TooFew);
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(NoFigure::Uneven);
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
        Ok(MeanOf { n: values.len() as u64, mean, sd: variance.sqrt() })
    }
}

/// The first mean less the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeansCompared {
    pub difference: Estimate,
    pub t: f64,
    pub freedom: f64,
    /// Two-sided.
    pub p: f64,
}

/// Student's t of two independent groups of one spread.
pub fn student(one: MeanOf, other: MeanOf) -> Result<MeansCompared, NoFigure> {
    let [n, m] = sizes(one, other)?;
    let freedom = n + m - 2.0;
    let pooled = ((n - 1.0) * one.sd.powi(2) + (m - 1.0) * other.sd.powi(2)) / freedom;
    tested(one, other, (pooled * (1.0 / n + 1.0 / m)).sqrt(), freedom)
}

/// Welch's t, of groups whose spread may differ (Biometrika 1947;34:28-35).
pub fn welch(one: MeanOf, other: MeanOf) -> Result<MeansCompared, NoFigure> {
    let [n, m] = sizes(one, other)?;
    let (a, b) = (one.sd.powi(2) / n, other.sd.powi(2) / m);
    let freedom = (a + b).powi(2) / (a * a / (n - 1.0) + b * b / (m - 1.0));
    tested(one, other, (a + b).sqrt(), freedom)
}

fn sizes(one: MeanOf, other: MeanOf) -> Result<[f64; 2], NoFigure> {
    if one.n < 2 || other.n < 2 {
        return Err(NoFigure::TooFew);
    }
    if ![one.mean, other.mean, one.sd, other.sd].iter().all(|value| value.is_finite()) || one.sd < 0.0 || other.sd < 0.0 {
        return Err(NoFigure::Uneven);
    }
    Ok([one.n as f64, other.n as f64])
}

fn tested(one: MeanOf, other: MeanOf, error: f64, freedom: f64) -> Result<MeansCompared, NoFigure> {
    if error <= 0.0 || !freedom.is_finite() {
        return Err(NoFigure::NoVariation);
    }
    let value = one.mean - other.mean;
    let half = t_quantile(freedom) * error;
    let t = value / error;
    Ok(MeansCompared { difference: Estimate { value, low: value - half, high: value + half }, t, freedom, p: two_sided_t(t, freedom) })
}

/// The standardised difference of two means: the difference over the root of the mean variance (Austin PC, Stat Med 2009;28:3083-3107).
/// It does not grow with the number of patients, as a p does; 0.1 is often taken for a difference that matters.
pub fn standardised(one: MeanOf, other: MeanOf) -> Result<f64, NoFigure> {
    let spread = ((one.sd.powi(2) + other.sd.powi(2)) / 2.0).sqrt();
    if spread > 0.0 { Ok((one.mean - other.mean) / spread) } else { Err(NoFigure::NoVariation) }
}

/// The same of two shares.
pub fn standardised_shares(one: f64, other: f64) -> Result<f64, NoFigure> {
    let spread = ((one * (1.0 - one) + other * (1.0 - other)) / 2.0).sqrt();
    if spread > 0.0 { Ok((one - other) / spread) } else { Err(NoFigure::NoVariation) }
}
