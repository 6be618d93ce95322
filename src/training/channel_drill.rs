//! Drills of the green channel: the one next step and the one answer on the anticoagulant before the result, held against
//! `clinical::pathway`. Proposing a dose through a gate that asks, holds or blocks is dangerous, and named first.

use super::mark::MarkVerdict;
use super::respond::ChannelResponse;
use crate::clinical::chart::Instant;
use crate::clinical::pathway::codes::{CODES, ChannelCode};
use crate::clinical::pathway::evaluate::{ChannelStep, evaluate};
use crate::clinical::pathway::facts::EpisodeFacts;
use crate::clinical::pathway::judge::FiredGate;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::text::Text;

/// An invented patient in whom VTE is suspected.
#[derive(Debug)]
pub struct ChannelDrill {
    pub id: &'static str,
    pub title: Text,
    pub story: Text,
    pub why: Text,
    pub facts: fn() -> EpisodeFacts,
    pub settings: fn() -> ChannelSettings,
    pub at: fn() -> Instant,
}

/// The result.
#[derive(Clone, Debug)]
pub struct ChannelMarking {
    pub step: MarkVerdict,
    pub right_step: ChannelCode,
    pub interim: MarkVerdict,
    pub right_interim: ChannelCode,
    /// A dose was proposed where a gate asks, holds or blocks, or where none is needed.
    pub unsafe_dose: bool,
    /// The rows of the gates that decide.
    pub because: Vec<FiredGate>,
    /// What stands beside the step.
    pub orders: Vec<ChannelCode>,
}

impl ChannelMarking {
    pub fn is_right(&self) -> bool {
        self.step == MarkVerdict::Right && self.interim == MarkVerdict::Right
    }
}

/// What a learner may choose as the next step, in the order of the table of wording (5.6.9).
pub fn steps() -> impl Iterator<Item = ChannelCode> {
    CODES.iter().map(|row| row.code).filter(|code| !is_interim(*code) && !is_beside(*code))
}

/// What he may answer on the anticoagulant.
pub fn interims() -> impl Iterator<Item = ChannelCode> {
    CODES.iter().map(|row| row.code).filter(|code| is_interim(*code))
}

fn is_interim(code: ChannelCode) -> bool {
    use ChannelCode as C;
    matches!(
        code,
        C::InterimPropose | C::InterimAsk | C::InterimHold | C::InterimBlock | C::InterimAlready | C::InterimStop | C::InterimNone | C::InterimNotYet
    )
}

/// Stands beside a step and is none itself.
fn is_beside(code: ChannelCode) -> bool {
    use ChannelCode as C;
    matches!(
        code,
        C::CallVascularNow
            | C::ReferSameDay
            | C::ConsiderFilter
            | C::DoseDue
            | C::KeepOtherIndication
            | C::LabsNotAwaited
            | C::OnTreatment
            | C::NoDrug
    )
}

impl ChannelDrill {
    pub fn truth(&self) -> ChannelStep {
        evaluate(&(self.facts)(), &(self.settings)(), (self.at)())
    }

    pub fn mark(&self, response: &ChannelResponse) -> ChannelMarking {
        let truth = self.truth();
        let verdict = |right: ChannelCode, said: Option<ChannelCode>| match said {
            None => MarkVerdict::NotSaid,
            Some(said) if said == right => MarkVerdict::Right,
            Some(_) => MarkVerdict::Wrong,
        };
        let proposes = response.interim == Some(ChannelCode::InterimPropose);
        ChannelMarking {
            step: verdict(truth.step, response.step),
            right_step: truth.step,
            interim: verdict(truth.interim.code, response.interim),
            right_interim: truth.interim.code,
            unsafe_dose: proposes && truth.interim.code != ChannelCode::InterimPropose,
            because: truth.interim.because,
            orders: truth.orders,
        }
    }
}
