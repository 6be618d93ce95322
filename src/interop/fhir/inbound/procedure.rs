//! Operations, by ICD-9-CM procedure code.

use super::coded::codes;
use super::entry::BundleEntry;
use super::facts::Facts;
use super::listed::{Listed, no_known_code, not_in_force, not_understood};
use super::when::{OCCURRENCE, PERFORMED};
use super::window::StayWindow;
use crate::interop::fhir::element;
use crate::interop::fhir::maps::{ICD9_SYSTEMS, OPERATIONS};
use crate::interop::json::object;
use crate::interop::shape::Read as _;

pub fn read(entry: &BundleEntry<'_>, window: &StayWindow, facts: &mut Facts<'_>, listed: &mut Listed) {
    let procedure = entry.resource;
    let status = match procedure.text("status") {
        // One that was broken off was begun: there is a wound, and there was an anaesthesia.
        Some("completed" | "stopped") => Some("done"),
        Some("preparation") => Some("planned"),
        // Neither done nor only planned; its time says the rest.
        Some("in-progress") => None,
        Some("not-done" | "on-hold" | "entered-in-error" | "unknown") => return not_in_force(listed, entry, "/status"),
        _ => return not_understood(listed, entry, "/status"),
    };
    let hit = codes(&procedure["code"], ICD9_SYSTEMS).into_iter().find_map(|code| {
        let bare: String = code.chars().filter(|c| *c != '.').collect();
        OPERATIONS.iter().find(|row| bare.starts_with(row.prefix)).map(|row| (code, row))
    });
    let Some((code, row)) = hit else { return no_known_code(listed, entry, "/code") };
    let span = PERFORMED.of(procedure).or_else(|| OCCURRENCE.of(procedure));
    if let Some(span) = &span {
        let below = ["/", span.field].concat();
        let moment = span.begin.moment();
        // One before the stay counts among former operations, if its day is known.
        if window.excludes(span.latest) || (moment.is_none() && window.is_before_the_stay(span.latest)) {
            let (zh, en) = (
                "早于本次住院，不作为本次手术建议；如在1个月（30天）内，请直接作答。",
                "Before this stay: not suggested as its operation. If it was within a month (30 days), answer that item.",
            );
            return listed.say(entry, &below, "E_TIME", zh, en);
        }
        if moment.is_none() {
            let (zh, en) =
                ("手术时间只到年或月，手术已列出而未带时间。请补录。", "Only a year or a month: the operation was taken without a time. Add it.");
            listed.say(entry, &below, "E_TIME", zh, en);
        }
    } else if let Some(field) = PERFORMED.unread(procedure).or_else(|| OCCURRENCE.unread(procedure)) {
        let (zh, en) = ("手术时间无法读取，手术已列出而未带时间。请补录。", "Its time cannot be read: the operation was taken without one. Add it.");
        listed.say(entry, &["/", field].concat(), "E_TIME", zh, en);
    }
    let at = span.and_then(|span| span.begin.moment());
    let value = element([("kind", row.kind.into()), ("procedure", row.procedure.into()), ("status", status.into()), ("at", at.into())]);
    facts.push(object([
        ("id", "operation".into()),
        ("value", value),
        ("status", "suggested".into()),
        ("source", ["ICD-9-CM ", code].concat().chars().take(64).collect::<String>().into()),
    ]));
}
