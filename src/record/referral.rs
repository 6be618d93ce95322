//! Referral and consultation in a tiered alliance (extended specification 5.6.7): the sheet that goes with a patient in whom
//! VTE is suspected, and the states of a referral as both sides report them, without a server.
//!
//! `lines` is the sheet as a table, `sheet` the value that is sent, `fill` makes it of record and chart, with
//! what was `entered` in the episode, `told` says it as text.
//! `steps` are the states with what each must say, `course` joins the reports of both sides: forward only, each state once.
//! Files, codes and FHIR are `interop`'s, the pages those of `ui::ward::referral`.

pub mod course;
mod entered;
pub mod fill;
mod lines;
mod sheet;
pub mod steps;
mod told;

pub use lines::{SHEET_LINES, SheetLine, SheetSection, SheetWord, sheet_line};
pub use sheet::{ReferralSheet, SheetAnswer, SheetValue};
pub use told::{DEMO_SHEET, NAMES_A_PATIENT, NOT_REPORTED, SHEET_TITLE};
