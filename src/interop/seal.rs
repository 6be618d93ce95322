//! Sealing: a body becomes a signed line of the record. The hash is SHA-256 over the canonical JSON (RFC 8785) of all
//! fields but `hash`, as received, unknown fields included. The chain is unkeyed: see `record::chain` for what it shows.

use sha2::{Digest as _, Sha256};

use super::event::{write_body, write_clock};
use super::json::{Value, canonical_without};
use super::record::Record;
use super::writing::Writing;
use crate::clinical::chart::Instant;
use crate::record::clock::Clock;
use crate::record::event::{Body, Event};
use crate::record::role::Actor;

/// The digest of `docs/for-clinicians/rules.json`; a test writes and compares it.
pub const RULES_SHA256: &str = include_str!("../clinical/rules.sha256").trim_ascii();
pub const RULES_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the outside world lends to a seal: identity, time and person.
pub struct Stamp<'a> {
    pub context_id: &'a str,
    /// Draws a uuid v7 for each event.
    pub ids: &'a mut dyn FnMut() -> String,
    pub at: Instant,
    pub by: &'a Actor,
}

/// The end of the record so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub seq: u64,
    pub hash: Option<String>,
}

/// An event with its JSON as it is stored and sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    pub event: Event,
    pub json: Value,
}

/// The mark of a demonstration, in every event and every row of one.
pub const DEMO: &str = "demo";

impl Sealed {
    /// Signed in a demonstration.
    pub fn is_demo(&self) -> bool {
        is_demo(&self.json)
    }
}

/// A row, an event or a chart bears the mark of a demonstration.
pub fn is_demo(marked: &Value) -> bool {
    marked[DEMO].as_bool() == Some(true)
}

/// Seals one body onto the head of a record: `Record` calls this, and nothing else does.
pub(super) fn seal(body: Body, stamp: &mut Stamp<'_>, clock: Option<Clock>, record: &Record) -> Sealed {
    let head = record.head();
    let (id, seq) = ((stamp.ids)(), head.seq + 1);
    let mut out = Writing::object();
    out.whole("v", 1);
    out.text("id", &id);
    out.whole("seq", seq as usize);
    out.text("contextId", stamp.context_id);
    if record.demo {
        out.flag(DEMO, Some(true));
    }
    out.text("type", body.kind());
    out.moment("at", Some(stamp.at));
    if let Some(clock) = &clock {
        write_clock(clock, &mut out);
    }
    out.open("by");
    out.text("id", &stamp.by.id);
    out.text("name", &stamp.by.name);
    out.text("role", stamp.by.role.id());
    out.end();
    out.open("rules");
    out.text("version", RULES_VERSION);
    out.text("sha256", RULES_SHA256);
    out.end();
    out.open("body");
    write_body(&body, &mut out);
    out.end();
    out.maybe("prev", head.hash.as_deref());
    let mut json = out.value();
    let hash = digest(&json);
    json.put("hash", hash.into());
    Sealed { event: Event { id, seq, at: stamp.at, by: stamp.by.clone(), body, clock }, json }
}

/// RFC 3339 with its offset, to the millisecond.
pub fn written(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, false)
}

/// The hash of an event: lower-case hex.
pub fn digest(event: &Value) -> String {
    hex(&Sha256::digest(canonical_without(event, "hash")))
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)] as char, DIGITS[usize::from(byte & 15)] as char]).collect()
}
