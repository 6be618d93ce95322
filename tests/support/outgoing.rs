//! Signed events of generated admissions, every type and every answer, as the wire has them: the same seed gives the same.

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};
use serde_json::{Map, Value, json};
use virchow::clinical::instrument::Instrument;
use virchow::clinical::instruments::{CAPRINI, CN_BLEED_MEDICAL, CN_BLEED_SURGICAL, IMPROVE_BLEEDING, PADUA};
use virchow::interop::headless::score;
use virchow::interop::json;
use virchow::interop::seal::digest;

/// SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

/// What people and hosts write, with all that a delimiter or a break can do.
pub const WRITTEN: [&str; 6] =
    ["长途飞行 \"12 h\" | ^~\\&", "一行\n二行\r\n三行\r四行", "A&B^C|D~E\\F\\.br\\G", "家属要求，已说明", "tab\tand ctrl\u{1}end", "plain words"];

const OFFSETS: [&str; 4] = ["Z", "+08:00", "-05:00", "+05:30"];

/// A moment at a random offset: hosts write one instant in many ways.
fn moment(dice: &mut Dice, at: DateTime<FixedOffset>) -> String {
    let offset = match dice.pick(&OFFSETS) {
        "Z" => FixedOffset::east_opt(0),
        "+08:00" => FixedOffset::east_opt(8 * 3600),
        "-05:00" => FixedOffset::west_opt(5 * 3600),
        _ => FixedOffset::east_opt(5 * 3600 + 1800),
    };
    at.with_timezone(&offset.expect("an offset")).to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn assessment(dice: &mut Dice, instrument: &Instrument) -> Value {
    let mut answers = Map::new();
    let mut taken: Vec<&str> = vec![];
    for (index, item) in instrument.items.iter().enumerate() {
        let mut value = match dice.below(10) {
            0 => continue,
            1 => Value::Null,
            2..=5 => json!(true),
            _ => json!(false),
        };
        // A woman's items would need her sex, and of a group one is enough.
        if let Some(group) = instrument.group_of(index)
            && value == json!(true)
        {
            if taken.contains(&group.id) {
                value = json!(false);
            }
            taken.push(group.id);
        }
        answers.insert(item.id.into(), value);
    }
    let scored: Value = serde_json::from_str(&score(instrument.id, &json!({ "answers": answers }).to_string())).expect("JSON");
    assert!(scored["error"].is_null(), "{scored}");
    let lines: Vec<Value> = instrument
        .items
        .iter()
        .map(|item| {
            let value = answers.get(item.id).cloned();
            let source = match &value {
                None => "none",
                Some(Value::Null) => "person",
                Some(_) => dice.pick(&["person", "host", "derived"]),
            };
            let mut line = json!({
                "item": format!("{}.{}", instrument.id, item.id), "value": value, "source": source,
                "points": scored["points"].get(item.id).cloned().unwrap_or(json!(0)),
            });
            if line["value"] == true && dice.one_in(4) {
                line["note"] = json!(dice.pick(&WRITTEN));
            }
            line
        })
        .collect();
    let band = if scored["provisional"] == true { Value::Null } else { scored["band"].clone() };
    json!({
        "instrument": instrument.id, "edition": instrument.edition, "timepoint": dice.pick(&["ADMISSION", "POST_OP", "TRANSFER_IN"]), "answers": lines,
        "floor": scored["floor"], "ceiling": scored["ceiling"], "band": band,
    })
}

fn screen(dice: &mut Dice, at: DateTime<FixedOffset>) -> Value {
    let instrument = dice.pick(&[&CN_BLEED_SURGICAL, &CN_BLEED_MEDICAL, &IMPROVE_BLEEDING]);
    let mut screen = assessment(dice, instrument);
    let mut lines = screen["answers"].as_array().cloned().unwrap_or_default();
    for id in ["CI_HIT", "CI_PLT_LT_50", "CI_NEURAXIAL", "MC_LOCAL_SKIN", "MC_ACUTE_DVT"] {
        let value = dice.pick(&[Some(true), Some(false), None]);
        if id == "MC_LOCAL_SKIN" {
            // One row of both legs, each with its own answer.
            for limb in ["left", "right"] {
                lines.push(json!({ "item": id, "value": dice.pick(&[Some(true), Some(false), None]), "source": "person", "limb": limb }));
            }
        } else if dice.one_in(2) {
            let mut line = json!({ "item": id, "value": value, "source": "person" });
            if id == "CI_NEURAXIAL" {
                line["until"] = json!(moment(dice, at + TimeDelta::hours(12)));
            }
            lines.push(line);
        }
    }
    screen["answers"] = json!(lines);
    json!({ "instrument": screen["instrument"], "edition": screen["edition"], "answers": screen["answers"], "high": dice.pick(&[Some(true), Some(false), None]) })
}

fn plan(dice: &mut Dice, at: DateTime<FixedOffset>, of: &str) -> Value {
    let mut measures = vec![json!({ "id": "basic", "kind": "basic" })];
    for id in ["ipc", "gcs", "vfp"] {
        if dice.one_in(2) {
            measures.push(json!({ "id": id, "kind": "device", "limb": dice.pick(&["left", "right", "both"]) }));
        }
    }
    let (id, amount, unit, route, frequency) = dice.pick(&[
        ("enoxaparin", 40.0, "mg", "sc", "qd"),
        ("nadroparin", 0.3, "mL", "sc", "qd"),
        ("dalteparin", 5000.0, "IU", "sc", "qd"),
        ("ufh", 5000.0, "U", "sc", "q12h"),
        ("fondaparinux", 2.5, "mg", "sc", "qd"),
        ("rivaroxaban", 10.0, "mg", "po", "qd"),
    ]);
    if !dice.one_in(4) {
        let start = at + TimeDelta::hours(dice.below(240) as i64);
        let stop = start + TimeDelta::days(5 + dice.below(30) as i64);
        measures.push(json!({
            "id": id, "kind": "drug", "dose": { "amount": amount, "unit": unit, "route": route, "frequency": frequency },
            "start": moment(dice, start), "stop": moment(dice, stop),
        }));
    }
    let mut overrides = vec![];
    for id in ["CI_PLT_50_99", "CI_RENAL_LMWH", "weight"] {
        if dice.one_in(3) {
            overrides.push(json!({ "id": id, "reason": dice.pick(&WRITTEN) }));
        }
    }
    let from = moment(dice, at + TimeDelta::days(3));
    json!({
        "of": of, "rule": "S4", "measures": measures, "overrides": overrides,
        "monitoring": [{ "id": "platelets", "text": { "zh": "查血小板", "en": "platelet count" }, "from": from, "everyHours": 72 }],
    })
}

fn body(dice: &mut Dice, kind: &str, at: DateTime<FixedOffset>, of: &str) -> Value {
    let earlier = |dice: &mut Dice| {
        let before = at - TimeDelta::minutes(dice.below(600) as i64);
        moment(dice, before)
    };
    match kind {
        "assessed" => {
            let instrument = dice.pick(&[&CAPRINI, &PADUA]);
            assessment(dice, instrument)
        }
        "reviewed" if dice.one_in(2) => json!({ "of": of, "decision": "confirmed" }),
        "reviewed" => {
            let mut changed = assessment(dice, &PADUA);
            changed["of"] = json!(of);
            changed["decision"] = json!("changed");
            changed
        }
        "bleeding_screened" => screen(dice, at),
        "plan_authorised" => plan(dice, at, of),
        "plan_declined" => {
            json!({ "of": of, "reasonCode": dice.pick(&["bleeding_concern", "patient_refused", "other"]), "note": dice.pick(&WRITTEN) })
        }
        "measure_started" => {
            json!({ "measure": dice.pick(&["basic", "ipc", "enoxaparin"]), "at": earlier(dice), "informed": dice.pick(&["patient", "family", "both"]) })
        }
        "measure_stopped" => {
            json!({ "measure": dice.pick(&["ipc", "gcs", "rivaroxaban"]), "at": earlier(dice), "reasonCode": dice.pick(&["missed", "held", "completed", "bleeding"]) })
        }
        "operated" => json!({ "at": earlier(dice), "kind": "open", "procedure": "tha", "limb": "left", "note": dice.pick(&WRITTEN) }),
        "pathway_step" => json!({
            "of": of, "step": "vitals", "at": earlier(dice), "note": dice.pick(&WRITTEN),
            "answers": [{ "item": "sbp", "value": "84 mm[Hg]" }, { "item": "dbp", "value": "50 mm[Hg]" }, { "item": "oxygen", "value": dice.pick(&["air", "oxygen"]) }],
        }),
        "referral" => json!({
            "of": of, "id": "r-1", "state": dice.pick(&["sent", "received", "accepted", "declined"]), "at": earlier(dice), "way": "qr",
            "person": dice.pick(&WRITTEN), "reason": dice.pick(&WRITTEN),
        }),
        "vte_confirmed" => json!({ "site": "dvt", "onset": "in_hospital", "method": dice.pick(&WRITTEN) }),
        _ => json!({}),
    }
}

pub const TYPES: [&str; 12] = [
    "admitted",
    "assessed",
    "reviewed",
    "bleeding_screened",
    "plan_authorised",
    "plan_declined",
    "measure_started",
    "measure_stopped",
    "operated",
    "vte_confirmed",
    "pathway_step",
    "referral",
];

/// The events of one admission, each type once and one of them amended, signed near the turn of a year.
pub fn admission(seed: u64) -> Vec<Value> {
    let mut dice = Dice(seed);
    let mut at: DateTime<FixedOffset> = "2026-12-28T09:30:00+08:00".parse().expect("a time");
    let people = [("n-07", "李护士", "nurse"), ("d&1", "王|医^生", "physician")];
    let first = format!("0192f0c0-{seed:04x}-7000-8000-000000000001");
    let mut events = vec![];
    let kinds: Vec<&str> = TYPES.into_iter().chain(["amended"]).collect();
    for (index, kind) in kinds.into_iter().enumerate() {
        at += TimeDelta::minutes(1 + dice.below(700) as i64);
        let (id, name, role) = people[usize::from(kind != "assessed" || dice.one_in(3))];
        let body = match kind {
            "amended" => {
                let inner = dice.pick(&TYPES.map(|kind| if kind == "reviewed" { "assessed" } else { kind }));
                json!({ "of": first, "reason": dice.pick(&WRITTEN), "type": inner, "body": body(&mut dice, inner, at, &first) })
            }
            kind => body(&mut dice, kind, at, &first),
        };
        let event = json!({
            "v": 1, "id": format!("0192f0c0-{seed:04x}-7000-8000-{:012x}", index + 1), "seq": index + 1, "contextId": format!("adm|{seed}"),
            "type": kind, "at": at.to_rfc3339_opts(SecondsFormat::Millis, false), "by": { "id": id, "name": name, "role": role }, "body": body,
        });
        events.push(sealed(event));
    }
    events
}

pub fn sealed(mut event: Value) -> Value {
    let tree = json::parse(&event.to_string(), 32).expect("JSON");
    event["hash"] = json!(digest(&tree));
    event
}
