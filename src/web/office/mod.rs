//! What the quality office asks of the browser: files as bytes, texts of GB18030, a turn for the screen, and every admission of the
//! ward's book. Nothing is written anywhere.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlInputElement, TextDecoder, TextDecoderOptions};

use super::clock::{seconds_east, uuid_v7};
use super::ward::{Book, Trouble};
use crate::interop::csv::stay::ToldOfFile;
use crate::quality::episode::SettledStay;
use crate::record::local::Wall;
use crate::session::office::held::RefusedPlace;
use crate::session::office::own_ward::{ToldOfWard, stay_of};

#[wasm_bindgen(module = "/src/web/office/office.js")]
extern "C" {
    fn files(input: &HtmlInputElement, most: f64) -> Promise;
    /// Offers a text to be saved under a name, as this type.
    pub fn save(text: &str, name: &str, kind: &str);
    #[wasm_bindgen(js_name = breath)]
    fn breath_() -> Promise;
}

/// The chosen files; no bytes of one that is larger than `most` or cannot be read.
pub async fn chosen_files(input: &HtmlInputElement, most: usize) -> Vec<(String, Option<Vec<u8>>)> {
    let found = JsFuture::from(files(input, most as f64)).await.unwrap_or_default();
    let pair = |row: JsValue| {
        let row = Array::from(&row);
        let bytes = row.get(1).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
        Some((row.get(0).as_string()?, bytes))
    };
    Array::from(&found).iter().filter_map(pair).collect()
}

pub async fn breath() {
    JsFuture::from(breath_()).await.ok();
}

thread_local! {
    /// Strict: bytes that are no text of GB18030 are a fault of their cell.
    static STRICT: Option<TextDecoder> = {
        let options = TextDecoderOptions::new();
        options.set_fatal(true);
        TextDecoder::new_with_label_and_options("gb18030", &options).ok()
    };
}

pub fn gb18030(bytes: &[u8]) -> Option<String> {
    STRICT.with(|decoder| decoder.as_ref()?.decode_with_u8_array(bytes).ok())
}

/// From which the keys of this visit are made; it is kept nowhere, as nothing that is made with it is.
pub fn salt_of_visit() -> String {
    [uuid_v7(), uuid_v7()].concat()
}

/// The clock of a place.
pub fn wall(zone: &str) -> Wall {
    Wall { zone: zone.to_owned(), east: seconds_east }
}

/// Every admission of the book as a stay, and those whose record cannot be read or is not as it was signed.
pub async fn stays_of_book(book: &Book, of: &ToldOfFile, ward: ToldOfWard) -> Result<(Vec<SettledStay>, Vec<RefusedPlace>), Trouble> {
    let contexts: Vec<String> = book.state().rows.iter().map(|row| row.context.clone()).collect();
    let (mut stays, mut refused) = (vec![], vec![]);
    for (at, context) in contexts.iter().enumerate() {
        let patient = book.look_at(context).await?;
        match &patient.verdict {
            Ok(()) => stays.push(stay_of(&patient.row, &patient.record, of, ward)),
            Err(fault) => refused.push(RefusedPlace {
                line: None,
                place: [format!("第{}张床位记录", at + 1), format!("admission {} of the board", at + 1)],
                why: [fault.zh.clone(), fault.en.clone()],
            }),
        }
        if at % 8 == 7 {
            breath().await;
        }
    }
    Ok((stays, refused))
}
