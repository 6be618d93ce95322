//! What surrounds the desk of one element: the one callback out, the timers, what waits for the host. `runtime`, `signing`,
//! `keeping`, `delivery` and `errand` are what is done with it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::shelf::Shelf;
use super::voice::Say;
use crate::interop::json::Value;
use crate::session::outbox::Entry;
use crate::session::screen::{self, Screen};
use crate::session::sitting::{Desk, Sitting};

pub struct Runtime {
    pub(super) desk: RefCell<Desk>,
    pub(super) screen: RefCell<Rc<Screen>>,
    /// The one that was drawn last: what a person may have seen.
    pub(super) drawn: RefCell<Rc<Screen>>,
    pub(super) redraw: RefCell<Option<Rc<dyn Fn()>>>,
    pub(super) say: Say,
    /// Identity of this instance among those that deliver.
    pub(super) owner: String,
    /// A record that the host gave before the chart, or before there was what reads it.
    pub(super) early_record: RefCell<Option<Value>>,
    pub(super) outbox: RefCell<Vec<Entry>>,
    /// Deliver entries of other admissions too: the host routes by `event.contextId`.
    pub(super) deliver_all: Cell<bool>,
    pub(super) timers: RefCell<Shelf<Timeout>>,
    pub(super) change_due: RefCell<Option<Timeout>>,
    pub(super) draft_due: RefCell<Option<Timeout>>,
    /// What the store held came while a signature was being written: it is asked again.
    pub(super) load_again: Cell<bool>,
    /// A draft write is under way / another must follow.
    pub(super) saving: Cell<bool>,
    pub(super) save_again: Cell<bool>,
    pub(super) gone: Cell<bool>,
    /// Out of the page for now (`rest`).
    pub(super) out: Cell<bool>,
    /// The store could not say what it holds of the admission on the desk: nothing is written over that.
    pub(super) unread_store: Cell<bool>,
    /// The plan follows as soon as the bleeding list is signed, if nothing has been told since the button was pressed: `told` then.
    pub(super) then_authorise: Cell<Option<u32>>,
    /// Grows with everything that the host tells of chart, user and profile.
    pub(super) told: Cell<u32>,
    /// The signature before which a person was asked about the clock.
    pub(super) asked: Cell<Option<Signing>>,
    /// Events, by id, of which a host has said that it accepted them.
    pub(super) accepted: RefCell<Vec<String>>,
    /// Who asked by `sign()`, in which sitting, and is told what came of it.
    pub(super) tickets: RefCell<Vec<(Sitting, u32)>>,
    /// A window closes by itself: then everything is looked at again.
    pub(super) window_due: RefCell<Option<Timeout>>,
}

/// What a signature is for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Signing {
    Score,
    Care(screen::Signing),
    Suspicion,
}

impl Signing {
    /// A suspicion, a confirmed score and a drug that is held wait for nothing that has moved meanwhile.
    pub(super) fn rests_on_what_was_shown(self) -> bool {
        match self {
            Signing::Score => true,
            Signing::Care(signing) => signing.rests_on_proposal(),
            Signing::Suspicion => false,
        }
    }
}
