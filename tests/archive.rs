//! Two wards become one: laws over random pairs of histories of the same admissions.
#![cfg(not(target_family = "wasm"))]

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::Duration;
use proptest::prelude::*;
use virchow::clinical::profile::Profile;
use virchow::interop::archive::{self, ImportPlan, Mix, RowChange, UNREADABLE, Verdict, Ward, event_key};
use virchow::interop::demo;
use virchow::interop::headless::verify;
use virchow::interop::json::{canonical, object, parse};
use virchow::interop::people::{Person, write_person};
use virchow::interop::record::Record;
use virchow::interop::seal::{Sealed, Stamp};
use virchow::interop::ward::{AdmissionRow, Settings, read_row, write_row, write_ward};
use virchow::record::board::Summary;
use virchow::record::encounter::Encounter;
use virchow::record::event::{Body, Declined};
use virchow::record::role::{Actor, Role};

type Rows = BTreeMap<String, String>;

/// A chain whose events bear the marks given; two chains with the same first marks are the same so far.
fn chain(context: &str, marks: &[u8]) -> Vec<Sealed> {
    let by = Actor { id: "p-1".into(), name: "王医师".into(), role: Role::Physician };
    let mut record = Record::default();
    for (place, mark) in marks.iter().enumerate() {
        let at = "2026-11-22T12:00:00+08:00".parse::<chrono::DateTime<chrono::FixedOffset>>().expect("a time") + Duration::hours(place as i64);
        let body = Body::PlanDeclined(Declined { of: "x".into(), code: "patient_refused".into(), note: Some(format!("mark {mark}")) });
        record.append(vec![body], &mut Stamp { context_id: context, ids: &mut || format!("{context}-{place}-{mark}"), at, by: &by });
    }
    record.events
}

fn rows(context: &str, marks: &[u8]) -> Rows {
    let record = chain(context, marks);
    let mut rows: Rows = record.iter().map(|sealed| (event_key(context, sealed.event_seq()), canonical(&sealed.json))).collect();
    rows.insert(format!("admission/{context}"), write_row(&folded(context, &record)));
    for sealed in &record {
        rows.insert(format!("outbox/{}", sealed.event.id), "{}".into());
    }
    rows
}

trait Seq {
    fn event_seq(&self) -> u64;
}

impl Seq for Sealed {
    fn event_seq(&self) -> u64 {
        self.json["seq"].as_u64().expect("a seq")
    }
}

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    "2026-11-25T12:00:00+08:00".parse().expect("a time")
}

/// The line of an admission as its events make it.
fn folded(context: &str, record: &[Sealed]) -> AdmissionRow {
    let mut row = AdmissionRow::new(parse(&format!(r#"{{"contextId":"{context}","patient":{{"label":"王*","bed":"12"}}}}"#), 8).expect("JSON"));
    let encounter = Encounter::of(record.iter().map(|sealed| &*sealed.event));
    row.fold(&encounter, virchow::interop::seal::head(record), &Profile::default(), now());
    row
}

fn ward(rows: &Rows) -> Ward {
    Ward::of(rows.iter().map(|(key, text)| (key.clone(), Some(text.clone()))))
}

/// The same with rows that cannot be read.
fn harmed(rows: &Rows, bad: &[&str]) -> Ward {
    Ward::of(rows.iter().map(|(key, text)| (key.clone(), (!bad.contains(&key.as_str())).then(|| text.clone()))))
}

fn merge(held: &Ward, brought: &Ward) -> ImportPlan {
    archive::merge(held, brought, Rc::new(Profile::default()), now())
}

fn applied(mut rows: Rows, plan: &ImportPlan) -> Rows {
    for change in &plan.changes {
        match change {
            RowChange::Put(key, text) => drop(rows.insert(key.clone(), text.clone())),
            RowChange::Add(key, text) => assert_eq!(rows.insert(key.clone(), text.clone()), None, "{key} was there"),
            RowChange::Delete(key) => drop(rows.remove(key)),
        }
    }
    rows
}

fn verdict(plan: &ImportPlan, context: &str) -> Verdict {
    plan.verdicts.iter().find(|(held, _)| held == context).map(|(_, verdict)| *verdict).expect("judged")
}

fn events(rows: &Rows, context: &str) -> Vec<String> {
    rows.iter().filter(|(key, _)| key.starts_with(&format!("event/{context}/"))).map(|(_, text)| text.clone()).collect()
}

/// Every signed line that lies in a ward, in its record or aside.
fn signed(rows: &Rows) -> BTreeSet<String> {
    rows.iter().filter(|(key, _)| key.starts_with("event/") || key.starts_with("aside/")).map(|(_, text)| text.clone()).collect()
}

fn check(ours: &[u8], theirs: &[u8], expected: Verdict) -> Rows {
    let held = if ours.is_empty() { Rows::new() } else { rows("a", ours) };
    let plan = merge(&ward(&held), &ward(&rows("a", theirs)));
    assert_eq!(verdict(&plan, "a"), expected, "{ours:?} and {theirs:?}");
    applied(held, &plan)
}

#[test]
fn the_longer_record_stands_and_equal_ones_stay_ours() {
    check(&[], &[1, 2], Verdict::New);
    check(&[1, 2], &[1, 2], Verdict::Same);
    assert_eq!(events(&check(&[1], &[1, 2, 3], Verdict::Longer), "a").len(), 3);
    assert_eq!(events(&check(&[1, 2, 3], &[1], Verdict::Shorter), "a").len(), 3);
    let parted = check(&[1, 2, 3], &[1, 9, 8, 7], Verdict::Parted { common: 1, ours: 3, theirs: 4 });
    assert_eq!(events(&parted, "a").len(), 4);
    assert_eq!(parted.keys().filter(|key| key.starts_with("aside/a/")).count(), 2, "ours after the parting are kept");
    let equal = check(&[1, 2], &[1, 9], Verdict::Parted { common: 1, ours: 2, theirs: 2 });
    assert_eq!(events(&equal, "a"), events(&rows("a", &[1, 2]), "a"));
    assert_eq!(equal.keys().filter(|key| key.starts_with("aside/a/")).count(), 1, "theirs are kept too");
}

#[test]
fn a_file_that_does_not_verify_changes_nothing_of_that_admission() {
    let held = rows("a", &[1]);
    let brought = rows("a", &[1, 2, 3]);
    for (key, text) in brought.iter().filter(|(key, _)| key.starts_with("event/")) {
        let mut altered = brought.clone();
        altered.insert(key.clone(), text.replacen("mark", "mork", 1));
        let plan = merge(&ward(&held), &ward(&altered));
        assert_eq!(verdict(&plan, "a"), Verdict::Unsound, "{key}");
        assert_eq!(plan.changes, []);
    }
    // Under another's name, or with its beginning missing.
    let renamed: Rows = brought.iter().map(|(key, text)| (key.replace("/a", "/b"), text.clone())).collect();
    assert_eq!(verdict(&merge(&ward(&held), &ward(&renamed)), "b"), Verdict::Unsound);
    let mut headless = brought;
    headless.remove(&event_key("a", 1));
    assert_eq!(verdict(&merge(&ward(&Rows::new()), &ward(&headless)), "a"), Verdict::Unsound);
}

#[test]
fn what_is_being_typed_here_is_not_written_over_and_settings_stay_on_their_device() {
    let mut held = rows("a", &[1]);
    held.insert("draft/a".into(), "ours".into());
    held.insert("user/n-1".into(), "ours".into());
    let mut brought = rows("a", &[1, 2]);
    let person =
        write_person(&Person { actor: Actor { id: "n-2".into(), name: "李敏".into(), role: Role::Nurse }, pin: None, administrator: false });
    for (key, text) in
        [("draft/a", "theirs"), ("user/n-1", "theirs"), ("user/n-2", person.as_str()), ("user/n-3", person.as_str()), ("setting/app", "theirs")]
    {
        brought.insert(key.into(), text.into());
    }
    let merged = applied(held.clone(), &merge(&ward(&held), &ward(&brought)));
    assert_eq!(merged["draft/a"], "ours");
    assert_eq!(merged["user/n-1"], "ours");
    assert_eq!(merged["user/n-2"], person);
    assert!(!merged.contains_key("user/n-3"), "under another's id");
    assert!(!merged.contains_key("setting/app"));
}

/// Else anybody could bring a physician, or an administrator, in a file of their own making.
#[test]
fn people_come_with_a_ward_and_never_into_one() {
    let mut brought = rows("a", &[1]);
    let person = Person { actor: Actor { id: "n-1".into(), name: "李敏".into(), role: Role::Nurse }, pin: None, administrator: true };
    let settings = Settings { name: "骨科".into(), department: String::new(), demo: false, profile: object([]) };
    for (key, text) in [("ward", write_ward(&settings)), ("user/n-1", write_person(&person)), ("people/1", "theirs".into())] {
        brought.insert(key.into(), text);
    }
    let all = applied(Rows::new(), &merge(&ward(&Rows::new()), &ward(&brought)));
    assert!(["ward", "user/n-1", "people/1"].iter().all(|key| all.contains_key(*key)), "a device without a ward takes it whole");
    let mut held = Rows::new();
    held.insert("ward".into(), "ours".into());
    let merged = applied(held.clone(), &merge(&ward(&held), &ward(&brought)));
    assert_eq!(merged["ward"], "ours");
    assert!(merged.contains_key("admission/a"));
    assert!(!merged.contains_key("user/n-1") && !merged.contains_key("people/1"));
}

#[test]
fn a_row_that_is_mended_brings_no_second_administrator() {
    let person = |id: &str, administrator| Person { actor: Actor { id: id.into(), name: id.into(), role: Role::Nurse }, pin: None, administrator };
    let settings = Settings { name: "骨科".into(), department: String::new(), demo: false, profile: object([]) };
    let mut brought = Rows::new();
    brought.insert("user/n-1".into(), write_person(&person("n-1", true)));
    for (here, expected) in [(true, false), (false, true)] {
        let mut held = Ward::default();
        held.rest.insert("ward".into(), Some(write_ward(&settings)));
        held.rest.insert("user/n-1".into(), None);
        held.rest.insert("user/n-2".into(), Some(write_person(&person("n-2", here))));
        let mended = applied(Rows::new(), &merge(&held, &ward(&brought)));
        assert_eq!(virchow::interop::people::read_person(&mended["user/n-1"]).expect("a person").administrator, expected);
    }
}

proptest! {
    #[test]
    fn nothing_signed_is_lost_and_every_record_verifies(pairs in prop::collection::vec((prop::collection::vec(0_u8..3, 0..6), prop::collection::vec(0_u8..3, 1..6)), 1..4)) {
        let (mut held, mut brought) = (Rows::new(), Rows::new());
        for (place, (ours, theirs)) in pairs.iter().enumerate() {
            let context = format!("c{place}");
            if !ours.is_empty() {
                held.extend(rows(&context, ours));
            }
            brought.extend(rows(&context, theirs));
        }
        let merged = applied(held.clone(), &merge(&ward(&held), &ward(&brought)));
        prop_assert!(signed(&merged).is_superset(&signed(&held)), "ours");
        for place in 0..pairs.len() {
            let context = format!("c{place}");
            let record = events(&merged, &context);
            let answer = verify(&format!("[{}]", record.join(",")));
            prop_assert!(answer.contains("\"ok\":true"), "{}: {}", context, answer);
            prop_assert!(record.len() >= events(&held, &context).len() && record.len() >= events(&brought, &context).len());
        }
        // What the file brought lies here too, in a record or aside, and bringing it again changes nothing.
        prop_assert!(signed(&merged).is_superset(&signed(&brought)), "theirs");
        prop_assert_eq!(&applied(merged.clone(), &merge(&ward(&merged), &ward(&brought))), &merged);
    }

    /// Whoever imports whose file, both devices hold a record of the same length afterwards.
    #[test]
    fn exchanging_files_both_ways_agrees_on_the_length(ours in prop::collection::vec(0_u8..3, 1..6), theirs in prop::collection::vec(0_u8..3, 1..6)) {
        let (here, there) = (rows("a", &ours), rows("a", &theirs));
        let one = applied(here.clone(), &merge(&ward(&here), &ward(&there)));
        let other = applied(there.clone(), &merge(&ward(&there), &ward(&here)));
        prop_assert_eq!(events(&one, "a").len(), events(&other, "a").len());
    }
}

#[test]
fn a_demonstration_of_ten_thousand_events_is_joined_whole_and_joined_again_is_the_same() {
    let now = "2026-11-22T12:00:00+08:00".parse().expect("a time");
    let stays = demo::ward(demo::SEED, 1300, &Profile::default(), now);
    let mut brought = Rows::new();
    for stay in &stays {
        let context = &stay.row.context;
        brought.insert(format!("admission/{context}"), write_row(&stay.row));
        brought.extend(stay.record.iter().map(|sealed| (event_key(context, sealed.event_seq()), canonical(&sealed.json))));
    }
    let file = ward(&brought);
    assert!(file.events() >= 10_000, "{}", file.events());
    let plan = merge(&Ward::default(), &file);
    assert_eq!(plan.count(|verdict| matches!(verdict, Verdict::New)), stays.len());
    let here = applied(Rows::new(), &plan);
    assert_eq!(here.len(), brought.len());
    for (key, text) in &brought {
        match key.strip_prefix("admission/") {
            // The chart as the file has it, the board by the events.
            Some(_) => assert_eq!(read_row(&here[key]).map(|row| (row.chart, row.head)), read_row(text).map(|row| (row.chart, row.head))),
            None => assert_eq!(here[key], *text),
        }
    }
    let again = merge(&ward(&here), &file);
    assert_eq!((again.count(|verdict| matches!(verdict, Verdict::Same)), again.changes.len()), (stays.len(), 0));
}

// ---- small damage -------------------------------------------------------------------------------------------------

/// Applies a plan to rows of which some could not be read.
fn mended(rows: &Rows, bad: &[&str], brought: &Ward) -> (ImportPlan, Rows) {
    let plan = merge(&harmed(rows, bad), brought);
    (
        plan.clone(),
        applied(rows.iter().filter(|(key, _)| !bad.contains(&key.as_str())).map(|(key, text)| (key.clone(), text.clone())).collect(), &plan),
    )
}

#[test]
fn an_older_file_mends_each_row_that_cannot_be_read_and_touches_no_other() {
    let here = rows("a", &[1, 2, 3, 4]);
    let older = ward(&rows("a", &[1, 2, 3]));
    for bad in [event_key("a", 1), event_key("a", 2), event_key("a", 3), "admission/a".into()] {
        let (plan, after) = mended(&here, &[&bad], &older);
        assert_eq!(verdict(&plan, "a"), Verdict::Mended { rows: 1, left: 0 }, "{bad}");
        for (key, text) in &here {
            if !key.starts_with("admission/") {
                assert_eq!(after.get(key), Some(text), "{bad}: {key}");
            }
        }
        assert_eq!(read_row(&after["admission/a"]).map(|row| row.head.seq), Ok(4), "{bad}: as the events here say, not the older file");
        assert!(!plan.changes.iter().any(|change| matches!(change, RowChange::Delete(_))), "{bad}");
    }
    // What the older file does not have stays unreadable, is counted, and the line of the admission stays the witness.
    let (last, line) = (event_key("a", 4), "admission/a");
    let (plan, after) = mended(&here, &[&event_key("a", 2), &last], &older);
    assert_eq!(verdict(&plan, "a"), Verdict::Mended { rows: 1, left: 1 });
    assert_eq!((after.get(&event_key("a", 2)), after.get(&last)), (here.get(&event_key("a", 2)), None));
    assert_eq!(after[line], here[line]);
    let (plan, _) = mended(&here, &[&last], &older);
    assert_eq!((verdict(&plan, "a"), plan.changes), (Verdict::Shorter, vec![]));
}

#[test]
fn a_longer_file_mends_and_goes_on_and_two_damaged_wards_mend_each_other() {
    let here = rows("a", &[1, 2]);
    let (plan, after) = mended(&here, &[&event_key("a", 1)], &ward(&rows("a", &[1, 2, 3])));
    assert_eq!(verdict(&plan, "a"), Verdict::Mended { rows: 2, left: 0 });
    assert_eq!(events(&after, "a"), events(&rows("a", &[1, 2, 3]), "a"));
    assert_eq!(after.keys().filter(|key| key.starts_with("outbox/")).count(), 3, "what came with the file waits for the HIS as well");
    // The file was made by a device that could not read another row, and says so.
    let mut file = rows("a", &[1, 2]);
    file.remove(&event_key("a", 2));
    file.insert(UNREADABLE.into(), format!("[\"{}\"]", event_key("a", 2)));
    assert_eq!(ward(&file).unreadable(), [event_key("a", 2)]);
    let (plan, after) = mended(&here, &[&event_key("a", 1)], &ward(&file));
    assert_eq!(verdict(&plan, "a"), Verdict::Mended { rows: 1, left: 0 });
    assert_eq!(events(&after, "a"), events(&here, "a"));
    assert!(!after.contains_key(UNREADABLE));
}

#[test]
fn a_deleted_row_is_mended_as_a_damaged_one() {
    let whole = rows("a", &[1, 2, 3]);
    for gone in [event_key("a", 1), event_key("a", 2), event_key("a", 3), "admission/a".into()] {
        let mut here = whole.clone();
        here.remove(&gone);
        let (_, after) = mended(&here, &[], &ward(&whole));
        assert!(after.contains_key(&gone), "{gone}");
        assert_eq!(events(&after, "a"), events(&whole, "a"), "{gone}");
    }
}

#[test]
fn a_file_that_says_otherwise_does_not_mend_row_by_row() {
    let here = rows("a", &[1, 2, 3]);
    let (plan, after) = mended(&here, &[&event_key("a", 2)], &ward(&rows("a", &[1, 9, 3])));
    assert_eq!(verdict(&plan, "a"), Verdict::Mends { ours: 3 }, "its third event is another: they have parted");
    assert_eq!(events(&after, "a"), events(&rows("a", &[1, 9, 3]), "a"));
    assert!(
        signed(&after).is_superset(&[here[&event_key("a", 1)].clone(), here[&event_key("a", 3)].clone()].into()),
        "what of ours can be read is kept"
    );
    let mut false_file = rows("a", &[1, 2, 3]);
    let altered = false_file[&event_key("a", 2)].replacen("mark", "mork", 1);
    false_file.insert(event_key("a", 2), altered);
    let (plan, _) = mended(&here, &[&event_key("a", 2)], &ward(&false_file));
    assert_eq!((verdict(&plan, "a"), plan.changes), (Verdict::Unsound, vec![]));
}

#[test]
fn users_ward_drafts_and_outbox_are_mended_too() {
    let mut here = rows("a", &[1]);
    here.insert("draft/a".into(), "typed".into());
    here.insert(
        "user/n-2".into(),
        write_person(&Person { actor: Actor { id: "n-2".into(), name: "李敏".into(), role: Role::Nurse }, pin: None, administrator: false }),
    );
    here.insert("ward".into(), write_ward(&Settings { name: "三病区".into(), department: "骨科".into(), demo: false, profile: object([]) }));
    for bad in here.keys().filter(|key| !key.starts_with("event/")) {
        let (_, after) = mended(&here, &[bad], &ward(&here));
        assert_eq!(after, here, "{bad}");
    }
}

// ---- what a file says beside its signed events -----------------------------------------------------------------------

#[test]
fn a_forged_or_missing_summary_is_not_believed() {
    let demo = demo::ward(demo::SEED, 12, &Profile::default(), now());
    let stay = demo.iter().find(|stay| stay.row.summary.score.is_some()).expect("a scored stay");
    let context = &stay.row.context;
    let mut brought: Rows = stay.record.iter().map(|sealed| (event_key(context, sealed.event_seq()), canonical(&sealed.json))).collect();
    let forged = AdmissionRow { summary: Summary::default(), ..stay.row.clone() };
    let bare = format!(r#"{{"v":1,"chart":{},"head":{{}},"board":{{}}}}"#, canonical(&stay.row.chart));
    for text in [write_row(&forged), bare] {
        brought.insert(format!("admission/{context}"), text);
        let after = applied(Rows::new(), &merge(&Ward::default(), &ward(&brought)));
        let row = read_row(&after[&format!("admission/{context}")]).expect("a row");
        assert_eq!(row.summary.score, stay.row.summary.score);
        assert_eq!(row.head, virchow::interop::seal::head(&stay.record));
    }
}

#[test]
fn a_row_that_names_another_admission_is_not_taken() {
    let mut brought = rows("a", &[1, 2]);
    let of_b = write_row(&folded("b", &chain("b", &[1])));
    for text in [of_b.as_str(), "{}", "not JSON", r#"{"v":1,"chart":{},"head":{},"board":{}}"#] {
        brought.insert("admission/a".into(), text.into());
        for held in [Rows::new(), rows("a", &[1])] {
            let plan = merge(&ward(&held), &ward(&brought));
            assert_eq!((verdict(&plan, "a"), plan.changes), (Verdict::Unsound, vec![]), "{text}");
        }
    }
}

/// A whole demonstration as its rows, as this version or (`marked: false`) version 0.1.0 wrote them.
fn demonstration(marked: bool) -> Rows {
    let profile = Profile::default();
    let settings = Settings { name: "演示病区".into(), department: "演示病区".into(), demo: true, profile: object([]) };
    let mut rows: Rows = [("ward".to_owned(), write_ward(&settings))].into();
    for actor in demo::people() {
        let person = Person { actor, pin: None, administrator: false };
        rows.insert(person.key(), write_person(&person));
    }
    for stay in demo::ward(demo::SEED, 3, &profile, now()) {
        let unmarked = |text: String| text.replace(r#""demo":true,"#, "").replace(r#","demo":true"#, "");
        let as_written = |text: String| if marked { text } else { unmarked(text) };
        rows.insert(format!("admission/{}", stay.row.context), as_written(write_row(&stay.row)));
        rows.extend(stay.record.iter().map(|sealed| (event_key(&stay.row.context, sealed.event_seq()), as_written(canonical(&sealed.json)))));
    }
    rows
}

fn ward_of(rows: &Rows) -> Ward {
    Ward::of(rows.iter().map(|(key, text)| (key.clone(), Some(text.clone()))))
}

fn real() -> Rows {
    let settings = Settings { name: "骨科三病区".into(), department: "骨科".into(), demo: false, profile: object([]) };
    let mut all = rows("adm-1", &[1, 2, 3]);
    all.insert("ward".into(), write_ward(&settings));
    all
}

#[test]
fn a_demonstration_and_a_real_ward_are_never_joined() {
    let (real, empty) = (ward_of(&real()), Ward::default());
    for marked in [true, false] {
        let show = ward_of(&demonstration(marked));
        assert!(show.is_demo() && !real.is_demo(), "marked: {marked}");
        assert_eq!(archive::mixes(&real, &show), Some(Mix::DemoIntoReal), "marked: {marked}");
        assert_eq!(archive::mixes(&show, &real), Some(Mix::RealIntoDemo), "marked: {marked}");
        assert_eq!(archive::mixes(&empty, &show), None, "a device that holds nothing may be shown it");
    }
    assert_eq!(archive::mixes(&real, &real), None);
    assert_eq!(archive::mixes(&empty, &real), None);
}

#[test]
fn one_row_of_a_demonstration_is_enough_to_refuse_a_file_wherever_it_stands() {
    let (held, all) = (ward_of(&real()), demonstration(true));
    for (key, text) in &all {
        let mut file = real();
        file.insert(if key == "ward" { "user/demo-nurse".into() } else { key.clone() }, text.clone());
        for here in [&held, &Ward::default()] {
            assert_eq!(archive::mixes(here, &ward_of(&file)), Some(Mix::DemoIntoReal), "{key}");
        }
    }
}
