//! Section 9, the rows: what forbids which drug or device, what decides it, and at which figures.

use serde_json::{Value, json};

use super::page::{both, heading, paragraph, sources, table};
use crate::clinical::contraindication::row::{Row, Severity, When};
use crate::clinical::contraindication::{QUESTIONS, TABLE};
use crate::clinical::formulary::{EVERY_DEVICE, EVERY_DRUG, Set};
use crate::clinical::profile::THRESHOLDS;
use crate::interop::headless::marks;
use crate::text::{Text, text};

pub fn list(page: &mut String) {
    paragraph(
        page,
        text!(
            "“慎用”照样推荐并附提示；“禁用”从不推荐。未答不等于无：未答者药物等待。有数值界限者见下方“事实决定的界限”。",
            "A caution is proposed with a warning, a block never. Not answered is not absent: the drug waits. Figures stand below, under what facts decide."
        ),
    );
    for (prefix, title) in [("CI_", text!("药物", "Drugs")), ("MC_", text!("器械", "Devices"))] {
        heading(page, title);
        table(page, &heads(), TABLE.iter().filter(|row| row.id.starts_with(prefix)).map(line));
    }
    heading(page, text!("须由人回答的问题", "Questions that only a person answers"));
    table(page, &heads(), QUESTIONS.iter().map(line));
    paragraph(page, text!("本院可设定的界限（默认值）：", "Limits that the hospital may set, with their defaults:"));
    page.push_str(&format!(
        "\nINR {}; APTT {} ×; {}/{} mmHg; 外科出血表 surgical list: 血小板 platelets <{}, CrCl <{}.\n",
        THRESHOLDS.inr, THRESHOLDS.aptt_ratio, THRESHOLDS.systolic, THRESHOLDS.diastolic, THRESHOLDS.platelets, THRESHOLDS.renal
    ));
}

fn heads() -> [Text; 8] {
    [
        text!("编号", "id"),
        text!("级别", "severity"),
        text!("涉及", "applies"),
        text!("内容", "what"),
        text!("答者须知", "for the one who answers"),
        text!("依据", "decided by"),
        text!("越过", "override"),
        text!("来源", "source"),
    ]
}

fn line(row: &'static Row) -> Vec<String> {
    let limb = if row.per_limb { "（患侧 that leg）" } else { "" };
    vec![
        format!("`{}`", row.id),
        severity(row),
        format!("{}{limb}", applies(row.applies)),
        both(row.label),
        row.help.map_or(String::new(), both),
        both(decided_by(row.when)),
        over(row).into(),
        sources(row.marks),
    ]
}

/// Which members a row is for, by the names of the sets where it is one.
pub fn applies(set: Set) -> String {
    if set == EVERY_DRUG {
        return "全部抗凝药 every drug".into();
    }
    if set == EVERY_DEVICE {
        return "全部器械 every device".into();
    }
    set.ids().join(", ")
}

pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Block => "禁用 block",
        Severity::BlockUntil => "暂禁 block until",
        Severity::Caution => "慎用 caution",
    }
}

pub fn severity(row: &Row) -> String {
    const VARIES: &str = "；随事实而变 varies with the facts";
    match (row.when, row.except) {
        (When::ByChoice, _) => "不推荐 not proposed".into(),
        (When::DoacClearance | When::HighPressure | When::FailingHeart | When::Ischaemia | When::Interaction | When::TherapeuticDose, _) => {
            [word(row.severity), VARIES].concat()
        }
        (_, Some((other, of))) => format!("{}; {}: {}", word(row.severity), of.ids().join(", "), word(other)),
        (_, None) => word(row.severity).into(),
    }
}

fn over(row: &Row) -> &'static str {
    let forbids = row.severity.forbids() || row.when == When::HighPressure || row.except.is_some_and(|(other, _)| other.forbids());
    match row.when {
        _ if row.no_override => "不可 never",
        // Its figure stands among the limits.
        When::Platelets { .. } if forbids => "医师写明理由，极低时不可（见界限） physician, with reason; never when very low, see the limits",
        When::Allergy => "低分子肝素不可 LMWH never；其余医师写明理由 others: physician, with reason",
        When::UnrecognisedMedication | When::UnrecognisedAllergy | When::KidneyOrLiver => "由回答解除 by the answer",
        When::ByChoice => "–",
        _ if forbids => "医师写明理由 physician, with reason",
        _ => "–",
    }
}

/// What decides a row without asking, in words; its figures are asked of the program (`limits`).
fn decided_by(when: When) -> Text {
    match when {
        When::Asked => text!("询问", "asked"),
        When::ActiveBleeding => text!("输血记录，或询问；血红蛋白警报后重问", "transfusions, or asked; asked again after an alert of haemoglobin"),
        When::StrokeSaid => text!("询问；有脑卒中即须答", "asked; a stroke makes it wanted"),
        When::UntilHaemostasis => text!("询问；各次手术均记录止血后解除", "asked; over once haemostasis is recorded for every operation"),
        When::CriticalOperation => {
            text!(
                "颅脑、脊柱手术记录；满时限且人答“否”解除；其余询问",
                "an operation on brain or spine; over in time, once a person says so; else asked"
            )
        }
        When::Platelets { .. } => text!("血小板计数", "the platelet count"),
        When::Coagulation => {
            text!("INR、APTT；样本前用过DOAC者须人判断；或询问", "INR and APTT; a person judges where a DOAC was in the sample; or asked")
        }
        When::InrAboveTarget => text!("用华法林类者的INR", "the INR on a vitamin K antagonist"),
        When::TwoAntiplatelets => text!("两种抗血小板药记录，或询问", "two antiplatelets on record, or asked"),
        When::HighPressure => text!("最近两次血压", "the latest two pressures"),
        When::NeuraxialWindow => text!("椎管内操作记录（第7节）", "needles and catheters on record, section 7"),
        When::Thrombolysis => {
            text!("溶栓记录；脑卒中或指征不明者另须影像", "thrombolysis on record; after stroke, or where nobody tells what for, imaging as well")
        }
        When::FallOnHeparin => text!("询问；AL_PLT_HIT须答", "asked; wanted by AL_PLT_HIT"),
        When::ClotInLeg => text!("询问；MC_ACUTE_DVT答是或无法获知即须答", "asked; wanted by a yes, or \"not known\", to MC_ACUTE_DVT"),
        When::Allergy => text!("过敏记录，或询问", "allergies on record, or asked"),
        When::TherapeuticDose => text!("治疗剂量用药记录（第1节），或询问", "a treatment dose on record, section 1, or asked"),
        When::ClearanceBelow(_) | When::DoacClearance => text!("肌酐清除率", "the creatinine clearance"),
        When::WeightBelow(_) | When::LowWeight => text!("体重", "the weight"),
        When::FallOnDrug => text!("用抗凝药后的血小板", "platelets since an anticoagulant began"),
        When::Pregnancy => text!("育龄女性询问；性别、年龄不明者亦问", "asked of women of an age to be pregnant, and where sex or age is not told"),
        When::WomenOnly => text!("同上人群询问；妊娠者为是", "asked of the same women; yes in pregnancy"),
        When::HipFracture => text!("髋部骨折手术记录", "hip-fracture surgery on record"),
        When::Interaction => text!("合用药记录（药物名录），或询问", "medicines on record, by the list of substances, or asked"),
        When::ByChoice => text!("选药顺序已排除", "left out by the order of choice"),
        When::FailingHeart => {
            text!("询问；评分中的心衰；“心衰或呼衰”一项须答", "asked; heart failure in the score; wanted by the item that does not say heart or lung")
        }
        When::Ischaemia => text!("各侧ABI，或询问", "the ABI of each leg, or asked"),
        When::AcuteStroke => text!(
            "询问；近期脑卒中，或“心梗或脑卒中”一项，须答",
            "asked; wanted by a recent stroke, or by the item that does not say infarction or stroke"
        ),
        When::FracturedLimb => text!(
            "询问；髋部骨折手术、下肢骨折或石膏须答，该侧等待",
            "asked; wanted by hip-fracture surgery, a leg fracture or a cast, and that leg waits"
        ),
        When::UnrecognisedMedication => text!("未识别的药名", "names of medicines that are not recognised"),
        When::UnrecognisedAllergy => text!("未识别的过敏原", "allergens that are not recognised"),
        When::KidneyOrLiver => text!("人答“严重肾或肝功能衰竭：是”", "a person's yes to severe renal or hepatic failure"),
    }
}

/// The rows as far as `docs/for-clinicians/rules.json` digests them.
pub fn rules(rows: &'static [Row]) -> Value {
    let pair = |text: Text| json!({ "zh": text.zh(), "en": text.en() });
    let row = |row: &Row| {
        json!({
            "id": row.id, "severity": row.severity.id(), "applies": row.applies.ids(),
            "except": row.except.map(|(severity, of)| json!({ "severity": severity.id(), "applies": of.ids() })),
            "label": pair(row.label), "help": row.help.map(pair), "decidedBy": format!("{:?}", row.when), "perLimb": row.per_limb,
            "noOverride": row.no_override, "also": row.also, "route": row.route, "marks": marks(row.marks),
        })
    };
    rows.iter().map(row).collect()
}
