//! The whole decision, enumerated: every combination of group, score, bleeding and what is usable has exactly one row, and
//! it is the row of the specification's text; every drug's choice, dose and interval at both sides of every edge.
#![cfg(not(target_family = "wasm"))]

#[path = "support/spec.rs"]
mod spec;

use spec::{FIGURES, Figures, Group, Score, Ward};
use virchow::clinical::contraindication::{Judgement, Present, named};
use virchow::clinical::dosing::{self, Care, Joint, Patient};
use virchow::clinical::formulary::Drug;
use virchow::clinical::profile::Profile;
use virchow::clinical::prophylaxis::{Block, Level, MATRIX, Output, Rule, row};
use virchow::clinical::timing;

const GROUPS: [(Block, Group); 4] =
    [(Block::Ortho, Group::Ortho), (Block::Surgical, Group::Surgical), (Block::Intensive, Group::Icu), (Block::Medical, Group::Medical)];
const SCORES: [(Level, Score); 4] =
    [(Level::VeryLow, Score::Zero), (Level::Low, Score::One), (Level::Moderate, Score::Three), (Level::High, Score::Five)];

/// A situation of the matrix: block, level, bleeding, P, M, and what the text says of it.
type Situation = (Block, Level, [bool; 3], Option<(&'static str, &'static str, u16)>);

fn situations() -> Vec<Situation> {
    let mut all = vec![];
    for (block, group) in GROUPS {
        for (level, score) in SCORES {
            for bits in 0..8_u8 {
                let [high, drug, device] = [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0];
                all.push((block, level, [high, drug, device], spec::row(group, score, high, drug, device)));
            }
        }
    }
    all
}

/// What a row of the program puts out, the usable one resolved.
fn put_out(rule: &Rule, drug: bool) -> &'static str {
    match rule.output {
        Output::Usable if drug => "drug",
        Output::Usable => "mechanical",
        output => output.id(),
    }
}

fn fits(rule: &Rule, block: Block, level: Level, [high, drug, device]: [bool; 3]) -> bool {
    let agrees = |wanted: Option<bool>, is: bool| wanted.is_none() || wanted == Some(is);
    rule.block == block && rule.levels.contains(&level) && agrees(rule.bleeding_high, high) && agrees(rule.drug, drug) && agrees(rule.device, device)
}

/// The first situation in which `matrix` and the text differ, or in which not exactly one row fires.
fn differs(matrix: &[&Rule]) -> Option<String> {
    situations().into_iter().find_map(|(block, level, conditions, wanted)| {
        let firing: Vec<&&Rule> = matrix.iter().filter(|rule| fits(rule, block, level, conditions)).collect();
        let found = match firing[..] {
            [] => None,
            [rule] => Some((rule.id, put_out(rule, conditions[1]), rule.recheck_h.unwrap_or(0))),
            _ => return Some(format!("{block:?} {level:?} {conditions:?}: {} rows", firing.len())),
        };
        (found != wanted).then(|| format!("{block:?} {level:?} {conditions:?}: {found:?} for {wanted:?}"))
    })
}

#[test]
fn exactly_one_row_fires_and_it_is_the_one_of_the_text() {
    let matrix: Vec<&Rule> = MATRIX.iter().collect();
    assert_eq!(differs(&matrix), None);
    let mut fired = std::collections::BTreeSet::new();
    for (block, level, [high, drug, device], wanted) in situations() {
        let found = row(block, level, high, drug, device);
        assert_eq!(found.map(|rule| rule.id), wanted.map(|(id, ..)| id), "{block:?} {level:?}");
        fired.extend(found.map(|rule| std::ptr::from_ref(rule) as usize));
    }
    assert_eq!(fired.len(), MATRIX.len(), "a row that never fires");
    assert_eq!(situations().len(), 128);
}

/// Each row taken out, put wrong in its output and its interval, and each of its conditions turned or dropped.
#[test]
fn every_mutant_of_the_matrix_is_noticed() {
    let copy = |rule: &Rule| Rule { ..*rule };
    let mut mutants: Vec<(String, Vec<Rule>)> = vec![];
    for (index, rule) in MATRIX.iter().enumerate() {
        let mut with = |what: String, change: &dyn Fn(&mut Rule)| {
            let mut matrix: Vec<Rule> = MATRIX.iter().map(copy).collect();
            change(&mut matrix[index]);
            mutants.push((format!("{} ({index}): {what}", rule.id), matrix));
        };
        let outputs = [Output::Basic, Output::Mechanical, Output::Drug, Output::Either, Output::Both, Output::Escalate];
        // "The usable one" is the drug or the device by the row's own conditions: the same by another name.
        let same = put_out(rule, rule.drug == Some(true));
        for output in outputs.into_iter().filter(|output| output.id() != same) {
            with(format!("puts out {}", output.id()), &|rule| rule.output = output);
        }
        for hours in [None, Some(24), Some(72), Some(168)].into_iter().filter(|hours| *hours != rule.recheck_h) {
            with(format!("looks again in {hours:?} h"), &|rule| rule.recheck_h = hours);
        }
        for turned in [None, Some(true), Some(false)] {
            if turned != rule.bleeding_high {
                with(format!("bleeding {turned:?}"), &|rule| rule.bleeding_high = turned);
            }
            if turned != rule.drug {
                with(format!("drug {turned:?}"), &|rule| rule.drug = turned);
            }
            if turned != rule.device {
                with(format!("device {turned:?}"), &|rule| rule.device = turned);
            }
        }
        for (level, _) in SCORES {
            let levels: Vec<Level> = match rule.levels.contains(&level) {
                true => rule.levels.iter().copied().filter(|other| *other != level).collect(),
                false => rule.levels.iter().copied().chain([level]).collect(),
            };
            let levels: &'static [Level] = Box::leak(levels.into_boxed_slice());
            with(format!("levels {levels:?}"), &|rule| rule.levels = levels);
        }
        for (block, _) in GROUPS.into_iter().filter(|(block, _)| *block != rule.block) {
            with(format!("for {block:?}"), &|rule| rule.block = block);
        }
        let without = MATRIX.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, rule)| copy(rule)).collect();
        mutants.push((format!("{} ({index}): removed", rule.id), without));
    }
    let survivors: Vec<&str> =
        mutants.iter().filter(|(_, matrix)| differs(&matrix.iter().collect::<Vec<_>>()).is_none()).map(|(name, _)| name.as_str()).collect();
    println!("matrix: {} of {} mutants noticed", mutants.len() - survivors.len(), mutants.len());
    assert_eq!(survivors, Vec::<&str>::new());
    assert!(mutants.len() > 500);
}

fn care(ward: Ward) -> Care {
    match ward {
        Ward::Tha => Care::Ortho(Joint::Hip),
        Ward::Tka => Care::Ortho(Joint::Knee),
        Ward::HipFracture => Care::Ortho(Joint::HipFracture),
        Ward::Surgery => Care::Surgical,
        Ward::Icu => Care::Intensive,
        Ward::Medical => Care::Medical,
    }
}

const CLEARANCES: [f64; 11] = [8.0, 14.9, 15.0, 15.1, 29.9, 30.0, 30.1, 50.0, 50.1, 79.0, 130.0];
const WEIGHTS: [f64; 13] = [38.0, 44.0, 45.0, 49.0, 49.9, 50.0, 50.1, 56.0, 57.0, 69.9, 70.0, 70.1, 110.0];

fn patient(weight: f64, clearance: f64, moderate: bool, catheter: bool) -> Patient {
    Patient { weight_kg: Some(weight), clearance: Some(clearance), moderate, neuraxial_catheter: catheter, catheter_in_place: catheter }
}

fn judgement(ids: &[&str]) -> Judgement {
    let present = |id: &&str| {
        let row = named(id).expect("a row");
        Present {
            row,
            severity: row.severity,
            applies: row.applies,
            limb: virchow::clinical::chart::Limb::Both,
            until: None,
            no_override: row.no_override,
        }
    };
    Judgement { present: ids.iter().map(present).collect(), open: vec![] }
}

#[test]
fn the_order_of_choice_is_that_of_the_text() {
    let mut compared = 0;
    for ward in Ward::ALL {
        for clearance in CLEARANCES {
            for bits in 0..8_u8 {
                let [hit, pregnant, catheter] = [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0];
                let ids: Vec<&str> = [("CI_HIT", hit), ("CI_DOAC_PREG", pregnant)].into_iter().filter(|(_, is)| *is).map(|(id, _)| id).collect();
                let found = dosing::order_of_choice(care(ward), &patient(60.0, clearance, false, catheter), &judgement(&ids), &Profile::default());
                let found: Vec<&str> = found.into_iter().map(Drug::id).collect();
                // In the order of the hospital's list, which for an orthopaedic patient holds unfractionated heparin too.
                let mut wanted = spec::choice(ward, clearance, hit, pregnant, catheter);
                if ward.ortho() && !hit && clearance >= 30.0 {
                    assert_eq!(found.last(), Some(&"ufh"), "the last resort");
                }
                let mut once = found.clone();
                once.dedup();
                wanted.dedup();
                assert_eq!(once, wanted, "{ward:?} {clearance} hit {hit} pregnant {pregnant} catheter {catheter}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 6 * 11 * 8);
}

/// The first dose in which the program and these figures differ.
fn dose_differs(figures: &Figures) -> Option<String> {
    for drug in Drug::ALL {
        for ward in Ward::ALL {
            for moderate in [false, true] {
                for clearance in CLEARANCES {
                    for weight in WEIGHTS {
                        let found = dosing::dose(drug, care(ward), &patient(weight, clearance, moderate, false))
                            .map(|dose| (dose.amount, dose.unit, dose.frequency.id(), dose.from_day_4));
                        let wanted = figures.dose(drug.id(), ward, moderate, weight, clearance);
                        if found != wanted {
                            return Some(format!(
                                "{} {ward:?} moderate {moderate} {clearance} mL/min {weight} kg: {found:?} for {wanted:?}",
                                drug.id()
                            ));
                        }
                    }
                }
            }
        }
    }
    None
}

#[test]
fn every_dose_is_that_of_the_text_at_both_sides_of_every_edge() {
    assert_eq!(dose_differs(&FIGURES), None);
}

/// Each figure of the text one step down and up: the comparison above must see every one.
#[test]
fn every_figure_of_the_doses_matters() {
    let mutants = FIGURES.mutants();
    let survivors: Vec<&str> = mutants.iter().filter(|(_, figures)| dose_differs(figures).is_none()).map(|(name, _)| name.as_str()).collect();
    println!("doses: {} of {} mutants noticed", mutants.len() - survivors.len(), mutants.len());
    assert_eq!(survivors, Vec::<&str>::new());
}

#[test]
fn a_dose_that_hangs_on_an_unknown_fact_is_no_dose() {
    for drug in Drug::ALL {
        for ward in Ward::ALL {
            let known = patient(60.0, 60.0, false, false);
            assert_eq!(dosing::dose(drug, care(ward), &Patient { weight_kg: None, ..known }), None);
            assert_eq!(dosing::dose(drug, care(ward), &Patient { clearance: None, ..known }), None);
        }
    }
}

/// 40 mg above 20 mg, but three times a day is more than twice: amount by the most often it may be given.
#[test]
fn worse_renal_function_never_raises_a_dose_of_the_same_drug() {
    let daily = |dose: dosing::Dose| {
        let times = match dose.frequency.id() {
            "qd" => 1.0,
            "q12h" => 2.0,
            _ => 3.0,
        };
        (dose.amount * times, dose.from_day_4.unwrap_or(0.0) * times)
    };
    for drug in Drug::ALL {
        for ward in Ward::ALL {
            for weight in WEIGHTS {
                let mut before = (0.0, 0.0);
                for tenths in 20..1300_u16 {
                    let clearance = f64::from(tenths) / 10.0;
                    let Some(dose) = dosing::dose(drug, care(ward), &patient(weight, clearance, false, false)).map(daily) else {
                        assert_eq!(before, (0.0, 0.0), "{} {ward:?} {weight} kg: forbidden again at {clearance}", drug.id());
                        continue;
                    };
                    assert!(dose.0 >= before.0 && dose.1 >= before.1, "{} {ward:?} {weight} kg: less at {clearance}", drug.id());
                    before = dose;
                }
            }
        }
    }
}

#[test]
fn needle_intervals_are_those_of_the_text() {
    for drug in Drug::PROPOSABLE {
        for clearance in CLEARANCES {
            assert_eq!(timing::before_needle(drug, Some(clearance)), spec::before_needle(drug.id(), clearance), "{} {clearance}", drug.id());
        }
        assert_eq!(timing::after_removal(drug), spec::after_removal(drug.id()), "{}", drug.id());
        assert_eq!(timing::after_traumatic(drug), spec::after_traumatic(drug.id()), "{}", drug.id());
    }
}
