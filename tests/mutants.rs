//! Mutants of the tables: every weight, threshold, row, group, band and mark of behaviour is changed by the smallest
//! step, and each change must be noticed by the worked cases or by the comparison with the naive forms. A table row
//! that nothing would miss is a row that nobody checks.
#![cfg(not(target_family = "wasm"))]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/naive.rs"]
mod naive;

use std::collections::BTreeMap;
use std::thread;

use cases::Case;
use chrono::Duration;
use naive::Form;
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::cell::{CellValue, Unanswered};
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Operation, OperationKind, OperationStatus};
use virchow::clinical::instrument::{Band, Bound, From, Group, Instrument, Item, Points, Purpose, SubBand, SurgeryClass, Warning};
use virchow::clinical::instruments::{CAPRINI, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, IMPROVE_BLEEDING, PADUA};
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::{Sheet, fill};
use virchow::interop::chart::{Bare, ChartKey, read_facts, resolve};
use virchow::interop::shape::Place;
use virchow::record::decide::blockers;
use virchow::record::refusal::Refusal;

#[test]
fn every_mutant_of_caprini_is_noticed() {
    all_noticed(&CAPRINI);
}

#[test]
fn every_mutant_of_padua_is_noticed() {
    all_noticed(&PADUA);
}

#[test]
fn every_mutant_of_the_surgical_bleeding_list_is_noticed() {
    all_noticed(&CN_BLEED_SURGICAL);
}

#[test]
fn every_mutant_of_the_medical_bleeding_list_is_noticed() {
    all_noticed(&CN_BLEED_MEDICAL);
}

#[test]
fn every_mutant_of_improve_is_noticed() {
    all_noticed(&IMPROVE_BLEEDING);
}

/// Two members of a group may overlap by a step: the higher of them counts all the same.
const EQUIVALENT: [&str; 2] = ["age_40_84: Age { from: 40, to: 85 }", "gfr_30_59: Filtration { from: 29.0, below: 60.0 }"];

fn all_noticed(instrument: &'static Instrument) {
    let suite = Suite::of(instrument);
    assert_eq!(suite.notices(instrument), None, "the table itself passes");
    let mutants = mutants(instrument);
    let share = mutants.len().div_ceil(4);
    let survivors: Vec<&str> = thread::scope(|scope| {
        let run = |part: &'static [(String, Instrument)]| {
            let survives = |(name, mutant): &&'static (String, Instrument)| suite.notices(mutant).is_none() && !EQUIVALENT.contains(&name.as_str());
            part.iter().filter(survives).map(|(name, _)| name.as_str()).collect::<Vec<_>>()
        };
        let threads: Vec<_> = leaked(mutants).chunks(share).map(|part| scope.spawn(move || run(part))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a thread")).collect()
    });
    let total = count(instrument);
    println!("{}: {} of {total} mutants noticed", instrument.id, total - survivors.len());
    assert!(survivors.is_empty(), "{} of {total} mutants of {} were not noticed:\n{}", survivors.len(), instrument.id, survivors.join("\n"));
}

fn count(instrument: &'static Instrument) -> usize {
    mutants(instrument).len()
}

fn leaked<T>(items: Vec<T>) -> &'static [T] {
    Box::leak(items.into_boxed_slice())
}

/// Every table that differs from `of` by one small step.
fn mutants(of: &'static Instrument) -> Vec<(String, Instrument)> {
    let mut mutants = vec![];
    let mut with_item = |name: String, index: usize, item: Item| {
        let mut items: Vec<Item> = of.items.iter().map(same_item).collect();
        items[index] = item;
        mutants.push((name, Instrument { items: leaked(items), ..same(of) }));
    };
    for (index, item) in of.items.iter().enumerate() {
        for step in [-1, 1] {
            let points = Points(item.points.0 + step * 10);
            with_item(format!("{}: {} points", item.id, points), index, Item { points, ..same_item(item) });
        }
        for from in steps(item.from) {
            with_item(format!("{}: {from:?}", item.id), index, Item { from, ..same_item(item) });
        }
        if item.female_only {
            with_item(format!("{}: for men too", item.id), index, Item { female_only: false, ..same_item(item) });
        }
        if item.wants_note {
            with_item(format!("{}: without a note", item.id), index, Item { wants_note: false, ..same_item(item) });
        }
    }
    for (index, item) in of.items.iter().enumerate() {
        let items = of.items.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, item)| same_item(item)).collect();
        mutants.push((format!("{}: removed", item.id), Instrument { items: leaked(items), ..same(of) }));
    }
    for (index, group) in of.groups.iter().enumerate() {
        for member in group.members {
            let mut groups: Vec<Group> = of.groups.iter().map(same_group).collect();
            groups[index].members = leaked(group.members.iter().copied().filter(|id| id != member).collect());
            mutants.push((format!("{}: without {member}", group.id), Instrument { groups: leaked(groups), ..same(of) }));
        }
    }
    for (index, band) in of.bands.iter().enumerate().skip(1) {
        for step in [-1, 1] {
            let mut bands: Vec<Band> = of.bands.iter().map(same_band).collect();
            bands[index].from = Points(band.from.0 + step * 10);
            mutants.push((format!("band {}: from {}", band.risk.id(), bands[index].from), Instrument { bands: leaked(bands), ..same(of) }));
        }
        let bands = of.bands.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, band)| same_band(band)).collect();
        mutants.push((format!("band {}: removed", band.risk.id()), Instrument { bands: leaked(bands), ..same(of) }));
    }
    for (index, band) in of.sub_bands.iter().enumerate() {
        // Below nothing and above everything there is nobody to tell, and of two that overlap the first is read.
        let froms = [-1, 1].map(|step| (Points(band.from.0 + step * 10), band.to));
        let tos = [-1, 1].map(|step| (band.from, Points(band.to.0 + step * 10)));
        let before = of.sub_bands[..index].last().map_or(Points(-10), |before| before.to);
        let real = |(from, to): &(Points, Points)| *from > before && *to <= of.max_points();
        for (from, to) in froms.into_iter().chain(tos).filter(real) {
            let mut sub_bands: Vec<SubBand> = of.sub_bands.iter().map(same_sub_band).collect();
            (sub_bands[index].from, sub_bands[index].to) = (from, to);
            mutants.push((format!("sub-band {}: {from} to {to}", band.id), Instrument { sub_bands: leaked(sub_bands), ..same(of) }));
        }
    }
    for (index, warning) in of.warnings.iter().enumerate().filter(|(_, warning)| !warning.unless.is_empty()) {
        let mut warnings: Vec<Warning> = of.warnings.iter().map(same_warning).collect();
        warnings[index].unless = &[];
        mutants.push((format!("{}: whatever operation", warning.id), Instrument { warnings: leaked(warnings), ..same(of) }));
    }
    for index in 0..of.warnings.len() {
        let warnings = of.warnings.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, warning)| same_warning(warning)).collect();
        mutants.push((format!("{}: removed", of.warnings[index].id), Instrument { warnings: leaked(warnings), ..same(of) }));
        for without in of.warnings[index].when {
            let mut warnings: Vec<Warning> = of.warnings.iter().map(same_warning).collect();
            warnings[index].when = leaked(of.warnings[index].when.iter().copied().filter(|id| id != without).collect());
            mutants.push((format!("{}: without {without}", of.warnings[index].id), Instrument { warnings: leaked(warnings), ..same(of) }));
        }
    }
    mutants
}

/// The neighbours of a rule: each threshold one step either way, strict for inclusive, another class, and none at all.
fn steps(from: From) -> Vec<From> {
    match from {
        From::Asked => vec![],
        From::Age { from, to } => {
            let mut steps = vec![From::Age { from: from - 1, to }, From::Age { from: from + 1, to }, From::Asked];
            if to < u8::MAX {
                steps.extend([From::Age { from, to: to - 1 }, From::Age { from, to: to + 1 }]);
            }
            steps
        }
        From::BmiAbove(limit) => vec![From::BmiAbove(limit - 0.01), From::BmiAbove(limit + 0.01), From::BmiAtLeast(limit), From::Asked],
        From::BmiAtLeast(limit) => vec![From::BmiAtLeast(limit - 0.01), From::BmiAtLeast(limit + 0.01), From::BmiAbove(limit), From::Asked],
        From::Surgery(class) => {
            [SurgeryClass::Minor, SurgeryClass::Arthroscopic, SurgeryClass::MajorOpen, SurgeryClass::Laparoscopic, SurgeryClass::ElectiveArthroplasty]
                .into_iter()
                .filter(|other| *other != class)
                .map(From::Surgery)
                .chain([From::Asked])
                .collect()
        }
        From::RecentOperation { longer_than_min, former_only } => {
            let mut steps = vec![From::RecentOperation { longer_than_min, former_only: !former_only }, From::Asked];
            match longer_than_min {
                Some(limit) => {
                    steps.extend([limit - 1.0, limit + 1.0].map(|limit| From::RecentOperation { longer_than_min: Some(limit), former_only }))
                }
                None => steps.push(From::RecentOperation { longer_than_min: Some(45.0), former_only }),
            }
            steps
        }
        From::Below(quantity, Bound::Printed(limit)) => {
            let mut steps = [limit - 1.0, limit + 1.0].map(|limit| From::Below(quantity, Bound::Printed(limit))).to_vec();
            steps.extend([From::Below(Quantity::Wbc, Bound::Printed(limit)), From::Asked]);
            steps
        }
        From::Filtration { from, below } => {
            let mut steps = vec![From::Filtration { from, below: below - 1.0 }, From::Filtration { from, below: below + 1.0 }, From::Asked];
            if from > 0.0 {
                steps.extend([from - 1.0, from + 1.0].map(|from| From::Filtration { from, below }));
            }
            steps
        }
        From::UntilHaemostasis(procedures) => {
            let mut steps = vec![From::Asked];
            for without in procedures {
                steps.push(From::UntilHaemostasis(leaked(procedures.iter().copied().filter(|of| of != without).collect())));
            }
            steps
        }
        // Rules that are code: no smaller step than to forget them.
        From::FractureOperation
        | From::Below(_, Bound::LocalPlatelets)
        | From::Male
        | From::SevereRenal
        | From::HighPressureTwice
        | From::NeuraxialWindow
        | From::Antithrombotic
        | From::IntensiveCare
        | From::HepaticInr
        // Of instruments that are only scored (tests/outcomes.rs, tests/outcomes_risk.rs).
        | From::ValueAsked
        | From::IntensiveCareStay
        | From::Above(..)
        | From::BelowOrAsked(..)
        | From::CreatinineOrAsked(_)
        | From::MaleAtLeast(..)
        | From::BelowBySex { .. }
        | From::ClearanceBelow(_)
        | From::AtLeast(..)
        | From::Between(..)
        | From::AllMeet(_)
        | From::AnyMeets(_)
        | From::BelowAtAll(..)
        | From::PressureAtLeast { .. }
        | From::Count(_) => vec![From::Asked],
    }
}

// The rows are data that nobody else has to copy, so they know no `Clone`.
fn same(of: &Instrument) -> Instrument {
    Instrument { source: of.source, ..*of }
}

fn same_item(item: &Item) -> Item {
    Item { ..*item }
}

fn same_group(group: &Group) -> Group {
    Group { ..*group }
}

fn same_band(band: &Band) -> Band {
    Band { ..*band }
}

fn same_sub_band(band: &SubBand) -> SubBand {
    SubBand { ..*band }
}

fn same_warning(warning: &Warning) -> Warning {
    Warning { ..*warning }
}

/// The worked cases that score, and the naive form.
struct Suite {
    cases: Vec<(String, Case)>,
    form: &'static Form,
    ids: Vec<&'static str>,
}

impl Suite {
    fn of(instrument: &Instrument) -> Suite {
        let cases = cases::of(instrument.id);
        let scoring =
            cases.into_iter().filter(|(_, case)| case.chart.is_none() && case.raw.is_none() && case.bytes.is_none() && case.instrument.is_none());
        Suite { cases: scoring.collect(), form: Form::named(instrument.id), ids: instrument.items.iter().map(|item| item.id).collect() }
    }

    /// What is wrong with `instrument`, if anything is.
    fn notices(&self, instrument: &'static Instrument) -> Option<String> {
        self.naive(instrument).or_else(|| self.cases.iter().find_map(|(_, case)| differs(instrument, case))).or_else(|| beside_the_score(instrument))
    }

    /// Each item alone, and each beside each other.
    fn naive(&self, instrument: &'static Instrument) -> Option<String> {
        for (index, first) in self.ids.iter().enumerate() {
            for second in &self.ids[index..] {
                let mut answers = Answers { cells: vec![Some(Answer::No); instrument.items.len()], ..Answers::empty(instrument) };
                for id in [first, second] {
                    let Some(index) = instrument.index(id) else { return Some(format!("no {id}")) };
                    answers.cells[index] = Some(Answer::Yes);
                }
                let sheet = fill(&Chart::default(), &answers, Unanswered::Unknown, noon()).ok()?;
                let wanted = self.form.total(&[first, second]);
                let band = sheet.tally.settled_band(instrument).map(|risk| risk.id());
                if sheet.tally.floor != Points(wanted as i16 * self.form.tenths)
                    || sheet.tally.ceiling != sheet.tally.floor
                    || band != Some(self.form.band(wanted))
                {
                    return Some(format!("{first} and {second}"));
                }
            }
        }
        None
    }
}

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

/// Holds a worked case against the answer of `instrument`, through the typed core.
fn differs(instrument: &'static Instrument, case: &Case) -> Option<String> {
    let wrong = |what: &str| Some(format!("{}: {what}", case.name));
    match (scored(instrument, case), &case.expect.error) {
        (Err(_), Some(_)) => None,
        (Err(()), None) => wrong("refused"),
        // The time of assessment is asked for where JSON comes in; here there is always one.
        (Ok(_), Some(_)) if case.expect.path.as_deref() == Some("/at") => None,
        (Ok(_), Some(_)) => wrong("not refused"),
        (Ok(sheet), None) => {
            let (expect, tally) = (&case.expect, &sheet.tally);
            let number = |wanted: Option<f64>, found: Points| wanted.is_none_or(|wanted| wanted == found.value());
            let id = |index: &usize| instrument.items[*index].id;
            let points = || tally.counted.iter().map(|(index, points)| (id(index).to_owned(), points.value())).collect::<BTreeMap<_, _>>();
            let missing = || {
                let mut missing: Vec<&str> = tally.missing.iter().map(id).collect();
                missing.sort_unstable();
                missing
            };
            let ids = |of: &str| -> Vec<&str> { case.expect.issues.iter().flatten().map(String::as_str).filter(|id| id.starts_with(of)).collect() };
            let warned = || sheet.warnings.iter().map(|warning| warning.id).eq(ids("W_")) && sheet.doubled == ids("G_");
            let agrees = number(expect.floor.or(expect.total), tally.floor)
                && number(expect.ceiling.or(expect.total), tally.ceiling)
                && expect.band.as_ref().is_none_or(|band| tally.band(instrument).map_or("open", |risk| risk.id()) == band)
                && expect.sub_band.as_ref().is_none_or(|band| tally.sub_band(instrument).map_or("none", |band| band.id) == band)
                && expect.missing.as_ref().is_none_or(|wanted| sorted(wanted) == missing())
                && expect.points.as_ref().is_none_or(|wanted| {
                    wanted.iter().map(|(id, points)| (id.clone(), points.as_f64().unwrap_or(f64::NAN))).collect::<BTreeMap<_, _>>() == points()
                })
                && (expect.issues.is_none() || warned());
            if agrees { None } else { wrong("another answer") }
        }
    }
}

fn sorted(ids: &[String]) -> Vec<&str> {
    let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ids.sort_unstable();
    ids
}

fn scored(instrument: &'static Instrument, case: &Case) -> Result<Sheet, ()> {
    let mut chart = Chart::default();
    let place = Place::root("");
    let facts: Vec<_> = case.facts.iter().map(|fact| virchow::interop::json::parse(&fact.to_string(), 32).expect("JSON")).collect();
    if !read_facts(&facts, &place, &mut chart, &|_| Bare::Of(instrument)).is_empty() {
        return Err(());
    }
    let mut answers = Answers::empty(instrument);
    for (key, answer) in case.answers_json().as_object().into_iter().flatten() {
        // A qualified key resolves to the published table; its own items go by their bare name.
        let bare = key.strip_prefix(&format!("{}.", instrument.id)).unwrap_or(key);
        let ChartKey::Item(of, item) = resolve(bare, Bare::Only(instrument)).map_err(|_| ())? else { continue };
        if of == instrument.id {
            answers.cells[instrument.index(item).ok_or(())?] = Some(Answer::from_bool(answer.as_bool()));
        } else if answer.as_bool() == Some(true) {
            chart.facts.push(Fact::of(FactValue::Finding { instrument: of, item, present: true }));
        }
    }
    let unanswered = if case.unanswered.as_deref() == Some("absent") { Unanswered::Absent } else { Unanswered::Unknown };
    let at = case.at.as_deref().map_or_else(noon, |at| at.parse().expect("a time"));
    fill(&chart, &answers, unanswered, at).map_err(|_| ())
}

/// Rules that suggest or demand without scoring: earlier operations at their edges, and the note of the other factor.
fn beside_the_score(instrument: &'static Instrument) -> Option<String> {
    if instrument.purpose == Purpose::Bleeding {
        return None;
    }
    let item = if instrument.id == "caprini" { "history_major_surgery_lt_1mo" } else { "recent_trauma_surgery" };
    let Some(index) = instrument.index(item) else { return Some(format!("no {item}")) };
    for (minutes, former) in [(45.0, true), (46.0, true), (46.0, false), (20.0, false), (20.0, true)] {
        let operation = Operation {
            status: Some(OperationStatus::Done),
            at: Some(noon() - Duration::days(10)),
            duration_min: Some(minutes),
            ..Operation::of(OperationKind::Open)
        };
        let chart = Chart {
            admitted_at: Some(noon() - Duration::days(if former { 1 } else { 20 })),
            facts: vec![Fact::of(FactValue::Operation(operation))],
            ..Chart::default()
        };
        let sheet = fill(&chart, &Answers::empty(instrument), Unanswered::Unknown, noon()).ok()?;
        let wanted = instrument.id == "padua" || (former && minutes > 45.0);
        if sheet.cells[index].suggestion.is_some() != wanted {
            return Some(format!("{item}: {minutes} min, former {former}"));
        }
    }
    let note = instrument.index("other_risk_factor")?;
    let mut answers = Answers { cells: vec![Some(Answer::No); instrument.items.len()], ..Answers::empty(instrument) };
    answers.cells[note] = Some(Answer::Yes);
    let sheet = fill(&Chart::default(), &answers, Unanswered::Unknown, noon()).ok()?;
    let demanded = blockers(&sheet, &answers) == [Refusal::NoteMissing(note)] && sheet.cells[note].value == CellValue::Yes;
    (!demanded).then(|| "a note that nobody demands".to_owned())
}
