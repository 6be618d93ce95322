//! A plan between JSON and the record: the measures, as proposed and as authorised, have one wire form.

use super::json::Value;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, check, optional, owned, required};
use super::writing::Writing;
use crate::clinical::chart::Limb;
use crate::clinical::dosing::{Days, Dose, Frequency};
use crate::clinical::measure::What;
use crate::record::coded;
use crate::record::event::{Declined, MeasureLine, OverrideLine, Plan, SignedText, Watch};
use crate::record::measure::{MeasureId, MeasureKind};
use crate::text::Text;

static WORDS: Shape =
    Shape::Object { open: true, fields: &[required("zh", Shape::Text(500), "Chinese."), required("en", Shape::Text(500), "English.")] };

const FREQUENCIES: [Frequency; 4] = [Frequency::Daily, Frequency::Every12h, Frequency::Every8h, Frequency::Every8To12h];
const UNITS: [&str; 4] = ["mg", "IU", "U", "mL"];

pub static MEASURE: Shape = Shape::Object {
    open: true,
    fields: &[
        required("id", Shape::Text(32), "basic, escalate, or the id of a device or drug."),
        required("kind", Shape::OneOf(&["basic", "device", "drug", "escalate"]), "Kind."),
        optional("text", Shape::Any, "Its name in both languages."),
        optional("conditionalOn", Shape::List(&Shape::Text(64)), "What was not known when it was proposed."),
        optional("limb", Shape::OneOf(&["left", "right", "both"]), "A device: on which leg."),
        optional(
            "dose",
            Shape::Object {
                open: true,
                fields: &[
                    required("amount", Shape::Number, "How much."),
                    required("unit", Shape::OneOf(&UNITS), "Of what."),
                    required("route", Shape::OneOf(&["sc", "po"]), "Under the skin, or by mouth."),
                    required("frequency", Shape::OneOf(&["qd", "q12h", "q8h", "q8-12h"]), "How often; `q8-12h` only in plans of 0.1.0."),
                    optional("fromDay4", Shape::Number, "From day 4 after the operation."),
                    optional("text", Shape::Any, "In words."),
                ],
            },
            "A drug's dose.",
        ),
        optional("start", Shape::Time, "First dose."),
        optional("startRule", Shape::Any, "When it starts, in words."),
        optional("stop", Shape::Time, "Planned stop; every authorised drug has one."),
        optional(
            "days",
            Shape::Object {
                open: true,
                fields: &[
                    required("from", Shape::Whole, "Shortest."),
                    required("to", Shape::Whole, "Longest."),
                    required("planned", Shape::Whole, "Planned."),
                ],
            },
            "Length of treatment in days.",
        ),
        optional("day", Shape::Whole, "Which day of the course it was when it was proposed; 1 is the first."),
        optional("meanwhile", Shape::Flag, "Bridges the time until the drug may be given."),
        optional("remarks", Shape::List(&WORDS), "What the proposal said beside it."),
        optional("sources", Shape::List(&Shape::Any), "Where the dose comes from."),
    ],
};

pub static PLAN: Shape = Shape::Object {
    open: true,
    fields: &[
        required("of", Shape::Text(64), "Id of the assessment."),
        optional("rule", Shape::Text(32), "The row of the matrix that was shown."),
        optional("screen", Shape::Text(64), "Id of the bleeding screen it rests on."),
        required("measures", Shape::List(&MEASURE), "What is ordered: the proposal's measures with what was changed."),
        required("overrides", Shape::List(&OVERRIDE), "What stood against it and why it was ordered all the same."),
        optional("monitoring", Shape::List(&WATCH), "What is watched."),
        optional("replaces", Shape::Text(64), "Id of the plan_authorised that it ends; absent where none was in force."),
    ],
};

static OVERRIDE: Shape = Shape::Object {
    open: true,
    fields: &[
        required("id", Shape::Text(64), "A contraindication, the bleeding list, or an unknown fact."),
        required("reason", Shape::Text(500), "Why."),
    ],
};

static WATCH: Shape = Shape::Object {
    open: true,
    fields: &[
        required("id", Shape::Text(32), "Task."),
        optional("text", Shape::Any, "In both languages."),
        optional("from", Shape::Time, "From when."),
        optional("to", Shape::Time, "Until when."),
        optional("everyHours", Shape::Whole, "How often; absent: once."),
    ],
};

const DECLINE_CODES: [&str; coded::DECLINED.len()] = {
    let mut ids = [""; coded::DECLINED.len()];
    let mut index = 0;
    while index < ids.len() {
        ids[index] = coded::DECLINED[index].id;
        index += 1;
    }
    ids
};

pub static DECLINED: Shape = Shape::Object {
    open: true,
    fields: &[
        required("of", Shape::Text(64), "Id of the assessment."),
        required("reasonCode", Shape::OneOf(&DECLINE_CODES), "Why."),
        optional("note", Shape::Text(500), "In words; other needs it."),
    ],
};

/// The name of a measure, from the tables.
fn label(measure: &MeasureLine) -> Option<Text> {
    match (measure.kind, &measure.id) {
        (MeasureKind::Basic, _) => Some(What::Basic.label()),
        (MeasureKind::Escalate, _) => Some(What::Escalate.label()),
        (MeasureKind::Device, MeasureId::Device(device)) => Some(device.label()),
        (MeasureKind::Drug, MeasureId::Drug(drug)) => Some(drug.label()),
        (MeasureKind::Device | MeasureKind::Drug, _) => None,
    }
}

/// One measure, as proposed and as authorised.
pub fn write_measure(out: &mut Writing, measure: &MeasureLine) {
    out.open("");
    out.text("id", measure.id.as_str());
    out.text("kind", measure.kind.id());
    match label(measure) {
        Some(label) => out.both("text", label),
        None => out.null("text"),
    }
    out.list("conditionalOn");
    for id in &measure.conditional_on {
        out.text("", id);
    }
    out.end();
    out.given("limb", measure.limb.map(Limb::id));
    if measure.kind == MeasureKind::Drug {
        write_drug(out, measure);
    }
    if measure.meanwhile {
        out.flag("meanwhile", Some(true));
    }
    if !measure.remarks.is_empty() {
        out.list("remarks");
        for remark in &measure.remarks {
            out.pair("", &remark.zh, &remark.en);
        }
        out.end();
    }
    out.end();
}

/// What only a drug has; null for what is not known of it.
fn write_drug(out: &mut Writing, measure: &MeasureLine) {
    match &measure.dose {
        Some(dose) => write_dose(out, dose),
        None => out.null("dose"),
    }
    out.time("start", measure.start);
    match &measure.start_rule {
        Some(rule) => out.pair("startRule", &rule.zh, &rule.en),
        None => out.null("startRule"),
    }
    out.time("stop", measure.stop);
    match &measure.days {
        Some(days) => {
            out.open("days");
            out.whole("from", days.from.into());
            out.whole("to", days.to.into());
            out.whole("planned", days.planned.into());
            out.end();
            if let Some(day) = measure.day {
                out.whole("day", day.into());
            }
        }
        None => out.null("days"),
    }
    if measure.sources.is_empty() {
        out.null("sources");
    } else {
        out.list("sources");
        measure.sources.iter().for_each(|source| out.text("", source));
        out.end();
    }
}

pub fn write_dose(out: &mut Writing, dose: &Dose) {
    let (zh, en) = dose.words();
    out.open("dose");
    out.number("amount", dose.amount);
    out.text("unit", dose.unit);
    out.text("route", if dose.oral { "po" } else { "sc" });
    out.text("frequency", dose.frequency.id());
    out.pair("text", &zh, &en);
    if let Some(later) = dose.from_day_4 {
        out.number("fromDay4", later);
    }
    out.end();
}

pub fn write_plan(out: &mut Writing, plan: &Plan) {
    out.text("of", &plan.of);
    out.maybe("rule", plan.rule.as_deref());
    out.maybe("screen", plan.screen.as_deref());
    out.list("measures");
    for measure in &plan.measures {
        write_measure(out, measure);
    }
    out.end();
    out.list("overrides");
    for given in &plan.overrides {
        out.open("");
        out.text("id", &given.id);
        out.text("reason", &given.reason);
        out.end();
    }
    out.end();
    out.list("monitoring");
    for watch in &plan.monitoring {
        out.open("");
        out.text("id", &watch.id);
        out.pair("text", &watch.text.zh, &watch.text.en);
        out.time("from", watch.from);
        out.time("to", watch.to);
        out.hours("everyHours", watch.every_h);
        out.end();
    }
    out.end();
    out.given("replaces", plan.replaces.as_deref());
}

fn read_words(value: &Value) -> SignedText {
    SignedText { zh: owned(value, "zh"), en: owned(value, "en") }
}

fn read_dose(value: &Value) -> Option<Dose> {
    let text = |key| value.text(key).unwrap_or_default();
    Some(Dose {
        amount: value.number("amount")?,
        unit: UNITS.into_iter().find(|unit| *unit == text("unit"))?,
        oral: text("route") == "po",
        frequency: FREQUENCIES.into_iter().find(|frequency| frequency.id() == text("frequency"))?,
        from_day_4: value.number("fromDay4"),
        reduced: false,
    })
}

/// Reads a measure after its shape was checked.
fn read_measure(value: &Value) -> MeasureLine {
    let days = |key: &str| value["days"][key].as_u64().unwrap_or_default().min(255) as u8;
    MeasureLine {
        id: value.text("id").unwrap_or_default().into(),
        // The shape admits these kinds and no other.
        kind: value.text("kind").and_then(MeasureKind::named).unwrap_or(MeasureKind::Basic),
        conditional_on: value["conditionalOn"].items().iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        limb: value.text("limb").and_then(Limb::named),
        dose: read_dose(&value["dose"]),
        start: value.time("start"),
        start_rule: value["startRule"].is_object().then(|| read_words(&value["startRule"])),
        stop: value.time("stop"),
        days: value["days"].is_object().then(|| Days { from: days("from"), to: days("to"), planned: days("planned") }),
        meanwhile: value["meanwhile"].as_bool() == Some(true),
        sources: value["sources"].items().iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        day: value["day"].as_u64().map(|day| day.min(u64::from(u16::MAX)) as u16),
        remarks: value["remarks"].items().iter().map(read_words).collect(),
    }
}

pub fn read_plan(body: &Value, place: &Place<'_>) -> Result<Plan, Rejected> {
    check(body, &PLAN, place)?;
    let given = |value: &Value| OverrideLine { id: owned(value, "id"), reason: owned(value, "reason") };
    let watch = |value: &Value| Watch {
        id: owned(value, "id"),
        text: read_words(&value["text"]),
        from: value.time("from"),
        to: value.time("to"),
        every_h: value["everyHours"].as_u64().map(|hours| hours.min(u64::from(u16::MAX)) as u16),
    };
    Ok(Plan {
        of: owned(body, "of"),
        rule: body.text("rule").map(str::to_owned),
        screen: body.text("screen").map(str::to_owned),
        measures: body["measures"].items().iter().map(read_measure).collect(),
        overrides: body["overrides"].items().iter().map(given).collect(),
        monitoring: body["monitoring"].items().iter().map(watch).collect(),
        replaces: body.text("replaces").map(str::to_owned),
    })
}

pub fn read_declined(body: &Value, place: &Place<'_>) -> Result<Declined, Rejected> {
    check(body, &DECLINED, place)?;
    Ok(Declined { of: owned(body, "of"), code: owned(body, "reasonCode"), note: body.text("note").map(str::to_owned) })
}
