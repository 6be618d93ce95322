//! The chart as an assessment at some moment may see it: nothing that is later (core specification §5.10 T1, T6, T9).

use std::borrow::Cow;

use chrono::{FixedOffset, TimeDelta};

use super::chart::{Chart, Fact, FactValue, SAID};
use super::instant::{Instant, begins};
use super::operation::{Neuraxial, Operation, OperationStatus};
use super::quantity::counted;
use crate::text::{Text, text};

/// A fact, a part of one, or the time of the admission, that an assessment at some moment must not see (§5.10).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotTaken {
    /// Its place in the host's list; [`SAID`] for the admission, which is no fact.
    pub given: usize,
    /// Its field, where the rest of the fact is taken.
    pub field: &'static str,
    pub code: &'static str,
    pub why: Text,
}

impl NotTaken {
    /// Where it stands in the chart, as a JSON pointer.
    pub fn pointer(&self) -> String {
        match self.given {
            SAID => ["/encounter/", self.field].concat(),
            given => ["/facts/", &counted(given), "/", self.field].concat(),
        }
    }
}

const LATER: Text = text!("时间晚于本次评估，未采用。请核对时间。", "Later than the assessment: not taken. Check the time.");
const TOO_OLD: Text = text!(
    "时间早于该条目所问的期限（1个月或3个月），未采用。请核对，或由本人作答。",
    "Of before the month or months that the item asks about: not taken. Check it, or answer at the screen."
);
const DRY_TOO_EARLY: Text =
    text!("止血时间早于手术结束，未采用。请核对时间。", "Haemostasis before the end of the operation: not taken. Check the time.");

impl Chart {
    /// The chart as an assessment at `at` may see it: nothing that is later, and civil days read where the hospital is, or at
    /// the offset of `at` where nobody has told (T1, T6, T9). A fact that is left out keeps its place without a value, so that
    /// an index into the one chart holds in the other.
    pub fn as_of(&self, at: Instant) -> Cow<'_, Chart> {
        self.seen(at, self.zone.unwrap_or(*at.offset()))
    }

    /// The same, with civil days read at this offset.
    pub fn seen(&self, at: Instant, zone: FixedOffset) -> Cow<'_, Chart> {
        let stay = self.stay_at_least(at);
        let as_told = self.zone == Some(zone) && self.admitted_at == stay;
        if as_told && self.not_taken(at).is_empty() && !self.facts.iter().any(|fact| fact.begins_elsewhere(zone)) {
            return Cow::Borrowed(self);
        }
        let mut chart = self.clone();
        chart.zone = Some(zone);
        chart.admitted_at = stay;
        for fact in &mut chart.facts {
            fact.begins_at(zone);
            if fact.is_later(at, zone) || fact.is_too_old(at, self.admitted_at, zone) {
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

    /// When this stay began. Where nobody has told and an operation of long ago is on record, so much is known: not then.
    fn stay_at_least(&self, at: Instant) -> Option<Instant> {
        let long_ago =
            |fact: &Fact| matches!(&fact.value, FactValue::Operation(of) if of.latest_begin().is_some_and(|began| began < at - LONGEST_STAY));
        // An admission that is yet to come is none of which anything happened before.
        self.admitted_at.filter(|admitted| *admitted <= at).or_else(|| self.facts.iter().any(long_ago).then(|| at - LONGEST_STAY))
    }

    /// What [`Chart::as_of`] leaves out, for the list of what was not used.
    pub fn not_taken(&self, at: Instant) -> Vec<NotTaken> {
        let zone = self.zone.unwrap_or(*at.offset());
        let mut all = vec![];
        if self.admitted_at.is_some_and(|admitted| admitted > at) {
            all.push(NotTaken { given: SAID, field: "admittedAt", code: "E_TIME", why: LATER });
        }
        for fact in &self.facts {
            let mut leave = |field, code, why| all.push(NotTaken { given: fact.given, field, code, why });
            if fact.is_later(at, zone) {
                // It may be the moment within the value that lies ahead.
                let within = matches!(fact.value, FactValue::Dialysis { from: Some(from), .. } | FactValue::Icu { from, .. } if from > at);
                leave(if within { "value/from" } else { "at" }, "E_TIME", LATER);
                continue;
            }
            if fact.is_too_old(at, self.admitted_at, zone) {
                leave("at", "E_STALE", TOO_OLD);
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

/// D: an admission of which nobody has told when it began is not older than this.
const LONGEST_STAY: TimeDelta = TimeDelta::days(90);
/// "Within a month": 30 days, the 30th included (core specification 1.2, Padua "within 30 days").
const MONTH: i64 = 30;
/// D: "in the 3 months before admission".
const THREE_MONTHS: i64 = 92;

/// For how many days before the assessment, or before the admission, something of an item may lie; `None`: for ever.
fn window(item: &str) -> Option<(i64, bool)> {
    match item {
        "recent_trauma_surgery" => Some((MONTH, false)),
        item if item.ends_with("_lt_1mo") => Some((MONTH, false)),
        item if item.ends_with("bleeding_3mo") => Some((THREE_MONTHS, true)),
        _ => None,
    }
}

impl Fact {
    /// A yes to an item that asks of the last month or months, told of a day before them: it was so then.
    fn is_too_old(&self, at: Instant, admitted: Option<Instant>, zone: FixedOffset) -> bool {
        let FactValue::Finding { item, present: true, .. } = self.value else { return false };
        let Some((days, before_admission)) = window(item) else { return false };
        let until = if before_admission { admitted.unwrap_or(at) } else { at };
        let civil = |at: Instant| at.with_timezone(&zone).date_naive();
        self.day.or(self.at.map(civil)).is_some_and(|day| (civil(until) - day).num_days() > days)
    }

    /// The day of an operation or a needle of which only that is told begins where the hospital is: it was read as China's.
    fn begins_at(&mut self, zone: FixedOffset) {
        if !self.begins_elsewhere(zone) {
            return;
        }
        match &mut self.value {
            FactValue::Operation(Operation { at: Some(at), .. }) | FactValue::Neuraxial(Neuraxial { at, .. }) => {
                *at = begins(at.date_naive(), zone).unwrap_or(*at);
            }
            _ => {}
        }
    }

    fn begins_elsewhere(&self, zone: FixedOffset) -> bool {
        match &self.value {
            FactValue::Operation(Operation { at: Some(at), all_day: true, .. }) | FactValue::Neuraxial(Neuraxial { at, all_day: true, .. }) => {
                *at.offset() != zone
            }
            _ => false,
        }
    }

    /// It tells of a moment after `at`: a result, a dose, an event, an operation that is said to be done. What is planned
    /// may lie ahead.
    fn is_later(&self, at: Instant, offset: FixedOffset) -> bool {
        let told = self.at.is_some_and(|told| told > at) || self.day.is_some_and(|day| day > at.with_timezone(&offset).date_naive());
        match &self.value {
            FactValue::Operation(operation) => operation.status == Some(OperationStatus::Done) && operation.at.is_some_and(|began| began > at),
            FactValue::Neuraxial(_) | FactValue::Kept(_) => false,
            // It tells of kidneys that fail already: one that is only planned says nothing of them.
            FactValue::Dialysis { from, .. } => told || from.is_some_and(|from| from > at),
            FactValue::Transfusion { at: given, .. } => *given > at,
            FactValue::Icu { from, .. } => *from > at,
            FactValue::Medication(medication) => told && medication.last_dose_at.is_none_or(|last| last > at),
            _ => told,
        }
    }
}
