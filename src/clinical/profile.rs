//! What a hospital may set. Everything has a default from the specification; a profile is read whole or refused whole.

use super::formulary::{Device, Drug};
use super::instrument::Instrument;
use super::instruments::PADUA;
use super::waits::DueTimes;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Storage {
    /// IndexedDB of the origin: drafts and unsent events outlive a reload.
    #[default]
    Durable,
    /// Nothing is written; the screen says what that means.
    Memory,
}

/// Numbers that no source prints. All are D: the screen calls them 本院设定.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Surgical checklist, thrombocytopenia: below, in 10⁹/L. May be stricter than 50, never looser.
    pub platelets: f64,
    /// Uncontrolled hypertension: at or above, mmHg.
    pub systolic: f64,
    pub diastolic: f64,
    /// Surgical checklist, severe renal failure: clearance or filtration below.
    pub renal: f64,
    /// Coagulopathy: INR above.
    pub inr: f64,
    /// Coagulopathy: APTT above this many times the laboratory's upper limit.
    pub aptt_ratio: f64,
    /// The laboratory's upper limit of APTT in seconds; without it an APTT decides nothing.
    pub aptt_upper_s: Option<f64>,
    /// Aspirin at 100 mg or less alone makes bleeding "high", as the form prints (core specification 8, row 25).
    pub low_dose_aspirin_counts: bool,
}

pub const THRESHOLDS: Thresholds = Thresholds {
    platelets: 50.0,
    systolic: 180.0,
    diastolic: 110.0,
    renal: 30.0,
    inr: 1.5,
    aptt_ratio: 1.5,
    aptt_upper_s: None,
    low_dose_aspirin_counts: true,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Padua by default; some Chinese centres use Caprini for everyone (sensitivity 84.3 % vs 49.1 %, V:CNMED).
    pub medical_instrument: &'static Instrument,
    /// The checklist that governs; by default the surgical or the medical one, as the patient is.
    pub bleeding_instrument: Option<&'static str>,
    pub thresholds: Thresholds,
    /// Drugs in stock, in the hospital's order of choice.
    pub formulary: Vec<Drug>,
    pub devices: Vec<Device>,
    /// Contraindications beyond the specification's that nobody here may override.
    pub no_override: Vec<&'static str>,
    /// How long assessments and decisions may wait.
    pub due: DueTimes,
    pub storage: Storage,
    /// How old platelets, creatinine and INR may be before the item warns, in hours.
    pub fresh_hours: u32,
    /// IANA name, for display and "today" only.
    pub time_zone: String,
    /// Enoxaparin at Caprini 3–4, mg once daily: 20 by the label, 40 where the hospital sets it (§5.4).
    pub enoxaparin_moderate_mg: u8,
    /// Hours from a high-risk result to the first dose of an acute medical patient (§5.3).
    pub medical_start_h: u8,
    /// Names of medicines that this hospital knows to be irrelevant to clotting (§4.4).
    pub irrelevant_medicines: Vec<String>,
    /// Keys of the flat result as this host wants them: ours, theirs.
    pub flat_keys: Vec<(String, String)>,
}

impl Default for Profile {
    fn default() -> Profile {
        Profile {
            medical_instrument: &PADUA,
            bleeding_instrument: None,
            thresholds: THRESHOLDS,
            formulary: Drug::PROPOSABLE.to_vec(),
            devices: Device::ALL.to_vec(),
            no_override: vec![],
            due: DueTimes::default(),
            storage: Storage::Durable,
            fresh_hours: 72,
            time_zone: "Asia/Shanghai".into(),
            enoxaparin_moderate_mg: 20,
            medical_start_h: 24,
            irrelevant_medicines: vec![],
            flat_keys: vec![],
        }
    }
}
