//! Whether the second part of the program is here (`lib.rs`, "The second part").
//!
//! The build cuts the element's program in two, and a page loads the second part when somebody needs it. What is read of a
//! chart before that does without the table of substances and the bleeding lists; it is read again when they have come. Every
//! other program (the tests, the ward's page, the one that writes FHIR) has all in one, so that it is here from the start.

use std::cell::Cell;

thread_local! {
    /// An element's program has one thread; a test of it speaks for itself alone.
    static HERE: Cell<bool> = const { Cell::new(true) };
}

pub fn is_here() -> bool {
    HERE.get()
}

/// What stands in the second part says so first: a test that walks through a first visit finds who asks too early. In an
/// element such a call is a trap.
pub fn is_needed() {
    debug_assert!(is_here(), "the second part is called before it is here");
}

/// Said once at the start of a program whose second part is a file of its own.
pub fn is_elsewhere() {
    HERE.set(false);
}

/// The page has loaded it into this instance.
pub fn has_come() {
    HERE.set(true);
}
