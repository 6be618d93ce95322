//! The element as plain state: what lies on the desk of one element, what a tap or a message of the host does to it, and the
//! `Screen` that follows. No clock, no store, no browser: times are arguments, and `web::runtime` does what has to be done outside.
//!
//! `step` is the door for what a person does, and the one place where an element signs. `sitting` is what lies on the desk and for
//! whom, `desk` what happens to it, `work` the form being filled, `evidence` the
//! host's facts in words, `screen` everything that the form sees and everything that a person can intend. `as_shown` holds a
//! signature to what was drawn. `outbox` is what the host has not accepted yet, `units` how a unit is
//! written on a screen.
//!
//! In the second part of the program: `care` is what follows from a score, `resume` takes up what was kept, `standing` is what
//! holds of a patient for whom something is signed, `suspicion` is the form behind the red button, `begun` what is filled into it, `channel` the green channel behind
//! it.
//!
//! For training, in bundles of their own: `lesson` is a lesson around a form, `classroom` the pages of the app beside it.

pub mod as_shown;
pub mod begun;
pub mod calculator;
pub mod care;
pub mod channel;
pub mod classroom;
pub mod desk;
pub mod evidence;
pub mod helpers;
pub mod hospital;
pub mod lesson;
pub mod office;
pub mod outbox;
pub mod resume;
pub mod screen;
pub mod sitting;
pub mod standing;
pub mod step;
#[cfg(test)]
mod stores_0_1_0;
pub mod suspicion;
pub mod units;
pub mod work;
