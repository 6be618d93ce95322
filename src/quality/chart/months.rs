//! A rate over months: run chart about the median, p chart with limits by denominator, p' where months scatter more than chance. A month
//! without data keeps its place; points by which a rule fired have a shape of their own; what was changed stands on the axis with its day.

use chrono::Datelike;
use plotters::chart::ChartBuilder;
use plotters::drawing::IntoDrawingArea;
use plotters::style::text_anchor::{HPos, VPos};

use super::asked::{MonthChart, MonthValue};
use super::axes::{MonthAxis, WholeAxis};
use super::backend::{Sketch, SketchBackend};
use super::figure::{ChartFigure, NoChart, WIDTHS, document};
use super::ink::ChartInk;
use super::layout::{Area, ChartSurround, EDGE, Marker, ROW, SIZE, bracket, line, plate, point, style};
use super::measure::width;
use super::told::{axis, axis_words, keys, lines, said, shape, table, told};
use crate::quality::improvement::DatedNote;
use crate::quality::rates::Share;
use crate::text::Lang;

const PLOT: i32 = 220;

/// A note on the axis: its number, where it is, and the row of its number above the plot.
struct Pin {
    number: String,
    place: f64,
    x: i32,
    row: i32,
}

/// Notes in the order of their days, numbered; those outside the axis have no pin.
fn pins(notes: &[&DatedNote], first: i32, axis: &MonthAxis, limit: (i32, i32)) -> Vec<Pin> {
    use plotters::coord::ranged1d::Ranged;
    let mut ends: Vec<i32> = vec![];
    let mut pins = vec![];
    for (index, note) in notes.iter().enumerate() {
        let month = note.day.year() * 12 + note.day.month0() as i32 - first;
        let days = f64::from(note.day.num_days_in_month());
        let place = f64::from(month) - 0.5 + (f64::from(note.day.day()) - 0.5) / days;
        if !(0..axis.months as i32).contains(&month) {
            continue;
        }
        let number = (index + 1).to_string();
        let (x, half) = (axis.map(&place, limit), width(&number, SIZE) as i32 / 2 + 6);
        let row = ends.iter().position(|end| x - half > *end).unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(0);
        }
        ends[row] = x + half;
        pins.push(Pin { number, place, x, row: row as i32 });
    }
    pins
}

/// Every how many months one is named, so that their names do not touch.
fn step(months: usize, across: i32, widest: u32) -> usize {
    let each = f64::from(across) / months as f64;
    [1, 2, 3, 6, 12, 24, 60].into_iter().find(|step| each * *step as f64 >= f64::from(widest + 8)).unwrap_or(120)
}

fn month_name(number: i32, lang: Lang) -> String {
    const SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match lang {
        Lang::Zh => format!("{}月", number.rem_euclid(12) + 1),
        Lang::En => SHORT[number.rem_euclid(12) as usize].to_owned(),
    }
}

/// The chart as a picture and its table.
pub fn month_chart(ask: &MonthChart<'_>) -> Result<ChartFigure, NoChart> {
    let lang = ask.lang;
    let (first, values) = axis(ask.months)?;
    let shares: Vec<Option<Share>> =
        values.iter().map(|value| if let Some(MonthValue::Counted(share)) = value { Some(*share) } else { None }).collect();
    let told = told(ask.kind, &shares, ask.baseline).ok_or(NoChart::Nobody)?;
    let said = said(&told.verdict, first, lang);
    let mut notes: Vec<&DatedNote> = ask.notes.iter().collect();
    notes.sort_by_key(|note| note.day);
    let table = table(ask, first, &values, &told, &notes);
    let rate = |share: Share| share.counted as f64 / share.all as f64;
    let rates = shares.iter().flatten().filter(|share| share.all > 0).map(|share| rate(*share));
    let withheld = values.iter().flatten().filter_map(|value| if let MonthValue::Withheld(range) = value { Some(*range) } else { None });
    let mut all: Vec<f64> = rates.chain(withheld.flatten()).chain(told.limits.iter().flat_map(|(_, limits)| *limits)).collect();
    all.extend([Some(told.centre), ask.target.map(|percent| percent / 100.0)].into_iter().flatten());
    let up = WholeAxis::shares(all.iter().copied().fold(1.0, f64::min), all.iter().copied().fold(0.0, f64::max));

    let wide = ask.width.clamp(WIDTHS.0, WIDTHS.1);
    let around =
        ChartSurround::new(wide, ask.title, &axis_words(&up, lang), keys(ask, &told, &values), &lines(&notes, first, values.len(), &said, lang));
    let label = 14 + up.marks().iter().map(|mark| width(&up.written(*mark), SIZE)).max().unwrap_or_default() as i32;
    let (left, right) = (EDGE + label, around.across() - EDGE - 6);
    let widest = (0..12).map(|month| width(&month_name(month, lang), SIZE)).max().unwrap_or_default();
    let months = MonthAxis { months: values.len(), step: step(values.len(), right - left, widest) };
    let pins = pins(&notes, first, &months, (left, right));
    let rows = pins.iter().map(|pin| pin.row + 1).max().unwrap_or_default() + i32::from(ask.baseline.is_some());
    let top = around.head() + rows * ROW + 8;
    let foot = top + PLOT + 2 * ROW + 10;
    let size = (wide, (foot + around.foot()) as u32);
    let mut sketch = Sketch::default();
    {
        let area = SketchBackend { sketch: &mut sketch, size }.into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin_top(top)
            .margin_left(EDGE)
            .margin_right(around.across() - right)
            .margin_bottom(size.1 as i32 - top - PLOT - ROW - 8)
            .x_label_area_size(ROW + 8)
            .y_label_area_size(label)
            .build_cartesian_2d(months, up)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(ChartInk::Grid.style())
            .light_line_style(ChartInk::None.style())
            .axis_style(ChartInk::Axis.style())
            .label_style(style(ChartInk::Soft, SIZE, HPos::Left, VPos::Top))
            .x_label_formatter(&|place| month_name(first + *place as i32, lang))
            .y_label_formatter(&|value| up.written(*value))
            .draw()?;
        let at = |place: f64, rate: f64| chart.backend_coord(&(place, rate));
        let floor = up.low as f64 / 10_000.0;
        years(&area, first, &months, |place| at(place, floor))?;
        let ends = (-0.5, values.len() as f64 - 0.5);
        let across = |ink: ChartInk, rate: f64| line(&area, ink, vec![at(ends.0, rate), at(ends.1, rate)]);
        if let Some(percent) = ask.target {
            across(ChartInk::Goal, percent / 100.0)?;
        }
        for side in [0, 1] {
            for stretch in stretches(&told.limits) {
                let steps = stretch.iter().flat_map(|(place, limits)| [-0.5, 0.5].map(|edge| at(*place as f64 + edge, limits[side])));
                line(&area, ChartInk::Limit, steps.collect())?;
            }
        }
        across(ChartInk::Centre, told.centre)?;
        let head = around.head();
        if let Some(months) = ask.baseline {
            let until = months.min(values.len()) as f64 - 0.5;
            bracket(&area, (at(-0.5, floor).0 + 1, at(until, floor).0 - 1), head + rows * ROW - 6)?;
        }
        for pin in &pins {
            let x = at(pin.place, floor).0;
            line(&area, ChartInk::Note, vec![(x, head + pin.row * ROW + ROW / 2), (x, top + PLOT)])?;
        }
        for pin in &pins {
            plate(&area, &pin.number, (pin.x, head + pin.row * ROW + ROW / 2))?;
        }
        let dots: Vec<(usize, [f64; 2])> = shares
            .iter()
            .enumerate()
            .filter_map(|(place, share)| Some((place, share.filter(|share| share.all > 0)?)))
            .map(|(place, share)| (place, [rate(share); 2]))
            .collect();
        for stretch in stretches(&dots) {
            line(&area, ChartInk::Line, stretch.iter().map(|(place, rate)| at(*place as f64, rate[0])).collect())?;
        }
        for (place, value) in values.iter().enumerate() {
            let x = place as f64;
            match value {
                None => point(&area, Marker::Cross, at(x, floor))?,
                Some(MonthValue::Withheld([low, high])) => {
                    let (bottom, head) = (at(x, *low), at(x, *high));
                    line(&area, ChartInk::Withheld, vec![(bottom.0, bottom.1.max(head.1 + 4)), head])?;
                }
                Some(MonthValue::Counted(share)) if share.all == 0 => {
                    let (x, y) = at(x, floor);
                    point(&area, Marker::Dash, (x, y - 8))?;
                }
                Some(MonthValue::Counted(share)) => {
                    let shape = shape(&told.verdict, place).map_or(Marker::Dot, |(marker, _)| marker);
                    point(&area, shape, at(x, rate(*share)))?;
                }
            }
        }
        around.draw(&area, foot)?;
    }
    let svg = document(&sketch, size, lang, ask.title, &said);
    Ok(ChartFigure { svg, width: size.0, height: size.1, said, table, texts: sketch.texts })
}

/// Neighbours without a gap between them.
fn stretches(points: &[(usize, [f64; 2])]) -> Vec<&[(usize, [f64; 2])]> {
    points.chunk_by(|one, next| next.0 == one.0 + 1).collect()
}

/// Years under their first month, where there is room before the next.
fn years(area: &Area<'_>, first: i32, months: &MonthAxis, at: impl Fn(f64) -> (i32, i32)) -> Result<(), NoChart> {
    let starts: Vec<usize> = (0..months.months).filter(|place| *place == 0 || (first + *place as i32).rem_euclid(12) == 0).collect();
    let left = |place: usize| at(place as f64 - 0.5).0;
    let mut free = i32::MIN;
    for (index, place) in starts.iter().enumerate() {
        let name = (first + *place as i32).div_euclid(12).to_string();
        let (x, wide) = (left(*place), width(&name, SIZE) as i32 + 8);
        let room = starts.get(index + 1).map_or(at(months.months as f64 - 0.5).0 + 8, |next| left(*next)) - x;
        if room >= wide && x >= free {
            let y = at(0.0).1 + ROW + 8;
            area.draw_text(&name, &style(ChartInk::Soft, SIZE, HPos::Left, VPos::Top), (x + 2, y))?;
            free = x + wide;
        }
    }
    Ok(())
}
