//! Rules that are code rather than rows of a table, for the evidence page: each in one sentence, with its marks. A mark
//! belongs to one statement; [`WHOLE`] says that all of the sentence is our decision. Nothing of this is in the browser.

use crate::clinical::source::{Mark, Mark::D, Mark::K, Mark::V, Mark::V2};
use crate::text::{Text, text};

/// One rule, and where it comes from.
#[derive(Debug)]
pub struct RuleInCode {
    pub rule: Text,
    pub marks: &'static [Mark],
}

const fn rule(rule: Text, marks: &'static [Mark]) -> RuleInCode {
    assert!(!marks.is_empty(), "a rule without a source");
    RuleInCode { rule, marks }
}

const WHOLE: Mark = D(text!("整条", "the whole rule"));

#[rustfmt::skip]
pub static RULES_IN_CODE: &[RuleInCode] = &[
    // The score.
    rule(text!("按本次住院有无手术（已做或计划）选评分，不按科室：有则Caprini，无则Padua", "Route by an operation this stay, done or planned, not by ward: Caprini; otherwise Padua"), &[V("ZHH"), D(text!("以手术而非科室为准", "by operation, not by ward"))]),
    rule(text!("本院设定 `medical_instrument = caprini` 时，内科患者也用Caprini", "`medical_instrument = caprini` in the profile sends medical patients to Caprini"), &[V("CNMED"), D(text!("默认关闭", "off by default"))]),
    rule(text!("年龄为评估当日的周岁", "Age is completed years on the civil date of the assessment"), &[WHOLE]),
    rule(text!("“<1个月”指30天内，含第30天", "Look-back \"<1 month\" is within 30 days, day 30 included"), &[WHOLE]),
    rule(text!("手术时长：麻醉时间，无则手术时间", "Length of an operation: anaesthesia time, else operation time"), &[V("MDC"), D(text!("先后次序", "which comes first"))]),
    rule(text!("恰好45分钟为小手术", "Exactly 45 min is minor surgery"), &[V("HNT2"), D(text!("恰好45分钟", "exactly 45 min"))]),
    rule(text!("时长不明的手术条目保持未答，分级按>45分钟计", "An operation of unknown length stays open and its band is read as if longer than 45 min"), &[WHOLE]),
    rule(text!("THA或TKA未注明 `elective_arthroplasty` 时，只提示为择期，不自动认定", "THA or TKA coded without `elective_arthroplasty` is suggested, never assumed, as elective"), &[WHOLE]),
    rule(text!("为骨折所做的手术按时长计分，不论其类别；该关节不再计择期关节置换；TKA合并他处骨折仍为5+5", "An operation for a fracture counts by its length whatever its kind; elective arthroplasty of that joint is refused; a TKA beside a fracture of another bone keeps 5 + 5"), &[V("MDC"), V("LEE"), D(text!("骨折5分加手术按时长", "fracture 5 and the operation by its length"))]),
    rule(text!("BMI界值比较未取整的数值", "BMI thresholds compare unrounded values"), &[V("HNT2"), V("PP2")]),
    rule(text!("未满18岁：评分并警示，绝不提出药物", "Under 18: scored with a warning, no drug is ever proposed"), &[WHOLE]),
    rule(text!("同次住院先前>45分钟的手术只提示为大手术史，不自动加分", "An earlier operation over 45 min of the same stay is suggested as a history of major surgery, never added by itself"), &[V("MDC"), D(text!("默认不加分", "off by default"))]),
    rule(text!("护士和医师均可签署评估", "Nurses and physicians may sign an assessment"), &[V("POL"), D(text!("两者均可", "both may"))]),
    rule(text!("以医师评分为准，护士评分并列保留；护士不得修改医师所签内容", "The physician's score governs; the nurse's stands beside it. A nurse does not amend what a physician signed"), &[WHOLE]),
    // Facts and their time.
    rule(text!("血小板、肌酐、INR超过72小时即警示", "Platelets, creatinine and INR older than 72 h warn"), &[D(text!("72小时（本院可设 `fresh_hours`）", "72 h (profile: fresh_hours)"))]),
    rule(text!("晚于评估时刻的结果、给药和已做手术一律不采用，并列出", "A result, a dose or an operation done later than the assessment is never taken; it is listed"), &[WHOLE]),
    rule(text!("同一时刻同一指标有两个数值时，采用对用药安全更不利者，两者都显示；同一条目既有“有”又有“无”时，以禁止用药者为准，直至有人确认", "Of two values of one quantity at one moment the one worse for drug safety holds, both shown; of a yes and a no for one item the one that forbids, until a person says"), &[WHOLE]),
    rule(text!("时间不明的血小板、肌酐、INR、血红蛋白、APTT：药物等待一次确认", "Platelets, creatinine, INR, haemoglobin or APTT without a time: the drug waits for one confirmation"), &[WHOLE]),
    rule(text!("透析，或有人确认重度肾功能不全，对所有药物按CrCl<15处理", "Dialysis, or a person's yes to severe renal impairment, counts as CrCl below 15 for every drug"), &[WHOLE]),
    rule(text!("医院提供的CrCl或eGFR与本程序所算相差>30%时，两者都显示，取较低者", "Where the host's clearance or eGFR differs from ours by more than 30 %, both are shown and the lower counts"), &[WHOLE]),
    rule(text!("药名或过敏原无法识别时，所有药物等待一次点名确认", "An unrecognised medication or allergen holds every drug until one question, by name, is answered"), &[WHOLE]),
    rule(text!("未用于评分的评估表上的回答，对禁忌照样有效", "What is said of a form that does not govern bears on the contraindications all the same"), &[WHOLE]),
    // The matrix.
    rule(text!("决策表只触发一行；先THA、TKA、髋部骨折手术，次手术，次ICU，再其余", "One row of the matrix fires; THA, TKA and hip-fracture surgery first, then surgical, then ICU, then the rest"), &[WHOLE]),
    rule(text!("未知不决定任何一行：作为条件挂在相应措施上，其间用器械", "What is unknown decides no row: it stays as a condition on the measure that hangs on it, with a device meanwhile"), &[WHOLE]),
    rule(text!("分级未定时只给基础预防，不触发任何一行", "An open band gives basic prophylaxis and no row"), &[WHOLE]),
    rule(text!("手术患者指本次住院有手术者或在外科病区者；均未说明时，指用Caprini评分者", "A surgical patient is one with an operation this stay or on a surgical ward; where nothing is said, one scored with Caprini"), &[WHOLE]),
    rule(text!("用Caprini评分的内科患者：≥5分按M行，3~4分按S2行，出血用内科表", "A medical patient scored with Caprini: 5 and more by the M rows, 3–4 by the S2 rows, bleeding by the medical list"), &[WHOLE]),
    rule(text!("TURP、根治性前列腺切除、神经外科手术：以器械代替药物", "TURP, radical prostatectomy, neurosurgery: a device in place of a drug"), &[V("ASH19"), D(text!("根治性前列腺切除", "radical prostatectomy"))]),
    rule(text!("术前不启动药物，除非不计手术已≥5分或为髋部骨折；此时用肝素类，末剂距手术及穿刺≥12小时", "Before an operation no drug starts unless the score without it is 5 or more, or a hip is fractured; then a heparin, its last dose 12 h or more before operation and needle"), &[WHOLE]),
    rule(text!("关节置换合并髋部、骨盆或下肢骨折（髋关节或关节未注明者）按髋部骨折手术处理：不用DOAC", "Arthroplasty with a fracture of hip, pelvis or leg, of the hip or of a joint not named, is hip-fracture surgery: no DOAC"), &[WHOLE]),
    rule(text!("下次评估按该行的间隔；本院间隔更短者取本院", "The next look is the row's, or sooner where the hospital's interval is shorter"), &[V("POL"), D(text!("取较短者", "the shorter of the two"))]),
    rule(text!("药物在等待、出血高危或未定、血小板或血红蛋白报警、疑似VTE时，24小时复评", "24 h wherever a drug waits, bleeding is high or open, a count or a haemoglobin alerts, or VTE is suspected"), &[WHOLE]),
    rule(text!("手术患者仅因肾功能成为出血高危时，普通肝素5000 U q12h可选而不作建议，建议仍为器械", "Where the kidney alone makes bleeding high in an operated patient, UFH 5000 U q12h is offered, not proposed; the device is proposed"), &[V2("LOTH"), D(text!("可选而不作建议", "offered, not proposed"))]),
    // What is in the blood.
    rule(text!("换用另一种药（或续用同一种药）时，首剂不早于体内药物下一剂的应给时间", "The first dose of another drug, or of the same one, is not before the next dose of what is on board was due"), &[V("SWITCH"), D(text!("皮下及静脉肝素、VKA、阿加曲班、比伐芦定，以及肾功能不明时的达比加群", "heparin by either route, VKA, argatroban, bivalirudin, and dabigatran with an unknown kidney"))]),
    rule(text!("VKA无论用药目的均视为治疗剂量；38天内无THA或TKA而用DOAC者同", "A VKA is at treatment dose whatever its intent; so is a DOAC without a THA or TKA in the last 38 days"), &[WHOLE]),
    rule(text!("治疗剂量抗凝在有效期内视为已保护，不再叠加；VKA以INR在目标范围内为有效", "Anticoagulation at treatment dose protects while it is effective, and nothing is added; a VKA is effective with its INR in range"), &[V("BORD"), V("GGC"), D(text!("各药有效多少小时", "how many hours each is effective"))]),
    rule(text!("患者自身的预防剂量抗凝药不算出血因素；用药目的不明者待问；VKA始终计入", "The patient's own anticoagulant at prophylactic dose is no bleeding factor; a dose of unknown intent is an open question; a VKA always counts"), &[V("GDPH"), V("GT2"), D(text!("自身预防不计入", "own prophylaxis does not count"))]),
    rule(text!("单用阿司匹林≤100 mg按表计入；本院可改为慎用", "Aspirin of 100 mg or less alone counts as the form prints; the hospital may read it as a caution"), &[D(text!("本院可改为慎用", "the hospital may read it as a caution"))]),
    // Start, needles, stop.
    rule(text!("低分子肝素和普通肝素术后12小时起用，磺达肝癸钠和利伐沙班6小时，阿哌沙班12小时；开颅、脊柱手术不早于24小时", "LMWH and UFH start 12 h after the operation ends, fondaparinux and rivaroxaban 6 h, apixaban 12 h; after craniotomy and spine not before 24 h"), &[V("ORTHO"), V("XAR"), V("APIEU"), V("MEDSC"), V2("THX"), K(text!("CNS16亦作12~24小时", "that CNS16 prints the same 12–24 h")), D(text!("开颅、脊柱24小时", "24 h for craniotomy and spine"))]),
    rule(text!("计划时间已过而仍称“计划”的手术，起用时间待定", "An operation still called planned after its time leaves the start open"), &[WHOLE]),
    rule(text!("时长不明的手术，开始24小时后视为已结束", "An operation of unknown length counts as over 24 h after it began"), &[WHOLE]),
    rule(text!("体重、血小板、肌酐、血红蛋白、INR及已测的APTT，距首剂不超过72小时", "Weight, platelets, creatinine, haemoglobin, INR and an APTT that was done are at most 72 h old at the first dose"), &[WHOLE]),
    rule(text!("椎管内穿刺窗：穿刺前12小时（恰好12小时不在窗内）至穿刺后12小时；导管在位时不关闭；数条规则取较晚者", "Window of a neuraxial needle: 12 h before (exactly 12 h is outside) to 12 h after; open while a catheter stays; of several rules the later time"), &[V("GT2"), V("GDPH"), V("BL12"), D(text!("两种间隔取并集；导管在位不关闭", "the union of the two intervals, open beside a catheter"))]),
    rule(text!("导管在位时只用肝素类，且须麻醉医师放行", "Beside a catheter that stays only heparins, once the anaesthetist has released the window"), &[V2("ASRA3"), V("MCMN"), V2("UTD"), V2("ESRA22"), V2("ASRA4"), V2("DABSPC"), D(text!("由麻醉医师放行", "the anaesthetist releases it"))]),
    rule(text!("损伤性穿刺后各药均推迟24小时，阿哌沙班48小时", "A bloody tap delays every drug 24 h, apixaban 48 h"), &[V("MCMN"), V("XARM"), V2("UTD"), D(text!("各药均24小时", "24 h for every drug"))]),
    rule(text!("肥胖（BMI≥30）时校正体重与实际体重并列，清除率用实际体重", "From a BMI of 30 the adjusted weight stands beside the actual one, which the clearance uses"), &[WHOLE]),
    rule(text!("身高≥152.4 cm才用Devine理想体重，不足者用实际体重", "Devine ideal weight only from 152.4 cm; below it the actual weight"), &[V("S111"), V2("CALC")]),
    rule(text!("计划停药日在公布的范围之内，自末次手术结束、无手术者自本次住院首剂起算，复评不改变", "The planned stop lies inside the published range, and is counted from the end of the latest operation, else from the first dose of this stay; a reassessment does not move it"), &[WHOLE]),
    // Bleeding and HIT.
    rule(text!("全身溶栓后24小时内不用药；脑卒中溶栓或溶栓原因不明者，直至有人确认影像未见出血", "After systemic thrombolysis no drug for 24 h; for a stroke, or an indication nobody told, until a person says that imaging shows no bleeding"), &[V("LYS24"), D(text!("影像复查；非脑卒中溶栓24小时", "the imaging; 24 h after lysis that is not for stroke"))]),
    rule(text!("血压以本次住院24小时内最近两次为准：两次均达界值为禁忌，其中一次为慎用，仅有一次且达界值者待复测", "Of pressures the latest two of this stay within 24 h count: both at the limit block, one of two is a caution, a single one blocks until repeated"), &[V("CNF"), V("BL12"), D(text!("180/110、两次、24小时", "180/110, two readings, 24 h"))]),
    rule(text!("手术类出血条目：已做手术均记录止血（时间在手术结束之后）且无待做手术时不再计入；开颅、脊柱、眼科手术另须有人确认出血风险已过，且不早于术后24小时", "Surgery items of the bleeding list stop counting when haemostasis is recorded, after its end, for every operation done and none is ahead; after craniotomy, spine and eye surgery a person says that the risk has passed, not before 24 h"), &[WHOLE]),
    rule(text!("Padua“心力衰竭和/或呼吸衰竭”只提出询问，不代替回答；失代偿为器械禁忌，稳定者慎用", "Heart or respiratory failure in the score asks about oedema and never answers it; decompensation blocks devices, stable heart failure is a caution"), &[V("CNF"), V2("IPCIFU"), V2("RABE"), D(text!("稳定者慎用", "stable is a caution"))]),
    rule(text!("用肝素或磺达肝癸钠期间或停用30天内，血小板降至一半及以下，或由≥100降至<100：在回答是否急性HIT前不用任何药物", "Platelets halved, or below 100 from 100 or more, on heparin or fondaparinux or within 30 days after it: no drug until acute HIT is answered"), &[V("4TGC"), V("HITT"), V("HIT18"), V("FONFDA"), V2("UFHUS"), V2("LOVUS"), V2("DALCN"), D(text!("基线≥100、30天、不用任何药物、何种回答算了结", "baseline of 100, 30 days, holding every drug, and what settles it"))]),
    rule(text!("同上而血小板下降≥30%、未达一半：24小时内复查并做4Ts评分，药物继续", "The same with a fall of 30 % or more, less than half: repeat the count and the 4Ts within 24 h, the drug goes on"), &[V("4TGC"), D(text!("如何处理", "what is done"))]),
    rule(text!("用抗凝药时血红蛋白下降≥20 g/L（跨手术≥40 g/L），或无论用药与否<70 g/L：重新询问活动性出血，药物等待", "On an anticoagulant a fall of haemoglobin of 20 g/L or more (40 g/L across an operation), or below 70 g/L with or without a drug: active bleeding is asked again and the drug waits"), &[V("ISTHMB"), V("CG92"), V2("TKAHB"), D(text!("以此报警、<70 g/L、比较的基线、40 g/L、何种回答算了结", "as an alert, below 70 g/L, the value compared with, 40 g/L, and what settles it"))]),
    rule(text!("曾告知的HIT作为病史，不会失效；急性HIT结束后仍留病史", "HIT, once told of, is a history: it has no end, and acute HIT that has ended leaves it"), &[WHOLE]),
    // The record.
    rule(text!("复核、方案、VTE的确诊或排除、出院由医师决定；药师和质控人员只读，学员不签署", "Review, plan, confirmation or exclusion of VTE and discharge are a physician's; pharmacists and quality officers read, trainees sign nothing"), &[V("POL"), D(text!("各角色的权限", "what each role may do"))]),
    rule(text!("方案依据最新评估及不早于该评估的出血筛查，除非医师指明采用较早者", "A plan answers the latest assessment and a bleeding screen not older than it, unless the physician names the older one"), &[WHOLE]),
    rule(text!("对措施不利者（禁忌、出血高危、未知）须逐条越过，每条理由至少4个字", "What stands against a measure (contraindication, high bleeding risk, an unknown) is overridden one by one with at least 4 characters of reason"), &[WHOLE]),
    rule(text!("授权的药物均有剂量和计划停药日；绝不同时用两种抗凝药", "Every authorised drug has a dose and a planned stop; never two anticoagulants at once"), &[WHOLE]),
    rule(text!("计划停止时间已到或已过的措施不能开始或恢复，须由医师更改方案", "A measure is neither begun nor resumed at or after its planned stop: a physician changes the plan"), &[WHOLE]),
    rule(text!("方案签署后的出血评估转为出血高危，或出现所用措施的新禁忌时提示，方案不自动改变", "A bleeding screen signed after the plan that turns high, or finds a new contraindication to what goes on, is told beside the plan, which does not change by itself"), &[WHOLE]),
    rule(text!("人工填写的时间最多可超前设备时钟5分钟；出院后不再新增，只可更正", "A time given by a person may be 5 minutes ahead of the device's clock; nothing is added after discharge, only amended"), &[WHOLE]),
    rule(text!("重复事项在其间隔过去三分之二时开放", "What is repeated opens when two thirds of its time have passed"), &[WHOLE]),
];
