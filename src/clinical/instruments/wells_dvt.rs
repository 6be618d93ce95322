//! Wells score for deep vein thrombosis, edition 2003 (ten items): Wells PS et al., N Engl J Med 2003;349:1227-1235, in the
//! wording of NICE NG158. Two levels drive what follows; the three levels of 1997 are shown as information. One item subtracts.
//! Variants not coded: a calf "more than 3 cm" larger (1997, MDCalc) is here "at least 3 cm" (NICE); bed rest of "more than
//! 3 days" (MDCalc) is here "3 days or more" (NICE). Both defaults are the more sensitive.

use crate::clinical::instrument::{Figure, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S50"), V("S54"), V("S150")];
const TWO: &[Mark] = &[V("S50"), V("S51")];
const THREE: &[Mark] = &[V("S111")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text, marks: &'static [Mark]) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, marks) }
}

const fn prevalence(from: i16, to: i16, text: Text) -> Figure {
    Figure {
        from: Points::whole(from),
        to: Points::whole(to),
        text,
        source: Source { citation: "MDCalc, Wells criteria for DVT", doi: None, marks: THREE },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static WELLS_DVT: Instrument = Instrument {
    id: "wells_dvt",
    edition: "2003",
    setting: "suspected_dvt",
    purpose: Purpose::Diagnosis,
    title: text!("Wells DVT 评分", "Wells score for deep vein thrombosis"),
    source: Source { citation: "Wells PS et al. N Engl J Med 2003;349:1227-1235; NICE NG158, table 1", doi: None, marks: TABLE },
    items: &[
        item("active_cancer", text!("活动性恶性肿瘤（治疗中、6个月内治疗或姑息）", "Active cancer (treatment ongoing, within 6 months, or palliative)")),
        item("paralysis_or_cast", text!("下肢瘫痪、轻瘫或近期石膏固定", "Paralysis, paresis or recent plaster immobilisation of the lower extremities")),
        Item::new("bedridden_or_major_surgery", 1, text!("近期卧床≥3天，或12周内全麻或区域麻醉下大手术", "Recently bedridden for 3 days or more, or major surgery within 12 weeks requiring general or regional anaesthesia"),
            &[V("S50"), V("S54"), V("S150"), D(text!("卧床以≥3天为准", "bed rest counts from 3 days on"))])
            .counts(text!("两者并存仍计1分", "One point even if both")),
        item("localised_tenderness", text!("沿深静脉走行的局部压痛", "Localised tenderness along the distribution of the deep venous system")),
        item("entire_leg_swollen", text!("整个下肢肿胀", "Entire leg swollen")),
        Item::new("calf_swelling_3cm", 1, text!("患侧小腿周径较健侧大≥3 cm", "Calf swelling at least 3 cm larger than the asymptomatic side"),
            &[V("S50"), V("S54"), V("S150"), D(text!("周径以≥3 cm为准", "the calf counts from 3 cm on"))])
            .counts(text!("胫骨粗隆下10 cm处测量；恰为3.0 cm计分", "Measured 10 cm below the tibial tuberosity; exactly 3.0 cm counts")),
        item("pitting_oedema", text!("仅限患肢的凹陷性水肿", "Pitting oedema confined to the symptomatic leg")),
        item("collateral_veins", text!("浅静脉侧支循环（非曲张静脉）", "Collateral superficial veins (non-varicose)")),
        item("previous_dvt", text!("既往确诊的DVT", "Previously documented DVT")),
        Item::new("alternative_as_likely", -2, text!("其他诊断的可能性不低于DVT", "An alternative diagnosis is at least as likely as DVT"), TABLE),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[
        prevalence(-2, 0, text!("三级分层低度：DVT患病率5%", "Three levels, low: prevalence of DVT 5 %")),
        prevalence(1, 2, text!("三级分层中度：DVT患病率17%", "Three levels, moderate: prevalence of DVT 17 %")),
        prevalence(3, 9, text!("三级分层高度：DVT患病率17%～53%", "Three levels, high: prevalence of DVT 17–53 %")),
    ],
    warnings: &[],
    caveats: &[
        (text!("何时用：疑似下肢DVT；有任何PE表现者同时走PE路径，先测生命体征。", "When: a suspected clot of the leg; with any sign of PE the way of PE as well, vital signs first."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("下一步，可能性大（≥2分）：近端静脉超声，4小时内出结果；超声阴性再查D-二聚体：阴性者排除，阳性者停先行抗凝，第6～8天复查超声。", "Next, likely (2 or more): proximal ultrasound with its result within 4 h. If negative, D-dimer: negative excludes; positive, stop the interim drug and repeat the ultrasound on day 6 to 8."), &[V("S51"), V("S54"), V("S150"), V("S151")]),
        (text!("下一步，可能性小（≤1分）：D-二聚体，4小时内出结果：阴性者排除，阳性者近端静脉超声。", "Next, unlikely (1 or less): D-dimer with its result within 4 h. Negative excludes; positive, proximal ultrasound."), &[V("S51"), V("S54"), V("S150"), V("S151")]),
        (text!("4小时内做不到超声或D-二聚体：评估确诊前先行抗凝，超声在24小时内完成。", "No ultrasound or D-dimer within 4 h: ask whether an interim dose is needed; ultrasound within 24 h."), &[V("S51"), V("S151")]),
        (text!("本评分建立于门诊患者：住院患者“可能性小”不足以排除。", "Derived in out-patients: in an in-patient \"unlikely\" reassures less."), &[D(text!("住院患者慎用", "care with in-patients"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("两级分层", "Two levels"), by: Reading::Sum(&[
                cut(-2, "unlikely", Tone::Low, text!("DVT可能性小", "DVT unlikely"), TWO),
                cut(2, "likely", Tone::High, text!("DVT可能性大", "DVT likely"), TWO),
            ]) },
            NamedReading { id: "band3", title: text!("三级分层（仅供参考）", "Three levels (information only)"), by: Reading::Sum(&[
                cut(-2, "low", Tone::Low, text!("低度可能", "Low probability"), THREE),
                cut(1, "moderate", Tone::Moderate, text!("中度可能", "Moderate probability"), THREE),
                cut(3, "high", Tone::High, text!("高度可能", "High probability"), THREE),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("妊娠及产后6周内；上肢；无症状者筛查；已知有血栓；未满18岁。", "Pregnancy and up to 6 weeks postpartum; the arm; screening without symptoms; a clot already known; under 18."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(WELLS_DVT.max_points().0 == 90 && WELLS_DVT.min_points().0 == -20); // range printed: -2 to 9
const _: () = assert!(WELLS_DVT.items.len() == 10);
const _: () = assert!(well_formed(&WELLS_DVT));
