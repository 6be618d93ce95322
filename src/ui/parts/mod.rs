//! The smallest pieces: a button, the badge of a band, the score, the tags of a mark, and how facts and numbers are written. They
//! show what they are given; what a click means is read from the `data-*` hooks in `hand`.

use yew::AttrValue;

use super::pen::Pen;
use super::wall::moment;
use super::words::{Words, words};
use crate::clinical::instrument::{Instrument, Points, Risk};
use crate::clinical::quantity::written;
use crate::clinical::source::Mark;
use crate::clinical::tally::Tally;
use crate::session::screen::{FactLine, Mode, Screen, State};
use crate::text::Lang;

/// Nothing can be answered or signed: shown, not offered.
pub fn is_locked(screen: &Screen) -> bool {
    screen.disabled || screen.mode == Mode::ReadOnly || screen.state == State::Locked
}

/// A button that says what it does in `data-action`.
pub fn button(pen: &mut Pen, action: &'static str, class: &'static str, label: AttrValue, disabled: bool) {
    pen.tag("button", class, |pen| {
        pen.is("type", "button");
        pen.is("data-action", action);
        pen.flag("disabled", disabled);
        pen.written(label);
    });
}

/// A button about one item: seen short, heard with the item's name.
pub struct About {
    pub action: &'static str,
    pub of: &'static str,
    pub name: &'static str,
    pub disabled: bool,
}

impl About {
    pub fn draw(self, pen: &mut Pen, class: &'static str, label: &'static str, words: &Words, pressed: Option<bool>) {
        pen.tag("button", class, |pen| {
            pen.is("data-action", self.action);
            pen.is("data-for", self.of);
            pen.is_written("aria-label", [label, words.colon, self.name].concat().into());
            if let Some(pressed) = pressed {
                pen.is("aria-pressed", if pressed { "true" } else { "false" });
            }
            pen.flag("disabled", self.disabled);
            pen.text(label);
        });
    }
}

/// A button that looks like a link and takes the focus to an item.
pub fn link(pen: &mut Pen, to: &'static str, label: AttrValue) {
    pen.tag("button", "link", |pen| {
        pen.is("type", "button");
        pen.is("data-goto", to);
        pen.written(label);
    });
}

/// A labelled field of one line; its hook and content are drawn by `with`.
pub fn field(pen: &mut Pen, label: &'static str, with: impl FnOnce(&mut Pen)) {
    pen.tag("label", "note", |pen| {
        pen.line("span", "", label);
        pen.tag("input", "", |pen| {
            pen.is("type", "text");
            pen.is("maxlength", "500");
            pen.is("autocomplete", "off");
            pen.is("aria-required", "true");
            with(pen);
        });
    });
}

/// One of several, by a radio that carries its id under the hook.
pub fn one_of(pen: &mut Pen, [name, hook]: [&'static str; 2], [id, label]: [&'static str; 2], chosen: bool, locked: bool) {
    pen.tag("label", if chosen { "on" } else { "" }, |pen| {
        pen.tag("input", "", |pen| {
            pen.is("type", "radio");
            pen.is("name", name);
            pen.is(hook, id);
            pen.flag("disabled", locked);
            pen.checked(chosen);
        });
        pen.text(label);
    });
}

/// A heading at the level that the host's page asks for, `below` levels under the widget's own.
pub fn heading(pen: &mut Pen, level: u8, below: u8, class: &'static str, text: AttrValue) {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let tag = TAGS[usize::from((level + below).clamp(1, 6) - 1)];
    pen.tag(tag, class, |pen| {
        pen.is("tabindex", "-1");
        pen.written(text);
    });
}

pub fn band_id(band: Option<Risk>) -> &'static str {
    band.map_or("open", Risk::id)
}

/// Circle, triangle, octagon; a dashed ring while it is open.
pub fn shape(pen: &mut Pen, band: Option<Risk>) {
    let shape = match band {
        Some(Risk::Low) => "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
        Some(Risk::Moderate) => "M10 1 19.5 18H.5z",
        Some(Risk::High) => "M6 1h8l5 5v8l-5 5H6l-5-5V6z",
        None => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    };
    pen.tag("svg", "", |pen| {
        pen.is("viewBox", "0 0 20 20");
        pen.is("aria-hidden", "true");
        pen.tag("path", "", |pen| pen.is("d", shape));
    });
}

/// The band in colour, word and shape.
pub fn badge(pen: &mut Pen, band: Option<Risk>, word: AttrValue) {
    pen.tag("p", "badge", |pen| {
        pen.is("part", "risk-badge");
        pen.is("data-band", band_id(band));
        shape(pen, band);
        pen.tag("span", "", |pen| pen.written(word));
    });
}

/// The band's word; while it is open, what it is at least.
pub fn band_word(instrument: &'static Instrument, tally: &Tally, words: &Words, lang: Lang) -> AttrValue {
    match tally.band(instrument) {
        Some(risk) => AttrValue::Static(label(instrument, risk, lang)),
        None => {
            let least = instrument.band(tally.prudent);
            if least.risk == instrument.bands[0].risk {
                AttrValue::Static(words.band_open)
            } else {
                [words.band_open, words.separator, words.at_least, least.label.get(lang)].concat().into()
            }
        }
    }
}

pub fn label(instrument: &'static Instrument, risk: Risk, lang: Lang) -> &'static str {
    instrument.bands.iter().find(|band| band.risk == risk).map_or("", |band| band.label.get(lang))
}

/// "7 分", or "3–12 分": always begins with what is certain.
pub fn score(pen: &mut Pen, floor: Points, ceiling: Points, known: bool, words: &Words) {
    let open = floor != ceiling;
    // Once the band is known the rest cannot change it: at least so many, and the range in small.
    pen.tag("p", if open && known { "score least" } else { "score" }, |pen| {
        pen.is("part", "score");
        pen.is("data-score", "");
        pen.tag("b", "", |pen| pen.written(points(floor).into()));
        pen.tag("span", "most", |pen| {
            if open && !known {
                pen.joined(&["–", &points(ceiling)]);
            }
        });
        pen.line("span", "", if !open && floor.0 == 10 { words.point } else { words.points });
        pen.tag("span", "range", |pen| {
            if open && known {
                pen.joined(&[" ", &points(floor), "–", &points(ceiling)]);
            }
        });
    });
}

/// The published figures of the score, with where they were published. None while the score may still leave a row.
pub fn figures(pen: &mut Pen, instrument: &'static Instrument, floor: Points, ceiling: Points, words: &Words, lang: Lang) {
    let applies = |row: &&crate::clinical::instrument::Figure| row.from <= floor && ceiling <= row.to;
    pen.when(instrument.figures.iter().any(|row| applies(&row)), |pen| {
        pen.tag("div", "figures", |pen| {
            pen.is("part", "advice");
            pen.line("p", "cap", words.incidence);
            for row in instrument.figures.iter().filter(applies) {
                pen.tag("p", "", |pen| {
                    pen.text(row.text.get(lang));
                    pen.line("cite", "", row.source.citation);
                });
            }
        });
    });
}

/// One decimal, halves away from zero; a whole number without it.
pub fn decimal(value: f64, unit: &str) -> String {
    tenths((value * 10.0).round() as i32, unit)
}

/// Points as they are shown: "4", "4.5", "-3".
pub fn points(points: Points) -> String {
    tenths(i32::from(points.0), "")
}

fn tenths(tenths: i32, unit: &str) -> String {
    [&written(f64::from(tenths) / 10.0, 1), unit].concat()
}

/// "本院设定：计划停药日" beside the statement that the mark belongs to. What was read somewhere draws nothing.
pub fn tags(pen: &mut Pen, marks: &[Mark], lang: Lang) {
    pen.each(marks.iter().filter_map(|mark| mark.tag(lang)), |pen, words| pen.tag("span", "tag", |pen| pen.joined(&words)));
}

/// Something of these is drawn by [`tags`].
pub fn has_tags(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| mark.tag(Lang::Zh).is_some())
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
