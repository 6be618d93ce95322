//! The number that a double would make of a decimal, in the fewest digits that name it: what RFC 8785 asks for where
//! a sender printed more digits than a double holds, or stood at the ends of its range. Plain long arithmetic, slow and
//! small: the usual libraries bring 30 kB of tables to a page that may weigh 120.

use std::cmp::Ordering;

/// A decimal 0.d₁d₂… × 10^point, rounded to the nearest double and printed back in the fewest digits.
/// `None` where no double is near: too large to be one.
pub fn shortest(digits: &[u8], point: i32) -> Option<(Vec<u8>, i32)> {
    if digits.len() > DECISIVE + 1 {
        let (first, rest) = digits.split_at(DECISIVE);
        let mut cut = first.to_vec();
        cut.push(u8::from(rest.iter().any(|digit| *digit != 0)));
        return shortest(&cut, point);
    }
    if point > 310 {
        return None;
    }
    if digits.is_empty() || point < -330 {
        return Some((vec![], 0));
    }
    let double = nearest(digits, point)?;
    if double.mantissa == 0 {
        return Some((vec![], 0));
    }
    (1..=17).map(|count| printed(double, count, point)).find(|(digits, point)| nearest(digits, *point) == Some(double))
}

/// What lies exactly between two doubles has at most 767 digits: behind these, any digit that is not 0 is as good as
/// another. A message may hold a number of a hundred thousand digits, and long arithmetic takes their square.
const DECISIVE: usize = 768;

/// mantissa × 2^exponent, with all 53 bits unless it is subnormal.
#[derive(Clone, Copy, PartialEq)]
struct Double {
    mantissa: u64,
    exponent: i32,
}

const SMALLEST: i32 = -1074;

/// Rounds to the nearest double, ties to even.
fn nearest(digits: &[u8], point: i32) -> Option<Double> {
    let mut over = Long(vec![]);
    for digit in digits {
        over.times(10);
        over.plus(u32::from(*digit));
    }
    let mut under = Long(vec![1]);
    let scale = point - digits.len() as i32;
    over.tens(scale);
    under.tens(-scale);
    // The quotient has 53 or 54 bits; with 54 one step more takes it to 53.
    let mut exponent = (over.bits() - under.bits() - 53).max(SMALLEST);
    let (mut quotient, mut rest) = scaled(&over, &under, exponent);
    if quotient >> 53 != 0 {
        exponent += 1;
        (quotient, rest) = scaled(&over, &under, exponent);
    }
    if rest == Ordering::Greater || (rest == Ordering::Equal && quotient & 1 == 1) {
        quotient += 1;
    }
    if quotient >> 53 != 0 {
        (quotient, exponent) = (quotient >> 1, exponent + 1);
    }
    (exponent <= 971).then_some(Double { mantissa: quotient, exponent })
}

/// over / (under × 2^exponent): the whole part, and whether what is left is less than, equal to or more than a half.
fn scaled(over: &Long, under: &Long, exponent: i32) -> (u64, Ordering) {
    let (mut over, mut under) = (over.clone(), under.clone());
    over.shift(-exponent);
    under.shift(exponent);
    under.shift(55);
    let mut quotient = 0;
    for _ in 0..56 {
        quotient <<= 1;
        if over.compare(&under) != Ordering::Less {
            over.minus(&under);
            quotient |= 1;
        }
        over.times(2);
    }
    (quotient, over.compare(&under))
}

/// A double in `count` digits, ties to even. `near` is its decimal point, or one off it.
fn printed(double: Double, count: usize, near: i32) -> (Vec<u8>, i32) {
    let mut over = Long(vec![double.mantissa as u32, (double.mantissa >> 32) as u32]);
    let mut under = Long(vec![1]);
    over.shift(double.exponent);
    under.shift(-double.exponent);
    let mut point = near - 1;
    under.tens(point);
    over.tens(-point);
    while over.compare(&under) != Ordering::Less {
        under.times(10);
        point += 1;
    }
    let mut digits = Vec::with_capacity(count);
    for _ in 0..count {
        over.times(10);
        let mut digit = 0;
        while over.compare(&under) != Ordering::Less {
            over.minus(&under);
            digit += 1;
        }
        digits.push(digit);
    }
    over.shift(1);
    let up = match over.compare(&under) {
        Ordering::Greater => true,
        Ordering::Equal => digits.last().is_some_and(|last| last % 2 == 1),
        Ordering::Less => false,
    };
    if up {
        let nines = digits.iter().rev().take_while(|digit| **digit == 9).count();
        digits.truncate(count - nines);
        match digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                digits.push(1);
                point += 1;
            }
        }
    }
    while digits.last() == Some(&0) {
        digits.pop();
    }
    (digits, point)
}

/// A whole number of any length, lowest word first.
#[derive(Clone)]
struct Long(Vec<u32>);

impl Long {
    fn times(&mut self, factor: u32) {
        let mut carry = 0;
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Times 10^count; nothing where `count` is not positive. Nine at a time: a list of numbers at the ends of the range is
    /// hashed in seconds, not minutes.
    fn tens(&mut self, mut count: i32) {
        while count > 0 {
            let step = count.min(9);
            self.times(10_u32.pow(step as u32));
            count -= step;
        }
    }

    fn plus(&mut self, mut carry: u32) {
        for word in &mut self.0 {
            let (sum, over) = word.overflowing_add(carry);
            *word = sum;
            carry = u32::from(over);
        }
        if carry > 0 {
            self.0.push(carry);
        }
    }

    /// `other` must not be the greater.
    fn minus(&mut self, other: &Long) {
        let mut borrow = false;
        for (index, word) in self.0.iter_mut().enumerate() {
            let (less, first) = word.overflowing_sub(other.0.get(index).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            *word = less;
            borrow = first || second;
        }
    }

    /// Times 2^by; nothing where `by` is not positive.
    fn shift(&mut self, by: i32) {
        if by > 0 {
            self.times(1 << (by % 32));
            self.0.splice(0..0, std::iter::repeat_n(0, by as usize / 32));
        }
    }

    fn bits(&self) -> i32 {
        self.0.iter().rposition(|word| *word != 0).map_or(0, |top| top as i32 * 32 + 32 - self.0[top].leading_zeros() as i32)
    }

    fn compare(&self, other: &Long) -> Ordering {
        let word = |long: &Long, index: usize| long.0.get(index).copied().unwrap_or(0);
        let longest = self.0.len().max(other.0.len());
        (0..longest).rev().map(|index| word(self, index).cmp(&word(other, index))).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}
