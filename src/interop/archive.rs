//! Two wards become one: what a file brings, held against what lies here, admission by admission. Pure; rows are the vault's
//! (`event/<contextId>/<seq>` and so on), texts in and texts out.
//!
//! The rule: of two records of one admission the longer one that verifies stands. A record that merely goes on from the other
//! is taken without a word. Two that part ways are never joined silently: the longer stands (ours when they are equal), the
//! other's events after the parting are kept under `aside/`, and the plan names the admission.
//!
//! A row that lies here and cannot be read is mended by the row of the file, one by one, where the signed events of both sides
//! agree. What a file says beside its signed events is believed of the chart alone: the row of an admission must name that
//! admission, and what the board shows is folded from the events anew.

mod reports;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::admission;
use super::event::{read_event, read_record};
use super::json::{MAX_DEPTH, Value, parse};
use super::people::{CHANGES_OF_PEOPLE, Person, USERS, read_person, write_person};
use super::referral::rows::referral_key;
use super::seal::{Sealed, head};
use super::settled::CHANGES_OF_SETTINGS;
use super::shape::Place;
use super::ward::{AdmissionRow, WARD_KEY, read_row, read_ward, write_row};
use crate::clinical::chart::Instant;
use crate::clinical::profile::Profile;
use crate::record::encounter::Encounter;
use reports::{referral_of, reports_of_referrals};
pub use rows::{Admission, Kept, UNREADABLE, Ward};

/// A demonstration and a real ward are never joined. A demonstration's file is for a device that holds nothing, or the
/// demonstration; and it is one whole: a file that calls its ward real, and has rows of a demonstration, is neither.
pub fn mixes(held: &Ward, brought: &Ward) -> Option<Mix> {
    let is_whole = brought.rest.get(WARD_KEY).and_then(|text| read_ward(text.as_deref()?).ok()).is_some_and(|(settings, _)| settings.demo);
    match (held.is_demo(), brought.is_demo()) {
        (true, false) if !brought.is_empty() => Some(Mix::RealIntoDemo),
        (false, true) if !(held.is_empty() && is_whole) => Some(Mix::DemoIntoReal),
        _ => None,
    }
}

/// How a file and the ward of this device would mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    DemoIntoReal,
    RealIntoDemo,
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
    /// What the file brings does not verify, or its row is of another admission; ours stays.
    Unsound,
    /// Rows that cannot be read here, or are missing, are put in from the file; all others stay. `left` cannot be read after it.
    Mended {
        rows: usize,
        left: usize,
    },
    /// Ours does not verify, the file's does and does not agree with it: it takes its place, what of ours can be read is kept
    /// aside.
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
            Verdict::Same | Verdict::Shorter | Verdict::Unsound | Verdict::Mended { .. } => false,
        }
    }
}

/// A change to the rows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChange {
    Put(String, String),
    /// An event: only where none is, so that one signed in the meantime is not written over.
    Add(String, String),
    Delete(String),
}

/// What an import would do, and does when somebody agrees.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportPlan {
    pub changes: Vec<RowChange>,
    pub verdicts: Vec<(String, Verdict)>,
    /// Admissions signed on both sides whose rows do not say the same of who that is: a person looks at them.
    pub differ: Vec<String>,
    /// Rows beside the admissions that were not here, or could not be read: users and the like.
    pub others: usize,
    /// When it was made: the rows of admissions are folded as of then.
    pub at: Instant,
    profile: Rc<Profile>,
    taken: BTreeSet<String>,
}

impl ImportPlan {
    /// `profile`: the hospital times by which the board is folded.
    pub fn new(profile: Rc<Profile>, at: Instant) -> ImportPlan {
        ImportPlan { changes: vec![], verdicts: vec![], differ: vec![], others: 0, at, profile, taken: BTreeSet::new() }
    }

    /// How many admissions were judged so.
    pub fn count(&self, which: fn(&Verdict) -> bool) -> usize {
        self.verdicts.iter().filter(|(_, verdict)| which(verdict)).count()
    }

    /// Judges one admission. The longest part of an import; the caller may rest in between.
    pub fn admit(&mut self, context: &str, held: Option<&Admission>, brought: &Admission) {
        let empty = Admission::default();
        let held = held.unwrap_or(&empty);
        let verdict = match row_of(context, brought) {
            // Events of one patient under the name of another.
            Err(()) => Verdict::Unsound,
            Ok(row) => self.join(context, held, brought, row),
        };
        // What somebody is typing here is never written over.
        let joined = verdict.takes() || matches!(verdict, Verdict::Mended { .. });
        let is_wanted = match held.draft {
            Kept::Absent => joined,
            Kept::Unreadable => verdict != Verdict::Unsound,
            Kept::Text(_) => false,
        };
        if let (true, Some(draft)) = (is_wanted, brought.draft.text()) {
            self.changes.push(RowChange::Put(format!("draft/{context}"), draft.to_owned()));
        }
        self.verdicts.push((context.to_owned(), verdict));
    }

    fn join(&mut self, context: &str, held: &Admission, brought: &Admission, row: Option<AdmissionRow>) -> Verdict {
        let theirs = verified(context, &brought.events);
        let Some(ours) = verified(context, &held.events) else { return self.mend(context, held, brought, theirs, row) };
        let Some(theirs) = theirs else { return self.mend_row(held, row, &ours, Verdict::Unsound) };
        let verdict = judge(held, &ours, &theirs);
        let common = match verdict {
            Verdict::New => 0,
            Verdict::Parted { common, .. } => common,
            Verdict::Longer => ours.len(),
            verdict => return self.mend_row(held, row, &ours, verdict),
        };
        let takes = verdict.takes();
        let parted = matches!(verdict, Verdict::Parted { .. });
        if parted {
            let loser = if takes { held } else { brought };
            self.set_aside(context, &loser.events[common..]);
        }
        let here = row_of(context, held).ok().flatten().filter(|_| parted);
        if let (Some(here), Some(row)) = (&here, &row)
            && admission::differ_in_person(here, row)
        {
            self.differ.push(context.to_owned());
        }
        // The row of the side that stands learns what was corrected on the other, and says that it does not hold.
        if takes {
            let row = row.map(|mut row| {
                if let Some(here) = &here {
                    admission::set_aside(&mut row, here);
                }
                row
            });
            self.replace(context, held, brought, common, row, &theirs);
            return verdict;
        }
        if let (Some(mut here), Some(row)) = (here, &row)
            && admission::set_aside(&mut here, row)
        {
            self.put_row(Some(here), &ours);
            return verdict;
        }
        self.mend_row(held, row, &ours, verdict)
    }

    /// The record of the file from `common` on, with its row.
    fn replace(&mut self, context: &str, held: &Admission, brought: &Admission, common: usize, row: Option<AdmissionRow>, record: &[Sealed]) {
        self.changes.extend(held.events[common.min(held.events.len())..].iter().map(|(key, _)| RowChange::Delete(key.clone())));
        for (key, text) in &brought.events[common..] {
            let Some(text) = text else { continue };
            self.changes.push(RowChange::Add(key.clone(), text.clone()));
            self.taken.extend(id_of(text));
        }
        // The chart of the file, or where it has none ours, with what the events say.
        let row = row.or_else(|| row_of(context, held).ok().flatten());
        self.put_row(row, record);
    }

    /// Ours does not verify: rows are missing or cannot be read, or something in it is false.
    fn mend(&mut self, context: &str, held: &Admission, brought: &Admission, theirs: Option<Vec<Sealed>>, row: Option<AdmissionRow>) -> Verdict {
        let mut all: BTreeMap<&str, Option<&str>> = held.events.iter().map(|(key, text)| (key.as_str(), text.as_deref())).collect();
        let mut put = vec![];
        for (key, text) in &brought.events {
            if let (Some(text), None) = (text, all.get(key.as_str()).copied().flatten()) {
                all.insert(key, Some(text));
                put.push((key.clone(), text.clone()));
            }
        }
        let joined: Vec<(String, Option<String>)> = all.into_iter().map(|(key, text)| (key.to_owned(), text.map(str::to_owned))).collect();
        let left = joined.iter().filter(|(_, text)| text.is_none()).count();
        let whole = verified(context, &joined);
        let agree = whole.is_some() || theirs.as_ref().is_some_and(|theirs| agrees(context, held, theirs));
        if !agree {
            let Some(theirs) = theirs else { return Verdict::Unsound };
            self.set_aside(context, &held.events);
            self.replace(context, held, brought, 0, row, &theirs);
            return Verdict::Mends { ours: held.events.len() };
        }
        let lacks = held.row.text().is_none() && row.is_some();
        let rows = put.len() + usize::from(lacks);
        if rows == 0 {
            return Verdict::Shorter;
        }
        for (key, text) in put {
            if held.event(&key).is_some() {
                self.changes.push(RowChange::Put(key, text));
            } else {
                self.taken.extend(id_of(&text));
                self.changes.push(RowChange::Add(key, text));
            }
        }
        let record = whole.unwrap_or_else(|| readable(&joined));
        // With rows left that nobody can read, the head in our own row stays the witness of what there was.
        if lacks || left == 0 {
            let ours = row_of(context, held).ok().flatten();
            self.put_row(ours.or(row), &record);
        }
        Verdict::Mended { rows, left }
    }

    /// Our record stands; where its row cannot be read or is missing, the file's chart takes its place.
    fn mend_row(&mut self, held: &Admission, row: Option<AdmissionRow>, ours: &[Sealed], verdict: Verdict) -> Verdict {
        let Some(row) = row.filter(|_| held.row.text().is_none() && !held.is_nothing()) else { return verdict };
        self.put_row(Some(row), ours);
        if matches!(verdict, Verdict::Parted { .. }) { verdict } else { Verdict::Mended { rows: 1, left: 0 } }
    }

    fn put_row(&mut self, row: Option<AdmissionRow>, record: &[Sealed]) {
        let Some(mut row) = row else { return };
        let encounter = Encounter::gathered(record.iter().map(|sealed| &*sealed.event));
        row.fold(&encounter, head(record), &self.profile, self.at);
        self.changes.push(RowChange::Put(super::ward::admission_key(&row.context), write_row(&row)));
    }

    /// Of what is set aside, what can be read.
    fn set_aside(&mut self, context: &str, events: &[(String, Option<String>)]) {
        let texts: Vec<(&String, &String)> = events.iter().filter_map(|(key, text)| Some((key, text.as_ref()?))).collect();
        let head = texts.last().and_then(|(_, text)| parse(text, MAX_DEPTH).ok()).and_then(|event| event["hash"].as_str().map(str::to_owned));
        let head: String = head.unwrap_or_default().chars().take(8).collect();
        for (key, text) in texts {
            let seq = key.rsplit('/').next().unwrap_or_default();
            self.changes.push(RowChange::Put(format!("aside/{context}/{head}/{seq}"), text.clone()));
        }
    }

    /// After the admissions: rows that are not here yet or cannot be read, and the outbox of what was taken. Settings of the
    /// other device stay there. People come with a ward to a device that has none, and never to a ward that is here: its
    /// administrator adds them, or anybody could bring a physician, or another administrator, in a file of their own. A person's
    /// row that lies here and cannot be read is mended like any other.
    pub fn rest(&mut self, held: &Ward, brought: &Ward) {
        let founded = held.rest.contains_key(WARD_KEY);
        let mut reports: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for (key, text) in &brought.rest {
            let Some(text) = text else { continue };
            if let Some((id, number)) = referral_of(key)
                && number > 0
                && held.rest.contains_key(&referral_key(id, 0))
            {
                reports.entry(id).or_default().push(text);
                continue;
            }
            let of_people = [USERS, CHANGES_OF_PEOPLE, CHANGES_OF_SETTINGS].iter().any(|people| key.starts_with(people));
            let is_wanted = match held.rest.get(key) {
                None => !(founded && of_people),
                Some(here) => here.is_none(),
            };
            if is_wanted && !key.starts_with("setting/") && is_sound(key, text) {
                self.changes.push(RowChange::Put(key.clone(), one_administrator(held, key, text)));
                self.others += 1;
            }
        }
        for (key, text) in reports_of_referrals(&held.rest, reports) {
            self.changes.push(RowChange::Put(key, text));
            self.others += 1;
        }
        for (id, entry) in &brought.outbox {
            let Some(entry) = entry else { continue };
            let wanted = held.outbox.get(id).map_or(self.taken.contains(id), Option::is_none);
            if wanted {
                self.changes.push(RowChange::Put(format!("outbox/{id}"), entry.clone()));
            }
        }
    }
}

/// A person's row that is mended brings no second administrator: another may have been named since the file was made.
fn one_administrator(held: &Ward, key: &str, text: &str) -> String {
    let person = |text: &str| read_person(text).ok().filter(|person| person.administrator);
    let is_held = held.rest.iter().any(|(here, text)| here.starts_with(USERS) && here != key && text.as_deref().and_then(person).is_some());
    match person(text).filter(|_| key.starts_with(USERS) && is_held) {
        Some(person) => write_person(&Person { administrator: false, ..person }),
        None => text.to_owned(),
    }
}

/// All at once, for wards that are small.
pub fn merge(held: &Ward, brought: &Ward, profile: Rc<Profile>, at: Instant) -> ImportPlan {
    let mut plan = ImportPlan::new(profile, at);
    for (context, admission) in &brought.admissions {
        plan.admit(context, held.admissions.get(context), admission);
    }
    plan.rest(held, brought);
    plan
}

/// Two records that both verify.
fn judge(held: &Admission, ours: &[Sealed], theirs: &[Sealed]) -> Verdict {
    if held.is_nothing() {
        return Verdict::New;
    }
    let common = ours.iter().zip(theirs).take_while(|(ours, theirs)| hash(ours) == hash(theirs)).count();
    match (common == ours.len(), common == theirs.len()) {
        (true, true) => Verdict::Same,
        (true, false) => Verdict::Longer,
        (false, true) => Verdict::Shorter,
        (false, false) => Verdict::Parted { common, ours: ours.len(), theirs: theirs.len() },
    }
}

/// What of ours can be read stands in their record as well, or goes on from its end.
fn agrees(context: &str, held: &Admission, theirs: &[Sealed]) -> bool {
    held.events.iter().all(|(key, text)| {
        let Some(text) = text else { return true };
        let Ok(event) = parse(text, MAX_DEPTH) else { return false };
        let Some(seq) = event["seq"].as_u64().filter(|seq| *key == event_key(context, *seq)) else { return false };
        match theirs.get(seq.saturating_sub(1) as usize) {
            Some(their) => event == their.json,
            None if seq as usize == theirs.len() + 1 => event["prev"].as_str() == theirs.last().and_then(hash),
            None => true,
        }
    })
}

/// The row of an admission, which must be of that admission. `None` where there is none that can be decrypted.
fn row_of(context: &str, admission: &Admission) -> Result<Option<AdmissionRow>, ()> {
    let Some(text) = admission.row.text() else { return Ok(None) };
    read_row(text).ok().filter(|row| row.context == context).map(Some).ok_or(())
}

/// A user stands under its own id, and the ward is one.
fn is_sound(key: &str, text: &str) -> bool {
    if key.starts_with(USERS) { read_person(text).is_ok_and(|person| person.key() == *key) } else { key != WARD_KEY || read_ward(text).is_ok() }
}

/// The record, if all of it can be read, it verifies, belongs to `context` and begins at its beginning.
fn verified(context: &str, events: &[(String, Option<String>)]) -> Option<Vec<Sealed>> {
    let texts = events.iter().map(|(_, text)| text.as_deref()).collect::<Option<Vec<&str>>>()?;
    let list = ["[", &texts.join(","), "]"].concat();
    let record = read_record(&parse(&list, MAX_DEPTH).ok()?, &Place::root("record")).ok()?;
    let starts = record.first().is_none_or(|first| first.json["seq"].as_u64() == Some(1));
    let ours = record.iter().all(|sealed| sealed.json["contextId"].as_str() == Some(context));
    let keyed = events.iter().zip(&record).all(|((key, _), sealed)| sealed.json["seq"].as_u64().is_some_and(|seq| *key == event_key(context, seq)));
    (starts && ours && keyed).then_some(record)
}

/// What can be read of a record that does not verify.
fn readable(events: &[(String, Option<String>)]) -> Vec<Sealed> {
    let read = |json: Value| Some(Sealed { event: read_event(&json, &Place::root("record")).ok()?.into(), json });
    events.iter().filter_map(|(_, text)| read(parse(text.as_deref()?, MAX_DEPTH).ok()?)).collect()
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
