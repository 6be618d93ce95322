//! What becomes of a fictional patient.

/// How a stay goes: each is a thing that a ward sees every week.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum DemoCourse {
    /// Admitted hours ago, not scored yet.
    Fresh,
    /// Nobody scored within the day.
    Forgotten,
    /// Scored by a nurse; the physician has not looked.
    AwaitsReview,
    /// Reviewed, screened, ordered, given.
    Smooth,
    /// As `Smooth`, and a dose was missed, the drug held and begun again.
    Interrupted,
    Low,
    /// High bleeding risk: devices only, screened again too late.
    Bleeds,
    /// Operated on yesterday, the score after it outstanding or done.
    Operated,
    Declined,
    Suspected,
    /// Suspected and settled; then moved to another ward and back.
    Excluded,
    Discharged,
}

pub(super) const COURSES: [DemoCourse; 12] = [
    DemoCourse::Smooth,
    DemoCourse::Fresh,
    DemoCourse::AwaitsReview,
    DemoCourse::Operated,
    DemoCourse::Low,
    DemoCourse::Interrupted,
    DemoCourse::Bleeds,
    DemoCourse::Forgotten,
    DemoCourse::Declined,
    DemoCourse::Suspected,
    DemoCourse::Excluded,
    DemoCourse::Discharged,
];
