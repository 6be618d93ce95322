//! Moments and civil days, as facts tell them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

/// A moment with the offset it was recorded at.
pub type Instant = DateTime<FixedOffset>;

/// The beginning of a civil day at an offset.
pub fn begins(day: NaiveDate, offset: FixedOffset) -> Option<Instant> {
    day.and_time(NaiveTime::MIN).and_local_timezone(offset).single()
}

/// RFC 3339, by the letter of `chrono::DateTime::parse_from_rfc3339`, which a test holds it to: that one is a kilobyte of a first
/// visit, for errors that nobody reads here.
pub fn time(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let two = |at: usize| match (byte(at), byte(at + 1)) {
        (ten @ b'0'..=b'9', one @ b'0'..=b'9') => Some(u32::from(ten - b'0') * 10 + u32::from(one - b'0')),
        _ => None,
    };
    let day = date(text.get(..10)?)?;
    let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
    if !matches!((byte(10), byte(13), byte(16)), (b't' | b'T' | b' ', b':', b':')) {
        return None;
    }
    let (mut at, mut nanos, mut weight) = (19, 0, 100_000_000);
    if byte(at) == b'.' {
        at += 1;
        while let digit @ b'0'..=b'9' = byte(at) {
            nanos += u32::from(digit - b'0') * weight;
            weight /= 10;
            at += 1;
        }
        if at == 20 {
            return None;
        }
    }
    let (sign, digits) = match byte(at) {
        b'z' | b'Z' => (0, at + 1),
        b'+' => (1, at + 1),
        b'-' => (-1, at + 1),
        // The minus sign of typographers.
        _ if text.get(at..)?.starts_with('−') => (-1, at + 3),
        _ => return None,
    };
    let (east, end) = match sign {
        0 => (0, digits),
        _ => (two(digits)? * 3600 + two(digits + 3).filter(|minutes| *minutes < 60 && byte(digits + 2) == b':')? * 60, digits + 5),
    };
    // A leap second is the last one of its minute, and longer.
    let (second, nanos) = if second == 60 { (59, nanos + 1_000_000_000) } else { (second, nanos) };
    let wall = day.and_hms_nano_opt(hour, minute, second, nanos)?;
    let offset = FixedOffset::east_opt(sign * east as i32)?;
    if end == bytes.len() { wall.and_local_timezone(offset).single() } else { None }
}

/// A civil day, `YYYY-MM-DD`.
pub fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let fits = |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    if bytes.len() != 10 || !bytes.iter().enumerate().all(fits) {
        return None;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    NaiveDate::from_ymd_opt(number(&bytes[..4]) as i32, number(&bytes[5..7]), number(&bytes[8..]))
}
