//! An admission that is put right: what may be entered, what a correction leaves, the score worked out again beside what was
//! signed, and two tablets that corrected the same one.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Duration, FixedOffset};
use virchow::clinical::profile::Profile;
use virchow::interop::admission::{AdmissionDetails, AdmissionFlaw, Recomputed, beds_with, recomputed, shared_numbers};
use virchow::interop::archive::{ImportPlan, RowChange, Verdict, Ward, event_key, merge};
use virchow::interop::correction::{Correction, read_corrections};
use virchow::interop::demo;
use virchow::interop::event::read_record;
use virchow::interop::headless::verify;
use virchow::interop::json::{MAX_DEPTH, Value, canonical, parse};
use virchow::interop::record::Record;
use virchow::interop::seal::{Sealed, Stamp};
use virchow::interop::settled::{SettingsRevision, differences, may, out_of_bounds, read_settled, write_settled};
use virchow::interop::shape::Place;
use virchow::interop::ward::{AdmissionRow, Noted, SCORED_ELSEWHERE, Settings, read_row, write_row};
use virchow::record::decide::{Command, decide};
use virchow::record::encounter::Encounter;
use virchow::record::event::Body;
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::refusal::Refusal;
use virchow::record::role::{Actor, Role};

type At = DateTime<FixedOffset>;

fn at(text: &str) -> At {
    text.parse().expect("a time")
}

fn now() -> At {
    at("2026-11-25T12:00:00+08:00")
}

fn actor(role: Role) -> Actor {
    Actor { id: "x-1".into(), name: "李敏".into(), role }
}

fn whole() -> AdmissionDetails {
    AdmissionDetails {
        label: "王某".into(),
        number: "123456".into(),
        bed: "12-03".into(),
        sex: "female".into(),
        born: "1958-03-02".into(),
        age: None,
        department: "骨科".into(),
        setting: "surgical".into(),
        at: Some(at("2026-11-22T08:10:00+08:00")),
    }
}

/// A stay of the demonstration that was scored, and whose score is the latest event that matters here.
fn stay(of: impl Fn(&AdmissionRow) -> bool) -> (AdmissionRow, Vec<Sealed>) {
    let stay = demo::ward(demo::SEED, 40, &Profile::default(), now());
    let stay = stay.into_iter().find(|stay| of(&stay.row) && stay.row.summary.score.is_some()).expect("a scored stay");
    (stay.row, stay.record)
}

fn encounter(record: &[Sealed]) -> Encounter {
    Encounter::of(record.iter().map(|sealed| &*sealed.event))
}

/// The correction as the ward signs it: the event, and its line in the row.
fn corrected(row: &mut AdmissionRow, record: &[Sealed], change: impl Fn(&mut AdmissionDetails), by: Role, minutes: i64) -> Vec<Sealed> {
    let before = AdmissionDetails::of(row);
    let mut after = before.clone();
    change(&mut after);
    let first =
        record.iter().find(|sealed| matches!(&sealed.event.body, Body::Happened(what) if what.what == Happening::Admitted)).expect("admitted");
    let (by, when) = (actor(by), now() + Duration::minutes(minutes));
    let occurrence = Occurrence { at: after.at, ..Occurrence::of(Happening::Admitted) }.with("department", &after.department);
    let command = Command::Correct { of: &first.event.id, reason: "核对身份证", to: &Command::Record(occurrence) };
    let mut held = Record::of(read_record(&list(record), &Place::root("record")).expect("a record"));
    let bodies = decide(&held.encounter, command, &by, when).expect("it may be corrected");
    let mut number = 0;
    let mut ids = || {
        number += 1;
        format!("0192f000-0000-7000-8000-{:06}{number:06}", minutes.unsigned_abs())
    };
    let added = held.append(bodies, &mut Stamp { context_id: &row.context, ids: &mut ids, at: when, by: &by }).to_vec();
    after.put_into(row, when, &by.name);
    let of = before.differences(&after);
    let id = added[0].event.id.clone();
    let correction = Correction { event: id, at: when, by, reason: "核对身份证".into(), of, rescores: false, aside: false };
    correction.put_into(row, &held.encounter, &Profile::default());
    row.fold(&held.encounter, held.head(), &Profile::default(), when);
    held.events
}

fn list(record: &[Sealed]) -> Value {
    Value::Array(record.iter().map(|sealed| sealed.json.clone()).collect())
}

#[test]
fn what_cannot_be_is_refused_and_what_may_be_unknown_is_not() {
    assert_eq!(whole().check(now()), Ok(()));
    type Spoil = (fn(&mut AdmissionDetails), AdmissionFlaw);
    let spoils: [Spoil; 11] = [
        (|of| of.label.clear(), AdmissionFlaw::Unnamed),
        (|of| of.bed.clear(), AdmissionFlaw::Unnamed),
        (|of| of.number = "9".repeat(33), AdmissionFlaw::Long),
        (|of| of.born = "2026-11-26".into(), AdmissionFlaw::BornAhead),
        (|of| of.born = "1958-02-30".into(), AdmissionFlaw::NoDate),
        (|of| of.born = "1890-01-01".into(), AdmissionFlaw::NoDate),
        (|of| of.age = Some(70.0), AdmissionFlaw::AgeAgainstDate),
        (|of| of.age = Some(131.0), AdmissionFlaw::NoAge),
        (|of| of.age = Some(-1.0), AdmissionFlaw::NoAge),
        (|of| of.at = Some(now() + Duration::minutes(1)), AdmissionFlaw::AdmittedAhead),
        (|of| (of.born, of.at) = ("2026-11-24".into(), Some(at("2026-11-22T08:10:00+08:00"))), AdmissionFlaw::AdmittedUnborn),
    ];
    for (spoil, flaw) in spoils {
        let mut of = whole();
        spoil(&mut of);
        assert_eq!(of.check(now()), Err(flaw));
        assert!(!flaw.text().zh().is_empty() && !flaw.text().en().is_empty());
    }
    // 68 completed years; told as 67 or 69 by somebody who counts otherwise.
    for age in [67.0, 68.0, 69.0] {
        assert_eq!(AdmissionDetails { age: Some(age), ..whole() }.check(now()), Ok(()), "{age}");
    }
    let bare = AdmissionDetails { label: "某".into(), bed: "1".into(), ..AdmissionDetails::default() };
    assert_eq!(bare.check(now()), Ok(()), "nothing but a name and a bed is known");
    assert_eq!(AdmissionDetails { born: "2026-11-25".into(), at: None, ..whole() }.check(now()), Ok(()), "born today");
}

#[test]
fn an_age_alone_is_an_age_of_the_chart_and_a_date_takes_its_place() {
    let mut row = AdmissionRow::new(Value::Object(Default::default()));
    let told = AdmissionDetails { born: String::new(), age: Some(71.0), ..whole() };
    told.put_into(&mut row, now(), "李敏");
    assert_eq!((row.age(now()), AdmissionDetails::of(&row).age), (Some(71), Some(71.0)));
    let read = |row: &AdmissionRow| row.read(&Profile::default(), now()).age(now()).map(|known| known.value);
    assert_eq!(read(&row), Some(71.0), "the rules read it");
    assert_eq!(AdmissionDetails::of(&row), told, "and it stands in the form again");
    whole().put_into(&mut row, now(), "李敏");
    assert_eq!((row.told_age(), row.age(now()), read(&row)), (None, Some(68), Some(68.0)));
    assert_eq!(row.chart["facts"].items().len(), 0, "no age is left beside the date");
    AdmissionDetails { born: String::new(), age: None, sex: String::new(), ..whole() }.put_into(&mut row, now(), "李敏");
    assert_eq!((row.age(now()), row.is_female()), (None, None), "emptied is unknown");
}

#[test]
fn a_row_keeps_number_and_corrections_and_one_without_is_the_row_it_was() {
    let (mut row, record) = stay(|row| row.age(now()).is_some());
    let before = write_row(&row);
    assert!(!before.contains("\"number\"") && !before.contains("corrections"));
    corrected(&mut row, &record, |of| (of.number, of.label) = ("Z-77".into(), "演示 更名".into()), Role::Nurse, 0);
    let again = read_row(&write_row(&row)).expect("a row");
    assert_eq!((again.number.as_str(), &again.corrections), ("Z-77", &row.corrections));
    assert_eq!(again.corrections[0].of.iter().map(|of| of.field.as_str()).collect::<Vec<_>>(), ["label", "number"]);
    assert!(!canonical(&row.chart).contains("Z-77"), "the element is given the chart, and no number");
    assert!(read_corrections(&parse("[{},{\"at\":1}]", MAX_DEPTH).expect("JSON")).is_empty(), "what makes no sense is left out");
}

#[test]
fn a_score_signed_before_is_worked_out_again_and_stays_as_it_was_signed() {
    let old = |row: &AdmissionRow| {
        row.age(now()).is_some_and(|age| age < 60) && row.summary.score.as_ref().is_some_and(|score| score.instrument == "caprini")
    };
    let (mut row, record) = stay(old);
    let signed = row.summary.score.clone().expect("a score");
    assert_eq!(recomputed(&row, &encounter(&record), &Profile::default()), None, "nothing was corrected");
    let after = corrected(&mut row, &record, |of| of.born = "1940-01-01".into(), Role::Nurse, 0);
    let now_it_is = recomputed(&row, &encounter(&after), &Profile::default()).expect("it bears on the score");
    match now_it_is {
        Recomputed::Score { floor, differs, .. } => assert!(differs && floor.0 > signed.floor.0, "{floor:?} after {:?}", signed.floor),
        other => panic!("{other:?}"),
    }
    let held = row.summary.score.clone().expect("a score");
    assert_eq!((held.floor, held.band), (signed.floor, signed.band), "the board shows what was signed");
    assert_eq!(
        after[..record.len()].iter().map(|sealed| canonical(&sealed.json)).collect::<Vec<_>>(),
        record.iter().map(|sealed| canonical(&sealed.json)).collect::<Vec<_>>()
    );
    assert_eq!(canonical(&parse(&verify(&canonical(&list(&after))), MAX_DEPTH).expect("JSON")), r#"{"ok":true}"#);
    let asked = |row: &AdmissionRow| row.summary.tasks.iter().any(|task| row.is_of_correction(task.trigger.id, task.opens));
    assert!(asked(&row), "a new score is asked for");
    assert!(!canonical(&after.last().expect("it").json).contains("1940"), "no event holds a birth date");
    // A department asks for nothing more, and a date that is put back takes the call away.
    let born = AdmissionDetails::of(&row).born.clone();
    assert_eq!(born, "1940-01-01");
    let again = corrected(&mut row, &after, |of| of.department = "骨科二组".into(), Role::Nurse, 1);
    assert_eq!(row.summary.tasks.iter().filter(|task| row.is_of_correction(task.trigger.id, task.opens)).count(), 1);
    let before = row.corrections[0].of[0].from.clone();
    corrected(&mut row, &again, |of| of.born = before.clone(), Role::Nurse, 2);
    assert!(!asked(&row), "as it was signed");
}

#[test]
fn a_correction_that_no_score_rests_on_asks_for_none() {
    let (mut row, record) = stay(|row| row.age(now()).is_some());
    let after = corrected(&mut row, &record, |of| of.label = "演示 更名".into(), Role::Physician, 0);
    assert_eq!(recomputed(&row, &encounter(&after), &Profile::default()), None);
    assert!(!row.corrections[0].calls());
}

#[test]
fn another_category_calls_for_another_score() {
    let (mut row, record) = stay(|row| row.summary.score.as_ref().is_some_and(|score| score.instrument == "padua"));
    let after = corrected(&mut row, &record, |of| of.setting = "surgical".into(), Role::Nurse, 0);
    match recomputed(&row, &encounter(&after), &Profile::default()) {
        Some(Recomputed::Other(instrument)) => assert_eq!(instrument.id, "caprini"),
        other => panic!("{other:?}"),
    }
    let (mut row, record) = stay(|row| row.summary.score.as_ref().is_some_and(|score| score.instrument == "padua"));
    let after = corrected(&mut row, &record, |of| of.setting = "obstetric".into(), Role::Nurse, 0);
    assert_eq!(
        recomputed(&row, &encounter(&after), &Profile::default()),
        Some(Recomputed::None),
        "never another score in the place of the obstetric one"
    );
}

#[test]
fn who_may_admit_may_correct_whoever_admitted_and_nobody_else() {
    let (row, record) = stay(|row| row.age(now()).is_some());
    let encounter = encounter(&record);
    let id = record.iter().find(|sealed| sealed.event.body.kind() == "admitted").expect("admitted").event.id.clone();
    let at = row.chart["encounter"].clone();
    let occurrence = || Occurrence::of(Happening::Admitted).at(at.text_time()).with("department", "骨科");
    let as_role = |role, reason: &'static str| {
        decide(&encounter, Command::Correct { of: &id, reason, to: &Command::Record(occurrence()) }, &actor(role), now())
    };
    for role in [Role::Nurse, Role::Physician] {
        assert!(as_role(role, "核对").is_ok(), "{role:?}");
        assert_eq!(as_role(role, "  ").expect_err("no reason"), Refusal::AmendReason);
    }
    for role in [Role::Pharmacist, Role::Quality, Role::Trainee] {
        assert_eq!(as_role(role, "核对").expect_err("may not"), Refusal::Role(role));
    }
}

trait Admitted {
    fn text_time(&self) -> At;
}

impl Admitted for Value {
    fn text_time(&self) -> At {
        at(self["admittedAt"].as_str().expect("a time"))
    }
}

#[test]
fn the_same_number_twice_in_the_ward_is_named_by_its_beds() {
    let mut rows: Vec<AdmissionRow> = demo::ward(demo::SEED, 6, &Profile::default(), now()).into_iter().map(|stay| stay.row).collect();
    rows.retain(|row| row.summary.discharged_at.is_none());
    rows[0].number = "77".into();
    rows[1].number = "77".into();
    let beds = vec![rows[0].bed().to_owned(), rows[1].bed().to_owned()];
    assert_eq!(beds_with(rows.iter(), "77", ""), beds);
    assert_eq!(beds_with(rows.iter(), "77", &rows[0].context.clone()), beds[1..]);
    assert!(beds_with(rows.iter(), "", "").is_empty() && beds_with(rows.iter(), "78", "").is_empty());
    assert_eq!(shared_numbers(rows.iter()), vec![beds]);
    rows[1].summary.discharged_at = Some(now());
    assert!(shared_numbers(rows.iter()).is_empty(), "who has left does not count");
}

#[test]
fn an_obstetric_score_made_elsewhere_ends_the_asking_for_a_score_and_for_nothing_else() {
    let stays = demo::ward(demo::SEED, 40, &Profile::default(), now());
    let stay = stays.into_iter().find(|stay| stay.row.summary.score.is_none() && stay.row.summary.discharged_at.is_none()).expect("not scored");
    let mut row = stay.row;
    let encounter = encounter(&stay.record);
    let head = row.head.clone();
    let scores = |row: &AdmissionRow| row.summary.tasks.iter().filter(|task| task.trigger.scores()).count();
    row.put("encounter", "setting", "obstetric");
    row.fold(&encounter, head.clone(), &Profile::default(), now());
    let (asked, all) = (scores(&row), row.summary.tasks.len());
    assert!(asked > 0, "until it is noted, the score is asked for");
    row.ahead.changes.push(Noted { at: now(), what: SCORED_ELSEWHERE.into(), by: "李敏".into() });
    row.fold(&encounter, head, &Profile::default(), now());
    assert_eq!(row.summary.tasks.len(), all - asked);
    assert_eq!(scores(&row), 0);
}

// ---- two tablets -----------------------------------------------------------------------------------------------------

fn ward(row: &AdmissionRow, record: &[Sealed]) -> BTreeMap<String, String> {
    let mut rows: BTreeMap<String, String> =
        record.iter().map(|sealed| (event_key(&row.context, sealed.event.seq), canonical(&sealed.json))).collect();
    rows.insert(format!("admission/{}", row.context), write_row(row));
    rows
}

fn read(rows: &BTreeMap<String, String>) -> Ward {
    Ward::of(rows.iter().map(|(key, text)| (key.clone(), Some(text.clone()))))
}

fn applied(mut rows: BTreeMap<String, String>, plan: &ImportPlan) -> BTreeMap<String, String> {
    for change in &plan.changes {
        match change.clone() {
            RowChange::Put(key, text) => drop(rows.insert(key, text)),
            RowChange::Add(key, text) => assert!(rows.insert(key, text).is_none(), "an event is not written over"),
            RowChange::Delete(key) => drop(rows.remove(&key)),
        }
    }
    rows
}

#[test]
fn two_tablets_that_corrected_one_admission_are_joined_and_neither_correction_is_lost() {
    let (row, record) = stay(|row| row.age(now()).is_some());
    let (mut ours, mut theirs) = (row.clone(), row.clone());
    let our_record = corrected(&mut ours, &record, |of| of.label = "演示 甲".into(), Role::Nurse, 1);
    let first = corrected(&mut theirs, &record, |of| of.born = "1941-02-03".into(), Role::Physician, 2);
    let their_record = corrected(&mut theirs, &first, |of| of.sex = if of.sex == "male" { "female" } else { "male" }.into(), Role::Physician, 3);
    let here = ward(&ours, &our_record);
    let plan = merge(&read(&here), &read(&ward(&theirs, &their_record)), Rc::new(Profile::default()), now() + Duration::hours(1));
    assert!(matches!(plan.verdicts[0].1, Verdict::Parted { .. }), "{:?}", plan.verdicts);
    assert_eq!(plan.differ, vec![row.context.clone()], "a person is told to look who it is");
    let after = applied(here, &plan);
    let joined = read_row(&after[&format!("admission/{}", row.context)]).expect("a row");
    assert_eq!(joined.context, row.context);
    assert_eq!(
        (joined.label(), AdmissionDetails::of(&joined).born.as_str()),
        (row.label(), "1941-02-03"),
        "the longer record stands, with its chart"
    );
    let kept: Vec<_> = joined.corrections.iter().map(|correction| (correction.of[0].field.as_str(), correction.aside)).collect();
    assert_eq!(kept, [("birthDate", false), ("sex", false), ("label", true)]);
    assert!(after.keys().any(|key| key.starts_with("aside/")), "the event of the other is kept aside");
    // The other way round: ours is longer and stands, and learns of the other's.
    let there = ward(&theirs, &their_record);
    let plan = merge(&read(&there), &read(&ward(&ours, &our_record)), Rc::new(Profile::default()), now() + Duration::hours(1));
    let after = applied(there, &plan);
    let joined = read_row(&after[&format!("admission/{}", row.context)]).expect("a row");
    assert_eq!(
        joined.corrections.iter().filter(|correction| correction.aside).map(|correction| correction.of[0].to.as_str()).collect::<Vec<_>>(),
        ["演示 甲"]
    );
    assert_eq!(joined.label(), row.label());
    // Joined again nothing is learnt twice.
    let again = merge(&read(&after), &read(&ward(&ours, &our_record)), Rc::new(Profile::default()), now() + Duration::hours(1));
    assert!(!again.changes.iter().any(|change| matches!(change, RowChange::Put(key, _) if key.starts_with("admission/"))), "{:?}", again.verdicts);
}

// ---- settings --------------------------------------------------------------------------------------------------------

#[test]
fn settings_are_the_administrators_and_each_change_is_a_row() {
    assert!(may(false, false, false).is_ok() && may(true, true, true).is_ok());
    assert!(may(true, true, false).is_err() && may(true, false, false).is_err() && may(true, false, true).is_err());
    assert_eq!(out_of_bounds(&[("admission", Some(25))]).map(|row| row.id), Some("admission"));
    assert_eq!(out_of_bounds(&[("admission", None)]).map(|row| row.id), Some("admission"), "no number is none");
    assert!(out_of_bounds(&[("admission", Some(24)), ("periodic_low", Some(0))]).is_none());
    let settings = |name: &str, profile: &str| Settings {
        name: name.into(),
        department: "骨科".into(),
        demo: false,
        profile: parse(profile, MAX_DEPTH).expect("JSON"),
    };
    let of = differences(&settings("三病区", "{}"), &settings("四病区", r#"{"due":{"periodic_high":48}}"#));
    assert_eq!(
        of.iter().map(|set| (set.id.as_str(), set.from.as_str(), set.to.as_str())).collect::<Vec<_>>(),
        [("ward", "三病区", "四病区"), ("periodic_high", "72", "48")]
    );
    let settled = SettingsRevision { at: now(), by: Some(actor(Role::Nurse)), of };
    assert_eq!(read_settled(&write_settled(&settled)).expect("a row"), settled);
    assert!(read_settled("{}").is_err() && read_settled(r#"{"v":2,"at":"2026-11-25T12:00:00+08:00","of":[]}"#).is_err());
}
