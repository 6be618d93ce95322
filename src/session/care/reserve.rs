//! What a word about the rest of a score leaves alone because the host suggests something beside the items, and what it gives
//! back when that is confirmed. Only where a suggestion waits, and then the second part has been asked for.

use std::rc::Rc;

use crate::clinical::cell::{By, Cell, Unanswered};
use crate::clinical::chart::{Chart, Instant, Status};
use crate::clinical::second;
use crate::clinical::sheet::fill;
use crate::session::work::{Work, family};

/// What waits for a yes or no beside the items would decide some of them: these, with their groups, are not "the rest".
#[inline(never)]
pub fn reserve(work: &mut Work, chart: &Chart, at: Instant) {
    second::is_needed();
    let (mut together, mut taken) = (chart.clone(), chart.clone());
    for index in chart.awaiting().map(|(index, _)| index) {
        taken.facts[index].status = Status::Asserted;
        let alone = std::mem::replace(&mut taken, chart.clone());
        reserve_for(work, &alone, at);
        // What contradicts the others is not taken with them.
        together.facts[index].status = Status::Asserted;
        if !reserve_for(work, &together, at) {
            together.facts[index].status = Status::Suggested;
        }
    }
}

/// Reserves what stands otherwise under this chart; false where no sheet follows from it.
fn reserve_for(work: &mut Work, chart: &Chart, at: Instant) -> bool {
    let of = |chart: &Chart| fill(chart, &work.answers, Unanswered::Unknown, at).ok();
    let Some(sheet) = of(chart).or_else(|| of(&chart.without_sex())) else { return false };
    for (index, (then, now)) in sheet.cells.iter().zip(&work.sheet.cells).enumerate() {
        if then != now {
            work.reserved.extend(family(sheet.instrument, index));
        }
    }
    true
}

/// A fact was confirmed: where it decides or points to what was answered "none of the rest", that answer is taken back. What was
/// answered by itself stays.
#[inline(never)]
pub fn take_back(work: &mut Work, chart: &Chart, at: Instant) {
    second::is_needed();
    let instrument = work.answers.instrument;
    let mut without = (*work.answers).clone();
    work.bulk.iter().for_each(|&index| without.cells[index] = None);
    let of = |chart: &Chart| fill(chart, &without, Unanswered::Unknown, at).ok();
    let Some(sheet) = of(chart).or_else(|| of(&chart.without_sex())) else { return };
    let told = |cell: &Cell| cell.by != By::Nobody || cell.suggestion.is_some();
    let back: Vec<usize> = work.bulk.iter().filter(|&&index| told(&sheet.cells[index])).flat_map(|&index| family(instrument, index)).collect();
    for &index in work.bulk.iter().filter(|index| back.contains(index)) {
        Rc::make_mut(&mut work.answers).cells[index] = None;
    }
    work.bulk.retain(|index| !back.contains(index));
}
