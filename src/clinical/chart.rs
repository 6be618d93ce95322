//! The chart: what is known of one patient at an instant, each fact with where it came from.
//!
//! Holds no name, bed or number of a person; those stay outside the core. Facts are kept as they came: deriving from
//! them (age, BMI, kind of surgery) happens in `sheet`, so that the screen can say why.

use std::ops::Deref;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::formulas;
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
    Allergy(Allergen),
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

/// A leg, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limb {
    Left,
    Right,
    Both,
}

impl Limb {
    pub const ALL: [Limb; 3] = [Limb::Left, Limb::Right, Limb::Both];

    pub fn id(self) -> &'static str {
        match self {
            Limb::Left => "left",
            Limb::Right => "right",
            Limb::Both => "both",
        }
    }

    pub fn named(id: &str) -> Option<Limb> {
        Limb::ALL.into_iter().find(|limb| limb.id() == id)
    }

    /// What is left when `self` is taken from both legs.
    pub fn other(self) -> Option<Limb> {
        match self {
            Limb::Left => Some(Limb::Right),
            Limb::Right => Some(Limb::Left),
            Limb::Both => None,
        }
    }
}

/// What somebody said of a contraindication: `None` means "cannot be known now".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    pub value: Option<bool>,
    pub limb: Option<Limb>,
    /// In force until then, where it was given a time.
    pub until: Option<Instant>,
}

/// A needle in the neuraxis (lumbar puncture, spinal) or a catheter that stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neuraxial {
    pub catheter: bool,
    /// The puncture, done or planned.
    pub at: Instant,
    pub removed_at: Option<Instant>,
    pub traumatic: bool,
}

/// What a medication is to the rules of this library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Ufh,
    Lmwh,
    Fondaparinux,
    Doac,
    Vka,
    /// An anticoagulant, not said which.
    Anticoagulant,
    Antiplatelet,
    Thrombolytic,
    /// Strong inhibitor of CYP3A4 and P-gp (azoles, HIV protease inhibitors).
    Inhibitor,
    /// Strong inducer (rifampicin, phenytoin, carbamazepine).
    Inducer,
    Other,
}

impl Class {
    pub fn anticoagulates(self) -> bool {
        matches!(self, Class::Ufh | Class::Lmwh | Class::Fondaparinux | Class::Doac | Class::Vka | Class::Anticoagulant)
    }

    pub fn is_heparin(self) -> bool {
        matches!(self, Class::Ufh | Class::Lmwh)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Prophylactic,
    Therapeutic,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Medication {
    pub class: Class,
    /// Aspirin at 100 mg a day or less and nothing else of its class (core specification 8, row 25).
    pub low_dose_aspirin: bool,
    pub intent: Option<Intent>,
    pub last_dose_at: Option<Instant>,
    pub stopped_at: Option<Instant>,
}

impl Medication {
    /// Not stopped by `at`.
    pub fn is_current(&self, at: Instant) -> bool {
        self.stopped_at.is_none_or(|stopped| stopped > at)
    }

    /// An anticoagulant at treatment dose; a vitamin K antagonist is never given for less.
    pub fn therapeutic(&self) -> Option<bool> {
        match (self.class.anticoagulates(), self.intent, self.class) {
            // Not recognised, and given to treat: it may be an anticoagulant.
            (false, Some(Intent::Therapeutic), Class::Other) => None,
            (false, ..) | (true, Some(Intent::Prophylactic), _) => Some(false),
            (true, Some(Intent::Therapeutic), _) | (true, None, Class::Vka) => Some(true),
            (true, None, _) => None,
        }
    }
}

/// What an allergy is to, as far as it bears on a drug here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allergen {
    /// Heparin or its porcine origin: unfractionated and every low-molecular-weight heparin.
    Heparins,
    /// One drug of the formulary, by its id.
    Drug(&'static str),
    /// Something else, which may or may not be one of ours: never read as "not allergic".
    Unknown,
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
    pub procedure: Option<Procedure>,
    pub limb: Option<Limb>,
    pub haemostasis_at: Option<Instant>,
}

/// Procedures that a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Procedure {
    Tha,
    Tka,
    HipFracture,
    Turp,
    RadicalProstatectomy,
    Neurosurgery,
    Spinal,
    Cardiac,
    Thoracic,
    Bariatric,
    AbdominalPelvicCancer,
    Other,
}

impl Procedure {
    pub const ALL: [Procedure; 12] = [
        Procedure::Tha,
        Procedure::Tka,
        Procedure::HipFracture,
        Procedure::Turp,
        Procedure::RadicalProstatectomy,
        Procedure::Neurosurgery,
        Procedure::Spinal,
        Procedure::Cardiac,
        Procedure::Thoracic,
        Procedure::Bariatric,
        Procedure::AbdominalPelvicCancer,
        Procedure::Other,
    ];

    pub fn named(id: &str) -> Option<Procedure> {
        Procedure::ALL.into_iter().find(|procedure| procedure.id() == id)
    }

    pub fn id(self) -> &'static str {
        match self {
            Procedure::Tha => "tha",
            Procedure::Tka => "tka",
            Procedure::HipFracture => "hip_fracture",
            Procedure::Turp => "turp",
            Procedure::RadicalProstatectomy => "radical_prostatectomy",
            Procedure::Neurosurgery => "neurosurgery",
            Procedure::Spinal => "spinal",
            Procedure::Cardiac => "cardiac",
            Procedure::Thoracic => "thoracic",
            Procedure::Bariatric => "bariatric",
            Procedure::AbdominalPelvicCancer => "abdominal_pelvic_cancer",
            Procedure::Other => "other",
        }
    }
}

impl Operation {
    /// An operation that nothing is known of but its kind.
    pub fn of(kind: OperationKind) -> Operation {
        Operation { kind, status: None, at: None, duration_min: None, anaesthesia_min: None, procedure: None, limb: None, haemostasis_at: None }
    }

    /// Total hip or knee arthroplasty by its procedure code, whatever `kind` says.
    pub fn is_joint_replacement(&self) -> bool {
        matches!(self.procedure, Some(Procedure::Tha | Procedure::Tka))
    }

    /// Over by `at`: said to be done, or, where nothing is said, begun before it.
    pub fn is_done(&self, at: Instant) -> bool {
        match self.status {
            Some(OperationStatus::Done) => true,
            Some(_) => false,
            None => self.at.is_some_and(|began| began <= at),
        }
    }

    /// Its time has passed and it is still called planned: nobody knows whether it took place.
    pub fn is_overtaken(&self, at: Instant) -> bool {
        self.status == Some(OperationStatus::Planned) && self.at.is_some_and(|began| began < at)
    }

    /// When it ends or ended, as far as its length is known.
    pub fn ends_at(&self) -> Option<Instant> {
        let minutes = self.duration_min.or(self.anaesthesia_min).unwrap_or(0.0);
        self.at.map(|began| began + chrono::TimeDelta::minutes(minutes as i64))
    }

    pub fn haemostasis(&self, at: Instant) -> bool {
        self.haemostasis_at.is_some_and(|when| when <= at)
    }

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
    fn of(fact: usize) -> Grounds {
        Grounds { facts: [fact, 0], count: 1 }
    }

    fn both(one: usize, other: usize) -> Grounds {
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
        best.map(|(index, value, _)| Known { value, from: Grounds::of(index) })
    }

    /// Creatinine clearance in mL/min (Cockcroft-Gault, actual weight); a host's own only where it cannot be computed.
    pub fn creatinine_clearance(&self, at: Instant) -> Option<Known<f64>> {
        match (self.age(at), self.measured(Quantity::Weight), self.measured(Quantity::Creatinine), self.sex()) {
            (Some(age), Some(weight), Some(creatinine), Some(sex)) => Some(Known {
                value: formulas::creatinine_clearance_ml_min(age.value, weight.value, creatinine.value, sex),
                from: Grounds::both(creatinine.from[0], weight.from[0]),
            }),
            _ => self.measured(Quantity::Crcl),
        }
    }

    /// Filtration rate in mL/min/1.73 m² (CKD-EPI 2021); a host's own only where it cannot be computed.
    pub fn filtration(&self, at: Instant) -> Option<Known<f64>> {
        match (self.age(at), self.measured(Quantity::Creatinine), self.sex()) {
            (Some(age), Some(creatinine), Some(sex)) => {
                Some(Known { value: formulas::egfr_ckd_epi_2021(age.value, creatinine.value, sex), from: creatinine.from })
            }
            _ => self.measured(Quantity::Egfr),
        }
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
        matches!((operation.at, self.admitted_at), (Some(at), Some(admitted)) if at < admitted)
    }
}
