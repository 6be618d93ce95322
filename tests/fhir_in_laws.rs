//! FHIR in, as laws over generated Bundles: any order of resources, any spelling of a reference, any offset of an instant and
//! any history of versions gives one and the same chart; two people never share one.
#![cfg(not(target_family = "wasm"))]

use proptest::prelude::*;
use serde_json::{Value, json};
use virchow::interop::fhir::prefill::{prefill, read};
use virchow::interop::json::canonical;

const LOINC: &str = "http://loinc.org";

/// What one hospital knows of one patient, before it is spelled.
#[derive(Clone, Debug)]
struct Known {
    readings: Vec<(usize, i64, u32)>,
    diagnoses: Vec<(usize, i64)>,
    orders: Vec<(usize, usize)>,
    doses: Vec<(usize, i64)>,
}

/// How it is spelled in one Bundle.
#[derive(Clone, Debug)]
struct Spelling {
    order: Vec<u32>,
    references: Vec<usize>,
    offsets: Vec<i32>,
    histories: Vec<usize>,
}

const READINGS: [(&str, &str); 3] = [("777-3", "10*9/L"), ("2160-0", "umol/L"), ("8480-6", "mm[Hg]")];
const DIAGNOSES: [&str; 5] = ["I21.9", "I26.9", "I50.0", "C34.1", "J15.9"];
const DRUGS: [&str; 4] = ["B01AA03", "B01AB05", "B01AC06", "G03A"];
const ORDERS: [&str; 3] = ["active", "on-hold", "stopped"];
/// 20 November 2026, 00:00 UTC.
const ADMITTED: i64 = 1_795_132_800;

fn at(seconds: i64, offset: i32) -> String {
    let zone = chrono::FixedOffset::east_opt(offset * 900).expect("an offset");
    chrono::DateTime::from_timestamp(seconds, 0).expect("a time").with_timezone(&zone).to_rfc3339()
}

fn subject(person: u32, way: usize) -> Value {
    let identifier = json!({ "system": "http://his/id", "value": format!("A-{person}") });
    match way % 6 {
        0 => json!({ "reference": format!("Patient/{person}") }),
        1 => json!({ "reference": format!("Patient/{person}/_history/{way}") }),
        2 => json!({ "reference": format!("http://his/fhir/Patient/{person}") }),
        3 => json!({ "identifier": identifier }),
        4 => json!({ "reference": "#p" }),
        _ => json!({ "reference": format!("http://his/fhir/Patient/{person}/_history/3"), "identifier": identifier, "display": "王*" }),
    }
}

/// The resources of one person: each with its histories, spelled.
fn resources(known: &Known, person: u32, spelling: &Spelling) -> Vec<Value> {
    let mut plain = vec![
        json!({ "resourceType": "Encounter", "status": "in-progress", "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP" },
        "period": { "start": ADMITTED }, "identifier": [{ "value": format!("stay-{person}") }] }),
    ];
    for (what, when, value) in &known.readings {
        let (code, unit) = READINGS[*what];
        plain.push(json!({ "resourceType": "Observation", "status": "final", "code": { "coding": [{ "system": LOINC, "code": code }] },
            "effectiveDateTime": ADMITTED + when, "valueQuantity": { "value": value, "code": unit } }));
    }
    for (what, when) in &known.diagnoses {
        plain.push(json!({ "resourceType": "Condition", "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10", "code": DIAGNOSES[*what] }] }, "onsetDateTime": ADMITTED + when }));
    }
    for (what, status) in &known.orders {
        plain.push(json!({ "resourceType": "MedicationRequest", "status": ORDERS[*status], "intent": "order",
            "medicationCodeableConcept": { "coding": [{ "system": "http://www.whocc.no/atc", "code": DRUGS[*what] }] } }));
    }
    for (what, when) in &known.doses {
        plain.push(json!({ "resourceType": "MedicationAdministration", "status": "completed", "effectiveDateTime": ADMITTED + when,
            "medicationCodeableConcept": { "coding": [{ "system": "http://www.whocc.no/atc", "code": DRUGS[*what] }] } }));
    }
    let mut entries = vec![
        json!({ "fullUrl": format!("http://his/fhir/Patient/{person}"), "resource": { "resourceType": "Patient", "id": person.to_string(), "gender": "male",
        "identifier": [{ "system": "http://his/id", "value": format!("A-{person}") }] } }),
    ];
    let pick = |from: &[usize], index: usize| from[index % from.len()];
    for (index, mut resource) in plain.into_iter().enumerate() {
        let kind = resource["resourceType"].as_str().expect("a kind").to_owned();
        spell(&mut resource, spelling.offsets[index % spelling.offsets.len()]);
        resource["id"] = format!("{person}-{index}").into();
        resource["subject"] = subject(person, pick(&spelling.references, index));
        resource["contained"] =
            json!([{ "resourceType": "Patient", "id": "p", "identifier": [{ "system": "http://his/id", "value": format!("A-{person}") }] }]);
        let older = pick(&spelling.histories, index) % 3;
        for version in 0..=older {
            let mut this = resource.clone();
            this["meta"] = json!({ "versionId": (version + 9).to_string() });
            if version < older {
                // What it said before was something else, and was wrong.
                this["status"] = "entered-in-error".into();
                if kind == "Condition" {
                    this["code"]["coding"][0]["code"] = "I82.4".into();
                }
            }
            entries.push(json!({ "fullUrl": format!("http://his/fhir/{kind}/{person}-{index}"), "resource": this }));
        }
    }
    entries
}

/// Writes each instant with this offset.
fn spell(value: &mut Value, offset: i32) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), field.as_i64()) {
                    ("effectiveDateTime" | "onsetDateTime" | "start", Some(seconds)) => *field = at(seconds, offset).into(),
                    _ => spell(field, offset),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| spell(item, offset)),
        _ => {}
    }
}

fn shuffled(mut entries: Vec<Value>, order: &[u32]) -> Value {
    let mut keyed: Vec<(u32, usize, Value)> = entries
        .drain(..)
        .enumerate()
        .map(|(index, entry)| (order[index % order.len()].wrapping_mul(index as u32 * 7919 + 1), index, entry))
        .collect();
    keyed.sort_by_key(|(key, index, _)| (*key, *index));
    json!({ "resourceType": "Bundle", "type": "collection", "entry": keyed.into_iter().map(|(.., entry)| entry).collect::<Vec<_>>() })
}

/// The chart, each instant as a number.
fn chart(bundle: &Value) -> Value {
    let taken = read(&bundle.to_string()).and_then(|bundle| prefill(&bundle)).unwrap_or_else(|rejected| panic!("{}", rejected.to_json()));
    let mut chart: Value = serde_json::from_str(&canonical(&taken["chart"])).expect("JSON");
    instants(&mut chart);
    chart
}

fn instants(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
                *value = at.timestamp().into();
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(instants),
        Value::Array(items) => items.iter_mut().for_each(instants),
        _ => {}
    }
}

fn known() -> impl Strategy<Value = Known> {
    let day = 86_400i64;
    (
        prop::collection::vec((0..READINGS.len(), -40 * day..5 * day, 60..200u32), 0..9),
        prop::collection::vec((0..DIAGNOSES.len(), -60 * day..2 * day), 0..5),
        prop::collection::vec((0..DRUGS.len(), 0..ORDERS.len()), 0..4),
        prop::collection::vec((0..DRUGS.len(), 0..3 * day), 0..4),
    )
        .prop_map(|(readings, diagnoses, orders, doses)| Known { readings, diagnoses, orders, doses })
}

fn spelling() -> impl Strategy<Value = Spelling> {
    (
        prop::collection::vec(any::<u32>(), 7),
        prop::collection::vec(0..6usize, 5),
        prop::collection::vec(-48..56i32, 5),
        prop::collection::vec(0..3usize, 3),
    )
        .prop_map(|(order, references, offsets, histories)| Spelling { order, references, offsets, histories })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn order_spelling_offset_and_history_change_nothing(known in known(), one in spelling(), other in spelling()) {
        let first = chart(&shuffled(resources(&known, 1, &one), &one.order));
        let second = chart(&shuffled(resources(&known, 1, &other), &other.order));
        prop_assert_eq!(&first["contextId"], &json!("stay-1"));
        prop_assert_eq!(first, second);
    }

    #[test]
    fn two_people_never_share_a_chart(mine in known(), theirs in known(), way in spelling(), with_patient in any::<bool>()) {
        let alone = chart(&shuffled(resources(&mine, 1, &way), &way.order));
        // Everything of another person but who that is.
        let others: Vec<Value> = resources(&theirs, 2, &way).into_iter().filter(|entry| with_patient || entry["resource"]["resourceType"] != "Patient").collect();
        let both = shuffled([resources(&mine, 1, &way), others].concat(), &way.order);
        match read(&both.to_string()).and_then(|bundle| prefill(&bundle)) {
            Err(rejected) => prop_assert_eq!((rejected.code, with_patient), ("E_CONTEXT_MISMATCH", true)),
            Ok(_) => {
                prop_assert!(!with_patient);
                prop_assert_eq!(chart(&both), alone);
            }
        }
        // Without any Patient, nobody can tell whose chart it would be.
        let nobodys: Vec<Value> = [resources(&mine, 1, &way), resources(&theirs, 2, &way)].concat().into_iter().filter(|entry| entry["resource"]["resourceType"] != "Patient").collect();
        let refused = read(&shuffled(nobodys, &way.order).to_string()).and_then(|bundle| prefill(&bundle)).err().map(|rejected| rejected.code);
        prop_assert_eq!(refused, Some("E_CONTEXT_MISMATCH"));
    }
}
