//! The running score: points, band, what is missing, "none of the rest", and the published figure. Within reach at all
//! times: at the lower edge of a narrow surface, beside the rows of a wide one.

use super::rows::Rows;
use super::unit::FormUnit;
use crate::clinical::finding::Finding;
use crate::session::screen::{FormView, Screen};
use crate::text::Lang;
use crate::ui::hand;
use crate::ui::parts::{badge, band_word, button, figures, is_locked, link, score};
use crate::ui::pen::Pen;
use crate::ui::words::{Words, around, said};

pub fn view(pen: &mut Pen, screen: &Screen, form: &FormView, rows: &Rows, words: &Words) {
    let (instrument, lang) = (form.instrument, screen.lang);
    let tally = &form.sheet.tally;
    // What is left is counted from the rows as they are drawn: after a tick it follows the score together with them.
    let drawn = &rows.screen.form.as_ref().unwrap_or(form).sheet;
    let left = open_units(&rows.units, &drawn.tally.missing);
    let id = |index: Option<&usize>| index.map(|&index| instrument.items[index].id);
    let first = id(drawn.tally.missing.first());
    let unconfirmed = drawn.unconfirmed();
    let cards = screen.waiting();
    // The cards stand above the items.
    let waiting = if cards > 0 { Some(hand::SUGGESTED) } else { id(unconfirmed.first()) };
    let awaiting = cards + unconfirmed.len();
    pen.tag("div", "tally", |pen| {
        score(pen, tally.floor, tally.ceiling, tally.band(instrument).is_some(), words);
        badge(pen, tally.band(instrument), band_word(instrument, tally, words, lang));
        pen.some(tally.sub_band(instrument), |pen, sub| pen.line("p", "sub", sub.label.get(lang)));
        let both = waiting.is_some() && first.is_some();
        pen.tag("p", if both { "left" } else { "left one" }, |pen| {
            pen.some(waiting, |pen, id| link(pen, id, around(&words.to_confirm, awaiting).into()));
            pen.some(first, |pen, id| link(pen, id, around(&words.left, left).into()));
            pen.when(first.is_none() && waiting.is_none() && screen.may_sign, |pen| {
                button(pen, "to-sign", "link done", words.all_answered.into(), false)
            });
        });
        denied(pen, form, words, is_locked(screen), lang);
        let class = if left > 0 { "rest" } else { "rest quiet" };
        button(pen, "none-of-the-rest", class, said(&screen.strings, "none_of_the_rest", words.none_of_the_rest), is_locked(screen));
    });
    pen.when(tally.is_provisional(instrument), |pen| pen.line("p", "banner warn", words.provisional));
    figures(pen, instrument, tally.floor, tally.ceiling, words, lang);
}

/// What "none of the rest" has just answered, a clot and cancer first; for ten seconds it can be taken back.
fn denied(pen: &mut Pen, form: &FormView, words: &Words, locked: bool, lang: Lang) {
    pen.when(!form.denied.is_empty(), |pen| {
        let mut names = [words.no, words.colon].concat();
        for first in [true, false] {
            for &index in form.denied.iter() {
                let item = &form.instrument.items[index];
                let weighs = item.id.ends_with("_vte") || matches!(item.finding, Some(Finding::Malignancy | Finding::ActiveCancer));
                if weighs == first {
                    names += item.label.get(lang);
                    names += words.separator;
                }
            }
        }
        pen.tag("div", "denied", |pen| {
            pen.is("data-denied", "");
            pen.tag("p", "", |pen| pen.written(names.into()));
            button(pen, "undo", "answer", around(&words.undo, form.denied.len()).into(), locked);
        });
    });
}

/// How many answers are left to give: a group is one.
fn open_units(units: &[FormUnit], missing: &[usize]) -> usize {
    let is_open = |unit: &&FormUnit| match unit {
        FormUnit::Single(index) => missing.contains(index),
        FormUnit::Group(_, members) => members.iter().any(|member| missing.contains(member)),
    };
    units.iter().filter(is_open).count()
}
