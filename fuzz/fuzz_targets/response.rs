#![no_main]
//! A QuestionnaireResponse to answers and back: what is read stands, whichever way it goes.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use virchow::interop::fhir::prefill::read;
use virchow::interop::fhir::response::{answers_from, response_from};
use virchow::interop::json::{Value, canonical};
use virchow_fuzz::{is_json, is_refusal, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

/// State to response to state is the identity on states that we gave.
fn stands(state: &Value) {
    let response = response_from(state).unwrap_or_else(|rejected| panic!("{} of {}", rejected.to_json(), canonical(state)));
    let again = answers_from(&response).unwrap_or_else(|rejected| panic!("{} of {}", rejected.to_json(), canonical(&response)));
    assert_eq!(canonical(&again), canonical(state));
}

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    let value = match read(input) {
        Ok(value) => value,
        Err(rejected) => return is_refusal(&is_json(&rejected.to_json())["error"]),
    };
    match answers_from(&value) {
        Ok(state) => stands(&state),
        Err(rejected) => is_refusal(&is_json(&rejected.to_json())["error"]),
    }
    match response_from(&value) {
        Ok(response) => stands(&answers_from(&response).unwrap_or_else(|rejected| panic!("{} of {}", rejected.to_json(), canonical(&response)))),
        Err(rejected) => is_refusal(&is_json(&rejected.to_json())["error"]),
    }
});
