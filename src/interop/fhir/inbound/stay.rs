//! Which Encounter is this stay: the person's in-patient stay that is going on. A visit, a plan and a stay that is over are
//! none, and where there is none, none is made up.

use std::collections::{BTreeMap, BTreeSet};

use super::coded::{ACT, StatusWord, word};
use super::entry::{BundleEntry, unversioned};
use super::listed::{Listed, not_in_force, not_understood};
use super::when::{self, ToldTime};
use crate::clinical::chart::Instant;
use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// In-patient by HL7's ActCode: an in-patient encounter and its two kinds.
const INPATIENT: [&str; 3] = ["IMP", "ACUTE", "NONAC"];
/// The stay is going on.
const ACTIVE: [&str; 3] = ["in-progress", "arrived", "onleave"];

pub struct Stay<'a> {
    pub entry: &'a BundleEntry<'a>,
    pub admitted: Option<ToldTime>,
}

/// The latest of these Encounters that is such a stay; the others are listed.
pub fn choose<'a>(encounters: &[&'a BundleEntry<'a>], listed: &mut Listed) -> Option<Stay<'a>> {
    let mut stays: Vec<(bool, Stay<'a>)> = vec![];
    for entry in encounters {
        let status = entry.resource.text("status").unwrap_or_default();
        if !ACTIVE.contains(&status) {
            match status {
                "" => not_understood(listed, entry, "/status"),
                _ => not_in_force(listed, entry, "/status"),
            }
            continue;
        }
        let class = word(&entry.resource["class"], ACT);
        if !class.is(&INPATIENT) && !matches!(class, StatusWord::Absent) {
            let (zh, en) = (
                "不是住院就诊（门诊、急诊、居家等，或类别无法识别），未采用。",
                "Not an in-patient stay, or its class is not understood: not taken.",
            );
            listed.say(entry, "/class", "E_ITEM", zh, en);
            continue;
        }
        let admitted = entry.resource["period"].text("start").and_then(when::read);
        stays.push((!matches!(class, StatusWord::Absent), Stay { entry, admitted }));
    }
    // One that says that it is in-patient comes before one that does not say.
    let rank = |(classed, stay): &(bool, Stay<'a>)| (*classed, stay.admitted.as_ref().map(|when| when.earliest), stay.entry.id);
    stays.sort_by(|one, other| rank(one).cmp(&rank(other)));
    // A stay on a ward within the stay is a part of it.
    let ids: BTreeSet<&str> = stays.iter().filter_map(|(_, stay)| stay.entry.id).collect();
    let (parts, mut stays): (Vec<_>, Vec<_>) = stays.into_iter().partition(|(_, stay)| {
        let whole = stay.entry.resource["partOf"].text("reference").map(unversioned).and_then(|reference| reference.rsplit('/').next());
        whole.is_some_and(|whole| ids.contains(whole) && stay.entry.id != Some(whole))
    });
    for (_, part) in &parts {
        let (zh, en) = ("是另一次在院就诊的一部分（partOf），未作为本次住院采用。", "Part of another stay (partOf): not taken as the admission.");
        listed.say(part.entry, "/partOf", "E_STALE", zh, en);
    }
    let (classed, chosen) = stays.pop()?;
    for (_, other) in &stays {
        let (zh, en) = ("另有更晚的在院记录，此次未采用。", "Another stay that is going on is later: this one was not taken.");
        listed.say(other.entry, "", "E_STALE", zh, en);
    }
    if !classed {
        let (zh, en) = ("未写明就诊类别（class），按住院采用，请核对。", "The class is missing: taken as an in-patient stay. Check it.");
        listed.say(chosen.entry, "/class", "E_SCHEMA", zh, en);
    }
    let start = &chosen.entry.resource["period"]["start"];
    if !start.is_null() && chosen.admitted.as_ref().is_none_or(|when| when.instant().is_none()) {
        let (zh, en) = (
            "入院时间没有时刻，只用于排除更早的事件。请补录入院时间。",
            "The admission has no time of day: it only tells what was before. Add the time.",
        );
        listed.say(chosen.entry, "/period/start", "E_TIME", zh, en);
    }
    Some(chosen)
}

/// The name of the place where the patient is now. `known`: an instant that has passed; an end before it is over.
pub fn department<'a>(
    entry: &'a BundleEntry<'a>,
    places: &BTreeMap<String, &'a BundleEntry<'a>>,
    known: Option<Instant>,
    used: &mut BTreeSet<usize>,
    listed: &mut Listed,
) -> Option<&'a str> {
    let locations = entry.resource["location"].items();
    let over = |location: &Value| {
        let end = location["period"].text("end").map(when::read);
        match (location.text("status"), end) {
            (_, None) => false,
            // An end ahead of a place that is in use is a plan.
            (Some("active"), Some(Some(end))) => known.is_none_or(|known| end.latest <= known),
            _ => true,
        }
    };
    // A ward before a room, a room before a bed.
    let size = |location: &Value| {
        let kinds = location["physicalType"]["coding"].items().iter().chain(location["form"]["coding"].items());
        let kind = kinds.filter_map(|coding| coding.text("code")).next();
        match kind {
            Some("wa") => 3,
            Some("bd") => 0,
            Some("ro") => 1,
            _ => 2,
        }
    };
    let now = locations.iter().filter(|location| matches!(location.text("status"), Some("active") | None) && !over(location));
    let rank = |location: &&Value| {
        let begin = location["period"].text("start").and_then(when::read).map(|when| when.earliest);
        (location.text("status").is_some(), size(location), begin)
    };
    let place = now.max_by_key(rank);
    let name = place.and_then(|place| {
        let location = &place["location"];
        let reference = location.text("reference").map(unversioned);
        let found = reference.and_then(|reference| match reference.strip_prefix('#') {
            Some(local) => entry.resource["contained"].items().iter().find(|contained| contained.text("id") == Some(local)),
            None => places.get(reference).map(|entry| {
                used.insert(entry.number);
                entry.resource
            }),
        });
        location.text("display").or_else(|| found?.text("name"))
    });
    if name.is_none() && !locations.is_empty() {
        let (zh, en) = ("没有在用且有名称的科室位置，科室未采用。", "No location that is active and has a name: no department was taken.");
        listed.say(entry, "/location", "E_ITEM", zh, en);
    }
    name
}
