//! What the page holds in memory for the store: drafts and signatures that no store has yet. Every element of the page finds
//! them, also after the element that left them is gone.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::shelf::Shelf;
use crate::interop::stored::Draft;
use crate::session::outbox::{Entry, goes_on};
use crate::session::sitting::SittingId;

thread_local! {
    /// Drafts that the store has not: of an admission left by force while nothing can be stored, or of an element taken away
    /// before its store had been asked. Every element of the page finds them.
    pub(super) static PARKED: RefCell<Shelf<Draft>> = RefCell::default();
}

thread_local! {
    /// What was signed and lies in no store, of elements that were taken away: the next element of the page has it.
    pub(super) static UNSTORED: RefCell<Vec<Entry>> = RefCell::default();
}

thread_local! {
    /// Records with something signed that lies in no store yet, by admission: what the store held before it, and all of it.
    pub(super) static HELD: RefCell<Shelf<KeptRecord>> = RefCell::default();
}

thread_local! {
    /// Sittings whose signature is on its way into the store, for as long as it is.
    static UNDER_WAY: RefCell<Vec<Weak<SittingId>>> = const { RefCell::new(Vec::new()) };
}

/// A signature goes into the store: as long as it holds this, whoever opens its admission anew waits for what comes of it.
pub(super) fn under_way(sitting: SittingId) -> Rc<SittingId> {
    let sitting = Rc::new(sitting);
    UNDER_WAY.with_borrow_mut(|all| {
        all.retain(|other| other.strong_count() > 0);
        all.push(Rc::downgrade(&sitting));
    });
    sitting
}

/// This page has signed what the store has not: part of the record all the same.
pub(super) fn has_more_than_the_store(context: &str) -> bool {
    held(context).is_some() || UNDER_WAY.with_borrow(|all| all.iter().filter_map(Weak::upgrade).any(|sitting| sitting.context == context))
}

/// What the store held of a record when it was last written, and the record as it is.
pub(super) type KeptRecord = (Option<String>, String);

/// Something was signed that the store would not take: the record stays with the page, however often its patient is opened.
pub(super) fn hold(context: &str, seen: Option<String>, events: String) {
    HELD.with_borrow_mut(|held| {
        let before = held.take(context);
        held.put(context.to_owned(), (before.map_or(seen, |(seen, _)| seen), events));
    });
}

pub(super) fn held(context: &str) -> Option<KeptRecord> {
    HELD.with_borrow(|held| held.0.iter().find(|(key, _)| key == context).map(|(_, held)| held.clone()))
}

/// The store holds `events` of this admission now.
pub(super) fn release(context: &str, events: &str) {
    HELD.with_borrow_mut(|held| {
        // Something more may have been signed meanwhile.
        if let Some((_, all)) = held.take(context).filter(|(_, all)| !goes_on(events, Some(all))) {
            held.put(context.to_owned(), (Some(events.to_owned()), all));
        }
    });
}

/// An element is taken away: what only its memory holds stays with the page.
pub(super) fn park_unstored(outbox: &[Entry]) {
    UNSTORED.with_borrow_mut(|parked| {
        for entry in outbox.iter().filter(|entry| !entry.stored) {
            if parked.iter().all(|held| held.id != entry.id) {
                parked.push(Entry { offered: false, ..entry.clone() });
            }
        }
    });
}

/// The host has it: no element of the page needs to have it any more.
pub(super) fn unpark_delivered(id: &str) {
    UNSTORED.with_borrow_mut(|parked| parked.retain(|held| held.id != id));
}

/// Takes back what an element left there while it was out of the page.
pub(super) fn unpark_own(context: &str, draft: Option<&Draft>, outbox: &[Entry]) {
    PARKED.with_borrow_mut(|parked| parked.0.retain(|(key, held)| key != context || Some(held) != draft));
    UNSTORED.with_borrow_mut(|parked| parked.retain(|held| outbox.iter().all(|entry| entry.id != held.id)));
}

pub(super) fn park(key: String, draft: Draft) {
    PARKED.with_borrow_mut(|parked| parked.put(key, draft));
}
