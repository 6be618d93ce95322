//! One instant is one instant, whatever offset its source wrote it with, and a list of facts has no first and no last: the
//! sixty admissions give the same words and times, letter for letter.
#![cfg(not(target_family = "wasm"))]

#[path = "support/admissions.rs"]
#[allow(dead_code, reason = "what the admissions expect is held against them elsewhere")]
mod admissions;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_json::{Value, json};
use virchow::interop::assess::assess;
use virchow::interop::json::{canonical, parse};
use virchow::interop::more::outputs;
use virchow::interop::record::Record;
use virchow::interop::seal::Stamp;
use virchow::record::event::Body;
use virchow::record::local::china;
use virchow::record::role::{Actor, Role};

/// Every time of a document at the same instant and another offset; civil days stay.
fn at_offset(value: &mut Value, seconds: i32) {
    match value {
        Value::String(text) => {
            if let Ok(at) = DateTime::parse_from_rfc3339(text) {
                let offset = FixedOffset::east_opt(seconds).expect("an offset");
                *text = at.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, seconds == 0);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| at_offset(one, seconds)),
        Value::Object(fields) => fields.values_mut().for_each(|one| at_offset(one, seconds)),
        _ => {}
    }
}

fn sixty() -> impl Iterator<Item = (String, Value)> {
    admissions::all().into_iter().flat_map(|(_, all)| all).map(|of| (of.name.clone(), serde_json::from_str(&of.input()).expect("JSON")))
}

#[test]
fn a_host_that_writes_its_times_in_utc_gets_the_same_plan_letter_for_letter() {
    let mut with_times = 0;
    for (name, input) in sixty() {
        let expected = assess(&input.to_string());
        with_times += usize::from(expected.contains("+08:00"));
        for seconds in [0, 8 * 3600, 5 * 3600 + 1800, -9 * 3600 - 1800] {
            let mut written = input.clone();
            at_offset(&mut written, seconds);
            assert_eq!(assess(&written.to_string()), expected, "{name} at {seconds}");
        }
    }
    assert!(with_times >= 50, "{with_times} plans tell a time");
}

#[test]
fn a_day_alone_is_a_day_of_the_hospital() {
    // 17:00 UTC is one o'clock of the next day in Shanghai: a result of that day is not of tomorrow.
    let chart = |at: &str| {
        json!({ "at": at, "unanswered": "absent", "answers": { "reduced_mobility": true }, "chart": { "encounter": { "setting": "medical" },
            "facts": [{ "id": "platelets", "value": 40, "unit": "10*9/L", "at": "2026-11-23" }, { "id": "age", "value": 60 }] } })
    };
    let taken = |at: &str| {
        let answer: Value = serde_json::from_str(&assess(&chart(at).to_string())).expect("JSON");
        !answer["issues"].as_array().expect("a list").iter().any(|issue| issue["code"] == "E_TIME")
    };
    assert!(taken("2026-11-22T17:00:00Z") && taken("2026-11-23T01:00:00+08:00"));
    assert!(!taken("2026-11-22T15:59:00Z") && !taken("2026-11-22T23:59:00+08:00"));
}

#[test]
fn an_admission_and_a_dialysis_yet_to_come_are_listed_and_change_nothing() {
    let of = |encounter: Value, facts: Value| {
        let chart =
            json!({ "at": "2026-11-22T09:00:00+08:00", "unanswered": "absent", "answers": {}, "chart": { "encounter": encounter, "facts": facts } });
        let mut answer: Value = serde_json::from_str(&assess(&chart.to_string())).expect("JSON");
        let issues: Vec<String> = answer["issues"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["code"] == "E_TIME")
            .map(|one| one["path"].as_str().unwrap_or_default().to_owned())
            .collect();
        answer.as_object_mut().expect("an object").remove("issues");
        (answer, issues)
    };
    let medical = json!({ "setting": "medical" });
    let (plain, nothing) = of(medical.clone(), json!([]));
    assert!(nothing.is_empty());
    let ahead = json!({ "setting": "medical", "admittedAt": "2026-11-22T09:01:00+08:00" });
    assert_eq!(of(ahead, json!([])), (plain.clone(), vec!["/chart/encounter/admittedAt".into()]));
    let begun = json!({ "setting": "medical", "admittedAt": "2026-11-22T09:00:00+08:00" });
    assert!(of(begun, json!([])).1.is_empty());
    for (fact, path) in [
        (json!({ "id": "dialysis", "value": { "from": "2026-11-22T10:00:00+08:00" } }), "/chart/facts/0/value/from"),
        (json!({ "id": "dialysis", "value": { "from": "2026-11-23" } }), "/chart/facts/0/value/from"),
        (json!({ "id": "dialysis", "value": true, "at": "2026-11-22T10:00:00+08:00" }), "/chart/facts/0/at"),
    ] {
        assert_eq!(of(medical.clone(), json!([fact])), (plain.clone(), vec![path.into()]), "{fact}");
    }
    assert!(of(medical, json!([{ "id": "dialysis", "value": { "from": "2026-11-22T08:00:00+08:00" } }])).1.is_empty());
}

#[test]
fn a_note_and_a_message_tell_the_time_of_the_hospital() {
    let told = |at: &str| {
        let by = Actor { id: "n-1".into(), name: "李护士".into(), role: Role::Nurse };
        let stamp =
            &mut Stamp { context_id: "adm-1", ids: &mut || "0192aaaa-0000-7000-8000-000000000001".into(), at: at.parse().expect("a time"), by: &by };
        let event = canonical(&Record::default().seal(Body::admitted(), stamp).json);
        let input = format!(r#"{{ "event": {event}, "names": ["text", "hl7v2"] }}"#);
        canonical(&outputs(&parse(&input, 32).expect("JSON"), china).expect("outputs"))
    };
    let here = told("2026-11-22T00:30:00+08:00");
    assert!(here.contains("2026-11-22 00:30") && here.contains("20261122003000+0800"), "{here}");
    assert_eq!(told("2026-11-21T16:30:00Z"), here);
}

/// The same with lists in one order and every fact named by what it is.
fn in_order(value: &mut Value, names: &[usize]) {
    match value {
        Value::String(text) => {
            if let Some(rest) = text.strip_prefix("/chart/facts/") {
                let (index, rest) = rest.split_once('/').unwrap_or((rest, ""));
                *text = format!("/chart/facts/#{}/{rest}", names[index.parse::<usize>().expect("an index")]);
            }
        }
        Value::Array(all) => {
            all.iter_mut().for_each(|one| in_order(one, names));
            all.sort_by_key(|one| one.to_string());
        }
        Value::Object(fields) => fields.values_mut().for_each(|one| in_order(one, names)),
        _ => {}
    }
}

#[test]
fn newest_first_and_newest_last_give_the_same_advice() {
    for (name, input) in sixty() {
        let facts = input["chart"]["facts"].as_array().cloned().unwrap_or_default();
        let answer = |order: &[usize]| {
            let mut input = input.clone();
            input["chart"]["facts"] = order.iter().map(|&index| facts[index].clone()).collect();
            let mut answer: Value = serde_json::from_str(&assess(&input.to_string())).expect("JSON");
            in_order(&mut answer, order);
            answer
        };
        let straight: Vec<usize> = (0..facts.len()).collect();
        let mut shuffled = straight.clone();
        shuffled.reverse();
        let expected = answer(&straight);
        for step in 0..3 {
            assert_eq!(answer(&shuffled), expected, "{name}, order {step}");
            shuffled.rotate_left(facts.len() / 3 + 1);
            let half = shuffled.len() / 2;
            shuffled[..half].reverse();
        }
    }
}

fn issues(facts: &Value, at: &str, admitted: Option<&str>) -> (Value, Vec<String>) {
    let mut input =
        json!({ "at": at, "unanswered": "absent", "instrument": "caprini", "chart": { "encounter": { "setting": "surgical" }, "facts": facts } });
    if let Some(admitted) = admitted {
        input["chart"]["encounter"]["admittedAt"] = json!(admitted);
    }
    let answer: Value = serde_json::from_str(&assess(&input.to_string())).expect("JSON");
    let codes = answer["issues"].as_array().expect("a list").iter().map(|issue| format!("{} {}", issue["code"], issue["path"])).collect();
    (answer, codes)
}

const AT: &str = "2026-11-22T10:00:00+08:00";

#[test]
fn a_stroke_of_years_ago_is_not_within_a_month() {
    let of = |day: &str| {
        let (answer, codes) = issues(&json!([{ "id": "caprini.stroke_lt_1mo", "value": true, "at": day }]), AT, None);
        (answer["tally"]["points"]["stroke_lt_1mo"] == 5, codes.iter().any(|code| code.contains("E_STALE") && code.contains("/chart/facts/0/at")))
    };
    assert_eq!(of("2019-03-01"), (false, true));
    assert_eq!(of("2026-10-22"), (false, true));
    assert_eq!(of("2026-10-23"), (true, false));
    assert_eq!(of("2026-11-20T08:00:00Z"), (true, false));
}

#[test]
fn an_operation_of_years_ago_is_not_of_this_stay() {
    let operation = |at: &str| json!([{ "id": "operation", "value": { "kind": "open", "durationMin": 90, "status": "done", "at": at } }]);
    let major = |at: &str, admitted: Option<&str>| issues(&operation(at), AT, admitted).0["tally"]["points"]["major_open_surgery"] == 2;
    assert!(!major("2019-05-05", None) && !major("2019-05-05T08:00:00+08:00", None));
    assert!(major("2026-11-20", None) && major("2026-11-20", Some("2026-11-20T08:00:00+08:00")));
    assert!(!major("2026-11-19", Some("2026-11-20T08:00:00+08:00")));
}

#[test]
fn two_heights_of_one_moment_do_not_hang_on_their_order() {
    let weight = json!({ "id": "weight", "value": 70, "unit": "kg", "at": "2026-11-22" });
    let height = |cm: u32| json!({ "id": "height", "value": cm, "unit": "cm", "at": "2026-11-22T08:00:00+08:00" });
    let of = |one: u32, other: u32| {
        let (answer, codes) = issues(&json!([weight, height(one), height(other)]), AT, None);
        (answer["tally"]["points"]["bmi_gt_25"].clone(), codes.iter().filter(|code| code.contains("E_CONFLICT")).count())
    };
    assert_eq!(of(160, 180), (json!(1), 1));
    assert_eq!(of(180, 160), (json!(1), 1));
}

#[test]
fn a_high_pressure_of_the_day_of_admission_is_of_now_and_one_of_last_week_is_not() {
    let reads = |day: &str| {
        let facts = json!([{ "id": "sbp", "value": 200, "unit": "mm[Hg]", "at": day }, { "id": "dbp", "value": 120, "unit": "mm[Hg]", "at": day }]);
        let (answer, _) = issues(&facts, AT, Some("2026-11-22T08:00:00+08:00"));
        let missing = answer["advice"][0]["missing"].to_string() + &answer["bleeding"]["missing"].to_string();
        missing.contains("CI_HTN") || missing.contains("htn") || missing.contains("pressure")
    };
    assert!(reads("2026-11-22"));
    assert!(!reads("2026-11-15"));
}

#[test]
fn silence_beside_a_suggested_medicine_or_needle_is_no_absence() {
    let suggested = |fact: Value| issues(&json!([fact]), AT, None).0;
    let medicine = suggested(json!({ "id": "medication", "status": "suggested", "value": { "id": "warfarin" } }));
    assert!(medicine["advice"][0]["missing"].to_string().contains("unrecognised_medication"), "{}", medicine["advice"][0]["missing"]);
    assert!(medicine["issues"].to_string().contains("warfarin"));
    let needle = suggested(json!({ "id": "neuraxial", "status": "suggested", "value": { "kind": "needle", "at": AT } }));
    assert!(needle["advice"][0]["missing"].to_string().contains("CI_NEURAXIAL"), "{}", needle["advice"][0]["missing"]);
}

/// The drug that is proposed waits for this, and the fact is named among the issues.
#[test]
fn a_suggested_value_that_forbids_more_is_a_condition_of_the_drug_and_is_said() {
    let before = "2026-11-21T08:00:00+08:00";
    let measured = |id: &str, value: f64, unit: &str, at: &str| json!({ "id": id, "value": value, "unit": unit, "at": at });
    let known = [
        measured("weight", 64.0, "kg", AT),
        measured("platelets", 210.0, "10*9/L", before),
        measured("haemoglobin", 130.0, "g/L", before),
        measured("creatinine", 70.0, "umol/L", before),
        measured("inr", 1.0, "1", before),
        measured("sbp", 120.0, "mm[Hg]", before),
        measured("dbp", 70.0, "mm[Hg]", before),
    ];
    let of = |fact: Option<Value>| {
        let facts: Vec<Value> = known.iter().cloned().chain(fact).collect();
        let input = json!({ "at": AT, "unanswered": "absent", "answers": { "active_cancer": true, "reduced_mobility": true },
            "chart": { "patient": { "sex": "female", "birthDate": "1966-03-02" }, "encounter": { "setting": "medical" }, "facts": facts } });
        let answer: Value = serde_json::from_str(&assess(&input.to_string())).expect("JSON");
        let drug = answer["advice"][0]["measures"].as_array().expect("measures").iter().find(|one| one["kind"] == "drug").cloned();
        let named = answer["issues"].to_string().contains(&format!("/chart/facts/{}\"", known.len()));
        let missing = answer["advice"][0]["missing"].to_string();
        let tally = answer["tally"].clone();
        (drug.expect("a drug is proposed")["conditionalOn"].clone(), named, missing, tally)
    };
    let (nothing, _, _, score) = of(None);
    assert_eq!(nothing, json!([]));
    let suggested = |mut fact: Value| {
        fact["status"] = json!("suggested");
        fact
    };
    for (fact, id) in [
        (measured("platelets", 90.0, "10*9/L", AT), "platelets"),
        (json!({ "id": "platelets", "value": 40, "unit": "10*9/L" }), "platelets"),
        (json!({ "id": "platelets", "value": 40, "unit": "10*9/L", "at": "2026-11-21" }), "platelets"),
        (measured("haemoglobin", 60.0, "g/L", AT), "haemoglobin"),
        (measured("creatinine", 400.0, "umol/L", AT), "creatinine"),
        (measured("inr", 2.4, "1", AT), "inr"),
        (measured("aptt", 90.0, "s", AT), "aptt"),
        (measured("egfr", 12.0, "mL/min/{1.73_m2}", AT), "creatinine"),
        (measured("weight", 38.0, "kg", AT), "weight"),
        (measured("sbp", 210.0, "mm[Hg]", AT), "CI_HTN"),
        (json!({ "id": "dialysis", "value": true }), "creatinine"),
        (json!({ "id": "operation", "value": { "kind": "open", "durationMin": 90, "at": AT } }), "operation"),
    ] {
        let (waits, named, missing, tally) = of(Some(suggested(fact.clone())));
        assert!(waits.as_array().is_some_and(|ids| ids.contains(&json!(id))), "{fact}: {waits}");
        assert!(named, "{fact} is not among the issues");
        assert!(missing.contains(id), "{fact}: {missing}");
        assert_eq!(tally, score, "{fact}: nothing that is suggested counts");
    }
    for fact in [
        measured("platelets", 240.0, "10*9/L", AT),
        measured("platelets", 40.0, "10*9/L", "2026-11-20T08:00:00+08:00"),
        measured("sbp", 130.0, "mm[Hg]", AT),
        json!({ "id": "operation", "value": { "kind": "open", "durationMin": 90, "at": AT, "status": "cancelled" } }),
        json!({ "id": "dialysis", "value": { "from": "2026-11-01T08:00:00+08:00", "to": "2026-11-10T08:00:00+08:00" } }),
    ] {
        let (waits, named, ..) = of(Some(suggested(fact.clone())));
        assert_eq!((waits, named), (json!([]), false), "{fact}");
    }
}

#[test]
fn where_no_drug_is_proposed_a_suggested_operation_is_missing_all_the_same() {
    let input = json!({ "at": AT, "unanswered": "absent", "answers": {}, "chart": { "patient": { "sex": "female", "birthDate": "1996-03-02" },
        "encounter": { "setting": "surgical" }, "facts": [{ "id": "operation", "status": "suggested", "value": { "kind": "open", "durationMin": 90 } }] } });
    let answer: Value = serde_json::from_str(&assess(&input.to_string())).expect("JSON");
    assert!(answer["advice"][0]["missing"].to_string().contains("operation"), "{}", answer["advice"]);
    assert!(answer["issues"].to_string().contains("/chart/facts/0"), "{}", answer["issues"]);
}
