//! Workbooks (XLSX), loaded at the first of them: `more/sheets.js`. Exports only; what they do stands in `interop::sheets`.

use virchow::interop::sheets;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;

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

/// Tables as a workbook: its bytes (`Uint8Array`), or an object with `error`.
#[wasm_bindgen(js_name = writeWorkbook)]
pub fn write_workbook(tables: &JsValue) -> JsValue {
    match sheets::write_workbook(&text(tables)) {
        Ok(bytes) => js_sys::Uint8Array::from(&bytes[..]).into(),
        Err(refused) => object(&refused),
    }
}

/// One sheet of a workbook as CSV, with every row that cannot be had truly.
#[wasm_bindgen(js_name = readSheet)]
pub fn read_sheet(bytes: &[u8], told: &JsValue) -> JsValue {
    object(&sheets::sheet_as_csv(bytes, &text(told)))
}

fn main() {}
