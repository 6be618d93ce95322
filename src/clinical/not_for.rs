//! Whom and what the program is not for (core specification §0.1): shown to the reader as a list, and at the line where it
//! matters. A patient of such a row may well be scored; what the program then leaves to others stands in `what`.

use super::assess::Assessed;
use super::finding::Finding;
use super::sheet::Sheet;
use super::source::{Mark, Mark::D};
use crate::text::{Text, text};

#[derive(Debug)]
pub struct NotFor {
    pub id: &'static str,
    pub who: Text,
    /// What the program does, and what it does not.
    pub what: Text,
    /// The rows of the matrix (§5.2) or the routes (§5.9) that still apply.
    pub rows: Text,
    pub marks: &'static [Mark],
}

const OURS: &[Mark] = &[D(text!("适用范围", "the scope"))];

const fn row(id: &'static str, who: Text, what: Text, rows: Text) -> NotFor {
    NotFor { id, who, what, rows, marks: OURS }
}

const NONE: Text = text!("无", "none");
const ROUTES: Text = text!("先于决策表的分流", "the routes before the matrix");
const SURGICAL: Text = text!("S行", "S rows");

#[rustfmt::skip]
pub static NOT_FOR: &[NotFor] = &[
    row("NF_CHILD", text!("未满18岁", "Under 18 years"), text!("仍评分并警示，绝不提出药物；疑似VTE者立即转诊，须写明“不属本工具适用范围”，不得写成“无需处理”", "Scored with a warning, never a drug; a suspected VTE is referred at once, in the words \"not covered here\", never \"not needed\""), NONE),
    row("NF_OBSTETRIC", text!("妊娠，或产后6周内", "Pregnant, or within 6 weeks of delivery"), text!("本流程不适用于妊娠及产褥期：请用RCOG 37a并请产科会诊；不列药物，不定计划停药日", "Not covered here: use RCOG 37a and ask obstetrics; no drug line, no planned stop"), NONE),
    row("NF_PALLIATIVE", text!("临终或以舒适照护为目标的患者", "End of life, comfort care"), text!("不另给建议：先与患者及家属明确治疗目标；不采用时理由选“临终或姑息治疗”", "No advice of its own: ask about the goals of care; decline with the reason \"End of life or palliative care\""), text!("愿意接受预防时按M行或S行", "M or S rows, only if treatment is wanted")),
    row("NF_STROKE", text!("急性缺血性或出血性脑卒中", "Acute ischaemic or haemorrhagic stroke"), text!("适用：药物禁忌、用IPC而不用弹力袜、溶栓后的等待时间。不适用：脑出血或大面积脑梗死后何时可用药，由卒中团队决定", "Covered: blocks, IPC not stockings, the window after lysis. Not covered: when a drug may start after a cerebral haemorrhage or a large infarct; that is for the stroke team"), text!("M行或S行，按出血高危的各行", "M or S rows, with the bleeding rows")),
    row("NF_TRAUMA", text!("多发伤、颅脑损伤、脊髓损伤", "Multiple trauma, head injury, spinal cord injury"), text!("适用：Caprini评分、出血评估、按肢体选择器械。不适用：创伤救治方案、筛查超声、下腔静脉滤器", "Covered: Caprini, the bleeding list, the device by limb. Not covered: trauma protocols, screening ultrasound, vena cava filters"), SURGICAL),
    row("NF_BURNS", text!("大面积烧伤", "Extensive burns"), text!("适用：Caprini评分、按皮肤情况选择器械。不适用：烧伤患者的药物剂量", "Covered: Caprini, the device by the skin. Not covered: doses in burns"), SURGICAL),
    row("NF_TREATMENT", text!("已确诊VTE、桥接、抗凝逆转、急性HIT、机械瓣患者停用VKA期间", "Confirmed VTE, bridging, reversal, acute HIT, a mechanical valve off VKA"), text!("只指出需要决定的问题，不提出医嘱", "Names the question, proposes no order"), ROUTES),
    row("NF_DIAGNOSIS", text!("疑似VTE", "Suspected VTE"), text!("转入疑似VTE绿色通道", "The green channel for suspected VTE"), ROUTES),
    row("NF_OUTPATIENT", text!("门诊患者、门诊化疗患者、出院后无延长预防适应证者", "Out-patients, ambulatory chemotherapy, discharge without an indication for extended prophylaxis"), text!("不给出建议", "No advice"), NONE),
    row("NF_BLIND", text!("内科病区的肾病综合征、使用免疫调节药的多发性骨髓瘤、活动期炎症性肠病", "Nephrotic syndrome, myeloma on an immunomodulatory drug, active inflammatory bowel disease, on a medical ward"), text!("Padua 未计入，由医师判断", "Padua has no item for it: a physician judges"), text!("按所得评分的行", "as scored")),
];

pub fn named(id: &str) -> Option<&'static NotFor> {
    NOT_FOR.iter().find(|row| row.id == id)
}

/// The rows that what is known of this patient points to, to be said at the line where they matter. Palliative care,
/// burns, out-patients and what Padua has no item for are known to no form: those stand in the list alone.
pub fn that_matter(sheet: &Sheet, assessed: &Assessed) -> Vec<&'static NotFor> {
    let judgement = &assessed.judgement;
    let route = |id: &str| assessed.advice.routes.contains(&id);
    let found = |finding| sheet.has(finding) || assessed.bleeding_sheet.has(finding);
    let trauma = found(Finding::SpinalCordInjury) || found(Finding::MultipleTrauma) || judgement.has("CI_FALL_HEAD");
    let treated = route("CI_THERAPEUTIC_AC") && assessed.advice.protected != Some(true);
    let matters = [
        ("NF_CHILD", sheet.under_18),
        ("NF_OBSTETRIC", route("NF_OBSTETRIC") || found(Finding::PregnancyOrPostpartum)),
        ("NF_STROKE", found(Finding::RecentStroke) || found(Finding::AcuteStroke) || judgement.has("MC_STROKE_GCS")),
        ("NF_TRAUMA", trauma),
        ("NF_TREATMENT", treated || route("CI_ACUTE_VTE") || route("CI_HIT_ACUTE")),
        ("NF_DIAGNOSIS", route("SUSPECTED_VTE")),
    ];
    matters.into_iter().filter(|(_, matters)| *matters).filter_map(|(id, _)| named(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_specification_is_here_in_its_order() {
        let ids: Vec<&str> = NOT_FOR.iter().map(|row| row.id).collect();
        let told = ["CHILD", "OBSTETRIC", "PALLIATIVE", "STROKE", "TRAUMA", "BURNS", "TREATMENT", "DIAGNOSIS", "OUTPATIENT", "BLIND"];
        assert_eq!(ids, told.map(|id| ["NF_", id].concat()));
        assert!(ids.iter().all(|id| named(id).is_some_and(|row| row.id == *id)) && named("NF_NOBODY").is_none());
    }
}
