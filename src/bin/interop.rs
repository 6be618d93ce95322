//! The bundle that speaks to other systems, loaded when somebody asks for it: FHIR, HL7 v2, the progress note. Exports
//! only, JSON text in and out; what they do stands in the library (`interop::fhir` documents the interface).

use virchow::interop::fhir::canonical::{inward, outward};
use virchow::interop::fhir::{extract, prefill, questionnaire, response, text};
use virchow::interop::json::Value;
use virchow::interop::more;
use virchow::interop::rejected::Rejected;
use virchow::interop::shape::Read as _;
use virchow::web::clock::{self, seconds_east};
use wasm_bindgen::prelude::*;

/// Two-level segregated fit.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// `base`: where the hospital says that our canonical addresses live (`profile.canonical`).
fn with(json: &str, base: Option<String>, act: impl Fn(&Value) -> Result<Value, Rejected>) -> String {
    let base = base.as_deref();
    outward(text(prefill::read(&inward(json, base)).and_then(|value| act(&value))), base)
}

/// What an event becomes: its profile stands beside it.
fn told(json: &str, act: impl Fn(&Value) -> Result<Value, Rejected>) -> String {
    let read = prefill::read(json);
    let base = read.as_ref().ok().and_then(|input| input["options"]["profile"].text("canonical").map(str::to_owned));
    outward(text(read.and_then(|value| act(&value))), base.as_deref())
}

#[wasm_bindgen]
pub fn questionnaire(id: &str, base: Option<String>) -> String {
    let base = base.as_deref();
    outward(text(questionnaire::questionnaire(&inward(id, base))), base)
}

#[wasm_bindgen(js_name = responseFrom)]
pub fn response_from(state: &str, base: Option<String>) -> String {
    with(state, base, response::response_from)
}

#[wasm_bindgen(js_name = answersFrom)]
pub fn answers_from(response: &str, base: Option<String>) -> String {
    with(response, base, response::answers_from)
}

#[wasm_bindgen]
pub fn extract(input: &str) -> String {
    told(input, |input| extract::extract(input, seconds_east))
}

#[wasm_bindgen]
pub fn prefill(bundle: &str) -> String {
    with(bundle, None, |bundle| prefill::prefill_at(bundle, Some(clock::now("Asia/Shanghai"))))
}

#[wasm_bindgen]
pub fn outputs(input: &str) -> String {
    told(input, |input| more::outputs(input, seconds_east))
}

fn main() {}
