//! What holds of a patient who is opened again: the score as it was signed, the bleeding screen, the plan in force, a
//! suspicion that stands above them, what is due next, and what today's chart says otherwise than was signed. Read from the
//! record and the chart; nothing of it is signed, stored or sent.
//!
//! A record is read by the second part of the program, so this stands there too (`scripts/split.mjs`): nobody may come in
//! before `Later::Here`. Here is also decided what an opening begins with: what holds, the form, or the physician's decision.

mod recount;
#[cfg(test)]
mod tests;

pub use recount::{Recount, Turned};

use std::rc::Rc;

use chrono::TimeDelta;

use super::calculator;
use super::care::follow;
use super::screen::{Mode, Unseen};
use super::sitting::{Desk, Open};
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Risk;
use crate::clinical::second;
use crate::interop::json::Value;
use crate::interop::seal::{RULES_SHA256, RULES_VERSION};
use crate::interop::shape::Read as _;
use crate::record::due::{self, Due, Expected, TaskState};
use crate::record::encounter::{Encounter, Recorded, Signed};
use crate::record::event::BleedingScreen;
use crate::record::happening::Occurrence;
use crate::record::in_force::InForce;
use crate::record::local::Wall;
use crate::record::role::Role;

/// Everything that stands on the screen of a signed patient beside the latest score.
pub struct Holds {
    /// VTE suspected and not settled, or confirmed: above everything else.
    pub vte: Option<Signed<Occurrence>>,
    pub plan: InForce,
    /// The latest bleeding screen; `is_older`: it was signed before the latest score.
    pub bleeding: Option<LatestScreen>,
    pub discharged: Option<Instant>,
    /// What is still to be done, what waits longest first.
    pub due: Vec<Due>,
    /// The task that asks the person at the screen for a new score now.
    pub called: Option<Due>,
    /// The score was signed by other rules than today's: their version, with the digest where the version is the same.
    pub rules: Option<String>,
    /// Today's chart says something else than was signed.
    pub recount: Option<Recount>,
    /// Of how many events it was made.
    events: u64,
}

impl Holds {
    /// What this desk, or its screen, holds; none where nothing is signed.
    pub fn of(held: &Option<Unseen>) -> Option<&Holds> {
        held.as_ref()?.0.downcast_ref()
    }
}

#[derive(Clone, PartialEq)]
pub struct LatestScreen {
    pub signed: Signed<BleedingScreen>,
    pub is_older: bool,
}

/// Occasions that call for a new score as soon as they have come, not only at their deadline.
const AT_ONCE: [&str; 3] = ["TRANSFER_IN", "POST_OP", "CONDITION_CHANGE"];
/// Those that call for one when their time is over.
const IN_TIME: [&str; 5] = ["ADMISSION", "PERIODIC_HIGH", "PERIODIC_MODERATE", "PERIODIC_LOW", "PRE_DISCHARGE"];

/// Works out what holds, where the record has a signed score. While a form is being filled it is not worked out again at
/// every tick: only what was signed since, or the clock, changes it.
#[inline(never)]
pub fn hold(desk: &mut Desk, at: Instant) {
    second::is_needed();
    calculator::lay(desk, at);
    let Some(open) = &desk.open else { return };
    let is_fresh = |holds: &Holds| holds.events == open.record.encounter.events && open.wakes.is_none_or(|wakes| wakes > at);
    let fresh = Holds::of(&open.holds).is_some_and(is_fresh);
    if fresh && !open.stands.is_signed() {
        return;
    }
    // What is practised holds nothing: it stands on the screen as its own result, which says that nothing is signed.
    let practised = || open.record.events.iter().rev().take(open.practised).any(|sealed| !sealed.event.body.is_of_suspicion());
    let holds = if practised() { None } else { of(desk, open, at) };
    let wakes = holds.as_ref().and_then(|holds| next(&holds.due, &desk.wall, at));
    if let Some(open) = &mut desk.open {
        open.holds = holds.map(|holds| Unseen(Rc::new(holds)));
        open.wakes = wakes;
    }
}

fn of(desk: &Desk, open: &Open, at: Instant) -> Option<Holds> {
    let encounter = &open.record.encounter;
    let latest = encounter.latest()?;
    let mut due = due::pending(encounter, &Expected::of(&open.chart), &desk.profile.due, at);
    due.sort_by_key(|due| (rank(due.state), due.deadline));
    let role = desk.user.as_ref().map(|user| user.role).filter(|_| !desk.is_locked() && desk.options.mode == Mode::Live);
    let called = due.iter().find(|due| role.is_some_and(|role| calls(due, role))).cloned();
    let bleeding = encounter.latest_screen().map(|signed| LatestScreen { signed: signed.clone(), is_older: signed.place < latest.place });
    Some(Holds {
        vte: vte(encounter).cloned(),
        plan: InForce::of(encounter, at),
        bleeding,
        discharged: encounter.discharged_at(),
        called,
        rules: rules_of(open, latest),
        recount: recount::recount(latest, &open.chart, desk.routed(), at),
        due,
        events: encounter.events,
    })
}

fn rank(state: TaskState) -> u8 {
    match state {
        TaskState::Overdue => 0,
        TaskState::Open => 1,
        _ => 2,
    }
}

/// Whether this asks that role for a new score now. The one who is asked first answers for it.
fn calls(due: &Due, role: Role) -> bool {
    let id = due.trigger.id;
    let comes = match due.state {
        TaskState::Open => AT_ONCE.contains(&id),
        TaskState::Overdue => AT_ONCE.contains(&id) || IN_TIME.contains(&id),
        _ => false,
    };
    comes && due.trigger.owners.first() == Some(&role)
}

/// A suspicion that is not settled, or a VTE that was confirmed: that another was excluded since does not undo it.
fn vte(encounter: &Encounter) -> Option<&Signed<Occurrence>> {
    encounter.suspected().or_else(|| encounter.confirmed())
}

/// The rules under which the score was signed, where they are not today's.
fn rules_of(open: &Open, latest: &Recorded) -> Option<String> {
    let amends = |json: &Value| json["body"].text("of") == Some(&latest.id) && json.text("type") == Some("amended");
    let signed = open.record.events.iter().rev().find(|sealed| sealed.event.id == latest.id || amends(&sealed.json))?;
    let rules = &signed.json["rules"];
    let (version, digest) = (rules.text("version")?, rules.text("sha256")?);
    if version != RULES_VERSION {
        return Some(version.to_owned());
    }
    (digest != RULES_SHA256).then(|| [version, " (", digest.get(..8).unwrap_or(digest), ")"].concat())
}

/// The next deadline or opening, and midnight: then another day of the plan begins.
fn next(due: &[Due], wall: &Wall, at: Instant) -> Option<Instant> {
    let midnight = || {
        let here = wall.of(at);
        let day = here.date_naive().succ_opt()?.and_hms_opt(0, 0, 0)?;
        day.and_local_timezone(*here.offset()).single()
    };
    let times = due.iter().flat_map(|due| [due.opens, due.deadline + TimeDelta::seconds(1)]);
    times.chain(midnight()).filter(|time| *time > at).min()
}

/// What an opening begins with. What holds stands where something is signed; the form where a new score is due of the person
/// at the screen; what follows from the score where a physician has yet to decide. What a person has begun stays.
#[inline(never)]
pub fn lead(desk: &mut Desk, at: Instant) {
    second::is_needed();
    // Another person may be at the screen.
    if let Some(open) = &mut desk.open {
        open.holds = None;
        follow::seen_by(open, desk.user.as_ref());
    }
    hold(desk, at);
    let is_locked = desk.is_locked();
    let physician = !is_locked && desk.user.as_ref().is_some_and(|user| user.role == Role::Physician);
    let Some(open) = &mut desk.open else { return };
    let Some(holds) = Holds::of(&open.holds) else { return };
    let stands = open.stands;
    let begun = open.signing || open.is_dirty() || stands.has_care() || stands.is_further() || !stands.is_signed() && open.chosen.is_some();
    if begun {
        return;
    }
    if holds.called.is_none() {
        open.stands = stands.signed();
    }
    if open.stands.is_signed() {
        open.work = None;
    }
    let encounter = &open.record.encounter;
    let at_risk = encounter.latest().is_some_and(|latest| latest.assessment.band.is_none_or(|band| band > Risk::Low));
    let undecided = at_risk && holds.vte.is_none() && holds.discharged.is_none() && encounter.decision().is_none();
    // Once for each state of the record: who went back to the score is not sent away from it again.
    let led = std::mem::replace(&mut open.led, encounter.events) == encounter.events;
    if physician && undecided && !led {
        desk.care_for(at);
    }
}
