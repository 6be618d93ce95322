//! The plan in force: what a physician last decided, and what has become of it. Screen, paper, note, FHIR, HL7, board and
//! handover ask this file and nothing else, so that none of them can name another plan than the others.
//!
//! A plan is in force from its signature until another takes its place, the physician declines the next proposal, or all
//! of its measures have ended. A new score does not end it: what is ordered goes on until a physician decides.

use chrono::TimeDelta;

use super::coded::{self, Coded, Stops};
use super::encounter::{Course, Decision, Encounter, MeasureStep, Signed, Standing};
use super::event::{BleedingScreen, ContraindicationLine, Event, MeasureLine, OverrideLine, Plan, Watch};
use super::measure::{MeasureId, MeasureKind};
use super::role::Actor;
use crate::clinical::chart::Instant;
use crate::clinical::contraindication;
use crate::clinical::contraindication::row::Row;
use crate::clinical::formulary::Set;
use crate::clinical::label_units::other_unit;
use crate::text::Text;

#[derive(Clone, Debug, PartialEq)]
pub enum InForce {
    /// No physician has decided.
    Nothing,
    Plan(Ordered),
    Declined(Refused),
    /// Everything that the last plan ordered has ended: nothing is in force.
    Ended(Ordered),
}

/// An authorised plan, and how each of its measures stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// The `plan_authorised`; the original's, whatever amended it since. What replaces it names this id.
    pub id: String,
    /// The assessment that it answers.
    pub of: String,
    pub at: Instant,
    /// Who authorised it, and with it everything in [`Ordered::overrides`]. Amended: who signed it first.
    pub by: Actor,
    pub amendments: u32,
    /// The plan that it took the place of, as it says itself; 0.1.0 did not say.
    pub replaces: Option<String>,
    /// The row of the matrix, or the route, that was shown.
    pub rule: Option<String>,
    /// In the order of the plan.
    pub measures: Vec<Held>,
    /// Of an earlier plan, begun, not in this one, and not stopped by anybody: a physician decides.
    pub left_over: Vec<Held>,
    pub overrides: Vec<OverrideLine>,
    pub monitoring: Vec<Watch>,
    /// A score was signed, amended or changed since: the physician looks whether it still holds.
    pub overtaken: bool,
    /// A bleeding screen was signed since that comes out high or forbids what goes on, and neither the screen that the plan rests on
    /// nor the physician said so: a physician looks at once.
    pub contradicted: bool,
}

/// A proposal that was turned down.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub id: String,
    pub of: String,
    pub at: Instant,
    pub by: Actor,
    /// Of [`coded::DECLINED`]; the word as it stands where this version does not know it.
    pub code: String,
    pub note: Option<String>,
    /// As of a plan: what was begun before and nobody stopped.
    pub left_over: Vec<Held>,
    pub overtaken: bool,
}

/// A measure of the plan and how it stands: dose, leg, start and stop are as ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub measure: MeasureLine,
    /// The plan that it is of; what stops or resumes it names this one.
    pub plan: Option<String>,
    pub standing: Standing,
    /// When it was first begun, where somebody recorded that.
    pub begun: Option<Instant>,
    /// Of one that is held or ended: when, why, and by whom.
    pub why: Option<StopReason>,
    /// Which day of the course it is; none before its first day and once it has ended.
    pub day: Option<Day>,
    /// The planned stop has passed, and nobody stopped it.
    pub past_stop: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StopReason {
    /// When it was stopped, and when that was signed is the event's.
    pub at: Instant,
    /// Of [`coded::STOPPED`].
    pub code: String,
    pub note: Option<String>,
    pub by: Actor,
}

/// Day `n` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub n: u16,
    pub of: u16,
}

impl InForce {
    /// What holds at `at`, which is not before the last event folded.
    pub fn of(encounter: &Encounter, at: Instant) -> InForce {
        let Some(signed) = encounter.decisions.last() else { return InForce::Nothing };
        let overtaken = encounter.decision().is_none();
        let Some(plan) = &signed.what.plan else { return InForce::Declined(refused(signed, encounter, overtaken, at)) };
        let ordered = ordered(signed, plan, encounter, overtaken, at);
        if ordered.is_over() { InForce::Ended(ordered) } else { InForce::Plan(ordered) }
    }

    /// What held at a time that lies behind: of the events that were signed by then.
    pub fn then<'a>(events: impl IntoIterator<Item = &'a Event>, at: Instant) -> InForce {
        let by_then = events.into_iter().filter(|event| event.at <= at);
        InForce::of(&Encounter::of(by_then), at)
    }

    /// The plan that holds.
    pub fn plan(&self) -> Option<&Ordered> {
        match self {
            InForce::Plan(ordered) => Some(ordered),
            _ => None,
        }
    }

    /// What a patient is to have now, by whatever plan: of the plan in force what has not ended, then what is left over.
    pub fn live(&self) -> impl Iterator<Item = &Held> {
        let (measures, left_over): (&[Held], &[Held]) = match self {
            InForce::Plan(ordered) | InForce::Ended(ordered) => (&ordered.measures, &ordered.left_over),
            InForce::Declined(refused) => (&[], &refused.left_over),
            InForce::Nothing => (&[], &[]),
        };
        measures.iter().chain(left_over).filter(|held| held.is_live())
    }

    /// The event that decided it.
    pub fn event(&self) -> Option<&str> {
        match self {
            InForce::Nothing => None,
            InForce::Plan(ordered) | InForce::Ended(ordered) => Some(&ordered.id),
            InForce::Declined(refused) => Some(&refused.id),
        }
    }

    pub fn id(&self) -> &'static str {
        match self {
            InForce::Nothing => "nothing",
            InForce::Plan(_) => "authorised",
            InForce::Declined(_) => "declined",
            InForce::Ended(_) => "ended",
        }
    }
}

impl Ordered {
    /// Nothing of it goes on. What is only told to somebody has no end of its own.
    fn is_over(&self) -> bool {
        let mut lasting = self.measures.iter().filter(|held| held.measure.kind != MeasureKind::Escalate).peekable();
        lasting.peek().is_some() && lasting.all(|held| !held.is_live())
    }

    pub fn measure(&self, id: &MeasureId) -> Option<&Held> {
        self.measures.iter().find(|held| held.measure.id == *id)
    }
}

impl Refused {
    pub fn reason(&self) -> Option<&'static Coded> {
        coded::declined(&self.code)
    }
}

impl Held {
    fn of(course: &Course, day: Option<Day>, at: Instant) -> Held {
        let standing = course.standing();
        let mut held = Held {
            measure: course.measure.clone(),
            plan: course.plan.clone(),
            standing,
            begun: course.begun(),
            why: None,
            day: None,
            past_stop: false,
        };
        held.why = (held.is_held() || held.is_ended()).then(|| course.changes.iter().rev().find(|step| ends(step)).map(StopReason::of)).flatten();
        if held.is_live() {
            held.day = day;
            held.past_stop = held.measure.stop.is_some_and(|stop| stop <= at);
        }
        held
    }

    /// Neither ended nor withdrawn.
    pub fn is_live(&self) -> bool {
        !matches!(self.standing, Standing::Ended { .. } | Standing::Withdrawn)
    }

    pub fn is_held(&self) -> bool {
        matches!(self.standing, Standing::Held { .. })
    }

    /// The word of its standing on the wire and in the page.
    pub fn id(&self) -> &'static str {
        self.standing.id()
    }

    pub fn is_ended(&self) -> bool {
        matches!(self.standing, Standing::Ended { .. })
    }

    /// The dose in the unit that it is not ordered in, where the label says it: mg and mL in units of heparin.
    pub fn other_unit(&self) -> Option<Text> {
        other_unit(self.measure.drug()?, self.measure.dose.as_ref()?)
    }
}

impl StopReason {
    fn of(step: &MeasureStep) -> StopReason {
        let change = &step.change;
        StopReason { at: change.at, code: change.code.clone().unwrap_or_default(), note: change.note.clone(), by: step.by.clone() }
    }

    pub fn reason(&self) -> Option<&'static Coded> {
        coded::stopped(&self.code).map(|(coded, _)| coded)
    }
}

/// Not a single dose left out.
fn ends(step: &MeasureStep) -> bool {
    !step.started && !matches!(step.stops(), Some((_, Stops::Once)))
}

fn ordered(signed: &Signed<Decision>, plan: &Plan, encounter: &Encounter, overtaken: bool, at: Instant) -> Ordered {
    let course = |measure: &MeasureLine| {
        let of_plan = |course: &&Course| course.measure.id == measure.id && course.plan.as_deref() == Some(&signed.id);
        encounter.courses.iter().rev().find(of_plan)
    };
    let held = |measure: &MeasureLine| {
        let day = day(measure, signed.at, at);
        match course(measure) {
            Some(course) => Held::of(course, day, at),
            // A plan that names a measure twice has one course of it; 0.1.0 refused such a plan, another program may not.
            None => Held { measure: measure.clone(), plan: None, standing: Standing::Withdrawn, begun: None, why: None, day: None, past_stop: false },
        }
    };
    let measures: Vec<Held> = plan.measures.iter().map(held).collect();
    Ordered {
        contradicted: contradicted(signed, plan, &measures, encounter),
        id: signed.id.clone(),
        of: plan.of.clone(),
        at: signed.at,
        by: signed.by.clone(),
        amendments: signed.amendments,
        replaces: plan.replaces.clone(),
        rule: plan.rule.clone(),
        measures,
        left_over: left_over(encounter, Some(plan), at),
        overrides: plan.overrides.clone(),
        monitoring: plan.monitoring.clone(),
        overtaken,
    }
}

/// Whether the latest bleeding screen, signed after the plan, speaks against a measure of it that goes on.
fn contradicted(signed: &Signed<Decision>, plan: &Plan, measures: &[Held], encounter: &Encounter) -> bool {
    let Some(screen) = encounter.latest_screen().filter(|screen| screen.place > signed.place).map(|screen| &screen.what) else { return false };
    let before = encounter.screens.iter().find(|before| plan.screen.as_deref() == Some(&before.id)).map(|before| &before.what);
    let known = |id: &str| plan.overrides.iter().any(|given| given.id == id);
    let live = || measures.iter().filter(|held| held.is_live()).map(|held| &held.measure);
    let rose = screen.high == Some(true) && before.is_none_or(|before| before.high != Some(true)) && !known(&screen.instrument);
    let forbids = |line: &ContraindicationLine| {
        let said = |before: &BleedingScreen| before.contraindications.iter().any(|of| of.item == line.item && of.holds());
        let is_new = line.holds() && !known(&line.item) && !before.is_some_and(said);
        let row = contraindication::named(&line.item).filter(|_| is_new);
        row.is_some_and(|row| live().any(|measure| forbids_it(row, measure)))
    };
    rose && live().any(MeasureLine::anticoagulates) || screen.contraindications.iter().any(forbids)
}

fn forbids_it(row: &Row, measure: &MeasureLine) -> bool {
    let has = |set: Set| match measure.id {
        MeasureId::Drug(drug) => set.has_drug(drug),
        MeasureId::Device(device) => set.has_device(device),
        _ => false,
    };
    let severity = row.except.filter(|(_, members)| has(*members)).map_or(row.severity, |(severity, _)| severity);
    has(row.applies) && severity.forbids()
}

fn refused(signed: &Signed<Decision>, encounter: &Encounter, overtaken: bool, at: Instant) -> Refused {
    let what = &signed.what;
    Refused {
        id: signed.id.clone(),
        of: what.of.clone(),
        at: signed.at,
        by: signed.by.clone(),
        code: what.code.clone().unwrap_or_default(),
        note: what.note.clone(),
        left_over: left_over(encounter, None, at),
        overtaken,
    }
}

/// Begun under an earlier plan, not in this one, and still going on. Basic measures need no order.
fn left_over(encounter: &Encounter, plan: Option<&Plan>, at: Instant) -> Vec<Held> {
    let elsewhere = |course: &&Course| {
        let planned = plan.is_some_and(|plan| plan.measures.iter().any(|measure| measure.id == course.measure.id));
        let begun = course.begun().is_some();
        course.is_live() && begun && !planned && !matches!(course.measure.kind, MeasureKind::Basic | MeasureKind::Escalate)
    };
    let held = |course: &Course| {
        let since = course.plan.as_ref().and_then(|id| encounter.decisions.iter().find(|signed| signed.id == *id));
        Held::of(course, day(&course.measure, since.map_or(course.since, |signed| signed.at), at), at)
    };
    encounter.courses.iter().filter(elsewhere).map(held).collect()
}

/// Counted as `clinical::timing::progress` counted when it was proposed: from the end of the operation or the first dose,
/// never from today. The plan says which day it was when it was signed, and the stop from where that was counted.
fn day(measure: &MeasureLine, signed: Instant, at: Instant) -> Option<Day> {
    let days = measure.days?;
    let length = |count: u8| TimeDelta::days(i64::from(count));
    let first = measure.day.unwrap_or(1).max(1);
    let counted_from = |base: Instant| (signed - base).num_days().max(0) as u16 + 1 == first;
    let by_stop = |count: u8| measure.stop.map(|stop| (stop - length(count), count)).filter(|(base, _)| counted_from(*base));
    let (base, total) = by_stop(days.planned).or_else(|| by_stop(days.to)).unwrap_or_else(|| {
        // Whoever changed the stop did not change when it began.
        let base = measure.start.filter(|start| first == 1 && *start >= signed).unwrap_or(signed - TimeDelta::days(i64::from(first) - 1));
        (base, days.planned)
    });
    let of = u16::from(total);
    let n = u16::try_from((at - base).num_days() + 1).ok().filter(|_| at >= base)?;
    Some(Day { n, of })
}

#[cfg(test)]
#[path = "in_force/tests.rs"]
mod tests;
