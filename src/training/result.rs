//! What an attempt came to: marked by the same engine, exercise by exercise.

use super::attempt::{AttemptRefused, AttemptState, LearnerName, LessonAttempt};
use super::attempt_step::AttemptStep;
use super::edition::{EditionStanding, TableEdition};
use super::exercise::{Exercise, ExerciseMarking};
use super::lesson::{Lesson, LessonPhase};
use super::marks::{marked, percent_of};
use super::respond::Response;
use crate::clinical::chart::Instant;
use crate::text::{Text, text};

/// One exercise of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultLine {
    pub exercise: String,
    pub percent: u8,
    pub right: bool,
    pub is_unsafe: bool,
    /// Names of usual mistakes, by id.
    pub mistakes: Vec<&'static str>,
    /// `None`: not answered.
    pub response: Option<Response>,
    /// Answered more than once, of which the first is not the last.
    pub tries: usize,
}

/// The result of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnerResult {
    pub attempt: String,
    pub lesson: String,
    pub class: String,
    pub who: LearnerName,
    pub phase: LessonPhase,
    pub edition: TableEdition,
    pub standing: EditionStanding,
    pub started: Instant,
    pub ended: Instant,
    pub seconds: i64,
    /// Ended by the time and not by the learner.
    pub over_time: bool,
    /// The clock was set back, in all so many minutes.
    pub clock_back_min: u32,
    /// How often it was closed in the middle and opened again.
    pub resumed: usize,
    pub hints: usize,
    /// In the order of the lesson.
    pub lines: Vec<ResultLine>,
    pub percent: u8,
    /// `None`: no exam.
    pub passed: Option<bool>,
    /// Of the whole log.
    pub seal: String,
}

/// The lines of an attempt by the tables of this program.
pub fn lines_of(lesson: &Lesson, attempt: &LessonAttempt) -> Vec<ResultLine> {
    lesson.exercises.iter().map(|id| line_of(lesson.exercise(id).as_ref(), id, attempt)).collect()
}

fn line_of(exercise: Option<&Exercise>, id: &str, attempt: &LessonAttempt) -> ResultLine {
    let response = attempt.response(id).cloned();
    let marking = exercise.zip(response.as_ref()).and_then(|(exercise, response)| exercise.mark(response).ok());
    ResultLine {
        exercise: id.to_owned(),
        percent: marking.as_ref().map_or(0, percent_of),
        right: marking.as_ref().is_some_and(ExerciseMarking::is_right),
        is_unsafe: marking.as_ref().is_some_and(ExerciseMarking::is_unsafe),
        mistakes: marking.as_ref().map(ExerciseMarking::mistakes).unwrap_or_default(),
        response,
        tries: attempt.responses(id).count(),
    }
}

/// Why an attempt has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoResult {
    /// The log does not hold together, or its marks are not what its answers come to.
    Edited,
    OtherLesson,
    NotFinished,
    /// Of tables that are not known here.
    UnknownEdition,
}

impl NoResult {
    pub fn text(self) -> Text {
        match self {
            NoResult::Edited => AttemptRefused::Edited.text(),
            NoResult::OtherLesson => AttemptRefused::OtherLesson.text(),
            NoResult::NotFinished => {
                text!("尚未交卷，没有成绩。请学员交卷后再提交。", "Not handed in yet: there is no result. Ask the learner to hand it in.")
            }
            NoResult::UnknownEdition => EditionStanding::Unknown.text(),
        }
    }
}

/// The result of an attempt that is over. `here`: the edition of this program. Of the same edition it is marked again, and must come to what it
/// says; of an older one its own marks stand.
pub fn result_of(lesson: &Lesson, attempt: &LessonAttempt, here: &TableEdition) -> Result<LearnerResult, NoResult> {
    if attempt.lesson != lesson.id || attempt.class != lesson.class {
        return Err(NoResult::OtherLesson);
    }
    attempt.verify().map_err(|_| NoResult::Edited)?;
    let standing = attempt.edition.standing(here);
    if standing == EditionStanding::Unknown {
        return Err(NoResult::UnknownEdition);
    }
    let (Some(first), Some(last)) = (attempt.log.first(), attempt.log.last()) else { return Err(NoResult::NotFinished) };
    let AttemptStep::Marked { lines: stated, percent, passed } = &last.step else { return Err(NoResult::NotFinished) };
    let mut lines = lines_of(lesson, attempt);
    if standing == EditionStanding::Same {
        if marked(lesson, |exercise| attempt.response(exercise)) != last.step {
            return Err(NoResult::Edited);
        }
    } else {
        for line in &mut lines {
            let of = stated.iter().find(|(exercise, _)| *exercise == line.exercise).map_or(0, |(_, percent)| *percent);
            (line.percent, line.right, line.mistakes) = (of, of == 100, vec![]);
        }
    }
    let count = |wanted: fn(&AttemptStep) -> bool| attempt.log.iter().filter(|logged| wanted(&logged.step)).count();
    let back = attempt.log.iter().map(|logged| if let AttemptStep::ClockBack { minutes } = logged.step { minutes } else { 0 });
    Ok(LearnerResult {
        attempt: attempt.id.clone(),
        lesson: attempt.lesson.clone(),
        class: attempt.class.clone(),
        who: attempt.who.clone(),
        phase: lesson.phase,
        edition: attempt.edition.clone(),
        standing,
        started: first.at,
        ended: last.at,
        seconds: attempt.elapsed_s(last.at),
        over_time: attempt.state(lesson, last.at) == AttemptState::TimeUp,
        clock_back_min: back.fold(0, u32::saturating_add),
        resumed: count(|step| *step == AttemptStep::Resumed),
        hints: count(|step| matches!(step, AttemptStep::Hint { .. })),
        lines,
        percent: *percent,
        passed: *passed,
        seal: last.seal.clone(),
    })
}
