//! Delivery: what was signed is offered to the host until it is accepted. The bookkeeping is `outbox`; here are the
//! lease, the timers and the answers.

use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::errand::Errand;
use super::parked::unpark_delivered;
use super::surroundings::Runtime;
use super::unkept::keep_signed;
use crate::interop::event::read_event;
use crate::interop::json::Value;
use crate::interop::output::{flat, outputs, signature};
use crate::interop::rejected::Rejected;
use crate::interop::seal::Sealed;
use crate::interop::shape::Place;
use crate::interop::stored::are_two_persons;
use crate::interop::writing::Writing;
use crate::session::desk::delivery_of;
use crate::session::outbox::{ANSWER_WITHIN_MS, Entry, PENDING_PAUSE_MS, Reply, pause_after};
use crate::session::screen::Delivery;

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
        let mut altered = 0;
        for (id, text) in stored {
            if self.outbox.borrow().iter().all(|held| held.id != *id)
                && let Some(entry) = Entry::read(id, text)
            {
                altered += usize::from(entry.altered);
                self.outbox.borrow_mut().push(entry);
            }
        }
        // Told once for all of them: which patients they are of is nobody's business who reads an error.
        if altered > 0 {
            self.tell_error(&altered_entry(), false);
        }
    }

    /// The events of an admission that wait for the host, as they were signed.
    pub(super) fn waiting(&self, context: &str) -> Vec<Value> {
        self.outbox.borrow().iter().filter(|entry| entry.context == context && !entry.altered).map(|entry| entry.event.clone()).collect()
    }

    pub fn pending(&self) -> String {
        let mut out = Writing::default();
        out.list("");
        // What waits from before is real, and nobody's affair here.
        for entry in self.outbox.borrow().iter().filter(|_| !self.practises()) {
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
            self.errand().run(|errand| async move {
                let page = errand.page();
                if let Ok(store) = page.store()
                    && let Ok(stored) = store.load("", None).await
                {
                    page.merge_outbox(&stored.outbox);
                }
                page.deliver();
            });
        }
    }

    /// A host has said that it accepted the last event of the record on the desk.
    fn is_accepted(&self) -> bool {
        let desk = self.desk.borrow();
        let last = desk.open.as_ref().and_then(|open| open.record.events.last());
        last.is_some_and(|last| self.accepted.borrow().contains(&last.event.id))
    }

    /// The host takes entries of this admission now: it is on the desk, or the host routes by `event.contextId`.
    fn is_ours(&self, context: &str) -> bool {
        self.deliver_all.get() || self.context().as_deref() == Some(context)
    }

    /// Offers every entry that may go now and is not waiting for anything, oldest first.
    pub(super) fn deliver(self: &Rc<Self>) {
        if self.gone.get() || self.desk.borrow().is_unreal() {
            return;
        }
        for entry in self.outbox.borrow().iter() {
            if !self.is_ours(&entry.context) || !entry.may_go() || self.timers.borrow().has(&entry.id) {
                continue;
            }
            let (id, context) = (entry.id.clone(), entry.context.clone());
            self.errand().run(|errand| async move {
                // One instance at a time delivers an admission's entries.
                if errand.page().holds_lease(&context).await {
                    offer(&errand, &id).await;
                } else {
                    errand.page().wait(&id, LEASE_AGAIN_MS);
                }
            });
        }
    }

    /// Tells the host of an entry and waits for its answer; not while another admission than the entry's is on the desk.
    pub(super) fn offer(self: &Rc<Self>, id: &str) {
        let context = self.with_entry(id, |entry| entry.context.clone());
        if context.is_none_or(|context| !self.is_ours(&context)) {
            return;
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

    /// An offer is out for this event: what the page makes for the host meanwhile is still wanted.
    pub fn is_offered(&self, id: &str) -> bool {
        self.with_entry(id, |entry| entry.offered) == Some(true)
    }

    pub(super) fn offer_detail(&self, id: &str) -> Option<String> {
        let mut outbox = self.outbox.borrow_mut();
        let entry = outbox.iter_mut().find(|entry| entry.id == id && entry.may_go())?;
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
        // By force another person has the admission now: what the page knows of that one is not said of this event.
        let theirs =
            entry.person.as_deref().zip(desk.open.as_ref().filter(|open| open.context == entry.context).and_then(|open| open.person.as_deref()));
        if theirs.is_some_and(|(then, now)| are_two_persons(then, now)) {
            out.flag("another", Some(true));
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
                self.accepted.borrow_mut().push(id.to_owned());
                self.timers.borrow_mut().take(id);
                self.outbox.borrow_mut().retain(|entry| entry.id != id);
                unpark_delivered(id);
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
        self.free_lease();
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
        if self.gone.get() {
            return;
        }
        if self.out.get() {
            return self.lie_down();
        }
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

    fn forget(self: &Rc<Self>, id: String) {
        self.errand().run(|errand| async move {
            if let Ok(store) = errand.page().store() {
                // Failing leaves the entry: the host hears of it again under the same id, which it knows.
                store.acknowledge(&id).await.ok();
            }
        });
    }

    fn rewrite(self: &Rc<Self>, id: String, text: String) {
        self.errand().run(|errand| async move {
            if let Ok(store) = errand.page().store() {
                store.mark(&id, &text).await.ok();
            }
        });
    }

    /// A person or the host asks to send again at once, also what was rejected.
    pub(super) fn retry(self: &Rc<Self>) {
        let context = self.context();
        for entry in self.outbox.borrow_mut().iter_mut().filter(|entry| Some(&entry.context) == context.as_ref() && !entry.altered) {
            entry.rejected = None;
            entry.offered = false;
            self.timers.borrow_mut().take(&entry.id);
        }
        self.refresh_delivery();
        self.deliver();
    }

    pub(super) fn refresh_delivery(self: &Rc<Self>) {
        let Some(context) = self.context().filter(|_| !self.practises()) else { return };
        let (delivery, unkept) = {
            let outbox = self.outbox.borrow();
            let unkept = outbox.iter().any(|entry| entry.context == context && !entry.stored);
            (delivery_of(outbox.iter().rfind(|entry| entry.context == context), self.is_accepted()), unkept)
        };
        self.change(|desk, _| {
            desk.unkept = unkept;
            // Over a new form nothing is said of what was signed before; but what is said already must stay true.
            if desk.delivery != Delivery::Idle || desk.open.as_ref().is_some_and(|open| open.stands.is_signed()) {
                desk.delivery = delivery;
            }
        });
    }
}

/// Offers an entry, once it is known that no other instance has delivered it and that the store has it.
async fn offer(errand: &Errand, id: &str) {
    let page = errand.page();
    if let Ok(store) = page.store()
        && let Ok(stored) = store.load("", None).await
        && stored.outbox.iter().all(|(kept, _)| kept != id)
    {
        // Gone because the host has it, or because the browser has thrown it away: only the first is an acceptance.
        if store.is_accepted(id).await == Ok(true) {
            return page.settle(id, Reply::Accepted);
        }
        let Some((context, text, is_stored)) = page.entry(id, |entry| (entry.context.clone(), entry.to_json(), entry.stored)) else {
            return;
        };
        if is_stored {
            store.mark(id, &text).await.ok();
        } else {
            keep_signed(errand, &context).await;
        }
    }
    // Of an event that is not on the desk the host is told what is read from it again.
    if !page.has_read(id) && !errand.later().await {
        return page.wait(id, PENDING_PAUSE_MS);
    }
    page.offer(id);
}

/// Something on this device has changed an entry of the outbox since it was signed.
fn altered_entry() -> Rejected {
    Rejected::new(
        "E_CONFLICT",
        "/outbox".into(),
        "本机待发送的一条已签名记录与签名时不一致，未发送，原样保留。请联系信息科核对。",
        "A signed event that waits on this device is not what was signed. It was not sent and stays as it is; have it checked.",
    )
}

fn flat_of(out: &mut Writing, entry: &Entry, on_desk: Option<&Sealed>) {
    let read = on_desk.is_none().then(|| read_event(&entry.event, &Place::root("event")).ok()).flatten();
    let event = on_desk.map(|sealed| &*sealed.event).or(read.as_ref());
    match event.and_then(|event| event.body.score()) {
        Some(assessment) => flat(out, &entry.context, assessment, 0, "signed"),
        None => out.text("contextId", &entry.context),
    }
    if let Some(event) = event {
        signature(out, event);
    }
}
