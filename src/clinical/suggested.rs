//! What a host only suggests and would, if it is so, forbid more than what counts now (D: a suggestion decides nothing, and no
//! advice denies it). A drug line waits for each under the name that a missing value goes by, until a person has said yes or no.

use std::cmp::Ordering;

use super::chart::{Chart, Fact, FactValue, Instant, Status};
use super::pressure::{Pressure, pressure};
use super::profile::Thresholds;
use super::quantity::{Quantity, Worse};

/// One suggestion that would forbid more: what a drug line waits for, and its place in the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heavier {
    pub id: &'static str,
    pub fact: usize,
}

/// All of them. `chart` as the assessment sees it.
pub fn heavier(chart: &Chart, thresholds: &Thresholds, at: Instant) -> Vec<Heavier> {
    let mut all: Vec<Heavier> = chart.awaiting().filter_map(|(fact, of)| Some(Heavier { id: waits_for(chart, of, at)?, fact })).collect();
    all.extend(heavier_pressure(chart, thresholds, at).into_iter().map(|fact| Heavier { id: "CI_HTN", fact }));
    all
}

fn waits_for(chart: &Chart, fact: &Fact, at: Instant) -> Option<&'static str> {
    match fact.value {
        FactValue::Dialysis { from, to } => {
            let is_on = from.is_none_or(|from| from <= at) && to.is_none_or(|to| to > at);
            (is_on && !chart.without_kidneys(at)).then_some("creatinine")
        }
        FactValue::Measured(quantity @ (Quantity::Crcl | Quantity::Egfr), value) => {
            let counts = if quantity == Quantity::Crcl { chart.creatinine_clearance(at) } else { chart.filtration(at) };
            let lower = counts.is_none_or(|counts| value < counts.value);
            (lower && may_be_newer(chart, fact, quantity)).then_some("creatinine")
        }
        FactValue::Measured(
            quantity @ (Quantity::Platelets | Quantity::Haemoglobin | Quantity::Inr | Quantity::Aptt | Quantity::Creatinine | Quantity::Weight),
            value,
        ) => {
            let worse = chart.measured(quantity).is_none_or(|held| match quantity.worse() {
                Some(Worse::Higher) => value > held.value,
                _ => value < held.value,
            });
            (worse && may_be_newer(chart, fact, quantity)).then(|| quantity.row().id)
        }
        _ => None,
    }
}

/// Confirmed, it would be the one that counts, or nobody could tell which is.
fn may_be_newer(chart: &Chart, fact: &Fact, quantity: Quantity) -> bool {
    let day = |fact: &Fact| fact.day.or_else(|| Some(fact.at?.with_timezone(&chart.offset()).date_naive()));
    let without_hour = |of: &Fact| fact.at.is_none() && (fact.day.is_none() || fact.day == day(of));
    let held = chart.measured(quantity).map(|held| &chart.facts[held.from[0]]);
    held.is_none_or(|held| without_hour(held) || chart.order(fact, held) != Ordering::Less)
}

/// The suggested readings of a pressure that, taken together with what was measured, would be high.
fn heavier_pressure(chart: &Chart, thresholds: &Thresholds, at: Instant) -> Vec<usize> {
    let is_pressure = |fact: &Fact| matches!(fact.value, FactValue::Measured(Quantity::Sbp | Quantity::Dbp, _));
    let suggested: Vec<usize> = chart.awaiting().filter(|(_, fact)| is_pressure(fact)).map(|(index, _)| index).collect();
    if suggested.is_empty() {
        return suggested;
    }
    let rank = |chart: &Chart| match pressure(chart, thresholds, at) {
        Pressure::BothHigh(_) => 3,
        Pressure::SingleHigh(_) => 2,
        Pressure::OneOfTwo(_) => 1,
        Pressure::Normal | Pressure::Unmeasured => 0,
    };
    let mut taken = chart.clone();
    suggested.iter().for_each(|index| taken.facts[*index].status = Status::Asserted);
    if rank(&taken) > rank(chart) { suggested } else { vec![] }
}
