//! The scores in the forms of the channel: ticked, taken over as the result, never finished by silence; and what is entered after the
//! conclusion.

use super::ChannelView;
use super::acts::tell;
use super::entering::EntryPart;
use super::home::conditions;
use crate::clinical::cell::CellValue;
use crate::record::event::Body;
use crate::record::happening::{Happening, Occurrence};
use crate::record::refusal::Refusal;
use crate::record::role::Role;
use crate::session::care::tests::{MEDICAL, actor, at, desk, plain, sign};
use crate::session::screen::Mode;
use crate::session::sitting::Desk;
use crate::session::suspicion::{self, SuspicionView};

fn suspecting_at(site: &str, facts: &str, role: Role) -> Desk {
    let mut desk = desk(&plain("medical", facts), MEDICAL);
    let suspected = Occurrence::of(Happening::VteSuspected).with("site", site).with("limb", if site == "pe" { "" } else { "left" });
    sign(&mut desk, Role::Nurse, Body::Happened(suspected.with("signs", "dyspnoea")), 2);
    desk.user = Some(actor(role));
    desk
}

fn suspecting(role: Role) -> Desk {
    suspecting_at("pe", "", role)
}

fn channel(desk: &Desk) -> ChannelView {
    suspicion::view(desk).and_then(|view| view.channel).expect("a channel")
}

/// Signs an entry as it stands in its form.
fn enter(desk: &mut Desk, of: &str, role: Role, minute: i64) -> Occurrence {
    assert_eq!(tell(desk, "act", &["enter:", of].concat()), Some(true), "{:?}", channel(desk).entering.problems);
    let body = {
        let moment = desk.open.as_ref().expect("open").record.moment(at(minute), None).expect("in order");
        suspicion::signed(desk, &moment).expect("an entry")
    };
    let Body::Happened(step) = body.clone() else { panic!("{body:?}") };
    sign(desk, role, body, minute);
    step
}

/// An entry that was made by fields alone.
fn entered(desk: &mut Desk, role: Role, step: &str, answers: &[(&str, &str)], minute: i64) {
    let of = desk.open.as_ref().and_then(|open| open.record.encounter.suspected()).expect("a suspicion").id.clone();
    let user = desk.user.clone();
    sign(desk, role, Body::Happened(Occurrence::step(&of, step, answers).at(at(minute))), minute);
    desk.user = user;
}

const STABLE: &[(&str, &str)] = &[
    ("consciousness", "alert"),
    ("sbp", "124 mm[Hg]"),
    ("dbp", "76 mm[Hg]"),
    ("heart_rate", "112 /min"),
    ("respiratory_rate", "20 /min"),
    ("spo2", "94 %"),
    ("oxygen", "air"),
    ("temperature", "36.8 Cel"),
];

fn list<'v>(view: &'v ChannelView, id: &str) -> &'v super::scores::ScoreView {
    view.scores.iter().find(|list| list.instrument.id == id).unwrap_or_else(|| {
        panic!("{id} at {} among {:?}", view.step.code.id(), view.scores.iter().map(|list| list.instrument.id).collect::<Vec<_>>())
    })
}

fn value(view: &ChannelView, id: &str, item: &str) -> (CellValue, bool) {
    let list = list(view, id);
    let row = list.rows.iter().find(|row| list.instrument.items[row.index].id == item).expect("a row");
    (row.value, row.said)
}

#[test]
fn the_step_has_its_score_with_what_is_known_and_the_result_is_signed_with_its_items() {
    let mut desk = suspecting(Role::Nurse);
    entered(&mut desk, Role::Nurse, "vitals", STABLE, 3);
    entered(&mut desk, Role::Nurse, "symptoms", &[("haemoptysis", "no"), ("leg_signs", "no")], 4);
    // Hours have passed: the step asks for the physician's own word, and the score stands beside it.
    tell(&mut desk, "act", "open:probability");
    let view = channel(&desk);
    // Heart rate, blood in sputum and leg are known, and shown as such; the rest is open, and is no "no".
    assert_eq!(value(&view, "wells_pe", "hr_gt_100"), (CellValue::Yes, false));
    assert_eq!(value(&view, "wells_pe", "haemoptysis"), (CellValue::No, false));
    assert_eq!(value(&view, "wells_pe", "clinical_dvt"), (CellValue::No, false));
    assert_eq!(value(&view, "wells_pe", "previous_vte").0, CellValue::Open);
    let wells = list(&view, "wells_pe");
    assert!(wells.rows.iter().filter(|row| row.value != CellValue::Open).all(|row| !row.lines.is_empty()), "each says from where");
    assert_eq!((wells.settled("band"), wells.readout.missing.len()), (None, 4));
    // Unfinished: nothing is signed, and what lacks is said with what is still possible.
    assert_eq!(tell(&mut desk, "act", "enter:probability"), Some(false));
    let problem = channel(&desk).entering.problems.first().cloned().expect("a problem");
    assert!(problem.words[0].contains("尚有4项未答") && problem.words[1].contains("still possible"), "{problem:?}");

    tell(&mut desk, "score/wells_pe/pe_most_likely", "yes");
    assert_eq!(channel(&desk).entering.part("probability", "instrument", EntryPart::Word), "wells_pe");
    // "Not known" is said, and settles nothing by itself.
    tell(&mut desk, "score/wells_pe/previous_vte", "unknown");
    tell(&mut desk, "act", "none:wells_pe");
    let view = channel(&desk);
    assert_eq!(value(&view, "wells_pe", "malignancy"), (CellValue::No, true));
    assert_eq!(value(&view, "wells_pe", "previous_vte"), (CellValue::Unknowable, true));
    assert_eq!(list(&view, "wells_pe").settled("band"), Some("likely"), "4.5 whatever the earlier clot");
    let step = enter(&mut desk, "probability", Role::Nurse, 6);
    assert_eq!((step.answer("instrument"), step.answer("band"), step.answer("points")), (Some("wells_pe"), Some("likely"), None));
    assert_eq!(step.answer("items"), Some("wells_pe 2000 nyynunn"));
    let view = channel(&desk);
    assert_eq!(view.step.code.id(), "CTPA_NOW");
    assert!(view.scores.is_empty(), "the step asks for no score any more");
    tell(&mut desk, "act", "open:probability");
    assert!(!list(&channel(&desk), "wells_pe").begun && !channel(&desk).entering.is_begun("probability"));
}

#[test]
fn not_known_leaves_both_levels_and_is_never_signed_as_unlikely() {
    let mut desk = suspecting(Role::Nurse);
    entered(&mut desk, Role::Nurse, "vitals", STABLE, 3);
    tell(&mut desk, "act", "open:probability");
    tell(&mut desk, "score/wells_pe/pe_most_likely", "unknown");
    tell(&mut desk, "act", "none:wells_pe");
    assert_eq!(list(&channel(&desk), "wells_pe").settled("band"), None);
    assert_eq!(tell(&mut desk, "act", "enter:probability"), Some(false));
    tell(&mut desk, "score/wells_pe/pe_most_likely", "no");
    let step = enter(&mut desk, "probability", Role::Nurse, 5);
    assert_eq!((step.answer("band"), step.answer("points")), (Some("unlikely"), Some("1.5 {points}")));
}

#[test]
fn a_score_made_elsewhere_is_entered_as_its_result() {
    let mut desk = suspecting(Role::Nurse);
    entered(&mut desk, Role::Nurse, "vitals", STABLE, 3);
    tell(&mut desk, "score/wells_pe/pe_most_likely", "yes");
    tell(&mut desk, "probability/made/word", "elsewhere");
    tell(&mut desk, "probability/instrument/word", "wells_pe");
    tell(&mut desk, "probability/band/word", "unlikely");
    tell(&mut desk, "probability/points/text", "3");
    let step = enter(&mut desk, "probability", Role::Nurse, 5);
    assert_eq!((step.answer("band"), step.answer("points"), step.answer("items")), (Some("unlikely"), Some("3 {points}"), None));
}

#[test]
fn a_leg_has_the_score_of_the_leg_with_the_calves_as_measured_on_the_suspected_side() {
    let check = |left, right| {
        [
            ("colour", "red"),
            ("very_painful", "no"),
            ("pulseless", "no"),
            ("numb", "no"),
            ("leg_signs", "yes"),
            ("calf_left", left),
            ("calf_right", right),
        ]
    };
    for (left, right, swollen) in [("38 cm", "35 cm", CellValue::Yes), ("37.9 cm", "35 cm", CellValue::No), ("35 cm", "39 cm", CellValue::No)] {
        let mut desk = suspecting_at("dvt", r#"{"id":"padua.active_cancer","value":true}"#, Role::Nurse);
        entered(&mut desk, Role::Nurse, "vitals", STABLE, 3);
        entered(&mut desk, Role::Nurse, "limb_check", &check(left, right), 4);
        tell(&mut desk, "act", "open:probability");
        tell(&mut desk, "probability/instrument/word", "wells_dvt");
        let view = channel(&desk);
        assert_eq!(value(&view, "wells_dvt", "calf_swelling_3cm"), (swollen, false), "{left} {right}");
        // A cancer of the chart is a hint, and no word about the rest denies it.
        tell(&mut desk, "act", "none:wells_dvt");
        let view = channel(&desk);
        assert_eq!(value(&view, "wells_dvt", "active_cancer").0, CellValue::Open);
        assert_eq!(value(&view, "wells_dvt", "pitting_oedema"), (CellValue::No, true));
    }
}

/// A positive picture, and the channel asks for severity.
fn confirmed_picture(role: Role) -> Desk {
    let mut desk = suspecting(role);
    entered(&mut desk, Role::Nurse, "vitals", STABLE, 3);
    entered(&mut desk, Role::Physician, "chest_result", &[("result", "ctpa_positive")], 4);
    desk
}

#[test]
fn the_class_is_ticked_with_spesi_beside_it_and_goes_into_the_entry() {
    let mut desk = confirmed_picture(Role::Physician);
    let view = channel(&desk);
    assert_eq!(value(&view, "esc_2019", "unstable"), (CellValue::No, false), "as the channel judges the vital signs");
    assert_eq!(value(&view, "esc_2019", "pesi_iii_or_spesi_1"), (CellValue::Yes, false), "a pulse of 112 is a point of sPESI");
    tell(&mut desk, "score/esc_2019/rv_dysfunction", "no");
    assert_eq!(list(&channel(&desk), "esc_2019").settled("band"), Some("int_low"), "at most one marker can be positive");
    tell(&mut desk, "score/esc_2019/troponin_raised", "unknown");
    let step = enter(&mut desk, "severity", Role::Physician, 6);
    assert_eq!((step.answer("class"), step.answer("rv_dysfunction"), step.answer("troponin_raised")), (Some("int_low"), Some("no"), None));
    assert!(step.answer("items").is_some_and(|items| items.starts_with("esc_2019 2019 nynu; spesi 2010 ")), "{step:?}");
    // What is open next stands there: the place of treatment.
    assert_eq!(channel(&desk).forms.drawn.first().map(|entry| entry.id), Some("disposition"));
}

#[test]
fn home_rests_on_three_conditions_and_wants_a_reason_without_them() {
    let mut desk = confirmed_picture(Role::Physician);
    tell(&mut desk, "act", "open:disposition");
    assert_eq!(conditions(&channel(&desk)).map(|condition| condition.met), [None; 3], "not known is not met");
    tell(&mut desk, "disposition/place/word", "home");
    let refused = |desk: &mut Desk| {
        assert_eq!(tell(desk, "act", "enter:disposition"), Some(true));
        let moment = desk.open.as_ref().expect("open").record.moment(at(6), None).expect("in order");
        suspicion::signed(desk, &moment).err()
    };
    assert!(matches!(refused(&mut desk), Some(Refusal::Step(..))), "no reason is told");
    tell(&mut desk, "disposition/reason/text", "患者拒绝住院");
    assert!(refused(&mut desk).is_none());
    // With the class low, all eleven no and a contact no reason is wanted.
    tell(&mut desk, "disposition/reason/text", "");
    entered(&mut desk, Role::Physician, "severity", &[("class", "low")], 6);
    tell(&mut desk, "act", "open:disposition");
    tell(&mut desk, "disposition/place/word", "home");
    tell(&mut desk, "act", "none:hestia");
    tell(&mut desk, "disposition/next_day_contact/word", "yes");
    let view = channel(&desk);
    assert_eq!(list(&view, "hestia").settled("band"), Some("home_possible"), "{:?}", list(&view, "hestia").rows);
    assert_eq!(conditions(&view).map(|condition| condition.met), [Some(true); 3]);
    let step = enter(&mut desk, "disposition", Role::Physician, 7);
    assert_eq!((step.answer("place"), step.answer("hestia")), (Some("home"), Some("home_possible")));
}

#[test]
fn severity_place_and_plan_follow_the_conclusion_in_any_order() {
    let mut desk = suspecting(Role::Physician);
    entered(&mut desk, Role::Nurse, "vitals", STABLE, 1);
    sign(&mut desk, Role::Physician, Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "pe").with("method", "CTPA")), 5);
    desk.user = Some(actor(Role::Physician));
    desk.rework(at(6));
    let view = suspicion::view(&desk).expect("what is still asked");
    assert!(view.standing.is_none() && view.confirmed.is_some());
    let asked: Vec<_> = channel(&desk).forms.drawn.iter().chain(&channel(&desk).forms.next).map(|entry| entry.id).collect();
    assert_eq!(asked[..3], ["severity", "disposition", "treatment_plan"]);
    // Nobody has signed a plan: gates, interim dose and clock go on.
    let view = channel(&desk);
    assert_eq!(view.step.state, crate::clinical::pathway::state::PathState::ConfirmedPe);
    assert!(view.paused && view.clocks.iter().any(|clock| clock.clock.row().id == "c_senior"), "{:?}", view.clocks);
    let all = || view.forms.drawn.iter().chain(&view.forms.next).chain(&view.forms.rest).map(|entry| entry.id);
    assert!(["history", "interim_confirmed", "interim_given"].into_iter().all(|id| all().any(|entry| entry == id)));
    tell(&mut desk, "act", "open:disposition");
    tell(&mut desk, "disposition/place/word", "inpatient");
    enter(&mut desk, "disposition", Role::Physician, 7);
    tell(&mut desk, "severity/made/word", "elsewhere");
    tell(&mut desk, "severity/class/word", "int_low");
    enter(&mut desk, "severity", Role::Physician, 8);
    tell(&mut desk, "treatment_plan/plan/word", "treatment");
    tell(&mut desk, "treatment_plan/reason/text", "依诺肝素，随后利伐沙班");
    enter(&mut desk, "treatment_plan", Role::Physician, 9);
    assert!(SuspicionView::of(&desk.screen()).is_none(), "all of it is entered");
    // Nothing else follows a conclusion and a plan.
    let of = desk.open.as_ref().expect("open").record.encounter.happened(Happening::VteSuspected).next().expect("one").1.id.clone();
    let moment = desk.open.as_ref().expect("open").record.moment(at(10), None).expect("in order");
    let by = actor(Role::Physician);
    let now = crate::record::decide::Now::to(crate::record::role::Action::Step, moment.encounter(), &by, moment.at).expect("may");
    assert!(matches!(now.happened(&Occurrence::step(&of, "vitals", STABLE)), Err(Refusal::Step(..))));
}

#[test]
fn a_plan_is_asked_for_until_it_is_signed_and_not_of_a_leg_what_is_of_the_lung() {
    let mut desk = suspecting_at("dvt", "", Role::Physician);
    entered(&mut desk, Role::Nurse, "vitals", STABLE, 1);
    entered(&mut desk, Role::Nurse, "limb_check", &[("colour", "normal"), ("very_painful", "no"), ("pulseless", "no"), ("numb", "no")], 2);
    sign(&mut desk, Role::Physician, Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "dvt").with("method", "US")), 5);
    desk.user = Some(actor(Role::Physician));
    desk.rework(at(6));
    assert_eq!(channel(&desk).forms.drawn.first().map(|entry| entry.id), Some("treatment_plan"));
    assert!(channel(&desk).forms.drawn.iter().chain(&channel(&desk).forms.next).all(|entry| entry.id != "severity"));
    // As long as no plan is signed it is asked for, and late after four hours.
    desk.rework(at(5 + 200));
    let late = channel(&desk).clocks.iter().find(|clock| clock.clock.row().id == "c_senior").and_then(|clock| clock.overdue);
    assert_eq!(late, Some(196 * 60));
    tell(&mut desk, "treatment_plan/plan/word", "treatment");
    tell(&mut desk, "treatment_plan/reason/text", "利伐沙班");
    enter(&mut desk, "treatment_plan", Role::Physician, 5 + 201);
    assert!(SuspicionView::of(&desk.screen()).is_none());
}

#[test]
fn place_and_severity_are_asked_for_three_days_beside_a_plan() {
    let mut desk = suspecting(Role::Physician);
    entered(&mut desk, Role::Physician, "treatment_plan", &[("plan", "treatment"), ("reason", "利伐沙班")], 4);
    sign(&mut desk, Role::Physician, Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "pe").with("method", "CTPA")), 5);
    desk.user = Some(actor(Role::Physician));
    desk.rework(at(5 + 71));
    assert!(suspicion::view(&desk).is_some());
    desk.rework(at(5 + 72));
    assert!(suspicion::view(&desk).is_none());
}

#[test]
fn a_nurse_who_practises_sees_and_signs_what_a_nurse_does() {
    let mut desk = suspecting(Role::Nurse);
    desk.options.mode = Mode::Teaching;
    assert_eq!(desk.signer().map(|by| by.role), Some(Role::Physician), "whoever practises may sign");
    let view = channel(&desk);
    assert_eq!(view.role, Some(Role::Nurse));
    assert!(matches!(view.interim, super::InterimView::Waits));
    assert!(view.forms.rest.iter().chain(&view.forms.next).all(|entry| entry.id != "interim_confirmed"));
    desk.user = Some(actor(Role::Trainee));
    assert_eq!(channel(&desk).role, Some(Role::Physician), "who learns may try everything");
}
