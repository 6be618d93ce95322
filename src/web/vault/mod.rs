//! The vault: patient data at rest on a tablet, encrypted, in rows under opaque keys. It knows keys and texts, never what a
//! text says; who may read or write which row is the affair of `web::ward`.
//!
//! One passphrase for the device opens it; there is no second way in. What is encrypted with what, and what is not, stands
//! in `docs/for-hosts/ward-security.md`. The verbs are `vault.js`, for the reasons that `store.js` gives.

pub mod archive;
pub mod aside;
mod error;
pub mod found;
pub mod handover;
pub mod keeper;
pub mod referral;
pub mod settings;
mod strength;

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::interop::ward::{WARD_KEY, marked, read_ward};

pub use error::{VaultError, VaultObstacle, VaultStatus};
pub use strength::{Strength, strength};

/// The least number of characters of a passphrase, counted after NFC.
pub const PASSPHRASE_CHARACTERS: usize = 8;

/// One change of a transaction: row key, and JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Put(String, String),
    /// The whole transaction fails with [`VaultError::Moved`] if there is such a row already.
    Add(String, String),
    Delete(String),
    /// Writes nothing: the whole transaction fails with [`VaultError::Moved`] where there is such a row.
    None(String),
}

impl Line {
    /// Of a demonstration: what is written says so.
    pub fn mark(&mut self) {
        if let Line::Put(key, text) | Line::Add(key, text) = self {
            *text = marked(key, std::mem::take(text));
        }
    }
}

#[wasm_bindgen(module = "/src/web/vault/vault.js")]
extern "C" {
    #[wasm_bindgen(js_name = standing)]
    fn standing_() -> Promise;
    fn create(passphrase: &str) -> Promise;
    fn unlock(passphrase: &str) -> Promise;
    #[wasm_bindgen(js_name = erase)]
    fn erase_() -> Promise;
    fn read(vault: &JsValue, prefix: &str) -> Promise;
    fn readable(vault: &JsValue, prefix: &str) -> Promise;
    fn survey(vault: &JsValue) -> Promise;
    fn compare(vault: &JsValue) -> Promise;
    fn mend(vault: &JsValue, lines: &Array) -> Promise;
    fn accept(vault: &JsValue, keys: &Array) -> Promise;
    #[wasm_bindgen(js_name = count)]
    fn count_(vault: &JsValue, prefix: &str) -> Promise;
    fn write(vault: &JsValue, lines: &Array) -> Promise;
    fn lock(vault: &JsValue) -> Promise;
    fn listen(vault: &JsValue, heard: &JsValue);
    fn watch(vault: &JsValue, lost: &JsValue);
    fn seen(vault: &JsValue) -> Promise;
    fn check(vault: &JsValue, passphrase: &str) -> Promise;
    fn rekey(vault: &JsValue, before: &str, after: &str) -> Promise;
}

/// An open vault. Clones are the same vault; `lock` closes all of them.
#[derive(Clone)]
pub struct Vault(Rc<Open>);

struct Open {
    handle: JsValue,
    listeners: Rc<RefCell<Vec<Heard>>>,
    losers: Rc<RefCell<Vec<Lost>>>,
    _heard: Closure<dyn FnMut(Array)>,
    _lost: Closure<dyn FnMut(String)>,
}

type Heard = Rc<dyn Fn(Vec<String>)>;
type Lost = Rc<dyn Fn(VaultError)>;
type Outcome<T> = Result<T, VaultError>;

impl PartialEq for Vault {
    fn eq(&self, other: &Vault) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

fn settled(promise: Promise) -> Pin<Box<dyn Future<Output = Outcome<JsValue>>>> {
    // Listened to from here on: one that is never waited for, because another failed first, fails in silence.
    let found = JsFuture::from(promise);
    Box::pin(async move { found.await.map_err(|word| VaultError::read(&word.as_string().unwrap_or_default())) })
}

impl Vault {
    /// Whether there is one, before anybody says a passphrase.
    pub async fn standing() -> VaultStatus {
        Vault::standing_and_wait().await.0
    }

    /// And how long, in milliseconds, until the next passphrase may be tried.
    pub async fn standing_and_wait() -> (VaultStatus, u32) {
        let Ok(found) = settled(standing_()).await else { return (VaultStatus::Unavailable(VaultObstacle::Blocked), 0) };
        let found = Array::from(&found);
        (VaultStatus::read(&found.get(0).as_string().unwrap_or_default()), found.get(1).as_f64().unwrap_or_default() as u32)
    }

    /// A new vault, and its only key. [`VaultError::Short`] under [`PASSPHRASE_CHARACTERS`].
    pub async fn create(passphrase: &str) -> Outcome<Vault> {
        settled(create(passphrase)).await.map(Vault::holding)
    }

    pub async fn unlock(passphrase: &str) -> Outcome<Vault> {
        settled(unlock(passphrase)).await.map(Vault::holding)
    }

    /// Deletes the vault of this device for good: what is left when nobody knows the passphrase.
    pub async fn erase() -> Outcome<()> {
        settled(erase_()).await.map(drop)
    }

    fn holding(handle: JsValue) -> Vault {
        let listeners: Rc<RefCell<Vec<Heard>>> = Rc::default();
        let losers: Rc<RefCell<Vec<Lost>>> = Rc::default();
        let heard = {
            let listeners = Rc::clone(&listeners);
            Closure::new(move |keys: Array| {
                let keys: Vec<String> = keys.iter().filter_map(|key| key.as_string()).collect();
                let all = listeners.borrow().clone();
                all.iter().for_each(|heard| heard(keys.clone()));
            })
        };
        let lost = {
            let losers = Rc::clone(&losers);
            Closure::new(move |word: String| {
                let all = losers.borrow().clone();
                all.iter().for_each(|lost| lost(VaultError::read(&word)));
            })
        };
        listen(&handle, heard.as_ref());
        watch(&handle, lost.as_ref());
        Vault(Rc::new(Open { handle, listeners, losers, _heard: heard, _lost: lost }))
    }

    /// The rows whose key starts with `prefix`, in the order of their keys; no text where a row cannot be decrypted. Begun at
    /// once, so that two may be waited for together.
    pub fn readable(&self, prefix: &str) -> impl Future<Output = Outcome<Vec<(String, Option<String>)>>> + use<> {
        let found = settled(readable(&self.0.handle, prefix));
        async move { found.await.map(|found| rows(&found)) }
    }

    /// The same where all of them are needed: [`VaultError::Damaged`] where one cannot be decrypted.
    pub fn read(&self, prefix: &str) -> impl Future<Output = Outcome<Vec<(String, String)>>> + use<> {
        let found = settled(read(&self.0.handle, prefix));
        async move { found.await.map(|found| rows(&found).into_iter().filter_map(|(key, text)| text.map(|text| (key, text))).collect()) }
    }

    /// The ward of this vault is the demonstration.
    pub async fn is_demo(&self) -> Outcome<bool> {
        let ward = self.readable(WARD_KEY).await?.into_iter().find(|(key, _)| key == WARD_KEY);
        Ok(ward.and_then(|(_, text)| read_ward(&text?).ok()).is_some_and(|(settings, _)| settings.demo))
    }

    /// How many rows have a key that starts with `prefix`; none is read.
    pub async fn count(&self, prefix: &str) -> Outcome<usize> {
        settled(count_(&self.0.handle, prefix)).await.map(|found| found.as_f64().unwrap_or_default() as usize)
    }

    /// All lines in one transaction, on the disk when this returns; or none of them.
    pub async fn write(&self, lines: Vec<Line>) -> Outcome<()> {
        settled(write(&self.0.handle, &told(&lines))).await.map(drop)
    }

    /// The same, onto an admission whose row is not the last that was written: an import that mends it.
    pub async fn mend(&self, lines: Vec<Line>) -> Outcome<()> {
        settled(mend(&self.0.handle, &told(&lines))).await.map(drop)
    }

    /// Forgets the key, here and in every other tab, as soon as what is being written is written; the page is told by
    /// `virchow-locked`. The data stay; nothing reads them without the passphrase.
    pub fn lock(&self) {
        let _ = lock(&self.0.handle);
    }

    /// The same, and waits for it.
    pub async fn locked(&self) {
        JsFuture::from(lock(&self.0.handle)).await.ok();
    }

    /// Tells the keys that another tab wrote.
    pub fn listen(&self, heard: Heard) {
        self.0.listeners.borrow_mut().push(heard);
    }

    /// Something beside the book wrote these: whoever listens to other tabs hears of it too.
    fn tell(&self, keys: Vec<String>) {
        let all = self.0.listeners.borrow().clone();
        all.iter().for_each(|heard| heard(keys.clone()));
    }

    /// Tells once when the vault is closed by something else: another tab locked, the data were deleted, a newer program
    /// took over.
    pub fn watch(&self, lost: Lost) {
        self.0.losers.borrow_mut().push(lost);
    }

    /// When this device last wrote, in milliseconds since the epoch: a clock that stands before it is wrong.
    pub async fn seen(&self) -> Outcome<f64> {
        settled(seen(&self.0.handle)).await.map(|millis| millis.as_f64().unwrap_or_default())
    }

    /// Whether this is its passphrase; wrong ones count as at the gate.
    pub async fn check(&self, passphrase: &str) -> Outcome<()> {
        settled(check(&self.0.handle, passphrase)).await.map(drop)
    }

    /// Another passphrase and another data key; every row is written anew, or none.
    pub async fn change_passphrase(&self, before: &str, after: &str) -> Outcome<()> {
        settled(rekey(&self.0.handle, before, after)).await.map(drop)
    }
}

/// `[[key, text]]`.
fn rows(found: &JsValue) -> Vec<(String, Option<String>)> {
    pairs(found).into_iter().map(|(key, text)| (key, text.as_string())).collect()
}

/// `[[key, value]]`.
fn pairs(found: &JsValue) -> Vec<(String, JsValue)> {
    let pair = |row: JsValue| {
        let row = Array::from(&row);
        Some((row.get(0).as_string()?, row.get(1)))
    };
    Array::from(found).iter().filter_map(pair).collect()
}

fn told(lines: &[Line]) -> Array {
    lines
        .iter()
        .map(|line| match line {
            Line::Put(key, text) => Array::of3(&"put".into(), &key.into(), &text.into()),
            Line::Add(key, text) => Array::of3(&"add".into(), &key.into(), &text.into()),
            Line::Delete(key) => Array::of2(&"delete".into(), &key.into()),
            Line::None(key) => Array::of2(&"none".into(), &key.into()),
        })
        .collect()
}
