//! The invariants I1 to I16 of the extended specification, 5.6.8, by enumeration. Two nested loops, as that section says:
//! states and steps over the full product of its dimensions (kind, vital signs, age, pregnancy, in-patient, PERC, probability,
//! cancer, D-dimer, imaging, leg signs, ultrasound), every further dimension of the state one at a time over all of it; then
//! gates, kidneys, tiers, what is in the blood and the answers, alone and in pairs, over the situations that ask for a dose.
#![cfg(not(target_family = "wasm"))]

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta};
use virchow::clinical::blood::Intensity;
use virchow::clinical::chart::{Instant, Neuraxial, Sex};
use virchow::clinical::formulary::Drug;
use virchow::clinical::pathway::clocks::{CLOCKS, ClockOwner, PathClock};
use virchow::clinical::pathway::coarse::*;
use virchow::clinical::pathway::codes::ChannelCode as C;
use virchow::clinical::pathway::drugs::DOACS;
use virchow::clinical::pathway::evaluate::{ChannelStep, PreventionNow, evaluate};
use virchow::clinical::pathway::facts::*;
use virchow::clinical::pathway::gate_table::GateSays;
use virchow::clinical::pathway::history::*;
use virchow::clinical::pathway::next::{Next, next};
use virchow::clinical::pathway::referral::ReferNeed;
use virchow::clinical::pathway::settings::ChannelSettings;
use virchow::clinical::pathway::state::{PathState as S, STATES, StepChoice, state, step_of};
use virchow::clinical::pathway::tiers::Tier;
use virchow::clinical::substance::SUBSTANCES;

const VITALS: [Stability; 3] = [Stability::Unknown, Stability::Stable, Stability::Unstable];
const SIGNS: [Sign; 3] = [Sign::Unknown, Sign::No, Sign::Yes];
const GRAVIDITIES: [Gravidity; 4] = [Gravidity::Unasked, Gravidity::No, Gravidity::Yes, Gravidity::CannotBeKnown];
const PERCS: [PercAnswer; 4] = [PercAnswer::NotAsked, PercAnswer::Incomplete, PercAnswer::AllAbsent, PercAnswer::SomePresent];
const LIKELIHOODS: [Likelihood; 3] = [Likelihood::Unknown, Likelihood::Unlikely, Likelihood::Likely];
const DDIMERS: [Ddimer; 6] = [Ddimer::None, Ddimer::NoUnit, Ddimer::Lapsed, Ddimer::Unusable, Ddimer::Negative, Ddimer::Positive];
const CHESTS: [Chest; 7] = [Chest::None, Chest::CtpaPositive, Chest::CtpaNegative, Chest::CtpaPoor, Chest::VqNormal, Chest::VqHigh, Chest::VqOther];
const SCANS: [Scan; 4] = [Scan::None, Scan::Negative, Scan::Distal, Scan::Proximal];
const HEARTS: [RightHeart; 3] = [RightHeart::NotDone, RightHeart::Dysfunction, RightHeart::Normal];
const BOOLS: [bool; 2] = [false, true];

/// Every combination of the dimensions that the section names, up to the ultrasound; limb checked, nothing decided.
fn product(mut look: impl FnMut(Coarse)) {
    for kind in [Kind::Dvt, Kind::Pe, Kind::Both] {
        for (vitals, child, gravidity) in
            VITALS.into_iter().flat_map(|v| BOOLS.into_iter().flat_map(move |c| GRAVIDITIES.into_iter().map(move |g| (v, c, g))))
        {
            for (in_patient, perc, pe) in
                BOOLS.into_iter().flat_map(|i| PERCS.into_iter().flat_map(move |p| LIKELIHOODS.into_iter().map(move |l| (i, p, l))))
            {
                // A score of the part that is not suspected is no dimension.
                let dvts = if kind == Kind::Both { &LIKELIHOODS[..] } else { &LIKELIHOODS[..1] };
                for dvt in dvts {
                    let (pe, dvt) = if kind == Kind::Dvt { (Likelihood::Unknown, pe) } else { (pe, *dvt) };
                    for (cancer_skips, ddimer) in BOOLS.into_iter().flat_map(|c| DDIMERS.into_iter().map(move |d| (c, d))) {
                        for (chest, leg_signs, scan) in
                            CHESTS.into_iter().flat_map(|c| SIGNS.into_iter().flat_map(move |l| SCANS.into_iter().map(move |s| (c, l, s))))
                        {
                            let limb_threat = Sign::No;
                            let of = Coarse::of(kind);
                            look(Coarse {
                                vitals,
                                child,
                                gravidity,
                                in_patient,
                                perc,
                                pe,
                                dvt,
                                cancer_skips,
                                ddimer,
                                chest,
                                leg_signs,
                                scan,
                                limb_threat,
                                ..of
                            });
                        }
                    }
                }
            }
        }
    }
}

/// Every further dimension, each of its other values alone.
fn further(of: Coarse) -> Vec<Coarse> {
    vec![
        of,
        Coarse { limb_threat: Sign::Unknown, ..of },
        Coarse { limb_threat: Sign::Yes, ..of },
        Coarse { arm: true, ..of },
        Coarse { right_heart: RightHeart::Dysfunction, ..of },
        Coarse { right_heart: RightHeart::Normal, ..of },
        Coarse { high_suspicion: Sign::No, ..of },
        Coarse { high_suspicion: Sign::Yes, ..of },
        Coarse { repeats: Repeats::First, ..of },
        Coarse { repeats: Repeats::Last, ..of },
        Coarse { repeat_overdue: true, ..of },
        Coarse { weekly: true, ..of },
        Coarse { weekly: true, repeats: Repeats::Last, ..of },
        Coarse { whole_leg: true, ..of },
        Coarse { years_off: true, ..of },
        Coarse { withdrawn: true, ..of },
        Coarse { plan: SignedPlan::Treatment, ..of },
        Coarse { plan: SignedPlan::WithoutTreatment, ..of },
        Coarse { referral_closed: true, ..of },
        Coarse { left: true, ..of },
    ]
}

/// I1, I3, I7, I8, I9 and I13 of one combination.
fn holds(of: &Coarse) {
    let found = state(of);
    let choices = BOOLS.map(|score_is_late| StepChoice { no_contrast: score_is_late, has_vq: true, scan_is_late: true, score_is_late });
    for choice in choices {
        let step = step_of(found, of, choice);
        assert!(found.row().steps.contains(&step), "I1: {step:?} is no step of {found:?}: {of:?}");
        if of.pregnant() {
            assert!(!matches!(step, C::Score | C::AskGestalt | C::DoPerc), "I9: {step:?}: {of:?}");
        }
    }
    if of.unstable() {
        assert!(found.is_unstable() || found.rank() == 11, "I3: {found:?}: {of:?}");
    }
    if of.vitals == Stability::Unknown {
        assert!(matches!(found, S::Vitals | S::Lost) || found.rank() == 11, "I3: {found:?}: {of:?}");
    }
    let excluded = matches!(found, S::Excluded | S::ExcludedByPerc);
    if excluded {
        let perc = found == S::ExcludedByPerc && of.perc == PercAnswer::AllAbsent && of.pe != Likelihood::Likely && !of.in_patient && !of.pregnant();
        let by_ddimer = of.ddimer == Ddimer::Negative;
        let unlikely = of.lung() && of.pe == Likelihood::Unlikely || of.limb() && of.dvt == Likelihood::Unlikely || of.pregnant();
        let picture = matches!(of.chest, Chest::CtpaNegative | Chest::VqNormal) || of.scan == Scan::Negative || of.repeats == Repeats::Last;
        assert!(perc || by_ddimer && unlikely || picture, "I7: {of:?}");
        assert!(!of.confirmed(), "I7: excluded beside a positive picture: {of:?}");
        let chest_done = matches!(of.chest, Chest::CtpaNegative | Chest::VqNormal) || of.scan == Scan::Negative || of.repeats == Repeats::Last;
        if of.lung() && !of.pregnant() && of.pe == Likelihood::Likely {
            assert!(chest_done, "I8: {of:?}");
        }
    }
}

#[test]
fn every_combination_has_one_state_and_no_exclusion_without_a_ground() {
    let (mut named, mut all) = (0_u64, 0_u64);
    let mut seen = [0_u64; STATES.len()];
    product(|of| {
        named += 1;
        for one in further(of) {
            all += 1;
            holds(&one);
            seen[state(&one) as usize] += 1;
        }
    });
    println!("{named} combinations of the named dimensions, {all} with each further value");
    assert_eq!(named, 580_608 * 2 + 580_608 * 3);
    assert!(seen.iter().all(|count| *count > 0), "a state that nothing reaches: {seen:?}");
}

/// Every single fact that can become known, and what it may become.
fn supplied(of: &Coarse) -> Vec<(&'static str, Coarse)> {
    let mut all = vec![];
    let mut put = |what, one: Coarse| all.push((what, one));
    if of.vitals == Stability::Unknown {
        [Stability::Stable, Stability::Unstable].into_iter().for_each(|vitals| put("vitals", Coarse { vitals, ..*of }));
    }
    if of.limb_threat == Sign::Unknown {
        [Sign::No, Sign::Yes].into_iter().for_each(|limb_threat| put("limb", Coarse { limb_threat, ..*of }));
    }
    if of.gravidity == Gravidity::Unasked {
        [Gravidity::No, Gravidity::Yes, Gravidity::CannotBeKnown].into_iter().for_each(|gravidity| put("pregnancy", Coarse { gravidity, ..*of }));
    }
    if of.perc == PercAnswer::Incomplete {
        [PercAnswer::AllAbsent, PercAnswer::SomePresent].into_iter().for_each(|perc| put("perc", Coarse { perc, ..*of }));
    }
    if of.lung() && of.pe == Likelihood::Unknown {
        [Likelihood::Unlikely, Likelihood::Likely].into_iter().for_each(|pe| put("pe", Coarse { pe, ..*of }));
    }
    if of.limb() && of.dvt == Likelihood::Unknown {
        [Likelihood::Unlikely, Likelihood::Likely].into_iter().for_each(|dvt| put("dvt", Coarse { dvt, ..*of }));
    }
    match of.ddimer {
        Ddimer::None => {
            [Ddimer::NoUnit, Ddimer::Unusable, Ddimer::Negative, Ddimer::Positive]
                .into_iter()
                .for_each(|ddimer| put("ddimer", Coarse { ddimer, ..*of }));
        }
        Ddimer::NoUnit => {
            [Ddimer::Lapsed, Ddimer::Negative, Ddimer::Positive].into_iter().for_each(|ddimer| put("ddimer", Coarse { ddimer, ..*of }));
        }
        _ => {}
    }
    if of.chest == Chest::None {
        CHESTS[1..].iter().for_each(|chest| put("chest", Coarse { chest: *chest, ..*of }));
    }
    if of.scan == Scan::None {
        SCANS[1..].iter().for_each(|scan| put("scan", Coarse { scan: *scan, ..*of }));
    }
    if of.right_heart == RightHeart::NotDone {
        HEARTS[1..].iter().for_each(|right_heart| put("echo", Coarse { right_heart: *right_heart, ..*of }));
    }
    if of.leg_signs == Sign::Unknown {
        [Sign::No, Sign::Yes].into_iter().for_each(|leg_signs| put("leg signs", Coarse { leg_signs, ..*of }));
    }
    if of.high_suspicion == Sign::Unknown {
        [Sign::No, Sign::Yes].into_iter().for_each(|high_suspicion| put("suspicion", Coarse { high_suspicion, ..*of }));
    }
    all
}

/// I2, first half. The two written exceptions (probability becomes likely after PERC excluded; vital signs become unstable), and
/// what the text has beside them without calling it one: a clot of the calf after an exclusion (no exclusion stands beside a
/// picture), and a woman found to be pregnant, for whom another column begins.
#[test]
fn a_fact_that_becomes_known_never_lowers_the_rank() {
    let (mut steps, mut lowered) = (0_u64, HashMap::new());
    product(|of| {
        let before = state(&of);
        for (what, after) in supplied(&of) {
            steps += 1;
            let found = state(&after);
            if found.rank() >= before.rank() {
                continue;
            }
            let written = before == S::ExcludedByPerc && (what == "pe") || what == "vitals" && after.unstable();
            let calf = after.scan == Scan::Distal && what == "scan";
            assert!(written || calf, "{what} leads from {before:?} to {found:?}: {of:?}");
            *lowered.entry((what, before.id(), found.id())).or_insert(0_u64) += 1;
        }
    });
    println!("{steps} facts supplied; lowered: {lowered:?}");
}

/// The answers to the one fact that a state waits for.
fn awaited(of: &Coarse) -> Vec<Coarse> {
    let of_kind = |kinds: &[&str]| supplied(of).into_iter().filter(|(what, _)| kinds.contains(what)).map(|(_, one)| one).collect::<Vec<_>>();
    let found = state(of);
    match found {
        S::Vitals if of.vitals == Stability::Unknown => of_kind(&["vitals"]),
        S::Vitals => of_kind(&["limb"]),
        S::Resus => {
            let answers = [Chest::CtpaPositive, Chest::CtpaNegative].map(|chest| Coarse { chest, ..*of });
            answers.into_iter().chain(HEARTS[1..].iter().map(|heart| Coarse { right_heart: *heart, ..*of })).collect()
        }
        S::Pregnancy => of_kind(&["pregnancy"]),
        S::LegUs => of_kind(&["scan"]),
        S::Perc => of_kind(&["perc"]),
        S::Score => of_kind(if of.lung() && of.pe == Likelihood::Unknown { &["pe"] } else { &["dvt"] }),
        S::Ddimer => of_kind(&["ddimer"]),
        S::Image => of_kind(if next(of) == Next::ChestPicture { &["chest"] } else { &["scan"] }),
        S::Second => of_kind(if next(of) == Next::SecondScan { &["scan"] } else { &["ddimer"] }),
        S::Repeat => {
            let two = (of.weekly || of.pregnant()) && of.repeats == Repeats::None;
            let negative = Coarse { repeats: if two { Repeats::First } else { Repeats::Last }, ..*of };
            vec![negative, Coarse { scan: Scan::Proximal, ..*of }]
        }
        S::Senior => vec![Coarse { weekly: true, ..*of }, Coarse { plan: SignedPlan::Treatment, ..*of }],
        _ => vec![],
    }
}

fn longest(of: Coarse, path: &mut Vec<Coarse>, known: &mut HashMap<Coarse, usize>) -> usize {
    if state(&of).rank() >= 8 {
        return 0;
    }
    if let Some(steps) = known.get(&of) {
        return *steps;
    }
    assert!(!path.contains(&of), "a circle: {of:?}");
    path.push(of);
    let answers = awaited(&of);
    assert!(!answers.is_empty(), "{:?} waits for nothing: {of:?}", state(&of));
    let steps = 1 + answers.into_iter().map(|one| longest(one, path, known)).max().unwrap_or(0);
    path.pop();
    known.insert(of, steps);
    steps
}

/// I2, second half: the fact that a state waits for leads on, and at most twelve lead to rank 8 or more.
#[test]
fn from_every_state_twelve_answers_lead_to_the_end_and_none_back() {
    let (mut known, mut most) = (HashMap::new(), 0);
    product(|of| most = most.max(longest(of, &mut vec![], &mut known)));
    println!("{} states of facts, at most {most} answers", known.len());
    assert!(most <= 12, "{most}");
}

/// I13.
#[test]
fn prevention_is_paused_where_the_text_says_so_and_nowhere_else() {
    let paused: Vec<&str> = STATES.iter().filter(|row| row.paused).map(|row| row.id).collect();
    let written = [
        "S0_VITALS",
        "S1_HIGH",
        "S1_OTHER",
        "S1_RESUS",
        "T_CONFIRMED_PE",
        "T_CONFIRMED_DVT",
        "S2_PREG",
        "S3_LEG_US",
        "S3_PERC",
        "S3_SCORE",
        "S4_DDIMER",
        "S5_IMAGE",
        "S6_SECOND",
        "S6_SENIOR",
    ];
    assert_eq!(paused, written);
}

fn now() -> Instant {
    DateTime::parse_from_rfc3339("2026-03-10T10:00:00+08:00").expect("an instant")
}

fn ago(hours: i64) -> Instant {
    now() - TimeDelta::hours(hours)
}

/// Stable, everything known and denied, PE likely with a picture in 90 min.
fn base() -> EpisodeFacts {
    let mut facts = EpisodeFacts::begun(Kind::Pe, ago(1) + TimeDelta::minutes(30));
    facts.person.age = Some(60);
    facts.person.sex = Some(Sex::Male);
    facts.person.gravidity = Gravidity::No;
    facts.person.weight = Some(WeightFact { kg: 60.0, from: WeightSource::Scale, at: ago(2), doubtful: false });
    facts.vitals.pressures = vec![PressureReading { systolic: 120.0, diastolic: 70.0, at: now() }];
    facts.vitals.pulse_known = true;
    facts.vitals.others = OtherVitals::Measured;
    facts.tests.pe = Likelihood::Likely;
    facts.tests.leg_signs = Sign::No;
    facts.tests.limb_threat = Sign::No;
    facts.history = HistoryFacts::denied();
    let lab = |value| Some(LabValue { value, at: ago(2) });
    (facts.labs.clearance, facts.labs.platelets, facts.labs.inr) = (lab(80.0), lab(200.0), lab(1.0));
    facts
}

type Change = (&'static str, fn(&mut EpisodeFacts));

/// The situations that ask for a dose.
#[rustfmt::skip]
const SITUATIONS: [Change; 6] = [
    ("PE likely", |_| {}),
    ("unstable", |f| f.vitals.arrest = true),
    ("pregnant", |f| { f.person.gravidity = Gravidity::Yes; f.person.sex = Some(Sex::Female); f.person.age = Some(30) }),
    ("limb at risk", |f| { f.kind = Kind::Dvt; f.tests.limb_threat = Sign::Yes; f.tests.dvt = Likelihood::Likely }),
    ("confirmed", |f| f.tests.chests = vec![ChestFact { result: Chest::CtpaPositive, at: ago(0) }]),
    ("DVT unlikely, D-dimer positive", |f| { f.kind = Kind::Dvt; f.tests.dvt = Likelihood::Unlikely; f.tests.ddimers = vec![DdimerFact { value: 5000.0, unit: Some(DdimerUnit::Feu), at: ago(0), on_treatment: false, over_device: false }] }),
];

fn apixaban(hours: i64) -> InBlood {
    let substance = SUBSTANCES.iter().find(|row| row.id == "apixaban").expect("apixaban");
    InBlood {
        substance,
        intensity: Intensity::Treatment,
        running: true,
        infusion: false,
        last_dose_at: Some(ago(hours)),
        interval_h: Some(12),
        stop_explained: false,
        still_taken: None,
    }
}

/// What makes a dose less allowed, one at a time.
#[rustfmt::skip]
const WORSE: [Change; 45] = [
    ("bleeding", |f| f.history.bleeding = Heard::Yes),
    ("haemoglobin", |f| f.history.haemoglobin_alert = true),
    ("intracranial", |f| f.history.intracranial_bleed = Past::At(ago(240))),
    ("lesion", |f| f.history.cns_lesion = Heard::Yes),
    ("eye", |f| f.history.neuro_eye_operation = Heard::Yes),
    ("stroke", |f| f.history.stroke = Past::At(ago(100))),
    ("head", |f| f.history.head_injury = Past::TimeNotTold),
    ("lysis", |f| f.history.lysis = Past::At(ago(5))),
    ("HIT now", |f| f.history.hit_acute = Heard::Yes),
    ("HIT past", |f| f.history.hit_past = Heard::Yes),
    ("HIT alert", |f| f.history.platelet_alert = PlateletAlert::Hit),
    ("necrosis", |f| f.history.skin_necrosis = Heard::Yes),
    ("count 24", |f| f.labs.platelets = Some(LabValue { value: 24.0, at: ago(1) })),
    ("count 40", |f| f.labs.platelets = Some(LabValue { value: 40.0, at: ago(1) })),
    ("count unknown, a cause", |f| { f.labs.platelets = None; f.history.low_count_cause = Heard::Yes }),
    ("INR 1.8", |f| f.labs.inr = Some(LabValue { value: 1.8, at: ago(1) })),
    ("disorder", |f| f.history.bleeding_disorder = Heard::Yes),
    ("apixaban 4 h", |f| { f.history.anticoagulant = Heard::Yes; f.blood = vec![apixaban(4)] }),
    ("apixaban 30 h", |f| { f.history.anticoagulant = Heard::Yes; f.blood = vec![apixaban(30)] }),
    ("an unknown one", |f| f.history.anticoagulant = Heard::Yes),
    ("needle", |f| { f.history.needle = Heard::Yes; f.history.needles = vec![Neuraxial { catheter: false, at: ago(10), all_day: false, removed_at: None, traumatic: false }] }),
    ("catheter", |f| { f.history.needle = Heard::Yes; f.history.needles = vec![Neuraxial { catheter: true, at: ago(90), all_day: false, removed_at: None, traumatic: false }] }),
    ("operation", |f| f.history.major_operation = Past::At(ago(6))),
    ("operation 50 h", |f| f.history.major_operation = Past::At(ago(50))),
    ("operation planned", |f| f.history.operation_planned_at = Some(ago(-10))),
    ("biopsy", |f| f.history.organ_puncture = Past::At(ago(6))),
    ("not released", |f| f.history.high_bleeding_operation = Heard::Yes),
    ("delivery", |f| f.history.recent_delivery = Heard::Yes),
    ("varices", |f| f.history.vessel_lesion = Heard::Yes),
    ("dissection", |f| f.history.dissection = Heard::Yes),
    ("ulcer", |f| f.history.label_lesion = Heard::Yes),
    ("pressure 190", |f| f.vitals.pressures = vec![PressureReading { systolic: 190.0, diastolic: 90.0, at: now() }]),
    ("pressure 240", |f| f.vitals.pressures = vec![PressureReading { systolic: 240.0, diastolic: 90.0, at: now() }]),
    ("pressure old", |f| f.vitals.pressures = vec![PressureReading { systolic: 120.0, diastolic: 70.0, at: ago(2) }]),
    ("liver", |f| f.history.liver = LiverFact::Decompensated),
    ("liver failure", |f| f.history.liver = LiverFact::AcuteFailure),
    ("allergy", |f| f.history.heparin_allergy = Heard::Yes),
    ("an unknown allergen", |f| f.history.unrecognised_allergy = true),
    ("interaction", |f| f.history.interaction = Heard::Yes),
    ("APS", |f| f.history.antiphospholipid = Heard::Yes),
    ("labour", |f| f.person.in_labour_or_delivery_near = true),
    ("no weight", |f| f.person.weight = None),
    ("heavy", |f| f.person.weight = Some(WeightFact { kg: 180.0, from: WeightSource::Scale, at: ago(1), doubtful: false })),
    ("17 years", |f| f.person.age = Some(17)),
    ("age unknown", |f| f.person.age = None),
];

/// Questions of history that nobody answered.
#[rustfmt::skip]
const UNASKED: [Change; 22] = [
    ("bleeding", |f| f.history.bleeding = Heard::Unasked),
    ("intracranial", |f| f.history.intracranial_bleed = Past::Unasked),
    ("lesion", |f| f.history.cns_lesion = Heard::Unasked),
    ("eye", |f| f.history.neuro_eye_operation = Heard::Unasked),
    ("stroke", |f| f.history.stroke = Past::Unasked),
    ("head", |f| f.history.head_injury = Past::Unasked),
    ("lysis", |f| f.history.lysis = Past::Unasked),
    ("HIT", |f| f.history.hit_past = Heard::Unasked),
    ("disorder", |f| f.history.bleeding_disorder = Heard::Unasked),
    ("anticoagulant", |f| f.history.anticoagulant = Heard::Unasked),
    ("needle", |f| f.history.needle = Heard::Unasked),
    ("operation", |f| f.history.major_operation = Past::Unasked),
    ("biopsy", |f| f.history.organ_puncture = Past::Unasked),
    ("lesions", |f| f.history.dissection = Heard::Unasked),
    ("liver", |f| f.history.liver = LiverFact::Unasked),
    ("kidney", |f| f.history.kidney_disease = Heard::Unasked),
    ("allergy", |f| f.history.heparin_allergy = Heard::Unasked),
    ("heparin within 100 days", |f| f.history.heparin_100_days = Heard::Unasked),
    ("necrosis", |f| f.history.skin_necrosis = Heard::Unasked),
    ("tirofiban", |f| f.history.gp2b3a = Heard::Unasked),
    ("sepsis with bleeding", |f| { f.history.septic_bleeding = Heard::Unasked; f.labs.inr = None }),
    ("delivery", |f| { f.history.recent_delivery = Heard::Unasked; f.person.gravidity = Gravidity::Yes }),
];

/// mL/min; unknown first, then from bad to good.
const CLEARANCES: [Option<f64>; 5] = [None, Some(10.0), Some(20.0), Some(40.0), Some(80.0)];
const TIERS: [Tier; 4] = [Tier::Village, Tier::Township, Tier::County, Tier::Tertiary];
const STOCKS: [&[Drug]; 4] = [
    &[Drug::Enoxaparin, Drug::Ufh, Drug::Fondaparinux, Drug::Rivaroxaban, Drug::Apixaban],
    &[Drug::Enoxaparin],
    &[Drug::Apixaban, Drug::Fondaparinux],
    &[],
];

fn settings(tier: Tier, stock: &[Drug], agent: Drug) -> ChannelSettings {
    ChannelSettings { stock: stock.to_vec(), interim_agent: agent, ..ChannelSettings::of(tier) }
}

/// What holds of every answer, whatever was told: I4, I5, I9, I11, I12, I14, I16.
fn whole(answer: &ChannelStep, settings: &ChannelSettings, what: &str) {
    let interim = answer.interim.code;
    let proposes = interim == C::InterimPropose;
    let closed = answer.state.rank() >= 9 && !answer.state.is_confirmed();
    let stopped = matches!(answer.state, S::OtherCause | S::Repeat);
    if answer.needs.at_once() && !closed && !stopped && answer.gates.worst == GateSays::Caution {
        assert!(proposes && answer.interim.proposal.is_some(), "I4 {what}");
    }
    if matches!(answer.gates.worst, GateSays::Ask | GateSays::Hold | GateSays::Block) || answer.gates.no_drug {
        assert!(!proposes, "I5 {what}");
    }
    if let Some(line) = answer.interim.proposal {
        assert!(answer.gates.left.has(line.drug) && settings.stock.contains(&line.drug), "I14 {what}: {:?}", line.drug);
        assert!(line.amount > 0.0 || line.infusion.is_some_and(|(_, rate)| rate > 0.0), "{what}: an empty dose");
        if answer.coarse.gravidity != Gravidity::No {
            assert!(!DOACS.contains(&line.drug) && line.drug != Drug::Fondaparinux, "I9 {what}");
        }
    }
    assert_eq!(proposes, answer.interim.proposal.is_some(), "{what}");
    let runs = |clock: PathClock| answer.clocks.iter().any(|running| running.clock == clock);
    if answer.state.rank() < 11 && answer.state.row().clock.is_some() && answer.state != S::Paediatric {
        assert!(!answer.clocks.is_empty(), "I11 {what}: no clock in {:?}", answer.state);
    }
    if matches!(interim, C::InterimAsk | C::InterimHold) {
        assert!(runs(PathClock::GateAnswer), "I11 {what}");
    }
    if answer.gates.no_drug && interim == C::InterimHold || settings.tier == Tier::Village && answer.state.rank() < 9 {
        assert!(answer.refer == ReferNeed::Now && runs(PathClock::RefSent), "I12 {what}: {:?}", answer.refer);
    }
    if answer.state.is_confirmed() {
        assert!(interim != C::InterimNone, "I16 {what}");
    }
    assert_eq!(answer.prophylaxis == PreventionNow::Paused, answer.state.row().paused, "I13 {what}");
}

#[test]
fn no_gate_is_passed_and_no_drug_that_a_gate_took_is_proposed() {
    let mut count = 0_u64;
    for (situation, set) in SITUATIONS {
        for tier in TIERS {
            for clearance in CLEARANCES {
                let mut facts = base();
                set(&mut facts);
                facts.labs.clearance = clearance.map(|value| LabValue { value, at: ago(1) });
                for stock in STOCKS {
                    for agent in [Drug::Enoxaparin, Drug::Apixaban] {
                        let settings = settings(tier, stock, agent);
                        let mut look = |facts: &EpisodeFacts, what: &str| {
                            count += 1;
                            let answer = evaluate(facts, &settings, now());
                            whole(&answer, &settings, &format!("{situation}, {tier:?}, {clearance:?}, {stock:?}, {agent:?}, {what}"));
                            answer
                        };
                        let plain = look(&facts, "-");
                        let alone = WORSE.map(|(one, worse)| {
                            let mut facts = facts.clone();
                            worse(&mut facts);
                            look(&facts, one)
                        });
                        // Pairs where all is in stock: a second trouble never turns an answer into a proposal (I10). One that only
                        // takes drugs away is none: a drug that needs no weight may then be left.
                        let passes = |answer: &ChannelStep| matches!(answer.interim.code, C::InterimPropose | C::InterimNone);
                        let pairs = stock.len() == 5 && agent == Drug::Enoxaparin;
                        for (at, (one, worse)) in WORSE.iter().enumerate().filter(|_| pairs) {
                            for (further, (other, more)) in WORSE.iter().enumerate().skip(at + 1) {
                                let mut facts = facts.clone();
                                worse(&mut facts);
                                more(&mut facts);
                                let both = look(&facts, &format!("{one} and {other}"));
                                // One finding may stand in the place of the other: count of count, age of age.
                                let replaces = one.split(' ').next() == other.split(' ').next();
                                let first = &alone[at];
                                if !passes(first) && !passes(&alone[further]) && first.state == both.state && !replaces {
                                    assert!(!passes(&both), "I10 {situation}, {tier:?}, {clearance:?}, {one} and {other}");
                                }
                            }
                        }
                        for (one, open) in UNASKED {
                            let mut facts = facts.clone();
                            open(&mut facts);
                            let answer = look(&facts, one);
                            if answer.state.rank() < 9 || answer.state.is_confirmed() {
                                assert!(answer.interim.code != C::InterimPropose, "I15 {situation}, {tier:?}, {clearance:?}, {one} not asked");
                            }
                        }
                        // A further answer of "no" gives at most what all "no" gives.
                        assert!(plain.gates.worst >= GateSays::Caution);
                    }
                }
            }
        }
    }
    println!("{count} evaluations");
    assert!(count > 100_000);
}

/// I6: a treatment dose in the blood is never doubled, and never hides a bleeding.
#[test]
fn a_treatment_dose_in_the_blood_is_never_doubled_and_never_hides_a_bleeding() {
    for (situation, set) in SITUATIONS {
        for hours in 0..24 {
            let mut facts = base();
            set(&mut facts);
            (facts.history.anticoagulant, facts.blood) = (Heard::Yes, vec![apixaban(hours)]);
            let code = |facts: &EpisodeFacts| evaluate(facts, &ChannelSettings::of(Tier::County), now()).interim.code;
            assert_eq!(code(&facts), C::InterimAlready, "{situation}, {hours} h");
            facts.history.bleeding = Heard::Yes;
            assert_eq!(code(&facts), C::InterimBlock, "{situation}, {hours} h");
            (facts.history.bleeding, facts.history.cns_lesion) = (Heard::No, Heard::Yes);
            assert_eq!(code(&facts), C::InterimBlock, "{situation}, {hours} h");
        }
    }
}

/// I10, second half: a worse kidney never adds a drug and never raises a dose.
#[test]
fn a_worse_kidney_never_adds_a_drug_or_raises_a_dose() {
    let answer = |clearance: f64| {
        let mut facts = base();
        facts.labs.clearance = Some(LabValue { value: clearance, at: ago(1) });
        evaluate(&facts, &ChannelSettings::of(Tier::County), now())
    };
    let daily = |step: &ChannelStep| step.interim.proposal.and_then(|line| Some(line.amount * 24.0 / line.interval_h? as f64));
    for tenths in 1..1200 {
        let (worse, better) = (answer(f64::from(tenths) / 10.0), answer(f64::from(tenths + 1) / 10.0));
        for drug in Drug::ALL {
            assert!(!worse.gates.left.has(drug) || better.gates.left.has(drug), "{drug:?} at {tenths}");
        }
        if let (Some(worse), Some(better)) = (daily(&worse), daily(&better)) {
            assert!(worse <= better, "at {tenths}");
        }
    }
}

/// I11: a chain of persons behind every clock, at whose end stands the referral.
#[test]
fn behind_every_clock_stands_a_next_person_and_at_the_end_the_referral() {
    for row in &CLOCKS {
        let mut owner = row.owner;
        for _ in 0..3 {
            owner = owner.next();
        }
        assert_eq!(owner, ClockOwner::Refer, "{}", row.id);
    }
}

/// G13: a woman who was not asked waits for no answer, and gets no DOAC.
#[test]
fn pregnancy_not_asked_delays_no_heparin() {
    let mut facts = base();
    (facts.person.sex, facts.person.age, facts.person.gravidity) = (Some(Sex::Female), Some(30), Gravidity::Unasked);
    let settings = ChannelSettings { interim_agent: Drug::Apixaban, ..ChannelSettings::of(Tier::County) };
    let answer = evaluate(&facts, &settings, now());
    assert_eq!(answer.interim.code, C::InterimPropose);
    assert_eq!(answer.interim.proposal.map(|line| line.drug), Some(Drug::Enoxaparin));
}
