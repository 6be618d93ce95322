//! What a class answered, item by item: the distribution over the form, and which item is got wrong most.

use super::class::LessonClass;
use super::respond::{FormResponse, Response};
use crate::clinical::answers::Answer;
use crate::quality::distributions::{Estimate, NoFigure};
use crate::quality::rates::Share;

/// How a class answered one item of a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemDistribution {
    pub yes: u64,
    pub no: u64,
    pub unknowable: u64,
    pub open: u64,
    /// What is true; `None`: settled by no fact (a choice that is not asked).
    pub right: Option<bool>,
    /// Answered otherwise than is true, left open although it is true, or said not to be known.
    pub wrong: u64,
}

impl ItemDistribution {
    pub fn all(&self) -> u64 {
        self.yes + self.no + self.unknowable + self.open
    }

    /// The error rate with its interval.
    pub fn error_rate(&self) -> Result<Estimate, NoFigure> {
        Share { counted: self.wrong, all: self.all() }.rate()
    }
}

/// An item that is got wrong, over all exercises of the lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemErrors {
    pub instrument: &'static str,
    pub item: usize,
    pub missed: u64,
    pub added: u64,
    pub open: u64,
    pub answered: u64,
}

impl ItemErrors {
    pub fn wrong(&self) -> u64 {
        self.missed + self.added + self.open
    }

    pub fn rate(&self) -> Result<Estimate, NoFigure> {
        Share { counted: self.wrong(), all: self.answered }.rate()
    }
}

impl LessonClass {
    /// The forms that were filled for an exercise, with the right instrument.
    fn forms<'a>(&'a self, exercise: &'a str, instrument: &'static str) -> impl Iterator<Item = &'a FormResponse> {
        self.lines(exercise).filter_map(move |line| match &line.response {
            Some(Response::Form(form)) if form.instrument.id == instrument => Some(form),
            _ => None,
        })
    }

    /// The answers of the class to each item of an exercise's form, in its order; nothing for a drill.
    pub fn distribution(&self, exercise: &str) -> Vec<ItemDistribution> {
        let Some(of) = self.lesson.exercise(exercise) else { return vec![] };
        let Some(truth) = of.truth() else { return vec![] };
        let instrument = truth.sheet.instrument;
        let mut items: Vec<ItemDistribution> =
            (0..instrument.items.len()).map(|index| ItemDistribution { right: truth.holds(index), ..ItemDistribution::default() }).collect();
        for form in self.forms(exercise, instrument.id) {
            for (item, answer) in items.iter_mut().zip(&form.cells) {
                match answer {
                    Some(Answer::Yes) => item.yes += 1,
                    Some(Answer::No) => item.no += 1,
                    Some(Answer::Unknowable) => item.unknowable += 1,
                    None => item.open += 1,
                }
                let said = answer.and_then(Answer::as_bool);
                let is_wrong = match (item.right, said) {
                    (Some(right), Some(said)) => right != said,
                    (Some(right), None) => right || *answer == Some(Answer::Unknowable),
                    (None, _) => false,
                };
                item.wrong += u64::from(is_wrong);
            }
        }
        items
    }

    /// Items that were got wrong, over all exercises, the most often wrong first.
    pub fn item_errors(&self) -> Vec<ItemErrors> {
        let mut errors: Vec<ItemErrors> = vec![];
        for exercise in &self.lesson.exercises {
            let Some(instrument) = self.lesson.exercise(exercise).and_then(|of| of.truth()).map(|truth| truth.sheet.instrument) else { continue };
            for (index, item) in self.distribution(exercise).iter().enumerate() {
                let held = errors.iter().position(|of| of.instrument == instrument.id && of.item == index);
                let held = held.unwrap_or_else(|| {
                    errors.push(ItemErrors { instrument: instrument.id, item: index, missed: 0, added: 0, open: 0, answered: 0 });
                    errors.len() - 1
                });
                let of = &mut errors[held];
                of.answered += item.all();
                match item.right {
                    Some(true) => {
                        of.missed += item.no;
                        of.open += item.open + item.unknowable;
                    }
                    Some(false) => {
                        of.added += item.yes;
                        of.open += item.unknowable;
                    }
                    None => {}
                }
            }
        }
        errors.retain(|of| of.wrong() > 0);
        errors.sort_by(|one, two| {
            let share = |of: &ItemErrors| of.wrong() as f64 / of.answered.max(1) as f64;
            share(two).total_cmp(&share(one)).then(two.wrong().cmp(&one.wrong()))
        });
        errors
    }
}
