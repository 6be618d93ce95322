//! Classes of early mortality of a confirmed pulmonary embolism, ESC 2019, table 8. Ordered rows over four questions: instability,
//! PESI class III to V or sPESI of 1 or more, right ventricular dysfunction, troponin. A class is final only when one is left; an
//! unanswered marker is never read as normal, and never as intermediate-low.
//!
//! The last row of the table lets troponin be optional. Here that holds of a troponin of which a person has *said* that it is not
//! known ([`Condition::Unknowable`]); one that nobody has answered may still be raised, so that a further answer never adds a class
//! (D). Misprints not followed: PESI "III-IV" for high and "I" for low.

use crate::clinical::instrument::{From, Instrument, Item, Purpose};
use crate::clinical::outcome::{Branch, Condition, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::text;

const TABLE: &[Mark] = &[V("S63"), V("S64"), V("S76B"), V("S155")];

const HIGH: Outcome = Outcome::new("high", Tone::High, text!("高危", "High"), TABLE);
const INT_HIGH: Outcome = Outcome::new(
    "int_high",
    Tone::High,
    text!("中高危", "Intermediate-high"),
    &[V("S63"), V("S64"), V("S76B"), V("S155"), D(text!("两项标志物均阳性时不论PESI或sPESI", "both markers positive: whatever PESI or sPESI say"))],
);
const INT_LOW: Outcome = Outcome::new("int_low", Tone::Moderate, text!("中低危", "Intermediate-low"), TABLE);
const LOW: Outcome = Outcome::new("low", Tone::Low, text!("低危", "Low"), TABLE);
const LOW_WITHOUT_TROPONIN: Outcome = Outcome::new(
    "low",
    Tone::Low,
    text!("低危", "Low"),
    &[
        V("S63"),
        V("S64"),
        V("S76B"),
        V("S155"),
        D(text!(
            "须有人写明肌钙蛋白未测或不详；无人作答时不定级",
            "only where a person has said that troponin is not known; while nobody has answered no class is final"
        )),
    ],
);

const SEVERITY: &str = "pesi_iii_or_spesi_1";
const TROPONIN: &str = "troponin_raised";

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static ESC_2019: Instrument = Instrument {
    id: "esc_2019",
    edition: "2019",
    setting: "confirmed_pe",
    purpose: Purpose::Severity,
    title: text!("ESC 2019 肺栓塞早期死亡风险分级", "ESC 2019 classes of early mortality in pulmonary embolism"),
    source: Source { citation: "ESC 2019, Eur Heart J 2020;41:543-603, table 8", doi: None, marks: TABLE },
    items: &[
        Item::new("unstable", 0, text!("血流动力学不稳定", "Haemodynamically unstable"), &[V("S63"), V("S64"), V("S155"), D(text!("一次收缩压<90 mmHg先按不稳定处理，由医师判断", "one systolic pressure below 90 mmHg counts until a physician says otherwise"))])
            .counts(text!("心脏骤停；或已补液仍须升压药维持收缩压≥90 mmHg（或收缩压<90 mmHg）且有脏器低灌注；或收缩压<90 mmHg或下降≥40 mmHg超过15分钟，且非新发心律失常、低血容量或脓毒症所致", "Cardiac arrest; or SBP <90 mmHg, or a vasopressor needed for ≥90 mmHg although filled, with end-organ hypoperfusion; or SBP <90 mmHg or a fall of ≥40 mmHg for more than 15 min, not from new arrhythmia, hypovolaemia or sepsis"))
            .from(From::BelowAtAll(Quantity::Sbp, 90.0)),
        Item::new(SEVERITY, 0, text!("PESI Ⅲ～Ⅴ级，或sPESI≥1分", "PESI class III–V, or sPESI ≥1"), TABLE)
            .counts(text!("两者有其一即为是；两者皆未评为不详", "Either is enough; where neither was scored it is not known")),
        Item::new("rv_dysfunction", 0, text!("右心室功能障碍（超声或CTPA）", "Right ventricular dysfunction (TTE or CTPA)"), TABLE),
        Item::new(TROPONIN, 0, text!("肌钙蛋白升高", "Troponin raised"), TABLE)
            .counts(text!("高于本院界值；未测或结果不详时，请明确选“无法得知”", "Above the local cut-off; where it was not measured, or the result is not known, say so (\"cannot be known\")")),
    ],
    groups: &[],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("何时用：PE确诊之后。下一步：低危再评Hestia；治疗场所由医师决定。", "When: once PE is confirmed. Next: where low, Hestia; the physician decides on the place of treatment."), &[D(text!("绿色通道的顺序", "the order of the green channel"))]),
        (text!("分级未定时，按仍可能的最高一级观察，不列为出院候选。", "While more than one class is possible the patient is watched as the highest of them, and is no candidate for discharge."), &[D(text!("未定时从高", "the higher meanwhile"))]),
        (text!("血流动力学是否稳定未知时不定级：先测生命体征。", "While stability is not known there is no class: vital signs first."), &[D(text!("未知时不定级", "no class meanwhile"))]),
        (text!("肌钙蛋白未测或不详：须有人写明，且PESI/sPESI与右心室均为阴性时方为“低危”；无人作答不等于未测。", "Troponin not known: \"low\" only where a person has said so and both the score and the right ventricle are negative. That nobody has answered does not say so."), &[D(text!("须写明的“不详”", "a stated \"not known\""))]),
        (text!("PESI Ⅰ～Ⅱ级或sPESI 0分而右心室功能障碍或肌钙蛋白升高者，仍属中危。", "RV dysfunction or a raised troponin with PESI I–II or sPESI 0 is intermediate all the same."), &[V("S155")]),
        (text!("高危除不稳定外，还须CTPA证实PE和/或超声示右心室功能障碍。", "\"High\" needs PE on CTPA and/or RV dysfunction on echo besides instability."), &[V("S155")]),
        (text!("中国2018年指南不用PESI：PESI Ⅲ级而两项标志物均正常者，ESC为中低危，中国2018为低危。", "The Chinese guideline of 2018 does not use PESI: class III with both markers normal is intermediate-low here and low there."), &[V("S178")]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("分级", "Class"), by: Reading::Rows(&[
                Branch { when: &[Condition::Any("stability")], outcome: HIGH },
                Branch { when: &[Condition::Any("heart"), Condition::Any("troponin")], outcome: INT_HIGH },
                Branch { when: &[Condition::Any("heart")], outcome: INT_LOW },
                Branch { when: &[Condition::Any("score")], outcome: INT_LOW },
                Branch { when: &[Condition::Unknowable(TROPONIN)], outcome: LOW_WITHOUT_TROPONIN },
                Branch { when: &[Condition::Any("troponin")], outcome: INT_LOW },
                Branch { when: &[], outcome: LOW },
            ]) },
        ],
        phases: &[
            FormPhase { id: "stability", title: text!("第一步：血流动力学", "Step 1: haemodynamics"), items: &["unstable"], unless: None },
            FormPhase { id: "score", title: text!("第二步：PESI或sPESI", "Step 2: PESI or sPESI"), items: &[SEVERITY], unless: None },
            FormPhase { id: "heart", title: text!("第三步：右心室", "Step 3: right ventricle"), items: &["rv_dysfunction"], unless: None },
            FormPhase { id: "troponin", title: text!("第四步：肌钙蛋白", "Step 4: troponin"), items: &[TROPONIN], unless: None },
        ],
        choices: &[],
        not_for: &[
            (text!("仅为疑似、尚未确诊的PE；不能单凭分级为稳定患者选择溶栓；不能单凭分级决定出院。", "A PE that is only suspected, not yet confirmed; choosing thrombolysis in a stable patient; discharge by itself."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(ESC_2019.items.len() == 4);
const _: () = assert!(ESC_2019.max_points().0 == 0 && ESC_2019.min_points().0 == 0);
const _: () = assert!(well_formed(&ESC_2019));
