//! Falling counts (stub until the branch of the judgement is merged).
use super::chart::{Chart, Instant, Said};

pub fn bleeding_reopened(_chart: &Chart, _said: &[(&'static str, Said)], _at: Instant) -> bool {
    false
}
