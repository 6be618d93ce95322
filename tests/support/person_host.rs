//! What a host would send of a person: the same description as JSON, in the words of the bridge.

use serde_json::{Map, Value, json};
use virchow::clinical::quantity::Quantity;

use super::chart::civil;
use super::{ADMITTED, Order, Person, Surgery, Told, When, after, noon};

impl Person {
    /// The call of `assess`, with the facts of another description after this one's.
    pub fn sent(&self, also: &Person) -> String {
        let mut facts = self.facts_sent();
        facts.extend(also.facts_sent());
        let mut patient = json!({});
        if let Some(man) = self.man {
            patient["sex"] = if man { "male" } else { "female" }.into();
        }
        let mut profile = json!({
            "formulary": self.stock,
            "devices": self.devices,
            "medical_instrument": if self.caprini_for_all { "caprini" } else { "padua" },
        });
        if let Some(limit) = self.aptt_limit {
            profile["thresholds"] = json!({ "aptt_upper_s": limit });
        }
        json!({
            "chart": {
                "contextId": "adm-1",
                "patient": patient,
                "encounter": { "admittedAt": after(ADMITTED).to_rfc3339(), "setting": if self.surgical { "surgical" } else { "medical" } },
                "facts": facts,
            },
            "answers": self.answers_sent(),
            "profile": profile,
            "unanswered": if self.silence_is_absence { "absent" } else { "unknown" },
            "stay": self.stay_sent(),
            "at": noon().to_rfc3339(),
        })
        .to_string()
    }

    fn stay_sent(&self) -> Value {
        let mut stay = json!({});
        for (key, at) in [("firstDoseAt", self.first_dose), ("decidedAt", self.decided)] {
            if let Some(at) = at {
                stay[key] = time(at);
            }
        }
        if let Some(suspicion) = self.suspicion {
            stay["suspicion"] = json!({ "paused": suspicion.paused });
            if let Some(leg) = suspicion.leg {
                stay["suspicion"]["limb"] = leg.into();
            }
        }
        stay
    }

    fn answers_sent(&self) -> Value {
        let mut answers = Map::new();
        let settled = self.settled();
        for (id, word) in &self.said {
            let names: Vec<&str> = settled.iter().filter(|(of, _)| of == id).map(|(_, name)| name.as_str()).collect();
            let plain = word.limb.is_none() && word.at.is_none() && names.is_empty();
            let answer = match word.yes {
                yes if plain => json!(yes),
                yes => {
                    let mut answer = json!({ "value": yes });
                    for (key, told) in
                        [("limb", word.limb.map(Value::from)), ("at", word.at.map(time)), ("names", Some(json!(names)).filter(|_| !names.is_empty()))]
                    {
                        if let Some(told) = told {
                            answer[key] = told;
                        }
                    }
                    answer
                }
            };
            answers.insert((*id).to_owned(), answer);
        }
        answers.into()
    }

    fn facts_sent(&self) -> Vec<Value> {
        let mut all = vec![];
        let mut add = |id: &str, value: Value, unit: Option<&str>, when: When| {
            let mut fact = json!({ "id": id, "value": value });
            if let Some(unit) = unit {
                fact["unit"] = unit.into();
            }
            match when {
                When::At(minute) => fact["at"] = time(minute),
                When::Day(day) => fact["at"] = civil(day).into(),
                When::Untold => {}
            }
            all.push(fact);
        };
        for (id, value) in [("age", self.age), ("bmi", self.bmi)] {
            if let Some(value) = value {
                add(id, value.into(), None, When::Untold);
            }
        }
        for (quantity, readings) in self.quantities() {
            for reading in readings {
                add(quantity.row().id, reading.value.into(), Some(quantity.row().units[0].name), reading.when);
            }
        }
        for pressure in &self.pressures {
            for (quantity, value) in [(Quantity::Sbp, pressure.systolic), (Quantity::Dbp, pressure.diastolic)] {
                if let Some(value) = value {
                    add(quantity.row().id, value.into(), Some("mm[Hg]"), When::At(pressure.at));
                }
            }
        }
        self.operations.iter().for_each(|surgery| add("operation", operation(surgery), None, When::Untold));
        for needle in &self.needles {
            let at = if needle.all_day { civil(When::At(needle.at).day().unwrap_or(0)).into() } else { time(needle.at) };
            let mut value = json!({ "kind": if needle.catheter { "catheter" } else { "needle" }, "at": at, "traumatic": needle.traumatic });
            if let Some(removed) = needle.removed {
                value["removedAt"] = time(removed);
            }
            add("neuraxial", value, None, When::Untold);
        }
        for order in &self.orders {
            add("medication", medication(order), None, order.since.map_or(When::Untold, When::At));
        }
        for allergy in &self.allergies {
            add("allergy", json!({ "to": allergy.words }), None, When::Untold);
        }
        if let Some((from, to)) = self.dialysis {
            add("dialysis", span(from, to), None, When::Untold);
        }
        for (value, limb) in &self.abi {
            add("abi", json!({ "value": value, "limb": limb }), None, When::Untold);
        }
        if let Some((low, high)) = self.inr_target {
            add("inr_target", json!({ "low": low, "high": high }), None, When::Untold);
        }
        if let Some((from, to)) = self.icu {
            add("icu", span(from, to), None, When::Untold);
        }
        for (units, at) in &self.units {
            add("transfusion", json!({ "units": units, "at": time(*at) }), None, When::Untold);
        }
        for Told { id, yes, when } in &self.told {
            add(id, (*yes).into(), None, *when);
        }
        all
    }
}

fn time(minute: i64) -> Value {
    after(minute).to_rfc3339().into()
}

fn span(from: i64, to: Option<i64>) -> Value {
    let mut value = json!({ "from": time(from) });
    if let Some(to) = to {
        value["to"] = time(to);
    }
    value
}

fn operation(surgery: &Surgery) -> Value {
    let at = if surgery.all_day { civil(When::At(surgery.begins).day().unwrap_or(0)).into() } else { time(surgery.begins) };
    let mut value = json!({ "kind": if surgery.elective { "elective_arthroplasty" } else { "open" }, "at": at });
    let fields = [
        ("status", surgery.status.map(Value::from)),
        ("durationMin", surgery.minutes.map(Value::from)),
        ("procedure", surgery.procedure.map(Value::from)),
        ("limb", surgery.limb.map(Value::from)),
        ("haemostasisAt", surgery.haemostasis.map(time)),
    ];
    for (key, told) in fields {
        if let Some(told) = told {
            value[key] = told;
        }
    }
    value
}

fn medication(order: &Order) -> Value {
    let mut value = json!({ "name": order.pill.name, "status": order.state });
    let fields = [
        ("atc", order.pill.atc.map(Value::from)),
        ("intent", order.therapeutic.map(|therapeutic| if therapeutic { "therapeutic" } else { "prophylactic" }.into())),
        ("lastDoseAt", order.last.map(time)),
        ("nextDueAt", order.next_due.map(time)),
        ("stoppedAt", order.stopped.map(time)),
        ("indication", order.indication.map(Value::from)),
        ("stopReason", order.for_bleeding.then(|| "出血".into())),
    ];
    for (key, told) in fields {
        if let Some(told) = told {
            value[key] = told;
        }
    }
    let mut dose = json!({});
    if let Some((amount, unit)) = order.dose {
        (dose["amount"], dose["unit"]) = (amount.into(), unit.into());
    }
    if let Some(often) = order.often {
        dose["frequency"] = often.into();
    }
    if dose.as_object().is_some_and(|fields| !fields.is_empty()) {
        value["dose"] = dose;
    }
    value
}
