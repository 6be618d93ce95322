//! The sheet as a value.

use super::lines::{SHEET_LINES, SheetLine, SheetWord};
use crate::clinical::chart::Instant;
use crate::record::event::SignedText;

/// One thing that a line says: the words in both languages, when it was so, and who or what says it.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetValue {
    pub text: SignedText,
    /// When it was measured, given or done; `None`: no time was told.
    pub at: Option<Instant>,
    /// A system, a person, a signed event; the sheet says it beside the value.
    pub source: SignedText,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SheetAnswer {
    /// At least one.
    Said(Vec<SheetValue>),
    Lacks(SheetWord),
}

/// A referral sheet: an answer for every line of the table, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferralSheet {
    /// Of the referral; both sides name it so.
    pub id: String,
    /// Of a fictional patient.
    pub demo: bool,
    pub made_at: Instant,
    /// The name of whoever made it.
    pub by: String,
    /// One for each of [`SHEET_LINES`].
    pub answers: Vec<SheetAnswer>,
}

impl ReferralSheet {
    /// Lines with their answers.
    pub fn lines(&self) -> impl Iterator<Item = (&'static SheetLine, &SheetAnswer)> {
        SHEET_LINES.iter().zip(&self.answers)
    }

    pub fn answer(&self, id: &str) -> Option<&SheetAnswer> {
        self.lines().find(|(line, _)| line.id == id).map(|(_, answer)| answer)
    }

    /// The first value of a line.
    pub fn value(&self, id: &str) -> Option<&SheetValue> {
        match self.answer(id)? {
            SheetAnswer::Said(values) => values.first(),
            SheetAnswer::Lacks(_) => None,
        }
    }

    /// Puts an answer in the place of what a line says.
    pub fn put(&mut self, id: &str, answer: SheetAnswer) {
        if let Some(place) = SHEET_LINES.iter().position(|line| line.id == id)
            && let Some(held) = self.answers.get_mut(place)
        {
            *held = answer;
        }
    }

    /// A line that must be said and is not: the sheet is not sent.
    pub fn lacking(&self) -> Option<&'static SheetLine> {
        self.lines().find(|(line, answer)| line.required && matches!(answer, SheetAnswer::Lacks(_))).map(|(line, _)| line)
    }
}

impl SheetValue {
    /// The same words in both languages: a name, a number, what a person typed.
    pub fn plain(said: &str, at: Option<Instant>, source: SignedText) -> SheetValue {
        SheetValue { text: SignedText { zh: said.into(), en: said.into() }, at, source }
    }
}
