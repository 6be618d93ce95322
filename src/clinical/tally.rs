//! The arithmetic: an interval `floor..=ceiling` and what is missing. Unknown is not No, and silence never scores.

use super::cell::{By, Cell, CellValue};
use super::instrument::{Instrument, Points, Risk, SubBand};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What is certain.
    pub floor: Points,
    /// What it can become at most.
    pub ceiling: Points,
    /// As `floor`, but an operation of unknown length counts as if longer than 45 min (D, fail-safe).
    pub prudent: Points,
    /// Items (by index, in the order of the form) that nobody answered and whose group is not settled.
    pub missing: Vec<usize>,
    /// Items (by index) that a person marked "cannot be known now".
    pub unknowable: Vec<usize>,
    /// What counted: of a group only its highest true member.
    pub counted: Vec<(usize, Points)>,
}

/// How an item takes part in the sum.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Alone,
    /// Its group is added as one.
    Grouped,
    /// Its group is settled without it: it neither counts nor is asked.
    Settled,
}

/// Adds up `cells`. `operated`: an operation is on record, so one member of the surgery group must be true.
pub fn tally(instrument: &'static Instrument, cells: &[Cell], operated: bool) -> Tally {
    let mut tally = Tally { floor: Points(0), ceiling: Points(0), prudent: Points(0), missing: vec![], unknowable: vec![], counted: vec![] };
    let mut parts = vec![];
    for group in instrument.groups {
        parts.resize(cells.len(), Part::Alone);
        // A sheet that is not filled yet has no cells.
        let members: Vec<usize> = instrument.members(group).filter(|&member| member < cells.len()).collect();
        tally.group(instrument, &members, cells, &mut parts, operated && group.id == "G_SURGERY");
    }
    tally.missing.reserve(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let points = instrument.items[index].points;
        let alone = match parts.get(index) {
            None | Some(Part::Alone) => points,
            Some(Part::Grouped) => Points(0),
            Some(Part::Settled) => continue,
        };
        match cell.value {
            CellValue::Yes => {
                tally.counted.push((index, points));
                tally.add(alone, alone, alone);
            }
            CellValue::No => {}
            CellValue::Unknowable => {
                tally.unknowable.push(index);
                tally.may_add(alone);
            }
            CellValue::Open => {
                tally.missing.push(index);
                tally.may_add(alone);
            }
        }
    }
    tally
}

impl Tally {
    fn group(&mut self, instrument: &Instrument, members: &[usize], cells: &[Cell], parts: &mut [Part], one_is_true: bool) {
        let points = |index: usize| instrument.items[index].points;
        let mut best: Option<usize> = None;
        for &member in members {
            // Of equals the form's first is the one to name.
            if cells[member].value == CellValue::Yes && best.is_none_or(|best| points(best) < points(member)) {
                best = Some(member);
            }
        }
        let certain = best.map(points).unwrap_or_default();
        // One true settles a group, unless it only follows from one operation while another's length is unknown.
        let settled = best.is_some_and(|best| !matches!(cells[best].by, By::Derived(_)));
        let (mut least, mut most) = (None::<Points>, certain);
        for &member in members {
            let points = points(member);
            let open = matches!(cells[member].value, CellValue::Open | CellValue::Unknowable) && !settled && (best.is_none() || points > certain);
            parts[member] = if open || best == Some(member) { Part::Grouped } else { Part::Settled };
            if open {
                least = Some(least.map_or(points, |least| points.min(least)));
                most = most.max(points);
            }
        }
        match best {
            Some(_) => self.add(certain, most, most),
            None if one_is_true => self.add(least.unwrap_or_default(), most, most),
            None => {
                let least = least.unwrap_or_default().min(Points(0));
                self.add(least, most, least);
            }
        }
    }

    /// An open item: points that add may come on top, points that subtract (Wells: another diagnosis as likely) may go off.
    fn may_add(&mut self, points: Points) {
        let least = points.min(Points(0));
        self.add(least, points.max(Points(0)), least);
    }

    fn add(&mut self, floor: Points, ceiling: Points, prudent: Points) {
        self.floor.0 += floor.0;
        self.ceiling.0 += ceiling.0;
        self.prudent.0 += prudent.0;
    }

    /// The band once both ends fall in one; an operation of unknown length is read as long.
    pub fn band(&self, instrument: &'static Instrument) -> Option<Risk> {
        same_band(instrument, self.prudent, self.ceiling)
    }

    /// The band without that reading: what may be signed.
    pub fn settled_band(&self, instrument: &'static Instrument) -> Option<Risk> {
        same_band(instrument, self.floor, self.ceiling)
    }

    /// The band rests on reading an operation of unknown length as long.
    pub fn is_provisional(&self, instrument: &'static Instrument) -> bool {
        self.band(instrument).is_some() && self.settled_band(instrument).is_none()
    }

    /// The sub-band once both ends fall in one.
    pub fn sub_band(&self, instrument: &'static Instrument) -> Option<&'static SubBand> {
        let sub = instrument.sub_band(self.prudent)?;
        (self.ceiling <= sub.to).then_some(sub)
    }

    /// Nothing is missing or unknowable.
    pub fn is_exact(&self) -> bool {
        self.floor == self.ceiling
    }
}

fn same_band(instrument: &'static Instrument, low: Points, high: Points) -> Option<Risk> {
    let risk = instrument.band(low).risk;
    (instrument.band(high).risk == risk).then_some(risk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::instruments::ALL;

    #[test]
    fn a_sheet_without_cells_yet_adds_up_to_nothing() {
        for instrument in ALL {
            let tally = tally(instrument, &[], false);
            assert_eq!((tally.floor, tally.ceiling, tally.missing.len()), (Points(0), Points(0), 0), "{}", instrument.id);
        }
    }
}
