//! What may be entered in an episode of suspicion, and where a referral may go (extended specification 5.6.5, 5.6.7).
//!
//! Between a suspicion that stands and what settles it; a correction may come later. The same entry signed again is no error: the
//! later one governs and the earlier stays in the record (`episode` says so). An entry out of its order is kept, and said.

use super::confirmed::{AFTER_CONFIRMED, confirmed_suspicion, untreated};
use super::entered::is_not_for_pregnant;
use super::referrals::{ReferralCourse, Report, referrals, state_named};
use super::replay::episode_of;
use crate::clinical::chart::{Chart, Instant};
use crate::clinical::pathway::entries::entry;
use crate::clinical::pathway::entry::FieldKind;
use crate::clinical::pathway::entry::{CANNOT_BE_KNOWN, EntryFault, EntryValue, EntryWho, PathEntry, TimeSide};
use crate::clinical::pathway::facts::ReferralState;
use crate::clinical::pathway::gate_table::{GATES, GateRow};
use crate::clinical::pathway::history::Past;
use crate::clinical::pathway::settings::ChannelSettings;
use crate::clinical::pathway::tiers::Tier;
use crate::record::clock::{TOLERANCE, following, is_ahead};
use crate::record::encounter::{Encounter, Signed};
use crate::record::happening::{Happening, Occurrence, SHORT};
use crate::record::refusal::{Refusal, StepFlaw};
use crate::record::role::{Actor, Role};

/// The ways by which a referral is sent.
pub const WAYS: [&str; 5] = ["network", "qr", "file", "fax", "telephone"];

/// Who signs, when, and which event is being corrected.
#[derive(Clone, Copy, Debug)]
pub struct StepSigning<'a> {
    pub by: &'a Actor,
    pub at: Instant,
    pub correcting: Option<&'a str>,
}

fn flaw<T>(flaw: StepFlaw, id: &str) -> Result<T, Refusal> {
    Err(Refusal::Step(flaw, id.into()))
}

/// The suspicion that an occurrence belongs to: the one that stands, or of what may follow the conclusion the one that was confirmed; of a correction the one that the original names.
fn suspicion<'a>(encounter: &'a Encounter, of: &Occurrence, signing: StepSigning<'_>) -> Result<&'a Signed<Occurrence>, Refusal> {
    let named = of.detail("of").unwrap_or_default();
    if let Some(original) = original(encounter, signing) {
        let same = original.what.detail("of") == Some(named);
        let found = encounter.occurrences.iter().find(|signed| signed.id == named && signed.what.what == Happening::VteSuspected);
        return found.filter(|_| same).map_or_else(|| flaw(StepFlaw::OtherEpisode, named), Ok);
    }
    // What came of a referral is told after the suspicion is settled too.
    let referral = of.what == Happening::Referral;
    let known = |id: &str| encounter.happened(Happening::Referral).any(|(_, signed)| signed.what.detail("id") == Some(id));
    if referral && of.detail("id").is_some_and(known) {
        let found = encounter.occurrences.iter().find(|signed| signed.id == named && signed.what.what == Happening::VteSuspected);
        return found.map_or_else(|| flaw(StepFlaw::OtherEpisode, named), Ok);
    }
    let follows = of.detail("step").is_some_and(|step| AFTER_CONFIRMED.contains(&step));
    let after = || untreated(encounter).or_else(|| confirmed_suspicion(encounter).filter(|_| follows));
    let stands = if referral { encounter.to_refer() } else { encounter.suspected().or_else(after) };
    let Some(standing) = stands else { return flaw(StepFlaw::NoEpisode, "") };
    if standing.id == named { Ok(standing) } else { flaw(StepFlaw::OtherEpisode, named) }
}

fn original<'a>(encounter: &'a Encounter, signing: StepSigning<'_>) -> Option<&'a Signed<Occurrence>> {
    encounter.occurrences.iter().find(|signed| Some(signed.id.as_str()) == signing.correcting)
}

/// A record with longer words is not read again.
fn fits(wanted: &Occurrence) -> Result<(), Refusal> {
    let most = |field: &str| match field {
        "of" | "id" | "person" | "place" => SHORT,
        "step" => 32,
        "state" | "way" => 16,
        _ => 500,
    };
    match wanted.details.iter().find(|(field, said)| said.chars().count() > most(field)) {
        Some((field, _)) => flaw(StepFlaw::Long, field),
        None => Ok(()),
    }
}

/// An entry, as it may be signed.
pub fn step(encounter: &Encounter, wanted: &Occurrence, signing: StepSigning<'_>) -> Result<Occurrence, Refusal> {
    fits(wanted)?;
    let suspected = suspicion(encounter, wanted, signing)?;
    let named = wanted.detail("step").unwrap_or_default();
    let Some(row) = entry(named) else { return flaw(StepFlaw::UnknownEntry, named) };
    if original(encounter, signing).is_some_and(|original| original.what.detail("step") != Some(row.id)) {
        return flaw(StepFlaw::OtherEntry, row.id);
    }
    let physician = signing.by.role == Role::Physician;
    if row.who == EntryWho::Physician && !physician {
        return flaw(StepFlaw::Physician, "");
    }
    let when = wanted.at.unwrap_or(signing.at);
    let when = if row.early { when } else { following(when, suspected.when()).map_or_else(|| flaw(StepFlaw::BeforeSuspicion, row.id), Ok)? };
    if wanted.answers.is_empty() && !row.fields.is_empty() && row.id != "ecg" && row.id != "labs_reviewed" && !row.id.ends_with("_ordered") {
        return flaw(StepFlaw::Empty, row.id);
    }
    for (index, (item, value)) in wanted.answers.iter().enumerate() {
        answered(row, item, value, physician, when, signing.at)?;
        if wanted.answers[..index].iter().any(|(before, _)| before == item) {
            return flaw(StepFlaw::FieldTwice, item);
        }
    }
    let told = |id: &str| wanted.answer(id).is_some();
    if let Some(field) = row.fields.iter().find(|field| field.required && !told(field.id)) {
        return flaw(StepFlaw::Missing, field.id);
    }
    if let Some(lacking) = row.fields.iter().filter(|field| told(field.id)).find_map(|field| field.needs.filter(|needs| !told(needs))) {
        return flaw(StepFlaw::Missing, lacking);
    }
    together(encounter, row, wanted)?;
    Ok(Occurrence { at: Some(when), ..wanted.clone() })
}

/// One answer: known, readable, within its bounds, of its time, and this person's to give.
fn answered(row: &PathEntry, item: &str, value: &str, physician: bool, when: Instant, now: Instant) -> Result<(), Refusal> {
    let Some(field) = row.field(item) else { return flaw(StepFlaw::UnknownField, item) };
    let read = match field.read(value) {
        Ok(read) => read,
        Err(fault) => return flaw(of_fault(fault), item),
    };
    if (field.physician || value == CANNOT_BE_KNOWN) && !physician {
        return flaw(StepFlaw::Physician, item);
    }
    match (read, field.kind) {
        (EntryValue::Time(at), FieldKind::Time(TimeSide::Past)) | (EntryValue::Past(Past::At(at)), _) if is_ahead(at, now) => {
            flaw(StepFlaw::Ahead, item)
        }
        (EntryValue::Time(at), FieldKind::Time(TimeSide::Coming)) if at + TOLERANCE < when => flaw(StepFlaw::Passed, item),
        _ => Ok(()),
    }
}

fn of_fault(fault: EntryFault) -> StepFlaw {
    match fault {
        EntryFault::Value => StepFlaw::UnknownValue,
        EntryFault::NotANumber => StepFlaw::NotANumber,
        EntryFault::Unit => StepFlaw::Unit,
        EntryFault::Range { .. } => StepFlaw::Range,
        EntryFault::NotATime => StepFlaw::NotATime,
        EntryFault::Words => StepFlaw::Words,
        EntryFault::NoOverride => StepFlaw::NoOverride,
    }
}

/// What two answers say of one another.
fn together(encounter: &Encounter, row: &PathEntry, wanted: &Occurrence) -> Result<(), Refusal> {
    let says = |item: &str, value: &str| wanted.answer(item) == Some(value);
    if is_not_for_pregnant(row.id, wanted.answer("instrument")) && is_pregnant(encounter, wanted) {
        return flaw(StepFlaw::NotForPregnant, if row.id == "perc" { "" } else { "instrument" });
    }
    match row.id {
        "ddimer_result" if says("bedside", "yes") && wanted.answer("device_cut_off").is_none() => flaw(StepFlaw::NoCutOff, "device_cut_off"),
        "probability" if says("instrument", "years") && wanted.answer("years_items").is_none() => flaw(StepFlaw::Missing, "years_items"),
        "probability" if !says("instrument", "years") && wanted.answer("band").is_none() => flaw(StepFlaw::Missing, "band"),
        "perc" if says("spo2_lt_95", "no") && latest(encounter, wanted, "oxygen") == Some("oxygen") => flaw(StepFlaw::OnOxygen, "spo2_lt_95"),
        "gate_answered" if gate_of(wanted).is_some_and(|gate| !gate.is_answered_by_name()) => flaw(StepFlaw::OwnAnswer, "gate"),
        // At home without a condition that the sources name: the physician may, and says why.
        "disposition" if says("place", "home") && wanted.answer("reason").is_none() => {
            let met = says("hestia", "home_possible") && says("next_day_contact", "yes") && latest(encounter, wanted, "class") == Some("low");
            if met { Ok(()) } else { flaw(StepFlaw::Missing, "reason") }
        }
        _ => Ok(()),
    }
}

fn gate_of(wanted: &Occurrence) -> Option<&'static GateRow> {
    let id = wanted.answer("gate")?;
    GATES.iter().find(|row| row.id == id)
}

/// The latest answer to a field that one entry alone has, in the episode of `wanted`.
fn latest<'a>(encounter: &'a Encounter, wanted: &Occurrence, item: &str) -> Option<&'a str> {
    let of = wanted.detail("of");
    let told = encounter.happened(Happening::PathwayStep).filter(|(_, signed)| signed.what.detail("of") == of);
    let told = told.filter_map(|(at, signed)| Some((at, signed.place, signed.what.answer(item)?)));
    told.max_by_key(|(at, place, _)| (*at, *place)).map(|(.., value)| value)
}

/// What cannot be known is handled as pregnant, what nobody has said is not.
fn is_pregnant(encounter: &Encounter, wanted: &Occurrence) -> bool {
    matches!(latest(encounter, wanted, "gravidity"), Some("pregnant" | "postpartum" | "cannot_be_known"))
}

/// A suspicion is not taken back while the patient is unstable, nor beside a positive picture (5.6.8, T_WITHDRAWN). By what was
/// entered: neither hangs on the chart or the hospital.
pub fn withdrawal(encounter: &Encounter, suspicion: &str, at: Instant) -> Result<(), Refusal> {
    let Some(episode) = episode_of(encounter, suspicion, &Chart::default(), &ChannelSettings::of(Tier::County), at) else { return Ok(()) };
    let coarse = &episode.step.coarse;
    match () {
        () if coarse.confirmed() => flaw(StepFlaw::PositivePicture, ""),
        () if coarse.unstable() => flaw(StepFlaw::Unstable, ""),
        () => Ok(()),
    }
}

/// A state of a referral, as it may be signed; `None`: reported already, with the same time.
pub fn referral(encounter: &Encounter, wanted: &Occurrence, signing: StepSigning<'_>) -> Result<Option<Occurrence>, Refusal> {
    fits(wanted)?;
    let suspected = suspicion(encounter, wanted, signing)?;
    let Some(id) = wanted.detail("id") else { return flaw(StepFlaw::NoReferral, "") };
    let named = wanted.detail("state").unwrap_or_default();
    let Some(row) = state_named(named) else { return flaw(StepFlaw::UnknownState, named) };
    let state = row.state;
    let when = wanted.at.unwrap_or(signing.at);
    let when = following(when, suspected.when()).map_or_else(|| flaw(StepFlaw::BeforeSuspicion, row.id), Ok)?;
    let lacks = |field: &str| wanted.detail(field).is_none();
    match state {
        ReferralState::Sent if !wanted.detail("way").is_some_and(|way| WAYS.contains(&way)) => return flaw(StepFlaw::Way, row.id),
        ReferralState::Received | ReferralState::Accepted if lacks("person") => return flaw(StepFlaw::Person, row.id),
        ReferralState::Declined | ReferralState::Cancelled if lacks("reason") => return flaw(StepFlaw::Reason, row.id),
        ReferralState::Departed | ReferralState::Arrived | ReferralState::Kept | ReferralState::Returned if lacks("note") => {
            return flaw(StepFlaw::Note, row.id);
        }
        _ => {}
    }
    let all = referrals(encounter, &suspected.id, signing.correcting);
    let told = Report { state, at: when };
    if let Some(course) = all.iter().find(|course| course.id == id) {
        match course.takes(told) {
            Takes::Again => return Ok(None),
            Takes::OtherTime => return flaw(StepFlaw::StateTwice, row.id),
            Takes::Never => return flaw(StepFlaw::Backwards, row.id),
            Takes::Early => return Err(Refusal::OutOfOrder),
            Takes::Yes => {}
        }
    }
    if state == ReferralState::Accepted && all.iter().any(|course| course.id != id && course.is_accepted()) {
        return flaw(StepFlaw::Accepted, row.id);
    }
    Ok(Some(Occurrence { at: Some(when), ..wanted.clone() }))
}

/// What a referral makes of one more report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Yes,
    /// The same state with the same time: kept once.
    Again,
    OtherTime,
    /// Before the state that it follows, or after the one that it comes before.
    Early,
    Never,
}

impl ReferralCourse {
    /// Forward only: what the present state leads to, however many states on; and late what lies before it.
    pub fn takes(&self, told: Report) -> Takes {
        if let Some(had) = self.reports.iter().find(|had| had.state == told.state) {
            return if had.at == told.at { Takes::Again } else { Takes::OtherTime };
        }
        let Some(present) = self.present() else { return Takes::Yes };
        if leads(present.state, told.state) {
            return if told.at < present.at { Takes::Early } else { Takes::Yes };
        }
        if leads(told.state, present.state) && !matches!(told.state, ReferralState::Declined | ReferralState::Cancelled) {
            return if told.at > present.at { Takes::Early } else { Takes::Yes };
        }
        Takes::Never
    }
}

/// Whether `to` follows `from`, however many states on.
fn leads(from: ReferralState, to: ReferralState) -> bool {
    use crate::clinical::pathway::referral::REFERRAL_STATES;
    let next = REFERRAL_STATES[from as usize].next;
    next.contains(&to) || next.iter().any(|step| leads(*step, to))
}
