//! What people and hosts answered to the items of one instrument. Silence is an answer nobody gave: it never scores.

use super::instrument::Instrument;

/// An answer that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    /// "Cannot be known now": said by a person, so the item is not missing, but it still widens the interval.
    Unknowable,
}

impl Answer {
    /// The wire form: `true`, `false` or `null`.
    pub fn as_bool(self) -> Option<bool> {
        match self {
            Answer::Yes => Some(true),
            Answer::No => Some(false),
            Answer::Unknowable => None,
        }
    }

    pub fn from_bool(value: Option<bool>) -> Answer {
        match value {
            Some(true) => Answer::Yes,
            Some(false) => Answer::No,
            None => Answer::Unknowable,
        }
    }
}

/// A person's answers to one instrument, cell by cell in the order of its items.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    pub instrument: &'static Instrument,
    pub cells: Vec<Option<Answer>>,
    /// Free text that an item demands, by item index.
    pub notes: Vec<(usize, String)>,
}

impl Answers {
    pub fn empty(instrument: &'static Instrument) -> Answers {
        Answers { instrument, cells: vec![None; instrument.items.len()], notes: Vec::new() }
    }

    /// Answers one item. In an exclusive group a yes clears the other members' yes to no, as a radio does.
    pub fn choose(&mut self, index: usize, answer: Option<Answer>) {
        self.cells[index] = answer;
        if answer == Some(Answer::Yes)
            && let Some(group) = self.instrument.group_of(index)
        {
            for member in self.instrument.members(group) {
                if member != index {
                    self.cells[member] = Some(Answer::No);
                }
            }
        }
    }

    pub fn note(&self, index: usize) -> Option<&str> {
        self.notes.iter().find(|(at, _)| *at == index).map(|(_, note)| note.as_str())
    }

    /// Sets or, with an empty text, removes the free text of an item.
    pub fn write_note(&mut self, index: usize, note: String) {
        self.notes.retain(|(at, _)| *at != index);
        if !note.trim().is_empty() {
            self.notes.push((index, note));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Option::is_none) && self.notes.is_empty()
    }
}
