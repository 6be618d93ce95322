//! The functions a host calls without a form: JSON text in, JSON text out. Never a throw, never a partial number: wrong
//! input answers `{ "error": { code, path, message } }`.

use std::fmt::Write as _;

use super::chart::{Bare, Key, contradicted, read_facts, resolve};
use super::event::{number, read_record};
use super::facts::read_said;
use super::json::{Fields, Value, canonical, decimal, object, write};
use super::output::both;
use super::rejected::Rejected;
use super::shape::{MAX_BYTES, MAX_RECORD_BYTES, Place, Read as _, Shape, check, optional, parse};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::assess::Screening;
use crate::clinical::chart::{Chart, Fact, FactValue, Sex, Status};
use crate::clinical::formulas;
use crate::clinical::instrument::{Instrument, Points, Purpose};
use crate::clinical::instruments::{self, PROMISED, UNDER_18};
use crate::clinical::quantity::Quantity;
use crate::clinical::sheet::{Sheet, Unanswered, fill};
use crate::text::{Text, text};

pub static SCORE: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("answers", Shape::Map(&Shape::Any), "Item key to true, false or null (cannot be known)."),
        optional("facts", Shape::List(&Shape::Any), "As in a chart."),
        optional("unanswered", Shape::OneOf(&["unknown", "absent"]), "How silence on yes/no items is read; default unknown."),
        optional("at", Shape::Time, "Time of assessment; without it nothing that depends on today is derived."),
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
    let input = parse(input, MAX_BYTES, &place)?;
    check(&input, &SCORE, &place)?;
    let mut chart = Chart::default();
    let facts = input["facts"].items();
    if let Some((.., rejected)) = read_facts(facts, &place.key("facts"), &mut chart, &|_| Bare::Of(instrument)).into_iter().next() {
        return Err(rejected);
    }
    let (answers, screening) = read_answers(&input["answers"], instrument, &mut chart, &place.key("answers"))?;
    // What was answered to another bleeding list crosses where a row lets it.
    for list in &screening.bleeding {
        for (index, cell) in list.cells.iter().enumerate() {
            if *cell == Some(Answer::Yes) {
                chart.facts.push(yes_to(list.instrument, index));
            }
        }
    }
    let sheet = fill(&chart, &answers, unanswered(&input), input.time("at").unwrap_or_default())
        .map_err(|found| contradicted(&found, instrument, &place, &place.key("answers")))?;
    Ok(written(&sheet))
}

/// What a score answers, in the order of the bridge. Written straight out: this is what a host may ask of a whole ward.
fn written(sheet: &Sheet) -> String {
    let (instrument, tally) = (sheet.instrument, &sheet.tally);
    let mut out = String::with_capacity(512);
    out.push_str("{\"instrument\":");
    quote(instrument.id, &mut out);
    out.push_str(",\"edition\":");
    quote(instrument.edition, &mut out);
    out.push_str(",\"floor\":");
    write_points(tally.floor, &mut out);
    out.push_str(",\"ceiling\":");
    write_points(tally.ceiling, &mut out);
    out.push_str(",\"missing\":[");
    for &index in &tally.missing {
        separate(&mut out);
        quote(instrument.items[index].id, &mut out);
    }
    out.push_str("],\"band\":");
    match tally.band(instrument) {
        Some(band) => quote(band.id(), &mut out),
        None => out.push_str("null"),
    }
    if let Some(sub_band) = tally.sub_band(instrument) {
        out.push_str(",\"subBand\":");
        quote(sub_band.id, &mut out);
    }
    if tally.is_provisional(instrument) {
        out.push_str(",\"provisional\":true");
    }
    out.push_str(",\"points\":{");
    for &(index, points) in &tally.counted {
        separate(&mut out);
        quote(instrument.items[index].id, &mut out);
        out.push(':');
        write_points(points, &mut out);
    }
    out.push_str("},\"issues\":[");
    for issue in issues(sheet) {
        separate(&mut out);
        write(&issue, &mut out);
    }
    out.push_str("]}");
    out
}

/// An id of a table: nothing in it needs escaping.
fn quote(id: &str, out: &mut String) {
    out.push('"');
    out.push_str(id);
    out.push('"');
}

/// A comma, unless a list or an object has just been opened.
fn separate(out: &mut String) {
    if !out.ends_with(['[', '{']) {
        out.push(',');
    }
}

/// Points as a number: 3 rather than 3.0.
fn write_points(points: Points, out: &mut String) {
    match u8::try_from(points.0) {
        Ok(tenths) if tenths < 100 && tenths % 10 == 0 => out.push(char::from(b'0' + tenths / 10)),
        _ => write(&number(points), out),
    }
}

/// Warnings of a sheet as the bridge lists them.
pub fn issues(sheet: &Sheet) -> Vec<Value> {
    let instrument = sheet.instrument;
    let mut issues = vec![];
    let mut add = |code: &str, id: Option<&str>, path: &str, text: Text| {
        let mut issue = object([("code", code.into()), ("path", path.into()), ("message", both(text))]);
        if let Some(id) = id {
            issue.put("id", id.into());
        }
        issues.push(issue);
    };
    for group in &sheet.doubled {
        add("E_CONFLICT", Some(group), "", text("同组选了两项，只计最高一项。", "Two members of one group: only the highest counts."));
    }
    for (index, cell) in sheet.cells.iter().enumerate() {
        if cell.conflict {
            let path = format!("/answers/{}", instrument.items[index].id);
            add(
                "E_CONFLICT",
                None,
                &path,
                text("所答与HIS数据不一致，以人的回答为准。", "The answer disagrees with the host's data; the person's stands."),
            );
        }
    }
    for warning in &sheet.warnings {
        add("E_CONFLICT", Some(warning.id), "", warning.text);
    }
    if sheet.under_18 {
        add("E_RANGE", Some("UNDER_18"), "", UNDER_18);
    }
    issues
}

/// `derive({ facts })`: what follows from measurements, each with the inputs it used.
pub fn derive(input: &str) -> String {
    answer(try_derive(input))
}

fn try_derive(input: &str) -> Result<String, Rejected> {
    let place = Place::root("");
    let input = parse(input, MAX_BYTES, &place)?;
    check(&input, &SCORE, &place)?;
    let mut chart = Chart::default();
    let facts = input["facts"].items();
    if let Some((.., rejected)) = read_facts(facts, &place.key("facts"), &mut chart, &|_| Bare::Undecided).into_iter().next() {
        return Err(rejected);
    }
    Ok(canonical(&derived(&chart)))
}

fn derived(chart: &Chart) -> Value {
    let get = |quantity| chart.measured(quantity).map(|known| known.value);
    let (weight, height, creatinine, age) =
        (get(Quantity::Weight), get(Quantity::Height), get(Quantity::Creatinine), get(Quantity::Age).map(f64::floor));
    let sex = chart.sex();
    // Every input by name; each result lists the ones it used.
    let input = |id: &str| match id {
        "weight" => weight.map_or(Value::Null, decimal),
        "height" => height.map_or(Value::Null, decimal),
        "creatinine" => creatinine.map_or(Value::Null, decimal),
        "age" => age.map_or(Value::Null, decimal),
        "sex" => Value::from(if sex == Some(Sex::Female) { "female" } else { "male" }),
        "weightUsed" => "actual".into(),
        "source" => "host".into(),
        _ => Value::Null,
    };
    let mut out = Fields::default();
    let mut result = |id: &str, value: Value, used: &[&str]| {
        let mut inputs = Fields::default();
        for name in used {
            inputs.put(name, input(name));
        }
        out.put(id, object([("value", value), ("inputs", Value::Object(inputs))]));
    };
    let bmi = chart.bmi();
    if let Some(bmi) = &bmi {
        let used: &[&str] = if bmi.from.len() == 2 { &["weight", "height"] } else { &["source"] };
        result("bmi", decimal(bmi.value), used);
        result("bmi_class_cn", formulas::bmi_class_cn(bmi.value).0.into(), used);
    }
    match (age, weight, creatinine, sex) {
        (Some(age), Some(weight), Some(creatinine), Some(sex)) => {
            let clearance = formulas::creatinine_clearance_ml_min(age, weight, creatinine, sex);
            result("crcl", decimal(clearance), &["age", "weight", "weightUsed", "creatinine", "sex"]);
        }
        // The host's own figure only where it cannot be computed, and labelled so.
        _ => get(Quantity::Crcl).into_iter().for_each(|crcl| result("crcl", decimal(crcl), &["source"])),
    }
    match (age, creatinine, sex) {
        (Some(age), Some(creatinine), Some(sex)) => {
            result("egfr", decimal(formulas::egfr_ckd_epi_2021(age, creatinine, sex)), &["age", "creatinine", "sex"])
        }
        _ => get(Quantity::Egfr).into_iter().for_each(|egfr| result("egfr", decimal(egfr), &["source"])),
    }
    if let (Some(height), Some(sex)) = (height, sex) {
        match (formulas::ideal_body_weight_kg(height, sex), weight) {
            (Some(ideal), weight) => {
                result("ibw", decimal(ideal), &["height", "sex"]);
                if let Some(weight) = weight {
                    result("adjbw", decimal(formulas::adjusted_body_weight_kg(ideal, weight)), &["height", "sex", "weight"]);
                }
            }
            // Devine holds from 152.4 cm (60 in); below it the actual weight stands in (K).
            (None, Some(weight)) => {
                result("ibw", decimal(weight), &["height", "weight", "weightUsed"]);
                result("adjbw", decimal(weight), &["height", "weight", "weightUsed"]);
            }
            (None, None) => {}
        }
    }
    if let (Some(height), Some(weight)) = (height, weight) {
        result("bsa", decimal(formulas::body_surface_m2(height, weight)), &["height", "weight"]);
    }
    Value::Object(out)
}

/// `verify(record)`: `{ ok, at?, code? }`; `at` is the index of the first event that does not hold.
pub fn verify(record: &str) -> String {
    let place = Place::root("record");
    let verdict = match parse(record, MAX_RECORD_BYTES, &place).map_err(|error| (error, None)).and_then(|value| read_record(&value, &place)) {
        Ok(_) => object([("ok", true.into())]),
        Err((rejected, at)) => object([("ok", false.into()), ("at", at.into()), ("code", rejected.code.into()), ("error", rejected.to_value())]),
    };
    canonical(&verdict)
}

/// `instruments()`: the tables of this build.
pub fn list_instruments() -> String {
    let mut all = vec![];
    for instrument in instruments::ALL {
        let mut items = vec![];
        for (index, item) in instrument.items.iter().enumerate() {
            let mut row = object([
                ("id", item.id.into()),
                ("points", number(item.points)),
                ("zh", item.label.zh.into()),
                ("en", item.label.en.into()),
                ("mark", marks(item.marks).into()),
            ]);
            if let Some(group) = instrument.group_of(index) {
                row.put("group", group.id.into());
            }
            if let Some(counts) = item.counts {
                row.put("counts", both(counts));
            }
            items.push(row);
        }
        let mut bands = vec![];
        for band in instrument.bands {
            bands.push(object([
                ("from", number(band.from)),
                ("band", band.risk.id().into()),
                ("zh", band.label.zh.into()),
                ("en", band.label.en.into()),
            ]));
        }
        all.push(object([
            ("id", instrument.id.into()),
            ("edition", instrument.edition.into()),
            ("title", both(instrument.title)),
            ("setting", instrument.setting.into()),
            ("items", Value::Array(items)),
            ("bands", Value::Array(bands)),
        ]));
    }
    canonical(&Value::Array(all))
}

/// "V:PP2, V:WX; D: sex hormones only".
pub fn marks(marks: &[crate::clinical::source::Mark]) -> String {
    use crate::clinical::source::Mark;
    let mut out = String::new();
    for mark in marks {
        if !out.is_empty() {
            out.push_str("; ");
        }
        let _ = match mark {
            Mark::V(key) => write!(out, "V:{key}"),
            Mark::K(what) => write!(out, "K: {}", what.en),
            Mark::D(what) => write!(out, "D: {}", what.en),
        };
    }
    out
}

/// The instrument, or why not: one of a later build, or none at all.
pub fn instrument(id: &str, place: &Place<'_>) -> Result<&'static Instrument, Rejected> {
    instruments::named(id).ok_or_else(|| {
        if PROMISED.contains(&id) {
            place.reject("E_INSTRUMENT", "本版尚不提供此评分。", "This instrument is not in this version.")
        } else {
            place.reject("E_INSTRUMENT", "未知评分。可用的编号见 instruments()。", "Unknown instrument. instruments() lists them.")
        }
    })
}

pub(super) fn unanswered(input: &Value) -> Unanswered {
    if input.text("unanswered") == Some("absent") { Unanswered::Absent } else { Unanswered::Unknown }
}

/// Reads answers of `instrument`, and what was answered beyond it: bleeding lists and contraindications. An answer to
/// another score crosses, if a row lets it, as a fact.
pub(super) fn read_answers(
    value: &Value,
    instrument: &'static Instrument,
    chart: &mut Chart,
    place: &Place<'_>,
) -> Result<(Answers, Screening), Rejected> {
    let mut answers = Answers::empty(instrument);
    let mut screening = Screening::default();
    for (key, answer) in value.fields() {
        let place = place.key(key);
        match resolve(key, Bare::Of(instrument)).map_err(|unknown| unknown.reject(&place))? {
            Key::Row(row) => screening.contraindications.push(read_said(row, answer, &place)?),
            Key::Later => check(answer, &Shape::Or(&[Shape::Flag, Shape::Null]), &place)?,
            Key::Item(of, index) => {
                check(answer, &Shape::Or(&[Shape::Flag, Shape::Null]), &place)?;
                let said = answer.as_bool();
                if of.id == instrument.id {
                    answers.cells[index] = Some(Answer::from_bool(said));
                } else if of.purpose == Purpose::Bleeding {
                    screening.answers(of).cells[index] = Some(Answer::from_bool(said));
                } else if said == Some(true) {
                    chart.facts.push(yes_to(of, index));
                }
            }
        }
    }
    Ok((answers, screening))
}

/// A yes to an item of another instrument, as a fact that may cross.
fn yes_to(instrument: &'static Instrument, index: usize) -> Fact {
    let value = FactValue::Finding { instrument: instrument.id, item: instrument.items[index].id, present: true };
    Fact { value, status: Status::Asserted, at: None, source: None, given: 0 }
}
