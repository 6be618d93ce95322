//! An event as a paragraph for the progress note, in one language. Names the scale, what counted, what could not be
//! known, what was decided, when and on which leg, and who signed; no advice of its own. Every time in it stands in the zone
//! of the hospital.

use super::fhir::requests::label;
use super::fhir::response::instrument_of;
use crate::clinical::chart::Instant;
use crate::clinical::dosing::Dose;
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::naming;
use crate::interop::fhir::case::OutgoingEvent;
use crate::record::assessment::{AnswerLine, AnswerSource, Assessment};
use crate::record::coded::Stops;
use crate::record::event::{BleedingScreen, Body, Change, ContraindicationLine, MeasureLine, Plan};
use crate::record::happening::{Happening, Occurrence};
use crate::record::in_force::{Held, InForce};
use crate::record::{coded, story, timepoint};
use crate::text::{Lang, Text, text};

/// The two languages differ in their marks as well as in their words.
struct Page<'a> {
    case: &'a OutgoingEvent,
    lang: Lang,
    out: String,
}

impl Page<'_> {
    fn say(&mut self, words: &str) {
        self.out.push_str(words);
    }

    fn both(&mut self, words: Text) {
        self.out.push_str(words.get(self.lang));
    }

    fn stop(&mut self) {
        self.both(text!("。", ". "));
    }

    /// `，自 12-01 20:00`: a time in words, behind what it is of.
    fn time(&mut self, heading: Text, at: Instant) {
        self.both(heading);
        let words = self.case.words(at);
        self.say(&words);
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

const CONTRADICTED: Text = text!(
    "现行方案签署后的出血评估出现新的出血高危或禁忌，方案尚未更改：由医师决定继续、暂停或更改。",
    "A bleeding screen signed since the plan in force finds a high risk of bleeding or a contraindication that the plan did not know, and the plan was not changed: a physician decides whether it goes on, is held or changed. "
);

pub fn paragraph(case: &OutgoingEvent) -> String {
    let mut page = Page { case, lang: case.lang, out: String::new() };
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
        Body::PlanAuthorised(_) if case.is_superseded() => {
            page.both(text!("曾授权预防方案，现已不再有效。", "had authorised a plan of prophylaxis, which is no longer in force. "));
            in_force(&mut page);
        }
        Body::PlanAuthorised(plan) => authorised(&mut page, plan),
        Body::PlanDeclined(declined) => {
            page.both(text!("未采纳预防方案，原因：", "declined the proposed prophylaxis: "));
            page.say(coded::declined(&declined.code).map_or(declined.code.as_str(), |coded| coded.label.get(case.lang)));
            if let Some(note) = &declined.note {
                page.both(text!("；", "; "));
                page.say(note);
            }
            page.stop();
            in_force(&mut page);
        }
        Body::MeasureStarted(change) => changed(&mut page, change, text!("开始或恢复：", "started or resumed: ")),
        Body::MeasureStopped(change) => changed(&mut page, change, stopped(change)),
        Body::Happened(occurrence) => occurred(&mut page, occurrence),
        Body::Amended { .. } => {}
    }
    if case.in_force().and_then(InForce::plan).is_some_and(|plan| plan.contradicted) {
        page.both(CONTRADICTED);
    }
    if !case.draft {
        page.both(text!("时间为签名设备的时钟。", "Time by the clock of the device that signed."));
    }
    page.out.trim_end().to_owned()
}

fn changed(page: &mut Page<'_>, change: &Change, what: Text) {
    page.both(what);
    page.say(&label(&change.measure, page.lang));
    page.time(text!("，时间 ", " at "), change.at);
    if let Some(code) = &change.code {
        page.both(text!("，原因：", "; reason: "));
        page.say(coded::stopped(code).map_or(code.as_str(), |(coded, _)| coded.label.get(page.lang)));
    }
    if let Some(told) = change.informed.as_deref().and_then(coded::informed) {
        page.both(text!("，", "; "));
        page.both(told.label);
    }
    if let Some(note) = &change.note {
        page.both(text!("，", "; "));
        page.say(note);
    }
    page.stop();
    in_force(page);
}

/// One dose left out, held for now, or ended: three different things to whoever reads on.
fn stopped(change: &Change) -> Text {
    match change.code.as_deref().and_then(coded::stopped) {
        Some((_, Stops::Once)) => text!("漏用：", "missed: "),
        Some((_, Stops::ForNow)) => text!("暂停：", "held: "),
        _ => text!("停用：", "stopped: "),
    }
}

/// What the patient is to have now, each measure with its state; only where the record came with the event.
fn in_force(page: &mut Page<'_>) {
    let (case, lang) = (page.case, page.lang);
    let Some(in_force) = case.in_force() else { return };
    let told = |held: &Held| {
        let [open, close] = if lang == Lang::Zh { ["（", "）"] } else { [" (", ")"] };
        [&ordered(case, &held.measure), open, story::standing(held.standing).get(lang), close].concat()
    };
    let live: Vec<String> = in_force.live().map(told).collect();
    if live.is_empty() {
        page.both(text!("目前无预防措施。", "No measure is in force now. "));
    } else {
        page.both(text!("现行措施：", "In force now: "));
        page.say(&live.join(text!("；", "; ").get(lang)));
        page.stop();
    }
}

fn occurred(page: &mut Page<'_>, occurrence: &Occurrence) {
    page.both(happening(occurrence.what));
    let times = [
        (text!("，发生于 ", " of "), occurrence.at),
        (text!("，结束于 ", ", ended "), occurrence.ended_at),
        (text!("，确认止血 ", ", haemostasis "), occurrence.haemostasis_at),
    ];
    for (heading, at) in times {
        if let Some(at) = at {
            page.time(heading, at);
        }
    }
    let step = occurrence.detail("step").unwrap_or_default();
    for (field, said) in &occurrence.details {
        // Which event or sheet it belongs to is for programs.
        if matches!((occurrence.what, *field), (Happening::PathwayStep | Happening::Referral, "of" | "id")) {
            continue;
        }
        page.both(text!("；", "; "));
        if let Some(name) = story::detail(field) {
            page.both(name);
            page.both(text!("：", ": "));
        }
        let worded = match *field {
            "step" => story::steps::step(said),
            "state" => story::steps::state(said),
            _ => story::value(field, said),
        };
        page.say(worded.map_or(said.as_str(), |text| text.get(page.lang)));
    }
    for (item, said) in &occurrence.answers {
        page.both(text!("；", "; "));
        page.say(story::steps::item(step, item).map_or(item.as_str(), |name| name.get(page.lang)));
        page.both(text!("：", ": "));
        let words = story::steps::value(step, item, said, page.lang, &|at| page.case.words(at));
        page.say(&words);
    }
    page.stop();
}

pub fn happening(what: Happening) -> Text {
    what.noted()
}

/// `6`, or `4–20` while something is open.
pub fn range(floor: Points, ceiling: Points) -> String {
    if floor == ceiling { floor.to_string() } else { format!("{floor}–{ceiling}") }
}

fn assessed(page: &mut Page<'_>, assessment: &Assessment) {
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

fn answers(page: &mut Page<'_>, instrument: Option<&Instrument>, lines: &[AnswerLine]) {
    let lang = page.lang;
    let name = |line: &AnswerLine| {
        let item = line.item.split_once('.').and_then(|(_, item)| instrument?.items.iter().find(|known| known.id == item));
        item.map_or(line.item.as_str(), |item| item.label.get(lang)).to_owned()
    };
    let told = |line: &AnswerLine| {
        let note = line.note.as_deref().map(|note| [": ", note].concat()).unwrap_or_default();
        [name(line), note].concat()
    };
    let with_points = |line: &AnswerLine| {
        let told = told(line);
        if lang == Lang::Zh { format!("{told}（{}分）", line.points) } else { format!("{told} ({})", line.points) }
    };
    let of = |wanted: &dyn Fn(&AnswerLine) -> bool, write: &dyn Fn(&AnswerLine) -> String| {
        lines.iter().filter(|line| wanted(line)).map(write).collect::<Vec<_>>()
    };
    page.list(text!("计分项：", "Counted: "), &of(&|line| line.value == Some(true) && line.points.0 != 0, &with_points));
    // A yes below the highest of its group counts nothing, and is said all the same.
    page.list(text!("另有（不另计分）：", "Also present, without points: "), &of(&|line| line.value == Some(true) && line.points.0 == 0, &told));
    page.list(text!("目前无法确定：", "Not known: "), &of(&|line| line.value.is_none() && line.source == AnswerSource::Person, &told));
    // Of what was signed, silence is the rest of a group that is settled.
    if page.case.draft {
        page.list(text!("尚未回答：", "Not answered yet: "), &of(&|line| line.value.is_none() && line.source != AnswerSource::Person, &told));
    }
}

fn screened(page: &mut Page<'_>, screen: &BleedingScreen) {
    let instrument = instrument_of(&screen.instrument);
    page.both(text!("出血风险评估：", "bleeding risk by "));
    page.say(instrument.map_or(screen.instrument.as_str(), |instrument| instrument.title.get(page.lang)));
    page.both(text!("，", ": "));
    page.say(&band(instrument, screen.high.map(|high| if high { Risk::High } else { Risk::Low }), page.lang));
    page.stop();
    answers(page, instrument, &screen.answers);
    let lang = page.lang;
    let case = page.case;
    let of = |wanted: &dyn Fn(&ContraindicationLine) -> bool| {
        let mut out = vec![];
        for line in screen.contraindications.iter().filter(|line| wanted(line)) {
            let mut words = naming::name_of(&line.item).map_or(line.item.as_str(), |name| name.get(lang)).to_owned();
            if let Some(side) = line.limb {
                words.push(' ');
                words.push_str(story::limb(side).get(lang));
            }
            if let Some(until) = line.until {
                words.push_str(text!("，至 ", ", until ").get(lang));
                words.push_str(&case.words(until));
            }
            if !line.names.is_empty() {
                words = [&words, " (", &line.names.join(", "), ")"].concat();
            }
            out.push(words);
        }
        out
    };
    page.list(text!("禁忌或慎用：", "Contraindications or cautions: "), &of(&ContraindicationLine::holds));
    page.list(text!("禁忌尚不能确定：", "Contraindications not known: "), &of(&|line| line.value.is_none()));
    if let Some((floor, ceiling)) = screen.improve {
        page.say(&["IMPROVE ", &range(floor, ceiling)].concat());
        page.both(text!("分", " points"));
        page.stop();
    }
}

/// A measure as ordered: name, dose, leg, first and last dose.
fn ordered(case: &OutgoingEvent, measure: &MeasureLine) -> String {
    let lang = case.lang;
    let mut out = label(&measure.id, lang);
    if let Some((zh, en)) = measure.dose.as_ref().map(Dose::words) {
        out.push(' ');
        out.push_str(if lang == Lang::Zh { &zh } else { &en });
    }
    if let Some(side) = measure.limb {
        out.push(' ');
        out.push_str(story::limb(side).get(lang));
    }
    let times = [(text!("，首次 ", ", first dose "), measure.start), (text!("，计划停用 ", ", planned stop "), measure.stop)];
    for (heading, at) in times {
        if let Some(at) = at {
            out.push_str(heading.get(lang));
            out.push_str(&case.words(at));
        }
    }
    out
}

fn authorised(page: &mut Page<'_>, plan: &Plan) {
    let lang = page.lang;
    if plan.replaces.is_some() {
        page.both(text!("更改方案，取代此前的方案。", "changed the plan; this one takes the place of the one before. "));
    }
    let state = |measure: &MeasureLine| {
        let held = page.case.held(&measure.id).filter(|held| held.why.is_some());
        held.map(|held| [text!("，", ", ").get(lang), story::standing(held.standing).get(lang)].concat()).unwrap_or_default()
    };
    let measures: Vec<String> = plan.measures.iter().map(|measure| [ordered(page.case, measure), state(measure)].concat()).collect();
    if !measures.is_empty() {
        page.both(text!("确定预防方案（医嘱另开）：", "decided on prophylaxis (orders are written separately): "));
        // Each has marks of its own inside.
        page.say(&measures.join(text!("；", "; ").get(lang)));
        page.stop();
    }
    let name = |id: &str| naming::name_of(id).map_or(id, |name| name.get(lang)).to_owned();
    let by = page.case.event.by.name.as_str();
    let overridden = plan.overrides.iter().map(|given| {
        let (name, reason) = (name(&given.id), &given.reason);
        if lang == Lang::Zh { format!("{name}：{reason}（{by}）") } else { format!("{name}: {reason} ({by})") }
    });
    page.list(text!("已权衡：", "Weighed against: "), &overridden.collect::<Vec<_>>());
    let watched = plan.monitoring.iter().map(|watch| {
        let mut words = if lang == Lang::Zh { &watch.text.zh } else { &watch.text.en }.clone();
        if let Some(from) = watch.from {
            words = [words.as_str(), " ", &page.case.words(from)].concat();
        }
        words
    });
    let watched: Vec<String> = watched.collect();
    page.list(text!("监测：", "Monitoring: "), &watched);
    // What goes on beside the plan stands in no line of it.
    if page.case.in_force().and_then(InForce::plan).is_some_and(|plan| !plan.left_over.is_empty()) {
        in_force(page);
    }
}
