//! IMPROVEDD, edition 2017: Gibson CM et al., TH Open 2017;1:e56-e65. The seven factors of IMPROVE VTE and the D-dimer, as a ratio
//! to the upper limit of the laboratory's own assay, so without a unit. Misprint not followed: "more than 2 times" (reprints; here
//! at least 2 times).

use crate::clinical::instrument::{Figure, From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S20"), V("S21"), V("S24"), V("S26")];
const CUTS: &[Mark] = &[V("S24B")];

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, CUTS) }
}

const fn events(from: i16, to: i16, text: Text) -> Figure {
    Figure {
        from: Points::whole(from),
        to: Points::whole(to),
        text,
        source: Source { citation: "Gibson CM et al. TH Open 2017;1:e56-e65, as reprinted", doi: None, marks: &[V("S20"), V("S24")] },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static IMPROVE_DD: Instrument = Instrument {
    id: "improve_dd",
    edition: "2017",
    setting: "medical",
    purpose: Purpose::Thrombosis,
    title: text!("IMPROVEDD 评分（7项加D-二聚体）", "IMPROVEDD score (seven factors and the D-dimer)"),
    source: Source { citation: "Gibson CM et al. TH Open 2017;1:e56-e65", doi: None, marks: TABLE },
    items: &[
        item("previous_vte", 3, text!("既往VTE", "Previous VTE"))
            .counts(text!("任何既往DVT或PE", "Any prior DVT or PE")),
        item("known_thrombophilia", 2, text!("已知易栓症", "Known thrombophilia"))
            .counts(text!("先天或获得性、致血栓风险过高者（如因子V Leiden、狼疮抗凝物、蛋白C或S缺乏）", "Congenital or acquired condition leading to excess thrombosis risk (e.g. factor V Leiden, lupus anticoagulant, protein C or S deficiency)")),
        item("lower_limb_paralysis", 2, text!("目前下肢瘫痪或轻瘫", "Current lower-limb paralysis or paresis"))
            .counts(text!("抬腿5秒内落至床面，但能部分抵抗重力", "Leg falls to bed by 5 s but has some effort against gravity")),
        Item::new("current_cancer", 2, text!("恶性肿瘤（现患）", "Cancer (current)"),
            &[V("S20"), V("S21"), V("S24"), V("S26"), D(text!("以现患为准，非5年内", "current, not within 5 years"))])
            .counts(text!("不含非黑色素瘤皮肤癌", "Excludes non-melanoma skin cancer")),
        Item::new("immobilised_ge_7d", 1, text!("制动≥7天", "Immobilised for 7 days or more"),
            &[V("S20"), V("S21"), V("S24"), V("S26"), D(text!("以≥7天为准，非≥1天", "7 days or more, not 1 day"))])
            .counts(text!("入院前即刻及住院期间局限于床或椅，不论可否去卫生间", "Confined to bed or chair with or without bathroom privileges, immediately before and during admission")),
        item("icu_ccu_stay", 1, text!("入住ICU/CCU", "ICU/CCU stay"))
            .counts(text!("本次住院期间", "During this admission"))
            .from(From::IntensiveCareStay),
        item("age_gt_60", 1, text!("年龄>60岁", "Age >60 years"))
            .from(From::Age { from: 61, to: u8::MAX }),
        Item::new("d_dimer_ge_2x_uln", 2, text!("D-二聚体≥2倍正常上限", "D-dimer at least 2 times the upper limit of normal"),
            &[V("S20"), V("S21"), V("S24"), V("S26"), D(text!("恰为2.0倍计分", "exactly 2.0 times counts"))])
            .counts(text!("与本实验室该方法的正常上限之比，无单位", "Ratio to the local assay's upper limit of normal, without a unit"))
            .from(From::ValueAsked),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[
        events(0, 0, text!("VTE：42天0.4%，77天0.5%", "VTE: 0.4 % within 42 days, 0.5 % within 77 days")),
        events(1, 1, text!("VTE：42天0.6%，77天0.7%", "VTE: 0.6 % within 42 days, 0.7 % within 77 days")),
        events(2, 2, text!("VTE：42天0.8%，77天1.0%", "VTE: 0.8 % within 42 days, 1.0 % within 77 days")),
        events(3, 3, text!("VTE：42天1.2%，77天1.4%", "VTE: 1.2 % within 42 days, 1.4 % within 77 days")),
        events(4, 4, text!("VTE：42天1.6%，77天1.9%", "VTE: 1.6 % within 42 days, 1.9 % within 77 days")),
        events(5, 14, text!("VTE：42天2.2%，77天2.7%", "VTE: 2.2 % within 42 days, 2.7 % within 77 days")),
    ],
    warnings: &[],
    caveats: &[
        (text!("不是IMPROVE出血评分。", "Not the IMPROVE score of bleeding."), &[D(text!("易混淆", "the names are alike"))]),
        (text!("至77天风险升高：≥2分与0～1分相比，风险比2.73。", "Heightened risk through 77 days: hazard ratio 2.73 for 2 or more against 0–1."), &[V("S24B")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("至77天的VTE风险", "Risk of VTE through 77 days"), by: Reading::Sum(&[
                cut(0, "not_heightened", Tone::Low, text!("风险未升高（0～1分）", "Risk not heightened (0–1)")),
                cut(2, "heightened", Tone::High, text!("风险升高（≥2分）", "Heightened risk (2 or more)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("手术、创伤或产科患者；门诊患者；未满18岁；疑似或确诊VTE；已用治疗剂量抗凝者。", "Surgical, trauma or obstetric patients; out-patients; under 18; suspected or confirmed VTE; patients already on treatment-dose anticoagulant."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(IMPROVE_DD.max_points().0 == 140 && IMPROVE_DD.min_points().0 == 0);
const _: () = assert!(IMPROVE_DD.items.len() == 7 + 1);
const _: () = assert!(well_formed(&IMPROVE_DD));
