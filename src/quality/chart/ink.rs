//! What a mark is drawn with: a class, for which the page's style sheet has the colour of its theme, and what it looks like where no
//! style sheet is (a file that was saved). Marks differ by dash, weight and shape too, never by colour alone.

use plotters::style::{RGBColor, ShapeStyle};

/// Every ink of the charts. In the library of scales an ink travels as a colour; the backend makes a class of it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartInk {
    /// Drawn as nothing.
    None,
    Axis,
    Grid,
    Word,
    Soft,
    Title,
    /// The months in their order.
    Line,
    /// Median or mean.
    Centre,
    /// Limits of a control chart, and of 95 % in a funnel.
    Limit,
    /// Limits of 99.8 %.
    Far,
    Goal,
    /// Where something was changed.
    Note,
    /// Behind the number of a note.
    Plate,
    Baseline,
    Dot,
    /// A point by which a rule fired.
    Marked,
    Ring,
    /// A month without data, and one that had nobody.
    Gap,
    /// A number that is withheld, as its range.
    Withheld,
}

const ALL: [ChartInk; 19] = [
    ChartInk::None,
    ChartInk::Axis,
    ChartInk::Grid,
    ChartInk::Word,
    ChartInk::Soft,
    ChartInk::Title,
    ChartInk::Line,
    ChartInk::Centre,
    ChartInk::Limit,
    ChartInk::Far,
    ChartInk::Goal,
    ChartInk::Note,
    ChartInk::Plate,
    ChartInk::Baseline,
    ChartInk::Dot,
    ChartInk::Marked,
    ChartInk::Ring,
    ChartInk::Gap,
    ChartInk::Withheld,
];

impl ChartInk {
    /// The ink that travelled as this colour.
    pub(super) fn of((_, _, number): (u8, u8, u8)) -> ChartInk {
        ALL.get(usize::from(number)).copied().unwrap_or(ChartInk::None)
    }

    pub(super) fn colour(self) -> RGBColor {
        RGBColor(0, 0, ALL.iter().position(|ink| *ink == self).unwrap_or_default() as u8)
    }

    pub(super) fn style(self) -> ShapeStyle {
        ShapeStyle::from(self.colour())
    }

    /// The class in the page.
    pub fn class(self) -> &'static str {
        match self {
            ChartInk::None => "",
            ChartInk::Axis => "axis",
            ChartInk::Grid => "grid",
            ChartInk::Word => "word",
            ChartInk::Soft => "soft",
            ChartInk::Title => "title",
            ChartInk::Line => "line",
            ChartInk::Centre => "centre",
            ChartInk::Limit => "limit",
            ChartInk::Far => "far",
            ChartInk::Goal => "goal",
            ChartInk::Note => "note",
            ChartInk::Plate => "plate",
            ChartInk::Baseline => "baseline",
            ChartInk::Dot => "dot",
            ChartInk::Marked => "marked",
            ChartInk::Ring => "ring",
            ChartInk::Gap => "gap",
            ChartInk::Withheld => "withheld",
        }
    }

    /// Attributes of presentation: they weigh less than any rule of a style sheet, and are no inline style.
    pub(super) fn attributes(self) -> &'static str {
        match self {
            ChartInk::None => "",
            ChartInk::Word | ChartInk::Soft | ChartInk::Title => r##" fill="#1d2a32""##,
            ChartInk::Axis => r##" fill="none" stroke="#4a5a64" stroke-width="1""##,
            ChartInk::Grid => r##" fill="none" stroke="#cfd8dc" stroke-width="1""##,
            ChartInk::Line => r##" fill="none" stroke="#005a8c" stroke-width="2""##,
            ChartInk::Centre => r##" fill="none" stroke="#1d2a32" stroke-width="1.5""##,
            ChartInk::Limit => r##" fill="none" stroke="#4a5a64" stroke-width="1.5" stroke-dasharray="6 4""##,
            ChartInk::Far => r##" fill="none" stroke="#4a5a64" stroke-width="1.5" stroke-dasharray="2 3""##,
            ChartInk::Goal => r##" fill="none" stroke="#0b5d2c" stroke-width="2" stroke-dasharray="12 3 2 3""##,
            ChartInk::Note => r##" fill="none" stroke="#6d3a00" stroke-width="1.5" stroke-dasharray="1 3""##,
            ChartInk::Plate => r##" fill="#fff" stroke="#6d3a00" stroke-width="1""##,
            ChartInk::Baseline => r##" fill="none" stroke="#4a5a64" stroke-width="2""##,
            ChartInk::Dot => r##" fill="#005a8c" stroke="#fff" stroke-width="1""##,
            ChartInk::Marked => r##" fill="#ad1219" stroke="#fff" stroke-width="1""##,
            ChartInk::Ring => r##" fill="none" stroke="#ad1219" stroke-width="2""##,
            ChartInk::Gap => r##" fill="none" stroke="#4a5a64" stroke-width="1.5""##,
            ChartInk::Withheld => r##" fill="none" stroke="#4a5a64" stroke-width="4" stroke-dasharray="2 2""##,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_comes_back_from_the_library_as_itself() {
        for ink in ALL {
            let RGBColor(red, green, blue) = ink.colour();
            assert_eq!(ChartInk::of((red, green, blue)), ink);
        }
    }

    #[test]
    fn lines_that_cross_differ_by_dash_or_weight_and_not_by_colour_alone() {
        let shape = |ink: ChartInk| ink.attributes().split("stroke-width").nth(1).map(str::to_owned);
        let lines = [ChartInk::Line, ChartInk::Centre, ChartInk::Limit, ChartInk::Far, ChartInk::Goal, ChartInk::Note];
        for (index, one) in lines.iter().enumerate() {
            assert!(lines[index + 1..].iter().all(|other| shape(*one) != shape(*other)), "{one:?}");
        }
    }
}
