//! The measured values that an instrument asks: of its items, and of the rows that it is read by.

use crate::clinical::instrument::{From, Instrument};
use crate::clinical::outcome::{Condition, Reading};
use crate::clinical::quantity::Quantity;

/// In the order of the form, each once.
pub fn quantities(instrument: &Instrument) -> Vec<Quantity> {
    let mut all = vec![];
    let mut ask = |quantity: Quantity| {
        if !all.contains(&quantity) {
            all.push(quantity);
        }
    };
    for item in instrument.items {
        of_item(item.from).into_iter().for_each(&mut ask);
    }
    let readings = instrument.reads.map_or(&[][..], |reads| reads.readings);
    for reading in readings {
        let Reading::Rows(rows) = &reading.by else { continue };
        for condition in rows.iter().flat_map(|row| row.when) {
            match *condition {
                Condition::Below(quantity, _) | Condition::Above(quantity, _) => ask(quantity),
                Condition::BelowPerYear(quantity, _) => {
                    ask(Quantity::Age);
                    ask(quantity);
                }
                Condition::Chosen(_)
                | Condition::Any(_)
                | Condition::NoneOf(_)
                | Condition::Is(_)
                | Condition::Unknowable(_)
                | Condition::Reaches(_) => {}
            }
        }
    }
    all
}

fn of_item(from: From) -> Vec<Quantity> {
    match from {
        From::Age { .. } => vec![Quantity::Age],
        From::BmiAbove(_) | From::BmiAtLeast(_) => vec![Quantity::Bmi],
        From::Below(quantity, _)
        | From::AtLeast(quantity, _)
        | From::Above(quantity, _)
        | From::Between(quantity, _)
        | From::BelowOrAsked(quantity, _)
        | From::MaleAtLeast(quantity, _)
        | From::BelowBySex { quantity, .. }
        | From::BelowAtAll(quantity, _)
        | From::Count(quantity) => vec![quantity],
        From::AllMeet(limits) | From::AnyMeets(limits) => limits.iter().map(|limit| limit.quantity()).collect(),
        From::CreatinineOrAsked(_) => vec![Quantity::Creatinine],
        From::ClearanceBelow(_) => vec![Quantity::Crcl],
        From::PressureAtLeast { .. } => vec![Quantity::Sbp, Quantity::Dbp],
        From::Filtration { .. } => vec![Quantity::Egfr],
        From::HepaticInr => vec![Quantity::Inr],
        From::Asked
        | From::ValueAsked
        | From::Surgery(_)
        | From::RecentOperation { .. }
        | From::FractureOperation
        | From::Male
        | From::SevereRenal
        | From::HighPressureTwice
        | From::NeuraxialWindow
        | From::Antithrombotic
        | From::IntensiveCare
        | From::IntensiveCareStay
        | From::UntilHaemostasis(_) => vec![],
    }
}

/// The sex of the patient decides an item, or its limit.
pub fn asks_sex(instrument: &Instrument) -> bool {
    instrument.items.iter().any(|item| matches!(item.from, From::Male | From::MaleAtLeast(..) | From::BelowBySex { .. }))
}

/// The value counts only as it was taken on air.
pub fn on_air(instrument: &Instrument, quantity: Quantity) -> bool {
    quantity == Quantity::Spo2 && instrument.items.iter().any(|item| matches!(item.from, From::BelowAtAll(of, _) if of == quantity))
}
