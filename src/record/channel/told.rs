//! An entry being read, and what the entries say beside the facts.

use chrono::TimeDelta;

use crate::clinical::chart::Instant;
use crate::clinical::pathway::coarse::Sign;
use crate::clinical::pathway::entry::{EntryValue, PathEntry};
use crate::clinical::pathway::history::{Heard, HistoryFacts};
use crate::record::happening::Occurrence;

/// What the entries say beside the facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToldBeside {
    /// Breathing rate, saturation, temperature, consciousness.
    pub vitals: [bool; 4],
    pub below_15: bool,
    /// Of the eight criteria of PERC what was answered.
    pub perc: Vec<(String, bool)>,
    /// Rows of the gates that a named person has answered, with when.
    pub settled: Vec<(&'static str, Instant)>,
    pub bleeding_asked_at: Option<Instant>,
    /// When 4Ts points were entered in this episode.
    pub four_ts_at: Option<Instant>,
    pub withdrawal_proposed_at: Option<Instant>,
    pub interim_confirmed_at: Option<Instant>,
    pub interim_drug: Option<String>,
    pub vitals_at: Option<Instant>,
    /// The history as chart and bleeding screen tell it, before any entry.
    pub recorded: Option<HistoryFacts>,
}

/// An entry with its answers, as read.
pub struct EntryRead<'a> {
    pub row: &'static PathEntry,
    pub what: &'a Occurrence,
    /// When it was.
    pub at: Instant,
    pub physician: bool,
}

impl<'a> EntryRead<'a> {
    pub fn value(&self, item: &str) -> Option<EntryValue<'a>> {
        self.row.field(item)?.read(self.what.answer(item)?).ok()
    }

    pub fn code(&self, item: &str) -> Option<&'static str> {
        match self.value(item)? {
            EntryValue::Code(code) => Some(code),
            _ => None,
        }
    }

    pub fn flag(&self, item: &str) -> Option<bool> {
        match self.value(item)? {
            EntryValue::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

    pub fn number(&self, item: &str) -> Option<f64> {
        match self.value(item)? {
            EntryValue::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    pub fn time(&self, item: &str) -> Option<Instant> {
        match self.value(item)? {
            EntryValue::Time(at) => Some(at),
            _ => None,
        }
    }

    pub fn sign(&self, item: &str) -> Option<Sign> {
        Some(match self.value(item)? {
            EntryValue::YesNo(true) | EntryValue::Heard(Heard::Yes) => Sign::Yes,
            EntryValue::YesNo(false) | EntryValue::Heard(Heard::No) => Sign::No,
            _ => Sign::Unknown,
        })
    }

    pub fn hours(&self, item: &str) -> Option<i64> {
        self.number(item).map(|hours| hours as i64)
    }

    pub fn gate(&self) -> Option<&'static str> {
        match self.value("gate")? {
            EntryValue::Gate(row) => Some(row),
            _ => None,
        }
    }
}

/// A value that was told takes the place of the one held.
pub fn set<T>(held: &mut T, told: Option<T>) {
    if let Some(told) = told {
        *held = told;
    }
}

/// How long the answer of a named person to a question of the gates holds: one dosing interval (D), then it is asked again.
pub const SETTLED_FOR: TimeDelta = TimeDelta::hours(12);
