//! The one door for what a person does at an element: [`Desk::step`] takes a [`Cue`] (a tap, `sign()` of the host, or what came of
//! an effect before) and gives the [`SessionEffect`] that follows. Plain state and plain values; `web::runtime` performs the effect.
//!
//! What is signed is made here, and nowhere else in an element. Where it goes hangs on the [`SittingKind`]: only a clinical
//! sitting can make a [`Parcel`], and only a parcel has a way to the store and to the host. What is practised has none.
//!
//! A chart, a user, a profile and what the store holds of a record do not come through this door: `lay`, `reread`, `lead` and
//! `resume` take them.

use super::as_shown;
use super::care;
use super::outbox::Entry;
use super::resume;
use super::screen::{Delivery, Intent, Later, Screen, SignatureKind, Signing};
use super::sitting::Desk;
use super::suspicion;
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Risk;
use crate::interop::output::change;
use crate::interop::record::listed;
use crate::interop::rejected::Rejected;
use crate::interop::seal::{Sealed, Stamp};
use crate::interop::stored::Draft;
use crate::record::decide::Now;
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Role};
use crate::text::Lang;

const SCREEN: SignatureKind = SignatureKind::Care(Signing::Screen);
const AUTHORISE: SignatureKind = SignatureKind::Care(Signing::Authorise);

/// What a step is given of the world.
pub struct Outside<'a> {
    pub at: Instant,
    /// The screen that was drawn last: nobody signs what nobody has seen.
    pub drawn: &'a Screen,
    /// Draws the id of an event.
    pub ids: &'a mut dyn FnMut() -> String,
}

/// What reaches the door.
pub enum Cue<'a> {
    Tap(Intent),
    /// `sign()` of the host: the score, or on the prevention screen the bleeding list.
    Sign,
    /// `reset()` of the host; `discard`: it does not ask.
    Reset {
        discard: bool,
    },
    /// The host was asked before the signature of a score; whether it allows it.
    HostAsked(bool),
    /// The host was told of a suspicion; `heard`: somebody on the page has looked at it.
    Alerted {
        heard: bool,
    },
    /// What takes up a signed score again is here.
    MayAmend,
    /// The signature lies in the store, or with the page.
    Kept(&'a Parcel),
    /// The signature did not come about: the form stays as it is.
    NotKept,
    /// All is done that follows from a signature that was kept.
    GoOn,
}

/// What `web::runtime` has to do after a step, beside drawing the screen.
pub enum SessionEffect {
    Nothing,
    /// What is entered is stored as a draft.
    Draft,
    /// The host is asked whether this score may be signed, and its answer comes as [`Cue::HostAsked`].
    AskHost(String),
    /// The event and its outbox entry go into the store in one transaction, and then to the host.
    Keep(Box<Parcel>),
    /// The host hears that the signature was refused.
    Refuse(Rejected),
    /// The host hears of a suspicion at once, and what it said comes as [`Cue::Alerted`].
    Alert,
    /// The second part of the program is asked for.
    Later,
    /// So it is, and [`Cue::MayAmend`] follows.
    AmendLater,
    /// So it is, and what was kept is read with it.
    LoadAgain,
    /// What waits for the host is offered again.
    Retry,
}

/// What is done here counts, or is only practised.
pub enum SittingKind {
    Clinical(Clinical),
    Teaching,
}

/// Says that a sitting is clinical; nobody can say so but [`Desk::kind`].
pub struct Clinical(());

/// A signature on its way into the store: everything that was true when it was made. Of a clinical sitting.
pub struct Parcel {
    pub sealed: Sealed,
    /// The whole record with it, and what the store held when this element last looked.
    pub events: String,
    pub seen: Option<String>,
    pub entry: Entry,
    /// The answers that it signs: they come back as a draft if it fails after its patient was left.
    pub draft: Option<(String, Draft)>,
    _of: Clinical,
}

impl Desk {
    pub fn kind(&self) -> SittingKind {
        if self.practises() { SittingKind::Teaching } else { SittingKind::Clinical(Clinical(())) }
    }

    /// The state after `cue`, and what has to be done about it.
    pub fn step(&mut self, cue: Cue<'_>, outside: &mut Outside<'_>) -> SessionEffect {
        match cue {
            Cue::Tap(intent) => return self.tap(intent, outside),
            Cue::Sign => return self.sign(if self.caring().is_some() { SCREEN } else { SignatureKind::Score }, outside),
            Cue::Reset { discard } => return self.reset(discard, outside.at),
            Cue::HostAsked(allowed) => {
                // Asked once for one signature, whatever a host does from within its listener: a chart that it lays there is another
                // sitting, and nothing is signed for that one.
                return match self.asks_host.take() {
                    Some((at, sitting)) if allowed && self.sitting().as_ref() == Some(&sitting) => self.seal(SignatureKind::Score, at, outside.ids),
                    // It called `sign()` again from there, and that one is being written.
                    None if self.open.as_ref().is_some_and(|open| open.signing) => SessionEffect::Nothing,
                    _ => self.refuse(SignatureKind::Score, &Refusal::HostCancelled),
                };
            }
            Cue::Alerted { heard } => {
                if let Some(open) = &mut self.open {
                    open.alerted.get_or_insert(heard);
                }
                return SessionEffect::Later;
            }
            Cue::MayAmend => {
                self.intend(&Intent::StartAmend, outside.at);
                return SessionEffect::Draft;
            }
            Cue::Kept(parcel) => {
                if let Some(open) = self.open.as_mut().filter(|_| parcel.entry.stored) {
                    open.seen = Some(parcel.events.clone());
                }
                self.delivery = if parcel.sealed.is_demo() { Delivery::Confirmed } else { Delivery::Sending { attempt: 1 } };
                self.signed(parcel.sealed.clone());
            }
            Cue::NotKept => {
                self.then_authorise = None;
                if let Some(open) = &mut self.open {
                    open.signing = false;
                }
            }
            // Nobody else has come, and nothing else has become known, since the physician saw the plan and pressed.
            Cue::GoOn => {
                if self.then_authorise.take() == Some(self.told) {
                    return self.sign(AUTHORISE, outside);
                }
            }
        }
        SessionEffect::Nothing
    }

    fn tap(&mut self, intent: Intent, outside: &mut Outside<'_>) -> SessionEffect {
        match intent {
            Intent::Sign => return self.step(Cue::Sign, outside),
            Intent::Authorise => return self.authorise(outside),
            Intent::Seal(signing) => return self.sign(SignatureKind::Care(signing), outside),
            Intent::RetryDelivery if self.is_unreal() => {}
            Intent::RetryDelivery => return SessionEffect::Retry,
            Intent::StartAmend => return SessionEffect::AmendLater,
            Intent::LoadAgain => return SessionEffect::LoadAgain,
            Intent::ConfirmReset(true) => return self.reset(true, outside.at),
            Intent::ConfirmReset(false) => self.asks_reset = false,
            Intent::Dismiss => {
                self.fault = None;
                self.refused = None;
                self.say_of_clock(None);
            }
            Intent::ClockReason(reason) => self.say_of_clock(Some(reason)),
            Intent::ClockRight => return self.clock_right(outside),
            // The alert of it goes out before anything else is done.
            Intent::SuspectedVte if self.is_unreal() => return self.step(Cue::Alerted { heard: false }, outside),
            Intent::SuspectedVte => return SessionEffect::Alert,
            // Its controls are drawn by the second part.
            Intent::Field { field, value } if self.later == Later::Here => {
                if suspicion::tell(self, &field, &value) {
                    return self.sign(SignatureKind::Suspicion, outside);
                }
                return SessionEffect::Draft;
            }
            // From a further assessment back to what holds: asked about, where something is entered.
            Intent::ToScore if self.caring().is_none() => return self.reset(false, outside.at),
            intent => {
                self.intend(&intent, outside.at);
                return SessionEffect::Draft;
            }
        }
        SessionEffect::Nothing
    }

    fn say_of_clock(&mut self, reason: Option<String>) {
        if let Some(open) = &mut self.open {
            open.clock.reason = reason;
        }
    }

    /// Asks on the screen, where something is entered; `discard` does not. Signed events stay either way.
    fn reset(&mut self, discard: bool, at: Instant) -> SessionEffect {
        if !discard && self.open.as_ref().is_some_and(|open| open.is_dirty()) {
            self.asks_reset = true;
            return SessionEffect::Nothing;
        }
        self.discard(at);
        SessionEffect::Draft
    }

    /// Everything that can be refused is refused before anything is written.
    fn sign(&mut self, kind: SignatureKind, outside: &mut Outside<'_>) -> SessionEffect {
        if self.open.as_ref().is_some_and(|open| open.signing) {
            return SessionEffect::Nothing;
        }
        // The age may have moved on since the form was opened.
        self.reread(outside.at);
        if let Some(refusal) = self.stands_in_the_way(kind, outside) {
            return self.refuse(kind, &refusal);
        }
        if kind == SignatureKind::Score
            && !self.practises()
            && let (Some(sitting), Some((sheet, ..))) = (self.sitting(), self.work())
        {
            let detail = change(sheet, &[]);
            self.asks_host = Some((outside.at, sitting));
            return SessionEffect::AskHost(detail);
        }
        self.seal(kind, outside.at, outside.ids)
    }

    /// What can be said against a signature before it is made.
    fn stands_in_the_way(&self, kind: SignatureKind, outside: &Outside<'_>) -> Option<Refusal> {
        if kind.rests_on_what_was_shown()
            && let Some(refusal) = self.moved(outside.drawn)
        {
            return Some(refusal);
        }
        let mut blockers = if kind == SignatureKind::Score { self.blockers() } else { vec![] };
        if !blockers.is_empty() {
            return Some(blockers.swap_remove(0));
        }
        if self.open.is_none() || self.signer().is_none() {
            return Some(Refusal::NoUser);
        }
        self.asks_clock(outside.at)
    }

    /// What the desk has come to is not what the screen shows (midnight, a birthday, a window that closed): nobody signs what
    /// nobody has seen. The refusal draws it anew, and the next tap signs.
    pub fn moved(&self, drawn: &Screen) -> Option<Refusal> {
        let changes = as_shown::moved(drawn, self);
        (!changes.is_empty()).then_some(Refusal::Moved(changes))
    }

    /// The event, and where it goes.
    fn seal(&mut self, kind: SignatureKind, at: Instant, ids: &mut dyn FnMut() -> String) -> SessionEffect {
        let sealed = match self.sealed(kind, at, ids) {
            Ok(sealed) => sealed,
            Err(refusal) => return self.refuse(kind, &refusal),
        };
        let SittingKind::Clinical(clinical) = self.kind() else {
            self.practised(sealed);
            return SessionEffect::Nothing;
        };
        let draft = self.draft_under();
        let Some(open) = &mut self.open else { return SessionEffect::Nothing };
        open.signing = true;
        SessionEffect::Keep(Box::new(Parcel {
            events: listed(open.record.events.iter().chain([&sealed])),
            seen: open.seen.clone(),
            entry: Entry { person: open.person.clone(), ..Entry::of(&sealed) },
            draft,
            sealed,
            _of: clinical,
        }))
    }

    fn sealed(&self, kind: SignatureKind, at: Instant, ids: &mut dyn FnMut() -> String) -> Result<Sealed, Refusal> {
        let (open, user) = self.open.as_ref().zip(self.signer()).ok_or(Refusal::NoUser)?;
        let moment = open.record.moment(at, open.clock.reason.as_deref())?;
        let body = match kind {
            SignatureKind::Score => {
                let (sheet, answers, timepoint, amending) = self.work().ok_or(Refusal::NothingOpen)?;
                let mut body = match amending {
                    None => Now::to(Action::Assess, moment.encounter(), &user, moment.at)?.assess(sheet, answers, timepoint.id)?,
                    // Begun by the second part, which is here since.
                    Some(_) => resume::rewritten(self, &moment, &user)?,
                };
                if let Some(score) = body.assessment_mut() {
                    score.suggestions = open.said();
                }
                body
            }
            SignatureKind::Care(signing) => care::signed(self, signing, &moment)?,
            SignatureKind::Suspicion => suspicion::signed(self, &moment)?,
        };
        let by = self.user.as_ref().unwrap_or(&user);
        Ok(moment.seal(body, &mut Stamp { context_id: &open.context, ids, at: moment.at, by }))
    }

    fn refuse(&mut self, kind: SignatureKind, refusal: &Refusal) -> SessionEffect {
        self.asked = refusal.clocks().map(|_| kind);
        let list = self.list();
        // What a report lacks says nothing of the assessment below it.
        self.tried(refusal, kind != SignatureKind::Suspicion);
        SessionEffect::Refuse(Rejected::new(refusal.code(), refusal.path(list), refusal.told(Lang::Zh), refusal.told(Lang::En)))
    }

    /// A person has looked at the clock of this device: what was asked about is signed.
    fn clock_right(&mut self, outside: &mut Outside<'_>) -> SessionEffect {
        let behind = matches!(self.refused, Some(Refusal::ClockBehind { .. }));
        let host = self.host_clock;
        if let Some(open) = self.open.as_mut().filter(|_| !behind) {
            open.clock.is_right(outside.at, host);
        }
        match self.asked.take() {
            Some(AUTHORISE) => self.authorise(outside),
            Some(kind) => self.sign(kind, outside),
            None => SessionEffect::Nothing,
        }
    }

    /// The physician's button: what was answered of the bleeding list is signed first, then the plan.
    fn authorise(&mut self, outside: &mut Outside<'_>) -> SessionEffect {
        let screened = self.open.as_ref().is_some_and(|open| open.is_screened());
        self.then_authorise = (!screened).then_some(self.told);
        let effect = self.sign(if screened { AUTHORISE } else { SCREEN }, outside);
        match effect {
            SessionEffect::Refuse(_) => {
                self.then_authorise = None;
                self.asked = self.asked.map(|_| AUTHORISE);
                effect
            }
            // Nothing is written that the plan would have to wait for.
            SessionEffect::Nothing if self.practises() && self.then_authorise.take().is_some() => self.sign(AUTHORISE, outside),
            effect => effect,
        }
    }
}

impl Parcel {
    /// The nurse notifies the physician from moderate risk up (V:POL).
    pub fn calls_for_review(&self) -> bool {
        let event = &self.sealed.event;
        let band = event.body.assessment().and_then(|assessment| assessment.band);
        event.by.role == Role::Nurse && band.is_some_and(|band| band >= Risk::Moderate)
    }
}
