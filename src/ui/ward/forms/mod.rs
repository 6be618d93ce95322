//! The forms of the ward: measures begun, missed, held, stopped or refused; what happened to the patient; what is newly
//! known; what lies ahead. Each makes a deed of what was entered, and the record says whether it may be.

mod deed;
mod facts;
mod happenings;
mod measures;
mod suspicion;

pub use facts::Facts;
pub use happenings::Happenings;
pub use measures::Measures;
pub use suspicion::Suspicion;
