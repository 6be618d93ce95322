//! What version 0.1.0 wrote, and today's readers: drafts, records, the rows of a ward, a hospital's profile. The files under
//! `fixtures/0.1.0` were made by that version's own build (see the README there). Beside this stands
//! `e2e/stores_0_1_0.test.mjs`, which opens the same stores in a browser.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use virchow::clinical::waits::Wait;
use virchow::interop::event::read_record;
use virchow::interop::headless::verify;
use virchow::interop::json::{MAX_DEPTH, Value as Ours, parse};
use virchow::interop::people::read_person;
use virchow::interop::profile::read_profile;
use virchow::interop::seal::{digest, head};
use virchow::interop::shape::Place;
use virchow::interop::stored::{read_draft, write_draft};
use virchow::interop::ward::{read_row, read_ward, write_row};
use virchow::record::encounter::Encounter;

const ELEMENT: &str = include_str!("fixtures/0.1.0/element.json");
const RECORDS: &str = include_str!("fixtures/0.1.0/records.json");
const ROWS: &str = include_str!("fixtures/0.1.0/ward-rows.json");
const HANDOVER: &str = include_str!("fixtures/0.1.0/handover.json");
const PROFILE: &str = include_str!("fixtures/0.1.0/profile.json");

fn theirs(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn ours(text: &str) -> Ours {
    parse(text, MAX_DEPTH).expect("JSON")
}

fn rows() -> BTreeMap<String, String> {
    serde_json::from_str(ROWS).expect("rows")
}

/// The rows of one of the element's stores.
fn store(name: &str) -> Vec<(String, String)> {
    serde_json::from_value(theirs(ELEMENT)["database"]["stores"][name].clone()).expect("rows")
}

/// Every field of `before` is in `after`, as it was; later versions may write more.
fn keeps(before: &Value, after: &Value, place: &str) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                keeps(value, after.get(key).unwrap_or(&Value::Null), &format!("{place}/{key}"));
            }
        }
        _ => assert_eq!(before, after, "{place}"),
    }
}

#[test]
fn every_record_verifies_and_has_the_hashes_it_had() {
    let all: BTreeMap<String, Vec<Value>> = serde_json::from_str(RECORDS).expect("records");
    assert!(all.len() >= 7, "{:?}", all.keys());
    for (name, record) in &all {
        assert_eq!(theirs(&verify(&Value::from(record.clone()).to_string())), json!({ "ok": true }), "{name}");
        for event in record {
            assert_eq!(event["rules"]["version"], "0.1.0");
            assert_eq!(digest(&ours(&event.to_string())), event["hash"].as_str().expect("a hash"), "{name}");
        }
    }
    assert!(RECORDS.contains("q8-12h"), "a frequency that only this version wrote");
}

#[test]
fn events_in_the_store_are_those_records_to_the_letter() {
    let all = theirs(RECORDS);
    let held = store("events");
    assert!(held.len() >= 7);
    for (context, text) in held {
        let record = all.as_object().expect("records").values().find(|record| record[0]["contextId"] == context.as_str());
        assert_eq!(Some(&theirs(&text)), record, "{context}");
        assert!(read_record(&ours(&text), &Place::root("record")).is_ok(), "{context}");
    }
}

#[test]
fn drafts_are_read_and_nothing_of_them_is_lost() {
    let mut kinds = [0; 5];
    for (key, text) in store("drafts").iter().chain(&rows().into_iter().filter(|(key, _)| key.starts_with("draft/")).collect::<Vec<_>>()) {
        if key.ends_with(" (unread)") {
            assert!(parse(text, MAX_DEPTH).is_err(), "what was set aside is kept, not read");
            kinds[4] += 1;
            continue;
        }
        let draft = read_draft(&ours(text), &Place::root("draft")).unwrap_or_else(|rejected| panic!("{key}: {rejected:?}"));
        let before = theirs(text);
        keeps(&before, &theirs(&write_draft(&draft)), key);
        kinds[0] += usize::from(!draft.answers.notes.is_empty());
        kinds[1] += usize::from(draft.switch_reason.is_some());
        kinds[2] += usize::from(draft.amending.is_some());
        kinds[3] += usize::from(draft.screening.is_some());
    }
    assert_eq!(kinds, [1, 1, 1, 1, 1], "a note, a switch, an amendment, a bleeding list, one set aside");
}

#[test]
fn the_ward_its_people_and_their_pins_are_read() {
    let rows = rows();
    let (settings, profile) = read_ward(&rows["ward"]).expect("the ward");
    assert_eq!((settings.name.as_str(), settings.department.as_str(), settings.demo), ("骨科三病区", "骨科", false));
    assert_eq!(profile.due.hours(Wait::PeriodicHigh), 48);
    let people: Vec<_> = rows.iter().filter(|(key, _)| key.starts_with("user/")).map(|(_, text)| read_person(text).expect("a person")).collect();
    assert_eq!(people.len(), 4);
    for person in people {
        match person.actor.name.as_str() {
            "李敏" | "何药师" => assert!(person.fits("") && person.fits("anything"), "no PIN"),
            "王一" => assert!(person.fits("2468") && !person.fits("2469")),
            "质控员" => assert!(person.fits("1357") && !person.fits("")),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn admissions_are_read_fold_to_what_their_row_says_and_are_written_without_loss() {
    let rows = rows();
    let (_, profile) = read_ward(&rows["ward"]).expect("the ward");
    let mut count = 0;
    for (key, text) in rows.iter().filter(|(key, _)| key.starts_with("admission/")) {
        let row = read_row(text).unwrap_or_else(|rejected| panic!("{key}: {rejected:?}"));
        let events: Vec<&str> =
            rows.iter().filter(|(key, _)| key.starts_with(&format!("event/{}/", row.context))).map(|(_, text)| text.as_str()).collect();
        let record = read_record(&ours(&format!("[{}]", events.join(","))), &Place::root("record")).expect("a record");
        assert_eq!(row.head, head(&record), "{key}");
        assert_eq!(theirs(&write_row(&row))["chart"], theirs(text)["chart"], "{key}");
        // The summary is a cache: made again from the events it is the same.
        let mut again = row.clone();
        let at = record.last().expect("an event").event.at;
        again.fold(&Encounter::of(record.iter().map(|sealed| &*sealed.event)), head(&record), &profile, at);
        assert_eq!((again.summary.score, again.summary.bleeding), (row.summary.score, row.summary.bleeding), "{key}");
        count += 1;
    }
    assert_eq!(count, 6);
}

#[test]
fn what_was_handed_over_holds_every_event_of_the_outbox() {
    let handed = theirs(HANDOVER);
    let events = handed["events"].as_array().expect("events");
    for event in events {
        assert_eq!(digest(&ours(&event.to_string())), event["hash"].as_str().expect("a hash"));
    }
    let ids: Vec<&str> = events.iter().filter_map(|event| event["id"].as_str()).collect();
    for key in rows().keys().filter_map(|key| key.strip_prefix("outbox/")) {
        assert!(ids.contains(&key), "{key}");
    }
}

#[test]
fn a_hospitals_profile_is_taken_whole() {
    let profile = read_profile(&ours(PROFILE), &Place::root("profile")).expect("a profile");
    assert_eq!(profile.due.hours(Wait::PeriodicHigh), 48);
    assert_eq!(profile.flat_keys.len(), 2);
    assert_eq!(profile.formulary.len(), 3);
}
