//! The proposal: what `prophylaxis` and `routes` fill in, and everything after them reads.

use super::chart::Instant;
use super::dosing::PatientGroup;
use super::formulary::Drug;
use super::given::TooSoon;
use super::matrix::Output;
use super::measure::{Alternative, Measure, Missing, What};
use super::monitoring::MonitoringTask;
use super::source::Mark;
use crate::text::Text;

/// The proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The row that fired, a route (`CI_HIT_ACUTE` …), or nothing while the band is open.
    pub rule: Option<&'static str>,
    /// Every route that applies; the one that gives the output stands first.
    pub routes: Vec<&'static str>,
    pub output: Output,
    pub measures: Vec<Measure>,
    pub alternatives: Vec<Alternative>,
    pub missing: Vec<Missing>,
    pub reasons: Vec<Text>,
    /// Of the row or route, and of what the reasons say.
    pub marks: Vec<Mark>,
    pub recheck_at: Option<Instant>,
    pub monitoring: Vec<MonitoringTask>,
    /// Doses given, too close to something planned.
    pub warnings: Vec<TooSoon>,
    /// On the route of somebody already anticoagulated: whether the drug protects. `None` on that route: nobody can tell.
    pub protected: Option<bool>,
    /// When the protection of a drug that was stopped ends.
    pub protected_until: Option<Instant>,
    pub care: PatientGroup,
    /// mL/min.
    pub clearance: Option<f64>,
    /// Judged as below a clearance of 15 whatever the creatinine: dialysis, or failed kidneys by a person's word.
    pub without_kidneys: bool,
    /// kg, the actual weight that it was computed with; none where the host gave the clearance.
    pub weight_kg: Option<f64>,
    /// kg, shown beside the actual weight from a BMI of 30 (D).
    pub adjusted_kg: Option<f64>,
}

impl Advice {
    pub fn drug(&self) -> Option<Drug> {
        self.measures.iter().find_map(|measure| match &measure.what {
            What::Drug(course) => Some(course.drug),
            _ => None,
        })
    }

    /// Adds a sentence with where it comes from.
    pub(super) fn say(&mut self, reason: Text, marks: &[Mark]) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
            self.marks.extend_from_slice(marks);
        }
    }

    /// Looks again at `when` at the latest.
    pub(super) fn look_again(&mut self, when: Instant) {
        self.recheck_at = Some(self.recheck_at.map_or(when, |set| set.min(when)));
    }
}
