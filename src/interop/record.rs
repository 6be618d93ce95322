//! The record of one admission while it grows: the sealed events, and what follows from them. Everything that is signed
//! passes through here, so that no event is sealed onto one head and folded into another record.

use super::event::{write_body, write_clock};
use super::seal::{DEMO, Head, RULES_SHA256, RULES_VERSION, Sealed, Stamp, digest, head};
use super::writing::Writing;
use crate::clinical::chart::Instant;
use crate::record::clock::{self, Clock};
use crate::record::encounter::Encounter;
use crate::record::event::{Body, Event};
use crate::record::refusal::Refusal;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub events: Vec<Sealed>,
    pub encounter: Encounter,
    /// Of a demonstration: every event that is sealed onto it says so.
    pub demo: bool,
}

/// The moment of the next signature, and the record as it stands then.
#[derive(Debug)]
pub struct Moment<'a> {
    /// The time of the event, which is not always that of the device.
    pub at: Instant,
    pub clock: Option<Clock>,
    record: &'a Record,
    /// Folded anew, where this event passes one of the future.
    passing: Option<Encounter>,
}

impl Moment<'_> {
    /// What the command is held against.
    pub fn encounter(&self) -> &Encounter {
        self.passing.as_ref().unwrap_or(&self.record.encounter)
    }

    /// The next event, which is not in the record yet. `stamp.at` is this moment's.
    pub fn seal(&self, body: Body, stamp: &mut Stamp<'_>) -> Sealed {
        seal(body, stamp, self.clock.clone(), self.record)
    }
}

impl Record {
    /// When the next event is signed by a device at `device`; `reason` is why to go on where the record ends far ahead of it.
    pub fn moment(&self, device: Instant, reason: Option<&str>) -> Result<Moment<'_>, Refusal> {
        let clock::SigningTime { at, clock } = clock::signing(self.encounter.last_at, device, reason)?;
        let passing = matches!(clock, Some(Clock::Passed { .. })).then(|| {
            let mut encounter = Encounter::of(self.events.iter().map(|sealed| &*sealed.event));
            encounter.passed(at);
            encounter
        });
        Ok(Moment { at, clock, record: self, passing })
    }

    /// Of events that were read and verified.
    pub fn of(events: Vec<Sealed>) -> Record {
        Record { encounter: Encounter::of(events.iter().map(|sealed| &*sealed.event)), demo: events.iter().any(Sealed::is_demo), events }
    }

    /// The end that the next event is sealed onto.
    pub fn head(&self) -> Head {
        head(&self.events)
    }

    /// Signs bodies one after the other; gives the events that were added.
    pub fn append(&mut self, bodies: Vec<Body>, stamp: &mut Stamp<'_>) -> &[Sealed] {
        let before = self.events.len();
        for body in bodies {
            let sealed = self.seal(body, stamp);
            self.push(sealed);
        }
        &self.events[before..]
    }

    /// The next event, which is not in the record yet, without a word about the clock: for those that follow one of the same
    /// moment, and for the draft of a result that nobody signs. Whoever signs begins with `moment`.
    pub fn seal(&self, body: Body, stamp: &mut Stamp<'_>) -> Sealed {
        seal(body, stamp, None, self)
    }

    pub fn push(&mut self, sealed: Sealed) {
        self.encounter = std::mem::take(&mut self.encounter).evolve(&sealed.event);
        self.events.push(sealed);
    }
}

/// Seals one body onto the head of a record: nothing else does.
fn seal(body: Body, stamp: &mut Stamp<'_>, clock: Option<Clock>, record: &Record) -> Sealed {
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
    Sealed { event: Event { id, seq, at: stamp.at, by: stamp.by.clone(), body, clock }.into(), json }
}

/// Events as they are stored and handed out.
pub fn listed<'a>(record: impl Iterator<Item = &'a Sealed>) -> String {
    let mut out = Writing::default();
    out.list("");
    for sealed in record {
        out.put("", &sealed.json);
    }
    out.done()
}
