//! A small ward for the tests of the record: people, a patient, and a chain of what was signed.
#![allow(dead_code, reason = "each test takes what it needs")]

use chrono::Duration;
use serde_json::Value;
use virchow::clinical::answers::{Answer, Answers};
use virchow::clinical::assess::{Assessed, Screening, assess};
use virchow::clinical::cell::Unanswered;
use virchow::clinical::chart::{Chart, Fact, FactValue, Instant, Said, Setting, Sex};
use virchow::clinical::contraindication::TABLE;
use virchow::clinical::instrument::{From, Instrument};
use virchow::clinical::instruments::{CN_BLEED_MEDICAL, IMPROVE_BLEEDING, PADUA};
use virchow::clinical::profile::Profile;
use virchow::clinical::quantity::Quantity;
use virchow::clinical::sheet::{Sheet, fill};
use virchow::clinical::situation::StaySoFar;
use virchow::interop::record::Record;
use virchow::interop::seal::{Sealed, Stamp};
use virchow::record::event::Body;
use virchow::record::role::{Actor, Role};

pub fn noon() -> Instant {
    "2026-11-22T12:00:00+08:00".parse().expect("a time")
}

pub fn actor(role: Role) -> Actor {
    Actor { id: format!("{}-07", role.id()), name: "李敏".into(), role }
}

pub fn all(instrument: &'static Instrument, answer: Answer) -> Answers {
    Answers { cells: vec![Some(answer); instrument.items.len()], ..Answers::empty(instrument) }
}

pub fn with(mut answers: Answers, item: &str, answer: Option<Answer>) -> Answers {
    let index = answers.instrument.index(item).expect("an item");
    answers.cells[index] = answer;
    answers
}

fn measured(quantity: Quantity, value: f64, at: Instant) -> Fact {
    Fact { at: Some(at), given: 0, ..Fact::of(FactValue::Measured(quantity, value)) }
}

/// A medical patient of 60 with everything measured.
pub fn chart(at: Instant) -> Chart {
    let of = |quantity, value| measured(quantity, value, at);
    Chart {
        sex: Some(Sex::Female),
        setting: Some(Setting::Medical),
        facts: vec![
            of(Quantity::Age, 60.0),
            of(Quantity::Weight, 64.0),
            of(Quantity::Height, 165.0),
            of(Quantity::Creatinine, 70.0),
            of(Quantity::Platelets, 210.0),
            of(Quantity::Haemoglobin, 128.0),
            of(Quantity::Inr, 1.0),
        ],
        ..Chart::default()
    }
}

/// Padua answers that come to high (cancer 3, bed rest 3) or to nothing.
pub fn padua(high: bool) -> Answers {
    let answers = all(&PADUA, Answer::No);
    if high { with(with(answers, "active_cancer", Some(Answer::Yes)), "reduced_mobility", Some(Answer::Yes)) } else { answers }
}

/// Every bleeding item and contraindication denied, but those named.
pub fn screening(bleeding: &[&str], contraindications: &[&str]) -> Screening {
    let mut screening = Screening::default();
    *screening.answers(&IMPROVE_BLEEDING) = all(&IMPROVE_BLEEDING, Answer::No);
    let list = screening.answers(&CN_BLEED_MEDICAL);
    for (index, item) in CN_BLEED_MEDICAL.items.iter().enumerate() {
        // What the chart decides is not answered.
        if !matches!(item.from, From::Age { .. } | From::Below(..) | From::Filtration { .. } | From::Male) {
            list.cells[index] = Some(if bleeding.contains(&item.id) { Answer::Yes } else { Answer::No });
        }
    }
    for row in TABLE {
        let value = Some(contraindications.contains(&row.id));
        screening.contraindications.push((row.id, Said::now(value)));
    }
    screening
}

pub fn sheet(answers: &Answers, at: Instant) -> Sheet {
    fill(&chart(at), answers, Unanswered::Unknown, at).expect("no contradiction")
}

pub fn assessed_with(chart: &Chart, answers: &Answers, screening: &Screening, at: Instant) -> Assessed {
    let sheet = fill(chart, answers, Unanswered::Unknown, at).expect("no contradiction");
    assess(&sheet, chart, screening, &Profile::default(), &StaySoFar::default(), Unanswered::Unknown, at).expect("no contradiction")
}

pub fn assessed(answers: &Answers, screening: &Screening, at: Instant) -> Assessed {
    assessed_with(&chart(at), answers, screening, at)
}

/// A high Padua score with nothing against a drug.
pub fn proposal() -> Assessed {
    assessed(&padua(true), &screening(&[], &[]), noon())
}

/// Bodies signed one after the other, seven minutes apart.
pub fn chained(bodies: Vec<Body>) -> Vec<Sealed> {
    let mut record = Record::default();
    for (index, body) in bodies.into_iter().enumerate() {
        let at = noon() + Duration::minutes(7 * index as i64);
        record.append(vec![body], &mut Stamp { context_id: "adm-0017", ids: &mut || format!("e-{index}"), at, by: &actor(Role::Nurse) });
    }
    record.events
}

pub fn text(record: &[Sealed]) -> String {
    Value::Array(record.iter().map(|sealed| theirs(&sealed.json)).collect()).to_string()
}

/// A value as the product holds it, and as a test takes it apart.
pub fn ours(value: &Value) -> virchow::interop::json::Value {
    virchow::interop::json::parse(&value.to_string(), 32).expect("JSON")
}

pub fn theirs(value: &virchow::interop::json::Value) -> Value {
    serde_json::to_value(value).expect("JSON")
}
