//! What a field of the page holds, read, emptied and focused where the person is to type.

use web_sys::HtmlInputElement;
use yew::NodeRef;

pub fn value(field: &NodeRef) -> Option<String> {
    field.cast::<HtmlInputElement>().map(|field| field.value())
}

pub fn clear(field: &NodeRef) {
    if let Some(field) = field.cast::<HtmlInputElement>() {
        field.set_value("");
    }
}

pub fn focus(field: &NodeRef) {
    if let Some(field) = field.cast::<HtmlInputElement>() {
        field.focus().ok();
    }
}
