//! Training: invented patients, the marking of what a learner answered about them, and the names of the usual mistakes. Pure:
//! values in, values out. The truth of a case is what the engine makes of its facts; no total is typed anywhere.
//!
//! `case` is a case and its truth, `bank` the forty cases of the specification (`surgical_medical`,
//! `suspected_and_other`),
//! `phrases` and `variant` make further patients from a seed, `mark` compares an attempt with the truth, coarse to fine, and
//! `mistakes` is the table of the usual mistakes by which `mark` names what went wrong.
//!
//! **A lesson.** `reading` and `course` are the modules for each audience (`course_nurse`, `course_physician`, `course_others`); `own` is a teacher's case, `exercise` whatever is answered by its id,
//! `respond` the answer, `plan_drill` and `channel_drill` (with `plan_cases`, `plan_patient`, `channel_cases`) drill what comes after the score; `lesson` puts them
//! in an order and gives an exam its terms, `repetition` says what is due again.
//!
//! **An attempt.** `attempt` is the sealed log (`attempt_step`, as text in `attempt_text`), `marks` what it is worth, `result` what it came to by the
//! tables of an `edition`, `certificate` what is printed of a pass.
//!
//! **A class.** `class` merges results, `class_items` counts answers, `class_figures` compares and agrees, `class_table` is the CSV.
//!
//! Nothing of it can reach a host or a clinical store: it knows no record, no event and no browser.

pub mod attempt;
pub mod attempt_step;
pub mod attempt_text;
pub mod bank;
pub mod case;
pub mod certificate;
pub mod channel_cases;
pub mod channel_drill;
pub mod class;
pub mod class_figures;
pub mod class_items;
pub mod class_table;
pub mod course;
pub mod course_nurse;
pub mod course_others;
pub mod course_physician;
pub mod edition;
pub mod exercise;
pub mod lesson;
pub mod mark;
pub mod marks;
pub mod mistakes;
pub mod own;
pub mod phrases;
pub mod plan_cases;
pub mod plan_drill;
pub mod plan_patient;
pub mod reading;
pub mod repetition;
pub mod respond;
pub mod result;
pub mod surgical_medical;
pub mod suspected_and_other;
pub mod variant;
