//! Uncontrolled blood pressure: the latest two readings of this stay within 24 h decide, an older crisis never does (core
//! specification §5.10 T7). A systolic and a diastolic value of one moment are one reading.

use chrono::TimeDelta;

use super::chart::{Chart, Instant};
use super::profile::Thresholds;
use super::quantity::Quantity;

/// What the latest readings say, with the facts (by index) that are high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    /// No reading within 24 h.
    Unmeasured,
    Normal,
    /// High in one of the latest two.
    OneOfTwo(usize),
    /// The only reading within 24 h is high.
    SingleHigh(usize),
    BothHigh([usize; 2]),
}

/// One moment of measuring, and the value of it that is high.
struct Occasion {
    at: Instant,
    high: Option<usize>,
}

pub fn pressure(chart: &Chart, thresholds: &Thresholds, at: Instant) -> Pressure {
    let mut occasions: Vec<Occasion> = vec![];
    let mut untimed = None;
    for (quantity, limit) in [(Quantity::Sbp, thresholds.systolic), (Quantity::Dbp, thresholds.diastolic)] {
        for (fact, value) in chart.readings(quantity) {
            let high = (value >= limit).then_some(fact);
            match chart.since(fact) {
                Some(measured) if measured > at || at - measured > TimeDelta::hours(24) || is_before_the_stay(chart, fact, measured) => {}
                Some(measured) => match occasions.iter_mut().find(|occasion| occasion.at == measured) {
                    Some(occasion) => occasion.high = occasion.high.or(high),
                    None => occasions.push(Occasion { at: measured, high }),
                },
                // A high value of a time that nobody tells is asked about, where no reading of a known time answers.
                None => untimed = untimed.or(high),
            }
        }
    }
    occasions.sort_by_key(|occasion| occasion.at);
    match occasions[..] {
        [] => untimed.map_or(Pressure::Unmeasured, Pressure::SingleHigh),
        [Occasion { high, .. }] => high.map_or(Pressure::Normal, Pressure::SingleHigh),
        [.., Occasion { high: Some(one), .. }, Occasion { high: Some(other), .. }] => Pressure::BothHigh([one, other]),
        [.., Occasion { high: None, .. }, Occasion { high: None, .. }] => Pressure::Normal,
        [.., Occasion { high: one, .. }, Occasion { high: other, .. }] => one.or(other).map_or(Pressure::Normal, Pressure::OneOfTwo),
    }
}

/// Of the day of admission, without an hour, it may be of this stay.
fn is_before_the_stay(chart: &Chart, fact: usize, measured: Instant) -> bool {
    let ends = if chart.facts[fact].at.is_none() { measured + TimeDelta::days(1) } else { measured };
    chart.admitted_at.is_some_and(|came| ends < came)
}

#[cfg(test)]
mod tests {
    use super::super::chart::{Fact, FactValue};
    use super::super::profile::THRESHOLDS;
    use super::*;

    /// Readings as hours before the assessment, systolic, diastolic.
    fn of(readings: &[(i64, f64, f64)]) -> Pressure {
        let at: Instant = "2026-03-10T10:00:00+08:00".parse().expect("a time");
        let told = |hours: i64, quantity, value| Fact { at: Some(at - TimeDelta::hours(hours)), ..Fact::of(FactValue::Measured(quantity, value)) };
        let facts = readings.iter().flat_map(|(hours, sbp, dbp)| [told(*hours, Quantity::Sbp, *sbp), told(*hours, Quantity::Dbp, *dbp)]);
        pressure(&Chart { facts: facts.collect(), ..Chart::default() }, &THRESHOLDS, at)
    }

    #[test]
    fn the_latest_two_within_a_day_decide() {
        assert_eq!(of(&[]), Pressure::Unmeasured);
        assert_eq!(of(&[(2, 184.0, 96.0), (1, 178.0, 94.0)]), Pressure::OneOfTwo(0));
        assert_eq!(of(&[(2, 182.0, 98.0), (1, 180.0, 90.0)]), Pressure::BothHigh([0, 2]));
        assert_eq!(of(&[(2, 170.0, 110.0), (1, 180.0, 90.0)]), Pressure::BothHigh([1, 2]));
        assert_eq!(of(&[(25, 220.0, 130.0), (0, 126.0, 74.0)]), Pressure::Normal);
        assert_eq!(of(&[(25, 220.0, 130.0)]), Pressure::Unmeasured);
        assert_eq!(of(&[(24, 180.0, 80.0)]), Pressure::SingleHigh(0));
        assert_eq!(of(&[(1, 179.0, 109.0)]), Pressure::Normal);
        assert_eq!(of(&[(3, 190.0, 100.0), (2, 190.0, 100.0), (1, 120.0, 70.0)]), Pressure::OneOfTwo(2));
    }

    #[test]
    fn a_systolic_and_a_diastolic_of_one_moment_are_one_reading() {
        assert_eq!(of(&[(1, 190.0, 120.0)]), Pressure::SingleHigh(0));
    }
}
