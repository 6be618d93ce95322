//! The form of one instrument: what the facts decided, what they suggest, what is left to answer as on the paper form,
//! and beside it the tally, the signature and the assessment before.

pub mod block;
pub mod choice;
pub mod head;
pub mod notices;
pub mod row;
pub mod sign;
pub mod signed;
pub mod stages;
pub mod tally;

use std::rc::Rc;

use yew::AttrValue;

use row::Proof;

use super::parts::{by_the_clock_of, field, is_locked, moment};
use super::pen::{Part, Pen};
use super::standing;
use super::words::{Words, words};
use crate::clinical::instrument::{Group, Instrument};
use crate::clinical::instruments::UNDER_18;
use crate::clinical::source::Mark;
use crate::text::Lang;
use crate::web::screen::{FactLine, FormView, Screen};

/// What stands together on the form: a single item or an exclusive group.
#[derive(Clone)]
pub enum Unit {
    Single(usize),
    Group(&'static Group, Vec<usize>),
}

/// The units of an instrument, a group where its first member stands.
pub fn units(instrument: &'static Instrument) -> Vec<Unit> {
    (0..instrument.items.len())
        .filter_map(|index| match instrument.group_of(index) {
            None => Some(Unit::Single(index)),
            Some(group) => {
                let members: Vec<usize> = instrument.members(group).collect();
                (members.first() == Some(&index)).then_some(Unit::Group(group, members))
            }
        })
        .collect()
}

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

/// Everything in the main column. A tick draws it a moment after the score.
#[derive(Clone)]
pub struct Rows {
    pub screen: Rc<Screen>,
    pub units: Rc<Vec<Unit>>,
}

impl PartialEq for Rows {
    fn eq(&self, other: &Rows) -> bool {
        Rc::ptr_eq(&self.screen, &other.screen) && Rc::ptr_eq(&self.units, &other.units)
    }
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

/// "本院设定：计划停药日" beside the statement that the mark belongs to. What was read somewhere draws nothing.
pub fn tags(pen: &mut Pen, marks: &[Mark], lang: Lang) {
    pen.each(marks.iter().filter_map(|mark| mark.tag(lang)), |pen, words| pen.tag("span", "tag", |pen| pen.joined(&words)));
}

/// Something of these is drawn by [`tags`].
pub fn has_tags(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| mark.tag(Lang::Zh).is_some())
}

/// What facts say of an item: "27.3 kg/m² · 11-22 08:20 · HIS".
pub fn evidence_line(pen: &mut Pen, proof: Option<&Proof>, lang: Lang) {
    pen.some(proof.and_then(|proof| proof.all.get(proof.at)), |pen, evidence| {
        let text = fact_lines(&evidence.lines, lang);
        pen.tag("p", "evidence", |pen| pen.written(text.into()));
    });
}

/// Facts in one line, each with its time, its source and what else has to be said of it.
pub fn fact_lines(lines: &[FactLine], lang: Lang) -> String {
    let words = words(lang);
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            text += words.separator;
        }
        text += &line.value;
        let at = line.at.map(|at| moment(at, lang));
        let note = (!line.note.is_empty()).then_some(line.note.as_str());
        for piece in [at.as_deref(), line.source.as_deref(), line.stale.then_some(words.stale), note].into_iter().flatten() {
            text += " · ";
            text += piece;
        }
    }
    text
}

/// A short text that must stand beside an answer.
pub fn note_field(pen: &mut Pen, id: &'static str, label: &'static str, value: Option<AttrValue>, disabled: bool) {
    field(pen, label, |pen| {
        pen.is("data-note", id);
        pen.flag("disabled", disabled);
        pen.value(value);
    });
}
