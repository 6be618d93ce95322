//! A hospital's profile: read whole or refused whole, with the place. A misspelt key must not pass for a setting.

use super::json::Value;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, check, optional};
use crate::clinical::instruments;
use crate::clinical::profile::{Profile, Storage};

pub static PROFILE: Shape = Shape::Object {
    open: false,
    fields: &[
        optional("medical_instrument", Shape::OneOf(&["padua", "caprini"]), "Score for patients without an operation; default padua."),
        optional("storage", Shape::OneOf(&["durable", "memory"]), "Where drafts and unsent events are kept; default durable."),
        optional("fresh_hours", Shape::Whole, "Age in hours from which platelets, creatinine and INR warn; default 72 (1 to 720)."),
        optional("time_zone", Shape::Text(64), "IANA zone for display; default Asia/Shanghai."),
    ],
};

pub fn read_profile(value: &Value, place: &Place<'_>) -> Result<Profile, Rejected> {
    check(value, &PROFILE, place)?;
    let mut profile = Profile::default();
    if let Some(instrument) = value.text("medical_instrument").and_then(instruments::named) {
        profile.medical_instrument = instrument;
    }
    if value.text("storage") == Some("memory") {
        profile.storage = Storage::Memory;
    }
    if let Some(hours) = value.number("fresh_hours") {
        if !(1.0..=720.0).contains(&hours) {
            return Err(place.key("fresh_hours").reject("E_RANGE", "应在1至720小时之间。", "Expected 1 to 720 hours."));
        }
        profile.fresh_hours = hours as u32;
    }
    if let Some(zone) = value.text("time_zone") {
        profile.time_zone = zone.into();
    }
    Ok(profile)
}
