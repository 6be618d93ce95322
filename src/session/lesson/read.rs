//! `el.lesson` and `vte-lesson` as JSON: what a host hands over, and what it hears. Nothing of a person is in either.

use super::LessonDesk;
use super::case::{exact, response_of};
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::chart::{Chart, Fact, FactValue, Sex};
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::instruments::{named, scored};
use crate::clinical::quantity::Quantity;
use crate::interop::json::{Value, amount, canonical};
use crate::interop::lesson::case::read_case as read_own;
use crate::interop::lesson::here;
use crate::interop::lesson::lesson_file::read_lesson as read_file;
use crate::interop::lesson::shapes::{CASE_FORMAT, LESSON_FORMAT};
use crate::interop::rejected::Rejected;
use crate::interop::seal::DEMO;
use crate::interop::shape::{Place, Read as _, Shape, check, optional};
use crate::interop::writing::Writing;
use crate::training::attempt_text::written_response;
use crate::training::exercise::{Exercise, ExerciseMarking};
use crate::training::mark::{ItemFault, MarkVerdict, Marking};
use crate::training::marks::percent_of;
use crate::training::own::OwnCase;
use crate::training::respond::{FormResponse, Response};

/// So many cases at most.
const MOST: usize = 200;

static CASE: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("case", Shape::Text(80), "A case of the bank, T01 to T40; or an exercise by its id (bank:1, caprini:7)."),
        optional("variant", Shape::Text(32), "The instrument of which a patient is made up from `seed`."),
        optional("seed", Shape::Whole, "The same seed is the same patient on every machine."),
    ],
};
static LESSON: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("id", Shape::Text(64), "Comes back in `vte-lesson`."),
        optional("cases", Shape::List(&CASE), "One after the other; without it the lesson is the one case named beside it."),
        optional("exam", Shape::Flag, "No hints, no marking, no second try."),
        optional("byHand", Shape::Flag, "The running total is hidden, and the learner's own is asked for."),
    ],
};

/// Reads `el.lesson`: one case (`{ case }`, `{ variant, seed }`), or a lesson (`{ id?, cases: [...], exam?, byHand? }`).
pub fn read_lesson(value: &Value) -> Result<LessonDesk, Rejected> {
    let place = Place::root("lesson");
    if value.text("format") == Some(LESSON_FORMAT) {
        return of_file(value, &place);
    }
    check(value, &LESSON, &place)?;
    let cases = match value.get("cases") {
        None => vec![read_case(value, &place)?],
        Some(list) => {
            let place = place.key("cases");
            let cases = list.items();
            if cases.is_empty() || cases.len() > MOST {
                return Err(place.reject("E_SCHEMA", "一课应有1至200个病例。请增减后重试。", "A lesson has 1 to 200 cases. Add or remove some."));
            }
            let read = |(index, case)| read_case(case, &place.index(index));
            cases.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?
        }
    };
    let mut lesson = LessonDesk::new(value.text("id").map(str::to_owned), cases);
    lesson.exam = value["exam"].as_bool() == Some(true);
    lesson.by_hand = value["byHand"].as_bool() == Some(true);
    Ok(lesson)
}

/// A lesson as a teacher gives it away.
fn of_file(value: &Value, place: &Place<'_>) -> Result<LessonDesk, Rejected> {
    let lesson = read_file(&canonical(value), &here()).map_err(|rejected| under(&rejected, place))?.lesson;
    let at = place.key("exercises");
    let read = |(index, id): (usize, &String)| exercise(id, &lesson.own, &at.index(index));
    let cases = lesson.exercises.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    let exam = !lesson.phase.helps();
    Ok(LessonDesk { exam, ..LessonDesk::new(Some(lesson.id), cases) })
}

fn read_case(value: &Value, place: &Place<'_>) -> Result<Exercise, Rejected> {
    if value.text("format") == Some(CASE_FORMAT) {
        return read_own(&canonical(value), &here()).map(|read| Exercise::Own(read.case)).map_err(|rejected| under(&rejected, place));
    }
    check(value, &CASE, place)?;
    if let Some(id) = value.text("case") {
        return exercise(id, &[], &place.key("case"));
    }
    if let Some(id) = value.text("variant") {
        let seed = value.get("seed").and_then(Value::as_u64).unwrap_or(1);
        return Exercise::named(&[id, ":", &seed.to_string()].concat(), &[]).filter(|made| matches!(made, Exercise::Made(_))).ok_or_else(|| {
            let place = place.key("variant");
            place.reject(
                "E_INSTRUMENT",
                "该评分表没有变式题。可用 caprini、padua。",
                "No patients are made up for this instrument. There are caprini and padua.",
            )
        });
    }
    Err(place.reject(
        "E_SCHEMA",
        "未指明病例。请写 case（如 T01）或 variant 与 seed。",
        "No case is named. Give case (T01, for example), or variant and seed.",
    ))
}

/// The place of a refusal, seen from the lesson that it stands in.
fn under(rejected: &Rejected, place: &Place<'_>) -> Rejected {
    Rejected::new(rejected.code, [&*place.pointer(), &rejected.path].concat(), &*rejected.message.zh, &*rejected.message.en)
}

/// An exercise that is a form, by its id; a case of the bank as `T01` too.
fn exercise(id: &str, own: &[OwnCase], place: &Place<'_>) -> Result<Exercise, Rejected> {
    let bank = id.strip_prefix('T').map(|no| ["bank:", no.trim_start_matches('0')].concat());
    let found = Exercise::named(bank.as_deref().unwrap_or(id), own);
    found.filter(|of| of.truth().is_some()).ok_or_else(|| {
        place.reject(
            "E_ITEM",
            "没有此编号的表单病例。可用 T01 至 T40、caprini:种子 或 padua:种子；方案和绿色通道的练习在培训课堂（#/train）中做。",
            "There is no case of a form by this id. There are T01 to T40, caprini:SEED and padua:SEED; drills of the plan and of the channel are done in the classroom of the app (#/train).",
        )
    })
}

/// What an element hands in (`session::calculator::handed`). `None` where no form stands there, or not that of `context`: whatever is on
/// the desk of the element, nobody but the invented patient is marked. `total` as it was typed, in points.
pub fn read_attempt(value: &Value, context: &str, total: &str, next_step: Option<String>) -> Option<FormResponse> {
    let id = value.text("instrument").filter(|_| value.text("contextId") == Some(context))?;
    let instrument: &'static Instrument = named(id).or_else(|| scored(id))?;
    let mut answers = Answers::empty(instrument);
    for (item, answer) in value["answers"].fields() {
        if let Some(index) = instrument.index(item) {
            answers.cells[index] = Some(Answer::from_bool(answer.as_bool()));
        }
    }
    let mut chart = Chart::default();
    for typed in value["typed"].items() {
        if let (Some(quantity), Value::Number(number)) = (typed.text("id").and_then(Quantity::named), &typed["value"]) {
            chart.facts.push(Fact::of(FactValue::Measured(quantity, amount(number))));
        }
    }
    chart.sex = match value.text("sex") {
        Some("female") => Some(Sex::Female),
        Some("male") => Some(Sex::Male),
        _ => None,
    };
    Some(response_of(&answers, &chart, points_typed(total), next_step))
}

/// Points as a person types them, halves too; `None` where it is no number.
pub fn points_typed(text: &str) -> Option<Points> {
    let text = text.trim().replace(['．', '，', ','], ".");
    let value: f64 = text.parse().ok()?;
    ((-1000.0..=1000.0).contains(&value)).then(|| Points((value * 10.0).round() as i16))
}

/// The admission, invented as its patient, of the case at hand. `turn` tells one opening of it from the next.
pub fn context_of(lesson: &LessonDesk, turn: usize) -> String {
    let case = lesson.case().map(Exercise::id).unwrap_or_default();
    ["lesson-", &case.replace(':', "-"), "-", &turn.to_string()].concat()
}

/// The chart of an empty form for the case at hand. It bears the mark of a demonstration: whatever the mode of the element, nothing of it is
/// signed in earnest, stored, sent or alerted.
pub fn chart(lesson: &LessonDesk, turn: usize) -> String {
    let case = lesson.case().map(Exercise::id).unwrap_or_default();
    let mut out = Writing::object();
    out.text("contextId", &context_of(lesson, turn));
    out.flag(DEMO, Some(true));
    out.open("patient");
    out.text("label", &["虚构病例 Invented case ", &case].concat());
    out.end();
    out.done()
}

/// `vte-lesson` of the case at hand, while it is not over: `{ case, lesson, kind: "progress", result }`.
pub fn progress(lesson: &LessonDesk) -> String {
    let mut out = Writing::object();
    out.maybe("case", lesson.case().map(Exercise::id).as_deref());
    out.maybe("lesson", lesson.id.as_deref());
    out.text("kind", "progress");
    out.open("result");
    out.whole("answered", lesson.done.len());
    out.whole("of", lesson.cases.len());
    out.whole("tries", lesson.tries);
    out.whole("hints", lesson.hints);
    if let Some(marking) = &lesson.marking {
        out.whole("percent", percent_of(&ExerciseMarking::Form(marking.clone())).into());
        write_marking(&mut out, marking, lesson.case().and_then(Exercise::instrument));
    }
    out.end();
    out.done()
}

/// `vte-lesson` of the case that is over: `{ case, lesson, kind: "result", result }`. What is marked is the first attempt.
pub fn result(lesson: &LessonDesk) -> String {
    let mut out = Writing::object();
    let Some(done) = lesson.done.last() else { return out.done() };
    let instrument = done.answers.instrument;
    out.text("case", &done.case);
    out.maybe("lesson", lesson.id.as_deref());
    out.text("kind", "result");
    out.open("result");
    out.text("instrument", done.instrument);
    out.whole("answered", lesson.done.len());
    out.whole("of", lesson.cases.len());
    out.flag("right", Some(done.right));
    out.flag("rightFirst", Some(done.right_first));
    out.whole("tries", done.tries);
    out.whole("hints", done.hints);
    write_marking(&mut out, &done.first, Some(instrument));
    out.open("answers");
    for (item, answer) in instrument.items.iter().zip(&done.answers.cells) {
        if let Some(answer) = answer {
            out.flag(item.id, answer.as_bool());
        }
    }
    out.end();
    out.list("typed");
    for &(quantity, value) in &done.answers.typed {
        out.open("");
        out.text("id", quantity.row().id);
        out.number("value", value);
        out.end();
    }
    out.end();
    out.text("response", &written_response(&Response::Form(done.answers.clone())));
    out.whole("percent", percent_of(&ExerciseMarking::Form(done.first.clone())).into());
    if let Some(total) = lesson.cases.get(lesson.done.len() - 1).and_then(Exercise::truth).as_ref().and_then(exact) {
        out.points("rightTotal", total);
    }
    out.flag("last", Some(lesson.done.len() == lesson.cases.len()));
    out.end();
    out.done()
}

fn write_marking(out: &mut Writing, marking: &Marking, instrument: Option<&'static Instrument>) {
    out.flag("band", said(marking.reading));
    out.flag("total", said(marking.total));
    out.flag("writtenTotal", said(marking.written_total));
    out.flag("nextStep", said(marking.next_step));
    let id = |index: usize| instrument.map_or("", |instrument| instrument.items[index].id);
    out.list("items");
    for fault in &marking.items {
        out.open("");
        let (kind, item) = match *fault {
            ItemFault::Missed(index) => ("missed", index),
            ItemFault::Added(index) => ("added", index),
            ItemFault::Open(index) => ("open", index),
            ItemFault::Instead { ticked, right } => {
                out.text("ticked", id(ticked));
                ("instead", right)
            }
        };
        out.text("item", id(item));
        out.text("kind", kind);
        out.end();
    }
    out.end();
    let mistakes: Vec<&str> = marking.mistakes.iter().map(|row| row.id).collect();
    out.texts("mistakes", &mistakes);
}

/// `null`: not asked, or left open.
fn said(verdict: MarkVerdict) -> Option<bool> {
    match verdict {
        MarkVerdict::Right => Some(true),
        MarkVerdict::Wrong => Some(false),
        MarkVerdict::NotSaid => None,
    }
}
