//! What stands on the screen of a signed patient: above all a VTE that is suspected or confirmed, then the plan in force, the
//! score with its answers, the bleeding screen, and beside them what is due next. Each says what can be done with it. Beside a
//! further form the same in short ([`beside`]).
//!
//! Drawn only for `Holds`, which is made in the second part of the program, where this stands too (`scripts/split.mjs`).

mod bleeding;
mod panel;
mod plan;
mod previous;
mod score;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::record::due::{Due, TaskState};
use crate::record::encounter::{Recorded, Signed};
use crate::record::happening::{Happening, Occurrence};
use crate::record::story::{self};
use crate::session::screen::Screen;
use crate::session::standing::Holds;
use crate::session::suspicion::SuspicionView;
use crate::text::{Lang, text};
use crate::ui::form::rows::Rows;
use crate::ui::form::{head, signed};
use crate::ui::parts::{button, heading, is_locked};
use crate::ui::pen::{Pen, same_frame};
use crate::ui::tasks::{owners, state_id, state_word, task_for};
use crate::ui::wall::{by_the_clock_of, moment};
use crate::ui::words::words as common;
use panel::teller;

/// How many lines of what is due are read at once.
const DUE_SHOWN: usize = 6;

#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Screen) {
    let (Some(holds), Some(recorded)) = (Holds::of(&screen.holds), &screen.previous) else { return };
    by_the_clock_of(screen);
    let lang = screen.lang;
    let locked = is_locked(screen);
    pen.tag("div", "body holding", |pen| {
        pen.is("data-holds", "");
        pen.tag("div", "main", |pen| {
            vte(pen, screen, holds);
            heading(pen, screen.heading_level, 1, "signed", text!("目前有效的评估与方案", "What holds now").get(lang).into());
            signed::delivery(pen, screen, common(lang));
            called(pen, holds, lang);
            plan::view(pen, screen, holds, locked);
        });
        // Read after the plan where there is no room beside it.
        pen.tag("div", "side", |pen| {
            due(pen, screen, holds);
            head::suspected(pen, screen, common(lang));
        });
        pen.tag("div", "main", |pen| {
            score::view(pen, screen, holds, recorded, locked);
            bleeding::view(pen, screen, holds);
        });
    });
}

/// Whether two screens have the same to say beside a form.
pub fn same(one: &Screen, other: &Screen) -> bool {
    same_frame(one, other)
        && one.holds == other.holds
        && one.previous == other.previous
        && amends(one) == amends(other)
        && is_told(one) == is_told(other)
}

/// What is suspected, since when and by whom stands above everything, with what to do: it is not said twice.
fn is_told(screen: &Screen) -> bool {
    SuspicionView::of(screen).is_some_and(|suspicion| suspicion.standing.is_some())
}

fn amends(screen: &Screen) -> bool {
    screen.form.as_ref().is_some_and(|form| form.amending.is_some())
}

/// Above a further form, in short: why it is asked for, what holds, and the way back to it. An amendment has its own way back.
pub fn beside(pen: &mut Pen, screen: &Screen, _: bool) {
    let (Some(holds), Some(recorded)) = (Holds::of(&screen.holds), &screen.previous) else { return };
    by_the_clock_of(screen);
    let lang = screen.lang;
    pen.tag("div", "holds", |pen| {
        pen.is("data-holds", "");
        vte(pen, screen, holds);
        called(pen, holds, lang);
        pen.tag("div", "short", |pen| {
            pen.line("p", "cap", text!("目前有效", "What holds now").get(lang));
            plan::brief(pen, holds, lang);
            pen.tag("p", "then", |pen| {
                score_in_short(pen, recorded, lang);
                bleeding::brief(pen, holds, lang);
            });
            pen.when(!amends(screen), |pen| {
                button(pen, "to-score", "quiet", text!("返回目前有效的评估与方案", "Back to what holds").get(lang).into(), false);
            });
        });
    });
}

/// Beside the new form: the assessment before it, and what is answered otherwise now.
#[inline(never)]
pub fn previous(pen: &mut Pen, rows: &Rows) {
    pen.part("previous", previous::Previous { screen: Rc::clone(&rows.screen) });
}

fn score_in_short(pen: &mut Pen, recorded: &Rc<Recorded>, lang: Lang) {
    let told = teller(lang).score(recorded.governing());
    pen.tag("span", "", |pen| pen.joined(&[&told, " · ", &moment(recorded.at, lang)]));
}

/// VTE suspected or confirmed: nothing below is read without it.
fn vte(pen: &mut Pen, screen: &Screen, holds: &Holds) {
    let lang = screen.lang;
    pen.some(holds.vte.as_ref(), |pen, vte| {
        let confirmed = vte.what.what == Happening::VteConfirmed;
        let told = !confirmed && is_told(screen);
        pen.tag("div", "banner bad stands", |pen| {
            pen.is("role", "alert");
            pen.is("data-vte", if confirmed { "confirmed" } else { "suspected" });
            let title = if confirmed {
                text!("已确诊VTE", "VTE confirmed")
            } else {
                text!("疑似VTE，尚未确诊或排除", "VTE suspected, neither confirmed nor excluded")
            };
            pen.when(!told, |pen| heading(pen, screen.heading_level, 1, "alarm-title", title.get(lang).into()));
            pen.when(!told, |pen| pen.tag("p", "", |pen| pen.written(circumstances(vte, lang).into())));
            let next = if confirmed {
                text!(
                    "现在要做的是治疗，不是预防。下列预防评估与方案仅供查阅，是否继续由医师决定。",
                    "Treatment is the question now, not prevention. What stands below is for reading; a physician decides whether any of it goes on."
                )
            } else {
                text!(
                    "请先处理疑似VTE，再看下列评估与方案；是否继续由医师决定。",
                    "Deal with the suspicion first, then read what stands below; a physician decides whether any of it goes on."
                )
            };
            pen.line("p", "", next.get(lang));
        });
    });
}

/// "左侧下肢DVT · 11-30 08:20 · 王护士 护士".
fn circumstances(vte: &Signed<Occurrence>, lang: Lang) -> String {
    let mut pieces = vec![moment(vte.when(), lang)];
    for (field, said) in &vte.what.details {
        pieces.push(story::value(field, said).map_or_else(|| said.clone(), |text| text.get(lang).to_owned()));
    }
    pieces.push([&vte.by.name, " ", vte.by.role.label().get(lang)].concat());
    pieces.join(" · ")
}

/// A new score is due of the person at the screen: since when, and for what.
fn called(pen: &mut Pen, holds: &Holds, lang: Lang) {
    pen.some(holds.called.as_ref(), |pen, due| {
        pen.tag("p", "banner warn", |pen| {
            pen.is("role", "status");
            pen.is("data-called", due.trigger.id);
            pen.line("b", "", text!("需要重新评估", "A new assessment is due").get(lang));
            let by = text!("，应完成于 ", ", due by ").get(lang);
            pen.joined(&[text!("：", ": ").get(lang), due.trigger.label.get(lang), by, &moment(due.deadline, lang)]);
        });
    });
}

/// What is due next, by whom and by when.
fn due(pen: &mut Pen, screen: &Screen, holds: &Holds) {
    let lang = screen.lang;
    pen.tag("div", "next due", |pen| {
        pen.is("data-panel", "due");
        heading(pen, screen.heading_level, 2, "cap", text!("下一步", "What is due next").get(lang).into());
        pen.when(holds.discharged.is_some(), |pen| pen.line("p", "", text!("已出院", "Discharged").get(lang)));
        pen.when(holds.due.is_empty() && holds.discharged.is_none(), |pen| {
            let treats = holds.vte.as_ref().is_some_and(|vte| vte.what.what == Happening::VteConfirmed);
            let none = if treats {
                text!(
                    "预防方面无待办；VTE已确诊，请按治疗方案处理。",
                    "Nothing of prevention is due. VTE is confirmed: follow the plan of treatment."
                )
            } else {
                text!("目前无待办；病情变化时请重新评估。", "Nothing is due now. Assess again when the condition changes.")
            };
            pen.line("p", "", none.get(lang));
        });
        pen.tag("ul", "tasks", |pen| pen.each(holds.due.iter().take(DUE_SHOWN), |pen, due| todo(pen, due, screen)));
        pen.when(holds.due.len() > DUE_SHOWN, |pen| {
            let more = (holds.due.len() - DUE_SHOWN).to_string();
            pen.tag("p", "hint", |pen| pen.joined(&[text!("另有 ", "and ").get(lang), &more, text!(" 项", " more").get(lang)]));
        });
    });
}

fn todo(pen: &mut Pen, due: &Due, screen: &Screen) {
    let lang = screen.lang;
    pen.tag("li", "", |pen| {
        pen.is("data-due", due.trigger.id);
        pen.is("data-state", state_id(due.state));
        pen.tag("span", "tag", |pen| pen.text(state_word(due.state).get(lang)));
        pen.tag("b", "", |pen| pen.written(task_for(due, due.trigger.label.get(lang), lang).into()));
        let by = match due.state {
            TaskState::Standing => text!("本轮至 ", "this round until "),
            _ => text!("应完成于 ", "by "),
        };
        let from = (due.state == TaskState::Waiting)
            .then(|| [text!("自 ", "from ").get(lang), &moment(due.opens, lang), text!(" 起，", ", ").get(lang)].concat());
        pen.tag("small", "", |pen| {
            pen.joined(&[from.as_deref().unwrap_or_default(), by.get(lang), &moment(due.deadline, lang), " · ", &owners(due, lang)]);
        });
    });
}
