//! Quantities from Observations and their components, by LOINC code.

use super::coded::codes;
use super::entry::BundleEntry;
use super::facts::Facts;
use super::listed::{Listed, no_known_code, not_in_force, not_understood};
use super::when::{self, EFFECTIVE, ToldTime};
use crate::clinical::quantity::{Quantity, Unusable};
use crate::interop::fhir::element;
use crate::interop::fhir::maps::{LOINC, Measured, OBSERVATIONS};
use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// When a value was had: the effective time of whatever form, else when it was made available. Where an effective time is given
/// and cannot be read, the later one must not stand for it.
pub fn at(observation: &Value) -> Option<ToldTime> {
    match EFFECTIVE.of(observation) {
        Some(span) => Some(span.begin).filter(|when| !when.is_local()),
        None if EFFECTIVE.unread(observation).is_some() => None,
        None => observation.text("issued").and_then(when::read).filter(|when| !when.is_local()),
    }
}

pub fn read<'a>(entry: &'a BundleEntry<'a>, facts: &mut Facts<'a>, listed: &mut Listed) {
    let observation = entry.resource;
    let preliminary = match observation.text("status") {
        Some("final" | "amended" | "corrected") => false,
        Some("preliminary") => true,
        Some("registered" | "cancelled" | "entered-in-error" | "unknown") => return not_in_force(listed, entry, "/status"),
        _ => return not_understood(listed, entry, "/status"),
    };
    if !observation["focus"].items().is_empty() {
        let (zh, en) = ("结果所指不是患者本人（focus），未采用。", "About something else than the patient (focus): not taken.");
        return listed.say(entry, "/focus", "E_CONTEXT_MISMATCH", zh, en);
    }
    let at = at(observation);
    let mut known = false;
    let components = observation["component"].items();
    let parts = components.iter().enumerate().map(|(index, component)| (component, format!("/component/{index}")));
    for (of, below) in std::iter::once((observation, String::new())).chain(parts) {
        let Some(row) = measured(of) else {
            // A panel has a code of its own; what it holds stands in the components.
            if !below.is_empty() {
                no_known_code(listed, entry, &[&below, "/code"].concat());
            }
            continue;
        };
        // A value that stands in the components alone.
        if below.is_empty() && of["valueQuantity"].is_null() && components.iter().any(|component| measured(component).is_some()) {
            continue;
        }
        known = true;
        match value(of, row, at.as_ref()) {
            Ok(mut fact) => {
                if preliminary {
                    fact.put("status", "suggested".into());
                }
                facts.reading(row.quantity.row().id, fact, entry);
            }
            Err(Unread { field, code, zh, en }) => listed.say(entry, &[&below, field].concat(), code, zh, en),
        }
    }
    if known
        && at.is_none()
        && let Some(field) = EFFECTIVE.of(observation).map(|span| span.field).or(EFFECTIVE.unread(observation))
    {
        listed.say(
            entry,
            &["/", field].concat(),
            "E_TIME",
            "时间无法读取或没有时区，未采用该时间。",
            "The time cannot be read or has no offset: it was not taken.",
        );
    }
    if !known && components.is_empty() {
        no_known_code(listed, entry, "/code");
    }
    let coarse = at.as_ref().is_some_and(ToldTime::is_coarse);
    if known && coarse {
        let (zh, en) = ("只有年或年月，按其中最早一日计。", "Only a year or a month: counted as of its first day.");
        listed.say(entry, "", "E_TIME", zh, en);
    }
}

fn measured(of: &Value) -> Option<&'static Measured> {
    codes(&of["code"], LOINC).iter().find_map(|code| OBSERVATIONS.iter().find(|row| row.loinc == *code))
}

/// Why a value cannot be used.
struct Unread {
    field: &'static str,
    code: &'static str,
    zh: &'static str,
    en: &'static str,
}

fn no<T>(field: &'static str, code: &'static str, zh: &'static str, en: &'static str) -> Result<T, Unread> {
    Err(Unread { field, code, zh, en })
}

fn value(of: &Value, row: &Measured, at: Option<&ToldTime>) -> Result<Value, Unread> {
    let quantity = &of["valueQuantity"];
    let Some(value) = quantity.number("value") else {
        return no("/valueQuantity", "E_SCHEMA", "没有数值，未采用。", "No number: not taken.");
    };
    if quantity.text("comparator").is_some() {
        let (zh, en) = ("“小于”或“大于”的结果不能当作数值，未采用。", "A result \"less than\" or \"more than\" is no number: not taken.");
        return no("/valueQuantity/comparator", "E_SCHEMA", zh, en);
    }
    if at.is_none() && !matches!(row.quantity, Quantity::Height | Quantity::Weight) {
        return no("", "E_SCHEMA", "没有可读的日期或时间，未采用。", "No date or time that can be read: not taken.");
    }
    // The code counts; a word beside a code that is none of ours may be one.
    // A unit that names the other kind of D-dimer does not become this one: with both it is no unit.
    let kind = row.unit_suffix.trim_matches(['{', '}']);
    let spelled = |text: &str| if text.to_ascii_uppercase().contains(kind) { text.to_owned() } else { [text, row.unit_suffix].concat() };
    let given: Vec<String> = ["code", "unit"].iter().filter_map(|field| quantity.text(field)).filter(|text| !text.is_empty()).map(spelled).collect();
    let readings: Vec<f64> = given.iter().filter_map(|unit| row.quantity.read(value, Some(unit)).ok()).collect();
    if readings.windows(2).any(|two| two[0] != two[1]) {
        return no("/valueQuantity/unit", "E_UNIT", "单位的编码与文字不一致，未采用。", "Code and words of the unit disagree: not taken.");
    }
    let understood = given.iter().find(|unit| !matches!(row.quantity.read(value, Some(unit)), Err(Unusable::Unit { .. })));
    let unit = understood.or(given.first());
    match row.quantity.read(value, unit.map(String::as_str)) {
        Ok(_) => {}
        Err(Unusable::Unit { .. }) => {
            return no("/valueQuantity/unit", "E_UNIT", "单位缺失或无法识别，未采用。", "Unit missing or unknown: not taken.");
        }
        Err(Unusable::OutOfRange { .. }) => {
            return no("/valueQuantity/value", "E_RANGE", "数值不可能，未采用。请核对单位。", "Not a possible value: not taken. Check the unit.");
        }
    }
    Ok(element([
        ("id", row.quantity.row().id.into()),
        ("value", quantity["value"].clone()),
        ("unit", unit.map(String::as_str).into()),
        ("at", at.map(ToldTime::at_the_earliest).into()),
        ("source", ["LOINC ", row.loinc].concat().into()),
    ]))
}
