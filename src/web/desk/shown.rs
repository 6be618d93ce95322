//! What is shown is what is signed, without a browser: midnight under an open screen, what a host only suggests, and facts that
//! contradict an answer.

use super::*;
use crate::clinical::answers::Answer;
use crate::clinical::sheet::Value as Stands;
use crate::interop::json::parse;
use crate::web::as_shown::moved;
use crate::web::care::tests as after;

fn at(text: &str) -> Instant {
    text.parse().expect("a time")
}

fn laid(patient: &str, facts: &str, now: Instant) -> Desk {
    let mut desk = Desk { user: Some(Actor { id: "n-1".into(), name: "某".into(), role: Role::Nurse }), later: Later::Here, ..Desk::default() };
    tell(&mut desk, patient, facts, now).expect("a chart");
    desk
}

fn tell(desk: &mut Desk, patient: &str, facts: &str, now: Instant) -> Result<Vec<Rejected>, Rejected> {
    let text =
        [r#"{ "contextId": "adm-1", "encounter": { "setting": "surgical" }, "patient": "#, patient, r#", "facts": ["#, facts, r#"] }"#].concat();
    desk.lay(parse(&text, 32).expect("JSON"), false, now).map(|laid| laid.heard)
}

fn index(desk: &Desk, id: &str) -> usize {
    desk.instrument().expect("a form").index(id).expect("an item")
}

#[test]
fn a_birthday_between_the_last_tick_and_the_signature_is_drawn_before_it_is_signed() {
    let evening = at("2026-03-10T23:59:50+08:00");
    let mut desk = laid(r#"{ "birthDate": "1951-03-11" }"#, r#"{ "id": "bmi", "value": 22 }"#, evening);
    desk.intend(&Intent::NoneOfTheRest, evening);
    let screen = desk.screen();
    assert_eq!(moved(&screen, &desk), vec![]);
    desk.reread(at("2026-03-11T00:00:10+08:00"));
    let changes = moved(&screen, &desk);
    let told = Refusal::Moved(changes.clone());
    assert_eq!(changes.first().map(|(_, en)| en.contains(" 2 ") && en.contains(" 3 ")), Some(true), "{changes:?}");
    assert!(changes.iter().any(|(zh, _)| zh.contains("75")), "the item that changed is named: {changes:?}");
    assert_eq!(told.code(), "E_STALE");
    assert!(told.told(Lang::Zh).contains("再次签名") && told.told(Lang::En).contains("sign again"));
    // Drawn anew, a second tap signs.
    assert_eq!(moved(&desk.screen(), &desk), vec![]);
}

#[test]
fn a_window_that_closed_under_an_open_plan_is_said_before_the_plan_is_signed() {
    let needle = r#"{ "id": "neuraxial", "value": { "kind": "needle", "at": "2026-03-10T06:00:00+08:00" } }"#;
    let mut desk = after::desk(&after::plain("medical", needle), &["reduced_mobility", "acute_infection_rheum", "active_cancer"]);
    desk.rework(after::at(1));
    let screen = desk.screen();
    desk.reread(after::at(2));
    assert_eq!(moved(&screen, &desk), vec![], "nothing has changed");
    desk.reread(after::at(20));
    let changes = moved(&screen, &desk);
    assert!(!changes.is_empty(), "the window of the needle is over");
    assert!(changes.iter().all(|(zh, en)| !zh.is_empty() && !en.is_empty()));
    assert_eq!(moved(&desk.screen(), &desk), vec![]);
}

#[test]
fn a_plan_under_a_screen_left_open_overnight_is_not_the_plan_that_was_shown() {
    let mut desk = after::desk(&after::plain("medical", ""), &["reduced_mobility", "acute_infection_rheum"]);
    after::screened(&mut desk, 1);
    let screen = desk.screen();
    desk.reread(after::at(1) + chrono::TimeDelta::minutes(20));
    assert_eq!(moved(&screen, &desk), vec![], "a physician reads for twenty minutes");
    desk.reread(after::at(11));
    assert!(!moved(&screen, &desk).is_empty(), "the first dose would be ten hours later");
}

const OPERATION: &str = r#"{ "id": "operation", "status": "suggested", "source": "HIS", "value": { "kind": "laparoscopic", "durationMin": 70, "at": "2026-03-11T01:00:00Z" } }"#;

#[test]
fn a_suggested_operation_waits_on_the_screen_and_counts_when_it_is_confirmed() {
    let now = at("2026-03-10T08:00:00+08:00");
    let mut desk = laid("{}", &[OPERATION, r#", { "id": "age", "value": 30 }, { "id": "bmi", "value": 22 }"#].concat(), now);
    let shown = desk.screen().suggested;
    let line = &shown.first().expect("on the screen").lines[0];
    assert!(line.value.contains("腹腔镜") && line.value.contains("03-11 09:00"), "{}", line.value);
    desk.intend(&Intent::NoneOfTheRest, now);
    assert!(desk.blockers().contains(&Refusal::Unsettled));
    let mut refused = laid("{}", OPERATION, now);
    desk.intend(&Intent::Settle { given: 0, taken: true }, now);
    assert!(desk.screen().suggested.is_empty() && !desk.blockers().contains(&Refusal::Unsettled));
    let item = index(&desk, "laparoscopic_surgery");
    assert_eq!(desk.work().expect("a form").0.cells[item].value, Stands::No, "a person had said no before, and that stands");
    // The same chart again does not ask again; turned down it is no operation.
    let told = [OPERATION, r#", { "id": "age", "value": 31 }"#].concat();
    tell(&mut desk, "{}", &told, now).expect("a chart");
    assert!(desk.screen().suggested.is_empty());
    refused.intend(&Intent::Settle { given: 0, taken: false }, now);
    assert!(refused.screen().suggested.is_empty() && refused.open.as_ref().expect("open").chart.operations().next().is_none());
}

#[test]
fn a_suggested_weight_or_medicine_is_not_denied() {
    let now = at("2026-03-10T08:00:00+08:00");
    let facts = r#"{ "id": "weight", "value": 62, "unit": "kg", "status": "suggested" }, { "id": "medication", "status": "suggested", "value": { "id": "warfarin" } }, { "id": "allergy", "status": "suggested", "value": { "to": "依诺肝素" } }"#;
    let desk = laid(r#"{ "birthDate": "1960-01-01" }"#, facts, now);
    let screen = desk.screen();
    let patient = screen.patient.expect("a patient");
    assert_eq!((patient.weight_kg, patient.awaited[3]), (None, true));
    let all: Vec<String> = screen.suggested.iter().map(|of| of.lines[0].value.clone()).collect();
    assert!(all[0].contains("62") && all[1].contains("华法林") && all[2].contains("依诺肝素"), "{all:?}");
}

#[test]
fn a_medical_patient_with_a_suggested_operation_is_not_said_to_have_none() {
    let now = at("2026-03-10T08:00:00+08:00");
    let text = [r#"{ "contextId": "adm-1", "encounter": { "setting": "medical" }, "facts": ["#, OPERATION, r#"] }"#].concat();
    let mut desk = Desk { later: Later::Here, ..Desk::default() };
    desk.lay(parse(&text, 32).expect("JSON"), false, now).expect("a chart");
    let why = desk.screen().form.expect("a form").why;
    assert!(!why.zh().contains("无手术") && why.zh().contains("HIS提示有手术"), "{}", why.zh());
}

#[test]
fn a_man_with_an_answered_pregnancy_keeps_the_answers_and_sees_the_conflict() {
    let now = at("2026-03-10T08:00:00+08:00");
    let facts = r#"{ "id": "age", "value": 30 }, { "id": "bmi", "value": 22 }"#;
    let mut desk = laid("{}", facts, now);
    let (pregnant, other) = (index(&desk, "pregnancy_postpartum"), index(&desk, "varicose_veins"));
    for item in [pregnant, other] {
        desk.intend(&Intent::Answer { item, answer: Some(Answer::Yes) }, now);
    }
    desk.intend(&Intent::NoneOfTheRest, now);
    assert!(desk.blockers().is_empty(), "{:?}", desk.blockers());
    tell(&mut desk, r#"{ "sex": "male" }"#, facts, now).expect("taken");
    let answered = |desk: &Desk| {
        let sheet = desk.work().expect("the form stays").0;
        [pregnant, other].map(|item| sheet.cells[item].value)
    };
    assert_eq!(answered(&desk), [Stands::Yes, Stands::Yes]);
    assert!(desk.work().expect("a form").0.cells[pregnant].conflict, "shown beside the answer");
    assert_eq!(desk.screen().fault.map(|fault| (fault.code, fault.path)), Some(("E_CONFLICT", "/answers/pregnancy_postpartum".into())));
    assert_eq!(desk.blockers(), vec![Refusal::Contradicted]);
    tell(&mut desk, r#"{ "sex": "female" }"#, facts, now).err().map_or((), |refused| assert_eq!(refused.code, "E_CONFLICT"));
}

#[test]
fn a_chart_that_is_mended_lets_the_answers_be_signed() {
    let now = at("2026-03-10T08:00:00+08:00");
    let facts = |sex: &str| [r#"{ "id": "age", "value": 30 }, { "id": "bmi", "value": 22 }"#, sex].concat();
    let mut desk = laid("{}", &facts(""), now);
    let pregnant = index(&desk, "pregnancy_postpartum");
    desk.intend(&Intent::Answer { item: pregnant, answer: Some(Answer::Yes) }, now);
    desk.intend(&Intent::NoneOfTheRest, now);
    tell(&mut desk, "{}", &facts(r#", { "id": "sex", "value": "male" }"#), now).expect("taken");
    assert_eq!(desk.blockers(), vec![Refusal::Contradicted]);
    tell(&mut desk, "{}", &facts(r#", { "id": "sex", "value": "female" }"#), now).expect("mended");
    assert_eq!((desk.blockers(), desk.screen().fault), (vec![], None));
    assert_eq!(desk.work().expect("a form").0.cells[pregnant].value, Stands::Yes);
}

#[test]
fn a_yes_and_a_no_of_the_host_are_both_shown() {
    let now = at("2026-03-10T08:00:00+08:00");
    let facts = r#"{ "id": "varicose_veins", "value": false, "source": "门诊" }, { "id": "varicose_veins", "value": true, "source": "HIS" }"#;
    let desk = laid("{}", facts, now);
    let item = index(&desk, "varicose_veins");
    let form = desk.screen().form.expect("a form");
    assert_eq!((form.sheet.cells[item].value, form.sheet.cells[item].disputed), (Stands::Yes, true));
    let lines = &form.evidence.iter().find(|of| of.item == item).expect("evidence").lines;
    assert_eq!(lines.iter().filter_map(|line| line.source.as_deref()).collect::<Vec<_>>(), ["门诊", "HIS"]);
}

#[test]
fn a_fact_of_the_future_is_listed_and_a_day_alone_is_shown() {
    let now = at("2026-03-10T08:00:00+08:00");
    let facts = r#"{ "id": "weight", "value": 62, "unit": "kg", "at": "2025-12-30" }, { "id": "height", "value": 170, "unit": "cm", "at": "2026-03-09" }, { "id": "weight", "value": 90, "unit": "kg", "at": "2026-03-11" }"#;
    let mut desk = laid("{}", "", now);
    let heard = tell(&mut desk, "{}", facts, now).expect("taken");
    assert_eq!(heard.iter().map(|of| (of.code, of.path.as_str())).collect::<Vec<_>>(), [("E_TIME", "/chart/facts/2/at")]);
    let item = index(&desk, "bmi_gt_25");
    let screen = desk.screen();
    let form = screen.form.expect("a form");
    assert_eq!(form.sheet.cells[item].value, Stands::No);
    let lines = &form.evidence.iter().find(|of| of.item == item).expect("evidence").lines;
    assert!(lines[0].note.contains("03-09") || lines[0].note.contains("2025-12-30"), "{lines:?}");
}
