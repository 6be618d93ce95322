//! The bundle that a first visit loads: form, record, scores. Exports only; what they do stands in the library.

use std::cell::RefCell;
use std::rc::Rc;

use virchow::clinical::instruments::KEYS;
use virchow::clinical::second;
use virchow::interop::{assess, headless, seal};
use virchow::ui;
use virchow::web::runtime::Handle;
use virchow::web::surroundings::Runtime;
use virchow::web::{bridge, clock};
use wasm_bindgen::prelude::*;
use yew::AppHandle;

/// Two-level segregated fit.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

struct Instance {
    runtime: Rc<Runtime>,
    form: AppHandle<ui::Root>,
}

thread_local! {
    /// One per element; JavaScript holds only the key, so a stale key is a clean miss.
    static INSTANCES: RefCell<Vec<(u32, Instance)>> = RefCell::default();
    static NEXT: RefCell<u32> = const { RefCell::new(1) };
}

/// Draws a form into `root` and answers its key; `say(kind, json)` is how the page hears of it.
#[wasm_bindgen]
pub fn mount(root: web_sys::Element, say: js_sys::Function) -> u32 {
    let runtime = Runtime::new(say);
    let form = ui::mount(root, Rc::new(Handle(Rc::clone(&runtime))));
    let key = NEXT.with_borrow_mut(|next| std::mem::replace(next, *next + 1));
    INSTANCES.with_borrow_mut(|instances| instances.push((key, Instance { runtime, form })));
    key
}

#[wasm_bindgen]
pub fn unmount(key: u32) {
    let instance = INSTANCES.with_borrow_mut(|instances| {
        let place = instances.iter().position(|(held, _)| *held == key)?;
        Some(instances.swap_remove(place).1)
    });
    if let Some(instance) = instance {
        instance.runtime.close();
        instance.form.destroy();
    }
}

/// Tells or asks an element (see `web::bridge`).
#[wasm_bindgen]
pub fn call(key: u32, what: &str, json: &str) -> String {
    let runtime =
        INSTANCES.with_borrow(|instances| instances.iter().find(|(held, _)| *held == key).map(|(_, instance)| Rc::clone(&instance.runtime)));
    runtime.map_or_else(|| "null".into(), |runtime| bridge::call(&runtime, what, json))
}

thread_local! {
    /// What a headless function is asked, and what it answered: the page writes the one and reads the other where they lie,
    /// so that nothing is handed over and given back twice a call.
    static MESSAGE: RefCell<Vec<u8>> = const { RefCell::new(vec![]) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Where the page may lay down a message of so many bytes.
#[wasm_bindgen]
pub fn room(bytes: usize) -> *mut u8 {
    MESSAGE.with_borrow_mut(|message| {
        if message.len() < bytes {
            message.resize(bytes, 0);
        }
        message.as_mut_ptr()
    })
}

/// Where the last answer lies. How long it is, its function said.
#[wasm_bindgen]
pub fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

fn answered(bytes: usize, act: impl FnOnce(&str) -> String) -> usize {
    let answer = MESSAGE.with_borrow_mut(|message| {
        let answer = act(message.get(..bytes).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default());
        // A whole record is not kept room for.
        if message.len() > 1 << 16 {
            *message = vec![];
        }
        answer
    });
    ANSWER.with_borrow_mut(|last| {
        *last = answer;
        last.len()
    })
}

/// The message: `id` bytes of an instrument's id, and the input behind it.
#[wasm_bindgen]
pub fn score(bytes: usize, id: usize) -> usize {
    answered(bytes, |message| {
        let (id, input) = message.split_at_checked(id).unwrap_or_default();
        headless::score(id, input)
    })
}

#[wasm_bindgen]
pub fn assess(bytes: usize) -> usize {
    answered(bytes, |message| assess::assess_where(message, clock::seconds_east))
}

#[wasm_bindgen]
pub fn derive(bytes: usize) -> usize {
    answered(bytes, headless::derive)
}

#[wasm_bindgen]
pub fn instruments() -> usize {
    answered(0, |_| headless::list_instruments())
}

#[wasm_bindgen]
pub fn verify(bytes: usize) -> usize {
    answered(bytes, headless::verify)
}

/// `[version, sha256 of the rules, id of each instrument...]`.
#[wasm_bindgen]
pub fn about() -> Vec<String> {
    let mut about = vec![seal::RULES_VERSION.into(), seal::RULES_SHA256.into()];
    about.extend(KEYS.iter().map(|keys| keys.id.to_owned()));
    about
}

/// The page has brought the second part into this instance.
#[wasm_bindgen]
pub fn whole() {
    second::has_come();
}

fn main() {
    // A panic traps, and the element says so (`virchow.js`). Its text could hold data, so nobody prints it.
    yew::set_custom_panic_hook(Box::new(|_| {}));
    second::is_elsewhere();
}
