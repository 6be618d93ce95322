//! Obstetric risk of VTE, RCOG Green-top Guideline 37a, edition 2015 (3rd edition, April 2015): Appendix III, a score of two lists, and
//! Appendix I, categories that stand beside it. The phase decides which items count and from how many points something follows: after
//! the delivery from two, before it from three. An assessment during labour or right after it uses the list of the puerperium. The
//! doses of the guideline stand in `rcog_doses`. Not followed: hyperemesis 1, OHSS 1 and "admission > 7 days" (a local table); one
//! chain of cuts for both phases; "6 weeks" from four points postnatally (a calculator: no row of Appendix III).

use crate::clinical::instrument::{From, Group, Instrument, Item, Points, Purpose};
use crate::clinical::outcome::{Branch, Condition, Cut, CutsOf, FormPhase, NamedReading, Outcome, Reading, Reads, Tone};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Source};
use crate::clinical::well_formed::well_formed;
use crate::text::{Text, text};

/// The items and points of Appendix III.
const TABLE: &[Mark] = &[V("S30"), V("S31"), V("S35")];
/// What follows from the score.
const MANAGEMENT: &[Mark] = &[V("S30"), V("S39"), V("S32"), V("S33")];
/// The categories of Appendix I.
const CATEGORY: &[Mark] = &[V("S32")];

const ANTENATAL: &str = "phase_antenatal";
const POSTNATAL: &str = "phase_postnatal";

const fn item(id: &'static str, points: i16, label: Text) -> Item {
    Item::new(id, points, label, TABLE)
}

/// What no row of the score is, and a category asks for.
const fn asked(id: &'static str, label: Text, marks: &'static [Mark]) -> Item {
    Item::new(id, 0, label, marks)
}

const fn cut(from: i16, id: &'static str, tone: Tone, label: Text) -> Cut {
    Cut { from: Points::whole(from), outcome: Outcome::new(id, tone, label, MANAGEMENT) }
}

const fn exclusive(id: &'static str, title: Text, members: &'static [&'static str]) -> Group {
    Group { id, title, members, marks: TABLE }
}

const fn category(id: &'static str, tone: Tone, label: Text) -> Outcome {
    Outcome::new(id, tone, label, CATEGORY)
}

const HIGH_ANTENATAL: Outcome =
    category("high_antenatal", Tone::High, text!("产前高危：产前低分子肝素并转诊", "High antenatally: antenatal LMWH, and refer"));
const ADMITTED: Outcome = Outcome::new(
    "consider_while_admitted",
    Tone::Moderate,
    text!("产前住院：考虑预防", "Admitted antenatally: consider thromboprophylaxis"),
    MANAGEMENT,
);
const SIX_WEEKS: Outcome = category("six_weeks", Tone::High, text!("产后高危：至少6周", "High postnatally: at least 6 weeks"));
const TEN_DAYS: Outcome = category(
    "ten_days",
    Tone::Moderate,
    text!(
        "产后中危：至少10天；持续存在或>3项危险因素者考虑延长",
        "Intermediate postnatally: at least 10 days; if persisting or more than 3 risk factors consider extending"
    ),
);
const BY_SCORE: Outcome =
    category("by_score", Tone::Neutral, text!("不属附录I所列类别：按评分", "No such category of Appendix I: the score decides"));

// One row a line, in the order of the table; the phase before it, what only the categories ask behind it.
#[rustfmt::skip]
pub static RCOG_37A: Instrument = Instrument {
    id: "rcog_37a",
    edition: "2015",
    setting: "obstetric",
    purpose: Purpose::Thrombosis,
    title: text!("RCOG 37a 产科VTE风险评估", "RCOG 37a, obstetric risk of VTE"),
    source: Source { citation: "RCOG Green-top Guideline 37a, 3rd edition, April 2015, Appendix III and Appendix I", doi: None, marks: TABLE },
    items: &[
        asked(ANTENATAL, text!("产前（含孕前、建档）", "Antenatal (booking or pre-pregnancy included)"), &[V("S30"), D(text!("阶段单列一项询问", "the phase is asked as an item of its own"))]),
        asked(POSTNATAL, text!("产时、产后", "Intrapartum or postnatal"), &[V("S30"), V("S33"), V("S119B"), D(text!("产时评估用产后表", "an assessment during labour uses the postnatal list"))]),
        item("prev_vte_not_surgery", 4, text!("既往VTE（单次大手术相关者除外）", "Previous VTE (except a single event related to major surgery)")),
        item("prev_vte_major_surgery", 3, text!("大手术诱发的既往VTE", "Previous VTE provoked by major surgery"))
            .counts(text!("单次", "A single event")),
        Item::new("high_risk_thrombophilia", 3, text!("已知高危易栓症", "Known high-risk thrombophilia"), &[V("S30"), V("S31"), V("S35"), D(text!("抗磷脂综合征另行处理", "antiphospholipid syndrome is handled separately"))])
            .counts(text!("抗凝血酶、蛋白C或S缺乏；低危易栓症复合杂合或纯合", "Antithrombin, protein C or S deficiency; compound heterozygous or homozygous low-risk thrombophilia")),
        item("medical_comorbidity", 3, text!("内科合并症", "Medical comorbidities"))
            .counts(text!("肿瘤；心力衰竭；活动性SLE、炎性多关节病或炎症性肠病；肾病综合征；1型糖尿病肾病；镰状细胞病；静脉吸毒。不论几种只计一次", "Cancer; heart failure; active SLE, inflammatory polyarthropathy or IBD; nephrotic syndrome; type 1 diabetes with nephropathy; sickle cell disease; current IV drug user. Scored once whatever the number")),
        item("family_history_vte", 1, text!("一级亲属有无诱因或雌激素相关VTE", "Family history of unprovoked or oestrogen-related VTE in first-degree relative")),
        item("low_risk_thrombophilia", 1, text!("已知低危易栓症（无VTE）", "Known low-risk thrombophilia (no VTE)"))
            .counts(text!("因子V Leiden或凝血酶原G20210A杂合", "Heterozygous factor V Leiden or prothrombin G20210A")),
        item("age_gt_35", 1, text!("年龄>35岁", "Age >35 years"))
            .from(From::Age { from: 36, to: u8::MAX }),
        Item::new("bmi_30_39", 1, text!("肥胖BMI≥30", "Obesity BMI ≥30"), &[V("S30"), V("S31"), V("S35"), D(text!("按建档体重询问，不取当日BMI", "asked of the booking weight; today's BMI is not taken"))])
            .counts(text!("按建档体重；BMI≥40者只计下一项", "Booking weight; from 40 on only the next row counts"))
            .from(From::ValueAsked),
        Item::new("bmi_ge_40", 2, text!("肥胖BMI≥40", "Obesity BMI ≥40"), &[V("S30"), V("S31"), V("S35"), D(text!("按建档体重询问，不取当日BMI", "asked of the booking weight; today's BMI is not taken"))])
            .counts(text!("按建档体重", "Booking weight"))
            .from(From::ValueAsked),
        item("parity_ge_3", 1, text!("产次≥3", "Parity ≥3"))
            .counts(text!("第三次分娩后为产次3", "Becomes para 3 after the third delivery")),
        item("smoker", 1, text!("吸烟", "Smoker")),
        item("gross_varicose_veins", 1, text!("明显静脉曲张", "Gross varicose veins"))
            .counts(text!("有症状、膝以上，或伴静脉炎、水肿、皮肤改变", "Symptomatic, above knee, or with phlebitis, oedema or skin changes")),
        item("pre_eclampsia", 1, text!("本次妊娠子痫前期", "Pre-eclampsia in current pregnancy")).female_only(),
        item("art_ivf", 1, text!("辅助生殖/试管婴儿", "ART/IVF"))
            .counts(text!("仅产前计分", "Antenatal only")).female_only(),
        item("multiple_pregnancy", 1, text!("多胎妊娠", "Multiple pregnancy")).female_only(),
        item("cs_in_labour", 2, text!("产程中剖宫产", "Caesarean section in labour"))
            .counts(text!("仅产后计分", "Postnatal only")).female_only(),
        item("elective_cs", 1, text!("择期剖宫产", "Elective caesarean section"))
            .counts(text!("仅产后计分", "Postnatal only")).female_only(),
        item("mid_cavity_rotational", 1, text!("中位或旋转助产", "Mid-cavity or rotational operative delivery"))
            .counts(text!("仅产后计分", "Postnatal only")).female_only(),
        item("prolonged_labour_gt_24h", 1, text!("产程延长（>24小时）", "Prolonged labour (>24 hours)"))
            .counts(text!("仅产后计分；恰为24小时不计", "Postnatal only; exactly 24 hours does not count")).female_only(),
        item("pph_gt_1l", 1, text!("产后出血（>1 L或输血）", "PPH (>1 litre or transfusion)"))
            .counts(text!("仅产后计分；恰为1 L不计", "Postnatal only; exactly 1 litre does not count")).female_only(),
        item("preterm_birth", 1, text!("本次早产<37+0周", "Preterm birth <37+0 weeks in current pregnancy"))
            .counts(text!("仅产后计分", "Postnatal only")).female_only(),
        item("stillbirth", 1, text!("本次死产", "Stillbirth in current pregnancy"))
            .counts(text!("仅产后计分", "Postnatal only")).female_only(),
        item("surgical_procedure", 3, text!("妊娠或产褥期任何手术（即时会阴修复除外）", "Any surgical procedure in pregnancy or puerperium except immediate repair of the perineum"))
            .counts(text!("如阑尾切除、产后绝育；剖宫产不计于此", "e.g. appendicectomy, postpartum sterilisation. A caesarean is not counted here")),
        item("hyperemesis", 3, text!("妊娠剧吐", "Hyperemesis"))
            .counts(text!("仅产前计分", "Antenatal only")).female_only(),
        item("ohss", 4, text!("卵巢过度刺激综合征（仅孕早期）", "OHSS (first trimester only)"))
            .counts(text!("仅产前计分", "Antenatal only")).female_only(),
        item("systemic_infection", 1, text!("当前全身感染", "Current systemic infection")),
        item("immobility_dehydration", 1, text!("制动、脱水", "Immobility, dehydration"))
            .counts(text!("合计1分", "One combined point")),
        asked("admitted_antenatally", text!("产前住院", "Admitted antenatally"), MANAGEMENT),
        asked("antenatal_lmwh", text!("产前需用低分子肝素", "Required antenatal LMWH"), CATEGORY),
        asked("prolonged_or_readmitted", text!("住院延长（≥3天）或产褥期再入院", "Prolonged admission (3 days or more) or readmission in the puerperium"), MANAGEMENT),
    ],
    groups: &[
        Group { id: "G_PHASE", title: text!("阶段（二选一）", "Phase (one of two)"), members: &[ANTENATAL, POSTNATAL], marks: TABLE },
        exclusive("G_PREVIOUS_VTE", text!("既往VTE（只计一项）", "Previous VTE (one counts)"), &["prev_vte_not_surgery", "prev_vte_major_surgery"]),
        exclusive("G_THROMBOPHILIA", text!("易栓症（只计一项）", "Thrombophilia (one counts)"), &["high_risk_thrombophilia", "low_risk_thrombophilia"]),
        exclusive("G_BMI", text!("BMI（只计一项）", "BMI (one counts)"), &["bmi_30_39", "bmi_ge_40"]),
        exclusive("G_CAESAREAN", text!("剖宫产（只计一项）", "Caesarean section (one counts)"), &["cs_in_labour", "elective_cs"]),
    ],
    bands: &[],
    sub_bands: &[],
    figures: &[],
    warnings: &[],
    caveats: &[
        (text!("评分与附录I类别不同时，以时间较长者为准。", "Where the score and the category of Appendix I differ, the longer duration holds."), &[V("S32"), D(text!("两者并列显示", "the two are shown beside one another"))]),
        (text!("产前≥3分者，产后通常需要6周。", "Women with an antenatal score of 3 or more will usually require 6 weeks postnatally."), &[V("S33")]),
        (text!("在下列时点评估：孕前或建档、每次入院、出现新问题、产时或产后即刻、出院前。", "Assess at booking or before pregnancy, at each admission, with an intercurrent problem, intrapartum or immediately postpartum, and before discharge."), &[V("S33"), V("S119B")]),
        (text!("中国BMI分级可并列显示，但不改变RCOG界值；上海2020版为另一版本，2021年全国共识的评分表未读到，不编码。", "A Chinese class of BMI may stand beside it and never changes the limits of RCOG; Shanghai 2020 is another version, and the table of the national consensus of 2021 has not been read and is not coded."), &[V("S35"), V("S37"), D(text!("默认RCOG 2015", "RCOG 2015 is the default"))]),
    ],
    reads: Some(&Reads {
        readings: &[
            NamedReading { id: "band", title: text!("附录III：评分", "Appendix III: the score"), by: Reading::SumBy(&[
                CutsOf { member: ANTENATAL, cuts: &[
                    cut(0, "antenatal_mobilise", Tone::Low, text!("产前<3分：活动，避免脱水", "Antenatal, below 3: mobilisation, avoid dehydration")),
                    cut(3, "from_28_weeks", Tone::Moderate, text!("产前3分：考虑自孕28周起预防", "Antenatal, 3: consider thromboprophylaxis from 28 weeks")),
                    cut(4, "from_first_trimester", Tone::High, text!("产前≥4分：考虑自孕早期起预防", "Antenatal, 4 or more: consider thromboprophylaxis from the first trimester")),
                ] },
                CutsOf { member: POSTNATAL, cuts: &[
                    cut(0, "postnatal_mobilise", Tone::Low, text!("产后<2分：早期活动，避免脱水", "Postnatal, below 2: early mobilisation, avoid dehydration")),
                    cut(2, "at_least_10_days", Tone::High, text!("产后≥2分：考虑预防至少10天", "Postnatal, 2 or more: consider thromboprophylaxis for at least 10 days")),
                ] },
            ]) },
            NamedReading { id: "category", title: text!("附录I：类别", "Appendix I: the category"), by: Reading::Rows(&[
                Branch { when: &[Condition::Chosen(ANTENATAL), Condition::Is("prev_vte_not_surgery")], outcome: HIGH_ANTENATAL },
                Branch { when: &[Condition::Chosen(ANTENATAL), Condition::Is("admitted_antenatally")], outcome: ADMITTED },
                Branch { when: &[Condition::Chosen(ANTENATAL)], outcome: BY_SCORE },
                Branch { when: &[Condition::Is("prev_vte_not_surgery")], outcome: SIX_WEEKS },
                Branch { when: &[Condition::Is("prev_vte_major_surgery")], outcome: SIX_WEEKS },
                Branch { when: &[Condition::Is("antenatal_lmwh")], outcome: SIX_WEEKS },
                Branch { when: &[Condition::Is("high_risk_thrombophilia")], outcome: SIX_WEEKS },
                Branch { when: &[Condition::Is("low_risk_thrombophilia"), Condition::Is("family_history_vte")], outcome: SIX_WEEKS },
                Branch { when: &[Condition::Is("cs_in_labour")], outcome: TEN_DAYS },
                Branch { when: &[Condition::Is("bmi_ge_40")], outcome: TEN_DAYS },
                Branch { when: &[Condition::Is("prolonged_or_readmitted")], outcome: TEN_DAYS },
                Branch { when: &[Condition::Is("surgical_procedure")], outcome: TEN_DAYS },
                Branch { when: &[Condition::Is("medical_comorbidity")], outcome: TEN_DAYS },
                Branch { when: &[], outcome: BY_SCORE },
            ]) },
        ],
        phases: &[
            FormPhase { id: "phase", title: text!("阶段", "Phase"), items: &[ANTENATAL, POSTNATAL], unless: None },
            FormPhase { id: "antenatal_only", title: text!("仅产前", "Antenatal only"), items: &["art_ivf", "hyperemesis", "ohss", "admitted_antenatally"], unless: Some(POSTNATAL) },
            FormPhase { id: "postnatal_only", title: text!("仅产后", "Postnatal only"), items: &["cs_in_labour", "elective_cs", "mid_cavity_rotational", "prolonged_labour_gt_24h", "pph_gt_1l", "preterm_birth", "stillbirth", "antenatal_lmwh", "prolonged_or_readmitted"], unless: Some(ANTENATAL) },
        ],
        choices: &["G_PHASE"],
        not_for: &[
            (text!("妊娠期疑似VTE；治疗剂量；已用治疗剂量抗凝、机械瓣或抗磷脂综合征者（血液科与产科）；产后6周以后。", "Suspected VTE in pregnancy; treatment doses; women already on treatment-dose anticoagulant, with a mechanical valve or with antiphospholipid syndrome (haematologist and obstetrician); more than 6 weeks after delivery."), &[D(text!("适用范围", "the scope"))]),
        ],
    }),
};

// Both lists together: 32 points can be had before the delivery, 31 after it (tests/outcomes_risk.rs).
const _: () = assert!(RCOG_37A.max_points().0 == 390 && RCOG_37A.min_points().0 == 0);
const _: () = assert!(RCOG_37A.items.len() == 2 + 27 + 3);
const _: () = assert!(well_formed(&RCOG_37A));
