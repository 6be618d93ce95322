//! What stands in the way of a plan, a measure, or something that happened on a ward. Stands in the second part of the
//! program (`lib.rs`): whoever signs a score meets none of it.

use super::{Flaw, Refusal};
use crate::clinical::second;
use crate::record::role::Role;
use crate::text::{Text, text};

#[inline(never)]
pub fn text(refusal: &Refusal) -> Text {
    second::is_needed();
    match refusal {
        Refusal::NotInRecord => {
            text!("所指的内容不在本记录中。请重新打开患者。", "What this is about is not in this record. Open the patient again.")
        }
        Refusal::Reserved(action) if action.right().who.contains(&Role::Nurse) => {
            text!("当前角色不能进行此操作。请由护士或医师操作。", "This role may not do this. Ask a nurse or physician.")
        }
        Refusal::Reserved(_) => text!("此操作须由医师完成。请通知医师。", "Only a physician may do this. Call one."),
        Refusal::Stale => text!(
            "该建议所依据的评估已不是最新。请查看最新评估后再决定。",
            "This rests on an assessment that is no longer the latest. Look at the latest, then decide.",
        ),
        Refusal::PlanMoved => text!(
            "另有医师已更改该方案，本次未签名。请查看现行方案后再决定。",
            "Another physician has changed the plan meanwhile, so nothing was signed. Look at the plan in force, then decide.",
        ),
        Refusal::AlreadyAuthorised => text!(
            "该评估的预防方案已下达。需要改动时请用“更改方案”，或重新评估。",
            "The plan for this assessment is authorised already. Use \"Change the plan\", or assess anew.",
        ),
        Refusal::ScreenDue => text!(
            "尚无不早于本次评估的出血评估，或情况已有变化。请先完成出血评估，或明确采用原有评估。",
            "There is no bleeding screen as recent as this assessment, or things have changed since. Screen first, or name the older screen.",
        ),
        Refusal::Measure(flaw, _) => flaw.text(),
        Refusal::Step(flaw, _) => flaw.text(),
        Refusal::Forbidden(_) => text!(
            "存在不得越过的禁忌，不能下达该措施。请改选其他措施或会诊。",
            "A contraindication that nobody may override forbids this measure. Choose another, or consult.",
        ),
        Refusal::OverrideNeeded(_) => text!(
            "存在禁忌、出血高危或未查明的情况。请写明仍然采用的理由（至少4字）并勾选确认，或改选其他措施。",
            "A contraindication, high bleeding risk or an unknown stands against this. Give a reason (4 characters or more) and tick the confirmation, or choose another measure.",
        ),
        Refusal::ReasonCode => text!("请从列表中选择理由。", "Choose a reason from the list."),
        Refusal::ReasonWords => text!("所选理由须另加说明。请写明。", "The chosen reason needs words beside it. Say what."),
        Refusal::Future => text!("时间晚于现在。请更正时间。", "This time is in the future. Correct it."),
        Refusal::OutOfOrder => text!("时间早于其所依据的事件。请更正时间。", "This time is before what it follows from. Correct it."),
        Refusal::TooEarly(_) => text!(
            "早于医师授权的首剂时间（须等前药、穿刺或手术的间隔）。请核对时间；确需提前请通知医师重新授权。最早时间：",
            "Before the first dose that the physician authorised, which waits for the drug before it, a needle or an operation. Check the time, or have it authorised anew. Earliest: ",
        ),
        Refusal::Discharged => {
            text!("患者已出院，不能再记录。需要时请更正已有记录。", "The patient is discharged: nothing is added. Amend what is there if need be.")
        }
        Refusal::NotAmendable => text!(
            "该条记录不能这样更正。请重新评估、复核，或更正原始记录。",
            "This event cannot be amended so. Assess or review anew, or amend the original.",
        ),
        Refusal::AlreadySuspected => text!(
            "该患者的疑似VTE已报告、尚未定论。请由医师确诊、排除或撤销。",
            "VTE is reported as suspected for this patient already and not settled. A physician confirms, excludes or withdraws it.",
        ),
        Refusal::SuspicionOpen => text!(
            "报告尚缺：请选择部位、侧别和至少一项表现。先打电话，不要等填表。",
            "Something is missing in the report: choose the site, the side and at least one sign. Telephone first, do not wait for the form.",
        ),
        Refusal::ConclusionOpen => text!(
            "结论尚缺：请选择确诊、排除或撤销，并写明依据（检查）或理由；确诊还须选择部位。",
            "Something is missing in the conclusion: choose confirmed, excluded or withdrawn, and say by what examination or why; what is confirmed needs its site.",
        ),
        // Those that a score meets stand with the refusals themselves.
        _ => text!("现在不能这样做。", "This cannot be done now."),
    }
}

impl Flaw {
    fn text(self) -> Text {
        match self {
            Flaw::None => {
                text!("方案中没有任何措施。请至少选择一项，或说明不采用的理由。", "The plan has no measure. Choose one, or decline with a reason.")
            }
            Flaw::Unknown => text!("方案中有未知的措施。请从列表中选择。", "The plan names an unknown measure. Choose from the list."),
            Flaw::Twice => text!("同一措施重复。请删去一项。", "A measure stands twice. Remove one."),
            Flaw::NoDose => text!("药物没有剂量。请填写剂量。", "A drug has no dose. Enter one."),
            Flaw::NoStop => text!("药物没有计划停药时间。请填写。", "A drug has no planned stop. Enter one."),
            Flaw::Times => text!("停止时间不晚于开始时间或现在。请更正。", "It would stop before it starts, or has already. Correct the times."),
            Flaw::SecondAnticoagulant => text!("不得同时使用两种抗凝药。请先停用另一种。", "Never two anticoagulants at once. Stop the other first."),
            Flaw::NotAuthorised => text!("该措施未经医师下达。请通知医师。", "No physician has authorised this measure. Call one."),
            Flaw::PastStop => text!(
                "医师计划的停止时间已过，不能开始或恢复。请通知医师：需要继续时由医师更改方案。",
                "The stop that the physician planned has passed: neither begun nor resumed. Call a physician, who changes the plan if it is to go on.",
            ),
            Flaw::AlreadyStarted => text!("该措施已在执行。", "This measure is in use already. Nothing was added."),
            Flaw::NotInUse => text!("该措施不在执行中，不能停止。请核对。", "This measure is not in use, so it cannot be stopped. Check."),
        }
    }
}
