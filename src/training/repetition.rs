//! Spaced repetition: what was wrong comes back sooner. Boxes after Leitner, of which each is asked again after a longer time; a
//! wrong answer goes back to the first. No clock: the moment is told.

use chrono::TimeDelta;

use crate::clinical::chart::Instant;
use crate::clinical::source::{Mark, Mark::D};
use crate::text::text;

/// Hours after which a box is asked again: ten hours after a mistake (so that it is not answered from the memory of a minute ago),
/// then after 1, 3, 7, 14 and 30 days.
pub const HOURS: [u16; 6] = [10, 24, 72, 168, 336, 720];

/// The intervals are ours.
pub const INTERVALS: &[Mark] =
    &[D(text!("复习间隔：错后10小时，其后1、3、7、14、30天", "intervals: 10 hours after a mistake, then 1, 3, 7, 14 and 30 days"))];

/// One exercise that was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct RepetitionCard {
    pub exercise: String,
    /// Index of [`HOURS`].
    pub in_box: u8,
    pub due: Instant,
    pub asked: u32,
    pub wrong: u32,
}

/// All that one learner answered, in the order in which it came first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepetitionDeck {
    pub cards: Vec<RepetitionCard>,
}

impl RepetitionDeck {
    /// Right: one box on. Wrong: back to the first. Asked before it is due and right, it stays in its box: who repeats a case within the hour has not
    /// shown that he will know it in a month.
    pub fn answered(&mut self, exercise: &str, right: bool, at: Instant) {
        let found = self.cards.iter().position(|card| card.exercise == exercise);
        let index = found.unwrap_or_else(|| {
            self.cards.push(RepetitionCard { exercise: exercise.to_owned(), in_box: 0, due: at, asked: 0, wrong: 0 });
            self.cards.len() - 1
        });
        let card = &mut self.cards[index];
        card.asked += 1;
        let early = at < card.due;
        if !right {
            card.wrong += 1;
            card.in_box = 0;
        } else if !early {
            card.in_box = (card.in_box + 1).min(HOURS.len() as u8 - 1);
        }
        let due = at + TimeDelta::hours(i64::from(HOURS[usize::from(card.in_box)]));
        // A clock that was set back, or an early repetition, brings nothing closer that was right.
        card.due = if right && early { card.due } else { due };
    }

    /// What is due, the most often wrong first, then the longest overdue.
    pub fn due(&self, at: Instant) -> Vec<&RepetitionCard> {
        let mut due: Vec<&RepetitionCard> = self.cards.iter().filter(|card| card.due <= at).collect();
        due.sort_by(|one, two| two.wrong.cmp(&one.wrong).then(one.due.cmp(&two.due)).then(one.exercise.cmp(&two.exercise)));
        due
    }

    /// When something is due next.
    pub fn next_due(&self) -> Option<Instant> {
        self.cards.iter().map(|card| card.due).min()
    }
}
