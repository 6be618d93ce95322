//! The assessment before this one, and what is answered otherwise now.

use std::rc::Rc;

use crate::clinical::cell::CellValue;
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::instruments;
use crate::record::assessment::qualified;
use crate::record::encounter::Recorded;
use crate::session::screen::{FormView, Screen};
use crate::text::Lang;
use crate::ui::form::row::{answer_word, plus};
use crate::ui::form::signed::circumstances;
use crate::ui::parts::{badge, label, points};
use crate::ui::pen::{Part, Pen};
use crate::ui::wall::by_the_clock_of;
use crate::ui::words::{Words, words};

/// What was signed of each item of `instrument`, by index. None where another instrument was signed.
fn answers_before(recorded: &Recorded, instrument: &'static Instrument) -> Option<Vec<Option<bool>>> {
    (recorded.assessment.instrument == instrument.id).then(|| {
        let signed = |index| recorded.assessment.line(&qualified(instrument, index)).and_then(|line| line.value);
        (0..instrument.items.len()).map(signed).collect()
    })
}

pub struct Previous {
    pub screen: Rc<Screen>,
}

impl PartialEq for Previous {
    fn eq(&self, other: &Previous) -> bool {
        Rc::ptr_eq(&self.screen, &other.screen)
    }
}

impl Part for Previous {
    fn draw(&self, pen: &mut Pen) {
        by_the_clock_of(&self.screen);
        if let Some(form) = &self.screen.form {
            view(pen, &self.screen, form, words(self.screen.lang));
        }
    }
}

fn view(pen: &mut Pen, screen: &Screen, form: &FormView, words: &Words) {
    let lang = screen.lang;
    let known = screen.previous.as_ref().and_then(|recorded| Some((recorded, instruments::named(&recorded.assessment.instrument)?)));
    pen.some(known, |pen, (recorded, instrument)| {
        let assessment = &recorded.assessment;
        pen.tag("details", "previous", |pen| {
            pen.is("open", "");
            pen.line("summary", "", words.previous);
            pen.tag("p", "then", |pen| pen.written(circumstances(recorded, Some(&recorded.by.name), words, lang).into()));
            pen.tag("div", "then", |pen| {
                pen.tag("span", "sum", |pen| {
                    pen.tag("b", "", |pen| pen.written(range(assessment.floor, assessment.ceiling).into()));
                    pen.text(words.points);
                });
                badge(pen, assessment.band, assessment.band.map_or(words.band_open, |band| label(instrument, band, lang)).into());
                pen.line("span", "", instrument.title.get(lang));
            });
            pen.some(answers_before(recorded, form.instrument), |pen, before| changes(pen, form, recorded, &before, words, lang));
        });
    });
}

fn changes(pen: &mut Pen, form: &FormView, recorded: &Recorded, before: &[Option<bool>], words: &Words, lang: Lang) {
    let (cells, tally, assessment) = (&form.sheet.cells, &form.sheet.tally, &recorded.assessment);
    let changed = |index: &usize| now(cells[*index].value).is_some_and(|now| now != before[*index]);
    let any = (0..cells.len()).any(|index| changed(&index));
    pen.line("p", "cap", if any { words.changed } else { words.nothing_changed });
    pen.tag("ul", "changes", |pen| {
        for index in (0..cells.len()).filter(changed) {
            let item = &form.instrument.items[index];
            pen.tag("li", "", |pen| {
                pen.key(item.id);
                pen.joined(&[item.label.get(lang), " "]);
                pen.tag("span", "points", |pen| pen.written(plus(item.points)));
                pen.tag("span", "turn", |pen| pen.joined(&[answer_word(then(before[index]), words), " → ", answer_word(cells[index].value, words)]));
            });
        }
    });
    pen.when(tally.is_exact() && assessment.floor == assessment.ceiling, |pen| {
        pen.tag("p", "", |pen| pen.joined(&[words.score_change, words.colon, &difference(assessment.floor, tally.floor)]));
    });
}

/// The answer now, if there is one: none yet is no change.
fn now(value: CellValue) -> Option<Option<bool>> {
    match value {
        CellValue::Yes => Some(Some(true)),
        CellValue::No => Some(Some(false)),
        CellValue::Unknowable => Some(None),
        CellValue::Open => None,
    }
}

fn then(value: Option<bool>) -> CellValue {
    match value {
        Some(true) => CellValue::Yes,
        Some(false) => CellValue::No,
        None => CellValue::Unknowable,
    }
}

pub fn range(floor: Points, ceiling: Points) -> String {
    if floor == ceiling { points(floor) } else { [&*points(floor), "–", &points(ceiling)].concat() }
}

fn difference(then: Points, now: Points) -> String {
    let difference = Points(now.0 - then.0);
    if difference.0 > 0 { ["+", &points(difference)].concat() } else { points(difference) }
}
