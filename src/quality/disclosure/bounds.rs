//! What somebody who solves the linear system of all that is published can learn of each number: its least and its greatest possible
//! value. A simplex over bounded variables, in a dense table; the coefficients are 1 and -1, so little is lost to rounding.

/// Nearer to zero than this is zero.
const NEAR: f64 = 1e-7;

/// Sums that hold: the variable of `whole` is the sum of those of `parts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumOf {
    pub whole: usize,
    pub parts: Vec<usize>,
}

/// What is known of numbers: an interval of each (the upper end may be infinite), and sums.
pub struct Bounds {
    /// Row by row: variables, then one artificial variable a row.
    rows: Vec<Vec<f64>>,
    /// The variable that each row gives, and its value.
    basis: Vec<usize>,
    value: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
    at_high: Vec<bool>,
    /// Whether a variable stands in `basis`, and where.
    row_of: Vec<Option<usize>>,
}

impl Bounds {
    /// None where no numbers fit all of it.
    pub fn new(known: &[[f64; 2]], sums: &[SumOf]) -> Option<Bounds> {
        let (n, m) = (known.len(), sums.len());
        let mut low: Vec<f64> = known.iter().map(|[low, _]| *low).collect();
        let mut high: Vec<f64> = known.iter().map(|[_, high]| *high).collect();
        low.resize(n + m, 0.0);
        high.resize(n + m, f64::INFINITY);
        let mut rows = vec![];
        let mut value = vec![];
        for (index, sum) in sums.iter().enumerate() {
            let mut row = vec![0.0; n + m];
            row[sum.whole] += 1.0;
            sum.parts.iter().for_each(|part| row[*part] -= 1.0);
            // Everything begins at its lower end; the artificial variable takes what is left, and must not be negative.
            let left: f64 = -(0..n).map(|at| row[at] * low[at]).sum::<f64>();
            if left < 0.0 {
                row.iter_mut().for_each(|entry| *entry = -*entry);
            }
            row[n + index] = 1.0;
            rows.push(row);
            value.push(left.abs());
        }
        let mut row_of = vec![None; n + m];
        (0..m).for_each(|index| row_of[n + index] = Some(index));
        let mut bounds = Bounds { rows, basis: (n..n + m).collect(), value, low, high, at_high: vec![false; n + m], row_of };
        let artificial = |basis: &[usize], rows: &[Vec<f64>], at: usize| {
            basis.iter().zip(rows).filter(|(variable, _)| **variable >= n).map(|(_, row)| row[at]).sum::<f64>()
        };
        // An artificial variable that is gone does not come back.
        bounds.climb(|bounds, at| if at < n { artificial(&bounds.basis, &bounds.rows, at) } else { 0.0 })?;
        let left: f64 = bounds.basis.iter().zip(&bounds.value).filter(|(variable, _)| **variable >= n).map(|(_, value)| value).sum();
        if left > 1e-5 {
            return None;
        }
        bounds.high[n..].fill(0.0);
        Some(bounds)
    }

    /// The least and the greatest value of a variable. None where it was given up after too many steps.
    pub fn of(&mut self, variable: usize) -> Option<[f64; 2]> {
        let mut ends = [0.0; 2];
        for (end, sign) in ends.iter_mut().zip([-1.0, 1.0]) {
            let gain = |bounds: &Bounds, at: usize| match bounds.row_of[variable] {
                Some(row) => -sign * bounds.rows[row][at],
                None if at == variable => sign,
                None => 0.0,
            };
            *end = if self.climb(gain)? { self.now(variable) } else { sign * f64::INFINITY };
        }
        Some(ends)
    }

    fn now(&self, variable: usize) -> f64 {
        match self.row_of[variable] {
            Some(row) => self.value[row],
            None if self.at_high[variable] => self.high[variable],
            None => self.low[variable],
        }
    }

    /// Goes upward until nothing gains; false where there is no end to it. `gain` is what a variable brings for each unit.
    fn climb(&mut self, gain: impl Fn(&Bounds, usize) -> f64) -> Option<bool> {
        let all = self.low.len();
        let patience = 40 * (self.rows.len() + 10);
        for turn in 0..2 * patience {
            let mut best: Option<(usize, f64)> = None;
            for at in (0..all).filter(|at| self.row_of[*at].is_none() && self.low[*at] < self.high[*at]) {
                let brings = gain(self, at) * if self.at_high[at] { -1.0 } else { 1.0 };
                if brings > NEAR && best.is_none_or(|(_, most)| brings > most) {
                    best = Some((at, brings));
                    // The first that gains, once the steepest may be going in a circle.
                    if turn > patience {
                        break;
                    }
                }
            }
            let Some((entering, _)) = best else { return Some(true) };
            let way = if self.at_high[entering] { -1.0 } else { 1.0 };
            let mut reach = self.high[entering] - self.low[entering];
            let mut leaving: Option<(usize, bool)> = None;
            for (row, entries) in self.rows.iter().enumerate() {
                let change = -entries[entering] * way;
                let variable = self.basis[row];
                let (room, up) = if change > NEAR {
                    ((self.high[variable] - self.value[row]) / change, true)
                } else if change < -NEAR {
                    ((self.value[row] - self.low[variable]) / -change, false)
                } else {
                    continue;
                };
                let room = room.max(0.0);
                if room < reach - NEAR || room < reach + NEAR && leaving.is_some_and(|(held, _)| variable < self.basis[held]) {
                    (reach, leaving) = (room.min(reach), Some((row, up)));
                }
            }
            if reach.is_infinite() {
                return Some(false);
            }
            let from = self.now(entering);
            for (value, entries) in self.value.iter_mut().zip(&self.rows) {
                *value -= entries[entering] * way * reach;
            }
            match leaving {
                None => self.at_high[entering] = !self.at_high[entering],
                Some((row, up)) => self.pivot(row, entering, up, from + way * reach),
            }
        }
        None
    }

    fn pivot(&mut self, row: usize, entering: usize, left_high: bool, value: f64) {
        let gone = self.basis[row];
        let by = self.rows[row][entering];
        self.rows[row].iter_mut().for_each(|entry| *entry /= by);
        let pivot = std::mem::take(&mut self.rows[row]);
        for entries in self.rows.iter_mut().filter(|entries| !entries.is_empty()) {
            let by = entries[entering];
            if by != 0.0 {
                entries.iter_mut().zip(&pivot).filter(|(_, of)| **of != 0.0).for_each(|(entry, of)| *entry -= by * of);
            }
        }
        self.rows[row] = pivot;
        self.basis[row] = entering;
        self.value[row] = value;
        self.row_of[gone] = None;
        self.row_of[entering] = Some(row);
        self.at_high[gone] = left_high;
    }
}

/// The same by intervals alone: quicker, and never narrower than [`Bounds`] has it.
pub fn propagated(known: &[[f64; 2]], sums: &[SumOf]) -> Vec<[f64; 2]> {
    let mut known = known.to_vec();
    for _ in 0..50 {
        let mut changed = false;
        for sum in sums {
            let (least, most) = sum.parts.iter().fold((0.0, 0.0), |(least, most), part| (least + known[*part][0], most + known[*part][1]));
            let mut narrow = |at: usize, low: f64, high: f64| {
                let held = known[at];
                let next = [held[0].max(low), held[1].min(high)];
                changed |= next[0] > held[0] + NEAR || next[1] < held[1] - NEAR;
                known[at] = next;
            };
            narrow(sum.whole, least, most);
            let whole = [known[sum.whole][0], known[sum.whole][1]];
            for part in &sum.parts {
                let held = known[*part];
                let others = [least - held[0], if most.is_infinite() { infinite_without(&known, sum, *part, most) } else { most - held[1] }];
                let next = [held[0].max(whole[0] - others[1]), held[1].min(whole[1] - others[0])];
                changed |= next[0] > held[0] + NEAR || next[1] < held[1] - NEAR;
                known[*part] = next;
                // The sums of before stay good bounds: what is narrower now is used in the next round.
            }
        }
        if !changed {
            break;
        }
    }
    known
}

/// The greatest sum of the other parts where one part has no upper end.
fn infinite_without(known: &[[f64; 2]], sum: &SumOf, part: usize, most: f64) -> f64 {
    let others = sum.parts.iter().filter(|other| **other != part).map(|other| known[*other][1]).sum::<f64>();
    if others.is_finite() { others } else { most }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_gives_away_the_one_part_that_is_not_known() {
        let known = [[20.0, 20.0], [8.0, 12.0], [0.0, f64::INFINITY]];
        let sums = [SumOf { whole: 0, parts: vec![1, 2] }];
        let mut bounds = Bounds::new(&known, &sums).expect("fits");
        assert_eq!((bounds.of(2), bounds.of(1)), (Some([8.0, 12.0]), Some([8.0, 12.0])));
        assert_eq!(propagated(&known, &sums)[2], [8.0, 12.0]);
        assert!(Bounds::new(&[[20.0, 20.0], [8.0, 12.0], [0.0, 3.0]], &sums).is_none());
    }

    #[test]
    fn what_no_single_sum_says_the_system_does() {
        // a + b = 10, b + c = 10, a + c = 10: each is 5, and no interval alone says so.
        let known = [[10.0; 2], [10.0; 2], [10.0; 2], [0.0, f64::INFINITY], [0.0, f64::INFINITY], [0.0, f64::INFINITY]];
        let sums = [(0, 3, 4), (1, 4, 5), (2, 3, 5)].map(|(whole, one, other)| SumOf { whole, parts: vec![one, other] });
        let mut bounds = Bounds::new(&known, &sums).expect("fits");
        for part in 3..6 {
            let [low, high] = bounds.of(part).expect("an end");
            assert!((low - 5.0).abs() < 1e-6 && (high - 5.0).abs() < 1e-6);
        }
        assert_eq!(propagated(&known, &sums)[3], [0.0, 10.0]);
    }

    #[test]
    fn what_has_no_end_says_so() {
        let mut bounds = Bounds::new(&[[8.0, f64::INFINITY], [0.0, f64::INFINITY]], &[SumOf { whole: 0, parts: vec![1] }]).expect("fits");
        assert_eq!(bounds.of(1), Some([8.0, f64::INFINITY]));
    }
}
