//! The decision (core specification §5): first what forbids, then the routes on which prevention is not the question, then the
//! one row of the matrix that fires, then its details.
//!
//! What is unknown never decides a row: it stays as a condition on the measure that hangs on it. No route hides a question,
//! a warning or the next look. Nothing here orders anything; a physician does.

mod looks;
mod place;
mod wording;

use super::advice::Advice;
use super::chart::{Chart, Limb, OperationKind, Procedure};
use super::dosing::PatientGroup;
use super::finding::Finding;
use super::formulary::{Device, Drug};
use super::given;
use super::instrument::Points;
use super::matrix::Level::{High, Low};
use super::matrix::{Level, MatrixBlock, Output, Rule, row};
use super::measure::{Fate, Measure, Missing, What};
use super::monitoring;
use super::options::{PreventionOptions, hours, is_running};
use super::quantity::Quantity;
use super::routes::{self, Route};
use super::situation::{Situation, cancer_surgery};
use super::source::{Mark, Mark::D, Mark::V, Mark::V2};
use super::suggested;
use super::timing::Phase;
use crate::text::{same, text};
use looks::{adjusted_weight, kidney_alone, looks, recheck_h, suggested_operation};
pub use place::care;
use place::place;
use wording::{BLEEDING_OPEN, CHANGES_BAND, EXTENDED, NEVER_TWO, NONE_IN_STOCK, PAST_RANGE, SUGGESTED, WITHOUT_KIDNEYS, without_routine_drug};
pub use wording::{STOPS_AT_DISCHARGE, SUGGESTED_OPERATION, what_changes};

/// Decides.
pub fn advise(situation: &Situation<'_>) -> Advice {
    let Situation { chart, sheet, bleeding, judgement, blood, care, at, .. } = *situation;
    let cleared = chart.creatinine_clearance(at);
    let clearance = cleared.map(|known| known.value);
    let options = PreventionOptions::of(situation, clearance);
    let mut advice = Advice {
        rule: None,
        routes: vec![],
        output: Output::Basic,
        measures: vec![plain(What::Basic)],
        alternatives: options.alternatives(situation),
        missing: vec![],
        reasons: vec![],
        marks: vec![],
        recheck_at: None,
        monitoring: vec![],
        warnings: given::warnings(chart, blood, at),
        protected: None,
        protected_until: None,
        care,
        clearance,
        without_kidneys: chart.without_kidneys(at),
        weight_kg: cleared.filter(|known| known.from.len() == 2).and(chart.measured(Quantity::Weight)).map(|known| known.value),
        adjusted_kg: adjusted_weight(chart),
    };
    let high = bleeding.high == Some(true);
    for alternative in &mut advice.alternatives {
        if alternative.is_drug && alternative.fate == Fate::Offered {
            if sheet.under_18 {
                alternative.fate = Fate::NotForThis;
            } else if judgement.holds_for_hit() {
                alternative.fate = Fate::Blocked { by: vec!["CI_HIT_ACUTE"], no_override: true };
            } else if high {
                alternative.fate = Fate::Blocked { by: vec![bleeding.instrument.id], no_override: false };
            } else if options.past_range {
                alternative.fate = Fate::Selectable;
            }
        }
    }
    let (block, level) = place(situation);
    let rule = level.and_then(|level| row(block, level, high, options.drug.is_some(), options.device.is_some()));
    match routes::taken(situation, &mut advice) {
        Some(route) => by_route(situation, &options, rule, route, &mut advice),
        None => match (rule, level) {
            (Some(rule), Some(level)) => by_row(situation, &options, rule, (block, level), &mut advice),
            _ => unfinished(situation, &mut advice),
        },
    }
    if advice.without_kidneys {
        advice.say(WITHOUT_KIDNEYS, &[D(text!("透析或严重肾衰按CrCl<15", "dialysis or failed kidneys as CrCl <15"))]);
    }
    kidney_alone(situation, &mut advice);
    suggested_operation(situation, &mut advice);
    looks(situation, &mut advice);
    settle(situation, &mut advice);
    advice
}

/// A route gives the output. A device only where it is usable and the row would give any measure.
fn by_route(situation: &Situation<'_>, options: &PreventionOptions<'_>, rule: Option<&'static Rule>, route: Route, advice: &mut Advice) {
    let at = situation.at;
    advice.rule = Some(route.id);
    advice.output = route.output;
    advice.protected = route.protected;
    advice.protected_until = route.effect_ends.filter(|_| route.protected == Some(true));
    for (reason, marks) in &route.reasons {
        advice.say(*reason, marks);
    }
    if route.no_prevention {
        advice.measures.clear();
    }
    let wants_device = route.device && rule.is_some_and(|rule| rule.output != Output::Basic);
    if let Some((device, legs)) = options.device.filter(|_| wants_device) {
        advice.measures.push(PreventionOptions::device_measure(device, legs, situation.judgement, false));
        advice.monitoring.push(monitoring::of_device(at));
    }
    if route.output == Output::Escalate {
        advice.measures.push(plain(What::Escalate));
    }
    for alternative in &mut advice.alternatives {
        let fate = &mut alternative.fate;
        match (alternative.is_drug, route.drugs) {
            (true, routes::Drugs::None) if matches!(fate, Fate::Offered | Fate::Selectable) => *fate = Fate::NotForThis,
            // Low-molecular-weight heparin is the consultant's to choose beside an INR that is too low.
            (true, routes::Drugs::LmwhSelectable) if *fate == Fate::Offered => {
                let lmwh = Drug::named(alternative.id).is_some_and(|drug| super::formulary::LMWH.has_drug(drug));
                *fate = if lmwh { Fate::Selectable } else { Fate::NotForThis };
            }
            (false, _) if route.no_prevention && *fate == Fate::Offered => *fate = Fate::NotForThis,
            _ => {}
        }
    }
    advice.look_again(at + hours(route.recheck_h));
    if let Some(until) = route.effect_ends {
        advice.look_again(until);
    }
}

/// The band is open: nothing fires, and what is missing is named.
fn unfinished(situation: &Situation<'_>, advice: &mut Advice) {
    let sheet = situation.sheet;
    if situation.judgement.holds_for_hit() {
        advice.output = Output::Escalate;
        advice.measures.push(plain(What::Escalate));
    }
    for route in &advice.routes.clone() {
        let (reason, marks) = routes::beside(route, situation);
        advice.say(reason, marks);
    }
    advice.reasons.push(text!(
        "评分尚未完成，危险分层未定：先行基础预防并补全评分",
        "The score is not complete and the band is open: basic prophylaxis now, and finish the score",
    ));
    advice.missing = sheet.tally.missing.iter().map(|&index| Missing { id: sheet.instrument.items[index].id, change: CHANGES_BAND }).collect();
}

/// The row that fired, with its details.
fn by_row(situation: &Situation<'_>, options: &PreventionOptions<'_>, rule: &'static Rule, place: (MatrixBlock, Level), advice: &mut Advice) {
    let Situation { chart, sheet, bleeding, judgement, blood, profile, care, at, .. } = *situation;
    let (block, level) = place;
    let high = bleeding.high == Some(true);
    advice.rule = Some(rule.id);
    advice.output = match rule.output {
        Output::Usable if options.drug.is_some() => Output::Drug,
        Output::Usable => Output::Mechanical,
        output => output,
    };
    // ASH 2019 advises against routine drugs after these operations: devices by default, a drug only by explicit order. Its
    // sentence then stands alone: two reasons that contradict each other are none.
    match without_routine_drug(chart).filter(|_| matches!(advice.output, Output::Drug | Output::Either | Output::Both)) {
        Some(note) => {
            advice.say(note, &[V("ASH19")]);
            advice.output = if options.device.is_some() { Output::Mechanical } else { Output::Escalate };
        }
        None => advice.say(rule.reason, rule.marks),
    }
    if bleeding.high.is_none() && rule.bleeding_high == Some(false) {
        advice.say(BLEEDING_OPEN, &[]);
    }
    if sheet.under_18 {
        advice.say(super::instruments::UNDER_18, &[]);
    } else if options.drug.is_none() && !options.order.iter().any(|drug| profile.formulary.contains(drug)) {
        advice.say(NONE_IN_STOCK, &[]);
    }
    if options.past_range {
        advice.say(PAST_RANGE, &[V("BORD"), D(text!("超过公布疗程后不再推荐", "no proposal beyond the published range"))]);
    }
    advice.recheck_at = recheck_h(rule, level, high, profile).map(|wait| at + hours(wait));
    // What the row itself hangs on.
    let provisional: Vec<&'static str> =
        if sheet.tally.is_provisional(sheet.instrument) || level == Low && block == MatrixBlock::Surgical && sheet.tally.floor == Points(0) {
            sheet.tally.missing.iter().map(|&index| sheet.instrument.items[index].id).collect()
        } else {
            vec![]
        };
    let drug = matches!(advice.output, Output::Drug | Output::Either | Output::Both)
        .then_some(options.drug)
        .flatten()
        .map(|drug| options.drug_measure(drug, None, situation, &provisional));
    let waits = drug.as_ref().is_some_and(|measure| {
        let later = matches!(&measure.what, What::Drug(course) if course.start.is_none_or(|start| start > at));
        // A course that goes on protects until its next dose: nothing has to bridge it.
        !measure.conditional_on.is_empty() || later && !is_running(blood)
    });
    let wants_device = matches!(advice.output, Output::Mechanical | Output::Either | Output::Both);
    let mut device = (wants_device || waits)
        .then_some(options.device)
        .flatten()
        .map(|(device, legs)| PreventionOptions::device_measure(device, legs, judgement, !wants_device));
    // Caprini 1–2 has a device and 0 has none: while both are possible the device hangs on what is missing.
    if level == Low
        && let Some(device) = &mut device
    {
        device.conditional_on.extend(provisional.iter().filter(|id| !device.conditional_on.contains(id)).copied().collect::<Vec<_>>());
    }
    if let Some(measure) = &drug {
        of_the_drug(situation, options, measure, level, advice);
    }
    advice.measures.extend(drug);
    if device.is_some() {
        advice.monitoring.push(monitoring::of_device(at));
    }
    advice.measures.extend(device);
    if advice.output == Output::Escalate || judgement.holds_for_hit() {
        advice.measures.push(plain(What::Escalate));
    }
    for route in &advice.routes.clone() {
        let (reason, marks) = routes::beside(route, situation);
        advice.say(reason, marks);
    }
    // Nobody can tell whether somebody anticoagulated is protected: the route speaks, with the measures of the row.
    if let Some(route) = advice.routes.iter().copied().find(|route| *route == "CI_THERAPEUTIC_AC") {
        advice.rule = Some(route);
    }
    let cancer = sheet.has(Finding::Malignancy) && care == PatientGroup::Surgical && may_be_abdominal(chart);
    if cancer && !cancer_surgery(chart) && chart.cancer_operation.is_none() {
        advice.missing.push(Missing { id: "abdominal_pelvic_cancer", change: what_changes("abdominal_pelvic_cancer") });
    }
}

/// What goes with a drug line: what is missing and would change it, what is watched, and what has to be said.
fn of_the_drug(situation: &Situation<'_>, options: &PreventionOptions<'_>, measure: &Measure, level: Level, advice: &mut Advice) {
    let Situation { chart, sheet, blood, care, at, .. } = *situation;
    let heavier = suggested::heavier(chart, &situation.profile.thresholds, at);
    let awaits = |id: &str| {
        let only = Quantity::named(id).is_some_and(|of| chart.measured(of).is_none() && chart.awaits(of));
        only || heavier.iter().any(|of| same(of.id, id)) && !situation.judgement.open.iter().any(|open| same(open.row.id, id))
    };
    let change = |id: &str| if awaits(id) { SUGGESTED } else { what_changes(id) };
    advice.missing = measure.conditional_on.iter().map(|id| Missing { id, change: change(id) }).collect();
    advice.monitoring = monitoring::plan(measure, care, chart, at);
    if matches!(care, PatientGroup::Medical | PatientGroup::Intensive) {
        advice.say(STOPS_AT_DISCHARGE, &[V("ASH18"), V("K12GC"), V("ENOX")]);
    }
    if care == PatientGroup::Surgical && options.phase != Phase::NoOperation {
        advice.marks.extend_from_slice(&[V("MEDSC"), V2("THX")]);
    }
    if is_running(blood) {
        advice.say(NEVER_TWO, &[V("SWITCH"), D(text!("不叠加两种抗凝药", "never two anticoagulants"))]);
    }
    if let What::Drug(course) = &measure.what
        && course.extended
    {
        advice.say(EXTENDED, &[D(text!("计划停药日已过，续至公布疗程之末", "past the planned day, to the end of the published range"))]);
        for task in advice.monitoring.iter_mut().filter(|task| task.id == "stop") {
            task.from = Some(at);
        }
    }
    if care == PatientGroup::Surgical && level == High && sheet.tally.ceiling <= Points::whole(6) {
        advice.say(
            text!(
                "Caprini 5~6分：荟萃分析未证实药物获益，仍按指南推荐",
                "Caprini 5–6: a meta-analysis found no proven benefit of drugs; still advised by the guidelines",
            ),
            &[V("PAN17")],
        );
    }
}

/// What became of the others, now that the proposal is known.
fn settle(situation: &Situation<'_>, advice: &mut Advice) {
    // A row without a place for a drug offers none as an alternative either.
    let place_for_none = |is_drug| advice.output == Output::Basic || advice.output == Output::Mechanical && is_drug;
    let by_row = advice.rule.is_some_and(|rule| !routes::is_route(rule)) || advice.drug().is_some();
    // "A drug only by explicit order": it stays the physician's to choose.
    let by_order = without_routine_drug(situation.chart).is_some_and(|note| advice.reasons.contains(&note));
    let high = situation.bleeding.high == Some(true);
    let offered: Vec<&'static str> = advice.measures.iter().map(|measure| measure.what.id()).collect();
    for alternative in &mut advice.alternatives {
        let held = high && alternative.is_drug;
        match &mut alternative.fate {
            fate if offered.contains(&alternative.id) => *fate = Fate::Proposed,
            // High bleeding forbids every drug, beside what else does.
            Fate::Blocked { by, .. } if held && !by.contains(&situation.bleeding.instrument.id) => by.push(situation.bleeding.instrument.id),
            fate @ Fate::Offered if by_row && !by_order && place_for_none(alternative.is_drug) => *fate = Fate::NotForThis,
            _ => {}
        }
    }
    for missing in &mut advice.missing {
        let asked = situation.judgement.open.iter().find(|open| open.lacks == missing.id).and_then(|open| open.wording);
        missing.change = asked.unwrap_or(missing.change);
    }
    let mut told: Vec<Mark> = vec![];
    advice.marks.retain(|mark| {
        let first = !told.contains(mark);
        told.push(*mark);
        first
    });
}

/// What choosing this drug or device instead would mean, by the same rules; for a person who changes the proposal. `option`:
/// one of the doses outside the label that stand beside the drug.
pub fn measure_of(situation: &Situation<'_>, id: &str, option: Option<usize>) -> Option<Measure> {
    if let Some(device) = Device::named(id) {
        // Overridden, a device may be put on both legs; otherwise where it may be used.
        let legs = situation.legs_for(device).unwrap_or(Limb::Both);
        return Some(PreventionOptions::device_measure(device, legs, situation.judgement, false));
    }
    let drug = Drug::named(id)?;
    let clearance = situation.chart.creatinine_clearance(situation.at).map(|known| known.value);
    Some(PreventionOptions::of(situation, clearance).drug_measure(drug, option, situation, &[]))
}

fn plain(what: What) -> Measure {
    Measure { what, conditional_on: vec![], meanwhile: false, remarks: vec![] }
}

/// An operation whose kind nobody named more nearly: it may be one for an abdominal or pelvic cancer.
fn may_be_abdominal(chart: &Chart) -> bool {
    chart.operations().any(|(_, operation)| {
        matches!(operation.procedure, None | Some(Procedure::Other)) && matches!(operation.kind, OperationKind::Open | OperationKind::Laparoscopic)
    })
}
