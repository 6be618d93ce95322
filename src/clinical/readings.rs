//! Which of several measurements counts: by civil day and time, and of one moment the one that is worse for the safety of a
//! drug (core specification §5.10 T2 to T4).

use std::cmp::Ordering;

use super::chart::{Chart, Fact, Grounds, Known};
use super::quantity::{Quantity, Worse};

impl Chart {
    /// The order of two facts in time: by civil day, on one day a timed one after one of which only the day is told; one
    /// without any time is older than all (T3, T4).
    pub(super) fn order(&self, one: &Fact, other: &Fact) -> Ordering {
        match (one.at, other.at) {
            (Some(one), Some(other)) => one.cmp(&other),
            (None, None) => one.day.cmp(&other.day),
            _ => {
                let day = |fact: &Fact| fact.day.or_else(|| Some(fact.at?.with_timezone(&self.offset()).date_naive()));
                day(one).cmp(&day(other)).then(one.at.is_some().cmp(&other.at.is_some()))
            }
        }
    }

    /// The asserted measurement that counts: the latest, and of one moment the one that is worse for the safety of a drug
    /// (T2); of several that are neither, the lowest, so that no order of the
    /// facts decides.
    pub fn measured(&self, quantity: Quantity) -> Option<Known<f64>> {
        let mut best: Option<(usize, f64)> = None;
        for (index, value) in self.readings(quantity) {
            let takes_over = best.is_none_or(|(held, other)| match self.order(&self.facts[index], &self.facts[held]) {
                Ordering::Greater => true,
                Ordering::Less => false,
                Ordering::Equal => match quantity.worse() {
                    Some(Worse::Lower) => value <= other,
                    Some(Worse::Higher) => value >= other,
                    None => value <= other,
                },
            });
            if takes_over {
                best = Some((index, value));
            }
        }
        best.map(|(index, value)| Known { value, from: Grounds::of(index) })
    }

    /// Measurements of a quantity from the earliest to the one that counts.
    pub fn series(&self, quantity: Quantity) -> Vec<(usize, f64)> {
        let mut all: Vec<(usize, f64)> = self.readings(quantity).collect();
        all.sort_by(|(one, value), (other, than)| {
            self.order(&self.facts[*one], &self.facts[*other]).then_with(|| match quantity.worse() {
                Some(Worse::Lower) => than.total_cmp(value),
                Some(Worse::Higher) => value.total_cmp(than),
                None => than.total_cmp(value),
            })
        });
        all
    }

    /// Values that do not count and may be the newer ones: of the same civil day or of the same moment as the one that
    /// counts, or without any time.
    pub fn rivals(&self, quantity: Quantity) -> Vec<(usize, f64)> {
        let Some(held) = self.measured(quantity) else { return vec![] };
        let held = held.from[0];
        let day = |fact: &Fact| fact.day.or_else(|| Some(fact.at?.with_timezone(&self.offset()).date_naive()));
        let of = &self.facts[held];
        self.readings(quantity)
            .filter(|(index, _)| *index != held)
            .filter(|(index, _)| {
                let fact = &self.facts[*index];
                fact.at.is_none() && (fact.day.is_none() || day(fact) == day(of)) || fact.at.is_some() && fact.at == of.at
            })
            .collect()
    }
}
