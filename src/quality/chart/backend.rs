//! The backend of the charts: what the library of scales and layout draws becomes SVG with classes. It has no inline style, no script
//! and no link, and asks nobody how wide a text is (`measure`), so a page under a strict policy, a worker, Node and a native program
//! draw the same bytes.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::ink::ChartInk;
use super::measure::{bold_width, height, width};

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A text as it lies in the drawing, in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaidText {
    pub text: String,
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

/// What was drawn.
#[derive(Debug, Default)]
pub struct Sketch {
    pub marks: String,
    pub texts: Vec<LaidText>,
}

/// Text as it stands in a document: what has a meaning there escaped, what XML forbids left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Draws into a [`Sketch`].
pub struct SketchBackend<'a> {
    pub sketch: &'a mut Sketch,
    pub size: (u32, u32),
}

/// The ink of a style; none where nothing is to be seen.
fn ink_of(colour: BackendColor) -> ChartInk {
    if colour.alpha == 0.0 { ChartInk::None } else { ChartInk::of(colour.rgb) }
}

impl SketchBackend<'_> {
    fn mark(&mut self, ink: ChartInk, element: &str, shape: &str) {
        if ink != ChartInk::None {
            let line = ["<", element, " class=\"", ink.class(), "\"", ink.attributes(), shape, "/>\n"].concat();
            self.sketch.marks.push_str(&line);
        }
    }

    fn corners(&mut self, ink: ChartInk, element: &str, points: impl IntoIterator<Item = BackendCoord>) {
        let points: Vec<String> = points.into_iter().map(|(x, y)| format!("{x},{y}")).collect();
        if points.len() > 1 {
            self.mark(ink, element, &format!(" points=\"{}\"", points.join(" ")));
        }
    }
}

impl DrawingBackend for SketchBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.mark(ink_of(colour), "rect", &format!(" x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\""));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.mark(ink_of(style.color()), "line", &format!(" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"", from.0, from.1, to.0, to.1));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, one: BackendCoord, other: BackendCoord, style: &S, _: bool) -> Drawn {
        let shape = format!(" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", one.0, one.1, other.0 - one.0, other.1 - one.1);
        self.mark(ink_of(style.color()), "rect", &shape);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.corners(ink_of(style.color()), "polyline", path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, _: bool) -> Drawn {
        self.mark(ink_of(style.color()), "circle", &format!(" cx=\"{}\" cy=\"{}\" r=\"{radius}\"", centre.0, centre.1));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        self.corners(ink_of(style.color()), "polygon", corners);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let ink = ink_of(style.color());
        if ink == ChartInk::None || text.is_empty() {
            return Ok(());
        }
        let size = style.size().round() as u32;
        let wide = if ink == ChartInk::Title { bold_width(text, size) } else { width(text, size) };
        let (wide, high) = (wide as i32, height(size) as i32);
        let (left, anchor) = match style.anchor().h_pos {
            HPos::Left => (x, "start"),
            HPos::Center => (x - wide / 2, "middle"),
            HPos::Right => (x - wide, "end"),
        };
        let top = match style.anchor().v_pos {
            VPos::Top => y,
            VPos::Center => y - high / 2,
            VPos::Bottom => y - high,
        };
        // The base line of common fonts lies at four fifths of the line.
        let base = top + high * 4 / 5;
        let weight = if ink == ChartInk::Title { " font-weight=\"700\"" } else { "" };
        let class = ink.class();
        let fill = ink.attributes();
        let said = escaped(text);
        self.sketch.marks.push_str(&format!(
            "<text class=\"{class}\"{fill} x=\"{x}\" y=\"{base}\" font-size=\"{size}\"{weight} text-anchor=\"{anchor}\">{said}</text>\n"
        ));
        self.sketch.texts.push(LaidText { text: text.to_owned(), left, top, right: left + wide, bottom: top + high });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size().round() as u32;
        Ok((width(text, size), height(size)))
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Drawn {
        Ok(())
    }
}
