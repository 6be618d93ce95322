//! What `assess` says beside the row that fires: weights, marks, who forbids what, what is watched and when to look again.
#![cfg(not(target_family = "wasm"))]

use serde_json::{Value, json};
use virchow::clinical::instruments::CAPRINI;
use virchow::interop::assess::assess;
use virchow::interop::chart::{Bare, read_chart, take_out_contradictions};
use virchow::interop::json::{MAX_DEPTH, parse};
use virchow::interop::shape::Place;

const LAB: &str = "2026-11-22T08:00:00+08:00";
const DAY_BEFORE: &str = "2026-11-21T08:00:00+08:00";

/// A patient of 60 with blood of this morning; `facts` beside it.
fn patient(setting: &str, facts: &[Value]) -> Value {
    let mut all = vec![
        json!({ "id": "age", "value": 60 }),
        json!({ "id": "weight", "value": 60, "unit": "kg", "at": LAB }),
        json!({ "id": "creatinine", "value": 70, "unit": "umol/L", "at": LAB }),
        json!({ "id": "platelets", "value": 200, "unit": "10*9/L", "at": LAB }),
        json!({ "id": "haemoglobin", "value": 130, "unit": "g/L", "at": LAB }),
        json!({ "id": "inr", "value": 1.0, "at": LAB }),
    ];
    if !facts.iter().any(|fact| fact["id"] == "height") {
        all.push(json!({ "id": "bmi", "value": 22 }));
    }
    for fact in facts {
        let measured = ["age", "weight", "platelets"].contains(&fact["id"].as_str().unwrap_or_default());
        all.retain(|other| !measured || other["id"] != fact["id"]);
        all.push(fact.clone());
    }
    json!({ "patient": { "sex": "female" }, "encounter": { "setting": setting, "admittedAt": "2026-11-10T08:00:00+08:00" }, "facts": all })
}

fn assessed(input: &Value) -> Value {
    let mut input = input.clone();
    input["at"] = json!("2026-11-22T12:00:00+08:00");
    if input["unanswered"].is_null() {
        input["unanswered"] = json!("absent");
    }
    serde_json::from_str(&assess(&input.to_string())).expect("JSON")
}

fn medical(facts: &[Value]) -> Value {
    assessed(&json!({ "chart": patient("medical", facts), "answers": { "reduced_mobility": true, "acute_infection_rheum": true } }))
}

fn surgical(facts: &[Value], answers: &Value) -> Value {
    assessed(&json!({ "chart": patient("surgical", facts), "answers": answers }))
}

fn operation(minutes: u32) -> Value {
    json!({ "id": "operation", "value": { "kind": "open", "durationMin": minutes, "status": "done", "at": DAY_BEFORE } })
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|one| one["id"].as_str()).collect()
}

#[test]
fn the_clearance_names_its_weight_and_from_a_bmi_of_30_the_adjusted_one() {
    let of =
        |kg: f64| medical(&[json!({ "id": "weight", "value": kg, "unit": "kg", "at": LAB }), json!({ "id": "height", "value": 160, "unit": "cm" })]);
    let (below, above) = (of(76.7), of(76.8));
    assert_eq!(below["advice"][0]["crclWeight"], json!(76.7));
    assert!(below["advice"][0]["adjustedWeight"].is_null(), "BMI 29.96");
    // Devine: 45.5 + 2.3 × (160 / 2.54 − 60) = 52.38; with 0.4 of the rest 62.15.
    let adjusted = above["advice"][0]["adjustedWeight"].as_f64().expect("BMI 30.0");
    assert!((adjusted - 62.15).abs() < 0.01, "{adjusted}");
    assert_eq!(above["advice"][0]["crclWeight"], json!(76.8), "the clearance keeps the actual weight");
    let by_host = assessed(&json!({ "chart": { "patient": { "sex": "female" }, "encounter": { "setting": "medical" }, "facts": [
        { "id": "crcl", "value": 66, "unit": "mL/min" }, { "id": "weight", "value": 60, "unit": "kg" }] } }));
    assert!(by_host["advice"][0]["crcl"].is_number() && by_host["advice"][0]["crclWeight"].is_null(), "the host's own names no weight");
}

#[test]
fn what_is_due_goes_by_the_band() {
    let due = |result: &Value| (result["due"][0]["trigger"].as_str().map(str::to_owned), result["due"][0]["dueAt"].as_str().map(str::to_owned));
    let pair = |trigger: &str, at: &str| (Some(trigger.to_owned()), Some(at.to_owned()));
    assert_eq!(due(&surgical(&[operation(40)], &json!({}))), pair("PERIODIC_LOW", "2026-11-29T12:00:00+08:00"));
    assert_eq!(due(&surgical(&[operation(90)], &json!({}))), pair("PERIODIC_MODERATE", "2026-11-25T12:00:00+08:00"));
    assert_eq!(due(&surgical(&[operation(90)], &json!({ "malignancy": true }))), pair("PERIODIC_HIGH", "2026-11-25T12:00:00+08:00"));
    let bleeding = json!({ "malignancy": true, "bs_prior_major_bleeding": true });
    assert_eq!(due(&surgical(&[operation(90)], &bleeding)), pair("BLEED_HIGH", "2026-11-23T12:00:00+08:00"));
    // At low risk bleeding changes no measure, and it is looked at daily all the same (core specification 5.2, re-check).
    assert_eq!(due(&surgical(&[operation(40)], &json!({ "bs_prior_major_bleeding": true }))), pair("BLEED_HIGH", "2026-11-23T12:00:00+08:00"));
    let icu = json!({ "id": "icu", "value": { "from": DAY_BEFORE } });
    let low_in_icu = assessed(&json!({ "chart": patient("medical", &[icu]) }));
    assert_eq!(due(&low_in_icu), pair("PERIODIC_HIGH", "2026-11-23T12:00:00+08:00"));
}

#[test]
fn each_alternative_names_all_that_forbids_it_and_nothing_else() {
    let result = surgical(
        &[operation(90)],
        &json!({ "malignancy": true, "bs_prior_major_bleeding": true, "CI_CNS_BLEED": true, "MC_ISCHAEMIA": true, "MC_LOCAL_SKIN": { "value": true, "limb": "left" } }),
    );
    let by = |id: &str| {
        result["advice"][0]["alternatives"].as_array().expect("a list").iter().find(|one| one["id"] == id).expect("listed")["blockedBy"].clone()
    };
    assert_eq!(by("enoxaparin"), json!(["CI_CNS_BLEED", "cn_bleed_surgical"]));
    assert_eq!(by("ipc"), json!(["MC_LOCAL_SKIN", "MC_ISCHAEMIA"]));
    assert_eq!(by("vfp"), json!(["MC_ISCHAEMIA"]));
}

#[test]
fn a_device_on_one_leg_does_not_repeat_what_forbids_the_other() {
    let result = surgical(
        &[operation(40)],
        &json!({ "MC_LOCAL_SKIN": { "value": true, "limb": "left" }, "CI_PLT_FUNCTION": true, "MC_UNSCREENED_IMMOBILE": true }),
    );
    let device = &result["advice"][0]["measures"][1];
    assert_eq!((device["id"].as_str(), device["limb"].as_str()), (Some("ipc"), Some("right")));
    let remarks = device["remarks"].as_array().expect("remarks");
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    assert!(remarks[0]["en"].as_str().is_some_and(|text| text.contains("Immobile >72 h")));
}

#[test]
fn creatinine_is_watched_from_75_years_with_any_drug() {
    let watched = |age: u32| {
        let facts = [json!({ "id": "age", "value": age })];
        let input = json!({ "chart": patient("medical", &facts), "answers": { "reduced_mobility": true, "acute_infection_rheum": true }, "profile": { "formulary": ["ufh"] } });
        ids(&assessed(&input)["advice"][0]["monitoring"]).contains(&"creatinine")
    };
    assert_eq!([74, 75].map(watched), [false, true]);
}

#[test]
fn a_device_brings_its_daily_look_and_a_drug_alone_does_not() {
    let low = surgical(&[operation(40)], &json!({}));
    assert_eq!(ids(&low["advice"][0]["monitoring"]), ["device"]);
    assert!(!ids(&medical(&[])["advice"][0]["monitoring"]).contains(&"device"));
}

#[test]
fn sources_stand_once_and_the_start_after_surgery_says_where_it_is_from() {
    let sources = |result: &Value| -> Vec<String> {
        result["advice"][0]["sources"].as_array().expect("a list").iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    };
    // 12–24 h after the operation: one place read, one secondary (core specification 5.3, general surgery).
    let start = |result: &Value| ["V:MEDSC", "V2:THX"].map(|mark| sources(result).iter().any(|source| source == mark));
    let operated = surgical(&[operation(90)], &json!({ "malignancy": true }));
    let ward = surgical(&[], &json!({ "malignancy": true, "central_venous_access": true }));
    for result in [&operated, &ward, &medical(&[])] {
        let mut once = sources(result);
        once.sort();
        once.dedup();
        assert_eq!(once.len(), sources(result).len());
        assert!(!once.iter().any(|source| source.starts_with('K')), "nothing unverified: {once:?}");
    }
    assert_eq!([&operated, &ward, &medical(&[])].map(start), [[true, true], [false, false], [false, false]]);
}

#[test]
fn bleeding_that_nobody_settled_is_told_of_only_where_the_row_asks_for_it() {
    let told = |result: &Value| result["advice"][0]["reasons"].to_string().contains("not assessed in full");
    let open = |answers: Value, minutes| {
        assessed(&json!({ "chart": patient("surgical", &[operation(minutes)]), "answers": answers, "unanswered": "absent" }))
    };
    let unsure = |minutes| open(json!({ "malignancy": true, "bs_active_bleeding": null }), minutes);
    assert!(told(&unsure(90)));
    assert!(!told(&open(json!({ "bs_active_bleeding": null }), 40)), "Caprini 2: a device whatever bleeds");
    assert!(!told(&open(json!({ "malignancy": true }), 90)), "settled");
}

#[test]
fn a_surgical_patient_scored_with_padua_is_read_by_the_medical_rows() {
    let input =
        json!({ "chart": patient("surgical", &[]), "instrument": "padua", "answers": { "reduced_mobility": true, "acute_infection_rheum": true } });
    assert_eq!(assessed(&input)["advice"][0]["rule"], "M1");
}

#[test]
fn a_drug_stopped_now_is_no_longer_taken() {
    let warfarin = |stopped: &str| medical(&[json!({ "id": "medication", "value": { "id": "warfarin", "stoppedAt": stopped } })]);
    assert_eq!(warfarin("2026-11-22T12:00:00+08:00")["advice"][0]["rule"], "M1");
    assert_eq!(warfarin("2026-11-22T12:01:00+08:00")["advice"][0]["rule"], "CI_THERAPEUTIC_AC");
}

/// A person's no on the form that is filled stands; the host's yes is a conflict there, not a way around it.
#[test]
fn the_host_does_not_reach_a_row_past_a_form_that_was_answered() {
    let hit = json!({ "id": "hit_history", "value": true });
    let result = surgical(&[operation(90), hit], &json!({ "malignancy": true, "hit_history": false }));
    assert_eq!(ids(&result["contraindications"]), Vec::<&str>::new());
    assert!(result["issues"].to_string().contains("/answers/hit_history"), "the conflict is shown");
}

#[test]
fn a_suggested_sex_is_no_sex() {
    let chart = json!({ "patient": {}, "encounter": { "setting": "medical" }, "facts": [{ "id": "sex", "value": "male", "status": "suggested" }] });
    let result = assessed(&json!({ "chart": chart }));
    assert!(result["bleeding"]["missing"].to_string().contains("bm_male"));
}

/// What a form lists of a chart, and how many facts it is left with.
fn listed(sex: &str, facts: Value) -> (Vec<(String, &'static str, String)>, usize) {
    let chart = json!({ "contextId": "c", "patient": { "sex": sex }, "facts": facts }).to_string();
    let place = Place::root("chart");
    let mut read = read_chart(&parse(&chart, MAX_DEPTH).expect("JSON"), &place, &|_| Bare::Of(&CAPRINI)).expect("a chart");
    take_out_contradictions(&mut read, "2026-11-22T12:00:00+08:00".parse().expect("a time"), &place);
    let named = read.rejected.iter().map(|(_, id, rejected)| (id.clone(), rejected.code, rejected.path.clone()));
    (named.collect(), read.chart.facts.len())
}

#[test]
fn a_pregnancy_of_a_man_is_listed_suggested_or_asserted_and_headless_only_what_is_asserted_conflicts() {
    let pregnancy = |status: &str, value: bool| json!({ "id": "pregnancy_postpartum", "value": value, "status": status });
    let row = |status: &str| json!({ "id": "CI_DOAC_PREG", "value": true, "status": status });
    let (rejected, left) = listed(
        "male",
        json!([pregnancy("suggested", true), { "id": "malignancy", "value": true, "status": "suggested" }, pregnancy("asserted", true)]),
    );
    let at = |index: usize| ("pregnancy_postpartum".to_owned(), "E_CONFLICT", format!("/chart/facts/{index}"));
    assert_eq!((rejected, left), (vec![at(2), at(0)], 1), "what else is suggested stays");
    assert_eq!(listed("male", json!([row("suggested")])), (vec![("CI_DOAC_PREG".into(), "E_CONFLICT", "/chart/facts/0".into())], 0));
    assert_eq!(listed("male", json!([pregnancy("suggested", false)])).1, 1, "a no contradicts nothing");
    assert_eq!(listed("female", json!([pregnancy("suggested", true)])).1, 1);
    let headless = |status: &str| {
        assessed(&json!({ "chart": { "patient": { "sex": "male" }, "encounter": { "setting": "surgical" }, "facts": [pregnancy(status, true)] } }))
    };
    assert_eq!(headless("asserted")["error"]["code"], "E_CONFLICT");
    assert_eq!(headless("suggested")["error"], Value::Null);
}

#[test]
fn what_an_overtaken_operation_would_change_is_said() {
    let overtaken = json!({ "id": "operation", "value": { "kind": "open", "durationMin": 90, "status": "planned", "at": DAY_BEFORE } });
    let result = surgical(&[overtaken], &json!({ "malignancy": true }));
    let missing = result["advice"][0]["missing"].as_array().expect("a list");
    let change = missing.iter().find(|one| one["id"] == "operation").expect("asked for")["change"]["en"].as_str();
    assert!(change.is_some_and(|text| text.contains("took place")));
}

#[test]
fn platelets_are_counted_from_the_first_dose_within_30_days_of_heparin() {
    let first = |stopped: &str| {
        let heparin = json!({ "id": "medication", "value": { "id": "heparin", "intent": "prophylactic", "stoppedAt": stopped }, "at": "2026-10-01T08:00:00+08:00" });
        let result = surgical(&[operation(90), heparin], &json!({ "malignancy": true }));
        let tasks = result["advice"][0]["monitoring"].as_array().expect("a list").clone();
        tasks.iter().find(|task| task["id"] == "platelets").expect("watched")["from"].as_str().map(str::to_owned)
    };
    assert_eq!(first("2026-10-23T12:00:00+08:00").as_deref(), Some("2026-11-22T12:00:00+08:00"));
    assert_eq!(first("2026-10-23T11:59:00+08:00").as_deref(), Some("2026-11-26T12:00:00+08:00"));
    let aspirin = json!({ "id": "medication", "value": { "id": "metformin" } });
    let result = surgical(&[operation(90), aspirin], &json!({ "malignancy": true }));
    let task = result["advice"][0]["monitoring"].as_array().and_then(|tasks| tasks.iter().find(|task| task["id"] == "platelets").cloned());
    assert_eq!(task.expect("watched")["from"], "2026-11-26T12:00:00+08:00", "another drug is no heparin");
}

#[test]
fn creatinine_is_watched_below_a_clearance_of_50_with_any_drug() {
    let watched = |crcl: f64| {
        let mut chart = patient("medical", &[]);
        let facts = chart["facts"].as_array_mut().expect("facts");
        facts.retain(|fact| fact["id"] != "creatinine");
        facts.push(json!({ "id": "crcl", "value": crcl, "unit": "mL/min", "at": LAB }));
        facts.push(json!({ "id": "egfr", "value": 80, "unit": "mL/min/{1.73_m2}", "at": LAB }));
        let input =
            json!({ "chart": chart, "answers": { "reduced_mobility": true, "acute_infection_rheum": true }, "profile": { "formulary": ["ufh"] } });
        ids(&assessed(&input)["advice"][0]["monitoring"]).contains(&"creatinine")
    };
    assert_eq!([30.0, 49.9, 50.0].map(watched), [true, true, false]);
}

#[test]
fn a_drug_carries_the_cautions_of_drugs_and_not_those_of_devices() {
    let result = surgical(&[operation(90)], &json!({ "malignancy": true, "CI_PLT_FUNCTION": true, "MC_UNSCREENED_IMMOBILE": true }));
    let remarks = result["advice"][0]["measures"][1]["remarks"].to_string();
    assert!(remarks.contains("Platelet dysfunction") && !remarks.contains("Immobile"), "{remarks}");
    let by = result["advice"][0]["alternatives"].as_array().expect("a list").iter().filter(|one| !one["blockedBy"].is_null()).count();
    assert_eq!(by, 0, "a caution blocks nothing");
}

#[test]
fn a_block_is_named_alone_where_bleeding_is_not_high() {
    let result = surgical(&[operation(90)], &json!({ "malignancy": true, "CI_CNS_BLEED": true }));
    let one = result["advice"][0]["alternatives"].as_array().expect("a list").iter().find(|one| one["id"] == "ufh").expect("listed").clone();
    assert_eq!(one["blockedBy"], json!(["CI_CNS_BLEED"]));
}

#[test]
fn where_no_ward_is_told_the_score_says_which_bleeding_list_governs() {
    let list = |instrument: &str| {
        let chart = json!({ "patient": { "sex": "female" }, "facts": [{ "id": "age", "value": 60 }] });
        assessed(&json!({ "chart": chart, "instrument": instrument }))["bleeding"]["instrument"].as_str().map(str::to_owned)
    };
    assert_eq!(list("caprini").as_deref(), Some("cn_bleed_surgical"));
    assert_eq!(list("padua").as_deref(), Some("cn_bleed_medical"));
}

#[test]
fn a_rule_of_choice_is_never_an_open_question() {
    let tha = json!({ "id": "operation", "value": { "kind": "elective_arthroplasty", "procedure": "tha", "durationMin": 90, "status": "done", "at": DAY_BEFORE } });
    let result = assessed(&json!({ "chart": patient("surgical", &[tha]), "unanswered": "unknown", "profile": { "formulary": ["rivaroxaban"] } }));
    let measure = &result["advice"][0]["measures"][1];
    let open = measure["conditionalOn"].to_string();
    assert_eq!(measure["id"], "rivaroxaban");
    assert!(open.contains("CI_DOAC_APS") && open.contains("CI_COAG") && !open.contains("CI_DOAC_MEDICAL"), "{open}");
}

/// What the hospital lists in its profile is known there to bear on no clot, and nobody is asked; what the table knows
/// stays what it is.
#[test]
fn a_medicine_that_the_profile_lists_is_not_asked_of() {
    let given = |listed: &[&str], name: &str| {
        let facts = [json!({ "id": "medication", "value": { "name": name, "status": "active" } })];
        assessed(&json!({ "chart": patient("medical", &facts), "answers": { "reduced_mobility": true, "acute_infection_rheum": true },
            "profile": { "irrelevant_medicines": listed } }))
    };
    let asks = |result: &Value| {
        let issues = result["issues"].as_array().expect("a list");
        issues.iter().any(|issue| issue["id"] == "unrecognised_medication")
    };
    assert!(asks(&given(&[], "丹参片")));
    assert!(asks(&given(&["三七片"], "丹参片")));
    assert!(!asks(&given(&["丹参片"], "丹参片")));
    let without = assessed(&json!({ "chart": patient("medical", &[]), "answers": { "reduced_mobility": true, "acute_infection_rheum": true } }));
    assert_eq!(given(&["丹参片"], "丹参片")["advice"][0], without["advice"][0]);
    let held = |listed: &[&str]| given(listed, "华法林")["blood"].clone();
    assert_eq!(held(&["华法林"]), held(&[]), "a list hides nothing that the table knows");
}

/// Of these the specification (5.8) names neither effect nor hours: nobody counts as protected, and nothing starts, until a
/// physician says.
#[test]
fn an_anticoagulant_without_figures_waits_for_a_physician() {
    for name in ["danaparoid", "sulodexide", "nafamostat", "desirudin", "betrixaban"] {
        for stopped in [false, true] {
            let mut value = json!({ "id": name, "intent": "therapeutic", "lastDoseAt": DAY_BEFORE });
            if stopped {
                value["stoppedAt"] = json!(DAY_BEFORE);
            }
            let facts = [json!({ "id": "medication", "value": value })];
            let answers = json!({ "reduced_mobility": true, "acute_infection_rheum": true });
            let result = assessed(&json!({ "chart": patient("medical", &facts), "answers": answers }));
            assert!(result["advice"][0]["protected"] != json!(true), "{name}");
            let firm = result["advice"][0]["measures"].as_array().into_iter().flatten();
            let firm: Vec<&Value> = firm
                .filter(|measure| {
                    !["basic", "ipc", "gcs", "vfp"].contains(&measure["id"].as_str().unwrap_or_default()) && measure["conditionalOn"] == json!([])
                })
                .collect();
            assert!(firm.is_empty(), "{name}: {firm:?}");
            let mut told = answers.clone();
            told["CI_THERAPEUTIC_AC"] = json!(true);
            let result = assessed(&json!({ "chart": patient("medical", &facts), "answers": told }));
            assert_eq!(result["advice"][0]["protected"], json!(true), "{name}: a physician says that it protects");
        }
    }
}
