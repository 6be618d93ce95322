//! Simplified Wells score for pulmonary embolism, edition 2008: Gibson NS et al., Thromb Haemost 2008;99:229-234. The seven items of
//! `wells_pe`, one point each, two levels. The points were read only at second hand, in a table that prints the heart rate as "100
//! or more": here it counts above 100, as in the items. Not coded: three levels, which reprints take from the score with halves.

use crate::clinical::instrument::{From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

/// The wording of the items; the one point of each.
const TABLE: &[Mark] = &[V("S55"), V("S56"), V("S112B"), V2("S167")];
const LEVELS: &[Mark] = &[V2("S167")];

const fn item(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, LEVELS) }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static WELLS_PE_SIMPLIFIED: Instrument = Instrument {
    id: "wells_pe_simplified",
    edition: "2008",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("简化 Wells PE 评分", "Simplified Wells score for pulmonary embolism"),
    source: Source { citation: "Gibson NS et al. Thromb Haemost 2008;99:229-234", doi: None, marks: LEVELS },
    items: &[
        item("clinical_dvt", text!("DVT的临床症状和体征（至少有下肢肿胀及深静脉触痛）", "Clinical signs and symptoms of DVT (minimum: leg swelling and pain on palpation of deep veins)")),
        Item::new("pe_most_likely", 1, text!("其他诊断的可能性低于PE", "An alternative diagnosis is less likely than PE"),
            &[V("S55"), V("S56"), V("S112B"), V2("S167"), D(text!("可能性相等者不计", "equally likely does not count"))]),
        Item::new("hr_gt_100", 1, text!("心率>100次/分", "Heart rate >100/min"),
            &[V("S55"), V("S56"), V("S112B"), V2("S167"), D(text!("恰为100次/分不计", "exactly 100/min does not count"))])
            .from(From::Above(Quantity::HeartRate, 100.0)),
        Item::new("immobile_or_surgery", 1, text!("制动>3天，或4周内手术", "Immobilisation >3 days or surgery in the previous 4 weeks"),
            &[V("S55"), V("S56"), V("S112B"), V("S112C"), V2("S167"), D(text!("制动以>3天为准", "immobilisation counts above 3 days"))])
            .counts(text!("两者并存仍为一项", "One item even if both")),
        item("previous_vte", text!("既往DVT或PE", "Previous DVT or PE"))
            .counts(text!("经客观检查确诊", "Objectively diagnosed")),
        item("haemoptysis", text!("咯血", "Haemoptysis")),
        item("malignancy", text!("恶性肿瘤（治疗中、6个月内治疗或姑息）", "Malignancy (on treatment, treated in the last 6 months, or palliative)")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("何时用：疑似PE，生命体征已测且血流动力学稳定，在查D-二聚体或影像之前。", "When: suspected PE, vital signs taken and stable, before D-dimer or imaging."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("下一步：可能性大→CT肺动脉造影，D-二聚体不能单独排除；可能性小→D-二聚体，严格低于所用界值者排除，否则影像检查。", "Next: likely, CT pulmonary angiography, and a D-dimer alone never excludes there; unlikely, D-dimer: strictly below the chosen cut-off PE is excluded, otherwise imaging."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("活动性肿瘤患者：可能性小也直接影像检查（本院可另设）；中国心血管2025不推荐以D-二聚体诊断其PE。", "Active cancer: imaging also when unlikely, unless the hospital sets it otherwise; Chinese cardiology 2025 does not recommend D-dimer to diagnose their PE."), &[V("S68"), D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("住院患者慎用：多数有制动或手术一项，且D-二聚体常因疾病本身升高。", "Care with in-patients: most have the immobility or surgery item, and D-dimer is often raised by the illness itself."), &[D(text!("住院患者慎用", "care with in-patients"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("两级分层", "Two levels"), by: Reading::Sum(&[
                cut(0, "unlikely", Tone::Low, text!("PE可能性小（≤1分）", "PE unlikely (1 point or less)")),
                cut(2, "likely", Tone::High, text!("PE可能性大（≥2分）", "PE likely (2 points or more)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("妊娠及产后6周内；血流动力学不稳定（先救治）；已确诊的PE；未满18岁。", "Pregnancy and up to 6 weeks postpartum; unstable patients, who are treated first; confirmed PE; under 18."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(WELLS_PE_SIMPLIFIED.max_points().0 == 70 && WELLS_PE_SIMPLIFIED.min_points().0 == 0);
const _: () = assert!(WELLS_PE_SIMPLIFIED.items.len() == 7);
const _: () = assert!(well_formed(&WELLS_PE_SIMPLIFIED));
