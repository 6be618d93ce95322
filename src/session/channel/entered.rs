//! What was entered in an episode, as the screen reads it.

use crate::clinical::chart::Instant;
use crate::clinical::pathway::entry::PathEntry;
use crate::record::role::Actor;

/// One entry of the episode, as it was signed.
#[derive(Clone, Debug)]
pub struct EnteredStep {
    pub entry: &'static PathEntry,
    /// When it was measured, told or done.
    pub at: Instant,
    pub by: Actor,
    /// By field, the value as it is sent.
    pub answers: Vec<(&'static str, String)>,
}

impl EnteredStep {
    pub fn answer(&self, field: &str) -> Option<&str> {
        self.answers.iter().find(|(id, _)| *id == field).map(|(_, value)| value.as_str())
    }
}
