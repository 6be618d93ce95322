//! Counting: every stay ends in exactly one place of an indicator, and a group is how many stand in each.

use std::collections::BTreeMap;

use super::catalogue::indicator::{Chosen, DepartmentOf, MonthOf};
use super::criterion::Answered;
use super::episode::{EpisodeRow, SettledStay, UNKNOWN_WORD};

/// Where a stay ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placed {
    /// Its month is not known: it belongs to no period, and is shown.
    Undated,
    /// By the rule of this number, from 0.
    Excluded(usize),
    /// No rule certainly excludes it; this one may.
    ExclusionUnknown(usize),
    /// Not of those in whom it is counted.
    Outside,
    OutsideUnknown,
    /// In the denominator only.
    Denominator,
    /// In the denominator, and nobody knows whether in the numerator: the rate has it in the denominator only, its number stands
    /// beside it, and [`PlaceCounts::range`] says what it may change.
    Open,
    Numerator,
}

impl Placed {
    /// As the generated SQL names it; rules are numbered from 1.
    pub fn word(self) -> String {
        match self {
            Placed::Undated => "undated".into(),
            Placed::Excluded(rule) => format!("excluded_{}", rule + 1),
            Placed::ExclusionUnknown(rule) => format!("unknown_{}", rule + 1),
            Placed::Outside => "outside".into(),
            Placed::OutsideUnknown => "outside_unknown".into(),
            Placed::Denominator => "denominator".into(),
            Placed::Open => "open".into(),
            Placed::Numerator => "numerator".into(),
        }
    }
}

/// Where one stay ends. The first rule that certainly fits excludes it; only where none does, the first that may fit makes it unknown.
pub fn place(of: &Chosen, stay: &SettledStay) -> Placed {
    if month(of, &stay.episode) == UNKNOWN_WORD {
        return Placed::Undated;
    }
    let rules = of.indicator.exclusions;
    for (asked, made) in [(Answered::Yes, Placed::Excluded as fn(usize) -> Placed), (Answered::Unknown, Placed::ExclusionUnknown)] {
        if let Some(rule) = rules.iter().position(|rule| rule.criterion.holds(stay) == asked) {
            return made(rule);
        }
    }
    match of.population().holds(stay) {
        Answered::No => return Placed::Outside,
        Answered::Unknown => return Placed::OutsideUnknown,
        Answered::Yes => {}
    }
    match of.numerator().holds(stay) {
        Answered::No => Placed::Denominator,
        Answered::Unknown => Placed::Open,
        Answered::Yes => Placed::Numerator,
    }
}

/// How many stays stand in each place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceCounts(pub BTreeMap<Placed, u64>);

impl PlaceCounts {
    pub fn of(&self, placed: Placed) -> u64 {
        self.0.get(&placed).copied().unwrap_or_default()
    }

    pub fn numerator(&self) -> u64 {
        self.of(Placed::Numerator)
    }

    pub fn denominator(&self) -> u64 {
        self.of(Placed::Numerator) + self.of(Placed::Denominator) + self.of(Placed::Open)
    }

    /// The rate if none of the open were in the numerator, and if all of them were; none of nobody. Between them it truly lies.
    pub fn range(&self) -> Option<[f64; 2]> {
        let (least, all) = (self.numerator(), self.denominator());
        let most = least + self.of(Placed::Open);
        (all > 0).then(|| [least, most].map(|counted| counted as f64 / all as f64))
    }

    pub fn all(&self) -> u64 {
        self.0.values().sum()
    }

    pub fn add(&mut self, placed: Placed, count: u64) {
        *self.0.entry(placed).or_default() += count;
    }

    pub fn join(&mut self, other: &PlaceCounts) {
        other.0.iter().for_each(|(placed, count)| self.add(*placed, *count));
    }
}

/// The group of a stay, as the generated SQL has it: `by` month, facility, tier and department.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupKey {
    pub month: String,
    pub facility: String,
    pub tier: String,
    pub department: String,
}

impl GroupKey {
    pub fn of(of: &Chosen, row: &EpisodeRow) -> GroupKey {
        let department = match of.department {
            DepartmentOf::Discharge => &row.dept_discharge,
            DepartmentOf::Admission => &row.dept_admission,
            DepartmentOf::Assessment => &row.dept_assessment,
        };
        GroupKey { month: month(of, row).to_owned(), facility: row.facility.clone(), tier: row.tier.clone(), department: department.clone() }
    }
}

/// The month that a stay belongs to.
fn month<'a>(of: &Chosen, row: &'a EpisodeRow) -> &'a str {
    match of.indicator.clock {
        MonthOf::Discharge => &row.discharged_month,
        MonthOf::Admission => &row.admitted_month,
    }
}

/// Every stay in its place, by the four groups. What is asked of fewer groups is the sum of these.
pub fn count<'a>(of: &Chosen, stays: impl IntoIterator<Item = &'a SettledStay>) -> BTreeMap<GroupKey, PlaceCounts> {
    let mut groups: BTreeMap<GroupKey, PlaceCounts> = BTreeMap::new();
    for stay in stays {
        groups.entry(GroupKey::of(of, &stay.episode)).or_default().add(place(of, stay), 1);
    }
    groups
}

/// Months from the first to the last, both in; none of them: all there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthSpan {
    pub from: Option<String>,
    pub to: Option<String>,
}

impl MonthSpan {
    /// A stay without a month may be of any period: it stands in its count as undated, in no numerator and no denominator.
    pub fn has(&self, month: &str) -> bool {
        if month == UNKNOWN_WORD {
            return true;
        }
        self.from.as_deref().is_none_or(|from| month >= from) && self.to.as_deref().is_none_or(|to| month <= to)
    }
}

/// One line over several groups.
pub fn total<'a>(groups: impl IntoIterator<Item = &'a PlaceCounts>) -> PlaceCounts {
    groups.into_iter().fold(PlaceCounts::default(), |mut sum, counts| {
        sum.join(counts);
        sum
    })
}
