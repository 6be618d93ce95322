//! An instrument as a Questionnaire: an export of the table, never its source. Each item is a choice of yes, no and
//! cannot be known, the yes with its weight; a quantity that is itself added is a whole number. `score` is the least and `ceiling`
//! the most that the answers can still come to, both computed. An instrument without points (NHS, PERC), or of which a choice
//! decides what counts (RCOG), has neither.
//!
//! The expressions name their items and points outright: they need no extension to survive a form's own model, and say
//! the rule of groups (the highest counts) without functions that only some engines have.

use std::fmt::Write as _;

use super::codes::{self, BASE, UNKNOWN, YES, coding, ordinal, system};
use super::{element, only};
use crate::clinical::instrument::{From, Group, Instrument, Item, Points, Purpose};
use crate::clinical::instruments;
use crate::clinical::outcome::Reading;
use crate::clinical::quantity::Quantity;
use crate::interop::headless;
use crate::interop::json::{Value, object};
use crate::interop::rejected::Rejected;
use crate::interop::shape::Place;
use crate::text::{Lang, Text, text};

const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/";
const GENDER: &str = "http://hl7.org/fhir/administrative-gender";

/// `questionnaire(id)`: by instrument id, or by canonical URL with or without a version.
pub fn questionnaire(id: &str) -> Result<Value, Rejected> {
    let place = Place::root("");
    let place = place.key("instrument");
    Ok(export(named(id, &place)?))
}

/// An instrument by its id or its canonical URL; a version that is not ours is refused.
pub fn named(id: &str, place: &Place<'_>) -> Result<&'static Instrument, Rejected> {
    let of = |id: &str| instruments::scored(id).map_or_else(|| headless::instrument(id, place), Ok);
    let Some(rest) = id.strip_prefix(BASE).and_then(|rest| rest.strip_prefix("/Questionnaire/")) else { return of(id) };
    let (id, version) = rest.split_once('|').map_or((rest, None), |(id, version)| (id, Some(version)));
    let instrument = of(id)?;
    if version.is_some_and(|version| version != instrument.edition) {
        return Err(place.reject("E_INSTRUMENT", "本版没有该评分的这一版次。", "This edition of the instrument is not in this version."));
    }
    Ok(instrument)
}

pub fn url(instrument: &Instrument) -> String {
    [BASE, "/Questionnaire/", instrument.id].concat()
}

/// The canonical with its version, as a response names it.
pub fn canonical(instrument: &Instrument) -> String {
    [url(instrument).as_str(), instrument.edition].join("|")
}

pub fn export(instrument: &'static Instrument) -> Value {
    let asks_sex = instrument.items.iter().any(|item| item.female_only);
    let mut items = vec![];
    if asks_sex {
        items.push(sex());
    }
    for (index, item) in instrument.items.iter().enumerate() {
        match instrument.group_of(index) {
            None => push_item(&mut items, instrument, item),
            Some(group) if group.members[0] == item.id => items.push(group_item(instrument, group)),
            Some(_) => {}
        }
    }
    if is_a_sum(instrument) {
        items.push(computed("score", text!("总分（已确定）", "Score (certain)"), certain(instrument)));
        items.push(computed("ceiling", text!("可能的最高分", "Highest possible score"), possible(instrument)));
    }
    let mut name = String::new();
    for word in instrument.id.split('_') {
        name.push_str(&word[..1].to_ascii_uppercase());
        name.push_str(&word[1..]);
    }
    let patient = [
        element([
            ("url", "name".into()),
            ("valueCoding", element([("system", "http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext".into()), ("code", "patient".into())])),
        ]),
        element([("url", "type".into()), ("valueCode", "Patient".into())]),
    ];
    let launch = element([("url", [SDC, "sdc-questionnaire-launchContext"].concat().into()), ("extension", Value::Array(patient.into()))]);
    let mut questionnaire = element([
        ("resourceType", "Questionnaire".into()),
        ("id", instrument.id.replace('_', "-").into()),
        ("language", Lang::Zh.tag().into()),
        ("extension", only(launch)),
        ("url", url(instrument).into()),
        ("version", instrument.edition.into()),
        ("name", name.into()),
        ("status", "active".into()),
        ("subjectType", only("Patient".into())),
        ("copyright", instrument.source.citation.into()),
        ("code", codes::instrument_codings(instrument, Lang::Zh)),
        ("item", Value::Array(items)),
    ]);
    put_text(&mut questionnaire, "title", instrument.title);
    questionnaire
}

/// Chinese, with the English beside it by the extension that FHIR has for that.
fn put_text(element: &mut Value, field: &str, words: Text) {
    element.put(field, words.zh().into());
    let parts =
        [object([("url", "lang".into()), ("valueCode", "en".into())]), object([("url", "content".into()), ("valueString", words.en().into())])];
    let translation = object([("url", "http://hl7.org/fhir/StructureDefinition/translation".into()), ("extension", Value::Array(parts.into()))]);
    element.put(&["_", field].concat(), object([("extension", only(translation))]));
}

pub fn link(instrument: &Instrument, item: &str) -> String {
    [instrument.id, item].join(".")
}

fn push_item(into: &mut Vec<Value>, instrument: &'static Instrument, item: &'static Item) {
    let id = link(instrument, item.id);
    if counted(item).is_some() {
        let mut question =
            element([("linkId", id.as_str().into()), ("type", "integer".into()), ("code", only(coding("items", &id, item.label.zh())))]);
        put_text(&mut question, "text", item.label);
        into.push(question);
        return;
    }
    let mut options = vec![];
    for (value, points) in [(Some(true), item.points), (Some(false), Points(0)), (None, Points(0))] {
        let (code, words) = match value {
            Some(true) => ("yes", YES),
            Some(false) => ("no", codes::NO),
            None => ("unknown", UNKNOWN),
        };
        let mut option = object([("valueCoding", coding("answers", code, words.zh()))]);
        if value.is_some() {
            option.put("extension", only(ordinal(points)));
        }
        options.push(option);
    }
    let mut question = element([
        ("linkId", id.as_str().into()),
        ("type", "choice".into()),
        ("code", only(coding("items", &id, item.label.zh()))),
        ("answerOption", Value::Array(options)),
    ]);
    put_text(&mut question, "text", item.label);
    if let Some(initial) = initial(item, &id) {
        question.put("extension", only(expression("sdc-questionnaire-initialExpression", initial)));
    }
    if item.female_only {
        // Enabled unless a man is said: "!=" holds where there is no answer, so an unanswered sex hides nothing.
        let man = object([("question", "sex".into()), ("operator", "!=".into()), ("answerCoding", gender("male", text!("男", "Male")))]);
        question.put("enableWhen", only(man));
    }
    if let Some(counts) = item.counts {
        let control =
            element([("coding", only(element([("system", "http://hl7.org/fhir/questionnaire-item-control".into()), ("code", "help".into())])))]);
        let help = element([("url", "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl".into()), ("valueCodeableConcept", control)]);
        let mut display = element([("linkId", [&id, ".help"].concat().into()), ("type", "display".into()), ("extension", only(help))]);
        put_text(&mut display, "text", counts);
        question.put("item", only(display));
    }
    into.push(question);
    if item.wants_note {
        let when = object([("question", id.as_str().into()), ("operator", "=".into()), ("answerCoding", answer("yes"))]);
        let mut note = element([("linkId", [&id, ".note"].concat().into()), ("type", "text".into()), ("enableWhen", only(when))]);
        put_text(&mut note, "text", text!("说明", "Specify"));
        into.push(note);
    }
}

fn answer(code: &str) -> Value {
    element([("system", system("answers").into()), ("code", code.into())])
}

fn gender(code: &str, words: Text) -> Value {
    element([("system", GENDER.into()), ("code", code.into()), ("display", words.zh().into())])
}

fn sex() -> Value {
    let options =
        [("female", text!("女", "Female")), ("male", text!("男", "Male"))].map(|(code, words)| object([("valueCoding", gender(code, words))]));
    let initial = "%questionnaire.item.where(linkId = 'sex').answerOption.value.where(code = %patient.gender)";
    let mut sex = element([
        ("linkId", "sex".into()),
        ("type", "choice".into()),
        ("extension", only(expression("sdc-questionnaire-initialExpression", initial.into()))),
        ("answerOption", Value::Array(options.into())),
    ]);
    put_text(&mut sex, "text", text!("性别", "Sex"));
    sex
}

fn group_item(instrument: &'static Instrument, group: &'static Group) -> Value {
    let mut members = vec![];
    for index in instrument.members(group) {
        push_item(&mut members, instrument, &instrument.items[index]);
    }
    let mut item = element([("linkId", link(instrument, group.id).into()), ("type", "group".into()), ("item", Value::Array(members))]);
    put_text(&mut item, "text", group.title);
    item
}

fn computed(id: &str, words: Text, formula: String) -> Value {
    let mut item = element([
        ("linkId", id.into()),
        ("type", "decimal".into()),
        ("readOnly", true.into()),
        ("extension", only(expression("sdc-questionnaire-calculatedExpression", formula))),
    ]);
    put_text(&mut item, "text", words);
    item
}

fn expression(extension: &str, fhirpath: String) -> Value {
    let value = object([("language", "text/fhirpath".into()), ("expression", fhirpath.into())]);
    object([("url", [SDC, extension].concat().into()), ("valueExpression", value)])
}

/// The quantity that an item adds for itself, where it is one (PESI: age).
pub fn counted(item: &Item) -> Option<Quantity> {
    if let From::Count(quantity) = item.from { Some(quantity) } else { None }
}

/// Something has points, and what counts hangs on no choice (RCOG: the phase).
fn is_a_sum(instrument: &Instrument) -> bool {
    let by_choice = instrument.reads.is_some_and(|reads| reads.readings.iter().any(|reading| matches!(reading.by, Reading::SumBy(_))));
    !by_choice && instrument.items.iter().any(|item| item.points != Points(0))
}

/// What the patient's sex and age decide. What they do not tell (no birth date, or a year alone) stays open.
fn initial(item: &Item, id: &str) -> Option<String> {
    let yes = match item.from {
        From::Age { from, to: u8::MAX } => format!("(%patient.birthDate <= today() - {from} years)"),
        From::Age { from, to } => {
            format!("(%patient.birthDate <= today() - {from} years and %patient.birthDate > today() - {} years)", u16::from(to) + 1)
        }
        From::Male => "(%patient.gender.where($this = 'male' or $this = 'female') = 'male')".to_owned(),
        _ => return None,
    };
    let option = |code: &str| format!("%questionnaire.descendants().where(linkId = '{id}').answerOption.value.where(code = '{code}')");
    Some(format!("iif({yes}, {}, iif({yes}.not(), {}, {{}}))", option("yes"), option("no")))
}

/// Where a response holds the answer to an item: its code, or its number.
fn answer_of(instrument: &Instrument, index: usize) -> String {
    let item = link(instrument, instrument.items[index].id);
    match instrument.group_of(index) {
        Some(group) => format!("%resource.item.where(linkId = '{}').item.where(linkId = '{item}').answer.value", link(instrument, group.id)),
        None => format!("%resource.item.where(linkId = '{item}').answer.value"),
    }
}

fn code_of(instrument: &Instrument, index: usize) -> String {
    answer_of(instrument, index) + ".code"
}

/// The members of a group from the most points down.
fn ranked(instrument: &'static Instrument, group: &'static Group) -> Vec<usize> {
    let mut members: Vec<usize> = instrument.members(group).collect();
    members.sort_by_key(|index| std::cmp::Reverse(instrument.items[*index].points));
    members
}

/// The first of these that holds, in points; else none.
fn first_of(instrument: &Instrument, members: &[usize], holds: &dyn Fn(String) -> String) -> String {
    let mut formula = String::from("0");
    for &index in members.iter().rev() {
        formula = format!("iif({}, {}, {formula})", holds(code_of(instrument, index)), instrument.items[index].points);
    }
    formula
}

fn is_yes(code: String) -> String {
    format!("{code} = 'yes'")
}

/// Nobody said no: open, unknown or yes.
fn may_be(code: String) -> String {
    format!("({code} = 'no').not() or {code}.empty()")
}

/// The least: what is certain, and every point below nothing that nobody denied.
fn certain(instrument: &'static Instrument) -> String {
    sum(instrument, &|index| single(instrument, index, false), &|group| {
        if is_choice(instrument, group) { chosen(instrument, group, false) } else { first_of(instrument, &ranked(instrument, group), &is_yes) }
    })
}

/// The most.
fn possible(instrument: &'static Instrument) -> String {
    sum(instrument, &|index| single(instrument, index, true), &|group| {
        if is_choice(instrument, group) {
            return chosen(instrument, group, true);
        }
        // One true settles a group.
        let members = ranked(instrument, group);
        format!(
            "iif({}, {}, {})",
            any(instrument, &members, &is_yes),
            first_of(instrument, &members, &is_yes),
            first_of(instrument, &members, &may_be)
        )
    })
}

/// Exactly one member of it holds.
fn is_choice(instrument: &Instrument, group: &Group) -> bool {
    instrument.reads.is_some_and(|reads| reads.choices.contains(&group.id))
}

/// What a choice adds: of those that were said to hold, else of those that nobody denied, else of all, the lowest or the highest.
fn chosen(instrument: &'static Instrument, group: &'static Group, most: bool) -> String {
    let mut members = ranked(instrument, group);
    if !most {
        members.reverse();
    }
    let of_all = members.first().map_or(Points(0), |index| instrument.items[*index].points);
    let [held, left] = [&is_yes as &dyn Fn(String) -> String, &may_be];
    format!(
        "iif({}, {}, iif({}, {}, {of_all}))",
        any(instrument, &members, held),
        first_of(instrument, &members, held),
        any(instrument, &members, left),
        first_of(instrument, &members, left)
    )
}

fn any(instrument: &Instrument, members: &[usize], holds: &dyn Fn(String) -> String) -> String {
    members.iter().map(|index| holds(code_of(instrument, *index))).collect::<Vec<_>>().join(" or ")
}

/// What an item that stands alone adds, at the least or at the most.
fn single(instrument: &'static Instrument, index: usize, most: bool) -> String {
    let item = &instrument.items[index];
    if let Some(quantity) = counted(item) {
        let value = answer_of(instrument, index);
        let end = if most { quantity.row().max } else { quantity.row().min };
        return format!("iif({value}.exists(), {value}, {end}) * {}", item.points);
    }
    // Points below nothing are certain only where they are denied.
    let holds = if (item.points < Points(0)) == most { is_yes } else { may_be };
    format!("iif({}, {}, 0)", holds(code_of(instrument, index)), item.points)
}

fn sum(instrument: &'static Instrument, single: &dyn Fn(usize) -> String, grouped: &dyn Fn(&'static Group) -> String) -> String {
    let mut formula = String::new();
    for (index, item) in instrument.items.iter().enumerate() {
        let term = match instrument.group_of(index) {
            None => single(index),
            Some(group) if group.members[0] == item.id => grouped(group),
            Some(_) => continue,
        };
        let plus = if formula.is_empty() { "" } else { " + " };
        let _ = write!(formula, "{plus}{term}");
    }
    formula
}

/// Whether a score is of the risk of a clot.
pub fn of_thrombosis(instrument: &Instrument) -> bool {
    instrument.purpose == Purpose::Thrombosis
}
