//! Signing: what is on the desk becomes an event of the record, goes into the store, and from there to the host. Everything
//! that can be refused is refused before anything is written; what is written is taken in the task of the signature itself.

use std::rc::Rc;

use super::clock;
use super::errand::{Errand, not_loaded};
use super::keeping::keep;
use super::parked::{park_unstored, under_way};
use super::store::StoreError;
use super::surroundings::{Runtime, Signing};
use crate::clinical::instrument::Risk;
use crate::interop::json::canonical;
use crate::interop::output::change;
use crate::interop::record::listed;
use crate::interop::rejected::Rejected;
use crate::interop::seal::{Sealed, Stamp};
use crate::interop::stored::Draft;
use crate::interop::writing::Writing;
use crate::record::decide::Now;
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Role};
use crate::session::as_shown;
use crate::session::care;
use crate::session::desk::rejection;
use crate::session::outbox::{Entry, Unkept, goes_on, takes_place};
use crate::session::resume;
use crate::session::screen::{self, Delivery, Intent};
use crate::session::sitting::Sitting;
use crate::session::suspicion;
use crate::text::{Lang, find};

const SCREEN: Signing = Signing::Care(screen::Signing::Screen);
const AUTHORISE: Signing = Signing::Care(screen::Signing::Authorise);

impl Runtime {
    /// The button and `sign()`: the score, or on the prevention screen the bleeding list. What comes of it is told under
    /// `ticket` to whoever asked by `sign()`.
    pub fn sign(self: &Rc<Self>, ticket: Option<u32>) -> Result<(), Rejected> {
        let caring = self.desk.borrow().caring().is_some();
        let sitting = self.desk.borrow().sitting();
        self.sign_as(if caring { SCREEN } else { Signing::Score })?;
        if let Some(ticket) = ticket.filter(|_| self.practises()) {
            let mut out = Writing::object();
            out.whole("ticket", ticket as usize);
            out.flag("teaching", Some(true));
            self.speak("outcome", &out.done());
            return Ok(());
        }
        if let (Some(sitting), Some(ticket)) = (sitting, ticket) {
            self.tickets.borrow_mut().push((sitting, ticket));
        }
        Ok(())
    }

    pub(super) fn outcome(&self, sitting: &Sitting, outcome: Result<&Sealed, &Rejected>) {
        let mut mine = vec![];
        self.tickets.borrow_mut().retain(|(of, ticket)| {
            if of == sitting {
                mine.push(*ticket);
            }
            of != sitting
        });
        for ticket in mine {
            let mut out = Writing::object();
            out.whole("ticket", ticket as usize);
            match outcome {
                Ok(sealed) => out.put("event", &sealed.json),
                Err(rejected) => {
                    out.open("error");
                    rejected.write_fields(&mut out);
                    out.end();
                }
            }
            self.speak("outcome", &out.done());
        }
    }

    /// Everything that can be refused is refused here, before anything is written.
    pub(super) fn sign_as(self: &Rc<Self>, signing: Signing) -> Result<(), Rejected> {
        if self.desk.borrow().open.as_ref().is_some_and(|open| open.signing) {
            return Ok(());
        }
        match self.try_sign(signing) {
            Ok(sealed) if self.practises() => {
                self.change(|desk, _| desk.practised(sealed));
                Ok(())
            }
            Ok(sealed) => {
                self.change(|desk, _| {
                    if let Some(open) = &mut desk.open {
                        open.signing = true;
                    }
                });
                self.commit(sealed);
                Ok(())
            }
            Err(refusal) => {
                self.asked.set(refusal.clocks().map(|_| signing));
                let list = self.desk.borrow().list();
                // What a report lacks says nothing of the assessment below it.
                self.change(|desk, _| desk.tried(&refusal, signing != Signing::Suspicion));
                let rejected = Rejected::new(refusal.code(), refusal.path(list), refusal.told(Lang::Zh), refusal.told(Lang::En));
                self.tell_error(&rejected, true);
                Err(rejected)
            }
        }
    }

    fn try_sign(self: &Rc<Self>, signing: Signing) -> Result<Sealed, Refusal> {
        if signing != Signing::Score {
            return self.try_later(signing);
        }
        let at = self.now();
        // The age may have moved on since the form was opened.
        self.desk.borrow_mut().reread(at);
        if let Some(refusal) = self.moved() {
            return Err(refusal);
        }
        if let Some(refusal) = self.desk.borrow().blockers().first() {
            return Err(refusal.clone());
        }
        if let Some(refusal) = self.desk.borrow().asks_clock(at) {
            return Err(refusal);
        }
        let detail = {
            let desk = self.desk.borrow();
            let (sheet, ..) = desk.work().ok_or(Refusal::NothingOpen)?;
            change(sheet, &[])
        };
        let sitting = self.desk.borrow().sitting();
        // A host that lays another chart from within its listener signs nothing for that one.
        let vetoed = || !self.practises() && self.tell("before-sign", &detail).as_bool() == Some(false);
        if vetoed() || self.desk.borrow().sitting() != sitting {
            return Err(Refusal::HostCancelled);
        }
        let desk = self.desk.borrow();
        let user = &desk.signer().ok_or(Refusal::NoUser)?;
        let open = desk.open.as_ref().ok_or(Refusal::NothingOpen)?;
        let (sheet, answers, timepoint, amending) = desk.work().ok_or(Refusal::NothingOpen)?;
        let moment = open.record.moment(at, open.clock.reason.as_deref())?;
        let mut body = match amending {
            None => Now::to(Action::Assess, moment.encounter(), user, moment.at)?.assess(sheet, answers, timepoint.id)?,
            // Begun by the second part, which is here since.
            Some(_) => resume::rewritten(&desk, &moment, user)?,
        };
        if let Some(score) = body.assessment_mut() {
            score.suggestions = open.said();
        }
        let by = desk.user.as_ref().unwrap_or(user);
        Ok(moment.seal(body, &mut Stamp { context_id: &open.context, ids: &mut clock::uuid_v7, at: moment.at, by }))
    }

    /// What the desk has come to is not what the screen shows (midnight, a birthday, a window that closed): nobody signs what
    /// nobody has seen. The refusal draws it anew, and the next tap signs.
    pub(super) fn moved(&self) -> Option<Refusal> {
        let changes = as_shown::moved(&self.drawn.borrow(), &self.desk.borrow());
        (!changes.is_empty()).then_some(Refusal::Moved(changes))
    }

    /// The signed answers on the desk again, as soon as there is what takes them up.
    pub(super) fn amend(self: &Rc<Self>) {
        self.errand().run(|errand| async move {
            let here = errand.later().await;
            errand.here(|runtime| {
                if here {
                    runtime.change(|desk, at| desk.intend(&Intent::StartAmend, at));
                    runtime.save_draft();
                } else {
                    runtime.change(|desk, _| desk.fault = Some(rejection("", &not_loaded())));
                }
            });
        });
    }

    /// The bleeding list, the physician's decision, or a suspicion of VTE, which waits for nothing that has moved meanwhile.
    fn try_later(&self, signing: Signing) -> Result<Sealed, Refusal> {
        let at = self.now();
        self.desk.borrow_mut().reread(at);
        if let Some(refusal) = self.moved().filter(|_| signing.rests_on_what_was_shown()) {
            return Err(refusal);
        }
        let desk = self.desk.borrow();
        let (open, user) = desk.open.as_ref().zip(desk.signer()).ok_or(Refusal::NoUser)?;
        if let Some(refusal) = desk.asks_clock(at) {
            return Err(refusal);
        }
        let moment = open.record.moment(at, open.clock.reason.as_deref())?;
        let body = match signing {
            Signing::Care(signing) => care::signed(&desk, signing, &moment)?,
            _ => suspicion::signed(&desk, &moment)?,
        };
        let by = desk.user.as_ref().unwrap_or(&user);
        Ok(moment.seal(body, &mut Stamp { context_id: &open.context, ids: &mut clock::uuid_v7, at: moment.at, by }))
    }

    /// A person has looked at the clock of this device: what was asked about is signed.
    pub(super) fn clock_right(self: &Rc<Self>) {
        self.change(|desk, at| {
            let behind = matches!(desk.refused, Some(Refusal::ClockBehind { .. }));
            let host = desk.host_clock;
            if let Some(open) = desk.open.as_mut().filter(|_| !behind) {
                open.clock.is_right(at, host);
            }
        });
        match self.asked.take() {
            Some(AUTHORISE) => self.authorise(),
            Some(signing) => drop(self.sign_as(signing)),
            None => {}
        }
    }

    /// The physician's button: what was answered of the bleeding list is signed first, then the plan.
    pub(super) fn authorise(self: &Rc<Self>) {
        let screened = self.desk.borrow().open.as_ref().is_some_and(|open| open.is_screened());
        let signing = if screened { AUTHORISE } else { SCREEN };
        self.then_authorise.set((!screened).then(|| self.told()));
        if self.sign_as(signing).is_err() {
            self.then_authorise.set(None);
            self.asked.set(self.asked.take().map(|_| AUTHORISE));
        } else if self.practises() && self.then_authorise.take().is_some() {
            // Nothing is written that the plan would have to wait for.
            self.sign_as(AUTHORISE).ok();
        }
    }

    /// The event and its outbox entry in one transaction; then the host hears of it. All that is written is taken here, in the
    /// task of the signature.
    fn commit(self: &Rc<Self>, sealed: Sealed) {
        let parcel = {
            let desk = self.desk.borrow();
            let Some((open, sitting)) = desk.open.as_ref().zip(desk.sitting()) else { return };
            let events = listed(open.record.events.iter().chain([&sealed]));
            let entry = Entry { person: open.person.clone(), ..Entry::of(&sealed) };
            Parcel { sitting: under_way(sitting), seen: open.seen.clone(), events, draft: desk.draft_under(), entry, sealed }
        };
        self.errand().run(|errand| deposit(errand, parcel));
    }

    /// The signature is in the record, and in the store if that would have it.
    fn was_signed(self: &Rc<Self>, parcel: &Parcel) {
        self.change(|desk, _| {
            if let Some(open) = desk.open.as_mut().filter(|_| parcel.entry.stored) {
                open.seen = Some(parcel.events.clone());
            }
            desk.delivery = if parcel.sealed.is_demo() { Delivery::Confirmed } else { Delivery::Sending { attempt: 1 } };
            desk.signed(parcel.sealed.clone());
        });
    }

    /// What waited for the signature to be written.
    fn after_signing(self: &Rc<Self>) {
        let given = self.early_record.take();
        if let Some(record) = given {
            self.take_record(record).ok();
        }
        if self.load_again.replace(false) {
            self.load();
        }
    }

    /// Nothing was signed: the form stays as it is, and says why.
    fn not_signed(self: &Rc<Self>, rejected: &Rejected, again: bool) {
        self.then_authorise.set(None);
        self.change(|desk, _| {
            if let Some(open) = &mut desk.open {
                open.signing = false;
            }
        });
        if again {
            self.load();
        }
        self.after_signing();
        self.refuse(rejected);
        self.save_draft();
    }

    pub(super) fn is_signed(&self, entry: Entry, sealed: &Sealed) {
        if sealed.is_demo() {
            // It lies where it belongs, and goes no further.
            self.accepted.borrow_mut().push(entry.id);
        } else {
            self.outbox.borrow_mut().push(entry);
        }
        if self.gone.get() {
            park_unstored(&self.outbox.borrow());
        }
        self.tell("signed", &canonical(&sealed.json));
    }

    fn alert_of(&self, sealed: &Sealed) {
        let Some(assessment) = sealed.event.body.assessment() else { return };
        // The nurse notifies the physician from moderate risk up (V:POL).
        if sealed.event.by.role == Role::Nurse && assessment.band.is_some_and(|band| band >= Risk::Moderate) {
            let _ = self.alert("review_required");
        }
    }
}

/// A signature on its way into the store: everything that was true when it was made.
struct Parcel {
    /// Held until it lies in the store, is kept by the page, or is refused.
    sitting: Rc<Sitting>,
    sealed: Sealed,
    /// The whole record with it, and what the store held when this element last looked.
    events: String,
    seen: Option<String>,
    entry: Entry,
    /// The answers that it signs: they come back as a draft if it fails after its patient was left.
    draft: Option<(String, Draft)>,
}

impl Parcel {
    async fn write(&self, errand: &Errand) -> Result<(), StoreError> {
        let (page, context) = (errand.page(), errand.context());
        if !takes_place(&self.events, self.seen.as_deref()) {
            return Err(StoreError::Moved);
        }
        let store = page.store()?;
        // What lies in this record and could not be stored before has its way to the host with it.
        let mut entries = page.unkept(context).map(|unkept| unkept.entries).unwrap_or_default();
        entries.retain(|(id, _)| find(&self.events, id).is_some());
        let kept = Unkept { context: context.into(), record: Some((self.seen.clone(), self.events.clone())), entries: entries.clone() };
        if !self.sealed.is_demo() {
            entries.push((self.entry.id.clone(), self.entry.to_json()));
        }
        store.sign(context, self.seen.as_deref(), &self.events, &entries).await?;
        if !kept.entries.is_empty() {
            page.kept(&kept, true);
        }
        Ok(())
    }
}

/// Puts a signature into the store. Where the store is the only keeper, one that cannot be kept is none.
async fn deposit(errand: Errand, mut parcel: Parcel) {
    let page = errand.page();
    let mut outcome = parcel.write(&errand).await;
    if outcome == Err(StoreError::Moved)
        && let Some(held) = held_of_ours(&errand, &parcel.events).await
    {
        // No other window wrote: the browser has thrown the record away, or what could not be stored before is there since.
        parcel.seen = held;
        outcome = parcel.write(&errand).await;
    }
    match outcome {
        Ok(()) => {}
        Err(StoreError::Moved) => return refuse(errand, parcel, &moved(), true).await,
        Err(error) if page.is_keeper() => {
            page.storage_failed(error);
            return refuse(errand, parcel, &unkept(error), false).await;
        }
        Err(error) => {
            parcel.entry.stored = false;
            page.hold(errand.context(), parcel.seen.clone(), parcel.events.clone());
            if page.is_durable() {
                page.storage_failed(error);
            }
        }
    }
    errand.here(|runtime| runtime.was_signed(&parcel));
    page.signed(parcel.entry, &parcel.sealed);
    page.outcome(&parcel.sitting, Ok(&parcel.sealed));
    errand.here(|runtime| {
        runtime.alert_of(&parcel.sealed);
        runtime.after_signing();
    });
    page.go_on();
    errand.here(|runtime| {
        // Nobody else has come, and nothing else has become known, since the physician saw the plan and pressed.
        if runtime.then_authorise.take() == Some(runtime.told()) {
            let _ = runtime.sign_as(AUTHORISE);
        }
    });
}

/// The signature did not come about. Its patient's answers stay on the desk, or are kept for the next opening.
async fn refuse(errand: Errand, parcel: Parcel, why: &Rejected, again: bool) {
    let page = errand.page();
    page.outcome(&parcel.sitting, Err(why));
    if errand.here(|runtime| runtime.not_signed(why, again)).is_some() {
        return;
    }
    if let Some((key, draft)) = parcel.draft {
        page.park(key.clone(), draft.clone());
        if let Err(error) = keep(&errand, &key, Some(draft)).await {
            page.storage_failed(error);
        }
    }
}

/// What the store holds of the record, if that is nothing but what we have ourselves.
async fn held_of_ours(errand: &Errand, events: &str) -> Option<Option<String>> {
    let store = errand.page().store().ok()?;
    let held = store.load(errand.context(), None).await.ok()?.events;
    goes_on(events, held.as_deref()).then_some(held)
}

/// Another window signed for this admission: its record is read again, the answers stay, and a person looks.
fn moved() -> Rejected {
    Rejected::new(
        "E_CONFLICT",
        "/record".into(),
        "另一窗口刚为该患者签署了评估。记录已更新，您的答案已保留，请核对后再签名。",
        "Another window has just signed for this patient. The record is updated and your answers are kept; check, then sign again.",
    )
}

/// The tablet could not write: nothing is signed.
fn unkept(error: StoreError) -> Rejected {
    let (zh, en) = match error {
        StoreError::Full => (
            "本机存储空间已满，未能签名。答案仍在屏幕上。请先导出病区数据，再清理设备空间，然后重新签名。",
            "The storage of this device is full: not signed. The answers are still on the screen. Export the ward, free some space, then sign again.",
        ),
        _ => (
            "本机未能写入，未能签名。答案仍在屏幕上，请勿关闭；请稍后重新签名，仍不行请联系信息科。",
            "This device could not write: not signed. The answers are still on the screen; do not close it. Sign again, or have it checked.",
        ),
    };
    Rejected::new("E_STORAGE", String::new(), zh, en)
}
