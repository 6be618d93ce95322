//! A class: the results of its learners, merged one by one. What is not of this class, twice, edited or of other tables is said and not merged.

use super::attempt::LessonAttempt;
use super::edition::{EditionStanding, TableEdition};
use super::lesson::Lesson;
use super::result::{LearnerResult, NoResult, ResultLine, result_of};
use crate::text::{Text, text};

/// The results of one lesson.
#[derive(Clone, Debug)]
pub struct LessonClass {
    pub lesson: Lesson,
    /// The edition of this program.
    pub here: TableEdition,
    /// In the order in which they came.
    results: Vec<LearnerResult>,
}

/// What became of an attempt that was merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergedAs {
    New,
    /// Of older tables: on the board with their name, in no statistics.
    Older,
}

/// Why an attempt is not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMerged {
    /// This attempt is here already.
    Twice,
    /// The same attempt is here, and says something else.
    TwiceAndDiffers,
    OtherClass,
    OtherLesson,
    Edited,
    NotFinished,
    UnknownEdition,
}

impl NotMerged {
    pub fn text(self) -> Text {
        match self {
            NotMerged::Twice => text!("这份成绩已经收过，未重复计入。", "This result is here already; not counted twice."),
            NotMerged::TwiceAndDiffers => text!(
                "同一次作答已收过，而这一份内容不同，未采用。请与学员核对后再定。",
                "This attempt is here already and this copy says something else; not taken. Check with the learner."
            ),
            NotMerged::OtherClass => text!(
                "这份成绩属于另一个班级，未并入。请在它所属的班级中导入。",
                "This result is of another class; not merged. Import it into its own class."
            ),
            NotMerged::OtherLesson => text!(
                "这份成绩属于另一门课程，未并入。请打开它所属的课程。",
                "This result is of another lesson; not merged. Open the lesson that it belongs to."
            ),
            NotMerged::Edited => text!(
                "成绩被改动或损坏（校验不符），未并入。请学员重新交卷。",
                "This result was edited or damaged (its seal does not hold); not merged. Ask the learner to hand it in again."
            ),
            NotMerged::NotFinished => NoResult::NotFinished.text(),
            NotMerged::UnknownEdition => NoResult::UnknownEdition.text(),
        }
    }
}

impl LessonClass {
    pub fn new(lesson: Lesson, here: TableEdition) -> LessonClass {
        LessonClass { lesson, here, results: vec![] }
    }

    /// All results, in the order in which they came.
    pub fn results(&self) -> &[LearnerResult] {
        &self.results
    }

    /// Those of the tables of this program: what is counted.
    pub fn counted(&self) -> impl Iterator<Item = &LearnerResult> {
        self.results.iter().filter(|result| result.standing == EditionStanding::Same)
    }

    pub fn merge(&mut self, attempt: &LessonAttempt) -> Result<MergedAs, NotMerged> {
        if attempt.lesson != self.lesson.id {
            return Err(NotMerged::OtherLesson);
        }
        if attempt.class != self.lesson.class {
            return Err(NotMerged::OtherClass);
        }
        let result = result_of(&self.lesson, attempt, &self.here).map_err(|why| match why {
            NoResult::Edited => NotMerged::Edited,
            NoResult::OtherLesson => NotMerged::OtherLesson,
            NoResult::NotFinished => NotMerged::NotFinished,
            NoResult::UnknownEdition => NotMerged::UnknownEdition,
        })?;
        if let Some(held) = self.results.iter().find(|held| held.attempt == result.attempt) {
            return Err(if held.seal == result.seal { NotMerged::Twice } else { NotMerged::TwiceAndDiffers });
        }
        let merged = if result.standing == EditionStanding::Same { MergedAs::New } else { MergedAs::Older };
        self.results.push(result);
        Ok(merged)
    }

    /// Takes a result out again, by its attempt.
    pub fn remove(&mut self, attempt: &str) {
        self.results.retain(|result| result.attempt != attempt);
    }

    /// The board: who stands where, the best first, of the same percent the quicker first.
    pub fn board(&self) -> Vec<&LearnerResult> {
        let mut board: Vec<&LearnerResult> = self.results.iter().collect();
        board.sort_by(|one, two| two.percent.cmp(&one.percent).then(one.seconds.cmp(&two.seconds)).then(one.attempt.cmp(&two.attempt)));
        board
    }

    /// The counted lines of one exercise.
    pub fn lines<'a>(&'a self, exercise: &'a str) -> impl Iterator<Item = &'a ResultLine> {
        self.counted().filter_map(move |result| result.lines.iter().find(|line| line.exercise == exercise))
    }
}
