//! PEGeD, edition 2019: Kearon C et al., N Engl J Med 2019;381:2125-2134. The Wells score of PE chooses the D-dimer below which PE is
//! excluded: low (0 to 4) 1000, moderate (4.5 to 6) 500 ng/mL FEU, strictly below; above 6 none. Its low is not the low of the
//! score's own three levels (below 2). The items are those of `wells_pe`, asked here anew. Off by default.

use crate::clinical::instrument::{From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Branch, Condition, Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S62"), V("S162")];
/// The levels of probability, which one source prints without their cuts.
const LEVELS: &[Mark] = &[V("S162")];
/// The items and points of the Wells score.
const WELLS: &[Mark] = &[V("S55"), V("S56"), V("S112B")];

const fn item(id: &'static str, tenths: i16, label: Text) -> Item {
    Item::tenths(id, tenths, label, WELLS)
}

const fn cut(from_tenths: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points(from_tenths), outcome: Outcome::new(id, tone, label, LEVELS) }
}

const HIGH: Condition = Condition::Reaches(Points(65));
const MODERATE: Condition = Condition::Reaches(Points(45));

const EXCLUDED: Outcome = Outcome::new("excluded", Tone::Low, text!("排除PE", "PE excluded"), TABLE);
const NOT_EXCLUDED: Outcome = Outcome::new("not_excluded", Tone::Moderate, text!("未排除PE，需影像检查", "PE not excluded: imaging"), TABLE);
const NONE: Outcome = Outcome::new("none", Tone::Neutral, text!("不适用，直接影像检查", "None applies: imaging"), TABLE);
const BELOW_500: Outcome =
    Outcome::new("below_500", Tone::Neutral, text!("D-二聚体<500 ng/mL FEU可排除", "Excluded by a D-dimer below 500 ng/mL FEU"), TABLE);
const BELOW_1000: Outcome =
    Outcome::new("below_1000", Tone::Neutral, text!("D-二聚体<1000 ng/mL FEU可排除", "Excluded by a D-dimer below 1000 ng/mL FEU"), TABLE);

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static PEGED: Instrument = Instrument {
    id: "peged",
    edition: "2019",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("PEGeD 规则", "PEGeD algorithm"),
    source: Source { citation: "Kearon C et al. N Engl J Med 2019;381:2125-2134", doi: None, marks: TABLE },
    items: &[
        item("clinical_dvt", 30, text!("DVT的临床症状和体征（至少有下肢肿胀及深静脉触痛）", "Clinical signs and symptoms of DVT (minimum: leg swelling and pain on palpation of deep veins)")),
        Item::tenths("pe_most_likely", 30, text!("其他诊断的可能性低于PE", "An alternative diagnosis is less likely than PE"),
            &[V("S55"), V("S56"), V("S112B"), D(text!("可能性相等者不计", "equally likely does not count"))]),
        item("hr_gt_100", 15, text!("心率>100次/分", "Heart rate >100/min"))
            .counts(text!("恰为100次/分不计", "Exactly 100/min does not count"))
            .from(From::Above(Quantity::HeartRate, 100.0)),
        Item::tenths("immobile_or_surgery", 15, text!("制动>3天，或4周内手术", "Immobilisation >3 days or surgery in the previous 4 weeks"),
            &[V("S55"), V("S56"), V("S112B"), V("S112C"), D(text!("制动以>3天为准", "immobilisation counts above 3 days"))])
            .counts(text!("两者并存仍为一项", "One item even if both")),
        item("previous_vte", 15, text!("既往DVT或PE", "Previous DVT or PE"))
            .counts(text!("经客观检查确诊", "Objectively diagnosed")),
        item("haemoptysis", 10, text!("咯血", "Haemoptysis")),
        item("malignancy", 10, text!("恶性肿瘤（治疗中、6个月内治疗或姑息）", "Malignancy (on treatment, treated in the last 6 months, or palliative)")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("默认不启用。外部验证（3308例）：低度可能且D-二聚体<1000而高于年龄校正界值的414例中，36例（8.7%）有VTE。", "Off by default. External validation (3308 patients): of 414 at low probability with a D-dimer below 1000 but above the cut-off by age, 36 (8.7 %) had VTE."), &[V("S163"), D(text!("默认不启用", "off by default"))]),
        (text!("中度可能（4.5～6分）按Wells两级分层属“可能性大”，该路径下仅凭D-二聚体不能排除：两种规则不可混用。", "Moderate (4.5–6 points) is \"likely\" by the two levels of Wells, where a D-dimer alone does not exclude: do not mix the two rules."), &[D(text!("规则不混用", "no mixing"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("能否排除", "Whether PE is excluded"), by: Reading::Rows(&[
                Branch { when: &[HIGH], outcome: NOT_EXCLUDED },
                Branch { when: &[Condition::Below(Quantity::DDimer, 500.0)], outcome: EXCLUDED },
                Branch { when: &[MODERATE], outcome: NOT_EXCLUDED },
                Branch { when: &[Condition::Below(Quantity::DDimer, 1000.0)], outcome: EXCLUDED },
                Branch { when: &[], outcome: NOT_EXCLUDED },
            ]) },
            NamedReading { id: "cutoff", title: text!("适用的界值", "The cut-off that applies"), by: Reading::Rows(&[
                Branch { when: &[HIGH], outcome: NONE },
                Branch { when: &[MODERATE], outcome: BELOW_500 },
                Branch { when: &[], outcome: BELOW_1000 },
            ]) },
            NamedReading { id: "band3", title: text!("临床可能性（PEGeD分界）", "Clinical probability (cuts of PEGeD)"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低度可能（0～4分）", "Low probability (0–4 points)")),
                cut(45, "moderate", Tone::Moderate, text!("中度可能（4.5～6分）", "Moderate probability (4.5–6 points)")),
                cut(65, "high", Tone::High, text!("高度可能（≥6.5分）", "High probability (6.5 points or more)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("治疗剂量抗凝>24小时后采血者。", "Blood drawn after more than 24 h of treatment-dose anticoagulant."), &[V("S162"), D(text!("试验已排除的患者", "patients whom the trials left out"))]),
            (text!("D-二聚体单位类型（FEU或DDU）不明；实验室不报告该类型。", "A D-dimer of unknown type (FEU or DDU), or a laboratory that reports neither."), &[D(text!("适用范围", "the scope"))]),
            (text!("妊娠。医院设定癌症患者不查D-二聚体时亦不用。", "Pregnancy. Cancer, where the hospital has set that no D-dimer is taken."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(PEGED.items.len() == 7 && PEGED.max_points().0 == 125 && PEGED.min_points().0 == 0);
const _: () = assert!(well_formed(&PEGED));
