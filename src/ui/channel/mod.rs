//! The green channel in the element, under a suspicion that stands: the urgent orders and the one next step, the form that it
//! waits for, what about the anticoagulant, the clocks, what this hospital can do, and what was entered. Drawn for a
//! [`ChannelView`]; nothing here is an order, and every line with a drug says so.
//!
//! Stands in the second part of the program (`scripts/split.mjs`), as `ui::suspicion` which draws it.

mod field;
mod form;
mod press;
mod said;
mod score;
#[cfg(test)]
mod tests;
mod told;

use super::parts::{heading, is_locked, tags};
use super::pen::Pen;
use super::wall::moment;
use crate::clinical::pathway::clocks::ClockOwner;
use crate::clinical::pathway::codes::WORDING;
use crate::clinical::pathway::referral::ReferNeed;
use crate::clinical::pathway::state::PathState;
use crate::clinical::pathway::tiers::{Means, TIER_MARKS, TIERS};
use crate::record::role::Role;
use crate::session::channel::{ChannelView, ClockView};
use crate::session::screen::Screen;
use crate::text::{Lang, Text, text};

const NEXT: Text = text!("下一步", "Next step");
const WHO: Text = text!("由谁做：", "Who does it: ");
const COLON: Text = text!("：", ": ");
const CLOCKS: Text = text!("计时", "Clocks");
const HERE: Text = text!("本院条件与转诊", "What can be done here, and referral");
const PAUSED: Text = text!("VTE预防方案已暂停", "VTE prophylaxis is paused");
const BACK: Text = text!("可恢复VTE预防评估", "VTE prevention is asked as usual again");
const OBSTETRICIAN: Text = text!("妊娠或产后：同时告知产科与血液科", "Pregnant or postpartum: tell the obstetrician and the haematologist too");
const REFER: Text = text!("转诊或请会诊：填转诊单", "Refer or consult: fill in the sheet");
const ELSEWHERE: Text = text!(
    "转诊或请会诊：先打电话，再按本院转诊流程填单。本页只提示，不发送转诊。",
    "To refer or consult: telephone first, then by this hospital's own form. This page prompts and sends nothing."
);
const REFUSED: Text =
    text!("绿色通道的本院设定未能读取，现用默认值：", "The hospital's settings of the channel could not be read, and the defaults hold: ");
const ASSUMED: Text = text!(
    "未说明本院级别，按县级医院估计；请由管理员设定。",
    "Nobody has said which level this hospital is; a county hospital is assumed. The administrator sets it."
);
const PROPOSED: Text =
    text!("有人提议撤销疑似；计时继续，由医师决定", "Somebody proposed to take the suspicion back; the clocks go on, a physician decides");
const NO_ORDER: Text = text!("以上均为提示，不是医嘱。", "All of this is a prompt; none of it is an order.");

/// First of all: the urgent orders, and the one step.
pub fn lead(pen: &mut Pen, screen: &Screen, view: &ChannelView) {
    let lang = screen.lang;
    pen.each(&view.urgent, |pen, code| {
        pen.tag("p", "urgent", |pen| {
            pen.is("data-order", code.id());
            pen.is("role", "alert");
            pen.text(code.row().text.get(lang));
        });
    });
    pen.tag("div", "next", |pen| {
        pen.is("data-channel", view.step.state.id());
        pen.is("data-next", view.step.code.id());
        pen.tag("p", "cap", |pen| {
            pen.joined(&[NEXT.get(lang), if lang == Lang::Zh { " · " } else { " · waits for: " }, said::state(&view.step, lang)])
        });
        pen.tag("p", "big-step", |pen| {
            pen.is("tabindex", "-1");
            pen.text(view.step.code.row().text.get(lang));
        });
        pen.some(view.step.excluded_by, |pen, by| {
            pen.tag("p", "", |pen| pen.joined(&[text!("依据：", "By: ").get(lang), by.get(lang)]));
        });
        pen.some(view.step.who, |pen, who| pen.tag("p", "who", |pen| pen.joined(&[WHO.get(lang), who.label().get(lang)])));
        pen.some(view.step.clock, |pen, clock| one_clock(pen, "p", clock, lang));
    });
    pen.when(!view.orders.is_empty() || view.tell_obstetrician, |pen| {
        pen.tag("ul", "steps", |pen| {
            for code in &view.orders {
                pen.tag("li", "", |pen| {
                    pen.is("data-order", code.id());
                    pen.text(code.row().text.get(lang));
                });
            }
            pen.when(view.tell_obstetrician, |pen| pen.line("li", "", OBSTETRICIAN.get(lang)));
        });
    });
}

/// After the first minutes: forms, the anticoagulant, clocks, the hospital, what was entered.
pub fn view(pen: &mut Pen, screen: &Screen, view: &ChannelView) {
    let lang = screen.lang;
    let locked = is_locked(screen);
    pen.when(!locked, |pen| form::forms(pen, screen, view));
    said::interim(pen, screen, view, locked);
    clocks(pen, screen, view);
    here(pen, screen, view);
    // Whoever is treated is asked for no prevention.
    pen.when(view.paused || view.step.state != PathState::Treated, |pen| {
        pen.tag("p", "paused", |pen| {
            pen.is("data-prophylaxis", if view.paused { "paused" } else { "back" });
            pen.text(if view.paused { PAUSED } else { BACK }.get(lang));
        });
    });
    pen.some(view.withdrawal_proposed_at, |pen, at| {
        pen.tag("p", "urgent", |pen| pen.joined(&[PROPOSED.get(lang), " · ", &moment(at, lang)]));
    });
    told::entered(pen, screen, view, locked);
    pen.tag("p", "hint", |pen| {
        pen.text(NO_ORDER.get(lang));
        tags(pen, WORDING, lang);
    });
}

/// After the conclusion: what is still asked of a clot that was confirmed, and what was entered. Without a plan the channel goes on.
pub fn after(pen: &mut Pen, screen: &Screen, view: &ChannelView) {
    let locked = is_locked(screen);
    if view.step.state.rank() < 11 {
        lead(pen, screen, view);
        return self::view(pen, screen, view);
    }
    pen.when(!locked, |pen| form::forms(pen, screen, view));
    told::entered(pen, screen, view, locked);
}

fn clocks(pen: &mut Pen, screen: &Screen, view: &ChannelView) {
    let lang = screen.lang;
    pen.when(!view.clocks.is_empty(), |pen| {
        heading(pen, screen.heading_level, 2, "now", CLOCKS.get(lang).into());
        pen.tag("ul", "steps clocks", |pen| {
            // What is late first; the rest as the table has them.
            for late in [true, false] {
                for clock in view.clocks.iter().filter(|clock| clock.overdue.is_some() == late) {
                    one_clock(pen, "li", *clock, lang);
                }
            }
        });
    });
}

/// "Suspected -> vital signs complete: 7 min so far, target 5 min. Overdue by 2 min, now with the physician".
fn one_clock(pen: &mut Pen, tag: &'static str, view: ClockView, lang: Lang) {
    let row = view.clock.row();
    // Words that Chinese has around a figure, and English has not.
    let (so_far, is_with) = if lang == Lang::Zh { ("已", "负责") } else { ("", "") };
    pen.tag(tag, if view.overdue.is_some() { "clock late" } else { "clock" }, |pen| {
        pen.is("data-clock", row.id);
        pen.is_written("data-run", view.minutes.to_string().into());
        pen.joined(&[
            row.span.get(lang),
            COLON.get(lang),
            so_far,
            &said::duration(view.minutes, lang),
            text!("，时限", " so far, target ").get(lang),
            &said::duration(view.target, lang),
        ]);
        pen.some(view.overdue, |pen, overdue| {
            pen.tag("b", "", |pen| {
                let begins = text!("。已超时", ". Overdue by ").get(lang);
                // Within the minute it is late already.
                let late = said::duration(overdue.max(1), lang);
                if view.owner == ClockOwner::Refer {
                    pen.joined(&[begins, &late, text!("，现应转诊", ": refer now").get(lang)]);
                } else {
                    pen.joined(&[begins, &late, text!("，现由", ", now with the ").get(lang), view.owner.label().get(lang), is_with]);
                }
            });
        });
        tags(pen, row.marks, lang);
    });
}

/// What the hospital has now, and whether the patient is to go elsewhere.
fn here(pen: &mut Pen, screen: &Screen, view: &ChannelView) {
    let (lang, here) = (screen.lang, &view.here);
    heading(pen, screen.heading_level, 2, "now", HERE.get(lang).into());
    pen.tag("p", "", |pen| {
        pen.is("data-refer", refer_id(here.refer));
        pen.tag("b", "", |pen| pen.text(refer_word(here.refer).get(lang)));
    });
    // The page of the tablet listens for the press (`web::ward::element`); any other host has a way of its own.
    if here.on_tablet && matches!(view.role, Some(Role::Nurse | Role::Physician)) {
        pen.tag("div", "actions", |pen| {
            pen.tag("button", if here.refer == ReferNeed::Now { "primary" } else { "answer" }, |pen| {
                pen.is("type", "button");
                pen.is("data-ward", "refer");
                pen.text(REFER.get(lang));
            });
        });
    } else if !here.on_tablet {
        pen.line("p", "hint", ELSEWHERE.get(lang));
    }
    let tier = TIERS.iter().find(|row| row.tier == here.tier).map_or("", |row| row.label.get(lang));
    let line = |pen: &mut Pen, begins: Text, means: &[Means]| {
        pen.when(!means.is_empty(), |pen| {
            let named: Vec<&str> = means.iter().map(|means| means.label().get(lang)).collect();
            pen.tag("p", "hint", |pen| pen.joined(&[begins.get(lang), &named.join(text!("、", ", ").get(lang))]));
        });
    };
    pen.tag("details", "", |pen| {
        pen.tag("summary", "", |pen| {
            pen.joined(&[text!("本院（", "This hospital (").get(lang), tier, text!("）现在能做什么", "): what can be done now").get(lang)])
        });
        line(pen, text!("现在可做：", "Now: "), &here.has);
        line(pen, text!("仅日间，现在没有：", "By day only, not now: "), &here.by_day);
        line(pen, text!("没有：", "Not here: "), &here.lacks);
        pen.some(here.refused.as_ref(), |pen, [zh, en]| {
            pen.tag("p", "urgent", |pen| pen.joined(&[REFUSED.get(lang), if lang == Lang::Zh { zh } else { en }]));
        });
        pen.when(here.assumed, |pen| pen.line("p", "hint", ASSUMED.get(lang)));
        tags(pen, TIER_MARKS, lang);
    });
}

fn refer_id(refer: ReferNeed) -> &'static str {
    match refer {
        ReferNeed::No => "no",
        ReferNeed::SameDay => "same_day",
        ReferNeed::Now => "now",
    }
}

fn refer_word(refer: ReferNeed) -> Text {
    match refer {
        ReferNeed::No => text!("目前不需转诊", "No referral needed at present"),
        ReferNeed::SameDay => text!("须当日转诊", "Refer today"),
        ReferNeed::Now => text!(
            "须立即转诊（120），先打电话；不因等待答复而推迟出发",
            "Refer now (ambulance), telephone first; departure does not wait for an answer"
        ),
    }
}
