//! Charts of rates: months in their order (run chart, p chart, p'), and sites in a funnel. Each is an SVG text and the table under it.
//!
//! The library `plotters` gives scales and layout; `backend` draws with classes (`ink`) and measures text by a table (`measure`), so
//! every machine draws the same bytes and no policy of a page is asked for more. `axes` are the scales, `layout` what stands around a
//! plot, `months` and `sites` the charts (`asked` is what they are given, `told` what months say in words, `figure` what comes out). What a chart means is said in words too, and no mark differs by colour alone.

pub mod asked;
pub mod axes;
pub mod backend;
pub mod figure;
pub mod ink;
mod layout;
pub mod measure;
pub mod months;
pub mod sites;
mod told;

pub use asked::{ChartMonth, MonthChart, MonthChartKind, MonthValue};
pub use backend::LaidText;
pub use figure::{ChartFigure, ChartTable, MOST_MONTHS, NoChart, WIDTHS};
pub use months::month_chart;
pub use sites::{FunnelChart, funnel_chart};
