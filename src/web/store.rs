//! The store: drafts, events and outbox of the origin, in IndexedDB, on secure and insecure origins alike.
//!
//! Holds `contextId`, answers and events; never a label, a bed, a birth date or a whole chart. A signed event, its
//! outbox entry and the end of its draft are one transaction with strict durability: all or nothing. Values are JSON
//! text, so that whatever reads them later checks them as it checks a host's message. The verbs are `store.js`.

use std::pin::Pin;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::voice::Say;
use crate::interop::json::{MAX_DEPTH, parse};
use crate::interop::shape::Read as _;
use crate::session::outbox::Unkept;

/// Why the store did not do it, and so what to do: say that a reload loses, or read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Not there, locked, or forbidden.
    Blocked,
    /// It gave no answer in time.
    Silent,
    /// The disk or the quota is full.
    Full,
    /// Another window wrote since we read.
    Moved,
}

#[wasm_bindgen(module = "/src/web/store.js")]
extern "C" {
    fn load(say: &Say, context: &str, aside: Option<&str>) -> Promise;
    fn keeps(say: &Say) -> bool;
    fn accepted(say: &Say, id: &str) -> Promise;
    fn write(say: &Say, lines: &Array, strict: bool, context: Option<&str>, seen: Option<&str>) -> Promise;
    fn lease(say: &Say, context: &str, owner: &str, now: f64, until: f64) -> Promise;
    fn release(owner: &str);
}

/// What a verb comes to. Boxed, and one for all verbs: laid into one another, their futures weighed 3 kB of a visit.
fn settled(promise: Promise) -> Pin<Box<dyn Future<Output = Outcome<JsValue>>>> {
    Box::pin(async move { JsFuture::from(promise).await.map_err(why) })
}

fn why(said: JsValue) -> StoreError {
    match said.as_bool() {
        Some(true) => StoreError::Full,
        None if said.is_undefined() => StoreError::Silent,
        _ => StoreError::Blocked,
    }
}

/// What lies in the store for one admission.
#[derive(Debug, Default)]
pub struct Stored {
    pub draft: Option<String>,
    /// JSON list of the events known here.
    pub events: Option<String>,
    /// Every outbox entry of the origin, as (event id, JSON).
    pub outbox: Vec<(String, String)>,
    /// The draft of this person, from when another was opened under the same admission.
    pub aside: Option<String>,
}

/// The store of this origin, opened by the first verb that needs it; or the keeper of the element behind this voice.
#[derive(Clone, Copy, Debug)]
pub struct Store<'a>(pub &'a Say);

type Outcome<T> = Result<T, StoreError>;

impl Stored {
    fn read(found: JsValue) -> Stored {
        let found = Array::from(&found);
        let (ids, entries) = (Array::from(&found.get(2)), Array::from(&found.get(3)));
        let mut outbox = vec![];
        for place in 0..ids.length() {
            if let (Some(id), Some(entry)) = (ids.get(place).as_string(), entries.get(place).as_string()) {
                outbox.push((id, entry));
            }
        }
        Stored { draft: found.get(0).as_string(), events: found.get(1).as_string(), outbox, aside: found.get(4).as_string() }
    }

    /// Read off the text: the events themselves need what is loaded later.
    pub fn last_event_id(&self) -> Option<String> {
        let events = parse(self.events.as_deref()?, MAX_DEPTH).ok()?;
        events.items().last()?.text("id").map(str::to_owned)
    }

    /// Something of the admission itself, for which what reads it must be here.
    pub fn holds_something(&self) -> bool {
        self.draft.is_some() || self.events.is_some() || self.aside.is_some()
    }
}

impl Store<'_> {
    /// The tablet's vault stands in for the origin's store: what it does not hold, nobody holds.
    pub fn is_keeper(self) -> bool {
        keeps(self.0)
    }

    /// `aside`: the key of a draft that this person may have left when another was opened under the same admission.
    pub async fn load(self, context: &str, aside: Option<&str>) -> Outcome<Stored> {
        settled(load(self.0, context, aside)).await.map(Stored::read)
    }

    /// Keeps a draft, or with `None` forgets it.
    pub async fn keep_draft(self, context: &str, draft: Option<String>) -> Outcome<()> {
        self.put(&[("drafts", context, draft.as_deref())], false).await
    }

    /// Puts a draft that this version cannot read beside, so that a later one is not written over it.
    pub async fn set_aside(self, context: &str, draft: &str) -> Outcome<()> {
        self.put(&[("drafts", &[context, " (unread)"].concat(), Some(draft)), ("drafts", context, None)], true).await
    }

    /// The signed event (as `events`, the whole record with it), the outbox entries of it and of what is in the record and could not
    /// be stored before, and the end of the draft, in one transaction. `seen` is what `load` gave: another window's event in
    /// between refuses, and nothing is written.
    pub async fn sign(self, context: &str, seen: Option<&str>, events: &str, entries: &[(String, String)]) -> Outcome<()> {
        let mut list = vec![("events", context, Some(events)), ("drafts", context, None)];
        list.extend(entries.iter().map(|(id, text)| ("outbox", id.as_str(), Some(text.as_str()))));
        let lines = lines(&list);
        let written = settled(write(self.0, &lines, true, Some(context), seen)).await?;
        if written.is_truthy() { Ok(()) } else { Err(StoreError::Moved) }
    }

    /// Puts the draft of another person aside under `key`, and in its place the one that this person had left, if any.
    pub async fn change_person(self, context: &str, key: &str, theirs: &str, ours: Option<&str>) -> Outcome<()> {
        self.put(&[("drafts", key, Some(theirs)), ("drafts", context, ours)], true).await
    }

    /// What was signed while nothing could be written: the record, and the entries that wait for the host. Refused with
    /// [`StoreError::Moved`] where the store holds another record than `seen` by now.
    pub async fn keep_signed(self, unkept: &Unkept) -> Outcome<()> {
        let (seen, events) = unkept.record.as_ref().map_or((None, None), |(seen, events)| (seen.as_deref(), Some(events.as_str())));
        let mut list: Vec<(&str, &str, Option<&str>)> = events.map(|events| ("events", unkept.context.as_str(), Some(events))).into_iter().collect();
        list.extend(unkept.entries.iter().map(|(id, text)| ("outbox", id.as_str(), Some(text.as_str()))));
        let written = settled(write(self.0, &lines(&list), true, Some(&unkept.context), seen)).await?;
        if written.is_truthy() { Ok(()) } else { Err(StoreError::Moved) }
    }

    /// The host has accepted it: said in so many words, since an entry that is merely gone may have been lost.
    pub async fn acknowledge(self, id: &str) -> Outcome<()> {
        self.put(&[("outbox", id, None), ("leases", &done_key(id), Some("accepted"))], true).await
    }

    /// Whether an instance of this origin has heard from the host that it has accepted the event.
    pub async fn is_accepted(self, id: &str) -> Outcome<bool> {
        Ok(settled(accepted(self.0, &done_key(id))).await?.is_truthy())
    }

    /// Rewrites an entry (rejected by the host, with its reason).
    pub async fn mark(self, id: &str, entry: &str) -> Outcome<()> {
        self.put(&[("outbox", id, Some(entry))], false).await
    }

    /// Takes or keeps the right to deliver for `context`; `false` while another instance has it.
    pub async fn lease(self, context: &str, owner: &str, now: f64, until: f64) -> Outcome<bool> {
        Ok(settled(lease(self.0, context, owner, now, until)).await?.is_truthy())
    }

    async fn put(self, list: &[(&str, &str, Option<&str>)], strict: bool) -> Outcome<()> {
        settled(write(self.0, &lines(list), strict, None, None)).await.map(drop)
    }
}

/// The row that says of an event that the host has accepted it. Beside the leases, since every load reads the whole outbox.
fn done_key(id: &str) -> String {
    ["done/", id].concat()
}

/// Gives back the right to deliver.
pub fn release_leases(owner: &str) {
    release(owner);
}

fn lines(list: &[(&str, &str, Option<&str>)]) -> Array {
    let lines = Array::new();
    for (store, key, text) in list {
        lines.push(&Array::of3(&(*store).into(), &(*key).into(), &text.map_or(JsValue::NULL, JsValue::from)));
    }
    lines
}
