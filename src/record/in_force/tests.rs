use chrono::TimeDelta;

use super::*;
use crate::clinical::chart::Limb;
use crate::clinical::dosing::{Days, Dose, Frequency};
use crate::clinical::formulary::Drug;
use crate::clinical::waits::DueTimes;
use crate::record::board::{Filter, Summary};
use crate::record::coded::STOPPED;
use crate::record::due::Expected;
use crate::record::event::{Body, Change, Declined};
use crate::record::role::Role;

const ENOXAPARIN: MeasureId = MeasureId::Drug(Drug::Enoxaparin);

fn at(hours: i64) -> Instant {
    "2026-11-22T08:00:00+08:00".parse::<Instant>().expect("a time") + TimeDelta::hours(hours)
}

fn by(role: Role) -> Actor {
    Actor { id: role.id().into(), name: "李敏".into(), role }
}

fn event(hours: i64, role: Role, body: Body, seq: u64) -> Event {
    Event { id: format!("e-{seq}"), seq, at: at(hours), by: by(role), body, clock: None }
}

fn record(bodies: Vec<(i64, Role, Body)>) -> Vec<Event> {
    bodies.into_iter().zip(1..).map(|((hours, role, body), seq)| event(hours, role, body, seq)).collect()
}

fn drug(id: &str, amount: f64, start: i64) -> MeasureLine {
    let dose = Dose { amount, unit: "mg", oral: false, frequency: Frequency::Daily, from_day_4: None, reduced: false };
    let days = Days { from: 6, to: 14, planned: 10 };
    let start = at(start);
    let stop = Some(start + TimeDelta::days(10));
    MeasureLine { dose: Some(dose), start: Some(start), stop, days: Some(days), day: Some(1), ..MeasureLine::plain(id.into(), MeasureKind::Drug) }
}

fn plan(measures: Vec<MeasureLine>, replaces: Option<&str>) -> Body {
    Body::PlanAuthorised(Plan {
        of: "e-0".into(),
        rule: None,
        screen: None,
        measures,
        overrides: vec![],
        monitoring: vec![],
        replaces: replaces.map(str::to_owned),
    })
}

fn ipc() -> MeasureLine {
    MeasureLine { limb: Some(Limb::Left), ..MeasureLine::plain("ipc".into(), MeasureKind::Device) }
}

fn change(measure: &MeasureId, hours: i64, code: Option<&str>) -> Change {
    Change { code: code.map(str::to_owned), note: code.map(|_| "术区渗血".into()), ..Change::plain(measure, at(hours)) }
}

fn of(events: &[Event], hours: i64) -> InForce {
    InForce::of(&Encounter::of(events), at(hours))
}

#[test]
fn the_last_plan_holds_with_the_day_the_dose_in_both_units_and_the_leg() {
    assert_eq!(of(&[], 0), InForce::Nothing);
    let events = record(vec![
        (0, Role::Physician, plan(vec![drug("dalteparin", 2500.0, 4)], None)),
        (2, Role::Physician, plan(vec![drug("enoxaparin", 40.0, 4), ipc()], Some("e-1"))),
    ]);
    let now = of(&events, 52);
    let ordered = now.plan().expect("in force");
    assert_eq!((ordered.id.as_str(), ordered.replaces.as_deref(), ordered.by.role), ("e-2", Some("e-1"), Role::Physician));
    assert_eq!(ordered.measures.iter().map(|held| held.measure.id.as_str()).collect::<Vec<_>>(), ["enoxaparin", "ipc"]);
    let enoxaparin = ordered.measure(&ENOXAPARIN).expect("in the plan");
    assert_eq!((enoxaparin.day, enoxaparin.past_stop), (Some(Day { n: 3, of: 10 }), false));
    assert_eq!(enoxaparin.other_unit().map(|text| text.en()), Some("4000 anti-Xa IU"));
    assert_eq!(ordered.measures[1].measure.limb, Some(Limb::Left));
    // Before the first dose there is no day yet, and after the planned stop it is said.
    assert_eq!(of(&events, 3).plan().expect("in force").measures[0].day, None);
    assert!(of(&events, 4 + 240).plan().expect("in force").measures[0].past_stop);
    assert_eq!(InForce::then(&events, at(1)).plan().expect("then").id, "e-1");
}

#[test]
fn the_day_goes_on_from_the_one_that_was_signed() {
    // Authorised anew on day 3 of a course that runs to day 10, the stop where it was.
    let third = MeasureLine { day: Some(3), start: Some(at(52)), ..drug("enoxaparin", 40.0, 4) };
    let events = record(vec![(52, Role::Physician, plan(vec![third.clone()], None))]);
    assert_eq!(of(&events, 52 + 24).plan().expect("in force").measures[0].day, Some(Day { n: 4, of: 10 }));
    // Prolonged to the end of the published range, it counts to that.
    let longer = MeasureLine { stop: Some(at(4) + TimeDelta::days(14)), ..third };
    let events = record(vec![(52, Role::Physician, plan(vec![longer], None))]);
    assert_eq!(of(&events, 52 + 24).plan().expect("in force").measures[0].day, Some(Day { n: 4, of: 14 }));
}

#[test]
fn what_is_held_or_ended_says_since_when_why_and_by_whom() {
    let mut bodies = vec![
        (0, Role::Physician, plan(vec![drug("enoxaparin", 40.0, 4), ipc()], None)),
        (5, Role::Nurse, Body::MeasureStarted(change(&ENOXAPARIN, 4, None))),
        (30, Role::Nurse, Body::MeasureStopped(change(&ENOXAPARIN, 29, Some("held")))),
    ];
    let now = of(&record(bodies.clone()), 31);
    let enoxaparin = now.plan().expect("in force").measures[0].clone();
    assert_eq!((enoxaparin.standing, enoxaparin.begun), (Standing::Held { since: at(29) }, Some(at(4))));
    let why = enoxaparin.why.expect("a reason");
    assert_eq!((why.at, why.code.as_str(), why.note.as_deref(), why.by.role), (at(29), "held", Some("术区渗血"), Role::Nurse));
    bodies.push((32, Role::Physician, Body::MeasureStarted(change(&ENOXAPARIN, 32, None))));
    assert_eq!(of(&record(bodies.clone()), 33).plan().expect("in force").measures[0].why, None);
    bodies.push((40, Role::Physician, Body::MeasureStopped(change(&ENOXAPARIN, 40, Some("bleeding")))));
    let now = of(&record(bodies.clone()), 41);
    let ordered = now.plan().expect("the device goes on");
    assert_eq!((ordered.measures[0].standing, ordered.measures[0].day), (Standing::Ended { at: at(40) }, None));
    assert_eq!(now.live().map(|held| held.measure.id.as_str()).collect::<Vec<_>>(), ["ipc"]);
    bodies.push((41, Role::Physician, Body::MeasureStopped(change(&"ipc".into(), 41, Some("risk_fell")))));
    let now = of(&record(bodies), 42);
    assert!(matches!(&now, InForce::Ended(ordered) if ordered.id == "e-1"), "{now:?}");
    assert_eq!((now.plan(), now.live().count()), (None, 0));
}

#[test]
fn what_was_begun_and_is_not_in_the_next_decision_is_left_over_and_what_was_not_begun_is_gone() {
    let mut bodies = vec![
        (0, Role::Physician, plan(vec![drug("enoxaparin", 40.0, 4), ipc()], None)),
        (5, Role::Nurse, Body::MeasureStarted(change(&ENOXAPARIN, 5, None))),
        (6, Role::Physician, Body::PlanDeclined(Declined { of: "e-0".into(), code: "bleeding_concern".into(), note: None })),
    ];
    let InForce::Declined(refused) = of(&record(bodies.clone()), 7) else { panic!("declined") };
    assert_eq!(refused.reason().map(|coded| coded.id), Some("bleeding_concern"));
    assert_eq!(refused.left_over.iter().map(|held| held.measure.id.as_str()).collect::<Vec<_>>(), ["enoxaparin"]);
    bodies.push((8, Role::Physician, plan(vec![ipc()], None)));
    let now = of(&record(bodies), 9);
    let ordered = now.plan().expect("in force");
    assert_eq!((ordered.measures.len(), ordered.left_over.len()), (1, 1));
    // Held before it was begun, and replaced: nothing of it is left.
    let events = record(vec![
        (0, Role::Physician, plan(vec![drug("enoxaparin", 40.0, 4)], None)),
        (1, Role::Physician, Body::MeasureStopped(change(&ENOXAPARIN, 1, Some("held")))),
        (2, Role::Physician, plan(vec![drug("dalteparin", 2500.0, 4)], Some("e-1"))),
    ]);
    assert_eq!(of(&events, 3).live().map(|held| held.measure.id.as_str()).collect::<Vec<_>>(), ["dalteparin"]);
}

fn bleeding(high: bool, present: &[&str]) -> Body {
    let line = |item: &&str| ContraindicationLine {
        item: (*item).into(),
        value: Some(true),
        limb: None,
        until: None,
        source: crate::record::assessment::AnswerSource::Person,
        at: None,
        names: vec![],
    };
    let contraindications = present.iter().map(line).collect();
    let (instrument, edition) = ("cn_bleed_medical".into(), "2018".into());
    Body::BleedingScreened(BleedingScreen { instrument, edition, answers: vec![], contraindications, high: Some(high), improve: None })
}

#[test]
fn a_bleeding_screen_that_speaks_against_what_goes_on_is_said_until_a_physician_has_decided() {
    let rests = |measures: Vec<MeasureLine>, overridden: &[&str]| {
        let Body::PlanAuthorised(mut plan) = plan(measures, None) else { panic!("a plan") };
        plan.screen = Some("e-1".into());
        plan.overrides = overridden.iter().map(|id| OverrideLine { id: (*id).into(), reason: "会诊".into() }).collect();
        Body::PlanAuthorised(plan)
    };
    let contradicted = |measures: Vec<MeasureLine>, before: Body, overridden: &[&str], after: Body| {
        let events = record(vec![(0, Role::Nurse, before), (1, Role::Physician, rests(measures, overridden)), (9, Role::Nurse, after)]);
        let said = of(&events, 10).plan().expect("in force").contradicted;
        let board = Summary::of(&Encounter::of(&events), &Expected::default(), &DueTimes::default());
        assert_eq!(board.contradicted, said, "the board says what the plan says");
        assert_eq!(Filter::Physician.admits(&board, &[], None), said);
        said
    };
    let heparin = || vec![drug("enoxaparin", 40.0, 4)];
    let clear = || bleeding(false, &[]);
    assert!(!contradicted(heparin(), clear(), &[], clear()));
    assert!(contradicted(heparin(), clear(), &[], bleeding(true, &[])));
    assert!(contradicted(heparin(), clear(), &[], bleeding(false, &["CI_HIT"])));
    assert!(!contradicted(vec![ipc()], clear(), &[], bleeding(true, &["CI_HIT"])), "a device bleeds nobody");
    assert!(contradicted(vec![ipc()], clear(), &[], bleeding(false, &["MC_ACUTE_DVT"])));
    // The physician knew, and weighed it.
    assert!(!contradicted(heparin(), bleeding(true, &["CI_COAG"]), &["CI_COAG"], bleeding(true, &["CI_COAG"])));
    assert!(contradicted(heparin(), bleeding(true, &["CI_COAG"]), &["CI_COAG"], bleeding(true, &["CI_COAG", "CI_HIT"])));
    // Stopped, or decided anew, it is no question any more.
    let mut bodies = vec![(0, Role::Nurse, clear()), (1, Role::Physician, rests(heparin(), &[])), (9, Role::Nurse, bleeding(true, &[]))];
    bodies.push((10, Role::Physician, rests(vec![drug("dalteparin", 2500.0, 4)], &[])));
    assert!(!of(&record(bodies), 11).plan().expect("in force").contradicted);
}

/// Whatever stands in a record, sound or not.
fn random(seed: u64) -> Vec<Event> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut pick = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut bodies = vec![];
    let mut hours = 0;
    for _ in 0..2 + pick(14) {
        hours += 1 + pick(30) as i64;
        let measure = ["enoxaparin", "dalteparin", "ipc", "basic"].map(MeasureId::from)[pick(4)].clone();
        let measures = || vec![MeasureLine::plain(MeasureId::Basic, MeasureKind::Basic), ipc(), drug("enoxaparin", 40.0, hours + 4)];
        let body = match pick(7) {
            0 | 1 => plan(measures().split_off(pick(3)), None),
            2 => plan(vec![drug("dalteparin", 2500.0, hours)], Some("e-1")),
            3 => Body::PlanDeclined(Declined { of: "e-0".into(), code: "short_stay".into(), note: None }),
            4 => Body::MeasureStarted(change(&measure, hours, None)),
            5 => Body::MeasureStopped(change(&measure, hours, Some(STOPPED[pick(STOPPED.len())].0.id))),
            _ => Body::Amended { of: format!("e-{}", 1 + pick(9)), reason: "录错".into(), body: Box::new(plan(measures(), None)) },
        };
        bodies.push((hours, [Role::Nurse, Role::Physician][pick(2)], body));
    }
    record(bodies)
}

#[test]
fn whatever_stands_in_a_record_one_decision_holds_and_says_of_each_measure_how_it_stands() {
    let mut seen = std::collections::BTreeMap::new();
    for seed in 1..4_000 {
        let events = random(seed);
        let last = events.last().expect("an event").at;
        let now = InForce::of(&Encounter::of(&events), last);
        *seen.entry(now.id()).or_insert(0) += 1;
        let decided = events.iter().rev().find(|event| matches!(event.body, Body::PlanAuthorised(_) | Body::PlanDeclined(_)));
        let named = match &now {
            InForce::Nothing => None,
            InForce::Plan(ordered) | InForce::Ended(ordered) => Some(&ordered.id),
            InForce::Declined(refused) => Some(&refused.id),
        };
        assert_eq!(named, decided.map(|event| &event.id), "the last decision and no other, {seed}");
        assert_eq!(now, InForce::then(&events, last), "{seed}");
        let encounter = Encounter::of(&events);
        for held in now.live() {
            assert!(encounter.course(&held.measure.id).is_some(), "{seed}: {held:?}");
            assert_eq!(held.is_held(), held.why.is_some(), "{seed}: {held:?}");
            assert!(held.day.is_none_or(|day| day.n >= 1), "{seed}");
        }
        if let InForce::Plan(ordered) = &now {
            assert!(ordered.measures.iter().any(Held::is_live) && !ordered.by.id.is_empty(), "{seed}");
        }
        // Of drugs and devices that go on none is left out.
        let live = encounter.courses.iter().filter(|course| course.is_live() && (course.begun().is_some() || !course.dropped));
        for course in live.filter(|course| course.plan.is_some()) {
            assert!(now.live().any(|held| held.measure.id == course.measure.id) || course.measure.kind == MeasureKind::Basic, "{seed}: {course:?}");
        }
        // What held when each event was signed is what the events until then come to.
        for (index, event) in events.iter().enumerate() {
            assert_eq!(InForce::then(&events, event.at), InForce::of(&Encounter::of(&events[..=index]), event.at), "{seed}");
        }
    }
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), ["authorised", "declined", "ended", "nothing"]);
}
