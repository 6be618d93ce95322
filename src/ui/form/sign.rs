//! The signature: on which occasion, by whom, and for an amendment why. The button is never disabled for what is
//! missing: pressing it says what is.

use super::head::person;
use crate::record::timepoint::TIMEPOINTS;
use crate::session::screen::{FormView, Mode, Screen, State};
use crate::ui::parts::{button, field, is_locked};
use crate::ui::pen::{Pen, same_frame};
use crate::ui::words::{Words, said, words};

/// Whether two screens offer the same signature.
pub fn same(one: &Screen, other: &Screen) -> bool {
    let shown = |screen: &Screen| screen.form.as_ref().map(|form| (form.timepoint.id, form.amending.is_some()));
    same_frame(one, other) && shown(one) == shown(other) && (one.state == State::Sending) == (other.state == State::Sending)
}

pub fn view(pen: &mut Pen, screen: &Screen, _: bool) {
    let Some(form) = &screen.form else { return };
    let (lang, words, locked) = (screen.lang, words(screen.lang), is_locked(screen));
    let amends = form.amending.is_some();
    let (key, ours) = if amends { ("amend_sign", words.amend_sign) } else { ("sign", words.sign) };
    // A host words a signature, and not what is none.
    let word = |key, ours, practice: &'static str| if screen.practises { practice.into() } else { said(&screen.strings, key, ours) };
    pen.when(screen.mode != Mode::ReadOnly, |pen| {
        pen.tag("div", "actions", |pen| {
            pen.is("part", "actions");
            pen.when(!amends, |pen| {
                pen.tag("label", "note", |pen| {
                    pen.line("span", "", words.timepoint);
                    pen.tag("select", "", |pen| {
                        pen.is("data-timepoint", "");
                        pen.flag("disabled", locked);
                        for point in TIMEPOINTS {
                            pen.tag("option", "", |pen| {
                                pen.is("value", point.id);
                                pen.flag("selected", point.id == form.timepoint.id);
                                pen.text(point.label.get(lang));
                            });
                        }
                    });
                });
            });
            pen.tag("p", "signs", |pen| {
                pen.joined(&[words.signs, words.colon]);
                match &screen.user {
                    Some(user) => person(pen, user, lang),
                    None => pen.line("b", "", words.nobody),
                }
            });
            button(pen, "sign", "primary", word(key, ours, words.practise), locked || screen.state == State::Sending);
            pen.tag("p", "hint", |pen| pen.written(word("statement", words.statement, words.practice)));
        });
    });
}

/// Above the items while an assessment is being amended: the reason, and the way back.
pub fn amending(pen: &mut Pen, form: &FormView, words: &Words, locked: bool) {
    pen.some(form.amending.as_ref(), |pen, reason| {
        pen.tag("div", "banner calm", |pen| {
            pen.line("p", "", words.amending);
            field(pen, words.amend_reason, |pen| {
                pen.is("data-reason", "");
                pen.flag("disabled", locked);
                pen.value((!reason.is_empty()).then(|| reason.clone().into()));
            });
            button(pen, "cancel-amend", "quiet", words.amend_cancel.into(), locked);
        });
    });
}
