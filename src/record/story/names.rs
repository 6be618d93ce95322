//! The names of what an event tells: measures, risks, kinds of events, fields and their coded values, in both languages.

use crate::clinical::chart::Limb;
use crate::clinical::instrument::Risk;
use crate::record::encounter::Standing;
use crate::record::event::Body;
use crate::record::happening::Happening;
use crate::record::measure::MeasureId;
use crate::record::role::Action;
use crate::text::{Text, text};

/// The name of a measure.
pub fn measure(id: &MeasureId) -> Option<Text> {
    match id {
        MeasureId::Basic => Some(text!("基础预防", "Basic measures")),
        MeasureId::Escalate => Some(text!("会诊或上报", "Consult or escalate")),
        MeasureId::Device(device) => Some(device.label()),
        MeasureId::Drug(drug) => Some(drug.label()),
        MeasureId::Other(_) => None,
    }
}

pub fn risk(risk: Option<Risk>) -> Text {
    match risk {
        Some(Risk::Low) => text!("低危", "low"),
        Some(Risk::Moderate) => text!("中危", "moderate"),
        Some(Risk::High) => text!("高危", "high"),
        None => text!("分层未定", "band open"),
    }
}

pub fn bleeding(high: Option<bool>) -> Text {
    match high {
        Some(true) => text!("出血高危", "bleeding: high"),
        Some(false) => text!("非出血高危", "bleeding: not high"),
        None => text!("出血未定", "bleeding: open"),
    }
}

pub fn limb(limb: Limb) -> Text {
    match limb {
        Limb::Left => text!("左侧", "left"),
        Limb::Right => text!("右侧", "right"),
        Limb::Both => text!("双侧", "both"),
    }
}

pub fn standing(standing: Standing) -> Text {
    match standing {
        Standing::Authorised => text!("已下达，未记录开始", "ordered, no start recorded"),
        Standing::InUse { .. } => text!("执行中", "in use"),
        Standing::Held { .. } => text!("已暂停", "held"),
        Standing::Ended { .. } => text!("已结束", "ended"),
        Standing::Withdrawn => text!("未开始即撤销", "withdrawn before it was begun"),
    }
}

pub fn happening(what: Happening) -> Text {
    what.label()
}

/// What kind of thing an event is.
pub fn kind(body: &Body) -> Text {
    match body {
        Body::Happened(occurrence) => happening(occurrence.what),
        Body::Assessed(_) => text!("VTE风险评估", "VTE risk assessed"),
        Body::Reviewed { changed: None, .. } => text!("医师复核：确认", "Reviewed: confirmed"),
        Body::Reviewed { changed: Some(_), .. } => text!("医师复核：修改", "Reviewed: changed"),
        Body::BleedingScreened(_) => text!("出血风险评估", "Bleeding screened"),
        Body::PlanAuthorised(_) => text!("下达预防方案", "Plan authorised"),
        Body::PlanDeclined(_) => text!("未采用预防方案", "Plan declined"),
        Body::MeasureStarted(_) => text!("开始措施", "Measure started"),
        Body::MeasureStopped(_) => text!("停止或暂停措施", "Measure stopped or held"),
        Body::Amended { .. } => text!("更正", "Amended"),
    }
}

/// What a person does who signs an event of this type.
pub fn action(action: Action) -> Text {
    action.label()
}

/// Fields of what happened, as they are named on the screen.
pub fn detail(field: &str) -> Option<Text> {
    Some(match field {
        "department" => text!("科室", "Department"),
        "site" => text!("部位", "Site"),
        "onset" => text!("发生时机", "Onset"),
        "method" => text!("依据", "By"),
        "from" => text!("由", "From"),
        "to" => text!("至", "To"),
        "class" => text!("类别", "Class"),
        "kind" => text!("方式", "Kind"),
        "procedure" => text!("术式", "Procedure"),
        "limb" => text!("侧别", "Side"),
        "signs" => text!("表现", "Signs"),
        "since" => text!("持续时间", "For"),
        "status" => text!("状态", "Status"),
        "step" => text!("事项", "Entry"),
        "state" => text!("转诊状态", "State"),
        "way" => text!("方式", "Way"),
        "person" => text!("联系人", "Person"),
        "place" => text!("医院或科室", "Hospital or ward"),
        "reason" => text!("理由", "Reason"),
        "note" => text!("备注", "Note"),
        _ => return None,
    })
}

/// Coded values of such fields; what is written freely has none.
#[rustfmt::skip]
pub static VALUES: [(&str, &str, Text); 53] = [
    ("site", "dvt", text!("深静脉血栓（DVT）", "deep vein thrombosis (DVT)")),
    ("site", "pe", text!("肺栓塞（PE）", "pulmonary embolism (PE)")),
    ("site", "dvt_pe", text!("DVT合并PE", "DVT and PE")),
    ("site", "other", text!("其他部位", "other site")),
    ("onset", "on_admission", text!("入院时已有", "present on admission")),
    ("onset", "in_hospital", text!("住院期间发生", "arose in hospital")),
    ("class", "operation", text!("手术", "operation")),
    ("class", "invasive", text!("侵入性操作", "invasive procedure")),
    ("class", "neuraxial", text!("椎管内穿刺或置管", "neuraxial puncture or catheter")),
    ("kind", "open", text!("开放手术", "open")),
    ("kind", "laparoscopic", text!("腹腔镜手术", "laparoscopic")),
    ("kind", "arthroscopic", text!("关节镜手术", "arthroscopic")),
    ("kind", "elective_arthroplasty", text!("择期关节置换", "elective arthroplasty")),
    ("kind", "other", text!("其他", "other")),
    ("procedure", "tha", text!("全髋关节置换", "total hip arthroplasty")),
    ("procedure", "tka", text!("全膝关节置换", "total knee arthroplasty")),
    ("procedure", "hip_fracture", text!("髋部骨折手术", "hip fracture surgery")),
    ("procedure", "turp", text!("经尿道前列腺切除", "transurethral resection of the prostate")),
    ("procedure", "radical_prostatectomy", text!("根治性前列腺切除", "radical prostatectomy")),
    ("procedure", "neurosurgery", text!("神经外科手术", "neurosurgery")),
    ("procedure", "spinal", text!("脊柱手术", "spinal surgery")),
    ("procedure", "cardiac", text!("心脏手术", "cardiac surgery")),
    ("procedure", "thoracic", text!("胸外科手术", "thoracic surgery")),
    ("procedure", "bariatric", text!("减重手术", "bariatric surgery")),
    ("procedure", "abdominal_pelvic_cancer", text!("腹盆腔肿瘤手术", "abdominal or pelvic cancer surgery")),
    ("procedure", "other", text!("其他术式", "other procedure")),
    ("limb", "left", text!("左侧", "left")),
    ("limb", "right", text!("右侧", "right")),
    ("limb", "both", text!("双侧", "both")),
    ("signs", "leg_swelling", text!("肢体肿胀", "swollen limb")),
    ("signs", "leg_pain", text!("肢体疼痛或触痛", "painful or tender limb")),
    ("signs", "leg_warm", text!("皮温升高或发红", "warm or red skin")),
    ("signs", "limb_threat", text!("患肢青紫或苍白、剧痛、无脉或麻木", "blue or white, very painful, pulseless or numb limb")),
    ("signs", "dyspnoea", text!("气促或呼吸困难", "short of breath")),
    ("signs", "chest_pain", text!("胸痛", "chest pain")),
    ("signs", "haemoptysis", text!("咯血", "blood in sputum")),
    ("signs", "syncope", text!("晕厥", "faint")),
    ("signs", "unstable", text!("血压低、意识改变或休克", "low blood pressure, altered consciousness or shock")),
    ("signs", "other", text!("其他", "other")),
    ("since", "lt_1h", text!("1小时内", "less than an hour")),
    ("since", "today", text!("今天", "today")),
    ("since", "d1_3", text!("1–3天", "1 to 3 days")),
    ("since", "gt_3d", text!("超过3天", "more than 3 days")),
    ("since", "unknown", text!("不清楚", "not known")),
    ("status", "withdrawn", text!("已撤销", "withdrawn")),
    ("way", "network", text!("网络", "network")),
    ("way", "qr", text!("二维码", "QR code")),
    ("way", "file", text!("文件", "file")),
    ("way", "fax", text!("传真", "fax")),
    ("way", "telephone", text!("电话", "telephone")),
    ("to", "home", text!("回家", "home")),
    ("to", "hospital", text!("转往其他医院", "another hospital")),
    ("to", "deceased", text!("死亡", "deceased")),
];

pub fn value(field: &str, id: &str) -> Option<Text> {
    VALUES.iter().find(|(of, known, _)| *of == field && *known == id).map(|(.., text)| *text)
}
