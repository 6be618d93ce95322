//! The only place that knows what time it is and where randomness comes from.

use std::cell::RefCell;

use chrono::{DateTime, FixedOffset};
use js_sys::{Array, Date, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::clinical::chart::Instant;

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
            let date = Date::new(&JsValue::from_f64(millis));
            let seconds = offset_of(time_zone, &date).unwrap_or_else(|| -(date.get_timezone_offset() as i32) * 60);
            *last = (time_zone.to_owned(), quarter, seconds);
        }
        last.2
    });
    let offset = FixedOffset::east_opt(seconds).unwrap_or(FixedOffset::east_opt(0).expect("zero is an offset"));
    DateTime::from_timestamp_millis(millis as i64).unwrap_or_default().with_timezone(&offset)
}

/// Reads "GMT+08:00" from `Intl`.
fn offset_of(time_zone: &str, date: &Date) -> Option<i32> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &time_zone.into()).ok()?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into()).ok()?;
    // Through Reflect, because an unknown zone throws.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor: js_sys::Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&constructor, &Array::of2(&"en".into(), &options)).ok()?;
    let parts: js_sys::Function = Reflect::get(&format, &"formatToParts".into()).ok()?.dyn_into().ok()?;
    let parts: Array = parts.call1(&format, date).ok()?.dyn_into().ok()?;
    let name = parts.iter().find_map(|part| {
        let kind = Reflect::get(&part, &"type".into()).ok()?.as_string()?;
        (kind == "timeZoneName").then(|| Reflect::get(&part, &"value".into()).ok()?.as_string()).flatten()
    })?;
    parse_offset(&name)
}

fn parse_offset(name: &str) -> Option<i32> {
    let rest = name.strip_prefix("GMT")?;
    if rest.is_empty() {
        return Some(0);
    }
    let (sign, rest) = match rest.split_at(1) {
        ("+", rest) => (1, rest),
        ("-" | "−", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    Some(sign * (hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60))
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
    if let Some(crypto) = Reflect::get(&js_sys::global(), &"crypto".into()).ok().and_then(|crypto| crypto.dyn_into::<web_sys::Crypto>().ok()) {
        crypto.get_random_values_with_u8_array(&mut bytes).ok();
    }
    bytes[..6].copy_from_slice(&millis().to_be_bytes()[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let hex = crate::interop::seal::hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
