//! A lesson: exercises in an order, for a class, and, where it is an exam, its terms. What a teacher gives away as a file, a link or
//! a code, and what an attempt is held against.

use super::edition::TableEdition;
use super::exercise::Exercise;
use super::own::{OwnCase, StoryText};
use super::variant::Draw;
use crate::clinical::source::{Mark, Mark::D};
use crate::text::{Text, text};

/// For what a lesson is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonPhase {
    /// With hints and a second try.
    Practice,
    /// Before the course: no hints.
    PreTest,
    /// After the course: no hints.
    PostTest,
    Exam,
}

impl LessonPhase {
    pub const ALL: [LessonPhase; 4] = [LessonPhase::Practice, LessonPhase::PreTest, LessonPhase::PostTest, LessonPhase::Exam];

    /// The wire word.
    pub fn id(self) -> &'static str {
        match self {
            LessonPhase::Practice => "practice",
            LessonPhase::PreTest => "pre",
            LessonPhase::PostTest => "post",
            LessonPhase::Exam => "exam",
        }
    }

    pub fn named(id: &str) -> Option<LessonPhase> {
        LessonPhase::ALL.into_iter().find(|phase| phase.id() == id)
    }

    pub fn text(self) -> Text {
        match self {
            LessonPhase::Practice => text!("练习", "Practice"),
            LessonPhase::PreTest => text!("课前测验", "Pre-test"),
            LessonPhase::PostTest => text!("课后测验", "Post-test"),
            LessonPhase::Exam => text!("考试", "Exam"),
        }
    }

    /// Hints and a second try.
    pub fn helps(self) -> bool {
        self == LessonPhase::Practice
    }
}

/// The terms of an exam; of a pre- or post-test too, where it has any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExamTerms {
    /// 1 to 240.
    pub minutes: u16,
    /// 1 to 100: the share of the marks from which it is passed.
    pub pass_percent: u8,
    /// The order of the exercises is drawn from this and from the attempt, so that neighbours have different orders.
    pub shuffle: u64,
    /// For how long a pass holds: 1 to 60 months.
    pub valid_months: u8,
}

/// What an exam has where the teacher says nothing else.
pub const USUAL_TERMS: ExamTerms = ExamTerms { minutes: 30, pass_percent: 80, shuffle: 1, valid_months: 12 };
pub const TERMS_MARKS: &[Mark] = &[D(text!("时长30分钟、合格线80%、有效期12个月", "30 minutes, 80 % to pass, valid for 12 months"))];

/// What is given to a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    pub id: String,
    pub title: StoryText,
    /// The class that it is given to; results of another are not merged.
    pub class: String,
    pub phase: LessonPhase,
    /// Ids of exercises, see `exercise`; none twice.
    pub exercises: Vec<String>,
    /// The teacher's own cases that the exercises name.
    pub own: Vec<OwnCase>,
    /// An exam has them.
    pub terms: Option<ExamTerms>,
    pub edition: TableEdition,
}

impl Lesson {
    /// The exercise of an id, if this program has it.
    pub fn exercise(&self, id: &str) -> Option<Exercise> {
        Exercise::named(id, &self.own)
    }

    /// The order for one attempt: that of the lesson, or drawn where it is an exam. Indices of `exercises`.
    pub fn order(&self, attempt: &str) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.exercises.len()).collect();
        if let Some(terms) = self.terms {
            let seed = attempt.bytes().fold(terms.shuffle, |sum, byte| sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte));
            let mut draw = Draw::of(seed);
            for last in (1..order.len()).rev() {
                order.swap(last, draw.below(last + 1));
            }
        }
        order
    }
}
