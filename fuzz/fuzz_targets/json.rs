#![no_main]
//! Our JSON reader and writer against serde_json: what is accepted, what it is, and that the canonical form and every
//! number survive the way round.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;
use virchow::interop::json::{Unreadable, Value as Ours, amount, canonical, parse};

/// serde_json stops at 128.
const DEPTH: usize = 100;

fn deepest(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => now += 1,
            b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

fn same(here: &Ours, there: &Value) -> bool {
    match (here, there) {
        (Ours::Null, Value::Null) => true,
        (Ours::Bool(here), Value::Bool(there)) => here == there,
        (Ours::String(here), Value::String(there)) => here == there,
        (Ours::Number(here), Value::Number(there)) => {
            let exact: f64 = there.to_string().parse().expect("a number");
            let read = amount(here);
            // Of the last two bits at most: `read` says so of itself.
            (read == exact || (read - exact).abs() <= exact.abs() * 1e-13 || !(1e-290..1e300).contains(&exact.abs()))
                && here.as_str().parse::<f64>() == Ok(exact)
        }
        (Ours::Array(here), Value::Array(there)) => here.len() == there.len() && here.iter().zip(there).all(|(here, there)| same(here, there)),
        (Ours::Object(here), Value::Object(there)) => {
            here.into_iter().count() == there.len()
                && here.into_iter().all(|(name, here)| there.get(name.as_ref()).is_some_and(|there| same(here, there)))
        }
        _ => false,
    }
}

/// To the bit: what the canonical form says is the double that the text was, as ECMAScript would print it.
fn numbers_stand(here: &Ours, again: &Ours) {
    match (here, again) {
        (Ours::Number(here), Ours::Number(again)) => {
            let (here, again): (f64, f64) = (here.as_str().parse().expect("a number"), again.as_str().parse().expect("a number"));
            assert_eq!(here.to_bits() | sign_of_nothing(here), again.to_bits() | sign_of_nothing(again), "{here:e} {again:e}");
        }
        (Ours::Array(here), Ours::Array(again)) => here.iter().zip(again).for_each(|(here, again)| numbers_stand(here, again)),
        (Ours::Object(here), Ours::Object(again)) => here.into_iter().zip(again).for_each(|((_, here), (_, again))| numbers_stand(here, again)),
        _ => {}
    }
}

fn sign_of_nothing(number: f64) -> u64 {
    if number == 0.0 { 1 << 63 } else { 0 }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Some(text) = virchow_fuzz::text(data) else { return };
    let here = parse(text, DEPTH);
    // A name by which serde_json passes numbers to itself.
    if text.contains("serde_json") || text.contains("\\u") && text.contains("private") {
        return;
    }
    if deepest(text) > DEPTH {
        return;
    }
    let there: Option<Value> = serde_json::from_str(text).ok();
    match (&here, &there) {
        (Ok(here), Some(there)) => assert!(same(here, there), "{text}"),
        (Err(Unreadable::TooWide), _) | (Err(_), None) => return,
        _ => panic!("{here:?} {there:?}: {text}"),
    }
    let here = here.expect("read");
    let once = canonical(&here);
    let again = parse(&once, DEPTH).unwrap_or_else(|error| panic!("{error:?}: {once}"));
    assert_eq!(canonical(&again), once, "the canonical form is its own");
    numbers_stand(&here, &again);
});
