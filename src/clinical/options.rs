//! What could be used, with what stands against the rest: the order of choice against stock, contraindications and what is
//! in the blood, and the drug line with its dose, its days and what it waits for (core specification §5.4b).

use chrono::TimeDelta;

use super::blood::Blood;
use super::cell::CellValue;
use super::chart::{Chart, Instant, Limb, Neuraxial, Said};
use super::dosing::{self, DoseFactors, PatientGroup};
use super::finding::Finding;
use super::formulary::{Device, Drug, HEPARINS};
use super::instrument::{Points, Risk};
use super::measure::{Alternative, DrugCourse, Fate, Measure, What};
use super::neuraxial::open_window;
use super::profile::Profile;
use super::quantity::{Quantity, Worse};
use super::said;
use super::sheet::Sheet;
use super::situation::{Situation, cancer_surgery};
use super::suggested;
use super::timing::{self, Phase, Progress};
use crate::clinical::contraindication::judgement::Judgement;

/// The usable drug and device, and what they are judged by.
pub struct PreventionOptions<'a> {
    pub order: Vec<Drug>,
    pub drug: Option<Drug>,
    pub device: Option<(Device, Limb)>,
    pub phase: Phase,
    /// The published range of days is over for the drug that would be proposed: it may be chosen, and is not proposed.
    pub past_range: bool,
    patient: DoseFactors,
    judgement: &'a Judgement,
}

impl<'a> PreventionOptions<'a> {
    pub fn of(situation: &Situation<'a>, clearance: Option<f64>) -> PreventionOptions<'a> {
        let Situation { chart, sheet, judgement, profile, care, at, .. } = *situation;
        let patient = patient(chart, sheet, profile, care, clearance, at);
        let order = dosing::order_of_choice(care, &patient, judgement, profile);
        // No drug is ever proposed under 18 (D).
        let held = sheet.under_18 || judgement.holds_for_hit();
        let usable = |drug: &Drug| !held && profile.formulary.contains(drug) && judgement.against(*drug).next().is_none();
        let drug = order.iter().copied().find(usable);
        let device = profile.devices.iter().find_map(|device| situation.legs_for(*device).map(|legs| (*device, legs)));
        let phase = timing::phase(chart, at);
        let mut options = PreventionOptions { order, drug, device, phase, past_range: false, patient, judgement };
        options.past_range = options.drug.is_some_and(|drug| options.progress(drug, situation, None).over);
        if options.past_range {
            options.drug = None;
        }
        options
    }

    pub fn patient(&self) -> &DoseFactors {
        &self.patient
    }

    fn progress(&self, drug: Drug, situation: &Situation<'_>, start: Option<Instant>) -> Progress {
        let cancer = cancer_surgery(situation.chart) && !self.patient.moderate;
        let days = dosing::duration(drug, situation.care, cancer, &self.patient);
        let base = timing::days_from(situation.chart, situation.blood, situation.stay.first_dose, situation.at);
        timing::progress(base, days, start, situation.at)
    }

    /// What a start waits for; a physician's "no" to CI_THERAPEUTIC_AC settles what a drug on record is given for.
    fn waits(&self, blood: &Blood, said: &[(&'static str, Said)]) -> Vec<&'static str> {
        const ID: &str = "CI_THERAPEUTIC_AC";
        let denied = said::by_person(said, ID).is_some_and(|said| said.value == Some(false));
        let mut waits = blood.waits();
        waits.retain(|id| *id != ID || !denied);
        waits
    }

    /// The drug line; at `option`, the dose outside the label of that place, where a physician has chosen it.
    pub fn drug_measure(&self, drug: Drug, option: Option<usize>, situation: &Situation<'_>, provisional: &[&'static str]) -> Measure {
        let Situation { chart, sheet, bleeding, blood, profile, care, at, .. } = *situation;
        let option = option.and_then(|index| dosing::options(drug, care, &self.patient).into_iter().nth(index));
        let dose = option.map(|option| option.dose).or_else(|| dosing::dose(drug, care, &self.patient)).filter(|_| !sheet.under_18);
        // The window is open and nothing stands against it: the anaesthetist has released it.
        let released = open_window(chart, at).is_some() && !self.judgement.has("CI_NEURAXIAL");
        let clearance = self.patient.clearance;
        let waits = self.waits(blood, situation.said);
        let start = timing::start(&timing::Question {
            drug,
            dose,
            care,
            early: early(sheet),
            released,
            clearance,
            chart,
            blood,
            medical_start_h: profile.medical_start_h,
            waits: &waits,
            at,
        });
        let cancer = cancer_surgery(chart) && !self.patient.moderate;
        let days = dosing::duration(drug, care, cancer, &self.patient);
        let progress = self.progress(drug, situation, start.at);
        let mut conditional_on: Vec<&'static str> = provisional.to_vec();
        let mut wait = |id: &'static str| {
            if !conditional_on.contains(&id) {
                conditional_on.push(id);
            }
        };
        // Where prevention runs, the first dose lies behind: what is measured now is a matter of monitoring (§5.7).
        let first_dose = if is_running(blood) { None } else { Some(start.at.unwrap_or(at).max(at)) };
        required(chart, first_dose, at, &mut wait);
        suggested::heavier(chart, &profile.thresholds, at).iter().for_each(|of| wait(of.id));
        if chart.awaits_operation() {
            wait("operation");
        }
        // Below 18 there is no drug: an age that nobody told may be a child's.
        if chart.age(at).is_none() {
            wait("age");
        }
        if self.patient.clearance.is_none() {
            for (known, id) in
                [(chart.age(at).is_some(), "age"), (chart.sex().is_some(), "sex"), (chart.measured(Quantity::Creatinine).is_some(), "creatinine")]
            {
                if !known {
                    wait(id);
                }
            }
        }
        if bleeding.high.is_none() {
            // A medicine that nobody recognises leaves that item open too: it is one question, under its own name.
            let unrecognised = self.judgement.open.iter().any(|open| open.row.id == "unrecognised_medication");
            let told = |id: &&&str| !(unrecognised && **id == "bs_concomitant_antithrombotic");
            bleeding.missing.iter().filter(told).for_each(|id| wait(id));
        }
        if let Phase::Overtaken(_) = self.phase {
            wait("operation");
        }
        // The condition of the choice itself, where nobody knows it: a fracture takes the DOACs away.
        let fracture = sheet.value_of(Finding::LegFracture);
        if drug.is_doac() && matches!(fracture, Some(CellValue::Open | CellValue::Unknowable)) {
            wait("hip_pelvis_leg_fracture_lt_1mo");
        }
        waits.into_iter().for_each(&mut wait);
        // A suspicion that waits for its repeat scan holds the devices of that leg, not the drug (§5.9).
        let held_for_scan =
            |id: &&str| situation.stay.suspicion.is_some_and(|suspicion| !suspicion.paused) && matches!(*id, "CI_ACUTE_VTE" | "MC_ACUTE_DVT");
        self.judgement.open_for(drug).filter(|id| !held_for_scan(id)).for_each(&mut wait);
        let cautions = self.judgement.present.iter().filter(|present| !present.severity.forbids() && present.applies.has_drug(drug));
        let off_label = option.map(|option| option.why);
        let remarks =
            dosing::remarks(drug, care, &self.patient).into_iter().chain(off_label).chain(cautions.map(|present| present.row.label)).collect();
        let course = DrugCourse {
            drug,
            dose,
            dose_marks: option.map_or_else(|| dosing::dose_marks(drug, care, &self.patient), |option| option.marks),
            start: start.at,
            start_rule: start.rule,
            start_marks: start.marks,
            days,
            stop: progress.stop,
            stop_marks: dosing::duration_marks(drug, care, cancer, &self.patient),
            day: progress.day,
            extended: progress.extended,
            instead_of: start.instead_of,
        };
        Measure { what: What::Drug(course), conditional_on, meanwhile: false, remarks }
    }

    pub fn device_measure(device: Device, legs: Limb, judgement: &Judgement, meanwhile: bool) -> Measure {
        let mut conditional_on = vec![];
        for id in judgement.open_for_device(device) {
            if !conditional_on.contains(&id) {
                conditional_on.push(id);
            }
        }
        let cautions = judgement.present.iter().filter(|present| !present.severity.forbids() && present.applies.has_device(device));
        Measure { what: What::Device { device, legs }, conditional_on, meanwhile, remarks: cautions.map(|present| present.row.label).collect() }
    }

    pub fn alternatives(&self, situation: &Situation<'_>) -> Vec<Alternative> {
        let Situation { judgement, profile, care, .. } = *situation;
        let mut all = vec![];
        for drug in Drug::ALL {
            let against: Vec<_> = judgement.against(drug).collect();
            let listed = self.order.contains(&drug);
            let too_little_kidney = drug == Drug::Enoxaparin && self.patient.clearance.is_some_and(|clearance| clearance < 15.0);
            // What forbids a heparin or fondaparinux is said also where it takes the drug off the list.
            let fate = if against.is_empty() && too_little_kidney {
                Fate::Blocked { by: vec!["CI_RENAL_LMWH"], no_override: false }
            } else if !listed && (against.is_empty() || drug.is_doac() || drug == Drug::Aspirin) {
                Fate::NotForThis
            } else if !against.is_empty() {
                Fate::Blocked {
                    by: against.iter().map(|present| present.row.id).collect(),
                    no_override: against.iter().any(|present| present.no_override),
                }
            } else if profile.formulary.contains(&drug) {
                Fate::Offered
            } else {
                Fate::NotInStock
            };
            let options = dosing::options(drug, care, &self.patient);
            let fits = listed || HEPARINS.has_drug(drug) && matches!(fate, Fate::Blocked { .. });
            all.push(Alternative { id: drug.id(), label: drug.label(), is_drug: true, fits, fate, options });
        }
        for device in Device::ALL {
            let fate = if situation.legs_for(device).is_none() {
                let against: Vec<_> =
                    judgement.present.iter().filter(|present| present.severity.forbids() && present.applies.has_device(device)).collect();
                Fate::Blocked {
                    by: if against.is_empty() { vec!["CI_ACUTE_VTE"] } else { against.iter().map(|present| present.row.id).collect() },
                    no_override: against.iter().any(|present| present.no_override),
                }
            } else if profile.devices.contains(&device) {
                Fate::Offered
            } else {
                Fate::NotInStock
            };
            all.push(Alternative { id: device.id(), label: device.label(), is_drug: false, fits: true, fate, options: vec![] });
        }
        all
    }
}

fn patient(chart: &Chart, sheet: &Sheet, profile: &Profile, care: PatientGroup, clearance: Option<f64>, at: Instant) -> DoseFactors {
    let stays = |neuraxial: &Neuraxial| neuraxial.catheter && neuraxial.removed_at.is_none_or(|removed| removed > at);
    let band = sheet.tally.band(sheet.instrument);
    let caprini = sheet.instrument.bands.len() == 3;
    DoseFactors {
        weight_kg: chart.measured(Quantity::Weight).map(|known| known.value),
        clearance,
        filters_below_30: chart.filtration(at).is_some_and(|rate| rate.value < 30.0),
        bmi: chart.bmi().map(|known| known.value),
        moderate: band == Some(Risk::Moderate),
        moderate_mg: profile.enoxaparin_moderate_mg,
        high: caprini && band == Some(Risk::High),
        fracture_in_bed: care == PatientGroup::Surgical && sheet.has(Finding::LegFracture) && sheet.has(Finding::BedRest),
        neuraxial_catheter: chart.neuraxials().any(|(_, neuraxial)| stays(neuraxial)),
        catheter_in_place: chart.neuraxials().any(|(_, neuraxial)| stays(neuraxial) && neuraxial.at <= at),
    }
}

/// Step 0: required before any drug line, and fresh at the first dose; each under the name that a missing one goes by. Of a
/// course that runs (no first dose ahead) only that they are known.
fn required(chart: &Chart, first_dose: Option<Instant>, at: Instant, wait: &mut impl FnMut(&'static str)) {
    const REQUIRED: [(Quantity, &str); 5] = [
        (Quantity::Weight, "weight"),
        (Quantity::Creatinine, "creatinine"),
        (Quantity::Platelets, "platelets"),
        (Quantity::Haemoglobin, "haemoglobin"),
        (Quantity::Inr, "inr"),
    ];
    let fresh = |quantity| timing::is_fresh(chart, quantity, first_dose);
    for (quantity, id) in REQUIRED {
        // A host's own clearance stands in for creatinine where none is computed, never for a stale one that is.
        let by_host = quantity == Quantity::Creatinine && chart.own_clearance(at).is_none() && fresh(Quantity::Crcl);
        if !(fresh(quantity) || by_host) || contested(chart, quantity, at) {
            wait(id);
        }
    }
    if chart.measured(Quantity::Aptt).is_some() && (!fresh(Quantity::Aptt) || contested(chart, Quantity::Aptt, at)) {
        wait("aptt");
    }
    // A clearance above 250 is a slip of the creatinine or the weight (§4.6).
    if chart.own_clearance(at).is_some_and(|clearance| clearance.value > 250.0 + 1e-9) {
        wait("creatinine");
    }
}

/// A value of the same day, or without a time, that does not count lies beyond a limit that blocks or changes a dose, and
/// the one that counts does not (T3, T4): a person must say.
fn contested(chart: &Chart, quantity: Quantity, at: Instant) -> bool {
    if chart.untimed_are_recent {
        return false;
    }
    let limits: &[f64] = match quantity {
        Quantity::Platelets => &[50.0],
        Quantity::Haemoglobin => &[70.0],
        Quantity::Inr => &[1.5, 3.0],
        Quantity::Aptt => &[60.0],
        Quantity::Creatinine => &[],
        _ => return false,
    };
    let rivals: Vec<f64> = chart.rivals(quantity).into_iter().map(|(_, value)| value).collect();
    let (Some(held), false) = (chart.measured(quantity), rivals.is_empty()) else { return false };
    if quantity == Quantity::Creatinine {
        // Clearance falls as creatinine rises: the same limits, seen through the formula.
        let Some(clearance) = chart.own_clearance(at) else { return false };
        return rivals.iter().any(|rival| {
            let with = clearance.value * held.value / rival;
            [15.0, 30.0, 50.0].iter().any(|limit| with < *limit && clearance.value >= *limit)
        });
    }
    let beyond = |value: f64, limit: f64| match quantity.worse() {
        Some(Worse::Lower) => value < limit,
        _ => value > limit,
    };
    limits.iter().any(|limit| !beyond(held.value, *limit) && rivals.iter().any(|rival| beyond(*rival, *limit)))
}

/// The score without the operation is itself 5 or more: the drug need not wait for the operation.
fn early(sheet: &Sheet) -> bool {
    let Some(group) = sheet.instrument.group("G_SURGERY") else { return false };
    // What counted outside the group: the floor also holds the least an operation of unknown length can be.
    let outside = |(index, _): &&(usize, Points)| !group.members.contains(&sheet.instrument.items[*index].id);
    let rest: i16 = sheet.tally.counted.iter().filter(outside).map(|(_, points)| points.0).sum();
    rest >= Points::whole(5).0
}

/// Days and hours that a re-check may not exceed, as a span.
pub fn hours(hours: u16) -> TimeDelta {
    TimeDelta::hours(i64::from(hours))
}

/// Whether anything prophylactic runs already.
pub fn is_running(blood: &Blood) -> bool {
    blood.prophylaxis().next().is_some()
}
