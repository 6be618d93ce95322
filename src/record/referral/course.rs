//! The course of one referral: the reports of both sides joined, in whatever order they arrive, and however often.
//!
//! Forward only. A state that is reported twice is kept once; said differently the second time, it stands beside the first as
//! an amendment. A later state that arrives before an earlier one leaves a gap, which reads "not reported" until the earlier
//! one comes. Of two hospitals that accept, the first stands and the other is to be told that it is cancelled.

use super::steps::{ReferralSide, ReferralState, ReferralStep, ends, leads_to, may_report, referral_row};
use crate::clinical::chart::Instant;
use crate::clinical::pathway::clocks::{ClockTargets, PathClock, Urgency};
use crate::clinical::pathway::referral::REFERRAL_STATES;
use crate::text::{Text, text};

/// What is known of a referral.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReferralHistory {
    /// Each state once, in the order of the table.
    steps: Vec<ReferralStep>,
    /// What was said differently later, in the order in which it came.
    pub amendments: Vec<ReferralStep>,
    /// What a hospital said that does not have the patient: accepted second, or addressed to another.
    pub others: Vec<ReferralStep>,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepTaken {
    /// The referral stands further on.
    Forward,
    /// An earlier state, whose place was empty.
    Fills,
    /// Known already, to the letter.
    Known,
    /// Known already, and said differently: both stand.
    Amends,
    /// Of a hospital that does not have the patient: kept, and that hospital is to be told.
    Elsewhere,
}

/// Why a report is not taken. What stands is as it was.
#[derive(Clone, Debug, PartialEq)]
pub enum StepRefused {
    /// The other side reports this.
    Side(ReferralSide),
    /// The referral has ended.
    Over(ReferralState),
    /// It does not go together with what stands.
    Against(ReferralState),
    /// It must say more.
    Lacks(Text),
}

impl StepRefused {
    pub fn told(&self) -> (String, String) {
        let row = |state: &ReferralState| referral_row(*state).label;
        match self {
            StepRefused::Side(side) => {
                let words = side.label();
                (
                    ["此状态由", words.zh(), "报告，未记录。"].concat(),
                    ["This state is reported by the ", words.en(), "; nothing was recorded."].concat(),
                )
            }
            StepRefused::Over(state) => (
                ["该转诊已结束（", row(state).zh(), "），未记录。仍需转诊时请新建转诊单。"].concat(),
                ["This referral has ended (", row(state).en(), "); nothing was recorded. Make a new referral if one is needed."].concat(),
            ),
            StepRefused::Against(state) => (
                ["与已报告的状态（", row(state).zh(), "）不符，未记录。请电话核对。"].concat(),
                ["It does not go together with what was reported (", row(state).en(), "); nothing was recorded. Check by telephone."].concat(),
            ),
            StepRefused::Lacks(field) => (
                ["“", field.zh(), "”须填写；没有就写“无”或“未做”。未记录。"].concat(),
                ["\"", field.en(), "\" must be said; where there is none, write \"no\" or \"not done\". Nothing was recorded."].concat(),
            ),
        }
    }
}

impl ReferralHistory {
    /// What the steps come to. One that is not taken is left out.
    pub fn of<'a>(steps: impl IntoIterator<Item = &'a ReferralStep>) -> ReferralHistory {
        let mut course = ReferralHistory::default();
        for step in steps {
            let _ = course.take(step);
        }
        course
    }

    /// One report more.
    pub fn take(&mut self, step: &ReferralStep) -> Result<StepTaken, StepRefused> {
        if !may_report(step.state, step.side) {
            return Err(StepRefused::Side(ReferralSide::Sender));
        }
        if let Some(field) = step.lacking() {
            return Err(StepRefused::Lacks(field.label));
        }
        if [&self.steps, &self.amendments, &self.others].into_iter().flatten().any(|held| held == step) {
            return Ok(StepTaken::Known);
        }
        if self.is_elsewhere(step) {
            self.others.push(step.clone());
            return Ok(StepTaken::Elsewhere);
        }
        if self.step(step.state).is_some() {
            self.amendments.push(step.clone());
            return Ok(StepTaken::Amends);
        }
        let Some(now) = self.state() else {
            self.steps.push(step.clone());
            return Ok(StepTaken::Forward);
        };
        if leads_to(now, step.state) {
            self.put(step);
            return Ok(StepTaken::Forward);
        }
        // Of a gap: it lies before everything that came after it.
        if self.steps.iter().all(|held| leads_to(held.state, step.state) || leads_to(step.state, held.state)) {
            self.put(step);
            return Ok(StepTaken::Fills);
        }
        Err(if ends(now) { StepRefused::Over(now) } else { StepRefused::Against(now) })
    }

    fn put(&mut self, step: &ReferralStep) {
        self.steps.push(step.clone());
        self.steps.sort_by_key(|step| step.state);
    }

    /// It comes from, or goes to, a hospital other than the one that has accepted.
    fn is_elsewhere(&self, step: &ReferralStep) -> bool {
        let Some(site) = self.accepted_by() else { return false };
        match step.side {
            ReferralSide::Receiver => step.site != site,
            ReferralSide::Sender => step.said("addressed").is_some_and(|addressed| addressed != site),
        }
    }

    /// The hospital that has accepted first.
    pub fn accepted_by(&self) -> Option<&str> {
        let accepted = self.steps.iter().find(|step| step.state == ReferralState::Accepted && step.side == ReferralSide::Receiver);
        accepted.map(|step| step.site.as_str())
    }

    /// Hospitals that accepted too, and have not been told yet that another has the patient.
    pub fn to_be_told(&self) -> Vec<&str> {
        let told = |site: &str| self.others.iter().any(|step| step.state == ReferralState::Cancelled && step.said("addressed") == Some(site));
        let mut sites: Vec<&str> =
            self.others.iter().filter(|step| step.state == ReferralState::Accepted && !told(&step.site)).map(|step| step.site.as_str()).collect();
        sites.dedup();
        sites
    }

    pub fn steps(&self) -> &[ReferralStep] {
        &self.steps
    }

    pub fn step(&self, state: ReferralState) -> Option<&ReferralStep> {
        self.steps.iter().find(|step| step.state == state)
    }

    /// A state as it was said last: the latest amendment, or what was first reported.
    pub fn latest(&self, state: ReferralState) -> Option<&ReferralStep> {
        self.amendments.iter().rev().find(|step| step.state == state).or_else(|| self.step(state))
    }

    /// How it stands; nothing before the first report.
    pub fn state(&self) -> Option<ReferralState> {
        self.steps.last().map(|step| step.state)
    }

    /// Since when.
    pub fn since(&self) -> Option<Instant> {
        self.steps.last().map(|step| step.at)
    }

    pub fn is_over(&self) -> bool {
        self.state().is_some_and(ends)
    }

    /// Nobody has the patient: it was declined, and no other referral has been made.
    pub fn is_declined(&self) -> bool {
        self.state() == Some(ReferralState::Declined)
    }

    /// States on the way here that nobody has reported, in order.
    pub fn gaps(&self) -> Vec<ReferralState> {
        const WAY: [ReferralState; 6] = [
            ReferralState::Sent,
            ReferralState::Received,
            ReferralState::Accepted,
            ReferralState::Departed,
            ReferralState::Arrived,
            ReferralState::Returned,
        ];
        let Some(now) = self.state().filter(|now| *now != ReferralState::Cancelled) else { return vec![] };
        WAY.into_iter().filter(|state| leads_to(*state, now) && self.on_every_way(*state, now) && self.step(*state).is_none()).collect()
    }

    /// No way leads around it: `kept` needs no return, and `declined` no acceptance.
    fn on_every_way(&self, state: ReferralState, now: ReferralState) -> bool {
        state < now && !(state == ReferralState::Returned && now != ReferralState::Acknowledged)
    }

    /// What a side may be offered to report next, in the order of the table: a draft is sent first, a result needs a patient who
    /// has come, an acknowledgement what it acknowledges. What is not offered is still taken where it was reported elsewhere.
    pub fn next(&self, side: ReferralSide) -> Vec<ReferralState> {
        let Some(now) = self.state() else { return vec![] };
        let on_the_way = [ReferralState::Departed, ReferralState::Arrived].iter().any(|state| self.step(*state).is_some());
        let fits = |state: &ReferralState| match state {
            ReferralState::Acknowledged => now == ReferralState::Returned,
            ReferralState::Kept | ReferralState::Returned => on_the_way,
            ReferralState::Sent | ReferralState::Cancelled => true,
            _ => now != ReferralState::Drafted,
        };
        let all = REFERRAL_STATES.iter().map(|row| row.state);
        all.filter(|state| leads_to(now, *state) && may_report(*state, side) && fits(state)).collect()
    }
}

/// The clock that runs (5.6.2 `c_ref_*`): which, its target in minutes, and since when; nothing where the referral has ended.
/// `decided_at`: when it was decided to refer; `urgent`: refer now, by telephone.
pub fn running(course: &ReferralHistory, decided_at: Instant, urgent: bool) -> Option<(PathClock, u32, Instant)> {
    let urgency = if urgent { Urgency::Urgent } else { Urgency::Usual };
    let since = course.since().unwrap_or(decided_at);
    let (clock, since) = match course.state() {
        None | Some(ReferralState::Drafted) => (PathClock::RefSent, decided_at),
        // Nobody has the patient: it runs anew from there.
        Some(ReferralState::Declined | ReferralState::Cancelled) => (PathClock::RefSent, since),
        Some(ReferralState::Sent) => (PathClock::RefReceived, decided_at),
        Some(ReferralState::Received) => (PathClock::RefAccepted, decided_at),
        Some(ReferralState::Accepted) => (PathClock::RefDeparted, since),
        Some(ReferralState::Departed) => (PathClock::RefArrived, since),
        Some(ReferralState::Arrived | ReferralState::Returned) => (PathClock::RefBack, since),
        Some(ReferralState::Kept | ReferralState::Acknowledged) => return None,
    };
    Some((clock, ClockTargets::default().of(clock, urgency), since))
}

/// Said wherever a referral was declined and no new one stands.
pub const NOBODY: Text = text!(
    "目前没有机构接收该患者：请立即联系下一家医院并新建转诊单。",
    "Nobody has the patient: call the next hospital now and make a new referral."
);
