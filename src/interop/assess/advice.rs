//! The advice of an assessment as JSON.

use crate::clinical::assess::Assessed;
use crate::clinical::blood::{Effect, NotBefore, OnBoard};
use crate::clinical::chart::Chart;
use crate::clinical::given::TooSoon;
use crate::clinical::measure::{Alternative, Fate};
use crate::clinical::monitoring::MonitoringTask;
use crate::clinical::source::Mark;
use crate::interop::headless::marks;
use crate::interop::plan::{write_dose, write_measure};
use crate::interop::writing::Writing;
use crate::record::event::MeasureLine;

pub fn sources(out: &mut Writing, all: &[Mark]) {
    out.list("sources");
    for mark in all {
        out.text("", &marks(std::slice::from_ref(mark)));
    }
    out.end();
}

/// One proposal.
pub fn advice(out: &mut Writing, assessed: &Assessed, chart: &Chart) {
    let advice = &assessed.advice;
    out.open("");
    out.maybe("rule", advice.rule);
    out.texts("routes", &advice.routes);
    out.flag("protected", advice.protected);
    out.time("protectedUntil", advice.protected_until);
    out.text("output", advice.output.id());
    out.list("measures");
    for measure in &advice.measures {
        write_measure(out, &MeasureLine::of(measure));
    }
    out.end();
    out.list("alternatives");
    for one in &advice.alternatives {
        alternative(out, one);
    }
    out.end();
    out.list("missing");
    for fact in &advice.missing {
        out.open("");
        out.text("id", fact.id);
        out.both("change", fact.change);
        out.end();
    }
    // What is asked, on every route: a drug line that is not there hides no question.
    let mut asked: Vec<&str> = advice.missing.iter().map(|fact| fact.id).collect();
    for open in &assessed.judgement.open {
        if !asked.contains(&open.lacks) {
            asked.push(open.lacks);
            out.open("");
            out.text("id", open.lacks);
            out.both("change", open.wording.unwrap_or(open.row.label));
            out.end();
        }
    }
    out.end();
    out.list("reasons");
    for reason in &advice.reasons {
        out.both("", *reason);
    }
    out.end();
    out.list("alerts");
    for alert in assessed.judgement.standing_alerts() {
        out.open("");
        out.text("id", alert.id);
        out.both("text", alert.label);
        out.end();
    }
    out.end();
    out.list("blood");
    for on_board in &assessed.blood.all {
        blood(out, on_board);
    }
    out.end();
    out.list("warnings");
    for warning in &advice.warnings {
        too_soon(out, warning, chart);
    }
    out.end();
    out.time("recheckAt", advice.recheck_at);
    out.list("monitoring");
    for one in &advice.monitoring {
        task(out, one);
    }
    out.end();
    out.flag("needsPhysician", Some(true));
    sources(out, &advice.marks);
    if let Some(clearance) = advice.clearance {
        out.number("crcl", clearance);
        let mut weight = |name, kg: Option<f64>| kg.into_iter().for_each(|kg| out.number(name, kg));
        weight("crclWeight", advice.weight_kg);
        weight("adjustedWeight", advice.adjusted_kg);
        if advice.without_kidneys {
            out.flag("withoutKidneys", Some(true));
        }
    }
    out.end();
}

/// One anticoagulant on record.
fn blood(out: &mut Writing, on_board: &OnBoard) {
    out.open("");
    out.text("id", on_board.substance.id);
    out.text("class", on_board.substance.class.id());
    out.both("text", on_board.substance.name);
    out.text("intensity", on_board.intensity.id());
    out.flag("running", Some(on_board.running));
    out.time("lastDoseAt", on_board.last_dose);
    out.time("nextDueAt", on_board.next_due);
    let until = match on_board.effect {
        Effect::Works { until, .. } => until,
        Effect::TooLittle | Effect::Unknown(_) | Effect::Over => None,
    };
    out.text(
        "effect",
        match on_board.effect {
            Effect::Works { overdue: false, .. } => "works",
            Effect::Works { overdue: true, .. } => "overdue",
            Effect::TooLittle => "too_little",
            Effect::Unknown(_) => "unknown",
            Effect::Over => "over",
        },
    );
    out.time("effectiveUntil", until);
    match on_board.not_before {
        NotBefore::At(when) => out.time("notBefore", Some(when)),
        NotBefore::Now | NotBefore::Waits(_) => out.null("notBefore"),
    }
    if let NotBefore::Waits(lacks) = on_board.not_before {
        out.text("waitsFor", lacks);
    }
    out.end();
}

/// A dose given too close to something planned.
fn too_soon(out: &mut Writing, warning: &TooSoon, chart: &Chart) {
    out.open("");
    out.text("id", warning.act.id());
    out.time("plannedAt", warning.planned);
    out.text("substance", warning.substance.id);
    out.text("path", &["/chart/facts/", &chart.facts[warning.fact].given.to_string()].concat());
    out.text("severity", warning.gravity.id());
    out.time("earliest", warning.earliest);
    out.both("text", warning.why);
    out.text("mark", &marks(warning.marks));
    out.end();
}

fn alternative(out: &mut Writing, alternative: &Alternative) {
    let (why, by) = match &alternative.fate {
        Fate::Proposed => ("proposed", None),
        Fate::Offered => ("offered", None),
        Fate::Selectable => ("selectable", None),
        Fate::Blocked { by, .. } => ("blocked", Some(by)),
        Fate::NotInStock => ("not_in_stock", None),
        Fate::NotForThis => ("not_for_this", None),
    };
    out.open("");
    out.text("id", alternative.id);
    out.text("kind", if alternative.is_drug { "drug" } else { "device" });
    out.flag("offered", Some(matches!(alternative.fate, Fate::Proposed | Fate::Offered | Fate::Selectable)));
    out.text("why", why);
    if let Some(by) = by {
        out.texts("blockedBy", by);
    }
    if !alternative.options.is_empty() {
        out.list("options");
        for option in &alternative.options {
            out.open("");
            write_dose(out, &option.dose);
            out.both("text", option.why);
            out.text("mark", &marks(option.marks));
            out.end();
        }
        out.end();
    }
    out.end();
}

fn task(out: &mut Writing, task: &MonitoringTask) {
    out.open("");
    out.text("id", task.id);
    out.both("text", task.what);
    out.time("from", task.from);
    out.time("to", task.to);
    out.hours("everyHours", task.every_h);
    out.text("mark", &marks(task.marks));
    out.end();
}
