//! The shapes of a chart, of a fact and of a user.

use crate::interop::shape::{Field, Shape, optional, required};

pub static CHART: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("contextId", Shape::Text(128), "Opaque id of the admission; required by the element."),
        optional("demo", Shape::Flag, "True: a fictional patient. What is signed bears the same mark and is neither delivered nor alerted."),
        optional("patient", Shape::Object { open: true, fields: PATIENT }, "Who: shown, never stored."),
        optional("encounter", Shape::Object { open: true, fields: ENCOUNTER }, "This stay."),
        optional("facts", Shape::List(&Shape::Any), "What is known, one fact an entry (see fact.json)."),
    ],
};

const PATIENT: &[Field] = &[
    optional("ref", Shape::Text(256), "Opaque reference."),
    optional("label", Shape::Text(64), "What the screen shows, as masked as the host wants it."),
    optional("bed", Shape::Text(32), "Bed."),
    optional("sex", Shape::OneOf(&["female", "male"]), "Sex."),
    optional("birthDate", Shape::PartOfDate, "Date of birth; ages are completed years. A year or a month alone is listed, and the age is asked."),
];

const ENCOUNTER: &[Field] = &[
    optional("ref", Shape::Text(256), "Opaque reference."),
    optional("admittedAt", Shape::Time, "Time of admission."),
    optional("department", Shape::Text(64), "Department, shown."),
    optional("setting", Shape::OneOf(&["surgical", "medical", "obstetric"]), "Absent: asked."),
    optional("class", Shape::OneOf(&["inpatient", "outpatient"]), "Absent: in-patient. An out-patient with cancer is routed to Khorana."),
    optional(
        "facility",
        Shape::Object {
            open: true,
            fields: &[
                optional("id", Shape::Text(64), "Facility."),
                optional("tier", Shape::OneOf(&["tertiary", "county", "township", "village"]), "Level of care."),
            ],
        },
        "Where.",
    ),
];

pub static FACT: Shape = Shape::Object {
    open: true,
    fields: &[
        required("id", Shape::Text(96), "A quantity, `sex`, `operation` … or a finding (bare or `instrument.item`)."),
        required("value", Shape::Any, "Number, true/false, text or object, by id."),
        optional("unit", Shape::Text(32), "UCUM; required for quantities except age, bmi, inr."),
        optional("at", Shape::Moment, "When it was true or measured: a time, or a civil date."),
        optional("source", Shape::Text(64), "The system that says so."),
        optional("status", Shape::OneOf(&["asserted", "suggested"]), "Suggested does not count until confirmed."),
    ],
};

pub static USER: Shape = USER_SHAPE;
pub const USER_SHAPE: Shape = Shape::Object {
    open: true,
    fields: &[
        required("id", Shape::Text(64), "Staff id."),
        required("name", Shape::Text(64), "Name as it is to stand beside the signature."),
        required("role", Shape::OneOf(&["nurse", "physician", "pharmacist", "quality", "trainee"]), "Role."),
    ],
};
