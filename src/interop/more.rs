//! What a host may ask for beyond `flat`: a FHIR Bundle, an HL7 v2 message, a paragraph for the progress note. All three
//! from one event, signed or not, in the language of the screen.

use super::fhir::extract::{Case, bundle};
use super::hl7::message;
use super::json::{Value, object};
use super::note::paragraph;
use super::rejected::Rejected;
use super::seal::digest;
use super::shape::{Place, Shape, check, required};
use crate::record::local::East;

static INPUT: Shape = Shape::Object { open: true, fields: &[required("names", Shape::List(&Shape::Text(32)), "Of fhirR4, hl7v2, text.")] };

/// `outputs({ event, names, options? })`: exactly those keys; a name that this bundle does not make says so under it.
pub fn outputs(input: &Value, east: East) -> Result<Value, Rejected> {
    check(input, &INPUT, &Place::root(""))?;
    whole(&input["event"])?;
    let case = Case::read(input, east)?;
    let mut outputs = object([]);
    for name in input["names"].items().iter().filter_map(Value::as_str) {
        let value = match name {
            "fhirR4" => bundle(&case),
            "hl7v2" => message(&case).into(),
            "text" => paragraph(&case).into(),
            _ => object([("error", unknown(name).to_value())]),
        };
        outputs.put(name, value);
    }
    Ok(outputs)
}

/// An event that somebody has signed is turned into nothing once it is not what was signed. One that nobody has signed yet
/// (`getResult`) has no hash.
fn whole(event: &Value) -> Result<(), Rejected> {
    match event["hash"].as_str() {
        Some(hash) if hash != digest(event) => Err(Rejected::new(
            "E_CONFLICT",
            "/event/hash".into(),
            "该事件与签名时不一致（哈希不符），不生成任何输出。请核对来源。",
            "This event is not what was signed (its hash differs): nothing is made of it. Check where it came from.",
        )),
        _ => Ok(()),
    }
}

fn unknown(name: &str) -> Rejected {
    Rejected::new(
        "E_TYPE",
        format!("/outputs/{name}"),
        "没有此输出。可用：flat、fhirR4、hl7v2、text。",
        "There is no such output: flat, fhirR4, hl7v2 and text are.",
    )
}
