//! A refusal of foreign JSON: the place, the code, and what to do, in both languages. Never the value that was refused.

use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rejected {
    pub code: &'static str,
    /// JSON pointer from the root of what was handed in.
    pub path: String,
    pub message: Message,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    pub zh: String,
    pub en: String,
}

impl Rejected {
    pub fn new(code: &'static str, path: String, zh: impl Into<String>, en: impl Into<String>) -> Rejected {
        Rejected { code, path, message: Message { zh: zh.into(), en: en.into() } }
    }

    /// `{ "error": … }`, the answer of every headless function to wrong input.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Answer<'a> {
            error: &'a Rejected,
        }
        serde_json::to_string(&Answer { error: self }).unwrap_or_default()
    }
}
