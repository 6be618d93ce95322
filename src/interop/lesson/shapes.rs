//! The shapes of the files of training, and what they have in common.

use crate::interop::json::Value;
use crate::interop::rejected::Rejected;
use crate::interop::shape::{Field, Place, Read as _, Shape, optional, owned, required};
use crate::interop::writing::Writing;
use crate::training::edition::TableEdition;
use crate::training::own::StoryText;

pub const CASE_FORMAT: &str = "virchow-case/1";
pub const LESSON_FORMAT: &str = "virchow-lesson/1";
pub const RESULTS_FORMAT: &str = "virchow-results/1";

/// Characters.
pub const TITLE: usize = 120;
pub const STORY: usize = 4000;
pub const NAME: usize = 64;
pub const MOST_EXERCISES: usize = 100;
pub const MOST_ATTEMPTS: usize = 500;

/// A text in two languages; where one is missing the other stands in both.
const fn both(max: usize) -> [Field; 2] {
    [optional("zh", Shape::Text(max), "In Chinese."), optional("en", Shape::Text(max), "In English.")]
}

static SHORT: [Field; 2] = both(TITLE);
static LONG: [Field; 2] = both(STORY);
const SHORT_TEXT: Shape = Shape::Object { fields: &SHORT, open: false };
const LONG_TEXT: Shape = Shape::Object { fields: &LONG, open: false };

static EDITION_FIELDS: [Field; 2] = [
    required("version", Shape::Text(32), "Version of the program."),
    required("rules", Shape::Text(64), "The first 12 characters of the digest of the rules."),
];
const EDITION: Shape = Shape::Object { fields: &EDITION_FIELDS, open: false };

static FACT_FIELDS: [Field; 3] = [
    required("id", Shape::Text(64), "`sex`, `operation`, or a quantity (`age`, `bmi`, …) as in a chart."),
    required("value", Shape::Any, "`female` or `male`; a number; of an operation `{ kind, durationMin?, procedure? }`."),
    optional("unit", Shape::Text(32), "Of a quantity; without it the first unit of its table."),
];

static CASE_FIELDS: [Field; 11] = [
    required("format", Shape::OneOf(&[CASE_FORMAT]), "`virchow-case/1`."),
    required("id", Shape::Text(NAME), "Letters, digits, `-` and `_`; within a lesson no two are alike."),
    required("title", SHORT_TEXT, "What the case is called."),
    required("story", LONG_TEXT, "The invented patient. Never a real one."),
    optional("why", LONG_TEXT, "What is to be learnt; shown after the answer."),
    required("instrument", Shape::Text(64), "The form that is right for it, by id."),
    optional("facts", Shape::List(&Shape::Object { fields: &FACT_FIELDS, open: false }), "What of the story is measured."),
    required("holds", Shape::List(&Shape::Text(64)), "Items that are true and follow from no fact; all others are false."),
    optional("total", Shape::Number, "What the items come to; held against them, and refused where it contradicts."),
    required("edition", EDITION, "The tables that it was made for."),
    optional("warning", LONG_TEXT, "That no real patient may be told of; written, never read."),
];

static TERM_FIELDS: [Field; 4] = [
    required("minutes", Shape::Whole, "1 to 240."),
    required("passPercent", Shape::Whole, "1 to 100."),
    required("shuffle", Shape::Text(20), "The seed of the order, a whole number as text."),
    required("validMonths", Shape::Whole, "1 to 60: for how long a pass holds."),
];

static LESSON_FIELDS: [Field; 10] = [
    required("format", Shape::OneOf(&[LESSON_FORMAT]), "`virchow-lesson/1`."),
    required("id", Shape::Text(NAME), "Letters, digits, `-` and `_`."),
    required("title", SHORT_TEXT, "What the lesson is called."),
    required("class", Shape::Text(NAME), "The class that it is given to; results of another are not merged."),
    required("phase", Shape::OneOf(&["practice", "pre", "post", "exam"]), "What it is given for; hints only in `practice`."),
    required("exercises", Shape::List(&Shape::Text(80)), "Ids, none twice: `bank:22`, `caprini:4711`, `own:ID`, `plan:ID`, `channel:ID`."),
    optional("own", Shape::List(&Shape::Object { fields: &CASE_FIELDS, open: false }), "The teacher's own cases that the exercises name."),
    optional("terms", Shape::Object { fields: &TERM_FIELDS, open: false }, "Of an exam; a test may have them."),
    required("edition", EDITION, "The tables that it was made for."),
    optional("warning", LONG_TEXT, "That no real patient may be told of; written, never read."),
];

static WHO_FIELDS: [Field; 2] =
    [required("name", Shape::Text(NAME), "A name, or a word that names nobody."), required("named", Shape::Flag, "Whether it is a name.")];

static LOG_FIELDS: [Field; 3] = [
    required("at", Shape::Time, "When it happened, by the clock of the learner's machine."),
    required("step", Shape::Text(9000), "What happened, as one line (see *Steps*)."),
    required("seal", Shape::Text(64), "SHA-256 over the seal before, the moment and the step."),
];

static ATTEMPT_FIELDS: [Field; 6] = [
    required("id", Shape::Text(NAME), "Of the attempt; no two are alike."),
    required("lesson", Shape::Text(NAME), "The id of the lesson."),
    required("class", Shape::Text(NAME), "The class that the lesson was given to."),
    required("who", Shape::Object { fields: &WHO_FIELDS, open: false }, "The learner."),
    required("edition", EDITION, "The tables that it was marked with."),
    required("log", Shape::List(&Shape::Object { fields: &LOG_FIELDS, open: false }), "All steps, in order."),
];

static RESULTS_FIELDS: [Field; 2] = [
    required("format", Shape::OneOf(&[RESULTS_FORMAT]), "`virchow-results/1`."),
    required("attempts", Shape::List(&Shape::Any), "One or many attempts; each is read or refused by itself."),
];

/// A teacher's own case.
pub static CASE: Shape = Shape::Object { fields: &CASE_FIELDS, open: false };
/// A lesson or an exam.
pub static LESSON: Shape = Shape::Object { fields: &LESSON_FIELDS, open: false };
/// One attempt of a results file.
pub static ATTEMPT: Shape = Shape::Object { fields: &ATTEMPT_FIELDS, open: false };
/// A file of results.
pub static RESULTS: Shape = Shape::Object { fields: &RESULTS_FIELDS, open: false };

/// What the three files are called, with their shapes: `docs/for-hosts/lessons.md` is written of it.
pub static FILES: &[(&str, &str, &Shape)] = &[
    (CASE_FORMAT, "A teacher's own case", &CASE),
    (LESSON_FORMAT, "A lesson or an exam", &LESSON),
    (RESULTS_FORMAT, "Results of learners", &RESULTS),
    ("attempt", "One attempt of a results file", &ATTEMPT),
];

/// Refuses what is no file of this family, or of another version, before its shape is looked at.
pub(super) fn format_of(value: &Value, wanted: &str, place: &Place<'_>) -> Result<(), Rejected> {
    let format = value.text("format").unwrap_or_default();
    let family = &wanted[..=wanted.find('/').unwrap_or_default()];
    match () {
        () if format == wanted => Ok(()),
        () if format.starts_with(family) => Err(place.key("format").reject(
            "E_PROTOCOL",
            "文件由另一版本的程序生成，本程序读不懂，未导入。请更新程序，或请对方用本版本重新导出。",
            "This file was made by another version of the program and cannot be read; nothing was imported. Update the program, or ask for it to be exported again.",
        )),
        () => {
            let [zh, en] = match wanted {
                CASE_FORMAT => ["教学病例", "a teaching case"],
                LESSON_FORMAT => ["课程或考试", "a lesson or an exam"],
                _ => ["成绩", "results"],
            };
            Err(place.key("format").reject(
                "E_PROTOCOL",
                ["这不是", zh, "文件，未导入。请另选文件。"].concat(),
                ["This is no file of ", en, "; nothing was imported. Choose another file."].concat(),
            ))
        }
    }
}

/// An id that can stand in links, codes and lines: letters, digits, `-` and `_`.
pub(super) fn id_of(value: &Value, key: &str, place: &Place<'_>) -> Result<String, Rejected> {
    checked_id(owned(value, key), &place.key(key))
}

pub(super) fn checked_id(id: String, place: &Place<'_>) -> Result<String, Rejected> {
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Ok(id);
    }
    Err(place.reject(
        "E_SCHEMA",
        "编号只能用字母、数字、“-”和“_”，且不能为空。请修改。",
        "Expected letters, digits, “-” and “_”, and not nothing. Change it.",
    ))
}

/// A name of a person or a class: one line, not empty.
pub(super) fn name_of(value: &Value, key: &str, place: &Place<'_>) -> Result<String, Rejected> {
    checked_name(value.text(key).unwrap_or_default(), &place.key(key))
}

pub(super) fn checked_name(name: &str, place: &Place<'_>) -> Result<String, Rejected> {
    let name = name.trim();
    if !name.is_empty() && !name.chars().any(char::is_control) {
        return Ok(name.to_owned());
    }
    Err(place.reject("E_SCHEMA", "名称不能为空或含换行，请修改。", "Expected a name on one line. Change it."))
}

pub(super) fn story_of(value: &Value, key: &str) -> StoryText {
    let of = &value[key];
    StoryText::of(of.text("zh").unwrap_or_default(), of.text("en").unwrap_or_default())
}

/// The same, where something must be said.
pub(super) fn told_of(value: &Value, key: &str, place: &Place<'_>) -> Result<StoryText, Rejected> {
    let story = story_of(value, key);
    if story.is_empty() {
        return Err(place.key(key).reject("E_SCHEMA", "中文或英文至少写一种。", "Write it in Chinese or in English at least."));
    }
    Ok(story)
}

pub(super) fn write_story(out: &mut Writing, name: &str, story: &StoryText) {
    if !story.is_empty() {
        out.pair(name, &story.zh, &story.en);
    }
}

pub(super) fn edition_of(value: &Value) -> TableEdition {
    let of = &value["edition"];
    TableEdition::of(of.text("version").unwrap_or_default(), of.text("rules").unwrap_or_default())
}

pub(super) fn write_edition(out: &mut Writing, edition: &TableEdition) {
    out.open("edition");
    out.text("version", &edition.version);
    out.text("rules", &edition.rules);
    out.end();
}
