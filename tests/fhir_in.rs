//! FHIR in: what hospitals really send. Each test is a fault that was met, with the right value.
#![cfg(not(target_family = "wasm"))]

use serde_json::{Value, json};
use virchow::interop::fhir::prefill::{prefill, read};
use virchow::interop::json::canonical;

const LOINC: &str = "http://loinc.org";
const ICD: &str = "http://hl7.org/fhir/sid/icd-10";
const ICD9: &str = "http://hl7.org/fhir/sid/icd-9-cm";
const ATC: &str = "http://www.whocc.no/atc";
const ACT: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

/// What came of a Bundle: the answer as plain JSON.
fn taken_of(bundle: &Value) -> Value {
    let answer = match read(&bundle.to_string()).and_then(|bundle| prefill(&bundle)) {
        Ok(taken) => canonical(&taken),
        Err(rejected) => rejected.to_json(),
    };
    serde_json::from_str(&answer).expect("JSON")
}

fn taken(resources: &[Value]) -> Value {
    let entry: Vec<Value> =
        resources.iter().map(|one| if one.get("resource").is_some() { one.clone() } else { json!({ "resource": one }) }).collect();
    taken_of(&json!({ "resourceType": "Bundle", "type": "collection", "entry": entry }))
}

/// `path code` of each refusal.
fn listed(taken: &Value) -> Vec<String> {
    let word = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let lines = taken["rejected"].as_array().unwrap_or_else(|| panic!("{taken}"));
    for line in lines {
        assert!(!word(&line["message"], "zh").is_empty() && !word(&line["message"], "en").is_empty(), "{line}");
    }
    lines.iter().map(|line| format!("{} {}", word(line, "path"), word(line, "code"))).collect()
}

fn facts(taken: &Value) -> Vec<Value> {
    taken["chart"]["facts"].as_array().cloned().unwrap_or_default()
}

/// The ids of the facts.
fn ids(taken: &Value) -> Vec<String> {
    facts(taken).iter().map(|fact| fact["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn with(mut resource: Value, more: Value) -> Value {
    let fields = resource.as_object_mut().expect("an object");
    for (name, value) in more.as_object().expect("an object") {
        match value {
            Value::Null => fields.remove(name),
            value => fields.insert(name.clone(), value.clone()),
        };
    }
    resource
}

fn patient() -> Value {
    json!({ "resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1958-03-02",
        "identifier": [{ "system": "urn:oid:1.2.3", "value": "Z1" }, { "system": "http://his/id", "value": "A-77" }] })
}

fn weight() -> Value {
    json!({ "resourceType": "Observation", "id": "w", "status": "final", "code": { "coding": [{ "system": LOINC, "code": "29463-7" }] },
        "effectiveDateTime": "2026-11-22T08:00:00+08:00", "valueQuantity": { "value": 64, "unit": "kg", "code": "kg" }, "subject": { "reference": "Patient/1" } })
}

fn platelets(at: Value, value: u32) -> Value {
    with(
        json!({ "resourceType": "Observation", "status": "final", "code": { "coding": [{ "system": LOINC, "code": "777-3" }] },
            "valueQuantity": { "value": value, "code": "10*9/L" }, "subject": { "reference": "Patient/1" } }),
        at,
    )
}

fn stay() -> Value {
    json!({ "resourceType": "Encounter", "id": "9", "status": "in-progress", "class": { "system": ACT, "code": "IMP" },
        "subject": { "reference": "Patient/1" }, "period": { "start": "2026-11-20T08:10:00+08:00" } })
}

fn diagnosis(code: &str, more: Value) -> Value {
    with(
        json!({ "resourceType": "Condition", "clinicalStatus": { "coding": [{ "system": CLINICAL, "code": "active" }] },
            "code": { "coding": [{ "system": ICD, "code": code }] }, "subject": { "reference": "Patient/1" } }),
        more,
    )
}

fn operation(more: Value) -> Value {
    with(
        json!({ "resourceType": "Procedure", "status": "completed", "code": { "coding": [{ "system": ICD9, "code": "81.51" }] }, "subject": { "reference": "Patient/1" } }),
        more,
    )
}

fn warfarin(kind: &str, more: Value) -> Value {
    with(
        json!({ "resourceType": kind, "status": "active", "intent": "order", "medicationCodeableConcept": { "coding": [{ "system": ATC, "code": "B01AA03" }] },
            "subject": { "reference": "Patient/1" } }),
        more,
    )
}

// ---- one person ----

#[test]
fn the_patient_is_known_by_every_spelling_of_a_subject() {
    let same = [
        json!({ "reference": "Patient/1" }),
        json!({ "reference": "Patient/1/_history/4" }),
        json!({ "reference": "http://his/fhir/Patient/1" }),
        json!({ "reference": "HTTP://HIS/fhir/Patient/1/_history/2".replace("HTTP://HIS", "http://HIS") }),
        json!({ "identifier": { "system": "http://his/id", "value": "A-77" } }),
        json!({ "reference": "Patient?identifier=http://his/id|A-77" }),
        json!({ "reference": "#p" }),
        json!({ "reference": "Patient/1", "identifier": { "system": "http://his/id", "value": "A-77" }, "display": "王*" }),
    ];
    let contained = json!([{ "resourceType": "Patient", "id": "p", "identifier": [{ "system": "http://his/id", "value": "A-77" }] }]);
    for subject in same {
        let person = json!({ "fullUrl": "http://his/fhir/Patient/1", "resource": patient() });
        let taken = taken(&[person, with(weight(), json!({ "subject": subject, "contained": contained }))]);
        assert_eq!((ids(&taken), listed(&taken)), (vec!["weight".to_owned()], vec![]), "{subject}");
    }
    let person = json!({ "fullUrl": "urn:uuid:0192F0C0-0000-7000-8000-000000000001", "resource": patient() });
    let by_urn = taken(&[person, with(weight(), json!({ "subject": { "reference": "urn:uuid:0192f0c0-0000-7000-8000-000000000001" } }))]);
    assert_eq!(ids(&by_urn), ["weight"]);
}

#[test]
fn what_is_of_somebody_else_or_of_nobody_is_listed_however_its_subject_is_written() {
    let others = [
        json!({ "reference": "Patient/2" }),
        json!({ "reference": "Patient/11" }),
        json!({ "reference": "Patient/2/_history/1" }),
        json!({ "reference": "http://elsewhere/fhir/Patient/1" }),
        json!({ "reference": "urn:uuid:0192f0c0-0000-7000-8000-000000000002" }),
        json!({ "identifier": { "system": "http://his/id", "value": "A-78" } }),
        json!({ "identifier": { "system": "http://else/id", "value": "A-77" } }),
        json!({ "reference": "Patient/1", "identifier": { "system": "http://his/id", "value": "A-78" } }),
        json!({ "reference": "#p" }),
        json!({ "reference": "#nobody" }),
        json!({ "reference": "Group/1" }),
        json!({ "display": "王*", "type": "Patient" }),
        json!({ "reference": "1" }),
    ];
    let contained = json!([{ "resourceType": "Patient", "id": "p", "identifier": [{ "system": "http://his/id", "value": "A-78" }] }]);
    for subject in others {
        let person = json!({ "fullUrl": "http://his/fhir/Patient/1", "resource": patient() });
        let one = with(weight(), json!({ "subject": subject, "contained": contained }));
        let taken = taken(&[person, one]);
        assert_eq!((ids(&taken), listed(&taken)), (vec![], vec!["/entry/1/resource E_CONTEXT_MISMATCH".to_owned()]), "{subject}");
    }
}

#[test]
fn every_kind_of_resource_is_held_to_its_own_field_for_the_patient() {
    let of = |field: &str, more: Value| with(with(more, json!({ "subject": null })), json!({ field: { "reference": "Patient/2" } }));
    let all = [
        patient(),
        of("subject", stay()),
        of("subject", diagnosis("I21.0", json!({}))),
        of("subject", operation(json!({}))),
        of("subject", warfarin("MedicationRequest", json!({}))),
        of("subject", warfarin("MedicationStatement", json!({}))),
        of("subject", warfarin("MedicationAdministration", json!({ "status": "completed", "effectiveDateTime": "2026-11-22T08:00:00+08:00" }))),
        of("patient", json!({ "resourceType": "AllergyIntolerance", "code": { "text": "肝素" } })),
        of("beneficiary", json!({ "resourceType": "Coverage" })),
        of("individual", json!({ "resourceType": "ResearchSubject" })),
        of("for", json!({ "resourceType": "Task" })),
        json!({ "resourceType": "Account", "subject": [{ "reference": "Patient/1" }, { "reference": "Patient/2" }] }),
    ];
    let taken = taken(&all);
    assert_eq!(ids(&taken), Vec::<String>::new());
    assert!(taken["chart"].get("contextId").is_none() && taken["chart"].get("encounter").is_none(), "{taken}");
    let expected: Vec<String> = (1..all.len()).map(|index| format!("/entry/{index}/resource E_CONTEXT_MISMATCH")).collect();
    assert_eq!(listed(&taken), expected);
}

#[test]
fn without_a_patient_one_subject_is_the_person_and_two_are_refused() {
    let one = taken(&[with(weight(), json!({ "subject": { "reference": "http://his/Patient/1" } })), stay()]);
    assert_eq!((one["chart"]["patient"]["ref"].as_str(), one["chart"]["contextId"].as_str()), (Some("Patient/1"), Some("9")));
    let second = [
        json!({ "reference": "Patient/2" }),
        json!({ "reference": "urn:uuid:0192f0c0-0000-7000-8000-000000000002" }),
        json!({ "identifier": { "system": "http://his/id", "value": "A-78" } }),
    ];
    for subject in second {
        let two = taken(&[weight(), with(stay(), json!({ "subject": subject }))]);
        assert_eq!(two["error"]["code"].as_str(), Some("E_CONTEXT_MISMATCH"), "{subject}");
    }
    let servers =
        ["http://a/Patient/1", "http://b/Patient/1"].map(|reference| with(weight(), json!({ "id": null, "subject": { "reference": reference } })));
    assert_eq!(taken(&servers)["error"]["code"].as_str(), Some("E_CONTEXT_MISMATCH"));
}

#[test]
fn two_patients_are_refused_and_two_versions_of_one_are_one() {
    let two = taken(&[patient(), with(patient(), json!({ "id": "2" }))]);
    assert_eq!((two["error"]["code"].as_str(), two["error"]["path"].as_str()), (Some("E_CONTEXT_MISMATCH"), Some("/entry/1/resource")));
    let at = |url: &str| json!({ "fullUrl": url, "resource": patient() });
    assert_eq!(taken(&[at("http://a/Patient/1"), at("http://b/Patient/1")])["error"]["code"].as_str(), Some("E_CONTEXT_MISMATCH"));
    let old = with(patient(), json!({ "gender": "male", "meta": { "versionId": "9" } }));
    let new = with(patient(), json!({ "meta": { "versionId": "10" } }));
    for versions in [[old.clone(), new.clone()], [new, old]] {
        let taken = taken(&versions);
        assert_eq!(taken["chart"]["patient"]["sex"].as_str(), Some("female"));
        assert_eq!(listed(&taken).len(), 1);
    }
}

#[test]
fn a_resource_without_a_subject_is_theirs_only_where_nobody_else_is_named() {
    let bare = with(weight(), json!({ "subject": null }));
    assert_eq!(ids(&taken(&[patient(), bare.clone()])), ["weight"]);
    let other = with(platelets(json!({ "effectiveDateTime": "2026-11-22" }), 210), json!({ "subject": { "reference": "Patient/2" } }));
    let both = taken(&[patient(), bare, other]);
    assert_eq!((ids(&both).len(), listed(&both).len()), (0, 2));
    let about_a_child = taken(&[patient(), with(weight(), json!({ "focus": [{ "reference": "Patient/9" }] }))]);
    assert_eq!((ids(&about_a_child).len(), listed(&about_a_child)), (0, vec!["/entry/1/resource/focus E_CONTEXT_MISMATCH".to_owned()]));
}

#[test]
fn a_dead_an_unused_and_a_replaced_record_are_said_and_a_partial_birth_date_too() {
    let said = |more: Value| listed(&taken(&[with(patient(), more)]));
    assert_eq!(said(json!({ "deceasedBoolean": true })), ["/entry/0/resource/deceasedBoolean E_CONFLICT"]);
    assert_eq!(said(json!({ "deceasedDateTime": "2026" })), ["/entry/0/resource/deceasedDateTime E_CONFLICT"]);
    assert_eq!(said(json!({ "deceasedBoolean": false, "active": true })), Vec::<String>::new());
    assert_eq!(said(json!({ "active": false })), ["/entry/0/resource/active E_CONFLICT"]);
    assert_eq!(said(json!({ "link": [{ "type": "replaced-by", "other": { "reference": "Patient/2" } }] })), ["/entry/0/resource/link/0 E_CONFLICT"]);
    for born in ["1956", "1956-03"] {
        assert_eq!(said(json!({ "birthDate": born })), ["/entry/0/resource/birthDate E_TIME"], "{born}");
    }
    assert_eq!(said(json!({ "gender": "other" })), ["/entry/0/resource/gender E_ITEM"]);
}

// ---- which stay ----

#[test]
fn only_an_active_in_patient_stay_becomes_the_context() {
    let check = |more: Value, expected: Option<&str>| {
        let taken = taken(&[patient(), with(stay(), more.clone())]);
        assert_eq!(taken["chart"]["contextId"].as_str(), expected, "{more}");
        assert_eq!(taken["chart"].get("encounter").is_some(), expected.is_some(), "{more}");
        assert_eq!(listed(&taken).is_empty(), expected.is_some(), "{more}");
    };
    for status in ["in-progress", "arrived", "onleave"] {
        check(json!({ "status": status }), Some("9"));
    }
    for status in ["planned", "cancelled", "finished", "entered-in-error", "triaged", "unknown"] {
        check(json!({ "status": status }), None);
    }
    for class in ["IMP", "ACUTE", "NONAC"] {
        check(json!({ "class": { "system": ACT, "code": class } }), Some("9"));
        check(json!({ "class": [{ "coding": [{ "system": "http://his/class", "code": "AMB" }, { "system": ACT, "code": class }] }] }), Some("9"));
    }
    for class in ["AMB", "EMER", "HH", "VR", "FLD", "PRENC", "OBSENC"] {
        check(json!({ "class": { "system": ACT, "code": class } }), None);
    }
    check(json!({ "class": { "system": "http://his/class", "code": "IMP" } }), None);
    check(json!({ "status": null }), None);
    let unclassed = taken(&[patient(), with(stay(), json!({ "class": null }))]);
    assert_eq!((unclassed["chart"]["contextId"].as_str(), listed(&unclassed)), (Some("9"), vec!["/entry/1/resource/class E_SCHEMA".to_owned()]));
}

#[test]
fn of_several_stays_the_latest_is_taken_whatever_their_order() {
    let earlier = with(stay(), json!({ "id": "8", "period": { "start": "2026-10-01T08:00:00+08:00" } }));
    // Later on the clock, earlier as text.
    let later = with(stay(), json!({ "id": "10", "period": { "start": "2026-11-20T00:30:00Z" } }));
    let visit = with(stay(), json!({ "id": "11", "class": { "system": ACT, "code": "AMB" }, "period": { "start": "2026-11-21T08:00:00+08:00" } }));
    let mut all = [earlier, stay(), later, visit];
    for _ in 0..4 {
        all.rotate_left(1);
        let taken = taken(&[&[patient()], &all[..]].concat());
        assert_eq!((taken["chart"]["contextId"].as_str(), listed(&taken).len()), (Some("10"), 3));
    }
}

#[test]
fn the_department_is_where_the_patient_is_now() {
    let of = |locations: Value| {
        let place = json!({ "fullUrl": "http://his/Location/5", "resource": { "resourceType": "Location", "id": "5", "name": "骨科" } });
        let taken = taken(&[patient(), with(stay(), json!({ "location": locations })), place]);
        taken["chart"]["encounter"]["department"].as_str().map(str::to_owned)
    };
    let at = |name: &str, more: Value| with(json!({ "location": { "display": name } }), more);
    let emergency = at("急诊科", json!({ "status": "completed", "period": { "end": "2026-11-20T09:00:00+08:00" } }));
    let bone = at("骨科", json!({ "status": "active", "period": { "start": "2026-11-20T09:00:00+08:00" } }));
    assert_eq!(of(json!([emergency, bone])).as_deref(), Some("骨科"));
    assert_eq!(of(json!([at("内科", json!({ "status": "planned" }))])), None);
    assert_eq!(of(json!([emergency])), None);
    assert_eq!(of(json!([at("内科", json!({ "period": { "end": "2026-11-20T09:00:00+08:00" } }))])), None);
    let bed = with(bone.clone(), json!({ "location": { "display": "12床" }, "physicalType": { "coding": [{ "code": "bd" }] } }));
    assert_eq!(of(json!([bed, bone])).as_deref(), Some("骨科"));
    assert_eq!(of(json!([{ "status": "active", "location": { "reference": "Location/5" } }])).as_deref(), Some("骨科"));
}

// ---- status and versions ----

#[test]
fn of_several_versions_the_last_counts_and_the_others_are_listed() {
    let version =
        |id: &str, value: u32, more: Value| with(platelets(json!({ "effectiveDateTime": "2026-11-22" }), value), with(json!({ "id": id }), more));
    let values = |taken: &Value| facts(taken).iter().map(|fact| fact["value"].to_string()).collect::<Vec<_>>().join(" ");
    let check = |one: Value, two: Value, lines: usize| {
        for pair in [[patient(), one.clone(), two.clone()], [patient(), two, one]] {
            let taken = taken(&pair);
            assert_eq!((values(&taken), listed(&taken).len()), ("21".to_owned(), lines), "{taken}");
        }
    };
    check(version("p", 210, json!({ "meta": { "versionId": "9" } })), version("p", 21, json!({ "meta": { "versionId": "10" } })), 1);
    let updated = |at: &str| json!({ "meta": { "lastUpdated": at } });
    check(version("p", 210, updated("2026-11-22T09:00:00+08:00")), version("p", 21, updated("2026-11-22T01:30:00Z")), 1);
    // The last version of it says that it was a slip.
    let slip = version("p", 210, json!({ "meta": { "versionId": "2" }, "status": "entered-in-error" }));
    let gone = taken(&[patient(), version("p", 210, json!({ "meta": { "versionId": "1" } })), slip]);
    assert_eq!((values(&gone), listed(&gone).len()), (String::new(), 2));
    // Nothing tells which is the last: the order, with a note.
    let by_order = taken(&[patient(), version("p", 210, json!({})), version("p", 21, json!({}))]);
    assert_eq!(
        (values(&by_order), listed(&by_order)),
        ("21".to_owned(), vec!["/entry/1/resource E_STALE".to_owned(), "/entry/2/resource/meta E_CONFLICT".to_owned()])
    );
    let deleted = taken_of(&json!({ "resourceType": "Bundle", "type": "history", "entry": [
        { "fullUrl": "http://his/Observation/p", "request": { "method": "DELETE", "url": "Observation/p" }, "response": { "etag": "W/\"3\"" } },
        { "fullUrl": "http://his/Observation/p", "resource": version("p", 210, json!({ "meta": { "versionId": "2" } })) },
        { "fullUrl": "http://his/Patient/1", "resource": patient() } ] }));
    assert_eq!(values(&deleted), "");
}

#[test]
fn a_status_is_read_by_its_system_in_every_coding() {
    let local = |code: &str| json!({ "system": "http://his/status", "code": code });
    let of = |field: &str, codings: Value| {
        let taken = taken(&[patient(), diagnosis("I26.9", json!({ field: { "coding": codings } }))]);
        (ids(&taken).len(), listed(&taken).len())
    };
    let ver = |code: &str| json!({ "system": VERIFICATION, "code": code });
    assert_eq!(of("verificationStatus", json!([local("confirmed"), ver("refuted")])), (0, 1));
    assert_eq!(of("verificationStatus", json!([local("refuted"), ver("confirmed")])), (4, 0));
    assert_eq!(of("verificationStatus", json!([local("01")])), (0, 1));
    assert_eq!(of("verificationStatus", json!([{ "code": "confirmed" }])), (4, 0));
    assert_eq!(of("clinicalStatus", json!([local("9"), { "system": CLINICAL, "code": "resolved" }])), (2, 1));
    let now = taken(&[
        patient(),
        diagnosis("I50.9", json!({ "clinicalStatus": { "coding": [local("active"), { "system": CLINICAL, "code": "resolved" }] } })),
    ]);
    assert_eq!((ids(&now).len(), listed(&now)), (0, vec!["/entry/1/resource/clinicalStatus E_REJECTED".to_owned()]));
}

#[test]
fn what_nobody_takes_is_not_taken_and_is_listed() {
    let of = |kind: &str, more: Value| {
        let taken = taken(&[patient(), warfarin(kind, more)]);
        (facts(&taken).iter().map(|fact| fact["value"].to_string()).collect::<Vec<_>>().join(" "), listed(&taken).join(" "))
    };
    for (more, at) in [
        (json!({ "intent": "proposal" }), "intent"),
        (json!({ "intent": "plan" }), "intent"),
        (json!({ "intent": "option" }), "intent"),
        (json!({ "doNotPerform": true }), "doNotPerform"),
        (json!({ "status": "draft" }), "status"),
        (json!({ "status": "unknown" }), "status"),
        (json!({ "status": "cancelled" }), "status"),
        (json!({ "status": "entered-in-error" }), "status"),
        (json!({ "status": "stopped" }), "status"),
    ] {
        assert_eq!(of("MedicationRequest", more), (String::new(), format!("/entry/1/resource/{at} E_REJECTED")));
    }
    for status in ["not-taken", "intended", "stopped", "completed", "entered-in-error"] {
        assert_eq!(of("MedicationStatement", json!({ "status": status })), (String::new(), "/entry/1/resource/status E_REJECTED".into()));
    }
    for status in ["not-done", "entered-in-error", "unknown"] {
        assert_eq!(of("MedicationAdministration", json!({ "status": status })), (String::new(), "/entry/1/resource/status E_REJECTED".into()));
    }
    for kind in ["MedicationRequest", "MedicationStatement"] {
        assert_eq!(of(kind, json!({ "status": "on-hold" })), (r#"{"atc":"B01AA03","status":"on_hold"}"#.to_owned(), String::new()));
    }
    assert_eq!(of("MedicationRequest", json!({ "status": "halted" })).1, "/entry/1/resource/status E_ITEM");
}

#[test]
fn a_medicine_hands_on_its_code_and_its_name() {
    let of = |concept: Value| {
        let taken = taken(&[patient(), warfarin("MedicationRequest", json!({ "medicationCodeableConcept": concept }))]);
        (facts(&taken).iter().map(|fact| fact["value"].to_string()).collect::<Vec<_>>().join(" "), listed(&taken).len())
    };
    let atc = |code: &str| json!({ "system": ATC, "code": code });
    let his = json!({ "system": "http://his", "code": "17", "display": "低分子肝素钠" });
    assert_eq!(of(json!({ "coding": [his, atc("B01AA03")], "text": "华法林钠片" })), (r#"{"atc":"B01AA03","name":"华法林钠片"}"#.into(), 0));
    assert_eq!(
        of(json!({ "coding": [atc("B01AC06"), atc("B01AC04")], "text": "阿司匹林氯吡格雷片" })),
        (r#"{"atc":"B01AC04","name":"阿司匹林氯吡格雷片"} {"atc":"B01AC06"}"#.into(), 0)
    );
    assert_eq!(of(json!({ "text": "丹参片" })), (r#"{"name":"丹参片"}"#.into(), 0));
    assert_eq!(of(json!({ "coding": [his] })), (r#"{"name":"低分子肝素钠"}"#.into(), 0));
    assert_eq!(of(json!({ "coding": [atc("")], "text": " " })), (String::new(), 1));
}

#[test]
fn a_medicine_that_is_referred_to_is_found_or_listed() {
    let medication =
        json!({ "resourceType": "Medication", "id": "m", "code": { "coding": [{ "system": ATC, "code": "B01AF01" }], "text": "利伐沙班片" } });
    let order = |reference: &str, more: Value| {
        warfarin("MedicationRequest", with(json!({ "medicationCodeableConcept": null, "medicationReference": { "reference": reference } }), more))
    };
    let held = json!({ "fullUrl": "http://his/Medication/m", "resource": medication });
    for reference in ["Medication/m", "http://his/Medication/m", "Medication/m/_history/2"] {
        let taken = taken(&[patient(), order(reference, json!({})), held.clone()]);
        assert_eq!(facts(&taken)[0]["value"], json!({ "atc": "B01AF01", "name": "利伐沙班片" }), "{reference}");
        assert_eq!(listed(&taken), Vec::<String>::new());
    }
    let contained = taken(&[patient(), order("#m", json!({ "contained": [medication] }))]);
    assert_eq!(facts(&contained)[0]["value"]["atc"].as_str(), Some("B01AF01"));
    let nowhere = taken(&[patient(), order("Medication/x", json!({}))]);
    assert_eq!((ids(&nowhere).len(), listed(&nowhere)), (0, vec!["/entry/1/resource E_SCHEMA".to_owned()]));
}

#[test]
fn a_dose_that_was_given_is_the_last_dose_of_its_order() {
    let dose = |at: &str| warfarin("MedicationAdministration", json!({ "status": "completed", "intent": null, "effectiveDateTime": at }));
    let all = [dose("2026-11-21T20:00:00+08:00"), dose("2026-11-22T00:30:00Z"), warfarin("MedicationRequest", json!({}))];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let taken = taken(&[&[patient()], &order.map(|index| all[index].clone())[..]].concat());
        assert_eq!(facts(&taken).len(), 1, "{taken}");
        assert_eq!(facts(&taken)[0]["value"], json!({ "atc": "B01AA03", "lastDoseAt": "2026-11-22T00:30:00Z" }));
        assert_eq!(listed(&taken).len(), 1, "the earlier dose");
    }
    let ended = taken(&[patient(), all[0].clone(), warfarin("MedicationRequest", json!({ "status": "stopped" }))]);
    assert_eq!(facts(&ended)[0]["value"], json!({ "atc": "B01AA03", "lastDoseAt": "2026-11-21T20:00:00+08:00", "status": "stopped" }));
    let a_day = taken(&[patient(), dose("2026-11-21")]);
    assert_eq!((facts(&a_day)[0]["value"].clone(), listed(&a_day)), (json!({ "atc": "B01AA03" }), vec!["/entry/1/resource E_TIME".to_owned()]));
    let running =
        warfarin("MedicationAdministration", json!({ "status": "in-progress", "effectivePeriod": { "start": "2026-11-22T08:00:00+08:00" } }));
    assert_eq!(facts(&taken(&[patient(), running]))[0]["value"], json!({ "atc": "B01AA03" }));
}

#[test]
fn an_allergy_is_taken_and_no_known_allergy_is_no_no() {
    let allergy = |more: Value| {
        with(
            json!({ "resourceType": "AllergyIntolerance", "code": { "coding": [{ "system": ATC, "code": "B01AB01" }], "text": "肝素" }, "patient": { "reference": "Patient/1" } }),
            more,
        )
    };
    let plain = taken(&[patient(), allergy(json!({}))]);
    assert_eq!(facts(&plain), [json!({ "id": "allergy", "source": "AllergyIntolerance", "value": { "to": "肝素", "atc": "B01AB01" } })]);
    let ver = |code: &str| json!({ "verificationStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "code": code }] } });
    assert_eq!(facts(&taken(&[patient(), allergy(ver("unconfirmed"))]))[0]["status"].as_str(), Some("suggested"));
    for more in [
        ver("refuted"),
        ver("entered-in-error"),
        json!({ "clinicalStatus": { "coding": [{ "code": "resolved" }] } }),
        json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "716186003" }] } }),
    ] {
        let taken = taken(&[patient(), allergy(more.clone())]);
        assert_eq!((ids(&taken).len(), listed(&taken).len()), (0, 1), "{more}");
    }
}

#[test]
fn what_is_not_understood_is_listed_with_its_place() {
    let all = [
        patient(),
        json!({ "resourceType": "Immunization", "patient": { "reference": "Patient/1" } }),
        with(weight(), json!({ "code": { "coding": [{ "system": LOINC, "code": "0-0" }] } })),
        diagnosis("Z99", json!({})),
        operation(json!({ "code": { "text": "手术" } })),
        with(weight(), json!({ "id": "x", "status": "registered" })),
        operation(json!({ "status": "not-done" })),
        json!({ "id": "no type" }),
    ];
    assert_eq!(
        listed(&taken(&all)),
        [
            "/entry/1/resource E_ITEM",
            "/entry/2/resource/code E_ITEM",
            "/entry/3/resource/code E_ITEM",
            "/entry/4/resource/code E_ITEM",
            "/entry/5/resource/status E_REJECTED",
            "/entry/6/resource/status E_REJECTED",
            "/entry/7/resource E_SCHEMA",
        ]
    );
    let page = taken_of(&json!({ "resourceType": "Bundle", "link": [{ "relation": "next", "url": "http://his?page=2" }] }));
    assert_eq!(listed(&page), ["/link E_SCHEMA"]);
    let within = taken(&[patient(), json!({ "resourceType": "Bundle", "entry": [{ "resource": weight() }] })]);
    assert_eq!(ids(&within), ["weight"]);
    let panel = json!({ "resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-11-22T08:00:00+08:00", "subject": { "reference": "Patient/1" },
        "code": { "coding": [{ "system": LOINC, "code": "85354-9" }] }, "component": [
            { "code": { "coding": [{ "system": LOINC, "code": "8480-6" }] }, "valueQuantity": { "value": 120, "code": "mm[Hg]" } },
            { "code": { "coding": [{ "system": LOINC, "code": "0-0" }] }, "valueQuantity": { "value": 1 } } ] });
    let pressure = taken(&[patient(), panel]);
    assert_eq!((ids(&pressure), listed(&pressure)), (vec!["sbp".to_owned()], vec!["/entry/1/resource/component/1/code E_ITEM".to_owned()]));
}

// ---- when ----

#[test]
fn a_time_of_any_form_and_precision_is_a_time() {
    let at = |more: Value| {
        let taken = taken(&[patient(), platelets(more, 210)]);
        facts(&taken).first().and_then(|fact| fact["at"].as_str()).map(str::to_owned)
    };
    for (more, expected) in [
        (json!({ "effectiveDateTime": "2026-11-22" }), "2026-11-22"),
        (json!({ "effectiveDateTime": "2026-11" }), "2026-11-01"),
        (json!({ "effectiveDateTime": "2026" }), "2026-01-01"),
        (json!({ "effectiveInstant": "2026-11-22T08:00:00+08:00" }), "2026-11-22T08:00:00+08:00"),
        (json!({ "effectivePeriod": { "start": "2026-11-21", "end": "2026-11-22" } }), "2026-11-21"),
        (json!({ "effectivePeriod": { "end": "2026-11-22" } }), "2026-11-22"),
        (json!({ "effectiveTiming": { "event": ["2026-11-22T08:00:00+08:00"] } }), "2026-11-22T08:00:00+08:00"),
        (json!({ "issued": "2026-11-22T08:00:00+08:00" }), "2026-11-22T08:00:00+08:00"),
    ] {
        assert_eq!(at(more.clone()).as_deref(), Some(expected), "{more}");
    }
    assert_eq!(listed(&taken(&[patient(), platelets(json!({ "effectiveDateTime": "2026-11" }), 210)])), ["/entry/1/resource E_TIME"]);
    assert_eq!(listed(&taken(&[patient(), platelets(json!({}), 210)])), ["/entry/1/resource E_SCHEMA"]);
}

#[test]
fn newest_first_and_newest_last_give_the_same_chart() {
    let mut all: Vec<Value> = (1..=9).map(|day| platelets(json!({ "effectiveDateTime": format!("2026-11-{day:02}") }), 200 + day)).collect();
    all.push(diagnosis("I26.9", json!({ "onsetDateTime": "2019" })));
    all.push(diagnosis("I26.0", json!({ "onsetDateTime": "2020-05-01" })));
    let first = taken(&[&[patient(), stay()], &all[..]].concat());
    all.reverse();
    let last = taken(&[&[patient(), stay()], &all[..]].concat());
    assert_eq!(first["chart"], last["chart"]);
    assert_eq!(
        facts(&first)[..9].iter().map(|fact| fact["at"].as_str().unwrap_or_default()).collect::<Vec<_>>(),
        (1..=9).map(|day| format!("2026-11-{day:02}")).collect::<Vec<_>>()
    );
    // Of what no fall is measured, the latest four.
    let of = |day: u32| {
        with(
            platelets(json!({ "effectiveDateTime": format!("2026-11-{day:02}") }), 96),
            json!({ "code": { "coding": [{ "system": LOINC, "code": "14682-9" }] }, "valueQuantity": { "value": 96, "unit": "umol/L" } }),
        )
    };
    let many = taken(&[&[patient(), stay()], &(1..=9).map(of).collect::<Vec<_>>()[..]].concat());
    assert_eq!(facts(&many).len(), 4, "{many}");
    assert!(listed(&many).contains(&"/entry/6/resource E_STALE".to_owned()), "{:?}", listed(&many));
}

#[test]
fn an_event_of_years_ago_is_no_event_of_this_stay_or_month() {
    let of = |more: Value| {
        let taken = taken(&[patient(), stay(), diagnosis("I21.9", more)]);
        (ids(&taken).len(), listed(&taken).join(" "))
    };
    let old = |field: &str| (0, format!("/entry/2/resource/{field} E_TIME"));
    assert_eq!(of(json!({ "onsetDateTime": "2019" })), old("onsetDateTime"));
    assert_eq!(of(json!({ "onsetDateTime": "2026-10" })).0, 2, "the last of October is within the month");
    assert_eq!(of(json!({ "onsetDateTime": "2026-09" })), old("onsetDateTime"));
    assert_eq!(of(json!({ "onsetDateTime": "2026-10-20" })), old("onsetDateTime"));
    assert_eq!(of(json!({ "onsetDateTime": "2026-10-21" })).0, 2, "day 30 is included");
    assert_eq!(of(json!({ "onsetPeriod": { "start": "2019", "end": "2020" } })), old("onsetPeriod"));
    assert_eq!(of(json!({ "onsetAge": { "value": 40, "code": "a" } })), old("onsetAge"));
    assert_eq!(of(json!({ "recordedDate": "2019-04-05" })), old("recordedDate"));
    assert_eq!(of(json!({ "onsetDateTime": "2026-11-20T10:00:00+08:00" })), (2, String::new()));
    assert_eq!(
        of(json!({ "onsetDateTime": "2026-11-20", "abatementDateTime": "2026-11-21" })),
        (0, "/entry/2/resource/abatementDateTime E_REJECTED".into())
    );
    // What is asked of the whole life is asked of years ago, too.
    let history = taken(&[patient(), stay(), diagnosis("I26.9", json!({ "onsetDateTime": "2019-04-05" }))]);
    assert_eq!(ids(&history), ["caprini.history_vte", "padua.previous_vte"]);
    // Without a stay, the time at which the Bundle was put together.
    let dated = taken_of(
        &json!({ "resourceType": "Bundle", "timestamp": "2026-11-22T08:00:00Z", "entry": [{ "resource": diagnosis("I21.9", json!({ "onsetDateTime": "2019" })) }] }),
    );
    assert_eq!(ids(&dated).len(), 0);
}

#[test]
fn an_operation_before_this_stay_is_not_suggested_as_this_stays() {
    let of = |more: Value| {
        let taken = taken(&[patient(), stay(), operation(more)]);
        (facts(&taken).first().map(|fact| fact["value"]["at"].as_str().unwrap_or("none").to_owned()), listed(&taken).join(" "))
    };
    for performed in ["2019", "2019-05", "2019-05-03", "2026-10-20T09:00:00+08:00"] {
        assert_eq!(of(json!({ "performedDateTime": performed })), (None, "/entry/2/resource/performedDateTime E_TIME".into()), "{performed}");
    }
    assert_eq!(of(json!({ "performedPeriod": { "start": "2019-05-03", "end": "2019-05-03" } })).0, None);
    assert_eq!(of(json!({ "performedDateTime": "2026-11-21" })), (Some("2026-11-21".into()), String::new()));
    assert_eq!(of(json!({ "performedDateTime": "2026-11" })).0, Some("none".into()));
    assert_eq!(of(json!({ "performedString": "去年" })), (Some("none".into()), "/entry/2/resource/performedString E_TIME".into()));
    let in_r5 = of(json!({ "occurrenceDateTime": "2019-05-03" }));
    assert_eq!(in_r5.0, None);
}

fn counted(value: f64, more: Value) -> Value {
    with(
        json!({ "resourceType": "Observation", "status": "final", "code": { "coding": [{ "system": LOINC, "code": "777-3" }] },
            "subject": { "reference": "Patient/1" }, "valueQuantity": { "value": value, "unit": "10*9/L" } }),
        more,
    )
}

#[test]
fn a_fall_of_platelets_keeps_the_count_that_it_fell_from() {
    let counts: Vec<Value> = [250.0, 230.0, 180.0, 120.0, 110.0, 105.0, 104.0]
        .iter()
        .enumerate()
        .map(|(day, count)| counted(*count, json!({ "effectiveDateTime": format!("2026-11-{:02}T06:00:00+08:00", 20 + day) })))
        .collect();
    let taken = taken(&[&[patient(), stay()], &counts[..]].concat());
    assert_eq!(facts(&taken).len(), 7, "{taken}");
    assert_eq!(facts(&taken)[0]["value"].as_f64(), Some(250.0));
}

#[test]
fn an_effective_time_that_cannot_be_read_is_not_replaced_by_a_later_one() {
    let taken = taken(&[patient(), counted(210.0, json!({ "effectiveDateTime": "2026-11-22T08:00:00", "issued": "2026-11-22T20:00:00+08:00" }))]);
    assert_eq!(facts(&taken).len(), 0, "{taken}");
    assert!(listed(&taken).contains(&"/entry/1/resource/effectiveDateTime E_TIME".to_owned()), "{taken}");
}

#[test]
fn an_infusion_that_runs_has_no_last_dose_yet_whatever_was_given_before() {
    let dose = |more: Value| warfarin("MedicationAdministration", with(json!({ "intent": null }), more));
    let all = [
        dose(json!({ "status": "completed", "effectiveDateTime": "2026-11-21T20:00:00+08:00" })),
        dose(json!({ "status": "in-progress", "effectivePeriod": { "start": "2026-11-22T08:00:00+08:00" } })),
    ];
    for order in [[0, 1], [1, 0]] {
        let taken = taken(&[&[patient()], &order.map(|index| all[index].clone())[..]].concat());
        assert_eq!(facts(&taken)[0]["value"], json!({ "atc": "B01AA03" }), "{taken}");
    }
}

#[test]
fn an_order_that_ended_before_a_dose_does_not_stop_it() {
    let given =
        warfarin("MedicationAdministration", json!({ "status": "completed", "intent": null, "effectiveDateTime": "2026-11-22T08:00:00+08:00" }));
    let ended = |at: &str| warfarin("MedicationRequest", json!({ "status": "completed", "authoredOn": at }));
    let status = |at: &str| facts(&taken(&[patient(), given.clone(), ended(at)]))[0]["value"]["status"].clone();
    assert_eq!(status("2023-04-01"), Value::Null, "years ago");
    assert_eq!(status("2026-11-23T08:00:00+08:00"), json!("stopped"), "after it");
    // A dose after the end that a statement tells of: taken still, and it is said.
    let stated =
        warfarin("MedicationStatement", json!({ "intent": null, "effectivePeriod": { "start": "2026-11-01", "end": "2026-11-21T08:00:00+08:00" } }));
    let taken = taken(&[patient(), given, stated]);
    assert_eq!(facts(&taken)[0]["value"], json!({ "atc": "B01AA03", "lastDoseAt": "2026-11-22T08:00:00+08:00" }), "{taken}");
    assert!(listed(&taken).iter().any(|line| line.ends_with("E_CONFLICT")), "{taken}");
}

#[test]
fn a_dose_that_was_broken_off_is_no_end_of_the_medicine() {
    let dose = warfarin("MedicationAdministration", json!({ "status": "stopped", "intent": null, "effectiveDateTime": "2026-11-22T08:00:00+08:00" }));
    assert_eq!(facts(&taken(&[patient(), dose]))[0]["value"], json!({ "atc": "B01AA03", "lastDoseAt": "2026-11-22T08:00:00+08:00" }));
}

#[test]
fn an_operation_that_was_broken_off_was_begun() {
    let taken = taken(&[patient(), stay(), operation(json!({ "status": "stopped", "performedDateTime": "2026-11-22T08:00:00+08:00" }))]);
    assert_eq!(facts(&taken)[0]["value"]["status"].as_str(), Some("done"), "{taken}");
}

#[test]
fn a_stay_on_a_ward_within_the_stay_is_not_the_admission() {
    let ward = with(stay(), json!({ "id": "10", "partOf": { "reference": "Encounter/9" }, "period": { "start": "2026-11-22T08:10:00+08:00" } }));
    for order in [[stay(), ward.clone()], [ward.clone(), stay()]] {
        let taken = taken(&[&[patient()], &order[..]].concat());
        assert_eq!(taken["chart"]["contextId"].as_str(), Some("9"), "{taken}");
        assert_eq!(listed(&taken).len(), 1);
    }
}

#[test]
fn one_number_that_is_shared_does_not_outvote_another_that_differs() {
    let contained = json!({ "subject": { "reference": "#p" }, "contained": [{ "resourceType": "Patient", "id": "p",
        "identifier": [{ "system": "urn:oid:1.2.3", "value": "Z1" }, { "system": "http://his/id", "value": "A-78" }] }] });
    let taken = taken(&[patient(), with(weight(), contained)]);
    assert_eq!((facts(&taken).len(), listed(&taken).len()), (0, 1), "{taken}");
}

#[test]
fn a_reference_that_names_two_medicines_names_neither() {
    let medicine = |server: &str, atc: &str| json!({ "fullUrl": format!("{server}/Medication/1"), "resource": { "resourceType": "Medication", "id": "1", "code": { "coding": [{ "system": ATC, "code": atc }] } } });
    let order = warfarin("MedicationRequest", json!({ "medicationCodeableConcept": null, "medicationReference": { "reference": "Medication/1" } }));
    let taken = taken(&[patient(), order, medicine("http://one", "B01AA03"), medicine("http://other", "B01AB05")]);
    assert_eq!(facts(&taken).len(), 0, "{taken}");
    assert!(listed(&taken).contains(&"/entry/1/resource E_SCHEMA".to_owned()), "{taken}");
}

#[test]
fn a_dose_without_a_date_leaves_open_when_the_last_one_was() {
    let dose = |more: Value| warfarin("MedicationAdministration", with(json!({ "status": "completed", "intent": null }), more));
    let all = [dose(json!({ "effectiveDateTime": "2026-11-18T08:00:00+08:00" })), dose(json!({}))];
    for order in [[0, 1], [1, 0]] {
        let taken = taken(&[&[patient()], &order.map(|index| all[index].clone())[..]].concat());
        assert_eq!(facts(&taken)[0]["value"], json!({ "atc": "B01AA03" }), "{taken}");
    }
}

#[test]
fn the_admission_is_the_number_of_the_visit_and_not_the_first_number_of_any_kind() {
    let typed = |code: &str, value: &str| json!({ "type": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": code }] }, "value": value });
    let of = |numbers: Value| {
        let taken = taken(&[patient(), with(stay(), json!({ "identifier": numbers }))]);
        (taken["chart"]["contextId"].as_str().map(str::to_owned), listed(&taken))
    };
    let plain = |value: &str| json!({ "value": value });
    let with_use = |usage: &str, value: &str| json!({ "use": usage, "value": value });
    let quietly = |id: &str| (Some(id.to_owned()), vec![]);
    assert_eq!(of(json!([plain("claim-1"), typed("VN", "visit-1")])), quietly("visit-1"));
    assert_eq!(of(json!([typed("MR", "person-1"), typed("VN", "visit-1")])), quietly("visit-1"));
    assert_eq!(of(json!([with_use("secondary", "s-1"), with_use("official", "o-1")])), quietly("o-1"));
    assert_eq!(of(json!([plain("only")])), quietly("only"));
    assert_eq!(of(json!([with_use("old", "o-0"), plain("only")])), quietly("only"));
    // The number of the person is that of every stay of hers.
    assert_eq!(of(json!([typed("MR", "person-1")])), quietly("9"));
    assert_eq!(of(json!([plain("one"), plain("other")])), (Some("one".into()), vec!["/entry/1/resource/identifier/0 E_CONFLICT".into()]));
    assert_eq!(
        of(json!([typed("MR", "p"), typed("VN", "one"), typed("VN", "other")])),
        (Some("one".into()), vec!["/entry/1/resource/identifier/1 E_CONFLICT".into()])
    );
}

#[test]
fn without_a_stay_it_is_said_that_the_chart_cannot_be_opened_yet() {
    let issues = |resources: &[Value]| {
        let taken = taken(resources);
        let paths: Vec<String> =
            taken["issues"].as_array().expect("a list").iter().map(|issue| issue["path"].as_str().unwrap_or_default().to_owned()).collect();
        (taken["chart"].get("contextId").is_some(), paths)
    };
    assert_eq!(issues(&[patient()]), (false, vec!["/chart/contextId".into()]));
    assert_eq!(issues(&[patient(), with(stay(), json!({ "status": "finished" }))]), (false, vec!["/chart/contextId".into()]));
    assert_eq!(issues(&[patient(), stay()]), (true, vec![]));
}

#[test]
fn one_resource_under_a_urn_with_and_without_its_id_is_one() {
    let urn = "urn:uuid:0192f0c0-0000-7000-8000-000000000001";
    let of = |resource: Value| json!({ "fullUrl": urn, "resource": resource });
    let versioned = |resource: Value, version: &str| with(resource, json!({ "meta": { "versionId": version } }));
    let (first, second) = (versioned(with(patient(), json!({ "id": null })), "1"), versioned(patient(), "2"));
    for order in [[of(first.clone()), of(second.clone())], [of(second), of(first)]] {
        let taken = taken(&[&order[..], &[stay()]].concat());
        assert_eq!((taken["chart"]["patient"]["ref"].as_str(), taken["chart"]["contextId"].as_str()), (Some("Patient/1"), Some("9")), "{taken}");
        assert_eq!(listed(&taken).len(), 1, "{taken}");
    }
    let later = versioned(
        with(weight(), json!({ "id": "w", "valueQuantity": { "value": 70, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" } })),
        "2",
    );
    let earlier = versioned(with(weight(), json!({ "id": null })), "1");
    let taken = taken(&[patient(), of(later), of(earlier)]);
    assert_eq!((facts(&taken).len(), facts(&taken)[0]["value"].as_f64()), (1, Some(70.0)), "{taken}");
}
