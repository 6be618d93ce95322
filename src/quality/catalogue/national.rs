//! The national pair, the indicators of the Chinese quality guideline of 2022, hospital review and intensive care (core
//! specification section 7). What nobody has read in the guideline itself says so (`Mark::K`).

use super::exclusions::{ALIVE, AT_LEAST_A_DAY, FROM_18, NO_OUTPATIENT};
use super::indicator::{CountedUnit, ExclusionRule, Indicator, MonthOf, Opened, Target};
use super::notion::{Notion, ORDERED_ONLY, SCREENED_IF_OPEN};
use crate::clinical::source::Mark;
use crate::text::{Text, text};

// All discharges, day surgery among them: the unit is the discharged stay (出院患者人次), and the source leaves none of them out.
static DISCHARGES: [ExclusionRule; 1] = [NO_OUTPATIENT];
static ADULTS: [ExclusionRule; 2] = [NO_OUTPATIENT, FROM_18];
static ADULTS_A_DAY: [ExclusionRule; 3] = [NO_OUTPATIENT, FROM_18, AT_LEAST_A_DAY];
static ADULTS_ALIVE: [ExclusionRule; 3] = [NO_OUTPATIENT, FROM_18, ALIVE];

const RAISE: Target = Target {
    percent: None,
    higher_is_better: true,
    whose: text!("国家医疗质量安全改进目标：提高，未定数值", "national improvement target: to raise it, no figure"),
};
const HOSPITAL: Target = Target { percent: None, higher_is_better: true, whose: text!("医院自定", "the hospital's own") };
const LOWER: Target = Target { percent: None, higher_is_better: false, whose: text!("医院自定", "the hospital's own") };

const STAY: Mark = Mark::D(text!("按住院人次、按出院月份计", "counted by stay, in the month of discharge"));
const DAY_SURGERY: Mark = Mark::D(text!("日间手术也是出院人次，计入", "day surgery is a discharge and counted"));
const ORDERED: Mark = Mark::D(ORDERED_ONLY);
const OPEN_SCREEN: Mark = Mark::D(SCREENED_IF_OPEN);
const AGE: Mark = Mark::D(text!("只计满18岁；日间手术也是出院人次，计入", "18 years and over only; day surgery is a discharge and counted"));
const NEW_CLOT: Mark = Mark::D(text!(
    "自首次手术结束至出院确诊，入院时已有的不计",
    "confirmed from the end of the first operation to the discharge, and not present on admission"
));
const NAME_AND_FORMULA: Mark = Mark::K(text!("名称和公式", "name and formula"));
const FORMULA: Mark = Mark::K(text!("公式", "formula"));

const LISTED: Option<Text> = Some(text!(
    "需升级处理或有记录理由而未用药械的，留在分母，不计入分子",
    "stays that were escalated, or have a documented reason for neither drug nor device, stay in the denominator and are not counted in the numerator"
));

const PAIR_1: &[Mark] = &[Mark::V("KPI"), Mark::V("TGT"), STAY, DAY_SURGERY];
const PAIR_2: &[Mark] = &[
    Mark::V("KPI"),
    Mark::V("TGT"),
    STAY,
    DAY_SURGERY,
    OPEN_SCREEN,
    Mark::D(text!(
        "“恰当”：VTE和出血均已评估，首次中高危结果后24小时内（手术用药为术后24小时内）开始药物或机械预防",
        "\"appropriate\": VTE and bleeding assessed, and a drug or device begun within 24 h of the first moderate or high result (a drug of an operation: within 24 h of its end)"
    )),
    Mark::D(text!(
        "在本系统签署的医嘱已按决策表和禁忌核对，越过禁忌的有记录；外来医嘱未核对",
        "an order signed here was held against the matrix and the contraindications, with every override recorded; one from a file was not"
    )),
];
const STANDARD: &[Mark] = &[Mark::K(text!("分母", "the denominator")), STAY, DAY_SURGERY, OPEN_SCREEN];

#[allow(clippy::too_many_arguments, reason = "one row of a table: its columns")]
const fn of(
    id: &'static str,
    name: Text,
    exclusions: &'static [ExclusionRule],
    population: Notion,
    numerator: Notion,
    target: Target,
    options: &'static [Opened],
    marks: &'static [Mark],
) -> Indicator {
    Indicator {
        id,
        label: None,
        name,
        clock: MonthOf::Discharge,
        unit: CountedUnit::DischargedStay,
        exclusions,
        population,
        numerator,
        target,
        options,
        ripens: None,
        marks,
        beside: None,
    }
}

const fn labelled(label: &'static str, row: Indicator) -> Indicator {
    Indicator { label: Some(label), ..row }
}

use Opened::{Band, Bleeding, Department, Low, Measure, Whose};

#[rustfmt::skip]
pub static NATIONAL: [Indicator; 20] = [
    labelled("2.2.1.5.1", of("nqt_vte_assess_rate", text!("VTE风险评估率", "VTE risk-assessment rate"), &DISCHARGES, Notion::Everybody, Notion::Assessed, RAISE, &[Department], PAIR_1)),
    Indicator { beside: LISTED, ..labelled("2.2.1.5.2", of("nqt_vte_proper_prevention_rate", text!("采取VTE恰当预防措施比率", "Appropriate-prophylaxis rate"), &DISCHARGES, Notion::AtRisk, Notion::ProperPrevention, RAISE, &[Band, Whose, Department], PAIR_2)) },
    of("nqt_vte_standard_prevention_rate", text!("VTE规范预防率（单一指标口径）", "Standardised VTE prevention rate (as one figure)"), &DISCHARGES, Notion::Everybody, Notion::StandardPrevention, RAISE, &[Department], STANDARD),
    of("q_assess_24h", text!("入院24小时内VTE风险评估率", "Assessed within 24 h of admission"), &ADULTS_A_DAY, Notion::Everybody, Notion::AssessedIn24h, HOSPITAL, &[Department], &[Mark::V("CNW"), Mark::V("Q22"), Mark::K(text!("指标在2022版指南中的名称", "its name in the guideline of 2022")), Mark::D(text!("住院不足24小时的不计", "stays under 24 h are left out")), AGE]),
    of("q_assess_postop_24h", text!("术后24小时内VTE风险评估率", "Assessed within 24 h after the operation"), &ADULTS, Notion::Operated, Notion::AssessedAfterOperation, HOSPITAL, &[Department], &[NAME_AND_FORMULA, Mark::D(text!("以本次住院首次手术结束为准", "counted from the end of the first operation of the stay")), AGE]),
    of("q_assess_transfer_24h", text!("转科24小时内VTE风险评估率", "Assessed within 24 h after a transfer"), &ADULTS, Notion::Transferred, Notion::AssessedAfterTransfer, HOSPITAL, &[Department], &[NAME_AND_FORMULA, Mark::D(text!("以本次住院首次转科为准", "counted from the first transfer of the stay")), AGE]),
    of("q_assess_discharge_24h", text!("出院前24小时内VTE风险评估率", "Assessed in the last 24 h before discharge"), &ADULTS_ALIVE, Notion::Everybody, Notion::AssessedBeforeDischarge, HOSPITAL, &[Department], &[NAME_AND_FORMULA, AGE]),
    of("q_bleed_assess", text!("VTE中高危患者出血风险评估率", "Bleeding assessed among moderate and high"), &ADULTS, Notion::AtRisk, Notion::BleedingAssessed, HOSPITAL, &[Band, Whose, Bleeding, Department], &[Mark::V("QCS"), Mark::V("VTEX"), FORMULA, OPEN_SCREEN, AGE]),
    of("q_midhigh_share", text!("VTE风险评估中高危率", "Share of moderate and high"), &ADULTS, Notion::Assessed, Notion::AtRisk, LOWER, &[Band, Whose, Department], &[Mark::V("VTEX"), FORMULA, AGE]),
    of("q_bleed_high_share", text!("出血风险评估高危率", "Share of high bleeding risk"), &ADULTS, Notion::BleedingAssessed, Notion::BleedingHigh, LOWER, &[Department], &[Mark::V("VTEX"), FORMULA, OPEN_SCREEN, AGE]),
    of("q_prev_any", text!("VTE中高危患者预防率", "Any prophylaxis among moderate and high"), &ADULTS, Notion::AtRisk, Notion::AnyUsed, HOSPITAL, &[Band, Whose, Measure, Department], &[Mark::V("QCS"), FORMULA, ORDERED, AGE]),
    of("q_prev_drug", text!("药物预防率", "Pharmacological prophylaxis"), &ADULTS, Notion::AtRiskLowBleeding, Notion::DrugUsed, HOSPITAL, &[Band, Whose, Low, Measure, Department], &[Mark::V("VTEX"), FORMULA, ORDERED, Mark::D(text!("分母只计非出血高危者；有的系统计全部中高危", "the denominator has those not high for bleeding; some systems take all moderate and high")), AGE]),
    of("q_prev_mech", text!("机械预防率", "Mechanical prophylaxis"), &ADULTS, Notion::AtRisk, Notion::DeviceUsed, HOSPITAL, &[Band, Whose, Measure, Department], &[Mark::V("VTEX"), FORMULA, ORDERED, AGE]),
    of("q_prev_comb", text!("联合预防率", "Drug and device together"), &ADULTS, Notion::AtRisk, Notion::BothUsed, HOSPITAL, &[Band, Whose, Measure, Department], &[NAME_AND_FORMULA, ORDERED, AGE]),
    Indicator { ripens: Some(90), ..of("q_havte", text!("医院相关性VTE发生率", "Hospital-associated VTE"), &ADULTS, Notion::Everybody, Notion::HospitalAssociated, LOWER, &[Department], &[Mark::V("HAV"), Mark::V("NUFF"), Mark::K(text!("分母", "the denominator")), AGE]) },
    Indicator { ripens: Some(90), ..of("q_prevent_vte", text!("潜在可预防VTE比例", "Potentially preventable VTE"), &ADULTS, Notion::HospitalAssociated, Notion::NotPrevented, LOWER, &[Department], &[Mark::V("HAV"), Mark::D(text!("未达到本系统“恰当预防”口径的，即为潜在可预防", "preventable is what falls short of our rule of appropriate prevention")), AGE]) },
    of("q_vte_death", text!("VTE患者住院死亡率", "Deaths in the stay among VTE cases"), &ADULTS, Notion::VteConfirmed, Notion::Died, LOWER, &[Department], &[FORMULA, Mark::D(text!("记录中没有死因：计确诊VTE者中的住院死亡，不是“死于VTE”", "the record has no cause of death: deaths in the stay among confirmed VTE, not deaths due to it")), AGE]),
    Indicator { unit: CountedUnit::Patient, ..of("icu_dvt_prev", text!("ICU深静脉血栓（DVT）预防率", "DVT prevention in intensive care"), &DISCHARGES, Notion::IcuPatient, Notion::AnyUsed, HOSPITAL, &[Measure, Department], &[Mark::V("ICUKPI"), ORDERED, DAY_SURGERY, Mark::D(text!("按住院人次计，一次住院计一人", "counted by stay, one stay one patient"))]) },
    labelled("C11.1", of("rev_postop_pe", text!("手术患者术后肺栓塞发生率", "PE after operation"), &DISCHARGES, Notion::Operated, Notion::PeAfterOperation, LOWER, &[Department], &[Mark::V("ZIY"), FORMULA, DAY_SURGERY, NEW_CLOT])),
    labelled("C11.2", of("rev_postop_dvt", text!("手术患者术后深静脉血栓发生率", "DVT after operation"), &DISCHARGES, Notion::Operated, Notion::DvtAfterOperation, LOWER, &[Department], &[Mark::V("ZIY"), FORMULA, DAY_SURGERY, NEW_CLOT])),
];
