//! The quality office for programs: `catalogue()`, `reduce({ record, header })`, `evaluate({ episode, settled, indicators, period,
//! groupBy })`, `compare({ a, n, b, m })`, `sql(id)`, `measure(id)`, `measureReports(…)`. JSON text in and out, in a bundle of its own
//! (`bin/quality`), where `frontPages(bytes, told)` of [`crate::interop::csv`] stands beside them: a file of front pages as the two tables.
//! `shapes` says what is taken, `rows` reads and writes the two tables, `measure` is the definition as FHIR.

mod answers;
mod argument;
pub mod measure;
pub mod rows;
pub mod shapes;

use crate::interop::shape::Place;
pub use answers::{catalogue, compare, evaluate, reduce, stays};
use argument::chosen;

/// The SQL of one indicator, as text; a refusal as JSON.
pub fn sql(id: &str) -> String {
    match chosen(id, &Place::root("id")) {
        Ok(of) => crate::quality::sql::sql(&of),
        Err(rejected) => rejected.to_json(),
    }
}

/// The FHIR `Measure` of one indicator.
pub fn measure_of(id: &str) -> String {
    match chosen(id, &Place::root("id")) {
        Ok(of) => crate::interop::json::canonical(&measure::measure(&of)),
        Err(rejected) => rejected.to_json(),
    }
}

/// The individual `MeasureReport` of CMS108 and CMS190 is not there: no published text of one year was at hand whole (value sets and
/// libraries), and a number by a definition from memory would be worse than none.
pub fn measure_reports(_input: &str) -> String {
    let place = Place::root("measure");
    place
        .reject(
            "E_NOT_THERE",
            "本版不计算CMS108和CMS190：需以某一年度公布的完整文本为依据，目前没有。请使用CMS公布的计算工具。",
            "CMS108 and CMS190 are not computed in this version: that takes the whole published text of one year, which is not here. Use the calculator that CMS publishes.",
        )
        .to_json()
}
