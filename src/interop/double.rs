//! The number that a double would make of a decimal, in the fewest digits that name it: what RFC 8785 asks for where a sender
//! printed more digits than a double holds, or stood at the ends of its range. RFC 8785 means the `Number` of ECMAScript, so
//! in a browser or Node that is asked; the tables of the standard library weigh 10 kB and serve the native build.

/// A decimal rounded to the nearest double and named in the fewest digits. `None` where no double is near: too large to be one.
pub fn shortest(decimal: &Decimal) -> Option<Decimal> {
    let digits: String = decimal.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let double = read(&["0.", &digits, "e", &decimal.point.to_string()].concat());
    double.is_finite().then(|| Decimal::parse(&printed(double)))
}

#[cfg(all(target_family = "wasm", feature = "web"))]
fn read(text: &str) -> f64 {
    js_sys::parse_float(text)
}

use super::decimal::Decimal;
#[cfg(all(target_family = "wasm", feature = "web"))]
use name_of as printed;

#[cfg(all(target_family = "wasm", feature = "web"))]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    /// `String(double)`.
    #[wasm_bindgen(js_name = String)]
    fn name_of(double: f64) -> String;
}

#[cfg(not(all(target_family = "wasm", feature = "web")))]
fn read(text: &str) -> f64 {
    text.parse().unwrap_or(f64::INFINITY)
}

/// As many digits as the shortest name has. Of two names as near as each other ECMAScript takes the even one, the library the
/// upper; asked for that many digits it takes the even one too.
#[cfg(not(all(target_family = "wasm", feature = "web")))]
fn printed(double: f64) -> String {
    let upper = format!("{double:e}");
    let places = upper.split_once('e').map_or(0, |(mantissa, _)| mantissa.bytes().filter(u8::is_ascii_digit).count()) - 1;
    let even = format!("{double:.places$e}");
    if even.parse() == Ok(double) { even } else { upper }
}
