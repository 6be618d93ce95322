//! What a proposal is made of: measures, what else could be chosen and why not, and what is missing.

use super::chart::{Instant, Limb};
use super::dosing::{Days, Dose, DoseOption};
use super::formulary::{Device, Drug};
use super::source::Mark;
use crate::text::{Text, text};

/// Something proposed. A measure with conditions waits for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    pub what: What,
    /// Facts that are not known and that could forbid it or change its dose.
    pub conditional_on: Vec<&'static str>,
    /// Bridges the time until the drug may be given.
    pub meanwhile: bool,
    pub remarks: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Basic,
    Device { device: Device, legs: Limb },
    Drug(DrugCourse),
    Escalate,
}

/// A drug with its dose and its time. Marks belong to one statement each: the dose, the start, the stop.
#[derive(Clone, Debug, PartialEq)]
pub struct DrugCourse {
    pub drug: Drug,
    /// `None` while a fact that it hangs on is missing.
    pub dose: Option<Dose>,
    pub dose_marks: &'static [Mark],
    pub start: Option<Instant>,
    pub start_rule: Text,
    pub start_marks: &'static [Mark],
    pub days: Days,
    pub stop: Option<Instant>,
    pub stop_marks: &'static [Mark],
    /// Which day of the course it is: 1 on the day of the operation's end, or of the first dose.
    pub day: u16,
    /// The planned day is over and the published range is not: the stop is at its end, and the decision is due now.
    pub extended: bool,
    /// Another prophylactic anticoagulant that runs and has to be stopped first, by the place of its fact.
    pub instead_of: Option<usize>,
}

impl What {
    pub fn id(&self) -> &'static str {
        match self {
            What::Basic => "basic",
            What::Device { device, .. } => device.id(),
            What::Drug(course) => course.drug.id(),
            What::Escalate => "escalate",
        }
    }

    pub fn kind(&self) -> &'static str {
        match self {
            What::Basic => "basic",
            What::Device { .. } => "device",
            What::Drug(_) => "drug",
            What::Escalate => "escalate",
        }
    }

    pub fn label(&self) -> Text {
        match self {
            What::Basic => text!(
                "基础预防（宣教、早期活动、踝泵、避免脱水、保护静脉）",
                "Basic: education, early mobilisation, ankle pumps, hydration, vein care",
            ),
            What::Device { device, .. } => device.label(),
            What::Drug(course) => course.drug.label(),
            What::Escalate => text!("会诊或上报上级医师", "Consult or escalate"),
        }
    }
}

/// A drug or device that was looked at, and why it is or is not offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub id: &'static str,
    pub label: Text,
    pub is_drug: bool,
    /// Has a place in this situation, whatever forbids it now.
    pub fits: bool,
    pub fate: Fate,
    /// Other doses of it that a physician may choose with a reason: shown, never proposed.
    pub options: Vec<DoseOption>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    Proposed,
    /// Could be chosen instead.
    Offered,
    /// May be chosen without setting anything aside, and is not proposed: the physician's question.
    Selectable,
    /// Forbidden by these rows; `no_override` when one of them stands above the physician.
    Blocked {
        by: Vec<&'static str>,
        no_override: bool,
    },
    NotInStock,
    /// No place in this situation.
    NotForThis,
}

/// What is missing, and what it would change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Missing {
    pub id: &'static str,
    pub change: Text,
}
