//! What a reader of an episode is told beside the step: an entry that was answered again, one out of its order, a dose that was
//! confirmed and not charted. Nothing of it is lost or refused: the later answer governs, and the earlier stays in the record.

use chrono::TimeDelta;

use super::entered::{EntryDone, is_not_for_pregnant};
use crate::clinical::chart::Instant;
use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    AnsweredAgain,
    OutOfOrder,
    /// Confirmed by a physician, and 30 min later neither charted nor declined.
    AskIfGiven,
    /// Given, and no physician's confirmation is on record.
    NotConfirmed,
    /// A score that was entered before it was known that she is pregnant or has given birth.
    NotForPregnant,
    /// A step that this version does not know: kept, and not read.
    Unknown,
}

impl NoticeKind {
    pub fn text(self) -> Text {
        match self {
            NoticeKind::AnsweredAgain => text!(
                "同一项答了不止一次：以后一次为准，前一次保留在记录中",
                "Answered more than once: the later answer governs, the earlier stays in the record"
            ),
            NoticeKind::OutOfOrder => text!("结果先于申请记录：已保留", "The result is on record and its order is not: kept as told"),
            NoticeKind::AskIfGiven => {
                text!("医师已确认用药30分钟，尚无给药记录：是否已给？", "Confirmed 30 minutes ago and no dose is charted: was it given?")
            }
            NoticeKind::NotConfirmed => text!(
                "已记录给药，但没有医师确认的记录：请医师补记",
                "A dose is charted and no physician's confirmation is: ask the physician to record it"
            ),
            NoticeKind::NotForPregnant => text!(
                "妊娠或产后6周内：此前的Wells、Geneva或PERC不再采用，记录仍保留",
                "Pregnant or within 6 weeks of delivery: Wells, Geneva or PERC of before is not used any more; it stays in the record"
            ),
            NoticeKind::Unknown => {
                text!("本版本不认识的记录事项：已保留，未参与计算", "An entry that this version does not know: kept, and not counted")
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeNotice {
    pub kind: NoticeKind,
    /// The event.
    pub event: String,
    /// The step, by its id.
    pub step: String,
    /// The field that it is about, where it is about one.
    pub item: Option<&'static str>,
    pub at: Instant,
}

/// A result, and the entry that comes before it.
const AFTER: [(&str, &str); 3] = [("ddimer_result", "ddimer_ordered"), ("chest_result", "chest_ordered"), ("scan_result", "scan_ordered")];

/// What is measured, taken or told again in the course of things: again is no contradiction.
const REPEATED: [&str; 14] = [
    "vitals",
    "limb_check",
    "stability",
    "called",
    "pert_answered",
    "labs",
    "ddimer_ordered",
    "ddimer_result",
    "chest_ordered",
    "chest_result",
    "scan_ordered",
    "scan_result",
    "needle",
    "interim_given",
];

/// What is told of the entries, in their order.
pub fn notices(entries: &[EntryDone], no_interim_at: Option<Instant>, now: Instant) -> Vec<EpisodeNotice> {
    let mut all = vec![];
    for (index, done) in entries.iter().enumerate() {
        let mut add = |kind, item| all.push(EpisodeNotice { kind, event: done.id.clone(), step: done.row.id.into(), item, at: done.at });
        let before = &entries[..index];
        if !REPEATED.contains(&done.row.id) {
            let same = before.iter().filter(|other| other.row.id == done.row.id && about_the_same(other, done));
            let differs = |other: &EntryDone| {
                done.row.fields.iter().find(|field| {
                    let (one, two) = (other.signed.what.answer(field.id), done.signed.what.answer(field.id));
                    one.is_some() && two.is_some() && one != two
                })
            };
            if let Some(field) = same.filter_map(differs).next() {
                add(NoticeKind::AnsweredAgain, Some(field.id));
            }
        }
        if let Some((_, order)) = AFTER.iter().find(|(result, _)| *result == done.row.id)
            && !before.iter().any(|other| other.row.id == *order)
        {
            add(NoticeKind::OutOfOrder, None);
        }
        let gravid = |later: &EntryDone| matches!(later.signed.what.answer("gravidity"), Some("pregnant" | "postpartum" | "cannot_be_known"));
        if is_not_for_pregnant(done.row.id, done.signed.what.answer("instrument")) && entries[index + 1..].iter().any(gravid) {
            add(NoticeKind::NotForPregnant, None);
        }
        if done.row.id == "interim_given" && !before.iter().any(|other| other.row.id == "interim_confirmed") {
            add(NoticeKind::NotConfirmed, None);
        }
    }
    let last = |id: &str| entries.iter().rev().find(|done| done.row.id == id);
    if let Some(confirmed) = last("interim_confirmed") {
        let given = last("interim_given").is_some_and(|given| given.at >= confirmed.at);
        let declined = no_interim_at.is_some_and(|at| at >= confirmed.at);
        if !given && !declined && now - confirmed.at >= TimeDelta::minutes(30) {
            all.push(EpisodeNotice {
                kind: NoticeKind::AskIfGiven,
                event: confirmed.id.clone(),
                step: confirmed.row.id.into(),
                item: None,
                at: confirmed.at,
            });
        }
    }
    all
}

/// Two drugs, two gates are two things.
fn about_the_same(one: &EntryDone, other: &EntryDone) -> bool {
    ["substance", "gate", "instrument"].iter().all(|item| one.signed.what.answer(item) == other.signed.what.answer(item))
}
