//! Delivery: what was signed is offered to the host until it is accepted. The bookkeeping is `outbox`; here are the
//! lease, the timers and the answers.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::clock;
use super::desk::delivery_of;
use super::outbox::{ANSWER_WITHIN_MS, Entry, PENDING_PAUSE_MS, Reply, pause_after};
use super::runtime::Runtime;
use crate::interop::event::read_event;
use crate::interop::output::{flat, outputs};
use crate::interop::rejected::Rejected;
use crate::interop::seal::Sealed;
use crate::interop::shape::Place;
use crate::interop::writing::Writing;

/// Only where Web Locks are absent does a lease lapse by itself.
const LEASE_MS: f64 = 5_000.0;
/// How soon another instance's right to deliver is asked for again: a page that was just left may still hold its lock.
const LEASE_AGAIN_MS: u32 = 1_000;

impl Runtime {
    /// Another admission is opened: nothing waits for an answer any more, and what is undelivered goes again when its own
    /// is opened. An answer that comes after all still counts.
    pub(super) fn recall_offers(&self) {
        self.timers.borrow_mut().0.clear();
        for entry in self.outbox.borrow_mut().iter_mut() {
            entry.offered = false;
        }
    }

    pub(super) fn merge_outbox(&self, stored: &[(String, String)]) {
        let mut outbox = self.outbox.borrow_mut();
        for (id, text) in stored {
            if outbox.iter().all(|held| held.id != *id)
                && let Some(entry) = Entry::read(id, text)
            {
                outbox.push(entry);
            }
        }
    }

    pub fn pending(&self) -> String {
        let mut out = Writing::default();
        out.list("");
        for entry in self.outbox.borrow().iter() {
            out.open("");
            out.text("contextId", &entry.context);
            out.text("id", &entry.id);
            out.text("since", &entry.since);
            out.end();
        }
        out.done()
    }

    pub fn deliver_all(self: &Rc<Self>, all: bool) {
        self.deliver_all.set(all);
        if all {
            let runtime = Rc::clone(self);
            spawn_local(async move {
                if let Ok(store) = runtime.store()
                    && let Ok(stored) = store.load("").await
                {
                    runtime.merge_outbox(&stored.outbox);
                }
                runtime.deliver();
            });
        }
    }

    /// Offers every entry that may go now and is not waiting for anything, oldest first.
    pub(super) fn deliver(self: &Rc<Self>) {
        let context = self.context();
        for entry in self.outbox.borrow().iter() {
            let ours = self.deliver_all.get() || Some(&entry.context) == context.as_ref();
            if !ours || entry.offered || entry.rejected.is_some() || self.timers.borrow().has(&entry.id) {
                continue;
            }
            let (runtime, id, context) = (Rc::clone(self), entry.id.clone(), entry.context.clone());
            spawn_local(async move {
                if runtime.holds_lease(&context).await {
                    runtime.offer(&id).await;
                } else {
                    runtime.wait(&id, LEASE_AGAIN_MS);
                }
            });
        }
    }

    /// One instance at a time delivers an admission's entries. Where nothing can be stored, nobody else has them.
    pub(super) async fn holds_lease(self: &Rc<Self>, context: &str) -> bool {
        match self.store() {
            Ok(store) => {
                let now = clock::millis() as f64;
                store.lease(context, &self.owner, now, now + LEASE_MS).await.unwrap_or(true)
            }
            Err(_) => true,
        }
    }

    pub(super) async fn offer(self: &Rc<Self>, id: &str) {
        // Another instance may have delivered it since.
        if let Ok(store) = self.store()
            && let Ok(stored) = store.load("").await
        {
            let held = self.outbox.borrow().iter().any(|entry| entry.id == id && entry.stored);
            if held && stored.outbox.iter().all(|(kept, _)| kept != id) {
                return self.settle(id, Reply::Accepted);
            }
        }
        // Of an event that is not on the desk the host is told what is read from it again.
        let on_desk = self.desk.borrow().signed_here(id).is_some();
        if !on_desk && !self.later().await {
            return self.wait(id, PENDING_PAUSE_MS);
        }
        let Some(detail) = self.offer_detail(id) else { return };
        self.refresh_delivery();
        let runtime = Rc::clone(self);
        let waiting = id.to_owned();
        let timeout = Timeout::new(ANSWER_WITHIN_MS, move || {
            runtime.timers.borrow_mut().take(&waiting);
            runtime.settle(&waiting, Reply::None);
        });
        self.timers.borrow_mut().put(id.to_owned(), timeout);
        self.tell("event", &detail);
    }

    pub(super) fn offer_detail(&self, id: &str) -> Option<String> {
        let mut outbox = self.outbox.borrow_mut();
        let entry = outbox.iter_mut().find(|entry| entry.id == id && !entry.offered)?;
        entry.attempt += 1;
        entry.offered = true;
        let mut out = Writing::object();
        out.put("event", &entry.event);
        out.whole("attempt", entry.attempt as usize);
        out.open("outputs");
        let desk = self.desk.borrow();
        outputs(&mut out, &desk.outputs, &desk.profile.flat_keys, &|out| flat_of(out, entry, desk.signed_here(id)));
        out.end();
        if !entry.stored {
            out.flag("stored", Some(false));
        }
        Some(out.done())
    }

    /// The host's answer to an offer, whenever it comes.
    pub fn answered(self: &Rc<Self>, id: &str, context: Option<&str>, reply: Reply) {
        let open = self.outbox.borrow().iter().find(|entry| entry.id == id).map(|entry| entry.context.clone());
        let Some(expected) = open else { return };
        if context.is_some_and(|context| context != expected) {
            let rejected = Rejected::new(
                "E_CONTEXT_MISMATCH",
                "/contextId".into(),
                "HIS的答复属于另一次住院，未采用，将重新发送。",
                "The answer is for another admission. It was not taken; the event is sent again.",
            );
            self.tell_error(&rejected, true);
            return self.settle(id, Reply::None);
        }
        self.settle(id, reply);
    }

    pub(super) fn settle(self: &Rc<Self>, id: &str, reply: Reply) {
        match reply {
            Reply::Accepted => {
                self.timers.borrow_mut().take(id);
                self.outbox.borrow_mut().retain(|entry| entry.id != id);
                self.forget(id.to_owned());
            }
            Reply::Rejected(reason) => {
                self.timers.borrow_mut().take(id);
                let text = self.with_entry(id, |entry| {
                    entry.offered = false;
                    entry.rejected = Some(reason.clone());
                    entry.to_json()
                });
                if let Some(text) = text {
                    self.rewrite(id.to_owned(), text);
                }
                let rejected = Rejected::new(
                    "E_REJECTED",
                    String::new(),
                    "HIS拒收了已签名的评估，已保留。请按HIS提示处理后重发。",
                    "The host refused the signed assessment. It is kept; mend the cause, then send again.",
                );
                self.tell_error(&rejected, true);
            }
            Reply::Pending => self.again(id, |_| PENDING_PAUSE_MS),
            Reply::None => self.again(id, pause_after),
        }
        self.refresh_delivery();
    }

    pub(super) fn again(self: &Rc<Self>, id: &str, pause: impl Fn(u32) -> u32) {
        let attempt = self.with_entry(id, |entry| {
            entry.offered = false;
            entry.attempt
        });
        if let Some(attempt) = attempt {
            self.wait(id, pause(attempt));
        }
    }

    pub(super) fn wait(self: &Rc<Self>, id: &str, millis: u32) {
        let runtime = Rc::clone(self);
        let waiting = id.to_owned();
        let timeout = Timeout::new(millis, move || {
            runtime.timers.borrow_mut().take(&waiting);
            runtime.deliver();
        });
        self.timers.borrow_mut().put(id.to_owned(), timeout);
    }

    pub(super) fn with_entry<T>(&self, id: &str, act: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        self.outbox.borrow_mut().iter_mut().find(|entry| entry.id == id).map(act)
    }

    pub(super) fn forget(self: &Rc<Self>, id: String) {
        let runtime = Rc::clone(self);
        spawn_local(async move {
            if let Ok(store) = runtime.store() {
                // Failing leaves the entry: the host hears of it again under the same id, which it knows.
                store.acknowledge(&id).await.ok();
            }
        });
    }

    pub(super) fn rewrite(self: &Rc<Self>, id: String, text: String) {
        let runtime = Rc::clone(self);
        spawn_local(async move {
            if let Ok(store) = runtime.store() {
                store.mark(&id, &text).await.ok();
            }
        });
    }

    /// A person or the host asks to send again at once, also what was rejected.
    pub(super) fn retry(self: &Rc<Self>) {
        let context = self.context();
        for entry in self.outbox.borrow_mut().iter_mut().filter(|entry| Some(&entry.context) == context.as_ref()) {
            entry.rejected = None;
            entry.offered = false;
            self.timers.borrow_mut().take(&entry.id);
        }
        self.refresh_delivery();
        self.deliver();
    }

    pub(super) fn refresh_delivery(self: &Rc<Self>) {
        let Some(context) = self.context() else { return };
        let delivery = {
            let outbox = self.outbox.borrow();
            delivery_of(outbox.iter().rfind(|entry| entry.context == context))
        };
        self.change(|desk, _| {
            if desk.open.as_ref().is_some_and(|open| open.signed) {
                desk.delivery = delivery;
            }
        });
    }
}

fn flat_of(out: &mut Writing, entry: &Entry, on_desk: Option<&Sealed>) {
    let read = on_desk.is_none().then(|| read_event(&entry.event, &Place::root("event")).ok()).flatten();
    match on_desk.map(|sealed| &sealed.event).or(read.as_ref()).and_then(|event| event.body.assessment()) {
        Some(assessment) => flat(out, &entry.context, assessment, 0, "signed"),
        None => out.text("contextId", &entry.context),
    }
}
