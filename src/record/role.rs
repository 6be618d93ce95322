//! Who is at the screen, and what the role may do.

use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Nurse,
    Physician,
    Pharmacist,
    Quality,
    Trainee,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Nurse, Role::Physician, Role::Pharmacist, Role::Quality, Role::Trainee];

    pub fn id(self) -> &'static str {
        match self {
            Role::Nurse => "nurse",
            Role::Physician => "physician",
            Role::Pharmacist => "pharmacist",
            Role::Quality => "quality",
            Role::Trainee => "trainee",
        }
    }

    pub fn named(id: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.id() == id)
    }

    pub fn label(self) -> Text {
        match self {
            Role::Nurse => text!("护士", "nurse"),
            Role::Physician => text!("医师", "physician"),
            Role::Pharmacist => text!("药师", "pharmacist"),
            Role::Quality => text!("质控人员", "quality officer"),
            Role::Trainee => text!("学员", "trainee"),
        }
    }

    /// Nurses score first, physicians review; the others read.
    pub fn may_sign_assessment(self) -> bool {
        self.may(Action::Assess)
    }

    pub fn may(self, action: Action) -> bool {
        action.right().who.contains(&self)
    }
}

/// What a person does to a record; each makes an event of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Admit,
    Assess,
    Review,
    Screen,
    Authorise,
    Decline,
    Start,
    Stop,
    Suspect,
    Confirm,
    Exclude,
    /// Something entered in an episode of suspicion; each entry says who may (`clinical::pathway::entries`).
    Step,
    Refer,
    Transfer,
    Operate,
    Discharge,
    Amend,
}

/// Who may do it. Pharmacist and quality officer read; a trainee signs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Right {
    /// The type of the event.
    pub event: &'static str,
    pub who: &'static [Role],
}

const WARD: &[Role] = &[Role::Nurse, Role::Physician];
const PHYSICIAN: &[Role] = &[Role::Physician];

impl Action {
    /// In the order of the types in the bridge.
    pub const ALL: [Action; 17] = [
        Action::Admit,
        Action::Assess,
        Action::Review,
        Action::Screen,
        Action::Authorise,
        Action::Decline,
        Action::Start,
        Action::Stop,
        Action::Suspect,
        Action::Confirm,
        Action::Exclude,
        Action::Step,
        Action::Refer,
        Action::Transfer,
        Action::Operate,
        Action::Discharge,
        Action::Amend,
    ];

    #[rustfmt::skip]
    pub const fn right(self) -> Right {
        match self {
            Action::Admit => Right { event: "admitted", who: WARD },
            Action::Assess => Right { event: "assessed", who: WARD },
            Action::Review => Right { event: "reviewed", who: PHYSICIAN },
            Action::Screen => Right { event: "bleeding_screened", who: WARD },
            Action::Authorise => Right { event: "plan_authorised", who: PHYSICIAN },
            Action::Decline => Right { event: "plan_declined", who: PHYSICIAN },
            Action::Start => Right { event: "measure_started", who: WARD },
            Action::Stop => Right { event: "measure_stopped", who: WARD },
            Action::Suspect => Right { event: "vte_suspected", who: WARD },
            Action::Confirm => Right { event: "vte_confirmed", who: PHYSICIAN },
            Action::Exclude => Right { event: "vte_excluded", who: PHYSICIAN },
            Action::Step => Right { event: "pathway_step", who: WARD },
            Action::Refer => Right { event: "referral", who: WARD },
            Action::Transfer => Right { event: "transferred", who: WARD },
            Action::Operate => Right { event: "operated", who: WARD },
            Action::Discharge => Right { event: "discharged", who: PHYSICIAN },
            // What a person amends, the person must be allowed to sign; and a nurse does not amend what a physician signed.
            Action::Amend => Right { event: "amended", who: WARD },
        }
    }

    pub fn event(self) -> &'static str {
        self.right().event
    }

    /// What a person does who signs an event of this type.
    pub fn label(self) -> Text {
        match self {
            Action::Admit => text!("收治；更正住院信息", "Admit; correct an admission"),
            Action::Assess => text!("VTE风险评估", "Assess VTE risk"),
            Action::Review => text!("复核护士评分", "Review a nurse's score"),
            Action::Screen => text!("出血风险评估", "Screen for bleeding"),
            Action::Authorise => text!("下达预防方案", "Authorise a plan"),
            Action::Decline => text!("不采用预防方案", "Decline a plan"),
            Action::Start => text!("开始措施、告知", "Begin a measure, inform"),
            Action::Stop => text!("停用、暂停、漏用", "Stop, hold, missed"),
            Action::Suspect => text!("报告疑似VTE", "Report suspected VTE"),
            Action::Confirm => text!("确诊VTE", "Confirm VTE"),
            Action::Exclude => text!("排除VTE", "Exclude VTE"),
            Action::Step => text!("绿色通道记录", "Enter in the green channel"),
            Action::Refer => text!("转诊", "Refer"),
            Action::Transfer => text!("转科、换床", "Transfer"),
            Action::Operate => text!("手术或操作", "Operation or procedure"),
            Action::Discharge => text!("出院", "Discharge"),
            Action::Amend => text!("更正本人可签的记录", "Amend what the role may sign"),
        }
    }
}

/// A named person. "Signed" means signed off by one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: String,
    pub name: String,
    pub role: Role,
}
