//! Shapes of foreign JSON, as data. One table says what a message may look like; it validates (here), and it is
//! exported as JSON Schema and TypeScript (`tables`), so that the three cannot differ.
//!
//! Why not serde's derive: its errors repeat the offending value, which here may be a patient's.

use super::json::{self, Fields, MAX_DEPTH, Tree, Unreadable, Value};
use super::rejected::Rejected;
use crate::clinical::quantity::counted;
use crate::text::same;

/// What is accepted of one host message (bridge.md).
pub const MAX_BYTES: usize = 256 * 1024;
/// A whole record of an admission may be longer than a message.
pub const MAX_RECORD_BYTES: usize = 4 * 1024 * 1024;

#[derive(Debug)]
pub enum Shape {
    /// At most this many characters.
    Text(usize),
    Number,
    Whole,
    Flag,
    /// RFC 3339 with an offset.
    Time,
    /// `YYYY-MM-DD`.
    Date,
    /// A civil date, or as much of one as is known: `YYYY-MM`, `YYYY`.
    PartOfDate,
    /// Either of them: a civil date is a date, never nothing.
    Moment,
    OneOf(&'static [&'static str]),
    /// Anything within the limits.
    Any,
    Or(&'static [Shape]),
    Null,
    List(&'static Shape),
    /// Known fields; with `open`, others are carried along unread.
    Object {
        fields: &'static [Field],
        open: bool,
    },
    /// Keys of the sender's choosing.
    Map(&'static Shape),
}

#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    /// One line for the schema and the types.
    pub doc: &'static str,
}

pub const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { name, shape, required: true, doc: native(doc) }
}

pub const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { name, shape, required: false, doc: native(doc) }
}

/// Documentation is for the exports, which are written natively; a browser does not carry it.
const fn native(doc: &'static str) -> &'static str {
    if cfg!(target_family = "wasm") { "" } else { doc }
}

/// Where in a message we are: a path that costs nothing until something is wrong there.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    up: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// `""` is the root.
    pub fn root(name: &'a str) -> Place<'a> {
        Place { up: None, step: Step::Key(name) }
    }

    pub fn key(&'a self, key: &'a str) -> Place<'a> {
        Place { up: Some(self), step: Step::Key(key) }
    }

    pub fn index(&'a self, index: usize) -> Place<'a> {
        Place { up: Some(self), step: Step::Index(index) }
    }

    /// The JSON pointer (RFC 6901).
    pub fn pointer(&self) -> String {
        let mut pointer = self.up.map(Place::pointer).unwrap_or_default();
        match self.step {
            Step::Key("") => {}
            Step::Key(key) => {
                pointer.push('/');
                // A key is the sender's; a long one is cut, it is only there to be found again.
                for c in key.chars().take(64) {
                    match c {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        c => pointer.push(c),
                    }
                }
            }
            Step::Index(index) => {
                pointer.push('/');
                pointer.push_str(&counted(index));
            }
        }
        pointer
    }

    pub fn reject(&self, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Rejected {
        Rejected::new(code, self.pointer(), zh, en)
    }

    fn expected(&self, zh: &str, en: &str) -> Rejected {
        self.reject("E_SCHEMA", ["此处应为", zh, "，请检查接口数据。"].concat(), ["Expected ", en, " here. Check what the host sends."].concat())
    }
}

/// Parses text within the limits, to keep. `place` names what was handed in.
pub fn parse(text: &str, max_bytes: usize, place: &Place<'_>) -> Result<Value, Rejected> {
    read(text, max_bytes, place).map(|tree| tree.kept())
}

/// The same, as long as the text is there.
pub fn read<'a>(text: &'a str, max_bytes: usize, place: &Place<'_>) -> Result<Tree<'a>, Rejected> {
    if text.len() > max_bytes {
        let most = &*counted(max_bytes / 1024);
        return Err(place.reject(
            "E_TOO_LARGE",
            ["数据超过上限（", most, " KiB），未处理。请分次传入或精简。"].concat(),
            ["More than ", most, " KiB: not read. Send less."].concat(),
        ));
    }
    let value = json::read(text, MAX_DEPTH).map_err(|unreadable| match unreadable {
        Unreadable::NotJson => place.expected("有效的JSON", "valid JSON"),
        Unreadable::TooWide => place.reject("E_TOO_LARGE", "同一对象的字段过多，未处理。", "Too many fields in one object: not read."),
        Unreadable::TooDeep => place.reject("E_TOO_LARGE", "数据嵌套超过32层，未处理。", "Nested deeper than 32: not read."),
    })?;
    no_prototype(&value, place)?;
    Ok(value)
}

/// Refuses keys that would reach a JavaScript prototype.
fn no_prototype(value: &Tree<'_>, place: &Place<'_>) -> Result<(), Rejected> {
    match value {
        Tree::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| no_prototype(item, &place.index(index))),
        Tree::Object(fields) => fields.into_iter().try_for_each(|(key, item)| {
            let place = place.key(key);
            if ["__proto__", "constructor", "prototype"].iter().any(|word| same(word, key)) {
                return Err(place.reject("E_SCHEMA", "不接受此字段名。请从数据中删除。", "This key is not accepted. Remove it."));
            }
            no_prototype(item, &place)
        }),
        _ => Ok(()),
    }
}

/// Holds `value` against `shape`; the first thing that does not fit.
pub fn check(value: &Tree<'_>, shape: &Shape, place: &Place<'_>) -> Result<(), Rejected> {
    match (shape, value) {
        (Shape::Any, _) | (Shape::Number, Tree::Number(_)) | (Shape::Flag, Tree::Bool(_)) | (Shape::Null, Tree::Null) => Ok(()),
        (Shape::Text(max), Tree::String(text)) => {
            if text.chars().count() <= *max {
                Ok(())
            } else {
                let most = &*counted(*max);
                Err(place.reject("E_TOO_LARGE", ["文字超过", most, "字。"].concat(), ["Longer than ", most, " characters."].concat()))
            }
        }
        (Shape::Whole, Tree::Number(_)) if value.as_u64().is_some() => Ok(()),
        (Shape::Time, Tree::String(text)) if time(text).is_some() => Ok(()),
        (Shape::Date, Tree::String(text)) if date(text).is_some() => Ok(()),
        (Shape::PartOfDate, Tree::String(text)) if date(text).is_some() || part_of_date(text) => Ok(()),
        (Shape::Moment, Tree::String(text)) if time(text).is_some() || date(text).is_some() => Ok(()),
        (Shape::OneOf(words), Tree::String(text)) if words.iter().any(|word| same(word, text)) => Ok(()),
        (Shape::Or(shapes), _) => match shapes.iter().map(|shape| check(value, shape, place)).find(Result::is_ok) {
            Some(_) => Ok(()),
            None => Err(expectation(shape, place)),
        },
        (Shape::List(of), Tree::Array(items)) => items.iter().enumerate().try_for_each(|(index, item)| check(item, of, &place.index(index))),
        (Shape::Map(of), Tree::Object(fields)) => fields.into_iter().try_for_each(|(key, item)| check(item, of, &place.key(key))),
        (Shape::Object { fields, open }, Tree::Object(given)) => check_fields(given, fields, *open, place),
        _ => Err(expectation(shape, place)),
    }
}

/// Whether `value` holds a key that `shape` does not name, here or below.
pub fn is_strange(value: &Tree<'_>, shape: &Shape) -> bool {
    match shape {
        Shape::Object { fields, .. } => value.fields().iter().any(|(key, item)| match fields.iter().find(|field| same(field.name, key)) {
            Some(field) => is_strange(item, &field.shape),
            None => true,
        }),
        Shape::Or(shapes) => shapes.iter().any(|shape| is_strange(value, shape)),
        _ => false,
    }
}

fn check_fields(given: &Fields<'_>, fields: &[Field], open: bool, place: &Place<'_>) -> Result<(), Rejected> {
    for field in fields {
        match given.get(field.name) {
            // JavaScript's "no value" is null as often as absence.
            None | Some(Tree::Null) if !field.required => {}
            None => return Err(place.key(field.name).reject("E_SCHEMA", "缺少必填字段。请在数据中补上。", "A required field is missing. Add it.")),
            Some(value) => check(value, &field.shape, &place.key(field.name))?,
        }
    }
    match given.into_iter().find(|(key, _)| !open && fields.iter().all(|field| field.name != key)) {
        Some((key, _)) => Err(unknown(&place.key(key), key, fields, ["整份数据", "the whole is "])),
        None => Ok(()),
    }
}

/// Says that nobody reads `key`, and which key of `fields` is the nearest. `what` was not taken because of it: nothing but the
/// key, or the whole.
#[inline(never)]
pub fn unknown(place: &Place<'_>, key: &str, fields: &[Field], [zh, en]: [&str; 2]) -> Rejected {
    // A key is the sender's; a long one is cut, it is only there to be found again.
    let key: String = key.chars().take(64).collect();
    let (mut nearest, mut best) = ("", 0);
    for field in fields {
        let likeness = likeness(key.as_bytes(), field.name.as_bytes());
        if nearest.is_empty() || likeness > best {
            (nearest, best) = (field.name, likeness);
        }
    }
    place.reject(
        "E_SCHEMA",
        ["未知字段“", &key, "”，", zh, "未采用。最接近的是“", nearest, "”。"].concat(),
        ["Unknown key “", &key, "”: ", en, "not taken. The nearest is “", nearest, "”."].concat(),
    )
}

/// How many letters two words share from their beginning and from their end; capitals are no difference. A letter more, less or
/// other leaves all the rest shared, and so does a word that was cut short (`dept`), which is no slip of a single letter.
fn likeness(one: &[u8], other: &[u8]) -> usize {
    let shared = |backwards: bool| {
        let at = |word: &[u8], place: usize| word[if backwards { word.len() - 1 - place } else { place }] | 0x20;
        let most = one.len().min(other.len());
        (0..most).find(|&place| at(one, place) != at(other, place)).unwrap_or(most)
    };
    (shared(false) + shared(true)).min(one.len()).min(other.len())
}

fn expectation(shape: &Shape, place: &Place<'_>) -> Rejected {
    match shape {
        Shape::Text(_) => place.expected("文字", "text"),
        Shape::Number => place.expected("数字", "a number"),
        Shape::Whole => place.expected("非负整数", "a whole number"),
        Shape::Flag => place.expected("true 或 false", "true or false"),
        Shape::Time => {
            place.expected("带时区的时间（RFC 3339，如 2026-01-31T08:00:00+08:00）", "a time with an offset (RFC 3339, as 2026-01-31T08:00:00+08:00)")
        }
        Shape::Moment => place.expected(
            "带时区的时间或日期（如 2026-01-31T08:00:00+08:00 或 2026-01-31）",
            "a time with an offset or a date (as 2026-01-31T08:00:00+08:00 or 2026-01-31)",
        ),
        Shape::Date | Shape::PartOfDate => place.expected("日期（YYYY-MM-DD）", "a date (YYYY-MM-DD)"),
        Shape::OneOf(words) => {
            let words = &*words.join(" | ");
            place.expected(&["以下之一：", words].concat(), &["one of ", words].concat())
        }
        Shape::List(_) => place.expected("数组", "a list"),
        Shape::Object { .. } | Shape::Map(_) => place.expected("对象", "an object"),
        Shape::Null => place.expected("null", "null"),
        Shape::Or(_) | Shape::Any => place.expected("接口文档所列的形式", "one of the documented forms"),
    }
}

pub use crate::clinical::instant::{date, time};

/// A year, or a year and a month.
pub fn part_of_date(text: &str) -> bool {
    let rest = match text.len() {
        4 => "-01-01",
        7 => "-01",
        _ => return false,
    };
    date(&[text, rest].concat()).is_some()
}

/// Reading after `check`: absent and null are the same, and nothing here can fail.
pub trait Read {
    fn text(&self, key: &str) -> Option<&str>;
    fn number(&self, key: &str) -> Option<f64>;
    fn time(&self, key: &str) -> Option<crate::clinical::chart::Instant>;
    /// A civil date; none where a time is told.
    fn day(&self, key: &str) -> Option<chrono::NaiveDate>;
}

impl Read for Tree<'_> {
    fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            Tree::Number(number) => Some(json::amount(number)),
            _ => None,
        }
    }

    fn time(&self, key: &str) -> Option<crate::clinical::chart::Instant> {
        time(self.text(key)?)
    }

    fn day(&self, key: &str) -> Option<chrono::NaiveDate> {
        date(self.text(key)?)
    }
}

pub fn owned(value: &Value, key: &str) -> String {
    value.text(key).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_the_one_that_was_meant() {
        let meant = |key: &str, among: &[&'static str]| {
            let fields: Vec<Field> = among.iter().map(|name| optional(name, Shape::Any, "")).collect();
            let rejected = unknown(&Place::root("x"), key, &fields, ["", ""]);
            rejected.message.en.split('“').next_back().and_then(|rest| rest.split('”').next()).unwrap_or_default().to_owned()
        };
        let patient = ["ref", "label", "bed", "sex", "birthDate"];
        let encounter = ["ref", "admittedAt", "department", "setting", "facility"];
        let fact = ["id", "value", "unit", "at", "source", "status"];
        for (key, nearest) in [("birthdate", "birthDate"), ("birth_date", "birthDate"), ("birthday", "birthDate"), ("lable", "label"), ("Sex", "sex")]
        {
            assert_eq!(meant(key, &patient), nearest);
        }
        for (key, nearest) in [("dept", "department"), ("departement", "department"), ("admitted_at", "admittedAt"), ("seting", "setting")] {
            assert_eq!(meant(key, &encounter), nearest);
        }
        for (key, nearest) in
            [("unti", "unit"), ("units", "unit"), ("sorce", "source"), ("staus", "status"), ("vlaue", "value"), ("性别", "id"), ("", "id")]
        {
            assert_eq!(meant(key, &fact), nearest);
        }
    }

    #[test]
    fn times_are_read_as_chrono_reads_them() {
        let same_as_chrono = |text: &str| {
            let theirs = chrono::DateTime::parse_from_rfc3339(text).ok();
            assert_eq!(time(text).map(|at| (at, *at.offset())), theirs.map(|at| (at, *at.offset())), "{text}");
        };
        let good = [
            "2026-01-31T08:00:00+08:00",
            "2026-01-31t08:00:60.123z",
            "2026-12-31 23:59:60Z",
            "2026-01-31T08:00:00.1234567899−05:30",
            "2024-02-29T00:00:00-00:00",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999+23:59",
            "2026-01-31T23:59:59-23:59",
        ];
        let bad = [
            "",
            "2026-01-31",
            "2026-01-31T08:00:00",
            "2026-01-31T24:00:00Z",
            "2026-01-31T08:60:00Z",
            "2026-01-31T08:00:61Z",
            "2026-02-30T08:00:00Z",
            "2026-01-31T08:00:00.Z",
            "2026-01-31T08:00:00+24:00",
            "2026-01-31T08:00:00+08:60",
            "2026-01-31T08:00:00+0800",
            "2026-01-31T08:00:00+08",
            "2026-01-31T08:00:00Zz",
            "2026-01-31T08:00:00 Z",
            "２026-01-31T08:00:00Z",
            "2026-01-31T08:00Z",
            "+2026-01-31T08:00:00Z",
        ];
        for text in good {
            assert!(time(text).is_some(), "{text}");
            same_as_chrono(text);
        }
        for text in bad {
            assert!(time(text).is_none(), "{text}");
            same_as_chrono(text);
        }
        // One place of each good one is something else, or is left out.
        for text in good {
            let letters: Vec<char> = text.chars().collect();
            for place in 0..letters.len() {
                for other in ['0', '1', '2', '3', '5', '6', '9', ':', '-', '+', '−', '.', 'T', 'Z', 'z', ' ', '年'] {
                    let mut changed = letters.clone();
                    changed[place] = other;
                    same_as_chrono(&changed.iter().collect::<String>());
                }
                let mut without = letters.clone();
                without.remove(place);
                same_as_chrono(&without.iter().collect::<String>());
            }
        }
    }
}
