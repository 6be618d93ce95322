//! The files of training: a teacher's case, a lesson, what a page and a learning system are told.
#![cfg(not(target_family = "wasm"))]

use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};
use virchow::clinical::chart::{OperationKind, Procedure, Sex};
use virchow::clinical::instruments::{CAPRINI, PADUA};
use virchow::clinical::quantity::Quantity;
use virchow::interop::lesson::carry::{from_fragment, to_codes, to_fragment};
use virchow::interop::lesson::case::{read_case, total_of, write_case};
use virchow::interop::lesson::lesson_file::{read_lesson, write_lesson};
use virchow::interop::lesson::results::read_results;
use virchow::interop::lesson::{detail, here, xapi};
use virchow::interop::rejected::Rejected;
use virchow::training::attempt::{LearnerName, LessonAttempt};
use virchow::training::bank;
use virchow::training::case::StoryFact;
use virchow::training::channel_cases::CHANNEL_DRILLS;
use virchow::training::edition::{EditionStanding, TableEdition};
use virchow::training::lesson::{ExamTerms, Lesson, LessonPhase};
use virchow::training::own::{OwnCase, StoryText};
use virchow::training::plan_cases::PLAN_DRILLS;
use virchow::training::respond::{ChannelResponse, Response};
use virchow::training::result::result_of;

fn own() -> OwnCase {
    OwnCase {
        id: "knee-1".to_owned(),
        title: StoryText::of("膝关节置换", "Knee replacement"),
        story: StoryText::of(
            "女，63岁，BMI 27，择期全膝关节置换，PICC在位。",
            "A woman of 63, BMI 27, elective total knee replacement, a PICC in place.",
        ),
        why: StoryText::of("手术只计一类。", "Surgery counts once."),
        instrument: &CAPRINI,
        given: vec![
            StoryFact::Sex(Sex::Female),
            StoryFact::Measured(Quantity::Age, 63.0),
            StoryFact::Measured(Quantity::Bmi, 27.0),
            StoryFact::Operation { kind: OperationKind::ElectiveArthroplasty, minutes: Some(90.0), procedure: Some(Procedure::Tka) },
        ],
        holds: vec!["central_venous_access"],
        edition: here(),
    }
}

fn lesson() -> Lesson {
    Lesson {
        id: "l-1".to_owned(),
        title: StoryText::of("第一课", "Lesson one"),
        class: "2026护理".to_owned(),
        phase: LessonPhase::Exam,
        exercises: ["bank:12", "caprini:18446744073709551615", "own:knee-1", "plan:hepatectomy", "channel:melaena"].map(str::to_owned).to_vec(),
        own: vec![own()],
        terms: Some(ExamTerms { minutes: 20, pass_percent: 75, shuffle: u64::MAX, valid_months: 6 }),
        edition: here(),
    }
}

fn changed(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(text).unwrap();
    change(&mut value);
    value.to_string()
}

/// The code and the place; both languages say something.
fn refused<T>(result: Result<T, Rejected>) -> (&'static str, String, String) {
    let Err(rejected) = result else { panic!("taken") };
    assert!(rejected.message.zh.chars().count() > 4 && rejected.message.en.len() > 8, "{rejected:?}");
    (rejected.code, rejected.path.clone(), rejected.message.en.clone())
}

#[test]
fn a_case_is_read_as_it_was_written_and_states_what_the_engine_makes_of_it() {
    // 2 (61-74) + 1 (BMI) + 5 (arthroplasty) + 2 (line).
    let text = write_case(&own());
    let read = read_case(&text, &here()).unwrap();
    assert_eq!((read.case.clone(), read.standing), (own(), EditionStanding::Same));
    assert_eq!(write_case(&read.case), text);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["total"], json!(10));
    assert!(value["warning"]["zh"].as_str().unwrap().contains("真实患者") && value["warning"]["en"].as_str().unwrap().contains("real patient"));
}

#[test]
fn every_case_of_the_bank_can_be_a_teachers_own() {
    for case in bank::all() {
        let own = OwnCase {
            id: format!("bank-{}", case.no.unwrap()),
            title: StoryText::of("病例", ""),
            story: case.story.into(),
            why: case.why.into(),
            instrument: case.instrument,
            given: case.given.to_vec(),
            holds: case.holds.to_vec(),
            edition: here(),
        };
        let read = read_case(&write_case(&own), &here()).unwrap_or_else(|rejected| panic!("{:?}: {rejected:?}", case.no));
        assert_eq!(read.case, own);
        let truth = case.truth().unwrap();
        assert_eq!(read.case.truth().unwrap().readout, truth.readout, "{:?}", case.no);
    }
}

#[test]
fn a_case_that_is_wrong_is_refused_with_place_and_remedy() {
    let text = write_case(&own());
    let try_it = |change: fn(&mut Value)| refused(read_case(&changed(&text, change), &here()));
    let (code, path, said) = try_it(|case| case["holds"] = json!(["central_venous_access", "no_such_item"]));
    assert_eq!((code, &*path), ("E_ITEM", "/holds/1"));
    assert!(said.contains("no_such_item"), "the unknown item by its name: {said}");
    let (code, path, said) = try_it(|case| case["total"] = json!(7));
    assert_eq!((code, &*path), ("E_CONFLICT", "/total"));
    assert!(said.contains('7') && said.contains("10"), "both numbers: {said}");
    assert_eq!(try_it(|case| case["instrument"] = json!("tarot")).1, "/instrument");
    assert_eq!(try_it(|case| case["facts"][1]["value"] = json!(630)).0, "E_RANGE");
    assert_eq!(try_it(|case| case["facts"][0]["value"] = json!("李某")).1, "/facts/0/value");
    assert_eq!(try_it(|case| case["facts"][3]["value"]["kind"] = json!("magic")).1, "/facts/3/value/kind");
    assert_eq!(try_it(|case| case["facts"][1]["id"] = json!("phone")).1, "/facts/1/id");
    assert_eq!(try_it(|case| case["story"] = json!({})).1, "/story");
    assert_eq!(try_it(|case| case["id"] = json!("a b")).1, "/id");
    assert_eq!(try_it(|case| case["patientName"] = json!("x")).0, "E_SCHEMA");
    assert_eq!(try_it(|case| case["format"] = json!("virchow-case/2")).0, "E_PROTOCOL");
    assert_eq!(try_it(|case| case["format"] = json!("virchow-lesson/1")).0, "E_PROTOCOL");
    assert_eq!(try_it(|case| case["edition"]["version"] = json!("7.0.0")).1, "/edition");
    assert_eq!(refused(read_case("{\"format\":", &here())).0, "E_SCHEMA");
    // Never the value, where it may be a name.
    let (.., said) = try_it(|case| case["facts"][0]["value"] = json!("李某某138"));
    assert!(!said.contains("李某某"));
}

#[test]
fn a_case_of_older_tables_is_taken_and_said() {
    let old = OwnCase { edition: TableEdition::of("0.1.0", "abcdefabcdef"), ..own() };
    assert_eq!(read_case(&write_case(&old), &here()).unwrap().standing, EditionStanding::Older);
}

#[test]
fn a_lesson_is_read_as_it_was_written_by_file_link_and_codes() {
    let text = write_lesson(&lesson());
    let read = read_lesson(&text, &here()).unwrap();
    assert_eq!((read.lesson.clone(), read.standing), (lesson(), EditionStanding::Same));
    assert_eq!(from_fragment(&to_fragment(&text).unwrap()).unwrap(), text);
    assert!(to_codes(&text).unwrap().len() < 12);
    for phase in [LessonPhase::Practice, LessonPhase::PreTest, LessonPhase::PostTest] {
        let lesson = Lesson { phase, terms: None, ..lesson() };
        assert_eq!(read_lesson(&write_lesson(&lesson), &here()).unwrap().lesson, lesson);
    }
}

#[test]
fn a_lesson_that_is_wrong_is_refused_with_place_and_remedy() {
    let text = write_lesson(&lesson());
    let try_it = |change: fn(&mut Value)| {
        let (code, path, _) = refused(read_lesson(&changed(&text, change), &here()));
        (code, path)
    };
    assert_eq!(try_it(|lesson| lesson["exercises"][0] = json!("bank:41")), ("E_ITEM", "/exercises/0".to_owned()));
    assert_eq!(try_it(|lesson| lesson["exercises"][0] = json!("own:gone")), ("E_ITEM", "/exercises/0".to_owned()));
    assert_eq!(try_it(|lesson| lesson["exercises"][0] = json!("padua:007")), ("E_ITEM", "/exercises/0".to_owned()));
    assert_eq!(try_it(|lesson| lesson["exercises"][1] = json!("bank:12")), ("E_CONFLICT", "/exercises/1".to_owned()));
    assert_eq!(try_it(|lesson| lesson["exercises"] = json!([])), ("E_SCHEMA", "/exercises".to_owned()));
    assert_eq!(try_it(|lesson| lesson["terms"]["minutes"] = json!(0)), ("E_RANGE", "/terms/minutes".to_owned()));
    assert_eq!(try_it(|lesson| lesson["terms"]["passPercent"] = json!(101)), ("E_RANGE", "/terms/passPercent".to_owned()));
    assert_eq!(try_it(|lesson| lesson["terms"]["shuffle"] = json!("-1")), ("E_SCHEMA", "/terms/shuffle".to_owned()));
    assert_eq!(try_it(|lesson| lesson["terms"] = Value::Null), ("E_SCHEMA", "/terms".to_owned()));
    assert_eq!(try_it(|lesson| lesson["class"] = json!("a\nb")), ("E_SCHEMA", "/class".to_owned()));
    assert_eq!(try_it(|lesson| lesson["own"][0]["total"] = json!(3)), ("E_CONFLICT", "/own/0/total".to_owned()));
    let twice = changed(&text, |lesson| {
        let one = lesson["own"][0].clone();
        lesson["own"] = json!([one, one]);
    });
    assert_eq!(refused(read_lesson(&twice, &here())).1, "/own/1/id");
}

#[test]
fn one_damaged_result_costs_no_other() {
    let lesson = lesson();
    let mut attempt = LessonAttempt::new(&lesson, "a1", LearnerName::Anonymous("W1".to_owned()), here());
    let start = DateTime::parse_from_rfc3339("2026-11-30T09:00:00+08:00").unwrap();
    attempt.start(&lesson, start).unwrap();
    attempt.hand_in(&lesson, start + TimeDelta::seconds(30)).unwrap();
    let file = virchow::interop::lesson::results::write_results(&[&attempt, &attempt]);
    let damaged = changed(&file, |file| file["attempts"][0]["log"][0]["step"] = json!("begin"));
    let read = read_results(&damaged).unwrap();
    assert_eq!(read[0].as_ref().unwrap_err().path, "/attempts/0/log/0/step");
    assert_eq!(read[1].as_ref().unwrap(), &attempt);
    assert_eq!(refused(read_results("[]")).0, "E_PROTOCOL");
}

#[test]
fn a_page_and_a_learning_system_are_told_a_result_and_nobodys_name() {
    let lesson = lesson();
    let mut attempt = LessonAttempt::new(&lesson, "a1", LearnerName::Named("李敏".to_owned()), here());
    let start = DateTime::parse_from_rfc3339("2026-11-30T09:00:00+08:00").unwrap();
    attempt.start(&lesson, start).unwrap();
    let truth = CHANNEL_DRILLS.iter().find(|drill| drill.id == "melaena").unwrap().truth();
    let right = Response::Channel(ChannelResponse { step: Some(truth.step), interim: Some(truth.interim.code) });
    attempt.answer(&lesson, "channel:melaena", right, start + TimeDelta::seconds(40)).unwrap();
    attempt.hand_in(&lesson, start + TimeDelta::seconds(95)).unwrap();
    let result = result_of(&lesson, &attempt, &here()).unwrap();
    let told: Value = serde_json::from_str(&virchow::interop::json::canonical(&detail::result(&result))).unwrap();
    assert_eq!(
        (&told["kind"], &told["case"], &told["result"]["percent"], &told["result"]["passed"]),
        (&json!("result"), &Value::Null, &json!(20), &json!(false))
    );
    assert_eq!(told["result"]["lines"].as_array().unwrap().len(), 5);
    let progress: Value = serde_json::from_str(&virchow::interop::json::canonical(&detail::progress("l-1", "bank:12", 1, 5, None))).unwrap();
    assert_eq!((&progress["answered"], &progress["right"], &progress["percent"]), (&json!(1), &Value::Null, &Value::Null));
    let text = xapi::statements(&lesson, &result, "https://moodle.example/", "anon-7");
    let statements: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(statements.len(), 2, "the lesson, and the one exercise that was answered");
    let of = &statements[0];
    assert_eq!(of["actor"]["account"], json!({ "homePage": "https://moodle.example/", "name": "anon-7" }));
    assert_eq!(of["verb"]["id"], "http://adlnet.gov/expapi/verbs/failed");
    assert_eq!(of["object"]["id"], "https://moodle.example/lesson/l-1");
    assert_eq!(
        of["result"],
        json!({ "score": { "scaled": 0.2, "raw": 20, "min": 0, "max": 100 }, "success": false, "completion": true, "duration": "PT95S" })
    );
    assert_eq!(statements[1]["result"]["success"], json!(true));
    assert_eq!(statements[1]["object"]["id"], "https://moodle.example/exercise/channel/melaena");
    for text in [text, told.to_string()] {
        assert!(!text.contains("李敏"), "no name leaves by itself");
    }
}

#[test]
fn a_case_with_a_score_of_padua_states_it() {
    let case = OwnCase { instrument: &PADUA, given: vec![StoryFact::Measured(Quantity::Age, 70.0)], holds: vec!["active_cancer"], ..own() };
    assert_eq!(total_of(&case).map(|points| points.0), Some(40));
}

#[test]
fn every_drill_is_told_in_both_languages() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for text in PLAN_DRILLS
        .iter()
        .flat_map(|drill| [drill.title, drill.story, drill.why])
        .chain(CHANNEL_DRILLS.iter().flat_map(|drill| [drill.title, drill.story, drill.why]))
    {
        assert!(is_chinese(text.zh()) && !is_chinese(text.en()), "{}", text.en());
    }
}
