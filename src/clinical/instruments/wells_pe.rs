//! Wells score for pulmonary embolism, edition 2000 (seven items, half points): Wells PS et al., Thromb Haemost 2000;83:416-420
//! (three levels); van Belle A et al., JAMA 2006;295:172-179 (two levels, which drive what follows). Variants not coded: "PE as
//! likely as another diagnosis" (MDCalc) is here "less likely than PE" (original, NICE); immobilisation of "3 days or more"
//! (MDCalc) is here "more than 3 days" (NICE). Not followed: whole-number cuts, between which 1.5 and 4.5 are lost.

use crate::clinical::instrument::{From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S55"), V("S56"), V("S112B")];

const fn item(id: &'static str, tenths: i16, label: Text) -> Item {
    Item::tenths(id, tenths, label, TABLE)
}

const fn cut(from_tenths: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points(from_tenths), outcome: Outcome::new(id, tone, label, TABLE) }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static WELLS_PE: Instrument = Instrument {
    id: "wells_pe",
    edition: "2000",
    setting: "suspected_pe",
    purpose: Purpose::Diagnosis,
    title: text!("Wells PE 评分", "Wells score for pulmonary embolism"),
    source: Source { citation: "Wells PS et al. Thromb Haemost 2000;83:416-420; van Belle A et al. JAMA 2006;295:172-179; NICE NG158", doi: None, marks: TABLE },
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
        (text!("何时用：疑似PE，生命体征已测且血流动力学稳定，在查D-二聚体或影像之前。", "When: suspected PE, vital signs taken and stable, before D-dimer or imaging."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("下一步：可能性大→CT肺动脉造影，D-二聚体不能单独排除；可能性小→D-二聚体，严格低于所用界值者排除，否则影像检查。", "Next: likely, CT pulmonary angiography, and a D-dimer alone never excludes there; unlikely, D-dimer: strictly below the chosen cut-off PE is excluded, otherwise imaging."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("活动性肿瘤患者：可能性小也直接影像检查（本院可另设）；中国心血管2025不推荐以D-二聚体诊断其PE。", "Active cancer: imaging also when unlikely, unless the hospital sets it otherwise; Chinese cardiology 2025 does not recommend D-dimer to diagnose their PE."), &[V("S68"), D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("住院患者慎用：多数有制动或手术一项，且D-二聚体常因疾病本身升高。", "Care with in-patients: most have the immobility or surgery item, and D-dimer is often raised by the illness itself."), &[D(text!("住院患者慎用", "care with in-patients"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("两级分层", "Two levels"), by: Reading::Sum(&[
                cut(0, "unlikely", Tone::Low, text!("PE可能性小（≤4分）", "PE unlikely (4 points or less)")),
                cut(45, "likely", Tone::High, text!("PE可能性大（>4分）", "PE likely (more than 4 points)")),
            ]) },
            NamedReading { id: "band3", title: text!("三级分层", "Three levels"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低度可能（<2分）", "Low probability (less than 2 points)")),
                cut(20, "moderate", Tone::Moderate, text!("中度可能（2～6分）", "Moderate probability (2–6 points)")),
                cut(65, "high", Tone::High, text!("高度可能（>6分）", "High probability (more than 6 points)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("妊娠及产后6周内；血流动力学不稳定（先救治）；已确诊的PE；未满18岁。", "Pregnancy and up to 6 weeks postpartum; unstable patients, who are treated first; confirmed PE; under 18."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(WELLS_PE.max_points().0 == 125 && WELLS_PE.min_points().0 == 0); // range printed: 0 to 12.5
const _: () = assert!(WELLS_PE.items.len() == 7);
const _: () = assert!(well_formed(&WELLS_PE));
