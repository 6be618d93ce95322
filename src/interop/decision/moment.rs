//! The moment of every assessment on the page, and times before it.

use chrono::TimeDelta;

use crate::clinical::chart::Instant;

/// The moment of every assessment on the page.
pub fn now() -> Instant {
    "2026-03-10T10:00:00+08:00".parse().expect("a time")
}

pub fn ago(hours: f64) -> String {
    (now() - TimeDelta::minutes((hours * 60.0).round() as i64)).to_rfc3339()
}
