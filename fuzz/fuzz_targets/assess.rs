#![no_main]
//! `assess`: chart, answers, profile and time to a proposal, all of it foreign.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use virchow::interop::assess::assess;
use virchow_fuzz::{is_json, is_refusal, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    let said = assess(input);
    let answer = is_json(&said);
    if answer.get("error").is_some() {
        return is_refusal(&answer["error"]);
    }
    assert_eq!(assess(input), said, "the same again");
    if let (Some(floor), Some(ceiling)) = (answer["tally"]["floor"].as_f64(), answer["tally"]["ceiling"].as_f64()) {
        assert!(floor <= ceiling, "{answer}");
    }
    let blocked = |id: &str| {
        answer["contraindications"].as_array().is_some_and(|all| {
            all.iter().any(|found| {
                found["severity"] == "block" && found["applies"].as_array().is_some_and(|applies| applies.iter().any(|measure| measure == id))
            })
        })
    };
    for advice in answer["advice"].as_array().into_iter().flatten() {
        for measure in advice["measures"].as_array().into_iter().flatten() {
            // What is blocked for good is never proposed.
            let id = measure["id"].as_str().expect("an id");
            assert!(!(measure["kind"] == "drug" && blocked(id)), "{id} in {answer}");
        }
    }
});
