//! Training: the forty cases of the specification, their marking, and variants without end. The learner's form has no facts: he
//! answers every item himself, as on paper.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::chart::{Chart, Fact, FactValue, OperationKind};
use virchow::clinical::instrument::{From, Points};
use virchow::clinical::instruments::{ALL, PADUA, SCORED};
use virchow::clinical::quantity::Quantity;
use virchow::text::Lang;
use virchow::training::bank::all;
use virchow::training::case::{Scored, StoryFact, TeachingCase};
use virchow::training::mark::{Attempt, ItemFault, MarkVerdict, Marking, mark};
use virchow::training::mistakes::{MISTAKES, Trace, mistake};
use virchow::training::phrases::PHRASES;
use virchow::training::variant::{MADE_UP, Variant, variant};

/// Every answer right, quantities that the form counts typed.
fn model(case: &TeachingCase) -> Attempt {
    let truth = case.truth().expect("a case without contradictions");
    let mut answers = Answers::empty(case.instrument);
    for index in 0..case.instrument.items.len() {
        if !matches!(case.instrument.items[index].from, From::Count(_)) {
            answers.cells[index] = Some(Answer::from_bool(truth.holds(index)));
        }
    }
    let mut chart = Chart::default();
    for given in case.given {
        if let StoryFact::Measured(quantity @ Quantity::Age, value) = *given
            && case.instrument.items.iter().any(|item| matches!(item.from, From::Count(of) if of == quantity))
        {
            chart.facts.push(Fact::of(FactValue::Measured(quantity, value)));
        }
    }
    Attempt { answers, chart, total: exact(&truth), next_step: None }
}

fn exact(of: &Scored) -> Option<Points> {
    of.readout.total.and_then(|(floor, ceiling)| (floor == ceiling).then_some(floor))
}

fn set(attempt: &mut Attempt, case: &TeachingCase, item: &str, value: bool) {
    let index = case.instrument.index(item).unwrap_or_else(|| panic!("{item}"));
    attempt.answers.cells[index] = Some(Answer::from_bool(Some(value)));
}

/// What the case asks beside its form: only case 25 has a next step.
fn next_step(case: &TeachingCase) -> Option<&'static str> {
    case.aims_at.contains(&"d_dimer_when_likely").then_some("ctpa")
}

fn marked(case: &TeachingCase, attempt: &Attempt) -> Marking {
    mark(case, attempt, next_step(case)).unwrap_or_else(|why| panic!("{:?}: {why:?}", case.no))
}

fn specification() -> Vec<Value> {
    serde_json::from_str(include_str!("fixtures/training/specification.json")).expect("the cases of the specification")
}

#[test]
fn the_truth_of_every_case_is_that_of_the_specification() {
    let printed = specification();
    let cases: Vec<&TeachingCase> = all().collect();
    assert_eq!((cases.len(), printed.len()), (40, 40));
    for (case, printed) in cases.iter().zip(&printed) {
        let no = printed["no"].as_u64().unwrap();
        assert_eq!(case.no.map(u64::from), Some(no));
        let truth = case.truth().unwrap_or_else(|| panic!("case {no}"));
        let of_items = |index: usize| !case.instrument.items[index].id.starts_with("phase_") && matches!(truth.holds(index), Some(true));
        let ours: BTreeSet<&str> =
            (0..case.instrument.items.len()).filter(|&index| of_items(index)).map(|index| case.instrument.items[index].id).collect();
        let theirs: BTreeSet<&str> = printed["items"].as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect();
        // A counted quantity is no tick.
        let counted: BTreeSet<&str> = ["age_years"].into();
        assert_eq!(&ours - &counted, &theirs - &counted, "case {no}");
        match printed["total"].as_f64() {
            Some(total) => assert_eq!(exact(&truth).map(|points| f64::from(points.0) / 10.0), Some(total), "case {no}"),
            None => assert_eq!(case.instrument.id, "nhs_dh"),
        }
        assert!(truth.readout.readings.iter().all(|possible| possible.settled().is_some()), "case {no} is settled");
        let tags: Vec<&str> = printed["error_tag"].as_str().unwrap().split(',').filter(|tag| !tag.is_empty()).collect();
        assert_eq!(case.aims_at, tags, "case {no}");
    }
}

#[test]
fn every_case_is_right_for_its_model_answer() {
    for case in all() {
        let mut attempt = model(case);
        attempt.next_step = next_step(case).map(str::to_owned);
        let marking = marked(case, &attempt);
        assert!(marking.is_right() && marking.mistakes.is_empty(), "case {:?}: {marking:?}", case.no);
        assert_ne!(marking.written_total, MarkVerdict::Wrong);
    }
}

/// The wrong answer that a sign of a mistake stands for, where this case can show it.
fn planted(case: &TeachingCase, sign: Trace) -> Option<Attempt> {
    let truth = case.truth()?;
    let holds = |item: &str| case.instrument.index(item).and_then(|index| truth.holds(index));
    let mut attempt = model(case);
    match sign {
        Trace::Added(of, item) if of == case.instrument.id && holds(item) == Some(false) => {
            // Where a member of its group holds, a tick would be the wrong member.
            let index = case.instrument.index(item)?;
            let group = case.instrument.group_of(index);
            if group.is_some_and(|group| case.instrument.members(group).any(|member| truth.holds(member) == Some(true))) {
                return None;
            }
            set(&mut attempt, case, item, true);
        }
        Trace::Missed(of, item) if of == case.instrument.id && holds(item) == Some(true) => set(&mut attempt, case, item, false),
        Trace::Instead(of, wrong, right) if of == case.instrument.id && holds(right) == Some(true) => {
            set(&mut attempt, case, right, false);
            set(&mut attempt, case, wrong, true);
        }
        Trace::Sum(of, item, tenths) if of == case.instrument.id && holds(item) == Some(true) => {
            attempt.total = Some(Points(exact(&truth)?.0 + tenths));
            return Some(attempt);
        }
        Trace::Instrument => {
            let other = if case.instrument == &PADUA { ALL[0] } else { &PADUA };
            attempt.answers = Answers::empty(other);
        }
        Trace::NextStep => {
            next_step(case)?;
            attempt.next_step = Some("d_dimer".to_owned());
        }
        _ => return None,
    }
    attempt.total = None;
    Some(attempt)
}

#[test]
fn every_case_names_each_mistake_that_it_provokes() {
    for case in all() {
        for id in case.aims_at {
            let row = mistake(id).unwrap_or_else(|| panic!("no mistake {id}"));
            let plants: Vec<(Trace, Attempt)> = row.shows.iter().filter_map(|&sign| Some((sign, planted(case, sign)?))).collect();
            assert!(!plants.is_empty(), "case {:?} cannot show {id}", case.no);
            for (sign, attempt) in plants {
                let marking = marked(case, &attempt);
                assert!(!marking.is_right() && marking.names(id), "case {:?}, {id} by {sign:?}: {marking:?}", case.no);
            }
        }
    }
}

#[test]
fn a_mistake_that_a_case_does_not_aim_at_is_named_as_well() {
    let case = all().find(|case| case.no == Some(12)).unwrap();
    let mut attempt = model(case);
    attempt.total = None;
    set(&mut attempt, case, "previous_vte", true);
    let marking = marked(case, &attempt);
    assert!(marking.names("superficial_vs_deep") && !marking.is_right());
    assert_eq!((marking.reading, marking.total), (MarkVerdict::Wrong, MarkVerdict::Wrong), "2 points become 5");
}

#[test]
fn marking_goes_from_coarse_to_fine() {
    // Case 16: 6 points, high. Without the stroke 5 points: the band is right, the total is not, one item is missed.
    let case = all().find(|case| case.no == Some(16)).unwrap();
    let mut attempt = model(case);
    attempt.total = None;
    set(&mut attempt, case, "acute_mi_stroke", false);
    let marking = marked(case, &attempt);
    assert_eq!((marking.reading, marking.total), (MarkVerdict::Right, MarkVerdict::Wrong));
    assert_eq!(marking.items, [ItemFault::Missed(case.instrument.index("acute_mi_stroke").unwrap())]);
    // Nothing answered: nothing is said, every item is open, and silence is no mistake by name.
    let empty = Attempt { answers: Answers::empty(case.instrument), chart: Chart::default(), total: None, next_step: None };
    let marking = marked(case, &empty);
    assert_eq!((marking.reading, marking.total), (MarkVerdict::NotSaid, MarkVerdict::NotSaid));
    assert!(marking.items.iter().all(|fault| matches!(fault, ItemFault::Open(_))) && !marking.items.is_empty() && marking.mistakes.is_empty());
    assert!(!marking.is_right());
}

/// An item that is called unknowable is not known: the story tells it, or it is absent.
#[test]
fn whoever_says_that_nothing_can_be_known_is_not_right() {
    for case in all() {
        let mut attempt = model(case);
        attempt.next_step = next_step(case).map(str::to_owned);
        for cell in &mut attempt.answers.cells {
            *cell = cell.map(|_| Answer::Unknowable);
        }
        assert!(!marked(case, &attempt).is_right(), "case {:?}: all", case.no);
        // One item alone, whether it holds or not.
        let truth = case.truth().unwrap();
        for index in 0..case.instrument.items.len() {
            let mut one = model(case);
            one.next_step = next_step(case).map(str::to_owned);
            if one.answers.cells[index].is_none() || truth.holds(index).is_none() {
                continue;
            }
            one.answers.cells[index] = Some(Answer::Unknowable);
            let marking = marked(case, &one);
            assert!(!marking.is_right() && !marking.items.is_empty(), "case {:?}: {}", case.no, case.instrument.items[index].id);
        }
    }
}

#[test]
fn a_next_step_that_was_asked_for_and_left_open_is_wrong_and_no_mistake_by_name() {
    let case = all().find(|case| next_step(case).is_some()).unwrap();
    let marking = marked(case, &model(case));
    assert_eq!(marking.next_step, MarkVerdict::Wrong);
    assert!(!marking.is_right() && !marking.names("d_dimer_when_likely"));
    // A total far off overflows nothing.
    let mut far = model(case);
    far.total = Some(Points(i16::MIN));
    assert_eq!(marked(case, &far).written_total, MarkVerdict::Wrong);
}

#[test]
fn another_instrument_is_said_and_nothing_else_is_compared() {
    let case = all().find(|case| case.no == Some(22)).unwrap();
    let attempt = Attempt { answers: Answers::empty(ALL[0]), chart: Chart::default(), total: Some(Points(30)), next_step: None };
    let marking = marked(case, &attempt);
    assert!(marking.other_instrument && marking.names("wrong_instrument") && marking.items.is_empty() && !marking.is_right());
}

#[test]
fn every_mistake_is_well_formed_and_some_case_provokes_it() {
    let mut ids = BTreeSet::new();
    for row in MISTAKES {
        assert!(ids.insert(row.id), "{} twice", row.id);
        assert!(!row.marks.is_empty() && !row.shows.is_empty(), "{}", row.id);
        for sign in row.shows {
            let (of, items): (&str, Vec<&str>) = match *sign {
                Trace::Added(of, item) | Trace::Missed(of, item) | Trace::Sum(of, item, _) => (of, vec![item]),
                Trace::Instead(of, one, other) => (of, vec![one, other]),
                Trace::Instrument | Trace::NextStep => continue,
            };
            let instrument = ALL.iter().chain(SCORED.iter()).find(|instrument| instrument.id == of).unwrap_or_else(|| panic!("{}: {of}", row.id));
            for item in items {
                assert!(instrument.index(item).is_some(), "{}: {of}.{item}", row.id);
            }
        }
    }
    let provoked: BTreeSet<&str> = all().flat_map(|case| case.aims_at.iter().copied()).collect();
    assert_eq!(provoked, ids, "the table holds the mistakes of the specification and no others");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is turned over: the marking is right exactly where nothing is turned, and every turned item is listed.
    #[test]
    fn what_is_turned_over_is_found(no in 0_usize..40, turned in prop::collection::btree_set(0_usize..60, 0..5)) {
        let case = all().nth(no).unwrap();
        let truth = case.truth().unwrap();
        let mut attempt = model(case);
        attempt.total = None;
        attempt.next_step = next_step(case).map(str::to_owned);
        let asked: Vec<usize> = (0..case.instrument.items.len()).filter(|&index| attempt.answers.cells[index].is_some()).collect();
        let turned: BTreeSet<usize> = turned.into_iter().filter_map(|at| asked.get(at).copied()).collect();
        for &index in &turned {
            attempt.answers.cells[index] = Some(Answer::from_bool(truth.holds(index).map(|holds| !holds)));
        }
        let marking = marked(case, &attempt);
        let listed: BTreeSet<usize> = marking.items.iter().flat_map(|fault| match *fault {
            ItemFault::Missed(index) | ItemFault::Added(index) | ItemFault::Open(index) => vec![index],
            ItemFault::Instead { ticked, right } => vec![ticked, right],
        }).collect();
        let wrong: BTreeSet<usize> = turned.iter().copied().filter(|&index| truth.holds(index).is_some()).collect();
        prop_assert_eq!(&listed, &wrong);
        prop_assert_eq!(marking.is_right(), wrong.is_empty());
    }
}

#[path = "support/naive.rs"]
mod naive;

/// What the second scorer, written apart, makes of a made-up patient: from the facts and sentences, never by the engine.
fn naive_ticks(variant: &Variant) -> Vec<&'static str> {
    let mut yes: Vec<&'static str> = variant.holds.clone();
    let measured = |wanted: Quantity| {
        variant.given.iter().find_map(|given| match *given {
            StoryFact::Measured(quantity, value) if quantity == wanted => Some(value),
            _ => None,
        })
    };
    let age = measured(Quantity::Age).unwrap();
    let bmi = measured(Quantity::Bmi).unwrap_or_else(|| measured(Quantity::Weight).unwrap() / (measured(Quantity::Height).unwrap() / 100.0).powi(2));
    if variant.instrument.id == "padua" {
        yes.extend((age >= 70.0).then_some("age_ge_70"));
        yes.extend((bmi >= 30.0).then_some("bmi_ge_30"));
        return yes;
    }
    yes.extend(match age {
        41.0..=60.0 => Some("age_41_60"),
        61.0..=74.0 => Some("age_61_74"),
        75.0.. => Some("age_ge_75"),
        _ => None,
    });
    yes.extend((bmi > 25.0).then_some("bmi_gt_25"));
    for given in &variant.given {
        if let StoryFact::Operation { kind, minutes, .. } = *given {
            yes.push(match (kind, minutes) {
                (OperationKind::ElectiveArthroplasty, _) => "elective_arthroplasty",
                (OperationKind::Arthroscopic, _) => "arthroscopic_surgery",
                (_, Some(minutes)) if minutes <= 45.0 => "minor_surgery",
                (OperationKind::Laparoscopic, _) => "laparoscopic_surgery",
                _ => "major_open_surgery",
            });
        }
    }
    yes
}

#[test]
fn ten_thousand_made_up_patients_are_marked_as_the_engine_scores_them() {
    let mut provoked = BTreeSet::new();
    let mut bands = BTreeSet::new();
    for seed in 0..10_000 {
        let instrument = MADE_UP[seed as usize % MADE_UP.len()];
        let made = variant(instrument, seed);
        let truth = made.truth().unwrap_or_else(|| panic!("{seed}: {}", made.story(Lang::En)));
        let ticks = naive_ticks(&made);
        let ours: BTreeSet<&str> =
            (0..instrument.items.len()).filter(|&index| truth.holds(index) == Some(true)).map(|index| instrument.items[index].id).collect();
        assert_eq!(ours, ticks.iter().copied().collect(), "{seed}: {}", made.story(Lang::En));
        let form = naive::Form::named(instrument.id);
        let total = form.total(&ticks);
        assert_eq!(exact(&truth).map(|points| i32::from(points.0)), Some(total * 10), "{seed}: {}", made.story(Lang::En));
        bands.insert((instrument.id, form.band(total)));

        let mut answers = Answers::empty(instrument);
        for index in 0..instrument.items.len() {
            answers.cells[index] = Some(Answer::from_bool(Some(ticks.contains(&instrument.items[index].id))));
        }
        let right = Attempt { answers, chart: Chart::default(), total: Some(Points(total as i16 * 10)), next_step: None };
        let marking = made.mark(&right).unwrap();
        assert!(marking.is_right() && marking.mistakes.is_empty(), "{seed}: {marking:?}");
        // One item turned over: found, and the total is that of the second scorer.
        let turned = (seed as usize * 7) % instrument.items.len();
        let mut wrong = right.clone();
        let said = wrong.answers.cells[turned] != Some(Answer::Yes);
        wrong.answers.cells[turned] = Some(Answer::from_bool(Some(said)));
        let marking = made.mark(&wrong).unwrap();
        assert!(!marking.is_right(), "{seed}: {}", instrument.items[turned].id);
        let theirs: Vec<&str> = (0..instrument.items.len())
            .filter(|&index| wrong.answers.cells[index] == Some(Answer::Yes))
            .map(|index| instrument.items[index].id)
            .collect();
        assert_eq!(marking.total == MarkVerdict::Right, form.total(&theirs) == total, "{seed}");
        provoked.extend(made.aims_at.iter().copied());
    }
    assert_eq!(bands.len(), 5, "every band of both is drawn: {bands:?}");
    for id in [
        "age_band",
        "bmi",
        "bmi_not_computed",
        "surgery_duration",
        "cancer_definition",
        "superficial_vs_deep",
        "mobility_definition",
        "double_count_paralysis",
    ] {
        assert!(provoked.contains(id), "{id}");
    }
}

#[test]
fn a_seed_is_one_patient_and_its_story_is_whole_in_both_languages() {
    let mut stories = BTreeSet::new();
    for seed in 0..400 {
        for instrument in MADE_UP {
            let (one, again) = (variant(instrument, seed), variant(instrument, seed));
            for lang in [Lang::Zh, Lang::En] {
                assert_eq!(one.story(lang), again.story(lang));
            }
            let (zh, en) = (one.story(Lang::Zh), one.story(Lang::En));
            assert!(zh.ends_with('。') && en.ends_with('.') && !en.contains("，") && !zh.contains(", "), "{zh} {en}");
            stories.insert(zh);
        }
    }
    assert!(stories.len() > 700, "only {} stories of 800", stories.len());
}

#[test]
fn every_sentence_speaks_of_items_and_mistakes_that_exist() {
    for phrase in PHRASES {
        assert!(!phrase.holds.is_empty() && phrase.ages.0 <= phrase.ages.1);
        for (of, items) in phrase.holds {
            let instrument = MADE_UP.iter().find(|instrument| instrument.id == *of).unwrap_or_else(|| panic!("{of}"));
            for item in *items {
                assert!(instrument.index(item).is_some(), "{of}.{item}");
            }
        }
        for id in phrase.aims_at {
            assert!(mistake(id).is_some(), "{id}");
        }
    }
}
