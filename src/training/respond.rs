//! What a learner answered to an exercise, as it is kept and handed in: a form, a plan, or a step of the green channel.

use super::mark::Attempt;
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::chart::{Chart, Fact, FactValue};
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::pathway::codes::ChannelCode;
use crate::clinical::quantity::Quantity;

/// A form that a learner filled.
#[derive(Clone, Debug, PartialEq)]
pub struct FormResponse {
    /// The instrument that he chose.
    pub instrument: &'static Instrument,
    /// In the order of its items.
    pub cells: Vec<Option<Answer>>,
    /// Quantities that he typed, where the form counts one; in the canonical unit.
    pub typed: Vec<(Quantity, f64)>,
    pub total: Option<Points>,
    pub next_step: Option<String>,
}

impl FormResponse {
    pub fn empty(instrument: &'static Instrument) -> FormResponse {
        FormResponse { instrument, cells: vec![None; instrument.items.len()], typed: vec![], total: None, next_step: None }
    }

    /// Nothing at all was answered, typed or chosen.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Option::is_none) && self.typed.is_empty() && self.total.is_none() && self.next_step.is_none()
    }

    /// As `mark` takes it.
    pub fn attempt(&self) -> Attempt {
        let mut answers = Answers::empty(self.instrument);
        answers.cells.clone_from_slice(&self.cells);
        let mut chart = Chart::default();
        chart.facts.extend(self.typed.iter().map(|&(quantity, value)| Fact::of(FactValue::Measured(quantity, value))));
        Attempt { answers, chart, total: self.total, next_step: self.next_step.clone() }
    }
}

/// What a learner would do about prevention.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanResponse {
    /// Items of the governing bleeding list that he says hold.
    pub bleeding: Vec<&'static str>,
    pub bleeding_high: Option<bool>,
    /// Rows of the contraindications that he says hold.
    pub contraindications: Vec<&'static str>,
    /// Measures that he would order: ids of `plan_drill::orderable`.
    pub orders: Vec<&'static str>,
}

/// What a learner would do about a suspicion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelResponse {
    /// The one next step.
    pub step: Option<ChannelCode>,
    /// The one answer on the anticoagulant before the result.
    pub interim: Option<ChannelCode>,
}

/// Whatever was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    Form(FormResponse),
    Plan(PlanResponse),
    Channel(ChannelResponse),
}
