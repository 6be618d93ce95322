//! What is still to be done in a stay, by whom and by when (core specification §6), from its events.
//!
//! Deadlines are elapsed time from the event that called for them; a change of the clocks moves a label, never a
//! deadline. What was done late stays "done late" and is not the same as what is overdue. An event never says what is
//! only planned, so an operation or a discharge that is ahead comes from the chart, in [`Expected`].

mod task;
mod trigger;

use chrono::TimeDelta;

use super::coded::Stops;
use super::encounter::{Course, Encounter, MeasureStep, Recorded, Signed, Standing};
use super::happening::{Happening, Occurrence, ProcedureClass};
use super::measure::MeasureKind;
use super::role::Role;
use crate::clinical::chart::{Chart, Instant, OperationStatus};
use crate::clinical::instrument::Risk;
use crate::clinical::waits::{DueTimes, Wait};
use task::hours;
pub use task::{After, Due, Rounds, Task, TaskState};
pub use trigger::{TRIGGERS, Trigger, named};

/// The hours a neuraxial window stays open (core specification §3.1).
const NEURAXIAL_H: i64 = 12;

/// What the chart says is ahead, or has changed: no event says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// Where no `admitted` event stands in the record.
    pub admitted_at: Option<Instant>,
    pub operations_at: Vec<Instant>,
    pub invasive_at: Vec<Instant>,
    pub discharge_at: Option<Instant>,
    /// Changes of condition that the host reported.
    pub changes_at: Vec<Instant>,
}

impl Expected {
    /// What a chart alone says: when the patient came, and the operations that are planned.
    pub fn of(chart: &Chart) -> Expected {
        let planned = chart.operations().filter(|(_, operation)| operation.status == Some(OperationStatus::Planned));
        Expected { admitted_at: chart.admitted_at, operations_at: planned.filter_map(|(_, operation)| operation.at).collect(), ..Expected::default() }
    }
}

/// How long after a procedure was done another must be planned not to have been that one.
const SAME_PROCEDURE: TimeDelta = TimeDelta::hours(24);

/// A procedure that was planned is still ahead when one was done at `done`.
pub fn is_another_procedure(planned: Instant, done: Instant) -> bool {
    planned > done + SAME_PROCEDURE
}

/// What is still to be done, the nearest deadline first.
pub fn pending(encounter: &Encounter, expected: &Expected, times: &DueTimes, at: Instant) -> Vec<Due> {
    let mut all = all(encounter, expected, times, at);
    all.retain(|due| due.state.is_pending());
    all
}

/// Everything that was and is to be done, by deadline.
pub fn all(encounter: &Encounter, expected: &Expected, times: &DueTimes, at: Instant) -> Vec<Due> {
    stand(&tasks(encounter, expected, times), at)
}

/// How tasks stand at `at`, by deadline.
pub fn stand(tasks: &[Task], at: Instant) -> Vec<Due> {
    let mut all: Vec<Due> = tasks.iter().filter_map(|task| task.at(at)).collect();
    all.sort_by_key(|due| due.deadline);
    all
}

/// Everything that a stay has called for so far.
pub fn tasks(encounter: &Encounter, expected: &Expected, times: &DueTimes) -> Vec<Task> {
    let mut list = List {
        encounter,
        times,
        discharged: encounter.discharged_at(),
        scores: encounter.assessments.iter().map(|recorded| (recorded.at, recorded.place)).collect(),
        screens: encounter.screens.iter().map(|screen| (screen.at, screen.place)).collect(),
        decisions: encounter.decisions.iter().map(|decision| (decision.at, decision.place)).collect(),
        all: vec![],
    };
    let admitted = encounter.admitted_at().or(expected.admitted_at);
    list.occasions(expected, admitted);
    list.of_scores(admitted);
    list.of_screens();
    encounter.courses.iter().for_each(|course| list.of_course(course));
    list.all
}

struct List<'a> {
    encounter: &'a Encounter,
    times: &'a DueTimes,
    discharged: Option<Instant>,
    scores: Vec<Timed>,
    screens: Vec<Timed>,
    decisions: Vec<Timed>,
    all: Vec<Task>,
}

/// A time with its place in the order of signing: clocks that were reconciled leave equal times.
type Timed = (Instant, usize);

/// What something is to follow: a time, with the place of the event where that is when it was signed.
#[derive(Clone, Copy)]
struct Since {
    at: Instant,
    place: Option<usize>,
}

impl Since {
    fn time(at: Instant) -> Since {
        Since { at, place: None }
    }

    fn signed(at: Instant, place: usize) -> Since {
        Since { at, place: Some(place) }
    }

    /// What happened, at a time that a person gave or when it was signed.
    fn happened(signed: &Signed<Occurrence>) -> Since {
        let at = signed.when();
        Since { at, place: (at == signed.at).then_some(signed.place) }
    }

    fn is_followed_by(self, (time, place): Timed) -> bool {
        time > self.at || time == self.at && self.place.is_none_or(|own| place > own)
    }
}

/// The first of these, which stand in order, that follows `from`.
fn first(times: &[Timed], from: Since) -> Option<Instant> {
    times.iter().find(|timed| from.is_followed_by(**timed)).map(|(time, _)| *time)
}

fn earliest(times: impl IntoIterator<Item = Option<Instant>>) -> Option<Instant> {
    times.into_iter().flatten().min()
}

impl List<'_> {
    fn wait(&self, trigger: &Trigger) -> TimeDelta {
        hours(self.times.hours(trigger.wait))
    }

    fn push(&mut self, id: &str, of: &str, opens: Instant, deadline: Instant, done: Option<Instant>, after: After) {
        let Some(trigger) = named(id) else { return };
        let after = match self.discharged {
            // Not yet to be done by then, and nobody's any more.
            Some(discharged) if done.is_none() && discharged < deadline => return,
            Some(_) => After::Gone,
            None => after,
        };
        self.all.push(Task { trigger, of: (!of.is_empty()).then(|| of.to_owned()), opens, deadline, done, after, watch: None });
    }

    /// Due within the trigger's time after `from`.
    fn after(&mut self, id: &str, of: &str, from: Instant, done: Option<Instant>) {
        if let Some(trigger) = named(id) {
            self.push(id, of, from, from + self.wait(trigger), done, After::Overdue);
        }
    }

    /// Due in the trigger's time before `by`: done then, or since `since` on that very occasion. Later is too late.
    fn ahead(&mut self, id: &str, of: &str, since: Option<Instant>, by: Instant, screens_too: bool) {
        let Some(trigger) = named(id) else { return };
        let opens = by - self.wait(trigger);
        let done = earliest(
            self.encounter
                .assessments
                .iter()
                .map(|recorded| {
                    let meant = recorded.assessment.timepoint == id && since.is_none_or(|since| recorded.at >= since);
                    Some(recorded.at).filter(|at| *at <= by && (*at >= opens || meant))
                })
                .chain(self.screens.iter().map(|(at, _)| Some(*at).filter(|at| screens_too && *at >= opens && *at <= by))),
        );
        self.push(id, of, opens, by, done, After::Missed);
    }

    /// Done, or overtaken by `next`: what was still in time then is nobody's any more, what was late is missed.
    fn overtaken(&mut self, id: &str, of: &str, opens: Instant, deadline: Instant, done: Option<Instant>, next: Option<Instant>) {
        match next.filter(|_| done.is_none()) {
            Some(next) if next <= deadline => {}
            Some(_) => self.push(id, of, opens, deadline, None, After::Missed),
            None => self.push(id, of, opens, deadline, done, After::Overdue),
        }
    }

    fn occasions(&mut self, expected: &Expected, admitted: Option<Instant>) {
        let encounter = self.encounter;
        let id_of = |what| encounter.happened(what).next().map_or("", |(_, signed)| signed.id.as_str());
        if let Some(admitted) = admitted {
            self.after("ADMISSION", id_of(Happening::Admitted), admitted, first(&self.scores, Since::time(admitted)));
        }
        let mut before = admitted;
        for signed in &encounter.occurrences {
            let (what, when, id) = (&signed.what, signed.when(), signed.id.as_str());
            match what.what {
                Happening::Transferred => self.after("TRANSFER_IN", id, when, first(&self.scores, Since::happened(signed))),
                Happening::Operated if what.is_operation() => {
                    self.ahead("PRE_OP", id, before, when, false);
                    let over = what.ended_at.unwrap_or(when);
                    let from = if over == when { Since::happened(signed) } else { Since::time(over) };
                    self.after("POST_OP", id, over, first(&self.scores, from));
                    before = Some(over);
                }
                Happening::Operated => {
                    self.ahead("INVASIVE", id, None, when, true);
                    if what.class() == ProcedureClass::Neuraxial {
                        self.window(id, what.ended_at.unwrap_or(when) + TimeDelta::hours(NEURAXIAL_H));
                    }
                }
                Happening::VteSuspected if what.is_withdrawn() => {}
                Happening::VteSuspected => {
                    let settled = [Happening::VteConfirmed, Happening::VteExcluded];
                    let from = Since::happened(signed);
                    let follows = |(at, settles): (Instant, &Signed<Occurrence>)| from.is_followed_by((at, settles.place)).then_some(at);
                    let settled = settled.map(|what| encounter.happened(what).filter_map(follows).min());
                    self.after("SUSPECTED_VTE", id, when, earliest(settled));
                }
                Happening::VteExcluded => self.after("CONDITION_CHANGE", id, when, first(&self.scores, Since::happened(signed))),
                // Nothing falls due of any other.
                _ => {}
            }
        }
        for operation in &expected.operations_at {
            self.ahead("PRE_OP", "", before, *operation, false);
        }
        for invasive in &expected.invasive_at {
            self.ahead("INVASIVE", "", None, *invasive, true);
        }
        for change in &expected.changes_at {
            self.after("CONDITION_CHANGE", "", *change, first(&self.scores, Since::time(*change)));
        }
        if let Some(leaves) = self.discharged.or(expected.discharge_at) {
            self.ahead("PRE_DISCHARGE", id_of(Happening::Discharged), admitted, leaves, false);
        }
    }

    fn of_scores(&mut self, admitted: Option<Instant>) {
        let encounter = self.encounter;
        for (index, recorded) in encounter.assessments.iter().enumerate() {
            let (id, from) = (recorded.id.as_str(), recorded.at);
            let next = encounter.assessments.get(index + 1).map(|next| next.at);
            let periodic = match recorded.band() {
                Some(Risk::Low) => "PERIODIC_LOW",
                Some(Risk::Moderate) => "PERIODIC_MODERATE",
                Some(Risk::High) | None => "PERIODIC_HIGH",
            };
            self.again(periodic, id, from, next);
            let decided = earliest(encounter.decisions.iter().map(|decision| Some(decision.at).filter(|_| decision.what.of == id)));
            if recorded.by.role == Role::Nurse && recorded.assessment.band != Some(Risk::Low) {
                let reviewed = earliest([recorded.first_review, decided]);
                let physician = |other: &&Recorded| other.by.role == Role::Physician;
                let anew = encounter.assessments[index + 1..].iter().find(physician).map(|other| other.at);
                let deadline = from + hours(self.times.hours(Wait::Review));
                self.overtaken("REVIEW", id, from, deadline, earliest([reviewed, anew]), next);
            }
            if recorded.is_at_risk() {
                let named = encounter
                    .decisions
                    .iter()
                    .find(|decision| decision.what.of == id && decision.what.plan.as_ref().is_some_and(|plan| plan.screen.is_some()));
                let screened = earliest([first(&self.screens, Since::signed(from, recorded.place)), named.map(|decision| decision.at)]);
                let mut deadline = from + hours(self.times.hours(Wait::BleedScreen));
                // At admission both scores are due within the same hours, unless those are over.
                let common = admitted.map(|admitted| admitted + hours(self.times.hours(Wait::Admission)));
                if let Some(common) = common.filter(|common| index == 0 && *common >= from) {
                    deadline = deadline.min(common);
                }
                self.overtaken("BLEED_SCREEN", id, from, deadline, screened, next);
                let deadline = from + hours(self.times.hours(Wait::Plan));
                // A clot that was found is treated: nobody waits for a plan of prevention after it, and one that was late is missed.
                let confirmed = encounter.happened(Happening::VteConfirmed).map(|(at, _)| at).min();
                if confirmed.is_none_or(|found| found > from) {
                    self.overtaken("PLAN", id, from, deadline, decided, earliest([next, confirmed]));
                }
            }
        }
    }

    /// Something to be done again and again: it opens when two thirds of its time have passed.
    fn again(&mut self, id: &str, of: &str, from: Instant, next: Option<Instant>) {
        let Some(trigger) = named(id) else { return };
        let wait = self.wait(trigger);
        if wait > TimeDelta::zero() {
            self.push(id, of, from + wait * 2 / 3, from + wait, next, After::Overdue);
        }
    }

    fn of_screens(&mut self) {
        let encounter = self.encounter;
        for (index, screen) in encounter.screens.iter().enumerate() {
            let next = encounter.screens.get(index + 1).map(|next| next.at);
            let (id, from) = (screen.id.as_str(), screen.at);
            if !self.is_at_risk((from, screen.place)) {
                continue;
            }
            if screen.what.high != Some(false) {
                self.again("BLEED_HIGH", id, from, next);
            } else if index > 0 && encounter.screens[index - 1].what.high == Some(true) {
                self.after("BLEED_FELL", id, from, first(&self.decisions, Since::signed(from, screen.place)));
            }
            // Several windows that close together are one task; one that a later screen overtook is none.
            let mut closing: Vec<Instant> =
                screen.what.contraindications.iter().filter(|line| line.value == Some(true)).filter_map(|line| line.until).collect();
            closing.sort_unstable();
            closing.dedup();
            for until in closing.into_iter().filter(|until| *until > from && next.is_none_or(|next| next >= *until)) {
                self.window(id, until);
            }
        }
    }

    /// A window has closed: bleeding is looked at again, or a physician decides at once.
    fn window(&mut self, of: &str, until: Instant) {
        let same = |task: &Task| task.trigger.id == "WINDOW" && task.opens == until;
        if self.is_at_risk((until, usize::MAX)) && !self.all.iter().any(same) {
            let from = Since::time(until);
            self.after("WINDOW", of, until, earliest([first(&self.screens, from), first(&self.decisions, from)]));
        }
    }

    /// By the score in force then; nothing is known before the first.
    fn is_at_risk(&self, then: Timed) -> bool {
        self.encounter.assessments.iter().rev().find(|recorded| (recorded.at, recorded.place) <= then).is_some_and(Recorded::is_at_risk)
    }

    fn of_course(&mut self, course: &Course) {
        for (index, step) in course.changes.iter().enumerate() {
            let (Some((_, stops)), MeasureStep { id, change, .. }) = (step.stops(), step) else { continue };
            let from = Since { at: change.at, place: self.encounter.amendable.iter().position(|(held, ..)| held == id) };
            if stops == Stops::ForHarm {
                self.after("CONDITION_CHANGE", id, change.at, first(&self.scores, from));
            }
            let planned = matches!(stops, Stops::Once | Stops::Completed | Stops::AtDischarge);
            if course.measure.kind == MeasureKind::Drug && !planned {
                let resumed = course.changes[index + 1..].iter().find(|other| other.started).map(|other| other.change.at);
                let done = earliest([resumed, first(&self.scores, from), first(&self.decisions, from)]);
                self.after("DRUG_STOP", id, change.at, done);
            }
        }
        if course.measure.kind != MeasureKind::Drug {
            return;
        }
        let of = course.plan.clone().unwrap_or_default();
        let begun = course.begun();
        let standing = course.standing();
        if let Some(start) = course.measure.start
            && (begun.is_some() || standing == Standing::Authorised)
        {
            // Ordered for a time that was already past: from the order on.
            self.after("DRUG_START", &of, start.max(course.since), begun);
        }
        if let Some(stop) = course.measure.stop {
            let opens = stop - hours(self.times.hours(Wait::DrugStopAhead));
            let ended = match standing {
                Standing::Ended { at } => Some(at),
                _ => None,
            };
            if standing != Standing::Withdrawn && ended.is_none_or(|ended| ended >= opens) {
                // What was decided when the course itself was ordered does not answer for its end.
                let from = opens.max(course.since + TimeDelta::seconds(1));
                let from = Since::time(from);
                let done = earliest([ended, first(&self.scores, from), first(&self.decisions, from)]);
                self.push("DRUG_STOP", &of, opens, stop, done, After::Overdue);
            }
        }
        if course.is_live() && self.discharged.is_none() {
            self.monitoring(course, begun);
        }
    }

    /// The tasks of a drug's plan, moved with the first dose where that was not when it was planned.
    fn monitoring(&mut self, course: &Course, begun: Option<Instant>) {
        let encounter = self.encounter;
        let Some(decision) = encounter.decisions.iter().find(|decision| Some(&decision.id) == course.plan.as_ref()) else { return };
        let Some(plan) = &decision.what.plan else { return };
        let moved = begun.zip(course.measure.start).map_or(TimeDelta::zero(), |(begun, planned)| begun - planned);
        // Compression comes off when a clot is suspected, and stays off until a physician plans it anew.
        let clot = encounter.suspected().or(encounter.confirmed()).is_some_and(|signed| signed.when() >= decision.at);
        for watch in plan.monitoring.iter().filter(|watch| watch.id != "stop" && !(clot && watch.id == "device")) {
            let baseline = watch.id == "baseline";
            let Some(from) = watch.from.map(|from| if baseline { from } else { from + moved }) else { continue };
            let to = watch.to.map(|to| if baseline { to } else { to + moved });
            if baseline && begun.is_some() {
                continue;
            }
            let Some(trigger) = named("MONITORING") else { return };
            let rounds = Rounds { words: watch.text.clone(), every_h: watch.every_h, to };
            let deadline = to.unwrap_or(from);
            self.all.push(Task { trigger, of: course.plan.clone(), opens: from, deadline, done: None, after: After::Overdue, watch: Some(rounds) });
        }
    }
}
