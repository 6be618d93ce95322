//! How the texts of a table are written: UTF-8 or GB18030 (which is what GBK and GB2312 files are read as). A mark at the beginning
//! decides; otherwise the lines do: those that are UTF-8 only if they are UTF-8 against those that are none. One line in another
//! encoding does not turn the file over, it is one line that cannot be read.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableEncoding {
    Utf8,
    Gb18030,
}

impl TableEncoding {
    /// The label that `TextDecoder` and a person know it by.
    pub fn label(self) -> &'static str {
        match self {
            TableEncoding::Utf8 => "utf-8",
            TableEncoding::Gb18030 => "gb18030",
        }
    }
}

/// Decodes a text of GB18030, strictly: `None` where it is not one. The browser's `TextDecoder` with `fatal`, in tests a library.
pub type Gb18030<'a> = &'a dyn Fn(&[u8]) -> Option<String>;

/// One cell as text; `None`: these bytes are no text of that encoding.
pub fn text_of(bytes: &[u8], encoding: TableEncoding, gb18030: Gb18030<'_>) -> Option<String> {
    if bytes.is_ascii() || encoding == TableEncoding::Utf8 {
        return std::str::from_utf8(bytes).ok().map(str::to_owned);
    }
    gb18030(bytes)
}

/// Told the lines of a file, or of its beginning, and asked after.
#[derive(Clone, Copy, Debug, Default)]
pub struct EncodingWatch {
    has_mark: bool,
    begun: bool,
    utf8: u64,
    other: u64,
}

impl EncodingWatch {
    /// Whole lines, as they come.
    pub fn see(&mut self, bytes: &[u8]) {
        if !self.begun {
            self.begun = true;
            self.has_mark = bytes.starts_with(b"\xef\xbb\xbf");
        }
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
            match std::str::from_utf8(line) {
                Ok(_) => self.utf8 += 1,
                Err(_) => self.other += 1,
            }
        }
    }

    /// Nothing but ASCII yet: either would read the same.
    pub fn is_open(&self) -> bool {
        !self.has_mark && self.utf8 + self.other == 0
    }

    pub fn encoding(&self) -> TableEncoding {
        if self.has_mark || self.utf8 >= self.other { TableEncoding::Utf8 } else { TableEncoding::Gb18030 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn decode(bytes: &[u8]) -> Option<String> {
        GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
    }

    fn encoding(lines: &[&[u8]]) -> TableEncoding {
        let mut watch = EncodingWatch::default();
        for line in lines {
            watch.see(&[line, &b"\n"[..]].concat());
        }
        watch.encoding()
    }

    #[test]
    fn one_line_in_another_encoding_does_not_turn_the_file_over() {
        let (utf8, gbk) = ("骨科,1".as_bytes(), &*gb("骨科,1"));
        assert_eq!(encoding(&[b"a,b", b"1,2"]), TableEncoding::Utf8);
        assert_eq!(encoding(&[b"a,b", gbk]), TableEncoding::Gb18030);
        assert_eq!(encoding(&[utf8, gbk, utf8]), TableEncoding::Utf8);
        assert_eq!(encoding(&[gbk, utf8, gbk]), TableEncoding::Gb18030);
        assert_eq!(encoding(&[b"\xef\xbb\xbfa", gbk]), TableEncoding::Utf8);
    }

    #[test]
    fn a_cell_that_is_no_text_of_the_encoding_is_said_to_be_none() {
        assert_eq!(text_of(&gb("呼吸内科"), TableEncoding::Gb18030, &decode).as_deref(), Some("呼吸内科"));
        assert_eq!(text_of(&gb("呼吸内科"), TableEncoding::Utf8, &decode), None);
        assert_eq!(text_of(b"\xff\xff", TableEncoding::Gb18030, &decode), None);
        assert_eq!(text_of(b"ICU", TableEncoding::Gb18030, &|_| None).as_deref(), Some("ICU"));
    }

    /// What the order of the work rests on: a file is cut before it is decoded.
    #[test]
    fn no_byte_within_a_character_of_gb18030_parts_a_table() {
        for character in (0x80..=0x10_ffffu32).filter_map(char::from_u32) {
            let mut text = [0; 4];
            let (bytes, _, failed) = GB18030.encode(character.encode_utf8(&mut text));
            if !failed {
                assert!(!bytes.iter().any(|byte| matches!(byte, b'"' | b',' | b';' | b'\t' | b'\n' | b'\r')), "{character}");
            }
        }
    }
}
