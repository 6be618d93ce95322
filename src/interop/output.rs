//! What a host gets of a signed or running assessment, computed here and nowhere else. `flat` is a one-level object.

use serde_json::{Map, Value, json};

use super::event::number;
use super::headless::issues;
use super::rejected::Rejected;
use crate::clinical::instrument::Risk;
use crate::clinical::sheet::Sheet;
use crate::record::event::Assessment;
use crate::record::refusal::Refusal;

/// The one-level result of an assessment, running or signed: score, band, and one key an item.
pub fn flat(context_id: &str, assessment: &Assessment, missing: usize, state: &str) -> Value {
    let mut flat = Map::new();
    let mut put = |key: &str, value: Value| {
        flat.insert(key.into(), value);
    };
    put("contextId", json!(context_id));
    put("state", json!(state));
    put("instrument", json!(assessment.instrument));
    put("edition", json!(assessment.edition));
    put("timepoint", json!(assessment.timepoint));
    put("floor", number(assessment.floor));
    put("ceiling", number(assessment.ceiling));
    put("band", json!(assessment.band.map(Risk::id)));
    put("subBand", json!(assessment.sub_band));
    put("missing", json!(missing));
    for line in &assessment.answers {
        put(&line.item, json!(line.value));
    }
    Value::Object(flat)
}

/// What was asked for, under exactly those keys; one that this build does not make says so.
pub fn outputs(asked: &[String], flat: impl Fn() -> Value) -> Value {
    let one = |name: &String| match name.as_str() {
        "flat" => flat(),
        _ => json!({ "error": Rejected::new("E_INSTRUMENT", format!("/outputs/{name}"), "本版尚不提供此输出。", "This output is not in this version.") }),
    };
    Value::Object(asked.iter().map(|name| (name.clone(), one(name))).collect())
}

/// `vte-change` and `validate()`: what is known of the running score.
pub fn change(sheet: &Sheet, changed: &[usize]) -> Value {
    let instrument = sheet.instrument;
    let ids = |indices: &[usize]| indices.iter().map(|&index| instrument.items[index].id).collect::<Vec<_>>();
    json!({
        "instrument": instrument.id, "floor": number(sheet.tally.floor), "ceiling": number(sheet.tally.ceiling),
        "missing": ids(&sheet.tally.missing), "band": sheet.tally.band(instrument).map(Risk::id), "changed": ids(changed),
    })
}

/// `validate()`: `valid` is exactly "sign would be accepted".
pub fn validation(sheet: Option<&Sheet>, blockers: &[Refusal]) -> Value {
    let missing = sheet.map(|sheet| sheet.tally.missing.iter().map(|&index| sheet.instrument.items[index].id).collect::<Vec<_>>());
    let refusals = blockers.iter().map(|refusal| {
        let text = refusal.text();
        let items: Vec<_> = sheet.map(|sheet| refusal.items().iter().map(|&index| sheet.instrument.items[index].id).collect()).unwrap_or_default();
        json!({ "code": refusal.code(), "path": refusal.path(sheet.map(|sheet| sheet.instrument)), "items": items, "message": { "zh": text.zh, "en": text.en } })
    });
    let mut all: Vec<Value> = refusals.collect();
    all.extend(sheet.map(issues).into_iter().flatten().map(|issue| json!(issue)));
    json!({ "valid": blockers.is_empty(), "missing": missing.unwrap_or_default(), "issues": all })
}
