//! Whose a resource is. A Bundle is of one person; a resource whose subject is somebody else, or cannot be told, is no
//! part of the chart, whatever its kind and however the subject is written.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{BundleEntry, is_address, unversioned};
use crate::interop::json::Value;
use crate::interop::rejected::Rejected;
use crate::interop::shape::Read as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The person of the chart.
    Theirs,
    /// No subject is told.
    Nobodys,
    Anothers,
    /// A subject that names nobody whom the Bundle knows.
    Unclear,
}

/// Where resources name the person they are about.
const SUBJECTS: [&str; 5] = ["subject", "patient", "beneficiary", "individual", "for"];

/// A reference, read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    /// `Patient/1`, and its address where the server is known.
    Patient { relative: String, address: Option<String> },
    /// `urn:uuid:…`.
    Urn(String),
    /// Something else than a patient.
    Else,
}

/// One place that names a subject.
struct Mention {
    named: Option<Named>,
    identifiers: Vec<(String, String)>,
}

/// The one person of a Bundle.
#[derive(Default)]
pub struct BundlePerson {
    /// `Patient/1`, where it is told so.
    pub reference: Option<String>,
    relatives: BTreeSet<String>,
    addresses: BTreeSet<String>,
    urns: BTreeSet<String>,
    identifiers: BTreeSet<(String, String)>,
    /// The Bundle names this person on several servers, and none of them is known to be the right one.
    scattered: bool,
    /// Every subject in the Bundle is this person, so that a resource without one is theirs, too.
    pub alone: bool,
}

impl BundlePerson {
    /// The person of these resources. Two are refused.
    pub fn of(entries: &[BundleEntry<'_>]) -> Result<BundlePerson, Rejected> {
        let mut patients = entries.iter().filter(|entry| entry.kind == "Patient");
        let patient = patients.next();
        if let Some(other) = patients.next() {
            return Err(mismatch(&other.path, "数据中有两位患者，整份未采用。", "Two patients in one Bundle: nothing was taken."));
        }
        let mut person = match patient {
            Some(entry) => BundlePerson::from_patient(entry),
            None => BundlePerson::from_subjects(entries)?,
        };
        let mut servers = BTreeSet::new();
        for mention in entries.iter().flat_map(mentions) {
            if let Some(Named::Patient { relative, address: Some(address) }) = mention.named
                && person.relatives.contains(&relative)
            {
                servers.insert(address);
            }
        }
        person.scattered = person.addresses.is_empty() && servers.len() > 1;
        person.alone = entries.iter().all(|entry| matches!(person.whose(entry), Whose::Theirs | Whose::Nobodys));
        Ok(person)
    }

    fn from_patient(entry: &BundleEntry<'_>) -> BundlePerson {
        let relative = entry.id.map(|id| ["Patient/", id].concat());
        let (addresses, urns) = entry.urls.iter().partition::<Vec<&str>, _>(|url| is_address(url));
        BundlePerson {
            reference: relative.clone(),
            relatives: relative.into_iter().collect(),
            addresses: addresses.into_iter().map(folded_server).collect(),
            urns: urns.into_iter().map(str::to_lowercase).collect(),
            identifiers: identifiers(&entry.resource["identifier"]).into_iter().collect(),
            ..BundlePerson::default()
        }
    }

    /// Without a Patient: the one whom every subject names.
    fn from_subjects(entries: &[BundleEntry<'_>]) -> Result<BundlePerson, Rejected> {
        let mut person = BundlePerson::default();
        let mut joined = Joined::default();
        for entry in entries {
            for mention in mentions(entry) {
                let mut keys = vec![];
                match &mention.named {
                    Some(Named::Patient { relative, address }) => {
                        keys.push(["r", relative].concat());
                        person.relatives.insert(relative.clone());
                        person.addresses.extend(address.clone());
                    }
                    Some(Named::Urn(urn)) => {
                        keys.push(["u", urn].concat());
                        person.urns.insert(urn.clone());
                    }
                    Some(Named::Else) => continue,
                    None => {}
                }
                for (system, value) in &mention.identifiers {
                    // A number of which nobody says what it counts is no proof that two names are one person.
                    if !system.is_empty() || mention.named.is_none() {
                        keys.push(format!("i{system}|{value}"));
                    }
                    person.identifiers.insert((system.clone(), value.clone()));
                }
                joined.join(&keys);
            }
        }
        let systems: BTreeSet<&str> = person.identifiers.iter().map(|(system, _)| system.as_str()).collect();
        if joined.several()
            || person.relatives.len() > 1
            || person.urns.len() > 1
            || person.addresses.len() > 1
            || systems.len() < person.identifiers.len()
        {
            return Err(mismatch(
                "/entry",
                "没有Patient，且数据涉及不止一位患者（或无法确定为同一人），整份未采用。",
                "No Patient, and the subjects are not certainly one person: nothing was taken.",
            ));
        }
        let identifier =
            person.identifiers.first().map(|(system, value)| if system.is_empty() { value.clone() } else { format!("{system}|{value}") });
        person.reference = person.relatives.first().or(person.urns.first()).cloned().or(identifier);
        Ok(person)
    }

    /// Two Patients under one id that cannot be versions of one person: another number of one kind, or another sex and birthday.
    pub fn refuse_two_under_one_id(entries: &[BundleEntry<'_>]) -> Result<(), Rejected> {
        let mut first: BTreeMap<&str, &BundleEntry<'_>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.kind == "Patient" && entry.resource.is_object()) {
            let Some(held) = entry.id.map(|id| *first.entry(id).or_insert(entry)) else { continue };
            let differs = |field: &str| held.resource.text(field).zip(entry.resource.text(field)).is_some_and(|(one, other)| one != other);
            let (theirs, ours) = (identifiers(&entry.resource["identifier"]), identifiers(&held.resource["identifier"]));
            let another = |(system, value): &(String, String)| {
                let mut of_kind = ours.iter().filter(|(of, _)| of == system && !system.is_empty()).peekable();
                of_kind.peek().is_some() && of_kind.all(|(_, of)| of != value)
            };
            if differs("gender") && differs("birthDate") || theirs.iter().any(another) {
                return Err(mismatch(
                    &entry.path,
                    "同一编号下有两位不同的患者，整份未采用。",
                    "Two different patients under one id: nothing was taken.",
                ));
            }
        }
        Ok(())
    }

    /// Whose this resource is: every subject that it names must be the person.
    pub fn whose(&self, entry: &BundleEntry<'_>) -> Whose {
        if entry.kind == "Patient" {
            return Whose::Theirs;
        }
        let mut whose = Whose::Nobodys;
        for mention in mentions(entry) {
            match self.is(&mention) {
                Whose::Theirs => whose = Whose::Theirs,
                other => return other,
            }
        }
        whose
    }

    fn is(&self, mention: &Mention) -> Whose {
        let by_reference = mention.named.as_ref().map(|named| match named {
            Named::Patient { relative, address } => match address {
                Some(address) if !self.addresses.is_empty() => self.addresses.contains(address),
                Some(_) => self.relatives.contains(relative) && !self.scattered,
                None => self.relatives.contains(relative),
            },
            Named::Urn(urn) => self.urns.contains(urn),
            Named::Else => false,
        });
        let only_by_number = self.relatives.is_empty() && self.urns.is_empty();
        let same = mention.identifiers.iter().any(|identifier| (only_by_number || !identifier.0.is_empty()) && self.identifiers.contains(identifier));
        let told_otherwise = |(system, _): &(String, String)| !system.is_empty() && self.identifiers.iter().any(|(ours, _)| ours == system);
        // A family shares an insurance number; a number of the same kind that differs is somebody else's.
        let contradicts = mention.identifiers.iter().any(|identifier| told_otherwise(identifier) && !self.identifiers.contains(identifier));
        match by_reference {
            Some(false) => Whose::Anothers,
            _ if contradicts && !same => Whose::Anothers,
            _ if contradicts => Whose::Unclear,
            Some(true) => Whose::Theirs,
            None if same => Whose::Theirs,
            None => Whose::Unclear,
        }
    }
}

fn mismatch(path: &str, zh: &str, en: &str) -> Rejected {
    Rejected::new("E_CONTEXT_MISMATCH", path.to_owned(), zh, en)
}

/// The places of a resource that name a subject.
fn mentions<'a>(entry: &'a BundleEntry<'_>) -> impl Iterator<Item = Mention> + 'a {
    let fields = SUBJECTS.iter().map(|field| (*field, &entry.resource[*field]));
    let references = fields.flat_map(|(field, value)| {
        let all: Vec<&Value> = match value {
            Value::Array(all) => all.iter().collect(),
            Value::Null => vec![],
            one => vec![one],
        };
        all.into_iter().map(move |value| (field, value))
    });
    // A `for` may be a concept, which names nobody.
    let names = |(field, value): &(&str, &Value)| *field != "for" || value.get("coding").is_none() || value.get("reference").is_some();
    references.filter(names).map(|(_, value)| mention(value, entry))
}

fn mention(reference: &Value, entry: &BundleEntry<'_>) -> Mention {
    let mut told = identifiers(&reference["identifier"]);
    // Some senders write the reference itself where an object should stand.
    let Some(text) = reference.text("reference").or(reference.as_str()) else { return Mention { named: None, identifiers: told } };
    let text = unversioned(text);
    if let Some(local) = text.strip_prefix('#') {
        let contained = entry.resource["contained"].items().iter().find(|contained| contained.text("id") == Some(local));
        return match contained {
            Some(patient) if patient.text("resourceType") == Some("Patient") => {
                told.extend(identifiers(&patient["identifier"]));
                Mention { named: None, identifiers: told }
            }
            Some(_) => Mention { named: Some(Named::Else), identifiers: told },
            None => Mention { named: None, identifiers: told },
        };
    }
    if let Some(search) = text.strip_prefix("Patient?identifier=") {
        let (system, value) = search.split_once('|').unwrap_or(("", search));
        told.push((system.to_owned(), value.to_owned()));
        return Mention { named: None, identifiers: told };
    }
    let named = if text.starts_with("urn:") {
        Named::Urn(text.to_lowercase())
    } else {
        let mut parts = text.rsplitn(3, '/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(id), Some("Patient"), server) if !id.is_empty() && server.is_none_or(is_address) => {
                let relative = ["Patient/", id].concat();
                let server = server.or(entry.server());
                let address = server.map(|server| folded_server(&[server, "/", &relative].concat()));
                Named::Patient { relative, address }
            }
            _ => Named::Else,
        }
    };
    Mention { named: Some(named), identifiers: told }
}

/// An address whose server is written in small letters; the id stays as it is.
pub fn folded_server(address: &str) -> String {
    match address.rsplitn(3, '/').collect::<Vec<_>>()[..] {
        [id, kind, server] => [&server.to_lowercase(), "/", kind, "/", id].concat(),
        _ => address.to_owned(),
    }
}

/// System and value of one identifier or a list.
fn identifiers(given: &Value) -> Vec<(String, String)> {
    let all = match given {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    let read = |identifier: &Value| {
        let value = identifier.text("value").filter(|value| !value.trim().is_empty())?;
        Some((identifier.text("system").unwrap_or_default().to_owned(), value.to_owned()))
    };
    all.into_iter().filter_map(read).collect()
}

/// Spellings that were seen together belong to one person.
#[derive(Default)]
struct Joined {
    of: BTreeMap<String, usize>,
    up: Vec<usize>,
}

impl Joined {
    fn root(&mut self, mut at: usize) -> usize {
        while self.up[at] != at {
            self.up[at] = self.up[self.up[at]];
            at = self.up[at];
        }
        at
    }

    fn join(&mut self, keys: &[String]) {
        let mut first = None;
        for key in keys {
            let next = self.up.len();
            let at = *self.of.entry(key.clone()).or_insert(next);
            if at == next {
                self.up.push(next);
            }
            let root = self.root(at);
            match first {
                None => first = Some(root),
                Some(first) => self.up[root] = first,
            }
        }
    }

    fn several(&mut self) -> bool {
        let roots: BTreeSet<usize> = (0..self.up.len()).map(|at| self.root(at)).collect();
        roots.len() > 1
    }
}
