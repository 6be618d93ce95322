//! Rows held against everything that is not known yet: which of them is the first that fits, for some completion. What rows ask comes
//! in a few states each, and every combination is tried. Knows nothing of a form: `possible`, its only caller, says what states there are.

use super::cell::CellValue;
use super::outcome::{Branch, Condition, Outcome};
use super::points::Points;
use super::quantity::Quantity;

/// Something that rows ask and that has a state of its own, and the states that are still possible.
pub(super) struct Subject {
    pub asks: RowAsks,
    pub states: Vec<f64>,
}

/// What a subject is: two of one kind never hang on one another (`well_formed`).
#[derive(Clone, Copy, PartialEq)]
pub(super) enum RowAsks {
    /// Its states are the members, by index of the item.
    Choice(&'static str),
    /// 1 where an item is yes, 0 where none is.
    Phase(&'static str),
    /// 1 where the item is yes, 0 where it is no.
    Item(usize),
    /// 1 where a person has said that the item cannot be known. What it then is hangs on nothing: its phase has both states.
    Unknowable(usize),
    /// One value for each stretch between the limits.
    Measure(Quantity),
    /// All that the points can come to, in tenths.
    Points,
}

/// One state of each subject.
pub(super) type World = [(RowAsks, f64)];

/// The outcomes of the rows that are first in some world, in the order of the table;
/// `holds` says whether a condition is met there, `is_so` whether a completion comes to it.
pub(super) fn first_in_some_world(
    rows: &'static [Branch],
    subjects: &[Subject],
    holds: &dyn Fn(&Condition, &World) -> bool,
    is_so: &dyn Fn(&World) -> bool,
) -> Vec<Outcome> {
    let mut fits = vec![false; rows.len()];
    let worlds: usize = subjects.iter().map(|subject| subject.states.len()).product();
    for number in 0..worlds {
        let mut rest = number;
        let mut world = vec![];
        for subject in subjects {
            world.push((subject.asks, subject.states[rest % subject.states.len()]));
            rest /= subject.states.len();
        }
        if !is_so(&world) {
            continue;
        }
        if let Some(first) = rows.iter().position(|row| row.when.iter().all(|condition| holds(condition, &world))) {
            fits[first] = true;
        }
    }
    // In the order of the table, also where a later row of the same outcome is the one that fits.
    let reached = |outcome: Outcome| rows.iter().zip(&fits).find(|(row, fits)| **fits && row.outcome == outcome);
    let mut outcomes: Vec<Outcome> = vec![];
    for row in rows {
        // With the marks of the row that fits.
        if let Some((first, _)) = reached(row.outcome).filter(|_| !outcomes.contains(&row.outcome)) {
            outcomes.push(first.outcome);
        }
    }
    outcomes
}

/// Every way in which an unknown quantity can fall: its least, and of each limit that the rows name the value itself, which is
/// not below it, and the next, which is above. An age that multiplies (`age`, in years, where it is known) is each whole year.
pub(super) fn stretches(quantity: Quantity, rows: &[Branch], age: Option<f64>) -> Vec<f64> {
    let years = || (0..=Quantity::Age.row().max as u8).map(f64::from);
    let mut values = vec![quantity.row().min];
    for condition in rows.iter().flat_map(|row| row.when) {
        match *condition {
            Condition::Below(of, limit) if of == quantity => values.push(limit),
            Condition::Above(of, limit) if of == quantity => values.extend([limit, limit.next_up()]),
            Condition::BelowPerYear(..) if quantity == Quantity::Age => values.extend(years()),
            Condition::BelowPerYear(of, each) if of == quantity => match age {
                Some(age) => values.push(age * each),
                None => values.extend(years().map(|age| age * each)),
            },
            _ => {}
        }
    }
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    values
}

/// Whether a person has said that the item cannot be known, or still may.
pub(super) fn said_unknown(value: CellValue) -> Vec<f64> {
    match value {
        CellValue::Unknowable => vec![1.0],
        CellValue::Open => vec![0.0, 1.0],
        CellValue::Yes | CellValue::No => vec![0.0],
    }
}

/// The least and the most of these points.
pub(super) fn ends(totals: &[i16]) -> Option<(Points, Points)> {
    Some((Points(*totals.first()?), Points(*totals.last()?)))
}
