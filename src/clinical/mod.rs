//! Pure medicine: values in, values out. No clock, no serde, no async, no identifier of a person.
//!
//! `chart` and `answers` are what is known; an `instrument` is a table; `sheet` holds the two together, item by item,
//! and `tally` adds up. `routing` says which instrument is due; `profile` is what a hospital may set,
//! `waits` how long things may wait.
//!
//! After the score: `bleeding` asks the checklist that governs, `contraindication` judges every drug and device,
//! `prophylaxis` is the decision table, `formulary`, `dosing`, `timing` and `monitoring` its details, and `assess` the
//! one pass through them all. `not_for` says whom all this is not for; `record_questions` asks how the record is to be read,
//! `lacking` names what a measure waits for, and `naming` every id for a reader.
//! Only `record`, `interop` and the rooms after them call in here.

pub mod alerts;
pub mod answers;
pub mod assess;
pub mod bleeding;
pub mod blood;
pub mod chart;
pub mod contraindication;
mod derive;
pub mod dosing;
pub mod finding;
pub mod formulary;
pub mod formulas;
pub mod given;
pub mod instrument;
pub mod instruments;
pub mod lacking;
pub mod matrix;
pub mod measure;
pub mod monitoring;
pub mod naming;
pub mod neuraxial;
pub mod not_for;
pub mod options;
pub mod pressure;
pub mod profile;
pub mod prophylaxis;
pub mod quantity;
pub mod record_questions;
pub mod routes;
pub mod routing;
pub mod said;
pub mod sheet;
pub mod source;
pub mod substance;
mod surgery;
pub mod tally;
pub mod timing;
pub mod waits;
