//! What surrounds the desk of one element: the one callback out, the timers, what waits for the host. `runtime`, `signing`,
//! `keeping`, `delivery` and `errand` are what is done with it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use super::shelf::Shelf;
use super::voice::Say;
use crate::interop::json::Value;
use crate::session::outbox::Entry;
use crate::session::screen::Screen;
use crate::session::sitting::{Desk, SittingId};

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
    /// Events, by id, of which a host has said that it accepted them.
    pub(super) accepted: RefCell<Vec<String>>,
    /// Who asked by `sign()`, in which sitting, and is told what came of it.
    pub(super) tickets: RefCell<Vec<(SittingId, u32)>>,
    /// A window closes by itself: then everything is looked at again.
    pub(super) window_due: RefCell<Option<Timeout>>,
}
