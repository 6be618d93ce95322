//! IMPROVE VTE, the associative model of seven factors, edition 2011: Spyropoulos AC et al., Chest 2011;140:706-714. It is not the
//! IMPROVE score of bleeding (`improve_bleeding`), and shares no answer with it. Not coded here: the modified version (cancer within
//! 5 years, immobile for a day or more) and the predictive model of four factors, which is another instrument. Misprint not
//! followed: age ">= 60".

use crate::clinical::instrument::{Figure, From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::source::{Mark, Mark::D, Mark::K, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S20"), V("S21"), V("S24"), V("S26")];
const BANDS: &[Mark] = &[V("S21"), V("S23")];
const EVENTS: &[Mark] = &[V("S115")];

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, BANDS) }
}

const fn after_3_months(from: i16, to: i16, text: Text, marks: &'static [Mark]) -> Figure {
    Figure {
        from: Points::whole(from),
        to: Points::whole(to),
        text,
        source: Source { citation: "Spyropoulos AC et al. Chest 2011;140:706-714, as reprinted", doi: None, marks },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static IMPROVE_VTE: Instrument = Instrument {
    id: "improve_vte",
    edition: "2011",
    setting: "medical",
    purpose: Purpose::Thrombosis,
    title: text!("IMPROVE VTE 评分（7项）", "IMPROVE VTE score (seven factors)"),
    source: Source { citation: "Spyropoulos AC et al. Chest 2011;140:706-714", doi: None, marks: TABLE },
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
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[
        after_3_months(0, 0, text!("3个月VTE 0.4%", "VTE within 3 months 0.4 %"), EVENTS),
        after_3_months(1, 1, text!("3个月VTE 0.6%", "VTE within 3 months 0.6 %"), EVENTS),
        after_3_months(2, 2, text!("3个月VTE 1.0%", "VTE within 3 months 1.0 %"), EVENTS),
        after_3_months(3, 3, text!("3个月VTE 1.7%", "VTE within 3 months 1.7 %"), EVENTS),
        after_3_months(4, 4, text!("3个月VTE 2.9%", "VTE within 3 months 2.9 %"), EVENTS),
        after_3_months(5, 12, text!("3个月VTE高于2.9%", "VTE within 3 months above 2.9 %"),
            &[V("S115"), K(text!("常印作7.2%，未找到出处", "7.2 % is often printed and was not found"))]),
    ],
    warnings: &[],
    caveats: &[
        (text!("不是IMPROVE出血评分。", "Not the IMPROVE score of bleeding."), &[D(text!("易混淆", "the names are alike"))]),
        (text!("改良版（5年内肿瘤、制动≥1天）为另一版本，本评分不采用。", "The modified version (cancer within 5 years, immobile for 1 day or more) is another one, not followed here."), &[V("S21"), V("S27")]),
        (text!("外部验证（19 217例）：低危0.33%、中危0.91%、高危1.51%（摘要）；期刊版以≥3分为界。", "External validation (19 217 patients): low 0.33 %, moderate 0.91 %, high 1.51 % (abstract); the journal version splits at 3 or more."), &[V("S23"), V("S25")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("VTE风险", "Risk of VTE"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低危", "Low risk")),
                cut(2, "moderate", Tone::Moderate, text!("中危", "Moderate risk")),
                cut(4, "high", Tone::High, text!("高危", "High risk")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("手术、创伤或产科患者；门诊患者；未满18岁；疑似或确诊VTE；已用治疗剂量抗凝者。", "Surgical, trauma or obstetric patients; out-patients; under 18; suspected or confirmed VTE; patients already on treatment-dose anticoagulant."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(IMPROVE_VTE.max_points().0 == 120 && IMPROVE_VTE.min_points().0 == 0);
const _: () = assert!(IMPROVE_VTE.items.len() == 7);
const _: () = assert!(well_formed(&IMPROVE_VTE));
