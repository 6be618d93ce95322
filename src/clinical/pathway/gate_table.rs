//! The gates G0 to G18 as a table (extended specification 5.6.5): what fires, what it answers, where it comes from. `gates`
//! says when a row fires; what it answers stands here and nowhere else.

use super::codes::{AskItem, Gate};
use crate::clinical::source::{Mark, Mark::D, Mark::V, Mark::V2};
use crate::text::{Text, text};

/// What a row answers; of several the worst holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GateSays {
    /// Shown, and blocks nothing.
    Caution,
    Already,
    Ask,
    Hold,
    Block,
}

impl GateSays {
    pub fn label(self) -> Text {
        match self {
            GateSays::Caution => text!("提示", "caution"),
            GateSays::Already => text!("已在用", "ALREADY"),
            GateSays::Ask => text!("询问", "ASK"),
            GateSays::Hold => text!("暂缓", "HOLD"),
            GateSays::Block => text!("禁用", "BLOCK"),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct GateRow {
    pub id: &'static str,
    pub gate: Gate,
    pub says: GateSays,
    /// What an `ASK` asks for; `None`: the wording has no word for it.
    pub item: Option<AskItem>,
    /// Not even a physician's signature opens it.
    pub no_override: bool,
    /// A question that only its own answer closes: a history that nobody has taken, a pressure, weight or INR that nobody has measured, the 4Ts.
    /// Words of a person beside it close none, because the fact would stay open behind them (5.6.5, I15; which these are: D).
    pub own_answer: bool,
    pub fires: Text,
    pub marks: &'static [Mark],
}

impl GateRow {
    /// Whether a named person's word may close this question.
    pub fn is_answered_by_name(&self) -> bool {
        self.says == GateSays::Ask && !self.own_answer
    }
}

const fn block(id: &'static str, gate: Gate, fires: Text, marks: &'static [Mark]) -> GateRow {
    GateRow { id, gate, says: GateSays::Block, item: None, no_override: false, own_answer: false, fires, marks }
}

const fn never(id: &'static str, gate: Gate, fires: Text, marks: &'static [Mark]) -> GateRow {
    GateRow { no_override: true, ..block(id, gate, fires, marks) }
}

const fn hold(id: &'static str, gate: Gate, fires: Text, marks: &'static [Mark]) -> GateRow {
    GateRow { says: GateSays::Hold, ..block(id, gate, fires, marks) }
}

const fn ask(id: &'static str, gate: Gate, item: AskItem, fires: Text, marks: &'static [Mark]) -> GateRow {
    GateRow { says: GateSays::Ask, item: Some(item), ..block(id, gate, fires, marks) }
}

/// Nobody has asked it yet.
const fn unasked(id: &'static str, gate: Gate, item: AskItem, fires: Text) -> GateRow {
    only(ask(id, gate, item, fires, UNASKED))
}

/// Closed by its own answer alone.
const fn only(row: GateRow) -> GateRow {
    GateRow { own_answer: true, ..row }
}

const fn already(id: &'static str, fires: Text, marks: &'static [Mark]) -> GateRow {
    GateRow { says: GateSays::Already, ..block(id, Gate::InBlood, fires, marks) }
}

const fn caution(id: &'static str, gate: Gate, fires: Text, marks: &'static [Mark]) -> GateRow {
    GateRow { says: GateSays::Caution, ..block(id, gate, fires, marks) }
}

const UNASKED: &[Mark] = &[D(text!("未回答的病史问题", "an unanswered question of history"))];
const OURS: &[Mark] = &[D(text!("这一行", "this row"))];
const LABELS: &[Mark] = &[V("S157"), V("S158")];
const ISTH: &[Mark] = &[V("S171"), D(text!("用于非癌症患者", "use beyond cancer"))];
const BLOOD: &[Mark] = &[D(text!("时间与答复", "times and answers"))];

/// In the order of the gates, which is the order in which they are asked.
#[rustfmt::skip]
pub static GATES: &[GateRow] = &[
    never("g0_child", Gate::Age, text!("未满18岁", "< 18"), OURS),
    only(GateRow { item: None, ..ask("g0_age", Gate::Age, AskItem::Weight, text!("年龄未知", "age unknown"), OURS) }),

    block("g1_bleeding", Gate::ActiveBleed, text!("活动性出血（疑似PE的痰中带血不算；24小时≥100 mL或阻塞气道的咯血算）", "active bleeding (blood-streaked sputum of a suspected PE is not it; haemoptysis >= 100 mL in 24 h, or filling the airway, is)"), &[V("S157"), V("S158"), D(text!("咯血量", "the amount of haemoptysis"))]),
    ask("g1_haemoglobin", Gate::ActiveBleed, AskItem::Bleeding, text!("血红蛋白警报未答复", "AL_HB_FALL or AL_HB_LOW unanswered"), OURS),
    unasked("g1_asked", Gate::ActiveBleed, AskItem::Bleeding, text!("是否出血未问", "bleeding not asked")),

    block("g2_bleed", Gate::Cns, text!("颅内或椎管内出血≤90天，或出血性卒中", "intracranial or spinal bleed <= 90 days, or haemorrhagic stroke"), &[V("S157"), V("S158"), D(text!("3个月", "3 months"))]),
    caution("g2_bleed_old", Gate::Cns, text!("更早的颅内或椎管内出血", "an older intracranial or spinal bleed"), OURS),
    block("g2_lesion", Gate::Cns, text!("脑或脊髓病变有出血风险", "lesion at risk in brain or cord"), LABELS),
    block("g2_operation", Gate::Cns, text!("脑、脊柱、眼部手术后术者未放行", "brain, spine or eye operation not yet released by the surgeon"), LABELS),
    block("g2_lysis", Gate::Cns, text!("24小时内因卒中溶栓，或适应证不明", "thrombolysis <= 24 h for stroke, or the indication not told"), LABELS),
    hold("g2_stroke", Gate::Cns, text!("缺血性卒中≤14天，或类型未明", "ischaemic stroke <= 14 days, or not yet told which kind"), OURS),
    hold("g2_lysis_other", Gate::Cns, text!("24小时内因PE以外的其他原因全身溶栓", "systemic lysis <= 24 h for another reason than PE"), OURS),
    ask("g2_head", Gate::Cns, AskItem::Stroke, text!("7天内头部外伤（包括今日晕厥跌倒），其后未做头颅CT", "head injury <= 7 days (also a fall in the syncope of today) without a head CT since"), OURS),
    unasked("g2_asked", Gate::Cns, AskItem::Stroke, text!("卒中、外伤、手术未问", "stroke, injury, operation not asked")),

    GateRow { no_override: true, ..hold("g3_acute", Gate::Hit, text!("4Ts≥4或本次住院确诊HIT：禁用一切肝素，等血液科", "4Ts >= 4 or confirmed HIT this stay: no heparin of any kind, the haematologist"), &[V2("S180B")]) },
    only(ask("g3_alert", Gate::Hit, AskItem::FourTs, text!("血小板警报未答复、皮肤坏死，或肝素≥5天后确诊VTE：肝素与磺达肝癸钠均不用", "AL_PLT_HIT unanswered at any count, skin necrosis, or VTE confirmed on heparin begun >= 5 days ago: heparins and fondaparinux out"), OURS)),
    caution("g3_amber", Gate::Hit, text!("血小板黄色警报：评4Ts", "AL_PLT_AMBER: 4Ts"), OURS),
    GateRow { no_override: true, ..caution("g3_past", Gate::Hit, text!("既往HIT：不用肝素，其他药可用", "HIT in the past: heparins out of the list, others stay"), &[V("S157")]) },
    unasked("g3_asked", Gate::Hit, AskItem::LowCount, text!("HIT史未问", "HIT not asked")),

    never("g4_below_20", Gate::Platelets, text!("血小板<20", "platelets < 20"), ISTH),
    block("g4_below_25", Gate::Platelets, text!("血小板20~24：血液科", "platelets 20-24: haematologist"), ISTH),
    hold("g4_25", Gate::Platelets, text!("血小板25~49：半量抗凝，或输血小板至40~50后足量，由血液科定", "platelets 25-49: half dose, or full dose with transfusion to 40-50 in extensive clot, by the haematologist"), &[V("S171")]),
    caution("g4_50", Gate::Platelets, text!("血小板50~99", "platelets 50-99"), &[V("S171")]),
    ask("g4_unknown", Gate::Platelets, AskItem::Platelets, text!("血小板未知而有可能偏低的原因", "count unknown and something points to a low one"), OURS),

    hold("g5_inr", Gate::Coag, text!("未用VKA而INR>1.5：血液科", "INR > 1.5 without VKA: haematologist"), OURS),
    hold("g5_aptt", Gate::Coag, text!("APTT>上限1.5倍（非狼疮抗凝物、非肝素）", "APTT > 1.5 x limit (not lupus anticoagulant, not heparin)"), OURS),
    hold("g5_disorder", Gate::Coag, text!("未治疗的出血性疾病", "untreated bleeding disorder"), OURS),
    ask("g5_doac", Gate::Coag, AskItem::Inr, text!("近期用DOAC，数值不能决定", "beside a recent DOAC the figures do not decide"), OURS),
    ask("g5_unknown", Gate::Coag, AskItem::Inr, text!("已知肝病、脓毒症伴出血或出血史而INR未知", "INR unknown with known liver disease, sepsis with bleeding, or a bleeding disorder in the history"), OURS),
    unasked("g5_asked", Gate::Coag, AskItem::Bleeding, text!("出血性疾病未问", "bleeding disorder not asked")),

    already("g6_works", text!("治疗剂量抗凝药有效", "treatment dose, effective"), BLOOD),
    already("g6_overdue", text!("治疗剂量已过给药时间，未过两个间隔", "treatment dose overdue, not yet 2 x the interval"), BLOOD),
    ask("g6_stale", Gate::InBlood, AskItem::Anticoagulant, text!("末次给药超过两个间隔：是否仍在用", "last dose older than 2 x its interval: is it still taken?"), BLOOD),
    ask("g6_no_figures", Gate::InBlood, AskItem::Anticoagulant, text!("无数据的抗凝药，或名称、强度不明", "an anticoagulant without figures; intensity or name not told"), BLOOD),
    ask("g6_last_dose", Gate::InBlood, AskItem::Anticoagulant, text!("末次给药时间不明", "last dose unknown"), BLOOD),
    already("g6_vka", text!("VKA，INR（≤72小时）达目标下限", "VKA, INR (<= 72 h old) at or above its lower end"), BLOOD),
    hold("g6_vka_high", Gate::InBlood, text!("VKA，INR高于目标上限", "VKA, INR above its upper end"), BLOOD),
    caution("g6_vka_overlap", Gate::InBlood, text!("VKA，INR（≤24小时）1.5至下限：仅肝素（重叠），不用DOAC", "VKA, INR (<= 24 h old) 1.5 to below that: heparin only (overlap), no DOAC"), BLOOD),
    caution("g6_vka_low", Gate::InBlood, text!("VKA，INR<1.5：选DOAC则停VKA", "VKA, INR < 1.5: VKA stopped if a DOAC is chosen"), &[V("S172"), D(text!("这一行", "this row"))]),
    only(ask("g6_vka_inr", Gate::InBlood, AskItem::Inr, text!("VKA，INR未知或过旧", "VKA, INR unknown or too old"), BLOOD)),
    already("g6_still", text!("上一剂治疗量仍有效（已停、漏用，或确诊前已给的一剂）", "the last treatment dose still works (stopped, missed, or the one given while waiting)"), &[V("S172")]),
    ask("g6_ufh_stopped", Gate::InBlood, AskItem::Aptt, text!("普通肝素已停，APTT比值>2.3或未知，或停药原因不明", "UFH infusion stopped, ratio > 2.3 or unknown, or why not told"), BLOOD),
    ask("g6_prophylactic_ask", Gate::InBlood, AskItem::Anticoagulant, text!("预防剂量仍在间隔内，可能性大、不稳定或妊娠：现在给治疗剂量?", "prophylactic dose within its gap; likely, unstable or pregnant: treatment dose now?"), BLOOD),
    hold("g6_prophylactic", Gate::InBlood, text!("预防剂量仍在间隔内", "prophylactic dose within its gap"), BLOOD),
    hold("g6_lysis_pe", Gate::InBlood, text!("24小时内因PE溶栓：APTT<上限2倍后仅普通肝素", "thrombolysis for PE <= 24 h: until APTT < 2 x upper limit, then UFH only"), &[V2("S187B")]),
    ask("g6_gp2b3a", Gate::InBlood, AskItem::Anticoagulant, text!("替罗非班或依替巴肽在用或8小时内", "tirofiban or eptifibatide running, or < 8 h ago"), OURS),
    unasked("g6_asked", Gate::InBlood, AskItem::Anticoagulant, text!("抗凝药未问，或有无法识别的药", "anticoagulants not asked, or a medicine that nobody recognises")),

    hold("g7_catheter", Gate::Neuraxial, text!("椎管内导管在位：拔除前；麻醉科", "catheter in place: until removed; anaesthetist"), OURS),
    hold("g7_needle", Gate::Neuraxial, text!("穿刺<24小时或拔管<4小时（损伤性：拔管或穿刺后24小时）", "needle < 24 h ago or catheter out < 4 h ago (traumatic: + 24 h)"), &[V2("S173"), V("S157")]),
    ask("g7_time", Gate::Neuraxial, AskItem::Operation, text!("穿刺时间未告知", "time of the needle not told"), OURS),
    ask("g7_planned", Gate::Neuraxial, AskItem::Operation, text!("24小时内拟穿刺", "needle planned <= 24 h"), OURS),
    unasked("g7_asked", Gate::Neuraxial, AskItem::Operation, text!("穿刺未问", "needles not asked")),

    hold("g8_not_released", Gate::Surgery, text!("高出血风险手术，术者未放行", "high-bleeding operation not released"), OURS),
    hold("g8_12h", Gate::Surgery, text!("大手术后<12小时（时间或大小不明按此）", "any major operation < 12 h ago (size or time not told = major, now)"), &[D(text!("12小时", "12 h"))]),
    ask("g8_72h", Gate::Surgery, AskItem::Operation, text!("大手术后12~72小时：问术者", "major operation 12-72 h ago: surgeon"), OURS),
    ask("g8_delivery", Gate::Surgery, AskItem::Operation, text!("阴道分娩≤24小时或产后出血≤72小时：产科", "vaginal delivery <= 24 h or PPH <= 72 h: obstetrician"), OURS),
    hold("g8_puncture", Gate::Surgery, text!("肝、肾、肺活检或不可压迫穿刺≤24小时", "biopsy of liver, kidney, lung; non-compressible puncture <= 24 h"), OURS),
    ask("g8_planned", Gate::Surgery, AskItem::Operation, text!("24小时内拟手术或此类穿刺", "operation or such a puncture planned <= 24 h"), OURS),
    unasked("g8_asked", Gate::Surgery, AskItem::Operation, text!("手术与穿刺未问", "operations and punctures not asked")),

    block("g9_vessel", Gate::Lesion, text!("已知或疑似静脉曲张、血管畸形、动脉瘤、有风险的颅内肿瘤", "varices known or suspected, vascular malformation, aneurysm, intracranial tumour at risk"), LABELS),
    block("g9_dissection", Gate::Lesion, text!("疑及主动脉夹层或心包填塞，影像否定之前", "aortic dissection thought of or pericardial tamponade, until a picture says no"), OURS),
    hold("g9_label", Gate::Lesion, text!("急性心内膜炎、前置胎盘、现有溃疡、其他高出血风险肿瘤、急性脊髓损伤、3个月内大出血", "acute endocarditis; placenta praevia; ulcer now, other tumour at high bleeding risk, acute spinal-cord injury, major bleeding <= 3 months"), &[V("S157"), V("S158"), D(text!("3个月", "3 months"))]),
    unasked("g9_asked", Gate::Lesion, AskItem::Liver, text!("病变未问", "lesions not asked")),

    only(ask("g10_unmeasured", Gate::Bp, AskItem::Pressure, text!("未测，或末次超过60分钟", "not measured, or the latest > 60 min old"), OURS)),
    ask("g10_180", Gate::Bp, AskItem::Pressure, text!("收缩压180~229或舒张压110~119：现在降压复测，医师定", "SBP 180-229 or DBP 110-119: lower it now, repeat, physician decides"), &[V("S76"), D(text!("答复", "the answer"))]),
    hold("g10_230", Gate::Bp, text!("收缩压≥230或舒张压≥120", "SBP >= 230 or DBP >= 120"), OURS),

    ask("g11_liver", Gate::Liver, AskItem::Liver, text!("肝病伴凝血异常或Child-Pugh B、C：不用DOAC；肝素问INR、血小板、曲张静脉", "liver disease with coagulopathy or Child-Pugh B, C: DOAC out; heparins: INR, count, varices looked for or not"), &[V("S158"), D(text!("其余", "the rest"))]),
    hold("g11_failure", Gate::Liver, text!("急性肝衰竭", "acute liver failure"), OURS),
    unasked("g11_asked", Gate::Liver, AskItem::Liver, text!("肝病未问", "liver not asked")),

    unasked("g12_asked", Gate::Renal, AskItem::Kidney, text!("肾病、透析未问", "kidney disease, dialysis not asked")),
    caution("g12_15", Gate::Renal, text!("CrCl 15~29.9：普通肝素，或依诺肝素每日一次；DOAC慎用", "CrCl 15-29.9: UFH, or enoxaparin once daily, DOAC caution"), &[V("S119D"), V("S159")]),
    caution("g12_unknown", Gate::Renal, text!("肌酐未知：DOAC与磺达肝癸钠不用；LMWH仅一剂", "creatinine unknown: DOAC and fondaparinux out; one LMWH dose"), &[V2("S152"), D(text!("仅一剂", "one dose"))]),

    hold("g13_heparins_out", Gate::Pregnancy, text!("妊娠或产后而肝素不可用：血液科与产科", "pregnant or postpartum and heparins out: haematologist + obstetrician"), OURS),
    caution("g13_as_pregnant", Gate::Pregnancy, text!("未问或不能确定：按妊娠选药", "not asked or cannot be known: drugs as if pregnant"), OURS),

    caution("g14_allergy", Gate::Allergy, text!("任一肝素过敏：肝素类均不用", "allergy to any heparin: heparins out"), &[V("S157")]),
    ask("g14_unrecognised", Gate::Allergy, AskItem::Allergy, text!("无法识别的过敏原", "an allergen that nobody recognises"), OURS),
    unasked("g14_asked", Gate::Allergy, AskItem::Allergy, text!("过敏未问", "allergy not asked")),

    caution("g15_interaction", Gate::Interaction, text!("强效CYP3A4与P-gp抑制剂或诱导剂：不用DOAC", "strong CYP3A4 + P-gp inhibitor or inducer: DOAC out"), &[V("S159")]),
    unasked("g15_asked", Gate::Interaction, AskItem::Anticoagulant, text!("选用DOAC而相互作用、能否口服、胃肠或泌尿道肿瘤未问", "a DOAC, and interactions, swallowing, cancer of gut or urinary tract not asked")),
    caution("g16_aps", Gate::Aps, text!("抗磷脂综合征：不用DOAC", "antiphospholipid syndrome: DOAC out"), &[V("S159")]),
    GateRow { item: None, ..unasked("g16_asked", Gate::Aps, AskItem::Allergy, text!("选用DOAC而抗磷脂综合征未问", "a DOAC and APS not asked")) },

    hold("g17_no_drug", Gate::Stock, text!("筛选后本院无可用药", "no drug left that is in stock, with the pump and APTT for UFH"), OURS),
    hold("g17_haematologist", Gate::Stock, text!("肝素不可用而不稳定、患肢濒危、临近手术分娩或妊娠：血液科", "heparins out and unstable, limb at risk, operation or delivery near, or pregnant: haematologist"), OURS),

    only(ask("g18_unknown", Gate::Weight, AskItem::Weight, text!("体重未知或过旧，而药物按公斤给", "weight unknown and the drug is dosed by kg"), OURS)),
    ask("g18_second", Gate::Weight, AskItem::Weight, text!("体重<40或>150 kg，BMI≥40，或单剂>150 mg依诺肝素：第二人核对", "< 40 kg or > 150 kg, BMI >= 40, or a single dose > 150 mg enoxaparin: second person checks"), OURS),

    ask("labs_first", Gate::Platelets, AskItem::Platelets, text!("先等血小板与肌酐结果，最多60分钟", "count and creatinine are waited for, 60 min at most"), OURS),
    caution("cannot_be_known", Gate::Cns, text!("医师签名认可：某项病史无法得知", "accepted by a physician by name: a question of history cannot be known"), OURS),
    caution("antiplatelet", Gate::InBlood, text!("抗血小板药或NSAID", "antiplatelet or NSAID"), OURS),
    caution("age_85", Gate::Age, text!("≥85岁", "age >= 85"), OURS),
    caution("weight_edge", Gate::Weight, text!("女<45、男<57或>120 kg", "weight < 45 kg (w) / < 57 kg (m) or > 120 kg"), OURS),
    caution("fall_risk", Gate::Cns, text!("跌倒风险", "fall risk"), OURS),
];

/// A row by its id. Panics on an id that is in no row: a test holds every id that `gates` uses.
pub fn gate_row(id: &str) -> &'static GateRow {
    GATES.iter().find(|row| row.id == id).expect("a row of the gates")
}
