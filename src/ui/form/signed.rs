//! The result after the signature: score, band, figure, what counted, whether the hospital system has it, what happens
//! next, and the two ways on.

use super::head;
use super::row::plus;
use crate::clinical::instrument::{Instrument, Risk};
use crate::clinical::instruments;
use crate::record::assessment::AnswerLine;
use crate::record::encounter::Recorded;
use crate::record::timepoint;
use crate::session::screen::{Delivery, Screen};
use crate::text::Lang;
use crate::ui::parts::{badge, button, figures, heading, is_locked, label, score};
use crate::ui::pen::Pen;
use crate::ui::wall::moment;
use crate::ui::words::{Words, around, said, words};

pub fn view(pen: &mut Pen, screen: &Screen) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let known = screen.previous.as_ref().and_then(|recorded| Some((recorded, instruments::named(&recorded.assessment.instrument)?)));
    let Some((recorded, instrument)) = known else { return };
    let band = recorded.assessment.band;
    pen.tag("div", "body", |pen| {
        pen.tag("div", "main", |pen| {
            pen.tag("div", "result", |pen| {
                heading(pen, screen.heading_level, 1, "signed", if screen.practises { words.practised } else { words.signed }.into());
                result(pen, instrument, recorded, !screen.practises, words, lang);
            });
            counted(pen, instrument, recorded, words, lang);
        });
        pen.tag("div", "side", |pen| {
            delivery(pen, screen, words);
            next(pen, screen, band, words);
            pen.when(!is_locked(screen), |pen| {
                pen.tag("div", "actions", |pen| {
                    pen.is("part", "actions");
                    button(pen, "new", if band.is_some_and(|band| band != Risk::Low) { "answer" } else { "primary" }, words.new.into(), false);
                    button(pen, "amend", "answer", words.amend.into(), false);
                    pen.when(screen.practises, |pen| button(pen, "reset-yes", "answer", words.practise_again.into(), false));
                });
            });
            head::suspected(pen, screen, words);
        });
    });
}

/// Score, band and figure, by whom and when. Practised, it says nothing of a signature: there is none.
pub fn result(pen: &mut Pen, instrument: &'static Instrument, recorded: &Recorded, signed: bool, words: &Words, lang: Lang) {
    let assessment = &recorded.assessment;
    let band = assessment.band;
    pen.line("p", "hint", instrument.title.get(lang));
    pen.tag("div", "outcome", |pen| {
        score(pen, assessment.floor, assessment.ceiling, band.is_some(), words);
        badge(pen, band, band.map_or(words.band_open, |risk| label(instrument, risk, lang)).into());
        let sub = assessment.sub_band.as_deref().and_then(|id| instrument.sub_bands.iter().find(|band| band.id == id));
        pen.some(sub, |pen, sub| pen.line("p", "sub", sub.label.get(lang)));
    });
    pen.tag("p", "signs", |pen| {
        if signed {
            pen.joined(&[words.signed_by, words.colon]);
        }
        head::person(pen, &recorded.by, lang);
        pen.joined(&[" · ", &circumstances(recorded, None, words, lang)]);
    });
    pen.when(signed, |pen| pen.line("p", "hint", words.device_time));
    figures(pen, instrument, assessment.floor, assessment.ceiling, words, lang);
}

/// When, on which occasion, by whom, and how often amended: "11-19 14:05 · 入院 · 陈医师".
pub fn circumstances(recorded: &Recorded, by: Option<&str>, words: &Words, lang: Lang) -> String {
    let mut text = moment(recorded.at, lang);
    let occasion = timepoint::named(&recorded.assessment.timepoint).map(|point| point.label.get(lang));
    let amended = (recorded.amendments > 0).then(|| around(&words.amended_times, recorded.amendments as usize));
    for piece in [occasion, by, amended.as_deref()].into_iter().flatten() {
        text += " · ";
        text += piece;
    }
    text
}

/// What happens next, in one sentence. From moderate risk upward a physician is told (V:POL).
fn next(pen: &mut Pen, screen: &Screen, band: Option<Risk>, words: &Words) {
    pen.some(band, |pen, band| {
        let (key, ours) = if band == Risk::Low { ("next_low", words.next_low) } else { ("next_elevated", words.next_elevated) };
        pen.tag("div", "next", |pen| {
            pen.is("part", "advice");
            pen.line("p", "cap", words.next);
            pen.tag("p", "", |pen| pen.written(said(&screen.strings, key, ours)));
            let class = if band == Risk::Low { "answer" } else { "primary" };
            button(pen, "prevention", class, words.to_prevention.into(), false);
        });
    });
}

/// Whether the hospital system has it. Not confirmed until it says so.
pub fn delivery(pen: &mut Pen, screen: &Screen, words: &Words) {
    let times = |attempt: u32| if attempt > 1 { around(&words.attempts, attempt as usize) } else { String::new() };
    let delivery = &screen.delivery;
    let (state, text) = match delivery {
        Delivery::Idle => return pen.when(false, |_| {}),
        Delivery::Sending { attempt } => ("sending", [words.sending, &times(*attempt)].concat()),
        Delivery::Waiting { attempt } => ("waiting", [words.waiting, &times(*attempt)].concat()),
        Delivery::Confirmed => ("confirmed", said(&screen.strings, "confirmed", words.confirmed).as_str().to_owned()),
        Delivery::Altered => ("altered", words.altered.to_owned()),
        Delivery::Rejected { reason } => ("rejected", [words.refused_by_host, words.colon, reason.as_deref().unwrap_or(words.no_reason)].concat()),
    };
    pen.tag("div", "delivery", |pen| {
        pen.is("role", "status");
        pen.is("data-delivery", state);
        pen.tag("p", "", |pen| pen.written(text.into()));
        pen.when(screen.unkept, |pen| {
            pen.tag("p", "", |pen| {
                pen.is("data-unkept", "");
                pen.line("b", "", words.unkept);
            });
        });
        pen.when(matches!(delivery, Delivery::Waiting { .. } | Delivery::Rejected { .. }), |pen| {
            button(pen, "retry", "quiet", words.retry.into(), false)
        });
    });
}

/// What was signed yes with its points, and what could not be known. Read only.
pub fn counted(pen: &mut Pen, instrument: &'static Instrument, recorded: &Recorded, words: &Words, lang: Lang) {
    let answers = &recorded.assessment.answers;
    let any = |value: Option<bool>| answers.iter().any(|line| line.value == value);
    pen.tag("div", "counted", |pen| {
        for (value, title) in [(Some(true), if any(Some(true)) { words.counted } else { words.counted_none }), (None, words.not_known_items)] {
            pen.when(value.is_some() || any(None), |pen| {
                pen.line("p", "cap", title);
                pen.tag("ul", "", |pen| {
                    for line in answers.iter().filter(|line| line.value == value) {
                        signed_line(pen, instrument, line, lang);
                    }
                });
            });
        }
    });
}

fn signed_line(pen: &mut Pen, instrument: &'static Instrument, line: &AnswerLine, lang: Lang) {
    let index = instruments::halves(&line.item).and_then(|(_, id)| instrument.index(id));
    pen.tag("li", "", |pen| {
        pen.tag("span", "", |pen| {
            pen.text(index.map_or("", |index| instrument.items[index].label.get(lang)));
            pen.some(line.note.as_ref(), |pen, note| pen.tag("small", "", |pen| pen.written(note.clone().into())));
        });
        pen.when(line.points.0 != 0, |pen| pen.tag("span", "points", |pen| pen.written(plus(line.points))));
    });
}
