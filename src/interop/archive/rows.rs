//! What stands in the rows of a ward, as it was kept.

use crate::clinical::profile::Profile;
use crate::interop::demo::{self, is_of_demo};
use crate::interop::json::{MAX_DEPTH, parse};
use crate::interop::people::USERS;
use crate::interop::ward::{WARD_KEY, read_ward};
use crate::record::role::Actor;
use std::collections::BTreeMap;

/// In a file: the keys of the rows that could not be read where it was made (`archive.js`). A setting, and so taken over by
/// no program.
pub const UNREADABLE: &str = "setting/unreadable";

/// A row that there may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kept {
    #[default]
    Absent,
    /// It lies there, and cannot be decrypted.
    Unreadable,
    Text(String),
}

impl Kept {
    fn of(text: Option<String>) -> Kept {
        text.map_or(Kept::Unreadable, Kept::Text)
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Kept::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The rows of one admission.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Admission {
    pub row: Kept,
    /// Key and text, in order; no text where the row cannot be read.
    pub events: Vec<(String, Option<String>)>,
    pub draft: Kept,
}

impl Admission {
    pub(super) fn event(&self, key: &str) -> Option<&Option<String>> {
        self.events.iter().find(|(held, _)| held == key).map(|(_, text)| text)
    }
}

/// Rows by what they belong to; no text where one cannot be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ward {
    pub admissions: BTreeMap<String, Admission>,
    pub outbox: BTreeMap<String, Option<String>>,
    /// Users, the ward itself, and what a later version may add.
    pub rest: BTreeMap<String, Option<String>>,
}

impl Ward {
    pub fn of(rows: impl IntoIterator<Item = (String, Option<String>)>) -> Ward {
        let mut ward = Ward::default();
        let mut listed = vec![];
        for (key, text) in rows {
            if key == UNREADABLE {
                let list = text.and_then(|text| parse(&text, 2).ok()).unwrap_or_default();
                listed.extend(list.items().iter().filter_map(|key| key.as_str().map(str::to_owned)));
            } else {
                ward.take(key, text);
            }
        }
        listed.into_iter().for_each(|key| ward.take(key, None));
        // A file lists what it lacks at its end.
        for admission in ward.admissions.values_mut() {
            admission.events.sort();
            admission.events.dedup_by(|later, first| later.0 == first.0);
        }
        ward
    }

    fn take(&mut self, key: String, text: Option<String>) {
        match key.split_once('/') {
            Some(("event", rest)) => {
                let context = rest.rsplit_once('/').map_or(rest, |(context, _)| context).to_owned();
                self.admissions.entry(context).or_default().events.push((key, text));
            }
            Some(("admission", context)) => self.admissions.entry(context.to_owned()).or_default().row = Kept::of(text),
            Some(("draft", context)) if !context.contains(' ') => self.admissions.entry(context.to_owned()).or_default().draft = Kept::of(text),
            Some(("outbox", id)) => drop(self.outbox.insert(id.to_owned(), text)),
            _ => drop(self.rest.insert(key, text)),
        }
    }

    /// The bed and label of an admission, as a person on the ward would ask for it.
    pub fn named(&self, context: &str) -> String {
        let row = self.admissions.get(context).and_then(|admission| admission.row.text()).and_then(|row| parse(row, MAX_DEPTH).ok());
        let of = |key: &str| row.as_ref().and_then(|row| row["chart"]["patient"][key].as_str().map(str::to_owned));
        [of("bed"), of("label")].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub fn events(&self) -> usize {
        self.admissions.values().map(|admission| admission.events.iter().filter(|(_, text)| text.is_some()).count()).sum()
    }

    /// Every row that cannot be read, by its key.
    pub fn unreadable(&self) -> Vec<String> {
        let mut keys = vec![];
        for (context, admission) in &self.admissions {
            for (prefix, kept) in [("admission/", &admission.row), ("draft/", &admission.draft)] {
                if *kept == Kept::Unreadable {
                    keys.push([prefix, context].concat());
                }
            }
            keys.extend(admission.events.iter().filter(|(_, text)| text.is_none()).map(|(key, _)| key.clone()));
        }
        keys.extend(self.outbox.iter().filter(|(_, text)| text.is_none()).map(|(id, _)| ["outbox/", id].concat()));
        keys.extend(self.rest.iter().filter(|(_, text)| text.is_none()).map(|(key, _)| key.clone()));
        keys
    }

    /// Something in it is of a demonstration: the ward itself, or where that row is missing any row that bears the mark.
    pub fn is_demo(&self) -> bool {
        let marked = |text: &str| text.contains("demo") && parse(text, MAX_DEPTH).is_ok_and(|row| is_of_demo(&row));
        let rest = self.rest.values().flatten().any(|text| marked(text));
        let of = |admission: &Admission| {
            admission.row.text().is_some_and(marked) || admission.events.iter().any(|(_, text)| text.as_deref().is_some_and(marked))
        };
        let person = |actor: &Actor| self.rest.contains_key(&[USERS, &actor.id].concat());
        rest || demo::people().iter().any(person) || self.admissions.values().any(of)
    }

    /// Nothing lies here yet that a ward could be.
    pub fn is_empty(&self) -> bool {
        self.admissions.is_empty() && !self.rest.contains_key(WARD_KEY)
    }

    /// The hospital's times, where the row of the ward can be read.
    pub fn profile(&self) -> Option<Profile> {
        Some(read_ward(self.rest.get(WARD_KEY)?.as_deref()?).ok()?.1)
    }
}

impl Admission {
    pub(super) fn is_nothing(&self) -> bool {
        self.events.is_empty() && self.row == Kept::Absent
    }
}
