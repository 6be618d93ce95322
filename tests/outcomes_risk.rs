//! Risk scores that read in outcomes: every form, finished or not, against a second scorer that knows finished forms only
//! (`tests/outcomes.rs` says more). What is still possible is what all its completions come to, no more and no less.
#![cfg(not(target_family = "wasm"))]

#[path = "support/naive_risk.rs"]
mod naive;

use std::collections::{BTreeMap, BTreeSet};

use naive::{Scored, Yes};
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::cell::Unanswered;
use virchow::clinical::chart::{Chart, Instant};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{FOUR_TS, HAS_BLED, IMPROVE_DD, IMPROVE_VTE, KHORANA, RCOG_37A, VTE_BLEED};
use virchow::clinical::outcome::{Cut, Reading};
use virchow::clinical::possible::{Readout, read};
use virchow::clinical::sheet::fill;

/// An item, and what was said of it.
type Said = (&'static str, Option<Answer>);

const SAID: [Option<Answer>; 3] = [Some(Answer::Yes), Some(Answer::No), None];

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

fn ids(instrument: &Instrument) -> Vec<&'static str> {
    instrument.items.iter().map(|item| item.id).collect()
}

/// The readout of answers alone, without a chart.
fn readout(instrument: &'static Instrument, said: &[Said]) -> Readout {
    let mut answers = Answers::empty(instrument);
    answers.cells = instrument.items.iter().map(|item| said.iter().find(|(id, _)| *id == item.id).and_then(|(_, said)| *said)).collect();
    let chart = Chart::default();
    read(&fill(&chart, &answers, Unanswered::Unknown, noon()).expect("no contradiction"), &chart, noon())
}

/// The state of each of `ids`, from a number in base 3: yes, no, nobody said.
fn states(ids: &[&'static str], mut number: usize) -> Vec<Said> {
    let state = |id: &&'static str| {
        let state = SAID[number % 3];
        number /= 3;
        (*id, state)
    };
    ids.iter().map(state).collect()
}

/// Every finished form that these states allow, as the set of what is yes.
fn completions(said: &[Said]) -> Vec<BTreeSet<&'static str>> {
    let mut all = vec![BTreeSet::new()];
    for (id, said) in said {
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

/// The least and the most points, and for each reading the outcomes, of all these finished forms.
fn come_to<'a>(forms: impl Iterator<Item = &'a BTreeSet<&'static str>>, scorer: &dyn Fn(Yes) -> Scored) -> ((i32, i32), Vec<BTreeSet<&'static str>>) {
    let (mut totals, mut outcomes) = (BTreeSet::new(), BTreeMap::<usize, BTreeSet<&str>>::new());
    for form in forms {
        let (total, found) = scorer(&|id| form.contains(id));
        totals.insert(total);
        for (reading, outcome) in found.into_iter().enumerate() {
            outcomes.entry(reading).or_default().insert(outcome);
        }
    }
    ((*totals.first().expect("a total"), *totals.last().expect("a total")), outcomes.into_values().collect())
}

/// That the readout of `said` is what `forms` come to.
fn agrees(instrument: &'static Instrument, said: &[Said], forms: &[BTreeSet<&'static str>], scorer: &dyn Fn(Yes) -> Scored) {
    let readout = readout(instrument, said);
    let (ends, outcomes) = come_to(forms.iter(), scorer);
    let found: Vec<BTreeSet<&str>> = readout.readings.iter().map(|possible| possible.outcomes.iter().map(|outcome| outcome.id).collect()).collect();
    assert_eq!(found, outcomes, "{} {said:?}", instrument.id);
    assert_eq!(readout.total.map(|(floor, ceiling)| (i32::from(floor.0), i32::from(ceiling.0))), Some(ends), "{} {said:?}", instrument.id);
}

/// Every form of an instrument without groups, finished or not: 3 states an item.
fn every_form_agrees(instrument: &'static Instrument, ids: &[&'static str], scorer: &dyn Fn(Yes) -> Scored) {
    assert_eq!(self::ids(instrument), ids, "the same items in their order");
    for number in 0..3_usize.pow(u32::try_from(ids.len()).expect("few items")) {
        let said = states(ids, number);
        agrees(instrument, &said, &completions(&said), scorer);
        assert_eq!(readout(instrument, &said).missing.len(), said.iter().filter(|(_, said)| said.is_none()).count());
    }
}

#[test]
fn every_form_of_improve_vte_is_what_its_completions_come_to() {
    every_form_agrees(&IMPROVE_VTE, &naive::IMPROVE_VTE, &naive::improve_vte);
}

#[test]
fn every_form_of_improvedd_is_what_its_completions_come_to() {
    every_form_agrees(&IMPROVE_DD, &naive::IMPROVE_DD, &naive::improve_dd);
}

/// Of a group at most one member counts: once one was said to hold, those that are open do not. Two that were said hold both, and
/// the scorer takes the higher.
fn one_counts(forms: Vec<BTreeSet<&'static str>>, said: &[Said], group: &[&str]) -> Vec<BTreeSet<&'static str>> {
    let held: Vec<&str> = said.iter().filter(|(id, said)| group.contains(id) && *said == Some(Answer::Yes)).map(|(id, _)| *id).collect();
    let members = |form: &BTreeSet<&str>| form.iter().filter(|id| group.contains(id)).count();
    forms.into_iter().filter(|form| if held.is_empty() { members(form) <= 1 } else { members(form) == held.len() }).collect()
}

#[test]
fn every_form_of_khorana_is_what_its_completions_come_to() {
    assert_eq!(ids(&KHORANA), naive::KHORANA);
    for number in 0..3_usize.pow(6) {
        let said = states(&naive::KHORANA, number);
        agrees(&KHORANA, &said, &one_counts(completions(&said), &said, &["site_very_high", "site_high"]), &naive::khorana);
    }
}

#[test]
fn every_form_of_has_bled_is_what_its_completions_come_to() {
    every_form_agrees(&HAS_BLED, &naive::HAS_BLED, &naive::has_bled);
}

#[test]
fn every_form_of_vte_bleed_is_what_its_completions_come_to() {
    every_form_agrees(&VTE_BLEED, &naive::VTE_BLEED, &naive::vte_bleed);
}

/// Exactly one answer of a T holds: those that what was said leaves, and all three where it leaves none.
fn answers_left(said: &[Said]) -> Vec<&'static str> {
    let of = |wanted: &dyn Fn(Option<Answer>) -> bool| said.iter().filter(|(_, said)| wanted(*said)).map(|(id, _)| *id).collect::<Vec<_>>();
    let all = of(&|_| true);
    [of(&|said| said == Some(Answer::Yes)), of(&|said| said != Some(Answer::No)), all]
        .into_iter()
        .find(|left| !left.is_empty())
        .expect("three answers")
}

/// Agreement with every finished form: one answer of each T.
fn four_ts_agrees(numbers: [usize; 4]) {
    let ts: Vec<Vec<Said>> = naive::FOUR_TS.iter().zip(numbers).map(|(ids, number)| states(ids, number)).collect();
    let mut forms = vec![BTreeSet::new()];
    for said in &ts {
        let one_more =
            |form: &BTreeSet<&'static str>| answers_left(said).into_iter().map(|id| form.iter().copied().chain([id]).collect()).collect::<Vec<_>>();
        forms = forms.iter().flat_map(one_more).collect();
    }
    agrees(&FOUR_TS, &ts.concat(), &forms, &naive::four_ts);
}

/// All that can be said of one T (27 ways), with each of three finished answers, or none, for each other T: 4 × 27 × 4³. And all
/// 81 finished forms among them.
#[test]
fn every_form_of_the_four_ts_is_what_its_completions_come_to() {
    assert_eq!(ids(&FOUR_TS), naive::FOUR_TS.concat());
    // Yes to one and no to the rest; nothing said.
    let usual = [0, 1, 2].map(|yes| (0..3).map(|at| if at == yes { 0 } else { 3_usize.pow(at) }).sum::<usize>());
    let usual = [usual[0], usual[1], usual[2], 26];
    for free in 0..4 {
        for number in 0..27 {
            for rest in 0..4_usize.pow(3) {
                let mut numbers = [0; 4];
                let mut others = rest;
                for (t, state) in numbers.iter_mut().enumerate() {
                    *state = if t == free {
                        number
                    } else {
                        let chosen = usual[others % 4];
                        others /= 4;
                        chosen
                    };
                }
                four_ts_agrees(numbers);
            }
        }
    }
}

/// Two answers to one T are no answer: both stay possible, and neither is listed as what counted. Denying two leaves the third.
#[test]
fn a_t_counts_once_one_answer_is_left() {
    let counted =
        |said: &[Said]| readout(&FOUR_TS, said).counted.iter().map(|(index, points)| (FOUR_TS.items[*index].id, points.0)).collect::<Vec<_>>();
    let (yes, no) = (Some(Answer::Yes), Some(Answer::No));
    assert_eq!(counted(&[("timing_2", no), ("timing_0", no)]), [("timing_1", 10)]);
    assert_eq!(counted(&[("timing_2", yes), ("timing_1", yes)]), []);
    assert_eq!(counted(&[("timing_0", yes), ("other_2", yes)]), [("other_2", 20)]);
    assert_eq!(readout(&FOUR_TS, &[("timing_2", no), ("timing_0", no)]).missing.len(), 9);
}

/// The phases that what was said of the two leaves.
fn rcog_agrees(phase: &[Said], ticks: &[Said]) {
    let mut forms = completions(ticks);
    for group in &naive::RCOG_EXCLUSIVE {
        forms = one_counts(forms, ticks, group);
    }
    let phases = answers_left(phase);
    let of = |form: &BTreeSet<&'static str>| phases.iter().map(|phase| form.iter().copied().chain([*phase]).collect()).collect::<Vec<_>>();
    let forms: Vec<BTreeSet<&str>> = forms.iter().flat_map(of).collect();
    agrees(&RCOG_37A, &[phase, ticks].concat(), &forms, &naive::rcog_37a);
}

/// Whatever was said of the phase: no tick, each alone, each pair, and each alone unknown.
#[test]
fn every_pair_of_the_rcog_form_is_what_its_completions_come_to() {
    let ticks = naive::rcog_ticks();
    assert_eq!(ids(&RCOG_37A).into_iter().collect::<BTreeSet<_>>(), naive::RCOG_PHASES.iter().chain(&ticks).copied().collect());
    assert_eq!(ids(&RCOG_37A).len(), 2 + ticks.len());
    for number in 0..9 {
        let phase = states(&naive::RCOG_PHASES, number);
        let with = |said: &dyn Fn(&str) -> Option<Answer>| ticks.iter().map(|id| (*id, said(id))).collect::<Vec<_>>();
        rcog_agrees(&phase, &with(&|_| Some(Answer::No)));
        rcog_agrees(&phase, &with(&|_| Some(Answer::Yes)));
        for (at, one) in ticks.iter().enumerate() {
            for state in SAID {
                rcog_agrees(&phase, &with(&|id| if id == *one { state } else { Some(Answer::No) }));
            }
            for other in &ticks[..at] {
                for (first, second) in [(0, 0), (0, 2), (2, 0), (2, 2)] {
                    let said = |id: &str| match id {
                        id if id == *one => SAID[first],
                        id if id == *other => SAID[second],
                        _ => Some(Answer::No),
                    };
                    rcog_agrees(&phase, &with(&said));
                }
            }
        }
    }
}

#[test]
fn drawn_forms_of_the_rcog_form_are_what_their_completions_come_to() {
    let ticks = naive::rcog_ticks();
    let mut seeded = Seeded(37);
    for _ in 0..4_000 {
        let phase = states(&naive::RCOG_PHASES, seeded.below(9));
        let open: BTreeSet<usize> = (0..seeded.below(8)).map(|_| seeded.below(ticks.len())).collect();
        let yes_in = 2 + seeded.below(12);
        let said: Vec<Said> = ticks
            .iter()
            .enumerate()
            .map(|(at, id)| (*id, if open.contains(&at) { None } else { SAID[usize::from(seeded.below(yes_in) > 0)] }))
            .collect();
        rcog_agrees(&phase, &said);
    }
    // Nothing said at all: every outcome of both phases.
    assert_eq!(readout(&RCOG_37A, &[]).readings.iter().map(|possible| possible.outcomes.len()).collect::<Vec<_>>(), [5, 5]);
}

/// What counts in one phase alone is neither asked nor added in the other, and a phase that is open makes it uncertain.
#[test]
fn a_phase_closes_what_the_other_counts() {
    let yes = Some(Answer::Yes);
    let of = |phase: &[Said]| readout(&RCOG_37A, &[phase, &[("ohss", yes), ("cs_in_labour", yes), ("smoker", yes)]].concat());
    let counted = |readout: &Readout| readout.counted.iter().map(|(index, _)| RCOG_37A.items[*index].id).collect::<Vec<_>>();
    let (before, after, open) = (of(&[("phase_antenatal", yes)]), of(&[("phase_postnatal", yes)]), of(&[]));
    assert_eq!((counted(&before), counted(&after), counted(&open)), (vec!["smoker", "ohss"], vec!["smoker", "cs_in_labour"], vec!["smoker"]));
    assert_eq!([&before, &after, &open].map(|readout| readout.total.expect("points").0.0), [50, 30, 30]);
    let asked = |readout: &Readout, id: &str| readout.missing.iter().any(|index| RCOG_37A.items[*index].id == id);
    assert!(asked(&before, "hyperemesis") && !asked(&before, "pph_gt_1l") && !asked(&after, "hyperemesis") && asked(&after, "pph_gt_1l"));
    assert!(asked(&open, "hyperemesis") && asked(&open, "pph_gt_1l") && asked(&open, "phase_antenatal"));
    let most = |phase| readout(&RCOG_37A, &[(phase, yes)]).total.expect("points").1.0;
    assert_eq!((most("phase_antenatal"), most("phase_postnatal")), (320, 310));
}

/// Every instrument of this file.
static RISK: &[&Instrument] = &[&IMPROVE_VTE, &IMPROVE_DD, &KHORANA, &HAS_BLED, &VTE_BLEED, &FOUR_TS, &RCOG_37A];

/// From the least to the most, in halves of a point.
#[test]
fn every_half_step_is_covered_by_exactly_one_outcome() {
    let holds = |cuts: &[Cut], tenths: i16| {
        let until = |index: usize| cuts.get(index + 1).map_or(i16::MAX, |next| next.from.0);
        (0..cuts.len()).filter(|index| cuts[*index].from.0 <= tenths && tenths < until(*index)).count()
    };
    for instrument in RISK {
        for reading in instrument.reads.expect("readings").readings {
            let all: Vec<&[Cut]> = match &reading.by {
                Reading::Sum(cuts) => vec![cuts],
                Reading::SumBy(rows) => rows.iter().map(|of| of.cuts).collect(),
                Reading::Rows(_) => vec![],
            };
            for cuts in all {
                for tenths in (instrument.min_points().0..=instrument.max_points().0).step_by(5) {
                    assert_eq!(holds(cuts, tenths), 1, "{} {} at {tenths} tenths", instrument.id, reading.id);
                }
                assert!(cuts.iter().all(|cut| cut.from.0 <= instrument.max_points().0), "{}: a cut that nothing reaches", instrument.id);
            }
        }
    }
}

/// Published figures stand for each total once: no gap within one source, and no overlap.
#[test]
fn figures_of_one_source_neither_leave_a_gap_nor_overlap() {
    for instrument in RISK {
        let mut of: BTreeMap<&str, Vec<(i16, i16)>> = BTreeMap::new();
        for figure in instrument.figures {
            of.entry(figure.source.citation).or_default().push((figure.from.0, figure.to.0));
        }
        for (citation, mut ranges) in of {
            ranges.sort_unstable();
            assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0), "{} {citation}: {ranges:?}", instrument.id);
        }
    }
}
