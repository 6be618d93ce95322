//! The sheet: one instrument held against one chart and one person's answers, item by item.
//!
//! One pass, nothing iterates. For each item the first of these that speaks decides: a person, a derivation from
//! measured facts, an asserted finding of the host. What a person said is never overwritten; a fact that disagrees is
//! shown as a conflict. Suggestions never count. What nobody said stays open.

use super::answers::{Answer, Answers};
use super::chart::{Chart, Fact, FactValue, Instant, Operation, Procedure, SAID, Said, Sex, Status};
use super::contraindication::{self, When};
use super::derive::{Derivable, Reading};
use super::finding::{Finding, Key, Reach, SHARED, contraindication as key};
use super::instrument::{From, Instrument, Purpose, SurgeryClass, Warning};
use super::instruments;
use super::profile::{THRESHOLDS, Thresholds};
use super::quantity::Quantity;
use super::surgery::Surgery;
use super::tally::{Tally, tally};
use crate::text::Text;

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
    /// The fact that suggests it; none when another form does.
    pub fact: Option<usize>,
}

/// Something that cannot be true of one person. The key is that of a female-only item or row; the fact is named by its
/// place in the host's list, and none is where a person said so.
#[derive(Clone, Debug, PartialEq)]
pub enum Contradiction {
    MaleWith {
        key: Key,
        label: Text,
        fact: Option<usize>,
    },
    /// Female here, male there.
    SexTwice {
        fact: usize,
    },
    /// After the assessment, or longer ago than anybody lives.
    BornAfter,
    AgeAgainstBirthDate {
        fact: usize,
    },
    /// A woman with an operation on the prostate.
    FemaleWith {
        fact: usize,
    },
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
    /// The item of this id is there and yes.
    #[inline(never)]
    pub fn says(&self, id: &str) -> bool {
        self.instrument.index(id).is_some_and(|index| self.cells[index].value == Value::Yes)
    }

    /// What an item that carries this finding stands at; `None` where the form has none.
    pub fn value_of(&self, finding: Finding) -> Option<Value> {
        let index = self.instrument.items.iter().position(|item| item.finding == Some(finding))?;
        self.cells.get(index).map(|cell| cell.value)
    }

    /// The form has this finding, and it is yes.
    pub fn has(&self, finding: Finding) -> bool {
        self.value_of(finding) == Some(Value::Yes)
    }

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
    let sex = chart.sex();
    for (_, fact) in chart.asserted() {
        if matches!(fact.value, FactValue::Sex(other) if Some(other) != sex) {
            return Some(Contradiction::SexTwice { fact: fact.given });
        }
        if sex == Some(Sex::Male)
            && let Some(found) = of_a_woman(fact)
        {
            return Some(found);
        }
    }
    if sex == Some(Sex::Female) {
        let prostate = |operation: &Operation| matches!(operation.procedure, Some(Procedure::Turp | Procedure::RadicalProstatectomy));
        if let Some((fact, _)) = chart.operations().find(|(_, operation)| prostate(operation)) {
            return Some(Contradiction::FemaleWith { fact: chart.facts[fact].given });
        }
    }
    let birth = chart.birth_date?;
    let years = at.date_naive().years_since(birth).filter(|years| f64::from(*years) <= Quantity::Age.row().max);
    let Some(years) = years else { return Some(Contradiction::BornAfter) };
    let age = chart.measured(Quantity::Age)?;
    // "More than a year": 67 completed years may be told as 66 or 68 by a system that counts otherwise.
    ((age.value.floor() - f64::from(years)).abs() > 1.0).then_some(Contradiction::AgeAgainstBirthDate { fact: chart.facts[age.from[0]].given })
}

/// What a fact, asserted or suggested, is against a man: a yes that only a woman can have.
pub fn of_a_woman(fact: &Fact) -> Option<Contradiction> {
    let (key, label) = match fact.value {
        FactValue::Finding { instrument, item, present: true } => {
            let found = instruments::named(instrument)?.items.iter().find(|of| of.id == item && of.female_only)?;
            (Key { instrument, item }, found.label)
        }
        FactValue::Contraindication { id, said } => female_row(id, &said)?,
        _ => return None,
    };
    Some(Contradiction::MaleWith { key, label, fact: Some(fact.given).filter(|given| *given != SAID) })
}

/// A yes to a row of the contraindications that only a woman can have.
pub fn female_row(id: &str, said: &Said) -> Option<(Key, Text)> {
    let row = contraindication::named(id).filter(|row| row.when == When::WomenOnly && said.value == Some(true))?;
    Some((key(row.id), row.label))
}

/// Fills the sheet of `answers.instrument` by itself, with the thresholds of the specification.
pub fn fill(chart: &Chart, answers: &Answers, unanswered: Unanswered, at: Instant) -> Result<Sheet, Contradiction> {
    fill_beside(&[], chart, answers, unanswered, at, &THRESHOLDS)
}

/// Fills the sheet of `answers.instrument` beside others: what is yes in them reaches it where a row of `finding` says so.
pub fn fill_beside(
    others: &[&Sheet],
    chart: &Chart,
    answers: &Answers,
    unanswered: Unanswered,
    at: Instant,
    thresholds: &Thresholds,
) -> Result<Sheet, Contradiction> {
    if let Some(contradiction) = contradiction(chart, at) {
        return Err(contradiction);
    }
    let instrument = answers.instrument;
    let known = Derivable::read(chart, at, thresholds);
    let told = told(chart, others, instrument);
    let mut cells = Vec::with_capacity(instrument.items.len());
    for index in 0..instrument.items.len() {
        cells.push(cell(instrument, index, &told, &known, answers, unanswered)?);
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
    Ok(Sheet { instrument, cells, tally, warnings, doubled, under_18: known.age.is_some_and(|age| age.value < 18.0) })
}

fn cell(
    instrument: &'static Instrument,
    index: usize,
    told: &[Told],
    known: &Derivable<'_>,
    answers: &Answers,
    unanswered: Unanswered,
) -> Result<Cell, Contradiction> {
    let item = &instrument.items[index];
    let said = answers.cells[index];
    let (mut asserted, mut suggested) = (None, None);
    for told in told.iter().filter(|told| told.item == index) {
        if told.asserted {
            asserted = Some((told.present, told.fact));
        } else {
            suggested = Some(Suggestion { present: told.present, fact: told.fact });
        }
    }
    if item.female_only && known.sex == Some(Sex::Male) {
        // What the host says of it was looked at before, whatever the instrument.
        if said == Some(Answer::Yes) {
            return Err(Contradiction::MaleWith { key: Key { instrument: instrument.id, item: item.id }, label: item.label, fact: None });
        }
        return Ok(Cell { value: Value::No, by: By::Derived(vec![]), suggestion: None, conflict: false, hidden: true });
    }
    // An operation that is still ahead opens the question again.
    if let From::UntilHaemostasis(_) = item.from
        && let Some(fact) = known.chart.haemostasis(known.at)
        && known.chart.operations().all(|(_, operation)| operation.is_done(known.at))
    {
        return Ok(Cell { value: Value::No, by: By::Derived(vec![fact]), suggestion: None, conflict: false, hidden: false });
    }
    let reading = known.derive(item.from);
    let fact_says = match &reading {
        Reading::Says(present, _) => Some(*present),
        _ => asserted.map(|(present, _)| present),
    };
    let arthroplasty = (item.from == From::Surgery(SurgeryClass::ElectiveArthroplasty)).then_some(known.surgery.arthroplasty_by_code).flatten();
    let hint = match reading {
        Reading::Hints(fact) => Some(fact),
        _ => arthroplasty,
    };
    let suggested = suggested.or_else(|| hint.map(|fact| Suggestion { present: true, fact: Some(fact) }));
    // Silence may be read as absence only of what the facts neither measure nor point to.
    let silence_is_no = unanswered == Unanswered::Absent
        && !matches!(reading, Reading::Lacks)
        && !(instrument.purpose == Purpose::Bleeding && suggested.is_some_and(|suggestion| suggestion.present));
    let word = |present| if present { Value::Yes } else { Value::No };
    let (value, by) = match (said, reading, asserted) {
        (Some(Answer::Yes), ..) => (Value::Yes, By::Person),
        (Some(Answer::No), ..) => (Value::No, By::Person),
        (_, Reading::Says(present, from), _) => (word(present), By::Derived(from)),
        (_, _, Some((present, fact))) => (word(present), fact.map_or(By::Derived(vec![]), By::Host)),
        (Some(Answer::Unknowable), ..) => (Value::Unknowable, By::Person),
        (None, ..) if silence_is_no => (Value::No, By::Silence),
        (None, ..) => (Value::Open, By::Nobody),
    };
    let conflict = match (said.and_then(Answer::as_bool), fact_says) {
        (Some(person), Some(fact)) => person != fact,
        _ => false,
    };
    let suggestion = suggested.filter(|_| value != Value::Yes || by == By::Person);
    Ok(Cell { value, by, suggestion, conflict, hidden: false })
}

/// What a finding of the host, or another sheet, says of an item. Of several the last asserted and the last suggested hold.
struct Told {
    item: usize,
    asserted: bool,
    present: bool,
    /// The fact that says so; none when another form does.
    fact: Option<usize>,
}

/// All that is told of the items of an instrument: by the other sheets, then by the host.
fn told(chart: &Chart, others: &[&Sheet], instrument: &Instrument) -> Vec<Told> {
    let mut all = vec![];
    let mut tell = |item: &str, asserted, present, fact| {
        if let Some(item) = instrument.index(item) {
            all.push(Told { item, asserted, present, fact });
        }
    };
    if !others.is_empty() {
        for shared in SHARED.iter().filter(|shared| shared.to.instrument == instrument.id) {
            for sheet in others.iter().filter(|sheet| sheet.instrument.id == shared.from.instrument) {
                if sheet.says(shared.from.item) {
                    tell(shared.to.item, shared.reach == Reach::Makes, true, None);
                }
            }
        }
    }
    for (index, fact) in chart.facts.iter().enumerate() {
        if let FactValue::Finding { instrument: list, item, present } = fact.value {
            let (from, asserted) = (Key { instrument: list, item }, fact.status == Status::Asserted);
            if list == instrument.id {
                tell(item, asserted, present, Some(index));
            }
            // Only a yes crosses to another instrument.
            for shared in SHARED.iter().filter(|shared| present && shared.from == from && shared.to.instrument == instrument.id) {
                tell(shared.to.item, asserted && shared.reach == Reach::Makes, true, Some(index));
            }
        }
    }
    all
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
