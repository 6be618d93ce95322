//! Handing over to a HIS what was signed here, where no line leads to it: as a file, or as codes that its scanner reads off
//! the screen. The outbox keeps every entry until a person says that the HIS has it.
//!
//! The codes: `VW1|<first 8 of the SHA-256 of the text>|<number>/<of>|<part>`, in any order; the parts joined are the text
//! of the JSON file, deflated (raw) and in base64url.

use std::collections::BTreeSet;

use js_sys::Promise;
use qrcodegen::{QrCode, QrCodeEcc};
use sha2::{Digest as _, Sha256};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Line, Vault, VaultError};
use crate::interop::demo::is_of_demo;
use crate::interop::json::{MAX_DEPTH, Value, canonical, parse};
use crate::interop::seal::hex;
use crate::interop::ward::ADMISSIONS;
use crate::interop::writing::Writing;

#[wasm_bindgen(module = "/src/web/vault/handover.js")]
extern "C" {
    fn fhir(events: &str) -> Promise;
    fn short(text: &str) -> Promise;
}

const OUTBOX: &str = "outbox/";
const EVENTS: &str = "event/";

/// What a file lacks, where it lacks anything.
pub(super) fn unread(keys: &[String], out: &mut Writing) {
    if keys.is_empty() {
        return;
    }
    out.list("unreadable");
    keys.iter().for_each(|key| out.put("", &key.as_str().into()));
    out.end();
}

/// Characters in one code: read from a tablet's screen at arm's length by an ordinary scanner.
const PART: usize = 700;

/// What waits, and whom it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaitingEvents {
    ids: Vec<String>,
    events: Vec<Value>,
    /// `{ contextId, patient, encounter }` of the admissions concerned: a HIS does not know our contextIds.
    about: Vec<Value>,
    /// Keys of entries that cannot be read here, and whose event cannot either.
    pub unreadable: Vec<String>,
}

impl WaitingEvents {
    /// Everything in the outbox, oldest first.
    pub async fn read(vault: &Vault) -> Result<WaitingEvents, VaultError> {
        let mut waiting = WaitingEvents::default();
        let mut lost = BTreeSet::new();
        for (key, text) in vault.readable(OUTBOX).await? {
            let Some(id) = key.strip_prefix(OUTBOX) else { continue };
            match text.and_then(|text| parse(&text, MAX_DEPTH).ok()).and_then(|entry| entry.get("event").cloned()) {
                // What was signed for show is no HIS's affair, wherever it lies.
                Some(event) if is_of_demo(&event) => {}
                Some(event) => waiting.take(id.to_owned(), event),
                None => drop(lost.insert(id.to_owned())),
            }
        }
        // The record has the same event, to the letter.
        if !lost.is_empty() {
            for (_, text) in vault.readable(EVENTS).await? {
                let Some(event) = text.and_then(|text| parse(&text, MAX_DEPTH).ok()) else { continue };
                if let Some(id) = event["id"].as_str().map(str::to_owned).filter(|id| lost.remove(id)) {
                    waiting.take(id, event);
                }
            }
        }
        waiting.unreadable = lost.iter().map(|id| [OUTBOX, id].concat()).collect();
        let contexts: BTreeSet<&str> = waiting.events.iter().filter_map(|event| event["contextId"].as_str()).collect();
        let rows = vault.readable(ADMISSIONS).await?;
        for (key, row) in &rows {
            let Some(context) = key.strip_prefix(ADMISSIONS).filter(|context| contexts.contains(context)) else { continue };
            let Some(row) = row.as_ref().and_then(|row| parse(row, MAX_DEPTH).ok()) else { continue };
            let mut about = Writing::object();
            about.text("contextId", context);
            for part in ["patient", "encounter"] {
                about.put(part, &row["chart"][part]);
            }
            // The HIS knows the patient by it.
            about.given("hospitalNumber", row["number"].as_str().filter(|number| !number.is_empty()));
            waiting.about.extend(parse(&about.done(), MAX_DEPTH));
        }
        Ok(waiting)
    }

    fn take(&mut self, id: String, event: Value) {
        self.ids.push(id);
        self.events.push(event);
    }

    /// How many wait, without reading one.
    pub async fn number(vault: &Vault) -> Result<usize, VaultError> {
        vault.count(OUTBOX).await
    }

    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The events as they were signed, with what identifies the patient.
    pub fn to_json(&self) -> String {
        let mut out = Writing::object();
        out.text("format", "virchow-handover");
        out.whole("v", 1);
        for (name, list) in [("admissions", &self.about), ("events", &self.events)] {
            out.list(name);
            list.iter().for_each(|value| out.put("", value));
            out.end();
        }
        unread(&self.unreadable, &mut out);
        out.done()
    }

    /// FHIR R4: one transaction Bundle an event. `None` where that bundle could not be loaded.
    pub async fn to_fhir(&self) -> Option<String> {
        let events = self.events.iter().map(canonical).collect::<Vec<_>>().join(",");
        JsFuture::from(fhir(&["[", &events, "]"].concat())).await.ok()?.as_string()
    }

    /// The texts of the codes.
    pub async fn to_parts(&self) -> Option<Vec<String>> {
        let json = self.to_json();
        let short = JsFuture::from(short(&json)).await.ok()?.as_string()?;
        Some(parts(&json, &short))
    }

    /// A person says that the HIS has them: they leave the outbox. The record keeps every event.
    pub async fn acknowledge(&self, vault: &Vault) -> Result<(), VaultError> {
        let keys: Vec<String> = self.ids.iter().map(|id| [OUTBOX, id].concat()).collect();
        vault.write(keys.iter().cloned().map(Line::Delete).collect()).await?;
        vault.tell(keys);
        Ok(())
    }
}

fn parts(json: &str, short: &str) -> Vec<String> {
    let digest: String = hex(&Sha256::digest(json)).chars().take(8).collect();
    let of = short.len().div_ceil(PART);
    let part = |place: usize| format!("VW1|{digest}|{}/{of}|{}", place + 1, &short[place * PART..short.len().min((place + 1) * PART)]);
    (0..of).map(part).collect()
}

/// A code as the path of an SVG, a unit a module, with its width; the quiet zone is left to the caller.
pub fn code(text: &str) -> Option<(String, i32)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Some((path, code.size()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_join_to_what_was_cut_and_each_fits_one_code() {
        let short: String = (0..1750).map(|n| char::from(b'a' + (n % 26) as u8)).collect();
        let parts = parts("{}", &short);
        assert_eq!(parts.len(), 3);
        let joined: String = parts.iter().filter_map(|part| part.splitn(4, '|').nth(3)).collect();
        assert_eq!(joined, short);
        assert!(parts[2].starts_with("VW1|44136fa3|3/3|"), "{}", parts[2]);
        assert!(parts.iter().all(|part| code(part).is_some()));
    }
}
