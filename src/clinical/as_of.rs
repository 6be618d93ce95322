//! The chart as an assessment at some moment may see it: nothing that is later (core specification §5.10 T1, T6, T9).

use std::borrow::Cow;

use chrono::FixedOffset;

use super::chart::{Chart, Fact, FactValue};
use super::instant::Instant;
use super::operation::OperationStatus;
use crate::text::{Text, text};

/// A fact, or a part of one, that an assessment at some moment must not see (§5.10).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotTaken {
    /// Its place in the host's list.
    pub given: usize,
    /// Its field, where the rest of the fact is taken.
    pub field: &'static str,
    pub code: &'static str,
    pub why: Text,
}

const LATER: Text = text!("时间晚于本次评估，未采用。请核对时间。", "Later than the assessment: not taken. Check the time.");
const DRY_TOO_EARLY: Text =
    text!("止血时间早于手术结束，未采用。请核对时间。", "Haemostasis before the end of the operation: not taken. Check the time.");

impl Chart {
    /// The chart as an assessment at `at` may see it: nothing that is later, and civil days read at its offset (T1, T6, T9).
    /// A fact that is left out keeps its place without a value, so that an index into the one chart holds in the other.
    pub fn as_of(&self, at: Instant) -> Cow<'_, Chart> {
        if self.zone == Some(*at.offset()) && self.not_taken(at).is_empty() {
            return Cow::Borrowed(self);
        }
        let mut chart = self.clone();
        chart.zone = Some(*at.offset());
        for fact in &mut chart.facts {
            if fact.is_later(at, *at.offset()) {
                fact.value = FactValue::Kept(String::new());
            }
            match &mut fact.value {
                FactValue::Operation(operation) => {
                    operation.haemostasis_at = operation.haemostasis_at.filter(|dry| *dry <= at && !operation.was_dry_too_early());
                }
                FactValue::Medication(medication) => medication.last_dose_at = medication.last_dose_at.filter(|last| *last <= at),
                _ => {}
            }
        }
        Cow::Owned(chart)
    }

    /// What [`Chart::as_of`] leaves out, for the list of what was not used.
    pub fn not_taken(&self, at: Instant) -> Vec<NotTaken> {
        let mut all = vec![];
        for fact in &self.facts {
            let mut leave = |field, code, why| all.push(NotTaken { given: fact.given, field, code, why });
            if fact.is_later(at, *at.offset()) {
                leave("at", "E_TIME", LATER);
                continue;
            }
            match &fact.value {
                FactValue::Operation(operation) if operation.haemostasis_at.is_some_and(|dry| dry > at) => {
                    leave("value/haemostasisAt", "E_TIME", LATER)
                }
                FactValue::Operation(operation) if operation.was_dry_too_early() => leave("value/haemostasisAt", "E_CONFLICT", DRY_TOO_EARLY),
                FactValue::Medication(medication) if medication.last_dose_at.is_some_and(|last| last > at) => {
                    leave("value/lastDoseAt", "E_TIME", LATER)
                }
                _ => {}
            }
        }
        all
    }
}

impl Fact {
    /// It tells of a moment after `at`: a result, a dose, an event, an operation that is said to be done. What is planned
    /// may lie ahead.
    fn is_later(&self, at: Instant, offset: FixedOffset) -> bool {
        let told = self.at.is_some_and(|told| told > at) || self.day.is_some_and(|day| day > at.with_timezone(&offset).date_naive());
        match &self.value {
            FactValue::Operation(operation) => operation.status == Some(OperationStatus::Done) && operation.at.is_some_and(|began| began > at),
            FactValue::Neuraxial(_) | FactValue::Dialysis { .. } | FactValue::Kept(_) => false,
            FactValue::Transfusion { at: given, .. } => *given > at,
            FactValue::Icu { from, .. } => *from > at,
            FactValue::Medication(medication) => told && medication.last_dose_at.is_none_or(|last| last > at),
            _ => told,
        }
    }
}
