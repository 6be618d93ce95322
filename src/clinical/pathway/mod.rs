//! The green channel: suspected VTE, from suspicion to an answer (extended specification 5.6), as one pure function.
//! [`evaluate::evaluate`] takes facts with times, the hospital's settings and the moment, and answers with exactly one step,
//! one word on the anticoagulant before the answer (`interim`), whether core prevention is paused, the codes beside the step,
//! the clocks that run, and whether to refer. **Nothing of it is an order**: every line with a drug is a proposal that a
//! physician confirms, and the program starts, stops and gives nothing.
//!
//! **Tables.** `codes` (all wording, 5.6.9), `clocks` (5.6.2), `tiers` (5.6.3), `gate_table` (5.6.5), the rows of `state` (5.6.8)
//! and of `need` (5.6.4), the doses in `drugs` (5.6.6), the states of a `referral` (5.6.7),
//! and what a person enters in an episode (`entries`, in the form of `entry`, the questions of the gates in `entry_questions`). The first minutes (5.6.1) stand in
//! `clinical::first_minutes`, which the form of a suspicion already shows.
//!
//! **Logic, in the order in which `evaluate` goes through it.** `facts` are what is told and `settings` what a hospital sets;
//! `reading` makes of them a `coarse` picture without times; `next` says what is open, `state` which of the ordered rows fits
//! first, `need` whether a dose is needed before the answer, `gates` whether this patient may have one (`judge`, `history_gates`,
//! `in_blood`, `drug_gates`), `drugs` which and how much, `interim` the one answer, `referral` whether to refer, `running` which clocks run.
//!
//! **What is reused of core prevention, and what is typed input.** Intensity and substance of what is in the blood come from
//! `blood` and `substance` (`InBlood::of` takes an `OnBoard`), needles are `Neuraxial`, drugs those of the `formulary`; the
//! clearance is the number that `kidney` gives, the alerts of falling counts are those of `alerts`, the scores those of
//! `instruments`. All questions of history (`history`) are typed answers: they are asked at the bedside in one minute, and core asks them
//! for another dose. The gaps before a treatment dose are this pathway's own (5.6.5 G6, G7) and not those of `timing`.
//!
//! Unknown is never no: a question that nobody answered asks, a test that nobody read excludes nothing.
//!
//! `from_chart` takes from the chart what nobody needs to enter; `record::channel` folds the record of an admission into facts.

pub mod clocks;
pub mod coarse;
pub mod codes;
mod drug_gates;
pub mod drugs;
pub mod entries;
pub mod entry;
mod entry_questions;
pub mod evaluate;
pub mod facts;
pub mod from_chart;
pub mod gate_table;
pub mod gates;
pub mod history;
mod history_gates;
mod in_blood;
pub mod interim;
pub mod judge;
pub mod need;
pub mod next;
pub mod reading;
pub mod referral;
pub mod running;
pub mod scored_items;
pub mod settings;
pub mod state;
pub mod tiers;
