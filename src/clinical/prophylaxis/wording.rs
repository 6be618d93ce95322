//! What the advice says in words, and what an open fact would change.

use crate::clinical::chart::{Chart, Procedure};
use crate::text::{Text, text};

pub const STOPS_AT_DISCHARGE: Text = text!("恢复活动或出院即停药，出院后不延续", "Stop once mobile or at discharge; not continued after discharge");

pub(super) const CHANGES_BAND: Text = text!("影响危险分层", "changes the band");
pub(super) const BLEEDING_OPEN: Text = text!(
    "出血评估未完成：先按“非出血高危”列出，药物须待评估完成",
    "Bleeding is not assessed in full: read as not high for now, and the drug waits",
);
pub(super) const NEVER_TWO: Text = text!(
    "已在用预防剂量抗凝药：绝不叠加；换药须先停前药，按其末次给药时间衔接",
    "A prophylactic anticoagulant is already given: never two at once; stop it, and count from its last dose, before another starts",
);
pub(super) const EXTENDED: Text = text!(
    "已过计划停药日，仍在公布疗程之内：续用至疗程之末，并请现在决定停药或延长",
    "Past the planned stop and still inside the published range: to its end, and the decision to stop or extend is due now",
);
pub(super) const NONE_IN_STOCK: Text =
    text!("本院无可用抗凝药：需要药物时请转诊或调配", "No anticoagulant in stock here: refer, or obtain one, if a drug is needed");
pub(super) const PAST_RANGE: Text = text!(
    "已超过公布疗程：不再推荐药物，是否继续由医师决定",
    "Past the published range: no drug is proposed; whether to go on is the physician's decision",
);
pub(super) const WITHOUT_KIDNEYS: Text = text!("透析/严重肾衰：按 CrCl<15", "Dialysis or failed kidneys: judged as CrCl <15");
pub(super) const KIDNEY_ALONE: Text = text!(
    "肾功能是唯一的出血高危项：普通肝素5000 U每12小时可由医师直接选用（不需越过禁忌）",
    "The kidney is the only item of high bleeding risk: the physician may choose UFH 5000 U every 12 h without setting anything aside",
);

pub(super) fn without_routine_drug(chart: &Chart) -> Option<Text> {
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

pub(super) const SUGGESTED: Text = text!("HIS提示的数值待确认", "A value that the host suggests awaits confirmation");

/// What a suggested operation would change.
pub const SUGGESTED_OPERATION: Text = text!(
    "HIS提示的手术待确认：未计入评分；若属实，危险分层和给药时间会改变",
    "An operation that the host suggests awaits confirmation: it is not in the score, and would change the band and the start",
);

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
        "last_dose" => text!("末次给药时间不明，或剂量早已到期：是否仍在用？", "The last dose is not known, or long overdue: is it still given?"),
        "abdominal_pelvic_cancer" => {
            text!("是否腹盆腔肿瘤手术？答复前按10天", "Was the operation for an abdominal or pelvic cancer? 10 days until answered")
        }
        "unrecognised_medication" => text!(
            "有未识别的药名：若为抗凝、抗血小板或溶栓药，影响用药",
            "Medicines not recognised: an anticoagulant, antiplatelet or thrombolytic among them would bear on the drug"
        ),
        "unrecognised_allergy" => {
            text!("有未识别的过敏原：若为抗凝药或猪源制品则不用", "Allergens not recognised: not given if one of them is the drug or of pork")
        }
        "kidney_or_liver" => text!("肾还是肝？答复前按两者皆有", "Kidney or liver? Both until answered"),
        id if id.starts_with("CI_") || id.starts_with("MC_") => text!("未答：若有则不用", "Not answered: if present, not used"),
        id if id.starts_with("bs_") || id.starts_with("bm_") => {
            text!("出血评估未完成：若为高危则不用药", "Bleeding not assessed in full: if high, no drug")
        }
        _ => CHANGES_BAND,
    }
}
