//! What the host only suggests beside the items, in words for the screen. Stands in the second part of the program.

use crate::clinical::chart::{Chart, Fact, FactValue, Instant, Status};
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
    // Said of what would be taken: the words of a fact do not tell that it is only suggested.
    let line = line(&Fact { status: Status::Asserted, ..fact.clone() }, at, lang, fresh_hours);
    let kind = match &fact.value {
        FactValue::Medication(_) => text!("用药：", "Medicine: "),
        FactValue::Allergy { .. } => text!("过敏：", "Allergy: "),
        FactValue::Sex(sex) => match sex {
            crate::clinical::chart::Sex::Female => text!("性别：女", "Sex: female"),
            crate::clinical::chart::Sex::Male => text!("性别：男", "Sex: male"),
        },
        FactValue::Kept(_) => text!("转科", "Transfer"),
        _ => text!("", " "),
    };
    let began = match &fact.value {
        FactValue::Operation(operation) => operation.at.map(|began| (began, operation.all_day)),
        FactValue::Neuraxial(needle) => Some((needle.at, needle.all_day)),
        FactValue::Icu { from, .. } => Some((*from, false)),
        FactValue::Transfusion { at, .. } => Some((*at, false)),
        _ => None,
    };
    let when = began.map(|(began, all_day)| {
        let local = wall.of(began);
        if all_day { day_shown(began.date_naive(), at) } else { shown(local, at, lang) }
    });
    FactLine { value: [kind.get(lang).trim_start(), &line.value, when.as_ref().map_or("", |_| " "), &when.unwrap_or_default()].concat(), ..line }
}
