//! What follows from a signed score: the bleeding list, the contraindications, and the proposal with the physician's answer.
//! Whoever decides sees the proposal first; whoever asks the questions sees the questions first.
//!
//! Loaded when somebody goes there (`scripts/split.mjs`): drawn only for a `PreventionView`, which is made there too.

mod blood;
mod choose;
mod concerns;
mod detail;
mod fact;
mod in_force;
pub mod lists;
pub mod plan;
mod rule;
#[cfg(test)]
mod tests;
pub mod words;

pub use concerns::concerns;
pub use fact::names;

use crate::clinical::alerts::Alert;
use crate::clinical::instrument::Risk;
use crate::clinical::instruments::CN_BLEED_MEDICAL;
use crate::clinical::not_for;
use crate::clinical::quantity::written;
use crate::record::refusal::Refusal;
use crate::session::evidence::measured;
use crate::session::screen::{PreventionView, Screen, State};
use crate::text::Lang;
use crate::ui::form::{head, signed};
use crate::ui::parts::{badge, button, fact_lines, heading, is_locked, label, link, score, tags};
use crate::ui::pen::Pen;
use crate::ui::wall::{by_the_clock_of, moment};
use crate::ui::words::{around, said, words as common};

#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Screen) {
    let Some(view) = &screen.prevention else { return };
    by_the_clock_of(screen);
    problems(pen, screen, view);
    let deciding_now = view.decides && view.open;
    pen.tag("div", if deciding_now { "body prevention decides" } else { "body prevention" }, |pen| {
        if deciding_now {
            deciding(pen, screen, view);
        } else if !view.open {
            decided(pen, screen, view);
        } else {
            asking(pen, screen, view);
        }
    });
}

/// For the one who decides: what is proposed on the left, what bears on it on the right. In one column the questions about
/// bleeding stand before the authorisation.
fn deciding(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    pen.tag("div", "main", |pen| glance(pen, screen, view));
    pen.tag("div", "side", |pen| {
        lists::questions(pen, screen, view);
        answers(pen, screen, view);
        questions(pen, screen, view);
        forbids(pen, view, screen.lang);
        plan::waiting(pen, screen, view);
    });
    pen.tag("div", "main", |pen| plan::view(pen, screen, view));
    pen.tag("div", "side", |pen| {
        plan::why(pen, screen, view);
        not_for(pen, screen);
        head::suspected(pen, screen, common(screen.lang));
    });
}

/// Once a physician has decided: what was decided comes first, whoever looks; beside it what it was decided on.
fn decided(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    pen.tag("div", "main", |pen| {
        pen.tag("div", "glance", |pen| title(pen, screen, view));
        plan::view(pen, screen, view);
    });
    pen.tag("div", "side", |pen| {
        pen.tag("div", "glance", |pen| known(pen, screen, view));
        lists::questions(pen, screen, view);
        answers(pen, screen, view);
        questions(pen, screen, view);
        forbids(pen, view, screen.lang);
        plan::why(pen, screen, view);
        not_for(pen, screen);
        head::suspected(pen, screen, common(screen.lang));
    });
}

/// The lists. Signed, or once a physician has decided, they fold away: the proposal or the plan is what is looked at.
fn answers(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    pen.tag("details", "fold", |pen| {
        pen.flag("open", !view.screened && (view.open || !view.decides));
        pen.line("summary", "", words::words(screen.lang).answered);
        lists::view(pen, screen, view);
    });
}

/// For the one who asks: the questions, and beside them what follows.
fn asking(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    pen.tag("div", "main", |pen| {
        glance(pen, screen, view);
        lists::questions(pen, screen, view);
        lists::view(pen, screen, view);
    });
    pen.tag("div", "side", |pen| {
        questions(pen, screen, view);
        forbids(pen, view, screen.lang);
        plan::waiting(pen, screen, view);
        plan::view(pen, screen, view);
        plan::why(pen, screen, view);
        not_for(pen, screen);
        head::suspected(pen, screen, common(screen.lang));
    });
}

/// What a refused signature wants, each with its way there; the refusal itself stands above in words.
fn problems(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words::words(screen.lang));
    pen.some(screen.refused.as_ref(), |pen, refused| {
        let items = refused.items().iter().filter_map(|&index| view.assessed.bleeding_sheet.instrument.items.get(index));
        let mut all: Vec<(&'static str, &'static str)> = items.map(|item| (item.id, item.label.get(lang))).collect();
        match refused {
            Refusal::OverrideNeeded(_) => all.push(("set_aside", words.override_why)),
            Refusal::ReasonCode | Refusal::ReasonWords => {
                let handled = view.in_hand().handling.as_ref().map(|handling| in_force::title(handling.doing).get(lang));
                all.push(("decline", handled.unwrap_or(words.decline_title)));
            }
            _ => {}
        }
        pen.when(!all.is_empty(), |pen| {
            pen.tag("div", "banner warn errors", |pen| {
                pen.is("data-problems", "");
                pen.line("b", "", words.problems);
                pen.tag("span", "links", |pen| all.into_iter().for_each(|(to, label)| link(pen, to, label.into())));
            });
        });
    });
}

/// Questions that nobody has answered and that bear on the proposal.
fn open_questions(view: &PreventionView) -> usize {
    let open = view.assessed.judgement.open.iter().filter(|open| open.lacks == open.row.id && view.assessed.bears(open.row));
    let unsaid = open.filter(|open| !view.said.iter().any(|(id, said)| *id == open.row.id && said.value.is_none()));
    let about_record = view.details.asked.iter().filter(|asked| asked.said.is_none());
    view.assessed.bleeding_sheet.tally.missing.len() + unsaid.count() + about_record.count()
}

/// Alerts, risk, bleeding, and what is forbidden of what could be used here, at a glance.
fn glance(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    pen.tag("div", "glance", |pen| {
        title(pen, screen, view);
        known(pen, screen, view);
    });
}

/// Where one is, and the alerts.
fn title(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words::words(screen.lang));
    heading(pen, screen.heading_level, 1, "signed", words.title.into());
    pen.each(&view.assessed.judgement.alerts, |pen, of| alert(pen, of, words, lang));
}

/// Risk and bleeding.
fn known(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words, common) = (screen.lang, words::words(screen.lang), common(screen.lang));
    let assessment = view.of.governing();
    let assessed = &view.assessed;
    pen.tag("div", "pair", |pen| {
        pen.tag("div", "", |pen| {
            pen.line("p", "cap", words.risk);
            score(pen, assessment.floor, assessment.ceiling, assessment.band.is_some(), common);
            badge(pen, assessment.band, assessment.band.map_or(common.band_open, |risk| label(view.instrument, risk, lang)).into());
            pen.tag("p", "sub", |pen| pen.joined(&[view.instrument.title.get(lang), " · ", &moment(view.of.at, lang)]));
            in_force::review(pen, screen, view);
        });
        pen.tag("div", "", |pen| {
            pen.is("data-bleeding", assessed.bleeding.high.map_or("open", |high| if high { "high" } else { "low" }));
            pen.line("p", "cap", words.bleeding);
            let risk = assessed.bleeding.high.map(|high| if high { Risk::High } else { Risk::Low });
            badge(pen, risk, risk.map_or(words.bleeding_open, |risk| label(assessed.bleeding.instrument, risk, lang)).into());
            // Of medical patients: on others it was not made.
            pen.when(assessed.bleeding.instrument.id == CN_BLEED_MEDICAL.id, |pen| improve(pen, view, words, lang));
            plan::clearance(pen, screen, view);
        });
    });
    contested(pen, view, words, lang);
    matters(pen, view, words, lang);
    button(pen, "to-score", "quiet", words.to_score.into(), false);
}

/// What is forbidden of what could be used here, or wants care.
fn forbids(pen: &mut Pen, view: &PreventionView, lang: Lang) {
    let (words, assessed) = (words::words(lang), &view.assessed);
    // Of the rows of drugs that have no place here nothing is forbidden.
    let bearing = || assessed.judgement.present.iter().filter(|present| assessed.bears(present.row));
    pen.when(bearing().next().is_some(), |pen| {
        pen.tag("div", "plan", |pen| {
            pen.line("p", "cap", words.blocked_now);
            pen.tag("ul", "bans", |pen| {
                for present in bearing() {
                    pen.tag("li", if present.severity.forbids() { "forbids" } else { "" }, |pen| {
                        pen.is("data-contraindication", present.row.id);
                        pen.tag("span", "", |pen| {
                            pen.line("strong", "", if present.severity.forbids() { words.forbids } else { words.caution });
                            pen.text(present.row.label.get(lang));
                            pen.when(present.row.per_limb, |pen| pen.tag("span", "", |pen| pen.joined(&[" · ", words.leg[present.limb as usize]])));
                        });
                        pen.tag("small", "concerns", |pen| pen.joined(&[words.concerns, &concerns(present.applies, lang)]));
                        tags(pen, present.row.marks, lang);
                        pen.some(present.until, |pen, until| pen.tag("small", "", |pen| pen.joined(&[words.until, " ", &moment(until, lang)])));
                    });
                }
            });
        });
    });
}

/// A count that fell, from where to where, and what answers it; one that a person has answered says so.
fn alert(pen: &mut Pen, alert: &Alert, words: &words::PreventionWords, lang: Lang) {
    pen.tag("div", if alert.answered { "banner calm" } else { "banner bad" }, |pen| {
        pen.is("data-alert", alert.id);
        pen.is("data-answered", if alert.answered { "yes" } else { "no" });
        pen.tag("p", "", |pen| {
            pen.line("strong", "", if alert.answered { words.alert_answered } else { words.alert });
            pen.joined(&[" ", alert.label.get(lang)]);
            tags(pen, alert.marks, lang);
        });
        pen.some(alert.quantity, |pen, quantity| {
            let (from, to) = (written(alert.from, 1), measured(quantity, alert.to));
            let at = alert.at.map(|at| [" · ", &moment(at, lang)].concat());
            let fell = if alert.from == alert.to { to } else { [&from, " → ", &to].concat() };
            pen.tag("p", "", |pen| pen.joined(&[quantity.row().name.get(lang), " ", &fell, at.as_deref().unwrap_or_default()]));
        });
        // Only a person's answer to this row ends it.
        let row = if alert.id.starts_with("AL_HB") { "CI_ACTIVE_BLEED" } else { "CI_HIT_ACUTE" };
        pen.when(!alert.answered && alert.id != "AL_PLT_AMBER", |pen| link(pen, row, words.to_answer.into()));
    });
}

/// Quantities of which more than one value is on record, or one without a time: the one that counts stands first.
fn contested(pen: &mut Pen, view: &PreventionView, words: &words::PreventionWords, lang: Lang) {
    let all = &view.details.contested;
    pen.when(!all.is_empty(), |pen| {
        pen.line("p", "cap", words.contested);
        pen.tag("ul", "contested", |pen| {
            for lines in all {
                pen.tag("li", "", |pen| {
                    pen.is("data-contested", "");
                    pen.written(fact_lines(lines, lang).into());
                });
            }
        });
    });
}

/// What of the scope bears on this patient, and the way to the whole list.
fn matters(pen: &mut Pen, view: &PreventionView, words: &words::PreventionWords, lang: Lang) {
    let rows = &view.details.not_for;
    pen.when(!rows.is_empty(), |pen| {
        pen.tag("div", "banner warn", |pen| {
            for row in rows.iter().filter_map(|id| not_for::named(id)) {
                pen.tag("p", "", |pen| {
                    pen.is("data-not-for", row.id);
                    pen.line("strong", "", row.who.get(lang));
                    pen.joined(&[words.colon, row.what.get(lang)]);
                });
            }
            link(pen, "not_for", words.not_for_all.into());
        });
    });
}

/// Whom all this is not for: a list of its own, whoever the patient is.
fn not_for(pen: &mut Pen, screen: &Screen) {
    let (lang, words) = (screen.lang, words::words(screen.lang));
    pen.tag("details", "about", |pen| {
        pen.is("data-fold", "not_for");
        pen.line("summary", "", words.not_for);
        pen.tag("ul", "scope", |pen| {
            for row in not_for::NOT_FOR {
                pen.tag("li", "", |pen| {
                    pen.line("b", "", row.who.get(lang));
                    pen.line("span", "", row.what.get(lang));
                    tags(pen, row.marks, lang);
                });
            }
        });
    });
}

fn improve(pen: &mut Pen, view: &PreventionView, words: &words::PreventionWords, lang: Lang) {
    let sheet = &view.assessed.improve;
    let (floor, ceiling) = (crate::ui::parts::points(sheet.tally.floor), crate::ui::parts::points(sheet.tally.ceiling));
    let band = sheet.tally.band(sheet.instrument).map_or("", |risk| label(sheet.instrument, risk, lang));
    pen.tag("p", "sub", |pen| {
        if floor == ceiling {
            pen.joined(&[words.beside, " ", &floor, " ", band]);
        } else if !band.is_empty() {
            pen.joined(&[words.beside, " ≥", &floor, " ", band]);
            pen.tag("small", "", |pen| pen.joined(&[" ", &floor, "–", &ceiling]));
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
        pen.when(screen.practises, |pen| button(pen, "reset-yes", "answer", common.practise_again.into(), false));
        pen.tag("p", "left", |pen| pen.when(left > 0, |pen| pen.written(around(&common.left, left).into())));
        denied(pen, view, words, locked);
        pen.when(left > 0, |pen| {
            button(pen, "none-of-the-rest", "rest", said(&screen.strings, "none_of_the_rest", common.none_of_the_rest), locked);
        });
        if view.screened {
            pen.line("p", "done", if screen.practises { words.practised_screen } else { words.screened });
        } else {
            button(
                pen,
                "sign",
                if view.decides { "answer" } else { "primary" },
                if screen.practises { words.practise_screen } else { words.sign_screen }.into(),
                locked || screen.state == State::Sending,
            );
        }
    });
}

/// What became "no" just now, what weighs most first; for ten seconds it can be taken back.
fn denied(pen: &mut Pen, view: &PreventionView, words: &words::PreventionWords, locked: bool) {
    let names = &view.lists.denied;
    // Once it is signed nothing is taken back with one tap.
    pen.when(!names.is_empty() && !view.screened, |pen| {
        let count = names.len().to_string();
        pen.tag("div", "denied", |pen| {
            pen.is("data-denied", "");
            pen.tag("p", "", |pen| {
                pen.tag("b", "", |pen| pen.joined(&[words.denied[0], &count, words.denied[1]]));
                pen.joined(&[words.colon, &names.join(words.comma)]);
            });
            pen.tag("button", "answer", |pen| {
                pen.is("type", "button");
                pen.is("data-action", "undo");
                pen.is_written("aria-label", [words.undo, words.colon, words.denied[0], &count, words.denied[1]].concat().into());
                pen.flag("disabled", locked);
                pen.text(words.undo);
            });
        });
    });
}
