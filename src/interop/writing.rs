//! JSON text as it is written out, field after field: for answers that nobody here reads again.
//!
//! Why not a tree of values first: a third of what `assess` weighed was the moving of trees. What must be canonical
//! (RFC 8785) is written the same way and read once into a [`Value`], which sorts it.

use super::json::{MAX_DEPTH, Value, decimal, parse, write};
use super::paper::Paper;
use crate::clinical::chart::Instant;
use crate::clinical::instrument::Points;
use crate::clinical::quantity::{digits, written};
use crate::clinical::sheet::Sheet;
use crate::record::local::{Wall, rfc3339};
use crate::text::Text;

/// A text being written. A field of a list has the name `""`.
///
/// Nothing here is inlined: a field is one call of a few bytes, wherever it stands.
#[derive(Default)]
pub struct Writing {
    out: Paper,
    /// What is open, innermost last: a bit each, set for a list.
    open: u32,
    /// The clock that times are written by; without it each at the offset that it has.
    pub wall: Option<Wall>,
}

impl Writing {
    /// One object, open.
    pub fn object() -> Writing {
        let mut writing = Writing::default();
        writing.open("");
        writing
    }

    /// Closes what `object` opened.
    pub fn done(mut self) -> String {
        self.end();
        self.out.done()
    }

    /// The same, as a value.
    pub fn value(self) -> Value {
        parse(&self.done(), MAX_DEPTH).expect("what was just written is JSON")
    }

    #[inline(never)]
    pub fn open(&mut self, name: &str) {
        self.out.name(name);
        self.out.byte(b'{');
        self.open <<= 1;
    }

    #[inline(never)]
    pub fn list(&mut self, name: &str) {
        self.out.name(name);
        self.out.byte(b'[');
        self.open = self.open << 1 | 1;
    }

    /// Closes the innermost object or list.
    #[inline(never)]
    pub fn end(&mut self) {
        self.out.byte(if self.open & 1 == 1 { b']' } else { b'}' });
        self.open >>= 1;
    }

    #[inline(never)]
    fn plain(&mut self, name: &str, text: &str) {
        self.out.name(name);
        self.out.plain(text);
    }

    #[inline(never)]
    pub fn text(&mut self, name: &str, text: &str) {
        self.out.name(name);
        self.out.text(text);
    }

    /// A text, or null.
    #[inline(never)]
    pub fn maybe(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.null(name),
        }
    }

    /// A text, if there is one.
    #[inline(never)]
    pub fn given(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    pub fn null(&mut self, name: &str) {
        self.plain(name, "null");
    }

    /// True or false; null for what is not known.
    #[inline(never)]
    pub fn flag(&mut self, name: &str, flag: Option<bool>) {
        self.plain(
            name,
            match flag {
                None => "null",
                Some(true) => "true",
                Some(false) => "false",
            },
        );
    }

    #[inline(never)]
    pub fn whole(&mut self, name: &str, number: usize) {
        self.plain(name, &digits(number as u64, 0));
    }

    /// Hours, or null.
    #[inline(never)]
    pub fn hours(&mut self, name: &str, hours: Option<u16>) {
        match hours {
            Some(hours) => self.whole(name, hours.into()),
            None => self.null(name),
        }
    }

    /// A number with up to nine decimals, as text that is the same everywhere.
    #[inline(never)]
    pub fn number(&mut self, name: &str, number: f64) {
        let text = written(number, 9);
        // So few digits of so near a number stand as ECMAScript would print them.
        if text.len() <= 15 && number.abs() >= 1e-6 { self.plain(name, &text) } else { self.put(name, &decimal(number)) }
    }

    /// Points as a number: 3 rather than 3.0.
    #[inline(never)]
    pub fn points(&mut self, name: &str, points: Points) {
        match u32::try_from(points.0) {
            Ok(tenths) if tenths < 1000 && tenths % 10 == 0 => {
                self.out.name(name);
                let digit = |value: u32| b'0' + value as u8;
                if tenths >= 100 {
                    self.out.byte(digit(tenths / 100));
                }
                self.out.byte(digit(tenths / 10 % 10));
            }
            _ => self.number(name, points.value()),
        }
    }

    /// A phrase in both languages.
    #[inline(never)]
    pub fn both(&mut self, name: &str, text: Text) {
        self.pair(name, text.zh(), text.en());
    }

    #[inline(never)]
    pub fn pair(&mut self, name: &str, zh: &str, en: &str) {
        self.open(name);
        self.text("zh", zh);
        self.text("en", en);
        self.end();
    }

    /// A time to the second, or null.
    #[inline(never)]
    pub fn time(&mut self, name: &str, at: Option<Instant>) {
        match at {
            Some(at) => {
                let at = self.wall.as_ref().map_or(at, |wall| wall.of(at));
                self.text(name, &rfc3339(at, false));
            }
            None => self.null(name),
        }
    }

    /// A time to the millisecond, as events have it, if there is one.
    #[inline(never)]
    pub fn moment(&mut self, name: &str, at: Option<Instant>) {
        if let Some(at) = at {
            self.text(name, &super::json::written(at));
        }
    }

    /// A list of texts.
    #[inline(never)]
    pub fn texts(&mut self, name: &str, texts: &[&str]) {
        self.list(name);
        for text in texts {
            self.text("", text);
        }
        self.end();
    }

    /// Items of a sheet by their ids.
    #[inline(never)]
    pub fn items(&mut self, name: &str, sheet: &Sheet, indices: &[usize]) {
        self.list(name);
        for &index in indices {
            self.text("", sheet.instrument.items[index].id);
        }
        self.end();
    }

    /// Something that was read, as it is.
    #[inline(never)]
    pub fn put(&mut self, name: &str, value: &Value) {
        self.out.name(name);
        write(value, &mut self.out);
    }
}
