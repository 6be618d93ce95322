//! Whether a table of readings asks for nothing that its instrument does not have. Evaluated at compile time: a renamed item is
//! an error of the build, never a silent "no".

use super::instrument::{Instrument, contains, equal};
use super::outcome::{Condition, Cut, FormPhase, Reading, Reads};

/// To be asserted below every table that has `reads`.
pub const fn well_formed(instrument: &Instrument) -> bool {
    let Some(reads) = instrument.reads else { return false };
    let mut at = 0;
    while at < reads.phases.len() {
        let phase = &reads.phases[at];
        if !all_items(instrument, phase.items) || !stands_alone(reads, at) {
            return false;
        }
        if let Some(member) = phase.unless
            && !of_a_choice(instrument, reads, member)
        {
            return false;
        }
        at += 1;
    }
    at = 0;
    while at < reads.choices.len() {
        if group(instrument, reads.choices[at]).is_none() {
            return false;
        }
        at += 1;
    }
    at = 0;
    while at < reads.readings.len() {
        let right = match &reads.readings[at].by {
            Reading::Sum(cuts) => ascending(cuts) && cuts[0].from.0 <= instrument.min_points().0,
            Reading::Rows(rows) => {
                let mut row = 0;
                while row < rows.len() {
                    let mut condition = 0;
                    while condition < rows[row].when.len() {
                        if !is_known(instrument, reads, rows[row].when[condition]) {
                            return false;
                        }
                        condition += 1;
                    }
                    row += 1;
                }
                rows[rows.len() - 1].when.is_empty()
            }
        };
        if !right {
            return false;
        }
        at += 1;
    }
    equal(reads.readings[0].id, "band")
}

const fn is_known(instrument: &Instrument, reads: &Reads, condition: Condition) -> bool {
    match condition {
        Condition::Chosen(member) => of_a_choice(instrument, reads, member),
        Condition::Any(id) | Condition::NoneOf(id) => {
            let mut at = 0;
            while at < reads.phases.len() {
                if equal(reads.phases[at].id, id) {
                    return ticks_only(instrument, reads, &reads.phases[at]);
                }
                at += 1;
            }
            false
        }
        Condition::Below(..) => true,
    }
}

/// Each of them is an item of the instrument.
const fn all_items(instrument: &Instrument, ids: &[&str]) -> bool {
    let mut at = 0;
    while at < ids.len() {
        let (mut item, mut found) = (0, false);
        while item < instrument.items.len() {
            found |= equal(instrument.items[item].id, ids[at]);
            item += 1;
        }
        if !found {
            return false;
        }
        at += 1;
    }
    true
}

/// No item of this phase stands in another: what two phases come to is independent.
const fn stands_alone(reads: &Reads, phase: usize) -> bool {
    let mut other = 0;
    while other < reads.phases.len() {
        let mut item = 0;
        while item < reads.phases[phase].items.len() {
            if other != phase && contains(reads.phases[other].items, reads.phases[phase].items[item]) {
                return false;
            }
            item += 1;
        }
        other += 1;
    }
    true
}

/// A phase that is asked as a whole holds no member of a choice.
const fn ticks_only(instrument: &Instrument, reads: &Reads, phase: &FormPhase) -> bool {
    let mut item = 0;
    while item < phase.items.len() {
        if of_a_choice(instrument, reads, phase.items[item]) {
            return false;
        }
        item += 1;
    }
    true
}

const fn of_a_choice(instrument: &Instrument, reads: &Reads, member: &str) -> bool {
    let mut at = 0;
    while at < reads.choices.len() {
        if let Some(members) = group(instrument, reads.choices[at])
            && contains(members, member)
        {
            return true;
        }
        at += 1;
    }
    false
}

/// The members of a group, each of them an item.
const fn group<'a>(instrument: &'a Instrument, id: &str) -> Option<&'a [&'static str]> {
    let mut at = 0;
    while at < instrument.groups.len() {
        if equal(instrument.groups[at].id, id) && all_items(instrument, instrument.groups[at].members) {
            return Some(instrument.groups[at].members);
        }
        at += 1;
    }
    None
}

const fn ascending(cuts: &[Cut]) -> bool {
    let mut at = 1;
    while at < cuts.len() {
        if cuts[at - 1].from.0 >= cuts[at].from.0 {
            return false;
        }
        at += 1;
    }
    !cuts.is_empty()
}
