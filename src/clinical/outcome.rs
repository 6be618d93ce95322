//! How an instrument reads where it is more than bands of one sum: in outcomes, by one or several readings of the same answers.
//! Tables only; `possible` finds which outcomes a half-filled form still allows. An `instrument` holds these rows in `reads`.

use super::points::Points;
use super::quantity::Quantity;
use super::source::Mark;
use crate::text::Text;

/// How a result is to be felt by whoever reads it. A screen says it by colour, word and shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Low,
    Moderate,
    High,
    /// Neither good nor bad: nothing further to ask, nothing settled.
    Neutral,
}

impl Tone {
    /// The wire word.
    pub fn id(self) -> &'static str {
        match self {
            Tone::Low => "low",
            Tone::Moderate => "moderate",
            Tone::High => "high",
            Tone::Neutral => "neutral",
        }
    }
}

/// What an instrument can come to. The id is permanent, and one thing within its reading.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    pub id: &'static str,
    pub label: Text,
    pub tone: Tone,
    pub marks: &'static [Mark],
}

impl Outcome {
    pub const fn new(id: &'static str, tone: Tone, label: Text, marks: &'static [Mark]) -> Outcome {
        assert!(!marks.is_empty(), "an outcome without a source");
        Outcome { id, label, tone, marks }
    }
}

impl PartialEq for Outcome {
    fn eq(&self, other: &Outcome) -> bool {
        self.id == other.id
    }
}

/// From so many points up to the next cut.
#[derive(Debug)]
pub struct Cut {
    pub from: Points,
    pub outcome: Outcome,
}

/// What a row asks: never a text of its own, always an id of this instrument (`well_formed` does not compile otherwise).
#[derive(Clone, Copy, Debug)]
pub enum Condition {
    /// Of a choice this member holds.
    Chosen(&'static str),
    /// At least one item of this phase is yes.
    Any(&'static str),
    /// No item of this phase is yes.
    NoneOf(&'static str),
    /// This item, of no choice, is yes.
    Is(&'static str),
    /// Of this item, of no choice, a person has said that it cannot be known. That nobody has answered it may still come to that.
    Unknowable(&'static str),
    /// The quantity is strictly below, in its canonical unit.
    Below(Quantity, f64),
    /// The quantity is strictly above, in its canonical unit; age in completed years.
    Above(Quantity, f64),
    /// The quantity is strictly below so much for each completed year of age.
    BelowPerYear(Quantity, f64),
    /// The points are at least these. What else the rows ask then has none (`well_formed`).
    Reaches(Points),
}

/// A row: where all of it holds, and no row above did, this is the outcome.
#[derive(Debug)]
pub struct Branch {
    pub when: &'static [Condition],
    pub outcome: Outcome,
}

/// What a sum comes to while this member of a choice holds.
#[derive(Debug)]
pub struct CutsOf {
    pub member: &'static str,
    pub cuts: &'static [Cut],
}

/// How the outcome is found.
#[derive(Debug)]
pub enum Reading {
    /// Points added, then the highest cut that is not above them.
    Sum(&'static [Cut]),
    /// As a sum, but which cuts hold hangs on the member that was chosen (RCOG: the phase), with a row for each member; items of a
    /// phase that this member closes count nothing.
    SumBy(&'static [CutsOf]),
    /// The first row that fits. The last asks nothing, so that one always does.
    Rows(&'static [Branch]),
}

/// A reading under its permanent id. The first of an instrument is `band`, the name under which its outcome is sent.
#[derive(Debug)]
pub struct NamedReading {
    pub id: &'static str,
    pub title: Text,
    pub by: Reading,
}

/// A part of the form that is asked as one step. An item stands in one phase only.
#[derive(Debug)]
pub struct FormPhase {
    pub id: &'static str,
    pub title: Text,
    pub items: &'static [&'static str],
    /// Not asked once this member of a choice holds.
    pub unless: Option<&'static str>,
}

/// All of it.
#[derive(Debug)]
pub struct Reads {
    pub readings: &'static [NamedReading],
    /// In the order in which they are asked. Items of no phase are asked with the first.
    pub phases: &'static [FormPhase],
    /// Groups of which exactly one member holds. Silence is never "none of them".
    pub choices: &'static [&'static str],
    /// Where the product must not offer it, or must say so.
    pub not_for: &'static [(Text, &'static [Mark])],
}
