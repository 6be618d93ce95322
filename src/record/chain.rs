//! Whether a record hangs together: sequence, links, order in time, and amendments that name something earlier.
//! Computes no hash; it is given the digest that each event states and the one that was computed from its bytes.
//!
//! The chain is unkeyed: it shows damage and partial edits. A full rewrite shows only against a head hash that the host
//! acknowledged or that was printed.

use super::event::{Body, Event};
use crate::text::{Text, text};

/// An event with its digests.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    pub event: &'a Event,
    pub context: &'a str,
    pub prev: Option<&'a str>,
    pub hash: &'a str,
    pub computed: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The stated hash is not the hash of the event.
    Altered,
    /// `prev` is not the hash of the event before.
    Unlinked,
    Sequence,
    Backwards,
    OtherContext,
    /// The same id twice.
    Repeated,
    AmendsNothing,
}

impl Fault {
    pub fn text(self) -> Text {
        match self {
            Fault::Altered => text!("该条记录的内容与其校验值不符", "this event does not match its hash"),
            Fault::Unlinked => text!("该条记录与前一条不相连", "this event is not linked to the one before"),
            Fault::Sequence => text!("记录序号不连续", "the sequence numbers have a gap"),
            Fault::Backwards => text!("记录时间早于前一条，且未说明理由", "this event is earlier than the one before, and gives no reason"),
            Fault::OtherContext => text!("该条记录属于另一次住院", "this event belongs to another admission"),
            Fault::Repeated => text!("记录编号重复", "an event id appears twice"),
            Fault::AmendsNothing => text!("更正所指的内容不在记录中", "the amendment names no earlier event of its type"),
        }
    }
}

/// Checks a whole record; the first fault and the index of the event it is in.
pub fn check(links: &[Link<'_>]) -> Result<(), (usize, Fault)> {
    for (index, link) in links.iter().enumerate() {
        fault(&links[..index], link).map_or(Ok(()), |fault| Err((index, fault)))?;
    }
    Ok(())
}

fn fault(before: &[Link<'_>], link: &Link<'_>) -> Option<Fault> {
    let last = before.last();
    if link.hash != link.computed {
        return Some(Fault::Altered);
    }
    if link.prev != last.map(|last| last.hash) {
        return Some(Fault::Unlinked);
    }
    // A record counts from one; whatever the host began with, it goes on without a gap.
    if last.map_or(link.event.seq > 1, |last| link.event.seq != last.event.seq + 1) {
        return Some(Fault::Sequence);
    }
    if last.is_some_and(|last| last.context != link.context) {
        return Some(Fault::OtherContext);
    }
    // Earlier than the event before only where the event itself says why, and names the time that it passes.
    if let Some(before) = last.map(|last| last.event.at).filter(|before| *before > link.event.at)
        && !link.event.clock.as_ref().is_some_and(|clock| clock.explains(link.event.at, before))
    {
        return Some(Fault::Backwards);
    }
    if before.iter().any(|earlier| earlier.event.id == link.event.id) {
        return Some(Fault::Repeated);
    }
    match &link.event.body {
        Body::Amended { of, body, .. } if !before.iter().any(|earlier| earlier.event.id == *of && amends(&earlier.event.body, body)) => {
            Some(Fault::AmendsNothing)
        }
        _ => None,
    }
}

/// An amendment has the type of what it amends.
fn amends(earlier: &Body, body: &Body) -> bool {
    earlier.is_amendable() && earlier.kind() == body.kind()
}
