//! Sixty admissions of a county and a township hospital. Their advice was written from the clinical specification before
//! the program was asked, so that a wrong answer is the program's until a clinician says otherwise.
#![cfg(not(target_family = "wasm"))]

#[path = "support/admissions.rs"]
mod admissions;

use std::collections::BTreeSet;

use admissions::{Admission, Expect, InForce, Listed, OneOf, Proposed, Warned, Whole};
use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use virchow::interop::assess::assess;

#[test]
fn the_sixty_are_right() {
    let files = admissions::all();
    let (mut asked, mut wrong) = (0, vec![]);
    for (file, admission) in files.iter().flat_map(|(file, all)| all.iter().map(move |admission| (file, admission))) {
        asked += 1;
        let differs = differences(admission);
        if !differs.is_empty() {
            wrong.push(format!("{file}: {}\n    {}", admission.name, differs.join("\n    ")));
        }
    }
    println!("{} of {asked} right", asked - wrong.len());
    assert!(wrong.is_empty(), "{} of {asked} right\n{}", asked - wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_ten_files_of_six_told_in_both_languages() {
    let files = admissions::all();
    assert_eq!(files.iter().map(|(_, all)| all.len()).collect::<Vec<_>>(), [6; 10]);
    let mut names = BTreeSet::new();
    for (file, admission) in files.iter().flat_map(|(file, all)| all.iter().map(move |admission| (file, admission))) {
        assert!(names.insert(&admission.name), "{file}: \"{}\" stands twice", admission.name);
        for (zh, en) in [(&admission.story_zh, &admission.story_en), (&admission.advice_zh, &admission.advice_en)] {
            assert!(zh.chars().any(is_chinese), "{file}: {}: not told in Chinese", admission.name);
            assert!(en.split_whitespace().count() > 3 && !en.chars().any(is_chinese), "{file}: {}: not told in English", admission.name);
        }
        assert!(admission.expect.rule.is_some(), "{file}: {}: no row and no route", admission.name);
    }
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// All that differs from what was written down.
fn differences(admission: &Admission) -> Vec<String> {
    let result: Value = serde_json::from_str(&assess(&admission.input())).expect("JSON");
    if !result["error"].is_null() {
        return vec![format!("refused: {}", result["error"])];
    }
    let (expect, advice, mut found) = (&admission.expect, &result["advice"][0], Found::default());
    scored(expect, &result, &mut found);
    routed(expect, advice, &mut found);
    measured(expect, advice, &mut found);
    in_force(expect, &result["contraindications"], &mut found);
    warned(expect, advice, &mut found);
    looked_at_again(expect, &advice["recheckAt"], &admission.at, &mut found);
    listed(&expect.issues, &result["issues"], &admission.all_facts(), &mut found);
    let text = result.to_string();
    for words in &expect.says {
        found.unless(words.all().iter().any(|words| text.contains(words)), || format!("says nothing of {:?}", words.all()));
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<String>);

impl Found {
    fn unless(&mut self, right: bool, what: impl FnOnce() -> String) {
        if !right {
            self.0.push(what());
        }
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, wanted: Option<&T>, found: Option<T>) {
        if let Some(wanted) = wanted {
            self.unless(found.as_ref() == Some(wanted), || format!("{what}: expected {wanted:?}, found {found:?}"));
        }
    }
}

fn scored(expect: &Expect, result: &Value, found: &mut Found) {
    found.same("floor", expect.floor.or(expect.total).as_ref(), result["tally"]["floor"].as_f64());
    found.same("ceiling", expect.total.as_ref(), result["tally"]["ceiling"].as_f64());
    found.same("band", expect.band.as_ref(), result["band"].as_str().map(str::to_owned));
    let bleeding = &result["bleeding"];
    let high = match bleeding["high"].as_bool() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "open",
    };
    if let Some(wanted) = &expect.bleeding {
        found.unless(high == wanted || (wanted == "not_no" && high != "no"), || format!("bleeding: expected {wanted}, found {high}"));
    }
    for item in &expect.bleeding_items {
        found.unless(strings(&bleeding["items"]).contains(&item.as_str()), || format!("{item} is no bleeding item"));
    }
}

fn routed(expect: &Expect, advice: &Value, found: &mut Found) {
    if let Some(rule) = &expect.rule {
        let fired = advice["rule"].as_str().unwrap_or("none");
        found.unless(rule.all().contains(&fired), || format!("rule: expected {:?}, found {fired}", rule.all()));
    }
    let routes = strings(&advice["routes"]);
    for route in &expect.routes {
        found.unless(routes.contains(&route.as_str()), || format!("route {route} is not among {routes:?}"));
    }
    let protected = match advice["protected"].as_bool() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    if let Some(wanted) = &expect.protected {
        found.unless(protected == wanted || (wanted == "not_yes" && protected != "yes"), || {
            format!("protected: expected {wanted}, found {protected}")
        });
    }
    if let Some(until) = &expect.protected_until {
        found.unless(instant(&advice["protectedUntil"]) == Some(moment(until)), || format!("protected until {}", advice["protectedUntil"]));
    }
    let blood = advice["blood"].to_string();
    for substance in &expect.blood {
        found.unless(blood.contains(substance.as_str()), || format!("{substance} is not in the blood: {blood}"));
    }
    for substance in &expect.not_in_blood {
        found.unless(!blood.contains(substance.as_str()), || format!("{substance} is in the blood: {blood}"));
    }
}

fn measured(expect: &Expect, advice: &Value, found: &mut Found) {
    let all: Vec<&Value> = advice["measures"].as_array().into_iter().flatten().collect();
    let is_drug = |measure: &Value| measure["kind"] == "drug";
    let waits = |measure: &Value| !strings(&measure["conditionalOn"]).is_empty();
    let ids: Vec<&str> = all.iter().filter_map(|measure| measure["id"].as_str()).collect();
    found.unless(all.iter().filter(|measure| is_drug(measure)).count() <= 1, || format!("two drugs at once: {ids:?}"));
    found.unless(!expect.no_drug || !all.iter().any(|measure| is_drug(measure)), || format!("a drug: {ids:?}"));
    found.unless(!expect.no_firm_drug || all.iter().all(|measure| !is_drug(measure) || waits(measure)), || format!("a firm drug: {ids:?}"));
    for id in &expect.never {
        found.unless(!ids.contains(&id.as_str()), || format!("{id} is proposed"));
    }
    if let Some(wanted) = &expect.measures {
        let mut left = all.clone();
        for one in wanted {
            let whole = match one {
                Proposed::Id(id) => Whole { id: Some(OneOf::One(id.clone())), ..Whole::default() },
                Proposed::Whole(whole) => (**whole).clone(),
            };
            let names = whole.id.as_ref().map(OneOf::all).unwrap_or_default();
            match left.iter().position(|measure| names.iter().any(|name| measure["id"] == *name || (*name == "drug" && is_drug(measure)))) {
                Some(place) => proposed(&whole, left.remove(place), found),
                None => found.0.push(format!("{names:?} is not proposed: {ids:?}")),
            }
        }
        left.retain(|measure| !expect.may.iter().any(|may| measure["id"] == **may || (may == "drug" && is_drug(measure) && waits(measure))));
        let besides: Vec<&str> = left.iter().filter_map(|measure| measure["id"].as_str()).collect();
        found.unless(besides.is_empty(), || format!("also proposed: {besides:?}"));
    }
    for (id, why) in &expect.alternatives {
        let other = advice["alternatives"].as_array().and_then(|all| all.iter().find(|other| other["id"] == *id));
        let said = other.map_or("nothing", |other| other["why"].as_str().unwrap_or("nothing"));
        let right = why.as_array().map_or(why == said, |any| any.iter().any(|why| why == said));
        found.unless(right, || format!("{id}: expected {why}, found {said}"));
    }
}

fn proposed(wanted: &Whole, measure: &Value, found: &mut Found) {
    let id = measure["id"].as_str().unwrap_or_default();
    if let Some(dose) = &wanted.dose {
        let written = match &measure["dose"] {
            Value::Null => "none".to_owned(),
            dose => format!("{} {} {}", dose["amount"], dose["unit"].as_str().unwrap_or_default(), dose["frequency"].as_str().unwrap_or_default()),
        };
        found.unless(dose.all().contains(&written.as_str()), || format!("{id}: expected {:?}, found {written}", dose.all()));
    }
    for (what, wanted) in [("start", &wanted.start), ("stop", &wanted.stop)] {
        if let Some(wanted) = wanted {
            found.unless(instant(&measure[what]) == Some(moment(wanted)), || format!("{id}: {what}: expected {wanted}, found {}", measure[what]));
        }
    }
    let starts = instant(&measure["start"]);
    let within = |[from, to]: &[String; 2]| starts.is_some_and(|start| start >= moment(from) && start <= moment(to));
    found.unless(wanted.start_within.is_empty() || wanted.start_within.iter().any(within), || format!("{id}: starts {}", measure["start"]));
    found.same(&format!("{id}: limb"), wanted.limb.as_ref(), measure["limb"].as_str().map(str::to_owned));
    if let Some([day, of]) = wanted.day {
        let said = measure["day"].to_string();
        let numbers: Vec<u32> = said.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
        found.unless(numbers.contains(&day) && (numbers.len() == 1 || numbers.contains(&of)), || format!("{id}: day {day} of {of}, found {said}"));
    }
    let hangs = strings(&measure["conditionalOn"]);
    let named = |one: &OneOf| one.all().iter().any(|id| hangs.contains(id));
    let known = |id: &&str| wanted.on.iter().any(|one| one.all().contains(id));
    let open = wanted.on_any || !wanted.on_has.is_empty();
    let right = wanted.on.iter().chain(&wanted.on_has).all(named) && (open || hangs.iter().all(known));
    found.unless(right, || format!("{id}: hangs on {hangs:?}"));
}

fn in_force(expect: &Expect, rows: &Value, found: &mut Found) {
    let severity = |id: &str| rows.as_array().and_then(|rows| rows.iter().find(|row| row["id"] == *id)).map(|row| row["severity"].clone());
    for row in &expect.has {
        let (id, wanted) = match row {
            InForce::Id(id) => (id, None),
            InForce::Whole { id, severity } => (id, Some(severity)),
        };
        match severity(id) {
            None => found.0.push(format!("{id} is not in force")),
            Some(severity) => {
                let right = wanted.is_none_or(|wanted| wanted.all().iter().any(|wanted| severity == *wanted));
                found.unless(right, || format!("{id}: {severity}"));
            }
        }
    }
    for id in &expect.has_not {
        found.unless(severity(id).is_none(), || format!("{id} is in force"));
    }
}

fn warned(expect: &Expect, advice: &Value, found: &mut Found) {
    let alerts: Vec<&str> = advice["alerts"].as_array().into_iter().flatten().filter_map(|alert| alert["id"].as_str()).collect();
    for id in &expect.alerts {
        found.unless(alerts.contains(&id.as_str()), || format!("no {id}: {alerts:?}"));
    }
    for id in &expect.no_alerts {
        found.unless(!alerts.contains(&id.as_str()), || format!("{id} stands"));
    }
    let raised = |wanted: &Warned| {
        advice["warnings"].as_array().into_iter().flatten().any(|warning| {
            let agrees = |what: &str, wanted: &Option<String>| wanted.as_ref().is_none_or(|wanted| warning[what] == **wanted);
            warning["id"] == *wanted.id
                && agrees("substance", &wanted.substance)
                && agrees("severity", &wanted.severity)
                && wanted.earliest.as_ref().is_none_or(|earliest| instant(&warning["earliest"]) == Some(moment(earliest)))
        })
    };
    for warning in &expect.warnings {
        found.unless(raised(warning), || format!("no {warning:?}: {}", advice["warnings"]));
    }
    for warning in &expect.no_warnings {
        found.unless(!raised(warning), || format!("a warning that has no place: {warning:?}"));
    }
}

fn looked_at_again(expect: &Expect, again: &Value, at: &str, found: &mut Found) {
    let hours = instant(again).map(|again| (again - moment(at)).as_seconds_f64() / 3600.0);
    found.same("re-check", expect.recheck_h.as_ref(), hours);
    if let Some(most) = expect.recheck_max_h {
        found.unless(hours.is_some_and(|hours| hours > 0.0 && hours <= most), || format!("re-check: at most {most} h, found {hours:?}"));
    }
}

fn listed(wanted: &[Listed], issues: &Value, facts: &[Value], found: &mut Found) {
    let issues: Vec<&Value> = issues.as_array().into_iter().flatten().collect();
    let about = |issue: &Value, id: &str| {
        let place = issue["path"].as_str().and_then(|path| path.strip_prefix("/chart/facts/")).and_then(|path| path.split('/').next());
        let fact = place.and_then(|place| place.parse::<usize>().ok()).and_then(|place| facts.get(place));
        issue["id"] == *id || fact.is_some_and(|fact| fact["id"] == *id)
    };
    for listed in wanted {
        let right = issues.iter().any(|issue| {
            listed.code.as_ref().is_none_or(|code| code.all().iter().any(|code| issue["code"] == **code))
                && listed.about.as_ref().is_none_or(|ids| ids.all().iter().any(|id| about(issue, id)))
        });
        found.unless(right, || format!("not listed: {listed:?}"));
    }
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A time that the program says.
fn instant(time: &Value) -> Option<DateTime<FixedOffset>> {
    time.as_str().and_then(|time| DateTime::parse_from_rfc3339(time).ok())
}

/// A time that was written down: a slip in it must not pass as the absence of one.
fn moment(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(time).unwrap_or_else(|error| panic!("{time}: {error}"))
}
