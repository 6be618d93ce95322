//! Worked cases as data: `tests/cases/<instrument>/*.toml`. The same files feed the test runner, the table mutants and,
//! later, the training drills.
#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What the cases have in common, for a reader.
    about: String,
    /// A patient whom every case of the file starts from: `chart`, `answers`, `profile`, `unanswered`, `at`.
    #[serde(default)]
    given: Option<Given>,
    /// Patients by name, whom the cases of the whole folder may start from; only in its `bases.toml`.
    #[serde(default)]
    base: BTreeMap<String, Given>,
    case: Vec<Case>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    chart: Value,
    #[serde(default)]
    answers: Map<String, Value>,
    #[serde(default)]
    unanswered: Option<String>,
    #[serde(default)]
    at: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    /// The patient of `bases.toml` whom this case starts from.
    #[serde(default)]
    pub base: Option<String>,
    /// Where the expectation comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// The instrument asked for, where it is not the folder's.
    #[serde(default)]
    pub instrument: Option<String>,
    /// Beside a given patient a measurement takes the place of the patient's own, anything else is added.
    #[serde(default)]
    pub facts: Vec<Value>,
    /// Facts and answers of the given patient that this one lacks.
    #[serde(default)]
    pub without: Vec<String>,
    /// `true`, `false`, or `"unknown"`: a person said that it cannot be known; or one of them as the `value` of an object.
    #[serde(default)]
    pub answers: Map<String, Value>,
    #[serde(default)]
    pub unanswered: Option<String>,
    #[serde(default)]
    pub at: Option<String>,
    /// With a chart the case goes through `assess`, otherwise through `score`.
    #[serde(default)]
    pub chart: Option<Value>,
    #[serde(default)]
    pub profile: Option<Value>,
    /// The text handed in, where it is no JSON object worth writing as TOML.
    #[serde(default)]
    pub raw: Option<String>,
    /// Hands in a valid object of this many bytes.
    #[serde(default)]
    pub bytes: Option<usize>,
    /// What a learner is told.
    #[serde(default)]
    pub teaching: Option<Teaching>,
    pub expect: Expect,
}

/// A fictional patient of the training drills.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Teaching {
    pub no: u32,
    pub zh: String,
    pub en: String,
    pub why: String,
    /// Mistakes that the case is there to show.
    pub error_tag: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Floor and ceiling at once.
    pub total: Option<f64>,
    pub floor: Option<f64>,
    pub ceiling: Option<f64>,
    /// `low`, `moderate`, `high`, or `open`.
    pub band: Option<String>,
    /// A sub-band, or `none`.
    pub sub_band: Option<String>,
    pub missing: Option<Vec<String>>,
    /// Everything that counted, and nothing else.
    pub points: Option<Map<String, Value>>,
    /// Ids or paths of the issues, and nothing else.
    pub issues: Option<Vec<String>>,
    pub provisional: Option<bool>,
    /// What each reading may still come to, in the order of its table; one alone is the reading's outcome. `floor` and `ceiling`
    /// are then both told, or there are none.
    pub outcomes: Option<BTreeMap<String, Vec<String>>>,
    /// The instrument that the chart is routed to.
    pub instrument: Option<String>,
    /// The row that fires, a route, or `none`.
    pub rule: Option<String>,
    pub output: Option<String>,
    /// All that is proposed, in order.
    pub measures: Option<Vec<Proposed>>,
    /// `yes`, `no` or `open`.
    pub bleeding: Option<String>,
    pub bleeding_instrument: Option<String>,
    pub bleeding_items: Option<Vec<String>>,
    pub bleeding_missing: Option<Vec<String>>,
    /// All that are in force, in the order of the table.
    pub contraindications: Option<Vec<Contraindication>>,
    /// What became of drugs and devices, by id.
    #[serde(default)]
    pub alternatives: Map<String, Value>,
    pub recheck_h: Option<i64>,
    /// English words that a reason holds.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// What is missing, by id, and English words of what it would change.
    #[serde(default)]
    pub changes: Map<String, Value>,
    /// English words that no reason holds.
    #[serde(default)]
    pub no_reason: Vec<String>,
    /// From when the re-check is counted, where it is not noon of the given day.
    pub at: Option<String>,
    /// IMPROVE, shown beside.
    pub improve: Option<f64>,
    /// The code of a refusal, and its place.
    pub error: Option<String>,
    pub path: Option<String>,
    /// Values handed in that neither a refusal nor an answer may repeat.
    #[serde(default)]
    pub secret: Vec<String>,

    // ---- what the third review added ----
    /// All that is proposed, in any order.
    pub proposed: Option<Vec<Proposed>>,
    /// Measures among those proposed.
    #[serde(default)]
    pub includes: Vec<Proposed>,
    /// Ids or kinds that no measure has.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// Kinds that some measure has.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The leg that no proposed device is for.
    pub no_device_on: Option<String>,
    /// Every route that applies; the first gives the output.
    pub routes: Option<Vec<String>>,
    /// Routes among them.
    #[serde(default)]
    pub routes_with: Vec<String>,
    /// `yes`, `no`, or `not_yes`: no, or not known.
    pub protected: Option<String>,
    pub protected_until: Option<String>,
    /// Every alert, and nothing else.
    pub alerts: Option<Vec<String>>,
    /// Every anticoagulant on record, with the fields that matter.
    pub blood: Option<Vec<Map<String, Value>>>,
    /// Every warning of needles, removals and operations, with the fields that matter; `says` is in its text.
    pub warnings: Option<Vec<Map<String, Value>>>,
    /// Warnings among them.
    #[serde(default)]
    pub warnings_with: Vec<Map<String, Value>>,
    /// Doses that are shown but not proposed, by drug.
    #[serde(default)]
    pub options: Map<String, Value>,
    /// Rows among those that block a drug or device, by its id.
    #[serde(default)]
    pub blocked_by: Map<String, Value>,
    /// The clearance that doses, mL/min, to one decimal.
    pub crcl: Option<f64>,
    /// Contraindications among those in force.
    #[serde(default)]
    pub present: Vec<Contraindication>,
    /// Contraindications that are not in force.
    #[serde(default)]
    pub absent: Vec<String>,
    /// What is asked, of the score, the bleeding list or the drug: by id.
    #[serde(default)]
    pub asked: Vec<String>,
    #[serde(default)]
    pub not_asked: Vec<String>,
    /// No drug is firm, and these hold it.
    pub drug_waits: Option<Vec<String>>,
    /// Issues among those listed.
    #[serde(default)]
    pub listed: Vec<Listed>,
    #[serde(default)]
    pub not_listed: Vec<Listed>,
    /// Words in either language, anywhere in the advice, the contraindications or the issues.
    #[serde(default)]
    pub said: Vec<String>,
    /// Words in no reason, measure or issue.
    #[serde(default)]
    pub unsaid: Vec<String>,
    /// The next look is when something changes.
    #[serde(default)]
    pub no_recheck: bool,
    /// Triggers that are due at the time of the assessment or before it.
    #[serde(default)]
    pub due_now: Vec<String>,
    /// No source of the advice begins with one of these.
    #[serde(default)]
    pub sources_without: Vec<String>,
}

/// An issue, by what is told of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub code: Option<String>,
    /// The fact or item that it is about; with `|` between them, one of several.
    pub about: Option<String>,
    /// Its place, to the letter.
    pub path: Option<String>,
}

/// A measure by its id alone, or with what is to hold of it. What hangs on nothing names nothing in `on`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Proposed {
    Id(String),
    Whole(Box<Whole>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    pub id: String,
    pub kind: Option<String>,
    /// `40 mg qd`; `none` while it cannot be told.
    pub dose: Option<String>,
    pub from_day_4: Option<f64>,
    /// `none` while it cannot be told.
    pub start: Option<String>,
    pub stop: Option<String>,
    pub limb: Option<String>,
    pub meanwhile: Option<bool>,
    /// All that it hangs on. A measure of which nothing is told here, in `waits` or in `firm` hangs on nothing.
    #[serde(default)]
    pub on: Vec<String>,
    /// Among what it hangs on; empty: whatever that is.
    pub waits: Option<Vec<String>>,
    /// Hangs on nothing, or on something that has no name here.
    pub firm: Option<bool>,
    /// The start is one of these.
    #[serde(default)]
    pub start_in: Vec<String>,
    /// "Day n".
    pub day: Option<i64>,
    /// Days planned, and the fewest.
    pub days: Option<i64>,
    pub days_from: Option<i64>,
    /// Beginnings of sources that it has, and that it has not.
    #[serde(default)]
    pub sources: Vec<String>,
    #[serde(default)]
    pub sources_without: Vec<String>,
    /// English words that a remark holds.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// English words that no remark holds.
    #[serde(default)]
    pub no_remarks: Vec<String>,
    /// Ids of the monitoring that goes with it.
    pub monitoring: Option<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contraindication {
    pub id: String,
    /// `caution`, `block`, `block_until`, or `forbids` for either of the two.
    pub severity: String,
    pub applies: Option<Vec<String>>,
    pub until: Option<String>,
    pub limb: Option<String>,
    pub no_override: Option<bool>,
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Every case of an instrument, with the file it stands in.
pub fn of(instrument: &str) -> Vec<(String, Case)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder().join(instrument)).expect("a folder of cases").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| read(path)).collect()
}

pub fn read(path: &Path) -> Vec<(String, Case)> {
    let (name, file) = (named(path), parsed(path));
    let bases = path.with_file_name("bases.toml");
    let bases = if bases.exists() { parsed(&bases).base } else { BTreeMap::new() };
    let whole = |case: Case| match (&case.base, &file.given) {
        (Some(base), _) => of_given(bases.get(base).unwrap_or_else(|| panic!("{name}: no patient {base}")), case),
        (None, Some(given)) => of_given(given, case),
        (None, None) => case,
    };
    file.case.iter().map(|case| (name.clone(), whole(case.clone()))).collect()
}

fn named(path: &Path) -> String {
    path.strip_prefix(folder()).unwrap_or(path).display().to_string()
}

fn parsed(path: &Path) -> File {
    let text = fs::read_to_string(path).expect("a readable file");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", named(path)))
}

/// The case as it stands once it has been told against the given patient.
fn of_given(given: &Given, case: Case) -> Case {
    let mut chart = given.chart.clone();
    for (key, value) in case.chart.iter().flat_map(|chart| chart.as_object().expect("a chart")) {
        match (chart[key.as_str()].as_object_mut(), value.as_object()) {
            (Some(fields), Some(others)) => fields.extend(others.clone()),
            _ => chart[key.as_str()] = value.clone(),
        }
    }
    let facts = chart["facts"].as_array_mut().expect("facts");
    let lacks = |id: &str| case.without.iter().any(|other| other == id);
    let replaced = |id: &str| case.facts.iter().any(|fact| fact["id"] == id && fact["value"].is_number());
    facts.retain(|fact| !lacks(fact["id"].as_str().expect("an id")) && !replaced(fact["id"].as_str().expect("an id")));
    facts.extend(case.facts.clone());
    for key in &case.without {
        if let Some(patient) = chart["patient"].as_object_mut() {
            patient.remove(key);
        }
    }
    let mut answers = given.answers.clone();
    answers.retain(|key, _| !lacks(key));
    answers.extend(case.answers.clone());
    Case {
        chart: Some(chart),
        facts: vec![],
        answers,
        at: case.at.clone().or(given.at.clone()),
        unanswered: case.unanswered.clone().or(given.unanswered.clone()),
        ..case
    }
}

impl Case {
    pub fn answers_json(&self) -> Value {
        let value = |answer: &Value| if answer == "unknown" { Value::Null } else { answer.clone() };
        let whole = |answer: &Value| match answer {
            Value::Object(fields) => Value::Object(fields.iter().map(|(key, field)| (key.clone(), value(field))).collect()),
            plain => value(plain),
        };
        Value::Object(self.answers.iter().map(|(key, answer)| (key.clone(), whole(answer))).collect())
    }

    /// The text that a host would hand in.
    pub fn input(&self) -> String {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        if let Some(bytes) = self.bytes {
            let frame = r#"{"answers":{},"note":""}"#.len();
            return format!(r#"{{"answers":{{}},"note":"{}"}}"#, "x".repeat(bytes - frame));
        }
        let mut input = json!({ "answers": self.answers_json() });
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                input[key] = value;
            }
        };
        put("unanswered", self.unanswered.clone().map(Value::from));
        put("at", self.at.clone().map(Value::from));
        match &self.chart {
            Some(chart) => {
                put("chart", Some(chart.clone()));
                put("profile", self.profile.clone());
                put("instrument", self.instrument.clone().map(Value::from));
            }
            None => put("facts", Some(Value::Array(self.facts.clone()))),
        }
        input.to_string()
    }
}
