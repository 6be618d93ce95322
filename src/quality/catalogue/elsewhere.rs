//! England: the operational standard, and hospital-associated thrombosis with its ninety days (extended specification 1.6 and 1.7).

use super::exclusions::{FROM_16, NO_OUTPATIENT};
use super::indicator::{CountedUnit, ExclusionRule, Indicator, MonthOf, Opened, Target};
use super::notion::Notion;
use crate::clinical::source::Mark;
use crate::text::text;

static ADMITTED_FROM_16: [ExclusionRule; 2] = [NO_OUTPATIENT, FROM_16];
static ADMITTED: [ExclusionRule; 1] = [NO_OUTPATIENT];

#[rustfmt::skip]
pub static ELSEWHERE: [Indicator; 2] = [
    Indicator {
        id: "nhs_vte_ra", label: None, name: text!("NHS VTE风险评估率（入院14小时内，≥16岁）", "NHS VTE risk assessment (within 14 h of admission, 16 and over)"),
        clock: MonthOf::Admission, unit: CountedUnit::AdmittedStay, exclusions: &ADMITTED_FROM_16, population: Notion::Everybody, numerator: Notion::AssessedIn14h,
        target: Target { percent: Some(95), higher_is_better: true, whose: text!("英国NHS标准合同：每月95 %", "NHS Standard Contract: 95 % each month") },
        options: &[Opened::StartOf, Opened::Department], ripens: None,
        marks: &[Mark::V("S6"), Mark::V("S5"), Mark::V("S13"), Mark::D(text!("不采用低危人群整批计入", "no cohort is counted as assessed as a whole")), Mark::D(text!("日间手术计入", "day surgery is counted"))],
        beside: None,
    },
    Indicator {
        id: "hat_90", label: None, name: text!("医院相关血栓（HAT，出院后90天内）", "Hospital-associated thrombosis (HAT, to 90 days after discharge)"),
        clock: MonthOf::Discharge, unit: CountedUnit::DischargedStay, exclusions: &ADMITTED, population: Notion::Everybody, numerator: Notion::HospitalAssociated,
        target: Target { percent: None, higher_is_better: false, whose: text!("英国NHS：每例做根因分析", "NHS England: a root cause analysis of each") },
        options: &[Opened::Department], ripens: Some(90),
        marks: &[Mark::V("S8"), Mark::V2("S9"), Mark::D(text!("出院后的VTE归于最近一次住院", "a clot after discharge belongs to the last stay before it")), Mark::D(text!("日间手术计入", "day surgery is counted"))],
        beside: None,
    },
];
