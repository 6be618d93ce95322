//! What was answered, as a QuestionnaireResponse and back. Nothing is lost on the way: yes, no, cannot be known, not
//! answered, and the free text beside an item.

use super::codes::{BASE, answer_coding};
use super::inbound::entry;
use super::inbound::listed::Listed;
use super::inbound::person::{BundlePerson, Whose};
use super::inbound::version;
use super::questionnaire::{canonical, counted, link, named};
use super::{element, only};
use crate::clinical::instrument::Instrument;
use crate::clinical::quantity::Quantity;
use crate::interop::headless;
use crate::interop::json::{Fields, Value, object};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Place, Read as _, Shape, check, optional, required};
use crate::text::Lang;

pub static STATE: Shape = Shape::Object {
    open: true,
    fields: &[
        required("instrument", Shape::Text(256), "Instrument id, or the canonical URL of its Questionnaire."),
        optional("answers", Shape::Map(&Shape::Or(&[Shape::Flag, Shape::Null])), "Qualified item to true, false, or null: cannot be known."),
        optional("notes", Shape::Map(&Shape::Text(500)), "Free text beside an item."),
        optional("facts", Shape::List(&COUNTED), "Quantities that the instrument itself adds (PESI: age), in whole units."),
    ],
};

static COUNTED: Shape = Shape::Object {
    open: true,
    fields: &[required("id", Shape::Text(64), "Id of the quantity."), required("value", Shape::Whole, "In its canonical unit.")],
};

/// What stands in a response.
#[derive(Clone, Copy)]
pub enum ResponseValue {
    /// Yes, no, or cannot be known.
    Said(Option<bool>),
    /// A quantity that is itself added, in whole units.
    Counted(u32),
}

/// One item answered.
pub struct ResponseItem<'a> {
    pub index: usize,
    pub value: ResponseValue,
    pub note: Option<&'a str>,
    /// person, host or derived, where it is known.
    pub source: Option<&'a str>,
}

/// The items of a response, in the order of the form.
pub fn items(instrument: &'static Instrument, lines: &[ResponseItem<'_>], lang: Lang) -> Vec<Value> {
    let mut items = vec![];
    for (index, item) in instrument.items.iter().enumerate() {
        match instrument.group_of(index) {
            None => push(&mut items, instrument, index, lines, lang),
            Some(group) if group.members[0] == item.id => {
                let mut members = vec![];
                for member in instrument.members(group) {
                    push(&mut members, instrument, member, lines, lang);
                }
                if !members.is_empty() {
                    items.push(object([
                        ("linkId", link(instrument, group.id).into()),
                        ("text", group.title.get(lang).into()),
                        ("item", Value::Array(members)),
                    ]));
                }
            }
            Some(_) => {}
        }
    }
    items
}

const NOTE: &str = "/StructureDefinition/note";
const SOURCE: &str = "/StructureDefinition/answer-source";

fn push(into: &mut Vec<Value>, instrument: &Instrument, index: usize, lines: &[ResponseItem<'_>], lang: Lang) {
    let Some(line) = lines.iter().find(|line| line.index == index) else { return };
    let item = &instrument.items[index];
    let id = link(instrument, item.id);
    let answer = match line.value {
        ResponseValue::Said(value) => ("valueCoding", answer_coding(value, item.points, lang)),
        ResponseValue::Counted(value) => ("valueInteger", value.into()),
    };
    let mut answered = element([("linkId", id.as_str().into()), ("text", item.label.get(lang).into()), ("answer", only(object([answer])))]);
    let mut extensions = vec![];
    if let Some(source) = line.source {
        extensions.push(object([("url", [BASE, SOURCE].concat().into()), ("valueCode", source.into())]));
    }
    // The form has a field for the text of an item that demands one; of any other it goes along.
    let asked = item.wants_note && matches!(line.value, ResponseValue::Said(Some(true)));
    if let Some(note) = line.note.filter(|_| !asked) {
        extensions.push(object([("url", [BASE, NOTE].concat().into()), ("valueString", note.into())]));
    }
    if !extensions.is_empty() {
        answered.put("extension", Value::Array(extensions));
    }
    into.push(answered);
    if let Some(note) = line.note.filter(|_| asked) {
        into.push(object([("linkId", [&id, ".note"].concat().into()), ("answer", only(object([("valueString", note.into())])))]));
    }
}

/// `responseFrom(state)`: a response in progress, of nobody yet.
pub fn response_from(state: &Value) -> Result<Value, Rejected> {
    let place = Place::root("");
    check(state, &STATE, &place)?;
    let instrument = named(state.text("instrument").unwrap_or_default(), &place.key("instrument"))?;
    let (at_answers, at_notes) = (place.key("answers"), place.key("notes"));
    let mut lines = vec![];
    for (key, value) in state["answers"].fields() {
        let index = item(instrument, key, &at_answers.key(key))?;
        if counted(&instrument.items[index]).is_some() {
            return Err(wants_a_number(&at_answers.key(key)));
        }
        lines.push(ResponseItem { index, value: ResponseValue::Said(value.as_bool()), note: None, source: None });
    }
    let at_facts = place.key("facts");
    for (at, fact) in state["facts"].items().iter().enumerate() {
        let place = at_facts.index(at);
        let index = counting(instrument, fact.text("id").unwrap_or_default());
        let index = index.ok_or_else(|| place.key("id").reject("E_ITEM", "该评分不按此数值计分。", "The instrument does not add this quantity."))?;
        let value = whole(instrument, index, &fact["value"], &place.key("value"))?;
        if lines.iter().any(|line| line.index == index) {
            return Err(place.key("id").reject("E_CONFLICT", "同一条目回答了两次。", "The same item is answered twice."));
        }
        lines.push(ResponseItem { index, value: ResponseValue::Counted(value), note: None, source: None });
    }
    for (key, note) in state["notes"].fields() {
        let place = at_notes.key(key);
        let index = item(instrument, key, &place)?;
        let line = lines.iter_mut().find(|line| line.index == index);
        let line =
            line.ok_or_else(|| place.reject("E_ITEM", "此条目尚未作答，不能只有说明。", "This item is not answered: a note needs an answer."))?;
        line.note = note.as_str().filter(|note| !note.trim().is_empty());
    }
    Ok(element([
        ("resourceType", "QuestionnaireResponse".into()),
        ("questionnaire", canonical(instrument).into()),
        ("status", "in-progress".into()),
        ("item", Value::Array(items(instrument, &lines, Lang::Zh))),
    ]))
}

/// The item that adds this quantity.
fn counting(instrument: &Instrument, quantity: &str) -> Option<usize> {
    instrument.items.iter().position(|item| counted(item).is_some_and(|of| of.row().id == quantity))
}

/// A whole number of units within the range of the quantity.
fn whole(instrument: &Instrument, index: usize, value: &Value, place: &Place<'_>) -> Result<u32, Rejected> {
    let row = counted(&instrument.items[index]).map(Quantity::row);
    let value = value.as_u64().and_then(|value| u32::try_from(value).ok()).ok_or_else(|| wants_a_number(place))?;
    if row.is_some_and(|row| f64::from(value) < row.min || f64::from(value) > row.max) {
        return Err(place.reject("E_RANGE", "数值超出可信范围，未采用。请核对。", "Out of the plausible range: not taken. Check it."));
    }
    Ok(value)
}

fn wants_a_number(place: &Place<'_>) -> Rejected {
    place.reject("E_SCHEMA", "此条目按数值计分，此处应为整数。", "This item adds a quantity: expected a whole number here.")
}

/// An item by its qualified or bare id.
fn item(instrument: &Instrument, key: &str, place: &Place<'_>) -> Result<usize, Rejected> {
    let bare = key.strip_prefix(instrument.id).and_then(|rest| rest.strip_prefix('.')).unwrap_or(key);
    instrument
        .index(bare)
        .ok_or_else(|| place.reject("E_ITEM", "该评分没有此条目。请核对条目编号。", "The instrument has no such item. Check its id."))
}

/// `answersFrom(response)`: the state that a response of one of our Questionnaires holds. `{ questionnaireResponse, bundle }`
/// holds its subject against the person of that Bundle first, as FHIR in does.
pub fn answers_from(input: &Value) -> Result<Value, Rejected> {
    let place = Place::root("");
    let told = &input["questionnaireResponse"];
    let response = if told.is_object() { told } else { input };
    if told.is_object() {
        is_of_the_person(told, &input["bundle"])?;
    }
    if response.text("resourceType") != Some("QuestionnaireResponse") {
        return Err(place.key("resourceType").reject("E_SCHEMA", "此处应为 QuestionnaireResponse。", "Expected a QuestionnaireResponse here."));
    }
    if response.text("status") == Some("entered-in-error") {
        return Err(place.key("status").reject(
            "E_REJECTED",
            "此答卷已标为误录（entered-in-error），未采用。",
            "This response was entered in error: not taken.",
        ));
    }
    let at_canonical = place.key("questionnaire");
    let given = response.text("questionnaire").unwrap_or_default();
    if !given.starts_with(BASE) {
        return Err(at_canonical.reject(
            "E_INSTRUMENT",
            "不是本程序的 Questionnaire。请使用 questionnaire(id) 给出的 url。",
            "Not a Questionnaire of ours. Use the url that questionnaire(id) gives.",
        ));
    }
    let instrument = named(given, &at_canonical)?;
    let mut state = Read { instrument, answers: Fields::default(), notes: Fields::default(), facts: vec![] };
    state.items(&response["item"], &place.key("item"), 0)?;
    let mut read = object([
        ("instrument", instrument.id.into()),
        ("edition", instrument.edition.into()),
        ("answers", Value::Object(state.answers)),
        ("notes", Value::Object(state.notes)),
    ]);
    if !state.facts.is_empty() {
        read.put("facts", Value::Array(state.facts));
    }
    Ok(read)
}

/// A response without a subject is of the person of its context; any other subject is refused.
fn is_of_the_person(response: &Value, bundle: &Value) -> Result<(), Rejected> {
    let mut listed = Listed::default();
    let all = version::entries(bundle, &mut listed);
    BundlePerson::refuse_two_under_one_id(&all)?;
    let person = BundlePerson::of(&version::last(all, bundle.text("type") == Some("history"), &mut listed))?;
    match entry::of(response).map_or(Whose::Unclear, |entry| person.whose(&entry)) {
        Whose::Theirs | Whose::Nobodys => Ok(()),
        Whose::Anothers | Whose::Unclear => Err(Place::root("").key("subject").reject(
            "E_CONTEXT_MISMATCH",
            "答卷不属于（或无法确定属于）当前患者，未采用。",
            "The response is not certainly of the patient on the screen: not taken.",
        )),
    }
}

struct Read {
    instrument: &'static Instrument,
    answers: Fields<'static>,
    notes: Fields<'static>,
    facts: Vec<Value>,
}

impl Read {
    fn items(&mut self, items: &Value, place: &Place<'_>, depth: usize) -> Result<(), Rejected> {
        for (index, item) in items.items().iter().enumerate() {
            self.item(item, &place.index(index), depth)?;
        }
        Ok(())
    }

    fn item(&mut self, item: &Value, place: &Place<'_>, depth: usize) -> Result<(), Rejected> {
        let at_link = place.key("linkId");
        let id = item.text("linkId").ok_or_else(|| at_link.reject("E_SCHEMA", "缺少 linkId。", "linkId is missing."))?;
        let instrument = self.instrument;
        let bare = id.strip_prefix(instrument.id).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
        let answer = &item["answer"];
        if let Some(index) = instrument.index(bare) {
            if answer.items().len() > 1 {
                return Err(place.key("answer").reject("E_SCHEMA", "每个条目只能有一个回答。", "An item has one answer."));
            }
            if let Some((answer, quantity)) = answer.items().first().zip(counted(&instrument.items[index])) {
                let value = whole(instrument, index, &answer["valueInteger"], &place.key("answer").index(0))?;
                if self.facts.iter().any(|fact| fact.text("id") == Some(quantity.row().id)) {
                    return Err(at_link.reject("E_CONFLICT", "同一条目回答了两次。", "The same item is answered twice."));
                }
                self.facts.push(object([("id", quantity.row().id.into()), ("value", value.into())]));
            } else if let Some(answer) = answer.items().first() {
                let value = read_answer(answer, &place.key("answer").index(0))?;
                if self.answers.get(id).is_some() {
                    return Err(at_link.reject("E_CONFLICT", "同一条目回答了两次。", "The same item is answered twice."));
                }
                self.answers.put(id, value);
                for extension in item["extension"].items() {
                    if extension.text("url").and_then(|url| url.strip_prefix(BASE)) == Some(NOTE) {
                        self.note(index, extension.text("valueString"));
                    }
                }
            }
        } else if let Some(index) = bare.strip_suffix(".note").and_then(|item| instrument.index(item)) {
            self.note(index, answer[0].text("valueString"));
        } else if instrument.group(bare).is_none() && !matches!(id, "score" | "ceiling" | "sex") && !bare.ends_with(".help") {
            return Err(at_link.reject("E_ITEM", "该评分没有此条目。请核对 linkId。", "The instrument has no such item. Check the linkId."));
        }
        if depth < 4 {
            self.items(&item["item"], &place.key("item"), depth + 1)?;
            for (index, answer) in answer.items().iter().enumerate() {
                self.items(&answer["item"], &place.key("answer").index(index).key("item"), depth + 1)?;
            }
        }
        Ok(())
    }

    fn note(&mut self, index: usize, note: Option<&str>) {
        if let Some(note) = note.filter(|note| !note.trim().is_empty()) {
            self.notes.put(&link(self.instrument, self.instrument.items[index].id), note.into());
        }
    }
}

/// A coded answer; a form that asks yes or no may send a boolean.
fn read_answer(answer: &Value, place: &Place<'_>) -> Result<Value, Rejected> {
    match (answer["valueCoding"].text("code"), &answer["valueBoolean"]) {
        (Some("yes"), _) => Ok(true.into()),
        (Some("no"), _) => Ok(false.into()),
        (Some("unknown"), _) => Ok(Value::Null),
        (None, flag @ Value::Bool(_)) => Ok(flag.clone()),
        _ => Err(place.reject("E_SCHEMA", "此处应为 yes、no 或 unknown。", "Expected yes, no or unknown here.")),
    }
}

/// The instrument of a signed body, if this build has it.
pub fn instrument_of(id: &str) -> Option<&'static Instrument> {
    headless::instrument(id, &Place::root("instrument")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::instruments::{ALL, SCORED};
    use crate::interop::json;

    fn round(state: &Value) -> Value {
        let mut back = answers_from(&response_from(state).expect("a response")).expect("answers");
        if let Value::Object(fields) = &mut back {
            fields.remove("edition");
        }
        back
    }

    /// Every value on every item of every instrument, by a plain counter; and notes on every third.
    #[test]
    fn state_to_response_and_back_is_the_identity() {
        let mut seed: u32 = 7;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        for instrument in ALL.iter().chain(SCORED) {
            for _ in 0..1000 {
                let (mut answers, mut notes, mut facts) = (object([]), object([]), vec![]);
                for item in instrument.items {
                    if let Some(quantity) = counted(item) {
                        if next(3) > 0 {
                            facts.push(object([("id", quantity.row().id.into()), ("value", next(100).into())]));
                        }
                        continue;
                    }
                    let value = match next(4) {
                        0 => Value::Null,
                        1 => true.into(),
                        2 => false.into(),
                        _ => continue,
                    };
                    answers.put(&link(instrument, item.id), value);
                    if next(3) == 0 {
                        notes.put(&link(instrument, item.id), "长途飞行 \"12 h\"".into());
                    }
                }
                let mut state = object([("instrument", instrument.id.into()), ("answers", answers), ("notes", notes)]);
                if !facts.is_empty() {
                    state.put("facts", Value::Array(facts));
                }
                assert_eq!(round(&state), state);
            }
        }
    }

    #[test]
    fn a_quantity_that_is_added_is_a_whole_number_in_range_and_stands_once() {
        let refused = |state: &str| response_from(&json::parse(state, 32).expect("JSON")).err().map(|refused| (refused.path.clone(), refused.code));
        let with = |facts: &str| format!(r#"{{"instrument":"pesi","facts":{facts}}}"#);
        assert_eq!(refused(&with(r#"[{"id":"age","value":70}]"#)), None);
        for (facts, path, code) in [
            (r#"[{"id":"age","value":70.5}]"#, "/facts/0/value", "E_SCHEMA"),
            (r#"[{"id":"age","value":700}]"#, "/facts/0/value", "E_RANGE"),
            (r#"[{"id":"weight","value":70}]"#, "/facts/0/id", "E_ITEM"),
            (r#"[{"id":"age","value":70},{"id":"age","value":71}]"#, "/facts/1/id", "E_CONFLICT"),
        ] {
            assert_eq!(refused(&with(facts)), Some((path.to_owned(), code)), "{facts}");
        }
        assert_eq!(refused(r#"{"instrument":"pesi","answers":{"pesi.age_years":true}}"#), Some(("/answers/pesi.age_years".to_owned(), "E_SCHEMA")));
        let response = |answers: &str| {
            let text = format!(
                r#"{{"resourceType":"QuestionnaireResponse","questionnaire":"{BASE}/Questionnaire/pesi|2005","item":[{{"linkId":"pesi.age_years","answer":[{answers}]}}]}}"#
            );
            answers_from(&json::parse(&text, 32).expect("JSON")).map(|read| read["facts"][0].number("value")).map_err(|refused| refused.code)
        };
        assert_eq!(response(r#"{"valueInteger":81}"#), Ok(Some(81.0)));
        assert_eq!(response(r#"{"valueInteger":811}"#), Err("E_RANGE"));
        assert_eq!(response(r#"{"valueCoding":{"code":"yes"}}"#), Err("E_SCHEMA"));
    }

    #[test]
    fn a_response_of_somebody_else_or_in_error_is_refused_however_its_subject_is_written() {
        let check = |subject: &str, status: &str, expected: Option<&str>| {
            let input = format!(
                r#"{{"questionnaireResponse":{{"resourceType":"QuestionnaireResponse","status":"{status}","questionnaire":"{BASE}/Questionnaire/padua|2010"{subject}}},"bundle":{{"entry":[{{"fullUrl":"http://his/Patient/1","resource":{{"resourceType":"Patient","id":"1","identifier":[{{"system":"s","value":"A"}}]}}}}]}}}}"#
            );
            let refused = answers_from(&json::parse(&input, 32).expect("JSON")).err().map(|refused| refused.code);
            assert_eq!(refused, expected, "{subject} {status}");
        };
        let of = |reference: &str| format!(r#","subject":{{"reference":"{reference}"}}"#);
        for same in ["Patient/1", "Patient/1/_history/2", "http://his/Patient/1"] {
            check(&of(same), "completed", None);
        }
        check("", "in-progress", None);
        check(r#","subject":{"identifier":{"system":"s","value":"A"}}"#, "completed", None);
        for other in ["Patient/2", "http://else/Patient/1", "urn:uuid:0192f0c0-0000-7000-8000-000000000001", "Group/1"] {
            check(&of(other), "completed", Some("E_CONTEXT_MISMATCH"));
        }
        check(r#","subject":{"identifier":{"system":"s","value":"B"}}"#, "completed", Some("E_CONTEXT_MISMATCH"));
        check(r#","subject":{"display":"A"}"#, "completed", Some("E_CONTEXT_MISMATCH"));
        check(&of("Patient/1"), "entered-in-error", Some("E_REJECTED"));
    }

    #[test]
    fn two_versions_of_the_patient_are_one_person_and_two_patients_are_none() {
        let check = |other: &str, expected: Option<&str>| {
            let input = format!(
                r#"{{"questionnaireResponse":{{"resourceType":"QuestionnaireResponse","questionnaire":"{BASE}/Questionnaire/padua|2010","subject":{{"reference":"Patient/1"}}}},
                "bundle":{{"resourceType":"Bundle","entry":[{{"resource":{{"resourceType":"Patient","id":"1","gender":"male","birthDate":"1950-01-02","meta":{{"versionId":"1"}}}}}},{{"resource":{other}}}]}}}}"#
            );
            assert_eq!(answers_from(&json::parse(&input, 32).expect("JSON")).err().map(|refused| refused.code), expected, "{other}");
        };
        check(r#"{"resourceType":"Patient","id":"1","gender":"male","birthDate":"1950-01-03","meta":{"versionId":"2"}}"#, None);
        check(r#"{"resourceType":"Patient","id":"2","gender":"male"}"#, Some("E_CONTEXT_MISMATCH"));
        check(
            r#"{"resourceType":"Patient","id":"1","gender":"female","birthDate":"1990-01-02","meta":{"versionId":"2"}}"#,
            Some("E_CONTEXT_MISMATCH"),
        );
    }

    #[test]
    fn foreign_and_doubled_answers_are_refused_at_their_place() {
        let refuse = |text: &str| {
            let refused = answers_from(&json::parse(text, 32).expect("JSON")).expect_err("refused");
            (refused.code, refused.path.clone())
        };
        let with = |items: &str| {
            format!("{{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"{BASE}/Questionnaire/padua|2010\",\"item\":[{items}]}}")
        };
        assert_eq!(refuse("{}"), ("E_SCHEMA", "/resourceType".into()));
        assert_eq!(
            refuse("{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"http://else\"}"),
            ("E_INSTRUMENT", "/questionnaire".into())
        );
        assert_eq!(refuse(&with("").replace("2010", "2099")), ("E_INSTRUMENT", "/questionnaire".into()));
        assert_eq!(refuse(&with("{\"linkId\":\"padua.nothing\"}")), ("E_ITEM", "/item/0/linkId".into()));
        let yes = "{\"linkId\":\"padua.active_cancer\",\"answer\":[{\"valueCoding\":{\"code\":\"yes\"}}]}";
        assert_eq!(refuse(&with(&[yes, yes].join(","))), ("E_CONFLICT", "/item/1/linkId".into()));
        assert_eq!(refuse(&with(&yes.replace("yes", "perhaps"))), ("E_SCHEMA", "/item/0/answer/0".into()));
    }
}
