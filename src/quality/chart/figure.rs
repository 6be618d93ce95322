//! A drawn chart as a document and a table, and why there may be none.

use super::backend::{LaidText, Sketch, escaped};
use crate::text::{Lang, Text, text};

/// The table under a chart, as it is shown: a dash is nobody, "no data" is no data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A chart that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartFigure {
    /// A whole SVG document: no inline style, no script, no link.
    pub svg: String,
    /// In pixels of its own.
    pub width: u32,
    pub height: u32,
    /// What it says, in one sentence; it stands in the picture too.
    pub said: String,
    pub table: ChartTable,
    /// Every text of the picture and where it lies.
    pub texts: Vec<LaidText>,
}

/// Why there is no chart. Shown in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoChart {
    /// No month, or no site, has anybody.
    Nobody,
    /// The entry of this number (from 0) has no month that can be read, `2026-03`.
    Month(usize),
    /// More than [`MOST_MONTHS`] from the first to the last.
    TooLong,
    /// More in the numerator than in the denominator, in the entry of this number.
    Uneven(usize),
    NotDrawn,
}

/// Thirty years of months.
pub const MOST_MONTHS: usize = 360;

/// Narrowest and widest picture, in its own pixels.
pub const WIDTHS: (u32, u32) = (360, 1280);

impl NoChart {
    pub fn text(self) -> Text {
        match self {
            NoChart::Nobody => text!("尚无可绘图的数据：分母均为零或没有数据。", "Nothing to draw: no month or site has anybody."),
            NoChart::Month(_) => {
                text!("有一项的月份无法识别（应如2026-03），未绘图。", "The month of one entry cannot be read (2026-03 is expected): not drawn.")
            }
            NoChart::TooLong => {
                text!("首末月份相距超过30年，请核对月份。", "First and last month are more than thirty years apart. Check the months.")
            }
            NoChart::Uneven(_) => text!("有一项的分子大于分母，请核对。", "One entry has more in the numerator than in the denominator. Check it."),
            NoChart::NotDrawn => text!("未能绘图，请查看下方表格。", "The chart could not be drawn. See the table."),
        }
    }
}

/// The document around what was drawn.
pub(super) fn document(sketch: &Sketch, (width, height): (u32, u32), lang: Lang, title: &str, said: &str) -> String {
    let (title, said, tag) = (escaped(title), escaped(said), lang.tag());
    let stop = text!("。", ". ").get(lang);
    let marks = &sketch.marks;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         lang=\"{tag}\" font-family=\"sans-serif\" role=\"img\" aria-label=\"{title}{stop}{said}\">\n<title>{title}</title>\n<desc>{said}</desc>\n{marks}</svg>\n"
    )
}
