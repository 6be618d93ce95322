//! Facts with parts of their own: operation, needle, medication, allergy, intensive care, transfusion, a problem of one
//! leg, and answers to the contraindication tables. Each has a shape; nothing in it is guessed.

use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, check, optional, required};
use super::writing::Writing;
use crate::clinical::chart::{Chart, FactValue, Instant, Limb, Operation, OperationKind, OperationStatus, Procedure, Said, begins};
use crate::clinical::second;

pub mod beside;

pub static OPERATION: Shape = Shape::Object {
    open: true,
    fields: &[
        required("kind", Shape::OneOf(&["open", "laparoscopic", "arthroscopic", "elective_arthroplasty", "other"]), "Way of access."),
        optional("status", Shape::OneOf(&["planned", "done", "cancelled"]), "Planned or done count, cancelled does not."),
        optional(
            "procedure",
            Shape::OneOf(&[
                "tha",
                "tka",
                "hip_fracture",
                "turp",
                "radical_prostatectomy",
                "neurosurgery",
                "spinal",
                "cardiac",
                "thoracic",
                "bariatric",
                "abdominal_pelvic_cancer",
                "other",
            ]),
            "Class of procedure.",
        ),
        optional("durationMin", Shape::Number, "Operation time, actual or planned, minutes."),
        optional("anaesthesiaMin", Shape::Number, "Anaesthesia time, minutes; comes first."),
        optional("at", Shape::Moment, "Start: a time, or a civil date where only that is known."),
        optional("limb", LIMB, "Limb."),
        optional("haemostasisAt", Shape::Time, "Haemostasis recorded by the surgeon."),
    ],
};

const LIMB: Shape = Shape::OneOf(&["left", "right", "both"]);

pub static SAID: Shape = Shape::Or(&[
    Shape::Flag,
    Shape::Null,
    Shape::Object {
        open: true,
        fields: &[
            required("value", Shape::Or(&[Shape::Flag, Shape::Null]), "Present, absent, or null: cannot be known."),
            optional("limb", LIMB, "Which leg."),
            optional("until", Shape::Time, "In force until then."),
            optional("at", Shape::Time, "When it was said; without it: for this assessment."),
        ],
    },
]);

/// Facts that no score rests on: read by the second part. Until it is here they are kept as they came, and it is called for.
pub const BESIDE: [&str; 9] = ["neuraxial", "medication", "allergy", "icu", "transfusion", "dialysis", "abi", "inr_target", "limb_problem"];

/// The facts with parts, by id; `None` for any other id. An order of two substances is two facts.
pub fn read_compound(id: &str, value: &Tree<'_>, place: &Place<'_>) -> Option<Result<Vec<FactValue>, Rejected>> {
    if id == "operation" {
        return Some(read_operation(value, place).map(|operation| vec![FactValue::Operation(operation)]));
    }
    BESIDE.contains(&id).then(|| if second::is_here() { beside::read(id, value, place) } else { Ok(vec![FactValue::Kept(id.into())]) })
}

fn read_operation(value: &Tree<'_>, place: &Place<'_>) -> Result<Operation, Rejected> {
    check(value, &OPERATION, place)?;
    let minutes = |key: &str| -> Result<Option<f64>, Rejected> {
        match value.number(key) {
            Some(minutes) if !(0.0..=2880.0).contains(&minutes) => {
                Err(place.key(key).reject("E_RANGE", "手术/麻醉时长应在0至2880分钟之间，未采用。", "Expected 0 to 2880 minutes: not taken."))
            }
            minutes => Ok(minutes),
        }
    };
    Ok(Operation {
        kind: match value.text("kind") {
            Some("open") => OperationKind::Open,
            Some("laparoscopic") => OperationKind::Laparoscopic,
            Some("arthroscopic") => OperationKind::Arthroscopic,
            Some("elective_arthroplasty") => OperationKind::ElectiveArthroplasty,
            _ => OperationKind::Other,
        },
        status: match value.text("status") {
            Some("planned") => Some(OperationStatus::Planned),
            Some("done") => Some(OperationStatus::Done),
            Some("cancelled") => Some(OperationStatus::Cancelled),
            _ => None,
        },
        at: begin(value, "at"),
        all_day: value.day("at").is_some(),
        duration_min: minutes("durationMin")?,
        anaesthesia_min: minutes("anaesthesiaMin")?,
        procedure: value.text("procedure").and_then(Procedure::named),
        limb: value.text("limb").and_then(Limb::named),
        haemostasis_at: value.time("haemostasisAt"),
    })
}

/// A time, or the beginning of a civil day in China.
fn begin(value: &Tree<'_>, key: &str) -> Option<Instant> {
    value.time(key).or_else(|| begins(value.day(key)?, Chart::default().offset()))
}

/// `true`, `false`, `null`, or an object with the leg, the end and the time of the answer.
pub fn said(value: &Tree<'_>, place: &Place<'_>) -> Result<Said, Rejected> {
    check(value, &SAID, place)?;
    Ok(match value {
        Tree::Object(_) => {
            Said { value: value["value"].as_bool(), limb: value.text("limb").and_then(Limb::named), until: value.time("until"), at: value.time("at") }
        }
        plain => Said::now(plain.as_bool()),
    })
}

/// The same, written: always the object.
pub fn write_said(out: &mut Writing, id: &str, said: &Said) {
    out.open(id);
    out.flag("value", said.value);
    out.given("limb", said.limb.map(Limb::id));
    out.moment("until", said.until);
    out.moment("at", said.at);
    out.end();
}
