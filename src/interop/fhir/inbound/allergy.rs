//! Allergies: what to, in words and by ATC code. What it is, is read where every medicine is.

use super::coded::{ALLERGY_CLINICAL, ALLERGY_VERIFICATION, StatusWord, codes, word};
use super::entry::BundleEntry;
use super::facts::Facts;
use super::listed::{Listed, not_in_force, not_understood};
use crate::interop::fhir::element;
use crate::interop::fhir::maps::{ATC_SYSTEMS, NO_ALLERGY};
use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// What a chart takes of the words and of the code.
const MAX_WORDS: usize = 128;
const MAX_CODE: usize = 16;

pub fn read(entry: &BundleEntry<'_>, facts: &mut Facts<'_>, listed: &mut Listed) {
    let allergy = entry.resource;
    let verification = word(&allergy["verificationStatus"], ALLERGY_VERIFICATION);
    if verification.is(&["refuted", "entered-in-error"]) {
        return not_in_force(listed, entry, "/verificationStatus");
    }
    if !verification.is(&["confirmed", "presumed", "unconfirmed"]) && !matches!(verification, StatusWord::Absent) {
        return not_understood(listed, entry, "/verificationStatus");
    }
    let clinical = word(&allergy["clinicalStatus"], ALLERGY_CLINICAL);
    if clinical.is(&["inactive", "resolved"]) {
        return not_in_force(listed, entry, "/clinicalStatus");
    }
    if !clinical.is(&["active"]) && !matches!(clinical, StatusWord::Absent) {
        return not_understood(listed, entry, "/clinicalStatus");
    }
    let substances = allergy["reaction"].items().iter().map(|reaction| &reaction["substance"]);
    let concepts: Vec<&Value> = std::iter::once(&allergy["code"]).chain(substances).filter(|concept| concept.is_object()).collect();
    let none = concepts
        .iter()
        .flat_map(|concept| concept["coding"].items())
        .any(|coding| NO_ALLERGY.iter().any(|(system, code)| coding.text("system") == Some(system) && coding.text("code") == Some(code)));
    if none {
        let (zh, en) = ("“无已知过敏”不作为“否”采用，请直接作答。", "\"No known allergy\" becomes no \"no\": not taken. Answer it.");
        return listed.say(entry, "/code", "E_REJECTED", zh, en);
    }
    let mut any = false;
    for concept in concepts {
        let displays = concept["coding"].items().iter().filter_map(|coding| coding.text("display"));
        let name = concept.text("text").into_iter().chain(displays).find(|name| !name.trim().is_empty());
        let mut atc = codes(concept, ATC_SYSTEMS);
        atc.sort_unstable();
        let all: Vec<Option<&str>> = if atc.is_empty() { vec![None] } else { atc.into_iter().map(Some).collect() };
        for code in all {
            let Some(words) = name.or(code) else { continue };
            any = true;
            let cut = |text: &str, most| text.chars().take(most).collect::<String>();
            let value = element([("to", cut(words, MAX_WORDS).into()), ("atc", code.map(|code| cut(code, MAX_CODE)).into())]);
            let mut fact = element([("id", "allergy".into()), ("value", value), ("source", "AllergyIntolerance".into())]);
            // An intolerance is no allergy, and one that is not confirmed is a question.
            if verification.is(&["unconfirmed", "presumed"]) || allergy.text("type") == Some("intolerance") {
                fact.put("status", "suggested".into());
            }
            facts.push(fact);
        }
    }
    if !any {
        let (zh, en) = (
            "过敏原既无名称也无ATC编码，未采用。请在HIS中核对过敏史。",
            "An allergy to something without a name or an ATC code: not taken. Check the allergies in the HIS.",
        );
        listed.say(entry, "/code", "E_SCHEMA", zh, en);
    }
}
