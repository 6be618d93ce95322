//! `assess({ chart, answers, profile, unanswered, at })`: everything from the score to the proposal, as JSON.

mod advice;

use super::chart::{Bare, contradicted, read_chart};
use super::consistency;
use super::headless::{answer, instrument, issues, marks, read_answers, unanswered, write_tally};
use super::json::Tree;
use super::profile::read_profile;
use super::rejected::Rejected;
use super::shape::{MAX_BYTES, Place, Read as _, Shape, check, optional, read, required};
use super::unknown::{in_chart, in_question};
use super::writing::Writing;
use crate::clinical::assess::{Assessed, assess as assess_all};
use crate::clinical::bleeding::Bleeding;
use crate::clinical::chart::{Chart, Instant, Limb, Sex};
use crate::clinical::contradiction::{Contradiction, female_row};
use crate::clinical::contraindication::judgement::{Judgement, Present};
use crate::clinical::instrument::{Purpose, Risk};
use crate::clinical::profile::Profile;
use crate::clinical::quantity::{Quantity, written};
use crate::clinical::routing::{InstrumentRoute, route};
use crate::clinical::second;
use crate::clinical::sheet::{Sheet, fill};
use crate::clinical::situation::{Confirmed, StaySoFar, Suspicion};
use crate::record::local::{East, Wall, china};
use crate::text::Text;
pub use advice::{advice, sources};

pub static ASSESS: Shape = Shape::Object {
    open: true,
    fields: &[
        required("chart", Shape::Any, "The chart."),
        optional("instrument", Shape::Text(32), "An instrument id in place of routing."),
        optional("answers", Shape::Map(&Shape::Any), "Item key to true, false or null."),
        optional("profile", Shape::Any, "The hospital's profile."),
        optional("unanswered", Shape::OneOf(&["unknown", "absent"]), "How silence on yes/no items is read; default unknown."),
        optional("stay", STAY, "What the record of this stay adds to the chart."),
        required("at", Shape::Time, "Time of assessment: there is no clock inside."),
    ],
};

const STAY: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("firstDoseAt", Shape::Time, "The first dose of prevention this stay, where no medication of the chart tells it."),
        optional("decidedAt", Shape::Time, "When a physician last signed a decision."),
        optional(
            "suspicion",
            Shape::Object {
                open: true,
                fields: &[
                    required("paused", Shape::Flag, "No prevention until it is settled; false: prevention goes on (back_to_core)."),
                    optional("limb", Shape::OneOf(&["left", "right", "both"]), "The leg; without it both, as for a suspected PE."),
                ],
            },
            "A suspicion of VTE that is not closed.",
        ),
        optional("confirmed", Shape::Flag, "VTE was confirmed this stay: it is treated, and no prevention is proposed."),
    ],
};

/// The whole assessment, where no other zone than China's is known.
pub fn assess(input: &str) -> String {
    assess_where(input, china)
}

/// The whole assessment; `east` knows the zones of the world.
#[inline(never)]
pub fn assess_where(input: &str, east: East) -> String {
    second::is_needed();
    answer(try_assess(input, east))
}

fn try_assess(input: &str, east: East) -> Result<String, Rejected> {
    let place = Place::root("");
    let input = read(input, MAX_BYTES, &place)?;
    check(&input, &ASSESS, &place)?;
    let at = input.time("at").unwrap_or_default();
    let at_chart = place.key("chart");
    let profile = match &input["profile"] {
        Tree::Null => Profile::default(),
        profile => read_profile(profile, &place.key("profile"))?,
    };
    // The civil days of facts are read where the hospital is, whatever offset the caller's own time has.
    let wall = Wall { zone: profile.time_zone.clone(), east };
    let zone = *wall.of(at).offset();
    let named = input.text("instrument").filter(|id| *id != "auto").map(|id| instrument(id, &place.key("instrument"))).transpose()?;
    let governing = |chart: &Chart| match (named, route(&chart.seen(at, zone), &profile)) {
        (Some(instrument), _) | (None, InstrumentRoute::To { instrument, .. }) => Bare::Of(instrument),
        _ => Bare::Undecided,
    };
    let read = read_chart(&input["chart"], &at_chart, &governing)?;
    let (instrument, why) = match (named, route(&read.chart.seen(at, zone), &profile)) {
        (Some(instrument), _) => (instrument, None),
        (None, InstrumentRoute::To { instrument, why }) => (instrument, Some(why)),
        (None, InstrumentRoute::Ask) => {
            let encounter = at_chart.key("encounter");
            return Err(encounter.key("setting").reject(
                "E_INSTRUMENT",
                "未说明外科或内科，也无手术信息，无法选定评分。请补充 setting。",
                "Neither a setting nor an operation is given, so no instrument is due. Add the setting.",
            ));
        }
        (None, InstrumentRoute::Calculated { id, why }) => {
            let call = ["score('", id, "')"].concat();
            return Err(at_chart.key("encounter").key("setting").reject(
                "E_INSTRUMENT",
                [why.zh(), "；不据此给出预防建议，请调用 ", &call, "。请勿以 Padua 代替。"].concat(),
                [why.en(), ". No prevention is proposed by it: call ", &call, ", and do not use Padua instead."].concat(),
            ));
        }
    };
    // A fact that cannot be used is refused alone: it is listed, and what hangs on it waits.
    let refused = read.rejected;
    let mut chart = Chart { zone: Some(zone), ..read.chart };
    let (answers, screening) = read_answers(&input["answers"], Bare::Of(instrument), &mut chart, &place.key("answers"))?;
    let unanswered = unanswered(&input);
    let wrong = |found| contradicted(&found, instrument, &at_chart, &place.key("answers"));
    if chart.sex() == Some(Sex::Male)
        && let Some((key, label)) = screening.contraindications.iter().find_map(|(id, said)| female_row(id, said))
    {
        return Err(wrong(Contradiction::MaleWith { key, label, fact: None }));
    }
    let sheet = fill(&chart, &answers, unanswered, at).map_err(wrong)?;
    let mut out = Writing::object();
    out.wall = Some(wall);
    let assessed = match instrument.purpose {
        Purpose::Thrombosis => Some(assess_all(&sheet, &chart, &screening, &profile, &stay(&input["stay"]), unanswered, at).map_err(wrong)?),
        _ => None,
    };
    scored(&mut out, &sheet, why);
    if let Some(assessed) = &assessed {
        prevention(&mut out, assessed, &chart.as_of(at), sheet.tally.band(instrument), at);
    }
    out.list("issues");
    issues(&mut out, &sheet);
    for (.., rejected) in refused {
        rejected.write(&mut out, "");
    }
    for unread in in_question(&input, &ASSESS).into_iter().chain(in_chart(&input["chart"], &at_chart)) {
        unread.write(&mut out, "");
    }
    consistency::list(&mut out, &chart, &profile.thresholds, at);
    if let Some(assessed) = &assessed {
        issues(&mut out, &assessed.bleeding_sheet);
        consistency::names(&mut out, &assessed.judgement);
        stale(&mut out, &chart, &profile, at);
    }
    out.end();
    Ok(out.done())
}

fn scored(out: &mut Writing, sheet: &Sheet, why: Option<Text>) {
    let instrument = sheet.instrument;
    out.text("instrument", instrument.id);
    out.text("edition", instrument.edition);
    out.open("tally");
    write_tally(out, sheet);
    out.end();
    out.maybe("band", sheet.tally.band(instrument).map(Risk::id));
    out.flag("provisional", Some(sheet.tally.is_provisional(instrument)));
    out.given("subBand", sheet.tally.sub_band(instrument).map(|sub_band| sub_band.id));
    if let Some(why) = why {
        out.both("why", why);
    }
}

fn stay(value: &Tree<'_>) -> StaySoFar {
    let suspicion =
        value["suspicion"]["paused"].as_bool().map(|paused| Suspicion { paused, leg: value["suspicion"].text("limb").and_then(Limb::named) });
    StaySoFar {
        first_dose: value.time("firstDoseAt"),
        decided_at: value.time("decidedAt"),
        suspicion,
        confirmed: (value["confirmed"].as_bool() == Some(true)).then_some(Confirmed { at: None }),
    }
}

fn prevention(out: &mut Writing, assessed: &Assessed, chart: &Chart, band: Option<Risk>, at: Instant) {
    bleeding(out, assessed);
    out.list("contraindications");
    for present in &assessed.judgement.present {
        contraindication(out, present);
    }
    out.end();
    out.list("advice");
    advice(out, assessed, chart);
    out.end();
    out.list("due");
    due(out, assessed, band, at);
    out.end();
}

fn bleeding(out: &mut Writing, assessed: &Assessed) {
    let Bleeding { instrument, high, items, missing } = &assessed.bleeding;
    let improve = &assessed.improve;
    out.open("bleeding");
    out.text("instrument", instrument.id);
    out.flag("high", *high);
    out.texts("items", items);
    out.texts("missing", missing);
    out.open("improve");
    out.points("floor", improve.tally.floor);
    out.points("ceiling", improve.tally.ceiling);
    out.maybe("band", improve.tally.band(improve.instrument).map(Risk::id));
    out.items("missing", improve, &improve.tally.missing);
    out.end();
    out.end();
}

fn contraindication(out: &mut Writing, present: &Present) {
    out.open("");
    out.text("id", present.row.id);
    out.text("severity", present.severity.id());
    out.texts("applies", &present.applies.ids());
    out.time("until", present.until);
    out.flag("noOverride", Some(present.no_override));
    out.both("text", present.row.label);
    out.text("mark", &marks(present.row.marks));
    if present.row.per_limb {
        out.text("limb", present.limb.id());
    }
    out.end();
}

/// When to look again, as far as the assessment itself says so; deadlines of the whole stay follow from its events.
fn due(out: &mut Writing, assessed: &Assessed, band: Option<Risk>, at: Instant) {
    let mut add = |trigger: &str, when: Option<Instant>| {
        if when.is_some() {
            out.open("");
            out.text("trigger", trigger);
            out.time("dueAt", when);
            out.end();
        }
    };
    let days = |days| assessed.advice.recheck_at.is_some_and(|when| when - at <= chrono::TimeDelta::days(days));
    let periodic = match band {
        _ if assessed.bleeding.high == Some(true) && days(1) => "BLEED_HIGH",
        Some(Risk::Moderate) => "PERIODIC_MODERATE",
        // In the ICU and after major orthopaedic surgery a low score changes nothing.
        Some(Risk::Low) if !days(3) => "PERIODIC_LOW",
        _ => "PERIODIC_HIGH",
    };
    add(periodic, assessed.advice.recheck_at);
    // The window past: the drug must be started, or it is forgotten (core specification 8, row 34).
    add("INVASIVE", closing(&assessed.judgement));
    let stop = assessed.advice.monitoring.iter().find(|task| task.id == "stop").and_then(|task| task.from);
    add("DRUG_STOP", stop);
}

fn closing(judgement: &Judgement) -> Option<Instant> {
    judgement.present.iter().find(|present| present.row.id == "CI_NEURAXIAL").and_then(|present| present.until)
}

/// Platelets, creatinine and INR older than the profile allows.
fn stale(out: &mut Writing, chart: &Chart, profile: &Profile, at: Instant) {
    let limit = chrono::TimeDelta::hours(i64::from(profile.fresh_hours));
    let chart = &*chart.as_of(at);
    for quantity in [Quantity::Platelets, Quantity::Creatinine, Quantity::Inr] {
        let Some(known) = chart.measured(quantity) else { continue };
        let fact = &chart.facts[known.from[0]];
        if chart.since(known.from[0]).is_some_and(|measured| at - measured > limit) {
            let (name, hours) = (quantity.row().name, written(f64::from(profile.fresh_hours), 0));
            out.open("");
            out.text("code", "E_STALE");
            out.text("path", &["/chart/facts/", &fact.given.to_string()].concat());
            out.pair(
                "message",
                &[name.zh(), "已超过", &hours, "小时，请复查。"].concat(),
                &[name.en(), " older than ", &hours, " h: measure again."].concat(),
            );
            out.end();
        }
    }
}
