//! The forms of the entries: what the step waits for is open, what else is wanted has one button each, everything else stands
//! behind "enter something else". The card of the questions goes by what they are about; "all of these: no" answers only what
//! nobody has answered, and is signed like the rest.

use yew::AttrValue;

use super::super::parts::{heading, tags};
use super::super::pen::Pen;
use super::field::{self, FieldPlace, field};
use super::press::{act, quick};
use super::score;
use crate::clinical::pathway::entries::ENTRY_MARKS;
use crate::clinical::pathway::entry::{EntryField, EntryWho, PathEntry};
use crate::record::role::Role;
use crate::session::channel::ChannelView;
use crate::session::channel::entering::{EntryPart, WHEN};
use crate::session::channel::forms::{FOLLOWS, GROUPS, denied};
use crate::session::screen::{Screen, State};
use crate::text::{Lang, Text, text};

const ENTER: Text = text!("现在录入", "Enter now");
const THEN: Text = text!("接着录入（点开）", "Then enter (tap to open)");
const ELSE: Text = text!("录入其他内容", "Enter something else");
const SIGN: Text = text!("签名录入", "Sign this entry");
const PRACTISE: Text = text!("练习签名（不计入病历）", "Sign for practice");
const CLEAR: Text = text!("清空", "Empty this form");
const PHYSICIAN: Text = text!("由医师签名", "Signed by a physician");
const RESTORED: Text = text!(
    "此前填写、尚未签名的内容，已恢复。请核对时间和数值后签名，或清空。",
    "Typed earlier and not signed; it stands here again. Check times and values, then sign it, or empty the form."
);
const LACKS: Text = text!("尚不能签名：", "Cannot be signed yet:");
const DENY: Text = text!("以上未答各项均已问过：无", "All of these that are open were asked: no");
const ANSWERED: Text = text!("已回答，可更正", "Answered before; may be corrected");
const OTHERS: Text = text!("其他（选药时用）", "Other (for the choice of the drug)");
const NOBODY: Text = text!("当前角色不能在此录入。", "This role enters nothing here.");
const WHEN_IT_WAS: Text = text!("时间（不填即现在）", "At (empty: now)");

pub fn forms(pen: &mut Pen, screen: &Screen, view: &ChannelView) {
    let (lang, forms) = (screen.lang, &view.forms);
    if forms.drawn.is_empty() && forms.next.is_empty() && forms.rest.is_empty() {
        pen.line("p", "hint", NOBODY.get(lang));
        return;
    }
    pen.when(!forms.drawn.is_empty(), |pen| {
        heading(pen, screen.heading_level, 2, "now", ENTER.get(lang).into());
        pen.each(&forms.drawn, |pen, entry| one(pen, screen, view, entry));
    });
    pen.when(!forms.next.is_empty(), |pen| {
        pen.line("p", "cap", THEN.get(lang));
        pen.tag("div", "actions wanted", |pen| pen.each(&forms.next, |pen, entry| quick(pen, &view.entering, entry, lang)));
    });
    pen.when(!forms.rest.is_empty(), |pen| {
        pen.tag("details", "", |pen| {
            pen.is("data-fold", "else");
            pen.line("summary", "", ELSE.get(lang));
            pen.tag("div", "actions", |pen| pen.each(&forms.rest, |pen, entry| quick(pen, &view.entering, entry, lang)));
        });
    });
}

fn one(pen: &mut Pen, screen: &Screen, view: &ChannelView, entry: &'static PathEntry) {
    let lang = screen.lang;
    let entering = &view.entering;
    let problems: Vec<&[String; 2]> = entering.problems.iter().filter(|problem| problem.entry == entry.id).map(|problem| &problem.words).collect();
    pen.tag("div", "entry", |pen| {
        pen.key(entry.id);
        pen.is("data-entry", entry.id);
        pen.is("role", "group");
        pen.is("aria-label", entry.label.get(lang));
        let focused = problems.is_empty() && entering.focus == Some(entry.id);
        titled(pen, screen, entry, focused);
        let ticked = view.scores.iter().any(|list| list.entry == entry.id && list.begun);
        pen.when(entering.is_restored(entry.id, ticked), |pen| {
            pen.tag("p", "banner", |pen| {
                pen.is("data-restored", entry.id);
                pen.is("role", "status");
                pen.text(RESTORED.get(lang));
            });
        });
        pen.when(!problems.is_empty(), |pen| {
            pen.tag("div", "banner bad", |pen| {
                pen.is("data-suspected", "");
                pen.is("data-lacks", "");
                pen.is("tabindex", "-1");
                pen.is("role", "alert");
                pen.line("b", "", LACKS.get(lang));
                pen.tag("ul", "steps", |pen| {
                    for [zh, en] in &problems {
                        pen.tag("li", "", |pen| pen.written(if lang == Lang::Zh { zh } else { en }.clone().into()));
                    }
                });
            });
        });
        let physician = view.role == Some(Role::Physician);
        pen.when(entry.who == EntryWho::Physician, |pen| pen.line("p", "hint", PHYSICIAN.get(lang)));
        let wants = |of: &&EntryField| physician || !of.physician;
        if entry.id == "history" {
            questions(pen, view, entry, lang, &wants);
            tags(pen, entry.fields[0].marks, lang);
        } else {
            score::ways(pen, view, entry, lang);
            pen.when(entry.id == "disposition", |pen| score::to_home(pen, view, lang));
            let drawn = |of: &&EntryField| wants(of) && score::is_drawn(view, entry, of.id);
            pen.tag("div", "fields", |pen| {
                pen.each(entry.fields.iter().filter(drawn), |pen, of| field(pen, view, &FieldPlace { entry, of, physician, lang }));
            });
            score::lists(pen, view, entry, lang);
        }
        pen.tag("label", "note when", |pen| {
            pen.line("span", "", WHEN_IT_WAS.get(lang));
            field::time(pen, [entry.id, "/", WHEN, "/", EntryPart::Time.id()].concat(), entering.part(entry.id, WHEN, EntryPart::Time));
        });
        pen.tag("div", "actions", |pen| {
            pen.tag("button", "primary", |pen| {
                pen.is("type", "button");
                pen.is("data-suspicion", "act");
                pen.is_written("value", ["enter:", entry.id].concat().into());
                pen.flag("disabled", screen.state == State::Sending);
                pen.joined(&[if screen.practises { PRACTISE } else { SIGN }.get(lang), text!("：", ": ").get(lang), entry.label.get(lang)]);
            });
            pen.when(entering.is_begun(entry.id) || entering.opened == Some(entry.id), |pen| {
                act(pen, ["clear:", entry.id].concat(), "quiet", CLEAR.get(lang));
            });
        });
        tags(pen, ENTRY_MARKS, lang);
    });
}

/// The name of the form; the focus goes there when a person has just opened it.
fn titled(pen: &mut Pen, screen: &Screen, entry: &'static PathEntry, focused: bool) {
    let label: AttrValue = entry.label.get(screen.lang).into();
    pen.tag("div", "entry-title", |pen| {
        if focused {
            pen.is("data-suspected", "");
        }
        pen.is("tabindex", "-1");
        heading(pen, screen.heading_level, 3, "entry-name", label);
    });
}

/// The questions before a dose, by what they are about: open ones first, answered ones folded.
fn questions(pen: &mut Pen, view: &ChannelView, entry: &'static PathEntry, lang: Lang, wants: &dyn Fn(&&EntryField) -> bool) {
    let physician = view.role == Some(Role::Physician);
    let applies = |of: &&EntryField| {
        FOLLOWS.iter().find(|(id, _)| *id == of.id).is_none_or(|(_, parent)| {
            let typed = view.entering.part(entry.id, parent, EntryPart::Word);
            let said = if typed.is_empty() { view.told(entry.id, parent).unwrap_or_default() } else { typed };
            !matches!(said, "" | "never" | "not_told")
        })
    };
    for (place, (item, ids)) in GROUPS.iter().enumerate() {
        let fields: Vec<&EntryField> = ids.iter().filter_map(|id| entry.field(id)).filter(wants).filter(applies).collect();
        let (open, answered): (Vec<&EntryField>, Vec<&EntryField>) = fields.into_iter().partition(|of| view.is_open(entry.id, of.id));
        let to_deny = open.iter().any(|of| denied(of).is_some() && view.entering.part(entry.id, of.id, EntryPart::Word).is_empty());
        pen.tag("div", "questions", |pen| {
            pen.is_written("data-group", place.to_string().into());
            pen.tag("p", "cap", |pen| pen.text(item.map_or(OTHERS, |item| item.text()).get(lang)));
            pen.each(&open, |pen, of| field(pen, view, &FieldPlace { entry, of, physician, lang }));
            pen.when(to_deny, |pen| act(pen, ["deny:", &place.to_string()].concat(), "answer", DENY.get(lang)));
            pen.when(!answered.is_empty(), |pen| {
                pen.tag("details", "", |pen| {
                    pen.tag("summary", "", |pen| pen.joined(&[ANSWERED.get(lang), " · ", &answered.len().to_string()]));
                    pen.each(&answered, |pen, of| field(pen, view, &FieldPlace { entry, of, physician, lang }));
                });
            });
        });
    }
}
