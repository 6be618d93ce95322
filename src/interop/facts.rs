//! Facts with parts of their own: operation, needle, medication, allergy, intensive care, transfusion, a problem of one
//! leg, and answers to the contraindication tables. Each has a shape; nothing in it is guessed.

use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, check, optional, required};
use super::writing::Writing;
use crate::clinical::chart::{
    Allergen, Class, FactValue, Intent, Limb, Medication, Neuraxial, Operation, OperationKind, OperationStatus, Procedure, Said,
};
use crate::clinical::contraindication::Row;
use crate::clinical::formulary::Drug;

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

/// The facts with parts, by id; `None` for any other id.
pub fn read_compound(id: &str, value: &Tree<'_>, place: &Place<'_>) -> Option<Result<FactValue, Rejected>> {
    Some(match id {
        "operation" => read_operation(value, place).map(FactValue::Operation),
        "neuraxial" => check(value, &NEURAXIAL, place).and_then(|()| neuraxial(value, place)),
        "medication" => check(value, &MEDICATION, place).map(|()| FactValue::Medication(medication(value))),
        "allergy" => check(value, &ALLERGY, place).map(|()| FactValue::Allergy(allergen(value.text("to").unwrap_or_default()))),
        "icu" => check(value, &ICU, place).and_then(|()| icu(value, place)),
        "transfusion" => check(value, &TRANSFUSION, place).and_then(|()| transfusion(value, place)),
        "limb_problem" => check(value, &LIMB_PROBLEM, place).and_then(|()| limb_problem(value, place)),
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
        Some(row) if row.id.starts_with("MC_") => Ok(FactValue::Contraindication {
            id: row.id,
            said: Said { value: Some(true), limb: value.text("limb").and_then(Limb::named), until: None },
        }),
        _ => Err(place.key("id").reject("E_ITEM", "未知的器械禁忌条目，未采用。", "Not a row of the device table: not taken.")),
    }
}

/// Substances by generic name, and the class that each has here.
const SUBSTANCES: &[(&str, Class)] = &[
    ("ufh", Class::Ufh),
    ("heparin", Class::Ufh),
    ("unfractionated_heparin", Class::Ufh),
    ("lmwh", Class::Lmwh),
    ("enoxaparin", Class::Lmwh),
    ("nadroparin", Class::Lmwh),
    ("dalteparin", Class::Lmwh),
    ("fondaparinux", Class::Fondaparinux),
    ("doac", Class::Doac),
    ("noac", Class::Doac),
    ("rivaroxaban", Class::Doac),
    ("apixaban", Class::Doac),
    ("edoxaban", Class::Doac),
    ("dabigatran", Class::Doac),
    ("vka", Class::Vka),
    ("warfarin", Class::Vka),
    ("anticoagulant", Class::Anticoagulant),
    ("argatroban", Class::Anticoagulant),
    ("bivalirudin", Class::Anticoagulant),
    ("antiplatelet", Class::Antiplatelet),
    ("aspirin", Class::Antiplatelet),
    ("clopidogrel", Class::Antiplatelet),
    ("ticagrelor", Class::Antiplatelet),
    ("prasugrel", Class::Antiplatelet),
    ("cilostazol", Class::Antiplatelet),
    ("tirofiban", Class::Antiplatelet),
    ("thrombolytic", Class::Thrombolytic),
    ("alteplase", Class::Thrombolytic),
    ("tenecteplase", Class::Thrombolytic),
    ("reteplase", Class::Thrombolytic),
    ("urokinase", Class::Thrombolytic),
    ("cyp3a4_pgp_inhibitor", Class::Inhibitor),
    ("azole", Class::Inhibitor),
    ("ketoconazole", Class::Inhibitor),
    ("itraconazole", Class::Inhibitor),
    ("voriconazole", Class::Inhibitor),
    ("posaconazole", Class::Inhibitor),
    ("hiv_protease_inhibitor", Class::Inhibitor),
    ("ritonavir", Class::Inhibitor),
    ("cyp3a4_pgp_inducer", Class::Inducer),
    ("rifampicin", Class::Inducer),
    ("phenytoin", Class::Inducer),
    ("carbamazepine", Class::Inducer),
];

fn substance(name: Option<&str>) -> Option<Class> {
    let name = name?;
    SUBSTANCES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, class)| *class)
}

/// The substance says more than the class that goes with it; a name that is in no list stays `Other`.
fn medication(value: &Tree<'_>) -> Medication {
    let (id, class) = (value.text("id"), value.text("class"));
    Medication {
        class: substance(id).or_else(|| substance(class)).unwrap_or(Class::Other),
        low_dose_aspirin: id.is_some_and(|id| id.eq_ignore_ascii_case("aspirin")) && value.number("doseMg").is_some_and(|mg| mg <= 100.0),
        intent: match value.text("intent") {
            Some("prophylactic") => Some(Intent::Prophylactic),
            Some("therapeutic") => Some(Intent::Therapeutic),
            _ => None,
        },
        last_dose_at: value.time("lastDoseAt"),
        stopped_at: value.time("stoppedAt"),
    }
}

fn allergen(to: &str) -> Allergen {
    let is = |name: &str| to.eq_ignore_ascii_case(name);
    if ["heparin", "ufh", "lmwh", "pork", "unfractionated_heparin"].iter().any(|name| is(name)) {
        return Allergen::Heparins;
    }
    Drug::ALL.into_iter().find(|drug| is(drug.id())).map_or(Allergen::Unknown, |drug| Allergen::Drug(drug.id()))
}

/// `true`, `false`, `null`, or an object with the leg and the end.
pub fn read_said(row: &'static Row, value: &Tree<'_>, place: &Place<'_>) -> Result<(&'static str, Said), Rejected> {
    check(value, &SAID, place)?;
    let said = match value {
        Tree::Object(_) => Said { value: value["value"].as_bool(), limb: value.text("limb").and_then(Limb::named), until: value.time("until") },
        plain => Said { value: plain.as_bool(), limb: None, until: None },
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
