//! The line of the board in the row of an admission: how it is written and read.

use crate::clinical::chart::Instant;
use crate::clinical::instrument::{Points, Risk};
use crate::interop::json::Value;
use crate::interop::shape::{Read as _, owned};
use crate::interop::writing::Writing;
use crate::record::board::{CurrentMeasure, LatestBleeding, Score, Summary};
use crate::record::due::{self, After, Rounds, Task};
use crate::record::encounter::Standing;
use crate::record::event::SignedText;
use crate::record::measure::MeasureKind;

pub(super) fn write_summary(summary: &Summary, out: &mut Writing) {
    out.open("board");
    out.moment("admittedAt", summary.admitted_at);
    out.moment("dischargedAt", summary.discharged_at);
    if let Some(score) = &summary.score {
        out.open("score");
        out.text("instrument", &score.instrument);
        out.points("floor", score.floor);
        out.points("ceiling", score.ceiling);
        out.maybe("band", score.band.map(Risk::id));
        out.moment("at", Some(score.at));
        out.flag("physician", Some(score.physician));
        out.end();
    }
    if let Some(bleeding) = summary.bleeding {
        out.open("bleeding");
        out.flag("high", bleeding.high);
        out.moment("at", Some(bleeding.at));
        out.end();
    }
    out.list("measures");
    for measure in &summary.measures {
        let (standing, since) = standing_word(measure.standing);
        out.open("");
        out.text("id", measure.id.as_str());
        out.given("kind", measure.kind.map(MeasureKind::id));
        out.text("standing", standing);
        out.moment("since", since);
        out.end();
    }
    out.end();
    out.flag("suspected", Some(summary.suspected));
    out.flag("confirmed", Some(summary.confirmed));
    if summary.untreated {
        out.flag("untreated", Some(true));
    }
    if summary.contradicted {
        out.flag("contradicted", Some(true));
    }
    out.moment("informedAt", summary.informed_at);
    out.list("tasks");
    for task in &summary.tasks {
        write_task(task, out);
    }
    out.end();
    out.whole("late", summary.late as usize);
    out.whole("events", summary.events as usize);
    out.end();
}

fn write_task(task: &Task, out: &mut Writing) {
    out.open("");
    out.text("trigger", task.trigger.id);
    out.given("of", task.of.as_deref());
    out.moment("opens", Some(task.opens));
    out.moment("deadline", Some(task.deadline));
    let after = match task.after {
        After::Overdue => None,
        After::Missed => Some("missed"),
        After::Gone => Some("gone"),
    };
    out.given("after", after);
    if let Some(watch) = &task.watch {
        out.open("watch");
        out.pair("words", &watch.words.zh, &watch.words.en);
        out.hours("everyH", watch.every_h);
        out.moment("to", watch.to);
        out.end();
    }
    out.end();
}

fn standing_word(standing: Standing) -> (&'static str, Option<Instant>) {
    match standing {
        Standing::Authorised => ("authorised", None),
        Standing::InUse { since } => ("in_use", Some(since)),
        Standing::Held { since } => ("held", Some(since)),
        Standing::Ended { at } => ("ended", Some(at)),
        Standing::Withdrawn => ("withdrawn", None),
    }
}

pub(super) fn read_summary(board: &Value) -> Summary {
    let points = |value: &Value, key: &str| Points((value.number(key).unwrap_or_default() * 10.0).round() as i16);
    let score = &board["score"];
    let bleeding = &board["bleeding"];
    Summary {
        admitted_at: board.time("admittedAt"),
        discharged_at: board.time("dischargedAt"),
        score: score.time("at").map(|at| Score {
            instrument: owned(score, "instrument"),
            floor: points(score, "floor"),
            ceiling: points(score, "ceiling"),
            band: score.text("band").and_then(Risk::named),
            at,
            physician: score["physician"].as_bool() == Some(true),
        }),
        bleeding: bleeding.time("at").map(|at| LatestBleeding { high: bleeding["high"].as_bool(), at }),
        measures: board["measures"].items().iter().map(read_in_hand).collect(),
        suspected: board["suspected"].as_bool() == Some(true),
        confirmed: board["confirmed"].as_bool() == Some(true),
        untreated: board["untreated"].as_bool() == Some(true),
        contradicted: board["contradicted"].as_bool() == Some(true),
        informed_at: board.time("informedAt"),
        tasks: board["tasks"].items().iter().filter_map(read_task).collect(),
        late: board["late"].as_u64().unwrap_or_default() as u32,
        events: board["events"].as_u64().unwrap_or_default(),
    }
}

fn read_in_hand(value: &Value) -> CurrentMeasure {
    let since = value.time("since").unwrap_or_default();
    let standing = match value.text("standing") {
        Some("in_use") => Standing::InUse { since },
        Some("held") => Standing::Held { since },
        Some("ended") => Standing::Ended { at: since },
        Some("withdrawn") => Standing::Withdrawn,
        _ => Standing::Authorised,
    };
    CurrentMeasure { id: value.text("id").unwrap_or_default().into(), kind: value.text("kind").and_then(MeasureKind::named), standing }
}

fn read_task(value: &Value) -> Option<Task> {
    let watch = &value["watch"];
    let words = &watch["words"];
    Some(Task {
        trigger: due::named(value.text("trigger")?)?,
        of: value.text("of").map(str::to_owned),
        opens: value.time("opens")?,
        deadline: value.time("deadline")?,
        done: None,
        after: match value.text("after") {
            Some("missed") => After::Missed,
            Some("gone") => After::Gone,
            _ => After::Overdue,
        },
        watch: watch.is_object().then(|| Rounds {
            words: SignedText { zh: owned(words, "zh"), en: owned(words, "en") },
            every_h: watch.number("everyH").map(|hours| hours as u16),
            to: watch.time("to"),
        }),
    })
}
