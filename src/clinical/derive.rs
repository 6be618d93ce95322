//! What the facts of a chart say of one item, by the rule that the item carries ([`From`]). Nothing of it is an answer: the
//! sheet puts it beside what people said. Called by `sheet` alone.

use chrono::TimeDelta;

use super::blood::{Blood, Effect, Intensity, OnBoard};
use super::chart::{self, Chart, Class, FactValue, Instant, Operation, Procedure, SAID, Sex};
use super::instrument::{Bound, From, SurgeryClass};
use super::neuraxial::open_window;
use super::pressure::{Pressure, pressure};
use super::profile::Thresholds;
use super::quantity::Quantity;
use super::substance::Taken;
use super::surgery::Surgery;

/// What the facts say of an item.
pub enum Reading {
    /// Yes or no, from these facts.
    Says(bool, Vec<usize>),
    /// Not met by these facts, which answers for nobody: the host's yes holds, and a person's needs no reason.
    Denies(Vec<usize>),
    /// Perhaps: a person must say.
    Hints(usize),
    /// A quantity is missing; silence about the item cannot be read as no.
    Lacks,
    /// Nothing.
    Silent,
}

/// The quantities that items are derived from, read once for a sheet.
pub struct Derivable<'a> {
    pub chart: &'a Chart,
    pub at: Instant,
    thresholds: &'a Thresholds,
    pub age: Option<chart::Known<f64>>,
    bmi: Option<chart::Known<f64>>,
    pub sex: Option<Sex>,
    /// Of no operation until the sheet has seen whether there is a fracture.
    pub surgery: Surgery,
    recent: Vec<(usize, Operation, bool)>,
}

impl<'a> Derivable<'a> {
    pub fn read(chart: &'a Chart, at: Instant, thresholds: &'a Thresholds) -> Derivable<'a> {
        let within_30_days = |operation: &Operation| {
            operation.at.is_some_and(|when| when <= at && (at.date_naive() - when.with_timezone(at.offset()).date_naive()).num_days() <= 30)
        };
        let mut recent = vec![];
        let mut note = |(index, operation): (usize, &Operation), former| {
            if within_30_days(operation) {
                recent.push((index, *operation, former));
            }
        };
        // One before the operation that counts is a former one too (re-operation: core specification 1.2).
        chart.operations().for_each(|operation| note(operation, chart.is_followed(operation.1, at)));
        chart.former_operations().for_each(|operation| note(operation, true));
        Derivable { chart, at, thresholds, age: chart.age(at), bmi: chart.bmi(), sex: chart.sex(), surgery: Surgery::default(), recent }
    }

    pub fn derive(&self, from: From) -> Reading {
        // Thresholds compare unrounded values; the hair's breadth only absorbs binary fractions (1.7 m squared).
        const HAIR: f64 = 1e-9;
        let compared = |known: Option<chart::Known<f64>>, test: &dyn Fn(f64) -> bool| match known {
            Some(known) => Reading::Says(test(known.value), known.from.to_vec()),
            None => Reading::Lacks,
        };
        match from {
            From::Asked => Reading::Silent,
            From::Age { from, to } => compared(self.age, &|age| age >= f64::from(from) && age <= f64::from(to)),
            From::BmiAbove(limit) => compared(self.bmi, &|bmi| bmi > limit + HAIR),
            From::BmiAtLeast(limit) => compared(self.bmi, &|bmi| bmi >= limit - HAIR),
            From::Surgery(class) => self.of_class(class),
            From::RecentOperation { longer_than_min, former_only } => self
                .recent
                .iter()
                .find(|(_, operation, former)| {
                    (*former || !former_only) && longer_than_min.is_none_or(|limit| operation.minutes().is_none_or(|minutes| minutes > limit))
                })
                .map_or(Reading::Silent, |(fact, ..)| Reading::Hints(*fact)),
            From::FractureOperation => {
                let of = |operation: &Operation| operation.procedure == Some(Procedure::HipFracture);
                let current = self.chart.operations().find(|(_, operation)| of(operation)).map(|(fact, _)| fact);
                let recent = || self.recent.iter().find(|(_, operation, _)| of(operation)).map(|(fact, ..)| *fact);
                current.or_else(recent).map_or(Reading::Silent, Reading::Hints)
            }
            From::Below(quantity, bound) => {
                let limit = match bound {
                    Bound::Printed(limit) => limit,
                    Bound::LocalPlatelets => self.thresholds.platelets,
                };
                compared(self.chart.measured(quantity), &|value| value < limit)
            }
            From::Filtration { from, below } => compared(self.chart.filtration(self.at), &|rate| rate >= from && rate < below),
            From::Male => self.sex.map_or(Reading::Lacks, |sex| Reading::Says(sex == Sex::Male, vec![])),
            From::SevereRenal => self.renal(),
            From::HighPressureTwice => self.pressure(),
            From::NeuraxialWindow => match open_window(self.chart, self.at) {
                Some(window) => Reading::Says(true, vec![window.fact]),
                None => match self.chart.neuraxials().next() {
                    Some((fact, _)) => Reading::Says(false, vec![fact]),
                    None => Reading::Silent,
                },
            },
            From::Antithrombotic => self.antithrombotic(),
            From::IntensiveCare => self.chart.in_icu(self.at).map_or(Reading::Silent, |fact| Reading::Says(true, vec![fact])),
            From::HepaticInr => self.hepatic(),
            From::UntilHaemostasis(procedures) => self
                .chart
                .operations()
                .find(|(_, operation)| operation.procedure.is_some_and(|of| procedures.contains(&of)))
                .map_or(Reading::Silent, |(fact, _)| Reading::Hints(fact)),
        }
    }

    fn renal(&self) -> Reading {
        let (clearance, filtration) = (self.chart.creatinine_clearance(self.at), self.chart.filtration(self.at));
        let unknown = clearance.is_none();
        let low = [clearance, filtration].into_iter().flatten().find(|rate| rate.value < self.thresholds.renal);
        match low {
            Some(rate) => Reading::Says(true, rate.from.to_vec()),
            // A filtration rate above the bound says nothing of a clearance that wants the weight.
            None if unknown => Reading::Lacks,
            None => Reading::Silent,
        }
    }

    fn of_class(&self, class: SurgeryClass) -> Reading {
        let among = |list: &[(SurgeryClass, usize)]| list.iter().find(|(of, _)| *of == class).map(|(_, fact)| *fact);
        if !self.surgery.operated() {
            Reading::Silent
        } else if let Some(fact) = among(&self.surgery.certain) {
            Reading::Says(true, vec![fact])
        } else if among(&self.surgery.possible).is_some() {
            Reading::Lacks
        } else {
            Reading::Says(false, self.surgery.facts.clone())
        }
    }

    fn pressure(&self) -> Reading {
        let latest = || {
            let of = |quantity| self.chart.measured(quantity).map(|known| known.from[0]);
            [Quantity::Sbp, Quantity::Dbp].into_iter().filter_map(of).collect()
        };
        match pressure(self.chart, self.thresholds, self.at) {
            Pressure::Unmeasured => Reading::Silent,
            Pressure::Normal => Reading::Denies(latest()),
            Pressure::OneOfTwo(fact) => Reading::Denies(vec![fact]),
            Pressure::SingleHigh(fact) => Reading::Hints(fact),
            Pressure::BothHigh(facts) => Reading::Says(true, facts.to_vec()),
        }
    }

    /// A medicine that impairs clotting now, by its substance. The patient's own anticoagulant at prophylactic dose does not
    /// count: every reassessment would stop it (D). A name that a person settled reaches this as irrelevant.
    fn antithrombotic(&self) -> Reading {
        let blood = Blood::of(self.chart, self.at);
        let mut unclear = None;
        for (fact, medication) in self.chart.all_medications() {
            let counts = match blood.all.iter().find(|drug| drug.fact == fact) {
                Some(drug) => anticoagulated(drug),
                None if !medication.is_current(self.at) => Some(false),
                None => match (medication.taken, medication.class()) {
                    (Taken::Unrecognised, _) => None,
                    (_, Class::Antiplatelet) => Some(self.thresholds.low_dose_aspirin_counts || !medication.low_dose_aspirin),
                    (_, class) => Some(matches!(class, Class::Gp2b3a | Class::Thrombolytic)),
                },
            };
            match counts {
                Some(true) => return Reading::Says(true, vec![fact]),
                Some(false) => {}
                None => unclear = Some(fact),
            }
        }
        unclear.map_or(Reading::Silent, Reading::Hints)
    }

    /// A raised INR is no sign of the liver where a vitamin K antagonist explains it: one on record, also one that was stopped
    /// while the INR is not yet back.
    fn hepatic(&self) -> Reading {
        let Some(inr) = self.chart.measured(Quantity::Inr) else { return Reading::Lacks };
        let antagonist = self.chart.all_medications().find(|(_, medication)| medication.class() == Class::Vka);
        match antagonist {
            _ if inr.value <= 1.5 => Reading::Says(false, inr.from.to_vec()),
            Some((fact, _)) => Reading::Says(false, vec![inr.from[0], fact]),
            None => Reading::Hints(inr.from[0]),
        }
    }

    /// The operations, once the danger that the item tells of is over for each of them: by recorded haemostasis, of the brain
    /// and the spine by what a physician says. An operation that is still ahead opens the question again.
    pub fn over(&self, procedures: &[Procedure]) -> Option<Vec<usize>> {
        let mut over = vec![];
        for (fact, operation) in self.chart.operations() {
            let critical = operation.is_critical() && operation.procedure.is_some_and(|of| procedures.contains(&of));
            let dry = if critical { self.said_to_be_over(operation) } else { operation.haemostasis(self.at) };
            if !operation.is_done(self.at) || !dry {
                return None;
            }
            over.push(fact);
        }
        (!over.is_empty()).then_some(over)
    }

    /// 出血风险已过: a person's "no" to CI_NEURO_EYE_OP, which counts from 24 h after the end of the operation (D).
    fn said_to_be_over(&self, operation: &Operation) -> bool {
        let answer = self.chart.facts.iter().rev().filter(|fact| fact.given == SAID).find_map(|fact| match fact.value {
            FactValue::Contraindication { id: "CI_NEURO_EYE_OP", said } => Some(said),
            _ => None,
        });
        let (Some(said), Some(ended)) = (answer, operation.ends_at()) else { return false };
        said.value == Some(false) && said.at.unwrap_or(self.at) >= ended + TimeDelta::hours(24)
    }
}

/// Whether an anticoagulant on record counts; `None` while nobody tells its dose, or whether it has left the blood.
fn anticoagulated(drug: &OnBoard) -> Option<bool> {
    match (drug.intensity, drug.running, drug.effect) {
        (Intensity::Prophylactic, ..) | (_, false, Effect::Over) => Some(false),
        (Intensity::Unknown, ..) | (_, false, Effect::Unknown(_)) => None,
        (Intensity::Treatment, ..) => Some(true),
    }
}
