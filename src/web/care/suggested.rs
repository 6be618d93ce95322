//! What the host only suggests beside the items, in words for the screen. Stands in the second part of the program.

use crate::clinical::chart::{Chart, Fact, FactValue, Instant, Sex};
use crate::clinical::second;
use crate::record::local::{Wall, day_shown, shown};
use crate::text::{Lang, text};
use crate::web::evidence::line;
use crate::web::screen::{FactLine, Suggested};

/// One entry for each that waits, however many facts it was read into.
#[inline(never)]
pub fn suggested(chart: &Chart, wall: &Wall, at: Instant, lang: Lang, fresh_hours: u32) -> Vec<Suggested> {
    second::is_needed();
    let mut all: Vec<Suggested> = vec![];
    for (_, fact) in chart.awaiting() {
        let words = words(fact, wall, at, lang, fresh_hours);
        match all.iter_mut().find(|of| of.given == fact.given) {
            Some(of) => of.lines.push(words),
            None => all.push(Suggested { given: fact.given, lines: vec![words] }),
        }
    }
    all
}

fn words(fact: &Fact, wall: &Wall, at: Instant, lang: Lang, fresh_hours: u32) -> FactLine {
    let line = line(fact, at, lang, fresh_hours);
    let kind = match &fact.value {
        FactValue::Medication(_) => text!("用药：", "Medicine: "),
        FactValue::Allergy { .. } => text!("过敏：", "Allergy: "),
        FactValue::Sex(Sex::Female) => text!("性别：女", "Sex: female"),
        FactValue::Sex(Sex::Male) => text!("性别：男", "Sex: male"),
        FactValue::Kept(_) => text!("转科", "Transfer"),
        _ => return FactLine { value: [line.value.as_str(), &when(fact, wall, at, lang)].concat(), ..line },
    };
    FactLine { value: [kind.get(lang), &line.value, &when(fact, wall, at, lang)].concat(), ..line }
}

/// When it is or was, where the value itself tells.
fn when(fact: &Fact, wall: &Wall, at: Instant, lang: Lang) -> String {
    let began = match &fact.value {
        FactValue::Operation(operation) => operation.at.map(|began| (began, operation.all_day)),
        FactValue::Neuraxial(needle) => Some((needle.at, needle.all_day)),
        FactValue::Icu { from, .. } => Some((*from, false)),
        FactValue::Transfusion { at, .. } => Some((*at, false)),
        _ => None,
    };
    let Some((began, all_day)) = began else { return String::new() };
    [" ", &if all_day { day_shown(began.date_naive(), at) } else { shown(wall.of(began), at, lang) }].concat()
}
