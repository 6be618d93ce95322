//! Taking up what was kept: the record of an admission, a draft, a signed assessment that is to be changed. A form that is
//! opened for the first time has nothing of that, so this is loaded when there is (`scripts/split.mjs`), with what reads
//! events and drafts: nobody may come in before `Later::Here`. `web::runtime` asks.

use std::rc::Rc;

use super::begun::kept;
use super::care::questions::{Around, Care};
use super::care::{follow, said};
use super::hospital::HospitalSays;
use super::sitting::{Desk, Open, Sitting};
use super::work::{Work, answered_otherwise};
use crate::clinical::chart::Instant;
use crate::clinical::instruments;
use crate::clinical::second;
use crate::interop::demo::is_of_demo;
use crate::interop::event::read_record;
use crate::interop::json::Value;
use crate::interop::record::{Moment, Record, listed};
use crate::interop::rejected::Rejected;
use crate::interop::seal::Sealed;
use crate::interop::shape::{Place, Read as _};
use crate::interop::stored::Draft;
use crate::record::assessment::{Assessment, Taken};
use crate::record::decide::Now;
use crate::record::encounter::Recorded;
use crate::record::event::Body;
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Actor};
use crate::record::timepoint;

/// Takes what the store or the host holds of the record; the longer of two that agree.
#[inline(never)]
pub fn record(desk: &mut Desk, raw: &Value, place: &Place<'_>) -> Result<(), Rejected> {
    let record = read_record(raw, place).map_err(|(rejected, _)| rejected)?;
    let Some(open) = &mut desk.open else { return Ok(()) };
    if let Some(first) = record.first()
        && first.json.text("contextId") != Some(open.context.as_str())
    {
        return Err(place.reject(
            "E_CONTEXT_MISMATCH",
            "记录属于另一次住院，未载入。",
            "The record belongs to another admission. It was not loaded.",
        ));
    }
    let hash = |sealed: &Sealed| sealed.json.text("hash").map(str::to_owned);
    let agrees = open.record.events.iter().zip(&record).all(|(ours, theirs)| hash(ours) == hash(theirs));
    if !agrees {
        return Err(place.reject(
            "E_CONFLICT",
            "HIS的记录与本机的记录不一致，未载入。请核对后重新打开患者。",
            "The host's record and this device's disagree. It was not loaded; check, then open the patient again.",
        ));
    }
    if !open.record.demo && record.iter().any(|sealed| is_of_demo(&sealed.json)) {
        return Err(place.reject(
            "E_CONFLICT",
            "这是演示病区的记录（虚构患者），未载入真实患者。请核对数据来源。",
            "This record is of a demonstration (a fictional patient). It was not loaded for a real one; check where it comes from.",
        ));
    }
    if record.len() > open.record.events.len() {
        let stood = open.record.encounter.suspected().map(|suspected| suspected.id.clone());
        let (screen, amended) = (follow::screened(&open.record.encounter), amended(open));
        open.record = Record { demo: open.record.demo, ..Record::of(record) };
        // Raised or settled in another window meanwhile: a form of the one is no form of the other, nor of the next suspicion.
        let stands = open.record.encounter.suspected().map(|suspected| suspected.id.as_str());
        if stood.as_deref() != stands {
            open.alerted = None;
            open.begun = None;
        }
        remember(open);
        let followed = follow::follow(open, &screen, &desk.profile, &desk.hospital, desk.now, desk.options.lang);
        if !followed || amended != self::amended(open) {
            desk.refused = Some(Refusal::Stale);
        }
    }
    Ok(())
}

/// The score that is being amended, as it counts: a physician may have looked at it meanwhile, and what is signed over that takes
/// the physician's away.
fn amended(open: &Open) -> Option<u32> {
    let (of, _) = open.work.as_ref()?.amending.as_ref()?;
    open.record.encounter.assessments.iter().find(|recorded| recorded.id == *of).map(|recorded| recorded.version)
}

fn remember(open: &mut Open) {
    for recorded in open.record.encounter.assessments.iter().rev() {
        said::remember(&mut open.settled, &recorded.assessment.suggestions, true);
    }
}

/// Practice is over: of what was said of suggestions stays what the signed scores hold.
#[inline(never)]
pub fn said_in_scores(open: &mut Open) {
    second::is_needed();
    open.settled.clear();
    remember(open);
}

/// Events that wait for the host and are not in the record: it goes on with them. Gives what the store held, and all of the record;
/// None where all are in it, or another window has signed otherwise, whose affair they are.
#[inline(never)]
pub fn waiting(desk: &mut Desk, more: Vec<Value>, at: Instant) -> Option<(Option<String>, String)> {
    let open = desk.open.as_ref()?;
    let is_new = |event: &Value| open.record.events.iter().all(|sealed| event.text("id") != Some(&sealed.event.id));
    let new: Vec<Value> = more.into_iter().filter(is_new).collect();
    if new.is_empty() {
        return None;
    }
    let known = open.record.events.iter().map(|sealed| sealed.json.clone());
    let all = Value::Array(known.chain(new).collect());
    record(desk, &all, &Place::root("record")).ok()?;
    desk.reread(at);
    let open = desk.open.as_ref()?;
    Some((open.seen.clone(), listed(open.record.events.iter())))
}

/// Puts a stored draft under what has been answered since the form opened.
#[inline(never)]
pub fn draft(desk: &mut Desk, draft: Draft, at: Instant) {
    let Some(open) = &mut desk.open else { return };
    let said = !draft.suggestions.is_empty();
    said::remember(&mut open.settled, &draft.suggestions, false);
    kept::take_up(open, &draft.begun);
    if said {
        desk.reread(at);
    }
    let (profile, hospital, lang) = (&desk.profile, &desk.hospital, desk.options.lang);
    let Some(open) = &mut desk.open else { return };
    if (said || !draft.begun.is_empty()) && draft.screening.is_none() && draft.answers.is_empty() && !draft.chosen && draft.amending.is_none() {
        return;
    }
    if let Some((of, screening)) = draft.screening {
        // Of a score that is not the latest any more nothing is taken over.
        if let Some(latest) = open.record.encounter.latest().filter(|latest| latest.id == of).cloned() {
            let around = Around {
                chart: &open.chart,
                encounter: &open.record.encounter,
                profile,
                hospital: HospitalSays { profile: hospital, chart: &open.raw },
                at,
                lang,
            };
            open.care = Care::restored(Rc::new(latest), screening, around);
            open.stands = if open.care.is_some() { Sitting::Preventing } else { open.stands.scoring(open.stands.is_further()).caring(false) };
            open.wants_care = false;
        }
        return;
    }
    if draft.chosen {
        open.chosen = Some((draft.answers.instrument, draft.switch_reason.clone()));
    }
    let instrument = draft.answers.instrument;
    desk.reread(at);
    if desk.instrument().map(|instrument| instrument.id) != Some(instrument.id) {
        return;
    }
    let Some(open) = &mut desk.open else { return };
    // An amendment of something that is not in the record any more is an assessment like any other.
    let amending = draft.amending.filter(|(of, _)| open.record.encounter.assessments.iter().any(|recorded| recorded.id == *of));
    let work = open.work.get_or_insert_with(|| Work::new(instrument));
    let mut answers = draft.answers;
    for (index, cell) in work.answers.cells.iter().enumerate().filter(|(_, cell)| cell.is_some()) {
        answers.cells[index] = *cell;
    }
    for (index, note) in &work.answers.notes {
        answers.write_note(*index, note.clone());
    }
    work.opened = Rc::new(answered_otherwise(&answers));
    work.restored = !answers.is_empty();
    work.answers = Rc::new(answers);
    work.timepoint = draft.timepoint.as_deref().and_then(timepoint::named);
    work.amending = amending;
    // What was begun stands, and what holds beside it; the prevention screen gives way to it.
    open.stands = Sitting::Scoring { further: true, over: false };
    desk.rework(at);
}

/// A physician's second look at a nurse's score, where the reason of an amendment would stand: signed with it untouched the form
/// is `reviewed`, and the nurse's score stays beside the physician's.
pub const REVIEW: &str = "医师复核 / Physician's review";

/// What the signature of a form means that was begun by [`amend`] or [`review`].
#[inline(never)]
pub fn rewritten(desk: &Desk, moment: &Moment<'_>, user: &Actor) -> Result<Body, Refusal> {
    second::is_needed();
    let (sheet, answers, _, amending) = desk.work().ok_or(Refusal::NothingOpen)?;
    let (of, reason) = amending.ok_or(Refusal::NothingOpen)?;
    let now = |action| Now::to(action, moment.encounter(), user, moment.at);
    if reason == REVIEW { now(Action::Review)?.review(of, Some((sheet, answers))) } else { now(Action::Amend)?.amend(of, reason, sheet, answers) }
}

/// A nurse's score on the desk again, for the physician who holds another.
#[inline(never)]
pub fn review(open: &mut Open) {
    on_desk(open, Recorded::governing);
    if let Some((_, reason)) = open.work.as_mut().and_then(|work| work.amending.as_mut()) {
        *reason = REVIEW.into();
    }
}

/// The signed answers on the desk again, to be changed and signed anew with a reason.
#[inline(never)]
pub fn amend(open: &mut Open) {
    on_desk(open, |recorded| &recorded.assessment);
}

fn on_desk(open: &mut Open, which: fn(&Recorded) -> &Assessment) {
    let Some(recorded) = open.record.encounter.latest().cloned() else { return };
    let Some(instrument) = instruments::named(&recorded.assessment.instrument) else { return };
    let mut work = Work::new(instrument);
    let answers = which(&recorded).answers(instrument, Taken::ByPerson);
    work.opened = Rc::new(answered_otherwise(&answers));
    work.answers = Rc::new(answers);
    work.amending = Some((recorded.id.clone(), String::new()));
    open.chosen = Some((instrument, None));
    open.work = Some(work);
    open.stands = open.stands.scoring(true);
}
