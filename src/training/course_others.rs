//! What pharmacists and managers learn (extended specification 11.1).

use super::reading::{Audience, CourseModule, line};
use crate::clinical::source::Mark::{D, K, V};
use crate::text::text;

#[rustfmt::skip]
pub static OTHERS: &[CourseModule] = &[
    CourseModule { id: "dose_bands", title: text!("剂量档次", "Dose bands"), audiences: &[Audience::Pharmacist],
        reading: &[
            line(text!("体重与肾功能的档次首尾相接、不留空隙：界值属于哪一档以说明书为准。", "Bands of weight and clearance meet without gaps; the label says to which a limit belongs."), &[V("S30"), V("S38")]),
            line(text!("那屈肝素骨科剂量按体重，术后第4天起增加；内科≤70 kg 0.4 mL，>70 kg 0.6 mL。", "Nadroparin in orthopaedics goes by weight and rises on day 4 after the operation; medical: 0.4 mL to 70 kg, 0.6 mL above."), &[V("NADM"), V("NADPL")]),
            line(text!("中国那屈肝素说明书无内科预防适应证，属超说明书用药，须知情同意。", "The Chinese label of nadroparin has no medical prevention: off label, with consent."), &[V("NADCN")]),
            line(text!("中国磺达肝癸钠说明书仅用于下肢大骨科手术预防。", "The Chinese label of fondaparinux is for prevention in major orthopaedic surgery of the leg only."), &[V("FONCN")]),
            line(text!("普通肝素5000 U：Caprini≥5且≥50 kg每8小时，否则每12小时。", "Unfractionated heparin 5000 U: every 8 hours at Caprini 5 or more and 50 kg or more, else every 12."), &[V("UFHCN"), D(text!("两个间隔的取舍", "which of the two intervals"))]),
        ],
        worked: Some("plan:bariatric_139kg"), exercises: &["plan:bariatric_139kg", "plan:pulmonary_oedema_44kg"] },
    CourseModule { id: "interactions", title: text!("相互作用与过敏", "Interactions and allergy"), audiences: &[Audience::Pharmacist],
        reading: &[
            line(text!("未识别的药名不能当作“无”：须查清是否为抗凝药。", "A medicine that is not recognised is never “none”: find out whether it is an anticoagulant."), &[D(text!("未识别的药物须确认", "what is not recognised is asked"))]),
            line(text!("肝素类互相交叉过敏：一种过敏，其余也不用。", "Heparins cross-react: an allergy to one rules out the others."), &[V("XREACT")]),
            line(text!("华法林使用者INR高于目标上限：不加任何抗凝药，请医师决定停药或逆转。", "On warfarin with an INR above its range: nothing is added; the physician decides about stopping or reversal."), &[D(text!("上限以上即阻断", "a block above the range"))]),
            line(text!("利伐沙班、阿哌沙班只用于髋膝关节置换后的预防。", "Rivaroxaban and apixaban prevent VTE after hip and knee replacement only."), &[V("ORTHO"), V("XARCN")]),
        ],
        worked: Some("plan:hip_allergy"), exercises: &["plan:hip_allergy", "plan:inr_4_6", "plan:past_hit_pregnancy", "channel:on_apixaban"] },
    CourseModule { id: "indicators", title: text!("质量指标", "Indicators"), audiences: &[Audience::Manager],
        reading: &[
            line(text!("国家质量安全改进目标（2021、2023年）：提高VTE规范预防率；指标为VTE风险评估率和中高危者恰当预防比率。", "The national improvement goal (2021, 2023): more proper prevention of VTE, by the rate of assessment and the share of moderate and high risk that was properly prevented."), &[V("TGT"), V("KPI")]),
            line(text!("规范预防=做了VTE和出血评估，并按结果给予相应的药物或机械措施。", "Proper prevention: VTE and bleeding assessed, and the drug or device that follows from it."), &[V("KPI")]),
            line(text!("英国国家标准：≥16岁入院患者14小时内评估95%；与中国24小时指标不可互换。", "England: 95 % of admitted patients of 16 and over assessed within 14 hours; not interchangeable with the Chinese 24 hours."), &[V("S5"), V("S6"), V("S13")]),
            line(text!("一项研究24小时内评估率78.19%，可作基线参考，不是目标。", "One study reports 78.19 % within 24 hours: a baseline to expect, no target."), &[V("CNW")]),
            line(text!("2022年评价指南的部分指标名称与公式尚未核对原文，使用前须核对。", "Names and formulas of some indicators of the 2022 guideline have not been held against the original: check before use."), &[K(text!("CN22部分名称与公式", "some names and formulas of CN22"))]),
        ],
        worked: None, exercises: &["caprini:3", "padua:3"] },
    CourseModule { id: "audit", title: text!("审核与反馈", "Audit and feedback"), audiences: &[Audience::Manager],
        reading: &[
            line(text!("评分错误是已知且会重复的：活动减少、肿瘤、手术类别、BMI界值最常见。", "Errors of scoring are known and repeated: mobility, cancer, kind of operation and the limit of BMI most of all."), &[V("S135"), V("S139"), V("S140"), V("S141")]),
            line(text!("同一病例由多人评分，用Kappa和ICC看一致性，再按条目反馈。", "Several persons score one case: kappa and ICC show how far they agree, and feedback goes by item."), &[D(text!("反馈方式", "the way of feedback"))]),
            line(text!("只看评估率会漏掉质量：要同时看恰当预防和出血。", "The rate of assessment alone misses quality: look at proper prevention and bleeding as well."), &[D(text!("三类指标并看", "three classes together"))]),
        ],
        worked: Some("bank:1"), exercises: &["bank:1", "bank:3", "bank:10", "bank:13", "bank:15"] },
];
