//! The chart: what is known of one patient at an instant, each fact with where it came from.
//!
//! Holds no name, bed or number of a person; those stay outside the core. Facts are kept as they came: deriving from
//! them (age, BMI, kind of surgery) happens in `sheet`, so that the screen can say why.

use std::ops::Deref;

use chrono::{FixedOffset, NaiveDate};

pub use super::instant::{Instant, begins};
pub use super::limb::Limb;
pub use super::medication::{DoseUnit, Given, LysisFor, Medication, MedicationIntent, MedicationStatus, Rhythm};
pub use super::operation::{Neuraxial, Operation, OperationKind, OperationStatus, Procedure};
use super::quantity::Quantity;
pub use super::substance::{Allergen, Class};

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
    /// The civil day of it, where only that is told; `at` is then none.
    pub day: Option<NaiveDate>,
    /// The system that said so (HIS, LIS, diagnosis).
    pub source: Option<String>,
    /// Its place in the host's list, so that a refusal can name it; [`SAID`] where no host gave it.
    pub given: usize,
}

/// An answer to another form that counts here as a fact.
pub const SAID: usize = usize::MAX;

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
    Neuraxial(Neuraxial),
    Medication(Medication),
    /// What the patient is allergic to; `name` as the host wrote it, so that one that nobody recognises can be asked by name.
    Allergy {
        to: Allergen,
        name: String,
    },
    /// On dialysis this stay, from when until when.
    Dialysis {
        from: Option<Instant>,
        to: Option<Instant>,
    },
    /// Ankle-brachial index of a leg.
    Abi {
        value: f64,
        limb: Limb,
    },
    /// The range of INR that this patient's vitamin K antagonist is held in.
    InrTarget {
        low: f64,
        high: f64,
    },
    /// Intensive or coronary care, from when until when.
    Icu {
        from: Instant,
        to: Option<Instant>,
    },
    Transfusion {
        units: f64,
        at: Instant,
    },
    /// A yes or no to a row of the contraindication tables (`CI_*`, `MC_*`).
    Contraindication {
        id: &'static str,
        said: Said,
    },
    /// A fact that is kept for rules not in this build (transfer, items of later instruments).
    Kept(String),
}

/// What somebody said of a contraindication: `None` means "cannot be known now".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    pub value: Option<bool>,
    pub limb: Option<Limb>,
    /// In force until then, where it was given a time.
    pub until: Option<Instant>,
    /// When it was said; `None`: for this assessment. A later alert opens the question again.
    pub at: Option<Instant>,
}

impl Said {
    /// Said now, of both legs, without an end.
    pub fn now(value: Option<bool>) -> Said {
        Said { value, limb: None, until: None, at: None }
    }
}

/// What the host knows. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    pub sex: Option<Sex>,
    pub birth_date: Option<NaiveDate>,
    pub admitted_at: Option<Instant>,
    pub setting: Option<Setting>,
    /// The host calls this an out-patient encounter; where it does not say, nothing follows.
    pub outpatient: bool,
    /// Where civil days are read; that of the assessment once [`Chart::as_of`] has seen it.
    pub zone: Option<FixedOffset>,
    /// A person says that the kidneys have failed: every drug is judged as below a clearance of 15 (§4.6).
    pub renal_failure: bool,
    /// That word names the kidney and the liver, and does not say which.
    pub names_both_organs: bool,
    /// A person says that the laboratory values without a time are of this stay and not older than 72 h (§5.10 T4).
    pub untimed_are_recent: bool,
    /// An alert came after the last "no" to bleeding, which no longer holds (T8).
    pub bleeding_reopened: bool,
    /// A person says whether a treatment drug whose dose is long overdue is still given (§5.8).
    pub still_given: Option<bool>,
    /// A person says whether the operation was for an abdominal or pelvic cancer (§5.3).
    pub cancer_operation: Option<bool>,
    pub facts: Vec<Fact>,
}

/// A value together with the facts (by index) that it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known<T> {
    pub value: T,
    pub from: Grounds,
}

/// Up to two facts, by index. In place: a chart is asked for its quantities a hundred times for one proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Grounds {
    facts: [usize; 2],
    count: usize,
}

impl Grounds {
    pub fn of(fact: usize) -> Grounds {
        Grounds { facts: [fact, 0], count: 1 }
    }

    pub fn both(one: usize, other: usize) -> Grounds {
        Grounds { facts: [one, other], count: 2 }
    }
}

impl Deref for Grounds {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        self.facts.get(..self.count).unwrap_or_default()
    }
}

impl Chart {
    /// The offset at which civil days are read: China's where no assessment has told one.
    pub fn offset(&self) -> FixedOffset {
        self.zone.or(FixedOffset::east_opt(8 * 3600)).unwrap_or_else(|| Instant::default().offset().to_owned())
    }

    /// When a fact was measured; the beginning of its day where only the day is told, so that its age is never too small.
    pub fn since(&self, fact: usize) -> Option<Instant> {
        let fact = &self.facts[fact];
        fact.at.or_else(|| begins(fact.day?, self.offset()))
    }
    /// The range that a vitamin K antagonist is held in: the one told, else 2.0 to 3.0 (§5.8, §8 row 36).
    pub fn inr_target(&self) -> (f64, f64) {
        let mut told: Option<(&Fact, f64, f64)> = None;
        for (_, fact) in self.asserted() {
            let FactValue::InrTarget { low, high } = fact.value else { continue };
            // Of one moment the lower one: above it an INR is too high for sure.
            let newer = told.is_none_or(|(held, _, highest)| self.order(fact, held).then(highest.total_cmp(&high)).is_ge());
            if newer {
                told = Some((fact, low, high));
            }
        }
        told.map_or((2.0, 3.0), |(_, low, high)| (low, high))
    }

    /// Asserted measurements of a quantity, by index, in the order given.
    pub fn readings(&self, quantity: Quantity) -> impl Iterator<Item = (usize, f64)> {
        self.asserted().filter_map(move |(index, fact)| match fact.value {
            FactValue::Measured(of, value) if of == quantity => Some((index, value)),
            _ => None,
        })
    }

    /// Facts that the host stands behind.
    pub fn asserted(&self) -> impl Iterator<Item = (usize, &Fact)> {
        self.facts.iter().enumerate().filter(|(_, fact)| fact.status == Status::Asserted)
    }

    /// What the host only suggests and no item of a form asks: a quantity, an operation, a medicine. It waits for a yes or no of
    /// its own, and nothing may say meanwhile that there is none.
    pub fn awaiting(&self) -> impl Iterator<Item = (usize, &Fact)> {
        let of_itself = |fact: &Fact| match &fact.value {
            FactValue::Finding { .. } | FactValue::Contraindication { .. } => false,
            FactValue::Kept(id) => !id.is_empty() && fact.given != SAID,
            _ => true,
        };
        self.facts.iter().enumerate().filter(move |(_, fact)| fact.status == Status::Suggested && of_itself(fact))
    }

    /// An operation is only suggested.
    pub fn awaits_operation(&self) -> bool {
        self.awaiting().any(|(_, fact)| matches!(&fact.value, FactValue::Operation(of) if of.status != Some(OperationStatus::Cancelled)))
    }

    /// A value of this quantity is only suggested.
    pub fn awaits(&self, quantity: Quantity) -> bool {
        self.awaiting().any(|(_, fact)| matches!(fact.value, FactValue::Measured(of, _) if of == quantity))
    }

    /// Every medicine on record, stopped or not.
    pub fn all_medications(&self) -> impl Iterator<Item = (usize, &Medication)> {
        self.asserted().filter_map(move |(index, fact)| match &fact.value {
            FactValue::Medication(medication) => Some((index, medication)),
            _ => None,
        })
    }

    pub fn neuraxials(&self) -> impl Iterator<Item = (usize, &Neuraxial)> {
        self.asserted().filter_map(|(index, fact)| match &fact.value {
            FactValue::Neuraxial(neuraxial) => Some((index, neuraxial)),
            _ => None,
        })
    }

    /// Medications not stopped by `at`.
    pub fn medications(&self, at: Instant) -> impl Iterator<Item = (usize, &Medication)> {
        self.asserted().filter_map(move |(index, fact)| match &fact.value {
            FactValue::Medication(medication) if medication.is_current(at) => Some((index, medication)),
            _ => None,
        })
    }

    /// In intensive or coronary care at `at`.
    pub fn in_icu(&self, at: Instant) -> Option<usize> {
        self.asserted().find_map(|(index, fact)| match fact.value {
            FactValue::Icu { from, to } if from <= at && to.is_none_or(|to| to > at) => Some(index),
            _ => None,
        })
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

    /// The same chart of a patient whose sex nobody has told.
    pub fn without_sex(&self) -> Chart {
        let mut chart = Chart { sex: None, ..self.clone() };
        for fact in &mut chart.facts {
            if matches!(fact.value, FactValue::Sex(_)) {
                fact.value = FactValue::Kept(String::new());
            }
        }
        chart
    }

    /// Completed years on the civil date of `at`, at its offset; a host's `age` only where no birth date is known.
    pub fn age(&self, at: Instant) -> Option<Known<f64>> {
        match self.birth_date {
            Some(birth) => at.date_naive().years_since(birth).map(|years| Known { value: f64::from(years), from: Grounds::default() }),
            None => self.measured(Quantity::Age).map(|age| Known { value: age.value.floor(), from: age.from }),
        }
    }

    /// Weight / height², unrounded, in kg/m²; a host's `bmi` only where it cannot be computed.
    pub fn bmi(&self) -> Option<Known<f64>> {
        match (self.measured(Quantity::Weight), self.measured(Quantity::Height)) {
            (Some(weight), Some(height)) => Some(Known {
                // In centimetres, so that 72.25 kg and 170 cm are exactly 25.
                value: weight.value * 10_000.0 / (height.value * height.value),
                from: Grounds::both(weight.from[0], height.from[0]),
            }),
            _ => self.measured(Quantity::Bmi),
        }
    }

    /// Operations that count for this stay: not cancelled, and not over before the admission.
    pub fn operations(&self) -> impl Iterator<Item = (usize, &Operation)> {
        self.all_operations().filter(|(_, operation)| !self.is_former(operation))
    }

    /// The surgeon has recorded haemostasis, and no operation done is without it.
    pub fn haemostasis(&self, at: Instant) -> Option<usize> {
        let mut recorded = None;
        for (fact, operation) in self.operations() {
            if operation.haemostasis(at) {
                recorded = Some(fact);
            } else if operation.is_done(at) {
                return None;
            }
        }
        recorded
    }

    /// Another operation of this stay is ahead, or came after this one.
    pub fn is_followed(&self, operation: &Operation, at: Instant) -> bool {
        operation.is_done(at) && self.operations().any(|(_, other)| !other.is_done(at) || other.at > operation.at)
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
        // Of the day of admission, without an hour, it may be of this stay.
        matches!((operation.latest_begin(), self.admitted_at), (Some(at), Some(admitted)) if at < admitted)
    }
}

impl Fact {
    /// Asserted, of no told time, by nobody's list.
    pub fn of(value: FactValue) -> Fact {
        Fact { value, status: Status::Asserted, at: None, day: None, source: None, given: SAID }
    }
}
