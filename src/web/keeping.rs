//! What this device keeps of a patient: the record, the answers that nobody has signed, and what it says when it can keep
//! nothing. Reads it when the patient is opened, and writes the draft after every change.

use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::errand::Errand;
use super::parked::{PARKED, UNSTORED, has_more_than_the_store, held, hold, park};
use super::store::{Store, StoreError, Stored};
use super::surroundings::Runtime;
use crate::interop::json::{MAX_DEPTH, Value, parse};
use crate::interop::rejected::Rejected;
use crate::interop::shape::Place;
use crate::interop::stored::{Draft, are_two_persons, aside_key, person_in, read_draft, write_draft};
use crate::session::resume;
use crate::session::screen::StorageNotice;
use crate::session::sitting::{Left, Open};

/// A draft is written in the next task, once for all that one tap changed: a reload may follow at once.
const DRAFT_AFTER_MS: u32 = 0;

impl Runtime {
    /// The draft of a patient left by force: in memory at once, in the store as soon as that will take it.
    pub(super) fn leave(self: &Rc<Self>, left: Left) {
        self.draft_due.take();
        let Left { context, key, draft, is_whole } = left;
        park(key.clone(), draft.clone());
        // What lies there and was not read yet is more than this: both are taken up together when the patient comes back.
        if !self.durable() || !is_whole {
            return;
        }
        self.errand().run(|errand| async move {
            let Ok(store) = errand.page().store() else { return };
            let text = write_draft(&draft);
            // The other person of the same admission must not find it there.
            let kept = if key == context { store.keep_draft(&key, Some(text)).await } else { store.change_person(&context, &key, &text, None).await };
            if kept.is_ok() {
                PARKED.with_borrow_mut(|parked| {
                    if parked.0.iter().any(|(held, parked)| *held == key && *parked == draft) {
                        parked.take(&key);
                    }
                });
            }
        });
    }

    /// One for all who call it: a change weighs a hundred bytes of the first visit.
    #[inline(never)]
    pub(super) fn wait_to_read(self: &Rc<Self>) {
        self.change(|desk, _| desk.wait_to_read());
    }

    /// Asks the store for draft, events and outbox of the admission on the desk, and puts them under what has been entered since.
    pub(super) fn load(self: &Rc<Self>) {
        let opened = |open: &Open| (open.person.clone(), !open.loaded && has_more_than_the_store(&open.context));
        let (person, more) = self.desk.borrow().open.as_ref().map(opened).unwrap_or_default();
        if more {
            // Else an empty form would sign the same number once more.
            self.wait_to_read();
        }
        self.errand().run(|errand| async move {
            let (context, page) = (errand.context(), errand.page());
            let aside = person.map(|person| aside_key(context, &person));
            let stored = match page.store() {
                Ok(store) => store.load(context, aside.as_deref()).await,
                Err(error) => Err(error),
            };
            errand.page().know_accepted(&stored).await;
            let kept = stored.as_ref().is_ok_and(Stored::holds_something);
            let is_parked = |key: &str| PARKED.with_borrow(|parked| parked.has(key));
            let waits = !errand.page().practises() && stored.as_ref().is_ok_and(|stored| errand.page().has_waiting(&stored.outbox, context));
            if errand.holds() && (kept || waits || held(context).is_some() || is_parked(context) || aside.as_deref().is_some_and(is_parked)) {
                errand.here(Runtime::wait_to_read);
                if !errand.later().await {
                    return;
                }
            }
            errand.here(|runtime| runtime.take_up(stored, aside));
        });
    }

    /// What the store holds of the admission on the desk.
    fn take_up(self: &Rc<Self>, stored: Result<Stored, StoreError>, aside: Option<String>) {
        if self.desk.borrow().open.as_ref().is_some_and(|open| open.signing) {
            // Nothing moves under a signature that is being written: asked again after it.
            self.load_again.set(true);
            return;
        }
        let context = self.context().unwrap_or_default();
        if self.practises() {
            // The record is there to be read; drafts and what waits for the host are not touched.
            if let Ok(stored) = stored {
                self.take_stored_events(stored.events);
            }
            self.take_held(&context);
            return self.is_loaded(false);
        }
        if !self.gone.get() {
            let mut unstored = UNSTORED.with_borrow_mut(std::mem::take);
            let mut outbox = self.outbox.borrow_mut();
            // Of its own it may have left some there while it was out of the page.
            unstored.retain(|entry| outbox.iter().all(|held| held.id != entry.id));
            outbox.extend(unstored);
        }
        // What an element that was taken away has left there is for the next one.
        let parked = if self.gone.get() { vec![] } else { self.parked(&context, aside.as_deref()) };
        match stored {
            Ok(stored) => {
                self.unread_store.set(false);
                self.merge_outbox(&stored.outbox);
                self.take_stored_events(stored.events);
                self.take_held(&context);
                self.take_waiting(&context);
                self.unpark(parked);
                // A signature that could not be stored could not delete the draft of its answers either.
                let (draft, aside) = if held(&context).is_some() { (None, None) } else { (stored.draft, stored.aside) };
                let is_theirs = |text: &String| self.is_of_another(text);
                match (draft, aside) {
                    (Some(text), other) if is_theirs(&text) => {
                        self.set_aside_for_its_person(&context, &text, other.as_deref());
                        if let Some(text) = other {
                            self.take_stored_draft(&context, text);
                        }
                    }
                    (Some(text), _) | (None, Some(text)) => self.take_stored_draft(&context, text),
                    (None, None) => {}
                }
            }
            Err(error) => {
                // Asked again with the next draft. What the page has in hand is taken up each time: a store that stays silent leaves
                // nobody waiting for what it holds.
                if self.durable() {
                    self.storage_failed(error);
                    self.unread_store.set(true);
                }
                self.take_held(&context);
                self.unpark(parked);
            }
        }
        let waiting = self.outbox.borrow().iter().any(|entry| entry.context == context);
        self.is_loaded(waiting);
        self.refresh_delivery();
        if !self.unread_store.get() {
            self.save_draft();
        }
        self.deliver();
    }

    /// The store has been asked. `waiting`: something of this admission waits for the host.
    fn is_loaded(self: &Rc<Self>, waiting: bool) {
        self.change(|desk, at| {
            if let Some(open) = &mut desk.open {
                // Signed here before a reload and not yet confirmed: the result stands until it is. What is read again later does not
                // take away the form that somebody has opened meanwhile.
                if waiting && !open.loaded && !open.is_dirty() && open.record.encounter.latest().is_some() {
                    open.stands = open.stands.signed();
                }
                open.loaded = true;
                open.unread = self.early_record.borrow().is_some();
            }
            desk.lead(at);
        });
    }

    /// The draft that was put aside in memory for the person on the desk; one of another person goes on waiting for that one.
    fn parked(&self, context: &str, aside: Option<&str>) -> Vec<Draft> {
        let ours = self.desk.borrow().open.as_ref().and_then(|open| open.person.clone());
        let mut found = vec![];
        for key in [Some(context), aside].into_iter().flatten() {
            let Some(draft) = PARKED.with_borrow_mut(|parked| parked.take(key)) else { continue };
            match draft.person.clone().filter(|theirs| ours.as_ref().is_some_and(|ours| are_two_persons(ours, theirs))) {
                Some(theirs) => park(aside_key(context, &theirs), draft),
                None => found.push(draft),
            }
        }
        found
    }

    /// Takes up what was put aside in memory: newer than what lies in the store, which goes under it.
    fn unpark(self: &Rc<Self>, parked: Vec<Draft>) {
        for draft in parked {
            self.change(|desk, at| resume::draft(desk, draft, at));
        }
    }

    /// The draft was written for another person under the same admission.
    fn is_of_another(&self, text: &str) -> bool {
        let theirs = person_in(text);
        let ours = self.desk.borrow().open.as_ref().and_then(|open| open.person.clone());
        theirs.zip(ours).is_some_and(|(theirs, ours)| are_two_persons(&theirs, &ours))
    }

    /// Puts the draft of another person where that person's next opening looks for it.
    fn set_aside_for_its_person(self: &Rc<Self>, context: &str, text: &str, ours: Option<&str>) {
        let Some(person) = person_in(text) else { return };
        let (context, key, text, ours) = (context.to_owned(), aside_key(context, &person), text.to_owned(), ours.map(str::to_owned));
        self.errand().run(|errand| async move {
            if let Ok(store) = errand.page().store() {
                store.change_person(&context, &key, &text, ours.as_deref()).await.ok();
            }
        });
    }

    /// A draft of this device. One that cannot be read is put beside, not thrown away.
    fn take_stored_draft(self: &Rc<Self>, context: &str, text: String) {
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
                let context = context.to_owned();
                // Until it lies beside, no new draft takes its place.
                self.change(|desk, _| desk.keep_no_drafts(true));
                self.errand().run(|errand| async move {
                    let Ok(store) = errand.page().store() else { return };
                    match store.set_aside(&context, &text).await {
                        Ok(()) => {
                            errand.here(|runtime| {
                                runtime.change(|desk, _| desk.keep_no_drafts(false));
                                runtime.save_draft();
                            });
                        }
                        Err(error) => errand.page().storage_failed(error),
                    }
                });
            }
        }
    }

    /// What the store holds of the record now; nothing, where it was cleared.
    fn take_stored_events(self: &Rc<Self>, events: Option<String>) {
        let value: Value = events.as_deref().and_then(|events| parse(events, MAX_DEPTH).ok()).unwrap_or_default();
        let taken = self.change(|desk, at| {
            let taken = if events.is_some() { resume::record(desk, &value, &Place::root("record")) } else { Ok(()) };
            // The record on the desk does not go on from one that another window has signed meanwhile, and must not take its place.
            let forked = taken.as_ref().is_err_and(|rejected| rejected.code == "E_CONFLICT");
            if let Some(open) = desk.open.as_mut().filter(|_| !forked) {
                open.seen = events;
            }
            desk.reread(at);
            taken
        });
        if let Err(rejected) = taken {
            self.refuse(&rejected);
        }
    }

    /// What was signed in this page and could not be stored goes on from what the store holds.
    fn take_held(self: &Rc<Self>, context: &str) {
        let Some((_, events)) = held(context) else { return };
        let record: Value = parse(&events, MAX_DEPTH).unwrap_or_default();
        if let Err(rejected) = self.change(|desk, at| {
            let taken = resume::record(desk, &record, &Place::root("record"));
            desk.reread(at);
            taken
        }) {
            self.refuse(&rejected);
        }
    }

    /// What waits for the host and is not in the record any more, because the browser has thrown that away, goes on from the record
    /// and is stored with it again. Else the next signature would carry the same number.
    fn take_waiting(self: &Rc<Self>, context: &str) {
        let more = self.waiting(context);
        if !more.is_empty()
            && let Some((seen, events)) = self.change(|desk, at| resume::waiting(desk, more, at))
        {
            hold(context, seen, events);
            self.keep_signed(context.to_owned());
        }
    }

    /// The store is the tablet's vault, which alone keeps what is signed; else it is the origin's, beside the host.
    pub(super) fn is_keeper(&self) -> bool {
        Store(&self.say).is_keeper()
    }

    pub(super) fn store(&self) -> Result<Store<'_>, StoreError> {
        if self.durable() { Ok(Store(&self.say)) } else { Err(StoreError::Blocked) }
    }

    pub(super) fn storage_failed(self: &Rc<Self>, error: StoreError) {
        let (notice, zh, en) = match error {
            StoreError::Full => (
                StorageNotice::Full,
                "存储空间已满：未签名的内容刷新后会丢失。请清理磁盘或联系信息科。",
                "Storage is full: what is not signed is lost on reload. Free some space.",
            ),
            StoreError::Silent => (
                StorageNotice::Silent,
                "本机存储没有响应：未签名、未送达的内容刷新后会丢失。请勿关闭页面。",
                "Storage does not answer: what is not signed and delivered is lost on reload. Do not close the page.",
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

    /// Writes the draft; while one write is under way the next waits for it, and the last always gets written.
    pub(super) fn save_draft(self: &Rc<Self>) {
        let mut due = self.draft_due.borrow_mut();
        if due.is_none() {
            let runtime = Rc::clone(self);
            *due = Some(Timeout::new(DRAFT_AFTER_MS, move || runtime.save_now()));
        }
    }

    /// Writes the draft now: the burst is over, or the page is going away.
    pub fn save_now(self: &Rc<Self>) {
        self.draft_due.take();
        let ready = !self.practises() && self.desk.borrow().open.as_ref().is_some_and(|open| open.loaded && !open.signing && !open.keeps_no_drafts);
        // A calculator keeps nothing, and what lies there of another form stays.
        if !ready || self.desk.borrow().calculates() || !self.durable() {
            return;
        }
        if self.unread_store.get() {
            // What lies there may be more than what stands here: read first, then both are written.
            return self.load();
        }
        if self.saving.replace(true) {
            self.save_again.set(true);
            return;
        }
        let draft = self.desk.borrow().draft();
        self.errand().run(|errand| async move {
            let kept = keep(&errand, errand.context(), draft).await;
            errand.page().draft_kept(kept);
        });
    }

    pub(super) fn draft_kept(self: &Rc<Self>, kept: Result<(), StoreError>) {
        self.saving.set(false);
        match kept {
            Ok(()) => self.storage_works(),
            Err(error) => self.storage_failed(error),
        }
        if self.save_again.replace(false) {
            self.save_now();
        }
    }

    /// The store takes what it is given again. What was signed meanwhile follows; until it has, the notice stays.
    pub(super) fn storage_works(self: &Rc<Self>) {
        // Of this element: what another element of the page has signed is its own to store, with its entries.
        let mine = self.outbox.borrow().iter().find(|entry| !entry.stored).map(|entry| entry.context.clone());
        match mine.or_else(|| self.context().filter(|context| held(context).is_some())) {
            Some(context) => self.keep_signed(context),
            None if self.desk.borrow().storage.is_some() => self.change(|desk, _| desk.storage = None),
            None => {}
        }
    }
}

pub(super) async fn keep(errand: &Errand, key: &str, draft: Option<Draft>) -> Result<(), StoreError> {
    let text = draft.map(|draft| write_draft(&draft));
    errand.page().store()?.keep_draft(key, text).await
}
