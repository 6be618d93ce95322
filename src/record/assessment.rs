//! A signed score: its answers as they were written down, and where each came from.

use crate::clinical::answers::{Answer, Answers};
use crate::clinical::cell::{By, CellValue};
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::sheet::Sheet;

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
    /// What a person said of facts that the host only suggested, as it stands on the wire (`interop::suggestions`); empty where
    /// nothing was asked.
    pub suggestions: String,
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
            suggestions: String::new(),
        }
    }

    pub fn line(&self, qualified: &str) -> Option<&AnswerLine> {
        self.answers.iter().find(|line| line.item == qualified)
    }

    /// The answers that were signed, to be filled in again.
    pub fn answers(&self, instrument: &'static Instrument, taken: Taken) -> Answers {
        answers(&self.answers, instrument, taken)
    }
}

/// Which of the signed answers are filled in again as a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// All, whoever gave them: the score comes out as it was signed, whatever the chart says now. For looking at; signed
    /// anew, every one of them would be the answer of the person who signs.
    AsSigned,
    /// Those that a person gave, to be signed anew. What the chart or the host said is read from the chart again, and what
    /// nobody answered stays open, so that neither turns into an answer of the person who signs.
    ByPerson,
}

/// The lines of one instrument, as answers. A note was always written by a person and is taken in either case.
pub(super) fn answers(lines: &[AnswerLine], instrument: &'static Instrument, taken: Taken) -> Answers {
    let mut answers = Answers::empty(instrument);
    for (index, item) in instrument.items.iter().enumerate() {
        let Some(line) = lines.iter().find(|line| line.item.split_once('.') == Some((instrument.id, item.id))) else { continue };
        if taken == Taken::AsSigned || line.source == AnswerSource::Person {
            answers.cells[index] = Some(Answer::from_bool(line.value));
        }
        if let Some(note) = &line.note {
            answers.write_note(index, note.clone());
        }
    }
    answers
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
                CellValue::Yes => Some(true),
                CellValue::No => Some(false),
                CellValue::Unknowable | CellValue::Open => None,
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
    [instrument.id, ".", instrument.items[index].id].concat()
}
