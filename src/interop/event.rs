//! Events between JSON and the record. What this build does not read of an event is carried along in its JSON.

mod shapes;

use super::json::{Value, decimal};
use super::plan::{read_declined, read_plan, write_plan};
use super::rejected::Rejected;
use super::seal::{Sealed, digest};
use super::shape::{Place, Read as _, Shape, check, owned};
use super::suggestions;
use super::writing::Writing;
use crate::clinical::chart::Limb;
use crate::clinical::instrument::{Points, Risk};
use crate::clinical::instruments;
use crate::clinical::second;
use crate::record::assessment::{AnswerLine, Assessment};
use crate::record::chain::{self, Fault, Link};
use crate::record::clock::Clock;
use crate::record::event::{BleedingScreen, Body, Change, ContraindicationLine, Event};
use crate::record::happening::{Happening, Occurrence};
pub use shapes::{AMENDED, ASSESSED, CHANGED, EVENT, HAPPENED, REVIEWED, SCREENED, TYPES};

/// The fields of a body.
pub fn write_body(body: &Body, out: &mut Writing) {
    match body {
        Body::Assessed(assessment) => write_assessment(assessment, out),
        Body::Amended { of, reason, body } => {
            out.text("of", of);
            out.text("reason", reason);
            out.open("body");
            write_body(body, out);
            out.end();
            // The amendments of the first version were all of assessments, and said no type.
            if !matches!(**body, Body::Assessed(_)) {
                out.text("type", body.kind());
            }
        }
        follows => write_following(follows, out),
    }
}

/// What is signed after a score. Stands in the second part of the program, as what signs it does.
#[inline(never)]
fn write_following(body: &Body, out: &mut Writing) {
    second::is_needed();
    match body {
        Body::Happened(occurrence) => {
            out.moment("at", occurrence.at);
            out.moment("endedAt", occurrence.ended_at);
            out.moment("haemostasisAt", occurrence.haemostasis_at);
            for (key, detail) in &occurrence.details {
                if *key == SIGNS {
                    out.list(key);
                    detail.split(' ').for_each(|sign| out.text("", sign));
                    out.end();
                } else {
                    out.text(key, detail);
                }
            }
            if !occurrence.answers.is_empty() {
                out.list("answers");
                for (item, value) in &occurrence.answers {
                    out.open("");
                    out.text("item", item);
                    out.text("value", value);
                    out.end();
                }
                out.end();
            }
        }
        Body::Reviewed { of, changed } => {
            if let Some(assessment) = changed {
                write_assessment(assessment, out);
            }
            out.text("of", of);
            out.text("decision", if changed.is_some() { "changed" } else { "confirmed" });
        }
        Body::BleedingScreened(screen) => write_screen(screen, out),
        Body::PlanAuthorised(plan) => write_plan(out, plan),
        Body::PlanDeclined(declined) => {
            out.text("of", &declined.of);
            out.text("reasonCode", &declined.code);
            out.given("note", declined.note.as_deref());
        }
        Body::MeasureStarted(change) | Body::MeasureStopped(change) => {
            out.text("measure", change.measure.as_str());
            out.moment("at", Some(change.at));
            out.given("reasonCode", change.code.as_deref());
            out.given("informed", change.informed.as_deref());
            out.given("note", change.note.as_deref());
            out.given("plan", change.plan.as_deref());
        }
        // Those two `write_body` writes.
        Body::Assessed(_) | Body::Amended { .. } => {}
    }
}

/// The one detail that is a list: codes, with a space between them where it is held.
const SIGNS: &str = "signs";

fn read_occurrence(what: Happening, body: &Value, place: &Place<'_>) -> Result<Occurrence, Rejected> {
    check(body, &HAPPENED, place)?;
    let mut occurrence =
        Occurrence { at: body.time("at"), ended_at: body.time("endedAt"), haemostasis_at: body.time("haemostasisAt"), ..Occurrence::of(what) };
    for field in what.details() {
        if *field == SIGNS {
            let signs: Vec<&str> = body[SIGNS].items().iter().filter_map(Value::as_str).collect();
            if !signs.is_empty() {
                occurrence.details.push((SIGNS, signs.join(" ")));
            }
        } else if let Some(detail) = body.text(field) {
            occurrence.details.push((field, detail.into()));
        }
    }
    if what == Happening::PathwayStep {
        occurrence.answers = body["answers"].items().iter().map(|answer| (owned(answer, "item"), owned(answer, "value"))).collect();
    }
    Ok(occurrence)
}

fn write_answers(lines: &[AnswerLine], out: &mut Writing) {
    for line in lines {
        out.open("");
        out.text("item", &line.item);
        out.flag("value", line.value);
        out.points("points", line.points);
        out.text("source", line.source.id());
        out.given("note", line.note.as_deref());
        out.end();
    }
}

fn write_screen(screen: &BleedingScreen, out: &mut Writing) {
    out.text("instrument", &screen.instrument);
    out.text("edition", &screen.edition);
    out.list("answers");
    write_answers(&screen.answers, out);
    for line in &screen.contraindications {
        out.open("");
        out.text("item", &line.item);
        out.flag("value", line.value);
        out.text("source", line.source.id());
        out.given("limb", line.limb.map(Limb::id));
        out.moment("until", line.until);
        out.moment("at", line.at);
        if !line.names.is_empty() {
            out.texts("names", &line.names.iter().map(String::as_str).collect::<Vec<_>>());
        }
        out.end();
    }
    out.end();
    out.flag("high", screen.high);
    if let Some((floor, ceiling)) = screen.improve {
        out.open("improve");
        out.points("floor", floor);
        out.points("ceiling", ceiling);
        out.end();
    }
}

fn read_screen(body: &Value, place: &Place<'_>) -> Result<BleedingScreen, Rejected> {
    check(body, &SCREENED, place)?;
    let (mut answers, mut contraindications) = (vec![], vec![]);
    for answer in body["answers"].items() {
        let line = read_line(answer);
        // Items of a list are qualified; contraindications and questions stand alone.
        if instruments::halves(&line.item).is_none() {
            contraindications.push(ContraindicationLine {
                item: line.item,
                value: line.value,
                limb: answer.text("limb").and_then(Limb::named),
                until: answer.time("until"),
                source: line.source,
                at: answer.time("at"),
                names: answer["names"].items().iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            });
        } else {
            answers.push(line);
        }
    }
    let improve = &body["improve"];
    Ok(BleedingScreen {
        instrument: owned(body, "instrument"),
        edition: owned(body, "edition"),
        answers,
        contraindications,
        high: body["high"].as_bool(),
        improve: improve.is_object().then(|| (points(improve, "floor"), points(improve, "ceiling"))),
    })
}

fn read_change(body: &Value, place: &Place<'_>) -> Result<Change, Rejected> {
    check(body, &CHANGED, place)?;
    Ok(Change {
        measure: body.text("measure").unwrap_or_default().into(),
        at: body.time("at").unwrap_or_default(),
        code: body.text("reasonCode").map(str::to_owned),
        informed: body.text("informed").map(str::to_owned),
        note: body.text("note").map(str::to_owned),
        plan: body.text("plan").map(str::to_owned),
    })
}

fn write_assessment(assessment: &Assessment, out: &mut Writing) {
    out.text("instrument", &assessment.instrument);
    out.text("edition", &assessment.edition);
    out.text("timepoint", &assessment.timepoint);
    out.list("answers");
    write_answers(&assessment.answers, out);
    out.end();
    out.points("floor", assessment.floor);
    out.points("ceiling", assessment.ceiling);
    out.maybe("band", assessment.band.map(Risk::id));
    out.given("subBand", assessment.sub_band.as_deref());
    if !assessment.suggestions.is_empty() {
        suggestions::write(out, &assessment.suggestions);
    }
}

/// Points as a decimal number; whole ones without a fraction.
pub fn number(points: Points) -> Value {
    if points.0 % 10 == 0 { (points.0 / 10).into() } else { decimal(points.value()) }
}

fn points(value: &Value, key: &str) -> Points {
    Points((value.number(key).unwrap_or_default() * 10.0).round() as i16)
}

/// Reads one event, without looking at its hash.
#[inline(never)]
pub fn read_event(value: &Value, place: &Place<'_>) -> Result<Event, Rejected> {
    second::is_needed();
    read_after(value, &[], place)
}

/// Reads one event; the record before it says what an amendment is of, where that does not say so itself.
fn read_after(value: &Value, before: &[Sealed], place: &Place<'_>) -> Result<Event, Rejected> {
    check(value, &EVENT, place)?;
    if value["v"].as_u64() != Some(1) {
        return Err(place.key("v").reject("E_PROTOCOL", "记录由更新的版本写成，请升级后再打开。", "Written by a newer version. Upgrade to open it."));
    }
    let at_body = place.key("body");
    let body = &value["body"];
    let by = super::chart::read_user(&value["by"], &place.key("by"))?;
    let body = match value.text("type").unwrap_or_default() {
        "amended" => {
            check(body, &AMENDED, &at_body)?;
            let of = owned(body, "of");
            let named = || before.iter().find(|sealed| sealed.event.id == of).map(|sealed| sealed.event.body.kind());
            // Fields of what happens are all optional, so there anything would fit: those say their type.
            let earlier = || named().filter(|kind| Happening::named(kind).is_none());
            let kind = body.text("type").or_else(earlier).unwrap_or("assessed");
            let instead = read_body(kind, &body["body"], &at_body.key("body"))?;
            Body::Amended { of, reason: owned(body, "reason"), body: Box::new(instead) }
        }
        kind => read_body(kind, body, &at_body)?,
    };
    let (id, seq, at) = (owned(value, "id"), value["seq"].as_u64().unwrap_or_default(), value.time("at").unwrap_or_default());
    Ok(Event { id, seq, at, by, body, clock: read_clock(&value["clock"]) })
}

/// The field `clock` of an event.
pub fn write_clock(clock: &Clock, out: &mut Writing) {
    out.open("clock");
    match clock {
        Clock::Device(device) => out.moment("device", Some(*device)),
        Clock::Passed { reason, after } => {
            out.text("reason", reason);
            out.moment("after", Some(*after));
        }
    }
    out.end();
}

fn read_clock(clock: &Value) -> Option<Clock> {
    let passed = || Some(Clock::Passed { reason: clock.text("reason")?.into(), after: clock.time("after")? });
    passed().or_else(|| clock.time("device").map(Clock::Device))
}

fn read_body(kind: &str, body: &Value, place: &Place<'_>) -> Result<Body, Rejected> {
    if let Some(what) = Happening::named(kind) {
        return Ok(Body::Happened(read_occurrence(what, body, place)?));
    }
    Ok(match kind {
        "assessed" => Body::Assessed(read_assessment(body, place)?),
        "reviewed" => {
            check(body, &REVIEWED, place)?;
            let changed = if body.text("decision") == Some("changed") { Some(read_assessment(body, place)?) } else { None };
            Body::Reviewed { of: owned(body, "of"), changed }
        }
        "bleeding_screened" => Body::BleedingScreened(read_screen(body, place)?),
        "plan_authorised" => Body::PlanAuthorised(read_plan(body, place)?),
        "plan_declined" => Body::PlanDeclined(read_declined(body, place)?),
        "measure_started" => Body::MeasureStarted(read_change(body, place)?),
        "measure_stopped" => Body::MeasureStopped(read_change(body, place)?),
        _ => return Err(place.reject("E_SCHEMA", "此类型不能更正。", "This type is not amended.")),
    })
}

fn read_line(answer: &Value) -> AnswerLine {
    AnswerLine {
        item: owned(answer, "item"),
        value: answer["value"].as_bool(),
        points: points(answer, "points"),
        source: answer.text("source").unwrap_or_default().into(),
        note: answer.text("note").map(str::to_owned),
    }
}

fn read_assessment(body: &Value, place: &Place<'_>) -> Result<Assessment, Rejected> {
    check(body, &ASSESSED, place)?;
    Ok(Assessment {
        instrument: owned(body, "instrument"),
        edition: owned(body, "edition"),
        timepoint: owned(body, "timepoint"),
        answers: body["answers"].items().iter().map(read_line).collect(),
        floor: points(body, "floor"),
        ceiling: points(body, "ceiling"),
        band: body.text("band").and_then(Risk::named),
        sub_band: body.text("subBand").map(str::to_owned),
        suggestions: suggestions::held(body),
    })
}

/// A whole record, read and its chain verified. All or nothing: a record with a broken chain is not built upon.
#[inline(never)]
pub fn read_record(value: &Value, place: &Place<'_>) -> Result<Vec<Sealed>, (Rejected, Option<usize>)> {
    second::is_needed();
    check(value, &Shape::List(&Shape::Any), place).map_err(|error| (error, None))?;
    let items = value.items();
    let mut sealed = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let event = read_after(item, &sealed, &place.index(index)).map_err(|error| (error, Some(index)))?;
        sealed.push(Sealed { event: event.into(), json: item.clone() });
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
        format!("记录链校验未通过：{}。记录未载入，请联系信息科核对原始记录。", what.zh()),
        format!("The record's chain does not verify: {}. It was not loaded; have the original checked.", what.en()),
    )
}
