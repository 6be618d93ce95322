//! What has been signed and not yet accepted: at least once from us, exactly once in effect by the event's id.
//!
//! Pure bookkeeping. An entry is offered, answered or not, and offered again after 1, 2, 4, 8, 16 and then every 60
//! seconds with the same id; `pending` asks again every 60 s; `rejected` stops and keeps the entry with its reason.

use crate::interop::json::{MAX_DEPTH, Value, parse, written};
use crate::interop::seal::{Sealed, digest};
use crate::interop::shape::Read as _;
use crate::interop::writing::Writing;

/// How long an offer waits for its answer.
pub const ANSWER_WITHIN_MS: u32 = 15_000;

/// The pause before the offer after `attempt`, in milliseconds.
pub fn pause_after(attempt: u32) -> u32 {
    match attempt {
        0..=5 => 1000 << attempt.saturating_sub(1),
        _ => 60_000,
    }
}

pub const PENDING_PAUSE_MS: u32 = 60_000;

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: String,
    pub context: String,
    /// RFC 3339: when it was signed.
    pub since: String,
    pub event: Value,
    /// Of whom it was signed (`person_of`), where the host gave something to tell by.
    pub person: Option<String>,
    /// The last answer was a refusal, with the host's reason if it gave one.
    pub rejected: Option<Option<String>>,
    /// Offers made by this instance.
    pub attempt: u32,
    /// An offer is out and may still be answered.
    pub offered: bool,
    /// In the store, so that a reload finds it.
    pub stored: bool,
    /// What lies in the store is not what was signed: kept there as it is, and never sent.
    pub altered: bool,
}

/// Whether a record as it is stored (a JSON list) goes on from what was held, to the letter: nobody else has written.
pub fn goes_on(events: &str, held: Option<&str>) -> bool {
    let Some(held) = held else { return true };
    let rest = held.strip_suffix(']').and_then(|begun| events.strip_prefix(begun));
    rest.is_some_and(|rest| rest == "]" || held == "[]" || rest.starts_with(','))
}

/// A record takes the place of one that it goes on from, and of no other that can be read.
pub fn takes_place(events: &str, held: Option<&str>) -> bool {
    goes_on(events, held.filter(|held| parse(held, MAX_DEPTH).is_ok()))
}

/// What was signed for one admission and lies in no store yet.
pub struct Unkept {
    pub context: String,
    /// What the store held before the first of them, and the whole record with all of them; None where the record lies there.
    pub record: Option<(Option<String>, String)>,
    /// Their entries, as (event id, JSON).
    pub entries: Vec<(String, String)>,
}

impl Entry {
    /// Of an event that commits with it: in the store, and not offered yet.
    pub fn of(sealed: &Sealed) -> Entry {
        Entry {
            id: sealed.event.id.clone(),
            context: sealed.json.text("contextId").unwrap_or_default().into(),
            since: written(sealed.event.at),
            event: sealed.json.clone(),
            person: None,
            rejected: None,
            attempt: 0,
            offered: false,
            stored: true,
            altered: false,
        }
    }

    /// It may be offered to the host now.
    pub fn may_go(&self) -> bool {
        !self.offered && !self.altered && self.rejected.is_none()
    }

    pub fn to_json(&self) -> String {
        let mut out = Writing::object();
        out.text("contextId", &self.context);
        out.text("since", &self.since);
        out.put("event", &self.event);
        out.maybe("person", self.person.as_deref());
        out.flag("rejected", Some(self.rejected.is_some()));
        out.maybe("reason", self.rejected.as_ref().and_then(|reason| reason.as_deref()));
        out.done()
    }

    /// Reads a stored entry; one that cannot be read is left in the store and not offered.
    pub fn read(id: &str, text: &str) -> Option<Entry> {
        let value = parse(text, MAX_DEPTH).ok()?;
        let field = |key: &str| value[key].as_str().map(str::to_owned);
        let event = value.get("event")?.clone();
        let context = field("contextId")?;
        let is_whole = event.text("hash") == Some(&digest(&event)) && event.text("id") == Some(id) && event.text("contextId") == Some(&context);
        Some(Entry {
            id: id.into(),
            context,
            since: field("since")?,
            person: field("person"),
            rejected: (value["rejected"].as_bool() == Some(true)).then(|| field("reason")),
            attempt: 0,
            offered: false,
            stored: true,
            altered: !is_whole,
            event,
        })
    }
}

/// What a host answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Accepted,
    Pending,
    Rejected(Option<String>),
    /// Nobody answered, the promise failed, or the answer made no sense (which of these is told apart by the caller).
    None,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::record::Record;
    use crate::interop::seal::Stamp;
    use crate::record::event::Body;
    use crate::record::role::{Actor, Role};

    #[test]
    fn pauses_follow_the_published_schedule() {
        let pauses: Vec<u32> = (1..=8).map(pause_after).collect();
        assert_eq!(pauses, [1000, 2000, 4000, 8000, 16000, 60000, 60000, 60000]);
    }

    #[test]
    fn a_record_goes_on_from_what_it_begins_with() {
        for (events, held) in [("[1,2]", None), ("[1,2]", Some("[]")), ("[1,2]", Some("[1]")), ("[1,2]", Some("[1,2]"))] {
            assert!(goes_on(events, held), "{events} {held:?}");
        }
        for (events, held) in [("[1,2]", "[2]"), ("[12]", "[1]"), ("[1]", "[1,2]"), ("[1,2]", "[1,3]"), ("[1]", "")] {
            assert!(!goes_on(events, Some(held)), "{events} {held}");
        }
    }

    #[test]
    fn an_entry_survives_the_store() {
        let at = "2026-11-22T12:00:00+08:00".parse().expect("a time");
        let by = Actor { id: "n-07".into(), name: "李护士".into(), role: Role::Nurse };
        let mut stamp = Stamp { context_id: "adm-0017", ids: &mut || "e-1".into(), at, by: &by };
        let sealed = Record::default().seal(Body::admitted(), &mut stamp);
        let entry = Entry::of(&sealed);
        assert_eq!((entry.id.as_str(), entry.context.as_str(), entry.since.as_str()), ("e-1", "adm-0017", "2026-11-22T12:00:00.000+08:00"));
        assert_eq!(entry.event, sealed.json);
        assert_eq!(Entry::read("e-1", &entry.to_json()), Some(entry.clone()));
        let refused = Entry { rejected: Some(Some("why".into())), ..entry };
        assert_eq!(Entry::read("e-1", &refused.to_json()), Some(refused));
    }
}
