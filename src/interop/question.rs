//! What `score` and `derive` are asked, and the warnings that an answer lists beside its result: what the functions without a
//! form have in common (`headless`, `scored`, `assess`).

use super::json::Tree;
use super::rejected::Rejected;
use super::shape::{Place, Read as _, Shape, optional};
use super::unknown::in_question;
use super::writing::Writing;
use crate::clinical::cell::Unanswered;
use crate::clinical::chart::{Fact, FactValue, Instant, OperationStatus};
use crate::clinical::instruments::UNDER_18;
use crate::clinical::second;
use crate::clinical::sheet::Sheet;
use crate::text::{Text, text};

pub static SCORE: Shape = Shape::Object {
    open: true,
    fields: &[
        optional("answers", Shape::Map(&Shape::Any), "Item key to true, false or null (cannot be known)."),
        optional("facts", Shape::List(&Shape::Any), "As in a chart."),
        optional("unanswered", Shape::OneOf(&["unknown", "absent"]), "How silence on yes/no items is read; default unknown."),
        optional("at", Shape::Time, "Time of assessment; without it that of the newest fact."),
    ],
};

/// The latest moment that a fact tells as past.
pub(super) fn told_at(fact: &Fact) -> Option<Instant> {
    let of_value = match &fact.value {
        FactValue::Operation(operation) if operation.status == Some(OperationStatus::Done) => operation.haemostasis_at.max(operation.at),
        FactValue::Transfusion { at, .. } => Some(*at),
        FactValue::Medication(medication) => medication.last_dose_at,
        _ => None,
    };
    fact.at.max(of_value)
}

/// Keys of the question that nobody reads: listed, and the rest is taken.
pub(super) fn unread(input: &Tree<'_>) -> Vec<Rejected> {
    if second::is_here() { in_question(input, &SCORE) } else { vec![] }
}

pub(super) fn unanswered(input: &Tree<'_>) -> Unanswered {
    if input.text("unanswered") == Some("absent") { Unanswered::Absent } else { Unanswered::Unknown }
}

/// Facts that begin and end were told, and nobody said when the assessment is.
pub(super) fn without_a_time(place: &Place<'_>) -> Rejected {
    place.key("at").reject("E_SCHEMA", "有随时间变化的数据，须给出评估时间。", "Some facts change with time: give the time of assessment.")
}

const AGAINST_A_PERSON: Text = text!("所答与HIS数据不一致，以人的回答为准。", "The answer disagrees with the host's data; the person's stands.");
const AMONG_FACTS: Text = text!("HIS数据互相矛盾，请核实后作答。", "The host's data contradict each other: check, and answer.");
const FOR_A_FRACTURE: Text = text!(
    "HIS记为“择期关节置换”，但系因骨折手术：不计此项，手术按时长计。",
    "The host calls it an elective arthroplasty, but it is for a fracture: not counted; the operation counts by its duration."
);

/// Warnings of a sheet as the bridge lists them.
pub fn issues(out: &mut Writing, sheet: &Sheet) {
    let mut add = |code: &str, id: Option<&str>, path: &str, text: Text| {
        out.open("");
        out.text("code", code);
        out.text("path", path);
        out.both("message", text);
        out.given("id", id);
        out.end();
    };
    for group in &sheet.doubled {
        add("E_CONFLICT", Some(group), "", text!("同组选了两项，只计最高一项。", "Two members of one group: only the highest counts."));
    }
    let path = |item: &str| ["/answers/", item].concat();
    for (index, cell) in sheet.cells.iter().enumerate() {
        let item = sheet.instrument.items[index].id;
        if sheet.refused.iter().any(|(refused, _)| *refused == item) {
            add("E_CONFLICT", None, &path(item), FOR_A_FRACTURE);
        } else if cell.conflict {
            add("E_CONFLICT", None, &path(item), AGAINST_A_PERSON);
        } else if cell.disputed {
            add("E_CONFLICT", None, &path(item), AMONG_FACTS);
        }
    }
    for warning in &sheet.warnings {
        add("E_CONFLICT", Some(warning.id), "", warning.text);
    }
    if sheet.under_18 {
        add("E_RANGE", Some("UNDER_18"), "", UNDER_18);
    }
}
