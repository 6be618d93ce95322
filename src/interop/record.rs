//! The record of one admission while it grows: the sealed events, and what follows from them. Everything that is signed
//! passes through here, so that no event is sealed onto one head and folded into another record.

use super::event::head;
use super::seal::{Head, Sealed, Stamp, seal};
use crate::record::encounter::Encounter;
use crate::record::event::Body;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub events: Vec<Sealed>,
    pub encounter: Encounter,
}

impl Record {
    /// Of events that were read and verified.
    pub fn of(events: Vec<Sealed>) -> Record {
        Record { encounter: Encounter::of(events.iter().map(|sealed| &sealed.event)), events }
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

    /// The next event, which is not in the record yet: the element puts it there when the store holds it.
    pub fn seal(&self, body: Body, stamp: &mut Stamp<'_>) -> Sealed {
        seal(body, stamp, &self.head())
    }

    pub fn push(&mut self, sealed: Sealed) {
        self.encounter = std::mem::take(&mut self.encounter).evolve(&sealed.event);
        self.events.push(sealed);
    }
}
