//! sPESI, the simplified PESI, edition 2010: Jimenez D et al., Arch Intern Med 2010;170:1383-1389. One point an item; none is low,
//! one or more is high. Heart and lung are one item: one point even if both. A missing item may leave "high" certain, never "low".
//! Misprint not followed: a form without chronic lung disease.

use crate::clinical::instrument::{Bound, Figure, From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S72"), V("S73"), V("S114C")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, TABLE) }
}

const fn mortality(from: i16, to: i16, text: Text) -> Figure {
    Figure {
        from: Points::whole(from),
        to: Points::whole(to),
        text,
        source: Source { citation: "ESC 2019, table of PESI and sPESI", doi: None, marks: &[V("S201")] },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static SPESI: Instrument = Instrument {
    id: "spesi",
    edition: "2010",
    setting: "confirmed_pe",
    purpose: Purpose::Severity,
    title: text!("sPESI 简化肺栓塞严重指数", "sPESI, simplified pulmonary embolism severity index"),
    source: Source { citation: "Jimenez D et al. Arch Intern Med 2010;170:1383-1389", doi: None, marks: TABLE },
    items: &[
        item("age_gt_80", text!("年龄>80岁", "Age >80")).from(From::Age { from: 81, to: u8::MAX }),
        item("cancer", text!("肿瘤", "Cancer")),
        item("chronic_cardiopulmonary", text!("慢性心力衰竭或肺病", "Chronic heart failure or pulmonary disease"))
            .counts(text!("两者并存仍计1分", "One point even if both")),
        item("pulse_ge_110", text!("脉搏≥110次/分", "Pulse ≥110/min")).from(From::AtLeast(Quantity::HeartRate, 110.0)),
        item("sbp_lt_100", text!("收缩压<100 mmHg", "Systolic pressure <100 mmHg")).from(From::Below(Quantity::Sbp, Bound::Printed(100.0))),
        Item::new("sao2_lt_90", 1, text!("动脉血氧饱和度<90%", "Arterial oxyhaemoglobin saturation <90 %"),
            &[V("S72"), V("S73"), V("S114C"), D(text!("与PESI相同，不论是否吸氧", "as in PESI, with or without oxygen"))])
            .from(From::Below(Quantity::Spo2, Bound::Printed(90.0))),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[
        mortality(0, 0, text!("30天死亡率1.0%（0.0～2.1%）", "30-day mortality 1.0 % (0.0–2.1 %)")),
        mortality(1, 6, text!("30天死亡率10.9%（8.5%～13.2%）", "30-day mortality 10.9 % (8.5–13.2 %)")),
    ],
    warnings: &[],
    caveats: &[
        (text!("何时用：PE确诊之后。下一步：与右心室功能和肌钙蛋白一起定ESC 2019分级，低危再评Hestia。", "When: once PE is confirmed. Next: with right ventricle and troponin the ESC 2019 class; where that is low, Hestia."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("低危（0分）而右心室功能障碍或肌钙蛋白升高者，仍属中危。", "Low (0 points) with right ventricular dysfunction or a raised troponin is intermediate risk all the same."), &[V("S155")]),
        (text!("低危本身不足以决定出院：另需Hestia标准和医师判断。", "Low risk alone does not decide a discharge: that needs Hestia and the physician."), &[D(text!("适用范围", "the scope"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("危险程度", "Risk"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低危（0分）", "Low (0 points)")),
                cut(1, "high", Tone::High, text!("高危（≥1分）", "High (1 point or more)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("仅为疑似的PE；血流动力学不稳定；仅有DVT；妊娠；决定是否溶栓。", "A PE that is only suspected; unstable patients; DVT alone; pregnancy; deciding on thrombolysis."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(SPESI.max_points().0 == 60 && SPESI.min_points().0 == 0);
const _: () = assert!(SPESI.items.len() == 6);
const _: () = assert!(well_formed(&SPESI));
