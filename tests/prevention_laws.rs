//! What must hold of every proposal, whoever the patient is: laws over a hundred thousand random patients, each compared
//! with an oracle that was written from the specification's text, and each completed at random where something about it
//! is not known.
#![cfg(not(target_family = "wasm"))]

#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/person.rs"]
mod person;
#[path = "support/spec.rs"]
mod spec;

use std::collections::BTreeSet;
use std::thread;

use chrono::TimeDelta;
use person::{Dice, HOUR, Person, after, noon};
use virchow::clinical::assess::Assessed;
use virchow::clinical::chart::Limb;
use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::prophylaxis::{Fate, Measure, What};
use virchow::clinical::sheet::{Sheet, Value};

const PATIENTS: u64 = 100_000;

/// How often a law had something to say: a law over nothing holds of nothing.
#[derive(Default, Debug)]
struct Seen {
    drugs: usize,
    unconditional: usize,
    completed: usize,
    devices: usize,
    blocked: usize,
    high: usize,
    starts_later: usize,
    absent_stricter: usize,
    rows: BTreeSet<&'static str>,
    proposed: BTreeSet<&'static str>,
    contraindications: BTreeSet<&'static str>,
}

impl Seen {
    fn with(mut self, other: Seen) -> Seen {
        self.drugs += other.drugs;
        self.unconditional += other.unconditional;
        self.completed += other.completed;
        self.devices += other.devices;
        self.blocked += other.blocked;
        self.high += other.high;
        self.starts_later += other.starts_later;
        self.absent_stricter += other.absent_stricter;
        self.rows.extend(other.rows);
        self.proposed.extend(other.proposed);
        self.contraindications.extend(other.contraindications);
        self
    }
}

#[test]
fn the_laws_hold_of_a_hundred_thousand_patients() {
    let parts = 4;
    let seen = thread::scope(|scope| {
        let threads: Vec<_> = (0..parts)
            .map(|part| {
                scope.spawn(move || {
                    let mut seen = Seen::default();
                    for number in (0..PATIENTS).filter(|number| number % parts == part) {
                        if let Err(broken) = one(number, &mut seen) {
                            panic!("patient {number}: {broken}\n{:?}", Person::random(&mut Dice(number)));
                        }
                    }
                    seen
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a broken law")).fold(Seen::default(), Seen::with)
    });
    println!("{seen:?}");
    assert!(seen.drugs > 5_000 && seen.unconditional > 2_000 && seen.completed > 5_000 && seen.devices > 10_000, "{seen:?}");
    assert!(seen.blocked > 10_000 && seen.high > 10_000 && seen.starts_later > 1_000 && seen.absent_stricter > 300, "{seen:?}");
    let rows = ["S0", "S1", "S1b", "S2", "S2b", "S2c", "S3", "S4", "S4b", "S4c", "S4d", "S5", "S6", "M0", "M1", "M1b", "M1c", "M2", "M3", "I1", "O1"];
    for row in rows.into_iter().chain(["CI_HIT_ACUTE", "CI_ACUTE_VTE", "CI_THERAPEUTIC_AC"]) {
        assert!(seen.rows.contains(row), "{row} never fired");
    }
    assert_eq!(seen.proposed, Drug::PROPOSABLE.into_iter().map(Drug::id).collect());
    assert!(seen.contraindications.len() >= 38, "{:?}", seen.contraindications);
}

type Law = Result<(), String>;

fn holds(is: bool, law: impl FnOnce() -> String) -> Law {
    if is { Ok(()) } else { Err(law()) }
}

fn one(number: u64, seen: &mut Seen) -> Law {
    let mut dice = Dice(number);
    let person = Person::random(&mut dice);
    let (sheet, assessed) = person.assessed();
    seen.rows.extend(assessed.advice.rule);
    agrees_with_the_oracle(&person, &assessed, seen)?;
    what_is_proposed(&person, &sheet, &assessed, seen)?;
    completed(&person, &sheet, &assessed, &mut dice, seen)?;
    silence(&person, &assessed, seen)
}

fn agrees_with_the_oracle(person: &Person, assessed: &Assessed, seen: &mut Seen) -> Law {
    let high = oracle::bleeding_high(person);
    seen.high += usize::from(high == Some(true));
    holds(assessed.bleeding.high == high, || format!("bleeding {:?}, by the text {high:?}", assessed.bleeding))?;
    let found: BTreeSet<(&str, bool)> = assessed.judgement.present.iter().map(|present| (present.row.id, present.severity.forbids())).collect();
    let wanted = oracle::contraindicated(person);
    seen.contraindications.extend(wanted.iter().map(|(id, _)| *id));
    holds(found == wanted, || {
        format!("found {:?}, by the text {:?}", found.difference(&wanted).collect::<Vec<_>>(), wanted.difference(&found).collect::<Vec<_>>())
    })
}

fn drugs(assessed: &Assessed) -> Vec<(Drug, &Measure)> {
    let drug = |measure| match measure {
        &Measure { what: What::Drug { drug, .. }, .. } => Some(drug),
        _ => None,
    };
    assessed.advice.measures.iter().filter_map(|measure| Some((drug(measure)?, measure))).collect()
}

fn what_is_proposed(person: &Person, sheet: &Sheet, assessed: &Assessed, seen: &mut Seen) -> Law {
    let advice = &assessed.advice;
    holds(advice.measures.first().is_some_and(|first| first.what == What::Basic), || "no basic prophylaxis".into())?;
    let drugs = drugs(assessed);
    holds(drugs.len() <= 1, || "two drugs".into())?;
    for (drug, measure) in &drugs {
        seen.drugs += 1;
        seen.proposed.insert(drug.id());
        one_drug(person, sheet, assessed, *drug, measure, seen)?;
    }
    for measure in &advice.measures {
        let What::Device { device, legs } = measure.what else { continue };
        seen.devices += 1;
        let blocked = blocked_legs(person, device);
        let overlaps = match legs {
            Limb::Left => blocked[0],
            Limb::Right => blocked[1],
            Limb::Both => blocked[0] || blocked[1],
        };
        holds(!overlaps, || format!("{} on {legs:?}, forbidden {blocked:?}", device.id()))?;
        holds(person.devices.contains(&device.id()), || "a device that is not there".into())?;
    }
    let offered = |fate: &Fate| matches!(fate, Fate::Proposed | Fate::Offered);
    for alternative in &advice.alternatives {
        let drug = Drug::named(alternative.id);
        let young = person.age.is_some_and(|age| age < 18.0);
        let against = drug.is_some_and(|drug| assessed.judgement.against(drug).next().is_some() || young || assessed.bleeding.high == Some(true));
        holds(!(offered(&alternative.fate) && against), || format!("{} is offered and forbidden", alternative.id))?;
        holds(!offered(&alternative.fate) || !["dabigatran", "aspirin"].contains(&alternative.id), || format!("{} is offered", alternative.id))?;
    }
    Ok(())
}

fn one_drug(person: &Person, sheet: &Sheet, assessed: &Assessed, drug: Drug, measure: &Measure, seen: &mut Seen) -> Law {
    let What::Drug { dose, start, start_rule, days, stop, .. } = &measure.what else { return Err("no drug".into()) };
    let unless = |is: bool, law: &str| holds(!is, || format!("{}: {law}", drug.id()));
    let heparin = ["enoxaparin", "nadroparin", "dalteparin", "ufh"].contains(&drug.id());
    let crcl = oracle::clearance(person);
    unless(!person.stock.contains(&drug.id()), "not in stock")?;
    unless(person.yes("CI_ACTIVE_BLEED") || person.operated() && person.yes("bs_active_bleeding"), "under active bleeding")?;
    unless(person.platelets.is_some_and(|count| count < 50.0), "with platelets below 50")?;
    unless(person.yes("CI_HIT_ACUTE"), "in acute HIT")?;
    unless(heparin && (person.yes("CI_HIT") || person.operated() && person.yes("hit_history")), "a heparin after HIT")?;
    unless(drug == Drug::Fondaparinux && crcl.is_some_and(|rate| rate < 30.0), "below a clearance of 30")?;
    unless(drug == Drug::Fondaparinux && person.kg.is_some_and(|kg| kg < 50.0), "below 50 kg")?;
    unless(drug.is_doac() && person.yes("CI_DOAC_PREG"), "in pregnancy")?;
    unless(drug.is_doac() && person.operated() && person.yes("pregnancy_postpartum") && person.said("CI_DOAC_PREG").is_none(), "in pregnancy")?;
    unless(drug.is_doac() && !person.operated(), "for an acute medical patient")?;
    let operated = |names: &[&str]| person.operations.iter().any(|operation| operation.procedure.is_some_and(|of| names.contains(&of)));
    unless(drug.is_doac() && operated(&["hip_fracture"]), "after hip-fracture surgery")?;
    unless(drug.is_doac() && operated(&["tha"]) && person.yes("hip_pelvis_leg_fracture_lt_1mo"), "after arthroplasty for a fracture")?;
    unless(operated(&["turp", "neurosurgery"]) && assessed.advice.rule != Some("O1"), "after TURP or neurosurgery")?;
    unless(person.age.is_some_and(|age| age < 18.0), "under 18")?;
    unless(assessed.bleeding.high == Some(true), "under high bleeding risk")?;
    unless(assessed.judgement.against(drug).next().is_some(), "and forbidden")?;
    if dose.is_some() {
        unless(person.kg.is_none() || crcl.is_none(), "a dose without weight or clearance")?;
    } else {
        unless(measure.conditional_on.is_empty(), "no dose, and nothing missing")?;
    }
    unless(start_rule.zh().is_empty() || start_rule.en().is_empty(), "no start rule")?;
    unless(days.planned < days.from || days.planned > days.to || days.planned == 0, "no planned stop")?;
    unless(start.map(|start| start + TimeDelta::days(i64::from(days.planned))) != *stop, "a stop that is not start and days")?;
    unless(!["baseline", "bleeding", "stop"].iter().all(|id| assessed.advice.monitoring.iter().any(|task| task.id == *id)), "no monitoring")?;
    unless(drug != Drug::Rivaroxaban && drug != Drug::Apixaban && !assessed.advice.monitoring.iter().any(|task| task.id == "platelets"), "no count")?;
    if measure.conditional_on.is_empty() {
        seen.unconditional += 1;
        let all = [person.kg, person.creatinine, person.platelets, person.haemoglobin, person.inr, person.age];
        unless(all.contains(&None) || person.man.is_none(), "unconditional, and something required is missing")?;
        unless(assessed.bleeding.high.is_none(), "unconditional, and bleeding is open")?;
        let first = start.map_or(0, |start| (start - noon()).num_minutes().max(0));
        unless(first + person.lab_hours * HOUR > 72 * HOUR, "unconditional, and the blood is older than 72 h at the first dose")?;
        unless(sheet.tally.band(sheet.instrument).is_none() && !matches!(assessed.advice.rule, Some("I1" | "O1")), "without a band")?;
    }
    match start {
        Some(start) => starts(person, drug, (*start - noon()).num_minutes(), crcl, assessed, seen),
        // Held back with no time: an operation or a catheter whose end nobody knows.
        None => unless(person.operations.is_empty() && person.needles.iter().all(|needle| !needle.catheter || needle.removed.is_some()), "no start"),
    }
}

/// Never inside a needle window, nor before the interval after an operation, nor in the last 12 h before one.
fn starts(person: &Person, drug: Drug, start: i64, crcl: Option<f64>, assessed: &Assessed, seen: &mut Seen) -> Law {
    let unless = |is: bool, law: &str| holds(!is, || format!("{} at {start} min: {law}", drug.id()));
    seen.starts_later += usize::from(start > 0);
    unless(start < 0, "in the past")?;
    let rate = crcl.unwrap_or(100.0);
    for needle in &person.needles {
        if start <= needle.at - spec::before_needle(drug.id(), rate) * HOUR {
            continue;
        }
        unless(start < needle.at + 12 * HOUR, "inside the window of a needle")?;
        unless(needle.traumatic && start < needle.at + spec::after_traumatic(drug.id()) * HOUR, "too soon after a bloody tap")?;
        if needle.catheter {
            let beside = ["enoxaparin", "nadroparin", "dalteparin", "ufh"].contains(&drug.id())
                && oracle::window(person)
                && !assessed.judgement.has("CI_NEURAXIAL")
                && needle.at <= 0;
            match needle.removed {
                _ if beside => {}
                Some(removed) => unless(start < removed + spec::after_removal(drug.id()) * HOUR, "too soon after a catheter")?,
                None => unless(true, "beside a catheter")?,
            }
        }
    }
    for operation in &person.operations {
        let end = operation.begins + operation.minutes.unwrap_or(0);
        let done = operation.status == Some("done") || operation.status.is_none() && operation.begins <= 0;
        if done {
            unless(operation.minutes.is_some() && start < end + spec::after_operation(drug.id()) * HOUR, "too soon after the operation")?;
        } else {
            let before = start <= operation.begins - 12 * HOUR;
            unless(!before && operation.minutes.is_some() && start < end + spec::after_operation(drug.id()) * HOUR, "around the operation")?;
        }
    }
    Ok(())
}

/// Left and right: whether something forbids this device there, by what was said.
fn blocked_legs(person: &Person, device: Device) -> [bool; 2] {
    let both: &[&str] = match device {
        Device::Ipc => &["MC_CHF_OEDEMA", "MC_SEVERE_LEG_OEDEMA", "MC_ACUTE_DVT", "MC_ISCHAEMIA", "MC_DEFORMITY", "CI_ACUTE_VTE"],
        Device::Vfp => &["MC_CHF_OEDEMA", "MC_ACUTE_DVT", "MC_ISCHAEMIA", "CI_ACUTE_VTE"],
        Device::Gcs => &[
            "MC_CHF_OEDEMA",
            "MC_SEVERE_LEG_OEDEMA",
            "MC_ACUTE_DVT",
            "MC_ISCHAEMIA",
            "MC_DEFORMITY",
            "MC_BYPASS_GRAFT",
            "MC_STROKE_GCS",
            "CI_ACUTE_VTE",
        ],
    };
    let whole = both.iter().any(|id| person.yes(id));
    let leg = |side: &str| {
        let here = |id: &&str| person.yes(id) && person.limbs.get(*id).is_none_or(|limb| *limb == side);
        whole || device != Device::Vfp && ["MC_LOCAL_SKIN", "MC_FRACTURE_LIMB"].iter().any(here)
    };
    [leg("left"), leg("right")]
}

/// Allowed: nothing forbids it and bleeding is not high.
fn allowed(assessed: &Assessed, drug: Drug) -> bool {
    assessed.judgement.against(drug).next().is_none() && assessed.bleeding.high != Some(true)
}

/// What is proposed without condition stays allowed, and what is forbidden stays forbidden, whatever the rest turns out to be.
fn completed(person: &Person, sheet: &Sheet, assessed: &Assessed, dice: &mut Dice, seen: &mut Seen) -> Law {
    let mut open: Vec<&str> = assessed.judgement.open.iter().map(|open| open.row.id).collect();
    for sheet in [sheet, &assessed.bleeding_sheet] {
        let unsettled = |index: &usize| matches!(sheet.cells[*index].value, Value::Open | Value::Unknowable);
        open.extend((0..sheet.cells.len()).filter(unsettled).map(|index| sheet.instrument.items[index].id));
    }
    for _ in 0..2 {
        let whole = person.completed(&open, dice);
        let (_, then) = whole.assessed();
        holds(then.bleeding.high.is_some(), || format!("completed, and bleeding is open: {:?}", then.bleeding.missing))?;
        for (drug, measure) in drugs(assessed) {
            if measure.conditional_on.is_empty() {
                seen.completed += 1;
                let against: Vec<&str> = then.judgement.against(drug).map(|present| present.row.id).collect();
                holds(allowed(&then, drug), || {
                    format!("{} was proposed without condition; then {against:?}, bleeding {:?}\n{whole:?}", drug.id(), then.bleeding)
                })?;
                if drug.is_doac() {
                    let fracture =
                        whole.yes("hip_pelvis_leg_fracture_lt_1mo") && whole.operations.iter().any(|operation| operation.procedure == Some("tha"));
                    holds(!fracture, || "a DOAC, and then a fracture".into())?;
                }
            }
        }
        for measure in &assessed.advice.measures {
            if let What::Device { device, legs } = measure.what
                && measure.conditional_on.is_empty()
            {
                holds(then.judgement.legs_for(device).is_some_and(|then| then == Limb::Both || then == legs), || {
                    format!("{} was proposed without condition\n{whole:?}", device.id())
                })?;
            }
        }
        for drug in Drug::ALL {
            if assessed.judgement.against(drug).next().is_some() {
                seen.blocked += 1;
                holds(then.judgement.against(drug).next().is_some(), || format!("{} was forbidden, and then was not\n{whole:?}", drug.id()))?;
            }
        }
        for device in Device::ALL {
            holds(assessed.judgement.legs_for(device).is_some() || then.judgement.legs_for(device).is_none(), || {
                format!("{} was forbidden, and then was not", device.id())
            })?;
        }
        if let Some(high) = assessed.bleeding.high {
            holds(then.bleeding.high == Some(high), || "bleeding was settled, and then was not".into())?;
        }
    }
    Ok(())
}

/// Silence read as absence proposes nothing that silence read as unknown forbids: it only settles what was open.
fn silence(person: &Person, assessed: &Assessed, seen: &mut Seen) -> Law {
    if person.silence_is_absence {
        return Ok(());
    }
    let (_, absent) = Person { silence_is_absence: true, ..person.clone() }.assessed();
    for present in &assessed.judgement.present {
        holds(absent.judgement.has(present.row.id), || format!("{} is gone when silence is absence", present.row.id))?;
    }
    if let Some(high) = assessed.bleeding.high {
        holds(absent.bleeding.high == Some(high), || "bleeding was settled, and silence changed it".into())?;
    }
    for (drug, measure) in drugs(&absent) {
        holds(allowed(assessed, drug), || format!("{} is proposed in absence and forbidden in doubt", drug.id()))?;
        if let Some((same, doubt)) = drugs(assessed).first()
            && *same == drug
        {
            seen.absent_stricter += 1;
            let more: Vec<&&str> = measure.conditional_on.iter().filter(|id| !doubt.conditional_on.contains(id)).collect();
            // In doubt the row itself is open ("coagulation?"), in absence only its number is ("INR?").
            holds(more.iter().all(|id| ***id == *"inr"), || format!("absence waits for {more:?}, doubt does not"))?;
            let (What::Drug { dose: one, .. }, What::Drug { dose: other, .. }) = (&measure.what, &doubt.what) else { return Ok(()) };
            holds(one == other, || "another dose by silence".into())?;
        }
    }
    Ok(())
}

/// A description and its chart say the same: the oracle is asked of what the program is asked.
#[test]
fn patients_are_drawn_the_same_every_time() {
    let draw = |number| format!("{:?}", Person::random(&mut Dice(number)));
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7), draw(8));
    assert_eq!(after(90) - noon(), TimeDelta::minutes(90));
}
