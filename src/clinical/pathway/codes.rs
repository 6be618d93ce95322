//! What the green channel says: every code with its wording (extended specification 5.6.9). The Chinese is that document's
//! own and waits for a bilingual clinician: the whole table is [`WORDING`].

use crate::clinical::source::{Mark, Mark::D};
use crate::text::{Text, text};

/// The mark of the whole table.
pub const WORDING: &[Mark] = &[D(text!("全部措辞", "all wording"))];

/// A code and what it says. `{item}`, `{gate}` and `{until}` stand where the reader is told which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRow {
    pub code: ChannelCode,
    pub id: &'static str,
    pub text: Text,
}

/// A step, an answer about the drug, or an order beside the step. None of them is an order to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChannelCode {
    TakeVitals,
    CheckLimb,
    CallResusPert,
    CallVascularNow,
    TreatAsHighRisk,
    OtherCause,
    AskPregnancy,
    DoPerc,
    Score,
    AskGestalt,
    OrderDdimer,
    FixUnit,
    CtpaNow,
    Vq,
    UsNow,
    Us24h,
    ProximalCus,
    RepeatUs,
    SeniorDecides,
    DistalDecide,
    StopExcluded,
    Treat,
    Severity,
    ConsiderFilter,
    ReferNow,
    ReferSameDay,
    CallPatient,
    Close,
    InterimPropose,
    InterimAsk,
    InterimHold,
    InterimBlock,
    InterimAlready,
    DoseDue,
    InterimStop,
    KeepOtherIndication,
    InterimNone,
    InterimNotYet,
    LabsNotAwaited,
    OnTreatment,
    NoDrug,
}

const fn code(code: ChannelCode, id: &'static str, text: Text) -> CodeRow {
    CodeRow { code, id, text }
}

/// In the order of the enumeration.
#[rustfmt::skip]
pub static CODES: [CodeRow; 41] = [
    code(ChannelCode::TakeVitals, "TAKE_VITALS", text!("立即测生命体征：意识、脉搏、血压、呼吸、SpO2（未吸氧时）、体温", "Vital signs now: consciousness, pulse, BP, breathing, SpO2 on air, temperature")),
    code(ChannelCode::CheckLimb, "CHECK_LIMB", text!("检查患肢：颜色、皮温、动脉搏动、感觉、水疱；取下该腿的弹力袜和充气泵", "Check the leg: colour, warmth, pulses, feeling; take compression off")),
    code(ChannelCode::CallResusPert, "CALL_RESUS_PERT", text!("血流动力学不稳定：呼叫抢救小组与PERT/上级医院", "Unstable: resuscitation team, PERT or higher hospital")),
    code(ChannelCode::CallVascularNow, "CALL_VASCULAR_NOW", text!("患肢濒危（青紫或苍白、剧痛、无脉、麻木）：立即请血管外科", "Limb at risk: vascular surgeon now")),
    code(ChannelCode::TreatAsHighRisk, "TREAT_AS_HIGH_RISK", text!("按高危肺栓塞处理：再灌注由医师决定", "Treat as high-risk PE: reperfusion is the physician's decision")),
    code(ChannelCode::OtherCause, "OTHER_CAUSE", text!("未见肺栓塞依据（CTPA阴性，或超声无右心功能不全）：查找休克的其他原因", "No evidence of PE (CTPA negative, or no RV dysfunction on echo): look for another cause of shock")),
    code(ChannelCode::AskPregnancy, "ASK_PREGNANCY", text!("是否妊娠，或产后6周内?（不能确定时按妊娠处理）", "Pregnant, or within 6 weeks of delivery?")),
    code(ChannelCode::DoPerc, "DO_PERC", text!("临床估计<15%且非住院患者：完成PERC八项", "Own estimate < 15 % and not an in-patient: complete the eight PERC items")),
    code(ChannelCode::Score, "SCORE", text!("完成临床可能性评分", "Complete the probability score")),
    code(ChannelCode::AskGestalt, "ASK_GESTALT", text!("请医师给出本人判断", "physician's own estimate")),
    code(ChannelCode::OrderDdimer, "ORDER_DDIMER", text!("查D-二聚体（4小时内出结果）", "D-dimer, result within 4 h")),
    code(ChannelCode::FixUnit, "FIX_UNIT", text!("D-二聚体单位类型（FEU/DDU）不明，不能用于排除", "D-dimer unit type (FEU/DDU) unknown: cannot exclude")),
    code(ChannelCode::CtpaNow, "CTPA_NOW", text!("立即CTPA", "CTPA now")),
    code(ChannelCode::Vq, "VQ", text!("改行肺V/Q显像", "V/Q scan instead")),
    code(ChannelCode::UsNow, "US_NOW", text!("下肢静脉超声（4小时内）", "Leg vein ultrasound (within 4 h)")),
    code(ChannelCode::Us24h, "US_24H", text!("下肢静脉超声（24小时内）", "Leg vein ultrasound (within 24 h)")),
    code(ChannelCode::ProximalCus, "PROXIMAL_CUS", text!("近端静脉加压超声", "Proximal compression ultrasound")),
    code(ChannelCode::RepeatUs, "REPEAT_US", text!("停用确诊前抗凝药，第6~8天复查超声（妊娠及产褥期：第3天和第7天）", "Stop interim drug, repeat ultrasound day 6-8 (pregnancy: days 3 and 7)")),
    code(ChannelCode::SeniorDecides, "SENIOR_DECIDES", text!("检查不能定论：上级医师决定", "Inconclusive: senior decides")),
    code(ChannelCode::DistalDecide, "DISTAL_DECIDE", text!("孤立远端DVT：抗凝或每周复查2周", "isolated calf DVT: treat, or scan weekly for 2 weeks")),
    code(ChannelCode::StopExcluded, "STOP_EXCLUDED", text!("已排除VTE（写明依据）；停用确诊前抗凝药，重新评估预防措施", "Excluded (by what); stop interim drug, return to prophylaxis")),
    code(ChannelCode::Treat, "TREAT", text!("确诊：由医师制定抗凝方案", "Confirmed: physician's treatment plan")),
    code(ChannelCode::Severity, "SEVERITY", text!("评估严重程度", "severity")),
    code(ChannelCode::ConsiderFilter, "CONSIDER_FILTER", text!("确诊而不能抗凝：讨论可回收下腔静脉滤器，每24小时复评", "Confirmed, cannot anticoagulate: discuss retrievable filter, re-check every 24 h")),
    code(ChannelCode::ReferNow, "REFER_NOW", text!("立即转诊（120）", "Refer now (ambulance)")),
    code(ChannelCode::ReferSameDay, "REFER_SAME_DAY", text!("当日转诊", "refer today")),
    code(ChannelCode::CallPatient, "CALL_PATIENT", text!("逾期未复查：联系患者", "Repeat overdue: contact the patient")),
    code(ChannelCode::Close, "CLOSE", text!("结束", "closed")),
    code(ChannelCode::InterimPropose, "INTERIM_PROPOSE", text!("建议确诊前先行抗凝（仅一个给药间隔），须医师确认", "Interim anticoagulation proposed (one dosing interval): physician confirms")),
    code(ChannelCode::InterimAsk, "INTERIM_ASK", text!("用药前须先回答：{item}", "Answer first: {item}")),
    code(ChannelCode::InterimHold, "INTERIM_HOLD", text!("暂缓抗凝：{gate}；{until}再评估", "Not yet: {gate}; asked again {until}")),
    code(ChannelCode::InterimBlock, "INTERIM_BLOCK", text!("不可抗凝：{gate}。影像检查照做，加急", "No anticoagulant: {gate}. Imaging goes on, urgent")),
    code(ChannelCode::InterimAlready, "INTERIM_ALREADY", text!("体内已有治疗剂量抗凝药（有效至{until}）：不加用第二种", "Treatment dose already in the blood (until {until}): no second drug")),
    code(ChannelCode::DoseDue, "DOSE_DUE", text!("原抗凝药已到给药时间：请医师确认是否按时给药", "Next dose of the running drug is overdue: physician confirms")),
    code(ChannelCode::InterimStop, "INTERIM_STOP", text!("停用确诊前抗凝药", "Stop interim drug")),
    code(ChannelCode::KeepOtherIndication, "KEEP_OTHER_INDICATION", text!("另有抗凝适应证，不停药", "keep: other indication")),
    code(ChannelCode::InterimNone, "INTERIM_NONE", text!("目前无须确诊前抗凝", "No interim drug needed")),
    code(ChannelCode::InterimNotYet, "INTERIM_NOT_YET", text!("尚在评估（护士端：等待医师）", "still being assessed")),
    code(ChannelCode::LabsNotAwaited, "LABS_NOT_AWAITED", text!("首剂不等化验，24小时内须阅结果", "First dose without waiting for results; read them within 24 h")),
    code(ChannelCode::OnTreatment, "ON_TREATMENT", text!("抗凝中发生VTE：查漏服、HIT、肿瘤，请会诊", "VTE on treatment: missed doses, HIT, cancer; consult")),
    code(ChannelCode::NoDrug, "NO_DRUG", text!("本院无该患者可用的抗凝药：立即转诊", "No usable anticoagulant here for this patient: refer now")),
];

impl ChannelCode {
    pub fn row(self) -> &'static CodeRow {
        &CODES[self as usize]
    }

    pub fn id(self) -> &'static str {
        self.row().id
    }
}

/// What an `ASK` asks for: the `{item}` of the wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskItem {
    Bleeding,
    Stroke,
    Operation,
    Liver,
    Kidney,
    LowCount,
    Pregnancy,
    Allergy,
    Anticoagulant,
    Weight,
    Pressure,
    Platelets,
    Inr,
    Aptt,
    FourTs,
}

impl AskItem {
    pub const ALL: [AskItem; 15] = [
        AskItem::Bleeding,
        AskItem::Stroke,
        AskItem::Operation,
        AskItem::Liver,
        AskItem::Kidney,
        AskItem::LowCount,
        AskItem::Pregnancy,
        AskItem::Allergy,
        AskItem::Anticoagulant,
        AskItem::Weight,
        AskItem::Pressure,
        AskItem::Platelets,
        AskItem::Inr,
        AskItem::Aptt,
        AskItem::FourTs,
    ];

    pub fn text(self) -> Text {
        match self {
            AskItem::Bleeding => text!("是否正在出血", "bleeding"),
            AskItem::Stroke => text!("卒中或头部外伤", "stroke, head injury"),
            AskItem::Operation => text!("手术或穿刺（时间）", "operation, puncture (time)"),
            AskItem::Liver => text!("肝病、静脉曲张", "liver, varices"),
            AskItem::Kidney => text!("肾病、透析", "kidney, dialysis"),
            AskItem::LowCount => text!("血小板减少、HIT", "low count, HIT"),
            AskItem::Pregnancy => text!("妊娠或产后6周内", "pregnancy"),
            AskItem::Allergy => text!("过敏", "allergy"),
            AskItem::Anticoagulant => text!("抗凝药及末次给药时间", "anticoagulant and last dose"),
            AskItem::Weight => text!("体重", "weight"),
            AskItem::Pressure => text!("血压", "BP"),
            AskItem::Platelets => text!("血小板计数", "count"),
            AskItem::Inr => text!("INR", "INR"),
            AskItem::Aptt => text!("APTT", "APTT"),
            AskItem::FourTs => text!("4Ts评分", "4Ts"),
        }
    }
}

/// The gates, G0 to G18; each says in `gates` when it fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    Age,
    ActiveBleed,
    Cns,
    Hit,
    Platelets,
    Coag,
    InBlood,
    Neuraxial,
    Surgery,
    Lesion,
    Bp,
    Liver,
    Renal,
    Pregnancy,
    Allergy,
    Interaction,
    Aps,
    Stock,
    Weight,
}

/// A gate: its number, its code and its wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateName {
    pub gate: Gate,
    pub id: &'static str,
    pub text: Text,
}

const fn named(gate: Gate, id: &'static str, text: Text) -> GateName {
    GateName { gate, id, text }
}

/// G0 to G18, in order.
#[rustfmt::skip]
pub static GATE_NAMES: [GateName; 19] = [
    named(Gate::Age, "GATE_AGE", text!("未满18岁", "age")),
    named(Gate::ActiveBleed, "GATE_ACTIVE_BLEED", text!("活动性出血", "active bleeding")),
    named(Gate::Cns, "GATE_CNS", text!("颅内或脊髓出血、病变、卒中或头部外伤", "CNS")),
    named(Gate::Hit, "GATE_HIT", text!("肝素诱导的血小板减少症（HIT）", "HIT")),
    named(Gate::Platelets, "GATE_PLATELETS", text!("血小板减少或结果未知", "platelets")),
    named(Gate::Coag, "GATE_COAG", text!("凝血功能异常", "coagulation")),
    named(Gate::InBlood, "GATE_IN_BLOOD", text!("体内抗凝药尚有效或末次给药时间不明", "in the blood")),
    named(Gate::Neuraxial, "GATE_NEURAXIAL", text!("椎管内穿刺或留置导管", "neuraxial")),
    named(Gate::Surgery, "GATE_SURGERY", text!("近期或拟行手术、穿刺", "surgery, puncture")),
    named(Gate::Lesion, "GATE_LESION", text!("静脉曲张、血管病变、溃疡、夹层待排", "lesion")),
    named(Gate::Bp, "GATE_BP", text!("血压过高或未测", "BP")),
    named(Gate::Liver, "GATE_LIVER", text!("肝病", "liver")),
    named(Gate::Renal, "GATE_RENAL", text!("肾功能不全或透析", "renal")),
    named(Gate::Pregnancy, "GATE_PREGNANCY", text!("妊娠、产褥期或哺乳", "pregnancy")),
    named(Gate::Allergy, "GATE_ALLERGY", text!("肝素类过敏", "allergy")),
    named(Gate::Interaction, "GATE_INTERACTION", text!("药物相互作用", "interaction")),
    named(Gate::Aps, "GATE_APS", text!("抗磷脂综合征", "APS")),
    named(Gate::Stock, "GATE_STOCK", text!("无可用药物", "stock")),
    named(Gate::Weight, "GATE_WEIGHT", text!("体重未知或超出范围", "weight")),
];

impl Gate {
    pub fn row(self) -> &'static GateName {
        &GATE_NAMES[self as usize]
    }
}
