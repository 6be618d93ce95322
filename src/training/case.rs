//! One case: an invented patient in two languages, what of him is a measured fact, and what is true. The truth is worked out by
//! the engine from these, as for a patient.

use chrono::DateTime;

use crate::clinical::answers::{Answer, Answers};
use crate::clinical::cell::{CellValue, Unanswered};
use crate::clinical::chart::{Chart, Fact, FactValue, Instant, Operation, OperationKind, Procedure, Sex};
use crate::clinical::instrument::{From, Instrument};
use crate::clinical::possible::{Readout, read};
use crate::clinical::quantity::Quantity;
use crate::clinical::sheet::{Sheet, fill};
use crate::text::Text;

/// A measured fact of the story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StoryFact {
    Sex(Sex),
    /// In the canonical unit of the quantity.
    Measured(Quantity, f64),
    /// Of this stay; minutes of the operation where the story tells them.
    Operation {
        kind: OperationKind,
        minutes: Option<f64>,
        procedure: Option<Procedure>,
    },
}

/// A case to be scored.
#[derive(Clone, Debug)]
pub struct TeachingCase {
    /// The number in the specification; a variant has none.
    pub no: Option<u16>,
    pub instrument: &'static Instrument,
    pub story: Text,
    pub why: Text,
    /// The mistakes that it provokes, by id of `mistakes::MISTAKES`.
    pub aims_at: &'static [&'static str],
    pub given: &'static [StoryFact],
    /// Items that are true and follow from no given fact. All others are false.
    pub holds: &'static [&'static str],
}

/// A row of the tables of cases.
#[rustfmt::skip]
pub(super) const fn case(no: u16, instrument: &'static Instrument, story: Text, why: Text, aims_at: &'static [&'static str], given: &'static [StoryFact], holds: &'static [&'static str]) -> TeachingCase {
    TeachingCase { no: Some(no), instrument, story, why, aims_at, given, holds }
}

pub(super) const fn operation(kind: OperationKind, minutes: Option<f64>, procedure: Option<Procedure>) -> StoryFact {
    StoryFact::Operation { kind, minutes, procedure }
}

/// A form that is filled, and what it comes to.
#[derive(Clone, Debug)]
pub struct Scored {
    pub sheet: Sheet,
    pub readout: Readout,
}

impl Scored {
    /// Fills the form of `answers` from `chart`. `None` where the facts contradict one another, so that there is no score.
    pub fn of(chart: &Chart, answers: &Answers, unanswered: Unanswered) -> Option<Scored> {
        let sheet = fill(chart, answers, unanswered, at()).ok()?;
        let readout = read(&sheet, chart, at());
        Some(Scored { sheet, readout })
    }

    /// Whether an item holds; `None` while it is open.
    pub fn holds(&self, index: usize) -> Option<bool> {
        match self.sheet.cells[index].value {
            CellValue::Yes => Some(true),
            CellValue::No => Some(false),
            CellValue::Unknowable | CellValue::Open => None,
        }
    }
}

/// The truth of a case: every item yes or no.
pub fn truth(instrument: &'static Instrument, given: &[StoryFact], holds: &[&str]) -> Option<Scored> {
    let chart = chart_of(given);
    let mut answers = Answers::empty(instrument);
    for (index, item) in instrument.items.iter().enumerate() {
        if holds.contains(&item.id) {
            answers.cells[index] = Some(Answer::Yes);
        }
    }
    let first = Scored::of(&chart, &answers, Unanswered::Absent)?;
    // What no fact decides and nobody mentions is absent, also where silence would be none at the bedside.
    for (index, item) in instrument.items.iter().enumerate() {
        let counted = matches!(item.from, From::Count(_));
        if first.holds(index).is_none() && !counted {
            answers.cells[index] = Some(Answer::No);
        }
    }
    Scored::of(&chart, &answers, Unanswered::Absent)
}

impl TeachingCase {
    pub fn truth(&self) -> Option<Scored> {
        truth(self.instrument, self.given, self.holds)
    }
}

/// The facts of a story as a chart. A case has no calendar: everything is told as of one moment.
pub fn chart_of(given: &[StoryFact]) -> Chart {
    let mut chart = Chart::default();
    for fact in given {
        let value = match *fact {
            StoryFact::Sex(sex) => {
                chart.sex = Some(sex);
                continue;
            }
            StoryFact::Measured(quantity, value) => FactValue::Measured(quantity, value),
            StoryFact::Operation { kind, minutes, procedure } => FactValue::Operation(Operation {
                kind,
                status: None,
                at: None,
                all_day: false,
                duration_min: minutes,
                anaesthesia_min: None,
                procedure,
                limb: None,
                haemostasis_at: None,
            }),
        };
        chart.facts.push(Fact::of(value));
    }
    chart
}

/// The moment of every case. No rule that a case drills depends on the calendar.
pub(super) fn at() -> Instant {
    DateTime::UNIX_EPOCH.fixed_offset()
}
