//! A medicine on record, as a host tells of it and as the page words it.

use serde_json::{Map, Value, json};

use super::moment::ago;
use super::page::number;
use super::words::Phrase;
use crate::clinical::substance;
use crate::text::Text;

/// A medicine on record.
#[derive(Clone, Copy)]
pub struct Medicine {
    pub id: &'static str,
    pub dose: Option<(f64, &'static str)>,
    /// `qd`, `q12h`, `q8h`, `continuous`.
    pub often: Option<&'static str>,
    /// Told to be treatment, or prevention.
    pub treatment: Option<bool>,
    /// Hours ago.
    pub last: Option<f64>,
    pub stopped: Option<f64>,
    pub since: f64,
}

impl Medicine {
    /// Given as treatment, two hours ago.
    pub const fn treatment(id: &'static str) -> Medicine {
        Medicine { id, dose: None, often: None, treatment: Some(true), last: Some(2.0), stopped: None, since: 120.0 }
    }

    pub const fn prevention(id: &'static str) -> Medicine {
        Medicine { treatment: Some(false), ..Medicine::treatment(id) }
    }

    pub const fn dose(mut self, amount: f64, unit: &'static str, often: &'static str) -> Medicine {
        self.dose = Some((amount, unit));
        self.often = Some(often);
        self
    }

    pub fn json(&self) -> Value {
        let mut value = json!({ "id": self.id });
        let mut put = |key: &str, told: Option<Value>| {
            if let Some(told) = told {
                value[key] = told;
            }
        };
        put("intent", self.treatment.map(|treatment| json!(if treatment { "therapeutic" } else { "prophylactic" })));
        let mut dose = Map::new();
        dose.extend(self.dose.map(|(amount, _)| ("amount".to_owned(), json!(amount))));
        dose.extend(self.dose.map(|(_, unit)| ("unit".to_owned(), json!(unit))));
        dose.extend(self.often.map(|often| ("frequency".to_owned(), json!(often))));
        put("dose", (!dose.is_empty()).then_some(Value::Object(dose)));
        put("lastDoseAt", self.last.map(|hours| json!(ago(hours))));
        put("stoppedAt", self.stopped.map(|hours| json!(ago(hours))));
        value
    }

    /// Its name, dose and frequency.
    pub fn name(&self) -> Phrase {
        let name = substance::named(self.id).map(|substance| substance.name);
        let dose = self.dose.map(|(amount, unit)| format!(" {} {unit}", number(amount))).unwrap_or_default();
        let often = self.often.map(|often| format!(" {often}")).unwrap_or_default();
        let of = |name: Option<&str>| format!("{}{dose}{often}", name.unwrap_or(self.id));
        Phrase::of(of(name.map(Text::zh)), of(name.map(Text::en)))
    }

    /// Its name, and what it is told to be given for.
    pub fn purpose(&self) -> Phrase {
        let Phrase { zh, en } = self.name();
        let (chinese, english) = match self.treatment {
            Some(true) => ("治疗", "treatment"),
            Some(false) => ("预防", "prevention"),
            None => ("用途未告知", "purpose not told"),
        };
        Phrase { zh: format!("{zh}（{chinese}）"), en: format!("{en} ({english})") }
    }

    pub fn words(&self) -> Phrase {
        let Phrase { mut zh, mut en } = self.purpose();
        let mut say = |chinese: String, english: String| {
            zh.push_str(&chinese);
            en.push_str(&english);
        };
        if let Some(hours) = self.last.map(number) {
            say(format!("末次{hours}小时前"), format!(", last dose {hours} h ago"));
        }
        if let Some(hours) = self.stopped.map(number) {
            say(format!("，{hours}小时前停用"), format!(", stopped {hours} h ago"));
        }
        Phrase { zh, en }
    }
}
