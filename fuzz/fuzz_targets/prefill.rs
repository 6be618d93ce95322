#![no_main]
//! A FHIR Bundle from a host: what prefill takes of it is a chart that the element takes whole.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use virchow::clinical::instruments::CAPRINI;
use virchow::interop::chart::{Bare, read_chart};
use virchow::interop::fhir::prefill::{prefill, read};
use virchow::interop::json::canonical;
use virchow::interop::shape::Place;
use virchow_fuzz::{is_json, is_refusal, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    let taken = match read(input).and_then(|bundle| prefill(&bundle)) {
        Ok(taken) => taken,
        Err(rejected) => return is_refusal(&is_json(&rejected.to_json())["error"]),
    };
    for rejected in taken["rejected"].items() {
        is_refusal(&is_json(&canonical(rejected)));
    }
    let chart = match read_chart(&taken["chart"], &Place::root("chart"), &|_| Bare::Of(&CAPRINI)) {
        Ok(chart) => chart,
        Err(rejected) => panic!("{} of {}", rejected.to_json(), canonical(&taken["chart"])),
    };
    for (.., rejected) in &chart.rejected {
        // A finding of the other instrument is told so; nothing else that we read ourselves may be refused.
        assert_eq!(rejected.code, "E_ITEM", "{} of {}", rejected.to_json(), canonical(&taken["chart"]));
    }
});
