//! What lies on the desk after a score is signed: the bleeding list and the contraindications being answered, the
//! assessment that follows from them, and the plan as it would be authorised. Plain state, like the desk.
//!
//! Loaded when somebody goes there (`scripts/split.mjs`): nobody may come in before `Later::Here`, and whoever has a `Care`
//! is here. What others call stands out of line, so that it can be left out of a first visit.

use std::rc::Rc;

use super::desk::{Desk, answered_otherwise};
use super::evidence::evidence;
use super::screen::{Declining, Evidence, Intent, Override, PreventionView, Standing};
use super::work::Work;
use crate::clinical::answers::Answers;
use crate::clinical::assess::{Assessed, Screening, assess, chosen};
use crate::clinical::bleeding::is_surgical;
use crate::clinical::bleeding::unanswered as empty_list;
use crate::clinical::chart::{Chart, Instant, Said};
use crate::clinical::contraindication;
use crate::clinical::instruments;
use crate::clinical::measure::{Fate, Measure, What};
use crate::clinical::monitoring;
use crate::clinical::profile::Profile;
use crate::clinical::prophylaxis::{Advice, StaySoFar};
use crate::clinical::sheet::{Contradiction, Sheet, Unanswered, fill};
use crate::record::assessment::{AnswerSource, Taken};
use crate::record::coded;
use crate::record::encounter::{Authorisation, Decision, Now, Recorded, Signed, blockers};
use crate::record::event as record;
use crate::record::measure::{MeasureId, MeasureKind};
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Role};
use crate::text::Lang;

/// The questions after one signed score, and what was chosen.
pub struct Care {
    pub of: Rc<Recorded>,
    /// The score again, from the answers as signed.
    pub sheet: Rc<Sheet>,
    pub work: Work,
    pub said: Rc<Vec<(&'static str, Said)>>,
    pub assessed: Rc<Assessed>,
    evidence: Rc<Vec<Evidence>>,
    /// What was chosen in place of the proposal; `None`: as proposed.
    drug: Option<Option<&'static str>>,
    device: Option<Option<&'static str>>,
    pub overrides: Vec<Override>,
    pub declining: Option<Declining>,
    pub planned_drug: Option<Rc<Measure>>,
    pub planned_device: Option<Rc<Measure>>,
    /// What of the answers has been signed: the rest is a draft.
    signed_as: Screening,
}

/// The score that was signed, filled again: every answer as it was written down.
fn sheet_of(recorded: &Recorded, chart: &Chart, at: Instant) -> Option<Sheet> {
    let assessment = recorded.governing();
    let answers = assessment.answers(instruments::named(&assessment.instrument)?, Taken::AsSigned);
    fill(chart, &answers, Unanswered::Unknown, at).ok()
}

impl Care {
    /// The questions for a signed score, with what was answered of them before.
    #[inline(never)]
    pub fn new(of: Rc<Recorded>, before: Screening, chart: &Chart, profile: &Profile, at: Instant, lang: Lang) -> Option<Care> {
        let sheet = Rc::new(sheet_of(&of, chart, at)?);
        let signed_as = before.clone();
        let list = empty_list(is_surgical(chart, sheet.instrument), profile);
        let answers = before.bleeding.iter().find(|answers| answers.instrument.id == list.instrument.id).cloned().unwrap_or(list);
        let mut work = Work::new(answers.instrument);
        work.opened = Rc::new(answered_otherwise(&answers));
        work.answers = Rc::new(answers);
        let said = Rc::new(before.contraindications);
        let assessed = Rc::new(assessed(&sheet, chart, &work.answers, &said, profile, at).ok()?);
        let mut care = Care {
            of,
            sheet,
            work,
            said,
            assessed,
            evidence: Rc::default(),
            drug: None,
            device: None,
            overrides: vec![],
            declining: None,
            planned_drug: None,
            planned_device: None,
            signed_as,
        };
        care.rework(chart, profile, at, lang);
        Some(care)
    }

    /// The same from a draft: nothing of it is signed.
    #[inline(never)]
    pub fn restored(of: Rc<Recorded>, draft: Screening, chart: &Chart, profile: &Profile, at: Instant, lang: Lang) -> Option<Care> {
        Some(Care { signed_as: Screening::default(), ..Care::new(of, draft, chart, profile, at, lang)? })
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
        found
    }

    /// The answers are signed as they stand.
    #[inline(never)]
    pub fn was_signed(&mut self) {
        self.signed_as = self.screening();
    }

    /// Everything again, from what is known now.
    #[inline(never)]
    pub fn rework(&mut self, chart: &Chart, profile: &Profile, at: Instant, lang: Lang) {
        if let Some(sheet) = sheet_of(&self.of, chart, at) {
            self.sheet = Rc::new(sheet);
        }
        if let Ok(now) = assessed(&self.sheet, chart, &self.work.answers, &self.said, profile, at)
            && *self.assessed != now
        {
            self.assessed = Rc::new(now);
        }
        self.work.sheet = Rc::clone(&self.assessed.bleeding_sheet);
        let lines = evidence(&self.work.sheet, chart, at, lang, profile.fresh_hours);
        if *self.evidence != lines {
            self.evidence = Rc::new(lines);
        }
        self.plan(chart, profile, at);
    }

    /// The plan as it would be authorised: the proposal, as far as nothing else was chosen. A drug that waits for facts is
    /// not chosen beforehand.
    fn plan(&mut self, chart: &Chart, profile: &Profile, at: Instant) {
        let screening = self.screening();
        let stay = StaySoFar::default();
        let choose = |id: &str| chosen(&self.sheet, chart, &screening, profile, &stay, &self.assessed, id, at);
        let advice = &self.assessed.advice;
        let proposed = |kind| advice.measures.iter().find(|measure| MeasureKind::of(&measure.what) == kind);
        let ready = proposed(MeasureKind::Drug).filter(|measure| measure.conditional_on.is_empty());
        // "One of the two": the drug, or the device while the drug waits.
        let either = advice.output == crate::clinical::matrix::Output::Either && ready.is_some();
        let drug = match self.drug {
            Some(id) => id.and_then(choose),
            None => ready.cloned(),
        };
        let device = match self.device {
            Some(id) => id.and_then(choose),
            None if either => None,
            None => proposed(MeasureKind::Device).cloned(),
        };
        self.overrides.retain(|held| [&drug, &device].into_iter().flatten().any(|measure| measure.what.id() == held.id));
        for measure in [&drug, &device].into_iter().flatten() {
            let id = measure.what.id();
            let against = against(measure, advice);
            match self.overrides.iter_mut().find(|held| held.id == id) {
                Some(held) => held.against = against,
                None => self.overrides.push(Override { id, against, ..Override::default() }),
            }
        }
        self.overrides.retain(|held| !held.against.is_empty());
        self.planned_drug = drug.map(Rc::new);
        self.planned_device = device.map(Rc::new);
    }

    /// The plan as it is authorised: what is always done, and what was chosen.
    fn measures(&self) -> Vec<record::Measure> {
        let always = self.assessed.advice.measures.iter().filter(|measure| matches!(measure.what, What::Basic | What::Escalate));
        let chosen = [&self.planned_drug, &self.planned_device];
        always.chain(chosen.into_iter().flatten().map(|measure| &**measure)).map(record::Measure::of).collect()
    }

    /// What is set aside, each with the reason that was typed for the measure.
    fn set_aside(&self) -> Vec<record::Override> {
        let mut all = vec![];
        for held in &self.overrides {
            for id in &held.against {
                all.push(record::Override { id: (*id).into(), reason: held.reason.clone() });
            }
        }
        all
    }

    /// A block is set aside only after a second confirmation.
    fn unconfirmed(&self) -> Option<Refusal> {
        let open = self.overrides.iter().find(|held| !held.confirmed)?;
        Some(Refusal::OverrideNeeded(open.against.iter().map(|id| (*id).into()).collect()))
    }

    /// What people answered here.
    #[inline(never)]
    pub fn screening(&self) -> Screening {
        Screening { bleeding: vec![(*self.work.answers).clone()], contraindications: (*self.said).clone(), ..Screening::default() }
    }

    /// A tap on the prevention screen.
    #[inline(never)]
    pub fn intend(&mut self, intent: &Intent) {
        match intent {
            Intent::Contraindication { id, value } => self.say(id, *value),
            Intent::Leg { id, limb } => {
                if let Some((_, said)) = Rc::make_mut(&mut self.said).iter_mut().find(|(of, _)| of == id) {
                    said.limb = Some(*limb);
                }
            }
            Intent::NoneOfTheRest => {
                self.work.intend(intent);
                let open: Vec<&'static str> = self
                    .assessed
                    .judgement
                    .open
                    .iter()
                    // What something points to is not "the rest", and a missing quantity is not answered by a word.
                    .filter(|open| {
                        !open.suspected
                            && open.lacks == open.row.id
                            && self.assessed.bears(open.row)
                            && !self.said.iter().any(|(id, _)| *id == open.row.id)
                    })
                    .map(|open| open.row.id)
                    .collect();
                for id in open {
                    self.say(id, Some(Some(false)));
                }
            }
            Intent::ChooseDrug(id) => self.drug = Some(*id),
            Intent::ChooseDevice(id) => self.device = Some(*id),
            Intent::OverrideReason { id, text } => self.of_override(id, |held| held.reason = text.chars().take(500).collect()),
            Intent::OverrideConfirm { id, sure } => self.of_override(id, |held| held.confirmed = *sure),
            Intent::Declining(open) => self.declining = open.then(Declining::default),
            Intent::DeclineFor(code) => self.declining.get_or_insert_default().code = Some(code),
            Intent::DeclineNote(note) => self.declining.get_or_insert_default().note = note.chars().take(500).collect(),
            other => self.work.intend(other),
        }
    }

    fn say(&mut self, id: &'static str, value: Option<Option<bool>>) {
        let said = Rc::make_mut(&mut self.said);
        said.retain(|(of, _)| *of != id);
        if let Some(value) = value {
            said.push((id, Said::now(value)));
        }
    }

    fn of_override(&mut self, id: &str, change: impl FnOnce(&mut Override)) {
        if let Some(held) = self.overrides.iter_mut().find(|held| held.id == id) {
            change(held);
        }
    }

    /// When the next window closes by itself, for the clock to look again.
    #[inline(never)]
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        self.assessed.judgement.present.iter().filter_map(|present| present.until).filter(|until| *until > now).min()
    }
}

/// What of it is on the screen.
#[inline(never)]
pub fn view(desk: &Desk) -> Option<PreventionView> {
    let open = desk.open.as_ref()?;
    let care = open.care.as_ref()?;
    let decision = open.record.encounter.decision().filter(|decision| decision.what.of == care.of.id);
    Some(PreventionView {
        of: Rc::clone(&care.of),
        instrument: care.sheet.instrument,
        answers: Rc::clone(&care.work.answers),
        assessed: Rc::clone(&care.assessed),
        said: Rc::clone(&care.said),
        evidence: Rc::clone(&care.evidence),
        opened: Rc::clone(&care.work.opened),
        decides: desk.user.as_ref().is_some_and(|user| user.role == Role::Physician),
        drug: care.planned_drug.clone(),
        device: care.planned_device.clone(),
        overrides: Rc::new(care.overrides.clone()),
        declining: care.declining.clone(),
        standing: decision.map(standing).map(Rc::new),
        screened: open.is_screened(),
    })
}

/// What a signature here is for.
#[derive(Clone, Copy, PartialEq)]
pub enum Signing {
    Screen,
    Authorise,
    Decline,
}

/// The bleeding list, or the physician's decision, to be sealed; or why not.
#[inline(never)]
pub fn signed(desk: &Desk, signing: Signing, at: Instant) -> Result<record::Body, Refusal> {
    if desk.is_locked() {
        return Err(Refusal::ReadOnly);
    }
    let user = desk.user.as_ref().ok_or(Refusal::NoUser)?;
    let (open, care) = desk.open.as_ref().zip(desk.caring()).ok_or(Refusal::NothingOpen)?;
    let of = &care.of.id;
    let now = |action| Now::to(action, &open.record.encounter, user, at);
    match signing {
        Signing::Screen => now(Action::Screen)?.screen(&care.assessed, &care.screening()),
        Signing::Decline => {
            let declining = care.declining.as_ref().ok_or(Refusal::ReasonCode)?;
            now(Action::Decline)?.decline(of, declining.code.unwrap_or_default(), Some(&declining.note))
        }
        Signing::Authorise => {
            if let Some(refusal) = care.unconfirmed() {
                return Err(refusal);
            }
            let monitoring = care.planned_drug.as_ref().map(|drug| monitoring::plan(drug, care.assessed.advice.care, &open.chart, at));
            now(Action::Authorise)?.authorise(&Authorisation {
                of,
                measures: &care.measures(),
                overrides: &care.set_aside(),
                screen: None,
                assessed: &care.assessed,
                monitoring: &monitoring.unwrap_or_default(),
            })
        }
    }
}

/// What stands against a chosen measure: what blocks it, and what is not known that could.
fn against(measure: &Measure, advice: &Advice) -> Vec<&'static str> {
    let mut against = match advice.alternatives.iter().find(|alternative| alternative.id == measure.what.id()).map(|alternative| &alternative.fate) {
        Some(Fate::Blocked { by, .. }) => by.clone(),
        _ => vec![],
    };
    for id in &measure.conditional_on {
        if !against.contains(id) {
            against.push(id);
        }
    }
    against
}

/// What was signed of the questions, as far as a person answered it.
#[inline(never)]
pub fn signed_screening(screen: &record::Screen) -> Screening {
    let mut screening = Screening::default();
    if let Some(list) = instruments::named(&screen.instrument) {
        screening.bleeding.push(screen.answers(list, Taken::ByPerson));
    }
    for line in screen.contraindications.iter().filter(|line| line.source == AnswerSource::Person) {
        if let Some(row) = contraindication::named(&line.item) {
            screening.contraindications.push((row.id, Said { value: line.value, limb: line.limb, until: line.until, at: None }));
        }
    }
    screening
}

/// A decision in force, in words.
fn standing(decision: &Signed<Decision>) -> Standing {
    let what = &decision.what;
    let mut measures = vec![];
    for measure in what.plan.iter().flat_map(|plan| &plan.measures) {
        let label = match (&measure.id, measure.kind) {
            (MeasureId::Drug(drug), _) => drug.label(),
            (MeasureId::Device(device), _) => device.label(),
            (_, MeasureKind::Basic) => What::Basic.label(),
            _ => What::Escalate.label(),
        };
        let (zh, en) = measure.dose.map(|dose| dose.words()).unwrap_or_default();
        measures.push(([label.zh(), " ", &zh].concat(), [label.en(), " ", &en].concat()));
    }
    Standing {
        at: decision.at,
        by: decision.by.clone(),
        measures,
        declined: what.code.as_deref().and_then(coded::declined).map(|coded| coded.label),
        note: what.note.clone(),
    }
}

fn assessed(
    sheet: &Sheet,
    chart: &Chart,
    answers: &Answers,
    said: &[(&'static str, Said)],
    profile: &Profile,
    at: Instant,
) -> Result<Assessed, Contradiction> {
    let screening = Screening { bleeding: vec![answers.clone()], contraindications: said.to_vec(), ..Screening::default() };
    assess(sheet, chart, &screening, profile, &StaySoFar::default(), Unanswered::Unknown, at)
}
