//! Chinese medical bleeding checklist: high with one factor of set A or three of set B, as three Chinese forms print it; no
//! guideline text is cited for the rule. The factors and their odds ratios are those of Decousus 2011, in Kahn 2012 table 3.
//! Three points for A and one for B code that rule exactly; they are not published points (D).

use crate::clinical::finding::Finding;
use crate::clinical::instrument::{Band, Bound, From, Instrument, Item, Points, Purpose, Risk};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::text::{Text, text};

const LIST: &[Mark] = &[V("GDPH"), V("HOSP"), V("VUI"), V("PP3")];

/// One of these is enough.
const fn a(id: &'static str, label: Text) -> Item {
    Item::new(id, 3, label, LIST)
}

/// Three of these.
const fn b(id: &'static str, label: Text) -> Item {
    Item::new(id, 1, label, LIST)
}

// One row a line, in the order of the form.
#[rustfmt::skip]
pub static CN_BLEED_MEDICAL: Instrument = Instrument {
    id: "cn_bleed_medical",
    edition: "2012",
    setting: "medical",
    purpose: Purpose::Bleeding,
    title: text!("内科患者出血风险评估", "Medical bleeding risk"),
    source: Source { citation: "Chinese hospital form (Guangdong Provincial People's Hospital); odds ratios: Kahn SR et al. Chest 2012;141(2 Suppl):e195S-e226S", doi: None, marks: LIST },
    items: &[
        a("bm_active_gi_ulcer", text!("活动性胃肠（十二指肠）溃疡", "Active gastroduodenal ulcer")),
        a("bm_bleeding_3mo", text!("入院前3个月内有出血事件", "Bleeding in the 3 months before admission")),
        a("bm_platelet_lt_50", text!("血小板计数<50×10⁹/L", "Platelets <50×10⁹/L")).from(From::Below(Quantity::Platelets, Bound::Printed(50.0))),
        b("bm_age_ge_85", text!("年龄≥85岁", "Age 85 or over")).from(From::Age { from: 85, to: u8::MAX }),
        Item::new("bm_hepatic_inr_gt_1_5", 1, text!("肝功能不全（INR>1.5）", "Hepatic failure (INR >1.5)"), &[V("GDPH"), V("HOSP"), V("VUI"), V("PP3"), D(text!("维生素K拮抗剂所致INR升高不计", "not an INR raised by a vitamin K antagonist"))])
            .counts(text!("华法林等维生素K拮抗剂所致INR升高不计（正在使用，或已停用而INR尚未恢复）", "Not an INR raised by warfarin or another vitamin K antagonist (in use, or stopped and the INR not yet back)"))
            .from(From::HepaticInr),
        Item::new("bm_renal_gfr_lt_30", 1, text!("严重肾功能不全（GFR<30）", "Severe renal failure (GFR <30)"), &[V("GDPH"), V("HOSP"), V("VUI"), V("PP3"), D(text!("透析计入", "dialysis counts"))]).is(Finding::RenalFailure)
            .counts(text!("透析患者计入", "A patient on dialysis counts"))
            .from(From::Filtration { from: 0.0, below: 30.0 }),
        b("bm_icu_ccu", text!("入住ICU或CCU", "In ICU or CCU")).is(Finding::IntensiveCare).from(From::IntensiveCare),
        b("bm_central_venous_catheter", text!("中心静脉置管", "Central venous catheter")),
        b("bm_rheumatic", text!("风湿性疾病", "Rheumatic disease")),
        b("bm_current_cancer", text!("现患恶性肿瘤", "Current cancer")),
        b("bm_male", text!("男性", "Male sex")).from(From::Male),
    ],
    groups: &[],
    bands: &[
        Band { from: Points::whole(0), risk: Risk::Low, label: text!("非出血高危", "Bleeding risk not high"), marks: &[V("GDPH"), V("HOSP"), V("VUI")] },
        Band { from: Points::whole(3), risk: Risk::High, label: text!("出血高危", "High bleeding risk"), marks: &[V("GDPH"), V("HOSP"), V("VUI")] },
    ],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    // What the source says of dual antiplatelet therapy is said to the patient who takes it (CI_DAPT).
    caveats: &[],
    reads: None,
};

const _: () = assert!(CN_BLEED_MEDICAL.max_points().0 == (3 * 3 + 8) * 10);
const _: () = assert!(CN_BLEED_MEDICAL.items.len() == 11);
