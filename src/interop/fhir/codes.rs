//! Code systems and codings. Every instrument, item, band, measure and event has a code of our own; LOINC stands beside
//! it where one is certain. No SNOMED CT.

use super::{element, only};
use crate::clinical::instrument::{Instrument, Points, Purpose, Risk};
use crate::clinical::source::Mark;
use crate::interop::event::number;
use crate::interop::json::{Value, object};
use crate::text::{Lang, Text, text};

/// Where all that is ours is named. Names, not addresses: nothing is fetched from there.
pub const BASE: &str = "https://example.invalid/virchow/fhir";

pub const LOINC: &str = "http://loinc.org";
pub const UCUM: &str = "http://unitsofmeasure.org";
pub const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

/// Beside our own code on every score of the risk of a clot.
pub const VTE_RISK: ForeignCode = ForeignCode { system: LOINC, code: "72136-5", display: "Risk for venous thromboembolism", mark: Mark::V("ECQI") };

/// A code of somebody else's, and how sure we are of it.
#[derive(Debug)]
pub struct ForeignCode {
    pub system: &'static str,
    pub code: &'static str,
    pub display: &'static str,
    pub mark: Mark,
}

impl ForeignCode {
    pub fn coding(&self) -> Value {
        element([("system", self.system.into()), ("code", self.code.into()), ("display", self.display.into())])
    }
}

/// One of our systems: `instruments`, `items`, `answers`, `bands`, `measures`, `contraindications`, `events`, `tasks`.
pub fn system(name: &str) -> String {
    [BASE, "/CodeSystem/", name].concat()
}

pub fn coding(name: &str, code: &str, display: &str) -> Value {
    element([("system", system(name).into()), ("code", code.into()), ("display", display.into())])
}

pub fn concept(name: &str, code: &str, display: &str) -> Value {
    element([("coding", only(coding(name, code, display))), ("text", display.into())])
}

/// What an instrument is called: our code, and LOINC's for the risk of a clot.
pub fn instrument_codings(instrument: &Instrument, lang: Lang) -> Value {
    let mut codings = vec![coding("instruments", instrument.id, instrument.title.get(lang))];
    if instrument.purpose == Purpose::Thrombosis {
        codings.push(VTE_RISK.coding());
    }
    Value::Array(codings)
}

pub const YES: Text = text!("是", "Yes");
pub const NO: Text = text!("否", "No");
pub const UNKNOWN: Text = text!("目前无法确定", "Cannot be known now");

/// An answer as it stands in a QuestionnaireResponse; a yes carries the item's weight.
pub fn answer_coding(value: Option<bool>, points: Points, lang: Lang) -> Value {
    let (code, display, weight) = match value {
        Some(true) => ("yes", YES, Some(points)),
        Some(false) => ("no", NO, Some(Points(0))),
        None => ("unknown", UNKNOWN, None),
    };
    let mut coding = coding("answers", code, display.get(lang));
    if let Some(weight) = weight {
        coding.put("extension", only(ordinal(weight)));
    }
    coding
}

pub fn ordinal(points: Points) -> Value {
    object([("url", ORDINAL.into()), ("valueDecimal", number(points))])
}

pub fn band_text(risk: Option<Risk>) -> Text {
    match risk {
        Some(Risk::Low) => text!("低危", "Low risk"),
        Some(Risk::Moderate) => text!("中危", "Moderate risk"),
        Some(Risk::High) => text!("高危", "High risk"),
        None => text!("尚不能确定", "Not determined yet"),
    }
}

/// The band as the instrument words it; `open` while both ends of the interval differ.
pub fn band(instrument: Option<&Instrument>, risk: Option<Risk>, lang: Lang) -> Value {
    let worded = instrument.and_then(|instrument| instrument.bands.iter().find(|band| Some(band.risk) == risk)).map(|band| band.label);
    concept("bands", risk.map_or("open", Risk::id), worded.unwrap_or(band_text(risk)).get(lang))
}

/// `{score}` of UCUM.
pub fn score(points: Points) -> Value {
    element([("value", number(points)), ("unit", "{score}".into()), ("system", UCUM.into()), ("code", "{score}".into())])
}

/// A reference that a server resolves by identifier: to what stands in the bundle of another event.
pub fn by_identifier(kind: &str, system: &str, value: &str) -> Value {
    let identifier = element([("system", [BASE, "/", system].concat().into()), ("value", value.into())]);
    element([("type", kind.into()), ("identifier", identifier)])
}

/// What a host calls a patient or an encounter: a FHIR reference where it is one, else an identifier.
pub fn named(kind: &str, given: &str) -> Value {
    let literal = match given.split_once('/') {
        _ if given.starts_with("http://") || given.starts_with("https://") || given.starts_with("urn:uuid:") => true,
        Some((left, id)) => {
            left == kind && !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
        }
        None => false,
    };
    if literal { element([("reference", given.into()), ("type", kind.into())]) } else { by_identifier(kind, &kind.to_ascii_lowercase(), given) }
}
