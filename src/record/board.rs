//! What a board shows of one stay: small enough to be kept beside the chart and read for two hundred beds at once, and
//! right at any time after, because its tasks do not depend on what time it is. A cache of the fold, never a source.

use std::cmp::Ordering;

use super::channel::confirmed::untreated;
use super::due::{self, Due, Expected, Task, TaskState};
use super::encounter::{Encounter, Recorded, Standing};
use super::in_force::InForce;
use super::measure::{MeasureId, MeasureKind};
use super::role::Role;
use crate::clinical::chart::Instant;
use crate::clinical::instrument::{Points, Risk};
use crate::clinical::waits::DueTimes;
use crate::text::{Text, text};

/// Of a bed whose plan and last bleeding screen do not agree.
pub const CONTRADICTED: Text = text!("出血评估与现行方案不符：请医师处理", "Bleeding screen against the plan: a physician decides");

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub admitted_at: Option<Instant>,
    pub discharged_at: Option<Instant>,
    pub score: Option<Score>,
    pub bleeding: Option<LatestBleeding>,
    /// Neither ended nor withdrawn.
    pub measures: Vec<CurrentMeasure>,
    /// VTE suspected and not settled.
    pub suspected: bool,
    /// VTE confirmed in this stay.
    pub confirmed: bool,
    /// It was suspected, is confirmed, and no plan of treatment is signed.
    pub untreated: bool,
    /// A bleeding screen signed since speaks against the plan in force: a physician looks at once.
    pub contradicted: bool,
    pub informed_at: Option<Instant>,
    /// What has not been done, done late or overtaken.
    pub tasks: Vec<Task>,
    /// How many were done, but late.
    pub late: u32,
    pub events: u64,
}

/// The score that governs.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    pub instrument: String,
    pub floor: Points,
    pub ceiling: Points,
    pub band: Option<Risk>,
    pub at: Instant,
    /// A physician's: signed, confirmed or changed by one.
    pub physician: bool,
}

/// The latest bleeding screen; `high` is `None` where what cannot be known leaves it open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatestBleeding {
    pub high: Option<bool>,
    pub at: Instant,
}

/// A measure ordered, in use, or held.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrentMeasure {
    pub id: MeasureId,
    /// None: of a kind that only the version knows that wrote the row.
    pub kind: Option<MeasureKind>,
    pub standing: Standing,
}

impl Score {
    fn of(recorded: &Recorded) -> Score {
        let governing = recorded.governing();
        Score {
            instrument: governing.instrument.clone(),
            floor: governing.floor,
            ceiling: governing.ceiling,
            band: governing.band,
            at: recorded.at,
            physician: recorded.physician().is_some(),
        }
    }
}

impl Summary {
    pub fn of(encounter: &Encounter, expected: &Expected, times: &DueTimes) -> Summary {
        let tasks = due::tasks(encounter, expected, times);
        let late = tasks.iter().filter(|task| task.done.is_some_and(|done| done > task.deadline)).count();
        Summary {
            admitted_at: encounter.admitted_at().or(expected.admitted_at),
            discharged_at: encounter.discharged_at(),
            score: encounter.latest().map(Score::of),
            bleeding: encounter.latest_screen().map(|screen| LatestBleeding { high: screen.what.high, at: screen.at }),
            measures: encounter
                .courses
                .iter()
                .filter(|course| course.is_live())
                .map(|course| CurrentMeasure { id: course.measure.id.clone(), kind: Some(course.measure.kind), standing: course.standing() })
                .collect(),
            suspected: encounter.suspected().is_some(),
            confirmed: encounter.confirmed().is_some(),
            untreated: untreated(encounter).is_some(),
            contradicted: is_contradicted(encounter),
            informed_at: encounter.informed().map(|(at, _)| at),
            tasks: tasks.into_iter().filter(|task| task.done.is_none()).collect(),
            late: late as u32,
            events: encounter.events,
        }
    }

    pub fn band(&self) -> Option<Risk> {
        self.score.as_ref().and_then(|score| score.band)
    }

    /// Moderate, high or open by the score that governs; before the first score nothing is known.
    pub fn is_at_risk(&self) -> bool {
        self.score.as_ref().is_some_and(|score| score.band != Some(Risk::Low))
    }

    /// What is still to be done at `at`: overdue first, then what is open, each by deadline.
    pub fn pending(&self, at: Instant) -> Vec<Due> {
        let mut all = due::stand(&self.tasks, at);
        all.retain(|due| due.state.is_pending());
        all.sort_by_key(|due| (rank(due.state), due.deadline));
        all
    }

    /// Since when VTE is suspected and nobody has settled it.
    pub fn suspected_since(&self) -> Option<Instant> {
        let open = self.tasks.iter().filter(|task| task.trigger.id == "SUSPECTED_VTE").map(|task| task.opens);
        open.max().filter(|_| self.suspected)
    }

    /// Not done, and can no longer be.
    pub fn missed(&self, at: Instant) -> usize {
        self.tasks.iter().filter_map(|task| task.at(at)).filter(|due| due.state == TaskState::Missed).count()
    }
}

/// How the measures stand is the same at any time after the last event.
fn is_contradicted(encounter: &Encounter) -> bool {
    let plan = InForce::of(encounter, encounter.last_at.unwrap_or_default());
    encounter.discharged_at().is_none() && plan.plan().is_some_and(|plan| plan.contradicted)
}

fn rank(state: TaskState) -> u8 {
    match state {
        TaskState::Overdue => 0,
        TaskState::Open => 1,
        TaskState::Waiting => 2,
        _ => 3,
    }
}

/// Waits for somebody now.
pub fn is_called_for(due: &Due) -> bool {
    matches!(due.state, TaskState::Open | TaskState::Overdue)
}

/// The first of the board: whatever is overdue longest, then what is due soonest; nothing due comes last.
pub fn urgency(one: &[Due], other: &[Due]) -> Ordering {
    let key = |all: &[Due]| all.first().map_or((u8::MAX, i64::MAX), |due| (rank(due.state), due.deadline.timestamp()));
    key(one).cmp(&key(other))
}

/// Which beds a person wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Filter {
    #[default]
    All,
    /// Something waits for the role at the screen.
    Mine,
    Overdue,
    High,
    /// VTE suspected and not settled.
    Suspected,
    /// Something waits for a physician, and for nobody else.
    Physician,
    Discharged,
}

impl Filter {
    pub const ALL: [Filter; 7] = [Filter::All, Filter::Mine, Filter::Suspected, Filter::Overdue, Filter::High, Filter::Physician, Filter::Discharged];

    pub fn id(self) -> &'static str {
        match self {
            Filter::All => "all",
            Filter::Mine => "mine",
            Filter::Overdue => "overdue",
            Filter::High => "high",
            Filter::Suspected => "suspected",
            Filter::Physician => "physician",
            Filter::Discharged => "discharged",
        }
    }

    pub fn label(self) -> Text {
        match self {
            Filter::All => text!("全部在院", "All in the ward"),
            Filter::Mine => text!("待我处理", "Waiting for me"),
            Filter::Overdue => text!("已超时", "Overdue"),
            Filter::High => text!("VTE高危", "High VTE risk"),
            Filter::Suspected => text!("疑似VTE", "VTE suspected"),
            Filter::Physician => text!("待医师处理", "Awaiting physician"),
            Filter::Discharged => text!("已出院", "Discharged"),
        }
    }

    pub fn admits(self, summary: &Summary, pending: &[Due], role: Option<Role>) -> bool {
        let called = |wanted: &dyn Fn(&Due) -> bool| pending.iter().any(|due| is_called_for(due) && wanted(due));
        if (self == Filter::Discharged) != summary.discharged_at.is_some() {
            return false;
        }
        match self {
            Filter::All | Filter::Discharged => true,
            Filter::Mine => {
                let decides = summary.contradicted && role == Some(Role::Physician);
                decides || role.is_some_and(|role| called(&|due| due.trigger.owners.contains(&role)))
            }
            Filter::Overdue => called(&|due| due.state == TaskState::Overdue),
            Filter::High => summary.band() == Some(Risk::High),
            Filter::Suspected => summary.suspected,
            Filter::Physician => summary.contradicted || called(&|due| due.trigger.owners == [Role::Physician]),
        }
    }
}

/// What a person is told of unasked; the kinds are those of `vte-alert`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertKind {
    SuspectedVte,
    BleedingFell,
    ReviewRequired,
    ReassessDue,
}

impl AlertKind {
    pub fn id(self) -> &'static str {
        match self {
            AlertKind::SuspectedVte => "suspected_vte",
            AlertKind::BleedingFell => "bleeding_fell",
            AlertKind::ReviewRequired => "review_required",
            AlertKind::ReassessDue => "reassess_due",
        }
    }

    pub fn label(self) -> Text {
        match self {
            AlertKind::SuspectedVte => text!("疑似VTE", "VTE suspected"),
            AlertKind::BleedingFell => text!("出血风险已降低", "Bleeding risk has fallen"),
            AlertKind::ReviewRequired => text!("待医师复核", "Physician's review"),
            AlertKind::ReassessDue => text!("评估超时", "Assessment overdue"),
        }
    }

    /// What a task says by itself, once it is called for. Scores are spoken of when they are late, not while they are open.
    pub fn of(due: &Due) -> Option<AlertKind> {
        match due.trigger.id {
            _ if !is_called_for(due) => None,
            "SUSPECTED_VTE" => Some(AlertKind::SuspectedVte),
            "BLEED_FELL" | "WINDOW" => Some(AlertKind::BleedingFell),
            "REVIEW" => Some(AlertKind::ReviewRequired),
            "ADMISSION" | "TRANSFER_IN" | "POST_OP" | "CONDITION_CHANGE" | "PERIODIC_HIGH" | "PERIODIC_MODERATE" | "PERIODIC_LOW"
                if due.state == TaskState::Overdue =>
            {
                Some(AlertKind::ReassessDue)
            }
            _ => None,
        }
    }

    /// All of a bed, each kind once, the gravest first.
    pub fn all(pending: &[Due]) -> Vec<AlertKind> {
        let mut all: Vec<AlertKind> = pending.iter().filter_map(AlertKind::of).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
