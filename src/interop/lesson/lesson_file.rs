//! A lesson or an exam as a file.

use super::case::{ReadCase, read_value, write_fields};
use super::shapes::{LESSON, LESSON_FORMAT, MOST_EXERCISES, edition_of, format_of, id_of, name_of, told_of, write_edition, write_story};
use crate::interop::json::{Value, canonical};
use crate::interop::rejected::Rejected;
use crate::interop::shape::{MAX_BYTES, Place, Read as _, check, parse};
use crate::interop::writing::Writing;
use crate::training::attempt_text::is_exercise_id;
use crate::training::edition::{EditionStanding, TableEdition};
use crate::training::lesson::{ExamTerms, Lesson, LessonPhase};
use crate::training::own::NO_REAL_PATIENT;

/// A lesson that was read, and what its edition is to this program.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadLesson {
    pub lesson: Lesson,
    pub standing: EditionStanding,
}

/// Canonical JSON.
pub fn write_lesson(lesson: &Lesson) -> String {
    let mut out = Writing::object();
    out.text("format", LESSON_FORMAT);
    out.text("id", &lesson.id);
    write_story(&mut out, "title", &lesson.title);
    out.text("class", &lesson.class);
    out.text("phase", lesson.phase.id());
    let ids: Vec<&str> = lesson.exercises.iter().map(String::as_str).collect();
    out.texts("exercises", &ids);
    if !lesson.own.is_empty() {
        out.list("own");
        for case in &lesson.own {
            out.open("");
            write_fields(&mut out, case);
            out.end();
        }
        out.end();
        out.both("warning", NO_REAL_PATIENT);
    }
    if let Some(terms) = lesson.terms {
        out.open("terms");
        out.whole("minutes", terms.minutes.into());
        out.whole("passPercent", terms.pass_percent.into());
        out.text("shuffle", &terms.shuffle.to_string());
        out.whole("validMonths", terms.valid_months.into());
        out.end();
    }
    write_edition(&mut out, &lesson.edition);
    canonical(&out.value())
}

/// Reads a lesson. Errors as of a case; every exercise must be one that this program has.
pub fn read_lesson(text: &str, here: &TableEdition) -> Result<ReadLesson, Rejected> {
    let place = Place::root("");
    let value = parse(text.trim(), MAX_BYTES, &place)?;
    format_of(&value, LESSON_FORMAT, &place)?;
    check(&value, &LESSON, &place)?;
    let edition = edition_of(&value);
    let standing = edition.standing(here);
    if standing == EditionStanding::Unknown {
        let text = standing.text();
        return Err(place.key("edition").reject("E_PROTOCOL", text.zh(), text.en()));
    }
    let at_own = place.key("own");
    let own = value["own"]
        .items()
        .iter()
        .enumerate()
        .map(|(index, case)| read_value(case, here, &at_own.index(index)).map(|ReadCase { case, .. }| case))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(index) = (1..own.len()).find(|&index| own[..index].iter().any(|case| case.id == own[index].id)) {
        return Err(at_own.index(index).key("id").reject(
            "E_CONFLICT",
            "自编病例编号重复，请改用不同编号。",
            "Two cases have one id: give each its own.",
        ));
    }
    let phase = value.text("phase").and_then(LessonPhase::named).unwrap_or(LessonPhase::Practice);
    let lesson = Lesson {
        id: id_of(&value, "id", &place)?,
        title: told_of(&value, "title", &place)?,
        class: name_of(&value, "class", &place)?,
        phase,
        exercises: value["exercises"].items().iter().map(|id| id.as_str().unwrap_or_default().to_owned()).collect(),
        own,
        terms: terms_of(&value, phase, &place)?,
        edition,
    };
    exercises_are_there(&lesson, &place)?;
    Ok(ReadLesson { lesson, standing })
}

fn exercises_are_there(lesson: &Lesson, place: &Place<'_>) -> Result<(), Rejected> {
    let at = place.key("exercises");
    if lesson.exercises.is_empty() {
        return Err(at.reject("E_SCHEMA", "课程没有题目，请至少加入一题。", "A lesson without exercises: add one at least."));
    }
    if lesson.exercises.len() > MOST_EXERCISES {
        return Err(at.reject("E_TOO_LARGE", "课程最多100题，请分成几份。", "At most 100 exercises: make several lessons of it."));
    }
    for (index, id) in lesson.exercises.iter().enumerate() {
        let here = at.index(index);
        if !is_exercise_id(id) || lesson.exercise(id).is_none() {
            return Err(here.reject(
                "E_ITEM",
                "本程序没有这道题，课程未导入。请核对题号，或更新程序。",
                "This program has no such exercise; the lesson was not imported. Check the id, or update the program.",
            ));
        }
        if lesson.exercises[..index].contains(id) {
            return Err(here.reject("E_CONFLICT", "同一题出现两次，请删去一个。", "The same exercise twice: remove one."));
        }
    }
    Ok(())
}

fn terms_of(value: &Value, phase: LessonPhase, place: &Place<'_>) -> Result<Option<ExamTerms>, Rejected> {
    let at = place.key("terms");
    let terms = &value["terms"];
    if terms.is_null() {
        return match phase {
            LessonPhase::Exam => Err(at.reject(
                "E_SCHEMA",
                "考试须写明时长、合格线、顺序种子和有效期。",
                "An exam needs minutes, a pass mark, a seed of its order and its validity.",
            )),
            _ => Ok(None),
        };
    }
    let whole = |key: &str, from: u64, to: u64, zh: &str, en: &str| {
        terms[key].as_u64().filter(|number| (from..=to).contains(number)).ok_or_else(|| at.key(key).reject("E_RANGE", zh, en))
    };
    let shuffle = terms.text("shuffle").and_then(|seed| seed.parse::<u64>().ok());
    Ok(Some(ExamTerms {
        minutes: whole("minutes", 1, 240, "时长应为1至240分钟。", "Expected 1 to 240 minutes.")? as u16,
        pass_percent: whole("passPercent", 1, 100, "合格线应为1至100。", "Expected 1 to 100.")? as u8,
        shuffle: shuffle
            .ok_or_else(|| at.key("shuffle").reject("E_SCHEMA", "顺序种子应为非负整数（写成文字）。", "Expected a whole number as text."))?,
        valid_months: whole("validMonths", 1, 60, "有效期应为1至60个月。", "Expected 1 to 60 months.")? as u8,
    }))
}
