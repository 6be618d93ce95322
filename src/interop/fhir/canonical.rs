//! Where our canonical addresses are said to live is the hospital's to set (`profile.canonical`): Questionnaires, CodeSystems,
//! extensions and identifiers. Inside there is one base (`codes::BASE`); it is exchanged where JSON text goes out and comes
//! in, so that no function in between needs to know. Addresses of the default base are understood with every setting.

use super::codes::BASE;
use crate::interop::json::canonical;
use crate::interop::profile::is_base;

/// What of ours comes in by its address. Anything else under the hospital's base (a patient, an encounter) is its own.
const OURS: [&str; 3] = ["/Questionnaire/", "/CodeSystem/", "/StructureDefinition/"];

/// A base that a profile may name and that is another than ours, as it stands inside a text of JSON.
fn other(base: Option<&str>) -> Option<String> {
    let written = canonical(&base.filter(|base| is_base(base) && *base != BASE)?.into());
    Some(written.trim_matches('"').to_owned())
}

/// JSON text on its way out, under the hospital's base.
pub fn outward(json: String, base: Option<&str>) -> String {
    match other(base) {
        Some(base) => json.replace(BASE, &base),
        None => json,
    }
}

/// JSON text or an address on its way in.
pub fn inward(json: &str, base: Option<&str>) -> String {
    let Some(base) = other(base) else { return json.to_owned() };
    OURS.into_iter().fold(json.to_owned(), |json, kind| json.replace(&[&base, kind].concat(), &[BASE, kind].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::fhir::{questionnaire::questionnaire, response, text};
    use crate::interop::json::{Value, object};
    use crate::interop::shape::{Place, parse};

    const HIS: Option<&str> = Some("https://his.example/fhir");

    fn value(json: &str) -> Value {
        parse(json, 1 << 20, &Place::root("")).unwrap()
    }

    #[test]
    fn a_questionnaire_and_its_response_stand_under_the_hospitals_base_and_come_back() {
        let asked = inward("https://his.example/fhir/Questionnaire/padua|2010", HIS);
        let out = outward(text(questionnaire(&asked)), HIS);
        assert!(
            !out.contains(BASE)
                && out.contains("\"https://his.example/fhir/Questionnaire/padua\"")
                && out.contains("https://his.example/fhir/CodeSystem/")
        );
        let state = r#"{ "instrument": "padua", "answers": { "padua.active_cancer": true }, "notes": { "padua.active_cancer": "x" } }"#;
        let out = outward(text(response::response_from(&value(state))), HIS);
        assert!(!out.contains(BASE), "{out}");
        let wrapped = object([("questionnaireResponse", value(&inward(&out, HIS)))]);
        let back = response::answers_from(&wrapped["questionnaireResponse"]).unwrap();
        assert_eq!(back["answers"]["padua.active_cancer"].as_bool(), Some(true));
        assert_eq!(back["notes"]["padua.active_cancer"].as_str(), Some("x"));
        // The default base is understood with every setting, and the hospital's own resources stay its own.
        assert!(questionnaire(&inward(&[BASE, "/Questionnaire/padua"].concat(), HIS)).is_ok());
        assert_eq!(inward("https://his.example/fhir/Patient/1", HIS), "https://his.example/fhir/Patient/1");
    }

    #[test]
    fn without_a_setting_or_with_one_that_is_no_address_nothing_changes() {
        for base in [None, Some(BASE), Some("his"), Some("https://his.example/")] {
            let out = text(questionnaire("padua"));
            assert_eq!(outward(out.clone(), base), out);
            assert_eq!(inward(&out, base), out);
        }
    }
}
