//! The record: who may sign what, that nothing signed is ever rewritten, that every damaged byte is found, and that
//! what an older version stored is still read.
#![cfg(not(target_family = "wasm"))]

use chrono::Duration;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::cell::Unanswered;
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Operation, OperationKind, Status};
use virchow::clinical::instrument::{Instrument, Risk};
use virchow::clinical::instruments::{CAPRINI, PADUA};
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::{Sheet, fill};
use virchow::interop::event::read_record;
use virchow::interop::headless::verify;
use virchow::interop::output::validation;
use virchow::interop::record::Record;
use virchow::interop::seal::{Sealed, Stamp, digest, head, hex};
use virchow::interop::shape::Place;
use virchow::interop::stored::{DRAFT_VERSION, Draft, read_draft, write_draft};
use virchow::interop::suggestions::{self, Settlement};
use virchow::record::assessment::{AnswerSource, Assessment, Taken};
use virchow::record::decide::{Command, blockers, decide};
use virchow::record::encounter::Encounter;
use virchow::record::event::{Body, Event};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::refusal::Refusal;
use virchow::record::role::{Actor, Role};

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

fn actor(role: Role) -> Actor {
    Actor { id: "n-07".into(), name: "李护士".into(), role }
}

fn fact(value: FactValue, status: Status) -> Fact {
    Fact { status, given: 0, ..Fact::of(value) }
}

fn all(instrument: &'static Instrument, answer: Answer) -> Answers {
    Answers { cells: vec![Some(answer); instrument.items.len()], ..Answers::empty(instrument) }
}

fn with(mut answers: Answers, item: &str, answer: Option<Answer>) -> Answers {
    let index = answers.instrument.index(item).expect("an item");
    answers.cells[index] = answer;
    answers
}

fn sheet(chart: &Chart, answers: &Answers) -> Sheet {
    fill(chart, answers, Unanswered::Unknown, noon()).expect("no contradiction")
}

/// What `decide` says to signing these answers against this chart.
fn signed(chart: &Chart, answers: &Answers) -> Result<Vec<Body>, Refusal> {
    let sheet = sheet(chart, answers);
    decide(&Encounter::default(), Command::Assess { sheet: &sheet, answers, timepoint: "ADMISSION" }, &actor(Role::Nurse), noon())
}

fn index(instrument: &Instrument, item: &str) -> usize {
    instrument.index(item).expect("an item")
}

#[test]
fn nurses_and_physicians_sign_and_nobody_else() {
    let answers = all(&PADUA, Answer::No);
    let sheet = sheet(&Chart::default(), &answers);
    for role in Role::ALL {
        let result =
            decide(&Encounter::default(), Command::Assess { sheet: &sheet, answers: &answers, timepoint: "ADMISSION" }, &actor(role), noon());
        if matches!(role, Role::Nurse | Role::Physician) {
            assert!(matches!(result.expect("may sign")[..], [Body::Assessed(_)]));
        } else {
            let refusal = result.expect_err("may not sign");
            assert_eq!((refusal.code(), refusal.path(None).as_str()), ("E_ROLE", "/user"));
            assert!(decide(&Encounter::default(), Command::Record(Occurrence::of(Happening::Admitted)), &actor(role), noon()).is_err());
        }
    }
}

#[test]
fn an_unanswered_item_cannot_be_signed() {
    let answers = with(all(&PADUA, Answer::No), "thrombophilia", None);
    let refusal = signed(&Chart::default(), &answers).expect_err("incomplete");
    assert_eq!(refusal, Refusal::Incomplete(vec![index(&PADUA, "thrombophilia")]));
    assert_eq!((refusal.code(), refusal.path(Some(&PADUA)).as_str()), ("E_INCOMPLETE", "/answers/thrombophilia"));
}

#[test]
fn a_suggestion_must_be_confirmed_or_turned_down() {
    let finding = FactValue::Finding { instrument: "padua", item: "active_cancer", present: true };
    let chart = Chart { facts: vec![fact(finding, Status::Suggested)], ..Chart::default() };
    let open = with(all(&PADUA, Answer::No), "active_cancer", None);
    assert_eq!(signed(&chart, &open), Err(Refusal::Unconfirmed(vec![index(&PADUA, "active_cancer")])));
    for answer in [Answer::Yes, Answer::No, Answer::Unknowable] {
        let result = signed(&chart, &with(open.clone(), "active_cancer", Some(answer)));
        assert!(!matches!(result, Err(Refusal::Unconfirmed(_))), "{answer:?} settles it");
    }
}

#[test]
fn cannot_be_known_is_signed_only_where_the_band_is_settled() {
    let three_open = with(all(&PADUA, Answer::No), "thrombophilia", Some(Answer::Unknowable));
    match &signed(&Chart::default(), &three_open).expect("0 to 3 is low")[..] {
        [Body::Assessed(assessment)] => {
            assert_eq!((assessment.floor.value(), assessment.ceiling.value(), assessment.band), (0.0, 3.0, Some(Risk::Low)));
            assert_eq!(assessment.line("padua.thrombophilia").expect("a line").value, None);
            assert_eq!(assessment.answers.len(), PADUA.items.len());
        }
        other => panic!("{other:?}"),
    }
    let band_open = with(three_open, "age_ge_70", Some(Answer::Yes));
    assert_eq!(signed(&Chart::default(), &band_open), Err(Refusal::BandOpen(vec![index(&PADUA, "thrombophilia")])));
}

/// The prudent reading is for the screen; a signature needs the length.
#[test]
fn an_operation_of_unknown_length_is_not_signed_on_the_prudent_reading() {
    let operation = Operation {
        kind: OperationKind::Open,
        status: None,
        at: None,
        all_day: false,
        duration_min: None,
        anaesthesia_min: None,
        procedure: None,
        limb: None,
        haemostasis_at: None,
    };
    let chart = Chart { facts: vec![fact(FactValue::Operation(operation), Status::Asserted)], ..Chart::default() };
    let with_length = |answer| {
        let answers = with(all(&CAPRINI, Answer::No), "age_41_60", Some(Answer::Yes));
        with(with(answers, "minor_surgery", answer), "major_open_surgery", answer)
    };
    let open = sheet(&chart, &with_length(None));
    assert_eq!((open.tally.floor.value(), open.tally.ceiling.value()), (2.0, 3.0));
    assert_eq!((open.tally.band(&CAPRINI), open.tally.settled_band(&CAPRINI)), (Some(Risk::Moderate), None));
    assert!(matches!(signed(&chart, &with_length(None)), Err(Refusal::Incomplete(_))));
    assert!(matches!(signed(&chart, &with_length(Some(Answer::Unknowable))), Err(Refusal::BandOpen(_))));
    let known = with(with_length(Some(Answer::No)), "major_open_surgery", Some(Answer::Yes));
    assert!(signed(&chart, &known).is_ok());
}

#[test]
fn the_other_risk_factor_must_be_named() {
    let mut answers = with(all(&CAPRINI, Answer::No), "other_risk_factor", Some(Answer::Yes));
    let item = index(&CAPRINI, "other_risk_factor");
    assert_eq!(signed(&Chart::default(), &answers), Err(Refusal::NoteMissing(item)));
    answers.write_note(item, "  ".into());
    assert_eq!(signed(&Chart::default(), &answers), Err(Refusal::NoteMissing(item)));
    answers.write_note(item, "长途飞行".into());
    match &signed(&Chart::default(), &answers).expect("named")[..] {
        [Body::Assessed(assessment)] => assert_eq!(assessment.line("caprini.other_risk_factor").expect("a line").note.as_deref(), Some("长途飞行")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn overriding_a_computed_item_needs_a_reason() {
    let chart = Chart { facts: vec![fact(FactValue::Measured(Quantity::Age, 80.0), Status::Asserted)], ..Chart::default() };
    let mut answers = all(&PADUA, Answer::No);
    let item = index(&PADUA, "age_ge_70");
    assert_eq!(signed(&chart, &answers), Err(Refusal::OverrideReason(item)));
    answers.write_note(item, "身份证年龄有误".into());
    assert!(signed(&chart, &answers).is_ok());
    // An asserted finding is not computed: disagreeing is shown, not to be explained.
    let finding = FactValue::Finding { instrument: "padua", item: "active_cancer", present: true };
    let chart = Chart { facts: vec![fact(finding, Status::Asserted)], ..Chart::default() };
    assert!(signed(&chart, &all(&PADUA, Answer::No)).is_ok());
}

/// An encounter with one signed Padua of 0 points, and its id.
fn one_signed() -> (Encounter, Event) {
    let body = signed(&Chart::default(), &all(&PADUA, Answer::No)).expect("complete").remove(0);
    let event = Event { id: "e-1".into(), seq: 1, at: noon(), by: actor(Role::Nurse), body, clock: None };
    (Encounter::default().evolve(&event), event)
}

/// A nurse's Caprini: the age computed, the malignancy asserted by the host, one class of operation ticked and the others
/// never asked, and the rest denied by hand.
fn of_several_hands() -> (Chart, Assessment) {
    let malignancy = FactValue::Finding { instrument: "caprini", item: "malignancy", present: true };
    let age = FactValue::Measured(Quantity::Age, 65.0);
    let chart = Chart { facts: vec![fact(age, Status::Asserted), fact(malignancy, Status::Asserted)], ..Chart::default() };
    let mut answers = all(&CAPRINI, Answer::No);
    for item in ["malignancy", "age_41_60", "age_61_74", "age_ge_75"] {
        answers = with(answers, item, None);
    }
    for item in ["arthroscopic_surgery", "major_open_surgery", "laparoscopic_surgery", "elective_arthroplasty"] {
        answers = with(answers, item, None);
    }
    answers = with(answers, "minor_surgery", Some(Answer::Yes));
    answers.write_note(index(&CAPRINI, "swollen_legs"), "左踝轻度".into());
    match signed(&chart, &answers).expect("complete").remove(0) {
        Body::Assessed(assessment) => (chart, assessment),
        other => panic!("{other:?}"),
    }
}

/// Who changes one answer of a signed score gives that answer, and no other: what the host asserted stays the host's, what
/// was computed stays computed, and what nobody was asked does not become "cannot be known, said by the physician".
#[test]
fn a_changed_score_leaves_every_other_answer_with_its_source() {
    let (chart, nurse) = of_several_hands();
    let source = |of: &Assessment, item: &str| of.line(&format!("caprini.{item}")).expect("a line").source.clone();
    assert_eq!(source(&nurse, "malignancy"), AnswerSource::Host);
    assert_eq!(source(&nurse, "age_61_74"), AnswerSource::Derived);
    assert_eq!(source(&nurse, "major_open_surgery"), AnswerSource::Nobody);
    assert_eq!(source(&nurse, "varicose_veins"), AnswerSource::Person);
    let event = Event { id: "e-1".into(), seq: 1, at: noon(), by: actor(Role::Nurse), body: Body::Assessed(nurse.clone()), clock: None };
    let encounter = Encounter::default().evolve(&event);
    let answers = with(nurse.answers(&CAPRINI, Taken::ByPerson), "acute_mi", Some(Answer::Yes));
    let sheet = sheet(&chart, &answers);
    let review = Command::Review { of: "e-1", changed: Some((&sheet, &answers)) };
    let mut bodies = decide(&encounter, review, &actor(Role::Physician), noon()).expect("allowed");
    let Body::Reviewed { changed: Some(physician), .. } = bodies.remove(0) else { panic!("a changed score") };
    for (before, after) in nurse.answers.iter().zip(&physician.answers) {
        if before.item == "caprini.acute_mi" {
            assert_eq!((after.value, &after.source), (Some(true), &AnswerSource::Person));
        } else {
            assert_eq!(before, after);
        }
    }
    assert_eq!(physician.floor.0, nurse.floor.0 + 10);
}

/// For looking at, a signed score comes out as it was signed, whatever has become of the chart.
#[test]
fn a_score_taken_as_signed_is_the_score_that_was_signed() {
    let (_, signed) = of_several_hands();
    let again = sheet(&Chart::default(), &signed.answers(&CAPRINI, Taken::AsSigned));
    assert_eq!((again.tally.floor, again.tally.ceiling), (signed.floor, signed.ceiling));
    for (line, cell) in signed.answers.iter().zip(&again.cells) {
        let value = match cell.value {
            virchow::clinical::cell::CellValue::Yes => Some(true),
            virchow::clinical::cell::CellValue::No => Some(false),
            _ => None,
        };
        assert_eq!(line.value, value, "{}", line.item);
    }
    // By person, the chart is asked again, and an empty one knows no age.
    let by_person = sheet(&Chart::default(), &signed.answers(&CAPRINI, Taken::ByPerson));
    assert!(by_person.tally.missing.contains(&index(&CAPRINI, "age_61_74")));
    let notes = |taken| signed.answers(&CAPRINI, taken).notes;
    assert_eq!(notes(Taken::ByPerson), notes(Taken::AsSigned));
    assert_eq!(notes(Taken::ByPerson).len(), 1);
}

#[test]
fn an_amendment_names_its_event_and_its_reason() {
    let (encounter, _) = one_signed();
    let answers = with(all(&PADUA, Answer::No), "active_cancer", Some(Answer::Yes));
    let sheet = sheet(&Chart::default(), &answers);
    let amend = |of, reason| decide(&encounter, Command::Amend { of, reason, sheet: &sheet, answers: &answers }, &actor(Role::Physician), noon());
    assert_eq!(amend("e-1", "  "), Err(Refusal::AmendReason));
    assert_eq!(amend("e-9", "漏填"), Err(Refusal::NotInRecord));
    assert_eq!(amend("e-1", "漏填").map(|bodies| bodies.len()), Ok(1));
    let incomplete = with(answers.clone(), "previous_vte", None);
    let open = fill(&Chart::default(), &incomplete, Unanswered::Unknown, noon()).expect("no contradiction");
    let result =
        decide(&encounter, Command::Amend { of: "e-1", reason: "漏填", sheet: &open, answers: &incomplete }, &actor(Role::Physician), noon());
    assert!(matches!(result, Err(Refusal::Incomplete(_))), "an amendment is held to what a signature is");
}

#[test]
fn an_amendment_never_rewrites() {
    let (encounter, first) = one_signed();
    let answers = with(all(&PADUA, Answer::No), "active_cancer", Some(Answer::Yes));
    let sheet = sheet(&Chart::default(), &answers);
    let mut bodies =
        decide(&encounter, Command::Amend { of: "e-1", reason: " 漏填 ", sheet: &sheet, answers: &answers }, &actor(Role::Physician), noon())
            .expect("allowed");
    let mut record = Record::default();
    let original = signs(&mut record, first.body.clone(), "e-1", noon());
    let amendment = signs(&mut record, bodies.remove(0), "e-2", noon() + Duration::hours(1));
    assert_eq!(record.events[0], original);
    assert_eq!((amendment.json["body"]["of"].as_str(), amendment.json["body"]["reason"].as_str()), (Some("e-1"), Some("漏填")));
    assert_eq!(amendment.json["prev"], original.json["hash"]);
    let Record { events: record, encounter: after, .. } = record;
    let latest = after.latest().expect("an assessment");
    assert_eq!((latest.id.as_str(), latest.amendments, latest.at), ("e-1", 1, noon()));
    assert_eq!((latest.assessment.floor.value(), after.assessments.len(), after.events), (3.0, 1, 2));
    match &record[0].event.body {
        Body::Assessed(assessment) => assert_eq!(assessment.floor.value(), 0.0, "what was signed stays as signed"),
        other => panic!("{other:?}"),
    }
    assert!(verified(&record));
}

/// Bodies that are signed together are one chain, each with an id of its own, and folded as if read from the store.
#[test]
fn bodies_signed_together_are_linked_and_folded() {
    let mut record = Record::default();
    signs(&mut record, Body::admitted(), "e-0", noon());
    let assessed = one_signed().1.body;
    let mut drawn = 0;
    let ids = &mut || {
        drawn += 1;
        format!("e-{drawn}")
    };
    let bodies = vec![assessed.clone(), Body::Amended { of: "e-1".into(), reason: "漏填".into(), body: Box::new(assessed) }];
    let added = record.append(bodies, &mut Stamp { context_id: "adm-0017", ids, at: noon(), by: &actor(Role::Nurse) }).to_vec();
    assert_eq!(added, record.events[1..]);
    let counted: Vec<(u64, &str)> = record.events.iter().map(|sealed| (sealed.event.seq, sealed.event.id.as_str())).collect();
    assert_eq!(counted, [(1, "e-0"), (2, "e-1"), (3, "e-2")]);
    assert_eq!(added[1].json["prev"], added[0].json["hash"]);
    assert_eq!(record.head(), head(&record.events));
    assert!(verified(&record.events));
    assert_eq!(Record::of(record.events.clone()), record);
}

#[test]
fn a_clock_behind_the_record_signs_nothing() {
    let (encounter, _) = one_signed();
    let answers = all(&PADUA, Answer::No);
    let sheet = sheet(&Chart::default(), &answers);
    let at = |at| decide(&encounter, Command::Assess { sheet: &sheet, answers: &answers, timepoint: "ADMISSION" }, &actor(Role::Nurse), at);
    let behind = noon() - Duration::seconds(1);
    assert_eq!(at(behind), Err(Refusal::ClockBehind { device: behind, last: noon() }));
    assert!(at(noon()).is_ok());
    // The same instant at another offset is not earlier.
    assert!(at("2026-11-22T04:00:00Z".parse().expect("a time")).is_ok());
}

#[test]
fn admitting_twice_happens_once() {
    let bodies = decide(&Encounter::default(), Command::Record(Occurrence::of(Happening::Admitted)), &actor(Role::Nurse), noon()).expect("allowed");
    assert_eq!(bodies, [Body::admitted()]);
    let event = Event { id: "e-1".into(), seq: 1, at: noon(), by: actor(Role::Nurse), body: Body::admitted(), clock: None };
    let encounter = Encounter::default().evolve(&event);
    assert_eq!(decide(&encounter, Command::Record(Occurrence::of(Happening::Admitted)), &actor(Role::Nurse), noon()), Ok(vec![]));
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let answer = || select(vec![Some(Answer::Yes), Some(Answer::No), Some(Answer::No), Some(Answer::No), Some(Answer::Unknowable), None]);
    let of = move |instrument: &'static Instrument, open: bool| {
        let one = answer().prop_map(move |answer| if open { answer } else { answer.or(Some(Answer::No)) });
        (proptest::collection::vec(one, instrument.items.len()), "[ a-z中\\\\\"]{0,8}").prop_map(move |(cells, note)| {
            let mut answers = Answers { cells, ..Answers::empty(instrument) };
            if let Some(index) = instrument.items.iter().position(|item| item.wants_note) {
                answers.write_note(index, note);
            }
            answers
        })
    };
    prop_oneof![of(&PADUA, true), of(&PADUA, false), of(&CAPRINI, true), of(&CAPRINI, false)]
}

/// Bodies that could stand in a record, one after the other.
fn any_bodies() -> impl Strategy<Value = Vec<Body>> {
    let body = prop_oneof![
        1 => Just(None),
        3 => any_answers().prop_map(Some),
    ];
    proptest::collection::vec((body, any::<bool>(), "[\\PC]{1,12}"), 1..6).prop_map(|wanted| {
        let mut bodies = vec![];
        let mut last = None;
        for (index, (answers, amend, reason)) in wanted.into_iter().enumerate() {
            let Some(answers) = answers else {
                bodies.push(Body::admitted());
                continue;
            };
            let assessment = Assessment::of(&sheet(&Chart::default(), &answers), &answers, "CONDITION_CHANGE");
            match (amend, &last) {
                (true, Some(of)) => bodies.push(Body::Amended { of: String::clone(of), reason, body: Box::new(Body::Assessed(assessment)) }),
                _ => {
                    last = Some(format!("e-{index}"));
                    bodies.push(Body::Assessed(assessment));
                }
            }
        }
        bodies
    })
}

fn signs(record: &mut Record, body: Body, id: &str, at: Instant) -> Sealed {
    record.append(vec![body], &mut Stamp { context_id: "adm-0017", ids: &mut || id.into(), at, by: &actor(Role::Nurse) })[0].clone()
}

fn chained(bodies: Vec<Body>) -> Vec<Sealed> {
    let mut record = Record::default();
    for (index, body) in bodies.into_iter().enumerate() {
        let at = noon() + Duration::minutes(7 * index as i64);
        signs(&mut record, body, &format!("e-{index}"), at);
    }
    record.events
}

fn text(record: &[Sealed]) -> String {
    Value::Array(record.iter().map(|sealed| theirs(&sealed.json)).collect()).to_string()
}

fn parse(text: &str) -> virchow::interop::json::Value {
    virchow::interop::json::parse(text, 32).expect("JSON")
}

/// A value as the product holds it, and as a test takes it apart.
fn ours(value: &Value) -> virchow::interop::json::Value {
    parse(&value.to_string())
}

fn theirs(value: &virchow::interop::json::Value) -> Value {
    serde_json::to_value(value).expect("JSON")
}

fn verdict(text: &str) -> Value {
    serde_json::from_str(&verify(text)).expect("JSON")
}

fn verified(record: &[Sealed]) -> bool {
    verdict(&text(record))["ok"] == true
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// `validate().valid` is exactly "sign would be accepted", for a role that may sign.
    #[test]
    fn valid_is_exactly_what_is_signed(answers in any_answers(), suggest in any::<bool>(), age in 10_u8..100) {
        let mut chart = Chart { facts: vec![fact(FactValue::Measured(Quantity::Age, f64::from(age)), Status::Asserted)], ..Chart::default() };
        if suggest {
            let item = answers.instrument.items[0].id;
            chart.facts.push(fact(FactValue::Finding { instrument: answers.instrument.id, item, present: true }, Status::Suggested));
        }
        let sheet = sheet(&chart, &answers);
        let blockers = blockers(&sheet, &answers);
        let result = decide(&Encounter::default(), Command::Assess { sheet: &sheet, answers: &answers, timepoint: "ADMISSION" }, &actor(Role::Nurse), noon());
        prop_assert_eq!(result.is_ok(), blockers.is_empty());
        let validation = validation(Some(&sheet), &blockers);
        let validation: Value = serde_json::from_str(&validation).expect("JSON");
        prop_assert_eq!(&validation["valid"], result.is_ok());
        prop_assert_eq!(validation["missing"].as_array().map(Vec::len), Some(sheet.tally.missing.len()));
        if let Err(refusal) = result {
            prop_assert_eq!(&validation["issues"][0]["code"], refusal.code());
            prop_assert!(refusal.text().zh().chars().any(|c| ('一'..='龟').contains(&c)) && !refusal.text().en().is_empty());
        }
    }

    #[test]
    fn what_is_sealed_verifies_and_reads_back(bodies in any_bodies()) {
        let record = chained(bodies);
        let text = text(&record);
        prop_assert_eq!(verdict(&text), json!({ "ok": true }));
        let read = read_record(&parse(&text), &Place::root("record")).map_err(|(error, _)| TestCaseError::fail(format!("{error:?}")))?;
        prop_assert_eq!(&read, &record);
        let again = Encounter::of(read.iter().map(|sealed| &*sealed.event));
        prop_assert_eq!(again, Encounter::of(record.iter().map(|sealed| &*sealed.event)));
        let counted: Vec<u64> = record.iter().map(|sealed| sealed.event.seq).collect();
        prop_assert_eq!(counted, (1..=record.len() as u64).collect::<Vec<_>>());
    }

    /// Leaving out, doubling or exchanging events in the middle is found. Only the end may go unseen (see below).
    #[test]
    fn a_record_with_events_moved_does_not_verify(bodies in any_bodies(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let record = chained(bodies);
        let (a, b) = (a.index(record.len()), b.index(record.len()));
        if a + 1 < record.len() {
            let mut without = record.clone();
            without.remove(a);
            prop_assert!(!verified(&without));
        }
        if a != b {
            let mut exchanged = record.clone();
            exchanged.swap(a, b);
            prop_assert!(!verified(&exchanged));
        }
        let mut doubled = record.clone();
        doubled.insert(a, record[a].clone());
        prop_assert!(!verified(&doubled));
    }

    #[test]
    fn drafts_survive_the_store(answers in any_answers(), chosen in any::<bool>(), reason in proptest::option::of("\\PC{0,40}"), amending in proptest::option::of(("[a-f0-9-]{1,36}", "\\PC{0,40}"))) {
        let draft = Draft { person: None, begun: String::new(), answers, chosen, switch_reason: reason, timepoint: Some("PRE_OP".into()), amending, screening: None, suggestions: String::new() };
        let stored = write_draft(&draft);
        let read = read_draft(&parse(&stored), &Place::root("draft")).map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        prop_assert_eq!(&read, &draft);
        prop_assert_eq!(write_draft(&read), stored);
    }
}

/// Every byte of a stored record, changed into two others: each change is refused or found, unless it means the same.
#[test]
fn every_changed_byte_is_found() {
    let answers = with(all(&PADUA, Answer::No), "active_cancer", Some(Answer::Yes));
    let assessment = Assessment::of(&sheet(&Chart::default(), &answers), &answers, "ADMISSION");
    let record = chained(vec![
        Body::admitted(),
        Body::Assessed(assessment.clone()),
        Body::Amended { of: "e-1".into(), reason: "漏填".into(), body: Box::new(Body::Assessed(assessment)) },
    ]);
    assert!(verified(&record));
    let text = text(&record);
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let (mut changed, mut parsed) = (0, 0);
    for at in 0..text.len() {
        for other in others(text.as_bytes()[at]) {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = other;
            let Ok(damaged) = String::from_utf8(bytes) else { continue };
            changed += 1;
            match serde_json::from_str::<Value>(&damaged) {
                Ok(same) if same == value => continue,
                Ok(_) => parsed += 1,
                Err(_) => {}
            }
            let verdict = verdict(&damaged);
            assert_eq!(verdict["ok"], false, "byte {at} of {}", text.len());
            assert!(verdict["code"].is_string());
        }
    }
    assert!(changed > text.len() && parsed > text.len() / 2, "{parsed} of {changed} changes in {} bytes still parsed", text.len());
}

fn others(byte: u8) -> Vec<u8> {
    match byte {
        b'0'..=b'9' => vec![b'0' + (byte - b'0' + 1) % 10],
        b'a'..=b'z' | b'A'..=b'Z' => vec![byte ^ 0x20, if byte == b'x' { b'y' } else { b'x' }],
        b' '..=b'~' => vec![b'x', b'0', b' ', b'-'],
        _ => vec![byte ^ 1],
    }
    .into_iter()
    .filter(|other| *other != byte)
    .collect()
}

/// The chain is unkeyed. It says so of itself: a dropped end, and a record rewritten from the start, verify.
#[test]
fn what_the_chain_alone_cannot_show() {
    let record = chained(vec![Body::admitted(), one_signed().1.body]);
    let acknowledged = head(&record);
    assert!(verified(&record[..1]), "the end was dropped");
    let rewritten = chained(vec![Body::admitted(), Body::admitted()]);
    assert!(verified(&rewritten));
    // Only the head hash that the host acknowledged tells.
    assert_ne!(head(&record[..1]), acknowledged);
    assert_ne!(head(&rewritten), acknowledged);
}

#[test]
fn faults_are_named_with_their_place() {
    let record = chained(vec![Body::admitted(), one_signed().1.body, Body::admitted()]);
    let json: Vec<Value> = record.iter().map(|sealed| theirs(&sealed.json)).collect();
    let fault = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut json = json.clone();
        change(&mut json);
        let verdict = verdict(&Value::Array(json).to_string());
        assert_eq!(verdict["ok"], false);
        (verdict["at"].as_u64(), verdict["code"].as_str().map(str::to_owned))
    };
    let resealed = |event: &mut Value| event["hash"] = json!(digest(&ours(event)));
    let conflict = |at| (Some(at), Some("E_CONFLICT".to_owned()));
    assert_eq!(fault(&|json| json[1]["body"]["floor"] = json!(9)), conflict(1));
    assert_eq!(fault(&|json| json[1]["by"]["name"] = json!("张三")), conflict(1));
    assert_eq!(fault(&|json| json[1]["added"] = json!(true)), conflict(1));
    assert_eq!(
        fault(&|json| {
            json[1]["body"]["floor"] = json!(9);
            resealed(&mut json[1])
        }),
        conflict(2),
        "the next no longer links"
    );
    assert_eq!(
        fault(&|json| {
            json[2]["seq"] = json!(7);
            resealed(&mut json[2])
        }),
        conflict(2)
    );
    assert_eq!(
        fault(&|json| {
            json[2]["contextId"] = json!("adm-0018");
            resealed(&mut json[2])
        }),
        conflict(2)
    );
    assert_eq!(
        fault(&|json| {
            json[2]["at"] = json!("2026-11-22T11:59:59+08:00");
            resealed(&mut json[2])
        }),
        conflict(2)
    );
    assert_eq!(
        fault(&|json| {
            json[2]["id"] = json!("e-0");
            resealed(&mut json[2])
        }),
        conflict(2)
    );
    assert_eq!(
        fault(&|json| {
            json.remove(0);
        }),
        conflict(0)
    );
    let amends_nothing = |json: &mut Vec<Value>| {
        json[2]["type"] = json!("amended");
        json[2]["body"] = json!({ "of": "e-0", "reason": "x", "body": json[1]["body"] });
        resealed(&mut json[2]);
    };
    assert_eq!(fault(&amends_nothing), conflict(2), "an admission cannot be amended");
    assert_eq!(fault(&|json| json[0]["v"] = json!(2)).1.as_deref(), Some("E_PROTOCOL"));
    assert_eq!(fault(&|json| json[0]["type"] = json!("invented")).1.as_deref(), Some("E_SCHEMA"));
    let refused = verdict(r#"{"v":1}"#);
    assert_eq!((&refused["ok"], &refused["code"]), (&json!(false), &json!("E_SCHEMA")));
    assert_eq!(verdict("[]"), json!({ "ok": true }));
}

/// Fields of a later version are kept, and the hash covers them.
#[test]
fn unknown_fields_survive_and_are_hashed() {
    let mut json = theirs(&chained(vec![Body::admitted()]).remove(0).json);
    json["ward"] = json!({ "floor": 3, "名": "骨科" });
    json["body"]["later"] = json!([1.5, null, "x"]);
    assert_eq!(verdict(&json!([json]).to_string())["ok"], false, "not without the hash");
    json["hash"] = json!(digest(&ours(&json)));
    let read = read_record(&ours(&json!([json])), &Place::root("record")).expect("verifies");
    assert_eq!(theirs(&read[0].json), json);
    json["ward"]["floor"] = json!(4);
    assert_eq!(verdict(&json!([json]).to_string())["ok"], false);
}

/// FIPS 180-4, and one event hashed by hand elsewhere (`python3 -c "import hashlib; …"` over the text in `canonical`).
#[test]
fn sha_256_as_published() {
    use sha2::{Digest as _, Sha256};
    let of = |text: &str| hex(&Sha256::digest(text.as_bytes()));
    assert_eq!(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let canonical = r#"{"body":{},"name":"李护士","seq":3}"#;
    assert_eq!(of(canonical), "ace4d47d92fc40f06ef9982b88b6bd3abf2e88a68abb5c570c3630a662194bb3");
    let event = json!({ "seq": 3, "hash": "whatever stands here", "name": "李护士", "body": {} });
    assert_eq!(digest(&ours(&event)), of(canonical));
}

#[test]
fn a_draft_of_the_first_form_is_read() {
    let stored: Value = serde_json::from_str(include_str!("golden/draft-v1.json")).expect("JSON");
    let draft = read_draft(&ours(&stored), &Place::root("draft")).expect("upgrades");
    let wanted = [("active_cancer", Answer::Yes), ("previous_vte", Answer::No), ("thrombophilia", Answer::Unknowable)];
    for (index, item) in PADUA.items.iter().enumerate() {
        assert_eq!(draft.answers.cells[index], wanted.iter().find(|(id, _)| *id == item.id).map(|(_, answer)| *answer), "{}", item.id);
    }
    assert!(draft.chosen && draft.answers.notes.is_empty());
    assert_eq!(draft.timepoint.as_deref(), Some("ADMISSION"));
    assert_eq!(theirs(&parse(&write_draft(&draft)))["v"], DRAFT_VERSION);
}

#[test]
fn a_draft_that_cannot_be_read_is_refused_and_left_alone() {
    let stored: Value = serde_json::from_str(include_str!("golden/draft-v1.json")).expect("JSON");
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut draft = stored.clone();
        change(&mut draft);
        let before = draft.to_string();
        let rejected = read_draft(&ours(&draft), &Place::root("draft")).expect_err("unreadable");
        assert_eq!(draft.to_string(), before);
        (rejected.code, rejected.path.clone())
    };
    let at = |code, path: &str| (code, path.to_owned());
    assert_eq!(refused(&|draft| draft["v"] = json!(99)), at("E_PROTOCOL", "/draft/v"));
    assert_eq!(refused(&|draft| draft["v"] = json!("2")), at("E_PROTOCOL", "/draft/v"));
    assert_eq!(refused(&|draft| draft["edition"] = json!("2031")), at("E_INSTRUMENT", "/draft/instrument"));
    assert_eq!(refused(&|draft| draft["instrument"] = json!("wells_pe")), at("E_INSTRUMENT", "/draft/instrument"));
    assert_eq!(refused(&|draft| draft["answers"]["padua.smoking"] = json!(true)), at("E_ITEM", "/draft/answers/smoking"));
    assert_eq!(refused(&|draft| draft["answers"]["padua.active_cancer"] = json!("yes")), at("E_SCHEMA", "/draft/answers/active_cancer"));
    assert_eq!(
        refused(&|draft| {
            draft.as_object_mut().expect("an object").remove("answers");
        }),
        at("E_SCHEMA", "/draft/answers")
    );
}

/// What was answered after the score is a draft like any other; what it names that is unknown is refused with its place.
#[test]
fn a_draft_of_the_bleeding_list_comes_back_as_it_was() {
    use virchow::clinical::assess::Screening;
    use virchow::clinical::chart::{Limb, Said};
    let mut screening = Screening::default();
    let list = virchow::clinical::instruments::named("cn_bleed_surgical").expect("a list");
    let answers = screening.answers(list);
    answers.cells[0] = Some(Answer::Yes);
    answers.cells[3] = Some(Answer::Unknowable);
    answers.cells[14] = Some(Answer::No);
    answers.write_note(4, "已输注血小板".into());
    // In the order of the keys, as an object is written.
    screening.contraindications.push(("CI_COAG", Said::now(None)));
    screening.contraindications.push(("CI_HIT", Said::now(Some(false))));
    screening.contraindications.push(("MC_LOCAL_SKIN", Said { limb: Some(Limb::Left), until: Some(noon()), ..Said::now(Some(true)) }));
    let draft = Draft {
        begun: String::new(),
        person: None,
        answers: Answers::empty(&PADUA),
        chosen: false,
        switch_reason: None,
        timepoint: None,
        amending: None,
        screening: Some(("0192aaaa-0000-7000-8000-000000000000".into(), screening)),
        suggestions: suggestions::text(
            [Settlement { fact: "0123456789abcdef".into(), id: "operation".into(), taken: true, at: noon(), by: None }].iter(),
        ),
    };
    let written = parse(&write_draft(&draft));
    assert!(read_draft(&written, &Place::root("draft")).expect("a draft") == draft);
    let mut foreign = written.clone();
    let mut inside = foreign["screening"].clone();
    inside.put("contraindications", parse("{\"CI_UNHEARD_OF\":true}"));
    foreign.put("screening", inside);
    let refused = read_draft(&foreign, &Place::root("draft")).expect_err("an unknown row");
    assert_eq!((refused.code, refused.path.as_str()), ("E_ITEM", "/draft/screening/contraindications/CI_UNHEARD_OF"));
}
