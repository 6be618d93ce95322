//! The chart: what is known of one patient at an instant, each fact with where it came from.
//!
//! Holds no name, bed or number of a person; those stay outside the core. Facts are kept as they came: deriving from
//! them (age, BMI, kind of surgery) happens in `sheet`, so that the screen can say why.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::quantity::Quantity;

/// A moment with the offset it was recorded at.
pub type Instant = DateTime<FixedOffset>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// Where on the routing table a patient stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    Surgical,
    Medical,
    Obstetric,
}

/// Whether the host stands behind a fact or only suggests it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Status {
    #[default]
    Asserted,
    /// Shown for confirmation; does not count until a person confirms it.
    Suggested,
}

/// One thing the host told us.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub value: FactValue,
    pub status: Status,
    /// When it was true or measured.
    pub at: Option<Instant>,
    /// The system that said so (HIS, LIS, diagnosis).
    pub source: Option<String>,
    /// Its place in the host's list, so that a refusal can name it.
    pub given: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// In the canonical unit of the quantity.
    Measured(Quantity, f64),
    Sex(Sex),
    /// A yes/no finding, as the qualified item it answers.
    Finding {
        instrument: &'static str,
        item: &'static str,
        present: bool,
    },
    Operation(Operation),
    /// A fact that is kept for rules not in this build (medication, allergy, neuraxial …).
    Kept(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    Open,
    Laparoscopic,
    Arthroscopic,
    ElectiveArthroplasty,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OperationStatus {
    #[default]
    Planned,
    Done,
    Cancelled,
}

/// An operation of this or a former stay; durations in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    pub kind: OperationKind,
    pub status: Option<OperationStatus>,
    pub at: Option<Instant>,
    pub duration_min: Option<f64>,
    pub anaesthesia_min: Option<f64>,
    /// Total hip or knee arthroplasty by its procedure code, whatever `kind` says.
    pub joint_replacement: bool,
}

impl Operation {
    /// Anaesthesia time first, else operation time (Caprini: "it is anaesthesia time"; D).
    pub fn minutes(&self) -> Option<f64> {
        self.anaesthesia_min.or(self.duration_min)
    }
}

/// What the host knows. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    pub sex: Option<Sex>,
    pub birth_date: Option<NaiveDate>,
    pub admitted_at: Option<Instant>,
    pub setting: Option<Setting>,
    pub facts: Vec<Fact>,
}

/// A value together with the facts (by index) that it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Known<T> {
    pub value: T,
    pub from: Vec<usize>,
}

impl Chart {
    /// The latest asserted measurement: the one with the greatest time, and of several without one the last given.
    pub fn measured(&self, quantity: Quantity) -> Option<Known<f64>> {
        let mut best: Option<(usize, f64, Option<Instant>)> = None;
        for (index, fact) in self.facts.iter().enumerate() {
            if let FactValue::Measured(of, value) = fact.value
                && of == quantity
                && fact.status == Status::Asserted
                && best.is_none_or(|(_, _, at)| at <= fact.at)
            {
                best = Some((index, value, fact.at));
            }
        }
        best.map(|(index, value, _)| Known { value, from: vec![index] })
    }

    /// Female or male, from the patient or a `sex` fact.
    pub fn sex(&self) -> Option<Sex> {
        self.sex.or_else(|| {
            self.facts.iter().rev().find_map(|fact| match fact.value {
                FactValue::Sex(sex) if fact.status == Status::Asserted => Some(sex),
                _ => None,
            })
        })
    }

    /// Completed years on the civil date of `at`, at its offset; a host's `age` only where no birth date is known.
    pub fn age(&self, at: Instant) -> Option<Known<f64>> {
        match self.birth_date {
            Some(birth) => at.date_naive().years_since(birth).map(|years| Known { value: f64::from(years), from: vec![] }),
            None => self.measured(Quantity::Age).map(|age| Known { value: age.value.floor(), from: age.from }),
        }
    }

    /// Weight / height², unrounded, in kg/m²; a host's `bmi` only where it cannot be computed.
    pub fn bmi(&self) -> Option<Known<f64>> {
        match (self.measured(Quantity::Weight), self.measured(Quantity::Height)) {
            (Some(weight), Some(height)) => Some(Known {
                // In centimetres, so that 72.25 kg and 170 cm are exactly 25.
                value: weight.value * 10_000.0 / (height.value * height.value),
                from: vec![weight.from[0], height.from[0]],
            }),
            _ => self.measured(Quantity::Bmi),
        }
    }

    /// Operations that count for this stay: not cancelled, and not over before the admission.
    pub fn operations(&self) -> impl Iterator<Item = (usize, &Operation)> {
        self.all_operations().filter(|(_, operation)| !self.is_former(operation))
    }

    /// Operations that were over before this admission.
    pub fn former_operations(&self) -> impl Iterator<Item = (usize, &Operation)> {
        self.all_operations().filter(|(_, operation)| self.is_former(operation))
    }

    fn all_operations(&self) -> impl Iterator<Item = (usize, &Operation)> {
        self.facts.iter().enumerate().filter_map(|(index, fact)| match &fact.value {
            FactValue::Operation(operation) if fact.status == Status::Asserted && operation.status != Some(OperationStatus::Cancelled) => {
                Some((index, operation))
            }
            _ => None,
        })
    }

    fn is_former(&self, operation: &Operation) -> bool {
        matches!((operation.at, self.admitted_at), (Some(at), Some(admitted)) if at < admitted)
    }
}
