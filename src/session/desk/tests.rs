//! Who is on the desk, without a browser: what another patient over unsigned answers means, and what an outbox may say.

use super::*;
use crate::clinical::answers::Answer;
use crate::interop::json::parse;
use crate::interop::seal::Stamp;
use crate::record::role::Role;
use crate::session::sitting::Options;
use crate::session::work::answered_otherwise;

fn at(minutes: i64) -> Instant {
    "2026-03-10T08:00:00+08:00".parse::<Instant>().expect("a time") + chrono::TimeDelta::minutes(minutes)
}

fn chart(context: &str, patient: &str) -> Value {
    let text = [r#"{ "contextId": ""#, context, r#"", "encounter": { "setting": "medical" }, "patient": "#, patient, r#", "facts": [] }"#].concat();
    parse(&text, 32).expect("JSON")
}

const WANG: &str = r#"{ "ref": "Patient/1", "sex": "male", "birthDate": "1956-01-01" }"#;

/// A desk with Wang's chart on it, and one answer that nobody has signed.
fn answered() -> Desk {
    let mut desk = Desk { user: Some(Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse }), ..Desk::default() };
    desk.lay(chart("adm-1", WANG), false, at(0)).expect("a chart");
    desk.intend(&Intent::Answer { item: 0, answer: Some(Answer::Yes) }, at(1));
    assert!(desk.open.as_ref().is_some_and(Open::is_dirty));
    desk
}

fn answers(desk: &Desk) -> usize {
    desk.work().map_or(0, |(_, answers, ..)| answers.cells.iter().flatten().count())
}

#[test]
fn another_person_under_one_admission_is_refused_over_unsigned_answers() {
    let others = [
        r#"{ "ref": "Patient/2", "sex": "male", "birthDate": "1956-01-01" }"#,
        r#"{ "ref": "Patient/1", "sex": "female", "birthDate": "1956-01-01" }"#,
        r#"{ "ref": "Patient/1", "sex": "male", "birthDate": "1957-01-01" }"#,
    ];
    for other in others {
        let mut desk = answered();
        let before = desk.sitting();
        let refused = desk.lay(chart("adm-1", other), false, at(2)).err().expect("refused");
        assert_eq!((refused.code, refused.path.as_str()), ("E_CONFLICT", "/chart/patient"));
        assert_eq!((desk.sitting(), answers(&desk)), (before, 1), "the patient of before stays, with the answers");
    }
}

#[test]
fn what_is_not_given_tells_no_two_persons_apart() {
    for same in [WANG, r#"{ "ref": "Patient/1" }"#, r#"{ "sex": "male" }"#, "{}"] {
        let mut desk = answered();
        let before = desk.sitting();
        desk.lay(chart("adm-1", same), false, at(2)).expect("the same person");
        assert_eq!((desk.sitting(), answers(&desk)), (before, 1), "{same}");
    }
}

#[test]
fn a_host_may_correct_who_this_is_while_nothing_is_answered() {
    let mut desk = Desk::default();
    desk.lay(chart("adm-1", WANG), false, at(0)).expect("a chart");
    desk.lay(chart("adm-1", r#"{ "ref": "Patient/2", "sex": "female" }"#), false, at(1)).expect("corrected");
}

#[test]
fn another_person_is_refused_over_a_signed_record_too() {
    use crate::record::event::Body;
    let mut desk = Desk::default();
    desk.lay(chart("adm-1", WANG), false, at(0)).expect("a chart");
    let by = Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse };
    let open = desk.open.as_mut().expect("a patient");
    let sealed = open.record.seal(Body::admitted(), &mut Stamp { context_id: "adm-1", ids: &mut || "e-1".into(), at: at(0), by: &by });
    open.record.push(sealed);
    let other = r#"{ "ref": "Patient/2", "sex": "male", "birthDate": "1956-01-01" }"#;
    assert_eq!(desk.lay(chart("adm-1", other), false, at(1)).err().expect("refused").path, "/chart/patient");
    desk.lay(chart("adm-1", other), true, at(2)).expect("by force: the host says that it is so");
}

#[test]
fn a_chart_that_leaves_the_reference_out_does_not_open_the_way_to_another_person() {
    let mut desk = answered();
    desk.lay(chart("adm-1", r#"{ "sex": "male" }"#), false, at(2)).expect("the same person");
    let refused = desk.lay(chart("adm-1", r#"{ "ref": "Patient/2", "sex": "male" }"#), false, at(3)).err().expect("refused");
    assert_eq!((refused.path.as_str(), answers(&desk)), ("/chart/patient", 1));
}

#[test]
fn whoever_comes_back_is_a_new_sitting_though_the_other_answered_nothing() {
    let mut desk = answered();
    desk.lay(chart("adm-1", r#"{ "ref": "Patient/2", "sex": "male" }"#), true, at(2)).expect("by force");
    let between = desk.sitting();
    desk.lay(chart("adm-1", WANG), false, at(3)).expect("nothing stands in the way");
    assert_ne!(desk.sitting(), between, "so that the store is asked for the answers of the first");
}

#[test]
fn by_force_the_answers_stay_with_the_person_before() {
    let mut desk = answered();
    let before = desk.sitting().expect("somebody");
    let laid = desk.lay(chart("adm-1", r#"{ "ref": "Patient/2", "sex": "male" }"#), true, at(2)).expect("by force");
    let Left { key, draft, .. } = laid.left.expect("a draft");
    let wang = person_of("adm-1", Some("Patient/1"), Some("male"), Some("1956-01-01")).expect("a person");
    assert_eq!(key, aside_key("adm-1", &wang));
    assert_eq!(draft.person, Some(wang));
    assert_eq!(draft.answers.cells.iter().flatten().count(), 1);
    assert_eq!(laid.before, Some(before.clone()));
    assert_ne!(laid.sitting, before, "another sitting, though the admission has the same number");
    assert_eq!(answers(&desk), 0, "nothing of the first person is on the form of the second");
}

#[test]
fn a_year_of_birth_is_no_other_person_than_the_birthday_in_it() {
    let of = |born: &str| chart("adm-1", &[r#"{ "ref": "Patient/1", "sex": "male", "birthDate": ""#, born, r#"" }"#].concat());
    let mut desk = answered();
    let person = desk.open.as_ref().and_then(|open| open.person.clone());
    for same in ["1956", "1956-01", "1956-01-01"] {
        desk.lay(of(same), false, at(2)).expect("the same person");
        assert_eq!(desk.open.as_ref().and_then(|open| open.person.clone()), person, "{same}");
        assert_eq!(answers(&desk), 1, "{same}");
    }
    for other in ["1957", "1956-02"] {
        let refused = desk.lay(of(other), false, at(2)).err().expect("refused");
        assert_eq!(refused.code, "E_CONFLICT", "{other}");
    }
}

#[test]
fn what_tells_persons_apart_names_nobody() {
    use crate::interop::stored::are_two_persons;
    let of = |reference, sex, birth_date| person_of("adm-1", reference, sex, birth_date).expect("something is given");
    let wang = of(Some("Patient/1"), Some("male"), Some("1956-01-01"));
    assert!(!wang.contains("Patient") && !wang.contains("1956") && wang.len() <= 9, "{wang}");
    for other in
        [of(Some("Patient/2"), Some("male"), Some("1956-01-01")), of(Some("Patient/1"), Some("female"), None), of(None, None, Some("1957-01-01"))]
    {
        assert!(are_two_persons(&wang, &other), "{wang} {other}");
    }
    for same in [of(Some("Patient/1"), None, None), of(None, Some("male"), None), of(None, None, Some("1956-01-01"))] {
        assert!(!are_two_persons(&wang, &same), "{wang} {same}");
    }
    assert_eq!(person_of("adm-1", None, None, None), None);
}

#[test]
fn a_person_who_changes_while_a_signature_is_written_is_another_sitting() {
    let mut desk = Desk::default();
    desk.lay(chart("adm-1", WANG), false, at(0)).expect("a chart");
    desk.open.as_mut().expect("a patient").signing = true;
    let refused = desk.lay(chart("adm-1", r#"{ "birthDate": "1957-01-01" }"#), false, at(1)).err().expect("refused");
    assert_eq!(refused.path, "/chart/patient");
}

#[test]
fn a_sitting_ends_with_its_patient_and_does_not_come_back() {
    let mut desk = answered();
    let first = desk.sitting();
    desk.lay(chart("adm-2", WANG), true, at(2)).expect("another admission");
    let second = desk.sitting();
    desk.lay(chart("adm-1", WANG), true, at(3)).expect("the first again");
    assert!(first != second && desk.sitting() != first && desk.sitting() != second);
}

#[test]
fn a_refused_chart_leaves_everything_as_it_was() {
    let mut desk = answered();
    let before = desk.sitting();
    assert!(desk.lay(chart("adm-2", WANG), false, at(2)).is_err());
    assert!(desk.lay(parse(r#"{ "contextId": "adm-1", "facts": 7 }"#, 32).expect("JSON"), false, at(2)).is_err());
    assert!(desk.lay(parse(r#"{ "facts": [] }"#, 32).expect("JSON"), true, at(2)).is_err());
    assert_eq!((desk.sitting(), answers(&desk)), (before, 1));
}

#[test]
fn a_signature_that_is_being_written_leaves_no_draft_behind() {
    let mut desk = answered();
    desk.open.as_mut().expect("a patient").signing = true;
    let laid = desk.lay(chart("adm-2", WANG), true, at(2)).expect("another admission");
    assert!(laid.left.is_none(), "what is being signed is no draft");
}

#[test]
fn only_what_a_host_has_said_counts_as_confirmed() {
    assert_eq!(delivery_of(None, true), Delivery::Confirmed);
    assert_eq!(delivery_of(None, false), Delivery::Idle, "an entry that is gone is not one that was accepted");
}

#[test]
fn an_entry_that_is_not_what_was_signed_is_never_sent() {
    use crate::record::event::Body;
    let by = Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse };
    let sealed = Record::default().seal(Body::admitted(), &mut Stamp { context_id: "adm-1", ids: &mut || "e-1".into(), at: at(0), by: &by });
    let text = Entry::of(&sealed).to_json();
    let read = |text: &str| Entry::read("e-1", text).expect("an entry");
    assert!(read(&text).may_go());
    let others = [text.replace("n-1", "n-2"), text.replacen("adm-1", "adm-2", 1), text.replace(&by.name, "另"), text.replace("e-1", "e-2")];
    for other in others {
        assert_ne!(other, text);
        let entry = read(&other);
        assert!(entry.altered && !entry.may_go());
        assert_eq!(delivery_of(Some(&entry), false), Delivery::Altered);
    }
}

// ---- what is only practised ----------------------------------------------------------------------------------------

fn trainee() -> Actor {
    Actor { id: "t-1".into(), name: "学员".into(), role: Role::Trainee }
}

/// Somebody practises a score and its signature; gives the desk after it.
fn practising(mode: Mode, user: Option<Actor>) -> Desk {
    let mut desk = Desk { user, options: Options { mode, ..Options::default() }, ..Desk::default() };
    desk.lay(chart("adm-1", WANG), false, at(0)).expect("a chart");
    desk.intend(&Intent::NoneOfTheRest, at(1));
    assert!(desk.practises() && desk.blockers().is_empty(), "one may try: {:?}", desk.blockers());
    assert!(desk.draft().is_none(), "nothing of it is kept");
    let open = desk.open.as_ref().expect("a patient");
    let (sheet, answers, timepoint, _) = desk.work().expect("a form");
    let body = Body::Assessed(crate::record::assessment::Assessment::of(sheet, answers, timepoint.id));
    let by = desk.signer().expect("somebody");
    let sealed = open.record.seal(body, &mut Stamp { context_id: "adm-1", ids: &mut || "e-1".into(), at: at(2), by: &by });
    desk.practised(sealed);
    desk
}

#[test]
fn what_is_practised_shows_a_result_and_leaves_no_record() {
    for (mode, user) in [(Mode::Teaching, None), (Mode::Teaching, Some(trainee())), (Mode::Live, Some(trainee()))] {
        let mut desk = practising(mode, user);
        let screen = desk.screen();
        assert!(screen.practises && screen.stage == Stage::Signed && screen.previous.is_some(), "the result stands");
        assert_eq!((desk.state(), screen.delivery), (State::Complete, Delivery::Idle), "and is neither sent nor on its way");
        desk.discard(at(3));
        let open = desk.open.as_ref().expect("a patient");
        assert!(open.record.events.is_empty() && open.practised == 0 && !open.stands.is_signed(), "begun anew, nothing is left");
    }
}

#[test]
fn a_nurse_at_a_live_form_practises_nothing() {
    let desk = answered();
    assert!(!desk.practises() && desk.draft().is_some());
    assert_eq!(desk.signer().map(|by| by.role), Some(Role::Nurse));
}

#[test]
fn a_fictional_patient_on_a_page_without_a_vault_is_practice_and_in_a_vault_is_kept_with_the_mark() {
    let mut raw = chart("adm-1", WANG);
    raw.put("demo", true.into());
    let nurse = || Some(Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse });
    let mut desk = Desk { user: nurse(), ..Desk::default() };
    desk.lay(raw.clone(), false, at(0)).expect("a chart");
    assert!(desk.practises() && desk.is_unreal());
    let mut kept = Desk { user: nurse(), kept: true, ..Desk::default() };
    kept.lay(raw, false, at(0)).expect("a chart");
    assert!(!kept.practises() && kept.is_unreal());
    let open = kept.open.as_ref().expect("a patient");
    let stamp = &mut Stamp { context_id: "adm-1", ids: &mut || "e-1".into(), at: at(1), by: kept.user.as_ref().expect("a nurse") };
    assert!(open.record.seal(Body::admitted(), stamp).is_demo());
}

#[test]
fn a_record_of_a_demonstration_is_refused_beside_a_real_patient() {
    crate::clinical::second::has_come();
    let by = Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse };
    for (demo, by) in [(true, by.clone()), (false, crate::interop::demo::people()[0].clone())] {
        let mut shown = Record { demo, ..Record::default() };
        shown.append(vec![Body::admitted()], &mut Stamp { context_id: "adm-1", ids: &mut || "e-1".into(), at: at(0), by: &by });
        let list = Value::Array(shown.events.iter().map(|sealed| sealed.json.clone()).collect());
        let mut desk = Desk::default();
        desk.lay(chart("adm-1", WANG), false, at(1)).expect("a chart");
        let refused = resume::record(&mut desk, &list, &Place::root("record")).expect_err("refused");
        assert_eq!((refused.code, refused.path.as_str()), ("E_CONFLICT", "/record"));
        assert!(desk.open.as_ref().is_some_and(|open| open.record.events.is_empty()));
    }
}

#[test]
fn only_an_answer_against_the_facts_comes_back_with_its_reason_to_write() {
    let mut answers = Answers::empty(&crate::clinical::instruments::PADUA);
    let computed = answers.instrument.items.iter().position(|item| item.from.is_computed()).expect("an item that facts decide");
    answers.choose(computed, Some(Answer::No));
    assert!(answered_otherwise(&answers).is_empty(), "the facts said nothing: no reason was asked for");
    answers.write_note(computed, "weighed this morning".into());
    assert_eq!(answered_otherwise(&answers), [computed]);
}
