//! A number as its digits: what `json` writes as ECMAScript prints it, and what `double` rounds.

use super::paper::Paper;
use crate::clinical::quantity::counted;

/// Significant digits, and where the point stands before them: 0.d₁d₂… × 10^point.
#[derive(Debug, PartialEq)]
pub struct Decimal {
    pub digits: Vec<u8>,
    pub point: i32,
}

impl Decimal {
    /// Reads the text of a JSON number without its sign.
    pub fn parse(text: &str) -> Decimal {
        let bytes = text.as_bytes();
        let end = bytes.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(bytes.len());
        let (mantissa, exponent) = bytes.split_at(end);
        let whole = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(end);
        let mut digits: Vec<u8> = mantissa.iter().filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0').collect();
        let leading = digits.iter().take_while(|digit| **digit == 0).count();
        // An exponent too long to hold is nothing or infinite, never a small number.
        const FAR: i32 = 100_000_000;
        let size = exponent.iter().filter(|byte| byte.is_ascii_digit()).fold(0, |size: i32, byte| size.min(FAR) * 10 + i32::from(byte - b'0'));
        let exponent = if exponent.contains(&b'-') { -size } else { size };
        // So far off that wherever the point stands the number is written one way, and that way is read as itself.
        let point = (whole as i32 - leading as i32).saturating_add(exponent).clamp(-FAR, FAR);
        digits.drain(..leading);
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Decimal { digits, point }
    }

    /// As ECMAScript prints a number (which is what RFC 8785 asks for).
    pub(super) fn ecma(&self, out: &mut Paper) {
        let count = self.digits.len() as i32;
        let digit = |index: i32| b'0' + self.digits.get(index as usize).copied().unwrap_or(0);
        if count == 0 {
            out.byte(b'0');
        } else if (1..=21).contains(&self.point) {
            for index in 0..self.point.max(count) {
                if index == self.point {
                    out.byte(b'.');
                }
                out.byte(digit(index));
            }
        } else if (-5..=0).contains(&self.point) {
            out.plain("0.");
            (self.point..0).for_each(|_| out.byte(b'0'));
            (0..count).for_each(|index| out.byte(digit(index)));
        } else {
            out.byte(digit(0));
            if count > 1 {
                out.byte(b'.');
                (1..count).for_each(|index| out.byte(digit(index)));
            }
            out.byte(b'e');
            out.byte(if self.point > 0 { b'+' } else { b'-' });
            out.plain(&counted((self.point - 1).unsigned_abs() as usize));
        }
    }
}
