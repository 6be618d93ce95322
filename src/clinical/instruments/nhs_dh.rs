//! Department of Health (England), risk assessment for venous thromboembolism, edition 2010, Gateway ref 10278. A checklist in
//! three steps without points: what is ticked is never counted or added. The first step may end it. A tick of bleeding is a
//! prompt to weigh, never a veto. Not followed: "within 24 hours" at acute stroke and "mucosal lesions", which a review adds and
//! the form has not.

use crate::clinical::instrument::{Bound, From, Group, Instrument, Item, Purpose};
use crate::clinical::outcome::{Branch, Condition, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

/// The steps and the row of mobility.
const FORM: &[Mark] = &[V("DHT")];
/// The ticks of the risk of thrombosis.
const LIST: &[Mark] = &[V("S2"), V2("S184")];
/// The ticks of the risk of bleeding.
const BLEEDING: &[Mark] = &[V("BL12"), V2("S184")];

const fn mobility(id: &'static str, label: Text) -> Item {
    Item::new(id, 0, label, FORM)
}

const fn risk(id: &'static str, label: Text) -> Item {
    Item::new(id, 0, label, LIST)
}

const fn bleeding(id: &'static str, label: Text) -> Item {
    Item::new(id, 0, label, BLEEDING)
}

const ENDS: &str = "mob_medical_not_reduced";

const fn outcome(id: &'static str, tone: Tone, label: Text) -> Outcome {
    Outcome::new(id, tone, label, FORM)
}

// One row a line, in the order of the form.
#[rustfmt::skip]
pub static NHS_DH: Instrument = Instrument {
    id: "nhs_dh",
    edition: "2010",
    setting: "any",
    purpose: Purpose::Checklist,
    title: text!("英国卫生部VTE风险评估表", "Department of Health VTE risk assessment tool"),
    source: Source { citation: "Department of Health (England). Risk assessment for venous thromboembolism (VTE), 2010, Gateway ref 10278", doi: None, marks: FORM },
    items: &[
        // Step 1: one of three
        mobility("mob_surgical", text!("外科（手术）患者", "Surgical patient"))
            .counts(text!("因手术入院或将行手术；创伤按外科处理", "Admitted for, or undergoing, surgery; trauma is handled as surgical")),
        mobility("mob_medical_reduced", text!("内科患者，预计活动能力将持续低于其平时状态", "Medical patient expected to have ongoing reduced mobility relative to normal state"))
            .counts(text!("卧床、不能独立行走，或一天中大部分时间在床上或椅上", "Bed-bound, unable to walk unaided, or likely to spend a substantial part of the day in bed or chair")),
        mobility(ENDS, text!("内科患者，预计活动能力不会较平时明显下降", "Medical patient NOT expected to have significantly reduced mobility relative to normal state"))
            .counts(text!("选此项即完成评估", "Choosing this ends the assessment")),
        // Step 2: thrombosis risk, of the patient
        risk("active_cancer", text!("活动性肿瘤或正在接受抗肿瘤治疗", "Active cancer or cancer treatment"))
            .counts(text!("现患或正在治疗；已治愈的陈旧肿瘤不计", "Current disease or current treatment; not remote cured cancer")),
        risk("age_gt_60", text!("年龄>60岁", "Age >60")).from(From::Age { from: 61, to: u8::MAX }),
        risk("dehydration", text!("脱水", "Dehydration")),
        risk("known_thrombophilia", text!("已知易栓症", "Known thrombophilias"))
            .counts(text!("遗传性或获得性，经实验室证实", "Inherited or acquired, laboratory-proven")),
        risk("bmi_gt_30", text!("肥胖（BMI>30 kg/m²）", "Obesity (BMI >30 kg/m²)")).from(From::BmiAbove(30.0)),
        risk("medical_comorbidity", text!("一种或多种重要内科合并症", "One or more significant medical comorbidities"))
            .counts(text!("如心脏病，代谢、内分泌或呼吸系统疾病，急性感染，炎症性疾病", "e.g. heart disease; metabolic, endocrine or respiratory pathologies; acute infectious diseases; inflammatory conditions")),
        risk("personal_or_fdr_vte", text!("本人或一级亲属有VTE病史", "Personal history or first-degree relative with a history of VTE")),
        risk("hrt", text!("使用激素替代治疗", "Use of hormone replacement therapy")),
        risk("oestrogen_contraceptive", text!("使用含雌激素避孕药", "Use of oestrogen-containing contraceptive therapy"))
            .counts(text!("仅含孕激素者不计", "Progestogen-only does not count")),
        risk("varicose_with_phlebitis", text!("静脉曲张伴静脉炎", "Varicose veins with phlebitis"))
            .counts(text!("单纯静脉曲张不计", "Varicose veins alone do not count")),
        risk("pregnancy_or_6w_postpartum", text!("妊娠或产后<6周", "Pregnancy or <6 weeks post partum")).female_only(),
        // Step 2: thrombosis risk, of the admission
        risk("reduced_mobility_ge_3d", text!("活动能力明显下降≥3天", "Significantly reduced mobility for 3 days or more"))
            .counts(text!("已有或预计", "Has been or is expected")),
        risk("hip_or_knee_replacement", text!("髋或膝关节置换", "Hip or knee replacement")),
        risk("hip_fracture", text!("髋部骨折", "Hip fracture")).from(From::FractureOperation),
        risk("anaes_surg_gt_90min", text!("麻醉加手术总时间>90分钟", "Total anaesthetic + surgical time >90 minutes"))
            .counts(text!("麻醉与手术时间之和，不是切皮至缝皮时间", "Sum of anaesthesia and surgery, not skin-to-skin time")),
        risk("pelvis_lower_limb_gt_60min", text!("骨盆或下肢手术且麻醉加手术总时间>60分钟", "Surgery involving pelvis or lower limb with total anaesthetic + surgical time >60 minutes")),
        risk("acute_surgical_inflammatory", text!("急性外科入院，伴炎症或腹腔内疾病", "Acute surgical admission with inflammatory or intra-abdominal condition")),
        risk("critical_care", text!("入住重症监护", "Critical care admission")).from(From::IntensiveCare),
        risk("surgery_with_reduced_mobility", text!("手术导致活动能力明显下降", "Surgery with significant reduction in mobility")),
        // Step 3: bleeding risk, of the patient
        bleeding("active_bleeding", text!("活动性出血", "Active bleeding")),
        bleeding("acquired_bleeding_disorder", text!("获得性出血性疾病（如急性肝衰竭）", "Acquired bleeding disorders (such as acute liver failure)")),
        bleeding("anticoagulant_in_use", text!("正在使用增加出血风险的抗凝药（如华法林且INR>2）", "Concurrent use of anticoagulants known to increase the risk of bleeding (such as warfarin with INR >2)")),
        bleeding("acute_stroke", text!("急性脑卒中", "Acute stroke")),
        bleeding("platelets_lt_75", text!("血小板减少（<75×10⁹/L）", "Thrombocytopenia (platelets <75×10⁹/L)")).from(From::Below(Quantity::Platelets, Bound::Printed(75.0))),
        Item::new("uncontrolled_htn_230_120", 0, text!("未控制的高血压（≥230/120 mmHg）", "Uncontrolled systolic hypertension (230/120 mmHg or higher)"),
            &[V("BL12"), V2("S184"), D(text!("收缩压≥230或舒张压≥120即计", "systolic ≥230 or diastolic ≥120 is enough"))])
            .from(From::PressureAtLeast { systolic: 230.0, diastolic: 120.0 }),
        bleeding("untreated_inherited_bleeding", text!("未治疗的遗传性出血性疾病（如血友病、血管性血友病）", "Untreated inherited bleeding disorders (such as haemophilia and von Willebrand's disease)")),
        // Step 3: bleeding risk, of the admission
        bleeding("neuro_spinal_eye_surgery", text!("神经外科、脊柱或眼科手术", "Neurosurgery, spinal surgery or eye surgery")),
        bleeding("other_high_bleeding_procedure", text!("其他高出血风险操作", "Other procedure with high bleeding risk")),
        bleeding("neuraxial_next_12h", text!("预计12小时内行腰椎穿刺、硬膜外或蛛网膜下腔麻醉", "Lumbar puncture, epidural or spinal anaesthesia expected within the next 12 hours")),
        bleeding("neuraxial_prev_4h", text!("4小时内曾行腰椎穿刺、硬膜外或蛛网膜下腔麻醉", "Lumbar puncture, epidural or spinal anaesthesia within the previous 4 hours")),
    ],
    groups: &[Group { id: "G_MOBILITY", title: text!("活动能力（三选一）", "Mobility (one of three)"), members: &["mob_surgical", "mob_medical_reduced", ENDS], marks: FORM }],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("所列危险因素并非全部。出血一栏的勾选是提示权衡，不等于禁用药物。", "The risk factors identified are not exhaustive. A tick of bleeding prompts to weigh; it does not forbid a drug."), &[V("DHT")]),
        (text!("老年患者几乎人人有勾选：不得以勾选数作为评分。", "Nearly every old patient has a tick: the number of ticks is no score."), &[V("S14")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("结果", "Outcome"), by: Reading::Rows(&[
                Branch { when: &[Condition::Chosen(ENDS)], outcome: outcome("complete_no_further", Tone::Neutral, text!("评估完成，无需继续", "Assessment complete, nothing further to ask")) },
                Branch { when: &[Condition::NoneOf("thrombosis")], outcome: outcome("no_thrombosis_risk", Tone::Low, text!("无血栓危险因素：无预防指征；活动、补液、再评估", "No thrombosis risk: no prophylaxis indicated; mobilise, hydrate, reassess")) },
                Branch { when: &[Condition::NoneOf("bleeding")], outcome: outcome("thrombosis_only", Tone::High, text!("有血栓危险、无出血危险：按NICE给予药物预防并记录", "Thrombosis risk only: offer pharmacological prophylaxis per NICE, and document")) },
                Branch { when: &[], outcome: outcome("thrombosis_and_bleeding", Tone::High, text!("血栓与出血危险并存：由医师权衡，记录选择及理由", "Thrombosis and bleeding risk: the clinician weighs, and records the choice with its reason")) },
            ]) },
        ],
        phases: &[
            FormPhase { id: "mobility", title: text!("第一步：活动能力", "Step 1: mobility"), items: &["mob_surgical", "mob_medical_reduced", ENDS], unless: None },
            FormPhase { id: "thrombosis", title: text!("第二步：血栓危险", "Step 2: thrombosis risk"), items: &[
                "active_cancer", "age_gt_60", "dehydration", "known_thrombophilia", "bmi_gt_30", "medical_comorbidity", "personal_or_fdr_vte", "hrt", "oestrogen_contraceptive", "varicose_with_phlebitis", "pregnancy_or_6w_postpartum",
                "reduced_mobility_ge_3d", "hip_or_knee_replacement", "hip_fracture", "anaes_surg_gt_90min", "pelvis_lower_limb_gt_60min", "acute_surgical_inflammatory", "critical_care", "surgery_with_reduced_mobility",
            ], unless: Some(ENDS) },
            FormPhase { id: "bleeding", title: text!("第三步：出血危险", "Step 3: bleeding risk"), items: &[
                "active_bleeding", "acquired_bleeding_disorder", "anticoagulant_in_use", "acute_stroke", "platelets_lt_75", "uncontrolled_htn_230_120", "untreated_inherited_bleeding",
                "neuro_spinal_eye_surgery", "other_high_bleeding_procedure", "neuraxial_next_12h", "neuraxial_prev_4h",
            ], unless: Some(ENDS) },
        ],
        choices: &["G_MOBILITY"],
        not_for: &[
            (text!("未满16岁；妊娠及产后6周内（产科评估表）；疑似VTE；选择剂量；按勾选数排序患者。", "Under 16; pregnancy and up to 6 weeks postpartum (the obstetric instrument); suspected VTE; choosing a dose; ranking patients by the number of ticks."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(NHS_DH.items.len() == 3 + 11 + 8 + 7 + 4);
const _: () = assert!(NHS_DH.max_points().0 == 0 && NHS_DH.min_points().0 == 0);
const _: () = assert!(well_formed(&NHS_DH));
