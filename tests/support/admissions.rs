//! The sixty admissions: `tests/cases/admissions/*.toml`, ten files of six. Each holds a story in a clinician's words, the
//! chart as the HIS sends it, the nurse's answers, and the advice that was written down from the clinical specification
//! before the program was asked.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// One file: patients of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub about: String,
    pub admission: Vec<Admission>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admission {
    pub name: String,
    pub story_zh: String,
    pub story_en: String,
    /// When the assessment is made.
    pub at: String,
    /// What becomes of yes/no items that nobody answered: `unknown` or `absent`.
    pub unanswered: String,
    pub patient: Value,
    pub encounter: Value,
    /// Rounds of measurements in the units that our laboratories print, each with the time that the HIS gives.
    #[serde(default)]
    pub measured: Vec<Map<String, Value>>,
    /// Everything else that the HIS sends, measurements in other units included.
    #[serde(default)]
    pub facts: Vec<Value>,
    /// `true`, `false`, `"unknown"` where a person said that it cannot be known, or `{ value, limb }`.
    pub answers: Map<String, Value>,
    #[serde(default)]
    pub profile: Option<Value>,
    pub advice_zh: String,
    pub advice_en: String,
    pub expect: Expect,
}

/// What the answer of `assess` must hold. A field that is absent is not looked at: the specification leaves it open there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The row that fires or the route that gives the output.
    pub rule: Option<OneOf>,
    #[serde(default)]
    pub routes: Vec<String>,
    pub floor: Option<f64>,
    /// Floor and ceiling at once.
    pub total: Option<f64>,
    pub band: Option<String>,
    /// `yes`, `no`, `open`, or `not_no` where it is open or high.
    pub bleeding: Option<String>,
    #[serde(default)]
    pub bleeding_items: Vec<String>,
    /// `yes`, `no`, `unknown`, or `not_yes`.
    pub protected: Option<String>,
    pub protected_until: Option<String>,
    /// All that is proposed, in any order, `may` aside.
    pub measures: Option<Vec<Proposed>>,
    /// What may be proposed besides: an id, or `drug` for any drug that waits.
    #[serde(default)]
    pub may: Vec<String>,
    /// No drug among the measures, waiting or not.
    #[serde(default)]
    pub no_drug: bool,
    /// Every drug among the measures waits for something.
    #[serde(default)]
    pub no_firm_drug: bool,
    /// Never among the measures, waiting or not.
    #[serde(default)]
    pub never: Vec<String>,
    /// Contraindications in force, as an id or with a severity.
    #[serde(default)]
    pub has: Vec<InForce>,
    #[serde(default)]
    pub has_not: Vec<String>,
    /// What became of drugs and devices that are not proposed.
    #[serde(default)]
    pub alternatives: Map<String, Value>,
    #[serde(default)]
    pub alerts: Vec<String>,
    #[serde(default)]
    pub no_alerts: Vec<String>,
    #[serde(default)]
    pub warnings: Vec<Warned>,
    /// A warning that must not be raised: as an id, or with the substance.
    #[serde(default)]
    pub no_warnings: Vec<Warned>,
    /// Substances that `advice.blood` names.
    #[serde(default)]
    pub blood: Vec<String>,
    #[serde(default)]
    pub not_in_blood: Vec<String>,
    /// Hours until the next look: exactly, or at most.
    pub recheck_h: Option<f64>,
    pub recheck_max_h: Option<f64>,
    /// Words that the answer holds somewhere, in either language.
    #[serde(default)]
    pub says: Vec<OneOf>,
    #[serde(default)]
    pub issues: Vec<Listed>,
}

/// One string, or several of which any will do.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOf {
    One(String),
    Any(Vec<String>),
}

impl OneOf {
    pub fn all(&self) -> Vec<&str> {
        match self {
            OneOf::One(one) => vec![one.as_str()],
            OneOf::Any(any) => any.iter().map(String::as_str).collect(),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Proposed {
    /// Proposed, and hanging on nothing.
    Id(String),
    Whole(Box<Whole>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// An id, several of which any will do, or `drug` for any drug.
    pub id: Option<OneOf>,
    /// `40 mg qd`, or several of which any will do.
    pub dose: Option<OneOf>,
    pub start: Option<String>,
    /// Spans of time in which the start may lie, first and last instant included.
    #[serde(default)]
    pub start_within: Vec<[String; 2]>,
    pub stop: Option<String>,
    pub limb: Option<String>,
    /// `day n of m`.
    pub day: Option<[u32; 2]>,
    /// What it hangs on: all of it, and nothing else. Absent: on nothing.
    #[serde(default)]
    pub on: Vec<OneOf>,
    /// It hangs on these, and may hang on more.
    #[serde(default)]
    pub on_has: Vec<OneOf>,
    /// Whether it hangs on anything is left open.
    #[serde(default)]
    pub on_any: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum InForce {
    Id(String),
    Whole { id: String, severity: OneOf },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warned {
    pub id: String,
    pub substance: Option<String>,
    pub severity: Option<String>,
    pub earliest: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub code: Option<OneOf>,
    /// The id of the fact or of the question that it is about.
    pub about: Option<OneOf>,
}

/// Every admission, with the file it stands in.
pub fn all() -> Vec<(String, Vec<Admission>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/admissions");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("a folder of admissions").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> (String, Vec<Admission>) {
    let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
    let file: File = toml::from_str(&fs::read_to_string(path).expect("a readable file")).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(!file.about.trim().is_empty(), "{name}: says nothing about its patients");
    (name, file.admission)
}

/// Units as our laboratories and wards print them.
const UNITS: [(&str, Option<&str>); 13] = [
    ("weight", Some("kg")),
    ("height", Some("cm")),
    ("creatinine", Some("umol/L")),
    ("egfr", Some("mL/min/{1.73_m2}")),
    ("platelets", Some("10*9/L")),
    ("haemoglobin", Some("g/L")),
    ("wbc", Some("10*9/L")),
    ("inr", None),
    ("aptt", Some("s")),
    ("sbp", Some("mm[Hg]")),
    ("dbp", Some("mm[Hg]")),
    ("spo2", Some("%")),
    ("temperature", Some("Cel")),
];

impl Admission {
    /// The chart's facts, in the order in which the HIS sends them.
    pub fn all_facts(&self) -> Vec<Value> {
        let measured = self.measured.iter().flat_map(|round| {
            let at = round.get("at").cloned();
            round.iter().filter(|(id, _)| *id != "at").map(move |(id, value)| {
                let (_, unit) = UNITS.iter().find(|(other, _)| other == id).unwrap_or_else(|| panic!("{id}: a measurement without a unit"));
                let mut fact = json!({ "id": id, "value": value });
                if let Some(unit) = unit {
                    fact["unit"] = (*unit).into();
                }
                if let Some(at) = &at {
                    fact["at"] = at.clone();
                }
                fact
            })
        });
        measured.chain(self.facts.clone()).collect()
    }

    /// The text that a host hands in.
    pub fn input(&self) -> String {
        let value = |answer: &Value| if answer == "unknown" { Value::Null } else { answer.clone() };
        let answers: Map<String, Value> = self.answers.iter().map(|(id, answer)| (id.clone(), value(answer))).collect();
        let chart = json!({ "contextId": "adm", "patient": self.patient, "encounter": self.encounter, "facts": self.all_facts() });
        let mut input = json!({ "at": self.at, "unanswered": self.unanswered, "chart": chart, "answers": answers });
        if let Some(profile) = &self.profile {
            input["profile"] = profile.clone();
        }
        input.to_string()
    }
}
