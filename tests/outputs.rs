//! What goes out says what the event says: of a thousand generated admissions each event is made into an ORU, a Bundle and a
//! note, and each is read back by a reader that knows the standard and not our writer.
#![cfg(not(target_family = "wasm"))]

#[path = "support/oru.rs"]
mod oru;
#[path = "support/outgoing.rs"]
mod outgoing;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, FixedOffset};
use oru::Segment;
use outgoing::{admission, sealed};
use serde_json::{Value, json};
use virchow::clinical::instruments;
use virchow::clinical::naming;
use virchow::interop::event::read_event;
use virchow::interop::json::{canonical, parse};
use virchow::interop::more::outputs;
use virchow::interop::output::{flat, signature};
use virchow::interop::shape::Place;
use virchow::interop::writing::Writing;
use virchow::record::local::china;

const ADMISSIONS: u64 = 1_000;

/// China, and a zone that changes its clocks at the turn of the year (which no real one does, so that it happens here).
fn east(zone: &str, millis: i64) -> i32 {
    const NEW_YEAR: i64 = 1_798_729_200_000;
    match zone {
        "Europe/Berlin" if millis < NEW_YEAR => 3600,
        "Europe/Berlin" => 7200,
        _ => china(zone, millis),
    }
}

struct Sent {
    event: Value,
    zone: &'static str,
    patient: Option<&'static str>,
    zh: bool,
    oru: Vec<Segment>,
    bundle: Value,
    note: String,
}

fn send(event: Value, seed: u64) -> Sent {
    let zone = if seed.is_multiple_of(2) { "Asia/Shanghai" } else { "Europe/Berlin" };
    let (zh, patient) = (!seed.is_multiple_of(3), seed.is_multiple_of(5).then_some("Patient/1&2"));
    let options = json!({ "lang": if zh { "zh-CN" } else { "en" }, "patient": patient, "profile": { "time_zone": zone } });
    let input = json!({ "event": event, "names": ["fhirR4", "hl7v2", "text"], "options": options });
    let made = outputs(&parse(&input.to_string(), 32).expect("JSON"), east).unwrap_or_else(|refused| panic!("{refused:?}"));
    let made: Value = serde_json::from_str(&canonical(&made)).expect("JSON");
    Sent {
        oru: oru::read(made["hl7v2"].as_str().expect("a message")),
        bundle: made["fhirR4"].clone(),
        note: made["text"].as_str().expect("a note").to_owned(),
        event,
        zone,
        patient,
        zh,
    }
}

impl Sent {
    /// What holds, and its type.
    fn body(&self) -> (&str, &Value) {
        let body = &self.event["body"];
        match text(&self.event["type"]) {
            "amended" => (text(&body["type"]), &body["body"]),
            kind => (kind, body),
        }
    }

    fn local(&self, at: &str) -> DateTime<FixedOffset> {
        let at: DateTime<FixedOffset> = at.parse().expect("a time");
        at.with_timezone(&FixedOffset::east_opt(east(self.zone, at.timestamp_millis())).expect("an offset"))
    }

    /// As a person reads it: the zone of the hospital, the year where it is not that of the signature.
    fn words(&self, at: &str) -> String {
        let (at, now) = (self.local(at), self.local(text(&self.event["at"])));
        let form = match (self.zh, at.year() == now.year()) {
            (true, true) => "%m-%d %H:%M",
            (true, false) => "%Y-%m-%d %H:%M",
            (false, true) => "%-d %b %H:%M",
            (false, false) => "%-d %b %Y %H:%M",
        };
        at.format(form).to_string()
    }

    fn one(&self, name: &str) -> &Segment {
        let mut all = self.oru.iter().filter(|segment| segment.name == name);
        let one = all.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(all.next().is_none(), "two {name}");
        one
    }

    /// Observations by OBX-3 and OBX-4.
    fn seen(&self) -> BTreeMap<(String, String), &Segment> {
        let mut seen = BTreeMap::new();
        for obx in self.oru.iter().filter(|segment| segment.name == "OBX") {
            let key = (obx.part(3, 1), obx.part(4, 1));
            assert!(seen.insert(key.clone(), obx).is_none(), "{key:?} twice");
        }
        seen
    }

    /// The first component of an observation's value; none where there is no such observation.
    fn value(&self, id: &str, sub: &str) -> Option<String> {
        self.seen().get(&(id.into(), sub.into())).map(|obx| obx.part(5, 1))
    }

    fn resources<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.bundle["entry"].as_array().into_iter().flatten().map(|entry| &entry["resource"]).filter(move |resource| resource["resourceType"] == kind)
    }

    fn says(&self, words: &str) {
        assert!(self.note.contains(words), "{words:?} is not in {:?}", self.note);
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Breaks as FT keeps them; other signs of control are none that anybody reads.
fn lines(written: &str) -> String {
    written.replace("\r\n", "\n").replace('\r', "\n").chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

fn word(value: &Value) -> &'static str {
    match value.as_bool() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}

fn every(check: impl Fn(&Sent)) {
    for seed in 0..ADMISSIONS {
        for event in admission(seed) {
            check(&send(event, seed));
        }
    }
}

#[test]
fn a_receiver_of_an_oru_reads_what_was_signed() {
    every(|sent| {
        envelope(sent);
        let (kind, body) = sent.body();
        if sent.event["type"] == "amended" {
            assert_eq!(sent.value("amends", "").as_deref(), sent.event["body"]["of"].as_str());
            assert_eq!(sent.value("amendment_reason", "").as_deref(), Some(lines(text(&sent.event["body"]["reason"])).as_str()));
            assert_eq!(sent.one("OBR").sub(29, 2, 1), text(&sent.event["body"]["of"]));
        }
        match kind {
            "assessed" => oru_score(sent, body),
            "reviewed" => {
                assert_eq!(sent.value("reviewed", "").as_deref(), body["of"].as_str());
                assert_eq!(sent.value("review_decision", "").as_deref(), body["decision"].as_str());
                if body["decision"] == "changed" {
                    oru_score(sent, body);
                }
            }
            "bleeding_screened" => oru_screen(sent, body),
            "plan_authorised" => oru_plan(sent, body),
            "plan_declined" => {
                assert_eq!(sent.value("plan_declined", "").as_deref(), body["reasonCode"].as_str());
                assert_eq!(sent.value("plan_declined.note", ""), Some(lines(text(&body["note"]))));
            }
            "measure_started" | "measure_stopped" => {
                let field = if kind == "measure_started" { "measure.started" } else { "measure.stopped" };
                assert_eq!(sent.value("measure", "").as_deref(), body["measure"].as_str());
                same_moment(sent, &sent.value(field, "").expect("a time"), text(&body["at"]));
                assert_eq!(sent.value("reason", "").as_deref(), body["reasonCode"].as_str());
                assert_eq!(sent.value("informed", "").as_deref(), body["informed"].as_str());
            }
            "operated" => {
                same_moment(sent, &sent.value("operated.at", "").expect("a time"), text(&body["at"]));
                assert_eq!(sent.value("operated.limb", "").as_deref(), Some("left"));
                assert_eq!(sent.value("operated.note", ""), Some(lines(text(&body["note"]))));
            }
            _ => {}
        }
    });
}

/// Patient, visit, order, signer, status, times: what every message has.
fn envelope(sent: &Sent) {
    let (event, msh, obr) = (&sent.event, sent.one("MSH"), sent.one("OBR"));
    assert_eq!([msh.field(9), msh.field(12), msh.field(18)], ["ORU^R01^ORU_R01", "2.5.1", "UNICODE UTF-8"]);
    assert!((1..=20).contains(&msh.field(10).len()));
    same_moment(sent, msh.field(7), text(&event["at"]));
    let (id, of_what) = sent.patient.map_or((text(&event["contextId"]), "VN"), |patient| (patient, "PI"));
    assert_eq!((sent.one("PID").part(3, 1).as_str(), sent.one("PID").part(3, 5).as_str()), (id, of_what));
    assert_eq!(sent.one("PV1").part(19, 1), text(&event["contextId"]));
    assert_eq!((obr.part(3, 1).as_str(), obr.part(3, 2).as_str()), (text(&event["id"]), "VIRCHOW"));
    // OBR-32 is a person in the first component, id and name as its subcomponents.
    let by = &event["by"];
    assert_eq!((obr.sub(32, 1, 1).as_str(), obr.sub(32, 1, 2).as_str()), (text(&by["id"]), text(&by["name"])));
    assert!(!obr.field(32).contains('^'));
    let status = if event["type"] == "amended" { "C" } else { "F" };
    assert_eq!(obr.field(25), status);
    same_moment(sent, obr.field(22), text(&event["at"]));
    let seen = sent.seen();
    let mut counted = BTreeMap::new();
    for (id, _) in seen.keys() {
        *counted.entry(id).or_insert(0) += 1;
    }
    for ((id, sub), obx) in &seen {
        assert!(counted[id] == 1 || !sub.is_empty(), "{id} repeats without OBX-4");
        assert!(obx.field(11) == status || obx.field(11) == "N" && obx.field(5).is_empty(), "{id}: {}", obx.field(11));
        assert_eq!((obx.part(16, 1).as_str(), obx.part(16, 2).as_str()), (text(&by["id"]), text(&by["name"])));
        assert_eq!(obx.field(14), obr.field(7));
        assert!(obx.field(2) == "FT" || !obx.field(5).contains("\\.br\\"), "{id}: a break in {}", obx.field(2));
        if obx.field(2) == "NM" {
            assert!(obx.field(5).parse::<f64>().is_ok() && !obx.field(6).is_empty(), "{id} is a number with a unit");
        }
    }
    let note = seen[&("note".into(), String::new())];
    assert_eq!((note.field(2), note.part(5, 1)), ("FT", lines(&sent.note)));
}

/// The same instant, in the zone of the hospital.
fn same_moment(sent: &Sent, given: &str, at: &str) {
    let (given, at) = (oru::time(given), sent.local(at));
    assert_eq!((given.timestamp(), given.offset()), (at.timestamp(), at.offset()));
}

fn oru_score(sent: &Sent, body: &Value) {
    let id = text(&body["instrument"]);
    let seen = sent.seen();
    let score = seen[&(id.to_owned(), String::new())];
    let number = |part: String| part.parse::<f64>().expect("a number");
    let ends = match score.field(2) {
        "NM" => [number(score.part(5, 1)), number(score.part(5, 1))],
        "SN" => {
            assert_eq!(score.part(5, 3), "-");
            [number(score.part(5, 2)), number(score.part(5, 4))]
        }
        other => panic!("a score of type {other}"),
    };
    assert_eq!(ends, [body["floor"].as_f64().unwrap_or(-1.0), body["ceiling"].as_f64().unwrap_or(-1.0)]);
    assert_eq!(sent.value(&format!("{id}.band"), ""), Some(body["band"].as_str().unwrap_or("open").to_owned()));
    oru_answers(sent, &seen, list(&body["answers"]));
}

fn oru_answers(sent: &Sent, seen: &BTreeMap<(String, String), &Segment>, answers: &[Value]) {
    for line in answers.iter().filter(|line| text(&line["item"]).contains('.')) {
        let item = text(&line["item"]);
        let obx = seen[&(item.to_owned(), String::new())];
        if line["source"] == "none" {
            assert_eq!((obx.field(5), obx.field(11)), ("", "N"), "{item}: nobody said");
        } else {
            assert_eq!(obx.part(5, 1), word(&line["value"]), "{item}");
        }
        if let Some(note) = line["note"].as_str() {
            assert_eq!(sent.value(&format!("{item}.note"), ""), Some(lines(note)));
        }
    }
}

fn oru_screen(sent: &Sent, body: &Value) {
    let seen = sent.seen();
    oru_answers(sent, &seen, list(&body["answers"]));
    let rows: Vec<&Value> = list(&body["answers"]).iter().filter(|line| !text(&line["item"]).contains('.')).collect();
    for line in &rows {
        let id = text(&line["item"]);
        let found = seen.iter().find(|((of, sub), _)| {
            of == id && line["limb"].as_str().is_none_or(|limb| sent.value(&format!("{id}.limb"), sub).as_deref() == Some(limb))
        });
        let ((_, sub), obx) = found.unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(obx.part(5, 1), word(&line["value"]), "{id}");
        assert_eq!(obx.field(8), if line["value"] == true { "A" } else { "" });
        if let Some(until) = line["until"].as_str() {
            same_moment(sent, &sent.value(&format!("{id}.until"), sub).expect("a time"), until);
        }
    }
}

fn oru_plan(sent: &Sent, body: &Value) {
    let seen = sent.seen();
    for (index, measure) in list(&body["measures"]).iter().enumerate() {
        let sub = (index + 1).to_string();
        let value = |id: &str| sent.value(id, &sub);
        assert_eq!(value("measure").as_deref(), measure["id"].as_str());
        assert_eq!(value("measure.limb").as_deref(), measure["limb"].as_str(), "the leg of a device");
        for (id, field) in [("measure.first_dose", "start"), ("measure.last_dose", "stop")] {
            match (value(id), measure[field].as_str()) {
                (Some(given), Some(at)) => same_moment(sent, &given, at),
                (given, at) => assert_eq!((given, at), (None, None)),
            }
        }
        assert_eq!(value("measure.dose").map(|dose| dose.parse::<f64>().expect("a number")), measure["dose"]["amount"].as_f64());
        if let Some(dose) = seen.get(&("measure.dose".into(), sub.clone())) {
            let unit = if measure["dose"]["unit"] == "IU" { "[iU]" } else { text(&measure["dose"]["unit"]) };
            assert_eq!(dose.part(6, 1), unit);
            assert_eq!(value("measure.frequency").as_deref(), measure["dose"]["frequency"].as_str());
        }
    }
    assert_eq!(seen.keys().filter(|(id, _)| id == "measure").count(), list(&body["measures"]).len());
    for (index, given) in list(&body["overrides"]).iter().enumerate() {
        let sub = (index + 1).to_string();
        assert_eq!(sent.value("override", &sub).as_deref(), given["id"].as_str());
        assert_eq!(sent.value("override.reason", &sub), Some(lines(text(&given["reason"]))));
    }
}

#[test]
fn a_server_reads_from_the_bundle_what_was_signed() {
    every(|sent| {
        let provenance = sent.resources("Provenance").next().expect("Provenance");
        let who = &provenance["agent"][0]["who"];
        assert_eq!((&who["identifier"]["value"], &who["display"]), (&sent.event["by"]["id"], &sent.event["by"]["name"]));
        instant(&provenance["recorded"], &sent.event["at"]);
        let (kind, body) = sent.body();
        match kind {
            "assessed" => fhir_score(sent, body),
            "reviewed" if body["decision"] == "changed" => fhir_score(sent, body),
            "bleeding_screened" => {
                fhir_answers(sent, body);
                let mut expected: Vec<&str> = list(&body["answers"])
                    .iter()
                    .filter(|line| !text(&line["item"]).contains('.') && line["value"] == true)
                    .map(|line| text(&line["item"]))
                    .collect();
                let mut found: Vec<&str> = sent.resources("DetectedIssue").map(|issue| text(&issue["code"]["coding"][0]["code"])).collect();
                expected.sort_unstable();
                found.sort_unstable();
                assert_eq!(found, expected);
            }
            "plan_authorised" => fhir_plan(sent, body),
            "plan_declined" => {
                let task = sent.resources("Task").find(|task| task["status"] == "rejected").expect("a rejected task");
                assert_eq!((&task["statusReason"]["coding"][0]["code"], &task["note"][0]["text"]), (&body["reasonCode"], &body["note"]));
            }
            "measure_started" | "measure_stopped" => {
                let task = sent.resources("Task").next().expect("a task");
                assert_eq!(task["input"][0]["valueCodeableConcept"]["coding"][0]["code"], body["measure"]);
                instant(&task["executionPeriod"][if kind == "measure_started" { "start" } else { "end" }], &body["at"]);
                assert_eq!(task["statusReason"]["coding"][0]["code"], body["reasonCode"]);
            }
            _ => {}
        }
    });
}

fn instant(given: &Value, at: &Value) {
    let read = |value: &Value| text(value).parse::<DateTime<FixedOffset>>().expect("a time").timestamp();
    assert_eq!(read(given), read(at), "{given} {at}");
}

fn fhir_score(sent: &Sent, body: &Value) {
    let observation = sent.resources("Observation").next().expect("a score");
    let ends = match &observation["valueQuantity"] {
        Value::Null => [&observation["valueRange"]["low"]["value"], &observation["valueRange"]["high"]["value"]],
        quantity => [&quantity["value"], &quantity["value"]],
    };
    assert_eq!(ends.map(Value::as_f64), [body["floor"].as_f64(), body["ceiling"].as_f64()]);
    assert_eq!(observation["status"], if sent.event["type"] == "amended" { "amended" } else { "final" });
    let risk = sent.resources("RiskAssessment").next().expect("a risk");
    assert_eq!(text(&risk["prediction"][0]["qualitativeRisk"]["coding"][0]["code"]), body["band"].as_str().unwrap_or("open"));
    fhir_answers(sent, body);
}

fn fhir_answers(sent: &Sent, body: &Value) {
    fn gather<'a>(items: &'a Value, into: &mut BTreeMap<&'a str, &'a str>) {
        for item in list(items) {
            if let Some(code) = item["answer"][0]["valueCoding"]["code"].as_str() {
                into.insert(text(&item["linkId"]), code);
            }
            gather(&item["item"], into);
        }
    }
    let mut answered = BTreeMap::new();
    gather(&sent.resources("QuestionnaireResponse").next().expect("a response")["item"], &mut answered);
    for line in list(&body["answers"]).iter().filter(|line| text(&line["item"]).contains('.')) {
        let expected = (line["source"] != "none").then(|| word(&line["value"]));
        assert_eq!(answered.get(text(&line["item"])).copied(), expected, "{}", line["item"]);
    }
}

fn fhir_plan(sent: &Sent, body: &Value) {
    for measure in list(&body["measures"]) {
        let (kind, field) = match text(&measure["kind"]) {
            "drug" => ("MedicationRequest", "medicationCodeableConcept"),
            "device" => ("DeviceRequest", "codeCodeableConcept"),
            _ => ("ServiceRequest", "code"),
        };
        let request = sent.resources(kind).find(|request| request[field]["coding"][0]["code"] == measure["id"]).expect("a proposal");
        assert_eq!((&request["intent"], &request["status"]), (&json!("proposal"), &json!("draft")));
        if kind == "DeviceRequest" {
            assert_eq!(request["parameter"][0]["valueCodeableConcept"]["coding"][0]["code"], measure["limb"], "the leg of a device");
        }
        if kind == "MedicationRequest" {
            let dosage = &request["dosageInstruction"][0];
            let quantity = &dosage["doseAndRate"][0]["doseQuantity"];
            assert_eq!((quantity["value"].as_f64(), &quantity["unit"]), (measure["dose"]["amount"].as_f64(), &measure["dose"]["unit"]));
            let bounds = &dosage["timing"]["repeat"]["boundsPeriod"];
            for (given, at) in [(&bounds["start"], &measure["start"]), (&bounds["end"], &measure["stop"])] {
                instant(given, at);
                assert_eq!(text(given), sent.local(text(at)).to_rfc3339(), "in the zone of the hospital");
            }
        }
    }
    for given in list(&body["overrides"]) {
        let issue = sent.resources("DetectedIssue").find(|issue| issue["code"]["coding"][0]["code"] == given["id"]).expect("an issue");
        let mitigation = &issue["mitigation"][0];
        assert_eq!((&mitigation["action"]["text"], &mitigation["author"]["identifier"]["value"]), (&given["reason"], &sent.event["by"]["id"]));
    }
}

#[test]
fn the_note_says_what_was_signed_and_nothing_else() {
    every(|sent| {
        let by = &sent.event["by"];
        sent.says(text(&by["name"]));
        assert!(sent.note.starts_with(&sent.local(text(&sent.event["at"])).format("%Y-%m-%d %H:%M ").to_string()), "{}", sent.note);
        if sent.event["type"] == "amended" {
            sent.says(text(&sent.event["body"]["reason"]));
        }
        let (kind, body) = sent.body();
        match kind {
            "assessed" => note_score(sent, body),
            "reviewed" if body["decision"] == "changed" => note_score(sent, body),
            "bleeding_screened" => {
                for line in list(&body["answers"]).iter().filter(|line| !text(&line["item"]).contains('.') && line["value"] != false) {
                    let name = naming::name_of(text(&line["item"])).expect("a name");
                    sent.says(if sent.zh { name.zh() } else { name.en() });
                    if let Some(until) = line["until"].as_str() {
                        sent.says(&sent.words(until));
                    }
                    if let Some(limb) = line["limb"].as_str() {
                        sent.says(leg(limb, sent.zh));
                    }
                }
            }
            "plan_authorised" => {
                for measure in list(&body["measures"]) {
                    if let Some(limb) = measure["limb"].as_str() {
                        sent.says(leg(limb, sent.zh));
                    }
                    if let Some(amount) = measure["dose"]["amount"].as_f64() {
                        sent.says(&format!("{amount} {}", text(&measure["dose"]["unit"])));
                        sent.says(&sent.words(text(&measure["start"])));
                        sent.says(&sent.words(text(&measure["stop"])));
                    }
                }
                for given in list(&body["overrides"]) {
                    sent.says(text(&given["reason"]));
                }
            }
            "plan_declined" => sent.says(text(&body["note"])),
            "measure_started" | "measure_stopped" => sent.says(&sent.words(text(&body["at"]))),
            "operated" => {
                sent.says(&sent.words(text(&body["at"])));
                sent.says(text(&body["note"]).trim());
                sent.says(leg("left", sent.zh));
            }
            "vte_confirmed" => sent.says(if sent.zh { "深静脉血栓（DVT）" } else { "deep vein thrombosis (DVT)" }),
            _ => {}
        }
    });
}

fn leg(limb: &str, zh: bool) -> &'static str {
    match (limb, zh) {
        ("left", true) => "左侧",
        ("right", true) => "右侧",
        ("both", true) => "双侧",
        ("left", false) => "left",
        ("right", false) => "right",
        _ => "both",
    }
}

/// Score and every yes; what cannot be known is said to be so, and the rest of a settled group is not.
fn note_score(sent: &Sent, body: &Value) {
    let instrument = instruments::named(text(&body["instrument"])).expect("an instrument");
    let (floor, ceiling) = (body["floor"].to_string(), body["ceiling"].to_string());
    sent.says(&if floor == ceiling { floor } else { format!("{floor}–{ceiling}") });
    let heading = if sent.zh { "目前无法确定：" } else { "Not known: " };
    let unknown = sent.note.split(heading).nth(1).unwrap_or_default();
    let mut open = 0;
    for line in list(&body["answers"]) {
        let item = instrument.items.iter().find(|item| text(&line["item"]).ends_with(&format!(".{}", item.id))).expect("an item");
        let label = if sent.zh { item.label.zh() } else { item.label.en() };
        match (line["value"].as_bool(), line["source"] == "person") {
            (Some(true), _) => sent.says(label),
            (None, true) => {
                open += 1;
                assert!(unknown.contains(label), "{label:?} is not among {unknown:?}");
            }
            _ => {}
        }
    }
    assert_eq!(open == 0, unknown.is_empty(), "{unknown:?}");
}

#[test]
fn one_instant_with_any_offset_gives_one_note_and_one_plan() {
    let plan = |start: &str, stop: &str| {
        let event = sealed(json!({
            "v": 1, "id": "0192f0c0-0000-7000-8000-000000000001", "seq": 1, "contextId": "adm", "type": "plan_authorised", "at": "2026-12-31T22:00:00+08:00",
            "by": { "id": "d-1", "name": "王", "role": "physician" },
            "body": { "of": "e-0", "overrides": [], "measures": [
                { "id": "enoxaparin", "kind": "drug", "dose": { "amount": 40, "unit": "mg", "route": "sc", "frequency": "qd" }, "start": start, "stop": stop },
                { "id": "ipc", "kind": "device", "limb": "left" }] },
        }));
        // In Chinese, and in China.
        send(event, 2)
    };
    let one = plan("2027-01-01T08:00:00+08:00", "2027-01-11T08:00:00+08:00");
    assert!(one.note.contains("首次 2027-01-01 08:00") && one.note.contains("计划停用 2027-01-11 08:00"), "{}", one.note);
    for (start, stop) in [("2027-01-01T00:00:00Z", "2027-01-11T00:00:00Z"), ("2026-12-31T19:00:00-05:00", "2027-01-11T05:30:00+05:30")] {
        let other = plan(start, stop);
        assert_eq!(other.note, one.note);
        assert_eq!(other.bundle["entry"], one.bundle["entry"]);
        for id in ["measure.first_dose", "measure.last_dose"] {
            assert_eq!(other.value(id, "1"), one.value(id, "1"));
        }
    }
}

/// One row of a database: of which event, when, and who signed, beside the score.
#[test]
fn a_flat_row_names_its_event_and_who_signed_it() {
    for seed in 0..100 {
        for event in admission(seed) {
            let read = read_event(&parse(&event.to_string(), 32).expect("JSON"), &Place::root("event")).expect("an event");
            let mut out = Writing::object();
            if let Some(score) = read.body.score() {
                flat(&mut out, "adm", score, 0, "signed");
            }
            signature(&mut out, &read);
            let row: Value = serde_json::from_str(&out.done()).expect("JSON");
            let by = &event["by"];
            assert_eq!(
                [&row["eventId"], &row["type"], &row["byId"], &row["byName"], &row["byRole"]],
                [&event["id"], &event["type"], &by["id"], &by["name"], &by["role"]]
            );
            instant(&row["at"], &event["at"]);
            let body = if event["type"] == "amended" { &event["body"]["body"] } else { &event["body"] };
            if body["decision"] == "changed" || !body["timepoint"].is_null() {
                assert_eq!([row["floor"].as_f64(), row["ceiling"].as_f64()], [body["floor"].as_f64(), body["ceiling"].as_f64()]);
                assert_eq!(row["band"], body["band"]);
                for line in list(&body["answers"]) {
                    assert_eq!(row[text(&line["item"])], line["value"]);
                }
            }
        }
    }
}
