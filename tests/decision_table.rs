//! The whole decision, enumerated: every combination of group, score, bleeding and what is usable has exactly one row, and
//! it is the row of the specification's text; every drug's choice, dose and days at both sides of every edge. Times stand in
//! `decision_times.rs`.
#![cfg(not(target_family = "wasm"))]

#[path = "support/spec.rs"]
mod spec;

use spec::{Band, Catheter, FIGURES, Figures, Group, Score, Ward, Whom};
use virchow::clinical::contraindication::judgement::{Judgement, Present};
use virchow::clinical::contraindication::named;
use virchow::clinical::dosing::{self, DoseFactors, Joint, PatientGroup};
use virchow::clinical::formulary::{Drug, HEPARINS, Set};
use virchow::clinical::matrix::{Level, MATRIX, MatrixBlock, Output, Rule, row};
use virchow::clinical::profile::Profile;

const GROUPS: [(MatrixBlock, Group); 4] = [
    (MatrixBlock::Ortho, Group::Ortho),
    (MatrixBlock::Surgical, Group::Surgical),
    (MatrixBlock::Intensive, Group::Icu),
    (MatrixBlock::Medical, Group::Medical),
];
const SCORES: [(Level, Score); 4] =
    [(Level::VeryLow, Score::Zero), (Level::Low, Score::One), (Level::Moderate, Score::Three), (Level::High, Score::Five)];

/// A situation of the matrix: block, level, bleeding, P, M, and what the text says of it.
type Situation = (MatrixBlock, Level, [bool; 3], Option<(&'static str, &'static str, u16)>);

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

fn fits(rule: &Rule, block: MatrixBlock, level: Level, [high, drug, device]: [bool; 3]) -> bool {
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

fn care(ward: Ward) -> PatientGroup {
    match ward {
        Ward::Tha => PatientGroup::Ortho(Joint::Hip),
        Ward::Tka => PatientGroup::Ortho(Joint::Knee),
        Ward::HipFracture => PatientGroup::Ortho(Joint::HipFracture),
        Ward::Surgery => PatientGroup::Surgical,
        Ward::Icu => PatientGroup::Intensive,
        Ward::Medical => PatientGroup::Medical,
    }
}

const CLEARANCES: [f64; 14] = [8.0, 14.9, 15.0, 15.1, 29.9, 30.0, 30.1, 49.9, 50.0, 50.1, 79.9, 80.0, 80.1, 130.0];
const WEIGHTS: [f64; 14] = [38.0, 44.0, 44.9, 45.0, 49.0, 49.9, 50.0, 50.1, 56.0, 57.0, 69.9, 70.0, 70.1, 110.0];
const BANDS: [Band; 3] = [Band::Neither, Band::Moderate, Band::High];

fn patient(whom: &Whom) -> DoseFactors {
    DoseFactors {
        filters_below_30: false,
        weight_kg: Some(whom.kg),
        clearance: Some(whom.crcl),
        bmi: Some(whom.bmi),
        moderate: whom.band == Band::Moderate,
        moderate_mg: if whom.forty { 40 } else { 20 },
        high: whom.band == Band::High,
        fracture_in_bed: false,
        neuraxial_catheter: whom.catheter,
        catheter_in_place: whom.catheter,
    }
}

fn whom(ward: Ward, crcl: f64, kg: f64) -> Whom {
    Whom { ward, band: Band::High, forty: false, kg, crcl, bmi: 24.0, catheter: false }
}

fn judgement(id: &str, applies: Option<Set>) -> Judgement {
    let present = Present::of(named(id).expect("a row"));
    let applies = applies.unwrap_or(present.applies);
    Judgement { present: vec![Present { applies, ..present }], ..Judgement::default() }
}

#[test]
fn the_order_of_choice_is_that_of_the_text() {
    let mut compared = 0;
    let by_default = Profile::default();
    let doacs_first = Profile { formulary: by_default.formulary.iter().rev().copied().collect(), ..Profile::default() };
    // Past HIT, and an allergy to the heparins, are one to the choice; an allergy to one drug is not.
    let fondaparinux = Set::drugs([Drug::Fondaparinux]);
    let judgements = [
        (Judgement::default(), false),
        (judgement("CI_HIT", None), true),
        (judgement("CI_ALLERGY", Some(HEPARINS)), true),
        (judgement("CI_ALLERGY", Some(fondaparinux)), false),
    ];
    for ward in Ward::ALL {
        for crcl in CLEARANCES {
            for catheter in [Catheter::None, Catheter::Planned, Catheter::In] {
                for (judgement, no_heparin) in &judgements {
                    for profile in [&by_default, &doacs_first] {
                        let list: Vec<&'static str> = profile.formulary.iter().map(|drug| drug.id()).collect();
                        let wanted = spec::choice(ward, crcl, *no_heparin, catheter, &list);
                        let patient = DoseFactors {
                            neuraxial_catheter: catheter != Catheter::None,
                            catheter_in_place: catheter == Catheter::In,
                            ..patient(&whom(ward, crcl, 60.0))
                        };
                        let found = dosing::order_of_choice(care(ward), &patient, judgement, profile);
                        let found: Vec<&str> = found.into_iter().map(Drug::id).collect();
                        assert_eq!(found, wanted, "{ward:?} {crcl} no heparin {no_heparin} {catheter:?} {list:?}");
                        compared += 1;
                    }
                }
            }
        }
    }
    assert_eq!(compared, 6 * 14 * 3 * 4 * 2);
}

/// The first dose, or list of doses beside it, in which the program and these figures differ.
fn dose_differs(figures: &Figures) -> Option<String> {
    for ward in Ward::ALL {
        for band in BANDS {
            for forty in [false, true] {
                for crcl in CLEARANCES {
                    for kg in WEIGHTS {
                        for (bmi, catheter) in [(39.9, false), (40.0, false), (40.0, true), (40.1, false)] {
                            let whom = Whom { ward, band, forty, kg, crcl, bmi, catheter };
                            if let Some(difference) = Drug::ALL.into_iter().find_map(|drug| dose_of_one_differs(figures, drug, &whom)) {
                                return Some(format!("{whom:?}: {difference}"));
                            }
                        }
                    }
                }
            }
        }
    }
    None
}

fn dose_of_one_differs(figures: &Figures, drug: Drug, whom: &Whom) -> Option<String> {
    let (care, patient) = (care(whom.ward), patient(whom));
    let found = dosing::dose(drug, care, &patient).map(|dose| (dose.amount, dose.unit, dose.frequency.id(), dose.from_day_4));
    let wanted = figures.dose(drug.id(), whom);
    if found != wanted {
        return Some(format!("{}: {found:?} for {wanted:?}", drug.id()));
    }
    let found: Vec<(f64, &str)> =
        dosing::options(drug, care, &patient).iter().map(|option| (option.dose.amount, option.dose.frequency.id())).collect();
    let wanted = figures.options(drug.id(), whom);
    (found != wanted).then(|| format!("{}, beside it: {found:?} for {wanted:?}", drug.id()))
}

/// The first length of a course in which the program and these figures differ.
fn days_differ(figures: &Figures) -> Option<String> {
    for drug in Drug::PROPOSABLE {
        for ward in Ward::ALL {
            for band in BANDS {
                for in_bed in [false, true] {
                    // At moderate risk an operation for cancer has the days of any other: the caller says so.
                    for cancer in [false, true].into_iter().filter(|cancer| !cancer || band != Band::Moderate) {
                        let patient = DoseFactors { fracture_in_bed: in_bed, ..patient(&Whom { band, ..whom(ward, 90.0, 60.0) }) };
                        let days = dosing::duration(drug, care(ward), cancer, &patient);
                        let found = [days.from, days.to, days.planned].map(f64::from);
                        let wanted = figures.days(drug.id(), ward, band, cancer, in_bed);
                        if found != wanted {
                            return Some(format!("{} {ward:?} {band:?} cancer {cancer} in bed {in_bed}: {found:?} for {wanted:?}", drug.id()));
                        }
                    }
                }
            }
        }
    }
    None
}

#[test]
fn every_dose_and_length_is_that_of_the_text_at_both_sides_of_every_edge() {
    assert_eq!(dose_differs(&FIGURES), None);
    assert_eq!(days_differ(&FIGURES), None);
}

/// Each figure of the text one step down and up: the comparisons above must see every one.
#[test]
fn every_figure_of_doses_and_lengths_matters() {
    let mutants = FIGURES.mutants();
    let unnoticed = |figures: &Figures| days_differ(figures).is_none() && dose_differs(figures).is_none();
    let survivors: Vec<&str> = mutants.iter().filter(|(_, figures)| unnoticed(figures)).map(|(name, _)| name.as_str()).collect();
    println!("doses and days: {} of {} mutants noticed", mutants.len() - survivors.len(), mutants.len());
    assert_eq!(survivors, Vec::<&str>::new());
}

#[test]
fn a_dose_that_hangs_on_an_unknown_fact_is_no_dose() {
    for drug in Drug::ALL {
        for ward in Ward::ALL {
            let known = patient(&whom(ward, 60.0, 60.0));
            assert_eq!(dosing::dose(drug, care(ward), &DoseFactors { weight_kg: None, ..known }), None);
            assert_eq!(dosing::dose(drug, care(ward), &DoseFactors { clearance: None, ..known }), None);
            assert_eq!(dosing::options(drug, care(ward), &DoseFactors { clearance: None, bmi: Some(45.0), ..known }), vec![]);
        }
    }
}

/// What is said beside a dose, at both sides of each limit (§5.4, §8 row 29).
#[test]
fn every_remark_is_said_where_the_text_says_it() {
    const REMARKS: [&str; 6] = [
        "Off-label in China",
        "physician and pharmacist confirm",
        "the CN insert is to be checked",
        "may be reduced by 25–33 %",
        "Weight <60 kg",
        "CrCl 15–29: with care",
    ];
    let said = |drug: Drug, ward: Ward, crcl: f64, kg: f64| -> Vec<bool> {
        let remarks = dosing::remarks(drug, care(ward), &patient(&whom(ward, crcl, kg)));
        REMARKS.iter().map(|words| remarks.iter().any(|remark| remark.en().contains(words))).collect()
    };
    for drug in Drug::PROPOSABLE {
        for ward in Ward::ALL {
            for crcl in CLEARANCES {
                for kg in [59.9, 60.0] {
                    let is = |name: &str| drug.id() == name;
                    let doac = is("rivaroxaban") || is("apixaban");
                    let wanted = [
                        is("nadroparin") && matches!(ward, Ward::Medical | Ward::Icu) || is("fondaparinux") && !ward.ortho(),
                        is("fondaparinux") && crcl <= 50.0,
                        is("enoxaparin") && crcl < 30.0,
                        is("nadroparin") && (30.0..=50.0).contains(&crcl),
                        is("apixaban") && kg < 60.0,
                        doac && (15.0..30.0).contains(&crcl),
                    ];
                    assert_eq!(said(drug, ward, crcl, kg), wanted, "{} {ward:?} {crcl} {kg}: {REMARKS:?}", drug.id());
                }
            }
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
        for (ward, band) in Ward::ALL.into_iter().flat_map(|ward| BANDS.map(|band| (ward, band))) {
            for kg in WEIGHTS {
                let mut before = (0.0, 0.0);
                for tenths in 20..1300_u16 {
                    let crcl = f64::from(tenths) / 10.0;
                    let Some(dose) = dosing::dose(drug, care(ward), &patient(&Whom { band, ..whom(ward, crcl, kg) })).map(daily) else {
                        assert_eq!(before, (0.0, 0.0), "{} {ward:?} {band:?} {kg} kg: forbidden again at {crcl}", drug.id());
                        continue;
                    };
                    assert!(dose.0 >= before.0 && dose.1 >= before.1, "{} {ward:?} {band:?} {kg} kg: less at {crcl}", drug.id());
                    before = dose;
                }
            }
        }
    }
}
