//! Chinese surgical bleeding checklist: any one item makes the risk of bleeding high, or its consequences grave.
//! After Gould 2012 (risk factors for major bleeding); Chinese form of 广东省人民医院. One point an item codes "any one".

use crate::clinical::chart::Procedure;
use crate::clinical::finding::Finding;
use crate::clinical::instrument::{Band, Bound, From, Instrument, Item, Points, Purpose, Risk};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::text::{Text, text};

const FORM: &[Mark] = &[V("GDPH"), V("GT2")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, FORM)
}

// One row a line, in the order of the form.
#[rustfmt::skip]
pub static CN_BLEED_SURGICAL: Instrument = Instrument {
    id: "cn_bleed_surgical",
    edition: "2012",
    setting: "surgical",
    purpose: Purpose::Bleeding,
    title: text!("外科患者出血风险评估", "Surgical bleeding risk"),
    source: Source { citation: "Gould MK et al. Chest 2012;141(2 Suppl):e227S-e277S", doi: None, marks: &[V("GDPH"), V("GT2"), V("ZHH")] },
    items: &[
        item("bs_active_bleeding", text!("活动性出血", "Active bleeding")).is(Finding::ActiveBleeding),
        item("bs_prior_major_bleeding", text!("既往大出血病史", "Previous major bleeding")),
        item("bs_untreated_bleeding_disorder", text!("已知、未治疗的出血性疾病", "Known, untreated bleeding disorder")),
        Item::new("bs_severe_renal_hepatic", 1, text!("严重肾功能或肝功能衰竭", "Severe renal or hepatic failure"), &[V("GDPH"), V("CG92"), D(text!("透析计入", "dialysis counts")), D(text!("肝病伴INR>1.5，或Child-Pugh C级", "liver disease with INR >1.5, or Child-Pugh C"))]).is(Finding::RenalOrHepaticFailure)
            .counts(text!("CrCl或eGFR<30，或透析；肝病伴INR>1.5，或Child-Pugh C级。未注明肾或肝时，按两者都有处理", "CrCl or eGFR <30, or dialysis; liver disease with INR >1.5, or Child-Pugh C. Where kidney or liver is not said, both count"))
            .from(From::SevereRenal),
        Item::new("bs_thrombocytopenia", 1, text!("血小板减少症", "Thrombocytopenia"), &[V("GDPH"), V("CNF"), V("BL12"), D(text!("两个已发表的界值（50、75）中取50×10⁹/L", "of two published limits, 50 and 75, 50×10⁹/L"))])
            .counts(text!("低于50×10⁹/L；50~99仅提示慎用", "Below 50×10⁹/L; 50–99 is a caution only"))
            .from(From::Below(Quantity::Platelets, Bound::LocalPlatelets)),
        item("bs_acute_stroke", text!("急性脑卒中", "Acute stroke")).is(Finding::AcuteStroke),
        Item::new("bs_uncontrolled_htn", 1, text!("未控制的高血压", "Uncontrolled systemic hypertension"), &[V("GDPH"), D(text!("24小时内最近两次均≥180/110 mmHg", "180/110 mmHg, both of the latest two within 24 h"))])
            .counts(text!("本次住院、近24小时内的最近两次血压均为收缩压≥180或舒张压≥110 mmHg；更早的血压高峰不计；只测过一次且达到上述数值者请复测", "Both of the latest two readings of this stay within 24 h: systolic ≥180 or diastolic ≥110 mmHg. An older crisis does not count; repeat a single high reading"))
            .from(From::HighPressureTwice),
        Item::new("bs_neuraxial_window", 1, text!("腰穿、硬膜外或椎管内麻醉前后", "Lumbar puncture, epidural or spinal"), &[V("GT2"), V("GDPH"), V("BL12"), D(text!("合并两种来源：拟行前12小时至术后12小时，留置导管期间不关闭", "the union of the sources: from 12 h before to 12 h after, open beside a catheter"))]).is(Finding::NeuraxialWindow)
            .counts(text!("拟行前12小时至术后12小时；椎管内导管留置期间一直计入，到时自动解除", "From 12 h before to 12 h after; throughout while a catheter stays. Ends by itself"))
            .from(From::NeuraxialWindow),
        Item::new("bs_concomitant_antithrombotic", 1, text!("同时使用抗凝药、抗血小板药或溶栓药", "Concomitant anticoagulant, antiplatelet or thrombolytic"), &[V("GDPH"), V("GT2"), D(text!("患者自身的预防剂量抗凝药不计", "the patient's own prophylactic anticoagulant does not count"))]).is(Finding::Antithrombotic)
            .counts(text!("本次预防用的抗凝药及封管、冲管用肝素不计；华法林等维生素K拮抗剂不论用途均计；含GP IIb/IIIa抑制剂，不含非甾体抗炎药", "The prophylaxis this assessment governs does not count, nor heparin that only fills a line; a vitamin K antagonist counts whatever it is for; GP IIb/IIIa inhibitors do, NSAIDs do not"))
            .from(From::Antithrombotic),
        Item::new("bs_abdominal", 1, text!("腹部手术：男性恶性肿瘤，术前Hb<130 g/L，复杂手术", "Abdominal: man with cancer, Hb <130 g/L, complex surgery"), &[V("GDPH"), V("GT2"), D(text!("各项须同时具备；止血记录后不再计", "all components together; until haemostasis is recorded"))])
            .counts(text!("须同时具备；复杂指联合手术、分离困难或>1个吻合口", "All together; complex: combined, difficult dissection, or more than one anastomosis"))
            .from(From::UntilHaemostasis(&[])),
        item("bs_pancreaticoduodenectomy", text!("胰十二指肠切除术：败血症、胰瘘、手术部位出血", "Pancreaticoduodenectomy: sepsis, pancreatic leak, sentinel bleed"))
            .from(From::UntilHaemostasis(&[])),
        item("bs_hepatectomy", text!("肝切除术：肝叶切除多、同时肝外器官切除、原发性肝癌、术前Hb和血小板低", "Hepatic resection: many segments, extra-hepatic resection, primary liver cancer, low Hb or platelets"))
            .from(From::UntilHaemostasis(&[])),
        item("bs_cardiac", text!("心脏手术：用阿司匹林；术前3天用氯吡格雷；BMI>25；非择期；≥5个移植吻合；老年；肾功能不全；体外循环时间长", "Cardiac surgery: aspirin; clopidogrel ≤3 d; BMI >25; non-elective; ≥5 grafts; older age; renal insufficiency; long bypass"))
            .from(From::UntilHaemostasis(&[Procedure::Cardiac])),
        Item::new("bs_thoracic", 1, text!("胸部手术：全肺切除或扩大切除", "Thoracic: pneumonectomy or extended resection"), &[V("GT2"), D(text!("中文为自译", "the Chinese wording is our translation"))])
            .from(From::UntilHaemostasis(&[Procedure::Thoracic])),
        Item::new("bs_critical_site", 1, text!("出血后果严重的手术：开颅、脊柱手术、脊柱创伤、游离皮瓣", "Where bleeding is grave: craniotomy, spinal surgery or trauma, free flap"), &[V("GDPH"), V("GT2"), D(text!("开颅、脊柱手术须术后满24小时并确认出血风险已过", "craniotomy and spine: 24 h and the question whether the risk is over"))]).is(Finding::CriticalSite)
            .counts(text!("开颅和脊柱手术：术后满24小时且确认“出血风险已过”后不再计，记录止血不作为解除依据；游离皮瓣：记录止血后不再计", "Craniotomy and spine: until 24 h after the operation and until a person says that the risk of bleeding is over; recorded haemostasis does not end it. Free flap: until haemostasis is recorded"))
            .from(From::UntilHaemostasis(&[Procedure::Neurosurgery, Procedure::Spinal])),
    ],
    groups: &[],
    bands: &[
        Band { from: Points::whole(0), risk: Risk::Low, label: text!("非出血高危", "Bleeding risk not high"), marks: &[V("GDPH"), V("ZHH")] },
        Band { from: Points::whole(1), risk: Risk::High, label: text!("出血高危", "High bleeding risk"), marks: &[V("GDPH"), V("ZHH")] },
    ],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[],
    reads: None,
};

const _: () = assert!(CN_BLEED_SURGICAL.items.len() == 15);
