//! Unknown is never "no" (core specification 5.4b, step 0): whatever is spoiled in a fact that stands against a drug, no
//! drug is firm, and the place is listed.
#![cfg(not(target_family = "wasm"))]

use serde_json::{Value, json};
use virchow::interop::assess::assess;

const LAB: &str = "2026-11-22T08:00:00+08:00";
const JUNK: [fn() -> Value; 7] =
    [|| json!("？"), || json!(-1), || json!(1e9), || json!({}), || json!([]), || json!(true), || json!("2026-11-22 08:00")];

fn assessed(facts: &[Value]) -> Value {
    let mut all = vec![
        json!({ "id": "age", "value": 60 }),
        json!({ "id": "bmi", "value": 22 }),
        json!({ "id": "weight", "value": 60, "unit": "kg", "at": LAB }),
        json!({ "id": "creatinine", "value": 70, "unit": "umol/L", "at": LAB }),
        json!({ "id": "platelets", "value": 200, "unit": "10*9/L", "at": LAB }),
        json!({ "id": "haemoglobin", "value": 130, "unit": "g/L", "at": LAB }),
        json!({ "id": "inr", "value": 1.0, "at": LAB }),
    ];
    all.extend_from_slice(facts);
    let chart =
        json!({ "patient": { "sex": "female" }, "encounter": { "setting": "medical", "admittedAt": "2026-11-20T08:00:00+08:00" }, "facts": all });
    let answers = json!({ "padua.reduced_mobility": true, "padua.acute_infection_rheum": true });
    let input = json!({ "at": "2026-11-22T12:00:00+08:00", "unanswered": "absent", "instrument": "padua", "chart": chart, "answers": answers });
    serde_json::from_str(&assess(&input.to_string())).expect("JSON")
}

/// The drugs that are proposed and wait for nothing.
fn firm(result: &Value) -> Vec<&str> {
    assert!(result["error"].is_null(), "{result}");
    let measures = result["advice"][0]["measures"].as_array().expect("measures").iter();
    let waits = |measure: &&Value| measure["conditionalOn"].as_array().is_some_and(|list| !list.is_empty());
    let ids = measures.filter(|measure| !waits(measure)).filter_map(|measure| measure["id"].as_str());
    ids.filter(|id| !["basic", "ipc", "gcs", "vfp", "escalate"].contains(id)).collect()
}

fn against_a_drug() -> Vec<Value> {
    let all = json!([
        { "id": "medication", "value": { "id": "warfarin", "lastDoseAt": LAB } },
        { "id": "medication", "value": { "name": "利伐沙班片", "status": "active", "lastDoseAt": LAB } },
        { "id": "medication", "value": { "id": "enoxaparin", "intent": "therapeutic", "lastDoseAt": LAB, "dose": { "amount": 60, "unit": "mg", "frequency": "q12h" } } },
        { "id": "medication", "value": { "id": "alteplase", "lastDoseAt": LAB } },
        { "id": "allergy", "value": { "to": "肝素", "atc": "B01AB01" } },
        { "id": "neuraxial", "value": { "kind": "catheter", "at": LAB, "traumatic": false } },
        { "id": "neuraxial", "value": { "kind": "needle", "at": "2026-11-22T20:00:00+08:00" } },
        { "id": "transfusion", "value": { "units": 4, "at": LAB } },
        { "id": "CI_ACTIVE_BLEED", "value": true },
        { "id": "CI_HIT_ACUTE", "value": { "value": true, "at": LAB } },
        { "id": "CI_ACUTE_VTE", "value": true },
        { "id": "bm_active_gi_ulcer", "value": true },
    ]);
    all.as_array().expect("a list").clone()
}

/// Every place in `value` that holds something, as a JSON pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    for (key, inside) in value.as_object().into_iter().flatten() {
        places(inside, &format!("{at}/{key}"), found);
    }
}

#[test]
fn nothing_that_is_spoiled_makes_a_drug_firm() {
    assert_eq!(firm(&assessed(&[])), ["enoxaparin"], "without any of these it is firm");
    let mut wrong = vec![];
    let mut spoiled = 0;
    for fact in against_a_drug() {
        let whole = assessed(std::slice::from_ref(&fact));
        assert!(!firm(&whole).contains(&"enoxaparin"), "{fact}");
        let mut found = vec![];
        places(&fact["value"], "/value", &mut found);
        found.extend(["/at".to_owned(), "/status".to_owned()]);
        for place in found {
            for junk in JUNK {
                let mut bad = fact.clone();
                match bad.pointer_mut(&place) {
                    Some(value) => *value = junk(),
                    None => bad[&place[1..]] = junk(),
                }
                let result = assessed(std::slice::from_ref(&bad));
                spoiled += 1;
                if firm(&result).iter().any(|drug| !firm(&whole).contains(drug)) {
                    wrong.push(format!("{place} {bad}: {:?} {}", firm(&result), result["issues"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {spoiled}\n{}", wrong.len(), wrong.join("\n"));
}

/// A tap of which nobody can read whether it bled delays a drug as a bloody one.
#[test]
fn a_tap_that_may_have_bled_is_a_bloody_one() {
    let needle = |traumatic: Value| {
        let tap = json!({ "id": "neuraxial", "value": { "kind": "needle", "at": "2026-11-21T18:00:00+08:00", "traumatic": traumatic } });
        let result = assessed(&[tap]);
        (firm(&result).iter().map(|id| (*id).to_owned()).collect::<Vec<_>>(), result["advice"][0]["measures"].clone())
    };
    assert_eq!(needle(json!("yes")), needle(json!(true)));
    assert_ne!(needle(json!("yes")), needle(json!(false)));
}

/// Half of those who are born in 1956 are 70 on a day of 2026: no age follows from the year, and none is dropped unsaid.
#[test]
fn a_birth_date_that_is_only_a_year_or_a_month_is_listed_and_the_age_is_asked() {
    let asked = |birth_date: &str, facts: Value| -> Value {
        let chart = json!({ "patient": { "sex": "female", "birthDate": birth_date }, "encounter": { "setting": "medical" }, "facts": facts });
        let input = json!({ "at": "2026-11-22T12:00:00+08:00", "unanswered": "absent", "instrument": "padua", "chart": chart });
        serde_json::from_str(&assess(&input.to_string())).expect("JSON")
    };
    let is_missing = |result: &Value| result["tally"]["missing"].as_array().is_some_and(|missing| missing.contains(&json!("age_ge_70")));
    for part in ["1956", "1956-03", "2091", "0001"] {
        let result = asked(part, json!([]));
        assert!(result["error"].is_null(), "{part}: {result}");
        let listed = result["issues"].as_array().into_iter().flatten().find(|issue| issue["path"] == "/chart/patient/birthDate").expect("listed");
        assert_eq!(listed["code"], "E_SCHEMA", "{part}");
        assert!(["zh", "en"].iter().all(|lang| !listed["message"][lang].to_string().contains(part)), "no value is told: {listed}");
        assert!(is_missing(&result), "{part}: the age is asked");
        // The age beside it counts, and the listed year takes nothing away.
        let with_age = asked(part, json!([{ "id": "age", "value": 71 }]));
        assert!(!is_missing(&with_age) && with_age["tally"]["floor"] == 1, "{part}: {with_age}");
    }
    for whole in ["1956-03-02", "1906-11-23"] {
        assert!(!is_missing(&asked(whole, json!([]))), "{whole}");
    }
    for none in ["1956-13", "1956-3", "195", "19560302", "1956-02-30", "May", "", "1956-03-"] {
        let result = asked(none, json!([]));
        assert_eq!((&result["error"]["code"], &result["error"]["path"]), (&json!("E_SCHEMA"), &json!("/chart/patient/birthDate")), "{none}");
    }
    // To come, or of a hundred and thirty years ago.
    for none in ["2091-07-13", "1895-11-21", "0001-01-01"] {
        assert_eq!(asked(none, json!([]))["error"]["code"], "E_CONFLICT", "{none}");
    }
}
