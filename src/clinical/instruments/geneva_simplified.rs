//! Simplified revised Geneva score, edition 2008: Klok FA et al., Arch Intern Med 2008;168:2131-2136. One point an item, and two for a
//! heart rate of 95 or more (1 for 75-94 plus 1 more): tables that print 1 do not reach the range of 0 to 9. Two levels by a health
//! service's guideline after ESC, which misprints the age as "65 or more".

use crate::clinical::instrument::{From, Group, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::{Quantity, Until, ValueRange};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S56")];
const TWO: &[Mark] = &[V("S156")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text, marks: &'static [Mark]) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, marks) }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static GENEVA_SIMPLIFIED: Instrument = Instrument {
    id: "geneva_simplified",
    edition: "2008",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("简化修订版 Geneva 评分", "Simplified revised Geneva score"),
    source: Source { citation: "Klok FA et al. Arch Intern Med 2008;168:2131-2136", doi: None, marks: TABLE },
    items: &[
        item("age_gt_65", text!("年龄>65岁", "Age >65")).from(From::Age { from: 66, to: u8::MAX }),
        item("previous_vte", text!("既往DVT或PE", "Previous DVT or PE")),
        item("surgery_fracture_1m", text!("1个月内全麻手术或下肢骨折", "Surgery (under general anaesthesia) or lower-limb fracture within 1 month")),
        item("active_cancer", text!("活动性恶性肿瘤（实体或血液肿瘤，含治愈<1年）", "Active malignant condition (solid or haematological, active or considered cured <1 year)")),
        item("unilateral_leg_pain", text!("单侧下肢疼痛", "Unilateral lower-limb pain")),
        item("haemoptysis", text!("咯血", "Haemoptysis")),
        item("hr_75_94", text!("心率75～94次/分", "Heart rate 75–94/min")).from(From::Between(Quantity::HeartRate, &ValueRange { from: 75.0, until: Until::Below(95.0) })),
        Item::new("hr_ge_95", 2, text!("心率≥95次/分", "Heart rate ≥95/min"), &[V("S156"), V("S57"), D(text!("以2分为准", "2 points are taken"))])
            .from(From::AtLeast(Quantity::HeartRate, 95.0)),
        item("palpation_pain_oedema", text!("下肢深静脉触痛且单侧水肿", "Pain on lower-limb deep venous palpation and unilateral oedema")),
    ],
    groups: &[
        Group { id: "G_HEART_RATE", title: text!("心率", "Heart rate"), members: &["hr_75_94", "hr_ge_95"], marks: TABLE },
    ],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("何时用：疑似PE，生命体征已测且血流动力学稳定，在查D-二聚体或影像之前。", "When: suspected PE, vital signs taken and stable, before D-dimer or imaging."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("活动性肿瘤患者：可能性小也直接影像检查（本院可另设）；中国心血管2025不推荐以D-二聚体诊断其PE。", "Active cancer: imaging also when unlikely, unless the hospital sets it otherwise; Chinese cardiology 2025 does not recommend D-dimer to diagnose their PE."), &[V("S68"), D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("没有医师本人判断的条目；心房颤动和发热会影响总分。", "It has no item for the clinician's own view; atrial fibrillation and fever move it."), &[D(text!("慎用", "use with care"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("两级分层", "Two levels"), by: Reading::Sum(&[
                cut(0, "unlikely", Tone::Low, text!("PE可能性小（0～2分）：查D-二聚体", "PE unlikely (0–2 points): D-dimer"), TWO),
                cut(3, "likely", Tone::High, text!("PE可能性大（≥3分）：CT肺动脉造影", "PE likely (3 points or more): CT pulmonary angiography"), TWO),
            ]) },
            NamedReading { id: "band3", title: text!("三级分层", "Three levels"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低度可能（0～1分）", "Low probability (0–1 points)"), TABLE),
                cut(2, "intermediate", Tone::Moderate, text!("中度可能（2～4分）", "Intermediate probability (2–4 points)"), TABLE),
                cut(5, "high", Tone::High, text!("高度可能（≥5分）", "High probability (5 points or more)"), TABLE),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("妊娠及产后6周内；血流动力学不稳定（先救治）；已确诊的PE；未满18岁。", "Pregnancy and up to 6 weeks postpartum; unstable patients, who are treated first; confirmed PE; under 18."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(GENEVA_SIMPLIFIED.max_points().0 == 90 && GENEVA_SIMPLIFIED.min_points().0 == 0); // range printed: 0 to 9
const _: () = assert!(GENEVA_SIMPLIFIED.items.len() == 9);
const _: () = assert!(well_formed(&GENEVA_SIMPLIFIED));
