//! The buttons of the green channel: what is to be done stands in their value.

use super::super::pen::Pen;
use crate::clinical::pathway::entry::PathEntry;
use crate::text::Lang;

/// A button of these forms.
pub fn act(pen: &mut Pen, value: String, class: &'static str, label: &'static str) {
    pen.tag("button", class, |pen| {
        pen.is("type", "button");
        pen.is("data-suspicion", "act");
        pen.is_written("value", value.into());
        pen.text(label);
    });
}

/// The same, for what is asked for in a list.
pub fn quick(pen: &mut Pen, entry: &'static PathEntry, lang: Lang) {
    act(pen, ["open:", entry.id].concat(), "answer", entry.label.get(lang));
}
