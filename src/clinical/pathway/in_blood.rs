//! G6: what is in the blood now, before a *treatment* dose (extended specification 5.6.5). Intensity and substance are those
//! of core section 5.8 (`blood`); the gaps here are this table's own and may be shorter than those before a prophylactic dose.

use chrono::TimeDelta;

use super::drugs::Kidney;
use super::facts::{EpisodeFacts, InBlood, LabValue};
use super::history::Heard;
use super::settings::ChannelSettings;
use crate::clinical::blood::Intensity;
use crate::clinical::chart::Instant;
use crate::clinical::substance::Class;

/// What one drug in the blood says: a row of the gates, until when, and what it takes away.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BloodSays {
    pub row: Option<&'static str>,
    pub until: Option<Instant>,
    pub no_doac: bool,
    /// A stopped infusion: no bolus.
    pub no_bolus: bool,
}

fn says(row: &'static str, until: Option<Instant>) -> BloodSays {
    BloodSays { row: Some(row), until, ..BloodSays::default() }
}

/// Likely, unstable or pregnant: a prophylactic dose within its gap is a question and no wait.
pub fn in_blood(drug: &InBlood, facts: &EpisodeFacts, settings: &ChannelSettings, kidney: Kidney, pressing: bool, now: Instant) -> BloodSays {
    let class = drug.substance.class;
    let bare = class == Class::Anticoagulant && !matches!(drug.substance.id, "argatroban" | "bivalirudin");
    if class == Class::Vka {
        return vka(facts.labs.inr, settings, now);
    }
    if bare || drug.substance.id == "betrixaban" || drug.intensity == Intensity::Unknown && !drug.running {
        return says("g6_no_figures", None);
    }
    if class == Class::Anticoagulant {
        return match (drug.running, drug.last_dose_at) {
            (true, _) => says("g6_works", None),
            (false, None) => says("g6_last_dose", None),
            (false, Some(stopped)) => until("g6_still", stopped + TimeDelta::hours(4), now),
        };
    }
    if drug.infusion {
        return infusion(drug, facts, now);
    }
    if drug.intensity == Intensity::Prophylactic {
        let Some(last) = drug.last_dose_at else { return says("g6_last_dose", None) };
        let row = if pressing { "g6_prophylactic_ask" } else { "g6_prophylactic" };
        return until(row, last + TimeDelta::hours(prophylactic_gap(drug, is_slow(facts, kidney))), now);
    }
    if drug.intensity == Intensity::Unknown {
        return says("g6_no_figures", None);
    }
    treatment(drug, facts, kidney, now)
}

fn until(row: &'static str, free: Instant, now: Instant) -> BloodSays {
    if now < free { says(row, Some(free)) } else { BloodSays::default() }
}

/// Hours from a prophylactic dose to a treatment dose.
/// LMWH stays long in the blood: a clearance below 30, or none known of kidneys that are known to be ill (of a prophylactic dose, D).
fn is_slow(facts: &EpisodeFacts, kidney: Kidney) -> bool {
    matches!(kidney, Kidney::Below15 | Kidney::From15) || kidney == Kidney::Unknown && facts.history.kidney_disease == Heard::Yes
}

fn prophylactic_gap(drug: &InBlood, slow: bool) -> i64 {
    match (drug.substance.class, drug.substance.id) {
        (Class::Lmwh, _) if slow => 24,
        (Class::Lmwh, _) | (_, "apixaban") => 12,
        (Class::Ufh, _) => 6,
        _ => 24,
    }
}

/// Hours between two treatment doses; of LMWH 24 where nobody tells, which forbids longer.
fn interval(drug: &InBlood) -> i64 {
    drug.interval_h.unwrap_or(match (drug.substance.class, drug.substance.id) {
        (Class::Ufh, _) | (_, "apixaban" | "dabigatran") => 12,
        _ => 24,
    })
}

fn treatment(drug: &InBlood, facts: &EpisodeFacts, kidney: Kidney, now: Instant) -> BloodSays {
    let Some(last) = drug.last_dose_at else { return says("g6_last_dose", None) };
    let gap = TimeDelta::hours(interval(drug));
    let since = now - last;
    if drug.running && drug.still_taken != Some(false) {
        return match () {
            () if since <= gap => says("g6_works", Some(last + gap)),
            () if since <= gap * 2 || drug.still_taken == Some(true) => says("g6_overdue", None),
            () => says("g6_stale", None),
        };
    }
    let slow = drug.substance.class == Class::Lmwh && is_slow(facts, kidney);
    let free = last + if slow { TimeDelta::hours(24) } else { gap };
    until("g6_still", free, now)
}

/// After an infusion of UFH was stopped.
const UFH_IS_OVER: TimeDelta = TimeDelta::hours(4);

fn infusion(drug: &InBlood, facts: &EpisodeFacts, now: Instant) -> BloodSays {
    if drug.running {
        return says("g6_works", None);
    }
    let Some(stopped) = drug.last_dose_at else { return says("g6_last_dose", None) };
    // An APTT of long before the stop says nothing of it: none older than the four hours after which the infusion is over (D).
    let low = facts.labs.aptt_ratio.is_some_and(|ratio| ratio.value <= 2.3 && stopped - ratio.at <= UFH_IS_OVER);
    if drug.stop_explained && (low || now - stopped >= UFH_IS_OVER) {
        return BloodSays { no_bolus: true, ..BloodSays::default() };
    }
    says("g6_ufh_stopped", None)
}

fn vka(inr: Option<LabValue>, settings: &ChannelSettings, now: Instant) -> BloodSays {
    let (low, high) = (settings.inr_low(), settings.inr_high());
    let Some(inr) = inr.filter(|inr| now - inr.at <= TimeDelta::hours(72)) else { return says("g6_vka_inr", None) };
    let fresh = now - inr.at <= TimeDelta::hours(24);
    match inr.value {
        value if value > high => says("g6_vka_high", None),
        value if value >= low => says("g6_vka", None),
        _ if !fresh => says("g6_vka_inr", None),
        value if value >= 1.5 => BloodSays { no_doac: true, no_bolus: true, ..says("g6_vka_overlap", None) },
        _ => says("g6_vka_low", None),
    }
}
