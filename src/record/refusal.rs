//! An action that is not allowed now: what stands in the way, where, and what to do about it, in both languages.
//! Names items and roles; never repeats a value or a person's words.

use super::local::exactly;
use super::role::{Action, Role};
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Instrument;
use crate::clinical::second;
use crate::text::{Lang, Text, text};

mod plans;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoUser,
    Role(Role),
    NothingOpen,
    AlreadySigned,
    ReadOnly,
    /// What was kept of this admission has not been read yet.
    Unread,
    /// Items (by index) that nobody answered.
    Incomplete(Vec<usize>),
    /// Suggested by the host and not confirmed.
    Unconfirmed(Vec<usize>),
    /// The host suggests something beside the items (an operation, a medicine, a value), and nobody has said yes or no to it.
    Unsettled,
    /// "Cannot be known" leaves the band open.
    BandOpen(Vec<usize>),
    NoteMissing(usize),
    /// A computed item was overridden without saying why.
    OverrideReason(usize),
    AmendReason,
    NotInRecord,
    /// This action is another role's.
    Reserved(Action),
    /// The proposal or review is of an assessment that is no longer the latest.
    Stale,
    AlreadyAuthorised,
    /// Another plan is in force than the person saw: somebody else has decided since.
    PlanMoved,
    /// No bleeding screen that is new enough, or what is known has moved since.
    ScreenDue,
    /// Something is wrong with a measure, by its id.
    Measure(Flaw, String),
    /// A contraindication, by its id, that nobody here may override.
    Forbidden(String),
    /// What stands against the plan and is not overridden with a reason, by id.
    OverrideNeeded(Vec<String>),
    /// A code that is not of the table, or none.
    ReasonCode,
    /// The code chosen wants words beside it.
    ReasonWords,
    /// Later than now.
    Future,
    /// Earlier than what it follows from.
    OutOfOrder,
    /// A dose before the start that a physician authorised.
    TooEarly(Instant),
    Discharged,
    /// Of a type that is not amended, or another type than what it amends.
    NotAmendable,
    /// The record ends far ahead of this device: passed with a reason, or the clock is set.
    ClockBehind {
        device: Instant,
        last: Instant,
    },
    /// This device stands far ahead of everything that is known of the patient: asked about before it signs.
    ClockAhead {
        device: Instant,
        known: Instant,
    },
    /// The host's clock and this device's differ: asked about before it signs.
    ClockUnlikeHost {
        device: Instant,
        host: Instant,
    },
    HostCancelled,
    /// A suspicion of VTE stands already; it is settled, not reported again.
    AlreadySuspected,
    /// The report of a suspicion lacks the site, the side or a sign; its conclusion lacks by what.
    SuspicionOpen,
    /// The chart cannot be beside what a person answered.
    Contradicted,
    /// Worked out again just before the signature, it is no longer what the screen showed: what changed, in both languages.
    Moved(Vec<(String, String)>),
}

/// What is wrong with a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A plan without measures.
    None,
    Unknown,
    Twice,
    NoDose,
    NoStop,
    /// It would stop before it starts, or already has.
    Times,
    /// A second anticoagulant, in the plan or beside one in use.
    SecondAnticoagulant,
    NotAuthorised,
    /// Its planned stop has passed.
    PastStop,
    AlreadyStarted,
    NotInUse,
}

impl Refusal {
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NoUser | Refusal::Role(_) | Refusal::Reserved(_) | Refusal::ReadOnly => "E_ROLE",
            Refusal::Incomplete(_) | Refusal::Unconfirmed(_) | Refusal::Unsettled | Refusal::BandOpen(_) => "E_INCOMPLETE",
            Refusal::NoteMissing(_) | Refusal::OverrideReason(_) | Refusal::AmendReason | Refusal::SuspicionOpen => "E_INCOMPLETE",
            Refusal::ScreenDue | Refusal::OverrideNeeded(_) | Refusal::ReasonCode | Refusal::ReasonWords => "E_INCOMPLETE",
            Refusal::Measure(Flaw::None | Flaw::NoDose | Flaw::NoStop, _) => "E_INCOMPLETE",
            Refusal::NothingOpen | Refusal::AlreadySigned | Refusal::Discharged => "E_PHASE",
            Refusal::Measure(Flaw::NotAuthorised | Flaw::PastStop | Flaw::AlreadyStarted | Flaw::NotInUse, _) => "E_PHASE",
            Refusal::Stale | Refusal::Moved(_) => "E_STALE",
            Refusal::Measure(Flaw::Unknown, _) => "E_ITEM",
            Refusal::Measure(Flaw::Times, _) | Refusal::Future | Refusal::OutOfOrder | Refusal::TooEarly(_) => "E_RANGE",
            Refusal::Measure(..) | Refusal::Forbidden(_) | Refusal::AlreadyAuthorised | Refusal::NotAmendable => "E_CONFLICT",
            Refusal::NotInRecord | Refusal::Contradicted | Refusal::PlanMoved | Refusal::AlreadySuspected => "E_CONFLICT",
            Refusal::ClockBehind { .. } | Refusal::ClockAhead { .. } | Refusal::ClockUnlikeHost { .. } => "E_TIME",
            Refusal::Unread => "E_WASM",
            Refusal::HostCancelled => "E_REJECTED",
        }
    }

    /// The items it is about, by index.
    pub fn items(&self) -> &[usize] {
        match self {
            Refusal::Incomplete(items) | Refusal::Unconfirmed(items) | Refusal::BandOpen(items) => items,
            Refusal::NoteMissing(item) | Refusal::OverrideReason(item) => std::slice::from_ref(item),
            _ => &[],
        }
    }

    /// The measure, contraindications or facts that it is about, by id.
    pub fn ids(&self) -> &[String] {
        match self {
            Refusal::OverrideNeeded(ids) => ids,
            Refusal::Forbidden(id) | Refusal::Measure(_, id) => std::slice::from_ref(id),
            _ => &[],
        }
    }

    /// The earliest time that it would allow.
    pub fn earliest(&self) -> Option<Instant> {
        match self {
            Refusal::TooEarly(start) => Some(*start),
            _ => None,
        }
    }

    /// The clock of this device, and the time that it was held against with what that is; both at the device's offset.
    pub fn clocks(&self) -> Option<(Instant, Text, Instant)> {
        Some(match self {
            Refusal::ClockBehind { device, last } => (*device, text!("记录的最后时间", "Last time in the record"), *last),
            Refusal::ClockAhead { device, known } => (*device, text!("记录和HIS资料的最近时间", "Newest time in record and chart"), *known),
            Refusal::ClockUnlikeHost { device, host } => {
                (*device, text!("对照时间（HIS或本机此前的记录）", "Time compared with (the host, or this device before)"), *host)
            }
            _ => return None,
        })
    }

    /// The text, and where it is about clocks both times.
    pub fn told(&self, lang: Lang) -> String {
        let text = self.text().get(lang);
        let colon = text!("：", ": ").get(lang);
        if let Refusal::Moved(changes) = self {
            let of = |(zh, en): &(String, String)| if lang == Lang::Zh { zh.clone() } else { en.clone() };
            let changes: Vec<String> = changes.iter().map(of).collect();
            let (between, stop) = (text!("；", "; ").get(lang), text!("。", ".").get(lang));
            return [text, &changes.join(between), stop].concat();
        }
        let Some((device, name, other)) = self.clocks() else { return text.into() };
        let (this, then, stop) = (text!("本机时间", "This device's clock").get(lang), text!("；", "; ").get(lang), text!("。", ".").get(lang));
        let space = if lang == Lang::En { " " } else { "" };
        [text, space, this, colon, &exactly(device), then, name.get(lang), colon, &exactly(other), stop].concat()
    }

    /// Where, as a JSON pointer.
    pub fn path(&self, instrument: Option<&Instrument>) -> String {
        match (self, self.items().first(), instrument) {
            (Refusal::NoUser | Refusal::Role(_) | Refusal::Reserved(_), ..) => "/user".into(),
            (Refusal::Measure(..), ..) => "/measures".into(),
            (Refusal::Forbidden(_) | Refusal::OverrideNeeded(_), ..) => "/overrides".into(),
            (Refusal::Unsettled, ..) => "/chart/facts".into(),
            (Refusal::ReasonCode, ..) => "/reasonCode".into(),
            (Refusal::ReasonWords, ..) => "/note".into(),
            (Refusal::Future | Refusal::OutOfOrder | Refusal::TooEarly(_), ..) => "/at".into(),
            (Refusal::NotInRecord | Refusal::NotAmendable | Refusal::Stale | Refusal::PlanMoved, ..) => "/of".into(),
            (Refusal::AmendReason, ..) => "/reason".into(),
            (_, Some(&item), Some(instrument)) => format!("/answers/{}", instrument.items[item].id),
            _ => String::new(),
        }
    }

    pub fn text(&self) -> Text {
        match self {
            Refusal::NoUser => text!("未登录用户，无法签名。请由HIS传入当前用户。", "Nobody is signed in. The host must say who is at the screen."),
            Refusal::Role(_) => text!("当前角色不能签署评估。请由护士或医师签名。", "This role may not sign. Ask a nurse or physician to sign."),
            Refusal::NothingOpen => text!("尚未打开患者。请先选择患者。", "No patient is open. Open a patient first."),
            Refusal::AlreadySigned => text!("本次评估已签名。需要时可更正，或新建评估。", "This assessment is signed. Amend it, or start a new one."),
            Refusal::ReadOnly => text!("当前为只读模式，不能签名。", "Read-only: signing is off."),
            Refusal::Unread => text!(
                "该患者此前的记录尚未载入，暂不能签名。请稍候或重试载入。",
                "The earlier record of this patient has not been loaded, so nothing can be signed yet. Wait, or load it again.",
            ),
            Refusal::Incomplete(_) => text!(
                "尚有条目未答。请逐项回答，或点“其余均无”，或标记“暂无法获知”。",
                "Some items are not answered. Answer them, tap \"none of the rest\", or mark \"cannot be known now\".",
            ),
            Refusal::Unconfirmed(_) => {
                text!("HIS提示的条目尚未确认。请逐条确认或否定。", "Suggestions from the host await confirmation. Confirm or turn down each.")
            }
            Refusal::Unsettled => text!(
                "HIS提示的手术、用药或数值尚未确认。请在“HIS提示，请确认”中逐条确认或否定。",
                "An operation, medicine or value that the host suggests awaits confirmation. Confirm or turn down each under \"From the hospital system\".",
            ),
            Refusal::BandOpen(_) => text!(
                "标为“暂无法获知”的条目使危险分层无法确定。请设法查明后再签名。",
                "The items marked \"cannot be known\" leave the band open. Find out at least one before signing.",
            ),
            Refusal::NoteMissing(_) => text!("已勾选“其他风险因素”，请写明是什么。", "\"Other risk factor\" is ticked: say what it is."),
            Refusal::OverrideReason(_) => text!("改动了由数据计算的条目，请写明理由。", "A computed item was overridden: say why."),
            Refusal::AmendReason => text!("更正须写明理由。", "An amendment needs a reason."),
            Refusal::ClockBehind { .. } => text!(
                "本机时间早于本记录的最后一条，相差5分钟以上。请先核对本机时钟；若本机时间无误，则是另一台设备签名时时钟偏快：请写明理由（至少4字）后继续签名。",
                "This device's clock is more than 5 minutes behind the last event of the record. Check this device's clock first. If it is right, the clock that signed the last event was ahead: give a reason (4 characters or more) and go on.",
            ),
            Refusal::ClockAhead { .. } => text!(
                "本机时间比该患者记录和HIS资料的最近时间晚30天以上。签名时间取自本机时钟，请先核对本机时钟。",
                "This device's clock is more than 30 days ahead of everything known of this patient. A signature takes its time from this device: check its clock first.",
            ),
            Refusal::ClockUnlikeHost { .. } => text!(
                "本机时间与对照时间（HIS，或本机此前的记录）相差5分钟以上。签名时间取自本机时钟，请先核对本机时钟。",
                "This device's clock differs by more than 5 minutes from the time it is compared with: the host's, or what this device has written before. A signature takes its time from this device: check its clock first.",
            ),
            Refusal::Contradicted => text!(
                "HIS的资料与已答条目互相矛盾，不能签名。请核对性别和该条目；答案已保留。",
                "The host's data and an answer cannot both be true: not signed. Check the sex and the item; the answers are kept.",
            ),
            Refusal::Moved(_) => text!(
                "未签名：签名前重新计算，结果与屏幕所示不同，屏幕已更新。请核对后再次签名。变化：",
                "Not signed: worked out again just before, the result is not what the screen showed. The screen is up to date; check it and sign again. Changed: ",
            ),
            Refusal::HostCancelled => text!("HIS取消了签名，答案已保留。", "The host cancelled the signature. The answers are kept."),
            // Of plans, measures and what happened on a ward: nobody comes there without the second part.
            _ if second::is_here() => plans::text(self),
            _ => text!(
                "预防部分尚未载入，暂不能进行此操作。请稍候，或检查网络后重试。",
                "The part for prevention is not loaded yet. Wait, or check the network and try again."
            ),
        }
    }
}
