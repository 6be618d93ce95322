//! What lies on the desk after a score is signed: the bleeding list and the contraindications being answered, the
//! assessment that follows from them, and the plan as it would be authorised. Plain state, like the desk.
//!
//! `questions` is what lies there. Of the lists: `lists` says where each question stands, `echo` what was said of it before, `twins` which two are one, `why`
//! what decides one, `bulk` what "none of the rest" answers; `reserve` is the same care for the form of the score, and `said` what
//! a person said of what a host only suggests (`suggested`). Of the plan: `details` and `fates` are the words around the proposal,
//! `in_hand` is the plan in force being changed. `moved` is signed as shown, and `follow` is what a record does to all of it that grows
//! meanwhile.
//!
//! Loaded when somebody goes there (`scripts/split.mjs`): nobody may come in before `Later::Here`, and whoever has a `Care`
//! is here. What others call stands out of line, so that it can be left out of a first visit.

mod bulk;
mod contested;
mod details;
mod echo;
pub mod evidence;
mod fates;
#[cfg(test)]
mod first_visit;
pub mod follow;
#[cfg(test)]
mod grown;
pub mod in_hand;
mod lists;
pub mod moved;
pub mod questions;
pub mod reserve;
#[cfg(test)]
mod rest;
pub mod said;
pub mod suggested;
#[cfg(test)]
pub(crate) mod tests;
mod twins;
mod why;

use std::rc::Rc;

use echo::echoes;

use super::evidence::evidence;
use super::screen::{Declining, Intent, Override, PreventionView, Signing};
use super::sitting::{Desk, Open};
use super::work::{Work, answered_otherwise};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::assess::{Assessed, Choice, Screening, answered, chosen};
use crate::clinical::bleeding::is_surgical;
use crate::clinical::bleeding::unanswered as empty_list;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Chart, Instant, Limb, Said, Sex};
use crate::clinical::contradiction::{Contradiction, female_row};
use crate::clinical::finding::Key;
use crate::clinical::instruments;
use crate::clinical::measure::{Measure, What};
use crate::clinical::monitoring;
use crate::clinical::record_questions::asked;
use crate::clinical::second;
use crate::clinical::sheet::{Sheet, fill};
use crate::interop::chart::contradicted;
use crate::interop::record::Moment;
use crate::interop::shape::Place;
use crate::record::assessment::{AnswerSource, Taken};
use crate::record::decide::{Authorisation, Now, against, blockers};
use crate::record::encounter::{Recorded, Signed};
use crate::record::event as record;
use crate::record::local::Wall;
use crate::record::measure::MeasureKind;
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Role};
use crate::text::{Text, text};
use questions::{Around, Care, Denied, assessed};

/// The score that was signed, filled again: every answer as it was written down.
fn sheet_of(recorded: &Recorded, chart: &Chart, at: Instant) -> Option<Sheet> {
    let assessment = recorded.governing();
    let answers = assessment.answers(instruments::named(&assessment.instrument)?, Taken::AsSigned);
    fill(chart, &answers, Unanswered::Unknown, at).ok()
}

/// What in the chart cannot be beside what was answered, of the score or here: a man with something of a woman.
fn impossible(recorded: &Recorded, screening: &Screening, chart: &Chart) -> Option<Contradiction> {
    if chart.sex() != Some(Sex::Male) {
        return None;
    }
    let assessment = recorded.governing();
    let signed = instruments::named(&assessment.instrument).map(|of| assessment.answers(of, Taken::AsSigned));
    let of_a_woman = |answers: &Answers| {
        let mut items = answers.instrument.items.iter().zip(&answers.cells);
        let (item, _) = items.find(|(item, said)| item.female_only && **said == Some(Answer::Yes))?;
        Some((Key { instrument: answers.instrument.id, item: item.id }, item.label))
    };
    let by_item = signed.iter().chain(&screening.bleeding).find_map(of_a_woman);
    let by_row = || screening.contraindications.iter().find_map(|(id, said)| female_row(id, said));
    let (key, label) = by_item.or_else(by_row)?;
    Some(Contradiction::MaleWith { key, label, fact: None })
}

/// The list that governs, with what was answered of it; the other lists are left in `all`.
fn take_governing(all: &mut Vec<Answers>, sheet: &Sheet, around: &Around<'_>) -> Answers {
    let list = empty_list(is_surgical(&around.chart.as_of(around.at), sheet.instrument), around.profile);
    match all.iter().position(|answers| answers.instrument.id == list.instrument.id) {
        Some(place) => all.swap_remove(place),
        None => list,
    }
}

/// A form of one bleeding list.
fn work_of(answers: Answers) -> Work {
    let mut work = Work::new(answers.instrument);
    work.opened = Rc::new(answered_otherwise(&answers));
    work.answers = Rc::new(answers);
    work
}

impl Care {
    /// The questions for a signed score, with what was answered of them before.
    #[inline(never)]
    pub fn new(of: Rc<Recorded>, before: Screening, around: Around<'_>) -> Option<Care> {
        second::is_needed();
        // Neither the sex nor the answer is taken away: `rework` says that they contradict each other.
        let unsexed = impossible(&of, &before, around.chart).map(|_| around.chart.without_sex());
        let told = around;
        let around = Around { chart: unsexed.as_ref().unwrap_or(told.chart), ..told };
        let sheet = Rc::new(sheet_of(&of, around.chart, around.at)?);
        let signed_as = before.clone();
        let mut beside = before.bleeding.clone();
        let work = work_of(take_governing(&mut beside, &sheet, &around));
        let assessed = Rc::new(assessed(&sheet, &before, &around).ok()?);
        let mut care = Care {
            of,
            sheet,
            work,
            beside,
            said: Rc::new(before.contraindications),
            settled: Rc::new(before.settled),
            assessed,
            evidence: Rc::default(),
            details: Rc::default(),
            echoes: vec![],
            lists: Rc::default(),
            bulk: vec![],
            undo: vec![],
            drug: None,
            device: None,
            dose_option: None,
            overrides: vec![],
            declining: None,
            in_hand: in_hand::nothing(),
            turn: 0,
            planned_drug: None,
            planned_device: None,
            signed_as,
            conflict: None,
        };
        care.rework(told);
        care.seen_now();
        Some(care)
    }

    /// The same from a draft: nothing of it is signed.
    #[inline(never)]
    pub fn restored(of: Rc<Recorded>, draft: Screening, around: Around<'_>) -> Option<Care> {
        Some(Care { signed_as: Screening::default(), ..Care::new(of, draft, around)? })
    }

    /// Answers that nobody has signed.
    #[inline(never)]
    pub fn is_dirty(&self) -> bool {
        let answered = |screening: &Screening| screening.bleeding.iter().any(|list| !list.is_empty()) || !screening.contraindications.is_empty();
        let now = self.screening();
        answered(&now) && now != self.signed_as
    }

    /// What stands in the way of signing the bleeding list: open items, unconfirmed ones, and changes without a reason. A
    /// list that what cannot be known leaves undecided may be signed: it says so.
    #[inline(never)]
    pub fn blockers(&self) -> Vec<Refusal> {
        let mut found = blockers(&self.work.sheet, &self.work.answers);
        found.retain(|refusal| !matches!(refusal, Refusal::BandOpen(_)));
        found.extend(self.conflict.is_some().then_some(Refusal::Contradicted));
        found
    }

    /// The answers are signed as they stand.
    #[inline(never)]
    pub fn was_signed(&mut self) {
        self.signed_as = self.screening();
        self.bulk.clear();
        self.undo.clear();
    }

    /// Everything again, from what is known now.
    #[inline(never)]
    pub fn rework(&mut self, around: Around<'_>) {
        second::is_needed();
        let found = impossible(&self.of, &self.screening(), around.chart);
        let unsexed = found.as_ref().map(|_| around.chart.without_sex());
        let around = Around { chart: unsexed.as_ref().unwrap_or(around.chart), ..around };
        let told = |found| contradicted(&found, self.sheet.instrument, &Place::root("chart"), &Place::root("answers"));
        self.conflict = found.map(told);
        let Around { chart, profile, at, lang, .. } = around;
        if let Some(sheet) = sheet_of(&self.of, chart, at) {
            self.sheet = Rc::new(sheet);
        }
        self.govern(&around);
        self.look(around.encounter, at);
        let wall = Wall { zone: profile.time_zone.clone(), ..Wall::default() };
        self.echoes = echoes(self, &chart.as_of(at), around.encounter, &wall, at, lang);
        self.take_back(&around);
        let screening = self.screening();
        if let Ok(now) = assessed(&self.sheet, &screening, &around)
            && *self.assessed != now
        {
            self.assessed = Rc::new(now);
        }
        self.work.sheet = Rc::clone(&self.assessed.bleeding_sheet);
        let lines = evidence(&self.work.sheet, chart, at, lang, profile.fresh_hours);
        if *self.evidence != lines {
            self.evidence = Rc::new(lines);
        }
        self.plan(&around);
        let chart = &*answered(chart, &screening, around.profile, at);
        let lists = self.place(&around, chart);
        if *self.lists != lists {
            self.lists = Rc::new(lists);
        }
        let details = self.details(&around, chart);
        if *self.details != details {
            self.details = Rc::new(details);
        }
    }

    /// Another list may govern than before: an operation came, or was cancelled. What was answered of this one stays.
    fn govern(&mut self, around: &Around<'_>) {
        let governing = take_governing(&mut self.beside, &self.sheet, around);
        if governing.instrument.id == self.work.answers.instrument.id {
            return;
        }
        let work = std::mem::replace(&mut self.work, work_of(governing));
        (self.lists, self.bulk, self.undo) = Default::default();
        self.beside.push((*work.answers).clone());
    }

    /// What choosing this instead of the proposal would mean.
    fn choose(&self, choice: Choice<'_>, around: &Around<'_>) -> Option<Measure> {
        let Around { chart, profile, at, .. } = *around;
        let mut measure = chosen(&self.sheet, chart, &self.screening(), profile, &around.stay(), &self.assessed, choice, at)?;
        if let What::Drug(course) = &mut measure.what
            && course.stop.is_some_and(|stop| stop <= at)
        {
            // Beyond the published range nothing is proposed; whoever goes on decides again at the next look (§5.3).
            course.stop = Some(at + chrono::TimeDelta::hours(24));
            measure.remarks.push(ONE_DAY);
        }
        self.goes_on(&mut measure, at);
        Some(measure)
    }

    /// The plan as it would be authorised: the proposal, as far as nothing else was chosen. A drug that waits for facts is
    /// not chosen beforehand.
    fn plan(&mut self, around: &Around<'_>) {
        let advice = &self.assessed.advice;
        let proposed = |kind| advice.measures.iter().find(|measure| MeasureKind::of(&measure.what) == kind);
        let ready = proposed(MeasureKind::Drug).filter(|measure| measure.conditional_on.is_empty());
        // "One of the two": the drug, or the device while the drug waits.
        let either = advice.output == crate::clinical::matrix::Output::Either && ready.is_some();
        let choose = |id| self.choose(Choice { id, dose_option: self.dose_option }, around);
        let drug = match (self.drug, self.dose_option) {
            (Some(id), _) => id.and_then(choose),
            (None, Some(_)) => ready.and_then(|measure| choose(measure.what.id())),
            (None, None) => ready.cloned(),
        };
        let device = match self.device {
            Some(id) => id.and_then(choose),
            None if either => None,
            None => proposed(MeasureKind::Device).cloned(),
        };
        self.overrides.retain(|held| [&drug, &device].into_iter().flatten().any(|measure| measure.what.id() == held.id));
        for measure in [&drug, &device].into_iter().flatten() {
            let id = measure.what.id();
            // What stands above the physician is not offered; the signature would be refused all the same.
            let against = against(&record::MeasureLine::of(measure), &self.assessed).unwrap_or_default();
            match self.overrides.iter_mut().find(|held| held.id == id) {
                Some(held) => {
                    // What has come since was not confirmed.
                    held.confirmed &= against.iter().all(|id| held.against.contains(id));
                    held.against = against;
                }
                None => self.overrides.push(Override { id, against, ..Override::default() }),
            }
        }
        self.overrides.retain(|held| !held.against.is_empty());
        self.planned_drug = drug.map(Rc::new);
        self.planned_device = device.map(Rc::new);
    }

    /// The plan as it is authorised: what is always done, and what was chosen.
    fn measures(&self) -> Vec<record::MeasureLine> {
        let always = self.assessed.advice.measures.iter().filter(|measure| matches!(measure.what, What::Basic | What::Escalate));
        let chosen = [&self.planned_drug, &self.planned_device];
        always.chain(chosen.into_iter().flatten().map(|measure| &**measure)).map(record::MeasureLine::of).collect()
    }

    /// What is set aside, each with the reason that was typed for the measure.
    fn set_aside(&self) -> Vec<record::OverrideLine> {
        let mut all = vec![];
        for held in &self.overrides {
            for id in &held.against {
                all.push(record::OverrideLine { id: id.clone(), reason: held.reason.clone() });
            }
        }
        all
    }

    /// A block is set aside only after a second confirmation.
    fn unconfirmed(&self) -> Option<Refusal> {
        let open = self.overrides.iter().find(|held| !held.confirmed)?;
        Some(Refusal::OverrideNeeded(open.against.clone()))
    }

    /// What people answered here.
    #[inline(never)]
    pub fn screening(&self) -> Screening {
        let mut bleeding = vec![(*self.work.answers).clone()];
        bleeding.extend(self.beside.iter().filter(|answers| !answers.is_empty()).cloned());
        Screening { bleeding, contraindications: (*self.said).clone(), settled: (*self.settled).clone() }
    }

    /// A tap on the prevention screen.
    #[inline(never)]
    pub fn intend(&mut self, intent: &Intent, at: Instant) {
        match intent {
            Intent::Contraindication { id, value } => {
                self.answered_alone(Denied::Row(id));
                self.say(id, *value, at);
                self.after_row(id, *value);
            }
            Intent::Answer { item, .. } | Intent::Confirm { item, .. } | Intent::Restore { item } => {
                self.answered_alone(Denied::Item(*item));
                self.work.intend(intent);
                self.after_item(*item, at);
            }
            Intent::Leg { id, limb } => {
                if let Some((_, said)) = Rc::make_mut(&mut self.said).iter_mut().find(|(of, _)| of == id) {
                    said.limb = Some(*limb);
                }
            }
            Intent::NoneOfTheRest => self.none_of_the_rest(at),
            Intent::KeepDenied(true) => self.undo.clear(),
            Intent::KeepDenied(false) => self.undo(at),
            Intent::ChooseDrug(id) => (self.drug, self.dose_option) = (Some(*id), None),
            Intent::ChooseDose(option) => self.dose_option = *option,
            Intent::ChooseDevice(id) => self.device = Some(*id),
            Intent::OverrideReason { id, text } => self.of_override(id, |held| held.reason = text.chars().take(500).collect()),
            Intent::OverrideConfirm { id, sure } => self.of_override(id, |held| held.confirmed = *sure),
            Intent::Declining(open) => self.declining = open.then(Declining::default),
            Intent::DeclineFor(code) => self.declining.get_or_insert_default().code = Some(code),
            Intent::Plan(intent, of) => self.intend_plan(*intent, of),
            Intent::DeclineNote(note) => self.declining.get_or_insert_default().note = note.chars().take(500).collect(),
            Intent::AnswerGroup { group, .. } => {
                let list = self.work.answers.instrument;
                list.group(group).into_iter().flat_map(|group| list.members(group)).for_each(|member| self.answered_alone(Denied::Item(member)));
                self.work.intend(intent);
            }
            other => self.work.intend(other),
        }
    }

    /// An answer with its time: an alert or a name that comes later asks again.
    fn say(&mut self, id: &'static str, value: Option<Option<bool>>, at: Instant) {
        // Of the leg that it was asked of.
        let limb = self.assessed.judgement.open_of(id).map(|open| open.limb).filter(|limb| *limb != Limb::Both);
        let said = Rc::make_mut(&mut self.said);
        said.retain(|(of, _)| *of != id);
        if let Some(value) = value {
            let limb = limb.filter(|_| value == Some(true));
            said.push((id, Said { at: Some(at), limb, ..Said::now(value) }));
        }
        self.settle(id, value == Some(Some(false)));
    }

    /// A "no" settles exactly the names that stood in the question; any other answer settles none.
    fn settle(&mut self, question: &'static str, denied: bool) {
        let asked: Vec<String> = self.assessed.judgement.names_of(question).map(str::to_owned).collect();
        let held = self.settled.iter().any(|(of, _)| *of == question);
        if !held && (!denied || asked.is_empty()) {
            return;
        }
        let settled = Rc::make_mut(&mut self.settled);
        if !denied {
            settled.retain(|(of, _)| *of != question);
            return;
        }
        for name in asked {
            if !settled.iter().any(|(of, had)| *of == question && *had == name) {
                settled.push((question, name));
            }
        }
    }

    fn of_override(&mut self, id: &str, change: impl FnOnce(&mut Override)) {
        if let Some(held) = self.overrides.iter_mut().find(|held| held.id == id) {
            change(held);
        }
    }

    /// When something changes by itself, for the clock to look again: a window closes, a dose is due, an effect ends.
    #[inline(never)]
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        let Assessed { judgement, blood, advice, .. } = &*self.assessed;
        let windows = judgement.present.iter().filter_map(|present| present.until);
        let doses = blood.all.iter().filter_map(|drug| drug.next_due);
        let ahead = windows.chain(doses).chain(advice.protected_until).chain(advice.warnings.iter().filter_map(|warning| warning.earliest));
        ahead.filter(|when| *when > now).min()
    }
}

/// What of it is on the screen.
#[inline(never)]
pub fn view(desk: &Desk) -> Option<PreventionView> {
    second::is_needed();
    let open = desk.open.as_ref()?;
    let care = open.care.as_ref()?;
    let role = desk.signer().map(|user| user.role);
    Some(PreventionView {
        of: Rc::clone(&care.of),
        instrument: care.sheet.instrument,
        answers: Rc::clone(&care.work.answers),
        assessed: Rc::clone(&care.assessed),
        said: Rc::clone(&care.said),
        settled: Rc::clone(&care.settled),
        evidence: Rc::clone(&care.evidence),
        opened: Rc::clone(&care.work.opened),
        decides: role == Some(Role::Physician),
        drug: care.planned_drug.clone(),
        device: care.planned_device.clone(),
        dose_option: care.dose_option,
        details: Rc::clone(&care.details),
        lists: Rc::clone(&care.lists),
        overrides: Rc::new(care.overrides.clone()),
        declining: care.declining.clone(),
        in_hand: Rc::clone(&care.in_hand),
        open: care.is_open(),
        handles: role.is_some_and(|role| role.may(Action::Stop)),
        to_review: role.is_some_and(|role| role.may(Action::Review)) && in_hand::awaits_review(&care.of),
        turn: care.turn,
        practised: care.in_force().event().is_some_and(|event| open.is_practised(event)),
        screened: open.is_screened(),
    })
}

/// The bleeding list, or the physician's decision, to be sealed; or why not.
#[inline(never)]
pub fn signed(desk: &Desk, signing: Signing, moment: &Moment<'_>) -> Result<record::Body, Refusal> {
    second::is_needed();
    if desk.is_locked() {
        return Err(Refusal::ReadOnly);
    }
    let user = &desk.signer().ok_or(Refusal::NoUser)?;
    let (open, care) = desk.open.as_ref().zip(desk.caring()).ok_or(Refusal::NothingOpen)?;
    let of = &care.of.id;
    if care.conflict.is_some() && signing.rests_on_proposal() {
        return Err(Refusal::Contradicted);
    }
    if open.chart.awaiting().next().is_some() && signing.rests_on_proposal() {
        return Err(Refusal::Unsettled);
    }
    let now = Now::to(signing.action(care), moment.encounter(), user, moment.at)?;
    let mut body = match signing {
        Signing::Screen => now.screen(&care.assessed, &care.screening())?,
        // Looked at meanwhile by another physician, whose score it would take away.
        Signing::Review if !in_hand::awaits_review(&care.of) => return Err(Refusal::Stale),
        Signing::Review => now.review(of, None)?,
        Signing::Handle => care.handled(&now, moment.at)?,
        Signing::Decline => {
            let declining = care.declining.as_ref().ok_or(Refusal::ReasonCode)?;
            now.decline(of, declining.code.unwrap_or_default(), Some(&declining.note))?
        }
        Signing::Authorise => {
            if let Some(refusal) = care.unconfirmed() {
                return Err(refusal);
            }
            let monitoring = care.planned_drug.as_ref().map(|drug| monitoring::plan(drug, care.assessed.advice.care, &open.chart, moment.at));
            now.authorise(&Authorisation {
                replaces: care.in_hand().seen.as_deref(),
                of,
                measures: &care.measures(),
                overrides: &care.set_aside(),
                screen: None,
                assessed: &care.assessed,
                monitoring: &monitoring.unwrap_or_default(),
            })?
        }
    };
    by_the_clock(&mut body, &desk.wall);
    Ok(body)
}

/// Every time of what is signed as the clock on the wall shows it: a note tells them from there, whatever offset the facts
/// that they follow from had.
fn by_the_clock(body: &mut record::Body, wall: &Wall) {
    let set = |time: &mut Option<Instant>| *time = time.map(|at| wall.of(at));
    match body {
        record::Body::PlanAuthorised(plan) => {
            plan.measures.iter_mut().for_each(|measure| [&mut measure.start, &mut measure.stop].into_iter().for_each(set));
            plan.monitoring.iter_mut().for_each(|watch| [&mut watch.from, &mut watch.to].into_iter().for_each(set));
        }
        record::Body::BleedingScreened(screen) => {
            screen.contraindications.iter_mut().for_each(|line| [&mut line.until, &mut line.at].into_iter().for_each(set));
        }
        record::Body::MeasureStarted(change) | record::Body::MeasureStopped(change) => change.at = wall.of(change.at),
        _ => {}
    }
}

/// What is entered is thrown away: answers to the questions after a score too, for a host that may not force could open nobody
/// else over them.
#[inline(never)]
pub fn give_up(open: &mut Open) {
    second::is_needed();
    if open.care.as_ref().is_some_and(Care::is_dirty) {
        (open.care, open.stands) = (None, open.stands.caring(false));
    }
}

/// What was signed of the questions, as far as a person answered it, each answer with its time.
#[inline(never)]
pub fn signed_screening(signed: &Signed<record::BleedingScreen>) -> Screening {
    let screen = &signed.what;
    let mut screening = Screening::default();
    if let Some(list) = instruments::named(&screen.instrument) {
        screening.bleeding.push(screen.answers(list, Taken::ByPerson));
    }
    for line in screen.contraindications.iter().filter(|line| line.source == AnswerSource::Person) {
        if let Some(id) = asked(&line.item) {
            let at = line.at.or(Some(signed.at));
            screening.contraindications.push((id, Said { value: line.value, limb: line.limb, until: line.until, at }));
            screening.settled.extend(line.names.iter().map(|name| (id, name.clone())));
        }
    }
    screening
}

const ONE_DAY: Text =
    text!("已超过公布疗程：先定至24小时后，届时由医师再决定", "Past the published range: until 24 h from now, and the physician decides again",);
