//! An action that is not allowed now: what stands in the way, where, and what to do about it, in both languages.
//! Names items and roles; never repeats a value or a person's words. `wording` says each, `plans` those that only arise after
//! a score.

use super::role::{Action, Role};
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Instrument;
use crate::text::{Text, text};

mod plans;
mod steps;
mod wording;

pub use steps::StepFlaw;

/// A reason shorter than this says nothing.
pub const REASON_CHARS: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoUser,
    Role(Role),
    NothingOpen,
    AlreadySigned,
    ReadOnly,
    /// What was kept of this admission has not been read yet.
    Unread,
    /// Items (by index) that nobody answered.
    Incomplete(Vec<usize>),
    /// Suggested by the host and not confirmed.
    Unconfirmed(Vec<usize>),
    /// The host suggests something beside the items (an operation, a medicine, a value), and nobody has said yes or no to it.
    Unsettled,
    /// "Cannot be known" leaves the band open.
    BandOpen(Vec<usize>),
    NoteMissing(usize),
    /// A computed item was overridden without saying why.
    OverrideReason(usize),
    AmendReason,
    NotInRecord,
    /// This action is another role's.
    Reserved(Action),
    /// The proposal or review is of an assessment that is no longer the latest.
    Stale,
    AlreadyAuthorised,
    /// Another plan is in force than the person saw: somebody else has decided since.
    PlanMoved,
    /// No bleeding screen that is new enough, or what is known has moved since.
    ScreenDue,
    /// Something is wrong with a measure, by its id.
    Measure(Flaw, String),
    /// A contraindication, by its id, that nobody here may override.
    Forbidden(String),
    /// What stands against the plan and is not overridden with a reason, by id.
    OverrideNeeded(Vec<String>),
    /// A code that is not of the table, or none.
    ReasonCode,
    /// The code chosen wants words beside it.
    ReasonWords,
    /// Later than now.
    Future,
    /// Earlier than what it follows from.
    OutOfOrder,
    /// A dose before the start that a physician authorised.
    TooEarly(Instant),
    Discharged,
    /// Of a type that is not amended, or another type than what it amends.
    NotAmendable,
    /// The record ends far ahead of this device: passed with a reason, or the clock is set.
    ClockBehind {
        device: Instant,
        last: Instant,
    },
    /// This device stands far ahead of everything that is known of the patient: asked about before it signs.
    ClockAhead {
        device: Instant,
        known: Instant,
    },
    /// The host's clock and this device's differ: asked about before it signs.
    ClockUnlikeHost {
        device: Instant,
        host: Instant,
    },
    HostCancelled,
    /// A suspicion of VTE stands already; it is settled, not reported again.
    AlreadySuspected,
    /// The report of a suspicion lacks the site, the side or a sign.
    SuspicionOpen,
    /// The conclusion of a suspicion lacks which it is, by what or why, or the site of what was found.
    ConclusionOpen,
    /// Something is wrong with an entry in an episode of suspicion, or with a referral: what, and the id of the entry or field.
    Step(StepFlaw, String),
    /// The chart cannot be beside what a person answered.
    Contradicted,
    /// Worked out again just before the signature, it is no longer what the screen showed: what changed, in both languages.
    Moved(Vec<(String, String)>),
}

/// What is wrong with a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A plan without measures.
    None,
    Unknown,
    Twice,
    NoDose,
    NoStop,
    /// It would stop before it starts, or already has.
    Times,
    /// A second anticoagulant, in the plan or beside one in use.
    SecondAnticoagulant,
    NotAuthorised,
    /// Its planned stop has passed.
    PastStop,
    AlreadyStarted,
    NotInUse,
}

impl Refusal {
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NoUser | Refusal::Role(_) | Refusal::Reserved(_) | Refusal::ReadOnly => "E_ROLE",
            Refusal::Incomplete(_) | Refusal::Unconfirmed(_) | Refusal::Unsettled | Refusal::BandOpen(_) => "E_INCOMPLETE",
            Refusal::NoteMissing(_) | Refusal::OverrideReason(_) | Refusal::AmendReason => "E_INCOMPLETE",
            Refusal::SuspicionOpen | Refusal::ConclusionOpen => "E_INCOMPLETE",
            Refusal::ScreenDue | Refusal::OverrideNeeded(_) | Refusal::ReasonCode | Refusal::ReasonWords => "E_INCOMPLETE",
            Refusal::Measure(Flaw::None | Flaw::NoDose | Flaw::NoStop, _) => "E_INCOMPLETE",
            Refusal::NothingOpen | Refusal::AlreadySigned | Refusal::Discharged => "E_PHASE",
            Refusal::Measure(Flaw::NotAuthorised | Flaw::PastStop | Flaw::AlreadyStarted | Flaw::NotInUse, _) => "E_PHASE",
            Refusal::Stale | Refusal::Moved(_) => "E_STALE",
            Refusal::Measure(Flaw::Unknown, _) => "E_ITEM",
            Refusal::Measure(Flaw::Times, _) | Refusal::Future | Refusal::OutOfOrder | Refusal::TooEarly(_) => "E_RANGE",
            Refusal::Measure(..) | Refusal::Forbidden(_) | Refusal::AlreadyAuthorised | Refusal::NotAmendable => "E_CONFLICT",
            Refusal::NotInRecord | Refusal::Contradicted | Refusal::PlanMoved | Refusal::AlreadySuspected => "E_CONFLICT",
            Refusal::ClockBehind { .. } | Refusal::ClockAhead { .. } | Refusal::ClockUnlikeHost { .. } => "E_TIME",
            Refusal::Step(flaw, _) => flaw.code(),
            Refusal::Unread => "E_WASM",
            Refusal::HostCancelled => "E_REJECTED",
        }
    }

    /// The items it is about, by index.
    pub fn items(&self) -> &[usize] {
        match self {
            Refusal::Incomplete(items) | Refusal::Unconfirmed(items) | Refusal::BandOpen(items) => items,
            Refusal::NoteMissing(item) | Refusal::OverrideReason(item) => std::slice::from_ref(item),
            _ => &[],
        }
    }

    /// The measure, contraindications or facts that it is about, by id.
    pub fn ids(&self) -> &[String] {
        match self {
            Refusal::OverrideNeeded(ids) => ids,
            Refusal::Forbidden(id) | Refusal::Measure(_, id) | Refusal::Step(_, id) => std::slice::from_ref(id),
            _ => &[],
        }
    }

    /// The earliest time that it would allow.
    pub fn earliest(&self) -> Option<Instant> {
        match self {
            Refusal::TooEarly(start) => Some(*start),
            _ => None,
        }
    }

    /// The clock of this device, and the time that it was held against with what that is; both at the device's offset.
    pub fn clocks(&self) -> Option<(Instant, Text, Instant)> {
        Some(match self {
            Refusal::ClockBehind { device, last } => (*device, text!("记录的最后时间", "Last time in the record"), *last),
            Refusal::ClockAhead { device, known } => (*device, text!("记录和HIS资料的最近时间", "Newest time in record and chart"), *known),
            Refusal::ClockUnlikeHost { device, host } => {
                (*device, text!("对照时间（HIS或本机此前的记录）", "Time compared with (the host, or this device before)"), *host)
            }
            _ => return None,
        })
    }

    /// Where, as a JSON pointer.
    pub fn path(&self, instrument: Option<&Instrument>) -> String {
        match (self, self.items().first(), instrument) {
            (Refusal::NoUser | Refusal::Role(_) | Refusal::Reserved(_), ..) => "/user".into(),
            (Refusal::Measure(..), ..) => "/measures".into(),
            (Refusal::Forbidden(_) | Refusal::OverrideNeeded(_), ..) => "/overrides".into(),
            (Refusal::Unsettled, ..) => "/chart/facts".into(),
            (Refusal::ReasonCode, ..) => "/reasonCode".into(),
            (Refusal::ReasonWords, ..) => "/note".into(),
            (Refusal::Future | Refusal::OutOfOrder | Refusal::TooEarly(_), ..) => "/at".into(),
            (Refusal::NotInRecord | Refusal::NotAmendable | Refusal::Stale | Refusal::PlanMoved, ..) => "/of".into(),
            (Refusal::AmendReason, ..) => "/reason".into(),
            (Refusal::Step(flaw, id), ..) => flaw.path(id),
            (_, Some(&item), Some(instrument)) => ["/answers/", instrument.items[item].id].concat(),
            _ => String::new(),
        }
    }
}
