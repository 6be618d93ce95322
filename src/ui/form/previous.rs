//! The assessment before this one, and what is answered otherwise now.

use yew::{Html, html};

use super::row::{answer_word, plus};
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::instruments;
use crate::clinical::sheet::Value;
use crate::record::encounter::Recorded;
use crate::record::event::qualified;
use crate::record::timepoint;
use crate::ui::parts::{badge, label, moment};
use crate::ui::words::{Words, around};
use crate::web::screen::{FormView, Screen};

/// What was signed of each item of `instrument`, by index. None where another instrument was signed.
pub fn answers_before(recorded: &Recorded, instrument: &'static Instrument) -> Option<Vec<Option<bool>>> {
    (recorded.assessment.instrument == instrument.id).then(|| {
        let signed = |index| recorded.assessment.line(&qualified(instrument, index)).and_then(|line| line.value);
        (0..instrument.items.len()).map(signed).collect()
    })
}

pub fn view(screen: &Screen, form: &FormView, before: Option<&[Option<bool>]>, words: &Words) -> Html {
    let Some(recorded) = &screen.previous else { return Html::default() };
    let (assessment, lang) = (&recorded.assessment, screen.lang);
    let Some(instrument) = instruments::named(&assessment.instrument) else { return Html::default() };
    let word = assessment.band.map_or(words.band_open, |band| label(instrument, band, lang));
    html! {
        <details class="previous" open=true>
            <summary>{ words.previous }</summary>
            <p class="then">
                { moment(recorded.at, lang) }{ " · " }{ recorded.by.name.clone() }
                if let Some(point) = timepoint::named(&assessment.timepoint) { { " · " }{ point.label.get(lang) } }
                if recorded.amendments > 0 { { " · " }{ around(&words.amended_times, recorded.amendments as usize) } }
            </p>
            <div class="then">
                <span class="sum"><b>{ range(assessment.floor, assessment.ceiling) }</b>{ words.points }</span>
                { badge_then(assessment.band, word) }
                <span>{ instrument.title.get(lang) }</span>
            </div>
            if let Some(before) = before { { changes(form, recorded, before, words, lang) } }
        </details>
    }
}

fn badge_then(band: Option<crate::clinical::instrument::Risk>, word: &'static str) -> Html {
    badge(band, word.into())
}

fn changes(form: &FormView, recorded: &Recorded, before: &[Option<bool>], words: &Words, lang: crate::text::Lang) -> Html {
    let cells = &form.sheet.cells;
    let changed: Vec<usize> = (0..cells.len()).filter(|&index| now(cells[index].value).is_some_and(|now| now != before[index])).collect();
    let tally = &form.sheet.tally;
    let exact = tally.is_exact() && recorded.assessment.floor == recorded.assessment.ceiling;
    html! {
        <>
            <p class="cap">{ if changed.is_empty() { words.nothing_changed } else { words.changed } }</p>
            if !changed.is_empty() {
                <ul class="changes">{ for changed.iter().map(|&index| {
                    let item = &form.instrument.items[index];
                    html! {
                        <li key={item.id}>{ item.label.get(lang) }{ " " }<span class="points">{ plus(item.points) }</span>
                            <span class="turn">{ answer_word(then(before[index]), words) }{ " → " }{ answer_word(cells[index].value, words) }</span></li>
                    }
                }) }</ul>
            }
            if exact { <p>{ words.score_change }{ words.colon }<b>{ difference(recorded.assessment.floor, tally.floor) }</b></p> }
        </>
    }
}

/// The answer now, if there is one: none yet is no change.
fn now(value: Value) -> Option<Option<bool>> {
    match value {
        Value::Yes => Some(Some(true)),
        Value::No => Some(Some(false)),
        Value::Unknowable => Some(None),
        Value::Open => None,
    }
}

fn then(value: Option<bool>) -> Value {
    match value {
        Some(true) => Value::Yes,
        Some(false) => Value::No,
        None => Value::Unknowable,
    }
}

pub fn range(floor: Points, ceiling: Points) -> String {
    if floor == ceiling { floor.to_string() } else { [floor.to_string(), ceiling.to_string()].join("–") }
}

fn difference(then: Points, now: Points) -> String {
    let difference = Points(now.0 - then.0);
    if difference.0 > 0 { ["+", &difference.to_string()].concat() } else { difference.to_string() }
}
