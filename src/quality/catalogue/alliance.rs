//! The seven indicators of the alliance study, to the letter (Zhang et al.; definitions and figures as printed).

use super::exclusions::{FROM_15, LONGER_THAN_A_DAY, NO_CHILDREN, NO_DAY_SURGERY, NO_OUTPATIENT, NO_VTE_BEFORE};
use super::indicator::{CountedUnit, ExclusionRule, Indicator, MonthOf, Opened, Target};
use super::notion::{Notion, ORDERED_ONLY, SCREENED_IF_OPEN};
use crate::clinical::source::Mark;
use crate::text::{Text, text};

static OF_THE_STUDY: [ExclusionRule; 6] = [NO_OUTPATIENT, NO_DAY_SURGERY, NO_CHILDREN, FROM_15, LONGER_THAN_A_DAY, NO_VTE_BEFORE];

const RISE: Target =
    Target {
        percent: None, higher_is_better: true, whose: text!("研究未设目标值，越高越好", "no target in the study; higher is better")
    };
const FALL: Target = Target { percent: None, higher_is_better: false, whose: text!("研究未设目标值", "no target in the study") };

const DEFAULTS: Mark = Mark::D(text!("所有细节选项的默认值", "the default of every option"));
const ORDERED: Mark = Mark::D(ORDERED_ONLY);
const OPEN_SCREEN: Mark = Mark::D(SCREENED_IF_OPEN);
const STUDY: &[Mark] = &[Mark::V("ZHANG"), DEFAULTS];
const SCREENS: &[Mark] = &[Mark::V("ZHANG"), DEFAULTS, OPEN_SCREEN];
const ORDERS: &[Mark] = &[Mark::V("ZHANG"), DEFAULTS, ORDERED];
const BLEEDING_LOW: &[Mark] = &[
    Mark::V("ZHANG"),
    DEFAULTS,
    ORDERED,
    Mark::D(text!("“出血低危”：有一次出血评估为非高危，且没有一次为高危", "\"low for bleeding\": one bleeding assessment not high and none high")),
];
const ONSET: &[Mark] = &[
    Mark::V("ZHANG"),
    DEFAULTS,
    Mark::D(text!(
        "未注明发生时机的，以确诊在入院24小时之后、出院之前（含）为院内发生",
        "where the onset is not stated, confirmed more than 24 h after admission and not after discharge"
    )),
];

const BESIDE: Option<Text> = Some(text!(
    "附条件而未开始的医嘱、治疗量抗凝、患者拒绝和有记录的不用理由，不计入分子",
    "orders on a condition that was never begun, therapeutic anticoagulation, refusals and documented reasons are not counted in the numerator"
));

#[allow(clippy::too_many_arguments, reason = "one row of a table: its columns")]
const fn of(
    id: &'static str,
    name: Text,
    population: Notion,
    numerator: Notion,
    target: Target,
    options: &'static [Opened],
    marks: &'static [Mark],
    beside: Option<Text>,
) -> Indicator {
    Indicator {
        id,
        label: None,
        name,
        clock: MonthOf::Discharge,
        unit: CountedUnit::DischargedStay,
        exclusions: &OF_THE_STUDY,
        population,
        numerator,
        target,
        options,
        ripens: None,
        marks,
        beside,
    }
}

#[rustfmt::skip]
pub static ALLIANCE: [Indicator; 7] = [
    of("alliance_1", text!("VTE风险评估率（研究指标1）", "VTE risk assessment (study, 1)"), Notion::Everybody, Notion::Assessed, RISE, &[Opened::Department], STUDY, None),
    of("alliance_2", text!("出血风险评估率（研究指标2）", "Bleeding risk assessment (study, 2)"), Notion::AtRisk, Notion::BleedingAssessed, RISE, &[Opened::Band, Opened::Whose, Opened::Bleeding, Opened::Department], SCREENS, None),
    of("alliance_3", text!("机械预防率（研究指标3）", "Mechanical prophylaxis (study, 3)"), Notion::AtRisk, Notion::DeviceUsed, RISE, &[Opened::Band, Opened::Whose, Opened::Measure, Opened::Department], ORDERS, BESIDE),
    of("alliance_4", text!("药物预防率（研究指标4）", "Pharmacological prophylaxis (study, 4)"), Notion::AtRiskLowBleeding, Notion::DrugUsed, RISE, &[Opened::Band, Opened::Whose, Opened::Low, Opened::Measure, Opened::Department], BLEEDING_LOW, BESIDE),
    of("alliance_5", text!("VTE中高危率（研究指标5）", "Moderate-to-high VTE risk (study, 5)"), Notion::Assessed, Notion::AtRisk, FALL, &[Opened::Band, Opened::Whose, Opened::Department], STUDY, None),
    of("alliance_6", text!("出血高危率（研究指标6）", "High bleeding risk (study, 6)"), Notion::BleedingAssessed, Notion::BleedingHigh, FALL, &[Opened::Department], SCREENS, None),
    of("alliance_7", text!("院内VTE发生率（研究指标7）", "In-hospital VTE (study, 7)"), Notion::Everybody, Notion::VteInHospital, FALL, &[Opened::Onset, Opened::Department], ONSET, None),
];
