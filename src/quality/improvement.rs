//! Improvement beside counting: what was changed and when, as dated notes that stand on every chart of the place they are of.

use chrono::NaiveDate;

use crate::text::{Text, text};

/// What kind of thing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Training,
    Form,
    DrugInStock,
    RuleSet,
    Staffing,
    Other,
}

impl ChangeKind {
    pub const ALL: [ChangeKind; 6] =
        [ChangeKind::Training, ChangeKind::Form, ChangeKind::DrugInStock, ChangeKind::RuleSet, ChangeKind::Staffing, ChangeKind::Other];

    /// As it is kept.
    pub fn word(self) -> &'static str {
        match self {
            ChangeKind::Training => "training",
            ChangeKind::Form => "form",
            ChangeKind::DrugInStock => "drug_in_stock",
            ChangeKind::RuleSet => "rule_set",
            ChangeKind::Staffing => "staffing",
            ChangeKind::Other => "other",
        }
    }

    pub fn name(self) -> Text {
        match self {
            ChangeKind::Training => text!("培训", "Training"),
            ChangeKind::Form => text!("表单", "Form"),
            ChangeKind::DrugInStock => text!("药品配备", "Drug in stock"),
            ChangeKind::RuleSet => text!("规则更新", "Rule set"),
            ChangeKind::Staffing => text!("人员安排", "Staffing"),
            ChangeKind::Other => text!("其他", "Other"),
        }
    }
}

/// What was changed on a day. The words are the office's own; they name no patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedNote {
    pub day: NaiveDate,
    pub kind: ChangeKind,
    pub what: String,
}
