//! What the facts and the forms decide of a row. `None` leaves it to what was said, and to what silence means.

use chrono::TimeDelta;

use super::judge::{Case, RowState};
use super::judgement::{OpenRow, Present};
use super::row::{Row, Severity, When};
use crate::clinical::alerts::fell_on_anticoagulant;
use crate::clinical::blood::{Effect, Intensity, NotBefore, OnBoard};
use crate::clinical::cell::{By, CellValue, Unanswered};
use crate::clinical::chart::{Allergen, Chart, FactValue, Instant, Limb, LysisFor, Medication, Procedure, Said, Sex};
use crate::clinical::finding::{Finding, Reach};
use crate::clinical::formulary::{Drug, HEPARINS, LMWH, Set};
use crate::clinical::neuraxial::{BEFORE, open_window, open_windows};
use crate::clinical::pressure::Pressure;
use crate::clinical::quantity::Quantity;
use crate::clinical::said;
use crate::clinical::substance::{Class, Grade, Substance};
use crate::text::{Text, text};

const IMAGING: Text = text!("复查CT/MRI无出血", "Follow-up CT or MRI shows no bleeding");
const OVER: Text = text!("出血风险已过", "The danger of bleeding is over");
const RELEASED: Text = text!("麻醉医师已放行", "Released by the anaesthetist");
const LARGE_STROKE: Text = text!("出血性卒中、大面积梗死或出血转化？", "Haemorrhagic stroke, a large infarct or haemorrhagic transformation?");
const HEART_OR_BRAIN: Text = text!("心梗还是脑卒中？", "Myocardial infarction, or a stroke?");
const LYSIS_FOR: Text = text!("溶栓指征：是否用于脑卒中？", "Indication of the thrombolysis: was it for a stroke?");
const STILL_TAKEN: Text = text!("是否仍在用？", "Is it still being given?");
const WHICH_DOSE: Text = text!("预防剂量还是治疗剂量？", "A prophylactic dose, or a treatment dose?");

/// The end of a lysis' own pause, and the first moment at which an operation on brain or spine can be called over.
const DAY: TimeDelta = TimeDelta::hours(24);

impl Case<'_> {
    /// The severity of a row that a person says is present.
    pub fn severity_said(&self, row: &Row) -> Severity {
        match row.when {
            When::HighPressure => self.pressure_forbids().unwrap_or(row.severity),
            _ => row.severity,
        }
    }

    pub fn rule(&self, row: &'static Row, said: Option<Said>) -> Option<RowState> {
        let chart = self.known.chart;
        let at = self.known.at;
        // A quantity that nobody measured leaves the row open, unless a person has answered it.
        let compared = |value: Option<f64>, lacks: &'static str, test: &dyn Fn(f64) -> bool| match value {
            Some(value) if test(value) => Some(RowState::yes(row)),
            Some(_) => Some(RowState::No),
            None if said.is_some() => None,
            None => Some(RowState::lacks(row, lacks)),
        };
        match row.when {
            When::Asked | When::UntilHaemostasis | When::ByChoice => None,
            When::UnrecognisedMedication | When::UnrecognisedAllergy | When::KidneyOrLiver => None,
            When::ActiveBleeding => self.active_bleeding(row),
            When::StrokeSaid => {
                let told = self.has(Finding::RecentStroke) || self.has(Finding::AcuteStroke);
                let asked = told && said.is_none() || self.reopened(said, "MC_STROKE_GCS", |value| value == Some(true));
                asked.then(|| RowState::suspected_as(row, LARGE_STROKE))
            }
            When::CriticalOperation => self.critical_operation(row),
            When::Platelets { from, below } => {
                let state = compared(self.platelets, "platelets", &|platelets| platelets >= from && platelets < below);
                match state {
                    Some(RowState::Yes(found)) if row.severity.forbids() && self.platelets.is_some_and(|platelets| platelets < 20.0) => {
                        Some(RowState::Yes(Present { no_override: true, ..found }))
                    }
                    state => state,
                }
            }
            When::Coagulation => self.coagulation(row, said),
            When::HighPressure => self.high_pressure(row),
            When::NeuraxialWindow => self.neuraxial(row),
            When::Thrombolysis => self.thrombolysis(row),
            When::TwoAntiplatelets => {
                let mut taken = chart.medications(at).filter_map(|(_, medication)| medication.substance()).filter(inhibits_platelets);
                let first = taken.next()?;
                taken.any(|substance| substance.id != first.id).then(|| RowState::yes(row))
            }
            When::InrAboveTarget => {
                let (_, highest) = chart.inr_target();
                let antagonist = self.known.blood.all.iter().any(|drug| drug.substance.class == Class::Vka);
                match chart.measured(Quantity::Inr) {
                    _ if !antagonist => said.is_none().then_some(RowState::No),
                    inr => compared(inr.map(|known| known.value), "inr", &|inr| inr > highest),
                }
            }
            When::FallOnHeparin => self.hit_is_unanswered.then(|| RowState::suspected(row)),
            When::Allergy => self.allergy(row),
            When::TherapeuticDose => self.therapeutic_dose(row, said),
            When::ClearanceBelow(limit) => compared(self.clearance, "creatinine", &|clearance| clearance < limit),
            When::DoacClearance => match self.clearance {
                // Dabigatran stops at 30; the older US label of rivaroxaban avoids <30 too.
                Some(clearance) if (15.0..30.0).contains(&clearance) => Some(RowState::caution(row)),
                clearance => compared(clearance, "creatinine", &|clearance| clearance < 15.0),
            },
            When::WeightBelow(limit) => compared(self.weight, "weight", &|weight| weight < limit),
            When::LowWeight => {
                // Of a patient whose sex nobody told, the higher.
                let limit = if chart.sex() == Some(Sex::Female) { 45.0 } else { 57.0 };
                compared(self.weight, "weight", &|weight| weight < limit)
            }
            When::FallOnDrug => match fell_on_anticoagulant(chart, self.known.blood) {
                true => Some(RowState::yes(row)),
                false => said.is_none().then_some(RowState::No),
            },
            When::Pregnancy => match said {
                _ if !self.may_be_pregnant() => self.crossed(row.id).is_none().then_some(RowState::No),
                // For a drug she counts as pregnant until a test says otherwise.
                Some(Said { value: None, .. }) => Some(RowState::yes(row)),
                _ => None,
            },
            When::WomenOnly => (!self.may_be_pregnant()).then_some(RowState::No),
            When::HipFracture => Some(if self.operated_on(Procedure::HipFracture).is_some() { RowState::yes(row) } else { RowState::No }),
            When::Interaction => self.interaction(row),
            When::ClotInLeg => self.reopened(said, "MC_ACUTE_DVT", |value| value != Some(false)).then(|| RowState::suspected(row)),
            When::FailingHeart => self.failing_heart(row, said),
            When::Ischaemia => self.ischaemia(row, said),
            When::AcuteStroke => match said {
                Some(_) => None,
                None if self.has(Finding::RecentStroke) => Some(RowState::suspected(row)),
                None => self.has(Finding::InfarctionOrStroke).then(|| RowState::suspected_as(row, HEART_OR_BRAIN)),
            },
            When::FracturedLimb => self.fractured_limb(row, said),
        }
    }

    /// When a person last said "no" to a row: what a window or an operation holds, no fact of the host releases.
    fn denied(&self, row: &Row) -> Option<Instant> {
        said::denied_at(self.known.said, row.id, self.known.at)
    }

    /// Another row was answered so that this one is asked, and nobody has answered this one since.
    fn reopened(&self, said: Option<Said>, by: &str, is_reason: impl Fn(Option<bool>) -> bool) -> bool {
        self.said(by).is_some_and(|other| is_reason(other.value) && self.is_older(said, &other))
    }

    /// Of women of 12 to 55; where sex or age is not told, likewise.
    fn may_be_pregnant(&self) -> bool {
        let chart = self.known.chart;
        chart.sex() != Some(Sex::Male) && chart.age(self.known.at).is_none_or(|age| (12.0..56.0).contains(&age.value))
    }

    /// An operation of this stay, planned or done; the leg, where it is told.
    pub fn operated_on(&self, procedure: Procedure) -> Option<Option<Limb>> {
        self.known.chart.operations().find(|(_, operation)| operation.procedure == Some(procedure)).map(|(_, operation)| operation.limb)
    }

    /// A block by a strong one, a caution by a moderate one; one whose grade is not known counts as strong.
    fn interaction(&self, row: &'static Row) -> Option<RowState> {
        let mut moderate = false;
        for (_, medication) in self.known.chart.medications(self.known.at) {
            match medication.substance().filter(|substance| is_interaction(substance)).map(|substance| substance.grade) {
                None => {}
                Some(Some(Grade::Moderate)) => moderate = true,
                Some(_) => return Some(RowState::yes(row)),
            }
        }
        moderate.then(|| RowState::caution(row))
    }

    fn active_bleeding(&self, row: &'static Row) -> Option<RowState> {
        let day_before = self.known.at - DAY;
        let units = |fact: &FactValue| match *fact {
            FactValue::Transfusion { units, at } if at > day_before && at <= self.known.at => units,
            _ => 0.0,
        };
        let transfused: f64 = self.known.chart.asserted().map(|(_, fact)| units(&fact.value)).sum();
        if transfused > 2.0 || self.bleeding_is_reopened && self.crossed(row.id) == Some(Reach::Makes) {
            return Some(RowState::yes(row));
        }
        self.bleeding_is_reopened.then(|| RowState::suspected(row))
    }

    /// On the brain or the spine: in force from the operation on. A "no" counts from 24 h after its end, never earlier.
    fn critical_operation(&self, row: &'static Row) -> Option<RowState> {
        let Case { known, .. } = self;
        let done = known.chart.operations().filter(|(_, operation)| operation.is_critical() && operation.is_done(known.at));
        let mut ends = done.map(|(_, operation)| operation.ends_at()).peekable();
        ends.peek()?;
        // Where nobody tells when one ended, nobody can tell that 24 h have passed.
        let askable = ends.try_fold(Instant::default(), |latest, ended| Some(latest.max(ended? + DAY)));
        if askable.zip(self.denied(row)).is_some_and(|(askable, denied)| denied >= askable) {
            return Some(RowState::No);
        }
        let ended_by = askable.is_some_and(|askable| known.at >= askable).then_some(OVER);
        Some(RowState::Yes(Present { ended_by, ..Present::of(row) }))
    }

    fn coagulation(&self, row: &'static Row, said: Option<Said>) -> Option<RowState> {
        let Case { known, .. } = self;
        let (chart, thresholds) = (known.chart, &known.profile.thresholds);
        let antagonist = known.blood.all.iter().any(|drug| drug.substance.class == Class::Vka);
        let inr = chart.measured(Quantity::Inr);
        let high_inr = inr.filter(|inr| inr.value > thresholds.inr && !antagonist);
        let long_aptt = chart.measured(Quantity::Aptt).filter(|aptt| {
            let limit = thresholds.aptt_upper_s.map_or(APTT_WITHOUT_LIMIT_S, |upper| upper * thresholds.aptt_ratio);
            aptt.value > limit && !self.is_of_heparin(aptt.from[0]) && !self.has(Finding::LupusAnticoagulant)
        });
        let mut asked = false;
        for figure in [high_inr, long_aptt].into_iter().flatten() {
            if !self.is_of_a_direct_inhibitor(figure.from[0]) {
                return Some(RowState::yes(row));
            }
            asked = true;
        }
        if asked && said.is_none_or(|said| said.value.is_none()) || self.reopened(said, "CI_DOAC_LIVER", |value| value == Some(true)) {
            return Some(RowState::suspected(row));
        }
        (inr.is_none() && said.is_none() && known.unanswered == Unanswered::Absent).then(|| RowState::lacks(row, "inr"))
    }

    /// Unfractionated heparin was in the sample, or nobody can tell.
    fn is_of_heparin(&self, sample: usize) -> bool {
        let taken = self.known.chart.since(sample);
        let since_start = |drug: &OnBoard| self.known.chart.since(drug.fact).zip(taken).is_none_or(|(began, taken)| taken >= began);
        let still_acts = |drug: &OnBoard| match drug.not_before {
            _ if drug.running => true,
            NotBefore::Now => false,
            NotBefore::At(over) => taken.is_none_or(|taken| taken < over),
            NotBefore::Waits(_) => true,
        };
        self.known.blood.all.iter().any(|drug| drug.substance.class == Class::Ufh && since_start(drug) && still_acts(drug))
    }

    /// A DOAC or a direct thrombin inhibitor was in the sample, or nobody can tell: the figure is not the patient's own.
    fn is_of_a_direct_inhibitor(&self, sample: usize) -> bool {
        let taken = self.known.chart.since(sample);
        let slow_kidney = self.clearance.is_none_or(|clearance| clearance < 30.0);
        self.known.blood.all.iter().filter(|drug| is_direct_inhibitor(drug.substance)).any(|drug| {
            let hours = if slow_kidney || drug.substance.id == "dabigatran" { 96 } else { 48 };
            taken.zip(drug.last_dose).is_none_or(|(taken, last)| taken - last < TimeDelta::hours(hours))
        })
    }

    /// What the readings forbid: two high ones a drug, a single one until it is repeated.
    fn pressure_forbids(&self) -> Option<Severity> {
        match self.pressure {
            Pressure::BothHigh(_) => Some(Severity::Block),
            Pressure::SingleHigh(_) => Some(Severity::BlockUntil),
            Pressure::Unmeasured | Pressure::Normal | Pressure::OneOfTwo(_) => None,
        }
    }

    fn high_pressure(&self, row: &'static Row) -> Option<RowState> {
        match (self.pressure_forbids(), self.pressure) {
            (Some(severity), _) => Some(RowState::Yes(Present { severity, ..Present::of(row) })),
            (None, Pressure::OneOfTwo(_)) => Some(RowState::caution(row)),
            (None, Pressure::Normal) => Some(RowState::No),
            (None, _) => None,
        }
    }

    /// A person may say that a window is released, once it is open; the clock closes it by itself.
    fn neuraxial(&self, row: &'static Row) -> Option<RowState> {
        let Case { known, .. } = self;
        let window = open_window(known.chart, known.at);
        // Of several open windows the one that opened last: an older "no" says nothing of it.
        let opened = open_windows(known.chart, known.at).map(|neuraxial| neuraxial.at - BEFORE).max();
        let denied = self.denied(row).is_some_and(|denied| opened.is_none_or(|opened| denied >= opened));
        let released = denied || self.cells(Finding::NeuraxialWindow).any(|cell| cell.value == CellValue::No && cell.by == By::Person);
        match window {
            Some(window) if !released => Some(RowState::Yes(Present { until: window.until, ended_by: Some(RELEASED), ..Present::of(row) })),
            _ if released || known.chart.neuraxials().next().is_some() => Some(RowState::No),
            _ if self.has(Finding::NeuraxialWindow) => Some(RowState::yes(row)),
            // Silence about the form's item does not answer the row.
            _ => self.cells(Finding::NeuraxialWindow).any(|cell| cell.value == CellValue::No && cell.by != By::Silence).then_some(RowState::No),
        }
    }

    /// 24 h after any systemic lysis; after one for a stroke, or for nobody knows what, until imaging shows no bleeding.
    fn thrombolysis(&self, row: &'static Row) -> Option<RowState> {
        let Case { known, .. } = self;
        // A "no" inside the 24 h cannot be about the picture.
        let denied = |from: Option<Instant>| self.denied(row).is_some_and(|denied| from.is_none_or(|from| denied >= from));
        let (mut until, mut waits) = (None, vec![]);
        for (fact, medication) in known.chart.all_medications().filter(|(_, medication)| is_systemic_lysis(medication)) {
            let over_at = given(known.chart, fact, medication).map(|given| given + DAY);
            if let Some(over_at) = over_at.filter(|over_at| known.at < *over_at) {
                until = until.max(Some(over_at));
            } else if !denied(over_at) {
                let imaging = || RowState::Yes(Present { ended_by: Some(IMAGING), ..Present::of(row) });
                match self.lysed_for_stroke(medication, over_at) {
                    // Nobody knows whether its 24 h are over.
                    _ if over_at.is_none() => waits.push(imaging()),
                    Stroke::Yes => waits.push(imaging()),
                    Stroke::Either => waits.push(RowState::lacks(row, "MC_STROKE_GCS")),
                    Stroke::Untold => {
                        let asked = OpenRow { lacks: "indication", wording: Some(LYSIS_FOR), ..OpenRow::of(row) };
                        waits.extend([imaging(), RowState::Open(asked)]);
                    }
                    Stroke::No => {}
                }
            }
        }
        match until {
            Some(_) => Some(RowState::Yes(Present { until, ..Present::of(row) })),
            None => (!waits.is_empty()).then_some(RowState::Several(waits)),
        }
    }

    /// What a lysis that is over by the clock was for, as far as the pause after it goes.
    fn lysed_for_stroke(&self, medication: &Medication, over_at: Option<Instant>) -> Stroke {
        let stroke = self.said("MC_STROKE_GCS");
        // What was said before the lysis says nothing of what it was for.
        let since = |said: &Said| over_at.is_none_or(|over_at| said.at.unwrap_or(self.known.at) >= over_at - DAY);
        let denied = stroke.is_some_and(|said| said.value == Some(false) && since(&said));
        if self.has(Finding::AcuteStroke) || self.has(Finding::RecentStroke) || self.is_said("MC_STROKE_GCS") {
            return Stroke::Yes;
        }
        match medication.lysis_for {
            Some(LysisFor::Stroke) => Stroke::Yes,
            Some(LysisFor::Other) => Stroke::No,
            None if denied => Stroke::No,
            None if self.has(Finding::InfarctionOrStroke) => Stroke::Either,
            None if [Finding::InfarctionOrStroke, Finding::RecentStroke, Finding::AcuteStroke].into_iter().any(|item| self.denies(item)) => {
                Stroke::No
            }
            None => Stroke::Untold,
        }
    }

    /// By substance: a heparin takes every heparin away, of which unfractionated heparin may be given after testing.
    fn allergy(&self, row: &'static Row) -> Option<RowState> {
        let (mut heparins, mut none, mut drugs) = (false, false, Set(0));
        for (_, fact) in self.known.chart.asserted() {
            match fact.value {
                FactValue::Allergy { to: Allergen::Heparins, .. } => heparins = true,
                FactValue::Allergy { to: Allergen::Drug(id), .. } => drugs = Drug::named(id).map_or(drugs, |drug| drugs.union(Set::drugs([drug]))),
                FactValue::Allergy { to: Allergen::None, .. } => none = true,
                _ => {}
            }
        }
        let mut found = vec![];
        if heparins {
            found.push(RowState::Yes(Present { applies: LMWH, no_override: true, ..Present::of(row) }));
            drugs = drugs.union(Set(HEPARINS.0 & !LMWH.0));
        }
        if drugs.0 != 0 {
            found.push(RowState::Yes(Present { applies: drugs, ..Present::of(row) }));
        }
        match found.is_empty() {
            false => Some(RowState::Several(found)),
            // The record says that there is no allergy to any drug.
            true => none.then_some(RowState::No),
        }
    }

    /// Protected while a drug at treatment dose works; below its range a vitamin K antagonist leaves the choice; what
    /// nobody can tell is asked.
    fn therapeutic_dose(&self, row: &'static Row, said: Option<Said>) -> Option<RowState> {
        let denied = said.is_some_and(|said| said.value == Some(false));
        let asked = |lacks, wording| RowState::Open(OpenRow { lacks, wording: Some(wording), suspected: true, ..OpenRow::of(row) });
        let (mut works, mut found) = (None, vec![]);
        for drug in self.known.blood.treatments() {
            match (drug.intensity, drug.effect) {
                (_, Effect::Over) => {}
                (Intensity::Unknown, _) if denied => {}
                (Intensity::Unknown, _) => found.push(asked("CI_THERAPEUTIC_AC", WHICH_DOSE)),
                (_, Effect::Works { until, .. }) => works = Some(later(works, until)),
                (_, Effect::TooLittle) => found.push(RowState::Yes(Present { no_override: false, severity: Severity::Caution, ..Present::of(row) })),
                (_, Effect::Unknown("inr")) => found.push(RowState::lacks(row, "inr")),
                (_, Effect::Unknown(_)) if denied => {}
                (_, Effect::Unknown(lacks)) => found.push(asked(lacks, STILL_TAKEN)),
            }
        }
        if let Some(until) = works {
            return Some(RowState::Yes(Present { until, ..Present::of(row) }));
        }
        (!found.is_empty()).then_some(RowState::Several(found))
    }
}

/// Without an upper limit of the laboratory in the profile (§8 row 30).
const APTT_WITHOUT_LIMIT_S: f64 = 60.0;

/// Whether a lysis was for a stroke.
enum Stroke {
    Yes,
    No,
    /// One item says infarction or stroke.
    Either,
    /// Nothing tells.
    Untold,
}

fn inhibits_platelets(substance: &&Substance) -> bool {
    matches!(substance.class, Class::Antiplatelet | Class::Gp2b3a)
}

fn is_interaction(substance: &Substance) -> bool {
    matches!(substance.class, Class::Inhibitor | Class::Inducer)
}

fn is_direct_inhibitor(substance: &Substance) -> bool {
    substance.class == Class::Doac || matches!(substance.id, "argatroban" | "bivalirudin" | "desirudin")
}

/// A capsule of lumbrokinase is an antithrombotic beside others, no lysis.
fn is_systemic_lysis(medication: &Medication) -> bool {
    medication.substance().is_some_and(|substance| substance.class == Class::Thrombolytic && substance.id != "lumbrokinase")
}

/// When a lysis was given; where only the day is told, the end of it.
fn given(chart: &Chart, fact: usize, medication: &Medication) -> Option<Instant> {
    let told = &chart.facts[fact];
    let day = told.day.filter(|_| told.at.is_none()).and_then(|_| Some(chart.since(fact)? + DAY));
    medication.last_dose_at.or(medication.stopped_at).or(told.at).or(day)
}

/// The later of two ends; without an end is later than any.
fn later(held: Option<Option<Instant>>, until: Option<Instant>) -> Option<Instant> {
    match held {
        None => until,
        Some(held) => held.zip(until).map(|(held, until)| held.max(until)),
    }
}
