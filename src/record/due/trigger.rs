//! What calls for something to be done, and for what (core specification §6): the table of triggers.

use crate::clinical::source::{Mark, Mark::D, Mark::V};
use crate::clinical::waits::Wait;
use crate::record::role::Role;
use crate::text::{Text, text};

/// What calls for something, and for what.
#[derive(Debug)]
pub struct Trigger {
    pub id: &'static str,
    pub label: Text,
    /// What is to be done.
    pub task: Text,
    /// Who does it; the first is asked first.
    pub owners: &'static [Role],
    pub wait: Wait,
    pub marks: &'static [Mark],
}

const NURSE: &[Role] = &[Role::Nurse];
const PHYSICIAN: &[Role] = &[Role::Physician];
const BOTH: &[Role] = &[Role::Nurse, Role::Physician];
const SCORE: Text = text!("VTE风险评估", "Assess VTE risk");
const BLEEDING: Text = text!("出血风险评估", "Screen for bleeding risk");
const DECIDE: Text = text!("授权或不采用预防方案", "Authorise or decline a plan");

const fn trigger(id: &'static str, label: Text, task: Text, owners: &'static [Role], wait: Wait, marks: &'static [Mark]) -> Trigger {
    assert!(!marks.is_empty(), "a rule without a source");
    Trigger { id, label, task, owners, wait, marks }
}

// The specification's triggers in its order, then what follows from its roles and rows.
#[rustfmt::skip]
pub static TRIGGERS: [Trigger; 20] = [
    trigger("ADMISSION", text!("入院", "Admission"), SCORE, BOTH, Wait::Admission, &[V("CNW"), V("GGC"), V("BORD"), V("DHT"), V("POL"), V("NG89R")]),
    trigger("TRANSFER_IN", text!("转入", "Transfer in"), SCORE, BOTH, Wait::TransferIn, &[V("POL"), D(text!("24小时内", "within 24 h"))]),
    trigger("PRE_OP", text!("术前", "Before operation"), SCORE, PHYSICIAN, Wait::PreOp, &[V("GGC"), V("NG89R"), D(text!("术前24小时内，或以“术前”为时点的评估", "within 24 h before, or assessed on that occasion"))]),
    trigger("POST_OP", text!("术后", "After operation"), SCORE, BOTH, Wait::PostOp, &[V("POL"), D(text!("24小时内", "within 24 h"))]),
    trigger("INVASIVE", text!("侵入性操作", "Invasive procedure"), BLEEDING, PHYSICIAN, Wait::Invasive, &[D(text!("操作前24小时内", "within 24 h before"))]),
    trigger("CONDITION_CHANGE", text!("病情变化", "Change of condition"), SCORE, BOTH, Wait::ConditionChange, &[V("POL")]),
    trigger("PERIODIC_HIGH", text!("定期（高危）", "Periodic (high risk)"), SCORE, BOTH, Wait::PeriodicHigh, &[V("POL"), V("APP")]),
    trigger("PERIODIC_MODERATE", text!("定期（中危）", "Periodic (moderate risk)"), SCORE, NURSE, Wait::PeriodicModerate, &[V("POL")]),
    trigger("PERIODIC_LOW", text!("定期（低危）", "Periodic (low risk)"), SCORE, NURSE, Wait::PeriodicLow, &[V("BORD"), V("GGC"), D(text!("默认不定期；可设48小时、72小时或7天", "none by default; 48 h, 72 h or 7 days may be set"))]),
    trigger("BLEED_HIGH", text!("出血高危", "High bleeding risk"), BLEEDING, PHYSICIAN, Wait::BleedHigh, &[V("BORD")]),
    trigger("DRUG_START", text!("启用抗凝", "Drug to be started"), text!("按医嘱开始用药", "Start the drug as ordered"), BOTH, Wait::DrugStart, &[D(text!("计划时间后6小时内", "within 6 h of the planned time"))]),
    trigger("DRUG_STOP", text!("停用抗凝", "Drug stopped or to be stopped"), text!("复评，决定停药、延长或改用", "Reassess: stop, extend or change"), PHYSICIAN, Wait::DrugStop, &[D(text!("计划停药前48小时；停用后24小时内", "48 h before the planned stop; within 24 h of any other"))]),
    trigger("PRE_DISCHARGE", text!("出院前", "Before discharge"), text!("复评，并定出院后预防", "Reassess, and plan extended prophylaxis"), BOTH, Wait::PreDischarge, &[V("POL"), D(text!("出院前24小时内", "within 24 h before"))]),
    trigger("REVIEW", text!("医师复核", "Physician's review"), text!("复核护士评分", "Review the nurse's score"), PHYSICIAN, Wait::Review, &[V("POL"), D(text!("24小时内", "within 24 h"))]),
    trigger("BLEED_SCREEN", text!("中高危须评出血", "At risk: bleeding screen"), BLEEDING, BOTH, Wait::BleedScreen, &[V("CNW"), D(text!("首次以入院24小时为限", "the first within 24 h of admission"))]),
    trigger("PLAN", text!("中高危须定方案", "At risk: decision"), DECIDE, PHYSICIAN, Wait::Plan, &[V("ASH18"), D(text!("24小时内", "within 24 h"))]),
    trigger("BLEED_FELL", text!("出血风险已降低", "Bleeding risk has fallen"), text!("评估启动药物预防", "Consider starting a drug"), PHYSICIAN, Wait::BleedFell, &[V("K12GC"), V("BORD"), V("MSDVT"), V("ACCP8"), D(text!("24小时内", "within 24 h"))]),
    trigger("WINDOW", text!("出血窗已过", "A window for bleeding has closed"), text!("复评出血，启动药物预防", "Screen again and start the drug"), PHYSICIAN, Wait::Window, &[D(text!("否则预防会被遗忘", "or prophylaxis is forgotten"))]),
    trigger("SUSPECTED_VTE", text!("疑似VTE", "VTE suspected"), text!("确诊或排除", "Confirm or exclude"), PHYSICIAN, Wait::SuspectedVte, &[V("POL"), D(text!("24小时内定论", "settled within 24 h"))]),
    trigger("MONITORING", text!("用药监测", "Monitoring"), text!("按计划监测", "Monitor as planned"), BOTH, Wait::DrugStart, &[V("HIT18"), V("UWLM"), V("4TGC"), V("ISTHMB")]),
];

impl Trigger {
    /// It calls for a score.
    pub fn scores(&self) -> bool {
        self.task == SCORE
    }

    /// It calls for a look at bleeding.
    pub fn screens(&self) -> bool {
        self.task == BLEEDING
    }
}

pub fn named(id: &str) -> Option<&'static Trigger> {
    TRIGGERS.iter().find(|trigger| trigger.id == id)
}
