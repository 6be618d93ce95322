//! HAS-BLED, edition 2010: Pisters R et al., Chest 2010;138:1093-1100. Derived in atrial fibrillation on a vitamin K antagonist and
//! borrowed for VTE: it looks for factors that can be corrected, and is never by itself a reason to withhold treatment. Misprints not
//! followed: age ">= 65", creatinine "2.6 mg/dL", "200 mmol/L" or "20 mg/mL", liver "or" where both are meant, stroke "caused by a
//! bleed". An intracranial haemorrhage counts as stroke, not as bleeding.

use crate::clinical::instrument::{Figure, From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S93"), V("S94"), V("S111"), V("S193")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, TABLE) }
}

const fn bleeds(points: i16, text: Text) -> Figure {
    Figure {
        from: Points::whole(points),
        to: Points::whole(points),
        text,
        source: Source { citation: "Pisters R et al. Chest 2010;138:1093-1100, as reprinted", doi: None, marks: &[V("S93"), V("S93B")] },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static HAS_BLED: Instrument = Instrument {
    id: "has_bled",
    edition: "2010",
    setting: "anticoagulated",
    purpose: Purpose::Treatment,
    title: text!("HAS-BLED 出血评分", "HAS-BLED score of bleeding"),
    source: Source { citation: "Pisters R et al. Chest 2010;138:1093-1100", doi: None, marks: TABLE },
    items: &[
        item("hypertension_gt_160", text!("未控制的高血压，收缩压>160 mmHg", "Uncontrolled hypertension, systolic pressure >160 mmHg"))
            .from(From::Above(Quantity::Sbp, 160.0)),
        item("abnormal_renal", text!("肾功能异常", "Abnormal renal function"))
            .counts(text!("长期透析、肾移植或血肌酐≥200 μmol/L（2.26 mg/dL）", "Chronic dialysis, transplant, or creatinine ≥200 µmol/L (2.26 mg/dL)"))
            .from(From::CreatinineOrAsked(200.0)),
        item("abnormal_liver", text!("肝功能异常", "Abnormal liver function"))
            .counts(text!("慢性肝病（如肝硬化），或胆红素>2倍正常上限且AST/ALT/ALP>3倍正常上限", "Chronic hepatic disease (e.g. cirrhosis), or bilirubin >2 × the upper limit together with AST/ALT/ALP >3 × the upper limit")),
        item("stroke", text!("卒中史", "Stroke history"))
            .counts(text!("颅内出血计于此项", "An intracranial haemorrhage counts here")),
        item("bleeding_history", text!("出血史或出血倾向（含贫血）", "Bleeding history or predisposition (including anaemia)"))
            .counts(text!("既往大出血（颅内出血计于卒中）、出血体质、贫血", "Prior major bleeding (not an intracranial stroke bleed, which counts as stroke), bleeding diathesis, anaemia")),
        item("labile_inr", text!("INR不稳定（TTR<60%）", "Labile INR (time in range <60 %)"))
            .counts(text!("仅用于服维生素K拮抗剂者；用DOAC或低分子肝素者为“否”", "Users of a vitamin K antagonist only; no on a DOAC or LMWH")),
        item("elderly_gt_65", text!("年龄>65岁", "Elderly: age >65"))
            .from(From::Age { from: 66, to: u8::MAX }),
        item("drugs", text!("抗血小板药或非甾体抗炎药", "Antiplatelet agents or NSAIDs")),
        item("alcohol", text!("饮酒≥8单位/周", "Alcohol ≥8 units (drinks) per week")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[
        bleeds(0, text!("每100人年出血1.13次", "1.13 bleeds per 100 patient-years")),
        bleeds(1, text!("每100人年出血1.02次", "1.02 bleeds per 100 patient-years")),
        bleeds(2, text!("每100人年出血1.88次", "1.88 bleeds per 100 patient-years")),
        bleeds(3, text!("每100人年出血3.74次", "3.74 bleeds per 100 patient-years")),
        bleeds(4, text!("每100人年出血8.70次", "8.70 bleeds per 100 patient-years")),
        bleeds(5, text!("每100人年出血12.50次", "12.50 bleeds per 100 patient-years")),
    ],
    warnings: &[],
    caveats: &[
        (text!("高危提示寻找可纠正的因素；本身绝不是不治疗急性VTE的理由。", "High: look for correctable factors. Never a reason by itself to withhold treatment of acute VTE."), &[V("S95")]),
        (text!("建立于用维生素K拮抗剂的房颤患者，借用于VTE。", "Derived in atrial fibrillation on a vitamin K antagonist; borrowed for VTE."), &[V("S93"), V("S94")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("出血风险", "Risk of bleeding"), by: Reading::Sum(&[
                cut(0, "not_high", Tone::Low, text!("非高危（<3分）", "Not high (below 3)")),
                cut(3, "high", Tone::High, text!("高危（≥3分）：寻找可纠正的因素", "High (3 or more): look for correctable factors")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("停用或不给急性VTE的治疗；预防用药的决定；过渡期剂量。", "Withholding or stopping treatment of acute VTE; decisions on prophylaxis; interim doses."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(HAS_BLED.max_points().0 == 90 && HAS_BLED.min_points().0 == 0);
const _: () = assert!(HAS_BLED.items.len() == 9);
const _: () = assert!(well_formed(&HAS_BLED));
