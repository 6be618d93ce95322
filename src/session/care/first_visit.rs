//! A desk before the second part is here: nothing on it calls in, and what was read without it is read again when it comes.

use super::tests::{actor, at, chart, lay, sign};
use super::*;
use crate::clinical::answers::Answer;
use crate::clinical::second;
use crate::session::screen::{Later, Stage};

const FACTS: &str = r#"
    { "id": "medication", "value": { "name": "华法林片", "lastDoseAt": "2026-03-09T20:00:00+08:00" } },
    { "id": "medication", "value": 7 },
    { "id": "allergy", "value": { "to": "肝素" } },
    { "id": "neuraxial", "value": { "kind": "needle" } },
    { "id": "operation", "value": { "kind": "open", "status": "planned", "durationMin": 90, "at": "2026-03-10T14:00:00+08:00" } },
    { "id": "MC_STROKE_GCS", "value": true }, { "id": "bs_active_bleeding", "value": true }"#;

fn sign_as_filled(desk: &mut Desk) {
    let body = {
        let (sheet, answers, timepoint, _) = desk.work().expect("a form");
        let open = desk.open.as_ref().expect("a patient");
        Now::to(Action::Assess, &open.record.encounter, &actor(Role::Physician), at(0))
            .expect("allowed")
            .assess(sheet, answers, timepoint.id)
            .expect("whole")
    };
    sign(desk, Role::Physician, body, 0);
}

/// A form as on a first visit, filled and signed.
#[test]
fn a_score_is_filled_and_signed_without_it_and_the_questions_know_every_medicine() {
    second::is_elsewhere();
    let mut desk = Desk { user: Some(actor(Role::Physician)), ..Desk::default() };
    lay(&mut desk, &chart("surgical", FACTS), 0);
    let rejected = desk.screen().rejected;
    assert_eq!(rejected.iter().map(|rejection| &*rejection.path).collect::<Vec<_>>(), ["/chart/facts/1/value", "/chart/facts/3/value/at"]);
    let item = desk.work().expect("a form").0.instrument.index("varicose_veins").expect("an item");
    desk.intend(&Intent::Answer { item, answer: Some(Answer::Yes) }, at(0));
    desk.intend(&Intent::NoneOfTheRest, at(0));
    assert!(desk.blockers().is_empty(), "{:?}", desk.blockers());
    sign_as_filled(&mut desk);
    assert_eq!(desk.screen().stage, Stage::Signed);
    desk.open.as_mut().expect("a patient").loaded = true;
    desk.intend(&Intent::ToPrevention, at(0));
    assert!(desk.is_wanted() && desk.caring().is_none());
    desk.arrived(true, at(0));
    let care = desk.caring().expect("the questions");
    assert!(care.assessed.blood.all.iter().any(|drug| drug.substance.id == "warfarin"));
    assert!(care.assessed.judgement.has("CI_ALLERGY"));
    assert_eq!(desk.screen().rejected.len(), rejected.len());
}

#[test]
fn who_goes_on_before_the_store_has_answered_is_led_there_once_it_has() {
    second::is_elsewhere();
    let mut desk = Desk { user: Some(actor(Role::Nurse)), ..Desk::default() };
    lay(&mut desk, &chart("surgical", FACTS), 0);
    desk.intend(&Intent::NoneOfTheRest, at(0));
    sign_as_filled(&mut desk);
    desk.intend(&Intent::ToPrevention, at(0));
    desk.arrived(true, at(0));
    assert!(desk.caring().is_none(), "a draft may still come from the store");
    desk.open.as_mut().expect("a patient").loaded = true;
    desk.lead(at(0));
    assert!(desk.caring().is_some() && desk.screen().awaited.is_none(), "the questions, and no word that they are loading");
}

#[test]
fn a_bleeding_list_as_the_form_waits_for_it_and_shows_no_other() {
    second::is_elsewhere();
    let mut desk = Desk { user: Some(actor(Role::Nurse)), ..Desk::default() };
    desk.options.instrument = Some("improve_bleeding");
    lay(&mut desk, &chart("surgical", &[FACTS, r#", { "id": "prior_bleeding_3mo", "value": true }"#].concat()), 0);
    assert!(desk.is_wanted() && desk.screen().form.is_none());
    assert_eq!(desk.screen().stage, Stage::Coming);
    let rejected = desk.screen().rejected;
    assert_eq!(rejected.len(), 2, "its own keys are no unknown ones: {rejected:?}");
    desk.later = Later::Coming;
    desk.arrived(true, at(0));
    assert_eq!(desk.screen().form.expect("a form").instrument.id, "improve_bleeding");
    assert_eq!(desk.screen().rejected, rejected);
    assert!(!desk.is_wanted());
}
