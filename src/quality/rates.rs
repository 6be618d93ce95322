//! Rates: a share of cases with Wilson's interval, and the difference of two shares with Newcombe's.

use super::distributions::{Estimate, NoFigure, z};

/// `counted` of `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub counted: u64,
    pub all: u64,
}

impl Share {
    /// The rate and Wilson's interval (Wilson EB, J Am Stat Assoc 1927;22:209-212), which stays within 0 to 1 and does not shrink to
    /// nothing at 0 or all. Of nobody there is no rate.
    pub fn rate(self) -> Result<Estimate, NoFigure> {
        if self.all == 0 {
            return Err(NoFigure::TooFew);
        }
        if self.counted > self.all {
            return Err(NoFigure::Uneven);
        }
        let (n, z) = (self.all as f64, z());
        let value = self.counted as f64 / n;
        let wide = 1.0 + z * z / n;
        let middle = (value + z * z / (2.0 * n)) / wide;
        let half = z / wide * (value * (1.0 - value) / n + z * z / (4.0 * n * n)).sqrt();
        let low = if self.counted == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if self.counted == self.all { 1.0 } else { (middle + half).min(1.0) };
        Ok(Estimate { value, low, high })
    }

    /// This rate less the other one, with the hybrid score interval (Newcombe RG, Stat Med 1998;17:873-890, method 10). For two
    /// independent groups, not for the same persons twice.
    pub fn less(self, other: Share) -> Result<Estimate, NoFigure> {
        let (one, two) = (self.rate()?, other.rate()?);
        let value = one.value - two.value;
        let low = value - ((one.value - one.low).powi(2) + (two.high - two.value).powi(2)).sqrt();
        let high = value + ((one.high - one.value).powi(2) + (two.value - two.low).powi(2)).sqrt();
        Ok(Estimate { value, low, high })
    }
}
