//! What a module of a course is made of: a short reading of statements with their sources, a worked example, and exercises.

use crate::clinical::source::Mark;
use crate::text::{Text, text};

/// For whom a course is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    WardNurse,
    Physician,
    Pharmacist,
    Manager,
}

impl Audience {
    pub const ALL: [Audience; 4] = [Audience::WardNurse, Audience::Physician, Audience::Pharmacist, Audience::Manager];

    /// The wire word.
    pub fn id(self) -> &'static str {
        match self {
            Audience::WardNurse => "nurse",
            Audience::Physician => "physician",
            Audience::Pharmacist => "pharmacist",
            Audience::Manager => "manager",
        }
    }

    pub fn named(id: &str) -> Option<Audience> {
        Audience::ALL.into_iter().find(|audience| audience.id() == id)
    }

    pub fn text(self) -> Text {
        match self {
            Audience::WardNurse => text!("病区护士", "Ward nurse"),
            Audience::Physician => text!("医师", "Physician"),
            Audience::Pharmacist => text!("药师", "Pharmacist"),
            Audience::Manager => text!("管理人员", "Manager"),
        }
    }
}

/// One sentence of a reading, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct ReadingLine {
    pub text: Text,
    pub marks: &'static [Mark],
}

/// A module of a course (extended specification 11.1).
#[derive(Debug)]
pub struct CourseModule {
    pub id: &'static str,
    pub title: Text,
    pub audiences: &'static [Audience],
    pub reading: &'static [ReadingLine],
    /// An exercise that is shown solved, in the real form.
    pub worked: Option<&'static str>,
    /// Exercises, by id.
    pub exercises: &'static [&'static str],
}

pub(super) const fn line(text: Text, marks: &'static [Mark]) -> ReadingLine {
    assert!(!marks.is_empty(), "a statement without a source");
    ReadingLine { text, marks }
}
