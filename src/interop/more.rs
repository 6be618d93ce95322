//! What a host may ask for beyond `flat`: a FHIR Bundle, an HL7 v2 message, a paragraph for the progress note. All three
//! from one event, signed or not, in the language of the screen.

use super::demo::is_of_demo;
use super::fhir::extract::bundle;
use super::hl7::message;
use super::json::{Value, object};
use super::note::paragraph;
use super::rejected::Rejected;
use super::seal::digest;
use super::shape::{Place, Shape, check, required};
use crate::interop::fhir::case::OutgoingEvent;
use crate::record::local::East;

static INPUT: Shape = Shape::Object { open: true, fields: &[required("names", Shape::List(&Shape::Text(32)), "Of fhirR4, hl7v2, text.")] };

/// `outputs({ event, names, options? })`: exactly those keys; a name that this bundle does not make says so under it.
pub fn outputs(input: &Value, east: East) -> Result<Value, Rejected> {
    check(input, &INPUT, &Place::root(""))?;
    whole(&input["event"])?;
    of_a_patient(&input["event"])?;
    let case = OutgoingEvent::read(input, east)?;
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

/// What was signed for show is no document of anybody's.
fn of_a_patient(event: &Value) -> Result<(), Rejected> {
    if !is_of_demo(event) {
        return Ok(());
    }
    Err(Rejected::new(
        "E_CONFLICT",
        "/event/demo".into(),
        "这是演示病区的签名（虚构患者），不生成交给HIS的输出。",
        "This was signed in a demonstration, of a fictional patient: nothing is made of it for a hospital system.",
    ))
}

fn unknown(name: &str) -> Rejected {
    Rejected::new(
        "E_TYPE",
        format!("/outputs/{name}"),
        "没有此输出。可用：flat、fhirR4、hl7v2、text。",
        "There is no such output: flat, fhirR4, hl7v2 and text are.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::demo;

    #[test]
    fn nothing_for_a_hospital_system_is_made_of_a_demonstration() {
        let at = "2026-11-22T10:07:31+08:00".parse().expect("a time");
        let stay = demo::ward(demo::SEED, 1, &Default::default(), at).remove(0);
        for sealed in stay.record {
            let names = Value::Array(vec!["fhirR4".into(), "hl7v2".into(), "text".into()]);
            let refused = outputs(&object([("event", sealed.json), ("names", names)]), |_, _| 28_800).expect_err("refused");
            assert_eq!((refused.code, refused.path.as_str()), ("E_CONFLICT", "/event/demo"));
        }
    }
}
