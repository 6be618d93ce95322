//! Where Shanghai 2020 and Queensland 2020 differ from the obstetric score of RCOG 37a, row by row: data for a profile that a hospital
//! may choose later. Nothing is scored by it; `instruments::rcog_37a` stays as RCOG printed it, and each version is one of its own. The
//! table of the national consensus of 2021 (中华妇产科杂志 2021;56(4):236-243) has not been read, and no row of it is here.

use super::source::{Mark, Mark::K, Mark::V, Source};
use crate::text::{Text, text};

/// The review that compares the three.
const REVIEW: &[Mark] = &[V("S35")];

/// The consensus that the last column rests on.
pub static SHANGHAI_2020: Source =
    Source {
        citation: "上海市产科静脉血栓栓塞症防治的专家共识. 上海医学 2020;43(11):645-650", doi: None, marks: &[V("S37B")]
    };
/// The review that the rows were read in.
pub static COMPARISON: Source = Source { citation: "Chen Q. 国际妇产科学杂志 2023;50(1):74-81", doi: None, marks: REVIEW };

/// One factor, as the three score it.
#[derive(Debug)]
pub struct VersionRow {
    pub id: &'static str,
    pub factor: Text,
    pub rcog_2015: Text,
    pub queensland_2020: Text,
    pub shanghai_2020: Text,
    pub marks: &'static [Mark],
}

const NOT_SCORED: Text = text!("不计分", "not scored");
const ONE: Text = text!("1分", "1");
const TWO: Text = text!("2分", "2");
const THREE: Text = text!("3分", "3");

const fn row(id: &'static str, factor: Text, rcog_2015: Text, queensland_2020: Text, shanghai_2020: Text) -> VersionRow {
    VersionRow { id, factor, rcog_2015, queensland_2020, shanghai_2020, marks: REVIEW }
}

/// In the order of the review.
#[rustfmt::skip]
pub static VERSIONS: [VersionRow; 14] = [
    row("bmi", text!("体重指数（BMI）", "BMI"), text!("孕前或建档≥30：1分；≥40：2分", "pre-pregnancy or booking ≥30: 1; ≥40: 2"), text!("当前30～39：1分；≥40：2分", "current 30–39: 1; ≥40: 2"), text!("孕前28.0～34.9：1分；≥35：2分", "pre-pregnancy 28.0–34.9: 1; ≥35: 2")),
    row("age", text!("年龄", "Age"), text!(">35岁：1分", ">35: 1"), text!(">35岁：1分", ">35: 1"), text!("≥35岁：1分", "≥35: 1")),
    row("art_ivf", text!("辅助生殖/试管婴儿", "ART/IVF"), text!("产前1分", "antenatal 1"), text!("产前和产后1分", "ante- and postnatal 1"), text!("产前1分", "antenatal 1")),
    VersionRow {
        id: "previous_vte",
        factor: text!("既往VTE", "Previous VTE"),
        rcog_2015: text!("4分（手术相关3分）", "4 (surgery-related 3)"),
        queensland_2020: text!("手术诱发的单次3分", "surgery-provoked single 3"),
        shanghai_2020: text!("4分，含本次妊娠VTE、复发（手术相关3分）", "4, including VTE in this pregnancy, recurrent (surgery-related 3)"),
        marks: &[V("S35"), K(text!("手术相关VTE属昆士兰还是上海，原表列序不明，须核对原文", "whether the surgery-related VTE belongs to Queensland or Shanghai is ambiguous in the review; check the paper"))],
    },
    row("high_risk_thrombophilia", text!("高危易栓症", "High-risk thrombophilia"), THREE, NOT_SCORED, THREE),
    row("low_risk_thrombophilia", text!("低危易栓症", "Low-risk thrombophilia"), ONE, NOT_SCORED, NOT_SCORED),
    row("medical_comorbidity", text!("内科合并症", "Comorbidities"), THREE, NOT_SCORED, THREE),
    row("varicose_veins", text!("静脉曲张", "Varicose veins"), text!("明显者1分", "gross 1"), text!("明显者1分", "gross 1"), text!("下肢1分", "lower limb 1")),
    row("pre_pregnancy_diabetes", text!("孕前糖尿病", "Pre-pregnancy diabetes"), text!("无此项", "none"), ONE, ONE),
    row("cs_in_labour", text!("产程中剖宫产", "CS in labour"), TWO, THREE, TWO),
    row("hysterectomy", text!("（剖宫产）子宫切除", "(Caesarean) hysterectomy"), THREE, THREE, TWO),
    row("pph", text!("产后出血", "PPH"), text!(">1000 mL和/或输血1分", ">1000 mL and/or transfusion 1"), text!(">1000 mL或输血1分", ">1000 mL or transfusion 1"), text!("≥1000 mL和/或输血1分", "≥1000 mL and/or transfusion 1")),
    row("prolonged_labour", text!("产程延长", "Prolonged labour"), text!(">24小时1分", ">24 h 1"), text!(">24小时1分", ">24 h 1"), text!("≥24小时1分", "≥24 h 1")),
    row("ohss_hyperemesis", text!("OHSS / 妊娠剧吐", "OHSS / hyperemesis"), text!("4分 / 3分", "4 / 3"), NOT_SCORED, text!("4分 / 3分", "4 / 3")),
];
