//! An event in words, for the timeline and the audit: what happened, and everything that was signed with it, in one
//! language. Adds no advice and leaves nothing out.

use super::assessment::{AnswerLine, AnswerSource, Assessment};
use super::clock::Clock;
use super::coded;
use super::encounter::Standing;
use super::event::{BleedingScreen, Body, Change, Event, Happening, MeasureLine, Occurrence, Plan, SignedText};
use super::local::{Zone, local, shown};
use super::measure::{MeasureId, MeasureKind};
use super::role::Action;
use super::timepoint;
use crate::clinical::chart::{Instant, Limb};
use crate::clinical::dosing::Dose;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::instruments;
use crate::clinical::naming;
use crate::text::{Lang, Text, text};

/// One event told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub title: String,
    /// What a reader wants first.
    pub lines: Vec<String>,
    /// Every answer and every detail.
    pub details: Vec<String>,
}

/// Who tells: in which language, and by which clock.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    pub lang: Lang,
    pub zone: Zone<'a>,
    /// Of another year than this a time says its year.
    pub now: Instant,
}

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
    match what {
        Happening::Admitted => text!("入院", "Admitted"),
        Happening::VteSuspected => text!("疑似VTE", "VTE suspected"),
        Happening::VteConfirmed => text!("确诊VTE", "VTE confirmed"),
        Happening::VteExcluded => text!("排除VTE", "VTE excluded"),
        Happening::Transferred => text!("转科", "Transferred"),
        Happening::Operated => text!("手术或操作", "Operation or procedure"),
        Happening::Discharged => text!("出院", "Discharged"),
    }
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
    match action {
        Action::Admit => text!("收治；更正住院信息", "Admit; correct an admission"),
        Action::Assess => text!("VTE风险评估", "Assess VTE risk"),
        Action::Review => text!("复核护士评分", "Review a nurse's score"),
        Action::Screen => text!("出血风险评估", "Screen for bleeding"),
        Action::Authorise => text!("下达预防方案", "Authorise a plan"),
        Action::Decline => text!("不采用预防方案", "Decline a plan"),
        Action::Start => text!("开始措施、告知", "Begin a measure, inform"),
        Action::Stop => text!("停用、暂停、漏用", "Stop, hold, missed"),
        Action::Suspect => text!("报告疑似VTE", "Report suspected VTE"),
        Action::Confirm => text!("确诊VTE", "Confirm VTE"),
        Action::Exclude => text!("排除VTE", "Exclude VTE"),
        Action::Transfer => text!("转科、换床", "Transfer"),
        Action::Operate => text!("手术或操作", "Operation or procedure"),
        Action::Discharge => text!("出院", "Discharge"),
        Action::Amend => text!("更正本人可签的记录", "Amend what the role may sign"),
    }
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
        "note" => text!("备注", "Note"),
        _ => return None,
    })
}

/// Coded values of such fields; what is written freely has none.
#[rustfmt::skip]
pub static VALUES: [(&str, &str, Text); 48] = [
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
    ("to", "home", text!("回家", "home")),
    ("to", "hospital", text!("转往其他医院", "another hospital")),
    ("to", "deceased", text!("死亡", "deceased")),
];

pub fn value(field: &str, id: &str) -> Option<Text> {
    VALUES.iter().find(|(of, known, _)| *of == field && *known == id).map(|(.., text)| *text)
}

/// `6`, or `4–20` while something is open.
pub fn range(floor: Points, ceiling: Points) -> String {
    if floor == ceiling { floor.to_string() } else { format!("{floor}–{ceiling}") }
}

impl Teller<'_> {
    pub fn tell(&self, event: &Event) -> Told {
        let lang = self.lang;
        let mut told = Told { title: kind(&event.body).get(lang).into(), lines: vec![], details: vec![] };
        self.body(&event.body, &mut told);
        told.lines.extend(event.clock.as_ref().map(|clock| self.clock(clock)));
        told
    }

    /// What was said of the device's clock.
    fn clock(&self, clock: &Clock) -> String {
        match clock {
            Clock::Device(device) => [
                self.both(text!("时钟：本机当时为 ", "Clock: this device showed ")),
                &self.exactly(*device),
                self.both(text!("，略早于前一条，故取前一条的时间", ", a little before the event before, whose time it took")),
            ]
            .concat(),
            Clock::Passed { reason, after } => [
                self.both(text!("时钟：前一条（", "Clock: the event before (")),
                &self.exactly(*after),
                self.both(text!("）由偏快的时钟签署；继续签名的理由：", ") was signed by a clock that was ahead; reason for going on: ")),
                reason,
            ]
            .concat(),
        }
    }

    /// `11-22 08:20`, `22 Nov 08:20`, by the clock of the ward, with the year where it is not this one.
    pub fn moment(&self, at: Instant) -> String {
        shown(local(at, self.zone), local(self.now, self.zone), self.lang)
    }

    /// With the year and the seconds, as an audit wants it.
    pub fn exactly(&self, at: Instant) -> String {
        local(at, self.zone).format("%Y-%m-%d %H:%M:%S%:z").to_string()
    }

    fn both(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    fn field(&self, name: Text, value: &str) -> String {
        [self.both(name), self.both(text!("：", ": ")), value].concat()
    }

    fn joined(&self, all: &[String]) -> String {
        all.join(self.both(text!("、", ", ")))
    }

    fn words<'a>(&self, words: &'a SignedText) -> &'a str {
        if self.lang == Lang::Zh { &words.zh } else { &words.en }
    }

    fn body(&self, body: &Body, told: &mut Told) {
        match body {
            Body::Happened(occurrence) => self.occurrence(occurrence, told),
            Body::Assessed(assessment) => {
                if let Some(point) = timepoint::named(&assessment.timepoint) {
                    told.lines.push(self.field(text!("时点", "Occasion"), self.both(point.label)));
                }
                self.assessment(assessment, told);
            }
            Body::Reviewed { changed, .. } => match changed {
                Some(assessment) => self.assessment(assessment, told),
                None => told.lines.push(self.both(text!("评分按原样确认", "The score stands as it was signed")).into()),
            },
            Body::BleedingScreened(screen) => self.screen(screen, told),
            Body::PlanAuthorised(plan) => self.plan(plan, told),
            Body::PlanDeclined(declined) => {
                let reason = coded::declined(&declined.code).map_or(declined.code.as_str(), |coded| self.both(coded.label));
                told.lines.push(self.field(text!("原因", "Reason"), reason));
                told.lines.extend(declined.note.iter().map(|note| self.field(text!("说明", "Note"), note)));
            }
            Body::MeasureStarted(change) | Body::MeasureStopped(change) => self.change(change, told),
            Body::Amended { reason, body, .. } => {
                told.title = [&told.title, self.both(text!("：", ": ")), self.both(kind(body))].concat();
                told.lines.push(self.field(text!("更正理由", "Reason for the amendment"), reason));
                self.body(body, told);
            }
        }
    }

    fn occurrence(&self, occurrence: &Occurrence, told: &mut Told) {
        let times = [
            (text!("发生于", "At"), occurrence.at),
            (text!("结束于", "Ended"), occurrence.ended_at),
            (text!("确认止血", "Haemostasis"), occurrence.haemostasis_at),
        ];
        told.lines.extend(times.into_iter().filter_map(|(name, at)| Some(self.field(name, &self.moment(at?)))));
        for (field, said) in &occurrence.details {
            let Some(name) = detail(field) else { continue };
            let worded = |said: &str| value(field, said).map_or(said, |text| self.both(text)).to_owned();
            let said = if *field == "signs" { self.joined(&said.split(' ').map(worded).collect::<Vec<_>>()) } else { worded(said) };
            told.lines.push(self.field(name, &said));
        }
    }

    /// `Padua 预测评分 6 分 · 高危`.
    pub fn score(&self, assessment: &Assessment) -> String {
        let instrument = instruments::named(&assessment.instrument);
        let title = instrument.map_or(assessment.instrument.as_str(), |instrument| self.both(instrument.title));
        let band = band(instrument, assessment.band).get(self.lang);
        let unit = self.both(text!(" 分", " points"));
        [title, " ", &range(assessment.floor, assessment.ceiling), unit, " · ", band].concat()
    }

    fn assessment(&self, assessment: &Assessment, told: &mut Told) {
        told.lines.push(self.score(assessment));
        let instrument = instruments::named(&assessment.instrument);
        self.answers(instrument, &assessment.answers, told);
    }

    fn answers(&self, instrument: Option<&Instrument>, lines: &[AnswerLine], told: &mut Told) {
        let name = |line: &AnswerLine| {
            let item = line.item.split_once('.').and_then(|(_, item)| instrument?.items.iter().find(|known| known.id == item));
            item.map_or(line.item.as_str(), |item| self.both(item.label)).to_owned()
        };
        let of = |wanted: &dyn Fn(&AnswerLine) -> bool| lines.iter().filter(|line| wanted(line)).map(name).collect::<Vec<_>>();
        let counted = of(&|line| line.value == Some(true));
        if !counted.is_empty() {
            told.lines.push(self.field(text!("计为“是”", "Yes"), &self.joined(&counted)));
        }
        let unknown = of(&|line| line.value.is_none() && line.source == AnswerSource::Person);
        if !unknown.is_empty() {
            told.lines.push(self.field(text!("无法获知", "Not known"), &self.joined(&unknown)));
        }
        for line in lines {
            let value = match line.value {
                Some(true) => text!("是", "yes"),
                Some(false) => text!("否", "no"),
                None => text!("无法获知", "not known"),
            };
            let source = match line.source {
                AnswerSource::Person => text!("签名人填写", "answered"),
                AnswerSource::Derived => text!("由数据计算", "computed"),
                AnswerSource::Host => text!("来自病历数据", "from the chart"),
                AnswerSource::Nobody | AnswerSource::Other(_) => text!("未答", "not answered"),
            };
            let points = if line.points == Points(0) { String::new() } else { [" +", &line.points.to_string()].concat() };
            let note = line.note.as_deref().map_or(String::new(), |note| [self.both(text!("；", "; ")), note].concat());
            let value = [self.both(value), &points, self.both(text!("（", " (")), self.both(source), self.both(text!("）", ")")), &note].concat();
            told.details.push([&name(line), self.both(text!("：", ": ")), &value].concat());
        }
    }

    fn screen(&self, screen: &BleedingScreen, told: &mut Told) {
        let instrument = instruments::named(&screen.instrument);
        let title = instrument.map_or(screen.instrument.as_str(), |instrument| self.both(instrument.title));
        told.lines.push([title, " · ", self.both(bleeding(screen.high))].concat());
        self.answers(instrument, &screen.answers, told);
        let row = |id: &str| naming::name_of(id).map_or(id.to_owned(), |name| self.both(name).to_owned());
        let holds: Vec<String> = screen.contraindications.iter().filter(|line| line.holds()).map(|line| row(&line.item)).collect();
        if !holds.is_empty() {
            told.lines.push(self.field(text!("禁忌或慎用", "Contraindications or cautions"), &self.joined(&holds)));
        }
        for line in screen.contraindications.iter().filter(|line| line.value != Some(false) || !line.names.is_empty()) {
            let until = line.until.map_or(String::new(), |until| self.field(text!("，至", ", until"), &self.moment(until)));
            let side = line.limb.map_or("", |side| self.both(limb(side)));
            let value = match line.value {
                Some(true) if line.holds() => text!("有", "present"),
                Some(true) => text!("是", "yes"),
                Some(false) => text!("否", "no"),
                None => text!("无法获知", "not known"),
            };
            let names = if line.names.is_empty() { String::new() } else { [" ", &self.joined(&line.names)].concat() };
            told.details.push([&row(&line.item), self.both(text!("：", ": ")), self.both(value), &names, " ", side, &until].concat());
        }
        if let Some((floor, ceiling)) = screen.improve {
            told.details.push(["IMPROVE ", &range(floor, ceiling), self.both(text!(" 分", " points"))].concat());
        }
    }

    /// A measure as ordered: name, dose, leg, from when until when.
    pub fn ordered(&self, measure: &MeasureLine) -> String {
        let mut out = self::measure(&measure.id).map_or(measure.id.as_str(), |name| self.both(name)).to_owned();
        if let Some((zh, en)) = measure.dose.as_ref().map(Dose::words) {
            out.push(' ');
            out.push_str(if self.lang == Lang::Zh { &zh } else { &en });
        }
        if let Some(side) = measure.limb {
            out.push(' ');
            out.push_str(self.both(limb(side)));
        }
        let stop = if measure.kind == MeasureKind::Drug {
            text!("，计划停药 ", ", planned stop ")
        } else {
            text!("，计划停止 ", ", planned stop ")
        };
        let times = [(text!("，开始 ", ", from "), measure.start), (stop, measure.stop)];
        for (name, at) in times {
            if let Some(at) = at {
                out.push_str(self.both(name));
                out.push_str(&self.moment(at));
            }
        }
        out
    }

    fn plan(&self, plan: &Plan, told: &mut Told) {
        told.lines.extend(plan.measures.iter().map(|measure| self.ordered(measure)));
        let row = |id: &str| naming::name_of(id).map_or(id, |name| self.both(name)).to_owned();
        for given in &plan.overrides {
            told.lines.push(self.field(text!("已权衡", "Weighed"), &[&row(&given.id), self.both(text!("——", ": ")), &given.reason].concat()));
        }
        told.details.extend(plan.rule.iter().map(|rule| self.field(text!("决策表", "Decision table"), rule)));
        for measure in &plan.measures {
            told.details.extend(measure.remarks.iter().map(|words| self.words(words).to_owned()));
        }
        for watch in &plan.monitoring {
            let from = watch.from.map_or(String::new(), |from| [" · ", &self.moment(from)].concat());
            told.details.push([self.both(text!("监测：", "Monitor: ")), self.words(&watch.text), &from].concat());
        }
    }

    fn change(&self, change: &Change, told: &mut Told) {
        let name = measure(&change.measure).map_or(change.measure.as_str(), |name| self.both(name));
        told.lines.push([name, " · ", &self.moment(change.at)].concat());
        if let Some(code) = &change.code {
            let reason = coded::stopped(code).map_or(code.as_str(), |(coded, _)| self.both(coded.label));
            told.lines.push(self.field(text!("原因", "Reason"), reason));
        }
        if let Some(coded) = change.informed.as_deref().and_then(coded::informed) {
            told.lines.push(self.both(coded.label).into());
        }
    }
}

/// The band in the instrument's own word.
pub fn band(instrument: Option<&Instrument>, risk: Option<Risk>) -> Text {
    let own = instrument.and_then(|instrument| instrument.bands.iter().find(|band| Some(band.risk) == risk)).map(|band| band.label);
    own.unwrap_or(self::risk(risk))
}
