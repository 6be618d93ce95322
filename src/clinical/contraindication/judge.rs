//! Goes through the tables: what was said of each row, what the forms and the facts say of it, and what silence means.

use super::judgement::{Judgement, OpenRow, Present};
use super::row::{Row, Severity, When};
use super::table::{QUESTIONS, TABLE};
use crate::clinical::alerts::alerts;
use crate::clinical::blood::Blood;
use crate::clinical::cell::{By, Cell, CellValue, Unanswered};
use crate::clinical::chart::{Allergen, Chart, FactValue, Instant, Limb, Said, Status};
use crate::clinical::finding::{CONTRAINDICATIONS, Finding, Key, Reach, SHARED};
use crate::clinical::formulary::Set;
use crate::clinical::instruments;
use crate::clinical::pressure::{Pressure, pressure};
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::said;
use crate::clinical::sheet::Sheet;
use crate::clinical::substance::Recognised;
use crate::text::{Text, same};

/// What is known when the rows are judged.
pub struct CaseFacts<'a> {
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

/// Judges every row of the table, in its order, then the questions.
pub fn judge(known: &CaseFacts<'_>) -> Judgement {
    judge_by(TABLE, known)
}

/// The same by another table: how the tests put each row wrong in turn.
pub fn judge_by(table: &'static [Row], known: &CaseFacts<'_>) -> Judgement {
    let mut judgement = Judgement { alerts: alerts(known.chart, known.blood, known.said, known.at), ..Judgement::default() };
    let case = Case::of(known, &judgement);
    for row in table {
        let state = match row.also {
            Some(other) => case.follows(row, other, &judgement),
            None => case.state(row),
        };
        case.enter(row, state, &mut judgement);
    }
    for question in QUESTIONS {
        case.ask(question, &mut judgement);
    }
    judgement
}

/// What is found of a row.
pub(super) enum RowState {
    No,
    Yes(Present),
    Open(OpenRow),
    /// Of several legs, drugs or reasons differently.
    Several(Vec<RowState>),
}

impl RowState {
    pub fn yes(row: &'static Row) -> RowState {
        RowState::Yes(Present::of(row))
    }

    pub fn caution(row: &'static Row) -> RowState {
        RowState::Yes(Present { severity: Severity::Caution, ..Present::of(row) })
    }

    pub fn lacks(row: &'static Row, lacks: &'static str) -> RowState {
        RowState::Open(OpenRow { lacks, ..OpenRow::of(row) })
    }

    /// Something points to the row.
    pub fn suspected(row: &'static Row) -> RowState {
        RowState::Open(OpenRow { suspected: true, ..OpenRow::of(row) })
    }

    pub fn suspected_as(row: &'static Row, wording: Text) -> RowState {
        RowState::Open(OpenRow { suspected: true, wording: Some(wording), ..OpenRow::of(row) })
    }
}

/// An item of a form that bears on a row.
struct Crossing {
    row: &'static str,
    reach: Reach,
    value: CellValue,
}

/// What is known, with what several rows ask of it.
pub(super) struct Case<'a> {
    pub known: &'a CaseFacts<'a>,
    pub platelets: Option<f64>,
    pub weight: Option<f64>,
    pub clearance: Option<f64>,
    pub pressure: Pressure,
    pub hit_is_unanswered: bool,
    pub bleeding_is_reopened: bool,
    /// Most hosts say nothing of the rows themselves.
    host_speaks: bool,
    crossings: Vec<Crossing>,
}

impl<'a> Case<'a> {
    fn of(known: &'a CaseFacts<'a>, judgement: &Judgement) -> Case<'a> {
        let chart = known.chart;
        let value = |quantity| chart.measured(quantity).map(|known| known.value);
        Case {
            known,
            platelets: value(Quantity::Platelets),
            weight: value(Quantity::Weight),
            clearance: chart.creatinine_clearance(known.at).map(|known| known.value),
            pressure: pressure(chart, &known.profile.thresholds, known.at),
            hit_is_unanswered: judgement.unanswered("AL_PLT_HIT").is_some(),
            bleeding_is_reopened: ["AL_HB_FALL", "AL_HB_LOW"].into_iter().any(|id| judgement.unanswered(id).is_some()),
            host_speaks: chart.facts.iter().any(|fact| {
                matches!(fact.value, FactValue::Contraindication { .. })
                    || matches!(fact.value, FactValue::Neuraxial(_)) && fact.status == Status::Suggested
            }),
            crossings: crossings(known),
        }
    }

    /// What was said of a row: by a person, else by the host.
    pub fn said(&self, id: &str) -> Option<Said> {
        let host = || self.host_speaks.then(|| said::by_host(self.known.chart, id, self.known.at)).flatten();
        said::by_person(self.known.said, id).or_else(host)
    }

    /// A yes to a row that has not ended.
    pub fn is_said(&self, id: &str) -> bool {
        self.said(id).is_some_and(|said| said.value == Some(true) && !said::is_over(&said, self.known.at))
    }

    /// Nobody has said anything of the row since another one was answered.
    pub fn is_older(&self, said: Option<Said>, than: &Said) -> bool {
        let time = |said: &Said| said.at.unwrap_or(self.known.at);
        said.is_none_or(|said| time(&said) < time(than))
    }

    /// A finding is yes on a form of this patient, or the host says so of a form that this patient has not.
    pub fn has(&self, finding: Finding) -> bool {
        self.known.sheets.iter().any(|sheet| sheet.has(finding))
            || told_elsewhere(self.known).any(|(key, status)| status == Status::Asserted && finding_of(key) == Some(finding))
    }

    /// The item of a form that carries a finding.
    pub fn cells(&self, finding: Finding) -> impl Iterator<Item = &'a Cell> {
        self.known.sheets.iter().filter_map(move |sheet| {
            let index = sheet.instrument.items.iter().position(|item| item.finding == Some(finding))?;
            sheet.cells.get(index)
        })
    }

    /// A person or the host has said no to it; silence does not say it.
    pub fn denies(&self, finding: Finding) -> bool {
        self.cells(finding).any(|cell| cell.value == CellValue::No && matches!(cell.by, By::Person | By::Host(_)))
    }

    /// A row that is true as well when another one is.
    fn follows(&self, row: &'static Row, other: &'static str, judgement: &Judgement) -> RowState {
        // A heparin-induced fall that has ended is a history of one.
        let was_said = || row.no_override && self.said(other).is_some_and(|said| said.value == Some(true));
        if judgement.has(other) || was_said() {
            return RowState::yes(row);
        }
        match (self.state(row), judgement.open_of(other)) {
            // As open as the row that would make it true.
            (RowState::No, Some(open)) => RowState::lacks(row, open.lacks),
            (state, _) => state,
        }
    }

    fn state(&self, row: &'static Row) -> RowState {
        let said = self.said(row.id);
        if let Some(said) = said
            && said.value == Some(true)
            && self.still(row, &said)
        {
            let limb = said.limb.unwrap_or(Limb::Both);
            let held = RowState::Yes(Present { severity: self.severity_said(row), limb, until: said.until, ..Present::of(row) });
            return match (row.when, self.rule(row, Some(said))) {
                // What is measured of a leg or recorded of a drug stands beside what was said.
                (When::Allergy | When::Ischaemia, Some(found)) => RowState::Several(vec![found, held]),
                (When::Platelets { .. }, Some(RowState::Yes(counted))) => RowState::Yes(counted),
                _ => held,
            };
        }
        let crossed = self.crossed(row.id);
        // Where there is no override, a no to the row does not stand against a yes on the form.
        if crossed == Some(Reach::Makes) && (said.is_none() || row.no_override) {
            return RowState::yes(row);
        }
        match self.rule(row, said) {
            // A new reason to ask does not undo that somebody has answered.
            Some(RowState::Open(open)) if open.lacks == row.id && said.is_some_and(|said| said.value.is_none()) => {
                return RowState::Open(OpenRow { unknowable: true, ..open });
            }
            Some(state) => return state,
            None => {}
        }
        let suggested = self.suggested(row.id);
        match said.map(|said| said.value) {
            Some(Some(_)) => RowState::No,
            Some(None) => RowState::Open(OpenRow { unknowable: true, ..OpenRow::of(row) }),
            None if suggested.is_some() || crossed.is_some() => {
                RowState::Open(OpenRow { suspected: true, limb: suggested.unwrap_or(Limb::Both), ..OpenRow::of(row) })
            }
            None if self.may_cross(row.id) => RowState::lacks(row, row.id),
            None if self.known.unanswered == Unanswered::Absent || row.when == When::ByChoice => RowState::No,
            None => RowState::lacks(row, row.id),
        }
    }

    /// A yes with an end that has passed, or that recorded haemostasis has ended, is over. A history has no end.
    fn still(&self, row: &Row, said: &Said) -> bool {
        let dry = row.when == When::UntilHaemostasis && self.known.chart.haemostasis(self.known.at).is_some();
        row.id == "CI_HIT" || !said::is_over(said, self.known.at) && !dry
    }

    /// Puts what was found into the judgement.
    fn enter(&self, row: &'static Row, state: RowState, judgement: &mut Judgement) {
        match state {
            RowState::No => {}
            RowState::Open(open) => judgement.open.push(open),
            RowState::Several(states) => states.into_iter().for_each(|state| self.enter(row, state, judgement)),
            RowState::Yes(found) => {
                let limb = if row.per_limb { found.limb } else { Limb::Both };
                let held = found.no_override || self.known.profile.no_override.contains(&row.id);
                let mut add = |severity: Severity, applies: Set| {
                    if applies.0 != 0 {
                        let no_override = held && severity.forbids();
                        judgement.present.push(Present { severity, applies, limb, no_override, ..found.clone() });
                    }
                };
                match row.except {
                    Some((other, of)) if other != found.severity => {
                        add(found.severity, Set(found.applies.0 & !of.0));
                        add(other, Set(found.applies.0 & of.0));
                    }
                    _ => add(found.severity, found.applies),
                }
            }
        }
    }

    /// A question that holds every drug. A "no" settles it; after a "yes" to one about names the drugs wait on, until what
    /// the name stands for is on record.
    fn ask(&self, question: &'static Row, judgement: &mut Judgement) {
        // A host that sends a no does not know what the names stand for.
        let said = said::by_person(self.known.said, question.id).map(|said| said.value);
        let names = self.unsettled(question, said == Some(Some(false)));
        let waits = match question.when {
            When::KidneyOrLiver => said.is_none_or(|value| value.is_none()) && self.names_both_organs(),
            _ => !names.is_empty(),
        };
        if waits {
            judgement.open.push(OpenRow { suspected: true, unknowable: said == Some(None), ..OpenRow::of(question) });
            judgement.names.extend(names.into_iter().map(|name| (question.id, name.to_owned())));
        }
    }

    /// The names on record that a question is about and that no "no" has settled, each once.
    fn unsettled(&self, question: &Row, denied: bool) -> Vec<&'a str> {
        let mut settled = self.known.settled.iter().filter(|(of, _)| same(of, question.id)).peekable();
        let mut names: Vec<&str> = vec![];
        if denied && settled.peek().is_none() {
            return names;
        }
        let settled: Vec<&str> = settled.map(|(_, name)| name.as_str()).collect();
        for fact in &self.known.chart.facts {
            let name = match (&fact.value, question.when) {
                // What is only suggested is asked by its name, whatever it is: until a person says, it may be taken.
                (FactValue::Medication(medication), When::UnrecognisedMedication) if fact.status == Status::Suggested => match medication.taken {
                    Recognised::Irrelevant => continue,
                    _ if medication.name.is_empty() => medication.substance().map_or("", |of| of.id),
                    _ => &medication.name,
                },
                (FactValue::Allergy { name, .. }, When::UnrecognisedAllergy) if fact.status == Status::Suggested => name,
                _ if fact.status == Status::Suggested => continue,
                (FactValue::Medication(medication), When::UnrecognisedMedication) if medication.taken == Recognised::Unrecognised => {
                    medication.name.as_str()
                }
                (FactValue::Allergy { to: Allergen::Unrecognised, name }, When::UnrecognisedAllergy) => name.as_str(),
                _ => continue,
            };
            if !settled.contains(&name) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// A person or the host says yes to the item that names both organs and does not say which.
    fn names_both_organs(&self) -> bool {
        self.known.chart.names_both_organs
            || self.cells(Finding::RenalOrHepaticFailure).any(|cell| cell.value == CellValue::Yes && matches!(cell.by, By::Person | By::Host(_)))
            || told_elsewhere(self.known).any(|(key, status)| status == Status::Asserted && finding_of(key) == Some(Finding::RenalOrHepaticFailure))
    }

    /// What the forms say of a row.
    pub fn crossed(&self, row: &str) -> Option<Reach> {
        let mut reach = None;
        for crossing in self.crossings.iter().filter(|crossing| same(crossing.row, row) && crossing.value == CellValue::Yes) {
            match crossing.reach {
                Reach::Makes => return Some(Reach::Makes),
                Reach::Suggests => reach = Some(Reach::Suggests),
            }
        }
        reach
    }

    /// An item that would make a row true and that nobody knows: silence about the row is no absence.
    fn may_cross(&self, row: &str) -> bool {
        let is_open = |crossing: &Crossing| crossing.reach == Reach::Makes && matches!(crossing.value, CellValue::Open | CellValue::Unknowable);
        self.crossings.iter().any(|crossing| same(crossing.row, row) && is_open(crossing))
    }

    /// The host suggests the row, of this leg, and nobody has answered: not absent.
    fn suggested(&self, id: &str) -> Option<Limb> {
        self.host_speaks.then_some(())?;
        self.known.chart.facts.iter().find_map(|fact| match fact.value {
            FactValue::Neuraxial(_) if fact.status == Status::Suggested && id == "CI_NEURAXIAL" => Some(Limb::Both),
            FactValue::Contraindication { id: of, said } if fact.status == Status::Suggested && same(of, id) && said.value == Some(true) => {
                Some(said.limb.unwrap_or(Limb::Both))
            }
            _ => None,
        })
    }
}

/// The items that cross to rows, each with how far it reaches and what it stands at.
fn crossings(known: &CaseFacts<'_>) -> Vec<Crossing> {
    let mut all = vec![];
    for shared in SHARED.iter().filter(|shared| shared.to.instrument == CONTRAINDICATIONS) {
        let (row, from) = (shared.to.item, shared.from);
        for sheet in known.sheets.iter().filter(|sheet| sheet.instrument.id == from.instrument) {
            all.extend(sheet.instrument.index(from.item).map(|index| Crossing { row, reach: shared.reach, value: sheet.cells[index].value }));
        }
        for (_, status) in told_elsewhere(known).filter(|(key, _)| *key == from) {
            let reach = if status == Status::Asserted { shared.reach } else { Reach::Suggests };
            all.push(Crossing { row, reach, value: CellValue::Yes });
        }
    }
    all
}

/// What the host says is so of a form that this patient has not: it bears on the rows all the same.
fn told_elsewhere<'a>(known: &'a CaseFacts<'_>) -> impl Iterator<Item = (Key, Status)> + 'a {
    known.chart.facts.iter().filter_map(|fact| match fact.value {
        FactValue::Finding { instrument, item, present: true } if known.sheets.iter().all(|sheet| sheet.instrument.id != instrument) => {
            Some((Key { instrument, item }, fact.status))
        }
        _ => None,
    })
}

/// The finding that an item of any form carries.
fn finding_of(key: Key) -> Option<Finding> {
    instruments::named(key.instrument)?.items.iter().find(|item| same(item.id, key.item))?.finding
}
