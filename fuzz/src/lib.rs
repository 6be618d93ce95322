//! What the targets share: a mutator that bends JSON as a tree, with the words of our own tables, so that runs go where
//! bytes alone would take days to come; and the few steps that every target takes.

use std::sync::LazyLock;

use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Map, Value, json};
use virchow::clinical::chart::Instant;
use virchow::interop::json::{self, MAX_DEPTH, Value as Ours};

/// Everything happens at noon of one day: a run is the same tomorrow.
pub fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

/// Text as the page would hand it over.
pub fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

pub fn read(data: &[u8]) -> Option<Ours> {
    json::parse(text(data)?, MAX_DEPTH).ok()
}

pub fn ours(value: &Value) -> Ours {
    json::parse(&value.to_string(), 200).expect("JSON")
}

/// What comes out is JSON, whatever went in.
pub fn is_json(answer: &str) -> Value {
    serde_json::from_str(answer).unwrap_or_else(|error| panic!("{error} in {answer}"))
}

/// A refusal has a code of ours, a pointer or nothing, and both languages.
pub fn is_refusal(error: &Value) {
    let field = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{error}")).to_owned();
    assert!(field(&error["code"]).starts_with("E_"), "{error}");
    let path = field(&error["path"]);
    assert!(path.is_empty() || path.starts_with('/'), "{error}");
    assert!(!field(&error["message"]["zh"]).is_empty() && !field(&error["message"]["en"]).is_empty(), "{error}");
}

// ---- the mutator -------------------------------------------------------------------------------------------------------

/// Every name and word that stands in what we publish of our shapes, tables and resources.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let published = [
        include_str!("../../docs/for-hosts/schema/assess.json"),
        include_str!("../../docs/for-hosts/schema/chart.json"),
        include_str!("../../docs/for-hosts/schema/event.json"),
        include_str!("../../docs/for-hosts/schema/fact.json"),
        include_str!("../../docs/for-hosts/schema/findings.json"),
        include_str!("../../docs/for-hosts/schema/happened.json"),
        include_str!("../../docs/for-hosts/schema/measure.json"),
        include_str!("../../docs/for-hosts/schema/operation.json"),
        include_str!("../../docs/for-hosts/schema/plan_authorised.json"),
        include_str!("../../docs/for-hosts/schema/profile.json"),
        include_str!("../../docs/for-hosts/schema/bleeding_screened.json"),
        include_str!("../../docs/for-hosts/schema/units.json"),
        include_str!("../../tests/golden/fhir/assessed.json"),
        include_str!("../../tests/golden/fhir/questionnaire-padua.json"),
    ];
    let mut words = vec![];
    for text in published {
        harvest(&serde_json::from_str(text).expect("JSON"), &mut words);
    }
    for instrument in virchow::clinical::instruments::ALL {
        for item in instrument.items {
            words.push(item.id.to_owned());
            words.push([instrument.id, item.id].join("."));
        }
    }
    words.extend(virchow::clinical::contraindication::TABLE.iter().map(|row| row.id.to_owned()));
    words.sort();
    words.dedup();
    words
});

fn harvest(value: &Value, words: &mut Vec<String>) {
    let mut word = |text: &str| {
        if text.len() <= 80 && !text.contains(' ') && !text.is_empty() {
            words.push(text.to_owned());
        }
    };
    match value {
        Value::String(text) => word(text),
        Value::Array(items) => items.iter().for_each(|item| harvest(item, words)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            if name != "description" {
                words.push(name.clone());
                harvest(field, words);
            }
        }),
        _ => {}
    }
}

const NUMBERS: &[&str] = &[
    "0", "-0", "1", "-1", "0.5", "64", "200", "1e3", "2.5E-2", "25.000000000000001", "17", "1e308", "1e400", "-1e400", "5e-324", "1e-400", "9007199254740993",
    "18446744073709551616", "99999999999999999999999", "0.1234567890123456789", "3276.8", "3276.75", "-3276.9", "1e999999999999",
];
const TIMES: &[&str] = &[
    "2026-11-22T12:00:00+08:00", "2026-11-22T11:59:59.999+08:00", "2026-11-22T12:00:00Z", "2026-02-29T00:00:00Z", "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:60Z", "2026-11-22T12:00:00-23:59", "2026-11-22T12:00:00", "1900-01-01T00:00:00+14:00", "2026-11-25T12:00:00+08:00", "1958-03-02",
    "2026-11-22", "0001-01-01", "9999-12-31", "2026-13-01", "2027-01-01",
];
const TEXTS: &[&str] = &["", " ", "\u{0}", "é", "e\u{301}", "王*", "😀", "\u{202e}abc", "\r\n|^~\\&", "<b>\"'", "__proto__", "constructor", "adm-0017", "a/b~c", "../x"];

/// A small generator of numbers: libFuzzer's seed is the whole of its state.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % count.max(1)
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn word(&mut self) -> String {
        let words = &*WORDS;
        words[self.below(words.len())].clone()
    }

    fn leaf(&mut self) -> Value {
        match self.below(9) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(false),
            3 => Value::Number(self.pick(NUMBERS).parse().expect("a number")),
            4 => json!(self.below(400)),
            5 => json!(self.pick(TIMES)),
            6 => json!(self.pick(TEXTS)),
            7 => json!("长".repeat(self.below(600))),
            _ => json!(self.word()),
        }
    }
}

/// Changes JSON as a tree, and now and then as the bytes that it is.
pub fn bend(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let tree = if dice.below(8) == 0 { None } else { serde_json::from_slice::<Value>(&data[..size]).ok() };
    let Some(mut tree) = tree else { return fuzzer_mutate(data, size, max_size) };
    for _ in 0..=dice.below(3) {
        let whole = tree.clone();
        let count = nodes(&tree);
        let mut nth = dice.below(count);
        change(&mut tree, &mut nth, &whole, count, &mut dice);
    }
    let bent = tree.to_string();
    if bent.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..bent.len()].copy_from_slice(bent.as_bytes());
    bent.len()
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(nodes).sum(),
        Value::Object(fields) => fields.values().map(nodes).sum(),
        _ => 0,
    }
}

fn nth_of(value: &Value, nth: &mut usize) -> Option<Value> {
    if *nth == 0 {
        return Some(value.clone());
    }
    *nth -= 1;
    match value {
        Value::Array(items) => items.iter().find_map(|item| nth_of(item, nth)),
        Value::Object(fields) => fields.values().find_map(|field| nth_of(field, nth)),
        _ => None,
    }
}

/// Changes the node that `nth` counts down to; true once it is done.
fn change(value: &mut Value, nth: &mut usize, whole: &Value, count: usize, dice: &mut Dice) -> bool {
    if *nth > 0 {
        *nth -= 1;
        return match value {
            Value::Array(items) => items.iter_mut().any(|item| change(item, nth, whole, count, dice)),
            Value::Object(fields) => fields.values_mut().any(|field| change(field, nth, whole, count, dice)),
            _ => false,
        };
    }
    let other = nth_of(whole, &mut dice.below(count)).unwrap_or_default();
    match value {
        Value::Array(items) => {
            let at = dice.below(items.len() + 1);
            match dice.below(5) {
                0 if !items.is_empty() => drop(items.remove(at % items.len())),
                1 if !items.is_empty() => items.insert(at, items[at % items.len()].clone()),
                2 => items.insert(at, other),
                3 => items.insert(at, dice.leaf()),
                _ => *value = dice.leaf(),
            }
        }
        Value::Object(fields) => {
            let name = fields.keys().nth(dice.below(fields.len().max(1))).cloned();
            match (dice.below(6), name) {
                (0, Some(name)) => drop(fields.remove(&name)),
                (1, Some(name)) => rename(fields, &name, dice.word()),
                (2, _) => drop(fields.insert(dice.word(), other)),
                (3, _) => drop(fields.insert(dice.word(), dice.leaf())),
                (4, Some(name)) => drop(fields.insert(name, other)),
                _ => *value = dice.leaf(),
            }
        }
        _ if dice.below(6) == 0 => *value = other,
        _ => *value = dice.leaf(),
    }
    true
}

fn rename(fields: &mut Map<String, Value>, from: &str, to: String) {
    if let Some(field) = fields.remove(from) {
        fields.insert(to, field);
    }
}
