//! The functions a host calls without a form: JSON text in, JSON text out. Never a throw, never a partial number: wrong
//! input answers `{ "error": { code, path, message } }`.

mod issues;

use super::chart::{Bare, ChartKey, contradicted, read_facts, resolve};
use super::event::read_record;
use super::facts;
use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{MAX_BYTES, MAX_RECORD_BYTES, Place, Read as _, Shape, check, optional, parse, read};
use super::unknown::in_question;
use super::writing::Writing;
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::assess::Screening;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Fact, FactValue, Instant, OperationStatus, Said, Sex};
use crate::clinical::formulas;
use crate::clinical::instrument::{Instrument, Purpose, Risk};
use crate::clinical::instruments::{self, Keys, PROMISED};
use crate::clinical::quantity::Quantity;
use crate::clinical::second;
use crate::clinical::sheet::{Sheet, fill};
pub use issues::issues;

pub static SCORE: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("answers", Shape::Map(&Shape::Any), "Item key to true, false or null (cannot be known)."),
        optional("facts", Shape::List(&Shape::Any), "As in a chart."),
        optional("unanswered", Shape::OneOf(&["unknown", "absent"]), "How silence on yes/no items is read; default unknown."),
        optional("at", Shape::Time, "Time of assessment; without it that of the newest fact."),
    ],
};

pub(super) fn answer(result: Result<String, Rejected>) -> String {
    result.unwrap_or_else(|rejected| rejected.to_json())
}

/// `score(id, input)`: one instrument on bare answers and facts.
pub fn score(id: &str, input: &str) -> String {
    answer(try_score(id, input))
}

fn try_score(id: &str, input: &str) -> Result<String, Rejected> {
    let place = Place::root("");
    let instrument = instrument(id, &place.key("instrument"))?;
    let input = read(input, MAX_BYTES, &place)?;
    check(&input, &SCORE, &place)?;
    let mut chart = Chart::default();
    let facts = input["facts"].items();
    if let Some((.., rejected)) = read_facts(facts, &place.key("facts"), &mut chart, &|_| Bare::Of(instrument)).into_iter().next() {
        return Err(rejected);
    }
    // An hour, a stay or a course that begins and ends says nothing without a now.
    let timed = |fact: &Fact| match &fact.value {
        FactValue::Neuraxial(_) | FactValue::Icu { .. } => true,
        FactValue::Medication(medication) => medication.stopped_at.is_some(),
        _ => false,
    };
    if instrument.purpose == Purpose::Bleeding && input.time("at").is_none() && chart.facts.iter().any(timed) {
        return Err(place.key("at").reject(
            "E_SCHEMA",
            "有随时间变化的数据，须给出评估时间。",
            "Some facts change with time: give the time of assessment.",
        ));
    }
    let (answers, screening) = read_answers(&input["answers"], Bare::Only(instrument), &mut chart, &place.key("answers"))?;
    // What was answered to another bleeding list crosses where a row lets it.
    for list in &screening.bleeding {
        for (index, cell) in list.cells.iter().enumerate() {
            if *cell == Some(Answer::Yes) {
                chart.facts.push(yes_to(list.instrument.id, list.instrument.items[index].id));
            }
        }
    }
    let at = input.time("at").or_else(|| chart.facts.iter().filter_map(told_at).max()).unwrap_or_default();
    let sheet = fill(&chart, &answers, unanswered(&input), at).map_err(|found| contradicted(&found, instrument, &place, &place.key("answers")))?;
    Ok(written(&sheet, &unread(&input)))
}

/// The latest moment that a fact tells as past.
fn told_at(fact: &Fact) -> Option<Instant> {
    let of_value = match &fact.value {
        FactValue::Operation(operation) if operation.status == Some(OperationStatus::Done) => operation.haemostasis_at.max(operation.at),
        FactValue::Transfusion { at, .. } => Some(*at),
        FactValue::Medication(medication) => medication.last_dose_at,
        _ => None,
    };
    fact.at.max(of_value)
}

/// Keys of the question that nobody reads: listed, and the rest is taken.
fn unread(input: &Tree<'_>) -> Vec<Rejected> {
    if second::is_here() { in_question(input, &SCORE) } else { vec![] }
}

/// What a score answers, in the order of the bridge.
fn written(sheet: &Sheet, unread: &[Rejected]) -> String {
    let (instrument, tally) = (sheet.instrument, &sheet.tally);
    let mut out = Writing::object();
    out.text("instrument", instrument.id);
    out.text("edition", instrument.edition);
    write_tally(&mut out, sheet);
    out.maybe("band", tally.band(instrument).map(Risk::id));
    out.given("subBand", tally.sub_band(instrument).map(|sub_band| sub_band.id));
    if tally.is_provisional(instrument) {
        out.flag("provisional", Some(true));
    }
    out.list("issues");
    issues(&mut out, sheet);
    for unread in unread {
        unread.write(&mut out, "");
    }
    out.end();
    out.done()
}

/// The points of a sheet: certain, possible, by item, and what is open.
pub(super) fn write_tally(out: &mut Writing, sheet: &Sheet) {
    let tally = &sheet.tally;
    out.points("floor", tally.floor);
    out.points("ceiling", tally.ceiling);
    out.items("missing", sheet, &tally.missing);
    out.open("points");
    for &(index, points) in &tally.counted {
        out.points(sheet.instrument.items[index].id, points);
    }
    out.end();
}

/// `derive({ facts })`: what follows from measurements, each with the inputs it used.
#[inline(never)]
pub fn derive(input: &str) -> String {
    second::is_needed();
    answer(try_derive(input))
}

fn try_derive(input: &str) -> Result<String, Rejected> {
    let place = Place::root("");
    let input = read(input, MAX_BYTES, &place)?;
    check(&input, &SCORE, &place)?;
    let mut chart = Chart::default();
    let facts = input["facts"].items();
    if let Some((.., rejected)) = read_facts(facts, &place.key("facts"), &mut chart, &|_| Bare::Undecided).into_iter().next() {
        return Err(rejected);
    }
    Ok(derived(&chart, &unread(&input)))
}

fn derived(chart: &Chart, unread: &[Rejected]) -> String {
    let get = |quantity| chart.measured(quantity).map(|known| known.value);
    let (weight, height, creatinine, age) =
        (get(Quantity::Weight), get(Quantity::Height), get(Quantity::Creatinine), get(Quantity::Age).map(f64::floor));
    let sex = chart.sex();
    let mut out = Writing::object();
    let mut result = |id: &str, value: Result<f64, &str>, used: &[&str]| {
        out.open(id);
        match value {
            Ok(value) => out.number("value", value),
            Err(word) => out.text("value", word),
        }
        // Each result lists the inputs it used.
        out.open("inputs");
        for name in used {
            let number = match *name {
                "weight" => weight,
                "height" => height,
                "creatinine" => creatinine,
                "age" => age,
                _ => None,
            };
            match (*name, number) {
                (_, Some(number)) => out.number(name, number),
                ("sex", _) => out.text(name, if sex == Some(Sex::Female) { "female" } else { "male" }),
                ("weightUsed", _) => out.text(name, "actual"),
                ("source", _) => out.text(name, "host"),
                _ => out.null(name),
            }
        }
        out.end();
        out.end();
    };
    let bmi = chart.bmi();
    if let Some(bmi) = &bmi {
        let used: &[&str] = if bmi.from.len() == 2 { &["weight", "height"] } else { &["source"] };
        result("bmi", Ok(bmi.value), used);
        result("bmi_class_cn", Err(formulas::bmi_class_cn(bmi.value).0), used);
    }
    match (age, weight, creatinine, sex) {
        (Some(age), Some(weight), Some(creatinine), Some(sex)) => {
            let clearance = formulas::creatinine_clearance_ml_min(age, weight, creatinine, sex);
            result("crcl", Ok(clearance), &["age", "weight", "weightUsed", "creatinine", "sex"]);
        }
        // The host's own figure only where it cannot be computed, and labelled so.
        _ => get(Quantity::Crcl).into_iter().for_each(|crcl| result("crcl", Ok(crcl), &["source"])),
    }
    match (age, creatinine, sex) {
        (Some(age), Some(creatinine), Some(sex)) => {
            result("egfr", Ok(formulas::egfr_ckd_epi_2021(age, creatinine, sex)), &["age", "creatinine", "sex"])
        }
        _ => get(Quantity::Egfr).into_iter().for_each(|egfr| result("egfr", Ok(egfr), &["source"])),
    }
    if let (Some(height), Some(sex)) = (height, sex) {
        match (formulas::ideal_body_weight_kg(height, sex), weight) {
            (Some(ideal), weight) => {
                result("ibw", Ok(ideal), &["height", "sex"]);
                if let Some(weight) = weight {
                    result("adjbw", Ok(formulas::adjusted_body_weight_kg(ideal, weight)), &["height", "sex", "weight"]);
                }
            }
            // Devine holds from 152.4 cm (60 in); below it the actual weight stands in (K).
            (None, Some(weight)) => {
                result("ibw", Ok(weight), &["height", "weight", "weightUsed"]);
                result("adjbw", Ok(weight), &["height", "weight", "weightUsed"]);
            }
            (None, None) => {}
        }
    }
    if let (Some(height), Some(weight)) = (height, weight) {
        result("bsa", Ok(formulas::body_surface_m2(height, weight)), &["height", "weight"]);
    }
    if !unread.is_empty() {
        out.list("issues");
        for unread in unread {
            unread.write(&mut out, "");
        }
        out.end();
    }
    out.done()
}

/// `verify(record)`: `{ ok, at?, code? }`; `at` is the index of the first event that does not hold.
#[inline(never)]
pub fn verify(record: &str) -> String {
    second::is_needed();
    let place = Place::root("record");
    let mut out = Writing::object();
    let read = parse(record, MAX_RECORD_BYTES, &place).map_err(|error| (error, None)).and_then(|value| read_record(&value, &place));
    out.flag("ok", Some(read.is_ok()));
    if let Err((rejected, at)) = read {
        match at {
            Some(at) => out.whole("at", at),
            None => out.null("at"),
        }
        out.text("code", rejected.code);
        rejected.write(&mut out, "error");
    }
    out.done()
}

/// `instruments()`: the tables of this build. Stands in the second part.
#[inline(never)]
pub fn list_instruments() -> String {
    second::is_needed();
    let mut out = Writing::default();
    out.list("");
    for instrument in instruments::ALL {
        out.open("");
        out.text("id", instrument.id);
        out.text("edition", instrument.edition);
        out.both("title", instrument.title);
        out.text("setting", instrument.setting);
        out.list("items");
        for (index, item) in instrument.items.iter().enumerate() {
            out.open("");
            out.text("id", item.id);
            out.points("points", item.points);
            out.text("zh", item.label.zh());
            out.text("en", item.label.en());
            out.text("mark", &marks(item.marks));
            out.given("group", instrument.group_of(index).map(|group| group.id));
            if let Some(counts) = item.counts {
                out.both("counts", counts);
            }
            out.end();
        }
        out.end();
        out.list("bands");
        for band in instrument.bands {
            out.open("");
            out.points("from", band.from);
            out.text("band", band.risk.id());
            out.text("zh", band.label.zh());
            out.text("en", band.label.en());
            out.end();
        }
        out.end();
        out.end();
    }
    out.done()
}

/// "V:PP2; V:WX; D: sex hormones only".
pub fn marks(marks: &[crate::clinical::source::Mark]) -> String {
    let mut out = String::new();
    for mark in marks {
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(&mark.written());
    }
    out
}

/// The instrument, or why not: one that is not loaded, one of a later build, or none at all.
pub fn instrument(id: &str, place: &Place<'_>) -> Result<&'static Instrument, Rejected> {
    instruments::named(id).ok_or_else(|| {
        if Keys::named(id).is_some() {
            place.reject(
                "E_WASM",
                "出血评估部分尚未载入。请检查网络及部署目录 more/，再 await init() 后重试。",
                "The part for bleeding has not been loaded. Check the network and the folder more/, await init(), then try again.",
            )
        } else if PROMISED.contains(&id) {
            place.reject("E_INSTRUMENT", "本版尚不提供此评分。", "This instrument is not in this version.")
        } else {
            place.reject("E_INSTRUMENT", "未知评分。可用的编号见 instruments()。", "Unknown instrument. instruments() lists them.")
        }
    })
}

pub(super) fn unanswered(input: &Tree<'_>) -> Unanswered {
    if input.text("unanswered") == Some("absent") { Unanswered::Absent } else { Unanswered::Unknown }
}

/// Reads answers of `instrument`, and what was answered beyond it: bleeding lists and contraindications. An answer to
/// another score crosses, if a row lets it, as a fact.
pub(super) fn read_answers(value: &Tree<'_>, bare: Bare, chart: &mut Chart, place: &Place<'_>) -> Result<(Answers, Screening), Rejected> {
    let (Bare::Of(instrument) | Bare::Only(instrument)) = bare else {
        return Err(place.reject("E_INSTRUMENT", "未选定评分。", "No instrument."));
    };
    let mut answers = Answers::empty(instrument);
    let mut screening = Screening::default();
    for (key, answer) in value.fields() {
        let place = place.key(key);
        match resolve(key, bare).map_err(|unknown| unknown.reject(&place))? {
            ChartKey::Row(id) => {
                screening.contraindications.push((id, facts::said(answer, &place)?));
                for name in answer["names"].items().iter().filter_map(Tree::as_str) {
                    screening.settled.push((id, name.to_owned()));
                }
            }
            ChartKey::Question(id) => {
                check(answer, &Shape::Or(&[Shape::Flag, Shape::Null]), &place)?;
                screening.contraindications.push((id, Said::now(answer.as_bool())));
            }
            ChartKey::Later => check(answer, &Shape::Or(&[Shape::Flag, Shape::Null]), &place)?,
            ChartKey::Item(of, item) => {
                check(answer, &Shape::Or(&[Shape::Flag, Shape::Null]), &place)?;
                let said = answer.as_bool();
                // Of a bleeding list that is not here only a yes can count: it crosses.
                let other = || instruments::named(of).filter(|list| list.purpose == Purpose::Bleeding);
                let list = if of == instrument.id { Some(instrument) } else { other() };
                match list.and_then(|list| Some((list, list.index(item)?))) {
                    Some((list, index)) if list.id == instrument.id => answers.cells[index] = Some(Answer::from_bool(said)),
                    Some((list, index)) => screening.answers(list).cells[index] = Some(Answer::from_bool(said)),
                    None if said == Some(true) => chart.facts.push(yes_to(of, item)),
                    None => {}
                }
            }
        }
    }
    Ok((answers, screening))
}

/// A yes to an item of another instrument, as a fact that may cross.
fn yes_to(instrument: &'static str, item: &'static str) -> Fact {
    Fact::of(FactValue::Finding { instrument, item, present: true })
}
