//! What stands together on the form, in the order of the instrument.

use crate::clinical::instrument::{Group, Instrument};

/// What stands together on the form: a single item or an exclusive group.
#[derive(Clone)]
pub enum FormUnit {
    Single(usize),
    Group(&'static Group, Vec<usize>),
}

/// The units of an instrument, a group where its first member stands.
pub fn units(instrument: &'static Instrument) -> Vec<FormUnit> {
    (0..instrument.items.len())
        .filter_map(|index| match instrument.group_of(index) {
            None => Some(FormUnit::Single(index)),
            Some(group) => {
                let members: Vec<usize> = instrument.members(group).collect();
                (members.first() == Some(&index)).then_some(FormUnit::Group(group, members))
            }
        })
        .collect()
}
