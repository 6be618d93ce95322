//! The ward: the pages of the stand-alone tablet app. Each page shows rows of the vault and reports intentions; the root
//! holds the one thing that outlives a page, whether the vault is open.

mod board;
mod data;
mod gate;
mod lifecycle;
mod words;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::text::Lang;
use crate::web::offline;
use crate::web::vault::{Vault, VaultError};
use board::Board;
use data::Data;
use gate::Gate;
use lifecycle::{Clock, use_guard, use_update};
use words::words;

/// Draws the app into `#app` of the page.
pub fn start() {
    let root: Option<Element> = gloo::utils::document().get_element_by_id("app");
    if let Some(root) = root {
        yew::Renderer::<Root>::with_root(root).render();
    }
}

/// Where the person is, once the vault is open.
#[derive(Clone, Copy, PartialEq)]
enum Page {
    Board,
    /// Export, import, hand-over, storage, update.
    Data,
}

#[component]
fn Root() -> Html {
    let lang = use_state(offline::language);
    let vault = use_state(|| None::<Vault>);
    let closed = use_state(|| None::<VaultError>);
    // Between two: nothing is shown, and nobody begins to type what a fresh page would swallow.
    let closing = use_state(|| false);
    let page = use_state(|| Page::Board);
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
        let (vault, page, closed, closing) = (vault.clone(), page.clone(), closed.clone(), closing.clone());
        Callback::from(move |why: Option<VaultError>| {
            if let Some(open) = (*vault).clone() {
                let closing = closing.clone();
                closing.set(true);
                spawn_local(async move {
                    open.locked().await;
                    closing.set(offline::anew());
                });
            }
            page.set(Page::Board);
            closed.set(why.filter(|why| *why != VaultError::Locked));
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
    let w = words(*lang);
    let go = |to: Page| {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| page.set(to))
    };
    let here = |at: Page| (*page == at).then_some("page");
    html! {
        <>
            <header class="bar">
                <h1>{ w.title }</h1>
                <nav>
                    <button type="button" data-page="board" aria-current={here(Page::Board)} onclick={go(Page::Board)}>{ w.board }</button>
                    <button type="button" data-page="data" aria-current={here(Page::Data)} onclick={go(Page::Data)}>
                        { w.data }
                        if update {
                            <span class="mark">{ w.update }</span>
                        }
                    </button>
                    <button type="button" data-action="lock" onclick={close.reform(|_: MouseEvent| None)}>{ w.lock }</button>
                </nav>
            </header>
            <main>
                <Clock lang={*lang} vault={open.clone()} />
                { match *page {
                    Page::Board => html! { <Board lang={*lang} vault={open} /> },
                    Page::Data => html! { <Data lang={*lang} vault={open} {update} /> },
                } }
            </main>
        </>
    }
}
