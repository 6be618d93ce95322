//! What a measure is: the kind that a plan gives it, and which of that kind. Rules ask for these; their words are read and
//! written by `interop`.

use crate::clinical::formulary::{Device, Drug};
use crate::clinical::measure::What;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    Basic,
    Device,
    Drug,
    Escalate,
}

impl MeasureKind {
    pub const ALL: [MeasureKind; 4] = [MeasureKind::Basic, MeasureKind::Device, MeasureKind::Drug, MeasureKind::Escalate];

    /// The wire word.
    pub fn id(self) -> &'static str {
        match self {
            MeasureKind::Basic => "basic",
            MeasureKind::Device => "device",
            MeasureKind::Drug => "drug",
            MeasureKind::Escalate => "escalate",
        }
    }

    pub fn named(id: &str) -> Option<MeasureKind> {
        MeasureKind::ALL.into_iter().find(|kind| kind.id() == id)
    }

    pub fn of(what: &What) -> MeasureKind {
        match what {
            What::Basic => MeasureKind::Basic,
            What::Device { .. } => MeasureKind::Device,
            What::Drug(_) => MeasureKind::Drug,
            What::Escalate => MeasureKind::Escalate,
        }
    }
}

/// Tells a measure from the others of its plan: what is begun and stopped is named by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureId {
    Basic,
    Escalate,
    Device(Device),
    Drug(Drug),
    /// One that this version does not know, kept as it stands in the record: it is shown, and never authorised.
    Other(String),
}

impl MeasureId {
    /// The wire word.
    pub fn as_str(&self) -> &str {
        match self {
            MeasureId::Basic => "basic",
            MeasureId::Escalate => "escalate",
            MeasureId::Device(device) => device.id(),
            MeasureId::Drug(drug) => drug.id(),
            MeasureId::Other(id) => id,
        }
    }

    pub fn of(what: &What) -> MeasureId {
        match what {
            What::Basic => MeasureId::Basic,
            What::Device { device, .. } => MeasureId::Device(*device),
            What::Drug(course) => MeasureId::Drug(course.drug),
            What::Escalate => MeasureId::Escalate,
        }
    }

    pub fn drug(&self) -> Option<Drug> {
        match self {
            MeasureId::Drug(drug) => Some(*drug),
            _ => None,
        }
    }
}

impl From<&str> for MeasureId {
    fn from(id: &str) -> MeasureId {
        match id {
            "basic" => MeasureId::Basic,
            "escalate" => MeasureId::Escalate,
            id => match (Drug::named(id), Device::named(id)) {
                (Some(drug), _) => MeasureId::Drug(drug),
                (None, Some(device)) => MeasureId::Device(device),
                (None, None) => MeasureId::Other(id.into()),
            },
        }
    }
}
