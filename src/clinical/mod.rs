//! Pure medicine: values in, values out. No clock, no serde, no async, no identifier of a person.
//!
//! `chart` and `answers` are what is known; an `instrument` is a table; `sheet` holds the two together, item by item,
//! and `tally` adds up. `routing` says which instrument is due; `profile` is what a hospital may set.
//! Only `record`, `interop` and the rooms after them call in here.

pub mod answers;
pub mod chart;
pub mod finding;
pub mod formulas;
pub mod instrument;
pub mod instruments;
pub mod profile;
pub mod quantity;
pub mod routing;
pub mod sheet;
pub mod source;
pub mod tally;
