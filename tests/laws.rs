//! What must hold of every patient, not only of worked ones: agreement with a scorer that was written apart, intervals
//! that are kept, unknown that never turns into no, people who are never overruled by data.
#![cfg(not(target_family = "wasm"))]

#[path = "support/naive.rs"]
mod naive;

use chrono::{Datelike as _, Duration, NaiveDate, NaiveTime, TimeZone as _};
use naive::{Form, Known};
use proptest::prelude::*;
use proptest::sample::select;
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::cell::{By, Cell, CellValue, Unanswered};
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Operation, OperationKind, OperationStatus, Procedure, Status};
use virchow::clinical::contradiction::{Contradiction, contradiction};
use virchow::clinical::finding::{Key, SHARED};
use virchow::clinical::instrument::{Group, Instrument, Item, Points};
use virchow::clinical::instruments::{CAPRINI, PADUA, THROMBOSIS as ALL};
use virchow::clinical::quantity::{QUANTITIES, Quantity, Unusable};
use virchow::clinical::sheet::{Sheet, fill};
use virchow::clinical::tally::tally;

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

fn fact(value: FactValue) -> Fact {
    Fact { given: 0, ..Fact::of(value) }
}

fn finding(instrument: &'static str, item: &'static str, present: bool) -> Fact {
    fact(FactValue::Finding { instrument, item, present })
}

fn filled(chart: &Chart, answers: &Answers, unanswered: Unanswered) -> Sheet {
    fill(chart, answers, unanswered, noon()).expect("no contradiction")
}

fn points(sheet: &Sheet) -> (i32, i32) {
    let whole = |points: f64| {
        assert_eq!(points.fract(), 0.0);
        points as i32
    };
    (whole(sheet.tally.floor.value()), whole(sheet.tally.ceiling.value()))
}

/// Holds a sheet against the naive form: interval, band and sub-band.
fn agrees(sheet: &Sheet, form: &Form, floor: i32, ceiling: i32) {
    assert_eq!(points(sheet), (floor, ceiling));
    let (low, high) = (form.band(floor), form.band(ceiling));
    let band = sheet.tally.settled_band(sheet.instrument).map(|risk| risk.id());
    assert_eq!(band, (low == high).then_some(low), "{floor}..{ceiling}");
    let sub_band = form.sub_band(floor).filter(|sub_band| form.sub_band(ceiling) == Some(sub_band));
    assert_eq!(sheet.tally.sub_band(sheet.instrument).map(|sub_band| sub_band.id), sub_band, "{floor}..{ceiling}");
}

fn answered(instrument: &'static Instrument, yes: &[&str], rest: Option<Answer>) -> Answers {
    let mut answers = Answers::empty(instrument);
    for (index, item) in instrument.items.iter().enumerate() {
        answers.cells[index] = if yes.contains(&item.id) { Some(Answer::Yes) } else { rest };
    }
    answers
}

#[test]
fn the_naive_forms_name_the_same_items() {
    for (instrument, form) in [(&CAPRINI, &naive::CAPRINI), (&PADUA, &naive::PADUA)] {
        let (mut here, mut there): (Vec<_>, Vec<_>) = (instrument.items.iter().map(|item| item.id).collect(), form.ids());
        here.sort_unstable();
        there.sort_unstable();
        assert_eq!(here, there);
        assert_eq!(form.total(&there), form.most);
        assert_eq!(Form::named(instrument.id).most, form.most);
    }
}

#[test]
fn all_combinations_of_padua_agree_with_the_naive_scorer() {
    let ids: Vec<&str> = PADUA.items.iter().map(|item| item.id).collect();
    for set in 0..1_u32 << ids.len() {
        let yes: Vec<&str> = ids.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, id)| *id).collect();
        let total = naive::PADUA.total(&yes);
        agrees(&filled(&Chart::default(), &answered(&PADUA, &yes, Some(Answer::No)), Unanswered::Unknown), &naive::PADUA, total, total);
        // The same with the rest open: certain is what was said, possible is everything.
        let open = filled(&Chart::default(), &answered(&PADUA, &yes, None), Unanswered::Unknown);
        agrees(&open, &naive::PADUA, total, naive::PADUA.most);
        assert_eq!(open.tally.missing.len(), ids.len() - yes.len());
    }
}

#[test]
fn all_singles_pairs_and_triples_of_caprini_agree_with_the_naive_scorer() {
    let ids: Vec<&str> = CAPRINI.items.iter().map(|item| item.id).collect();
    let check = |yes: &[&str]| {
        let total = naive::CAPRINI.total(yes);
        agrees(&filled(&Chart::default(), &answered(&CAPRINI, yes, Some(Answer::No)), Unanswered::Unknown), &naive::CAPRINI, total, total);
        let (floor, ceiling) = naive::CAPRINI.interval(|id| if yes.contains(&id) { Known::Yes } else { Known::Unknown });
        agrees(&filled(&Chart::default(), &answered(&CAPRINI, yes, None), Unanswered::Unknown), &naive::CAPRINI, floor, ceiling);
        // Silence read as absent leaves age and BMI unknown, and nothing else.
        let (floor, ceiling) = naive::CAPRINI.interval(|id| match id {
            id if yes.contains(&id) => Known::Yes,
            "age_41_60" | "age_61_74" | "age_ge_75" | "bmi_gt_25" => Known::Unknown,
            _ => Known::No,
        });
        agrees(&filled(&Chart::default(), &answered(&CAPRINI, yes, None), Unanswered::Absent), &naive::CAPRINI, floor, ceiling);
    };
    check(&[]);
    let mut checked = 0;
    for (index, first) in ids.iter().enumerate() {
        check(&[first]);
        for (next, second) in ids.iter().enumerate().skip(index + 1) {
            check(&[first, second]);
            for third in ids.iter().skip(next + 1) {
                check(&[first, second, third]);
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 9880);
}

/// An answer to every item: yes, no, "cannot be known", or none.
fn partial(instrument: &'static Instrument) -> impl Strategy<Value = Answers> {
    let answer = select(vec![None, None, Some(Answer::Yes), Some(Answer::No), Some(Answer::Unknowable)]);
    proptest::collection::vec(answer, instrument.items.len()).prop_map(move |cells| Answers { cells, ..Answers::empty(instrument) })
}

fn any_partial() -> impl Strategy<Value = Answers> {
    prop_oneof![partial(&CAPRINI), partial(&PADUA)]
}

fn operation() -> impl Strategy<Value = Operation> {
    let kind = select(vec![
        OperationKind::Open,
        OperationKind::Laparoscopic,
        OperationKind::Arthroscopic,
        OperationKind::ElectiveArthroplasty,
        OperationKind::Other,
    ]);
    let minutes = || prop_oneof![Just(None), select(vec![20.0, 44.0, 45.0, 46.0, 200.0]).prop_map(Some)];
    let status = select(vec![None, Some(OperationStatus::Planned), Some(OperationStatus::Done), Some(OperationStatus::Cancelled)]);
    let procedure = select(vec![None, None, Some(Procedure::Tka), Some(Procedure::Tha), Some(Procedure::HipFracture)]);
    (kind, minutes(), minutes(), status, procedure, select(vec![None, Some(-40_i64), Some(-3), Some(2)])).prop_map(
        |(kind, duration_min, anaesthesia_min, status, procedure, days)| Operation {
            // Nobody replaces a hip by laparoscope or arthroscope.
            procedure: procedure.filter(|of| *of != Procedure::Tha || !matches!(kind, OperationKind::Laparoscopic | OperationKind::Arthroscopic)),
            status,
            at: days.map(|days| noon() + Duration::days(days)),
            duration_min,
            anaesthesia_min,
            ..Operation::of(kind)
        },
    )
}

/// Facts of every kind that can decide or suggest an item; sex is left out, it would only contradict.
fn chart() -> impl Strategy<Value = Chart> {
    let item = select(ALL.iter().flat_map(|instrument| instrument.items.iter().map(|item| (instrument.id, item.id))).collect::<Vec<_>>());
    let value = prop_oneof![
        4 => (item, any::<bool>()).prop_map(|((instrument, item), present)| FactValue::Finding { instrument, item, present }),
        2 => operation().prop_map(FactValue::Operation),
        1 => (0_u8..100).prop_map(|years| FactValue::Measured(Quantity::Age, f64::from(years))),
        1 => (15.0..45.0).prop_map(|bmi| FactValue::Measured(Quantity::Bmi, bmi)),
        1 => (40.0..140.0).prop_map(|kg| FactValue::Measured(Quantity::Weight, kg)),
        1 => (140.0..200.0).prop_map(|cm| FactValue::Measured(Quantity::Height, cm)),
    ];
    let status = select(vec![Status::Asserted, Status::Asserted, Status::Suggested]);
    let fact = (value, status).prop_map(|(value, status)| Fact { status, ..fact(value) });
    proptest::collection::vec(fact, 0..6).prop_map(|facts| Chart { facts, admitted_at: Some(noon() - Duration::days(5)), ..Chart::default() })
}

fn silence() -> impl Strategy<Value = Unanswered> {
    select(vec![Unanswered::Unknown, Unanswered::Absent])
}

/// A yes to this item would give an operation on record another class.
fn reclassed(chart: &Chart, before: &Sheet, index: usize) -> bool {
    let class = matches!(before.instrument.items[index].from, virchow::clinical::instrument::From::Surgery(_));
    class && before.cells[index].value == CellValue::No && (chart.operations().next().is_some() || !before.refused.is_empty())
}

/// A person says of an operation on record that it is not what it is: a fracture then changes its class, and the interval.
fn denies_the_record(sheet: &Sheet) -> bool {
    let surgery = |index: usize| matches!(sheet.instrument.items[index].from, virchow::clinical::instrument::From::Surgery(_));
    sheet.cells.iter().enumerate().any(|(index, cell)| cell.conflict && surgery(index))
}

fn known(value: CellValue) -> Known {
    match value {
        CellValue::Yes => Known::Yes,
        CellValue::No => Known::No,
        CellValue::Unknowable | CellValue::Open => Known::Unknown,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn partial_answers_agree_with_the_naive_scorer(answers in any_partial()) {
        let instrument = answers.instrument;
        let form = Form::named(instrument.id);
        let (floor, ceiling) = form.interval(|id| match answers.cells[instrument.index(id).expect("an item")] {
            Some(Answer::Yes) => Known::Yes,
            Some(Answer::No) => Known::No,
            Some(Answer::Unknowable) | None => Known::Unknown,
        });
        agrees(&filled(&Chart::default(), &answers, Unanswered::Unknown), form, floor, ceiling);
    }

    /// Whatever decided the cells, the total is what the form says of them; only an operation of unknown length makes it surer.
    #[test]
    fn facts_and_answers_together_agree_with_the_naive_scorer(chart in chart(), answers in any_partial(), silence in silence()) {
        let sheet = filled(&chart, &answers, silence);
        let form = Form::named(sheet.instrument.id);
        let (floor, ceiling) = form.interval(|id| known(sheet.cells[sheet.instrument.index(id).expect("an item")].value));
        let (found, possible) = points(&sheet);
        // An elective arthroplasty that is refused for a fracture is an operation, too.
        if chart.operations().next().is_none() && sheet.refused.is_empty() || sheet.instrument.id == "padua" {
            prop_assert_eq!((found, possible), (floor, ceiling));
        } else {
            prop_assert!(found >= floor && found <= floor + 5, "at least the certain, and at most the least possible operation");
            prop_assert!(possible >= ceiling && possible <= ceiling + 4);
        }
        let counted: i32 = sheet.tally.counted.iter().map(|(_, points)| points.value() as i32).sum();
        prop_assert!(counted <= found);
        prop_assert!(sheet.tally.counted.iter().all(|(index, _)| sheet.cells[*index].value == CellValue::Yes));
    }

    #[test]
    fn the_ends_are_in_order_and_the_band_is_known_exactly_when_both_fall_in_one(chart in chart(), answers in any_partial(), silence in silence()) {
        let sheet = filled(&chart, &answers, silence);
        let (tally, instrument) = (&sheet.tally, sheet.instrument);
        prop_assert!(tally.floor <= tally.prudent && tally.prudent <= tally.ceiling);
        let of = |points| instrument.band(points).risk;
        prop_assert_eq!(tally.settled_band(instrument), (of(tally.floor) == of(tally.ceiling)).then(|| of(tally.floor)));
        prop_assert_eq!(tally.band(instrument), (of(tally.prudent) == of(tally.ceiling)).then(|| of(tally.ceiling)));
        prop_assert!(tally.settled_band(instrument).is_none() || tally.band(instrument) == tally.settled_band(instrument));
        prop_assert_eq!(tally.is_exact(), tally.floor == tally.ceiling);
        if tally.missing.is_empty() && tally.unknowable.is_empty() {
            prop_assert_eq!(tally.floor, tally.ceiling, "nothing open, so nothing is left to know");
        }
    }

    /// But for an operation on record of which a person had said what it is not: to say that it is that one changes its class,
    /// and adds nothing.
    #[test]
    fn adding_a_risk_factor_never_lowers_the_floor(chart in chart(), answers in any_partial(), silence in silence(), pick in any::<prop::sample::Index>()) {
        let before = filled(&chart, &answers, silence);
        let absent: Vec<usize> =
            (0..before.cells.len()).filter(|&index| before.cells[index].value != CellValue::Yes && !reclassed(&chart, &before, index)).collect();
        let Some(&index) = absent.get(pick.index(absent.len().max(1))) else { return Ok(()) };
        let mut more = answers.clone();
        more.cells[index] = Some(Answer::Yes);
        let after = filled(&chart, &more, silence);
        prop_assert!(after.tally.floor >= before.tally.floor, "{}", before.instrument.items[index].id);
    }

    #[test]
    fn a_risk_factor_from_the_host_never_lowers_the_floor(chart in chart(), answers in any_partial(), silence in silence(), pick in any::<prop::sample::Index>()) {
        let before = filled(&chart, &answers, silence);
        let index = pick.index(answers.cells.len());
        if reclassed(&chart, &before, index) { return Ok(()) }
        let item = &answers.instrument.items[index];
        let mut more = chart.clone();
        more.facts.push(finding(answers.instrument.id, item.id, true));
        prop_assert!(filled(&more, &answers, silence).tally.floor >= before.tally.floor, "{}", item.id);
    }

    #[test]
    fn answering_an_open_item_never_leaves_the_interval(chart in chart(), answers in any_partial(), silence in silence(), pick in any::<prop::sample::Index>(), answer in select(vec![Answer::Yes, Answer::No, Answer::Unknowable])) {
        let before = filled(&chart, &answers, silence);
        if denies_the_record(&before) { return Ok(()) }
        let open: Vec<usize> = before.tally.missing.iter().chain(&before.tally.unknowable).copied().collect();
        let Some(&index) = open.get(pick.index(open.len().max(1))) else { return Ok(()) };
        let mut more = answers.clone();
        more.cells[index] = Some(answer);
        let after = filled(&chart, &more, silence);
        prop_assert!(after.tally.floor >= before.tally.floor && after.tally.ceiling <= before.tally.ceiling);
        prop_assert!(before.tally.settled_band(before.instrument).is_none_or(|band| after.tally.settled_band(after.instrument) == Some(band)), "a known band changed");
    }

    /// One after the other until nothing is open: each step stays inside the one before, the last is exact.
    #[test]
    fn answering_everything_narrows_to_one_number(answers in any_partial(), chart in chart(), yes in any::<u64>()) {
        let mut answers = answers;
        let mut sheet = filled(&chart, &answers, Unanswered::Unknown);
        for step in 0..100 {
            let Some(&index) = sheet.tally.missing.first().or(sheet.tally.unknowable.first()) else { break };
            answers.cells[index] = Some(if yes >> (step % 64) & 1 == 1 { Answer::Yes } else { Answer::No });
            let next = filled(&chart, &answers, Unanswered::Unknown);
            if denies_the_record(&sheet) || denies_the_record(&next) { return Ok(()) }
            prop_assert!(next.tally.floor >= sheet.tally.floor && next.tally.ceiling <= sheet.tally.ceiling);
            sheet = next;
        }
        prop_assert!(sheet.tally.is_exact() && sheet.tally.missing.is_empty());
    }

    #[test]
    fn unknown_never_counts_as_no(chart in chart(), answers in any_partial()) {
        let sheet = filled(&chart, &answers, Unanswered::Unknown);
        for (index, cell) in sheet.cells.iter().enumerate() {
            let nobody = answers.cells[index].is_none();
            prop_assert!(cell.by != By::Silence);
            prop_assert!(!(nobody && cell.value == CellValue::No && cell.by == By::Nobody));
            let in_group = sheet.instrument.group_of(index).is_some();
            match cell.value {
                CellValue::Open => prop_assert!(in_group || sheet.tally.missing.contains(&index)),
                CellValue::Unknowable => prop_assert!(in_group || sheet.tally.unknowable.contains(&index)),
                CellValue::Yes | CellValue::No => prop_assert!(!sheet.tally.missing.contains(&index) && !sheet.tally.unknowable.contains(&index)),
            }
        }
    }

    /// They open what silence, or the host's no, had closed; nothing that is certain comes of them.
    #[test]
    fn suggestions_never_change_what_is_certain(chart in chart(), answers in any_partial(), silence in silence(), item in select(CAPRINI.items.iter().map(|item| ("caprini", item.id)).chain(PADUA.items.iter().map(|item| ("padua", item.id))).collect::<Vec<_>>()), present in any::<bool>(), operation in operation()) {
        let before = filled(&chart, &answers, silence);
        let mut more = chart.clone();
        for value in [FactValue::Finding { instrument: item.0, item: item.1, present }, FactValue::Operation(operation), FactValue::Measured(Quantity::Age, 90.0), FactValue::Measured(Quantity::Weight, 200.0), FactValue::Measured(Quantity::Bmi, 44.0)] {
            more.facts.push(Fact { status: Status::Suggested, ..fact(value) });
        }
        let after = filled(&more, &answers, silence);
        prop_assert_eq!((after.tally.floor, &after.tally.counted), (before.tally.floor, &before.tally.counted));
        prop_assert!(after.tally.ceiling >= before.tally.ceiling);
        prop_assert_eq!(after.under_18, before.under_18);
        for (index, (before, after)) in before.cells.iter().zip(&after.cells).enumerate() {
            let opened = matches!(after.value, CellValue::Open | CellValue::Unknowable) && after.suggestion.is_some_and(|suggestion| suggestion.present);
            prop_assert!(after.value == before.value || opened && before.value == CellValue::No, "{}", answers.instrument.items[index].id);
        }
    }

    #[test]
    fn what_a_person_said_is_never_overwritten(chart in chart(), answers in any_partial(), silence in silence()) {
        let sheet = filled(&chart, &answers, silence);
        for (index, said) in answers.cells.iter().enumerate() {
            let cell = &sheet.cells[index];
            match said {
                Some(Answer::Yes) => prop_assert!(cell.value == CellValue::Yes && cell.by == By::Person),
                Some(Answer::No) => prop_assert!(cell.value == CellValue::No && cell.by == By::Person),
                // Data may know what a person could not.
                Some(Answer::Unknowable) => prop_assert!(cell.value != CellValue::Open && cell.by != By::Silence),
                None => prop_assert!(cell.by != By::Person),
            }
        }
    }

    #[test]
    fn a_fact_that_disagrees_with_a_person_is_shown(answers in any_partial(), present in any::<bool>(), pick in any::<prop::sample::Index>()) {
        let index = pick.index(answers.cells.len());
        let instrument = answers.instrument;
        let chart = Chart { facts: vec![finding(instrument.id, instrument.items[index].id, present)], ..Chart::default() };
        let sheet = filled(&chart, &answers, Unanswered::Unknown);
        // A claim that the form refuses is listed instead.
        if !sheet.refused.is_empty() { return Ok(()) }
        let cell = &sheet.cells[index];
        prop_assert_eq!(cell.conflict, answers.cells[index].and_then(Answer::as_bool).is_some_and(|said| said != present));
    }

    #[test]
    fn age_is_completed_years(birth in civil(), after in 0_i64..40_000, offset in -12_i32..=14, time in 0_u32..24 * 60) {
        let day = birth + Duration::days(after);
        let at = chrono::FixedOffset::east_opt(offset * 3600).expect("an offset").from_local_datetime(&day.and_time(NaiveTime::from_num_seconds_from_midnight_opt(time * 60, 0).expect("a time"))).single().expect("one instant");
        let chart = Chart { birth_date: Some(birth), ..Chart::default() };
        prop_assert_eq!(chart.age(at).map(|age| age.value), Some(f64::from(years(birth, day))));
        prop_assert_eq!(contradiction(&chart, at), None);
        prop_assert_eq!(contradiction(&Chart { birth_date: Some(day + Duration::days(1)), ..Chart::default() }, at), Some(Contradiction::BornAfter));
    }

    #[test]
    fn an_age_more_than_a_year_off_the_birth_date_contradicts(birth in civil(), after in 0_i64..40_000, told in 0_u8..120) {
        let day = birth + Duration::days(after);
        let at = noon().timezone().from_local_datetime(&day.and_hms_opt(12, 0, 0).expect("noon")).single().expect("one instant");
        let chart = Chart { birth_date: Some(birth), facts: vec![fact(FactValue::Measured(Quantity::Age, f64::from(told)))], ..Chart::default() };
        let apart = i32::from(told) - years(birth, day);
        prop_assert_eq!(contradiction(&chart, at).is_some(), apart.abs() > 1);
    }

    #[test]
    fn every_unit_converts_there_and_back(row in 0..QUANTITIES.len(), part in 0.01_f64..0.99) {
        let row = &QUANTITIES[row];
        let canonical = row.min + (row.max - row.min) * part;
        for unit in row.units {
            let given = (canonical - unit.offset) / unit.factor;
            let read = row.quantity.read(given, Some(unit.name)).expect("inside the bounds");
            prop_assert!((read - canonical).abs() <= 1e-9 * canonical.abs().max(1.0), "{} {}", row.id, unit.name);
        }
        prop_assert!(matches!(row.quantity.read(canonical, Some("furlong")), Err(Unusable::Unit { .. })), "a unit is never guessed");
        prop_assert_eq!(row.quantity.read(canonical, None).is_err(), row.unit_required);
    }

    #[test]
    fn nothing_outside_the_bounds_is_read(row in 0..QUANTITIES.len(), beyond in 1e-6_f64..1e9) {
        let row = &QUANTITIES[row];
        for value in [row.min - beyond, row.max + beyond, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            prop_assert!(matches!(row.quantity.read(value, Some(row.units[0].name)), Err(Unusable::OutOfRange { .. })), "{}", row.id);
        }
        prop_assert!(row.quantity.read(row.min, Some(row.units[0].name)).is_ok() && row.quantity.read(row.max, Some(row.units[0].name)).is_ok());
    }
}

/// An instrument of three single items and a group of three, with any points, as Wells DVT subtracts 2.
fn invented(points: [i16; 6]) -> &'static Instrument {
    const IDS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
    let label = CAPRINI.items[0].label;
    let items = std::array::from_fn::<_, 6, _>(|index| Item::tenths(IDS[index], points[index], label, CAPRINI.items[0].marks));
    let group = Group { id: "G", title: label, members: &["four", "five", "six"], marks: &[] };
    Box::leak(Box::new(Instrument {
        items: Box::leak(Box::new(items)),
        groups: Box::leak(Box::new([group])),
        ..Instrument { source: CAPRINI.source, ..CAPRINI }
    }))
}

fn cell(value: CellValue) -> Cell {
    Cell { value, by: By::Person, suggestion: None, conflict: false, disputed: false, hidden: false }
}

/// What the score comes to once every open item is answered as the bits of `yes` say.
fn completed(points: [i16; 6], values: [CellValue; 6], yes: u32) -> i16 {
    let present = |index: usize| match values[index] {
        CellValue::Yes => true,
        CellValue::No => false,
        CellValue::Open | CellValue::Unknowable => yes >> index & 1 == 1,
    };
    let singles: i16 = (0..3).filter(|&index| present(index)).map(|index| points[index]).sum();
    // A yes of a person settles the group.
    let settled = (3..6).any(|index| values[index] == CellValue::Yes);
    let counts = |index: &usize| if settled { values[*index] == CellValue::Yes } else { present(*index) };
    singles + (3..6).filter(counts).map(|index| points[index]).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ends_are_the_least_and_the_most_that_answers_can_make_also_of_points_that_subtract(
        points in proptest::array::uniform6(-30_i16..50),
        values in proptest::array::uniform6(select(vec![CellValue::Yes, CellValue::No, CellValue::Unknowable, CellValue::Open])),
    ) {
        let instrument = invented(points);
        let tally = tally(instrument, &values.map(cell), false);
        let all = || (0..64).map(|yes| completed(points, values, yes));
        prop_assert_eq!((Some(tally.floor.0), Some(tally.ceiling.0)), (all().min(), all().max()));
        prop_assert_eq!(tally.prudent, tally.floor);
        let open = || (0..64).map(|yes| completed(points, [CellValue::Open; 6], yes));
        prop_assert_eq!((Some(instrument.min_points().0), Some(instrument.max_points().0)), (open().min(), open().max()));
    }
}

#[test]
fn points_that_subtract_are_written_with_their_sign() {
    assert_eq!([Points(-20), Points(-5), Points(0), Points(15)].map(|points| points.to_string()), ["-2", "-0.5", "0", "1.5"]);
}

fn civil() -> impl Strategy<Value = NaiveDate> {
    let any_day = (1920_i32..2000, 1_u32..=366)
        .prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 12, 31).expect("a day")));
    let leap_day = (480_i32..500).prop_map(|year| NaiveDate::from_ymd_opt(year * 4, 2, 29).expect("a leap day"));
    prop_oneof![3 => any_day, 1 => leap_day]
}

/// Birthdays counted one by one. Someone born on 29 February has completed the year on 1 March of a common one.
fn years(birth: NaiveDate, day: NaiveDate) -> i32 {
    (birth.year() + 1..=day.year()).filter(|year| (*year, birth.month(), birth.day()) <= (day.year(), day.month(), day.day())).count() as i32
}

/// Conversions by their published factors, written apart from the table.
#[test]
fn conversions_as_published() {
    let read = |id: &str, value: f64, unit: &str| {
        let quantity = Quantity::named(id).expect("a quantity");
        (quantity.read(value, Some(unit)).expect("readable") * 1e6).round() / 1e6
    };
    for (id, value, unit, canonical) in [
        ("height", 1.7, "m", 170.0),
        ("height", 70.0, "[in_i]", 177.8),
        ("weight", 154.0, "[lb_av]", 69.853_225),
        ("creatinine", 1.0, "mg/dL", 88.4),
        ("creatinine", 0.096, "mmol/L", 96.0),
        ("haemoglobin", 13.5, "g/dL", 135.0),
        ("platelets", 150_000.0, "/uL", 150.0),
        ("platelets", 150.0, "10^9/L", 150.0),
        ("d_dimer", 250.0, "ng/mL{DDU}", 500.0),
        ("d_dimer", 0.5, "mg/L{FEU}", 500.0),
        ("d_dimer", 0.25, "mg/L{DDU}", 500.0),
        ("troponin", 0.04, "ng/mL", 40.0),
        ("glucose", 90.0, "mg/dL", 5.0),
        ("temperature", 98.6, "[degF]", 37.0),
        ("spo2", 0.95, "1", 95.0),
        ("sbp", 16.0, "kPa", 120.009_92),
    ] {
        assert_eq!(read(id, value, unit), canonical, "{value} {unit} of {id}");
    }
    // Both micro signs are one unit.
    for (id, value, unit) in [("creatinine", 96.0, "mol/L"), ("d_dimer", 500.0, "g/L{FEU}"), ("troponin", 0.04, "g/L")] {
        let [one, other] = ['\u{b5}', '\u{3bc}'].map(|micro| read(id, value, &format!("{micro}{unit}")));
        assert_eq!(one, other, "{id}");
    }
}

/// What the specification calls the same by definition, and nothing else.
const CROSSINGS: [(&str, &str); 5] = [
    ("caprini.history_vte", "padua.previous_vte"),
    ("padua.previous_vte", "caprini.history_vte"),
    ("caprini.factor_v_leiden", "padua.thrombophilia"),
    ("caprini.prothrombin_20210a", "padua.thrombophilia"),
    ("caprini.ocp_hrt", "padua.hormonal_treatment"),
];

#[test]
fn a_finding_reaches_another_instrument_only_by_a_row() {
    let keys = || ALL.iter().flat_map(|instrument| instrument.items.iter().map(|item| Key { instrument: instrument.id, item: item.id }));
    let mut crossings = 0;
    for from in keys() {
        for to in keys() {
            let rowed = CROSSINGS.contains(&(&format!("{}.{}", from.instrument, from.item), &format!("{}.{}", to.instrument, to.item)));
            crossings += usize::from(rowed);
            for present in [true, false] {
                let chart = Chart { facts: vec![finding(from.instrument, from.item, present)], ..Chart::default() };
                let table = if to.instrument == "padua" { &PADUA } else { &CAPRINI };
                let cell = filled(&chart, &Answers::empty(table), Unanswered::Unknown).cells[table.index(to.item).expect("an item")].value;
                let wanted = match (from == to, rowed, present) {
                    (true, _, true) | (_, true, true) => CellValue::Yes,
                    (true, _, false) => CellValue::No,
                    // "No" never crosses.
                    _ => CellValue::Open,
                };
                assert_eq!(cell, wanted, "{from:?} {present} {to:?}");
            }
        }
    }
    let between_scores = |row: &&virchow::clinical::finding::Shared| ALL.iter().any(|table| table.id == row.to.instrument);
    assert_eq!((crossings, SHARED.iter().filter(between_scores).count()), (CROSSINGS.len(), CROSSINGS.len()));
    assert!(SHARED.iter().all(|row| row.marks.len() >= 2), "a row cites both sides");
}

/// "Within 30 days" by the civil date, day 30 included; over 45 min for a major operation.
#[test]
fn earlier_operations_are_suggested_at_the_edges() {
    let suggested = |instrument: &'static Instrument, item: &str, days: i64, minutes: Option<f64>, former: bool| {
        let operation = Operation {
            status: Some(OperationStatus::Done),
            at: Some(noon() - Duration::days(days)),
            duration_min: minutes,
            ..Operation::of(OperationKind::Open)
        };
        let admitted_at = Some(noon() - Duration::days(if former { 0 } else { 90 }));
        let chart = Chart { admitted_at, facts: vec![fact(FactValue::Operation(operation))], ..Chart::default() };
        let sheet = filled(&chart, &Answers::empty(instrument), Unanswered::Unknown);
        let index = instrument.index(item).expect("an item");
        assert_ne!(sheet.cells[index].value, CellValue::Yes, "suggested, never decided");
        sheet.awaits_confirmation(index)
    };
    let caprini = |days, minutes| suggested(&CAPRINI, "history_major_surgery_lt_1mo", days, minutes, true);
    assert_eq!([29, 30, 31].map(|days| caprini(days, Some(60.0))), [true, true, false]);
    assert_eq!([Some(44.0), Some(45.0), Some(46.0), None].map(|minutes| caprini(10, minutes)), [false, false, true, true]);
    assert!(!suggested(&CAPRINI, "history_major_surgery_lt_1mo", 10, Some(60.0), false), "the operation of this stay is not a previous one");
    let padua = |days, former| suggested(&PADUA, "recent_trauma_surgery", days, Some(20.0), former);
    assert_eq!([30, 31].map(|days| padua(days, true)), [true, false]);
    assert_eq!([30, 31].map(|days| padua(days, false)), [true, false]);
}

/// Caprini counts re-operations apart; we suggest the earlier one as a history of major surgery and never add it (§1.2).
#[test]
fn an_operation_that_another_followed_this_stay_is_suggested_as_history() {
    let at = |days| noon() + Duration::days(days);
    let operation = |days, minutes, status| {
        let of = Operation { at: Some(at(days)), duration_min: Some(minutes), status: Some(status), ..Operation::of(OperationKind::Open) };
        fact(FactValue::Operation(of))
    };
    let (done, planned) = (OperationStatus::Done, OperationStatus::Planned);
    let suggested = |facts: Vec<Fact>| {
        let chart = Chart { admitted_at: Some(at(-40)), facts, ..Chart::default() };
        let index = CAPRINI.index("history_major_surgery_lt_1mo").expect("an item");
        let sheet = filled(&chart, &Answers::empty(&CAPRINI), Unanswered::Absent);
        let cell = &sheet.cells[index];
        assert_eq!(cell.value, if cell.suggestion.is_some() { CellValue::Open } else { CellValue::No }, "never by itself, and never denied");
        cell.suggestion.is_some()
    };
    assert!(!suggested(vec![operation(-5, 90.0, done)]), "the operation that counts");
    assert!(suggested(vec![operation(-5, 90.0, done), operation(-1, 60.0, done)]));
    assert!(suggested(vec![operation(-5, 90.0, done), operation(2, 60.0, planned)]));
    assert!(!suggested(vec![operation(-5, 45.0, done), operation(-1, 60.0, done)]), "a minor one");
    assert!(!suggested(vec![operation(-31, 90.0, done), operation(-1, 60.0, done)]), "longer ago");
    assert!(!suggested(vec![operation(2, 90.0, planned), operation(3, 60.0, planned)]), "none is done");
}

#[test]
fn a_joint_replacement_is_suggested_as_elective_and_never_assumed() {
    let operation = Operation { duration_min: Some(90.0), procedure: Some(Procedure::Tha), ..Operation::of(OperationKind::Open) };
    let chart = Chart { facts: vec![fact(FactValue::Operation(operation))], ..Chart::default() };
    let sheet = filled(&chart, &Answers::empty(&CAPRINI), Unanswered::Unknown);
    let index = CAPRINI.index("elective_arthroplasty").expect("an item");
    assert!(sheet.awaits_confirmation(index) && sheet.cells[index].value != CellValue::Yes);
    assert_eq!(sheet.cells[CAPRINI.index("major_open_surgery").expect("an item")].value, CellValue::Yes);
}

/// What a person chose in a group clears the rest, as a radio does.
#[test]
fn choosing_a_member_clears_the_others() {
    for group in CAPRINI.groups {
        for chosen in CAPRINI.members(group) {
            let mut answers = Answers::empty(&CAPRINI);
            for member in CAPRINI.members(group) {
                answers.choose(member, Some(Answer::Yes));
            }
            answers.choose(chosen, Some(Answer::Yes));
            let yes: Vec<usize> = CAPRINI.members(group).filter(|&member| answers.cells[member] == Some(Answer::Yes)).collect();
            assert_eq!(yes, [chosen]);
            let sheet = filled(&Chart::default(), &answers, Unanswered::Unknown);
            assert!(sheet.doubled.is_empty());
        }
    }
}
