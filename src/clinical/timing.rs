//! When a drug starts and when it is planned to stop: relative to the operation (§5.3, §5.5) and to needles and catheters
//! in the neuraxis (§5.6), and to what is in the blood (§5.8). Of several rules the latest time wins; where a time is not
//! known there is none, only the rule in words.

use chrono::TimeDelta;

use super::blood::{Blood, NotBefore, OnBoard};
use super::chart::{Chart, Instant, Neuraxial, Operation};
use super::dosing::{Days, Dose, Joint, PatientGroup};
use super::formulary::Drug;
use super::neuraxial::closes;
use super::quantity::Quantity;
use super::source::{Mark, Mark::D, Mark::V, Mark::V2};
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

/// A start: the time where it can be told, and always the rule with its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    pub at: Option<Instant>,
    pub rule: Text,
    pub marks: &'static [Mark],
    /// Another anticoagulant that runs and has to be stopped first, by the place of its fact.
    pub instead_of: Option<usize>,
}

/// All that a start hangs on.
pub struct Question<'a> {
    pub drug: Drug,
    pub dose: Option<Dose>,
    pub care: PatientGroup,
    /// The risk without the operation already calls for the drug.
    pub early: bool,
    /// The anaesthetist has released the window of a catheter that is in place, which is for heparins only (§5.6).
    pub released: bool,
    pub clearance: Option<f64>,
    pub chart: &'a Chart,
    pub blood: &'a Blood,
    /// Hours to the first dose of an acute medical patient, as the hospital sets them.
    pub medical_start_h: u8,
    /// What a start waits for, by name.
    pub waits: &'a [&'static str],
    pub at: Instant,
}

/// A rule in words, and where it comes from.
type Why = (Text, &'static [Mark]);

/// Nothing stands in the way: within 24 h, or within the 14 that the hospital sets for acute medical patients.
fn now(question: &Question<'_>) -> Why {
    if matches!(question.care, PatientGroup::Medical | PatientGroup::Intensive) && question.medical_start_h == 14 { NOW_14 } else { NOW }
}

const NOW: Why = (
    text!("确认后即可开始（24小时内）", "Once confirmed, within 24 h"),
    &[V("ASH18"), V("K12GC"), V("NG89R"), V("BORD"), D(text!("24小时内开始", "start within 24 h"))],
);
const NOW_14: Why = (
    text!("确认后即可开始（入院14小时内）", "Once confirmed, within 14 h of admission"),
    &[V("NG89R"), D(text!("入院14小时内", "14 h of admission"))],
);
const WINDOW: &[Mark] = &[V("GT2"), V("GDPH"), V("FDA13"), V2("LMWHN")];
const BEFORE_OPERATION: Why = (
    text!("即可开始；末次给药须早于手术和穿刺≥12小时", "Now; the last dose 12 h or more before operation and needle"),
    &[V("ORTHO"), D(text!("术前阶段", "the phase before the operation"))],
);
const SWITCH: &[Mark] = &[V("SWITCH")];

/// Hours after the end of the operation.
pub fn after_operation(drug: Drug, operation: &Operation) -> i64 {
    match drug {
        // The danger of a craniotomy or a spine lasts longer than a wound.
        _ if operation.is_critical() => 24,
        Drug::Fondaparinux | Drug::Rivaroxaban => 6,
        _ => 12,
    }
}

fn after_operation_words(drug: Drug, operation: &Operation) -> Why {
    match drug {
        _ if operation.is_critical() => (
            text!(
                "开颅、脊柱手术后≥24小时，且确认“出血风险已过”",
                "24 h or more after craniotomy or spinal surgery, once the danger of bleeding is said to be over"
            ),
            &[V("SMPC43"), D(text!("开颅、脊柱手术后24小时", "24 h after craniotomy and spinal surgery"))],
        ),
        Drug::Fondaparinux => {
            (text!("术后≥6小时，止血满意后", "6 h or more after the operation, once haemostasis is sure"), &[V("FONCN"), V("ORTHO")])
        }
        Drug::Rivaroxaban => (text!("术后6~10小时，止血满意后", "6–10 h after the operation, once haemostasis is sure"), &[V("XAR"), V("ORTHO")]),
        Drug::Apixaban => (text!("术后12~24小时，止血满意后", "12–24 h after the operation, once haemostasis is sure"), &[V("APIEU"), V("ORTHO")]),
        _ => (text!("术后12~24小时，止血满意后", "12–24 h after the operation, once haemostasis is sure"), &[V("MEDSC"), V2("THX")]),
    }
}

/// Hours from the last dose of a proposed drug to a needle (§5.6, the stricter figure; for a new start never less than the
/// 12 h of the window).
pub fn before_needle(drug: Drug, dose: Option<Dose>, clearance: Option<f64>, age: Option<f64>) -> i64 {
    let poor = clearance.is_none_or(|clearance| clearance < 30.0);
    match drug {
        Drug::Enoxaparin | Drug::Nadroparin | Drug::Dalteparin if poor => 24,
        Drug::Enoxaparin if dose.is_some_and(|dose| dose.frequency != super::dosing::Frequency::Daily) => 24,
        Drug::Dalteparin if dose.is_none_or(|dose| dose.amount > 2500.0) => 15,
        Drug::Fondaparinux | Drug::Apixaban => 36,
        Drug::Rivaroxaban if poor => 30,
        Drug::Rivaroxaban if age.is_none_or(|age| age >= 60.0) => 26,
        Drug::Rivaroxaban => 24,
        // Below 30 it is contraindicated.
        Drug::Dabigatran if clearance.is_some_and(|clearance| clearance >= 80.0) => 72,
        Drug::Dabigatran if clearance.is_some_and(|clearance| clearance >= 50.0) => 96,
        Drug::Dabigatran => 120,
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

/// When `drug` may start.
pub fn start(question: &Question<'_>) -> Start {
    let at = question.at;
    let (mut from, mut why, instead_of) = after_blood(question);
    if !question.waits.is_empty() {
        return Start { at: None, rule: why.0, marks: why.1, instead_of };
    }
    let begun = from;
    // A start that a needle defers may come too close to an operation, and the other way round: until neither moves it.
    for _ in 0..8 {
        let (begin, words) = around_operations(question, from);
        if begin != Some(from) || from == at && why.0 == now(question).0 {
            why = words;
        }
        let Some(begin) = begin else { return Start { at: None, rule: why.0, marks: why.1, instead_of } };
        let (free, words) = around_needles(question, begin);
        if let Some(words) = words.filter(|_| free != Some(begun) || begun == at) {
            why = words;
        }
        match free {
            Some(free) if free > from => from = free,
            free => return Start { at: free, rule: why.0, marks: why.1, instead_of },
        }
    }
    Start { at: None, rule: why.0, marks: why.1, instead_of }
}

/// The drug is the substance that is on board.
pub fn is_same(drug: Drug, on_board: &OnBoard) -> bool {
    on_board.substance.id == if drug == Drug::Ufh { "heparin" } else { drug.id() }
}

/// Never before the next dose of what is in the blood was due, and never a second drug beside one that runs.
fn after_blood(question: &Question<'_>) -> (Instant, Why, Option<usize>) {
    let Question { drug, blood, at, .. } = *question;
    let other = blood.prophylaxis().find(|on_board| !is_same(drug, on_board)).map(|on_board| on_board.fact);
    if let Some(lacks) = question.waits.first() {
        let rule = match *lacks {
            "inr" => text!("先查INR：华法林类仍可能起效", "First measure the INR: a vitamin K antagonist may still act"),
            "aptt" => text!("先查APTT：停用肝素后恢复正常再开始", "First measure the APTT: start once it is normal after heparin"),
            "CI_THERAPEUTIC_AC" => {
                text!("先由医师确认在用抗凝药的剂量和用途", "First a physician says what the anticoagulant on record is given for")
            }
            "CI_ACTIVE_BLEED" => text!("因出血停用肝素：先确认出血已止", "Heparin was stopped for bleeding: first confirm that it has ended"),
            _ => text!("末次给药时间不明：先确认", "The time of the last dose is not known: find it out first"),
        };
        return (at, (rule, SWITCH), other);
    }
    let free = blood.free_from().filter(|(when, _)| *when > at);
    let own = blood.prophylaxis().find(|on_board| is_same(drug, on_board));
    let from = free.map_or(at, |(when, _)| when).max(at);
    let why = match (other, own, free) {
        (Some(_), ..) => text!(
            "先停在用的抗凝药，于其下一剂应给时间开始，不得叠加",
            "First stop the anticoagulant that runs; start when its next dose would be due, never beside it"
        ),
        (None, Some(OnBoard { not_before: NotBefore::At(when), .. }), _) if *when > at => {
            text!("续用：下一剂按上次给药间隔", "Continue: the next dose at its interval from the last")
        }
        (None, Some(_), _) => text!("续用：本次剂量已到期", "Continue: this dose is due"),
        (None, None, Some(_)) => text!("待前一抗凝药的下一剂应给时间", "When the next dose of the anticoagulant before it would be due"),
        (None, None, None) => return (at, now(question), None),
    };
    (from, (why, SWITCH), other)
}

/// In the order of the needles: a start that one of them defers may come too close to the next.
fn around_needles(question: &Question<'_>, from: Instant) -> (Option<Instant>, Option<Why>) {
    let Question { drug, dose, released, clearance, chart, at, .. } = *question;
    let hours = TimeDelta::hours;
    let age = chart.age(at).map(|age| age.value);
    let (mut start, mut rule) = (from, None);
    let mut neuraxials: Vec<&Neuraxial> = chart.neuraxials().map(|(_, neuraxial)| neuraxial).collect();
    neuraxials.sort_by_key(|neuraxial| neuraxial.at);
    for neuraxial in neuraxials {
        if start <= neuraxial.at - hours(before_needle(drug, dose, clearance, age)) {
            if start == at {
                rule = Some((
                    text!("即可开始；末次给药与穿刺的间隔见椎管内时限", "Now; keep the interval between the last dose and the needle"),
                    WINDOW,
                ));
            }
            continue;
        }
        let after = if neuraxial.traumatic { after_traumatic(drug) } else { 12 };
        // Twice daily: a day after the needle (§5.6).
        let twice = drug == Drug::Enoxaparin && dose.is_some_and(|dose| dose.frequency != super::dosing::Frequency::Daily);
        let needle = neuraxial.latest() + hours(if twice { after.max(24) } else { after });
        let beside = released && neuraxial.catheter && neuraxial.at <= at && drug.class().is_heparin();
        let free = match closes(neuraxial) {
            _ if beside => needle,
            None => {
                return (None, Some((text!("椎管内导管拔除后，按时限开始", "After the neuraxial catheter is out, by its interval"), WINDOW)));
            }
            Some(closes) => {
                let removed = neuraxial.removed_at.filter(|_| neuraxial.catheter).map(|removed| removed + hours(after_removal(drug)));
                closes.max(needle).max(removed.unwrap_or(needle))
            }
        };
        if free > start {
            start = free;
            rule = Some((text!("椎管内时限结束后", "After the neuraxial interval has ended"), WINDOW));
        }
    }
    (Some(start), rule)
}

/// In the order of the operations: 12 h or more before one, or its interval after it; of several the later time. The next
/// one is preceded only by a heparin, and only where the risk calls for it without the operation or a hip is fractured.
fn around_operations(question: &Question<'_>, from: Instant) -> (Option<Instant>, Why) {
    let Question { drug, care, early, chart, at, .. } = *question;
    let hours = TimeDelta::hours;
    let mut why = now(question);
    if let Phase::Overtaken(_) = phase(chart, at) {
        return (
            None,
            (
                text!("先确认手术是否已做", "First confirm whether the operation took place"),
                &[D(text!("手术时间已过", "the planned time has passed"))],
            ),
        );
    }
    let mut operations: Vec<&Operation> = chart.operations().map(|(_, operation)| operation).collect();
    operations.sort_by_key(|operation| (operation.at.is_none(), operation.at));
    let mut may_precede = drug.class().is_heparin() && (early || care == PatientGroup::Ortho(Joint::HipFracture));
    let mut start = from;
    for operation in operations {
        let done = operation.is_done(at);
        if !done && may_precede && operation.at.is_none_or(|begins| start <= begins - hours(12)) {
            if start == at {
                why = BEFORE_OPERATION;
            }
            continue;
        }
        why = after_operation_words(drug, operation);
        match (end(operation), operation.at) {
            (Some(end), _) => start = start.max(end + hours(after_operation(drug, operation))),
            // Its length is not known: a day after it began, any operation is over by the wait.
            (None, Some(began)) if done && at >= began + hours(24) => {}
            _ => return (None, why),
        }
        may_precede |= !done;
    }
    (Some(start), why)
}

/// The end of an operation whose length is known, or of its day where only that is told.
fn end(operation: &Operation) -> Option<Instant> {
    if !operation.all_day {
        operation.duration_min.or(operation.anaesthesia_min)?;
    }
    operation.ends_at()
}

/// How far a course has gone (§5.3): counted from the end of the latest operation done, else from the first dose on
/// record, else from the start that is proposed; never from today, so that a reassessment does not move the stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    pub stop: Option<Instant>,
    /// 1 on the first day.
    pub day: u16,
    /// The planned day is over, and the published range is not: to its end, and the decision to stop is due now.
    pub extended: bool,
    /// The published range is over too.
    pub over: bool,
}

pub fn progress(base: Option<Instant>, days: Days, start: Option<Instant>, at: Instant) -> Progress {
    let length = |count: u8| TimeDelta::days(i64::from(count));
    let Some(base) = base.or(start) else { return Progress { stop: None, day: 1, extended: false, over: false } };
    let gone = (at - base).num_days().max(0) as u16;
    let extended = at > base + length(days.planned);
    let over = at > base + length(days.to);
    let stop = base + length(if extended { days.to } else { days.planned });
    Progress { stop: Some(stop), day: gone + 1, extended: extended && !over, over }
}

/// Where the days of a course count from: the end of the latest operation done; without one the first dose of the stay.
pub fn days_from(chart: &Chart, blood: &Blood, first_dose: Option<Instant>, at: Instant) -> Option<Instant> {
    let operated = chart.operations().filter(|(_, operation)| operation.is_done(at)).filter_map(|(_, operation)| operation.ends_at()).max();
    let of_stay = |when: &Instant| chart.admitted_at.is_none_or(|admitted| *when >= admitted);
    let begun = |on_board: &OnBoard| {
        let started = chart.facts[on_board.fact].at.or_else(|| chart.since(on_board.fact));
        [started, on_board.last_dose].into_iter().flatten().min().filter(of_stay)
    };
    // A treatment that went before is no prevention of this stay.
    let prophylactic = blood.all.iter().filter(|on_board| on_board.intensity == super::blood::Intensity::Prophylactic);
    operated.or_else(|| prophylactic.filter_map(begun).chain(first_dose).min())
}

/// Whether a value that the drug line hangs on is fresh at the first dose (§5.4b step 0): its time is known, and it is at
/// most 72 h old, or of any age where the first dose lies behind. An untimed weight may be used; an untimed laboratory value
/// waits for one tap (T4).
pub fn is_fresh(chart: &Chart, quantity: Quantity, first_dose: Option<Instant>) -> bool {
    chart.measured(quantity).is_some_and(|known| match known.from.first().map(|&fact| chart.since(fact)) {
        None | Some(None) => quantity == Quantity::Weight || chart.untimed_are_recent,
        Some(Some(measured)) => first_dose.is_none_or(|first_dose| first_dose - measured <= TimeDelta::hours(72)),
    })
}
