//! Two wards become one: what a file brings, held against what lies here, admission by admission. Pure; rows are the vault's
//! (`event/<contextId>/<seq>` and so on), texts in and texts out.
//!
//! The rule: of two records of one admission the longer one that verifies stands. A record that merely goes on from the other
//! is taken without a word. Two that part ways are never joined silently: the longer stands (ours when they are equal), the
//! other's events after the parting are kept under `aside/`, and the plan names the admission.

use std::collections::{BTreeMap, BTreeSet};

use super::event::read_record;
use super::json::parse;
use super::people::{CHANGES_OF_PEOPLE, USERS};
use super::seal::Sealed;
use super::shape::{MAX_DEPTH, Place};
use super::ward::WARD_KEY;

/// The rows of one admission.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Admission {
    pub row: Option<String>,
    /// Key and text, in order.
    pub events: Vec<(String, String)>,
    pub draft: Option<String>,
}

/// Rows by what they belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ward {
    pub admissions: BTreeMap<String, Admission>,
    pub outbox: BTreeMap<String, String>,
    /// Users, the ward itself, and what a later version may add.
    pub rest: BTreeMap<String, String>,
}

impl Ward {
    pub fn of(rows: impl IntoIterator<Item = (String, String)>) -> Ward {
        let mut ward = Ward::default();
        for (key, text) in rows {
            match key.split_once('/') {
                Some(("event", rest)) => {
                    let context = rest.rsplit_once('/').map_or(rest, |(context, _)| context).to_owned();
                    ward.admissions.entry(context).or_default().events.push((key, text));
                }
                Some(("admission", context)) => ward.admissions.entry(context.to_owned()).or_default().row = Some(text),
                Some(("draft", context)) if !context.contains(' ') => ward.admissions.entry(context.to_owned()).or_default().draft = Some(text),
                Some(("outbox", id)) => drop(ward.outbox.insert(id.to_owned(), text)),
                _ => drop(ward.rest.insert(key, text)),
            }
        }
        ward
    }

    /// The bed and label of an admission, as a person on the ward would ask for it.
    pub fn named(&self, context: &str) -> String {
        let row = self.admissions.get(context).and_then(|admission| admission.row.as_deref()).and_then(|row| parse(row, MAX_DEPTH).ok());
        let of = |key: &str| row.as_ref().and_then(|row| row["chart"]["patient"][key].as_str().map(str::to_owned));
        [of("bed"), of("label")].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub fn events(&self) -> usize {
        self.admissions.values().map(|admission| admission.events.len()).sum()
    }
}

/// What becomes of one admission that a file brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not known here.
    New,
    /// Goes on from ours.
    Longer,
    Same,
    /// Ours goes on from it.
    Shorter,
    /// They part after `common` events.
    Parted {
        common: usize,
        ours: usize,
        theirs: usize,
    },
    /// What the file brings does not verify; ours stays.
    Unsound,
    /// Ours does not verify, the file's does: it takes its place, ours is kept aside.
    Mends {
        ours: usize,
    },
}

impl Verdict {
    /// The file's record stands afterwards.
    pub fn takes(self) -> bool {
        match self {
            Verdict::New | Verdict::Longer | Verdict::Mends { .. } => true,
            Verdict::Parted { ours, theirs, .. } => theirs > ours,
            Verdict::Same | Verdict::Shorter | Verdict::Unsound => false,
        }
    }
}

/// A change to the rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Put(String, String),
    /// An event: only where none is, so that one signed in the meantime is not written over.
    Add(String, String),
    Delete(String),
}

/// What an import would do, and does when somebody agrees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub changes: Vec<Change>,
    pub verdicts: Vec<(String, Verdict)>,
    /// Rows beside the admissions that were not here: users and the like.
    pub others: usize,
    taken: BTreeSet<String>,
}

impl Plan {
    /// How many admissions were judged so.
    pub fn count(&self, which: fn(&Verdict) -> bool) -> usize {
        self.verdicts.iter().filter(|(_, verdict)| which(verdict)).count()
    }

    /// Judges one admission. The longest part of an import; the caller may rest in between.
    pub fn admit(&mut self, context: &str, held: Option<&Admission>, brought: &Admission) {
        let verdict = judge(context, held, brought);
        self.verdicts.push((context.to_owned(), verdict));
        let empty = Admission::default();
        let held = held.unwrap_or(&empty);
        let common = match verdict {
            Verdict::New | Verdict::Mends { .. } => 0,
            Verdict::Parted { common, .. } => common,
            Verdict::Longer => held.events.len(),
            Verdict::Same | Verdict::Shorter | Verdict::Unsound => return,
        };
        let takes = verdict.takes();
        let loser = if takes { held } else { brought };
        if matches!(verdict, Verdict::Parted { .. } | Verdict::Mends { .. }) {
            self.set_aside(context, &loser.events[common.min(loser.events.len())..]);
        }
        if !takes {
            return;
        }
        self.changes.extend(held.events[common.min(held.events.len())..].iter().map(|(key, _)| Change::Delete(key.clone())));
        for (key, text) in &brought.events[common..] {
            self.changes.push(Change::Add(key.clone(), text.clone()));
            self.taken.extend(id_of(text));
        }
        if let Some(row) = &brought.row {
            self.changes.push(Change::Put(format!("admission/{context}"), row.clone()));
        }
        // What somebody is typing here is never written over.
        if let (None, Some(draft)) = (&held.draft, &brought.draft) {
            self.changes.push(Change::Put(format!("draft/{context}"), draft.clone()));
        }
    }

    fn set_aside(&mut self, context: &str, events: &[(String, String)]) {
        let head = events.last().and_then(|(_, text)| parse(text, MAX_DEPTH).ok()).and_then(|event| event["hash"].as_str().map(str::to_owned));
        let head: String = head.unwrap_or_default().chars().take(8).collect();
        for (key, text) in events {
            let seq = key.rsplit('/').next().unwrap_or_default();
            self.changes.push(Change::Put(format!("aside/{context}/{head}/{seq}"), text.clone()));
        }
    }

    /// After the admissions: users and other rows that are not here yet, and the outbox of what was taken. Settings of the
    /// other device stay there. People come with a ward to a device that has none, and never to a ward that is here: its
    /// administrator adds them, or anybody could bring a physician, or another administrator, in a file of their own.
    pub fn rest(&mut self, held: &Ward, brought: &Ward) {
        let founded = held.rest.contains_key(WARD_KEY);
        for (key, text) in &brought.rest {
            let stays = key.starts_with("setting/") || founded && [USERS, CHANGES_OF_PEOPLE].iter().any(|people| key.starts_with(people));
            if !held.rest.contains_key(key) && !stays {
                self.changes.push(Change::Put(key.clone(), text.clone()));
                self.others += 1;
            }
        }
        for (id, entry) in &brought.outbox {
            if self.taken.contains(id) && !held.outbox.contains_key(id) {
                self.changes.push(Change::Put(format!("outbox/{id}"), entry.clone()));
            }
        }
    }
}

/// All at once, for wards that are small.
pub fn merge(held: &Ward, brought: &Ward) -> Plan {
    let mut plan = Plan::default();
    for (context, admission) in &brought.admissions {
        plan.admit(context, held.admissions.get(context), admission);
    }
    plan.rest(held, brought);
    plan
}

fn judge(context: &str, held: Option<&Admission>, brought: &Admission) -> Verdict {
    let Some(theirs) = verified(context, brought) else { return Verdict::Unsound };
    let Some(held) = held.filter(|held| !held.events.is_empty() || held.row.is_some()) else { return Verdict::New };
    let Some(ours) = verified(context, held) else { return Verdict::Mends { ours: held.events.len() } };
    let common = ours.iter().zip(&theirs).take_while(|(ours, theirs)| hash(ours) == hash(theirs)).count();
    match (common == ours.len(), common == theirs.len()) {
        (true, true) => Verdict::Same,
        (true, false) => Verdict::Longer,
        (false, true) => Verdict::Shorter,
        (false, false) => Verdict::Parted { common, ours: ours.len(), theirs: theirs.len() },
    }
}

/// The record, if it verifies, belongs to `context` and begins at its beginning.
fn verified(context: &str, admission: &Admission) -> Option<Vec<Sealed>> {
    let list = ["[", &admission.events.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(","), "]"].concat();
    let record = read_record(&parse(&list, MAX_DEPTH).ok()?, &Place::root("record")).ok()?;
    let starts = record.first().is_none_or(|first| first.json["seq"].as_u64() == Some(1));
    let ours = record.iter().all(|sealed| sealed.json["contextId"].as_str() == Some(context));
    let keyed =
        admission.events.iter().zip(&record).all(|((key, _), sealed)| sealed.json["seq"].as_u64().is_some_and(|seq| *key == event_key(context, seq)));
    (starts && ours && keyed).then_some(record)
}

/// The key of an event's row.
pub fn event_key(context: &str, seq: u64) -> String {
    format!("event/{context}/{seq:06}")
}

fn hash(sealed: &Sealed) -> Option<&str> {
    sealed.json["hash"].as_str()
}

fn id_of(event: &str) -> Option<String> {
    parse(event, MAX_DEPTH).ok()?["id"].as_str().map(str::to_owned)
}
