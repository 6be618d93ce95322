//! Medicines on record: one substance of one order, as the host tells it. What it is to clotting stands in `substance`, what
//! follows from it in `blood`.

use super::instant::Instant;
use super::substance::{Class, Recognised, Substance};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MedicationIntent {
    Prophylactic,
    Therapeutic,
}

/// A dose as the host tells it, in the unit it tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    pub amount: f64,
    pub unit: DoseUnit,
}

/// `IU` and `U` are one: anti-Xa units of a heparin as its label counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseUnit {
    Mg,
    Iu,
    Ml,
}

/// How often a medicine is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    Daily,
    Every12h,
    Every8h,
    /// An infusion.
    Continuous,
}

/// Whether a medicine is being given, as the host says; a time of stopping says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MedicationStatus {
    #[default]
    Active,
    OnHold,
    Stopped,
}

/// What a thrombolysis was for, as far as it bears on the pause after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LysisFor {
    Stroke,
    Other,
}

/// One substance of one order. An order of two substances is two of these with the same place in the host's list.
#[derive(Clone, Debug, PartialEq)]
pub struct Medication {
    pub taken: Recognised,
    /// As the host wrote it, so that one that nobody recognises can be asked by name.
    pub name: String,
    /// Aspirin at 100 mg a day or less and nothing else of its class (core specification 8, row 25).
    pub low_dose_aspirin: bool,
    pub intent: Option<MedicationIntent>,
    pub dose: Option<Given>,
    pub rhythm: Option<Rhythm>,
    pub last_dose_at: Option<Instant>,
    pub next_due_at: Option<Instant>,
    pub stopped_at: Option<Instant>,
    pub ordered: MedicationStatus,
    pub lysis_for: Option<LysisFor>,
    /// Stopped because of bleeding.
    pub for_bleeding: bool,
    /// The code and the name say different things: either counts, and both are shown.
    pub other_code: Option<String>,
}

impl Medication {
    /// A medicine of which nothing but the substance is told.
    pub fn of(taken: Recognised) -> Medication {
        Medication {
            taken,
            name: String::new(),
            low_dose_aspirin: false,
            intent: None,
            dose: None,
            rhythm: None,
            last_dose_at: None,
            next_due_at: None,
            stopped_at: None,
            ordered: MedicationStatus::Active,
            lysis_for: None,
            for_bleeding: false,
            other_code: None,
        }
    }

    /// Not stopped and not on hold at `at`.
    pub fn is_current(&self, at: Instant) -> bool {
        match self.stopped_at {
            Some(stopped) => stopped > at,
            None => self.ordered == MedicationStatus::Active,
        }
    }

    /// The substance that acts in the blood; none of a flush, of what is irrelevant and of what nobody recognises.
    pub fn substance(&self) -> Option<&'static Substance> {
        match self.taken {
            Recognised::Known(substance) => Some(substance),
            Recognised::Flush(_) | Recognised::Irrelevant | Recognised::Unrecognised => None,
        }
    }

    pub fn class(&self) -> Class {
        self.substance().map_or(Class::Other, |substance| substance.class)
    }

    /// Heparin in whatever form, a flushed line included: what HIT and an allergy ask.
    pub fn is_heparin(&self) -> bool {
        match self.taken {
            Recognised::Known(substance) | Recognised::Flush(substance) => {
                substance.class.is_heparin() || matches!(substance.id, "danaparoid" | "sulodexide")
            }
            Recognised::Irrelevant | Recognised::Unrecognised => false,
        }
    }
}
