#![no_main]
//! `score` and `derive` on the same input: never a throw, never a score outside its own bounds.
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};
use virchow::clinical::instruments::ALL;
use virchow::interop::headless::{derive, score};
use virchow_fuzz::{is_json, is_refusal, text};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { virchow_fuzz::bend(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Some(input) = text(data) else { return };
    for instrument in ALL {
        let answer = is_json(&score(instrument.id, input));
        if answer.get("error").is_some() {
            is_refusal(&answer["error"]);
            continue;
        }
        let bounds = |answer: &Value| (answer["floor"].as_f64().expect("a floor"), answer["ceiling"].as_f64().expect("a ceiling"));
        let (floor, ceiling) = bounds(&answer);
        // Whole points: of a score with halves the half is cut.
        assert!(floor <= ceiling && ceiling < f64::from(instrument.max_points()) + 1.0, "{} {answer} {input}", instrument.id);
        // Silence read as absent is one of the ways in which it may turn out.
        let mut absent: Value = serde_json::from_str(input).expect("it was read");
        absent["unanswered"] = json!("absent");
        let settled = is_json(&score(instrument.id, &absent.to_string()));
        if settled.get("error").is_none() {
            let (low, high) = bounds(&settled);
            assert!(floor <= low && high <= ceiling, "{} {answer} {settled} {input}", instrument.id);
        }
    }
    let derived = is_json(&derive(input));
    if derived.get("error").is_some() {
        is_refusal(&derived["error"]);
    }
});
