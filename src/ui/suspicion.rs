//! A suspicion of VTE in the element: the form behind the red button, what to do until it is settled, and how a physician
//! settles it. Whatever else is on the screen, the word to telephone stands first: an alert to the host is none that anybody
//! has read.
//!
//! Stands in the second part of the program (`scripts/split.mjs`): drawn only for a `SuspicionView`, which is made there too.

use super::channel;
use super::form::head;
use super::parts::{field, heading, is_locked, tags};
use super::pen::Pen;
use super::wall::moment;
use super::words::words;
use crate::clinical::first_minutes::{Suspected, Who, steps};
use crate::clinical::pathway::state::PathState;
use crate::clinical::second;
use crate::record::story;
use crate::session::begun::Suspecting;
use crate::session::channel::ChannelView;
use crate::session::screen::{Screen, State};
use crate::session::suspicion::SuspicionView;
use crate::text::{Text, text};

const TITLE: Text = text!("疑似VTE：报告", "Suspected VTE: report");
const STANDS: Text = text!("疑似VTE，尚未确诊或排除", "VTE suspected, neither confirmed nor excluded");
const PICTURED: Text = text!("影像阳性：医师尚未签署结论", "A positive picture: no physician has signed the conclusion");
const RULED_OUT: Text = text!("检查已排除VTE：医师尚未签署结论", "The tests exclude VTE: no physician has signed the conclusion");
const PLANNED: Text = text!("治疗方案已签：医师尚未签署结论", "The plan of treatment is signed: no physician has signed the conclusion");
const CONFIRMED: Text = text!("VTE已确诊：还须由医师录入的内容", "VTE confirmed: what a physician still enters");
const UNTREATED: Text = text!("VTE已确诊：治疗方案尚未签署", "VTE confirmed: no plan of treatment is signed");
const IN_ANY_ORDER: Text = text!(
    "先后不限。治疗方案签署之前一直在此提示，其余在结论签署后72小时内提示。",
    "In any order. Asked for here until the plan of treatment is signed, and the rest for 72 hours after the conclusion."
);
const EXCLUDED: Text = text!("VTE已排除", "VTE excluded");
const HEARD: Text = text!(
    "已同时向HIS发出提醒；这不代表有人已看到，仍须打电话。",
    "The hospital system has been alerted too; that does not mean that anybody has read it. Telephone all the same."
);
const UNHEARD: Text =
    text!("本页没有接收提醒的系统：只有电话能通知到医师。", "Nothing on this page takes the alert: only the telephone reaches the physician.");
const PRACTICE: Text = text!("教学练习：未发出任何提醒。", "Practice: no alert was sent.");
const SIGN: Text = text!("签名并报告疑似VTE", "Sign the report of suspected VTE");
const PRACTISE: Text = text!("练习签名（不计入病历）", "Sign for practice");
const CLOSE: Text = text!("返回，不签名", "Back, without signing");
const SITE: Text = text!("疑似部位", "What is suspected");
const SIDE: Text = text!("哪一侧", "Which side");
const SIGNS: Text = text!("表现（可多选）", "What is seen (all that apply)");
const SINCE: Text = text!("持续多久", "For how long");
const NOTE: Text = text!("补充说明（可不填）", "Anything else (optional)");
const NOW: Text = text!("确诊或排除之前，现在须做", "What to do now, until it is settled");
const READS: Text = text!(
    "当前角色不能签署报告；请立即打电话，并请护士或医师签署。",
    "This role does not sign the report. Telephone at once, and have a nurse or physician sign it."
);
const SETTLE: Text = text!("定论：确诊、排除或撤销", "Settle it: confirmed, excluded or withdrawn");
const HOW: Text = text!("结论", "Conclusion");
const BY: Text = text!("依据（检查及结果）；撤销须写明理由", "By what (test and result); for a withdrawal, why");
const SIGN_SETTLED: Text = text!("签署结论", "Sign the conclusion");
const WAITS: Text = text!("由医师签署确诊、排除或撤销。", "A physician signs whether it is confirmed, excluded or withdrawn.");

/// The conclusions, by the word that the form sends.
const CONCLUSIONS: [(&str, Text); 3] = [
    ("confirmed", text!("确诊VTE", "VTE confirmed")),
    ("excluded", text!("排除VTE", "VTE excluded")),
    ("withdrawn", text!("撤销（误报）", "Withdrawn (raised in error)")),
];

#[inline(never)]
pub fn view(pen: &mut Pen, screen: &Screen) {
    second::is_needed();
    let Some(view) = SuspicionView::of(screen) else { return };
    // A form that was just opened, or that lacks something, takes the focus itself.
    let taken = |channel: &ChannelView| channel.entering.focus.is_some() || !channel.entering.problems.is_empty();
    let settles = view.form.is_some();
    pen.tag("section", "result suspicion", |pen| {
        pen.flag("data-suspected", settles || !view.channel.as_ref().is_some_and(taken));
        pen.is("tabindex", "-1");
        match (&view.form, &view.standing) {
            (Some(form), None) => report(pen, screen, view, form),
            (Some(form), Some(_)) => {
                stands(pen, screen, view);
                settle(pen, screen, form);
            }
            _ if view.standing.is_none() && view.excluded.is_some() => excluded(pen, screen, view),
            _ if view.standing.is_none() => confirmed(pen, screen, view),
            _ => {
                stands(pen, screen, view);
                pen.some(view.channel.as_ref(), |pen, channel| channel::lead(pen, screen, channel));
                // What the tests or the plan have settled waits for a name only.
                let settled = view.channel.as_ref().is_some_and(|channel| channel.step.state.rank() >= 9);
                let settle = |pen: &mut Pen| pen.tag("div", "actions", |pen| act(pen, "settle", "answer", SETTLE.get(screen.lang), false));
                pen.when(settled && view.may_settle && !is_locked(screen), settle);
                let signs: Vec<&str> = view.signs.iter().map(String::as_str).collect();
                // What is done in the first minutes stands open for as long as they are the first.
                pen.tag("details", "minutes", |pen| {
                    pen.flag("open", view.minutes < FIRST_MINUTES);
                    pen.is("data-fold", "first_minutes");
                    pen.line("summary", "", NOW.get(screen.lang));
                    to_do(pen, screen, view.site.as_deref(), signs);
                });
                pen.some(view.channel.as_ref(), |pen, channel| channel::view(pen, screen, channel));
                pen.when(!is_locked(screen), |pen| {
                    if view.may_settle {
                        pen.when(!settled, settle);
                    } else {
                        pen.line("p", "hint", WAITS.get(screen.lang));
                    }
                });
            }
        }
    });
}

/// How long the list of the first minutes stands open by itself, minutes: the longest target of its steps (5.6.2).
const FIRST_MINUTES: i64 = 60;

/// Whom to call, and whether anything else has heard.
fn call(pen: &mut Pen, screen: &Screen, heard: Option<bool>) {
    pen.tag("div", "banner bad", |pen| {
        pen.is("role", "alert");
        pen.line("b", "", words(screen.lang).telephone);
        pen.some(heard, |pen, heard| {
            let (said, word) = match (screen.practises, heard) {
                (true, _) => ("practice", PRACTICE),
                (_, true) => ("heard", HEARD),
                _ => ("unheard", UNHEARD),
            };
            pen.tag("p", "", |pen| {
                pen.is("data-heard", said);
                pen.text(word.get(screen.lang));
            });
        });
    });
}

fn report(pen: &mut Pen, screen: &Screen, view: &SuspicionView, form: &Suspecting) {
    let (lang, locked) = (screen.lang, is_locked(screen));
    heading(pen, screen.heading_level, 1, "ask", TITLE.get(lang).into());
    call(pen, screen, Some(form.heard));
    if !view.may_suspect {
        pen.line("p", "hint", READS.get(lang));
        pen.tag("div", "actions", |pen| act(pen, "close", "answer", CLOSE.get(lang), false));
        return;
    }
    choices(pen, screen, "radio", SITE, "site", &|id| form.site == Some(id));
    pen.when(form.needs_limb(), |pen| choices(pen, screen, "radio", SIDE, "limb", &|id| form.limb == Some(id)));
    choices(pen, screen, "checkbox", SIGNS, "signs", &|id| form.signs.contains(&id));
    choices(pen, screen, "radio", SINCE, "since", &|id| form.since == Some(id));
    field(pen, NOTE.get(lang), |pen| {
        pen.is("data-suspicion", "note");
        pen.flag("disabled", locked);
        pen.value(Some(form.note.clone().into()));
    });
    pen.tag("div", "actions", |pen| {
        pen.is("part", "actions");
        let busy = locked || screen.state == State::Sending;
        act(pen, "sign", "primary", if screen.practises { PRACTISE } else { SIGN }.get(lang), busy);
        act(pen, "close", "answer", CLOSE.get(lang), false);
    });
    // What is done at the bedside does not wait for a signature.
    heading(pen, screen.heading_level, 2, "now", NOW.get(lang).into());
    to_do(pen, screen, form.site, form.signs.clone());
}

/// What was signed, and how long it has stood.
fn stands(pen: &mut Pen, screen: &Screen, view: &SuspicionView) {
    let lang = screen.lang;
    let title = match view.channel.as_ref().map(|channel| channel.step.state) {
        Some(state) if state.is_confirmed() => PICTURED,
        Some(PathState::Excluded | PathState::ExcludedByPerc) => RULED_OUT,
        Some(PathState::Treated) => PLANNED,
        _ => STANDS,
    };
    heading(pen, screen.heading_level, 1, "ask", title.get(lang).into());
    pen.some(view.standing.as_ref(), |pen, standing| {
        pen.tag("p", "", |pen| {
            pen.is_written("data-minutes", view.minutes.to_string().into());
            pen.tag("b", "", |pen| pen.written(since(view.minutes, screen).into()));
            let site = view.site.as_deref().and_then(|site| story::value("site", site)).map(|word| word.get(lang));
            let limb = view.limb.as_deref().and_then(|limb| story::value("limb", limb)).map(|word| word.get(lang));
            for piece in [site, limb].into_iter().flatten() {
                pen.joined(&[" · ", piece]);
            }
            for sign in &view.signs {
                pen.joined(&[" · ", story::value("signs", sign).map_or(sign.as_str(), |word| word.get(lang))]);
            }
        });
        pen.tag("p", "signs", |pen| {
            head::person(pen, &standing.by, lang);
            pen.joined(&[" · ", &moment(standing.at, lang)]);
        });
        pen.some(standing.note.as_ref(), |pen, note| pen.tag("p", "", |pen| pen.written(note.clone().into())));
    });
    call(pen, screen, None);
}

/// A clot that was confirmed, and of which severity, place of treatment or plan are still asked for.
fn confirmed(pen: &mut Pen, screen: &Screen, view: &SuspicionView) {
    let lang = screen.lang;
    let treated = view.channel.as_ref().is_none_or(|channel| channel.step.state.rank() == 11);
    heading(pen, screen.heading_level, 1, "ask", if treated { CONFIRMED } else { UNTREATED }.get(lang).into());
    pen.some(view.confirmed.as_ref(), |pen, told| {
        pen.tag("p", "signs", |pen| {
            head::person(pen, &told.by, lang);
            pen.joined(&[" · ", &moment(told.at, lang)]);
        });
    });
    pen.line("p", "hint", IN_ANY_ORDER.get(lang));
    pen.some(view.channel.as_ref(), |pen, channel| {
        pen.tag("div", "", |pen| {
            pen.is("data-after", "");
            channel::after(pen, screen, channel);
        });
    });
}

/// What came of a suspicion that was excluded: by what, who, and when.
fn excluded(pen: &mut Pen, screen: &Screen, view: &SuspicionView) {
    let lang = screen.lang;
    pen.some(view.excluded.as_ref(), |pen, told| {
        heading(pen, screen.heading_level, 1, "ask", EXCLUDED.get(lang).into());
        pen.tag("p", "signs", |pen| {
            pen.is("data-excluded", "");
            pen.some(told.note.as_ref(), |pen, by| pen.joined(&[text!("依据：", "By: ").get(lang), by, " · "]));
            head::person(pen, &told.by, lang);
            pen.joined(&[" · ", &moment(told.at, lang)]);
        });
    });
}

fn since(minutes: i64, screen: &Screen) -> String {
    let lang = screen.lang;
    // After two hours nobody reads minutes alone.
    let (hours, minutes) = if minutes < 120 { (None, minutes) } else { (Some(minutes / 60), minutes % 60) };
    let hours = hours.map(|hours| [&hours.to_string(), text!(" 小时 ", " h ").get(lang)].concat());
    [text!("已 ", "For ").get(lang), &hours.unwrap_or_default(), &minutes.to_string(), text!(" 分钟", " min").get(lang)].concat()
}

fn settle(pen: &mut Pen, screen: &Screen, form: &Suspecting) {
    let (lang, locked) = (screen.lang, is_locked(screen));
    let chosen = form.settles.as_deref().unwrap_or_default();
    pen.tag("fieldset", "choices", |pen| {
        pen.line("legend", "", HOW.get(lang));
        for (id, word) in CONCLUSIONS {
            option(pen, "radio", "settles", id, word.get(lang), chosen == id, locked);
        }
    });
    pen.when(chosen == "confirmed", |pen| choices(pen, screen, "radio", text!("部位", "Site"), "site", &|id| form.site == Some(id)));
    pen.when(chosen == "confirmed", |pen| {
        choices(pen, screen, "radio", text!("发生时机", "Onset"), "onset", &|id| form.onset == Some(id));
    });
    field(pen, BY.get(lang), |pen| {
        pen.is("data-suspicion", "note");
        pen.flag("disabled", locked);
        pen.value(Some(form.note.clone().into()));
    });
    pen.tag("div", "actions", |pen| {
        act(pen, "sign", "primary", if screen.practises { PRACTISE } else { SIGN_SETTLED }.get(lang), locked || screen.state == State::Sending);
        act(pen, "close", "answer", CLOSE.get(lang), false);
    });
}

/// The steps, by who does them.
fn to_do(pen: &mut Pen, screen: &Screen, site: Option<&str>, signs: Vec<&str>) {
    let lang = screen.lang;
    for who in Who::ALL {
        pen.line("p", "cap", who.label().get(lang));
        pen.tag("ul", "steps", |pen| {
            for step in steps(Suspected::of(site), &signs).filter(|step| step.who == who) {
                pen.tag("li", "", |pen| {
                    pen.is("data-step", step.id);
                    pen.text(step.text.get(lang));
                    tags(pen, step.marks, lang);
                });
            }
        });
    }
}

/// All codes of a detail.
fn choices(pen: &mut Pen, screen: &Screen, kind: &'static str, legend: Text, of: &'static str, is_chosen: &dyn Fn(&'static str) -> bool) {
    let locked = is_locked(screen);
    pen.tag("fieldset", "choices", |pen| {
        pen.line("legend", "", legend.get(screen.lang));
        for (_, id, word) in story::VALUES.iter().filter(|(field, ..)| *field == of) {
            option(pen, kind, of, id, word.get(screen.lang), is_chosen(id), locked);
        }
    });
}

fn option(pen: &mut Pen, kind: &'static str, of: &'static str, id: &'static str, word: &'static str, chosen: bool, locked: bool) {
    pen.tag("label", if chosen { "on" } else { "" }, |pen| {
        pen.tag("input", "", |pen| {
            pen.is("type", kind);
            pen.is_written("name", ["vte-suspicion-", of].concat().into());
            pen.is("data-suspicion", of);
            pen.is("value", id);
            pen.flag("disabled", locked);
            pen.checked(chosen);
        });
        pen.text(word);
    });
}

fn act(pen: &mut Pen, what: &'static str, class: &'static str, label: &'static str, disabled: bool) {
    pen.tag("button", class, |pen| {
        pen.is("type", "button");
        pen.is("data-suspicion", "act");
        pen.is("value", what);
        pen.flag("disabled", disabled);
        pen.text(label);
    });
}
