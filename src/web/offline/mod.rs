//! What the tablet app asks of the browser beside the vault: language, room on the disk, a new version, whether anybody is
//! there, whether the clock makes sense. The verbs are `offline.js`; `sw.js` and `boot.js` are the page's own.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::clock;
use super::vault::Vault;
use crate::text::Lang;

#[wasm_bindgen(module = "/src/web/offline/offline.js")]
extern "C" {
    #[wasm_bindgen(js_name = language)]
    fn language_() -> String;
    #[wasm_bindgen(js_name = speak)]
    fn speak_(tag: &str, title: &str);
    #[wasm_bindgen(js_name = favourites)]
    fn favourites_() -> Array;
    #[wasm_bindgen(js_name = setFavourites)]
    fn set_favourites_(ids: &str);
    /// What stands behind the `#` of the address, with it.
    pub fn fragment() -> String;
    /// Takes it away, as a link to `#` does.
    #[wasm_bindgen(js_name = leaveFragment)]
    pub fn leave_fragment();
    #[wasm_bindgen(js_name = onFragment)]
    fn on_fragment_(changed: &JsValue);
    /// Inside somebody else's page.
    pub fn framed() -> bool;
    /// Milliseconds since the page began, by a clock that nobody can set.
    pub fn steady() -> f64;
    /// Now, for the name of a file.
    #[wasm_bindgen(js_name = stamp)]
    pub fn file_stamp() -> String;
    pub fn reload();
    /// Why the vault was closed, for the page that begins anew; told once.
    pub fn remember(word: &str);
    pub fn recall() -> String;
    /// Opened by a page of another origin, which may still lead this window elsewhere.
    pub fn opened() -> bool;
    #[wasm_bindgen(js_name = persist)]
    fn persist_() -> Promise;
    #[wasm_bindgen(js_name = room)]
    fn room_() -> Promise;
    #[wasm_bindgen(js_name = updates)]
    fn updates_(found: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = activate)]
    fn activate_() -> Promise;
    #[wasm_bindgen(js_name = ready)]
    fn ready_() -> Promise;
    fn attend(patience: &JsValue, leave: &JsValue) -> Function;
    #[wasm_bindgen(js_name = clock)]
    fn clock_(jumped: &JsValue) -> f64;
}

pub fn language() -> Lang {
    Lang::parse(&language_())
}

/// Sets the page's language and title and remembers the language.
pub fn speak(lang: Lang, title: &str) {
    speak_(lang.tag(), title);
}

/// The ids of the scores that were made favourites on this device.
pub fn favourites() -> Vec<String> {
    favourites_().iter().filter_map(|id| id.as_string()).collect()
}

pub fn set_favourites(ids: &[String]) {
    set_favourites_(&ids.join(" "));
}

/// Calls `changed` whenever the fragment is another, for as long as the page stands.
pub fn on_fragment(changed: impl Fn(String) + 'static) {
    let heard = Closure::<dyn Fn(String)>::new(changed);
    on_fragment_(heard.as_ref());
    heard.forget();
}

/// Room on the disk, in bytes; nought where the browser does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    pub used: f64,
    pub granted: f64,
    /// The browser has promised not to throw our data away when the disk is short.
    pub persisted: bool,
}

pub async fn room() -> Room {
    let Ok(found) = JsFuture::from(room_()).await else { return Room::default() };
    let found = Array::from(&found);
    let number = |place| found.get(place).as_f64().unwrap_or_default();
    Room { used: number(0), granted: number(1), persisted: found.get(2).is_truthy() }
}

/// Asks that the browser keep our data; `false` when it does not promise.
pub async fn persist() -> bool {
    JsFuture::from(persist_()).await.is_ok_and(|granted| granted.is_truthy())
}

/// Whether the pages come without a network.
pub async fn ready() -> bool {
    JsFuture::from(ready_()).await.is_ok_and(|ready| ready.is_truthy())
}

/// Calls `found` once a new version lies ready. For the life of the page.
pub fn updates(found: impl Fn() + 'static) {
    let found = Closure::<dyn Fn()>::new(found).into_js_value();
    spawn_local(async move {
        JsFuture::from(updates_(&found)).await.ok();
    });
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// The page loads again with the new version.
    Under,
    /// Another page of ours is open.
    Busy,
    None,
}

/// Takes the new version that waits.
pub async fn activate() -> Activation {
    let answer = JsFuture::from(activate_()).await.ok().and_then(|answer| answer.as_string());
    match answer.as_deref() {
        Some("activating") => Activation::Under,
        Some("busy") => Activation::Busy,
        _ => Activation::None,
    }
}

/// Watches whether anybody is there; stops when dropped.
pub struct Attendance {
    stop: Function,
    _patience: Closure<dyn Fn() -> f64>,
    _leave: Closure<dyn Fn()>,
}

impl Attendance {
    /// Calls `leave` once nobody has been there for `patience()` milliseconds.
    pub fn new(patience: impl Fn() -> f64 + 'static, leave: impl Fn() + 'static) -> Attendance {
        let (patience, leave) = (Closure::new(patience), Closure::new(leave));
        let stop = attend(patience.as_ref(), leave.as_ref());
        Attendance { stop, _patience: patience, _leave: leave }
    }
}

impl Drop for Attendance {
    fn drop(&mut self) {
        self.stop.call0(&JsValue::NULL).ok();
    }
}

/// Why the device's clock is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClockDoubt {
    /// Before the time at which this device last wrote, by so many milliseconds.
    Behind { millis: f64 },
    /// Set while the app ran, ahead by so many milliseconds, or back.
    Jumped { millis: f64 },
}

impl ClockDoubt {
    /// How far the time that was known before is ahead of the clock.
    pub fn ahead(self) -> f64 {
        match self {
            ClockDoubt::Behind { millis } => millis,
            ClockDoubt::Jumped { millis } => -millis,
        }
    }
}

/// A clock a little behind is a clock that was corrected.
const SLACK_MS: f64 = 120_000.0;

/// Whether the clock stands before what this device has already written.
pub async fn clock_doubt(vault: &Vault) -> Option<ClockDoubt> {
    let behind = vault.seen().await.ok()? - clock::millis() as f64;
    (behind > SLACK_MS).then_some(ClockDoubt::Behind { millis: behind })
}

/// Calls `jumped(milliseconds)` when the clock is set while we run. For the life of the page.
pub fn on_clock_jump(jumped: impl Fn(f64) + 'static) {
    clock_(&Closure::<dyn Fn(f64)>::new(jumped).into_js_value());
}
