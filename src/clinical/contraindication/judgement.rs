//! What is found when every row was judged: what is in force, what is open, and what that means for each drug and device.

use super::row::{Row, Severity, When};
use crate::clinical::alerts::Alert;
use crate::clinical::chart::{Instant, Limb};
use crate::clinical::formulary::{Device, Drug, EVERY_DRUG, Set};
use crate::text::{Text, same};

/// A contraindication in force.
#[derive(Clone, Debug)]
pub struct Present {
    pub row: &'static Row,
    pub severity: Severity,
    pub applies: Set,
    pub limb: Limb,
    pub until: Option<Instant>,
    pub no_override: bool,
    /// A person's "no" to the row ends it from now on, and means this.
    pub ended_by: Option<Text>,
}

impl Present {
    /// In force as the table says, on both legs, without an end.
    pub fn of(row: &'static Row) -> Present {
        let Row { severity, applies, no_override, .. } = *row;
        Present { row, severity, applies, limb: Limb::Both, until: None, no_override, ended_by: None }
    }
}

impl Present {
    /// It forbids also to go on with a treatment, not only a new start: all that forbids, but a single high pressure, which
    /// blocks until it is repeated (§5.9: CI_HTN by two readings).
    pub fn questions_a_treatment(&self) -> bool {
        self.severity.forbids() && !(self.row.when == When::HighPressure && self.severity == Severity::BlockUntil)
    }
}

impl PartialEq for Present {
    fn eq(&self, other: &Present) -> bool {
        self.row.id == other.row.id
            && (self.severity, self.applies, self.limb, self.until) == (other.severity, other.applies, other.limb, other.until)
            && (self.no_override, self.ended_by) == (other.no_override, other.ended_by)
    }
}

/// A row that nobody can answer yet, and the fact that would: its own id, that of another row, or a quantity.
#[derive(Clone, Copy, Debug)]
pub struct OpenRow {
    pub row: &'static Row,
    pub lacks: &'static str,
    /// Something points to it: it wants a yes or no of its own, also where silence is read as absent.
    pub suspected: bool,
    /// Answered, with "cannot be known now": that is not the same as not answered.
    pub unknowable: bool,
    /// The leg that waits for it.
    pub limb: Limb,
    /// The question as it is asked here, where the label of the row is not it.
    pub wording: Option<Text>,
}

impl OpenRow {
    /// Waits for its own answer, on both legs.
    pub(super) fn of(row: &'static Row) -> OpenRow {
        OpenRow { row, lacks: row.id, suspected: false, unknowable: false, limb: Limb::Both, wording: None }
    }
}

impl PartialEq for OpenRow {
    fn eq(&self, other: &OpenRow) -> bool {
        self.row.id == other.row.id
            && (self.lacks, self.suspected, self.unknowable) == (other.lacks, other.suspected, other.unknowable)
            && (self.limb, self.wording) == (other.limb, other.wording)
    }
}

/// Every row judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    pub present: Vec<Present>,
    pub open: Vec<OpenRow>,
    /// What a question about names is about: the question, and each name as the host wrote it.
    pub names: Vec<(&'static str, String)>,
    /// Falling counts (§5.7), answered or not.
    pub alerts: Vec<Alert>,
}

impl Judgement {
    pub fn has(&self, id: &str) -> bool {
        self.present.iter().any(|present| same(present.row.id, id))
    }

    /// The open question of a row.
    pub fn open_of(&self, id: &str) -> Option<&OpenRow> {
        self.open.iter().find(|open| same(open.row.id, id))
    }

    /// An alert that stands and that nobody has answered since.
    pub fn unanswered(&self, id: &str) -> Option<&Alert> {
        self.alerts.iter().find(|alert| same(alert.id, id) && !alert.answered)
    }

    /// The alerts that stand: not answered, or answered by a yes.
    pub fn standing_alerts(&self) -> impl Iterator<Item = &Alert> {
        let confirmed = |alert: &Alert| self.has(if alert.id.starts_with("AL_HB") { "CI_ACTIVE_BLEED" } else { "CI_HIT_ACUTE" });
        self.alerts.iter().filter(move |alert| !alert.answered || confirmed(alert))
    }

    /// The alert of §5.7 is up and nobody has answered it: every heparin is held, and nothing else is begun, until the 4Ts.
    pub fn holds_for_hit(&self) -> bool {
        self.open.iter().any(|open| open.suspected && open.row.id == "CI_HIT_ACUTE")
    }

    /// What forbids a drug.
    pub fn against(&self, drug: Drug) -> impl Iterator<Item = &Present> {
        self.present.iter().filter(move |present| present.severity.forbids() && present.applies.has_drug(drug))
    }

    /// What forbids every drug, but the rows that have a route of their own. Beside a treatment that runs ask each as well
    /// whether it [`questions_a_treatment`](Present::questions_a_treatment).
    pub fn blocks_every_drug(&self) -> impl Iterator<Item = &Present> {
        self.present.iter().filter(|present| present.severity.forbids() && covers(present.applies, EVERY_DRUG) && !present.row.route)
    }

    /// Open questions that could still forbid a drug.
    pub fn waits(&self, drug: Drug) -> impl Iterator<Item = &OpenRow> {
        self.open.iter().filter(move |open| open.row.could_forbid(|set| set.has_drug(drug)))
    }

    /// What a drug waits for, by name.
    pub fn open_for(&self, drug: Drug) -> impl Iterator<Item = &'static str> {
        self.waits(drug).map(|open| open.lacks)
    }

    /// The legs on which a device may be used; `None` when on neither. Where one leg waits for an answer of its own, the
    /// other one.
    pub fn legs_for(&self, device: Device) -> Option<Limb> {
        let mut free = Some(Limb::Both);
        for present in self.present.iter().filter(|present| present.severity.forbids() && present.applies.has_device(device)) {
            free = without(free, present.limb);
        }
        let waiting = self.waiting_legs(device).filter(|_| free == Some(Limb::Both));
        waiting.and_then(Limb::other).or(free)
    }

    /// The leg, or both, on which a device waits for an answer about that leg alone.
    pub fn waiting_legs(&self, device: Device) -> Option<Limb> {
        let limbs = self.waits_of(device).map(|open| open.limb).filter(|limb| *limb != Limb::Both);
        limbs.reduce(|one, other| if one == other { one } else { Limb::Both })
    }

    fn waits_of(&self, device: Device) -> impl Iterator<Item = &OpenRow> {
        self.open.iter().filter(move |open| open.row.could_forbid(|set| set.has_device(device)))
    }

    /// What a device waits for, by name, on the legs on which it may be used.
    pub fn open_for_device(&self, device: Device) -> impl Iterator<Item = &'static str> {
        let legs = self.legs_for(device).unwrap_or(Limb::Both);
        self.waits_of(device).filter(move |open| overlap(open.limb, legs)).map(|open| open.lacks)
    }

    /// The names that a question is about.
    pub fn names_of(&self, question: &str) -> impl Iterator<Item = &str> {
        self.names.iter().filter(move |(of, _)| same(of, question)).map(|(_, name)| name.as_str())
    }
}

pub(super) fn covers(set: Set, all: Set) -> bool {
    set.0 & all.0 == all.0
}

fn overlap(one: Limb, other: Limb) -> bool {
    one == other || one == Limb::Both || other == Limb::Both
}

/// The legs that are left when one is taken.
fn without(free: Option<Limb>, taken: Limb) -> Option<Limb> {
    match free {
        Some(Limb::Both) => taken.other(),
        Some(leg) if overlap(leg, taken) => None,
        free => free,
    }
}
