//! The store: drafts, events and outbox of the origin, in IndexedDB, on secure and insecure origins alike.
//!
//! Holds `contextId`, answers and events; never a label, a bed, a birth date or a whole chart. A signed event, its
//! outbox entry and the end of its draft are one transaction with strict durability: all or nothing. Values are JSON
//! text, so that whatever reads them later checks them as it checks a host's message. The verbs are `store.js`.

use js_sys::Array;
use wasm_bindgen::prelude::*;

/// Why the store did not do it, and so what to do: say that a reload loses, or read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Not there, locked, or forbidden.
    Blocked,
    /// The disk or the quota is full.
    Full,
    /// Another window wrote since we read.
    Moved,
}

#[wasm_bindgen(module = "/src/web/store.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn open() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn load(database: &JsValue, context: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn write(database: &JsValue, lines: &Array, strict: bool, context: Option<&str>, seen: Option<&str>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn lease(database: &JsValue, context: &str, owner: &str, now: f64, until: f64) -> Result<JsValue, JsValue>;
    fn release(owner: &str);
}

/// `DOMException`s of any realm: by name, never by class.
fn why(error: JsValue) -> StoreError {
    let name = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
    if name.as_deref() == Some("QuotaExceededError") { StoreError::Full } else { StoreError::Blocked }
}

/// What lies in the store for one admission.
#[derive(Debug, Default)]
pub struct Stored {
    pub draft: Option<String>,
    /// JSON list of the events known here.
    pub events: Option<String>,
    /// Every outbox entry of the origin, as (event id, JSON).
    pub outbox: Vec<(String, String)>,
}

pub struct Store {
    database: JsValue,
}

type Outcome<T> = Result<T, StoreError>;

impl Store {
    pub async fn open() -> Outcome<Store> {
        Ok(Store { database: open().await.map_err(why)? })
    }

    pub async fn load(&self, context: &str) -> Outcome<Stored> {
        let found = Array::from(&load(&self.database, context).await.map_err(why)?);
        let texts = |index: u32| Array::from(&found.get(index)).iter().filter_map(|text| text.as_string()).collect::<Vec<_>>();
        Ok(Stored { draft: found.get(0).as_string(), events: found.get(1).as_string(), outbox: texts(2).into_iter().zip(texts(3)).collect() })
    }

    /// Keeps a draft, or with `None` forgets it.
    pub async fn keep_draft(&self, context: &str, draft: Option<String>) -> Outcome<()> {
        self.put(&[("drafts", context, draft.as_deref())], false).await
    }

    /// Puts a draft that this version cannot read beside, so that a later one is not written over it.
    pub async fn set_aside(&self, context: &str, draft: &str) -> Outcome<()> {
        self.put(&[("drafts", &format!("{context} (unread)"), Some(draft)), ("drafts", context, None)], true).await
    }

    /// The signed event (as `events`, the whole record with it), its outbox entry and the end of the draft, in one
    /// transaction. `seen` is what `load` gave: another window's event in between refuses, and nothing is written.
    pub async fn sign(&self, context: &str, seen: Option<&str>, events: &str, id: &str, entry: &str) -> Outcome<()> {
        let lines = lines(&[("events", context, Some(events)), ("outbox", id, Some(entry)), ("drafts", context, None)]);
        let written = write(&self.database, &lines, true, Some(context), seen).await.map_err(why)?;
        if written.is_truthy() { Ok(()) } else { Err(StoreError::Moved) }
    }

    /// Delivered: the host has it.
    pub async fn acknowledge(&self, id: &str) -> Outcome<()> {
        self.put(&[("outbox", id, None)], true).await
    }

    /// Rewrites an entry (rejected by the host, with its reason).
    pub async fn mark(&self, id: &str, entry: &str) -> Outcome<()> {
        self.put(&[("outbox", id, Some(entry))], false).await
    }

    /// Takes or keeps the right to deliver for `context`; `false` while another instance has it.
    pub async fn lease(&self, context: &str, owner: &str, now: f64, until: f64) -> Outcome<bool> {
        Ok(lease(&self.database, context, owner, now, until).await.map_err(why)?.is_truthy())
    }

    async fn put(&self, list: &[(&str, &str, Option<&str>)], strict: bool) -> Outcome<()> {
        write(&self.database, &lines(list), strict, None, None).await.map_err(why).map(drop)
    }
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
