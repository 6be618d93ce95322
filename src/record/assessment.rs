//! A signed score: its answers as they were written down, and where each came from.

use crate::clinical::answers::Answers;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::sheet::{By, Sheet, Value};

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
    pub source: AnswerSource,
    pub note: Option<String>,
}

/// Where the answer to an item came from. Rules ask for these; their words are read and written by `interop`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerSource {
    /// A person answered it in the form.
    Person,
    /// It follows from facts of the chart, or from another form.
    Derived,
    /// The host asserted it.
    Host,
    /// Nobody answered it: another member settled its group.
    Nobody,
    /// A word of a later version, kept as it stands in the record.
    Other(String),
}

impl AnswerSource {
    /// The wire word.
    pub fn id(&self) -> &str {
        match self {
            AnswerSource::Person => "person",
            AnswerSource::Derived => "derived",
            AnswerSource::Host => "host",
            AnswerSource::Nobody => "none",
            AnswerSource::Other(word) => word,
        }
    }

    fn of(by: &By) -> AnswerSource {
        match by {
            By::Person => AnswerSource::Person,
            By::Derived(_) => AnswerSource::Derived,
            By::Host(_) => AnswerSource::Host,
            By::Nobody | By::Silence => AnswerSource::Nobody,
        }
    }
}

impl From<&str> for AnswerSource {
    fn from(word: &str) -> AnswerSource {
        match word {
            "person" => AnswerSource::Person,
            "derived" => AnswerSource::Derived,
            "host" => AnswerSource::Host,
            "none" => AnswerSource::Nobody,
            other => AnswerSource::Other(other.into()),
        }
    }
}

impl Assessment {
    /// Writes a sheet down.
    pub fn of(sheet: &Sheet, answers: &Answers, timepoint: &str) -> Assessment {
        let instrument = sheet.instrument;
        Assessment {
            instrument: instrument.id.into(),
            edition: instrument.edition.into(),
            timepoint: timepoint.into(),
            answers: answer_lines(sheet, answers),
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

/// Every item of a sheet, written down.
pub fn answer_lines(sheet: &Sheet, answers: &Answers) -> Vec<AnswerLine> {
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
            source: AnswerSource::of(&cell.by),
            note: answers.note(index).map(str::to_owned),
        }
    };
    (0..instrument.items.len()).map(line).collect()
}

/// `padua.active_cancer`.
pub fn qualified(instrument: &Instrument, index: usize) -> String {
    format!("{}.{}", instrument.id, instrument.items[index].id)
}
