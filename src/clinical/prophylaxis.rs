//! The decision: one ordered table from risk, bleeding and what is usable to what is proposed (§5.2), then its details.
//!
//! Exactly one row fires. Three findings leave the matrix before it is asked: acute HIT, acute VTE, and anticoagulation
//! at treatment dose are not prevention. What is unknown never decides a row: it stays as a condition on the measure
//! that hangs on it. Nothing here orders anything; a physician does.

use chrono::TimeDelta;

use super::bleeding::Bleeding;
use super::chart::{Chart, Instant, Limb, Neuraxial, Procedure};
use super::contraindication::Judgement;
use super::dosing::{self, Care, Days, Dose, Joint, Patient};
use super::finding::Finding;
use super::formulary::{Device, Drug};
use super::formulas;
use super::instrument::{Points, Risk};
use super::monitoring::{self, Task};
use super::neuraxial::open_window;
use super::profile::Profile;
use super::quantity::Quantity;
use super::sheet::{Sheet, Value};
use super::source::{Mark, Mark::D, Mark::K, Mark::V};
use super::timing::{self, Phase};
use super::waits::Wait;
use crate::text::{Text, text};

/// The bands as the matrix reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Caprini 0.
    VeryLow,
    Low,
    Moderate,
    High,
}

/// Which block of rows is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    Ortho,
    Surgical,
    Intensive,
    Medical,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Basic,
    Mechanical,
    Drug,
    /// The one that is usable.
    Usable,
    Either,
    Both,
    Escalate,
}

impl Output {
    pub fn id(self) -> &'static str {
        match self {
            Output::Basic => "basic",
            Output::Mechanical => "mechanical",
            Output::Drug => "drug",
            Output::Usable => "usable",
            Output::Either => "either",
            Output::Both => "both",
            Output::Escalate => "escalate",
        }
    }
}

/// One row of the matrix. `None` in a condition means "either way".
#[derive(Debug)]
pub struct Rule {
    pub id: &'static str,
    pub block: Block,
    pub levels: &'static [Level],
    pub bleeding_high: Option<bool>,
    pub drug: Option<bool>,
    pub device: Option<bool>,
    pub output: Output,
    /// Hours to the next look; `None`: when something changes.
    pub recheck_h: Option<u16>,
    pub reason: Text,
    pub marks: &'static [Mark],
}

use Level::{High, Low, Moderate, VeryLow};

const ANY: &[Level] = &[VeryLow, Low, Moderate, High];
const DAY: Option<u16> = Some(24);
const THREE_DAYS: Option<u16> = Some(72);
const WEEK: Option<u16> = Some(168);
const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[allow(clippy::too_many_arguments, reason = "the columns of a table, in its order")]
const fn rule(
    id: &'static str,
    block: Block,
    levels: &'static [Level],
    bleeding_high: Option<bool>,
    drug: Option<bool>,
    device: Option<bool>,
    output: Output,
    recheck_h: Option<u16>,
    reason: Text,
    marks: &'static [Mark],
) -> Rule {
    assert!(!marks.is_empty(), "a rule without a source");
    Rule { id, block, levels, bleeding_high, drug, device, output, recheck_h, reason, marks }
}

const NEITHER: Text = text!(
    "药物与器械均不可用：请会诊或联系上级医院，个体化决定，可行超声监测",
    "Neither drug nor device is usable: consult or refer, decide individually, consider surveillance ultrasound",
);
const BLEEDING_NO_DEVICE: Text = text!("出血高危且器械不可用：请会诊或联系上级医院", "High bleeding risk and no usable device: consult or refer");
const BLEEDING_DEVICE: Text = text!(
    "出血高危：先用机械预防，不用药物；每日复评出血，风险降低后启动药物",
    "High bleeding risk: mechanical now, no drug; reassess bleeding daily and start the drug when it falls",
);
const ORTHO: Text =
    text!("髋膝关节置换或髋部骨折手术：按骨科方案用药", "Hip or knee arthroplasty, or hip-fracture surgery: drug by the orthopaedic profile");
const ORTHO_DEVICE: Text =
    text!("骨科大手术，药物不可用或出血高危：机械预防", "Major orthopaedic surgery, no usable drug or high bleeding risk: mechanical");
const ICU: Text = text!("ICU非手术患者：药物预防，首选低分子肝素", "ICU, non-surgical: drug prophylaxis, LMWH preferred");
const ICU_DEVICE: Text =
    text!("ICU非手术患者，药物不可用或出血高危：机械预防", "ICU, non-surgical, no usable drug or high bleeding risk: mechanical");

// One row a line, in the order of the specification; an id with two conditions has two lines.
#[rustfmt::skip]
pub static MATRIX: &[Rule] = &[
    rule("S0", Block::Surgical, &[VeryLow], None, None, None, Output::Basic, None, text!("Caprini 0分：仅基础预防", "Caprini 0: basic prophylaxis only"), &[V("GABS"), V("G12GC")]),
    rule("S1", Block::Surgical, &[Low], None, None, YES, Output::Mechanical, WEEK, text!("Caprini 1~2分：机械预防，首选IPC", "Caprini 1–2: mechanical, preferably IPC"), &[V("GABS")]),
    rule("S1b", Block::Surgical, &[Low], None, None, NO, Output::Basic, WEEK, text!("Caprini 1~2分，器械不可用：基础预防", "Caprini 1–2, no usable device: basic prophylaxis"), &[D(text!("本规格决定", "decision of this specification"))]),
    rule("S2", Block::Surgical, &[Moderate], NO, YES, YES, Output::Either, THREE_DAYS, text!("中危（3~4分），非出血高危：药物或机械，任选其一", "Moderate (3–4), bleeding not high: drug or mechanical, one of the two"), &[V("GABS")]),
    rule("S2b", Block::Surgical, &[Moderate], NO, YES, NO, Output::Usable, THREE_DAYS, text!("中危，非出血高危，仅药物可用", "Moderate, bleeding not high: only the drug is usable"), &[V("GABS")]),
    rule("S2b", Block::Surgical, &[Moderate], NO, NO, YES, Output::Usable, THREE_DAYS, text!("中危，非出血高危，仅器械可用", "Moderate, bleeding not high: only the device is usable"), &[V("GABS")]),
    rule("S2c", Block::Surgical, &[Moderate], NO, NO, NO, Output::Escalate, DAY, NEITHER, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("S3", Block::Surgical, &[Moderate], YES, None, YES, Output::Mechanical, DAY, BLEEDING_DEVICE, &[V("G12GC"), V("MDE"), K(text!("风险降低后启动", "starting when it falls"))]),
    rule("S4", Block::Surgical, &[High], NO, YES, YES, Output::Both, THREE_DAYS, text!("高危（≥5分），非出血高危：药物加机械", "High (≥5), bleeding not high: drug plus mechanical"), &[V("GABS")]),
    rule("S4b", Block::Surgical, &[High], NO, YES, NO, Output::Drug, THREE_DAYS, text!("高危，非出血高危，器械不可用：药物", "High, bleeding not high, no usable device: drug"), &[V("GABS")]),
    rule("S4c", Block::Surgical, &[High], NO, NO, YES, Output::Mechanical, DAY, text!("高危，无可用药物：机械预防", "High, no usable drug: mechanical"), &[D(text!("不以阿司匹林替代", "aspirin is no substitute")), K(text!("G12其他选项", "G12's other options"))]),
    rule("S4d", Block::Surgical, &[High], NO, NO, NO, Output::Escalate, DAY, NEITHER, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("S5", Block::Surgical, &[High], YES, None, YES, Output::Mechanical, DAY, BLEEDING_DEVICE, &[V("G12GC"), V("MDE"), K(text!("风险降低后启动", "starting when it falls"))]),
    rule("S6", Block::Surgical, &[Moderate, High], YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("M0", Block::Medical, &[VeryLow, Low], None, None, None, Output::Basic, None, text!("低危：仅基础预防，不用药物或器械", "Low risk: basic prophylaxis only, no drug or device"), &[V("K12GC")]),
    rule("M1", Block::Medical, &[High], NO, YES, None, Output::Drug, THREE_DAYS, text!("高危，非出血高危：单用药物预防，不常规联合器械", "High, bleeding not high: drug alone; combining is not routine"), &[V("K12GC"), V("ASH18")]),
    rule("M1b", Block::Medical, &[High], NO, NO, YES, Output::Mechanical, DAY, text!("高危，无可用药物：机械预防", "High, no usable drug: mechanical"), &[V("ASH18")]),
    rule("M1c", Block::Medical, &[High], NO, NO, NO, Output::Escalate, DAY, NEITHER, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("M2", Block::Medical, &[High], YES, None, YES, Output::Mechanical, DAY, text!("高危且出血高危：机械预防；出血风险降低而VTE风险仍在时改药物", "High, and bleeding high: mechanical; switch to a drug when bleeding risk falls and VTE risk persists"), &[V("ASH18"), V("K12GC")]),
    rule("M3", Block::Medical, &[High], YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("I1", Block::Intensive, ANY, NO, YES, None, Output::Drug, DAY, ICU, &[V("ASH18"), K(text!("K12条文未核实", "K12 text not verified")), D(text!("与手术患者分行", "the split from surgical patients"))]),
    rule("I1", Block::Intensive, ANY, NO, NO, YES, Output::Mechanical, DAY, ICU_DEVICE, &[V("ASH18"), D(text!("与手术患者分行", "the split from surgical patients"))]),
    rule("I1", Block::Intensive, ANY, YES, None, YES, Output::Mechanical, DAY, ICU_DEVICE, &[V("ASH18"), D(text!("与手术患者分行", "the split from surgical patients"))]),
    rule("I1", Block::Intensive, ANY, NO, NO, NO, Output::Escalate, DAY, NEITHER, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("I1", Block::Intensive, ANY, YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("O1", Block::Ortho, ANY, NO, YES, None, Output::Drug, THREE_DAYS, ORTHO, &[V("FALCK"), V("ORTHO")]),
    rule("O1", Block::Ortho, ANY, NO, NO, YES, Output::Mechanical, DAY, ORTHO_DEVICE, &[V("FALCK"), V("ORTHO")]),
    rule("O1", Block::Ortho, ANY, YES, None, YES, Output::Mechanical, DAY, ORTHO_DEVICE, &[V("FALCK"), V("ORTHO")]),
    rule("O1", Block::Ortho, ANY, NO, NO, NO, Output::Escalate, DAY, NEITHER, &[D(text!("本规格决定", "decision of this specification"))]),
    rule("O1", Block::Ortho, ANY, YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, &[D(text!("本规格决定", "decision of this specification"))]),
];

/// The row that fires. Every combination has exactly one (a test enumerates them).
pub fn row(block: Block, level: Level, bleeding_high: bool, drug: bool, device: bool) -> Option<&'static Rule> {
    let fits = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
    MATRIX.iter().find(|rule| {
        rule.block == block
            && rule.levels.contains(&level)
            && fits(rule.bleeding_high, bleeding_high)
            && fits(rule.drug, drug)
            && fits(rule.device, device)
    })
}

/// Findings for which prevention is the wrong question, in the order they are asked.
#[rustfmt::skip]
pub static ROUTES: &[(&str, Output, Text, &[Mark])] = &[
    ("CI_HIT_ACUTE", Output::Escalate, text!("疑似或确诊急性HIT：停用一切肝素，急请血液科；多需治疗强度的非肝素抗凝，本程序不推荐任何预防方案", "Acute HIT suspected or confirmed: stop all heparin, urgent haematology; a non-heparin anticoagulant at treatment intensity is usually needed. No prophylaxis is proposed"), &[V("HITT")]),
    ("CI_ACUTE_VTE", Output::Escalate, text!("已确诊急性VTE：转入治疗流程", "Acute VTE confirmed: go to treatment"), &[K(text!("来源未核实", "source not verified"))]),
    ("CI_THERAPEUTIC_AC", Output::Basic, text!("已用治疗剂量抗凝：视为已保护，不再叠加任何预防药物", "Already anticoagulated at treatment dose: protected, no prophylactic drug is added"), &[K(text!("来源未核实", "source not verified")), D(text!("视为已保护", "counts as protected"))]),
];

/// Something proposed. A measure with conditions waits for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    pub what: What,
    /// Facts that are not known and that could forbid it or change its dose.
    pub conditional_on: Vec<&'static str>,
    /// Bridges the time until the drug may be given.
    pub meanwhile: bool,
    pub remarks: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Basic,
    Device { device: Device, legs: Limb },
    Drug { drug: Drug, dose: Option<Dose>, start: Option<Instant>, start_rule: Text, days: Days, stop: Option<Instant> },
    Escalate,
}

impl What {
    pub fn id(&self) -> &'static str {
        match self {
            What::Basic => "basic",
            What::Device { device, .. } => device.id(),
            What::Drug { drug, .. } => drug.id(),
            What::Escalate => "escalate",
        }
    }

    pub fn kind(&self) -> &'static str {
        match self {
            What::Basic => "basic",
            What::Device { .. } => "device",
            What::Drug { .. } => "drug",
            What::Escalate => "escalate",
        }
    }

    pub fn label(&self) -> Text {
        match self {
            What::Basic => text!(
                "基础预防（宣教、早期活动、踝泵、避免脱水、保护静脉）",
                "Basic: education, early mobilisation, ankle pumps, hydration, vein care",
            ),
            What::Device { device, .. } => device.label(),
            What::Drug { drug, .. } => drug.label(),
            What::Escalate => text!("会诊或上报上级医师", "Consult or escalate"),
        }
    }
}

/// A drug or device that was looked at, and why it is or is not offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub id: &'static str,
    pub label: Text,
    pub is_drug: bool,
    /// Has a place in this situation, whatever forbids it now.
    pub fits: bool,
    pub fate: Fate,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    Proposed,
    /// Could be chosen instead.
    Offered,
    /// Forbidden by these rows; `no_override` when one of them stands above the physician.
    Blocked {
        by: Vec<&'static str>,
        no_override: bool,
    },
    NotInStock,
    /// No place in this situation.
    NotForThis,
}

/// What is missing, and what it would change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Missing {
    pub id: &'static str,
    pub change: Text,
}

/// The proposal.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The row that fired, a route (`CI_HIT_ACUTE` …), or nothing while the band is open.
    pub rule: Option<&'static str>,
    pub output: Output,
    pub measures: Vec<Measure>,
    pub alternatives: Vec<Alternative>,
    pub missing: Vec<Missing>,
    pub reasons: Vec<Text>,
    pub marks: Vec<Mark>,
    pub recheck_at: Option<Instant>,
    pub monitoring: Vec<Task>,
    pub care: Care,
    /// mL/min.
    pub clearance: Option<f64>,
    /// kg, the actual weight that it was computed with; none where the host gave the clearance.
    pub weight_kg: Option<f64>,
    /// kg, shown beside the actual weight from a BMI of 30 (D).
    pub adjusted_kg: Option<f64>,
}

impl PartialEq for Advice {
    fn eq(&self, other: &Advice) -> bool {
        self.rule == other.rule
            && self.output == other.output
            && self.measures == other.measures
            && self.alternatives == other.alternatives
            && self.missing == other.missing
            && self.reasons == other.reasons
            && (self.recheck_at, self.clearance, self.adjusted_kg) == (other.recheck_at, other.clearance, other.adjusted_kg)
    }
}

impl Advice {
    pub fn drug(&self) -> Option<Drug> {
        self.measures.iter().find_map(|measure| match measure.what {
            What::Drug { drug, .. } => Some(drug),
            _ => None,
        })
    }
}

/// All that the decision rests on.
pub struct Situation<'a> {
    pub chart: &'a Chart,
    pub sheet: &'a Sheet,
    pub bleeding: &'a Bleeding,
    pub judgement: &'a Judgement,
    pub profile: &'a Profile,
    pub care: Care,
    pub at: Instant,
}

/// Whose prophylaxis it is: orthopaedic operations first, then Caprini for whoever is operated, then the ICU, then the rest.
pub fn care(chart: &Chart, sheet: &Sheet, surgical: bool, in_icu: bool) -> Care {
    let procedure = |of: Procedure| chart.operations().any(|(_, operation)| operation.procedure == Some(of));
    let elective = chart.operations().any(|(_, operation)| operation.kind == super::chart::OperationKind::ElectiveArthroplasty);
    let elective = elective || sheet.has(Finding::ElectiveArthroplasty);
    // Arthroplasty for a fracture is hip-fracture surgery, without DOAC; so is one of a joint that nobody named.
    let hip = procedure(Procedure::Tha) || elective && !procedure(Procedure::Tka);
    if procedure(Procedure::HipFracture) || hip && sheet.has(Finding::LegFracture) {
        return Care::Ortho(Joint::HipFracture);
    }
    if procedure(Procedure::Tha) {
        return Care::Ortho(Joint::Hip);
    }
    // Which joint an elective arthroplasty is on is not always said; the knee has the shorter course.
    if procedure(Procedure::Tka) || elective {
        return Care::Ortho(Joint::Knee);
    }
    match (surgical, in_icu) {
        (true, _) => Care::Surgical,
        (false, true) => Care::Intensive,
        (false, false) => Care::Medical,
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
fn place(situation: &Situation<'_>) -> (Block, Option<Level>) {
    let level = level(situation);
    match situation.care {
        Care::Ortho(_) => (Block::Ortho, Some(level.unwrap_or(High))),
        Care::Intensive => (Block::Intensive, Some(level.unwrap_or(High))),
        Care::Surgical if situation.sheet.instrument.id == "caprini" => (Block::Surgical, level),
        Care::Medical if situation.sheet.instrument.id == "caprini" && level == Some(Moderate) => (Block::Surgical, level),
        Care::Surgical | Care::Medical => (Block::Medical, level),
    }
}

/// Decides.
pub fn advise(situation: &Situation<'_>) -> Advice {
    let Situation { chart, sheet, bleeding, judgement, profile, care, at } = *situation;
    let cleared = chart.creatinine_clearance(at);
    let clearance = cleared.as_ref().map(|known| known.value);
    let mut advice = Advice {
        rule: None,
        output: Output::Basic,
        measures: vec![plain(What::Basic)],
        alternatives: vec![],
        missing: vec![],
        reasons: vec![],
        marks: vec![],
        recheck_at: None,
        monitoring: vec![],
        care,
        clearance,
        weight_kg: cleared.filter(|known| known.from.len() == 2).and(chart.measured(Quantity::Weight)).map(|known| known.value),
        adjusted_kg: adjusted_weight(chart),
    };
    if let Some((id, output, reason, marks)) = ROUTES.iter().find(|(id, ..)| judgement.has(id)) {
        advice.rule = Some(id);
        advice.output = *output;
        advice.reasons.push(*reason);
        advice.marks.extend_from_slice(marks);
        if *output == Output::Escalate {
            advice.measures.push(plain(What::Escalate));
            advice.recheck_at = Some(at + TimeDelta::hours(24));
        }
        return advice;
    }
    let options = Options::of(situation, clearance);
    advice.alternatives = options.alternatives(profile, judgement);
    for alternative in &mut advice.alternatives {
        if alternative.is_drug && alternative.fate == Fate::Offered {
            if sheet.under_18 {
                alternative.fate = Fate::NotForThis;
            } else if judgement.holds_for_hit() {
                alternative.fate = Fate::Blocked { by: vec!["CI_HIT_ACUTE"], no_override: true };
            } else if bleeding.high == Some(true) {
                alternative.fate = Fate::Blocked { by: vec![bleeding.instrument.id], no_override: false };
            }
        }
    }
    let (block, level) = place(situation);
    let Some(level) = level else {
        advice.reasons.push(text!(
            "评分尚未完成，危险分层未定：先行基础预防并补全评分",
            "The score is not complete and the band is open: basic prophylaxis now, and finish the score",
        ));
        advice.missing = sheet.tally.missing.iter().map(|&index| Missing { id: sheet.instrument.items[index].id, change: CHANGES_BAND }).collect();
        return advice;
    };
    let high = bleeding.high == Some(true);
    let Some(rule) = row(block, level, high, options.drug.is_some(), options.device.is_some()) else { return advice };
    advice.rule = Some(rule.id);
    advice.reasons.push(rule.reason);
    if bleeding.high.is_none() && rule.bleeding_high == NO {
        advice.reasons.push(text!(
            "出血评估未完成：先按“非出血高危”列出，药物须待评估完成",
            "Bleeding is not assessed in full: read as not high for now, and the drug waits",
        ));
    }
    advice.marks.extend_from_slice(rule.marks);
    advice.recheck_at = recheck_h(rule, level, high, profile).map(|hours| at + TimeDelta::hours(i64::from(hours)));
    advice.output = match rule.output {
        Output::Usable if options.drug.is_some() => Output::Drug,
        Output::Usable => Output::Mechanical,
        output => output,
    };
    // ASH 2019 advises against routine drugs after these operations: devices by default, a drug only by explicit order.
    if let Some(note) = without_routine_drug(chart)
        && matches!(advice.output, Output::Drug | Output::Either | Output::Both)
    {
        advice.reasons.push(note);
        advice.marks.push(V("ASH19"));
        advice.output = if options.device.is_some() { Output::Mechanical } else { Output::Escalate };
    }
    // What the row itself hangs on.
    let provisional: Vec<&'static str> =
        if sheet.tally.is_provisional(sheet.instrument) || level == Low && block == Block::Surgical && sheet.tally.floor == Points(0) {
            sheet.tally.missing.iter().map(|&index| sheet.instrument.items[index].id).collect()
        } else {
            vec![]
        };
    let drug = matches!(advice.output, Output::Drug | Output::Either | Output::Both)
        .then_some(options.drug)
        .flatten()
        .map(|drug| options.drug_measure(drug, situation, &provisional));
    let waits = drug
        .as_ref()
        .is_some_and(|drug| !drug.conditional_on.is_empty() || matches!(drug.what, What::Drug { start, .. } if start.is_none_or(|start| start > at)));
    let wants_device = matches!(advice.output, Output::Mechanical | Output::Either | Output::Both);
    let mut device = (wants_device || waits)
        .then_some(options.device)
        .flatten()
        .map(|(device, legs)| Options::device_measure(device, legs, judgement, !wants_device));
    // Caprini 1–2 has a device and 0 has none: while both are possible the device hangs on what is missing.
    if level == Low
        && let Some(device) = &mut device
    {
        device.conditional_on.extend(provisional.iter().filter(|id| !device.conditional_on.contains(id)).copied().collect::<Vec<_>>());
    }
    if let Some(drug) = &drug {
        advice.missing = drug.conditional_on.iter().map(|id| Missing { id, change: what_changes(id) }).collect();
        advice.monitoring = monitoring::plan(drug, care, chart, at);
        if matches!(care, Care::Medical | Care::Intensive) {
            advice.reasons.push(STOPS_AT_DISCHARGE);
            advice.marks.extend_from_slice(&[V("ASH18"), V("K12GC"), V("ENOX")]);
        }
        if care == Care::Surgical && options.phase != Phase::NoOperation {
            advice.marks.push(K(text!("术后12~24小时", "12–24 h after the operation")));
        }
        if super::blood::Blood::of(chart, at).prophylaxis().next().is_some() {
            advice.reasons.push(text!(
                "已在用预防剂量抗凝药：绝不叠加；换药须先停前药，按其末次给药时间衔接",
                "A prophylactic anticoagulant is already given: never two at once; stop it, and count from its last dose, before another starts",
            ));
            advice.marks.push(D(text!("不叠加两种抗凝药", "never two anticoagulants")));
        }
        if care == Care::Surgical && level == High && sheet.tally.ceiling <= Points::whole(6) {
            advice.reasons.push(text!(
                "Caprini 5~6分：荟萃分析未证实药物获益，仍按指南推荐",
                "Caprini 5–6: a meta-analysis found no proven benefit of drugs; still advised by the guidelines",
            ));
            advice.marks.push(V("PAN17"));
        }
    } else if only_the_kidney(situation, clearance) {
        advice.reasons.push(text!("CrCl<30：普通肝素5000 U q12h可由医师决定", "CrCl <30: UFH 5000 U q12h is the physician's to decide"));
        advice.marks.push(D(text!("尚无定论", "not settled")));
    }
    if judgement.holds_for_hit() {
        advice.reasons.push(HELD_FOR_HIT);
        advice.marks.extend_from_slice(&[V("HITT"), V("HIT18")]);
    }
    if sheet.under_18 {
        advice.reasons.push(super::instruments::UNDER_18);
    } else if options.drug.is_none() && !options.order.iter().any(|drug| profile.formulary.contains(drug)) {
        advice
            .reasons
            .push(text!("本院无可用抗凝药：需要药物时请转诊或调配", "No anticoagulant in stock here: refer, or obtain one, if a drug is needed"));
    }
    // A row without a place for a drug offers none as an alternative either.
    let place_for_none = |is_drug| rule.output == Output::Basic || rule.output == Output::Mechanical && is_drug;
    let mut told = vec![];
    advice.marks.retain(|mark| {
        !told.contains(mark) && {
            told.push(*mark);
            true
        }
    });
    let offered: Vec<&'static str> = drug.iter().chain(&device).map(|measure| measure.what.id()).collect();
    for alternative in &mut advice.alternatives {
        let held = high && alternative.is_drug;
        match &mut alternative.fate {
            fate if offered.contains(&alternative.id) => *fate = Fate::Proposed,
            // High bleeding forbids every drug, beside what else does.
            Fate::Blocked { by, .. } if held => by.push(bleeding.instrument.id),
            fate @ Fate::Offered if held => *fate = Fate::Blocked { by: vec![bleeding.instrument.id], no_override: false },
            fate @ Fate::Offered if place_for_none(alternative.is_drug) => *fate = Fate::NotForThis,
            _ => {}
        }
    }
    advice.measures.extend(drug);
    if device.is_some() {
        advice.monitoring.push(monitoring::of_device(at));
    }
    advice.measures.extend(device);
    if advice.output == Output::Escalate {
        advice.measures.push(plain(What::Escalate));
    }
    advice
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

/// What choosing this drug or device instead would mean, by the same rules; for a person who changes the proposal.
pub fn measure_of(situation: &Situation<'_>, id: &str) -> Option<Measure> {
    if let Some(device) = Device::named(id) {
        // Overridden, a device may be put on both legs; otherwise where it may be used.
        let legs = situation.judgement.legs_for(device).unwrap_or(Limb::Both);
        return Some(Options::device_measure(device, legs, situation.judgement, false));
    }
    let drug = Drug::named(id)?;
    let clearance = situation.chart.creatinine_clearance(situation.at).map(|known| known.value);
    Some(Options::of(situation, clearance).drug_measure(drug, situation, &[]))
}

/// The kidney alone makes bleeding high in an operated patient, and nothing else stands against unfractionated heparin.
fn only_the_kidney(situation: &Situation<'_>, clearance: Option<f64>) -> bool {
    matches!(situation.care, Care::Surgical | Care::Ortho(_))
        && situation.bleeding.items == ["bs_severe_renal_hepatic"]
        && clearance.is_some_and(|clearance| clearance < 30.0)
        && !situation.sheet.under_18
        && situation.judgement.against(Drug::Ufh).next().is_none()
}

fn plain(what: What) -> Measure {
    Measure { what, conditional_on: vec![], meanwhile: false, remarks: vec![] }
}

pub const STOPS_AT_DISCHARGE: Text = text!("恢复活动或出院即停药，出院后不延续", "Stop once mobile or at discharge; not continued after discharge");
pub const HELD_FOR_HIT: Text = text!(
    "肝素暴露后血小板减半或降至<100×10⁹/L：先停用一切肝素（含冲管），做4Ts评分并请血液科，答复急性HIT条目后再定药物",
    "Platelets halved, or below 100×10⁹/L, after heparin: hold all heparin (flushes too), score the 4Ts, call haematology, and answer the item on acute HIT before any drug",
);
const CHANGES_BAND: Text = text!("影响危险分层", "changes the band");

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
        id if id.starts_with("CI_") || id.starts_with("MC_") => text!("未答：若有则不用", "Not answered: if present, not used"),
        id if id.starts_with("bs_") || id.starts_with("bm_") => {
            text!("出血评估未完成：若为高危则不用药", "Bleeding not assessed in full: if high, no drug")
        }
        _ => CHANGES_BAND,
    }
}

/// What could be used, with what stands against the rest.
struct Options<'a> {
    order: Vec<Drug>,
    drug: Option<Drug>,
    device: Option<(Device, Limb)>,
    patient: Patient,
    phase: Phase,
    judgement: &'a Judgement,
}

impl<'a> Options<'a> {
    fn of(situation: &Situation<'a>, clearance: Option<f64>) -> Options<'a> {
        let Situation { chart, sheet, judgement, profile, care, at, .. } = *situation;
        let stays = |neuraxial: &Neuraxial| neuraxial.catheter && neuraxial.removed_at.is_none_or(|removed| removed > at);
        let patient = Patient {
            weight_kg: chart.measured(Quantity::Weight).map(|known| known.value),
            clearance,
            moderate: sheet.tally.band(sheet.instrument) == Some(Risk::Moderate),
            neuraxial_catheter: chart.neuraxials().any(|(_, neuraxial)| stays(neuraxial)),
            catheter_in_place: chart.neuraxials().any(|(_, neuraxial)| stays(neuraxial) && neuraxial.at <= at),
        };
        let order = dosing::order_of_choice(care, &patient, judgement, profile);
        // No drug is ever proposed under 18 (D).
        let young_or_held = sheet.under_18 || judgement.holds_for_hit();
        let usable = |drug: &Drug| !young_or_held && profile.formulary.contains(drug) && judgement.against(*drug).next().is_none();
        let drug = order.iter().copied().find(usable);
        let device = profile.devices.iter().find_map(|device| judgement.legs_for(*device).map(|legs| (*device, legs)));
        Options { order, drug, device, patient, phase: timing::phase(chart, at), judgement }
    }

    fn drug_measure(&self, drug: Drug, situation: &Situation<'_>, provisional: &[&'static str]) -> Measure {
        let Situation { chart, sheet, bleeding, care, at, .. } = *situation;
        // The window is open and nothing stands against it: the anaesthetist has released it.
        let released = open_window(chart, at).is_some() && !self.judgement.has("CI_NEURAXIAL");
        let start = timing::start(drug, care, early(situation), released, self.patient.clearance, chart, at);
        let days = dosing::duration(drug, care, cancer_surgery(chart) && !self.patient.moderate, &self.patient);
        let mut conditional_on: Vec<&'static str> = provisional.to_vec();
        let mut wait = |id: &'static str| {
            if !conditional_on.contains(&id) {
                conditional_on.push(id);
            }
        };
        // Step 0: required before any drug line, and fresh at the first dose.
        let first_dose = start.at.unwrap_or(at).max(at);
        for (quantity, id) in REQUIRED {
            // A host's own clearance stands in for creatinine where none is computed, never for a stale one that is.
            let by_host = quantity == Quantity::Creatinine && chart.creatinine_clearance(at).is_some_and(|known| known.from.len() == 1);
            let known = fresh(chart, quantity, first_dose) || by_host && fresh(chart, Quantity::Crcl, first_dose);
            if !known {
                wait(id);
            }
        }
        if chart.measured(Quantity::Aptt).is_some() && !fresh(chart, Quantity::Aptt, first_dose) {
            wait("aptt");
        }
        if self.patient.clearance.is_none() {
            for (known, id) in
                [(chart.age(at).is_some(), "age"), (chart.sex().is_some(), "sex"), (chart.measured(Quantity::Creatinine).is_some(), "creatinine")]
            {
                if !known {
                    wait(id);
                }
            }
        }
        if bleeding.high.is_none() {
            bleeding.missing.iter().for_each(|id| wait(id));
        }
        if let Phase::Overtaken(_) = self.phase {
            wait("operation");
        }
        // The conditions of the choice itself, where nobody knows them: a fracture takes the DOACs away, and where
        // heparins are out a pregnancy takes fondaparinux.
        let unknown = |finding: Finding| matches!(sheet.value_of(finding), Some(Value::Open | Value::Unknowable));
        if drug.is_doac() && unknown(Finding::LegFracture) {
            wait("hip_pelvis_leg_fracture_lt_1mo");
        }
        if drug == Drug::Fondaparinux && dosing::without_heparins(self.judgement) {
            self.judgement.open.iter().filter(|open| open.row.id == "CI_DOAC_PREG").for_each(|open| wait(open.lacks));
        }
        self.judgement.open_for(drug).for_each(&mut wait);
        let remarks = dosing::remarks(drug, care, &self.patient)
            .into_iter()
            .chain(
                self.judgement
                    .present
                    .iter()
                    .filter(|present| !present.severity.forbids() && present.applies.has_drug(drug))
                    .map(|present| present.row.label),
            )
            .collect();
        let dose = dosing::dose(drug, care, &self.patient).filter(|_| !sheet.under_18);
        let stop = start.at.map(|start| start + TimeDelta::days(i64::from(days.planned)));
        Measure { what: What::Drug { drug, dose, start: start.at, start_rule: start.rule, days, stop }, conditional_on, meanwhile: false, remarks }
    }

    fn device_measure(device: Device, legs: Limb, judgement: &Judgement, meanwhile: bool) -> Measure {
        let mut conditional_on = vec![];
        for id in judgement.open_for_device(device) {
            if !conditional_on.contains(&id) {
                conditional_on.push(id);
            }
        }
        let remarks = judgement
            .present
            .iter()
            .filter(|present| !present.severity.forbids() && present.applies.has_device(device))
            .map(|present| present.row.label)
            .collect();
        Measure { what: What::Device { device, legs }, conditional_on, meanwhile, remarks }
    }

    fn alternatives(&self, profile: &Profile, judgement: &Judgement) -> Vec<Alternative> {
        let mut all = vec![];
        for drug in Drug::ALL {
            let against: Vec<_> = judgement.against(drug).collect();
            let fate = if !against.is_empty() {
                Fate::Blocked {
                    by: against.iter().map(|present| present.row.id).collect(),
                    no_override: against.iter().any(|present| present.no_override),
                }
            } else if !self.order.contains(&drug) {
                Fate::NotForThis
            } else if profile.formulary.contains(&drug) {
                Fate::Offered
            } else {
                Fate::NotInStock
            };
            all.push(Alternative { id: drug.id(), label: drug.label(), is_drug: true, fits: self.order.contains(&drug), fate });
        }
        for device in Device::ALL {
            let fate = if judgement.legs_for(device).is_none() {
                let against = judgement.present.iter().filter(|present| present.severity.forbids() && present.applies.has_device(device));
                Fate::Blocked {
                    by: against.clone().map(|present| present.row.id).collect(),
                    no_override: against.clone().any(|present| present.no_override),
                }
            } else if profile.devices.contains(&device) {
                Fate::Offered
            } else {
                Fate::NotInStock
            };
            all.push(Alternative { id: device.id(), label: device.label(), is_drug: false, fits: true, fate });
        }
        all
    }
}

/// Required before any drug line (§5.4b step 0), under the name that a missing one goes by.
const REQUIRED: [(Quantity, &str); 5] = [
    (Quantity::Weight, "weight"),
    (Quantity::Creatinine, "creatinine"),
    (Quantity::Platelets, "platelets"),
    (Quantity::Haemoglobin, "haemoglobin"),
    (Quantity::Inr, "inr"),
];

/// Known, and, where its time is known, at most 72 h old at the first dose (§5.4b step 0).
fn fresh(chart: &Chart, quantity: Quantity, first_dose: Instant) -> bool {
    chart.measured(quantity).is_some_and(|known| {
        let measured_at = known.from.first().and_then(|&fact| chart.facts[fact].at);
        measured_at.is_none_or(|measured| first_dose - measured <= TimeDelta::hours(72))
    })
}

fn cancer_surgery(chart: &Chart) -> bool {
    chart.operations().any(|(_, operation)| operation.procedure == Some(Procedure::AbdominalPelvicCancer))
}

/// The score without the operation is itself 5 or more: the drug need not wait for the operation.
fn early(situation: &Situation<'_>) -> bool {
    let (instrument, tally) = (situation.sheet.instrument, &situation.sheet.tally);
    let Some(group) = instrument.group("G_SURGERY") else { return false };
    // What counted outside the group: the floor also holds the least an operation of unknown length can be.
    let rest: i16 = tally.counted.iter().filter(|(index, _)| !group.members.contains(&instrument.items[*index].id)).map(|(_, points)| points.0).sum();
    rest >= Points::whole(5).0
}
