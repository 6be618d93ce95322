//! The state machine of an admission: `decide` what may happen, `evolve` by what did.

use super::event::{Assessment, Body, Event};
use super::refusal::Refusal;
use super::role::Actor;
use crate::clinical::answers::Answers;
use crate::clinical::chart::Instant;
use crate::clinical::sheet::{Sheet, Value};

/// A signed assessment with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The event that an amendment names: the original's id, whatever amended it since.
    pub id: String,
    pub at: Instant,
    pub by: Actor,
    pub assessment: Assessment,
    /// How often it was amended.
    pub amendments: u32,
}

/// Everything that follows from the events so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encounter {
    pub admitted: bool,
    pub assessments: Vec<Recorded>,
    pub last_at: Option<Instant>,
    pub events: u64,
}

/// What a person wants to happen.
#[derive(Clone, Debug)]
pub enum Command<'a> {
    Admit,
    Assess { sheet: &'a Sheet, answers: &'a Answers, timepoint: &'a str },
    Amend { of: &'a str, reason: &'a str, sheet: &'a Sheet, answers: &'a Answers },
}

impl Encounter {
    /// Folds a whole record.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Encounter {
        events.into_iter().fold(Encounter::default(), Encounter::evolve)
    }

    /// One event further. An event that names nothing known changes nothing but the count.
    pub fn evolve(mut self, event: &Event) -> Encounter {
        match &event.body {
            Body::Admitted => self.admitted = true,
            Body::Assessed(assessment) => self.assessments.push(Recorded {
                id: event.id.clone(),
                at: event.at,
                by: event.by.clone(),
                assessment: assessment.clone(),
                amendments: 0,
            }),
            Body::Amended { of, assessment, .. } => {
                if let Some(recorded) = self.assessments.iter_mut().find(|recorded| recorded.id == *of) {
                    recorded.assessment = assessment.clone();
                    recorded.amendments += 1;
                }
            }
            Body::Carried { .. } => {}
        }
        self.last_at = self.last_at.max(Some(event.at));
        self.events += 1;
        self
    }

    pub fn latest(&self) -> Option<&Recorded> {
        self.assessments.last()
    }
}

/// What follows from `command`, or why it may not be.
pub fn decide(encounter: &Encounter, command: Command<'_>, by: &Actor, at: Instant) -> Result<Vec<Body>, Refusal> {
    if !by.role.may_sign_assessment() {
        return Err(Refusal::Role(by.role));
    }
    if encounter.last_at.is_some_and(|last| at < last) {
        return Err(Refusal::ClockBehind);
    }
    let body = match command {
        Command::Admit if encounter.admitted => return Ok(vec![]),
        Command::Admit => Body::Admitted,
        Command::Assess { sheet, answers, timepoint } => Body::Assessed(assessed(sheet, answers, timepoint)?),
        Command::Amend { of, reason, sheet, answers } => {
            let recorded = encounter.assessments.iter().find(|recorded| recorded.id == of).ok_or(Refusal::NotInRecord)?;
            let reason = reason.trim();
            if reason.is_empty() {
                return Err(Refusal::AmendReason);
            }
            Body::Amended { of: of.into(), reason: reason.into(), assessment: assessed(sheet, answers, &recorded.assessment.timepoint)? }
        }
    };
    Ok(vec![body])
}

fn assessed(sheet: &Sheet, answers: &Answers, timepoint: &str) -> Result<Assessment, Refusal> {
    match blockers(sheet, answers).first() {
        Some(refusal) => Err(refusal.clone()),
        None => Ok(Assessment::of(sheet, answers, timepoint)),
    }
}

/// Everything in a sheet that stands in the way of a signature, in the order in which to mend it.
pub fn blockers(sheet: &Sheet, answers: &Answers) -> Vec<Refusal> {
    let mut found = vec![];
    let unconfirmed = sheet.unconfirmed();
    if !unconfirmed.is_empty() {
        found.push(Refusal::Unconfirmed(unconfirmed));
    }
    if !sheet.tally.missing.is_empty() {
        found.push(Refusal::Incomplete(sheet.tally.missing.clone()));
    }
    for (index, item) in sheet.instrument.items.iter().enumerate() {
        if item.wants_note && sheet.cells[index].value == Value::Yes && answers.note(index).is_none() {
            found.push(Refusal::NoteMissing(index));
        }
        if sheet.cells[index].conflict && item.from.is_computed() && !explained(sheet, answers, index) {
            found.push(Refusal::OverrideReason(index));
        }
    }
    if sheet.tally.missing.is_empty() && sheet.tally.settled_band(sheet.instrument).is_none() {
        found.push(Refusal::BandOpen(sheet.tally.unknowable.clone()));
    }
    found
}

/// A reason on any member of the group explains the whole group.
fn explained(sheet: &Sheet, answers: &Answers, index: usize) -> bool {
    match sheet.instrument.group_of(index) {
        None => answers.note(index).is_some(),
        Some(group) => sheet.instrument.members(group).any(|member| answers.note(member).is_some()),
    }
}
