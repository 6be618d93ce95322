//! The sheet: one instrument held against one chart and one person's answers, item by item.
//!
//! One pass, nothing iterates. For each item the first of these that speaks decides: a person, a derivation from
//! measured facts, an asserted finding of the host. What a person said is never overwritten; a fact that disagrees is
//! shown as a conflict. Suggestions never count. What nobody said stays open.

use super::answers::{Answer, Answers};
use super::chart::{self, Chart, Class, Fact, FactValue, Instant, Operation, OperationKind, Procedure, SAID, Said, Sex, Status};
use super::contraindication;
use super::finding::{Finding, Key, Reach, SHARED, contraindication as key};
use super::instrument::{Bound, From, Instrument, Purpose, SurgeryClass, Warning};
use super::instruments;
use super::neuraxial::open_window;
use super::profile::{THRESHOLDS, Thresholds};
use super::quantity::Quantity;
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
    let row = contraindication::named(id).filter(|row| row.is_of_a_woman() && said.value == Some(true))?;
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

/// What the facts say of an item.
enum Reading {
    /// Yes or no, from these facts.
    Says(bool, Vec<usize>),
    /// Perhaps: a person must say.
    Hints(usize),
    /// A quantity is missing; silence about the item cannot be read as no.
    Lacks,
    /// Nothing.
    Silent,
}

/// The quantities that items are derived from, read once for a sheet.
struct Derivable<'a> {
    chart: &'a Chart,
    at: Instant,
    thresholds: &'a Thresholds,
    age: Option<chart::Known<f64>>,
    bmi: Option<chart::Known<f64>>,
    sex: Option<Sex>,
    surgery: Surgery,
    recent: Vec<(usize, Operation, bool)>,
}

impl<'a> Derivable<'a> {
    fn read(chart: &'a Chart, at: Instant, thresholds: &'a Thresholds) -> Derivable<'a> {
        let within_30_days = |operation: &Operation| {
            operation.at.is_some_and(|when| when <= at && (at.date_naive() - when.with_timezone(at.offset()).date_naive()).num_days() <= 30)
        };
        let mut recent = vec![];
        let mut note = |(index, operation): (usize, &Operation), former| {
            if within_30_days(operation) {
                recent.push((index, *operation, former));
            }
        };
        // One before the operation that counts is a former one too (re-operation: core specification 1.2).
        chart.operations().for_each(|operation| note(operation, chart.is_followed(operation.1, at)));
        chart.former_operations().for_each(|operation| note(operation, true));
        Derivable { chart, at, thresholds, age: chart.age(at), bmi: chart.bmi(), sex: chart.sex(), surgery: Surgery::read(chart), recent }
    }

    fn derive(&self, from: From) -> Reading {
        // Thresholds compare unrounded values; the hair's breadth only absorbs binary fractions (1.7 m squared).
        const HAIR: f64 = 1e-9;
        let compared = |known: Option<chart::Known<f64>>, test: &dyn Fn(f64) -> bool| match known {
            Some(known) => Reading::Says(test(known.value), known.from.to_vec()),
            None => Reading::Lacks,
        };
        match from {
            From::Asked => Reading::Silent,
            From::Age { from, to } => compared(self.age, &|age| age >= f64::from(from) && age <= f64::from(to)),
            From::BmiAbove(limit) => compared(self.bmi, &|bmi| bmi > limit + HAIR),
            From::BmiAtLeast(limit) => compared(self.bmi, &|bmi| bmi >= limit - HAIR),
            From::Surgery(class) => self.surgery.derive(class),
            From::RecentOperation { longer_than_min, former_only } => self
                .recent
                .iter()
                .find(|(_, operation, former)| {
                    (*former || !former_only) && longer_than_min.is_none_or(|limit| operation.minutes().is_none_or(|minutes| minutes > limit))
                })
                .map_or(Reading::Silent, |(fact, ..)| Reading::Hints(*fact)),
            From::Below(quantity, bound) => {
                let limit = match bound {
                    Bound::Printed(limit) => limit,
                    Bound::LocalPlatelets => self.thresholds.platelets,
                };
                compared(self.chart.measured(quantity), &|value| value < limit)
            }
            From::Filtration { from, below } => compared(self.chart.filtration(self.at), &|rate| rate >= from && rate < below),
            From::Male => self.sex.map_or(Reading::Lacks, |sex| Reading::Says(sex == Sex::Male, vec![])),
            From::SevereRenal => self.renal(),
            From::HighPressureTwice => self.pressure(),
            From::NeuraxialWindow => match open_window(self.chart, self.at) {
                Some(window) => Reading::Says(true, vec![window.fact]),
                None => match self.chart.neuraxials().next() {
                    Some((fact, _)) => Reading::Says(false, vec![fact]),
                    None => Reading::Silent,
                },
            },
            From::Antithrombotic => self.antithrombotic(),
            From::IntensiveCare => self.chart.in_icu(self.at).map_or(Reading::Silent, |fact| Reading::Says(true, vec![fact])),
            From::HepaticInr => self.hepatic(),
            From::UntilHaemostasis(procedures) => self
                .chart
                .operations()
                .find(|(_, operation)| operation.procedure.is_some_and(|of| procedures.contains(&of)))
                .map_or(Reading::Silent, |(fact, _)| Reading::Hints(fact)),
        }
    }

    fn renal(&self) -> Reading {
        let (clearance, filtration) = (self.chart.creatinine_clearance(self.at), self.chart.filtration(self.at));
        let unknown = clearance.is_none();
        let low = [clearance, filtration].into_iter().flatten().find(|rate| rate.value < self.thresholds.renal);
        match low {
            Some(rate) => Reading::Says(true, rate.from.to_vec()),
            // A filtration rate above the bound says nothing of a clearance that wants the weight.
            None if unknown => Reading::Lacks,
            None => Reading::Silent,
        }
    }

    fn pressure(&self) -> Reading {
        // Either pressure, twice: a systolic and a diastolic of one time are one, and so is a pair that tells no time.
        let mut occasions: Vec<(Quantity, usize)> = vec![];
        for (quantity, limit) in [(Quantity::Sbp, self.thresholds.systolic), (Quantity::Dbp, self.thresholds.diastolic)] {
            for (fact, _) in self.chart.readings(quantity).filter(|(_, value)| *value >= limit) {
                let time = |fact: usize| self.chart.facts[fact].at;
                let same = |(of, other): &(Quantity, usize)| {
                    *of != quantity && (time(fact) == time(*other) || time(fact).is_none() || time(*other).is_none())
                };
                if !occasions.iter().any(same) {
                    occasions.push((quantity, fact));
                }
            }
        }
        match occasions[..] {
            [] => Reading::Silent,
            [(_, fact)] => Reading::Hints(fact),
            _ => Reading::Says(true, occasions.into_iter().map(|(_, fact)| fact).collect()),
        }
    }

    /// The patient's own anticoagulant at prophylactic dose does not count: every reassessment would stop it (D).
    fn antithrombotic(&self) -> Reading {
        let mut unclear = None;
        let blood = super::blood::Blood::of(self.chart, self.at);
        for (fact, medication) in self.chart.medications(self.at) {
            let counts = match medication.class() {
                Class::Antiplatelet => Some(self.thresholds.low_dose_aspirin_counts || !medication.low_dose_aspirin),
                Class::Thrombolytic => Some(true),
                class if class.anticoagulates() => blood.all.iter().find(|drug| drug.fact == fact).and_then(|drug| match drug.intensity {
                    super::blood::Intensity::Prophylactic => Some(false),
                    super::blood::Intensity::Treatment => Some(true),
                    super::blood::Intensity::Unknown => None,
                }),
                // Not recognised, but given against clots.
                Class::Other if medication.intent.is_some() => None,
                _ => Some(false),
            };
            match counts {
                Some(true) => return Reading::Says(true, vec![fact]),
                Some(false) => {}
                None => unclear = Some(fact),
            }
        }
        unclear.map_or(Reading::Silent, Reading::Hints)
    }

    fn hepatic(&self) -> Reading {
        let Some(inr) = self.chart.measured(Quantity::Inr) else { return Reading::Lacks };
        let warfarin = self.chart.medications(self.at).find(|(_, medication)| medication.class() == Class::Vka);
        match warfarin {
            _ if inr.value <= 1.5 => Reading::Says(false, inr.from.to_vec()),
            Some((fact, _)) => Reading::Says(false, vec![inr.from[0], fact]),
            None => Reading::Hints(inr.from[0]),
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
            if operation.is_joint_replacement() && operation.kind != OperationKind::ElectiveArthroplasty {
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

    fn derive(&self, class: SurgeryClass) -> Reading {
        let of_class = |list: &[(SurgeryClass, usize)]| list.iter().find(|(of, _)| *of == class).map(|(_, fact)| *fact);
        if self.facts.is_empty() {
            Reading::Silent
        } else if let Some(fact) = of_class(&self.certain) {
            Reading::Says(true, vec![fact])
        } else if of_class(&self.possible).is_some() {
            Reading::Lacks
        } else {
            Reading::Says(false, self.facts.clone())
        }
    }
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
