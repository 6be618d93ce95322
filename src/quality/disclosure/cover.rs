//! Withholding: the publisher attacks its own table and hides one cell after another until the attack fails.

use std::collections::{BTreeMap, BTreeSet};

use super::bounds::{Bounds, SumOf, propagated};
use super::kinds::{CellKey, DeliveredCount, ExportTable, NotPublished, PublicationRules, PublishedCount};

/// The cells by number, and what sums hold among them. After the cells come those counted in a whole and not in its part, which nobody
/// publishes and a reader can reckon.
pub(super) struct System {
    pub keys: Vec<CellKey>,
    pub counts: Vec<u64>,
    pub sums: Vec<SumOf>,
}

pub(super) fn system(table: &ExportTable) -> Result<System, NotPublished> {
    let keys: Vec<CellKey> = table.cells.keys().cloned().collect();
    let number: BTreeMap<&CellKey, usize> = keys.iter().enumerate().map(|(index, key)| (key, index)).collect();
    let mut counts: Vec<u64> = table.cells.values().map(|count| if let DeliveredCount::Count(count) = count { *count } else { 0 }).collect();
    let delivered = |key: &CellKey| table.cells.get(key).is_some_and(|count| *count != DeliveredCount::Missing);
    let mut sums = vec![];
    for dimension in 0..3 {
        let mut under: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, key) in keys.iter().enumerate() {
            if let Some(above) = key.above(dimension).and_then(|above| number.get(&above).copied()) {
                under.entry(above).or_default().push(index);
            }
        }
        for (whole, parts) in under {
            let parts_sum: u64 = parts.iter().map(|part| counts[*part]).sum();
            if !delivered(&keys[whole]) {
                continue;
            }
            if parts_sum != counts[whole] {
                return Err(NotPublished::DoesNotAdd(keys[whole].clone()));
            }
            sums.push(SumOf { whole, parts });
        }
    }
    for (part, whole) in &table.parts {
        for (index, key) in keys.iter().enumerate().filter(|(_, key)| key.measure == *part && delivered(key)) {
            let of = CellKey { measure: whole.clone(), ..key.clone() };
            if let Some(whole) = number.get(&of).copied().filter(|_| delivered(&of)) {
                let rest = counts[whole].checked_sub(counts[index]).ok_or_else(|| NotPublished::PartExceeds(key.clone()))?;
                sums.push(SumOf { whole, parts: vec![index, counts.len()] });
                counts.push(rest);
            }
        }
    }
    Ok(System { keys, counts, sums })
}

/// A publication in the making.
pub(super) struct Cover {
    pub system: System,
    pub rules: PublicationRules,
    pub said: Vec<PublishedCount>,
    /// What earlier publications say of the same number; none where they do not.
    pub public: Vec<Option<[f64; 2]>>,
}

impl Cover {
    fn is_small(&self, cell: usize) -> bool {
        (1..=self.rules.small).contains(&self.system.counts[cell])
    }

    fn withhold(&mut self, cell: usize) -> bool {
        let can = cell < self.said.len()
            && self.public[cell].is_none()
            && matches!(self.said[cell], PublishedCount::Zero | PublishedCount::Rounded(_) | PublishedCount::AtMost(_));
        if can {
            self.said[cell] = PublishedCount::Withheld;
        }
        can
    }

    /// A small total is not broken down: two parts of at least one would say that it is at least two.
    pub fn nothing_under_small(&mut self) {
        loop {
            let mut changed = false;
            for index in 0..self.system.sums.len() {
                let SumOf { whole, parts } = self.system.sums[index].clone();
                if self.is_small(whole) {
                    for part in parts {
                        changed |= self.withhold(part);
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// What a reader knows of every number before reckoning.
    fn known(&self) -> Vec<[f64; 2]> {
        let mut known: Vec<[f64; 2]> = self.said.iter().map(|said| said.range(self.rules)).collect();
        for (range, public) in known.iter_mut().zip(&self.public) {
            if let Some([low, high]) = public {
                *range = [range[0].max(*low), range[1].min(*high)];
            }
        }
        known.resize(self.system.counts.len(), [0.0, f64::INFINITY]);
        known
    }

    /// Whether what can be reckoned of a number is no nearer than it may be. A small number: anything from one to the limit. Any other
    /// that is withheld: as wide as rounding would leave it.
    fn is_safe(&self, cell: usize, [low, high]: [f64; 2]) -> bool {
        if self.is_small(cell) { low < 1.001 && high > self.rules.small as f64 - 0.001 } else { high - low > self.rules.round_to as f64 - 1.001 }
    }

    /// Numbers to protect: those withheld, and those that nobody publishes where they are small.
    fn guarded(&self) -> Vec<usize> {
        let published = self.said.len();
        (0..self.system.counts.len()).filter(|cell| if *cell < published { self.said[*cell].is_suppressed() } else { self.is_small(*cell) }).collect()
    }

    pub fn withhold_until_nothing_follows(&mut self) -> Result<(), NotPublished> {
        loop {
            let known = self.known();
            let narrow = propagated(&known, &self.system.sums);
            let guarded = self.guarded();
            let mut follows: Vec<usize> = guarded.iter().copied().filter(|cell| !self.is_safe(*cell, narrow[*cell])).collect();
            if follows.is_empty() {
                // By intervals alone nothing follows: now the whole system.
                let mut bounds = Bounds::new(&known, &self.system.sums).ok_or_else(|| self.given_up(0))?;
                follows = guarded.into_iter().filter(|cell| bounds.of(*cell).is_none_or(|found| !self.is_safe(*cell, found))).collect();
            }
            let Some(first) = follows.first().copied() else { return Ok(()) };
            // One cell for each that follows, so that a large table takes few rounds.
            let mut helped = false;
            let mut touched: BTreeSet<usize> = BTreeSet::new();
            for cell in follows {
                if self.system.sums.iter().any(|sum| touched.contains(&sum.whole) && names(sum, cell)) {
                    continue;
                }
                if let Some(other) = self.beside(cell) {
                    helped |= self.withhold(other);
                    touched.extend(self.system.sums.iter().filter(|sum| names(sum, other)).map(|sum| sum.whole));
                }
            }
            if !helped {
                return Err(self.given_up(first));
            }
        }
    }

    fn given_up(&self, cell: usize) -> NotPublished {
        let sum = self.system.sums.iter().find(|sum| sum.parts.contains(&cell));
        let named = if cell < self.system.keys.len() { cell } else { sum.map_or(0, |sum| sum.whole) };
        NotPublished::CannotProtect(self.system.keys.get(named).cloned().unwrap_or_default())
    }

    /// The cell to withhold for this one: of the sum in which the fewest are withheld, its smallest part that is no zero, else its
    /// zeros, else its total; where all of these are withheld, what stands in sums with them.
    fn beside(&self, cell: usize) -> Option<usize> {
        let mut reached: BTreeSet<usize> = BTreeSet::from([cell]);
        loop {
            let near: Vec<&SumOf> = self.system.sums.iter().filter(|sum| reached.iter().any(|held| names(sum, *held))).collect();
            let hidden = |sum: &SumOf| members(sum).filter(|other| *other < self.said.len() && self.said[*other].is_suppressed()).count();
            let candidates = near.iter().copied().flat_map(|sum| {
                let hidden = hidden(sum);
                members(sum).map(move |other| (hidden, other == sum.whole, other))
            });
            let free = candidates.filter(|(.., other)| {
                *other < self.said.len()
                    && self.public[*other].is_none()
                    && matches!(self.said[*other], PublishedCount::Zero | PublishedCount::Rounded(_) | PublishedCount::AtMost(_))
            });
            let found = free.min_by_key(|(hidden, is_whole, other)| {
                let count = self.system.counts[*other];
                // That a number is small is said as long as it can be.
                (self.said[*other].is_suppressed(), *hidden, *is_whole, count == 0, count, *other)
            });
            if let Some((.., other)) = found {
                return Some(other);
            }
            let before = reached.len();
            reached.extend(near.iter().copied().flat_map(members));
            if reached.len() == before {
                return None;
            }
        }
    }
}

fn members(sum: &SumOf) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(sum.whole).chain(sum.parts.iter().copied())
}

fn names(sum: &SumOf, cell: usize) -> bool {
    members(sum).any(|member| member == cell)
}
