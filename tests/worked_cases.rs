//! Worked cases, driven through the JSON text that a host hands in: golden vectors of the specification, teaching
//! cases, both sides of every threshold, and everything that must be refused.
#![cfg(not(target_family = "wasm"))]

#[path = "support/cases.rs"]
mod cases;

use std::collections::BTreeSet;
use std::fs;

use cases::{Case, Contraindication, Expect, Proposed, Teaching, Whole};
use serde_json::Value;
use virchow::clinical::instruments::ALL;
use virchow::interop::assess::assess;
use virchow::interop::headless::score;

#[test]
fn caprini_cases() {
    run("caprini");
}

#[test]
fn padua_cases() {
    run("padua");
}

#[test]
fn surgical_bleeding_cases() {
    run("cn_bleed_surgical");
}

#[test]
fn medical_bleeding_cases() {
    run("cn_bleed_medical");
}

#[test]
fn improve_bleeding_cases() {
    run("improve_bleeding");
}

#[test]
fn prevention_cases() {
    run("prevention");
}

/// A file in the wrong place, or without a case, would otherwise prove nothing in silence.
#[test]
fn every_case_file_is_run() {
    let known: BTreeSet<&str> = ALL.iter().map(|instrument| instrument.id).chain(["prevention"]).collect();
    let mut names = BTreeSet::new();
    for folder in fs::read_dir(cases::folder()).expect("tests/cases") {
        let folder = folder.expect("an entry").path();
        let instrument = folder.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        // tests/admissions.rs runs these.
        if instrument == "admissions" {
            continue;
        }
        assert!(folder.is_dir() && known.contains(instrument.as_str()), "{instrument}: not the folder of an instrument");
        for file in fs::read_dir(&folder).expect("a folder") {
            let file = file.expect("an entry").path();
            assert_eq!(file.extension().and_then(|extension| extension.to_str()), Some("toml"), "{}: not a case file", file.display());
            assert!(!cases::read(&file).is_empty(), "{}: no case", file.display());
        }
        for (file, case) in cases::of(&instrument) {
            assert!(names.insert(format!("{instrument}: {}", case.name)), "{file}: \"{}\" stands twice", case.name);
        }
    }
    assert_eq!(names.len(), known.iter().map(|instrument| cases::of(instrument).len()).sum::<usize>());
}

/// The drills will show these to a learner: each is whole, and each shows a mistake.
#[test]
fn teaching_cases_are_complete() {
    let teaching: Vec<Teaching> = ["caprini", "padua"].into_iter().flat_map(cases::of).filter_map(|(_, case)| case.teaching).collect();
    let mut numbers: Vec<u32> = teaching.iter().map(|case| case.no).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
    for case in &teaching {
        assert!(case.zh.chars().any(is_chinese), "case {}: no Chinese text", case.no);
        assert!(!case.en.trim().is_empty() && !case.why.trim().is_empty() && !case.error_tag.is_empty(), "case {}", case.no);
    }
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn run(instrument: &str) {
    let cases = cases::of(instrument);
    assert!(cases.len() >= 30, "{instrument}: only {} cases", cases.len());
    let wrong: Vec<String> =
        cases.iter().filter_map(|(file, case)| fault(instrument, case).map(|what| format!("{file}: {}: {what}", case.name))).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// What is wrong with the answer to a case.
fn fault(folder: &str, case: &Case) -> Option<String> {
    let input = case.input();
    let output = match case.chart {
        Some(_) => assess(&input),
        None => score(case.instrument.as_deref().unwrap_or(folder), &input),
    };
    let result: Value = serde_json::from_str(&output).expect("JSON");
    let found = match &case.expect.error {
        Some(code) => refusal(&case.expect, code, &result, &output),
        None => scored(&case.expect, &result),
    };
    found.err().map(|what| format!("{what}\n    {output}"))
}

fn refusal(expect: &Expect, code: &str, result: &Value, output: &str) -> Result<(), String> {
    same("code", &result["error"]["code"], code)?;
    if let Some(path) = &expect.path {
        same("path", &result["error"]["path"], path.as_str())?;
    }
    let (zh, en) = (result["error"]["message"]["zh"].as_str().unwrap_or_default(), result["error"]["message"]["en"].as_str().unwrap_or_default());
    if !zh.chars().any(is_chinese) || en.is_empty() {
        return Err("a refusal in one language".into());
    }
    if result.as_object().is_none_or(|fields| fields.len() != 1) {
        return Err("a refusal beside a partial result".into());
    }
    match expect.secret.iter().find(|secret| output.contains(secret.as_str())) {
        Some(secret) => Err(format!("repeats {secret}")),
        None => Ok(()),
    }
}

fn scored(expect: &Expect, result: &Value) -> Result<(), String> {
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
    if let Some(instrument) = &expect.instrument {
        same("instrument", &result["instrument"], instrument.as_str())?;
    }
    prevented(expect, result)
}

/// Holds bleeding, contraindications and advice against what is expected of them.
fn prevented(expect: &Expect, result: &Value) -> Result<(), String> {
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
        let id = |measure: &Proposed| match measure {
            Proposed::Id(id) => id.clone(),
            Proposed::Whole(whole) => whole.id.clone(),
        };
        let ids: Vec<&str> = found.iter().filter_map(|measure| measure["id"].as_str()).collect();
        if ids != wanted.iter().map(id).collect::<Vec<_>>() {
            return Err(format!("measures: found {ids:?}"));
        }
        for (wanted, found) in wanted.iter().zip(found) {
            let whole = match wanted {
                Proposed::Id(id) => Whole { id: id.clone(), ..Whole::default() },
                Proposed::Whole(whole) => (**whole).clone(),
            };
            proposed(&whole, found, advice).map_err(|what| format!("{}: {what}", whole.id))?;
        }
    }
    for (id, why) in &expect.alternatives {
        let found = advice["alternatives"].as_array().and_then(|all| all.iter().find(|other| other["id"] == *id)).ok_or(format!("no {id}"))?;
        same(id, &found["why"], why.clone())?;
        if found["offered"] != Value::Bool(why == "offered" || why == "proposed") {
            return Err(format!("{id}: {why}, and offered {}", found["offered"]));
        }
    }
    if let Some(hours) = expect.recheck_h {
        let time = |text: &Value| chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap_or_default()).map_err(|error| error.to_string());
        let again = time(&advice["recheckAt"])?;
        let at = expect.at.as_deref().unwrap_or("2026-11-22T12:00:00+08:00");
        let found = (again - time(&at.into())?).num_hours();
        if found != hours {
            return Err(format!("re-check in {found} h"));
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
    same(&named("severity"), &found["severity"], wanted.severity.as_str())?;
    if let Some(applies) = &wanted.applies {
        same(&named("applies"), &found["applies"], applies.clone())?;
    }
    if let Some(until) = &wanted.until {
        same(&named("until"), &found["until"], if until == "none" { Value::Null } else { until.as_str().into() })?;
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
    for (what, wanted) in [("start", &wanted.start), ("stop", &wanted.stop), ("limb", &wanted.limb)] {
        if let Some(wanted) = wanted {
            same(what, &found[what], or_none(wanted))?;
        }
    }
    if let Some(meanwhile) = wanted.meanwhile {
        same("meanwhile", &Value::Bool(found["meanwhile"] == true), meanwhile)?;
    }
    let (on, hangs): (BTreeSet<&str>, _) = (wanted.on.iter().map(String::as_str).collect(), strings(&found["conditionalOn"]));
    if on != hangs {
        return Err(format!("hangs on {hangs:?}"));
    }
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
    Ok(())
}

fn strings(list: &Value) -> BTreeSet<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn same(what: &str, found: &Value, wanted: impl Into<Value>) -> Result<(), String> {
    let wanted = wanted.into();
    if *found == wanted { Ok(()) } else { Err(format!("{what}: expected {wanted}, found {found}")) }
}
