//! Worked stays, tap by tap, and random ones: what the record allows, what it refuses with which words, and what it
//! makes of it all.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod ward;

use std::cell::{Cell, RefCell};

use chrono::{Duration, TimeDelta};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use virchow::clinical::answers::Answer;
use virchow::clinical::assess::{Assessed, Screening};
use virchow::clinical::chart::{FactValue, Instant, Limb};
use virchow::clinical::formulary::Drug;
use virchow::clinical::instrument::Risk;
use virchow::clinical::instruments::CN_BLEED_MEDICAL;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::waits::{DueTimes, WAITS};
use virchow::interop::event::read_record;
use virchow::interop::headless::verify;
use virchow::interop::record::Record;
use virchow::interop::seal::Stamp;
use virchow::interop::shape::Place;
use virchow::record::clock::is_ahead;
use virchow::record::coded::{DECLINED, INFORMED, STOPPED};
use virchow::record::decide::{Authorisation, Command, Handled, decide};
use virchow::record::due::{self, Expected, TaskState};
use virchow::record::encounter::{Encounter, Standing};
use virchow::record::event::{Body, MeasureLine, OverrideLine};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::in_force::InForce;
use virchow::record::measure::{MeasureId, MeasureKind};
use virchow::record::refusal::{Flaw, Refusal};
use virchow::record::role::{Action, Role};
use ward::{actor, assessed, assessed_with, chart, noon, ours, padua, screening, sheet, text, with};

const ENOXAPARIN: MeasureId = MeasureId::Drug(Drug::Enoxaparin);

/// A stay as it goes on.
#[derive(Default)]
struct Stay {
    record: Record,
}

impl Stay {
    fn does(&mut self, role: Role, at: Instant, command: Command<'_>) -> Result<String, Refusal> {
        let by = actor(role);
        let in_force = InForce::of(&self.record.encounter, at);
        let command = match command {
            // Whoever authorises here has looked at the plan in force.
            Command::Authorise(wanted) => Command::Authorise(Authorisation { replaces: in_force.plan().map(|plan| plan.id.as_str()), ..wanted }),
            command => command,
        };
        let bodies = decide(&self.record.encounter, command, &by, at)?;
        let mut next = self.record.events.len()..;
        let ids = &mut || format!("e-{}", next.next().expect("endless"));
        let added = self.record.append(bodies, &mut Stamp { context_id: "adm-0017", ids, at, by: &by });
        Ok(added.last().map(|sealed| sealed.event.id.clone()).unwrap_or_default())
    }

    fn scores(&mut self, role: Role, at: Instant, high: bool) -> Result<String, Refusal> {
        let answers = padua(high);
        let sheet = sheet(&answers, at);
        self.does(role, at, Command::Assess { sheet: &sheet, answers: &answers, timepoint: "ADMISSION" })
    }

    fn screens(&mut self, role: Role, at: Instant, screening: &Screening) -> Result<String, Refusal> {
        let assessed = assessed(&padua(true), screening, at);
        self.does(role, at, Command::Screen { assessed: &assessed, screening })
    }

    fn pending(&self, at: Instant) -> Vec<&'static str> {
        due::pending(&self.record.encounter, &Expected::default(), &DueTimes::default(), at).iter().map(|due| due.trigger.id).collect()
    }

    fn state(&self, id: &str, at: Instant) -> Option<TaskState> {
        due::all(&self.record.encounter, &Expected::default(), &DueTimes::default(), at)
            .iter()
            .rev()
            .find(|due| due.trigger.id == id)
            .map(|due| due.state)
    }

    /// What was signed verifies, reads back, and folds to the same.
    fn holds(&self) {
        let text = text(&self.record.events);
        assert_eq!(verify(&text), r#"{"ok":true}"#);
        let read = read_record(&ours(&serde_json::from_str(&text).expect("JSON")), &Place::root("record")).expect("verifies");
        assert_eq!(read, self.record.events);
        let again = Encounter::of(read.iter().map(|sealed| &*sealed.event));
        assert_eq!(again, self.record.encounter);
    }
}

fn measures(assessed: &Assessed) -> Vec<MeasureLine> {
    assessed.advice.measures.iter().map(MeasureLine::of).collect()
}

fn order<'a>(of: &'a str, measures: &'a [MeasureLine], assessed: &'a Assessed) -> Authorisation<'a> {
    Authorisation { of, measures, overrides: &[], screen: None, assessed, monitoring: &assessed.advice.monitoring, replaces: None }
}

fn hours(hours: i64) -> Instant {
    noon() + Duration::hours(hours)
}

/// A stay with a nurse's high score at noon and a screen an hour later; the ids of both.
fn screened() -> (Stay, String, String) {
    let mut stay = Stay::default();
    stay.does(Role::Nurse, noon() - Duration::hours(2), Command::Record(Occurrence::of(Happening::Admitted))).expect("admitted");
    let score = stay.scores(Role::Nurse, noon(), true).expect("signed");
    let screen = stay.screens(Role::Nurse, hours(1), &screening(&[], &[])).expect("signed");
    (stay, score, screen)
}

#[test]
fn a_high_score_of_a_nurse_calls_for_review_screen_and_decision() {
    let mut stay = Stay::default();
    stay.does(Role::Nurse, noon() - Duration::hours(2), Command::Record(Occurrence::of(Happening::Admitted))).expect("admitted");
    assert_eq!(stay.pending(noon()), ["ADMISSION"]);
    let score = stay.scores(Role::Nurse, noon(), true).expect("signed");
    assert_eq!(stay.pending(noon()), ["BLEED_SCREEN", "REVIEW", "PLAN", "PERIODIC_HIGH"]);
    assert_eq!(stay.state("BLEED_SCREEN", hours(23)), Some(TaskState::Overdue), "24 h from admission, not from the score");
    assert_eq!(stay.state("REVIEW", hours(24)), Some(TaskState::Open), "on the hour is in time");
    assert_eq!(stay.state("REVIEW", hours(24) + Duration::seconds(1)), Some(TaskState::Overdue));
    stay.screens(Role::Nurse, hours(1), &screening(&[], &[])).expect("signed");
    let decline = |code, note| Command::Decline { of: &score, code, note };
    assert_eq!(stay.does(Role::Nurse, hours(2), decline("early_mobile", None)), Err(Refusal::Reserved(Action::Decline)));
    assert_eq!(stay.does(Role::Physician, hours(2), decline("no_time", None)), Err(Refusal::ReasonCode));
    assert_eq!(stay.does(Role::Physician, hours(2), decline("other", Some("  "))), Err(Refusal::ReasonWords));
    stay.does(Role::Physician, hours(25), decline("early_mobile", None)).expect("declined");
    assert_eq!(stay.pending(hours(25)), ["PERIODIC_HIGH"]);
    assert_eq!(stay.state("PLAN", hours(99)), Some(TaskState::DoneLate { at: hours(25) }), "late stays late");
    assert_eq!(stay.state("ADMISSION", hours(99)), Some(TaskState::Done { at: noon() }));
    assert_eq!(stay.state("PERIODIC_HIGH", hours(73)), Some(TaskState::Overdue));
    stay.holds();
}

#[test]
fn a_low_score_calls_for_nothing_but_the_admission() {
    let mut stay = Stay::default();
    stay.scores(Role::Nurse, noon(), false).expect("signed");
    assert_eq!(stay.pending(hours(900)), [""; 0]);
    let mut times = DueTimes::default();
    assert!(times.set(WAITS[8].wait, 168) && !times.set(WAITS[0].wait, 25), "a hospital may look weekly, and may not admit later than 24 h");
    let due = due::pending(&stay.record.encounter, &Expected::default(), &times, hours(24 * 7));
    assert_eq!(due.iter().map(|due| (due.trigger.id, due.state, due.deadline)).collect::<Vec<_>>(), [("PERIODIC_LOW", TaskState::Open, hours(168))]);
}

#[test]
fn a_physician_authorises_what_was_changed() {
    let (mut stay, score, screen) = screened();
    let assessed = assessed(&padua(true), &screening(&[], &[]), hours(2));
    let mut wanted = measures(&assessed);
    let drug = wanted.iter().position(|measure| measure.kind == MeasureKind::Drug).expect("a drug is proposed");
    wanted[drug].start = Some(hours(8));
    wanted[drug].stop = Some(hours(8 + 7 * 24));
    let plan = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &assessed))).expect("authorised");
    let decision = stay.record.encounter.decision().expect("a decision");
    let held = decision.what.plan.as_ref().expect("a plan");
    assert_eq!((held.of.as_str(), held.screen.as_deref(), held.rule.as_deref()), (score.as_str(), Some(screen.as_str()), Some("M1")));
    assert_eq!(held.measures[drug].start, Some(hours(8)));
    assert_eq!(stay.record.encounter.course(&ENOXAPARIN).expect("a course").standing(), Standing::Authorised);
    let again = stay.does(Role::Physician, hours(3), Command::Authorise(order(&score, &wanted, &assessed)));
    assert_eq!(again, Err(Refusal::AlreadyAuthorised));
    let declined = stay.does(Role::Physician, hours(3), Command::Decline { of: &score, code: "short_stay", note: None });
    assert_eq!(declined, Err(Refusal::AlreadyAuthorised));
    assert_eq!(stay.state("REVIEW", hours(3)), Some(TaskState::Done { at: hours(2) }), "to decide on a score is to have looked at it");
    // The nurse gives it, holds it, and stops it; each in its order.
    let start = |at| Command::Start(Handled { measure: &ENOXAPARIN, at, plan: None });
    let stop = |at, code| Command::Stop { what: Handled { measure: &ENOXAPARIN, at, plan: None }, code, note: None };
    assert_eq!(stay.does(Role::Nurse, hours(9), start(hours(9) + Duration::minutes(6))), Err(Refusal::Future));
    assert_eq!(stay.does(Role::Nurse, hours(9), start(hours(1))), Err(Refusal::OutOfOrder), "before it was authorised");
    stay.does(Role::Nurse, hours(9), start(hours(8))).expect("late on paper, in time on the ward");
    assert_eq!(stay.does(Role::Nurse, hours(9), start(hours(9))), Err(Refusal::Measure(Flaw::AlreadyStarted, "enoxaparin".into())));
    assert_eq!(stay.state("DRUG_START", hours(9)), Some(TaskState::Done { at: hours(8) }));
    assert!(stay.pending(hours(30)).contains(&"MONITORING"));
    stay.does(Role::Nurse, hours(32), stop(hours(32), "missed")).expect("a dose left out");
    let course = stay.record.encounter.course(&ENOXAPARIN).expect("a course");
    assert!(course.is_in_use() && course.missed() == 1, "the measure goes on");
    let held_at = stay.does(Role::Nurse, hours(40), stop(hours(40), "held")).expect("held");
    assert_eq!(stay.record.encounter.course(&ENOXAPARIN).expect("a course").standing(), Standing::Held { since: hours(40) });
    assert_eq!(stay.state("DRUG_STOP", hours(65)), Some(TaskState::Waiting), "the planned stop comes last");
    assert!(stay.pending(hours(41)).contains(&"DRUG_STOP"), "a physician looks at every hold");
    assert_eq!(stay.does(Role::Nurse, hours(50), start(hours(39))), Err(Refusal::OutOfOrder));
    stay.does(Role::Nurse, hours(50), start(hours(50))).expect("resumed");
    // The hold was an hour earlier.
    let to = Command::Stop { what: Handled { measure: &ENOXAPARIN, at: hours(39), plan: None }, code: "held", note: None };
    stay.does(Role::Nurse, hours(51), Command::Correct { of: &held_at, reason: "时间录错", to: &to }).expect("amended");
    let ahead = Command::Stop { what: Handled { measure: &ENOXAPARIN, at: hours(51), plan: None }, code: "held", note: None };
    let corrected = stay.does(Role::Nurse, hours(52), Command::Correct { of: &held_at, reason: "时间录错", to: &ahead });
    assert_eq!(corrected, Err(Refusal::OutOfOrder), "not past the start that followed it");
    stay.does(Role::Nurse, hours(60), stop(hours(60), "bleeding")).expect("stopped");
    assert_eq!(stay.record.encounter.course(&ENOXAPARIN), None);
    assert!(stay.pending(hours(61)).contains(&"CONDITION_CHANGE"));
    assert_eq!(stay.does(Role::Nurse, hours(62), start(hours(62))), Err(Refusal::Measure(Flaw::NotAuthorised, "enoxaparin".into())));
    // Amending the plan does not bring it back.
    let mut shorter = wanted.clone();
    shorter[drug].stop = Some(hours(100));
    let to = Command::Authorise(order(&score, &shorter, &assessed));
    stay.does(Role::Physician, hours(63), Command::Correct { of: &plan, reason: "疗程录错", to: &to }).expect("amended");
    assert_eq!(stay.record.encounter.course(&ENOXAPARIN), None);
    stay.holds();
}

/// What the forms of the ward ask before a time is noted in the chart, at its edges.
#[test]
fn a_time_is_ahead_after_five_minutes_and_another_procedure_after_a_day() {
    assert!(!is_ahead(noon() + Duration::minutes(5), noon()));
    assert!(is_ahead(noon() + Duration::minutes(5) + Duration::seconds(1), noon()));
    for planned in [hours(-30), noon(), hours(24)] {
        assert!(!due::is_another_procedure(planned, noon()), "{planned} was the one that was done");
    }
    assert!(due::is_another_procedure(hours(24) + Duration::seconds(1), noon()));
}

#[test]
fn patient_and_family_are_informed_with_the_basic_measures() {
    let (mut stay, ..) = screened();
    let inform = |whom, at| Command::Inform { whom, at };
    assert_eq!(stay.record.encounter.informed(), None);
    assert_eq!(stay.does(Role::Nurse, hours(2), inform("neighbour", hours(2))), Err(Refusal::ReasonCode));
    assert_eq!(stay.does(Role::Pharmacist, hours(2), inform("family", hours(2))), Err(Refusal::Reserved(Action::Start)));
    stay.does(Role::Nurse, hours(2), inform("family", hours(2))).expect("informed");
    let since = |stay: &Stay| stay.record.encounter.course(&"basic".into()).expect("in use").standing();
    assert_eq!(since(&stay), Standing::InUse { since: hours(2) }, "to inform is to begin the basic measures");
    assert_eq!(stay.does(Role::Nurse, hours(5), inform("patient", hours(1))), Err(Refusal::OutOfOrder));
    stay.does(Role::Nurse, hours(5), inform("patient", hours(5))).expect("informed again");
    assert_eq!(since(&stay), Standing::InUse { since: hours(2) }, "they were in use all the while");
    assert_eq!(stay.record.encounter.informed().map(|(at, whom)| (at, whom.id)), Some((hours(5), "patient")));
    stay.holds();
}

#[test]
fn an_amended_plan_replaces_what_was_not_begun() {
    let (mut stay, score, _) = screened();
    let assessed = assessed(&padua(true), &screening(&[], &[]), hours(2));
    let wanted = measures(&assessed);
    let plan = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &assessed))).expect("authorised");
    let mut device = vec![MeasureLine::plain("basic".into(), MeasureKind::Basic), MeasureLine::plain("ipc".into(), MeasureKind::Device)];
    device[1].limb = Some(virchow::clinical::chart::Limb::Left);
    let to = Command::Authorise(order(&score, &device, &assessed));
    let correct = |reason| Command::Correct { of: &plan, reason, to: &to };
    assert_eq!(stay.does(Role::Nurse, hours(3), correct("改为器械")), Err(Refusal::Reserved(Action::Authorise)));
    assert_eq!(stay.does(Role::Physician, hours(3), correct(" ")), Err(Refusal::AmendReason));
    stay.does(Role::Physician, hours(3), correct("改为器械")).expect("amended");
    assert_eq!(stay.record.encounter.course(&ENOXAPARIN), None, "never begun, so withdrawn");
    assert_eq!(stay.record.encounter.course(&"ipc".into()).expect("a course").measure.limb, device[1].limb);
    assert_eq!((stay.record.encounter.decisions.len(), stay.record.encounter.decisions[0].amendments), (1, 1));
    let other = Command::Correct { of: &plan, reason: "x", to: &Command::Record(Occurrence::of(Happening::Operated)) };
    assert_eq!(stay.does(Role::Physician, hours(4), other), Err(Refusal::NotAmendable));
    stay.holds();
}

#[test]
fn overriding_takes_a_reason_for_each_thing_that_stands_against_it() {
    let mut stay = Stay::default();
    let score = stay.scores(Role::Physician, noon(), true).expect("signed");
    let against = screening(&["bm_active_gi_ulcer"], &["CI_PLT_FUNCTION", "CI_CNS_BLEED"]);
    stay.screens(Role::Physician, hours(1), &against).expect("signed");
    let proposed = ward::proposal();
    let wanted = measures(&proposed);
    let now = assessed(&padua(true), &against, hours(2));
    let needed = vec!["CI_CNS_BLEED".to_owned(), CN_BLEED_MEDICAL.id.to_owned()];
    let refused = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &now)));
    assert_eq!(refused, Err(Refusal::OverrideNeeded(needed.clone())));
    let reasons = |reason: &str| needed.iter().map(|id| OverrideLine { id: id.clone(), reason: reason.into() }).collect::<Vec<_>>();
    for (reason, enough) in [("", false), ("  ok  ", false), ("可以用", false), ("神经外科已会诊同意", true)] {
        let overrides = reasons(reason);
        let result =
            stay.does(Role::Physician, hours(2), Command::Authorise(Authorisation { overrides: &overrides, ..order(&score, &wanted, &now) }));
        assert_eq!(result.is_ok(), enough, "{reason:?}: {result:?}");
    }
    let plan = stay.record.encounter.decision().expect("decided").what.plan.clone().expect("a plan");
    assert_eq!(plan.overrides, reasons("神经外科已会诊同意"));
    stay.holds();
}

#[test]
fn what_nobody_may_override_is_refused_whatever_the_reason() {
    for forbidden in ["CI_HIT", "CI_HIT_ACUTE", "CI_ACUTE_VTE", "CI_THERAPEUTIC_AC"] {
        let (mut stay, score, _) = screened();
        let wanted = measures(&ward::proposal());
        let against = screening(&[], &[forbidden]);
        let now = assessed(&padua(true), &against, hours(2));
        let overrides: Vec<OverrideLine> = ["CI_HIT", "CI_HIT_ACUTE", "CI_ACUTE_VTE", "CI_THERAPEUTIC_AC"]
            .map(|id| OverrideLine { id: id.into(), reason: "血液科会诊同意使用".into() })
            .into();
        let result =
            stay.does(Role::Physician, hours(2), Command::Authorise(Authorisation { overrides: &overrides, ..order(&score, &wanted, &now) }));
        assert!(matches!(&result, Err(Refusal::Forbidden(id)) if id.starts_with("CI_")), "{forbidden}: {result:?}");
        // Without the drug it may be ordered.
        let basic = [MeasureLine::plain("basic".into(), MeasureKind::Basic)];
        stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &basic, &now))).expect("authorised");
    }
    // Platelets below 20: the table's own bound.
    let (mut stay, score, _) = screened();
    let mut chart = chart(hours(2));
    for fact in &mut chart.facts {
        if let FactValue::Measured(Quantity::Platelets, value) = &mut fact.value {
            *value = 19.0;
        }
    }
    let mut now = assessed_with(&chart, &padua(true), &screening(&[], &[]), hours(2));
    now.bleeding.high = Some(false);
    let wanted = measures(&ward::proposal());
    let result = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &now)));
    assert_eq!(result, Err(Refusal::Forbidden("CI_PLT_LT_50".into())));
}

#[test]
fn a_plan_rests_on_the_latest_score_and_a_screen_that_is_not_older() {
    let mut stay = Stay::default();
    let none = screening(&[], &[]);
    let screen = stay.screens(Role::Nurse, noon(), &none).expect("signed");
    let score = stay.scores(Role::Nurse, hours(1), true).expect("signed");
    let now = assessed(&padua(true), &none, hours(2));
    let wanted = measures(&now);
    let plan = order(&score, &wanted, &now);
    assert_eq!(stay.does(Role::Physician, hours(2), Command::Authorise(plan.clone())), Err(Refusal::ScreenDue));
    assert!(stay.pending(hours(2)).contains(&"BLEED_SCREEN"));
    // What is known now has moved on from what was screened.
    let moved = assessed(&padua(true), &screening(&["bm_active_gi_ulcer"], &[]), hours(2));
    let stale = Authorisation { screen: Some(&screen), ..order(&score, &wanted, &moved) };
    assert_eq!(stay.does(Role::Physician, hours(2), Command::Authorise(stale)), Err(Refusal::ScreenDue));
    let explicit = Authorisation { screen: Some(&screen), ..plan.clone() };
    stay.does(Role::Physician, hours(2), Command::Authorise(explicit)).expect("the physician says that it holds");
    let newer = stay.scores(Role::Physician, hours(3), true).expect("signed");
    assert_eq!(stay.does(Role::Physician, hours(4), Command::Authorise(plan)), Err(Refusal::Stale));
    let unknown = order("e-99", &wanted, &now);
    assert_eq!(stay.does(Role::Physician, hours(4), Command::Authorise(unknown)), Err(Refusal::NotInRecord));
    stay.screens(Role::Physician, hours(4), &none).expect("signed");
    stay.does(Role::Physician, hours(4), Command::Authorise(order(&newer, &wanted, &now))).expect("authorised");
    stay.holds();
}

#[test]
fn a_dose_is_not_begun_before_the_start_that_was_authorised() {
    let (mut stay, score, _) = screened();
    let assessed = assessed(&padua(true), &screening(&[], &[]), hours(2));
    let mut wanted = measures(&assessed);
    wanted.iter_mut().filter(|measure| measure.drug().is_some()).for_each(|measure| measure.start = Some(hours(8)));
    stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &assessed))).expect("authorised");
    let mut begun = |at| stay.does(Role::Nurse, hours(9), Command::Start(Handled { measure: &ENOXAPARIN, at, plan: None }));
    let refused = begun(hours(8) - Duration::minutes(6)).expect_err("before the drug may be given");
    assert_eq!((&refused, refused.earliest(), refused.code()), (&Refusal::TooEarly(hours(8)), Some(hours(8)), "E_RANGE"));
    assert!(begun(hours(8) - Duration::minutes(5)).is_ok(), "as exact as a clock on the wall");
}

#[test]
fn nothing_begins_or_goes_on_after_the_stop_that_was_ordered() {
    let ordered = || {
        let (mut stay, score, _) = screened();
        let assessed = assessed(&padua(true), &screening(&[], &[]), hours(2));
        let mut wanted = measures(&assessed);
        wanted.iter_mut().filter(|measure| measure.drug().is_some()).for_each(|measure| measure.stop = Some(hours(72)));
        stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &assessed))).expect("authorised");
        stay
    };
    let mut stay = ordered();
    let refusal = Refusal::Measure(Flaw::PastStop, "enoxaparin".into());
    let past = Err(refusal.clone());
    let start = |at| Command::Start(Handled { measure: &ENOXAPARIN, at, plan: None });
    assert_eq!(stay.does(Role::Nurse, hours(73), start(hours(72))), past, "never begun");
    ordered().does(Role::Nurse, hours(73), start(hours(72) - chrono::TimeDelta::minutes(1))).expect("a minute before it");
    stay.does(Role::Nurse, hours(73), start(hours(20))).expect("written down late is not begun late");
    let hold = Command::Stop { what: Handled { measure: &ENOXAPARIN, at: hours(60), plan: None }, code: "procedure", note: None };
    stay.does(Role::Nurse, hours(73), hold).expect("held");
    assert_eq!(stay.does(Role::Nurse, hours(74), start(hours(74))), past, "resumed");
    assert_eq!((stay.record.encounter.in_use().count(), refusal.code()), (0, "E_PHASE"));
}

#[test]
fn a_plan_is_signed_again_only_where_it_says_something_else() {
    let (mut stay, score, _) = screened();
    let now = assessed(&padua(true), &screening(&[], &[]), hours(2));
    let wanted = measures(&now);
    stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &now))).expect("authorised");
    assert_eq!(stay.does(Role::Physician, hours(3), Command::Authorise(order(&score, &wanted, &now))), Err(Refusal::AlreadyAuthorised));
    let basic = vec![wanted[0].clone()];
    stay.does(Role::Physician, hours(3), Command::Authorise(order(&score, &basic, &now))).expect("the drug is taken back before it was begun");
    assert_eq!(stay.record.encounter.course(&ENOXAPARIN), None);
}

/// Two physicians look at one plan, and both want it otherwise: the second is told, and nothing of the first is lost.
#[test]
fn of_two_physicians_who_change_one_plan_the_second_is_told() {
    let (mut stay, score, _) = screened();
    let now = assessed(&padua(true), &screening(&[], &[]), hours(2));
    let wanted = measures(&now);
    let first = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &now))).expect("authorised");
    let by = actor(Role::Physician);
    let basic = [wanted[0].clone()];
    let change = |stay: &Stay, measures: &[MeasureLine], replaces| {
        decide(&stay.record.encounter, Command::Authorise(Authorisation { replaces, ..order(&score, measures, &now) }), &by, hours(3))
    };
    assert_eq!(change(&stay, &basic, None), Err(Refusal::PlanMoved), "nobody changes a plan that was not seen");
    let Ok(bodies) = change(&stay, &basic, Some(&first)) else { panic!("changed") };
    let [Body::PlanAuthorised(plan)] = &bodies[..] else { panic!("one plan") };
    assert_eq!(plan.replaces.as_ref(), Some(&first));
    let second = stay.does(Role::Physician, hours(3), Command::Authorise(order(&score, &basic, &now))).expect("changed");
    let late = change(&stay, &wanted, Some(&first));
    assert_eq!(late, Err(Refusal::PlanMoved));
    assert_eq!(Refusal::PlanMoved.code(), "E_CONFLICT");
    assert_eq!(InForce::of(&stay.record.encounter, hours(4)).plan().map(|plan| (&plan.id, plan.replaces.as_ref())), Some((&second, Some(&first))));
    // A stop that was meant for the plan before is told as well.
    let stop = |plan| Command::Stop { what: Handled { measure: &MeasureId::Basic, at: hours(4), plan }, code: "risk_fell", note: None };
    assert_eq!(stay.does(Role::Physician, hours(4), stop(Some(&first))), Err(Refusal::PlanMoved));
    stay.does(Role::Physician, hours(4), stop(Some(&second))).expect("stopped");
    assert_eq!(stay.does(Role::Physician, hours(5), stop(Some(&second))), Err(Refusal::Measure(Flaw::NotInUse, "basic".into())), "not twice");
    // What has ended can be ordered again, and is no repetition.
    stay.does(Role::Physician, hours(6), Command::Authorise(order(&score, &basic, &now))).expect("ordered again");
    stay.holds();
}

/// The element knows orders and no starts: what is ordered can be held before anybody recorded that it was begun.
#[test]
fn what_is_ordered_is_held_with_a_note_resumed_and_never_held_twice_or_stopped_before_it_was_ordered() {
    let (mut stay, score, _) = screened();
    let now = assessed(&padua(true), &screening(&[], &[]), hours(2));
    let plan = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &measures(&now), &now))).expect("authorised");
    let stop = |at, code| Command::Stop { what: Handled { measure: &ENOXAPARIN, at, plan: Some(&plan) }, code, note: Some(" 术区渗血 ") };
    let resume = |at| Command::Start(Handled { measure: &ENOXAPARIN, at, plan: Some(&plan) });
    assert_eq!(stay.does(Role::Physician, hours(5), stop(hours(1), "held")), Err(Refusal::OutOfOrder));
    assert_eq!(stay.does(Role::Pharmacist, hours(5), stop(hours(5), "held")), Err(Refusal::Reserved(Action::Stop)));
    stay.does(Role::Physician, hours(5), stop(hours(5), "held")).expect("held");
    let Some(Body::MeasureStopped(change)) = stay.record.events.last().map(|sealed| sealed.event.body.clone()) else { panic!("a stop") };
    assert_eq!((change.note.as_deref(), change.plan.as_deref()), (Some("术区渗血"), Some(plan.as_str())));
    assert_eq!(stay.does(Role::Physician, hours(6), stop(hours(6), "procedure")), Err(Refusal::Measure(Flaw::NotInUse, "enoxaparin".into())));
    stay.does(Role::Physician, hours(9), resume(hours(9))).expect("resumed");
    assert_eq!(stay.record.encounter.course(&ENOXAPARIN).expect("a course").standing(), Standing::InUse { since: hours(9) });
    stay.does(Role::Physician, hours(10), stop(hours(10), "bleeding")).expect("stopped");
    assert_eq!(stay.does(Role::Physician, hours(11), stop(hours(11), "bleeding")), Err(Refusal::Measure(Flaw::NotInUse, "enoxaparin".into())));
    stay.holds();
}

#[test]
fn measures_are_whole_and_one_anticoagulant_at_a_time() {
    let (mut stay, score, _) = screened();
    let now = assessed(&padua(true), &screening(&[], &[]), hours(2));
    let wanted = measures(&now);
    let drug = wanted.iter().find(|measure| measure.kind == MeasureKind::Drug).expect("a drug").clone();
    let mut tried = |measures: Vec<MeasureLine>| stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &measures, &now)));
    let flaw = |flaw, id: &str| Err(Refusal::Measure(flaw, id.into()));
    assert_eq!(tried(vec![]), flaw(Flaw::None, ""));
    assert_eq!(tried(vec![MeasureLine::plain("leeches".into(), MeasureKind::Drug)]), flaw(Flaw::Unknown, "leeches"));
    assert_eq!(tried(vec![MeasureLine::plain("ipc".into(), MeasureKind::Drug)]), flaw(Flaw::Unknown, "ipc"));
    assert_eq!(tried(vec![MeasureLine::plain("basic".into(), MeasureKind::Basic); 2]), flaw(Flaw::Twice, "basic"));
    assert_eq!(tried(vec![MeasureLine { dose: None, ..drug.clone() }]), flaw(Flaw::NoDose, "enoxaparin"));
    assert_eq!(tried(vec![MeasureLine { stop: None, ..drug.clone() }]), flaw(Flaw::NoStop, "enoxaparin"));
    assert_eq!(tried(vec![MeasureLine { stop: Some(hours(1)), ..drug.clone() }]), flaw(Flaw::Times, "enoxaparin"));
    let second = MeasureLine { id: "dalteparin".into(), ..drug.clone() };
    assert_eq!(tried(vec![drug.clone(), second.clone()]), flaw(Flaw::SecondAnticoagulant, "dalteparin"));
    tried(vec![drug.clone()]).expect("authorised");
    // In use, and another is wanted: the first is stopped first.
    stay.does(Role::Nurse, hours(3), Command::Start(Handled { measure: &ENOXAPARIN, at: hours(3), plan: None })).expect("begun");
    let newer = stay.scores(Role::Physician, hours(4), true).expect("signed");
    stay.screens(Role::Physician, hours(4), &screening(&[], &[])).expect("signed");
    let other = [second];
    let result = stay.does(Role::Physician, hours(5), Command::Authorise(order(&newer, &other, &now)));
    assert_eq!(result, flaw(Flaw::SecondAnticoagulant, "dalteparin"));
    stay.does(
        Role::Nurse,
        hours(5),
        Command::Stop { what: Handled { measure: &ENOXAPARIN, at: hours(5), plan: None }, code: "replaced", note: None },
    )
    .expect("stopped");
    stay.does(Role::Physician, hours(5), Command::Authorise(order(&newer, &other, &now))).expect("authorised");
    stay.holds();
}

#[test]
fn both_scores_stand_side_by_side_and_the_physicians_governs() {
    let mut stay = Stay::default();
    let score = stay.scores(Role::Nurse, noon(), false).expect("signed");
    let answers = padua(true);
    let changed = sheet(&answers, hours(1));
    let review = |of, changed| Command::Review { of, changed };
    assert_eq!(stay.does(Role::Nurse, hours(1), review(&score, None)), Err(Refusal::Reserved(Action::Review)));
    let open = with(padua(true), "previous_vte", None);
    let incomplete = sheet(&open, hours(1));
    assert!(matches!(stay.does(Role::Physician, hours(1), review(&score, Some((&incomplete, &open)))), Err(Refusal::Incomplete(_))));
    stay.does(Role::Physician, hours(1), review(&score, Some((&changed, &answers)))).expect("reviewed");
    let latest = stay.record.encounter.latest().expect("a score");
    let bands = |of: Option<&virchow::record::assessment::Assessment>| of.and_then(|assessment| assessment.band);
    assert_eq!((bands(latest.nurse()), bands(latest.physician()), latest.band()), (Some(Risk::Low), Some(Risk::High), Some(Risk::High)));
    assert_eq!(latest.version, 1);
    assert!(stay.pending(hours(2)).contains(&"PERIODIC_HIGH"), "by the score that governs");
    // The nurse puts her own right: the physician looks again.
    let amend = Command::Amend { of: &score, reason: "补充", sheet: &changed, answers: &answers };
    stay.does(Role::Nurse, hours(2), amend).expect("amended");
    let latest = stay.record.encounter.latest().expect("a score");
    assert_eq!((latest.physician(), latest.first_review, latest.version), (None, None, 2));
    stay.does(Role::Physician, hours(3), review(&score, None)).expect("confirmed");
    // What a physician signed a nurse does not amend.
    let own = stay.scores(Role::Physician, hours(4), true).expect("signed");
    let amend = Command::Amend { of: &own, reason: "补充", sheet: &changed, answers: &answers };
    assert_eq!(stay.does(Role::Nurse, hours(5), amend), Err(Refusal::Reserved(Action::Review)));
    assert_eq!(stay.does(Role::Physician, hours(5), review(&score, None)), Err(Refusal::Stale));
    stay.holds();
}

#[test]
fn a_suspicion_is_withdrawn_by_a_physician_with_a_reason_and_is_not_excluded() {
    let (mut stay, ..) = screened();
    let suspicion =
        || Occurrence::of(Happening::VteSuspected).at(hours(2)).with("site", "dvt").with("limb", "left").with("signs", "leg_swelling leg_pain");
    let taken_back = || Command::Record(suspicion().with("status", "withdrawn"));
    assert_eq!(stay.does(Role::Physician, hours(2), taken_back()), Err(Refusal::NotInRecord), "nothing to withdraw yet");
    let of = stay.does(Role::Nurse, hours(2), Command::Record(suspicion())).expect("suspected");
    let left = stay.record.encounter.so_far().suspicion.expect("known").leg;
    assert_eq!(left, Some(virchow::clinical::chart::Limb::Left), "compression is held on the side that was signed");
    let correct = |reason| (reason, taken_back());
    let (reason, to) = correct("误报");
    assert_eq!(stay.does(Role::Nurse, hours(3), Command::Correct { of: &of, reason, to: &to }), Err(Refusal::Reserved(Action::Exclude)));
    let (reason, to) = correct(" ");
    assert_eq!(stay.does(Role::Physician, hours(3), Command::Correct { of: &of, reason, to: &to }), Err(Refusal::AmendReason));
    let (reason, to) = correct("误报：水肿为双侧，原有");
    stay.does(Role::Physician, hours(3), Command::Correct { of: &of, reason, to: &to }).expect("withdrawn");
    assert!(stay.record.encounter.suspected().is_none() && stay.record.encounter.so_far().suspicion.is_none());
    assert!(!stay.pending(hours(3)).contains(&"SUSPECTED_VTE"), "nobody waits for it");
    assert_eq!(stay.record.encounter.happened(Happening::VteExcluded).count(), 0, "nobody has excluded anything");
    assert_eq!(stay.does(Role::Physician, hours(3), Command::Record(Occurrence::of(Happening::VteExcluded).at(hours(3)))), Err(Refusal::NotInRecord));
    stay.does(Role::Nurse, hours(4), Command::Record(Occurrence::of(Happening::VteSuspected).at(hours(4)))).expect("suspected anew");
    assert!(stay.record.encounter.suspected().is_some());
}

#[test]
fn nobody_waits_for_a_plan_of_prevention_once_vte_is_confirmed() {
    let (mut stay, ..) = screened();
    assert!(stay.pending(hours(1)).contains(&"PLAN"));
    stay.does(Role::Physician, hours(2), Command::Record(Occurrence::of(Happening::VteConfirmed).at(hours(2)))).expect("confirmed");
    assert!(!stay.pending(hours(2)).contains(&"PLAN"));
    assert!(stay.record.encounter.so_far().confirmed.is_some());
}

#[test]
fn suspicion_operation_transfer_and_discharge_take_their_order() {
    let (mut stay, ..) = screened();
    let record = |what, at| Command::Record(Occurrence::of(what).at(at));
    let before = noon() - Duration::hours(3);
    assert_eq!(stay.does(Role::Nurse, hours(2), record(Happening::Transferred, before)), Err(Refusal::OutOfOrder), "before the admission");
    assert_eq!(stay.does(Role::Nurse, hours(2), record(Happening::Operated, hours(3))), Err(Refusal::Future));
    assert_eq!(stay.does(Role::Physician, hours(2), record(Happening::VteExcluded, hours(2))), Err(Refusal::NotInRecord));
    stay.does(Role::Nurse, hours(2), record(Happening::VteSuspected, hours(2))).expect("suspected");
    assert!(stay.record.encounter.suspected().is_some() && stay.pending(hours(2)).contains(&"SUSPECTED_VTE"));
    assert_eq!(stay.does(Role::Nurse, hours(3), record(Happening::VteExcluded, hours(3))), Err(Refusal::Reserved(Action::Exclude)));
    assert_eq!(stay.does(Role::Physician, hours(3), record(Happening::VteExcluded, hours(1))), Err(Refusal::OutOfOrder));
    stay.does(Role::Physician, hours(3), record(Happening::VteExcluded, hours(3))).expect("excluded");
    assert!(stay.record.encounter.suspected().is_none());
    stay.does(Role::Nurse, hours(4), record(Happening::Transferred, hours(4))).expect("moved");
    let operation = Occurrence { ended_at: Some(hours(9)), ..Occurrence::of(Happening::Operated).at(hours(7)) };
    let operated = stay.does(Role::Nurse, hours(10), Command::Record(operation.clone())).expect("operated");
    assert_eq!(stay.state("PRE_OP", hours(10)), Some(TaskState::Done { at: noon() }), "scored within the day before");
    assert_eq!(stay.state("POST_OP", hours(33)), Some(TaskState::Open));
    assert_eq!(stay.state("POST_OP", hours(34)), Some(TaskState::Overdue));
    let dry = Command::Record(Occurrence { haemostasis_at: Some(hours(12)), ..operation });
    stay.does(Role::Nurse, hours(12), Command::Correct { of: &operated, reason: "术者确认止血", to: &dry }).expect("amended");
    assert_eq!(stay.record.encounter.occurrences.last().expect("one").what.haemostasis_at, Some(hours(12)));
    assert_eq!(stay.does(Role::Nurse, hours(40), record(Happening::Discharged, hours(40))), Err(Refusal::Reserved(Action::Discharge)));
    stay.does(Role::Physician, hours(40), record(Happening::Discharged, hours(40))).expect("discharged");
    assert_eq!(stay.pending(hours(41)), [""; 0]);
    assert_eq!(stay.state("PRE_DISCHARGE", hours(41)), Some(TaskState::Missed));
    assert_eq!(stay.state("POST_OP", hours(41)), Some(TaskState::Missed));
    assert_eq!(stay.scores(Role::Physician, hours(41), true), Err(Refusal::Discharged));
    assert_eq!(stay.does(Role::Physician, hours(41), record(Happening::Discharged, hours(41))), Err(Refusal::Discharged));
    let mend = Command::Correct { of: &operated, reason: "录错", to: &Command::Record(Occurrence::of(Happening::Operated).at(hours(7))) };
    stay.does(Role::Physician, hours(42), mend).expect("a record is put right after discharge too");
    stay.holds();
}

#[test]
fn falling_bleeding_risk_and_closing_windows_call_the_physician() {
    let mut stay = Stay::default();
    stay.scores(Role::Physician, noon(), true).expect("signed");
    let mut high = screening(&["bm_active_gi_ulcer"], &["CI_NEURAXIAL"]);
    for (id, said) in &mut high.contraindications {
        if *id == "CI_NEURAXIAL" {
            said.until = Some(hours(9));
        }
    }
    stay.screens(Role::Physician, hours(1), &high).expect("signed");
    assert_eq!(stay.record.encounter.latest_screen().expect("one").what.high, Some(true));
    assert_eq!(stay.state("BLEED_HIGH", hours(26)), Some(TaskState::Overdue));
    assert_eq!((stay.state("WINDOW", hours(8)), stay.state("WINDOW", hours(10))), (Some(TaskState::Waiting), Some(TaskState::Open)));
    stay.screens(Role::Nurse, hours(11), &screening(&[], &[])).expect("signed");
    assert_eq!(stay.state("WINDOW", hours(11)), Some(TaskState::Done { at: hours(11) }));
    assert_eq!(stay.state("BLEED_FELL", hours(12)), Some(TaskState::Open));
    stay.holds();
}

#[test]
fn an_unfinished_screen_is_not_signed() {
    let mut stay = Stay::default();
    let mut half = screening(&[], &[]);
    let open = CN_BLEED_MEDICAL.items.iter().position(|item| item.from == virchow::clinical::instrument::From::Asked).expect("an item");
    half.answers(&CN_BLEED_MEDICAL).cells[open] = None;
    assert!(matches!(stay.screens(Role::Nurse, noon(), &half), Err(Refusal::Incomplete(items)) if items == [open]));
    half.answers(&CN_BLEED_MEDICAL).cells[open] = Some(Answer::No);
    stay.screens(Role::Nurse, noon(), &half).expect("signed");
    stay.holds();
}

/// Aspirin is no anticoagulant of the tables, and no way around them: what forbids all of those forbids it.
#[test]
fn aspirin_is_no_way_around_a_block_and_under_18_is_overridden_in_words() {
    let drug = |id: &str| {
        let mut wanted = measures(&ward::proposal());
        wanted.retain(|measure| measure.kind == MeasureKind::Drug);
        wanted[0].id = id.into();
        wanted
    };
    let (mut stay, score, _) = screened();
    let bleeding = assessed(&padua(true), &screening(&[], &["CI_ACTIVE_BLEED"]), hours(2));
    let wanted = drug("aspirin");
    let refused = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &bleeding)));
    assert_eq!(refused, Err(Refusal::OverrideNeeded(vec!["CI_ACTIVE_BLEED".into()])));
    let mut chart = chart(hours(2));
    for fact in &mut chart.facts {
        if let FactValue::Measured(Quantity::Age, value) = &mut fact.value {
            *value = 17.0;
        }
    }
    let young = assessed_with(&chart, &padua(true), &screening(&[], &[]), hours(2));
    let wanted = drug("enoxaparin");
    let refused = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &young)));
    assert_eq!(refused, Err(Refusal::OverrideNeeded(vec!["under_18".into()])));
}

/// What nobody has answered is not absent: a drug that hangs on it is ordered with a reason for it, or not at all.
#[test]
fn an_open_question_is_named_before_a_drug_is_ordered() {
    let (mut stay, score, _) = screened();
    let mut open = screening(&[], &[]);
    open.contraindications.retain(|(id, _)| *id != "CI_HIT");
    let now = assessed(&padua(true), &open, hours(2));
    let wanted = measures(&now);
    let refused = stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &wanted, &now)));
    assert_eq!(refused, Err(Refusal::OverrideNeeded(vec!["CI_HIT".into()])));
    let overrides = [
        OverrideLine { id: "CI_HIT".into(), reason: "昏迷无家属，病史无从得知".into() },
        OverrideLine { id: "CI_COAG".into(), reason: "此条不适用".into() },
    ];
    stay.does(Role::Physician, hours(2), Command::Authorise(Authorisation { overrides: &overrides, ..order(&score, &wanted, &now) }))
        .expect("ordered");
    let plan = stay.record.encounter.decision().expect("decided").what.plan.clone().expect("a plan");
    assert_eq!(plan.overrides, overrides[..1], "what stands against nothing is not kept");
}

/// A device goes where the leg is free.
#[test]
fn a_device_is_judged_by_the_leg_it_is_wanted_on() {
    let (mut stay, score, _) = screened();
    let mut skin = screening(&[], &["MC_LOCAL_SKIN"]);
    for (id, said) in &mut skin.contraindications {
        if *id == "MC_LOCAL_SKIN" {
            said.limb = Some(Limb::Left);
        }
    }
    let now = assessed(&padua(true), &skin, hours(2));
    let on = |limb| [MeasureLine { limb, ..MeasureLine::plain("ipc".into(), MeasureKind::Device) }];
    let blocked = Err(Refusal::OverrideNeeded(vec!["MC_LOCAL_SKIN".into()]));
    for limb in [None, Some(Limb::Both), Some(Limb::Left)] {
        assert_eq!(stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &on(limb), &now))), blocked);
    }
    stay.does(Role::Physician, hours(2), Command::Authorise(order(&score, &on(Some(Limb::Right)), &now))).expect("the other leg is free");
}

/// A profile sets the times within their bounds, or is refused with the place.
#[test]
fn a_hospital_sets_its_times_within_bounds() {
    let read = |text: &str| {
        let value = virchow::interop::json::parse(text, 8).expect("JSON");
        virchow::interop::profile::read_profile(&value, &Place::root("profile")).map_err(|rejected| (rejected.code, rejected.path.clone()))
    };
    let profile = read(r#"{"due":{"periodic_high":24,"periodic_low":168,"admission":8}}"#).expect("a profile");
    let hours = |id: &str| WAITS.iter().find(|row| row.id == id).map(|row| profile.due.hours(row.wait));
    assert_eq!([hours("periodic_high"), hours("periodic_low"), hours("admission"), hours("post_op")], [24, 168, 8, 24].map(Some));
    for row in &WAITS {
        for (hours, good) in [(row.from, true), (row.to, true), (row.to + 1, false)] {
            let result = read(&format!(r#"{{"due":{{"{}":{hours}}}}}"#, row.id));
            let refused = ("E_RANGE", format!("/profile/due/{}", row.id));
            assert_eq!(result.err(), (!good).then_some(refused));
        }
    }
    assert_eq!(read(r#"{"due":{"admision":8}}"#).err(), Some(("E_SCHEMA", "/profile/due/admision".into())));
    assert_eq!(read(r#"{"due":{"admission":-1}}"#).err().map(|(code, _)| code), Some("E_SCHEMA"));
}

/// One try of a random stay: what, how much later, and how.
type Try = (usize, i64, bool, usize);

/// Whatever is tried: nothing is accepted that the role may not, at most one anticoagulant is ever in use, refusals have
/// words in both languages, and what was accepted verifies and folds to the same. Every action is accepted at times.
#[test]
fn random_stays_hold() {
    let mut runner = TestRunner::new(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() });
    let tries = proptest::collection::vec((0..8_usize, 0..18_usize, 0..900_i64, any::<bool>(), 0..64_usize), 1..60);
    let accepted = RefCell::new(vec![0; Action::ALL.len()]);
    let refused = Cell::new(0);
    let result = runner.run(&tries, |tries| {
        let mut stay = Stay::default();
        let mut at = noon();
        for (role, what, minutes, flag, pick) in tries {
            at += TimeDelta::minutes(minutes);
            // Physicians do most of it, or little would come about.
            let role = Role::ALL.get(role).copied().unwrap_or(Role::Physician);
            let before = stay.record.encounter.clone();
            let (action, result) = random(&mut stay, role, at, (what, minutes, flag, pick));
            match result {
                Ok(_) => {
                    prop_assert!(role.may(action), "{role:?} may not {action:?}");
                    accepted.borrow_mut()[action as usize] += 1;
                }
                Err(refusal) => {
                    refused.set(refused.get() + 1);
                    prop_assert_eq!(&before, &stay.record.encounter);
                    prop_assert!(refusal.code().starts_with("E_"));
                    prop_assert!(refusal.text().zh().chars().any(|c| ('一'..='龟').contains(&c)) && refusal.text().en().is_ascii());
                    prop_assert_eq!(refusal.code() == "E_ROLE", refusal.path(None) == "/user");
                    if !role.may(action) {
                        prop_assert_eq!(refusal.code(), "E_ROLE");
                    }
                }
            }
            prop_assert!(stay.record.encounter.in_use().filter(|course| course.measure.anticoagulates()).count() <= 1);
            let due = due::all(&stay.record.encounter, &Expected::default(), &DueTimes::default(), at);
            prop_assert!(due.windows(2).all(|pair| pair[0].deadline <= pair[1].deadline));
            prop_assert!(stay.record.encounter.discharged_at().is_none() || due.iter().all(|due| !due.state.is_pending()));
        }
        stay.holds();
        // Folding event by event is folding the whole, wherever it is cut.
        let events: Vec<_> = stay.record.events.iter().map(|sealed| &*sealed.event).collect();
        for cut in 0..=events.len() {
            let first = Encounter::of(events[..cut].iter().copied());
            prop_assert_eq!(&events[cut..].iter().fold(first, |encounter, event| encounter.evolve(event)), &stay.record.encounter);
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    let counts: Vec<_> = Action::ALL.map(|action| (action.event(), accepted.borrow()[action as usize])).into();
    println!("refused {}, accepted {counts:?}", refused.get());
    assert!(counts.iter().all(|(_, count)| *count > 0), "{counts:?}");
}

fn random(stay: &mut Stay, role: Role, at: Instant, (what, minutes, flag, pick): Try) -> (Action, Result<String, Refusal>) {
    let when = at - TimeDelta::minutes(if flag { minutes % 90 } else { 0 });
    let latest = stay.record.encounter.latest().map_or_else(|| "e-0".to_owned(), |latest| latest.id.clone());
    let some = format!("e-{}", pick % stay.record.events.len().max(1));
    let happened = |what| Occurrence::of(what).at(when).with("note", "x");
    let measure = &["enoxaparin", "dalteparin", "ipc", "basic"].map(MeasureId::from)[pick % 4];
    let none = screening(&[], &[]);
    let answers = if pick % 3 == 0 { with(padua(flag), "bmi_ge_30", Some(Answer::No)) } else { padua(flag) };
    let filled = sheet(&answers, at);
    let now = assessed(&padua(true), &none, at);
    let mut measures = measures(&now);
    if pick % 2 == 0
        && let Some(drug) = measures.iter_mut().find(|measure| measure.kind == MeasureKind::Drug)
    {
        drug.id = "dalteparin".into();
    }
    let screen = stay.record.encounter.latest_screen().map(|screen| screen.id.clone());
    let plan = Authorisation { screen: screen.as_deref().filter(|_| flag), ..order(&latest, &measures, &now) };
    let command = match what {
        0 => Command::Record(happened(Happening::Admitted)),
        1 | 2 => Command::Assess { sheet: &filled, answers: &answers, timepoint: "CONDITION_CHANGE" },
        3 => Command::Review { of: if flag { &latest } else { &some }, changed: (pick % 2 == 0).then_some((&filled, &answers)) },
        4 | 5 => Command::Screen { assessed: &now, screening: &none },
        6 | 7 => Command::Authorise(plan),
        8 => Command::Decline { of: &latest, code: DECLINED[pick % DECLINED.len()].id, note: flag.then_some("家属商议") },
        9 | 10 => Command::Start(Handled { measure, at: when, plan: None }),
        11 => Command::Stop { what: Handled { measure, at: when, plan: None }, code: STOPPED[pick % STOPPED.len()].0.id, note: None },
        12 => {
            use Happening as H;
            let suspected = stay.record.encounter.suspected().map(|suspected| suspected.id.clone());
            // Most suspicions are settled, or too few of these short stays would ever come to it.
            let settles = if suspected.is_some() { H::VteExcluded } else { H::VteSuspected };
            let open = suspected.unwrap_or_else(|| some.clone());
            Command::Record(match pick % 12 {
                7 | 8 => Occurrence::step(&open, "ecg", &[]).at(when),
                9..=11 => Occurrence::of(H::Referral).at(when).with("of", &open).with("id", &format!("r-{minutes}")).with("state", "drafted"),
                pick => happened([H::VteSuspected, settles, H::VteConfirmed, settles, settles, H::Transferred, H::Operated][pick]),
            })
        }
        13 => Command::Amend { of: &some, reason: "补充", sheet: &filled, answers: &answers },
        14 => return corrected(stay, role, at, &some, Command::Authorise(plan)),
        16 => Command::Inform { whom: INFORMED[pick % INFORMED.len()].id, at: when },
        15 => return corrected(stay, role, at, &some, Command::Stop { what: Handled { measure, at: when, plan: None }, code: "held", note: None }),
        _ if pick % 4 == 3 => Command::Record(happened(Happening::Discharged)),
        _ => return corrected(stay, role, at, &some, Command::Record(happened(Happening::ALL[pick % Happening::ALL.len()]))),
    };
    let action = match &command {
        Command::Record(occurrence) => occurrence.what.action(),
        Command::Assess { .. } => Action::Assess,
        Command::Review { .. } => Action::Review,
        Command::Screen { .. } => Action::Screen,
        Command::Authorise(_) => Action::Authorise,
        Command::Decline { .. } => Action::Decline,
        Command::Start(_) | Command::Inform { .. } => Action::Start,
        Command::Stop { .. } => Action::Stop,
        Command::Amend { .. } | Command::Correct { .. } => Action::Amend,
    };
    (action, stay.does(role, at, command))
}

/// An amendment, judged as well by the right to do what it amends.
fn corrected(stay: &mut Stay, role: Role, at: Instant, of: &str, to: Command<'_>) -> (Action, Result<String, Refusal>) {
    let result = stay.does(role, at, Command::Correct { of, reason: "录错", to: &to });
    if result.is_ok()
        && let Some(Body::Amended { body, .. }) = stay.record.events.last().map(|sealed| &sealed.event.body)
    {
        assert!(role.may(body.action()), "{role:?} amended {:?}", body.action());
    }
    (Action::Amend, result)
}

/// The table of rights, written out once more by hand.
#[test]
fn nurses_physicians_and_nobody_else() {
    let nurse =
        "admitted assessed bleeding_screened measure_started measure_stopped vte_suspected pathway_step referral transferred operated amended";
    for action in Action::ALL {
        assert!(Role::Physician.may(action));
        assert_eq!(Role::Nurse.may(action), nurse.split(' ').any(|event| event == action.event()), "{action:?}");
        for role in [Role::Pharmacist, Role::Quality, Role::Trainee] {
            assert!(!role.may(action));
        }
    }
    for row in &WAITS {
        assert_eq!(row.wait.row().id, row.id);
        assert!((row.from..=row.to).contains(&row.hours), "{}", row.id);
    }
}
