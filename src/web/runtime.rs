//! What happens: the desk's surroundings. Takes what the host tells and what a person intends, keeps drafts, signs,
//! delivers, and says to the host what it must hear. The desk itself is plain state; here are the clock, the store,
//! the timers and the one callback out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::care;
use super::clock;
use super::desk::{Desk as State, rejection};
use super::outbox::Entry;
use super::resume;
use super::screen::{Delivery, Desk, Intent, Later, Screen, Stage, StorageNotice};
use super::store::{Store, StoreError, release_leases};
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Risk;
use crate::clinical::profile::Storage;
use crate::interop::json::{Value, canonical, parse};
use crate::interop::output::{change, flat, outputs, validation};
use crate::interop::record::Record;
use crate::interop::rejected::Rejected;
use crate::interop::seal::{Sealed, Stamp};
use crate::interop::shape::{MAX_DEPTH, Place};
use crate::interop::stored::{Draft, read_draft, write_draft};
use crate::interop::writing::Writing;
use crate::record::assessment::Assessment;
use crate::record::encounter::Now;
use crate::record::event::Body;
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Role};

/// How the page hears of us: `say(kind, json)`; the answer matters only to `before-sign` (`false` vetoes).
pub type Say = js_sys::Function;

/// Milliseconds between two `vte-change`: one frame.
const FRAME_MS: u32 = 16;
/// A draft is written in the next task, once for all that one tap changed: a reload may follow at once.
const DRAFT_AFTER_MS: u32 = 0;

/// A few things by name; a hash map weighs more than all that it would hold here.
pub(super) struct Shelf<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf(vec![])
    }
}

impl<T> Shelf<T> {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(held, _)| held == name)
    }

    pub(super) fn put(&mut self, name: String, thing: T) {
        self.take(&name);
        self.0.push((name, thing));
    }

    pub(super) fn take(&mut self, name: &str) -> Option<T> {
        let place = self.0.iter().position(|(held, _)| held == name)?;
        Some(self.0.swap_remove(place).1)
    }
}

pub struct Runtime {
    pub(super) desk: RefCell<State>,
    pub(super) screen: RefCell<Rc<Screen>>,
    pub(super) redraw: RefCell<Option<Rc<dyn Fn()>>>,
    pub(super) say: Say,
    /// Identity of this instance among those that deliver.
    pub(super) owner: String,
    /// A record that the host gave before the chart, or before there was what reads it.
    pub(super) early_record: RefCell<Option<Value>>,
    pub(super) outbox: RefCell<Vec<Entry>>,
    /// Deliver entries of other admissions too: the host routes by `event.contextId`.
    pub(super) deliver_all: Cell<bool>,
    pub(super) timers: RefCell<Shelf<Timeout>>,
    pub(super) change_due: RefCell<Option<Timeout>>,
    pub(super) draft_due: RefCell<Option<Timeout>>,
    /// A draft write is under way / another must follow.
    pub(super) saving: Cell<bool>,
    pub(super) save_again: Cell<bool>,
    pub(super) gone: Cell<bool>,
    /// The plan follows as soon as the bleeding list is signed.
    pub(super) then_authorise: Cell<bool>,
    /// A window closes by itself: then everything is looked at again.
    pub(super) window_due: RefCell<Option<Timeout>>,
}

thread_local! {
    /// Drafts that the store has not: of an admission left by force while nothing can be stored, or of an element taken away
    /// before its store had been asked. Every element of the page finds them.
    static PARKED: RefCell<Shelf<Draft>> = RefCell::default();
}

/// What a signature is for.
#[derive(Clone, Copy, PartialEq)]
enum Signing {
    Score,
    Care(care::Signing),
}

const SCREEN: Signing = Signing::Care(care::Signing::Screen);
const AUTHORISE: Signing = Signing::Care(care::Signing::Authorise);
const DECLINE: Signing = Signing::Care(care::Signing::Decline);

impl Runtime {
    pub fn new(say: Say) -> Rc<Runtime> {
        let desk = State { outputs: vec!["flat".into()], ..State::default() };
        let screen = Rc::new(desk.screen());
        Rc::new(Runtime {
            desk: RefCell::new(desk),
            screen: RefCell::new(screen),
            redraw: RefCell::default(),
            say,
            owner: clock::uuid_v7(),
            early_record: RefCell::default(),
            outbox: RefCell::default(),
            deliver_all: Cell::new(false),
            timers: RefCell::default(),
            change_due: RefCell::default(),
            draft_due: RefCell::default(),
            saving: Cell::new(false),
            save_again: Cell::new(false),
            gone: Cell::new(false),
            then_authorise: Cell::new(false),
            window_due: RefCell::default(),
        })
    }

    /// Read access to the desk, for questions of the host.
    pub fn desk(&self) -> std::cell::Ref<'_, State> {
        self.desk.borrow()
    }

    /// Changes the desk and shows it.
    pub fn change<T>(self: &Rc<Self>, act: impl FnOnce(&mut State, Instant) -> T) -> T {
        let at = self.now();
        let result = act(&mut self.desk.borrow_mut(), at);
        self.show();
        result
    }

    pub fn now(&self) -> Instant {
        clock::now(&self.desk.borrow().profile.time_zone)
    }

    fn show(self: &Rc<Self>) {
        let screen = Rc::new(self.desk.borrow().screen());
        let state = screen.state;
        let before = std::mem::replace(&mut *self.screen.borrow_mut(), screen);
        let redraw = self.redraw.borrow().clone();
        if let Some(redraw) = redraw {
            redraw();
        }
        if before.state != state {
            self.tell("state", &["\"", state.id(), "\""].concat());
        }
        if !self.desk.borrow().changed.is_empty() {
            self.announce_change();
        }
        self.watch_window();
        if self.desk.borrow().is_wanted() {
            let runtime = Rc::clone(self);
            spawn_local(async move { runtime.fetch_later().await });
        }
    }

    /// Asks the page for the second part, and goes on with what waits for it as soon as it has come.
    async fn fetch_later(self: &Rc<Self>) {
        let waiting = self.desk.borrow().open.as_ref().filter(|open| open.unread).map(|open| open.context.clone());
        if !self.later().await {
            return;
        }
        if let Some(context) = waiting {
            self.read_given().ok();
            self.load(context);
        }
    }

    /// Whether the second part is here, by the time it can be said. A page that has it all in one says nothing.
    pub(super) async fn later(self: &Rc<Self>) -> bool {
        if self.desk.borrow().later == Later::Here {
            return true;
        }
        // Nobody hears an element that was taken away, so nobody brings it anything.
        if self.gone.get() {
            return false;
        }
        self.change(|desk, _| desk.later = Later::Coming);
        let here = match self.tell("later", "null").dyn_into::<js_sys::Promise>() {
            Ok(coming) => JsFuture::from(coming).await.is_ok(),
            Err(_) => true,
        };
        // Two may have waited for one answer.
        let news = self.desk.borrow().later == Later::Coming;
        self.change(|desk, at| {
            desk.arrived(here, at);
            if !here && desk.waits_for_list() {
                desk.fault = Some(rejection("", &not_loaded()));
            }
        });
        if !here && news {
            self.tell_error(&not_loaded(), true);
        }
        here
    }

    /// Looks again when the next window closes; the host hears when bleeding risk has fallen by it.
    fn watch_window(self: &Rc<Self>) {
        let now = self.now();
        let closes = self.desk.borrow().caring().and_then(|care| care.next_change(now));
        let Some(closes) = closes else {
            self.window_due.take();
            return;
        };
        // A browser counts milliseconds in 32 bits; a day ahead is soon enough to ask again.
        let wait = (closes - now).num_milliseconds().clamp(0, 86_400_000) as u32 + 50;
        let runtime = Rc::clone(self);
        *self.window_due.borrow_mut() = Some(Timeout::new(wait, move || {
            runtime.window_due.take();
            let high = |runtime: &Runtime| runtime.desk.borrow().caring().and_then(|care| care.assessed.bleeding.high);
            let before = high(&runtime);
            runtime.change(|desk, at| desk.reread(at));
            if before == Some(true) && high(&runtime) == Some(false) {
                runtime.tell("alert", &alert("bleeding_fell"));
            }
        }));
    }

    /// `vte-change`, at most once a frame, with everything that changed since.
    fn announce_change(self: &Rc<Self>) {
        if self.change_due.borrow().is_some() {
            return;
        }
        let runtime = Rc::clone(self);
        *self.change_due.borrow_mut() = Some(Timeout::new(FRAME_MS, move || {
            runtime.change_due.take();
            let changed = std::mem::take(&mut runtime.desk.borrow_mut().changed);
            let detail = runtime.desk.borrow().work().map(|(sheet, ..)| {
                let items: Vec<usize> = (0..sheet.cells.len()).filter(|index| changed.contains(index)).collect();
                change(sheet, &items)
            });
            if let Some(detail) = detail {
                runtime.tell("change", &detail);
            }
        }));
    }

    pub(super) fn tell(&self, kind: &str, detail: &str) -> JsValue {
        if self.gone.get() {
            return JsValue::UNDEFINED;
        }
        self.say.call2(&JsValue::NULL, &kind.into(), &detail.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// `vte-error`. The screen shows it where it matters; the host hears of every one.
    pub fn tell_error(&self, rejected: &Rejected, retryable: bool) {
        let mut out = Writing::object();
        rejected.write_fields(&mut out);
        out.flag("retryable", Some(retryable));
        self.tell("error", &out.done());
    }

    // ---- opening -------------------------------------------------------------------------------------------------

    /// A chart arrived. Another admission over unsigned answers is refused unless `force`; its draft is kept.
    pub fn open(self: &Rc<Self>, chart: Value, record: Option<Value>, force: bool) -> Result<(), Rejected> {
        let left = self.desk.borrow().open.as_ref().map(|open| open.context.clone());
        let draft = self.desk.borrow().draft();
        let heard = match self.change(|desk, at| desk.lay(chart, force, at)) {
            Ok(heard) => heard,
            Err(rejected) => {
                self.refuse(&rejected);
                return Err(rejected);
            }
        };
        let context = self.context().unwrap_or_default();
        if left.as_ref() != Some(&context) {
            // A record that still waits is of the admission that was left.
            if left.is_some() {
                self.early_record.take();
            }
            if let (Some(left), Some(draft)) = (left, draft) {
                self.leave(left, draft);
            }
            self.recall_offers();
            self.load(context);
        }
        for rejected in &heard {
            self.tell_error(rejected, false);
        }
        // Read first, told after: a host may change the element from within its listener.
        let stage = self.screen.borrow().stage.clone();
        if let Stage::NotYet { why } = stage {
            self.tell_error(&Rejected::new("E_INSTRUMENT", "/chart/encounter/setting".into(), why.zh(), why.en()), false);
        }
        match record.or_else(|| self.early_record.take()) {
            Some(record) => self.take_record(record),
            None => Ok(()),
        }
    }

    /// The draft of an admission left by force: in memory at once, in the store as soon as that will take it.
    fn leave(self: &Rc<Self>, context: String, draft: Draft) {
        self.draft_due.take();
        PARKED.with_borrow_mut(|parked| parked.put(context.clone(), draft.clone()));
        if self.durable() {
            let runtime = Rc::clone(self);
            spawn_local(async move {
                runtime.keep(&context, Some(draft)).await.ok();
            });
        }
    }

    /// Shows a refusal of what the host gave and tells it.
    pub fn refuse(self: &Rc<Self>, rejected: &Rejected) {
        self.change(|desk, _| desk.fault = Some(rejection("", rejected)));
        self.tell_error(rejected, rejected.code == "E_CONTEXT_BUSY");
    }

    /// The host's record: verified whole, or not loaded at all; at once, or as soon as there is what reads it.
    pub fn take_record(self: &Rc<Self>, record: Value) -> Result<(), Rejected> {
        *self.early_record.borrow_mut() = Some(record);
        if self.context().is_none() {
            return Ok(());
        }
        if self.desk.borrow().later == Later::Here {
            return self.read_given();
        }
        let runtime = Rc::clone(self);
        runtime.change(|desk, _| desk.wait_to_read());
        spawn_local(async move {
            if runtime.later().await {
                runtime.read_given().ok();
            }
        });
        Ok(())
    }

    /// Reads the record that the host gave, if one waits.
    fn read_given(self: &Rc<Self>) -> Result<(), Rejected> {
        let Some(record) = self.early_record.take() else { return Ok(()) };
        let taken = self.change(|desk, at| {
            let taken = resume::record(desk, &record, &Place::root("record"));
            desk.reread(at);
            if let Some(open) = desk.open.as_mut().filter(|open| open.loaded) {
                open.unread = false;
                desk.lead(at);
            }
            taken
        });
        if let Err(rejected) = &taken {
            self.refuse(rejected);
        }
        taken
    }

    pub(super) fn context(&self) -> Option<String> {
        self.desk.borrow().open.as_ref().map(|open| open.context.clone())
    }

    pub(super) fn durable(&self) -> bool {
        self.desk.borrow().profile.storage == Storage::Durable
    }

    /// Asks the store for draft, events and outbox of `context`, and puts them under what has been entered since.
    fn load(self: &Rc<Self>, context: String) {
        let runtime = Rc::clone(self);
        spawn_local(async move {
            let stored = match runtime.store() {
                Ok(store) => store.load(&context).await,
                Err(error) => Err(error),
            };
            if runtime.context().as_deref() != Some(context.as_str()) {
                return;
            }
            let kept = stored.as_ref().is_ok_and(|stored| stored.draft.is_some() || stored.events.is_some());
            if kept || PARKED.with_borrow(|parked| parked.has(&context)) {
                runtime.change(|desk, _| desk.wait_to_read());
                if !runtime.later().await || runtime.context().as_deref() != Some(context.as_str()) {
                    return;
                }
            }
            // What an element that was taken away has left there is for the next one.
            let parked = if runtime.gone.get() { None } else { PARKED.with_borrow_mut(|parked| parked.take(&context)) };
            match stored {
                Ok(stored) => {
                    runtime.merge_outbox(&stored.outbox);
                    if let Some(events) = stored.events {
                        runtime.take_stored_events(events);
                    }
                    match stored.draft {
                        Some(text) => runtime.take_stored_draft(&context, text).await,
                        None => runtime.unpark(parked),
                    }
                }
                Err(error) => {
                    if runtime.durable() {
                        runtime.storage_failed(error);
                    }
                    runtime.unpark(parked);
                }
            }
            let waiting = runtime.outbox.borrow().iter().any(|entry| entry.context == context);
            runtime.change(|desk, at| {
                if let Some(open) = &mut desk.open {
                    open.loaded = true;
                    open.unread = runtime.early_record.borrow().is_some();
                    // Signed here before a reload and not yet confirmed: the result stands until it is.
                    open.signed |= waiting && !open.is_dirty();
                }
                desk.lead(at);
            });
            runtime.refresh_delivery();
            runtime.save_draft();
            runtime.deliver();
        });
    }

    fn unpark(self: &Rc<Self>, parked: Option<Draft>) {
        if let Some(draft) = parked {
            self.change(|desk, at| resume::draft(desk, draft, at));
        }
    }

    /// A draft of this device. One that cannot be read is put beside, not thrown away.
    async fn take_stored_draft(self: &Rc<Self>, context: &str, text: String) {
        let place = Place::root("draft");
        let damaged = || {
            place.reject(
                "E_SCHEMA",
                "本机保存的草稿已损坏，未载入也未删除。请重新填写。",
                "The draft on this device is damaged. It was neither loaded nor deleted; please enter it again.",
            )
        };
        match parse(&text, MAX_DEPTH).map_err(|_| damaged()).and_then(|draft| read_draft(&draft, &place)) {
            Ok(draft) => self.change(|desk, at| resume::draft(desk, draft, at)),
            Err(rejected) => {
                self.refuse(&rejected);
                if let Ok(store) = self.store() {
                    store.set_aside(context, &text).await.ok();
                }
            }
        }
    }

    fn take_stored_events(self: &Rc<Self>, events: String) {
        let value: Value = parse(&events, MAX_DEPTH).unwrap_or_default();
        let taken = self.change(|desk, at| {
            if let Some(open) = &mut desk.open {
                open.seen = Some(events);
            }
            let taken = resume::record(desk, &value, &Place::root("record"));
            desk.reread(at);
            taken
        });
        if let Err(rejected) = taken {
            self.refuse(&rejected);
        }
    }

    pub(super) fn store(&self) -> Result<Store<'_>, StoreError> {
        if self.durable() { Ok(Store(&self.say)) } else { Err(StoreError::Blocked) }
    }

    fn storage_failed(self: &Rc<Self>, error: StoreError) {
        let (notice, zh, en) = match error {
            StoreError::Full => (
                StorageNotice::Full,
                "存储空间已满：未签名的内容刷新后会丢失。请清理磁盘或联系信息科。",
                "Storage is full: what is not signed is lost on reload. Free some space.",
            ),
            _ => (
                StorageNotice::Blocked,
                "浏览器存储不可用：未签名、未送达的内容刷新后会丢失。请允许本站存储数据。",
                "Browser storage is not available: what is not signed and delivered is lost on reload. Allow storage for this site.",
            ),
        };
        let news = self.desk.borrow().storage != Some(notice);
        self.change(|desk, _| desk.storage = Some(notice));
        if news {
            self.tell_error(&Rejected::new("E_STORAGE", String::new(), zh, en), true);
        }
    }

    // ---- drafts --------------------------------------------------------------------------------------------------

    /// Writes the draft; while one write is under way the next waits for it, and the last always gets written.
    fn save_draft(self: &Rc<Self>) {
        let mut due = self.draft_due.borrow_mut();
        if due.is_none() {
            let runtime = Rc::clone(self);
            *due = Some(Timeout::new(DRAFT_AFTER_MS, move || runtime.save_now()));
        }
    }

    /// Writes the draft now: the burst is over, or the page is going away.
    pub fn save_now(self: &Rc<Self>) {
        self.draft_due.take();
        let ready = self.desk.borrow().open.as_ref().is_some_and(|open| open.loaded && !open.signing);
        if !ready || !self.durable() {
            return;
        }
        if self.saving.replace(true) {
            self.save_again.set(true);
            return;
        }
        let (context, draft) = (self.context().unwrap_or_default(), self.desk.borrow().draft());
        let runtime = Rc::clone(self);
        spawn_local(async move {
            let kept = runtime.keep(&context, draft).await;
            runtime.saving.set(false);
            match kept {
                Ok(()) => {
                    if runtime.desk.borrow().storage.is_some() {
                        runtime.change(|desk, _| desk.storage = None);
                    }
                }
                Err(error) => runtime.storage_failed(error),
            }
            if runtime.save_again.replace(false) {
                runtime.save_now();
            }
        });
    }

    async fn keep(self: &Rc<Self>, context: &str, draft: Option<Draft>) -> Result<(), StoreError> {
        let text = draft.map(|draft| write_draft(&draft));
        self.store()?.keep_draft(context, text).await
    }

    // ---- signing -------------------------------------------------------------------------------------------------

    /// The button and `sign()`: the score, or on the prevention screen the bleeding list.
    pub fn sign(self: &Rc<Self>) -> Result<(), Rejected> {
        let caring = self.desk.borrow().caring().is_some();
        self.sign_as(if caring { SCREEN } else { Signing::Score })
    }

    /// Everything that can be refused is refused here, before anything is written.
    fn sign_as(self: &Rc<Self>, signing: Signing) -> Result<(), Rejected> {
        if self.desk.borrow().open.as_ref().is_some_and(|open| open.signing) {
            return Ok(());
        }
        match self.try_sign(signing) {
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
                self.change(|desk, _| desk.tried(&refusal));
                let instrument = self.desk.borrow().instrument();
                let text = refusal.text();
                let rejected = Rejected::new(refusal.code(), refusal.path(instrument), text.zh(), text.en());
                self.tell_error(&rejected, true);
                Err(rejected)
            }
        }
    }

    fn try_sign(self: &Rc<Self>, signing: Signing) -> Result<Sealed, Refusal> {
        if let Signing::Care(signing) = signing {
            return self.try_care(signing);
        }
        let at = self.now();
        // The age may have moved on since the form was opened.
        self.desk.borrow_mut().reread(at);
        if let Some(refusal) = self.desk.borrow().blockers().first() {
            return Err(refusal.clone());
        }
        let detail = {
            let desk = self.desk.borrow();
            let (sheet, ..) = desk.work().ok_or(Refusal::NothingOpen)?;
            change(sheet, &[])
        };
        if self.tell("before-sign", &detail).as_bool() == Some(false) {
            return Err(Refusal::HostCancelled);
        }
        let desk = self.desk.borrow();
        let user = desk.user.as_ref().ok_or(Refusal::NoUser)?;
        let open = desk.open.as_ref().ok_or(Refusal::NothingOpen)?;
        let (sheet, answers, timepoint, amending) = desk.work().ok_or(Refusal::NothingOpen)?;
        let now = |action| Now::to(action, &open.record.encounter, user, at);
        let body = match amending {
            None => now(Action::Assess)?.assess(sheet, answers, timepoint.id)?,
            Some((of, reason)) => now(Action::Amend)?.amend(of, reason, sheet, answers)?,
        };
        Ok(open.record.seal(body, &mut Stamp { context_id: &open.context, ids: &mut clock::uuid_v7, at, by: user }))
    }

    /// The signed answers on the desk again, as soon as there is what takes them up.
    fn amend(self: &Rc<Self>) {
        let runtime = Rc::clone(self);
        spawn_local(async move {
            if runtime.later().await {
                runtime.change(|desk, at| desk.intend(&Intent::StartAmend, at));
                runtime.save_draft();
            } else {
                runtime.change(|desk, _| desk.fault = Some(rejection("", &not_loaded())));
            }
        });
    }

    /// The bleeding list, or the physician's decision.
    fn try_care(&self, signing: care::Signing) -> Result<Sealed, Refusal> {
        let at = self.now();
        self.desk.borrow_mut().reread(at);
        let desk = self.desk.borrow();
        let (open, user) = desk.open.as_ref().zip(desk.user.as_ref()).ok_or(Refusal::NoUser)?;
        let body = care::signed(&desk, signing, at)?;
        Ok(open.record.seal(body, &mut Stamp { context_id: &open.context, ids: &mut clock::uuid_v7, at, by: user }))
    }

    /// The physician's button: what was answered of the bleeding list is signed first, then the plan.
    fn authorise(self: &Rc<Self>) {
        let screened = self.desk.borrow().open.as_ref().is_some_and(|open| open.is_screened());
        let signing = if screened { AUTHORISE } else { SCREEN };
        self.then_authorise.set(!screened);
        if self.sign_as(signing).is_err() {
            self.then_authorise.set(false);
        }
    }

    /// The event and its outbox entry in one transaction; then the host hears of it.
    fn commit(self: &Rc<Self>, sealed: Sealed) {
        let runtime = Rc::clone(self);
        spawn_local(async move {
            let (context, events, seen) = {
                let desk = runtime.desk.borrow();
                let Some(open) = &desk.open else { return };
                (open.context.clone(), listed(open.record.events.iter().chain([&sealed])), open.seen.clone())
            };
            let mut entry = Entry::of(&sealed);
            let outcome = match runtime.store() {
                Ok(store) => store.sign(&context, seen.as_deref(), &events, &entry.id, &entry.to_json()).await,
                Err(error) => Err(error),
            };
            match outcome {
                Err(StoreError::Moved) => return runtime.moved(context),
                Err(error) => {
                    entry.stored = false;
                    if runtime.durable() {
                        runtime.storage_failed(error);
                    }
                }
                Ok(()) => {}
            }
            if runtime.context().as_deref() == Some(context.as_str()) {
                runtime.change(|desk, _| {
                    if let Some(open) = desk.open.as_mut().filter(|_| entry.stored) {
                        open.seen = Some(events);
                    }
                    desk.delivery = Delivery::Sending { attempt: 1 };
                    desk.signed(sealed.clone());
                });
            }
            runtime.outbox.borrow_mut().push(entry);
            runtime.tell("signed", &canonical(&sealed.json));
            runtime.alert_of(&sealed);
            runtime.deliver();
            runtime.save_draft();
            if runtime.then_authorise.replace(false) {
                let _ = runtime.sign_as(AUTHORISE);
            }
        });
    }

    /// Another window signed for this admission: read again, keep the answers, let the person look.
    fn moved(self: &Rc<Self>, context: String) {
        let rejected = Rejected::new(
            "E_CONFLICT",
            "/record".into(),
            "另一窗口刚为该患者签署了评估。记录已更新，您的答案已保留，请核对后再签名。",
            "Another window has just signed for this patient. The record is updated and your answers are kept; check, then sign again.",
        );
        self.change(|desk, _| {
            if let Some(open) = &mut desk.open {
                open.signing = false;
            }
        });
        self.load(context);
        self.refuse(&rejected);
    }

    fn alert_of(&self, sealed: &Sealed) {
        let Some(assessment) = sealed.event.body.assessment() else { return };
        // The nurse notifies the physician from moderate risk up (V:POL).
        if sealed.event.by.role == Role::Nurse && assessment.band.is_some_and(|band| band >= Risk::Moderate) {
            self.tell("alert", &alert("review_required"));
        }
    }

    // ---- questions of the host -------------------------------------------------------------------------------------

    pub fn record(&self) -> String {
        listed(self.desk.borrow().open.iter().flat_map(|open| &open.record.events))
    }

    pub fn validate(&self) -> String {
        let desk = self.desk.borrow();
        let sheet = desk.caring().map(|care| &*care.work.sheet).or(desk.work().map(|(sheet, ..)| &**sheet));
        validation(sheet, &desk.blockers())
    }

    /// What `getResult` gives now: of the running form, or of what stands signed.
    pub fn result(&self, asked: &[String]) -> String {
        let desk = self.desk.borrow();
        let mut out = Writing::object();
        if let Some(open) = &desk.open {
            let state = desk.state().id();
            outputs(&mut out, asked, &desk.profile.flat_keys, &|out| match (desk.work(), open.record.encounter.latest()) {
                (Some((sheet, answers, timepoint, _)), _) => {
                    flat(out, &open.context, &Assessment::of(sheet, answers, timepoint.id), sheet.tally.missing.len(), state)
                }
                (None, Some(recorded)) => flat(out, &open.context, &recorded.assessment, 0, state),
                (None, None) => {
                    out.text("contextId", &open.context);
                    out.text("state", state);
                }
            });
        }
        out.done()
    }

    /// The event that the other outputs of `getResult` are made from: the running score as it would be signed now, by
    /// whoever is at the screen, or else what was signed last.
    pub fn latest(&self) -> Value {
        let desk = self.desk.borrow();
        let Some(open) = &desk.open else { return Value::Null };
        match (desk.work(), &desk.user) {
            (Some((sheet, answers, timepoint, _)), Some(by)) => {
                let body = Body::Assessed(Assessment::of(sheet, answers, timepoint.id));
                let at = clock::now(&desk.profile.time_zone);
                // Onto no record and without its hash: nobody has signed it.
                let stamp = &mut Stamp { context_id: &open.context, ids: &mut || "draft".into(), at, by };
                let mut draft = Record::default().seal(body, stamp).json;
                draft.put("hash", Value::Null);
                draft
            }
            _ => open.record.events.last().map(|sealed| sealed.json.clone()).unwrap_or_default(),
        }
    }

    /// `reset()` asks on the screen; `reset({ discard: true })` does not. Signed events stay either way.
    pub fn reset(self: &Rc<Self>, discard: bool) {
        let dirty = self.desk.borrow().open.as_ref().is_some_and(|open| open.is_dirty());
        if discard || !dirty {
            self.change(State::discard);
            self.save_draft();
        } else {
            self.change(|desk, _| desk.asks_reset = true);
        }
    }

    pub fn close(self: &Rc<Self>) {
        if self.draft_due.take().is_some() {
            self.save_now();
        }
        let unread = self.desk.borrow().open.as_ref().filter(|open| !open.loaded).map(|open| open.context.clone());
        if let Some((context, draft)) = unread.zip(self.desk.borrow().draft()) {
            PARKED.with_borrow_mut(|parked| parked.put(context, draft));
        }
        release_leases(&self.owner);
        self.gone.set(true);
        self.timers.borrow_mut().0.clear();
        self.change_due.take();
        *self.redraw.borrow_mut() = None;
    }
}

/// Events as they are stored and handed out.
fn listed<'a>(record: impl Iterator<Item = &'a Sealed>) -> String {
    let mut out = Writing::default();
    out.list("");
    for sealed in record {
        out.put("", &sealed.json);
    }
    out.done()
}

/// The second part did not come.
fn not_loaded() -> Rejected {
    Rejected::new(
        "E_WASM",
        String::new(),
        "预防与记录部分未能载入。已签名和已填写的内容不受影响；请检查网络及部署目录 more/ 后重试。",
        "The part for prevention and records could not be loaded. What is signed and entered stays; check the network and the folder more/, then try again.",
    )
}

/// The detail of a `vte-alert`; nothing here computes deadlines yet.
fn alert(kind: &str) -> String {
    let mut out = Writing::object();
    out.text("kind", kind);
    out.null("dueAt");
    out.done()
}

/// What the form is given: the runtime behind its trait.
pub struct Handle(pub Rc<Runtime>);

impl Desk for Handle {
    fn screen(&self) -> Rc<Screen> {
        Rc::clone(&self.0.screen.borrow())
    }

    fn subscribe(&self, redraw: Rc<dyn Fn()>) {
        *self.0.redraw.borrow_mut() = Some(redraw);
    }

    fn intend(&self, intent: Intent) {
        let runtime = &self.0;
        match intent {
            Intent::Sign => drop(runtime.sign()),
            Intent::Authorise => runtime.authorise(),
            Intent::Decline => drop(runtime.sign_as(DECLINE)),
            Intent::RetryDelivery => runtime.retry(),
            Intent::StartAmend => runtime.amend(),
            Intent::LoadAgain => {
                let runtime = Rc::clone(runtime);
                spawn_local(async move { runtime.fetch_later().await });
            }
            Intent::ConfirmReset(true) => runtime.reset(true),
            Intent::ConfirmReset(false) => runtime.change(|desk, _| desk.asks_reset = false),
            Intent::Dismiss => runtime.change(|desk, _| {
                desk.fault = None;
                desk.refused = None;
            }),
            Intent::SuspectedVte => drop(runtime.tell("alert", &alert("suspected_vte"))),
            intent => {
                runtime.change(|desk, at| desk.intend(&intent, at));
                runtime.save_draft();
            }
        }
    }
}
