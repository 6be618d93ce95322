//! YEARS, edition 2017: van der Hulle T et al., Lancet 2017;390:289-297. The number of items chooses the D-dimer below which PE is
//! excluded: none 1000, one or more 500 ng/mL FEU, strictly below. A value in DDU is converted where the chart is read; one of
//! unknown unit type is refused there. One rule a patient: not to be stacked with the cut-off by age.

use crate::clinical::instrument::{Instrument, Item, Purpose};
use crate::clinical::outcome::{Branch, Condition, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S61"), V("S62B")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, TABLE)
}

const EXCLUDED: Outcome = Outcome::new("excluded", Tone::Low, text!("排除PE", "PE excluded"), TABLE);
const NOT_EXCLUDED: Outcome = Outcome::new("not_excluded", Tone::Moderate, text!("未排除PE，需影像检查", "PE not excluded: imaging"), TABLE);
const BELOW_500: Outcome =
    Outcome::new("below_500", Tone::Neutral, text!("D-二聚体<500 ng/mL FEU可排除", "Excluded by a D-dimer below 500 ng/mL FEU"), TABLE);
const BELOW_1000: Outcome =
    Outcome::new("below_1000", Tone::Neutral, text!("D-二聚体<1000 ng/mL FEU可排除", "Excluded by a D-dimer below 1000 ng/mL FEU"), TABLE);

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static YEARS: Instrument = Instrument {
    id: "years",
    edition: "2017",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("YEARS 规则", "YEARS algorithm"),
    source: Source { citation: "van der Hulle T et al. Lancet 2017;390:289-297", doi: None, marks: TABLE },
    items: &[
        item("clinical_dvt", text!("DVT的临床征象", "Clinical signs of DVT")),
        item("haemoptysis", text!("咯血", "Haemoptysis")),
        item("pe_most_likely", text!("PE为最可能的诊断", "PE the most likely diagnosis")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("何时用：中国心血管2025推荐先用YEARS，包括妊娠和产后；本程序默认Wells两级加年龄校正界值，YEARS可选。", "When: Chinese cardiology 2025 recommends YEARS first, also in pregnancy and postpartum; the default here is Wells in two levels with the cut-off by age, and YEARS may be chosen."), &[V("S68"), D(text!("默认规则", "the default rule"))]),
        (text!("每位患者只用一种D-二聚体规则：不与年龄校正界值叠加。", "One D-dimer rule a patient: not stacked with the cut-off by age."), &[V("S68")]),
        (text!("妊娠期采用妊娠适用的YEARS：有下肢征象者先做超声。", "In pregnancy the adapted rule: ultrasound first where there are leg signs."), &[V("S164")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("能否排除", "Whether PE is excluded"), by: Reading::Rows(&[
                Branch { when: &[Condition::Below(Quantity::DDimer, 500.0)], outcome: EXCLUDED },
                Branch { when: &[Condition::NoneOf("items"), Condition::Below(Quantity::DDimer, 1000.0)], outcome: EXCLUDED },
                Branch { when: &[], outcome: NOT_EXCLUDED },
            ]) },
            NamedReading { id: "cutoff", title: text!("适用的界值", "The cut-off that applies"), by: Reading::Rows(&[
                Branch { when: &[Condition::NoneOf("items")], outcome: BELOW_1000 },
                Branch { when: &[], outcome: BELOW_500 },
            ]) },
        ],
        phases: &[
            FormPhase { id: "items", title: text!("YEARS 条目", "YEARS items"), items: &["clinical_dvt", "haemoptysis", "pe_most_likely"], unless: None },
        ],
        choices: &[],
        not_for: &[
            (text!("治疗剂量抗凝>24小时后采血者。", "Blood drawn after more than 24 h of treatment-dose anticoagulant."), &[V("S162"), D(text!("试验已排除的患者", "patients whom the trials left out"))]),
            (text!("D-二聚体单位类型（FEU或DDU）不明；实验室不报告该类型。", "A D-dimer of unknown type (FEU or DDU), or a laboratory that reports neither."), &[D(text!("适用范围", "the scope"))]),
            (text!("按Wells评分PE可能性大者：仅凭D-二聚体不能排除。医院设定癌症患者不查D-二聚体时亦不用。", "PE likely by Wells: a D-dimer alone never excludes there. Cancer, where the hospital has set that no D-dimer is taken."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(YEARS.items.len() == 3 && YEARS.max_points().0 == 30);
const _: () = assert!(well_formed(&YEARS));
