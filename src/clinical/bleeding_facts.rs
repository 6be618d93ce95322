//! What the facts of a chart say of an item of a bleeding list, or of an instrument that no form shows. Stands in the second
//! part of the program, as those tables do: the two scores have no item that is derived so. Called by `derive` and `sheet`.

use chrono::TimeDelta;

use super::blood::{Blood, Effect, Intensity, OnBoard};
use super::chart::{Class, Fact, FactValue, Known, Operation, Procedure, SAID, Sex};
use super::derivable::{Derivable, Derived, compared};
use super::instrument::{Bound, From};
use super::neuraxial::open_window;
use super::pressure::{Pressure, pressure};
use super::quantity::{Limit, Quantity};
use super::second;
use super::substance::Recognised;

/// Of a rule that only a bleeding list has; of any other, nothing.
#[inline(never)]
pub fn derive(known: &Derivable<'_>, from: From) -> Derived {
    second::is_needed();
    match from {
        From::Below(quantity, bound) => {
            let limit = match bound {
                Bound::Printed(limit) => limit,
                Bound::LocalPlatelets => known.thresholds.platelets,
            };
            compared(known.chart.measured(quantity), &|value| value < limit)
        }
        From::AtLeast(quantity, limit) => compared(known.chart.measured(quantity), &|value| value >= limit),
        From::ValueAsked => Derived::Lacks,
        From::Above(quantity, limit) => compared(known.chart.measured(quantity), &|value| value > limit),
        From::Between(quantity, span) => compared(known.chart.measured(quantity), &|value| span.holds(value)),
        From::AllMeet(limits) => limited(known, limits, |met| met.iter().all(|met| *met == Some(true))),
        From::AnyMeets(limits) => limited(known, limits, |met| met.contains(&Some(true))),
        From::BelowOrAsked(quantity, limit) => or_asked(known.chart.measured(quantity), &|value| value < limit),
        From::CreatinineOrAsked(limit) => match known.chart.dialysis(known.at) {
            Some(dialysis) if known.chart.measured(Quantity::Creatinine).is_none_or(|measured| measured.value < limit) => Derived::Hints(dialysis),
            _ => or_asked(known.chart.measured(Quantity::Creatinine), &|value| value >= limit),
        },
        From::MaleAtLeast(quantity, limit) => match (known.sex, known.chart.measured(quantity)) {
            (Some(Sex::Female), _) => Derived::Says(false, vec![]),
            (sex, Some(measured)) if sex.is_some() || measured.value < limit => Derived::Says(measured.value >= limit, measured.from.to_vec()),
            _ => Derived::Lacks,
        },
        From::BelowBySex { quantity, men, women } => {
            let (least, most) = known.sex.map_or((men.min(women), men.max(women)), |sex| if sex == Sex::Male { (men, men) } else { (women, women) });
            match known.chart.measured(quantity) {
                Some(measured) if measured.value < least || measured.value >= most => Derived::Says(measured.value < least, measured.from.to_vec()),
                _ => Derived::Lacks,
            }
        }
        From::ClearanceBelow(limit) => compared(known.chart.creatinine_clearance(known.at), &|clearance| clearance < limit),
        From::BelowAtAll(quantity, limit) => match known.chart.measured(quantity) {
            // Nothing tells that it was taken on air: a person says so, and silence does not.
            Some(measured) if measured.value >= limit => Derived::Lacks,
            measured => compared(measured, &|_| true),
        },
        From::PressureAtLeast { systolic, diastolic } => either_pressure(known, systolic, diastolic),
        From::Count(Quantity::Age) => compared(known.age, &|_| true),
        From::Count(quantity) => compared(known.chart.measured(quantity), &|_| true),
        From::Filtration { from, below } => compared(known.chart.filtration(known.at), &|rate| rate >= from && rate < below),
        From::Male => known.sex.map_or(Derived::Lacks, |sex| Derived::Says(sex == Sex::Male, vec![])),
        From::SevereRenal => renal(known),
        From::HighPressureTwice => high_pressure(known),
        From::NeuraxialWindow => match open_window(known.chart, known.at) {
            Some(window) => Derived::Says(true, vec![window.fact]),
            None => match known.chart.neuraxials().next() {
                Some((fact, _)) => Derived::Says(false, vec![fact]),
                None => Derived::Silent,
            },
        },
        From::Antithrombotic => antithrombotic(known),
        From::IntensiveCare => known.chart.in_icu(known.at).map_or(Derived::Silent, |fact| Derived::Says(true, vec![fact])),
        From::IntensiveCareStay => {
            let begun = |(fact, of): (usize, &Fact)| matches!(of.value, FactValue::Icu { from, .. } if from <= known.at).then_some(fact);
            match known.chart.in_icu(known.at) {
                Some(fact) => Derived::Says(true, vec![fact]),
                None => known.chart.asserted().find_map(begun).map_or(Derived::Silent, Derived::Hints),
            }
        }
        From::HepaticInr => hepatic(known),
        From::UntilHaemostasis(procedures) => known
            .chart
            .operations()
            .find(|(_, operation)| operation.procedure.is_some_and(|of| procedures.contains(&of)))
            .map_or(Derived::Silent, |(fact, _)| Derived::Hints(fact)),
        _ => Derived::Silent,
    }
}

/// Yes where the limits are met; else nothing follows but that what is not measured is not told.
fn limited(known: &Derivable<'_>, limits: &[Limit], is_met: fn(&[Option<bool>]) -> bool) -> Derived {
    let measured: Vec<_> = limits.iter().map(|limit| (limit, known.chart.measured(limit.quantity()))).collect();
    let met: Vec<Option<bool>> = measured.iter().map(|(limit, known)| known.as_ref().map(|known| limit.is_met(known.value))).collect();
    if is_met(&met) {
        let facts = measured.iter().zip(&met).filter(|(_, met)| **met == Some(true));
        return Derived::Says(true, facts.filter_map(|((_, known), _)| Some(known.as_ref()?.from[0])).collect());
    }
    if met.contains(&None) { Derived::Lacks } else { Derived::Silent }
}

fn renal(known: &Derivable<'_>) -> Derived {
    let (clearance, filtration) = (known.chart.creatinine_clearance(known.at), known.chart.filtration(known.at));
    let unknown = clearance.is_none();
    let low = [clearance, filtration].into_iter().flatten().find(|rate| rate.value < known.thresholds.renal);
    match low {
        Some(rate) => Derived::Says(true, rate.from.to_vec()),
        // A filtration rate above the bound says nothing of a clearance that wants the weight.
        None if unknown => Derived::Lacks,
        None => Derived::Silent,
    }
}

fn high_pressure(known: &Derivable<'_>) -> Derived {
    let latest = || {
        let of = |quantity| known.chart.measured(quantity).map(|known| known.from[0]);
        [Quantity::Sbp, Quantity::Dbp].into_iter().filter_map(of).collect()
    };
    match pressure(known.chart, known.thresholds, known.at) {
        Pressure::Unmeasured => Derived::Silent,
        Pressure::Normal => Derived::Denies(latest()),
        Pressure::OneOfTwo(fact) => Derived::Denies(vec![fact]),
        Pressure::SingleHigh(fact) => Derived::Hints(fact),
        Pressure::BothHigh(facts) => Derived::Says(true, facts.to_vec()),
    }
}

/// A yes by the quantity; what else may make it one is not told by it, and nothing at all while it is not measured.
fn or_asked(measured: Option<Known<f64>>, is_met: &dyn Fn(f64) -> bool) -> Derived {
    match measured {
        Some(measured) if is_met(measured.value) => Derived::Says(true, measured.from.to_vec()),
        Some(_) => Derived::Silent,
        None => Derived::Lacks,
    }
}

/// Either of the two is enough for a yes; a no wants both.
fn either_pressure(known: &Derivable<'_>, systolic: f64, diastolic: f64) -> Derived {
    let both = [(Quantity::Sbp, systolic), (Quantity::Dbp, diastolic)].map(|(of, limit)| Some((known.chart.measured(of)?, limit)));
    match both.iter().flatten().find(|(measured, limit)| measured.value >= *limit) {
        Some((high, _)) => Derived::Says(true, high.from.to_vec()),
        None => match both {
            [Some((one, _)), Some((other, _))] => Derived::Says(false, vec![one.from[0], other.from[0]]),
            _ => Derived::Lacks,
        },
    }
}

/// A medicine that impairs clotting now, by its substance. The patient's own anticoagulant at prophylactic dose does not
/// count: every reassessment would stop it (D). A name that a person settled reaches this as irrelevant.
fn antithrombotic(known: &Derivable<'_>) -> Derived {
    let blood = Blood::of(known.chart, known.at);
    let mut unclear = None;
    for (fact, medication) in known.chart.all_medications() {
        let counts = match blood.all.iter().find(|drug| drug.fact == fact) {
            Some(drug) => anticoagulated(drug),
            None if !medication.is_current(known.at) => Some(false),
            None => match (medication.taken, medication.class()) {
                (Recognised::Unrecognised, _) => None,
                (_, Class::Antiplatelet) => Some(known.thresholds.low_dose_aspirin_counts || !medication.low_dose_aspirin),
                (_, class) => Some(matches!(class, Class::Gp2b3a | Class::Thrombolytic)),
            },
        };
        match counts {
            Some(true) => return Derived::Says(true, vec![fact]),
            Some(false) => {}
            None => unclear = Some(fact),
        }
    }
    // A medicine that is only suggested is not one that is not taken.
    let suggested = known.chart.awaiting().any(|(_, fact)| matches!(&fact.value, FactValue::Medication(of) if of.taken != Recognised::Irrelevant));
    unclear.map_or(if suggested { Derived::Lacks } else { Derived::Silent }, Derived::Hints)
}

/// A raised INR is no sign of the liver where a vitamin K antagonist explains it: one on record, also one that was stopped
/// while the INR is not yet back.
fn hepatic(known: &Derivable<'_>) -> Derived {
    let Some(inr) = known.chart.measured(Quantity::Inr) else { return Derived::Lacks };
    let antagonist = known.chart.all_medications().find(|(_, medication)| medication.class() == Class::Vka);
    match antagonist {
        _ if inr.value <= 1.5 => Derived::Says(false, inr.from.to_vec()),
        Some((fact, _)) => Derived::Says(false, vec![inr.from[0], fact]),
        None => Derived::Hints(inr.from[0]),
    }
}

/// The operations, once the danger that the item tells of is over for each of them: by recorded haemostasis, of the brain
/// and the spine by what a physician says. An operation that is still ahead opens the question again.
#[inline(never)]
pub fn over(known: &Derivable<'_>, procedures: &[Procedure]) -> Option<Vec<usize>> {
    second::is_needed();
    let mut over = vec![];
    for (fact, operation) in known.chart.operations() {
        let critical = operation.is_critical() && operation.procedure.is_some_and(|of| procedures.contains(&of));
        let dry = if critical { said_to_be_over(known, operation) } else { operation.haemostasis(known.at) };
        if !operation.is_done(known.at) || !dry {
            return None;
        }
        over.push(fact);
    }
    (!over.is_empty()).then_some(over)
}

/// 出血风险已过: a person's "no" to CI_NEURO_EYE_OP, which counts from 24 h after the end of the operation (D).
fn said_to_be_over(known: &Derivable<'_>, operation: &Operation) -> bool {
    let answer = known.chart.facts.iter().rev().filter(|fact| fact.given == SAID).find_map(|fact| match fact.value {
        FactValue::Contraindication { id: "CI_NEURO_EYE_OP", said } => Some(said),
        _ => None,
    });
    let (Some(said), Some(ended)) = (answer, operation.ends_at()) else { return false };
    said.value == Some(false) && said.at.unwrap_or(known.at) >= ended + TimeDelta::hours(24)
}

/// Whether an anticoagulant on record counts; `None` while nobody tells its dose, or whether it has left the blood.
fn anticoagulated(drug: &OnBoard) -> Option<bool> {
    match (drug.intensity, drug.running, drug.effect) {
        (Intensity::Prophylactic, ..) | (_, false, Effect::Over) => Some(false),
        (Intensity::Unknown, ..) | (_, false, Effect::Unknown(_)) => None,
        (Intensity::Treatment, ..) => Some(true),
    }
}
