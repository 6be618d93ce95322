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
        Drug::Fondaparinux => text!("术后≥6小时，止血满意后", "6 h or more after the operation, once haemostasis is sure"),
        Drug::Rivaroxaban => text!("术后6~10小时，止血满意后", "6–10 h after the operation, once haemostasis is sure"),
        _ => text!("术后12~24小时，止血满意后", "12–24 h after the operation, once haemostasis is sure"),
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
pub fn start(drug: Drug, care: Care, early: bool, released: bool, clearance: Option<f64>, chart: &Chart, at: Instant) -> Start {
    let mut from = at;
    let mut rule = NOW;
    // A start that a needle defers may come too close to an operation, and the other way round: until neither moves it.
    for _ in 0..8 {
        let (begin, why) = around_operations(drug, care, early, chart, from, at);
        if begin != Some(from) || from == at {
            rule = why;
        }
        let Some(begin) = begin else { return Start { at: None, rule } };
        let (free, why) = around_needles(drug, released, clearance, chart, begin, at);
        rule = why.unwrap_or(rule);
        match free {
            Some(free) if free > from => from = free,
            at => return Start { at, rule },
        }
    }
    Start { at: None, rule }
}

const NOW: Text = text!("确认后即可开始（24小时内）", "Once confirmed, within 24 h");

/// In the order of the needles: a start that one of them defers may come too close to the next.
fn around_needles(drug: Drug, released: bool, clearance: Option<f64>, chart: &Chart, from: Instant, at: Instant) -> (Option<Instant>, Option<Text>) {
    let hours = TimeDelta::hours;
    let (mut start, mut rule) = (from, None);
    let mut neuraxials: Vec<&Neuraxial> = chart.neuraxials().map(|(_, neuraxial)| neuraxial).collect();
    neuraxials.sort_by_key(|neuraxial| neuraxial.at);
    for neuraxial in neuraxials {
        if start <= neuraxial.at - hours(before_needle(drug, clearance)) {
            if start == at {
                rule = Some(text!("即可开始；末次给药与穿刺的间隔见椎管内时限", "Now; keep the interval between the last dose and the needle"));
            }
            continue;
        }
        let needle = neuraxial.at + hours(if neuraxial.traumatic { after_traumatic(drug) } else { 12 });
        let beside = released && neuraxial.catheter && neuraxial.at <= at && drug.class().is_heparin();
        let free = match closes(neuraxial) {
            _ if beside => needle,
            None => return (None, Some(text!("椎管内导管拔除后，按时限开始", "After the neuraxial catheter is out, by its interval"))),
            Some(closes) => {
                let removed = neuraxial.removed_at.filter(|_| neuraxial.catheter).map(|removed| removed + hours(after_removal(drug)));
                closes.max(needle).max(removed.unwrap_or(needle))
            }
        };
        if free > start {
            start = free;
            rule = Some(text!("椎管内时限结束后", "After the neuraxial interval has ended"));
        }
    }
    (Some(start), rule)
}

/// In the order of the operations: 12 h or more before one, or its interval after it; of several the later time. The next
/// one is preceded only by a heparin, and only where the risk calls for it without the operation or a hip is fractured.
fn around_operations(drug: Drug, care: Care, early: bool, chart: &Chart, from: Instant, at: Instant) -> (Option<Instant>, Text) {
    let hours = TimeDelta::hours;
    let mut rule = NOW;
    if let Phase::Overtaken(_) = phase(chart, at) {
        return (None, text!("先确认手术是否已做", "First confirm whether the operation took place"));
    }
    let mut operations: Vec<&Operation> = chart.operations().map(|(_, operation)| operation).collect();
    operations.sort_by_key(|operation| (operation.at.is_none(), operation.at));
    let mut may_precede = drug.class().is_heparin() && (early || care == Care::Ortho(Joint::HipFracture));
    let mut start = from;
    for operation in operations {
        let done = operation.is_done(at);
        if !done && may_precede && operation.at.is_none_or(|begins| start <= begins - hours(12)) {
            if start == at {
                rule = text!("即可开始；末次给药须早于手术和穿刺≥12小时", "Now; the last dose 12 h or more before operation and needle");
            }
            continue;
        }
        rule = after_operation_words(drug);
        match (end(operation), operation.at) {
            (Some(end), _) => start = start.max(end + hours(after_operation(drug))),
            // Its length is not known: a day after it began, any operation is over by the wait.
            (None, Some(began)) if done && at >= began + hours(24) => {}
            _ => return (None, rule),
        }
        may_precede |= !done;
    }
    (Some(start), rule)
}

/// The end of an operation whose length is known.
fn end(operation: &Operation) -> Option<Instant> {
    operation.duration_min.or(operation.anaesthesia_min)?;
    operation.ends_at()
}
