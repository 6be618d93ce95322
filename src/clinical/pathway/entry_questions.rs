//! The questions of the gates as one card (extended specification 5.6.5: "all open ones are one card, answered in one minute").
//! Every field is one of `history`; ids are its names. Nothing has a default: what stands in no answer is not asked yet.

use super::entry::{EntryCode, EntryField, EntryUnit, FieldKind, TimeSide, code, within};
use crate::clinical::source::{Mark, Mark::D, Mark::V};
use crate::text::{Text, text};

const QUESTION: &[Mark] = &[D(text!("问法与分组", "how it is asked, and the grouping"))];
const LABELS: &[Mark] = &[V("S157"), V("S158"), D(text!("问法与分组", "how it is asked, and the grouping"))];

const STROKES: &[EntryCode] = &[
    code("ischaemic", text!("缺血性", "ischaemic")),
    code("haemorrhagic", text!("出血性", "haemorrhagic")),
    code("not_told", text!("类型未明", "not yet told which")),
];

const LYSIS_FOR: &[EntryCode] = &[
    code("stroke", text!("卒中", "stroke")),
    code("pe", text!("肺栓塞", "pulmonary embolism")),
    code("other", text!("其他原因", "another reason")),
    code("not_told", text!("原因不明", "not told")),
];

const LIVER: &[EntryCode] = &[
    code("no_disease", text!("无肝病", "no liver disease")),
    code("compensated", text!("有肝病，无凝血异常（如脂肪肝、Child-Pugh A）", "liver disease without coagulopathy (fatty liver, Child-Pugh A)")),
    code("decompensated", text!("伴凝血异常，或Child-Pugh B、C", "with coagulopathy, or Child-Pugh B or C")),
    code("acute_failure", text!("急性肝衰竭", "acute liver failure")),
    code("not_told", text!("不知道（仍待答）", "not known (stays open)")),
    code("cannot_be_known", text!("无法得知（医师认可）", "cannot be known (a physician accepts it)")),
];

const POINTS: &[EntryUnit] = &[within("{points}", 0.0, 8.0)];

const fn heard(id: &'static str, label: Text) -> EntryField {
    EntryField::new(id, label, FieldKind::Heard).marked(QUESTION)
}

const fn past(id: &'static str, label: Text) -> EntryField {
    EntryField::new(id, label, FieldKind::Past).marked(QUESTION)
}

const fn plain(id: &'static str, label: Text) -> EntryField {
    EntryField::new(id, label, FieldKind::YesNo).marked(QUESTION)
}

/// In the order of the gates.
#[rustfmt::skip]
pub static HISTORY_FIELDS: &[EntryField] = &[
    heard("bleeding", text!("正在出血？（疑似PE的痰中带血不算；24小时≥100 mL或阻塞气道的咯血算）", "Bleeding now? (blood-streaked sputum of a suspected PE is not it; haemoptysis of 100 mL or more in 24 h, or filling the airway, is)")).marked(LABELS),
    past("intracranial_bleed", text!("颅内或椎管内出血", "Intracranial or spinal bleed")).marked(LABELS),
    heard("cns_lesion", text!("脑或脊髓有出血风险的病变", "A lesion at risk of bleeding in brain or cord")).marked(LABELS),
    heard("neuro_eye_operation", text!("脑、脊柱或眼部手术后，术者尚未放行", "Brain, spine or eye operation not yet released by the surgeon")).marked(LABELS),
    past("stroke", text!("卒中", "Stroke")),
    EntryField::new("stroke_kind", text!("卒中类型", "Kind of stroke"), FieldKind::OneOf(STROKES)).marked(QUESTION),
    past("head_injury", text!("头部外伤（包括今日晕厥跌倒）", "Head injury (also a fall in the syncope of today)")),
    plain("head_cleared", text!("其后头颅CT无出血，或医师判断头部未受伤", "A head CT since shows no bleed, or a physician's \"no injury to the head\"")).physician(),
    past("lysis", text!("溶栓治疗", "Thrombolysis")).marked(LABELS),
    EntryField::new("lysis_reason", text!("溶栓原因", "Thrombolysis for"), FieldKind::OneOf(LYSIS_FOR)).marked(QUESTION),
    heard("hit_acute", text!("本次住院4Ts≥4或确诊HIT", "4Ts of 4 or more, or confirmed HIT this stay")),
    heard("hit_past", text!("既往曾有HIT", "HIT ever before")),
    heard("heparin_100_days", text!("100天内用过肝素类", "Any heparin within 100 days")),
    heard("skin_necrosis", text!("注射部位皮肤坏死", "Skin necrosis where it was injected")),
    heard("on_heparin_5_days", text!("已用肝素5天或以上", "On heparin that was begun 5 or more days ago")),
    EntryField::new("four_ts", text!("4Ts评分", "4Ts points"), FieldKind::Number(POINTS)).marked(QUESTION),
    heard("low_count_cause", text!("血小板可能偏低的原因：已知偏低、肝硬化或脾大、骨髓病、30天内化疗、脓毒症或休克、子痫前期、肝素", "Something that points to a low count: known low count, cirrhosis or big spleen, marrow disease, chemotherapy within 30 days, sepsis or shock, pre-eclampsia, heparin")),
    heard("bleeding_disorder", text!("未治疗的出血性疾病", "An untreated bleeding disorder")),
    heard("septic_bleeding", text!("脓毒症伴出血", "Sepsis with bleeding")),
    plain("aptt_explained", text!("APTT延长由狼疮抗凝物或肝素解释", "The long APTT is explained by a lupus anticoagulant or heparin")).physician(),
    heard("anticoagulant", text!("在用或7天内用过任何抗凝药（另填药名与末次给药时间）", "Any anticoagulant now or within 7 days (its name and last dose on a card of their own)")),
    plain("unrecognised_medication", text!("无法识别的药中有抗凝药", "One of the medicines that nobody recognises is an anticoagulant")),
    heard("gp2b3a", text!("替罗非班或依替巴肽在用或8小时内用过", "Tirofiban or eptifibatide running, or within 8 h")),
    plain("antiplatelet_or_nsaid", text!("在用抗血小板药或非甾体抗炎药", "An antiplatelet or an NSAID")),
    heard("needle", text!("椎管内穿刺或导管（另填时间）", "A needle or catheter in the neuraxis (its time on a card of its own)")),
    EntryField::new("needle_planned_at", text!("拟行椎管内穿刺", "Neuraxial needle planned for"), FieldKind::Time(TimeSide::Coming)).marked(QUESTION),
    heard("high_bleeding_operation", text!("高出血风险手术后，术者尚未放行", "High-bleeding operation not released by the surgeon")),
    past("major_operation", text!("大手术（大小不明按大手术，剖宫产算；填结束时间）", "Major operation (of unknown size is major, a caesarean is; when it ended)")),
    heard("recent_delivery", text!("24小时内阴道分娩，或72小时内产后出血", "Vaginal delivery within 24 h, or post-partum haemorrhage within 72 h")),
    past("organ_puncture", text!("肝、肾、肺活检或不可压迫的穿刺", "Biopsy of liver, kidney or lung, or a puncture that cannot be compressed")),
    EntryField::new("operation_planned_at", text!("拟行手术或此类穿刺", "Operation or such a puncture planned for"), FieldKind::Time(TimeSide::Coming)).marked(QUESTION),
    heard("vessel_lesion", text!("已知或疑似静脉曲张、血管畸形、动脉瘤、有风险的颅内肿瘤", "Varices known or suspected, vascular malformation, aneurysm, intracranial tumour at risk")).marked(LABELS),
    heard("dissection", text!("疑及主动脉夹层或心包填塞", "Aortic dissection or tamponade thought of")),
    heard("label_lesion", text!("急性心内膜炎、前置胎盘、现有溃疡、其他高出血风险肿瘤、急性脊髓损伤、3个月内大出血", "Acute endocarditis, placenta praevia, ulcer now, other tumour at high bleeding risk, acute spinal-cord injury, major bleeding within 3 months")).marked(LABELS),
    EntryField::new("liver", text!("肝病", "Liver disease"), FieldKind::OneOf(LIVER)).marked(QUESTION),
    heard("kidney_disease", text!("肾病", "Kidney disease")),
    heard("dialysis", text!("透析，或严重肾衰竭", "Dialysis, or severe renal failure")),
    plain("passes_urine", text!("有尿", "Passes urine")),
    plain("kidneys_struck_since", text!("末次肌酐之后有休克、脓毒症、造影剂或肾毒性药物", "Shock, sepsis, contrast or a nephrotoxic drug since the last creatinine")),
    heard("heparin_allergy", text!("对任一肝素过敏", "Allergy to any heparin")),
    plain("unrecognised_allergy", text!("无法识别的过敏原中有肝素类", "One of the allergens that nobody recognises is a heparin")),
    heard("interaction", text!("在用强效CYP3A4与P-gp抑制剂或诱导剂", "A strong inhibitor or inducer of CYP3A4 and P-gp")),
    heard("antiphospholipid", text!("抗磷脂综合征", "Antiphospholipid syndrome")),
    heard("by_mouth_impossible", text!("呕吐或不能口服", "Vomiting, or nothing by mouth")),
    heard("mucosal_cancer", text!("胃肠道或泌尿道肿瘤", "Cancer of gut or urinary tract")),
    plain("intervention_likely", text!("可能需要溶栓或手术", "Thrombolysis or an operation is likely")).physician(),
    plain("fall_risk", text!("跌倒风险", "Risk of falls")),
];
