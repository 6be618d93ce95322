//! What the facts of a chart say of one item, by the rule that the item carries ([`From`]). Nothing of it is an answer: the
//! sheet puts it beside what people said. Called by `sheet` alone.

use super::chart::{self, Chart, Class, Instant, Operation, Sex};
use super::instrument::{Bound, From};
use super::neuraxial::open_window;
use super::profile::Thresholds;
use super::quantity::Quantity;
use super::surgery::Surgery;

/// What the facts say of an item.
pub enum Reading {
    /// Yes or no, from these facts.
    Says(bool, Vec<usize>),
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
        Derivable { chart, at, thresholds, age: chart.age(at), bmi: chart.bmi(), sex: chart.sex(), surgery: Surgery::read(chart), recent }
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
            From::Surgery(class) => self.surgery.derive(class),
            From::RecentOperation { longer_than_min, former_only } => self
                .recent
                .iter()
                .find(|(_, operation, former)| {
                    (*former || !former_only) && longer_than_min.is_none_or(|limit| operation.minutes().is_none_or(|minutes| minutes > limit))
                })
                .map_or(Reading::Silent, |(fact, ..)| Reading::Hints(*fact)),
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

    fn pressure(&self) -> Reading {
        // Either pressure, twice: a systolic and a diastolic of one time are one, and so is a pair that tells no time.
        let mut occasions: Vec<(Quantity, usize)> = vec![];
        for (quantity, limit) in [(Quantity::Sbp, self.thresholds.systolic), (Quantity::Dbp, self.thresholds.diastolic)] {
            for (fact, _) in self.chart.readings(quantity).filter(|(_, value)| *value >= limit) {
                let time = |fact: usize| self.chart.facts[fact].at;
                let same = |(of, other): &(Quantity, usize)| {
                    *of != quantity && (time(fact) == time(*other) || time(fact).is_none() || time(*other).is_none())
                };
                if !occasions.iter().any(same) {
                    occasions.push((quantity, fact));
                }
            }
        }
        match occasions[..] {
            [] => Reading::Silent,
            [(_, fact)] => Reading::Hints(fact),
            _ => Reading::Says(true, occasions.into_iter().map(|(_, fact)| fact).collect()),
        }
    }

    /// The patient's own anticoagulant at prophylactic dose does not count: every reassessment would stop it (D).
    fn antithrombotic(&self) -> Reading {
        let mut unclear = None;
        let blood = super::blood::Blood::of(self.chart, self.at);
        for (fact, medication) in self.chart.medications(self.at) {
            let counts = match medication.class() {
                Class::Antiplatelet => Some(self.thresholds.low_dose_aspirin_counts || !medication.low_dose_aspirin),
                Class::Thrombolytic => Some(true),
                class if class.anticoagulates() => blood.all.iter().find(|drug| drug.fact == fact).and_then(|drug| match drug.intensity {
                    super::blood::Intensity::Prophylactic => Some(false),
                    super::blood::Intensity::Treatment => Some(true),
                    super::blood::Intensity::Unknown => None,
                }),
                // Not recognised, but given against clots.
                Class::Other if medication.intent.is_some() => None,
                _ => Some(false),
            };
            match counts {
                Some(true) => return Reading::Says(true, vec![fact]),
                Some(false) => {}
                None => unclear = Some(fact),
            }
        }
        unclear.map_or(Reading::Silent, Reading::Hints)
    }

    fn hepatic(&self) -> Reading {
        let Some(inr) = self.chart.measured(Quantity::Inr) else { return Reading::Lacks };
        let warfarin = self.chart.medications(self.at).find(|(_, medication)| medication.class() == Class::Vka);
        match warfarin {
            _ if inr.value <= 1.5 => Reading::Says(false, inr.from.to_vec()),
            Some((fact, _)) => Reading::Says(false, vec![inr.from[0], fact]),
            None => Reading::Hints(inr.from[0]),
        }
    }
}
