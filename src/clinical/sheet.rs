//! The sheet: one instrument held against one chart and one person's answers, item by item.
//!
//! One pass, nothing iterates. For each item the first of these that speaks decides: a person, a derivation from
//! measured facts, an asserted finding of the host. What a person said is never overwritten; a fact that disagrees is
//! shown as a conflict. Of a yes and a no of the host the yes holds until a person says otherwise. A suggestion never
//! counts, and the item is open until a person says yes or no to it. What nobody said stays open.

use super::answers::{Answer, Answers};
use super::bleeding_facts;
use super::cell::{By, Cell, CellValue, Suggestion, Unanswered};
use super::chart::{Chart, FactValue, Instant, Sex, Status};
use super::contradiction::{Contradiction, contradiction};
use super::derivable::{Derivable, Reading};
use super::finding::{Finding, Key, Reach, SHARED, contraindication as key};
use super::instrument::{From, Instrument, SurgeryClass, Warning};
use super::profile::{THRESHOLDS, Thresholds};
use super::surgery::Surgery;
use super::tally::{Tally, tally};

#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub instrument: &'static Instrument,
    pub cells: Vec<Cell>,
    pub tally: Tally,
    pub warnings: Vec<&'static Warning>,
    /// Groups in which two members were answered yes (the highest counts).
    pub doubled: Vec<&'static str>,
    /// Items that a fact (by index) claims and the instrument refuses: an arthroplasty for a fracture is not elective.
    pub refused: Vec<(&'static str, usize)>,
    pub under_18: bool,
}

impl Sheet {
    /// What an item that carries this finding stands at; `None` where the form has none.
    pub fn value_of(&self, finding: Finding) -> Option<CellValue> {
        self.cells.get(self.instrument.carrying(finding)?).map(|cell| cell.value)
    }

    /// The form has this finding, and it is yes.
    pub fn has(&self, finding: Finding) -> bool {
        self.value_of(finding) == Some(CellValue::Yes)
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
    let as_of = chart.as_of(at);
    let chart = as_of.as_ref();
    if let Some(contradiction) = contradiction(chart, at) {
        return Err(contradiction);
    }
    let instrument = answers.instrument;
    let mut known = Derivable::read(chart, at, thresholds);
    let told = told(chart, others, instrument, at);
    // What an operation counts as depends on whether there is a fracture.
    let fractured = match instrument.carrying(Finding::LegFracture) {
        Some(index) => cell(instrument, index, &told, &known, answers, unanswered)?.value == CellValue::Yes,
        None => false,
    };
    known.surgery = Surgery::read(chart, fractured, &called(&told, instrument));
    let mut cells = Vec::with_capacity(instrument.items.len());
    for index in 0..instrument.items.len() {
        cells.push(cell(instrument, index, &told, &known, answers, unanswered)?);
    }
    settle_surgery(instrument, &mut cells, &known.surgery);
    let tally = tally(instrument, &cells, known.surgery.operated());
    let yes = |ids: &[&str]| ids.iter().filter(|id| instrument.index(id).is_some_and(|index| cells[index].value == CellValue::Yes)).count();
    let mut doubled = vec![];
    for group in instrument.groups {
        if yes(group.members) > 1 {
            doubled.push(group.id);
        }
    }
    let mut warnings = vec![];
    for warning in instrument.warnings {
        let explained = chart.operations().any(|(_, operation)| operation.procedure.is_some_and(|of| warning.unless.contains(&of)));
        if yes(warning.when) == warning.when.len() && !explained {
            warnings.push(warning);
        }
    }
    let elective = instrument.carrying(Finding::ElectiveArthroplasty).map(|index| instrument.items[index].id);
    let refused = elective.into_iter().flat_map(|item| known.surgery.refused.iter().map(move |fact| (item, *fact))).collect();
    Ok(Sheet { instrument, cells, tally, warnings, doubled, refused, under_18: known.age.is_some_and(|age| age.value < 18.0) })
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
    if item.female_only && known.sex == Some(Sex::Male) {
        // What the host says of it was looked at before, whatever the instrument.
        if answers.cells[index] == Some(Answer::Yes) {
            return Err(Contradiction::MaleWith { key: Key { instrument: instrument.id, item: item.id }, label: item.label, fact: None });
        }
        return Ok(Cell { value: CellValue::No, by: By::Derived(vec![]), suggestion: None, conflict: false, disputed: false, hidden: true });
    }
    let heard = Heard::of(told, index);
    // What another form suggests is not of the operation, and does not end with it.
    if let From::UntilHaemostasis(procedures) = item.from
        && let Some(facts) = bleeding_facts::over(known, procedures)
        && !heard.crossed
    {
        return Ok(Cell { value: CellValue::No, by: By::Derived(facts), suggestion: None, conflict: false, disputed: false, hidden: false });
    }
    // A fall of haemoglobin after it ends a "no" to bleeding, whoever said it.
    let reopened = item.finding == Some(Finding::ActiveBleeding) && known.chart.bleeding_reopened;
    let said = answers.cells[index].filter(|said| !reopened || *said != Answer::No);
    let asserted = heard.asserted.filter(|(present, _)| !reopened || *present);
    let reading = known.derive(item.from);
    let arthroplasty = (item.from == From::Surgery(SurgeryClass::ElectiveArthroplasty)).then_some(known.surgery.arthroplasty_by_code).flatten();
    let points_to_yes = |fact| Suggestion { present: true, fact };
    let hint = match reading {
        Reading::Hints(fact) => Some(points_to_yes(Some(fact))),
        _ if reopened => Some(points_to_yes(None)),
        _ => arthroplasty.map(|fact| points_to_yes(Some(fact))),
    };
    // A suggested no does not hide what points to yes.
    let suggested = heard.suggested.filter(|suggestion| suggestion.present).or(hint).or(heard.suggested);
    let opened = suggested.is_some_and(|suggestion| suggestion.present);
    let fact_says = match &reading {
        Reading::Says(present, _) => Some(*present),
        _ => asserted.map(|(present, _)| present),
    };
    let differs = |from: Option<bool>| from.is_some() && fact_says.is_some() && from != fact_says;
    let conflict = differs(said.and_then(Answer::as_bool));
    let told = asserted.filter(|(_, fact)| fact.is_some()).map(|(present, _)| present);
    let disputed = said.and_then(Answer::as_bool).is_none() && (heard.disputed && !reopened || differs(told));
    // Silence may be read as absence only of what the facts neither measure nor point to.
    let silence_is_no = unanswered == Unanswered::Absent && !matches!(reading, Reading::Lacks) && !opened;
    let word = |present| if present { CellValue::Yes } else { CellValue::No };
    let (value, by) = match (said, reading, asserted) {
        (Some(Answer::Yes), ..) => (CellValue::Yes, By::Person),
        (Some(Answer::No), ..) => (CellValue::No, By::Person),
        (_, Reading::Says(present, from), _) => (word(present), By::Derived(from)),
        (_, _, Some((present, fact))) if present || !opened => (word(present), fact.map_or(By::Derived(vec![]), By::Host)),
        (Some(Answer::Unknowable), ..) => (CellValue::Unknowable, By::Person),
        (None, Reading::Denies(from), _) if !opened => (CellValue::No, By::Derived(from)),
        (None, ..) if silence_is_no => (CellValue::No, By::Silence),
        (None, ..) => (CellValue::Open, By::Nobody),
    };
    let suggestion = suggested.filter(|_| value != CellValue::Yes || by == By::Person);
    Ok(Cell { value, by, suggestion, conflict, disputed, hidden: false })
}

/// What a finding of the host, or another sheet, says of an item.
struct Told {
    item: usize,
    asserted: bool,
    present: bool,
    /// The fact that says so; none when another form does.
    fact: Option<usize>,
    /// By a row of [`SHARED`].
    crossed: bool,
}

/// All that is told of one item, taken together: a yes beats a no, of equals the last holds.
#[derive(Default)]
struct Heard {
    asserted: Option<(bool, Option<usize>)>,
    suggested: Option<Suggestion>,
    /// Both were asserted.
    disputed: bool,
    /// Another form says or suggests yes.
    crossed: bool,
}

impl Heard {
    fn of(told: &[Told], item: usize) -> Heard {
        let mut heard = Heard::default();
        for told in told.iter().filter(|told| told.item == item) {
            let (present, fact) = (told.present, told.fact);
            heard.crossed |= told.crossed;
            match (told.asserted, heard.asserted) {
                (true, Some((before, by))) if before != present => {
                    heard.disputed |= fact.is_some() && by.is_some();
                    heard.asserted = if present { Some((present, fact)) } else { heard.asserted };
                }
                (true, _) => heard.asserted = Some((present, fact)),
                (false, _) if !present && heard.suggested.is_some_and(|suggestion| suggestion.present) => {}
                (false, _) => heard.suggested = Some(Suggestion { present, fact }),
            }
        }
        heard
    }
}

/// All that is told of the items of an instrument: by the other sheets, then by the host. Only a yes crosses.
fn told(chart: &Chart, others: &[&Sheet], instrument: &Instrument, at: Instant) -> Vec<Told> {
    let mut all = vec![];
    let mut tell = |item: &str, asserted, present, fact, crossed| {
        if let Some(item) = instrument.index(item) {
            all.push(Told { item, asserted, present, fact, crossed });
        }
    };
    let rows = || SHARED.iter().filter(|shared| shared.to.instrument == instrument.id);
    for sheet in others {
        for shared in rows().filter(|shared| shared.from.instrument == sheet.instrument.id) {
            let Some(cell) = sheet.instrument.index(shared.from.item).and_then(|index| sheet.cells.get(index)) else { continue };
            let computed = matches!(&cell.by, By::Derived(facts) if !facts.is_empty());
            if cell.value == CellValue::Yes && !computed {
                tell(shared.to.item, shared.reach == Reach::Makes, true, None, true);
            }
        }
    }
    // In the order of time, so that of equals the newest is shown whatever the order of the list.
    let speaks = |index: &usize| matches!(chart.facts[*index].value, FactValue::Finding { .. } | FactValue::Contraindication { .. });
    let mut findings: Vec<usize> = vec![];
    for index in (0..chart.facts.len()).filter(speaks) {
        // Each behind those that are not later: a sort that keeps its order, in a third of the library's bytes.
        let place = findings.partition_point(|before| chart.order(&chart.facts[*before], &chart.facts[index]).is_le());
        findings.insert(place, index);
    }
    for index in findings {
        let fact = &chart.facts[index];
        let asserted = fact.status == Status::Asserted;
        let from = match fact.value {
            FactValue::Finding { instrument: list, item, present } => {
                if list == instrument.id {
                    tell(item, asserted, present, Some(index), false);
                }
                present.then_some(Key { instrument: list, item })
            }
            FactValue::Contraindication { id, said } => {
                let holds = said.value == Some(true) && said.until.is_none_or(|until| until > at);
                holds.then_some(key(id))
            }
            _ => None,
        };
        for shared in rows().filter(|shared| Some(shared.from) == from) {
            tell(shared.to.item, asserted && shared.reach == Reach::Makes, true, Some(index), true);
        }
    }
    all
}

/// What findings of the host call the operation of this stay.
fn called(told: &[Told], instrument: &Instrument) -> Vec<(SurgeryClass, usize)> {
    let class = |told: &Told| match instrument.items[told.item].from {
        From::Surgery(class) if told.asserted && told.present => Some((class, told.fact?)),
        _ => None,
    };
    told.iter().filter_map(class).collect()
}

/// An operation on record is of some class: the last class that nobody ruled out is the one, and ruling out them all is
/// a conflict with the record.
fn settle_surgery(instrument: &'static Instrument, cells: &mut [Cell], surgery: &Surgery) {
    if !surgery.operated() {
        return;
    }
    let mut left = vec![];
    for (index, item) in instrument.items.iter().enumerate() {
        if matches!(item.from, From::Surgery(_)) {
            match cells[index].value {
                CellValue::Yes => return,
                CellValue::No => {}
                CellValue::Open | CellValue::Unknowable => left.push(index),
            }
        }
    }
    if let [last] = left[..] {
        cells[last].value = CellValue::Yes;
        cells[last].by = By::Derived(surgery.facts.clone());
    } else if left.is_empty() {
        for (index, item) in instrument.items.iter().enumerate() {
            cells[index].conflict |= matches!(item.from, From::Surgery(class) if surgery.possible.iter().any(|(of, _)| *of == class));
        }
    }
}
