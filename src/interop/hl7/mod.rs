//! An event as an HL7 v2.5.1 `ORU^R01`: for hosts that know nothing newer. Segments end with a carriage return, as the
//! standard has it. One OBX for the score, one for the band, one an item; of other events one OBX for each thing said. What a
//! receiver keeps is told apart by OBX-3 and OBX-4 together: no two OBX of a message have both alike, and what is said of one
//! measure (its leg, its dose, its first and last dose) carries the OBX-4 of that measure.

mod measures;
mod segment;

use std::collections::{BTreeMap, BTreeSet};

use self::segment::{escaped, formatted, parts, segment};
use super::fhir::codes::VTE_RISK;
use super::fhir::questionnaire::link;
use super::fhir::response::instrument_of;
use super::fhir::{self, questionnaire};
use super::note::paragraph;
use super::seal::RULES_VERSION;
use crate::clinical::chart::{Instant, Limb};
use crate::clinical::instrument::{Points, Risk};
use crate::clinical::naming;
use crate::interop::fhir::case::OutgoingEvent;
use crate::record::assessment::{AnswerLine, AnswerSource, Assessment};
use crate::record::event::{BleedingScreen, Body, ContraindicationLine};
use crate::record::happening::Occurrence;
use crate::record::{coded, story, timepoint};
use crate::text::{Lang, Text, text};

/// Our table in the field for the coding system.
const OURS: &str = "99VIRCHOW";

/// One observation, before those that share a code are numbered.
struct Seen {
    code: String,
    /// OBX-4, where it is settled already.
    sub: String,
    kind: &'static str,
    value: String,
    unit: String,
    /// Nobody asked: OBX-11 N.
    unasked: bool,
    /// OBX-8.
    flag: &'static str,
}

impl Seen {
    /// The identifier alone, by which a receiver takes two for the same.
    fn id(&self) -> &str {
        self.code.split('^').next().unwrap_or_default()
    }
}

struct Message<'a> {
    case: &'a OutgoingEvent,
    seen: Vec<Seen>,
}

pub fn message(case: &OutgoingEvent) -> String {
    let event = &case.event;
    let stamp = |at: Instant| case.local(at).format("%Y%m%d%H%M%S%z").to_string();
    let (at, observed) = (stamp(event.at), stamp(observed(case)));
    // Of version 2.5 the control id has twenty places: the uuid's own random end.
    let control = fhir::uuid(&event.id, "hl7v2").replace('-', "")[12..].to_owned();
    let mut out = String::from("MSH|^~\\&|VIRCHOW||HIS||");
    out.push_str(&[at.as_str(), "", "ORU^R01^ORU_R01", &control, "P", "2.5.1", "", "", "", "", "CHN", "UNICODE UTF-8"].join("|"));
    out.push('\r');
    out.push_str(&segment("SFT", &[(1, "Virchow".into()), (2, escaped(RULES_VERSION)), (3, "Virchow".into()), (4, escaped(RULES_VERSION))]));
    // Without the host's reference the patient is known by the admission, which is a number of the visit and not of the person.
    let context = case.context();
    let (patient, of_what) = case.patient_ref().map_or((context.as_str(), "VN"), |given| (given, "PI"));
    out.push_str(&segment("PID", &[(1, "1".into()), (3, parts(&[patient, "", "", "", of_what]))]));
    out.push_str(&segment("PV1", &[(1, "1".into()), (2, "I".into()), (19, escaped(&context))]));
    let status = if case.draft {
        "P"
    } else if case.amended {
        "C"
    } else {
        "F"
    };
    let service = match case.body() {
        Body::Assessed(assessment) | Body::Reviewed { changed: Some(assessment), .. } => code_of(&assessment.instrument, case.lang),
        Body::BleedingScreened(screen) => code_of(&screen.instrument, case.lang),
        body => parts(&[body.kind(), story::kind(body).get(case.lang), OURS]),
    };
    let mut message = Message { case, seen: vec![] };
    // Of a correction, what it corrects: the filler's number of the first one.
    let mut parent = String::new();
    if let Body::Amended { of, reason, .. } = &event.body {
        parent = ["^", &escaped(of), "&VIRCHOW"].concat();
        message.say("amends", text!("更正的事件", "Event that is corrected"), "ST", escaped(of));
        message.say("amendment_reason", text!("更正理由", "Reason for the amendment"), "FT", formatted(reason));
    }
    message.body();
    message.say("note", text!("病程记录", "Progress note"), "FT", formatted(&paragraph(case)));
    // A name without an id is no observer: OBX-16 has both as components, OBR-32 as subcomponents of its first.
    let (id, name) = (escaped(&event.by.id), escaped(&event.by.name));
    out.push_str(&segment(
        "OBR",
        &[
            (1, "1".into()),
            (3, parts(&[&event.id, "VIRCHOW"])),
            (4, service),
            (7, observed.clone()),
            (22, at),
            (25, status.into()),
            (29, parent),
            (32, [id.as_str(), name.as_str()].join("&")),
        ],
    ));
    message.number();
    for (index, seen) in message.seen.into_iter().enumerate() {
        let fields = [
            (1, (index + 1).to_string()),
            (2, seen.kind.into()),
            (3, seen.code),
            (4, seen.sub),
            (5, seen.value),
            (6, seen.unit),
            (8, seen.flag.into()),
            (11, if seen.unasked && !case.draft { "N" } else { status }.into()),
            (14, observed.clone()),
            (16, [id.as_str(), name.as_str()].join("^")),
        ];
        out.push_str(&segment("OBX", &fields));
    }
    out
}

/// When what is told was so: a dose that was given at eight and signed at ten is one of eight.
fn observed(case: &OutgoingEvent) -> Instant {
    let at = case.event.at;
    match case.body() {
        Body::MeasureStarted(change) | Body::MeasureStopped(change) => change.at,
        Body::Happened(occurrence) => occurrence.at.unwrap_or(at),
        _ => at,
    }
}

/// `padua^Padua Prediction Score^99VIRCHOW^72136-5^Risk for venous thromboembolism^LN`.
fn code_of(id: &str, lang: Lang) -> String {
    match instrument_of(id) {
        Some(instrument) if questionnaire::of_thrombosis(instrument) => {
            parts(&[id, instrument.title.get(lang), OURS, VTE_RISK.code, VTE_RISK.display, "LN"])
        }
        Some(instrument) => parts(&[id, instrument.title.get(lang), OURS]),
        None => parts(&[id, id, OURS]),
    }
}

impl Message<'_> {
    fn say(&mut self, id: &str, name: Text, kind: &'static str, value: String) {
        let code = parts(&[id, name.get(self.case.lang), OURS]);
        self.put(code, "", kind, value);
    }

    /// Something said of the measure, row or reason of this number.
    fn of(&mut self, sub: &str, id: &str, name: Text, kind: &'static str, value: String) {
        let code = parts(&[id, name.get(self.case.lang), OURS]);
        self.put(code, sub, kind, value);
    }

    fn put(&mut self, code: String, sub: &str, kind: &'static str, value: String) -> &mut Seen {
        self.seen.push(Seen { code, sub: sub.into(), kind, value, unit: String::new(), unasked: false, flag: "" });
        let last = self.seen.len() - 1;
        &mut self.seen[last]
    }

    /// Gives each observation that shares its code and has no number the next one that is free.
    fn number(&mut self) {
        let mut of: BTreeMap<String, (usize, BTreeSet<String>)> = BTreeMap::new();
        for seen in &self.seen {
            let (count, taken) = of.entry(seen.id().to_owned()).or_default();
            *count += 1;
            taken.insert(seen.sub.clone());
        }
        let mut next: BTreeMap<String, usize> = BTreeMap::new();
        for seen in &mut self.seen {
            let id = seen.id().to_owned();
            let Some((_, taken)) = of.get(&id).filter(|(count, _)| *count > 1 && seen.sub.is_empty()) else { continue };
            let number = next.entry(id).or_insert(1);
            while taken.contains(&number.to_string()) {
                *number += 1;
            }
            seen.sub = number.to_string();
            *number += 1;
        }
    }

    fn time(&self, at: Instant) -> String {
        self.case.local(at).format("%Y%m%d%H%M%S%z").to_string()
    }

    fn body(&mut self) {
        match self.case.body() {
            Body::Assessed(assessment) => self.assessment(assessment),
            Body::Reviewed { of, changed } => {
                self.say("reviewed", text!("复核的评分", "Score that was reviewed"), "ST", escaped(of));
                let (code, words) =
                    if changed.is_some() { ("changed", text!("已修改", "Changed")) } else { ("confirmed", text!("已确认", "Confirmed")) };
                let decision = parts(&[code, words.get(self.case.lang), OURS]);
                self.say("review_decision", text!("复核结论", "Decision of the review"), "CWE", decision);
                if let Some(assessment) = changed {
                    self.assessment(assessment);
                }
            }
            Body::BleedingScreened(screen) => self.screen(screen),
            // What it ordered is history, and no receiver takes it for the plan.
            Body::PlanAuthorised(plan) if self.case.is_superseded() => {
                self.say("assessment", text!("所依据的评分", "Assessment it answers"), "ST", escaped(&plan.of));
                self.in_force();
            }
            Body::PlanAuthorised(plan) => self.plan(plan),
            Body::PlanDeclined(declined) => {
                let words = coded::declined(&declined.code).map_or("", |coded| coded.label.get(self.case.lang));
                self.say("plan_declined", text!("未采纳的原因", "Why it was declined"), "CWE", parts(&[&declined.code, words, OURS]));
                self.say("declined", text!("未采纳的评分方案", "Assessment whose proposal was declined"), "ST", escaped(&declined.of));
                if let Some(note) = &declined.note {
                    self.say("plan_declined.note", text!("说明", "Note"), "FT", formatted(note));
                }
                self.in_force();
            }
            Body::MeasureStarted(change) => self.change(change, "started", text!("开始时间", "Started at")),
            Body::MeasureStopped(change) => self.change(change, "stopped", text!("停止时间", "Stopped at")),
            Body::Happened(occurrence) => self.occurrence(occurrence),
            Body::Amended { .. } => {}
        }
    }

    fn assessment(&mut self, assessment: &Assessment) {
        let id = &assessment.instrument;
        self.score(id, assessment.floor, assessment.ceiling);
        self.band(id, assessment.band);
        if let Some(sub) = &assessment.sub_band {
            self.say(&[id, "sub_band"].join("."), text!("亚层", "Sub-band"), "CWE", parts(&[sub, "", OURS]));
        }
        let point = timepoint::named(&assessment.timepoint).map_or("", |point| point.label.get(self.case.lang));
        self.say("timepoint", text!("评估时点", "Occasion"), "CWE", parts(&[&assessment.timepoint, point, OURS]));
        self.answers(id, &assessment.answers);
    }

    fn screen(&mut self, screen: &BleedingScreen) {
        self.band(&screen.instrument, screen.high.map(|high| if high { Risk::High } else { Risk::Low }));
        self.answers(&screen.instrument, &screen.answers);
        for (index, line) in screen.contraindications.iter().enumerate() {
            let same = |other: &&ContraindicationLine| other.item == line.item;
            let sub = if screen.contraindications.iter().filter(same).count() > 1 {
                (screen.contraindications[..index].iter().filter(same).count() + 1).to_string()
            } else {
                String::new()
            };
            self.contraindication(line, &sub);
        }
        if let Some((floor, ceiling)) = screen.improve {
            self.score("improve_bleeding", floor, ceiling);
        }
    }

    fn contraindication(&mut self, line: &ContraindicationLine, sub: &str) {
        let lang = self.case.lang;
        let name = naming::name_of(&line.item).map_or(line.item.as_str(), |name| name.get(lang));
        let code = parts(&[&line.item, name, OURS]);
        let seen = self.put(code, sub, "CWE", answer(line.value, lang));
        if line.holds() {
            seen.flag = "A";
        }
        let more = |what: &str| [line.item.as_str(), what].join(".");
        if let Some(side) = line.limb {
            self.of(sub, &more("limb"), LEG, "CWE", limb(side, lang));
        }
        if let Some(until) = line.until {
            let until = self.time(until);
            self.of(sub, &more("until"), text!("至", "Until"), "TS", until);
        }
        if !line.names.is_empty() {
            self.of(sub, &more("names"), text!("药名", "Names"), "FT", formatted(&line.names.join(", ")));
        }
    }

    fn occurrence(&mut self, occurrence: &Occurrence) {
        let of = |field: &str| [occurrence.what.id(), field].join(".");
        let times = [
            ("at", text!("发生于", "At"), occurrence.at),
            ("ended_at", text!("结束于", "Ended"), occurrence.ended_at),
            ("haemostasis_at", text!("确认止血", "Haemostasis"), occurrence.haemostasis_at),
        ];
        for (field, name, at) in times {
            if let Some(at) = at.map(|at| self.time(at)) {
                self.say(&of(field), name, "TS", at);
            }
        }
        let step = occurrence.detail("step").unwrap_or_default();
        for (field, said) in &occurrence.details {
            let name = story::detail(field).unwrap_or(text!("说明", "Detail"));
            let worded = match *field {
                "step" => story::steps::step(said),
                "state" => story::steps::state(said),
                _ => story::value(field, said),
            };
            match worded {
                Some(words) => self.say(&of(field), name, "CWE", parts(&[said, words.get(self.case.lang), OURS])),
                None => self.say(&of(field), name, "FT", formatted(said)),
            }
        }
        for (item, said) in &occurrence.answers {
            let name = story::steps::item(step, item).unwrap_or(text!("说明", "Detail"));
            let code = of(&[step, item].join("."));
            match story::steps::coded(step, item, said) {
                Some(words) => self.say(&code, name, "CWE", parts(&[said, words.get(self.case.lang), OURS])),
                None => self.say(&code, name, "FT", formatted(said)),
            }
        }
    }

    fn score(&mut self, id: &str, floor: Points, ceiling: Points) {
        let exact = floor == ceiling;
        // An interval is a structured numeric: 4 - 20.
        let value = if exact { floor.to_string() } else { parts(&["", &floor.to_string(), "-", &ceiling.to_string()]) };
        let code = code_of(id, self.case.lang);
        self.put(code, "", if exact { "NM" } else { "SN" }, value).unit = parts(&["{score}", "{score}", "UCUM"]);
    }

    fn band(&mut self, id: &str, risk: Option<Risk>) {
        let words = fhir::codes::band_text(risk).get(self.case.lang);
        let code = parts(&[&[id, "band"].join("."), text!("危险分层", "Band").get(self.case.lang), OURS]);
        let seen = self.put(code, "", "CWE", parts(&[risk.map_or("open", Risk::id), words, OURS]));
        if risk == Some(Risk::High) {
            seen.flag = "A";
        }
    }

    fn answers(&mut self, id: &str, lines: &[AnswerLine]) {
        let instrument = instrument_of(id);
        let lang = self.case.lang;
        for line in lines {
            let known = instrument.and_then(|instrument| instrument.items.iter().find(|item| link(instrument, item.id) == line.item));
            let unasked = line.value.is_none() && line.source != AnswerSource::Person;
            let value = if unasked { String::new() } else { answer(line.value, lang) };
            let name = known.map_or(line.item.as_str(), |item| item.label.get(lang));
            let code = parts(&[&line.item, name, OURS]);
            self.put(code, "", "CWE", value).unasked = unasked;
            if let Some(note) = &line.note {
                self.say(&[line.item.as_str(), "note"].join("."), text!("说明", "Note"), "FT", formatted(note));
            }
        }
    }
}

const LEG: Text = text!("侧别", "Leg");

fn answer(value: Option<bool>, lang: Lang) -> String {
    let (code, words) = match value {
        Some(true) => ("yes", fhir::codes::YES),
        Some(false) => ("no", fhir::codes::NO),
        None => ("unknown", fhir::codes::UNKNOWN),
    };
    parts(&[code, words.get(lang), OURS])
}

fn limb(side: Limb, lang: Lang) -> String {
    parts(&[side.id(), story::limb(side).get(lang), OURS])
}
