//! What a person is told of a refusal. Those that only arise after a score are in `plans`, the second part of the program.

use super::{Refusal, plans};
use crate::clinical::second;
use crate::record::local::exactly;
use crate::text::{Lang, Text, text};

impl Refusal {
    /// The text, and where it is about clocks both times.
    pub fn told(&self, lang: Lang) -> String {
        let text = self.text().get(lang);
        let colon = text!("：", ": ").get(lang);
        if let Refusal::Moved(changes) = self {
            let changes: Vec<&str> = changes.iter().map(|(zh, en)| if lang == Lang::Zh { &**zh } else { en }).collect();
            let (between, stop) = (text!("；", "; ").get(lang), text!("。", ".").get(lang));
            return [text, &changes.join(between), stop].concat();
        }
        let Some((device, name, other)) = self.clocks() else { return text.into() };
        let (this, then, stop) = (text!("本机时间", "This device's clock").get(lang), text!("；", "; ").get(lang), text!("。", ".").get(lang));
        let space = if lang == Lang::En { " " } else { "" };
        [text, space, this, colon, &exactly(device), then, name.get(lang), colon, &exactly(other), stop].concat()
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
                "尚有条目未答。请逐项回答，或点“其余均无”，或点“无法获知”。",
                "Some items are not answered. Answer them, tap \"none of the rest\", or choose \"not known\".",
            ),
            Refusal::Unconfirmed(_) => {
                text!("HIS提示的条目尚未确认。请逐条确认或否定。", "Suggestions from the host await confirmation. Confirm or turn down each.")
            }
            Refusal::Unsettled => text!(
                "HIS提示的手术、用药或数值尚未确认。请在“HIS提示，请确认”中逐条确认或否定。",
                "An operation, medicine or value that the host suggests awaits confirmation. Confirm or turn down each under \"From the hospital system\".",
            ),
            Refusal::BandOpen(_) => text!(
                "答为“无法获知”的条目使危险分层无法确定。请设法查明后再签名。",
                "The items answered \"not known\" leave the band open. Find out at least one before signing.",
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
