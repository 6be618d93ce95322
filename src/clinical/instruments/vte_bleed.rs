//! VTE-BLEED, edition 2016: Klok FA et al., Eur Respir J 2016;48:1369-1376. For stable and extended anticoagulation, from day 30 on;
//! half points. Misprints not followed: 1 instead of 1.5 points for four items (a reprint), clearance "30-60" (a calculator; here
//! below 60).

use crate::clinical::instrument::{From, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S90"), V("S91")];

const fn item(id: &'static str, tenths: i16, label: Text) -> Item {
    Item::tenths(id, tenths, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, TABLE) }
}

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static VTE_BLEED: Instrument = Instrument {
    id: "vte_bleed",
    edition: "2016",
    setting: "anticoagulated",
    purpose: Purpose::Treatment,
    title: text!("VTE-BLEED 出血评分", "VTE-BLEED score of bleeding"),
    source: Source { citation: "Klok FA et al. Eur Respir J 2016;48:1369-1376", doi: None, marks: TABLE },
    items: &[
        item("active_cancer", 20, text!("活动性肿瘤", "Active cancer"))
            .counts(text!("VTE前6个月内确诊（不含皮肤基底细胞或鳞状细胞癌）、复发或进展，或6个月内治疗过", "Diagnosed within 6 months before the VTE (not basal or squamous cell cancer of the skin), recurrent or progressive, or treated within 6 months")),
        Item::tenths("male_uncontrolled_htn", 10, text!("男性且血压未控制", "Male with uncontrolled arterial hypertension"),
            &[V("S90"), V("S91"), D(text!("以最近一次所测血压为基线", "the latest pressure on record stands for the baseline"))])
            .counts(text!("基线收缩压≥140 mmHg", "Systolic pressure ≥140 mmHg at baseline"))
            .from(From::MaleAtLeast(Quantity::Sbp, 140.0)),
        item("anaemia", 15, text!("贫血", "Anaemia"))
            .counts(text!("血红蛋白：男<130 g/L，女<120 g/L", "Haemoglobin <130 g/L in men, <120 g/L in women"))
            .from(From::BelowBySex { quantity: Quantity::Haemoglobin, men: 130.0, women: 120.0 }),
        item("bleeding_history", 15, text!("出血史", "History of bleeding"))
            .counts(text!("既往大出血或临床相关非大出血、直肠出血、频繁鼻出血、血尿", "Prior major or clinically relevant non-major bleeding, rectal bleeding, frequent epistaxis, haematuria")),
        item("age_ge_60", 15, text!("年龄≥60岁", "Age 60 or over"))
            .from(From::Age { from: 60, to: u8::MAX }),
        Item::tenths("renal_dysfunction", 15, text!("肾功能不全", "Renal dysfunction"),
            &[V("S90"), V("S91"), D(text!("肌酐清除率<60即计，不设下限", "any clearance below 60 counts, without a lower limit"))])
            .counts(text!("肌酐清除率（Cockcroft-Gault）<60 mL/min；试验入组者为30～60", "Creatinine clearance (Cockcroft-Gault) <60 mL/min; the trials enrolled 30–60"))
            .from(From::ClearanceBelow(60.0)),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("用于第30天后的稳定期和延长抗凝，不用于最初几天；尚无出血评分可作为不治疗的依据。", "For stable and extended anticoagulation after day 30, not for the first days; no bleeding score has been shown to justify withholding treatment."), &[V("S182")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("出血风险", "Risk of bleeding"), by: Reading::Sum(&[
                cut(0, "not_elevated", Tone::Low, text!("未升高（<2分）", "Not elevated (below 2)")),
                cut(2, "elevated", Tone::High, text!("升高（≥2分）", "Elevated (2 or more)")),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("治疗最初几天；停止或不给治疗；预防用药；房颤。", "The first days of treatment; withholding treatment; prophylaxis; atrial fibrillation."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(VTE_BLEED.max_points().0 == 90 && VTE_BLEED.min_points().0 == 0);
const _: () = assert!(VTE_BLEED.items.len() == 6);
const _: () = assert!(well_formed(&VTE_BLEED));
