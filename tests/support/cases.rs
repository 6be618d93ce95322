//! Worked cases as data: `tests/cases/<instrument>/*.toml`. The same files feed the test runner, the table mutants and,
//! later, the training drills.
#![allow(dead_code, reason = "each test uses its part")]

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
    case: Vec<Case>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    /// Where the expectation comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// The instrument asked for, where it is not the folder's.
    #[serde(default)]
    pub instrument: Option<String>,
    #[serde(default)]
    pub facts: Vec<Value>,
    /// `true`, `false`, or `"unknown"`: a person said that it cannot be known.
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
    /// The instrument that the chart is routed to.
    pub instrument: Option<String>,
    /// The code of a refusal, and its place.
    pub error: Option<String>,
    pub path: Option<String>,
    /// Values handed in that the refusal must not repeat.
    #[serde(default)]
    pub secret: Vec<String>,
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
    let name = path.strip_prefix(folder()).unwrap_or(path).display().to_string();
    let text = fs::read_to_string(path).expect("a readable file");
    let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    file.case.into_iter().map(|case| (name.clone(), case)).collect()
}

impl Case {
    pub fn answers_json(&self) -> Value {
        let value = |answer: &Value| if answer == "unknown" { Value::Null } else { answer.clone() };
        Value::Object(self.answers.iter().map(|(key, answer)| (key.clone(), value(answer))).collect())
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
