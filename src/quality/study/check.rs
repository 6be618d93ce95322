//! Every printed cell recomputed from the printed counts, with how it comes about where it is not what the counts give.

use super::published::PrintedLine;
use crate::quality::contingency::chi_square;
use crate::quality::distributions::two_sided_normal;
use crate::quality::rates::Share;

/// How a printed figure stands to ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintedAs {
    Rounded,
    /// Digits cut off, not rounded.
    CutOff,
    /// A p printed as 0.00.
    Zero,
    Differs,
}

/// A printed figure beside what the counts give.
pub fn printed_as(printed: &str, ours: f64) -> PrintedAs {
    let decimals = printed.split_once('.').map_or(0, |(_, digits)| digits.len());
    let unit = 10_f64.powi(decimals as i32);
    if format!("{ours:.decimals$}") == printed {
        return if printed.chars().all(|c| c == '0' || c == '.') { PrintedAs::Zero } else { PrintedAs::Rounded };
    }
    let cut = (ours * unit).floor() / unit;
    if format!("{cut:.decimals$}") == printed { PrintedAs::CutOff } else { PrintedAs::Differs }
}

/// The statistics that the printed counts give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudyRecount {
    pub pearson: f64,
    pub pearson_p: f64,
    pub yates: f64,
    pub yates_p: f64,
    /// Of the table that has the denominators in the place of those who were not counted: [a, n; b, m] for [a, n - a; b, m - b].
    pub against_denominators: f64,
    pub against_denominators_p: f64,
}

/// Two lines of a table, as shares.
pub fn shares(line: &PrintedLine) -> [Share; 2] {
    [Share { counted: line.og[0], all: line.og[1] }, Share { counted: line.cg[0], all: line.cg[1] }]
}

pub fn recompute(line: &PrintedLine) -> Option<StudyRecount> {
    let [og, cg] = shares(line);
    let (pearson, yates) = (chi_square(og, cg, false)?, chi_square(og, cg, true)?);
    let wrong = |share: Share| Share { counted: share.counted, all: share.counted + share.all };
    let against = chi_square(wrong(og), wrong(cg), false)?;
    Some(StudyRecount {
        pearson: pearson.statistic,
        pearson_p: pearson.p,
        yates: yates.statistic,
        yates_p: yates.p,
        against_denominators: against.statistic,
        against_denominators_p: two_sided_normal(against.statistic.sqrt()),
    })
}
