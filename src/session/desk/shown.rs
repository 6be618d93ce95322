//! What is shown is what is signed, without a browser: midnight under an open screen, what a host only suggests, and facts that
//! contradict an answer.

use chrono::TimeDelta;

use super::*;
use crate::clinical::answers::Answer;
use crate::clinical::cell::CellValue as Stands;
use crate::interop::json::parse;
use crate::interop::stored::{read_draft, write_draft};
use crate::record::role::Role;
use crate::session::as_shown::moved;
use crate::session::care::tests as after;

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
fn a_patient_whom_nobody_has_drawn_yet_is_not_signed_even_with_the_same_score() {
    let now = at("2026-03-10T10:00:00+08:00");
    let mut desk = laid(r#"{ "ref": "Patient/1" }"#, r#"{ "id": "bmi", "value": 22 }"#, now);
    let drawn = desk.screen();
    let other = r#"{ "contextId": "adm-2", "encounter": { "setting": "surgical" }, "patient": { "ref": "Patient/2" }, "facts": [{ "id": "bmi", "value": 22 }] }"#;
    desk.lay(parse(other, 32).expect("JSON"), false, now).expect("a chart");
    assert_eq!(moved(&drawn, &desk), vec![("患者或页面".to_owned(), "the patient or the page".to_owned())]);
    assert_eq!(moved(&desk.screen(), &desk), vec![]);
    // No form was drawn while nobody knew which.
    let mut desk = Desk { later: Later::Here, ..Desk::default() };
    let asked = r#"{ "contextId": "adm-1", "facts": [] }"#;
    desk.lay(parse(asked, 32).expect("JSON"), false, now).expect("a chart");
    let drawn = desk.screen();
    tell(&mut desk, "{}", "", now).expect("the setting");
    assert_eq!(moved(&drawn, &desk).len(), 1);
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

/// Taps on the card at this place of the host's list.
fn settle(desk: &mut Desk, given: usize, taken: Option<bool>, now: Instant) {
    let fact = key(desk, given);
    desk.intend(&Intent::Settle { fact, taken }, now);
}

fn key(desk: &Desk, given: usize) -> String {
    desk.screen().suggested.iter().find(|of| of.given == given).expect("a card").key.clone()
}

fn stands(desk: &Desk, id: &str) -> Stands {
    desk.work().expect("a form").0.cells[index(desk, id)].value
}

const MEASURED: &str = r#", { "id": "age", "value": 30 }, { "id": "bmi", "value": 22 }"#;
const WARFARIN: &str = r#"{ "id": "medication", "status": "suggested", "value": { "id": "warfarin" } }"#;

#[test]
fn a_suggested_operation_waits_on_the_screen_and_counts_when_it_is_confirmed() {
    let now = at("2026-03-10T08:00:00+08:00");
    let mut desk = laid("{}", &[OPERATION, MEASURED].concat(), now);
    let shown = desk.screen().suggested;
    let line = &shown.first().expect("on the screen").lines[0];
    assert!(line.value.contains("腹腔镜") && line.value.contains("手术时间 03-11 09:00"), "{}", line.value);
    assert!(desk.blockers().contains(&Refusal::Unsettled));
    let mut refused = laid("{}", OPERATION, now);
    settle(&mut desk, 0, Some(true), now);
    assert!(desk.screen().waiting() == 0 && !desk.blockers().contains(&Refusal::Unsettled));
    assert_eq!(stands(&desk, "laparoscopic_surgery"), Stands::Yes);
    // The same chart again does not ask again; turned down it is no operation.
    let told = [OPERATION, r#", { "id": "age", "value": 31 }"#].concat();
    tell(&mut desk, "{}", &told, now).expect("a chart");
    assert_eq!(desk.screen().waiting(), 0);
    settle(&mut refused, 0, Some(false), now);
    assert!(refused.screen().waiting() == 0 && refused.open.as_ref().expect("open").chart.operations().next().is_none());
}

#[test]
fn none_of_the_rest_denies_nothing_that_a_waiting_card_suggests() {
    let now = at("2026-03-10T08:00:00+08:00");
    let mut desk = laid("{}", &[OPERATION, MEASURED].concat(), now);
    desk.intend(&Intent::NoneOfTheRest, now);
    let group = desk.instrument().expect("a form").group_of(index(&desk, "laparoscopic_surgery"));
    let members: Vec<usize> =
        group.map_or_else(|| vec![index(&desk, "laparoscopic_surgery")], |group| desk.instrument().expect("a form").members(group).collect());
    for member in members {
        assert_eq!(desk.work().expect("a form").0.cells[member].value, Stands::Open, "the whole group waits with the card");
    }
    assert_eq!(stands(&desk, "varicose_veins"), Stands::No, "the rest is the rest");
    settle(&mut desk, 0, Some(true), now);
    let item = index(&desk, "laparoscopic_surgery");
    let cell = &desk.work().expect("a form").0.cells[item];
    assert_eq!((cell.value, cell.conflict), (Stands::Yes, false), "nobody had denied it");
    assert!(desk.blockers().is_empty(), "{:?}", desk.blockers());
}

#[test]
fn a_suggested_weight_and_height_keep_the_mass_index_out_of_the_rest_even_beside_an_age_that_cannot_be() {
    let now = at("2026-03-10T08:00:00+08:00");
    let facts = r#"{ "id": "weight", "value": 90, "unit": "kg", "status": "suggested" }, { "id": "age", "value": 20, "status": "suggested" }, { "id": "height", "value": 170, "unit": "cm", "status": "suggested" }"#;
    let mut desk = laid(r#"{ "birthDate": "1960-01-01" }"#, facts, now);
    desk.intend(&Intent::NoneOfTheRest, now);
    assert_eq!((stands(&desk, "bmi_gt_25"), stands(&desk, "varicose_veins")), (Stands::Open, Stands::No));
}

#[test]
fn a_confirmed_card_takes_back_a_bulk_no_and_leaves_an_answer_given_by_itself() {
    let now = at("2026-03-10T08:00:00+08:00");
    let given = |by_itself: bool| {
        let mut desk = laid("{}", MEASURED.trim_start_matches(", "), now);
        if by_itself {
            let item = index(&desk, "laparoscopic_surgery");
            desk.intend(&Intent::Answer { item, answer: Some(Answer::No) }, now);
        }
        desk.intend(&Intent::NoneOfTheRest, now);
        assert!(desk.blockers().is_empty());
        tell(&mut desk, "{}", &[OPERATION, MEASURED].concat(), now).expect("a chart");
        assert_eq!(stands(&desk, "laparoscopic_surgery"), Stands::No);
        settle(&mut desk, 0, Some(true), now);
        let cell = &desk.work().expect("a form").0.cells[index(&desk, "laparoscopic_surgery")];
        (cell.value, cell.conflict)
    };
    assert_eq!(given(false), (Stands::Yes, false));
    assert_eq!(given(true), (Stands::No, true), "the conflict stands beside it");
}

#[test]
fn all_is_not_answered_while_a_card_waits() {
    let now = at("2026-03-10T08:00:00+08:00");
    let mut desk = laid("{}", &[WARFARIN, MEASURED].concat(), now);
    desk.intend(&Intent::NoneOfTheRest, now);
    let screen = desk.screen();
    assert_eq!((screen.waiting(), screen.may_sign, screen.form.expect("a form").sheet.tally.missing.len()), (1, false, 0));
    settle(&mut desk, 0, Some(false), now);
    assert_eq!((desk.screen().waiting(), desk.screen().may_sign), (0, true));
    desk.user = None;
    assert!(!desk.screen().may_sign, "nobody may sign");
}

#[test]
fn none_of_the_rest_of_the_bleeding_list_waits_for_the_cards() {
    let mut desk = after::desk(&after::plain("medical", WARFARIN), &["reduced_mobility", "acute_infection_rheum"]);
    let now = after::at(2);
    if desk.caring().is_none() {
        desk.intend(&Intent::ToPrevention, now);
    }
    assert!(desk.caring().is_some());
    desk.intend(&Intent::NoneOfTheRest, now);
    assert_eq!(desk.refused, Some(Refusal::Unsettled));
    assert!(!desk.caring().is_some_and(Care::is_dirty), "nothing was answered");
}

#[test]
fn a_settled_card_stays_in_its_place_until_it_is_signed_and_can_be_changed() {
    let now = at("2026-03-10T08:00:00+08:00");
    let later = |millis| now + TimeDelta::milliseconds(millis);
    let mut desk = laid("{}", &[WARFARIN, ", ", OPERATION, MEASURED].concat(), now);
    let cards = |desk: &Desk| desk.screen().suggested.iter().map(|of| (of.given, of.settled)).collect::<Vec<_>>();
    settle(&mut desk, 0, Some(false), now);
    assert_eq!(cards(&desk), [(0, Some(false)), (1, None)]);
    // The second tap of a double tap, on what was confirm and on what is now change.
    settle(&mut desk, 0, Some(true), later(100));
    settle(&mut desk, 0, None, later(200));
    assert_eq!(cards(&desk), [(0, Some(false)), (1, None)], "one press settles one card, one way");
    settle(&mut desk, 1, Some(true), later(300));
    assert_eq!(cards(&desk), [(0, Some(false)), (1, Some(true))]);
    let heard = &desk.screen().suggested[1].heard;
    assert!(heard[0].starts_with("已确认：腹腔镜") && heard[0].ends_with("还有 ") && heard[1] == " 项待确认。", "{heard:?}");
    settle(&mut desk, 0, None, later(2000));
    assert_eq!(cards(&desk), [(0, None), (1, Some(true))], "it waits again");
    settle(&mut desk, 0, Some(true), later(3000));
    assert_eq!(desk.open.as_ref().expect("open").chart.all_medications().count(), 1);
    let by = desk.user.clone().expect("a nurse");
    let open = desk.open.as_mut().expect("open");
    let mut stamp = crate::interop::seal::Stamp { context_id: "adm-1", ids: &mut || "e-1".into(), at: later(4000), by: &by };
    let sealed = open.record.seal(Body::admitted(), &mut stamp);
    desk.signed(sealed);
    assert_eq!(cards(&desk), []);
    desk.reread(later(5000));
    assert_eq!((cards(&desk), desk.open.as_ref().expect("open").chart.all_medications().count()), (vec![], 1));
}

#[test]
fn what_was_said_of_a_suggestion_outlives_a_reload_before_and_after_the_signature() {
    let now = at("2026-03-10T08:00:00+08:00");
    let later = now + TimeDelta::minutes(1);
    let facts = [WARFARIN, ", ", OPERATION, MEASURED].concat();
    let mut desk = laid("{}", &facts, now);
    assert!(desk.draft().is_none(), "nothing was said");
    settle(&mut desk, 0, Some(false), now);
    settle(&mut desk, 1, Some(true), now);
    let stored = write_draft(&desk.draft().expect("worth keeping"));
    assert!(!stored.contains("warfarin"), "which fact it is of, and not what it says: {stored}");
    // The page is loaded again.
    let mut again = laid("{}", &facts, later);
    assert_eq!(again.screen().waiting(), 2);
    let draft = read_draft(&parse(&stored, 32).expect("JSON"), &Place::root("draft")).expect("a draft");
    resume::draft(&mut again, draft, later);
    let cards = again.screen().suggested.iter().map(|of| (of.given, of.settled)).collect::<Vec<_>>();
    assert_eq!(cards, [(0, Some(false)), (1, Some(true))], "still there, with a way back");
    assert_eq!((stands(&again, "laparoscopic_surgery"), again.open.as_ref().expect("open").chart.all_medications().count()), (Stands::Yes, 0));
    // Signed, the score says who said so.
    again.intend(&Intent::NoneOfTheRest, later);
    let by = again.user.clone().expect("a nurse");
    let (sheet, answers, timepoint, _) = again.work().expect("a form");
    let mut score = crate::record::assessment::Assessment::of(sheet, answers, timepoint.id);
    score.suggestions = again.open.as_ref().expect("open").said();
    let all = crate::interop::suggestions::read(&score.suggestions);
    let told: Vec<_> = all.iter().map(|one| (one.id.as_str(), one.taken, one.by.as_ref() == Some(&by))).collect();
    assert_eq!(told, [("medication", false, true), ("operation", true, true)]);
    let mut stamp = crate::interop::seal::Stamp { context_id: "adm-1", ids: &mut || "e-1".into(), at: later, by: &by };
    let sealed = again.open.as_ref().expect("open").record.seal(Body::Assessed(score.clone()), &mut stamp);
    let record = Value::Array(vec![sealed.json.clone()]);
    again.signed(sealed);
    assert!(again.draft().is_none(), "it lies in the record now");
    let mut third = laid("{}", &facts, later);
    resume::record(&mut third, &record, &Place::root("record")).expect("a record");
    third.reread(later);
    assert_eq!((third.screen().waiting(), third.screen().suggested.len()), (0, 0));
    assert_eq!(third.open.as_ref().expect("open").record.encounter.latest().expect("a score").assessment.suggestions, score.suggestions);
    // Thrown away before it was signed, it is asked again.
    let mut gone = laid("{}", &facts, now);
    settle(&mut gone, 0, Some(false), now);
    gone.discard(later);
    assert_eq!((gone.screen().waiting(), gone.draft().is_none()), (2, true));
}

#[test]
fn a_body_mass_index_is_as_old_as_its_weight() {
    let now = at("2026-03-10T08:00:00+08:00");
    let shown = |weight: &str, height: &str| {
        let facts = format!(r#"{{ "id": "weight", "value": 80, "unit": "kg"{weight} }}, {{ "id": "height", "value": 160, "unit": "cm"{height} }}"#);
        let desk = laid("{}", &facts, now);
        let form = desk.screen().form.expect("a form");
        let of = form.evidence.iter().find(|of| of.item == index(&desk, "bmi_gt_25")).expect("a reason").clone();
        (of.lines[0].at.map(|at| at.to_rfc3339()), of.lines[0].note.clone())
    };
    let told = |at: &str| format!(r#", "at": "{at}""#);
    let (old, today) = ("2024-03-01T08:00:00+08:00", "2026-03-10T07:00:00+08:00");
    assert_eq!(shown(&told(old), &told(today)).0.as_deref(), Some(old));
    assert_eq!(shown(&told(old), "").0.as_deref(), Some(old));
    assert_eq!(shown("", &told(today)), (None, String::new()), "the time of the height says nothing of the weight");
    assert_eq!(shown(&told("2024-03-01"), &told(today)), (None, "2024-03-01".into()));
    assert_eq!(shown(&told(today), "").0.as_deref(), Some(today));
}

#[test]
fn a_chart_between_drawing_and_tap_does_not_settle_another_fact() {
    let now = at("2026-03-10T08:00:00+08:00");
    let mut desk = laid("{}", &[OPERATION, ", ", WARFARIN].concat(), now);
    let drawn = key(&desk, 0);
    // The operation is gone, and the medicine stands where it was.
    tell(&mut desk, "{}", WARFARIN, now).expect("a chart");
    desk.intend(&Intent::Settle { fact: drawn, taken: Some(true) }, now);
    assert_eq!(desk.screen().waiting(), 1, "the tap was for a card that is no longer there");
    // Moved, the card is still the same.
    let drawn = key(&desk, 0);
    tell(&mut desk, "{}", &[OPERATION, ", ", WARFARIN].concat(), now).expect("a chart");
    desk.intend(&Intent::Settle { fact: drawn.clone(), taken: Some(true) }, now);
    assert_eq!(desk.screen().suggested.iter().map(|of| (of.given, of.settled)).collect::<Vec<_>>(), [(0, None), (1, Some(true))]);
    // Another patient with the same medicine.
    let text = [r#"{ "contextId": "adm-2", "encounter": { "setting": "surgical" }, "facts": ["#, WARFARIN, "] }"].concat();
    desk.lay(parse(&text, 32).expect("JSON"), true, now).expect("a chart");
    desk.intend(&Intent::Settle { fact: drawn, taken: Some(true) }, now);
    assert_eq!(desk.screen().waiting(), 1);
}

#[test]
fn what_practice_says_of_a_suggestion_ends_with_it_and_what_was_signed_stays_said() {
    let now = at("2026-03-10T08:00:00+08:00");
    let mut desk = laid("{}", &[OPERATION, ", ", WARFARIN].concat(), now);
    settle(&mut desk, 1, Some(false), now);
    let sealed = {
        let open = desk.open.as_ref().expect("a patient");
        let (sheet, answers, timepoint, _) = desk.work().expect("a form");
        let mut score = crate::record::assessment::Assessment::of(sheet, answers, timepoint.id);
        score.suggestions = open.said();
        let by = after::actor(Role::Nurse);
        let stamp = &mut crate::interop::seal::Stamp { context_id: &open.context, ids: &mut || "e-1".into(), at: now, by: &by };
        open.record.seal(Body::Assessed(score), stamp)
    };
    desk.signed(sealed);
    let waits = |desk: &Desk| desk.screen().suggested.iter().filter(|of| of.settled.is_none()).map(|of| of.given).collect::<Vec<_>>();
    desk.options.mode = Mode::Teaching;
    desk.begin_anew(now);
    assert_eq!(waits(&desk), [0], "the medicine was turned down in a signed score");
    settle(&mut desk, 0, Some(true), now);
    assert_eq!(waits(&desk), [0; 0]);
    desk.options.mode = Mode::Live;
    desk.begin_anew(now);
    assert_eq!(waits(&desk), [0], "and the operation in no earnest");
}

#[test]
fn a_card_names_the_procedure_with_its_leg_and_the_medicine_with_its_dose_and_when() {
    let now = at("2026-12-02T08:00:00+08:00");
    let facts = r#"{ "id": "operation", "status": "suggested", "value": { "kind": "elective_arthroplasty", "procedure": "tka", "limb": "left", "at": "2026-12-01T09:17:00+08:00" } },
        { "id": "medication", "status": "suggested", "value": { "id": "enoxaparin", "dose": { "amount": 40, "unit": "mg" }, "intent": "prophylactic", "lastDoseAt": "2026-12-01T20:00:00+08:00", "status": "on_hold" } }"#;
    let mut desk = laid("{}", facts, now);
    let told = |desk: &Desk| desk.screen().suggested.iter().map(|of| of.lines[0].value.clone()).collect::<Vec<_>>();
    let zh = told(&desk);
    assert_eq!(zh[0], "择期关节置换，时长未知，全膝关节置换 左侧，手术时间 12-01 09:17");
    assert!(zh[1].contains("依诺肝素，40 mg，预防剂量，末次给药 12-01 20:00，暂停"), "{zh:?}");
    desk.options.lang = Lang::En;
    desk.reread(now);
    let en = told(&desk);
    assert!(
        en[0].contains("total knee arthroplasty left, operation at ") && en[1].contains("prophylactic, last dose ") && en[1].ends_with(", on hold")
    );
    assert!(en.iter().all(|told| !told.contains('，')), "{en:?}");
}

#[test]
fn a_conflict_that_lasts_is_not_dismissed() {
    let now = at("2026-03-10T08:00:00+08:00");
    let mut desk = laid("{}", "", now);
    let item = index(&desk, "pregnancy_postpartum");
    desk.intend(&Intent::Answer { item, answer: Some(Answer::Yes) }, now);
    tell(&mut desk, r#"{ "sex": "male" }"#, "", now).expect("taken");
    desk.fault = None;
    assert_eq!(desk.screen().fault.map(|fault| fault.code), Some("E_CONFLICT"), "said for as long as it is so");
    desk.intend(&Intent::Answer { item, answer: None }, now);
    assert_eq!(desk.screen().fault, None);
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
    if let Err(refused) = tell(&mut desk, r#"{ "sex": "female" }"#, facts, now) {
        assert_eq!(refused.code, "E_CONFLICT");
    }
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
