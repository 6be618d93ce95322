//! A lesson: cases one after the other, each answered in the same form, handed in, and marked coarse to fine. Plain state: the
//! page that shows it is `ui::lesson`, and what a cue leads to outside comes back as a [`LessonEffect`].
//!
//! It knows no desk, no record and no host. The form beside it is an element in `mode="teaching"`, whose sitting makes no parcel
//! (`session::step`); of that form it is handed the answers and nothing else.
//!
//! `case` is what is drilled, `told` is a marking in words, `read` is how both cross to the page as JSON.

pub mod case;
pub mod read;
pub mod told;

use crate::text::{Lang, Text, text};
use crate::training::exercise::{Exercise, ExerciseMarking};
use crate::training::mark::{MarkVerdict, Marking};
use crate::training::respond::{FormResponse, Response};

const NOTHING_ANSWERED: Text =
    text!("本例尚未作答，未交卷。请先作答。", "Nothing is answered yet, and nothing was handed in. Answer the case first.");

/// How far the case at hand has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DrillStep {
    /// The form is being filled.
    #[default]
    Filling,
    /// Handed in: whether band and total are right, and how many items are not.
    Coarse,
    /// Handed in, and shown item by item. The case is over.
    Fine,
    /// The last case is over, and nothing follows.
    Over,
}

/// What a learner does.
pub enum LessonCue {
    HandIn(FormResponse),
    /// Item by item.
    Show,
    /// The same case once more, with the answers as they are.
    Again,
    Next,
    Hint,
}

/// What has to be done about it outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonEffect {
    Nothing,
    /// An empty form of the case at hand.
    Open,
    /// A learning system hears how far the learner has come.
    Progress,
    /// It hears what came of the case.
    Result,
    /// The same, then an empty form of the next case (an examination goes on at once).
    ResultThenOpen,
}

/// What came of one case.
#[derive(Clone, Debug)]
pub struct DrillOutcome {
    pub case: String,
    pub instrument: &'static str,
    /// Everything was right when it was handed in for the first time.
    pub right_first: bool,
    /// Everything was right in the end.
    pub right: bool,
    pub tries: usize,
    pub hints: usize,
    /// The first attempt as it was marked; a result is that of the first attempt.
    pub first: Marking,
    pub answers: FormResponse,
}

/// The lesson in one element.
pub struct LessonDesk {
    /// The id that a teacher or a learning system gave it.
    pub id: Option<String>,
    pub cases: Vec<Exercise>,
    /// No hints, no marking, no second try: the next case comes at once.
    pub exam: bool,
    /// The learner adds up by hand: the form's own total is hidden until it is handed in.
    pub by_hand: bool,
    pub lang: Lang,
    pub at: usize,
    pub step: DrillStep,
    pub tries: usize,
    pub hints: usize,
    pub marking: Option<Marking>,
    pub refused: Option<Text>,
    pub done: Vec<DrillOutcome>,
    first: Option<(Marking, FormResponse)>,
}

impl LessonDesk {
    pub fn new(id: Option<String>, cases: Vec<Exercise>) -> LessonDesk {
        LessonDesk {
            id,
            cases,
            exam: false,
            by_hand: false,
            lang: Lang::Zh,
            at: 0,
            step: DrillStep::Filling,
            tries: 0,
            hints: 0,
            marking: None,
            refused: None,
            done: vec![],
            first: None,
        }
    }

    pub fn case(&self) -> Option<&Exercise> {
        self.cases.get(self.at)
    }

    pub fn is_last(&self) -> bool {
        self.at + 1 >= self.cases.len()
    }

    /// The hints of the case at hand; none in an examination.
    pub fn hints_of(&self) -> Vec<[String; 2]> {
        self.case().filter(|_| !self.exam).map(told::hints).unwrap_or_default()
    }

    /// The one door for what a learner does.
    pub fn step(&mut self, cue: LessonCue) -> LessonEffect {
        match (cue, self.step) {
            (LessonCue::HandIn(response), DrillStep::Filling) => self.hand_in(response),
            (LessonCue::Show, DrillStep::Coarse) => {
                self.close();
                LessonEffect::Result
            }
            (LessonCue::Again, DrillStep::Coarse | DrillStep::Fine) => {
                self.step = DrillStep::Filling;
                LessonEffect::Nothing
            }
            // A case that is left before it is over has no result.
            (LessonCue::Next, DrillStep::Fine) => self.go_on(),
            (LessonCue::Hint, DrillStep::Filling) if self.hints < self.hints_of().len() => {
                self.hints += 1;
                LessonEffect::Progress
            }
            _ => LessonEffect::Nothing,
        }
    }

    fn hand_in(&mut self, response: FormResponse) -> LessonEffect {
        let Some(case) = self.case() else { return LessonEffect::Nothing };
        // A second tap would hand in the next case, which nobody has read yet.
        if self.exam && response.is_empty() {
            self.refused = Some(NOTHING_ANSWERED);
            return LessonEffect::Nothing;
        }
        let mut marking = match case.mark(&Response::Form(response.clone())) {
            Ok(ExerciseMarking::Form(marking)) => marking,
            // No drill of a plan or of the channel is read into a lesson of forms.
            Ok(_) => return LessonEffect::Nothing,
            Err(why) => {
                self.refused = Some(why.text());
                return LessonEffect::Nothing;
            }
        };
        if self.by_hand && response.total.is_none() && case.truth().as_ref().and_then(case::exact).is_some() {
            marking.written_total = MarkVerdict::Wrong;
        }
        self.refused = None;
        self.tries += 1;
        let right = marking.is_right();
        self.first.get_or_insert_with(|| (marking.clone(), response));
        self.marking = Some(marking);
        if right || self.exam {
            let told = self.is_closed();
            self.close();
            if self.exam && !self.is_last() {
                return LessonEffect::ResultThenOpen;
            }
            if self.exam {
                self.step = DrillStep::Over;
            }
            // A result is told once; the case was only practised again.
            return if told { LessonEffect::Progress } else { LessonEffect::Result };
        }
        // Practised again after it was over: the result stands, that of the first attempt.
        self.step = if self.is_closed() { DrillStep::Fine } else { DrillStep::Coarse };
        LessonEffect::Progress
    }

    /// The result of the case at hand is known already.
    fn is_closed(&self) -> bool {
        self.done.len() > self.at
    }

    fn close(&mut self) {
        self.step = DrillStep::Fine;
        let right = self.marking.as_ref().is_some_and(Marking::is_right);
        if self.is_closed() {
            if let Some(done) = self.done.last_mut() {
                done.tries = self.tries;
                done.right |= right;
            }
            return;
        }
        if let (Some((first, answers)), Some(case)) = (self.first.clone(), self.case()) {
            let right_first = first.is_right();
            let outcome = DrillOutcome {
                case: case.id(),
                instrument: answers.instrument.id,
                right_first,
                right,
                tries: self.tries,
                hints: self.hints,
                first,
                answers,
            };
            self.done.push(outcome);
        }
    }

    /// On to the next case; after the last one the lesson is over.
    pub fn go_on(&mut self) -> LessonEffect {
        if self.is_last() {
            self.step = DrillStep::Over;
            return LessonEffect::Nothing;
        }
        self.at += 1;
        (self.step, self.tries, self.hints) = (DrillStep::Filling, 0, 0);
        (self.marking, self.refused, self.first) = (None, None, None);
        LessonEffect::Open
    }
}
