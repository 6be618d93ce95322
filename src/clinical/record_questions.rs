//! Questions about the record itself, that stand in no table of contraindications: how results without a time are to be
//! read, whether a drug is still given, and what an operation was for. A person's answer reads the chart otherwise
//! (`assess::answered`); whether one is asked of this patient is the screen's.

use super::contraindication;
use super::source::{Mark, Mark::D, Mark::V};
use crate::text::{Text, same, text};

#[derive(Debug)]
pub struct RecordQuestion {
    pub id: &'static str,
    pub label: Text,
    /// What the two answers do.
    pub help: Text,
    pub marks: &'static [Mark],
}

impl PartialEq for RecordQuestion {
    fn eq(&self, other: &RecordQuestion) -> bool {
        self.id == other.id
    }
}

pub const UNTIMED_RESULTS: &str = "untimed_results";
pub const LAST_DOSE: &str = "last_dose";
pub const CANCER_OPERATION: &str = "abdominal_pelvic_cancer";

pub static RECORD_QUESTIONS: [RecordQuestion; 3] = [
    RecordQuestion {
        id: UNTIMED_RESULTS,
        label: text!("时间不明的检验结果：是本次住院72小时内的结果吗？", "Results without a time: are they of this stay and of the last 72 h?"),
        help: text!(
            "答“是”即按72小时内的结果采用；答“否”则仍须补录检验时间或复查",
            "Yes: they are used as results of the last 72 h; no: enter their time, or measure again"
        ),
        marks: &[D(text!("时间不明的结果须由人确认", "a person confirms results without a time"))],
    },
    RecordQuestion {
        id: LAST_DOSE,
        label: text!(
            "治疗剂量抗凝药已超过两个给药间隔没有给药记录：是否仍在使用？",
            "An anticoagulant at treatment dose has had no dose on record for two intervals: is it still given?"
        ),
        help: text!(
            "答“是”请同时补录末次给药时间；答“否”即不再视为已保护，按评分给出建议",
            "Yes: also enter the last dose; no: the patient no longer counts as protected, and the score decides"
        ),
        marks: &[D(text!("超过两个给药间隔即不再视为有效", "not effective beyond two intervals"))],
    },
    RecordQuestion {
        id: CANCER_OPERATION,
        label: text!("本次手术是腹腔或盆腔恶性肿瘤手术吗？", "Was the operation for an abdominal or pelvic cancer?"),
        help: text!(
            "答“是”者，高危患者的低分子肝素用4周；未答前按一般外科疗程",
            "Yes: 4 weeks of LMWH at high risk; until it is answered, the days of general surgery"
        ),
        marks: &[V("GABS"), D(text!("未答前按一般外科疗程", "the days of general surgery until it is answered"))],
    },
];

/// The ids alone, for who reads a chart.
static IDS: [&str; RECORD_QUESTIONS.len()] = {
    let mut ids = [""; RECORD_QUESTIONS.len()];
    let mut index = 0;
    while index < ids.len() {
        ids[index] = RECORD_QUESTIONS[index].id;
        index += 1;
    }
    ids
};

pub fn named(id: &str) -> Option<&'static RecordQuestion> {
    RECORD_QUESTIONS.iter().find(|question| same(question.id, id))
}

/// The id of a question about the record.
pub fn id_named(id: &str) -> Option<&'static str> {
    IDS.iter().copied().find(|held| same(held, id))
}

/// The id of whatever is answered beside the forms: a row of the contraindications, a question about names, or one of these.
pub fn asked(id: &str) -> Option<&'static str> {
    contraindication::id_named(id).or_else(|| id_named(id))
}
