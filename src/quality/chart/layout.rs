//! What stands around the plot: title, keys, notes and what the chart says, each on lines of its own that are measured before anything
//! is drawn.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, TextStyle};

use super::backend::SketchBackend;
use super::figure::NoChart;
use super::ink::ChartInk;
use super::measure::{width, wrap};

/// Sizes of type and of a line of it, in pixels.
pub(super) const SIZE: u32 = 13;
pub(super) const TITLE: u32 = 16;
pub(super) const ROW: i32 = 20;
pub(super) const EDGE: i32 = 10;

pub(super) type Area<'a> = DrawingArea<SketchBackend<'a>, Shift>;

impl From<DrawingAreaErrorKind<Infallible>> for NoChart {
    fn from(_: DrawingAreaErrorKind<Infallible>) -> NoChart {
        NoChart::NotDrawn
    }
}

/// The shape of a point. Each says something else, also without its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Dot,
    Square,
    Triangle,
    Diamond,
    Ring,
    /// A month without data.
    Cross,
    /// Nobody in the denominator.
    Dash,
    /// A number that is withheld, as its range.
    Bar,
}

/// What a key shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LegendKey {
    Line(ChartInk),
    Bracket,
    Point(Marker),
}

pub(super) fn style(ink: ChartInk, size: u32, across: HPos, down: VPos) -> TextStyle<'static> {
    let mut style = TextStyle::from(("sans-serif", f64::from(size))).pos(Pos::new(across, down));
    style.color = ink.colour().to_backend_color();
    style
}

pub(super) fn line(area: &Area<'_>, ink: ChartInk, points: Vec<(i32, i32)>) -> Result<(), NoChart> {
    if points.len() > 1 {
        area.draw(&PathElement::new(points, ink.style()))?;
    }
    Ok(())
}

/// A bracket over what the baseline is.
pub(super) fn bracket(area: &Area<'_>, (from, to): (i32, i32), y: i32) -> Result<(), NoChart> {
    line(area, ChartInk::Baseline, vec![(from, y + 5), (from, y), (to, y), (to, y + 5)])
}

pub(super) fn point(area: &Area<'_>, marker: Marker, (x, y): (i32, i32)) -> Result<(), NoChart> {
    let polygon = |corners: &[(i32, i32)]| {
        let corners: Vec<(i32, i32)> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        area.draw(&Polygon::new(corners, ChartInk::Marked.style()))
    };
    match marker {
        Marker::Dot => area.draw(&Circle::new((x, y), 4, ChartInk::Dot.style().filled()))?,
        Marker::Square => polygon(&[(-6, -6), (6, -6), (6, 6), (-6, 6)])?,
        Marker::Triangle => polygon(&[(0, -8), (8, 6), (-8, 6)])?,
        Marker::Diamond => polygon(&[(0, -8), (8, 0), (0, 8), (-8, 0)])?,
        Marker::Ring => {
            area.draw(&Circle::new((x, y), 4, ChartInk::Dot.style().filled()))?;
            area.draw(&Circle::new((x, y), 7, ChartInk::Ring.style()))?;
        }
        Marker::Cross => {
            line(area, ChartInk::Gap, vec![(x - 4, y - 4), (x + 4, y + 4)])?;
            line(area, ChartInk::Gap, vec![(x - 4, y + 4), (x + 4, y - 4)])?;
        }
        Marker::Dash => line(area, ChartInk::Gap, vec![(x - 5, y), (x + 5, y)])?,
        Marker::Bar => line(area, ChartInk::Withheld, vec![(x, y - 7), (x, y + 7)])?,
    }
    Ok(())
}

/// What stands above and below a plot, in lines of the width there is.
pub(super) struct ChartSurround {
    across: i32,
    title: Vec<String>,
    axis: Vec<String>,
    /// LegendKey, word, and where it stands: from the left, and the row.
    keys: Vec<(LegendKey, String, i32, i32)>,
    lines: Vec<String>,
}

const KEY: i32 = 32;

impl ChartSurround {
    pub fn new(across: u32, title: &str, axis: &str, keys: Vec<(LegendKey, String)>, lines: &[String]) -> ChartSurround {
        let within = across - 2 * EDGE as u32;
        let mut placed = vec![];
        let (mut x, mut row) = (EDGE, 0);
        for (key, word) in keys {
            let wide = KEY + width(&word, SIZE) as i32 + 14;
            if x > EDGE && x + wide > across as i32 - EDGE {
                (x, row) = (EDGE, row + 1);
            }
            placed.push((key, word, x, row));
            x += wide;
        }
        ChartSurround {
            across: across as i32,
            // Bold type is wider: `measure::bold_width`.
            title: wrap(title, TITLE, within * 6 / 7 - 1),
            axis: wrap(axis, SIZE, within),
            keys: placed,
            lines: lines.iter().flat_map(|line| wrap(line, SIZE, within)).collect(),
        }
    }

    /// Where the plot, with what belongs to it, begins.
    pub fn head(&self) -> i32 {
        EDGE + (self.title.len() as i32) * (ROW + 2) + self.axis.len() as i32 * ROW + 4
    }

    fn key_rows(&self) -> i32 {
        self.keys.last().map_or(0, |(.., row)| row + 1)
    }

    /// What is below the plot.
    pub fn foot(&self) -> i32 {
        EDGE + (self.key_rows() + self.lines.len() as i32) * ROW + EDGE
    }

    pub fn draw(&self, area: &Area<'_>, foot: i32) -> Result<(), NoChart> {
        let mut y = EDGE;
        for title in &self.title {
            area.draw_text(title, &style(ChartInk::Title, TITLE, HPos::Left, VPos::Top), (EDGE, y))?;
            y += ROW + 2;
        }
        for axis in &self.axis {
            area.draw_text(axis, &style(ChartInk::Soft, SIZE, HPos::Left, VPos::Top), (EDGE, y))?;
            y += ROW;
        }
        let word = style(ChartInk::Word, SIZE, HPos::Left, VPos::Center);
        let middle = |row: i32| foot + EDGE + row * ROW + ROW / 2;
        for (key, text, x, row) in &self.keys {
            let at = middle(*row);
            match key {
                LegendKey::Line(ink) => line(area, *ink, vec![(*x, at), (x + KEY - 6, at)])?,
                LegendKey::Bracket => bracket(area, (*x, x + KEY - 6), at)?,
                LegendKey::Point(marker) => point(area, *marker, (x + (KEY - 6) / 2, at))?,
            }
            area.draw_text(text, &word, (x + KEY, at))?;
        }
        for (index, text) in self.lines.iter().enumerate() {
            area.draw_text(text, &word, (EDGE, middle(self.key_rows() + index as i32)))?;
        }
        Ok(())
    }

    pub fn across(&self) -> i32 {
        self.across
    }
}

/// A number in a box, on its middle.
pub(super) fn plate(area: &Area<'_>, text: &str, (x, y): (i32, i32)) -> Result<(), NoChart> {
    let half = width(text, SIZE) as i32 / 2 + 4;
    area.draw(&Rectangle::new([(x - half, y - 9), (x + half, y + 9)], ChartInk::Plate.style().filled()))?;
    area.draw_text(text, &style(ChartInk::Word, SIZE, HPos::Center, VPos::Center), (x, y))?;
    Ok(())
}
