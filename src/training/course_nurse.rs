//! The course of the ward nurse (extended specification 11.1, modules 1 to 11). Every statement is one of the specification's, in our own words, with
//! its mark; nothing is told that does not stand there.

use super::reading::{Audience, CourseModule, line};
use crate::clinical::source::Mark::{D, V, V2};
use crate::text::text;

const EVERYBODY: &[Audience] = &[Audience::WardNurse, Audience::Physician];
const ALL: &[Audience] = &Audience::ALL;

#[rustfmt::skip]
pub static NURSE: &[CourseModule] = &[
    CourseModule { id: "what_vte_is", title: text!("什么是VTE，该找谁", "What VTE is, and whom to call"), audiences: EVERYBODY,
        reading: &[
            line(text!("VTE包括深静脉血栓（DVT）和肺栓塞（PE）；入院后才出现、或出院后90天内发生的，计为医院相关性VTE。", "VTE is deep vein thrombosis (DVT) and pulmonary embolism (PE); one that appears after admission or within 90 days of discharge counts as hospital-associated."), &[V("HAV"), V("NUFF")]),
            line(text!("一侧腿肿、疼痛要想到DVT；突发气短、胸痛、晕厥或咯血要想到PE。腿的患者也要问这四条，有一条即两者都按疑似处理。", "A swollen, painful leg: think of DVT. Sudden breathlessness, chest pain, faint or blood in the sputum: think of PE. Ask the four of a leg patient too; one yes makes it both."), &[D(text!("四问及“两者都疑”", "the four questions, and both"))]),
            line(text!("护士不必先评分就可以报告疑似VTE：先测生命体征，再通知医师。", "A nurse needs no score to report a suspicion: vital signs first, then the physician."), &[D(text!("护士可直接报告", "the nurse may report"))]),
            line(text!("通知医师的时限：疑似PE 10分钟，疑似DVT 15分钟，不稳定者立即。", "Tell the physician within 10 minutes for PE, 15 for DVT, and at once if unstable."), &[D(text!("通知时限", "the times"))]),
        ],
        worked: None, exercises: &["channel:vitals_missing", "channel:shock"] },
    CourseModule { id: "choosing", title: text!("选对评分表", "Choosing the instrument"), audiences: EVERYBODY,
        reading: &[
            line(text!("外科用Caprini，内科用Padua，产科用RCOG，肿瘤门诊化疗前用Khorana，疑似VTE用Wells。", "Surgical: Caprini; medical: Padua; obstetric: RCOG; oncology out-patients before chemotherapy: Khorana; suspected VTE: Wells."), &[V("CNMED"), V("CN10")]),
            line(text!("条目编号和分值只在本表内有效：卒中在Padua为1分，在Caprini为5分，不能互相套用。", "Points belong to their own form: a stroke is 1 in Padua and 5 in Caprini, and is never carried over."), &[V("PP2"), V("HNT2")]),
            line(text!("Padua在中国内科患者中的敏感性较低，低分不等于没有风险。", "Padua is less sensitive in Chinese medical patients: a low score is not no risk."), &[V("CNMED")]),
            line(text!("“未知”不是“否”：有未答的条目时，只显示最低分。", "Unknown is not no: while an item is open the score is a minimum."), &[D(text!("三种答案", "three answers"))]),
        ],
        worked: Some("bank:22"), exercises: &["bank:22", "bank:16", "bank:12"] },
    CourseModule { id: "face_to_face", title: text!("当面询问", "Asking face to face"), audiences: EVERYBODY,
        reading: &[
            line(text!("当面问与只看病历相比：家族史16.9%对5.2%，本人DVT史12.6%对6.3%，妊娠丢失13.6%对0.6%。", "Asked face to face against the chart: family history 16.9 against 5.2 %, own DVT 12.6 against 6.3 %, pregnancy loss 13.6 against 0.6 %."), &[V("S130")]),
            line(text!("患者自填的BMI与实测符合差：应测身高体重再计算。", "Patients' own answers about BMI agree poorly: measure and compute."), &[V("S133")]),
            line(text!("家族史、口服避孕药和激素替代最容易漏问。", "Family history, the pill and hormone replacement are missed most often."), &[V("S130")]),
        ],
        worked: Some("bank:5"), exercises: &["bank:5", "bank:7", "bank:14"] },
    CourseModule { id: "definitions", title: text!("条目定义：活动、肿瘤、手术时长、BMI", "Definitions: mobility, cancer, duration, BMI"), audiences: EVERYBODY,
        reading: &[
            line(text!("Padua活动减少：卧床（可如厕）≥3天，含预计。", "Padua, reduced mobility: bed rest with bathroom privileges for 3 days or more, expected included."), &[V("S139"), V("S140")]),
            line(text!("Caprini肿瘤：现患或既往；Padua肿瘤：有转移，或6个月内化疗/放疗。", "Caprini counts cancer present or previous; Padua metastases, or chemotherapy or radiotherapy within 6 months."), &[V("HNT2"), V("S139")]),
            line(text!("手术只选一类，按最高的一项计；≤45分钟（含腹腔镜）为小手术，时长取自麻醉单。", "Of surgery one category counts, the highest; 45 minutes or less, laparoscopy included, is minor; the time comes from the anaesthesia sheet."), &[V("LEE"), V("S135")]),
            line(text!("卧床只计一项，取较高者。", "Bed rest counts once, at the higher level."), &[V("MDC")]),
            line(text!("BMI界值：Caprini为>25（25.0不计），Padua为≥30；比较时不四舍五入。", "BMI: Caprini over 25 (25.0 does not count), Padua 30 or over; it is compared unrounded."), &[V("HNT2"), V("PP2")]),
            line(text!("浅静脉血栓不算既往VTE。", "Superficial vein thrombosis is no previous VTE."), &[V("PP2"), V("NJB")]),
        ],
        worked: Some("bank:3"), exercises: &["bank:1", "bank:2", "bank:3", "bank:4", "bank:6", "bank:8", "bank:10", "bank:11", "bank:13", "bank:15"] },
    CourseModule { id: "timing", title: text!("什么时候评", "When to assess"), audiences: &[Audience::WardNurse, Audience::Physician, Audience::Manager],
        reading: &[
            line(text!("入院24小时内完成首次评估。", "The first assessment within 24 hours of admission."), &[V("CNW"), V("GGC"), V("BORD"), V("DHT")]),
            line(text!("术后、转科后24小时内复评；个别医院制度更严（术后6小时、转科8小时）。", "Again within 24 hours of an operation and of a transfer; some hospitals are stricter (6 and 8 hours)."), &[V("POL"), D(text!("24小时", "24 hours"))]),
            line(text!("病情变化时复评：制动、置管、出血、感染、肿瘤治疗、血小板或肌酐危急值。", "Again on change: immobility, a line, bleeding, infection, cancer treatment, a critical platelet or creatinine value."), &[V("POL")]),
            line(text!("高危每3天、中危每7天复评；出血高危只用机械预防者每日。", "High risk every 3 days, moderate every 7; those on devices alone because of bleeding, daily."), &[V("POL"), V("APP"), V("BORD")]),
            line(text!("出院前再评一次，并交代延续预防。", "Once more before discharge, with the plan for extended prevention."), &[V("POL"), D(text!("出院前24小时", "24 hours before"))]),
        ],
        worked: None, exercises: &["caprini:1", "padua:1"] },
    CourseModule { id: "bleeding", title: text!("出血因素", "Bleeding factors"), audiences: EVERYBODY,
        reading: &[
            line(text!("VTE评估后必须再评出血风险，外科与内科分别用各自的清单。", "After the VTE score bleeding is assessed, with the list of surgery or of medicine."), &[V("ZHH")]),
            line(text!("外科清单：任何1项即为出血高危。", "Surgical list: any one item is high."), &[V("GDPH"), V("ZHH")]),
            line(text!("内科清单：活动性胃肠溃疡、3个月内出血、血小板<50，三者有一即高危；其余因素满3项为高危。", "Medical list: active ulcer, bleeding within 3 months, or platelets below 50, one is enough; of the others three."), &[V("GDPH"), V("HOSP"), V("VUI")]),
            line(text!("出血高危者先用机械预防，每日复评，风险下降后再考虑用药。", "At high bleeding risk devices first, reviewed daily, a drug when the risk has fallen."), &[V("BORD")]),
        ],
        worked: Some("plan:chemotherapy_picc"), exercises: &["plan:chemotherapy_picc", "plan:bleeding_ulcer", "plan:hepatectomy"] },
    CourseModule { id: "devices", title: text!("机械预防：测量与禁忌", "Devices: measuring and contraindications"), audiences: EVERYBODY,
        reading: &[
            line(text!("已有DVT、血栓性静脉炎或PE：充气加压、足底泵、弹力袜都不用。", "With DVT, thrombophlebitis or PE: no pump, no foot pump, no stocking."), &[V("CNF")]),
            line(text!("急性脑卒中不用弹力袜，用充气加压。", "In acute stroke no stockings; pneumatic compression instead."), &[V("STRK"), V("AHA26")]),
            line(text!("充血性心衰伴肺水肿时三种器械都不用。", "In heart failure with pulmonary oedema none of the three."), &[V("CNF"), V2("IPCIFU")]),
            line(text!("ABI<0.6：该侧不用任何器械；0.6～0.8：不用弹力袜。", "ABI below 0.6: no device on that leg; 0.6 to 0.8: no stockings."), &[V2("RABE"), D(text!("含0.8，按侧", "0.8 included, by leg"))]),
            line(text!("皮肤破溃、皮炎、坏疽：该侧不用；骨折或石膏侧不套小腿，改健侧或足底泵。", "Broken or inflamed skin, gangrene: not on that leg. A fractured or cast leg: no calf sleeve there, the other leg or a foot pump."), &[V("CNF"), V("PIFP"), V("EAST02")]),
            line(text!("尺寸不合即不用；每日检查皮肤，充气加压目标每日≥18小时。", "What does not fit is not used; skin daily; the aim of pneumatic compression is 18 hours a day or more."), &[V("NG89"), V("SUO")]),
        ],
        worked: Some("plan:pulmonary_oedema_44kg"), exercises: &["plan:varices_swollen_legs", "plan:bariatric_139kg", "plan:after_alteplase", "plan:pulmonary_oedema_44kg"] },
    CourseModule { id: "injections", title: text!("低分子肝素：给药、漏用与宣教", "LMWH: giving it, missed doses, teaching"), audiences: &[Audience::WardNurse, Audience::Pharmacist],
        reading: &[
            line(text!("给药前确认：医师已确认剂量和开始时间，出血清单已答，近期血小板、肌酐在手。", "Before a dose: dose and start confirmed by a physician, the bleeding list answered, platelets and creatinine at hand."), &[D(text!("给药前核对", "the check before a dose"))]),
            line(text!("每日一次的低分子肝素距椎管穿刺或拔管须满12小时，肌酐清除率<30者24小时。", "Once-daily LMWH keeps 12 hours before a spinal needle or the removal of a catheter, 24 below a clearance of 30."), &[V("FDA13"), V("MCMN"), V2("LMWHN")]),
            line(text!("漏用或提前给了一剂，不自行补加：告知医师，由其按末次给药时间定下一剂；绝不同时给两种抗凝药。", "A dose missed or given early is not made up on one's own: tell the physician, who times the next by the last; never two anticoagulants at once."), &[D(text!("不自行补加", "not made up on one's own"))]),
            line(text!("每日看出血征象和注射部位。", "Signs of bleeding and the sites of injection are looked at daily."), &[V("UWLM")]),
        ],
        worked: Some("plan:dose_before_spinal"), exercises: &["plan:dose_before_spinal", "plan:hip_two_days"] },
    CourseModule { id: "labs", title: text!("看血小板与肌酐", "Reading platelets and creatinine"), audiences: EVERYBODY,
        reading: &[
            line(text!("首剂前查血常规、凝血和肌酐。", "Before the first dose: counts, clotting and creatinine."), &[V("UWLM"), V("BORD")]),
            line(text!("血小板<50为出血高危；50～99提示谨慎。", "Platelets below 50 are high bleeding risk; 50 to 99 a caution."), &[V("CNF"), D(text!("取50", "50 chosen"))]),
            line(text!("用肝素期间血小板下降≥50%：停一切肝素（含冲管），报告医师做4Ts评分。", "A fall of 50 % or more on heparin: all heparin is held, flushes included, and the physician scores the 4Ts."), &[V("HIT18"), V("4TGC")]),
            line(text!("下降30%～50%：24小时内复查并做4Ts，药物可继续。", "A fall of 30 to 50 %: again within 24 hours with the 4Ts; the drug may go on."), &[V("4TGC"), D(text!("处理方式", "what is done"))]),
            line(text!("剂量看肌酐清除率（实际体重计算），不只看肌酐值。", "The dose follows the clearance, computed with the actual weight, and not the creatinine alone."), &[D(text!("用实际体重", "actual weight"))]),
        ],
        worked: Some("bank:33"), exercises: &["bank:33", "bank:34", "channel:platelets_30"] },
    CourseModule { id: "refusal", title: text!("患者拒绝时的记录", "Recording a refusal"), audiences: EVERYBODY,
        reading: &[
            line(text!("中危及以上须告知医师、患者和家属。", "From moderate risk on the physician, the patient and the family are told."), &[V("POL")]),
            line(text!("拒绝要写明：拒绝什么、告知了什么、谁告知、何时；基础预防继续。", "A refusal says what was refused, what was told, by whom and when; basic prevention goes on."), &[D(text!("拒绝记录的内容", "what a refusal says"))]),
            line(text!("拒绝不是终点：风险变化或每次复评时再问。", "A refusal is no end: ask again when the risk changes and at each assessment."), &[D(text!("再次询问", "asked again"))]),
        ],
        worked: None, exercises: &["caprini:2"] },
    CourseModule { id: "first_minutes", title: text!("疑似VTE的最初几分钟与转诊单", "Suspected VTE: the first minutes, and the referral"), audiences: ALL,
        reading: &[
            line(text!("疑似DVT：取下该腿的弹力袜和充气泵，另一侧在超声前也不用。", "Suspected DVT: take stocking and pump off that leg; the other keeps none until it has been scanned."), &[V("CNF"), D(text!("自疑诊起、另一侧", "from suspicion on, the other leg"))]),
            line(text!("不按摩、不热敷、不挤压小腿；腿抬高，踝关节可活动。", "No massage, no heat, no squeezing of the calf; raise the leg, the ankle may move."), &[V2("S175")]),
            line(text!("量双侧小腿周径（胫骨粗隆下10 cm），只有相差≥3 cm才计Wells条目。", "Measure both calves 10 cm below the tibial tuberosity; only 3 cm or more ticks the Wells item."), &[D(text!("测量部位说明", "the landmark"))]),
            line(text!("腿青紫或苍白、剧痛、无脉、麻木：立即请血管外科。", "A blue or white, very painful, pulseless or numb leg: the vascular surgeon now."), &[D(text!("患肢濒危", "the limb at risk"))]),
            line(text!("疑似PE：不离开、呼救；SpO₂<90%给氧；不让患者走动；不做股动脉穿刺，不肌注。", "Suspected PE: stay, call; oxygen below a saturation of 90 %; no walking; no femoral puncture, no intramuscular injection."), &[V2("S187"), V2("S195"), D(text!("不肌注", "no injection into muscle"))]),
            line(text!("首剂治疗药物之后不必强制卧床：3269例研究，早期下床不增加肺栓塞。", "After the first treatment dose no forced bed rest: in 3269 patients early walking brought no more pulmonary embolism."), &[V("S174")]),
            line(text!("转诊单逐项写明：已知的写值和时间，未问的写“未问”，未做的写“未做”。", "The referral says every line: what is known with its time, and otherwise “not asked” or “not done”."), &[D(text!("转诊单的写法", "how the sheet is filled"))]),
        ],
        worked: Some("channel:vitals_missing"), exercises: &["channel:vitals_missing", "channel:shock", "channel:pregnancy_not_asked", "channel:bleeding_unasked", "bank:23"] },
];
