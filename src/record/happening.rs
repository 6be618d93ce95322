//! What can happen to a patient beside what is scored, planned and carried out: admitted, operated, a suspicion and its steps. A
//! plain happening is one line in each table here and one [`Action`]; `event` puts it into a record.

use super::role::Action;
use crate::clinical::chart::Instant;
use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    Admitted,
    VteSuspected,
    VteConfirmed,
    VteExcluded,
    /// Something entered in an episode of suspicion; `step` names a row of `clinical::pathway::entries`.
    PathwayStep,
    /// A referral has come to a state (`clinical::pathway::referral`).
    Referral,
    Transferred,
    Operated,
    Discharged,
}

impl Happening {
    pub const ALL: [Happening; 9] = [
        Happening::Admitted,
        Happening::VteSuspected,
        Happening::VteConfirmed,
        Happening::VteExcluded,
        Happening::PathwayStep,
        Happening::Referral,
        Happening::Transferred,
        Happening::Operated,
        Happening::Discharged,
    ];

    pub fn id(self) -> &'static str {
        self.action().event()
    }

    pub fn named(id: &str) -> Option<Happening> {
        Happening::ALL.into_iter().find(|what| what.id() == id)
    }

    pub fn action(self) -> Action {
        match self {
            Happening::Admitted => Action::Admit,
            Happening::VteSuspected => Action::Suspect,
            Happening::VteConfirmed => Action::Confirm,
            Happening::VteExcluded => Action::Exclude,
            Happening::PathwayStep => Action::Step,
            Happening::Referral => Action::Refer,
            Happening::Transferred => Action::Transfer,
            Happening::Operated => Action::Operate,
            Happening::Discharged => Action::Discharge,
        }
    }

    pub fn label(self) -> Text {
        match self {
            Happening::Admitted => text!("入院", "Admitted"),
            Happening::VteSuspected => text!("疑似VTE", "VTE suspected"),
            Happening::VteConfirmed => text!("确诊VTE", "VTE confirmed"),
            Happening::VteExcluded => text!("排除VTE", "VTE excluded"),
            Happening::PathwayStep => text!("绿色通道", "Green channel"),
            Happening::Referral => text!("转诊", "Referral"),
            Happening::Transferred => text!("转科", "Transferred"),
            Happening::Operated => text!("手术或操作", "Operation or procedure"),
            Happening::Discharged => text!("出院", "Discharged"),
        }
    }

    /// As a progress note says that somebody signed it.
    pub fn noted(self) -> Text {
        match self {
            Happening::Admitted => text!("记录入院", "recorded the admission"),
            Happening::VteSuspected => text!("记录疑似VTE", "recorded a suspicion of VTE"),
            Happening::VteConfirmed => text!("记录确诊VTE", "recorded that VTE is confirmed"),
            Happening::VteExcluded => text!("记录排除VTE", "recorded that VTE is excluded"),
            Happening::PathwayStep => text!("绿色通道记录", "entered in the green channel"),
            Happening::Referral => text!("记录转诊", "recorded a referral"),
            Happening::Transferred => text!("记录转科", "recorded a transfer"),
            Happening::Operated => text!("记录手术或操作", "recorded an operation or procedure"),
            Happening::Discharged => text!("记录出院", "recorded the discharge"),
        }
    }

    /// The details that it may carry, by the field they have on the wire.
    pub fn details(self) -> &'static [&'static str] {
        match self {
            Happening::Admitted => &["department", "note"],
            Happening::VteSuspected => &["site", "limb", "signs", "since", "status", "note"],
            Happening::VteConfirmed => &["site", "onset", "method", "note"],
            Happening::VteExcluded => &["method", "note"],
            Happening::PathwayStep => &["of", "step", "note"],
            Happening::Referral => &["of", "id", "state", "way", "person", "place", "reason", "note"],
            Happening::Transferred => &["from", "to", "note"],
            Happening::Operated => &["class", "kind", "procedure", "limb", "note"],
            Happening::Discharged => &["to", "note"],
        }
    }
}

/// Something that happened to the patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    pub what: Happening,
    /// When it happened; `None`: when it was signed.
    pub at: Option<Instant>,
    /// An operation: when it was over, and when the surgeon found it dry.
    pub ended_at: Option<Instant>,
    pub haemostasis_at: Option<Instant>,
    /// Of [`Happening::details`], in that order.
    pub details: Vec<(&'static str, String)>,
    /// Of a pathway step: what was answered, by the id of the field, as `clinical::pathway::entry` reads it.
    pub answers: Vec<(String, String)>,
}

impl Occurrence {
    pub fn of(what: Happening) -> Occurrence {
        Occurrence { what, at: None, ended_at: None, haemostasis_at: None, details: vec![], answers: vec![] }
    }

    /// An entry in the episode of the suspicion `of`, by its id.
    pub fn step(of: &str, step: &str, answers: &[(&str, &str)]) -> Occurrence {
        let answers = answers.iter().map(|(item, value)| ((*item).into(), (*value).into())).collect();
        Occurrence { answers, ..Occurrence::of(Happening::PathwayStep).with("of", of).with("step", step) }
    }

    /// What was answered to a field of a pathway step.
    pub fn answer(&self, item: &str) -> Option<&str> {
        self.answers.iter().find(|(known, _)| known == item).map(|(_, value)| value.as_str())
    }

    pub fn at(self, at: Instant) -> Occurrence {
        Occurrence { at: Some(at), ..self }
    }

    /// Adds a detail; one that this happening does not have is dropped.
    pub fn with(mut self, field: &str, value: &str) -> Occurrence {
        if let Some(field) = self.what.details().iter().find(|known| **known == field).filter(|_| !value.trim().is_empty()) {
            self.details.push((field, value.trim().to_owned()));
            self.details.sort_by_key(|(field, _)| self.what.details().iter().position(|known| known == field));
        }
        self
    }

    pub fn detail(&self, field: &str) -> Option<&str> {
        self.details.iter().find(|(known, _)| *known == field).map(|(_, value)| value.as_str())
    }

    /// A suspicion that a physician has taken back, as an amendment says it.
    pub fn is_withdrawn(&self) -> bool {
        self.what == Happening::VteSuspected && self.detail("status") == Some(WITHDRAWN)
    }

    /// What an `operated` event is of.
    pub fn class(&self) -> ProcedureClass {
        ProcedureClass::of(self.detail("class").unwrap_or_default())
    }

    /// An operation in the narrow sense, not an invasive procedure or a needle in the neuraxis.
    pub fn is_operation(&self) -> bool {
        self.what == Happening::Operated && self.class() == ProcedureClass::Operation
    }
}

/// Characters of a department, and of that by which VTE was confirmed or excluded: a record with one more is not read again.
pub const SHORT: usize = 64;

/// The status of a suspicion that was taken back.
pub const WITHDRAWN: &str = "withdrawn";

/// The three things that are recorded as `operated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcedureClass {
    Operation,
    Invasive,
    Neuraxial,
}

impl ProcedureClass {
    /// By the wire word; without one, or with one that this version does not know, it is an operation.
    pub fn of(word: &str) -> ProcedureClass {
        match word {
            "invasive" => ProcedureClass::Invasive,
            "neuraxial" => ProcedureClass::Neuraxial,
            _ => ProcedureClass::Operation,
        }
    }
}
