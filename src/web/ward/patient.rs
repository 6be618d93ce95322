//! One admission, opened: its record read and verified, what follows from it, and what a person may wish for it.

use std::rc::Rc;

use crate::clinical::answers::Answers;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::profile::Profile;
use crate::clinical::sheet::{Sheet, fill};
use crate::interop::admission::{Recomputed, recomputed};
use crate::interop::event::{read_event, read_record};
use crate::interop::json::{MAX_DEPTH, Value, object, parse};
use crate::interop::record::Record;
use crate::interop::rejected::Rejected;
use crate::interop::seal::{Sealed, head};
use crate::interop::shape::{Place, Read as _};
use crate::interop::ward::{AdmissionRow, event_key};
use crate::record::decide::{Command, Handled};
use crate::record::due::{self, Due};
use crate::record::encounter::Encounter;
use crate::record::event::Body;
use crate::record::happening::{Happening, Occurrence};
use crate::record::measure::MeasureId;
use crate::record::refusal::Refusal;
use crate::text::{Text, text};

use super::trouble::Trouble;

pub struct WardPatient {
    pub row: Rc<AdmissionRow>,
    pub record: Record,
    pub chart: Chart,
    /// What the chain says; with a fault nothing is signed onto it.
    pub verdict: Result<(), RecordFault>,
    /// The row of the admission cannot be read or is gone: no name, bed or chart, only the events.
    pub nameless: bool,
    /// Counts what was signed or noted beside the element: it then reads the vault again.
    pub edition: u32,
}

/// What is wrong with a record, and at which event.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordFault {
    pub at: Option<usize>,
    pub zh: String,
    pub en: String,
}

impl RecordFault {
    fn of(rejected: &Rejected, at: Option<usize>) -> RecordFault {
        RecordFault { at, zh: rejected.message.zh.clone(), en: rejected.message.en.clone() }
    }

    fn said(text: Text) -> RecordFault {
        RecordFault { at: None, zh: text.zh().into(), en: text.en().into() }
    }

    /// Signed events that cannot be read, by their numbers.
    fn unreadable(keys: &[&str]) -> RecordFault {
        let mut numbers: Vec<&str> = keys.iter().filter_map(|key| key.rsplit('/').next()).map(|seq| seq.trim_start_matches('0')).collect();
        numbers.dedup();
        RecordFault {
            at: None,
            zh: format!("第 {} 条签名记录已损坏，无法读取；其余照常显示。已停止签名。请导入此前的导出文件补回，并联系信息科。", numbers.join("、")),
            en: format!(
                "Signed event {} is damaged and cannot be read; the others are shown. Signing is stopped. Import an earlier export to put it back, and have it checked.",
                numbers.join(", ")
            ),
        }
    }

    fn nameless() -> RecordFault {
        RecordFault::said(text!(
            "该住院的信息行（姓名、床号、病历数据）无法读取，只能显示签名记录。已停止签名。请导入此前的导出文件补回。",
            "The row of this admission (name, bed, chart) cannot be read; only its signed events are shown. Signing is stopped. Import an earlier export to put it back."
        ))
    }

    /// Not the last that was written here.
    pub(super) fn older() -> RecordFault {
        RecordFault::said(text!(
            "该患者在本机的数据不是最后写入的那一份：旧数据被放回，其后的签名可能不见了。已停止签名。请导入最近的导出文件，或与打印件、HIS核对后在看板上确认以现状为准。",
            "What lies here of this patient is not what was last written: older data were put back, and later signatures may be gone. Signing is stopped. Import the latest export, or check against a print or the HIS and accept it on the board as it stands."
        ))
    }
}

const MISPLACED: Text = text!(
    "有签名记录属于另一住院，或存放在另一条的位置上。已停止签名，请导出后联系信息科核对。",
    "A signed event is of another admission, or lies in the place of another event. Signing is stopped; export and have it checked."
);

/// Of what a page shows: a record only grows.
impl PartialEq for WardPatient {
    fn eq(&self, other: &WardPatient) -> bool {
        self.row == other.row
            && self.edition == other.edition
            && self.verdict == other.verdict
            && self.record.events.len() == other.record.events.len()
    }
}

impl WardPatient {
    /// Reads the events of a row as the vault holds them.
    pub fn read(row: Rc<AdmissionRow>, rows: &[(String, Option<String>)], profile: &Profile, at: Instant, edition: u32) -> WardPatient {
        let list = Value::Array(rows.iter().filter_map(|(_, text)| Some(parse(text.as_deref()?, MAX_DEPTH).unwrap_or_default())).collect());
        let lost: Vec<&str> = rows.iter().filter(|(_, text)| text.is_none()).map(|(key, _)| key.as_str()).collect();
        let (events, verdict) = match read_record(&list, &Place::root("record")) {
            Ok(events) => {
                let whole = head(&events) == row.head;
                let fault = text!(
                    "记录链本身相连，但与该患者行所记的末条校验值不符：可能有记录被删去或替换。已停止签名，请导出后联系信息科核对。",
                    "The chain holds together, but its end is not the one noted with this patient: events may have been removed or replaced. Signing is stopped; export and have it checked."
                );
                (events, if whole { Ok(()) } else { Err(RecordFault::said(fault)) })
            }
            // For an audit everything that can be read is shown, and nothing is built upon.
            Err((rejected, index)) => {
                let readable = |value: &Value| Some(Sealed { event: read_event(value, &Place::root("record")).ok()?.into(), json: value.clone() });
                (list.items().iter().filter_map(readable).collect(), Err(RecordFault::of(&rejected, index)))
            }
        };
        // An event under another number or admission than its own was moved there.
        let own =
            |sealed: &Sealed, key: &str| sealed.json.text("contextId") == Some(&row.context) && key == event_key(&row.context, sealed.event.seq);
        let verdict = if !lost.is_empty() {
            Err(RecordFault::unreadable(&lost))
        } else if verdict.is_ok() && events.iter().zip(rows).any(|(sealed, (key, _))| !own(sealed, key)) {
            Err(RecordFault::said(MISPLACED))
        } else {
            verdict
        };
        let encounter = Encounter::gathered(events.iter().map(|sealed| &*sealed.event));
        let chart = row.read(profile, at);
        let demo = events.iter().any(Sealed::is_demo);
        WardPatient { row, record: Record { events, encounter, demo }, chart, verdict, nameless: false, edition }
    }

    /// An admission of which only events can be read: what they say, under its number.
    pub fn nameless(context: &str, rows: &[(String, Option<String>)], profile: &Profile, at: Instant, edition: u32) -> WardPatient {
        let bare = AdmissionRow::new(object([("contextId", context.into())]));
        let mut patient = WardPatient::read(Rc::new(bare.clone()), rows, profile, at, edition);
        let mut row = bare;
        row.fold(&patient.record.encounter, patient.record.head(), profile, at);
        patient.row = Rc::new(row);
        patient.verdict = Err(RecordFault::nameless());
        patient.nameless = true;
        patient
    }

    /// Everything that was and is to be done.
    pub fn due(&self, profile: &Profile, at: Instant) -> Vec<Due> {
        let mut tasks = due::tasks(&self.record.encounter, &self.row.expected(&self.chart), &profile.due);
        tasks.retain(|task| !self.row.is_settled_elsewhere(task));
        due::stand(&tasks, at)
    }

    /// The event that admitted, which a correction of the admission amends.
    pub fn admitted(&self) -> Option<&str> {
        let is_it = |sealed: &&Sealed| matches!(&sealed.event.body, Body::Happened(occurrence) if occurrence.what == Happening::Admitted);
        self.record.events.iter().find(is_it).map(|sealed| sealed.event.id.as_str())
    }

    /// The score that governs, with the admission as it was corrected since; nothing where no correction bears on it.
    pub fn recomputed(&self, profile: &Profile) -> Option<Recomputed> {
        recomputed(&self.row, &self.record.encounter, profile)
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
    pub fn command<T>(&self, patient: &WardPatient, at: Instant, with: &mut dyn FnMut(Command<'_>) -> Result<T, Refusal>) -> Result<T, Trouble> {
        Ok(match self {
            Wish::Record(occurrence) => with(Command::Record(occurrence.clone()))?,
            Wish::Start { measure, at } => with(Command::Start(Handled { measure, at: *at, plan: None }))?,
            Wish::Stop { measure, at, code } => with(Command::Stop { what: Handled { measure, at: *at, plan: None }, code, note: None })?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::demo;
    use crate::interop::ward::event_text;

    fn stay() -> (Rc<AdmissionRow>, Vec<(String, Option<String>)>) {
        let at = "2026-11-22T12:00:00+08:00".parse().expect("a time");
        let stay = demo::ward(demo::SEED, 12, &Profile::default(), at).into_iter().find(|stay| stay.record.len() > 4).expect("a stay");
        let rows = stay.record.iter().map(|sealed| (event_key(&stay.row.context, sealed.event.seq), Some(event_text(sealed)))).collect();
        (Rc::new(stay.row), rows)
    }

    fn read(row: &Rc<AdmissionRow>, rows: &[(String, Option<String>)]) -> WardPatient {
        WardPatient::read(Rc::clone(row), rows, &Profile::default(), "2026-11-22T12:00:00+08:00".parse().expect("a time"), 0)
    }

    #[test]
    fn a_damaged_event_is_named_by_its_number_and_costs_itself_alone() {
        let (row, rows) = stay();
        assert!(read(&row, &rows).verdict.is_ok());
        for at in 0..rows.len() {
            let mut harmed = rows.clone();
            harmed[at].1 = None;
            let patient = read(&row, &harmed);
            let fault = patient.verdict.expect_err("it is not whole");
            assert!(fault.en.contains(&format!("event {} ", at + 1)) && fault.zh.contains(&format!("第 {} 条", at + 1)), "{}", fault.en);
            assert_eq!(patient.record.events.len(), rows.len() - 1);
        }
    }

    #[test]
    fn events_that_changed_places_or_lost_their_end_are_not_whole() {
        let (row, rows) = stay();
        assert!(read(&row, &rows[..rows.len() - 1]).verdict.is_err(), "the end");
        assert!(read(&row, &rows[1..]).verdict.is_err(), "the beginning");
        let mut moved = rows.clone();
        moved[1].0 = event_key(&row.context, 99);
        assert!(read(&row, &moved).verdict.is_err(), "another number");
        let other = Rc::new(AdmissionRow { context: "another".into(), ..(*row).clone() });
        let theirs: Vec<_> = rows.iter().zip(1..).map(|((_, text), seq)| (event_key("another", seq), text.clone())).collect();
        assert!(read(&other, &theirs).verdict.is_err(), "another admission");
    }

    #[test]
    fn without_its_row_an_admission_shows_its_events_and_takes_nothing() {
        let (row, rows) = stay();
        let patient = WardPatient::nameless(&row.context, &rows, &Profile::default(), "2026-11-22T12:00:00+08:00".parse().expect("a time"), 0);
        assert!(patient.nameless && patient.verdict.is_err());
        assert_eq!((patient.record.events.len(), patient.row.label()), (rows.len(), ""));
        assert_eq!(patient.row.summary.score, row.summary.score);
    }
}
