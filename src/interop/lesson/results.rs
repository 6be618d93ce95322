//! Results as a file: whole attempts with their seals. Each attempt is read or refused by itself, so that one damaged result costs no other.

use super::shapes::{ATTEMPT, MOST_ATTEMPTS, RESULTS, RESULTS_FORMAT, edition_of, format_of, id_of, name_of, write_edition};
use crate::interop::json::{Value, canonical};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{MAX_RECORD_BYTES, Place, Read as _, check, owned, parse};
use crate::interop::writing::Writing;
use crate::training::attempt::{LearnerName, LessonAttempt, LoggedStep};
use crate::training::attempt_text::{read_step, written_step};

/// Canonical JSON of one or many attempts; unfinished ones too (that is how an attempt is kept while it is taken).
pub fn write_results(attempts: &[&LessonAttempt]) -> String {
    let mut out = Writing::object();
    out.text("format", RESULTS_FORMAT);
    out.list("attempts");
    for attempt in attempts {
        out.open("");
        write_attempt(&mut out, attempt);
        out.end();
    }
    out.end();
    canonical(&out.value())
}

fn write_attempt(out: &mut Writing, attempt: &LessonAttempt) {
    out.text("id", &attempt.id);
    out.text("lesson", &attempt.lesson);
    out.text("class", &attempt.class);
    out.open("who");
    out.text("name", attempt.who.shown());
    out.flag("named", Some(matches!(attempt.who, LearnerName::Named(_))));
    out.end();
    write_edition(out, &attempt.edition);
    out.list("log");
    for logged in &attempt.log {
        out.open("");
        out.moment("at", Some(logged.at));
        out.text("step", &written_step(&logged.step));
        out.text("seal", &logged.seal);
        out.end();
    }
    out.end();
}

/// Reads a results file: every attempt, or why it is not taken. Whether seals hold, and whose class it is, says the class that merges it.
pub fn read_results(text: &str) -> Result<Vec<Result<LessonAttempt, Rejected>>, Rejected> {
    let place = Place::root("");
    let value = parse(text.trim(), MAX_RECORD_BYTES, &place)?;
    format_of(&value, RESULTS_FORMAT, &place)?;
    check(&value, &RESULTS, &place)?;
    let at = place.key("attempts");
    let attempts = value["attempts"].items();
    if attempts.len() > MOST_ATTEMPTS {
        return Err(at.reject("E_TOO_LARGE", "一个文件最多500份成绩，请分开导入。", "At most 500 results in one file: import them apart."));
    }
    Ok(attempts.iter().enumerate().map(|(index, attempt)| read_attempt(attempt, &at.index(index))).collect())
}

fn read_attempt(value: &Value, place: &Place<'_>) -> Result<LessonAttempt, Rejected> {
    check(value, &ATTEMPT, place)?;
    let (who, at_who) = (&value["who"], place.key("who"));
    let name = name_of(who, "name", &at_who)?;
    let at_log = place.key("log");
    let log = value["log"].items().iter().enumerate().map(|(index, step)| read_logged(step, &at_log.index(index))).collect::<Result<Vec<_>, _>>()?;
    Ok(LessonAttempt {
        id: id_of(value, "id", place)?,
        lesson: id_of(value, "lesson", place)?,
        class: name_of(value, "class", place)?,
        who: if who["named"].as_bool() == Some(true) { LearnerName::Named(name) } else { LearnerName::Anonymous(name) },
        edition: edition_of(value),
        log,
    })
}

fn read_logged(value: &Value, place: &Place<'_>) -> Result<LoggedStep, Rejected> {
    let step = value.text("step").and_then(read_step).ok_or_else(|| strange_step(&place.key("step")))?;
    let at = value.time("at").ok_or_else(|| strange_step(&place.key("at")))?;
    Ok(LoggedStep { at, step, seal: owned(value, "seal") })
}

pub(super) fn strange_step(place: &Place<'_>) -> Rejected {
    place.reject(
        "E_SCHEMA",
        "成绩中这一步本程序读不懂，该份成绩未采用。请学员重新交卷，或更新程序。",
        "This program does not know this step; the result was not taken. Ask the learner to hand it in again, or update the program.",
    )
}
