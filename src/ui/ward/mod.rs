//! The ward: the pages of the stand-alone tablet app. Each page shows rows of the vault and reports intentions; the root
//! holds the one thing that outlives a page, whether the vault is open.

mod board;
mod data;
mod gate;
mod words;

use web_sys::Element;
use yew::prelude::*;

use crate::text::Lang;
use crate::web::vault::Vault;
use board::Board;
use data::Data;
use gate::Gate;
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
    /// Export, import, storage, update.
    Data,
}

#[component]
fn Root() -> Html {
    let lang = use_state(Lang::default);
    let vault = use_state(|| None::<Vault>);
    let page = use_state(|| Page::Board);
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
        let (vault, page) = (vault.clone(), page.clone());
        Callback::from(move |()| {
            if let Some(open) = &*vault {
                open.lock();
            }
            page.set(Page::Board);
            vault.set(None);
        })
    };
    let Some(open) = (*vault).clone() else {
        return html! { <Gate lang={*lang} {speak} {opened} /> };
    };
    let w = words(*lang);
    let go = |to: Page| {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| page.set(to))
    };
    html! {
        <>
            <header class="bar">
                <h1>{ w.title }</h1>
                <nav>
                    <button type="button" data-page="board" onclick={go(Page::Board)}>{ w.board }</button>
                    <button type="button" data-page="data" onclick={go(Page::Data)}>{ w.data }</button>
                    <button type="button" data-action="lock" onclick={lock.reform(|_: MouseEvent| ())}>{ w.lock }</button>
                </nav>
            </header>
            <main>
                { match *page {
                    Page::Board => html! { <Board lang={*lang} vault={open} /> },
                    Page::Data => html! { <Data lang={*lang} vault={open} /> },
                } }
            </main>
        </>
    }
}
