//! `assess({ chart, answers, profile, unanswered, at })`: everything from the score to the proposal, as JSON.

use super::chart::{Bare, contradicted, read_chart};
use super::event::number;
use super::headless::{answer, instrument, issues, marks, read_answers, unanswered};
use super::json::{Fields, Value, canonical, decimal, list, object};
use super::output::{both, ids};
use super::plan::{measure_json, time};
use super::profile::read_profile;
use super::rejected::Rejected;
use super::shape::{MAX_BYTES, Place, Read as _, Shape, check, optional, parse, required};
use crate::clinical::assess::{Assessed, assess as assess_all};
use crate::clinical::bleeding::Bleeding;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::contraindication::{Judgement, Present};
use crate::clinical::instrument::Risk;
use crate::clinical::monitoring::Task;
use crate::clinical::profile::Profile;
use crate::clinical::prophylaxis::{Advice, Alternative, Fate};
use crate::clinical::quantity::{Quantity, written};
use crate::clinical::routing::{Route, route};
use crate::clinical::sheet::Sheet;
use crate::clinical::source::Mark;
use crate::record::event::Measure;
use crate::text::Text;

pub static ASSESS: Shape = Shape::Object {
    open: true,
    fields: &[
        required("chart", Shape::Any, "The chart."),
        optional("instrument", Shape::Text(32), "An instrument id in place of routing."),
        optional("answers", Shape::Map(&Shape::Any), "Item key to true, false or null."),
        optional("profile", Shape::Any, "The hospital's profile."),
        optional("unanswered", Shape::OneOf(&["unknown", "absent"]), "How silence on yes/no items is read; default unknown."),
        required("at", Shape::Time, "Time of assessment: there is no clock inside."),
    ],
};

/// The whole assessment.
pub fn assess(input: &str) -> String {
    answer(try_assess(input))
}

fn try_assess(input: &str) -> Result<String, Rejected> {
    let place = Place::root("");
    let input = parse(input, MAX_BYTES, &place)?;
    check(&input, &ASSESS, &place)?;
    let at = input.time("at").unwrap_or_default();
    let at_chart = place.key("chart");
    let profile = match &input["profile"] {
        Value::Null => Profile::default(),
        profile => read_profile(profile, &place.key("profile"))?,
    };
    let named = input.text("instrument").filter(|id| *id != "auto").map(|id| instrument(id, &place.key("instrument"))).transpose()?;
    let governing = |chart: &Chart| match (named, route(chart, &profile)) {
        (Some(instrument), _) | (None, Route::To { instrument, .. }) => Bare::Of(instrument),
        _ => Bare::Undecided,
    };
    let read = read_chart(&input["chart"], &at_chart, &governing)?;
    let (instrument, why) = match (named, route(&read.chart, &profile)) {
        (Some(instrument), _) => (instrument, None),
        (None, Route::To { instrument, why }) => (instrument, Some(why)),
        (None, Route::Ask) => {
            let encounter = at_chart.key("encounter");
            return Err(encounter.key("setting").reject(
                "E_INSTRUMENT",
                "未说明外科或内科，也无手术信息，无法选定评分。请补充 setting。",
                "Neither a setting nor an operation is given, so no instrument is due. Add the setting.",
            ));
        }
        (None, Route::NotYet { why, .. }) => return Err(at_chart.key("encounter").key("setting").reject("E_INSTRUMENT", why.zh, why.en)),
    };
    // A suggestion never counts, so one that is out of place is no reason to refuse the rest.
    let (suggested, refused): (Vec<_>, Vec<_>) =
        read.rejected.into_iter().partition(|(index, ..)| input["chart"]["facts"][*index].text("status") == Some("suggested"));
    if let Some((.., rejected)) = refused.into_iter().next() {
        return Err(rejected);
    }
    let mut chart = read.chart;
    let (answers, screening) = read_answers(&input["answers"], instrument, &mut chart, &place.key("answers"))?;
    let unanswered = unanswered(&input);
    let wrong = |found| contradicted(&found, instrument, &at_chart, &place.key("answers"));
    let sheet = crate::clinical::sheet::fill(&chart, &answers, unanswered, at).map_err(wrong)?;
    let mut issues = issues(&sheet);
    issues.extend(suggested.into_iter().map(|(.., rejected)| rejected.to_value()));
    let mut result = scored(&sheet, why);
    if instrument.purpose == crate::clinical::instrument::Purpose::Thrombosis {
        let assessed = assess_all(&sheet, &chart, &screening, &profile, unanswered, at).map_err(wrong)?;
        issues.extend(super::headless::issues(&assessed.bleeding_sheet));
        issues.extend(stale(&chart, &profile, at));
        put_prevention(&mut result, &assessed, at);
    }
    result.put("issues", Value::Array(issues));
    Ok(canonical(&result))
}

fn scored(sheet: &Sheet, why: Option<Text>) -> Value {
    let instrument = sheet.instrument;
    let mut points = Fields::default();
    for &(index, counted) in &sheet.tally.counted {
        points.put(instrument.items[index].id, number(counted));
    }
    let tally = object([
        ("floor", number(sheet.tally.floor)),
        ("ceiling", number(sheet.tally.ceiling)),
        ("missing", ids(sheet, &sheet.tally.missing)),
        ("points", Value::Object(points)),
    ]);
    let mut result = object([
        ("instrument", instrument.id.into()),
        ("edition", instrument.edition.into()),
        ("tally", tally),
        ("band", sheet.tally.band(instrument).map(Risk::id).into()),
        ("provisional", sheet.tally.is_provisional(instrument).into()),
    ]);
    if let Some(sub_band) = sheet.tally.sub_band(instrument) {
        result.put("subBand", sub_band.id.into());
    }
    if let Some(why) = why {
        result.put("why", both(why));
    }
    result
}

fn put_prevention(result: &mut Value, assessed: &Assessed, at: Instant) {
    result.put("bleeding", bleeding(assessed));
    result.put("contraindications", Value::Array(assessed.judgement.present.iter().map(contraindication).collect()));
    result.put("advice", Value::Array(vec![advice(&assessed.advice)]));
    result.put("due", Value::Array(due(assessed, at)));
}

fn bleeding(assessed: &Assessed) -> Value {
    let Bleeding { instrument, high, items, missing } = &assessed.bleeding;
    let improve = &assessed.improve;
    object([
        ("instrument", instrument.id.into()),
        ("high", (*high).into()),
        ("items", list(items.iter().copied())),
        ("missing", list(missing.iter().copied())),
        (
            "improve",
            object([
                ("floor", number(improve.tally.floor)),
                ("ceiling", number(improve.tally.ceiling)),
                ("band", improve.tally.band(improve.instrument).map(Risk::id).into()),
                ("missing", ids(improve, &improve.tally.missing)),
            ]),
        ),
    ])
}

fn contraindication(present: &Present) -> Value {
    let mut value = object([
        ("id", present.row.id.into()),
        ("severity", present.severity.id().into()),
        ("applies", list(present.applies.ids().into_iter())),
        ("until", time(present.until)),
        ("noOverride", present.no_override.into()),
        ("text", both(present.row.label)),
        ("mark", marks(present.row.marks).into()),
    ]);
    if present.row.per_limb {
        value.put("limb", present.limb.id().into());
    }
    value
}

fn texts(texts: &[Text]) -> Value {
    Value::Array(texts.iter().map(|text| both(*text)).collect())
}

pub fn sources(all: &[Mark]) -> Value {
    Value::Array(all.iter().map(|mark| marks(std::slice::from_ref(mark)).into()).collect())
}

/// One proposal.
pub fn advice(advice: &Advice) -> Value {
    let mut missing = vec![];
    for fact in &advice.missing {
        missing.push(object([("id", fact.id.into()), ("change", both(fact.change))]));
    }
    let mut value = object([
        ("rule", advice.rule.into()),
        ("output", advice.output.id().into()),
        ("measures", Value::Array(advice.measures.iter().map(|measure| measure_json(&Measure::of(measure))).collect())),
        ("alternatives", Value::Array(advice.alternatives.iter().map(alternative).collect())),
        ("missing", Value::Array(missing)),
        ("reasons", texts(&advice.reasons)),
        ("recheckAt", time(advice.recheck_at)),
        ("monitoring", Value::Array(advice.monitoring.iter().map(task).collect())),
        ("needsPhysician", true.into()),
    ]);
    value.put("sources", sources(&advice.marks));
    if let Some(clearance) = advice.clearance {
        value.put("crcl", decimal(clearance));
    }
    value
}

fn alternative(alternative: &Alternative) -> Value {
    let mut value = object([
        ("id", alternative.id.into()),
        ("kind", if alternative.is_drug { "drug" } else { "device" }.into()),
        ("offered", matches!(alternative.fate, Fate::Proposed | Fate::Offered).into()),
    ]);
    let (why, by) = match &alternative.fate {
        Fate::Proposed => ("proposed", None),
        Fate::Offered => ("offered", None),
        Fate::Blocked { by, .. } => ("blocked", Some(by)),
        Fate::NotInStock => ("not_in_stock", None),
        Fate::NotForThis => ("not_for_this", None),
    };
    value.put("why", why.into());
    if let Some(by) = by {
        value.put("blockedBy", list(by.iter().copied()));
    }
    value
}

fn task(task: &Task) -> Value {
    object([
        ("id", task.id.into()),
        ("text", both(task.what)),
        ("from", time(task.from)),
        ("to", time(task.to)),
        ("everyHours", task.every_h.map(u64::from).into()),
        ("mark", marks(std::slice::from_ref(&task.mark)).into()),
    ])
}

/// When to look again, as far as the assessment itself says so; deadlines of the whole stay follow from its events.
fn due(assessed: &Assessed, at: Instant) -> Vec<Value> {
    let mut all = vec![];
    let mut add = |trigger: &str, when: Option<Instant>| {
        if when.is_some() {
            all.push(object([("trigger", trigger.into()), ("dueAt", time(when))]));
        }
    };
    let high = assessed.bleeding.high == Some(true);
    let periodic = match assessed.advice.recheck_at {
        _ if high => "BLEED_HIGH",
        Some(when) if when - at > chrono::TimeDelta::days(3) => "PERIODIC_MODERATE",
        _ => "PERIODIC_HIGH",
    };
    add(periodic, assessed.advice.recheck_at);
    // The window past: the drug must be started, or it is forgotten (core specification 8, row 34).
    add("INVASIVE", closing(&assessed.judgement));
    let stop = assessed.advice.monitoring.iter().find(|task| task.id == "stop").and_then(|task| task.from);
    add("DRUG_STOP", stop);
    all
}

fn closing(judgement: &Judgement) -> Option<Instant> {
    judgement.present.iter().find(|present| present.row.id == "CI_NEURAXIAL").and_then(|present| present.until)
}

/// Platelets, creatinine and INR older than the profile allows.
fn stale(chart: &Chart, profile: &Profile, at: Instant) -> Vec<Value> {
    let limit = chrono::TimeDelta::hours(i64::from(profile.fresh_hours));
    let mut all = vec![];
    for quantity in [Quantity::Platelets, Quantity::Creatinine, Quantity::Inr] {
        let Some(known) = chart.measured(quantity) else { continue };
        let fact = &chart.facts[known.from[0]];
        if fact.at.is_some_and(|measured| at - measured > limit) {
            let hours = written(f64::from(profile.fresh_hours), 0);
            all.push(object([
                ("code", "E_STALE".into()),
                ("path", format!("/chart/facts/{}", fact.given).into()),
                (
                    "message",
                    object([
                        ("zh", format!("{}已超过{hours}小时，请复查。", quantity.row().name.zh).into()),
                        ("en", format!("{} older than {hours} h: measure again.", quantity.row().name.en).into()),
                    ]),
                ),
            ]));
        }
    }
    all
}
