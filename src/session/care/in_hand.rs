//! The plan in force in somebody's hands: changed, held, resumed, stopped, and the nurse's score confirmed. What is opened here
//! is of the plan that stood on the screen then; where another has come since, the signature is refused.

use std::rc::Rc;

use super::questions::Care;
use crate::clinical::chart::Instant;
use crate::clinical::measure::{Measure, What};
use crate::record::coded::{self, Stops};
use crate::record::decide::{Handled, Now};
use crate::record::encounter::{Encounter, Recorded};
use crate::record::event as record;
use crate::record::in_force::{Held, InForce};
use crate::record::measure::MeasureId;
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Role};
use crate::session::screen::{Doing, Handling, InHand, PlanIntent, Signing};

/// For a pointer that drops it from here: a first visit carries none of it.
struct Known(InHand);

impl AsRef<InHand> for Known {
    fn as_ref(&self) -> &InHand {
        &self.0
    }
}

/// Before the record was looked at.
pub(super) fn nothing() -> Rc<dyn AsRef<InHand>> {
    Rc::new(Known(InHand { in_force: InForce::Nothing, seen: None, again: false, handling: None }))
}

impl Care {
    pub fn in_hand(&self) -> &InHand {
        (*self.in_hand).as_ref()
    }

    pub fn in_force(&self) -> &InForce {
        &self.in_hand().in_force
    }

    /// Screens hold the one of before, so a change makes another.
    fn alter(&mut self, change: impl FnOnce(&mut InHand)) {
        let mut next = self.in_hand().clone();
        change(&mut next);
        self.in_hand = Rc::new(Known(next));
    }

    /// What holds now. A draft of a change stays, and with it the plan that it was begun on.
    pub(super) fn look(&mut self, encounter: &Encounter, at: Instant) {
        let in_force = InForce::of(encounter, at);
        if *self.in_force() != in_force {
            self.alter(|hand| hand.in_force = in_force);
        }
    }

    /// What stands on the screen from here on is what the person has seen.
    pub(super) fn seen_now(&mut self) {
        self.alter(|hand| hand.seen = hand.in_force.plan().map(|plan| plan.id.clone()));
    }

    /// A decision, a hold or a stop is signed, or somebody else's has come: nothing of what was open goes on.
    #[inline(never)]
    pub fn was_decided(&mut self, encounter: &Encounter, at: Instant) {
        if let Some(latest) = encounter.latest().filter(|latest| latest.id == self.of.id) {
            self.of = latest.clone().into();
        }
        self.declining = None;
        self.leave();
        self.look(encounter, at);
        self.seen_now();
    }

    /// Back to the proposal as it is, with nothing chosen and nothing opened.
    pub(super) fn leave(&mut self) {
        self.alter(|hand| (hand.again, hand.handling) = (false, None));
        (self.drug, self.device, self.dose_option) = (None, None, None);
        self.overrides.clear();
        self.turn += 1;
    }

    /// A decision is wanted: none was made on this score as it stands, or a physician wants to make it again.
    pub fn is_open(&self) -> bool {
        self.in_hand().again
            || match self.in_force() {
                InForce::Nothing => true,
                InForce::Plan(ordered) | InForce::Ended(ordered) => ordered.overtaken,
                InForce::Declined(refused) => refused.overtaken,
            }
    }

    pub(super) fn intend_plan(&mut self, intent: PlanIntent, of: &str) {
        match intent {
            PlanIntent::Change => {
                self.leave();
                self.alter(|hand| hand.again = true);
                self.seen_now();
                self.choose_as_ordered();
            }
            PlanIntent::Keep => self.leave(),
            PlanIntent::Close => {
                self.alter(|hand| hand.handling = None);
                self.turn += 1;
            }
            PlanIntent::Hold => self.handle(Doing::Hold, of),
            PlanIntent::Stop => self.handle(Doing::Stop, of),
            PlanIntent::Resume => self.handle(Doing::Resume, of),
            PlanIntent::Why => {
                let code = coded::stopped(of).map(|(coded, _)| coded.id);
                self.of_handling(|handling| handling.code = code);
            }
            PlanIntent::Note => self.of_handling(|handling| handling.note = of.chars().take(500).collect()),
        }
    }

    fn handle(&mut self, doing: Doing, measure: &str) {
        let measure = MeasureId::from(measure);
        let plan = self.held(&measure).and_then(|held| held.plan.clone());
        self.alter(|hand| {
            hand.again = false;
            hand.handling = Some(Handling { doing, measure, plan, code: None, note: String::new() });
        });
        self.turn += 1;
    }

    fn of_handling(&mut self, change: impl FnOnce(&mut Handling)) {
        self.alter(|hand| {
            if let Some(handling) = &mut hand.handling {
                change(handling);
            }
        });
    }

    fn held(&self, measure: &MeasureId) -> Option<&Held> {
        self.in_force().live().find(|held| held.measure.id == *measure)
    }

    /// A change begins with what is ordered, not with what would be proposed.
    fn choose_as_ordered(&mut self) {
        let Some(plan) = self.in_force().plan() else { return };
        let live = || plan.measures.iter().filter(|held| held.is_live());
        let drug = live().find_map(|held| Some((held.measure.id.drug()?, held.measure.dose)));
        let device = live().find_map(|held| match held.measure.id {
            MeasureId::Device(device) => Some(device.id()),
            _ => None,
        });
        let options = drug.and_then(|(drug, _)| self.assessed.advice.alternatives.iter().find(|alternative| alternative.id == drug.id()));
        let is_it = |dose: &crate::clinical::dosing::Dose| {
            drug.and_then(|(_, ordered)| ordered)
                .is_some_and(|ordered| (ordered.amount, ordered.unit, ordered.frequency) == (dose.amount, dose.unit, dose.frequency))
        };
        let option = options.and_then(|alternative| alternative.options.iter().position(|option| is_it(&option.dose)));
        self.drug = Some(drug.map(|(drug, _)| drug.id()));
        self.device = Some(device);
        self.dose_option = option;
    }

    /// A drug that is ordered already goes on with its course: another dose of it begins no new one, and moves no stop.
    pub(super) fn goes_on(&self, measure: &mut Measure, at: Instant) {
        let What::Drug(course) = &mut measure.what else { return };
        let Some(held) = self.held(&MeasureId::Drug(course.drug)).filter(|_| self.in_hand().again) else { return };
        if let (Some(start), Some(stop)) = (held.measure.start, held.measure.stop.filter(|stop| *stop > at)) {
            (course.start, course.stop) = (Some(start), Some(stop));
            course.days = held.measure.days.unwrap_or(course.days);
            course.day = held.day.map_or(1, |day| day.n);
        }
    }

    /// A hold, a stop, or the end of a hold, to be sealed.
    pub(super) fn handled(&self, now: &Now<'_>, at: Instant) -> Result<record::Body, Refusal> {
        let handling = self.in_hand().handling.as_ref().ok_or(Refusal::ReasonCode)?;
        let what = Handled { measure: &handling.measure, at, plan: handling.plan.as_deref() };
        if handling.doing == Doing::Resume {
            return now.start(&what);
        }
        let code = handling.code.ok_or(Refusal::ReasonCode)?;
        // "Held" says that, and not why.
        if code == HELD && handling.note.trim().is_empty() {
            return Err(Refusal::ReasonWords);
        }
        now.stop(&what, code, Some(&handling.note))
    }
}

/// The code that says nothing of the reason.
pub const HELD: &str = "held";

impl Signing {
    /// What a person does who signs this.
    pub(super) fn action(self, care: &Care) -> Action {
        match self {
            Signing::Screen => Action::Screen,
            Signing::Authorise => Action::Authorise,
            Signing::Decline => Action::Decline,
            Signing::Review => Action::Review,
            Signing::Handle if care.in_hand().handling.as_ref().is_some_and(|handling| handling.doing == Doing::Resume) => Action::Start,
            Signing::Handle => Action::Stop,
        }
    }
}

/// Which reasons a hold and a stop may have, by what they mean for the measure. "Held", which says nothing by itself, comes last.
pub fn reasons(doing: Doing) -> impl Iterator<Item = &'static coded::Coded> {
    let fits = move |stops: Stops| match doing {
        Doing::Hold => stops == Stops::ForNow,
        Doing::Stop => !matches!(stops, Stops::Once | Stops::ForNow),
        Doing::Resume => false,
    };
    let of = move |last: bool| coded::STOPPED.iter().filter(move |(coded, stops)| fits(*stops) && (coded.id == HELD) == last);
    of(false).chain(of(true)).map(|(coded, _)| coded)
}

/// A nurse's score that no physician has looked at since.
pub fn awaits_review(recorded: &Recorded) -> bool {
    recorded.by.role == Role::Nurse && recorded.review.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_reasons_for_a_hold_the_one_that_says_nothing_comes_last() {
        let hold: Vec<&str> = reasons(Doing::Hold).map(|coded| coded.id).collect();
        assert_eq!(hold, ["procedure", HELD]);
        assert!(reasons(Doing::Stop).all(|coded| coded.id != HELD) && reasons(Doing::Resume).next().is_none());
    }
}
