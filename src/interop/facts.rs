//! Facts with parts of their own: operation, needle, medication, allergy, intensive care, transfusion, a problem of one
//! leg, and answers to the contraindication tables. Each has a shape; nothing in it is guessed.

use super::json::Tree;
use super::medicines;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, check, optional, required};
use super::writing::Writing;
use crate::clinical::chart::{
    Chart, FactValue, Instant, Limb, Medication, Neuraxial, Operation, OperationKind, OperationStatus, Procedure, Said, begins,
};
use crate::clinical::contraindication;
use crate::clinical::second;
use crate::clinical::substance::{Allergen, Recognised};

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

pub static NEURAXIAL: Shape = Shape::Object {
    open: true,
    fields: &[
        required("kind", Shape::OneOf(&["needle", "catheter"]), "Single puncture, or a catheter that stays."),
        required("at", Shape::Moment, "The puncture, done or planned: a time, or a civil date."),
        optional("removedAt", Shape::Time, "Removal of the catheter, done or planned."),
        optional("traumatic", Shape::Flag, "A bloody tap."),
    ],
};

pub static MEDICATION: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("id", Shape::Text(64), "Generic name in English, as `enoxaparin`, `warfarin`, `aspirin`."),
        optional("name", Shape::Text(128), "The name on the order, in Chinese or English, with salt and form: matched by the table of substances."),
        optional("atc", Shape::Text(16), "ATC code; counts beside the name."),
        optional(
            "class",
            Shape::Text(64),
            "`ufh`, `lmwh`, `fondaparinux`, `doac`, `vka`, `anticoagulant`, `antiplatelet`, `thrombolytic`, `cyp3a4_pgp_inhibitor`, `cyp3a4_pgp_inducer`, or another.",
        ),
        optional("intent", Shape::OneOf(&["prophylactic", "therapeutic"]), "Of an anticoagulant; without it the dose counts as unknown."),
        optional("doseMg", Shape::Number, "Daily dose in mg; read of aspirin only."),
        optional("dose", DOSE, "One dose, as it is ordered."),
        optional("indication", Shape::Text(200), "Of a thrombolysis: what it was for."),
        optional("nextDueAt", Shape::Time, "When the next dose is due."),
        optional("status", Shape::OneOf(&["active", "on_hold", "stopped"]), "Whether it is being given; default active."),
        optional("stopReason", Shape::Text(200), "Why it was stopped."),
        optional("lastDoseAt", Shape::Time, "Last dose given."),
        optional("stoppedAt", Shape::Time, "When it was or will be stopped."),
    ],
};

const DOSE: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("amount", Shape::Number, "How much."),
        optional("unit", Shape::OneOf(&["mg", "IU", "U", "AXaIU", "mL", "ml"]), "`mg`, `IU` (or `U`), `mL`."),
        optional("frequency", Shape::OneOf(&["qd", "q12h", "q8h", "continuous"]), "How often."),
    ],
};

pub static DIALYSIS: Shape = Shape::Or(&[
    Shape::Flag,
    Shape::Object { open: true, fields: &[required("from", Shape::Moment, "Since when."), optional("to", Shape::Moment, "Until when.")] },
]);

pub static ABI: Shape = Shape::Object {
    open: true,
    fields: &[required("value", Shape::Number, "Ankle-brachial index, 0 to 2."), optional("limb", LIMB, "Which leg; without it both.")],
};

pub static INR_TARGET: Shape = Shape::Object {
    open: true,
    fields: &[required("low", Shape::Number, "Lower end of the range."), required("high", Shape::Number, "Upper end of the range.")],
};

pub static ALLERGY: Shape = Shape::Object {
    open: true,
    fields: &[
        required("to", Shape::Text(128), "What the allergy is to, in words; what nobody recognises is asked by name."),
        optional("atc", Shape::Text(16), "ATC code of the substance."),
    ],
};

pub static ICU: Shape = Shape::Object {
    open: true,
    fields: &[required("from", Shape::Time, "Admission to intensive or coronary care."), optional("to", Shape::Time, "Discharge from it.")],
};

pub static TRANSFUSION: Shape = Shape::Object {
    open: true,
    fields: &[required("units", Shape::Number, "Units of red cells."), required("at", Shape::Time, "When they were given.")],
};

pub static LIMB_PROBLEM: Shape = Shape::Object {
    open: true,
    fields: &[required("id", Shape::Text(32), "A row `MC_*` of the device table."), optional("limb", LIMB, "Which leg; without it both.")],
};

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

/// The shape of what a fact with parts of its own holds, by id; of any other id, none.
pub(super) fn shape_of(id: &str) -> Option<&'static Shape> {
    Some(match id {
        "operation" => &OPERATION,
        "neuraxial" => &NEURAXIAL,
        "medication" => &MEDICATION,
        "allergy" => &ALLERGY,
        "icu" => &ICU,
        "transfusion" => &TRANSFUSION,
        "dialysis" => &DIALYSIS,
        "abi" => &ABI,
        "inr_target" => &INR_TARGET,
        "limb_problem" => &LIMB_PROBLEM,
        _ => return None,
    })
}

/// The facts with parts, by id; `None` for any other id. An order of two substances is two facts.
pub fn read_compound(id: &str, value: &Tree<'_>, place: &Place<'_>) -> Option<Result<Vec<FactValue>, Rejected>> {
    let shape = shape_of(id)?;
    Some(check(value, shape, place).and_then(|()| compound(id, value, place)))
}

/// Its shape was checked.
fn compound(id: &str, value: &Tree<'_>, place: &Place<'_>) -> Result<Vec<FactValue>, Rejected> {
    let one = match id {
        "operation" => FactValue::Operation(operation(value, place)?),
        "neuraxial" => neuraxial(value, place)?,
        "medication" => {
            named(value, place)?;
            return Ok(if second::is_here() { medicines::ordered(value) } else { vec![unread(value)] });
        }
        "allergy" if second::is_here() => return Ok(medicines::allergies(value)),
        "allergy" => FactValue::Allergy { to: Allergen::Unrecognised, name: String::new() },
        "icu" => icu(value, place)?,
        "transfusion" => transfusion(value, place)?,
        // "Not on dialysis" is no fact of a dialysis; it is taken and says nothing more.
        "dialysis" if value.as_bool() == Some(false) => FactValue::Kept(id.into()),
        "dialysis" => {
            after(value, "from", "to", place)?;
            FactValue::Dialysis { from: begin(value, "from"), to: begin(value, "to") }
        }
        "abi" => abi(value, place)?,
        "inr_target" => inr_target(value, place)?,
        _ => limb_problem(value, place)?,
    };
    Ok(vec![one])
}

fn operation(value: &Tree<'_>, place: &Place<'_>) -> Result<Operation, Rejected> {
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

/// An end before its beginning is a slip, and nothing that hangs on it could be trusted.
fn after(value: &Tree<'_>, from: &str, to: &str, place: &Place<'_>) -> Result<(), Rejected> {
    match (begin(value, from), begin(value, to)) {
        (Some(begin), Some(end)) if end < begin => {
            Err(place.key(to).reject("E_CONFLICT", "结束早于开始，未采用。请核对时间。", "Ends before it begins: not taken. Check the times."))
        }
        _ => Ok(()),
    }
}

fn neuraxial(value: &Tree<'_>, place: &Place<'_>) -> Result<FactValue, Rejected> {
    after(value, "at", "removedAt", place)?;
    Ok(FactValue::Neuraxial(Neuraxial {
        catheter: value.text("kind") == Some("catheter"),
        at: begin(value, "at").unwrap_or_default(),
        all_day: value.day("at").is_some(),
        removed_at: value.time("removedAt"),
        traumatic: value["traumatic"].as_bool() == Some(true),
    }))
}

fn icu(value: &Tree<'_>, place: &Place<'_>) -> Result<FactValue, Rejected> {
    after(value, "from", "to", place)?;
    Ok(FactValue::Icu { from: value.time("from").unwrap_or_default(), to: value.time("to") })
}

fn transfusion(value: &Tree<'_>, place: &Place<'_>) -> Result<FactValue, Rejected> {
    match value.number("units") {
        Some(units) if (0.0..=100.0).contains(&units) => Ok(FactValue::Transfusion { units, at: value.time("at").unwrap_or_default() }),
        _ => Err(place.key("units").reject("E_RANGE", "输血量应在0至100 U之间，未采用。", "Expected 0 to 100 units: not taken.")),
    }
}

fn abi(value: &Tree<'_>, place: &Place<'_>) -> Result<FactValue, Rejected> {
    match value.number("value") {
        Some(index) if (0.0..=2.0).contains(&index) => {
            Ok(FactValue::Abi { value: index, limb: value.text("limb").and_then(Limb::named).unwrap_or(Limb::Both) })
        }
        _ => Err(place.key("value").reject("E_RANGE", "踝肱指数应在0至2之间，未采用。", "Expected an ankle-brachial index of 0 to 2: not taken.")),
    }
}

fn inr_target(value: &Tree<'_>, place: &Place<'_>) -> Result<FactValue, Rejected> {
    match (value.number("low"), value.number("high")) {
        (Some(low), Some(high)) if (1.0..=high).contains(&low) && high <= 5.0 => Ok(FactValue::InrTarget { low, high }),
        _ => Err(place.reject(
            "E_RANGE",
            "INR目标范围应在1.0至5.0之间且下限不高于上限，未采用。",
            "Expected a range of INR within 1.0 to 5.0, the lower end first: not taken.",
        )),
    }
}

/// A time, or the beginning of a civil day in China.
fn begin(value: &Tree<'_>, key: &str) -> Option<Instant> {
    value.time(key).or_else(|| begins(value.day(key)?, Chart::default().offset()))
}

fn limb_problem(value: &Tree<'_>, place: &Place<'_>) -> Result<FactValue, Rejected> {
    match contraindication::id_named(value.text("id").unwrap_or_default()) {
        Some(id) if id.starts_with("MC_") => {
            Ok(FactValue::Contraindication { id, said: Said { limb: value.text("limb").and_then(Limb::named), ..Said::now(Some(true)) } })
        }
        _ => Err(place.key("id").reject("E_ITEM", "未知的器械禁忌条目，未采用。", "Not a row of the device table: not taken.")),
    }
}

/// An order whose substance is not looked up, because the table stands in the second part: it is read again when that comes
/// (`session::desk`), and until then nothing asks what it is. When it was given is known.
fn unread(value: &Tree<'_>) -> FactValue {
    let (last_dose_at, stopped_at) = (value.time("lastDoseAt"), value.time("stoppedAt"));
    FactValue::Medication(Medication { last_dose_at, stopped_at, ..Medication::of(Recognised::Unrecognised) })
}

/// An order must say what is given.
fn named(value: &Tree<'_>, place: &Place<'_>) -> Result<(), Rejected> {
    let says = |key: &&str| value.text(key).is_some_and(|text| !text.trim().is_empty());
    match ["id", "name", "class", "atc"].iter().any(says) {
        true => Ok(()),
        false => Err(place.reject(
            "E_SCHEMA",
            "用药缺少药名（id、name、class或atc），未采用。请补上。",
            "A medication without a name (id, name, class or atc): not taken. Add it.",
        )),
    }
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
