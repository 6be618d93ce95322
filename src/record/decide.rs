//! What may happen next: one command in, the bodies to be signed or a refusal out.

use super::assessment::{AnswerSource, Assessment, answer_lines};
use super::channel::rules;
use super::clock::{TOLERANCE, following, is_ahead};
use super::coded;
use super::encounter::{Course, Encounter, Recorded, Signed, Standing};
use super::event::{BleedingScreen, Body, Change, ContraindicationLine, Declined, MeasureLine, OverrideLine, Plan, Watch};
use super::happening::{Happening, Occurrence, WITHDRAWN};
use super::in_force::{Held, InForce};
use super::measure::{MeasureId, MeasureKind};
use super::refusal::{Flaw, REASON_CHARS, Refusal};
use super::role::{Action, Actor, Role};
use crate::clinical::answers::Answers;
use crate::clinical::assess::{Assessed, Screening};
use crate::clinical::cell::CellValue;
use crate::clinical::chart::{Instant, Limb};
use crate::clinical::contraindication::judgement::Present;
use crate::clinical::contraindication::row::When;
use crate::clinical::dosing::Dose;
use crate::clinical::formulary::{Device, Drug, EVERY_DRUG};
use crate::clinical::instrument::Risk;
use crate::clinical::matrix::Output;
use crate::clinical::measure::Fate;
use crate::clinical::monitoring::MonitoringTask;
use crate::clinical::naming::DOSE_OPTION;
use crate::clinical::routes;
use crate::clinical::sheet::Sheet;

/// What a person wants to happen.
#[derive(Clone, Debug)]
pub enum Command<'a> {
    /// Admission, transfer, operation, discharge; VTE suspected, confirmed or excluded.
    Record(Occurrence),
    Assess {
        sheet: &'a Sheet,
        answers: &'a Answers,
        timepoint: &'a str,
    },
    /// Confirms the latest assessment, or changes it.
    Review {
        of: &'a str,
        changed: Option<(&'a Sheet, &'a Answers)>,
    },
    /// Signs the governing bleeding list and the contraindications.
    Screen {
        assessed: &'a Assessed,
        screening: &'a Screening,
    },
    Authorise(Authorisation<'a>),
    Decline {
        of: &'a str,
        code: &'a str,
        note: Option<&'a str>,
    },
    /// Begun, or gone on with after it was held.
    Start(Handled<'a>),
    /// One dose left out, held, or ended, by the code.
    Stop {
        what: Handled<'a>,
        code: &'a str,
        note: Option<&'a str>,
    },
    /// Patient or family were told: basic measures are begun, or gone through again, with them.
    Inform {
        whom: &'a str,
        at: Instant,
    },
    Amend {
        of: &'a str,
        reason: &'a str,
        sheet: &'a Sheet,
        answers: &'a Answers,
    },
    /// Amends an event of any other type: the command as it should have been.
    Correct {
        of: &'a str,
        reason: &'a str,
        to: &'a Command<'a>,
    },
}

/// What is done with a measure, and when.
#[derive(Clone, Copy, Debug)]
pub struct Handled<'a> {
    pub measure: &'a MeasureId,
    pub at: Instant,
    /// The plan that the person saw in force; `None`: whichever it is of.
    pub plan: Option<&'a str>,
}

/// A plan as a physician wants it, with what it is held against.
#[derive(Clone, Debug)]
pub struct Authorisation<'a> {
    /// The assessment it answers: the latest.
    pub of: &'a str,
    /// The proposal's measures ([`MeasureLine::of`]) with what the physician changed.
    pub measures: &'a [MeasureLine],
    pub overrides: &'a [OverrideLine],
    /// An older bleeding screen that the physician says still holds, by id; the latest is taken by itself where it is
    /// not older than the assessment.
    pub screen: Option<&'a str>,
    /// What is known and proposed now.
    pub assessed: &'a Assessed,
    /// Of the drug as ordered (`clinical::monitoring::plan`).
    pub monitoring: &'a [MonitoringTask],
    /// The plan that the physician saw in force and puts this one in the place of; `None`: none was.
    pub replaces: Option<&'a str>,
}

/// What follows from `command`, or why it may not be.
pub fn decide(encounter: &Encounter, command: Command<'_>, by: &Actor, at: Instant) -> Result<Vec<Body>, Refusal> {
    let now = Now::to(command.action(), encounter, by, at)?;
    Ok(now.bodies(&command)?.into_iter().collect())
}

impl Command<'_> {
    fn action(&self) -> Action {
        match self {
            Command::Record(occurrence) => occurrence.what.action(),
            Command::Assess { .. } => Action::Assess,
            Command::Review { .. } => Action::Review,
            Command::Screen { .. } => Action::Screen,
            Command::Authorise(_) => Action::Authorise,
            Command::Decline { .. } => Action::Decline,
            Command::Start(_) | Command::Inform { .. } => Action::Start,
            Command::Stop { .. } => Action::Stop,
            Command::Amend { .. } | Command::Correct { .. } => Action::Amend,
        }
    }
}

/// Where a command meets the record. [`decide`] takes every command and so brings the rules of all of them with it; the
/// form signs five, asks for those by name, and carries no others.
pub struct Now<'a> {
    encounter: &'a Encounter,
    by: &'a Actor,
    at: Instant,
    /// The event that is being amended: what it made of the record is no obstacle to itself.
    correcting: Option<&'a str>,
}

impl<'a> Now<'a> {
    /// Whether this person may do that here and now, whatever it is in particular.
    pub fn to(action: Action, encounter: &'a Encounter, by: &'a Actor, at: Instant) -> Result<Now<'a>, Refusal> {
        let amends = action == Action::Amend;
        if !by.role.may(action) {
            return Err(if action == Action::Assess || amends { Refusal::Role(by.role) } else { Refusal::Reserved(action) });
        }
        // Whoever signs has asked `clock::signing` for the time, which is never before the record or passes its end.
        if let Some(last) = encounter.last_at.filter(|last| at < *last) {
            return Err(Refusal::ClockBehind { device: at, last });
        }
        if !amends && encounter.discharged_at().is_some() {
            return Err(Refusal::Discharged);
        }
        Ok(Now { encounter, by, at, correcting: None })
    }

    pub fn assess(&self, sheet: &Sheet, answers: &Answers, timepoint: &str) -> Result<Body, Refusal> {
        Ok(Body::Assessed(assessed(sheet, answers, timepoint)?))
    }

    /// An assessment as it should have been.
    pub fn amend(&self, of: &str, reason: &str, sheet: &Sheet, answers: &Answers) -> Result<Body, Refusal> {
        let recorded = self.encounter.assessment(of).ok_or(Refusal::NotInRecord)?;
        let timepoint = &recorded.assessment.timepoint;
        self.amended(of, reason, Action::Assess, &|now| now.assess(sheet, answers, timepoint).map(Some))
    }

    /// A physician's second look at the latest score: as it stands, or what holds instead.
    pub fn review(&self, of: &str, changed: Option<(&Sheet, &Answers)>) -> Result<Body, Refusal> {
        let recorded = self.latest(of)?;
        let changed = match changed {
            Some((sheet, answers)) => Some(assessed(sheet, answers, &recorded.assessment.timepoint)?),
            None => None,
        };
        Ok(Body::Reviewed { of: of.into(), changed })
    }

    /// The governing bleeding list and the contraindications.
    pub fn screen(&self, assessed: &Assessed, screening: &Screening) -> Result<Body, Refusal> {
        Ok(Body::BleedingScreened(screened(assessed, screening, self.at)?))
    }

    pub fn authorise(&self, wanted: &Authorisation<'_>) -> Result<Body, Refusal> {
        Ok(Body::PlanAuthorised(self.plan(wanted)?))
    }

    pub fn decline(&self, of: &str, code: &str, note: Option<&str>) -> Result<Body, Refusal> {
        Ok(Body::PlanDeclined(self.declined(of, code, note)?))
    }

    pub fn start(&self, what: &Handled<'_>) -> Result<Body, Refusal> {
        let change = self.started(what.measure, what.at)?;
        Ok(Body::MeasureStarted(self.of_plan(what, change)?))
    }

    pub fn stop(&self, what: &Handled<'_>, code: &str, note: Option<&str>) -> Result<Body, Refusal> {
        let change = self.stopped(what.measure, what.at, code)?;
        let note = note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
        Ok(Body::MeasureStopped(self.of_plan(what, Change { note: note.or(change.note.clone()), ..change })?))
    }

    /// With the plan that the measure is of, if it is the one that the person saw. An amendment leaves that as it was.
    fn of_plan(&self, what: &Handled<'_>, change: Change) -> Result<Change, Refusal> {
        if self.correcting.is_some() {
            return Ok(change);
        }
        let plan = self.encounter.course(what.measure).and_then(|course| course.plan.clone());
        match what.plan {
            Some(seen) if plan.as_deref() != Some(seen) => Err(Refusal::PlanMoved),
            _ => Ok(Change { plan, ..change }),
        }
    }

    /// Something that happened to the patient.
    pub fn happened(&self, occurrence: &Occurrence) -> Result<Body, Refusal> {
        self.occurrence(occurrence)?.ok_or(Refusal::NotInRecord)
    }

    /// A suspicion is taken back, with the reason: by an amendment of it, so that nobody reads it as excluded.
    pub fn withdraw(&self, suspected: &Signed<Occurrence>, reason: &str) -> Result<Body, Refusal> {
        let withdrawn = Occurrence { at: Some(suspected.when()), ..suspected.what.clone() }.with("status", WITHDRAWN);
        let body = Now { correcting: Some(&suspected.id), ..*self }.happened(&withdrawn)?;
        if reason.trim().is_empty() {
            return Err(Refusal::AmendReason);
        }
        Ok(Body::Amended { of: suspected.id.clone(), reason: reason.trim().into(), body: Box::new(body) })
    }

    fn bodies(&self, command: &Command<'_>) -> Result<Option<Body>, Refusal> {
        Ok(Some(match command {
            Command::Record(occurrence) => match self.occurrence(occurrence)? {
                Some(body) => body,
                None => return Ok(None),
            },
            Command::Assess { sheet, answers, timepoint } => self.assess(sheet, answers, timepoint)?,
            Command::Review { of, changed } => self.review(of, *changed)?,
            Command::Screen { assessed, screening } => self.screen(assessed, screening)?,
            Command::Authorise(wanted) => self.authorise(wanted)?,
            Command::Decline { of, code, note } => self.decline(of, code, *note)?,
            Command::Start(what) => self.start(what)?,
            Command::Stop { what, code, note } => self.stop(what, code, *note)?,
            Command::Inform { whom, at } => Body::MeasureStarted(self.informed(whom, *at)?),
            Command::Amend { of, reason, sheet, answers } => self.amend(of, reason, sheet, answers)?,
            Command::Correct { of, reason, to } => self.amended(of, reason, to.action(), &|now| now.bodies(to))?,
        }))
    }

    /// `action` is what the amendment puts in the place of the original, `instead` how it comes about.
    fn amended(&self, of: &str, reason: &str, action: Action, instead: &dyn Fn(&Now<'_>) -> Result<Option<Body>, Refusal>) -> Result<Body, Refusal> {
        let (_, kind, signed_by) = self.encounter.amendable.iter().find(|(id, ..)| id == of).ok_or(Refusal::NotInRecord)?;
        if matches!(action, Action::Amend | Action::Review) || action.event() != *kind {
            return Err(Refusal::NotAmendable);
        }
        // The data of an admission are nobody's judgement: whoever may admit may put them right.
        let above = self.by.role == Role::Nurse && *signed_by == Role::Physician && action != Action::Admit;
        if !self.by.role.may(action) || above {
            return Err(Refusal::Reserved(if self.by.role.may(action) { Action::Review } else { action }));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::AmendReason);
        }
        let body = instead(&Now { correcting: Some(of), ..*self })?.ok_or(Refusal::NotAmendable)?;
        Ok(Body::Amended { of: of.into(), reason: reason.into(), body: Box::new(body) })
    }

    /// The assessment named, if it is the latest.
    fn latest(&self, of: &str) -> Result<&'a Recorded, Refusal> {
        let encounter = self.encounter;
        encounter.assessment(of).ok_or(Refusal::NotInRecord)?;
        encounter.latest().filter(|latest| latest.id == of).ok_or(Refusal::Stale)
    }

    /// A time that a person gave: not ahead of now, not before the admission.
    fn timely(&self, when: Instant) -> Result<Instant, Refusal> {
        if is_ahead(when, self.at) {
            return Err(Refusal::Future);
        }
        self.encounter.admitted_at().map_or(Ok(when), |admitted| after(when, admitted))
    }

    fn occurrence(&self, occurrence: &Occurrence) -> Result<Option<Body>, Refusal> {
        let encounter = self.encounter;
        let signing = rules::StepSigning { by: self.by, at: self.at, correcting: self.correcting };
        if matches!(occurrence.what, Happening::PathwayStep | Happening::Referral) {
            if occurrence.at.is_some_and(|time| is_ahead(time, self.at)) {
                return Err(Refusal::Future);
            }
            return Ok(match occurrence.what {
                Happening::Referral => rules::referral(encounter, occurrence, signing)?,
                _ => Some(rules::step(encounter, occurrence, signing)?),
            }
            .map(Body::Happened));
        }
        let admits = occurrence.what == Happening::Admitted;
        if admits && encounter.admitted && self.correcting.is_none() {
            return Ok(None);
        }
        let mut when = occurrence.at.unwrap_or(self.at);
        for time in [Some(when), occurrence.ended_at, occurrence.haemostasis_at].into_iter().flatten() {
            if is_ahead(time, self.at) {
                return Err(Refusal::Future);
            }
            if time < when {
                return Err(Refusal::OutOfOrder);
            }
        }
        if !admits {
            when = self.timely(when)?;
        }
        // A decision on a suspicion is not earlier than the suspicion.
        let decides = matches!(occurrence.what, Happening::VteConfirmed | Happening::VteExcluded);
        if let Some(suspected) = encounter.suspected().filter(|suspected| decides && Some(suspected.id.as_str()) != self.correcting) {
            when = after(when, suspected.when())?;
        }
        if occurrence.what == Happening::VteExcluded && encounter.suspected().is_none() && self.correcting.is_none() {
            return Err(Refusal::NotInRecord);
        }
        // A suspicion is taken back by a physician, of one that was recorded, and never in place of recording one.
        if occurrence.is_withdrawn() {
            if self.correcting.is_none() || encounter.suspected().map(|open| open.id.as_str()) != self.correcting {
                return Err(Refusal::NotInRecord);
            }
            if !self.by.role.may(Action::Exclude) {
                return Err(Refusal::Reserved(Action::Exclude));
            }
            rules::withdrawal(encounter, self.correcting.unwrap_or_default(), self.at)?;
        }
        let mut occurrence = occurrence.clone();
        for time in [&mut occurrence.at, &mut occurrence.ended_at, &mut occurrence.haemostasis_at].into_iter().flatten() {
            *time = (*time).max(when);
        }
        Ok(Some(Body::Happened(occurrence)))
    }

    fn declined(&self, of: &str, code: &str, note: Option<&str>) -> Result<Declined, Refusal> {
        let latest = self.latest(of)?;
        let coded = coded::declined(code).ok_or(Refusal::ReasonCode)?;
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        if coded.wants_note && note.is_none() {
            return Err(Refusal::ReasonWords);
        }
        // What is ordered is stopped, changed or amended, not declined.
        let in_force = InForce::of(self.encounter, self.at);
        let in_force = in_force.plan().is_some_and(|plan| !plan.overtaken);
        if in_force && self.correcting.is_none() {
            return Err(Refusal::AlreadyAuthorised);
        }
        Ok(Declined { of: latest.id.clone(), code: coded.id.into(), note: note.map(str::to_owned) })
    }

    fn plan(&self, wanted: &Authorisation<'_>) -> Result<Plan, Refusal> {
        let latest = self.latest(wanted.of)?;
        let in_force = InForce::of(self.encounter, self.at);
        let in_force = in_force.plan();
        let replaces = match self.correcting {
            // An amendment takes the place of no other plan than the one that it amends did.
            Some(of) => self.encounter.decisions.iter().find(|signed| signed.id == of).and_then(|signed| signed.what.plan.as_ref()?.replaces.clone()),
            None => in_force.map(|plan| plan.id.clone()),
        };
        let screen = self.screen_for(latest, wanted)?;
        if let Some(decision) = self.encounter.decision()
            && let Some(plan) = &decision.what.plan
            && plan.screen.as_deref() == screen
            && says_the_same(plan, wanted)
            && in_force.is_some_and(|plan| plan.measures.iter().all(Held::is_live))
            && self.correcting != Some(decision.id.as_str())
        {
            return Err(Refusal::AlreadyAuthorised);
        }
        // Another physician has decided since this one looked.
        if self.correcting.is_none() && wanted.replaces != replaces.as_deref() {
            return Err(Refusal::PlanMoved);
        }
        if wanted.measures.is_empty() {
            return Err(Refusal::Measure(Flaw::None, String::new()));
        }
        let mut against = vec![];
        for (index, measure) in wanted.measures.iter().enumerate() {
            let flawed = |flaw| Err(Refusal::Measure(flaw, measure.id.as_str().into()));
            if wanted.measures[..index].iter().any(|other| other.id == measure.id) {
                return flawed(Flaw::Twice);
            }
            match (measure.kind, &measure.id) {
                (MeasureKind::Basic, MeasureId::Basic) | (MeasureKind::Escalate, MeasureId::Escalate) => {}
                (MeasureKind::Device, MeasureId::Device(_)) => {}
                (MeasureKind::Drug, MeasureId::Drug(drug)) => {
                    if let Some(flaw) = self.drug_flaw(*drug, measure, &wanted.measures[..index]) {
                        return flawed(flaw);
                    }
                }
                _ => return flawed(Flaw::Unknown),
            }
            against.extend(self::against(measure, wanted.assessed)?);
        }
        let mut overrides: Vec<OverrideLine> = vec![];
        let mut needed = vec![];
        for id in against {
            let given = wanted.overrides.iter().find(|given| given.id == id && given.reason.trim().chars().count() >= REASON_CHARS);
            match given {
                _ if overrides.iter().any(|had| had.id == id) || needed.contains(&id) => {}
                Some(given) => overrides.push(OverrideLine { id, reason: given.reason.trim().to_owned() }),
                None => needed.push(id),
            }
        }
        if !needed.is_empty() {
            return Err(Refusal::OverrideNeeded(needed));
        }
        Ok(Plan {
            of: latest.id.clone(),
            rule: wanted.assessed.advice.rule.map(str::to_owned),
            screen: screen.map(str::to_owned),
            measures: wanted.measures.to_vec(),
            overrides,
            monitoring: wanted.monitoring.iter().map(Watch::of).collect(),
            replaces,
        })
    }

    /// The bleeding screen a plan rests on. At low risk a plan without a drug needs none.
    fn screen_for(&self, latest: &Recorded, wanted: &Authorisation<'_>) -> Result<Option<&'a str>, Refusal> {
        let screen = self.encounter.latest_screen();
        let drug = wanted.measures.iter().any(|measure| measure.kind == MeasureKind::Drug);
        let Some(screen) = screen else {
            return if drug || latest.is_at_risk() { Err(Refusal::ScreenDue) } else { Ok(None) };
        };
        if screen.place < latest.place && wanted.screen != Some(screen.id.as_str()) {
            return if drug || latest.is_at_risk() { Err(Refusal::ScreenDue) } else { Ok(None) };
        }
        // What was signed and what is known now must say the same before a drug is ordered.
        let now = &wanted.assessed.bleeding;
        if drug && (now.high != screen.what.high || now.instrument.id != screen.what.instrument) {
            return Err(Refusal::ScreenDue);
        }
        Ok(Some(&screen.id))
    }

    fn drug_flaw(&self, drug: Drug, measure: &MeasureLine, before: &[MeasureLine]) -> Option<Flaw> {
        let Some(dose) = measure.dose else { return Some(Flaw::NoDose) };
        if !(dose.amount.is_finite() && dose.amount > 0.0) {
            return Some(Flaw::NoDose);
        }
        let Some(stop) = measure.stop else { return Some(Flaw::NoStop) };
        if stop <= self.at || measure.start.is_some_and(|start| start >= stop) {
            return Some(Flaw::Times);
        }
        let other_in_use =
            |course: &Course| course.is_live() && course.begun().is_some() && course.measure.anticoagulates() && course.measure.id != measure.id;
        let second = before.iter().any(MeasureLine::anticoagulates) || self.encounter.courses.iter().any(other_in_use);
        (drug.class().anticoagulates() && second).then_some(Flaw::SecondAnticoagulant)
    }

    fn started(&self, measure: &MeasureId, when: Instant) -> Result<Change, Refusal> {
        let mut when = self.timely(when)?;
        let flawed = |flaw| Err(Refusal::Measure(flaw, measure.as_str().into()));
        if let Some(change) = self.corrected(measure, when, None)? {
            return Ok(change);
        }
        match self.encounter.course(measure) {
            None if *measure != MeasureId::Basic => return flawed(Flaw::NotAuthorised),
            Some(course) if course.is_in_use() => return flawed(Flaw::AlreadyStarted),
            // Left out of the plan that followed: to go on with it takes a physician.
            Some(course) if course.dropped => return flawed(Flaw::NotAuthorised),
            // It was ordered to end before: to begin it, or to go on with it, takes a physician's order.
            Some(course) if course.measure.stop.is_some_and(|stop| stop <= when) => return flawed(Flaw::PastStop),
            Some(course) => when = after_all(when, course)?,
            None => {}
        }
        // The authorised start waits for what is in the blood, for needles and for the operation.
        let start = self.encounter.course(measure).filter(|course| course.begun().is_none()).and_then(|course| course.measure.start);
        if let Some(start) = start.filter(|start| when + TOLERANCE < *start) {
            return Err(Refusal::TooEarly(start));
        }
        let second = |course: &Course| course.is_in_use() && course.measure.anticoagulates() && course.measure.id != *measure;
        if measure.drug().is_some_and(|drug| drug.class().anticoagulates()) && self.encounter.courses.iter().any(second) {
            return flawed(Flaw::SecondAnticoagulant);
        }
        Ok(Change::plain(measure, when))
    }

    fn stopped(&self, measure: &MeasureId, when: Instant, code: &str) -> Result<Change, Refusal> {
        let when = self.timely(when)?;
        let (coded, stops) = coded::stopped(code).ok_or(Refusal::ReasonCode)?;
        if let Some(change) = self.corrected(measure, when, Some(coded.id))? {
            return Ok(change);
        }
        let Some(course) = self.encounter.course(measure) else { return Err(Refusal::Measure(Flaw::NotInUse, measure.as_str().into())) };
        // One that was held can still be ended, and one that was never begun be refused or held; nothing is held twice.
        if matches!(stops, coded::Stops::ForNow) && matches!(course.standing(), Standing::Held { .. }) {
            return Err(Refusal::Measure(Flaw::NotInUse, measure.as_str().into()));
        }
        Ok(Change { at: after_all(when, course)?, code: Some(coded.id.into()), ..Change::plain(measure, when) })
    }

    fn informed(&self, whom: &str, when: Instant) -> Result<Change, Refusal> {
        let coded = coded::informed(whom).ok_or(Refusal::ReasonCode)?;
        let change = match self.encounter.course(&MeasureId::Basic).filter(|course| course.is_in_use() && self.correcting.is_none()) {
            Some(course) => Change::plain(&MeasureId::Basic, after_all(self.timely(when)?, course)?),
            None => self.started(&MeasureId::Basic, when)?,
        };
        Ok(Change { informed: Some(coded.id.into()), ..change })
    }

    /// Amending a start or stop moves it between its neighbours, and does not change which measure it is of.
    fn corrected(&self, measure: &MeasureId, when: Instant, code: Option<&str>) -> Result<Option<Change>, Refusal> {
        let Some(of) = self.correcting else { return Ok(None) };
        let found = self.encounter.courses.iter().find_map(|course| {
            let index = course.changes.iter().position(|step| step.id == of)?;
            Some((course, index))
        });
        let (course, index) = found.filter(|(course, _)| course.measure.id == *measure).ok_or(Refusal::NotAmendable)?;
        let before = index.checked_sub(1).map_or(course.since, |before| course.changes[before].change.at);
        let after = course.changes.get(index + 1).map(|after| after.change.at);
        if (course.plan.is_some() || index > 0) && when < before || after.is_some_and(|after| when > after) {
            return Err(Refusal::OutOfOrder);
        }
        Ok(Some(Change { at: when, code: code.map(str::to_owned), ..course.changes[index].change.clone() }))
    }
}

/// A time that is not before `earliest`; the clocks of two devices may differ a little.
fn after(when: Instant, earliest: Instant) -> Result<Instant, Refusal> {
    following(when, earliest).ok_or(Refusal::OutOfOrder)
}

/// A time that is not before the measure was ordered, nor before what was last done with it.
fn after_all(when: Instant, course: &Course) -> Result<Instant, Refusal> {
    let when = after(when, course.since)?;
    course.changes.last().map_or(Ok(when), |last| after(when, last.change.at))
}

/// The plan in force holds what is wanted and rests on the same row: signed again it would say nothing new. An escalation on
/// a route is answered anew, because the route asks again when a fact behind it changes (core specification §5.9).
fn says_the_same(plan: &Plan, wanted: &Authorisation<'_>) -> bool {
    let advice = &wanted.assessed.advice;
    let asks_again = advice.output == Output::Escalate && advice.rule.is_some_and(routes::is_route);
    let same = |one: &MeasureLine, other: &MeasureLine| one.id == other.id && one.dose == other.dose && one.limb == other.limb;
    let held = &plan.measures;
    !asks_again
        && plan.rule.as_deref() == advice.rule
        && held.len() == wanted.measures.len()
        && held.iter().zip(wanted.measures).all(|(one, other)| same(one, other))
}

/// What stands against a measure and takes a reason to be set aside: blocks, high bleeding, and what nobody knows that could
/// forbid it. Refused where one of them stands above the physician.
pub fn against(measure: &MeasureLine, assessed: &Assessed) -> Result<Vec<String>, Refusal> {
    let mut against: Vec<&str> = vec![];
    match &measure.id {
        MeasureId::Drug(drug) => drug_against(*drug, measure, assessed, &mut against)?,
        MeasureId::Device(device) => device_against(*device, measure.limb, assessed, &mut against)?,
        _ => {}
    }
    let mut told: Vec<String> = vec![];
    for id in against.into_iter().chain(measure.conditional_on.iter().map(String::as_str)) {
        if !told.iter().any(|had| had == id) {
            told.push(id.to_owned());
        }
    }
    Ok(told)
}

fn drug_against(drug: Drug, measure: &MeasureLine, assessed: &Assessed, against: &mut Vec<&'static str>) -> Result<(), Refusal> {
    // Aspirin is no anticoagulant of the tables; what forbids all of those forbids it (core specification 5.2, S4c).
    let meant = |present: &Present| present.applies.has_drug(drug) || drug == Drug::Aspirin && present.applies.union(EVERY_DRUG) == present.applies;
    let present: Vec<&Present> = assessed.judgement.present.iter().filter(|present| present.severity.forbids() && meant(present)).collect();
    forbidden(&present)?;
    against.extend(present.iter().map(|present| present.row.id));
    let alternative = assessed.advice.alternatives.iter().find(|alternative| alternative.id == drug.id());
    // Where the rules leave the drug to the physician, high bleeding is part of what they know (the kidney alone, §5.2).
    let selectable = alternative.is_some_and(|alternative| alternative.fate == Fate::Selectable);
    let bleeding = &assessed.bleeding;
    if bleeding.high.is_none() || bleeding.high == Some(true) && !selectable {
        against.push(bleeding.instrument.id);
    }
    if assessed.bleeding_sheet.under_18 {
        against.push("under_18");
    }
    match assessed.advice.measures.iter().find(|proposed| proposed.what.id() == drug.id()) {
        // The proposal knows what of the open questions bears on it here.
        Some(proposed) => against.extend(&proposed.conditional_on),
        None => against.extend(assessed.judgement.open_for(drug)),
    }
    // A dose outside the label is never proposed: it takes a reason of its own.
    let is_wanted =
        |dose: &Dose| measure.dose.is_some_and(|wanted| (wanted.amount, wanted.unit, wanted.frequency) == (dose.amount, dose.unit, dose.frequency));
    if alternative.is_some_and(|alternative| alternative.options.iter().any(|option| is_wanted(&option.dose))) {
        against.push(DOSE_OPTION);
    }
    Ok(())
}

/// What stands against a device on the legs it is wanted on.
fn device_against(device: Device, limb: Option<Limb>, assessed: &Assessed, against: &mut Vec<&'static str>) -> Result<(), Refusal> {
    let limb = limb.unwrap_or(Limb::Both);
    let meets = |other: Limb| limb == Limb::Both || other == Limb::Both || limb == other;
    let judgement = &assessed.judgement;
    let present: Vec<&Present> =
        judgement.present.iter().filter(|present| present.severity.forbids() && present.applies.has_device(device) && meets(present.limb)).collect();
    forbidden(&present)?;
    against.extend(present.iter().map(|present| present.row.id));
    against.extend(judgement.open_for_device(device));
    Ok(())
}

fn forbidden(present: &[&Present]) -> Result<(), Refusal> {
    present.iter().find(|present| present.no_override).map_or(Ok(()), |present| Err(Refusal::Forbidden(present.row.id.into())))
}

fn assessed(sheet: &Sheet, answers: &Answers, timepoint: &str) -> Result<Assessment, Refusal> {
    match blockers(sheet, answers).first() {
        Some(refusal) => Err(refusal.clone()),
        None => Ok(Assessment::of(sheet, answers, timepoint)),
    }
}

/// The bleeding list is held to what a score is: every item answered. Its outcome may stay open where items cannot be
/// known now; a drug then wants an override.
fn screened(assessed: &Assessed, screening: &Screening, at: Instant) -> Result<BleedingScreen, Refusal> {
    let sheet = &assessed.bleeding_sheet;
    let none = Answers::empty(sheet.instrument);
    let answers = screening.bleeding.iter().find(|answers| answers.instrument.id == sheet.instrument.id).unwrap_or(&none);
    if let Some(refusal) = blockers(sheet, answers).into_iter().find(|refusal| !matches!(refusal, Refusal::BandOpen(_))) {
        return Err(refusal);
    }
    let high = sheet.tally.settled_band(sheet.instrument).map(|band| band == Risk::High);
    let mut contraindications: Vec<ContraindicationLine> = vec![];
    for (id, said) in &screening.contraindications {
        // A later answer replaces an earlier one.
        contraindications.retain(|line| line.item != *id);
        contraindications.push(ContraindicationLine {
            item: (*id).into(),
            value: said.value,
            limb: said.limb,
            until: said.until,
            source: AnswerSource::Person,
            at: said.at.filter(|answered| *answered < at),
            names: settled(screening, id, said.value),
        });
    }
    for present in &assessed.judgement.present {
        match contraindications.iter_mut().find(|line| line.item == present.row.id) {
            Some(line) if line.source == AnswerSource::Person => match line.value {
                Some(true) => line.until = line.until.or(present.until),
                // One row has one value: what was measured is not answered away, and the answer that it overtook is not kept beside it.
                // A pregnancy that cannot be known counts as one; what was answered is that it cannot be known.
                None if present.row.when == When::Pregnancy => {}
                Some(false) | None => *line = derived(present),
            },
            // Of two legs, or of two drugs, found one by one.
            Some(line) => line.limb = line.limb.map(|limb| if limb == present.limb { limb } else { Limb::Both }),
            None => contraindications.push(derived(present)),
        }
    }
    let improve = &assessed.improve;
    let beside = improve.instrument.id != sheet.instrument.id;
    Ok(BleedingScreen {
        instrument: sheet.instrument.id.into(),
        edition: sheet.instrument.edition.into(),
        answers: answer_lines(sheet, answers),
        contraindications,
        high,
        improve: beside.then_some((improve.tally.floor, improve.tally.ceiling)),
    })
}

/// A row that follows from what is known.
fn derived(present: &Present) -> ContraindicationLine {
    ContraindicationLine {
        item: present.row.id.into(),
        value: Some(true),
        limb: present.row.per_limb.then_some(present.limb),
        until: present.until,
        source: AnswerSource::Derived,
        at: None,
        names: vec![],
    }
}

/// The names that a "no" to a question settles.
fn settled(screening: &Screening, question: &str, value: Option<bool>) -> Vec<String> {
    let names = screening.settled.iter().filter(|(of, _)| *of == question && value == Some(false));
    names.map(|(_, name)| name.clone()).collect()
}

/// Everything in a sheet that stands in the way of a signature, in the order in which to mend it.
pub fn blockers(sheet: &Sheet, answers: &Answers) -> Vec<Refusal> {
    let mut found = vec![];
    let unconfirmed = sheet.unconfirmed();
    if !unconfirmed.is_empty() {
        found.push(Refusal::Unconfirmed(unconfirmed));
    }
    if !sheet.tally.missing.is_empty() {
        found.push(Refusal::Incomplete(sheet.tally.missing.clone()));
    }
    for (index, item) in sheet.instrument.items.iter().enumerate() {
        if item.wants_note && sheet.cells[index].value == CellValue::Yes && answers.note(index).is_none() {
            found.push(Refusal::NoteMissing(index));
        }
        if sheet.cells[index].conflict && item.from.is_computed() && !explained(sheet, answers, index) {
            found.push(Refusal::OverrideReason(index));
        }
    }
    if sheet.tally.missing.is_empty() && sheet.tally.settled_band(sheet.instrument).is_none() {
        found.push(Refusal::BandOpen(sheet.tally.unknowable.clone()));
    }
    found
}

/// A reason on any member of the group explains the whole group.
fn explained(sheet: &Sheet, answers: &Answers, index: usize) -> bool {
    match sheet.instrument.group_of(index) {
        None => answers.note(index).is_some(),
        Some(group) => sheet.instrument.members(group).any(|member| answers.note(member).is_some()),
    }
}
