//! The forty cases of the specification together.

use super::case::TeachingCase;
use super::surgical_medical;
use super::suspected_and_other;

/// The cases of the specification, in its order.
pub fn all() -> impl Iterator<Item = &'static TeachingCase> {
    surgical_medical::CASES.iter().chain(suspected_and_other::CASES)
}
