//! What stands in the fields of a form when it is sent.

use web_sys::Element;

use crate::clinical::chart::Instant;
use crate::interop::json::{MAX_DEPTH, Value, parse};
use crate::interop::shape::Read as _;
use crate::record::local::{Zone, written};
use crate::text::text;

use super::element::{reset, values};
use super::trouble::Trouble;

pub struct Values {
    given: Value,
    form: Element,
}

/// What stands in a form that nobody has sent yet, by field.
#[derive(Clone, PartialEq)]
pub struct TypedForm(pub(super) Value);

impl TypedForm {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }
}

impl Values {
    pub fn of(form: Element) -> Values {
        Values { given: parse(&values(&form), MAX_DEPTH).unwrap_or_default(), form }
    }

    /// The form was only looked at: all its fields as they stand, by their names.
    pub fn typed(self) -> TypedForm {
        TypedForm(self.given)
    }

    /// Empties the form once what stood in it is signed or kept.
    pub fn done(self) -> impl FnOnce() {
        move || reset(&self.form)
    }

    /// Trimmed; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.given.text(name).unwrap_or_default().trim()
    }

    /// To the letter: a space is part of a passphrase.
    pub fn exactly(&self, name: &str) -> &str {
        self.given.text(name).unwrap_or_default()
    }

    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|text| !text.is_empty())
    }

    /// A number with a point or a comma; nothing where nothing is entered. What is no number is said, never left out: an
    /// operation whose length was written in words would be one of unknown length.
    pub fn number(&self, name: &str) -> Result<Option<f64>, Trouble> {
        let Some(text) = self.given(name) else { return Ok(None) };
        let number = text.replace(['，', ','], ".").parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or(Trouble::Said(text!("有一项不是数字，未保存。请核对。", "One of them is not a number; nothing was saved. Check it.")))
    }

    pub fn whole(&self, name: &str) -> Option<u16> {
        self.get(name).parse().ok()
    }

    /// A wall-clock time of the ward.
    pub fn time(&self, name: &str, zone: Zone<'_>) -> Option<Instant> {
        written(self.get(name), zone)
    }
}
