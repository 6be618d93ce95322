//! One phrase of the page in both languages, as it is put together here.

use serde_json::Value;

/// One phrase in both languages, as it is put together here.
#[derive(Clone, PartialEq)]
pub struct Phrase {
    pub zh: String,
    pub en: String,
}

impl Phrase {
    pub fn of(zh: impl Into<String>, en: impl Into<String>) -> Phrase {
        Phrase { zh: zh.into(), en: en.into() }
    }

    pub fn read(value: &Value) -> Phrase {
        let read = |language: &str| value[language].as_str().unwrap_or_default().to_owned();
        Phrase { zh: read("zh"), en: read("en") }
    }

    pub fn both(&self) -> String {
        format!("{} / {}", self.zh, self.en)
    }

    pub fn joined(all: &[Phrase]) -> String {
        let part = |language: fn(&Phrase) -> &str, with: &str| all.iter().map(language).collect::<Vec<_>>().join(with);
        if all.is_empty() { String::new() } else { format!("{} / {}", part(|words| &words.zh, "，"), part(|words| &words.en, "; ")) }
    }
}
