//! The embedded `<vte-assessment>`: the ward page is its host, like any other page.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};
use web_sys::Element;

use crate::interop::json::{MAX_DEPTH, canonical, parse};
use crate::interop::seal::DEMO;
use crate::interop::shape::Read as _;
use crate::interop::ward::events_key;
use crate::text::Lang;
use crate::web::vault::keeper::Keeper;

use super::book::Book;
use super::patient::WardPatient;

#[wasm_bindgen(module = "/src/web/ward/element.js")]
extern "C" {
    fn make(host: &Element, lang: &str) -> Element;
    fn bench(host: &Element, id: &str, lang: &str) -> Element;
    fn tell(element: &Element, name: &str, json: &str);
    fn open(element: &Element, chart: &str);
    fn speak(element: &Element, lang: &str);
    #[wasm_bindgen(js_name = hostClock)]
    fn host_clock(element: &Element, millis: Option<f64>);
    fn listen(element: &Element, signed: &JsValue);
    fn refers(element: &Element, told: &JsValue);
    /// Whether the browser knows this IANA time zone.
    #[wasm_bindgen(js_name = isZone)]
    pub fn is_zone(zone: &str) -> bool;
    /// The button whose event is being handled, if one is.
    pub fn pressed() -> Option<Element>;
    /// Beside a button: a place for a message, made while the page is drawn. Nothing where the button is gone.
    pub fn beside(button: &Element) -> Option<Element>;
    /// Unfolds what a to-do asks for, and gives it the focus.
    pub fn reach(selector: &str);
    /// `auto`, `light` or `dark`, as chosen on this device.
    pub fn theme() -> String;
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(word: &str);
    /// The values of a form's fields, as JSON.
    pub fn values(form: &Element) -> String;
    pub fn reset(form: &Element);
    /// Where the page is scrolled to, and the focus: the heading of what was just opened.
    pub fn arrive(selector: &str);
    pub fn print_page();
    /// `print` before and after: the title of the page is the name of the file.
    pub fn title(text: &str);
}

/// An element while it stands in the page.
pub struct Seat {
    element: Element,
    _keeper: Keeper,
    _signed: Closure<dyn FnMut(String) -> js_sys::Promise>,
    _refers: Closure<dyn FnMut()>,
}

impl Seat {
    /// Puts an element for the open patient into `host`. Nobody here takes its alerts to anybody, and the element says so; who asks
    /// there for a referral is led on by `to_refer`.
    pub fn take(host: &Element, book: &Book, patient: &WardPatient, lang: Lang, to_refer: impl FnMut() + 'static) -> Seat {
        let element = make(host, lang.tag());
        let context = patient.row.context.clone();
        let aside = {
            let book = book.clone();
            Rc::new(move |context: String| {
                let book = book.clone();
                spawn_local(async move { drop(book.refresh(&context, false).await) });
            })
        };
        let keeper = Keeper::attach(&element, book.vault(), book.summary(), aside, book.is_demo());
        let signed = {
            let book = book.clone();
            // The keeper has put it into the vault; it counts as accepted when it is read there.
            Closure::new(move |id: String| {
                let (book, context) = (book.clone(), context.clone());
                future_to_promise(async move {
                    let held = holds(&book, &context, &id).await;
                    book.refresh(&context, false).await.ok();
                    Ok(if held { "accepted" } else { "pending" }.into())
                })
            })
        };
        listen(&element, signed.as_ref());
        let leads = Closure::new(to_refer);
        refers(&element, leads.as_ref());
        let (user, profile) = book.for_element();
        tell(&element, "profile", &profile);
        tell(&element, "strings", strings(lang));
        tell(&element, "user", &user);
        clocked(&element, book);
        let mut chart = patient.row.chart.clone();
        if book.is_demo() {
            chart.put(DEMO, true.into());
        }
        open(&element, &canonical(&chart));
        Seat { element, _keeper: keeper, _signed: signed, _refers: leads }
    }

    pub fn speak(&self, lang: Lang) {
        speak(&self.element, lang.tag());
        tell(&self.element, "strings", strings(lang));
    }

    /// What is known of the time on this device beside its clock.
    pub fn clock(&self, book: &Book) {
        clocked(&self.element, book);
    }

    pub fn user(&self, book: &Book) {
        tell(&self.element, "user", &book.for_element().0);
    }
}

/// An element as a calculator, while it stands in the page: of no patient, with no store and no signature.
pub struct Bench {
    element: Element,
}

impl Bench {
    pub fn take(host: &Element, id: &str, lang: Lang) -> Bench {
        Bench { element: bench(host, id, lang.tag()) }
    }

    pub fn speak(&self, lang: Lang) {
        speak(&self.element, lang.tag());
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.element.remove();
    }
}

/// The event of this id lies in the vault, under its admission.
async fn holds(book: &Book, context: &str, id: &str) -> bool {
    let Ok(rows) = book.vault().read(&events_key(context)).await else { return false };
    rows.iter().any(|(_, text)| parse(text, MAX_DEPTH).is_ok_and(|event| event.text("id") == Some(id)))
}

fn clocked(element: &Element, book: &Book) {
    host_clock(element, book.state().reference.map(|ahead| ahead.num_milliseconds() as f64));
}

/// What is signed here has reached no HIS: it lies in the vault.
fn strings(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => r#"{"confirmed":"已加密存入本机"}"#,
        Lang::En => r#"{"confirmed":"Stored on this device, encrypted"}"#,
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.element.remove();
    }
}
