//! All that a decision rests on, put together once by `assess`: the chart, the filled form, what is judged of it, and what the
//! record of this stay adds. `routes`, `options` and `prophylaxis` read it; nothing is decided here.

use super::bleeding::Bleeding;
use super::blood::Blood;
use super::chart::{Chart, Instant, Limb, Procedure, Said};
use super::contraindication::judgement::Judgement;
use super::dosing::PatientGroup;
use super::formulary::Device;
use super::profile::Profile;
use super::sheet::Sheet;

/// What the record of this stay adds to the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StaySoFar {
    /// The first dose of prevention that was given this stay.
    pub first_dose: Option<Instant>,
    /// When a physician last signed a decision.
    pub decided_at: Option<Instant>,
    /// A suspicion of VTE that is recorded and not closed.
    pub suspicion: Option<Suspicion>,
    /// A clot was found this stay: it is treated, and prevention is not the question.
    pub confirmed: Option<Confirmed>,
}

/// A clot that was found this stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confirmed {
    /// When, where that is told.
    pub at: Option<Instant>,
}

/// All that the decision rests on.
pub struct Situation<'a> {
    pub chart: &'a Chart,
    pub sheet: &'a Sheet,
    pub bleeding: &'a Bleeding,
    pub judgement: &'a Judgement,
    pub blood: &'a Blood,
    pub profile: &'a Profile,
    pub stay: &'a StaySoFar,
    /// CI_ACUTE_VTE was answered "cannot be known".
    pub vte_unknown: bool,
    /// What people answered to the rows, with when.
    pub said: &'a [(&'static str, Said)],
    pub care: PatientGroup,
    pub at: Instant,
}

impl Situation<'_> {
    /// The legs on which a device may be used: what contraindications leave, less the leg of a suspicion that is open.
    pub fn legs_for(&self, device: Device) -> Option<Limb> {
        let free = self.judgement.legs_for(device)?;
        match self.stay.suspicion.map(|suspicion| suspicion.leg) {
            None => Some(free),
            Some(None | Some(Limb::Both)) => None,
            Some(Some(leg)) => match free {
                Limb::Both => leg.other(),
                free if free == leg => None,
                free => Some(free),
            },
        }
    }
}

/// By its procedure, or by a person's word.
pub fn cancer_surgery(chart: &Chart) -> bool {
    chart.cancer_operation == Some(true) || chart.operations().any(|(_, operation)| operation.procedure == Some(Procedure::AbdominalPelvicCancer))
}

/// A suspicion of VTE that is not closed, as far as it bears on prevention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// No prevention until it is settled; otherwise prevention goes on, and devices are held on the leg (`back_to_core`).
    pub paused: bool,
    /// `None`: both legs, as for a suspected PE.
    pub leg: Option<Limb>,
}
