//! An event in words, for the timeline and the audit: what happened, and everything that was signed with it, in one
//! language. Adds no advice and leaves nothing out.

mod names;
pub mod steps;

use super::assessment::{AnswerLine, AnswerSource, Assessment};
use super::clock::Clock;
use super::coded;
use super::event::{BleedingScreen, Body, Change, Event, MeasureLine, Plan, SignedText};
use super::happening::Occurrence;
use super::local::{Zone, local, shown};
use super::measure::MeasureKind;
use super::timepoint;
use crate::clinical::chart::Instant;
use crate::clinical::dosing::Dose;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::instruments;
use crate::clinical::naming;
use crate::text::{Lang, Text, text};
pub use names::{VALUES, action, bleeding, detail, happening, kind, limb, measure, risk, standing, value};

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
        let step = occurrence.detail("step").unwrap_or_default();
        for (field, said) in &occurrence.details {
            let Some(name) = detail(field) else { continue };
            let text = |said: &str| match *field {
                "step" => steps::step(said),
                "state" => steps::state(said),
                _ => value(field, said),
            };
            let worded = |said: &str| text(said).map_or(said, |text| self.both(text)).to_owned();
            let said = if *field == "signs" { self.joined(&said.split(' ').map(worded).collect::<Vec<_>>()) } else { worded(said) };
            told.lines.push(self.field(name, &said));
        }
        for (item, said) in &occurrence.answers {
            let words = steps::value(step, item, said, self.lang, &|at| self.moment(at));
            match steps::item(step, item) {
                Some(name) => told.details.push(self.field(name, &words)),
                None => told.details.push([item.as_str(), self.both(text!("：", ": ")), &words].concat()),
            }
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
