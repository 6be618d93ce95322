//! What a made-up story may say beside age, body and operation: a sentence in two languages, and what it means to each form that
//! it is used for. What counts and what does not follows the definition of the item ("counts" of its row, core specification 1.1
//! and 2); the sentences that count nowhere are the near misses by which a case teaches.

use crate::clinical::chart::Sex;
use crate::text::{Text, text};

/// A sentence of a story.
#[derive(Debug)]
pub struct StoryPhrase {
    /// Two sentences of one topic are never told of one patient.
    pub topic: &'static str,
    pub text: Text,
    /// Only of such a patient.
    pub of: Option<Sex>,
    /// Completed years, from and to.
    pub ages: (u8, u8),
    /// The items that it makes true, by instrument. It is told only in a case of an instrument that is named here.
    pub holds: &'static [(&'static str, &'static [&'static str])],
    /// The mistakes that it provokes.
    pub aims_at: &'static [&'static str],
}

const fn told(
    topic: &'static str,
    text: Text,
    holds: &'static [(&'static str, &'static [&'static str])],
    aims_at: &'static [&'static str],
) -> StoryPhrase {
    StoryPhrase { topic, text, of: None, ages: (18, 110), holds, aims_at }
}

impl StoryPhrase {
    const fn of(mut self, sex: Sex) -> StoryPhrase {
        self.of = Some(sex);
        self
    }

    const fn ages(mut self, from: u8, to: u8) -> StoryPhrase {
        self.ages = (from, to);
        self
    }

    /// The items that it makes true on this form; `None`: not told there.
    pub fn on(&self, instrument: &str) -> Option<&'static [&'static str]> {
        self.holds.iter().find(|(of, _)| *of == instrument).map(|(_, items)| *items)
    }
}

const C: &str = "caprini";
const P: &str = "padua";

#[rustfmt::skip]
pub static PHRASES: &[StoryPhrase] = &[
    told("mobility", text!("已卧床4天，仅能如厕", "in bed for 4 days, up only for the toilet"), &[(C, &["bed_rest_gt_72h"]), (P, &["reduced_mobility"])], &["double_count_bed_rest", "mobility_definition"]),
    told("mobility", text!("医嘱卧床，预计至少3天，可如厕", "ordered to bed for an expected 3 days at least, toilet allowed"), &[(P, &["reduced_mobility"])], &["mobility_definition"]),
    told("mobility", text!("在病区自由行走", "walks freely on the ward"), &[(C, &[]), (P, &[])], &["overcalled_mobility"]),
    told("cancer", text!("8年前前列腺癌已治愈", "prostate cancer cured 8 years ago"), &[(C, &["malignancy"]), (P, &[])], &["cancer_definition"]).of(Sex::Male).ages(50, 110),
    told("cancer", text!("乳腺癌已完全缓解6年", "breast cancer in complete remission for 6 years"), &[(C, &["malignancy"]), (P, &[])], &["cancer_definition"]).of(Sex::Female).ages(35, 110),
    told("cancer", text!("肺癌化疗中", "lung cancer on chemotherapy"), &[(C, &["malignancy"]), (P, &["active_cancer"])], &["cancer_definition"]).ages(40, 110),
    told("cancer", text!("面部皮肤基底细胞癌已切除", "a basal-cell skin cancer of the face removed"), &[(C, &[])], &["cancer_definition"]).ages(40, 110),
    told("vte", text!("5年前确诊过下肢深静脉血栓", "DVT of the leg diagnosed 5 years ago"), &[(C, &["history_vte"]), (P, &["previous_vte"])], &[]),
    told("vte", text!("去年患过浅静脉血栓性静脉炎", "superficial thrombophlebitis last year"), &[(C, &[]), (P, &[])], &["superficial_vs_deep"]),
    told("family", text!("母亲52岁时患过肺栓塞", "mother had pulmonary embolism at 52"), &[(C, &["family_history_vte"]), (P, &[])], &["missed_family_history"]),
    told("line", text!("留置PICC", "a PICC in place"), &[(C, &["central_venous_access"]), (P, &[])], &["central_line"]),
    told("line", text!("外周静脉留置针", "a peripheral cannula"), &[(C, &[]), (P, &[])], &["central_line"]),
    told("legs", text!("双小腿凹陷性水肿", "pitting oedema of both calves"), &[(C, &["swollen_legs"]), (P, &[])], &[]),
    told("veins", text!("小腿可见隆起的曲张静脉", "visible bulging varicose veins"), &[(C, &["varicose_veins"]), (P, &[])], &[]),
    told("veins", text!("小腿蜘蛛痣样毛细血管扩张", "spider veins of the calf"), &[(C, &[]), (P, &[])], &[]),
    told("brain", text!("5天前缺血性脑卒中，偏瘫", "ischaemic stroke 5 days ago, hemiplegic"), &[(C, &["stroke_lt_1mo"]), (P, &["acute_mi_stroke"])], &["double_count_paralysis", "cross_instrument"]).ages(40, 110),
    told("brain", text!("2天前短暂性脑缺血发作", "transient ischaemic attack 2 days ago"), &[(C, &[])], &[]).ages(40, 110),
    told("lung", text!("因肺炎入院", "admitted with pneumonia"), &[(C, &["serious_lung_disease_lt_1mo"]), (P, &["acute_infection_rheum"])], &[]),
    told("lung", text!("慢阻肺稳定期", "stable COPD"), &[(C, &["abnormal_pulmonary_function"]), (P, &[])], &[]).ages(40, 110),
    told("infection", text!("尿路感染，口服抗生素", "urinary infection on oral antibiotics"), &[(C, &[]), (P, &["acute_infection_rheum"])], &[]),
    told("heart", text!("本次因心力衰竭失代偿入院", "admitted with decompensated heart failure"), &[(C, &["chf_lt_1mo"]), (P, &["heart_resp_failure"])], &[]).ages(30, 110),
    told("heart", text!("3年前心力衰竭一次，现稳定", "one episode of heart failure 3 years ago, stable now"), &[(C, &[]), (P, &[])], &[]).ages(30, 110),
    told("heart", text!("急性心肌梗死第3天", "day 3 of an acute myocardial infarction"), &[(C, &["acute_mi"]), (P, &["acute_mi_stroke"])], &["cross_instrument"]).ages(35, 110),
    told("hormone", text!("服用复方口服避孕药", "takes a combined oral contraceptive"), &[(C, &["ocp_hrt"]), (P, &["hormonal_treatment"])], &["missed_family_history"]).of(Sex::Female).ages(18, 45),
    told("hormone", text!("口服雌激素替代治疗", "on oral oestrogen replacement"), &[(C, &["ocp_hrt"]), (P, &["hormonal_treatment"])], &[]).of(Sex::Female).ages(46, 80),
    told("hormone", text!("长期服用泼尼松", "on long-term prednisone"), &[(C, &[]), (P, &[])], &[]),
    told("bowel", text!("溃疡性结肠炎缓解期", "ulcerative colitis in remission"), &[(C, &["ibd_history"])], &[]),
    told("bowel", text!("肠易激综合征", "irritable bowel syndrome"), &[(C, &[]), (P, &[])], &[]),
    told("bone", text!("2周前胫骨骨折", "fracture of the tibia 2 weeks ago"), &[(C, &["hip_pelvis_leg_fracture_lt_1mo"]), (P, &["recent_trauma_surgery"])], &[]),
    told("bone", text!("1周前足趾骨折", "fracture of a toe 1 week ago"), &[(C, &[])], &[]),
    told("blood", text!("已知因子V Leiden突变", "known factor V Leiden"), &[(C, &["factor_v_leiden"]), (P, &["thrombophilia"])], &[]),
    told("earlier operation", text!("3周前行开腹手术120分钟", "another open abdominal operation of 120 min 3 weeks ago"), &[(C, &["history_major_surgery_lt_1mo"]), (P, &["recent_trauma_surgery"])], &[]),
];
