//! What a quality office and a teacher compute. Pure: values in, values out; a stay is named by an opaque key, and no person is.
//!
//! **Counting.** `episode` is the two tables that every source becomes, `reduce` the only way from a record to them; `criterion` is what
//! may be asked of a stay, as data, and `catalogue` the indicators as rows; `count` puts every stay in one place of each. The same
//! definition is SQL (`sql`) and a sentence (`sentence`); `report` is what is handed in.
//!
//! **Statistics.** `distributions` is the one door to the library of distributions (`statrs`); `rates`, `contingency`, `means`,
//! `signals` (charts over months), `funnel` (sites side by side), `agreement`, `reliability` and `paired` are written from the published
//! formulas and held against kept libraries by `tests/statistics.rs` and `tests/quality_statistics.rs`.
//!
//! **Handed out.** `disclosure` is the two kinds of export: a return for an authority, and a publication that gives no small number away.
//!
//! **Shown.** `chart` draws months and sites as pictures with their tables; `improvement` is what was changed and when, on every chart.
//!
//! `study` has the alliance study as printed, recomputed, and as typed rows.

pub mod agreement;
pub mod catalogue;
pub mod chart;
pub mod contingency;
pub mod count;
pub mod criterion;
pub mod disclosure;
pub mod distributions;
pub mod episode;
pub mod funnel;
pub mod improvement;
pub mod means;
pub mod paired;
pub mod rates;
pub mod reduce;
pub mod reliability;
pub mod report;
pub mod sentence;
pub mod signals;
pub mod sql;
pub mod study;
