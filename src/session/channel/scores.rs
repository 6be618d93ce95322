//! The score that a form of the channel asks for, item by item in its place: answers of a person, what chart and earlier entries
//! already say, what is still possible, and the result as the fields of the entry hold it. A score that was made elsewhere is entered
//! as its result, and said so. Filled by the same code as a calculator (`calculator::scoring`); unknown never counts as no.

use super::carried::{carried, of_score};
use super::entered::EnteredStep;
use super::entering::{Entering, EntryPart, EntryProblem, MADE};
use crate::clinical::answers::Answer;
use crate::clinical::cell::{By, Cell, CellValue};
use crate::clinical::chart::{Chart, FactValue, Instant};
use crate::clinical::instrument::{From, Instrument};
use crate::clinical::instruments::scored;
use crate::clinical::misfit::{Misfit, misfits};
use crate::clinical::pathway::coarse::{Coarse, Likelihood};
use crate::clinical::pathway::entry::PathEntry;
use crate::clinical::pathway::scored_items;
use crate::clinical::pathway::settings::ProbabilityRule;
use crate::clinical::possible::Readout;
use crate::clinical::quantity::written;
use crate::session::calculator::EnteredField;
use crate::session::calculator::scoring::{FilledFrom, Scoring};
use crate::session::screen::{FactLine, Intent};
use crate::text::{Lang, Text, text};

/// The lists as far as a person has filled them, by instrument. Gone with the patient, and with the signature of their entry.
#[derive(Default)]
pub struct Scores(Vec<Scoring>);

/// One list on the screen.
#[derive(Clone, Debug)]
pub struct ScoreView {
    pub instrument: &'static Instrument,
    /// The entry whose form it stands in.
    pub entry: &'static str,
    /// Its result is that of the entry; else it answers an item of the one that is.
    pub leads: bool,
    pub rows: Vec<ScoreRow>,
    pub fields: Vec<EnteredField>,
    pub readout: Readout,
    pub misfits: Vec<&'static Misfit>,
    /// Facts and answers do not go together, in both languages.
    pub conflict: Option<[String; 2]>,
    /// A person has answered something of it.
    pub begun: bool,
    /// As the entry holds the answers.
    pub items: String,
}

/// One item of it.
#[derive(Clone, Debug)]
pub struct ScoreRow {
    pub index: usize,
    pub value: CellValue,
    /// A person has said so, and not chart or record.
    pub said: bool,
    /// What decides it, or hints at it.
    pub lines: Vec<FactLine>,
    /// It is only a hint, of yes or of no.
    pub hint: Option<bool>,
    pub conflict: bool,
}

/// What a list is filled from.
#[derive(Clone, Copy)]
pub struct ScoredFrom<'a> {
    pub chart: &'a Chart,
    pub entered: &'a [EnteredStep],
    pub coarse: &'a Coarse,
    /// The suspected side.
    pub limb: Option<&'a str>,
    pub rule: ProbabilityRule,
    pub at: Instant,
    pub lang: Lang,
    pub fresh_hours: u32,
}

/// The entries that a list belongs to.
pub const SCORED_ENTRIES: [&str; 3] = ["probability", "severity", "disposition"];

/// The fields that the result of a list fills.
pub fn filled_by_list(entry: &str, instrument: &str) -> &'static [&'static str] {
    match (entry, instrument) {
        // The two levels of the original Geneva score are not verified (K): a person says them.
        ("probability", "geneva") => &["points", "years_items"],
        ("probability", _) => &["points", "band", "years_items"],
        ("severity", _) => &["class", "rv_dysfunction", "troponin_raised"],
        ("disposition", _) => &["hestia"],
        _ => &[],
    }
}

impl Scores {
    /// What was told of a list: `instrument/item`, or `instrument/value.quantity` and `instrument/unit.quantity`.
    pub fn tell(&mut self, of: &str, value: &str) {
        let Some((instrument, field)) = of.split_once('/').and_then(|(id, field)| Some((scored(id)?, field))) else { return };
        if field.starts_with("value.") || field.starts_with("unit.") {
            return self.of(instrument).entered.tell(field, value);
        }
        let Some(item) = instrument.index(field) else { return };
        let answer = match value {
            "yes" => Some(Answer::Yes),
            "no" => Some(Answer::No),
            "unknown" => Some(Answer::Unknowable),
            _ => None,
        };
        self.of(instrument).work.intend(&Intent::Answer { item, answer });
    }

    /// Every item that a person has answered, as [`Scores::tell`] takes it: a draft keeps it.
    pub fn told(&self) -> Vec<[String; 2]> {
        let mut all = vec![];
        for held in &self.0 {
            let instrument = held.instrument();
            for (index, cell) in held.work.answers.cells.iter().enumerate() {
                let Some(answer) = cell else { continue };
                let word = match answer {
                    Answer::Yes => "yes",
                    Answer::No => "no",
                    Answer::Unknowable => "unknown",
                };
                all.push([[instrument.id, "/", instrument.items[index].id].concat(), word.to_owned()]);
            }
            all.extend(held.entered.told().into_iter().map(|[field, said]| [[instrument.id, "/", &field].concat(), said]));
        }
        all
    }

    fn of(&mut self, instrument: &'static Instrument) -> &mut Scoring {
        let place = self.0.iter().position(|held| held.instrument().id == instrument.id).unwrap_or_else(|| {
            self.0.push(Scoring::new(instrument));
            self.0.len() - 1
        });
        &mut self.0[place]
    }

    /// Nothing stands in the lists of this entry any more.
    pub fn clear(&mut self, entry: &str) {
        self.0.retain(|held| !of_entry(entry).contains(&held.instrument().id));
    }

    fn begun(&self, instrument: &str) -> bool {
        self.0.iter().any(|held| held.instrument().id == instrument && (!held.work.answers.is_empty() || held.entered.is_begun()))
    }

    pub fn is_begun(&self, entry: &str) -> bool {
        of_entry(entry).iter().any(|id| self.begun(id))
    }

    /// The lists of these entries, each as far as it is filled.
    pub fn views(&self, entries: &[&'static PathEntry], entering: &Entering, from: &ScoredFrom<'_>) -> Vec<ScoreView> {
        let mut views = vec![];
        let wanted = entries.iter().filter(|entry| SCORED_ENTRIES.contains(&entry.id));
        let mut chart: Option<Chart> = None;
        for entry in wanted {
            let chart = chart.get_or_insert_with(|| {
                let mut chart = from.chart.clone();
                chart.facts.extend(carried(from.entered, from.coarse, from.limb, from.chart, from.lang));
                chart
            });
            match entry.id {
                "severity" => {
                    let beside: Vec<ScoreView> =
                        ["spesi", "pesi"].into_iter().filter_map(|id| self.view(scored(id)?, entry.id, false, chart, from)).collect();
                    let mut with = chart.clone();
                    // Either is enough; a "no" of one holds unless the other says yes.
                    let found = beside.iter().filter_map(|view| Some((view, is_high(view)?))).max_by_key(|(_, high)| *high);
                    with.facts.extend(found.map(|(view, high)| of_score(view.instrument.title, high, from.lang)));
                    views.extend(scored("esc_2019").and_then(|table| self.view(table, entry.id, true, &with, from)));
                    views.extend(beside);
                }
                "disposition" => views.extend(scored("hestia").and_then(|table| self.view(table, entry.id, true, chart, from))),
                _ => {
                    let table = scored(chosen(entering, from));
                    views.extend(table.and_then(|table| self.view(table, entry.id, true, chart, from)));
                }
            }
        }
        views
    }

    fn view(&self, instrument: &'static Instrument, entry: &'static str, leads: bool, chart: &Chart, from: &ScoredFrom<'_>) -> Option<ScoreView> {
        let held = self.0.iter().find(|held| held.instrument().id == instrument.id);
        let mut scoring = held.cloned().unwrap_or_else(|| Scoring::new(instrument));
        scoring.work_out(FilledFrom { chart, dated: true, at: from.at, lang: from.lang, fresh_hours: from.fresh_hours });
        let Scoring { work, entered, chart: of, readout, conflict } = &scoring;
        let rows = work.sheet.cells.iter().enumerate().filter(|(index, cell)| !cell.hidden && !is_counted(instrument, *index));
        let rows = rows.map(|(index, cell)| {
            let evidence = work.evidence.iter().find(|evidence| evidence.item == index);
            row(index, cell, of, || evidence.map(|evidence| evidence.lines.clone()).unwrap_or_default())
        });
        Some(ScoreView {
            instrument,
            entry,
            leads,
            rows: rows.collect(),
            fields: entered.fields(instrument, Some(chart), from.at, from.lang),
            misfits: misfits(of, &work.sheet),
            conflict: conflict.as_ref().map(|rejected| [rejected.message.zh.clone(), rejected.message.en.clone()]),
            begun: self.begun(instrument.id),
            items: scored_items::write(instrument, &work.sheet.cells),
            readout: readout.clone(),
        })
    }
}

fn of_entry(entry: &str) -> &'static [&'static str] {
    match entry {
        "probability" => &["wells_pe", "wells_dvt", "geneva", "geneva_simplified", "years"],
        "severity" => &["esc_2019", "spesi", "pesi"],
        "disposition" => &["hestia"],
        _ => &[],
    }
}

/// The score of the probability form: as a person chose it, else the one that is open, by the rule of the hospital.
fn chosen<'a>(entering: &'a Entering, from: &ScoredFrom<'_>) -> &'a str {
    let said = entering.part("probability", "instrument", EntryPart::Word);
    match from.rule {
        _ if !said.is_empty() => said,
        _ if !from.coarse.lung() || from.coarse.limb() && from.coarse.pe != Likelihood::Unknown => "wells_dvt",
        ProbabilityRule::WellsPe => "wells_pe",
        ProbabilityRule::Geneva => "geneva_simplified",
        ProbabilityRule::Years => "years",
    }
}

/// Points that are a quantity, entered as a value.
fn is_counted(instrument: &Instrument, index: usize) -> bool {
    matches!(instrument.items[index].from, From::Count(_))
}

fn row(index: usize, cell: &Cell, chart: &Chart, evidence: impl FnOnce() -> Vec<FactLine>) -> ScoreRow {
    let decides = match cell.by {
        By::Host(fact) => Some(fact),
        _ => cell.suggestion.filter(|_| cell.by != By::Person).and_then(|hint| hint.fact),
    };
    let finding = decides.and_then(|fact| chart.facts.get(fact)).filter(|fact| matches!(fact.value, FactValue::Finding { .. }));
    let lines = match finding {
        // The item stands above it: what is told is who said so, and when.
        Some(fact) => vec![FactLine { value: fact.source.clone().unwrap_or_default(), at: fact.at, ..FactLine::default() }],
        None => evidence(),
    };
    let hint = cell.suggestion.filter(|_| matches!(cell.value, CellValue::Open | CellValue::Unknowable)).map(|hint| hint.present);
    ScoreRow { index, value: cell.value, said: cell.by == By::Person, lines, hint, conflict: cell.conflict }
}

/// Whether a severity score reaches what ESC asks for; none while it may be either.
fn is_high(view: &ScoreView) -> Option<bool> {
    let reading = if view.instrument.id == "pesi" { "band2" } else { "band" };
    Some(view.settled(reading)? != "low")
}

impl ScoreView {
    /// The outcome of a reading, once one is left.
    pub fn settled(&self, reading: &str) -> Option<&'static str> {
        Some(self.readout.readings.iter().find(|possible| possible.reading == reading)?.settled()?.id)
    }

    /// Nothing of it is needed any more for what the entry asks.
    pub fn is_settled(&self) -> bool {
        match self.instrument.id {
            "years" => self.rows.iter().all(|row| matches!(row.value, CellValue::Yes | CellValue::No)),
            "geneva" => self.points().is_some(),
            _ => self.settled("band").is_some(),
        }
    }

    fn points(&self) -> Option<f64> {
        self.readout.total.filter(|(floor, ceiling)| floor == ceiling).map(|(floor, _)| floor.value())
    }

    fn flag(&self, item: &str) -> Option<&'static str> {
        let row = self.rows.iter().find(|row| self.instrument.items[row.index].id == item)?;
        match row.value {
            CellValue::Yes => Some("yes"),
            CellValue::No => Some("no"),
            _ => None,
        }
    }

    /// The fields of the entry that it fills, each with part and value.
    fn results(&self) -> Vec<(&'static str, EntryPart, String)> {
        let mut all = vec![];
        match self.entry {
            "probability" => {
                // A score that falls below nothing has no place among the points of the entry; its items tell it.
                if let Some(points) = self.points().filter(|points| *points >= 0.0 && self.readout.total.is_some() && self.instrument.id != "years") {
                    all.push(("points", EntryPart::Text, written(points, 1)));
                }
                match self.instrument.id {
                    "years" => {
                        let yes = self.rows.iter().filter(|row| row.value == CellValue::Yes).count();
                        all.push(("years_items", EntryPart::Text, yes.to_string()));
                    }
                    "geneva" => {}
                    _ => all.extend(self.settled("band").map(|band| ("band", EntryPart::Word, band.to_owned()))),
                }
            }
            "severity" => {
                all.extend(self.settled("band").map(|class| ("class", EntryPart::Word, class.to_owned())));
                for item in ["rv_dysfunction", "troponin_raised"] {
                    all.extend(self.flag(item).map(|said| (item, EntryPart::Word, said.to_owned())));
                }
            }
            _ => all.extend(self.settled("band").map(|band| ("hestia", EntryPart::Word, band.to_owned()))),
        }
        all
    }
}

/// How the result of an entry is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoredHow {
    /// By the list in the form.
    Here,
    /// Made elsewhere, and entered as its result.
    Elsewhere,
}

/// By the list, but where a person has said that it was made elsewhere, or has entered a result and answered no item.
pub fn how(entering: &Entering, entry: &str, begun: bool) -> ScoredHow {
    let typed = |field: &&&str| {
        let part = if matches!(**field, "points" | "years_items") { EntryPart::Text } else { EntryPart::Word };
        !entering.part(entry, field, part).is_empty()
    };
    let results = filled_by_list(entry, "").iter().filter(typed).count() > 0;
    match entering.part(entry, MADE, EntryPart::Word) {
        "elsewhere" => ScoredHow::Elsewhere,
        _ if results && !begun && entry != "disposition" => ScoredHow::Elsewhere,
        _ => ScoredHow::Here,
    }
}

const UNFINISHED: Text = text!("评分未完成", "the score is not finished");

/// What is typed into the form with the result of its list in place; or what the list still lacks.
pub fn with_results(entering: &Entering, entry: &'static PathEntry, scores: &[ScoreView]) -> Result<Entering, Vec<EntryProblem>> {
    let Some(list) = scores.iter().find(|list| list.entry == entry.id && list.leads) else { return Ok(entering.clone()) };
    let beside = || scores.iter().filter(|other| other.entry == entry.id && !other.leads && (other.begun || other.is_settled()));
    if how(entering, entry.id, list.begun) == ScoredHow::Elsewhere {
        return Ok(entering.clone());
    }
    // At a hospital bed no list is needed: that is where a patient stays until it is answered.
    let optional = entry.id == "disposition" && !list.is_settled();
    if !list.is_settled() && !optional {
        return Err(vec![EntryProblem { entry: entry.id, field: MADE, words: unfinished(list) }]);
    }
    let mut filled = entering.clone();
    for field in filled_by_list(entry.id, list.instrument.id) {
        for part in [EntryPart::Word, EntryPart::Text] {
            filled.put(entry, field, part.id(), "");
        }
    }
    if entry.id == "probability" {
        filled.put(entry, "instrument", EntryPart::Word.id(), list.instrument.id);
    }
    for (field, part, value) in list.results() {
        filled.put(entry, field, part.id(), &value);
    }
    if list.begun || list.is_settled() {
        let lists: Vec<&str> = [list].into_iter().chain(beside()).map(|list| list.items.as_str()).collect();
        filled.put(entry, "items", EntryPart::Text.id(), &lists.join("; "));
    }
    if list.instrument.id == "geneva" && filled.part(entry.id, "band", EntryPart::Word).is_empty() {
        let words = text!(
            "两级分层：请选择（该评分的两级界值未经核实，不自动判定）",
            "two levels: choose (the cut of this score is not verified, so it is not read by itself)"
        );
        return Err(vec![EntryProblem { entry: entry.id, field: "band", words: [words.zh().to_owned(), words.en().to_owned()] }]);
    }
    Ok(filled)
}

fn unfinished(list: &ScoreView) -> [String; 2] {
    let missing = list.readout.missing.len();
    [Lang::Zh, Lang::En].map(|lang| {
        let colon = text!("：", ": ").get(lang);
        let possible =
            list.readout.readings.first().map(|reading| reading.outcomes.iter().map(|outcome| outcome.label.get(lang)).collect::<Vec<_>>());
        let left = match lang {
            Lang::Zh => ["尚有", &missing.to_string(), "项未答"].concat(),
            Lang::En => [missing.to_string().as_str(), if missing == 1 { " item is" } else { " items are" }, " not answered"].concat(),
        };
        let still = text!("；仍可能：", "; still possible: ").get(lang);
        let or = text!("；或", "; or ").get(lang);
        [
            list.instrument.title.get(lang),
            colon,
            UNFINISHED.get(lang),
            text!("，", ": ").get(lang),
            &left,
            still,
            &possible.unwrap_or_default().join(or),
        ]
        .concat()
    })
}
