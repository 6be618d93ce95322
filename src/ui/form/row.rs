//! One item of the paper form that stands for itself. Drawn again only when its own cell, evidence or words change.

use std::rc::Rc;

use yew::AttrValue;

use crate::clinical::cell::{By, Cell, CellValue};
use crate::clinical::instrument::{Item, Points};
use crate::session::screen::Evidence;
use crate::text::Lang;
use crate::ui::parts::{About, fact_lines, has_tags, note_field, points, tags};
use crate::ui::pen::{Part, Pen};
use crate::ui::words::{Words, words};

/// What of a cell is seen.
#[derive(Clone, Copy, PartialEq)]
pub struct Seen {
    pub value: CellValue,
    /// A fact decides it, and nobody opened it.
    pub decided: bool,
    /// A person opened what a fact decides.
    pub opened: bool,
    /// What the host suggests, if it does.
    pub suggestion: Option<bool>,
    pub awaiting: bool,
    pub conflict: bool,
    /// The host says yes and no, and nobody has said which.
    pub disputed: bool,
}

impl Seen {
    pub fn of(cell: &Cell, opened: bool) -> Seen {
        Seen {
            value: cell.value,
            decided: !opened && matches!(cell.by, By::Derived(_) | By::Host(_)),
            opened,
            suggestion: cell.suggestion.map(|suggestion| suggestion.present),
            awaiting: cell.suggestion.is_some() && cell.by != By::Person && !cell.hidden,
            conflict: cell.conflict,
            disputed: cell.disputed,
        }
    }
}

/// The evidence of one item: a place in the list that all rows share.
#[derive(Clone)]
pub struct Proof {
    pub all: Rc<Vec<Evidence>>,
    pub at: usize,
}

impl PartialEq for Proof {
    fn eq(&self, other: &Proof) -> bool {
        (self.at == other.at && Rc::ptr_eq(&self.all, &other.all)) || self.all.get(self.at) == other.all.get(other.at)
    }
}

#[derive(Clone)]
pub struct ItemRow {
    pub item: &'static Item,
    pub seen: Seen,
    pub proof: Option<Proof>,
    pub note: Option<AttrValue>,
    /// What stands beside the name in place of points: the set of a checklist, or nothing.
    pub mark: Option<&'static str>,
    pub lang: Lang,
    pub locked: bool,
}

impl PartialEq for ItemRow {
    fn eq(&self, other: &ItemRow) -> bool {
        std::ptr::eq(self.item, other.item)
            && self.seen == other.seen
            && self.lang == other.lang
            && self.locked == other.locked
            && self.note == other.note
            && self.proof == other.proof
            && self.mark == other.mark
    }
}

impl ItemRow {
    /// The yes and the no that an item wants of its own, as of something suggested.
    pub fn ask(&self, pen: &mut Pen) {
        let ItemRow { item, lang, locked, .. } = self;
        let about = |action| About { action, of: item.id, name: item.label.get(*lang), disabled: *locked };
        suggestion(pen, about, Seen { suggestion: Some(true), awaiting: true, ..self.seen }, words(*lang));
    }
}

impl Part for ItemRow {
    fn draw(&self, pen: &mut Pen) {
        let ItemRow { item, seen, proof, note, mark, lang, locked } = self;
        let (item, seen, words, disabled) = (*item, *seen, words(*lang), *locked);
        let about = |action| About { action, of: item.id, name: item.label.get(*lang), disabled };
        let asks_reason = item.from.is_computed() && (seen.opened || seen.conflict);
        pen.tag("div", if seen.decided { "row decided" } else { "row" }, |pen| {
            row(pen, item.id, seen.value);
            pen.tag("label", "", |pen| {
                input(pen, None, item, seen.value == CellValue::Yes, disabled || seen.decided);
                match mark {
                    None => name(pen, item, *lang),
                    Some(mark) => {
                        pen.text(item.label.get(*lang));
                        pen.line("small", "", mark);
                    }
                }
                pen.line("span", "word", answer_word(seen.value, words));
            });
            help(pen, item, *lang);
            evidence_line(pen, proof.as_ref(), *lang);
            suggestion(pen, about, seen, words);
            pen.when(seen.conflict, |pen| pen.line("p", "conflict", words.conflict));
            pen.when(seen.disputed, |pen| pen.line("p", "conflict", words.disputed));
            pen.when(asks_reason || (item.wants_note && seen.value == CellValue::Yes), |pen| {
                note_field(pen, item.id, if item.wants_note { words.specify } else { words.change_reason }, note.clone(), disabled);
            });
            restore(pen, about, !seen.decided && (seen.opened || seen.conflict), words);
            pen.when(seen.decided, |pen| about("override").draw(pen, "quiet act", words.change, words, None));
            pen.when(!seen.decided && !seen.opened, |pen| {
                about("unknown").draw(pen, "quiet act unknown", words.unknown, words, Some(seen.value == CellValue::Unknowable));
            });
        });
    }
}

pub fn answer_id(value: CellValue) -> &'static str {
    match value {
        CellValue::Yes => "yes",
        CellValue::No => "no",
        CellValue::Unknowable => "unknown",
        CellValue::Open => "open",
    }
}

pub fn answer_word(value: CellValue, words: &Words) -> &'static str {
    match value {
        CellValue::Yes => words.yes,
        CellValue::No => words.no,
        CellValue::Unknowable => words.unknown,
        CellValue::Open => words.open,
    }
}

/// "+2", or "-2" of points that subtract.
pub fn plus(value: Points) -> AttrValue {
    const WHOLE: [&str; 6] = ["0", "+1", "+2", "+3", "+4", "+5"];
    match WHOLE.get((value.0 / 10) as usize) {
        Some(word) if value.0 % 10 == 0 => AttrValue::Static(word),
        _ if value < Points(0) => points(value).into(),
        _ => ["+", &points(value)].concat().into(),
    }
}

/// The hooks of a row.
pub fn row(pen: &mut Pen, id: &'static str, value: CellValue) {
    pen.is("part", "item");
    pen.is("data-row", id);
    pen.is("data-answer", answer_id(value));
}

/// The real control of an item: a radio in a group, else a checkbox.
pub fn input(pen: &mut Pen, group: Option<&'static str>, item: &'static Item, checked: bool, disabled: bool) {
    pen.tag("input", "", |pen| {
        pen.is("type", if group.is_some() { "radio" } else { "checkbox" });
        if let Some(group) = group {
            pen.is("name", group);
        }
        pen.is("data-item", item.id);
        if has_help(item) {
            pen.is("aria-describedby", item.id);
        }
        pen.flag("disabled", disabled);
        pen.checked(checked);
    });
}

/// The name and what it counts.
pub fn name(pen: &mut Pen, item: &'static Item, lang: Lang) {
    pen.text(item.label.get(lang));
    pen.tag("small", "", |pen| pen.written(plus(item.points)));
}

/// Gives what a person opened back to the facts.
pub fn restore(pen: &mut Pen, about: impl Fn(&'static str) -> About, there: bool, words: &Words) {
    pen.when(there, |pen| about("restore").draw(pen, "quiet", words.restore, words, None));
}

fn has_help(item: &Item) -> bool {
    item.counts.is_some() || has_tags(item.marks)
}

/// What counts, and what of it is a local setting or not verified.
pub fn help(pen: &mut Pen, item: &'static Item, lang: Lang) {
    pen.when(has_help(item), |pen| {
        pen.tag("p", "help", |pen| {
            pen.is("id", item.id);
            if let Some(counts) = item.counts {
                pen.text(counts.get(lang));
            }
            tags(pen, item.marks, lang);
        })
    });
}

/// Yes or no to what the host suggests.
pub fn suggestion(pen: &mut Pen, about: impl Fn(&'static str) -> About, seen: Seen, words: &Words) {
    pen.some(seen.suggestion, |pen, present| {
        let (yes, no) = if present { (words.confirm_yes, words.confirm_no) } else { (words.confirm_absent, words.confirm_present) };
        let class = if seen.awaiting { "answer" } else { "answer quiet" };
        pen.tag("span", "suggestion", |pen| {
            about("confirm").draw(pen, class, yes, words, None);
            about("deny").draw(pen, class, no, words, None);
        });
    });
}

/// What facts say of an item: "27.3 kg/m² · 11-22 08:20 · HIS".
pub fn evidence_line(pen: &mut Pen, proof: Option<&Proof>, lang: Lang) {
    pen.some(proof.and_then(|proof| proof.all.get(proof.at)), |pen, evidence| {
        let text = fact_lines(&evidence.lines, lang);
        pen.tag("p", "evidence", |pen| pen.written(text.into()));
    });
}
