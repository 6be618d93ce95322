//! Medicines that the patient takes, and doses that were given. The last dose of a medicine stands with its order or statement;
//! code and name are handed on as given, for what they mean is read where every medicine is.

use std::collections::{BTreeMap, BTreeSet};

use super::coded::codes;
use super::entry::{BundleEntry, referred};
use super::facts::Facts;
use super::listed::{Listed, not_in_force, not_understood};
use super::when::{self, EFFECTIVE, OCCURRENCE, Span};
use crate::clinical::chart::Instant;
use crate::interop::fhir::element;
use crate::interop::fhir::maps::{ATC_SYSTEMS, TAKEN};
use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// What a chart takes of a medicine's name and code (`interop::facts`).
const MAX_NAME: usize = 128;
const MAX_CODE: usize = 16;

/// What a medicine is called.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Drug {
    codes: Vec<String>,
    name: Option<String>,
}

impl Drug {
    /// By which an order and a dose of one medicine find each other.
    fn keys(&self) -> impl Iterator<Item = String> {
        let codes = self.codes.iter().map(|code| ["c", code].concat());
        codes.chain(self.name.iter().map(|name| ["n", name.trim()].concat().to_lowercase()))
    }
}

struct Order {
    drug: Drug,
    status: Option<&'static str>,
    stopped: Option<String>,
    last_dose: Option<(Instant, String)>,
    /// A dose is running, or one has no date: when the last one was given is not known.
    running: bool,
    /// When the last dose began, as far as that is known.
    dosed: Option<Instant>,
}

struct Dose {
    drug: Drug,
    status: Option<&'static str>,
    at: Option<(Instant, String)>,
    /// When it began, and whether it runs still (or nobody tells when it was).
    began: Option<Instant>,
    running: bool,
    /// Its number and its path.
    place: (usize, String),
}

/// Orders, statements and doses as they come together.
#[derive(Default)]
pub struct Medicines {
    orders: Vec<Order>,
    doses: Vec<Dose>,
    /// What was ordered and is no more, and the last moment at which that is known to have been so.
    ended: BTreeMap<String, Option<Instant>>,
}

/// Where a reference of this entry leads, within it or within the Bundle.
fn resolved<'a>(
    entry: &BundleEntry<'a>,
    reference: &str,
    known: &BTreeMap<String, &BundleEntry<'a>>,
    used: &mut BTreeSet<usize>,
) -> Option<&'a Value> {
    if let Some(local) = reference.strip_prefix('#') {
        return entry.resource["contained"].items().iter().find(|contained| contained.text("id") == Some(local));
    }
    let found = referred(entry, reference, known)?;
    used.insert(found.number);
    Some(found.resource)
}

impl Medicines {
    pub fn read<'a>(&mut self, entry: &BundleEntry<'a>, known: &BTreeMap<String, &BundleEntry<'a>>, used: &mut BTreeSet<usize>, listed: &mut Listed) {
        let drug = self.drug(entry, known, used, listed);
        match entry.kind {
            "MedicationAdministration" => self.dose(entry, drug, listed),
            "MedicationStatement" | "MedicationUsage" => self.statement(entry, drug, listed),
            _ => self.request(entry, drug, listed),
        }
    }

    /// Ordered and going on; a plan, a proposal and an option are nothing that the patient takes.
    fn request(&mut self, entry: &BundleEntry<'_>, drug: Option<Drug>, listed: &mut Listed) {
        let request = entry.resource;
        if !request["doNotPerform"].is_null() && request["doNotPerform"] != false {
            return not_in_force(listed, entry, "/doNotPerform");
        }
        match request.text("intent") {
            None | Some("order" | "original-order" | "reflex-order" | "filler-order" | "instance-order") => {}
            Some("proposal" | "plan" | "option") => return not_in_force(listed, entry, "/intent"),
            Some(_) => return not_understood(listed, entry, "/intent"),
        }
        let status = match request.text("status") {
            Some("active") => None,
            Some("on-hold") => Some("on_hold"),
            Some("stopped" | "completed" | "cancelled" | "ended") => {
                self.is_over(entry, "authoredOn", drug.as_ref());
                return not_in_force(listed, entry, "/status");
            }
            Some("draft" | "entered-in-error" | "unknown") => return not_in_force(listed, entry, "/status"),
            _ => return not_understood(listed, entry, "/status"),
        };
        self.orders.extend(drug.map(|drug| Order { drug, status, stopped: None, last_dose: None, running: false, dosed: None }));
    }

    /// A medicine that was ordered or stated and is no more: known since the resource was last changed, else since `field`.
    fn is_over(&mut self, entry: &BundleEntry<'_>, field: &str, drug: Option<&Drug>) {
        let told = [entry.resource["meta"].text("lastUpdated"), entry.resource.text(field)];
        let when = told.into_iter().flatten().find_map(|text| when::read(text).map(|when| when.latest));
        for key in drug.into_iter().flat_map(Drug::keys) {
            let held = self.ended.entry(key).or_insert(when);
            // Not known when: it may be now.
            *held = held.zip(when).map(|(held, when)| held.max(when));
        }
    }

    fn statement(&mut self, entry: &BundleEntry<'_>, drug: Option<Drug>, listed: &mut Listed) {
        let statement = entry.resource;
        let status = match statement.text("status") {
            Some("active" | "recorded") => None,
            Some("on-hold") => Some("on_hold"),
            Some("stopped" | "completed" | "not-taken") => {
                self.is_over(entry, "dateAsserted", drug.as_ref());
                return not_in_force(listed, entry, "/status");
            }
            Some("intended" | "draft" | "entered-in-error" | "unknown") => return not_in_force(listed, entry, "/status"),
            _ => return not_understood(listed, entry, "/status"),
        };
        let adherence = statement["adherence"]["code"]["coding"].items();
        if adherence.iter().any(|coding| matches!(coding.text("code"), Some("not-taking" | "stopped" | "never-started"))) {
            return not_in_force(listed, entry, "/adherence");
        }
        let end = EFFECTIVE.of(statement).and_then(|span| span.end);
        let stopped = end.as_ref().and_then(|end| end.instant()).map(str::to_owned);
        if end.is_some() && stopped.is_none() {
            let (zh, en) = ("停用时间没有时刻，按仍在用列出。请核对。", "The end has no time of day: listed as still taken. Check it.");
            listed.say(entry, "/effectivePeriod/end", "E_TIME", zh, en);
        }
        self.orders.extend(drug.map(|drug| Order { drug, status, stopped, last_dose: None, running: false, dosed: None }));
    }

    /// A dose that was given is a last dose; one of which part was given is one, too.
    fn dose(&mut self, entry: &BundleEntry<'_>, drug: Option<Drug>, listed: &mut Listed) {
        let status = match entry.resource.text("status") {
            // One that was broken off says nothing of the doses to come.
            Some("completed" | "in-progress" | "stopped") => None,
            Some("on-hold") => Some("on_hold"),
            Some("not-done" | "entered-in-error" | "unknown") => return not_in_force(listed, entry, "/status"),
            _ => return not_understood(listed, entry, "/status"),
        };
        let Some(drug) = drug else { return };
        let given = matches!(entry.resource.text("status"), Some("completed" | "stopped"));
        let span = EFFECTIVE.of(entry.resource).or_else(|| OCCURRENCE.of(entry.resource));
        let began = span.as_ref().map(|span| span.begin.latest);
        let at = span.filter(|_| given).and_then(|Span { begin, end, .. }| {
            let end = end.unwrap_or(begin);
            Some((end.latest, end.instant()?.to_owned()))
        });
        if given && at.is_none() {
            let (zh, en) =
                ("给药时间没有时刻，用药已列出而未带末次给药时间。请补录。", "No time of day: the medicine was taken without a last dose. Add it.");
            listed.say(entry, "", "E_TIME", zh, en);
        }
        // One of which no date is told may be the last: when that was is then as open as with one that runs.
        let running = entry.resource.text("status") == Some("in-progress") || (given && began.is_none());
        self.doses.push(Dose { drug, status, at, began, running, place: (entry.number, entry.path.clone()) });
    }

    /// By code, text, and what is referred to; a name without a code may be the one that matters.
    fn drug<'a>(
        &self,
        entry: &BundleEntry<'a>,
        known: &BTreeMap<String, &BundleEntry<'a>>,
        used: &mut BTreeSet<usize>,
        listed: &mut Listed,
    ) -> Option<Drug> {
        let medication = entry.resource;
        let (concept, reference) = match &medication["medication"] {
            // R5 has both in one.
            both if both.is_object() => (&both["concept"], &both["reference"]),
            _ => (&medication["medicationCodeableConcept"], &medication["medicationReference"]),
        };
        let found = reference.text("reference").and_then(|text| resolved(entry, text, known, used));
        if found.is_some_and(|found| found.text("status") == Some("entered-in-error")) {
            not_in_force(listed, entry, "/medicationReference");
            return None;
        }
        let mut concepts = vec![concept];
        if let Some(found) = found {
            concepts.push(&found["code"]);
            if codes(&found["code"], ATC_SYSTEMS).is_empty() {
                let parts = found["ingredient"].items().iter();
                concepts.extend(parts.map(|part| if part["item"].is_object() { &part["item"]["concept"] } else { &part["itemCodeableConcept"] }));
            }
        }
        let names = concepts.iter().flat_map(|concept| {
            let displays = concept["coding"].items().iter().map(|coding| coding.text("display"));
            [concept.text("text")].into_iter().chain(displays).flatten()
        });
        let mut names = names.chain(reference.text("display")).filter(|name| !name.trim().is_empty());
        let name = names.next().map(|name| name.chars().take(MAX_NAME).collect());
        let every = concepts.iter().flat_map(|concept| codes(concept, ATC_SYSTEMS));
        let unique: BTreeSet<String> = every.map(|code| code.chars().take(MAX_CODE).collect()).collect();
        let drug = Drug { codes: unique.into_iter().collect(), name };
        if drug == Drug::default() {
            let (zh, en) = (
                "用药既无ATC编码也无药名（或所引用的药品不在数据中），未采用。请在HIS中核对用药。",
                "A medication with neither an ATC code nor a name, or a reference to none in the Bundle: not taken. Check the medications in the HIS.",
            );
            listed.say(entry, "", "E_SCHEMA", zh, en);
            return None;
        }
        Some(drug)
    }

    /// Each medicine with its last dose.
    pub fn into_facts(self, facts: &mut Facts<'_>, listed: &mut Listed) {
        let Medicines { mut orders, doses, ended } = self;
        let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, order) in orders.iter().enumerate() {
            for key in order.drug.keys() {
                of.entry(key).or_default().push(index);
            }
        }
        // Of each medicine the last dose; only then is it laid beside its orders.
        let mut last: BTreeMap<Drug, Dose> = BTreeMap::new();
        for dose in doses {
            let older = match last.get_mut(&dose.drug) {
                Some(held) if (held.running, held.began, held.status) >= (dose.running, dose.began, dose.status) => Some(dose),
                Some(held) => Some(std::mem::replace(held, dose)),
                None => last.insert(dose.drug.clone(), dose),
            };
            if let Some(Dose { place: (number, path), .. }) = older {
                let (zh, en) = ("同一药物较早的给药，未采用；只用末次给药。", "An earlier dose of the same medicine: not taken; the last one is.");
                listed.say_at(number, path, "E_STALE", zh, en);
            }
        }
        for Dose { drug, status, at, began, running, place: (number, path) } in last.into_values() {
            let ordered: BTreeSet<usize> = drug.keys().filter_map(|key| of.get(&key)).flatten().copied().collect();
            for index in &ordered {
                let order = &mut orders[*index];
                order.running |= running;
                // A later dose of which only the day is known leaves open when the last one was.
                if began >= order.dosed {
                    order.last_dose = if began == order.dosed { order.last_dose.take().max(at.clone()) } else { at.clone() };
                    order.dosed = began;
                }
                // Given after the end that a statement tells of: it is taken still.
                let stopped = order.stopped.as_deref().and_then(when::read).map(|when| when.latest);
                if stopped.zip(at.as_ref()).is_some_and(|(stopped, (given, _))| *given > stopped) {
                    order.stopped = None;
                    let (zh, en) = ("停用之后仍有给药，按仍在用列出。请核对。", "Given after its end: listed as still taken. Check it.");
                    listed.say_at(number, path.clone(), "E_CONFLICT", zh, en);
                }
            }
            if ordered.is_empty() {
                // An order that ended before this dose says nothing of it.
                let is_over = |key: String| ended.get(&key).is_some_and(|when| when.zip(began).is_none_or(|(when, given)| when >= given));
                let status = status.or_else(|| (!running && drug.keys().any(is_over)).then_some("stopped"));
                orders.push(Order { drug, status, stopped: None, last_dose: at, running, dosed: began });
            }
        }
        for order in orders {
            order.write(facts);
        }
    }
}

impl Order {
    fn write(self, facts: &mut Facts<'_>) {
        let Order { drug, status, stopped, last_dose, running, .. } = self;
        let last_dose = last_dose.filter(|_| !running).map(|(_, text)| text);
        let mut push = |code: Option<&str>, name: Option<&str>| {
            let value = element([
                ("atc", code.into()),
                ("name", name.into()),
                ("status", status.into()),
                ("stoppedAt", stopped.as_deref().into()),
                ("lastDoseAt", last_dose.as_deref().into()),
            ]);
            let source = code.map(|code| ["ATC ", code].concat());
            facts.push(element([("id", "medication".into()), ("value", value), ("source", source.into())]));
        };
        if drug.codes.is_empty() {
            push(None, drug.name.as_deref());
        }
        for (index, code) in drug.codes.iter().enumerate() {
            push(Some(code), drug.name.as_deref().filter(|_| index == 0));
        }
        for code in drug.codes.iter().filter(|_| status.is_none()) {
            for (_, item) in TAKEN.iter().filter(|(prefix, _)| code.starts_with(prefix)) {
                facts.finding(item, false, ["ATC ", code].concat(), None, None);
            }
        }
    }
}
