//! The functions a host calls without a form: JSON text in, JSON text out. Never a throw, never a partial number: wrong
//! input answers `{ "error": { code, path, message } }`.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::chart::{Bare, contradicted, read_chart, read_facts, resolve};
use super::event::{number, read_record};
use super::profile::read_profile;
use super::rejected::{Message, Rejected};
use super::shape::{MAX_BYTES, MAX_RECORD_BYTES, Place, Read as _, Shape, check, optional, parse, required};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::chart::{Chart, Fact, FactValue, Sex, Status};
use crate::clinical::formulas;
use crate::clinical::instrument::{Instrument, Risk};
use crate::clinical::instruments::{self, PROMISED, UNDER_18};
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::routing::{Route, route};
use crate::clinical::sheet::{Sheet, Unanswered, fill};
use crate::text::Text;

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
        json!({ "error": Rejected::new("E_INSTRUMENT", path.into(), "本版尚不提供，请勿据此推断。", "Not in this version; infer nothing from its absence.") })
    };
    let mut issues: Vec<Value> = scored.issues.iter().map(|issue| json!(issue)).collect();
    issues.extend(suggested.into_iter().map(|(.., rejected)| json!(rejected)));
    let mut result = json!({
        "instrument": instrument.id, "edition": instrument.edition,
        "tally": { "floor": number(sheet.tally.floor), "ceiling": number(sheet.tally.ceiling), "missing": scored.missing, "points": scored.points },
        "band": scored.band, "provisional": scored.provisional, "issues": issues,
        "bleeding": not_yet("/bleeding"), "contraindications": not_yet("/contraindications"), "advice": not_yet("/advice"), "due": not_yet("/due"),
    });
    if let Some(sub_band) = scored.sub_band {
        result["subBand"] = json!(sub_band);
    }
    if let Some(why) = why {
        result["why"] = bilingual(why);
    }
    to_json(&result)
}

/// What a score answers. Field order is the bridge's.
#[derive(Serialize)]
pub struct Scored<'a> {
    instrument: &'a str,
    edition: &'a str,
    floor: f64,
    ceiling: f64,
    missing: Vec<&'a str>,
    band: Option<&'static str>,
    #[serde(rename = "subBand", skip_serializing_if = "Option::is_none")]
    sub_band: Option<&'a str>,
    /// The band rests on reading an operation of unknown length as longer than 45 min.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    provisional: bool,
    points: Points<'a>,
    issues: Vec<Issue>,
}

/// Something that was accepted but deserves a look.
#[derive(Clone, Serialize)]
pub struct Issue {
    pub code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'static str>,
    pub path: String,
    pub message: Message,
}

struct Points<'a>(Vec<(&'a str, f64)>);

impl Serialize for Points<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, points)| (*id, Decimal(*points))))
    }
}

/// 3 rather than 3.0: the same number in JSON, the shorter text.
struct Decimal(f64);

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 { serializer.serialize_i32(self.0 as i32) } else { serializer.serialize_f64(self.0) }
    }
}

impl Scored<'static> {
    pub fn of(sheet: &Sheet) -> Scored<'static> {
        let instrument = sheet.instrument;
        let tally = &sheet.tally;
        let id = |index: &usize| instrument.items[*index].id;
        Scored {
            instrument: instrument.id,
            edition: instrument.edition,
            floor: tally.floor.value(),
            ceiling: tally.ceiling.value(),
            missing: tally.missing.iter().map(id).collect(),
            band: tally.band(instrument).map(Risk::id),
            sub_band: tally.sub_band(instrument).map(|band| band.id),
            provisional: tally.is_provisional(instrument),
            points: Points(tally.counted.iter().map(|(index, points)| (id(index), points.value())).collect()),
            issues: issues(sheet),
        }
    }
}

/// Warnings of a sheet as the bridge lists them.
pub fn issues(sheet: &Sheet) -> Vec<Issue> {
    let instrument = sheet.instrument;
    let issue = |code, id, path: String, text: Text| Issue { code, id, path, message: Message { zh: text.zh.into(), en: text.en.into() } };
    let mut issues = vec![];
    for group in &sheet.doubled {
        let text = crate::text::text("同组选了两项，只计最高一项。", "Two members of one group: only the highest counts.");
        issues.push(issue("E_CONFLICT", Some(*group), String::new(), text));
    }
    for (index, _) in sheet.cells.iter().enumerate().filter(|(_, cell)| cell.conflict) {
        let text = crate::text::text("所答与HIS数据不一致，以人的回答为准。", "The answer disagrees with the host's data; the person's stands.");
        issues.push(issue("E_CONFLICT", None, format!("/answers/{}", instrument.items[index].id), text));
    }
    issues.extend(sheet.warnings.iter().map(|warning| issue("E_CONFLICT", Some(warning.id), String::new(), warning.text)));
    if sheet.under_18 {
        issues.push(issue("E_RANGE", Some("UNDER_18"), String::new(), UNDER_18));
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
    to_json(&derived(&chart))
}

fn derived(chart: &Chart) -> Value {
    let get = |quantity| chart.measured(quantity).map(|known| known.value);
    let (weight, height, creatinine, age) = (get(Quantity::Weight), get(Quantity::Height), get(Quantity::Creatinine), get(Quantity::Age).map(f64::floor));
    let sex = chart.sex();
    let sex_word = if sex == Some(Sex::Female) { "female" } else { "male" };
    let mut out = Map::new();
    let mut put = |id: &str, value: Value, inputs: Value| {
        out.insert(id.into(), json!({ "value": value, "inputs": inputs }));
    };
    if let Some(bmi) = chart.bmi() {
        let inputs = if bmi.from.len() == 2 { json!({ "weight": weight, "height": height }) } else { json!({ "bmi": bmi.value }) };
        put("bmi", json!(bmi.value), inputs);
        put("bmi_class_cn", json!(formulas::bmi_class_cn(bmi.value).0), json!({ "bmi": bmi.value }));
    }
    match (age, weight, creatinine, sex) {
        (Some(age), Some(weight), Some(creatinine), Some(sex)) => put(
            "crcl",
            json!(formulas::creatinine_clearance_ml_min(age, weight, creatinine, sex)),
            json!({ "age": age, "weight": weight, "weightUsed": "actual", "creatinine": creatinine, "sex": sex_word }),
        ),
        _ => {
            if let Some(crcl) = get(Quantity::Crcl) {
                put("crcl", json!(crcl), json!({ "crcl": crcl, "source": "host" }));
            }
        }
    }
    match (age, creatinine, sex) {
        (Some(age), Some(creatinine), Some(sex)) => {
            put("egfr", json!(formulas::egfr_ckd_epi_2021(age, creatinine, sex)), json!({ "age": age, "creatinine": creatinine, "sex": sex_word }));
        }
        _ => {
            if let Some(egfr) = get(Quantity::Egfr) {
                put("egfr", json!(egfr), json!({ "egfr": egfr, "source": "host" }));
            }
        }
    }
    if let (Some(height), Some(sex)) = (height, sex) {
        // Devine holds from 152.4 cm (60 in); below it the actual weight stands in (K).
        match (formulas::ideal_body_weight_kg(height, sex), weight) {
            (Some(ideal), weight) => {
                put("ibw", json!(ideal), json!({ "height": height, "sex": sex_word }));
                if let Some(weight) = weight {
                    put("adjbw", json!(formulas::adjusted_body_weight_kg(ideal, weight)), json!({ "ibw": ideal, "weight": weight }));
                }
            }
            (None, Some(weight)) => {
                put("ibw", json!(weight), json!({ "height": height, "weight": weight, "weightUsed": "actual" }));
                put("adjbw", json!(weight), json!({ "height": height, "weight": weight, "weightUsed": "actual" }));
            }
            (None, None) => {}
        }
    }
    if let (Some(height), Some(weight)) = (height, weight) {
        put("bsa", json!(formulas::body_surface_m2(height, weight)), json!({ "height": height, "weight": weight }));
    }
    Value::Object(out)
}

/// `verify(record)`: `{ ok, at?, code? }`; `at` is the index of the first event that does not hold.
pub fn verify(record: &str) -> String {
    let place = Place::root("record");
    let verdict = match parse(record, MAX_RECORD_BYTES, &place).map_err(|error| (error, None)).and_then(|value| read_record(&value, &place)) {
        Ok(_) => json!({ "ok": true }),
        Err((rejected, at)) => json!({ "ok": false, "at": at, "code": rejected.code, "error": rejected }),
    };
    verdict.to_string()
}

/// `instruments()`: the tables of this build.
pub fn list_instruments() -> String {
    let items = |instrument: &'static Instrument| -> Vec<Value> {
        instrument
            .items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let mut row = json!({ "id": item.id, "points": number(item.points), "zh": item.label.zh, "en": item.label.en, "mark": marks(item.marks) });
                if let Some(group) = instrument.group_of(index) {
                    row["group"] = json!(group.id);
                }
                if let Some(counts) = item.counts {
                    row["counts"] = bilingual(counts);
                }
                row
            })
            .collect()
    };
    let list: Vec<Value> = instruments::ALL
        .iter()
        .map(|instrument| {
            json!({
                "id": instrument.id, "edition": instrument.edition, "title": bilingual(instrument.title), "setting": instrument.setting,
                "items": items(instrument),
                "bands": instrument.bands.iter().map(|band| json!({ "from": number(band.from), "band": band.risk.id(), "zh": band.label.zh, "en": band.label.en })).collect::<Vec<_>>(),
            })
        })
        .collect();
    Value::Array(list).to_string()
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

fn bilingual(text: Text) -> Value {
    json!({ "zh": text.zh, "en": text.en })
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
            chart.facts.push(Fact { value, status: Status::Asserted, at: None, source: None });
        }
    }
    Ok(answers)
}

fn to_json(value: &impl Serialize) -> Result<String, Rejected> {
    serde_json::to_string(value).map_err(|_| Rejected::new("E_INTERNAL", String::new(), "计算结果无法输出，请勿使用。", "The result could not be written; do not use it."))
}
