//! Caprini risk assessment model, edition 2005: Caprini JA, Dis Mon 2005;51:70-78.
//! For patients who have had or will have an operation this stay. Later editions (2010, 2013) are other instruments:
//! "surgery 2-3 h" belongs to 2010, "BMI >40" to 2013; their points are never mixed in here.

use crate::clinical::chart::Procedure;
use crate::clinical::finding::Finding;
use crate::clinical::instrument::{Band, Figure, From, Group, Instrument, Item, Points, Purpose, Risk, SubBand, SurgeryClass, Warning};
use crate::clinical::source::{Mark::D, Mark::K, Mark::V, Mark::V2, Source};
use crate::text::text;

const GOULD: Source = Source { citation: "Gould MK et al. Chest 2012;141(2 Suppl):e227S-e277S", doi: None, marks: &[V("GABS"), V("777")] };
// Bahl prints the rates by level; the scores of the levels come from a secondary page.
const BAHL: Source = Source {
    citation: "Bahl V et al. Ann Surg 2010;251:344-350",
    doi: None,
    marks: &[V("BAHL"), V2("SOC"), K(text!("各级别对应的分值未见原文", "the scores of its levels, not seen in the paper"))],
};
const PANNUCCI: Source = Source { citation: "Pannucci CJ et al. Ann Surg 2017;265:1094-1103", doi: None, marks: &[V("MDC"), V("PAN17")] };

const fn figure(from: i16, to: i16, text: crate::text::Text, source: Source) -> Figure {
    Figure { from: Points::whole(from), to: Points::whole(to), text, source }
}

// One row a line, in the order of the paper.
#[rustfmt::skip]
pub static CAPRINI: Instrument = Instrument {
    id: "caprini",
    edition: "2005",
    setting: "surgical",
    purpose: Purpose::Thrombosis,
    title: text!("Caprini 风险评估（2005版）", "Caprini risk assessment (2005)"),
    source: Source { citation: "Caprini JA. Dis Mon 2005;51:70-78", doi: None, marks: &[V("MDC"), V("HNT2")] },
    items: &[
        // 1 point each
        Item::new("age_41_60", 1, text!("年龄41~60岁", "Age 41–60"), &[V("HNT2"), V("MDC"), V("ICU")]).from(From::Age { from: 41, to: 60 }),
        Item::new("minor_surgery", 1, text!("计划小手术（≤45分钟）", "Minor surgery planned (≤45 min)"), &[V("HNT2"), V("MDC")])
            .counts(text!("本次住院已行或拟行；以麻醉时间为准，恰45分钟属小手术", "This stay, done or planned; anaesthesia time decides; exactly 45 min is minor"))
            .from(From::Surgery(SurgeryClass::Minor)),
        Item::new("bmi_gt_25", 1, text!("肥胖（BMI>25 kg/m²）", "BMI >25 kg/m²"), &[V("HNT2"), V("MDC"), V("777")]).from(From::BmiAbove(25.0)),
        Item::new("swollen_legs", 1, text!("下肢水肿（现患）", "Swollen legs (current)"), &[V("HNT2"), V("MDC")])
            .counts(text!("单侧或双侧；任何部位的凹陷性水肿、骨性轮廓消失或袜痕", "One or both legs: pitting oedema at any level, lost bony contour, or a sock mark")),
        Item::new("varicose_veins", 1, text!("静脉曲张", "Varicose veins"), &[V("HNT2"), V("MDC")])
            .counts(text!("可见隆起的静脉；蜘蛛痣样或毛细血管扩张不计", "Visible bulging veins; not spider veins or telangiectasia")),
        Item::new("pregnancy_postpartum", 1, text!("妊娠期或产后（<1个月）", "Pregnancy or postpartum (<1 month)"), &[V("HNT2")]).is(Finding::PregnancyOrPostpartum)
            .counts(text!("现妊娠，或分娩后30天内", "Pregnant now, or within 30 days after delivery"))
            .female_only(),
        // HNT2 prints ">3"; MDCalc "≥3": the former is judged a misprint.
        Item::new("adverse_obstetric_history", 1, text!("不良妊娠史", "Adverse obstetric history"), &[V("HNT2"), V("MDC")])
            .counts(text!("不明原因死胎、复发性自然流产（≥3次）、因妊娠毒血症早产或胎儿生长受限", "Unexplained stillbirth, recurrent spontaneous abortion (≥3), premature birth with toxaemia, or growth-restricted infant"))
            .female_only(),
        Item::new("ocp_hrt", 1, text!("口服避孕药或激素替代治疗", "Oral contraceptive or hormone replacement therapy"), &[V("HNT2"), V("MDC"), D(text!("30天内使用计为当前；糖皮质激素不计", "use within 30 days is current; glucocorticoids do not count"))])
            .counts(text!("当前使用（30天内）；糖皮质激素不计", "Current use (within 30 days); glucocorticoids do not count"))
            .female_only(),
        Item::new("sepsis_lt_1mo", 1, text!("脓毒症（<1个月）", "Sepsis (<1 month)"), &[V("HNT2"), V("MDC")])
            .counts(text!("脓毒症，或需静脉抗生素的感染；仅有肺炎时只计“严重肺部疾病”", "Sepsis, or infection needing IV antibiotics; if pneumonia is the only infection, count serious lung disease only")),
        Item::new("serious_lung_disease_lt_1mo", 1, text!("严重肺部疾病，含肺炎（<1个月）", "Serious lung disease incl. pneumonia (<1 month)"), &[V("HNT2")])
            .counts(text!("30天内的急性严重肺部疾病", "Acute serious lung disease within 30 days")),
        Item::new("abnormal_pulmonary_function", 1, text!("肺功能异常（如COPD）", "Abnormal pulmonary function (COPD)"), &[V("HNT2")])
            .counts(text!("慢阻肺，或有记录的肺功能异常", "COPD, or a documented abnormal lung function test")),
        Item::new("acute_mi", 1, text!("急性心肌梗死", "Acute myocardial infarction"), &[V("HNT2"), D(text!("时限：本次住院或1个月内", "window: this admission or within 1 month"))])
            .counts(text!("本次住院或1个月内", "This admission or within 1 month")),
        Item::new("chf_lt_1mo", 1, text!("充血性心力衰竭（<1个月）", "Congestive heart failure (<1 month)"), &[V("HNT2"), V("MDC")]).is(Finding::HeartFailure)
            .counts(text!("30天内发作或失代偿，不论射血分数", "Episode or decompensation within 30 days, any ejection fraction")),
        Item::new("ibd_history", 1, text!("炎症性肠病史", "History of inflammatory bowel disease"), &[V("HNT2"), V("MDC")])
            .counts(text!("克罗恩病或溃疡性结肠炎，不论是否活动；肠易激综合征不计", "Crohn's or ulcerative colitis, active or not; not irritable bowel")),
        Item::new("medical_patient_bed_rest", 1, text!("卧床的内科患者（≤72小时）", "Medical patient currently at bed rest (≤72 h)"), &[V("HNT2"), V("MDC")])
            .counts(text!("不能一次连续行走≥10米；仅能如厕不算行走", "Cannot walk 10 m at a stretch; bathroom privileges do not count as walking")),
        Item::new("history_major_surgery_lt_1mo", 1, text!("大手术史（<1个月）", "History of major surgery (<1 month)"), &[V("HNT2"), V("ICU"), V("777")])
            .counts(text!("30天内另一次>45分钟的手术；不指本次手术。CHEST 2012表中无此项", "Another operation >45 min within 30 days, not the current one. Not in the CHEST 2012 table"))
            .from(From::RecentOperation { longer_than_min: Some(45.0), former_only: true }),
        Item::new("other_risk_factor", 1, text!("其他风险因素（须注明）", "Other risk factor (specify)"), &[V("MDC"), V("CNF"), D(text!("须填写说明；最多计1分", "free text mandatory; at most 1 point"))])
            .wants_note(),
        // 2 points each
        Item::new("age_61_74", 2, text!("年龄61~74岁", "Age 61–74"), &[V("HNT2")]).from(From::Age { from: 61, to: 74 }),
        Item::new("arthroscopic_surgery", 2, text!("关节镜手术", "Arthroscopic surgery"), &[V("HNT2"), V("MDC"), D(text!("不论时长均计2分", "2 points at any duration"))])
            .counts(text!("本次住院已行或拟行，不论时长", "This stay, done or planned, at any duration"))
            .from(From::Surgery(SurgeryClass::Arthroscopic)),
        Item::new("major_open_surgery", 2, text!("大手术（开放手术，>45分钟）", "Major (open) surgery (>45 min)"), &[V("HNT2"), V("ICU")])
            .counts(text!("本次住院已行或拟行", "This stay, done or planned"))
            .from(From::Surgery(SurgeryClass::MajorOpen)),
        Item::new("laparoscopic_surgery", 2, text!("腹腔镜手术（>45分钟）", "Laparoscopic surgery (>45 min)"), &[V("HNT2")])
            .counts(text!("≤45分钟者属小手术", "≤45 min is minor surgery"))
            .from(From::Surgery(SurgeryClass::Laparoscopic)),
        Item::new("malignancy", 2, text!("恶性肿瘤（现患或既往）", "Malignancy (present or previous)"), &[V("HNT2"), V("MDC")]).is(Finding::Malignancy)
            .counts(text!("含黑色素瘤；皮肤基底细胞癌不计", "Includes melanoma; not basal-cell skin cancer")),
        Item::new("bed_rest_gt_72h", 2, text!("卧床>72小时", "Confined to bed >72 h"), &[V("HNT2")]).is(Finding::BedRest)
            .counts(text!("实际已超过72小时或肯定会超过；行走判定同上", "Actually or certainly longer than 72 h; same definition of walking")),
        Item::new("plaster_cast_lt_1mo", 2, text!("下肢石膏固定（<1个月）", "Immobilising plaster cast (<1 month)"), &[V("HNT2"), V("MDC")]).is(Finding::PlasterCast)
            .counts(text!("任何不可拆卸、限制踝部活动和小腿肌泵的装置", "Any non-removable device that limits the ankle and the calf pump")),
        Item::new("central_venous_access", 2, text!("中心静脉置管", "Central venous access"), &[V("HNT2"), V("MDC")])
            .counts(text!("CVC、PICC或输液港，现有或30天内", "CVC, PICC or port, now or within 30 days")),
        // 3 points each
        Item::new("age_ge_75", 3, text!("年龄≥75岁", "Age 75 or over"), &[V("HNT2")]).from(From::Age { from: 75, to: u8::MAX }),
        Item::new("history_vte", 3, text!("DVT/PE病史", "History of DVT/PE"), &[V("HNT2"), V("MDC")])
            .counts(text!("经客观检查确诊；DVT与PE并存仍计3分；浅静脉血栓不计", "Objectively diagnosed; both together still 3; superficial thrombophlebitis does not count")),
        Item::new("family_history_vte", 3, text!("VTE家族史", "Family history of thrombosis"), &[V("HNT2"), V("MDC"), D(text!("限一级亲属（Caprini接受一至三级）", "first-degree relatives (Caprini accepts first to third)"))])
            .counts(text!("一级亲属曾患DVT或PE", "A first-degree relative with DVT or PE")),
        Item::new("factor_v_leiden", 3, text!("凝血因子V Leiden突变阳性", "Positive factor V Leiden"), &[V("HNT2")]),
        Item::new("prothrombin_20210a", 3, text!("凝血酶原20210A突变阳性", "Positive prothrombin 20210A"), &[V("HNT2")]),
        Item::new("lupus_anticoagulant", 3, text!("狼疮抗凝物阳性", "Positive lupus anticoagulant"), &[V("HNT2")]).is(Finding::LupusAnticoagulant),
        Item::new("anticardiolipin", 3, text!("抗心磷脂抗体升高", "Elevated anticardiolipin antibodies"), &[V("HNT2")]).is(Finding::Anticardiolipin),
        Item::new("hyperhomocysteinemia", 3, text!("血清同型半胱氨酸升高", "Elevated serum homocysteine"), &[V("HNT2"), V2("HCY"), D(text!("以本院检验参考上限为准", "the local upper limit decides"))])
            .counts(text!("高于本院检验参考上限（通常>15 μmol/L）", "Above the local laboratory's upper limit (usually >15 µmol/L)")),
        Item::new("hit_history", 3, text!("肝素诱导的血小板减少症（HIT）", "Heparin-induced thrombocytopenia (HIT)"), &[V("HNT2")]).is(Finding::HitHistory)
            .counts(text!("既往或现患；同时影响能否用肝素", "Past or present; it also bears on whether heparin may be given")),
        Item::new("other_thrombophilia", 3, text!("其他先天性或获得性易栓症", "Other congenital or acquired thrombophilia"), &[V("HNT2")])
            .counts(text!("抗凝血酶、蛋白C、蛋白S缺乏，抗磷脂综合征等未列出者", "Antithrombin, protein C or S deficiency, antiphospholipid syndrome and others not listed")),
        // 5 points each
        Item::new("stroke_lt_1mo", 5, text!("脑卒中（<1个月）", "Stroke (<1 month)"), &[V("HNT2"), D(text!("短暂性脑缺血发作不计", "a transient ischaemic attack does not count"))]).is(Finding::RecentStroke)
            .counts(text!("缺血性或出血性；短暂性脑缺血发作不计", "Ischaemic or haemorrhagic; not a transient ischaemic attack")),
        Item::new("elective_arthroplasty", 5, text!("择期下肢主要关节置换术", "Elective major lower-extremity arthroplasty"), &[V("HNT2"), V("ICU")]).is(Finding::ElectiveArthroplasty)
            .counts(text!("择期髋、膝（或踝）关节置换；因该关节骨折行置换者不计入本项，按手术时长计", "Elective hip, knee (or ankle) arthroplasty; one for a fracture of that joint does not count here but by its duration"))
            .from(From::Surgery(SurgeryClass::ElectiveArthroplasty)),
        Item::new("hip_pelvis_leg_fracture_lt_1mo", 5, text!("髋关节、骨盆或下肢骨折（<1个月）", "Hip, pelvis or leg fracture (<1 month)"), &[V("HNT2"), D(text!("足趾和足部骨折不计", "toes and foot do not count"))]).is(Finding::LegFracture)
            .counts(text!("股骨、胫腓骨、骨盆；足趾和足部不计", "Femur, tibia or fibula, pelvis; not toes or foot"))
            .from(From::FractureOperation),
        // 脊髓, never 骨髓: a misprint of public forms.
        Item::new("acute_spinal_cord_injury_lt_1mo", 5, text!("急性脊髓损伤（瘫痪）（<1个月）", "Acute spinal cord injury (paralysis) (<1 month)"), &[V("HNT2")]).is(Finding::SpinalCordInjury)
            .counts(text!("脑卒中所致瘫痪计入“脑卒中”，不在此计", "Paralysis from a stroke is covered by stroke, not here")),
        Item::new("multiple_trauma_lt_1mo", 5, text!("多发性创伤（<1个月）", "Multiple trauma (<1 month)"), &[V("HNT2"), V("MDC")]).is(Finding::MultipleTrauma)
            .counts(text!("多处损伤：骨折、严重胸腹部挫伤、内脏损伤。CHEST 2012表中无此项", "Several injuries: fractures, severe chest or abdominal contusion, internal injury. Not in the CHEST 2012 table")),
    ],
    groups: &[
        Group { id: "G_AGE", title: text!("年龄", "Age"), members: &["age_41_60", "age_61_74", "age_ge_75"], marks: &[V("HNT2")] },
        Group {
            id: "G_SURGERY",
            title: text!("本次手术（只计最高一项）", "Operation this stay (the highest counts)"),
            members: &["minor_surgery", "arthroscopic_surgery", "major_open_surgery", "laparoscopic_surgery", "elective_arthroplasty"],
            marks: &[V("LEE"), V("MDC")],
        },
        Group { id: "G_MOBILITY", title: text!("卧床", "Bed rest"), members: &["medical_patient_bed_rest", "bed_rest_gt_72h"], marks: &[V("MDC")] },
    ],
    bands: &[
        Band { from: Points::whole(0), risk: Risk::Low, label: text!("低危", "Low risk"), marks: &[V("ZHH")] },
        Band { from: Points::whole(3), risk: Risk::Moderate, label: text!("中危", "Moderate risk"), marks: &[V("ZHH")] },
        Band { from: Points::whole(5), risk: Risk::High, label: text!("高危", "High risk"), marks: &[V("ZHH")] },
    ],
    sub_bands: &[
        SubBand { id: "very_low", from: Points::whole(0), to: Points::whole(0), label: text!("极低危亚组", "very-low subgroup") },
        SubBand { id: "5_6", from: Points::whole(5), to: Points::whole(6), label: text!("5~6分", "5–6 points") },
        SubBand { id: "7_8", from: Points::whole(7), to: Points::whole(8), label: text!("7~8分", "7–8 points") },
        SubBand { id: "ge_9", from: Points::whole(9), to: Points::whole(77), label: text!("≥9分", "9 points or more") },
    ],
    figures: &[
        figure(0, 0, text!("未预防时VTE基线风险<0.5%", "Baseline VTE risk without prophylaxis <0.5 %"), GOULD),
        figure(1, 2, text!("未预防时VTE基线风险约1.5%", "Baseline VTE risk without prophylaxis about 1.5 %"), GOULD),
        figure(3, 4, text!("未预防时VTE基线风险约3%", "Baseline VTE risk without prophylaxis about 3 %"), GOULD),
        figure(5, 77, text!("未预防时VTE基线风险约6%", "Baseline VTE risk without prophylaxis about 6 %"), GOULD),
        figure(3, 4, text!("未用药物预防（多已机械预防）时VTE 0.7%", "VTE without drug prophylaxis (mostly with mechanical) 0.7 %"), PANNUCCI),
        figure(5, 6, text!("未用药物预防（多已机械预防）时VTE 1.8%；此分段药物获益未得到证实", "VTE without drug prophylaxis (mostly with mechanical) 1.8 %; no proven benefit of drugs in this range"), PANNUCCI),
        figure(7, 8, text!("未用药物预防（多已机械预防）时VTE 4.0%；药物预防OR 0.60（0.37–0.97）", "VTE without drug prophylaxis (mostly with mechanical) 4.0 %; with drugs OR 0.60 (0.37–0.97)"), PANNUCCI),
        figure(9, 77, text!("未用药物预防（多已机械预防）时VTE 10.7%；药物预防OR 0.41（0.26–0.65）", "VTE without drug prophylaxis (mostly with mechanical) 10.7 %; with drugs OR 0.41 (0.26–0.65)"), PANNUCCI),
        figure(0, 1, text!("30天VTE发生率0%", "VTE within 30 days 0 %"), BAHL),
        figure(2, 2, text!("30天VTE发生率0.70%", "VTE within 30 days 0.70 %"), BAHL),
        figure(3, 4, text!("30天VTE发生率0.97%", "VTE within 30 days 0.97 %"), BAHL),
        figure(5, 77, text!("30天VTE发生率1.94%（≥5分合计）", "VTE within 30 days 1.94 % (all of 5 points or more)"), BAHL),
    ],
    warnings: &[
        Warning {
            id: "W_INFECTION",
            when: &["sepsis_lt_1mo", "serious_lung_disease_lt_1mo"],
            unless: &[],
            text: text!("脓毒症与严重肺部疾病同时计分：若感染仅来自肺部，请只保留“严重肺部疾病”。", "Sepsis and serious lung disease both count: if the lung is the only source of infection, keep serious lung disease only."),
            marks: &[V("MDC"), D(text!("只提示，不扣分", "warns, does not subtract"))],
        },
        Warning {
            id: "W_FRACTURE_OP",
            when: &["hip_pelvis_leg_fracture_lt_1mo", "elective_arthroplasty"],
            // Beside a knee arthroplasty the fracture is of another bone.
            unless: &[Procedure::Tka],
            text: text!("因骨折行关节置换不属“择期”：骨折计5分，手术按时长计（>45分钟2分，否则1分）；同一关节不重复计5+5分。", "Arthroplasty for a fracture is not elective: count the fracture 5 and the operation by its duration (2 above 45 min, else 1), never 5 + 5 for one joint."),
            marks: &[D(text!("骨折5分加按时长计的手术分，同一关节不计5+5分", "fracture 5 plus the operation by time, never 5 + 5 for one joint"))],
        },
    ],
    caveats: &[
        (
            text!("时限“<1个月”指评估日前30天内（含第30天）。", "\"<1 month\" means within 30 days before the assessment, day 30 included."),
            &[D(text!("30天含当日", "30 days inclusive"))],
        ),
        (
            text!("中国住院手术患者中，低危13.9%、中危32.7%、高危53.4%（DissolVE-2）。", "Of surgical in-patients in China 13.9 % are at low, 32.7 % at moderate and 53.4 % at high risk (DissolVE-2)."),
            &[V2("CNM")],
        ),
    ],
    reads: None,
};

// No maximum is printed on the form; this is the sum of its rows, so that a lost row or a mistyped weight does not compile.
const _: () = assert!(CAPRINI.max_points().0 == 770);
const _: () = assert!(CAPRINI.items.len() == 40);
