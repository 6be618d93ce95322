//! How much an answer is worth, and what an attempt comes to.

use super::attempt_step::AttemptStep;
use super::exercise::ExerciseMarking;
use super::lesson::Lesson;
use super::mark::{MarkVerdict, Marking};
use super::respond::Response;
use crate::clinical::source::{Mark, Mark::D};
use crate::text::text;

/// How an exercise counts.
pub const MARKS_OF: &[Mark] = &[D(text!(
    "计分：全部正确100%；分级与总分正确而条目有误60%；仅分级正确30%；有危险医嘱0%",
    "marks: all right 100 %; band and total right with a wrong item 60 %; band alone 30 %; anything dangerous 0 %"
))];

/// The marks of one answer, 0 to 100.
pub fn percent_of(marking: &ExerciseMarking) -> u8 {
    if marking.is_right() {
        return 100;
    }
    match marking {
        ExerciseMarking::Form(form) => percent_of_form(form),
        ExerciseMarking::Plan(plan) if plan.is_unsafe() => 0,
        ExerciseMarking::Plan(plan) => {
            let faults = plan.orders.iter().filter(|order| order.verdict.is_fault()).count();
            if faults == 0 { 60 } else { 30 }
        }
        ExerciseMarking::Channel(channel) if channel.unsafe_dose => 0,
        ExerciseMarking::Channel(channel) if channel.step == MarkVerdict::Right || channel.interim == MarkVerdict::Right => 60,
        ExerciseMarking::Channel(_) => 0,
    }
}

fn percent_of_form(form: &Marking) -> u8 {
    match (form.reading, form.total) {
        _ if form.other_instrument => 0,
        (MarkVerdict::Right, MarkVerdict::Right) => 60,
        (MarkVerdict::Right, _) => 30,
        _ => 0,
    }
}

/// The mean of the lines, rounded down: who is not quite there has not passed.
pub fn overall(percents: impl Iterator<Item = u8>) -> u8 {
    let (mut sum, mut count) = (0_u32, 0_u32);
    for percent in percents {
        sum += u32::from(percent);
        count += 1;
    }
    (sum / count.max(1)) as u8
}

/// The last step of an attempt: its marks by the tables of this program. What is not answered, and what cannot be marked, is worth nothing.
pub fn marked<'a>(lesson: &Lesson, response: impl Fn(&str) -> Option<&'a Response>) -> AttemptStep {
    let worth = |id: &str| {
        lesson.exercise(id).zip(response(id)).and_then(|(exercise, answer)| exercise.mark(answer).ok()).map_or(0, |marking| percent_of(&marking))
    };
    let lines: Vec<(String, u8)> = lesson.exercises.iter().map(|id| (id.clone(), worth(id))).collect();
    let percent = overall(lines.iter().map(|(_, percent)| *percent));
    AttemptStep::Marked { passed: lesson.terms.map(|terms| percent >= terms.pass_percent), lines, percent }
}
