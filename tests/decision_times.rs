//! The times of the decision, enumerated against the specification's text: from the last dose to a needle, a removal, an
//! operation and the next start, of every drug and intensity and at both sides of every edge; a new start around needles and
//! operations; and the days of a course. Every hour and limit of the text put wrong by one step is noticed.
#![cfg(not(target_family = "wasm"))]

#[path = "support/spec.rs"]
mod spec;

use std::thread;

use chrono::TimeDelta;
use spec::times::{Act, Body, Gap, HOURS, Hours, Intensity, Next, Told};
use virchow::clinical::blood::{self, Blood, Effect, NotBefore, OnBoard};
use virchow::clinical::chart::{
    Chart, DoseUnit, Fact, FactValue, Given, Instant, Medication, MedicationIntent, Neuraxial, Operation, OperationKind, OperationStatus, Procedure,
    Rhythm,
};
use virchow::clinical::dosing::{Days, Dose, Frequency, Joint, PatientGroup};
use virchow::clinical::formulary::Drug;
use virchow::clinical::given::{self, Gravity, TooSoon};
use virchow::clinical::quantity::Quantity;
use virchow::clinical::substance::{Recognised, named};
use virchow::clinical::timing::{self, Question};

fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

fn minutes(minutes: i64) -> Instant {
    noon() + TimeDelta::minutes(minutes)
}

fn hours(hours: f64) -> TimeDelta {
    TimeDelta::minutes((hours * 60.0).round() as i64)
}

fn fact(value: FactValue) -> Fact {
    Fact { at: Some(noon()), ..Fact::of(value) }
}

fn measured(quantity: Quantity, value: f64) -> Fact {
    fact(FactValue::Measured(quantity, value))
}

fn chart(facts: Vec<Fact>) -> Chart {
    Chart { facts, zone: Some(*noon().offset()), ..Chart::default() }
}

/// Given last at noon, and running.
fn medication(told: &Told) -> Medication {
    let substance = named(told.drug).unwrap_or_else(|| panic!("no substance {}", told.drug));
    let unit = |unit: &str| match unit {
        "mg" => DoseUnit::Mg,
        "mL" => DoseUnit::Ml,
        _ => DoseUnit::Iu,
    };
    Medication {
        intent: told.treatment.map(|treatment| if treatment { MedicationIntent::Therapeutic } else { MedicationIntent::Prophylactic }),
        dose: told.dose.map(|(amount, of)| Given { amount, unit: unit(of) }),
        rhythm: told.often.map(|often| match often {
            "qd" => Rhythm::Daily,
            "q12h" => Rhythm::Every12h,
            "q8h" => Rhythm::Every8h,
            _ => Rhythm::Continuous,
        }),
        last_dose_at: Some(noon()),
        ..Medication::of(Recognised::Known(substance))
    }
}

/// A total hip replacement that ended so long ago.
fn joint(ended: TimeDelta) -> Fact {
    let operation = Operation {
        status: Some(OperationStatus::Done),
        at: Some(noon() - ended - TimeDelta::minutes(90)),
        duration_min: Some(90.0),
        procedure: Some(Procedure::Tha),
        ..Operation::of(OperationKind::ElectiveArthroplasty)
    };
    fact(FactValue::Operation(operation))
}

/// The patient of `body` on what is told, without anything ahead.
fn on(told: &Told, body: &Body) -> Vec<Fact> {
    let mut facts = vec![fact(FactValue::Medication(medication(told)))];
    facts.extend(told.joint.then(|| joint(TimeDelta::days(10))));
    facts.extend(body.crcl.map(|crcl| measured(Quantity::Crcl, crcl)));
    facts.extend(body.age.map(|age| measured(Quantity::Age, age)));
    facts
}

fn ahead(act: Act, when: Instant) -> Fact {
    let needle = Neuraxial { catheter: false, at: when, all_day: false, removed_at: None, traumatic: false };
    fact(match act {
        Act::Needle => FactValue::Neuraxial(needle),
        Act::Removal => FactValue::Neuraxial(Neuraxial { catheter: true, at: noon() - TimeDelta::days(1), removed_at: Some(when), ..needle }),
        Act::Operation => FactValue::Operation(Operation {
            status: Some(OperationStatus::Planned),
            at: Some(when),
            duration_min: Some(60.0),
            ..Operation::of(OperationKind::Open)
        }),
    })
}

/// What the program warns of at noon, the moment of the last dose, with `act` planned for `when`.
fn warned(facts: &[Fact], act: Act, when: Instant) -> Option<TooSoon> {
    let chart = chart(facts.iter().cloned().chain([ahead(act, when)]).collect());
    let mut found = given::warnings(&chart, &Blood::of(&chart, noon()), noon());
    assert!(found.len() <= 1, "{found:?}");
    found.pop()
}

/// What the program asks for, found by moving the act: a minute too early it warns and names the time, at that time it does
/// not.
fn observed(told: &Told, act: Act, body: &Body) -> Result<Gap, String> {
    let mut bare = on(told, body);
    if let (true, FactValue::Medication(infusion)) = (told.infused(), &mut bare[0].value) {
        infusion.stopped_at = Some(noon());
    }
    let with = |more: Fact| [bare.clone(), vec![more]].concat();
    let normal = with(measured(Quantity::Aptt, 31.0));
    let Some(first) = warned(&normal, act, minutes(1)) else { return Ok(Gap::Free) };
    let Some(earliest) = first.earliest else {
        let inr = |value: f64| warned(&with(measured(Quantity::Inr, value)), act, minutes(1)).is_none();
        let limit = (8..40).map(|tenths| f64::from(tenths) / 10.0).take_while(|value| inr(*value)).last();
        return Ok(match limit {
            Some(limit) if inr(limit + 0.01) => return Err(format!("an INR between {limit} and the next tenth")),
            Some(limit) => Gap::Inr(limit),
            None if first.gravity == Gravity::Hard && told.anticoagulates() => Gap::Never,
            None => Gap::Anaesthetist,
        });
    };
    if warned(&normal, act, earliest).is_some() {
        return Err(format!("still warned at {earliest}"));
    }
    let before = warned(&normal, act, earliest - TimeDelta::minutes(1)).ok_or("not warned a minute before")?;
    if before.earliest != Some(earliest) {
        return Err(format!("{earliest} becomes {:?}", before.earliest));
    }
    let gap = (earliest - noon()).num_minutes() as f64 / 60.0;
    if (first.gravity, before.gravity) == (Gravity::Hard, Gravity::Warning) {
        let grave = |days: i64, less: i64| warned(&normal, act, noon() + TimeDelta::days(days) - TimeDelta::minutes(less)).map(|found| found.gravity);
        let step = (1..60).find(|days| grave(*days, 0) != Some(Gravity::Hard)).ok_or("hard for ever")?;
        assert_eq!((grave(step, 1), grave(step, 0)), (Some(Gravity::Hard), Some(Gravity::Warning)), "{told:?}");
        return Ok(Gap::Steps(step as f64 * 24.0, gap));
    }
    let anticoagulant = told.anticoagulates();
    if [first.gravity, before.gravity] != [if anticoagulant { Gravity::Warning } else { Gravity::Hard }; 2] {
        return Err(format!("gravity {:?}, {:?}", first.gravity, before.gravity));
    }
    Ok(if warned(&bare, act, earliest).is_some() { Gap::HoursAndAptt(gap) } else { Gap::Hours(gap) })
}

const OFTEN: [Option<&str>; 4] = [None, Some("qd"), Some("q12h"), Some("q8h")];
const INTENTS: [Option<bool>; 3] = [None, Some(false), Some(true)];

/// Every drug with doses at both sides of each limit, however much is told of it.
fn every_told() -> Vec<Told> {
    const MG: &str = "mg";
    const IU: &str = "IU";
    let doses: [(&str, &[(f64, &'static str)]); 9] = [
        ("enoxaparin", &[(10.0, MG), (20.0, MG), (39.0, MG), (40.0, MG), (41.0, MG), (60.0, MG), (4000.0, IU), (4001.0, IU)]),
        ("nadroparin", &[(0.3, "mL"), (0.6, "mL"), (0.7, "mL"), (0.55, "mL"), (6150.0, IU), (6151.0, IU)]),
        ("dalteparin", &[(2499.0, IU), (2500.0, IU), (2501.0, IU), (5000.0, IU), (5001.0, IU)]),
        ("heparin", &[(4999.0, IU), (5000.0, IU), (5001.0, IU), (10_000.0, IU), (10_001.0, IU)]),
        ("fondaparinux", &[(2.5, MG), (2.6, MG), (7.5, MG)]),
        ("rivaroxaban", &[(2.4, MG), (2.5, MG), (2.6, MG), (10.0, MG), (10.5, MG), (15.0, MG), (20.0, MG)]),
        ("apixaban", &[(2.5, MG), (2.6, MG), (5.0, MG)]),
        ("dabigatran", &[(110.0, MG), (150.0, MG), (220.0, MG), (221.0, MG)]),
        ("edoxaban", &[(30.0, MG), (60.0, MG)]),
    ];
    let alone = [
        "parnaparin",
        "tinzaparin",
        "bemiparin",
        "reviparin",
        "lmwh",
        "warfarin",
        "acenocoumarol",
        "phenprocoumon",
        "phenindione",
        "vka",
        "betrixaban",
        "doac",
        "argatroban",
        "bivalirudin",
        "desirudin",
        "danaparoid",
        "sulodexide",
        "nafamostat",
        "batroxobin",
        "anticoagulant",
    ];
    let mut all = vec![];
    let mut tell = |drug: &'static str, dose| {
        for treatment in INTENTS {
            let infusion = (drug == "heparin").then_some(Some("continuous"));
            for often in OFTEN.into_iter().chain(infusion) {
                let told = Told { drug, treatment, dose, often, joint: false };
                all.push(told);
                all.extend(told.doac().then_some(Told { joint: true, ..told }));
            }
        }
    };
    for (drug, doses) in doses {
        tell(drug, None);
        doses.iter().for_each(|dose| tell(drug, Some(*dose)));
    }
    alone.into_iter().for_each(|drug| tell(drug, None));
    all
}

/// What is no anticoagulant: only needles and catheters ask for it.
const OTHERS: [&str; 19] = [
    "clopidogrel",
    "ticagrelor",
    "prasugrel",
    "ticlopidine",
    "tirofiban",
    "eptifibatide",
    "abciximab",
    "aspirin",
    "dipyridamole",
    "cilostazol",
    "cangrelor",
    "indobufen",
    "antiplatelet",
    "alteplase",
    "urokinase",
    "thrombolytic",
    "lumbrokinase",
    "ibuprofen",
    "ketorolac",
];

const CLEARANCES: [Option<f64>; 7] = [None, Some(29.9), Some(30.0), Some(49.9), Some(50.0), Some(79.9), Some(80.0)];
const AGES: [Option<f64>; 3] = [None, Some(59.0), Some(60.0)];

/// A situation, and what the program asks for.
type Watched = (Told, Act, Body, Gap);

fn watched() -> Vec<Watched> {
    let mut situations = vec![];
    for told in every_told() {
        for act in [Act::Needle, Act::Removal, Act::Operation] {
            for crcl in CLEARANCES {
                // Only rivaroxaban asks how old somebody is.
                for age in AGES.into_iter().filter(|age| age.is_none() || told.drug == "rivaroxaban") {
                    situations.push((told, act, Body { crcl, age }));
                }
            }
        }
    }
    for drug in OTHERS {
        for act in [Act::Needle, Act::Removal] {
            situations.push((Told { drug, treatment: None, dose: None, often: None, joint: false }, act, Body { crcl: None, age: None }));
        }
    }
    let halves = situations.split_at(situations.len() / 2);
    let ask = |part: &[(Told, Act, Body)]| -> Vec<Watched> {
        let one = |(told, act, body): &(Told, Act, Body)| {
            let gap = observed(told, *act, body).unwrap_or_else(|wrong| panic!("{told:?} {act:?} {body:?}: {wrong}"));
            (*told, *act, *body, gap)
        };
        part.iter().map(one).collect()
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| ask(halves.1));
        let mut all = ask(halves.0);
        all.extend(other.join().expect("a situation"));
        all
    })
}

/// The first situation in which the program and these figures differ.
fn watch_differs(watched: &[Watched], figures: &Hours) -> Option<String> {
    let close = |one: Gap, other: Gap| match (one, other) {
        (Gap::Inr(one), Gap::Inr(other)) => (one - other).abs() < 1e-9,
        (one, other) => one == other,
    };
    watched.iter().find_map(|(told, act, body, found)| {
        let wanted = figures.gap(told, *act, body);
        (!close(*found, wanted)).then(|| format!("{told:?} {act:?} {body:?}: {found:?} for {wanted:?}"))
    })
}

/// What the program reads of one drug on board, with the clearance of the body and a next dose as the host tells it.
fn on_board(told: &Told, crcl: Option<f64>, next: Option<f64>, at: Instant) -> OnBoard {
    let mut facts = on(told, &Body { crcl, age: None });
    if let FactValue::Medication(medication) = &mut facts[0].value {
        medication.next_due_at = next.map(|next| noon() + hours(next));
    }
    let mut all = Blood::of(&chart(facts), at).all;
    assert_eq!(all.len(), 1, "{told:?}");
    all.remove(0)
}

/// When the next dose may be given: the same moment, whenever the program is asked.
fn next_of(told: &Told, crcl: Option<f64>, next: Option<f64>) -> Result<Next, String> {
    let read = |at: Instant| on_board(told, crcl, next, at).not_before;
    match read(noon()) {
        NotBefore::Waits(id) => Ok(Next::Waits(id)),
        NotBefore::Now => Err("at once".into()),
        NotBefore::At(when) => match read(when) {
            NotBefore::At(same) if same == when => Ok(Next::After((when - noon()).num_minutes() as f64 / 60.0)),
            other => Err(format!("{when}: {other:?}")),
        },
    }
}

/// Hours from the last dose to the next as a host may tell them, at both sides of what is believed.
const TOLD_NEXT: [Option<f64>; 7] = [None, Some(5.0), Some(5.9), Some(6.0), Some(7.0), Some(36.0), Some(36.1)];

/// A drug on board, with a next dose as the host tells it and a clearance, and what the program reads of it.
type Read = (Told, Option<f64>, Option<f64>, Intensity, Result<Next, String>);

fn read_of_blood() -> Vec<Read> {
    let mut all = vec![];
    for told in every_told() {
        for next in TOLD_NEXT {
            for crcl in [None, Some(29.9), Some(30.0)] {
                let found = intensity(on_board(&told, crcl, next, noon()).intensity);
                all.push((told, next, crcl, found, next_of(&told, crcl, next)));
            }
        }
    }
    all
}

/// The first drug on board that the program and these figures read otherwise.
fn blood_differs(read: &[Read], figures: &Hours) -> Option<String> {
    read.iter().find_map(|(told, next, crcl, intensity, not_before)| {
        let found = (*intensity, not_before.clone());
        let wanted = (figures.intensity(told), Ok(figures.next(told, *next, *crcl)));
        (found != wanted).then(|| format!("{told:?}, next {next:?}, {crcl:?} mL/min: {found:?} for {wanted:?}"))
    })
}

fn intensity(of: blood::Intensity) -> Intensity {
    match of {
        blood::Intensity::Prophylactic => Intensity::Prophylactic,
        blood::Intensity::Treatment => Intensity::Treatment,
        blood::Intensity::Unknown => Intensity::Unknown,
    }
}

/// A drug that was stopped at noon, nothing of its last dose told, `later` than that; with what else is known.
fn stopped(told: &Told, more: Vec<Fact>, later: TimeDelta, change: impl Fn(&mut Medication)) -> OnBoard {
    let mut medication = Medication { last_dose_at: None, stopped_at: Some(noon()), ..medication(told) };
    change(&mut medication);
    let facts = [vec![fact(FactValue::Medication(medication))], more].concat();
    Blood::of(&chart(facts), noon() + later).all.remove(0)
}

fn plain(drug: &'static str) -> Told {
    Told { drug, treatment: None, dose: None, often: None, joint: false }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, wanted: T) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found:?} for {wanted:?}")) }
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// What else §5.8 says of the next dose: after an infusion, of a vitamin K antagonist, after an operation on a joint.
fn stops_differ(figures: &Hours) -> Option<String> {
    let compared = || {
        let infusion = Told { often: Some("continuous"), ..plain("heparin") };
        let aptt = |value: f64| vec![measured(Quantity::Aptt, value)];
        let over = |told: &Told, more: Vec<Fact>, after: f64| -> Result<(), String> {
            same(told.drug, stopped(told, more, TimeDelta::zero(), |_| {}).not_before, NotBefore::At(noon() + hours(after)))
        };
        over(&infusion, aptt(figures.normal_aptt_s), figures.infusion_stopped)?;
        over(&plain("argatroban"), vec![], figures.direct_stopped)?;
        over(&plain("bivalirudin"), vec![], figures.direct_stopped)?;
        let later = hours(figures.infusion_stopped + 10.0);
        let waits = |more: Vec<Fact>, change: &dyn Fn(&mut Medication)| stopped(&infusion, more, later, change).not_before;
        same("APTT too long", waits(aptt(figures.normal_aptt_s + 0.1), &|_| {}), NotBefore::Waits("aptt"))?;
        same("no APTT", waits(vec![], &|_| {}), NotBefore::Waits("aptt"))?;
        same("stopped for bleeding", waits(aptt(31.0), &|medication| medication.for_bleeding = true), NotBefore::Waits("CI_ACTIVE_BLEED"))?;
        // The INR is of noon; the drug was stopped then.
        let warfarin = plain("warfarin");
        let inr = |value: f64, later: f64| stopped(&warfarin, vec![measured(Quantity::Inr, value)], hours(later), |_| {}).not_before;
        same("INR below", inr(figures.start_inr - 0.01, 0.0), NotBefore::Now)?;
        same("INR at the limit", inr(figures.start_inr, 0.0), NotBefore::Waits("inr"))?;
        same("INR fresh", inr(1.0, figures.fresh_inr), NotBefore::Now)?;
        same("INR stale", inr(1.0, figures.fresh_inr + 0.1), NotBefore::Waits("inr"))?;
        same("no INR", stopped(&warfarin, vec![], hours(0.0), |_| {}).not_before, NotBefore::Waits("inr"))?;
        // Of a needle: the INR is of noon, the needle later; and the APTT after an infusion.
        let needle = |told: &Told, stopped: Option<Instant>, more: Fact, after: f64| {
            let mut facts = [on(told, &Body { crcl: None, age: None }), vec![more]].concat();
            if let FactValue::Medication(medication) = &mut facts[0].value {
                medication.stopped_at = stopped;
            }
            warned(&facts, Act::Needle, noon() + hours(after)).is_none()
        };
        same("INR fresh at the needle", needle(&warfarin, None, measured(Quantity::Inr, 1.0), figures.fresh_inr), true)?;
        same("INR stale at the needle", needle(&warfarin, None, measured(Quantity::Inr, 1.0), figures.fresh_inr + 0.1), false)?;
        let (normal, long) = (measured(Quantity::Aptt, figures.normal_aptt_s), measured(Quantity::Aptt, figures.normal_aptt_s + 0.1));
        let before_it = Fact { at: Some(noon() - MINUTE), ..normal.clone() };
        same("APTT at the needle", needle(&infusion, Some(noon()), normal.clone(), 20.0), true)?;
        same("APTT too long at the needle", needle(&infusion, Some(noon()), long, 20.0), false)?;
        same("APTT from before the stop, at the needle", needle(&infusion, Some(noon()), before_it.clone(), 20.0), false)?;
        same("beside an infusion that runs", needle(&infusion, None, normal, 200.0), false)?;
        same("APTT from before the stop", waits(vec![before_it], &|_| {}), NotBefore::Waits("aptt"))?;
        // Of a hip replacement that ended so long ago.
        let days = TimeDelta::days(figures.joint_days as i64);
        for (ended, wanted) in [(days, Intensity::Prophylactic), (days + MINUTE, Intensity::Treatment)] {
            let told = Told { treatment: Some(false), dose: Some((10.0, "mg")), ..plain("rivaroxaban") };
            let facts = [on(&told, &Body { crcl: None, age: None }), vec![joint(ended)]].concat();
            same("after a hip replacement", intensity(Blood::of(&chart(facts), noon()).all[0].intensity), wanted)?;
        }
        Ok(())
    };
    compared().err()
}

const OF_NO_KNOWN_EFFECT: [&str; 7] = ["danaparoid", "sulodexide", "nafamostat", "batroxobin", "desirudin", "betrixaban", "anticoagulant"];

/// What protects, and until when (§5.8, effective).
fn effects_differ(figures: &Hours) -> Option<String> {
    let compared = || {
        let works = |until, overdue| Effect::Works { until, overdue };
        // How long any other anticoagulant acts the text does not say.
        for told in every_told().into_iter().filter(|told| !OF_NO_KNOWN_EFFECT.contains(&told.drug)) {
            let interval = hours(figures.interval(&told, None));
            let running = |later: TimeDelta| on_board(&told, None, None, noon() + later).effect;
            let said = |what: &str| format!("{what}: {told:?}");
            if told.vka() {
                let inr = |value: f64, later: f64, running: bool, range: Option<(f64, f64)>| {
                    let mut facts = on(&told, &Body { crcl: None, age: None });
                    facts.push(measured(Quantity::Inr, value));
                    facts.extend(range.map(|(low, high)| fact(FactValue::InrTarget { low, high })));
                    if let (false, FactValue::Medication(medication)) = (running, &mut facts[0].value) {
                        medication.stopped_at = Some(noon());
                    }
                    Blood::of(&chart(facts), noon() + hours(later)).all[0].effect
                };
                let (least, fresh) = (figures.effective_inr, figures.effective_inr_fresh);
                for running in [true, false] {
                    let below = if running { Effect::TooLittle } else { Effect::Over };
                    same(&said("INR in range"), inr(least, 0.0, running, None), works(None, false))?;
                    same(&said("INR below"), inr(least - 0.01, 0.0, running, None), below)?;
                    same(&said("INR in a range of his own"), inr(2.5, 0.0, running, Some((2.5, 3.5))), works(None, false))?;
                    same(&said("INR below a range of his own"), inr(2.49, 0.0, running, Some((2.5, 3.5))), below)?;
                    same(&said("INR fresh"), inr(2.5, fresh, running, None), works(None, false))?;
                    same(&said("INR stale"), inr(2.5, fresh + 0.1, running, None), Effect::Unknown("inr"))?;
                }
                continue;
            }
            if told.infused() || ["argatroban", "bivalirudin"].contains(&told.drug) {
                same(&said("running"), running(hours(200.0)), works(None, false))?;
                same(&said("stopped"), stopped(&told, vec![], TimeDelta::zero(), |_| {}).effect, Effect::Over)?;
                continue;
            }
            let doubt = hours(figures.interval(&told, None) * figures.doubt_after_intervals);
            same(&said("in time"), running(interval), works(None, false))?;
            same(&said("overdue"), running(interval + MINUTE), works(None, true))?;
            same(&said("still overdue"), running(doubt), works(None, true))?;
            same(&said("in doubt"), running(doubt + MINUTE), Effect::Unknown("last_dose"))?;
            let ended = |later: TimeDelta| stopped(&told, vec![], later, |_| {}).effect;
            same(&said("stopped, still acting"), ended(interval - MINUTE), works(Some(noon() + interval), false))?;
            same(&said("stopped, over"), ended(interval), Effect::Over)?;
            // The last dose counts where it is told, whatever the order was stopped later.
            let earlier = stopped(&told, vec![], interval, |medication| medication.last_dose_at = Some(noon() - MINUTE)).effect;
            same(&said("stopped after the last dose"), earlier, Effect::Over)?;
        }
        Ok(())
    };
    compared().err()
}

#[test]
fn a_person_settles_whether_an_overdue_drug_is_still_given() {
    let told = Told { treatment: Some(true), ..plain("enoxaparin") };
    for (said, wanted) in
        [(None, Effect::Unknown("last_dose")), (Some(true), Effect::Works { until: None, overdue: true }), (Some(false), Effect::Over)]
    {
        let mut chart = chart(on(&told, &Body { crcl: None, age: None }));
        chart.still_given = said;
        assert_eq!(Blood::of(&chart, noon() + TimeDelta::hours(49)).all[0].effect, wanted);
    }
}

/// A drug as it is proposed: its name in §5.6, its dose, and the kidneys of whom it is given to.
fn proposed() -> Vec<(Drug, Dose, f64, Told)> {
    let once = |amount, unit, frequency| Dose { amount, unit, oral: false, frequency, from_day_4: None, reduced: false };
    let doses = [
        (Drug::Enoxaparin, once(40.0, "mg", Frequency::Daily)),
        (Drug::Enoxaparin, once(20.0, "mg", Frequency::Daily)),
        (Drug::Enoxaparin, once(40.0, "mg", Frequency::Every12h)),
        (Drug::Nadroparin, once(0.4, "mL", Frequency::Daily)),
        (Drug::Dalteparin, once(2500.0, "IU", Frequency::Daily)),
        (Drug::Dalteparin, once(5000.0, "IU", Frequency::Daily)),
        (Drug::Ufh, once(5000.0, "U", Frequency::Every8h)),
        (Drug::Ufh, once(5000.0, "U", Frequency::Every12h)),
        (Drug::Fondaparinux, once(2.5, "mg", Frequency::Daily)),
        (Drug::Rivaroxaban, once(10.0, "mg", Frequency::Daily)),
        (Drug::Apixaban, once(2.5, "mg", Frequency::Every12h)),
    ];
    let mut all = vec![];
    for (drug, dose) in doses {
        for crcl in [29.9, 30.0] {
            // Twice daily is offered from 30 only.
            if crcl < 30.0 && drug == Drug::Enoxaparin && dose.frequency == Frequency::Every12h {
                continue;
            }
            let name = if drug == Drug::Ufh { "heparin" } else { drug.id() };
            let unit = if dose.unit == "U" { "IU" } else { dose.unit };
            all.push((
                drug,
                dose,
                crcl,
                Told { treatment: Some(false), dose: Some((dose.amount, unit)), often: Some(dose.frequency.id()), joint: true, ..plain(name) },
            ));
        }
    }
    all
}

/// When a drug that is proposed at noon may start, with these facts.
fn start(drug: Drug, dose: Dose, crcl: f64, care: PatientGroup, early: bool, facts: Vec<Fact>) -> Option<Instant> {
    let chart = chart(facts);
    let blood = Blood::default();
    timing::start(&Question {
        drug,
        dose: Some(dose),
        care,
        early,
        released: false,
        clearance: Some(crcl),
        chart: &chart,
        blood: &blood,
        medical_start_h: 24,
        waits: &[],
        at: noon(),
    })
    .at
}

fn surgery(status: OperationStatus, begins: Instant, minutes: Option<f64>, procedure: Option<Procedure>) -> Fact {
    let operation = Operation { status: Some(status), at: Some(begins), duration_min: minutes, procedure, ..Operation::of(OperationKind::Open) };
    fact(FactValue::Operation(operation))
}

/// The first start around a needle, a catheter or an operation that the program and these figures place otherwise.
fn starts_differ(figures: &Hours) -> Option<String> {
    let at = |after: f64| Some(noon() + hours(after));
    let compared = || {
        for (drug, dose, crcl, told) in proposed() {
            let said = |what: &str| format!("{what}: {} {} {} {crcl}", drug.id(), dose.amount, dose.frequency.id());
            for age in [59.0, 60.0] {
                let body = Body { crcl: Some(crcl), age: Some(age) };
                let facts = |neuraxial| vec![measured(Quantity::Age, age), fact(FactValue::Neuraxial(neuraxial))];
                let needle = |when: Instant| Neuraxial { catheter: false, at: when, all_day: false, removed_at: None, traumatic: false };
                let starts = |neuraxial| start(drug, dose, crcl, PatientGroup::Medical, false, facts(neuraxial));
                let before = figures.before_needle(&told, &body);
                same(&said("long enough before a needle"), starts(needle(noon() + hours(before))), at(0.0))?;
                let close = hours(before) - MINUTE;
                same(
                    &said("too close to a needle"),
                    starts(needle(noon() + close)),
                    at(figures.after_needle(&told, false)).map(|when| when + close),
                )?;
                same(&said("after a needle"), starts(needle(noon())), at(figures.after_needle(&told, false)))?;
                same(&said("after blood"), starts(Neuraxial { traumatic: true, ..needle(noon()) }), at(figures.after_needle(&told, true)))?;
                let catheter = Neuraxial { catheter: true, ..needle(noon() - TimeDelta::days(4)) };
                same(&said("beside a catheter"), starts(catheter), None)?;
                let removed = starts(Neuraxial { removed_at: Some(noon()), ..catheter });
                same(&said("after a catheter"), removed, at(figures.after_removal(drug.id())))?;
            }
            let starts = |care, early, operation| start(drug, dose, crcl, care, early, vec![operation]);
            for (procedure, critical) in [
                (None, false),
                (Some(Procedure::AbdominalPelvicCancer), false),
                (Some(Procedure::Spinal), true),
                (Some(Procedure::Neurosurgery), true),
            ] {
                let done = surgery(OperationStatus::Done, noon() - TimeDelta::hours(2), Some(120.0), procedure);
                let wanted = figures.after_operation(drug.id(), critical);
                same(&said("after an operation"), starts(PatientGroup::Surgical, false, done), at(wanted))?;
                let heparin = ["enoxaparin", "nadroparin", "dalteparin", "ufh"].contains(&drug.id());
                for (care, early) in
                    [(PatientGroup::Surgical, false), (PatientGroup::Surgical, true), (PatientGroup::Ortho(Joint::HipFracture), false)]
                {
                    let planned = |begins| starts(care, early, surgery(OperationStatus::Planned, begins, Some(120.0), procedure));
                    let may_precede = heparin && (early || care == PatientGroup::Ortho(Joint::HipFracture));
                    let begins = figures.before_operation;
                    let after = |begins: TimeDelta| Some(noon() + begins + hours(2.0 + wanted));
                    let (far, near) = (hours(begins), hours(begins) - MINUTE);
                    same(&said("before an operation"), planned(noon() + far), if may_precede { at(0.0) } else { after(far) })?;
                    same(&said("too close to an operation"), planned(noon() + near), after(near))?;
                }
            }
            let over = hours(figures.unknown_length_over);
            let begun = |ago| starts(PatientGroup::Surgical, false, surgery(OperationStatus::Done, noon() - ago, None, None));
            same(&said("after an operation of unknown length"), begun(over), at(0.0))?;
            same(&said("of unknown length, not yet"), begun(over - MINUTE), None)?;
        }
        Ok(())
    };
    compared().err()
}

/// The first situation in which the program and figures differ.
type Differs<'a> = &'a dyn Fn(&Hours) -> Option<String>;

/// The program agrees with the text; put wrong by one step, every figure of the text is contradicted by one of these.
#[test]
fn every_hour_is_that_of_the_text_and_matters() {
    let (watched, read) = (watched(), read_of_blood());
    assert!(watched.len() > 20_000 && read.len() > 10_000, "{} and {}", watched.len(), read.len());
    let differs: [(&str, Differs<'_>); 5] = [
        ("given doses", &|figures| watch_differs(&watched, figures)),
        ("in the blood", &|figures| blood_differs(&read, figures)),
        ("stopped", &stops_differ),
        ("protects", &effects_differ),
        ("starts", &starts_differ),
    ];
    for (what, differs) in &differs {
        assert_eq!(differs(&HOURS), None, "{what}");
    }
    let mutants = HOURS.mutants();
    let survivors: Vec<&str> =
        mutants.iter().filter(|(_, figures)| differs.iter().all(|(_, differs)| differs(figures).is_none())).map(|(name, _)| name.as_str()).collect();
    println!("times: {} of {} mutants noticed", mutants.len() - survivors.len(), mutants.len());
    assert_eq!(survivors, Vec::<&str>::new());
}

/// §5.3: the day is counted from one moment that a reassessment does not move.
#[test]
fn the_days_of_a_course_are_counted_as_the_text_says() {
    let days = Days { from: 7, to: 14, planned: 10 };
    let day = TimeDelta::days(1);
    for base in [noon(), noon() + TimeDelta::hours(5)] {
        for (gone, number, stop, extended, over) in [
            (TimeDelta::zero(), 1, 10, false, false),
            (day - MINUTE, 1, 10, false, false),
            (day, 2, 10, false, false),
            (day * 8 + MINUTE, 9, 10, false, false),
            (day * 10, 11, 10, false, false),
            (day * 10 + MINUTE, 11, 14, true, false),
            (day * 14, 15, 14, true, false),
            (day * 14 + MINUTE, 15, 14, false, true),
        ] {
            // A start that is proposed later moves nothing; without a base it is the base.
            for start in [None, Some(base + gone), Some(base + gone + day * 3)] {
                let found = timing::progress(Some(base), days, start, base + gone);
                assert_eq!(
                    (found.day, found.stop, found.extended, found.over),
                    (number, Some(base + day * stop), extended, over),
                    "{gone} after the base"
                );
            }
        }
        let ahead = timing::progress(None, days, Some(base + day), base);
        assert_eq!((ahead.day, ahead.stop, ahead.extended, ahead.over), (1, Some(base + day * 11), false, false));
    }
    let unknown = timing::progress(None, days, None, noon());
    assert_eq!((unknown.day, unknown.stop, unknown.extended, unknown.over), (1, None, false, false));
}

#[test]
fn days_count_from_the_last_operation_else_from_the_first_preventive_dose_of_this_stay() {
    let day = TimeDelta::days(1);
    let ended = |ago: TimeDelta| surgery(OperationStatus::Done, noon() - ago - TimeDelta::hours(2), Some(120.0), None);
    let given = |told: &Told, since: TimeDelta, last: TimeDelta| Fact {
        at: Some(noon() - since),
        ..Fact::of(FactValue::Medication(Medication { last_dose_at: Some(noon() - last), ..medication(told) }))
    };
    let preventive = Told { treatment: Some(false), ..plain("enoxaparin") };
    let treatment = Told { treatment: Some(true), ..plain("dalteparin") };
    let ufh = Told { treatment: Some(false), ..plain("heparin") };
    let planned = surgery(OperationStatus::Planned, noon() + day, Some(120.0), None);
    let from = |facts: Vec<Fact>, first: Option<TimeDelta>| {
        let chart = Chart { admitted_at: Some(noon() - day * 9), ..chart(facts) };
        timing::days_from(&chart, &Blood::of(&chart, noon()), first.map(|ago| noon() - ago), noon()).map(|base| noon() - base)
    };
    let rows = [
        ("nothing", vec![], None, None),
        ("an operation", vec![ended(day * 3)], None, Some(day * 3)),
        ("the later of two", vec![ended(day * 3), ended(day)], None, Some(day)),
        ("an operation, though a dose came before it", vec![given(&preventive, day * 5, day), ended(day * 3)], None, Some(day * 3)),
        ("one that is planned counts nothing", vec![planned, given(&preventive, day * 5, day)], None, Some(day * 5)),
        ("the first dose", vec![given(&preventive, day * 5, day)], None, Some(day * 5)),
        ("a change of drug does not restart it", vec![given(&ufh, day * 5, day * 4), given(&preventive, day * 3, day)], None, Some(day * 5)),
        ("the first dose that the record tells", vec![given(&preventive, day * 5, day)], Some(day * 6), Some(day * 6)),
        ("of the record alone", vec![], Some(day * 6), Some(day * 6)),
        ("a treatment that went before is no prevention", vec![given(&treatment, day * 6, day * 2), given(&preventive, day, day)], None, Some(day)),
        ("not of a former stay", vec![given(&preventive, day * 12, day * 10)], None, None),
    ];
    for (what, facts, first, wanted) in rows {
        assert_eq!(from(facts, first), wanted, "{what}");
    }
}
