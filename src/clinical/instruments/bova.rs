//! Bova score of a confirmed pulmonary embolism without hypotension, edition 2014: Bova C et al., Eur Respir J 2014;44:694-703;
//! validation Fernandez C et al., Chest 2015;148:211-218. An unstable patient, or one below 90 mmHg, is not eligible: no stage is
//! given. The derivation's own rates have not been read and are not shown. Misprint not followed: systolic pressure "<= 100".

use crate::clinical::instrument::{Figure, From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Branch, Condition, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::{Quantity, Until, ValueRange};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S74"), V("S74B")];

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

const fn outcome(id: &'static str, tone: Tone, label: Text) -> Outcome {
    Outcome::new(id, tone, label, TABLE)
}

const fn rates(from: i16, to: i16, text: Text) -> Figure {
    Figure {
        from: Points::whole(from),
        to: Points::whole(to),
        text,
        source: Source { citation: "Fernandez C et al. Chest 2015;148:211-218 (validation, n = 1083)", doi: None, marks: &[V("S179"), V("S77")] },
    }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static BOVA: Instrument = Instrument {
    id: "bova",
    edition: "2014",
    setting: "confirmed_pe",
    purpose: Purpose::Severity,
    title: text!("Bova 评分", "Bova score"),
    source: Source { citation: "Bova C et al. Eur Respir J 2014;44:694-703; Fernandez C et al. Chest 2015;148:211-218", doi: None, marks: TABLE },
    items: &[
        // No row of the table of four: the score holds only beside it. A pressure of 90 or more does not tell that the patient is stable.
        Item::new("unstable_or_sbp_lt_90", 0, text!("血流动力学不稳定，或收缩压<90 mmHg", "Unstable, or systolic pressure <90 mmHg"), &[V("S74"), V("S74B"), D(text!("单列一项询问", "asked as an item of its own"))])
            .counts(text!("是则不适用本评分", "A yes: the score does not apply"))
            .from(From::BelowAtAll(Quantity::Sbp, 90.0)),
        item("sbp_90_100", 2, text!("收缩压90～100 mmHg", "Systolic pressure 90–100 mmHg"))
            .counts(text!("含90和100", "90 and 100 included"))
            .from(From::Between(Quantity::Sbp, &ValueRange { from: 90.0, until: Until::Included(100.0) })),
        item("troponin_elevated", 2, text!("肌钙蛋白升高", "Elevated cardiac troponin"))
            .counts(text!("高于本院界值", "Above the local cut-off")),
        item("rv_dysfunction", 2, text!("右心室功能障碍（超声或CT）", "RV dysfunction (TTE or CT)"))
            .counts(text!("超声：RV/LV>0.9、sPAP>30 mmHg、RVEDD>30 mm、右心室扩大、游离壁运动减弱；CT：RV/LV>1", "TTE: RV/LV >0.9, sPAP >30 mmHg, RVEDD >30 mm, RV dilation, free-wall hypokinesis; CT: RV/LV >1")),
        item("hr_ge_110", 1, text!("心率≥110次/分", "Heart rate ≥110/min")).from(From::AtLeast(Quantity::HeartRate, 110.0)),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[
        rates(0, 2, text!("Ⅰ期：30天并发症4.4%（住院期间3.7%），PE相关死亡3.1%", "Stage I: 30-day complications 4.4 % (in hospital 3.7 %), death from PE 3.1 %")),
        rates(3, 4, text!("Ⅱ期：30天并发症18%（住院期间15%），PE相关死亡6.8%", "Stage II: 30-day complications 18 % (in hospital 15 %), death from PE 6.8 %")),
        rates(5, 7, text!("Ⅲ期：30天并发症42%（住院期间37%），PE相关死亡10.5%", "Stage III: 30-day complications 42 % (in hospital 37 %), death from PE 10.5 %")),
    ],
    warnings: &[],
    caveats: &[
        (text!("何时用：已确诊PE、血压正常者的分期。", "When: to stage a confirmed PE with a normal pressure."), &[V("S74")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("分期", "Stage"), by: Reading::Rows(&[
                Branch { when: &[Condition::Any("eligibility")], outcome: outcome("not_eligible", Tone::Neutral, text!("不适用本评分，不分期", "Not eligible: no stage")) },
                Branch { when: &[Condition::Reaches(Points::whole(5))], outcome: outcome("stage_iii", Tone::High, text!("Ⅲ期（>4分）", "Stage III (more than 4 points)")) },
                Branch { when: &[Condition::Reaches(Points::whole(3))], outcome: outcome("stage_ii", Tone::Moderate, text!("Ⅱ期（3～4分）", "Stage II (3–4 points)")) },
                Branch { when: &[], outcome: outcome("stage_i", Tone::Low, text!("Ⅰ期（0～2分）", "Stage I (0–2 points)")) },
            ]) },
        ],
        phases: &[
            FormPhase { id: "eligibility", title: text!("是否适用", "Whether it applies"), items: &["unstable_or_sbp_lt_90"], unless: None },
            FormPhase { id: "score", title: text!("评分", "The score"), items: &["sbp_90_100", "troponin_elevated", "rv_dysfunction", "hr_ge_110"], unless: None },
        ],
        choices: &[],
        not_for: &[
            (text!("收缩压<90 mmHg或血流动力学不稳定；仅为疑似的PE；妊娠；不能单凭本评分决定溶栓。", "Systolic pressure <90 mmHg or unstable; a PE that is only suspected; pregnancy; a decision to give thrombolysis by itself."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(BOVA.max_points().0 == 70 && BOVA.min_points().0 == 0);
const _: () = assert!(BOVA.items.len() == 1 + 4);
const _: () = assert!(well_formed(&BOVA));
