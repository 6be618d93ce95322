//! FHIR in: a chart from a Bundle of Patient, Encounter, Condition, Observation, Procedure and MedicationRequest. What
//! cannot be read is listed with its place and its reason, and the rest is taken; nothing is guessed, and nothing that is
//! not on record becomes a "no". A Bundle of two patients, or with a resource of another patient, is not taken as one.

use std::collections::BTreeMap;

use super::element;
use super::maps::{ATC, ICD_SYSTEMS, ICD9_SYSTEMS, OBSERVATIONS, OPERATIONS, TAKEN, diagnosed};
use crate::clinical::chart::Instant;
use crate::clinical::quantity::{Quantity, Unusable};
use crate::interop::json::{Value, object};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _, date, time};

/// Of one quantity this many, the latest: rules ask for two readings of a pressure and no more than a few of the rest.
const LATEST: usize = 4;

/// `prefill(bundle)`: `{ chart, rejected: [{ path, code, message }] }`.
pub fn prefill(bundle: &Value) -> Result<Value, Rejected> {
    let place = Place::root("");
    if bundle.text("resourceType") != Some("Bundle") {
        return Err(place.key("resourceType").reject("E_SCHEMA", "此处应为 Bundle。", "Expected a Bundle here."));
    }
    let at_entries = place.key("entry");
    let mut into = Into { patient: None, facts: vec![], rejected: vec![] };
    let entries = || bundle["entry"].items().iter().enumerate();
    let of = |kind: &'static str| entries().filter(move |(_, entry)| entry["resource"].text("resourceType") == Some(kind));
    let mut patients = of("Patient");
    let patient = patients.next();
    if let Some((index, _)) = patients.next() {
        return Err(at_entries.index(index).reject(
            "E_CONTEXT_MISMATCH",
            "数据中有两位患者，整份未采用。",
            "Two patients in one Bundle: nothing was taken.",
        ));
    }
    if let Some((_, entry)) = patient {
        let id = entry["resource"].text("id").map(|id| ["Patient", id].join("/"));
        into.patient = Some((id, entry.text("fullUrl").map(str::to_owned)));
    }
    // The stay that is going on; else the last one in the Bundle.
    let current = of("Encounter").find(|(_, entry)| entry["resource"].text("status") == Some("in-progress"));
    let encounter = current.or_else(|| of("Encounter").next_back());
    for (index, entry) in entries() {
        let place = at_entries.index(index);
        let place = place.key("resource");
        let resource = &entry["resource"];
        if !into.belongs(resource) {
            into.refuse(place.reject("E_CONTEXT_MISMATCH", "属于另一位患者，未采用。", "Of another patient: not taken."));
            continue;
        }
        match resource.text("resourceType") {
            Some("Observation") => into.observation(resource, &place),
            Some("Condition") => into.condition(resource),
            Some("Procedure") => into.procedure(resource),
            Some("MedicationRequest" | "MedicationStatement" | "MedicationAdministration") => into.medication(resource, &place),
            _ => {}
        }
    }
    let context = encounter.and_then(|(index, entry)| {
        let encounter = &entry["resource"];
        let given = encounter["identifier"][0].text("value").or(encounter.text("id"))?;
        if within(given, MAX_CONTEXT).is_none() {
            let place = at_entries.index(index);
            into.refuse(place.key("resource").reject(
                "E_TOO_LARGE",
                "住院编号过长，未采用。请由HIS传入 contextId。",
                "The id of this admission is too long: not taken. The host gives contextId.",
            ));
        }
        within(given, MAX_CONTEXT)
    });
    let facts = into.latest();
    let mut chart = element([
        ("patient", patient.map_or(Value::Null, |(_, entry)| read_patient(&entry["resource"]))),
        ("encounter", encounter.map_or(Value::Null, |(_, entry)| read_encounter(&entry["resource"]))),
        ("facts", Value::Array(facts)),
    ]);
    if let Some(context) = context {
        chart.put("contextId", context.into());
    }
    Ok(object([("chart", chart), ("rejected", Value::Array(into.rejected))]))
}

/// What a chart takes of a reference, of a department's name and of an admission's id (`interop::chart`).
const MAX_REF: usize = 256;
const MAX_DEPARTMENT: usize = 64;
const MAX_CONTEXT: usize = 128;
/// And of a medicine's name and code (`interop::facts`).
const MAX_NAME: usize = 128;
const MAX_CODE: usize = 16;

fn within(text: &str, most: usize) -> Option<&str> {
    (text.chars().count() <= most).then_some(text)
}

/// A reference that a chart takes; without one it is as good.
fn reference(kind: &str, resource: &Value) -> Option<String> {
    let whole = [kind, resource.text("id")?].join("/");
    within(&whole, MAX_REF).is_some().then_some(whole)
}

fn read_patient(patient: &Value) -> Value {
    let sex = patient.text("gender").filter(|gender| matches!(*gender, "female" | "male"));
    let born = patient.text("birthDate").filter(|text| date(text).is_some());
    element([("ref", reference("Patient", patient).into()), ("sex", sex.into()), ("birthDate", born.into())])
}

fn read_encounter(encounter: &Value) -> Value {
    element([
        ("ref", reference("Encounter", encounter).into()),
        ("admittedAt", encounter["period"].text("start").filter(|text| time(text).is_some()).into()),
        // Shown, and nothing else: the beginning of a long name will do.
        ("department", encounter["location"][0]["location"].text("display").map(|name| name.chars().take(MAX_DEPARTMENT).collect::<String>()).into()),
    ])
}

struct Into {
    /// Reference and fullUrl of the one patient.
    patient: Option<(Option<String>, Option<String>)>,
    facts: Vec<Value>,
    rejected: Vec<Value>,
}

impl Into {
    fn refuse(&mut self, rejected: Rejected) {
        self.rejected.push(rejected.to_value());
    }

    /// Says nothing of whose it is, or names the patient of this Bundle.
    fn belongs(&self, resource: &Value) -> bool {
        let (Some(subject), Some((id, url))) = (resource["subject"].text("reference"), &self.patient) else { return true };
        // A version and a server in front are the same patient.
        let subject = subject.split("/_history/").next().unwrap_or(subject);
        let same = |id: &String| subject == id || subject.ends_with(&["/", id].concat());
        url.as_deref() == Some(subject) || id.as_ref().is_some_and(same)
    }

    fn observation(&mut self, observation: &Value, place: &Place<'_>) {
        let status = observation.text("status").unwrap_or_default();
        if !matches!(status, "final" | "amended" | "corrected" | "preliminary") {
            return;
        }
        let at = observation.text("effectiveDateTime").or(observation["effectivePeriod"].text("start")).or(observation.text("issued"));
        let preliminary = status == "preliminary";
        self.measured(observation, at, preliminary, place);
        let at_components = place.key("component");
        for (index, component) in observation["component"].items().iter().enumerate() {
            self.measured(component, at, preliminary, &at_components.index(index));
        }
    }

    fn measured(&mut self, of: &Value, at: Option<&str>, preliminary: bool, place: &Place<'_>) {
        let loinc = |code: &&str| OBSERVATIONS.iter().find(|row| row.loinc == *code);
        let Some(row) = codes(&of["code"], &["http://loinc.org"]).iter().find_map(loinc) else { return };
        let at_value = place.key("valueQuantity");
        let quantity = &of["valueQuantity"];
        let Some(value) = quantity.number("value") else {
            return self.refuse(at_value.reject("E_SCHEMA", "没有数值，未采用。", "No number: not taken."));
        };
        if quantity.text("comparator").is_some() {
            return self.refuse(at_value.key("comparator").reject(
                "E_SCHEMA",
                "“小于”或“大于”的结果不能当作数值，未采用。",
                "A result \"less than\" or \"more than\" is no number: not taken.",
            ));
        }
        let at = at.filter(|text| time(text).is_some());
        if at.is_none() && !matches!(row.quantity, Quantity::Height | Quantity::Weight) {
            return self.refuse(place.reject("E_SCHEMA", "没有带时区的时间，未采用。", "No time with an offset: not taken."));
        }
        let given = quantity.text("code").or(quantity.text("unit")).unwrap_or_default();
        // A unit that names the other kind does not become this one: the two together are read as none.
        let unit = if given.contains(row.unit_suffix) { given.to_owned() } else { [given, row.unit_suffix].concat() };
        let named = Some(unit.as_str()).filter(|unit| !unit.is_empty());
        match row.quantity.read(value, named) {
            Ok(_) => {}
            Err(Unusable::Unit { .. }) => {
                return self.refuse(at_value.key("unit").reject("E_UNIT", "单位缺失或无法识别，未采用。", "Unit missing or unknown: not taken."));
            }
            Err(Unusable::OutOfRange { .. }) => {
                return self.refuse(at_value.key("value").reject(
                    "E_RANGE",
                    "数值不可能，未采用。请核对单位。",
                    "Not a possible value: not taken. Check the unit.",
                ));
            }
        }
        let mut fact = element([
            ("id", row.quantity.row().id.into()),
            ("value", quantity["value"].clone()),
            ("unit", named.into()),
            ("at", at.into()),
            ("source", ["LOINC ", row.loinc].concat().into()),
        ]);
        if preliminary {
            fact.put("status", "suggested".into());
        }
        self.facts.push(fact);
    }

    fn condition(&mut self, condition: &Value) {
        let word = |field: &str| condition[field]["coding"][0].text("code").unwrap_or_default();
        let (clinical, verification) = (word("clinicalStatus"), word("verificationStatus"));
        if matches!(verification, "refuted" | "entered-in-error" | "differential") {
            return;
        }
        let active = matches!(clinical, "" | "active" | "recurrence" | "relapse");
        let confirmed = verification == "confirmed";
        let at = condition.text("onsetDateTime").or(condition.text("recordedDate")).filter(|text| time(text).is_some());
        for (system, is_cm) in ICD_SYSTEMS {
            for code in codes(&condition["code"], &[system]) {
                for row in diagnosed(code, *is_cm).filter(|row| active || row.history) {
                    self.finding(row.item, row.exact && confirmed, ["ICD-10 ", code].concat(), at);
                }
            }
        }
    }

    /// A finding once: what is asserted stands over what is suggested.
    fn finding(&mut self, item: &str, asserted: bool, source: String, at: Option<&str>) {
        let held = self.facts.iter_mut().find(|fact| fact.text("id") == Some(item));
        if let Some(held) = held {
            if asserted && let Value::Object(fields) = held {
                fields.remove("status");
            }
            return;
        }
        let source: String = source.chars().take(64).collect();
        let mut fact = element([("id", item.into()), ("value", true.into()), ("source", source.into()), ("at", at.into())]);
        if !asserted {
            fact.put("status", "suggested".into());
        }
        self.facts.push(fact);
    }

    fn procedure(&mut self, procedure: &Value) {
        let status = match procedure.text("status") {
            Some("completed") => "done",
            Some("preparation") => "planned",
            _ => return,
        };
        let at = procedure.text("performedDateTime").or(procedure["performedPeriod"].text("start")).filter(|text| time(text).is_some());
        for code in codes(&procedure["code"], ICD9_SYSTEMS) {
            let bare: String = code.chars().filter(|c| *c != '.').collect();
            if let Some(row) = OPERATIONS.iter().find(|row| bare.starts_with(row.prefix)) {
                let value = element([("kind", row.kind.into()), ("procedure", row.procedure.into()), ("status", status.into()), ("at", at.into())]);
                self.facts.push(object([
                    ("id", "operation".into()),
                    ("value", value),
                    ("status", "suggested".into()),
                    ("source", ["ICD-9-CM ", code].concat().chars().take(64).collect::<String>().into()),
                ]));
                return;
            }
        }
    }

    /// Code and name as they are given: what they mean is read where every medicine is.
    fn medication(&mut self, medication: &Value, place: &Place<'_>) {
        // Ordered and going on; a plan or a proposal is nothing that the patient takes.
        let current = matches!(medication.text("status"), Some("active" | "on-hold" | "in-progress"));
        if !current || matches!(medication.text("intent"), Some("proposal" | "plan")) || medication["doNotPerform"] == true {
            return;
        }
        let concept = &medication["medicationCodeableConcept"];
        let displays = concept["coding"].items().iter().map(|coding| coding.text("display"));
        let mut names = [concept.text("text")].into_iter().chain(displays).chain([medication["medicationReference"].text("display")]).flatten();
        let name: Option<String> = names.find(|name| !name.trim().is_empty()).map(|name| name.chars().take(MAX_NAME).collect());
        let mut codes = codes(concept, &[ATC]);
        codes.retain(|code| !code.is_empty());
        // A name without a code may be the one that matters.
        if codes.is_empty() {
            match name {
                Some(name) => self.taken(None, Some(&name)),
                None => self.refuse(place.reject(
                    "E_SCHEMA",
                    "用药既无ATC编码也无药名，未采用。请在HIS中核对用药。",
                    "A medication with neither an ATC code nor a name: not taken. Check the medications in the HIS.",
                )),
            }
            return;
        }
        for (index, code) in codes.into_iter().enumerate() {
            self.taken(Some(code), name.as_deref().filter(|_| index == 0));
            for (_, item) in TAKEN.iter().filter(|(prefix, _)| code.starts_with(prefix)) {
                self.finding(item, false, ["ATC ", code].concat(), None);
            }
        }
    }

    fn taken(&mut self, code: Option<&str>, name: Option<&str>) {
        let code: Option<String> = code.map(|code| code.chars().take(MAX_CODE).collect());
        let value = element([("atc", code.as_deref().into()), ("name", name.into())]);
        let source = code.map(|code| ["ATC ", &code].concat());
        self.facts.push(element([("id", "medication".into()), ("value", value), ("source", source.into())]));
    }

    /// Of each quantity the latest few, and those as late as the last of them. A Bundle may hold thousands, so each time is
    /// read once.
    fn latest(&mut self) -> Vec<Value> {
        let facts = std::mem::take(&mut self.facts);
        let mut times: BTreeMap<&str, Vec<Option<Instant>>> = BTreeMap::new();
        for fact in &facts {
            times.entry(fact.text("id").unwrap_or_default()).or_default().push(fact.time("at"));
        }
        for all in times.values_mut() {
            all.sort_by(|one, other| other.cmp(one));
        }
        let keeps = |fact: &&Value| {
            let id = fact.text("id").unwrap_or_default();
            Quantity::named(id).is_none() || times[id].get(LATEST - 1).is_none_or(|last| fact.time("at") >= *last)
        };
        facts.iter().filter(keeps).cloned().collect()
    }
}

/// The codes of a concept in these systems.
fn codes<'a>(concept: &'a Value, systems: &[&str]) -> Vec<&'a str> {
    let ours = |coding: &&Value| coding.text("system").is_some_and(|system| systems.contains(&system));
    concept["coding"].items().iter().filter(ours).filter_map(|coding| coding.text("code")).collect()
}

/// Reads text of at most one MiB.
pub fn read(text: &str) -> Result<Value, Rejected> {
    crate::interop::shape::parse(text, super::MAX_BYTES, &Place::root(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::json::{canonical, parse};

    /// The facts and the refusals of one medication.
    fn check(medication: &str, expected: &str) {
        let bundle = format!(r#"{{"resourceType":"Bundle","entry":[{{"resource":{medication}}}]}}"#);
        let read = prefill(&parse(&bundle, 32).expect("JSON")).expect("a bundle");
        let refused = read["rejected"].items().iter().map(|rejected| rejected.text("path").unwrap_or_default()).collect::<Vec<_>>().join(" ");
        let facts = read["chart"]["facts"].items().iter().map(canonical).collect::<Vec<_>>().join(" ");
        assert_eq!(facts.replace('"', "") + &refused, expected, "{medication}");
    }

    #[test]
    fn a_medication_hands_on_its_code_and_its_name() {
        let order = |concept: &str| format!(r#"{{"resourceType":"MedicationRequest","status":"active","intent":"order",{concept}}}"#);
        let atc = |code: &str| format!(r#"{{"system":"http://www.whocc.no/atc","code":"{code}"}}"#);
        check(
            &order(&format!(r#""medicationCodeableConcept":{{"coding":[{}],"text":"华法林钠片"}}"#, atc("B01AA03"))),
            "{id:medication,source:ATC B01AA03,value:{atc:B01AA03,name:华法林钠片}}",
        );
        check(
            &order(&format!(r#""medicationCodeableConcept":{{"coding":[{},{}],"text":"阿司匹林氯吡格雷片"}}"#, atc("B01AC06"), atc("B01AC04"))),
            "{id:medication,source:ATC B01AC06,value:{atc:B01AC06,name:阿司匹林氯吡格雷片}} {id:medication,source:ATC B01AC04,value:{atc:B01AC04}}",
        );
        check(&order(r#""medicationCodeableConcept":{"text":"丹参片"}"#), "{id:medication,value:{name:丹参片}}");
        check(
            &order(r#""medicationCodeableConcept":{"coding":[{"system":"http://his","code":"17","display":"低分子肝素钠"}]}"#),
            "{id:medication,value:{name:低分子肝素钠}}",
        );
        check(&order(r#""medicationReference":{"reference":"Medication/4","display":"利伐沙班片"}"#), "{id:medication,value:{name:利伐沙班片}}");
        check(&order(r#""medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc","code":""}],"text":" "}"#), "/entry/0/resource");
        check(&order(r#""medicationReference":{"reference":"Medication/4"}"#), "/entry/0/resource");
        check(r#"{"resourceType":"MedicationRequest","status":"stopped","medicationCodeableConcept":{"text":"华法林钠片"}}"#, "");
    }
}
