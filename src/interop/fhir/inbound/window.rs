//! What "this stay" and "within a month" exclude. A device's clock is asked only where the Bundle tells no time: now is not before the admission, and not before
//! the Bundle was put together, so that what lies before both windows then lies before them at the assessment, too.

use chrono::Days;

use super::when::ToldTime;
use crate::clinical::chart::{Chart, Instant, begins};

/// "<1 month" is within 30 days before the assessment, day 30 included (core specification 1.1).
const MONTH: u64 = 30;

#[derive(Default)]
pub struct StayWindow {
    /// The beginning of the stay.
    pub admitted: Option<ToldTime>,
    /// What lies wholly before is neither of this stay nor within a month.
    from: Option<Instant>,
}

impl StayWindow {
    /// `known`: instants that have certainly passed.
    pub fn new(admitted: Option<ToldTime>, known: Option<Instant>) -> StayWindow {
        let begin = admitted.as_ref().map(|when| when.earliest);
        let now = begin.into_iter().chain(known).max();
        // Days as China counts them: an instant may be written with any offset.
        let zone = Chart::default().offset();
        let month = now.and_then(|now| begins(now.with_timezone(&zone).date_naive().checked_sub_days(Days::new(MONTH))?, zone));
        StayWindow { admitted, from: begin.into_iter().chain(month).min() }
    }

    /// Whether what was last so at `latest` is certainly of neither window.
    pub fn excludes(&self, latest: Instant) -> bool {
        self.from.is_some_and(|from| latest < from)
    }

    /// Over before this stay began.
    pub fn is_before_the_stay(&self, latest: Instant) -> bool {
        self.admitted.as_ref().is_some_and(|admitted| latest < admitted.earliest)
    }
}
