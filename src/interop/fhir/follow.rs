//! What is to be done, and who said so: Task for review, execution and reassessment, Provenance with the software as
//! Device and the digest of the rules.
//!
//! A Task is a fact of its event: a measure's start and its stop are two Tasks that name the same proposal, because an
//! event is never rewritten. Deadlines are the hospital's (`profile.due`), the defaults where none is handed in.

use chrono::TimeDelta;

use super::case::{OutgoingEvent, Parts, escaped};
use super::codes::{BASE, band_text, by_identifier, coding, concept};
use super::requests::{kind, label, part};
use super::{element, only};
use crate::clinical::instrument::Risk;
use crate::clinical::waits::Wait;
use crate::interop::json::{Value, object};
use crate::interop::seal::{RULES_SHA256, RULES_VERSION};
use crate::interop::shape::{Read as _, owned};
use crate::record::assessment::Assessment;
use crate::record::coded::{self, Stops};
use crate::record::due;
use crate::record::event::{Body, Change, Declined, Plan};
use crate::record::happening::Occurrence;
use crate::record::measure::MeasureId;
use crate::record::role::Role;
use crate::record::story::{self, steps};
use crate::text::{Text, text};

fn task(case: &OutgoingEvent, part: &str, status: &str, code: &str, what: Text, focus: Value) -> Value {
    element([
        ("resourceType", "Task".into()),
        ("identifier", case.identifiers(part)),
        ("status", status.into()),
        ("intent", "proposal".into()),
        ("code", concept("tasks", code, what.get(case.lang))),
        ("focus", focus),
        ("for", case.subject()),
        ("encounter", case.encounter()),
        ("authoredOn", case.at()),
        ("lastModified", case.at()),
        ("requester", case.author()),
    ])
}

fn due_within(case: &OutgoingEvent, task: &mut Value, hours: u16) {
    let end = case.event.at + TimeDelta::hours(i64::from(hours));
    task.put("restriction", object([("period", object([("end", case.time(Some(end)))]))]));
}

/// A nurse's score is reviewed, and every score but a low one is made again.
pub fn after_assessment(parts: &mut Parts<'_>, case: &OutgoingEvent, assessment: &Assessment) {
    if case.draft {
        return;
    }
    if case.event.by.role == Role::Nurse {
        let what = due::named("REVIEW").map_or(text!("复核", "Review"), |trigger| trigger.task);
        let mut review = task(case, "review", "requested", "review", what, case.here("risk"));
        due_within(case, &mut review, case.profile.due.hours(Wait::Review));
        parts.add("review", review);
    }
    let wait = match assessment.band {
        Some(Risk::High) | None => Wait::PeriodicHigh,
        Some(Risk::Moderate) => Wait::PeriodicModerate,
        Some(Risk::Low) => Wait::PeriodicLow,
    };
    let hours = case.profile.due.hours(wait);
    if hours > 0 {
        let what = due::named("PERIODIC_HIGH").map_or(text!("再评估", "Reassess"), |trigger| trigger.task);
        let mut again = task(case, "reassess", "requested", "reassess", what, case.here("risk"));
        again.put("description", band_text(assessment.band).get(case.lang).into());
        due_within(case, &mut again, hours);
        parts.add("reassess", again);
    }
}

pub fn reviewed(parts: &mut Parts<'_>, case: &OutgoingEvent, of: &str, changed: bool) {
    let mut review = task(case, "review", "completed", "review", text!("复核评分", "Review of the score"), case.there("RiskAssessment", of, "risk"));
    let outcome = if changed { ("changed", text!("已修改", "Changed")) } else { ("confirmed", text!("已确认", "Confirmed")) };
    review.put("businessStatus", concept("tasks", outcome.0, outcome.1.get(case.lang)));
    parts.add("review", review);
}

/// A proposal is carried out, and what goes with a drug is watched.
pub fn plan(parts: &mut Parts<'_>, case: &OutgoingEvent, plan: &Plan) {
    for measure in &plan.measures {
        let name = ["execute", measure.id.as_str()].join("-");
        let mut execute = task(case, &name, "requested", "execute", text!("执行预防措施", "Carry out the measure"), case.here(&part(&measure.id)));
        execute.put("description", label(&measure.id, case.lang).into());
        let period = element([("start", case.time(measure.start)), ("end", case.time(measure.stop))]);
        if period.is_object() && !period.fields().is_empty() {
            execute.put("restriction", object([("period", period)]));
        }
        parts.add(&name, execute);
    }
    let drug = plan.measures.iter().find(|measure| kind(measure) == "MedicationRequest");
    for (index, watch) in plan.monitoring.iter().enumerate() {
        let name = format!("monitor-{index}");
        let focus = drug.map_or(case.there("RiskAssessment", &plan.of, "risk"), |drug| case.here(&part(&drug.id)));
        let mut monitor = task(case, &name, "requested", "monitor", text!("用药监测", "Monitoring"), focus);
        monitor.put("description", if case.lang == crate::text::Lang::Zh { &watch.text.zh } else { &watch.text.en }.as_str().into());
        let period = element([("start", case.time(watch.from)), ("end", case.time(watch.to))]);
        if !period.fields().is_empty() {
            monitor.put("restriction", object([("period", period)]));
        }
        parts.add(&name, monitor);
    }
}

pub fn declined(parts: &mut Parts<'_>, case: &OutgoingEvent, declined: &Declined) {
    let what = text!("下达预防方案", "Authorise a plan");
    let mut task = task(case, "decision", "rejected", "authorise", what, case.there("RiskAssessment", &declined.of, "risk"));
    let words = coded::declined(&declined.code).map_or(declined.code.as_str(), |coded| coded.label.get(case.lang));
    task.put("statusReason", concept("decline-reasons", &declined.code, words));
    if let Some(note) = &declined.note {
        task.put("note", only(object([("text", note.as_str().into())])));
    }
    parts.add("decision", task);
}

/// An entry in the green channel: a Task that is done, with each answer as an output. What the entry is of (the suspicion) stands
/// as the group that the Tasks of one episode share.
pub fn stepped(parts: &mut Parts<'_>, case: &OutgoingEvent, occurrence: &Occurrence) {
    let step = occurrence.detail("step").unwrap_or_default();
    let mut task = task(case, "step", "completed", "pathway_step", text!("绿色通道", "Green channel"), case.encounter());
    task.put("groupIdentifier", episode(occurrence));
    let words = steps::step(step).map_or(step, |label| label.get(case.lang));
    task.put("businessStatus", concept("pathway-steps", step, words));
    task.put("executionPeriod", element([("start", case.time(occurrence.at)), ("end", case.time(occurrence.at))]));
    if let Some(note) = occurrence.detail("note") {
        task.put("note", only(object([("text", note.into())])));
    }
    let outputs: Vec<Value> = occurrence
        .answers
        .iter()
        .map(|(item, value)| {
            let name = steps::item(step, item).map_or(item.as_str(), |name| name.get(case.lang));
            let kind = concept("pathway-items", &[step, item].join("."), name);
            let words = steps::value(step, item, value, case.lang, &|at| case.words(at));
            match steps::coded(step, item, value) {
                Some(_) => object([("type", kind), ("valueCodeableConcept", concept("pathway-values", value, &words))]),
                None => object([("type", kind), ("valueString", value.as_str().into())]),
            }
        })
        .collect();
    if !outputs.is_empty() {
        task.put("output", Value::Array(outputs));
    }
    parts.add("step", task);
}

/// A state that a referral has come to. The sheet itself, as a request, is not of this event.
pub fn referred(parts: &mut Parts<'_>, case: &OutgoingEvent, occurrence: &Occurrence) {
    let state = occurrence.detail("state").unwrap_or_default();
    let status = match state {
        "drafted" => "draft",
        "sent" => "requested",
        "received" => "received",
        "accepted" => "accepted",
        "declined" => "rejected",
        "cancelled" => "cancelled",
        "kept" | "returned" | "acknowledged" => "completed",
        _ => "in-progress",
    };
    let mut task = task(case, "referral", status, "referral", text!("转诊", "Referral"), case.encounter());
    task.put("groupIdentifier", episode(occurrence));
    task.put("businessStatus", concept("referral-states", state, steps::state(state).map_or(state, |label| label.get(case.lang))));
    task.put("executionPeriod", element([("start", case.time(occurrence.at)), ("end", case.time(occurrence.at))]));
    if let Some(reason) = occurrence.detail("reason") {
        task.put("statusReason", object([("text", reason.into())]));
    }
    let told = ["way", "person", "place", "note"].into_iter().filter_map(|field| {
        let said = occurrence.detail(field)?;
        let name = story::detail(field).map_or(field, |name| name.get(case.lang));
        let words = story::value(field, said).map_or(said, |text| text.get(case.lang));
        Some(object([("type", concept("referral-items", field, name)), ("valueString", words.into())]))
    });
    let told: Vec<Value> = told.collect();
    if !told.is_empty() {
        task.put("output", Value::Array(told));
    }
    parts.add("referral", task);
}

/// The suspicion that a step or a referral belongs to.
fn episode(occurrence: &Occurrence) -> Value {
    element([("system", [BASE, "/suspicion"].concat().into()), ("value", occurrence.detail("of").unwrap_or_default().into())])
}

pub fn started(parts: &mut Parts<'_>, case: &OutgoingEvent, change: &Change) {
    changed(parts, case, change, "in-progress", "started");
}

pub fn stopped(parts: &mut Parts<'_>, case: &OutgoingEvent, change: &Change) {
    let status = match change.code.as_deref().and_then(coded::stopped).map(|(_, stops)| *stops) {
        Some(Stops::Once) => "in-progress",
        Some(Stops::ForNow) => "on-hold",
        Some(Stops::ForHarm) => "failed",
        Some(Stops::Completed) => "completed",
        Some(Stops::AtDischarge | Stops::ForGood) | None => "cancelled",
    };
    changed(parts, case, change, status, "stopped");
}

fn changed(parts: &mut Parts<'_>, case: &OutgoingEvent, change: &Change, status: &str, business: &str) {
    let name = label(&change.measure, case.lang);
    let kind = match change.measure {
        MeasureId::Drug(_) => "MedicationRequest",
        MeasureId::Device(_) => "DeviceRequest",
        MeasureId::Basic | MeasureId::Escalate | MeasureId::Other(_) => "ServiceRequest",
    };
    // Of which plan it is the event says; one of 0.1.0 does not, and there the host knows by its own orders.
    let focus = change.plan.as_deref().map_or(Value::Null, |plan| case.there(kind, plan, &part(&change.measure)));
    let mut task = task(case, "execution", status, "execute", text!("执行预防措施", "Carry out the measure"), focus);
    task.put("description", name.as_str().into());
    task.put("businessStatus", concept("tasks", business, business));
    let input = object([("type", concept("tasks", "measure", kind)), ("valueCodeableConcept", concept("measures", change.measure.as_str(), &name))]);
    task.put("input", only(input));
    let at = case.time(Some(change.at));
    task.put("executionPeriod", object([(if business == "started" { "start" } else { "end" }, at)]));
    if let Some(code) = &change.code {
        let words = coded::stopped(code).map_or(code.as_str(), |(coded, _)| coded.label.get(case.lang));
        task.put("statusReason", concept("stop-reasons", code, words));
    }
    let told = change.informed.as_deref().and_then(coded::informed).map(|told| told.label.get(case.lang));
    let notes: Vec<Value> = told.into_iter().chain(change.note.as_deref()).map(|words| object([("text", words.into())])).collect();
    if !notes.is_empty() {
        task.put("note", Value::Array(notes));
    }
    parts.add("execution", task);
}

/// Who signed what, with which program and which rules.
pub fn provenance(parts: &mut Parts<'_>, case: &OutgoingEvent) {
    let (version, sha256) = rules(case);
    let targets = parts.targets();
    // The program is the same for all of its events.
    let program = ["virchow", &version, &sha256].join("-");
    let version_of = |kind: &str, value: &str| object([("type", object([("text", kind.into())])), ("value", value.into())]);
    let device = element([
        ("resourceType", "Device".into()),
        ("identifier", only(object([("system", [BASE, "/device"].concat().into()), ("value", program.as_str().into())]))),
        ("status", "active".into()),
        ("deviceName", only(object([("name", "Virchow".into()), ("type", "model-name".into())]))),
        ("type", object([("text", "clinical decision support software".into())])),
        ("version", Value::Array(vec![version_of("software and rules", &version), version_of("rules sha256", &sha256)])),
    ]);
    parts.put("device", device, ["identifier=", BASE, "/device|", &escaped(&program)].concat());
    let role = |code: &str, display: &str| {
        let coding = element([
            ("system", "http://terminology.hl7.org/CodeSystem/provenance-participant-type".into()),
            ("code", code.into()),
            ("display", display.into()),
        ]);
        object([("coding", only(coding))])
    };
    let event = element([
        ("type", "Basic".into()),
        ("identifier", object([("system", [BASE, "/event"].concat().into()), ("value", case.event.id.as_str().into())])),
    ]);
    let mut entities = vec![
        entity("source", event),
        entity("source", {
            let mut tables = by_identifier("Library", "rules", &sha256);
            tables.put("display", ["rules ", &version].concat().into());
            tables
        }),
    ];
    // A review confirms what stands; only a changed one takes its place.
    let earlier = match &case.event.body {
        Body::Amended { of, body, .. } => Some((of.as_str(), main_part(body))),
        Body::Reviewed { of, changed: Some(_) } => Some((of.as_str(), Some(("RiskAssessment", "risk")))),
        // The plan that this one takes the place of, by its event: a plan is no resource of its own.
        Body::PlanAuthorised(plan) => plan.replaces.as_deref().map(|of| (of, None)),
        _ => None,
    };
    if let Some((of, part)) = earlier {
        let what = match part {
            Some((kind, part)) => case.there(kind, of, part),
            None => by_identifier("Basic", "event", of),
        };
        entities.push(entity("revision", what));
    }
    let mut provenance = element([
        ("resourceType", "Provenance".into()),
        ("target", Value::Array(if targets.is_empty() { vec![case.encounter()] } else { targets })),
        ("recorded", case.at()),
        ("activity", object([("coding", only(coding("events", case.event.body.kind(), "")))])),
        (
            "agent",
            Value::Array(vec![
                object([
                    ("type", role("author", "Author")),
                    ("role", only(concept("roles", case.event.by.role.id(), case.event.by.role.label().get(case.lang)))),
                    ("who", case.author()),
                ]),
                object([("type", role("assembler", "Assembler")), ("who", case.here("device"))]),
            ]),
        ),
        ("entity", Value::Array(entities)),
    ]);
    if let Body::Amended { reason, .. } = &case.event.body {
        provenance.put("reason", only(object([("text", reason.as_str().into())])));
    }
    // Provenance has no identifier to ask for; what it was made from has.
    let condition = ["entity:identifier=", BASE, "/event|", &escaped(&case.event.id)].concat();
    parts.put("provenance", provenance, condition);
}

fn entity(role: &str, what: Value) -> Value {
    object([("role", role.into()), ("what", what)])
}

/// The resource that an amended event is known by; one that became none has only its own id.
fn main_part(body: &Body) -> Option<(&'static str, &'static str)> {
    match body {
        Body::Assessed(_) | Body::BleedingScreened(_) => Some(("RiskAssessment", "risk")),
        Body::PlanDeclined(_) => Some(("Task", "decision")),
        Body::MeasureStarted(_) | Body::MeasureStopped(_) => Some(("Task", "execution")),
        _ => None,
    }
}

/// The rules that the event was signed under; an event without them was signed under nobody knows which.
fn rules(case: &OutgoingEvent) -> (String, String) {
    let rules = &case.json["rules"];
    match rules.text("sha256") {
        Some(sha256) => (owned(rules, "version"), sha256.to_owned()),
        None => (["unknown, read by ", RULES_VERSION].concat(), ["unknown, read by ", RULES_SHA256].concat()),
    }
}
