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
    Transfer,
    Operate,
    Discharge,
    Amend,
}

/// Who may do it. Pharmacist and quality officer read; a trainee signs nothing.
#[derive(Debug)]
pub struct Right {
    pub action: Action,
    /// The type of the event.
    pub event: &'static str,
    pub who: &'static [Role],
}

const WARD: &[Role] = &[Role::Nurse, Role::Physician];
const PHYSICIAN: &[Role] = &[Role::Physician];

// In the order of the actions, and of the types in the bridge.
#[rustfmt::skip]
pub static RIGHTS: [Right; 15] = [
    Right { action: Action::Admit, event: "admitted", who: WARD },
    Right { action: Action::Assess, event: "assessed", who: WARD },
    Right { action: Action::Review, event: "reviewed", who: PHYSICIAN },
    Right { action: Action::Screen, event: "bleeding_screened", who: WARD },
    Right { action: Action::Authorise, event: "plan_authorised", who: PHYSICIAN },
    Right { action: Action::Decline, event: "plan_declined", who: PHYSICIAN },
    Right { action: Action::Start, event: "measure_started", who: WARD },
    Right { action: Action::Stop, event: "measure_stopped", who: WARD },
    Right { action: Action::Suspect, event: "vte_suspected", who: WARD },
    Right { action: Action::Confirm, event: "vte_confirmed", who: PHYSICIAN },
    Right { action: Action::Exclude, event: "vte_excluded", who: PHYSICIAN },
    Right { action: Action::Transfer, event: "transferred", who: WARD },
    Right { action: Action::Operate, event: "operated", who: WARD },
    Right { action: Action::Discharge, event: "discharged", who: PHYSICIAN },
    // What a person amends, the person must be allowed to sign; and a nurse does not amend what a physician signed.
    Right { action: Action::Amend, event: "amended", who: WARD },
];

impl Action {
    pub fn right(self) -> &'static Right {
        &RIGHTS[self as usize]
    }

    pub fn event(self) -> &'static str {
        self.right().event
    }
}

/// A named person. "Signed" means signed off by one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: String,
    pub name: String,
    pub role: Role,
}
