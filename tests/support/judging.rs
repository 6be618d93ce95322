//! Holds the answer to a worked case against what the case expects.
#![allow(dead_code, reason = "each test uses its part")]

#[path = "judging_changes.rs"]
pub mod changes;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use virchow::interop::assess::assess;
use virchow::interop::headless::score;

use crate::cases::{Case, Contraindication, Expect, Proposed, Whole};

/// What is wrong with the answer to a case.
pub fn fault(folder: &str, case: &Case) -> Option<String> {
    let input = case.input();
    let output = match case.chart {
        Some(_) => assess(&input),
        None => score(case.instrument.as_deref().unwrap_or(folder), &input),
    };
    let result: Value = serde_json::from_str(&output).expect("JSON");
    let found = match &case.expect.error {
        Some(code) => refusal(&case.expect, code, &result, &output),
        None => scored(case, &result).and_then(|()| kept(&case.expect, &output)).and_then(|()| changes::judge(&case.expect, &input, &result)),
    };
    found.err().map(|what| format!("{what}\n    {output}"))
}

fn refusal(expect: &Expect, code: &str, result: &Value, output: &str) -> Result<(), String> {
    same("code", &result["error"]["code"], code)?;
    if let Some(path) = &expect.path {
        same("path", &result["error"]["path"], path.as_str())?;
    }
    if !in_both_languages(&result["error"]["message"]) {
        return Err("a refusal in one language".into());
    }
    if result.as_object().is_none_or(|fields| fields.len() != 1) {
        return Err("a refusal beside a partial result".into());
    }
    kept(expect, output)
}

/// Nothing of what a refused value holds is repeated, whether it refuses all or is listed alone.
fn kept(expect: &Expect, output: &str) -> Result<(), String> {
    match expect.secret.iter().find(|secret| output.contains(secret.as_str())) {
        Some(secret) => Err(format!("repeats {secret}")),
        None => Ok(()),
    }
}

fn scored(case: &Case, result: &Value) -> Result<(), String> {
    let expect = &case.expect;
    if !result["error"].is_null() {
        return Err("refused".into());
    }
    // `assess` holds the numbers in `tally`, `score` at the top.
    let tally = if result["tally"].is_object() { &result["tally"] } else { result };
    for (what, wanted) in [("floor", expect.floor.or(expect.total)), ("ceiling", expect.ceiling.or(expect.total))] {
        if wanted.is_some() && tally[what].as_f64() != wanted {
            return Err(format!("{what}: expected {wanted:?}"));
        }
    }
    if let Some(band) = &expect.band {
        same("band", &result["band"], if band == "open" { Value::Null } else { band.as_str().into() })?;
    }
    if let Some(sub_band) = &expect.sub_band {
        same("subBand", result.get("subBand").unwrap_or(&Value::Null), if sub_band == "none" { Value::Null } else { sub_band.as_str().into() })?;
    }
    if let Some(missing) = &expect.missing {
        let found: BTreeSet<&str> = strings(&tally["missing"]);
        let wanted: BTreeSet<&str> = missing.iter().map(String::as_str).collect();
        if found != wanted {
            return Err(format!("missing: expected {wanted:?}"));
        }
    }
    if let Some(points) = &expect.points {
        let number = |points: &serde_json::Map<String, Value>| {
            points.iter().map(|(id, points)| (id.clone(), points.as_f64().map(f64::to_bits))).collect::<Vec<_>>()
        };
        if tally["points"].as_object().map(number) != Some(number(points)) {
            return Err(format!("points: expected {points:?}"));
        }
    }
    if let Some(issues) = &expect.issues {
        let found: BTreeSet<&str> =
            result["issues"].as_array().into_iter().flatten().filter_map(|issue| issue["id"].as_str().or(issue["path"].as_str())).collect();
        let wanted: BTreeSet<&str> = issues.iter().map(String::as_str).collect();
        if found != wanted {
            return Err(format!("issues: expected {wanted:?}, found {found:?}"));
        }
    }
    if let Some(provisional) = expect.provisional
        && result["provisional"].as_bool().unwrap_or(false) != provisional
    {
        return Err(format!("provisional: expected {provisional}"));
    }
    if let Some(outcomes) = &expect.outcomes {
        read_as(expect, outcomes, result)?;
    }
    if let Some(instrument) = &expect.instrument {
        same("instrument", &result["instrument"], instrument.as_str())?;
    }
    prevented(case, result)
}

/// Every reading and no other, and each outcome that is the only one left under the reading's own name.
fn read_as(expect: &Expect, outcomes: &BTreeMap<String, Vec<String>>, result: &Value) -> Result<(), String> {
    same("outcomes", &result["outcomes"], serde_json::to_value(outcomes).expect("JSON"))?;
    for (reading, ids) in outcomes {
        let settled = if let [one] = &ids[..] { Value::from(one.as_str()) } else { Value::Null };
        same(reading, &result[reading.as_str()], settled)?;
    }
    if expect.total.or(expect.floor).is_none() {
        same("floor", &result["floor"], Value::Null)?;
        same("ceiling", &result["ceiling"], Value::Null)?;
    }
    Ok(())
}

/// Holds bleeding, contraindications and advice against what is expected of them.
fn prevented(case: &Case, result: &Value) -> Result<(), String> {
    let expect = &case.expect;
    let (bleeding, advice) = (&result["bleeding"], &result["advice"][0]);
    if let Some(high) = &expect.bleeding {
        let wanted = match high.as_str() {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            _ => Value::Null,
        };
        same("bleeding", &bleeding["high"], wanted)?;
    }
    if let Some(instrument) = &expect.bleeding_instrument {
        same("bleeding instrument", &bleeding["instrument"], instrument.as_str())?;
    }
    for (what, wanted) in [("items", &expect.bleeding_items), ("missing", &expect.bleeding_missing)] {
        if let Some(wanted) = wanted {
            let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
            let found = strings(&bleeding[what]);
            if found != wanted {
                return Err(format!("bleeding {what}: expected {wanted:?}, found {found:?}"));
            }
        }
    }
    if let Some(improve) = expect.improve {
        same("improve", &bleeding["improve"]["floor"], improve_number(improve))?;
    }
    if let Some(wanted) = &expect.contraindications {
        let found = result["contraindications"].as_array().ok_or("no contraindications")?;
        let ids: Vec<&str> = found.iter().filter_map(|row| row["id"].as_str()).collect();
        if ids != wanted.iter().map(|row| row.id.as_str()).collect::<Vec<_>>() {
            return Err(format!("contraindications: found {ids:?}"));
        }
        wanted.iter().zip(found).try_for_each(|(wanted, found)| contraindicated(wanted, found))?;
    }
    if let Some(rule) = &expect.rule {
        same("rule", &advice["rule"], if rule == "none" { Value::Null } else { rule.as_str().into() })?;
    }
    if let Some(output) = &expect.output {
        same("output", &advice["output"], output.as_str())?;
    }
    if let Some(wanted) = &expect.measures {
        let found = advice["measures"].as_array().ok_or("no measures")?;
        let ids: Vec<&str> = found.iter().filter_map(|measure| measure["id"].as_str()).collect();
        let wanted: Vec<Whole> = wanted.iter().map(whole).collect();
        if ids != wanted.iter().map(|whole| whole.id.as_str()).collect::<Vec<_>>() {
            return Err(format!("measures: found {ids:?}"));
        }
        for (whole, found) in wanted.iter().zip(found) {
            proposed(whole, found, advice).map_err(|what| format!("{}: {what}", whole.id))?;
        }
    }
    for (id, why) in &expect.alternatives {
        let found = advice["alternatives"].as_array().and_then(|all| all.iter().find(|other| other["id"] == *id)).ok_or(format!("no {id}"))?;
        same(id, &found["why"], why.clone())?;
        // What may be chosen without an override but is not offered has no second word for it.
        if why != "selectable" && found["offered"] != Value::Bool(why == "offered" || why == "proposed") {
            return Err(format!("{id}: {why}, and offered {}", found["offered"]));
        }
    }
    if let Some(hours) = expect.recheck_h {
        let at = expect.at.as_deref().or(case.at.as_deref()).unwrap_or_default();
        let found = (time(&advice["recheckAt"])? - time(&at.into())?).num_minutes();
        if found != hours * 60 {
            return Err(format!("re-check in {found} min"));
        }
    }
    for (id, words) in &expect.changes {
        let missing =
            advice["missing"].as_array().into_iter().flatten().find(|missing| missing["id"] == *id).ok_or(format!("{id} is not missing"))?;
        if !missing["change"]["en"].as_str().unwrap_or_default().contains(words.as_str().expect("words")) {
            return Err(format!("{id} changes {}", missing["change"]));
        }
    }
    let reasons: Vec<&str> = advice["reasons"].as_array().into_iter().flatten().filter_map(|reason| reason["en"].as_str()).collect();
    for words in &expect.reasons {
        if !reasons.iter().any(|reason| reason.contains(words.as_str())) {
            return Err(format!("no reason with \"{words}\""));
        }
    }
    match expect.no_reason.iter().find(|words| reasons.iter().any(|reason| reason.contains(words.as_str()))) {
        Some(words) => Err(format!("a reason with \"{words}\"")),
        None => Ok(()),
    }
}

fn improve_number(points: f64) -> Value {
    serde_json::from_str(&points.to_string()).expect("a number")
}

fn contraindicated(wanted: &Contraindication, found: &Value) -> Result<(), String> {
    let named = |what: &str| format!("{} {what}", wanted.id);
    let severity = match found["severity"].as_str() {
        Some("block" | "block_until") if wanted.severity == "forbids" => "forbids",
        severity => severity.unwrap_or_default(),
    };
    same(&named("severity"), &severity.into(), wanted.severity.as_str())?;
    if let Some(applies) = &wanted.applies {
        same(&named("applies"), &found["applies"], applies.clone())?;
    }
    if let Some(until) = &wanted.until {
        moment(&named("until"), &found["until"], until)?;
    }
    if let Some(limb) = &wanted.limb {
        same(&named("limb"), &found["limb"], limb.as_str())?;
    }
    match wanted.no_override {
        Some(no_override) => same(&named("noOverride"), &found["noOverride"], no_override),
        None => Ok(()),
    }
}

fn proposed(wanted: &Whole, found: &Value, advice: &Value) -> Result<(), String> {
    let or_none = |text: &str| if text == "none" { Value::Null } else { Value::from(text) };
    if let Some(kind) = &wanted.kind {
        same("kind", &found["kind"], kind.as_str())?;
    }
    if let Some(dose) = &wanted.dose {
        let written = match &found["dose"] {
            Value::Null => "none".to_owned(),
            dose => format!("{} {} {}", dose["amount"], dose["unit"].as_str().unwrap_or_default(), dose["frequency"].as_str().unwrap_or_default()),
        };
        same("dose", &Value::from(written), dose.as_str())?;
    }
    if let Some(later) = wanted.from_day_4 {
        same("from day 4", &found["dose"]["fromDay4"], improve_number(later))?;
    }
    for (what, wanted) in [("start", &wanted.start), ("stop", &wanted.stop)] {
        if let Some(wanted) = wanted {
            moment(what, &found[what], wanted)?;
        }
    }
    if let Some(limb) = &wanted.limb {
        same("limb", &found["limb"], or_none(limb))?;
    }
    if let Some(meanwhile) = wanted.meanwhile {
        same("meanwhile", &Value::Bool(found["meanwhile"] == true), meanwhile)?;
    }
    hangs(wanted, &strings(&found["conditionalOn"]))?;
    for words in &wanted.remarks {
        if !found["remarks"].to_string().contains(words.as_str()) {
            return Err(format!("no remark with \"{words}\""));
        }
    }
    if let Some(words) = wanted.no_remarks.iter().find(|words| found["remarks"].to_string().contains(words.as_str())) {
        return Err(format!("a remark with \"{words}\""));
    }
    if let Some(tasks) = &wanted.monitoring {
        let ids: Vec<&str> = advice["monitoring"].as_array().into_iter().flatten().filter_map(|task| task["id"].as_str()).collect();
        if ids != tasks.iter().map(String::as_str).collect::<Vec<_>>() {
            return Err(format!("monitoring {ids:?}"));
        }
    }
    changes::counted(wanted, found)
}

/// What a measure hangs on: all of it, or, where only some of it is told, that.
fn hangs(wanted: &Whole, found: &BTreeSet<&str>) -> Result<(), String> {
    let on: BTreeSet<&str> = wanted.on.iter().map(String::as_str).collect();
    let right = match (&wanted.waits, wanted.firm) {
        (None, None) => on == *found,
        (None, Some(firm)) => firm == found.is_empty(),
        (Some(waits), _) => waits.iter().all(|id| found.contains(id.as_str())),
    };
    if right { Ok(()) } else { Err(format!("hangs on {found:?}")) }
}

fn strings(list: &Value) -> BTreeSet<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn same(what: &str, found: &Value, wanted: impl Into<Value>) -> Result<(), String> {
    let wanted = wanted.into();
    if *found == wanted { Ok(()) } else { Err(format!("{what}: expected {wanted}, found {found}")) }
}

/// A measure told by its id alone, as a whole one.
fn whole(measure: &Proposed) -> Whole {
    match measure {
        Proposed::Id(id) => Whole { id: id.clone(), ..Whole::default() },
        Proposed::Whole(whole) => (**whole).clone(),
    }
}

fn time(text: &Value) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text.as_str().unwrap_or_default()).map_err(|error| format!("{text}: {error}"))
}

/// The same instant, however its offset is written; `none` where there is to be none.
fn moment(what: &str, found: &Value, wanted: &str) -> Result<(), String> {
    let right = match wanted {
        "none" => found.is_null(),
        wanted => time(found).is_ok_and(|found| Ok(found) == time(&wanted.into())),
    };
    if right { Ok(()) } else { Err(format!("{what}: expected {wanted}, found {found}")) }
}

fn in_both_languages(message: &Value) -> bool {
    let text = |language: &str| message[language].as_str().unwrap_or_default();
    text("zh").chars().any(is_chinese) && !text("en").is_empty()
}

pub fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
