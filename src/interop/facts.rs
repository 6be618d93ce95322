//! Facts with parts of their own: operation, needle, medication, allergy, intensive care, transfusion, a problem of one
//! leg, and answers to the contraindication tables. Each has a shape; nothing in it is guessed.

use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, check, optional, required};
use super::writing::Writing;
use crate::clinical::chart::{
    DoseUnit, FactValue, Given, Intent, Limb, Medication, Neuraxial, Operation, OperationKind, OperationStatus, Ordered, Procedure, Rhythm, Said,
};
use crate::clinical::contraindication::Row;
use crate::clinical::substance::{Taken, allergens, recognise};

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
        optional("at", Shape::Time, "Start."),
        optional("limb", LIMB, "Limb."),
        optional("haemostasisAt", Shape::Time, "Haemostasis recorded by the surgeon."),
    ],
};

const LIMB: Shape = Shape::OneOf(&["left", "right", "both"]);

pub static NEURAXIAL: Shape = Shape::Object {
    open: true,
    fields: &[
        required("kind", Shape::OneOf(&["needle", "catheter"]), "Single puncture, or a catheter that stays."),
        required("at", Shape::Time, "The puncture, done or planned."),
        optional("removedAt", Shape::Time, "Removal of the catheter, done or planned."),
        optional("traumatic", Shape::Flag, "A bloody tap."),
    ],
};

pub static MEDICATION: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("id", Shape::Text(64), "Generic name in English, as `enoxaparin`, `warfarin`, `aspirin`."),
        optional(
            "class",
            Shape::Text(64),
            "`ufh`, `lmwh`, `fondaparinux`, `doac`, `vka`, `anticoagulant`, `antiplatelet`, `thrombolytic`, `cyp3a4_pgp_inhibitor`, `cyp3a4_pgp_inducer`, or another.",
        ),
        optional("intent", Shape::OneOf(&["prophylactic", "therapeutic"]), "Of an anticoagulant; without it the dose counts as unknown."),
        optional("doseMg", Shape::Number, "Daily dose in mg; read of aspirin only."),
        optional("lastDoseAt", Shape::Time, "Last dose given."),
        optional("stoppedAt", Shape::Time, "When it was or will be stopped."),
    ],
};

pub static ALLERGY: Shape = Shape::Object {
    open: true,
    fields: &[required("to", Shape::Text(64), "`heparin`, `pork`, or a drug id; anything else stays an open question.")],
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
        ],
    },
]);

/// The facts with parts, by id; `None` for any other id. An order of two substances is two facts.
pub fn read_compound(id: &str, value: &Tree<'_>, place: &Place<'_>) -> Option<Result<Vec<FactValue>, Rejected>> {
    let one = |read: Result<FactValue, Rejected>| read.map(|value| vec![value]);
    Some(match id {
        "operation" => one(read_operation(value, place).map(FactValue::Operation)),
        "neuraxial" => one(check(value, &NEURAXIAL, place).and_then(|()| neuraxial(value, place))),
        "medication" => check(value, &MEDICATION, place).map(|()| medications(value).into_iter().map(FactValue::Medication).collect()),
        "allergy" => check(value, &ALLERGY, place).map(|()| {
            let name = value.text("to").unwrap_or_default();
            allergens(name, value.text("atc")).into_iter().map(|to| FactValue::Allergy { to, name: name.to_owned() }).collect()
        }),
        "icu" => one(check(value, &ICU, place).and_then(|()| icu(value, place))),
        "transfusion" => one(check(value, &TRANSFUSION, place).and_then(|()| transfusion(value, place))),
        "limb_problem" => one(check(value, &LIMB_PROBLEM, place).and_then(|()| limb_problem(value, place))),
        _ => return None,
    })
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
        at: value.time("at"),
        all_day: false,
        duration_min: minutes("durationMin")?,
        anaesthesia_min: minutes("anaesthesiaMin")?,
        procedure: value.text("procedure").and_then(Procedure::named),
        limb: value.text("limb").and_then(Limb::named),
        haemostasis_at: value.time("haemostasisAt"),
    })
}

/// An end before its beginning is a slip, and nothing that hangs on it could be trusted.
fn after(value: &Tree<'_>, from: &str, to: &str, place: &Place<'_>) -> Result<(), Rejected> {
    match (value.time(from), value.time(to)) {
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
        at: value.time("at").unwrap_or_default(),
        all_day: false,
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

fn limb_problem(value: &Tree<'_>, place: &Place<'_>) -> Result<FactValue, Rejected> {
    match crate::clinical::contraindication::named(value.text("id").unwrap_or_default()) {
        Some(row) if row.id.starts_with("MC_") => {
            Ok(FactValue::Contraindication { id: row.id, said: Said { limb: value.text("limb").and_then(Limb::named), ..Said::now(Some(true)) } })
        }
        _ => Err(place.key("id").reject("E_ITEM", "未知的器械禁忌条目，未采用。", "Not a row of the device table: not taken.")),
    }
}

/// One order: each substance in it is a medication of its own.
fn medications(value: &Tree<'_>) -> Vec<Medication> {
    let (id, name, class) = (value.text("id"), value.text("name"), value.text("class"));
    let names: Vec<&str> = [id, name, class].into_iter().flatten().collect();
    let dose = &value["dose"];
    let unit = match dose.text("unit") {
        Some("mg") => Some(DoseUnit::Mg),
        Some("IU" | "U" | "AXaIU") => Some(DoseUnit::Iu),
        Some("mL" | "ml") => Some(DoseUnit::Ml),
        _ => None,
    };
    let told = dose.number("amount").zip(unit).map(|(amount, unit)| Given { amount, unit });
    let daily_mg = value.number("doseMg");
    let order = Medication {
        name: name.or(id).or(class).unwrap_or_default().to_owned(),
        intent: match value.text("intent") {
            Some("prophylactic") => Some(Intent::Prophylactic),
            Some("therapeutic") => Some(Intent::Therapeutic),
            _ => None,
        },
        dose: told,
        rhythm: match dose.text("frequency").or(value.text("frequency")) {
            Some("qd") => Some(Rhythm::Daily),
            Some("q12h") => Some(Rhythm::Every12h),
            Some("q8h") => Some(Rhythm::Every8h),
            Some("continuous") => Some(Rhythm::Continuous),
            _ => None,
        },
        last_dose_at: value.time("lastDoseAt"),
        next_due_at: value.time("nextDueAt"),
        stopped_at: value.time("stoppedAt"),
        ordered: match value.text("status") {
            Some("on_hold") => Ordered::OnHold,
            Some("stopped") => Ordered::Stopped,
            _ => Ordered::Active,
        },
        ..Medication::of(Taken::Unrecognised)
    };
    let mut all = vec![];
    for taken in recognise(&names, value.text("atc"), &[]) {
        let aspirin = matches!(taken, Taken::Known(substance) if substance.id == "aspirin");
        let mg = daily_mg.or(told.filter(|dose| dose.unit == DoseUnit::Mg).map(|dose| dose.amount));
        all.push(Medication { taken, low_dose_aspirin: aspirin && mg.is_some_and(|mg| mg <= 100.0), ..order.clone() });
    }
    all
}

/// `true`, `false`, `null`, or an object with the leg and the end.
pub fn read_said(row: &'static Row, value: &Tree<'_>, place: &Place<'_>) -> Result<(&'static str, Said), Rejected> {
    check(value, &SAID, place)?;
    let said = match value {
        Tree::Object(_) => {
            Said { value: value["value"].as_bool(), limb: value.text("limb").and_then(Limb::named), until: value.time("until"), at: value.time("at") }
        }
        plain => Said::now(plain.as_bool()),
    };
    Ok((row.id, said))
}

/// The same, written: always the object.
pub fn write_said(out: &mut Writing, id: &str, said: &Said) {
    out.open(id);
    out.flag("value", said.value);
    out.given("limb", said.limb.map(Limb::id));
    out.moment("until", said.until);
    out.end();
}
