//! What the third review added to an assessment: routes, alerts, what is in the blood, warnings of given doses, what is
//! asked and what is said.

use serde_json::{Map, Value};

use super::{contraindicated, in_both_languages, moment, proposed, same, strings, time, whole};
use crate::cases::{Expect, Listed, Proposed, Whole};

/// Holds an assessment against what the third review expects of it.
pub fn judge(expect: &Expect, input: &str, result: &Value) -> Result<(), String> {
    let input: Value = serde_json::from_str(input).unwrap_or_default();
    let advice = &result["advice"][0];
    measured(expect, advice)?;
    routed(expect, advice)?;
    timed(expect, advice)?;
    forbidden(expect, result)?;
    asked(expect, result)?;
    told(expect, &input, result)?;
    due(expect, &input, result)
}

/// "Day n of m", the starts that are allowed, and the sources of one measure.
pub fn counted(wanted: &Whole, found: &Value) -> Result<(), String> {
    for (what, wanted, found) in [
        ("day", wanted.day, &found["day"]),
        ("days", wanted.days, &found["days"]["planned"]),
        ("fewest days", wanted.days_from, &found["days"]["from"]),
    ] {
        if let Some(wanted) = wanted {
            same(what, found, wanted)?;
        }
    }
    if !wanted.start_in.is_empty() && !wanted.start_in.iter().any(|start| moment("start", &found["start"], start).is_ok()) {
        return Err(format!("start: {}", found["start"]));
    }
    let sources = marks(&found["sources"]);
    if let Some(source) = wanted.sources.iter().find(|source| !sources.iter().any(|other| other.starts_with(source.as_str()))) {
        return Err(format!("no source {source} in {sources:?}"));
    }
    without(&wanted.sources_without, &sources)
}

/// Each mark for itself; one entry may hold several.
fn marks(sources: &Value) -> Vec<&str> {
    sources.as_array().into_iter().flatten().filter_map(Value::as_str).flat_map(|entry| entry.split("; ")).collect()
}

fn without(wanted: &[String], sources: &[&str]) -> Result<(), String> {
    match sources.iter().find(|source| wanted.iter().any(|other| source.starts_with(other.as_str()))) {
        Some(source) => Err(format!("the source {source}")),
        None => Ok(()),
    }
}

fn measured(expect: &Expect, advice: &Value) -> Result<(), String> {
    let measures = list(&advice["measures"]);
    let ids: Vec<&str> = measures.iter().filter_map(|measure| measure["id"].as_str()).collect();
    if let Some(wanted) = &expect.proposed {
        if measures.len() != wanted.len() {
            return Err(format!("proposed: {ids:?}"));
        }
        included(wanted, measures, advice)?;
    }
    included(&expect.includes, measures, advice)?;
    let is = |measure: &&Value, name: &String| measure["id"] == **name || measure["kind"] == **name;
    if let Some(measure) = expect.excludes.iter().find_map(|name| measures.iter().find(|measure| is(measure, name))) {
        return Err(format!("{} is proposed", measure["id"]));
    }
    if let Some(kind) = expect.kinds.iter().find(|kind| !measures.iter().any(|measure| measure["kind"] == **kind)) {
        return Err(format!("no {kind} among {ids:?}"));
    }
    if let Some(limb) = &expect.no_device_on
        && let Some(device) = measures.iter().find(|measure| measure["kind"] == "device" && (measure["limb"] == **limb || measure["limb"] == "both"))
    {
        return Err(format!("{} on the {limb} leg", device["id"]));
    }
    if let Some(waits) = &expect.drug_waits {
        let drugs: Vec<&Value> = measures.iter().filter(|measure| measure["kind"] == "drug").collect();
        if drugs.iter().any(|drug| list(&drug["conditionalOn"]).is_empty()) {
            return Err("a firm drug".into());
        }
        let holds = asked_of(advice);
        if let Some(id) = waits.iter().find(|id| !holds.contains(&id.as_str())) {
            return Err(format!("nothing waits for {id}, but for {holds:?}"));
        }
    }
    for (id, doses) in &expect.options {
        let options: Vec<String> = list(&alternative(advice, id)?["options"]).iter().map(|option| dose(&option["dose"])).collect();
        same(&format!("options of {id}"), &options.into(), doses.clone())?;
    }
    without(&expect.sources_without, &marks(&advice["sources"]))
}

/// Each is there, whatever stands beside it; of two measures of one id, as one device for each leg, either may be meant.
fn included(wanted: &[Proposed], measures: &[Value], advice: &Value) -> Result<(), String> {
    for wanted in wanted.iter().map(whole) {
        let faults: Vec<String> =
            measures.iter().filter(|measure| measure["id"] == wanted.id).map_while(|measure| proposed(&wanted, measure, advice).err()).collect();
        let found = measures.iter().filter(|measure| measure["id"] == wanted.id).count();
        if found == faults.len() {
            return Err(format!("{}: {}", wanted.id, if found == 0 { "not proposed".into() } else { faults.join(" / ") }));
        }
    }
    Ok(())
}

fn dose(dose: &Value) -> String {
    format!("{} {} {}", dose["amount"], dose["unit"].as_str().unwrap_or_default(), dose["frequency"].as_str().unwrap_or_default())
}

fn alternative<'a>(advice: &'a Value, id: &str) -> Result<&'a Value, String> {
    list(&advice["alternatives"]).iter().find(|other| other["id"] == id).ok_or(format!("no alternative {id}"))
}

fn routed(expect: &Expect, advice: &Value) -> Result<(), String> {
    if let Some(routes) = &expect.routes {
        same("routes", &advice["routes"], routes.clone())?;
    }
    let found = strings(&advice["routes"]);
    if let Some(route) = expect.routes_with.iter().find(|route| !found.contains(route.as_str())) {
        return Err(format!("no route {route} among {found:?}"));
    }
    if let Some(wanted) = &expect.protected {
        let right = match wanted.as_str() {
            "yes" => advice["protected"] == true,
            "no" => advice["protected"] == false,
            _ => advice["protected"] != true,
        };
        if !right {
            return Err(format!("protected: expected {wanted}, found {}", advice["protected"]));
        }
    }
    if let Some(until) = &expect.protected_until {
        moment("protected until", &advice["protectedUntil"], until)?;
    }
    if let Some(alerts) = &expect.alerts {
        let found: Option<Vec<&str>> = advice["alerts"].as_array().map(|alerts| alerts.iter().filter_map(|alert| alert["id"].as_str()).collect());
        if found.as_deref() != Some(&alerts.iter().map(String::as_str).collect::<Vec<_>>()) {
            return Err(format!("alerts: found {found:?}"));
        }
    }
    if expect.no_recheck && !advice["recheckAt"].is_null() {
        return Err(format!("re-check at {}", advice["recheckAt"]));
    }
    Ok(())
}

/// What is in the blood, what a needle is warned of, and the clearance that both rest on.
fn timed(expect: &Expect, advice: &Value) -> Result<(), String> {
    for (what, wanted) in [("blood", &expect.blood), ("warnings", &expect.warnings)] {
        if let Some(wanted) = wanted {
            let found = advice[what].as_array().ok_or(format!("no {what}"))?;
            if found.len() != wanted.len() {
                return Err(format!("{what}: found {}", advice[what]));
            }
            each(what, wanted, found)?;
        }
    }
    each("warnings", &expect.warnings_with, list(&advice["warnings"]))?;
    match (expect.crcl, advice["crcl"].as_f64()) {
        (Some(wanted), Some(found)) if (found * 10.0).round() != (wanted * 10.0).round() => Err(format!("clearance {found}")),
        (Some(_), None) => Err("no clearance".into()),
        _ => Ok(()),
    }
}

fn each(what: &str, wanted: &[Map<String, Value>], found: &[Value]) -> Result<(), String> {
    for wanted in wanted {
        let faults: Vec<String> = found.iter().map_while(|found| fields(wanted, found).err()).collect();
        if faults.len() == found.len() {
            return Err(format!("{what}: {}", if faults.is_empty() { "none".into() } else { faults.join(" / ") }));
        }
    }
    Ok(())
}

/// Times as instants, `none` as null, `says` in the text, everything else as it is.
fn fields(wanted: &Map<String, Value>, found: &Value) -> Result<(), String> {
    for (key, wanted) in wanted {
        match wanted.as_str() {
            Some(words) if key == "says" => {
                if !found["text"].to_string().contains(words) {
                    return Err(format!("no \"{words}\" in {}", found["text"]));
                }
            }
            Some(text) if text == "none" || time(wanted).is_ok() => moment(key, &found[key.as_str()], text)?,
            _ => same(key, &found[key.as_str()], wanted.clone())?,
        }
    }
    Ok(())
}

fn forbidden(expect: &Expect, result: &Value) -> Result<(), String> {
    let found = list(&result["contraindications"]);
    for wanted in &expect.present {
        let faults: Vec<String> = found.iter().filter(|row| row["id"] == wanted.id).map_while(|row| contraindicated(wanted, row).err()).collect();
        if found.iter().filter(|row| row["id"] == wanted.id).count() == faults.len() {
            return Err(format!("{}: {}", wanted.id, if faults.is_empty() { "not in force".into() } else { faults.join(" / ") }));
        }
    }
    if let Some(id) = expect.absent.iter().find(|id| found.iter().any(|row| row["id"] == **id)) {
        return Err(format!("{id} is in force"));
    }
    for (id, rows) in &expect.blocked_by {
        let by = strings(&alternative(&result["advice"][0], id)?["blockedBy"]);
        if let Some(row) = strings(rows).into_iter().find(|row| !by.contains(row)) {
            return Err(format!("{id} is blocked by {by:?}, not by {row}"));
        }
    }
    Ok(())
}

/// What a person is asked for the advice: what is missing, and what its measures hang on.
fn asked_of(advice: &Value) -> Vec<&str> {
    let missing = list(&advice["missing"]).iter().filter_map(|missing| missing["id"].as_str());
    missing.chain(list(&advice["measures"]).iter().flat_map(|measure| strings(&measure["conditionalOn"]))).collect()
}

/// What a person is asked: of the advice, of the bleeding list, of the score.
pub fn questions(result: &Value) -> Vec<&str> {
    let mut all = asked_of(&result["advice"][0]);
    all.extend(strings(&result["bleeding"]["missing"]));
    all.extend(strings(&result["tally"]["missing"]));
    all
}

fn asked(expect: &Expect, result: &Value) -> Result<(), String> {
    let asked = questions(result);
    if let Some(id) = expect.asked.iter().find(|id| !asked.contains(&id.as_str())) {
        return Err(format!("{id} is not asked"));
    }
    match expect.not_asked.iter().find(|id| asked.contains(&id.as_str())) {
        Some(id) => Err(format!("{id} is asked")),
        None => Ok(()),
    }
}

fn told(expect: &Expect, input: &Value, result: &Value) -> Result<(), String> {
    let issues = list(&result["issues"]);
    if let Some(issue) = issues.iter().find(|issue| !in_both_languages(&issue["message"])) {
        return Err(format!("an issue in one language: {issue}"));
    }
    let is = |wanted: &Listed, issue: &Value| {
        wanted.code.as_ref().is_none_or(|code| issue["code"] == **code)
            && wanted.path.as_ref().is_none_or(|path| issue["path"] == **path)
            && wanted.about.as_ref().is_none_or(|about| about.split('|').any(|about| concerns(issue, about, input)))
    };
    if let Some(wanted) = expect.listed.iter().find(|wanted| !issues.iter().any(|issue| is(wanted, issue))) {
        return Err(format!("not listed: {wanted:?}"));
    }
    if let Some(wanted) = expect.not_listed.iter().find(|wanted| issues.iter().any(|issue| is(wanted, issue))) {
        return Err(format!("listed: {wanted:?}"));
    }
    let advice = &result["advice"][0];
    let everything = format!("{advice}{}{}", result["contraindications"], result["issues"]);
    if let Some(words) = expect.said.iter().find(|words| !everything.contains(words.as_str())) {
        return Err(format!("\"{words}\" is not said"));
    }
    let shown = format!("{}{}{}", advice["reasons"], advice["measures"], result["issues"]);
    match expect.unsaid.iter().find(|words| shown.contains(words.as_str())) {
        Some(words) => Err(format!("\"{words}\" is said")),
        None => Ok(()),
    }
}

/// An issue is about an id by its own, by its path, or by the fact that its path leads to.
fn concerns(issue: &Value, about: &str, input: &Value) -> bool {
    let path = issue["path"].as_str().unwrap_or_default();
    let fact = path.strip_prefix("/chart/facts/").and_then(|rest| input["chart"]["facts"].get(rest.split('/').next()?.parse::<usize>().ok()?));
    issue["id"] == about || path.split('/').any(|part| part == about) || fact.is_some_and(|fact| fact["id"] == about)
}

fn due(expect: &Expect, input: &Value, result: &Value) -> Result<(), String> {
    let now = |due: &Value| time(&due["dueAt"]).is_ok_and(|due| time(&input["at"]).is_ok_and(|at| due <= at));
    let is_due = |trigger: &String| list(&result["due"]).iter().any(|due| due["trigger"] == **trigger && now(due));
    match expect.due_now.iter().find(|trigger| !is_due(trigger)) {
        Some(trigger) => Err(format!("{trigger} is not due now: {}", result["due"])),
        None => Ok(()),
    }
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
