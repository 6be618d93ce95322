//! What a person of the ward puts into a chart: results, an operation planned or done, a needle in the neuraxis.

use crate::clinical::chart::Instant;
use crate::clinical::quantity::Quantity;
use crate::interop::json::{Value, decimal, object, written};

use super::setup::{measured, proved};
use super::trouble::Trouble;
use crate::interop::ward::AdmissionRow;

/// A fact that was proved and may be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvedFact(Value);

/// An operation as it is entered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnteredOperation {
    pub done: bool,
    pub kind: String,
    pub procedure: String,
    pub limb: String,
    pub at: Option<Instant>,
    pub minutes: Option<f64>,
    pub anaesthesia: Option<f64>,
    pub haemostasis_at: Option<Instant>,
}

impl ProvedFact {
    /// A result in the canonical unit of its quantity.
    pub fn measured(quantity: Quantity, value: f64, at: Instant, by: &str) -> Result<ProvedFact, Trouble> {
        let row = quantity.row();
        ProvedFact::of(measured(row.id, value, row.units[0].name, at, by))
    }

    pub fn operation(operation: &EnteredOperation, by: &str) -> Result<ProvedFact, Trouble> {
        let mut value = object([("kind", operation.kind.as_str().into()), ("status", if operation.done { "done" } else { "planned" }.into())]);
        for (name, text) in [("procedure", &operation.procedure), ("limb", &operation.limb)] {
            if !text.is_empty() {
                value.put(name, text.as_str().into());
            }
        }
        for (name, minutes) in [("durationMin", operation.minutes), ("anaesthesiaMin", operation.anaesthesia)] {
            if let Some(minutes) = minutes {
                value.put(name, decimal(minutes));
            }
        }
        for (name, at) in [("at", operation.at), ("haemostasisAt", operation.haemostasis_at)] {
            if let Some(at) = at {
                value.put(name, written(at).into());
            }
        }
        ProvedFact::of(object([("id", "operation".into()), ("value", value), ("source", by.into())]))
    }

    pub fn neuraxial(catheter: bool, at: Instant, removed_at: Option<Instant>, by: &str) -> Result<ProvedFact, Trouble> {
        let mut value = object([("kind", if catheter { "catheter" } else { "needle" }.into()), ("at", written(at).into())]);
        if let Some(removed) = removed_at {
            value.put("removedAt", written(removed).into());
        }
        ProvedFact::of(object([("id", "neuraxial".into()), ("value", value), ("source", by.into())]))
    }

    fn of(fact: Value) -> Result<ProvedFact, Trouble> {
        proved(&fact)?;
        Ok(ProvedFact(fact))
    }

    /// Puts it into the chart; an operation takes the place of the one that was planned.
    pub fn put(&self, row: &mut AdmissionRow) {
        match row.planned_operation().filter(|_| self.0["id"] == "operation") {
            Some(index) => row.replace_fact(index, Some(self.0.clone())),
            None => row.know(self.0.clone()),
        }
    }
}
