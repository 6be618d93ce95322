//! How an instrument reads that is more than bands of one sum, written out for the rules and for the evidence page. Run by a test;
//! in no browser.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::cited::{cited, phrase};
use super::event::number;
use super::headless::marks;
use crate::clinical::outcome::{Condition, Outcome, Reading, Reads};
use crate::text::Text;

pub(super) fn both(text: Text) -> Value {
    json!({ "zh": text.zh(), "en": text.en() })
}

/// How an instrument reads that is more than bands of one sum.
pub(super) fn reading_rules(reads: &Reads) -> Map<String, Value> {
    let outcome = |outcome: &Outcome| json!({ "id": outcome.id, "label": both(outcome.label), "tone": outcome.tone.id() });
    let readings = reads.readings.iter().map(|reading| match &reading.by {
        Reading::Sum(cuts) => json!({
            "id": reading.id,
            "cuts": cuts.iter().map(|cut| json!({ "from": number(cut.from), "outcome": outcome(&cut.outcome) })).collect::<Vec<_>>(),
        }),
        Reading::SumBy(rows) => json!({
            "id": reading.id,
            "by": rows.iter().map(|of| json!({
                "chosen": of.member,
                "cuts": of.cuts.iter().map(|cut| json!({ "from": number(cut.from), "outcome": outcome(&cut.outcome) })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        }),
        Reading::Rows(rows) => json!({
            "id": reading.id,
            "rows": rows.iter().map(|row| json!({ "when": row.when.iter().map(|condition| asked(*condition)).collect::<Vec<_>>(), "outcome": outcome(&row.outcome) })).collect::<Vec<_>>(),
        }),
    });
    let phases = reads.phases.iter().map(|phase| json!({ "id": phase.id, "items": phase.items, "unless": phase.unless }));
    [
        ("readings", readings.collect()),
        ("phases", phases.collect()),
        ("choices", json!(reads.choices)),
        ("notFor", reads.not_for.iter().map(|(text, of)| json!({ "text": both(*text), "marks": marks(of) })).collect()),
    ]
    .into_iter()
    .map(|(name, value): (&str, Value)| (name.to_owned(), value))
    .collect()
}

fn asked(condition: Condition) -> Value {
    match condition {
        Condition::Chosen(item) => json!({ "chosen": item }),
        Condition::Any(phase) => json!({ "any": phase }),
        Condition::NoneOf(phase) => json!({ "none": phase }),
        Condition::Is(item) => json!({ "is": item }),
        Condition::Unknowable(item) => json!({ "cannotBeKnown": item }),
        Condition::Below(quantity, limit) => json!({ "below": { "quantity": quantity.row().id, "limit": limit } }),
        Condition::Above(quantity, limit) => json!({ "above": { "quantity": quantity.row().id, "limit": limit } }),
        Condition::BelowPerYear(quantity, each) => json!({ "belowPerYearOfAge": { "quantity": quantity.row().id, "each": each } }),
        Condition::Reaches(points) => json!({ "atLeastPoints": number(points) }),
    }
}

/// Steps, readings and scope of an instrument that is scored without a form.
pub(super) fn read_as(reads: &Reads) -> String {
    let mut out = String::new();
    if !reads.phases.is_empty() {
        out.push_str("\n| step | items | not asked once |\n|---|---|---|\n");
    }
    for phase in reads.phases {
        let _ = writeln!(out, "| `{}` {} | {} | {} |", phase.id, phrase(phase.title), phase.items.join(", "), phase.unless.unwrap_or_default());
    }
    for reading in reads.readings {
        let _ = write!(out, "\nReading `{}`: {}\n\n| outcome | where | evidence |\n|---|---|---|\n", reading.id, phrase(reading.title));
        match &reading.by {
            Reading::Sum(cuts) => {
                for cut in *cuts {
                    let _ =
                        writeln!(out, "| `{}` {} | from {} | {} |", cut.outcome.id, phrase(cut.outcome.label), cut.from, cited(cut.outcome.marks));
                }
            }
            Reading::SumBy(rows) => {
                for (member, cut) in rows.iter().flat_map(|of| of.cuts.iter().map(|cut| (of.member, cut))) {
                    let _ = writeln!(
                        out,
                        "| `{}` {} | `{member}` is chosen, from {} | {} |",
                        cut.outcome.id,
                        phrase(cut.outcome.label),
                        cut.from,
                        cited(cut.outcome.marks)
                    );
                }
            }
            Reading::Rows(rows) => {
                for row in *rows {
                    let when = row.when.iter().map(|condition| match condition {
                        Condition::Chosen(item) => format!("`{item}` is chosen"),
                        Condition::Any(phase) => format!("any of `{phase}`"),
                        Condition::NoneOf(phase) => format!("none of `{phase}`"),
                        Condition::Is(item) => format!("`{item}`"),
                        Condition::Unknowable(item) => format!("`{item}`: a person said that it cannot be known"),
                        Condition::Below(quantity, limit) => format!("`{}` < {limit}", quantity.row().id),
                        Condition::Above(quantity, limit) => format!("`{}` > {limit}", quantity.row().id),
                        Condition::BelowPerYear(quantity, each) => format!("`{}` < {each} × age", quantity.row().id),
                        Condition::Reaches(points) => format!("{points} points or more"),
                    });
                    let when = if row.when.is_empty() { "otherwise".to_owned() } else { when.collect::<Vec<_>>().join(" and ") };
                    let _ = writeln!(out, "| `{}` {} | {when} | {} |", row.outcome.id, phrase(row.outcome.label), cited(row.outcome.marks));
                }
            }
        }
    }
    out.push_str("\n| not for | evidence |\n|---|---|\n");
    for (text, marks) in reads.not_for {
        let _ = writeln!(out, "| {} | {} |", phrase(*text), cited(marks));
    }
    out
}
