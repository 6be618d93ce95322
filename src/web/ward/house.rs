//! What the pages know of the people and the settings beside their lists. `people` keeps it up to date.

use std::collections::BTreeMap;

use crate::interop::people::PersonChange;
use crate::interop::settled::SettingsRevision;

/// What the pages know of the people beside their list.
#[derive(Default)]
pub struct House {
    /// Every change of the people, in the order in which they were made.
    pub changes: Vec<PersonChange>,
    /// Every change of the settings, likewise.
    pub settled: Vec<SettingsRevision>,
    /// The administrator's PIN was entered on this visit of the page.
    pub proven: bool,
    /// The step to an administrator was put off.
    pub put_off: bool,
    /// The rows of the vault were read once.
    pub(super) opened: bool,
    /// By person: wrong PINs, and when the last one was, by a clock that cannot be set.
    pub(super) tries: BTreeMap<String, (u32, f64)>,
}
