//! Reasons that are chosen, not written: why a plan was declined, why a measure was stopped, who was informed. Ids are permanent.

use crate::text::{Text, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded {
    pub id: &'static str,
    pub label: Text,
    /// Says too little by itself: free text is required beside it.
    pub wants_note: bool,
}

const fn coded(id: &'static str, label: Text) -> Coded {
    Coded { id, label, wants_note: false }
}

const fn noted(id: &'static str, label: Text) -> Coded {
    Coded { id, label, wants_note: true }
}

/// Why a physician does not order what is proposed.
pub static DECLINED: [Coded; 9] = [
    coded("bleeding_concern", text!("顾虑出血", "Concern about bleeding")),
    coded("patient_refused", text!("患者或家属拒绝（已告知）", "Patient or family declined, after information")),
    coded("early_mobile", text!("已能早期下床活动", "Mobile early")),
    coded("short_stay", text!("预计短期住院", "Short stay expected")),
    coded("other_therapy", text!("已有其他抗栓治疗", "Other antithrombotic treatment")),
    coded("end_of_life", text!("临终或姑息治疗", "End of life or palliative care")),
    coded("awaiting_result", text!("等待检查结果后再定", "Awaiting a result")),
    coded("transferred_out", text!("即将转院", "About to be transferred out")),
    noted("other", text!("其他（须说明）", "Other (say what)")),
];

/// What a stop means for the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stops {
    /// One dose or session was left out; the measure goes on.
    Once,
    /// Until it is started again.
    ForNow,
    /// For good, at the end that was planned.
    Completed,
    /// For good, because the stay ends.
    AtDischarge,
    ForGood,
    /// For good, and the patient's condition has changed by it.
    ForHarm,
}

/// Why a measure was stopped.
pub static STOPPED: [(Coded, Stops); 10] = [
    (coded("missed", text!("漏用一次", "Missed once")), Stops::Once),
    (coded("held", text!("暂停", "Held")), Stops::ForNow),
    (coded("procedure", text!("因手术或操作暂停", "Held for a procedure")), Stops::ForNow),
    (coded("completed", text!("按计划完成", "Completed as planned")), Stops::Completed),
    (coded("bleeding", text!("出血", "Bleeding")), Stops::ForHarm),
    (coded("adverse", text!("不良反应", "Adverse reaction")), Stops::ForHarm),
    (coded("patient_refused", text!("患者拒绝", "Patient declined")), Stops::ForGood),
    (coded("replaced", text!("改用其他措施", "Replaced by another measure")), Stops::ForGood),
    (coded("risk_fell", text!("VTE风险已降低", "VTE risk has fallen")), Stops::ForGood),
    (coded("discharge", text!("出院", "Discharge")), Stops::AtDischarge),
];

/// Who was informed of the risk and of what is done about it (core specification §6: the nurse informs patient or family).
pub static INFORMED: [Coded; 3] = [
    coded("patient", text!("已告知患者本人", "Patient informed")),
    coded("family", text!("已告知家属", "Family informed")),
    coded("both", text!("已告知患者和家属", "Patient and family informed")),
];

pub fn informed(id: &str) -> Option<&'static Coded> {
    INFORMED.iter().find(|coded| coded.id == id)
}

pub fn declined(id: &str) -> Option<&'static Coded> {
    DECLINED.iter().find(|coded| coded.id == id)
}

pub fn stopped(id: &str) -> Option<&'static (Coded, Stops)> {
    STOPPED.iter().find(|(coded, _)| coded.id == id)
}
