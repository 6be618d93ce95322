//! A refusal of foreign JSON: the place, the code, and what to do, in both languages. Never the value that was refused.

use super::json::{Value, canonical, object};

#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
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

impl Rejected {
    pub fn new(code: &'static str, path: String, zh: impl Into<String>, en: impl Into<String>) -> Rejected {
        Rejected { code, path, message: Message { zh: zh.into(), en: en.into() } }
    }

    /// `{ code, path, message: { zh, en } }`.
    pub fn to_value(&self) -> Value {
        let message = object([("zh", self.message.zh.as_str().into()), ("en", self.message.en.as_str().into())]);
        object([("code", self.code.into()), ("path", self.path.as_str().into()), ("message", message)])
    }

    /// `{ "error": … }`, the answer of every headless function to wrong input.
    pub fn to_json(&self) -> String {
        canonical(&object([("error", self.to_value())]))
    }
}
