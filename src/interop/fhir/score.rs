//! A score as three resources: what was answered (QuestionnaireResponse), what it came to (Observation), and what that
//! means (RiskAssessment). A probability stands there only where the source publishes one for those points.

use super::case::{OutgoingEvent, Parts};
use super::codes::{self, band, coding, concept, instrument_codings};
use super::questionnaire::{canonical, link};
use super::response::{ResponseItem, ResponseValue, instrument_of, items};
use super::{element, only};
use crate::clinical::instrument::{Instrument, Points, Purpose, Risk};
use crate::clinical::source::Mark;
use crate::interop::event::number;
use crate::interop::json::{Value, decimal, object};
use crate::record::assessment::{AnswerLine, AnswerSource, Assessment};
use crate::record::event::BleedingScreen;
use crate::text::{Lang, Text, text};

/// A figure of an instrument that is one number: percent, and days where the source says how many.
#[derive(Debug)]
pub struct Published {
    pub instrument: &'static str,
    /// Its place in `instrument.figures`.
    pub figure: usize,
    pub percent: f64,
    pub days: Option<u32>,
}

const fn published(instrument: &'static str, figure: usize, percent: f64, days: Option<u32>) -> Published {
    Published { instrument, figure, percent, days }
}

/// "Below 0.5 %" is no number, and Pannucci's figures are of patients who had mechanical prophylaxis: neither is here.
pub static PUBLISHED: &[Published] = &[
    published("padua", 0, 0.3, Some(90)),
    published("padua", 1, 11.0, Some(90)),
    published("caprini", 1, 1.5, None),
    published("caprini", 2, 3.0, None),
    published("caprini", 3, 6.0, None),
    published("improve_bleeding", 0, 1.5, Some(14)),
    published("improve_bleeding", 1, 7.9, Some(14)),
];

struct Scored<'a> {
    instrument: &'static Instrument,
    answers: &'a [AnswerLine],
    floor: Points,
    ceiling: Points,
    risk: Option<Risk>,
    timepoint: Option<&'a str>,
}

/// The three of a VTE score. Of an instrument that this build does not have, nothing but the number can be said.
pub fn assessment(parts: &mut Parts<'_>, case: &OutgoingEvent, assessment: &Assessment) {
    let Some(instrument) = instrument_of(&assessment.instrument) else { return };
    write(
        parts,
        case,
        &Scored {
            instrument,
            answers: &assessment.answers,
            floor: assessment.floor,
            ceiling: assessment.ceiling,
            risk: assessment.band,
            timepoint: Some(&assessment.timepoint),
        },
    );
}

/// The governing bleeding list; its points code its rule and add up to it.
pub fn screen(parts: &mut Parts<'_>, case: &OutgoingEvent, screen: &BleedingScreen) {
    let Some(instrument) = instrument_of(&screen.instrument) else { return };
    let sum = |counts: &dyn Fn(&AnswerLine) -> bool| {
        let mut total = 0;
        for (index, item) in instrument.items.iter().enumerate() {
            let line = |index: usize| screen.answers.iter().find(|line| line.item == link(instrument, instrument.items[index].id));
            match instrument.group_of(index) {
                None => total += line(index).filter(|line| counts(line)).map_or(0, |_| item.points.0),
                Some(group) if group.members[0] == item.id => {
                    let said = |member: &usize| line(*member).is_some_and(|line| line.value == Some(true));
                    let settled = instrument.members(group).any(|member| said(&member));
                    let counted = instrument.members(group).filter(|member| if settled { said(member) } else { line(*member).is_some_and(counts) });
                    total += counted.map(|member| instrument.items[member].points.0).max().unwrap_or(0);
                }
                Some(_) => {}
            }
        }
        Points(total)
    };
    let floor = sum(&|line| line.value == Some(true));
    let ceiling = sum(&|line| line.value != Some(false));
    let risk = screen.high.map(|high| if high { Risk::High } else { Risk::Low });
    write(parts, case, &Scored { instrument, answers: &screen.answers, floor, ceiling, risk, timepoint: None });
}

fn write(parts: &mut Parts<'_>, case: &OutgoingEvent, scored: &Scored<'_>) {
    parts.add("response", response(case, scored));
    parts.add("score", observation(case, scored));
    parts.add("risk", risk_assessment(case, scored));
}

fn response(case: &OutgoingEvent, scored: &Scored<'_>) -> Value {
    let instrument = scored.instrument;
    let index = |line: &AnswerLine| line.item.split_once('.').and_then(|(_, item)| instrument.index(item));
    let mut lines = vec![];
    for line in scored.answers {
        // Silence is no answer; "cannot be known" is one, and a person gave it.
        if let (Some(index), true) = (index(line), line.value.is_some() || line.source == AnswerSource::Person) {
            lines.push(ResponseItem { index, value: ResponseValue::Said(line.value), note: line.note.as_deref(), source: Some(line.source.id()) });
        }
    }
    let mut items = items(instrument, &lines, case.lang);
    for (id, points) in [("score", scored.floor), ("ceiling", scored.ceiling)] {
        items.push(object([("linkId", id.into()), ("answer", only(object([("valueDecimal", number(points))])))]));
    }
    element([
        ("resourceType", "QuestionnaireResponse".into()),
        ("identifier", case.identifier("response")),
        ("questionnaire", canonical(instrument).into()),
        (
            "status",
            if case.draft {
                "in-progress"
            } else if case.amended {
                "amended"
            } else {
                "completed"
            }
            .into(),
        ),
        ("subject", case.subject()),
        ("encounter", case.encounter()),
        ("authored", case.at()),
        ("author", case.author()),
        ("item", Value::Array(items)),
    ])
}

fn status(case: &OutgoingEvent) -> Value {
    if case.draft {
        "preliminary"
    } else if case.amended {
        "amended"
    } else {
        "final"
    }
    .into()
}

fn observation(case: &OutgoingEvent, scored: &Scored<'_>) -> Value {
    let instrument = scored.instrument;
    let mut components = vec![];
    for line in scored.answers {
        let Some(index) = line.item.split_once('.').and_then(|(_, item)| instrument.index(item)) else { continue };
        let code = concept("items", &line.item, instrument.items[index].label.get(case.lang));
        components.push(match line.value {
            Some(_) => object([("code", code), ("valueQuantity", codes::score(line.points))]),
            None => {
                let (absent, words) = if line.source == AnswerSource::Person { ("unknown", "Unknown") } else { ("not-asked", "Not Asked") };
                let system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
                let coding = object([("system", system.into()), ("code", absent.into()), ("display", words.into())]);
                object([("code", code), ("dataAbsentReason", object([("coding", only(coding))]))])
            }
        });
    }
    let category = element([
        ("system", "http://terminology.hl7.org/CodeSystem/observation-category".into()),
        ("code", "survey".into()),
        ("display", "Survey".into()),
    ]);
    let code = element([("coding", instrument_codings(instrument, case.lang)), ("text", instrument.title.get(case.lang).into())]);
    let mut observation = element([
        ("resourceType", "Observation".into()),
        ("identifier", case.identifiers("score")),
        ("status", status(case)),
        ("category", only(object([("coding", only(category))]))),
        ("code", code),
        ("subject", case.subject()),
        ("encounter", case.encounter()),
        ("effectiveDateTime", case.at()),
        ("performer", only(case.author())),
        ("interpretation", only(band(Some(instrument), scored.risk, case.lang))),
        ("derivedFrom", only(case.here("response"))),
        ("component", Value::Array(components)),
    ]);
    // An interval is shown as one; both ends the same are a number.
    if scored.floor == scored.ceiling {
        observation.put("valueQuantity", codes::score(scored.floor));
    } else {
        observation.put("valueRange", object([("low", codes::score(scored.floor)), ("high", codes::score(scored.ceiling))]));
    }
    if let Some(timepoint) = scored.timepoint.and_then(crate::record::timepoint::named) {
        observation.put("note", only(object([("text", timepoint.label.get(case.lang).into())])));
    }
    observation
}

/// The Chinese medical list counts two sets; the points by which this build counts them are ours.
const POINTS_ARE_OURS: Mark = Mark::D(text!("A、B两组条目的分值", "the points of the sets A and B"));
const VTE: Text = text!("静脉血栓栓塞症", "Venous thromboembolism");
const BLEEDING: Text = text!("出血", "Bleeding");

fn risk_assessment(case: &OutgoingEvent, scored: &Scored<'_>) -> Value {
    let instrument = scored.instrument;
    let thrombosis = instrument.purpose == Purpose::Thrombosis;
    let (code, words) = if thrombosis { ("vte", VTE) } else { ("bleeding", BLEEDING) };
    let mut prediction =
        element([("outcome", concept("outcomes", code, words.get(case.lang))), ("qualitativeRisk", band(Some(instrument), scored.risk, case.lang))]);
    if let Some((published, rationale)) = figure(scored) {
        prediction.put("probabilityDecimal", decimal(published.percent));
        prediction.put("rationale", [rationale.get(case.lang), source_of(instrument, published).as_str()].join(" · ").into());
        if let Some(days) = published.days {
            let day = |value: u32| object([("value", value.into()), ("unit", "d".into()), ("system", codes::UCUM.into()), ("code", "d".into())]);
            prediction.put("whenRange", object([("low", day(0)), ("high", day(days))]));
        }
    }
    let note = POINTS_ARE_OURS.tag(case.lang).filter(|_| instrument.id == "cn_bleed_medical").map(|words| object([("text", words.concat().into())]));
    element([
        ("resourceType", "RiskAssessment".into()),
        ("identifier", case.identifiers("risk")),
        ("status", status(case)),
        (
            "method",
            element([
                ("coding", only(coding("instruments", instrument.id, instrument.title.get(case.lang)))),
                ("text", method(instrument, case.lang).into()),
            ]),
        ),
        ("code", element([("coding", instrument_codings(instrument, case.lang))])),
        ("subject", case.subject()),
        ("encounter", case.encounter()),
        ("occurrenceDateTime", case.at()),
        ("performer", case.author()),
        ("basis", Value::Array(vec![case.here("score"), case.here("response")])),
        ("prediction", only(prediction)),
        ("note", note.map_or(Value::Null, only)),
    ])
}

fn method(instrument: &Instrument, lang: Lang) -> String {
    format!("{} ({}; {})", instrument.title.get(lang), instrument.edition, instrument.source.citation)
}

fn source_of(instrument: &Instrument, published: &Published) -> String {
    instrument.figures[published.figure].source.citation.to_owned()
}

/// The published figure for these points: both ends of the interval in its range.
fn figure(scored: &Scored<'_>) -> Option<(&'static Published, Text)> {
    PUBLISHED.iter().filter(|row| row.instrument == scored.instrument.id).find_map(|row| {
        let figure = &scored.instrument.figures[row.figure];
        (figure.from <= scored.floor && scored.ceiling <= figure.to).then_some((row, figure.text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::quantity::written;

    /// The number is the one that is printed in the figure it names, without prophylaxis.
    #[test]
    fn every_probability_is_printed_in_its_figure() {
        for row in PUBLISHED {
            let instrument = instrument_of(row.instrument).expect("an instrument");
            let figure = &instrument.figures[row.figure];
            let percent = written(row.percent, 1);
            let fits = [format!(" {percent} %"), format!(" {percent}.0 %")].iter().any(|text| figure.text.en().contains(text));
            assert!(fits, "{}: {percent} is not in {}", row.instrument, figure.text.en());
            if let Some(days) = row.days {
                assert!(figure.text.en().contains(&format!("within {days} days")), "{}", figure.text.en());
            }
            assert!(!figure.text.en().contains('<') && !figure.text.en().contains("mechanical"));
        }
    }
}
