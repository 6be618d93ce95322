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
        let (head, rest) = tag.as_bytes().split_at(tag.len().min(2));
        if head.eq_ignore_ascii_case(b"en") && matches!(rest.first(), None | Some(b'-' | b'_')) { Lang::En } else { Lang::Zh }
    }

    /// The BCP 47 tag for a `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }
}

/// One phrase in both languages. One text, Chinese and English with a bar between them, rather than two: of a table with a
/// thousand phrases half the weight was their addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(&'static str);

const BAR: u8 = b'|';

impl Text {
    /// What [`text!`] makes of its two halves; neither may be missing.
    pub const fn of(both: &'static str) -> Text {
        let bytes = both.as_bytes();
        let (mut at, mut bars) = (0, 0);
        while at < bytes.len() {
            bars += (bytes[at] == BAR) as usize;
            at += 1;
        }
        assert!(bars == 1 && bytes[0] != BAR && bytes[bytes.len() - 1] != BAR);
        Text(both)
    }

    /// Both languages as they are kept: Chinese, a bar, English. For tables that are searched in either.
    pub(crate) const fn both(self) -> &'static str {
        self.0
    }

    #[inline(never)]
    pub fn get(self, lang: Lang) -> &'static str {
        let bar = self.0.bytes().position(|byte| byte == BAR).unwrap_or_default();
        match lang {
            Lang::Zh => &self.0[..bar],
            Lang::En => &self.0[bar + 1..],
        }
    }

    pub fn zh(self) -> &'static str {
        self.get(Lang::Zh)
    }

    pub fn en(self) -> &'static str {
        self.get(Lang::En)
    }
}

/// Two ids that are the same. Where one is looked for among many, most are not even as long: those cost no call.
#[inline(always)]
pub fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one == other
}

/// Where `part` begins in `text`. The search of the standard library is quick in long texts, and weighs 0.7 kB; ours are short.
pub fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

/// Writes a phrase: Chinese first, as on the ward.
macro_rules! text {
    ($zh:expr, $en:expr $(,)?) => {
        const { $crate::text::Text::of(concat!($zh, "|", $en)) }
    };
}
pub(crate) use text;
