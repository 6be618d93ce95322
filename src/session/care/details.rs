//! What stands around the proposal in words: what is waited for, what is asked of the record, which values do not count,
//! and where today's rules differ from the plan in force.

use super::contested::contested;
use super::questions::{Around, Care};
use crate::clinical::assess::Choice;
use crate::clinical::blood::Effect;
use crate::clinical::chart::Chart;
use crate::clinical::dosing::Dose;
use crate::clinical::formulary::Drug;
use crate::clinical::lacking::{self, Why};
use crate::clinical::measure::{Fate, Measure, What};
use crate::clinical::naming;
use crate::clinical::not_for;
use crate::clinical::quantity::Quantity;
use crate::clinical::record_questions::{CANCER_OPERATION, LAST_DOSE, RECORD_QUESTIONS, UNTIMED_RESULTS};
use crate::record::event::Plan;
use crate::session::evidence::measured;
use crate::session::screen::{Asked, Details, Waiting};
use crate::text::{Lang, Text, text};

/// The laboratory values that a drug line hangs on.
const LABORATORY: [Quantity; 5] = [Quantity::Platelets, Quantity::Haemoglobin, Quantity::Creatinine, Quantity::Inr, Quantity::Aptt];

impl Care {
    /// `chart` as the assessment saw it.
    pub(super) fn details(&self, around: &Around<'_>, chart: &Chart) -> Details {
        let Around { encounter, profile, at, lang, .. } = *around;
        let waiting = self.waiting(chart, around);
        let plan = encounter.decision().filter(|decision| decision.what.of == self.of.id).and_then(|decision| decision.what.plan.as_ref());
        Details {
            asked: self.asked(&waiting, chart, lang),
            contested: contested(chart, at, lang, profile.fresh_hours),
            not_for: not_for::that_matter(&self.sheet, &self.assessed).iter().map(|row| row.id).collect(),
            fates: self.fates(chart, at, lang),
            changes: plan.map(|plan| self.changes(plan, around)).unwrap_or_default(),
            waiting,
        }
    }

    /// What is proposed and what was chosen, each with what it waits for; before that the score, while it is open.
    fn waiting(&self, chart: &Chart, around: &Around<'_>) -> Vec<Waiting> {
        let Around { at, lang, .. } = *around;
        let mut all: Vec<Waiting> = vec![];
        if self.assessed.advice.rule.is_none() {
            all.push(Waiting { of: "score", lacks: lacking::of_form(&self.sheet) });
        }
        let chosen = [&self.planned_drug, &self.planned_device].into_iter().flatten().map(|measure| &**measure);
        for measure in self.assessed.advice.measures.iter().chain(chosen) {
            let of = measure.what.id();
            if !measure.conditional_on.is_empty() && !all.iter().any(|had| had.of == of) {
                all.push(Waiting { of, lacks: lacking::of(measure, &self.sheet, &self.assessed, chart, at, lang) });
            }
        }
        all
    }

    /// The questions about the record that matter here, and those that were answered: an answer can be taken back.
    fn asked(&self, waiting: &[Waiting], chart: &Chart, lang: Lang) -> Vec<Asked> {
        let lacks = |why: Why| {
            waiting.iter().flat_map(|waiting| &waiting.lacks).any(|lack| lack.why == why && LABORATORY.iter().any(|of| of.row().id == lack.id))
        };
        let doubtful = || self.assessed.blood.all.iter().filter(|drug| drug.running && drug.effect == Effect::Unknown(LAST_DOSE));
        let mut all = vec![];
        for question in &RECORD_QUESTIONS {
            let said = self.said.iter().rev().find(|(id, _)| *id == question.id).map(|(_, said)| said.value);
            let (matters, names) = match question.id {
                UNTIMED_RESULTS => (lacks(Why::NoTime) || lacks(Why::Contested), untimed(chart, lang)),
                LAST_DOSE => (doubtful().next().is_some(), doubtful().map(|drug| drug.substance.name.get(lang).to_owned()).collect()),
                CANCER_OPERATION => (self.assessed.advice.missing.iter().any(|missing| missing.id == question.id), vec![]),
                _ => (false, vec![]),
            };
            if matters || said.is_some() {
                all.push(Asked { question, said, names });
            }
        }
        all
    }

    /// Where today's rules say something else than the plan in force. A measure that a physician chose against the proposal
    /// is no change: what counts is whether it could still be ordered as it was.
    fn changes(&self, plan: &Plan, around: &Around<'_>) -> Vec<(String, String)> {
        let advice = &self.assessed.advice;
        let mut all = vec![];
        let another_rule = match (plan.rule.as_deref(), advice.rule) {
            (Some(was), Some(now)) if was != now => {
                all.push(([RULE.zh(), was, " → ", now].concat(), [RULE.en(), was, " → ", now].concat()));
                true
            }
            _ => false,
        };
        for measure in &plan.measures {
            let id = measure.id.as_str();
            let Some(alternative) = advice.alternatives.iter().find(|alternative| alternative.id == id) else { continue };
            match &alternative.fate {
                Fate::Blocked { by, .. } => {
                    let new = by.iter().filter(|id| !plan.overrides.iter().any(|given| given.id == **id));
                    let names: Vec<Text> = new.filter_map(|id| naming::name_of(id)).collect();
                    if !names.is_empty() {
                        all.push(of(alternative.label, BLOCKED, &names));
                    }
                }
                Fate::NotForThis => all.push(of(alternative.label, NO_PLACE, &[])),
                Fate::NotInStock => {}
                Fate::Proposed | Fate::Offered | Fate::Selectable => {
                    let options = alternative.options.iter().map(|option| option.dose);
                    let now = measure.drug().and_then(|drug| self.dose_today(drug, around));
                    if let (Some(was), Some(now)) = (measure.dose, now)
                        && !options.chain([now]).any(|dose| same(&dose, &was))
                    {
                        let (was, now) = (was.words(), now.words());
                        let label = alternative.label;
                        all.push(([label.zh(), "：", &was.0, " → ", &now.0].concat(), [label.en(), ": ", &was.1, " → ", &now.1].concat()));
                    }
                }
            }
        }
        let without_drug = !plan.measures.iter().any(|measure| measure.drug().is_some());
        if let Some(drug) = advice.drug().filter(|_| without_drug && another_rule) {
            all.push(([PROPOSED.zh(), drug.label().zh()].concat(), [PROPOSED.en(), drug.label().en()].concat()));
        }
        all
    }

    fn dose_today(&self, drug: Drug, around: &Around<'_>) -> Option<Dose> {
        match self.choose(Choice::from(drug.id()), around)? {
            Measure { what: What::Drug(course), .. } => course.dose,
            _ => None,
        }
    }
}

const RULE: Text = text!("规则 ", "rule ");
const BLOCKED: Text = text!("现为禁用", "blocked now");
const NO_PLACE: Text = text!("按现行规则不适用于此情形", "no place in this situation by the rules of today");
const PROPOSED: Text = text!("现建议药物：", "a drug is proposed now: ");

/// "依诺肝素：现为禁用（血小板<50×10⁹/L）".
fn of(label: Text, what: Text, names: &[Text]) -> (String, String) {
    let listed = |lang: Lang, open: &str, comma: &str, close: &str| {
        let names: Vec<&str> = names.iter().map(|name| name.get(lang)).collect();
        if names.is_empty() { String::new() } else { [open, &names.join(comma), close].concat() }
    };
    (
        [label.zh(), "：", what.zh(), &listed(Lang::Zh, "（", "、", "）")].concat(),
        [label.en(), ": ", what.en(), &listed(Lang::En, " (", ", ", ")")].concat(),
    )
}

/// That it was reduced is a remark of the proposal, not part of what is given.
fn same(one: &Dose, other: &Dose) -> bool {
    (one.amount, one.unit, one.frequency, one.from_day_4) == (other.amount, other.unit, other.frequency, other.from_day_4)
}

/// The laboratory values without a time, and those of a day only that do not count.
fn untimed(chart: &Chart, lang: Lang) -> Vec<String> {
    let mut all = vec![];
    for quantity in LABORATORY {
        let rivals = chart.rivals(quantity);
        for (fact, value) in chart.readings(quantity) {
            let of = &chart.facts[fact];
            if of.at.is_none() && (of.day.is_none() || rivals.iter().any(|(rival, _)| *rival == fact)) {
                all.push([quantity.row().name.get(lang), " ", &measured(quantity, value)].concat());
            }
        }
    }
    all
}
