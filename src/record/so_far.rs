//! What the record of a stay adds to the chart when a patient is assessed (core specification §5.3, §5.9): the first dose
//! of prevention, when a physician last decided, and a suspicion of VTE that nobody has closed.

use super::encounter::{Course, Encounter, Signed};
use super::happening::Occurrence;
use super::role::Role;
use crate::clinical::chart::{Instant, Limb};
use crate::clinical::situation::{Confirmed, StaySoFar, Suspicion};

impl Encounter {
    pub fn so_far(&self) -> StaySoFar {
        StaySoFar {
            first_dose: self.first_dose(),
            decided_at: self.decided_at(),
            suspicion: self.suspected().map(suspicion),
            confirmed: self.confirmed().map(|found| Confirmed { at: Some(found.when()) }),
        }
    }

    /// When an anticoagulant was first begun this stay; a change of drug does not begin anew.
    fn first_dose(&self) -> Option<Instant> {
        let drugs = self.courses.iter().filter(|course| course.measure.anticoagulates());
        drugs.filter_map(Course::begun).min()
    }

    /// An order or a refusal, on whatever assessment.
    fn decided_at(&self) -> Option<Instant> {
        self.decisions.iter().filter(|decision| decision.by.role == Role::Physician).map(|decision| decision.at).max()
    }
}

/// The green channel holds prevention until the suspicion is confirmed or excluded.
fn suspicion(suspected: &Signed<Occurrence>) -> Suspicion {
    let side = suspected.what.detail("limb").and_then(Limb::named);
    let of_the_leg = suspected.what.detail("site").is_none_or(|site| site.starts_with("dvt") && site != "dvt_pe");
    Suspicion { paused: true, leg: side.filter(|_| of_the_leg).or(suspected.what.detail("site").and_then(leg)) }
}

/// The leg, where the site tells it: `left`, or `dvt_left`.
fn leg(site: &str) -> Option<Limb> {
    Limb::named(site.rsplit('_').next().unwrap_or(site))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::record::event::{Body, Change, Declined, Event, MeasureLine, Plan};
    use crate::record::happening::Happening;
    use crate::record::measure::MeasureKind;
    use crate::record::role::Actor;

    fn at(hours: i64) -> Instant {
        "2026-11-22T08:00:00+08:00".parse::<Instant>().expect("a time") + TimeDelta::hours(hours)
    }

    fn folded(bodies: Vec<(i64, Role, Body)>) -> StaySoFar {
        let events: Vec<Event> = bodies
            .into_iter()
            .zip(1..)
            .map(|((hours, role, body), seq)| {
                let by = Actor { id: "p".into(), name: "某".into(), role };
                Event { id: format!("e-{seq}"), seq, at: at(hours), by, body, clock: None }
            })
            .collect();
        Encounter::of(&events).so_far()
    }

    fn plan(drug: &str) -> Body {
        let measures = vec![MeasureLine::plain(drug.into(), MeasureKind::Drug), MeasureLine::plain("ipc".into(), MeasureKind::Device)];
        Body::PlanAuthorised(Plan { of: "e".into(), rule: None, screen: None, measures, overrides: vec![], monitoring: vec![], replaces: None })
    }

    fn started(measure: &str, hours: i64) -> Body {
        Body::MeasureStarted(Change { measure: measure.into(), at: at(hours), code: None, informed: None, note: None, plan: None })
    }

    fn happened(what: Happening, site: &str) -> Body {
        Body::Happened(Occurrence::of(what).with("site", site))
    }

    #[test]
    fn the_first_dose_is_that_of_the_first_drug_and_no_device() {
        let so_far = folded(vec![
            (0, Role::Physician, plan("enoxaparin")),
            (1, Role::Nurse, started("ipc", 1)),
            (5, Role::Nurse, started("enoxaparin", 4)),
            (50, Role::Physician, plan("nadroparin")),
            (52, Role::Nurse, started("nadroparin", 52)),
        ]);
        assert_eq!(so_far.first_dose, Some(at(4)));
        assert_eq!(so_far.decided_at, Some(at(50)));
    }

    #[test]
    fn a_refusal_is_a_decision_too_and_an_empty_record_says_nothing() {
        let declined = Body::PlanDeclined(Declined { of: "e".into(), code: "short_stay".into(), note: None });
        assert_eq!(folded(vec![(7, Role::Physician, declined)]), StaySoFar { decided_at: Some(at(7)), ..StaySoFar::default() });
        assert_eq!(folded(vec![(0, Role::Nurse, Body::admitted())]), StaySoFar::default());
    }

    #[test]
    fn a_suspicion_pauses_prevention_until_it_is_closed() {
        let suspected = || (1, Role::Nurse, happened(Happening::VteSuspected, "dvt"));
        assert_eq!(folded(vec![suspected()]).suspicion, Some(Suspicion { paused: true, leg: None }));
        for closes in [Happening::VteConfirmed, Happening::VteExcluded] {
            assert_eq!(folded(vec![suspected(), (2, Role::Physician, happened(closes, ""))]).suspicion, None);
        }
        let left = folded(vec![(1, Role::Nurse, happened(Happening::VteSuspected, "dvt_left"))]);
        assert_eq!(left.suspicion, Some(Suspicion { paused: true, leg: Some(Limb::Left) }));
    }
}
