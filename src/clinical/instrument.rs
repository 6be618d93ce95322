//! What a published score is made of. An instrument is a `static` table of these rows, one file each in `instruments/`;
//! everything that reads it (tally, screen, exports, evidence table, tests) reads the same rows.

use super::chart::Procedure;
pub use super::decided::{Bound, From, SurgeryClass};
use super::finding::Finding;
use super::outcome::Reads;
pub use super::points::Points;
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
