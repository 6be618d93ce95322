//! The desk of one element: what happens to what lies on it (`sitting`), and how a screen follows from that. Plain state and
//! plain functions; the clock, the store and the page are `runtime`'s.

#[cfg(test)]
mod shown;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::interop::json::Value;

use super::calculator;
use super::care;
use super::care::said::Tap;
use super::care::suggested::Cards;
use super::evidence::patient;
use super::hospital::HospitalSays;
use super::outbox::Entry;
use super::resume;
use super::screen::{Delivery, FormView, Intent, Later, Mode, Rejection, Screen, Stage, State, StorageNotice};
use super::sitting::{Desk, Laid, Left, Open, Sitting, SittingId};
use super::standing;
use super::suspicion;
use super::work::Work;
use crate::clinical::answers::Answers;
use crate::clinical::chart::{Chart, Fact, Instant};
use crate::clinical::contraindication;
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments::{self, Keys};
use crate::clinical::profile::{Profile, Storage};
use crate::clinical::routing::{InstrumentRoute, route};
use crate::clinical::second;
use crate::clinical::sheet::Sheet;
use crate::interop::chart::{Bare, ReadChart, read_chart, take_out_contradictions};
use crate::interop::record::Record;
use crate::interop::rejected::Rejected;
use crate::interop::seal::{Sealed, is_demo};
use crate::interop::shape::{Place, Read as _, date};
use crate::interop::stored::{Draft, aside_key, person_of};
use crate::record::clock;
use crate::record::event::{BleedingScreen as Screened, Body};
use crate::record::local::{Wall, day_written};
use crate::record::refusal::Refusal;
use crate::record::role::{Actor, Role};
use crate::record::timepoint::{self, Timepoint};
use crate::session::care::questions::{Around, Care};
use crate::text::{Lang, Text, text};

/// The id of the fault that stands while the host's chart cannot be beside what a person answered.
pub const CONFLICT: &str = "conflict";

pub fn rejection(id: &str, rejected: &Rejected) -> Rejection {
    Rejection { id: id.into(), code: rejected.code, path: rejected.path.clone(), zh: rejected.message.zh.clone(), en: rejected.message.en.clone() }
}

fn busy() -> Rejected {
    Rejected::new(
        "E_CONTEXT_BUSY",
        "/chart/contextId".into(),
        "当前患者尚有未签名的答案，未切换患者。请先签名，或由HIS强制切换（草稿会保留）。",
        "The open patient has unsigned answers, so it stays open. Sign first, or let the hospital system force the change; the draft is kept.",
    )
}

fn another_person() -> Rejected {
    Rejected::new(
        "E_CONFLICT",
        "/chart/patient".into(),
        "HIS在同一次住院下传来另一位患者（标识、性别或出生日期不同），而当前患者已有答案或签名，未切换。请核对患者身份。",
        "Under the same admission the hospital system sent another person (reference, sex or birth date differ), and there are answers or signatures of this one: not taken. Check who this is.",
    )
}

/// Whether a chart names another person than is known: something that tells persons apart is given in both and differs.
fn names_another(known: &[Option<String>; 3], now: &Value, at: Instant) -> bool {
    // A birth date to come is nobody's: what is wrong with it is said elsewhere.
    let today = day_written(at.date_naive());
    known.iter().zip(TELLS_APART).any(|(known, key)| {
        let given = now["patient"].text(key).filter(|given| key != "birthDate" || *given <= today.as_str());
        // A year of birth fits every birthday in it.
        let differs = |(known, given): (&str, &str)| if key == "birthDate" { !known.starts_with(given) } else { known != given };
        known.as_deref().zip(given).is_some_and(differs)
    })
}

/// The fields of a patient that tell persons apart, where both charts have them.
const TELLS_APART: [&str; 3] = ["ref", "sex", "birthDate"];

impl Desk {
    /// An empty desk, beside the clock that hangs on the wall.
    pub fn new(wall: Wall) -> Desk {
        Desk { outputs: vec!["flat".into()], wall, ..Desk::default() }
    }

    /// The sitting of the patient on the desk.
    pub fn sitting(&self) -> Option<SittingId> {
        self.open.as_ref().map(|open| SittingId { number: self.sittings, context: open.context.clone() })
    }

    /// Nothing that is done here counts: it is taught, the person at the screen is learning, or the patient is fictional and lies
    /// in no ward of its own.
    pub fn practises(&self) -> bool {
        let learns = |user: &Actor| user.role == Role::Trainee;
        self.options.mode == Mode::Teaching || self.user.as_ref().is_some_and(learns) || self.is_demo() && !self.kept
    }

    /// The patient on the desk is fictional.
    pub fn is_demo(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.record.demo)
    }

    /// Nobody outside hears of what is done here.
    pub fn is_unreal(&self) -> bool {
        self.practises() || self.is_demo()
    }

    /// Whose rights count for a signature. Whoever practises may try everything.
    pub fn signer(&self) -> Option<Actor> {
        if !self.practises() {
            return self.user.clone();
        }
        let nobody = || Actor { id: "practice".into(), name: "教学 Teaching".into(), role: Role::Trainee };
        Some(Actor { role: Role::Physician, ..self.user.clone().unwrap_or_else(nobody) })
    }

    /// Takes away what was practised, and what was entered with it: the record is what it was.
    pub fn begin_anew(&mut self, at: Instant) {
        if let Some(open) = &mut self.open {
            if open.practised > 0 {
                let left = open.record.events.len().saturating_sub(open.practised);
                open.record.events.truncate(left);
                open.record = Record { demo: open.record.demo, ..Record::of(std::mem::take(&mut open.record.events)) };
                open.practised = 0;
            }
            open.start_new();
            // Nobody has asked for a further form.
            open.stands = Sitting::default();
            open.care = None;
            open.alerted = None;
            open.begun = None;
            // What stands in a signed score was said in earnest; that is read by the second part, as all that was said.
            if !open.settled.is_empty() {
                resume::said_in_scores(open);
            }
        }
        self.delivery = Delivery::Idle;
        self.asks_reset = false;
        self.refused = None;
        self.fault = None;
        self.reread(at);
    }

    /// Shows what came of a signature that was practised.
    pub fn practised(&mut self, sealed: Sealed) {
        if let Some(open) = &mut self.open {
            open.practised += 1;
        }
        self.signed(sealed);
    }

    /// Lays a chart on the desk. Another admission, or another person under the same admission, over unsigned answers is
    /// refused unless `force`.
    pub fn lay(&mut self, raw: Value, force: bool, at: Instant) -> Result<Laid, Rejected> {
        let place = Place::root("chart");
        let context = raw.text("contextId").map(str::to_owned).filter(|context| !context.is_empty()).ok_or_else(|| {
            place.key("contextId").reject(
                "E_SCHEMA",
                "缺少 contextId（本次住院的编号）。请由HIS传入。",
                "contextId (the id of this admission) is missing. The host must give it.",
            )
        })?;
        let is_dirty = self.open.as_ref().is_some_and(|open| open.is_dirty() || !open.begun_text().is_empty());
        let is_other = self.open.as_ref().is_some_and(|open| open.context != context);
        let is_signing = self.open.as_ref().is_some_and(|open| open.signing);
        let is_another = !is_other && self.open.as_ref().is_some_and(|open| names_another(&open.known, &raw, at));
        // Nothing is answered and nothing signed: the host may correct who this is.
        let holds_something = is_dirty || is_signing || self.open.as_ref().is_some_and(|open| !open.record.events.is_empty());
        if !force && is_dirty && is_other {
            return Err(busy());
        }
        let (before, left) = (self.sitting(), self.draft_under());
        let is_whole = self.open.as_ref().is_some_and(|open| open.loaded);
        let same = self.open.take_if(|open| open.context == context && !is_another);
        // Nothing below may fail after the old chart is gone, so the new one is read first.
        let (read, told) = match self.read(&raw, same.as_ref(), at) {
            Ok(read) => read,
            Err(rejected) => {
                self.open = same.or(self.open.take());
                return Err(rejected);
            }
        };
        // Of a chart that cannot be read it is said why; of one that can, that it is of somebody else.
        if !force && is_another && holds_something {
            return Err(another_person());
        }
        let heard = read.rejected.iter().map(|(.., rejected)| rejected.clone()).collect();
        let fresh = same.is_none();
        let mut open = same.unwrap_or_else(|| Open::new(context));
        open.take_up(raw, read, &self.profile, at);
        open.told = told;
        if fresh {
            self.sittings += 1;
            self.calculator = None;
            self.focus = None;
            self.delivery = Delivery::Idle;
            self.unkept = false;
            self.refused = None;
            self.fault = None;
            self.asks_reset = false;
            self.changed.clear();
            // Nothing that was begun for the patient of before goes on with this one.
            self.then_authorise = None;
            self.asked = None;
        }
        self.open = Some(open);
        self.rework(at);
        // A signature that is being written carries its answers itself.
        let left = left.filter(|_| fresh && !is_signing).map(|(context, draft)| Left {
            key: if is_another { own_key(&context, &draft) } else { context.clone() },
            context,
            draft,
            is_whole,
        });
        let sitting = self.sitting().unwrap_or_else(|| SittingId { number: self.sittings, context: String::new() });
        Ok(Laid { heard, sitting, before, left })
    }

    /// `open`: the patient that it is of, where that one is on the desk already. With the chart, what a person settled of it.
    fn read(&self, raw: &Value, open: Option<&Open>, at: Instant) -> Result<(ReadChart, Vec<(Fact, bool)>), Rejected> {
        let chosen = open.and_then(|open| open.chosen.as_ref()).map(|(instrument, _)| *instrument);
        let place = Place::root("chart");
        let mut read = read_chart(raw, &place, &|chart| match (chosen, self.options.instrument, route(&chart.as_of(at), &self.profile)) {
            (Some(instrument), ..) | (None, None, InstrumentRoute::To { instrument, .. }) => Bare::Of(instrument),
            (None, Some(id), _) if Keys::named(id).is_some() => match (instruments::named(id), Keys::named(id)) {
                (Some(instrument), _) => Bare::Of(instrument),
                (None, Some(keys)) => Bare::Named(keys),
                (None, None) => Bare::Undecided,
            },
            (None, named, route) if second::is_here() => calculator::governing(named, route),
            _ => Bare::Undecided,
        })?;
        let settled = open.filter(|open| !open.settled.is_empty());
        let told = settled.map(|open| care::said::settle(&open.settled, &mut read.chart, raw)).unwrap_or_default();
        take_out_contradictions(&mut read, at, &place);
        // What lies ahead of now, or too long behind it, is not used: listed like everything that was not taken.
        for left in read.chart.not_taken(at) {
            let id = raw["facts"].items().get(left.given).and_then(|fact| fact.text("id")).unwrap_or(left.field);
            let at_field = ["/chart", &left.pointer()].concat();
            read.rejected.push((left.given, id.into(), Rejected::new(left.code, at_field, left.why.zh(), left.why.en())));
        }
        Ok((read, told))
    }

    /// Reads the chart again, after what it is read by has changed (instrument, profile, language, attribute).
    pub fn reread(&mut self, at: Instant) {
        if let Some(open) = &self.open {
            let raw = open.raw.clone();
            if let Ok((read, told)) = self.read(&raw, Some(open), at)
                && let Some(open) = &mut self.open
            {
                open.take_up(raw, read, &self.profile, at);
                open.told = told;
            }
        }
        self.rework(at);
    }

    /// Scores again: the one place where a sheet is made.
    pub fn rework(&mut self, at: Instant) {
        self.now = at;
        self.wall.zone.clone_from(&self.profile.time_zone);
        let lang = self.options.lang;
        let instrument = self.instrument();
        let fresh_hours = self.profile.fresh_hours;
        let Some(open) = &mut self.open else { return self.hold(at) };
        if let Some(care) = &mut open.care {
            care.rework(Around {
                chart: &open.chart,
                encounter: &open.record.encounter,
                profile: &self.profile,
                hospital: HospitalSays { profile: &self.hospital, chart: &open.raw },
                at,
                lang,
            });
        }
        let mut conflict = open.care.as_ref().and_then(|care| care.conflict.clone());
        // Where something signed stands instead of the form there is none to fill.
        let Some(instrument) = instrument.filter(|_| !open.stands.is_signed()) else {
            open.work = None;
            self.show_conflict(conflict.as_ref());
            self.show_suggested(at);
            return;
        };
        let work = open.work.take_if(|work| work.answers.instrument.id == instrument.id).unwrap_or_else(|| Work::new(instrument));
        let before = Rc::clone(&work.sheet);
        match work.filled(&open.chart, at, lang, fresh_hours) {
            Ok(work) => {
                conflict = conflict.or_else(|| work.conflict.clone());
                for (index, cell) in work.sheet.cells.iter().enumerate() {
                    if before.cells.get(index).is_none_or(|before| before.value != cell.value) {
                        self.changed.push(index);
                    }
                }
                open.work = Some(work);
            }
            Err(rejected) => {
                self.fault = Some(rejection("chart", &rejected));
                open.work = None;
            }
        }
        self.show_conflict(conflict.as_ref());
        self.show_suggested(at);
    }

    /// What is suggested beside the items, and what holds of a signed patient; both are made in the second part.
    fn show_suggested(&mut self, at: Instant) {
        self.hold(at);
        let (lang, fresh_hours, sitting) = (self.options.lang, self.profile.fresh_hours, self.sittings);
        let Some(open) = &mut self.open else { return };
        let waits = open.chart.awaiting().next().is_some() || !open.told.is_empty();
        let cards = Cards { chart: &open.chart, told: &open.told, sitting, raw: &open.raw, wall: &self.wall, at, lang, fresh_hours };
        let suggested = if waits && second::is_here() { care::suggested::suggested(&cards) } else { vec![] };
        if *open.suggested != suggested {
            open.suggested = Rc::new(suggested);
        }
    }

    /// The host's chart cannot be beside what a person answered, as it stands now.
    fn conflict(&self) -> Option<&Rejected> {
        let open = self.open.as_ref()?;
        let of_care = open.care.as_ref().and_then(|care| care.conflict.as_ref());
        of_care.or_else(|| open.work.as_ref()?.conflict.as_ref())
    }

    /// What the host says cannot be beside what a person answered: said as long as it is so. The answers stay.
    fn show_conflict(&mut self, conflict: Option<&Rejected>) {
        match (conflict, &self.fault) {
            (Some(rejected), _) => self.fault = Some(rejection(CONFLICT, rejected)),
            (None, Some(fault)) if fault.id == CONFLICT => self.fault = None,
            _ => {}
        }
    }

    /// What holds, worked out again where there is what does it.
    fn hold(&mut self, at: Instant) {
        if self.later == Later::Here {
            standing::hold(self, at);
        }
    }

    /// The form that the chart calls for, where neither the host's attribute nor a person has chosen one.
    pub fn routed(&self) -> Option<InstrumentRoute> {
        let open = self.open.as_ref()?;
        (open.chosen.is_none() && self.options.instrument.is_none()).then_some(open.route)
    }

    /// The instrument in force: chosen by a person, named by the attribute, or routed.
    pub fn instrument(&self) -> Option<&'static Instrument> {
        let open = self.open.as_ref().filter(|_| self.options.mode != Mode::Calculator)?;
        let chosen = open.chosen.as_ref().map(|(instrument, _)| *instrument);
        chosen.or_else(|| match (self.options.instrument, open.route) {
            // A list that is not here yet is not another one.
            (Some(named), _) => instruments::named(named),
            (None, InstrumentRoute::To { instrument, .. }) => Some(instrument),
            _ => None,
        })
    }

    /// A calculator stands in the place of a form: nothing of it is signed or kept.
    pub fn calculates(&self) -> bool {
        self.calculator.is_some()
    }

    /// The host named a bleeding list for the form, or host or chart call for a calculator: the second part has them.
    pub fn waits_for_list(&self) -> bool {
        if self.later == Later::Here || self.open.as_ref().is_some_and(|open| open.chosen.is_some()) {
            return false;
        }
        match (self.options.instrument, &self.open) {
            (Some(id), _) if self.options.mode == Mode::Calculator || instruments::is_scored(id) => true,
            (named, Some(open)) => (named.is_some() || matches!(open.route, InstrumentRoute::Calculated { .. })) && self.instrument().is_none(),
            _ => false,
        }
    }

    /// The draft as it would be stored, or `None` when there is nothing to keep.
    pub fn draft(&self) -> Option<Draft> {
        let open = self.open.as_ref().filter(|_| !self.practises())?;
        let mut draft = Draft {
            person: open.person.clone(),
            suggestions: open.said(),
            begun: open.begun_text(),
            ..Draft::of(Answers::empty(&instruments::PADUA))
        };
        let said = !draft.suggestions.is_empty() || !draft.begun.is_empty();
        if open.stands.is_signed() {
            let care = open.care.as_ref().filter(|care| care.is_dirty());
            if let Some(care) = care {
                draft.answers = Answers::empty(care.sheet.instrument);
                draft.screening = Some((care.of.id.clone(), care.screening()));
            }
            return (said || care.is_some()).then_some(draft);
        }
        let Some(work) = &open.work else { return said.then_some(draft) };
        let worth = !work.answers.is_empty() || open.chosen.is_some() || work.amending.is_some();
        draft.answers = (*work.answers).clone();
        draft.chosen = open.chosen.is_some();
        draft.switch_reason = open.chosen.as_ref().and_then(|(_, reason)| reason.clone());
        draft.timepoint = work.timepoint.map(|point| point.id.into());
        draft.amending = work.amending.clone();
        (said || worth).then_some(draft)
    }

    /// The draft, with the key that it is stored under.
    pub fn draft_under(&self) -> Option<(String, Draft)> {
        self.open.as_ref().map(|open| open.context.clone()).zip(self.draft())
    }

    /// Whether drafts of the patient on the desk must not be written now.
    pub fn keep_no_drafts(&mut self, none: bool) {
        if let Some(open) = &mut self.open {
            open.keeps_no_drafts = none;
        }
    }

    /// A tap on the form. Signing, delivery and reset are `runtime`'s.
    pub fn intend(&mut self, intent: &Intent, at: Instant) {
        if self.is_locked() || self.calculator.is_some() && calculator::intend(self, intent, at) {
            return;
        }
        if matches!(intent, Intent::KeepDenied(true)) {
            // The time is over, and nobody has tapped: nothing else on the screen changes.
            if let Some(open) = &mut self.open {
                open.work.iter_mut().for_each(|work| work.denied = Rc::default());
                open.care.iter_mut().for_each(|care| care.intend(intent, at));
            }
            self.rework(at);
            return;
        }
        self.refused = None;
        let Some(open) = &mut self.open else { return };
        if let Intent::Choose { instrument, reason } = intent {
            if let Some(instrument) = instruments::named(instrument) {
                open.chosen = Some((instrument, (!reason.trim().is_empty()).then(|| reason.trim().to_owned())));
                self.reread(at);
            }
            return;
        }
        if let Intent::Settle { fact, taken } = intent {
            let tap = Tap { card: fact, taken: *taken, by: self.user.as_ref(), at };
            // A card there is only where what draws it is.
            if second::is_here() && care::said::say(&mut open.settled, &open.suggested, &open.raw, &tap) {
                self.reread(at);
            }
            if *taken == Some(true)
                && let Some(open) = &mut self.open
                && let Some(work) = &mut open.work
            {
                // The cards are drawn by the second part.
                care::reserve::take_back(work, &open.chart, at);
                self.rework(at);
            }
            return;
        }
        if matches!(intent, Intent::NoneOfTheRest) && self.awaits() && (self.caring().is_some() || self.later != Later::Here) {
            // Much of that list hangs on a medicine or an operation: first whether there is one.
            self.refused = Some(Refusal::Unsettled);
            return;
        }
        let Some(open) = &mut self.open else { return };
        // What waits in the store for it is not given up by going on elsewhere.
        open.wants_care &= !open.loaded;
        match intent {
            Intent::ToPrevention => {
                if self.later == Later::Missing {
                    self.later = Later::Elsewhere;
                }
                self.care_for(at);
                return;
            }
            Intent::ToScore => {
                open.stands = open.stands.caring(false);
                return;
            }
            Intent::Rescore => {
                open.stands = open.stands.caring(false);
                resume::review(open);
                self.rework(at);
                return;
            }
            _ => {}
        }
        // Only while it is what the screen shows: over a form each tap is the form's.
        if let Some(care) = open.care.as_mut().filter(|_| open.stands.is_preventing()) {
            care.intend(intent, at);
            let (encounter, lang) = (&open.record.encounter, self.options.lang);
            care.rework(Around {
                chart: &open.chart,
                encounter,
                profile: &self.profile,
                hospital: HospitalSays { profile: &self.hospital, chart: &open.raw },
                at,
                lang,
            });
            return;
        }
        match intent {
            Intent::StartAmend => resume::amend(open),
            Intent::StartNew => open.start_new(),
            Intent::CancelAmend => open.cancel_amend(),
            _ => {}
        }
        if let Some(work) = &mut open.work {
            if matches!(intent, Intent::NoneOfTheRest) {
                work.reserved.clear();
                if open.chart.awaiting().next().is_some() {
                    care::reserve::reserve(work, &open.chart, at);
                }
                if let Some(before) = open.record.encounter.latest().filter(|_| work.amending.is_none()) {
                    work.reserve_signed(before.governing());
                }
            }
            work.intend(intent);
        }
        self.rework(at);
    }

    pub fn is_locked(&self) -> bool {
        self.options.disabled || self.options.mode == Mode::ReadOnly
    }

    /// What an opening begins with, as soon as the record is read: what holds, a form that is due, or the decision.
    pub fn lead(&mut self, at: Instant) {
        if self.later == Later::Here {
            standing::lead(self, at);
            self.care_if_wanted(at);
        }
    }

    /// What somebody asked for while the store or the second part was still on its way.
    fn care_if_wanted(&mut self, at: Instant) {
        if self.open.as_ref().is_some_and(|open| open.wants_care && open.loaded) {
            self.care_for(at);
        }
    }

    /// The questions of the latest signed score; where they have not been loaded, a note that they are wanted.
    pub(super) fn care_for(&mut self, at: Instant) {
        let (here, profile, hospital, lang) = (self.later == Later::Here, &self.profile, &self.hospital, self.options.lang);
        let Some(open) = &mut self.open else { return };
        open.wants_care = !here;
        if here {
            open.care_for(profile, hospital, at, lang);
        }
    }

    /// What follows from a score is asked of the page.
    pub fn is_wanted(&self) -> bool {
        // What was not taken is called by its name, and what is suggested stands on a card.
        // A further assessment has the one of before beside it.
        let wanted = |open: &Open| open.wants_care || open.stands.is_further() || !open.rejected.is_empty() || open.chart.awaiting().next().is_some();
        self.later == Later::Elsewhere && (self.waits_for_list() || self.open.as_ref().is_some_and(wanted))
    }

    /// What was kept of this admission is not read yet.
    pub fn wait_to_read(&mut self) {
        if let Some(open) = &mut self.open {
            open.unread = true;
        }
    }

    /// It has come, or it has not. What was read without it is read again.
    pub fn arrived(&mut self, here: bool, at: Instant) {
        self.later = if here { Later::Here } else { Later::Missing };
        if here {
            second::has_come();
            self.reread(at);
            self.care_if_wanted(at);
        }
    }

    /// The prevention screen is what a person works on.
    pub fn caring(&self) -> Option<&Care> {
        self.open.as_ref().filter(|open| open.stands.is_preventing()).and_then(|open| open.care.as_ref())
    }

    /// When something on the screen changes by itself, after `now`.
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        let open = self.open.as_ref().filter(|open| open.stands.is_signed())?;
        let caring = self.caring().map(|care| care.next_change(now));
        caring.unwrap_or(open.wakes.filter(|wakes| *wakes > now))
    }

    /// The event of this id, if it is of the admission on the desk.
    pub fn signed_here(&self, id: &str) -> Option<&Sealed> {
        self.open.as_ref()?.record.events.iter().find(|sealed| sealed.event.id == id)
    }

    /// Everything that stands in the way of a signature now.
    pub fn blockers(&self) -> Vec<Refusal> {
        let mut found = vec![];
        if self.is_locked() {
            found.push(Refusal::ReadOnly);
        }
        match &self.user {
            _ if self.practises() => {}
            None => found.push(Refusal::NoUser),
            Some(user) if !user.role.may_sign_assessment() => found.push(Refusal::Role(user.role)),
            Some(_) => {}
        }
        if self.open.as_ref().is_some_and(|open| open.unread) {
            found.push(Refusal::Unread);
        }
        if self.awaits() {
            found.push(Refusal::Unsettled);
        }
        if let Some(care) = self.caring() {
            found.extend(care.blockers());
            return found;
        }
        match self.open.as_ref().and_then(|open| open.work.as_ref().filter(|_| !open.stands.is_signed())) {
            None if self.open.as_ref().is_some_and(|open| open.stands.is_signed()) => found.push(Refusal::AlreadySigned),
            None => found.push(Refusal::NothingOpen),
            Some(work) => {
                if work.amending.as_ref().is_some_and(|(_, reason)| reason.trim().is_empty()) {
                    found.push(Refusal::AmendReason);
                }
                found.extend(work.blockers.iter().cloned());
            }
        }
        found
    }

    /// The host suggests something beside the items, and nobody has said yes or no to it.
    fn awaits(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.chart.awaiting().next().is_some())
    }

    /// What has to be asked about the clock before a signature at `at`.
    pub fn asks_clock(&self, at: Instant) -> Option<Refusal> {
        let open = self.open.as_ref()?;
        open.clock.asks(open.record.encounter.last_at, &open.chart, at, self.host_clock)
    }

    /// What is being worked on: sheet, answers, occasion, and the event it amends with the reason.
    #[allow(clippy::type_complexity, reason = "four borrowed parts of one form, read on the spot")]
    pub fn work(&self) -> Option<(&Rc<Sheet>, &Rc<Answers>, &'static Timepoint, Option<&(String, String)>)> {
        let open = self.open.as_ref().filter(|open| !open.stands.is_signed())?;
        let work = open.work.as_ref()?;
        Some((
            &work.sheet,
            &work.answers,
            work.timepoint.unwrap_or_else(|| timepoint::proposed(&open.record.encounter, &open.chart)),
            work.amending.as_ref(),
        ))
    }

    /// A refused signature: shows the summary and moves to the first item in the way.
    /// `of_form`: it is the form's own signature.
    pub fn tried(&mut self, refusal: &Refusal, of_form: bool) {
        let work = self.open.as_mut().filter(|_| of_form).and_then(|open| open.work.as_mut());
        // The summary lists what is in the form; only what is not gets a line of its own.
        let listed = work.as_ref().is_some_and(|work| work.blockers.contains(refusal));
        if let Some(work) = work {
            work.tried = true;
        }
        self.refused = (!listed).then(|| refusal.clone());
        // Another plan is in force than was seen: from here on it is what the screen shows.
        if let Some(open) = self.open.as_mut().filter(|_| *refusal == Refusal::PlanMoved)
            && let Some(care) = &mut open.care
        {
            care.was_decided(&open.record.encounter, self.now);
        }
    }

    /// The list on the screen: of the score, or after it the bleeding list. A refusal names its items by their index there.
    #[inline(never)]
    pub fn list(&self) -> Option<&'static Instrument> {
        self.caring().map_or_else(|| self.instrument(), |care| Some(care.work.answers.instrument))
    }

    /// The item of the list on the screen, or the row of the contraindications beside it, that the focus is to be led to.
    pub fn named(&self, id: &str) -> Option<&'static str> {
        let item = self.list().and_then(|list| list.index(id).map(|index| list.items[index].id));
        item.or_else(|| self.caring().and_then(|_| contraindication::id_named(id)))
    }

    pub fn focus_on(&mut self, item: &'static str) {
        self.focus = Some((self.focus.map_or(0, |(count, _)| count) + 1, item));
    }

    /// An event has been sealed and is in the record.
    pub fn signed(&mut self, sealed: Sealed) {
        let is_score = sealed.event.body.assessment().is_some();
        // Nothing of the kind is signed here before the second part has come.
        if self.later == Later::Here && sealed.event.body.is_of_suspicion() {
            return suspicion::was_signed(self, sealed);
        }
        if let Some(open) = &mut self.open {
            match &sealed.event.body {
                Body::BleedingScreened(_) => {
                    if let Some(care) = &mut open.care {
                        care.was_signed();
                    }
                }
                // What is known of the patient is the same.
                Body::PlanAuthorised(_) | Body::PlanDeclined(_) | Body::MeasureStarted(_) | Body::MeasureStopped(_) => {}
                Body::Reviewed { changed: None, .. } => {}
                // Another score: the questions after it are asked anew.
                _ => {
                    open.care = None;
                    open.stands = open.stands.caring(false);
                }
            }
            let (at, screens) = (sealed.event.at, matches!(sealed.event.body, Body::BleedingScreened(_)));
            open.record.push(sealed);
            if let Some(care) = open.care.as_mut().filter(|_| !screens) {
                care.was_decided(&open.record.encounter, at);
            }
            // What was said of the suggestions is signed with it, and stands in a score.
            if !open.settled.is_empty() {
                care::said::signed(&mut open.settled, is_score);
            }
            open.told.clear();
            Rc::make_mut(&mut open.suggested).retain(|of| of.settled.is_none());
            // A reason passes one event, and no later one.
            open.clock.reason = None;
            open.stands = open.stands.signed();
            open.signing = false;
            open.chosen = None;
            open.work = None;
            // Who has just signed stays with what was signed, also where the store is read only now; another person is led on.
            open.led = open.record.encounter.events;
        }
        self.refused = None;
        self.fault = None;
        self.hold(self.now);
    }

    /// Throws away what is entered; signed events stay, and where there are any, what holds stands again.
    pub fn discard(&mut self, at: Instant) {
        if self.practises() {
            self.begin_anew(at);
        }
        self.asks_reset = false;
        self.refused = None;
        self.fault = None;
        self.calculator = None;
        if let Some(open) = &mut self.open {
            open.work = None;
            open.chosen = None;
            open.stands = match open.stands {
                stands if open.holds.is_some() => stands.signed(),
                Sitting::Scoring { over, .. } => Sitting::Scoring { further: false, over },
                stands => stands,
            };
            if open.care.is_some() {
                care::give_up(open);
            }
            if !open.settled.is_empty() {
                care::said::discard(&mut open.settled);
            }
        }
        self.reread(at);
    }

    pub fn state(&self) -> State {
        let Some(open) = &self.open else {
            return if self.fault.is_some() {
                State::Error
            } else if self.is_locked() {
                State::Locked
            } else {
                State::Ready
            };
        };
        if open.signing {
            return State::Sending;
        }
        if let Some(care) = self.caring().filter(|care| care.is_dirty()) {
            return if self.is_locked() {
                State::Locked
            } else if care.blockers().is_empty() && !self.awaits() {
                State::Complete
            } else {
                State::InProgress
            };
        }
        if open.stands.is_signed() && self.practises() {
            return State::Complete;
        }
        if open.stands.is_signed() {
            return match self.delivery {
                Delivery::Idle if self.is_locked() => State::Locked,
                // Signed earlier: nothing is on its way.
                Delivery::Confirmed | Delivery::Idle => State::Sent,
                Delivery::Rejected { .. } | Delivery::Altered => State::Error,
                _ => State::Sending,
            };
        }
        match &open.work {
            _ if self.is_locked() => State::Locked,
            None => State::Ready,
            Some(work) if work.blockers.is_empty() && !self.awaits() => State::Complete,
            Some(work) if work.answers.is_empty() => State::Ready,
            Some(_) => State::InProgress,
        }
    }

    pub fn screen(&self) -> Screen {
        let open = self.open.as_ref();
        let form = open.filter(|open| !open.stands.is_signed()).and_then(|open| self.form(open));
        let suspicion = if self.later == Later::Here { suspicion::shown(self) } else { None };
        let mut screen = Screen {
            sitting: self.sittings,
            lang: self.options.lang,
            chrome: self.options.chrome,
            mode: self.options.mode,
            practises: self.practises(),
            demo: self.is_demo(),
            theme: self.options.theme,
            heading_level: self.options.heading_level.clamp(1, 6),
            disabled: self.is_locked(),
            state: self.state(),
            stage: self.stage(),
            user: self.user.clone(),
            patient: open.map(|open| Rc::clone(&open.patient)),
            form,
            prevention: self.caring().and_then(|_| care::view(self)),
            calculator: None,
            later: self.later,
            suspects: suspicion.as_ref().map_or(u8::from(open.is_some_and(|open| open.alerted.is_some())), |(face, _)| *face),
            suspicion: suspicion.map(|(_, view)| view),
            rejected: open.map(|open| Rc::clone(&open.rejected)).unwrap_or_default(),
            previous: open.and_then(|open| open.record.encounter.latest().cloned().map(Rc::new)),
            delivery: self.delivery.clone(),
            holds: open.and_then(|open| open.holds.clone()),
            suggested: open.map(|open| Rc::clone(&open.suggested)).unwrap_or_default(),
            may_sign: self.blockers().is_empty(),
            awaited: open.filter(|open| open.wants_care || self.later != Later::Here && self.awaits()).map(|_| self.later),
            unread: self.later == Later::Missing && open.is_some_and(|open| open.unread),
            unkept: self.unkept,
            storage: self.storage.or((self.profile.storage == Storage::Memory).then_some(StorageNotice::MemoryOnly)),
            refused: self.refused.clone(),
            fault: self.fault.clone().or_else(|| self.conflict().map(|rejected| rejection(CONFLICT, rejected))),
            strings: Rc::clone(&self.strings),
            wall: self.wall.clone(),
            now: self.now,
            asks_reset: self.asks_reset,
            focus: self.focus,
        };
        if self.calculator.is_some() {
            calculator::show(self, &mut screen);
        }
        screen
    }

    fn stage(&self) -> Stage {
        let Some(open) = &self.open else { return if self.waits_for_list() && self.fault.is_none() { Stage::Coming } else { Stage::NoPatient } };
        match open.stands {
            Sitting::Preventing if open.care.is_some() => return Stage::Prevention,
            Sitting::Preventing | Sitting::Signed => return Stage::Signed,
            Sitting::Scoring { .. } => {}
        }
        // No blank form beside a record that is being read, as if there were none.
        if open.unread && self.later != Later::Missing && !open.is_dirty() {
            return Stage::Reading;
        }
        match (&open.work, open.route) {
            (Some(_), _) => Stage::Form,
            (None, _) if self.waits_for_list() && self.fault.is_none() => Stage::Coming,
            (None, InstrumentRoute::Ask) if !self.waits_for_list() => Stage::AskSetting,
            (None, _) => match &self.fault {
                Some(fault) => Stage::Contradiction { zh: fault.zh.clone(), en: fault.en.clone() },
                None => Stage::NoPatient,
            },
        }
    }

    fn form(&self, open: &Open) -> Option<FormView> {
        let work = open.work.as_ref()?;
        let instrument = work.answers.instrument;
        let calculated = matches!(open.route, InstrumentRoute::Calculated { .. });
        Some(FormView {
            instrument,
            why: self.why(open),
            switched: open.chosen.is_some(),
            alternative: instruments::THROMBOSIS.iter().copied().find(|other| other.id != instrument.id && !calculated),
            sheet: Rc::clone(&work.sheet),
            answers: Rc::clone(&work.answers),
            evidence: Rc::clone(&work.evidence),
            opened: Rc::clone(&work.opened),
            timepoint: work.timepoint.unwrap_or_else(|| timepoint::proposed(&open.record.encounter, &open.chart)),
            blockers: Rc::clone(&work.blockers),
            tried: work.tried,
            amending: work.amending.as_ref().map(|(_, reason)| reason.clone()),
            restored: work.restored,
            denied: Rc::clone(&work.denied),
        })
    }

    fn why(&self, open: &Open) -> Text {
        match (&open.chosen, self.options.instrument, open.route) {
            (Some(_), _, InstrumentRoute::Ask) => text!("由使用者选定", "Chosen at the screen"),
            (Some(_), ..) => text!("由使用者改选", "Switched at the screen"),
            (None, Some(_), _) => text!("由HIS指定", "Set by the host"),
            (None, None, InstrumentRoute::To { why, .. } | InstrumentRoute::Calculated { why, .. }) => why,
            (None, None, InstrumentRoute::Ask) => text!("未说明外科或内科", "No setting given"),
        }
    }

    /// The chart as the host gave it, for a host that asks.
    pub fn raw_chart(&self) -> Option<&Value> {
        self.open.as_ref().map(|open| &open.raw)
    }
}

impl Open {
    fn new(context: String) -> Open {
        Open {
            context,
            known: [const { None }; 3],
            person: None,
            raw: Value::Null,
            chart: Chart::default(),
            rejected: Rc::default(),
            patient: Rc::default(),
            route: InstrumentRoute::Ask,
            chosen: None,
            record: Record::default(),
            practised: 0,
            seen: None,
            loaded: false,
            unread: false,
            work: None,
            care: None,
            wants_care: false,
            stands: Sitting::default(),
            signing: false,
            holds: None,
            wakes: None,
            led: 0,
            led_by: None,
            alerted: None,
            begun: None,
            keeps_no_drafts: false,
            clock: clock::ClockStatement::default(),
            settled: vec![],
            told: vec![],
            suggested: Rc::default(),
        }
    }

    /// What was said of suggestions and stands in no signed score yet.
    pub fn said(&self) -> String {
        if self.settled.is_empty() { String::new() } else { care::said::unsigned(&self.settled) }
    }

    /// What is typed of a suspicion and not signed, as a draft keeps it. Nothing is begun before what reads it is here.
    fn begun_text(&self) -> String {
        if self.begun.is_none() { String::new() } else { suspicion::unsigned(self) }
    }

    /// The questions of the latest signed score, with what was signed of them before.
    fn care_for(&mut self, profile: &Profile, hospital: &Value, at: Instant, lang: Lang) {
        let Some(latest) = self.record.encounter.latest().cloned() else {
            self.care = None;
            self.stands = self.stands.caring(false);
            return;
        };
        if self.care.as_ref().is_none_or(|care| *care.of != latest) {
            // Of a screen before this score nothing is taken over: it is asked anew.
            let before = self.record.encounter.latest_screen().filter(|screen| screen.place > latest.place).map(care::signed_screening);
            let around = Around {
                chart: &self.chart,
                encounter: &self.record.encounter,
                profile,
                hospital: HospitalSays { profile: hospital, chart: &self.raw },
                at,
                lang,
            };
            self.care = Care::new(Rc::new(latest), before.unwrap_or_default(), around);
        }
        self.stands = self.stands.caring(self.care.is_some());
    }

    fn take_up(&mut self, raw: Value, read: ReadChart, profile: &Profile, at: Instant) {
        self.patient = Rc::new(patient(&raw, &read.chart, at));
        self.rejected = Rc::new(read.rejected.iter().map(|(_, id, rejected)| rejection(id, rejected)).collect());
        self.route = route(&read.chart.as_of(at), profile);
        self.record.demo |= is_demo(&raw);
        self.chart = read.chart;
        for (known, key) in self.known.iter_mut().zip(TELLS_APART) {
            if let Some(given) = raw["patient"].text(key).filter(|given| key != "birthDate" || date(given).is_some()) {
                *known = Some(given.to_owned());
            }
        }
        let [reference, sex, birth_date] = &self.known;
        self.person = person_of(&self.context, reference.as_deref(), sex.as_deref(), birth_date.as_deref());
        self.raw = raw;
    }

    /// The bleeding list of the latest score is signed as it stands.
    pub fn is_screened(&self) -> bool {
        // A laboratory value may have moved since: then what was signed no longer says what is known.
        let signed = |care: &Care| {
            let bleeding = &care.assessed.bleeding;
            let same = |screen: &Screened| screen.high == bleeding.high && screen.instrument == bleeding.instrument.id;
            self.record.encounter.latest_screen().is_some_and(|screen| screen.place > care.of.place && same(&screen.what))
        };
        self.care.as_ref().is_some_and(|care| signed(care) && !care.is_dirty())
    }

    /// The event of this id is practice.
    pub fn is_practised(&self, id: &str) -> bool {
        self.record.events.iter().rev().take(self.practised).any(|sealed| sealed.event.id == id)
    }

    /// Answers that a person gave and nobody signed.
    pub fn is_dirty(&self) -> bool {
        if self.stands.is_signed() {
            return self.care.as_ref().is_some_and(Care::is_dirty);
        }
        self.work.as_ref().is_some_and(|work| !work.answers.is_empty() || work.amending.is_some())
    }

    fn start_new(&mut self) {
        self.work = None;
        self.chosen = None;
        self.stands = self.stands.scoring(true);
    }

    fn cancel_amend(&mut self) {
        if self.work.as_ref().is_some_and(|work| work.amending.is_some()) {
            self.work = None;
            self.chosen = None;
            self.stands = self.stands.signed();
        }
    }
}

/// Where the draft of one person lies while another is open under the same admission.
fn own_key(context: &str, draft: &Draft) -> String {
    aside_key(context, draft.person.as_deref().unwrap_or("unnamed"))
}

/// How what stands signed on the desk fares, by its entry of the outbox; without one it counts as confirmed only where a host
/// has said so.
pub fn delivery_of(entry: Option<&Entry>, is_accepted: bool) -> Delivery {
    match entry {
        None if is_accepted => Delivery::Confirmed,
        None => Delivery::Idle,
        Some(Entry { altered: true, .. }) => Delivery::Altered,
        Some(Entry { rejected: Some(reason), .. }) => Delivery::Rejected { reason: reason.clone() },
        Some(entry) if entry.offered => Delivery::Sending { attempt: entry.attempt },
        Some(entry) => Delivery::Waiting { attempt: entry.attempt },
    }
}
