//! What the host only suggests and no item of a form asks: an operation, a medicine, a value. It stands here until a person has
//! said yes or no to it, one tap each; nothing else on the screen says meanwhile that there is none.
//!
//! Stands in the second part of the program (`scripts/split.mjs`): few charts suggest anything of the kind.

use super::form::fact_lines;
use super::parts::is_locked;
use super::pen::Pen;
use super::words::words;
use crate::clinical::second;
use crate::text::{Text, text};
use crate::web::screen::Screen;

const HINT: Text = text!("确认前不采用。", "Not used until confirmed.");
const TAKE: Text = text!("属实", "Right");
const LEAVE: Text = text!("不属实", "Not so");

#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Screen) {
    second::is_needed();
    let (lang, words, locked) = (screen.lang, words(screen.lang), is_locked(screen));
    pen.tag("fieldset", "section suggestions", |pen| {
        pen.is("data-suggested", "");
        pen.line("legend", "", words.confirm);
        pen.line("p", "hint", HINT.get(lang));
        pen.tag("div", "rows", |pen| {
            for fact in screen.suggested.iter() {
                let told = fact_lines(&fact.lines, lang);
                pen.tag("div", "row", |pen| {
                    pen.is_written("data-suggested-fact", fact.given.to_string().into());
                    pen.tag("p", "evidence", |pen| pen.written(told.clone().into()));
                    pen.tag("span", "suggestion", |pen| {
                        for (action, label) in [("take-fact", TAKE), ("leave-fact", LEAVE)] {
                            pen.tag("button", "answer", |pen| {
                                pen.is("type", "button");
                                pen.is("data-action", action);
                                pen.is_written("data-fact", fact.given.to_string().into());
                                pen.is_written("aria-label", [label.get(lang), words.colon, &told].concat().into());
                                pen.flag("disabled", locked);
                                pen.text(label.get(lang));
                            });
                        }
                    });
                });
            }
        });
    });
}
