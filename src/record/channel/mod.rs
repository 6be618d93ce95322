//! The green channel of an admission: its suspicion, what was entered since and what the chart gives, folded into the facts of
//! an episode and evaluated (extended specification 5.6). Pure: the same record, chart, settings and moment give the same answer.
//!
//! `rules` says what may be entered, `referrals` how each referral stands, `tell` what one entry makes of the facts (`told` is the entry being read), `replay` goes
//! through the episode moment by moment, because since when a need, a question or a step stands is part of the answer,
//! `confirmed` what may follow the conclusion, `stay` what core prevention is told of it, and `notices` what a reader of the record is told beside it. [`episode`] is the way in, [`Episode`] (`course`) what comes out.

pub mod confirmed;
mod course;
mod entered;
pub mod notices;
pub mod referrals;
mod replay;
pub mod rules;
mod stay;
mod tell;
mod tell_history;
mod tell_tests;
mod told;

pub use course::Episode;
pub use entered::EntryDone;
pub use replay::{episode, episode_of};
pub use stay::stay_so_far;
