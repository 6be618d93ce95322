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
mod leaflet;
mod lifecycle;
mod parts;
mod patient;
mod people;
mod pictures;
mod print;
mod record;
mod referral;
mod refusal;
mod review;
mod route;
mod shelf;
mod shell;
mod todo;
mod train;
mod trend;
mod wall_card;
mod word;
mod words;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::session::classroom::classroom_page;
use crate::session::office::route::office_page;
use crate::text::Lang;
use crate::web::offline;
use crate::web::vault::{Vault, VaultError};
use gate::Gate;
use lifecycle::{use_guard, use_update};
use shelf::{Shelf, shelf_page};
use shell::Shell;
use train::Train;
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
    let fragment = use_state(offline::fragment);
    {
        let fragment = fragment.setter();
        use_effect_with((), move |()| offline::on_fragment(move |now| fragment.set(now)));
    }
    if *closing {
        return html! {};
    }
    let below = match (*vault).clone() {
        None => html! { <Gate lang={*lang} speak={speak.clone()} {opened} closed={*closed} {update} /> },
        Some(open) => {
            html! { <Shell lang={*lang} vault={open} speak={speak.clone()} lock={close.reform(|()| None)} {update} office={office_page(&fragment)} /> }
        }
    };
    let speak_here = speak.clone();
    // The shelf asks for no patient: it stands before the gate too, and what it covers stays as it was left.
    let shelf = shelf_page(&fragment);
    let classroom = classroom_page(&fragment);
    html! {
        <>
            if let Some(page) = shelf.clone() {
                <Shelf lang={*lang} {speak} {page} />
            }
            if let Some(page) = classroom.clone() {
                <Train lang={*lang} speak={speak_here} {page} />
            }
            <div class="under" hidden={shelf.is_some() || classroom.is_some()}>{ below }</div>
        </>
    }
}
