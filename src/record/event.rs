//! What can stand in a record. A body says what happened; it has no id and no hash, those are sealed on outside.

use super::role::Actor;
use crate::clinical::answers::Answers;
use crate::clinical::chart::Instant;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::sheet::{By, Sheet, Value};

/// One line of an admission's record, as far as the fold needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: String,
    pub seq: u64,
    pub at: Instant,
    pub by: Actor,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Admitted,
    Assessed(Assessment),
    /// Never rewrites: names the event, the reason, and what holds instead.
    Amended {
        of: String,
        reason: String,
        assessment: Assessment,
    },
    /// A type of the bridge that this build carries along unread.
    Carried {
        kind: String,
    },
}

impl Body {
    pub fn kind(&self) -> &str {
        match self {
            Body::Admitted => "admitted",
            Body::Assessed(_) => "assessed",
            Body::Amended { .. } => "amended",
            Body::Carried { kind } => kind,
        }
    }
}

/// A signed score: everything that was known then, so that an old record never changes when a table does.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    pub instrument: String,
    pub edition: String,
    pub timepoint: String,
    pub answers: Vec<AnswerLine>,
    pub floor: Points,
    pub ceiling: Points,
    pub band: Option<Risk>,
    pub sub_band: Option<String>,
}

/// One item as signed; `item` is qualified (`padua.active_cancer`).
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerLine {
    pub item: String,
    pub value: Option<bool>,
    pub points: Points,
    pub source: String,
    pub note: Option<String>,
}

impl Assessment {
    /// Writes a sheet down.
    pub fn of(sheet: &Sheet, answers: &Answers, timepoint: &str) -> Assessment {
        let instrument = sheet.instrument;
        let line = |index: usize| {
            let cell = &sheet.cells[index];
            let counted = sheet.tally.counted.iter().find(|(item, _)| *item == index);
            AnswerLine {
                item: qualified(instrument, index),
                value: match cell.value {
                    Value::Yes => Some(true),
                    Value::No => Some(false),
                    Value::Unknowable | Value::Open => None,
                },
                points: counted.map(|(_, points)| *points).unwrap_or_default(),
                source: match cell.by {
                    By::Person => "person",
                    By::Derived(_) => "derived",
                    By::Host(_) => "host",
                    By::Nobody | By::Silence => "none",
                }
                .into(),
                note: answers.note(index).map(str::to_owned),
            }
        };
        Assessment {
            instrument: instrument.id.into(),
            edition: instrument.edition.into(),
            timepoint: timepoint.into(),
            answers: (0..instrument.items.len()).map(line).collect(),
            floor: sheet.tally.floor,
            ceiling: sheet.tally.ceiling,
            band: sheet.tally.settled_band(instrument),
            sub_band: sheet.tally.sub_band(instrument).map(|band| band.id.into()),
        }
    }

    pub fn line(&self, qualified: &str) -> Option<&AnswerLine> {
        self.answers.iter().find(|line| line.item == qualified)
    }
}

/// `padua.active_cancer`.
pub fn qualified(instrument: &Instrument, index: usize) -> String {
    format!("{}.{}", instrument.id, instrument.items[index].id)
}
