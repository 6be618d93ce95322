//! Virchow: VTE risk assessment and prevention, running whole in the browser.
//!
//! # The map
//!
//! ```text
//! text      two languages side by side; a missing translation does not compile
//! clinical  the medicine: tables, chart, answers, sheet, tally, routing. Values in, values out
//! record    an admission as an append-only list of signed events: decide, evolve, due, chain
//! interop   JSON, the only home of serde: shapes, chart, events, drafts, headless functions, generated tables
//! web       the browser: desk, runtime, store, outbox, clock, and one script that declares the element (feature `web`)
//! ui        the form, in Yew: shows a `Screen`, sends an `Intent` (feature `web`)
//! bin       what a page loads: wasm exports and nothing else
//! ```
//!
//! # The import rule
//!
//! `text <- clinical <- record <- interop <- web <- ui <- bin`, and `ui` does not import `interop`. A test reads the
//! `use` edges and holds them to this line; `clippy.toml` keeps clocks and randomness in `web/clock.rs`.
//!
//! # One tap
//!
//! A tap on a row becomes an `Intent` (`ui`), which `web::runtime` hands to `web::desk`; the desk changes the answers
//! and makes one new sheet (`clinical::sheet::fill`, one pass, nothing calls back); a `Screen` follows from it and the
//! rows that differ are drawn. Signing goes through `record::decide`, `interop::seal`, one IndexedDB transaction of
//! event and outbox, and only then to the host.
//!
//! # What is deliberately absent
//!
//! The core has no clock, no network, no language preference, no default answers, no identifier of a person beyond an
//! opaque reference, and no free-text parsing. `at` and `by` are always arguments. Unknown is never No.

pub mod clinical;
pub mod interop;
pub mod record;
pub mod text;
#[cfg(feature = "web")]
pub mod ui;
#[cfg(feature = "web")]
pub mod web;
