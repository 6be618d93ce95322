//! Which forms stand on the screen: what the step waits for, what runs or is asked beside it, and all the rest behind a button
//! each. The entries themselves are `clinical::pathway::entries`.

use super::entering::Entering;
use crate::clinical::pathway::clocks::PathClock;
use crate::clinical::pathway::codes::{AskItem, ChannelCode};
use crate::clinical::pathway::entries::{ENTRIES, entry};
use crate::clinical::pathway::entry::{EntryField, EntryWho, FieldKind, PathEntry};
use crate::clinical::pathway::evaluate::{ChannelStep, PreventionNow};
use crate::clinical::pathway::judge::FiredGate;
use crate::record::role::Role;

/// The entries that a step waits for, the first of them drawn open (5.6.8 "waits for").
fn of_step(step: ChannelCode) -> &'static [&'static str] {
    use ChannelCode as C;
    match step {
        C::TakeVitals => &["vitals"],
        C::CheckLimb => &["limb_check"],
        C::CallResusPert => &["called", "echo", "chest_result", "pert_answered", "stability"],
        C::TreatAsHighRisk | C::OtherCause => &["senior_decision", "chest_result", "stability"],
        C::SeniorDecides | C::DistalDecide => &["senior_decision"],
        C::AskPregnancy => &["pregnancy"],
        C::DoPerc => &["perc"],
        C::Score => &["probability"],
        C::AskGestalt => &["own_estimate", "probability"],
        C::OrderDdimer => &["ddimer_result", "ddimer_ordered"],
        C::FixUnit => &["ddimer_result"],
        C::CtpaNow | C::Vq => &["chest_result", "chest_ordered", "test_conditions"],
        C::UsNow | C::Us24h | C::ProximalCus => &["scan_result", "scan_ordered"],
        C::RepeatUs => &["scan_result"],
        C::Severity => &["severity", "disposition", "treatment_plan"],
        C::Treat => &["treatment_plan"],
        C::CallPatient => &["patient_reached", "scan_result"],
        _ => &[],
    }
}

/// What ends a clock that runs beside the step.
const OF_CLOCKS: [(PathClock, &str); 5] = [
    (PathClock::PhysicianTold, "physician_told"),
    (PathClock::Ecg, "ecg"),
    (PathClock::PhysicianSeen, "physician_seen"),
    (PathClock::LabsReviewed, "labs_reviewed"),
    (PathClock::Redose, "interim_given"),
];

/// What answers a question of the gates.
fn of_item(item: AskItem) -> &'static [&'static str] {
    match item {
        AskItem::Weight => &["weight", "dose_checked"],
        AskItem::Pressure => &["vitals"],
        AskItem::Platelets | AskItem::Inr | AskItem::Aptt => &["labs"],
        AskItem::Pregnancy => &["pregnancy"],
        AskItem::Anticoagulant => &["history", "anticoagulant"],
        AskItem::Operation => &["history", "needle"],
        _ => &["history"],
    }
}

/// The forms, each entry once.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// Drawn: what the step waits for, and the card of the questions where the gates ask it.
    pub drawn: Vec<&'static PathEntry>,
    /// One button each, in the order of their urgency: what else the step, the clocks and the gates wait for.
    pub next: Vec<&'static PathEntry>,
    /// Everything else that the person may sign.
    pub rest: Vec<&'static PathEntry>,
}

/// Whether this person may sign it.
pub fn may(entry: &PathEntry, role: Option<Role>) -> bool {
    matches!((entry.who, role), (_, Some(Role::Physician)) | (EntryWho::NurseOrPhysician, Some(Role::Nurse)))
}

impl Forms {
    /// `opened`: by a person, beside what the step waits for. `confirmed`: the dose waits for who gives it. `done`: entered before.
    pub fn of(step: &ChannelStep, role: Option<Role>, opened: Option<&str>, confirmed: bool, done: &dyn Fn(&str) -> bool) -> Forms {
        let mut ids: Vec<&'static str> = vec![];
        let mut add = |id: &'static str| {
            if !ids.contains(&id) {
                ids.push(id);
            }
        };
        let waits = of_step(step.step);
        // Severity, place and plan of a confirmed embolism come in any order: what is open stands there first.
        let open = waits.iter().find(|id| !done(id)).filter(|_| step.step == ChannelCode::Severity);
        let first = open.or(waits.first()).copied();
        first.into_iter().for_each(&mut add);
        for (clock, id) in OF_CLOCKS {
            if step.clocks.iter().any(|running| running.clock == clock) {
                add(id);
            }
        }
        if confirmed {
            add("interim_given");
        }
        let asks = |fired: &&FiredGate| fired.row.item.is_some() && step.interim.code == ChannelCode::InterimAsk;
        let asked: Vec<AskItem> = step.interim.because.iter().filter(asks).filter_map(|fired| fired.row.item).collect();
        asked.iter().flat_map(|item| of_item(*item)).copied().for_each(&mut add);
        if step.interim.code == ChannelCode::InterimPropose {
            ["interim_confirmed", "interim_not_given"].into_iter().for_each(&mut add);
        }
        if matches!(step.interim.code, ChannelCode::InterimHold | ChannelCode::InterimBlock) {
            add("gate_overridden");
        }
        if step.interim.code == ChannelCode::InterimAsk && step.interim.because.iter().any(|fired| fired.row.is_answered_by_name()) {
            add("gate_answered");
        }
        waits.iter().copied().for_each(&mut add);
        // What is asked at the bedside while one waits.
        if step.prophylaxis == PreventionNow::Paused {
            ["history", "weight", "symptoms"].into_iter().for_each(&mut add);
        }
        let allowed = |id: &&'static str| entry(id).filter(|entry| may(entry, role));
        let named: Vec<&'static PathEntry> = ids.iter().filter_map(allowed).collect();
        let is_asked = asked.iter().any(|item| of_item(*item).contains(&"history"));
        let is_drawn = |entry: &&'static PathEntry| Some(entry.id) == first || is_asked && entry.id == "history" || Some(entry.id) == opened;
        let mut forms = Forms { drawn: named.iter().filter(|entry| is_drawn(entry)).copied().collect(), ..Forms::default() };
        if let Some(entry) = opened.and_then(entry).filter(|entry| may(entry, role) && !forms.drawn.iter().any(|drawn| drawn.id == entry.id)) {
            forms.drawn.push(entry);
        }
        forms.next = named.iter().filter(|entry| !is_drawn(entry)).copied().collect();
        let known = |entry: &&'static PathEntry| ids.contains(&entry.id) || Some(entry.id) == opened;
        forms.rest = ENTRIES.iter().filter(|entry| may(entry, role) && !known(entry)).collect();
        forms
    }

    /// The forms that may follow the conclusion: the first that is open is drawn, and what a person opened.
    pub fn after(ids: &'static [&'static str], role: Option<Role>, entering: &Entering, done: &dyn Fn(&str) -> bool) -> Forms {
        let all: Vec<&'static PathEntry> = ids.iter().filter_map(|id| entry(id)).filter(|entry| may(entry, role)).collect();
        let first = all.iter().find(|entry| !done(entry.id)).map(|entry| entry.id);
        let (drawn, next) = all.into_iter().partition(|entry| Some(entry.id) == first || Some(entry.id) == entering.opened);
        Forms { drawn, next, rest: vec![] }
    }

    /// Behind these the forms of the channel that goes on: drawn is what a person opened, one tap away what its step waits for.
    pub fn then(&mut self, channel: Forms, opened: Option<&str>) {
        let stands: Vec<&str> = self.drawn.iter().chain(&self.next).map(|entry| entry.id).collect();
        let new = |entry: &&'static PathEntry| !stands.contains(&entry.id);
        let (drawn, next): (Vec<&'static PathEntry>, Vec<&'static PathEntry>) =
            channel.drawn.into_iter().chain(channel.next).filter(new).partition(|entry| Some(entry.id) == opened);
        self.rest.extend(channel.rest.into_iter().filter(new));
        self.drawn.extend(drawn);
        self.next.extend(next);
    }
}

/// The questions of the card, by what they are about: nine headings of the ten questions at the bedside (5.6.3; pregnancy is an
/// entry of its own), and what only the choice of the drug asks.
#[rustfmt::skip]
pub static GROUPS: &[(Option<AskItem>, &[&str])] = &[
    (Some(AskItem::Bleeding), &["bleeding", "bleeding_disorder", "septic_bleeding"]),
    (Some(AskItem::Stroke), &["intracranial_bleed", "cns_lesion", "neuro_eye_operation", "stroke", "stroke_kind", "head_injury", "head_cleared", "lysis", "lysis_reason"]),
    (Some(AskItem::Operation), &["high_bleeding_operation", "major_operation", "recent_delivery", "organ_puncture", "operation_planned_at", "needle", "needle_planned_at", "intervention_likely"]),
    (Some(AskItem::Liver), &["liver", "vessel_lesion", "label_lesion", "dissection"]),
    (Some(AskItem::Kidney), &["kidney_disease", "dialysis", "passes_urine", "kidneys_struck_since"]),
    (Some(AskItem::LowCount), &["low_count_cause", "hit_acute", "hit_past", "heparin_100_days", "on_heparin_5_days", "skin_necrosis", "four_ts"]),
    (Some(AskItem::Allergy), &["heparin_allergy", "unrecognised_allergy"]),
    (Some(AskItem::Anticoagulant), &["anticoagulant", "unrecognised_medication", "gp2b3a", "antiplatelet_or_nsaid", "aptt_explained"]),
    (None, &["interaction", "antiphospholipid", "by_mouth_impossible", "mucosal_cancer", "fall_risk"]),
];

/// A question that follows from the answer to another one.
pub const FOLLOWS: [(&str, &str); 3] = [("stroke_kind", "stroke"), ("head_cleared", "head_injury"), ("lysis_reason", "lysis")];

/// What "all of this group: no" answers; `None`: nobody says no to it in passing.
pub fn denied(field: &EntryField) -> Option<&'static str> {
    match field.kind {
        FieldKind::Heard => Some("no"),
        FieldKind::Past => Some("never"),
        FieldKind::OneOf(codes) => codes.iter().find(|code| code.id == "no_disease").map(|code| code.id),
        _ => None,
    }
}
