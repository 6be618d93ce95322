//! Who comes back to a signed patient, without a browser: what stands on the desk, for whom, and what today's chart says
//! beside what was signed.

use super::*;
use crate::clinical::answers::Answers;
use crate::clinical::instrument::Points;
use crate::clinical::instruments::PADUA;
use crate::interop::json::Value as Json;
use crate::interop::record::Record;
use crate::interop::seal::Stamp;
use crate::interop::stored::{Draft, read_draft, write_draft};
use crate::record::event::Body;
use crate::record::in_force::InForce;
use crate::record::role::Actor;
use crate::session::care::tests::{MEDICAL, actor, at, authorised, desk, lay, plain, screened, sign};
use crate::session::resume;
use crate::session::screen::{Intent, Later, Stage, State as Shown};

/// Signed by a nurse at 08:00, screened after an hour.
fn scored() -> Desk {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    desk
}

/// The same, with a plan that a physician authorised after two hours.
fn planned() -> Desk {
    let mut desk = scored();
    authorised(&mut desk, 2).expect("a plan");
    desk
}

/// The record of `desk` on an empty desk, opened by this person with this chart.
fn opened(desk: &Desk, chart: &str, role: Option<Role>, mode: Mode, hours: i64) -> Desk {
    let mut again = Desk { user: role.map(actor), later: Later::Here, ..Desk::default() };
    again.options.mode = mode;
    lay(&mut again, chart, hours);
    let events = desk.open.as_ref().expect("a patient").record.events.clone();
    again.open.as_mut().expect("a patient").record = Record::of(events);
    again.reread(at(hours));
    again.lead(at(hours));
    again
}

fn reopened(desk: &Desk, role: Role, hours: i64) -> Desk {
    opened(desk, &plain("medical", ""), Some(role), Mode::Live, hours)
}

fn holds(desk: &Desk) -> &Holds {
    Holds::of(&desk.open.as_ref().expect("a patient").holds).expect("what holds")
}

#[test]
fn a_signed_patient_opens_on_what_holds_for_everybody() {
    let before = planned();
    for role in [Some(Role::Nurse), Some(Role::Physician), Some(Role::Pharmacist), Some(Role::Quality), None] {
        for mode in [Mode::Live, Mode::ReadOnly] {
            let desk = opened(&before, &plain("medical", ""), role, mode, 24);
            let screen = desk.screen();
            assert_eq!(screen.stage, Stage::Signed, "{role:?} {mode:?}");
            assert!(screen.form.is_none() && desk.work().is_none(), "no blank form, and none behind it");
            assert_eq!(screen.state, if mode == Mode::ReadOnly { Shown::Locked } else { Shown::Sent });
            let holds = holds(&desk);
            assert_eq!(holds.bleeding.as_ref().and_then(|bleeding| bleeding.signed.what.high), Some(false));
            assert!(holds.plan.plan().is_some_and(|plan| plan.by.role == Role::Physician));
            assert_eq!((holds.rules.as_ref(), &holds.recount), (None, &None));
            assert!(!holds.due.is_empty(), "a drug that was not begun is due");
        }
    }
}

#[test]
fn a_score_alone_opens_on_what_holds_and_a_physician_goes_on_to_the_decision_once() {
    let before = scored();
    assert_eq!(reopened(&before, Role::Nurse, 3).screen().stage, Stage::Signed);
    let reader = opened(&before, &plain("medical", ""), Some(Role::Physician), Mode::ReadOnly, 3);
    assert_eq!(reader.screen().stage, Stage::Signed, "who may not decide reads");
    let mut physician = reopened(&before, Role::Physician, 3);
    assert_eq!(physician.screen().stage, Stage::Prevention);
    physician.intend(&Intent::ToScore, at(3));
    assert_eq!(physician.screen().stage, Stage::Signed);
    assert_eq!(holds(&physician).plan, InForce::Nothing);
    physician.lead(at(3));
    assert_eq!(physician.screen().stage, Stage::Signed, "the same record told again sends nobody away from the score");
}

#[test]
fn a_physician_who_has_just_signed_stays_with_the_score_and_another_physician_is_led_to_the_decision() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    desk.user = Some(actor(Role::Physician));
    let last = desk.open.as_mut().expect("a patient").record.events.pop().expect("the score");
    let events = std::mem::take(&mut desk.open.as_mut().expect("a patient").record.events);
    desk.open.as_mut().expect("a patient").record = Record::of(events);
    desk.signed(last);
    // The store was slow: the opening is told only now that it has been read.
    desk.lead(at(1));
    assert_eq!(desk.screen().stage, Stage::Signed, "nobody asked for the questions");
    desk.user = Some(Actor { id: "d-02".into(), ..actor(Role::Physician) });
    desk.lead(at(1));
    assert_eq!(desk.screen().stage, Stage::Prevention);
}

#[test]
fn where_nothing_is_signed_the_form_opens() {
    let mut desk = Desk { user: Some(actor(Role::Nurse)), later: Later::Here, ..Desk::default() };
    lay(&mut desk, &plain("medical", ""), 0);
    desk.lead(at(0));
    assert_eq!(desk.screen().stage, Stage::Form);
    assert!(desk.screen().holds.is_none());
}

#[test]
fn a_new_score_that_is_due_opens_the_form_of_the_one_who_is_asked_first_with_what_holds_beside_it() {
    use crate::record::happening::{Happening, Occurrence};
    let before = planned();
    // High risk is assessed again within three days.
    assert_eq!(reopened(&before, Role::Nurse, 71).screen().stage, Stage::Signed);
    let nurse = reopened(&before, Role::Nurse, 73);
    assert_eq!(nurse.screen().stage, Stage::Form);
    assert_eq!(holds(&nurse).called.as_ref().map(|due| due.trigger.id), Some("PERIODIC_HIGH"));
    assert!(nurse.screen().previous.is_some());
    let physician = reopened(&before, Role::Physician, 73);
    assert_eq!(physician.screen().stage, Stage::Signed, "a physician comes for the plan; the nurse is asked first");
    assert!(holds(&physician).due.iter().any(|due| due.trigger.id == "PERIODIC_HIGH" && due.state == TaskState::Overdue));
    let mut moved = planned();
    sign(&mut moved, Role::Nurse, Body::Happened(Occurrence::of(Happening::Transferred).with("to", "ICU")), 5);
    assert_eq!(reopened(&moved, Role::Nurse, 6).screen().stage, Stage::Form, "a transfer calls at once");
    let reader = opened(&moved, &plain("medical", ""), Some(Role::Nurse), Mode::ReadOnly, 6);
    assert_eq!(reader.screen().stage, Stage::Signed, "who only reads is asked for nothing");
}

#[test]
fn a_form_that_was_asked_for_stays_until_it_is_given_up() {
    let mut desk = reopened(&planned(), Role::Nurse, 24);
    desk.intend(&Intent::StartNew, at(24));
    assert_eq!(desk.screen().stage, Stage::Form);
    assert!(desk.screen().holds.is_some() && desk.screen().previous.is_some(), "the last answers and what holds stand beside it");
    desk.lead(at(24));
    assert_eq!(desk.screen().stage, Stage::Form, "a record told again takes no form away");
    desk.discard(at(24));
    assert_eq!(desk.screen().stage, Stage::Signed);
    desk.intend(&Intent::StartAmend, at(24));
    desk.lead(at(24));
    assert!(desk.screen().form.is_some_and(|form| form.amending.is_some()));
    desk.intend(&Intent::CancelAmend, at(24));
    assert_eq!(desk.screen().stage, Stage::Signed);
}

#[test]
fn a_draft_that_was_kept_stands_over_what_holds() {
    let mut desk = reopened(&planned(), Role::Nurse, 24);
    desk.intend(&Intent::StartNew, at(24));
    desk.intend(&Intent::Answer { item: 3, answer: Some(crate::clinical::answers::Answer::Yes) }, at(24));
    let kept = write_draft(&desk.draft().expect("something to keep"));
    let mut again = reopened(&planned(), Role::Nurse, 25);
    let draft = read_draft(&crate::interop::json::parse(&kept, 32).expect("JSON"), &crate::interop::shape::Place::root("draft")).expect("a draft");
    resume::draft(&mut again, draft, at(25));
    again.lead(at(25));
    assert_eq!(again.screen().stage, Stage::Form);
    assert!(again.open.as_ref().is_some_and(Open::is_dirty) && again.screen().holds.is_some());
}

#[test]
fn a_draft_that_is_read_over_the_prevention_screen_has_the_taps_of_its_form() {
    use crate::clinical::answers::Answer;
    let mut desk = scored();
    desk.intend(&Intent::StartNew, at(2));
    assert_eq!(desk.screen().stage, Stage::Prevention, "a store that is slow has not said yet what it holds");
    let before = desk.caring().expect("the questions").work.answers.clone();
    let mut answers = Answers::empty(&PADUA);
    answers.choose(1, Some(Answer::Yes));
    resume::draft(&mut desk, Draft::of(answers), at(2));
    assert_eq!(desk.screen().stage, Stage::Form);
    desk.intend(&Intent::Answer { item: 3, answer: Some(Answer::Yes) }, at(2));
    let drawn = desk.screen().form.expect("a form");
    assert!(drawn.answers.cells[3].is_some(), "what was ticked is what is drawn");
    let hidden = desk.open.as_ref().and_then(|open| open.care.as_ref()).expect("the questions");
    assert_eq!(hidden.work.answers, before, "and nothing that is not on the screen");
}

#[test]
fn a_score_that_was_just_signed_stands_with_what_holds() {
    let desk = planned();
    assert_eq!(holds(&desk).events, 3);
    assert!(holds(&desk).plan.plan().is_some());
}

/// What today's chart says of the signed score beside it.
fn recounted(patient: &str, setting: &str) -> Option<Recount> {
    let chart = plain(setting, "").replace(r#""sex": "male", "birthDate": "1956-01-01""#, patient);
    let desk = opened(&planned(), &chart, Some(Role::Nurse), Mode::Live, 24);
    let recorded = desk.screen().previous.expect("the score");
    assert_eq!(recorded.assessment.floor, Points::whole(7), "what was signed stands");
    holds(&desk).recount.clone()
}

#[test]
fn a_birth_date_put_right_after_the_signature_is_counted_beside_it() {
    assert_eq!(recounted(r#""sex": "male", "birthDate": "1956-01-01""#, "medical"), None);
    let Some(Recount::Score { now, turned }) = recounted(r#""sex": "male", "birthDate": "1966-01-01""#, "medical") else { panic!("counted again") };
    assert_eq!(now.floor, Points::whole(6), "not 70 or over");
    let turned: Vec<_> = turned.iter().map(|turned| (turned.item.en(), turned.then, turned.now)).collect();
    assert_eq!(turned, [("Age 70 or over", Some(true), Some(false))]);
}

#[test]
fn a_chart_that_says_less_than_at_the_signature_changes_nothing() {
    assert_eq!(recounted(r#""sex": "male""#, "medical"), None);
    assert_eq!(recounted("", "medical"), None);
}

#[test]
fn another_department_calls_for_its_own_form_beside_the_signed_one() {
    let Some(Recount::Form { instrument, floor, ceiling, .. }) = recounted(r#""sex": "male", "birthDate": "1956-01-01""#, "surgical") else {
        panic!("another form")
    };
    assert_eq!(instrument.id, "caprini");
    assert!(floor < ceiling, "nothing was asked yet");
}

#[test]
fn a_sex_put_right_asks_again_what_was_not_asked_and_contradicts_what_a_person_answered() {
    let surgical = |sex: &str| plain("surgical", "").replace(r#""sex": "male""#, &[r#""sex": ""#, sex, "\""].concat());
    let man = desk(&surgical("male"), &["varicose_veins"]);
    let Some(Recount::Score { now, turned }) = holds(&opened(&man, &surgical("female"), Some(Role::Nurse), Mode::Live, 24)).recount.clone() else {
        panic!("counted again")
    };
    assert!(now.floor < now.ceiling && turned.iter().all(|turned| turned.now.is_none()), "what a man is not asked is open: {turned:?}");
    let woman = desk(&surgical("female").replace("1956", "1990"), &["pregnancy_postpartum"]);
    let chart = surgical("male").replace("1956", "1990");
    let told = opened(&woman, &chart, Some(Role::Nurse), Mode::Live, 24);
    assert!(matches!(holds(&told).recount, Some(Recount::Contradicts { .. })), "{:?}", holds(&told).recount);
}

#[test]
fn a_record_signed_by_other_rules_says_so() {
    let mut before = planned();
    let put = |desk: &mut Desk, key: &str, value: &str| {
        let json = &mut desk.open.as_mut().expect("a patient").record.events[0].json;
        let mut rules = json["rules"].clone();
        rules.put(key, Json::from(value));
        json.put("rules", rules);
    };
    put(&mut before, "sha256", &"ab".repeat(32));
    let other_digest = [RULES_VERSION, " (abababab)"].concat();
    assert_eq!(holds(&reopened(&before, Role::Nurse, 24)).rules, Some(other_digest));
    put(&mut before, "version", "0.0.9");
    assert_eq!(holds(&reopened(&before, Role::Nurse, 24)).rules.as_deref(), Some("0.0.9"));
}

#[test]
fn a_suspicion_and_a_confirmed_vte_stand_above_everything_and_nobody_is_led_past_them() {
    use crate::record::happening::{Happening, Occurrence};
    let with = |all: &[Happening]| {
        let mut desk = scored();
        for (place, what) in all.iter().enumerate() {
            let role = if *what == Happening::VteSuspected { Role::Nurse } else { Role::Physician };
            sign(&mut desk, role, Body::Happened(Occurrence::of(*what)), 2 + place as i64);
        }
        reopened(&desk, Role::Physician, 8)
    };
    for (all, stands) in [
        (&[Happening::VteSuspected][..], Some(Happening::VteSuspected)),
        (&[Happening::VteSuspected, Happening::VteConfirmed], Some(Happening::VteConfirmed)),
        (&[Happening::VteSuspected, Happening::VteExcluded], None),
        (&[Happening::VteSuspected, Happening::VteConfirmed, Happening::VteSuspected, Happening::VteExcluded], Some(Happening::VteConfirmed)),
    ] {
        let desk = with(all);
        assert_eq!(holds(&desk).vte.as_ref().map(|vte| vte.what.what), stands);
        assert_eq!(desk.screen().stage, if stands.is_some() { Stage::Signed } else { Stage::Prevention }, "{all:?}");
    }
}

#[test]
fn what_holds_is_looked_at_again_at_midnight_at_the_latest() {
    let desk = reopened(&planned(), Role::Nurse, 24);
    let next = desk.next_change(at(24)).expect("a time");
    assert!(next > at(24) && next <= at(40), "{next}");
}

#[test]
fn while_a_record_is_read_no_blank_form_stands_beside_it() {
    let mut desk = Desk { user: Some(actor(Role::Nurse)), ..Desk::default() };
    lay(&mut desk, &plain("medical", ""), 0);
    desk.wait_to_read();
    assert_eq!(desk.screen().stage, Stage::Reading);
    desk.later = Later::Missing;
    assert_eq!(desk.screen().stage, Stage::Form, "what cannot be read is said beside the form, and nothing is signed");
    assert!(desk.screen().unread);
    desk.later = Later::Coming;
    desk.intend(&Intent::Answer { item: 0, answer: Some(crate::clinical::answers::Answer::Yes) }, at(0));
    assert_eq!(desk.screen().stage, Stage::Form, "what was entered meanwhile is not hidden");
}

#[test]
fn what_is_practised_never_stands_as_what_holds_and_what_was_signed_stands_again_after_it() {
    let mut desk = opened(&scored(), &plain("medical", ""), Some(Role::Trainee), Mode::Live, 24);
    let earnest = desk.open.as_ref().map(|open| open.record.events.len());
    assert!(desk.practises() && desk.screen().holds.is_some(), "it opens on what holds");
    desk.intend(&Intent::StartNew, at(24));
    desk.discard(at(24));
    assert_eq!(desk.screen().stage, Stage::Signed, "the way back from a further form");
    desk.intend(&Intent::StartNew, at(24));
    desk.intend(&Intent::NoneOfTheRest, at(24));
    let (sheet, answers, timepoint, _) = desk.work().expect("a form");
    let body = Body::Assessed(crate::record::assessment::Assessment::of(sheet, answers, timepoint.id));
    let by = desk.signer().expect("somebody");
    let sealed = desk
        .open
        .as_ref()
        .expect("a patient")
        .record
        .seal(body, &mut Stamp { context_id: "adm-1", ids: &mut || "practice".into(), at: at(25), by: &by });
    desk.practised(sealed);
    let screen = desk.screen();
    assert!(screen.stage == Stage::Signed && screen.holds.is_none(), "the result of practice, as such");
    desk.discard(at(26));
    let screen = desk.screen();
    assert!(screen.stage == Stage::Signed && screen.holds.is_some());
    assert_eq!(desk.open.as_ref().map(|open| open.record.events.len()), earnest);
}
