//! An event as a paragraph for the progress note, in one language. Names the scale, what counted, what could not be
//! known, and who signed; no advice of its own.

use super::fhir::extract::Case;
use super::fhir::requests::label;
use super::fhir::response::instrument_of;
use crate::clinical::dosing::Dose;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::naming;
use crate::record::assessment::{AnswerLine, Assessment};
use crate::record::coded;
use crate::record::event::{Body, Happening, Plan, Screen};
use crate::record::timepoint;
use crate::text::{Lang, Text, text};

/// The two languages differ in their marks as well as in their words.
struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    fn say(&mut self, words: &str) {
        self.out.push_str(words);
    }

    fn both(&mut self, words: Text) {
        self.out.push_str(words.get(self.lang));
    }

    fn stop(&mut self) {
        self.both(text!("。", ". "));
    }

    /// A heading and what falls under it; nothing of it where nothing does.
    fn list(&mut self, heading: Text, items: &[String]) {
        if !items.is_empty() {
            self.both(heading);
            let between = text!("、", ", ").get(self.lang);
            self.out.push_str(&items.join(between));
            self.stop();
        }
    }
}

pub fn paragraph(case: &Case) -> String {
    let mut page = Page { lang: case.lang, out: String::new() };
    let by = &case.event.by;
    page.say(&case.local(case.event.at).format("%Y-%m-%d %H:%M ").to_string());
    page.say(&by.name);
    page.say(if case.lang == Lang::Zh { "（" } else { " (" });
    page.both(by.role.label());
    page.say(if case.lang == Lang::Zh { "）" } else { ") " });
    if case.draft {
        page.both(text!("未签名草稿：", "unsigned draft: "));
    }
    if let Body::Amended { reason, .. } = &case.event.body {
        page.both(text!("更正（原因：", "amended (reason: "));
        page.say(reason);
        page.both(text!("）：", "): "));
    }
    match case.body() {
        Body::Assessed(assessment) => assessed(&mut page, assessment),
        Body::Reviewed { changed: Some(assessment), .. } => {
            page.both(text!("复核并修改评分：", "reviewed and changed the score: "));
            assessed(&mut page, assessment);
        }
        Body::Reviewed { changed: None, .. } => page.both(text!("复核VTE风险评分，予以确认。", "reviewed the VTE risk score and confirmed it. ")),
        Body::BleedingScreened(screen) => screened(&mut page, screen),
        Body::PlanAuthorised(plan) => authorised(&mut page, plan),
        Body::PlanDeclined(declined) => {
            page.both(text!("未采纳预防方案，原因：", "declined the proposed prophylaxis: "));
            page.say(coded::declined(&declined.code).map_or(declined.code.as_str(), |coded| coded.label.get(case.lang)));
            if let Some(note) = &declined.note {
                page.both(text!("；", "; "));
                page.say(note);
            }
            page.stop();
        }
        Body::MeasureStarted(change) => {
            page.both(text!("开始：", "started: "));
            page.say(&label(&change.measure, case.lang));
            page.stop();
        }
        Body::MeasureStopped(change) => {
            page.both(text!("停止或暂停：", "stopped or held: "));
            page.say(&label(&change.measure, case.lang));
            if let Some(code) = &change.code {
                page.both(text!("，原因：", "; reason: "));
                page.say(coded::stopped(code).map_or(code.as_str(), |(coded, _)| coded.label.get(case.lang)));
            }
            page.stop();
        }
        Body::Happened(occurrence) => {
            page.both(happening(occurrence.what));
            for (_, detail) in &occurrence.details {
                page.both(text!("；", "; "));
                page.say(detail);
            }
            page.stop();
        }
        Body::Amended { .. } => {}
    }
    if !case.draft {
        page.both(text!("时间为签名设备的时钟。", "Time by the clock of the device that signed."));
    }
    page.out.trim_end().to_owned()
}

pub fn happening(what: Happening) -> Text {
    match what {
        Happening::Admitted => text!("记录入院", "recorded the admission"),
        Happening::VteSuspected => text!("记录疑似VTE", "recorded a suspicion of VTE"),
        Happening::VteConfirmed => text!("记录确诊VTE", "recorded that VTE is confirmed"),
        Happening::VteExcluded => text!("记录排除VTE", "recorded that VTE is excluded"),
        Happening::Transferred => text!("记录转科", "recorded a transfer"),
        Happening::Operated => text!("记录手术或操作", "recorded an operation or procedure"),
        Happening::Discharged => text!("记录出院", "recorded the discharge"),
    }
}

/// `6`, or `4–20` while something is open.
pub fn range(floor: Points, ceiling: Points) -> String {
    if floor == ceiling { floor.to_string() } else { format!("{floor}–{ceiling}") }
}

fn assessed(page: &mut Page, assessment: &Assessment) {
    let instrument = instrument_of(&assessment.instrument);
    if let Some(timepoint) = timepoint::named(&assessment.timepoint) {
        page.both(timepoint.label);
        page.both(text!("时", ": "));
    }
    page.both(text!("VTE风险评估：", "VTE risk by "));
    page.say(instrument.map_or(assessment.instrument.as_str(), |instrument| instrument.title.get(page.lang)));
    page.say(&range(assessment.floor, assessment.ceiling));
    // "Padua Prediction Score 6 points".
    if page.lang == Lang::En {
        let points = range(assessment.floor, assessment.ceiling);
        page.out.truncate(page.out.len() - points.len());
        page.say(" ");
        page.say(&points);
    }
    page.both(text!("分，", " points, "));
    page.say(&band(instrument, assessment.band, page.lang));
    page.stop();
    answers(page, instrument, &assessment.answers);
}

fn band(instrument: Option<&Instrument>, risk: Option<Risk>, lang: Lang) -> String {
    let worded = instrument.and_then(|instrument| instrument.bands.iter().find(|band| Some(band.risk) == risk)).map(|band| band.label);
    worded.unwrap_or(super::fhir::codes::band_text(risk)).get(lang).to_owned()
}

fn answers(page: &mut Page, instrument: Option<&Instrument>, lines: &[AnswerLine]) {
    let lang = page.lang;
    let name = |line: &AnswerLine| {
        let item = line.item.split_once('.').and_then(|(_, item)| instrument?.items.iter().find(|known| known.id == item));
        item.map_or(line.item.as_str(), |item| item.label.get(lang)).to_owned()
    };
    let counted = |line: &&AnswerLine| line.value == Some(true) && line.points.0 != 0;
    let with_points = |line: &AnswerLine| {
        let note = line.note.as_deref().map(|note| [": ", note].concat()).unwrap_or_default();
        let name = name(line);
        if lang == Lang::Zh { format!("{name}{note}（{}分）", line.points) } else { format!("{name}{note} ({})", line.points) }
    };
    page.list(text!("计分项：", "Counted: "), &lines.iter().filter(counted).map(with_points).collect::<Vec<_>>());
    let unknown = |line: &&AnswerLine| line.value.is_none();
    page.list(text!("目前无法确定：", "Not known: "), &lines.iter().filter(unknown).map(name).collect::<Vec<_>>());
}

fn screened(page: &mut Page, screen: &Screen) {
    let instrument = instrument_of(&screen.instrument);
    page.both(text!("出血风险评估：", "bleeding risk by "));
    page.say(instrument.map_or(screen.instrument.as_str(), |instrument| instrument.title.get(page.lang)));
    page.both(text!("，", ": "));
    page.say(&band(instrument, screen.high.map(|high| if high { Risk::High } else { Risk::Low }), page.lang));
    page.stop();
    answers(page, instrument, &screen.answers);
    let lang = page.lang;
    let name = |id: &str| naming::name_of(id).map_or(id, |name| name.get(lang)).to_owned();
    let holds = screen.contraindications.iter().filter(|line| line.holds()).map(|line| name(&line.item));
    page.list(text!("禁忌或慎用：", "Contraindications or cautions: "), &holds.collect::<Vec<_>>());
}

fn authorised(page: &mut Page, plan: &Plan) {
    let lang = page.lang;
    let mut measures = vec![];
    for measure in &plan.measures {
        let mut words = label(&measure.id, lang);
        if let Some((zh, en)) = measure.dose.as_ref().map(Dose::words) {
            words.push(' ');
            words.push_str(if lang == Lang::Zh { &zh } else { &en });
        }
        measures.push(words);
    }
    page.list(text!("确定预防方案（医嘱另开）：", "decided on prophylaxis (orders are written separately): "), &measures);
    let name = |id: &str| naming::name_of(id).map_or(id, |name| name.get(lang)).to_owned();
    let overridden = plan.overrides.iter().map(|given| format!("{}: {}", name(&given.id), given.reason));
    page.list(text!("已权衡：", "Weighed against: "), &overridden.collect::<Vec<_>>());
}
