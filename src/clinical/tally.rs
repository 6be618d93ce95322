//! The arithmetic: an interval `floor..=ceiling` and what is missing. Unknown is not No, and silence never scores.

use super::instrument::{Group, Instrument, Points, Risk, SubBand};
use super::sheet::{By, Cell, Value};

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

/// Adds up `cells`. `operated`: an operation is on record, so one member of the surgery group must be true.
pub fn tally(instrument: &'static Instrument, cells: &[Cell], operated: bool) -> Tally {
    let mut tally = Tally { floor: Points(0), ceiling: Points(0), prudent: Points(0), missing: vec![], unknowable: vec![], counted: vec![] };
    for (index, cell) in cells.iter().enumerate() {
        match instrument.group_of(index) {
            None => tally.single(index, instrument.items[index].points, cell.value),
            // A group is added where its first member stands.
            Some(group) if instrument.index(group.members[0]) == Some(index) => {
                tally.group(instrument, group, cells, operated && group.id == "G_SURGERY");
            }
            Some(_) => {}
        }
    }
    in_order(&mut tally.missing, |index| *index);
    in_order(&mut tally.unknowable, |index| *index);
    in_order(&mut tally.counted, |(index, _)| *index);
    tally
}

impl Tally {
    fn single(&mut self, index: usize, points: Points, value: Value) {
        match value {
            Value::Yes => {
                self.counted.push((index, points));
                self.add(points, points, points);
            }
            Value::No => {}
            Value::Unknowable => {
                self.unknowable.push(index);
                self.add(Points(0), points, Points(0));
            }
            Value::Open => {
                self.missing.push(index);
                self.add(Points(0), points, Points(0));
            }
        }
    }

    fn group(&mut self, instrument: &'static Instrument, group: &'static Group, cells: &[Cell], one_is_true: bool) {
        let points = |index: &usize| instrument.items[*index].points;
        let with = |value: Value| instrument.members(group).filter(move |&index| cells[index].value == value);
        // max_by_key takes the last of equals; the form's first is the one to name.
        if let Some(best) = with(Value::Yes).rev_max(points) {
            let certain = points(&best);
            // One true settles a group, unless it only follows from one operation while another's length is unknown.
            let open = |&index: &usize| matches!(cells[index].value, Value::Open | Value::Unknowable) && points(&index) > certain;
            let derived = matches!(cells[best].by, By::Derived(_));
            let ceiling = instrument.members(group).filter(|index| derived && open(index)).map(|index| points(&index)).max();
            if ceiling.is_some() {
                self.missing.extend(with(Value::Open).filter(open));
                self.unknowable.extend(with(Value::Unknowable).filter(open));
            }
            let ceiling = ceiling.unwrap_or(certain);
            self.counted.push((best, certain));
            self.add(certain, ceiling, ceiling);
            return;
        }
        self.missing.extend(with(Value::Open));
        self.unknowable.extend(with(Value::Unknowable));
        let undecided = || instrument.members(group).filter(|&index| cells[index].value != Value::No);
        let ceiling = undecided().map(|index| points(&index)).max().unwrap_or_default();
        if one_is_true {
            let floor = undecided().map(|index| points(&index)).min().unwrap_or_default();
            self.add(floor, ceiling, ceiling);
        } else {
            self.add(Points(0), ceiling, Points(0));
        }
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

/// Back to the order of the form: a handful of group members stand out of place, so an insertion sort does it (the
/// library's sort weighs 4 kB of wasm for each kind of element).
fn in_order<T: Copy>(list: &mut [T], key: impl Fn(&T) -> usize) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && key(&list[at - 1]) > key(&list[at]) {
            list.swap(at - 1, at);
            at -= 1;
        }
    }
}

trait RevMax: Iterator<Item = usize> + Sized {
    /// The first of those with the greatest key.
    fn rev_max(self, key: impl Fn(&usize) -> Points) -> Option<usize> {
        self.fold(None, |best: Option<usize>, index| match best {
            Some(held) if key(&held) >= key(&index) => Some(held),
            _ => Some(index),
        })
    }
}

impl<I: Iterator<Item = usize>> RevMax for I {}
