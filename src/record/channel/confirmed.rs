//! What is still entered once `vte_confirmed` has settled a suspicion: severity, where it is treated, and the plan, in whatever order
//! (extended specification 5.6.4 A5 names the three, and no order between the conclusion and them: D). Until a physician's plan is
//! signed the clot is untreated as far as the record knows: the channel goes on, its gates and its clock too (5.6.8, T_CONFIRMED).

use crate::record::encounter::{Encounter, Signed};
use crate::record::happening::{Happening, Occurrence};

/// The entries that may follow the conclusion.
pub const AFTER_CONFIRMED: [&str; 3] = ["severity", "disposition", "treatment_plan"];

/// The suspicion that the conclusion which stands has confirmed; none while another one stands, and none where the clot was found
/// without a suspicion on record.
pub fn confirmed_suspicion(encounter: &Encounter) -> Option<&Signed<Occurrence>> {
    let of_vte = |signed: &&Signed<Occurrence>| {
        matches!(signed.what.what, Happening::VteSuspected | Happening::VteConfirmed | Happening::VteExcluded) && !signed.what.is_withdrawn()
    };
    let mut latest = encounter.occurrences.iter().rev().filter(of_vte);
    latest.next().filter(|signed| signed.what.what == Happening::VteConfirmed)?;
    // A clot that is found twice was suspected once.
    latest.find(|signed| signed.what.what != Happening::VteConfirmed).filter(|signed| signed.what.what == Happening::VteSuspected)
}

/// Severity, place or plan: whether one of the entries stands in the record for this suspicion.
pub fn is_entered(encounter: &Encounter, suspicion: &str, step: &str) -> bool {
    encounter
        .happened(Happening::PathwayStep)
        .any(|(_, signed)| signed.what.detail("of") == Some(suspicion) && signed.what.detail("step") == Some(step) && !signed.what.is_withdrawn())
}

/// The suspicion that was confirmed and of which no plan is signed.
pub fn untreated(encounter: &Encounter) -> Option<&Signed<Occurrence>> {
    let left = encounter.discharged_at().is_some();
    confirmed_suspicion(encounter).filter(|suspected| !left && !is_entered(encounter, &suspected.id, "treatment_plan"))
}

/// It is of the lung, by the conclusion that stands or else by the suspicion.
pub fn is_of_the_lung(encounter: &Encounter) -> bool {
    let site = encounter.confirmed().and_then(|signed| signed.what.detail("site"));
    matches!(site.or(confirmed_suspicion(encounter).and_then(|signed| signed.what.detail("site"))), Some("pe" | "dvt_pe"))
}
