//! Codes of concepts: every coding is read, and each by its system. A hospital's own coding may stand first.

use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// The codes of a concept in these systems.
pub fn codes<'a>(concept: &'a Value, systems: &[&str]) -> Vec<&'a str> {
    let ours = |coding: &&Value| coding.text("system").is_some_and(|system| systems.contains(&system));
    concept["coding"].items().iter().filter(ours).filter_map(|coding| coding.text("code")).filter(|code| !code.trim().is_empty()).collect()
}

/// What a status of an HL7 system says.
pub enum StatusWord<'a> {
    /// Nothing is said.
    Absent,
    /// Only in words of somebody else.
    Foreign,
    Said(Vec<&'a str>),
}

impl StatusWord<'_> {
    pub fn is(&self, any: &[&str]) -> bool {
        matches!(self, StatusWord::Said(words) if words.iter().any(|word| any.contains(word)))
    }
}

/// The words of one HL7 system: in a concept, a list of concepts, a coding, or a plain word of older versions. A coding
/// without a system counts where none of HL7's is there.
pub fn word<'a>(given: &'a Value, system: &str) -> StatusWord<'a> {
    let codings: Vec<&Value> = match given {
        Value::String(text) => return StatusWord::Said(vec![text]),
        Value::Array(concepts) => {
            concepts.iter().flat_map(|one| if one.get("coding").is_some() { one["coding"].items() } else { std::slice::from_ref(one) }).collect()
        }
        Value::Object(_) if given.get("coding").is_some() => given["coding"].items().iter().collect(),
        Value::Object(_) => vec![given],
        _ => return StatusWord::Absent,
    };
    let of = |wanted: Option<&str>| -> Vec<&'a str> {
        codings.iter().filter(|coding| coding.text("system") == wanted).filter_map(|coding| coding.text("code")).collect()
    };
    let said = of(Some(system));
    let said = if said.is_empty() { of(None) } else { said };
    if said.is_empty() { StatusWord::Foreign } else { StatusWord::Said(said) }
}

pub const CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";
pub const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
pub const ALLERGY_CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
pub const ALLERGY_VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
pub const ACT: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
