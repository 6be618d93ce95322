//! An instrument on its own: the values it asks, its items by the steps of its paper, what the answers come to so far, whom it is
//! not for, and the result as text. Each reading is drawn as its outcome, or as those that the open items still allow.
//!
//! Stands in the second part of the program (`scripts/split.mjs`): drawn only for a `CalculatorView`, which is made there too.

mod obstetric;
mod result;
mod steps;
#[cfg(test)]
mod tests;
pub mod values;

use std::rc::Rc;

use yew::AttrValue;

use super::parts::{decimal, is_locked, tags};
use super::pen::Pen;
use super::words::{Words, words};
use crate::clinical::instrument::{Instrument, Points};
use crate::clinical::instruments::UNDER_18;
use crate::clinical::second;
use crate::session::calculator::CalculatorView;
use crate::session::screen::{FormView, Screen};
use crate::text::{Lang, Text, text};
use result::{as_text, result, still};
use steps::steps;
use values::{ValueHooks, values};

const NOTHING_SIGNED: Text = text!(
    "计算器：这里的答案不签名、不保存、不发送，也不进入病历；结果由医师判断。",
    "Calculator: nothing here is signed, kept or sent, and nothing enters the record. A physician judges the result."
);
const NOT_FOR: Text = text!("不适用于", "Not for");
const ONE_AT_MOST: Text =
    text!("同组中至多一项成立，请核对：现按分值最高的一项计分。", "At most one of the group holds: check. The highest of them counts meanwhile.");
const ONE_HOLDS: Text = text!(
    "同组中须有且只有一项成立，请核对：仍可能的结果均已列出。",
    "Exactly one of the group holds: check. Every outcome that is still possible is listed."
);
const PUBLISHED: Text = text!("已发表数据", "Published figures");
const PEARLS: Text = text!("要点", "What to know");

/// The whole page of it.
#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Rc<Screen>) {
    second::is_needed();
    let (Some(form), Some(view)) = (&screen.form, CalculatorView::of(screen)) else { return };
    let (lang, words, locked) = (screen.lang, words(screen.lang), is_locked(screen));
    pen.tag("div", "why", |pen| {
        pen.tag("p", "", |pen| {
            pen.line("b", "", words.why);
            pen.text(words.colon);
            pen.text(form.why.get(lang));
            pen.tag("span", "edition", |pen| pen.joined(&[words.edition, " ", form.instrument.edition]));
        });
    });
    pen.tag("p", "banner calm", |pen| {
        pen.is("data-calculator-note", "");
        pen.text(NOTHING_SIGNED.get(lang));
    });
    pen.tag("div", "body calculator", |pen| {
        pen.is("data-instrument-id", form.instrument.id);
        pen.tag("div", "main", |pen| {
            not_for(pen, form.instrument, lang);
            said_against(pen, form, view, lang);
            values(pen, &view.fields, lang, locked, &ValueHooks { attribute: "data-calculator", before: String::new() });
            steps(pen, form, view, lang, locked);
            pen.some(view.obstetric.as_ref(), |pen, doses| obstetric::obstetric(pen, doses, lang, locked));
            about(pen, form.instrument, view.readout.total, words, lang);
        });
        pen.tag("div", "side", |pen| {
            result(pen, form, view, words, lang, locked);
            still(pen, form.instrument, view, lang);
            as_text(pen, view, lang);
        });
    });
}

/// What the live region says of the result.
#[inline(never)]
pub fn heard(screen: &Screen) -> AttrValue {
    second::is_needed();
    CalculatorView::of(screen).map_or(AttrValue::default(), |view| view.heard.clone().into())
}

fn not_for(pen: &mut Pen, instrument: &'static Instrument, lang: Lang) {
    let rows = instrument.reads.map_or(&[][..], |reads| reads.not_for);
    pen.when(!rows.is_empty(), |pen| {
        pen.tag("div", "about notfor", |pen| {
            pen.is("data-not-for", "");
            pen.line("b", "", NOT_FOR.get(lang));
            pen.tag("ul", "", |pen| {
                for (text, marks) in rows {
                    pen.tag("li", "", |pen| {
                        pen.text(text.get(lang));
                        tags(pen, marks, lang);
                    });
                }
            });
        });
    });
}

/// This patient is one of those, or the answers do not go together: said with the reason, and nothing is taken away.
fn said_against(pen: &mut Pen, form: &FormView, view: &CalculatorView, lang: Lang) {
    let warn = |pen: &mut Pen, hook: &'static str, with: &dyn Fn(&mut Pen)| {
        pen.tag("p", "banner warn", |pen| {
            pen.is("role", "status");
            pen.is("data-misfit", hook);
            with(pen);
        });
    };
    pen.each(view.misfits.iter(), |pen, misfit| {
        warn(pen, misfit.id, &|pen| {
            pen.text(misfit.text.get(lang));
            tags(pen, misfit.marks, lang);
        });
    });
    pen.when(form.sheet.under_18, |pen| warn(pen, "under_18", &|pen| pen.text(UNDER_18.get(lang))));
    let choices = form.instrument.reads.map_or(&[][..], |reads| reads.choices);
    let twice = form.sheet.doubled.iter().chain(&view.readout.denied);
    pen.each(twice, |pen, group| {
        let said = if choices.contains(group) { ONE_HOLDS } else { ONE_AT_MOST };
        warn(pen, group, &|pen| pen.text(said.get(lang)));
    });
    pen.some(view.conflict.as_ref(), |pen, conflict| {
        pen.tag("p", "banner bad", |pen| {
            pen.is("role", "alert");
            pen.is("data-conflict", "");
            pen.written(conflict.text(lang).to_owned().into());
        });
    });
}

fn about(pen: &mut Pen, instrument: &'static Instrument, total: Option<(Points, Points)>, words: &Words, lang: Lang) {
    pen.tag("div", "about pearls", |pen| {
        pen.is("data-about", "");
        pen.when(!instrument.caveats.is_empty(), |pen| pen.line("b", "", PEARLS.get(lang)));
        for (text, marks) in instrument.caveats {
            pen.tag("p", "", |pen| {
                pen.text(text.get(lang));
                tags(pen, marks, lang);
            });
        }
        evidence(pen, instrument, total, words, lang);
        pen.tag("p", "", |pen| {
            pen.joined(&[words.source, words.colon]);
            pen.line("cite", "", instrument.source.citation);
        });
    });
}

/// Every published figure, by the points that it is of; that of the points as they stand is marked.
fn evidence(pen: &mut Pen, instrument: &'static Instrument, total: Option<(Points, Points)>, words: &Words, lang: Lang) {
    pen.when(!instrument.figures.is_empty(), |pen| {
        pen.tag("table", "evidence-table", |pen| {
            pen.line("caption", "", PUBLISHED.get(lang));
            pen.tag("tbody", "", |pen| {
                for figure in instrument.figures {
                    let here = total.is_some_and(|(floor, ceiling)| figure.from <= floor && ceiling <= figure.to);
                    pen.tag("tr", if here { "here" } else { "" }, |pen| {
                        if here {
                            pen.is("aria-current", "true");
                        }
                        pen.tag("th", "", |pen| {
                            pen.is("scope", "row");
                            let (from, to) = (decimal(figure.from.value(), ""), decimal(figure.to.value(), ""));
                            let most = figure.to >= instrument.max_points() && figure.from != figure.to;
                            pen.joined(&if figure.from == figure.to {
                                [from.as_str(), "", words.points]
                            } else if most {
                                ["≥", from.as_str(), words.points]
                            } else {
                                [from.as_str(), "–", to.as_str()]
                            });
                        });
                        pen.tag("td", "", |pen| {
                            pen.text(figure.text.get(lang));
                            pen.text(" ");
                            pen.line("cite", "", figure.source.citation);
                            tags(pen, figure.source.marks, lang);
                        });
                    });
                }
            });
        });
    });
}
