//! Instruments that read in outcomes: every form, finished or not, against a second scorer that knows finished forms only. What
//! is still possible is what all its completions come to, no more and no less.
#![cfg(not(target_family = "wasm"))]

#[path = "support/naive_outcomes.rs"]
mod naive;

use std::collections::BTreeSet;

use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::cell::Unanswered;
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Sex};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{
    self, ALL, BOVA, D_DIMER_AGE, ESC_2019, GENEVA, GENEVA_SIMPLIFIED, HESTIA, NHS_DH, PEGED, PERC, PESI, SCORED, SPESI, THROMBOSIS, WELLS_DVT,
    WELLS_PE, WELLS_PE_SIMPLIFIED, YEARS,
};
use virchow::clinical::outcome::Reading;
use virchow::clinical::possible::{Readout, read};
use virchow::clinical::profile::Profile;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::fill;

type Set = BTreeSet<&'static str>;

const SAID: [Option<Answer>; 4] = [Some(Answer::Yes), Some(Answer::No), None, Some(Answer::Unknowable)];

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

fn measured(values: &[(Quantity, f64)]) -> Chart {
    Chart { facts: values.iter().map(|(quantity, value)| Fact::of(FactValue::Measured(*quantity, *value))).collect(), ..Chart::default() }
}

/// Answers by id.
fn answered(instrument: &'static Instrument, said: &dyn Fn(&str) -> Option<Answer>) -> Answers {
    let mut answers = Answers::empty(instrument);
    answers.cells = instrument.items.iter().map(|item| said(item.id)).collect();
    answers
}

fn readout(chart: &Chart, answers: &Answers) -> Readout {
    read(&fill(chart, answers, Unanswered::Unknown, noon()).expect("no contradiction"), chart, noon())
}

fn possible(readout: &Readout, reading: &str) -> Set {
    readout.readings.iter().find(|possible| possible.reading == reading).expect("a reading").outcomes.iter().map(|outcome| outcome.id).collect()
}

fn total(readout: &Readout) -> (i32, i32) {
    let (floor, ceiling) = readout.total.expect("points");
    (i32::from(floor.0) / 10, i32::from(ceiling.0) / 10)
}

/// The state of each of `ids`, from a number in base 3: yes, no, nobody said.
fn states(ids: &[&'static str], mut number: usize) -> Vec<(&'static str, Option<Answer>)> {
    ids.iter()
        .map(|id| {
            let state = SAID[number % 3];
            number /= 3;
            (*id, state)
        })
        .collect()
}

fn of<'a>(states: &'a [(&'static str, Option<Answer>)]) -> impl Fn(&str) -> Option<Answer> + 'a {
    |id| states.iter().find(|(of, _)| *of == id).and_then(|(_, said)| *said)
}

/// Every finished form that these states allow, as the set of what is yes.
fn completions(states: &[(&'static str, Option<Answer>)]) -> Vec<BTreeSet<&'static str>> {
    let mut all = vec![BTreeSet::new()];
    for (id, said) in states {
        let with = |all: &[BTreeSet<&'static str>]| all.iter().map(|set| set.iter().copied().chain([*id]).collect()).collect::<Vec<_>>();
        match said {
            Some(Answer::Yes) => all = with(&all),
            Some(Answer::No) => {}
            _ => all.extend(with(&all.clone())),
        }
    }
    all
}

/// A generator that is the same everywhere.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

fn ids(instrument: &Instrument) -> Vec<&'static str> {
    instrument.items.iter().map(|item| item.id).collect()
}

#[test]
fn the_naive_forms_name_the_same_items_in_their_order() {
    assert_eq!(ids(&WELLS_DVT), naive::WELLS_DVT);
    assert_eq!(ids(&PERC), naive::PERC);
    assert_eq!(ids(&YEARS), naive::YEARS);
    assert_eq!(ids(&PESI)[0], "age_years");
    assert_eq!(ids(&PESI)[1..], naive::PESI);
    assert_eq!(ids(&SPESI), naive::SPESI);
    assert_eq!(ids(&WELLS_PE), naive::WELLS_PE);
    assert_eq!(ids(&WELLS_PE_SIMPLIFIED), naive::WELLS_PE);
    assert_eq!(ids(&GENEVA), naive::GENEVA);
    assert_eq!(ids(&GENEVA_SIMPLIFIED), naive::GENEVA);
    assert_eq!(ids(&BOVA), naive::BOVA);
    assert_eq!(ids(&HESTIA), naive::HESTIA);
    assert_eq!(ids(&ESC_2019), naive::ESC_2019);
    assert_eq!(ids(&PEGED), naive::WELLS_PE);
    assert_eq!(ids(&NHS_DH), [&naive::NHS_MOBILITY[..], &naive::NHS_THROMBOSIS, &naive::NHS_BLEEDING].concat());
}

#[test]
fn every_form_of_wells_dvt_finished_or_not_is_what_its_completions_come_to() {
    for number in 0..3_usize.pow(10) {
        let states = states(&naive::WELLS_DVT, number);
        let readout = readout(&Chart::default(), &answered(&WELLS_DVT, &of(&states)));
        let (mut two, mut three, mut totals) = (Set::new(), Set::new(), BTreeSet::new());
        for form in completions(&states) {
            let (total, level, of_three) = naive::wells_dvt(&|id| form.contains(id));
            two.insert(level);
            three.insert(of_three);
            totals.insert(total);
        }
        assert_eq!((possible(&readout, "band"), possible(&readout, "band3")), (two, three), "{states:?}");
        assert_eq!(total(&readout), (*totals.first().expect("a total"), *totals.last().expect("a total")), "{states:?}");
        assert_eq!(readout.missing.len(), states.iter().filter(|(_, said)| said.is_none()).count());
    }
}

#[test]
fn every_form_of_perc_finished_or_not_is_what_its_completions_come_to() {
    for number in 0..3_usize.pow(9) {
        let states = states(&naive::PERC, number);
        let readout = readout(&Chart::default(), &answered(&PERC, &of(&states)));
        let band: Set = completions(&states).iter().map(|form| naive::perc(&|id| form.contains(id))).collect();
        assert_eq!(possible(&readout, "band"), band, "{states:?}");
        assert_eq!((readout.total, readout.counted.len()), (None, 0), "a rule has no points");
    }
}

#[test]
fn every_form_of_years_is_what_its_completions_come_to_at_every_d_dimer() {
    // Both sides of both cut-offs, to the last digit that a laboratory sends.
    let values = [0.0, 1.0, 499.0, 499.99, 500.0, 500.01, 501.0, 750.0, 999.0, 999.99, 1000.0, 1000.01, 1001.0, 5000.0];
    for number in 0..3_usize.pow(3) {
        let states = states(&naive::YEARS, number);
        for d_dimer in values.iter().map(|value| Some(*value)).chain([None]) {
            let chart = measured(&d_dimer.map(|value| vec![(Quantity::DDimer, value)]).unwrap_or_default());
            let readout = readout(&chart, &answered(&YEARS, &of(&states)));
            let (mut band, mut cutoff) = (Set::new(), Set::new());
            for form in completions(&states) {
                for value in d_dimer.map_or(values.to_vec(), |value| vec![value]) {
                    let (excluded, below) = naive::years(&|id| form.contains(id), value);
                    band.insert(excluded);
                    cutoff.insert(below);
                }
            }
            assert_eq!((possible(&readout, "band"), possible(&readout, "cutoff")), (band, cutoff), "{states:?} {d_dimer:?}");
            assert_eq!(readout.unmeasured.is_empty(), d_dimer.is_some());
        }
    }
}

/// Exactly one way of moving is so: the ways that what was said leaves, and all where it leaves none.
fn ways(said: &[(&'static str, Option<Answer>)]) -> Vec<&'static str> {
    let of = |wanted: &dyn Fn(Option<Answer>) -> bool| said.iter().filter(|(_, said)| wanted(*said)).map(|(id, _)| *id).collect::<Vec<_>>();
    let held = of(&|said| said == Some(Answer::Yes));
    let left = of(&|said| said != Some(Answer::No));
    [held, left, naive::NHS_MOBILITY.to_vec()].into_iter().find(|ways| !ways.is_empty()).expect("three ways")
}

fn nhs_agrees(mobility: &[(&'static str, Option<Answer>)], ticks: &[(&'static str, Option<Answer>)]) {
    let states = [mobility, ticks].concat();
    let readout = readout(&Chart::default(), &answered(&NHS_DH, &of(&states)));
    let mut band = Set::new();
    for form in completions(ticks) {
        for way in ways(mobility) {
            band.insert(naive::nhs_dh(&|id| id == way || form.contains(id)));
        }
    }
    assert_eq!(possible(&readout, "band"), band, "{states:?}");
    assert_eq!(readout.total, None);
    let closed = ways(mobility) == ["mob_medical_not_reduced"];
    let asked = |id: &&str| !closed || naive::NHS_MOBILITY.contains(id);
    let missing: Vec<&str> = readout.missing.iter().map(|index| NHS_DH.items[*index].id).collect();
    assert!(missing.iter().all(asked), "{missing:?}");
}

/// Everything said of mobility, with each tick alone, each alone unknown, and each pair of the two lists.
#[test]
fn every_step_of_the_nhs_form_is_what_its_completions_come_to() {
    let lists = [&naive::NHS_THROMBOSIS[..], &naive::NHS_BLEEDING].concat();
    for number in 0..27 {
        let mobility = states(&naive::NHS_MOBILITY, number);
        let ticks = |said: &dyn Fn(&str) -> Option<Answer>| lists.iter().map(|id| (*id, said(id))).collect::<Vec<_>>();
        nhs_agrees(&mobility, &ticks(&|_| Some(Answer::No)));
        nhs_agrees(&mobility, &ticks(&|_| Some(Answer::Yes)));
        for one in &lists {
            for state in SAID {
                nhs_agrees(&mobility, &ticks(&|id| if id == *one { state } else { Some(Answer::No) }));
            }
        }
        for one in naive::NHS_THROMBOSIS {
            for other in naive::NHS_BLEEDING {
                for (first, second) in [(0, 0), (0, 2), (2, 0), (2, 2)] {
                    nhs_agrees(
                        &mobility,
                        &ticks(&|id| {
                            if id == one {
                                SAID[first]
                            } else if id == other {
                                SAID[second]
                            } else {
                                Some(Answer::No)
                            }
                        }),
                    );
                }
            }
        }
    }
}

#[test]
fn drawn_forms_of_the_nhs_form_are_what_their_completions_come_to() {
    let lists = [&naive::NHS_THROMBOSIS[..], &naive::NHS_BLEEDING].concat();
    let mut seeded = Seeded(14);
    for _ in 0..4_000 {
        let mobility = states(&naive::NHS_MOBILITY, seeded.below(27));
        let open: BTreeSet<usize> = (0..seeded.below(8)).map(|_| seeded.below(lists.len())).collect();
        let yes_in = 1 + seeded.below(30);
        let ticks: Vec<_> = lists
            .iter()
            .enumerate()
            .map(|(index, id)| (*id, if open.contains(&index) { None } else { SAID[usize::from(seeded.below(yes_in) > 0)] }))
            .collect();
        nhs_agrees(&mobility, &ticks);
    }
    // Nothing said at all: everything is possible.
    assert_eq!(possible(&readout(&Chart::default(), &Answers::empty(&NHS_DH)), "band").len(), 4);
}

fn pesi_agrees(states: &[(&'static str, Option<Answer>)], age: Option<u32>) {
    let chart = measured(&age.map(|age| vec![(Quantity::Age, f64::from(age))]).unwrap_or_default());
    let readout = readout(&chart, &answered(&PESI, &of(states)));
    let (mut classes, mut low, mut totals) = (Set::new(), Set::new(), BTreeSet::new());
    for form in completions(states) {
        // Nobody is older than the chart takes.
        for age in age.map_or(0..=130, |age| age..=age) {
            let (total, class, is_low) = naive::pesi(&|id| form.contains(id), age);
            classes.insert(class);
            low.insert(is_low);
            totals.insert(total);
        }
    }
    assert_eq!((possible(&readout, "band"), possible(&readout, "band2")), (classes, low), "{states:?} {age:?}");
    assert_eq!(total(&readout), (*totals.first().expect("a total"), *totals.last().expect("a total")), "{states:?} {age:?}");
}

#[test]
fn drawn_forms_of_pesi_are_what_their_completions_come_to() {
    let mut seeded = Seeded(2005);
    for _ in 0..20_000 {
        let age = (seeded.below(20) > 0).then(|| 18 + seeded.below(88) as u32);
        let states = states(&naive::PESI, seeded.below(3_usize.pow(10)));
        if age.is_some() || completions(&states).len() <= 16 {
            pesi_agrees(&states, age);
        }
    }
}

/// Each finished form on both sides of each cut.
#[test]
fn every_finished_form_of_pesi_agrees_at_every_cut() {
    for set in 0..1_usize << 10 {
        let states: Vec<_> = naive::PESI.iter().enumerate().map(|(bit, id)| (*id, SAID[usize::from(set >> bit & 1 == 0)])).collect();
        let (points, ..) = naive::pesi(&|id| of(&states)(id) == Some(Answer::Yes), 0);
        for edge in [65, 85, 105, 125] {
            for age in [edge - points, edge - points + 1] {
                if (0..=130).contains(&age) {
                    pesi_agrees(&states, Some(u32::try_from(age).expect("an age")));
                }
            }
        }
        pesi_agrees(&states, Some(18));
        pesi_agrees(&states, Some(104));
    }
}

#[test]
fn one_open_item_of_sixty_points_leaves_no_class_possible_that_it_cannot_reach() {
    let states: Vec<_> = naive::PESI.iter().map(|id| (*id, if *id == "altered_mental_status" { None } else { Some(Answer::No) })).collect();
    let readout = readout(&measured(&[(Quantity::Age, 60.0)]), &answered(&PESI, &of(&states)));
    assert_eq!((total(&readout), possible(&readout, "band")), ((60, 120), Set::from(["class_i", "class_iv"])));
}

/// Every form of yes and no, finished or not, by number in base 3: `finished` gives the total in tenths and, in the order of the
/// readings, what a finished form comes to.
fn ticks_agree(instrument: &'static Instrument, numbers: impl Iterator<Item = usize>, finished: &dyn Fn(naive::Yes) -> (i32, Vec<&'static str>)) {
    let ids = ids(instrument);
    let readings = instrument.reads.expect("readings").readings;
    for number in numbers {
        let states = states(&ids, number);
        let readout = readout(&Chart::default(), &answered(instrument, &of(&states)));
        let (mut totals, mut levels) = (BTreeSet::new(), vec![Set::new(); readings.len()]);
        for form in completions(&states) {
            let (total, level) = finished(&|id| form.contains(id));
            totals.insert(total);
            assert_eq!(level.len(), readings.len());
            level.into_iter().zip(&mut levels).for_each(|(level, all)| _ = all.insert(level));
        }
        for (reading, levels) in readings.iter().zip(levels) {
            assert_eq!(possible(&readout, reading.id), levels, "{} {states:?}", reading.id);
        }
        let ends = readout.total.map(|(floor, ceiling)| (i32::from(floor.0), i32::from(ceiling.0)));
        let has_points = instrument.items.iter().any(|item| item.points.0 != 0);
        assert_eq!(ends, has_points.then(|| (*totals.first().expect("a total"), *totals.last().expect("a total"))), "{states:?}");
        assert_eq!(readout.missing.len(), states.iter().filter(|(_, said)| said.is_none()).count(), "{states:?}");
    }
}

#[test]
fn every_form_of_spesi_finished_or_not_is_what_its_completions_come_to() {
    ticks_agree(&SPESI, 0..3_usize.pow(6), &|yes| {
        let (total, risk) = naive::spesi(yes);
        (total * 10, vec![risk])
    });
}

#[test]
fn every_form_of_wells_pe_finished_or_not_is_what_its_completions_come_to() {
    ticks_agree(&WELLS_PE, 0..3_usize.pow(7), &|yes| {
        let (tenths, two, three) = naive::wells_pe(yes);
        (tenths, vec![two, three])
    });
}

#[test]
fn every_form_of_simplified_wells_pe_finished_or_not_is_what_its_completions_come_to() {
    ticks_agree(&WELLS_PE_SIMPLIFIED, 0..3_usize.pow(7), &|yes| {
        let (total, level) = naive::wells_pe_simplified(yes);
        (total * 10, vec![level])
    });
}

/// Of the two ranges of a heart rate one holds at most: one that a person has said leaves nothing of the other.
fn geneva_agrees(instrument: &'static Instrument, finished: &dyn Fn(naive::Yes) -> (i32, Vec<&'static str>)) {
    let readings = instrument.reads.expect("readings").readings;
    for number in 0..3_usize.pow(9) {
        let mut states = states(&naive::GENEVA, number);
        let readout = readout(&Chart::default(), &answered(instrument, &of(&states)));
        let said = |states: &[(&str, Option<Answer>)], id: &str| states.iter().find(|(of, _)| *of == id).and_then(|(_, said)| *said);
        let pair = ["hr_75_94", "hr_ge_95"];
        let held = pair.iter().any(|id| said(&states, id) == Some(Answer::Yes));
        if held {
            // What is open beside it is not so.
            states.iter_mut().filter(|(id, said)| pair.contains(id) && said.is_none()).for_each(|(_, said)| *said = Some(Answer::No));
        }
        let both = |form: &BTreeSet<&str>| pair.iter().all(|id| form.contains(id));
        let (mut totals, mut levels) = (BTreeSet::new(), vec![Set::new(); readings.len()]);
        for form in completions(&states).iter().filter(|form| held || !both(form)) {
            let (total, level) = finished(&|id| form.contains(id));
            totals.insert(total);
            level.into_iter().zip(&mut levels).for_each(|(level, all)| _ = all.insert(level));
        }
        for (reading, levels) in readings.iter().zip(levels) {
            assert_eq!(possible(&readout, reading.id), levels, "{} {states:?}", reading.id);
        }
        assert_eq!(total(&readout), (*totals.first().expect("a total"), *totals.last().expect("a total")), "{states:?}");
    }
}

#[test]
fn every_form_of_geneva_finished_or_not_is_what_its_completions_come_to() {
    geneva_agrees(&GENEVA, &|yes| {
        let (total, level) = naive::geneva(yes);
        (total, vec![level])
    });
}

#[test]
fn every_form_of_simplified_geneva_finished_or_not_is_what_its_completions_come_to() {
    geneva_agrees(&GENEVA_SIMPLIFIED, &|yes| {
        let (total, two, three) = naive::geneva_simplified(yes);
        (total, vec![two, three])
    });
}

#[test]
fn every_form_of_bova_finished_or_not_is_what_its_completions_come_to() {
    ticks_agree(&BOVA, 0..3_usize.pow(5), &|yes| {
        let (total, stage) = naive::bova(yes);
        (total * 10, vec![stage])
    });
}

/// Every finished form, and drawn ones with items open.
#[test]
fn forms_of_hestia_are_what_their_completions_come_to() {
    let finished = (0..1_usize << 11).map(|set| (0..11).map(|bit| (set >> bit & 1) * 3_usize.pow(bit)).sum());
    let mut seeded = Seeded(2011);
    let drawn: Vec<usize> = (0..20_000).map(|_| seeded.below(3_usize.pow(11))).collect();
    ticks_agree(&HESTIA, finished.chain(drawn), &|yes| (0, vec![naive::hestia(yes)]));
}

/// Each question is yes, no, said to be unknown, or blank: against the rows of the specification, and no answer adds a class.
#[test]
fn every_form_of_esc_2019_is_what_the_rows_of_the_specification_say() {
    use naive::Written;
    let written = |said: Option<Answer>| match said {
        Some(Answer::Yes) => Written::Yes,
        Some(Answer::No) => Written::No,
        Some(Answer::Unknowable) => Written::NotKnown,
        None => Written::Blank,
    };
    let band = |said: [Option<Answer>; 4]| {
        let states: Vec<_> = naive::ESC_2019.into_iter().zip(said).collect();
        let readout = readout(&Chart::default(), &answered(&ESC_2019, &of(&states)));
        assert_eq!(readout.missing.len(), said.iter().filter(|said| said.is_none()).count());
        possible(&readout, "band")
    };
    let (mut settled, mut forms) = (0, 0);
    for number in 0..4_usize.pow(4) {
        let said = [0, 1, 2, 3].map(|place| SAID[number / 4_usize.pow(place) % 4]);
        let found = band(said);
        assert_eq!(found, naive::esc_2019(said.map(written)).into_iter().collect::<Set>(), "{said:?}");
        for place in (0..4).filter(|place| said[*place].is_none()) {
            let mut all = Set::new();
            for answer in [Answer::Yes, Answer::No, Answer::Unknowable] {
                let mut next = said;
                next[place] = Some(answer);
                let further = band(next);
                assert!(further.is_subset(&found), "{next:?} adds to {said:?}");
                all.extend(further);
            }
            assert_eq!(all, found, "{said:?}: what its completions come to");
        }
        (settled, forms) = (settled + usize::from(found.len() == 1), forms + 1);
    }
    assert_eq!(forms, 256);
    assert!(settled > 64, "{settled}");
}

/// A troponin of which somebody wrote that it is not known is optional in the last row; one that nobody answered is not.
#[test]
fn only_a_stated_unknown_troponin_is_optional() {
    let band = |troponin: Option<Answer>| {
        let states = [("unstable", SAID[1]), ("pesi_iii_or_spesi_1", SAID[1]), ("rv_dysfunction", SAID[1]), ("troponin_raised", troponin)];
        possible(&readout(&Chart::default(), &answered(&ESC_2019, &of(&states))), "band")
    };
    assert_eq!(band(Some(Answer::Unknowable)), Set::from(["low"]));
    assert_eq!(band(None), Set::from(["low", "int_low"]));
}

/// Whole years on both sides of 50, each with both sides of its cut-off, and every age where it is not known.
#[test]
fn every_form_of_the_d_dimer_by_age_is_what_its_completions_come_to() {
    let years = || 0..=130_u32;
    let values: Vec<f64> = [0.0, 499.99, 500.0, 500.01, 5000.0]
        .into_iter()
        .chain(years().flat_map(|age| [-0.01, 0.0, 0.01].map(|step| f64::from(age * 10) + step)))
        .collect();
    let values: Vec<f64> = values.into_iter().filter(|value| *value >= 0.0).collect();
    for (likely, said) in [(vec![true], SAID[0]), (vec![false], SAID[1]), (vec![false, true], SAID[2]), (vec![false, true], SAID[3])] {
        for age in years().map(Some).chain([None]) {
            // With a known age the values around every other age prove nothing more.
            let near = |value: &&f64| age.is_none_or(|age| [500.0, f64::from(age * 10)].iter().any(|edge| (*value - edge).abs() < 1.0));
            for d_dimer in values.iter().filter(near).map(|value| Some(*value)).chain([None]) {
                let facts = [age.map(|age| (Quantity::Age, f64::from(age) + 0.5)), d_dimer.map(|value| (Quantity::DDimer, value))];
                let facts: Vec<_> = facts.into_iter().flatten().collect();
                let readout = readout(&measured(&facts), &answered(&D_DIMER_AGE, &|_| said));
                let (mut band, mut cutoff) = (Set::new(), Set::new());
                for likely in &likely {
                    for age in age.map_or(0..=130, |age| age..=age) {
                        for value in d_dimer.as_ref().map_or(&values[..], std::slice::from_ref) {
                            let (excluded, below) = naive::d_dimer_age(*likely, age, *value);
                            band.insert(excluded);
                            cutoff.insert(below);
                        }
                    }
                }
                assert_eq!((possible(&readout, "band"), possible(&readout, "cutoff")), (band, cutoff), "{said:?} {age:?} {d_dimer:?}");
                assert_eq!(readout.unmeasured.len(), usize::from(age.is_none()) + usize::from(d_dimer.is_none()));
            }
        }
    }
}

#[test]
fn every_form_of_peged_is_what_its_completions_come_to_at_every_d_dimer() {
    let values = [0.0, 499.99, 500.0, 500.01, 750.0, 999.99, 1000.0, 1000.01, 5000.0];
    for number in 0..3_usize.pow(7) {
        let states = states(&naive::WELLS_PE, number);
        for d_dimer in values.iter().map(|value| Some(*value)).chain([None]) {
            let chart = measured(&d_dimer.map(|value| vec![(Quantity::DDimer, value)]).unwrap_or_default());
            let readout = readout(&chart, &answered(&PEGED, &of(&states)));
            let (mut band, mut cutoff, mut three) = (Set::new(), Set::new(), Set::new());
            for form in completions(&states) {
                for value in d_dimer.as_ref().map_or(&values[..], std::slice::from_ref) {
                    let (_, excluded, below, level) = naive::peged(&|id| form.contains(id), *value);
                    band.insert(excluded);
                    cutoff.insert(below);
                    three.insert(level);
                }
            }
            assert_eq!(
                (possible(&readout, "band"), possible(&readout, "cutoff"), possible(&readout, "band3")),
                (band, cutoff, three),
                "{states:?} {d_dimer:?}"
            );
            assert_eq!(readout.unmeasured.is_empty(), d_dimer.is_some());
        }
    }
}

/// From and to of an outcome, in tenths.
type Printed = (i16, i16, &'static str);

/// What the papers print, by instrument and reading.
#[rustfmt::skip]
const PRINTED: &[(&str, &str, &[Printed])] = &[
    ("wells_dvt", "band", &[(-20, 10, "unlikely"), (20, 90, "likely")]),
    ("wells_dvt", "band3", &[(-20, 0, "low"), (10, 20, "moderate"), (30, 90, "high")]),
    ("pesi", "band", &[(0, 650, "class_i"), (660, 850, "class_ii"), (860, 1050, "class_iii"), (1060, 1250, "class_iv"), (1260, 3600, "class_v")]),
    ("pesi", "band2", &[(0, 850, "low"), (860, 3600, "not_low")]),
    ("spesi", "band", &[(0, 0, "low"), (10, 60, "high")]),
    ("wells_pe", "band", &[(0, 40, "unlikely"), (45, 125, "likely")]),
    ("wells_pe", "band3", &[(0, 15, "low"), (20, 60, "moderate"), (65, 125, "high")]),
    ("wells_pe_simplified", "band", &[(0, 10, "unlikely"), (20, 70, "likely")]),
    ("geneva", "band", &[(0, 30, "low"), (40, 100, "intermediate"), (110, 220, "high")]),
    ("geneva_simplified", "band", &[(0, 20, "unlikely"), (30, 90, "likely")]),
    ("geneva_simplified", "band3", &[(0, 10, "low"), (20, 40, "intermediate"), (50, 90, "high")]),
    ("improve_vte", "band", &[(0, 10, "low"), (20, 30, "moderate"), (40, 120, "high")]),
    ("improve_dd", "band", &[(0, 10, "not_heightened"), (20, 140, "heightened")]),
    ("khorana", "band", &[(0, 0, "low"), (10, 20, "intermediate"), (30, 60, "high")]),
    ("khorana", "ge2", &[(0, 10, "below_2"), (20, 60, "at_least_2")]),
    ("has_bled", "band", &[(0, 20, "not_high"), (30, 90, "high")]),
    ("vte_bleed", "band", &[(0, 15, "not_elevated"), (20, 90, "elevated")]),
    ("four_ts", "band", &[(0, 30, "low"), (40, 50, "intermediate"), (60, 80, "high")]),
    ("peged", "band3", &[(0, 40, "low"), (45, 60, "moderate"), (65, 125, "high")]),
];

/// A half-step that no paper prints a word for belongs to the outcome below it, and none to two.
#[test]
fn every_half_step_is_covered_by_exactly_one_outcome_and_it_is_the_printed_one() {
    for instrument in SCORED {
        for reading in instrument.reads.expect("readings").readings {
            let Reading::Sum(cuts) = &reading.by else { continue };
            let (.., printed) = PRINTED.iter().find(|(id, of, _)| (*id, *of) == (instrument.id, reading.id)).expect("printed");
            let (first, last) = (printed[0].0, printed[printed.len() - 1].1);
            for tenths in (first..=last).step_by(5) {
                let until = |index: usize| cuts.get(index + 1).map_or(i16::MAX, |next| next.from.0);
                let held: Vec<&str> = cuts
                    .iter()
                    .enumerate()
                    .filter(|(index, cut)| (cut.from.0..until(*index)).contains(&tenths))
                    .map(|(_, cut)| cut.outcome.id)
                    .collect();
                let wanted = printed.iter().rfind(|(from, ..)| *from <= tenths).expect("an outcome").2;
                assert_eq!(held, [wanted], "{} {} at {tenths} tenths", instrument.id, reading.id);
            }
        }
    }
}

/// In any order, of any instrument: what one more answer leaves was possible before it.
#[test]
fn a_further_answer_never_widens_what_is_possible() {
    let mut seeded = Seeded(7);
    for round in 0..1_500 {
        let instrument = SCORED[round % SCORED.len()];
        // What a fact decides is no open item: here they decide none, but add an age and choose a row.
        let facts = [(Quantity::Age, 40.0 + seeded.below(60) as f64), (Quantity::DDimer, 300.0 + seeded.below(1000) as f64)];
        let chart = measured(match instrument.id {
            "pesi" => &facts[..1],
            "d_dimer_age" => &facts,
            _ => &facts[1..],
        });
        let mut answers = Answers::empty(instrument);
        let mut order: Vec<usize> = (0..instrument.items.len()).collect();
        order.sort_by_cached_key(|_| seeded.below(1000));
        let mut before = readout(&chart, &answers);
        for index in order {
            // Of three ways of moving one holds: the host that denies what is left contradicts itself, and all open again.
            let one_of = instrument.group_of(index);
            let held = one_of.is_some_and(|group| instrument.members(group).any(|member| answers.cells[member] == Some(Answer::Yes)));
            let last = one_of.is_some_and(|group| instrument.members(group).filter(|member| answers.cells[*member] != Some(Answer::No)).count() == 1);
            answers.cells[index] = Some(match (held, last) {
                (true, _) => Answer::No,
                (_, true) => Answer::Yes,
                _ => [Answer::Yes, Answer::No, Answer::No][seeded.below(3)],
            });
            let after = readout(&chart, &answers);
            for possible in &after.readings {
                let was = &before.readings.iter().find(|was| was.reading == possible.reading).expect("the same readings").outcomes;
                assert!(
                    !possible.outcomes.is_empty() && possible.outcomes.iter().all(|outcome| was.contains(outcome)),
                    "{} {answers:?}",
                    instrument.id
                );
            }
            before = after;
        }
        let finished = before.readings.iter().all(|possible| possible.settled().is_some());
        assert!(finished, "{}: a finished form has one outcome in each reading", instrument.id);
    }
}

/// Bands of one sum are the same as cuts: ends and band of today's five, from the other side.
#[test]
fn the_bands_of_the_five_are_read_as_the_tally_reads_them() {
    let mut seeded = Seeded(5);
    for round in 0..5_000 {
        let instrument = ALL[round % ALL.len()];
        let open_in = 1 + seeded.below(6);
        let mut answers = Answers::empty(instrument);
        for index in 0..answers.cells.len() {
            if seeded.below(open_in) > 0 {
                answers.cells[index] = SAID[usize::from(seeded.below(4) > 0)];
            }
        }
        let chart = if seeded.below(2) == 0 {
            Chart::default()
        } else {
            Chart {
                sex: Some(Sex::Female),
                ..measured(&[(Quantity::Age, seeded.below(100) as f64), (Quantity::Bmi, 20.0 + seeded.below(15) as f64)])
            }
        };
        let sheet = fill(&chart, &answers, Unanswered::Unknown, noon()).expect("no contradiction");
        let readout = read(&sheet, &chart, noon());
        assert_eq!(readout.total, Some((sheet.tally.floor, sheet.tally.ceiling)), "{} {answers:?}", instrument.id);
        assert_eq!(readout.readings[0].settled().map(|outcome| outcome.id), sheet.tally.settled_band(instrument).map(|risk| risk.id()));
        assert_eq!(readout.missing, sheet.tally.missing);
        let mut counted = sheet.tally.counted.clone();
        counted.sort_unstable_by_key(|(index, _)| *index);
        assert_eq!(readout.counted, counted);
    }
}

/// They are scored, and that is all: no form, no route, no hospital's choice, no line of a record knows them.
#[test]
fn no_form_and_no_route_knows_an_instrument_that_is_only_scored() {
    for instrument in SCORED {
        assert!(instruments::named(instrument.id).is_none() && instruments::Keys::named(instrument.id).is_none(), "{}", instrument.id);
        assert!(!ALL.contains(instrument) && !THROMBOSIS.contains(instrument) && instruments::is_scored(instrument.id));
        let profile = format!(r#"{{ "medical_instrument": "{}" }}"#, instrument.id);
        let tree = virchow::interop::json::parse(&profile, 8).expect("JSON");
        let read = virchow::interop::profile::read_profile(&tree, &virchow::interop::shape::Place::root("profile"));
        assert!(read.is_err_and(|rejected| rejected.path.ends_with("/medical_instrument")), "{}", instrument.id);
    }
    assert_eq!(
        instruments::PROMISED[..SCORED.len()].iter().map(|id| (*id).to_owned()).collect::<Vec<_>>(),
        SCORED.iter().map(|of| of.id.to_owned()).collect::<Vec<_>>()
    );
    assert_eq!(Profile::default().medical_instrument.id, "padua");
}
