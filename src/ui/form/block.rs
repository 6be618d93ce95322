//! A block of the form: what the facts decided, what they suggest, the groups, or the items of so many points. Drawn again
//! only when one of its rows changes, so that a tick does not ask forty rows whether they changed.

use std::rc::Rc;

use yew::AttrValue;
use yew::virtual_dom::Key;

use super::choice::{GroupChoice, Member, is_decided, named};
use super::row::{ItemRow, Proof, Seen};
use super::unit::FormUnit;
use crate::clinical::instrument::Points;
use crate::session::screen::FormView;
use crate::text::Lang;
use crate::ui::parts::points;
use crate::ui::pen::{Part, Pen};
use crate::ui::words::{around, words};

/// Where a unit is drawn. Stays the same while it is answered, so that nothing jumps under the finger.
#[derive(Clone, Copy, PartialEq)]
pub enum UnitPlace {
    Decided,
    Suggested,
    Group,
    Points(Points),
}

#[derive(PartialEq)]
pub enum BlockEntry {
    Single(ItemRow),
    Group(GroupChoice),
}

#[derive(PartialEq)]
pub struct Block {
    pub place: UnitPlace,
    pub entries: Vec<BlockEntry>,
    pub lang: Lang,
}

impl Block {
    /// How many of its rows wait for a yes or no to what the host suggests.
    fn awaiting(&self) -> usize {
        let waits = |entry: &&BlockEntry| match entry {
            BlockEntry::Single(row) => row.seen.awaiting,
            BlockEntry::Group(group) => group.members.iter().any(|member| member.seen.awaiting),
        };
        self.entries.iter().filter(waits).count()
    }

    /// Tells it from the other blocks.
    pub fn key(&self) -> Key {
        match self.place {
            UnitPlace::Decided => "decided".into(),
            UnitPlace::Suggested => "suggested".into(),
            UnitPlace::Group => "group".into(),
            UnitPlace::Points(value) => points(value).into(),
        }
    }
}

/// The units of a form, each where it belongs: first what facts say, then as on the paper form.
pub fn blocks(lang: Lang, form: &FormView, units: &[FormUnit], locked: bool) -> Vec<Block> {
    let block = |place| Block { place, entries: vec![], lang };
    let mut blocks: Vec<Block> = [UnitPlace::Decided, UnitPlace::Suggested, UnitPlace::Group].map(block).into();
    for unit in units {
        if let Some((place, entry)) = place(lang, form, unit, locked) {
            match blocks.iter_mut().find(|block| block.place == place) {
                Some(block) => block.entries.push(entry),
                None => blocks.push(Block { place, entries: vec![entry], lang }),
            }
        }
    }
    blocks
}

/// What facts say of an item, where they do.
pub fn proof(form: &FormView, index: usize) -> Option<Proof> {
    form.evidence.iter().position(|evidence| evidence.item == index).map(|at| Proof { all: Rc::clone(&form.evidence), at })
}

fn place(lang: Lang, form: &FormView, unit: &FormUnit, locked: bool) -> Option<(UnitPlace, BlockEntry)> {
    let instrument = form.instrument;
    let seen = |index: usize| Seen::of(&form.sheet.cells[index], form.opened.contains(&index));
    let proof = |index: usize| proof(form, index);
    let note = |index: usize| form.answers.note(index).map(|note| AttrValue::from(note.to_owned()));
    match unit {
        FormUnit::Single(index) if form.sheet.cells[*index].hidden => None,
        FormUnit::Single(index) => {
            let (item, seen) = (&instrument.items[*index], seen(*index));
            let place = match () {
                () if seen.decided || seen.opened => UnitPlace::Decided,
                () if seen.suggestion.is_some() => UnitPlace::Suggested,
                () => UnitPlace::Points(item.points),
            };
            Some((place, BlockEntry::Single(ItemRow { item, seen, proof: proof(*index), note: note(*index), mark: None, lang, locked })))
        }
        FormUnit::Group(group, members) => {
            let members: Vec<Member> = members.iter().map(|&index| Member { index, seen: seen(index), proof: proof(index) }).collect();
            let place = match () {
                () if is_decided(&members) || members.iter().any(|member| member.seen.opened) => UnitPlace::Decided,
                () if members.iter().any(|member| member.seen.suggestion.is_some()) => UnitPlace::Suggested,
                () => UnitPlace::Group,
            };
            let note = note(named(&members));
            Some((place, BlockEntry::Group(GroupChoice { instrument, group, members, note, lang, locked })))
        }
    }
}

impl Part for Block {
    fn draw(&self, pen: &mut Pen) {
        let words = words(self.lang);
        let (class, title, hint) = match self.place {
            UnitPlace::Decided => ("section facts", AttrValue::Static(words.decided), words.decided_hint),
            UnitPlace::Suggested => ("section suggestions", AttrValue::Static(words.confirm), words.confirm_hint),
            UnitPlace::Group => ("section groups", AttrValue::Static(words.groups), ""),
            UnitPlace::Points(value) => {
                let phrase = if value.0 == 10 { words.each_one } else { words.each };
                ("section", [phrase[0], &points(value), phrase[1]].concat().into(), "")
            }
        };
        let awaiting = self.awaiting();
        pen.tag("fieldset", class, |pen| {
            pen.tag("legend", "", |pen| {
                pen.written(title);
                pen.when(awaiting > 0, |pen| pen.tag("span", "left", |pen| pen.written(around(&words.to_confirm, awaiting).into())));
            });
            pen.when(!hint.is_empty(), |pen| pen.line("p", "hint", hint));
            pen.tag("div", "rows", |pen| {
                for entry in &self.entries {
                    match entry {
                        BlockEntry::Single(row) => pen.part(row.item.id, row.clone()),
                        BlockEntry::Group(group) => pen.part(group.group.id, group.clone()),
                    }
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yew takes two blocks of one key for the same, and moves the rows of the one into the other.
    #[test]
    fn every_block_has_a_key_of_its_own() {
        // Halves (Wells PE), points above five (Wells PE again, PESI) and below zero (Wells DVT).
        let points = [-20, -10, 0, 5, 10, 15, 20, 25, 30, 45, 50, 55, 60, 100].map(|tenths| UnitPlace::Points(Points(tenths)));
        let places = [UnitPlace::Decided, UnitPlace::Suggested, UnitPlace::Group].into_iter().chain(points);
        let mut keys: Vec<Key> = places.map(|place| Block { place, entries: vec![], lang: Lang::Zh }.key()).collect();
        let blocks = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), blocks);
    }
}
