//! What the host only suggests and no item of a form asks: an operation, a medicine, a value. It stands here until a person has
//! said yes or no to it, one tap each, and in the same place until the next signature, with a way back; nothing else on the screen says meanwhile that there is none.
//!
//! Stands in the second part of the program (`scripts/split.mjs`): few charts suggest anything of the kind.

use super::parts::{fact_lines, is_locked};
use super::pen::Pen;
use super::words::words;
use crate::clinical::second;
use crate::session::screen::{Screen, Suggested};
use crate::text::{Text, text};

const LEGEND: Text = text!("HIS提供的手术、用药、过敏、检验：请核对", "From the hospital system: operations, medicines, allergies, values to check");
const HINT: Text = text!("确认前不采用。", "Not used until confirmed.");
const TAKE: Text = text!("确认", "Confirm");
const LEAVE: Text = text!("不符", "Not correct");
const TAKEN: Text = text!("已确认", "Confirmed");
const LEFT: Text = text!("已否定", "Turned down");
const CHANGE: Text = text!("更改", "Change");

#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Screen) {
    second::is_needed();
    let lang = screen.lang;
    pen.tag("fieldset", "section suggestions", |pen| {
        pen.is("data-suggested", "");
        pen.tag("legend", "", |pen| {
            pen.is("tabindex", "-1");
            pen.text(LEGEND.get(lang));
        });
        pen.line("p", "hint", HINT.get(lang));
        pen.tag("div", "rows", |pen| {
            for fact in screen.suggested.iter() {
                card(pen, screen, fact);
            }
        });
    });
}

/// Settled or not it is as tall as it was: what stands below does not move under a finger.
fn card(pen: &mut Pen, screen: &Screen, fact: &Suggested) {
    let (lang, colon, locked) = (screen.lang, words(screen.lang).colon, is_locked(screen));
    let told = fact_lines(&fact.lines, lang);
    pen.tag("div", "row", |pen| {
        pen.key(&fact.key);
        pen.is_written("data-suggested-fact", fact.given.to_string().into());
        if let Some(taken) = fact.settled {
            pen.is("data-settled", if taken { "taken" } else { "left" });
        }
        pen.tag("p", "evidence", |pen| pen.written(told.clone().into()));
        pen.tag("div", "suggestion", |pen| {
            let buttons: &[(&'static str, Text)] = match fact.settled {
                None => &[("take-fact", TAKE), ("leave-fact", LEAVE)],
                Some(taken) => {
                    pen.line("b", "said", if taken { TAKEN } else { LEFT }.get(lang));
                    &[("change-fact", CHANGE)]
                }
            };
            for (action, label) in buttons.iter().copied() {
                pen.tag("button", "answer", |pen| {
                    pen.key(action);
                    pen.is("type", "button");
                    pen.is("data-action", action);
                    pen.is_written("data-fact", fact.key.clone().into());
                    pen.is_written("aria-label", [label.get(lang), colon, &told].concat().into());
                    pen.flag("disabled", locked);
                    pen.text(label.get(lang));
                });
            }
        });
    });
}
