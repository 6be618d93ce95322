//! The functions a host calls without a form: JSON text in, JSON text out. Never a throw, never a partial number: wrong
//! input answers `{ "error": { code, path, message } }`.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value};

use super::chart::{Bare, contradicted, read_chart, read_facts, resolve};
use super::event::{number, read_record};
use super::json::{canonical, decimal, list, object, put};
use super::output::both;
use super::profile::read_profile;
use super::rejected::Rejected;
use super::shape::{MAX_BYTES, MAX_RECORD_BYTES, Place, Read as _, Shape, check, optional, parse, required};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::chart::{Chart, Fact, FactValue, Sex, Status};
use crate::clinical::formulas;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::instruments::{self, PROMISED, UNDER_18};
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::routing::{Route, route};
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

pub static ASSESS: Shape = Shape::Object {
    open: true,
    fields: &[
        required("chart", Shape::Any, "The chart."),
        optional("instrument", Shape::Text(32), "An instrument id in place of routing."),
        optional("answers", Shape::Map(&Shape::Any), "Item key to true, false or null."),
        optional("profile", Shape::Any, "The hospital's profile."),
        optional("unanswered", Shape::OneOf(&["unknown", "absent"]), "How silence on yes/no items is read; default unknown."),
        required("at", Shape::Time, "Time of assessment: there is no clock inside."),
    ],
};

fn answer(result: Result<String, Rejected>) -> String {
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
    let facts = input["facts"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some((.., rejected)) = read_facts(facts, &place.key("facts"), &mut chart, |_| Bare::Of(instrument)).into_iter().next() {
        return Err(rejected);
    }
    let answers = read_answers(&input["answers"], instrument, &mut chart, &place.key("answers"))?;
    let sheet = fill(&chart, &answers, unanswered(&input), input.time("at").unwrap_or_default())
        .map_err(|found| contradicted(&found, instrument, &place, &place.key("answers")))?;
    to_json(&Scored::of(&sheet))
}

/// `assess({ chart, answers, profile, unanswered, at })`: routed and scored up to the band.
pub fn assess(input: &str) -> String {
    answer(try_assess(input))
}

fn try_assess(input: &str) -> Result<String, Rejected> {
    let place = Place::root("");
    let input = parse(input, MAX_BYTES, &place)?;
    check(&input, &ASSESS, &place)?;
    let at = input.time("at").unwrap_or_default();
    let at_chart = place.key("chart");
    let profile = match &input["profile"] {
        Value::Null => Profile::default(),
        profile => read_profile(profile, &place.key("profile"))?,
    };
    let named = input.text("instrument").filter(|id| *id != "auto").map(|id| instrument(id, &place.key("instrument"))).transpose()?;
    let governing = |chart: &Chart| match (named, route(chart, &profile)) {
        (Some(instrument), _) | (None, Route::To { instrument, .. }) => Bare::Of(instrument),
        _ => Bare::Undecided,
    };
    let read = read_chart(&input["chart"], &at_chart, governing)?;
    let (instrument, why) = match (named, route(&read.chart, &profile)) {
        (Some(instrument), _) => (instrument, None),
        (None, Route::To { instrument, why }) => (instrument, Some(why)),
        (None, Route::Ask) => {
            let encounter = at_chart.key("encounter");
            return Err(encounter.key("setting").reject("E_INSTRUMENT", "未说明外科或内科，也无手术信息，无法选定评分。请补充 setting。", "Neither a setting nor an operation is given, so no instrument is due. Add the setting."));
        }
        (None, Route::NotYet { why, .. }) => return Err(at_chart.key("encounter").key("setting").reject("E_INSTRUMENT", why.zh, why.en)),
    };
    // A suggestion never counts, so one that is out of place is no reason to refuse the rest.
    let (suggested, refused): (Vec<_>, Vec<_>) = read.rejected.into_iter().partition(|(index, ..)| input["chart"]["facts"][*index].text("status") == Some("suggested"));
    if let Some((.., rejected)) = refused.into_iter().next() {
        return Err(rejected);
    }
    let mut chart = read.chart;
    let answers = read_answers(&input["answers"], instrument, &mut chart, &place.key("answers"))?;
    let sheet = fill(&chart, &answers, unanswered(&input), at).map_err(|found| contradicted(&found, instrument, &at_chart, &place.key("answers")))?;
    let scored = Scored::of(&sheet);
    let not_yet = |path: &str| {
        let rejected = Rejected::new("E_INSTRUMENT", path.into(), "本版尚不提供，请勿据此推断。", "Not in this version; infer nothing from its absence.");
        object([("error", rejected.to_value())])
    };
    let mut issues = scored.issues;
    issues.extend(suggested.into_iter().map(|(.., rejected)| rejected.to_value()));
    let mut points = Map::new();
    for (id, counted) in &scored.points.0 {
        put(&mut points, id, number(*counted));
    }
    let tally = object([
        ("floor", number(sheet.tally.floor)),
        ("ceiling", number(sheet.tally.ceiling)),
        ("missing", list(scored.missing.iter().copied())),
        ("points", Value::Object(points)),
    ]);
    let mut result = object([
        ("instrument", instrument.id.into()),
        ("edition", instrument.edition.into()),
        ("tally", tally),
        ("band", scored.band.into()),
        ("provisional", scored.provisional.into()),
        ("issues", Value::Array(issues)),
        ("bleeding", not_yet("/bleeding")),
        ("contraindications", not_yet("/contraindications")),
        ("advice", not_yet("/advice")),
        ("due", not_yet("/due")),
    ]);
    if let Some(sub_band) = scored.sub_band {
        result["subBand"] = sub_band.into();
    }
    if let Some(why) = why {
        result["why"] = both(why);
    }
    Ok(canonical(&result))
}

/// What a score answers. Field order is the bridge's.
#[derive(Serialize)]
pub struct Scored {
    instrument: &'static str,
    edition: &'static str,
    floor: Decimal,
    ceiling: Decimal,
    missing: Vec<&'static str>,
    band: Option<&'static str>,
    #[serde(rename = "subBand", skip_serializing_if = "Option::is_none")]
    sub_band: Option<&'static str>,
    /// The band rests on reading an operation of unknown length as longer than 45 min.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    provisional: bool,
    points: Counted,
    /// Accepted, but worth a look.
    issues: Vec<Value>,
}

struct Counted(Vec<(&'static str, Points)>);

impl Serialize for Counted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, points)| (*id, Decimal(*points))))
    }
}

/// Points as a number: 3 rather than 3.0.
struct Decimal(Points);

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.0 % 10 == 0 { serializer.serialize_i16(self.0.0 / 10) } else { number(self.0).serialize(serializer) }
    }
}

impl Scored {
    pub fn of(sheet: &Sheet) -> Scored {
        let instrument = sheet.instrument;
        let tally = &sheet.tally;
        let id = |index: &usize| instrument.items[*index].id;
        Scored {
            instrument: instrument.id,
            edition: instrument.edition,
            floor: Decimal(tally.floor),
            ceiling: Decimal(tally.ceiling),
            missing: tally.missing.iter().map(id).collect(),
            band: tally.band(instrument).map(Risk::id),
            sub_band: tally.sub_band(instrument).map(|band| band.id),
            provisional: tally.is_provisional(instrument),
            points: Counted(tally.counted.iter().map(|(index, points)| (id(index), *points)).collect()),
            issues: issues(sheet),
        }
    }
}

/// Warnings of a sheet as the bridge lists them.
pub fn issues(sheet: &Sheet) -> Vec<Value> {
    let instrument = sheet.instrument;
    let mut issues = vec![];
    let mut add = |code: &str, id: Option<&str>, path: &str, text: Text| {
        let mut issue = object([("code", code.into()), ("path", path.into()), ("message", both(text))]);
        if let Some(id) = id {
            issue["id"] = id.into();
        }
        issues.push(issue);
    };
    for group in &sheet.doubled {
        add("E_CONFLICT", Some(group), "", text("同组选了两项，只计最高一项。", "Two members of one group: only the highest counts."));
    }
    for (index, cell) in sheet.cells.iter().enumerate() {
        if cell.conflict {
            let path = format!("/answers/{}", instrument.items[index].id);
            add("E_CONFLICT", None, &path, text("所答与HIS数据不一致，以人的回答为准。", "The answer disagrees with the host's data; the person's stands."));
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
    let facts = input["facts"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some((.., rejected)) = read_facts(facts, &place.key("facts"), &mut chart, |_| Bare::Undecided).into_iter().next() {
        return Err(rejected);
    }
    Ok(canonical(&derived(&chart)))
}

fn derived(chart: &Chart) -> Value {
    let get = |quantity| chart.measured(quantity).map(|known| known.value);
    let (weight, height, creatinine, age) = (get(Quantity::Weight), get(Quantity::Height), get(Quantity::Creatinine), get(Quantity::Age).map(f64::floor));
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
    let mut out = Map::new();
    let mut result = |id: &str, value: Value, used: &[&str]| {
        let mut inputs = Map::new();
        for name in used {
            put(&mut inputs, name, input(name));
        }
        put(&mut out, id, object([("value", value), ("inputs", Value::Object(inputs))]));
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
        (Some(age), Some(creatinine), Some(sex)) => result("egfr", decimal(formulas::egfr_ckd_epi_2021(age, creatinine, sex)), &["age", "creatinine", "sex"]),
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
                row["group"] = group.id.into();
            }
            if let Some(counts) = item.counts {
                row["counts"] = both(counts);
            }
            items.push(row);
        }
        let mut bands = vec![];
        for band in instrument.bands {
            bands.push(object([("from", number(band.from)), ("band", band.risk.id().into()), ("zh", band.label.zh.into()), ("en", band.label.en.into())]));
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
            place.reject("E_INSTRUMENT", "未知评分。可用：caprini、padua。", "Unknown instrument. Known: caprini, padua.")
        }
    })
}

fn unanswered(input: &Value) -> Unanswered {
    if input.text("unanswered") == Some("absent") { Unanswered::Absent } else { Unanswered::Unknown }
}

/// Reads answers of `instrument`. One that is qualified with another instrument crosses, if a row lets it, as a fact.
fn read_answers(value: &Value, instrument: &'static Instrument, chart: &mut Chart, place: &Place<'_>) -> Result<Answers, Rejected> {
    let mut answers = Answers::empty(instrument);
    for (key, answer) in value.as_object().into_iter().flatten() {
        let place = place.key(key);
        let resolved = resolve(key, Bare::Of(instrument)).map_err(|unknown| unknown.reject(&place))?;
        let Some((of, index)) = resolved else { continue };
        check(answer, &Shape::Or(&[Shape::Flag, Shape::Null]), &place)?;
        if of.id == instrument.id {
            answers.cells[index] = Some(Answer::from_bool(answer.as_bool()));
        } else if answer.as_bool() == Some(true) {
            let value = FactValue::Finding { instrument: of.id, item: of.items[index].id, present: true };
            chart.facts.push(Fact { value, status: Status::Asserted, at: None, source: None, given: 0 });
        }
    }
    Ok(answers)
}

fn to_json(value: &Scored) -> Result<String, Rejected> {
    serde_json::to_string(value).map_err(|_| Rejected::new("E_INTERNAL", String::new(), "计算结果无法输出，请勿使用。", "The result could not be written; do not use it."))
}
