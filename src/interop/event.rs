//! Events between JSON and the record. What this build does not read of an event is carried along in its JSON.

use super::json::{Value, decimal, object};
use super::rejected::Rejected;
use super::seal::{Head, Sealed, digest};
use super::shape::{Field, Place, Read as _, Shape, check, optional, required};
use crate::clinical::instrument::{Points, Risk};
use crate::record::chain::{self, Fault, Link};
use crate::record::event::{AnswerLine, Assessment, Body, Event};

/// Every type of the bridge. Those that this build does not read are carried along.
pub const TYPES: &[&str] = &[
    "admitted",
    "assessed",
    "reviewed",
    "bleeding_screened",
    "plan_authorised",
    "plan_declined",
    "measure_started",
    "measure_stopped",
    "vte_suspected",
    "vte_confirmed",
    "vte_excluded",
    "transferred",
    "operated",
    "discharged",
    "amended",
];

pub static EVENT: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form: 1."),
        required("id", Shape::Text(64), "uuid v7; the idempotency key."),
        required("seq", Shape::Whole, "Counts within the record, from 1."),
        required("contextId", Shape::Text(128), "The admission."),
        required("type", Shape::OneOf(TYPES), "What happened."),
        required("at", Shape::Time, "When it was signed."),
        required("by", super::chart::USER_SHAPE, "Who signed."),
        optional(
            "rules",
            Shape::Object {
                open: true,
                fields: &[required("version", Shape::Text(32), "Version."), required("sha256", Shape::Text(64), "Digest of rules.json.")],
            },
            "The tables in force.",
        ),
        required("body", Shape::Any, "By type; see assessed and amended."),
        optional("prev", Shape::Text(64), "hash of the event before, or null."),
        required("hash", Shape::Text(64), "SHA-256 over the canonical JSON (RFC 8785) of all fields but hash."),
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

pub static AMENDED: Shape = Shape::Object {
    open: true,
    fields: &[
        required("of", Shape::Text(64), "Id of the event amended."),
        required("reason", Shape::Text(500), "Why."),
        required("body", Shape::Any, "What holds instead, in the form of the event amended."),
    ],
};

pub fn body_json(body: &Body) -> Value {
    match body {
        Body::Assessed(assessment) => assessment_json(assessment),
        Body::Amended { of, reason, assessment } => {
            object([("of", of.as_str().into()), ("reason", reason.as_str().into()), ("body", assessment_json(assessment))])
        }
        Body::Admitted | Body::Carried { .. } => object([]),
    }
}

fn assessment_json(assessment: &Assessment) -> Value {
    let mut answers = Vec::with_capacity(assessment.answers.len());
    for line in &assessment.answers {
        let mut answer = object([
            ("item", line.item.as_str().into()),
            ("value", line.value.into()),
            ("points", number(line.points)),
            ("source", line.source.as_str().into()),
        ]);
        if let Some(note) = &line.note {
            answer.put("note", note.as_str().into());
        }
        answers.push(answer);
    }
    let mut body = object([
        ("instrument", assessment.instrument.as_str().into()),
        ("edition", assessment.edition.as_str().into()),
        ("timepoint", assessment.timepoint.as_str().into()),
        ("answers", Value::Array(answers)),
        ("floor", number(assessment.floor)),
        ("ceiling", number(assessment.ceiling)),
        ("band", assessment.band.map(Risk::id).into()),
    ]);
    if let Some(sub_band) = &assessment.sub_band {
        body.put("subBand", sub_band.as_str().into());
    }
    body
}

/// Points as a decimal number; whole ones without a fraction.
pub fn number(points: Points) -> Value {
    if points.0 % 10 == 0 { (points.0 / 10).into() } else { decimal(points.value()) }
}

fn points(value: &Value, key: &str) -> Points {
    Points((value.number(key).unwrap_or_default() * 10.0).round() as i16)
}

/// Reads one event, without looking at its hash.
pub fn read_event(value: &Value, place: &Place<'_>) -> Result<Event, Rejected> {
    check(value, &EVENT, place)?;
    if value["v"].as_u64() != Some(1) {
        return Err(place.key("v").reject("E_PROTOCOL", "记录由更新的版本写成，请升级后再打开。", "Written by a newer version. Upgrade to open it."));
    }
    let at_body = place.key("body");
    let body = &value["body"];
    let by = super::chart::read_user(&value["by"], &place.key("by"))?;
    let body = match value.text("type").unwrap_or_default() {
        "admitted" => Body::Admitted,
        "assessed" => Body::Assessed(read_assessment(body, &at_body)?),
        "amended" => {
            check(body, &AMENDED, &at_body)?;
            Body::Amended {
                of: body.text("of").unwrap_or_default().into(),
                reason: body.text("reason").unwrap_or_default().into(),
                assessment: read_assessment(&body["body"], &at_body.key("body"))?,
            }
        }
        kind => Body::Carried { kind: kind.into() },
    };
    Ok(Event {
        id: value.text("id").unwrap_or_default().into(),
        seq: value["seq"].as_u64().unwrap_or_default(),
        at: value.time("at").unwrap_or_default(),
        by,
        body,
    })
}

fn read_assessment(body: &Value, place: &Place<'_>) -> Result<Assessment, Rejected> {
    check(body, &ASSESSED, place)?;
    let line = |answer: &Value| AnswerLine {
        item: answer.text("item").unwrap_or_default().into(),
        value: answer["value"].as_bool(),
        points: points(answer, "points"),
        source: answer.text("source").unwrap_or_default().into(),
        note: answer.text("note").map(str::to_owned),
    };
    Ok(Assessment {
        instrument: body.text("instrument").unwrap_or_default().into(),
        edition: body.text("edition").unwrap_or_default().into(),
        timepoint: body.text("timepoint").unwrap_or_default().into(),
        answers: body["answers"].items().iter().map(line).collect(),
        floor: points(body, "floor"),
        ceiling: points(body, "ceiling"),
        band: body.text("band").and_then(Risk::named),
        sub_band: body.text("subBand").map(str::to_owned),
    })
}

/// A whole record, read and its chain verified. All or nothing: a record with a broken chain is not built upon.
pub fn read_record(value: &Value, place: &Place<'_>) -> Result<Vec<Sealed>, (Rejected, Option<usize>)> {
    check(value, &Shape::List(&Shape::Any), place).map_err(|error| (error, None))?;
    let items = value.items();
    let mut sealed = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let event = read_event(item, &place.index(index)).map_err(|error| (error, Some(index)))?;
        sealed.push(Sealed { event, json: item.clone() });
    }
    let computed: Vec<String> = sealed.iter().map(|sealed| digest(&sealed.json)).collect();
    let links: Vec<Link<'_>> = sealed.iter().zip(&computed).map(|(sealed, computed)| link(sealed, computed)).collect();
    match chain::check(&links) {
        Ok(()) => Ok(sealed),
        Err((index, fault)) => Err((broken(fault, &place.index(index)), Some(index))),
    }
}

fn link<'a>(sealed: &'a Sealed, computed: &'a str) -> Link<'a> {
    Link {
        event: &sealed.event,
        context: sealed.json.text("contextId").unwrap_or_default(),
        prev: sealed.json.text("prev"),
        hash: sealed.json.text("hash").unwrap_or_default(),
        computed,
    }
}

fn broken(fault: Fault, place: &Place<'_>) -> Rejected {
    let what = fault.text();
    place.reject(
        "E_CONFLICT",
        format!("记录链校验未通过：{}。记录未载入，请联系信息科核对原始记录。", what.zh),
        format!("The record's chain does not verify: {}. It was not loaded; have the original checked.", what.en),
    )
}

/// The end that the next event is sealed onto.
pub fn head(record: &[Sealed]) -> Head {
    record.last().map_or_else(Head::default, |last| Head { seq: last.event.seq, hash: last.json.text("hash").map(str::to_owned) })
}
