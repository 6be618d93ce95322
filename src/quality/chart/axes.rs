//! Scales of the charts: months, shares and counts. Their steps are reckoned in whole numbers, so every machine has the same ones.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

/// Lines across a chart at most, the first and the last counted in.
const LINES: u64 = 6;

/// Where a value lies between two pixels.
fn pixel(value: f64, from: f64, to: f64, (first, last): (i32, i32)) -> i32 {
    first + ((value - from) / (to - from) * f64::from(last - first)).round() as i32
}

/// Months side by side; the middle of the first is 0. Every `step`th is named.
#[derive(Clone, Copy, Debug)]
pub struct MonthAxis {
    pub months: usize,
    pub step: usize,
}

impl Ranged for MonthAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        pixel(*value, -0.5, self.months as f64 - 0.5, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        (0..self.months).step_by(self.step.max(1)).map(|place| place as f64).collect()
    }

    fn range(&self) -> Range<f64> {
        -0.5..self.months as f64 - 0.5
    }
}

impl ValueFormatter<f64> for MonthAxis {}

/// A scale of whole units: shares in hundredths of a percent (`unit` 10 000), counts in one (`unit` 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeAxis {
    pub low: u64,
    pub high: u64,
    pub step: u64,
    pub unit: u64,
}

impl WholeAxis {
    /// Shares from the least to the greatest, both within 0 and 1. It begins at zero unless the least is well above.
    pub fn shares(least: f64, most: f64) -> WholeAxis {
        let whole = |share: f64, up: bool| {
            let units = share.clamp(0.0, 1.0) * 10_000.0;
            (if up { (units - 1e-6).ceil() } else { (units + 1e-6).floor() }) as u64
        };
        let (low, high) = (whole(least, false), whole(most, true).max(1));
        let low = if low * 5 < high * 2 { 0 } else { low };
        let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];
        let fits = |step: &u64| high.div_ceil(*step) - low / *step < LINES;
        let step = steps.into_iter().find(fits).unwrap_or(2_000);
        let bottom = (low / step * step).min(10_000 - step);
        WholeAxis { low: bottom, high: (high.div_ceil(step) * step).max(bottom + step).min(10_000), step, unit: 10_000 }
    }

    /// Counts from zero.
    pub fn counts(most: u64) -> WholeAxis {
        let mut step = 1;
        while most.div_ceil(step) >= LINES {
            // 1, 2, 5, 10, 20, 50 …
            step = if step.to_string().starts_with('2') { step / 2 * 5 } else { step * 2 };
        }
        WholeAxis { low: 0, high: (most.div_ceil(step) * step).max(1), step, unit: 1 }
    }

    /// How a value of the scale is written: a share with as many decimals as its steps need.
    pub fn written(&self, value: f64) -> String {
        if self.unit == 1 {
            return format!("{value:.0}");
        }
        let percent = value * 100.0;
        match self.step {
            100.. => format!("{percent:.0} %"),
            10.. => format!("{percent:.1} %"),
            _ => format!("{percent:.2} %"),
        }
    }

    pub(super) fn marks(&self) -> Vec<f64> {
        (self.low..=self.high).step_by(self.step as usize).map(|units| units as f64 / self.unit as f64).collect()
    }
}

impl Ranged for WholeAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let unit = self.unit as f64;
        pixel(value * unit, self.low as f64, self.high as f64, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.marks()
    }

    fn range(&self) -> Range<f64> {
        self.low as f64 / self.unit as f64..self.high as f64 / self.unit as f64
    }
}

impl ValueFormatter<f64> for WholeAxis {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_holds_all_values_and_has_few_lines() {
        for (least, most) in
            [(0.0, 1.0), (0.0, 0.0), (0.9, 0.95), (0.0004, 0.0012), (0.5, 0.5), (0.9999, 1.0), (0.12, 0.87), (0.991, 0.999), (1.0, 1.0)]
        {
            let axis = WholeAxis::shares(least, most);
            let range = axis.range();
            assert!(range.start <= least && most <= range.end && range.start < range.end && range.end <= 1.0, "{axis:?}");
            assert!((2..=LINES as usize).contains(&axis.marks().len()), "{axis:?}");
        }
        for most in [0, 1, 5, 6, 7, 99, 100, 101, 35_204] {
            let axis = WholeAxis::counts(most);
            assert!(axis.high >= most && axis.marks().len() <= LINES as usize, "{axis:?}");
        }
        assert_eq!(WholeAxis::counts(35_204).step, 10_000);
        assert_eq!(WholeAxis::shares(0.0, 0.8).written(0.2), "20 %");
        assert_eq!(WholeAxis::shares(0.0004, 0.0012).written(0.0005), "0.05 %");
    }
}
