//! What follows from the events of an admission so far: a fold, and nothing else. What may happen next is `decide`'s.

mod course;
mod recorded;

use super::assessment::Assessment;
use super::clock::Clock;
use super::coded;
use super::event::{BleedingScreen, Body, Change, Event, MeasureLine, Plan};
use super::happening::{Happening, Occurrence};
use super::measure::{MeasureId, MeasureKind};
use super::role::Role;
use crate::clinical::chart::Instant;
use crate::clinical::second;
pub use course::{Course, MeasureStep, Standing};
pub use recorded::{Decision, Recorded, Review, Signed};

/// Everything that follows from the events so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encounter {
    pub admitted: bool,
    pub assessments: Vec<Recorded>,
    pub screens: Vec<Signed<BleedingScreen>>,
    pub decisions: Vec<Signed<Decision>>,
    pub courses: Vec<Course>,
    pub occurrences: Vec<Signed<Occurrence>>,
    /// What can be amended: id, type, and who signed it last.
    pub amendable: Vec<(String, &'static str, Role)>,
    pub last_at: Option<Instant>,
    pub events: u64,
}

impl Encounter {
    /// Folds a whole record.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Encounter {
        events.into_iter().fold(Encounter::default(), Encounter::evolve)
    }

    /// Folds events in whatever order, and however often, they were handed over: each once, as they were signed.
    pub fn gathered<'a>(events: impl IntoIterator<Item = &'a Event>) -> Encounter {
        let mut all: Vec<&Event> = events.into_iter().collect();
        all.sort_by(|one, other| (one.seq, &one.id).cmp(&(other.seq, &other.id)));
        all.dedup_by(|one, other| one.id == other.id);
        Encounter::of(all)
    }

    /// One event further. An event that names nothing known changes nothing but the count.
    pub fn evolve(mut self, event: &Event) -> Encounter {
        if let Some(Clock::Passed { .. }) = event.clock {
            self.passed(event.at);
        }
        match &event.body {
            Body::Assessed(assessment) => self.assessed(assessment, event),
            _ => follow(&mut self, event),
        }
        self.last_at = self.last_at.max(Some(event.at));
        self.events += 1;
        self
    }

    /// A person said that what stands in the record after `at` was timed by a clock that was ahead. It was signed before the
    /// event that says so, so here it counts as of then (D), and whatever asks for an order or a deadline finds the order in
    /// which the events were signed. The events keep the times that their devices gave, and an audit shows those. A time that
    /// is planned (a start, a stop, the end of a window) is what a person ordered, and stays.
    pub fn passed(&mut self, at: Instant) {
        let cut = |time: &mut Instant| *time = (*time).min(at);
        for recorded in &mut self.assessments {
            cut(&mut recorded.at);
            recorded.review.iter_mut().for_each(|review| cut(&mut review.at));
            recorded.first_review.iter_mut().for_each(cut);
        }
        for screen in &mut self.screens {
            cut(&mut screen.at);
            screen.what.contraindications.iter_mut().filter_map(|line| line.at.as_mut()).for_each(cut);
        }
        self.decisions.iter_mut().for_each(|decision| cut(&mut decision.at));
        for signed in &mut self.occurrences {
            cut(&mut signed.at);
            let Occurrence { at, ended_at, haemostasis_at, .. } = &mut signed.what;
            [at, ended_at, haemostasis_at].into_iter().flatten().for_each(cut);
        }
        for course in &mut self.courses {
            cut(&mut course.since);
            course.changes.iter_mut().for_each(|step| cut(&mut step.change.at));
        }
        self.last_at.iter_mut().for_each(cut);
    }

    fn assessed(&mut self, assessment: &Assessment, event: &Event) {
        let place = self.amendable.len();
        self.amendable.push((event.id.clone(), event.body.kind(), event.by.role));
        self.assessments.push(Recorded {
            id: event.id.clone(),
            place,
            at: event.at,
            by: event.by.clone(),
            assessment: assessment.clone(),
            amendments: 0,
            review: None,
            first_review: None,
            version: 0,
        });
    }

    fn add(&mut self, body: &Body, event: &Event) {
        let place = self.amendable.len();
        if body.is_amendable() {
            self.amendable.push((event.id.clone(), body.kind(), event.by.role));
        }
        match body {
            Body::Happened(occurrence) => {
                self.admitted |= occurrence.what == Happening::Admitted;
                self.occurrences.push(signed(event, place, occurrence.clone()));
            }
            Body::Reviewed { of, changed } => {
                if let Some(recorded) = self.assessments.iter_mut().find(|recorded| recorded.id == *of) {
                    let before = recorded.governing().clone();
                    recorded.review = Some(Review { at: event.at, by: event.by.clone(), changed: changed.clone() });
                    recorded.version += u32::from(*recorded.governing() != before);
                    recorded.first_review = recorded.first_review.or(Some(event.at));
                }
            }
            Body::BleedingScreened(screen) => self.screens.push(signed(event, place, screen.clone())),
            Body::PlanAuthorised(plan) => {
                self.order(plan, &event.id, event.at);
                self.decided(plan.of.clone(), Some(plan.clone()), None, None, event);
            }
            Body::PlanDeclined(declined) => {
                self.drop_unstarted(None);
                self.decided(declined.of.clone(), None, Some(declined.code.clone()), declined.note.clone(), event);
            }
            Body::MeasureStarted(change) => self.change(event, change, true),
            Body::MeasureStopped(change) => self.change(event, change, false),
            // A score is `assessed`, and an amendment amends.
            Body::Assessed(_) | Body::Amended { .. } => {}
        }
    }

    fn decided(&mut self, of: String, plan: Option<Plan>, code: Option<String>, note: Option<String>, event: &Event) {
        let version = self.assessment(&of).map_or(0, |recorded| recorded.version);
        let place = self.amendable.len() - 1;
        self.decisions.push(signed(event, place, Decision { of, version, plan, code, note }));
    }

    /// What a new plan does to the measures there are: it takes over what it keeps and drops what was not begun. What is
    /// in use and not in the plan stays in use until somebody stops it; the screen says so.
    fn order(&mut self, plan: &Plan, id: &str, at: Instant) {
        self.drop_unstarted(Some(plan));
        for measure in &plan.measures {
            // An amendment does not bring back what has ended under the same plan.
            let over = |course: &Course| {
                course.measure.id == measure.id && course.plan.as_deref() == Some(id) && matches!(course.standing(), Standing::Ended { .. })
            };
            if self.courses.iter().any(over) {
                continue;
            }
            match self.courses.iter_mut().find(|course| course.measure.id == measure.id && course.is_live()) {
                Some(course) => {
                    course.measure = measure.clone();
                    course.plan = Some(id.to_owned());
                    course.dropped = false;
                }
                None => self.courses.push(Course { measure: measure.clone(), plan: Some(id.to_owned()), since: at, dropped: false, changes: vec![] }),
            }
        }
    }

    fn drop_unstarted(&mut self, but: Option<&Plan>) {
        for course in self.courses.iter_mut().filter(|course| course.is_live()) {
            let kept = but.is_some_and(|plan| plan.measures.iter().any(|measure| measure.id == course.measure.id));
            course.dropped |= !kept && (but.is_some() || course.begun().is_none());
        }
    }

    fn change(&mut self, event: &Event, change: &Change, started: bool) {
        let index = self.courses.iter().rposition(|course| course.measure.id == change.measure && course.is_live());
        let index = index.or_else(|| {
            // Basic measures need no order.
            (started && change.measure == MeasureId::Basic).then(|| {
                let measure = MeasureLine::plain(MeasureId::Basic, MeasureKind::Basic);
                self.courses.push(Course { measure, plan: None, since: change.at, dropped: false, changes: vec![] });
                self.courses.len() - 1
            })
        });
        if let Some(course) = index.and_then(|index| self.courses.get_mut(index)) {
            course.changes.push(MeasureStep { id: event.id.clone(), started, change: change.clone(), by: event.by.clone() });
        }
    }

    fn amend(&mut self, of: &str, body: &Body, event: &Event) {
        let Some((_, kind, role)) = self.amendable.iter_mut().find(|(id, ..)| id == of) else { return };
        if *kind != body.kind() {
            return;
        }
        *role = event.by.role;
        match body {
            Body::Happened(occurrence) => amended(&mut self.occurrences, of, occurrence),
            Body::Assessed(assessment) => {
                if let Some(recorded) = self.assessments.iter_mut().find(|recorded| recorded.id == of) {
                    recorded.assessment = assessment.clone();
                    recorded.amendments += 1;
                    recorded.version += 1;
                    recorded.review = (event.by.role == Role::Physician && recorded.by.role != Role::Physician).then(|| Review {
                        at: event.at,
                        by: event.by.clone(),
                        changed: None,
                    });
                    recorded.first_review = recorded.review.as_ref().map(|review| review.at);
                }
            }
            Body::BleedingScreened(screen) => amended(&mut self.screens, of, screen),
            Body::PlanAuthorised(plan) => {
                self.redecide(of, |decision| decision.plan = Some(plan.clone()));
                // An older plan is put right in the record; what is in use follows the latest.
                if self.decisions.last().is_some_and(|last| last.id == of) {
                    self.order(plan, of, event.at);
                }
            }
            Body::PlanDeclined(declined) => self.redecide(of, |decision| {
                decision.code = Some(declined.code.clone());
                decision.note = declined.note.clone();
            }),
            Body::MeasureStarted(change) | Body::MeasureStopped(change) => {
                let held = self.courses.iter_mut().flat_map(|course| &mut course.changes).find(|step| step.id == of);
                // The measure that it is about is not what is amended.
                if let Some(held) = held.filter(|held| held.change.measure == change.measure) {
                    held.change = change.clone();
                    held.by = event.by.clone();
                }
            }
            Body::Reviewed { .. } | Body::Amended { .. } => {}
        }
    }

    fn redecide(&mut self, of: &str, put: impl Fn(&mut Decision)) {
        let version = |decision: &Decision| self.assessments.iter().find(|recorded| recorded.id == decision.of).map(|recorded| recorded.version);
        if let Some(signed) = self.decisions.iter_mut().find(|signed| signed.id == of) {
            signed.what.version = version(&signed.what).unwrap_or(signed.what.version);
            signed.amendments += 1;
            put(&mut signed.what);
        }
    }

    pub fn latest(&self) -> Option<&Recorded> {
        self.assessments.last()
    }

    pub fn assessment(&self, id: &str) -> Option<&Recorded> {
        self.assessments.iter().find(|recorded| recorded.id == id)
    }

    pub fn latest_screen(&self) -> Option<&Signed<BleedingScreen>> {
        self.screens.last()
    }

    /// The decision on the latest assessment as it stands now; none once that was amended or changed in review.
    pub fn decision(&self) -> Option<&Signed<Decision>> {
        let latest = self.latest()?;
        self.decisions.last().filter(|signed| signed.what.of == latest.id && signed.what.version == latest.version)
    }

    /// The live course of a measure.
    pub fn course(&self, measure: &MeasureId) -> Option<&Course> {
        self.courses.iter().rev().find(|course| course.measure.id == *measure && course.is_live())
    }

    /// Measures in use now.
    pub fn in_use(&self) -> impl Iterator<Item = &Course> {
        self.courses.iter().filter(|course| course.is_in_use())
    }

    /// When and who: the last time that patient or family were informed.
    pub fn informed(&self) -> Option<(Instant, &'static coded::Coded)> {
        let changes = self.courses.iter().flat_map(|course| &course.changes);
        changes.filter_map(|step| Some((step.change.at, coded::informed(step.change.informed.as_deref()?)?))).max_by_key(|(at, _)| *at)
    }

    /// Happenings of one kind, with when they happened.
    pub fn happened(&self, what: Happening) -> impl Iterator<Item = (Instant, &Signed<Occurrence>)> {
        self.occurrences.iter().filter(move |signed| signed.what.what == what).map(|signed| (signed.when(), signed))
    }

    pub fn admitted_at(&self) -> Option<Instant> {
        self.happened(Happening::Admitted).map(|(at, _)| at).next()
    }

    pub fn discharged_at(&self) -> Option<Instant> {
        self.happened(Happening::Discharged).map(|(at, _)| at).next()
    }

    /// A clot was found this stay: then prevention is not the question, whatever is suspected or excluded after it.
    pub fn confirmed(&self) -> Option<&Signed<Occurrence>> {
        self.occurrences.iter().rev().find(|signed| signed.what.what == Happening::VteConfirmed)
    }

    /// A suspicion of VTE that is neither confirmed nor excluded, and was not taken back.
    pub fn suspected(&self) -> Option<&Signed<Occurrence>> {
        let vte = |what: &Occurrence| {
            matches!(what.what, Happening::VteSuspected | Happening::VteConfirmed | Happening::VteExcluded) && !what.is_withdrawn()
        };
        self.occurrences.iter().rev().find(|signed| vte(&signed.what)).filter(|signed| signed.what.what == Happening::VteSuspected)
    }

    /// The suspicion for which a new referral may be made: the one that stands, or the one that was confirmed last, whose treatment
    /// this hospital may not have. After an exclusion or a withdrawal there is none: new symptoms are a new suspicion (D).
    pub fn to_refer(&self) -> Option<&Signed<Occurrence>> {
        let of = |what: Happening| self.occurrences.iter().rposition(|signed| signed.what.what == what && !signed.what.is_withdrawn());
        let (suspected, confirmed) = (of(Happening::VteSuspected)?, of(Happening::VteConfirmed));
        let excluded =
            of(Happening::VteExcluded).is_some_and(|excluded| excluded > suspected && confirmed.is_none_or(|confirmed| confirmed < excluded));
        (!excluded).then(|| &self.occurrences[suspected])
    }
}

/// What is signed after a score, and amendments. Stands in the second part of the program, as what reads and what signs them
/// does.
#[inline(never)]
fn follow(encounter: &mut Encounter, event: &Event) {
    second::is_needed();
    match &event.body {
        Body::Amended { of, body, .. } => encounter.amend(of, body, event),
        body => encounter.add(body, event),
    }
}

fn signed<T>(event: &Event, place: usize, what: T) -> Signed<T> {
    Signed { id: event.id.clone(), place, at: event.at, by: event.by.clone(), what, amendments: 0 }
}

fn amended<T: Clone>(all: &mut [Signed<T>], of: &str, what: &T) {
    if let Some(signed) = all.iter_mut().find(|signed| signed.id == of) {
        signed.what = what.clone();
        signed.amendments += 1;
    }
}
