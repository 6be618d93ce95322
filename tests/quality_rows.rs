//! From a record to its rows, and the functions of the quality office: what the fold settles, what the header says, unknown as a value
//! of its own, and each bad input said with its place while no other row changes.
#![cfg(not(target_family = "wasm"))]

use serde_json::{Value, json};
use virchow::clinical::chart::Instant;
use virchow::clinical::instrument::{Points, Risk};
use virchow::interop::quality;
use virchow::quality::catalogue::named;
use virchow::quality::count::{Placed, place};
use virchow::quality::episode::{EpisodeRow, FactKind, Precision, SettledRow, SettledStay, Stretch, UNKNOWN};
use virchow::quality::reduce::{Header, ToldMoment, reduce};
use virchow::quality::report::{cell, csv, monthly, rows, written_rate};
use virchow::record::assessment::Assessment;
use virchow::record::coded::{STOPPED, Stops};
use virchow::record::encounter::Encounter;
use virchow::record::event::{BleedingScreen, Body, Change, Declined, Event, MeasureLine, Plan};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::local::Wall;
use virchow::record::measure::{MeasureId, MeasureKind};
use virchow::record::role::{Actor, Role};
use virchow::text::Lang;

fn at(text: &str) -> Instant {
    text.parse().expect("a time")
}

fn actor(role: Role) -> Actor {
    Actor { id: "p-1".into(), name: "李敏".into(), role }
}

fn score(band: Option<Risk>) -> Assessment {
    Assessment {
        instrument: "padua".into(),
        edition: "2010".into(),
        timepoint: "ADMISSION".into(),
        answers: vec![],
        floor: Points(0),
        ceiling: Points(0),
        band,
        sub_band: None,
        suggestions: String::new(),
    }
}

fn screen(high: Option<bool>) -> Body {
    Body::BleedingScreened(BleedingScreen {
        instrument: "cn_bleed_medical".into(),
        edition: "1".into(),
        answers: vec![],
        contraindications: vec![],
        high,
        improve: None,
    })
}

fn plan(measures: &[(&str, MeasureKind, bool)]) -> Body {
    let line = |(id, kind, conditional): &(&str, MeasureKind, bool)| {
        let mut line = MeasureLine::plain(MeasureId::from(*id), *kind);
        if *conditional {
            line.conditional_on = vec!["platelets".into()];
        }
        line
    };
    let measures = measures.iter().map(line).collect();
    Body::PlanAuthorised(Plan { of: "e2".into(), rule: None, screen: None, measures, overrides: vec![], monitoring: vec![], replaces: None })
}

/// Events an hour apart, the ids `e1`, `e2`, …
fn record(bodies: Vec<(Role, Body)>) -> Encounter {
    let begin = at("2026-01-30T08:00:00+08:00");
    let events: Vec<Event> = bodies
        .into_iter()
        .enumerate()
        .map(|(index, (role, body))| Event {
            id: format!("e{}", index + 1),
            seq: index as u64 + 1,
            at: begin + chrono::TimeDelta::hours(index as i64),
            by: actor(role),
            body,
            clock: None,
        })
        .collect();
    Encounter::of(&events)
}

fn seq(id: &str) -> Option<u64> {
    id.strip_prefix('e')?.parse().ok()
}

fn rows_of(encounter: &Encounter, header: &Header) -> (EpisodeRow, Vec<SettledRow>) {
    reduce(encounter, header, &Wall::default(), &seq)
}

fn header() -> Header {
    Header {
        episode: "s1".into(),
        class: Some("inpatient".into()),
        service: Some("other".into()),
        vte_before: Some(false),
        birth_date: "2011-01-31".parse().ok(),
        ..Header::default()
    }
}

fn happened(what: Happening) -> Body {
    Body::Happened(Occurrence::of(what))
}

#[test]
fn amendments_reviews_and_dropped_measures_are_settled_before_anything_is_counted() {
    let (nurse, physician) = (Role::Nurse, Role::Physician);
    let change = |id: &str| Change::plain(&MeasureId::from(id), at("2026-01-30T15:00:00+08:00"));
    let encounter = record(vec![
        (nurse, Body::Happened(Occurrence::of(Happening::Admitted).with("department", "内科"))),
        (nurse, Body::Assessed(score(Some(Risk::Low)))),
        // The physician raises the band: the nurse's stands beside it.
        (physician, Body::Reviewed { of: "e2".into(), changed: Some(score(Some(Risk::High))) }),
        (physician, screen(Some(true))),
        // The screen was wrong.
        (physician, Body::Amended { of: "e4".into(), reason: "误填".into(), body: screen(Some(false)).into() }),
        (physician, plan(&[("enoxaparin", MeasureKind::Drug, false), ("ipc", MeasureKind::Device, false), ("gcs", MeasureKind::Device, true)])),
        (nurse, Body::MeasureStarted(change("ipc"))),
        // The next plan drops the drug before it was begun, and the stockings with it.
        (physician, plan(&[("ipc", MeasureKind::Device, false)])),
        (nurse, Body::Happened(Occurrence::of(Happening::Transferred).with("from", "内科").with("to", "骨科"))),
        (physician, Body::Happened(Occurrence::of(Happening::Discharged).at(at("2026-01-31T23:59:59+08:00")))),
    ]);
    let (episode, settled) = rows_of(&encounter, &header());
    let of = |kind: FactKind| settled.iter().filter(|row| row.kind == kind).collect::<Vec<_>>();
    let assessed = of(FactKind::Assessed);
    assert_eq!(assessed.len(), 1);
    assert_eq!((&*assessed[0].value, &*assessed[0].beside, assessed[0].seq, assessed[0].latest), ("high", "low", 2, true));
    assert_eq!(of(FactKind::BleedingScreened).iter().map(|row| (&*row.value, row.seq)).collect::<Vec<_>>(), [("not_high", 4)]);
    let mut orders: Vec<(&str, &str, &str)> = of(FactKind::Ordered).iter().map(|row| (&*row.what, &*row.value, &*row.state)).collect();
    orders.sort_unstable();
    assert_eq!(orders, [("enoxaparin", "drug", "withdrawn"), ("gcs", "device", "withdrawn"), ("ipc", "device", "begun")]);
    assert_eq!(of(FactKind::Given).iter().map(|row| (&*row.what, row.seq)).collect::<Vec<_>>(), [("ipc", 7)]);
    // The last second of a month in Shanghai is still January, and 14 years and 364 days are 14.
    assert_eq!((&*episode.discharged_day, &*episode.discharged_month), ("2026-01-31", "2026-01"));
    assert_eq!((&*episode.dept_admission, &*episode.dept_assessment, &*episode.dept_discharge), ("内科", "内科", "骨科"));
    assert_eq!((episode.age, &*episode.flaws), (14, "none"));
    let stay = SettledStay { episode, facts: settled };
    let alliance_3 = named("alliance_3").expect("an indicator");
    assert_eq!(place(&alliance_3, &stay), Placed::Excluded(3));
    let mut grown = stay.clone();
    grown.episode.age = 15;
    assert_eq!(place(&alliance_3, &grown), Placed::Numerator);
    // Withdrawn before it was begun: not ordered.
    assert_eq!(place(&named("alliance_4").expect("an indicator"), &grown), Placed::Denominator);
    // By the nurse's score nobody is at risk.
    assert_eq!(place(&named("alliance_3.nurse_score").expect("an indicator"), &grown), Placed::Outside);
}

/// One that was never begun can be refused for good; it is as little an order as one that the next plan dropped. Held, it stands.
#[test]
fn an_order_that_was_stopped_before_it_was_begun_is_withdrawn() {
    let stopped = |code: &str| {
        let mut change = Change::plain(&MeasureId::from("enoxaparin"), at("2026-01-30T12:00:00+08:00"));
        change.code = Some(code.into());
        let encounter = record(vec![
            (Role::Nurse, happened(Happening::Admitted)),
            (Role::Physician, Body::Assessed(score(Some(Risk::High)))),
            (Role::Physician, plan(&[("enoxaparin", MeasureKind::Drug, false)])),
            (Role::Nurse, Body::MeasureStopped(change)),
        ]);
        let (_, settled) = rows_of(&encounter, &header());
        settled.into_iter().find(|row| row.kind == FactKind::Ordered).expect("a row").state
    };
    let codes: Vec<(&str, String)> = STOPPED.iter().map(|(coded, _)| (coded.id, stopped(coded.id))).collect();
    for (coded, stops) in &STOPPED {
        let expected = if matches!(stops, Stops::Once | Stops::ForNow) { "firm" } else { "withdrawn" };
        assert!(codes.iter().any(|(code, state)| *code == coded.id && state == expected), "{}: {codes:?}", coded.id);
    }
}

#[test]
fn a_conditional_order_that_was_never_begun_and_a_refusal_are_rows_and_not_counted() {
    let encounter = record(vec![
        (Role::Nurse, happened(Happening::Admitted)),
        (Role::Physician, Body::Assessed(score(Some(Risk::High)))),
        (Role::Physician, screen(None)),
        (Role::Physician, plan(&[("enoxaparin", MeasureKind::Drug, true)])),
        (Role::Physician, happened(Happening::VteSuspected)),
        (Role::Physician, Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "dvt"))),
    ]);
    let (episode, settled) = rows_of(&encounter, &header());
    let find = |kind: FactKind| settled.iter().find(|row| row.kind == kind).expect("a row");
    assert_eq!((&*find(FactKind::Ordered).state, &*find(FactKind::BleedingScreened).value), ("conditional", "open"));
    assert_eq!((&*find(FactKind::Confirmed).what, &*find(FactKind::Confirmed).value), ("dvt", "not_stated"));
    // Still in the hospital: no month, and so in no period.
    assert_eq!((&*episode.discharged_month, episode.stay), ("unknown", Stretch::UNKNOWN));
    let stay = SettledStay { episode, facts: settled };
    assert_eq!(place(&named("alliance_1").expect("an indicator"), &stay), Placed::Undated);
    let declined = record(vec![
        (Role::Physician, happened(Happening::Admitted)),
        (Role::Physician, Body::Assessed(score(Some(Risk::High)))),
        (Role::Physician, Body::PlanDeclined(Declined { of: "e2".into(), code: "patient_refused".into(), note: None })),
    ]);
    let (_, settled) = rows_of(&declined, &header());
    assert_eq!(settled.iter().find(|row| row.kind == FactKind::Declined).map(|row| &*row.value), Some("patient_refused"));
}

#[test]
fn a_header_without_a_record_and_times_that_are_not_exact_are_a_class_of_their_own() {
    let told = |text: &str, precision: Precision| Some(ToldMoment { at: at(text), precision });
    let of = |from: Option<ToldMoment>, to: Option<ToldMoment>| {
        rows_of(&Encounter::default(), &Header { admitted: from, discharged: to, age: Some(60), birth_date: None, ..header() }).0
    };
    let alliance_1 = named("alliance_1").expect("an indicator");
    let placed = |episode: EpisodeRow| place(&alliance_1, &SettledStay { episode, facts: vec![] });
    let second = |text: &str| told(text, Precision::Second);
    // A stay of exactly 24 h is not longer than 24 h; a second more is.
    assert_eq!(placed(of(second("2026-01-05T08:00:00+08:00"), second("2026-01-06T08:00:00+08:00"))), Placed::Excluded(4));
    assert_eq!(placed(of(second("2026-01-05T08:00:00+08:00"), second("2026-01-06T08:00:01+08:00"))), Placed::Denominator);
    // To the hour, as the front page has it: 08 to 08 of the next day cannot be told; 08 to 10 can.
    let hour = |text: &str| told(text, Precision::Hour);
    assert_eq!(placed(of(hour("2026-01-05T08:00:00+08:00"), hour("2026-01-06T08:00:00+08:00"))), Placed::ExclusionUnknown(4));
    assert_eq!(placed(of(hour("2026-01-05T08:00:00+08:00"), hour("2026-01-06T10:00:00+08:00"))), Placed::Denominator);
    let day = |text: &str| told(text, Precision::Day);
    assert_eq!(placed(of(day("2026-01-05T00:00:00+08:00"), day("2026-01-06T00:00:00+08:00"))), Placed::ExclusionUnknown(4));
    assert_eq!(placed(of(day("2026-01-05T00:00:00+08:00"), day("2026-01-08T00:00:00+08:00"))), Placed::Denominator);
    // Discharge before admission: the row stays, the stay is unknown, the flaw is named.
    let turned = of(second("2026-01-06T08:00:00+08:00"), second("2026-01-05T08:00:00+08:00"));
    assert_eq!((&*turned.flaws, turned.stay), ("discharge_before_admission", Stretch::UNKNOWN));
    assert_eq!(placed(turned), Placed::ExclusionUnknown(4));
    let empty = rows_of(&Encounter::default(), &Header { episode: "s2".into(), ..Header::default() }).0;
    assert_eq!((empty.age, &*empty.class, &*empty.flaws), (UNKNOWN, "unknown", "admission_unknown"));
    let born = rows_of(&Encounter::default(), &Header { admitted: second("2010-01-01T08:00:00+08:00"), ..header() }).0;
    assert_eq!((born.age, &*born.flaws), (UNKNOWN, "born_after_admission"));
}

/// Of an operation that nobody says the end of, nothing is counted from its end.
#[test]
fn the_end_of_an_operation_that_nobody_tells_is_unknown() {
    let operated = |ended: Option<Instant>| {
        let mut operation = Occurrence::of(Happening::Operated);
        operation.ended_at = ended;
        let (_, settled) = rows_of(&record(vec![(Role::Physician, Body::Happened(operation))]), &header());
        (settled[0].value.clone(), settled[0].at)
    };
    let end = at("2026-01-30T11:00:00+08:00");
    assert_eq!(operated(Some(end)), ("operation".into(), Stretch::exactly(end.timestamp())));
    assert_eq!(operated(None), ("operation".into(), Stretch::UNKNOWN));
}

/// Wherever in its hour or day a source puts a time that is only told to the hour or the day.
#[test]
fn a_time_to_the_hour_or_the_day_begins_with_it_on_the_wall() {
    let of = |text: &str, precision: Precision| {
        let admitted = Some(ToldMoment { at: at(text), precision });
        rows_of(&Encounter::default(), &Header { admitted, birth_date: None, ..header() }).0.admitted
    };
    let begin = |text: &str| at(text).timestamp();
    let hour = of("2026-01-05T14:37:21+08:00", Precision::Hour);
    assert_eq!((hour.first, hour.last), (begin("2026-01-05T14:00:00+08:00"), begin("2026-01-05T14:59:59+08:00")));
    // By UTC it is the day before.
    let day = of("2026-01-04T22:37:21Z", Precision::Day);
    assert_eq!((day.first, day.last), (begin("2026-01-05T00:00:00+08:00"), begin("2026-01-05T23:59:59+08:00")));
    assert_eq!(of("2026-01-05T14:37:21+08:00", Precision::Second), Stretch::exactly(begin("2026-01-05T14:37:21+08:00")));
    let old = rows_of(
        &Encounter::default(),
        &Header { admitted: Some(ToldMoment::exactly(at("2026-01-05T14:37:21+08:00"))), birth_date: "1895-01-05".parse().ok(), ..header() },
    )
    .0;
    assert_eq!((old.age, &*old.flaws), (UNKNOWN, "older_than_130"));
}

fn object(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn row(key: &str) -> Value {
    json!({ "episode": key, "discharged_month": "2026-01", "discharged_at": 1_769_900_000, "admitted_at": 1_769_600_000, "stay_least": 300_000, "stay_most": 300_000,
            "age": 60, "class": "inpatient", "service": "other", "vte_before": "no", "dept_discharge": "外科" })
}

#[test]
fn bad_rows_are_said_with_their_place_and_change_no_other() {
    let assessed = |key: &str| json!({ "episode": key, "kind": "assessed", "value": "high", "at": 1_769_600_000, "latest": "yes" });
    let mut other = row("s1");
    other["age"] = json!(70);
    let newer = json!({ "v": 2, "episode": "s9" });
    let input = json!({
        "episode": [row("s1"), row("s1"), other, json!({ "age": 3 }), json!({ "episode": "s3", "class": "ward 张三" }), newer,
                    json!({ "episode": "s4", "age": 60.5 }), json!({ "episode": "s5", "admitted_at": 9, "admitted_last": 3 }), json!({ "episode": "s6", "discharged_month": "2026-13" }), row("s2"), json!({ "episode": "s7", "age": 131 })],
        "settled": [assessed("s1"), assessed("s1"), assessed("nobody"), json!({ "episode": "s1", "kind": "dreamt" })],
        "indicators": ["alliance_1", "alliance_5"],
        "period": { "from": "2026-01", "to": "2026-01" },
        "groupBy": ["department"],
    });
    let answer = object(&quality::evaluate(&input.to_string()));
    let refused: Vec<(&str, &str)> =
        answer["refused"].as_array().expect("a list").iter().map(|row| (row["code"].as_str().unwrap(), row["path"].as_str().unwrap())).collect();
    let expected = [
        ("E_SCHEMA", "/episode/3/episode"),
        ("E_SCHEMA", "/episode/4/class"),
        ("E_PROTOCOL", "/episode/5/v"),
        ("E_RANGE", "/episode/6/age"),
        ("E_CONFLICT", "/episode/7/admitted_last"),
        ("E_SCHEMA", "/episode/8/discharged_month"),
        ("E_RANGE", "/episode/10/age"),
        ("E_SCHEMA", "/settled/3/kind"),
        ("E_CONFLICT", "/episode/2"),
        ("E_CONFLICT", "/settled/2"),
    ];
    assert_eq!(refused, expected);
    assert!(!answer["refused"].to_string().contains("张三"));
    for rejected in answer["refused"].as_array().unwrap() {
        assert!(["zh", "en"].iter().all(|lang| rejected["message"][lang].as_str().is_some_and(|text| text.chars().count() > 4)));
    }
    let total = &answer["results"][0]["total"];
    assert_eq!((total["numerator"].as_u64(), total["denominator"].as_u64(), answer["stays"].as_u64()), (Some(1), Some(2), Some(2)));
    assert_eq!(answer["results"][1]["total"]["denominator"], 1);
    assert_eq!(answer["results"][0]["groups"][0]["by"]["department"], "外科");
    // A denominator of nobody has no rate.
    let nobody = object(&quality::evaluate(&json!({ "episode": [], "settled": [], "indicators": ["alliance_7"] }).to_string()));
    assert!(nobody["results"][0]["total"]["rate"].is_null() && nobody["results"][0]["total"]["range"].is_null());
    assert_eq!(written_rate(None), "–");
    for (input, path) in [
        (json!({ "episode": [], "settled": [], "indicators": ["alliance_9"] }), "/indicators/0"),
        (json!({ "episode": [], "settled": [], "indicators": ["alliance_1.within_24h"] }), "/indicators/0"),
        (json!({ "episode": [], "settled": [], "indicators": ["alliance_2.within_24h.after_risk"] }), "/indicators/0"),
        (json!({ "episode": [], "settled": [], "period": { "from": "2026-1" } }), "/period/from"),
        (json!({ "episode": [] }), "/settled"),
    ] {
        assert_eq!(object(&quality::evaluate(&input.to_string()))["error"]["path"], path, "{input}");
    }
}

/// A clot after the discharge is none of the stay; within ninety days it is hospital-associated, later it is neither.
#[test]
fn a_clot_counts_until_the_discharge_and_to_the_ninetieth_day_only_where_that_is_asked() {
    let day = 86_400;
    let (admitted, discharged) = (1_769_600_000, 1_769_900_000);
    let clot = |at: i64, onset: &str| json!({ "episode": "s1", "kind": "vte_confirmed", "what": "pe", "value": onset, "state": "none", "at": at, "latest": "yes" });
    let operated = json!({ "episode": "s1", "kind": "operated", "value": "operation", "at": admitted + 60, "latest": "yes" });
    let ids = ["alliance_7", "alliance_7.any_onset", "hat_90", "rev_postop_pe", "q_vte_death"];
    let counted = |clot: Value| -> Vec<u64> {
        let input = json!({ "episode": [row("s1")], "settled": [operated.clone(), clot], "indicators": ids });
        let answer = object(&quality::evaluate(&input.to_string()));
        assert_eq!(answer["refused"], json!([]));
        let total = |index: usize| &answer["results"][index]["total"];
        // Of deaths the clot is the population.
        (0..ids.len()).map(|index| total(index)[if index == 4 { "denominator" } else { "numerator" }].as_u64().expect("a count")).collect()
    };
    assert_eq!(counted(clot(admitted + day + 1, "not_stated")), [1; 5]);
    assert_eq!(counted(clot(admitted + day, "not_stated")), [0, 1, 0, 1, 1], "within a day of admission");
    assert_eq!(counted(clot(discharged, "not_stated")), [1, 1, 1, 1, 1]);
    assert_eq!(counted(clot(discharged + 1, "not_stated")), [0, 0, 1, 0, 0]);
    assert_eq!(counted(clot(discharged + 90 * day, "not_stated")), [0, 0, 1, 0, 0]);
    assert_eq!(counted(clot(discharged + 90 * day + 1, "not_stated")), [0, 0, 0, 0, 0]);
    assert_eq!(counted(clot(discharged + day, "on_admission")), [0, 0, 0, 0, 0]);
    assert_eq!(counted(clot(admitted + 2 * day, "on_admission")), [0, 1, 0, 0, 1], "there already: not after the operation");
    // Of a discharge diagnosis no time is told; it is of the stay.
    let mut diagnosis = clot(-1, "in_hospital");
    diagnosis["state"] = json!("discharge_diagnosis");
    assert_eq!(counted(diagnosis), [1, 1, 1, 0, 1]);
}

/// A word outside the list of its kind would count as no; it is refused with its place and without itself.
#[test]
fn a_word_that_no_list_has_is_refused_and_what_is_missing_is_unknown() {
    let fact = |kind: &str, column: &str, word: &str| json!({ "episode": "s1", "kind": kind, column: word, "latest": "yes" });
    let cases = [
        ("assessed", "value", "中危"),
        ("assessed", "beside", "Moderate"),
        ("bleeding_screened", "value", "low"),
        ("ordered", "value", "LMWH"),
        ("ordered", "state", "active"),
        ("given", "value", "heparin"),
        ("operated", "value", "surgery"),
        ("vte_confirmed", "value", "hospital"),
        ("vte_confirmed", "what", "DVT"),
        ("vte_suspected", "state", "open"),
    ];
    let settled: Vec<Value> = cases.iter().map(|(kind, column, word)| fact(kind, column, word)).collect();
    let answer = object(&quality::evaluate(&json!({ "episode": [row("s1")], "settled": settled, "indicators": ["alliance_1"] }).to_string()));
    let refused: Vec<(&str, &str)> =
        answer["refused"].as_array().expect("a list").iter().map(|row| (row["code"].as_str().unwrap(), row["path"].as_str().unwrap())).collect();
    let paths: Vec<String> = cases.iter().enumerate().map(|(index, (_, column, _))| format!("/settled/{index}/{column}")).collect();
    assert_eq!(refused, paths.iter().map(|path| ("E_SCHEMA", path.as_str())).collect::<Vec<_>>());
    for (_, _, word) in cases.iter().filter(|(.., word)| !matches!(*word, "low" | "open" | "hospital" | "surgery")) {
        assert!(!answer["refused"].to_string().contains(word), "{word}");
    }
    // Free are the code of a refusal, a department, an instrument; and a score without the nurse's is not "no nurse".
    let free =
        [fact("declined", "value", "x"), fact("transferred", "value", "骨科"), fact("assessed", "what", "x"), fact("assessed", "value", "high")];
    let input = json!({ "episode": [row("s1")], "settled": free, "indicators": ["alliance_5.nurse_score", "alliance_5"] });
    let answer = object(&quality::evaluate(&input.to_string()));
    assert_eq!(answer["refused"], json!([]));
    assert_eq!((&answer["results"][0]["total"]["open"], &answer["results"][1]["total"]["numerator"]), (&json!(1), &json!(1)));
    // What the record has as another word is unknown, not elsewhere and not never.
    let encounter = record(vec![
        (Role::Physician, Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "leg").with("onset", "later"))),
        (Role::Physician, Body::Happened(Occurrence::of(Happening::Operated).with("class", "x"))),
    ]);
    let (_, settled) = rows_of(&encounter, &header());
    assert_eq!(settled.iter().map(|row| (&*row.what, &*row.value)).collect::<Vec<_>>(), [("unknown", "unknown"), ("none", "unknown")]);
}

#[test]
fn the_functions_answer_as_they_are_described() {
    let catalogue = object(&quality::catalogue());
    let ids: Vec<&str> = catalogue["indicators"].as_array().expect("a list").iter().map(|row| row["id"].as_str().unwrap()).collect();
    for id in ["alliance_1", "alliance_7", "nqt_vte_assess_rate", "q_prev_comb", "icu_dvt_prev", "rev_postop_pe", "nhs_vte_ra", "hat_90"] {
        assert!(ids.contains(&id), "{id}");
    }
    assert!(catalogue["indicators"][0]["how"]["zh"].as_array().is_some_and(|lines| lines.len() > 4));
    let compared = object(&quality::compare(&json!({ "a": 7055, "n": 8845, "b": 2798, "m": 5984 }).to_string()));
    assert!((compared["pearson"]["statistic"].as_f64().unwrap() - 1_743.814_285).abs() < 1e-3);
    assert_eq!((compared["pearson"]["written"].as_str(), compared["fisher"].is_null()), (Some("< 0.001"), true));
    assert_eq!(object(&quality::compare(r#"{"a":3,"n":2,"b":0,"m":1}"#))["error"]["path"], "/a");
    assert!(object(&quality::compare(r#"{"a":0,"n":0,"b":0,"m":1}"#))["difference"].is_null());
    assert!(quality::sql("alliance_2.within_24h").starts_with("-- alliance_2.within_24h "));
    assert_eq!(object(&quality::sql("nothing"))["error"]["code"], "E_INDICATOR");
    assert_eq!(object(&quality::measure_of("alliance_4"))["resourceType"], "Measure");
    assert_eq!(object(&quality::measure_reports("{}"))["error"]["code"], "E_NOT_THERE");
    let reduced = object(&quality::reduce(
        &json!({ "record": [], "header": { "episode": "s1", "admittedAt": "2026-01-05", "dischargedAt": "2026-01-31T23:59:59+08:00", "age": 15, "class": "inpatient", "heightCm": 170.5 } }).to_string(),
        virchow::record::local::china,
    ));
    let episode = &reduced["episode"];
    assert_eq!(
        (&episode["admitted_precision"], &episode["discharged_month"], &episode["height_mm"]),
        (&json!("day"), &json!("2026-01"), &json!(1705))
    );
    // Without a record nobody knows what was done: a row of each asked kind says so, and nothing is counted as no.
    assert!(reduced["settled"].as_array().is_some_and(|rows| rows.len() == FactKind::ASKED.len() && rows.iter().all(|row| row["state"] == "untold")));
    // What is written is read again as the same row.
    let again = object(&quality::evaluate(
        &json!({ "episode": [episode], "settled": reduced["settled"], "indicators": ["nqt_vte_assess_rate"] }).to_string(),
    ));
    assert_eq!((again["stays"].as_u64(), again["refused"].as_array().map(Vec::len)), (Some(1), Some(0)));
    let total = &again["results"][0]["total"];
    assert_eq!((total["numerator"].as_u64(), total["open"].as_u64(), total["denominator"].as_u64()), (Some(0), Some(1), Some(1)));
    assert_eq!((&total["rate"]["value"], &total["range"]["least"], &total["range"]["most"]), (&json!(0), &json!(0), &json!(1)));
    // Ninety days after the end of January are over on the second of May.
    for (today, ripe) in [("2026-05-01", json!(false)), ("2026-05-02", json!(true))] {
        // A stay without a month is shown beside any period, and is not the latest month.
        let undated = json!({ "episode": "s2", "class": "inpatient" });
        let input = json!({ "episode": [row("s1"), undated], "settled": [], "indicators": ["hat_90"], "asOf": today, "period": { "from": "2026-01", "to": "2026-01" } });
        let answer = object(&quality::evaluate(&input.to_string()));
        let total = &answer["results"][0]["total"];
        assert_eq!((&total["undated"], &total["denominator"], &total["all"]), (&json!(1), &json!(1), &json!(2)));
        assert_eq!(object(&quality::evaluate(&input.to_string()))["results"][0]["ripe"], ripe, "{today}");
    }
}

#[test]
fn the_report_is_csv_that_a_spreadsheet_opens_rightly_and_runs_nothing_of() {
    assert_eq!(cell("=1+1"), "'=1+1");
    assert_eq!(cell("-3, \"x\""), "\"'-3, \"\"x\"\"\"");
    assert!(csv(&[vec!["科室".into()]]).starts_with('\u{feff}'));
    let input = json!({ "episode": [row("s1")], "settled": [] });
    let (stays, refused) = quality::stays(&ours(&input["episode"]), &[], &virchow::interop::shape::Place::root(""));
    assert!(refused.is_empty());
    let report = monthly(&stays, "2026-01", &["内科", "外科"], Lang::Zh);
    assert_eq!(report.departments.iter().map(|line| (&*line.department, line.discharged)).collect::<Vec<_>>(), [("内科", 0), ("外科", 1)]);
    let text = csv(&rows(&report, Lang::Zh));
    for words in ["nqt_vte_assess_rate (2.2.1.5.1)", "rev_postop_pe (C11.1)", "确诊DVT/PTE", "计算口径", "–"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

/// The department table counts one population: a child, and a stay of an hour, are discharges and stand in every column that holds of them.
#[test]
fn the_department_table_counts_one_population() {
    let fact = |key: &str, kind: &str, value: &str| json!({ "episode": key, "kind": kind, "value": value, "state": if kind == "ordered" { "firm" } else { "none" }, "at": 1_769_600_000, "latest": "yes" });
    let (mut child, mut low, mut outpatient) = (row("s1"), row("s2"), row("s3"));
    (child["age"], child["stay_least"], child["stay_most"]) = (json!(9), json!(3600), json!(3600));
    low["service"] = json!("paediatric");
    outpatient["class"] = json!("outpatient");
    let mut settled: Vec<Value> = ["s1", "s3"]
        .iter()
        .flat_map(|key| {
            [
                fact(key, "assessed", "high"),
                fact(key, "bleeding_screened", "high"),
                fact(key, "ordered", "drug"),
                fact(key, "ordered", "device"),
                fact(key, "vte_confirmed", "on_admission"),
            ]
        })
        .collect();
    // Screened and treated without being at risk: in no column of those at risk.
    settled.extend([fact("s2", "assessed", "low"), fact("s2", "bleeding_screened", "not_high"), fact("s2", "ordered", "drug")]);
    let (stays, refused) = quality::stays(&ours(&json!([child, low, outpatient])), &ours(&json!(settled)), &virchow::interop::shape::Place::root(""));
    assert_eq!(refused, vec![]);
    let report = monthly(&stays, "2026-01", &["内科"], Lang::Zh);
    let columns = |line: &virchow::quality::report::DepartmentLine| {
        [line.discharged, line.assessed, line.at_risk, line.bleeding, line.drug, line.device, line.vte]
    };
    assert_eq!(
        report.departments.iter().map(|line| (&*line.department, columns(line))).collect::<Vec<_>>(),
        [("内科", [0; 7]), ("外科", [2, 2, 1, 1, 1, 1, 1])]
    );
}

fn ours(value: &Value) -> Vec<virchow::interop::json::Value> {
    value.as_array().expect("a list").iter().map(|row| virchow::interop::json::parse(&row.to_string(), 8).expect("JSON")).collect()
}
