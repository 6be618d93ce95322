//! What a host gets of a signed or running assessment, computed here and nowhere else. `flat` is a one-level object.

use super::event::number;
use super::headless::issues;
use super::json::{Fields, Value, list, object};
use super::rejected::Rejected;
use crate::clinical::instrument::Risk;
use crate::clinical::sheet::Sheet;
use crate::record::event::Assessment;
use crate::record::refusal::Refusal;
use crate::text::Text;

/// The one-level result of an assessment, running or signed: score, band, and one key an item.
pub fn flat(context_id: &str, assessment: &Assessment, missing: usize, state: &str) -> Value {
    let mut flat = Fields::default();
    let mut put = |key: &str, value: Value| flat.put(key, value);
    put("contextId", context_id.into());
    put("state", state.into());
    put("instrument", assessment.instrument.as_str().into());
    put("edition", assessment.edition.as_str().into());
    put("timepoint", assessment.timepoint.as_str().into());
    put("floor", number(assessment.floor));
    put("ceiling", number(assessment.ceiling));
    put("band", assessment.band.map(Risk::id).into());
    put("subBand", assessment.sub_band.as_deref().into());
    put("missing", missing.into());
    for line in &assessment.answers {
        put(&line.item, line.value.into());
    }
    Value::Object(flat)
}

/// What the interop bundle makes (`more`): the page asks it, and puts the answers beside ours.
const MORE: [&str; 3] = ["fhirR4", "hl7v2", "text"];

/// What was asked for, under exactly those keys; a name that nobody makes says so. `keys` renames the fields of `flat`.
pub fn outputs(asked: &[String], keys: &[(String, String)], flat: &dyn Fn() -> Value) -> Value {
    let mut outputs = Fields::default();
    for name in asked {
        let value = match name.as_str() {
            "flat" => renamed(flat(), keys),
            name if MORE.contains(&name) => continue,
            _ => {
                let rejected = Rejected::new("E_INSTRUMENT", format!("/outputs/{name}"), "没有此输出。", "There is no such output.");
                object([("error", rejected.to_value())])
            }
        };
        outputs.put(name, value);
    }
    Value::Object(outputs)
}

/// A host's own keys (Chinese, or coded) for ours; a key that it does not name stays.
fn renamed(flat: Value, keys: &[(String, String)]) -> Value {
    if keys.is_empty() {
        return flat;
    }
    let mut renamed = Fields::default();
    for (name, value) in flat.fields() {
        let given = keys.iter().find(|(ours, _)| ours == name).map_or(name, |(_, theirs)| theirs);
        renamed.put(given, value.clone());
    }
    Value::Object(renamed)
}

/// `vte-change`: what is known of the running score.
pub fn change(sheet: &Sheet, changed: &[usize]) -> Value {
    let instrument = sheet.instrument;
    object([
        ("instrument", instrument.id.into()),
        ("floor", number(sheet.tally.floor)),
        ("ceiling", number(sheet.tally.ceiling)),
        ("missing", ids(sheet, &sheet.tally.missing)),
        ("band", sheet.tally.band(instrument).map(Risk::id).into()),
        ("changed", ids(sheet, changed)),
    ])
}

/// Items by their ids.
pub fn ids(sheet: &Sheet, indices: &[usize]) -> Value {
    list(indices.iter().map(|&index| sheet.instrument.items[index].id))
}

/// `validate()`: `valid` is exactly "sign would be accepted".
pub fn validation(sheet: Option<&Sheet>, blockers: &[Refusal]) -> Value {
    let mut all = vec![];
    for refusal in blockers {
        let text = refusal.text();
        all.push(object([
            ("code", refusal.code().into()),
            ("path", refusal.path(sheet.map(|sheet| sheet.instrument)).into()),
            ("items", sheet.map_or(Value::Null, |sheet| ids(sheet, refusal.items()))),
            ("message", both(text)),
        ]));
    }
    if let Some(sheet) = sheet {
        all.extend(issues(sheet));
    }
    object([
        ("valid", blockers.is_empty().into()),
        ("missing", sheet.map_or(Value::Array(vec![]), |sheet| ids(sheet, &sheet.tally.missing))),
        ("issues", Value::Array(all)),
    ])
}

pub fn both(text: Text) -> Value {
    object([("zh", text.zh.into()), ("en", text.en.into())])
}
