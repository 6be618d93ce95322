//! What the physician learns beside the course of the ward nurse (extended specification 11.1).

use super::reading::{Audience, CourseModule, line};
use crate::clinical::source::Mark::{D, V, V2};
use crate::text::text;

const PHYSICIAN: &[Audience] = &[Audience::Physician];
const DOSES: &[Audience] = &[Audience::Physician, Audience::Pharmacist];

#[rustfmt::skip]
pub static PHYSICIAN_MODULES: &[CourseModule] = &[
    CourseModule { id: "trade_off", title: text!("血栓与出血的权衡", "Thrombosis against bleeding"), audiences: PHYSICIAN,
        reading: &[
            line(text!("有全药物禁忌：用机械预防，不能用者上报；出血风险下降即改药物。", "A block on every drug: devices, or escalation where they cannot be used; a drug when the risk has fallen."), &[V("ZHH"), V("BORD")]),
            line(text!("Padua高危者90天VTE：未预防11.0%，预防后2.2%；低危0.3%。", "VTE in 90 days at high Padua risk: 11.0 % without prevention, 2.2 % with it; 0.3 % at low risk."), &[V("BAR")]),
            line(text!("内科清单与IMPROVE可能不一致：以清单为准（更安全，且为本地审核表）。", "The medical list and IMPROVE may differ: the list governs, being safer and the form that is audited."), &[D(text!("以清单为准", "the list governs"))]),
        ],
        worked: Some("plan:bleeding_ulcer"), exercises: &["plan:bleeding_ulcer", "plan:varices_swollen_legs", "plan:hepatectomy", "bank:38", "bank:39"] },
    CourseModule { id: "renal_weight", title: text!("按肾功能与体重给药", "Dosing by kidney and weight"), audiences: DOSES,
        reading: &[
            line(text!("CrCl≥30为依诺肝素常规剂量；15～30默认20 mg每日一次，说明书以本院药品为准；<15或透析只用普通肝素。", "From a clearance of 30 the usual dose of enoxaparin; 15 to below 30 by default 20 mg once daily, the label in the box prevails; below 15 or on dialysis unfractionated heparin only."), &[V("CLX"), D(text!("默认20 mg", "20 mg by default"))]),
            line(text!("那屈肝素在CrCl<30时不用。", "Nadroparin is not used below a clearance of 30."), &[D(text!("CrCl<30不选那屈肝素", "never nadroparin below 30"))]),
            line(text!("磺达肝癸钠预防用于体重≥50 kg者；默认要求CrCl>50，30～50须医师药师确认。", "Fondaparinux for prevention from 50 kg on; by default above a clearance of 50, at 30 to 50 physician and pharmacist confirm."), &[V("FONUS"), D(text!("CrCl界值", "the limits of clearance"))]),
            line(text!("BMI≥40可选40 mg每12小时，<45 kg可选减量：只作可选，不作建议。", "At a BMI of 40 or more 40 mg every 12 hours is an option, below 45 kg a smaller dose: options, not proposals."), &[V2("OBES"), V2("LOWWT")]),
        ],
        worked: Some("plan:pulmonary_oedema_44kg"), exercises: &["plan:pulmonary_oedema_44kg", "plan:bariatric_139kg", "channel:clearance_20"] },
    CourseModule { id: "neuraxial", title: text!("椎管内麻醉前后的时间", "Timing around neuraxial needles"), audiences: DOSES,
        reading: &[
            line(text!("每日一次低分子肝素：末剂到穿刺或拔管≥12小时；拔管后≥4小时且穿刺后≥12小时再给。", "Once-daily LMWH: 12 hours or more before needle or removal; afterwards 4 hours from removal and 12 from the needle."), &[V("FDA13"), V("UKCPA"), V2("LMWHN")]),
            line(text!("CrCl<30或每日两次给药者间隔更长（≥24小时）。", "Below a clearance of 30, or at two doses a day, longer: 24 hours or more."), &[V2("LMWHN")]),
            line(text!("置管期间不用每日两次的低分子肝素、磺达肝癸钠和DOAC。", "While a catheter is in place: no LMWH twice daily, no fondaparinux, no DOAC."), &[V2("ASRA3")]),
            line(text!("时间由麻醉医师确认；穿刺有血者一律延后24小时。", "The anaesthetist confirms the time; after a traumatic puncture every drug waits 24 hours."), &[D(text!("穿刺有血延后24小时", "24 hours after a traumatic puncture"))]),
        ],
        worked: Some("plan:dose_before_spinal"), exercises: &["plan:dose_before_spinal", "plan:hip_two_days", "channel:needle_23h", "bank:40"] },
    CourseModule { id: "hit", title: text!("HIT与4Ts", "HIT and the 4Ts"), audiences: DOSES,
        reading: &[
            line(text!("4Ts：0～3低度，4～5中度，6～8高度；低分可排除，高分须送检。", "4Ts: 0 to 3 low, 4 to 5 intermediate, 6 to 8 high; low excludes, high is tested."), &[V("S103"), V("S104")]),
            line(text!("≥4分：停用一切肝素，含冲管和涂层导管；送PF4抗体；非肝素抗凝由血液科定强度。", "From 4 on: all heparin is stopped, flushes and coated lines included; PF4 is tested; the haematologist chooses the intensity of another drug."), &[V2("S180B"), D(text!("由血液科决定", "the haematologist decides"))]),
            line(text!("术后用普通肝素者，第4～14天至少隔日查血小板；30天内用过肝素者从第0天起。", "Unfractionated heparin after surgery: platelets every other day from day 4 to 14, from day 0 where heparin was given within 30 days."), &[V("HIT18")]),
            line(text!("既往HIT：任何肝素都不用。", "Past HIT: no heparin of any kind."), &[V("HIT18")]),
        ],
        worked: Some("bank:33"), exercises: &["bank:33", "bank:34", "plan:past_hit_pregnancy", "plan:hip_allergy"] },
    CourseModule { id: "extended", title: text!("延续预防", "Extended prevention"), audiences: PHYSICIAN,
        reading: &[
            line(text!("腹盆腔恶性肿瘤手术，VTE高危而出血不高：低分子肝素4周。", "Abdominal or pelvic cancer surgery at high VTE and not high bleeding risk: four weeks of LMWH."), &[V("GABS")]),
            line(text!("髋关节置换计划35天，膝关节14天；髋部骨折至少28天。", "Hip replacement: 35 days planned; knee: 14; hip fracture: 28 at least."), &[V("FALCK"), V("ORTHO"), D(text!("计划停药日", "the planned day"))]),
            line(text!("内科急性病：不延续到出院后。", "Acute medical illness: not beyond discharge."), &[V("ASH18")]),
            line(text!("天数从手术结束算起，复评不推迟停药日。", "Days count from the end of the operation; a new assessment does not move the stop."), &[D(text!("计数方式", "how days count"))]),
        ],
        worked: Some("plan:hip_two_days"), exercises: &["plan:hip_two_days", "plan:hip_allergy", "bank:4", "bank:6"] },
    CourseModule { id: "channel", title: text!("绿色通道：从疑诊到结论", "The green channel: from suspicion to an answer"), audiences: PHYSICIAN,
        reading: &[
            line(text!("先看是否稳定，再问妊娠，再评可能性：可能性大直接影像，可能性小先D-二聚体。", "First stability, then pregnancy, then probability: likely means imaging, unlikely a D-dimer."), &[V("S155"), V("S158")]),
            line(text!("可能性大时D-二聚体不能排除。", "Where PE is likely a D-dimer excludes nothing."), &[V("S155")]),
            line(text!("影像不能及时得到时，先问闸门（出血、颅内、HIT、血小板、穿刺、手术……），无阻挡才提出临时抗凝，医师确认后给。", "Where the picture does not come in time the gates are asked (bleeding, brain, HIT, platelets, needles, operations); a dose is proposed only where none stands against it, and given when a physician confirms."), &[V("S151"), D(text!("闸门与时限", "gates and times"))]),
            line(text!("PERC只用于本人估计<15%的非住院患者。", "PERC is only for out-patients whose own estimate is below 15 %."), &[V("S165"), V("S59")]),
        ],
        worked: Some("channel:pe_likely"), exercises: &["channel:pe_likely", "channel:melaena", "channel:on_apixaban", "channel:pe_unlikely", "channel:perc_absent", "bank:24", "bank:25", "bank:26", "bank:27", "bank:28"] },
    CourseModule { id: "severity", title: text!("肺栓塞严重程度与PERT", "Severity of PE, and the PERT"), audiences: PHYSICIAN,
        reading: &[
            line(text!("不稳定即高危；稳定者看PESI/sPESI、右室功能和肌钙蛋白。", "Unstable is high risk; of the stable PESI or sPESI, the right ventricle and troponin."), &[V("S63"), V("S155")]),
            line(text!("右室功能不全或肌钙蛋白升高，即使PESI I～II级也属中危。", "RV dysfunction or a raised troponin is intermediate even with PESI I or II."), &[V("S155")]),
            line(text!("SaO₂<90%无论是否吸氧均计分；sPESI的年龄须>80岁。", "A saturation below 90 % counts with or without oxygen; the age of sPESI is over 80."), &[V("S71"), V("S74")]),
            line(text!("不稳定或中高危：30分钟内得到PERT或上级医院答复。", "Unstable or intermediate-high: an answer of the PERT or the higher hospital within 30 minutes."), &[D(text!("30分钟", "30 minutes"))]),
        ],
        worked: Some("bank:29"), exercises: &["bank:29", "bank:30", "bank:31", "bank:32", "channel:shock"] },
    CourseModule { id: "hat_review", title: text!("医院相关性VTE的回顾", "Reviewing hospital-associated VTE"), audiences: &[Audience::Physician, Audience::Manager],
        reading: &[
            line(text!("住院期间或出院90天内确诊的VTE都要做根因回顾。", "Every VTE confirmed in hospital or within 90 days of discharge has its causes reviewed."), &[V("S8"), V("HAV")]),
            line(text!("未评估、或无恰当预防且无记录原因者，计为潜在可预防。", "Without assessment, or without proper prevention and no recorded reason, it counts as potentially preventable."), &[V("HAV"), D(text!("判定规则", "the rule"))]),
            line(text!("抗凝中发生的VTE：查漏服、HIT和肿瘤。", "VTE on treatment: missed doses, HIT, cancer."), &[D(text!("查找原因", "what is looked for"))]),
        ],
        worked: None, exercises: &["channel:on_apixaban", "plan:inr_4_6"] },
    CourseModule { id: "pregnancy_cancer", title: text!("妊娠与肿瘤", "Pregnancy and cancer"), audiences: PHYSICIAN,
        reading: &[
            line(text!("产科用RCOG：产前产后分别计分，产后不沿用产前的分。", "Obstetrics: RCOG, with its own items before and after delivery."), &[V("S30")]),
            line(text!("Khorana只用于化疗前门诊；白细胞须>11；≥2分为通常的预防界值。", "Khorana is for out-patients before chemotherapy; white cells must be over 11; 2 or more is the usual threshold."), &[V("S40"), V("S41")]),
            line(text!("12～55岁女性用药前先问妊娠；不能确定时按妊娠处理。", "A woman of 12 to 55 is asked about pregnancy before a drug; what cannot be known is handled as pregnant."), &[D(text!("年龄范围", "the ages"))]),
            line(text!("治疗期出血评分：未用华法林者HAS-BLED的“INR不稳定”为0。", "Bleeding on treatment: without a vitamin K antagonist labile INR is 0 in HAS-BLED."), &[V("S93")]),
        ],
        worked: Some("bank:20"), exercises: &["bank:19", "bank:20", "bank:21", "bank:37", "bank:35", "bank:36", "bank:17", "bank:18", "channel:pregnancy_not_asked"] },
];
