//! What the green channel says to core prevention: while an episode is open no plan is asked for, and where it has gone back to core
//! (a repeat scan is awaited, it is excluded, lost or closed) prevention is asked as usual, with the devices held on that leg until the
//! suspicion is settled (extended specification I13, core §5.9).

use super::replay::episode;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::pathway::evaluate::PreventionNow;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::situation::StaySoFar;
use crate::record::encounter::Encounter;
use crate::record::happening::Happening;

/// The record of the stay as prevention reads it. Of a suspicion after which nothing was entered it is paused, as ever. `settings`:
/// those of the hospital, read only where they are needed.
pub fn stay_so_far(encounter: &Encounter, chart: &Chart, settings: impl FnOnce() -> ChannelSettings, now: Instant) -> StaySoFar {
    let mut stay = encounter.so_far();
    let entered = encounter.happened(Happening::PathwayStep).next().is_some();
    if let Some(suspicion) = stay.suspicion.as_mut().filter(|_| entered)
        && let Some(episode) = episode(encounter, chart, &settings(), now)
    {
        suspicion.paused = episode.step.prophylaxis == PreventionNow::Paused;
    }
    stay
}
