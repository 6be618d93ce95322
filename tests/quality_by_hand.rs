//! The third way: random records with amendments, reviews, dropped and conditional plans, refusals and events after discharge. What the
//! fold, `reduce` and the catalogue make of them equals what `tests/support/quality_by_hand.py` counts by hand over the raw events,
//! stay by stay. `QUALITY_STAYS` is how many (3000); where it is set, the test fails rather than skips.
#![cfg(not(target_family = "wasm"))]

mod support {
    pub mod alliances;
}

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::alliances::Draw;
use virchow::clinical::chart::Instant;
use virchow::clinical::instrument::{Points, Risk};
use virchow::quality::catalogue::named;
use virchow::quality::count::place;
use virchow::quality::episode::SettledStay;
use virchow::quality::reduce::{Header, ToldMoment, reduce};
use virchow::record::assessment::Assessment;
use virchow::record::encounter::Encounter;
use virchow::record::event::{BleedingScreen, Body, Change, Declined, Event, MeasureLine, Plan};
use virchow::record::happening::{Happening, Occurrence};
use virchow::record::local::Wall;
use virchow::record::measure::{MeasureId, MeasureKind};
use virchow::record::role::{Actor, Role};

const MEASURES: [(&str, MeasureKind); 4] =
    [("enoxaparin", MeasureKind::Drug), ("rivaroxaban", MeasureKind::Drug), ("ipc", MeasureKind::Device), ("gcs", MeasureKind::Device)];

fn score(band: Option<Risk>) -> Assessment {
    Assessment {
        instrument: "padua".into(),
        edition: "2010".into(),
        timepoint: "ADMISSION".into(),
        answers: vec![],
        floor: Points(0),
        ceiling: Points(0),
        band,
        sub_band: None,
        suggestions: String::new(),
    }
}

fn screen(high: Option<bool>) -> Body {
    let [instrument, edition] = ["cn_bleed_medical", "1"].map(String::from);
    Body::BleedingScreened(BleedingScreen { instrument, edition, answers: vec![], contraindications: vec![], high, improve: None })
}

fn clot(onset: Option<&str>) -> Body {
    Body::Happened(Occurrence::of(Happening::VteConfirmed).with("site", "dvt").with("onset", onset.unwrap_or_default()))
}

/// One random record with its raw form.
struct Raw<'a> {
    draw: &'a mut Draw,
    events: Vec<Event>,
    raw: Vec<Value>,
    at: i64,
}

impl Raw<'_> {
    fn add(&mut self, role: Role, body: Body, mut raw: Value) -> String {
        // Steps on which the windows of the definitions turn.
        self.at += [60, 600, 3600, 6 * 3600, 86_399, 86_400, 86_401][self.draw.below(7) as usize];
        let (seq, id) = (self.events.len() as u64 + 1, format!("e{}", self.events.len() + 1));
        for (key, value) in [("seq", json!(seq)), ("id", json!(id)), ("at", json!(self.at)), ("role", json!(role.id()))] {
            raw[key] = value;
        }
        self.raw.push(raw);
        let at: Instant = chrono::DateTime::from_timestamp(self.at, 0).expect("a time").into();
        self.events.push(Event { id: id.clone(), seq, at, by: Actor { id: "p".into(), name: "p".into(), role }, body, clock: None });
        id
    }

    fn band(&mut self) -> (Option<Risk>, Value) {
        match self.draw.below(5) {
            0 | 1 => (Some(Risk::Low), json!("low")),
            2 => (Some(Risk::Moderate), json!("moderate")),
            3 => (Some(Risk::High), json!("high")),
            _ => (None, Value::Null),
        }
    }

    fn high(&mut self) -> Option<bool> {
        [Some(true), Some(false), Some(false), None][self.draw.below(4) as usize]
    }

    fn onset(&mut self) -> Option<&'static str> {
        [Some("in_hospital"), Some("on_admission"), None][self.draw.below(3) as usize]
    }

    /// The id of some event of this type so far.
    fn some(&mut self, kind: &str) -> Option<String> {
        let of: Vec<String> =
            self.raw.iter().filter(|raw| raw["type"] == kind).map(|raw| raw["id"].as_str().unwrap_or_default().to_owned()).collect();
        (!of.is_empty()).then(|| of[self.draw.below(of.len() as u64) as usize].clone())
    }

    fn step(&mut self) {
        let role = if self.draw.chance(60) { Role::Nurse } else { Role::Physician };
        match self.draw.below(14) {
            0 | 1 => {
                let (band, raw) = self.band();
                self.add(role, Body::Assessed(score(band)), json!({ "type": "assessed", "band": raw }));
            }
            2 | 3 => {
                let Some(of) = self.some("assessed") else { return };
                let changed = self.draw.chance(50).then(|| self.band());
                let raw = json!({ "type": "reviewed", "of": of, "changed": changed.is_some(), "band": changed.as_ref().map(|(_, raw)| raw) });
                self.add(Role::Physician, Body::Reviewed { of, changed: changed.map(|(band, _)| score(band)) }, raw);
            }
            4 | 5 => {
                let high = self.high();
                self.add(role, screen(high), json!({ "type": "bleeding_screened", "high": high }));
            }
            6 => {
                let kind = ["assessed", "bleeding_screened", "vte_confirmed"][self.draw.below(3) as usize];
                let Some(of) = self.some(kind) else { return };
                let (body, raw) = match kind {
                    "assessed" => {
                        let (band, raw) = self.band();
                        (Body::Assessed(score(band)), json!({ "type": "amended", "of": of, "band": raw }))
                    }
                    "bleeding_screened" => {
                        let high = self.high();
                        (screen(high), json!({ "type": "amended", "of": of, "high": high }))
                    }
                    _ => {
                        let onset = self.onset();
                        (clot(onset), json!({ "type": "amended", "of": of, "onset": onset }))
                    }
                };
                self.add(role, Body::Amended { of, reason: "误填".into(), body: body.into() }, raw);
            }
            7 | 8 => {
                let Some(of) = self.some("assessed") else { return };
                let (mut measures, mut raw) = (vec![], vec![]);
                for (id, kind) in MEASURES {
                    if self.draw.chance(40) {
                        let conditional = self.draw.chance(30);
                        let mut line = MeasureLine::plain(MeasureId::from(id), kind);
                        line.conditional_on = if conditional { vec!["platelets".into()] } else { vec![] };
                        raw.push(json!({ "id": id, "kind": kind.id(), "conditional": conditional }));
                        measures.push(line);
                    }
                }
                let plan = Plan { of, rule: None, screen: None, measures, overrides: vec![], monitoring: vec![], replaces: None };
                self.add(Role::Physician, Body::PlanAuthorised(plan), json!({ "type": "plan_authorised", "measures": raw }));
            }
            9 => {
                let Some(of) = self.some("assessed") else { return };
                let declined = Declined { of, code: "patient_refused".into(), note: None };
                self.add(Role::Physician, Body::PlanDeclined(declined), json!({ "type": "plan_declined" }));
            }
            10 | 11 => {
                let (id, _) = MEASURES[self.draw.below(4) as usize];
                let starts = self.draw.chance(75);
                // The start is told to the second of its event.
                self.at += 60;
                let at: Instant = chrono::DateTime::from_timestamp(self.at, 0).expect("a time").into();
                let mut change = Change::plain(&MeasureId::from(id), at);
                let kind = if starts { "measure_started" } else { "measure_stopped" };
                change.code = (!starts).then(|| "completed".into());
                let body = if starts { Body::MeasureStarted(change) } else { Body::MeasureStopped(change) };
                let told = self.at;
                self.add(role, body, json!({ "type": kind, "measure": id }));
                // What counts is when it was begun, not when that was signed.
                if let Some(last) = self.raw.last_mut() {
                    last["at"] = json!(told);
                }
            }
            12 => {
                let onset = self.onset();
                self.add(Role::Physician, clot(onset), json!({ "type": "vte_confirmed", "onset": onset }));
            }
            _ => {
                // Without a class it is an operation; without its end nobody knows when it was over.
                let class = ["operation", "invasive", ""][self.draw.below(3) as usize];
                self.at += 60;
                let end = self.draw.chance(60).then_some(self.at);
                let mut happened = Occurrence::of(Happening::Operated).with("class", class);
                happened.ended_at = end.map(|end| chrono::DateTime::from_timestamp(end, 0).expect("a time").into());
                self.add(role, Body::Happened(happened), json!({ "type": "operated", "class": class, "end": end }));
            }
        }
    }
}

fn stay(number: u64, draw: &mut Draw) -> (SettledStay, Value) {
    let admitted = 1_767_225_600 + draw.below(5000) as i64;
    let mut record = Raw { draw, events: vec![], raw: vec![], at: admitted };
    for _ in 0..record.draw.below(16) {
        record.step();
    }
    let Raw { draw, events, raw, .. } = record;
    let length = [3600, 86_399, 86_400, 86_401, 3 * 86_400, 9 * 86_400][draw.below(6) as usize];
    let discharged = draw.chance(93);
    let told = |second: i64| ToldMoment::exactly(chrono::DateTime::from_timestamp(second, 0).expect("a time").into());
    let age = [None, Some(0), Some(14), Some(15), Some(70), Some(70)][draw.below(6) as usize];
    let class = draw.one(&["inpatient", "inpatient", "inpatient", "inpatient", "inpatient", "day_surgery", "emergency", "unknown"]).to_owned();
    let service = draw.one(&["other", "other", "other", "icu", "paediatric", "unknown"]).to_owned();
    let vte_before = [Some(false), Some(false), Some(false), Some(true), None][draw.below(5) as usize];
    let key = format!("s{number}");
    let header = Header {
        episode: key.clone(),
        admitted: Some(told(admitted)),
        discharged: discharged.then(|| told(admitted + length)),
        age,
        class: Some(class.clone()),
        service: Some(service.clone()),
        vte_before,
        ..Header::default()
    };
    let encounter = Encounter::of(&events);
    let (episode, facts) = reduce(&encounter, &header, &Wall::default(), &|id| id.strip_prefix('e')?.parse().ok());
    let plain = json!({
        "key": key, "events": raw,
        "header": { "age": age, "stay_s": discharged.then_some(length), "class": class, "service": service, "vte_before": vte_before, "discharged": discharged, "admitted_at": admitted, "discharged_at": admitted + length },
    });
    (SettledStay { episode, facts }, plain)
}

#[test]
fn the_fold_the_rows_and_the_catalogue_count_what_a_hand_counts() {
    let count: u64 = std::env::var("QUALITY_STAYS").ok().and_then(|count| count.parse().ok()).unwrap_or(3000);
    let mut draw = Draw(20_261_201);
    let (stays, raw): (Vec<SettledStay>, Vec<Value>) = (0..count).map(|number| stay(number, &mut draw)).unzip();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/quality_by_hand.py");
    let Ok(mut hand) = Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
        assert!(std::env::var_os("QUALITY_STAYS").is_none(), "QUALITY_STAYS is set, and there is no python3 to count by hand");
        eprintln!("SKIPPED: no python3 to count by hand");
        return;
    };
    let lines: String = raw.iter().map(|stay| stay.to_string() + "\n").collect();
    let mut input = hand.stdin.take().expect("a pipe");
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = hand.wait_with_output().expect("it runs");
    writing.join().expect("written").expect("written");
    assert!(output.status.success());
    let answers: Vec<Value> = String::from_utf8(output.stdout).expect("text").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), stays.len());
    let mut met = std::collections::BTreeMap::new();
    for ((stay, raw), answer) in stays.iter().zip(&raw).zip(&answers) {
        for (id, word) in answer["places"].as_object().expect("places") {
            let ours = place(&named(id).expect("an indicator"), stay).word();
            assert_eq!(ours, word.as_str().expect("a word"), "{id} of {}\n{raw}\n{:#?}", stay.episode.episode, stay.facts);
            *met.entry(format!("{id} {ours}")).or_insert(0) += 1;
        }
    }
    for wanted in [
        "alliance_4 numerator",
        "alliance_4 outside_unknown",
        "alliance_1 open",
        "alliance_2.within_24h open",
        "alliance_7 numerator",
        "alliance_7.any_onset numerator",
        "hat_90 numerator",
        "rev_postop_dvt numerator",
        "rev_postop_dvt denominator",
        "rev_postop_dvt open",
        "nqt_vte_proper_prevention_rate numerator",
    ] {
        assert!(met.contains_key(wanted), "no stay is {wanted}: {met:?}");
    }
}
