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
            Role::Nurse => text("护士", "nurse"),
            Role::Physician => text("医师", "physician"),
            Role::Pharmacist => text("药师", "pharmacist"),
            Role::Quality => text("质控人员", "quality officer"),
            Role::Trainee => text("学员", "trainee"),
        }
    }

    /// Nurses score first, physicians review; the others read.
    pub fn may_sign_assessment(self) -> bool {
        matches!(self, Role::Nurse | Role::Physician)
    }
}

/// A named person. "Signed" means signed off by one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: String,
    pub name: String,
    pub role: Role,
}
