//! The facts of a chart as they come together: each finding once, of each quantity the latest few, and all in one order,
//! whatever order the resources came in.

use std::collections::BTreeMap;

use super::entry::BundleEntry;
use super::listed::Listed;
use crate::clinical::chart::Chart;
use crate::clinical::chart::{Instant, begins};
use crate::interop::fhir::element;
use crate::interop::json::{Value, canonical};
use crate::interop::shape::Read as _;

/// Of one quantity this many, the latest. A fall of platelets or haemoglobin is measured from the highest count of the stay
/// (`clinical::alerts`); of the rest rules ask for two readings of a pressure, and for the last one.
fn latest(id: &str) -> usize {
    if matches!(id, "platelets" | "haemoglobin") { 60 } else { 4 }
}

/// A reading, and the place it was read from.
struct Reading<'a> {
    at: Option<Instant>,
    text: String,
    fact: Value,
    entry: &'a BundleEntry<'a>,
}

/// What speaks for a finding. The greatest is kept.
#[derive(PartialEq, PartialOrd)]
struct Ground {
    asserted: bool,
    latest: Option<Instant>,
    source: String,
    at: Option<String>,
}

#[derive(Default)]
pub struct Facts<'a> {
    readings: BTreeMap<&'static str, Vec<Reading<'a>>>,
    findings: BTreeMap<&'static str, Ground>,
    others: Vec<Value>,
}

impl<'a> Facts<'a> {
    pub fn push(&mut self, fact: Value) {
        self.others.push(fact);
    }

    pub fn reading(&mut self, id: &'static str, fact: Value, entry: &'a BundleEntry<'a>) {
        let at = fact.time("at").or_else(|| begins(fact.day("at")?, Chart::default().offset()));
        self.readings.entry(id).or_default().push(Reading { at, text: canonical(&fact), fact, entry });
    }

    /// A finding once: what is asserted stands over what is suggested, and the later over the earlier.
    pub fn finding(&mut self, item: &'static str, asserted: bool, source: String, at: Option<String>, latest: Option<Instant>) {
        let source = source.chars().take(64).collect();
        let ground = Ground { asserted, latest, source, at };
        match self.findings.get_mut(item) {
            Some(held) if *held >= ground => {}
            Some(held) => *held = ground,
            None => {
                self.findings.insert(item, ground);
            }
        }
    }

    /// The facts, one order for all.
    pub fn into_value(self, listed: &mut Listed) -> Value {
        let mut facts = vec![];
        for (id, mut readings) in self.readings {
            let most = latest(id);
            readings.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.text.cmp(&other.text)));
            readings.dedup_by(|one, other| one.text == other.text);
            let last = readings.get(most - 1).map(|reading| reading.at);
            let kept = last.map_or(readings.len(), |last| readings.partition_point(|reading| reading.at >= last));
            if let Some(older) = readings.get(kept) {
                let count = readings.len() - kept;
                listed.say(
                    older.entry,
                    "",
                    "E_STALE",
                    format!("同一指标只采用最近{most}次结果；自此处起更早的{count}次未采用。"),
                    format!("Of each quantity the latest {most} are taken: this one and {} earlier were not.", count - 1),
                );
            }
            readings.truncate(kept);
            facts.extend(readings.into_iter().rev().map(|reading| reading.fact));
        }
        for (item, ground) in self.findings {
            let mut fact = element([("id", item.into()), ("value", true.into()), ("source", ground.source.into()), ("at", ground.at.into())]);
            if !ground.asserted {
                fact.put("status", "suggested".into());
            }
            facts.push(fact);
        }
        let mut others: Vec<(String, Value)> = self.others.into_iter().map(|fact| (canonical(&fact), fact)).collect();
        others.sort_by(|(one, _), (other, _)| one.cmp(other));
        others.dedup_by(|(one, _), (other, _)| one == other);
        facts.extend(others.into_iter().map(|(_, fact)| fact));
        Value::Array(facts)
    }
}
