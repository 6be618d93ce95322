//! What follows from a signed score: the bleeding list, the contraindications, and the proposal with the physician's answer.
//! Whoever decides sees the proposal first; whoever asks the questions sees the questions first.
//!
//! Loaded when somebody goes there (`scripts/split.mjs`): drawn only for a `PreventionView`, which is made there too.

pub mod lists;
pub mod plan;
pub mod words;

use crate::clinical::instrument::Risk;
use crate::clinical::instruments::IMPROVE_BLEEDING;
use crate::text::Lang;
use crate::ui::form::{head, signed, tags};
use crate::ui::parts::{badge, button, heading, is_locked, label, moment, score};
use crate::ui::pen::Pen;
use crate::ui::words::{around, said, words as common};
use crate::web::screen::{PreventionView, Screen, State};

#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Screen) {
    let Some(view) = &screen.prevention else { return };
    pen.tag("div", "body prevention", |pen| {
        pen.tag("div", "main", |pen| {
            if view.decides {
                glance(pen, screen, view);
                plan::view(pen, screen, view);
            } else {
                glance(pen, screen, view);
                lists(pen, screen, view);
            }
        });
        pen.tag("div", "side", |pen| {
            if view.decides {
                questions(pen, screen, view);
                // Signed, the questions fold away: the proposal is what is looked at.
                pen.tag("details", "fold", |pen| {
                    pen.flag("open", !view.screened);
                    pen.line("summary", "", words::words(screen.lang).answered);
                    lists(pen, screen, view);
                });
            } else {
                questions(pen, screen, view);
                plan::view(pen, screen, view);
            }
            head::suspected(pen, screen, common(screen.lang));
        });
    });
}

fn lists(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    lists::bleeding(pen, screen, view);
    lists::contraindications(pen, screen, view, false);
    lists::contraindications(pen, screen, view, true);
}

/// Questions that nobody has answered and that bear on the proposal.
fn open_questions(view: &PreventionView) -> usize {
    let open = view.assessed.judgement.open.iter().filter(|open| open.lacks == open.row.id && view.assessed.bears(open.row));
    let unsaid = open.filter(|open| !view.said.iter().any(|(id, said)| *id == open.row.id && said.value.is_none()));
    view.assessed.bleeding_sheet.tally.missing.len() + unsaid.count()
}

/// Risk, bleeding and what is forbidden, at a glance.
fn glance(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words, common) = (screen.lang, words::words(screen.lang), common(screen.lang));
    let assessment = &view.of.assessment;
    let assessed = &view.assessed;
    pen.tag("div", "glance", |pen| {
        heading(pen, screen.heading_level, 1, "signed", words.title.into());
        pen.tag("div", "pair", |pen| {
            pen.tag("div", "", |pen| {
                pen.line("p", "cap", words.risk);
                score(pen, assessment.floor, assessment.ceiling, common);
                badge(pen, assessment.band, assessment.band.map_or(common.band_open, |risk| label(view.instrument, risk, lang)).into());
                pen.tag("p", "sub", |pen| pen.joined(&[view.instrument.title.get(lang), " · ", &moment(view.of.at, lang)]));
            });
            pen.tag("div", "", |pen| {
                pen.is("data-bleeding", assessed.bleeding.high.map_or("open", |high| if high { "high" } else { "low" }));
                pen.line("p", "cap", words.bleeding);
                let risk = assessed.bleeding.high.map(|high| if high { Risk::High } else { Risk::Low });
                badge(pen, risk, risk.map_or(words.bleeding_open, |risk| label(assessed.bleeding.instrument, risk, lang)).into());
                pen.when(assessed.bleeding.instrument.id != IMPROVE_BLEEDING.id, |pen| improve(pen, view, words, lang));
                plan::clearance(pen, screen, view);
            });
        });
        pen.when(!assessed.judgement.present.is_empty(), |pen| {
            pen.line("p", "cap", words.blocked_now);
            pen.tag("ul", "bans", |pen| {
                for present in &assessed.judgement.present {
                    pen.tag("li", if present.severity.forbids() { "forbids" } else { "" }, |pen| {
                        pen.is("data-contraindication", present.row.id);
                        pen.text(present.row.label.get(lang));
                        tags(pen, present.row.marks, lang);
                        pen.some(present.until, |pen, until| pen.tag("small", "", |pen| pen.joined(&[words.until, " ", &moment(until, lang)])));
                    });
                }
            });
        });
        button(pen, "to-score", "quiet", words.to_score.into(), false);
    });
}

fn improve(pen: &mut Pen, view: &PreventionView, words: &words::Words, lang: Lang) {
    let sheet = &view.assessed.improve;
    let (floor, ceiling) = (crate::ui::parts::points(sheet.tally.floor), crate::ui::parts::points(sheet.tally.ceiling));
    let band = sheet.tally.band(sheet.instrument).map_or("", |risk| label(sheet.instrument, risk, lang));
    pen.tag("p", "sub", |pen| {
        if floor == ceiling {
            pen.joined(&[words.beside, " ", &floor, " ", band]);
        } else {
            pen.joined(&[words.beside, " ", &floor, "–", &ceiling, " ", band]);
        }
    });
}

/// How many questions are left, "none of the rest", and the signature under the bleeding list.
fn questions(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (words, common, locked) = (words::words(screen.lang), common(screen.lang), is_locked(screen));
    let left = open_questions(view);
    pen.tag("div", "tally questions", |pen| {
        signed::delivery(pen, screen, common);
        pen.tag("p", "left", |pen| pen.when(left > 0, |pen| pen.written(around(&common.left, left).into())));
        pen.when(left > 0, |pen| {
            button(pen, "none-of-the-rest", "rest", said(&screen.strings, "none_of_the_rest", common.none_of_the_rest), locked);
        });
        if view.screened {
            pen.line("p", "done", words.screened);
        } else {
            button(pen, "sign", if view.decides { "answer" } else { "primary" }, words.sign_screen.into(), locked || screen.state == State::Sending);
        }
    });
}
