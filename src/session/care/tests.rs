//! The desk after a signed score, without a browser: what is asked and kept, what may be chosen, what is signed.

use chrono::TimeDelta;

use super::*;
use crate::clinical::answers::Answer;
use crate::clinical::lacking::Why;
use crate::clinical::measure::Fate;
use crate::interop::json::parse;
use crate::interop::seal::Stamp;
use crate::interop::shape::Place;
use crate::interop::stored::{read_draft, write_draft};
use crate::record::event::{Body, Plan};
use crate::record::happening::{Happening, Occurrence};
use crate::record::measure::MeasureId;
use crate::record::role::Actor;
use crate::session::screen::{Later, PlanIntent, Waiting};

pub(crate) fn at(hours: i64) -> Instant {
    "2026-03-10T08:00:00+08:00".parse::<Instant>().expect("a time") + TimeDelta::hours(hours)
}

pub(crate) fn actor(role: Role) -> Actor {
    Actor { id: format!("{}-1", role.id()), name: "某".into(), role }
}

pub(crate) const LABS: &str = r#"
    { "id": "weight", "value": 64, "unit": "kg", "at": "2026-03-09T15:00:00+08:00" },
    { "id": "height", "value": 165, "unit": "cm", "at": "2026-03-09T15:00:00+08:00" },
    { "id": "creatinine", "value": 70, "unit": "umol/L", "at": "2026-03-09T15:00:00+08:00" },
    { "id": "platelets", "value": 210, "unit": "10*9/L", "at": "2026-03-09T15:00:00+08:00" },
    { "id": "haemoglobin", "value": 128, "unit": "g/L", "at": "2026-03-09T15:00:00+08:00" },
    { "id": "inr", "value": 1, "at": "2026-03-09T15:00:00+08:00" }"#;

/// A man of 70 on this ward, with these facts.
pub(crate) fn chart(setting: &str, facts: &str) -> String {
    [
        r#"{ "contextId": "adm-1", "patient": { "sex": "male", "birthDate": "1956-01-01" }, "encounter": { "admittedAt": "2026-03-09T08:00:00+08:00", "setting": ""#,
        setting,
        r#"" }, "facts": ["#,
        facts,
        "] }",
    ]
    .concat()
}

pub(crate) fn plain(setting: &str, more: &str) -> String {
    chart(setting, &if more.is_empty() { LABS.to_owned() } else { [LABS, ",", more].concat() })
}

/// A desk with this chart, a score signed by a nurse at 08:00 in which these items are yes, and the questions after it.
pub(crate) fn desk(chart: &str, yes: &[&str]) -> Desk {
    let mut desk = Desk { user: Some(actor(Role::Physician)), later: Later::Here, ..Desk::default() };
    lay(&mut desk, chart, 0);
    let items = desk.work().expect("a form").0.instrument.items;
    for id in yes {
        let item = items.iter().position(|item| item.id == *id).expect("an item");
        desk.intend(&Intent::Answer { item, answer: Some(Answer::Yes) }, at(0));
    }
    desk.intend(&Intent::NoneOfTheRest, at(0));
    let body = {
        let (sheet, answers, timepoint, _) = desk.work().expect("a form");
        let open = desk.open.as_ref().expect("a patient");
        let nurse = actor(Role::Nurse);
        Now::to(Action::Assess, &open.record.encounter, &nurse, at(0)).expect("allowed").assess(sheet, answers, timepoint.id).expect("whole")
    };
    sign(&mut desk, Role::Nurse, body, 0);
    desk.intend(&Intent::ToPrevention, at(0));
    desk
}

/// The host tells this chart.
pub(crate) fn lay(desk: &mut Desk, chart: &str, hours: i64) {
    desk.lay(parse(chart, 32).expect("JSON"), true, at(hours)).expect("a chart");
}

pub(crate) fn sign(desk: &mut Desk, role: Role, body: Body, hours: i64) {
    let open = desk.open.as_ref().expect("a patient");
    let id = format!("e-{}", open.record.events.len() + 1);
    let sealed = open.record.seal(body, &mut Stamp { context_id: "adm-1", ids: &mut || id.clone(), at: at(hours), by: &actor(role) });
    desk.signed(sealed);
    desk.rework(at(hours));
}

fn signed_at(desk: &Desk, signing: Signing, hours: i64) -> Result<Body, Refusal> {
    let moment = desk.open.as_ref().expect("a patient").record.moment(at(hours), None)?;
    signed(desk, signing, &moment)
}

/// Everything that nothing points to is answered "no", and the list is signed.
pub(crate) fn screened(desk: &mut Desk, hours: i64) {
    desk.intend(&Intent::NoneOfTheRest, at(hours));
    let body = signed_at(desk, Signing::Screen, hours).expect("signed");
    sign(desk, Role::Physician, body, hours);
}

pub(crate) fn authorised(desk: &mut Desk, hours: i64) -> Result<Plan, Refusal> {
    match signed_at(desk, Signing::Authorise, hours)? {
        Body::PlanAuthorised(plan) => {
            sign(desk, Role::Physician, Body::PlanAuthorised(plan.clone()), hours);
            Ok(plan)
        }
        other => panic!("{other:?}"),
    }
}

fn care(desk: &Desk) -> &Care {
    desk.caring().expect("the questions")
}

pub(crate) fn tell(desk: &mut Desk, id: &'static str, answer: Option<bool>, hours: i64) {
    desk.intend(&Intent::Contraindication { id, value: Some(answer) }, at(hours));
}

fn waits_for(desk: &Desk, of: &str) -> Vec<(&'static str, Why)> {
    let waiting: Vec<&Waiting> = care(desk).details.waiting.iter().filter(|waiting| waiting.of == of).collect();
    waiting.iter().flat_map(|waiting| &waiting.lacks).map(|lack| (lack.id, lack.why)).collect()
}

pub(crate) const MEDICAL: &[&str] = &["previous_vte", "reduced_mobility"];

#[test]
fn a_no_settles_the_names_that_were_asked_and_no_other() {
    let danshen = r#"{ "id": "medication", "value": { "name": "丹参片" } }"#;
    let mut desk = desk(&plain("medical", danshen), MEDICAL);
    screened(&mut desk, 1);
    assert_eq!(waits_for(&desk, "enoxaparin"), [("unrecognised_medication", Why::ToConfirm)], "none of the rest does not answer it");
    assert_eq!(care(&desk).details.waiting[0].lacks[0].names, ["丹参片"]);
    tell(&mut desk, "unrecognised_medication", Some(false), 2);
    assert_eq!(waits_for(&desk, "enoxaparin"), []);
    assert_eq!(care(&desk).screening().settled, [("unrecognised_medication", "丹参片".to_owned())]);

    let another = [danshen, r#", { "id": "medication", "value": { "name": "某新药" } }"#].concat();
    lay(&mut desk, &plain("medical", &another), 3);
    assert_eq!(waits_for(&desk, "enoxaparin"), [("unrecognised_medication", Why::ToConfirm)], "a name that comes later is asked again");
    assert_eq!(care(&desk).details.waiting[0].lacks[0].names, ["某新药"]);
    tell(&mut desk, "unrecognised_medication", Some(true), 4);
    assert!(care(&desk).screening().settled.is_empty(), "after a yes every name is open");
}

#[test]
fn settled_names_and_the_time_of_an_answer_outlive_a_draft_and_a_signature() {
    let mut desk = desk(&plain("medical", r#"{ "id": "medication", "value": { "name": "丹参片" } }"#), MEDICAL);
    tell(&mut desk, "unrecognised_medication", Some(false), 2);
    let draft = desk.draft().expect("something to keep");
    let read = read_draft(&parse(&write_draft(&draft), 32).expect("JSON"), &Place::root("draft")).expect("a draft");
    let (_, screening) = read.screening.expect("answers");
    let kept = care(&desk).screening();
    assert_eq!((&screening.contraindications, &screening.settled), (&kept.contraindications, &kept.settled));
    assert_eq!(screening.contraindications.iter().find(|(id, _)| *id == "unrecognised_medication").and_then(|(_, said)| said.at), Some(at(2)));

    screened(&mut desk, 3);
    let screen = desk.open.as_ref().and_then(|open| open.record.encounter.latest_screen()).expect("a screen").clone();
    let line = screen.what.contraindications.iter().find(|line| line.item == "unrecognised_medication").expect("the question");
    assert_eq!((line.value, line.at, line.names.as_slice()), (Some(false), Some(at(2)), ["丹参片".to_owned()].as_slice()));
    assert!(!line.holds(), "the answer to a question is no contraindication");
    let back = signed_screening(&screen);
    assert_eq!(back.settled, [("unrecognised_medication", "丹参片".to_owned())]);
    let said = |id: &str| back.contraindications.iter().find(|(of, _)| *of == id).map(|(_, said)| (said.value, said.at));
    assert_eq!(said("unrecognised_medication"), Some((Some(false), Some(at(2)))));
    assert_eq!(said("CI_ACTIVE_BLEED"), Some((Some(false), Some(at(3)))));
}

#[test]
fn results_without_a_time_are_one_question_and_one_tap() {
    let labs = LABS.replace(r#""value": 210, "unit": "10*9/L", "at": "2026-03-09T15:00:00+08:00""#, r#""value": 210, "unit": "10*9/L""#);
    let mut desk = desk(&chart("medical", &labs.replace(r#""value": 1, "at": "2026-03-09T15:00:00+08:00""#, r#""value": 1"#)), MEDICAL);
    screened(&mut desk, 1);
    assert_eq!(waits_for(&desk, "enoxaparin"), [("platelets", Why::NoTime), ("inr", Why::NoTime)]);
    let asked = &care(&desk).details.asked;
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].question.id, asked[0].names.len(), asked[0].said), ("untimed_results", 2, None));
    assert!(care(&desk).planned_drug.is_none());
    tell(&mut desk, "untimed_results", Some(true), 1);
    assert!(care(&desk).planned_drug.is_some());
    assert_eq!(care(&desk).details.asked[0].said, Some(Some(true)), "it stays, to be taken back");
    tell(&mut desk, "untimed_results", Some(false), 1);
    assert!(care(&desk).planned_drug.is_none());
}

#[test]
fn an_operation_for_cancer_is_asked_and_lengthens_the_course() {
    let operation = r#"{ "id": "operation", "value": { "kind": "open", "status": "done", "durationMin": 120, "at": "2026-03-09T09:00:00+08:00", "haemostasisAt": "2026-03-09T12:00:00+08:00" } }"#;
    let mut desk = desk(&plain("surgical", operation), &["malignancy", "bed_rest_gt_72h"]);
    screened(&mut desk, 1);
    let days = |desk: &Desk| {
        care(desk).assessed.advice.measures.iter().find_map(|measure| match &measure.what {
            What::Drug(course) => Some(course.days.planned),
            _ => None,
        })
    };
    let asked = |desk: &Desk| care(desk).details.asked.iter().map(|asked| (asked.question.id, asked.said)).collect::<Vec<_>>();
    assert_eq!((days(&desk), asked(&desk)), (Some(10), vec![("abdominal_pelvic_cancer", None)]));
    tell(&mut desk, "abdominal_pelvic_cancer", Some(true), 1);
    assert_eq!((days(&desk), asked(&desk)), (Some(28), vec![("abdominal_pelvic_cancer", Some(Some(true)))]));
    tell(&mut desk, "abdominal_pelvic_cancer", Some(false), 1);
    assert_eq!(days(&desk), Some(10));
    assert!(care(&desk).assessed.advice.missing.iter().all(|missing| missing.id != "abdominal_pelvic_cancer"), "answered is not missing");
}

#[test]
fn a_dose_outside_the_label_is_one_tap_and_a_reason_of_its_own() {
    let labs = LABS.replace(r#""value": 64"#, r#""value": 120"#);
    let mut desk = desk(&chart("medical", &labs), MEDICAL);
    screened(&mut desk, 1);
    let dose = |desk: &Desk| match care(desk).planned_drug.as_ref().map(|measure| &measure.what) {
        Some(What::Drug(course)) => course.dose.map(|dose| (dose.amount, dose.frequency.id())),
        _ => None,
    };
    assert_eq!(dose(&desk), Some((40.0, "qd")), "the option is not proposed");
    desk.intend(&Intent::ChooseDose(Some(0)), at(1));
    assert_eq!(dose(&desk), Some((40.0, "q12h")));
    assert_eq!(care(&desk).overrides[0].against, ["dose_option"]);
    assert_eq!(authorised(&mut desk, 1), Err(Refusal::OverrideNeeded(vec!["dose_option".into()])));
    desk.intend(&Intent::OverrideReason { id: "enoxaparin", text: "BMI 44，会诊后".into() }, at(1));
    assert_eq!(authorised(&mut desk, 1), Err(Refusal::OverrideNeeded(vec!["dose_option".into()])), "not before the second confirmation");
    desk.intend(&Intent::OverrideConfirm { id: "enoxaparin", sure: true }, at(1));
    let plan = authorised(&mut desk, 1).expect("authorised");
    assert_eq!(plan.overrides, [record::OverrideLine { id: "dose_option".into(), reason: "BMI 44，会诊后".into() }]);
    assert!(care(&desk).details.changes.is_empty(), "a dose that was chosen is no change of the rules");
    desk.intend(&Intent::ChooseDrug(Some("nadroparin")), at(1));
    assert_eq!(care(&desk).dose_option, None, "another drug has its own doses");
}

#[test]
fn the_kidney_alone_leaves_heparin_to_the_physician_without_an_override() {
    let labs = LABS.replace(r#""value": 70, "unit": "umol/L""#, r#""value": 300, "unit": "umol/L""#);
    let operation = r#", { "id": "operation", "value": { "kind": "open", "status": "done", "durationMin": 120, "at": "2026-03-09T09:00:00+08:00", "haemostasisAt": "2026-03-09T12:00:00+08:00" } }"#;
    let mut desk = desk(&chart("surgical", &[&labs, operation].concat()), &["history_vte", "bed_rest_gt_72h"]);
    screened(&mut desk, 1);
    let fate = |desk: &Desk| care(desk).assessed.advice.alternatives.iter().find(|one| one.id == "ufh").map(|one| one.fate.clone());
    assert_eq!(fate(&desk), Some(Fate::Selectable));
    assert!(care(&desk).planned_drug.is_none(), "shown, not proposed");
    desk.intend(&Intent::ChooseDrug(Some("ufh")), at(2));
    assert!(care(&desk).overrides.is_empty());
    let plan = authorised(&mut desk, 2).expect("authorised");
    assert!(plan.overrides.is_empty() && plan.measures.iter().any(|measure| measure.id == "ufh".into()));
    // Enoxaparin has no such leave: high bleeding stands against it.
    desk.intend(&Intent::ChooseDrug(Some("enoxaparin")), at(2));
    assert_eq!(care(&desk).overrides[0].against, ["cn_bleed_surgical"]);
}

#[test]
fn whoever_is_protected_may_be_left_with_basic_measures_by_a_signature() {
    let treatment = r#"{ "id": "medication", "value": { "id": "enoxaparin", "intent": "therapeutic", "dose": { "amount": 60, "unit": "mg", "frequency": "q12h" }, "lastDoseAt": "2026-03-10T06:00:00+08:00" } }"#;
    let mut desk = desk(&plain("medical", treatment), MEDICAL);
    screened(&mut desk, 1);
    let advice = &care(&desk).assessed.advice;
    assert_eq!((advice.rule, advice.protected), (Some("CI_THERAPEUTIC_AC"), Some(true)));
    let plan = authorised(&mut desk, 1).expect("authorised");
    assert_eq!(plan.measures.iter().map(|measure| measure.id.as_str()).collect::<Vec<_>>(), ["basic"]);
    assert_eq!(authorised(&mut desk, 2), Err(Refusal::AlreadyAuthorised), "signed again it would say nothing new");
}

#[test]
fn a_suspicion_on_record_is_known_to_the_assessment() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    assert_eq!(care(&desk).assessed.advice.rule, Some("M1"));
    // Not a score: the questions stay as they are.
    let open = desk.open.as_mut().expect("a patient");
    let suspected = Body::Happened(Occurrence::of(Happening::VteSuspected).with("site", "dvt"));
    let sealed = open.record.seal(suspected, &mut Stamp { context_id: "adm-1", ids: &mut || "e-9".into(), at: at(2), by: &actor(Role::Nurse) });
    open.record.push(sealed);
    desk.rework(at(2));
    assert_eq!(care(&desk).assessed.advice.rule, Some("SUSPECTED_VTE"));
    assert!(care(&desk).planned_drug.is_none() && care(&desk).planned_device.is_none());
    assert_eq!(care(&desk).details.not_for, ["NF_DIAGNOSIS"]);
}

#[test]
fn a_confirmed_clot_is_no_question_of_prevention() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    let open = desk.open.as_mut().expect("a patient");
    let confirmed = Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "dvt"));
    let sealed = open.record.seal(confirmed, &mut Stamp { context_id: "adm-1", ids: &mut || "e-9".into(), at: at(2), by: &actor(Role::Physician) });
    desk.signed(sealed);
    desk.rework(at(2));
    assert_eq!(care(&desk).assessed.advice.rule, Some("CI_ACUTE_VTE"));
    assert!(care(&desk).planned_drug.is_none() && care(&desk).planned_device.is_none(), "nobody is asked for a plan");
    // What a clot forbids stays forbidden once the suspicion is settled, whatever the lists say of it.
    tell(&mut desk, "CI_ACUTE_VTE", Some(false), 3);
    let judgement = &care(&desk).assessed.judgement;
    assert!(judgement.has("CI_ACUTE_VTE") && judgement.legs_for(crate::clinical::formulary::Device::Ipc).is_none());
    for id in ["enoxaparin", "ipc", "gcs"] {
        let alternative = care(&desk).assessed.advice.alternatives.iter().find(|of| of.id == id).expect("an alternative");
        assert!(matches!(alternative.fate, crate::clinical::measure::Fate::Blocked { .. }), "{id}");
    }
}

#[test]
fn the_report_of_a_suspicion_says_what_it_lacks_and_leaves_the_form_as_it_is() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    desk.user = Some(actor(Role::Nurse));
    let reported = |desk: &Desk| {
        let moment = desk.open.as_ref().expect("open").record.moment(at(2), None).expect("in order");
        crate::session::suspicion::signed(desk, &moment)
    };
    desk.open.as_mut().expect("a patient").alerted = Some(false);
    assert_eq!(reported(&desk), Err(Refusal::SuspicionOpen));
    for (field, value) in [("site", "dvt"), ("signs", "leg_swelling"), ("since", "today"), ("note", " 左小腿 ")] {
        crate::session::suspicion::tell(&mut desk, field, value);
    }
    assert_eq!(reported(&desk), Err(Refusal::SuspicionOpen), "a clot of the leg has a side");
    crate::session::suspicion::tell(&mut desk, "limb", "left");
    let body = reported(&desk).expect("whole");
    let before = care(&desk).of.id.clone();
    sign(&mut desk, Role::Nurse, body, 2);
    let view = crate::session::suspicion::view(&desk).expect("it stands");
    assert_eq!((view.site.as_deref(), view.limb.as_deref(), view.signs.as_slice()), (Some("dvt"), Some("left"), &["leg_swelling".to_owned()][..]));
    assert!(view.form.is_none() && !view.may_settle, "a nurse does not settle it");
    assert_eq!(care(&desk).of.id, before, "the questions that were open stay");
    desk.open.as_mut().expect("a patient").alerted = Some(false);
    assert_eq!(reported(&desk), Err(Refusal::AlreadySuspected));
}

/// The record of the desk as a host or a store has it.
fn record_of(desk: &Desk) -> crate::interop::json::Value {
    crate::interop::json::Value::Array(desk.open.as_ref().expect("open").record.events.iter().map(|sealed| sealed.json.clone()).collect())
}

fn suspected(desk: &mut Desk, hour: i64) {
    sign(desk, Role::Nurse, Body::Happened(Occurrence::of(Happening::VteSuspected).with("site", "pe").with("signs", "dyspnoea")), hour);
}

#[test]
fn a_conclusion_says_in_its_own_words_what_it_lacks() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    suspected(&mut desk, 2);
    let settled = |desk: &Desk| {
        let moment = desk.open.as_ref().expect("open").record.moment(at(3), None).expect("in order");
        crate::session::suspicion::signed(desk, &moment)
    };
    crate::session::suspicion::tell(&mut desk, "act", "settle");
    for conclusion in ["", "confirmed", "excluded", "withdrawn"] {
        crate::session::suspicion::tell(&mut desk, "settles", conclusion);
        assert_eq!(settled(&desk), Err(Refusal::ConclusionOpen), "{conclusion}");
    }
    let said = Refusal::ConclusionOpen;
    assert_eq!(said.code(), "E_INCOMPLETE");
}

#[test]
fn a_record_is_read_again_however_long_the_words_are_by_which_a_suspicion_was_settled() {
    for (letters, whole) in [(64, None), (65, Some(65)), (600, Some(500))] {
        for conclusion in ["confirmed", "excluded"] {
            let mut desk = desk(&plain("medical", ""), MEDICAL);
            suspected(&mut desk, 2);
            let words: String = "影".repeat(letters);
            for (field, value) in [("act", "settle"), ("settles", conclusion), ("note", words.as_str())] {
                crate::session::suspicion::tell(&mut desk, field, value);
            }
            let body = {
                let moment = desk.open.as_ref().expect("open").record.moment(at(3), None).expect("in order");
                crate::session::suspicion::signed(&desk, &moment).expect("settled")
            };
            let Body::Happened(settled) = &body else { panic!("{conclusion}") };
            assert_eq!(settled.detail("method").map(|method| method.chars().count()), Some(64), "{letters}");
            assert_eq!(settled.detail("note").map(|note| note.chars().count()), whole, "{letters}");
            sign(&mut desk, Role::Physician, body, 3);
            let read = crate::interop::event::read_record(&record_of(&desk), &Place::root("record"));
            assert!(read.is_ok_and(|record| record.len() == 3), "{letters} {conclusion}");
        }
    }
}

#[test]
fn what_another_window_settled_is_not_settled_again_in_a_form_that_stood_open() {
    let mut one = desk(&plain("medical", ""), MEDICAL);
    suspected(&mut one, 2);
    let mut other = desk(&plain("medical", ""), MEDICAL);
    crate::session::resume::record(&mut other, &record_of(&one), &Place::root("record")).expect("the same admission");
    crate::session::suspicion::tell(&mut other, "act", "settle");
    sign(&mut one, Role::Physician, Body::Happened(Occurrence::of(Happening::VteExcluded).with("method", "CTPA")), 3);
    crate::session::resume::record(&mut other, &record_of(&one), &Place::root("record")).expect("the same admission");
    let view = crate::session::suspicion::view(&other).expect("what came of it");
    assert!(view.form.is_none() && view.standing.is_none(), "neither a form nor a suspicion");
    assert_eq!(view.excluded.and_then(|told| told.note).as_deref(), Some("CTPA"), "it was excluded, and by what");
    // And the other way round: a report that stood open gives way to the suspicion that was signed.
    other.open.as_mut().expect("a patient").alerted = Some(false);
    suspected(&mut one, 4);
    crate::session::resume::record(&mut other, &record_of(&one), &Place::root("record")).expect("the same admission");
    let view = crate::session::suspicion::view(&other).expect("it stands");
    assert!(view.form.is_none() && view.standing.is_some() && other.open.as_ref().is_some_and(|open| open.alerted.is_none()));
}

#[test]
fn a_report_that_stood_open_when_the_element_became_readonly_can_be_closed() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    desk.open.as_mut().expect("a patient").alerted = Some(false);
    desk.options.mode = crate::session::screen::Mode::ReadOnly;
    crate::session::suspicion::tell(&mut desk, "site", "dvt");
    assert!(crate::session::suspicion::view(&desk).and_then(|view| view.form).is_some_and(|form| form.site.is_none()), "nothing is entered");
    crate::session::suspicion::tell(&mut desk, "act", "close");
    assert!(desk.open.as_ref().is_some_and(|open| open.alerted.is_none()));
}

#[test]
fn what_is_thrown_away_is_the_answers_to_the_lists_too() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    tell(&mut desk, "CI_ALLERGY", Some(true), 1);
    assert!(desk.open.as_ref().is_some_and(|open| open.is_dirty()));
    desk.discard(at(2));
    assert!(desk.open.as_ref().is_some_and(|open| !open.is_dirty() && open.stands == crate::session::sitting::Sitting::Signed));
    assert!(desk.draft().is_none(), "and nothing of it is kept");
}

#[test]
fn a_plan_in_force_stays_and_what_the_rules_would_change_is_said() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    let mut body = {
        let moment = desk.open.as_ref().expect("open").record.moment(at(1), None).expect("in order");
        signed(&desk, Signing::Authorise, &moment).expect("authorised")
    };
    if let Body::PlanAuthorised(plan) = &mut body {
        // As an earlier version would have ordered it.
        let drug = plan.measures.iter_mut().find(|measure| measure.drug().is_some()).expect("a drug");
        drug.dose = drug.dose.map(|dose| crate::clinical::dosing::Dose { amount: 30.0, ..dose });
        plan.rule = Some("M9".into());
    }
    sign(&mut desk, Role::Physician, body, 1);
    let changes: Vec<&str> = care(&desk).details.changes.iter().map(|(zh, _)| zh.as_str()).collect();
    assert_eq!(changes, ["规则 M9 → M1", "依诺肝素：30 mg 皮下注射 每日1次 → 40 mg 皮下注射 每日1次"]);
    let view = view(&desk).expect("the questions");
    let amounts = view.in_force().plan().expect("in force").measures.iter().filter_map(|held| held.measure.dose).map(|dose| dose.amount);
    assert_eq!(amounts.collect::<Vec<_>>(), [30.0], "the plan stays as it was signed");
    // What differs may be signed anew.
    assert!(authorised(&mut desk, 2).is_ok());
    assert!(care(&desk).details.changes.is_empty());
}

fn plan_intent(desk: &mut Desk, (intent, of): (PlanIntent, &str), hours: i64) {
    desk.intend(&Intent::Plan(intent, of.into()), at(hours));
}

fn live(desk: &Desk) -> Vec<(String, &'static str)> {
    care(desk).in_force().live().map(|held| (held.measure.id.as_str().to_owned(), held.standing.id())).collect()
}

/// One screen, one plan: what is proposed is open until a physician has decided, again when the score changes, and when asked.
#[test]
fn the_proposal_is_open_until_a_decision_and_a_change_begins_with_what_is_ordered() {
    let mut desk = desk(&chart("medical", &LABS.replace(r#""value": 64"#, r#""value": 120"#)), MEDICAL);
    screened(&mut desk, 1);
    assert!(view(&desk).expect("the questions").open);
    let first = authorised(&mut desk, 1).expect("authorised");
    assert_eq!(first.replaces, None);
    let shown = view(&desk).expect("the questions");
    assert!(!shown.open && shown.decides && shown.in_force().plan().is_some());
    plan_intent(&mut desk, (PlanIntent::Change, ""), 26);
    let chosen = care(&desk).planned_drug.clone().expect("the drug that is ordered");
    let What::Drug(course) = &chosen.what else { panic!("a drug") };
    let ordered = first.measures.iter().find(|measure| measure.drug().is_some()).expect("a drug");
    assert_eq!((course.drug.id(), course.dose), ("enoxaparin", ordered.dose));
    assert_eq!((course.start, course.stop, course.day), (ordered.start, ordered.stop, 2), "another dose begins no new course");
    assert!(matches!(authorised(&mut desk, 26), Err(Refusal::AlreadyAuthorised)), "nothing was changed");
    desk.intend(&Intent::ChooseDose(Some(0)), at(26));
    desk.intend(&Intent::OverrideReason { id: "enoxaparin", text: "体重120 kg，药师会诊".into() }, at(26));
    desk.intend(&Intent::OverrideConfirm { id: "enoxaparin", sure: true }, at(26));
    let second = authorised(&mut desk, 26).expect("changed");
    assert_eq!(second.replaces.as_deref(), Some("e-3"), "it names what it takes the place of");
    assert!(!view(&desk).expect("the questions").open, "and folds again");
    let in_force = care(&desk).in_force().clone();
    let held = in_force.plan().expect("in force").measures.iter().find(|held| held.measure.drug().is_some()).expect("a drug");
    assert_eq!((held.measure.dose.map(|dose| dose.frequency.id()), held.day.map(|day| day.n)), (Some("q12h"), Some(2)));
    // Left again, a change is none.
    plan_intent(&mut desk, (PlanIntent::Change, ""), 27);
    desk.intend(&Intent::ChooseDrug(None), at(27));
    plan_intent(&mut desk, (PlanIntent::Keep, ""), 27);
    assert!(!view(&desk).expect("the questions").open && care(&desk).drug.is_none());
}

#[test]
fn a_measure_is_held_with_its_reason_resumed_and_stopped_on_the_screen_that_shows_it() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    authorised(&mut desk, 1).expect("authorised");
    let enoxaparin = MeasureId::from("enoxaparin");
    desk.user = Some(actor(Role::Pharmacist));
    assert!(!view(&desk).expect("the questions").handles);
    desk.user = Some(actor(Role::Nurse));
    assert!(view(&desk).expect("the questions").handles, "a nurse may hold what bleeds");
    plan_intent(&mut desk, (PlanIntent::Hold, "enoxaparin"), 30);
    assert_eq!(signed_at(&desk, Signing::Handle, 30), Err(Refusal::ReasonCode));
    plan_intent(&mut desk, (PlanIntent::Why, "held"), 30);
    assert_eq!(signed_at(&desk, Signing::Handle, 30), Err(Refusal::ReasonWords), "held says that, and not why");
    plan_intent(&mut desk, (PlanIntent::Note, "术区渗血"), 30);
    let body = signed_at(&desk, Signing::Handle, 30).expect("held");
    let Body::MeasureStopped(change) = &body else { panic!("a stop") };
    assert_eq!((change.measure.clone(), change.code.as_deref(), change.plan.as_deref()), (enoxaparin.clone(), Some("held"), Some("e-3")));
    sign(&mut desk, Role::Nurse, body, 30);
    assert_eq!(live(&desk), [("basic".into(), "authorised"), ("enoxaparin".into(), "held")]);
    assert!(view(&desk).expect("the questions").in_hand().handling.is_none());
    desk.user = Some(actor(Role::Physician));
    plan_intent(&mut desk, (PlanIntent::Resume, "enoxaparin"), 40);
    let body = signed_at(&desk, Signing::Handle, 40).expect("resumed");
    sign(&mut desk, Role::Physician, body, 40);
    assert_eq!(live(&desk)[1], ("enoxaparin".into(), "in_use"));
    plan_intent(&mut desk, (PlanIntent::Stop, "enoxaparin"), 41);
    plan_intent(&mut desk, (PlanIntent::Why, "bleeding"), 41);
    let body = signed_at(&desk, Signing::Handle, 41).expect("stopped");
    sign(&mut desk, Role::Physician, body, 41);
    assert_eq!(live(&desk), [("basic".into(), "authorised")]);
    plan_intent(&mut desk, (PlanIntent::Stop, "enoxaparin"), 42);
    plan_intent(&mut desk, (PlanIntent::Why, "bleeding"), 42);
    assert!(matches!(signed_at(&desk, Signing::Handle, 42), Err(Refusal::Measure(..))), "not twice");
}

/// Another window's plan has come while a change was being made: what is signed then is refused, and the plan that came is shown.
#[test]
fn a_change_begun_on_a_plan_that_is_no_longer_in_force_is_refused_and_the_plan_that_came_is_shown() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    authorised(&mut desk, 1).expect("authorised");
    plan_intent(&mut desk, (PlanIntent::Change, ""), 2);
    desk.intend(&Intent::ChooseDrug(None), at(2));
    let open = desk.open.as_mut().expect("a patient");
    let theirs = Plan { replaces: Some("e-3".into()), ..open.record.encounter.decisions[0].what.plan.clone().expect("a plan") };
    let stamp = &mut Stamp { context_id: "adm-1", ids: &mut || "e-9".into(), at: at(3), by: &actor(Role::Physician) };
    let sealed = open.record.seal(Body::PlanAuthorised(theirs), stamp);
    open.record.push(sealed);
    desk.rework(at(3));
    let refused = signed_at(&desk, Signing::Authorise, 3).expect_err("refused");
    assert_eq!((refused.clone(), refused.code()), (Refusal::PlanMoved, "E_CONFLICT"));
    desk.tried(&refused, true);
    let shown = view(&desk).expect("the questions");
    assert_eq!((shown.in_force().plan().map(|plan| plan.id.as_str()), shown.open), (Some("e-9"), false));
}

#[test]
fn the_nurses_score_is_confirmed_where_it_stands_and_changed_as_a_review() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    assert!(view(&desk).expect("the questions").to_review);
    desk.user = Some(actor(Role::Nurse));
    assert!(!view(&desk).expect("the questions").to_review);
    desk.user = Some(actor(Role::Physician));
    desk.intend(&Intent::Contraindication { id: "CI_COAG", value: Some(Some(true)) }, at(1));
    let body = signed_at(&desk, Signing::Review, 1).expect("confirmed");
    assert_eq!(body, Body::Reviewed { of: "e-1".into(), changed: None });
    sign(&mut desk, Role::Physician, body, 1);
    let shown = view(&desk).expect("still the questions");
    assert!(!shown.to_review && shown.of.review.is_some());
    assert!(shown.said.iter().any(|(id, _)| *id == "CI_COAG"), "what was answered stays");
    desk.intend(&Intent::Rescore, at(2));
    let (_, answers, _, amending) = desk.work().expect("the form");
    assert!(answers.cells.contains(&Some(Answer::Yes)));
    assert_eq!(amending.map(|(of, reason)| (of.as_str(), reason.as_str())), Some(("e-1", crate::session::resume::REVIEW)));
}

#[test]
fn what_was_answered_of_a_list_is_kept_when_another_governs() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    desk.intend(&Intent::NoneOfTheRest, at(1));
    assert_eq!(care(&desk).work.answers.instrument.id, "cn_bleed_medical");
    let operation = r#"{ "id": "operation", "value": { "kind": "open", "status": "planned", "at": "2026-03-12T09:00:00+08:00" } }"#;
    lay(&mut desk, &plain("medical", operation), 2);
    let care = care(&desk);
    assert_eq!((care.work.answers.instrument.id, care.work.sheet.instrument.id), ("cn_bleed_surgical", "cn_bleed_surgical"));
    assert!(care.screening().bleeding.iter().any(|list| list.instrument.id == "cn_bleed_medical" && !list.is_empty()));
}

#[test]
fn a_confirmation_does_not_reach_what_came_after_it() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    tell(&mut desk, "CI_COAG", Some(true), 1);
    desk.intend(&Intent::ChooseDrug(Some("enoxaparin")), at(1));
    desk.intend(&Intent::OverrideReason { id: "enoxaparin", text: "血液科会诊".into() }, at(1));
    desk.intend(&Intent::OverrideConfirm { id: "enoxaparin", sure: true }, at(1));
    assert!(care(&desk).overrides[0].confirmed);
    tell(&mut desk, "CI_CNS_BLEED", Some(true), 1);
    assert_eq!(care(&desk).overrides[0].against, ["CI_CNS_BLEED", "CI_COAG"]);
    assert!(!care(&desk).overrides[0].confirmed);
}

#[test]
fn an_alert_asks_again_what_was_answered_before_it() {
    let counts = |last: &str| {
        let running = r#", { "id": "medication", "at": "2026-03-01T08:00:00+08:00", "value": { "id": "enoxaparin", "intent": "prophylactic", "dose": { "amount": 40, "unit": "mg", "frequency": "qd" }, "lastDoseAt": "2026-03-10T07:00:00+08:00" } }"#;
        plain("medical", &[r#"{ "id": "haemoglobin", "value": "#, last, r#", "unit": "g/L", "at": "2026-03-10T11:00:00+08:00" }"#, running].concat())
    };
    let mut desk = desk(&counts("126"), MEDICAL);
    screened(&mut desk, 1);
    let alerts = |desk: &Desk| care(desk).assessed.judgement.alerts.iter().map(|alert| (alert.id, alert.answered)).collect::<Vec<_>>();
    assert_eq!(alerts(&desk), []);
    // The value is of 11:00; "no" was said at 09:00.
    lay(&mut desk, &counts("100"), 4);
    assert_eq!(alerts(&desk), [("AL_HB_FALL", false)]);
    assert_eq!(waits_for(&desk, "enoxaparin").first(), Some(&("CI_ACTIVE_BLEED", Why::ToConfirm)));
    tell(&mut desk, "CI_ACTIVE_BLEED", Some(false), 4);
    assert_eq!(alerts(&desk), [("AL_HB_FALL", true)]);
    // Signed and read again, the answer is still of its own time.
    screened(&mut desk, 5);
    let screen = desk.open.as_ref().and_then(|open| open.record.encounter.latest_screen()).expect("a screen").clone();
    let back = signed_screening(&screen);
    let answered = back.contraindications.iter().find(|(id, _)| *id == "CI_ACTIVE_BLEED").and_then(|(_, said)| said.at);
    assert_eq!(answered, Some(at(4)));
}

#[test]
fn a_leg_that_something_points_to_is_the_leg_that_is_confirmed() {
    let operation = r#"{ "id": "operation", "value": { "kind": "open", "procedure": "hip_fracture", "limb": "left", "status": "planned", "durationMin": 90, "at": "2026-03-12T09:00:00+08:00" } }"#;
    let mut desk = desk(&plain("surgical", operation), &["bed_rest_gt_72h", "hip_pelvis_leg_fracture_lt_1mo"]);
    tell(&mut desk, "MC_FRACTURE_LIMB", Some(true), 1);
    let said = care(&desk).said.iter().find(|(id, _)| *id == "MC_FRACTURE_LIMB").map(|(_, said)| said.limb);
    assert_eq!(said, Some(Some(Limb::Left)));
}

#[test]
fn a_question_may_be_set_aside_with_a_reason_and_what_stands_above_a_physician_may_not() {
    let mut desk = desk(&plain("medical", r#"{ "id": "medication", "value": { "name": "丹参片" } }"#), MEDICAL);
    screened(&mut desk, 1);
    desk.intend(&Intent::ChooseDrug(Some("enoxaparin")), at(1));
    assert_eq!(care(&desk).overrides[0].against, ["unrecognised_medication"]);
    desk.intend(&Intent::OverrideReason { id: "enoxaparin", text: "药师已核对成分".into() }, at(1));
    desk.intend(&Intent::OverrideConfirm { id: "enoxaparin", sure: true }, at(1));
    tell(&mut desk, "MC_STROKE_GCS", Some(true), 1);
    tell(&mut desk, "CI_CNS_BLEED", Some(false), 1);
    desk.intend(&Intent::ChooseDevice(Some("gcs")), at(1));
    assert_eq!(authorised(&mut desk, 1), Err(Refusal::Forbidden("MC_STROKE_GCS".into())));
    desk.intend(&Intent::ChooseDevice(None), at(1));
    let plan = authorised(&mut desk, 1).expect("authorised");
    assert_eq!(plan.overrides, [record::OverrideLine { id: "unrecognised_medication".into(), reason: "药师已核对成分".into() }]);
}

#[test]
fn a_dose_that_is_no_order_any_more_is_read_and_said() {
    let mut desk = desk(&plain("medical", ""), MEDICAL);
    screened(&mut desk, 1);
    desk.intend(&Intent::ChooseDrug(Some("ufh")), at(1));
    let mut body = {
        let moment = desk.open.as_ref().expect("open").record.moment(at(1), None).expect("in order");
        signed(&desk, Signing::Authorise, &moment).expect("authorised")
    };
    if let Body::PlanAuthorised(plan) = &mut body {
        let drug = plan.measures.iter_mut().find(|measure| measure.drug().is_some()).expect("a drug");
        drug.dose = drug.dose.map(|dose| crate::clinical::dosing::Dose { frequency: crate::clinical::dosing::Frequency::Every8To12h, ..dose });
    }
    sign(&mut desk, Role::Physician, body, 1);
    let changes: Vec<&str> = care(&desk).details.changes.iter().map(|(zh, _)| zh.as_str()).collect();
    assert_eq!(changes, ["普通肝素：5000 U 皮下注射 每8~12小时1次 → 5000 U 皮下注射 每12小时1次"]);
}
