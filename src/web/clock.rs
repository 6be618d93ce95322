//! The only place that knows what time it is and where randomness comes from.

use std::cell::RefCell;

use chrono::{DateTime, FixedOffset};
use js_sys::Date;
use wasm_bindgen::prelude::*;

use crate::clinical::chart::Instant;

// Plain script: an unknown zone throws, and through `Reflect` the same weighed 1 kB.
#[wasm_bindgen(module = "/src/web/clock.js")]
extern "C" {
    fn offset(time_zone: &str, millis: f64) -> i32;
    fn random(bytes: &mut [u8]);
}

/// Offsets change on the quarter hour at most, and asking `Intl` costs as much as a whole redraw.
const QUARTER_HOUR_MS: f64 = 900_000.0;

thread_local! {
    /// The zone and quarter hour last asked for, and the offset found, in seconds.
    static LAST: RefCell<(String, f64, i32)> = const { RefCell::new((String::new(), 0.0, 0)) };
}

/// Now, at the offset that `time_zone` (IANA) has today; the device's own where the browser does not know the zone.
#[allow(clippy::disallowed_methods, reason = "the clock of the house")]
pub fn now(time_zone: &str) -> Instant {
    let millis = Date::now();
    let quarter = (millis / QUARTER_HOUR_MS).floor();
    let seconds = LAST.with_borrow_mut(|last| {
        if last.0 != time_zone || last.1 != quarter {
            *last = (time_zone.to_owned(), quarter, offset(time_zone, millis));
        }
        last.2
    });
    let offset = FixedOffset::east_opt(seconds).unwrap_or(FixedOffset::east_opt(0).expect("zero is an offset"));
    DateTime::from_timestamp_millis(millis as i64).unwrap_or_default().with_timezone(&offset)
}

/// Seconds east of UTC in `time_zone` at `millis`.
pub fn seconds_east(time_zone: &str, millis: i64) -> i32 {
    // China has had one offset since 1991, and a page shows hundreds of times: the browser is not asked about those.
    const SINCE_MS: i64 = 694_224_000_000;
    if time_zone == "Asia/Shanghai" && millis >= SINCE_MS { crate::record::local::china(time_zone, millis) } else { offset(time_zone, millis as f64) }
}

/// Milliseconds since the epoch, for leases and waiting.
#[allow(clippy::disallowed_methods, reason = "the clock of the house")]
pub fn millis() -> u64 {
    Date::now() as u64
}

/// A uuid v7 (RFC 9562): 48 bits of time, the rest random. `randomUUID` needs a secure context, this does not.
#[allow(clippy::disallowed_methods, reason = "the randomness of the house")]
pub fn uuid_v7() -> String {
    let mut bytes = [0_u8; 16];
    random(&mut bytes);
    bytes[..6].copy_from_slice(&millis().to_be_bytes()[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let hex = crate::interop::seal::hex(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
