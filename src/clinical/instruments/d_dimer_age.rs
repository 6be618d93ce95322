//! Age-adjusted D-dimer (ADJUST-PE), edition 2014: Righini M et al., JAMA 2014;311:1117-1124. Above 50 completed years the cut-off is ten
//! times the age, else 500 ng/mL FEU, strictly below. A value in DDU is converted where the chart is read (five times the age, 250);
//! one of unknown unit type is refused there. A D-dimer alone never excludes where PE is likely, so that is asked. One rule a
//! patient: not to be stacked with YEARS.

use crate::clinical::decided::From;
use crate::clinical::instrument::{Instrument, Item, Purpose};
use crate::clinical::outcome::{Branch, Condition, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::text;

const TABLE: &[Mark] = &[V("S79")];
/// That PE must not be likely.
const LIKELY: &[Mark] = &[D(text!("PE可能性大者，仅凭D-二聚体不能排除", "where PE is likely, a D-dimer alone never excludes"))];

const EXCLUDED: Outcome = Outcome::new("excluded", Tone::Low, text!("排除PE", "PE excluded"), TABLE);
const NOT_EXCLUDED: Outcome = Outcome::new("not_excluded", Tone::Moderate, text!("未排除PE，需影像检查", "PE not excluded: imaging"), TABLE);
const LIKELY_NOT_EXCLUDED: Outcome = Outcome { marks: LIKELY, ..NOT_EXCLUDED };
const NONE: Outcome = Outcome::new("none", Tone::Neutral, text!("不适用，直接影像检查", "None applies: imaging"), LIKELY);
const BELOW_500: Outcome =
    Outcome::new("below_500", Tone::Neutral, text!("D-二聚体<500 ng/mL FEU可排除", "Excluded by a D-dimer below 500 ng/mL FEU"), TABLE);
const BELOW_AGE: Outcome = Outcome::new(
    "below_age_x10",
    Tone::Neutral,
    text!("D-二聚体<年龄×10 ng/mL FEU可排除", "Excluded by a D-dimer below ten times the age in ng/mL FEU"),
    TABLE,
);

// One row a line, in the order of the text.
#[rustfmt::skip]
pub static D_DIMER_AGE: Instrument = Instrument {
    id: "d_dimer_age",
    edition: "2014",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("年龄校正D-二聚体", "Age-adjusted D-dimer"),
    source: Source { citation: "Righini M et al. JAMA 2014;311:1117-1124", doi: None, marks: TABLE },
    items: &[
        // No part of the cut-off: the rule holds only beside it. It is a result of Wells, so silence about the other items denies nothing of it.
        Item::new("pe_likely", 0, text!("PE可能性大（Wells两级分层）", "PE is likely (Wells, two levels)"), LIKELY)
            .from(From::ValueAsked)
            .counts(text!("是则不能仅凭D-二聚体排除", "A yes: a D-dimer alone does not exclude")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("何时用：Wells两级分层为可能性小之后（默认规则）；可能性大者直接影像检查。", "When: after Wells in two levels says unlikely (the default rule); likely goes straight to imaging."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("每位患者只用一种D-二聚体规则：不与YEARS叠加。", "One D-dimer rule a patient: not stacked with YEARS."), &[D(text!("不叠加", "no stacking"))]),
        (text!("DDU换算为FEU（×2）为近似值，因试剂而异。", "DDU is converted to FEU (×2) approximately: it depends on the assay."), &[V("S79")]),
        (text!("癌症患者不以D-二聚体诊断PE（中国心血管2025）。", "No D-dimer to diagnose PE in cancer patients (Chinese cardiology 2025)."), &[V("S68")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("能否排除", "Whether PE is excluded"), by: Reading::Rows(&[
                Branch { when: &[Condition::Any("probability")], outcome: LIKELY_NOT_EXCLUDED },
                Branch { when: &[Condition::Below(Quantity::DDimer, 500.0)], outcome: EXCLUDED },
                Branch { when: &[Condition::Above(Quantity::Age, 50.0), Condition::BelowPerYear(Quantity::DDimer, 10.0)], outcome: EXCLUDED },
                Branch { when: &[], outcome: NOT_EXCLUDED },
            ]) },
            NamedReading { id: "cutoff", title: text!("适用的界值", "The cut-off that applies"), by: Reading::Rows(&[
                Branch { when: &[Condition::Any("probability")], outcome: NONE },
                Branch { when: &[Condition::Above(Quantity::Age, 50.0)], outcome: BELOW_AGE },
                Branch { when: &[], outcome: BELOW_500 },
            ]) },
        ],
        phases: &[
            FormPhase { id: "probability", title: text!("临床可能性", "Probability"), items: &["pe_likely"], unless: None },
        ],
        choices: &[],
        not_for: &[
            (text!("治疗剂量抗凝>24小时后采血者。", "Blood drawn after more than 24 h of treatment-dose anticoagulant."), &[V("S162"), D(text!("试验已排除的患者", "patients whom the trials left out"))]),
            (text!("D-二聚体单位类型（FEU或DDU）不明；实验室不报告该类型。", "A D-dimer of unknown type (FEU or DDU), or a laboratory that reports neither."), &[D(text!("适用范围", "the scope"))]),
            (text!("按Wells评分PE可能性大者：仅凭D-二聚体不能排除。妊娠。医院设定癌症患者不查D-二聚体时亦不用。", "PE likely by Wells: a D-dimer alone never excludes there. Pregnancy. Cancer, where the hospital has set that no D-dimer is taken."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(D_DIMER_AGE.items.len() == 1 && D_DIMER_AGE.max_points().0 == 0);
const _: () = assert!(well_formed(&D_DIMER_AGE));
