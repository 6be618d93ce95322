//! One plan: whatever stands in a record, note, FHIR, HL7, board and handover name the plan that `record::in_force` names, and
//! nothing that contradicts it. Ten thousand random records, made from what is signed and held, stopped, replaced, declined
//! and amended in any order; the screen and its print are held against the same in `ui::prevention::tests`.
#![cfg(not(target_family = "wasm"))]

#[path = "support/ward.rs"]
mod ward;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use serde_json::{Value, json};
use virchow::clinical::chart::{Instant, Limb};
use virchow::clinical::dosing::{Days, Dose, Frequency};
use virchow::clinical::waits::DueTimes;
use virchow::interop::json::{canonical, parse};
use virchow::interop::more::outputs;
use virchow::interop::record::Record;
use virchow::interop::seal::Stamp;
use virchow::record::board::Summary;
use virchow::record::coded::STOPPED;
use virchow::record::due::Expected;
use virchow::record::event::{BleedingScreen, Body, Change, Declined, MeasureLine, Plan};
use virchow::record::in_force::InForce;
use virchow::record::local::china;
use virchow::record::measure::{MeasureId, MeasureKind};
use virchow::record::role::Role;
use virchow::record::story;
use virchow::text::Lang;
use ward::{actor, noon, theirs};

const RECORDS: u64 = 10_000;
const DRUGS: [&str; 3] = ["enoxaparin", "dalteparin", "fondaparinux"];

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

fn drug(id: &str, at: Instant, amount: f64) -> MeasureLine {
    let dose = Dose { amount, unit: "mg", oral: false, frequency: Frequency::Daily, from_day_4: None, reduced: false };
    MeasureLine {
        dose: Some(dose),
        start: Some(at),
        stop: Some(at + TimeDelta::days(10)),
        days: Some(Days { from: 6, to: 14, planned: 10 }),
        day: Some(1),
        ..MeasureLine::plain(id.into(), MeasureKind::Drug)
    }
}

fn plan(dice: &mut Dice, at: Instant, replaces: Option<String>) -> Plan {
    let mut measures = vec![MeasureLine::plain(MeasureId::Basic, MeasureKind::Basic)];
    if dice.roll(3) > 0 {
        let (which, amount) = (dice.roll(3), [20.0, 40.0][dice.roll(2)]);
        measures.push(drug(DRUGS[which], at, amount));
    }
    if dice.roll(2) > 0 {
        measures.push(MeasureLine { limb: Some(Limb::Left), ..MeasureLine::plain("ipc".into(), MeasureKind::Device) });
    }
    Plan { of: "e-0".into(), rule: None, screen: None, measures, overrides: vec![], monitoring: vec![], replaces }
}

fn screen(high: bool) -> BleedingScreen {
    let (instrument, edition) = ("cn_bleed_medical".into(), "2018".into());
    BleedingScreen { instrument, edition, answers: vec![], contraindications: vec![], high: Some(high), improve: None }
}

fn random(seed: u64) -> Record {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut record = Record::default();
    let mut at = noon();
    for _ in 0..1 + dice.roll(8) {
        at += TimeDelta::minutes(1 + dice.roll(3_000) as i64);
        let kind = dice.roll(10);
        // Basic measures are begun without an order, and then of no plan: here they are only stopped.
        let all = ["enoxaparin", "dalteparin", "fondaparinux", "ipc", "basic"];
        let measure: MeasureId = all[dice.roll(if kind == 4 { 4 } else { 5 })].into();
        let of = |record: &Record| InForce::of(&record.encounter, at).plan().map(|plan| plan.id.clone());
        let change = |code: Option<&str>| Change { code: code.map(str::to_owned), plan: of(&record), ..Change::plain(&measure, at) };
        let body = match kind {
            0..=2 => Body::PlanAuthorised(plan(&mut dice, at, of(&record))),
            3 => Body::PlanDeclined(Declined { of: "e-0".into(), code: "bleeding_concern".into(), note: None }),
            4 => Body::MeasureStarted(change(None)),
            5 => Body::BleedingScreened(screen(dice.roll(2) > 0)),
            6..=8 => Body::MeasureStopped(change(Some(STOPPED[dice.roll(STOPPED.len())].0.id))),
            _ => {
                let of = format!("e-{}", dice.roll(record.events.len() + 1));
                Body::Amended { of, reason: "录入有误".into(), body: Box::new(Body::PlanAuthorised(plan(&mut dice, at, None))) }
            }
        };
        let id = format!("e-{}", record.events.len());
        let by = actor(if matches!(body, Body::MeasureStopped(_) | Body::MeasureStarted(_) | Body::BleedingScreened(_)) {
            Role::Nurse
        } else {
            Role::Physician
        });
        record.append(vec![body], &mut Stamp { context_id: "adm-0017", ids: &mut || id.clone(), at, by: &by });
    }
    record
}

fn name(id: &str, lang: Lang) -> &'static str {
    story::measure(&id.into()).expect("known").get(lang)
}

/// Observations by their code, each with its values and the number that ties it to the others of its measure.
fn observed(message: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for line in message.split('\r').filter(|line| line.starts_with("OBX|")) {
        let fields: Vec<&str> = line.split('|').collect();
        let first = |field: usize| fields[field].split('^').next().unwrap_or_default().to_owned();
        all.entry(first(3)).or_default().push((fields[4].to_owned(), first(5)));
    }
    all
}

/// The drugs that a Bundle still asks for, with the status of each.
fn asked_for(bundle: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in bundle["entry"].as_array().expect("entries") {
        let resource = &entry["resource"];
        if resource["resourceType"] == "MedicationRequest" {
            assert_eq!(resource["intent"], "proposal", "the order is the host's");
            let coding = &resource["medicationCodeableConcept"]["coding"][0]["code"];
            all.insert(coding.as_str().expect("a code").to_owned(), resource["status"].as_str().expect("a status").to_owned());
        }
    }
    all
}

#[test]
fn every_output_of_ten_thousand_records_names_the_plan_in_force_and_no_other() {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 1..=RECORDS {
        let record = random(seed);
        let last = record.events.last().expect("an event").event.at;
        let in_force = InForce::of(&record.encounter, last);
        *seen.entry(in_force.id()).or_default() += 1;
        let live: BTreeMap<&str, &str> = in_force.live().map(|held| (held.measure.id.as_str(), held.standing.id())).collect();
        let contradicted = in_force.plan().is_some_and(|plan| plan.contradicted);
        if contradicted {
            *seen.entry("contradicted").or_default() += 1;
        }
        board(&record, &live, contradicted, seed);

        let lang = if seed.is_multiple_of(2) { Lang::Zh } else { Lang::En };
        let whole: Vec<Value> = record.events.iter().map(|sealed| theirs(&sealed.json)).collect();
        // The latest event, and one of before that is put out again (a host that was down, an outbox).
        let again = seed as usize % record.events.len();
        for index in BTreeSet::from([again, record.events.len() - 1]) {
            let sealed = &record.events[index];
            let body = match &sealed.event.body {
                Body::Amended { body, .. } => body,
                body => body,
            };
            let input = json!({
                "event": theirs(&sealed.json),
                "names": ["fhirR4", "hl7v2", "text"],
                "options": { "record": whole, "lang": if lang == Lang::Zh { "zh-CN" } else { "en" } },
            });
            let made = outputs(&parse(&input.to_string(), 32).expect("JSON"), china).unwrap_or_else(|refused| panic!("{seed}: {refused:?}"));
            let made: Value = serde_json::from_str(&canonical(&made)).expect("JSON");
            let context = format!("record {seed}, event {index}");
            fhir(&made["fhirR4"], &live, &in_force, body, &context);
            let text = made["text"].as_str().expect("a note");
            // A bleeding screen names no measure.
            if !matches!(body, Body::BleedingScreened(_)) {
                hl7(made["hl7v2"].as_str().expect("a message"), &live, &in_force, &context);
                note(text, &live, lang, body, &context);
            }
            if index == record.events.len() - 1 {
                let told = ["现行方案签署后的出血评估", "screen signed since the plan in force"].iter().any(|words| text.contains(words));
                assert_eq!(told, contradicted, "{context}: {text}");
            }
        }
    }
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), ["authorised", "contradicted", "declined", "ended", "nothing"], "{seen:?}");
}

/// What the board and the handover sheet are drawn from.
fn board(record: &Record, live: &BTreeMap<&str, &str>, contradicted: bool, seed: u64) {
    let summary = Summary::of(&record.encounter, &Expected::default(), &DueTimes::default());
    let shown: BTreeMap<&str, &str> = summary.measures.iter().map(|measure| (measure.id.as_str(), measure.standing.id())).collect();
    assert_eq!(&shown, live, "{seed}");
    assert_eq!(summary.contradicted, contradicted && summary.discharged_at.is_none(), "{seed}");
}

fn fhir(bundle: &Value, live: &BTreeMap<&str, &str>, in_force: &InForce, body: &Body, context: &str) {
    for (drug, status) in asked_for(bundle) {
        match status.as_str() {
            "draft" => assert!(matches!(live.get(drug.as_str()), Some(&"authorised" | &"in_use")), "{context}: {drug} is put out"),
            "on-hold" => assert_eq!(live.get(drug.as_str()), Some(&"held"), "{context}: {drug}"),
            "stopped" | "completed" | "cancelled" => assert!(!live.contains_key(drug.as_str()), "{context}: {drug}"),
            other => panic!("{context}: {other}"),
        }
    }
    // The plan in force is put out whole.
    if let (Body::PlanAuthorised(plan), Some(ordered)) = (body, in_force.plan())
        && asked_for(bundle).len() < plan.measures.iter().filter(|measure| measure.kind == MeasureKind::Drug).count()
    {
        assert!(!bundle.to_string().contains(&format!("{}.measure", ordered.id)), "{context}");
    }
}

fn hl7(message: &str, live: &BTreeMap<&str, &str>, in_force: &InForce, context: &str) {
    let observed = observed(message);
    let of = |code: &str| observed.get(code).cloned().unwrap_or_default();
    let state = of("in_force");
    assert_eq!(state.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), [in_force.id()], "{context}");
    let states: BTreeMap<String, String> = of("in_force.state").into_iter().collect();
    let told: BTreeMap<String, String> = of("in_force.measure").into_iter().map(|(sub, id)| (id, states[&sub].clone())).collect();
    let expected: BTreeMap<String, String> = live.iter().map(|(id, state)| ((*id).to_owned(), (*state).to_owned())).collect();
    assert_eq!(told, expected, "{context}");
    let event = of("in_force.event").first().map(|(_, id)| id.clone());
    let named = match in_force {
        InForce::Nothing => None,
        InForce::Plan(ordered) | InForce::Ended(ordered) => Some(ordered.id.clone()),
        InForce::Declined(refused) => Some(refused.id.clone()),
    };
    assert_eq!(event, named, "{context}");
}

/// A drug that does not go on is in a note only where it is said to be stopped, missed or ended.
fn note(text: &str, live: &BTreeMap<&str, &str>, lang: Lang, body: &Body, context: &str) {
    for drug in DRUGS {
        let told = text.contains(name(drug, lang));
        let about = matches!(body, Body::MeasureStarted(change) | Body::MeasureStopped(change) if change.measure.as_str() == drug);
        if told && !live.contains_key(drug) && !about {
            let ended = if lang == Lang::Zh { "已结束" } else { "ended" };
            assert!(text.contains(ended), "{context}: {drug} in {text}");
        }
        // Of a decision, a start or a stop the note says what the patient is to have now.
        assert!(told || !live.contains_key(drug), "{context}: {drug} is not in {text}");
    }
}
