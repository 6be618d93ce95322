//! A program whose second part is not here yet, as an element on its first visit: what it answers is what the whole program
//! answers, what it cannot answer it says, and it never calls in too early (`clinical::second::is_needed` would panic here).
#![cfg(not(target_family = "wasm"))]

use serde_json::{Value, json};
use virchow::clinical::chart::FactValue;
use virchow::clinical::instruments::{ALL, KEYS, SCORED};
use virchow::clinical::{contraindication, instruments, record_questions, second};
use virchow::interop::chart::{Bare, ReadChart, read_chart};
use virchow::interop::headless::score;
use virchow::interop::json::parse;
use virchow::interop::profile::read_profile;
use virchow::interop::shape::Place;

const AT: &str = "2026-11-22T08:00:00+08:00";

/// Runs `act` without the second part, then with it.
fn both<T>(act: impl Fn() -> T) -> (T, T) {
    second::is_elsewhere();
    let before = act();
    second::has_come();
    (before, act())
}

/// One fact of every kind, each right, then each with every field spoiled.
fn facts() -> Vec<Value> {
    let right = json!([
        { "id": "age", "value": 71 },
        { "id": "weight", "value": 90, "unit": "kg", "at": AT },
        { "id": "height", "value": 165, "unit": "cm" },
        { "id": "creatinine", "value": 70, "unit": "umol/L", "at": AT },
        { "id": "operation", "value": { "kind": "open", "status": "done", "durationMin": 90, "at": AT, "procedure": "hip_fracture" } },
        { "id": "operation", "value": { "kind": "other", "status": "done", "at": "2026-11-01", "durationMin": 90 } },
        { "id": "neuraxial", "value": { "kind": "catheter", "at": AT, "removedAt": "2026-11-22T09:00:00+08:00" } },
        { "id": "medication", "value": { "name": "利伐沙班片", "atc": "B01AF01", "status": "active", "lastDoseAt": AT, "dose": { "amount": 10, "unit": "mg", "frequency": "qd" } } },
        { "id": "medication", "value": { "name": "丹参片", "indication": "Stroke", "stopReason": "出血", "stoppedAt": AT } },
        { "id": "medication", "value": { "name": "无" } },
        { "id": "medication", "value": {} },
        { "id": "allergy", "value": { "to": "猪", "atc": "B01AB01" } },
        { "id": "icu", "value": { "from": AT } },
        { "id": "transfusion", "value": { "units": 4, "at": AT } },
        { "id": "dialysis", "value": true },
        { "id": "abi", "value": { "value": 0.5, "limb": "left" } },
        { "id": "inr_target", "value": { "low": 2, "high": 3 } },
        { "id": "limb_problem", "value": { "id": "MC_LOCAL_SKIN", "limb": "left" } },
        { "id": "CI_ACTIVE_BLEED", "value": { "value": true, "at": AT } },
        { "id": "CI_PREGNANCY", "value": true },
        { "id": "untimed_results", "value": true },
        { "id": "malignancy", "value": true },
        { "id": "padua.previous_vte", "value": true, "status": "suggested" },
        { "id": "bs_active_bleeding", "value": true },
        { "id": "bm_active_gi_ulcer", "value": false },
        { "id": "improve_bleeding.prior_bleeding_3mo", "value": true },
        { "id": "improve_bleeding.none_such", "value": true },
        { "id": "prior_bleeding_3mo", "value": true },
        { "id": "geneva.age", "value": true },
        { "id": "none_such", "value": true },
    ]);
    let right = right.as_array().expect("a list").clone();
    let mut all = right.clone();
    for fact in right {
        for junk in [json!(-1), json!("？"), json!({}), json!(null)] {
            all.push(json!({ "id": fact["id"], "value": junk }));
            for key in fact["value"].as_object().into_iter().flat_map(|fields| fields.keys()) {
                let mut spoiled = fact.clone();
                spoiled["value"][key] = junk.clone();
                all.push(spoiled);
            }
        }
    }
    all
}

fn read(facts: &[Value], sex: &str) -> ReadChart {
    let chart = json!({ "contextId": "adm-1", "patient": { "sex": sex }, "facts": facts }).to_string();
    let instrument = &instruments::CAPRINI;
    read_chart(&parse(&chart, 32).expect("JSON"), &Place::root("chart"), &|_| Bare::Of(instrument)).expect("a chart")
}

#[test]
fn what_is_not_taken_of_a_chart_is_listed_before_it_is_here_too() {
    let all = facts();
    assert!(all.len() > 150);
    let listed = |read: ReadChart| read.rejected.into_iter().map(|(fact, id, rejected)| (fact, id, rejected.to_json())).collect::<Vec<_>>();
    let (before, after) = both(|| listed(read(&all, "female")));
    assert_eq!(before, after);
    assert!(before.len() > 60, "{}", before.len());
    for fact in &all {
        let (before, after) = both(|| listed(read(std::slice::from_ref(fact), "male")));
        assert_eq!(before, after, "{fact}");
    }
}

#[test]
fn bare_keys_of_a_list_mean_the_same_before_its_table_is_here() {
    let chart = json!({ "contextId": "adm-1", "facts": facts() }).to_string();
    let tree = parse(&chart, 32).expect("JSON");
    for (keys, list) in KEYS.iter().zip(ALL) {
        let listed = |bare| {
            let read = read_chart(&tree, &Place::root("chart"), &|_| bare).expect("a chart");
            let findings = read.chart.facts.into_iter().filter_map(|fact| match fact.value {
                FactValue::Finding { instrument, item, present } => Some((fact.given, instrument, item, present)),
                _ => None,
            });
            let rejected = read.rejected.into_iter().map(|(fact, _, rejected)| (fact, rejected.to_json()));
            (findings.collect::<Vec<_>>(), rejected.collect::<Vec<_>>())
        };
        second::is_elsewhere();
        let before = listed(Bare::Named(keys));
        second::has_come();
        assert_eq!(before, listed(Bare::Of(list)), "{}", keys.id);
    }
}

#[test]
fn a_score_says_the_same_whatever_else_is_on_record() {
    for id in ["caprini", "padua"] {
        for fact in facts() {
            let input = json!({ "facts": [{ "id": "age", "value": 71 }, fact], "answers": { "caprini.malignancy": true, "cn_bleed_surgical.bs_active_bleeding": true, "cn_bleed_medical.bm_rheumatic": false } });
            let (before, after) = both(|| score(id, &input.to_string()));
            assert_eq!(before, after, "{id} {input}");
        }
    }
}

#[test]
fn a_bleeding_list_that_is_not_here_is_no_unknown_one() {
    let answer = |id: &str| serde_json::from_str::<Value>(&score(id, r#"{ "answers": {} }"#)).expect("JSON");
    let (before, after) = both(|| ["cn_bleed_surgical", "cn_bleed_medical", "improve_bleeding", "caprini", "astrology"].map(answer));
    assert_eq!(
        before.map(|answer| answer["error"]["code"].clone()),
        [json!("E_WASM"), json!("E_WASM"), json!("E_WASM"), json!(null), json!("E_INSTRUMENT")]
    );
    assert_eq!(after.map(|answer| answer["error"]["code"].clone()), [json!(null), json!(null), json!(null), json!(null), json!("E_INSTRUMENT")]);
}

/// Before the part is here it names what to do; then it scores. An id that no build has stays unknown in both.
#[test]
fn an_instrument_that_is_only_scored_says_that_its_part_is_missing() {
    let answer = |id: &str| serde_json::from_str::<Value>(&score(id, r#"{ "answers": {} }"#)).expect("JSON");
    for id in SCORED.iter().map(|instrument| instrument.id) {
        let (before, after) = both(|| answer(id));
        assert_eq!((&before["error"]["code"], &before["error"]["path"]), (&json!("E_WASM"), &json!("/instrument")), "{id}");
        assert!(
            ["more/", "await init()"].iter().all(|remedy| before["error"]["message"]["zh"].as_str().is_some_and(|zh| zh.contains(remedy))),
            "{id}"
        );
        assert_eq!((&after["instrument"], &after["error"]), (&json!(id), &Value::Null));
    }
    let (before, after) = both(|| ["numerology", "astrology"].map(answer).map(|answer| answer["error"]["code"].clone()));
    assert_eq!((&before, &after), (&[json!("E_INSTRUMENT"), json!("E_INSTRUMENT")], &before));
}

#[test]
fn what_was_read_without_it_is_read_again_with_it() {
    let order = json!({ "id": "medication", "value": { "name": "利伐沙班片", "lastDoseAt": AT } });
    let substance = || {
        read(std::slice::from_ref(&order), "male")
            .chart
            .all_medications()
            .next()
            .map(|(_, medication)| medication.substance().map(|substance| substance.id))
    };
    assert_eq!(both(substance), (Some(None), Some(Some("rivaroxaban"))));
}

#[test]
fn a_profile_is_read_the_same() {
    let profile = |text: &str| read_profile(&parse(text, 32).expect("JSON"), &Place::root("profile"));
    for text in [
        r#"{ "bleeding_instrument": "improve_bleeding", "medical_instrument": "caprini" }"#,
        r#"{ "bleeding_instrument": "auto" }"#,
        r#"{ "no_override": ["CI_HIT_ACUTE", "CI_HIT", "CI_THERAPEUTIC_AC", "CI_ACUTE_VTE", "MC_LOCAL_SKIN"] }"#,
        r#"{ "no_override": ["CI_HIT_ACUTE", "unrecognised_medication"] }"#,
    ] {
        let (before, after) = both(|| profile(text).map_err(|rejected| rejected.to_json()));
        assert_eq!(format!("{before:?}"), format!("{after:?}"), "{text}");
    }
}

#[test]
fn the_ids_that_are_read_without_the_tables_are_those_of_the_tables() {
    for (keys, instrument) in KEYS.iter().zip(ALL) {
        assert_eq!(keys.id, instrument.id);
        assert_eq!(keys.items, instrument.items.iter().map(|item| item.id).collect::<Vec<_>>());
    }
    for row in contraindication::TABLE.iter().chain(contraindication::QUESTIONS) {
        assert_eq!(contraindication::id_named(row.id), Some(row.id));
        let is_row = contraindication::TABLE.iter().any(|other| other.id == row.id);
        assert_eq!(contraindication::is_row(row.id), is_row, "{}", row.id);
        let label = contraindication::table::OF_WOMEN.iter().find(|(id, _)| *id == row.id).map(|(_, label)| *label);
        assert_eq!(label, row.is_of_a_woman().then_some(row.label), "{}", row.id);
    }
    assert_eq!(contraindication::id_named("CI_NONE_SUCH"), None);
    for question in &record_questions::RECORD_QUESTIONS {
        assert_eq!(record_questions::id_named(question.id), Some(question.id));
    }
    // A man's contradictions are found without them.
    assert!(ALL.iter().filter(|list| !instruments::THROMBOSIS.contains(list)).all(|list| list.items.iter().all(|item| !item.female_only)));
}
