//! A referral as it goes from one hospital to another: one JSON object with a version and a checksum, whatever carries it (a
//! file, codes, a line of text). Read whole or refused with the place; what is refused changes nothing.
//!
//! ```text
//! { "format": "virchow-referral/1", "id", "at", "side": "sender|receiver", "site", "demo"?,
//!   "sheet"?: { "at", "by", "answers": [{ "id", "values": [{ "zh", "en"?, "at"?, "source"? }] } | { "id", "word" }] },
//!   "states": [{ "state", "at", "side", "by", "site", "said"?: { field: text } }],
//!   "sum": SHA-256 of the canonical JSON (RFC 8785) of all other fields }
//! ```
//!
//! The sender's first message has the sheet; every message has all the states that its side knows, so that one that is lost
//! costs nothing. The checksum shows damage and careless editing; it is no signature.

pub mod parts;
pub mod rows;

use sha2::{Digest as _, Sha256};

use super::json::{Value, canonical, canonical_without};
use super::rejected::Rejected;
use super::seal::hex;
use super::shape::{Field, MAX_BYTES, Place, Read as _, Shape, check, optional, owned, parse, required};
use super::writing::Writing;
use crate::clinical::chart::Instant;
use crate::record::event::SignedText;
use crate::record::referral::steps::{ReferralSide, ReferralStep, fields_of, referral_row, referral_state, step_words};
use crate::record::referral::{ReferralSheet, SHEET_LINES, SheetAnswer, SheetValue, SheetWord};

/// The version that is written, and the only one that is read.
pub const REFERRAL_FORMAT: &str = "virchow-referral/1";
const FAMILY: &str = "virchow-referral/";

/// Characters of one thing that is said; the questions of the gates are forty in one entry.
const SAID: usize = 4000;
const NAME: usize = 200;

/// What one side sends the other.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferralMessage {
    pub id: String,
    pub demo: bool,
    pub at: Instant,
    pub side: ReferralSide,
    /// The hospital or ward that sends it.
    pub site: String,
    pub sheet: Option<ReferralSheet>,
    pub steps: Vec<ReferralStep>,
}

const VALUE: &[Field] = &[
    required("zh", Shape::Text(SAID), "What is said; where `en` is missing the same in both languages."),
    optional("en", Shape::Text(SAID), "In English."),
    optional("at", Shape::Time, "When it was measured, given or done."),
    optional("source", Shape::Any, "Who or what says it: a text, or `{ zh, en }`."),
];

const ANSWER: &[Field] = &[
    required("id", Shape::Text(32), "A line of the sheet."),
    optional("values", Shape::List(&Shape::Object { fields: VALUE, open: false }), "What is known."),
    optional("word", Shape::OneOf(&["not_asked", "not_done", "no"]), "Where there is no value."),
];

pub(super) const SHEET: &[Field] = &[
    required("at", Shape::Time, "When it was made."),
    required("by", Shape::Text(NAME), "Who made it."),
    required("answers", Shape::List(&Shape::Object { fields: ANSWER, open: false }), "Every line, in the order of the table."),
];

pub(super) const STEP: &[Field] = &[
    required("state", Shape::Text(32), "A state of extended.md 5.6.7."),
    required("at", Shape::Time, "When it was reached."),
    required("side", Shape::OneOf(&["sender", "receiver"]), "Who reports it."),
    required("by", Shape::Text(NAME), "The name of whoever reports it."),
    required("site", Shape::Text(NAME), "Hospital or ward."),
    optional("said", Shape::Map(&Shape::Text(SAID)), "What the state says, by field."),
];

/// One message between two hospitals.
pub static REFERRAL: Shape = Shape::Object {
    open: false,
    fields: &[
        required("format", Shape::Text(32), "`virchow-referral/1`."),
        required("id", Shape::Text(64), "Of the referral; both sides name it so."),
        required("at", Shape::Time, "When the message was made."),
        required("side", Shape::OneOf(&["sender", "receiver"]), "Who sends it."),
        required("site", Shape::Text(NAME), "The hospital or ward that sends it."),
        optional("demo", Shape::Flag, "Of a fictional patient."),
        optional("sheet", Shape::Object { fields: SHEET, open: false }, "The sheet; the sender's first message has it."),
        required("states", Shape::List(&Shape::Object { fields: STEP, open: false }), "All states that this side knows."),
        required("sum", Shape::Text(64), "SHA-256 of the canonical JSON of all other fields."),
    ],
};

// ---- written -------------------------------------------------------------------------------------------------------

impl ReferralMessage {
    /// Canonical JSON with its checksum.
    pub fn to_json(&self) -> String {
        let mut out = Writing::object();
        out.text("format", REFERRAL_FORMAT);
        out.text("id", &self.id);
        out.moment("at", Some(self.at));
        out.text("side", self.side.id());
        out.text("site", &self.site);
        if self.demo {
            out.flag("demo", Some(true));
        }
        if let Some(sheet) = &self.sheet {
            write_sheet(&mut out, "sheet", sheet);
        }
        out.list("states");
        self.steps.iter().for_each(|step| write_step(&mut out, "", step));
        out.end();
        let mut value = out.value();
        let sum = sum(&value);
        value.put("sum", sum.into());
        canonical(&value)
    }
}

fn sum(value: &Value) -> String {
    hex(&Sha256::digest(canonical_without(value, "sum")))
}

pub(super) fn write_sheet(out: &mut Writing, name: &str, sheet: &ReferralSheet) {
    out.open(name);
    out.moment("at", Some(sheet.made_at));
    out.text("by", &sheet.by);
    out.list("answers");
    for (line, answer) in sheet.lines() {
        out.open("");
        out.text("id", line.id);
        match answer {
            SheetAnswer::Lacks(word) => out.text("word", word.id()),
            SheetAnswer::Said(values) => {
                out.list("values");
                values.iter().for_each(|value| write_value(out, value));
                out.end();
            }
        }
        out.end();
    }
    out.end();
    out.end();
}

fn write_value(out: &mut Writing, value: &SheetValue) {
    out.open("");
    out.text("zh", &value.text.zh);
    if value.text.en != value.text.zh {
        out.text("en", &value.text.en);
    }
    out.moment("at", value.at);
    match &value.source {
        SignedText { zh, en } if zh.is_empty() && en.is_empty() => {}
        SignedText { zh, en } if zh == en => out.text("source", zh),
        SignedText { zh, en } => out.pair("source", zh, en),
    }
    out.end();
}

pub(super) fn write_step(out: &mut Writing, name: &str, step: &ReferralStep) {
    out.open(name);
    write_step_fields(out, step);
    out.end();
}

pub(super) fn write_step_fields(out: &mut Writing, step: &ReferralStep) {
    out.text("state", referral_row(step.state).id);
    out.moment("at", Some(step.at));
    out.text("side", step.side.id());
    out.text("by", &step.by);
    out.text("site", &step.site);
    if !step.said.is_empty() {
        out.open("said");
        step.said.iter().for_each(|(field, said)| out.text(field, said));
        out.end();
    }
}

// ---- read ----------------------------------------------------------------------------------------------------------

/// Reads what another hospital sent. `E_PROTOCOL`: not a referral, or of another version; `E_INCOMPLETE`: half of one;
/// `E_REJECTED`: the checksum does not fit, it was damaged or edited; `E_SCHEMA`: with the place.
pub fn read_message(text: &str) -> Result<ReferralMessage, Rejected> {
    let place = Place::root("");
    let value = parse(text.trim(), MAX_BYTES, &place).map_err(|rejected| match rejected.code {
        "E_TOO_LARGE" => rejected,
        _ => place.reject(
            "E_INCOMPLETE",
            "这不是完整的转诊数据（可能只复制或扫描了一部分），未导入。请重新接收全部内容。",
            "This is no whole referral (perhaps only a part was copied or scanned); nothing was imported. Take all of it again.",
        ),
    })?;
    let format = value.text("format").unwrap_or_default();
    if !format.starts_with(FAMILY) {
        return Err(place.key("format").reject(
            "E_PROTOCOL",
            "这不是VTE转诊数据，未导入。请选择转诊文件或转诊二维码。",
            "This is no VTE referral; nothing was imported. Choose a referral file or the codes of a referral.",
        ));
    }
    if format != REFERRAL_FORMAT {
        return Err(place.key("format").reject(
            "E_PROTOCOL",
            "转诊数据由另一版本的程序生成，本程序读不懂，未导入。请对方另发文字或纸质转诊单，并更新程序。",
            "This referral was made by another version of the program and cannot be read; nothing was imported. Ask for it as text or on paper, and update the program.",
        ));
    }
    if value["sum"].as_str().is_none() {
        return Err(half(&place.key("sum")));
    }
    if value["sum"].as_str() != Some(&sum(&value)) {
        return Err(place.key("sum").reject(
            "E_REJECTED",
            "校验值不符：转诊数据在途中损坏或被改动过，未导入。请对方重新发送，并电话核对。",
            "The checksum does not fit: the referral was damaged on the way, or edited; nothing was imported. Ask for it again, and check by telephone.",
        ));
    }
    check(&value, &REFERRAL, &place)?;
    let side = value.text("side").and_then(ReferralSide::named).ok_or_else(|| half(&place.key("side")))?;
    let at = value.time("at").ok_or_else(|| half(&place.key("at")))?;
    let (id, demo) = (owned(&value, "id"), value["demo"].as_bool() == Some(true));
    is_plain_id(&id, &place)?;
    let sheet = match &value["sheet"] {
        Value::Null => None,
        sheet => Some(read_sheet(sheet, &id, demo, &place.key("sheet"))?),
    };
    let states = place.key("states");
    let steps = value["states"].items().iter().enumerate().map(|(index, step)| read_step(step, &states.index(index))).collect::<Result<_, _>>()?;
    Ok(ReferralMessage { id, demo, at, side, site: owned(&value, "site"), sheet, steps })
}

fn half(place: &Place<'_>) -> Rejected {
    place.reject(
        "E_INCOMPLETE",
        "转诊单不完整：缺少此处的内容，未导入。请对方重新发送完整的转诊单。",
        "The sheet is not whole: this part of it is missing; nothing was imported. Ask for the whole sheet again.",
    )
}

fn strange(place: &Place<'_>) -> Rejected {
    place.reject(
        "E_SCHEMA",
        "转诊数据此处的内容本程序不认识，未导入。请对方另发文字或纸质转诊单。",
        "This program does not know what stands here in the referral; nothing was imported. Ask for it as text or on paper.",
    )
}

/// A sheet with an answer for every line, in order. `value` has been checked against [`SHEET`].
pub(super) fn read_sheet(value: &Value, id: &str, demo: bool, place: &Place<'_>) -> Result<ReferralSheet, Rejected> {
    let at = place.key("answers");
    let given = value["answers"].items();
    let mut answers = vec![];
    for (index, line) in SHEET_LINES.iter().enumerate() {
        let here = at.index(index);
        let answer = given.get(index).ok_or_else(|| half(&here))?;
        if answer.text("id") != Some(line.id) {
            let is_elsewhere = given.iter().any(|other| other.text("id") == Some(line.id));
            return Err(if is_elsewhere { strange(&here.key("id")) } else { half(&here) });
        }
        let values: Vec<SheetValue> = answer["values"].items().iter().map(read_value).collect();
        answers.push(match (answer.text("word").and_then(SheetWord::named), values.is_empty()) {
            (None, false) => SheetAnswer::Said(values),
            (Some(word), true) => SheetAnswer::Lacks(word),
            (None, true) => return Err(half(&here)),
            (Some(_), false) => return Err(strange(&here.key("word"))),
        });
    }
    if given.len() > SHEET_LINES.len() {
        return Err(strange(&at.index(SHEET_LINES.len())));
    }
    let made_at = value.time("at").ok_or_else(|| half(&place.key("at")))?;
    Ok(ReferralSheet { id: id.into(), demo, made_at, by: owned(value, "by"), answers })
}

fn read_value(value: &Value) -> SheetValue {
    let both = |zh: &str, en: Option<&str>| SignedText { zh: zh.into(), en: en.unwrap_or(zh).into() };
    let source = &value["source"];
    let source = source.as_str().map_or_else(|| both(source.text("zh").unwrap_or_default(), source.text("en")), |source| both(source, None));
    SheetValue { text: both(value.text("zh").unwrap_or_default(), value.text("en")), at: value.time("at"), source }
}

/// `value` has been checked against [`STEP`].
/// An id is a part of the keys of its rows: letters, digits, `-` and `_`, so that no id can stand for rows of another.
pub(super) fn is_plain_id(id: &str, place: &Place<'_>) -> Result<(), Rejected> {
    let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if plain { Ok(()) } else { Err(strange(&place.key("id"))) }
}

pub(super) fn read_step(value: &Value, place: &Place<'_>) -> Result<ReferralStep, Rejected> {
    let state = value.text("state").and_then(referral_state).ok_or_else(|| strange(&place.key("state")))?;
    let side = value.text("side").and_then(ReferralSide::named).ok_or_else(|| strange(&place.key("side")))?;
    let at = value.time("at").ok_or_else(|| half(&place.key("at")))?;
    let mut step = ReferralStep::of(state, at, side, value.text("by").unwrap_or_default(), value.text("site").unwrap_or_default());
    let said = place.key("said");
    for (field, text) in value["said"].fields() {
        let known = fields_of(state).any(|known| known.id == &**field);
        let text = text.as_str().filter(|text| known && !text.trim().is_empty()).ok_or_else(|| strange(&said.key(field)))?;
        // A coded word that this version does not have is refused where it is read, not when somebody signs it.
        let coded = fields_of(state).any(|known| known.coded && known.id == &**field);
        if coded && step_words(field, text).is_none() {
            return Err(strange(&said.key(field)));
        }
        step = step.with(field, text);
    }
    Ok(step)
}
