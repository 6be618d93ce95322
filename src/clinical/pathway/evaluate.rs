//! The green channel as one pure function: facts, settings and the moment in, one step out.

use chrono::TimeDelta;

use super::clocks::{PathClock, Urgency};
use super::coarse::{Coarse, Gravidity, Sign};
use super::codes::ChannelCode;
use super::facts::EpisodeFacts;
use super::gates::gates;
use super::interim::{GivenBefore, InterimAnswer, interim};
use super::judge::GateAnswers;
use super::need::{Needs, needs};
use super::reading::read;
use super::referral::{ReferNeed, refer};
use super::running::{RunningClock, Shown, running};
use super::settings::ChannelSettings;
use super::state::{PathState, StepChoice, excluded_by, state, step_of};
use super::tiers::Means;
use crate::clinical::chart::Instant;
use crate::text::Text;

/// Core prevention while the episode stands (I13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreventionNow {
    Paused,
    BackToCore,
}

/// What happens next: exactly one state, step and interim. Nothing of it is an order.
#[derive(Clone, Debug)]
pub struct ChannelStep {
    pub state: PathState,
    pub step: ChannelCode,
    /// By what it is excluded, in words.
    pub excluded_by: Option<Text>,
    pub interim: InterimAnswer,
    pub needs: Needs,
    pub gates: GateAnswers,
    pub prophylaxis: PreventionNow,
    /// Beside the step; the first two are shown above it.
    pub orders: Vec<ChannelCode>,
    pub clocks: Vec<RunningClock>,
    pub refer: ReferNeed,
    /// Obstetrician and haematologist are told (P5).
    pub tell_obstetrician: bool,
    /// What the state was read from.
    pub coarse: Coarse,
}

/// Evaluates an episode. The order of the facts says nothing, and what is dated after `now` is not seen. `now` is told; a need that has arisen, and since when a question stands, come back in
/// `facts.course` from the evaluation before.
pub fn evaluate(facts: &EpisodeFacts, settings: &ChannelSettings, now: Instant) -> ChannelStep {
    let facts = &facts.as_of(now);
    let of = read(facts, settings, now);
    let state = state(&of);
    let late = now >= facts.suspected_at + TimeDelta::minutes(settings.minutes(PathClock::Score, Urgency::Usual));
    let low_clearance = facts.labs.clearance.is_some_and(|value| value.value < 30.0) && facts.history.dialysis != super::history::Heard::Yes;
    let choice = StepChoice {
        no_contrast: facts.tests.no_contrast || low_clearance,
        has_vq: settings.ever_has(Means::Vq),
        scan_is_late: !settings.expected(facts.tests.scan, 240, now),
        score_is_late: late,
    };
    let step = step_of(state, &of, choice);
    let needs = needs(state, &of, facts, settings, late, now);
    let gates = gates(&of, &needs, facts, settings, now);
    let given = GivenBefore { interim: facts.course.interim_given_at.is_some(), other_indication: facts.course.other_indication };
    let interim = interim(state, &needs, &gates, given, late);
    let refer = refer((state, step), &of, &interim, &gates, facts, settings, now);
    let shown = Shown { state, step, of: &of, needs: &needs, gates: &gates, interim: &interim, refer };
    let clocks = running(&shown, facts, settings, now);
    let orders = orders(&shown, given);
    ChannelStep {
        state,
        step,
        excluded_by: excluded_by(state, &of),
        prophylaxis: if state.row().paused { PreventionNow::Paused } else { PreventionNow::BackToCore },
        orders,
        clocks,
        refer,
        tell_obstetrician: matches!(of.gravidity, Gravidity::Yes | Gravidity::CannotBeKnown) && state.rank() < 11,
        interim,
        needs,
        gates,
        coarse: of,
    }
}

/// The codes beside the step.
fn orders(shown: &Shown, given: GivenBefore) -> Vec<ChannelCode> {
    use ChannelCode as C;
    use PathState as S;
    let (state, interim, gates) = (shown.state, shown.interim, shown.gates);
    let closed = state.rank() == 11 || matches!(state, S::Lost | S::Excluded | S::ExcludedByPerc);
    let limb_threat = shown.of.limb() && shown.of.limb_threat == Sign::Yes;
    let no_drug = interim.code == C::InterimHold && gates.has("g17_no_drug");
    let treated = gates.has("g6_works") || gates.has("g6_overdue") || gates.has("g6_vka");
    let stops = matches!(state, S::Excluded | S::ExcludedByPerc | S::Withdrawn | S::OtherCause | S::Repeat);
    let rows = [
        (limb_threat && !closed, C::CallVascularNow),
        (shown.refer == ReferNeed::Now && shown.step != C::ReferNow, C::ReferNow),
        (shown.refer == ReferNeed::SameDay, C::ReferSameDay),
        (!closed && gates.has("g6_overdue"), C::DoseDue),
        (interim.code == C::InterimPropose && gates.labs_missing, C::LabsNotAwaited),
        // What was given because of this suspicion has not failed.
        (state.is_confirmed() && treated && !given.interim, C::OnTreatment),
        (state.is_confirmed() && interim.code == C::InterimBlock, C::ConsiderFilter),
        (stops && given.interim && given.other_indication, C::KeepOtherIndication),
        (no_drug, C::NoDrug),
    ];
    rows.into_iter().filter(|(applies, _)| *applies).map(|(_, code)| code).collect()
}
