//! What is drilled: a case of the bank, or a patient made up from a seed. What both are asked for stands here once.

use crate::clinical::instrument::{Instrument, Points};
use crate::text::{Lang, Text, text};
use crate::training::case::{Scored, TeachingCase};
use crate::training::mark::{Attempt, Marking, NotMarked, mark};
use crate::training::variant::Variant;

/// A case of a lesson.
#[derive(Clone, Debug)]
pub enum DrillCase {
    Bank(&'static TeachingCase),
    Made(Variant),
}

/// A step after the score, by its code, for the case that asks for one.
pub static NEXT_STEPS: [(&str, Text); 3] = [
    ("d_dimer", text!("查D-二聚体", "Measure D-dimer")),
    ("ctpa", text!("直接做CT肺动脉造影", "CT pulmonary angiography at once")),
    ("nothing", text!("无需进一步检查", "No further test")),
];

impl DrillCase {
    /// `T01` for a case of the bank, `caprini.7` for a variant: instrument and seed.
    pub fn id(&self) -> String {
        match self {
            DrillCase::Bank(case) => number(case.no.unwrap_or_default()),
            DrillCase::Made(variant) => [variant.instrument.id, ".", &variant.seed.to_string()].concat(),
        }
    }

    pub fn instrument(&self) -> &'static Instrument {
        match self {
            DrillCase::Bank(case) => case.instrument,
            DrillCase::Made(variant) => variant.instrument,
        }
    }

    pub fn story(&self, lang: Lang) -> String {
        match self {
            DrillCase::Bank(case) => case.story.get(lang).to_owned(),
            DrillCase::Made(variant) => variant.story(lang),
        }
    }

    /// What is to be learnt; a variant says nothing of it.
    pub fn why(&self, lang: Lang) -> Option<String> {
        match self {
            DrillCase::Bank(case) => Some(case.why.get(lang).to_owned()),
            DrillCase::Made(_) => None,
        }
    }

    /// The usual mistakes that it provokes, by id.
    pub fn aims_at(&self) -> &[&'static str] {
        match self {
            DrillCase::Bank(case) => case.aims_at,
            DrillCase::Made(variant) => &variant.aims_at,
        }
    }

    /// `None` where its facts contradict one another.
    pub fn truth(&self) -> Option<Scored> {
        match self {
            DrillCase::Bank(case) => case.truth(),
            DrillCase::Made(variant) => variant.truth(),
        }
    }

    /// What should be done next, where the case asks it.
    pub fn next_step(&self) -> Option<&'static str> {
        self.aims_at().contains(&"d_dimer_when_likely").then_some("ctpa")
    }

    pub fn mark(&self, attempt: &Attempt) -> Result<Marking, NotMarked> {
        match self {
            DrillCase::Bank(case) => mark(case, attempt, self.next_step()),
            DrillCase::Made(variant) => variant.mark(attempt),
        }
    }
}

/// `T01`.
pub fn number(no: u16) -> String {
    [if no < 10 { "T0" } else { "T" }, &no.to_string()].concat()
}

/// A total as a number; `None` while it is an interval, or where a form has no points.
pub fn exact(of: &Scored) -> Option<Points> {
    of.readout.total.and_then(|(floor, ceiling)| (floor == ceiling).then_some(floor))
}
