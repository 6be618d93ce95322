//! What was not taken of a Bundle, or taken with a doubt: place, code and reason. Silence means taken.

use super::entry::BundleEntry;
use crate::interop::json::Value;
use crate::interop::rejected::Rejected;

/// Lines in the order of the entries that they are about, whatever order they were found in.
#[derive(Default)]
pub struct Listed(Vec<(usize, Rejected)>);

impl Listed {
    /// `below` is the rest of the JSON pointer, from the resource on: `/status`, or nothing for the whole.
    pub fn say(&mut self, entry: &BundleEntry<'_>, below: &str, code: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        self.say_at(entry.number, [&entry.path, below].concat(), code, zh, en);
    }

    /// Of what was kept of an entry: its number and its path.
    pub fn say_at(&mut self, number: usize, path: String, code: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        self.0.push((number, Rejected::new(code, path, zh, en)));
    }

    /// Of the Bundle itself.
    pub fn say_whole(&mut self, path: &str, code: &'static str, zh: &str, en: &str) {
        self.0.push((usize::MAX, Rejected::new(code, path.to_owned(), zh, en)));
    }

    pub fn into_value(mut self) -> Value {
        self.0.sort_by_key(|(number, _)| *number);
        Value::Array(self.0.iter().map(|(_, rejected)| rejected.to_value()).collect())
    }
}

/// A status that means that this is not so, or not so now.
pub fn not_in_force(listed: &mut Listed, entry: &BundleEntry<'_>, below: &str) {
    listed.say(
        entry,
        below,
        "E_REJECTED",
        "此状态表示未发生、未生效或已结束，未采用。",
        "This status says that it did not happen, is not in force or is over: not taken.",
    );
}

/// A word or a status that no table here knows.
pub fn not_understood(listed: &mut Listed, entry: &BundleEntry<'_>, below: &str) {
    listed.say(entry, below, "E_ITEM", "状态无法识别，未采用。请在HIS中核对。", "A status that is not understood: not taken. Check it in the HIS.");
}

/// A code that no table here knows.
pub fn no_known_code(listed: &mut Listed, entry: &BundleEntry<'_>, below: &str) {
    listed.say(entry, below, "E_ITEM", "没有本程序认识的编码，未采用。", "No code that is known here: not taken.");
}
