#![no_main]
//! An event to what a host may ask of it: FHIR, HL7 v2, a paragraph. The event may be anybody's.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use virchow::interop::fhir::extract::extract;
use virchow::interop::fhir::prefill::read;
use virchow::interop::json::canonical;
use virchow::interop::more::outputs;
use virchow_fuzz::{is_json, is_refusal, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    let value = match read(input) {
        Ok(value) => value,
        Err(rejected) => return is_refusal(&is_json(&rejected.to_json())["error"]),
    };
    match outputs(&value) {
        Ok(made) => {
            let whole = is_json(&canonical(&made));
            // A segment is a line, and its fields keep to themselves: nothing of a text may begin another.
            for segment in whole["hl7v2"].as_str().into_iter().flat_map(|message| message.split('\r').filter(|line| !line.is_empty())) {
                let name = &segment.as_bytes()[..segment.len().min(4)];
                assert!(name.len() == 4 && name[3] == b'|' && name[..3].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()), "{segment}");
                assert!(!segment.contains('\n'), "{segment}");
            }
            if let Some(entries) = whole["fhirR4"]["entry"].as_array() {
                for entry in entries {
                    assert_ne!(entry["resource"]["intent"], "order", "never an order");
                }
            }
        }
        Err(rejected) => is_refusal(&is_json(&rejected.to_json())["error"]),
    }
    if let Err(rejected) = extract(&value) {
        is_refusal(&is_json(&rejected.to_json())["error"]);
    }
});
