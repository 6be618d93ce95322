//! A record that grows while somebody works on what follows from a score, without a browser: another window has signed, and the
//! person at this one is about to.

use super::tests::{MEDICAL, actor, at, authorised, desk, plain, screened, sign, tell};
use super::*;
use crate::interop::json::Value;
use crate::record::event::Body;
use crate::record::happening::{Happening, Occurrence};
use crate::record::role::Actor;
use crate::session::resume;
use crate::session::suspicion;

/// The record of the one desk as the other reads it, and what that is led to by it.
fn read(from: &Desk, into: &mut Desk, hours: i64) {
    let events = &from.open.as_ref().expect("a patient").record.events;
    let record = Value::Array(events.iter().map(|sealed| sealed.json.clone()).collect());
    resume::record(into, &record, &Place::root("record")).expect("the same admission");
    into.reread(at(hours));
    into.lead(at(hours));
}

fn sealed(desk: &Desk, signing: Signing, hours: i64) -> Result<Body, Refusal> {
    let moment = desk.open.as_ref().expect("a patient").record.moment(at(hours), None)?;
    signed(desk, signing, &moment)
}

/// The score as the form of `desk` would be with these items too.
fn rescored(desk: &mut Desk, more: &[&str], hours: i64, body: impl Fn(&Now<'_>, &Sheet, &Answers) -> Body) -> Body {
    desk.intend(&Intent::ToScore, at(hours));
    desk.intend(&Intent::StartAmend, at(hours));
    let items = desk.work().expect("a form").0.instrument.items;
    for id in more {
        let item = items.iter().position(|item| item.id == *id).expect("an item");
        desk.intend(&Intent::Answer { item, answer: Some(Answer::No) }, at(hours));
    }
    let (sheet, answers, ..) = desk.work().expect("a form");
    let by = actor(Role::Physician);
    let open = desk.open.as_ref().expect("a patient");
    let action = Action::Amend;
    body(&Now::to(action, &open.record.encounter, &by, at(hours)).expect("allowed"), sheet, answers)
}

fn pair() -> (Desk, Desk) {
    let mut both = [desk(&plain("medical", ""), MEDICAL), desk(&plain("medical", ""), MEDICAL)];
    both.iter_mut().for_each(|desk| screened(desk, 1));
    both.into()
}

#[test]
fn a_plan_is_decided_on_the_score_as_another_window_amended_it() {
    let (mut mine, mut theirs) = pair();
    assert_eq!(mine.caring().expect("the questions").assessed.advice.drug().map(|drug| drug.id()), Some("enoxaparin"));
    let shown = mine.screen();
    let body = rescored(&mut theirs, MEDICAL, 2, |now, sheet, answers| now.amend("e-1", "录入有误", sheet, answers).expect("amended"));
    sign(&mut theirs, Role::Physician, body, 2);
    read(&theirs, &mut mine, 3);
    let care = mine.caring().expect("the questions");
    assert_eq!((care.of.amendments, care.of.governing().floor.to_string()), (1, "1".to_owned()), "the score that counts");
    assert_eq!(care.assessed.advice.drug().map(|drug| drug.id()), None, "low risk has no drug");
    assert!(!crate::session::as_shown::moved(&shown, &mine).is_empty(), "nobody signs what nobody has seen");
    assert!(care.planned_drug.is_none());
}

#[test]
fn a_score_that_another_physician_changed_is_not_confirmed_over() {
    let (mut mine, mut theirs) = pair();
    let body = rescored(&mut theirs, MEDICAL, 2, |_, sheet, answers| Body::Reviewed {
        of: "e-1".into(),
        changed: Some(crate::record::assessment::Assessment::of(sheet, answers, "ADMISSION")),
    });
    sign(&mut theirs, Role::Physician, body, 2);
    read(&theirs, &mut mine, 3);
    assert!(!view(&mine).expect("the questions").to_review);
    assert!(sealed(&mine, Signing::Review, 3).is_err(), "it would take the physician's score away");
    let encounter = &mine.open.as_ref().expect("a patient").record.encounter;
    assert_eq!(encounter.latest().expect("a score").governing().floor.to_string(), "1");
}

#[test]
fn a_score_that_a_physician_changed_while_it_was_being_amended_is_not_amended_without_a_word() {
    let (mut mine, mut theirs) = pair();
    mine.intend(&Intent::ToScore, at(2));
    mine.intend(&Intent::StartAmend, at(2));
    let body = rescored(&mut theirs, MEDICAL, 2, |_, sheet, answers| Body::Reviewed {
        of: "e-1".into(),
        changed: Some(crate::record::assessment::Assessment::of(sheet, answers, "ADMISSION")),
    });
    sign(&mut theirs, Role::Physician, body, 2);
    read(&theirs, &mut mine, 3);
    assert_eq!(mine.refused, Some(Refusal::Stale));
    assert!(mine.work().is_some_and(|(_, _, _, amending)| amending.is_some()), "and nothing of it is lost");
}

#[test]
fn what_nobody_has_signed_goes_on_under_the_score_that_another_window_signed_and_what_was_signed_is_asked_anew() {
    let (mut mine, mut theirs) = pair();
    tell(&mut mine, "CI_HIT", Some(true), 2);
    mine.intend(&Intent::Plan(crate::session::screen::PlanIntent::Change, String::new()), at(2));
    let body =
        rescored(&mut theirs, &[], 3, |_, sheet, answers| Body::Assessed(crate::record::assessment::Assessment::of(sheet, answers, "ADMISSION")));
    sign(&mut theirs, Role::Nurse, body, 3);
    read(&theirs, &mut mine, 4);
    let care = mine.caring().expect("the questions of the new score");
    assert_eq!(care.of.id, "e-3");
    assert_eq!(care.screening().said("CI_HIT"), Some(Some(true)), "not lost");
    assert_eq!(care.screening().said("CI_ALLERGY"), None, "said before the new score: asked again");
    assert!(care.is_dirty() && !care.blockers().is_empty());
    assert_eq!(mine.refused, Some(Refusal::Stale), "and it is said");
}

#[test]
fn a_bleeding_screen_that_another_window_signed_is_what_a_plan_rests_on() {
    let (mut mine, mut theirs) = pair();
    tell(&mut mine, "CI_VARICES", Some(true), 2);
    tell(&mut mine, "CI_COAG", None, 2);
    tell(&mut theirs, "CI_HIT", Some(true), 2);
    tell(&mut theirs, "CI_COAG", Some(true), 2);
    screened(&mut theirs, 2);
    read(&theirs, &mut mine, 3);
    let care = mine.caring().expect("the questions");
    assert_eq!(care.screening().said("CI_VARICES"), Some(Some(true)), "what nobody has signed is not lost");
    assert_eq!(care.screening().said("CI_HIT"), Some(Some(true)), "what another has found out is not denied");
    assert_eq!(care.screening().said("CI_COAG"), None, "one found it and the other could not know: asked again");
    assert!(care.is_dirty() && mine.refused == Some(Refusal::Stale));
    let (mut mine, _) = pair();
    read(&theirs, &mut mine, 3);
    let care = mine.caring().expect("the questions");
    assert!(care.assessed.judgement.has("CI_HIT") && !care.is_dirty());
    assert_ne!(care.planned_drug.as_ref().map(|drug| drug.what.id()), Some("enoxaparin"), "no heparin after HIT");
}

#[test]
fn a_settlement_that_was_begun_on_one_suspicion_does_not_settle_the_next() {
    let (mut mine, mut theirs) = pair();
    let suspected = |site: &str| Body::Happened(Occurrence::of(Happening::VteSuspected).with("site", site).with("signs", "dyspnoea"));
    sign(&mut theirs, Role::Nurse, suspected("pe"), 2);
    read(&theirs, &mut mine, 2);
    for (field, value) in [("act", "settle"), ("settles", "excluded"), ("note", "CTPA阴性")] {
        suspicion::tell(&mut mine, field, value);
    }
    sign(&mut theirs, Role::Physician, Body::Happened(Occurrence::of(Happening::VteExcluded).with("method", "CTPA")), 3);
    sign(&mut theirs, Role::Nurse, suspected("pe"), 4);
    read(&theirs, &mut mine, 5);
    let moment = mine.open.as_ref().expect("a patient").record.moment(at(5), None).expect("in order");
    assert_eq!(suspicion::signed(&mine, &moment), Err(Refusal::NothingOpen));
    assert!(suspicion::view(&mine).is_some_and(|view| view.form.is_none() && view.standing.is_some()));
}

#[test]
fn what_one_physician_set_aside_another_confirms_again() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    tell(&mut desk, "CI_COAG", Some(true), 1);
    screened(&mut desk, 1);
    desk.lead(at(1));
    desk.intend(&Intent::ChooseDrug(Some("enoxaparin")), at(1));
    desk.intend(&Intent::OverrideReason { id: "enoxaparin", text: "血液科会诊".into() }, at(1));
    desk.intend(&Intent::OverrideConfirm { id: "enoxaparin", sure: true }, at(1));
    desk.lead(at(1));
    assert!(desk.caring().expect("the questions").overrides[0].confirmed, "told again, the same physician is still there");
    desk.user = Some(Actor { id: "dr-2".into(), ..actor(Role::Physician) });
    desk.lead(at(1));
    assert!(matches!(authorised(&mut desk, 1), Err(Refusal::OverrideNeeded(_))));
}
