//! The window around a needle or catheter in the neuraxis, in which no anticoagulant is started: from 12 h before a planned
//! puncture (a dose exactly 12 h before is allowed) to 12 h after it, open for as long as a catheter stays (V:GT2,
//! V:GDPH; the union of both directions: D); where only the day is told, from 12 h before the day to 12 h after it. It closes by itself. What one drug needs beyond it stands in `timing`.

use chrono::TimeDelta;

use super::chart::{Chart, Instant, Neuraxial};

pub const BEFORE: TimeDelta = TimeDelta::hours(12);
const AFTER: TimeDelta = TimeDelta::hours(12);

/// An open window, and when it closes; `None` while nobody knows (a catheter without a time of removal).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub fact: usize,
    pub until: Option<Instant>,
}

/// The window that is open at `at`; of several the one that closes last.
pub fn open_window(chart: &Chart, at: Instant) -> Option<Window> {
    let mut open: Option<Window> = None;
    for (fact, neuraxial) in chart.neuraxials() {
        let until = closes(neuraxial);
        if at > neuraxial.at - BEFORE && until.is_none_or(|until| at < until) {
            let later = open.is_none_or(|open| open.until.is_some_and(|closing| until.is_none_or(|until| until > closing)));
            if later {
                open = Some(Window { fact, until });
            }
        }
    }
    open
}

/// Every puncture whose window is open at `at`.
pub fn open_windows(chart: &Chart, at: Instant) -> impl Iterator<Item = &Neuraxial> {
    chart
        .neuraxials()
        .map(|(_, neuraxial)| neuraxial)
        .filter(move |neuraxial| at > neuraxial.at - BEFORE && closes(neuraxial).is_none_or(|until| at < until))
}

/// When a puncture stops holding drugs back; `None` for a catheter whose removal nobody recorded.
pub fn closes(neuraxial: &Neuraxial) -> Option<Instant> {
    let needle = neuraxial.latest() + AFTER;
    match (neuraxial.catheter, neuraxial.removed_at) {
        (false, _) => Some(needle),
        (true, Some(removed)) => Some(needle.max(removed)),
        (true, None) => None,
    }
}
