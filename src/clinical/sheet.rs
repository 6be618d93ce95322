//! The sheet: one instrument held against one chart and one person's answers, item by item.
//!
//! One pass, nothing iterates. For each item the first of these that speaks decides: a person, a derivation from
//! measured facts, an asserted finding of the host. What a person said is never overwritten; a fact that disagrees is
//! shown as a conflict. Suggestions never count. What nobody said stays open.

use super::answers::{Answer, Answers};
use super::chart::{Chart, FactValue, Instant, Operation, OperationKind, Sex, Status};
use super::finding::{Key, reaches};
use super::instrument::{From, Instrument, SurgeryClass, Warning};
use super::quantity::Quantity;
use super::tally::{Tally, tally};

/// What an item stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Yes,
    No,
    /// A person said that it cannot be known now.
    Unknowable,
    /// Nobody has answered.
    Open,
}

/// Who decided an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    Nobody,
    Person,
    /// Computed from these facts of the chart (by index); none when it came from the birth date or the sex.
    Derived(Vec<usize>),
    /// The host asserted it; the fact's index.
    Host(usize),
    /// Nobody answered, and the caller said that silence means absent.
    Silence,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub value: Value,
    pub by: By,
    /// A fact that suggests yes (or no) and waits for a person.
    pub suggestion: Option<Suggestion>,
    /// A fact says otherwise than the person whose answer stands.
    pub conflict: bool,
    /// Not for this patient (a pregnancy item for a man): not rendered, counts as no.
    pub hidden: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub present: bool,
    pub fact: usize,
}

/// Something that cannot be true of one person. The item is the one that a female-only rule names; the fact is named
/// by its place in the host's list.
#[derive(Clone, Debug, PartialEq)]
pub enum Contradiction {
    MaleWith { item: usize, fact: Option<usize> },
    BornAfter,
    AgeAgainstBirthDate { fact: usize },
}

/// How the caller wants silence to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unanswered {
    #[default]
    Unknown,
    /// Yes/no items that nobody answered are absent; quantities stay unknown all the same.
    Absent,
}

#[derive(Clone, Debug)]
pub struct Sheet {
    pub instrument: &'static Instrument,
    pub cells: Vec<Cell>,
    pub tally: Tally,
    pub warnings: Vec<&'static Warning>,
    /// Groups in which two members were answered yes (the highest counts).
    pub doubled: Vec<&'static str>,
    pub under_18: bool,
}

impl PartialEq for Sheet {
    fn eq(&self, other: &Sheet) -> bool {
        self.instrument.id == other.instrument.id && self.cells == other.cells && self.under_18 == other.under_18
    }
}

impl Sheet {
    /// Items with a suggestion that nobody has confirmed or turned down.
    pub fn unconfirmed(&self) -> Vec<usize> {
        (0..self.cells.len()).filter(|&index| self.awaits_confirmation(index)).collect()
    }

    pub fn awaits_confirmation(&self, index: usize) -> bool {
        let cell = &self.cells[index];
        cell.suggestion.is_some() && cell.by != By::Person && !cell.hidden
    }
}

/// Facts that contradict one another, whatever the instrument.
pub fn contradiction(chart: &Chart, at: Instant) -> Option<Contradiction> {
    let birth = chart.birth_date?;
    let Some(years) = at.date_naive().years_since(birth) else {
        return Some(Contradiction::BornAfter);
    };
    let age = chart.measured(Quantity::Age)?;
    // "More than a year": 67 completed years may be told as 66 or 68 by a system that counts otherwise.
    ((age.value.floor() - f64::from(years)).abs() > 1.0).then_some(Contradiction::AgeAgainstBirthDate { fact: chart.facts[age.from[0]].given })
}

/// Fills the sheet of `answers.instrument`.
pub fn fill(chart: &Chart, answers: &Answers, unanswered: Unanswered, at: Instant) -> Result<Sheet, Contradiction> {
    if let Some(contradiction) = contradiction(chart, at) {
        return Err(contradiction);
    }
    let instrument = answers.instrument;
    let known = Derivable::read(chart, at);
    let mut cells = Vec::with_capacity(instrument.items.len());
    for index in 0..instrument.items.len() {
        cells.push(cell(instrument, index, chart, &known, answers, unanswered)?);
    }
    settle_surgery(instrument, &mut cells, &known.surgery);
    let tally = tally(instrument, &cells, known.surgery.certain());
    let yes = |ids: &[&str]| ids.iter().filter(|id| instrument.index(id).is_some_and(|index| cells[index].value == Value::Yes)).count();
    let mut doubled = vec![];
    for group in instrument.groups {
        if yes(group.members) > 1 {
            doubled.push(group.id);
        }
    }
    let mut warnings = vec![];
    for warning in instrument.warnings {
        if yes(warning.when) == warning.when.len() {
            warnings.push(warning);
        }
    }
    Ok(Sheet { instrument, cells, tally, warnings, doubled, under_18: known.age.as_ref().is_some_and(|(age, _)| *age < 18.0) })
}

/// The quantities that items are derived from, read once for a sheet.
struct Derivable {
    age: Option<(f64, Vec<usize>)>,
    bmi: Option<(f64, Vec<usize>)>,
    male: bool,
    surgery: Surgery,
    recent: Vec<(usize, Operation, bool)>,
}

impl Derivable {
    fn read(chart: &Chart, at: Instant) -> Derivable {
        let within_30_days = |operation: &Operation| {
            operation.at.is_some_and(|when| when <= at && (at.date_naive() - when.with_timezone(at.offset()).date_naive()).num_days() <= 30)
        };
        let mut recent = vec![];
        let mut note = |(index, operation): (usize, &Operation), former| {
            if within_30_days(operation) {
                recent.push((index, *operation, former));
            }
        };
        chart.operations().for_each(|operation| note(operation, false));
        chart.former_operations().for_each(|operation| note(operation, true));
        Derivable {
            age: chart.age(at).map(|age| (age.value, age.from)),
            bmi: chart.bmi().map(|bmi| (bmi.value, bmi.from)),
            male: chart.sex() == Some(Sex::Male),
            surgery: Surgery::read(chart),
            recent,
        }
    }

    fn derive(&self, from: From) -> Option<(bool, Vec<usize>)> {
        // Thresholds compare unrounded values; the hair's breadth only absorbs binary fractions (1.7 m squared).
        const HAIR: f64 = 1e-9;
        match from {
            From::Age { from, to } => self.age.as_ref().map(|(age, by)| (*age >= f64::from(from) && *age <= f64::from(to), by.clone())),
            From::BmiAbove(limit) => self.bmi.as_ref().map(|(bmi, by)| (*bmi > limit + HAIR, by.clone())),
            From::BmiAtLeast(limit) => self.bmi.as_ref().map(|(bmi, by)| (*bmi >= limit - HAIR, by.clone())),
            From::Surgery(class) => self.surgery.derive(class),
            From::Asked | From::RecentOperation { .. } => None,
        }
    }

    fn suggest(&self, from: From) -> Option<Suggestion> {
        match from {
            From::RecentOperation { longer_than_min, former_only } => self
                .recent
                .iter()
                .find(|(_, operation, former)| {
                    (*former || !former_only) && longer_than_min.is_none_or(|limit| operation.minutes().is_none_or(|minutes| minutes > limit))
                })
                .map(|(fact, ..)| Suggestion { present: true, fact: *fact }),
            From::Surgery(SurgeryClass::ElectiveArthroplasty) => self.surgery.arthroplasty_by_code.map(|fact| Suggestion { present: true, fact }),
            _ => None,
        }
    }
}

/// The operations of this stay, by class; one without a duration may be of either of two.
struct Surgery {
    certain: Vec<(SurgeryClass, usize)>,
    possible: Vec<(SurgeryClass, usize)>,
    facts: Vec<usize>,
    arthroplasty_by_code: Option<usize>,
}

impl Surgery {
    /// Caprini: elective arthroplasty, else arthroscopic, else above 45 min laparoscopic or major open, else minor.
    /// Unknown duration never falls through to minor (D): both remain possible until someone says.
    fn read(chart: &Chart) -> Surgery {
        const MAJOR_ABOVE_MIN: f64 = 45.0;
        let mut surgery = Surgery { certain: vec![], possible: vec![], facts: vec![], arthroplasty_by_code: None };
        for (fact, operation) in chart.operations() {
            let long = if operation.kind == OperationKind::Laparoscopic { SurgeryClass::Laparoscopic } else { SurgeryClass::MajorOpen };
            match (operation.kind, operation.minutes()) {
                (OperationKind::ElectiveArthroplasty, _) => surgery.certain.push((SurgeryClass::ElectiveArthroplasty, fact)),
                (OperationKind::Arthroscopic, _) => surgery.certain.push((SurgeryClass::Arthroscopic, fact)),
                (_, Some(minutes)) if minutes > MAJOR_ABOVE_MIN => surgery.certain.push((long, fact)),
                (_, Some(_)) => surgery.certain.push((SurgeryClass::Minor, fact)),
                (_, None) => surgery.possible.extend([(SurgeryClass::Minor, fact), (long, fact)]),
            }
            if operation.joint_replacement && operation.kind != OperationKind::ElectiveArthroplasty {
                surgery.arthroplasty_by_code.get_or_insert(fact);
            }
            surgery.facts.push(fact);
        }
        surgery
    }

    /// Some operation is on record, so at least one member of the group must be true.
    fn certain(&self) -> bool {
        !self.facts.is_empty()
    }

    fn derive(&self, class: SurgeryClass) -> Option<(bool, Vec<usize>)> {
        let of_class = |list: &[(SurgeryClass, usize)]| list.iter().find(|(of, _)| *of == class).map(|(_, fact)| *fact);
        if self.facts.is_empty() {
            None
        } else if let Some(fact) = of_class(&self.certain) {
            Some((true, vec![fact]))
        } else if of_class(&self.possible).is_some() {
            None
        } else {
            Some((false, self.facts.clone()))
        }
    }
}

fn cell(
    instrument: &'static Instrument,
    index: usize,
    chart: &Chart,
    known: &Derivable,
    answers: &Answers,
    unanswered: Unanswered,
) -> Result<Cell, Contradiction> {
    let item = &instrument.items[index];
    let said = answers.cells[index];
    let (asserted, suggested) = told(chart, Key { instrument: instrument.id, item: item.id });
    if item.female_only && known.male {
        let fact = asserted.filter(|(present, _)| *present).map(|(_, fact)| fact);
        if said == Some(Answer::Yes) || fact.is_some() {
            return Err(Contradiction::MaleWith { item: index, fact: fact.map(|fact| chart.facts[fact].given) });
        }
        return Ok(Cell { value: Value::No, by: By::Derived(vec![]), suggestion: None, conflict: false, hidden: true });
    }
    let derived = known.derive(item.from);
    let fact_says = derived.as_ref().map(|(present, _)| *present).or(asserted.map(|(present, _)| present));
    let (value, by) = match (said, derived, asserted) {
        (Some(Answer::Yes), ..) => (Value::Yes, By::Person),
        (Some(Answer::No), ..) => (Value::No, By::Person),
        (Some(Answer::Unknowable), None, None) => (Value::Unknowable, By::Person),
        (_, Some((present, from)), _) => (if present { Value::Yes } else { Value::No }, By::Derived(from)),
        (_, None, Some((present, fact))) => (if present { Value::Yes } else { Value::No }, By::Host(fact)),
        (None, None, None) if silence_is_no(item.from, known, unanswered) => (Value::No, By::Silence),
        (None, None, None) => (Value::Open, By::Nobody),
    };
    let conflict = match (said.and_then(Answer::as_bool), fact_says) {
        (Some(person), Some(fact)) => person != fact,
        _ => false,
    };
    let suggestion = suggested.or_else(|| known.suggest(item.from)).filter(|_| value != Value::Yes || by == By::Person);
    Ok(Cell { value, by, suggestion, conflict, hidden: false })
}

/// `absent` speaks of yes/no items only: age, BMI and the length of an operation on record stay unknown.
fn silence_is_no(from: From, known: &Derivable, unanswered: Unanswered) -> bool {
    unanswered == Unanswered::Absent
        && match from {
            From::Asked | From::RecentOperation { .. } => true,
            From::Surgery(_) => !known.surgery.certain(),
            From::Age { .. } | From::BmiAbove(_) | From::BmiAtLeast(_) => false,
        }
}

/// What the host's findings say of an item: the last asserted, and the last suggested.
#[allow(clippy::type_complexity, reason = "two options of one pair, read on the spot")]
fn told(chart: &Chart, key: Key) -> (Option<(bool, usize)>, Option<Suggestion>) {
    let (mut asserted, mut suggested) = (None, None);
    for (index, fact) in chart.facts.iter().enumerate() {
        if let FactValue::Finding { instrument, item, present } = fact.value {
            let from = Key { instrument, item };
            // Only a yes crosses to another instrument.
            if from == key || (present && reaches(from, key)) {
                match fact.status {
                    Status::Asserted => asserted = Some((present, index)),
                    Status::Suggested => suggested = Some(Suggestion { present, fact: index }),
                }
            }
        }
    }
    (asserted, suggested)
}

/// An operation on record is of some class: the last class that nobody ruled out is the one, and ruling out them all is
/// a conflict with the record.
fn settle_surgery(instrument: &'static Instrument, cells: &mut [Cell], surgery: &Surgery) {
    if !surgery.certain() {
        return;
    }
    let mut left = vec![];
    for (index, item) in instrument.items.iter().enumerate() {
        if matches!(item.from, From::Surgery(_)) {
            match cells[index].value {
                Value::Yes => return,
                Value::No => {}
                Value::Open | Value::Unknowable => left.push(index),
            }
        }
    }
    if let [last] = left[..] {
        cells[last].value = Value::Yes;
        cells[last].by = By::Derived(surgery.facts.clone());
    } else if left.is_empty() {
        for (index, item) in instrument.items.iter().enumerate() {
            cells[index].conflict |= matches!(item.from, From::Surgery(class) if surgery.possible.iter().any(|(of, _)| *of == class));
        }
    }
}
