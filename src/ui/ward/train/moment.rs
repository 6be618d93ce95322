//! Moments in the classroom: no ward is open, and so no profile with a time zone.

use crate::clinical::chart::Instant;
use crate::web::clock;

pub fn now() -> Instant {
    clock::now("Asia/Shanghai")
}

/// `29:05`.
pub fn clock_words(seconds: i64) -> String {
    format!("{}:{:02}", seconds.max(0) / 60, seconds.max(0) % 60)
}
