//! What the classroom of the app asks of the browser: its own small store (`virchow-classroom`, never the vault), the element as a
//! learner's seat, and files. Nothing of a patient passes here: cases are invented, and what is kept are answers to them.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use super::ward::element::theme;
use crate::interop::json::parse;
use crate::text::{Lang, Text, text};

#[wasm_bindgen(module = "/src/web/classroom/classroom.js")]
extern "C" {
    #[wasm_bindgen(js_name = kept)]
    fn kept_(key: &str) -> Promise;
    #[wasm_bindgen(js_name = keep)]
    fn keep_(key: &str, text: &str) -> Promise;
    fn seat(host: &Element, lang: &str, theme: &str, heard: &JsValue) -> Element;
    #[wasm_bindgen(js_name = give)]
    fn give_(element: &Element, lesson: &str);
    #[wasm_bindgen(js_name = texts)]
    fn texts_(input: &HtmlInputElement) -> Promise;
    #[wasm_bindgen(js_name = copy)]
    fn copy_(text: &str) -> Promise;
    /// The address of this page without its fragment.
    pub fn here() -> String;
    /// Large letters, for the wall of a classroom.
    pub fn large(on: bool);
}

#[wasm_bindgen(module = "/src/web/vault/archive.js")]
extern "C" {
    /// Offers a text to be saved under a name.
    pub fn save(text: &str, name: &str);
}

/// The store of the classroom cannot be read: what is kept is not known, and nothing may be written over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassroomUnread;

impl ClassroomUnread {
    pub fn text(self) -> Text {
        text!(
            "读不出本机存储：原有内容未改动，也未写入任何内容。请关闭其他标签页后重新载入本页；仍不行请联系信息科。",
            "The storage of this device cannot be read: what it holds was not touched, and nothing was written. Close other tabs and load this page again, or ask the IT department."
        )
    }
}

/// What is kept under a key.
pub async fn kept(key: &str) -> Result<Option<String>, ClassroomUnread> {
    JsFuture::from(kept_(key)).await.map(|held| held.as_string()).map_err(|_| ClassroomUnread)
}

/// Whether it is kept now; an empty text takes the row away.
pub async fn keep(key: &str, text: &str) -> bool {
    JsFuture::from(keep_(key, text)).await.is_ok_and(|kept| kept.is_truthy())
}

/// The texts of the files that were chosen.
pub async fn chosen(input: &HtmlInputElement) -> Vec<String> {
    let all = JsFuture::from(texts_(input)).await.ok().and_then(|texts| texts.as_string()).unwrap_or_default();
    let texts = parse(&all, 4).unwrap_or_default();
    texts.items().iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}

pub async fn copy(text: &str) -> bool {
    JsFuture::from(copy_(text)).await.is_ok_and(|copied| copied.is_truthy())
}

/// An element in which a learner answers, while it stands in the page.
pub struct LearnerSeat {
    element: Element,
    _heard: Closure<dyn FnMut(String)>,
}

impl LearnerSeat {
    pub fn take(host: &Element, lang: Lang, heard: Rc<dyn Fn(String)>) -> LearnerSeat {
        let heard = Closure::<dyn FnMut(String)>::new(move |detail| heard(detail));
        LearnerSeat { element: seat(host, lang.tag(), &theme(), heard.as_ref()), _heard: heard }
    }

    /// The JSON of `el.lesson`.
    pub fn give(&self, lesson: &str) {
        give_(&self.element, lesson);
    }

    pub fn speak(&self, lang: Lang) {
        self.element.set_attribute("lang", lang.tag()).ok();
    }
}

impl Drop for LearnerSeat {
    fn drop(&mut self) {
        self.element.remove();
    }
}
