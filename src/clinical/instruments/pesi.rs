//! PESI, the pulmonary embolism severity index, edition 2005: Aujesky D et al., Am J Respir Crit Care Med 2005;172:1041-1046.
//! The age itself is added, in completed years. A missing vital sign leaves more than one class possible, never a class that reads
//! it as normal. Misprints not followed: breathing "> 30" (ESC 2019; here >= 30), saturation "room air", minus 10 for women.

use crate::clinical::instrument::{Bound, Figure, From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S71"), V("S72"), V("S73")];
const CLASSES: &[Mark] = &[V("S71"), V("S72")];

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

const fn class(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, CLASSES) }
}

const fn mortality(from: i16, to: i16, text: Text) -> Figure {
    Figure {
        from: Points::whole(from),
        to: Points::whole(to),
        text,
        source: Source { citation: "ESC 2019, table of PESI and sPESI", doi: None, marks: &[V("S115"), V("S201")] },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static PESI: Instrument = Instrument {
    id: "pesi",
    edition: "2005",
    setting: "confirmed_pe",
    purpose: Purpose::Severity,
    title: text!("PESI 肺栓塞严重指数", "PESI, pulmonary embolism severity index"),
    source: Source { citation: "Aujesky D et al. Am J Respir Crit Care Med 2005;172:1041-1046", doi: None, marks: TABLE },
    items: &[
        item("age_years", 1, text!("年龄（岁）", "Age in years"))
            .counts(text!("按周岁数计分；由年龄或出生日期得出", "Completed years are the points; from the age or the birth date"))
            .from(From::Count(Quantity::Age)),
        item("male", 10, text!("男性", "Male sex")).from(From::Male),
        item("cancer", 30, text!("肿瘤（现患或既往）", "Cancer (active or history)")),
        item("heart_failure", 10, text!("慢性心力衰竭", "Chronic heart failure")),
        item("chronic_lung_disease", 10, text!("慢性肺病", "Chronic pulmonary disease")),
        item("pulse_ge_110", 20, text!("脉搏≥110次/分", "Pulse ≥110/min")).from(From::AtLeast(Quantity::HeartRate, 110.0)),
        item("sbp_lt_100", 30, text!("收缩压<100 mmHg", "Systolic pressure <100 mmHg")).from(From::Below(Quantity::Sbp, Bound::Printed(100.0))),
        Item::new("rr_ge_30", 20, text!("呼吸≥30次/分", "Respiratory rate ≥30/min"), &[V("S71"), D(text!("恰为30次/分计分", "exactly 30/min counts"))])
            .from(From::AtLeast(Quantity::RespiratoryRate, 30.0)),
        item("temp_lt_36", 20, text!("体温<36℃", "Temperature <36 °C")).from(From::Below(Quantity::Temperature, Bound::Printed(36.0))),
        item("altered_mental_status", 60, text!("意识状态改变", "Altered mental status"))
            .counts(text!("定向障碍、嗜睡、昏睡或昏迷", "Disorientation, lethargy, stupor or coma")),
        item("sao2_lt_90", 20, text!("动脉血氧饱和度<90%", "Arterial oxyhaemoglobin saturation <90 %"))
            .counts(text!("不论是否吸氧", "With or without supplemental oxygen"))
            .from(From::Below(Quantity::Spo2, Bound::Printed(90.0))),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[
        mortality(0, 65, text!("30天死亡率0～1.6%", "30-day mortality 0–1.6 %")),
        mortality(66, 85, text!("30天死亡率1.7%～3.5%", "30-day mortality 1.7–3.5 %")),
        mortality(86, 105, text!("30天死亡率3.2%～7.1%", "30-day mortality 3.2–7.1 %")),
        mortality(106, 125, text!("30天死亡率4.0%～11.4%", "30-day mortality 4.0–11.4 %")),
        mortality(126, 360, text!("30天死亡率10.0%～24.5%", "30-day mortality 10.0–24.5 %")),
    ],
    warnings: &[],
    caveats: &[
        (text!("何时用：PE确诊之后。下一步：与右心室功能和肌钙蛋白一起定ESC 2019分级，低危再评Hestia。", "When: once PE is confirmed. Next: with right ventricle and troponin the ESC 2019 class; where that is low, Hestia."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("低危（Ⅰ～Ⅱ级）而右心室功能障碍或肌钙蛋白升高者，仍属中危。", "Low (I–II) with right ventricular dysfunction or a raised troponin is intermediate risk all the same."), &[V("S155")]),
        (text!("低危（Ⅰ～Ⅱ级）本身不足以决定出院：另需Hestia标准和医师判断。", "Low risk (I–II) alone does not decide a discharge: that needs Hestia and the physician."), &[D(text!("适用范围", "the scope"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("分级", "Class"), by: Reading::Sum(&[
                class(0, "class_i", Tone::Low, text!("Ⅰ级", "Class I")),
                class(66, "class_ii", Tone::Low, text!("Ⅱ级", "Class II")),
                class(86, "class_iii", Tone::Moderate, text!("Ⅲ级", "Class III")),
                class(106, "class_iv", Tone::High, text!("Ⅳ级", "Class IV")),
                class(126, "class_v", Tone::High, text!("Ⅴ级", "Class V")),
            ]) },
            NamedReading { id: "band2", title: text!("是否低危", "Whether the risk is low"), by: Reading::Sum(&[
                class(0, "low", Tone::Low, text!("低危（Ⅰ～Ⅱ级）", "Low risk (class I–II)")),
                class(86, "not_low", Tone::High, text!("非低危（Ⅲ～Ⅴ级）", "Not low (class III–V)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("仅为疑似的PE；血流动力学不稳定；仅有DVT；妊娠；决定是否溶栓。", "A PE that is only suspected; unstable patients; DVT alone; pregnancy; deciding on thrombolysis."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(PESI.max_points().0 == 2300 && PESI.min_points().0 == 0); // without the years
const _: () = assert!(PESI.items.len() == 11);
const _: () = assert!(well_formed(&PESI));
