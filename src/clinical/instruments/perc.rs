//! PERC, the pulmonary embolism rule-out criteria, edition 2004: Kline JA et al., J Thromb Haemost 2004;2:1247-1255; 2008;6:772-780.
//! Excludes only where the physician's own estimate is below 15 % **and** all eight criteria are absent; anything else is "not
//! excluded", which is not "positive for PE". Misprints not followed: age "> 50", pulse "> 100", SpO2 "<= 95".

use crate::clinical::instrument::{From, Instrument, Item, Purpose};
use crate::clinical::outcome::{Branch, Condition, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S59"), V("S111")];

/// A criterion: its presence, and nothing else, counts.
const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 0, label, TABLE)
}

const EXCLUDED: Outcome = Outcome::new("excluded", Tone::Low, text!("排除PE，无需查D-二聚体", "PE excluded, no D-dimer needed"), TABLE);
const NOT_EXCLUDED: Outcome =
    Outcome::new("not_excluded", Tone::Neutral, text!("未排除PE（不等于提示PE）", "PE not excluded (which does not mean that there is one)"), TABLE);

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static PERC: Instrument = Instrument {
    id: "perc",
    edition: "2004",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("PERC 肺栓塞排除标准", "PERC, pulmonary embolism rule-out criteria"),
    source: Source { citation: "Kline JA et al. J Thromb Haemost 2004;2:1247-1255; 2008;6:772-780", doi: None, marks: TABLE },
    items: &[
        // No row of the table of eight: the rule holds only beside it.
        Item::new("own_estimate_lt_15", 0, text!("医师本人估计PE可能性<15%", "The physician's own estimate of PE is below 15 %"), &[V("S59"), V("S165"), D(text!("单列一项询问", "asked as an item of its own"))])
            .counts(text!("由医师本人判断；Wells评分低不能代替", "The physician's own judgement; a low Wells score does not replace it")),
        item("age_ge_50", text!("年龄≥50岁", "Age 50 or over")).from(From::Age { from: 50, to: u8::MAX }),
        item("hr_ge_100", text!("心率≥100次/分", "Heart rate ≥100/min")).from(From::AtLeast(Quantity::HeartRate, 100.0)),
        // Below 95 on oxygen is below 95 on air. The reverse is not told by the value alone.
        item("spo2_lt_95", text!("未吸氧时SpO₂<95%", "SpO₂ <95 % on room air"))
            .counts(text!("吸氧时测得的数值不能作“否”", "A value taken on oxygen is no \"no\""))
            .from(From::BelowAtAll(Quantity::Spo2, 95.0)),
        item("unilateral_leg_swelling", text!("单侧下肢肿胀", "Unilateral leg swelling"))
            .counts(text!("目测两侧小腿不对称", "Visible asymmetry of the calves")),
        item("haemoptysis", text!("咯血", "Haemoptysis")),
        item("surgery_trauma_4w", text!("近期手术或创伤", "Recent surgery or trauma"))
            .counts(text!("4周内，需气管插管或住院者", "Within 4 weeks, requiring endotracheal intubation or hospitalisation")),
        item("prior_vte", text!("既往PE或DVT", "Prior PE or DVT")),
        item("oestrogen", text!("使用雌激素", "Oestrogen use"))
            .counts(text!("口服避孕药、激素替代或其他雌激素，不论性别", "Oral contraceptive, hormone replacement or another oestrogen, in either sex")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("何时用：医师本人估计PE可能性<15%，且其他诊断成立（NICE NG158）；中国心血管2025：低度可能者先用PERC。", "When: the physician's own estimate is below 15 % and other diagnoses are feasible (NICE NG158); Chinese cardiology 2025: PERC first where the probability is low."), &[V("S165"), V("S68")]),
        (text!("下一步：未排除者完成临床可能性评分。", "Next: where PE is not excluded, the probability score."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("能否排除", "Whether PE is excluded"), by: Reading::Rows(&[
                Branch { when: &[Condition::Any("estimate"), Condition::NoneOf("criteria")], outcome: EXCLUDED },
                Branch { when: &[], outcome: NOT_EXCLUDED },
            ]) },
        ],
        phases: &[
            FormPhase { id: "estimate", title: text!("本人估计", "Own estimate"), items: &["own_estimate_lt_15"], unless: None },
            FormPhase { id: "criteria", title: text!("八项标准", "The eight criteria"), items: &["age_ge_50", "hr_ge_100", "spo2_lt_95", "unilateral_leg_swelling", "haemoptysis", "surgery_trauma_4w", "prior_vte", "oestrogen"], unless: None },
        ],
        choices: &[],
        not_for: &[
            (text!("住院患者。", "In-patients."), &[D(text!("住院患者不用", "not for in-patients"))]),
            (text!("可能性不属低度者；妊娠及产后；未满18岁。", "A probability that is not low; pregnancy and postpartum; under 18."), &[V("S166")]),
            (text!("吸氧时测得的SpO₂；PE患病率高的场所（有综述认为仅在≤7%时有效）。", "SpO₂ taken on oxygen; where PE is frequent (one review: only valid at a prevalence of 7 % or less)."), &[V2("S166P")]),
        ],
    }),
};

const _: () = assert!(PERC.items.len() == 1 + 8);
const _: () = assert!(well_formed(&PERC));
