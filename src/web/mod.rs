//! Everything that knows a browser, and the only home of web-sys, js-sys and gloo outside the form itself.
//!
//! `bridge` is what the page tells and asks; `runtime` is what happens, `signing` how it becomes an event, `keeping` what this
//! device keeps of a patient, `delivery` the way to the host, and `errand` what of all that has to wait: code that waits holds
//! the sitting it began in and nothing else. `desk` is what happens to what lies on the table, `work` the form being filled,
//! `evidence` the host's facts in words; `screen` is what follows from all that and everything the form sees. `as_shown` holds a
//! signature to what was drawn, and `rest` keeps an element that is out of the page for a while.
//! `outbox` is what the host has not accepted yet; `parked` what the page holds for a store that has not taken it; `store` and
//! `clock` are the device, `voice` the one callback out.
//!
//! What all of them change stands below them, as plain fields: `sitting` is what lies on the desk and for whom, `surroundings`
//! what is around it. `shelf` holds a few things by name.
//!
//! In the second part of the program: `care` is what follows from a score, `resume` takes up what was kept, `standing` is what
//! holds of a patient for whom something is signed, `suspicion` is the form behind the red button.
//!
//! For the stand-alone tablet: `ward` is the book of admissions behind its pages, `vault` keeps patient data encrypted,
//! `offline` is what the app asks of the browser beside it.

mod as_shown;
pub mod bridge;
pub mod care;
pub mod clock;
mod delivery;
pub mod desk;
mod errand;
pub mod evidence;
mod keeping;
pub mod offline;
pub mod outbox;
mod parked;
mod rest;
pub mod resume;
pub mod runtime;
pub mod screen;
mod shelf;
mod signing;
pub mod sitting;
pub mod standing;
pub mod store;
#[cfg(test)]
mod stores_0_1_0;
pub mod surroundings;
pub mod suspicion;
pub mod vault;
pub mod voice;
pub mod ward;
pub mod work;
