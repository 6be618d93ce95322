//! What was signed, with when, by whom and in which order: a score with its reviews, and a physician's decision.

use crate::clinical::chart::Instant;
use crate::clinical::instrument::Risk;
use crate::record::assessment::Assessment;
use crate::record::event::Plan;
use crate::record::happening::Occurrence;
use crate::record::role::{Actor, Role};

/// A signed assessment with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The event that an amendment names: the original's id, whatever amended it since.
    pub id: String,
    /// Its place in the order of signing. Times may be equal, and then this says what came first.
    pub place: usize,
    pub at: Instant,
    pub by: Actor,
    pub assessment: Assessment,
    /// How often it was amended.
    pub amendments: u32,
    /// The physician's second look; the latest, and none of before an amendment.
    pub review: Option<Review>,
    /// When a physician first looked at it as it stands.
    pub first_review: Option<Instant>,
    /// Counts amendments and changing reviews: what rests on a smaller number is out of date.
    pub version: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub at: Instant,
    pub by: Actor,
    /// What the physician holds instead; `None`: confirmed as it stands.
    pub changed: Option<Assessment>,
}

impl Recorded {
    /// The score that counts: the physician's where there is one.
    pub fn governing(&self) -> &Assessment {
        self.physician().unwrap_or(&self.assessment)
    }

    /// The physician's score: changed in review, or signed by one.
    pub fn physician(&self) -> Option<&Assessment> {
        match &self.review {
            Some(review) => Some(review.changed.as_ref().unwrap_or(&self.assessment)),
            None => (self.by.role == Role::Physician).then_some(&self.assessment),
        }
    }

    /// The nurse's score, beside it.
    pub fn nurse(&self) -> Option<&Assessment> {
        (self.by.role == Role::Nurse).then_some(&self.assessment)
    }

    pub fn band(&self) -> Option<Risk> {
        self.governing().band
    }

    /// Moderate, high, or open: what a physician must look at.
    pub fn is_at_risk(&self) -> bool {
        self.band() != Some(Risk::Low)
    }
}

/// Something signed, by the id that an amendment names.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed<T> {
    pub id: String,
    /// As [`Recorded::place`].
    pub place: usize,
    pub at: Instant,
    pub by: Actor,
    pub what: T,
    pub amendments: u32,
}

/// A physician's decision on an assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub of: String,
    /// [`Recorded::version`] of the assessment when it was made.
    pub version: u32,
    /// `None`: declined.
    pub plan: Option<Plan>,
    pub code: Option<String>,
    pub note: Option<String>,
}

impl Signed<Occurrence> {
    /// When it happened.
    pub fn when(&self) -> Instant {
        self.what.at.unwrap_or(self.at)
    }
}
