//! Revised Geneva score, edition 2006 (original weights): Le Gal G et al., Ann Intern Med 2006;144:165-171. The two ranges of the
//! heart rate exclude one another, so the most is 22; tables that print 25 add both. Not coded: two levels (0-5, 6 and more), not
//! verified. Misprints not followed: heart rate "> 65", palpation "+1".

use crate::clinical::instrument::{Figure, From, Group, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::{Quantity, Until, ValueRange};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S55"), V("S56"), V("S62")];
const LEVELS: &[Mark] = &[V("S56"), V("S62")];

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, LEVELS) }
}

const fn prevalence(from: i16, to: i16, text: Text) -> Figure {
    Figure {
        from: Points::whole(from),
        to: Points::whole(to),
        text,
        source: Source { citation: "Le Gal G et al. Ann Intern Med 2006;144:165-171", doi: None, marks: &[V("S62")] },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static GENEVA: Instrument = Instrument {
    id: "geneva",
    edition: "2006",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("修订版 Geneva 评分", "Revised Geneva score"),
    source: Source { citation: "Le Gal G et al. Ann Intern Med 2006;144:165-171", doi: None, marks: TABLE },
    items: &[
        item("age_gt_65", 1, text!("年龄>65岁", "Age >65")).from(From::Age { from: 66, to: u8::MAX }),
        item("previous_vte", 3, text!("既往DVT或PE", "Previous DVT or PE")),
        item("surgery_fracture_1m", 2, text!("1个月内全麻手术或下肢骨折", "Surgery (under general anaesthesia) or lower-limb fracture within 1 month")),
        item("active_cancer", 2, text!("活动性恶性肿瘤（实体或血液肿瘤，含治愈<1年）", "Active malignant condition (solid or haematological, active or considered cured <1 year)")),
        item("unilateral_leg_pain", 3, text!("单侧下肢疼痛", "Unilateral lower-limb pain")),
        item("haemoptysis", 2, text!("咯血", "Haemoptysis")),
        item("hr_75_94", 3, text!("心率75～94次/分", "Heart rate 75–94/min")).from(From::Between(Quantity::HeartRate, &ValueRange { from: 75.0, until: Until::Below(95.0) })),
        item("hr_ge_95", 5, text!("心率≥95次/分", "Heart rate ≥95/min")).from(From::AtLeast(Quantity::HeartRate, 95.0)),
        item("palpation_pain_oedema", 4, text!("下肢深静脉触痛且单侧水肿", "Pain on lower-limb deep venous palpation and unilateral oedema")),
    ],
    groups: &[
        Group { id: "G_HEART_RATE", title: text!("心率", "Heart rate"), members: &["hr_75_94", "hr_ge_95"], marks: TABLE },
    ],
    bands: &[],
    sub_bands: &[],
    figures: &[
        prevalence(0, 3, text!("低度：PE患病率8%", "Low: prevalence of PE 8 %")),
        prevalence(4, 10, text!("中度：PE患病率28%～29%", "Intermediate: prevalence of PE 28–29 %")),
        prevalence(11, 22, text!("高度：PE患病率74%", "High: prevalence of PE 74 %")),
    ],
    warnings: &[],
    caveats: &[
        (text!("何时用：疑似PE，生命体征已测且血流动力学稳定，在查D-二聚体或影像之前。", "When: suspected PE, vital signs taken and stable, before D-dimer or imaging."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("没有医师本人判断的条目；心房颤动和发热可使总分变动3～5分。", "It has no item for the clinician's own view; atrial fibrillation and fever move it by 3 to 5 points."), &[D(text!("慎用", "use with care"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("三级分层", "Three levels"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低度可能（0～3分）", "Low probability (0–3 points)")),
                cut(4, "intermediate", Tone::Moderate, text!("中度可能（4～10分）", "Intermediate probability (4–10 points)")),
                cut(11, "high", Tone::High, text!("高度可能（≥11分）", "High probability (11 points or more)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("妊娠及产后6周内；血流动力学不稳定（先救治）；已确诊的PE；未满18岁。", "Pregnancy and up to 6 weeks postpartum; unstable patients, who are treated first; confirmed PE; under 18."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(GENEVA.max_points().0 == 220 && GENEVA.min_points().0 == 0); // 1+3+2+2+3+2+5+4
const _: () = assert!(GENEVA.items.len() == 9);
const _: () = assert!(well_formed(&GENEVA));
