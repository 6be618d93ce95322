//! The golden vectors of the third review of the clinical specification: every one of them is a worked case, a law here,
//! or named with what keeps it from being either.
#![cfg(not(target_family = "wasm"))]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/judging.rs"]
mod judging;

use std::collections::BTreeSet;

use cases::{Case, Expect};
use chrono::{DateTime, FixedOffset, TimeDelta};
use judging::changes::{judge, list, questions};
use judging::fault;
use serde_json::{Value, json};
use virchow::clinical::waits::Wait;
use virchow::interop::assess::assess;
use virchow::interop::profile::read_profile;
use virchow::interop::shape::{Place, read};
use virchow::record::due::{Expected, all};
use virchow::record::encounter::Encounter;

const FOLDER: &str = "changes";

#[test]
fn changes_cases() {
    let cases = cases::of(FOLDER);
    assert!(cases.len() >= 300, "only {} cases", cases.len());
    let wrong: Vec<String> =
        cases.iter().filter_map(|(file, case)| fault(FOLDER, case).map(|what| format!("{file}: {}: {what}", case.name))).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// The numbers that the specification gave its vectors; it left gaps.
const VECTORS: &[(u32, u32)] = &[(1, 4), (10, 34), (40, 56), (60, 74), (80, 88), (90, 105), (110, 117), (120, 133), (140, 152), (160, 198)];

/// Vectors without a case, and why.
const WITHOUT_A_CASE: &[(u32, &str)] = &[
    (4, "the screen shows which field a mark belongs to, the wire does not"),
    (34, "a law: adding_a_block_hides_nothing"),
    (163, "a deadline of the stay: admission_is_due_when_the_hospital_says"),
    (190, "a help text; no fact tells of sputum"),
];

#[test]
fn every_vector_has_a_case() {
    let cases = cases::of(FOLDER);
    let number = |name: &str| name.strip_prefix('G')?.split([':', ' ']).next()?.parse::<u32>().ok();
    let told: BTreeSet<u32> = cases.iter().filter_map(|(_, case)| number(&case.name)).collect();
    let without: BTreeSet<u32> = WITHOUT_A_CASE.iter().map(|(vector, _)| *vector).collect();
    let wanted: BTreeSet<u32> = VECTORS.iter().flat_map(|(first, last)| *first..=*last).collect();
    assert_eq!(told.intersection(&without).collect::<Vec<_>>(), Vec::<&u32>::new(), "told, and said to have no case");
    assert_eq!(told.union(&without).copied().collect::<BTreeSet<_>>(), wanted);
    let begins = |with: &str| cases.iter().filter(|(_, case)| case.name.starts_with(with)).count();
    assert!((14..=19).all(|row| begins(&format!("1.6 row {row}:")) > 0), "core 1.6");
    assert_eq!((begins("2:"), begins("3.3:")), (1, 3), "core 2 and 3.3");
    assert!("MSHO".chars().all(|base| begins(&format!("{base}: ")) == 1), "the four patients");
}

/// A judge that says yes to everything, or to nothing, would prove nothing: an answer made up for the purpose satisfies
/// it, and each part of the answer put wrong in turn does not.
#[test]
fn the_judge_sees_each_part() {
    let input = json!({ "at": "2026-03-10T10:00:00+08:00", "chart": { "facts": [{ "id": "platelets" }] } }).to_string();
    let expect: Expect = serde_json::from_value(json!({
        "proposed": ["ipc", { "id": "enoxaparin", "waits": ["inr"], "start_in": ["2026-03-10T12:00:00Z"], "day": 2, "days": 35, "days_from": 28, "sources": ["V:"], "sources_without": ["K:"] }],
        "includes": [{ "id": "ipc", "limb": "left" }], "excludes": ["escalate"], "kinds": ["drug"], "no_device_on": "right", "drug_waits": ["inr"],
        "routes": ["CI_THERAPEUTIC_AC"], "routes_with": ["CI_THERAPEUTIC_AC"], "protected": "no", "protected_until": "none", "alerts": ["AL_HB_LOW"],
        "blood": [{ "id": "warfarin", "nextDueAt": "2026-03-10T20:00:00+08:00" }], "warnings": [{ "id": "needle", "earliest": "none", "says": "ASRA" }],
        "warnings_with": [{ "severity": "hard" }], "options": { "enoxaparin": ["40 mg q12h"] }, "blocked_by": { "ufh": ["CI_HIT"] }, "crcl": 29.9,
        "present": [{ "id": "CI_HIT", "severity": "forbids" }], "absent": ["CI_COAG"], "asked": ["inr"], "not_asked": ["aptt"],
        "listed": [{ "code": "E_TIME", "about": "weight|platelets" }, { "path": "/chart/facts/0/at" }], "not_listed": [{ "about": "height" }], "said": ["续用"], "unsaid": ["即可开始"],
        "due_now": ["DRUG_STOP"], "sources_without": ["K:"]
    }))
    .expect("an expectation");
    let right = json!({
        "advice": [{
            "measures": [
                { "id": "enoxaparin", "kind": "drug", "conditionalOn": ["inr"], "start": "2026-03-10T20:00:00+08:00", "day": 2, "days": { "from": 28, "planned": 35 }, "sources": ["V:ENOX; D: a day"] },
                { "id": "ipc", "kind": "device", "limb": "left", "conditionalOn": [] }
            ],
            "alternatives": [{ "id": "enoxaparin", "options": [{ "dose": { "amount": 40, "unit": "mg", "frequency": "q12h" } }] }, { "id": "ufh", "blockedBy": ["CI_HIT"] }],
            "missing": [], "reasons": [{ "zh": "续用" }], "routes": ["CI_THERAPEUTIC_AC"], "protected": false, "protectedUntil": null, "alerts": [{ "id": "AL_HB_LOW" }],
            "blood": [{ "id": "warfarin", "nextDueAt": "2026-03-10T12:00:00Z" }], "warnings": [{ "id": "needle", "severity": "hard", "earliest": null, "text": { "en": "ASRA 2018" } }],
            "crcl": 29.91, "sources": ["V:GABS"], "recheckAt": null
        }],
        "contraindications": [{ "id": "CI_HIT", "severity": "block" }], "bleeding": { "missing": [] }, "tally": { "missing": [] },
        "issues": [{ "code": "E_TIME", "path": "/chart/facts/0/at", "message": { "zh": "晚于评估时间", "en": "Later than the assessment" } }], "due": [{ "trigger": "DRUG_STOP", "dueAt": "2026-03-10T10:00:00+08:00" }]
    });
    assert_eq!(judge(&expect, &input, &right), Ok(()));
    let wrong = [
        ("/advice/0/measures/0/conditionalOn", json!([])),
        ("/advice/0/measures/0/start", json!(null)),
        ("/advice/0/measures/0/day", json!(3)),
        ("/advice/0/measures/0/days/planned", json!(14)),
        ("/advice/0/measures/0/days/from", json!(10)),
        ("/advice/0/measures/0/sources", json!(["V:ENOX; K: the insert"])),
        ("/advice/0/measures/0/sources", json!([])),
        ("/advice/0/measures/1/limb", json!("both")),
        ("/advice/0/measures/1/id", json!("escalate")),
        ("/advice/0/measures/1/conditionalOn", json!(["MC_ACUTE_DVT"])),
        ("/advice/0/alternatives/0/options/0/dose/frequency", json!("qd")),
        ("/advice/0/alternatives/1/blockedBy", json!([])),
        ("/advice/0/missing", json!([{ "id": "aptt" }])),
        ("/advice/0/reasons", json!([{ "zh": "续用，即可开始" }])),
        ("/advice/0/reasons", json!([])),
        ("/advice/0/routes", json!([])),
        ("/advice/0/protected", json!(null)),
        ("/advice/0/protectedUntil", json!("2026-03-10T12:00:00Z")),
        ("/advice/0/alerts", json!([])),
        ("/advice/0/alerts", json!(null)),
        ("/advice/0/blood", json!([])),
        ("/advice/0/blood/0/nextDueAt", json!(null)),
        ("/advice/0/warnings", json!([])),
        ("/advice/0/warnings/0/severity", json!("warning")),
        ("/advice/0/warnings/0/earliest", json!("2026-03-10T12:00:00Z")),
        ("/advice/0/warnings/0/text", json!({})),
        ("/advice/0/crcl", json!(30.0)),
        ("/advice/0/sources", json!(["K: starting"])),
        ("/contraindications/0/severity", json!("caution")),
        ("/contraindications/0/id", json!("CI_COAG")),
        ("/issues/0/code", json!("E_UNIT")),
        ("/issues/0/path", json!("/chart/facts/1")),
        ("/issues/0/path", json!("/chart/facts/0/value")),
        ("/issues/0/message/zh", json!("Later")),
        ("/issues/0/message/en", json!("")),
        ("/due/0/dueAt", json!("2026-03-10T10:01:00+08:00")),
    ];
    for (path, value) in wrong {
        let mut result = right.clone();
        *result.pointer_mut(path).expect(path) = value.clone();
        assert!(judge(&expect, &input, &result).is_err(), "{path} = {value} passed");
    }
}

/// What the answer to a case says.
fn answered(case: &Case) -> Value {
    serde_json::from_str(&assess(&case.input())).expect("JSON")
}

/// Blocks of every drug (core specification §5.9) that a person can answer.
const BLOCKS: &[&str] = &[
    "CI_ACTIVE_BLEED",
    "CI_CNS_BLEED",
    "CI_HIGH_BLEED_OP",
    "CI_COAG",
    "CI_NEURAXIAL",
    "CI_LYSIS_24H",
    "CI_VARICES",
    "CI_NEURO_EYE_OP",
    "CI_VASC_LESION",
];

/// G34: on any route, adding a block never removes a question, a warning, an alert, a row in force, a route or a re-check.
#[test]
fn adding_a_block_hides_nothing() {
    let mut wrong = vec![];
    let mut tried = 0;
    for (_, case) in cases::of(FOLDER).iter().filter(|(file, _)| file.ends_with("routes.toml")) {
        for silence in ["absent", "unknown"] {
            let case = Case { unanswered: Some(silence.into()), ..case.clone() };
            let before = answered(&case);
            if list(&before["advice"][0]["routes"]).is_empty() {
                continue;
            }
            for block in BLOCKS.iter().filter(|block| !case.answers.contains_key(**block)) {
                let mut blocked = case.clone();
                blocked.answers.insert((*block).into(), json!(true));
                tried += 1;
                if let Err(what) = keeps(&before, &answered(&blocked), block) {
                    wrong.push(format!("{}, {silence}, and {block}: {what}", case.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried >= 500, "only {tried} were on a route");
}

/// Everything that was asked, warned of, in force or due before is so after `block` was added.
fn keeps(before: &Value, after: &Value, block: &str) -> Result<(), String> {
    let (was, is) = (&before["advice"][0], &after["advice"][0]);
    let asked = questions(after);
    if let Some(id) = questions(before).into_iter().find(|id| *id != block && !asked.contains(id)) {
        return Err(format!("{id} is no longer asked"));
    }
    for what in ["warnings", "alerts", "routes"] {
        if let Some(lost) = list(&was[what]).iter().find(|one| !list(&is[what]).contains(one)) {
            return Err(format!("{what}: {lost} is lost"));
        }
    }
    let ids = |result: &Value| -> BTreeSet<String> { list(&result["contraindications"]).iter().map(|row| row["id"].to_string()).collect() };
    if let Some(lost) = ids(before).difference(&ids(after)).next() {
        return Err(format!("{lost} is no longer in force"));
    }
    let drugs = |advice: &Value| list(&advice["measures"]).iter().filter(|measure| measure["kind"] == "drug").count();
    if drugs(is) > drugs(was) {
        return Err("a drug more".into());
    }
    match (time(&was["recheckAt"]), time(&is["recheckAt"])) {
        (Some(was), Some(is)) if is <= was => Ok(()),
        (None, Some(_)) => Ok(()),
        (was, is) => Err(format!("the next look goes from {was:?} to {is:?}")),
    }
}

/// G152: whatever a drug waits for, the next look is within a day.
#[test]
fn a_drug_that_waits_is_looked_at_within_a_day() {
    let (mut wrong, mut seen) = (vec![], 0);
    for (_, case) in cases::of(FOLDER) {
        let result = answered(&case);
        let advice = &result["advice"][0];
        let waits = list(&advice["measures"]).iter().any(|measure| measure["kind"] == "drug" && !list(&measure["conditionalOn"]).is_empty());
        if !waits {
            continue;
        }
        seen += 1;
        let limit = case.at.as_deref().and_then(|at| time(&at.into())).expect("a time") + TimeDelta::hours(24);
        if time(&advice["recheckAt"]).is_none_or(|again| again > limit) {
            wrong.push(format!("{}: {}", case.name, advice["recheckAt"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen >= 40, "only {seen} drugs wait");
}

fn time(text: &Value) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text.as_str()?).ok()
}

/// G163: `admission_h: 14`, admitted at 08:00: due at 22:00.
#[test]
fn admission_is_due_when_the_hospital_says() {
    let place = Place::root("");
    let given = read(r#"{ "admission_h": 14 }"#, 100, &place).expect("JSON");
    let profile = read_profile(&given, &place).unwrap_or_else(|rejected| panic!("{}: {}", rejected.path, rejected.message.en));
    assert_eq!(profile.due.hours(Wait::Admission), 14);
    let at = |text: &str| time(&text.into()).expect("a time");
    let expected = Expected { admitted_at: Some(at("2026-03-10T08:00:00+08:00")), ..Expected::default() };
    let due = all(&Encounter::default(), &expected, &profile.due, at("2026-03-10T10:00:00+08:00"));
    let admission = due.iter().find(|due| due.trigger.id == "ADMISSION").expect("a first assessment");
    assert_eq!(admission.deadline, at("2026-03-10T22:00:00+08:00"));
}
