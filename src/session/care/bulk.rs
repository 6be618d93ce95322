//! "None of the rest" over the lists: what it answers, what it leaves alone, and how it is taken back. It never touches what
//! something points to, what hangs on a value that nobody measured, or what a signed answer contradicts.

use std::rc::Rc;

use super::lists::own;
use super::questions::{Around, Care, Denied, assessed};
use crate::clinical::answers::Answer;
use crate::clinical::assess::{Screening, answered};
use crate::clinical::cell::CellValue;
use crate::clinical::chart::{Instant, Said};
use crate::clinical::contraindication;

impl Care {
    pub(super) fn none_of_the_rest(&mut self, at: Instant) {
        let asks_itself = |id: &str| self.lists.own.contains(&id);
        let items = self.work.answers.instrument.items;
        let missing = self.work.sheet.tally.missing.iter().copied().filter(|&index| !asks_itself(items[index].id));
        let open = self.assessed.judgement.open.iter().filter(|open| {
            !open.suspected
                // A missing quantity is not answered by a word.
                && open.lacks == open.row.id
                && self.assessed.bears(open.row)
                && !asks_itself(open.row.id)
                && !self.said.iter().any(|(id, _)| *id == open.row.id)
        });
        let mut denied: Vec<Denied> = missing.map(Denied::Item).collect();
        for open in open {
            if !denied.contains(&Denied::Row(open.row.id)) {
                denied.push(Denied::Row(open.row.id));
            }
        }
        for of in &denied {
            match *of {
                Denied::Item(index) => Rc::make_mut(&mut self.work.answers).cells[index] = Some(Answer::No),
                Denied::Row(id) => self.say(id, Some(Some(false)), at),
            }
        }
        self.bulk.extend(&denied);
        self.undo = denied;
    }

    /// Takes back what the last word about the rest answered, as far as nobody has answered it by itself since.
    pub(super) fn undo(&mut self, at: Instant) {
        for of in std::mem::take(&mut self.undo) {
            self.open_again(of, at);
        }
    }

    fn open_again(&mut self, of: Denied, at: Instant) {
        match of {
            Denied::Item(index) => Rc::make_mut(&mut self.work.answers).cells[index] = None,
            Denied::Row(id) => self.say(id, None, at),
        }
        self.bulk.retain(|had| *had != of);
        self.undo.retain(|had| *had != of);
    }

    /// Answered by itself: no longer of the rest.
    pub(super) fn answered_alone(&mut self, of: Denied) {
        self.bulk.retain(|had| *had != of);
        self.undo.retain(|had| *had != of);
    }

    /// A fact, a suggestion or an answer that came since says otherwise than the word about the rest: what it answered there is
    /// open again. What was answered by itself stays, and the conflict is shown beside it.
    pub(super) fn take_back(&mut self, around: &Around<'_>) {
        if self.bulk.is_empty() {
            return;
        }
        let without = self.without_bulk();
        let Ok(bare) = assessed(&self.sheet, &without, around) else { return };
        let chart = answered(around.chart, &without, around.profile, around.at);
        let asked = own(&bare, &self.echoes, &chart, around.at);
        let list = bare.bleeding_sheet.instrument;
        let back = |of: &Denied| match *of {
            Denied::Item(index) => {
                list.id == self.work.answers.instrument.id
                    && (bare.bleeding_sheet.cells[index].value == CellValue::Yes || asked.contains(&list.items[index].id))
            }
            Denied::Row(id) => {
                let quantity = bare.judgement.open_of(id).is_some_and(|open| open.lacks != id && contraindication::named(open.lacks).is_none());
                bare.judgement.has(id) || asked.contains(&id) || quantity
            }
        };
        let all: Vec<Denied> = self.bulk.iter().copied().filter(back).collect();
        for of in all {
            self.open_again(of, around.at);
        }
    }

    /// What people answered here one by one.
    fn without_bulk(&self) -> Screening {
        let mut screening = self.screening();
        for of in &self.bulk {
            match *of {
                Denied::Item(index) => screening.bleeding[0].cells[index] = None,
                Denied::Row(row) => screening.contraindications.retain(|(id, said): &(&str, Said)| *id != row || said.value != Some(false)),
            }
        }
        screening
    }
}
