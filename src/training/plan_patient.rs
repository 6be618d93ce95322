//! The patient of a drill of the plan: facts as constants, with times as they are written, and the chart that they make.

use crate::clinical::chart::{
    Chart, DoseUnit, Fact, FactValue, Given, Instant, Limb, Medication, MedicationIntent, MedicationStatus, Neuraxial, Operation, OperationKind,
    OperationStatus, Procedure, Rhythm, Setting, Sex,
};
use crate::clinical::instant::{date, time};
use crate::clinical::quantity::Quantity;
use crate::clinical::substance::{allergens, recognise};

/// A fact of a story; times RFC 3339.
#[derive(Clone, Copy, Debug)]
pub enum DrillFact {
    /// In the canonical units.
    Measured {
        at: &'static str,
        values: &'static [(Quantity, f64)],
    },
    Operation {
        kind: OperationKind,
        procedure: Option<Procedure>,
        limb: Option<Limb>,
        status: OperationStatus,
        at: &'static str,
        minutes: f64,
        haemostasis: Option<&'static str>,
    },
    /// A single needle in the neuraxis.
    Needle {
        at: &'static str,
    },
    /// By its name on the chart; mg once a day.
    Medicine {
        name: &'static str,
        intent: Option<MedicationIntent>,
        daily_mg: Option<f64>,
        last_dose: Option<&'static str>,
        stopped: Option<&'static str>,
    },
    Allergy(&'static str),
    Transfusion {
        units: f64,
        at: &'static str,
    },
}

/// A time of the tables; a test reads every one.
pub fn moment(text: &str) -> Instant {
    time(text).unwrap_or_default()
}

/// The chart of a patient.
pub fn drill_chart(setting: Setting, sex: Sex, born: &str, admitted: &str, facts: &[DrillFact]) -> Chart {
    let mut chart = Chart { sex: Some(sex), birth_date: date(born), admitted_at: time(admitted), setting: Some(setting), ..Chart::default() };
    for fact in facts {
        let told = values(fact);
        chart.facts.extend(told);
    }
    for (index, fact) in chart.facts.iter_mut().enumerate() {
        fact.given = index;
    }
    chart
}

fn values(fact: &DrillFact) -> Vec<Fact> {
    let plain = |value: FactValue| vec![Fact::of(value)];
    match *fact {
        DrillFact::Measured { at, values } => {
            let measured = |&(quantity, value): &(Quantity, f64)| Fact { at: time(at), ..Fact::of(FactValue::Measured(quantity, value)) };
            values.iter().map(measured).collect()
        }
        DrillFact::Operation { kind, procedure, limb, status, at, minutes, haemostasis } => plain(FactValue::Operation(Operation {
            kind,
            status: Some(status),
            at: time(at),
            all_day: false,
            duration_min: Some(minutes),
            anaesthesia_min: None,
            procedure,
            limb,
            haemostasis_at: haemostasis.and_then(time),
        })),
        DrillFact::Needle { at } => {
            plain(FactValue::Neuraxial(Neuraxial { catheter: false, at: moment(at), all_day: false, removed_at: None, traumatic: false }))
        }
        DrillFact::Medicine { name, intent, daily_mg, last_dose, stopped } => recognise(&[name], None, &[])
            .into_iter()
            .map(|taken| {
                Fact::of(FactValue::Medication(Medication {
                    name: name.to_owned(),
                    intent,
                    dose: daily_mg.map(|amount| Given { amount, unit: DoseUnit::Mg }),
                    rhythm: daily_mg.map(|_| Rhythm::Daily),
                    last_dose_at: last_dose.and_then(time),
                    stopped_at: stopped.and_then(time),
                    ordered: if stopped.is_some() { MedicationStatus::Stopped } else { MedicationStatus::Active },
                    ..Medication::of(taken)
                }))
            })
            .collect(),
        DrillFact::Allergy(name) => allergens(name, None).into_iter().map(|to| Fact::of(FactValue::Allergy { to, name: name.to_owned() })).collect(),
        DrillFact::Transfusion { units, at } => plain(FactValue::Transfusion { units, at: moment(at) }),
    }
}
