//! The rows that the ward page keeps: the ward itself, its people, and of each admission the chart with what a board shows
//! of it. Versioned, read whole or refused with the place. A summary is a cache of the fold and is written again with
//! every event; events themselves are rows of their own, in the form of `seal`.

mod summary;

use super::chart::{Bare, read_chart, take_out_contradictions};
use super::correction::{Correction, read_corrections, write_corrections};
use super::json::{MAX_DEPTH, Value, canonical, object, parse};
use super::profile::read_profile;
use super::rejected::Rejected;
use super::row::{ROW_VERSION, row};
use super::seal::{DEMO, Head, Sealed, is_demo};
use super::shape::{Place, Read as _, Shape, optional, owned, required};
use super::writing::Writing;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::profile::Profile;
use crate::clinical::quantity::Quantity;
use crate::clinical::routing::{InstrumentRoute, route};
use crate::record::board::Summary;
use crate::record::due::{Expected, Task};
use crate::record::encounter::Encounter;
use crate::record::role::Actor;
use crate::text::{Text, text};
use summary::{read_summary, write_summary};

pub const WARD_KEY: &str = "ward";
pub const ADMISSIONS: &str = "admission/";

pub fn admission_key(context: &str) -> String {
    [ADMISSIONS, context].concat()
}

/// All events of an admission start with this.
pub fn events_key(context: &str) -> String {
    ["event/", context, "/"].concat()
}

pub fn event_key(context: &str, seq: u64) -> String {
    format!("event/{context}/{seq:06}")
}

// ---- the ward ------------------------------------------------------------------------------------------------------

/// Of a whole device: one ward, real or for show, never both.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub name: String,
    pub department: String,
    pub demo: bool,
    /// As it is given to the element; read by `profile`.
    pub profile: Value,
}

static WARD: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        required("name", Shape::Text(64), "Name of the ward."),
        optional("department", Shape::Text(64), "Department, put into new charts."),
        optional("demo", Shape::Flag, "A ward of fictional patients."),
        optional("profile", Shape::Any, "Hospital profile (see profile.json)."),
    ],
};

pub fn write_ward(settings: &Settings) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    out.text("name", &settings.name);
    out.text("department", &settings.department);
    out.flag("demo", Some(settings.demo));
    out.put("profile", &settings.profile);
    out.done()
}

pub fn read_ward(text: &str) -> Result<(Settings, Profile), Rejected> {
    let place = Place::root("ward");
    let value = row(text, &WARD, &place)?;
    let profile = match &value["profile"] {
        Value::Null => Profile::default(),
        profile => read_profile(profile, &place.key("profile"))?,
    };
    let settings = Settings {
        name: owned(&value, "name"),
        department: owned(&value, "department"),
        demo: value["demo"].as_bool() == Some(true),
        profile: if value["profile"].is_null() { object([]) } else { value["profile"].clone() },
    };
    Ok((settings, profile))
}

/// A row of a demonstration as it is written: with the mark. Events bear it since they were sealed, and what their hash covers
/// is not touched.
pub fn marked(key: &str, text: String) -> String {
    let is_event = key.starts_with("event/");
    match parse(&text, MAX_DEPTH) {
        Ok(mut row) if !is_event && row.is_object() && !is_demo(&row) => {
            row.put(DEMO, true.into());
            canonical(&row)
        }
        _ => text,
    }
}

// ---- people --------------------------------------------------------------------------------------------------------

/// As the element is told.
pub fn user_json(actor: &Actor) -> String {
    canonical(&object([("id", actor.id.as_str().into()), ("name", actor.name.as_str().into()), ("role", actor.role.id().into())]))
}

// ---- admissions ----------------------------------------------------------------------------------------------------

/// What no event says, because it lies ahead, or because it was only seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ahead {
    pub discharge_at: Option<Instant>,
    pub invasive_at: Vec<Instant>,
    pub changes: Vec<Noted>,
}

/// A change of condition that somebody noted.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    pub at: Instant,
    /// Of [`CHANGES`].
    pub what: String,
    pub by: String,
}

/// Changes of condition that call for a new assessment (core specification §6), as they are chosen.
#[rustfmt::skip]
pub static CHANGES: [(&str, Text); 8] = [
    ("critical", text!("病危或转重", "Critically ill or worse")),
    ("mobility", text!("活动能力变化（如卧床）", "Mobility changed (such as bed rest)")),
    ("catheter", text!("新置管（如中心静脉）", "New catheter (such as central venous)")),
    ("bleeding", text!("出血", "Bleeding")),
    ("infection", text!("感染", "Infection")),
    ("cancer_treatment", text!("开始肿瘤治疗", "Cancer treatment begun")),
    ("critical_value", text!("血小板或肌酐危急值", "Critical platelets or creatinine")),
    ("other", text!("其他", "Other")),
];

/// Of [`Noted::what`]: the ward's own obstetric score was made, outside of this program.
pub const SCORED_ELSEWHERE: &str = "scored_elsewhere";

/// One admission as its row holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct AdmissionRow {
    pub context: String,
    /// The chart of the bridge: the element is given this.
    pub chart: Value,
    pub ahead: Ahead,
    pub summary: Summary,
    pub head: Head,
    /// The hospital's number (住院号). Beside the chart, which goes to the element.
    pub number: String,
    /// What was corrected of the admission, in the order in which it was.
    pub corrections: Vec<Correction>,
}

impl AdmissionRow {
    pub fn new(chart: Value) -> AdmissionRow {
        let context = owned(&chart, "contextId");
        AdmissionRow {
            context,
            chart,
            ahead: Ahead::default(),
            summary: Summary::default(),
            head: Head::default(),
            number: String::new(),
            corrections: vec![],
        }
    }

    pub fn label(&self) -> &str {
        self.chart["patient"].text("label").unwrap_or_default()
    }

    pub fn bed(&self) -> &str {
        self.chart["patient"].text("bed").unwrap_or_default()
    }

    pub fn is_female(&self) -> Option<bool> {
        self.chart["patient"].text("sex").map(|sex| sex == "female")
    }

    pub fn department(&self) -> &str {
        self.chart["encounter"].text("department").unwrap_or_default()
    }

    /// Completed years on the civil date of `at`; without a birth date as they were told.
    pub fn age(&self, at: Instant) -> Option<u32> {
        let born = self.chart["patient"].text("birthDate").and_then(super::shape::date);
        born.map_or_else(|| self.told_age().map(|(age, _)| age as u32), |born| at.date_naive().years_since(born))
    }

    /// Where no birth date is known: an age that somebody told, and when.
    pub fn told_age(&self) -> Option<(f64, Option<Instant>)> {
        self.chart["patient"].text("birthDate").is_none().then(|| told_age(&self.chart))?
    }

    /// Obstetric patients have no score in this program: the ward's own is used, and noted here.
    pub fn is_obstetric(&self) -> bool {
        self.chart["encounter"].text("setting") == Some("obstetric")
    }

    /// When the ward's own obstetric score was noted last, and by whom.
    pub fn scored_elsewhere(&self) -> Option<&Noted> {
        self.ahead.changes.iter().rev().find(|noted| noted.what == SCORED_ELSEWHERE)
    }

    /// A task to score that the ward's own obstetric score has settled.
    pub fn is_settled_elsewhere(&self, task: &Task) -> bool {
        self.is_obstetric()
            && task.trigger.scores()
            && self.ahead.changes.iter().any(|noted| noted.what == SCORED_ELSEWHERE && noted.at >= task.opens)
    }

    /// What calls for it is a correction of the admission.
    pub fn is_of_correction(&self, trigger: &str, since: Instant) -> bool {
        trigger == "CONDITION_CHANGE" && self.corrections.iter().any(|correction| correction.calls() && correction.at == since)
    }

    /// The chart as the rules read it.
    pub fn read(&self, profile: &Profile, at: Instant) -> Chart {
        let place = Place::root("chart");
        let read = read_chart(&self.chart, &place, &|chart| match route(chart, profile) {
            InstrumentRoute::To { instrument, .. } => Bare::Of(instrument),
            _ => Bare::Undecided,
        });
        read.map_or_else(
            |_| Chart::default(),
            |mut read| {
                take_out_contradictions(&mut read, at, &place);
                read.chart
            },
        )
    }

    /// What the chart says is ahead.
    pub fn expected(&self, chart: &Chart) -> Expected {
        Expected {
            invasive_at: self.ahead.invasive_at.clone(),
            discharge_at: self.ahead.discharge_at,
            changes_at: self
                .ahead
                .changes
                .iter()
                .filter(|noted| noted.what != SCORED_ELSEWHERE)
                .map(|noted| noted.at)
                .chain(self.corrections.iter().filter(|correction| correction.calls()).map(|correction| correction.at))
                .collect(),
            ..Expected::of(chart)
        }
    }

    /// Folds the record again: what the board shows, and the head that the next event is sealed onto.
    pub fn fold(&mut self, encounter: &Encounter, head: Head, profile: &Profile, at: Instant) {
        let mut summary = Summary::of(encounter, &self.expected(&self.read(profile, at)), &profile.due);
        summary.tasks.retain(|task| !self.is_settled_elsewhere(task));
        self.summary = summary;
        self.head = head;
    }

    /// Puts a fact into the chart.
    pub fn know(&mut self, fact: Value) {
        let mut facts = self.chart["facts"].items().to_vec();
        facts.push(fact);
        self.chart.put("facts", Value::Array(facts));
    }

    /// The planned operation, if there is one: its place among the facts.
    pub fn planned_operation(&self) -> Option<usize> {
        let planned = |fact: &Value| fact.text("id") == Some("operation") && fact["value"].text("status") == Some("planned");
        self.chart["facts"].items().iter().position(planned)
    }

    /// Replaces or takes out a fact.
    pub fn replace_fact(&mut self, index: usize, fact: Option<Value>) {
        let mut facts = self.chart["facts"].items().to_vec();
        match fact {
            Some(fact) if index < facts.len() => facts[index] = fact,
            None if index < facts.len() => drop(facts.remove(index)),
            _ => {}
        }
        self.chart.put("facts", Value::Array(facts));
    }

    /// Puts a field of the patient or the encounter; an empty one is taken out.
    pub fn put(&mut self, part: &str, name: &str, text: &str) {
        let held = &self.chart[part];
        if text.is_empty() && held.get(name).is_none() {
            return;
        }
        let mut of = if held.is_object() { held.clone() } else { object([]) };
        if text.is_empty() {
            let mut left = object([]);
            of.fields().iter().filter(|(key, _)| key != name).for_each(|(key, value)| left.put(key, value.clone()));
            of = left;
        } else {
            of.put(name, text.into());
        }
        self.chart.put(part, of);
    }
}

pub fn write_row(row: &AdmissionRow) -> String {
    let mut out = Writing::object();
    out.whole("v", ROW_VERSION as usize);
    if is_demo(&row.chart) {
        out.flag(DEMO, Some(true));
    }
    out.put("chart", &row.chart);
    out.given("number", Some(row.number.as_str()).filter(|number| !number.is_empty()));
    write_corrections(&row.corrections, &mut out);
    out.open("ahead");
    out.moment("dischargeAt", row.ahead.discharge_at);
    out.list("invasiveAt");
    row.ahead.invasive_at.iter().for_each(|at| out.moment("", Some(*at)));
    out.end();
    out.list("changes");
    for noted in &row.ahead.changes {
        out.open("");
        out.moment("at", Some(noted.at));
        out.text("what", &noted.what);
        out.text("by", &noted.by);
        out.end();
    }
    out.end();
    out.end();
    out.open("head");
    out.whole("seq", row.head.seq as usize);
    out.maybe("hash", row.head.hash.as_deref());
    out.end();
    write_summary(&row.summary, &mut out);
    out.done()
}

static ROW: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        required("chart", Shape::Any, "The chart of the bridge."),
        optional("number", Shape::Text(32), "The hospital's number of the patient or stay."),
        optional("corrections", Shape::Any, "What was corrected of the admission: event, time, person, reason, from and to."),
        optional("ahead", Shape::Any, "What lies ahead."),
        required("head", Shape::Any, "Sequence number and hash of the last event."),
        required("board", Shape::Any, "What the board shows: a cache."),
    ],
};

/// Reads the row of an admission. A summary that cannot be read is left empty: it is folded again when the patient is opened.
pub fn read_row(text: &str) -> Result<AdmissionRow, Rejected> {
    let place = Place::root("admission");
    let value = row(text, &ROW, &place)?;
    let mut read = AdmissionRow::new(value["chart"].clone());
    read.number = owned(&value, "number");
    read.corrections = read_corrections(&value["corrections"]);
    let ahead = &value["ahead"];
    read.ahead = Ahead {
        discharge_at: ahead.time("dischargeAt"),
        invasive_at: ahead["invasiveAt"].items().iter().filter_map(|at| super::shape::time(at.as_str()?)).collect(),
        changes: ahead["changes"]
            .items()
            .iter()
            .filter_map(|noted| Some(Noted { at: noted.time("at")?, what: owned(noted, "what"), by: owned(noted, "by") }))
            .collect(),
    };
    read.head = Head { seq: value["head"]["seq"].as_u64().unwrap_or_default(), hash: value["head"].text("hash").map(str::to_owned) };
    read.summary = read_summary(&value["board"]);
    Ok(read)
}

/// A signed event as its row holds it.
pub fn event_text(sealed: &Sealed) -> String {
    canonical(&sealed.json)
}

/// An age that was told, and when, without a birth date.
pub(super) fn told_age(chart: &Value) -> Option<(f64, Option<Instant>)> {
    let fact = chart["facts"].items().iter().rev().find(|fact| fact.text("id") == Some(Quantity::Age.row().id))?;
    Some((fact.number("value")?, fact.time("at")))
}
