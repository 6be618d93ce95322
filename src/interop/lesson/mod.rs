//! The files of training: a teacher's case, a lesson (or exam), and the results of learners. Versioned, written canonically, read whole or
//! refused with place and remedy, and never with the value that was refused.
//!
//! `shapes` are the shapes, `case` is a teacher's case, `lesson_file` a lesson, `results` what learners hand in, `carry` the same as link and as codes,
//! `detail` what the element tells a page (`vte-lesson`), `xapi` what a learning system takes.

pub mod carry;
pub mod case;
pub mod detail;
pub mod lesson_file;
pub mod results;
pub mod shapes;
pub mod xapi;

use super::seal::{RULES_SHA256, RULES_VERSION};
use crate::training::edition::TableEdition;

/// The edition of the tables of this program.
pub fn here() -> TableEdition {
    TableEdition::of(RULES_VERSION, RULES_SHA256)
}
