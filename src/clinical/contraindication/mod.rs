//! Contraindications: for each drug and each device, what forbids it, what calls for caution, and until when (core
//! specification §4.1 to §4.3 and §4.5), with the questions about names that hold every drug.
//!
//! A row that forbids is a `Block`; what nobody knows is `open`, never absent. What was measured cannot be answered away;
//! of the windows around a needle, after thrombolysis and after an operation on the brain or the spine a person may say
//! that they are over. Reads the chart as of the assessment, the filled forms and what is in the blood; decides nothing
//! about what to do instead.
//!
//! `table` holds the rows, `judge` goes through them, `rules` and `devices` say what the facts decide
//! of each.

mod devices;
mod judge;
mod rules;
mod table;
#[cfg(test)]
mod tests;

use super::alerts::Alert;
use super::blood::Blood;
use super::chart::{Chart, Instant, Limb, Said};
use super::formulary::{Device, Drug, EVERY_DRUG, Set};
use super::profile::Profile;
use super::sheet::{Sheet, Unanswered};
use super::source::Mark;
use crate::text::{Text, same};

pub use judge::{judge, judge_by};
pub use table::{OF_WOMEN, QUESTIONS, TABLE, id_named, is_row, named};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Never proposed.
    Block,
    /// Never proposed until it ends.
    BlockUntil,
    /// Proposed with a warning.
    Caution,
}

impl Severity {
    pub fn id(self) -> &'static str {
        match self {
            Severity::Block => "block",
            Severity::BlockUntil => "block_until",
            Severity::Caution => "caution",
        }
    }

    pub fn forbids(self) -> bool {
        self != Severity::Caution
    }
}

/// How a row can be decided without asking. Data, not code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    Asked,
    /// More than two units within 24 h; a fall of haemoglobin asks again.
    ActiveBleeding,
    /// A stroke that is said makes it an open question.
    StrokeSaid,
    UntilHaemostasis,
    /// An operation on the brain or the spine, until a person says that the danger of bleeding is over.
    CriticalOperation,
    Platelets {
        from: f64,
        below: f64,
    },
    Coagulation,
    HighPressure,
    NeuraxialWindow,
    Thrombolysis,
    /// Two antiplatelets on record.
    TwoAntiplatelets,
    /// The INR of a vitamin K antagonist above the range that it is held in.
    InrAboveTarget,
    /// Platelets that fell on heparin or fondaparinux make it an open question.
    FallOnHeparin,
    Allergy,
    TherapeuticDose,
    ClearanceBelow(f64),
    DoacClearance,
    WeightBelow(f64),
    LowWeight,
    /// Platelets below 100 after a fall on an anticoagulant.
    FallOnDrug,
    /// Asked of women of an age to be pregnant; what cannot be known counts as a yes.
    Pregnancy,
    /// Asked of the same women.
    WomenOnly,
    HipFracture,
    Interaction,
    /// A rule of the choice of drug, listed for its id.
    ByChoice,
    /// A clot told of for the devices, or one that cannot be known there, makes it an open question.
    ClotInLeg,
    /// A failing heart without oedema is a caution (§8 row 32).
    FailingHeart,
    /// The ankle-brachial index of each leg.
    Ischaemia,
    /// A stroke within a month, or an item that does not say infarction or stroke, makes it an open question.
    AcuteStroke,
    /// A fracture or a cast makes it an open question, on its leg where that is known.
    FracturedLimb,
    /// Medicines on record that nobody recognises.
    UnrecognisedMedication,
    /// Allergens on record that nobody recognises.
    UnrecognisedAllergy,
    /// A yes to the item that names both organs.
    KidneyOrLiver,
}

#[derive(Debug)]
pub struct Row {
    pub id: &'static str,
    pub severity: Severity,
    /// The drugs and devices that it concerns.
    pub applies: Set,
    /// Members for which the severity is another.
    pub except: Option<(Severity, Set)>,
    pub label: Text,
    /// What the person who answers must know.
    pub help: Option<Text>,
    pub when: When,
    /// Forbids on the limb it is on, not on the other.
    pub per_limb: bool,
    pub no_override: bool,
    /// True as well when that row is, which stands before it.
    pub also: Option<&'static str>,
    /// Leads to a route of its own (§5.9) and is no all-drug block beside one.
    pub route: bool,
    pub marks: &'static [Mark],
}

impl Row {
    const fn new(id: &'static str, severity: Severity, applies: Set, label: Text, marks: &'static [Mark]) -> Row {
        assert!(!marks.is_empty(), "a rule without a source");
        let (except, help, also, when) = (None, None, None, When::Asked);
        Row { id, severity, applies, except, label, help, when, per_limb: false, no_override: false, also, route: false, marks }
    }

    const fn when(mut self, when: When) -> Row {
        self.when = when;
        self
    }

    const fn help(mut self, help: Text) -> Row {
        self.help = Some(help);
        self
    }

    const fn except(mut self, severity: Severity, of: Set) -> Row {
        self.except = Some((severity, of));
        self
    }

    const fn per_limb(mut self) -> Row {
        self.per_limb = true;
        self
    }

    const fn no_override(mut self) -> Row {
        self.no_override = true;
        self
    }

    const fn also(mut self, id: &'static str) -> Row {
        self.also = Some(id);
        self
    }

    const fn route(mut self) -> Row {
        self.route = true;
        self
    }

    /// Of women only: a yes contradicts a man's record.
    pub const fn is_of_a_woman(&self) -> bool {
        matches!(self.when, When::WomenOnly | When::Pregnancy)
    }

    /// The severity for one member of the row.
    fn severity_for(&self, is_member: impl Fn(Set) -> bool) -> Severity {
        self.except.filter(|(_, of)| is_member(*of)).map_or(self.severity, |(severity, _)| severity)
    }

    /// Whether the row, while it is open, could still forbid a member.
    fn could_forbid(&self, is_member: impl Fn(Set) -> bool) -> bool {
        // Uncontrolled pressure is a caution until it is measured that high: unmeasured it may be either.
        is_member(self.applies) && (self.severity_for(&is_member).forbids() || self.when == When::HighPressure)
    }
}

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
pub struct Open {
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

impl PartialEq for Open {
    fn eq(&self, other: &Open) -> bool {
        self.row.id == other.row.id
            && (self.lacks, self.suspected, self.unknowable) == (other.lacks, other.suspected, other.unknowable)
            && (self.limb, self.wording) == (other.limb, other.wording)
    }
}

/// Every row judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    pub present: Vec<Present>,
    pub open: Vec<Open>,
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
    pub fn open_of(&self, id: &str) -> Option<&Open> {
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
    pub fn waits(&self, drug: Drug) -> impl Iterator<Item = &Open> {
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

    fn waits_of(&self, device: Device) -> impl Iterator<Item = &Open> {
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

fn covers(set: Set, all: Set) -> bool {
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

/// What is known when the rows are judged.
pub struct Known<'a> {
    pub chart: &'a Chart,
    pub sheets: &'a [&'a Sheet],
    /// What a person answered, by row.
    pub said: &'a [(&'static str, Said)],
    /// Names that a "no" to a question about names settled, by the question; where there are none for a question, its
    /// "no" settles every name there is.
    pub settled: &'a [(&'static str, String)],
    pub unanswered: Unanswered,
    pub profile: &'a Profile,
    pub blood: &'a Blood,
    pub at: Instant,
}
