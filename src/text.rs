//! Two languages, side by side. Clinical wording stands beside the rule it words, because wording is part of the
//! instrument: a missing translation does not compile. Not a message catalogue; dates and numbers are not formatted here.

/// The language of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Reads a BCP 47 tag: anything English is English, everything else Chinese.
    pub fn parse(tag: &str) -> Lang {
        let head = tag.split(['-', '_']).next().unwrap_or_default();
        if head.eq_ignore_ascii_case("en") { Lang::En } else { Lang::Zh }
    }

    /// The BCP 47 tag for a `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }
}

/// One phrase in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// Writes a phrase: Chinese first, as on the ward.
pub const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}
