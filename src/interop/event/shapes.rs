//! The shapes of events.

use crate::interop::shape::{Field, Shape, optional, required};
use crate::interop::suggestions;
use crate::record::coded;
use crate::record::happening::{SHORT, WITHDRAWN};
use crate::record::role::Action;

/// Every type of the bridge.
pub const TYPES: &[&str] = &{
    let mut types = [""; Action::ALL.len()];
    let mut index = 0;
    while index < types.len() {
        types[index] = Action::ALL[index].right().event;
        index += 1;
    }
    types
};

pub static EVENT: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form: 1."),
        required("id", Shape::Text(64), "uuid v7; the idempotency key."),
        required("seq", Shape::Whole, "Counts within the record, from 1."),
        required("contextId", Shape::Text(128), "The admission."),
        optional("demo", Shape::Flag, "True: signed in a demonstration, of a fictional patient; refused beside a real one."),
        required("type", Shape::OneOf(TYPES), "What happened."),
        required("at", Shape::Time, "When it was signed, by the clock of the device; nothing proves it. See clock."),
        optional("clock", CLOCK, "Only where at is not simply what the device showed: see the fields."),
        required("by", crate::interop::chart::USER_SHAPE, "Who signed."),
        optional(
            "rules",
            Shape::Object {
                open: true,
                fields: &[required("version", Shape::Text(32), "Version."), required("sha256", Shape::Text(64), "Digest of rules.json.")],
            },
            "The tables in force.",
        ),
        required(
            "body",
            Shape::Any,
            "By type: the schema of that name; of the vte_ types, pathway_step, referral, admitted, transferred, operated and discharged: happened.",
        ),
        optional("prev", Shape::Text(64), "hash of the event before, or null."),
        required("hash", Shape::Text(64), "SHA-256 over the canonical JSON (RFC 8785) of all fields but hash."),
    ],
};

const CLOCK: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("device", Shape::Time, "What this device showed, up to 5 minutes before the event before; at is then the time of the event before."),
        optional(
            "after",
            Shape::Time,
            "at of the event before, which was signed by a clock that was ahead; with reason. Only then may at be earlier than that.",
        ),
        optional("reason", Shape::Text(500), "Why a person went on although the event before is of the future."),
    ],
};

const ASSESSED_FIELDS: &[Field] = &[
    required("instrument", Shape::Text(32), "Instrument id."),
    required("edition", Shape::Text(16), "Edition."),
    required("timepoint", Shape::Text(32), "Trigger id of the specification."),
    required("answers", Shape::List(&ANSWER), "Every item."),
    optional("floor", Shape::Number, "Certain points."),
    optional("ceiling", Shape::Number, "Possible points."),
    optional("band", Shape::OneOf(&["low", "moderate", "high"]), "null while both ends differ."),
    optional("subBand", Shape::Text(16), "Caprini: very_low, 5_6, 7_8, ge_9."),
    optional("suggestions", suggestions::SHAPE, "What a person said of facts that the host only suggested beside the items."),
];

static ANSWER: Shape = Shape::Object {
    open: true,
    fields: &[
        required("item", Shape::Text(96), "Qualified item key."),
        optional("value", Shape::Flag, "true, false, or null: cannot be known."),
        required("points", Shape::Number, "Points that counted."),
        required("source", Shape::Text(16), "person, host or derived."),
        optional("note", Shape::Text(500), "Free text that the item demands."),
    ],
};

pub static ASSESSED: Shape = Shape::Object { open: true, fields: ASSESSED_FIELDS };

pub static REVIEWED: Shape = Shape::Object {
    open: true,
    fields: &[
        required("of", Shape::Text(64), "Id of the assessment."),
        required("decision", Shape::OneOf(&["confirmed", "changed"]), "changed carries answers, floor, ceiling and band as assessed does."),
        optional("answers", Shape::List(&ANSWER), "Every item as the physician holds it; with changed only."),
    ],
};

static SCREEN_ANSWER: Shape = Shape::Object {
    open: true,
    fields: &[
        required("item", Shape::Text(96), "Qualified item key of the list, a CI_ or MC_ id, or the id of a question."),
        optional("value", Shape::Flag, "true, false, or null: cannot be known."),
        optional("points", Shape::Number, "Points that counted; of the list's items only."),
        required("source", Shape::Text(16), "person, host or derived."),
        optional("note", Shape::Text(500), "Free text."),
        optional("limb", LIMB, "The leg it is on."),
        optional("until", Shape::Time, "In force until then."),
        optional("at", Shape::Time, "When it was answered, where that was before it was signed."),
        optional("names", Shape::List(&Shape::Text(128)), "Of a question about names answered no: the names that this settles."),
    ],
};

const LIMB: Shape = Shape::OneOf(&["left", "right", "both"]);

pub static SCREENED: Shape = Shape::Object {
    open: true,
    fields: &[
        required("instrument", Shape::Text(32), "The bleeding list that governs."),
        optional("edition", Shape::Text(16), "Edition."),
        required("answers", Shape::List(&SCREEN_ANSWER), "Every item of the list, then the contraindications that were answered or found."),
        optional("high", Shape::Flag, "High bleeding risk; null while what cannot be known leaves it open."),
        optional(
            "improve",
            Shape::Object {
                open: true,
                fields: &[required("floor", Shape::Number, "Certain points."), required("ceiling", Shape::Number, "Possible points.")],
            },
            "IMPROVE, shown beside the governing list.",
        ),
    ],
};

const STOP_CODES: [&str; coded::STOPPED.len()] = {
    let mut ids = [""; coded::STOPPED.len()];
    let mut index = 0;
    while index < ids.len() {
        ids[index] = coded::STOPPED[index].0.id;
        index += 1;
    }
    ids
};

pub static CHANGED: Shape = Shape::Object {
    open: true,
    fields: &[
        required("measure", Shape::Text(32), "Id of the measure."),
        required("at", Shape::Time, "When it was begun or stopped."),
        optional(
            "reasonCode",
            Shape::OneOf(&STOP_CODES),
            "Why it was stopped; missed leaves it in use, held and procedure until it is started again.",
        ),
        optional(
            "informed",
            Shape::OneOf(&["patient", "family", "both"]),
            "Who was told of the risk and of the measure; with basic measures above all.",
        ),
        optional("note", Shape::Text(500), "In words, beside the code."),
        optional("plan", Shape::Text(64), "Id of the plan_authorised that it is of."),
    ],
};

static STEP_ANSWER: Shape = Shape::Object {
    open: true,
    fields: &[
        required("item", Shape::Text(32), "Id of a field of the entry."),
        required("value", Shape::Text(200), "As the table of entries says: a code, a number and its unit (84 mm[Hg]), a time with offset, or words."),
    ],
};

/// One shape for everything that happens; each type has the fields that are its own.
pub static HAPPENED: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("at", Shape::Time, "When it happened; else when it was signed. Never in the future."),
        optional("department", Shape::Text(SHORT), "admitted: where."),
        optional("site", Shape::Text(32), "vte_suspected, vte_confirmed: dvt, pe, dvt_pe or other."),
        optional("onset", Shape::Text(32), "vte_confirmed: on_admission or in_hospital."),
        optional("method", Shape::Text(SHORT), "vte_confirmed, vte_excluded: by what."),
        optional("from", Shape::Text(SHORT), "transferred: from where."),
        optional("to", Shape::Text(SHORT), "transferred, discharged: where to."),
        optional("class", Shape::Text(32), "operated: operation (default), invasive, or neuraxial."),
        optional("kind", Shape::Text(32), "operated: as the chart's operation.kind."),
        optional("procedure", Shape::Text(32), "operated: as the chart's operation.procedure."),
        optional("limb", Shape::Text(8), "operated, vte_suspected: left, right or both."),
        optional("signs", Shape::List(&Shape::Text(32)), "vte_suspected: what was seen, by code (leg_swelling, dyspnoea ...)."),
        optional("since", Shape::Text(32), "vte_suspected: for how long: lt_1h, today, d1_3, gt_3d or unknown."),
        optional("status", Shape::OneOf(&[WITHDRAWN]), "vte_suspected, in an amendment: a physician has taken the suspicion back."),
        optional("of", Shape::Text(64), "pathway_step, referral: id of the vte_suspected that it belongs to."),
        optional("step", Shape::Text(32), "pathway_step: what was entered, an id of the table of entries."),
        optional("answers", Shape::List(&STEP_ANSWER), "pathway_step: what was answered."),
        optional("id", Shape::Text(64), "referral: which; the same in every event of it, here and at the other hospital."),
        optional(
            "state",
            Shape::Text(16),
            "referral: drafted, sent, received, declined, accepted, departed, arrived, kept, returned, acknowledged or cancelled.",
        ),
        optional("way", Shape::Text(16), "referral: network, qr, file, fax or telephone."),
        optional("person", Shape::Text(SHORT), "referral: who was spoken with."),
        optional("place", Shape::Text(SHORT), "referral: to which hospital, ward or bed."),
        optional("reason", Shape::Text(500), "referral: why declined or cancelled."),
        optional("endedAt", Shape::Time, "operated: when it was over; neuraxial: when the catheter was out."),
        optional("haemostasisAt", Shape::Time, "operated: when the surgeon found it dry."),
        optional("note", Shape::Text(500), "Free text."),
    ],
};

pub static AMENDED: Shape = Shape::Object {
    open: true,
    fields: &[
        required("of", Shape::Text(64), "Id of the event amended."),
        required("reason", Shape::Text(500), "Why."),
        required("body", Shape::Any, "What holds instead, in the form of the event amended."),
        optional("type", Shape::OneOf(TYPES), "Type of the event amended; absent: assessed, or as the record says."),
    ],
};
