//! What every page is given: the book, the language, the time, and ways to go elsewhere, to do something, and to say what
//! went wrong.

use std::future::Future;

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::clinical::chart::Instant;
use crate::record::local::{Zone, field};
use crate::record::story::Teller;
use crate::text::{Lang, Text};
use crate::web::ward::{Book, Trouble, Values};

use super::shell::Page;

#[derive(Clone, PartialEq)]
pub struct Hands {
    pub book: Book,
    pub lang: Lang,
    /// To the minute: pages are drawn again as time passes.
    pub now: Instant,
    /// Moves on with every change of the book.
    pub edition: u32,
    pub go: Callback<Page>,
    pub trouble: Callback<Option<Trouble>>,
    /// Said by the live region once something was done.
    pub done: Callback<Text>,
}

#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    pub hands: Hands,
}

impl Hands {
    pub fn t(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// Does it; what stands in the way is shown, what was done is said, and then follows `after`.
    pub fn attempt(&self, deed: impl Future<Output = Result<(), Trouble>> + 'static, said: Text, after: impl FnOnce() + 'static) {
        let (trouble, done) = (self.trouble.clone(), self.done.clone());
        trouble.emit(None);
        spawn_local(async move {
            match deed.await {
                Ok(()) => {
                    done.emit(said);
                    after();
                }
                Err(error) => trouble.emit(Some(error)),
            }
        });
    }

    pub fn moment(&self, at: Instant) -> String {
        let zone = self.book.zone();
        Teller { lang: self.lang, zone: &zone as Zone<'_> }.moment(at)
    }

    /// The value of a date-and-time field.
    pub fn field(&self, at: Instant) -> String {
        field(at, &self.book.zone() as Zone<'_>)
    }

    pub fn time(&self, values: &Values, name: &str) -> Option<Instant> {
        values.time(name, &self.book.zone() as Zone<'_>)
    }
}

/// A form was sent: its values, and the page stays.
pub fn sent(event: &SubmitEvent) -> Option<Values> {
    event.prevent_default();
    let form = event.target()?.dyn_into::<Element>().ok()?;
    Some(Values::of(&form))
}

// ---- fields --------------------------------------------------------------------------------------------------------

pub fn text_field(label: &str, name: &'static str, value: String) -> Html {
    html! { <label class="field"><span>{ label.to_owned() }</span><input type="text" {name} {value} autocomplete="off" maxlength="64" /></label> }
}

pub fn number_field(label: &str, name: &'static str, value: String) -> Html {
    html! { <label class="field short"><span>{ label.to_owned() }</span><input type="text" inputmode="decimal" {name} {value} autocomplete="off" /></label> }
}

pub fn moment_field(label: &str, name: &'static str, value: String) -> Html {
    html! { <label class="field"><span>{ label.to_owned() }</span><input type="datetime-local" {name} {value} /></label> }
}

pub fn note_field(label: &str, name: &'static str) -> Html {
    html! { <label class="field wide"><span>{ label.to_owned() }</span><input type="text" {name} maxlength="200" autocomplete="off" /></label> }
}

/// Options by id and word; the first is chosen beforehand unless `chosen` says otherwise.
pub fn select(label: &str, name: &'static str, options: &[(&str, &str)], chosen: &str) -> Html {
    html! {
        <label class="field"><span>{ label.to_owned() }</span>
            <select {name}>
                { for options.iter().map(|(id, word)| html! { <option value={(*id).to_owned()} selected={*id == chosen}>{ (*word).to_owned() }</option> }) }
            </select>
        </label>
    }
}
