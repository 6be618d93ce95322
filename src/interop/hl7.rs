//! An event as an HL7 v2.5.1 `ORU^R01`: for hosts that know nothing newer. Segments end with a carriage return, as the
//! standard has it. One OBX for the score, one for the band, one an item; of other events one OBX for each thing said.

use super::fhir::codes::VTE_RISK;
use super::fhir::extract::Case;
use super::fhir::questionnaire::link;
use super::fhir::requests::label;
use super::fhir::response::instrument_of;
use super::fhir::{self, questionnaire};
use super::note::paragraph;
use super::seal::RULES_VERSION;
use crate::clinical::dosing::Dose;
use crate::clinical::instrument::{Points, Risk};
use crate::clinical::naming;
use crate::record::assessment::{AnswerLine, AnswerSource};
use crate::record::event::Body;
use crate::text::Lang;

/// Our table in the field for the coding system.
const OURS: &str = "99VIRCHOW";

/// Text as a part of a field: the standard's escapes, and no line ends.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\E\\"),
            '|' => out.push_str("\\F\\"),
            '^' => out.push_str("\\S\\"),
            '&' => out.push_str("\\T\\"),
            '~' => out.push_str("\\R\\"),
            '\r' | '\n' => out.push_str("\\.br\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Parts of one field.
fn parts(parts: &[&str]) -> String {
    let escaped: Vec<String> = parts.iter().map(|part| escaped(part)).collect();
    escaped.join("^").trim_end_matches('^').to_owned()
}

/// A segment from its fields by number.
fn segment(name: &str, fields: &[(usize, String)]) -> String {
    let last = fields.iter().map(|(at, _)| *at).max().unwrap_or(0);
    let mut out = name.to_owned();
    for at in 1..=last {
        out.push('|');
        if let Some((_, field)) = fields.iter().find(|(field, _)| *field == at) {
            out.push_str(field);
        }
    }
    out.push('\r');
    out
}

struct Message<'a> {
    case: &'a Case,
    observations: usize,
    out: String,
}

pub fn message(case: &Case) -> String {
    let event = &case.event;
    let at = case.local(event.at).format("%Y%m%d%H%M%S%z").to_string();
    // Of version 2.5 the control id has twenty places: the uuid's own random end.
    let control = fhir::uuid(&event.id, "hl7v2").replace('-', "")[12..].to_owned();
    let mut out = String::from("MSH|^~\\&|VIRCHOW||HIS||");
    out.push_str(&[at.as_str(), "", "ORU^R01^ORU_R01", &control, "P", "2.5.1", "", "", "", "", "CHN", "UNICODE UTF-8"].join("|"));
    out.push('\r');
    out.push_str(&segment("SFT", &[(1, "Virchow".into()), (2, escaped(RULES_VERSION)), (3, "Virchow".into()), (4, escaped(RULES_VERSION))]));
    out.push_str(&segment(
        "PID",
        &[(1, "1".into()), (3, parts(&[case.patient_ref().unwrap_or(&case.context()), "", "", "", "PI"])), (5, String::new())],
    ));
    out.push_str(&segment("PV1", &[(1, "1".into()), (2, "I".into()), (19, escaped(&case.context()))]));
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
        body => parts(&[body.kind(), body.kind(), OURS]),
    };
    let person = parts(&[&event.by.id, &event.by.name]);
    out.push_str(&segment(
        "OBR",
        &[(1, "1".into()), (3, parts(&[&event.id, "VIRCHOW"])), (4, service), (7, at.clone()), (22, at), (25, status.into()), (32, person)],
    ));
    let mut message = Message { case, observations: 0, out };
    message.body();
    message.say("note", "", "TX", escaped(&paragraph(case)), "");
    message.out
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
    fn say(&mut self, id: &str, name: &str, kind: &str, value: String, unit: &str) {
        self.put(parts(&[id, if name.is_empty() { id } else { name }, OURS]), kind, value, unit);
    }

    fn put(&mut self, code: String, kind: &str, value: String, unit: &str) {
        self.observations += 1;
        let event = &self.case.event;
        let status = if self.case.draft {
            "P"
        } else if self.case.amended {
            "C"
        } else {
            "F"
        };
        let fields = [
            (1, self.observations.to_string()),
            (2, kind.into()),
            (3, code),
            (5, value),
            (6, if unit.is_empty() { String::new() } else { parts(&[unit, unit, "UCUM"]) }),
            (11, status.into()),
            (14, self.case.local(event.at).format("%Y%m%d%H%M%S%z").to_string()),
            (16, parts(&[&event.by.id, &event.by.name])),
        ];
        self.out.push_str(&segment("OBX", &fields));
    }

    fn body(&mut self) {
        let lang = self.case.lang;
        match self.case.body() {
            Body::Assessed(assessment) | Body::Reviewed { changed: Some(assessment), .. } => {
                self.score(&assessment.instrument, assessment.floor, assessment.ceiling);
                self.band(&assessment.instrument, assessment.band);
                self.answers(&assessment.instrument, &assessment.answers);
            }
            Body::BleedingScreened(screen) => {
                self.band(&screen.instrument, screen.high.map(|high| if high { Risk::High } else { Risk::Low }));
                self.answers(&screen.instrument, &screen.answers);
                for line in &screen.contraindications {
                    let name = naming::name_of(&line.item).map_or("", |name| name.get(lang));
                    self.say(&line.item, name, "CWE", answer(line.value, lang), "");
                }
            }
            Body::Reviewed { changed: None, of } => self.say("reviewed", "", "ST", escaped(of), ""),
            Body::PlanAuthorised(plan) => {
                for measure in &plan.measures {
                    let mut words = label(&measure.id, lang);
                    if let Some((zh, en)) = measure.dose.as_ref().map(Dose::words) {
                        words = [words.as_str(), if lang == Lang::Zh { &zh } else { &en }].join(" ");
                    }
                    self.say("measure", "", "CWE", parts(&[measure.id.as_str(), &words, OURS]), "");
                }
            }
            Body::PlanDeclined(declined) => self.say("plan_declined", "", "CWE", parts(&[&declined.code, "", OURS]), ""),
            Body::MeasureStarted(change) | Body::MeasureStopped(change) => {
                self.say("measure", "", "CWE", parts(&[change.measure.as_str(), &label(&change.measure, lang), OURS]), "");
                if let Some(code) = &change.code {
                    self.say("reason", "", "CWE", parts(&[code, "", OURS]), "");
                }
            }
            Body::Happened(_) | Body::Amended { .. } => {}
        }
    }

    fn score(&mut self, id: &str, floor: Points, ceiling: Points) {
        let exact = floor == ceiling;
        // An interval is a structured numeric: 4 - 20.
        let value = if exact { floor.to_string() } else { parts(&["", &floor.to_string(), "-", &ceiling.to_string()]) };
        self.put(code_of(id, self.case.lang), if exact { "NM" } else { "SN" }, value, "{score}");
    }

    fn band(&mut self, id: &str, risk: Option<Risk>) {
        let words = fhir::codes::band_text(risk).get(self.case.lang);
        self.say(&[id, "band"].join("."), "", "CWE", parts(&[risk.map_or("open", Risk::id), words, OURS]), "");
    }

    fn answers(&mut self, id: &str, lines: &[AnswerLine]) {
        let instrument = instrument_of(id);
        let lang = self.case.lang;
        for line in lines {
            let known = instrument.and_then(|instrument| instrument.items.iter().find(|item| link(instrument, item.id) == line.item));
            let value = if line.value.is_none() && line.source != AnswerSource::Person { String::new() } else { answer(line.value, lang) };
            self.say(&line.item, known.map_or("", |item| item.label.get(lang)), "CWE", value, "");
        }
    }
}

fn answer(value: Option<bool>, lang: Lang) -> String {
    let (code, words) = match value {
        Some(true) => ("yes", fhir::codes::YES),
        Some(false) => ("no", fhir::codes::NO),
        None => ("unknown", fhir::codes::UNKNOWN),
    };
    parts(&[code, words.get(lang), OURS])
}
