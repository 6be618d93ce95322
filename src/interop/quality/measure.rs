//! A definition as a FHIR R4 `Measure`: the fourth rendering. Criteria stand as sentences (`text/plain`), because the receiver has the
//! SQL or the numbers, and no CQL of ours exists.

use crate::interop::fhir::codes::BASE;
use crate::interop::json::{Value, object};
use crate::quality::catalogue::indicator::Chosen;
use crate::quality::criterion::Criterion;
use crate::quality::sentence::{sentence, spoken};
use crate::text::Lang;

const POPULATION: &str = "http://terminology.hl7.org/CodeSystem/measure-population";

/// The measure of one indicator as chosen.
pub fn measure(of: &Chosen) -> Value {
    let indicator = of.indicator;
    let id = of.id().replace('_', "-");
    let mut populations = vec![
        population("initial-population", "every stay whose month lies in the period".to_owned()),
        population("denominator", phrase(of.population())),
    ];
    populations.extend(indicator.exclusions.iter().map(|rule| population("denominator-exclusion", rule.name.en().to_owned())));
    populations.push(population("numerator", phrase(of.numerator())));
    let mut value = object([
        ("resourceType", "Measure".into()),
        ("id", id.as_str().into()),
        ("url", [BASE, "/Measure/", &id].concat().into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("name", camel(&of.id()).into()),
        ("title", indicator.name.zh().into()),
        ("subtitle", indicator.name.en().into()),
        ("status", "draft".into()),
        ("experimental", true.into()),
        ("description", sentence(of, Lang::Zh).join("\n\n").into()),
        ("purpose", sentence(of, Lang::En).join("\n\n").into()),
        ("scoring", concept("http://terminology.hl7.org/CodeSystem/measure-scoring", "proportion")),
        (
            "improvementNotation",
            concept(
                "http://terminology.hl7.org/CodeSystem/measure-improvement-notation",
                if indicator.target.higher_is_better { "increase" } else { "decrease" },
            ),
        ),
        ("group", Value::Array(vec![object([("population", Value::Array(populations))])])),
    ]);
    if let Some(label) = indicator.label {
        let official = object([("use", "secondary".into()), ("value", label.into())]);
        value.put("identifier", Value::Array(vec![official]));
    }
    value
}

fn phrase(criterion: &Criterion) -> String {
    spoken(criterion, Lang::En)
}

fn concept(system: &str, code: &str) -> Value {
    object([("coding", Value::Array(vec![object([("system", system.into()), ("code", code.into())])]))])
}

fn population(code: &str, sentence: String) -> Value {
    let criteria = object([("language", "text/plain".into()), ("expression", sentence.into())]);
    object([("code", concept(POPULATION, code)), ("criteria", criteria)])
}

/// A name for machines: letters and digits.
fn camel(id: &str) -> String {
    id.split(['_', '.']).map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
