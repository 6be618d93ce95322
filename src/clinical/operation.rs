//! Operations of this or a former stay, and needles in the neuraxis.

use chrono::TimeDelta;

use super::instant::Instant;
use super::limb::Limb;

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
    pub(super) fn latest_begin(&self) -> Option<Instant> {
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

    /// Haemostasis is told of a moment before the operation was over (T6).
    pub fn was_dry_too_early(&self) -> bool {
        match (self.haemostasis_at, self.at) {
            (Some(dry), Some(began)) if self.all_day => dry < began,
            (Some(dry), Some(_)) => self.ends_at().is_some_and(|ended| dry < ended),
            _ => false,
        }
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
