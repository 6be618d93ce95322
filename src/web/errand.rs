//! What waits. Everything in the element that has to wait for the store, for the page or for a timer is an errand: it carries
//! the sitting (one patient, from the moment that patient is laid on the desk) in which it was begun, and reaches the desk
//! only through [`Errand::here`], which does nothing once another patient is there. The runtime is private to this file, so
//! that code which waits cannot ask who the present patient is; `tests/architecture.rs` holds that nothing else in the
//! element waits.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::clock;
use super::parked::{hold, park};
use super::store::{Store, StoreError, Stored, release_leases};
use super::surroundings::Runtime;
use crate::interop::rejected::Rejected;
use crate::interop::seal::Sealed;
use crate::interop::stored::Draft;
use crate::session::desk::rejection;
use crate::session::outbox::{Entry, Reply, Unkept};
use crate::session::screen::Later;
use crate::session::sitting::SittingId;

/// Only where Web Locks are absent does a lease lapse by itself.
const LEASE_MS: f64 = 5_000.0;

/// Something that waits, and the sitting it was begun in.
pub struct Errand {
    runtime: Rc<Runtime>,
    /// None where no patient was on the desk.
    sitting: Option<SittingId>,
}

/// What of the runtime belongs to no patient: the store, and the outbox, whose entries name their admission themselves.
pub struct Page<'a>(&'a Rc<Runtime>);

impl Runtime {
    /// Begins an errand for whoever is on the desk now. To be called in the task of the act itself.
    pub(super) fn errand(self: &Rc<Self>) -> Errand {
        Errand { runtime: Rc::clone(self), sitting: self.desk().sitting() }
    }
}

impl Errand {
    /// Runs what waits.
    pub fn run<F: Future<Output = ()> + 'static>(self, act: impl FnOnce(Errand) -> F) {
        spawn_local(act(self));
    }

    /// The admission that this errand is for; empty where there was none.
    pub fn context(&self) -> &str {
        self.sitting.as_ref().map_or("", |sitting| &sitting.context)
    }

    /// The patient of this errand is still the one on the desk.
    pub fn holds(&self) -> bool {
        self.runtime.desk().sitting() == self.sitting
    }

    /// Does it if the patient of this errand is still the one on the desk; else nothing, and says `None`.
    pub fn here<T>(&self, act: impl FnOnce(&Rc<Runtime>) -> T) -> Option<T> {
        self.holds().then(|| act(&self.runtime))
    }

    pub fn page(&self) -> Page<'_> {
        Page(&self.runtime)
    }

    /// Whether the second part of the program is here, by the time it can be said. A page that has it all in one says nothing.
    pub async fn later(&self) -> bool {
        let runtime = &self.runtime;
        if runtime.desk().later == Later::Here {
            return true;
        }
        // Nobody hears an element that was taken away, so nobody brings it anything.
        if runtime.gone.get() {
            return false;
        }
        runtime.change(|desk, _| desk.later = Later::Coming);
        let here = match runtime.tell("later", "null").dyn_into::<js_sys::Promise>() {
            Ok(coming) => JsFuture::from(coming).await.is_ok(),
            Err(_) => true,
        };
        // Two may have waited for one answer.
        let news = runtime.desk().later == Later::Coming;
        runtime.change(|desk, at| {
            desk.arrived(here, at);
            if !here && desk.waits_for_list() {
                desk.fault = Some(rejection("", &not_loaded()));
            }
        });
        if !here && news {
            runtime.tell_error(&not_loaded(), true);
        }
        here
    }
}

impl<'a> Page<'a> {
    pub fn store(&self) -> Result<Store<'a>, StoreError> {
        self.0.store()
    }

    /// The store is the tablet's vault: nobody else keeps what is signed.
    pub fn is_keeper(&self) -> bool {
        self.0.is_keeper()
    }

    pub fn practises(&self) -> bool {
        self.0.practises()
    }

    pub fn is_durable(&self) -> bool {
        self.0.durable()
    }

    pub fn storage_failed(&self, error: StoreError) {
        self.0.storage_failed(error);
    }

    /// Puts a draft aside in memory: an element of this page finds it when its admission is opened again.
    pub fn park(&self, key: String, draft: Draft) {
        park(key, draft);
    }

    /// An event is signed: it goes into the outbox, and the page hears of it.
    pub fn signed(&self, entry: Entry, sealed: &Sealed) {
        self.0.is_signed(entry, sealed);
    }

    /// What came of a signature, for whoever asked for it by `sign()`.
    pub fn outcome(&self, sitting: &SittingId, outcome: Result<&Sealed, &Rejected>) {
        self.0.outcome(sitting, outcome);
    }

    /// Goes on with whoever is on the desk now: offers what may be offered, keeps the draft.
    pub fn go_on(&self) {
        self.0.deliver();
        self.0.save_draft();
    }

    /// A draft was written, or could not be.
    pub fn draft_kept(&self, kept: Result<(), StoreError>) {
        self.0.draft_kept(kept);
    }

    /// What lies in the store's outbox, beside what is known here.
    pub fn merge_outbox(&self, stored: &[(String, String)]) {
        self.0.merge_outbox(stored);
    }

    /// Something that was signed for this admission waits for the host, in the store's outbox or here.
    pub fn has_waiting(&self, stored: &[(String, String)], context: &str) -> bool {
        self.0.merge_outbox(stored);
        !self.0.waiting(context).is_empty()
    }

    pub fn entry<T>(&self, id: &str, act: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        self.0.with_entry(id, act)
    }

    /// Whether the host is known to have the last event of a stored record.
    pub async fn know_accepted(&self, stored: &Result<Stored, StoreError>) {
        let Some(id) = stored.as_ref().ok().and_then(Stored::last_event_id) else { return };
        if let Ok(store) = self.0.store()
            && store.is_accepted(&id).await == Ok(true)
        {
            self.0.accepted.borrow_mut().push(id);
        }
    }

    /// The record of this admission holds something that lies in no store.
    pub fn hold(&self, context: &str, seen: Option<String>, events: String) {
        hold(context, seen, events);
    }

    /// What was signed for this admission and lies in no store yet.
    pub fn unkept(&self, context: &str) -> Option<Unkept> {
        self.0.unkept(context)
    }

    /// It lies in the store now.
    pub fn kept(&self, unkept: &Unkept, whole: bool) {
        self.0.is_kept(unkept, whole);
    }

    pub fn is_all_stored(&self) -> bool {
        self.0.outbox.borrow().iter().all(|entry| entry.stored)
    }

    pub fn storage_works(&self) {
        self.0.storage_works();
    }

    /// How the entries fare has changed.
    pub fn outbox_changed(&self) {
        self.0.refresh_delivery();
    }

    pub fn deliver(&self) {
        self.0.deliver();
    }

    /// Offers an entry to the host, unless another admission than the entry's is on the desk by now.
    pub fn offer(&self, id: &str) {
        self.0.offer(id);
    }

    pub fn has_read(&self, id: &str) -> bool {
        self.0.desk().signed_here(id).is_some()
    }

    pub fn settle(&self, id: &str, reply: Reply) {
        self.0.settle(id, reply);
    }

    pub fn wait(&self, id: &str, millis: u32) {
        self.0.wait(id, millis);
    }

    pub async fn holds_lease(&self, context: &str) -> bool {
        // Where nothing can be stored, nobody else has the entries.
        let Ok(store) = self.0.store() else { return true };
        let now = clock::millis() as f64;
        let holds = store.lease(context, &self.0.owner, now, now + LEASE_MS).await.unwrap_or(true);
        // An element that was taken away meanwhile delivers nothing, and must not keep others from it.
        if self.0.gone.get() {
            release_leases(&self.0.owner);
            return false;
        }
        holds
    }
}

/// The second part did not come.
pub(super) fn not_loaded() -> Rejected {
    Rejected::new(
        "E_WASM",
        String::new(),
        "预防与记录部分未能载入。已签名和已填写的内容不受影响；请检查网络及部署目录 more/ 后重试。",
        "The part for prevention and records could not be loaded. What is signed and entered stays; check the network and the folder more/, then try again.",
    )
}
