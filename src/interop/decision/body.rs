//! Charts for the sections on time: a medicine on record, an operation, a needle, and nothing else that matters.

use chrono::TimeDelta;

use super::medicine::Medicine;
use super::moment::now;
use crate::clinical::chart::{
    Chart, DoseUnit, Fact, FactValue, Given, Instant, Medication, MedicationIntent, Operation, OperationKind, OperationStatus, Procedure, Rhythm,
};
use crate::clinical::quantity::Quantity;
use crate::clinical::substance::{self, Recognised};

pub fn fact(value: FactValue) -> Fact {
    Fact { at: Some(now()), ..Fact::of(value) }
}

pub fn measured(quantity: Quantity, value: f64) -> Fact {
    fact(FactValue::Measured(quantity, value))
}

pub fn chart(facts: Vec<Fact>) -> Chart {
    Chart { facts, zone: Some(*now().offset()), ..Chart::default() }
}

fn ago(hours: f64) -> Instant {
    now() - TimeDelta::minutes((hours * 60.0).round() as i64)
}

pub fn medication(of: &Medicine) -> Medication {
    let taken = substance::named(of.id).map_or(Recognised::Unrecognised, Recognised::Known);
    let unit = |unit: &str| match unit {
        "mg" => DoseUnit::Mg,
        "mL" => DoseUnit::Ml,
        _ => DoseUnit::Iu,
    };
    Medication {
        intent: of.treatment.map(|treatment| if treatment { MedicationIntent::Therapeutic } else { MedicationIntent::Prophylactic }),
        dose: of.dose.map(|(amount, of)| Given { amount, unit: unit(of) }),
        rhythm: of.often.map(|often| match often {
            "qd" => Rhythm::Daily,
            "q12h" => Rhythm::Every12h,
            "q8h" => Rhythm::Every8h,
            _ => Rhythm::Continuous,
        }),
        last_dose_at: of.last.map(ago),
        stopped_at: of.stopped.map(ago),
        ..Medication::of(taken)
    }
}

/// An open operation of two hours that begins so many hours from now.
pub fn operation(status: OperationStatus, hours: i64, procedure: Option<Procedure>) -> Operation {
    Operation {
        status: Some(status),
        at: Some(now() + TimeDelta::hours(hours)),
        duration_min: Some(120.0),
        procedure,
        ..Operation::of(OperationKind::Open)
    }
}
