//! The bundle that speaks to other systems, loaded when somebody asks for it: FHIR, HL7 v2, the progress note. Exports
//! only, JSON text in and out; what they do stands in the library (`interop::fhir` documents the interface).

use virchow::interop::fhir::{extract, prefill, questionnaire, response, text};
use virchow::interop::json::Value;
use virchow::interop::more;
use virchow::interop::rejected::Rejected;
use virchow::web::clock::{self, seconds_east};
use wasm_bindgen::prelude::*;

/// Two-level segregated fit.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn with(json: &str, act: impl Fn(&Value) -> Result<Value, Rejected>) -> String {
    text(prefill::read(json).and_then(|value| act(&value)))
}

#[wasm_bindgen]
pub fn questionnaire(id: &str) -> String {
    text(questionnaire::questionnaire(id))
}

#[wasm_bindgen(js_name = responseFrom)]
pub fn response_from(state: &str) -> String {
    with(state, response::response_from)
}

#[wasm_bindgen(js_name = answersFrom)]
pub fn answers_from(response: &str) -> String {
    with(response, response::answers_from)
}

#[wasm_bindgen]
pub fn extract(input: &str) -> String {
    with(input, |input| extract::extract(input, seconds_east))
}

#[wasm_bindgen]
pub fn prefill(bundle: &str) -> String {
    with(bundle, |bundle| prefill::prefill_at(bundle, Some(clock::now("Asia/Shanghai"))))
}

#[wasm_bindgen]
pub fn outputs(input: &str) -> String {
    with(input, |input| more::outputs(input, seconds_east))
}

fn main() {}
