//! FHIR R4, out and in: pure functions from values to values, loaded by a page only when somebody asks for them
//! (`dist/v1/more/interop.js`). What each event becomes, and which codes are used, is written in `docs/for-hosts/fhir.md`.
//!
//! The interface, for whoever speaks FHIR to a host (SMART, SDC): four functions, exported by `more/interop.js` under
//! these names. Each takes and gives JSON text; wrong input gives `{ "error": { code, path, message } }` and never a throw.
//!
//! ```text
//! questionnaire(id)                → Questionnaire           `id`: an instrument, or the canonical URL of one
//! responseFrom(state)              → QuestionnaireResponse   state: { instrument, answers, notes }
//! answersFrom(response)            → state                   { instrument, edition, answers, notes }
//! extract({ event, options? })     → transaction Bundle      options: { patient, encounter, lang, profile }
//! ```
//!
//! The first three take the hospital's base of canonical addresses as a second argument (`canonical`); `extract` has it in the
//! profile.
//!
//! `answers` maps qualified items (`padua.active_cancer`) to true, false, or null: cannot be known. An item that is not
//! there was not answered. `answersFrom(responseFrom(state))` is `state`.
//!
//! Deliberately not here: a client (nothing is fetched or posted), a validator, and any resource with `intent: order`.

pub mod canonical;
pub mod case;
pub mod codes;
pub mod extract;
pub mod follow;
pub mod inbound;
pub mod maps;
pub mod prefill;
pub mod questionnaire;
pub mod referral;
pub mod requests;
pub mod response;
pub mod score;

use sha2::{Digest as _, Sha256};

use super::json::{Value, canonical, object};
use super::rejected::Rejected;
use super::seal::hex;

/// What is accepted of one Bundle or QuestionnaireResponse (bridge.md).
pub const MAX_BYTES: usize = 1024 * 1024;

/// An element from its parts; what is null or empty is left out, as FHIR wants it.
pub fn element<const N: usize>(parts: [(&str, Value); N]) -> Value {
    let mut element = object([]);
    for (name, part) in parts {
        let empty = match &part {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(_) => part.fields().is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !empty {
            element.put(name, part);
        }
    }
    element
}

/// One item, as a list.
pub fn only(item: Value) -> Value {
    Value::Array(vec![item])
}

/// The same uuid for the same event and part, whoever makes it: uuid v8 over SHA-256.
pub fn uuid(event: &str, part: &str) -> String {
    let digest = Sha256::digest(format!("{event}\n{part}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// JSON text of what came out, or of the refusal.
pub fn text(result: Result<Value, Rejected>) -> String {
    match result {
        Ok(value) => canonical(&value),
        Err(rejected) => rejected.to_json(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_the_same_for_the_same_part_and_of_version_8() {
        let one = uuid("0192f0c0-0000-7000-8000-000000000001", "risk");
        assert_eq!(one, uuid("0192f0c0-0000-7000-8000-000000000001", "risk"));
        assert_ne!(one, uuid("0192f0c0-0000-7000-8000-000000000001", "score"));
        assert_eq!((one.len(), &one[14..15]), (36, "8"));
        assert!(matches!(&one[19..20], "8" | "9" | "a" | "b"));
    }

    #[test]
    fn nothing_empty_is_written() {
        let element = element([("a", Value::Null), ("b", Value::Array(vec![])), ("c", "".into()), ("d", object([])), ("e", false.into())]);
        assert_eq!(canonical(&element), "{\"e\":false}");
    }
}
