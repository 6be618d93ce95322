//! The quality office for programs, loaded when somebody asks for it: `more/quality.js`. Exports only; what they do stands in the
//! library (`interop::quality`). A script hands over an object, or the text of one, and gets an object.

use virchow::interop::csv::told::front_pages as read_front_pages;
use virchow::interop::quality;
use virchow::web::clock::seconds_east;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use web_sys::{TextDecoder, TextDecoderOptions};

/// Two-level segregated fit.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn text(input: &JsValue) -> String {
    input.as_string().or_else(|| js_sys::JSON::stringify(input).ok()?.as_string()).unwrap_or_default()
}

fn object(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::NULL)
}

#[wasm_bindgen]
pub fn catalogue() -> JsValue {
    object(&quality::catalogue())
}

#[wasm_bindgen]
pub fn reduce(input: &JsValue) -> JsValue {
    object(&quality::reduce(&text(input), seconds_east))
}

#[wasm_bindgen]
pub fn evaluate(input: &JsValue) -> JsValue {
    object(&quality::evaluate(&text(input)))
}

#[wasm_bindgen]
pub fn compare(input: &JsValue) -> JsValue {
    object(&quality::compare(&text(input)))
}

/// The text; of an id that is not there, an object with `error`.
#[wasm_bindgen]
pub fn sql(id: &str) -> JsValue {
    let answer = quality::sql(id);
    if answer.starts_with('{') { object(&answer) } else { answer.into() }
}

#[wasm_bindgen]
pub fn measure(id: &str) -> JsValue {
    object(&quality::measure_of(id))
}

#[wasm_bindgen(js_name = measureReports)]
pub fn measure_reports(input: &JsValue) -> JsValue {
    object(&quality::measure_reports(&text(input)))
}

/// Front pages of inpatient records (CSV) as the two tables, with every row that was not taken.
#[wasm_bindgen(js_name = frontPages)]
pub fn front_pages(bytes: &[u8], told: &JsValue) -> JsValue {
    object(&read_front_pages(bytes, &text(told), &gb18030, seconds_east))
}

thread_local! {
    /// Strict: bytes that are no text of GB18030 are a fault of their cell.
    static DECODER: Option<TextDecoder> = {
        let options = TextDecoderOptions::new();
        options.set_fatal(true);
        TextDecoder::new_with_label_and_options("gb18030", &options).ok()
    };
}

fn gb18030(bytes: &[u8]) -> Option<String> {
    DECODER.with(|decoder| decoder.as_ref()?.decode_with_u8_array(bytes).ok())
}

fn main() {}
