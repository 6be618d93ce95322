//! A measure over its starts and stops, and how it stands.

use crate::clinical::chart::Instant;
use crate::record::coded::{self, Stops};
use crate::record::event::{Change, MeasureLine};
use crate::record::role::Actor;

/// A measure over time: from the plan that ordered it to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub measure: MeasureLine,
    /// The event that authorised it last; `None` for basic measures that needed no order.
    pub plan: Option<String>,
    /// When it was first authorised, or begun without.
    pub since: Instant,
    /// A later plan left it out, or was declined.
    pub dropped: bool,
    /// By event, in order.
    pub changes: Vec<MeasureStep>,
}

/// A start or stop of a measure, as its event says it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureStep {
    /// The event, or the one that it amends.
    pub id: String,
    pub started: bool,
    pub change: Change,
    /// Who signed it last.
    pub by: Actor,
}

impl MeasureStep {
    /// The reason of a stop, with what it means for the measure.
    pub fn stops(&self) -> Option<(&'static coded::Coded, Stops)> {
        let (coded, stops) = coded::stopped(self.change.code.as_deref()?)?;
        (!self.started).then_some((coded, *stops))
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// Ordered and not begun.
    Authorised,
    InUse {
        since: Instant,
    },
    Held {
        since: Instant,
    },
    Ended {
        at: Instant,
    },
    /// Dropped before it was begun.
    Withdrawn,
}

impl Standing {
    /// The word of it on the wire and in the page.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Authorised => "authorised",
            Standing::InUse { .. } => "in_use",
            Standing::Held { .. } => "held",
            Standing::Ended { .. } => "ended",
            Standing::Withdrawn => "withdrawn",
        }
    }
}

impl Course {
    pub fn standing(&self) -> Standing {
        let mut standing = if self.dropped { Standing::Withdrawn } else { Standing::Authorised };
        for step in &self.changes {
            standing = match (step.started, step.stops()) {
                // Basic measures gone through again.
                (true, _) if matches!(standing, Standing::InUse { .. }) => standing,
                (true, _) => Standing::InUse { since: step.change.at },
                (false, Some((_, Stops::Once))) => standing,
                (false, Some((_, Stops::ForNow))) => Standing::Held { since: step.change.at },
                (false, _) => Standing::Ended { at: step.change.at },
            };
        }
        // Held before it was begun, and not in the plan that followed.
        let withdrawn = self.dropped && matches!(standing, Standing::Held { .. }) && self.begun().is_none();
        if withdrawn { Standing::Withdrawn } else { standing }
    }

    pub fn is_in_use(&self) -> bool {
        matches!(self.standing(), Standing::InUse { .. })
    }

    /// Neither ended nor withdrawn.
    pub fn is_live(&self) -> bool {
        !matches!(self.standing(), Standing::Ended { .. } | Standing::Withdrawn)
    }

    /// How many single doses or sessions were left out.
    pub fn missed(&self) -> usize {
        self.changes.iter().filter(|step| matches!(step.stops(), Some((_, Stops::Once)))).count()
    }

    /// The reason of its last stop.
    pub fn reason(&self) -> Option<&'static coded::Coded> {
        self.changes.last()?.stops().map(|(coded, _)| coded)
    }

    /// When it was first begun.
    pub fn begun(&self) -> Option<Instant> {
        self.changes.iter().find(|step| step.started).map(|step| step.change.at)
    }
}
