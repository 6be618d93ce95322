//! The ward: the pages of the stand-alone tablet app. Each page shows what stands in the book and reports intentions; the
//! root holds the one thing that outlives a page, whether the vault is open.

mod admit;
mod amend;
mod board;
mod data;
mod forms;
mod gate;
mod hands;
mod house;
mod parts;
mod patient;
mod print;
mod record;
mod review;
mod shell;
mod trend;
mod words;

use web_sys::Element;
use yew::prelude::*;

use crate::text::Lang;
use crate::web::vault::Vault;
use gate::Gate;
use shell::Shell;

/// Draws the app into `#app` of the page.
pub fn start() {
    let root: Option<Element> = gloo::utils::document().get_element_by_id("app");
    if let Some(root) = root {
        yew::Renderer::<Root>::with_root(root).render();
    }
}

#[component]
fn Root() -> Html {
    let lang = use_state(Lang::default);
    let vault = use_state(|| None::<Vault>);
    let speak = {
        let lang = lang.clone();
        Callback::from(move |to: Lang| {
            gloo::utils::document_element().set_attribute("lang", to.tag()).ok();
            lang.set(to);
        })
    };
    let opened = {
        let vault = vault.clone();
        Callback::from(move |open: Vault| vault.set(Some(open)))
    };
    let lock = {
        let vault = vault.clone();
        Callback::from(move |()| {
            if let Some(open) = &*vault {
                open.lock();
            }
            vault.set(None);
        })
    };
    match (*vault).clone() {
        None => html! { <Gate lang={*lang} {speak} {opened} /> },
        Some(vault) => html! { <Shell lang={*lang} {vault} {speak} {lock} /> },
    }
}
