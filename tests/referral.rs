//! The referral sheet and its course: what a sheet says of a record and what it lacks, read as written, refused when damaged,
//! cut into codes and joined again; the states of both sides joined in whatever order they come.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeSet;

use proptest::prelude::*;
use virchow::clinical::chart::Instant;
use virchow::clinical::pathway::settings::ChannelSettings;
use virchow::clinical::pathway::tiers::Tier;
use virchow::interop::archive::{RowChange, Ward, merge};
use virchow::interop::fhir::referral::bundle;
use virchow::interop::json::{MAX_DEPTH, Value, canonical, parse};
use virchow::interop::referral::parts::{MOST_PARTS, PartRefused, ReferralParts, cut};
use virchow::interop::referral::rows::{KeptReferral, read_referrals, referral_key, write_admitted, write_first, write_later};
use virchow::interop::referral::{ReferralMessage, read_message};
use virchow::interop::ward::AdmissionRow;
use virchow::record::encounter::Encounter;
use virchow::record::event::{Body, Event, SignedText};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::referral::course::{ReferralHistory, StepRefused, StepTaken, running};
use virchow::record::referral::fill::SheetGrounds;
use virchow::record::referral::steps::{ReferralSide, ReferralState, ReferralStep, STEP_FIELDS, fields_of, leads_to, may_report, referral_row};
use virchow::record::referral::{ReferralSheet, SHEET_LINES, SheetAnswer, SheetValue, SheetWord};
use virchow::record::role::{Actor, Role};
use virchow::record::story::Teller;
use virchow::text::Lang;

use ReferralSide::{Receiver, Sender};
use ReferralState as S;

fn at(minute: i64) -> Instant {
    "2026-11-30T21:00:00+08:00".parse::<Instant>().expect("a time") + chrono::TimeDelta::minutes(minute)
}

fn nurse() -> Actor {
    Actor { id: "n-1".into(), name: "李护士".into(), role: Role::Nurse }
}

/// A township's patient: an embolism is suspected, with what a tablet knows of her.
fn sheet() -> ReferralSheet {
    let chart = r#"{ "contextId": "a", "patient": { "label": "王某", "sex": "female", "birthDate": "1958-03-02" }, "encounter": { "setting": "medical" },
      "facts": [ { "id": "weight", "value": 64, "unit": "kg", "at": "2026-11-30T20:00:00+08:00", "source": "李护士" },
        { "id": "platelets", "value": 210, "unit": "10*9/L", "at": "2026-11-29T08:00:00+08:00", "source": "LIS" },
        { "id": "platelets", "value": 180, "unit": "10*9/L", "at": "2026-11-30T08:00:00+08:00", "source": "LIS" },
        { "id": "sbp", "value": 118, "unit": "mm[Hg]", "at": "2026-11-30T20:55:00+08:00", "source": "李护士" },
        { "id": "medication", "value": { "name": "依诺肝素", "dose": { "amount": 40, "unit": "mg", "frequency": "qd" }, "lastDoseAt": "2026-11-30T09:00:00+08:00" }, "source": "HIS" },
        { "id": "medication", "value": { "name": "利伐沙班", "stoppedAt": "2026-11-01T09:00:00+08:00" }, "source": "HIS" },
        { "id": "allergy", "value": { "to": "青霉素" }, "source": "HIS" } ] }"#;
    let row = AdmissionRow::new(parse(chart, MAX_DEPTH).expect("a chart"));
    let suspected = Occurrence::of(Happening::VteSuspected).at(at(0)).with("site", "pe").with("signs", "dyspnoea unstable").with("since", "lt_1h");
    let event =
        |seq: u64, what: Occurrence| Event { id: format!("e{seq}"), seq, at: at(seq as i64), by: nurse(), body: Body::Happened(what), clock: None };
    let step = |name: &str, answers: &[(&str, &str)]| Occurrence::step("e2", name, answers);
    let events = [
        event(1, Occurrence::of(Happening::Admitted)),
        event(2, suspected),
        event(3, step("vitals", &[("sbp", "112 mm[Hg]"), ("dbp", "70 mm[Hg]"), ("spo2", "91 %"), ("oxygen", "air")])),
        event(4, step("ddimer_result", &[("value", "1.2 mg/L{FEU}")])),
        event(5, step("interim_given", &[("drug", "enoxaparin"), ("dose", "60 mg"), ("name", "李护士")])),
        event(6, step("physician_told", &[("name", "周医师"), ("way", "telephone")])),
    ];
    let profile = virchow::clinical::profile::Profile::default();
    let grounds = SheetGrounds {
        id: "0192f0c0-0000-7000-8000-000000000015",
        demo: false,
        at: at(10),
        by: "周医师",
        name: row.label(),
        number: "",
        chart: &row.read(&profile, at(10)),
        encounter: &Encounter::of(&events),
        settings: &ChannelSettings::of(Tier::Township),
    };
    let mut sheet = grounds.sheet();
    for (id, said) in [("from", "青石镇卫生院"), ("to", "青石县医院"), ("telephone", "0312-555 0101"), ("asked", "CTPA")] {
        sheet.put(id, SheetAnswer::Said(vec![SheetValue::plain(said, None, SignedText { zh: "周医师".into(), en: "周医师".into() })]));
    }
    sheet
}

fn said(state: S, side: ReferralSide, site: &str, minute: i64) -> ReferralStep {
    let mut step = ReferralStep::of(state, at(minute), side, "某人", site);
    for field in fields_of(state).filter(|field| field.needed(state, side)) {
        let word = match field.id {
            "way" => "qr",
            "why" => "other_hospital",
            other => other,
        };
        step = step.with(field.id, word);
    }
    step
}

fn message(steps: Vec<ReferralStep>) -> ReferralMessage {
    let sheet = sheet();
    ReferralMessage { id: sheet.id.clone(), demo: false, at: at(11), side: Sender, site: "青石镇卫生院".into(), sheet: Some(sheet), steps }
}

// ---- the sheet -----------------------------------------------------------------------------------------------------

#[test]
fn nothing_is_blank_and_what_nobody_said_is_one_of_three_words() {
    let sheet = sheet();
    assert_eq!(sheet.answers.len(), SHEET_LINES.len());
    for (line, answer) in sheet.lines() {
        match answer {
            SheetAnswer::Said(values) => {
                assert!(!values.is_empty(), "{}", line.id);
                assert!(values.iter().all(|value| !value.text.zh.trim().is_empty() && !value.text.en.trim().is_empty()), "{}", line.id);
            }
            SheetAnswer::Lacks(word) => assert_eq!(*word, line.lacks, "{}: unknown is never no", line.id),
        }
    }
    let words: BTreeSet<&str> = SheetWord::ALL.iter().flat_map(|word| [word.label().zh(), word.label().en()]).collect();
    assert_eq!(words.len(), 6, "three words, in each language");
}

#[test]
fn a_sheet_says_what_record_and_chart_know_with_time_and_source() {
    let sheet = sheet();
    let first = |id: &str| sheet.value(id).unwrap_or_else(|| panic!("{id} is known"));
    assert_eq!(first("platelets").text.en, "180 ×10⁹/L", "the last one");
    assert_eq!((first("platelets").at, first("platelets").source.zh.as_str()), (Some(at(-780)), "LIS"));
    assert_eq!(first("weight").text.zh, "64 kg");
    assert_eq!(first("age").text.zh, "68 岁");
    assert_eq!(first("unstable").text.en, "yes");
    assert!(first("kind").text.zh.contains("PE"));
    assert_eq!(first("vitals").text.zh, "收缩压 118 mmHg");
    let SheetAnswer::Said(drugs) = sheet.answer("anticoagulants").expect("a line") else { panic!("known") };
    assert_eq!(drugs.len(), 1, "what was stopped a month ago is none of the last 7 days");
    assert_eq!(drugs[0].text.en, "enoxaparin 40 mg once daily last dose");
    assert_eq!(drugs[0].at, Some(at(-720)));
    assert_eq!(first("allergy").text.zh, "青霉素");
    assert_eq!(first("interim").text.en, "Interim dose given: Drug enoxaparin, Dose 60 mg, Given by 李护士");
    assert_eq!((first("interim").at, first("interim").source.en.as_str()), (Some(at(5)), "李护士"));
    assert!(first("d_dimer").text.zh.contains("1.2 mg/L"), "{}", first("d_dimer").text.zh);
    assert!(first("oxygen").text.zh.contains("未吸氧") && first("physician_told").text.en.contains("by telephone"));
    assert!(first("gates").text.zh.contains('：') && first("clocks").at.is_some(), "gates that fired, and clocks that run");
    assert_eq!(sheet.answer("imaging"), Some(&SheetAnswer::Lacks(SheetWord::NotDone)));
    assert_eq!(sheet.answer("pregnancy"), Some(&SheetAnswer::Lacks(SheetWord::NotAsked)));
    assert_eq!(sheet.lacking().map(|line| line.id), None);
}

#[test]
fn a_sheet_without_a_telephone_is_not_sent() {
    let mut sheet = sheet();
    sheet.put("telephone", SheetAnswer::Lacks(SheetWord::NotAsked));
    assert_eq!(sheet.lacking().map(|line| line.id), Some("telephone"));
}

#[test]
fn the_text_says_every_line_in_both_languages() {
    let sheet = sheet();
    let zone = |_: i64| 8 * 3600;
    for lang in [Lang::Zh, Lang::En] {
        let text = Teller { lang, zone: &zone, now: at(10) }.referral_sheet(&sheet);
        for line in &SHEET_LINES {
            assert!(text.contains(line.label.get(lang)), "{}: {text}", line.id);
        }
        assert!(text.contains(SheetWord::NotDone.label().get(lang)) && text.contains(SheetWord::NotAsked.label().get(lang)));
        assert!(text.contains(&sheet.id));
    }
    let english = Teller { lang: Lang::En, zone: &zone, now: at(10) }.referral_sheet(&sheet);
    assert!(english.contains("Platelets: 180 ×10⁹/L (30 Nov 08:00, LIS)"), "{english}");
}

// ---- the message ---------------------------------------------------------------------------------------------------

#[test]
fn a_message_is_read_as_it_was_written() {
    let message = message(vec![said(S::Sent, Sender, "青石镇卫生院", 12)]);
    assert_eq!(read_message(&message.to_json()), Ok(message));
}

#[test]
fn a_message_of_another_version_half_of_one_and_what_is_none_are_named() {
    let whole = message(vec![]).to_json();
    let code = |text: &str| read_message(text).expect_err("refused");
    assert_eq!(code(&whole[..whole.len() / 2]).code, "E_INCOMPLETE");
    assert_eq!(code("").code, "E_INCOMPLETE");
    assert_eq!(code(r#"{"format":"virchow-handover","v":1}"#).code, "E_PROTOCOL");
    let newer = code(&whole.replace("virchow-referral/1", "virchow-referral/2"));
    assert_eq!((newer.code, newer.path.as_str()), ("E_PROTOCOL", "/format"));
    assert!(newer.message.zh.contains("另一版本") && newer.message.en.contains("another version"));
    let edited = code(&whole.replace("64 kg", "46 kg"));
    assert_eq!((edited.code, edited.path.as_str()), ("E_REJECTED", "/sum"));
    assert!(!edited.message.zh.contains("46") && !edited.message.en.contains("王某"), "a refusal repeats no value");
}

/// Sealed again with a sum that fits: only the shape can stop it.
fn resealed(change: impl Fn(&mut Value)) -> String {
    use sha2::{Digest as _, Sha256};
    let mut value = parse(&message(vec![]).to_json(), MAX_DEPTH).expect("JSON");
    change(&mut value);
    let sum: String = Sha256::digest(virchow::interop::json::canonical_without(&value, "sum")).iter().map(|byte| format!("{byte:02x}")).collect();
    value.put("sum", sum.as_str().into());
    canonical(&value)
}

#[test]
fn half_a_sheet_with_a_sum_that_fits_is_refused_at_the_line_that_is_not_there() {
    let cut = resealed(|value| {
        let mut sheet = value["sheet"].clone();
        let answers = sheet["answers"].items()[..20].to_vec();
        sheet.put("answers", Value::Array(answers));
        value.put("sheet", sheet);
    });
    let refused = read_message(&cut).expect_err("half a sheet");
    assert_eq!((refused.code, refused.path.as_str()), ("E_INCOMPLETE", "/sheet/answers/20"));
    let blank = resealed(|value| {
        let mut sheet = value["sheet"].clone();
        let mut answers = sheet["answers"].items().to_vec();
        answers[3] = parse(r#"{"id":"number"}"#, 3).expect("JSON");
        sheet.put("answers", Value::Array(answers));
        value.put("sheet", sheet);
    });
    assert_eq!(read_message(&blank).expect_err("a blank line").path, "/sheet/answers/3");
    let strange = resealed(|value| value.put("extra", true.into()));
    assert_eq!(read_message(&strange).expect_err("a field of nobody's").code, "E_SCHEMA");
}

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![Just('a'), Just('王'), Just('"'), Just('\\'), Just('7'), Just('-'), Just('/'), Just('é')], 1..12)
        .prop_map(|all| all.into_iter().collect())
}

fn answers() -> impl Strategy<Value = SheetAnswer> {
    let text = || (words(), words()).prop_map(|(zh, en)| SignedText { zh, en });
    let source = prop_oneof![Just(SignedText { zh: String::new(), en: String::new() }), text()];
    let value =
        (text(), proptest::option::of(0..10_000_i64), source).prop_map(|(text, minute, source)| SheetValue { text, at: minute.map(at), source });
    prop_oneof![
        proptest::sample::select(&SheetWord::ALL[..]).prop_map(SheetAnswer::Lacks),
        proptest::collection::vec(value, 1..4).prop_map(SheetAnswer::Said)
    ]
}

fn sheets() -> impl Strategy<Value = ReferralSheet> {
    proptest::collection::vec(answers(), SHEET_LINES.len()).prop_map(|answers| ReferralSheet { answers, ..sheet() })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_sheet_is_read_as_it_was_written(sheet in sheets(), demo in any::<bool>()) {
        let mut message = message(vec![said(S::Sent, Sender, "甲", 1), said(S::Accepted, Receiver, "乙", 2)]);
        message.demo = demo;
        message.sheet = Some(ReferralSheet { demo, ..sheet });
        prop_assert_eq!(read_message(&message.to_json()), Ok(message));
    }

    #[test]
    fn any_flipped_byte_of_a_message_is_refused(place in any::<proptest::sample::Index>(), bit in 0..8_u32) {
        let whole = message(vec![said(S::Sent, Sender, "甲", 1)]).to_json();
        let mut bytes = whole.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        // What is no text never gets here.
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(read_message(&text).is_err(), "byte {}", place);
        }
    }

    #[test]
    fn parts_in_any_order_and_however_often_are_what_was_cut(bytes in proptest::collection::vec(any::<u8>(), 0..6000), seed in any::<u64>()) {
        let parts = cut(&bytes).expect("not too many");
        let mut order: Vec<usize> = (0..parts.len()).chain(0..parts.len()).collect();
        order.sort_by_key(|place| (*place as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut held = ReferralParts::default();
        for place in order {
            // A scanner on a keyboard with caps lock the other way round.
            prop_assert!(held.take(&parts[place].to_lowercase()).is_ok());
        }
        prop_assert_eq!(held.missing(), Vec::<usize>::new());
        prop_assert_eq!(held.whole(), Some(Ok(bytes)));
    }

    #[test]
    fn any_flipped_bit_of_a_part_is_refused_and_what_was_there_stays(place in any::<proptest::sample::Index>(), bit in 0..7_u32) {
        let bytes: Vec<u8> = (0..1500_u32).map(|n| (n * 7 % 251) as u8).collect();
        let parts = cut(&bytes).expect("not too many");
        let mut held = ReferralParts::default();
        held.take(&parts[0]).expect("the first");
        let before = held.clone();
        let mut second = parts[1].clone().into_bytes();
        let place = place.index(second.len());
        second[place] ^= 1 << bit;
        let text = String::from_utf8(second).expect("seven bits");
        // Only the case of a letter is no difference: scanners get that wrong.
        if text.to_ascii_uppercase() != parts[1] {
            // A space parts two of them, each of which is none.
            prop_assert!(held.take(&text).is_err(), "{}", text);
            prop_assert_eq!(held, before);
        }
    }
}

// ---- codes ---------------------------------------------------------------------------------------------------------

#[test]
fn a_half_scanned_sheet_says_which_parts_are_missing() {
    let bytes: Vec<u8> = (0..2000_u32).map(|n| (n % 256) as u8).collect();
    let parts = cut(&bytes).expect("not too many");
    assert_eq!(parts.len(), 4);
    assert!(parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')));
    let mut held = ReferralParts::default();
    assert_eq!((held.whole(), held.of()), (None, 0));
    assert_eq!(held.take(&parts[2]), Ok(1));
    assert_eq!(held.take(&[parts[2].as_str(), &parts[0]].join("\n")), Ok(1), "twice is once");
    assert_eq!(held.missing(), [2, 4]);
    assert_eq!(held.whole(), None);
    assert_eq!(held.take(&[parts[1].as_str(), &parts[3]].concat()), Ok(2), "a scanner that ends no line");
    assert_eq!(held.whole(), Some(Ok(bytes)));
}

#[test]
fn what_is_no_part_of_this_sheet_is_refused_by_name() {
    let one = cut(&[1; 1200]).expect("parts");
    let other = cut(&[2; 1200]).expect("parts");
    let mut held = ReferralParts::default();
    held.take(&one[0]).expect("the first");
    let before = held.clone();
    assert_eq!(held.take(&other[1]), Err(PartRefused::Other));
    assert_eq!(held.take("VW1|44136fa3|1/3|abc"), Err(PartRefused::Handover));
    assert_eq!(held.take(&one[1].replace("VR1", "VR2")), Err(PartRefused::Newer));
    assert_eq!(held.take("6901234567892"), Err(PartRefused::Foreign));
    assert_eq!(held.take("   "), Err(PartRefused::Foreign));
    assert_eq!(held.take(&one[1][..one[1].len() - 9]), Err(PartRefused::Damaged));
    // One good part beside a bad one: nothing of it is taken.
    assert_eq!(held.take(&[&one[1], " ", &other[0]].concat()), Err(PartRefused::Other));
    assert_eq!(held, before);
    assert_eq!(cut(&vec![0; 600 * MOST_PARTS]), None, "more than anybody scans");
}

#[test]
fn a_sheet_of_an_ordinary_patient_goes_on_few_codes() {
    // Encrypted and packed it is a third; without either it must still be possible to carry.
    let json = message(vec![said(S::Sent, Sender, "青石镇卫生院", 12)]).to_json();
    assert!(cut(json.as_bytes()).is_some_and(|parts| parts.len() <= 16), "{} bytes", json.len());
}

// ---- the course ----------------------------------------------------------------------------------------------------

/// A referral that was sent to the county hospital, accepted, and returned.
fn course() -> Vec<ReferralStep> {
    vec![
        said(S::Drafted, Sender, "镇", 0),
        said(S::Sent, Sender, "镇", 5),
        said(S::Received, Receiver, "县", 9),
        said(S::Accepted, Receiver, "县", 14),
        said(S::Departed, Sender, "镇", 30),
        said(S::Arrived, Receiver, "县", 90),
        said(S::Returned, Receiver, "县", 3000),
        said(S::Acknowledged, Sender, "镇", 3100),
    ]
}

#[test]
fn a_referral_goes_forward_and_each_state_stands_once() {
    let mut held = ReferralHistory::default();
    for step in course() {
        assert_eq!(held.take(&step), Ok(StepTaken::Forward), "{:?}", step.state);
        assert_eq!(held.take(&step), Ok(StepTaken::Known), "the same once more");
    }
    assert!(held.is_over() && held.gaps().is_empty() && held.amendments.is_empty());
}

#[test]
fn in_whatever_order_the_reports_come_the_course_is_the_same() {
    let steps = course();
    // Every rotation, and backwards: the first stands, what lies before it fills its gap.
    for turn in 0..steps.len() {
        for backwards in [false, true] {
            let mut order: Vec<ReferralStep> = steps.iter().cycle().skip(turn).take(steps.len()).cloned().collect();
            if backwards {
                order.reverse();
            }
            let mut held = ReferralHistory::default();
            for step in &order {
                assert!(held.take(step).is_ok(), "{turn} {backwards} {:?}", step.state);
            }
            assert_eq!(held.steps(), &steps[..], "{turn} {backwards}");
        }
    }
}

#[test]
fn a_later_state_before_an_earlier_one_leaves_a_gap_that_is_said() {
    let mut held = ReferralHistory::of(&[said(S::Drafted, Sender, "镇", 0), said(S::Sent, Sender, "镇", 5)]);
    assert_eq!(held.take(&said(S::Arrived, Receiver, "县", 90)), Ok(StepTaken::Forward));
    assert_eq!(held.gaps(), [S::Received, S::Accepted, S::Departed]);
    assert_eq!(held.take(&said(S::Accepted, Receiver, "县", 20)), Ok(StepTaken::Fills));
    assert_eq!(held.gaps(), [S::Received, S::Departed]);
    let zone = |_: i64| 8 * 3600;
    let text = Teller { lang: Lang::En, zone: &zone, now: at(0) }.referral_course(&held);
    assert!(text.contains("received: not reported\naccepted"), "{text}");
}

#[test]
fn a_referral_returned_twice_stands_once_with_what_was_said_differently() {
    let mut held = ReferralHistory::of(&course()[..7]);
    assert_eq!(held.take(&course()[6]), Ok(StepTaken::Known));
    let other = said(S::Returned, Receiver, "县", 3050).with("dose", "30 mg");
    assert_eq!(held.take(&other), Ok(StepTaken::Amends));
    assert_eq!(held.step(S::Returned).and_then(|step| step.said("dose")), Some("dose"), "the first stands");
    assert_eq!(held.latest(S::Returned).and_then(|step| step.said("dose")), Some("30 mg"), "and what was said last is known");
}

#[test]
fn of_two_hospitals_that_accept_the_first_stands_and_the_other_is_to_be_told() {
    let mut held = ReferralHistory::of(&[said(S::Sent, Sender, "镇", 5), said(S::Accepted, Receiver, "县", 14)]);
    assert_eq!(held.take(&said(S::Accepted, Receiver, "市", 16)), Ok(StepTaken::Elsewhere));
    assert_eq!((held.accepted_by(), held.to_be_told()), (Some("县"), vec!["市"]));
    assert_eq!(held.take(&said(S::Cancelled, Sender, "镇", 18).with("addressed", "市")), Ok(StepTaken::Elsewhere));
    assert_eq!((held.state(), held.to_be_told().len()), (Some(S::Accepted), 0), "the first goes on");
}

#[test]
fn what_has_ended_goes_no_further_and_says_why() {
    let mut declined = ReferralHistory::of(&[said(S::Sent, Sender, "镇", 5), said(S::Declined, Receiver, "县", 14)]);
    assert!(declined.is_declined());
    let refused = declined.take(&said(S::Accepted, Receiver, "县", 20)).expect_err("it has ended");
    assert_eq!(refused, StepRefused::Over(S::Declined));
    assert!(refused.told().0.contains("新建转诊单") && refused.told().1.contains("new referral"));
    let mut accepted = ReferralHistory::of(&course()[..4]);
    assert_eq!(accepted.take(&said(S::Declined, Receiver, "县", 20)), Err(StepRefused::Against(S::Accepted)));
    assert_eq!(accepted.take(&said(S::Departed, Receiver, "县", 20)), Err(StepRefused::Side(Sender)));
    let mut bare = said(S::Returned, Receiver, "县", 20);
    bare.said.retain(|(field, _)| *field != "next_dose");
    assert!(matches!(accepted.take(&bare), Err(StepRefused::Lacks(_))));
    assert_eq!(accepted.steps(), &course()[..4], "nothing of it is lost");
}

#[test]
fn only_a_sender_who_telephoned_says_who_told() {
    let own = ReferralStep::of(S::Received, at(1), Receiver, "某", "县");
    assert_eq!(own.lacking().map(|field| field.id), None);
    let told = ReferralStep::of(S::Received, at(1), Sender, "某", "镇");
    assert_eq!(told.lacking().map(|field| field.id), Some("told_by"));
    for step in course() {
        assert!(may_report(step.state, step.side));
    }
    assert!(!may_report(S::Departed, Receiver));
}

#[test]
fn states_lead_where_the_specification_says_and_every_field_has_a_state() {
    for row in &virchow::clinical::pathway::referral::REFERRAL_STATES {
        assert!(!leads_to(row.state, row.state), "{}: forward only", row.id);
        assert_eq!(referral_row(row.state).id, row.id);
        assert!(fields_of(row.state).count() > 0 || row.state == S::Drafted);
    }
    assert!(STEP_FIELDS.iter().all(|field| !field.label.zh().is_empty()));
}

#[test]
fn a_side_is_offered_what_comes_next_and_nothing_out_of_turn() {
    let next = |steps: usize, side| ReferralHistory::of(&course()[..steps]).next(side);
    assert_eq!(next(1, Sender), [S::Sent, S::Cancelled]);
    assert_eq!(next(2, Sender), [S::Received, S::Declined, S::Accepted, S::Departed, S::Arrived, S::Cancelled]);
    assert_eq!(next(3, Receiver), [S::Declined, S::Accepted, S::Arrived]);
    assert_eq!(next(6, Receiver), [S::Kept, S::Returned]);
    assert_eq!(next(7, Sender), [S::Acknowledged]);
    assert_eq!(next(8, Sender), []);
}

#[test]
fn the_clock_of_a_declined_referral_runs_anew() {
    let clock =
        |steps: &[ReferralStep]| running(&ReferralHistory::of(steps), at(0), false).map(|(clock, minutes, since)| (clock.id(), minutes, since));
    assert_eq!(clock(&[]), Some(("c_ref_sent", 30, at(0))));
    assert_eq!(clock(&course()[..2]), Some(("c_ref_received", 60, at(0))));
    assert_eq!(clock(&course()[..4]), Some(("c_ref_departed", 60, at(14))));
    assert_eq!(clock(&[said(S::Sent, Sender, "镇", 5), said(S::Declined, Receiver, "县", 14)]), Some(("c_ref_sent", 30, at(14))));
    assert_eq!(clock(&course()), None);
}

// ---- rows ----------------------------------------------------------------------------------------------------------

#[test]
fn rows_are_read_as_they_were_written_and_a_damaged_one_costs_itself_alone() {
    let kept = KeptReferral { sheet: sheet(), side: Receiver, context: None, next: 1, steps: vec![] };
    let id = kept.sheet.id.clone();
    let mut rows = vec![(referral_key(&id, 0), Some(write_first(&kept)))];
    for (number, step) in (1..).zip(&course()[1..4]) {
        rows.push((referral_key(&id, number), Some(write_later(step))));
    }
    rows.push((referral_key(&id, 4), Some(write_admitted("adm-1"))));
    let (all, lost) = read_referrals(&rows);
    assert!(lost.is_empty());
    assert_eq!(all, [KeptReferral { context: Some("adm-1".into()), next: 5, steps: course()[1..4].to_vec(), ..kept.clone() }]);
    rows[2].1 = None;
    let (all, lost) = read_referrals(&rows);
    assert_eq!((all[0].steps.len(), all[0].next, lost), (2, 5, vec![referral_key(&id, 2)]));
    rows.remove(0);
    assert_eq!(read_referrals(&rows).1.len(), 4, "without its sheet nothing is shown, and nothing is silent");
}

// ---- FHIR ----------------------------------------------------------------------------------------------------------

/// `UPDATE=1` writes it; `tests/fhir/fhir.test.mjs` puts it through both validators.
#[test]
fn the_bundle_of_a_referral_is_the_one_that_the_validators_saw() {
    let made = bundle(&sheet(), &ReferralHistory::of(&course()[..7]), Lang::En);
    // Of a sheet on which nothing is known, fictional, declined, in Chinese: every line is one of the three words.
    let mut bare = sheet();
    bare.demo = true;
    for (line, word) in SHEET_LINES.iter().zip(SheetWord::ALL.into_iter().cycle()).filter(|(line, _)| !line.required) {
        bare.put(line.id, SheetAnswer::Lacks(word));
    }
    let declined = [course()[0].clone(), course()[1].clone(), said(S::Declined, Receiver, "县", 12)];
    let declined = bundle(&bare, &ReferralHistory::of(&declined), Lang::Zh);
    let json = canonical(&made) + "\n";
    for (name, json) in [("referral", &json), ("referral-declined", &(canonical(&declined) + "\n"))] {
        let file = format!("{}/tests/golden/fhir/{name}.json", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, json).expect("written");
        }
        assert_eq!(*json, std::fs::read_to_string(file).expect("UPDATE=1 writes it"), "{name}");
    }
    let kind = |entry: &Value| entry["resource"]["resourceType"].as_str().map(str::to_owned);
    let kinds: Vec<_> = made["entry"].items().iter().filter_map(kind).collect();
    assert_eq!(kinds[..3], ["Patient", "ServiceRequest", "Task"]);
    assert_eq!(made["entry"].items()[2]["resource"]["businessStatus"]["coding"].items()[0]["code"].as_str(), Some("returned"));
    assert!(!json.contains("\"order\""), "nothing that leaves is an order");
}

// ---- what no message and no merge may do ---------------------------------------------------------------------------

/// An id is a part of the keys of its rows: one that reads as rows of another referral is refused.
#[test]
fn an_id_that_could_stand_for_rows_of_another_is_refused() {
    for id in ["", "abc/0001", "abc\n", "\u{202e}abc", "<img src=x>"] {
        let mut crafted = message(vec![]);
        crafted.id = id.into();
        crafted.sheet = None;
        assert!(read_message(&crafted.to_json()).is_err(), "{id:?}");
    }
}

/// A coded word of another version is refused where it is read, with its place.
#[test]
fn a_coded_word_that_is_not_known_is_refused_with_its_place() {
    let crafted = message(vec![ReferralStep::of(S::Sent, at(1), Sender, "某人", "镇").with("way", "pigeon")]);
    assert_eq!(read_message(&crafted.to_json()).expect_err("refused").path, "/states/0/said/way");
}

/// Two tablets of one ward each report a state under the same number: both reports are kept.
#[test]
fn merging_two_wards_keeps_the_reports_of_both() {
    let kept = KeptReferral { sheet: sheet(), side: Sender, context: None, next: 1, steps: vec![] };
    let id = kept.sheet.id.clone();
    let row = |number: usize, text: String| (referral_key(&id, number), Some(text));
    let (declined, accepted) = (said(S::Declined, Receiver, "县", 20), said(S::Accepted, Receiver, "市", 21));
    let sent = said(S::Sent, Sender, "镇", 5);
    let common = [row(0, write_first(&kept)), row(1, write_later(&sent))];
    let held = Ward::of(common.clone().into_iter().chain([row(2, write_later(&declined))]));
    let brought = Ward::of(common.into_iter().chain([row(2, write_later(&accepted))]));
    let plan = merge(&held, &brought, Default::default(), at(30));
    assert_eq!(plan.changes, [RowChange::Put(referral_key(&id, 3), write_later(&accepted))]);
    assert_eq!(plan.others, 1);
    let again = Ward::of(held.rest.clone().into_iter().chain([row(3, write_later(&accepted))]));
    assert!(merge(&again, &brought, Default::default(), at(30)).changes.is_empty(), "twice is once");
}

/// A time that a host wrote in another zone is read by the clock of the ward.
#[test]
fn times_within_texts_are_those_of_the_ward() {
    let utc = "2026-11-30T12:40:00Z";
    let of = |events: &[Event]| {
        let encounter = Encounter::of(events);
        let settings = ChannelSettings::of(Tier::Township);
        let chart = virchow::clinical::chart::Chart::default();
        let grounds = SheetGrounds {
            id: "r",
            demo: false,
            at: at(10),
            by: "周医师",
            name: "",
            number: "",
            chart: &chart,
            encounter: &encounter,
            settings: &settings,
        };
        grounds.sheet()
    };
    let event =
        |seq: u64, what: Occurrence| Event { id: format!("e{seq}"), seq, at: at(seq as i64), by: nurse(), body: Body::Happened(what), clock: None };
    let suspected = Occurrence::of(Happening::VteSuspected).at(at(0)).with("site", "pe");
    let drug =
        Occurrence::step("e1", "anticoagulant", &[("substance", "enoxaparin"), ("intensity", "treatment"), ("last_dose", utc), ("running", "no")]);
    let sheet = of(&[event(1, suspected), event(2, drug)]);
    let texts: Vec<&str> = sheet
        .answers
        .iter()
        .flat_map(|answer| match answer {
            SheetAnswer::Said(values) => values.iter().map(|value| value.text.zh.as_str()).collect(),
            SheetAnswer::Lacks(_) => vec![],
        })
        .collect();
    assert!(texts.iter().any(|text| text.contains("2026-11-30 20:40")) && !texts.iter().any(|text| text.contains("12:40")), "{texts:?}");
}
