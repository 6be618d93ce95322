//! Whether to refer (extended specification 5.6.3, "What is missing"), and the states of a referral (5.6.7) as a table.

use chrono::TimeDelta;

use super::clocks::{PathClock, Urgency};
use super::coarse::{Coarse, Sign};
use super::codes::{AskItem, ChannelCode};
use super::facts::{EpisodeFacts, ReferralState};
use super::interim::InterimAnswer;
use super::judge::GateAnswers;
use super::settings::ChannelSettings;
use super::state::PathState;
use super::tiers::{Means, Tier};
use crate::clinical::chart::Instant;
use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferNeed {
    No,
    SameDay,
    Now,
}

/// How urgent an answer at the gate is (`c_gate`).
pub fn gate_urgency(of: &Coarse) -> Urgency {
    let limb_threat = of.limb() && of.limb_threat == Sign::Yes;
    let pe_likely = of.lung() && of.pe == super::coarse::Likelihood::Likely;
    match () {
        () if of.unstable() || limb_threat => Urgency::Urgent,
        () if pe_likely || of.pregnant() => Urgency::Pressing,
        () => Urgency::Usual,
    }
}

/// The worst of the rows. `step`: what the state asks for.
#[rustfmt::skip]
pub fn refer((state, step): (PathState, ChannelCode), of: &Coarse, interim: &InterimAnswer, gates: &GateAnswers, facts: &EpisodeFacts, settings: &ChannelSettings, now: Instant) -> ReferNeed {
    use ChannelCode as C;
    use PathState as S;
    use ReferNeed::{No, Now, SameDay};
    if state.rank() == 11 || matches!(state, S::Lost | S::Excluded | S::ExcludedByPerc) {
        return No;
    }
    let limb_threat = of.limb() && of.limb_threat == Sign::Yes;
    let pe_likely = of.lung() && of.pe == super::coarse::Likelihood::Likely;
    let grave = pe_likely || of.pregnant() || of.unstable() || limb_threat;
    let has = |means| settings.has(means, now);
    let lacks = |means| !settings.ever_has(means);
    let asks = |item| interim.code == C::InterimAsk && interim.because.iter().any(|fired| fired.row.item == Some(item));
    let set_aside = !interim.because.is_empty() && interim.because.iter().all(|fired| facts.course.overridden.contains(&fired.row.id));
    let waits = matches!(interim.code, C::InterimAsk | C::InterimHold) && interim.until.is_none() && !set_aside;
    // Past its target the question goes to the next senior, past it again the patient is referred.
    let target = TimeDelta::minutes(settings.minutes(PathClock::GateAnswer, gate_urgency(of)));
    let unanswered = waits && gate_since(interim, facts, settings).is_some_and(|since| now - since > target * 2);
    let rows = [
        (state == S::Paediatric, Now),
        (settings.tier == Tier::Village && state != S::Repeat, Now),
        (facts.course.physician_unreachable, Now),
        (state == S::Resus && !has(Means::Ctpa) && !has(Means::Echo), Now),
        (matches!(state, S::Resus | S::HighRisk) && !has(Means::Thrombolytic), Now),
        (limb_threat && lacks(Means::VascularSurgeon), Now),
        (interim.code == C::InterimHold && gates.no_drug, Now),
        (asks(AskItem::Platelets) && !has(Means::Laboratory), Now),
        (asks(AskItem::Inr) && !has(Means::Laboratory), Now),
        (matches!(step, C::CtpaNow) && !has(Means::Ctpa), if grave { Now } else { SameDay }),
        (matches!(step, C::Vq) && !has(Means::Vq), if grave { Now } else { SameDay }),
        (matches!(step, C::OrderDdimer | C::FixUnit) && !has(Means::Ddimer) && !settings.expected(facts.tests.ddimer, 240, now) && (of.lung() || lacks(Means::LegUltrasound)), SameDay),
        (matches!(step, C::UsNow | C::Us24h | C::ProximalCus | C::RepeatUs | C::DistalDecide) && lacks(Means::LegUltrasound), SameDay),
        (interim.code == C::InterimBlock && of.confirmed() && lacks(Means::Filter), if of.pe_confirmed() || grave { Now } else { SameDay }),
        (unanswered, if of.lung() || grave { Now } else { SameDay }),
    ];
    rows.into_iter().filter(|(applies, _)| *applies).map(|(_, need)| need).max().unwrap_or(No)
}

/// Since when a question or a hold stands: as shown; the question for his own estimate since `c_score` passed.
pub fn gate_since(interim: &InterimAnswer, facts: &EpisodeFacts, settings: &ChannelSettings) -> Option<Instant> {
    let score = facts.suspected_at + TimeDelta::minutes(settings.minutes(PathClock::Score, Urgency::Usual));
    facts.course.gate_since.or(interim.because.is_empty().then_some(score))
}

/// One state of a referral: forward only.
#[derive(Clone, Copy, Debug)]
pub struct ReferralRow {
    pub state: ReferralState,
    pub id: &'static str,
    pub label: Text,
    pub set_by: Text,
    pub next: &'static [ReferralState],
}

const SENDER: Text = text!("转出方", "sender");
const RECEIVER: Text = text!("接收方", "receiver");

#[rustfmt::skip]
pub static REFERRAL_STATES: [ReferralRow; 11] = [
    ReferralRow { state: ReferralState::Drafted, id: "drafted", label: text!("草稿", "drafted"), set_by: SENDER, next: &[ReferralState::Sent, ReferralState::Cancelled] },
    ReferralRow { state: ReferralState::Sent, id: "sent", label: text!("已发出", "sent"), set_by: SENDER, next: &[ReferralState::Received, ReferralState::Cancelled] },
    ReferralRow { state: ReferralState::Received, id: "received", label: text!("已收到", "received"), set_by: text!("接收方，或转出方电话后（对方姓名）", "receiver, or sender after a call (name of the person)"), next: &[ReferralState::Accepted, ReferralState::Declined, ReferralState::Cancelled] },
    ReferralRow { state: ReferralState::Declined, id: "declined", label: text!("已谢绝", "declined"), set_by: RECEIVER, next: &[] },
    ReferralRow { state: ReferralState::Accepted, id: "accepted", label: text!("已接收", "accepted"), set_by: RECEIVER, next: &[ReferralState::Departed, ReferralState::Cancelled] },
    ReferralRow { state: ReferralState::Departed, id: "departed", label: text!("已出发", "departed"), set_by: SENDER, next: &[ReferralState::Arrived, ReferralState::Cancelled] },
    ReferralRow { state: ReferralState::Arrived, id: "arrived", label: text!("已到达", "arrived"), set_by: RECEIVER, next: &[ReferralState::Returned, ReferralState::Kept] },
    ReferralRow { state: ReferralState::Kept, id: "kept", label: text!("已留治", "kept"), set_by: RECEIVER, next: &[] },
    ReferralRow { state: ReferralState::Returned, id: "returned", label: text!("已返回", "returned"), set_by: RECEIVER, next: &[ReferralState::Acknowledged] },
    ReferralRow { state: ReferralState::Acknowledged, id: "acknowledged", label: text!("已确认", "acknowledged"), set_by: SENDER, next: &[] },
    ReferralRow { state: ReferralState::Cancelled, id: "cancelled", label: text!("已取消", "cancelled"), set_by: SENDER, next: &[] },
];
