#![no_main]
//! What a host sets beside a chart: profile, user, a screen's words, and its answers to events.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use virchow::interop::chart::read_user;
use virchow::interop::profile::read_profile;
use virchow::interop::rejected::Rejected;
use virchow::interop::shape::{MAX_BYTES, Place, Shape, check, parse};
use virchow::record::role::Role;
use virchow_fuzz::{is_json, is_refusal, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fn refused(rejected: &Rejected) {
    is_refusal(&is_json(&rejected.to_json())["error"]);
}

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    let place = Place::root("profile");
    let value = match parse(input, MAX_BYTES, &place) {
        Ok(value) => value,
        Err(rejected) => return refused(&rejected),
    };
    match read_profile(&value, &place) {
        // Whole or not at all: the same text gives the same profile.
        Ok(profile) => assert_eq!(Some(profile), read_profile(&value, &place).ok()),
        Err(rejected) => refused(&rejected),
    }
    match read_user(&value, &Place::root("user")) {
        Ok(user) => assert!(Role::named(user.role.id()).is_some()),
        Err(rejected) => refused(&rejected),
    }
    if let Err(rejected) = check(&value, &Shape::Or(&[Shape::Null, Shape::Map(&Shape::Text(200))]), &Place::root("strings")) {
        refused(&rejected);
    }
});
