//! What happens: takes what the host tells and what a person intends, and says to the host what it must hear; `signing`,
//! `keeping` and `delivery` are the rest of it. The desk itself is plain state; the clock, the store, the timers and the one
//! callback out are its `surroundings`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;

use super::clock;
use super::parked::{park, park_unstored};
use super::store::release_leases;
use super::surroundings::Runtime;
use super::voice::Say;
use crate::clinical::chart::Instant;
use crate::clinical::profile::Storage;
use crate::interop::chart::is_strange;
use crate::interop::json::Value;
use crate::interop::output::{change, flat, outputs, signature, validation};
use crate::interop::record::{Record, listed};
use crate::interop::rejected::Rejected;
use crate::interop::seal::Stamp;
use crate::interop::shape::{Place, Read as _};
use crate::interop::stored::Draft;
use crate::interop::unknown::told;
use crate::interop::writing::Writing;
use crate::record::assessment::Assessment;
use crate::record::event::Body;
use crate::record::local::Wall;
use crate::session::calculator;
use crate::session::desk::{CONFLICT, rejection};
use crate::session::resume;
use crate::session::screen::{Intent, Later, Screen, ScreenSource};
use crate::session::sitting::{Desk as State, Laid};
use crate::session::step::{Cue, Outside, SessionEffect};
use crate::session::suspicion;

/// Milliseconds between two `vte-change`: one frame.
const FRAME_MS: u32 = 16;

/// Whether it was practice, and what was entered in earnest, with the key that it is stored under.
type Turning = (bool, Option<(String, Draft)>);

impl Runtime {
    pub fn new(say: Say) -> Rc<Runtime> {
        let wall = Wall { east: clock::seconds_east, ..Wall::default() };
        let desk = State::new(wall);
        let screen = Rc::new(desk.screen());
        Rc::new(Runtime {
            desk: RefCell::new(desk),
            drawn: RefCell::new(Rc::clone(&screen)),
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
            load_again: Cell::new(false),
            saving: Cell::new(false),
            save_again: Cell::new(false),
            gone: Cell::new(false),
            out: Cell::new(false),
            unread_store: Cell::new(false),
            accepted: RefCell::default(),
            tickets: RefCell::default(),
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

    /// One step of the element's state, and what has to be done about it. The error is that of a signature that was refused.
    pub(super) fn step(self: &Rc<Self>, cue: Cue<'_>) -> Result<(), Rejected> {
        let at = self.now();
        let effect = self.desk.borrow_mut().step(cue, &mut Outside { at, drawn: &self.drawn.borrow(), ids: &mut clock::uuid_v7 });
        // Nothing stands otherwise yet, and the alert waits for nothing.
        match effect {
            SessionEffect::Alert => return self.step(Cue::Alerted { heard: self.alert("suspected_vte") }),
            SessionEffect::AskHost(detail) => return self.step(Cue::HostAsked(self.tell("before-sign", &detail).as_bool() != Some(false))),
            // All that is written belongs to this sitting, whatever a host does when it hears that the state is another.
            SessionEffect::Keep(parcel) => {
                self.commit(*parcel);
                self.show();
                return Ok(());
            }
            _ => self.show(),
        }
        match effect {
            SessionEffect::Draft => self.save_draft(),
            SessionEffect::Refuse(rejected) => {
                self.tell_error(&rejected, true);
                return Err(rejected);
            }
            // Where it does not come, the word to telephone stays, and says so.
            SessionEffect::Later => self.errand().run(|errand| async move {
                let _here: bool = errand.later().await;
            }),
            SessionEffect::AmendLater => self.amend(),
            SessionEffect::LoadAgain => self.fetch_later(false),
            SessionEffect::Retry => self.retry(),
            _ => {}
        }
        Ok(())
    }

    pub fn now(&self) -> Instant {
        clock::now(&self.desk.borrow().profile.time_zone)
    }

    fn show(self: &Rc<Self>) {
        let screen = Rc::new(self.desk.borrow().screen());
        let state = screen.state;
        let before = std::mem::replace(&mut *self.screen.borrow_mut(), screen);
        let redraw = self.redraw.borrow().clone();
        match redraw {
            Some(redraw) => redraw(),
            // Nobody draws: a program alone uses it.
            None => drop(self.draw()),
        }
        let conflict = |screen: &Screen| screen.fault.clone().filter(|fault| fault.id == CONFLICT);
        let now = self.screen.borrow().clone();
        if let Some(fault) = conflict(&now).filter(|fault| conflict(&before).as_ref() != Some(fault)) {
            self.tell_error(&Rejected::new(fault.code, fault.path, fault.zh, fault.en), false);
        }
        if before.state != state {
            self.tell("state", &["\"", state.id(), "\""].concat());
        }
        if !self.desk.borrow().changed.is_empty() {
            self.announce_change();
        }
        self.watch_window();
        if self.desk.borrow().is_wanted() {
            self.fetch_later(false);
        }
    }

    /// The screen, for whoever draws it now.
    fn draw(&self) -> Rc<Screen> {
        let screen = Rc::clone(&self.screen.borrow());
        self.drawn.replace(Rc::clone(&screen));
        screen
    }

    /// Asks the page for the second part, and goes on with what waits for it as soon as it has come; `strange`: with what the
    /// chart holds that nobody reads.
    fn fetch_later(self: &Rc<Self>, strange: bool) {
        let waiting = self.desk.borrow().open.as_ref().is_some_and(|open| open.unread);
        self.errand().run(move |errand| async move {
            if errand.later().await && (waiting || strange) {
                errand.here(|runtime| {
                    if waiting {
                        runtime.read_given().ok();
                        runtime.load();
                    }
                    if strange {
                        runtime.tell_unread();
                    }
                });
            }
        });
    }

    /// Looks again when the next window closes; the host hears when bleeding risk has fallen by it.
    fn watch_window(self: &Rc<Self>) {
        let now = self.now();
        let looks = !self.gone.get() && self.desk.borrow().later == Later::Here;
        let closes = if looks { suspicion::next_change(&self.desk.borrow(), now) } else { None };
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
                let _ = runtime.alert("bleeding_fell");
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
            let detail = match detail {
                None if runtime.desk.borrow().calculates() => Some(calculator::change(&runtime.desk.borrow(), &changed)),
                detail => detail,
            };
            if let Some(detail) = detail {
                runtime.tell("change", &detail);
            }
        }));
    }

    pub(super) fn tell(&self, kind: &str, detail: &str) -> JsValue {
        if self.gone.get() { JsValue::UNDEFINED } else { self.speak(kind, detail) }
    }

    /// Also from an element that was taken away: whoever asked it to sign is still there.
    pub(super) fn speak(&self, kind: &str, detail: &str) -> JsValue {
        self.say.call2(&JsValue::NULL, &kind.into(), &detail.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// `vte-alert`, of the admission on the desk; nothing here computes deadlines yet.
    /// `true`: somebody on the page has looked at it.
    pub(super) fn alert(&self, kind: &str) -> bool {
        if self.desk.borrow().is_unreal() {
            return false;
        }
        let context = self.context().unwrap_or_default();
        let mut out = Writing::object();
        out.text("contextId", &context);
        out.text("kind", kind);
        out.null("dueAt");
        self.tell("alert", &out.done()).is_truthy()
    }

    /// `vte-error`. The screen shows it where it matters; the host hears of every one.
    pub fn tell_error(&self, rejected: &Rejected, retryable: bool) {
        let mut out = Writing::object();
        rejected.write_fields(&mut out);
        out.flag("retryable", Some(retryable));
        self.tell("error", &out.done());
    }

    /// `vte-error` of each key that nobody reads; the rest was taken, and the host's own developer is told, not the nurse.
    fn tell_unread(&self) {
        let keys = self.desk.borrow().raw_chart().map_or_else(String::new, told);
        self.tell("unread", &keys);
    }

    // ---- opening -------------------------------------------------------------------------------------------------

    /// The host tells something that a signature may rest on: what was begun before it is not signed by itself.
    pub fn is_told(&self) {
        self.desk.borrow_mut().told += 1;
    }

    pub(super) fn practises(&self) -> bool {
        self.desk.borrow().practises()
    }

    /// To be said before something changes that may turn practice into earnest or back, and given to `turned` after it.
    pub fn turning(self: &Rc<Self>) -> Turning {
        if self.draft_due.take().is_some() {
            self.save_now();
        }
        (self.practises(), self.desk.borrow().draft_under())
    }

    /// What was practised ends with practice, and what was entered in earnest waits for its return: in the store, and with the page
    /// where there is none.
    pub fn turned(self: &Rc<Self>, (before, draft): Turning) {
        if self.practises() == before {
            return;
        }
        if let Some((context, draft)) = draft {
            park(context, draft);
        }
        self.recall_offers();
        self.change(|desk, at| {
            desk.then_authorise = None;
            desk.begin_anew(at);
            if let Some(open) = &mut desk.open {
                open.loaded = false;
            }
        });
        if self.context().is_some() {
            self.load();
        }
    }

    /// A chart arrived. Another admission, or another person under the same one, over unsigned answers is refused unless
    /// `force`; the draft is kept.
    pub fn open(self: &Rc<Self>, chart: Value, record: Option<Value>, force: bool) -> Result<(), Rejected> {
        self.is_told();
        self.desk.borrow_mut().kept = self.is_keeper();
        let strange = is_strange(&chart);
        let Laid { heard, sitting, before, left } = match self.change(|desk, at| desk.lay(chart, force, at)) {
            Ok(laid) => laid,
            Err(rejected) => {
                self.refuse(&rejected);
                return Err(rejected);
            }
        };
        if before.as_ref() != Some(&sitting) {
            if before.is_some() {
                // A record that still waits is of the patient who was left, unless it says otherwise.
                let is_ours = |record: &Value| record.items().first().is_some_and(|first| first.text("contextId") == Some(sitting.context.as_str()));
                let early = self.early_record.take().filter(is_ours);
                *self.early_record.borrow_mut() = early;
            }
            if let Some(left) = left {
                self.leave(left);
            }
            self.recall_offers();
            self.unread_store.set(false);
            self.load();
        }
        for rejected in &heard {
            self.tell_error(rejected, false);
        }
        if strange {
            self.fetch_later(true);
        }
        if self.desk.borrow().sitting().as_ref() != Some(&sitting) {
            return Ok(());
        }
        match record.or_else(|| self.early_record.take()) {
            Some(record) => self.take_record(record),
            None => Ok(()),
        }
    }

    /// Shows a refusal of what the host gave and tells it.
    pub fn refuse(self: &Rc<Self>, rejected: &Rejected) {
        self.change(|desk, _| desk.fault = Some(rejection("", rejected)));
        self.tell_error(rejected, rejected.code == "E_CONTEXT_BUSY");
    }

    /// The host's record: verified whole, or not loaded at all; at once, or as soon as there is what reads it.
    pub fn take_record(self: &Rc<Self>, record: Value) -> Result<(), Rejected> {
        // Of an admission in which nothing was signed there is nothing to read: the form does not wait for what reads.
        if matches!(&record, Value::Array(events) if events.is_empty()) {
            self.early_record.take();
            return Ok(());
        }
        *self.early_record.borrow_mut() = Some(record);
        // While a signature is being written the record of this admission must not move under it: read after that.
        if self.desk.borrow().open.as_ref().is_none_or(|open| open.signing) {
            return Ok(());
        }
        if self.desk.borrow().later == Later::Here {
            return self.read_given();
        }
        self.wait_to_read();
        self.errand().run(|errand| async move {
            if errand.later().await {
                errand.here(|runtime| runtime.read_given().ok());
            }
        });
        Ok(())
    }

    /// Reads the record that the host gave, if one waits.
    fn read_given(self: &Rc<Self>) -> Result<(), Rejected> {
        let Some(record) = self.early_record.take() else { return Ok(()) };
        let taken = self.change(|desk, at| {
            if desk.open.as_ref().is_some_and(|open| open.practised > 0) {
                desk.begin_anew(at);
            }
            let taken = resume::record(desk, &record, &Place::root("record"));
            desk.reread(at);
            if let Some(open) = &mut desk.open {
                open.unread &= !open.loaded;
            }
            desk.lead(at);
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

    // ---- questions of the host -------------------------------------------------------------------------------------

    pub fn record(&self) -> String {
        listed(self.desk.borrow().open.iter().flat_map(|open| &open.record.events[..open.record.events.len() - open.practised]))
    }

    pub fn validate(&self) -> String {
        let now = self.now();
        // A signature works all out again: what has moved since the screen was drawn refuses it. No window closes within a second.
        if now.timestamp() != self.desk.borrow().now.timestamp() {
            self.desk.borrow_mut().reread(now);
        }
        let desk = self.desk.borrow();
        let moved = desk.moved(&self.drawn.borrow());
        let sheet = desk.caring().map(|care| &*care.work.sheet).or(desk.work().map(|(sheet, ..)| &**sheet));
        let mut found = desk.blockers();
        found.extend(moved);
        found.extend(desk.asks_clock(now));
        validation(sheet, &found)
    }

    /// What `getResult` gives now: of the running form, or of what stands signed.
    pub fn result(&self, asked: &[String]) -> String {
        let desk = self.desk.borrow();
        let mut out = Writing::object();
        if let Some(open) = &desk.open {
            let state = desk.state().id();
            outputs(&mut out, asked, &desk.profile.flat_keys, &|out| {
                match (desk.work(), open.record.encounter.latest()) {
                    (Some((sheet, answers, timepoint, _)), _) => {
                        flat(out, &open.context, &Assessment::of(sheet, answers, timepoint.id), sheet.tally.missing.len(), state)
                    }
                    (None, Some(recorded)) => {
                        flat(out, &open.context, &recorded.assessment, 0, state);
                        if let Some(sealed) = open.record.events.iter().rfind(|sealed| sealed.event.body.score().is_some()) {
                            signature(out, &sealed.event);
                        }
                    }
                    (None, None) => {
                        out.text("contextId", &open.context);
                        out.text("state", state);
                    }
                }
                if desk.practises() {
                    out.flag("teaching", Some(true));
                }
            });
        }
        out.done()
    }

    /// The event that the other outputs of `getResult` are made from: the running score as it would be signed now, by
    /// whoever is at the screen, or else what was signed last.
    pub fn latest(&self) -> Value {
        let desk = self.desk.borrow();
        // What is practised makes no document.
        let Some(open) = desk.open.as_ref().filter(|_| !desk.practises()) else { return Value::Null };
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
        drop(self.step(Cue::Reset { discard }));
    }

    pub fn close(self: &Rc<Self>) {
        if self.draft_due.take().is_some() {
            self.save_now();
        }
        let unread = self.desk.borrow().open.as_ref().filter(|open| !open.loaded).map(|open| open.context.clone());
        if let Some((context, draft)) = unread.zip(self.desk.borrow().draft()) {
            park(context, draft);
        }
        park_unstored(&self.outbox.borrow());
        release_leases(&self.owner);
        self.gone.set(true);
        self.timers.borrow_mut().0.clear();
        self.change_due.take();
        // Nothing of a patient outlives the element for a clock that goes on.
        self.window_due.take();
        *self.redraw.borrow_mut() = None;
    }
}

/// What the form is given: the runtime behind its trait.
pub struct Handle(pub Rc<Runtime>);

impl ScreenSource for Handle {
    fn screen(&self) -> Rc<Screen> {
        self.0.draw()
    }

    fn subscribe(&self, redraw: Rc<dyn Fn()>) {
        *self.0.redraw.borrow_mut() = Some(redraw);
    }

    fn intend(&self, intent: Intent) {
        drop(self.0.step(Cue::Tap(intent)));
    }
}
