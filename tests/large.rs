//! Input as large as a message may be, in the shapes that make a careless reader slow: what is refused is refused, what is
//! taken is taken, and none of it takes the square of its length. A reader that did would not end within this run.
#![cfg(not(target_family = "wasm"))]

use virchow::clinical::chart::Instant;
use virchow::clinical::instruments::PADUA;
use virchow::interop::assess::assess;
use virchow::interop::chart::{Bare, read_chart, take_out_contradictions};
use virchow::interop::fhir::prefill::{prefill, read};
use virchow::interop::headless::{derive, score, verify};
use virchow::interop::json::{MAX_DEPTH, canonical, parse};
use virchow::interop::shape::Place;

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

/// As often as fits into so many bytes, with a comma between.
fn filled(bytes: usize, one: impl Fn(usize) -> String) -> String {
    let (mut text, mut count) = (String::new(), 0);
    loop {
        let next = one(count);
        if text.len() + next.len() + 1 > bytes {
            return text;
        }
        if count > 0 {
            text.push(',');
        }
        text.push_str(&next);
        count += 1;
    }
}

const MESSAGE: usize = 250 * 1024;

/// A record is hashed, and to be hashed a number is printed as the double that it is.
#[test]
fn a_number_of_a_million_digits_is_printed_as_its_double() {
    let check = |text: &str, expected: &str| assert_eq!(canonical(&parse(text, MAX_DEPTH).expect("a number")), expected);
    let nines = "9".repeat(1_000_000);
    check(&format!("0.{nines}"), "1");
    check(&format!("1.{}1", "0".repeat(1_000_000)), "1");
    check(&format!("{nines}e-999999"), "10");
    // Halfway between 1 and the next double, and the least bit above it.
    let half = "1.00000000000000011102230246251565404236316680908203125";
    check(half, "1");
    check(&format!("{half}{}", "0".repeat(1_000_000)), "1");
    check(&format!("{half}{}1", "0".repeat(1_000_000)), "1.0000000000000002");
}

#[test]
fn a_record_of_numbers_at_the_ends_of_the_range_is_verified() {
    let numbers = filled(MESSAGE, |index| if index % 2 == 0 { "5e-324".into() } else { "1.7976931348623157e308".into() });
    let event = format!(
        r#"[{{"v":1,"id":"a","seq":1,"contextId":"c","type":"admitted","at":"2026-11-22T12:00:00+08:00","by":{{"id":"n","name":"n","role":"nurse"}},"body":{{}},"more":[{numbers}],"prev":null,"hash":"0"}}]"#
    );
    assert!(verify(&event).contains("E_CONFLICT"));
}

#[test]
fn a_chart_of_facts_that_cannot_be_true_lists_each_of_them() {
    let facts = filled(MESSAGE, |_| r#"{"id":"operation","value":{"kind":"open","procedure":"turp"}}"#.into());
    let value = parse(&format!(r#"{{"contextId":"c","patient":{{"sex":"female"}},"facts":[{facts}]}}"#), MAX_DEPTH).expect("JSON");
    let place = Place::root("chart");
    let mut read = read_chart(&value, &place, &|_| Bare::Of(&PADUA)).expect("a chart");
    let count = read.chart.facts.len();
    assert!(count > 3000);
    take_out_contradictions(&mut read, noon(), &place);
    assert_eq!((read.chart.facts.len(), read.rejected.len()), (0, count));
}

/// Every kind of fact that is kept as a list, as often as a message holds.
#[test]
fn thousands_of_facts_are_assessed() {
    let kinds = [
        r#"{"id":"platelets","value":200,"unit":"10*9/L","at":"2026-11-22T08:00:00+08:00"}"#,
        r#"{"id":"sbp","value":185,"unit":"mm[Hg]","at":"2026-11-22T08:00:00+08:00"}"#,
        r#"{"id":"operation","value":{"kind":"open","durationMin":70,"at":"2026-11-23T08:00:00+08:00"}}"#,
        r#"{"id":"neuraxial","value":{"kind":"needle","at":"2026-11-22T08:00:00+08:00"}}"#,
        r#"{"id":"medication","value":{"id":"aspirin","class":"antiplatelet"}}"#,
        r#"{"id":"allergy","value":{"to":"heparin"}}"#,
        r#"{"id":"CI_HIT","value":true}"#,
        r#"{"id":"active_cancer","value":true}"#,
        r#"{"id":"icu","value":{"from":"2026-11-22T08:00:00+08:00"}}"#,
        r#"{"id":"transfusion","value":{"units":2,"at":"2026-11-22T08:00:00+08:00"}}"#,
        r#"{"id":"nothing_of_ours","value":true}"#,
    ];
    for kind in kinds {
        let facts = filled(MESSAGE - 300, |_| kind.into());
        let whole = format!(
            r#"{{"chart":{{"encounter":{{"setting":"medical"}},"facts":[{facts}]}},"unanswered":"absent","at":"2026-11-22T12:00:00+08:00"}}"#
        );
        let answer = assess(&whole);
        assert!(answer.starts_with('{') && !answer.contains("E_TOO_LARGE") && !answer.contains("E_INTERNAL"), "{kind}");
        let bare = format!(r#"{{"facts":[{facts}]}}"#);
        assert!(score("padua", &bare).starts_with('{') && derive(&bare).starts_with('{'));
    }
    let answers = filled(MESSAGE - 300, |index| format!(r#""k{index}":true"#));
    assert!(score("padua", &format!(r#"{{"answers":{{{answers}}}}}"#)).contains("E_TOO_LARGE"), "so many answers no form has");
}

#[test]
fn a_bundle_of_thousands_of_readings_gives_the_latest_of_them() {
    let entries = filled(1_000_000, |index| {
        format!(
            r#"{{"resource":{{"resourceType":"Observation","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"777-3"}}]}},"effectiveDateTime":"2026-11-{:02}T{:02}:{:02}:{:02}+08:00","valueQuantity":{{"value":210,"unit":"10*9/L"}}}}}}"#,
            1 + index / 86_400,
            index / 3600 % 24,
            index / 60 % 60,
            index % 60
        )
    });
    let count = entries.matches("Observation").count();
    let bundle = read(&format!(r#"{{"resourceType":"Bundle","entry":[{entries}]}}"#)).expect("a Bundle");
    let taken = prefill(&bundle).expect("a chart");
    let facts = taken["chart"]["facts"].items();
    assert!(count > 4000);
    assert_eq!(facts.len(), 60);
    let last = count - 1;
    assert_eq!(facts[59]["at"].as_str(), Some(format!("2026-11-01T{:02}:{:02}:{:02}+08:00", last / 3600, last / 60 % 60, last % 60).as_str()));
}

#[test]
fn a_bundle_of_thousands_of_versions_subjects_and_doses_takes_no_square() {
    let entries = filled(1_000_000, |index| {
        let (person, kind) = (index % 3, ["Observation", "MedicationAdministration", "MedicationRequest", "Condition"][index % 4]);
        format!(
            r#"{{"fullUrl":"http://his/{kind}/{}","resource":{{"resourceType":"{kind}","id":"{}","meta":{{"versionId":"{index}"}},"status":"completed","subject":{{"identifier":{{"value":"{person}"}}}},"medicationReference":{{"reference":"Medication/{index}","display":"药{index}"}},"effectiveDateTime":"2026-11-22T08:00:00+08:00"}}}}"#,
            index / 8,
            index / 8,
        )
    });
    let count = entries.matches("resourceType").count();
    let person = r#"{"resource":{"resourceType":"Patient","identifier":[{"value":"1"}]}}"#;
    let bundle = read(&format!(r#"{{"resourceType":"Bundle","entry":[{person},{entries}]}}"#)).expect("a Bundle");
    let taken = prefill(&bundle).expect("a chart");
    let facts = taken["chart"]["facts"].items().len();
    assert!(count > 2500 && facts > 50, "{facts} of {count}");
    assert!(taken["rejected"].items().len() + facts >= count, "silence means taken");
}

/// What prefill makes is a chart that the element takes: a long name is cut, a long reference left out, a long id is told.
#[test]
fn a_bundle_with_texts_that_are_too_long_still_makes_a_chart() {
    let long = "长".repeat(300);
    let bundle = format!(
        r#"{{"resourceType":"Bundle","entry":[{{"resource":{{"resourceType":"Patient","id":"{long}","gender":"female"}}}},{{"resource":{{"resourceType":"Encounter","id":"{long}","status":"in-progress","class":{{"code":"IMP"}},"location":[{{"location":{{"display":"{long}"}}}}]}}}}]}}"#
    );
    let taken = prefill(&read(&bundle).expect("a Bundle")).expect("a chart");
    let chart = &taken["chart"];
    assert!(read_chart(chart, &Place::root("chart"), &|_| Bare::Of(&PADUA)).is_ok(), "{}", canonical(chart));
    assert_eq!(chart["encounter"]["department"].as_str().map(|name| name.chars().count()), Some(64));
    assert!(chart.get("contextId").is_none() && chart["patient"].get("ref").is_none());
    let listed: Vec<_> = taken["rejected"].items().iter().filter_map(|line| line["path"].as_str()).collect();
    assert_eq!(listed, ["/entry/0/resource/id", "/entry/1/resource"]);
}
