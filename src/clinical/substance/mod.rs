//! Substances: what a medicine or an allergen on record is to the rules of this library (core specification 4.4, 4.5).
//!
//! `table` is the published table, `names` compares a text with it, `recognise` and `allergen` hold the rules of reading.
//! Nothing here knows a dose, a time or a patient. A name that is not in the table is never guessed at: it comes back as
//! unrecognised, and a person is asked.

mod allergen;
mod names;
mod recognise;
mod table;

pub use allergen::{Allergen, allergens};
pub use recognise::{Recognised, atc_contradicts, recognise};
pub use table::{Class, Grade, SUBSTANCES, Substance, named};
