//! What the gates are asked with: the patient, what has fired so far, and which drugs are left. `history_gates` asks G0 to G10,
//! `drug_gates` G11 to G18 and brings it to one answer; `gates` is the order.

use chrono::TimeDelta;

use super::coarse::Coarse;
use super::drugs::{DrugProposal, DrugSituation, Remaining};
use super::facts::EpisodeFacts;
use super::gate_table::{GateRow, GateSays, gate_row};
use super::history::{Heard, Past};
use super::settings::ChannelSettings;
use crate::clinical::chart::Instant;

/// A row that fired, and until when it holds where that is a moment.
#[derive(Clone, Copy, Debug)]
pub struct FiredGate {
    pub row: &'static GateRow,
    pub until: Option<Instant>,
}

/// What the gates answer.
#[derive(Clone, Debug)]
pub struct GateAnswers {
    /// In the order of the gates.
    pub fired: Vec<FiredGate>,
    /// The worst of them; `Caution` proposes.
    pub worst: GateSays,
    /// What is proposed where nothing stands against it.
    pub proposal: Option<DrugProposal>,
    /// The drugs that the gates have left.
    pub left: Remaining,
    /// Count or creatinine is not known.
    pub labs_missing: bool,
    pub no_drug: bool,
}

impl GateAnswers {
    /// Those that answer the worst.
    pub fn decisive(&self) -> impl Iterator<Item = &FiredGate> {
        self.fired.iter().filter(|fired| fired.row.says == self.worst)
    }

    pub fn has(&self, id: &str) -> bool {
        self.fired.iter().any(|fired| fired.row.id == id)
    }
}

/// The gates being asked of one patient.
pub(super) struct Judge<'a> {
    pub(super) of: &'a Coarse,
    pub(super) facts: &'a EpisodeFacts,
    pub(super) settings: &'a ChannelSettings,
    pub(super) now: Instant,
    pub(super) fired: Vec<FiredGate>,
    pub(super) situation: DrugSituation,
    pub(super) once: bool,
    pub(super) labs_missing: bool,
}

impl Judge<'_> {
    pub(super) fn fire(&mut self, id: &str, until: Option<Instant>) {
        let row = gate_row(id);
        // A named person has answered: the question is over, the caution stays in the record of the answer.
        if !(row.is_answered_by_name() && self.facts.history.settled.contains(&row.id)) {
            self.fired.push(FiredGate { row, until });
        }
    }

    pub(super) fn when(&mut self, fires: bool, id: &str) {
        if fires {
            self.fire(id, None);
        }
    }

    /// Questions of one gate: any that nobody answered asks, any that cannot be known is a caution.
    pub(super) fn heard(&mut self, asked: &str, answers: &[Heard]) {
        self.when(answers.contains(&Heard::Unasked), asked);
        self.when(answers.contains(&Heard::CannotBeKnown), "cannot_be_known");
    }

    /// How long ago; `Some(0)` where nobody tells when: read as now.
    pub(super) fn ago(&self, past: Past) -> Option<TimeDelta> {
        match past {
            Past::At(at) => Some((self.now - at).max(TimeDelta::zero())),
            Past::TimeNotTold => Some(TimeDelta::zero()),
            Past::Unasked | Past::Never | Past::CannotBeKnown => None,
        }
    }
}
