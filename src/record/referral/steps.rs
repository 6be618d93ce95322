//! The states of a referral as they are reported: who may, and what each must say (extended specification 5.6.7).

use crate::clinical::chart::Instant;
pub use crate::clinical::pathway::facts::ReferralState;
use crate::clinical::pathway::referral::{REFERRAL_STATES, ReferralRow};
use crate::text::{Text, text};

/// Who reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralSide {
    Sender,
    Receiver,
}

impl ReferralSide {
    pub fn id(self) -> &'static str {
        match self {
            ReferralSide::Sender => "sender",
            ReferralSide::Receiver => "receiver",
        }
    }

    pub fn named(id: &str) -> Option<ReferralSide> {
        [ReferralSide::Sender, ReferralSide::Receiver].into_iter().find(|side| side.id() == id)
    }

    pub fn label(self) -> Text {
        match self {
            ReferralSide::Sender => text!("转出方", "sender"),
            ReferralSide::Receiver => text!("接收方", "receiver"),
        }
    }
}

/// A state that one side reports.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferralStep {
    pub state: ReferralState,
    pub at: Instant,
    pub side: ReferralSide,
    /// The name of whoever reports it, and of the hospital or ward.
    pub by: String,
    pub site: String,
    /// What it says, of [`STEP_FIELDS`], in that order.
    pub said: Vec<(&'static str, String)>,
}

impl ReferralStep {
    pub fn of(state: ReferralState, at: Instant, side: ReferralSide, by: &str, site: &str) -> ReferralStep {
        ReferralStep { state, at, side, by: by.into(), site: site.into(), said: vec![] }
    }

    /// Adds what is said; an empty one, or one that this state does not have, is dropped.
    pub fn with(mut self, field: &str, said: &str) -> ReferralStep {
        let known = fields_of(self.state).find(|known| known.id == field);
        if let Some(known) = known.filter(|_| !said.trim().is_empty()) {
            self.said.retain(|(held, _)| *held != known.id);
            self.said.push((known.id, said.trim().to_owned()));
            self.said.sort_by_key(|(field, _)| STEP_FIELDS.iter().position(|known| known.id == *field));
        }
        self
    }

    pub fn said(&self, field: &str) -> Option<&str> {
        self.said.iter().find(|(known, _)| *known == field).map(|(_, said)| said.as_str())
    }

    /// The first that it must say and does not.
    pub fn lacking(&self) -> Option<&'static StepField> {
        fields_of(self.state).find(|field| field.needed(self.state, self.side) && self.said(field.id).is_none())
    }
}

/// Something that a state says.
#[derive(Debug)]
pub struct StepField {
    pub id: &'static str,
    pub label: Text,
    /// The states that have it.
    of: &'static [ReferralState],
    required: bool,
    /// Coded: one of [`STEP_VALUES`].
    pub coded: bool,
}

impl StepField {
    /// A sender who reports what the other side does says who told so.
    pub fn needed(&self, state: ReferralState, side: ReferralSide) -> bool {
        self.required || (self.id == TOLD_BY && side == ReferralSide::Sender && is_of_receiver(state))
    }
}

use ReferralState as R;

/// The other side's report as it was told by telephone.
const TOLD_BY: &str = "told_by";

const fn says(id: &'static str, label: Text, of: &'static [ReferralState]) -> StepField {
    StepField { id, label, of, required: true, coded: false }
}

#[rustfmt::skip]
pub static STEP_FIELDS: [StepField; 21] = [
    StepField { coded: true, ..says("way", text!("途径", "Way"), &[R::Sent]) },
    says("person", text!("接收或负责人姓名", "Name of who accepts, or goes on with the plan"), &[R::Accepted, R::Acknowledged]),
    says("place", text!("床位或地点", "Bed or place"), &[R::Accepted]),
    says("instructions", text!("转运前嘱咐", "Instructions before transport"), &[R::Accepted]),
    says("vitals", text!("生命体征", "Vital signs"), &[R::Departed, R::Arrived]),
    says("escort", text!("护送人员", "Escort"), &[R::Departed]),
    says("last_dose", text!("抗凝药末次给药（药名、剂量、时间）", "Last anticoagulant dose (drug, dose, time)"), &[R::Departed]),
    says("result", text!("结果（在本院治疗）", "Result (treated here)"), &[R::Kept]),
    says("diagnosis", text!("诊断", "Diagnosis"), &[R::Returned]),
    says("plan", text!("方案", "Plan"), &[R::Returned]),
    says("drug", text!("药物", "Drug"), &[R::Returned]),
    says("dose", text!("剂量与用法", "Dose and how often"), &[R::Returned]),
    says("next_dose", text!("下次给药时间", "Next dose"), &[R::Returned]),
    says("stop_date", text!("停药日期", "Stop date"), &[R::Returned]),
    says("tests", text!("待查项目与日期", "Tests due, and when"), &[R::Returned]),
    says("call", text!("有问题联系谁（姓名、电话）", "Whom to call (name, telephone)"), &[R::Returned]),
    says("reason", text!("原因", "Reason"), &[R::Declined]),
    StepField { coded: true, ..says("why", text!("取消原因", "Why it is cancelled"), &[R::Cancelled]) },
    says("addressed", text!("通知哪家机构", "Which hospital is told"), &[R::Cancelled]).maybe(),
    says(TOLD_BY, text!("电话中由谁告知（姓名）", "Who said so by telephone (name)"), &[R::Received, R::Declined, R::Accepted, R::Arrived, R::Kept, R::Returned]).maybe(),
    says("note", text!("备注", "Note"), &[R::Sent, R::Received, R::Declined, R::Accepted, R::Departed, R::Arrived, R::Kept, R::Returned, R::Acknowledged, R::Cancelled]).maybe(),
];

impl StepField {
    const fn maybe(self) -> StepField {
        StepField { required: false, ..self }
    }
}

/// The fields that a state may say, in order.
pub fn fields_of(state: ReferralState) -> impl Iterator<Item = &'static StepField> {
    STEP_FIELDS.iter().filter(move |field| field.of.contains(&state))
}

/// Coded values: field, id, words.
#[rustfmt::skip]
pub static STEP_VALUES: [(&str, &str, Text); 12] = [
    ("way", "network", text!("网络", "network")),
    ("way", "qr", text!("二维码", "QR codes")),
    ("way", "file", text!("文件", "file")),
    ("way", "fax", text!("传真 / 纸质", "fax / paper")),
    ("way", "telephone", text!("电话", "telephone")),
    ("why", "excluded", text!("已排除VTE", "VTE excluded")),
    ("why", "died", text!("患者死亡", "died")),
    ("why", "refused", text!("患者或家属拒绝", "refused by patient or kin")),
    ("why", "other_hospital", text!("已由另一家医院接收", "another hospital has accepted")),
    ("why", "turned_back", text!("途中折返", "turned back on the way")),
    ("why", "taken_elsewhere", text!("途中改送他院", "taken elsewhere on the way")),
    ("why", "no_answer", text!("逾时无答复", "no answer in time")),
];

/// What a field says, in words where it is coded.
pub fn step_words(field: &str, said: &str) -> Option<Text> {
    STEP_VALUES.iter().find(|(of, id, _)| *of == field && *id == said).map(|(.., words)| *words)
}

pub fn referral_row(state: ReferralState) -> &'static ReferralRow {
    REFERRAL_STATES.iter().find(|row| row.state == state).unwrap_or(&REFERRAL_STATES[0])
}

pub fn referral_state(id: &str) -> Option<ReferralState> {
    REFERRAL_STATES.iter().find(|row| row.id == id).map(|row| row.state)
}

/// Whether the receiver reports it.
pub fn is_of_receiver(state: ReferralState) -> bool {
    matches!(state, R::Received | R::Declined | R::Accepted | R::Arrived | R::Kept | R::Returned)
}

/// Who may report a state. The specification lets a sender say after a call that the sheet was received, with the name of the
/// person; the same for the other states of a receiver, who may have no such program, is ours (D). Nobody reports a sender's.
pub fn may_report(state: ReferralState, side: ReferralSide) -> bool {
    side == ReferralSide::Sender || is_of_receiver(state)
}

/// Nothing follows it.
pub fn ends(state: ReferralState) -> bool {
    referral_row(state).next.is_empty()
}

/// `later` may follow `state`, with others in between that nobody has reported.
pub fn leads_to(state: ReferralState, later: ReferralState) -> bool {
    referral_row(state).next.iter().any(|next| *next == later || leads_to(*next, later))
}
