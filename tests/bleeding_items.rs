//! What decides an item of a bleeding list beyond a single measurement: dialysis, the end of a danger, an answer that no
//! longer holds, and what another form says.
#![cfg(not(target_family = "wasm"))]

use chrono::Duration;
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::cell::{By, Cell, CellValue, Unanswered};
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Neuraxial, Operation, OperationKind, OperationStatus, Procedure, Said, Sex, Status};
use virchow::clinical::finding::{CONTRAINDICATIONS, Finding, Reach, SHARED};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{CAPRINI, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, IMPROVE_BLEEDING, PADUA};
use virchow::clinical::profile::THRESHOLDS;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::{Sheet, fill, fill_beside};

fn now() -> Instant {
    "2026-03-10T10:00:00+08:00".parse().expect("a time")
}

fn hours_ago(hours: i64) -> Instant {
    now() - Duration::hours(hours)
}

fn measured(quantity: Quantity, value: f64) -> Fact {
    Fact { at: Some(hours_ago(3)), ..Fact::of(FactValue::Measured(quantity, value)) }
}

fn chart(facts: Vec<Fact>) -> Chart {
    Chart { sex: Some(Sex::Female), facts, ..Chart::default() }
}

fn answers(instrument: &'static Instrument, said: &[(&str, Answer)]) -> Answers {
    let mut answers = Answers::empty(instrument);
    for (item, answer) in said {
        answers.cells[instrument.index(item).expect("an item")] = Some(*answer);
    }
    answers
}

fn sheet(instrument: &'static Instrument, chart: &Chart, said: &[(&str, Answer)]) -> Sheet {
    fill(chart, &answers(instrument, said), Unanswered::Absent, now()).expect("no contradiction")
}

fn beside(others: &[&Sheet], instrument: &'static Instrument, chart: &Chart) -> Sheet {
    fill_beside(others, chart, &Answers::empty(instrument), Unanswered::Absent, now(), &THRESHOLDS).expect("no contradiction")
}

fn cell<'a>(sheet: &'a Sheet, item: &str) -> &'a Cell {
    &sheet.cells[sheet.instrument.index(item).expect("an item")]
}

fn value(sheet: &Sheet, item: &str) -> CellValue {
    cell(sheet, item).value
}

/// Woman of 58 whose creatinine gives a filtration rate of 61 (§3.3).
fn kidneys(more: Fact) -> Chart {
    let facts = vec![
        measured(Quantity::Age, 58.0),
        measured(Quantity::Creatinine, 93.6),
        measured(Quantity::Weight, 60.0),
        measured(Quantity::Platelets, 200.0),
        measured(Quantity::Inr, 1.0),
        more,
    ];
    chart(facts)
}

#[test]
fn dialysis_is_a_filtration_below_30_whatever_the_creatinine() {
    let dialysis = |from, to| kidneys(Fact::of(FactValue::Dialysis { from, to }));
    let running = dialysis(None, None);
    let rate = Chart { facts: running.facts[..5].to_vec(), ..running.clone() }.filtration(now()).expect("a rate").value;
    assert!((60.5..61.5).contains(&rate), "{rate}");
    let improve = sheet(&IMPROVE_BLEEDING, &running, &[]);
    assert_eq!((improve.tally.floor.value(), improve.tally.ceiling.value()), (4.0, 4.0));
    assert_eq!(value(&sheet(&CN_BLEED_MEDICAL, &running, &[]), "bm_renal_gfr_lt_30"), CellValue::Yes);
    assert_eq!(value(&sheet(&CN_BLEED_SURGICAL, &running, &[]), "bs_severe_renal_hepatic"), CellValue::Yes);
    let ended = dialysis(Some(hours_ago(90)), Some(hours_ago(1)));
    assert_eq!(sheet(&IMPROVE_BLEEDING, &ended, &[]).tally.floor.value(), 1.5);
    assert_eq!(value(&sheet(&CN_BLEED_SURGICAL, &ended, &[]), "bs_severe_renal_hepatic"), CellValue::No);
}

#[test]
fn failed_kidneys_that_a_person_names_count_on_every_list() {
    let failed = Chart { renal_failure: true, ..kidneys(measured(Quantity::Haemoglobin, 128.0)) };
    assert_eq!(value(&sheet(&CN_BLEED_MEDICAL, &failed, &[]), "bm_renal_gfr_lt_30"), CellValue::Yes);
    assert_eq!(value(&sheet(&CN_BLEED_SURGICAL, &failed, &[]), "bs_severe_renal_hepatic"), CellValue::Yes);
    assert_eq!(value(&sheet(&IMPROVE_BLEEDING, &failed, &[]), "gfr_lt_30"), CellValue::Yes);
}

/// X_DIALYSIS: a yes of a person crosses; what one list computes, the other computes for itself.
#[test]
fn severe_renal_failure_crosses_between_the_lists_where_a_person_says_it() {
    let unmeasured = chart(vec![]);
    let surgical = sheet(&CN_BLEED_SURGICAL, &unmeasured, &[("bs_severe_renal_hepatic", Answer::Yes)]);
    assert_eq!(value(&beside(&[&surgical], &CN_BLEED_MEDICAL, &unmeasured), "bm_renal_gfr_lt_30"), CellValue::Yes);
    assert_eq!(value(&beside(&[&surgical], &IMPROVE_BLEEDING, &unmeasured), "gfr_lt_30"), CellValue::Yes);
    let medical = sheet(&CN_BLEED_MEDICAL, &unmeasured, &[("bm_renal_gfr_lt_30", Answer::Yes)]);
    assert_eq!(value(&beside(&[&medical], &CN_BLEED_SURGICAL, &unmeasured), "bs_severe_renal_hepatic"), CellValue::Yes);
    let by_clearance = chart(vec![measured(Quantity::Crcl, 28.0)]);
    let computed = sheet(&CN_BLEED_SURGICAL, &by_clearance, &[]);
    assert_eq!(value(&computed, "bs_severe_renal_hepatic"), CellValue::Yes);
    assert_eq!(
        value(&beside(&[&computed], &CN_BLEED_MEDICAL, &by_clearance), "bm_renal_gfr_lt_30"),
        CellValue::Open,
        "a clearance is no filtration rate"
    );
}

fn operation(procedure: Procedure, ended_hours_ago: i64) -> Operation {
    Operation {
        status: Some(OperationStatus::Done),
        at: Some(hours_ago(ended_hours_ago + 2)),
        duration_min: Some(120.0),
        procedure: Some(procedure),
        haemostasis_at: Some(hours_ago(ended_hours_ago)),
        ..Operation::of(OperationKind::Open)
    }
}

fn said_of_the_operation(value: Option<bool>, at: Option<Instant>) -> Fact {
    Fact::of(FactValue::Contraindication { id: "CI_NEURO_EYE_OP", said: Said { at, ..Said::now(value) } })
}

#[test]
fn craniotomy_and_spine_are_over_when_a_person_says_so_from_24_h_after_the_end() {
    let of = |operations: &[Operation], answer: Option<Fact>, said: &[(&str, Answer)]| {
        let operations = operations.iter().map(|operation| Fact::of(FactValue::Operation(*operation)));
        let chart = chart(operations.chain(answer).collect());
        value(&sheet(&CN_BLEED_SURGICAL, &chart, said), "bs_critical_site")
    };
    let (yes, no) = ([("bs_critical_site", Answer::Yes)], said_of_the_operation(Some(false), None));
    for procedure in [Procedure::Spinal, Procedure::Neurosurgery] {
        assert_eq!(of(&[operation(procedure, 40)], None, &[]), CellValue::Open, "haemostasis alone ends nothing");
        assert_eq!(of(&[operation(procedure, 40)], None, &yes), CellValue::Yes);
        assert_eq!(of(&[operation(procedure, 23)], Some(no.clone()), &yes), CellValue::Yes, "too early");
        assert_eq!(of(&[operation(procedure, 24)], Some(no.clone()), &yes), CellValue::No);
        assert_eq!(of(&[operation(procedure, 24)], Some(no.clone()), &[]), CellValue::No);
        let early = said_of_the_operation(Some(false), Some(hours_ago(30)));
        assert_eq!(of(&[operation(procedure, 40)], Some(early), &[]), CellValue::Open, "said 10 h after the end");
        assert_eq!(of(&[operation(procedure, 40)], Some(said_of_the_operation(None, None)), &[]), CellValue::Open);
        let by_host = Fact { given: 3, ..no.clone() };
        assert_eq!(of(&[operation(procedure, 40)], Some(by_host), &[]), CellValue::Open, "a person must say");
        let another = Operation { status: Some(OperationStatus::Planned), at: Some(now() + Duration::hours(20)), ..operation(procedure, 0) };
        assert_eq!(of(&[operation(procedure, 40), another], Some(no.clone()), &[]), CellValue::Open, "one is still ahead");
    }
    // A free flap beside nothing of the brain or the spine: haemostasis, as before.
    assert_eq!(of(&[operation(Procedure::Other, 1)], None, &yes), CellValue::No);
    assert_eq!(of(&[Operation { haemostasis_at: None, ..operation(Procedure::Other, 1) }], None, &yes), CellValue::Yes);
}

/// X_SCI: the injury is not the operation, and the end of the operation is not its end.
#[test]
fn a_cord_injury_suggests_the_critical_site_also_after_the_operation_is_over() {
    let facts = vec![Fact::of(FactValue::Operation(operation(Procedure::Spinal, 40))), said_of_the_operation(Some(false), None)];
    let chart = chart(facts);
    let injured = sheet(&CAPRINI, &chart, &[("acute_spinal_cord_injury_lt_1mo", Answer::Yes)]);
    assert_eq!(value(&beside(&[&injured], &CN_BLEED_SURGICAL, &chart), "bs_critical_site"), CellValue::Open);
    let not = sheet(&CAPRINI, &chart, &[("acute_spinal_cord_injury_lt_1mo", Answer::No)]);
    assert_eq!(value(&beside(&[&not], &CN_BLEED_SURGICAL, &chart), "bs_critical_site"), CellValue::No);
}

#[test]
fn a_fall_of_haemoglobin_reopens_active_bleeding_and_leaves_a_yes() {
    let denied = Fact { given: 0, ..Fact::of(FactValue::Finding { instrument: "cn_bleed_surgical", item: "bs_active_bleeding", present: false }) };
    for facts in [vec![], vec![denied]] {
        let calm = chart(facts);
        let fallen = Chart { bleeding_reopened: true, ..calm.clone() };
        let of = |chart: &Chart, said: &[(&str, Answer)]| cell(&sheet(&CN_BLEED_SURGICAL, chart, said), "bs_active_bleeding").clone();
        for said in [&[][..], &[("bs_active_bleeding", Answer::No)]] {
            assert_eq!(of(&calm, said).value, CellValue::No);
            let reopened = of(&fallen, said);
            assert_eq!((reopened.value, reopened.by), (CellValue::Open, By::Nobody));
            assert!(reopened.suggestion.is_some_and(|suggestion| suggestion.present) && !reopened.conflict && !reopened.disputed);
        }
        assert_eq!(of(&fallen, &[("bs_active_bleeding", Answer::Yes)]).value, CellValue::Yes);
        let others = sheet(&CN_BLEED_SURGICAL, &fallen, &[("bs_prior_major_bleeding", Answer::No)]);
        assert_eq!(value(&others, "bs_prior_major_bleeding"), CellValue::No, "nothing else is reopened");
    }
}

/// §4.3: what a form suggests to another is open there, also where silence is absent, until a person says.
#[test]
fn a_suggestion_of_another_form_is_open_until_a_person_says() {
    let empty = chart(vec![measured(Quantity::Inr, 1.0)]);
    let cases: [(&'static Instrument, &str, &'static Instrument, &str); 3] = [
        (&CAPRINI, "acute_spinal_cord_injury_lt_1mo", &CN_BLEED_SURGICAL, "bs_critical_site"),
        (&CAPRINI, "stroke_lt_1mo", &CN_BLEED_SURGICAL, "bs_acute_stroke"),
        (&PADUA, "active_cancer", &CN_BLEED_MEDICAL, "bm_current_cancer"),
    ];
    for (from, item, to, reached) in cases {
        for (answer, wanted) in [(Answer::Yes, CellValue::Open), (Answer::No, CellValue::No), (Answer::Unknowable, CellValue::No)] {
            let score = sheet(from, &empty, &[(item, answer)]);
            assert_eq!(value(&beside(&[&score], to, &empty), reached), wanted, "{item} {answer:?}");
        }
        let score = sheet(from, &empty, &[(item, Answer::Yes)]);
        let said = fill_beside(&[&score], &empty, &answers(to, &[(reached, Answer::No)]), Unanswered::Absent, now(), &THRESHOLDS);
        assert_eq!(value(&said.expect("no contradiction"), reached), CellValue::No, "a person said no");
    }
}

#[test]
fn a_row_of_the_contraindications_reaches_a_list_while_it_is_in_force() {
    let of = |said: Said, status| {
        let fact = Fact { status, ..Fact::of(FactValue::Contraindication { id: "MC_STROKE_GCS", said }) };
        value(&sheet(&CN_BLEED_SURGICAL, &chart(vec![fact]), &[]), "bs_acute_stroke")
    };
    assert_eq!(of(Said::now(Some(true)), Status::Asserted), CellValue::Open);
    assert_eq!(of(Said::now(Some(true)), Status::Suggested), CellValue::Open);
    assert_eq!(of(Said::now(Some(false)), Status::Asserted), CellValue::No);
    assert_eq!(of(Said { until: Some(hours_ago(1)), ..Said::now(Some(true)) }, Status::Asserted), CellValue::No);
}

/// One item for two organs or two diseases: it never answers a row that means one of them.
#[test]
fn a_point_that_does_not_say_which_only_suggests() {
    for item in ["heart_resp_failure", "acute_mi_stroke"] {
        let rows: Vec<_> = SHARED.iter().filter(|row| row.from.instrument == "padua" && row.from.item == item).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.reach == Reach::Suggests && row.to.instrument == CONTRAINDICATIONS), "{item}");
    }
}

/// An index into the chart that was handed in holds, also where a fact before it comes too late.
#[test]
fn a_fact_that_is_too_late_shifts_no_other() {
    let late = Fact { at: Some(now() + Duration::seconds(1)), ..Fact::of(FactValue::Measured(Quantity::Platelets, 35.0)) };
    let spinal = Neuraxial { catheter: false, at: hours_ago(1), all_day: false, removed_at: None, traumatic: false };
    let chart = chart(vec![late, measured(Quantity::Platelets, 49.0), Fact::of(FactValue::Neuraxial(spinal))]);
    let sheet = sheet(&CN_BLEED_SURGICAL, &chart, &[]);
    assert_eq!(cell(&sheet, "bs_thrombocytopenia").by, By::Derived(vec![1]));
    assert_eq!(cell(&sheet, "bs_neuraxial_window").by, By::Derived(vec![2]));
    assert!(sheet.has(Finding::NeuraxialWindow));
}
