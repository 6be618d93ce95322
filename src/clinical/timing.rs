//! When a drug starts and when it is planned to stop: relative to the operation (§5.3, §5.5) and to needles and catheters
//! in the neuraxis (§5.6). Where two rules speak the later time wins; where a time is not known there is none, only the
//! rule in words.

use chrono::TimeDelta;

use super::chart::{Chart, Instant, Neuraxial, Operation};
use super::dosing::{Care, Joint};
use super::formulary::Drug;
use super::neuraxial::closes;
use crate::text::{Text, text};

/// Where a patient stands to the operation that governs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    NoOperation,
    Planned(Operation),
    /// Called planned, and its time has passed: done, moved or cancelled, nobody says.
    Overtaken(Operation),
    Done(Operation),
}

/// The phase by the next planned operation, else by the last one done.
pub fn phase(chart: &Chart, at: Instant) -> Phase {
    let operations = || chart.operations().map(|(_, operation)| *operation);
    if let Some(overtaken) = operations().find(|operation| operation.is_overtaken(at)) {
        return Phase::Overtaken(overtaken);
    }
    if let Some(planned) = operations().filter(|operation| !operation.is_done(at)).min_by_key(|operation| (operation.at.is_none(), operation.at)) {
        return Phase::Planned(planned);
    }
    operations().max_by_key(|operation| operation.at).map_or(Phase::NoOperation, Phase::Done)
}

/// A start: the time where it can be told, and always the rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    pub at: Option<Instant>,
    pub rule: Text,
}

/// Hours after the end of the operation. LMWH and UFH by Chinese practice (12–24 h, K); the others by label.
fn after_operation(drug: Drug) -> i64 {
    match drug {
        Drug::Fondaparinux | Drug::Rivaroxaban => 6,
        _ => 12,
    }
}

fn after_operation_words(drug: Drug) -> Text {
    match drug {
        Drug::Fondaparinux => text("术后≥6小时，止血满意后", "6 h or more after the operation, once haemostasis is sure"),
        Drug::Rivaroxaban => text("术后6~10小时，止血满意后", "6–10 h after the operation, once haemostasis is sure"),
        _ => text("术后12~24小时，止血满意后", "12–24 h after the operation, once haemostasis is sure"),
    }
}

/// Hours from the last dose to a needle (§5.6, the stricter figure).
pub fn before_needle(drug: Drug, clearance: Option<f64>) -> i64 {
    let poor = clearance.is_some_and(|clearance| clearance < 30.0);
    match drug {
        Drug::Enoxaparin | Drug::Nadroparin | Drug::Dalteparin if poor => 24,
        Drug::Fondaparinux | Drug::Apixaban => 36,
        Drug::Rivaroxaban if poor => 30,
        Drug::Rivaroxaban => 24,
        // UFH alone would need 6; the window of the checklist is 12 and never shorter.
        _ => 12,
    }
}

/// Hours from the removal of a catheter to the next dose.
pub fn after_removal(drug: Drug) -> i64 {
    match drug {
        Drug::Ufh => 1,
        Drug::Fondaparinux => 12,
        Drug::Rivaroxaban | Drug::Apixaban | Drug::Dabigatran => 6,
        _ => 4,
    }
}

/// Hours that a bloody tap delays a drug.
pub fn after_traumatic(drug: Drug) -> i64 {
    if drug == Drug::Apixaban { 48 } else { 24 }
}

/// The start of `drug`; `early` says that the risk without the operation already calls for it, `released` that the
/// anaesthetist has released the window of a catheter that is in place, which is for heparins only (§5.6).
#[allow(clippy::too_many_arguments, reason = "each is one question of the specification")]
pub fn start(drug: Drug, care: Care, phase: Phase, early: bool, released: bool, clearance: Option<f64>, chart: &Chart, at: Instant) -> Start {
    let hours = TimeDelta::hours;
    let wait = hours(after_operation(drug));
    let (mut begin, mut rule) = match phase {
        Phase::NoOperation => (Some(at), text("确认后即可开始（24小时内）", "Once confirmed, within 24 h")),
        Phase::Overtaken(_) => (None, text("先确认手术是否已做", "First confirm whether the operation took place")),
        Phase::Planned(operation) => {
            let heparin = drug.class().is_heparin();
            let before = early || care == Care::Ortho(Joint::HipFracture);
            let in_time = operation.at.is_none_or(|begins| at <= begins - hours(12));
            if before && heparin && in_time {
                (Some(at), text("即可开始；末次给药须早于手术和穿刺≥12小时", "Now; the last dose 12 h or more before operation and needle"))
            } else {
                (end(&operation).map(|end| end + wait), after_operation_words(drug))
            }
        }
        Phase::Done(operation) => match (end(&operation), operation.at) {
            (Some(end), _) => (Some(at.max(end + wait)), after_operation_words(drug)),
            // Its length is not known: a day after it began, any operation is over by the wait.
            (None, Some(began)) if at >= began + hours(24) => (Some(at), after_operation_words(drug)),
            _ => (None, after_operation_words(drug)),
        },
    };
    // In the order of the needles: a start that one of them defers may come too close to the next.
    let mut neuraxials: Vec<&Neuraxial> = chart.neuraxials().map(|(_, neuraxial)| neuraxial).collect();
    neuraxials.sort_by_key(|neuraxial| neuraxial.at);
    for neuraxial in neuraxials {
        let Some(start) = begin else { break };
        let clear_before = start <= neuraxial.at - hours(before_needle(drug, clearance));
        if clear_before {
            rule = text("即可开始；末次给药与穿刺的间隔见椎管内时限", "Now; keep the interval between the last dose and the needle");
            continue;
        }
        let needle = neuraxial.at + hours(if neuraxial.traumatic { after_traumatic(drug) } else { 12 });
        let beside = released && neuraxial.catheter && neuraxial.at <= at && drug.class().is_heparin();
        let free = match closes(neuraxial) {
            _ if beside => Some(needle),
            None => None,
            Some(closes) => {
                let removed = neuraxial.removed_at.filter(|_| neuraxial.catheter).map(|removed| removed + hours(after_removal(drug)));
                Some(closes.max(needle).max(removed.unwrap_or(needle)))
            }
        };
        match free {
            Some(free) if free > start => {
                begin = Some(free);
                rule = text("椎管内时限结束后", "After the neuraxial interval has ended");
            }
            Some(_) => {}
            None => {
                begin = None;
                rule = text("椎管内导管拔除后，按时限开始", "After the neuraxial catheter is out, by its interval");
            }
        }
    }
    Start { at: begin, rule }
}

/// The end of an operation whose length is known.
fn end(operation: &Operation) -> Option<Instant> {
    operation.duration_min.or(operation.anaesthesia_min)?;
    operation.ends_at()
}
