//! JSON text to and from a [`Value`]. Numbers stay text: they are hashed as received, and read as `f64` only where a
//! quantity wants one. Fields stand in the order of RFC 8785, so that what is hashed is written as it lies.
//!
//! Why not a library's values, reader and writer, and another for RFC 8785: together they brought 50 kB of the 120 that
//! a first visit may weigh (trees, float tables, error messages that repeat values). Clinical numbers have at most
//! fifteen digits, and for those this is exact; the tests hold it against the library.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::decimal::Decimal;
use super::double::shortest;
use super::paper::Paper;
use crate::clinical::chart::Instant;
use crate::clinical::quantity::digits;
use crate::record::local::rfc3339;
use crate::text::same;

/// A JSON value. Its texts lie in the message it was read from, as long as that is there.
#[derive(Debug, Default, PartialEq)]
pub enum Tree<'a> {
    #[default]
    Null,
    Bool(bool),
    Number(Number<'a>),
    String(Cow<'a, str>),
    Array(Vec<Tree<'a>>),
    Object(Fields<'a>),
}

/// A JSON value that can be kept.
pub type Value = Tree<'static>;

/// A number as it was written.
#[derive(Debug, PartialEq)]
pub struct Number<'a>(Cow<'a, str>);

/// The fields of an object, one of each name, in the order of RFC 8785.
#[derive(Debug, Default, PartialEq)]
pub struct Fields<'a>(Vec<JsonField<'a>>);

pub type JsonField<'a> = (Cow<'a, str>, Tree<'a>);

/// Wide enough for every message of the bridge, narrow enough that sorting in place stays quick.
const MAX_FIELDS: usize = 1024;

/// An object from its pairs. For answers that are built as a tree (FHIR, in a bundle of its own); what the widget writes
/// goes field by field through `writing`, which weighs less.
pub fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    let mut fields = Fields(Vec::with_capacity(N));
    for (name, value) in pairs {
        fields.put(name, value);
    }
    Value::Object(fields)
}

impl<'a> Fields<'a> {
    /// Adds or replaces a field.
    #[inline(never)]
    pub fn put(&mut self, name: &str, value: Tree<'a>) {
        self.insert(name.to_owned().into(), value);
    }

    fn insert(&mut self, name: Cow<'a, str>, value: Tree<'a>) {
        match self.place(&name) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (name, value)),
        }
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(held, _)| by_utf16(held, name))
    }

    pub fn get(&self, name: &str) -> Option<&Tree<'a>> {
        self.0.iter().find(|(held, _)| same(held, name)).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Tree<'a>> {
        self.0.iter_mut().find(|(held, _)| same(held, name)).map(|(_, value)| value)
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(held, _)| held != name);
    }
}

impl<'b, 'a> IntoIterator for &'b Fields<'a> {
    type Item = &'b JsonField<'a>;
    type IntoIter = std::slice::Iter<'b, JsonField<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The order of UTF-16 on UTF-8: they differ only where a text leaves the basic plane (U+E000 to U+FFFF come last).
fn by_utf16(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let rank = |byte: u8| if matches!(byte, 0xee | 0xef) { byte + 0x10 } else { byte };
    match one.iter().zip(other).find(|(one, other)| one != other) {
        Some((one, other)) => rank(*one).cmp(&rank(*other)),
        None => one.len().cmp(&other.len()),
    }
}

impl<'a> Tree<'a> {
    pub fn get(&self, name: &str) -> Option<&Tree<'a>> {
        self.fields().iter().find(|(held, _)| same(held, name)).map(|(_, value)| value)
    }

    /// The fields of an object; of anything else, none.
    pub fn fields(&self) -> &[JsonField<'a>] {
        match self {
            Tree::Object(fields) => &fields.0,
            _ => &[],
        }
    }

    /// The items of a list; of anything else, none.
    pub fn items(&self) -> &[Tree<'a>] {
        match self {
            Tree::Array(items) => items,
            _ => &[],
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Tree::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Tree::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Tree::Number(number) => number.0.parse().ok(),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Tree::Null)
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Tree::Object(_))
    }

    /// The same with texts of its own.
    pub fn kept(&self) -> Value {
        match self {
            Tree::Null => Value::Null,
            Tree::Bool(flag) => Value::Bool(*flag),
            Tree::Number(number) => Value::Number(Number(own(&number.0))),
            Tree::String(text) => Value::String(own(text)),
            Tree::Array(items) => Value::Array(items.iter().map(Tree::kept).collect()),
            Tree::Object(fields) => Value::Object(Fields(fields.into_iter().map(|(name, field)| (own(name), field.kept())).collect())),
        }
    }
}

fn own(text: &str) -> Cow<'static, str> {
    text.to_owned().into()
}

impl Clone for Value {
    fn clone(&self) -> Value {
        self.kept()
    }
}

impl Value {
    /// Adds or replaces a field of an object.
    pub fn put(&mut self, name: &str, value: Value) {
        if let Value::Object(fields) = self {
            fields.put(name, value);
        }
    }
}

/// What is not there is null, as in JavaScript.
impl<'a> std::ops::Index<&str> for Tree<'a> {
    type Output = Tree<'a>;

    fn index(&self, name: &str) -> &Tree<'a> {
        self.get(name).unwrap_or(&Tree::Null)
    }
}

impl<'a> std::ops::Index<usize> for Tree<'a> {
    type Output = Tree<'a>;

    fn index(&self, index: usize) -> &Tree<'a> {
        self.items().get(index).unwrap_or(&Tree::Null)
    }
}

impl PartialEq<bool> for Tree<'_> {
    fn eq(&self, flag: &bool) -> bool {
        self.as_bool() == Some(*flag)
    }
}

impl PartialEq<&str> for Tree<'_> {
    fn eq(&self, text: &&str) -> bool {
        self.as_str() == Some(text)
    }
}

impl From<&str> for Value {
    #[inline(never)]
    fn from(text: &str) -> Value {
        Value::String(text.to_owned().into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::String(text.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Bool(flag)
    }
}

#[inline(never)]
fn whole(number: i64) -> Value {
    let sign = if number < 0 { "-" } else { "" };
    Value::Number(Number([sign, &digits(number.unsigned_abs(), 0)].concat().into()))
}

macro_rules! whole_numbers {
    ($($kind:ty)+) => {
        $(impl From<$kind> for Value {
            fn from(number: $kind) -> Value {
                whole(number as i64)
            }
        })+
    };
}

whole_numbers!(i16 i32 u32 u64 usize);

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, T::into)
    }
}

impl Number<'_> {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// For the tables that are written out natively (`tables`).
impl serde::Serialize for Tree<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => serializer.serialize_unit(),
            Tree::Bool(flag) => serializer.serialize_bool(*flag),
            Tree::Number(number) => serde_json::Number::from_string_unchecked(number.0.clone().into_owned()).serialize(serializer),
            Tree::String(text) => serializer.serialize_str(text),
            Tree::Array(items) => serializer.collect_seq(items),
            Tree::Object(fields) => serializer.collect_map(fields.into_iter().map(|(name, field)| (name, field))),
        }
    }
}

/// Why a text is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    NotJson,
    TooDeep,
    /// More fields in one object than any message has.
    TooWide,
}

/// Reads JSON text, nested at most `depth` levels, to keep.
pub fn parse(text: &str, depth: usize) -> Result<Value, Unreadable> {
    read(text, depth).map(|tree| tree.kept())
}

/// The same, as long as the text is there.
pub fn read(text: &str, depth: usize) -> Result<Tree<'_>, Unreadable> {
    let mut reader = Reader { text, at: 0, beyond: None };
    let value = reader.value(depth);
    reader.space();
    match (value, reader.beyond) {
        (_, Some(beyond)) => Err(beyond),
        (Some(value), None) if reader.at == text.len() => Ok(value),
        _ => Err(Unreadable::NotJson),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The limit that ended the reading.
    beyond: Option<Unreadable>,
}

impl<'a> Reader<'a> {
    #[inline(always)]
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn eat(&mut self, byte: u8) -> Option<()> {
        let there = self.peek() == byte;
        self.at += usize::from(there);
        there.then_some(())
    }

    fn word(&mut self, word: &str, value: Tree<'a>) -> Option<Tree<'a>> {
        let there = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        there.then_some(value)
    }

    fn value(&mut self, depth: usize) -> Option<Tree<'a>> {
        self.space();
        match self.peek() {
            b'{' | b'[' if depth == 0 => {
                self.beyond = Some(Unreadable::TooDeep);
                None
            }
            b'{' => self.object(depth - 1),
            b'[' => self.list(depth - 1),
            b'"' => Some(Tree::String(self.string()?)),
            b't' => self.word("true", Tree::Bool(true)),
            b'f' => self.word("false", Tree::Bool(false)),
            b'n' => self.word("null", Tree::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Tree<'a>> {
        let mut fields = Fields::default();
        self.at += 1;
        self.space();
        if self.eat(b'}').is_some() {
            return Some(Tree::Object(fields));
        }
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            self.eat(b':')?;
            let value = self.value(depth)?;
            fields.insert(key, value);
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b'}')?;
                return Some(Tree::Object(fields));
            }
            if fields.0.len() == MAX_FIELDS {
                self.beyond = Some(Unreadable::TooWide);
                return None;
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Tree<'a>> {
        let mut list = vec![];
        self.at += 1;
        self.space();
        if self.eat(b']').is_some() {
            return Some(Tree::Array(list));
        }
        loop {
            list.push(self.value(depth)?);
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b']')?;
                return Some(Tree::Array(list));
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.eat(b'"')?;
        let mut text = Cow::Borrowed(self.plain()?);
        loop {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Some(text);
                }
                b'\\' => {
                    self.at += 2;
                    let escaped = self.escape()?;
                    let whole = text.to_mut();
                    whole.push(escaped);
                    whole.push_str(self.plain()?);
                }
                _ => return None,
            }
        }
    }

    /// As far as a text stands there as it is.
    fn plain(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let plain = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        self.at += plain;
        Some(&rest[..plain])
    }

    /// After a backslash and the letter behind it.
    fn escape(&mut self) -> Option<char> {
        Some(match self.text.as_bytes().get(self.at - 1)? {
            b'b' => '\u{8}',
            b't' => '\t',
            b'n' => '\n',
            b'f' => '\u{c}',
            b'r' => '\r',
            byte @ (b'"' | b'\\' | b'/') => char::from(*byte),
            b'u' => {
                let first = self.hex()?;
                if !(0xd800..0xdc00).contains(&first) {
                    // A lone surrogate is no character, so the text that holds one is refused.
                    return char::from_u32(first);
                }
                self.eat(b'\\')?;
                self.eat(b'u')?;
                let second = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                return char::from_u32(0x10000 + ((first - 0xd800) << 10) + second);
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
    }

    fn number(&mut self) -> Option<Tree<'a>> {
        let from = self.at;
        self.eat(b'-');
        if self.eat(b'0').is_none() {
            self.digits()?;
        }
        if self.eat(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(Tree::Number(Number(self.text.get(from..self.at)?.into())))
    }

    fn digits(&mut self) -> Option<()> {
        let from = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > from).then_some(())
    }
}

/// A number with up to nine decimals, as text that is the same everywhere.
pub fn decimal(value: f64) -> Value {
    Value::Number(Number(crate::clinical::quantity::written(value, 9).into()))
}

/// Reads a number. Exact up to fifteen significant digits and exponents within ±22; beyond that to the last bit or two.
pub fn amount(number: &Number<'_>) -> f64 {
    let text = number.as_str();
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    if let Some(value) = short(text) {
        return if negative { -value } else { value };
    }
    let decimal = Decimal::parse(text);
    let mut value = decimal.digits.iter().fold(0.0, |value, digit| value * 10.0 + f64::from(*digit));
    let mut exponent = decimal.point - decimal.digits.len() as i32;
    while exponent > 0 && value.is_finite() && value != 0.0 {
        let step = exponent.min(22);
        value *= power(step);
        exponent -= step;
    }
    while exponent < 0 && value != 0.0 {
        let step = (-exponent).min(22);
        value /= power(step);
        exponent += step;
    }
    if negative { -value } else { value }
}

/// Up to fifteen digits without an exponent, as nearly all are: one whole number, and one division.
fn short(text: &str) -> Option<f64> {
    if text.len() > 15 {
        return None;
    }
    let (mut digits, mut decimals) = (0_u64, None);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
            b'.' => {
                decimals = Some(0);
                continue;
            }
            _ => return None,
        }
        decimals = decimals.map(|count| count + 1);
    }
    Some(digits as f64 / power(decimals.unwrap_or(0)))
}

/// 10^0 to 10^22 are exact in binary.
fn power(exponent: i32) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

/// RFC 8785: keys by UTF-16, no white space, the shortest escapes, numbers as ECMAScript prints them.
pub fn canonical(value: &Tree<'_>) -> String {
    let mut out = Paper::default();
    write(value, &mut out);
    out.done()
}

pub fn write(value: &Tree<'_>, out: &mut Paper) {
    match value {
        Tree::Null => out.plain("null"),
        Tree::Bool(true) => out.plain("true"),
        Tree::Bool(false) => out.plain("false"),
        Tree::Number(number) => write_number(number, out),
        Tree::String(text) => out.text(text),
        Tree::Array(items) => {
            out.byte(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.byte(b',');
                }
                write(item, out);
            }
            out.byte(b']');
        }
        Tree::Object(fields) => write_fields(fields, None, out),
    }
}

/// The same of an object without one of its fields.
pub fn canonical_without(value: &Tree<'_>, left_out: &str) -> String {
    let mut out = Paper::default();
    match value {
        Tree::Object(fields) => write_fields(fields, Some(left_out), &mut out),
        other => write(other, &mut out),
    }
    out.done()
}

fn write_fields(fields: &Fields<'_>, left_out: Option<&str>, out: &mut Paper) {
    out.byte(b'{');
    let written = fields.into_iter().filter(|(name, _)| left_out != Some(&**name));
    for (index, (name, field)) in written.enumerate() {
        if index > 0 {
            out.byte(b',');
        }
        out.text(name);
        out.byte(b':');
        write(field, out);
    }
    out.byte(b'}');
}

fn write_number(number: &Number<'_>, out: &mut Paper) {
    let text = number.as_str();
    if text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return out.plain(text);
    }
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let mut decimal = Decimal::parse(text);
    // Up to fifteen digits a decimal is the shortest name of its double; beyond, and at the ends of the range, ask.
    if (decimal.digits.len() > 15 || !(-290..=300).contains(&decimal.point))
        && let Some(short) = shortest(&decimal)
    {
        decimal = short;
    }
    if !decimal.digits.is_empty() {
        out.plain(sign);
    }
    decimal.ecma(out);
}

pub const MAX_DEPTH: usize = 32;

/// RFC 3339 with its offset, to the millisecond.
pub fn written(at: Instant) -> String {
    rfc3339(at, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canon(text: &str) -> String {
        canonical(&parse(text, 32).expect("JSON"))
    }

    #[test]
    fn reads_what_the_library_reads_and_refuses_what_it_refuses() {
        for text in [
            "null",
            " true ",
            "[]",
            "{}",
            "[1,2.50,-3e+2, 0]",
            "{\"a\":{\"b\":[\"\\u4e2d\\ud83d\\ude00\\n\\/\"]},\"a\":1}",
            "\"中文\"",
            "{\"__proto__\":1}",
            "-0",
            "1e400",
            "",
            "tru",
            "[1,]",
            "{\"a\"}",
            "{a:1}",
            "01",
            "1.",
            ".5",
            "-",
            "1e",
            "+1",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\u00g0\"",
            "\"\n\"",
            "\"a",
            "[1] 2",
            "nul",
            "[1 2]",
            "\"\\u+123\"",
            "\u{feff}1",
        ] {
            let library = serde_json::from_str::<serde_json::Value>(text).ok().map(|value| canon(&value.to_string()));
            assert_eq!(parse(text, 32).ok().map(|value| canonical(&value)), library, "{text}");
        }
        assert_eq!(parse(&("[".repeat(33) + &"]".repeat(33)), 32), Err(Unreadable::TooDeep));
        assert!(parse(&("[".repeat(32) + &"]".repeat(32)), 32).is_ok());
        assert_eq!(parse(&"[".repeat(100_000), 32), Err(Unreadable::TooDeep));
        let wide = |count: usize| format!("{{{}}}", (0..count).map(|name| format!("\"{name}\":1")).collect::<Vec<_>>().join(","));
        assert!(parse(&wide(MAX_FIELDS), 32).is_ok());
        assert_eq!(parse(&wide(MAX_FIELDS + 1), 32), Err(Unreadable::TooWide));
    }

    #[test]
    fn numbers_are_printed_as_ecmascript_prints_them() {
        // RFC 8785, appendix B, and its edges.
        for (given, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("4.50", "4.5"),
            ("1e2", "100"),
            ("10", "10"),
            ("100", "100"),
            ("1E30", "1e+30"),
            ("0.000001", "0.000001"),
            ("1e-7", "1e-7"),
            ("0.0000001", "1e-7"),
            ("333333333.33333329", "333333333.3333333"),
            ("1e21", "1e+21"),
            ("123456789012345680000", "123456789012345680000"),
            ("-1.5e-9", "-1.5e-9"),
            ("2e-3", "0.002"),
            ("5e-324", "5e-324"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ] {
            assert_eq!(canon(given), expected, "{given}");
        }
    }

    #[test]
    fn keys_are_sorted_by_utf16_and_texts_escaped_the_short_way() {
        // RFC 8785, section 3.2.3: € is before 😀 by UTF-8 as well, but U+FB33 stands after the surrogates.
        let given = "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";
        assert_eq!(canon(given), "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}");
        assert_eq!(canon("\"\\u000f\\n\\\"\\\\\\/\\u0041'\""), "\"\\u000f\\n\\\"\\\\/A'\"");
    }

    #[test]
    fn clinical_numbers_are_read_exactly() {
        for text in ["0", "64", "72.25", "25.01", "0.1", "1.2", "88.4", "-3.5", "1e3", "2.5E-2", "123456.789", "0.30000000000000004", "1e400"] {
            let number = Number(text.into());
            let expected: f64 = text.parse().expect("f64");
            let got = amount(&number);
            assert!(got == expected || (got - expected).abs() <= expected.abs() * 3e-16, "{text}: {got} {expected}");
        }
        for text in ["64", "72.25", "25.01", "1.2", "88.4", "0.1", "27.3"] {
            assert_eq!(amount(&Number(text.into())), text.parse::<f64>().expect("f64"));
        }
    }
}
