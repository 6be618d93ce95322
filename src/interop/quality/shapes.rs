//! Shapes of the quality tables and of what the functions take. Columns are those of the tables as SQL reads them: `snake_case`, whole
//! numbers and texts, unknown a value of its own (`unknown`, -1).

use crate::interop::shape::{Field, Shape, optional, required};

/// A level of care, or unknown.
pub const TIER: Shape = Shape::OneOf(&["tertiary", "county", "township", "village", "unknown"]);
const SEX: Shape = Shape::OneOf(&["female", "male", "unknown"]);
const CLASS: Shape = Shape::OneOf(&["inpatient", "day_surgery", "emergency", "outpatient", "unknown"]);
const SERVICE: Shape = Shape::OneOf(&["neonatal", "paediatric", "obstetric", "icu", "other", "unknown"]);
const YES_NO: Shape = Shape::OneOf(&["yes", "no", "unknown"]);
const LEAVING: Shape = Shape::OneOf(&["home", "transferred", "community", "against_advice", "died", "other", "unknown"]);
const PRECISION: Shape = Shape::OneOf(&["second", "hour", "day", "unknown"]);

/// What no event says of a stay.
pub static HEADER: Shape = Shape::Object {
    open: false,
    fields: &[
        optional("v", Shape::Whole, "Version of this form: 1."),
        required("episode", Shape::Text(128), "Key of the stay: opaque, and the same wherever the stay is named."),
        optional("patientKey", Shape::Text(128), "Salted key that is the same for every stay of a patient."),
        optional("facility", Shape::Text(128), "Hospital or site."),
        optional("tier", TIER, "Level of care."),
        optional("deptAdmission", Shape::Text(64), "Department at admission; without it, that of the admission event."),
        optional("deptAssessment", Shape::Text(64), "Department at the first assessment; without it, from the record."),
        optional("deptDischarge", Shape::Text(64), "Department at discharge; without it, the last transfer."),
        optional("admittedAt", Shape::Moment, "A time, or a date where only that is known; without it, the admission event."),
        optional("admittedPrecision", PRECISION, "How exactly: second (default of a time), hour, day (default of a date)."),
        optional("decidedAt", Shape::Moment, "Decision to admit."),
        optional("decidedPrecision", PRECISION, "As admittedPrecision."),
        optional("dischargedAt", Shape::Moment, "Without it, the discharge event."),
        optional("dischargedPrecision", PRECISION, "As admittedPrecision."),
        optional("birthDate", Shape::Date, "Civil date of birth: completed years are counted at admission."),
        optional("age", Shape::Whole, "Completed years at admission, where no date of birth is known."),
        optional("sex", SEX, "Sex."),
        optional("heightCm", Shape::Number, "Height, cm."),
        optional("weightKg", Shape::Number, "Weight, kg."),
        optional("class", CLASS, "Class of the encounter."),
        optional("service", SERVICE, "Service."),
        optional("icu", Shape::Flag, "Lay in intensive care during the stay."),
        optional("vteBefore", Shape::Flag, "DVT or PE before admission."),
        optional("leaving", LEAVING, "Way of leaving."),
        optional("timeZone", Shape::Text(64), "IANA zone by which days and months are told; default Asia/Shanghai."),
    ],
};

/// A row of the table `episode`.
pub static EPISODE: Shape = Shape::Object { open: true, fields: EPISODE_FIELDS };

const EPISODE_FIELDS: &[Field] = &[
    optional("v", Shape::Whole, "Version of the tables: 1."),
    required("episode", Shape::Text(128), "Key of the stay."),
    optional("patient_key", Shape::Text(128), "Links the stays of a patient; unknown where they are not linked."),
    optional("facility", Shape::Text(128), "Hospital or site."),
    optional("tier", TIER, "Level of care."),
    optional("dept_admission", Shape::Text(64), "Department at admission."),
    optional("dept_assessment", Shape::Text(64), "Department at the first assessment."),
    optional("dept_discharge", Shape::Text(64), "Department at discharge."),
    optional("admitted_at", Shape::Number, "First second (UTC) that the admission may have been; -1 unknown."),
    optional("admitted_last", Shape::Number, "Last second that it may have been; the same where it is exact."),
    optional("admitted_precision", PRECISION, "How exactly the source had it."),
    optional("admitted_day", Shape::Text(10), "Civil date in the hospital's zone, or unknown."),
    optional("admitted_month", Shape::Text(7), "Its month, 2026-01, or unknown."),
    optional("decided_at", Shape::Number, "Decision to admit, first second; -1 unknown."),
    optional("decided_last", Shape::Number, "Last second."),
    optional("discharged_at", Shape::Number, "Discharge, first second; -1 unknown or not yet."),
    optional("discharged_last", Shape::Number, "Last second."),
    optional("discharged_precision", PRECISION, "How exactly the source had it."),
    optional("discharged_day", Shape::Text(10), "Civil date, or unknown."),
    optional("discharged_month", Shape::Text(7), "Its month, or unknown."),
    optional("stay_least", Shape::Number, "Seconds from admission to discharge, at least; -1 unknown."),
    optional("stay_most", Shape::Number, "At most."),
    optional("age", Shape::Number, "Completed years at admission; -1 unknown."),
    optional("sex", SEX, "Sex."),
    optional("height_mm", Shape::Number, "Height in millimetres; -1 unknown."),
    optional("weight_g", Shape::Number, "Weight in grams; -1 unknown."),
    optional("class", CLASS, "Class of the encounter."),
    optional("service", SERVICE, "Service."),
    optional("icu", YES_NO, "Lay in intensive care."),
    optional("vte_before", YES_NO, "DVT or PE before admission."),
    optional("leaving", LEAVING, "Way of leaving."),
    optional("flaws", Shape::Text(256), "What contradicts itself: codes with a space between them, or none."),
];

/// A row of the table `settled`.
pub static SETTLED: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("v", Shape::Whole, "Version of the tables: 1."),
        required("episode", Shape::Text(128), "Key of the stay."),
        required(
            "kind",
            Shape::OneOf(&[
                "assessed",
                "bleeding_screened",
                "ordered",
                "given",
                "declined",
                "operated",
                "transferred",
                "vte_suspected",
                "vte_confirmed",
                "vte_excluded",
                "pathway_step",
                "referral",
            ]),
            "What holds after the fold.",
        ),
        optional("what", Shape::Text(96), "Which of its kind: instrument, measure, site (dvt, pe, dvt_pe, other), step, state; or none."),
        optional(
            "value",
            Shape::Text(96),
            "assessed: low, moderate, high, open. bleeding_screened: high, not_high, open. ordered, given: basic, device, drug, escalate. declined: the code. operated: operation, invasive, neuraxial. transferred: the department. vte_confirmed: in_hospital, on_admission, not_stated. Any of them: unknown; another word is refused.",
        ),
        optional(
            "beside",
            Shape::Text(96),
            "assessed: the nurse's band beside the governing one, none where no nurse signed; absent reads as unknown.",
        ),
        optional(
            "state",
            Shape::Text(32),
            "ordered: firm, begun, conditional, withdrawn. vte_suspected: standing, withdrawn. vte_confirmed: discharge_diagnosis where a list of diagnoses names it. Any: untold (the source tells nothing of this kind), or none.",
        ),
        optional("at", Shape::Number, "First second (UTC) that it may have been; -1 unknown."),
        optional("at_last", Shape::Number, "Last second."),
        optional("precision", PRECISION, "How exactly the source had it."),
        required("latest", Shape::OneOf(&["yes", "no"]), "The last of its kind in the stay: said, because a missing one would read as no."),
        optional("seq", Shape::Number, "The event of the record, or the line of the file, that it rests on; -1 neither."),
    ],
};

/// The argument of `reduce`.
pub static REDUCE: Shape = Shape::Object {
    open: false,
    fields: &[
        required("record", Shape::List(&Shape::Any), "The sealed events of one admission, in order."),
        required("header", Shape::Any, "What no event says of the stay."),
    ],
};

/// The argument of `evaluate`.
pub static EVALUATE: Shape = Shape::Object {
    open: false,
    fields: &[
        required("episode", Shape::List(&Shape::Any), "Rows of the table episode."),
        required("settled", Shape::List(&Shape::Any), "Rows of the table settled, in any order."),
        optional("indicators", Shape::List(&Shape::Text(128)), "Ids with their options, as alliance_2.within_24h; default all."),
        optional(
            "period",
            Shape::Object {
                open: false,
                fields: &[optional("from", Shape::Text(7), "First month, 2026-01."), optional("to", Shape::Text(7), "Last month, in the period.")],
            },
            "Months; default all.",
        ),
        optional("groupBy", Shape::List(&Shape::OneOf(&["month", "facility", "tier", "department"])), "Groups beside the total."),
        optional("asOf", Shape::Date, "Today: what needs ninety days after discharge says whether it is complete."),
    ],
};

/// The argument of `compare`.
pub static COMPARE: Shape = Shape::Object {
    open: false,
    fields: &[
        required("a", Shape::Whole, "Counted in the first group."),
        required("n", Shape::Whole, "All of the first group."),
        required("b", Shape::Whole, "Counted in the second group."),
        required("m", Shape::Whole, "All of the second group."),
    ],
};
