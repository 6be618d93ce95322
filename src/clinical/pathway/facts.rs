//! What the green channel is told: facts with times. Typed inputs, because the questions of the gates are asked at the bedside
//! in a minute and stand in no chart. What core prevention works out is handed in as its result: intensity and substance
//! (`blood`, `substance`), the alerts of falling counts (`alerts`), the clearance (`kidney`), the scores (`instruments`).
//! The questions of the gates stand in `history`.

use super::coarse::{Chest, Gravidity, Kind, Likelihood, PercAnswer, RightHeart, Scan, Sign, SignedPlan};
use super::history::HistoryFacts;
use crate::clinical::blood::{Intensity, OnBoard};
use crate::clinical::chart::{Instant, Rhythm, Sex};
use crate::clinical::substance::Substance;

/// A value of the laboratory in the unit that its field names, and when the blood was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabValue {
    pub value: f64,
    pub at: Instant,
}

/// The patient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonFacts {
    /// Completed years.
    pub age: Option<u32>,
    pub sex: Option<Sex>,
    pub gravidity: Gravidity,
    pub in_labour_or_delivery_near: bool,
    pub breast_feeding: bool,
    pub in_patient: bool,
    pub weight: Option<WeightFact>,
    pub height_cm: Option<f64>,
    /// A second person has checked weight and dose.
    pub dose_checked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightFact {
    pub kg: f64,
    pub from: WeightSource,
    pub at: Instant,
    /// Oedema, dialysis, or two values that differ by more than 10 %: asked again.
    pub doubtful: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightSource {
    Scale,
    /// By the patient, kin, or a record with its date.
    ByWord,
    /// A physician's estimate, signed or not.
    Estimate {
        signed: bool,
    },
}

/// One reading, mmHg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PressureReading {
    pub systolic: f64,
    pub diastolic: f64,
    pub at: Instant,
}

/// Consciousness, breathing, saturation and temperature, beside pressure and pulse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherVitals {
    Missing,
    Measured,
    /// Said so; it holds the pathway no longer once `c_vitals` has passed.
    CannotBeMeasured,
}

/// A diastolic pressure that was told alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoneDiastolic {
    pub diastolic: f64,
    pub at: Instant,
}

#[derive(Clone, Debug, PartialEq)]
pub struct VitalFacts {
    pub arrest: bool,
    /// A vasopressor is needed for 90 mmHg although filled, with hypoperfusion of organs.
    pub vasopressor_with_hypoperfusion: bool,
    /// In a patient who is sick: counts as unstable.
    pub pressure_cannot_be_measured: bool,
    pub collapse: bool,
    pub pressures: Vec<PressureReading>,
    /// Diastolic values without the other one: no readings, they complete nothing and say nothing of instability; a high one forbids.
    pub lone_diastolics: Vec<LoneDiastolic>,
    pub usual_systolic: Option<f64>,
    /// When a physician said that the low pressure came from a new arrhythmia, hypovolaemia or sepsis. It explains what was measured up to
    /// then; a later set of vital signs is asked about anew (5.6.8).
    pub other_cause: Option<Instant>,
    /// A physician's word that the patient is stable.
    pub said_stable_at: Option<Instant>,
    pub pulse_known: bool,
    pub others: OtherVitals,
}

/// The D-dimer and its unit type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DdimerFact {
    /// ng/mL of its unit type.
    pub value: f64,
    pub unit: Option<DdimerUnit>,
    pub at: Instant,
    /// Drawn after more than 24 h of treatment-dose anticoagulant.
    pub on_treatment: bool,
    /// A bedside result at or above the cut-off of its own device: not negative, whatever other rule would allow (D).
    pub over_device: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DdimerUnit {
    Feu,
    Ddu,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChestFact {
    pub result: Chest,
    pub at: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScanFact {
    pub result: Scan,
    pub at: Instant,
}

/// When a test was ordered, and when its result is expected; of a result that has come nothing is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Awaited {
    pub ordered_at: Option<Instant>,
    pub expected_at: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TestFacts {
    /// By the rule of the hospital (`instruments`: Wells, Geneva, YEARS).
    pub pe: Likelihood,
    pub dvt: Likelihood,
    /// The physician's own word where no score was made.
    pub own_word: Likelihood,
    pub perc: PercAnswer,
    /// Of YEARS, where that is the rule and in pregnancy; `None`: not all three answered.
    pub years_items: Option<u8>,
    pub active_cancer: Sign,
    pub leg_signs: Sign,
    pub limb_threat: Sign,
    pub high_suspicion: Sign,
    /// Of a calf clot.
    pub severe_symptoms: bool,
    pub no_contrast: bool,
    /// RV dysfunction, raised troponin, or a class that may be intermediate-high (6.3).
    pub strained: bool,
    pub right_heart: RightHeart,
    pub ddimers: Vec<DdimerFact>,
    pub ddimer: Awaited,
    pub chests: Vec<ChestFact>,
    pub chest: Awaited,
    pub scans: Vec<ScanFact>,
    pub scan: Awaited,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LabFacts {
    /// 10⁹/L.
    pub platelets: Option<LabValue>,
    /// Heparin or chemotherapy: a count is fresh for 24 h and not for 72.
    pub count_may_fall: bool,
    /// mL/min, of `kidney`: the lower of ours and the host's where they differ by more than 30 %.
    pub clearance: Option<LabValue>,
    /// Shock, sepsis, contrast or a nephrotoxic drug since that value.
    pub kidneys_struck_since: bool,
    pub inr: Option<LabValue>,
    /// Times the upper limit of the laboratory.
    pub aptt_of_limit: Option<LabValue>,
    /// Times the middle of the laboratory's normal range, as the table of UFH counts.
    pub aptt_ratio: Option<LabValue>,
}

/// One anticoagulant that runs or was stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InBlood {
    pub substance: &'static Substance,
    pub intensity: Intensity,
    /// Neither stopped nor on hold.
    pub running: bool,
    pub infusion: bool,
    /// The last dose; of an infusion that was stopped, the stop.
    pub last_dose_at: Option<Instant>,
    /// Hours; `None`: not told.
    pub interval_h: Option<i64>,
    /// Why it was stopped is known, and is neither bleeding nor HIT.
    pub stop_explained: bool,
    /// A person says whether it is still taken.
    pub still_taken: Option<bool>,
}

impl InBlood {
    /// As core section 5.8 reads the chart. Why an infusion was stopped is a question of this pathway.
    pub fn of(drug: &OnBoard) -> InBlood {
        let told = drug.last_dose.zip(drug.next_due).map(|(last, next)| (next - last).num_hours());
        InBlood {
            substance: drug.substance,
            intensity: drug.intensity,
            running: drug.running,
            infusion: drug.rhythm() == Some(Rhythm::Continuous),
            last_dose_at: drug.last_dose,
            interval_h: drug.rhythm().and(told),
            stop_explained: false,
            still_taken: None,
        }
    }
}

/// Where a referral stands (5.6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferralState {
    Drafted,
    Sent,
    Received,
    Declined,
    Accepted,
    Departed,
    Arrived,
    Kept,
    Returned,
    Acknowledged,
    Cancelled,
}

/// What has been done and decided in the episode.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseFacts {
    pub physician_told_at: Option<Instant>,
    pub physician_seen_at: Option<Instant>,
    /// Tried and not reached within the clock.
    pub physician_unreachable: bool,
    /// PERT or the higher hospital has answered.
    pub pert_answered_at: Option<Instant>,
    /// Patient or kin were reached, of a repeat scan that is overdue.
    pub patient_reached_at: Option<Instant>,
    /// A senior has signed what is done, whatever it is.
    pub senior_decided_at: Option<Instant>,
    /// A physician has signed why no interim dose is given.
    pub no_interim_at: Option<Instant>,
    /// Rows of the gates, by id, that a physician has set aside with a reason: nobody is waited for, and nothing is proposed.
    pub overridden: Vec<&'static str>,
    pub ecg_at: Option<Instant>,
    pub withdrawn: bool,
    pub plan: SignedPlan,
    pub senior_chose_weekly_at: Option<Instant>,
    /// Discharged, refused, or turned back.
    pub left: bool,
    /// The latest referral, and when it came to stand there.
    pub referral: Option<(ReferralState, Instant)>,
    pub interim_given_at: Option<Instant>,
    /// Hours to the next dose of what was given.
    pub interim_interval_h: Option<i64>,
    pub labs_reviewed: bool,
    pub severity_known: bool,
    /// The drug that runs has another indication.
    pub other_indication: bool,
    /// A need that has arisen stays: what the last evaluation answered, and since when.
    pub need_since: Option<Instant>,
    /// When the question or hold that stands was first shown.
    pub gate_since: Option<Instant>,
    /// When the step that stands was first shown.
    pub step_since: Option<Instant>,
    /// When it was decided to refer.
    pub refer_since: Option<Instant>,
    /// A picture turned positive, or a senior's question arose, at this moment.
    pub decision_since: Option<Instant>,
}

/// One episode of suspicion.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeFacts {
    pub kind: Kind,
    pub arm: bool,
    pub suspected_at: Instant,
    /// Beginning of the symptoms; a picture from before says nothing.
    pub symptoms_since: Option<Instant>,
    pub person: PersonFacts,
    pub vitals: VitalFacts,
    pub tests: TestFacts,
    pub history: HistoryFacts,
    pub labs: LabFacts,
    pub blood: Vec<InBlood>,
    pub course: CourseFacts,
}

impl EpisodeFacts {
    /// What may be seen at `now`: every list oldest first, however it was told, and no value from later.
    pub fn as_of(&self, now: Instant) -> EpisodeFacts {
        let mut seen = self.clone();
        in_order(&mut seen.vitals.pressures, |reading| reading.at, now);
        in_order(&mut seen.vitals.lone_diastolics, |lone| lone.at, now);
        in_order(&mut seen.tests.ddimers, |fact| fact.at, now);
        in_order(&mut seen.tests.chests, |picture| picture.at, now);
        in_order(&mut seen.tests.scans, |scan| scan.at, now);
        let labs = &mut seen.labs;
        for value in [&mut labs.platelets, &mut labs.clearance, &mut labs.inr, &mut labs.aptt_of_limit, &mut labs.aptt_ratio] {
            *value = value.filter(|value| value.at <= now);
        }
        seen.person.weight = seen.person.weight.filter(|weight| weight.at <= now);
        seen
    }

    /// A suspicion of which nothing else is known.
    pub fn begun(kind: Kind, suspected_at: Instant) -> EpisodeFacts {
        EpisodeFacts {
            kind,
            arm: false,
            suspected_at,
            symptoms_since: None,
            person: PersonFacts {
                age: None,
                sex: None,
                gravidity: Gravidity::Unasked,
                in_labour_or_delivery_near: false,
                breast_feeding: false,
                in_patient: true,
                weight: None,
                height_cm: None,
                dose_checked: false,
            },
            vitals: VitalFacts {
                arrest: false,
                vasopressor_with_hypoperfusion: false,
                pressure_cannot_be_measured: false,
                collapse: false,
                pressures: vec![],
                lone_diastolics: vec![],
                usual_systolic: None,
                other_cause: None,
                said_stable_at: None,
                pulse_known: false,
                others: OtherVitals::Missing,
            },
            tests: TestFacts {
                pe: Likelihood::Unknown,
                dvt: Likelihood::Unknown,
                own_word: Likelihood::Unknown,
                perc: PercAnswer::NotAsked,
                years_items: None,
                active_cancer: Sign::Unknown,
                leg_signs: Sign::Unknown,
                limb_threat: Sign::Unknown,
                high_suspicion: Sign::Unknown,
                severe_symptoms: false,
                no_contrast: false,
                strained: false,
                right_heart: RightHeart::NotDone,
                ddimers: vec![],
                ddimer: Awaited::default(),
                chests: vec![],
                chest: Awaited::default(),
                scans: vec![],
                scan: Awaited::default(),
            },
            history: HistoryFacts::unasked(),
            labs: LabFacts::default(),
            blood: vec![],
            course: CourseFacts {
                physician_told_at: None,
                physician_seen_at: None,
                physician_unreachable: false,
                pert_answered_at: None,
                patient_reached_at: None,
                senior_decided_at: None,
                no_interim_at: None,
                overridden: vec![],
                ecg_at: None,
                withdrawn: false,
                plan: SignedPlan::None,
                senior_chose_weekly_at: None,
                left: false,
                referral: None,
                interim_given_at: None,
                interim_interval_h: None,
                labs_reviewed: false,
                severity_known: false,
                other_indication: false,
                need_since: None,
                gate_since: None,
                step_since: None,
                refer_since: None,
                decision_since: None,
            },
        }
    }
}

fn in_order<T>(list: &mut Vec<T>, at: fn(&T) -> Instant, now: Instant) {
    list.retain(|told| at(told) <= now);
    list.sort_by_key(at);
}
