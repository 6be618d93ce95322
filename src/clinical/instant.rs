//! Moments and civil days, as facts tell them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

/// A moment with the offset it was recorded at.
pub type Instant = DateTime<FixedOffset>;

/// The beginning of a civil day at an offset.
pub fn begins(day: NaiveDate, offset: FixedOffset) -> Option<Instant> {
    day.and_time(NaiveTime::MIN).and_local_timezone(offset).single()
}
