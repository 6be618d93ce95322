//! The usual mistakes of scoring by name (extended specification 11.2 and 11.4), and by what each shows in an attempt.

use crate::clinical::source::{Mark, Mark::D, Mark::V};
use crate::text::{Text, text};

/// How a mistake shows. Items by instrument and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Ticked, and not true.
    Added(&'static str, &'static str),
    /// True, and not ticked.
    Missed(&'static str, &'static str),
    /// The first is ticked in place of the second.
    Instead(&'static str, &'static str, &'static str),
    /// A total that the learner wrote is off by these tenths of a point from his own ticks, while this item is ticked.
    Sum(&'static str, &'static str, i16),
    /// Another instrument than that of the case was chosen.
    Instrument,
    /// Another next step than that of the case was chosen.
    NextStep,
}

/// A usual mistake.
#[derive(Clone, Copy, Debug)]
pub struct Mistake {
    pub id: &'static str,
    pub name: Text,
    /// The rule that it breaks.
    pub rule: Text,
    pub marks: &'static [Mark],
    pub shows: &'static [Trace],
}

impl PartialEq for Mistake {
    fn eq(&self, other: &Mistake) -> bool {
        self.id == other.id
    }
}

const fn row(id: &'static str, name: Text, rule: Text, marks: &'static [Mark], shows: &'static [Trace]) -> Mistake {
    Mistake { id, name, rule, marks, shows }
}

use Trace::{Added, Instead, Instrument, Missed, NextStep, Sum};

const CAPRINI: &str = "caprini";
const PADUA: &str = "padua";
const NHS: &str = "nhs_dh";
/// The rule is that of the instrument's own table, whose row says where it comes from.
const OF_THE_TABLE: &[Mark] = &[D(text!("按该评分表条目的定义", "the definition of that row of the instrument"))];

pub fn mistake(id: &str) -> Option<&'static Mistake> {
    MISTAKES.iter().find(|row| row.id == id)
}

#[rustfmt::skip]
pub static MISTAKES: &[Mistake] = &[
    row("double_count_bed_rest", text!("卧床重复计分", "Bed rest counted twice"),
        text!("卧床只计一项，取较高者；Wells DVT的卧床与手术为同一条目。", "Bed rest counts once, at the higher level; in Wells DVT bed rest and surgery are one item."),
        &[V("S135")], &[Sum(CAPRINI, "bed_rest_gt_72h", 10), Sum("wells_dvt", "bedridden_or_major_surgery", 10)]),
    row("age_band", text!("年龄段错误", "Wrong age band"),
        text!("界值含不含该岁数以条目为准：Caprini 60岁属41～60岁，75岁属≥75岁；Padua为≥70岁；IMPROVE为>60岁；RCOG为>35岁；sPESI为>80岁。", "Whether the limit itself counts is in the item: Caprini 60 is 41-60 and 75 is 75 or over; Padua 70 counts; IMPROVE over 60; RCOG over 35; sPESI over 80."),
        OF_THE_TABLE, &[
            Instead(CAPRINI, "age_61_74", "age_41_60"), Instead(CAPRINI, "age_41_60", "age_61_74"), Instead(CAPRINI, "age_61_74", "age_ge_75"), Instead(CAPRINI, "age_ge_75", "age_61_74"),
            Instead(CAPRINI, "age_ge_75", "age_41_60"), Instead(CAPRINI, "age_41_60", "age_ge_75"), Added(CAPRINI, "age_41_60"), Added(CAPRINI, "age_61_74"), Added(CAPRINI, "age_ge_75"),
            Missed(CAPRINI, "age_41_60"), Missed(CAPRINI, "age_61_74"), Missed(CAPRINI, "age_ge_75"), Missed(PADUA, "age_ge_70"), Added(PADUA, "age_ge_70"),
            Added("improve_vte", "age_gt_60"), Added("rcog_37a", "age_gt_35"), Missed("rcog_37a", "age_gt_35"), Added("spesi", "age_gt_80"), Missed("spesi", "age_gt_80"),
        ]),
    row("double_count_surgery", text!("手术重复计分", "Surgery counted twice"),
        text!("手术只选一类，按最高的一项计。", "Check one category of surgery only: the highest counts."),
        &[V("LEE"), V("S135")], &[Sum(CAPRINI, "laparoscopic_surgery", 20), Sum(CAPRINI, "elective_arthroplasty", 20), Sum(CAPRINI, "major_open_surgery", 20)]),
    row("double_count_arthroplasty", text!("骨折手术按择期关节置换计分", "Fracture surgery scored as elective arthroplasty"),
        text!("因骨折而做的置换是大手术（2分），不是择期关节置换（5分）；骨折本身另计。", "A replacement for a fracture is major surgery (2), not elective arthroplasty (5); the fracture counts beside it."),
        OF_THE_TABLE, &[Instead(CAPRINI, "elective_arthroplasty", "major_open_surgery"), Sum(CAPRINI, "hip_pelvis_leg_fracture_lt_1mo", 50)]),
    row("central_line", text!("漏计中心静脉通路", "Central venous access missed"),
        text!("PICC、输液港均属中心静脉通路。", "A PICC or a port is central venous access."), OF_THE_TABLE, &[Missed(CAPRINI, "central_venous_access")]),
    row("bmi", text!("BMI界值错误", "Wrong limit of BMI"),
        text!("Caprini为>25（25.0不计）；Padua为≥30，不用中国界值28；RCOG≥40计2分，不与30～39相加。", "Caprini: over 25, so 25.0 does not count; Padua: 30 or over, not the Chinese 28; RCOG: 40 or over is 2, not 1 + 2."),
        OF_THE_TABLE, &[Added(CAPRINI, "bmi_gt_25"), Added(PADUA, "bmi_ge_30"), Missed(PADUA, "bmi_ge_30"), Added("rcog_37a", "bmi_30_39"), Missed("rcog_37a", "bmi_ge_40"), Sum("rcog_37a", "bmi_ge_40", 10)]),
    row("missed_family_history", text!("漏问家族史", "Family history not asked"),
        text!("家族史须当面询问：当面问得16.9%，病历仅5.2%。", "Family history must be asked face to face: 16.9 % when asked, 5.2 % in the chart."),
        &[V("S130")], &[Missed(CAPRINI, "family_history_vte"), Missed("rcog_37a", "family_history_vte")]),
    row("cancer_definition", text!("肿瘤定义混淆", "Definition of cancer confused"),
        text!("Caprini 2005含“现患或既往”；Padua须有转移，或6个月内化疗/放疗。", "Caprini 2005 counts cancer present or previous; Padua metastases, or chemotherapy or radiotherapy within 6 months."),
        &[V("S139"), V("S140"), V("S141")], &[Missed(CAPRINI, "malignancy"), Added(PADUA, "active_cancer"), Missed(PADUA, "active_cancer")]),
    row("superficial_vs_deep", text!("浅静脉血栓当作DVT", "Superficial thrombosis taken for DVT"),
        text!("浅静脉血栓（性静脉炎）不是DVT/PE。", "Superficial vein thrombosis or thrombophlebitis is not DVT or PE."),
        &[V("S139")], &[Added(CAPRINI, "history_vte"), Added(PADUA, "previous_vte")]),
    row("bmi_not_computed", text!("未计算BMI", "BMI not computed"),
        text!("有身高体重时应计算BMI。", "Where height and weight are told, BMI is computed."), &[V("S133")], &[Missed(CAPRINI, "bmi_gt_25")]),
    row("surgery_duration", text!("手术时长或类别错误", "Duration or kind of surgery wrong"),
        text!("≤45分钟（含腹腔镜）为小手术；>45分钟按开放或腹腔镜计。时长取自麻醉单。", "45 min or less, laparoscopy included, is minor; longer is open or laparoscopic. The duration comes from the anaesthesia sheet."),
        &[V("S135")], &[
            Instead(CAPRINI, "laparoscopic_surgery", "minor_surgery"), Instead(CAPRINI, "major_open_surgery", "minor_surgery"), Instead(CAPRINI, "minor_surgery", "laparoscopic_surgery"), Instead(CAPRINI, "minor_surgery", "major_open_surgery"),
        ]),
    row("double_count_paralysis", text!("卒中瘫痪另计脊髓损伤", "Paralysis of a stroke counted as cord injury too"),
        text!("卒中所致瘫痪已包含在卒中条目内。", "Paralysis from a stroke is covered by the stroke."), OF_THE_TABLE, &[Added(CAPRINI, "acute_spinal_cord_injury_lt_1mo")]),
    row("mobility_definition", text!("活动减少的定义", "Definition of reduced mobility"),
        text!("Padua：卧床（可如厕）≥3天，含预计；IMPROVE：制动≥7天。", "Padua: bed rest with bathroom privileges for 3 days or more, expected included; IMPROVE: immobilised for 7 days or more."),
        &[V("S139"), V("S140")], &[Missed(PADUA, "reduced_mobility"), Added("improve_vte", "immobilised_ge_7d"), Missed("improve_vte", "immobilised_ge_7d")]),
    row("overcalled_mobility", text!("误判活动减少", "Reduced mobility overcalled"),
        text!("在病区自由行走不算活动减少。", "Walking freely on the ward is no reduced mobility."), OF_THE_TABLE, &[Added(PADUA, "reduced_mobility")]),
    row("cross_instrument", text!("套用其他评分的分值", "Points of another instrument"),
        text!("卒中在Padua为1分，在Caprini为5分：分值不可互用。", "A stroke is 1 in Padua and 5 in Caprini: points are never carried over."), OF_THE_TABLE, &[Sum(PADUA, "acute_mi_stroke", 40)]),
    row("phase_confusion", text!("产前产后混淆", "Antenatal and postnatal confused"),
        text!("辅助生殖、多胎等条目按阶段计分，辅助生殖只在产前计分。", "Items belong to a phase; ART or IVF counts antenatally only."), OF_THE_TABLE, &[Added("rcog_37a", "art_ivf")]),
    row("wrong_instrument", text!("选错评分", "Wrong instrument"),
        text!("外科Caprini，内科Padua，产科RCOG，肿瘤门诊Khorana，疑似VTE用Wells。", "Surgical Caprini, medical Padua, obstetric RCOG, oncology outpatient Khorana, suspected VTE Wells."),
        &[V("CNMED"), V("CN10")], &[Instrument]),
    row("forgotten_minus_2", text!("漏减2分", "The -2 forgotten"),
        text!("其他诊断的可能性不低于DVT者减2分。", "Another diagnosis at least as likely as DVT takes 2 points off."), OF_THE_TABLE, &[Missed("wells_dvt", "alternative_as_likely")]),
    row("d_dimer_when_likely", text!("可能性大仍查D-二聚体", "D-dimer although PE is likely"),
        text!("PE可能性大者直接影像检查，D-二聚体不能排除。", "Where PE is likely: imaging; a D-dimer cannot exclude it."), OF_THE_TABLE, &[NextStep]),
    row("hr_threshold", text!("心率界值错误", "Wrong limit of heart rate"),
        text!("Wells PE为>100次/分；PERC为≥100次/分。", "Wells PE: over 100/min; PERC: 100/min or over."), OF_THE_TABLE, &[Added("wells_pe", "hr_gt_100"), Missed("wells_pe", "hr_gt_100")]),
    row("hr_tier", text!("心率档次错误", "Wrong step of heart rate"),
        text!("Geneva心率分75～94与≥95两档，只计一档；简化版≥95计2分。", "Geneva has two steps of heart rate, 75-94 and 95 or over, of which one counts; simplified, 95 or over is 2."),
        OF_THE_TABLE, &[
            Instead("geneva", "hr_75_94", "hr_ge_95"), Instead("geneva_simplified", "hr_75_94", "hr_ge_95"), Sum("geneva_simplified", "hr_ge_95", -10), Sum("geneva", "hr_ge_95", 30),
        ]),
    row("oxygen", text!("吸氧下的血氧未计", "Saturation on oxygen not counted"),
        text!("PESI、sPESI：SaO₂<90%无论是否吸氧均计分。", "PESI and sPESI: a saturation below 90 % counts with or without oxygen."), OF_THE_TABLE, &[Missed("pesi", "sao2_lt_90"), Missed("spesi", "sao2_lt_90")]),
    row("labile_inr_on_doac", text!("DOAC误计INR不稳定", "Labile INR on a DOAC"),
        text!("未用华法林者“INR不稳定”计0分。", "Without a vitamin K antagonist, labile INR is 0."), OF_THE_TABLE, &[Added("has_bled", "labile_inr")]),
    row("gate_logic", text!("步骤逻辑错误", "Steps of the form not followed"),
        text!("第一步为活动能力：内科且活动未减少者到此为止；手术者可多项同时成立；有出血因素意味着权衡。", "Mobility comes first: a medical patient whose mobility is not reduced stops there; of surgery several boxes may hold; a bleeding factor means to weigh up."),
        OF_THE_TABLE, &[
            Instead(NHS, "mob_medical_reduced", "mob_medical_not_reduced"), Instead(NHS, "mob_surgical", "mob_medical_not_reduced"), Instead(NHS, "mob_medical_not_reduced", "mob_surgical"), Instead(NHS, "mob_medical_reduced", "mob_surgical"),
            Added(NHS, "oestrogen_contraceptive"), Added(NHS, "bmi_gt_30"), Added(NHS, "anaes_surg_gt_90min"), Missed(NHS, "platelets_lt_75"), Missed(NHS, "hip_or_knee_replacement"), Missed(NHS, "anaes_surg_gt_90min"),
            Missed(NHS, "pelvis_lower_limb_gt_60min"), Missed(NHS, "surgery_with_reduced_mobility"), Missed(NHS, "neuraxial_next_12h"),
        ]),
];
