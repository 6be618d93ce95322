//! A lesson being taken: a log of what happened, each step sealed onto the one before, so that a change of any of them shows. The
//! state follows from the log alone: a tab that was closed in the middle goes on from it. No clock: the moment is told.
//!
//! The chain has no key, as that of a record: it shows damage and careless editing, not a forger of the whole.

use sha2::{Digest as _, Sha256};

use super::attempt_step::AttemptStep;
use super::attempt_text::written_step;
use super::edition::TableEdition;
use super::lesson::Lesson;
use super::marks::marked;
use super::respond::Response;
use crate::clinical::chart::Instant;
use crate::clinical::source::{Mark, Mark::D};
use crate::text::{Text, text};

/// Who learns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LearnerName {
    /// A word of his own choosing or one that was drawn; nobody is named.
    Anonymous(String),
    Named(String),
}

impl LearnerName {
    pub fn shown(&self) -> &str {
        match self {
            LearnerName::Anonymous(name) | LearnerName::Named(name) => name,
        }
    }
}

/// One step with its moment and its seal.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedStep {
    pub at: Instant,
    pub step: AttemptStep,
    /// Lower-case hex of SHA-256 over the seal before and this step.
    pub seal: String,
}

/// An attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonAttempt {
    pub id: String,
    pub lesson: String,
    pub class: String,
    pub who: LearnerName,
    pub edition: TableEdition,
    pub log: Vec<LoggedStep>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptState {
    NotStarted,
    /// `left_s`: seconds that are left, where it has an end.
    Running {
        left_s: Option<i64>,
    },
    HandedIn,
    TimeUp,
}

/// Why something is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptRefused {
    /// Of another lesson or class.
    OtherLesson,
    NotStarted,
    Over,
    NoSuchExercise,
    /// No hints in an exam.
    NoHints,
    /// The log does not hold together.
    Edited,
    /// Begun by tables that are no longer those of this program: nothing would mark it whole.
    OtherTables,
}

impl AttemptRefused {
    pub fn text(self) -> Text {
        match self {
            AttemptRefused::OtherLesson => text!(
                "这份作答不属于本课程，未采用。请打开它所属的课程。",
                "This attempt is of another lesson; not taken. Open the lesson that it belongs to."
            ),
            AttemptRefused::OtherTables => text!(
                "这份作答用另一版本的评分表开始，本机已更新，不能接着作答。请清除后重新开始。",
                "This attempt was begun by another edition of the tables, and the program was updated since: it cannot go on. Clear it and begin anew."
            ),
            AttemptRefused::NotStarted => text!("尚未开始，请先点“开始”。", "It has not been started: press Start first."),
            AttemptRefused::Over => text!("已交卷或时间已到，不能再作答。", "It is handed in, or the time is over: nothing more can be answered."),
            AttemptRefused::NoSuchExercise => text!("本课程没有这道题，未采用。", "This lesson has no such exercise; not taken."),
            AttemptRefused::NoHints => text!("考试和测验不提供提示。", "There are no hints in an exam or a test."),
            AttemptRefused::Edited => text!(
                "作答记录被改动或损坏，未采用。请教师让学员重新交卷。",
                "The record of this attempt was edited or damaged; not taken. Ask the learner to hand it in again."
            ),
        }
    }
}

/// A clock that is this many seconds behind the step before is said; less is the clock being set right.
pub const CLOCK_SLACK_S: i64 = 60;
/// The time goes on while the tab is closed.
pub const ATTEMPT_MARKS: &[Mark] = &[D(text!(
    "中途关闭不停表；时钟回拨超过1分钟即记入作答记录",
    "the time goes on while the tab is closed; a clock set back by more than a minute is kept in the record"
))];

impl LessonAttempt {
    /// Not started yet. `id`: of the caller's drawing; no two attempts are alike. `edition`: of the tables that mark it, those of this
    /// program, and not those that the lesson was made for.
    pub fn new(lesson: &Lesson, id: &str, who: LearnerName, edition: TableEdition) -> LessonAttempt {
        LessonAttempt { id: id.to_owned(), lesson: lesson.id.clone(), class: lesson.class.clone(), who, edition, log: vec![] }
    }

    pub fn start(&mut self, lesson: &Lesson, at: Instant) -> Result<(), AttemptRefused> {
        self.belongs(lesson)?;
        if self.log.is_empty() {
            self.append(at, AttemptStep::Started);
        }
        Ok(())
    }

    /// Takes an answer. One that comes after the end is refused, and the end is written down.
    pub fn answer(&mut self, lesson: &Lesson, exercise: &str, response: Response, at: Instant) -> Result<(), AttemptRefused> {
        self.goes_on(lesson, at)?;
        if !lesson.exercises.iter().any(|of| of == exercise) {
            return Err(AttemptRefused::NoSuchExercise);
        }
        self.append(at, AttemptStep::Answered { exercise: exercise.to_owned(), response });
        Ok(())
    }

    /// Writes down that a hint was shown.
    pub fn hint(&mut self, lesson: &Lesson, exercise: &str, at: Instant) -> Result<(), AttemptRefused> {
        self.goes_on(lesson, at)?;
        if !lesson.phase.helps() {
            return Err(AttemptRefused::NoHints);
        }
        if !lesson.exercises.iter().any(|of| of == exercise) {
            return Err(AttemptRefused::NoSuchExercise);
        }
        self.append(at, AttemptStep::Hint { exercise: exercise.to_owned() });
        Ok(())
    }

    /// It is opened again after it was closed in the middle. Refused where the log that was kept was edited, or goes on by other tables than
    /// `here`, those of this program.
    pub fn resume(&mut self, lesson: &Lesson, here: &TableEdition, at: Instant) -> Result<AttemptState, AttemptRefused> {
        self.belongs(lesson)?;
        self.verify()?;
        if !self.is_over() && self.edition != *here {
            return Err(AttemptRefused::OtherTables);
        }
        if let AttemptState::Running { .. } = self.tick(lesson, at) {
            self.append(at, AttemptStep::Resumed);
        }
        Ok(self.state(lesson, at))
    }

    /// The state now; where the time is over it is written down.
    pub fn tick(&mut self, lesson: &Lesson, at: Instant) -> AttemptState {
        let state = self.state(lesson, at);
        if state == AttemptState::TimeUp && !self.is_over() {
            self.finish(lesson, at, AttemptStep::TimeUp);
        }
        state
    }

    /// The clock was set back while the attempt was open: `seen` is the latest moment that whoever watches it has seen, `at` what the clock says now. The time
    /// that had passed until then stays passed. Whether anything was written.
    pub fn clock_fell(&mut self, seen: Instant, at: Instant) -> bool {
        let fell = (seen - at).num_seconds() > CLOCK_SLACK_S && self.log.last().is_some_and(|last| seen > last.at) && !self.is_over();
        if fell {
            self.append(seen, AttemptStep::Seen);
            self.append(at, AttemptStep::Seen);
        }
        fell
    }

    pub fn hand_in(&mut self, lesson: &Lesson, at: Instant) -> Result<(), AttemptRefused> {
        self.goes_on(lesson, at)?;
        self.finish(lesson, at, AttemptStep::HandedIn);
        Ok(())
    }

    fn finish(&mut self, lesson: &Lesson, at: Instant, step: AttemptStep) {
        self.append(at, step);
        let marks = marked(lesson, |exercise| self.response(exercise));
        self.append(at, marks);
    }

    pub fn state(&self, lesson: &Lesson, at: Instant) -> AttemptState {
        let mut ends = self.log.iter().filter_map(|logged| match logged.step {
            AttemptStep::HandedIn => Some(AttemptState::HandedIn),
            AttemptStep::TimeUp => Some(AttemptState::TimeUp),
            _ => None,
        });
        match (ends.next(), lesson.terms) {
            (Some(end), _) => end,
            _ if self.log.is_empty() => AttemptState::NotStarted,
            (None, None) => AttemptState::Running { left_s: None },
            (None, Some(terms)) => {
                let left = i64::from(terms.minutes) * 60 - self.elapsed_s(at);
                if left <= 0 { AttemptState::TimeUp } else { AttemptState::Running { left_s: Some(left) } }
            }
        }
    }

    /// Seconds since the start by the clock of the machine. What a clock set back gave is not given: time never runs backwards here.
    pub fn elapsed_s(&self, at: Instant) -> i64 {
        let moments = self.log.iter().map(|logged| logged.at).chain([at]);
        let mut before: Option<Instant> = None;
        let mut sum = 0;
        for moment in moments {
            sum += before.map_or(0, |before| (moment - before).num_seconds().max(0));
            before = Some(moment);
        }
        sum
    }

    pub fn is_over(&self) -> bool {
        self.log.iter().any(|logged| matches!(logged.step, AttemptStep::HandedIn | AttemptStep::TimeUp))
    }

    /// The last answer to an exercise.
    pub fn response(&self, exercise: &str) -> Option<&Response> {
        self.log.iter().rev().find_map(|logged| match &logged.step {
            AttemptStep::Answered { exercise: of, response } if of == exercise => Some(response),
            _ => None,
        })
    }

    /// All tries, the first first.
    pub fn responses<'a>(&'a self, exercise: &'a str) -> impl Iterator<Item = &'a Response> {
        self.log.iter().filter_map(move |logged| match &logged.step {
            AttemptStep::Answered { exercise: of, response } if of == exercise => Some(response),
            _ => None,
        })
    }

    fn belongs(&self, lesson: &Lesson) -> Result<(), AttemptRefused> {
        let same = self.lesson == lesson.id && self.class == lesson.class;
        if same { Ok(()) } else { Err(AttemptRefused::OtherLesson) }
    }

    fn goes_on(&mut self, lesson: &Lesson, at: Instant) -> Result<(), AttemptRefused> {
        self.belongs(lesson)?;
        match self.tick(lesson, at) {
            AttemptState::NotStarted => Err(AttemptRefused::NotStarted),
            AttemptState::Running { .. } => Ok(()),
            AttemptState::HandedIn | AttemptState::TimeUp => Err(AttemptRefused::Over),
        }
    }

    fn append(&mut self, at: Instant, step: AttemptStep) {
        let back_s = self.log.last().map_or(0, |last| (last.at - at).num_seconds());
        if back_s > CLOCK_SLACK_S {
            self.seal(at, AttemptStep::ClockBack { minutes: u32::try_from(back_s / 60).unwrap_or(u32::MAX) });
        }
        self.seal(at, step);
    }

    fn seal(&mut self, at: Instant, step: AttemptStep) {
        let before = self.log.last().map_or_else(|| self.head(), |last| last.seal.clone());
        let seal = sealed(&before, at, &step);
        self.log.push(LoggedStep { at, step, seal });
    }

    /// What the first step is sealed onto: whose attempt it is.
    fn head(&self) -> String {
        let (kind, who) = match &self.who {
            LearnerName::Anonymous(who) => ("anonymous", who),
            LearnerName::Named(who) => ("named", who),
        };
        digest(&[&*self.id, &self.lesson, &self.class, &self.edition.version, &self.edition.rules, kind, who])
    }

    /// The last seal: of the whole attempt.
    pub fn last_seal(&self) -> String {
        self.log.last().map_or_else(|| self.head(), |last| last.seal.clone())
    }

    /// Seals a log that came without seals (the codes have only the last one).
    pub fn seal_again(&mut self) {
        for step in std::mem::take(&mut self.log) {
            self.seal(step.at, step.step);
        }
    }

    /// Whether every step hangs onto the one before; the index of the first that does not stands in no message.
    pub fn verify(&self) -> Result<(), AttemptRefused> {
        let mut before = self.head();
        for logged in &self.log {
            if logged.seal != sealed(&before, logged.at, &logged.step) {
                return Err(AttemptRefused::Edited);
            }
            before.clone_from(&logged.seal);
        }
        Ok(())
    }
}

fn sealed(before: &str, at: Instant, step: &AttemptStep) -> String {
    digest(&[before, &at.timestamp_millis().to_string(), &written_step(step)])
}

/// Of texts, each with its length before it: no two lists of texts are the same bytes.
pub(super) fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_string());
        hash.update(":");
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
