//! How wide a text is, by a table: the same in a page, a worker, Node and natively, without asking a browser. The figures are those of
//! Helvetica, a seventh wider, because the fonts of wards differ; Chinese is a square. So a text is never wider than it is measured.

/// Advance of the characters from space to tilde, in thousandths of the size.
#[rustfmt::skip]
static LATIN: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 584, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// What a character takes, in thousandths of the size.
fn advance(c: char) -> u64 {
    match c {
        ' '..='~' => u64::from(LATIN[c as usize - 0x20]) * 8 / 7,
        // What has no width of its own.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{a0}' => 318,
        '\u{a1}'..='\u{2e7f}' => 1000,
        // From the radicals onward scripts are square.
        _ => 1000,
    }
}

/// Width in whole pixels, rounded up, of a text of this size.
pub fn width(text: &str, size: u32) -> u32 {
    let thousandths: u64 = text.chars().map(advance).sum();
    (thousandths * u64::from(size)).div_ceil(1000).try_into().unwrap_or(u32::MAX)
}

/// The same in bold type, which is up to a sixth wider.
pub fn bold_width(text: &str, size: u32) -> u32 {
    (width(text, size) * 7).div_ceil(6)
}

/// Height of a line of this size.
pub fn height(size: u32) -> u32 {
    (size * 5).div_ceil(4)
}

/// Punctuation that begins no line.
const CLOSING: &str = "，。；：、！？）》”’,.;:!?)%";

/// The text in lines of at most this width. English breaks at spaces, Chinese anywhere but before closing punctuation; a word longer
/// than a line is cut.
pub fn wrap(text: &str, size: u32, most: u32) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    let mut line = String::new();
    for part in parts(text) {
        let whole = [line.as_str(), part].concat();
        if width(whole.trim_end(), size) <= most {
            line = whole;
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        for c in part.trim_start().chars() {
            if width(&line, size) + width(c.encode_utf8(&mut [0; 4]), size) > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// What is not torn apart: an English word with the space behind it, a Chinese character with the punctuation that closes it.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = vec![];
    let (mut from, mut before): (usize, Option<char>) = (0, None);
    for (at, c) in text.char_indices() {
        let breaks = before.is_some_and(|before| before == ' ' || !before.is_ascii() || !c.is_ascii()) && !CLOSING.contains(c) && c != ' ';
        if breaks && at > from {
            parts.push(&text[from..at]);
            from = at;
        }
        before = Some(c);
    }
    if from < text.len() {
        parts.push(&text[from..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_square_and_latin_by_its_letters() {
        assert_eq!(width("静脉血栓", 12), 48);
        assert_eq!(width("iiii", 12), 13);
        assert!(width("WWWW", 12) > 40);
    }

    #[test]
    fn no_line_is_wider_than_it_may_be_and_nothing_is_lost() {
        for text in [
            "住院患者VTE风险评估率（2026年），按出院月份。",
            "VTE risk assessment rate of inpatients, by month of discharge",
            "averyveryverylongwordthatneverends",
        ] {
            for most in [60, 90, 200] {
                let lines = wrap(text, 12, most);
                assert!(lines.iter().all(|line| width(line, 12) <= most), "{lines:?}");
                assert!(lines.iter().all(|line| !line.starts_with(['，', '。', '）'])), "{lines:?}");
                let bare = |text: &str| text.replace(' ', "");
                assert_eq!(bare(&lines.concat()), bare(text));
            }
        }
    }
}
