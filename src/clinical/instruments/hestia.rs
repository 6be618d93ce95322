//! Hestia criteria, edition 2011: Zondag W et al., J Thromb Haemost 2011;9:1500-1507. Any yes is in-patient treatment; all no, and
//! treatment at home may be considered. The haemodynamic item wants both, systolic pressure below 100 and a heart rate above 100.
//! Not followed: a list that prints the two as alternatives; a list with platelets below 50 and an INR, which is another rule.

use crate::clinical::instrument::{From, Instrument, Item, Purpose};
use crate::clinical::outcome::{Branch, Condition, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::{Limit, Quantity};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S75"), V("S76"), V("S189")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 0, label, TABLE)
}

const INPATIENT: Outcome = Outcome::new("inpatient", Tone::High, text!("住院治疗", "In-patient treatment"), TABLE);
const HOME_POSSIBLE: Outcome = Outcome::new("home_possible", Tone::Low, text!("可考虑居家治疗", "Treatment at home may be considered"), TABLE);

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static HESTIA: Instrument = Instrument {
    id: "hestia",
    edition: "2011",
    setting: "confirmed_pe",
    purpose: Purpose::Severity,
    title: text!("Hestia 标准", "Hestia criteria"),
    source: Source { citation: "Zondag W et al. J Thromb Haemost 2011;9:1500-1507", doi: None, marks: TABLE },
    items: &[
        Item::new("haemodynamically_unstable", 0, text!("血流动力学不稳定？", "Haemodynamically unstable?"), &[V("S76")])
            .counts(text!("收缩压<100 mmHg且心率>100次/分；或需ICU；或医师判断", "Systolic pressure <100 mmHg and heart rate >100/min; or needs ICU; or the clinician's judgement"))
            .from(From::AllMeet(&[Limit::Below(Quantity::Sbp, 100.0), Limit::Above(Quantity::HeartRate, 100.0)])),
        item("thrombolysis_or_embolectomy", text!("需要溶栓或取栓？", "Thrombolysis or embolectomy necessary?")),
        item("active_or_high_bleeding", text!("活动性出血或高出血风险？", "Active bleeding or high risk of bleeding?"))
            .counts(text!("14天内消化道出血；4周内脑卒中；2周内手术；出血性疾病或血小板<75×10⁹/L；收缩压>180或舒张压>110 mmHg", "GI bleed in the preceding 14 days; stroke within 4 weeks; operation within 2 weeks; bleeding disorder or platelets <75×10⁹/L; systolic >180 or diastolic >110 mmHg"))
            .from(From::AnyMeets(&[Limit::Below(Quantity::Platelets, 75.0), Limit::Above(Quantity::Sbp, 180.0), Limit::Above(Quantity::Dbp, 110.0)])),
        item("oxygen_gt_24h", text!("需吸氧>24小时方能维持SaO2>90%？", ">24 h of oxygen needed to keep SaO2 >90 %?")),
        item("pe_on_anticoagulation", text!("抗凝治疗期间发生PE？", "PE diagnosed during anticoagulant treatment?")),
        item("iv_analgesia_gt_24h", text!("剧痛需静脉用药>24小时？", "Severe pain needing IV medication >24 h?")),
        item("medical_social_reason", text!("有医疗或社会原因需住院>24小时？", "Medical or social reason for hospital treatment >24 h?")),
        item("crcl_lt_30", text!("肌酐清除率<30 mL/min？", "Creatinine clearance <30 mL/min?"))
            .counts(text!("按Cockcroft-Gault公式", "Cockcroft-Gault"))
            .from(From::ClearanceBelow(30.0)),
        item("severe_liver_impairment", text!("严重肝功能不全？", "Severe liver impairment?")),
        item("pregnant", text!("妊娠？", "Pregnant?")).female_only(),
        item("hit_history", text!("有HIT病史？", "Documented history of HIT?")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("何时用：PE确诊、ESC 2019分级已定为低危之后；治疗场所由医师决定。", "When: once PE is confirmed and its ESC 2019 class is low and final; the physician decides on the place of treatment."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("尚有未答条目时，按住院处理。", "While an item is unknown the patient is treated as an in-patient."), &[D(text!("未知时住院", "in-patient until answered"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("治疗场所", "Where to treat"), by: Reading::Rows(&[
                Branch { when: &[Condition::Any("criteria")], outcome: INPATIENT },
                Branch { when: &[], outcome: HOME_POSSIBLE },
            ]) },
        ],
        phases: &[
            FormPhase { id: "criteria", title: text!("十一项标准", "The eleven criteria"), items: &["haemodynamically_unstable", "thrombolysis_or_embolectomy", "active_or_high_bleeding", "oxygen_gt_24h", "pe_on_anticoagulation", "iv_analgesia_gt_24h", "medical_social_reason", "crcl_lt_30", "severe_liver_impairment", "pregnant", "hit_history"], unless: None },
        ],
        choices: &[],
        not_for: &[
            (text!("仅为疑似的PE；ESC 2019中高危或高危；不能保证次日联系的医院。", "A PE that is only suspected; intermediate-high or high risk (ESC 2019); a hospital without next-day contact."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(HESTIA.items.len() == 11);
const _: () = assert!(HESTIA.max_points().0 == 0 && HESTIA.min_points().0 == 0);
const _: () = assert!(well_formed(&HESTIA));
