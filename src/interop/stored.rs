//! Drafts as they lie in the store: versioned, and without anything of the chart that could name a person.
//! A draft of an older form is read by its own reader; one of a newer form is left where it is and said to be newer.

use sha2::{Digest as _, Sha256};

use super::facts::{self, write_said};
use super::json::{Fields, MAX_DEPTH, Value, parse};
use super::rejected::Rejected;
use super::seal::hex;
use super::shape::{Place, Read as _, Shape, check, optional, required};
use super::suggestions;
use super::writing::Writing;
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::assess::Screening;
use crate::clinical::instruments;
use crate::clinical::record_questions::asked;
use crate::clinical::second;
use crate::record::assessment::qualified;

/// The form that is written today.
pub const DRAFT_VERSION: u64 = 2;

/// What a person had entered and not yet signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Whose answers these are (`person_of`); None where the host gave nothing to tell by, and in drafts of 0.1.0.
    pub person: Option<String>,
    pub answers: Answers,
    /// A person chose or switched the instrument.
    pub chosen: bool,
    pub switch_reason: Option<String>,
    pub timepoint: Option<String>,
    /// Amending the signed event of this id, with the reason so far.
    pub amending: Option<(String, String)>,
    /// Bleeding and contraindications answered after the signed score of this id.
    pub screening: Option<(String, Screening)>,
    /// What was said of suggested facts and is in no signed score yet, as text (`suggestions`).
    pub suggestions: String,
    /// What is typed of a suspicion and not signed, as text (`session::begun::kept`).
    pub begun: String,
}

impl Draft {
    /// Answers and nothing else.
    pub fn of(answers: Answers) -> Draft {
        Draft {
            person: None,
            answers,
            chosen: false,
            switch_reason: None,
            timepoint: None,
            amending: None,
            screening: None,
            suggestions: String::new(),
            begun: String::new(),
        }
    }
}

static DRAFT: Shape = Shape::Object {
    open: true,
    fields: &[
        required("v", Shape::Whole, "Version of this form."),
        required("instrument", Shape::Text(32), "Instrument id."),
        required("edition", Shape::Text(16), "Edition."),
        required("answers", Shape::Map(&Shape::Or(&[Shape::Flag, Shape::Null])), "Item id to yes, no or cannot be known."),
        optional("notes", Shape::Map(&Shape::Text(500)), "Item id to free text."),
        optional("chosen", Shape::Flag, "A person chose the instrument."),
        optional("switchReason", Shape::Text(200), "Why it was switched."),
        optional("timepoint", Shape::Text(32), "Occasion."),
        optional("person", Shape::Text(64), "Tells one person of the admission from another; names nobody."),
        optional(
            "amending",
            Shape::Object {
                open: true,
                fields: &[required("of", Shape::Text(64), "Event."), required("reason", Shape::Text(500), "Reason so far.")],
            },
            "Amendment in progress.",
        ),
        optional(
            "screening",
            Shape::Object {
                open: true,
                fields: &[
                    required("of", Shape::Text(64), "The signed score it follows."),
                    required(
                        "answers",
                        Shape::Map(&Shape::Or(&[Shape::Flag, Shape::Null])),
                        "Qualified item of a bleeding list to yes, no or cannot be known.",
                    ),
                    optional("notes", Shape::Map(&Shape::Text(500)), "Qualified item to free text."),
                    required("contraindications", Shape::Map(&Shape::Any), "Row or question to what was said of it."),
                    optional("settled", Shape::Map(&Shape::List(&Shape::Text(128))), "Question about names to the names that a no has settled."),
                ],
            },
            "Bleeding and contraindications in progress.",
        ),
        optional("suggestions", suggestions::SHAPE, "What was said of suggested facts."),
        optional("begun", Shape::Text(65_536), "What is typed of a suspicion, its report or the forms of the green channel."),
    ],
};

/// Tells one person from another under the same admission, without naming either: a short digest of each of reference, sex and
/// birth date, empty where the host gave none. So short that a thousand patients share it: what a host calls the patient, and
/// a birth date, cannot be found from it. None where nothing is given.
pub fn person_of(context: &str, reference: Option<&str>, sex: Option<&str>, birth_date: Option<&str>) -> Option<String> {
    let digest = |what: Option<&str>, signs: usize| {
        what.map_or_else(String::new, |what| hex(&Sha256::digest([context, "\n", what].concat()))[..signs].to_owned())
    };
    let [reference, sex, birth_date] = &[digest(reference, 4), digest(sex, 1), digest(birth_date, 2)];
    let parts = [reference, ".", sex, ".", birth_date].concat();
    (parts != "..").then_some(parts)
}

/// Whether two of these are of two persons: something is given in both and differs.
pub fn are_two_persons(one: &str, other: &str) -> bool {
    one.split('.').zip(other.split('.')).any(|(one, other)| !one.is_empty() && !other.is_empty() && one != other)
}

/// Whose answers a stored draft holds, without reading the rest of it.
pub fn person_in(text: &str) -> Option<String> {
    parse(text, MAX_DEPTH).ok()?.text("person").map(str::to_owned)
}

/// The key of a draft that waits for its person, while another is open under the same admission.
pub fn aside_key(context: &str, person: &str) -> String {
    [context, " (", person, ")"].concat()
}

pub fn write_draft(draft: &Draft) -> String {
    let instrument = draft.answers.instrument;
    let mut out = Writing::object();
    out.whole("v", DRAFT_VERSION as usize);
    out.text("instrument", instrument.id);
    out.text("edition", instrument.edition);
    out.open("answers");
    for (index, cell) in draft.answers.cells.iter().enumerate() {
        if let Some(answer) = cell {
            out.flag(instrument.items[index].id, answer.as_bool());
        }
    }
    out.end();
    out.open("notes");
    for (index, note) in &draft.answers.notes {
        out.text(instrument.items[*index].id, note);
    }
    out.end();
    out.flag("chosen", Some(draft.chosen));
    out.maybe("switchReason", draft.switch_reason.as_deref());
    out.maybe("timepoint", draft.timepoint.as_deref());
    out.maybe("person", draft.person.as_deref());
    if let Some((of, reason)) = &draft.amending {
        out.open("amending");
        out.text("of", of);
        out.text("reason", reason);
        out.end();
    }
    if let Some((of, screening)) = &draft.screening {
        write_screening(&mut out, of, screening);
    }
    if !draft.suggestions.is_empty() {
        suggestions::write(&mut out, &draft.suggestions);
    }
    out.given("begun", Some(&*draft.begun).filter(|begun| !begun.is_empty()));
    out.done()
}

fn write_screening(out: &mut Writing, of: &str, screening: &Screening) {
    out.open("screening");
    out.text("of", of);
    out.open("answers");
    for list in &screening.bleeding {
        for (index, cell) in list.cells.iter().enumerate() {
            if let Some(answer) = cell {
                out.flag(&qualified(list.instrument, index), answer.as_bool());
            }
        }
    }
    out.end();
    out.open("notes");
    for list in &screening.bleeding {
        for (index, note) in &list.notes {
            out.text(&qualified(list.instrument, *index), note);
        }
    }
    out.end();
    out.open("contraindications");
    for (id, one) in &screening.contraindications {
        write_said(out, id, one);
    }
    out.end();
    out.open("settled");
    let mut told: Vec<&str> = vec![];
    for (id, _) in &screening.settled {
        if !told.contains(id) {
            told.push(id);
            let names: Vec<&str> = screening.settled.iter().filter(|(of, _)| of == id).map(|(_, name)| name.as_str()).collect();
            out.texts(id, &names);
        }
    }
    out.end();
    out.end();
}

fn read_screening(value: &Value, place: &Place<'_>) -> Result<Screening, Rejected> {
    let mut screening = Screening::default();
    let unknown = |place: &Place<'_>| {
        place.reject("E_ITEM", "草稿中有未知条目，未载入也未删除。", "The draft names an unknown item. It was neither loaded nor deleted.")
    };
    let item = |key: &str, place: &Place<'_>| instruments::keyed(key).ok_or_else(|| unknown(&place.key(key)));
    for (key, answer) in value["answers"].fields() {
        let (list, index) = item(key, &place.key("answers"))?;
        screening.answers(list).cells[index] = Some(Answer::from_bool(answer.as_bool()));
    }
    for (key, note) in value["notes"].fields() {
        let (list, index) = item(key, &place.key("notes"))?;
        screening.answers(list).write_note(index, note.as_str().unwrap_or_default().into());
    }
    let at_said = place.key("contraindications");
    for (key, said) in value["contraindications"].fields() {
        let id = asked(key).ok_or_else(|| unknown(&at_said.key(key)))?;
        screening.contraindications.push((id, facts::said(said, &at_said.key(key))?));
    }
    let at_settled = place.key("settled");
    for (key, names) in value["settled"].fields() {
        let id = asked(key).ok_or_else(|| unknown(&at_settled.key(key)))?;
        screening.settled.extend(names.items().iter().filter_map(Value::as_str).map(|name| (id, name.to_owned())));
    }
    Ok(screening)
}

/// Reads a stored draft of any form written so far.
#[inline(never)]
pub fn read_draft(value: &Value, place: &Place<'_>) -> Result<Draft, Rejected> {
    second::is_needed();
    match value["v"].as_u64() {
        Some(DRAFT_VERSION) => read_current(value, place),
        // Form 1 had qualified item keys and no notes object.
        Some(1) => read_current(&upgrade_from_1(value), place),
        _ => Err(place.key("v").reject(
            "E_PROTOCOL",
            "本机保存的草稿由更新的版本写成，未载入也未删除。请升级后再打开。",
            "The draft on this device was written by a newer version. It was neither loaded nor deleted; upgrade to open it.",
        )),
    }
}

fn upgrade_from_1(old: &Value) -> Value {
    let mut new = old.clone();
    new.put("v", DRAFT_VERSION.into());
    if old["answers"].is_object() {
        let mut bare = Fields::default();
        for (key, value) in old["answers"].fields() {
            bare.put(instruments::halves(key).map_or(&**key, |(_, item)| item), value.clone());
        }
        new.put("answers", Value::Object(bare));
    }
    if new.get("notes").is_none_or(|notes| !notes.is_object()) {
        new.put("notes", Value::Object(Fields::default()));
    }
    new
}

fn read_current(value: &Value, place: &Place<'_>) -> Result<Draft, Rejected> {
    check(value, &DRAFT, place)?;
    let instrument =
        value.text("instrument").and_then(instruments::named).filter(|instrument| value.text("edition") == Some(instrument.edition)).ok_or_else(
            || {
                place.key("instrument").reject(
                    "E_INSTRUMENT",
                    "草稿所用的评分或版次不在本版中，未载入也未删除。",
                    "The draft is of an instrument or edition not in this version. It was neither loaded nor deleted.",
                )
            },
        )?;
    let mut answers = Answers::empty(instrument);
    for (key, answer) in value["answers"].fields() {
        let index = instrument.index(key).ok_or_else(|| {
            place.key("answers").key(key).reject(
                "E_ITEM",
                "草稿中有未知条目，未载入也未删除。",
                "The draft names an unknown item. It was neither loaded nor deleted.",
            )
        })?;
        answers.cells[index] = Some(Answer::from_bool(answer.as_bool()));
    }
    for (key, note) in value["notes"].fields() {
        if let (Some(index), Some(note)) = (instrument.index(key), note.as_str()) {
            answers.write_note(index, note.to_owned());
        }
    }
    let screening = match value["screening"].text("of") {
        Some(of) => Some((of.to_owned(), read_screening(&value["screening"], &place.key("screening"))?)),
        None => None,
    };
    Ok(Draft {
        screening,
        suggestions: suggestions::held(value),
        begun: value.text("begun").unwrap_or_default().to_owned(),
        answers,
        chosen: value["chosen"].as_bool() == Some(true),
        switch_reason: value.text("switchReason").map(str::to_owned),
        timepoint: value.text("timepoint").map(str::to_owned),
        person: value.text("person").map(str::to_owned),
        amending: value["amending"].text("of").map(|of| (of.to_owned(), value["amending"].text("reason").unwrap_or_default().to_owned())),
    })
}
