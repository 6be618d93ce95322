//! The points in a stay at which an assessment is due (core specification §6), named as the occasion of an assessment.
//! Deadlines are not computed here.

use super::encounter::Encounter;
use crate::clinical::chart::{Chart, OperationStatus};
use crate::clinical::instrument::Risk;
use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timepoint {
    pub id: &'static str,
    pub label: Text,
}

/// Trigger ids of the specification, in its order.
pub static TIMEPOINTS: &[Timepoint] = &[
    Timepoint { id: "ADMISSION", label: text!("入院", "Admission") },
    Timepoint { id: "TRANSFER_IN", label: text!("转入", "Transfer in") },
    Timepoint { id: "PRE_OP", label: text!("术前", "Before operation") },
    Timepoint { id: "POST_OP", label: text!("术后", "After operation") },
    Timepoint { id: "INVASIVE", label: text!("侵入性操作", "Invasive procedure") },
    Timepoint { id: "CONDITION_CHANGE", label: text!("病情变化", "Change of condition") },
    Timepoint { id: "PERIODIC_HIGH", label: text!("定期（高危）", "Periodic (high risk)") },
    Timepoint { id: "PERIODIC_MODERATE", label: text!("定期（中危）", "Periodic (moderate risk)") },
    Timepoint { id: "PERIODIC_LOW", label: text!("定期（低危）", "Periodic (low risk)") },
    Timepoint { id: "PRE_DISCHARGE", label: text!("出院前", "Before discharge") },
];

pub fn named(id: &str) -> Option<&'static Timepoint> {
    TIMEPOINTS.iter().find(|point| point.id == id)
}

/// The occasion that fits the record: first admission, then an operation since the last score, else periodic by band.
/// A proposal; the person at the screen may choose another.
pub fn proposed(encounter: &Encounter, chart: &Chart) -> &'static Timepoint {
    let id = match encounter.latest() {
        None => "ADMISSION",
        Some(last) => {
            let operated_since = chart
                .operations()
                .any(|(_, operation)| operation.status == Some(OperationStatus::Done) && operation.at.is_some_and(|at| at > last.at));
            match last.assessment.band {
                _ if operated_since => "POST_OP",
                Some(Risk::High) => "PERIODIC_HIGH",
                Some(Risk::Moderate) => "PERIODIC_MODERATE",
                _ => "PERIODIC_LOW",
            }
        }
    };
    named(id).unwrap_or(&TIMEPOINTS[0])
}
