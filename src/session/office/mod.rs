//! The quality office as plain state: where its address leads (`route`), what was brought in and how one stay in two sources becomes
//! one (`held`, `arranged`), a file on its way in (`incoming`), the ward of the device (`own_ward`), every stay in its place of every indicator
//! (`tally`), the room itself (`room`), what its pages show (`views`, `months`, `sites`), and what is handed in (`handed`).
//!
//! No clock, no store, no browser. What is brought in lies in memory only and is gone with the page; nothing here writes anything.

pub mod arranged;
pub mod handed;
pub mod held;
pub mod incoming;
pub mod months;
pub mod own_ward;
pub mod room;
pub mod route;
pub mod sites;
pub mod tally;
pub mod views;
