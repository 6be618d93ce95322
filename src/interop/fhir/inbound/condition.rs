//! Diagnoses, by ICD-10 code: what they suggest, and what their date forbids them to suggest.

use chrono::NaiveDate;

use super::coded::{CLINICAL, StatusWord, VERIFICATION, codes, word};
use super::entry::BundleEntry;
use super::facts::Facts;
use super::listed::{Listed, no_known_code, not_in_force, not_understood};
use super::when::{self, ONSET, Span, ToldTime};
use super::window::StayWindow;
use crate::interop::fhir::maps::{ICD_SYSTEMS, diagnosed};
use crate::interop::json::Value;
use crate::interop::shape::Read as _;

/// Ends of a condition, in whatever form: it is over.
const ABATEMENT: [&str; 5] = ["abatementDateTime", "abatementAge", "abatementPeriod", "abatementRange", "abatementString"];

pub fn read(entry: &BundleEntry<'_>, born: Option<NaiveDate>, window: &StayWindow, facts: &mut Facts<'_>, listed: &mut Listed) {
    let condition = entry.resource;
    let verification = word(&condition["verificationStatus"], VERIFICATION);
    if verification.is(&["refuted", "entered-in-error", "differential"]) {
        return not_in_force(listed, entry, "/verificationStatus");
    }
    let known = verification.is(&["confirmed", "provisional", "unconfirmed"]);
    if !known && !matches!(verification, StatusWord::Absent) {
        return not_understood(listed, entry, "/verificationStatus");
    }
    let confirmed = verification.is(&["confirmed"]) && !verification.is(&["provisional", "unconfirmed"]);
    let clinical = word(&condition["clinicalStatus"], CLINICAL);
    let over = clinical.is(&["inactive", "remission", "resolved"]);
    if !over && !clinical.is(&["active", "recurrence", "relapse"]) && !matches!(clinical, StatusWord::Absent) {
        return not_understood(listed, entry, "/clinicalStatus");
    }
    let abated = ABATEMENT.into_iter().find(|field| condition.get(field).is_some_and(|value| !value.is_null()) && condition[*field] != false);
    let active = !over && abated.is_none();

    let begin = onset(condition, born);
    let excluded = begin.as_ref().is_some_and(|span| window.excludes(span.latest));
    let at = begin.as_ref().and_then(|span| span.begin.moment());
    let latest = begin.as_ref().map(|span| span.latest);
    let (mut matched, mut too_old, mut no_more) = (false, false, false);
    for (system, is_cm) in ICD_SYSTEMS {
        for code in codes(&condition["code"], &[system]) {
            for row in diagnosed(code, *is_cm) {
                matched = true;
                if !active && !row.history {
                    no_more = true;
                } else if excluded && row.recent {
                    too_old = true;
                } else {
                    facts.finding(row.item, row.exact && confirmed, ["ICD-10 ", code].concat(), at.clone(), latest);
                }
            }
        }
    }
    if !matched {
        return no_known_code(listed, entry, "/code");
    }
    if no_more {
        let below = abated.filter(|_| !over).map_or("/clinicalStatus".into(), |field| ["/", field].concat());
        let (zh, en) = ("已缓解或已结束，不作为现患建议。", "Resolved or over: not suggested where the item asks of now.");
        listed.say(entry, &below, "E_REJECTED", zh, en);
    }
    if too_old {
        let below = begin.as_ref().map_or(String::new(), |span| ["/", span.field].concat());
        let (zh, en) = (
            "早于本次住院且超过1个月（30天），不作为“本次住院”或“1个月内”的事件建议。",
            "Before this stay and more than a month (30 days) ago: not suggested where the item asks for either.",
        );
        listed.say(entry, &below, "E_TIME", zh, en);
    }
    if begin.is_none()
        && let Some(field) = ONSET.unread(condition).or_else(|| condition.text("recordedDate").map(|_| "recordedDate"))
    {
        listed.say(entry, &["/", field].concat(), "E_TIME", "起病时间无法读取，按未注明处理。", "The onset cannot be read: as if it were not told.");
    }
    if begin.as_ref().is_some_and(|span| span.begin.is_coarse()) && !too_old {
        let (zh, en) = ("起病时间只到年或月，只用于排除更早的事件。", "The onset is only a year or a month: it only tells what was before.");
        let below = begin.as_ref().map_or(String::new(), |span| ["/", span.field].concat());
        listed.say(entry, &below, "E_TIME", zh, en);
    }
}

/// When it began; what is recorded began before it was recorded.
fn onset(condition: &Value, born: Option<NaiveDate>) -> Option<Span> {
    let of = |field: &'static str, begin: ToldTime| Span { field, latest: begin.latest, begin, end: None };
    ONSET
        .of(condition)
        .or_else(|| when::at_age(&condition["onsetAge"], born).map(|begin| of("onsetAge", begin)))
        .or_else(|| condition.text("recordedDate").and_then(when::read).map(|begin| of("recordedDate", begin)))
}
