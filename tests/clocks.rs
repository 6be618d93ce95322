//! Two devices whose clocks do not agree sign for one patient: nobody is stopped for a small difference, a reason always
//! lets a person go on, and what was signed verifies, is folded in the order of signing, and means what it always meant.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod ward;

use std::cell::Cell;

use chrono::{Duration, TimeDelta};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use virchow::clinical::chart::Instant;
use virchow::clinical::waits::DueTimes;
use virchow::interop::event::read_record;
use virchow::interop::headless::verify;
use virchow::interop::record::Record;
use virchow::interop::seal::{Sealed, Stamp, digest};
use virchow::interop::shape::Place;
use virchow::record::board::Summary;
use virchow::record::clock::{Clock, TOLERANCE};
use virchow::record::decide::{Command, Handled, decide};
use virchow::record::due::{self, Expected, TaskState};
use virchow::record::encounter::Encounter;
use virchow::record::event::Body;
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::local::Zone;
use virchow::record::measure::MeasureId;
use virchow::record::refusal::Refusal;
use virchow::record::role::Role;
use virchow::record::story::Teller;
use virchow::text::Lang;
use ward::{actor, assessed, noon, ours, padua, screening, sheet, text, theirs};

const REASON: &str = "三床平板的时钟快了";

/// What is done at a bed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Admit,
    Score { high: bool },
    Amend,
    Review,
    Screen,
    Decline,
    Inform,
    Stop,
    Suspect,
    Exclude,
    Confirm,
}

const DEEDS: [Deed; 12] = [
    Deed::Admit,
    Deed::Score { high: true },
    Deed::Score { high: false },
    Deed::Amend,
    Deed::Review,
    Deed::Screen,
    Deed::Decline,
    Deed::Inform,
    Deed::Stop,
    Deed::Suspect,
    Deed::Exclude,
    Deed::Confirm,
];

impl Deed {
    fn role(self) -> Role {
        if matches!(self, Deed::Review | Deed::Decline | Deed::Exclude | Deed::Confirm) { Role::Physician } else { Role::Nurse }
    }

    /// What would be signed at `at`; a time that a person gives is what their device shows.
    fn bodies(self, encounter: &Encounter, at: Instant, device: Instant) -> Result<Vec<Body>, Refusal> {
        let of = encounter.latest().map(|latest| latest.id.clone()).unwrap_or_default();
        let happened = |what| Command::Record(Occurrence::of(what).at(device));
        let (high, low) = (padua(true), padua(false));
        let does = |command: Command<'_>| decide(encounter, command, &actor(self.role()), at);
        match self {
            Deed::Admit => does(happened(Happening::Admitted)),
            Deed::Score { high: is_high } => {
                let answers = if is_high { &high } else { &low };
                does(Command::Assess { sheet: &sheet(answers, at), answers, timepoint: "ADMISSION" })
            }
            Deed::Amend => does(Command::Amend { of: &of, reason: "漏填", sheet: &sheet(&low, at), answers: &low }),
            Deed::Review => does(Command::Review { of: &of, changed: None }),
            Deed::Screen => {
                let screening = screening(&[], &[]);
                does(Command::Screen { assessed: &assessed(&high, &screening, at), screening: &screening })
            }
            Deed::Decline => does(Command::Decline { of: &of, code: "early_mobile", note: None }),
            Deed::Inform => does(Command::Inform { whom: "patient", at: device }),
            Deed::Stop => does(Command::Stop { what: Handled { measure: &MeasureId::Basic, at: device, plan: None }, code: "completed", note: None }),
            Deed::Suspect => does(happened(Happening::VteSuspected)),
            Deed::Exclude => does(happened(Happening::VteExcluded)),
            Deed::Confirm => does(happened(Happening::VteConfirmed)),
        }
    }
}

/// A record, signed by devices with clocks of their own.
#[derive(Default)]
struct Signed(Record);

impl Signed {
    /// Signs as the product does: asks for the moment, decides, seals.
    fn does(&mut self, deed: Deed, device: Instant, reason: Option<&str>) -> Result<Option<Sealed>, Refusal> {
        let moment = self.0.moment(device, reason)?;
        let Some(body) = deed.bodies(moment.encounter(), moment.at, device)?.pop() else { return Ok(None) };
        let id = format!("e-{}", self.0.events.len());
        let by = actor(deed.role());
        let sealed = moment.seal(body, &mut Stamp { context_id: "adm-0017", ids: &mut || id.clone(), at: moment.at, by: &by });
        self.0.push(sealed.clone());
        Ok(Some(sealed))
    }

    fn surely(&mut self, deed: Deed, device: Instant, reason: Option<&str>) -> Sealed {
        self.does(deed, device, reason).expect("allowed").expect("an event")
    }

    /// Verifies, reads back, and folds to the same.
    fn holds(&self) {
        let text = text(&self.0.events);
        assert_eq!(verify(&text), r#"{"ok":true}"#, "{text}");
        let read = read_record(&ours(&serde_json::from_str(&text).expect("JSON")), &Place::root("record")).expect("verifies");
        assert_eq!(read, self.0.events);
        assert_eq!(Record::of(read), self.0);
    }

    fn state(&self, id: &str, at: Instant) -> Option<TaskState> {
        let all = due::all(&self.0.encounter, &Expected::default(), &DueTimes::default(), at);
        all.iter().rev().find(|due| due.trigger.id == id).map(|due| due.state)
    }
}

fn at(minutes: i64) -> Instant {
    noon() + Duration::minutes(minutes)
}

const YEARS: i64 = 4 * 365 * 24 * 60;

#[test]
fn a_colleague_whose_clock_is_a_little_behind_signs_at_once() {
    for ahead in [0, 1, 3, 5] {
        let mut stay = Signed::default();
        stay.surely(Deed::Score { high: true }, at(ahead), None);
        let screened = stay.surely(Deed::Screen, at(0), None);
        assert_eq!(screened.event.at, at(ahead), "the record does not run backwards");
        assert_eq!(screened.event.clock, (ahead > 0).then(|| Clock::Device(at(0))));
        assert_eq!(stay.0.encounter.latest_screen().map(|screen| screen.place), Some(1));
        stay.surely(Deed::Decline, at(0), None);
        stay.holds();
    }
}

#[test]
fn what_a_clock_a_little_ahead_has_timed_is_stopped_and_settled_by_a_colleague() {
    let mut stay = Signed::default();
    stay.surely(Deed::Admit, at(4), None);
    stay.surely(Deed::Inform, at(4), None);
    stay.surely(Deed::Suspect, at(4), None);
    // By the clock of the colleague all this comes before it began.
    stay.surely(Deed::Inform, at(0), None);
    stay.surely(Deed::Stop, at(1), None);
    stay.surely(Deed::Exclude, at(1), None);
    assert_eq!((stay.0.encounter.in_use().count(), stay.0.encounter.suspected()), (0, None));
    stay.holds();
}

#[test]
fn an_event_of_the_future_is_passed_with_a_reason_and_only_once() {
    for ahead in [6, 3 * 60, YEARS] {
        let mut stay = Signed::default();
        stay.surely(Deed::Score { high: true }, at(ahead), None);
        let refused = Refusal::ClockBehind { device: at(0), last: at(ahead) };
        assert_eq!(stay.does(Deed::Screen, at(0), None), Err(refused.clone()));
        assert_eq!(stay.does(Deed::Screen, at(0), Some("  ")), Err(refused));
        let passed = stay.surely(Deed::Screen, at(0), Some(REASON));
        assert_eq!((passed.event.at, &passed.event.clock), (at(0), &Some(Clock::Passed { reason: REASON.into(), after: at(ahead) })));
        let json = theirs(&passed.json);
        assert_eq!(json["clock"], json!({ "reason": REASON, "after": json_time(at(ahead)) }));
        // The next colleague is asked nothing, and the device that is ahead goes on as before.
        assert_eq!(stay.surely(Deed::Decline, at(1), None).event.clock, None);
        stay.surely(Deed::Inform, at(ahead), None);
        stay.holds();
    }
}

fn json_time(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, false)
}

/// Of everything that a clock ahead has signed only the order is known: the list was signed before the score.
#[test]
fn what_was_signed_before_the_score_does_not_answer_it_when_times_have_become_equal() {
    let mut stay = Signed::default();
    stay.surely(Deed::Screen, at(YEARS), None);
    stay.surely(Deed::Score { high: true }, at(YEARS + 60), None);
    stay.surely(Deed::Inform, at(0), Some(REASON));
    let encounter = &stay.0.encounter;
    assert_eq!((encounter.latest_screen().map(|screen| screen.at), encounter.latest().map(|score| score.at)), (Some(at(0)), Some(at(0))));
    assert_eq!(stay.state("BLEED_SCREEN", at(1)), Some(TaskState::Open));
    stay.surely(Deed::Screen, at(2), None);
    assert_eq!(stay.state("BLEED_SCREEN", at(3)), Some(TaskState::Done { at: at(2) }));
    stay.holds();
}

/// A measure that a wrong clock began in four years can be stopped today, and the board knows.
#[test]
fn a_board_counts_from_today_what_a_wrong_clock_put_years_ahead() {
    let mut stay = Signed::default();
    stay.surely(Deed::Admit, at(YEARS), None);
    stay.surely(Deed::Score { high: true }, at(YEARS), None);
    stay.surely(Deed::Inform, at(YEARS), None);
    stay.surely(Deed::Stop, at(0), Some(REASON));
    let summary = Summary::of(&stay.0.encounter, &Expected::default(), &DueTimes::default());
    assert_eq!((summary.admitted_at, summary.score.map(|score| score.at), summary.measures), (Some(at(0)), Some(at(0)), vec![]));
    assert_eq!(stay.state("PERIODIC_HIGH", at(73 * 60)), Some(TaskState::Overdue));
    // The events themselves stay as they were signed.
    assert_eq!(stay.0.events[0].event.at, at(YEARS));
    stay.holds();
}

#[test]
fn an_earlier_event_verifies_only_while_it_says_what_it_passes_and_why() {
    let mut stay = Signed::default();
    stay.surely(Deed::Score { high: true }, at(60), None);
    stay.surely(Deed::Screen, at(0), Some(REASON));
    let events: Vec<Value> = stay.0.events.iter().map(|sealed| theirs(&sealed.json)).collect();
    let check = |change: &dyn Fn(&mut Value), whole: bool| {
        let mut events = events.clone();
        change(&mut events[1]);
        events[1]["hash"] = json!(digest(&ours(&events[1])));
        let verdict: Value = serde_json::from_str(&verify(&Value::Array(events.clone()).to_string())).expect("JSON");
        assert_eq!(verdict["ok"], whole, "{}", events[1]);
        assert!(whole || verdict["at"] == 1 && verdict["code"] == "E_CONFLICT");
    };
    check(&|_| {}, true);
    check(&|event| drop(event.as_object_mut().expect("an event").remove("clock")), false);
    check(&|event| event["clock"]["reason"] = json!("  "), false);
    check(&|event| event["clock"]["after"] = json!(json_time(at(61))), false);
    check(&|event| event["clock"] = json!({ "device": json_time(at(0)) }), false);
    // Told at another offset it is the same moment; and what is not earlier needs no excuse.
    check(&|event| event["clock"]["after"] = json!("2026-11-22T05:00:00.000Z"), true);
    check(&|event| event["at"] = json!(json_time(at(60))), true);
    // Not resealed, every change is found.
    let mut altered = events.clone();
    altered[1]["clock"]["reason"] = json!("别的理由说明");
    assert!(verify(&Value::Array(altered).to_string()).contains("\"ok\":false"));
}

#[test]
fn the_timeline_says_what_was_said_of_the_clock() {
    let mut stay = Signed::default();
    stay.surely(Deed::Score { high: true }, at(60), None);
    let passed = stay.surely(Deed::Screen, at(0), Some(REASON));
    let little = stay.surely(Deed::Decline, at(-3), None);
    let zone: Zone<'_> = &|_| 8 * 3600;
    for (lang, first, second) in [(Lang::Zh, "继续签名的理由", "本机当时为"), (Lang::En, "reason for going on", "this device showed")] {
        let teller = Teller { lang, zone, now: at(0) };
        let told = |sealed: &Sealed| teller.tell(&sealed.event).lines.join("\n");
        assert!(told(&passed).contains(first) && told(&passed).contains(REASON) && told(&passed).contains("2026-11-22 13:00:00"));
        assert!(told(&little).contains(second) && told(&little).contains("2026-11-22 11:57:00"));
    }
}

/// Minutes, hours or years, either way.
fn offset() -> impl Strategy<Value = TimeDelta> {
    let minute = 60_000_i64;
    prop_oneof![
        Just(0).boxed(),
        (-5 * minute..=5 * minute).boxed(),
        (-12 * 60 * minute..12 * 60 * minute).boxed(),
        (-YEARS * minute..YEARS * minute).boxed(),
    ]
    .prop_map(TimeDelta::milliseconds)
}

/// The same stay on two devices and on one with the right time: what is allowed there is allowed here, with a reason where
/// the record ends more than five minutes ahead and without one elsewhere, and comes to the same.
#[test]
fn clocks_that_disagree_stop_nobody() {
    let mut runner = TestRunner::new(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() });
    let steps = proptest::collection::vec((0..DEEDS.len(), prop_oneof![0..4_i64, 0..400_i64], any::<bool>()), 1..40);
    let (passed, raised) = (Cell::new(0), Cell::new(0));
    runner
        .run(&([offset(), offset()], steps), |(offsets, steps)| {
            let (mut right, mut skewed, mut now) = (Signed::default(), Signed::default(), noon());
            for (deed, minutes, second) in steps {
                let deed = DEEDS[deed];
                now += Duration::minutes(minutes);
                let device = now + offsets[usize::from(second)];
                let expected = right.does(deed, now, None);
                let last = skewed.0.encounter.last_at;
                let is_behind = last.is_some_and(|last| last > device + TOLERANCE);
                let mut got = skewed.does(deed, device, None);
                if is_behind {
                    let last = last.expect("there is one");
                    prop_assert_eq!(&got, &Err(Refusal::ClockBehind { device, last }));
                    got = skewed.does(deed, device, Some(REASON));
                    passed.set(passed.get() + u32::from(matches!(got, Ok(Some(_)))));
                }
                let brief = |result: Result<Option<Sealed>, Refusal>| result.map(|sealed| sealed.map(|sealed| sealed.event.body.kind()));
                if let Ok(Some(sealed)) = &got {
                    prop_assert!(is_behind || sealed.event.at >= device && sealed.event.at <= device + TOLERANCE);
                    raised.set(raised.get() + u32::from(matches!(sealed.event.clock, Some(Clock::Device(_)))));
                }
                prop_assert_eq!(brief(got), brief(expected), "{:?}", deed);
            }
            skewed.holds();
            let (skewed, right) = (&skewed.0.encounter, &right.0.encounter);
            prop_assert_eq!(skewed.latest().map(|latest| &latest.id), right.latest().map(|latest| &latest.id));
            prop_assert_eq!(skewed.decision().map(|decision| &decision.id), right.decision().map(|decision| &decision.id));
            prop_assert_eq!(skewed.suspected().map(|signed| &signed.id), right.suspected().map(|signed| &signed.id));
            prop_assert_eq!(skewed.in_use().count(), right.in_use().count());
            // In the fold nothing is later than the end of the record, and nothing is earlier than what was signed before it.
            let times: Vec<Instant> = skewed.assessments.iter().map(|recorded| recorded.at).collect();
            prop_assert!(times.is_sorted() && times.last() <= skewed.last_at.as_ref());
            let times: Vec<Instant> = skewed.occurrences.iter().map(|signed| signed.at).collect();
            prop_assert!(times.is_sorted() && times.last() <= skewed.last_at.as_ref());
            Ok(())
        })
        .expect("every schedule");
    assert!(passed.get() > 50 && raised.get() > 50, "{} passed, {} raised", passed.get(), raised.get());
}

/// One device, and every device with the right time: no event says anything of a clock, and the wire form is that of 0.1.0.
#[test]
fn a_record_without_a_wrong_clock_is_written_as_before() {
    let mut stay = Signed::default();
    for (step, deed) in [Deed::Admit, Deed::Score { high: true }, Deed::Screen, Deed::Decline].into_iter().enumerate() {
        let sealed = stay.surely(deed, at(7 * step as i64), None);
        assert!(sealed.event.clock.is_none() && sealed.json.get("clock").is_none());
    }
    stay.holds();
}
