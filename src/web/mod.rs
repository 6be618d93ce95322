//! Everything that knows a browser, and the only home of web-sys, js-sys and gloo outside the form itself.
//!
//! `bridge` is what the page tells and asks; `runtime` is what happens, `signing` how it becomes an event, `keeping` what this
//! device keeps of a patient, `delivery` the way to the host, and `errand` what of all that has to wait: code that waits holds
//! the sitting it began in and nothing else. `rest` keeps an element that is out of the page for a while. `parked` is what the
//! page holds for a store that has not taken it; `store` and `clock` are the device, `voice` the one callback out.
//!
//! The state of an element and what follows from it are the `session` room's; `surroundings` is what stands around that here, and
//! `shelf` holds a few things by name.
//!
//! `lesson` is what stands around a form that is drilled; it is in a bundle of its own (`bin/teaching`).
//!
//! For the stand-alone tablet: `ward` is the book of admissions behind its pages, `vault` keeps patient data encrypted,
//! `offline` is what the app asks of the browser beside it, `classroom` its store of training, and `office` what the quality office asks.

pub mod bridge;
pub mod classroom;
pub mod clock;
mod delivery;
mod errand;
mod keeping;
pub mod lesson;
pub mod office;
pub mod offline;
mod parked;
mod rest;
pub mod runtime;
mod shelf;
mod signing;
pub mod store;
pub mod surroundings;
mod unkept;
pub mod vault;
pub mod voice;
pub mod ward;
