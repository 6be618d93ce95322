//! The matrix (core specification §5.2): one row for every combination of whose prophylaxis it is, band, bleeding, and what
//! is usable. The routes come before it (`routes`), the details of what a row puts out after it (`options`, `dosing`,
//! `timing`).

use super::source::{Mark, Mark::D, Mark::V};
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
pub enum MatrixBlock {
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
    pub block: MatrixBlock,
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
    block: MatrixBlock,
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

/// What no source says: what to do where neither drug nor device is left, or no device.
const NO_SOURCE: &[Mark] = &[D(text!("药物或器械不可用时的处理", "what to do where a drug or device cannot be used"))];
const NEITHER: Text = text!(
    "药物与器械均不可用：请会诊或联系上级医院，个体化决定，可行超声监测",
    "Neither drug nor device is usable: consult or refer, decide individually, consider surveillance ultrasound",
);
const BLEEDING_NO_DEVICE: Text = text!("出血高危且器械不可用：请会诊或联系上级医院", "High bleeding risk and no usable device: consult or refer");
const BLEEDING_DEVICE: Text = text!(
    "出血高危：先用机械预防，不用药物；每日复评出血，风险降低后启动药物",
    "High bleeding risk: mechanical now, no drug; reassess bleeding daily and start the drug when it falls",
);
const ORTHO: Text = text!(
    "髋膝关节置换或髋部骨折手术：按骨科方案用药，住院期间联合器械（IPC或足底泵）",
    "Hip or knee arthroplasty, or hip-fracture surgery: drug by the orthopaedic profile, with a device (IPC or foot pump) in hospital",
);
const ORTHO_DRUG: Text = text!(
    "髋膝关节置换或髋部骨折手术，器械不可用：按骨科方案用药",
    "Hip or knee arthroplasty, or hip-fracture surgery, no usable device: drug by the orthopaedic profile",
);
const ORTHO_DEVICE: Text =
    text!("骨科大手术，药物不可用或出血高危：机械预防", "Major orthopaedic surgery, no usable drug or high bleeding risk: mechanical");
const ICU: Text = text!("ICU非手术患者：药物预防，首选低分子肝素", "ICU, non-surgical: drug prophylaxis, LMWH preferred");
const ICU_DEVICE: Text =
    text!("ICU非手术患者，药物不可用或出血高危：机械预防", "ICU, non-surgical, no usable drug or high bleeding risk: mechanical");

// One row a line, in the order of the specification; an id with two conditions has two lines.
#[rustfmt::skip]
pub static MATRIX: &[Rule] = &[
    rule("S0", MatrixBlock::Surgical, &[VeryLow], None, None, None, Output::Basic, None, text!("Caprini 0分：仅基础预防", "Caprini 0: basic prophylaxis only"), &[V("GABS"), V("G12GC")]),
    rule("S1", MatrixBlock::Surgical, &[Low], None, None, YES, Output::Mechanical, WEEK, text!("Caprini 1~2分：机械预防，首选IPC", "Caprini 1–2: mechanical, preferably IPC"), &[V("GABS")]),
    rule("S1b", MatrixBlock::Surgical, &[Low], None, None, NO, Output::Basic, WEEK, text!("Caprini 1~2分，器械不可用：基础预防", "Caprini 1–2, no usable device: basic prophylaxis"), NO_SOURCE),
    rule("S2", MatrixBlock::Surgical, &[Moderate], NO, YES, YES, Output::Either, THREE_DAYS, text!("中危（3~4分），非出血高危：药物或机械，任选其一", "Moderate (3–4), bleeding not high: drug or mechanical, one of the two"), &[V("GABS")]),
    rule("S2b", MatrixBlock::Surgical, &[Moderate], NO, YES, NO, Output::Usable, THREE_DAYS, text!("中危，非出血高危，仅药物可用", "Moderate, bleeding not high: only the drug is usable"), &[V("GABS")]),
    rule("S2b", MatrixBlock::Surgical, &[Moderate], NO, NO, YES, Output::Usable, THREE_DAYS, text!("中危，非出血高危，仅器械可用", "Moderate, bleeding not high: only the device is usable"), &[V("GABS")]),
    rule("S2c", MatrixBlock::Surgical, &[Moderate], NO, NO, NO, Output::Escalate, DAY, NEITHER, NO_SOURCE),
    rule("S3", MatrixBlock::Surgical, &[Moderate], YES, None, YES, Output::Mechanical, DAY, BLEEDING_DEVICE, &[V("G12GC"), V("MDE"), V("BORD"), V("MSDVT"), V("ACCP8")]),
    rule("S4", MatrixBlock::Surgical, &[High], NO, YES, YES, Output::Both, THREE_DAYS, text!("高危（≥5分），非出血高危：药物加机械", "High (≥5), bleeding not high: drug plus mechanical"), &[V("GABS")]),
    rule("S4b", MatrixBlock::Surgical, &[High], NO, YES, NO, Output::Drug, THREE_DAYS, text!("高危，非出血高危，器械不可用：药物", "High, bleeding not high, no usable device: drug"), &[V("GABS")]),
    rule("S4c", MatrixBlock::Surgical, &[High], NO, NO, YES, Output::Mechanical, DAY, text!("高危，无可用药物：机械预防", "High, no usable drug: mechanical"), &[D(text!("无可用药物时的处理；不以阿司匹林替代", "what to do without a usable drug; aspirin is no substitute"))]),
    rule("S4d", MatrixBlock::Surgical, &[High], NO, NO, NO, Output::Escalate, DAY, NEITHER, NO_SOURCE),
    rule("S5", MatrixBlock::Surgical, &[High], YES, None, YES, Output::Mechanical, DAY, BLEEDING_DEVICE, &[V("G12GC"), V("MDE"), V("BORD"), V("MSDVT"), V("ACCP8")]),
    rule("S6", MatrixBlock::Surgical, &[Moderate, High], YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, NO_SOURCE),
    rule("M0", MatrixBlock::Medical, &[VeryLow, Low], None, None, None, Output::Basic, None, text!("低危：仅基础预防，不用药物或器械", "Low risk: basic prophylaxis only, no drug or device"), &[V("K12GC")]),
    rule("M1", MatrixBlock::Medical, &[High], NO, YES, None, Output::Drug, THREE_DAYS, text!("高危，非出血高危：单用药物预防，不常规联合器械", "High, bleeding not high: drug alone; combining is not routine"), &[V("K12GC"), V("ASH18")]),
    rule("M1b", MatrixBlock::Medical, &[High], NO, NO, YES, Output::Mechanical, DAY, text!("高危，无可用药物：机械预防", "High, no usable drug: mechanical"), &[V("ASH18")]),
    rule("M1c", MatrixBlock::Medical, &[High], NO, NO, NO, Output::Escalate, DAY, NEITHER, NO_SOURCE),
    rule("M2", MatrixBlock::Medical, &[High], YES, None, YES, Output::Mechanical, DAY, text!("高危且出血高危：机械预防；出血风险降低而VTE风险仍在时改药物", "High, and bleeding high: mechanical; switch to a drug when bleeding risk falls and VTE risk persists"), &[V("ASH18"), V("K12GC")]),
    rule("M3", MatrixBlock::Medical, &[High], YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, NO_SOURCE),
    rule("I1", MatrixBlock::Intensive, ANY, NO, YES, None, Output::Drug, DAY, ICU, &[V("ASH18"), V("K12A"), D(text!("与手术患者分行", "the split from surgical patients"))]),
    rule("I1", MatrixBlock::Intensive, ANY, NO, NO, YES, Output::Mechanical, DAY, ICU_DEVICE, &[V("ASH18"), V("K12A"), D(text!("与手术患者分行", "the split from surgical patients"))]),
    rule("I1", MatrixBlock::Intensive, ANY, YES, None, YES, Output::Mechanical, DAY, ICU_DEVICE, &[V("ASH18"), V("K12A"), D(text!("与手术患者分行", "the split from surgical patients"))]),
    rule("I1", MatrixBlock::Intensive, ANY, NO, NO, NO, Output::Escalate, DAY, NEITHER, NO_SOURCE),
    rule("I1", MatrixBlock::Intensive, ANY, YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, NO_SOURCE),
    rule("O1", MatrixBlock::Ortho, ANY, NO, YES, YES, Output::Both, THREE_DAYS, ORTHO, &[V("FALCK"), V("ORTHO"), V("F12D")]),
    rule("O1", MatrixBlock::Ortho, ANY, NO, YES, NO, Output::Drug, THREE_DAYS, ORTHO_DRUG, &[V("FALCK"), V("ORTHO")]),
    rule("O1", MatrixBlock::Ortho, ANY, NO, NO, YES, Output::Mechanical, DAY, ORTHO_DEVICE, &[V("FALCK"), V("ORTHO")]),
    rule("O1", MatrixBlock::Ortho, ANY, YES, None, YES, Output::Mechanical, DAY, ORTHO_DEVICE, &[V("FALCK"), V("ORTHO")]),
    rule("O1", MatrixBlock::Ortho, ANY, NO, NO, NO, Output::Escalate, DAY, NEITHER, NO_SOURCE),
    rule("O1", MatrixBlock::Ortho, ANY, YES, None, NO, Output::Escalate, DAY, BLEEDING_NO_DEVICE, NO_SOURCE),
];

/// The row that fires. Every combination has exactly one (a test enumerates them).
pub fn row(block: MatrixBlock, level: Level, bleeding_high: bool, drug: bool, device: bool) -> Option<&'static Rule> {
    let fits = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
    MATRIX.iter().find(|rule| {
        rule.block == block
            && rule.levels.contains(&level)
            && fits(rule.bleeding_high, bleeding_high)
            && fits(rule.drug, drug)
            && fits(rule.device, device)
    })
}
