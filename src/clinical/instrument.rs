//! What a published score is made of. An instrument is a `static` table of these rows, one file each in `instruments/`;
//! everything that reads it (tally, screen, exports, evidence table, tests) reads the same rows.

use super::chart::Procedure;
use super::finding::Finding;
use super::outcome::Reads;
pub use super::points::Points;
use super::quantity::{Limit, Quantity, ValueRange};
use super::source::{Mark, Source};
use crate::text::{Text, same};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    Low,
    Moderate,
    High,
}

impl Risk {
    /// The wire word.
    pub fn id(self) -> &'static str {
        match self {
            Risk::Low => "low",
            Risk::Moderate => "moderate",
            Risk::High => "high",
        }
    }

    pub fn named(id: &str) -> Option<Risk> {
        [Risk::Low, Risk::Moderate, Risk::High].into_iter().find(|risk| risk.id() == id)
    }
}

/// How an item can be decided without asking. Data, not code: it can be shown, exported and enumerated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum From {
    /// Nobody but a person knows.
    Asked,
    /// A value that no fact tells (a ratio to a laboratory's own limit, the BMI of another day): asked, and silence is no answer.
    ValueAsked,
    /// Completed years between the two, inclusive.
    Age { from: u8, to: u8 },
    /// Unrounded BMI strictly above.
    BmiAbove(f64),
    /// Unrounded BMI at or above.
    BmiAtLeast(f64),
    /// The operation of this stay is of this class.
    Surgery(SurgeryClass),
    /// Not decided, but suggested where an operation within the last 30 days is on record.
    RecentOperation { longer_than_min: Option<f64>, former_only: bool },
    /// Not decided, but suggested by an operation for a hip fracture, planned or done (X_FRACTURE_OP).
    FractureOperation,
    /// The latest measurement is strictly below.
    Below(Quantity, Bound),
    /// The latest measurement is at or above.
    AtLeast(Quantity, f64),
    /// The latest measurement is strictly above.
    Above(Quantity, f64),
    /// The latest measurement is in this range (by reference: an item of a first visit is no larger for it).
    Between(Quantity, &'static ValueRange),
    /// Yes where the latest measurements meet all of these; otherwise nothing follows, but while one is missing silence is no "no".
    AllMeet(&'static [Limit]),
    /// Yes where one of the latest measurements meets its limit; otherwise as `AllMeet`.
    AnyMeets(&'static [Limit]),
    /// Yes where the latest measurement is strictly below; else something that no measurement tells may make it a yes, and is
    /// asked (Khorana: a growth factor).
    BelowOrAsked(Quantity, f64),
    /// Yes where creatinine is at or above, µmol/L. Else a transplant or chronic dialysis may make it a yes, and is asked; dialysis on
    /// record suggests it, because that it is chronic nobody has told.
    CreatinineOrAsked(f64),
    /// Yes for a man at or above; no for a woman, and no below.
    MaleAtLeast(Quantity, f64),
    /// Strictly below the one limit for a man, the other for a woman; between the two the sex is wanted.
    BelowBySex { quantity: Quantity, men: f64, women: f64 },
    /// Creatinine clearance as it doses (`kidney`) strictly below, mL/min; on dialysis it is below 15.
    ClearanceBelow(f64),
    /// Yes where the latest measurement is strictly below; above it nothing follows: how it was taken (SpO2 on air) is not told.
    BelowAtAll(Quantity, f64),
    /// Yes where the latest pressure is at or above either; no where both are below.
    PressureAtLeast { systolic: f64, diastolic: f64 },
    /// No yes or no: the quantity itself is added, its points for each whole unit (PESI: age in completed years).
    Count(Quantity),
    /// Filtration rate at or above the one and below the other, mL/min/1.73 m²; on dialysis it is below 15.
    Filtration { from: f64, below: f64 },
    /// The patient is a man.
    Male,
    /// Yes where clearance or filtration is below the local bound, or on dialysis; liver failure is asked.
    SevereRenal,
    /// Yes where the latest two readings within 24 h are at or above the local bounds; a single high one suggests it.
    HighPressureTwice,
    /// Inside the window around a needle or catheter in the neuraxis.
    NeuraxialWindow,
    /// Yes where a medication that acts now impairs clotting, other than an anticoagulant at prophylactic dose; suggested
    /// by one of unknown intensity or that nobody recognises.
    Antithrombotic,
    /// Yes while in intensive or coronary care.
    IntensiveCare,
    /// The same of a whole admission: a stay that is over suggests it, because of which admission it was nobody has told.
    IntensiveCareStay,
    /// No at an INR of 1.5 or less, or where a vitamin K antagonist explains it; above, suggested.
    HepaticInr,
    /// Suggested by an operation of these; counts no more once the surgeon has recorded haemostasis, or, of the brain and
    /// the spine, once a physician has said that the risk is over (CI_NEURO_EYE_OP).
    UntilHaemostasis(&'static [Procedure]),
}

/// A threshold: printed in the source, or ours to set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    Printed(f64),
    /// Platelets below which the surgical checklist says "thrombocytopenia" (本院设定).
    LocalPlatelets,
}

impl From {
    /// Decided by measured facts, unless a person says otherwise and why.
    pub fn is_computed(self) -> bool {
        !matches!(self, From::Asked | From::ValueAsked | From::RecentOperation { .. } | From::FractureOperation | From::UntilHaemostasis(_))
    }
}

/// The classes of Caprini's surgery group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurgeryClass {
    Minor,
    Arthroscopic,
    MajorOpen,
    Laparoscopic,
    ElectiveArthroplasty,
}

/// One line of the paper form.
#[derive(Debug)]
pub struct Item {
    pub id: &'static str,
    pub points: Points,
    pub label: Text,
    /// What counts, in words that a ward can apply.
    pub counts: Option<Text>,
    pub from: From,
    /// Only a woman can have it: hidden and "no" for a man.
    pub female_only: bool,
    /// A yes means nothing without the free text beside it.
    pub wants_note: bool,
    /// What rules know it by, where one asks for it.
    pub finding: Option<Finding>,
    pub marks: &'static [Mark],
}

impl Item {
    pub const fn new(id: &'static str, points: i16, label: Text, marks: &'static [Mark]) -> Item {
        Item::tenths(id, points * 10, label, marks)
    }

    /// For instruments that score halves.
    pub const fn tenths(id: &'static str, tenths: i16, label: Text, marks: &'static [Mark]) -> Item {
        assert!(!marks.is_empty(), "an item without a source");
        Item { id, points: Points(tenths), label, counts: None, from: From::Asked, female_only: false, wants_note: false, finding: None, marks }
    }

    pub const fn counts(mut self, counts: Text) -> Item {
        self.counts = Some(counts);
        self
    }

    pub const fn is(mut self, finding: Finding) -> Item {
        self.finding = Some(finding);
        self
    }

    pub const fn from(mut self, from: From) -> Item {
        self.from = from;
        self
    }

    pub const fn female_only(mut self) -> Item {
        self.female_only = true;
        self
    }

    pub const fn wants_note(mut self) -> Item {
        self.wants_note = true;
        self
    }
}

/// Items of which at most one counts: the highest that is true, never a sum.
#[derive(Debug)]
pub struct Group {
    pub id: &'static str,
    pub title: Text,
    pub members: &'static [&'static str],
    pub marks: &'static [Mark],
}

/// A heading on the paper form and the items below it, by points.
#[derive(Debug)]
pub struct Section {
    pub points: Points,
    pub title: Text,
}

#[derive(Debug)]
pub struct Band {
    pub from: Points,
    pub risk: Risk,
    pub label: Text,
    pub marks: &'static [Mark],
}

/// A finer reading inside a band (Caprini 5_6, 7_8, ge_9).
#[derive(Debug)]
pub struct SubBand {
    pub id: &'static str,
    pub from: Points,
    pub to: Points,
    pub label: Text,
}

/// A published incidence for a range of points, as printed.
#[derive(Debug)]
pub struct Figure {
    pub from: Points,
    pub to: Points,
    pub text: Text,
    pub source: Source,
}

/// Two answers that are allowed together but deserve a second look.
#[derive(Debug)]
pub struct Warning {
    pub id: &'static str,
    pub when: &'static [&'static str],
    /// Not where an operation of these is on record.
    pub unless: &'static [Procedure],
    pub text: Text,
    pub marks: &'static [Mark],
}

impl PartialEq for Warning {
    fn eq(&self, other: &Warning) -> bool {
        self.id == other.id
    }
}

/// What an instrument measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The risk of a clot: routed to, signed, and what the matrix starts from.
    Thrombosis,
    /// The risk of bleeding, asked before a drug is proposed. Silence about what the record suggests is never a no here.
    Bleeding,
    /// Steps that end in what is to be done, without a score (NHS).
    Checklist,
    /// How likely a suspected clot is, or whether it is excluded.
    Diagnosis,
    /// The risk of bleeding while a clot is treated: information, never by itself a reason to withhold treatment.
    Treatment,
    /// How ill a patient with a confirmed clot is.
    Severity,
}

#[derive(Debug)]
pub struct Instrument {
    pub id: &'static str,
    pub edition: &'static str,
    pub setting: &'static str,
    pub purpose: Purpose,
    pub title: Text,
    pub source: Source,
    pub items: &'static [Item],
    pub groups: &'static [Group],
    pub bands: &'static [Band],
    pub sub_bands: &'static [SubBand],
    pub figures: &'static [Figure],
    pub warnings: &'static [Warning],
    /// What a reader of the result must know about the score itself.
    pub caveats: &'static [(Text, &'static [Mark])],
    /// How it reads where it is more than bands of one sum; its `bands` are then empty, and no form shows it.
    pub reads: Option<&'static Reads>,
}

/// An id is permanent: tables of one id are one instrument.
impl PartialEq for Instrument {
    fn eq(&self, other: &Instrument) -> bool {
        self.id == other.id
    }
}

impl Instrument {
    pub fn index(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| same(item.id, id))
    }

    /// The item that rules know by this finding.
    pub fn carrying(&self, finding: Finding) -> Option<usize> {
        self.items.iter().position(|item| item.finding == Some(finding))
    }

    pub fn group_of(&self, index: usize) -> Option<&'static Group> {
        let id = self.items[index].id;
        self.groups.iter().find(|group| group.members.contains(&id))
    }

    /// The item indices of a group, in the order of the form.
    pub fn members(&self, group: &'static Group) -> impl Iterator<Item = usize> {
        group.members.iter().filter_map(|id| self.index(id))
    }

    pub fn group(&self, id: &str) -> Option<&'static Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The band that a settled number of points falls in.
    pub fn band(&self, points: Points) -> &'static Band {
        self.bands.iter().rev().find(|band| band.from <= points).unwrap_or(&self.bands[0])
    }

    pub fn sub_band(&self, points: Points) -> Option<&'static SubBand> {
        self.sub_bands.iter().find(|band| band.from <= points && points <= band.to)
    }

    /// The most that can be scored: every single item that adds, and of every group its highest member.
    pub const fn max_points(&self) -> Points {
        self.summed(1)
    }

    /// The least: every single item that subtracts, and of a group the lowest member where it stands below nothing.
    pub const fn min_points(&self) -> Points {
        Points(-self.summed(-1).0)
    }

    /// The furthest that the score can go up (`sign` 1) or down (−1).
    const fn summed(&self, sign: i16) -> Points {
        let mut sum = 0;
        let mut index = 0;
        while index < self.items.len() {
            let points = self.items[index].points.0 * sign;
            // A quantity that is itself added has no most.
            let counts = !matches!(self.items[index].from, From::Count(_));
            if points > 0 && counts && !self.is_grouped(self.items[index].id) {
                sum += points;
            }
            index += 1;
        }
        let mut group = 0;
        while group < self.groups.len() {
            sum += self.furthest_of(&self.groups[group], sign);
            group += 1;
        }
        Points(sum)
    }

    const fn is_grouped(&self, id: &str) -> bool {
        let mut group = 0;
        while group < self.groups.len() {
            if contains(self.groups[group].members, id) {
                return true;
            }
            group += 1;
        }
        false
    }

    const fn furthest_of(&self, group: &Group, sign: i16) -> i16 {
        let mut furthest = 0;
        let mut index = 0;
        while index < self.items.len() {
            let points = self.items[index].points.0 * sign;
            if points > furthest && contains(group.members, self.items[index].id) {
                furthest = points;
            }
            index += 1;
        }
        furthest
    }
}

/// `contains`, at compile time.
pub const fn contains(ids: &[&str], id: &str) -> bool {
    let mut index = 0;
    while index < ids.len() {
        if equal(ids[index], id) {
            return true;
        }
        index += 1;
    }
    false
}

/// `==`, at compile time.
pub const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}
