//! An action that is not allowed now: what stands in the way, where, and what to do about it, in both languages.
//! Names items and roles; never repeats a value or a person's words.

use super::role::Role;
use crate::clinical::instrument::Instrument;
use crate::text::{Text, text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoUser,
    Role(Role),
    NothingOpen,
    AlreadySigned,
    ReadOnly,
    /// Items (by index) that nobody answered.
    Incomplete(Vec<usize>),
    /// Suggested by the host and not confirmed.
    Unconfirmed(Vec<usize>),
    /// "Cannot be known" leaves the band open.
    BandOpen(Vec<usize>),
    NoteMissing(usize),
    /// A computed item was overridden without saying why.
    OverrideReason(usize),
    AmendReason,
    NotInRecord,
    /// The device's clock stands before the last event.
    ClockBehind,
    HostCancelled,
}

impl Refusal {
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NoUser | Refusal::Role(_) | Refusal::ReadOnly => "E_ROLE",
            Refusal::Incomplete(_) | Refusal::Unconfirmed(_) | Refusal::BandOpen(_) => "E_INCOMPLETE",
            Refusal::NoteMissing(_) | Refusal::OverrideReason(_) | Refusal::AmendReason => "E_INCOMPLETE",
            Refusal::NothingOpen | Refusal::AlreadySigned => "E_PHASE",
            Refusal::NotInRecord | Refusal::ClockBehind => "E_CONFLICT",
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

    /// Where, as a JSON pointer.
    pub fn path(&self, instrument: Option<&Instrument>) -> String {
        match (self, self.items().first(), instrument) {
            (Refusal::NoUser | Refusal::Role(_), ..) => "/user".into(),
            (Refusal::AmendReason, ..) => "/reason".into(),
            (_, Some(&item), Some(instrument)) => format!("/answers/{}", instrument.items[item].id),
            _ => String::new(),
        }
    }

    pub fn text(&self) -> Text {
        match self {
            Refusal::NoUser => text("未登录用户，无法签名。请由HIS传入当前用户。", "Nobody is signed in. The host must say who is at the screen."),
            Refusal::Role(_) => text("当前角色不能签署评估。请由护士或医师签名。", "This role may not sign. Ask a nurse or physician to sign."),
            Refusal::NothingOpen => text("尚未打开患者。请先选择患者。", "No patient is open. Open a patient first."),
            Refusal::AlreadySigned => text("本次评估已签名。需要时可更正，或新建评估。", "This assessment is signed. Amend it, or start a new one."),
            Refusal::ReadOnly => text("当前为只读模式，不能签名。", "Read-only: signing is off."),
            Refusal::Incomplete(_) => text(
                "尚有条目未答。请逐项回答，或点“其余均无”，或标记“暂无法获知”。",
                "Some items are not answered. Answer them, tap \"none of the rest\", or mark \"cannot be known now\".",
            ),
            Refusal::Unconfirmed(_) => {
                text("HIS提示的条目尚未确认。请逐条确认或否定。", "Suggestions from the host await confirmation. Confirm or turn down each.")
            }
            Refusal::BandOpen(_) => text(
                "标为“暂无法获知”的条目使危险分层无法确定。请设法查明后再签名。",
                "The items marked \"cannot be known\" leave the band open. Find out at least one before signing.",
            ),
            Refusal::NoteMissing(_) => text("已勾选“其他风险因素”，请写明是什么。", "\"Other risk factor\" is ticked: say what it is."),
            Refusal::OverrideReason(_) => text("改动了由数据计算的条目，请写明理由。", "A computed item was overridden: say why."),
            Refusal::AmendReason => text("更正须写明理由。", "An amendment needs a reason."),
            Refusal::NotInRecord => {
                text("要更正的评估不在本记录中。请重新打开患者。", "The assessment to amend is not in this record. Open the patient again.")
            }
            Refusal::ClockBehind => {
                text("本机时间早于上一条记录。请校准时间后再签名。", "This device's clock is behind the last event. Set the clock, then sign.")
            }
            Refusal::HostCancelled => text("HIS取消了签名，答案已保留。", "The host cancelled the signature. The answers are kept."),
        }
    }
}
