//! The ward: the pages of the stand-alone tablet app. Each page shows what stands in the book and reports intentions;
//! `route` says which page, `shell` draws it, `hands` is what every page is given; the root holds the one
//! thing that outlives a page, whether the vault is open.

mod administer;
mod admission;
mod admit;
mod amend;
mod board;
mod corrections;
mod damage;
mod data;
mod field;
mod forms;
mod gate;
mod hands;
mod house;
mod later;
mod lifecycle;
mod parts;
mod patient;
mod people;
mod print;
mod record;
mod referral;
mod review;
mod route;
mod shell;
mod todo;
mod trend;
mod word;
mod words;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::text::Lang;
use crate::web::offline;
use crate::web::vault::{Vault, VaultError};
use gate::Gate;
use lifecycle::{use_guard, use_update};
use shell::Shell;
use words::words;

/// Draws the app into `#app` of the page.
pub fn start() {
    let root: Option<Element> = gloo::utils::document().get_element_by_id("app");
    if let Some(root) = root {
        yew::Renderer::<Root>::with_root(root).render();
    }
}

#[component]
fn Root() -> Html {
    let lang = use_state(offline::language);
    let vault = use_state(|| None::<Vault>);
    let closed = use_state(|| VaultError::closed(&offline::recall()));
    // Between two: nothing is shown, and nobody begins to type what a fresh page would swallow.
    let closing = use_state(|| false);
    let update = use_update();
    use_effect_with(*lang, |lang| offline::speak(*lang, words(*lang).title));
    let speak = {
        let lang = lang.clone();
        Callback::from(move |to: Lang| lang.set(to))
    };
    let opened = {
        let (vault, closed) = (vault.clone(), closed.clone());
        Callback::from(move |open: Vault| {
            closed.set(None);
            vault.set(Some(open));
        })
    };
    // Nothing of a patient outlives this: every page goes with the vault, and the page itself begins anew (boot.js).
    let close = {
        let (vault, closed, closing) = (vault.clone(), closed.clone(), closing.clone());
        Callback::from(move |why: Option<VaultError>| {
            if let Some(open) = (*vault).clone() {
                closing.set(true);
                spawn_local(async move { open.locked().await });
            }
            let why = why.filter(|why| why.closing().is_some());
            offline::remember(why.and_then(VaultError::closing).unwrap_or_default());
            closed.set(why);
            vault.set(None);
        })
    };
    use_guard((*vault).clone(), close.clone());
    if *closing {
        return html! {};
    }
    let Some(open) = (*vault).clone() else {
        return html! { <Gate lang={*lang} {speak} {opened} closed={*closed} {update} /> };
    };
    html! { <Shell lang={*lang} vault={open} {speak} lock={close.reform(|()| None)} {update} /> }
}
