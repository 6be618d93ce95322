//! Padua Prediction Score, edition 2010: Barbar S et al., J Thromb Haemost 2010;8:2450-2457.
//! For adult medical in-patients, at admission. High risk from 4 points; there is no moderate band.

use crate::clinical::finding::Finding;
use crate::clinical::instrument::{Band, Figure, From, Instrument, Item, Points, Purpose, Risk};
use crate::clinical::source::{Mark::D, Mark::V, Mark::V2, Source};
use crate::text::text;

const BARBAR: Source = Source {
    citation: "Barbar S et al. J Thromb Haemost 2010;8:2450-2457",
    doi: Some("10.1111/j.1538-7836.2010.04044.x"),
    marks: &[V("BAR"), V("PP2")],
};

// One row a line, in the order of the paper.
#[rustfmt::skip]
pub static PADUA: Instrument = Instrument {
    id: "padua",
    edition: "2010",
    setting: "medical",
    purpose: Purpose::Thrombosis,
    title: text!("Padua 预测评分", "Padua Prediction Score"),
    source: BARBAR,
    items: &[
        Item::new("active_cancer", 3, text!("活动性恶性肿瘤", "Active cancer"), &[V("PP2"), V("WX")]).is(Finding::ActiveCancer)
            .counts(text!("有局部或远处转移，和（或）近6个月内接受过放疗或化疗", "Local or distant metastases and/or chemo- or radiotherapy in the previous 6 months")),
        Item::new("previous_vte", 3, text!("既往静脉血栓栓塞症（不含浅静脉血栓）", "Previous VTE (excluding superficial vein thrombosis)"), &[V("PP2"), V("NJB")])
            .counts(text!("曾确诊DVT或PE；浅静脉血栓不计", "DVT or PE ever; superficial vein thrombosis does not count")),
        Item::new("reduced_mobility", 3, text!("活动受限（制动）", "Reduced mobility"), &[V("PP2"), V("WX")])
            .counts(text!("因病情或医嘱需卧床（可如厕）≥3天；入院时预计会达到即计分", "Bed rest with bathroom privileges for at least 3 days, by limitation or order; counts on day 1 if expected")),
        Item::new("thrombophilia", 3, text!("已知的易栓症", "Already known thrombophilic condition"), &[V("PP2"), V("WX")])
            .counts(text!("抗凝血酶、蛋白C或蛋白S缺陷，因子V Leiden，凝血酶原G20210A突变，抗磷脂综合征", "Defect of antithrombin, protein C or S, factor V Leiden, G20210A prothrombin mutation, antiphospholipid syndrome")),
        Item::new("recent_trauma_surgery", 2, text!("近期（≤1个月）创伤和（或）外科手术", "Recent (≤1 month) trauma and/or surgery"), &[V("PP2")])
            .counts(text!("30天内（含第30天）", "Within 30 days, day 30 included"))
            .from(From::RecentOperation { longer_than_min: None, former_only: false }),
        Item::new("age_ge_70", 1, text!("年龄≥70岁", "Age 70 or over"), &[V("PP2")]).from(From::Age { from: 70, to: u8::MAX }),
        Item::new("heart_resp_failure", 1, text!("心力衰竭和（或）呼吸衰竭", "Heart and/or respiratory failure"), &[V("PP2"), D(text!("以临床诊断的急性或失代偿为准", "clinically diagnosed acute or decompensated"))]).is(Finding::HeartOrRespiratoryFailure)
            .counts(text!("急性或失代偿；两者并存仍计1分。本项不区分心衰与呼衰", "Acute or decompensated; one point even if both. The point does not say which")),
        Item::new("acute_mi_stroke", 1, text!("急性心肌梗死和（或）缺血性脑卒中", "Acute myocardial infarction and/or ischaemic stroke"), &[V("PP2")]).is(Finding::InfarctionOrStroke)
            .counts(text!("急性期；脑卒中仅指缺血性。本项不区分心梗与脑卒中", "Acute; stroke means ischaemic stroke only. The point does not say which")),
        Item::new("acute_infection_rheum", 1, text!("急性感染和（或）风湿性疾病", "Acute infection and/or rheumatological disorder"), &[V("PP2")])
            .counts(text!("两者并存仍计1分", "One point even if both")),
        Item::new("bmi_ge_30", 1, text!("肥胖（BMI≥30 kg/m²）", "Obesity (BMI ≥30 kg/m²)"), &[V("PP2")]).from(From::BmiAtLeast(30.0)),
        // 激素 alone is often read as glucocorticoid: the wording and the help must say sex hormones.
        Item::new("hormonal_treatment", 1, text!("正在进行性激素治疗", "Ongoing hormonal treatment"), &[V("PP2"), V("NJB"), D(text!("含选择性雌激素受体调节剂，不含糖皮质激素", "SERM included, glucocorticoids not"))])
            .counts(text!("口服避孕药、雌激素替代、选择性雌激素受体调节剂；糖皮质激素不计", "Oral contraceptive, hormone replacement, SERM; glucocorticoids do not count")),
    ],
    groups: &[],
    bands: &[
        Band { from: Points::whole(0), risk: Risk::Low, label: text!("低危", "Low risk"), marks: &[V("PP2"), V("ZHH")] },
        Band { from: Points::whole(4), risk: Risk::High, label: text!("高危", "High risk"), marks: &[V("PP2"), V("ZHH")] },
    ],
    sub_bands: &[],
    figures: &[
        Figure {
            from: Points::whole(0),
            to: Points::whole(3),
            text: text!("90天内症状性VTE：0.3%（2/711）", "Symptomatic VTE within 90 days: 0.3 % (2/711)"),
            source: BARBAR,
        },
        Figure {
            from: Points::whole(4),
            to: Points::whole(20),
            // 31/283 = 11.0 %; "The Hematologist" prints 11.8 %, an error.
            text: text!("90天内症状性VTE：未预防11.0%（31/283），预防后2.2%（4/186）", "Symptomatic VTE within 90 days: 11.0 % without prophylaxis (31/283), 2.2 % with it (4/186)"),
            source: BARBAR,
        },
    ],
    warnings: &[],
    caveats: &[
        (text!("在中国内科患者中敏感性较低。", "Less sensitive in Chinese medical patients."), &[V("CNMED")]),
        (text!("建立评分时未纳入肾脏疾病、血小板减少、大出血或近期出血及妊娠患者。", "The derivation cohort had no patients with renal disease, thrombocytopenia, major or recent bleeding, or pregnancy."), &[V("HEM")]),
        (text!("中国内科住院患者中，低危63.4%、高危36.6%（DissolVE-2）。", "Of medical in-patients in China 63.4 % are at low and 36.6 % at high risk (DissolVE-2)."), &[V("DISS"), V2("CNM")]),
    ],
    reads: None,
};

const _: () = assert!(PADUA.max_points().0 == 200); // Kahn 2012 table 2
const _: () = assert!(PADUA.items.len() == 11);
