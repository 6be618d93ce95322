//! The program asked as a host asks it: a patient goes in as JSON, and what comes out is worded for the page. What is told
//! of a patient here is worded from the same values that go in, so that no cell of the page is typed.

use serde_json::{Map, Value, json};

use super::answer::ProgramAnswer;
use super::medicine::Medicine;
use super::moment::{ago, now};
use super::page::number;
use super::words::Phrase;
use crate::clinical::contraindication;
use crate::clinical::instruments;
use crate::clinical::quantity::Quantity;
use crate::interop::assess::assess;
use crate::text::{Text, text};

/// A patient, with what is told of him beyond the patient that he starts from.
#[derive(Clone)]
pub struct AskedPatient {
    base: Phrase,
    chart: Value,
    answers: Map<String, Value>,
    stay: Value,
    profile: Value,
    unanswered: &'static str,
    told: Vec<Phrase>,
}

fn base(base: Text, patient: [&str; 2], setting: &str, body: [f64; 3], haemoglobin: f64) -> AskedPatient {
    let [kg, cm, creatinine] = body;
    let values = [
        ("weight", kg),
        ("height", cm),
        ("creatinine", creatinine),
        ("platelets", 225.0),
        ("haemoglobin", haemoglobin),
        ("inr", 1.0),
        ("aptt", 31.0),
        ("sbp", 128.0),
        ("dbp", 76.0),
    ];
    let [sex, born] = patient;
    let asked = AskedPatient {
        base: Phrase::of(base.zh(), base.en()),
        chart: json!({
            "patient": { "sex": sex, "birthDate": born },
            "encounter": { "setting": setting, "admittedAt": "2026-02-20T08:00:00+08:00" },
            "facts": [],
        }),
        answers: Map::new(),
        stay: json!({}),
        profile: json!({}),
        unanswered: "absent",
        told: vec![],
    };
    values.into_iter().fold(asked, |asked, (id, value)| asked.fact(quantity(id, value, 3.0)))
}

fn quantity(id: &str, value: f64, hours: f64) -> Value {
    let unit = Quantity::named(id).map(|quantity| quantity.row().units[0].name);
    json!({ "id": id, "value": value, "unit": unit, "at": ago(hours) })
}

/// Woman of 64, medical: Padua 4.
pub fn medical() -> AskedPatient {
    let woman = base(text!("内科高危患者", "high-risk medical patient"), ["female", "1961-07-02"], "medical", [58.0, 160.0, 62.0], 128.0);
    woman.answered("reduced_mobility", json!(true)).answered("acute_infection_rheum", json!(true))
}

fn operation(procedure: Option<&str>) -> Value {
    json!({ "id": "operation", "value": {
        "kind": "open", "status": "done", "procedure": procedure, "at": ago(22.5), "durationMin": 150, "haemostasisAt": ago(20.0),
    } })
}

/// Man of 58 after an open operation: Caprini 3.
pub fn moderate_risk() -> AskedPatient {
    let man = base(text!("手术中危患者", "operated patient at moderate risk"), ["male", "1967-11-20"], "surgical", [72.0, 170.0, 78.0], 138.0);
    man.fact(operation(None))
}

/// The same with a malignancy: Caprini 5.
pub fn high_risk() -> AskedPatient {
    let asked = moderate_risk();
    AskedPatient {
        base: Phrase::of("手术高危患者", "operated patient at high risk"),
        ..asked.answered("malignancy", json!(true)).fact_in_place("operation", operation(Some("abdominal_pelvic_cancer")))
    }
}

/// Woman of 63 after a total knee replacement on the left: Caprini 8.
pub fn knee() -> AskedPatient {
    let woman = base(text!("膝关节置换术后", "after a total knee replacement"), ["female", "1962-09-14"], "surgical", [66.0, 158.0, 60.0], 128.0);
    woman.fact(json!({ "id": "operation", "value": {
        "kind": "elective_arthroplasty", "status": "done", "procedure": "tka", "limb": "left", "at": ago(23.33), "durationMin": 80,
    } }))
}

/// The same, the operation having ended so many days ago.
pub fn knee_long_ago(days: f64) -> AskedPatient {
    knee().lacking("operation").fact(json!({ "id": "operation", "value": {
        "kind": "elective_arthroplasty", "status": "done", "procedure": "tka", "limb": "left", "at": ago(days * 24.0 + 2.0), "durationMin": 120,
    } }))
}

impl AskedPatient {
    fn fact(mut self, fact: Value) -> AskedPatient {
        if let Some(facts) = self.chart["facts"].as_array_mut() {
            facts.push(fact);
        }
        self
    }

    /// A fact of the base is not there, and nothing is told of it.
    pub fn lacking(mut self, id: &str) -> AskedPatient {
        if let Some(facts) = self.chart["facts"].as_array_mut() {
            facts.retain(|fact| fact["id"] != id);
        }
        self
    }

    fn fact_in_place(self, id: &str, fact: Value) -> AskedPatient {
        self.lacking(id).fact(fact)
    }

    fn answered(mut self, id: &str, value: Value) -> AskedPatient {
        self.answers.insert(id.to_owned(), value);
        self
    }

    fn tell(mut self, words: Phrase) -> AskedPatient {
        self.told.push(words);
        self
    }

    /// Nothing of the score is answered, and silence is not read as absent.
    pub fn unanswered(self) -> AskedPatient {
        AskedPatient { answers: Map::new(), unanswered: "unknown", ..self }
    }

    /// Silence is not read as absent.
    pub fn silence_is_unknown(self) -> AskedPatient {
        AskedPatient { unanswered: "unknown", ..self }
    }

    /// The hospital scores medical patients with Caprini.
    pub fn scored_by_caprini(mut self) -> AskedPatient {
        self.answers.clear();
        self.profile["medical_instrument"] = json!("caprini");
        self
    }

    /// Yes or no to an item or a row.
    pub fn says(self, id: &str, yes: bool) -> AskedPatient {
        let Phrase { zh, en } = label(id);
        let (said, answer) = if yes { ("是", "yes") } else { ("否", "no") };
        self.answered(id, json!(yes)).tell(Phrase::of(format!("{zh}：{said}"), format!("{en}: {answer}")))
    }

    /// "Cannot be known".
    pub fn open(self, id: &str) -> AskedPatient {
        let Phrase { zh, en } = label(id);
        self.answered(id, Value::Null).tell(Phrase::of(format!("{zh}：无法获知"), format!("{en}: not known")))
    }

    /// A person's no of so many hours ago.
    pub fn said_before(self, id: &str, hours: f64) -> AskedPatient {
        let Phrase { zh, en } = label(id);
        let age = number(hours);
        self.answered(id, json!({ "value": false, "at": ago(hours) }))
            .tell(Phrase::of(format!("{age}小时前答{zh}：否"), format!("{en}: no, {age} h ago")))
    }

    /// A value in place of the patient's own, three hours old.
    pub fn measured(self, id: &str, value: f64) -> AskedPatient {
        let words = measured(id, value);
        self.lacking(id).fact(quantity(id, value, 3.0)).tell(words)
    }

    /// A value of now, beside those that there are.
    pub fn measured_now(self, id: &str, value: f64) -> AskedPatient {
        let Phrase { zh, en } = measured(id, value);
        self.fact(quantity(id, value, 0.0)).tell(Phrase::of(format!("现{zh}"), format!("now {en}")))
    }

    /// A value of so many hours ago, beside those that there are.
    pub fn also_measured(self, id: &str, value: f64, hours: f64) -> AskedPatient {
        let Phrase { zh, en } = measured(id, value);
        let age = number(hours);
        self.fact(quantity(id, value, hours)).tell(Phrase::of(format!("{zh}（{age}小时前）"), format!("{en} ({age} h ago)")))
    }

    /// No value of it is known.
    pub fn without(self, id: &str) -> AskedPatient {
        let name = Quantity::named(id).map(|quantity| quantity.row().name);
        let words = name.map_or(Phrase::of(id, id), |name| Phrase::of(format!("{}未测", name.zh()), format!("{} not measured", name.en())));
        self.lacking(id).tell(words)
    }

    /// The clearance that doses, as the host has it, and a filtration rate of the same figure.
    pub fn clearance(self, value: f64) -> AskedPatient {
        let kidney = |asked: AskedPatient, id| asked.lacking(id).fact(quantity(id, value, 3.0));
        kidney(kidney(self.lacking("creatinine"), "crcl"), "egfr").tell(measured("crcl", value))
    }

    pub fn takes(self, medicine: &Medicine) -> AskedPatient {
        let fact = json!({ "id": "medication", "value": medicine.json(), "at": ago(medicine.since) });
        self.fact(fact).tell(medicine.words())
    }

    /// A medicine of which only a name is told.
    pub fn names(self, name: &str) -> AskedPatient {
        let fact = json!({ "id": "medication", "value": { "name": name } });
        self.fact(fact).tell(Phrase::of(format!("在用“{name}”"), format!("on \"{name}\"")))
    }

    pub fn allergic_to(self, name: &str) -> AskedPatient {
        let fact = json!({ "id": "allergy", "value": { "to": name } });
        self.fact(fact).tell(Phrase::of(format!("过敏：{name}"), format!("allergy: {name}")))
    }

    /// Any other fact, with its words.
    pub fn with(self, id: &str, value: Value, words: Text) -> AskedPatient {
        self.fact(json!({ "id": id, "value": value })).tell(Phrase::of(words.zh(), words.en()))
    }

    /// The operation of the patient is of this class.
    pub fn operated(self, procedure: &str) -> AskedPatient {
        let words = Phrase::of(format!("手术类别 {procedure}"), format!("procedure {procedure}"));
        // An operation on the prostate is a man's; every base that is operated openly is one.
        self.fact_in_place("operation", operation(Some(procedure))).tell(words)
    }

    /// The operation of the patient ended so many hours ago.
    pub fn ended(self, hours: f64) -> AskedPatient {
        let mut fact = operation(None);
        fact["value"]["at"] = json!(ago(hours + 2.5));
        fact["value"]["haemostasisAt"] = json!(ago(hours));
        self.fact_in_place("operation", fact)
    }

    pub fn inr_target(self, low: f64, high: f64) -> AskedPatient {
        let range = format!("{}–{}", number(low), number(high));
        let words = Phrase::of(format!("INR目标{range}"), format!("INR target {range}"));
        self.fact(json!({ "id": "inr_target", "value": { "low": low, "high": high } })).tell(words)
    }

    /// A suspicion of VTE that is not closed.
    pub fn suspected(mut self, paused: bool, leg: Option<&str>) -> AskedPatient {
        self.stay["suspicion"] = json!({ "paused": paused, "limb": leg });
        let words = match (paused, leg) {
            (true, _) => text!("疑似VTE，尚未处理完", "VTE suspected, not settled"),
            (false, Some(_)) => text!("疑似左下肢DVT，等待复查超声", "DVT suspected on the left, waiting for the repeat scan"),
            (false, None) => text!("疑似PE，等待复查", "PE suspected, waiting for the repeat test"),
        };
        self.tell(Phrase::of(words.zh(), words.en()))
    }

    /// A physician has answered and signed an hour ago.
    pub fn decided(mut self) -> AskedPatient {
        self.stay["decidedAt"] = json!(ago(1.0));
        self.tell(Phrase::of("医师已答复并签名", "answered and signed by a physician"))
    }

    pub fn first_dose(mut self, hours: f64) -> AskedPatient {
        self.stay["firstDoseAt"] = json!(ago(hours));
        self
    }

    pub fn aged(mut self, years: i32, sex: &str) -> AskedPatient {
        self.chart["patient"] = json!({ "sex": sex, "birthDate": format!("{}-01-15", 2026 - years) });
        let (zh, en) = if sex == "male" { ("男", "man") } else { ("女", "woman") };
        self.tell(Phrase::of(format!("{zh}{years}岁"), format!("{en} of {years}")))
    }

    /// A medicine without its times: it runs, or was stopped.
    pub fn name_of(medicine: &Medicine, stopped: bool) -> String {
        let Phrase { zh, en } = Medicine { last: None, stopped: None, ..*medicine }.words();
        if stopped { format!("{zh}，已停 / {en}, stopped") } else { format!("{zh}，在用 / {en}, running") }
    }

    /// A setting of the hospital.
    pub fn set(mut self, key: &str, value: Value) -> AskedPatient {
        self.profile[key] = value;
        self
    }

    /// What is told beyond the base, or the base itself.
    pub fn parts(&self) -> String {
        if self.told.is_empty() { self.base.both() } else { Phrase::joined(&self.told) }
    }

    /// The base, and what is told beyond it.
    pub fn told(&self) -> String {
        let mut all = vec![self.base.clone()];
        all.extend(self.told.iter().cloned());
        Phrase::joined(&all)
    }

    pub fn answer(&self) -> ProgramAnswer {
        let input = json!({
            "chart": self.chart, "answers": self.answers, "stay": self.stay, "profile": self.profile, "unanswered": self.unanswered,
            "at": now().to_rfc3339(),
        });
        let answer: Value = serde_json::from_str(&assess(&input.to_string())).expect("JSON");
        assert!(answer["error"].is_null(), "{}: {}", self.told(), answer["error"]);
        ProgramAnswer(answer)
    }
}

fn measured(id: &str, value: f64) -> Phrase {
    let row = Quantity::named(id).map(Quantity::row);
    let unit = match row.map_or("", |row| row.units[0].name) {
        "10*9/L" => "×10⁹/L",
        "mm[Hg]" => "mmHg",
        unit if unit.starts_with('{') => "",
        unit => unit,
    };
    let written = |name: &str| format!("{name} {} {unit}", number(value)).trim_end().to_owned();
    row.map_or(Phrase::of(written(id), written(id)), |row| Phrase::of(written(row.name.zh()), written(row.name.en())))
}

/// The words of an item or a row; of a row what it asks for, behind its colon or in its last brackets, is left out.
fn label(id: &str) -> Phrase {
    if let Some(row) = contraindication::named(id) {
        let short = |text: &'static str, colon: &str, opens: char, closes: char| {
            let text = text.split(colon).next().unwrap_or(text);
            if text.ends_with(closes) { text.rsplit_once(opens).map_or(text, |(before, _)| before.trim_end()) } else { text }
        };
        let (zh, en) = (short(row.label.zh(), "：", '（', '）'), short(row.label.en(), ": ", '(', ')'));
        return Phrase::of(format!("`{id}` {zh}"), format!("`{id}` {en}"));
    }
    let item = instruments::ALL.iter().flat_map(|instrument| instrument.items).find(|item| item.id == id);
    let label = item.map(|item| item.label).unwrap_or_else(|| panic!("no item or row {id}"));
    Phrase::of(label.zh(), label.en())
}
