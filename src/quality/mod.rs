//! What a quality office and a teacher compute from counts: rates with intervals, agreement between persons, before and after.
//! Pure: values in, values out; no patient and no person is named here.
//!
//! `distributions` is the one door to the library of distributions (`statrs`); `rates`, `agreement`, `reliability` and `paired` are written
//! from the published formulas and held against scipy, statsmodels, pingouin and irrCAC by the fixtures of `tests/statistics.rs`.

pub mod agreement;
pub mod catalogue;
pub mod contingency;
pub mod count;
pub mod criterion;
pub mod distributions;
pub mod episode;
pub mod funnel;
pub mod means;
pub mod paired;
pub mod rates;
pub mod reduce;
pub mod reliability;
pub mod sentence;
pub mod signals;
pub mod sql;
