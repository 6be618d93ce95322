//! What the page of a lesson asks of an exercise beyond `training::exercise`.

use crate::clinical::answers::{Answer, Answers};
use crate::clinical::cell::{CellValue, Unanswered};
use crate::clinical::chart::{Chart, FactValue};
use crate::clinical::decided::From;
use crate::clinical::instrument::Points;
use crate::text::{Text, text};
use crate::training::case::Scored;
use crate::training::respond::FormResponse;

/// A step after the score, by its code, for the case that asks for one.
pub static NEXT_STEPS: [(&str, Text); 3] = [
    ("d_dimer", text!("查D-二聚体", "Measure D-dimer")),
    ("ctpa", text!("直接做CT肺动脉造影", "CT pulmonary angiography at once")),
    ("nothing", text!("无需进一步检查", "No further test")),
];

/// A total as a number; `None` while it is an interval, or where a form has no points.
pub fn exact(of: &Scored) -> Option<Points> {
    of.readout.total.and_then(|(floor, ceiling)| (floor == ceiling).then_some(floor))
}

/// What was answered and typed, as it is marked and kept. What a typed value or a chosen sex decides counts as answered.
pub fn response_of(answers: &Answers, chart: &Chart, total: Option<Points>, next_step: Option<String>) -> FormResponse {
    let mut response = FormResponse { cells: answers.cells.clone(), total, next_step, ..FormResponse::empty(answers.instrument) };
    for fact in &chart.facts {
        if let FactValue::Measured(quantity, value) = fact.value {
            response.typed.push((quantity, value));
        }
    }
    if let Some(scored) = Scored::of(chart, answers, Unanswered::Unknown) {
        for ((item, cell), held) in answers.instrument.items.iter().zip(&scored.sheet.cells).zip(&mut response.cells) {
            match cell.value {
                CellValue::Yes if held.is_none() && !matches!(item.from, From::Count(_)) => *held = Some(Answer::Yes),
                CellValue::No if held.is_none() && !matches!(item.from, From::Count(_)) => *held = Some(Answer::No),
                _ => {}
            }
        }
    }
    response
}
