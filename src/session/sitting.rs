//! What lies on the desk of one element, and for whom: plain state. `desk` says what happens to it and how a screen follows;
//! `care`, `resume`, `standing` and `suspicion` each change their part of it.

use std::any::Any;
use std::rc::Rc;

use chrono::TimeDelta;

use super::care::questions::Care;
use super::care::said::Settled;
use super::screen::{Chrome, Delivery, Later, Mode, Patient, Rejection, SignatureKind, StorageNotice, Suggested, Theme, Unseen};
use super::work::Work;
use crate::clinical::chart::{Chart, Fact, Instant};
use crate::clinical::instrument::Instrument;
use crate::clinical::profile::Profile;
use crate::clinical::routing::InstrumentRoute;
use crate::interop::json::Value;
use crate::interop::record::Record;
use crate::interop::rejected::Rejected;
use crate::interop::stored::Draft;
use crate::record::clock;
use crate::record::local::Wall;
use crate::record::refusal::Refusal;
use crate::record::role::Actor;
use crate::text::Lang;

/// What the element's attributes say.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Options {
    pub lang: Lang,
    pub instrument: Option<&'static str>,
    pub mode: Mode,
    pub chrome: Chrome,
    pub theme: Theme,
    pub heading_level: u8,
    pub disabled: bool,
}

/// One patient on the desk, from the moment that patient is laid there until another is: the name under which everything
/// that waits goes on (`web::errand`).
#[derive(Clone, Debug, PartialEq)]
pub struct SittingId {
    pub(super) number: u32,
    pub context: String,
}

/// How far the patient on the desk has come; where there is no patient there is no sitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sitting {
    /// A form is filled, or waits for what it needs. `further`: after a signed one, so it stands until it is signed or given up;
    /// `over`: the questions after the score before were asked for, and stand there when it is given up.
    Scoring { further: bool, over: bool },
    /// What is signed stands instead of a form.
    Signed,
    /// The questions after the signed score.
    Preventing,
}

impl Default for Sitting {
    fn default() -> Sitting {
        Sitting::Scoring { further: false, over: false }
    }
}

impl Sitting {
    /// The questions after the signed score stand there.
    pub fn is_preventing(self) -> bool {
        matches!(self, Sitting::Preventing)
    }

    /// Something signed stands there, and no form.
    pub fn is_signed(self) -> bool {
        !matches!(self, Sitting::Scoring { .. })
    }

    pub fn is_further(self) -> bool {
        matches!(self, Sitting::Scoring { further: true, .. })
    }

    /// The questions after the score stand there, or do so when the form over them is given up.
    pub fn has_care(self) -> bool {
        matches!(self, Sitting::Preventing | Sitting::Scoring { over: true, .. })
    }

    /// What is signed takes the place of a form.
    pub fn signed(self) -> Sitting {
        if self.has_care() { Sitting::Preventing } else { Sitting::Signed }
    }

    /// A form takes the place of what is signed.
    pub fn scoring(self, further: bool) -> Sitting {
        Sitting::Scoring { further, over: self.has_care() }
    }

    /// With the questions after the score, or without.
    pub fn caring(self, cares: bool) -> Sitting {
        match self {
            Sitting::Scoring { further, .. } => Sitting::Scoring { further, over: cares },
            _ if cares => Sitting::Preventing,
            _ => Sitting::Signed,
        }
    }
}

/// What came of laying a chart.
pub struct Laid {
    /// The facts that were not taken, for the host to hear of.
    pub heard: Vec<Rejected>,
    /// Who is on the desk now, and who was before; the same, where the chart is of the same patient.
    pub sitting: SittingId,
    pub before: Option<SittingId>,
    /// What was entered for the patient of before and not signed.
    pub left: Option<Left>,
}

/// Answers of a patient who was left by force.
pub struct Left {
    pub context: String,
    /// Where they lie until their patient comes back; another key than `context` where another person has that admission now.
    pub key: String,
    pub draft: Draft,
    /// What the store held of them had been read: it may be written over.
    pub is_whole: bool,
}

/// One patient on the desk.
pub struct Open {
    pub context: String,
    /// What tells this person from others, as last given: reference, sex and birth date. A chart that leaves one out takes
    /// nothing back.
    pub(super) known: [Option<String>; 3],
    /// Which person this is (`person_of`); None where the host gave nothing to tell by.
    pub person: Option<String>,
    /// The host's chart as it came: read again when the instrument changes, because bare keys then mean other items.
    pub(super) raw: Value,
    pub chart: Chart,
    pub(super) rejected: Rc<Vec<Rejection>>,
    pub(super) patient: Rc<Patient>,
    pub(super) route: InstrumentRoute,
    /// A person chose or switched the instrument, and why.
    pub chosen: Option<(&'static Instrument, Option<String>)>,
    pub record: Record,
    /// How many events at its end are practice: nobody has signed them, and they leave this page by no way.
    pub practised: usize,
    /// What `load` gave for the events, for the comparison when signing.
    pub seen: Option<String>,
    /// The store has been asked.
    pub loaded: bool,
    /// What was kept of this admission waits for what reads it; until then nothing is signed.
    pub unread: bool,
    pub work: Option<Work>,
    /// The questions after the signed score.
    pub care: Option<Care>,
    /// They are wanted, and not there yet.
    pub wants_care: bool,
    /// How far this patient has come.
    pub stands: Sitting,
    /// A signature is being written.
    pub signing: bool,
    /// What holds of a signed patient; none before the second part is here.
    pub holds: Option<Unseen>,
    /// When something of it changes by itself.
    pub wakes: Option<Instant>,
    /// Of how many events the record was when a physician was led to the decision, or somebody signed here.
    pub led: u64,
    /// Who was at the screen then.
    pub led_by: Option<String>,
    /// The red button was pressed and its report is not done with: whether somebody on the page has heard the alert.
    pub alerted: Option<bool>,
    /// What a person has begun of a suspicion and not signed; the second part alone looks into it (`begun::Begun`).
    pub begun: Option<Box<dyn Any>>,
    /// A draft that could not be read still lies where the next one would be written.
    pub keeps_no_drafts: bool,
    /// What the person at the screen said of this device's clock.
    pub clock: clock::ClockStatement,
    /// What a person said of the facts that the host only suggests beside the items: a chart that comes again is not asked about
    /// again, a reload or not.
    pub settled: Vec<Settled>,
    /// Those of them that stand on the screen, for whoever wants to change it.
    pub(super) told: Vec<(Fact, bool)>,
    pub(super) suggested: Rc<Vec<Suggested>>,
}

#[derive(Default)]
pub struct Desk {
    /// How many patients have been laid here: the number of the sitting.
    pub(super) sittings: u32,
    pub options: Options,
    pub user: Option<Actor>,
    pub profile: Profile,
    /// The profile as the host gave it: what the second part reads of it itself (`channel::episode`).
    pub hospital: Value,
    pub outputs: Vec<String>,
    pub strings: Rc<Vec<(String, String)>>,
    pub open: Option<Open>,
    /// A form of which nothing is signed or kept; made and read by the second part alone (`calculator`).
    pub(super) calculator: Option<Box<dyn Any>>,
    /// How far the host's clock is ahead of this device's, where the host has said.
    pub host_clock: Option<TimeDelta>,
    pub delivery: Delivery,
    pub later: Later,
    pub storage: Option<StorageNotice>,
    /// Something signed for the patient on the desk lies in no store yet.
    pub unkept: bool,
    /// A tablet's vault keeps what is signed here.
    pub kept: bool,
    pub refused: Option<Refusal>,
    pub fault: Option<Rejection>,
    pub asks_reset: bool,
    pub focus: Option<(u32, &'static str)>,
    /// The plan follows as soon as the bleeding list is signed, if nothing has been told since the button was pressed: `told` then.
    pub then_authorise: Option<u32>,
    /// Grows with everything that the host tells of chart, user and profile.
    pub told: u32,
    /// The signature before which a person was asked about the clock.
    pub(super) asked: Option<SignatureKind>,
    /// The host is being asked about the signature of a score: as of when, and for whom.
    pub(super) asks_host: Option<(Instant, SittingId)>,
    /// The hospital's clock on the wall, and when everything was last worked out.
    pub wall: Wall,
    pub now: Instant,
    /// Items whose standing changed since the host was last told.
    pub changed: Vec<usize>,
}
