//! The argument of a function, and the indicator that an id names.

use crate::interop::json::Tree;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, read};
use crate::quality::catalogue;
use crate::quality::catalogue::indicator::Chosen;

/// Tables are longer than messages: a hospital's year is some forty thousand stays.
const MAX_TABLES_BYTES: usize = 256 * 1024 * 1024;

/// The indicator of an id with its options.
pub fn chosen(id: &str, place: &Place<'_>) -> Result<Chosen, Rejected> {
    catalogue::named(id).ok_or_else(|| {
        place.reject(
            "E_INDICATOR",
            "没有此指标，或此指标没有这一选项。catalogue() 列出全部指标和选项。",
            "No such indicator, or it has no such option. catalogue() lists all of both.",
        )
    })
}

/// Reads the argument of a function.
pub fn argument<T>(input: &str, act: impl FnOnce(&Tree<'_>, &Place<'_>) -> Result<T, Rejected>) -> Result<T, Rejected> {
    let place = Place::root("");
    act(&read(input, MAX_TABLES_BYTES, &place)?, &place)
}
