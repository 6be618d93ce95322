//! The bundle that a first visit loads: form, record, scores. Exports only; what they do stands in the library.

use std::cell::RefCell;
use std::rc::Rc;

use virchow::interop::{assess, headless, seal};
use virchow::ui;
use virchow::web::bridge;
use virchow::web::runtime::{Handle, Runtime};
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

#[wasm_bindgen]
pub fn score(id: &str, input: &str) -> String {
    headless::score(id, input)
}

#[wasm_bindgen]
pub fn assess(input: &str) -> String {
    assess::assess(input)
}

#[wasm_bindgen]
pub fn derive(input: &str) -> String {
    headless::derive(input)
}

#[wasm_bindgen]
pub fn instruments() -> String {
    headless::list_instruments()
}

#[wasm_bindgen]
pub fn verify(record: &str) -> String {
    headless::verify(record)
}

/// `[version, sha256 of the rules]`.
#[wasm_bindgen]
pub fn about() -> Vec<String> {
    vec![seal::RULES_VERSION.into(), seal::RULES_SHA256.into()]
}

fn main() {
    // A panic traps, and the element says so (`virchow.js`). Its text could hold data, so nobody prints it.
    yew::set_custom_panic_hook(Box::new(|_| {}));
}
