//! An episode as it stands at a moment: what a screen, a board or a sheet reads.

use super::entered::EntryDone;
use super::notices::EpisodeNotice;
use super::referrals::ReferralCourse;
use crate::clinical::chart::Instant;
use crate::clinical::pathway::evaluate::ChannelStep;
use crate::clinical::pathway::facts::EpisodeFacts;

/// One episode as it stands at a moment.
#[derive(Clone, Debug)]
pub struct Episode {
    /// The id of the `vte_suspected` that every step names.
    pub suspicion: String,
    /// The suspicion; after an episode that was closed, the vital signs that opened it anew.
    pub began: Instant,
    /// How often unstable vital signs have opened it anew.
    pub reopened: u32,
    /// What the answer was worked out from.
    pub facts: EpisodeFacts,
    pub step: ChannelStep,
    /// The entries, in the order of signing.
    pub entries: Vec<EntryDone>,
    pub referrals: Vec<ReferralCourse>,
    pub notices: Vec<EpisodeNotice>,
    /// When a nurse or physician proposed to take the suspicion back.
    pub withdrawal_proposed_at: Option<Instant>,
    /// When a physician last confirmed an interim dose.
    pub interim_confirmed_at: Option<Instant>,
    /// What was given as the last interim dose, by its code.
    pub interim_drug: Option<String>,
}
