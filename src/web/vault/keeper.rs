//! The keeper: gives an embedded `<vte-assessment>` the vault for a store, so that what is typed and what is signed lies
//! nowhere but there. The glue is `keeper.js`; what the ward's own line of an admission says is asked of `web::ward`.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::Vault;

/// The ward's line of an admission after these events: context, the line as it was, all events as a JSON list.
pub type Summarise = Rc<dyn Fn(&str, Option<&str>, &str) -> Option<String>>;

#[wasm_bindgen(module = "/src/web/vault/keeper.js")]
extern "C" {
    fn give(element: &Element, vault: &JsValue, admission: &JsValue, aside: &JsValue, demo: bool);
}

/// Keeps what the element needs to reach us; drop it when the element is gone.
pub struct Keeper {
    _admission: Closure<dyn FnMut(String, Option<String>, String) -> Option<String>>,
    _aside: Closure<dyn FnMut(String)>,
}

impl Keeper {
    /// Gives `element` the vault for a store; to be done before it gets a chart. `aside` hears of an admission of which
    /// another tab had an unseen draft: that one was put under `draft/<contextId> (other)`; in a demonstration (`demo`), where
    /// nothing is delivered, of every signature.
    pub fn attach(element: &Element, vault: &Vault, summary: Summarise, aside: Rc<dyn Fn(String)>, demo: bool) -> Keeper {
        let admission = Closure::new(move |context: String, row: Option<String>, events: String| summary(&context, row.as_deref(), &events));
        let aside = Closure::new(move |context: String| aside(context));
        give(element, &vault.0.handle, admission.as_ref(), aside.as_ref(), demo);
        Keeper { _admission: admission, _aside: aside }
    }
}
