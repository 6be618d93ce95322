//! Contraindications: for each drug and each device, what forbids it, what calls for caution, and until when (core
//! specification §4.1 to §4.3 and §4.5), with the questions about names that hold every drug.
//!
//! A row that forbids is a `Block`; what nobody knows is `open`, never absent. What was measured cannot be answered away;
//! of the windows around a needle, after thrombolysis and after an operation on the brain or the spine a person may say
//! that they are over. Reads the chart as of the assessment, the filled forms and what is in the blood; decides nothing
//! about what to do instead.
//!
//! `table` holds the rows, `row` says what one is made of, `judge` goes through them, `rules` and `devices` say what the facts
//! decide of each, and a `judgement` is what comes out.

mod devices;
mod judge;
pub mod judgement;
pub mod row;
mod rules;
pub mod table;
#[cfg(test)]
mod tests;

pub use judge::{CaseFacts, judge, judge_by};
pub use table::{QUESTIONS, TABLE, id_named, is_row, named};
