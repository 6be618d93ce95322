//! Two questions that are one: an item of the surgical bleeding list and the row of the contraindications that asks the same.
//! One of them stands on the page; whoever answers it answers both, so that no event holds a yes and a no to one question.

use std::rc::Rc;

use super::questions::{Care, Denied};
use crate::clinical::answers::Answer;
use crate::clinical::cell::By;
use crate::clinical::chart::Instant;
use crate::text::same;

/// D: the pairs that ask the same.
const TWINS: [(&str, &str); 3] = [("bs_active_bleeding", "CI_ACTIVE_BLEED"), ("bs_acute_stroke", "MC_STROKE_GCS"), ("bs_uncontrolled_htn", "CI_HTN")];

/// What a "no" to an item settles by a rule of its own, so that the row is not asked beside it.
const SETTLED_BY: [(&str, &str); 1] = [("bs_neuraxial_window", "CI_NEURAXIAL")];

/// The row that asks the same as this item.
pub fn row_of(item: &str) -> Option<&'static str> {
    TWINS.iter().find(|(of, _)| same(of, item)).map(|(_, row)| *row)
}

/// The item that asks the same as this row.
pub fn item_of(row: &str) -> Option<&'static str> {
    TWINS.iter().find(|(_, of)| same(of, row)).map(|(item, _)| *item)
}

/// The item beside which this row is not asked.
pub fn asked_by(row: &str) -> Option<&'static str> {
    item_of(row).or_else(|| SETTLED_BY.iter().find(|(_, of)| same(of, row)).map(|(item, _)| *item))
}

impl Care {
    /// After an answer to an item, the row that asks the same. A yes makes the row true by itself; a row that something
    /// points to waits for an answer of its own.
    pub(super) fn after_item(&mut self, item: usize, at: Instant) {
        let Some(row) = self.work.answers.instrument.items.get(item).and_then(|item| row_of(item.id)) else { return };
        self.answered_alone(Denied::Row(row));
        match self.work.answers.cells[item] {
            Some(Answer::No) => {
                let reopened = self.assessed.judgement.alerts.iter().any(|alert| !alert.answered && alert.id.starts_with("AL_HB"));
                if !(row == "CI_ACTIVE_BLEED" && reopened) {
                    self.say(row, Some(Some(false)), at);
                }
            }
            Some(Answer::Unknowable) => self.say(row, Some(None), at),
            Some(Answer::Yes) | None => self.say(row, None, at),
        }
    }

    /// After an answer to a row, the item that asks the same; what facts decide of it stands.
    pub(super) fn after_row(&mut self, row: &str, value: Option<Option<bool>>) {
        let list = self.work.answers.instrument;
        let Some(item) = item_of(row).and_then(|item| list.index(item)) else { return };
        if !matches!(self.work.sheet.cells.get(item).map(|cell| &cell.by), Some(By::Derived(_))) {
            self.answered_alone(Denied::Item(item));
            Rc::make_mut(&mut self.work.answers).cells[item] = value.map(Answer::from_bool);
        }
    }
}
