//! The buttons of the green channel: what is to be done stands in their value.

use super::super::pen::Pen;
use crate::clinical::pathway::entry::PathEntry;
use crate::session::channel::entering::Entering;
use crate::text::{Lang, Text, text};

const UNSIGNED: Text = text!("（已填，未签名）", " (typed, not signed)");

/// A button of these forms.
pub fn act(pen: &mut Pen, value: String, class: &'static str, label: &'static str) {
    pen.tag("button", class, |pen| {
        pen.is("type", "button");
        pen.is("data-suspicion", "act");
        pen.is_written("value", value.into());
        pen.text(label);
    });
}

/// The same, for what is asked for in a list. What is typed there already and not signed is said: it stands behind the button.
pub fn quick(pen: &mut Pen, entering: &Entering, entry: &'static PathEntry, lang: Lang) {
    pen.tag("button", "answer", |pen| {
        pen.is("type", "button");
        pen.is("data-suspicion", "act");
        pen.is_written("value", ["open:", entry.id].concat().into());
        let begun = entering.is_begun(entry.id);
        pen.joined(&[entry.label.get(lang), if begun { UNSIGNED.get(lang) } else { "" }]);
    });
}
