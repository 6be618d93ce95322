//! Which clocks run, since when, until when, and who answers for them now. A starting event that nobody recorded does not
//! stop a clock: it starts 30 min after its step was first shown.

use chrono::TimeDelta;

use super::clocks::{ClockOwner, PathClock, Urgency};
use super::coarse::{Coarse, Repeats, Sign};
use super::codes::ChannelCode;
use super::facts::{Awaited, EpisodeFacts, ReferralState};
use super::interim::InterimAnswer;
use super::judge::GateAnswers;
use super::need::Needs;
use super::reading::repeat_days;
use super::referral::{ReferNeed, gate_since, gate_urgency};
use super::settings::ChannelSettings;
use super::state::PathState;
use crate::clinical::chart::Instant;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunningClock {
    pub clock: PathClock,
    pub since: Instant,
    pub target: Instant,
    /// Who answers for it now: past its target the next person, past as much again the one after.
    pub owner: ClockOwner,
}

/// What the clocks are read from.
pub struct Shown<'a> {
    pub state: PathState,
    pub step: ChannelCode,
    pub of: &'a Coarse,
    pub needs: &'a Needs,
    pub gates: &'a GateAnswers,
    pub interim: &'a InterimAnswer,
    pub refer: ReferNeed,
}

/// In the order of the table.
pub fn running(shown: &Shown, facts: &EpisodeFacts, settings: &ChannelSettings, now: Instant) -> Vec<RunningClock> {
    use ChannelCode as C;
    use PathClock as P;
    use PathState as S;
    let Shown { state, step, of, interim, .. } = *shown;
    let course = &facts.course;
    let begun = facts.suspected_at;
    let closed = state.rank() == 11 || matches!(state, S::Lost | S::Excluded | S::ExcludedByPerc);
    let limb_threat = of.limb() && of.limb_threat == Sign::Yes;
    let usual = if of.lung() { Urgency::Pressing } else { Urgency::Usual };
    let collapse = facts.vitals.collapse && facts.vitals.pressures.last().is_some_and(|reading| reading.systolic < 100.0);
    let urgency = if of.unstable() || limb_threat || collapse { Urgency::Urgent } else { usual };
    let awaited = |test: Awaited| test.ordered_at.unwrap_or(course.step_since.unwrap_or(begun) + TimeDelta::minutes(30));
    let shown_since = course.step_since.unwrap_or(now);
    let decision = course.decision_since.unwrap_or(shown_since);
    let given = course.interim_given_at;
    let mut all: Vec<RunningClock> = vec![];
    let mut until = |clock: P, since: Instant, target: Instant| {
        let mut owner = clock.row().owner;
        for late in [target, target + (target - since)] {
            if now > late {
                owner = owner.next();
            }
        }
        all.push(RunningClock { clock, since, target, owner });
    };
    let after = |clock: P, since: Instant, urgency: Urgency| since + TimeDelta::minutes(settings.minutes(clock, urgency));
    let mut run = |clock: P, since: Instant, urgency: Urgency| until(clock, since, after(clock, since, urgency));

    if state == S::Vitals {
        run(P::Vitals, begun, Urgency::Usual);
    }
    if !closed && course.physician_told_at.is_none() {
        run(P::PhysicianTold, begun, urgency);
    }
    if !closed && of.lung() && course.ecg_at.is_none() {
        run(P::Ecg, begun, Urgency::Usual);
    }
    if !closed && course.physician_seen_at.is_none() {
        run(P::PhysicianSeen, begun, urgency);
    }
    if matches!(state, S::Perc | S::Score) {
        run(P::Score, begun, Urgency::Usual);
    }
    if matches!(step, C::OrderDdimer | C::FixUnit) {
        run(P::Ddimer, awaited(facts.tests.ddimer), Urgency::Usual);
    }
    if matches!(step, C::CtpaNow | C::Vq) {
        run(P::Ctpa, facts.tests.chest.ordered_at.unwrap_or(shown_since), Urgency::Usual);
    }
    if matches!(step, C::UsNow | C::Us24h | C::ProximalCus) {
        run(P::Us, awaited(facts.tests.scan), if given.is_some() { Urgency::Usual } else { Urgency::Pressing });
    }
    let wanted = matches!(interim.code, C::InterimPropose | C::InterimAsk | C::InterimHold) && shown.needs.any();
    if wanted && given.is_none() && course.no_interim_at.is_none() {
        run(P::Interim, course.need_since.unwrap_or(now), Urgency::Usual);
    }
    if let Some(given) = given.filter(|_| !course.labs_reviewed && shown.gates.labs_missing && !closed) {
        run(P::LabsReviewed, given, Urgency::Usual);
    }
    if matches!(state, S::Resus | S::HighRisk) && course.pert_answered_at.is_none() {
        run(P::Pert, shown_since, Urgency::Urgent);
    }
    if state == S::ConfirmedPe && !course.severity_known {
        run(P::SeverityKnown, decision, Urgency::Usual);
    }
    if state == S::Pregnancy {
        run(P::Preg, shown_since, Urgency::Usual);
    }
    let decides = state == S::Senior || state.is_confirmed() || matches!(state, S::HighRisk | S::OtherCause);
    if decides && course.senior_decided_at.is_none_or(|decided| decided < decision) {
        run(P::SeniorDecision, decision, if state.is_unstable() { Urgency::Urgent } else { Urgency::Usual });
    }
    if shown.refer != ReferNeed::No {
        let since = course.refer_since.unwrap_or(now);
        let urgency = if shown.refer == ReferNeed::Now { Urgency::Urgent } else { Urgency::Usual };
        match course.referral {
            None | Some((ReferralState::Drafted | ReferralState::Declined | ReferralState::Cancelled, _)) => run(P::RefSent, since, urgency),
            Some((ReferralState::Sent, _)) => run(P::RefReceived, since, urgency),
            Some((ReferralState::Received, _)) => run(P::RefAccepted, since, urgency),
            Some((ReferralState::Accepted, at)) => run(P::RefDeparted, at, urgency),
            Some((ReferralState::Departed, at)) => run(P::RefArrived, at, urgency),
            Some((ReferralState::Arrived | ReferralState::Returned, at)) => run(P::RefBack, at, urgency),
            Some((ReferralState::Kept | ReferralState::Acknowledged, _)) => {}
        }
    }
    let set_aside = !interim.because.is_empty() && interim.because.iter().all(|fired| course.overridden.contains(&fired.row.id));
    let gate = matches!(interim.code, C::InterimAsk | C::InterimHold) && !set_aside;
    let since = gate_since(interim, facts, settings).unwrap_or(now);
    if gate && interim.until.is_none() {
        run(P::GateAnswer, since, gate_urgency(of));
    }
    let unreached = course.patient_reached_at.is_none();
    if state == S::Lost && unreached {
        run(P::CallBack, shown_since, Urgency::Usual);
    }
    // What opens by itself, and the scans of days.
    if let Some(opens) = interim.until.filter(|_| gate) {
        until(P::GateAnswer, since.min(opens), opens);
    }
    if let Some(given) = given.filter(|_| !closed && !of.confirmed() && interim.code != C::InterimStop) {
        let interval = TimeDelta::hours(course.interim_interval_h.unwrap_or(12));
        until(P::Redose, given, given + interval - TimeDelta::hours(2));
    }
    if state == S::Repeat {
        let first = course.senior_chose_weekly_at.or(facts.tests.scans.first().map(|scan| scan.at)).unwrap_or(now);
        let [one, last, _] = repeat_days(of);
        let (clock, day) = match (of.weekly, of.pregnant()) {
            (true, _) => (P::RepeatUsWeekly, if of.repeats == Repeats::None { one } else { last }),
            (false, true) => (P::RepeatUsPreg, if of.repeats == Repeats::None { one } else { last }),
            (false, false) => (P::RepeatUs, 8),
        };
        let due = first + TimeDelta::days(day);
        until(clock, first, due);
        let late = if clock == P::RepeatUs { due } else { due + TimeDelta::days(1) };
        if now > late && unreached {
            until(P::CallBack, late, after(P::CallBack, late, Urgency::Usual));
        }
    }
    all.sort_by_key(|clock| clock.clock);
    all
}
