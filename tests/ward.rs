//! The ward page without a browser: its rows, its board, its demonstration, and events in words.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod support;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use virchow::clinical::chart::Instant;
use virchow::clinical::instrument::Risk;
use virchow::clinical::profile::Profile;
use virchow::clinical::waits::DueTimes;
use virchow::interop::demo::{self, BEDS, SEED};
use virchow::interop::event::read_record;
use virchow::interop::json::{Value, parse};
use virchow::interop::people::{Person, digest_of_pin, read_person, write_person};
use virchow::interop::seal::{Sealed, head, is_demo};
use virchow::interop::shape::Place;
use virchow::interop::ward::{AdmissionRow, Settings, event_key, event_text, marked, read_row, read_ward, write_row, write_ward};
use virchow::record::board::{AlertKind, Filter, Summary, is_called_for, urgency};
use virchow::record::due::{self, Due, Expected, TaskState};
use virchow::record::encounter::Encounter;
use virchow::record::event::Body;
use virchow::record::role::Role;
use virchow::record::story::Teller;
use virchow::text::Lang;

fn now() -> Instant {
    "2026-11-22T10:07:31.250+08:00".parse().expect("a time")
}

fn encounter(record: &[Sealed]) -> Encounter {
    Encounter::of(record.iter().map(|sealed| &*sealed.event))
}

#[test]
fn the_demonstration_is_the_same_from_the_same_seed_and_verifies() {
    let ward = demo::ward(SEED, BEDS, &Profile::default(), now());
    assert_eq!(ward, demo::ward(SEED, BEDS, &Profile::default(), now()));
    assert_ne!(ward[0], demo::ward(SEED + 2, BEDS, &Profile::default(), now())[0]);
    assert_eq!(ward.len(), 40);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for stay in &ward {
        assert!(stay.row.label().starts_with("演示") && stay.row.department().starts_with("演示"), "every label says what it is");
        let list = Value::Array(stay.record.iter().map(|sealed| sealed.json.clone()).collect());
        let read = read_record(&list, &Place::root("record")).map_err(|(rejected, _)| rejected.message.en.clone()).expect("verifies");
        assert_eq!(read, stay.record);
        assert!(stay.record.iter().all(|sealed| sealed.event.at <= now()), "nothing is signed ahead of time");
        for sealed in &stay.record {
            *kinds.entry(sealed.event.body.kind()).or_default() += 1;
        }
    }
    // Everything that a ward signs is there, but amendments, and referrals, to which a second hospital belongs.
    let elsewhere = ["amended", "referral"];
    for right in virchow::record::role::Action::ALL.map(|action| action.right()).iter().filter(|right| !elsewhere.contains(&right.event)) {
        assert!(kinds.get(right.event).is_some_and(|count| *count > 0), "no {} in {kinds:?}", right.event);
    }
    let of =
        |filter: Filter| ward.iter().filter(|stay| filter.admits(&stay.row.summary, &stay.row.summary.pending(now()), Some(Role::Physician))).count();
    let counts = Filter::ALL.map(|filter| (filter.id(), of(filter)));
    assert!(counts.iter().all(|(_, count)| *count >= 2), "{counts:?}");
    assert_eq!(of(Filter::All) + of(Filter::Discharged), 40);
    let unscored: Vec<usize> = (0..BEDS).filter(|bed| ward[*bed].row.summary.score.is_none()).collect();
    assert!(unscored.iter().all(|bed| matches!(bed % 12, 1 | 7)), "only the fresh and the forgotten: {unscored:?}");
    let bands = [Some(Risk::Low), Some(Risk::Moderate), Some(Risk::High), None]
        .map(|band| ward.iter().filter(|stay| stay.row.summary.band() == band).count());
    assert!(bands.iter().all(|count| *count > 0), "{bands:?}");
    let alerts: Vec<AlertKind> = ward.iter().flat_map(|stay| AlertKind::all(&stay.row.summary.pending(now()))).collect();
    for alert in [AlertKind::SuspectedVte, AlertKind::ReviewRequired, AlertKind::ReassessDue] {
        assert!(alerts.contains(&alert), "{alert:?}");
    }
}

/// In whichever part of it somebody looks: a row, a key of the chart, an event by itself.
#[test]
fn every_row_and_every_event_of_the_demonstration_says_so() {
    for stay in demo::ward(SEED, BEDS, &Profile::default(), now()) {
        let row = parse(&write_row(&stay.row), 32).expect("a row");
        assert!(is_demo(&row) && is_demo(&row["chart"]));
        for sealed in &stay.record {
            assert!(is_demo(&sealed.json) && demo::is_of_demo(&sealed.json));
            let text = marked("event/x/000001", event_text(sealed));
            assert_eq!(text, event_text(sealed), "what the hash covers is not touched");
        }
    }
    let person = marked("user/x", r#"{"v":1,"id":"x","name":"某","role":"nurse"}"#.into());
    assert!(is_demo(&parse(&person, 4).expect("a row")) && read_person(&person).is_ok());
    let real = r#"{"by":{"id":"n-1","name":"李护士","role":"nurse"},"type":"assessed"}"#;
    assert!(!demo::is_of_demo(&parse(real, 4).expect("an event")));
    let old = r#"{"by":{"id":"demo-nurse","name":"演示护士","role":"nurse"},"type":"assessed"}"#;
    assert!(demo::is_of_demo(&parse(old, 4).expect("an event")), "version 0.1.0 marked no event");
}

/// The screens and the end-to-end tests count on it: whatever the hour, the same beds are taken.
#[test]
fn the_demonstration_is_as_full_at_any_hour() {
    for hours in [0, 5, 11, 17, 23, 41] {
        let at = now() + TimeDelta::hours(hours);
        let ward = demo::ward(SEED, BEDS, &Profile::default(), at);
        assert_eq!(ward.iter().filter(|stay| stay.row.summary.discharged_at.is_some()).count(), 2, "after {hours} h");
        assert!(ward.iter().filter(|stay| stay.row.summary.score.is_some()).count() >= 32);
    }
}

/// A board keeps a summary and reads it later: it must then say what the fold says, at any time.
#[test]
fn a_board_says_at_any_time_what_the_record_says() {
    let profile = Profile::default();
    let mut seen = 0;
    for seed in [SEED, 1, 99, 4242] {
        for stay in demo::ward(seed, 36, &profile, now()) {
            let row = read_row(&write_row(&stay.row)).expect("reads back");
            let encounter = encounter(&stay.record);
            let expected = stay.row.expected(&stay.row.read(&profile, now()));
            for hours in [0, 1, 7, 25, 49, 73, 170, 500] {
                let at = now() + TimeDelta::minutes(hours * 60 + 3);
                let mut fold = due::pending(&encounter, &expected, &DueTimes::default(), at);
                let mut board = row.summary.pending(at);
                let order = |due: &Due| (due.deadline, due.trigger.id, due.opens, due.of.clone());
                fold.sort_by_key(order);
                board.sort_by_key(order);
                assert_eq!(board, fold, "{} after {hours} h", stay.row.context);
                seen += board.len();
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn rows_read_back_as_they_were_written() {
    for stay in demo::ward(SEED, BEDS, &Profile::default(), now()) {
        let mut row = stay.row;
        row.ahead.invasive_at.push(now());
        assert_eq!(read_row(&write_row(&row)), Ok(row));
    }
    let settings = Settings {
        name: "骨科 \"三\" 病区".into(),
        department: "骨科".into(),
        demo: false,
        profile: parse(r#"{"due":{"admission":8},"time_zone":"Asia/Urumqi"}"#, 8).expect("JSON"),
    };
    let (read, profile) = read_ward(&write_ward(&settings)).expect("reads back");
    assert_eq!((read, profile.time_zone.as_str()), (settings, "Asia/Urumqi"));
    let person = Person { actor: support::actor(Role::Nurse), pin: Some(digest_of_pin("nurse-07", "2468")), administrator: false };
    assert!(person.fits("2468") && !person.fits("2469") && !person.fits(""));
    assert_eq!(read_person(&write_person(&person)), Ok(person));
    assert!(Person { actor: support::actor(Role::Nurse), pin: None, administrator: false }.fits(""));
    // Keys sort as the events do, and name no patient.
    assert!(event_key("c", 9) < event_key("c", 10) && event_key("c", 99_999) < event_key("c", 100_000));
}

#[test]
fn a_row_that_cannot_be_read_is_refused_with_its_place() {
    let code = |text: &str| read_row(text).expect_err("refused").code;
    assert_eq!(code("{"), "E_SCHEMA");
    assert_eq!(code(r#"{"v":2,"chart":{},"head":{},"board":{}}"#), "E_PROTOCOL");
    assert_eq!(code(r#"{"v":1}"#), "E_SCHEMA");
    assert_eq!(code("null"), "E_PROTOCOL");
    let refused = read_ward(r#"{"v":1,"name":"x","profile":{"due":{"admission":25}}}"#).expect_err("refused");
    assert_eq!((refused.code, refused.path.as_str()), ("E_RANGE", "/ward/profile/due/admission"));
    // A summary is a cache: without it the admission is still there.
    let row = read_row(r#"{"v":1,"chart":{"contextId":"c","patient":{"bed":"3"}},"head":{"seq":4,"hash":"ab"},"board":7}"#).expect("a row");
    assert_eq!((row.bed(), row.head.seq, &row.summary), ("3", 4, &Summary::default()));
}

#[test]
fn the_board_puts_what_is_overdue_first() {
    let ward = demo::ward(SEED, BEDS, &Profile::default(), now());
    let mut lists: Vec<Vec<Due>> = ward.iter().map(|stay| stay.row.summary.pending(now())).collect();
    lists.sort_by(|one, other| urgency(one, other));
    let firsts: Vec<Option<TaskState>> = lists.iter().map(|list| list.first().map(|due| due.state)).collect();
    let rank = |state: &Option<TaskState>| match state {
        Some(TaskState::Overdue) => 0,
        Some(TaskState::Open) => 1,
        Some(TaskState::Waiting) => 2,
        Some(_) => 3,
        None => 4,
    };
    assert!(firsts.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1])), "{firsts:?}");
    for pair in lists.windows(2) {
        if let [Some(one), Some(other)] = [pair[0].first(), pair[1].first()]
            && one.state == other.state
        {
            assert!(one.deadline <= other.deadline);
        }
    }
}

#[test]
fn done_late_is_not_overdue_and_not_missed() {
    let ward = demo::ward(SEED, BEDS, &Profile::default(), now());
    let of = |stay: &demo::DemoStay| due::all(&encounter(&stay.record), &Expected::default(), &DueTimes::default(), now());
    let late = ward.iter().filter(|stay| stay.row.summary.late > 0).count();
    assert!(late > 0);
    for stay in &ward {
        let counted = of(stay).iter().filter(|due| matches!(due.state, TaskState::DoneLate { .. })).count();
        assert!(stay.row.summary.late as usize >= counted);
        assert!(stay.row.summary.tasks.iter().all(|task| task.done.is_none()));
    }
}

#[test]
fn a_filter_for_me_is_by_role() {
    let ward = demo::ward(SEED, BEDS, &Profile::default(), now());
    for stay in &ward {
        let pending = stay.row.summary.pending(now());
        for role in Role::ALL {
            let mine = pending.iter().any(|due| is_called_for(due) && due.trigger.owners.contains(&role)) && stay.row.summary.discharged_at.is_none();
            assert_eq!(Filter::Mine.admits(&stay.row.summary, &pending, Some(role)), mine);
        }
        assert!(!Filter::Mine.admits(&stay.row.summary, &pending, None));
    }
}

/// The chart's facts and the plan ahead survive what the app does to them.
#[test]
fn a_planned_operation_becomes_one_that_was_done() {
    let ward = demo::ward(SEED, BEDS, &Profile::default(), now());
    let planned: Vec<&AdmissionRow> = ward.iter().map(|stay| &stay.row).filter(|row| row.planned_operation().is_some()).collect();
    assert!(!planned.is_empty());
    let mut row = planned[0].clone();
    let profile = Profile::default();
    assert_eq!(row.expected(&row.read(&profile, now())).operations_at.len(), 1);
    let index = row.planned_operation().expect("planned");
    let facts = row.chart["facts"].items().len();
    let done =
        parse(r#"{"id":"operation","value":{"kind":"open","status":"done","durationMin":50,"at":"2026-11-22T09:00:00+08:00"}}"#, 8).expect("JSON");
    row.replace_fact(index, Some(done));
    assert_eq!((row.planned_operation(), row.chart["facts"].items().len()), (None, facts));
    assert_eq!(row.expected(&row.read(&profile, now())).operations_at.len(), 0);
    row.replace_fact(index, None);
    assert_eq!(row.chart["facts"].items().len(), facts - 1);
}

/// Every kind of event is told in both languages, with what was signed, and in the clock of the ward.
#[test]
fn events_are_told_in_both_languages() {
    let zone = |_: i64| 8 * 3600;
    let mut told = BTreeMap::new();
    for stay in demo::ward(SEED, BEDS, &Profile::default(), now()) {
        for sealed in &stay.record {
            for lang in [Lang::Zh, Lang::En] {
                let teller = Teller { lang, zone: &zone, now: now() };
                let words = teller.tell(&sealed.event);
                assert!(!words.title.is_empty());
                let all = [vec![words.title.clone()], words.lines.clone(), words.details.clone()].concat().join("\n");
                let written_freely = all.contains("演示") || all.contains("超声") || all.contains("家属");
                let chinese = all.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert_eq!(chinese, lang == Lang::Zh || written_freely, "{all}");
                if let Body::Assessed(assessment) = &sealed.event.body {
                    assert_eq!(words.details.len(), assessment.answers.len(), "every answer is told");
                }
                told.insert(sealed.event.body.kind(), words);
            }
        }
    }
    assert!(told.len() >= 13, "{:?}", told.keys());
    let teller = Teller { lang: Lang::Zh, zone: &zone, now: now() };
    let utc: Instant = "2026-11-22T23:30:00Z".parse().expect("a time");
    assert_eq!((teller.moment(utc).as_str(), teller.exactly(utc).as_str()), ("11-23 07:30", "2026-11-23 07:30:00+08:00"));
    assert_eq!(Teller { lang: Lang::En, zone: &zone, now: now() }.moment(utc), "23 Nov 07:30");
}

#[test]
fn the_head_in_a_row_is_the_head_of_the_record() {
    for stay in demo::ward(SEED, BEDS, &Profile::default(), now()) {
        assert_eq!(stay.row.head, head(&stay.record));
        assert_eq!(stay.row.summary.events as usize, stay.record.len());
    }
}

/// Folding is safe in any order and idempotent: shuffled and repeated, a record comes to the same stay.
#[test]
fn a_record_folds_to_the_same_in_any_order_and_however_often() {
    let mut dice = 7_u64;
    let mut below = |n: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice % n as u64) as usize
    };
    let mut moved = 0;
    for stay in demo::ward(SEED, BEDS, &Profile::default(), now()) {
        let whole = encounter(&stay.record);
        for _ in 0..25 {
            let mut events: Vec<_> = stay.record.iter().map(|sealed| &*sealed.event).collect();
            for _ in 0..below(4) {
                events.push(events[below(events.len())]);
            }
            for index in (1..events.len()).rev() {
                events.swap(index, below(index + 1));
            }
            moved += usize::from(Encounter::of(events.iter().copied()) != whole);
            assert_eq!(Encounter::gathered(events), whole);
        }
    }
    assert!(moved > 300, "the order does matter to a plain fold: {moved}");
}
