//! The referrals of an episode, as reported: each by its id, with the states that were told and when.

use crate::clinical::chart::Instant;
use crate::clinical::pathway::facts::ReferralState;
use crate::clinical::pathway::referral::{REFERRAL_STATES, ReferralRow};
use crate::record::encounter::Encounter;
use crate::record::happening::Happening;
use crate::text::same;

/// One state as told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    pub state: ReferralState,
    pub at: Instant,
}

/// One referral.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferralCourse {
    pub id: String,
    /// In the order of signing.
    pub reports: Vec<Report>,
    /// To which hospital, as last told.
    pub place: Option<String>,
}

impl ReferralCourse {
    /// Where it stands: the state farthest on; a state that lies before it and was told late changes nothing.
    pub fn present(&self) -> Option<Report> {
        self.reports.iter().copied().max_by_key(|report| report.state)
    }

    /// The states that must have been and nobody reported.
    pub fn not_reported(&self) -> Vec<ReferralState> {
        let Some(present) = self.present() else { return vec![] };
        let path: &[ReferralState] = match present.state {
            ReferralState::Drafted | ReferralState::Cancelled => &[],
            ReferralState::Declined => &[ReferralState::Sent, ReferralState::Received],
            _ => &[ReferralState::Sent, ReferralState::Received, ReferralState::Accepted, ReferralState::Departed, ReferralState::Arrived],
        };
        let mut before: Vec<ReferralState> = path.iter().copied().filter(|state| *state < present.state).collect();
        if present.state == ReferralState::Acknowledged {
            before.push(ReferralState::Returned);
        }
        before.retain(|state| !self.reports.iter().any(|report| report.state == *state));
        before
    }

    /// A hospital has said that it takes the patient, and it was not cancelled since.
    pub fn is_accepted(&self) -> bool {
        let after = |state| matches!(state, ReferralState::Accepted | ReferralState::Departed | ReferralState::Arrived | ReferralState::Kept);
        self.present().is_some_and(|present| after(present.state) || matches!(present.state, ReferralState::Returned | ReferralState::Acknowledged))
    }

    /// Nothing follows.
    pub fn is_over(&self) -> bool {
        self.present().is_some_and(|present| REFERRAL_STATES[present.state as usize].next.is_empty())
    }
}

/// A state by its word on the wire.
pub fn state_named(id: &str) -> Option<&'static ReferralRow> {
    REFERRAL_STATES.iter().find(|row| same(row.id, id))
}

/// The referrals of one suspicion, in the order in which they were begun; without the event that is being corrected.
pub fn referrals(encounter: &Encounter, suspicion: &str, but: Option<&str>) -> Vec<ReferralCourse> {
    let mut all: Vec<ReferralCourse> = vec![];
    for (at, signed) in encounter.happened(Happening::Referral).filter(|(_, signed)| Some(signed.id.as_str()) != but) {
        let what = &signed.what;
        let (Some(id), Some(row)) = (what.detail("id"), what.detail("state").and_then(state_named)) else { continue };
        if what.detail("of") != Some(suspicion) {
            continue;
        }
        let index = all.iter().position(|course| course.id == id).unwrap_or_else(|| {
            all.push(ReferralCourse { id: id.into(), reports: vec![], place: None });
            all.len() - 1
        });
        let course = &mut all[index];
        course.reports.push(Report { state: row.state, at });
        course.place = what.detail("place").map(str::to_owned).or(course.place.take());
    }
    all
}

/// The one that governs: the first that a hospital has accepted; else the latest that is not over; else the latest.
pub fn governing(all: &[ReferralCourse]) -> Option<&ReferralCourse> {
    let accepted = all
        .iter()
        .filter(|course| course.is_accepted())
        .min_by_key(|course| course.reports.iter().filter(|report| report.state >= ReferralState::Accepted).map(|report| report.at).min());
    accepted.or_else(|| all.iter().rev().find(|course| !course.is_over())).or(all.last())
}
