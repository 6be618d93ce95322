//! One admission, opened: its record read and verified, what follows from it, and what a person may wish for it.

use std::rc::Rc;

use crate::clinical::answers::Answers;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::profile::Profile;
use crate::clinical::sheet::{Sheet, Unanswered, fill};
use crate::interop::event::{head, read_event, read_record};
use crate::interop::json::{Value, parse};
use crate::interop::record::Record;
use crate::interop::rejected::Rejected;
use crate::interop::seal::Sealed;
use crate::interop::shape::{MAX_DEPTH, Place, Read as _};
use crate::interop::ward::Row;
use crate::record::due::{self, Due};
use crate::record::encounter::{Command, Encounter};
use crate::record::event::Occurrence;
use crate::record::measure::MeasureId;
use crate::record::refusal::Refusal;
use crate::text::{Text, text};

use super::Trouble;

pub struct Patient {
    pub row: Rc<Row>,
    pub record: Record,
    pub chart: Chart,
    /// What the chain says; with a fault nothing is signed onto it.
    pub verdict: Result<(), Fault>,
    /// Counts what was signed or noted beside the element: it then reads the vault again.
    pub edition: u32,
}

/// What is wrong with a record, and at which event.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub at: Option<usize>,
    pub zh: String,
    pub en: String,
}

impl Fault {
    fn of(rejected: &Rejected, at: Option<usize>) -> Fault {
        Fault { at, zh: rejected.message.zh.clone(), en: rejected.message.en.clone() }
    }

    fn said(text: Text) -> Fault {
        Fault { at: None, zh: text.zh().into(), en: text.en().into() }
    }
}

/// Of what a page shows: a record only grows.
impl PartialEq for Patient {
    fn eq(&self, other: &Patient) -> bool {
        self.row == other.row && self.edition == other.edition && self.record.events.len() == other.record.events.len()
    }
}

impl Patient {
    /// Reads the events of a row as the vault holds them.
    pub fn read(row: Rc<Row>, events: &[(String, String)], profile: &Profile, at: Instant, edition: u32) -> Patient {
        let list = Value::Array(events.iter().map(|(_, text)| parse(text, MAX_DEPTH).unwrap_or_default()).collect());
        let (events, verdict) = match read_record(&list, &Place::root("record")) {
            Ok(events) => {
                let whole = head(&events) == row.head;
                let fault = text!(
                    "记录链本身相连，但与该患者行所记的末条校验值不符：可能有记录被删去或替换。已停止签名，请导出后联系信息科核对。",
                    "The chain holds together, but its end is not the one noted with this patient: events may have been removed or replaced. Nothing is signed; export and have it checked."
                );
                (events, if whole { Ok(()) } else { Err(Fault::said(fault)) })
            }
            // For an audit everything that can be read is shown, and nothing is built upon.
            Err((rejected, index)) => {
                let readable = |value: &Value| Some(Sealed { event: read_event(value, &Place::root("record")).ok()?, json: value.clone() });
                (list.items().iter().filter_map(readable).collect(), Err(Fault::of(&rejected, index)))
            }
        };
        let encounter = Encounter::gathered(events.iter().map(|sealed| &sealed.event));
        let chart = row.read(profile, at);
        Patient { row, record: Record { events, encounter }, chart, verdict, edition }
    }

    /// Everything that was and is to be done.
    pub fn due(&self, profile: &Profile, at: Instant) -> Vec<Due> {
        due::all(&self.record.encounter, &self.row.expected(&self.chart), &profile.due, at)
    }

    /// Hash of an event as it is stated, in full.
    pub fn hash(&self, index: usize) -> &str {
        self.record.events.get(index).and_then(|sealed| sealed.json.text("hash")).unwrap_or_default()
    }

    pub fn prev(&self, index: usize) -> &str {
        self.record.events.get(index).and_then(|sealed| sealed.json.text("prev")).unwrap_or_default()
    }

    /// The version of the rules that an event was signed under.
    pub fn rules(&self, index: usize) -> &str {
        self.record.events.get(index).and_then(|sealed| sealed.json["rules"].text("version")).unwrap_or_default()
    }

    /// The score as somebody answers it, for looking at.
    pub fn sheet(&self, answers: &Answers, at: Instant) -> Option<Sheet> {
        fill(&self.chart, answers, Unanswered::Unknown, at).ok()
    }
}

/// What a person wants signed.
#[derive(Clone, Debug)]
pub enum Wish {
    Record(Occurrence),
    Start {
        measure: MeasureId,
        at: Instant,
    },
    Stop {
        measure: MeasureId,
        at: Instant,
        code: String,
    },
    Inform {
        whom: String,
        at: Instant,
    },
    /// The nurse's score, as it stands.
    Confirm {
        of: String,
    },
    Change {
        of: String,
        answers: Answers,
    },
    Decline {
        of: String,
        code: String,
        note: Option<String>,
    },
    Correct {
        of: String,
        reason: String,
        to: Box<Wish>,
    },
}

impl Wish {
    /// The command, held against the record as it stands.
    pub fn command<T>(&self, patient: &Patient, at: Instant, with: &mut dyn FnMut(Command<'_>) -> Result<T, Refusal>) -> Result<T, Trouble> {
        Ok(match self {
            Wish::Record(occurrence) => with(Command::Record(occurrence.clone()))?,
            Wish::Start { measure, at } => with(Command::Start { measure, at: *at })?,
            Wish::Stop { measure, at, code } => with(Command::Stop { measure, at: *at, code })?,
            Wish::Inform { whom, at } => with(Command::Inform { whom, at: *at })?,
            Wish::Confirm { of } => with(Command::Review { of, changed: None })?,
            Wish::Change { of, answers } => {
                let sheet = patient.sheet(answers, at).ok_or(Trouble::Said(text!(
                    "答案与病历数据相互矛盾，未签名。请核对性别、年龄和手术。",
                    "The answers contradict the chart; nothing was signed. Check sex, age and operation."
                )))?;
                with(Command::Review { of, changed: Some((&sheet, answers)) })?
            }
            Wish::Decline { of, code, note } => with(Command::Decline { of, code, note: note.as_deref() })?,
            Wish::Correct { of, reason, to } => {
                return to.command(patient, at, &mut |command| with(Command::Correct { of, reason, to: &command }));
            }
        })
    }
}
