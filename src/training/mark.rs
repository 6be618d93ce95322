//! Marking: what a learner answered against the truth of the case, coarse to fine: the reading, the total, each item, and the
//! name of the mistake. The same engine scores both.

use super::case::{Scored, TeachingCase};
use super::mistakes::{MISTAKES, Mistake, Trace, mistake};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::Chart;
use crate::clinical::instrument::Points;

/// What a learner did with a case.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The instrument that he chose, where he was asked; its form is then the one that `answers` fills.
    pub answers: Answers,
    /// Quantities that he typed, where the form counts one (age in PESI).
    pub chart: Chart,
    /// The total that he wrote down, where he was asked to add up by hand.
    pub total: Option<Points>,
    /// What he would do next, by the code of the case, where he was asked.
    pub next_step: Option<String>,
}

/// One item that is not as it should be; items by index in the instrument of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemFault {
    /// True, and denied.
    Missed(usize),
    /// Ticked, and not true.
    Added(usize),
    /// Of a group the wrong one: ticked, and the one that is true.
    Instead { ticked: usize, right: usize },
    /// Not answered, or marked as not to be known.
    Open(usize),
}

/// How one question about the case was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkVerdict {
    Right,
    Wrong,
    /// It was not asked, or is not settled by what was answered. What was asked for beside the form and left empty is wrong.
    NotSaid,
}

/// The result.
#[derive(Clone, Debug)]
pub struct Marking {
    /// Another form than that of the case was filled; then nothing below was compared.
    pub other_instrument: bool,
    /// The readings of the form (band and others): right only where all of them are.
    pub reading: MarkVerdict,
    /// The total that his own ticks come to; of a form without points not said.
    pub total: MarkVerdict,
    /// The total that he wrote down.
    pub written_total: MarkVerdict,
    pub next_step: MarkVerdict,
    /// In the order of the form.
    pub items: Vec<ItemFault>,
    /// What went wrong, by name, each once. An item fault without a usual name is among `items` only.
    pub mistakes: Vec<&'static Mistake>,
}

impl Marking {
    /// Nothing is wrong and nothing that was asked is open.
    pub fn is_right(&self) -> bool {
        !self.other_instrument
            && self.items.is_empty()
            && self.reading == MarkVerdict::Right
            && [self.total, self.written_total, self.next_step].iter().all(|verdict| *verdict != MarkVerdict::Wrong)
    }

    pub fn names(&self, id: &str) -> bool {
        self.mistakes.iter().any(|row| row.id == id)
    }
}

/// Why there is no marking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMarked {
    /// The facts of the case contradict one another: a fault of whoever wrote it.
    Case,
    /// What the learner typed contradicts itself.
    Attempt,
}

/// Marks an attempt. `next_step`: what should be done next, where the case asks it.
pub fn mark(case: &TeachingCase, attempt: &Attempt, next_step: Option<&str>) -> Result<Marking, NotMarked> {
    let truth = case.truth().ok_or(NotMarked::Case)?;
    mark_against(&truth, case.aims_at, attempt, next_step)
}

/// Marks an attempt against a truth that is already worked out.
pub fn mark_against(truth: &Scored, aims_at: &[&str], attempt: &Attempt, next_step: Option<&str>) -> Result<Marking, NotMarked> {
    let instrument = truth.sheet.instrument;
    let next = match (next_step, &attempt.next_step) {
        (Some(right), said) => verdict(said.as_deref() == Some(right)),
        (None, _) => MarkVerdict::NotSaid,
    };
    if attempt.answers.instrument != instrument {
        let mistakes = mistake("wrong_instrument").into_iter().collect();
        let no = MarkVerdict::NotSaid;
        return Ok(Marking { other_instrument: true, reading: no, total: no, written_total: no, next_step: next, items: vec![], mistakes });
    }
    let theirs = Scored::of(&attempt.chart, &attempt.answers, Unanswered::Unknown).ok_or(NotMarked::Attempt)?;
    let items = faults(truth, &theirs, &attempt.answers);
    let reading = if theirs.readout.readings.iter().any(|possible| possible.settled().is_none()) {
        MarkVerdict::NotSaid
    } else {
        verdict(theirs.readout.readings == truth.readout.readings)
    };
    let exact = |of: &Scored| of.readout.total.and_then(|(floor, ceiling)| (floor == ceiling).then_some(floor));
    let total = match (exact(&theirs), exact(truth)) {
        (Some(said), Some(right)) => verdict(said == right),
        _ => MarkVerdict::NotSaid,
    };
    let written = attempt.total.zip(exact(truth)).map(|(said, right)| verdict(said == right)).unwrap_or(MarkVerdict::NotSaid);
    let mut marking = Marking { other_instrument: false, reading, total, written_total: written, next_step: next, items, mistakes: vec![] };
    let off = attempt.total.zip(exact(&theirs)).map(|(said, own)| i32::from(said.0) - i32::from(own.0)).filter(|off| *off != 0);
    marking.mistakes = named(truth, &theirs, &marking, off, attempt.next_step.is_some(), aims_at);
    Ok(marking)
}

fn verdict(right: bool) -> MarkVerdict {
    if right { MarkVerdict::Right } else { MarkVerdict::Wrong }
}

/// Item by item. Two faults of one group, one ticked and one missed, are one: the wrong member.
/// What the learner said cannot be known is open as well: the story tells it, or it is absent.
fn faults(truth: &Scored, theirs: &Scored, said: &Answers) -> Vec<ItemFault> {
    let instrument = truth.sheet.instrument;
    let mut found: Vec<ItemFault> = (0..instrument.items.len())
        .filter_map(|index| match (truth.holds(index)?, theirs.holds(index)) {
            (right, Some(said)) if right == said => None,
            (true, Some(_)) => Some(ItemFault::Missed(index)),
            (false, Some(_)) => Some(ItemFault::Added(index)),
            // What is not asked in this phase of the form, or is settled by its group, may stay open.
            (right, None) => {
                let is_asked = right || theirs.readout.missing.contains(&index) || said.cells[index] == Some(Answer::Unknowable);
                is_asked.then_some(ItemFault::Open(index))
            }
        })
        .collect();
    for group in instrument.groups {
        let of = |wanted: fn(usize) -> ItemFault, found: &[ItemFault]| instrument.members(group).find(|&member| found.contains(&wanted(member)));
        if let (Some(right), Some(ticked)) = (of(ItemFault::Missed, &found), of(ItemFault::Added, &found)) {
            found.retain(|fault| *fault != ItemFault::Missed(right) && *fault != ItemFault::Added(ticked));
            found.push(ItemFault::Instead { ticked, right });
        }
    }
    found.sort_by_key(|fault| match *fault {
        ItemFault::Missed(index) | ItemFault::Added(index) | ItemFault::Open(index) => index,
        ItemFault::Instead { right, .. } => right,
    });
    found
}

/// The names of what went wrong. Where one fault has several, those that the case aims at come before the others.
fn named(truth: &Scored, theirs: &Scored, marking: &Marking, off: Option<i32>, says_next: bool, aims_at: &[&str]) -> Vec<&'static Mistake> {
    let instrument = truth.sheet.instrument;
    let id = |index: usize| instrument.items[index].id;
    let mut names: Vec<&'static Mistake> = vec![];
    let mut take = |fits: &dyn Fn(&Trace) -> bool| {
        let of: Vec<&'static Mistake> = MISTAKES.iter().filter(|row| row.shows.iter().any(fits)).collect();
        let aimed: Vec<&'static Mistake> = of.iter().copied().filter(|row| aims_at.contains(&row.id)).collect();
        for row in if aimed.is_empty() { of } else { aimed } {
            if !names.contains(&row) {
                names.push(row);
            }
        }
    };
    for fault in &marking.items {
        take(&|sign| match (*sign, *fault) {
            (Trace::Missed(of, item), ItemFault::Missed(index)) | (Trace::Added(of, item), ItemFault::Added(index)) => {
                of == instrument.id && item == id(index)
            }
            (Trace::Instead(of, wrong, item), ItemFault::Instead { ticked, right }) => {
                of == instrument.id && wrong == id(ticked) && item == id(right)
            }
            _ => false,
        });
    }
    if let Some(off) = off {
        take(&|sign| match *sign {
            Trace::Sum(of, item, tenths) => {
                of == instrument.id && i32::from(tenths) == off && instrument.index(item).is_some_and(|index| theirs.holds(index) == Some(true))
            }
            _ => false,
        });
    }
    if marking.next_step == MarkVerdict::Wrong && says_next {
        take(&|sign| *sign == Trace::NextStep);
    }
    names
}
