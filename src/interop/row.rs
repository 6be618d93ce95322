//! What every row of the tablet is read by: its version, and one refusal for a row that is damaged or newer. Which rows there
//! are is `ward`'s, `people`'s and `settled`'s.

use super::json::{MAX_DEPTH, Value, parse};
use super::rejected::Rejected;
use super::shape::{Place, Shape, check};

/// The form that is written today.
pub const ROW_VERSION: u64 = 1;

/// Reads a row of any form written so far; a newer one is left alone and said to be newer.
pub(super) fn row(text: &str, shape: &Shape, place: &Place<'_>) -> Result<Value, Rejected> {
    let damaged =
        |_| place.reject("E_SCHEMA", "本机的一行数据已损坏，未载入也未删除。", "A row on this device is damaged. It was neither loaded nor deleted.");
    let value = parse(text, MAX_DEPTH).map_err(damaged)?;
    if value["v"].as_u64().is_none_or(|version| version > ROW_VERSION) {
        return Err(place.key("v").reject(
            "E_PROTOCOL",
            "本机的一行数据由更新的版本写成，未载入也未删除。请升级后再打开。",
            "A row on this device was written by a newer version. It was neither loaded nor deleted; upgrade to open it.",
        ));
    }
    check(&value, shape, place)?;
    Ok(value)
}
