//! What stands in the form at the moment it is handed in: the answers of the person and the values that were typed, of a form that
//! signs and of a calculator alike. Only a lesson asks for it (`session::lesson`, `web/lesson.js`).

use super::Calculator;
use crate::clinical::answers::{Answer, Answers};
use crate::clinical::chart::{Chart, FactValue, Sex};
use crate::clinical::second;
use crate::interop::writing::Writing;
use crate::session::sitting::Desk;

/// `{ contextId, instrument, answers: { item: true | false | null }, typed: [{ id, value }], sex? }`, values in the canonical unit of their quantity;
/// no `instrument` where no form stands there, no `contextId` where no patient is open. What nobody answered is not named.
#[inline(never)]
pub fn attempt(desk: &Desk) -> String {
    second::is_needed();
    let mut out = Writing::object();
    if let Some(open) = &desk.open {
        out.text("contextId", &open.context);
    }
    let calculator: Option<&Calculator> = desk.calculator.as_ref().and_then(|held| held.downcast_ref());
    match (calculator, desk.work()) {
        (Some(calculator), _) => write(&mut out, &calculator.scoring.work.answers, Some(&calculator.scoring.chart)),
        (None, Some((_, answers, ..))) => write(&mut out, answers, None),
        (None, None) => {}
    }
    out.done()
}

fn write(out: &mut Writing, answers: &Answers, typed: Option<&Chart>) {
    out.text("instrument", answers.instrument.id);
    out.open("answers");
    for (item, answer) in answers.instrument.items.iter().zip(&answers.cells) {
        if let Some(answer) = answer {
            out.flag(item.id, Answer::as_bool(*answer));
        }
    }
    out.end();
    out.list("typed");
    for fact in typed.iter().flat_map(|chart| &chart.facts) {
        if let FactValue::Measured(quantity, value) = fact.value {
            out.open("");
            out.text("id", quantity.row().id);
            out.number("value", value);
            out.end();
        }
    }
    out.end();
    out.given(
        "sex",
        typed.and_then(|chart| chart.sex).map(|sex| match sex {
            Sex::Female => "female",
            Sex::Male => "male",
        }),
    );
}
