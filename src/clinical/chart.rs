//! The chart: what is known of one patient at an instant, each fact with where it came from.
//!
//! Holds no name, bed or number of a person; those stay outside the core. Facts are kept as they came: deriving from
//! them (age, BMI, kind of surgery) happens in `sheet`, so that the screen can say why.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Deref;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use super::formulas;
use super::quantity::{Quantity, Worse};
pub use super::substance::{Allergen, Class};
use super::substance::{Substance, Taken};
use crate::text::{Text, text};

/// A moment with the offset it was recorded at.
pub type Instant = DateTime<FixedOffset>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// Where on the routing table a patient stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    Surgical,
    Medical,
    Obstetric,
}

/// Whether the host stands behind a fact or only suggests it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Status {
    #[default]
    Asserted,
    /// Shown for confirmation; does not count until a person confirms it.
    Suggested,
}

/// One thing the host told us.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub value: FactValue,
    pub status: Status,
    /// When it was true or measured.
    pub at: Option<Instant>,
    /// The civil day of it, where only that is told; `at` is then none.
    pub day: Option<NaiveDate>,
    /// The system that said so (HIS, LIS, diagnosis).
    pub source: Option<String>,
    /// Its place in the host's list, so that a refusal can name it; [`SAID`] where no host gave it.
    pub given: usize,
}

/// An answer to another form that counts here as a fact.
pub const SAID: usize = usize::MAX;

#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// In the canonical unit of the quantity.
    Measured(Quantity, f64),
    Sex(Sex),
    /// A yes/no finding, as the qualified item it answers.
    Finding {
        instrument: &'static str,
        item: &'static str,
        present: bool,
    },
    Operation(Operation),
    Neuraxial(Neuraxial),
    Medication(Medication),
    /// What the patient is allergic to; `name` as the host wrote it, so that one that nobody recognises can be asked by name.
    Allergy {
        to: Allergen,
        name: String,
    },
    /// On dialysis this stay, from when until when.
    Dialysis {
        from: Option<Instant>,
        to: Option<Instant>,
    },
    /// Ankle-brachial index of a leg.
    Abi {
        value: f64,
        limb: Limb,
    },
    /// The range of INR that this patient's vitamin K antagonist is held in.
    InrTarget {
        low: f64,
        high: f64,
    },
    /// Intensive or coronary care, from when until when.
    Icu {
        from: Instant,
        to: Option<Instant>,
    },
    Transfusion {
        units: f64,
        at: Instant,
    },
    /// A yes or no to a row of the contraindication tables (`CI_*`, `MC_*`).
    Contraindication {
        id: &'static str,
        said: Said,
    },
    /// A fact that is kept for rules not in this build (transfer, items of later instruments).
    Kept(String),
}

/// A leg, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limb {
    Left,
    Right,
    Both,
}

impl Limb {
    pub const ALL: [Limb; 3] = [Limb::Left, Limb::Right, Limb::Both];

    pub fn id(self) -> &'static str {
        match self {
            Limb::Left => "left",
            Limb::Right => "right",
            Limb::Both => "both",
        }
    }

    pub fn named(id: &str) -> Option<Limb> {
        Limb::ALL.into_iter().find(|limb| limb.id() == id)
    }

    /// What is left when `self` is taken from both legs.
    pub fn other(self) -> Option<Limb> {
        match self {
            Limb::Left => Some(Limb::Right),
            Limb::Right => Some(Limb::Left),
            Limb::Both => None,
        }
    }
}

/// What somebody said of a contraindication: `None` means "cannot be known now".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    pub value: Option<bool>,
    pub limb: Option<Limb>,
    /// In force until then, where it was given a time.
    pub until: Option<Instant>,
    /// When it was said; `None`: for this assessment. A later alert opens the question again.
    pub at: Option<Instant>,
}

impl Said {
    /// Said now, of both legs, without an end.
    pub fn now(value: Option<bool>) -> Said {
        Said { value, limb: None, until: None, at: None }
    }
}

/// A needle in the neuraxis (lumbar puncture, spinal) or a catheter that stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neuraxial {
    pub catheter: bool,
    /// The puncture, done or planned; the beginning of its day where only the day is told.
    pub at: Instant,
    /// Only the day of the puncture is told: it may be at any hour of it.
    pub all_day: bool,
    pub removed_at: Option<Instant>,
    pub traumatic: bool,
}

impl Neuraxial {
    /// The latest moment at which the puncture can be.
    pub fn latest(&self) -> Instant {
        if self.all_day { self.at + TimeDelta::days(1) } else { self.at }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Prophylactic,
    Therapeutic,
}

/// A dose as the host tells it, in the unit it tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    pub amount: f64,
    pub unit: DoseUnit,
}

/// `IU` and `U` are one: anti-Xa units of a heparin as its label counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseUnit {
    Mg,
    Iu,
    Ml,
}

/// How often a medicine is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    Daily,
    Every12h,
    Every8h,
    /// An infusion.
    Continuous,
}

/// Whether a medicine is being given, as the host says; a time of stopping says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ordered {
    #[default]
    Active,
    OnHold,
    Stopped,
}

/// What a thrombolysis was for, as far as it bears on the pause after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LysisFor {
    Stroke,
    Other,
}

/// One substance of one order. An order of two substances is two of these with the same place in the host's list.
#[derive(Clone, Debug, PartialEq)]
pub struct Medication {
    pub taken: Taken,
    /// As the host wrote it, so that one that nobody recognises can be asked by name.
    pub name: String,
    /// Aspirin at 100 mg a day or less and nothing else of its class (core specification 8, row 25).
    pub low_dose_aspirin: bool,
    pub intent: Option<Intent>,
    pub dose: Option<Given>,
    pub rhythm: Option<Rhythm>,
    pub last_dose_at: Option<Instant>,
    pub next_due_at: Option<Instant>,
    pub stopped_at: Option<Instant>,
    pub ordered: Ordered,
    pub lysis_for: Option<LysisFor>,
    /// Stopped because of bleeding.
    pub for_bleeding: bool,
    /// The code and the name say different things: either counts, and both are shown.
    pub other_code: Option<String>,
}

impl Medication {
    /// A medicine of which nothing but the substance is told.
    pub fn of(taken: Taken) -> Medication {
        Medication {
            taken,
            name: String::new(),
            low_dose_aspirin: false,
            intent: None,
            dose: None,
            rhythm: None,
            last_dose_at: None,
            next_due_at: None,
            stopped_at: None,
            ordered: Ordered::Active,
            lysis_for: None,
            for_bleeding: false,
            other_code: None,
        }
    }

    /// Not stopped and not on hold at `at`.
    pub fn is_current(&self, at: Instant) -> bool {
        match self.stopped_at {
            Some(stopped) => stopped > at,
            None => self.ordered == Ordered::Active,
        }
    }

    /// The substance that acts in the blood; none of a flush, of what is irrelevant and of what nobody recognises.
    pub fn substance(&self) -> Option<&'static Substance> {
        match self.taken {
            Taken::Known(substance) => Some(substance),
            Taken::Flush(_) | Taken::Irrelevant | Taken::Unrecognised => None,
        }
    }

    pub fn class(&self) -> Class {
        self.substance().map_or(Class::Other, |substance| substance.class)
    }

    /// Heparin in whatever form, a flushed line included: what HIT and an allergy ask.
    pub fn is_heparin(&self) -> bool {
        match self.taken {
            Taken::Known(substance) | Taken::Flush(substance) => substance.class.is_heparin() || matches!(substance.id, "danaparoid" | "sulodexide"),
            Taken::Irrelevant | Taken::Unrecognised => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    Open,
    Laparoscopic,
    Arthroscopic,
    ElectiveArthroplasty,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OperationStatus {
    #[default]
    Planned,
    Done,
    Cancelled,
}

/// An operation of this or a former stay; durations in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    pub kind: OperationKind,
    pub status: Option<OperationStatus>,
    /// Its beginning; that of its day where only the day is told.
    pub at: Option<Instant>,
    pub all_day: bool,
    pub duration_min: Option<f64>,
    pub anaesthesia_min: Option<f64>,
    pub procedure: Option<Procedure>,
    pub limb: Option<Limb>,
    pub haemostasis_at: Option<Instant>,
}

/// Procedures that a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Procedure {
    Tha,
    Tka,
    HipFracture,
    Turp,
    RadicalProstatectomy,
    Neurosurgery,
    Spinal,
    Cardiac,
    Thoracic,
    Bariatric,
    AbdominalPelvicCancer,
    Other,
}

impl Procedure {
    pub const ALL: [Procedure; 12] = [
        Procedure::Tha,
        Procedure::Tka,
        Procedure::HipFracture,
        Procedure::Turp,
        Procedure::RadicalProstatectomy,
        Procedure::Neurosurgery,
        Procedure::Spinal,
        Procedure::Cardiac,
        Procedure::Thoracic,
        Procedure::Bariatric,
        Procedure::AbdominalPelvicCancer,
        Procedure::Other,
    ];

    pub fn named(id: &str) -> Option<Procedure> {
        Procedure::ALL.into_iter().find(|procedure| procedure.id() == id)
    }

    pub fn id(self) -> &'static str {
        match self {
            Procedure::Tha => "tha",
            Procedure::Tka => "tka",
            Procedure::HipFracture => "hip_fracture",
            Procedure::Turp => "turp",
            Procedure::RadicalProstatectomy => "radical_prostatectomy",
            Procedure::Neurosurgery => "neurosurgery",
            Procedure::Spinal => "spinal",
            Procedure::Cardiac => "cardiac",
            Procedure::Thoracic => "thoracic",
            Procedure::Bariatric => "bariatric",
            Procedure::AbdominalPelvicCancer => "abdominal_pelvic_cancer",
            Procedure::Other => "other",
        }
    }
}

impl Operation {
    /// An operation that nothing is known of but its kind.
    pub fn of(kind: OperationKind) -> Operation {
        Operation {
            kind,
            status: None,
            at: None,
            all_day: false,
            duration_min: None,
            anaesthesia_min: None,
            procedure: None,
            limb: None,
            haemostasis_at: None,
        }
    }

    /// Total hip or knee arthroplasty by its procedure code, whatever `kind` says.
    pub fn is_joint_replacement(&self) -> bool {
        matches!(self.procedure, Some(Procedure::Tha | Procedure::Tka))
    }

    /// For a fracture of the joint: by its procedure, or, of a patient with a fracture, a hip arthroplasty or one of a joint
    /// that the host does not name (Caprini W_FRACTURE_OP). A knee arthroplasty beside a fracture is of another bone.
    pub fn is_for_fracture(&self, fractured: bool) -> bool {
        match self.procedure {
            Some(Procedure::HipFracture) => true,
            Some(Procedure::Tka) => false,
            Some(Procedure::Tha) => fractured,
            _ => fractured && self.kind == OperationKind::ElectiveArthroplasty,
        }
    }

    /// Over by `at`: said to be done, or, where nothing is said, begun before it.
    pub fn is_done(&self, at: Instant) -> bool {
        match self.status {
            Some(OperationStatus::Done) => true,
            Some(_) => false,
            None => self.latest_begin().is_some_and(|began| began <= at),
        }
    }

    /// Its time has passed and it is still called planned: nobody knows whether it took place.
    pub fn is_overtaken(&self, at: Instant) -> bool {
        self.status == Some(OperationStatus::Planned) && self.latest_begin().is_some_and(|began| began < at)
    }

    /// The latest moment at which it can have begun.
    fn latest_begin(&self) -> Option<Instant> {
        self.at.map(|began| if self.all_day { began + TimeDelta::days(1) } else { began })
    }

    /// When it ends or ended, as far as its length is known; with its day alone, the end of that day.
    pub fn ends_at(&self) -> Option<Instant> {
        let minutes = self.duration_min.or(self.anaesthesia_min).unwrap_or(0.0);
        let began = self.at?;
        Some(if self.all_day { began + TimeDelta::days(1) } else { began + TimeDelta::minutes(minutes as i64) })
    }

    /// On the brain, the spine or an eye: recorded haemostasis does not end its danger (CI_NEURO_EYE_OP).
    pub fn is_critical(&self) -> bool {
        matches!(self.procedure, Some(Procedure::Neurosurgery | Procedure::Spinal))
    }

    pub fn haemostasis(&self, at: Instant) -> bool {
        self.haemostasis_at.is_some_and(|when| when <= at)
    }

    /// Anaesthesia time first, else operation time (Caprini: "it is anaesthesia time"; D).
    pub fn minutes(&self) -> Option<f64> {
        self.anaesthesia_min.or(self.duration_min)
    }
}

/// What the host knows. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    pub sex: Option<Sex>,
    pub birth_date: Option<NaiveDate>,
    pub admitted_at: Option<Instant>,
    pub setting: Option<Setting>,
    /// Where civil days are read; that of the assessment once [`Chart::as_of`] has seen it.
    pub zone: Option<FixedOffset>,
    /// A person says that the kidneys have failed: every drug is judged as below a clearance of 15 (§4.6).
    pub renal_failure: bool,
    /// A person says that the laboratory values without a time are of this stay and not older than 72 h (§5.10 T4).
    pub untimed_are_recent: bool,
    /// An alert came after the last "no" to bleeding, which no longer holds (T8).
    pub bleeding_reopened: bool,
    /// A person says whether a treatment drug whose dose is long overdue is still given (§5.8).
    pub still_given: Option<bool>,
    /// A person says whether the operation was for an abdominal or pelvic cancer (§5.3).
    pub cancer_operation: Option<bool>,
    pub facts: Vec<Fact>,
}

/// A fact, or a part of one, that an assessment at some moment must not see (§5.10).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotTaken {
    /// Its place in the host's list.
    pub given: usize,
    /// Its field, where the rest of the fact is taken.
    pub field: &'static str,
    pub code: &'static str,
    pub why: Text,
}

const LATER: Text = text!("时间晚于本次评估，未采用。请核对时间。", "Later than the assessment: not taken. Check the time.");
const DRY_TOO_EARLY: Text =
    text!("止血时间早于手术结束，未采用。请核对时间。", "Haemostasis before the end of the operation: not taken. Check the time.");

/// A value together with the facts (by index) that it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known<T> {
    pub value: T,
    pub from: Grounds,
}

/// Up to two facts, by index. In place: a chart is asked for its quantities a hundred times for one proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Grounds {
    facts: [usize; 2],
    count: usize,
}

impl Grounds {
    fn of(fact: usize) -> Grounds {
        Grounds { facts: [fact, 0], count: 1 }
    }

    fn both(one: usize, other: usize) -> Grounds {
        Grounds { facts: [one, other], count: 2 }
    }
}

impl Deref for Grounds {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        self.facts.get(..self.count).unwrap_or_default()
    }
}

impl Chart {
    /// The chart as an assessment at `at` may see it: nothing that is later, and civil days read at its offset (T1, T6, T9).
    /// A fact that is left out keeps its place without a value, so that an index into the one chart holds in the other.
    pub fn as_of(&self, at: Instant) -> Cow<'_, Chart> {
        if self.zone == Some(*at.offset()) && self.not_taken(at).is_empty() {
            return Cow::Borrowed(self);
        }
        let mut chart = self.clone();
        chart.zone = Some(*at.offset());
        for fact in &mut chart.facts {
            if fact.is_later(at, *at.offset()) {
                fact.value = FactValue::Kept(String::new());
            }
            match &mut fact.value {
                FactValue::Operation(operation) => {
                    operation.haemostasis_at = operation.haemostasis_at.filter(|dry| *dry <= at && !operation.was_dry_too_early());
                }
                FactValue::Medication(medication) => medication.last_dose_at = medication.last_dose_at.filter(|last| *last <= at),
                _ => {}
            }
        }
        Cow::Owned(chart)
    }

    /// What [`Chart::as_of`] leaves out, for the list of what was not used.
    pub fn not_taken(&self, at: Instant) -> Vec<NotTaken> {
        let mut all = vec![];
        for fact in &self.facts {
            let mut leave = |field, code, why| all.push(NotTaken { given: fact.given, field, code, why });
            if fact.is_later(at, *at.offset()) {
                leave("at", "E_TIME", LATER);
                continue;
            }
            match &fact.value {
                FactValue::Operation(operation) if operation.haemostasis_at.is_some_and(|dry| dry > at) => leave("haemostasisAt", "E_TIME", LATER),
                FactValue::Operation(operation) if operation.was_dry_too_early() => leave("haemostasisAt", "E_CONFLICT", DRY_TOO_EARLY),
                FactValue::Medication(medication) if medication.last_dose_at.is_some_and(|last| last > at) => leave("lastDoseAt", "E_TIME", LATER),
                _ => {}
            }
        }
        all
    }

    /// The offset at which civil days are read: China's where no assessment has told one.
    pub fn offset(&self) -> FixedOffset {
        self.zone.or(FixedOffset::east_opt(8 * 3600)).unwrap_or_else(|| Instant::default().offset().to_owned())
    }

    /// When a fact was measured; the beginning of its day where only the day is told, so that its age is never too small.
    pub fn since(&self, fact: usize) -> Option<Instant> {
        let fact = &self.facts[fact];
        fact.at.or_else(|| begins(fact.day?, self.offset()))
    }

    /// The order of two facts in time: by civil day, on one day a timed one after one of which only the day is told; one
    /// without any time is older than all (T3, T4).
    fn order(&self, one: &Fact, other: &Fact) -> Ordering {
        match (one.at, other.at) {
            (Some(one), Some(other)) => one.cmp(&other),
            (None, None) => one.day.cmp(&other.day),
            _ => {
                let day = |fact: &Fact| fact.day.or_else(|| Some(fact.at?.with_timezone(&self.offset()).date_naive()));
                day(one).cmp(&day(other)).then(one.at.is_some().cmp(&other.at.is_some()))
            }
        }
    }

    /// The asserted measurement that counts: the latest, and of one moment the one that is worse for the safety of a drug
    /// (T2); of several that are neither, the last given.
    pub fn measured(&self, quantity: Quantity) -> Option<Known<f64>> {
        let mut best: Option<(usize, f64)> = None;
        for (index, value) in self.readings(quantity) {
            let takes_over = best.is_none_or(|(held, other)| match self.order(&self.facts[index], &self.facts[held]) {
                Ordering::Greater => true,
                Ordering::Less => false,
                Ordering::Equal => match quantity.worse() {
                    Some(Worse::Lower) => value <= other,
                    Some(Worse::Higher) => value >= other,
                    None => true,
                },
            });
            if takes_over {
                best = Some((index, value));
            }
        }
        best.map(|(index, value)| Known { value, from: Grounds::of(index) })
    }

    /// Measurements of a quantity from the earliest to the one that counts.
    pub fn series(&self, quantity: Quantity) -> Vec<(usize, f64)> {
        let mut all: Vec<(usize, f64)> = self.readings(quantity).collect();
        all.sort_by(|(one, value), (other, than)| {
            self.order(&self.facts[*one], &self.facts[*other]).then_with(|| match quantity.worse() {
                Some(Worse::Lower) => than.total_cmp(value),
                Some(Worse::Higher) => value.total_cmp(than),
                None => one.cmp(other),
            })
        });
        all
    }

    /// Values that do not count and may be the newer ones: of the same civil day or of the same moment as the one that
    /// counts, or without any time.
    pub fn rivals(&self, quantity: Quantity) -> Vec<(usize, f64)> {
        let Some(held) = self.measured(quantity) else { return vec![] };
        let held = held.from[0];
        let day = |fact: &Fact| fact.day.or_else(|| Some(fact.at?.with_timezone(&self.offset()).date_naive()));
        let of = &self.facts[held];
        self.readings(quantity)
            .filter(|(index, _)| *index != held)
            .filter(|(index, _)| {
                let fact = &self.facts[*index];
                fact.at.is_none() && (fact.day.is_none() || day(fact) == day(of)) || fact.at.is_some() && fact.at == of.at
            })
            .collect()
    }

    /// On dialysis, or said to have failed kidneys: judged as below a clearance of 15, whatever the creatinine.
    pub fn without_kidneys(&self, at: Instant) -> bool {
        self.renal_failure || self.dialysis(at).is_some()
    }

    pub fn dialysis(&self, at: Instant) -> Option<usize> {
        self.asserted().find_map(|(index, fact)| match fact.value {
            FactValue::Dialysis { from, to } if from.is_none_or(|from| from <= at) && to.is_none_or(|to| to > at) => Some(index),
            _ => None,
        })
    }

    /// Creatinine clearance in mL/min for dosing: Cockcroft-Gault with the actual weight, or the host's where it cannot be
    /// computed or is lower by more than 30 % (§4.6). Without kidneys just below 15.
    pub fn creatinine_clearance(&self, at: Instant) -> Option<Known<f64>> {
        let ours = self.own_clearance(at);
        let counts = match (ours, self.measured(Quantity::Crcl)) {
            (Some(ours), Some(host)) if self.differ(ours.value, host.value) && host.value < ours.value => Some(host),
            (Some(ours), _) => Some(ours),
            (None, host) => host,
        };
        // A filtration rate of the host that contradicts ours bears on the dose too: the lower counts.
        let filtration = self.own_filtration(at).zip(self.measured(Quantity::Egfr)).filter(|(ours, host)| self.differ(ours.value, host.value));
        let counts = match (counts, filtration) {
            (Some(counts), Some((_, host))) if host.value < counts.value => Some(host),
            (counts, _) => counts,
        };
        if self.without_kidneys(at) { Some(below_15(counts, self.dialysis(at))) } else { counts }
    }

    /// Cockcroft-Gault from age, actual weight, creatinine and sex.
    pub fn own_clearance(&self, at: Instant) -> Option<Known<f64>> {
        let (age, weight, creatinine) = (self.age(at)?, self.measured(Quantity::Weight)?, self.measured(Quantity::Creatinine)?);
        Some(Known {
            value: formulas::creatinine_clearance_ml_min(age.value, weight.value, creatinine.value, self.sex()?),
            from: Grounds::both(creatinine.from[0], weight.from[0]),
        })
    }

    /// Filtration rate in mL/min/1.73 m² (CKD-EPI 2021), or the host's where it cannot be computed or is lower by more
    /// than 30 %. Without kidneys just below 15.
    pub fn filtration(&self, at: Instant) -> Option<Known<f64>> {
        let counts = match (self.own_filtration(at), self.measured(Quantity::Egfr)) {
            (Some(ours), Some(host)) if self.differ(ours.value, host.value) && host.value < ours.value => Some(host),
            (Some(ours), _) => Some(ours),
            (None, host) => host,
        };
        if self.without_kidneys(at) { Some(below_15(counts, self.dialysis(at))) } else { counts }
    }

    fn own_filtration(&self, at: Instant) -> Option<Known<f64>> {
        let (age, creatinine) = (self.age(at)?, self.measured(Quantity::Creatinine)?);
        Some(Known { value: formulas::egfr_ckd_epi_2021(age.value, creatinine.value, self.sex()?), from: creatinine.from })
    }

    /// Two figures of one thing that differ by more than 30 % of ours.
    pub fn differ(&self, ours: f64, host: f64) -> bool {
        (ours - host).abs() > ours * 0.3 + 1e-9
    }

    /// The host's clearance or filtration rate beside ours, where they contradict each other: ours, the host's, which.
    pub fn contradicting_kidney(&self, at: Instant) -> Option<(Quantity, f64, f64)> {
        let clearance = self.own_clearance(at).zip(self.measured(Quantity::Crcl));
        let filtration = self.own_filtration(at).zip(self.measured(Quantity::Egfr));
        [(Quantity::Crcl, clearance), (Quantity::Egfr, filtration)].into_iter().find_map(|(quantity, both)| {
            let (ours, host) = both?;
            self.differ(ours.value, host.value).then_some((quantity, ours.value, host.value))
        })
    }

    /// The range that a vitamin K antagonist is held in: the one told, else 2.0 to 3.0 (§5.8, §8 row 36).
    pub fn inr_target(&self) -> (f64, f64) {
        let told = self.asserted().filter_map(|(_, fact)| match fact.value {
            FactValue::InrTarget { low, high } => Some((low, high)),
            _ => None,
        });
        told.last().unwrap_or((2.0, 3.0))
    }

    /// Asserted measurements of a quantity, by index, in the order given.
    pub fn readings(&self, quantity: Quantity) -> impl Iterator<Item = (usize, f64)> {
        self.asserted().filter_map(move |(index, fact)| match fact.value {
            FactValue::Measured(of, value) if of == quantity => Some((index, value)),
            _ => None,
        })
    }

    /// Facts that the host stands behind.
    pub fn asserted(&self) -> impl Iterator<Item = (usize, &Fact)> {
        self.facts.iter().enumerate().filter(|(_, fact)| fact.status == Status::Asserted)
    }

    /// Every medicine on record, stopped or not.
    pub fn all_medications(&self) -> impl Iterator<Item = (usize, &Medication)> {
        self.asserted().filter_map(move |(index, fact)| match &fact.value {
            FactValue::Medication(medication) => Some((index, medication)),
            _ => None,
        })
    }

    pub fn neuraxials(&self) -> impl Iterator<Item = (usize, &Neuraxial)> {
        self.asserted().filter_map(|(index, fact)| match &fact.value {
            FactValue::Neuraxial(neuraxial) => Some((index, neuraxial)),
            _ => None,
        })
    }

    /// Medications not stopped by `at`.
    pub fn medications(&self, at: Instant) -> impl Iterator<Item = (usize, &Medication)> {
        self.asserted().filter_map(move |(index, fact)| match &fact.value {
            FactValue::Medication(medication) if medication.is_current(at) => Some((index, medication)),
            _ => None,
        })
    }

    /// In intensive or coronary care at `at`.
    pub fn in_icu(&self, at: Instant) -> Option<usize> {
        self.asserted().find_map(|(index, fact)| match fact.value {
            FactValue::Icu { from, to } if from <= at && to.is_none_or(|to| to > at) => Some(index),
            _ => None,
        })
    }

    /// Female or male, from the patient or a `sex` fact.
    pub fn sex(&self) -> Option<Sex> {
        self.sex.or_else(|| {
            self.facts.iter().rev().find_map(|fact| match fact.value {
                FactValue::Sex(sex) if fact.status == Status::Asserted => Some(sex),
                _ => None,
            })
        })
    }

    /// Completed years on the civil date of `at`, at its offset; a host's `age` only where no birth date is known.
    pub fn age(&self, at: Instant) -> Option<Known<f64>> {
        match self.birth_date {
            Some(birth) => at.date_naive().years_since(birth).map(|years| Known { value: f64::from(years), from: Grounds::default() }),
            None => self.measured(Quantity::Age).map(|age| Known { value: age.value.floor(), from: age.from }),
        }
    }

    /// Weight / height², unrounded, in kg/m²; a host's `bmi` only where it cannot be computed.
    pub fn bmi(&self) -> Option<Known<f64>> {
        match (self.measured(Quantity::Weight), self.measured(Quantity::Height)) {
            (Some(weight), Some(height)) => Some(Known {
                // In centimetres, so that 72.25 kg and 170 cm are exactly 25.
                value: weight.value * 10_000.0 / (height.value * height.value),
                from: Grounds::both(weight.from[0], height.from[0]),
            }),
            _ => self.measured(Quantity::Bmi),
        }
    }

    /// Operations that count for this stay: not cancelled, and not over before the admission.
    pub fn operations(&self) -> impl Iterator<Item = (usize, &Operation)> {
        self.all_operations().filter(|(_, operation)| !self.is_former(operation))
    }

    /// The surgeon has recorded haemostasis, and no operation done is without it.
    pub fn haemostasis(&self, at: Instant) -> Option<usize> {
        let mut recorded = None;
        for (fact, operation) in self.operations() {
            if operation.haemostasis(at) {
                recorded = Some(fact);
            } else if operation.is_done(at) {
                return None;
            }
        }
        recorded
    }

    /// Another operation of this stay is ahead, or came after this one.
    pub fn is_followed(&self, operation: &Operation, at: Instant) -> bool {
        operation.is_done(at) && self.operations().any(|(_, other)| !other.is_done(at) || other.at > operation.at)
    }

    /// Operations that were over before this admission.
    pub fn former_operations(&self) -> impl Iterator<Item = (usize, &Operation)> {
        self.all_operations().filter(|(_, operation)| self.is_former(operation))
    }

    fn all_operations(&self) -> impl Iterator<Item = (usize, &Operation)> {
        self.facts.iter().enumerate().filter_map(|(index, fact)| match &fact.value {
            FactValue::Operation(operation) if fact.status == Status::Asserted && operation.status != Some(OperationStatus::Cancelled) => {
                Some((index, operation))
            }
            _ => None,
        })
    }

    fn is_former(&self, operation: &Operation) -> bool {
        matches!((operation.at, self.admitted_at), (Some(at), Some(admitted)) if at < admitted)
    }
}

/// The beginning of a civil day at an offset.
pub fn begins(day: NaiveDate, offset: FixedOffset) -> Option<Instant> {
    day.and_time(NaiveTime::MIN).and_local_timezone(offset).single()
}

/// What counts for a patient without kidneys: the figure itself where it is below 15 anyhow.
fn below_15(counts: Option<Known<f64>>, dialysis: Option<usize>) -> Known<f64> {
    const JUST_BELOW_15: f64 = 14.9;
    match counts {
        Some(known) if known.value < 15.0 => known,
        _ => Known { value: JUST_BELOW_15, from: dialysis.map(Grounds::of).unwrap_or_default() },
    }
}

impl Fact {
    /// Asserted, of no told time, by nobody's list.
    pub fn of(value: FactValue) -> Fact {
        Fact { value, status: Status::Asserted, at: None, day: None, source: None, given: SAID }
    }

    /// It tells of a moment after `at`: a result, a dose, an event, an operation that is said to be done. What is planned
    /// may lie ahead.
    fn is_later(&self, at: Instant, offset: FixedOffset) -> bool {
        let told = self.at.is_some_and(|told| told > at) || self.day.is_some_and(|day| day > at.with_timezone(&offset).date_naive());
        match &self.value {
            FactValue::Operation(operation) => operation.status == Some(OperationStatus::Done) && operation.at.is_some_and(|began| began > at),
            FactValue::Neuraxial(_) | FactValue::Dialysis { .. } | FactValue::Kept(_) => false,
            FactValue::Transfusion { at: given, .. } => *given > at,
            FactValue::Icu { from, .. } => *from > at,
            FactValue::Medication(medication) => told && medication.last_dose_at.is_none_or(|last| last > at),
            _ => told,
        }
    }
}

impl Operation {
    /// Haemostasis is told of a moment before the operation was over (T6).
    fn was_dry_too_early(&self) -> bool {
        match (self.haemostasis_at, self.at) {
            (Some(dry), Some(began)) if self.all_day => dry < began,
            (Some(dry), Some(_)) => self.ends_at().is_some_and(|ended| dry < ended),
            _ => false,
        }
    }
}
