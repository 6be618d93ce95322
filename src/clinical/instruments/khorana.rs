//! Khorana score, edition 2008: Khorana AA et al., Blood 2008;111:4902-4907. For an out-patient with cancer before chemotherapy.
//! The bands as published, and apart from them the threshold of two points at which guidelines consider prophylaxis. The body mass
//! index has no Asian limit here. Misprints not followed: points moved by a row, platelets "±350", haemoglobin 10 g/dL inclusive.

use crate::clinical::instrument::{Figure, From, Group, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Cut, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

const TABLE: &[Mark] = &[V("S40"), V("S119C")];
/// The threshold of guidelines and of the trials of oral anticoagulants.
const THRESHOLD: &[Mark] = &[V("S42"), V("S45"), V("S47")];

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text, marks: &'static [Mark]) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, marks) }
}

const fn events(from: i16, to: i16, text: Text, citation: &'static str, marks: &'static [Mark]) -> Figure {
    Figure { from: Points::whole(from), to: Points::whole(to), text, source: Source { citation, doi: None, marks } }
}

const META: &str = "Meta-analysis of the Khorana score, 34 555 patients (PMC6545838)";
const DANISH: &str = "Danish registry, competing risk (Blood Adv 6(10):2967)";
const ORIGINAL: &str = "Khorana AA et al. Blood 2008;111:4902-4907, abstract";

// One row a line, in the order of the table.
#[rustfmt::skip]
pub static KHORANA: Instrument = Instrument {
    id: "khorana",
    edition: "2008",
    setting: "cancer_outpatient",
    purpose: Purpose::Thrombosis,
    title: text!("Khorana 评分", "Khorana score"),
    source: Source { citation: "Khorana AA et al. Blood 2008;111:4902-4907", doi: None, marks: TABLE },
    items: &[
        item("site_very_high", 2, text!("极高危部位：胃、胰腺", "Very-high-risk site: stomach, pancreas")),
        item("site_high", 1, text!("高危部位：肺、淋巴瘤、妇科、膀胱、睾丸", "High-risk site: lung, lymphoma, gynaecological, bladder, testicular")),
        item("platelets_ge_350", 1, text!("化疗前血小板≥350×10⁹/L", "Pre-chemotherapy platelet count ≥350×10⁹/L"))
            .from(From::AtLeast(Quantity::Platelets, 350.0)),
        item("hb_lt_100_or_esa", 1, text!("血红蛋白<100 g/L或使用促红细胞生成素", "Haemoglobin <100 g/L or use of red-cell growth factors"))
            .from(From::BelowOrAsked(Quantity::Haemoglobin, 100.0)),
        item("wbc_gt_11", 1, text!("化疗前白细胞>11×10⁹/L", "Pre-chemotherapy leucocyte count >11×10⁹/L"))
            .from(From::Above(Quantity::Wbc, 11.0)),
        item("bmi_ge_35", 1, text!("体重指数（BMI）≥35 kg/m²", "BMI ≥35 kg/m²"))
            .counts(text!("原表未按亚洲人群调整", "No Asian adjustment in the original"))
            .from(From::BmiAtLeast(35.0)),
    ],
    groups: &[Group { id: "G_SITE", title: text!("肿瘤部位（只计一项）", "Site of the tumour (one counts)"), members: &["site_very_high", "site_high"], marks: TABLE }],
    bands: &[],
    sub_bands: &[],
    figures: &[
        events(0, 0, text!("6个月VTE 5.0%", "VTE within 6 months 5.0 %"), META, &[V("S41")]),
        events(1, 2, text!("6个月VTE 6.6%", "VTE within 6 months 6.6 %"), META, &[V("S41")]),
        events(3, 6, text!("6个月VTE 11.0%", "VTE within 6 months 11.0 %"), META, &[V("S41")]),
        events(0, 0, text!("6个月VTE 1.5%（计入竞争风险）", "VTE within 6 months 1.5 % (competing risk)"), DANISH, &[V("S42B")]),
        events(1, 2, text!("6个月VTE 2.8%（计入竞争风险）", "VTE within 6 months 2.8 % (competing risk)"), DANISH, &[V("S42B")]),
        events(3, 6, text!("6个月VTE 4.1%（计入竞争风险）", "VTE within 6 months 4.1 % (competing risk)"), DANISH, &[V("S42B")]),
        events(0, 0, text!("2.5个月VTE：推导组0.8%，验证组0.3%", "VTE within 2.5 months: derivation 0.8 %, validation 0.3 %"), ORIGINAL, &[V("S183")]),
        events(1, 2, text!("2.5个月VTE：推导组1.8%，验证组2.0%", "VTE within 2.5 months: derivation 1.8 %, validation 2.0 %"), ORIGINAL, &[V("S183")]),
        events(3, 6, text!("2.5个月VTE：推导组7.1%，验证组6.7%", "VTE within 2.5 months: derivation 7.1 %, validation 6.7 %"), ORIGINAL, &[V("S183")]),
    ],
    warnings: &[],
    caveats: &[
        (text!("肺癌、胰腺/肝胆肿瘤、妇科肿瘤中区分度差。", "Poor discrimination in lung, pancreatic/hepatobiliary and gynaecological cancer."), &[V("S42B")]),
        (text!("需治疗人数：≥2分者25，≥3分者17。", "Number needed to treat: 25 at 2 or more, 17 at 3 or more."), &[V("S42")]),
        (text!("肾、脑、前列腺、乳腺、结直肠、头颈部肿瘤及骨髓瘤不计部位分；ASCO 2019和ITAC 2022也以≥2分为界。", "No site points for kidney, brain, prostate, breast, colorectal, head-and-neck cancer and myeloma; 2 or more also in ASCO 2019 and ITAC 2022."), &[V2("S183P")]),
        (text!("出血一侧另行判断：胃肠道和泌尿系肿瘤用DOAC时出血更多。", "The bleeding side is judged separately: gastro-intestinal and urinary tumours bleed more on a DOAC."), &[D(text!("出血另行判断", "bleeding is judged apart"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("VTE风险", "Risk of VTE"), by: Reading::Sum(&[
                cut(0, "low", Tone::Low, text!("低危（0分）", "Low (0)"), TABLE),
                cut(1, "intermediate", Tone::Moderate, text!("中危（1～2分）", "Intermediate (1–2)"), TABLE),
                cut(3, "high", Tone::High, text!("高危（≥3分）", "High (3 or more)"), TABLE),
            ]) },
            NamedReading { id: "ge2", title: text!("是否达到考虑预防的界值", "Whether the threshold for considering prophylaxis is reached"), by: Reading::Sum(&[
                cut(0, "below_2", Tone::Low, text!("<2分", "Below 2"), THRESHOLD),
                cut(2, "at_least_2", Tone::High, text!("≥2分：指南考虑预防", "2 or more: guidelines consider prophylaxis"), THRESHOLD),
            ]) },
        ],
        phases: &[],
        choices: &[],
        not_for: &[
            (text!("住院患者；化疗开始后；脑肿瘤、骨髓瘤、急性白血病；疑似或确诊VTE；选择治疗剂量。", "In-patients; after chemotherapy has begun; brain tumour, myeloma, acute leukaemia; suspected or confirmed VTE; choosing a treatment dose."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

const _: () = assert!(KHORANA.max_points().0 == 60 && KHORANA.min_points().0 == 0);
const _: () = assert!(KHORANA.items.len() == 6);
const _: () = assert!(well_formed(&KHORANA));
