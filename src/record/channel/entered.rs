//! An entry of an episode as it stands in the record.

use crate::clinical::chart::Instant;
use crate::clinical::pathway::entry::PathEntry;
use crate::record::encounter::Signed;
use crate::record::happening::Occurrence;

/// An entry that was signed.
#[derive(Clone, Debug)]
pub struct EntryDone {
    /// The event.
    pub id: String,
    pub row: &'static PathEntry,
    /// When it was, which may be before it was signed.
    pub at: Instant,
    /// As it stands in the record, corrections included.
    pub signed: Signed<Occurrence>,
}

/// Pregnant or within six weeks of delivery: of the scores only YEARS is used (5.6.8 I9).
pub(super) fn is_not_for_pregnant(step: &str, instrument: Option<&str>) -> bool {
    step == "perc" || step == "probability" && instrument != Some("years")
}
