//! Drills of the plan: the bleeding list, the contraindications and what is ordered, held against `clinical::assess`. Dangerous
//! is not the same as wrong: an order through a block is named first.

use super::mark::MarkVerdict;
use super::plan_patient::{DrillFact, drill_chart, moment};
use super::respond::PlanResponse;
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::assess::{Assessed, Screening, assess};
use crate::clinical::bleeding::{governing, is_surgical};
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Limb, Said, Setting, Sex};
use crate::clinical::contraindication::table;
use crate::clinical::formulary::{Device, Drug};
use crate::clinical::instrument::Instrument;
use crate::clinical::measure::Fate;
use crate::clinical::profile::Profile;
use crate::clinical::sheet::{Sheet, fill};
use crate::clinical::situation::StaySoFar;
use crate::text::{Text, text};

/// An invented patient for whom prevention is to be decided.
#[derive(Debug)]
pub struct PlanDrill {
    pub id: &'static str,
    pub title: Text,
    pub story: Text,
    pub why: Text,
    /// The form that has been signed.
    pub instrument: &'static Instrument,
    /// Its items that hold and follow from no fact.
    pub holds: &'static [&'static str],
    /// Items of the governing bleeding list that hold by a person's word.
    pub bleeding: &'static [&'static str],
    /// What was said of rows of the contraindications: yes or no, and on which leg.
    pub said: &'static [(&'static str, bool, Limb)],
    pub setting: Setting,
    pub sex: Sex,
    /// `YYYY-MM-DD`.
    pub born: &'static str,
    /// Times RFC 3339.
    pub admitted: &'static str,
    /// The moment of the decision.
    pub at: &'static str,
    pub facts: &'static [DrillFact],
}

/// What the engine says of a drill.
#[derive(Clone, Debug)]
pub struct PlanTruth {
    pub sheet: Sheet,
    pub assessed: Assessed,
}

/// What was ordered, or should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderVerdict {
    /// Proposed by the engine.
    Right,
    /// Not proposed, and could be chosen instead.
    Possible,
    /// Would have been given through a block.
    Unsafe,
    /// Ordered firmly, while it waits for something that nobody has answered.
    TooEarly,
    /// Proposed, and not ordered.
    Overlooked,
    /// Has no place here, and nothing forbids it.
    Unneeded,
}

impl OrderVerdict {
    pub fn text(self) -> Text {
        match self {
            OrderVerdict::Right => text!("正确", "Right"),
            OrderVerdict::Possible => text!("可以替代", "Possible instead"),
            OrderVerdict::Unsafe => text!("危险：有禁忌仍给予", "Unsafe: given through a block"),
            OrderVerdict::TooEarly => text!("过早：尚有未答的问题", "Too early: a question is still open"),
            OrderVerdict::Overlooked => text!("遗漏", "Overlooked"),
            OrderVerdict::Unneeded => text!("不需要", "Not needed here"),
        }
    }

    pub fn is_fault(self) -> bool {
        !matches!(self, OrderVerdict::Right | OrderVerdict::Possible)
    }
}

/// One order and what the engine says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderMark {
    pub id: &'static str,
    pub label: Text,
    pub verdict: OrderVerdict,
    /// The rows that forbid it, or what it waits for.
    pub because: Vec<Text>,
    /// The rows that forbid it, by id.
    pub rows: Vec<&'static str>,
}

/// The result of a plan.
#[derive(Clone, Debug)]
pub struct PlanMarking {
    pub bleeding_high: MarkVerdict,
    /// Items and rows by id and label: true and not named, named and not true.
    pub bleeding_missed: Vec<(&'static str, Text)>,
    pub bleeding_added: Vec<(&'static str, Text)>,
    pub rows_missed: Vec<(&'static str, Text)>,
    pub rows_added: Vec<(&'static str, Text)>,
    /// Unsafe ones first, then in the order of `orderable`.
    pub orders: Vec<OrderMark>,
    /// Why the engine proposes what it does, in its own words.
    pub reasons: Vec<Text>,
}

impl PlanMarking {
    /// Something would have been given through a block.
    pub fn is_unsafe(&self) -> bool {
        self.orders.iter().any(|order| order.verdict == OrderVerdict::Unsafe)
    }

    pub fn is_right(&self) -> bool {
        self.bleeding_high == MarkVerdict::Right
            && [&self.bleeding_missed, &self.bleeding_added, &self.rows_missed, &self.rows_added].iter().all(|list| list.is_empty())
            && !self.orders.iter().any(|order| order.verdict.is_fault())
    }
}

/// Everything that a learner may order, with what it is called.
pub fn orderable() -> Vec<(&'static str, Text)> {
    let basic = ("basic", text!("基础预防", "Basic prevention"));
    let devices = Device::ALL.map(|device| (device.id(), device.label()));
    let drugs = Drug::ALL.map(|drug| (drug.id(), drug.label()));
    let escalate = ("escalate", text!("会诊或上报上级医师", "Consult or escalate"));
    [basic].into_iter().chain(devices).chain(drugs).chain([escalate]).collect()
}

impl PlanDrill {
    pub fn chart(&self) -> Chart {
        drill_chart(self.setting, self.sex, self.born, self.admitted, self.facts)
    }

    /// `None` where its facts contradict one another, which a test excludes.
    pub fn truth(&self) -> Option<PlanTruth> {
        let (chart, at, profile) = (self.chart(), moment(self.at), Profile::default());
        let sheet = fill(&chart, &ticked(self.instrument, self.holds), Unanswered::Absent, at).ok()?;
        let mut screening = Screening::default();
        let list = governing(is_surgical(&chart, self.instrument), &profile);
        for item in self.bleeding {
            screening.answers(list).choose(list.index(item)?, Some(Answer::Yes));
        }
        screening.contraindications =
            self.said.iter().map(|&(row, value, limb)| (row, Said { limb: Some(limb), ..Said::now(Some(value)) })).collect();
        let assessed = assess(&sheet, &chart, &screening, &profile, &StaySoFar::default(), Unanswered::Absent, at).ok()?;
        Some(PlanTruth { sheet, assessed })
    }

    pub fn mark(&self, response: &PlanResponse) -> Option<PlanMarking> {
        Some(mark_plan(&self.truth()?, response))
    }
}

fn ticked(instrument: &'static Instrument, holds: &[&str]) -> Answers {
    let mut answers = Answers::empty(instrument);
    for (index, item) in instrument.items.iter().enumerate() {
        if holds.contains(&item.id) {
            answers.cells[index] = Some(Answer::Yes);
        }
    }
    answers
}

/// Marks a plan against what the engine says.
pub fn mark_plan(truth: &PlanTruth, response: &PlanResponse) -> PlanMarking {
    let assessed = &truth.assessed;
    let list = assessed.bleeding.instrument;
    let item = |id: &'static str| Some((id, list.items[list.index(id)?].label));
    let row = |id: &'static str| table::named(id).map(|row| (id, row.label));
    let present: Vec<&'static str> =
        assessed.judgement.present.iter().filter(|present| assessed.bears(present.row)).map(|present| present.row.id).collect();
    let all_present = |id: &&'static str| assessed.judgement.has(id);
    let bleeding_high = match (assessed.bleeding.high, response.bleeding_high) {
        (_, None) => MarkVerdict::NotSaid,
        (right, said) if right == said => MarkVerdict::Right,
        _ => MarkVerdict::Wrong,
    };
    let mut orders: Vec<OrderMark> =
        orderable().into_iter().filter_map(|(id, label)| order_mark(assessed, id, label, response.orders.contains(&id))).collect();
    orders.sort_by_key(|order| order.verdict != OrderVerdict::Unsafe);
    PlanMarking {
        bleeding_high,
        bleeding_missed: assessed.bleeding.items.iter().filter(|id| !response.bleeding.contains(id)).filter_map(|id| item(id)).collect(),
        bleeding_added: response.bleeding.iter().filter(|id| !assessed.bleeding.items.contains(id)).filter_map(|id| item(id)).collect(),
        rows_missed: present.iter().filter(|id| !response.contraindications.contains(id)).filter_map(|id| row(id)).collect(),
        rows_added: response.contraindications.iter().filter(|id| !all_present(id)).filter_map(|id| row(id)).collect(),
        orders,
        reasons: assessed.advice.reasons.clone(),
    }
}

/// What is to be said of one thing that could be ordered; nothing where it is rightly left out.
fn order_mark(assessed: &Assessed, id: &'static str, label: Text, ordered: bool) -> Option<OrderMark> {
    let measure = assessed.advice.measures.iter().find(|measure| measure.what.id() == id);
    let fate = assessed.advice.alternatives.iter().find(|alternative| alternative.id == id).map(|alternative| &alternative.fate);
    let words = |ids: &[&'static str]| ids.iter().map(|id| word_of(id)).collect::<Vec<_>>();
    let blocked = blocks(assessed, id);
    let (verdict, because) = match (measure, ordered) {
        (Some(measure), true) if measure.conditional_on.is_empty() => (OrderVerdict::Right, vec![]),
        (Some(measure), true) => (OrderVerdict::TooEarly, words(&measure.conditional_on)),
        // What waits is not to be ordered yet.
        (Some(measure), false) if !measure.conditional_on.is_empty() => return None,
        (Some(measure), false) => (OrderVerdict::Overlooked, measure.remarks.clone()),
        (None, true) if !blocked.is_empty() => (OrderVerdict::Unsafe, words(&blocked)),
        (None, true) if matches!(fate, Some(Fate::Offered | Fate::Selectable)) => (OrderVerdict::Possible, vec![]),
        (None, true) => (OrderVerdict::Unneeded, assessed.advice.reasons.clone()),
        (None, false) => return None,
    };
    let rows = if verdict == OrderVerdict::Unsafe { blocked } else { vec![] };
    Some(OrderMark { id, label, verdict, because, rows })
}

/// The rows that forbid a drug or a device.
fn blocks(assessed: &Assessed, id: &str) -> Vec<&'static str> {
    if let Some(Fate::Blocked { by, .. }) = assessed.advice.alternatives.iter().find(|alternative| alternative.id == id).map(|of| &of.fate) {
        return by.clone();
    }
    let present = &assessed.judgement.present;
    present
        .iter()
        .filter(|present| present.severity.forbids())
        .filter(|present| {
            Drug::named(id).is_some_and(|drug| present.applies.has_drug(drug))
                || Device::named(id).is_some_and(|device| present.applies.has_device(device))
        })
        .map(|present| present.row.id)
        .collect()
}

/// What an id of a row, a question or a quantity is called.
pub fn word_of(id: &'static str) -> Text {
    table::named(id)
        .map(|row| row.label)
        .or_else(|| crate::clinical::quantity::Quantity::named(id).map(|quantity| quantity.named_text()))
        // A list that governs bleeding forbids as a whole.
        .or_else(|| crate::clinical::instruments::named(id).map(|_| text!("出血高危", "high bleeding risk")))
        .unwrap_or(text!("另一项尚未回答的内容", "something else that is still open"))
}
