//! What goes in and out of the classroom: links, files, codes, and what a seat says. The pages see domain types and a refusal in words; how
//! each is written stands in `interop::lesson`.

use crate::interop::json::{MAX_DEPTH, Value, parse};
use crate::interop::lesson::carry::{code_parts, code_refused, from_fragment, read_short_attempt, short_attempt, to_codes, to_fragment};
use crate::interop::lesson::case::{read_case, write_case};
use crate::interop::lesson::here;
use crate::interop::lesson::lesson_file::{read_lesson, write_lesson};
use crate::interop::lesson::results::{read_results, write_results};
use crate::interop::referral::parts::ReferralParts;
use crate::interop::rejected::Rejected;
use crate::interop::shape::Read as _;
use crate::session::classroom::by_use;
use crate::text::{Lang, Text, text};
use crate::training::attempt::LessonAttempt;
use crate::training::attempt_text::read_response;
use crate::training::channel_cases::CHANNEL_DRILLS;
use crate::training::edition::TableEdition;
use crate::training::lesson::{ExamTerms, Lesson, LessonPhase, USUAL_TERMS};
use crate::training::own::{OwnCase, StoryText};
use crate::training::plan_cases::PLAN_DRILLS;
use crate::training::respond::Response;

/// Why something was not taken, with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct ClassroomRefusal {
    pub code: &'static str,
    pub path: String,
    said: [String; 2],
}

impl ClassroomRefusal {
    fn of(rejected: &Rejected) -> ClassroomRefusal {
        ClassroomRefusal { code: rejected.code, path: rejected.path.clone(), said: [rejected.message.zh.clone(), rejected.message.en.clone()] }
    }

    pub fn get(&self, lang: Lang) -> &str {
        &self.said[usize::from(lang == Lang::En)]
    }

    /// Both languages.
    pub fn both(&self) -> [String; 2] {
        self.said.clone()
    }
}

/// The tables of this program.
pub fn tables() -> TableEdition {
    here()
}

/// A case that is over, as a seat told it.
pub struct SeatOutcome {
    /// Id of the exercise.
    pub case: String,
    pub right_first: bool,
    /// What was handed in first.
    pub response: Option<Response>,
}

/// Of a detail of `vte-lesson`; nothing while the case goes on.
pub fn outcome(detail: &str) -> Option<SeatOutcome> {
    let value = parse(detail, MAX_DEPTH).ok()?;
    (value.text("kind") == Some("result")).then_some(())?;
    let result = &value["result"];
    let response = result.text("response").and_then(read_response);
    Some(SeatOutcome { case: value.text("case")?.to_owned(), right_first: result["rightFirst"].as_bool()?, response })
}

/// `el.lesson` of one exercise of a lesson; in an examination nothing is marked on the screen.
pub fn seat_one(lesson: &Lesson, id: &str, exam: bool) -> String {
    let own = id.strip_prefix("own:").and_then(|id| lesson.own.iter().find(|case| case.id == id));
    let case = own.map_or_else(|| ["{\"case\":\"", id, "\"}"].concat(), write_case);
    ["{\"exam\":", if exam { "true" } else { "false" }, ",\"cases\":[", &case, "]}"].concat()
}

/// The lesson that a link carries.
pub fn open_link(fragment: &str) -> Result<Lesson, ClassroomRefusal> {
    let text = from_fragment(fragment).map_err(|rejected| ClassroomRefusal::of(&rejected))?;
    open_lesson(&text)
}

/// The lesson of a file.
pub fn open_lesson(text: &str) -> Result<Lesson, ClassroomRefusal> {
    read_lesson(text, &here()).map(|read| read.lesson).map_err(|rejected| ClassroomRefusal::of(&rejected))
}

/// A teacher's case as a file, and as it is kept: one line of canonical JSON.
pub fn case_text(case: &OwnCase) -> String {
    write_case(case)
}

/// The case of a file.
pub fn open_case(text: &str) -> Result<OwnCase, ClassroomRefusal> {
    read_case(text, &here()).map(|read| read.case).map_err(|rejected| ClassroomRefusal::of(&rejected))
}

pub fn lesson_text(lesson: &Lesson) -> String {
    write_lesson(lesson)
}

/// The fragment of its link; nothing where it is too long for one.
pub fn link(lesson: &Lesson) -> Option<String> {
    Some(["#/train/lesson=", &to_fragment(&write_lesson(lesson))?].concat())
}

/// Its codes; nothing where there would be too many.
pub fn lesson_codes(lesson: &Lesson) -> Option<Vec<String>> {
    to_codes(&write_lesson(lesson))
}

pub fn results_text(attempts: &[&LessonAttempt]) -> String {
    write_results(attempts)
}

pub fn result_codes(attempt: &LessonAttempt) -> Option<Vec<String>> {
    to_codes(&short_attempt(attempt))
}

/// The attempts of a results file, and why others of it were not taken.
pub fn results(text: &str) -> (Vec<LessonAttempt>, Vec<ClassroomRefusal>) {
    let (mut read, mut refused) = (vec![], vec![]);
    match read_results(text) {
        Ok(all) => {
            for one in all {
                match one {
                    Ok(attempt) => read.push(attempt),
                    Err(rejected) => refused.push(ClassroomRefusal::of(&rejected)),
                }
            }
        }
        Err(rejected) => refused.push(ClassroomRefusal::of(&rejected)),
    }
    (read, refused)
}

/// Codes as they are scanned or pasted, in any order.
pub struct CodeReader(ReferralParts);

impl Default for CodeReader {
    fn default() -> CodeReader {
        CodeReader(code_parts())
    }
}

impl CodeReader {
    /// Takes one line; an attempt once all its codes are there. What is refused leaves the parts before it as they are.
    pub fn take(&mut self, line: &str) -> Result<Option<LessonAttempt>, ClassroomRefusal> {
        let plain = |text: Text| ClassroomRefusal { code: "E_PROTOCOL", path: String::new(), said: [text.zh().into(), text.en().into()] };
        self.0.take(line).map_err(|why| plain(code_refused(why)))?;
        let Some(whole) = self.0.whole() else { return Ok(None) };
        self.0 = code_parts();
        let bytes = whole.map_err(|why| plain(code_refused(why)))?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        read_short_attempt(&text).map(Some).map_err(|rejected| ClassroomRefusal::of(&rejected))
    }
}

/// Whole numbers as a person types them, within their limits; else the usual one.
fn whole(text: Option<&str>, from: u16, to: u16, usual: u16) -> u16 {
    text.and_then(|text| text.trim().parse().ok()).filter(|number| (from..=to).contains(number)).unwrap_or(usual)
}

/// The drills of decisions by their ids, those of the plan first.
pub fn decisions() -> impl Iterator<Item = String> {
    let channel = CHANNEL_DRILLS.iter().map(|drill| ["channel:", drill.id].concat());
    PLAN_DRILLS.iter().map(|drill| ["plan:", drill.id].concat()).chain(channel)
}

/// The lesson that a teacher's form asks for. `values`: the fields of the form as JSON; `own`: the cases that he may have ticked in it; `id` and `seed`
/// are drawn by the caller.
pub fn lesson_of(values: &str, own: &[OwnCase], id: String, seed: u64) -> Result<Lesson, Text> {
    let value: Value = parse(values, MAX_DEPTH).unwrap_or_default();
    let word = |key: &str| value.text(key).map(str::trim).filter(|word| !word.is_empty());
    let (Some(title), Some(class)) = (word("title"), word("class")) else {
        return Err(text!("请填写课程名称和班级。", "Give the lesson a title and a class."));
    };
    let numbers = by_use().into_iter().flat_map(|(_, cases)| cases).filter_map(|case| case.no);
    let own: Vec<OwnCase> = own.iter().filter(|case| word(&["own:", &case.id].concat()).is_some()).cloned().collect();
    let chosen = numbers.map(|no| format!("bank:{no}")).chain(decisions()).filter(|id| word(id).is_some());
    let mut exercises: Vec<String> = own.iter().map(|case| ["own:", &case.id].concat()).chain(chosen).collect();
    for made in ["caprini", "padua"] {
        exercises.extend((0..whole(word(made), 0, 30, 0)).map(|index| format!("{made}:{}", seed % 900_000 + u64::from(index))));
    }
    if exercises.is_empty() || exercises.len() > 100 {
        return Err(text!("请选择1至100个病例。", "Choose 1 to 100 cases."));
    }
    let phase = word("phase").and_then(LessonPhase::named).unwrap_or(LessonPhase::Practice);
    let terms = ExamTerms {
        minutes: whole(word("minutes"), 1, 240, USUAL_TERMS.minutes),
        pass_percent: whole(word("pass"), 1, 100, USUAL_TERMS.pass_percent.into()) as u8,
        shuffle: seed % 1_000_000,
        valid_months: whole(word("months"), 1, 60, USUAL_TERMS.valid_months.into()) as u8,
    };
    Ok(Lesson {
        id,
        title: StoryText::of(title, title),
        class: class.to_owned(),
        phase,
        exercises,
        own,
        terms: (phase == LessonPhase::Exam).then_some(terms),
        edition: here(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_teacher_asks_for_is_a_lesson_that_its_link_carries_whole() {
        let lesson =
            lesson_of(r#"{ "title": "第一课", "class": "3A", "phase": "exam", "minutes": "20", "bank:3": "1", "channel:shock": "1", "plan:hepatectomy": "1", "padua": "2" }"#, &[], "l-1".into(), 7)
                .expect("a lesson");
        assert_eq!(lesson.exercises, ["bank:3", "plan:hepatectomy", "channel:shock", "padua:7", "padua:8"]);
        let link = link(&lesson).expect("short enough");
        assert_eq!(open_link(link.trim_start_matches("#/train/lesson=")), Ok(lesson));
        assert!(lesson_of(r#"{ "title": "x" }"#, &[], String::new(), 1).is_err());
        let refused = open_link("vt1.rubbish").expect_err("cut short");
        assert_eq!(refused.code, "E_INCOMPLETE");
        assert!(!refused.get(Lang::Zh).is_empty() && !refused.get(Lang::En).is_empty());
    }
}
