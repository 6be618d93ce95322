//! Training: invented patients, the marking of what a learner answered about them, and the names of the usual mistakes. Pure:
//! values in, values out. The truth of a case is what the engine makes of its facts; no total is typed anywhere.
//!
//! `case` is a case and its truth, `bank` the forty cases of the specification (`surgical_medical`,
//! `suspected_and_other`),
//! `phrases` and `variant` make further patients from a seed, `mark` compares an attempt with the truth, coarse to fine, and
//! `mistakes` is the table of the usual mistakes by which `mark` names what went wrong.
//!
//! Nothing of it can reach a host or a clinical store: it knows no record, no event and no browser. No page calls it yet.

pub mod bank;
pub mod case;
pub mod mark;
pub mod mistakes;
pub mod phrases;
pub mod surgical_medical;
pub mod suspected_and_other;
pub mod variant;
