//! Paper: JSON text as it is laid down, byte after byte. What `writing` and `json` write on, and nothing else.
//!
//! Why not a `String`: each piece appended to one is a call out of the browser's wasm for a handful of bytes, and an answer
//! has a hundred of them. Here the paper lies ready, and a text is looked through and copied in one go.

/// Blank from `at` on.
pub struct Paper {
    bytes: Vec<u8>,
    at: usize,
}

impl Default for Paper {
    /// Most answers fit: paper that grows is copied.
    fn default() -> Paper {
        Paper { bytes: vec![0; 512], at: 0 }
    }
}

impl Paper {
    /// A comma, unless a list or an object has just been opened, and the name, if there is one.
    #[inline(never)]
    pub fn name(&mut self, name: &str) {
        if !matches!(self.bytes[..self.at].last(), None | Some(b'{' | b'[')) {
            self.byte(b',');
        }
        if !name.is_empty() {
            self.text(name);
            self.byte(b':');
        }
    }

    /// A text in quotation marks, with the shortest escapes.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        self.room(rest.len() + 2);
        self.lay(b'"');
        loop {
            let laid = copied(rest, &mut self.bytes[self.at..]);
            self.at += laid;
            let Some((byte, after)) = rest[laid..].split_first() else { break };
            self.escape(*byte);
            self.room(after.len() + 1);
            rest = after;
        }
        self.lay(b'"');
    }

    #[inline(never)]
    fn escape(&mut self, byte: u8) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        self.byte(b'\\');
        match byte {
            8 => self.byte(b'b'),
            9 => self.byte(b't'),
            10 => self.byte(b'n'),
            12 => self.byte(b'f'),
            13 => self.byte(b'r'),
            0..=0x1f => {
                self.plain("u00");
                self.byte(DIGITS[usize::from(byte >> 4)]);
                self.byte(DIGITS[usize::from(byte & 15)]);
            }
            _ => self.byte(byte),
        }
    }

    /// What is JSON already.
    #[inline(never)]
    pub fn plain(&mut self, json: &str) {
        self.room(json.len());
        self.bytes[self.at..self.at + json.len()].copy_from_slice(json.as_bytes());
        self.at += json.len();
    }

    #[inline(never)]
    pub fn byte(&mut self, byte: u8) {
        self.room(1);
        self.lay(byte);
    }

    #[inline(always)]
    fn lay(&mut self, byte: u8) {
        self.bytes[self.at] = byte;
        self.at += 1;
    }

    #[inline(always)]
    fn room(&mut self, more: usize) {
        if self.bytes.len() - self.at < more {
            self.grow(more);
        }
    }

    #[inline(never)]
    fn grow(&mut self, more: usize) {
        self.bytes.resize((self.at + more) * 2, 0);
    }

    pub fn done(mut self) -> String {
        self.bytes.truncate(self.at);
        String::from_utf8(self.bytes).expect("texts were laid down whole")
    }
}

/// Copies as far as nothing wants an escape, eight bytes at a time while it goes.
fn copied(text: &[u8], paper: &mut [u8]) -> usize {
    let mut laid = 0;
    for (place, bytes) in paper.as_chunks_mut::<8>().0.iter_mut().zip(text.as_chunks::<8>().0) {
        if may_want_escape(u64::from_le_bytes(*bytes)) {
            break;
        }
        *place = *bytes;
        laid += 8;
    }
    for (place, byte) in paper[laid..].iter_mut().zip(&text[laid..]) {
        if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
            break;
        }
        *place = *byte;
        laid += 1;
    }
    laid
}

/// Whether one of eight bytes is a quotation mark, a backslash or below the space; now and then a neighbour of one is taken
/// for it too.
fn may_want_escape(bytes: u64) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(EACH * limit) & !bytes;
    let is = |byte: u8| below(bytes ^ (EACH * u64::from(byte)), 1);
    (below(bytes, 0x20) | is(b'"') | is(b'\\')) & (EACH << 7) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_escaped_or_laid_down_as_it_is_wherever_it_stands() {
        for byte in (0..0x80).map(char::from) {
            for before in 0..20 {
                let text = format!("{}{byte}{}", "中".repeat(before % 3) + &"a".repeat(before), "b".repeat(19 - before));
                let mut paper = Paper::default();
                paper.text(&text);
                assert_eq!(paper.done(), serde_json::to_string(&text).expect("JSON"), "{byte:?} behind {before}");
            }
        }
    }

    #[test]
    fn paper_grows_under_a_long_text() {
        let text = "一\"二\\三\n".repeat(1000);
        let mut paper = Paper::default();
        paper.name("");
        paper.text(&text);
        paper.name("next");
        assert_eq!(paper.done(), serde_json::to_string(&text).expect("JSON") + ",\"next\":");
    }
}
