//! The decision (core specification §5): first what forbids, then the routes on which prevention is not the question, then the
//! one row of the matrix that fires, then its details.
//!
//! What is unknown never decides a row: it stays as a condition on the measure that hangs on it. No route hides a question,
//! a warning or the next look. Nothing here orders anything; a physician does.

use super::advice::Advice;
use super::chart::{Chart, Limb, OperationKind, Procedure};
use super::dosing::{Joint, PatientGroup};
use super::finding::Finding;
use super::formulary::{Device, Drug};
use super::formulas;
use super::given::{self};
use super::instrument::{Points, Risk};
use super::matrix::{Level, Level::High, Level::Low, Level::Moderate, Level::VeryLow, MatrixBlock, Output, Rule, row};
use super::measure::{Fate, Measure, Missing, What};
use super::monitoring::{self};
use super::options::{PreventionOptions, hours, is_running};
use super::profile::Profile;
use super::quantity::Quantity;
use super::routes::{self, Route};
use super::sheet::Sheet;
use super::situation::{Situation, cancer_surgery};
use super::source::{Mark, Mark::D, Mark::V, Mark::V2};
use super::suggested;
use super::timing::Phase;
use super::waits::Wait;
use crate::text::{Text, same, text};

/// Whose prophylaxis it is: orthopaedic operations first, then Caprini for whoever is operated, then the ICU, then the rest.
pub fn care(chart: &Chart, sheet: &Sheet, surgical: bool, in_icu: bool) -> PatientGroup {
    let procedure = |of: Procedure| chart.operations().any(|(_, operation)| operation.procedure == Some(of));
    let elective = chart.operations().any(|(_, operation)| operation.kind == OperationKind::ElectiveArthroplasty);
    let elective = elective || sheet.has(Finding::ElectiveArthroplasty);
    // Arthroplasty for a fracture is hip-fracture surgery, without DOAC; so is one of a joint that nobody named.
    let hip = procedure(Procedure::Tha) || elective && !procedure(Procedure::Tka);
    if procedure(Procedure::HipFracture) || hip && sheet.has(Finding::LegFracture) {
        return PatientGroup::Ortho(Joint::HipFracture);
    }
    if procedure(Procedure::Tha) {
        return PatientGroup::Ortho(Joint::Hip);
    }
    // Which joint an elective arthroplasty is on is not always said; the knee has the shorter course.
    if procedure(Procedure::Tka) || elective {
        return PatientGroup::Ortho(Joint::Knee);
    }
    match (surgical, in_icu) {
        (true, _) => PatientGroup::Surgical,
        (false, true) => PatientGroup::Intensive,
        (false, false) => PatientGroup::Medical,
    }
}

/// The level of a settled or prudent band; `None` while it is open.
fn level(situation: &Situation<'_>) -> Option<Level> {
    let (sheet, tally) = (situation.sheet, &situation.sheet.tally);
    let band = tally.band(sheet.instrument)?;
    Some(match band {
        Risk::High => High,
        Risk::Moderate => Moderate,
        Risk::Low if sheet.instrument.id == "caprini" && tally.ceiling > Points(0) => Low,
        Risk::Low if sheet.instrument.id == "caprini" => VeryLow,
        Risk::Low => Low,
    })
}

/// Block and level, as the matrix is asked. A medical patient scored with Caprini (hospital's switch) reads 5 and more as
/// Padua 4 and more, 3–4 by the S2 rows (core specification 8, row 27).
fn place(situation: &Situation<'_>) -> (MatrixBlock, Option<Level>) {
    let level = level(situation);
    match situation.care {
        PatientGroup::Ortho(_) => (MatrixBlock::Ortho, Some(level.unwrap_or(High))),
        PatientGroup::Intensive => (MatrixBlock::Intensive, Some(level.unwrap_or(High))),
        PatientGroup::Surgical if situation.sheet.instrument.id == "caprini" => (MatrixBlock::Surgical, level),
        PatientGroup::Medical if situation.sheet.instrument.id == "caprini" && level == Some(Moderate) => (MatrixBlock::Surgical, level),
        PatientGroup::Surgical | PatientGroup::Medical => (MatrixBlock::Medical, level),
    }
}

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

/// An operation is only suggested: it counts in no score, and no proposal stands as if there were none.
fn suggested_operation(situation: &Situation<'_>, advice: &mut Advice) {
    const ID: &str = "operation";
    if !situation.chart.awaits_operation() {
        return;
    }
    for measure in advice.measures.iter_mut().filter(|measure| matches!(measure.what, What::Drug(_) | What::Device { .. })) {
        if !measure.conditional_on.contains(&ID) {
            measure.conditional_on.push(ID);
        }
    }
    advice.missing.retain(|missing| missing.id != ID);
    advice.missing.push(Missing { id: ID, change: SUGGESTED_OPERATION });
}

/// The kidney alone makes bleeding high in an operated patient, and nothing else stands against unfractionated heparin: a
/// physician may choose it without setting anything aside. The device stays the proposal.
fn kidney_alone(situation: &Situation<'_>, advice: &mut Advice) {
    let Situation { chart, at, .. } = *situation;
    let rates = [chart.creatinine_clearance(at), chart.filtration(at)];
    let judgement = situation.judgement;
    let alone = matches!(advice.rule, Some("S3" | "S5" | "O1"))
        && matches!(situation.care, PatientGroup::Surgical | PatientGroup::Ortho(_))
        && situation.bleeding.items == ["bs_severe_renal_hepatic"]
        && rates.into_iter().flatten().any(|rate| rate.value < 30.0)
        && !judgement.open.iter().any(|open| open.row.id == "kidney_or_liver")
        && !situation.sheet.under_18
        && !judgement.holds_for_hit()
        && judgement.against(Drug::Ufh).next().is_none()
        && situation.profile.formulary.contains(&Drug::Ufh);
    if !alone {
        return;
    }
    if let Some(ufh) = advice.alternatives.iter_mut().find(|alternative| alternative.id == Drug::Ufh.id()) {
        ufh.fate = Fate::Selectable;
        ufh.fits = true;
    }
    advice.say(KIDNEY_ALONE, &[V2("LOTH"), D(text!("可选，不作推荐", "offered, not proposed"))]);
}

/// The next look: the row's or the route's, 24 h wherever something is open or high, and sooner where a window ends.
fn looks(situation: &Situation<'_>, advice: &mut Advice) {
    let Situation { bleeding, judgement, blood, at, .. } = *situation;
    let waits = advice.measures.iter().any(|measure| matches!(measure.what, What::Drug(_)) && !measure.conditional_on.is_empty());
    // Where every drug is forbidden and something is still asked of it, the question waits all the same.
    let asked = advice.drug().is_none() && advice.output != Output::Basic && judgement.open_for(Drug::Enoxaparin).next().is_some();
    let drug_waits = waits || asked;
    let alert = judgement.standing_alerts().next().is_some();
    // Bleeding that is high for the treatment drug alone says nothing that the route does not say.
    let only_antithrombotic = advice.protected == Some(true) && bleeding.items == ["bs_concomitant_antithrombotic"];
    let bleeds = bleeding.high != Some(false) && !only_antithrombotic;
    if advice.reasons.contains(&PAST_RANGE) {
        advice.look_again(at + hours(24));
    }
    // An alert, a route or a suspicion is looked at whether or not the score is finished.
    let untold = advice.protected.is_none() && advice.routes.contains(&"CI_THERAPEUTIC_AC");
    let must = alert || untold || situation.stay.suspicion.is_some();
    let unused = advice.output == Output::Escalate
        || matches!(situation.care, PatientGroup::Ortho(_)) && advice.rule.is_some_and(|rule| !routes::is_route(rule)) && advice.drug().is_none();
    if must || unused || advice.rule.is_some() && (drug_waits || bleeds) {
        advice.look_again(at + hours(24));
    }
    if advice.measures.iter().any(|measure| matches!(measure.what, What::Drug(_))) {
        let windows = judgement.present.iter().filter(|present| present.row.id == "CI_NEURAXIAL").filter_map(|present| present.until);
        let change = blood.free_from().filter(|(when, _)| *when > at && !is_running(blood)).map(|(when, _)| when);
        for when in windows.chain(change) {
            advice.look_again(when);
        }
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

/// Hours to the next look: the row's, or sooner where the hospital looks sooner; a low risk only where it has set a time.
fn recheck_h(rule: &Rule, level: Level, bleeding_high: bool, profile: &Profile) -> Option<u16> {
    let wait = match level {
        Moderate | High if bleeding_high => Wait::BleedHigh,
        High => Wait::PeriodicHigh,
        Moderate => Wait::PeriodicModerate,
        Low | VeryLow => Wait::PeriodicLow,
    };
    let set = Some(profile.due.hours(wait)).filter(|hours| *hours > 0);
    rule.recheck_h.into_iter().chain(set).min()
}

/// Devine's ideal weight and 0.4 of what is above it, from a BMI of 30.
fn adjusted_weight(chart: &Chart) -> Option<f64> {
    let weight = chart.measured(Quantity::Weight)?.value;
    let ideal = formulas::ideal_body_weight_kg(chart.measured(Quantity::Height)?.value, chart.sex()?)?;
    chart.bmi().filter(|bmi| bmi.value >= 30.0).map(|_| formulas::adjusted_body_weight_kg(ideal, weight))
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

pub const STOPS_AT_DISCHARGE: Text = text!("恢复活动或出院即停药，出院后不延续", "Stop once mobile or at discharge; not continued after discharge");

const CHANGES_BAND: Text = text!("影响危险分层", "changes the band");
const BLEEDING_OPEN: Text = text!(
    "出血评估未完成：先按“非出血高危”列出，药物须待评估完成",
    "Bleeding is not assessed in full: read as not high for now, and the drug waits",
);
const NEVER_TWO: Text = text!(
    "已在用预防剂量抗凝药：绝不叠加；换药须先停前药，按其末次给药时间衔接",
    "A prophylactic anticoagulant is already given: never two at once; stop it, and count from its last dose, before another starts",
);
const EXTENDED: Text = text!(
    "已过计划停药日，仍在公布疗程之内：续用至疗程之末，并请现在决定停药或延长",
    "Past the planned stop and still inside the published range: to its end, and the decision to stop or extend is due now",
);
const NONE_IN_STOCK: Text =
    text!("本院无可用抗凝药：需要药物时请转诊或调配", "No anticoagulant in stock here: refer, or obtain one, if a drug is needed");
const PAST_RANGE: Text = text!(
    "已超过公布疗程：不再推荐药物，是否继续由医师决定",
    "Past the published range: no drug is proposed; whether to go on is the physician's decision",
);
const WITHOUT_KIDNEYS: Text = text!("透析/严重肾衰：按 CrCl<15", "Dialysis or failed kidneys: judged as CrCl <15");
const KIDNEY_ALONE: Text = text!(
    "肾功能是唯一的出血高危项：普通肝素5000 U每12小时可由医师直接选用（不需越过禁忌）",
    "The kidney is the only item of high bleeding risk: the physician may choose UFH 5000 U every 12 h without setting anything aside",
);

fn without_routine_drug(chart: &Chart) -> Option<Text> {
    let procedure = chart
        .operations()
        .filter_map(|(_, operation)| operation.procedure)
        .find(|procedure| matches!(procedure, Procedure::Turp | Procedure::RadicalProstatectomy | Procedure::Neurosurgery))?;
    Some(match procedure {
        Procedure::RadicalProstatectomy => text!(
            "根治性前列腺切除：ASH 2019不建议常规药物；CHEST 2012对盆腔肿瘤手术建议LMWH 4周。默认机械预防，由术者决定",
            "Radical prostatectomy: ASH 2019 is against routine drugs; CHEST 2012 gives 4 weeks of LMWH after pelvic cancer surgery. Mechanical by default, the surgeon decides",
        ),
        _ => text!(
            "该手术ASH 2019不建议常规药物预防：默认机械预防，药物须医师明确医嘱",
            "ASH 2019 is against routine drugs after this operation: mechanical by default, a drug only by explicit order",
        ),
    })
}

const SUGGESTED: Text = text!("HIS提示的数值待确认", "A value that the host suggests awaits confirmation");

/// What a suggested operation would change.
pub const SUGGESTED_OPERATION: Text = text!(
    "HIS提示的手术待确认：未计入评分；若属实，危险分层和给药时间会改变",
    "An operation that the host suggests awaits confirmation: it is not in the score, and would change the band and the start",
);

/// What an unknown fact would change, for the one who is to find it out.
pub fn what_changes(id: &str) -> Text {
    match id {
        "platelets" => text!("血小板未知或过期：<50×10⁹/L则不用药", "Platelets unknown or stale: below 50×10⁹/L no drug"),
        "weight" => text!("体重未知或过期：决定剂量和肌酐清除率", "Weight unknown or stale: decides dose and clearance"),
        "creatinine" => text!("肌酐清除率未知或过期：<30 mL/min换药或减量", "Clearance unknown or stale: below 30 mL/min another drug or dose"),
        "haemoglobin" => text!("血红蛋白未知或过期：用药前基线", "Haemoglobin unknown or stale: the baseline before a drug"),
        "inr" => text!("INR未知或过期：>1.5（未用华法林）则不用药", "INR unknown or stale: above 1.5 without warfarin no drug"),
        "aptt" => text!("APTT过期：超过上限1.5倍则不用药", "APTT stale: above 1.5 × the upper limit no drug"),
        "age" | "sex" => text!("年龄或性别未知：决定肌酐清除率", "Age or sex unknown: decides clearance"),
        "operation" => text!("手术是否已做未知：决定给药时间", "Whether the operation took place is not known: decides the start"),
        "last_dose" => text!("末次给药时间不明，或剂量早已到期：是否仍在用？", "The last dose is not known, or long overdue: is it still given?"),
        "abdominal_pelvic_cancer" => {
            text!("是否腹盆腔肿瘤手术？答复前按10天", "Was the operation for an abdominal or pelvic cancer? 10 days until answered")
        }
        "unrecognised_medication" => text!(
            "有未识别的药名：若为抗凝、抗血小板或溶栓药，影响用药",
            "Medicines not recognised: an anticoagulant, antiplatelet or thrombolytic among them would bear on the drug"
        ),
        "unrecognised_allergy" => {
            text!("有未识别的过敏原：若为抗凝药或猪源制品则不用", "Allergens not recognised: not given if one of them is the drug or of pork")
        }
        "kidney_or_liver" => text!("肾还是肝？答复前按两者皆有", "Kidney or liver? Both until answered"),
        id if id.starts_with("CI_") || id.starts_with("MC_") => text!("未答：若有则不用", "Not answered: if present, not used"),
        id if id.starts_with("bs_") || id.starts_with("bm_") => {
            text!("出血评估未完成：若为高危则不用药", "Bleeding not assessed in full: if high, no drug")
        }
        _ => CHANGES_BAND,
    }
}
