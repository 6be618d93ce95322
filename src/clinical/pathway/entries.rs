//! Everything that a person can enter in an episode, as rows: the steps of the event `pathway_step`. What the chart gives (age,
//! sex, laboratory, medicines) need not be entered; what it does not give has a field here. `record::channel` makes facts of them.
//! An entry says what a person saw, did or decided; none of them orders or gives anything.
//!
//! Not here, because an event of its own says it: a physician takes the suspicion back (`vte_suspected`, amended), confirms or
//! excludes (`vte_confirmed`, `vte_excluded`), a referral moves (`referral`).

use super::clocks::PathClock;
use super::entry::{EntryCode, EntryField, EntryUnit, EntryWho, FieldKind, PathEntry, TimeSide, code, within};
use super::entry_questions::HISTORY_FIELDS;
use super::gate_table::GateSays;
use crate::clinical::quantity::Quantity;
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::text::{Text, same, text};

/// The mark of the whole table.
pub const ENTRY_MARKS: &[Mark] = &[D(text!("全部措辞、分组与填写范围", "all wording, the grouping and the bounds of what is typed"))];

const POSITIVE_STAYS: &[Mark] = &[D(text!(
    "本次疑似中已有阳性者，其后阴性不作排除；录错的请更正原条",
    "after a positive one in this suspicion a negative one excludes nothing; where the first was typed wrongly, correct it"
))];

const CONSCIOUSNESS: &[EntryCode] = &[
    code("alert", text!("清醒", "alert")),
    code("confused", text!("新发意识模糊", "newly confused")),
    code("voice", text!("呼之有反应", "answers to voice")),
    code("pain", text!("痛刺激有反应", "answers to pain")),
    code("unresponsive", text!("无反应", "unresponsive")),
];
const OXYGEN: &[EntryCode] = &[code("air", text!("未吸氧", "on air")), code("oxygen", text!("吸氧中", "on oxygen"))];
const CAUSES: &[EntryCode] = &[
    code("none", text!("无其他原因", "no other cause")),
    code("arrhythmia", text!("新发心律失常", "a new arrhythmia")),
    code("hypovolaemia", text!("低血容量", "hypovolaemia")),
    code("sepsis", text!("脓毒症", "sepsis")),
];
const COLOURS: &[EntryCode] = &[
    code("normal", text!("正常", "normal")),
    code("red", text!("发红", "red")),
    code("blue", text!("青紫", "blue")),
    code("white", text!("苍白", "white")),
];
const WAYS: &[EntryCode] = &[code("in_person", text!("当面", "in person")), code("telephone", text!("电话", "by telephone"))];
const GRAVIDITY: &[EntryCode] = &[
    code("no", text!("否", "no")),
    code("pregnant", text!("妊娠", "pregnant")),
    code("postpartum", text!("产后6周内", "within 6 weeks of delivery")),
    code("not_told", text!("不知道（仍待答）", "not known (stays open)")),
    code("cannot_be_known", text!("无法得知（按妊娠处理）", "cannot be known (handled as pregnant)")),
];
const INSTRUMENTS: &[EntryCode] = &[
    code("wells_pe", text!("Wells PE", "Wells PE")),
    code("wells_dvt", text!("Wells DVT", "Wells DVT")),
    code("geneva", text!("修订版Geneva", "revised Geneva")),
    code("geneva_simplified", text!("简化Geneva", "simplified Geneva")),
    code("years", text!("YEARS", "YEARS")),
];
const LIKELIHOOD: &[EntryCode] = &[code("likely", text!("可能性大", "likely")), code("unlikely", text!("可能性小", "unlikely"))];
const CONTRAST: &[EntryCode] = &[
    code("possible", text!("可用", "possible")),
    code("severe_allergy", text!("严重造影剂过敏", "severe contrast allergy")),
    code("refused", text!("患者拒绝", "refused")),
];
const CHEST_TESTS: &[EntryCode] = &[code("ctpa", text!("CTPA", "CTPA")), code("vq", text!("肺V/Q显像", "V/Q scan"))];
const CHEST_RESULTS: &[EntryCode] = &[
    code("ctpa_positive", text!("CTPA阳性", "CTPA positive")),
    code("ctpa_negative", text!("CTPA阴性", "CTPA negative")),
    code("ctpa_poor", text!("CTPA质量差，不能定论", "CTPA poor, not conclusive")),
    code("vq_normal", text!("V/Q正常", "V/Q normal")),
    code("vq_high", text!("V/Q高度可能", "V/Q high probability")),
    code("vq_other", text!("V/Q其他", "V/Q other")),
];
const SCAN_RESULTS: &[EntryCode] = &[
    code("negative", text!("阴性", "negative")),
    code("distal", text!("仅小腿（上肢：前臂）血栓", "clot of the calf alone (arm: forearm)")),
    code("proximal", text!("腘静脉及以上（上肢：腋静脉及以上）血栓", "clot of the popliteal vein or above (arm: axillary or above)")),
];
const RIGHT_HEART: &[EntryCode] = &[
    code("dysfunction", text!("右心功能不全", "RV dysfunction")),
    code("normal", text!("无右心功能不全", "no RV dysfunction")),
    code("not_done", text!("窗差，视为未做", "poor window: not done")),
];
const SUBSTANCES: &[EntryCode] = &[
    code("enoxaparin", text!("依诺肝素", "enoxaparin")),
    code("nadroparin", text!("那屈肝素", "nadroparin")),
    code("dalteparin", text!("达肝素", "dalteparin")),
    code("ufh", text!("普通肝素", "unfractionated heparin")),
    code("fondaparinux", text!("磺达肝癸钠", "fondaparinux")),
    code("rivaroxaban", text!("利伐沙班", "rivaroxaban")),
    code("apixaban", text!("阿哌沙班", "apixaban")),
    code("dabigatran", text!("达比加群", "dabigatran")),
    code("edoxaban", text!("艾多沙班", "edoxaban")),
    code("warfarin", text!("华法林", "warfarin")),
    code("argatroban", text!("阿加曲班", "argatroban")),
    code("bivalirudin", text!("比伐芦定", "bivalirudin")),
    code("anticoagulant", text!("其他，或药名不明", "another one, or the name not told")),
];
const INTENSITIES: &[EntryCode] = &[
    code("treatment", text!("治疗剂量", "treatment dose")),
    code("prophylactic", text!("预防剂量", "prophylactic dose")),
    code("not_told", text!("剂量不明（按治疗剂量）", "not told (read as treatment)")),
];
const AGENTS: &[EntryCode] = &[
    code("enoxaparin", text!("依诺肝素", "enoxaparin")),
    code("nadroparin", text!("那屈肝素", "nadroparin")),
    code("dalteparin", text!("达肝素", "dalteparin")),
    code("ufh", text!("普通肝素", "unfractionated heparin")),
    code("fondaparinux", text!("磺达肝癸钠", "fondaparinux")),
    code("rivaroxaban", text!("利伐沙班", "rivaroxaban")),
    code("apixaban", text!("阿哌沙班", "apixaban")),
    code("other", text!("其他（写入备注）", "another one (in the note)")),
];
const WEIGHT_FROM: &[EntryCode] = &[
    code("scale", text!("称重", "on a scale")),
    code("told", text!("患者、家属或病历所述", "told by patient, kin or a record")),
    code("estimate", text!("估计（医师签名才作数）", "an estimate (counts where a physician signs it)")),
];
const DECISIONS: &[EntryCode] = &[
    code("scan_weekly", text!("不用药，每周复查超声", "no drug, scan weekly")),
    code("reperfusion", text!("再灌注", "reperfusion")),
    code("no_reperfusion", text!("暂不再灌注", "no reperfusion for now")),
    code("other_cause", text!("按其他原因处理", "handled as another cause")),
];
const PLANS: &[EntryCode] =
    &[code("treatment", text!("治疗剂量抗凝", "treatment dose")), code("without_treatment", text!("不给治疗剂量", "no treatment dose"))];
const LEFT: &[EntryCode] = &[
    code("discharged", text!("出院", "discharged")),
    code("refused", text!("拒绝检查或治疗", "refused")),
    code("turned_back", text!("转诊途中折返", "turned back on the way")),
    code("deceased", text!("死亡", "deceased")),
];
const SEVERITY: &[EntryCode] = &[
    code("low", text!("低危", "low")),
    code("int_low", text!("中低危", "intermediate-low")),
    code("int_high", text!("中高危", "intermediate-high")),
    code("high", text!("高危", "high")),
];

const PLACES: &[EntryCode] = &[code("inpatient", text!("住院治疗", "in hospital")), code("home", text!("居家治疗", "at home"))];
const HESTIA_OUTCOMES: &[EntryCode] = &[
    code("inpatient", text!("有任一项为是：住院", "any is yes: in hospital")),
    code("home_possible", text!("十一项均为否：可考虑居家", "all eleven are no: home may be considered")),
];

const CALF: &[EntryUnit] = &[within("cm", 10.0, 100.0)];
const DOSES: &[EntryUnit] = &[within("mg", 0.5, 300.0), within("[iU]", 100.0, 40_000.0), within("U", 100.0, 40_000.0), within("mL", 0.05, 5.0)];
const RATES: &[EntryUnit] = &[within("U/h", 10.0, 4000.0)];
const HOURS: &[EntryUnit] = &[within("h", 1.0, 48.0)];
const RATIO: &[EntryUnit] = &[within("{ratio}", 0.1, 30.0)];
const SCORE: &[EntryUnit] = &[within("{points}", 0.0, 30.0)];
const ITEMS: &[EntryUnit] = &[within("{items}", 0.0, 3.0)];

const fn field(id: &'static str, label: Text, kind: FieldKind) -> EntryField {
    EntryField::new(id, label, kind)
}

const fn yes_no(id: &'static str, label: Text) -> EntryField {
    EntryField::new(id, label, FieldKind::YesNo)
}

const fn heard(id: &'static str, label: Text) -> EntryField {
    EntryField::new(id, label, FieldKind::Heard)
}

const fn measured(id: &'static str, quantity: Quantity) -> EntryField {
    EntryField::new(id, quantity.named_text(), FieldKind::Measured(quantity))
}

const fn words(id: &'static str, label: Text) -> EntryField {
    EntryField::new(id, label, FieldKind::Words(200))
}

const fn items(ids: &'static [&'static str]) -> EntryField {
    EntryField::new("items", text!("逐项答案", "Items as answered"), FieldKind::Scored(ids))
}

const fn name(label: Text) -> EntryField {
    EntryField::new("name", label, FieldKind::Words(64)).required()
}

const fn both(id: &'static str, label: Text, fields: &'static [EntryField], closes: &'static [PathClock]) -> PathEntry {
    PathEntry { id, label, who: EntryWho::NurseOrPhysician, fields, closes, early: false }
}

const fn physician(id: &'static str, label: Text, fields: &'static [EntryField], closes: &'static [PathClock]) -> PathEntry {
    PathEntry { id, label, who: EntryWho::Physician, fields, closes, early: false }
}

const EXPECTED: EntryField = field("expected_at", text!("预计出结果时间", "Result expected at"), FieldKind::Time(TimeSide::Coming));
const REASON: EntryField = words("reason", text!("理由", "Reason")).required();

/// In the order in which an episode meets them. The time of each is the `at` of its event: when it was measured, taken, told, done.
#[rustfmt::skip]
pub static ENTRIES: &[PathEntry] = &[
    both("vitals", text!("生命体征", "Vital signs"), &[
        field("consciousness", text!("意识", "Consciousness"), FieldKind::OneOf(CONSCIOUSNESS)),
        measured("sbp", Quantity::Sbp).needs("dbp"),
        measured("dbp", Quantity::Dbp).needs("sbp"),
        measured("heart_rate", Quantity::HeartRate),
        measured("respiratory_rate", Quantity::RespiratoryRate),
        measured("spo2", Quantity::Spo2).needs("oxygen"),
        field("oxygen", text!("测SpO₂时", "SpO₂ was taken"), FieldKind::OneOf(OXYGEN)),
        measured("temperature", Quantity::Temperature),
        yes_no("pressure_cannot_be_measured", text!("病情重而血压测不出（按不稳定处理）", "Pressure cannot be measured in a sick patient (counts as unstable)")),
        yes_no("others_cannot_be_measured", text!("呼吸、SpO₂、体温中有测不出者", "Breathing, SpO₂ or temperature cannot be measured")),
        yes_no("arrest", text!("心脏骤停", "Cardiac arrest")),
        yes_no("vasopressor", text!("已补液仍须升压药维持90 mmHg且有脏器低灌注", "A vasopressor is needed for 90 mmHg although filled, with hypoperfusion of organs")),
        yes_no("collapse", text!("晕厥或虚脱", "Collapse or faint")),
        field("usual_sbp", text!("平时的收缩压", "Usual systolic pressure"), FieldKind::Measured(Quantity::Sbp)),
    ], &[PathClock::Vitals]).early(),
    physician("stability", text!("医师判断是否稳定", "A physician's word on stability"), &[
        yes_no("stable", text!("现已稳定", "Stable now")).required(),
        field("other_cause", text!("低血压的其他原因", "Another cause of the low pressure"), FieldKind::OneOf(CAUSES)),
    ], &[]),
    both("limb_check", text!("患肢检查", "Limb check"), &[
        field("colour", text!("颜色", "Colour"), FieldKind::OneOf(COLOURS)).required(),
        yes_no("very_painful", text!("剧痛", "Very painful")).required(),
        yes_no("pulseless", text!("足背动脉摸不到", "No pulse")).required(),
        yes_no("numb", text!("麻木", "Numb")).required(),
        yes_no("blisters", text!("水疱", "Blisters")),
        yes_no("leg_signs", text!("下肢肿胀、压痛", "Swelling or tenderness of a leg")),
        field("calf_left", text!("左小腿周径（胫骨粗隆下10 cm）", "Left calf, 10 cm below the tibial tuberosity"), FieldKind::Number(CALF)).marked(&[V2("S175"), D(text!("测量位置", "landmark"))]),
        field("calf_right", text!("右小腿周径（胫骨粗隆下10 cm）", "Right calf, 10 cm below the tibial tuberosity"), FieldKind::Number(CALF)).marked(&[V2("S175"), D(text!("测量位置", "landmark"))]),
        yes_no("compression_off", text!("弹力袜与充气泵已取下", "Stocking and pump are off")),
    ], &[PathClock::Vitals]).early(),
    both("symptoms", text!("症状", "Symptoms"), &[
        yes_no("dyspnoea", text!("气促", "Short of breath")),
        yes_no("chest_pain", text!("胸痛", "Chest pain")),
        yes_no("syncope", text!("晕厥", "Faint")),
        yes_no("haemoptysis", text!("咯血", "Blood in sputum")),
        yes_no("leg_signs", text!("下肢肿胀、压痛", "Swelling or tenderness of a leg")),
        field("since", text!("症状开始时间", "Symptoms began at"), FieldKind::Time(TimeSide::Past)),
        yes_no("in_patient", text!("住院患者", "An in-patient")),
    ], &[]),
    both("physician_told", text!("已告知医师", "Physician told"), &[name(text!("医师姓名", "Name of the physician")), field("way", text!("方式", "How"), FieldKind::OneOf(WAYS))], &[PathClock::PhysicianTold]),
    both("physician_unreachable", text!("医师联系不上", "Physician not reached"), &[name(text!("呼叫的医师", "Who was called"))], &[]),
    both("physician_seen", text!("医师已到床旁", "Physician at the bed"), &[name(text!("医师姓名", "Name of the physician"))], &[PathClock::PhysicianSeen]),
    both("called", text!("已呼叫", "Called"), &[
        field("whom", text!("呼叫对象", "Whom"), FieldKind::OneOf(&[code("resus", text!("抢救小组", "resuscitation team")), code("pert", text!("PERT或上级医院", "PERT or the higher hospital")), code("vascular", text!("血管外科", "vascular surgeon")), code("ambulance", text!("120", "ambulance")), code("senior", text!("上级医师", "next senior")), code("obstetrician", text!("产科", "obstetrician")), code("haematologist", text!("血液科", "haematologist"))])).required(),
        words("name", text!("姓名", "Name")),
    ], &[]),
    both("pert_answered", text!("PERT或上级医院已答复", "PERT or the higher hospital answered"), &[name(text!("对方姓名", "Who answered")), words("answer", text!("答复", "Answer"))], &[PathClock::Pert]),
    both("ecg", text!("心电图", "ECG"), &[words("finding", text!("所见", "Finding"))], &[PathClock::Ecg]).early(),
    both("pregnancy", text!("妊娠或产后6周内", "Pregnant, or within 6 weeks of delivery"), &[
        field("gravidity", text!("是否妊娠或产后", "Pregnant or postpartum"), FieldKind::OneOf(GRAVIDITY)).required(),
        yes_no("labour_or_delivery_near", text!("临产，或24小时内预计分娩", "In labour, or delivery expected within 24 h")),
        yes_no("breast_feeding", text!("哺乳", "Breast-feeding")),
    ], &[PathClock::Preg]),
    both("probability", text!("临床可能性评分", "Probability score"), &[
        field("instrument", text!("评分", "Score"), FieldKind::OneOf(INSTRUMENTS)).required(),
        field("points", text!("得分", "Points"), FieldKind::Number(SCORE)),
        field("band", text!("两级分层", "Two levels"), FieldKind::OneOf(LIKELIHOOD)),
        field("years_items", text!("YEARS阳性条目数", "YEARS items present"), FieldKind::Number(ITEMS)),
        items(&["wells_pe", "wells_dvt", "geneva", "geneva_simplified", "years"]),
    ], &[PathClock::Score]),
    physician("own_estimate", text!("医师本人判断", "The physician's own estimate"), &[
        field("likelihood", text!("可能性", "Likelihood"), FieldKind::OneOf(LIKELIHOOD)),
        yes_no("below_15", text!("本人估计PE可能性<15%", "Own estimate of PE below 15 %")),
        yes_no("high_suspicion", text!("高度怀疑（妊娠、上肢）", "High suspicion (pregnancy, arm)")),
    ], &[PathClock::Score]),
    both("perc", text!("PERC八项", "PERC, eight items"), &[
        yes_no("age_ge_50", text!("年龄≥50岁", "Age 50 or over")),
        yes_no("hr_ge_100", text!("心率≥100次/分", "Heart rate 100/min or more")),
        yes_no("spo2_lt_95", text!("未吸氧时SpO₂<95%", "SpO₂ below 95 % on air")),
        yes_no("unilateral_leg_swelling", text!("单侧下肢肿胀", "Unilateral leg swelling")),
        yes_no("haemoptysis", text!("咯血", "Blood in sputum")),
        yes_no("surgery_trauma_4w", text!("4周内手术或创伤", "Surgery or trauma within 4 weeks")),
        yes_no("prior_vte", text!("既往PE或DVT", "Prior PE or DVT")),
        yes_no("oestrogen", text!("使用雌激素", "Oestrogen use")),
    ], &[PathClock::Score]),
    both("test_conditions", text!("检查条件", "What decides the tests"), &[
        heard("active_cancer", text!("活动性癌症", "Active cancer")),
        field("contrast", text!("造影剂", "Contrast"), FieldKind::OneOf(CONTRAST)),
    ], &[]),
    both("ddimer_ordered", text!("已申请D-二聚体", "D-dimer ordered"), &[EXPECTED], &[]).early(),
    both("ddimer_result", text!("D-二聚体结果", "D-dimer result"), &[
        field("value", text!("数值与单位（FEU或DDU）", "Value and unit (FEU or DDU)"), FieldKind::Ddimer).required().marked(POSITIVE_STAYS),
        yes_no("bedside", text!("床旁检测", "Bedside test")),
        field("device_cut_off", text!("该仪器的界值", "Cut-off of that device"), FieldKind::Ddimer),
        yes_no("on_treatment", text!("采血前治疗剂量抗凝已超过24小时", "Drawn after more than 24 h of treatment dose")),
    ], &[PathClock::Ddimer]).early(),
    both("chest_ordered", text!("已申请胸部影像", "Imaging of the chest ordered"), &[field("test", text!("检查", "Test"), FieldKind::OneOf(CHEST_TESTS)).required(), EXPECTED], &[]).early(),
    both("chest_result", text!("胸部影像结果", "Imaging of the chest: result"), &[field("result", text!("结果", "Result"), FieldKind::OneOf(CHEST_RESULTS)).required()], &[PathClock::Ctpa]).early(),
    both("scan_ordered", text!("已申请静脉超声", "Ultrasound ordered"), &[EXPECTED], &[]).early(),
    both("scan_result", text!("静脉超声结果", "Ultrasound: result"), &[
        field("result", text!("结果", "Result"), FieldKind::OneOf(SCAN_RESULTS)).required(),
        yes_no("severe_symptoms", text!("小腿血栓症状重", "Calf clot with severe symptoms")),
    ], &[PathClock::Us, PathClock::RepeatUs, PathClock::RepeatUsPreg, PathClock::RepeatUsWeekly]).early(),
    physician("echo", text!("床旁心脏超声", "Bedside echo"), &[field("right_heart", text!("右心", "Right ventricle"), FieldKind::OneOf(RIGHT_HEART)).required()], &[]).early(),
    both("history", text!("用药前的病史问题", "The questions before a dose"), HISTORY_FIELDS, &[PathClock::GateAnswer]),
    both("anticoagulant", text!("体内的抗凝药", "An anticoagulant in the blood"), &[
        field("substance", text!("药名", "Substance"), FieldKind::OneOf(SUBSTANCES)).required(),
        field("intensity", text!("剂量", "Dose"), FieldKind::OneOf(INTENSITIES)).required(),
        field("last_dose", text!("末次给药（静脉泵：停泵时间）", "Last dose (an infusion: when it was stopped)"), FieldKind::Past).required(),
        field("interval", text!("给药间隔", "Interval"), FieldKind::Number(HOURS)),
        yes_no("infusion", text!("静脉泵注", "An infusion")),
        yes_no("running", text!("仍在用（未停、未暂停）", "Still running (neither stopped nor held)")).required(),
        yes_no("still_taken", text!("患者仍在服用", "The patient still takes it")),
        yes_no("stop_explained", text!("停药原因清楚，且非出血或HIT", "Why it was stopped is known, and is neither bleeding nor HIT")),
        yes_no("other_indication", text!("另有抗凝适应证（如房颤、瓣膜）", "It has another indication (atrial fibrillation, valve)")),
    ], &[PathClock::GateAnswer]),
    both("needle", text!("椎管内穿刺或导管", "Needle or catheter in the neuraxis"), &[
        yes_no("catheter", text!("留置导管", "A catheter stays")).required(),
        field("removed_at", text!("拔管时间", "Catheter out at"), FieldKind::Time(TimeSide::Past)),
        yes_no("traumatic", text!("损伤性（出血性）穿刺", "A traumatic (bloody) tap")),
    ], &[PathClock::GateAnswer]).early(),
    both("weight", text!("体重", "Weight"), &[
        measured("weight", Quantity::Weight).required(),
        field("source", text!("来源", "How it was had"), FieldKind::OneOf(WEIGHT_FROM)).required(),
        yes_no("doubtful", text!("有疑问（水肿、透析、两次相差>10%）", "In doubt (oedema, dialysis, two values more than 10 % apart)")),
        measured("height", Quantity::Height),
    ], &[PathClock::GateAnswer]).early(),
    both("dose_checked", text!("第二人已核对体重与剂量", "A second person has checked weight and dose"), &[name(text!("核对人", "Who checked"))], &[PathClock::GateAnswer]),
    both("labs", text!("化验结果", "Laboratory results"), &[
        measured("platelets", Quantity::Platelets),
        measured("haemoglobin", Quantity::Haemoglobin),
        measured("creatinine", Quantity::Creatinine),
        measured("crcl", Quantity::Crcl),
        measured("inr", Quantity::Inr),
        field("aptt_of_limit", text!("APTT为正常上限的倍数", "APTT, times the upper limit"), FieldKind::Number(RATIO)),
        field("aptt_ratio", text!("APTT为正常中值的倍数", "APTT, times the middle of the normal range"), FieldKind::Number(RATIO)),
    ], &[PathClock::GateAnswer]).early(),
    physician("labs_reviewed", text!("化验已阅并处理", "Blood results read and acted on"), &[words("note", text!("处理", "What was done"))], &[PathClock::LabsReviewed]),
    physician("gate_answered", text!("筛查问题已答复", "A question of the gates answered"), &[
        field("gate", text!("问题", "Question"), FieldKind::Gate(&[GateSays::Ask])).required(),
        name(text!("由谁答复", "Who answered")),
        words("answer", text!("答复", "Answer")).required(),
    ], &[PathClock::GateAnswer]),
    physician("gate_overridden", text!("不可或暂缓，医师决定仍用药", "BLOCK or HOLD set aside by the physician"), &[
        field("gate", text!("禁忌或暂缓的原因", "What stands against it"), FieldKind::Gate(&[GateSays::Block, GateSays::Hold])).required(),
        REASON,
    ], &[PathClock::GateAnswer]),
    physician("interim_confirmed", text!("医师确认确诊前抗凝（一个给药间隔）", "Interim anticoagulation confirmed by the physician (one dosing interval)"), &[
        field("drug", text!("药物", "Drug"), FieldKind::OneOf(AGENTS)).required(),
        field("dose", text!("剂量（普通肝素：静推量）", "Dose (UFH: the bolus)"), FieldKind::Number(DOSES)),
        field("rate", text!("泵注速度", "Rate of the infusion"), FieldKind::Number(RATES)),
        field("interval", text!("给药间隔", "Interval"), FieldKind::Number(HOURS)),
        words("read_back", text!("电话医嘱：复述者与见证人", "By telephone: who read it back, and the witness")),
    ], &[]),
    both("interim_given", text!("已给确诊前抗凝", "Interim dose given"), &[
        field("drug", text!("药物", "Drug"), FieldKind::OneOf(AGENTS)).required(),
        field("dose", text!("剂量（普通肝素：静推量）", "Dose (UFH: the bolus)"), FieldKind::Number(DOSES)),
        field("rate", text!("泵注速度", "Rate of the infusion"), FieldKind::Number(RATES)),
        field("interval", text!("给药间隔", "Interval"), FieldKind::Number(HOURS)),
        name(text!("给药人", "Given by")),
    ], &[PathClock::Interim, PathClock::Redose]),
    physician("interim_not_given", text!("决定不给确诊前抗凝", "Decided: no interim dose"), &[REASON], &[PathClock::Interim]),
    physician("senior_decision", text!("上级医师决定", "A senior decided"), &[
        field("decision", text!("决定", "Decision"), FieldKind::OneOf(DECISIONS)).required(),
        name(text!("决定者", "Who decided")),
        words("reason", text!("理由", "Reason")),
    ], &[PathClock::SeniorDecision]),
    physician("severity", text!("PE严重程度", "Severity of PE"), &[
        field("class", text!("分级（ESC 2019）", "Class (ESC 2019)"), FieldKind::OneOf(SEVERITY)).required(),
        yes_no("rv_dysfunction", text!("右心功能不全", "RV dysfunction")),
        yes_no("troponin_raised", text!("肌钙蛋白升高", "Troponin raised")),
        items(&["esc_2019", "spesi", "pesi"]),
    ], &[PathClock::SeverityKnown]),
    physician("disposition", text!("PE治疗场所", "Where PE is treated"), &[
        field("place", text!("治疗场所", "Place of treatment"), FieldKind::OneOf(PLACES)).required().marked(&[V("S75"), V("S76"), V("S189")]),
        field("hestia", text!("Hestia标准", "Hestia criteria"), FieldKind::OneOf(HESTIA_OUTCOMES)),
        yes_no("next_day_contact", text!("本院能保证次日联系患者", "This hospital can reach the patient the next day")),
        items(&["hestia"]),
        words("reason", text!("理由（不满足全部条件而居家时必填）", "Why (needed for home where a condition is not met)")).marked(&[D(text!("缺条件时须写理由", "a reason where a condition is not met"))]),
    ], &[]),
    physician("treatment_plan", text!("医师方案", "The physician's plan"), &[
        field("plan", text!("方案", "Plan"), FieldKind::OneOf(PLANS)).required(),
        words("reason", text!("内容或理由", "What, or why not")).required(),
    ], &[PathClock::SeniorDecision]),
    both("patient_reached", text!("已联系到患者或家属", "Patient or kin reached"), &[name(text!("联系到的人", "Who was reached")), words("answer", text!("答复", "Answer"))], &[PathClock::CallBack]),
    both("left", text!("未得结论即离开", "Left before an answer"), &[field("how", text!("方式", "How"), FieldKind::OneOf(LEFT)).required(), words("reason", text!("理由", "Reason"))], &[]),
    both("withdrawal_proposed", text!("提议撤销疑似", "Withdrawal proposed"), &[REASON], &[]),
];

/// The entry of this id.
pub fn entry(id: &str) -> Option<&'static PathEntry> {
    ENTRIES.iter().find(|entry| same(entry.id, id))
}
