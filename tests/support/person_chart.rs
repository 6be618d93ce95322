//! The chart, answers and settings that the program reads, made from the plain description of a person.

use chrono::{Days, TimeDelta};
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::assess::{Assessed, Screening, assess};
use virchow::clinical::bleeding::governing;
use virchow::clinical::cell::Unanswered;
use virchow::clinical::chart::{
    Chart, DoseUnit, Fact, FactValue, Given, Instant, Limb, LysisFor, Medication, MedicationIntent, MedicationStatus, Neuraxial, Operation,
    OperationKind, OperationStatus, Procedure, Rhythm, Said, Setting, Sex,
};
use virchow::clinical::contraindication::{self, QUESTIONS};
use virchow::clinical::formulary::{Device, Drug};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{CAPRINI, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, PADUA};
use virchow::clinical::profile::{Profile, THRESHOLDS, Thresholds};
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::{Sheet, fill};
use virchow::clinical::situation::{StaySoFar, Suspicion};
use virchow::clinical::substance::{Recognised, allergens, recognise};

use super::pills::Kind;
use super::{ABOUT_THE_RECORD, ADMITTED, Needle, Order, Person, Pressure, Reading, Surgery, Told, When, Word, after, noon};

impl Person {
    pub fn quantities(&self) -> [(Quantity, &[Reading]); 8] {
        [
            (Quantity::Weight, &self.kg),
            (Quantity::Creatinine, &self.creatinine),
            (Quantity::Platelets, &self.platelets),
            (Quantity::Haemoglobin, &self.haemoglobin),
            (Quantity::Inr, &self.inr),
            (Quantity::Aptt, &self.aptt),
            (Quantity::Crcl, &self.crcl),
            (Quantity::Egfr, &self.egfr),
        ]
    }

    /// Every fact that a host would send, in the order of the description; each with its place in that list.
    pub fn facts(&self) -> Vec<Fact> {
        let mut all = vec![];
        let mut add = |value: FactValue, when: When| {
            let fact = Fact::of(value);
            all.push(match when {
                When::At(minute) => Fact { at: Some(after(minute)), ..fact },
                When::Day(day) => Fact { day: noon().date_naive().checked_add_signed(TimeDelta::days(day)), ..fact },
                When::Untold => fact,
            });
        };
        for (quantity, value) in [(Quantity::Age, self.age), (Quantity::Bmi, self.bmi)] {
            if let Some(value) = value {
                add(FactValue::Measured(quantity, value), When::Untold);
            }
        }
        for (quantity, readings) in self.quantities() {
            for reading in readings {
                add(FactValue::Measured(quantity, reading.value), reading.when);
            }
        }
        for Pressure { systolic, diastolic, at } in &self.pressures {
            for (quantity, value) in [(Quantity::Sbp, systolic), (Quantity::Dbp, diastolic)] {
                if let Some(value) = value {
                    add(FactValue::Measured(quantity, *value), When::At(*at));
                }
            }
        }
        self.operations.iter().for_each(|surgery| add(FactValue::Operation(operation(surgery)), When::Untold));
        self.needles.iter().for_each(|needle| add(FactValue::Neuraxial(neuraxial(needle)), When::Untold));
        for order in &self.orders {
            medications(order).into_iter().for_each(|medication| add(FactValue::Medication(medication), order.since.map_or(When::Untold, When::At)));
        }
        for allergy in &self.allergies {
            for to in allergens(allergy.words, None) {
                add(FactValue::Allergy { to, name: allergy.words.to_owned() }, When::Untold);
            }
        }
        if let Some((from, to)) = self.dialysis {
            add(FactValue::Dialysis { from: Some(after(from)), to: to.map(after) }, When::Untold);
        }
        for (value, limb) in &self.abi {
            add(FactValue::Abi { value: *value, limb: Limb::named(limb).expect("a leg") }, When::Untold);
        }
        if let Some((low, high)) = self.inr_target {
            add(FactValue::InrTarget { low, high }, When::Untold);
        }
        if let Some((from, to)) = self.icu {
            add(FactValue::Icu { from: after(from), to: to.map(after) }, When::Untold);
        }
        for (units, at) in &self.units {
            add(FactValue::Transfusion { units: *units, at: after(*at) }, When::Untold);
        }
        for Told { id, yes, when } in &self.told {
            add(self.finding(id, *yes), *when);
        }
        for (given, fact) in all.iter_mut().enumerate() {
            fact.given = given;
        }
        all
    }

    pub fn chart(&self) -> Chart {
        self.chart_of(self.facts())
    }

    pub fn chart_of(&self, facts: Vec<Fact>) -> Chart {
        Chart {
            sex: self.man.map(|man| if man { Sex::Male } else { Sex::Female }),
            admitted_at: Some(after(ADMITTED)),
            setting: Some(if self.surgical { Setting::Surgical } else { Setting::Medical }),
            facts,
            ..Chart::default()
        }
    }

    pub fn profile(&self) -> Profile {
        Profile {
            formulary: self.stock.iter().filter_map(|id| Drug::named(id)).collect(),
            devices: self.devices.iter().filter_map(|id| Device::named(id)).collect(),
            medical_instrument: if self.caprini_for_all { &CAPRINI } else { &PADUA },
            thresholds: Thresholds { aptt_upper_s: self.aptt_limit, ..THRESHOLDS },
            ..Profile::default()
        }
    }

    pub fn stay(&self) -> StaySoFar {
        let leg = |leg: Option<&str>| leg.and_then(Limb::named);
        StaySoFar {
            first_dose: self.first_dose.map(after),
            decided_at: self.decided.map(after),
            suspicion: self.suspicion.map(|suspicion| Suspicion { paused: suspicion.paused, leg: leg(suspicion.leg) }),
            confirmed: None,
        }
    }

    pub fn unanswered(&self) -> Unanswered {
        if self.silence_is_absence { Unanswered::Absent } else { Unanswered::Unknown }
    }

    pub fn answers(&self, instrument: &'static Instrument) -> Answers {
        let mut answers = Answers::empty(instrument);
        for (index, item) in instrument.items.iter().enumerate() {
            answers.cells[index] = self.said(item.id).map(Answer::from_bool);
        }
        answers
    }

    /// What people answered to rows and questions.
    pub fn rows_said(&self) -> Vec<(&'static str, Said)> {
        let is_row = |id: &str| contraindication::named(id).is_some() || ABOUT_THE_RECORD.contains(&id);
        let said = |word: &Word| Said { value: word.yes, limb: word.limb.and_then(Limb::named), until: None, at: word.at.map(after) };
        self.said.iter().filter(|(id, _)| is_row(id)).map(|(id, word)| (*id, said(word))).collect()
    }

    /// The names on record that a "no" settles: those that the question named.
    pub fn settled(&self) -> Vec<(&'static str, String)> {
        let [medication, allergy, ..] = QUESTIONS else { return vec![] };
        let mut all = vec![];
        if self.no(medication.id) {
            let unknown = self.orders.iter().filter(|order| order.pill.kind == Kind::Unknown);
            all.extend(unknown.map(|order| (medication.id, order.pill.name.to_owned())));
        }
        if self.no(allergy.id) {
            let unknown = self.allergies.iter().filter(|of| of.forbids.is_none());
            all.extend(unknown.map(|of| (allergy.id, of.words.to_owned())));
        }
        all
    }

    pub fn screening(&self) -> Screening {
        let bleeding = vec![self.answers(governing(self.operated(), &self.profile()))];
        Screening { bleeding, contraindications: self.rows_said(), settled: self.settled() }
    }

    /// A yes or no of the host, to an item or to a row.
    fn finding(&self, id: &'static str, yes: bool) -> FactValue {
        if contraindication::named(id).is_some() {
            return FactValue::Contraindication { id, said: Said::now(Some(yes)) };
        }
        let lists = [self.instrument(), &CN_BLEED_SURGICAL, &CN_BLEED_MEDICAL, &PADUA, &CAPRINI];
        let list = lists.into_iter().find(|list| list.index(id).is_some()).expect("an item");
        FactValue::Finding { instrument: list.id, item: id, present: yes }
    }

    /// The program's answer.
    pub fn assessed(&self) -> (Sheet, Assessed) {
        self.assessed_with(&self.chart(), noon())
    }

    /// The program's answer to another chart of this person, or at another time.
    pub fn assessed_with(&self, chart: &Chart, at: Instant) -> (Sheet, Assessed) {
        self.assessed_by(chart, &self.screening(), at)
    }

    pub fn assessed_by(&self, chart: &Chart, screening: &Screening, at: Instant) -> (Sheet, Assessed) {
        let unanswered = self.unanswered();
        let sheet = fill(chart, &self.answers(self.instrument()), unanswered, at).expect("no contradiction");
        let assessed = assess(&sheet, chart, screening, &self.profile(), &self.stay(), unanswered, at).expect("no contradiction");
        (sheet, assessed)
    }
}

fn operation(surgery: &Surgery) -> Operation {
    let status = |word| match word {
        "done" => OperationStatus::Done,
        "planned" => OperationStatus::Planned,
        _ => OperationStatus::Cancelled,
    };
    Operation {
        status: surgery.status.map(status),
        at: Some(after(surgery.begins)),
        all_day: surgery.all_day,
        duration_min: surgery.minutes.map(|minutes| minutes as f64),
        procedure: surgery.procedure.and_then(Procedure::named),
        limb: surgery.limb.and_then(Limb::named),
        haemostasis_at: surgery.haemostasis.map(after),
        ..Operation::of(if surgery.elective { OperationKind::ElectiveArthroplasty } else { OperationKind::Open })
    }
}

fn neuraxial(needle: &Needle) -> Neuraxial {
    let Needle { catheter, at, all_day, removed, traumatic } = *needle;
    Neuraxial { catheter, at: after(at), all_day, removed_at: removed.map(after), traumatic }
}

/// What the program makes of an order: each substance that it recognises in the name and the code.
fn medications(order: &Order) -> Vec<Medication> {
    let unit = |unit: &str| match unit {
        "mg" => DoseUnit::Mg,
        "mL" => DoseUnit::Ml,
        _ => DoseUnit::Iu,
    };
    let rhythm = |often: &str| match often {
        "qd" => Rhythm::Daily,
        "q12h" => Rhythm::Every12h,
        "q8h" => Rhythm::Every8h,
        _ => Rhythm::Continuous,
    };
    let of = |taken| Medication {
        name: order.pill.name.to_owned(),
        low_dose_aspirin: matches!(taken, Recognised::Known(substance) if substance.id == "aspirin")
            && order.dose.is_some_and(|(amount, unit)| unit == "mg" && amount <= 100.0),
        intent: order.therapeutic.map(|therapeutic| if therapeutic { MedicationIntent::Therapeutic } else { MedicationIntent::Prophylactic }),
        dose: order.dose.map(|(amount, of)| Given { amount, unit: unit(of) }),
        rhythm: order.often.map(rhythm),
        last_dose_at: order.last.map(after),
        next_due_at: order.next_due.map(after),
        stopped_at: order.stopped.map(after),
        ordered: match order.state {
            "on_hold" => MedicationStatus::OnHold,
            "stopped" => MedicationStatus::Stopped,
            _ => MedicationStatus::Active,
        },
        lysis_for: order.indication.map(|indication| if indication == "脑梗死" { LysisFor::Stroke } else { LysisFor::Other }),
        for_bleeding: order.for_bleeding,
        ..Medication::of(taken)
    };
    recognise(&[order.pill.name], order.pill.atc, &[]).into_iter().map(of).collect()
}

/// The civil day so many days from today.
pub fn civil(day: i64) -> String {
    let today = noon().date_naive();
    let day = if day < 0 { today - Days::new(day.unsigned_abs()) } else { today + Days::new(day.unsigned_abs()) };
    day.to_string()
}
