//! The form of one instrument: what the facts decided, what they suggest, what is left to answer as on the paper form,
//! and beside it the tally, the signature and the assessment before.

pub mod block;
pub mod choice;
pub mod head;
pub mod notices;
pub mod row;
pub mod rows;
pub mod sign;
pub mod signed;
pub mod stages;
pub mod tally;
pub mod unit;

use std::rc::Rc;

use super::parts::{is_locked, tags};
use super::pen::{Part, Pen};
use super::standing;
use super::wall::by_the_clock_of;
use super::words::{Words, words};
use crate::clinical::instruments::UNDER_18;
use crate::clinical::source::Mark;
use crate::session::screen::{FormView, Screen};
use crate::text::Lang;
use rows::Rows;

/// The form as it is drawn at once, and behind it the rows.
pub fn view(pen: &mut Pen, screen: &Rc<Screen>, rows: &Rows) {
    let Some(form) = &screen.form else { return };
    let words = words(screen.lang);
    pen.tag("div", "body", |pen| {
        pen.tag("div", "main", |pen| pen.part("rows", rows.clone()));
        pen.tag("div", "side", |pen| {
            tally::view(pen, screen, form, rows, words);
            pen.still("sign", screen, false, sign::same, sign::view);
            // Where something is signed, the second part is on its way: it has what holds, and the answers of before.
            pen.when(screen.holds.is_some(), |pen| standing::previous(pen, rows));
            head::suspected(pen, screen, words);
        });
    });
}

impl Part for Rows {
    fn draw(&self, pen: &mut Pen) {
        let screen = &self.screen;
        by_the_clock_of(screen);
        let Some(form) = &screen.form else { return };
        let (lang, words, locked) = (screen.lang, words(screen.lang), is_locked(screen));
        notices::errors(pen, form, words, lang);
        sign::amending(pen, form, words, locked);
        warnings(pen, form, words, lang);
        let blocks = block::blocks(lang, form, &self.units, locked);
        pen.each(blocks.into_iter().filter(|block| !block.entries.is_empty()), |pen, block| pen.part(block.key(), block));
        pen.still("about", screen, false, head::same_why, about);
    }
}

/// What deserves a second look, and what a reader must know of this patient's score.
fn warnings(pen: &mut Pen, form: &FormView, words: &Words, lang: Lang) {
    let sheet = &form.sheet;
    let mut warn = |there: bool, text: &'static str, marks: &'static [Mark]| {
        pen.when(there, |pen| {
            pen.tag("p", "banner warn", |pen| {
                pen.is("role", "status");
                pen.text(text);
                tags(pen, marks, lang);
            });
        });
    };
    for warning in form.instrument.warnings {
        warn(sheet.warnings.iter().any(|of| of.id == warning.id), warning.text.get(lang), warning.marks);
    }
    warn(!sheet.doubled.is_empty(), words.doubled, &[]);
    warn(sheet.under_18, UNDER_18.get(lang), &[]);
}

fn about(pen: &mut Pen, screen: &Screen, _: bool) {
    let Some(instrument) = screen.form.as_ref().map(|form| form.instrument) else { return };
    let (lang, words) = (screen.lang, words(screen.lang));
    pen.tag("details", "about", |pen| {
        pen.line("summary", "", words.about);
        for (text, marks) in instrument.caveats {
            pen.tag("p", "", |pen| {
                pen.text(text.get(lang));
                tags(pen, marks, lang);
            });
        }
        pen.tag("p", "", |pen| {
            pen.joined(&[words.source, words.colon]);
            pen.line("cite", "", instrument.source.citation);
        });
    });
}
