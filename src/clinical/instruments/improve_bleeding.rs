//! IMPROVE bleeding score, edition 2011: Decousus H et al., Chest 2011;139:69-79. High from 7 points.
//! Shown beside the Chinese checklist, which governs unless the hospital sets otherwise.

use crate::clinical::finding::Finding;
use crate::clinical::instrument::{Band, Bound, Figure, From, Group, Instrument, Item, Points, Purpose, Risk};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("IMP")];

const fn item(id: &'static str, tenths: i16, label: Text) -> Item {
    Item::tenths(id, tenths, label, TABLE)
}

const DECOUSUS: Source = Source { citation: "Decousus H et al. Chest 2011;139:69-79", doi: None, marks: TABLE };

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static IMPROVE_BLEEDING: Instrument = Instrument {
    id: "improve_bleeding",
    edition: "2011",
    setting: "medical",
    purpose: Purpose::Bleeding,
    title: text!("IMPROVE 出血评分", "IMPROVE bleeding score"),
    source: DECOUSUS,
    items: &[
        item("age_40_84", 15, text!("年龄40~84岁", "Age 40–84")).from(From::Age { from: 40, to: 84 }),
        item("age_ge_85", 35, text!("年龄≥85岁", "Age 85 or over")).from(From::Age { from: 85, to: u8::MAX }),
        item("male", 10, text!("男性", "Male")).from(From::Male),
        Item::tenths("gfr_30_59", 10, text!("肾小球滤过率30~59", "GFR 30–59"), &[V("IMP"), D(text!("原表单位印作mL/min/m²，按mL/min/1.73 m²", "printed mL/min/m², read as mL/min/1.73 m²"))]).from(From::Filtration { from: 30.0, below: 60.0 }),
        Item::tenths("gfr_lt_30", 25, text!("肾小球滤过率<30", "GFR <30"), &[V("IMP"), D(text!("透析按<30计", "dialysis is read as <30"))])
            .counts(text!("透析患者按<30计", "A patient on dialysis is read as <30"))
            .from(From::Filtration { from: 0.0, below: 30.0 }),
        item("hepatic_failure", 25, text!("肝衰竭（INR>1.5）", "Hepatic failure (INR >1.5)"))
            .counts(text!("华法林等维生素K拮抗剂所致INR升高不计", "Not an INR raised by warfarin or another vitamin K antagonist"))
            .from(From::HepaticInr),
        item("platelet_lt_50", 40, text!("血小板<50×10⁹/L", "Platelets <50×10⁹/L")).from(From::Below(Quantity::Platelets, Bound::Printed(50.0))),
        item("icu_ccu", 25, text!("入住ICU或CCU", "In ICU or CCU")).is(Finding::IntensiveCare).from(From::IntensiveCare),
        item("central_venous_catheter", 20, text!("中心静脉置管", "Central venous catheter")),
        item("rheumatic_disease", 20, text!("风湿性疾病", "Rheumatic disease")),
        item("current_cancer", 20, text!("现患恶性肿瘤", "Current cancer")),
        item("prior_bleeding_3mo", 40, text!("入院前3个月内出血", "Bleeding in the 3 months before admission")),
        item("active_gd_ulcer", 45, text!("活动性胃十二指肠溃疡", "Active gastroduodenal ulcer")),
    ],
    groups: &[
        Group { id: "age", title: text!("年龄", "Age"), members: &["age_40_84", "age_ge_85"], marks: TABLE },
        Group { id: "gfr", title: text!("肾小球滤过率", "Filtration rate"), members: &["gfr_30_59", "gfr_lt_30"], marks: TABLE },
    ],
    bands: &[
        Band { from: Points::whole(0), risk: Risk::Low, label: text!("非出血高危", "Bleeding risk not high"), marks: TABLE },
        Band { from: Points::whole(7), risk: Risk::High, label: text!("出血高危", "High bleeding risk"), marks: TABLE },
    ],
    sub_bands: &[],
    figures: &[
        Figure { from: Points(0), to: Points(69), text: text!("14天内出血1.5%，大出血0.4%", "Bleeding within 14 days 1.5 %, major 0.4 %"), source: DECOUSUS },
        Figure { from: Points(70), to: Points(305), text: text!("14天内出血7.9%，大出血4.1%", "Bleeding within 14 days 7.9 %, major 4.1 %"), source: DECOUSUS },
    ],
    warnings: &[],
    caveats: &[],
    reads: None,
};

const _: () = assert!(IMPROVE_BLEEDING.max_points().0 == 305);
const _: () = assert!(IMPROVE_BLEEDING.items.len() == 13);
