//! What seals an event: who and when, the end of the record so far, and the hash. `record` seals; `event` reads what is sealed.
//! The hash is SHA-256 over the canonical JSON (RFC 8785) of all
//! fields but `hash`, as received, unknown fields included. The chain is unkeyed: see `record::chain` for what it shows.

use std::rc::Rc;

use sha2::{Digest as _, Sha256};

use super::json::{Value, canonical_without};
use super::shape::Read as _;
use crate::clinical::chart::Instant;
use crate::record::event::Event;
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
    /// Shared, never changed: no copy of what may be in an event is made on the way from a signature to the record.
    pub event: Rc<Event>,
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

/// The hash of an event: lower-case hex.
pub fn digest(event: &Value) -> String {
    hex(&Sha256::digest(canonical_without(event, "hash")))
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)] as char, DIGITS[usize::from(byte & 15)] as char]).collect()
}

/// The end that the next event is sealed onto.
pub fn head(record: &[Sealed]) -> Head {
    record.last().map_or_else(Head::default, |last| Head { seq: last.event.seq, hash: last.json.text("hash").map(str::to_owned) })
}
