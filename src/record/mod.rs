//! An admission is an append-only list of signed events; everything else is a fold over it.
//!
//! `decide::decide(&encounter, command, by, at)` says what may happen, `Encounter::evolve` what it means. Both are pure: ids,
//! hashes and the clock belong to the rooms outside. `role` says who may, `refusal` why not, `due` what is still to
//! be done and by when, `so_far` what the record adds to an assessment, `board` what a board keeps of all that, `in_force`
//! which plan holds and how each of its measures stands, `leaflet` the same for the patient to read, `story` an event in words, `local` the clock on the wall, `clock`
//! how the clocks of two devices are reconciled. `event` is one line, `happening` what can happen to a patient beside what is scored and planned, `encounter` the fold; `assessment` is a score as signed,
//! `timepoint` its occasion, `measure` tells what was ordered, `coded` are the reasons that are chosen and not written.
//! `channel` folds an episode of suspicion into the green channel's next step, and `referral` is the sheet that goes with a patient
//! to another hospital, with the states that both sides report. `chain` checks order on digests it is given and computes none.

pub mod assessment;
pub mod board;
pub mod chain;
pub mod channel;
pub mod clock;
pub mod coded;
pub mod decide;
pub mod due;
pub mod encounter;
pub mod event;
pub mod happening;
pub mod in_force;
pub mod leaflet;
pub mod local;
pub mod measure;
pub mod referral;
pub mod refusal;
pub mod role;
mod so_far;
pub mod story;
pub mod timepoint;
