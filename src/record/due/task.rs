//! One thing to do in a stay: what called for it, from when until when, and how it stands at a moment.

use chrono::TimeDelta;

use super::trigger::Trigger;
use crate::clinical::chart::Instant;
use crate::record::event::SignedText;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// Not yet to be done.
    Waiting,
    Open,
    Overdue,
    /// Not done, and can no longer be: the operation is over, the patient has gone.
    Missed,
    Done {
        at: Instant,
    },
    DoneLate {
        at: Instant,
    },
    /// Goes on while the drug is given; no event says that it was done.
    Standing,
}

impl TaskState {
    pub fn is_done(self) -> bool {
        matches!(self, TaskState::Done { .. } | TaskState::DoneLate { .. })
    }

    /// Still to be done.
    pub fn is_pending(self) -> bool {
        matches!(self, TaskState::Waiting | TaskState::Open | TaskState::Overdue | TaskState::Standing)
    }
}

/// One thing to do, or done, at a moment.
#[derive(Clone, Debug)]
pub struct Due {
    pub trigger: &'static Trigger,
    /// The event that called for it; none where the chart did.
    pub of: Option<String>,
    pub opens: Instant,
    pub deadline: Instant,
    pub state: TaskState,
    /// A monitoring task in words.
    pub task: Option<SignedText>,
}

impl PartialEq for Due {
    fn eq(&self, other: &Due) -> bool {
        self.trigger.id == other.trigger.id
            && (&self.of, self.opens, self.deadline, self.state) == (&other.of, other.opens, other.deadline, other.state)
            && self.task == other.task
    }
}

/// The same whatever the time: a board keeps these, and reads their state as the clock goes on.
#[derive(Clone, Debug)]
pub struct Task {
    pub trigger: &'static Trigger,
    pub of: Option<String>,
    pub opens: Instant,
    pub deadline: Instant,
    pub done: Option<Instant>,
    pub after: After,
    /// A monitoring task.
    pub watch: Option<Rounds>,
}

impl PartialEq for Task {
    fn eq(&self, other: &Task) -> bool {
        self.trigger.id == other.trigger.id
            && (&self.of, self.opens, self.deadline, self.done, self.after) == (&other.of, other.opens, other.deadline, other.done, other.after)
            && self.watch == other.watch
    }
}

/// What becomes of a task that was not done by its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It is still to be done.
    Overdue,
    /// It can no longer be done: the operation is over, or another score has overtaken it.
    Missed,
    /// The patient has gone: whatever the time, it was missed.
    Gone,
}

/// Monitoring goes on in rounds: what, how often, until when.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounds {
    pub words: SignedText,
    pub every_h: Option<u16>,
    pub to: Option<Instant>,
}

impl Task {
    /// How it stands at `at`; nothing where a monitoring task is over.
    pub fn at(&self, at: Instant) -> Option<Due> {
        let due = |opens, deadline, state, task| Due { trigger: self.trigger, of: self.of.clone(), opens, deadline, state, task };
        let Some(watch) = &self.watch else { return Some(due(self.opens, self.deadline, self.state(at), None)) };
        let every = watch.every_h.filter(|hours| *hours > 0).map(hours);
        let round = every.map_or(0, |every| ((at - self.opens).num_seconds() / every.num_seconds()).max(0));
        let opens = every.map_or(self.opens, |every| self.opens + every * round as i32);
        let deadline = every.map_or(self.deadline, |every| opens + every);
        let over = if every.is_some() { watch.to.is_some_and(|to| opens > to) } else { at > deadline };
        let state = if at >= opens { TaskState::Standing } else { TaskState::Waiting };
        (!over).then(|| due(opens, deadline, state, Some(watch.words.clone())))
    }

    fn state(&self, at: Instant) -> TaskState {
        match (self.done, self.after) {
            (Some(done), _) if done <= self.deadline => TaskState::Done { at: done },
            (Some(done), _) => TaskState::DoneLate { at: done },
            (None, After::Gone) => TaskState::Missed,
            (None, After::Missed) if at > self.deadline => TaskState::Missed,
            (None, After::Overdue) if at > self.deadline => TaskState::Overdue,
            _ if at >= self.opens => TaskState::Open,
            _ => TaskState::Waiting,
        }
    }
}

pub(super) fn hours(hours: u16) -> TimeDelta {
    TimeDelta::hours(i64::from(hours))
}
