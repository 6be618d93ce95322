//! What a chart of months is asked for.

use crate::quality::improvement::DatedNote;
use crate::quality::rates::Share;
use crate::text::Lang;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthChartKind {
    Run,
    P,
    /// p' of Laney.
    PPrime,
}

/// What a month has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MonthValue {
    Counted(Share),
    /// Withheld in a publication: the rate lies between these two, both within 0 and 1. It enters no statistic.
    Withheld([f64; 2]),
}

/// A month, `2026-03`. Months between the first and the last that are not given have no data.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartMonth {
    pub month: String,
    pub value: MonthValue,
}

/// What is drawn. `baseline`: so many months from the first on fix centre and limits; a person fixes it.
#[derive(Clone, Copy, Debug)]
pub struct MonthChart<'a> {
    pub kind: MonthChartKind,
    pub title: &'a str,
    pub months: &'a [ChartMonth],
    pub baseline: Option<usize>,
    /// A target in percent, where somebody has set one.
    pub target: Option<f64>,
    pub notes: &'a [DatedNote],
    pub lang: Lang,
    /// In pixels of the picture, held within [`super::WIDTHS`].
    pub width: u32,
}
