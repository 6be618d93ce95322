//! What the answers come to so far: the points, of each reading the outcome or those that are still possible, and the text to copy.

use crate::clinical::instrument::{From, Instrument, Risk};
use crate::clinical::outcome::{Outcome, Tone};
use crate::clinical::possible::Possible;
use crate::session::calculator::CalculatorView;
use crate::session::screen::FormView;
use crate::text::{Lang, Text, text};
use crate::ui::parts::{button, link, score, shape, tags};
use crate::ui::pen::Pen;
use crate::ui::words::{Words, around};

const OPEN: [Text; 2] = [text!("未定，尚有", "Open: "), text!("种可能", " outcomes are still possible")];
const STILL: Text = text!("未定：尚有以下可能", "Open: what is still possible");
const BAND: Text = text!("分层", "Band");
const MISSING: Text = text!("尚缺：", "Not measured: ");
const COPY: Text = text!("复制结果（中英文）", "Copy the result (both languages)");
const COPIED: Text = text!("已复制。", "Copied.");
const NOT_COPIED: Text = text!("浏览器未允许复制：请在下面的文本中选择并复制。", "The browser did not copy: select the text below and copy it.");
const AS_TEXT: Text = text!("结果文本", "The result as text");
const CLEAR: Text = text!("清空", "Clear");

pub fn result(pen: &mut Pen, form: &FormView, view: &CalculatorView, words: &Words, lang: Lang, locked: bool) {
    let (instrument, readout) = (form.instrument, &view.readout);
    let settled = readout.readings.iter().all(|possible| possible.settled().is_some());
    pen.tag("div", "tally", |pen| {
        pen.some(readout.total, |pen, (floor, ceiling)| score(pen, floor, ceiling, settled, words));
        pen.each(readout.readings.iter().enumerate(), |pen, (index, possible)| reading(pen, instrument, possible, index == 0, lang));
        let first = readout.missing.first().map(|index| instrument.items[*index].id);
        pen.tag("p", "left one", |pen| {
            pen.some(first, |pen, id| link(pen, id, around(&words.left, asked(instrument, &readout.missing)).into()));
        });
        pen.when(!readout.unmeasured.is_empty(), |pen| {
            let all: Vec<&str> = readout.unmeasured.iter().map(|quantity| quantity.row().name.get(lang)).collect();
            pen.tag("p", "sub unmeasured", |pen| {
                pen.is("data-unmeasured", "");
                pen.joined(&[MISSING.get(lang), &all.join(words.separator)]);
            });
        });
        pen.when(!form.denied.is_empty(), |pen| {
            pen.tag("div", "denied", |pen| {
                pen.is("data-denied", "");
                button(pen, "undo", "answer", around(&words.undo, form.denied.len()).into(), locked);
            });
        });
        pen.when(readout.missing.iter().any(|index| !matches!(instrument.items[*index].from, From::Count(_))), |pen| {
            button(pen, "none-of-the-rest", "rest", words.none_of_the_rest.into(), locked);
        });
    });
}

/// How many answers are left to give: a group is one.
fn asked(instrument: &'static Instrument, missing: &[usize]) -> usize {
    let is_first = |index: &&usize| {
        let group = instrument.group_of(**index);
        group.is_none_or(|group| instrument.members(group).find(|member| missing.contains(member)) == Some(**index))
    };
    missing.iter().filter(is_first).count()
}

/// The name of a reading.
fn title(instrument: &'static Instrument, possible: &Possible) -> Text {
    let named = instrument.reads.and_then(|reads| reads.readings.iter().find(|reading| reading.id == possible.reading));
    named.map_or(BAND, |reading| reading.title)
}

/// One reading: what it came to, or how much is still possible ([`still`] says what). The first is the band.
fn reading(pen: &mut Pen, instrument: &'static Instrument, possible: &Possible, is_band: bool, lang: Lang) {
    pen.tag("div", "reading", |pen| {
        pen.is("data-reading-id", possible.reading);
        pen.line("p", "cap", title(instrument, possible).get(lang));
        match possible.settled() {
            Some(outcome) => badge(pen, &outcome, is_band, lang),
            None => pen.tag("p", "badge", |pen| {
                pen.is(if is_band { "data-band" } else { "data-reading-band" }, "open");
                shape(pen, None);
                pen.tag("span", "", |pen| pen.joined(&[OPEN[0].get(lang), &possible.outcomes.len().to_string(), OPEN[1].get(lang)]));
            }),
        }
    });
}

/// Of each reading that is open the outcomes that are still possible, below the score and never in the bar that it is on a narrow
/// screen.
pub fn still(pen: &mut Pen, instrument: &'static Instrument, view: &CalculatorView, lang: Lang) {
    let open = || view.readout.readings.iter().filter(|possible| possible.settled().is_none());
    pen.when(open().next().is_some(), |pen| {
        pen.tag("div", "about still", |pen| {
            pen.is("data-still", "");
            pen.line("b", "", STILL.get(lang));
            pen.each(open(), |pen, possible| {
                pen.line("p", "cap", title(instrument, possible).get(lang));
                pen.tag("ul", "possible", |pen| {
                    pen.is("data-possible-of", possible.reading);
                    for outcome in &possible.outcomes {
                        pen.tag("li", "", |pen| {
                            pen.is("data-possible", outcome.id);
                            pen.text(outcome.label.get(lang));
                            tags(pen, outcome.marks, lang);
                        });
                    }
                });
            });
        });
    });
}

/// An outcome in word and shape, and in the colour of its tone.
fn badge(pen: &mut Pen, outcome: &Outcome, is_band: bool, lang: Lang) {
    pen.tag("p", "badge", |pen| {
        if is_band {
            pen.is("part", "risk-badge");
        }
        pen.is(if is_band { "data-band" } else { "data-reading-band" }, outcome.id);
        pen.is("data-tone", outcome.tone.id());
        match outcome.tone {
            Tone::Low => shape(pen, Some(Risk::Low)),
            Tone::Moderate => shape(pen, Some(Risk::Moderate)),
            Tone::High => shape(pen, Some(Risk::High)),
            Tone::Neutral => square(pen),
        }
        pen.tag("span", "", |pen| {
            pen.text(outcome.label.get(lang));
            tags(pen, outcome.marks, lang);
        });
    });
}

/// Neither good nor bad.
fn square(pen: &mut Pen) {
    pen.tag("svg", "", |pen| {
        pen.is("viewBox", "0 0 20 20");
        pen.is("aria-hidden", "true");
        pen.tag("path", "", |pen| pen.is("d", "M3 3h14v14H3z"));
    });
}

/// The result to be copied, and the way to begin anew.
pub fn as_text(pen: &mut Pen, view: &CalculatorView, lang: Lang) {
    let act = |pen: &mut Pen, act: &'static str, word: Text| {
        pen.tag("button", "answer", |pen| {
            pen.is("type", "button");
            pen.is("data-calculator", act);
            pen.text(word.get(lang));
        });
    };
    pen.tag("div", "actions", |pen| {
        pen.is("part", "actions");
        act(pen, "copy", COPY);
        pen.tag("p", "hint", |pen| {
            pen.is("role", "status");
            pen.is("data-copied", "");
            pen.text(view.copied.map_or("", |copied| if copied { COPIED } else { NOT_COPIED }.get(lang)));
        });
        pen.tag("details", "astext", |pen| {
            pen.is("open", "");
            pen.line("summary", "", AS_TEXT.get(lang));
            pen.tag("textarea", "told", |pen| {
                pen.is("readonly", "");
                pen.is("rows", "8");
                pen.is("data-told", "");
                pen.is("aria-label", AS_TEXT.get(lang));
                pen.value(Some(view.told.clone().into()));
            });
        });
        act(pen, "clear", CLEAR);
    });
}
