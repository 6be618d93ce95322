//! A refusal of foreign JSON: the place, the code, and what to do, in both languages. Never the value that was refused.

use std::ops::Deref;

use super::json::Value;
use super::writing::Writing;

/// One address, so that every `?` on the way out hands on a word and not three texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected(Box<Reason>);

#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub code: &'static str,
    /// JSON pointer from the root of what was handed in.
    pub path: String,
    pub message: Message,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub zh: String,
    pub en: String,
}

impl Deref for Rejected {
    type Target = Reason;

    fn deref(&self) -> &Reason {
        &self.0
    }
}

impl Rejected {
    pub fn new(code: &'static str, path: String, zh: impl Into<String>, en: impl Into<String>) -> Rejected {
        Rejected(Box::new(Reason { code, path, message: Message { zh: zh.into(), en: en.into() } }))
    }

    /// `{ code, path, message: { zh, en } }`.
    pub fn write(&self, out: &mut Writing, name: &str) {
        out.open(name);
        self.write_fields(out);
        out.end();
    }

    pub fn write_fields(&self, out: &mut Writing) {
        out.text("code", self.code);
        out.text("path", &self.path);
        out.pair("message", &self.message.zh, &self.message.en);
    }

    /// The same as a tree, for answers that are one.
    pub fn to_value(&self) -> Value {
        let mut out = Writing::object();
        self.write_fields(&mut out);
        out.value()
    }

    /// `{ "error": … }`, the answer of every headless function to wrong input.
    pub fn to_json(&self) -> String {
        let mut out = Writing::object();
        self.write(&mut out, "error");
        out.done()
    }
}
