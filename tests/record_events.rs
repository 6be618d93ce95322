//! Every type of event between the record and its wire form: what is sealed reads back as it was, in the words of the
//! bridge, and no byte of it changes unseen.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod ward;

use chrono::Duration;
use serde_json::{Value, json};
use virchow::clinical::chart::{Chart, Limb};
use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::instrument::{Points, Risk};
use virchow::interop::event::{TYPES, read_record, write_body};
use virchow::interop::headless::verify;
use virchow::interop::plan::write_measure;
use virchow::interop::seal::{Sealed, digest};
use virchow::interop::shape::Place;
use virchow::interop::writing::Writing;
use virchow::record::assessment::{AnswerLine, Assessment};
use virchow::record::coded;
use virchow::record::encounter::Encounter;
use virchow::record::event::{BleedingScreen, Body, Change, ContraindicationLine, Declined, MeasureLine, OverrideLine, Plan, SignedText, Watch};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::measure::{MeasureId, MeasureKind};
use virchow::record::role::{Action, Role};
use ward::{actor, chained, noon, ours, text, theirs};

fn words(zh: &str, en: &str) -> SignedText {
    SignedText { zh: zh.into(), en: en.into() }
}

fn assessment(floor: i16) -> Assessment {
    let line = |item: &str, value, points, note: Option<&str>| AnswerLine {
        item: item.into(),
        value,
        points: Points::whole(points),
        source: "person".into(),
        note: note.map(str::to_owned),
    };
    Assessment {
        instrument: "caprini".into(),
        edition: "2005".into(),
        timepoint: "ADMISSION".into(),
        answers: vec![line("caprini.malignancy", Some(true), 2, None), line("caprini.other_risk_factor", None, 0, Some("长途飞行"))],
        floor: Points::whole(floor),
        ceiling: Points::whole(floor + 1),
        band: Some(Risk::High),
        sub_band: Some("5_6".into()),
        suggestions: String::new(),
    }
}

fn screen(high: bool) -> BleedingScreen {
    let line = |item: &str, value, source: &str| ContraindicationLine {
        item: item.into(),
        value,
        limb: None,
        until: None,
        source: source.into(),
        at: None,
        names: vec![],
    };
    BleedingScreen {
        instrument: "cn_bleed_surgical".into(),
        edition: "CN".into(),
        answers: vec![AnswerLine {
            item: "cn_bleed_surgical.bs_active_bleeding".into(),
            value: Some(high),
            points: Points::whole(i16::from(high)),
            source: "person".into(),
            note: None,
        }],
        contraindications: vec![
            line("CI_HIT", Some(false), "person"),
            line("CI_CNS_BLEED", None, "person"),
            ContraindicationLine { until: Some(noon() + Duration::hours(9)), ..line("CI_NEURAXIAL", Some(true), "derived") },
            ContraindicationLine { limb: Some(Limb::Left), ..line("MC_LOCAL_SKIN", Some(true), "person") },
            // A question about names, answered before the screen was signed.
            ContraindicationLine {
                at: Some(noon() - Duration::hours(1)),
                names: vec!["丹参片".into(), "某胶囊".into()],
                ..line("unrecognised_medication", Some(false), "person")
            },
        ],
        high: Some(high),
        improve: Some((Points(25), Points::whole(7))),
    }
}

fn plan() -> Plan {
    let proposed = ward::proposal();
    let mut measures: Vec<MeasureLine> = proposed.advice.measures.iter().map(MeasureLine::of).collect();
    measures[1].remarks.push(words("术者同意", "the surgeon agrees"));
    Plan {
        of: "e-1".into(),
        rule: Some("M1".into()),
        screen: Some("e-3".into()),
        measures,
        overrides: vec![OverrideLine { id: "CI_PLT_LT_50".into(), reason: "血小板已输注回升".into() }],
        monitoring: proposed.advice.monitoring.iter().map(Watch::of).collect(),
        replaces: Some("e-0".into()),
    }
}

/// One of every type, in an order in which they could happen.
fn every_type() -> Vec<Body> {
    let happened = |what| Body::Happened(Occurrence::of(what));
    let change = |code: Option<&str>| Change {
        measure: "enoxaparin".into(),
        at: noon(),
        code: code.map(str::to_owned),
        informed: code.is_none().then(|| "family".to_owned()),
        note: code.map(|_| "术区渗血".to_owned()),
        plan: code.map(|_| "e-4".to_owned()),
    };
    let amended = |of: &str, body| Body::Amended { of: of.into(), reason: "录入有误".into(), body: Box::new(body) };
    let operated = Occurrence {
        ended_at: Some(noon() - Duration::hours(1)),
        haemostasis_at: Some(noon() - Duration::minutes(30)),
        ..Occurrence::of(Happening::Operated).at(noon() - Duration::hours(3)).with("class", "operation").with("procedure", "tha").with("limb", "left")
    };
    vec![
        Body::Happened(Occurrence::of(Happening::Admitted).at(noon() - Duration::hours(5)).with("department", "骨科")),
        Body::Assessed(assessment(5)),
        Body::Reviewed { of: "e-1".into(), changed: Some(assessment(6)) },
        Body::BleedingScreened(screen(false)),
        Body::PlanAuthorised(plan()),
        Body::PlanDeclined(Declined { of: "e-1".into(), code: "other".into(), note: Some("家属商议中".into()) }),
        Body::MeasureStarted(change(None)),
        Body::MeasureStopped(change(Some("held"))),
        Body::Happened(Occurrence::of(Happening::VteSuspected).with("site", "dvt")),
        Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "dvt").with("onset", "in_hospital")),
        happened(Happening::VteExcluded),
        Body::Happened(Occurrence::of(Happening::Transferred).with("from", "骨科").with("to", "ICU")),
        Body::Happened(operated.clone()),
        Body::Reviewed { of: "e-1".into(), changed: None },
        amended("e-1", Body::Assessed(assessment(7))),
        amended("e-3", Body::BleedingScreened(screen(true))),
        amended("e-4", Body::PlanAuthorised(Plan { rule: None, ..plan() })),
        amended("e-5", Body::PlanDeclined(Declined { of: "e-1".into(), code: "short_stay".into(), note: None })),
        amended("e-6", Body::MeasureStarted(change(None))),
        amended("e-7", Body::MeasureStopped(change(Some("bleeding")))),
        amended("e-12", Body::Happened(Occurrence { haemostasis_at: None, ..operated })),
        amended("e-0", Body::admitted()),
        Body::Happened(
            Occurrence::step("e-8", "vitals", &[("sbp", "84 mm[Hg]"), ("dbp", "50 mm[Hg]"), ("arrest", "no")]).at(noon()).with("note", "床旁"),
        ),
        Body::Happened(
            Occurrence::of(Happening::Referral)
                .at(noon())
                .with("of", "e-8")
                .with("id", "r-1")
                .with("state", "accepted")
                .with("person", "王医生")
                .with("place", "县医院"),
        ),
        happened(Happening::Discharged),
    ]
}

fn verdict(text: &str) -> Value {
    serde_json::from_str(&verify(text)).expect("JSON")
}

#[test]
fn every_type_of_the_bridge_reads_back_as_it_was_sealed() {
    let record = chained(every_type());
    assert_eq!(verdict(&text(&record)), json!({ "ok": true }));
    let read = read_record(&ours(&serde_json::from_str(&text(&record)).expect("JSON")), &Place::root("record")).expect("verifies");
    for (read, sealed) in read.iter().zip(&record) {
        assert_eq!(read, sealed);
    }
    for kind in TYPES {
        assert!(record.iter().any(|sealed| sealed.event.body.kind() == *kind), "{kind} is not here");
    }
    let again = Encounter::of(read.iter().map(|sealed| &*sealed.event));
    assert_eq!(again, Encounter::of(record.iter().map(|sealed| &*sealed.event)));
}

/// `golden/record-v1.json` was sealed by version 0.1.0: every type, every source of an answer, and a drug and a source that
/// only a later version knows. A build that reads an old record writes each body again as it stands there.
#[test]
fn a_record_of_0_1_0_is_read_and_written_to_the_letter() {
    let stored = include_str!("golden/record-v1.json");
    assert_eq!(verdict(stored), json!({ "ok": true }));
    let stored: Value = serde_json::from_str(stored).expect("JSON");
    let read = read_record(&ours(&stored), &Place::root("record")).expect("verifies");
    assert_eq!(read.len(), 26);
    for (sealed, stored) in read.iter().zip(stored.as_array().expect("a list")) {
        let mut out = Writing::object();
        write_body(&sealed.event.body, &mut out);
        let (mut again, mut stored) = (theirs(&out.value()), stored["body"].clone());
        without_tables(&mut again);
        without_tables(&mut stored);
        assert_eq!(again, stored, "{}", sealed.event.id);
    }
    let sources = theirs(&read[25].json)["body"]["answers"].to_string();
    for source in ["person", "host", "derived", "none", "later"] {
        assert!(sources.contains(&format!("\"source\":\"{source}\"")), "{source} is not here");
    }
}

/// Takes out of the measures what is copied from the tables in force when they are written, and not read back.
fn without_tables(body: &mut Value) {
    if body["body"].is_object() {
        without_tables(&mut body["body"]);
    }
    for measure in body["measures"].as_array_mut().into_iter().flatten() {
        let measure = measure.as_object_mut().expect("an object");
        measure.remove("text");
        measure.remove("sources");
        if let Some(dose) = measure.get_mut("dose").and_then(Value::as_object_mut) {
            dose.remove("text");
        }
    }
}

/// Field by field as the bridge names them.
#[test]
fn bodies_have_the_fields_of_the_bridge() {
    let record = chained(every_type());
    let body = |at: usize| theirs(&record[at].json)["body"].clone();
    let keys = |at: usize| body(at).as_object().expect("an object").keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(1), "answers band ceiling edition floor instrument subBand timepoint");
    assert_eq!(keys(2), "answers band ceiling decision edition floor instrument of subBand timepoint");
    assert_eq!(keys(3), "answers edition high improve instrument");
    assert_eq!(keys(4), "measures monitoring of overrides replaces rule screen");
    assert_eq!(body(5), json!({ "of": "e-1", "reasonCode": "other", "note": "家属商议中" }));
    assert_eq!(body(6), json!({ "measure": "enoxaparin", "at": "2026-11-22T12:00:00.000+08:00", "informed": "family" }));
    assert_eq!(
        body(7),
        json!({ "measure": "enoxaparin", "at": "2026-11-22T12:00:00.000+08:00", "reasonCode": "held", "note": "术区渗血", "plan": "e-4" })
    );
    assert_eq!(body(8), json!({ "site": "dvt" }));
    assert_eq!(body(10), json!({}));
    assert_eq!(body(11), json!({ "from": "骨科", "to": "ICU" }));
    assert_eq!(body(13), json!({ "of": "e-1", "decision": "confirmed" }));
    assert_eq!(keys(14), "body of reason", "an amended assessment is as it always was");
    assert_eq!((keys(15).as_str(), &body(15)["type"]), ("body of reason type", &json!("bleeding_screened")));
    assert_eq!(body(4)["overrides"], json!([{ "id": "CI_PLT_LT_50", "reason": "血小板已输注回升" }]));
    assert_eq!(
        body(3)["answers"].as_array().expect("a list")[3..],
        [
            json!({ "item": "CI_NEURAXIAL", "value": true, "source": "derived", "until": "2026-11-22T21:00:00.000+08:00" }),
            json!({ "item": "MC_LOCAL_SKIN", "value": true, "source": "person", "limb": "left" }),
            json!({ "item": "unrecognised_medication", "value": false, "source": "person", "at": "2026-11-22T11:00:00.000+08:00", "names": ["丹参片", "某胶囊"] }),
        ]
    );
}

/// What is authorised unchanged is, letter for letter, what was proposed.
#[test]
fn an_authorised_measure_is_the_proposals_own_wire_form() {
    let proposed = ward::proposal();
    // The proposal and the record each name it: by the same words.
    for measure in &proposed.advice.measures {
        assert_eq!(MeasureId::of(&measure.what).as_str(), measure.what.id());
        assert_eq!(MeasureKind::of(&measure.what).id(), measure.what.kind());
    }
    let mut out = Writing::object();
    out.list("advice");
    virchow::interop::assess::advice(&mut out, &proposed, &Chart::default());
    out.end();
    out.list("authorised");
    proposed.advice.measures.iter().for_each(|measure| write_measure(&mut out, &MeasureLine::of(measure)));
    out.end();
    let written = theirs(&out.value());
    assert_eq!(written["advice"][0]["measures"], written["authorised"]);
    let measures = written["authorised"].as_array().expect("a list");
    let drug = measures.iter().find(|measure| measure["kind"] == "drug").expect("a drug");
    for key in ["id", "text", "conditionalOn", "dose", "start", "startRule", "stop", "days", "sources"] {
        assert!(!drug[key].is_null(), "{key}");
    }
}

#[test]
fn a_measure_is_known_by_the_word_it_is_written_with() {
    for drug in Drug::ALL {
        assert_eq!(MeasureId::from(drug.id()), MeasureId::Drug(drug));
        assert_eq!(MeasureId::Drug(drug).as_str(), drug.id());
    }
    for device in Device::ALL {
        assert_eq!(MeasureId::from(device.id()), MeasureId::Device(device));
        assert_eq!(MeasureId::Device(device).as_str(), device.id());
    }
    for (id, word) in [(MeasureId::Basic, "basic"), (MeasureId::Escalate, "escalate"), (MeasureId::Other("leeches".into()), "leeches")] {
        assert_eq!((MeasureId::from(word), id.as_str()), (id.clone(), word));
    }
    for kind in MeasureKind::ALL {
        assert_eq!(MeasureKind::named(kind.id()), Some(kind));
    }
    assert_eq!(MeasureKind::named("filter"), None);
}

/// An amendment of another type than its original, or of what is not amended, breaks the chain.
#[test]
fn amendments_keep_to_the_type_of_their_original() {
    let with = |of: &str, body| {
        let mut bodies = every_type();
        bodies.push(Body::Amended { of: of.into(), reason: "x".into(), body: Box::new(body) });
        verdict(&text(&chained(bodies)))
    };
    assert_eq!(with("e-1", Body::Assessed(assessment(1)))["ok"], true);
    assert_eq!(with("e-1", Body::BleedingScreened(screen(true)))["code"], "E_CONFLICT");
    assert_eq!(with("e-2", Body::Reviewed { of: "e-1".into(), changed: None })["code"], "E_CONFLICT", "a review is given again");
    assert_eq!(with("e-14", Body::Assessed(assessment(1)))["code"], "E_SCHEMA", "an amendment is not amended");
    assert_eq!(with("e-99", Body::Assessed(assessment(1)))["code"], "E_CONFLICT");
}

/// A host that wrote no `type` into an amendment is understood from the record before it.
#[test]
fn an_amendment_without_a_type_is_read_by_what_it_names() {
    let mut record = chained(every_type().into_iter().take(4).collect());
    let mut bodies: Vec<Body> = every_type().into_iter().take(4).collect();
    bodies.push(Body::Amended { of: "e-3".into(), reason: "x".into(), body: Box::new(Body::BleedingScreened(screen(true))) });
    let amendment: Sealed = chained(bodies).pop().expect("one");
    let mut json = theirs(&amendment.json);
    json["body"].as_object_mut().expect("an object").remove("type");
    json["hash"] = json!(digest(&ours(&json)));
    record.push(Sealed { json: ours(&json), ..amendment.clone() });
    let read = read_record(&ours(&serde_json::from_str(&text(&record)).expect("JSON")), &Place::root("record")).expect("verifies");
    assert_eq!(read[4].event.body, amendment.event.body);
}

#[test]
fn a_body_that_does_not_fit_is_refused_with_its_place() {
    let refused = |at: usize, change: &dyn Fn(&mut Value)| {
        let mut json: Vec<Value> = chained(every_type()).iter().map(|sealed| theirs(&sealed.json)).collect();
        change(&mut json[at]["body"]);
        json[at]["hash"] = json!(digest(&ours(&json[at])));
        let verdict = verdict(&json!(json).to_string());
        (verdict["code"].as_str().unwrap_or_default().to_owned(), verdict["error"]["path"].as_str().unwrap_or_default().to_owned())
    };
    let schema = |path: &str| ("E_SCHEMA".to_owned(), path.to_owned());
    assert_eq!(refused(2, &|body| body["decision"] = json!("maybe")), schema("/record/2/body/decision"));
    assert_eq!(refused(3, &|body| body["high"] = json!("yes")), schema("/record/3/body/high"));
    assert_eq!(refused(4, &|body| body["measures"][1]["dose"]["unit"] = json!("g")), schema("/record/4/body/measures/1/dose/unit"));
    assert_eq!(refused(4, &|body| body["overrides"][0] = json!({ "id": "CI_HIT" })), schema("/record/4/body/overrides/0/reason"));
    assert_eq!(refused(5, &|body| body["reasonCode"] = json!("because")), schema("/record/5/body/reasonCode"));
    assert_eq!(refused(6, &|body| body["at"] = json!("today")), schema("/record/6/body/at"));
    assert_eq!(refused(7, &|body| body["reasonCode"] = json!("tired")), schema("/record/7/body/reasonCode"));
    assert_eq!(refused(12, &|body| body["endedAt"] = json!(5)), schema("/record/12/body/endedAt"));
}

/// Every byte of a record with every type in it, changed: refused or found, unless it means the same.
#[test]
fn every_changed_byte_of_every_type_is_found() {
    let record = chained(every_type());
    let (mut changed, mut parsed) = (0, 0);
    let all: Vec<Value> = record.iter().map(|sealed| theirs(&sealed.json)).collect();
    // One event at a time in a record of its own, so that the whole stays quick; `prev` ties them (tests/record.rs).
    for sealed in &record {
        let event = theirs(&sealed.json).to_string();
        let value: Value = serde_json::from_str(&event).expect("JSON");
        let index = sealed.event.seq as usize - 1;
        for at in 0..event.len() {
            let mut bytes = event.clone().into_bytes();
            bytes[at] = match bytes[at] {
                digit @ b'0'..=b'9' => b'0' + (digit - b'0' + 1) % 10,
                letter @ (b'a'..=b'z' | b'A'..=b'Z') => letter ^ 0x20,
                ascii @ b' '..=b'~' => ascii ^ 1,
                byte => byte ^ 1,
            };
            let Ok(damaged) = String::from_utf8(bytes) else { continue };
            changed += 1;
            let Ok(read) = serde_json::from_str::<Value>(&damaged) else { continue };
            if read == value {
                continue;
            }
            parsed += 1;
            // The hash that is stated is not the hash of what is there.
            let ours = ours(&read);
            let stands = read["hash"] == json!(digest(&ours)) && read["hash"] == all[index]["hash"];
            assert!(!stands, "event {index} byte {at}: {damaged}");
        }
    }
    println!("{changed} changes, {parsed} of them still JSON, in {} events", record.len());
    assert!(parsed > 5000, "{parsed}");
}

#[test]
fn codes_and_rights_are_whole() {
    let declined: Vec<&str> = coded::DECLINED.iter().map(|coded| coded.id).collect();
    for id in ["bleeding_concern", "patient_refused", "early_mobile", "short_stay", "other_therapy", "end_of_life", "other"] {
        assert!(declined.contains(&id), "{id}");
    }
    let all = coded::DECLINED.iter().chain(coded::STOPPED.iter().map(|(coded, _)| coded));
    for coded in all {
        assert!(coded.label.zh().chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && coded.label.en().is_ascii(), "{}", coded.id);
    }
    assert_eq!(Action::ALL.map(Action::event), TYPES, "each action makes an event of the bridge, and each event is made by one");
    for action in Action::ALL {
        for role in Role::ALL {
            assert_eq!(role.may(action), action.right().who.contains(&actor(role).role));
        }
    }
}
