//! What the program answers, worded for the page.

use serde_json::Value;

use super::moment::now;
use super::page::number;
use super::words::Phrase;
use crate::clinical::chart::Instant;

/// A contraindication in force.
#[derive(PartialEq)]
pub struct ContraindicationInForce {
    pub id: String,
    pub severity: String,
    pub members: Vec<String>,
    pub no_override: bool,
}

/// What the program answered.
pub struct ProgramAnswer(pub Value);

impl ProgramAnswer {
    pub fn advice(&self) -> &Value {
        &self.0["advice"][0]
    }

    /// The row, or the route that gave the output.
    pub fn rule(&self) -> String {
        self.advice()["rule"].as_str().map_or("–".into(), |rule| if rule.contains('_') { format!("`{rule}`") } else { rule.to_owned() })
    }

    /// Every route that applies.
    pub fn routes(&self) -> Vec<&str> {
        strings(&self.advice()["routes"])
    }

    pub fn list(&self, key: &str) -> &[Value] {
        self.advice()[key].as_array().map_or(&[], Vec::as_slice)
    }

    /// What is proposed, beside basic prevention.
    pub fn measures(&self) -> String {
        let measures = self.list("measures");
        if measures.is_empty() {
            return "不作预防（绿色通道） / no prevention (green channel)".into();
        }
        let words: Vec<Phrase> = measures.iter().filter(|measure| measure["kind"] != "basic").map(measure).collect();
        if words.is_empty() { "仅基础预防 / basic only".into() } else { Phrase::joined(&words) }
    }

    /// What became of the drugs.
    pub fn drugs(&self) -> String {
        let of = |why: &str| -> Vec<&str> {
            let drug = |other: &&Value| other["kind"] == "drug" && other["why"] == why;
            self.list("alternatives").iter().filter(drug).filter_map(|other| other["id"].as_str()).collect()
        };
        let (proposed, selectable) = (of("proposed"), of("selectable"));
        match (proposed.is_empty(), selectable.is_empty()) {
            (false, _) => format!("推荐 proposed: {}", proposed.join(", ")),
            (true, false) => format!("可选、不推荐 selectable, not proposed: {}", selectable.join(", ")),
            (true, true) => "不用 none".into(),
        }
    }

    /// Hours to the next look.
    pub fn again(&self) -> String {
        hours_to(&self.advice()["recheckAt"]).map_or("变化时 on change".into(), |hours| {
            if hours > 24.0 && hours % 24.0 == 0.0 { format!("{} d", number(hours / 24.0)) } else { format!("{} h", number(hours)) }
        })
    }

    pub fn protected(&self) -> String {
        match self.advice()["protected"].as_bool() {
            Some(true) => "是 yes".into(),
            Some(false) => "否 no".into(),
            None => "–".into(),
        }
    }

    pub fn reasons(&self) -> Vec<String> {
        self.list("reasons").iter().map(|reason| Phrase::read(reason).both()).collect()
    }

    pub fn cited(&self) -> String {
        strings(&self.advice()["sources"]).join("; ")
    }

    /// Rows in force.
    pub fn present(&self) -> Vec<ContraindicationInForce> {
        let own = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let row = |row: &Value| ContraindicationInForce {
            id: own(&row["id"]),
            severity: own(&row["severity"]),
            members: strings(&row["applies"]).into_iter().map(str::to_owned).collect(),
            no_override: row["noOverride"] == true,
        };
        self.0["contraindications"].as_array().into_iter().flatten().map(row).collect()
    }

    /// What anything proposed waits for, and what the bleeding list still asks.
    pub fn waits(&self) -> Vec<String> {
        let mut all: Vec<String> = vec![];
        let asked = self.list("measures").iter().flat_map(|measure| strings(&measure["conditionalOn"]));
        for id in asked.chain(strings(&self.0["bleeding"]["missing"])) {
            if !all.iter().any(|other| other == id) {
                all.push(id.to_owned());
            }
        }
        all
    }

    pub fn alerts(&self) -> Vec<(String, bool)> {
        self.list("alerts").iter().map(|alert| (alert["id"].as_str().unwrap_or_default().to_owned(), alert["answered"] == true)).collect()
    }

    /// The proposed drug.
    pub fn drug(&self) -> Option<&Value> {
        self.list("measures").iter().find(|measure| measure["kind"] == "drug")
    }
}

/// Hours from now to a moment of the wire.
pub fn hours_to(moment: &Value) -> Option<f64> {
    let moment: Instant = moment.as_str()?.parse().ok()?;
    Some((moment - now()).num_minutes() as f64 / 60.0)
}

pub fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A measure with its dose, its leg, and what it waits for.
fn measure(of: &Value) -> Phrase {
    let Phrase { mut zh, mut en } = Phrase::read(&of["text"]);
    let mut say = |chinese: String, english: String| {
        zh.push_str(&chinese);
        en.push_str(&english);
    };
    if of["dose"].is_object() {
        let dose = Phrase::read(&of["dose"]["text"]);
        say(format!(" {}", dose.zh), format!(" {}", dose.en));
    }
    match of["limb"].as_str() {
        Some("left") => say("（左侧）".into(), " (left leg)".into()),
        Some("right") => say("（右侧）".into(), " (right leg)".into()),
        _ => {}
    }
    let waits = strings(&of["conditionalOn"]).join(", ");
    if !waits.is_empty() {
        say(format!("（待 {waits}）"), format!(" (waits for {waits})"));
    }
    Phrase { zh, en }
}
