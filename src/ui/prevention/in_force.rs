//! The plan in force, with everything that can be done with it here: changed, held, resumed, stopped; and the nurse's score,
//! confirmed or changed. What was proposed before it folds away: there is one plan on the screen.

use super::choose::error;
use super::words::{PreventionWords, words};
use crate::clinical::measure::Measure;
use crate::record::event::{self as record, OverrideLine, Watch};
use crate::record::in_force::{Held, InForce, Ordered, Refused};
use crate::record::measure::MeasureKind;
use crate::record::refusal::Refusal;
use crate::record::role::Actor;
use crate::record::story;
use crate::session::care::in_hand::{HELD, reasons};
use crate::session::screen::{Doing, Handling, PreventionView, Screen};
use crate::text::{Lang, Text, text};
use crate::ui::form::head::person;
use crate::ui::parts::{button, field, is_locked, one_of};
use crate::ui::pen::Pen;
use crate::ui::plan_words::{self as reads, CONTRADICTED, LEFT_OVER, OVERTAKEN, PAST_STOP};
use crate::ui::wall::moment;

/// Nothing where no physician has decided yet.
pub fn view(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let (lang, words) = (screen.lang, words(screen.lang));
    let here = view.in_hand().handling.is_none() && !view.in_hand().again;
    match view.in_force() {
        InForce::Nothing => pen.when(false, |_| {}),
        InForce::Plan(ordered) | InForce::Ended(ordered) => pen.tag("div", "standing", |pen| {
            stands(pen, view, here, words);
            plan(pen, screen, view, ordered, words, lang);
        }),
        InForce::Declined(refused) => pen.tag("div", "standing", |pen| {
            stands(pen, view, here, words);
            declined(pen, screen, view, refused, lang);
        }),
    }
}

fn stands(pen: &mut Pen, view: &PreventionView, here: bool, words: &PreventionWords) {
    pen.is("tabindex", "-1");
    pen.is("data-standing", view.in_force().id());
    pen.flag("data-here", here);
    pen.when(view.practised, |pen| pen.line("b", "", words.practised_plan));
}

fn plan(pen: &mut Pen, screen: &Screen, view: &PreventionView, ordered: &Ordered, words: &PreventionWords, lang: Lang) {
    let over = matches!(view.in_force(), InForce::Ended(_));
    // What was practised stands under its own title: nobody has authorised it.
    pen.when(over || !view.practised, |pen| pen.line("p", "cap", reads::title(view.in_force()).get(lang)));
    signed(pen, &ordered.by, &moment(ordered.at, lang), lang);
    pen.when(ordered.amendments > 0, |pen| pen.line("p", "hint", AMENDED.get(lang)));
    pen.when(ordered.replaces.is_some(), |pen| pen.line("p", "hint", REPLACES.get(lang)));
    pen.when(ordered.overtaken && !over, |pen| pen.line("p", "banner warn", OVERTAKEN.get(lang)));
    pen.when(ordered.contradicted && !over, |pen| {
        pen.tag("p", "banner bad", |pen| {
            pen.is("data-contradicted", "");
            pen.text(CONTRADICTED.get(lang));
        });
    });
    pen.tag("ul", "measures held", |pen| {
        for held in &ordered.measures {
            measure(pen, screen, view, held, lang);
        }
    });
    left_over(pen, screen, view, &ordered.left_over, lang);
    weighed(pen, &ordered.overrides, &ordered.by, lang);
    // It stays as it was signed; whether it still may is the physician's question.
    let changes = &view.details.changes;
    pen.when(!changes.is_empty() && !over, |pen| {
        pen.tag("div", "banner warn", |pen| {
            pen.is("data-changed", "");
            pen.line("p", "", words.now_otherwise);
            pen.tag("ul", "", |pen| {
                for (zh, en) in changes {
                    pen.tag("li", "", |pen| pen.written(if lang == Lang::Zh { zh } else { en }.clone().into()));
                }
            });
        });
    });
    again(pen, screen, view, if over { DECIDE } else { CHANGE });
}

fn declined(pen: &mut Pen, screen: &Screen, view: &PreventionView, refused: &Refused, lang: Lang) {
    pen.line("p", "cap", reads::title(view.in_force()).get(lang));
    signed(pen, &refused.by, &moment(refused.at, lang), lang);
    pen.tag("p", "", |pen| pen.written(reads::reason(refused.reason(), &refused.code, lang).to_owned().into()));
    pen.some(refused.note.as_ref(), |pen, note| pen.tag("p", "", |pen| pen.written(note.clone().into())));
    left_over(pen, screen, view, &refused.left_over, lang);
    again(pen, screen, view, DECIDE);
}

/// The plan holds this measure as it would be proposed: the same drug in the same dose, or the same device.
pub fn orders(view: &PreventionView, proposed: &Measure) -> bool {
    let (InForce::Plan(ordered) | InForce::Ended(ordered)) = view.in_force() else { return false };
    let proposed = record::MeasureLine::of(proposed);
    ordered.measure(&proposed.id).is_some_and(|held| held.measure.dose == proposed.dose)
}

/// "王医师 · 医师 · 11-22 10:00".
fn signed(pen: &mut Pen, by: &Actor, when: &str, lang: Lang) {
    pen.tag("p", "signs", |pen| {
        person(pen, by, lang);
        pen.joined(&[" · ", when]);
    });
}

/// The physician's way to decide once more. Where a newer score asks anyway, what may be chosen stands there already.
fn again(pen: &mut Pen, screen: &Screen, view: &PreventionView, label: Text) {
    pen.when(view.decides && !view.open && view.in_hand().handling.is_none(), |pen| {
        button(pen, "change-plan", "answer", label.get(screen.lang).into(), is_locked(screen));
    });
}

/// What was begun under an earlier plan and nobody stopped.
fn left_over(pen: &mut Pen, screen: &Screen, view: &PreventionView, all: &[Held], lang: Lang) {
    pen.when(!all.is_empty(), |pen| {
        pen.tag("div", "banner warn", |pen| {
            pen.line("p", "", LEFT_OVER.get(lang));
            pen.tag("ul", "measures held", |pen| {
                for held in all {
                    measure(pen, screen, view, held, lang);
                }
            });
        });
    });
}

fn measure(pen: &mut Pen, screen: &Screen, view: &PreventionView, held: &Held, lang: Lang) {
    pen.tag("li", held.measure.kind.id(), |pen| {
        pen.is_written("data-held", held.measure.id.as_str().to_owned().into());
        pen.is("data-state", held.standing.id());
        pen.when(!view.open, |pen| pen.is_written("data-measure", held.measure.id.as_str().to_owned().into()));
        pen.tag("b", "", |pen| pen.written(reads::name(held, lang).to_owned().into()));
        pen.when(held.measure.kind != MeasureKind::Escalate, |pen| state(pen, held, lang));
        ordered(pen, held, lang);
        pen.some(held.why.as_ref(), |pen, why| pen.tag("small", "why", |pen| pen.written(reads::why(why, lang).into())));
        pen.each(&held.measure.remarks, |pen, remark| {
            pen.tag("small", "caution", |pen| pen.written(if lang == Lang::Zh { &remark.zh } else { &remark.en }.clone().into()));
        });
        let handled = view.in_hand().handling.as_ref().filter(|handling| handling.measure == held.measure.id);
        match handled {
            Some(handling) => handle(pen, screen, handling, lang),
            None => controls(pen, screen, view, held, lang),
        }
    });
}

/// A word and no colour alone.
fn state(pen: &mut Pen, held: &Held, lang: Lang) {
    pen.line("span", "state", story::standing(held.standing).get(lang));
}

/// Dose, times and the day, as ordered.
fn ordered(pen: &mut Pen, held: &Held, lang: Lang) {
    pen.some(reads::dose(held, lang), |pen, dose| pen.tag("span", "dose", |pen| pen.written(dose.into())));
    pen.each(reads::times(held, lang), |pen, time| pen.tag("small", "", |pen| pen.written(time.into())));
    pen.some(held.day, |pen, day| pen.tag("small", "", |pen| pen.written(reads::day(day, lang).into())));
    pen.when(held.past_stop, |pen| pen.line("small", "caution", PAST_STOP.get(lang)));
}

fn controls(pen: &mut Pen, screen: &Screen, view: &PreventionView, held: &Held, lang: Lang) {
    let may =
        view.handles && held.is_live() && view.in_hand().handling.is_none() && !view.in_hand().again && held.measure.kind != MeasureKind::Escalate;
    let basic = held.measure.kind == MeasureKind::Basic;
    pen.when(may, |pen| {
        pen.tag("div", "handles", |pen| {
            let tap = |pen: &mut Pen, action: &'static str, label: Text| {
                pen.tag("button", "answer", |pen| {
                    pen.is("type", "button");
                    pen.is("data-action", action);
                    pen.is_written("data-of", held.measure.id.as_str().to_owned().into());
                    pen.flag("disabled", is_locked(screen));
                    pen.text(label.get(lang));
                    // Which one, for whoever hears the buttons one after the other.
                    pen.tag("span", "unseen", |pen| pen.joined(&[" ", reads::name(held, lang)]));
                });
            };
            let ahead = held.measure.start.filter(|start| held.begun.is_none() && *start > screen.now);
            if held.is_held() {
                match ahead {
                    None => tap(pen, "resume", RESUME),
                    Some(start) => pen.tag("p", "hint", |pen| pen.joined(&[FROM.get(lang), &moment(start, lang), BEFORE.get(lang)])),
                }
            } else if !basic {
                tap(pen, "hold", HOLD);
            }
            tap(pen, "stop", STOP);
        });
    });
}

/// What is asked of whoever has a measure in hand.
pub fn title(doing: Doing) -> Text {
    match doing {
        Doing::Hold => WHY_HOLD,
        Doing::Stop => WHY_STOP,
        Doing::Resume => WHY_RESUME,
    }
}

/// Why, and the signature. Nothing is written before that.
fn handle(pen: &mut Pen, screen: &Screen, handling: &Handling, lang: Lang) {
    let locked = is_locked(screen);
    let sign = match handling.doing {
        Doing::Hold => SIGN_HOLD,
        Doing::Stop => SIGN_STOP,
        Doing::Resume => SIGN_RESUME,
    };
    let refused = matches!(&screen.refused, Some(Refusal::ReasonCode | Refusal::ReasonWords));
    pen.tag("fieldset", "choices", |pen| {
        pen.is("data-handling", "");
        pen.tag("legend", "", |pen| {
            pen.is("tabindex", "-1");
            pen.flag("data-here", true);
            pen.text(title(handling.doing).get(lang));
        });
        pen.when(refused, |pen| error(pen, "vte-why-code", GIVE_WHY.get(lang)));
        for why in reasons(handling.doing) {
            let label = if why.id == HELD { OTHER_HOLD } else { why.label };
            one_of(pen, ["vte-why", "data-why"], [why.id, label.get(lang)], handling.code == Some(why.id), locked);
        }
        pen.when(handling.doing != Doing::Resume, |pen| {
            field(pen, NOTE.get(lang), |pen| {
                pen.is("data-why-note", "");
                if refused {
                    pen.is("aria-describedby", "vte-why-code");
                }
                pen.flag("disabled", locked);
                pen.value((!handling.note.is_empty()).then(|| handling.note.clone().into()));
            });
        });
        pen.tag("div", "handles", |pen| {
            button(pen, "handle", "primary", sign.get(lang).into(), locked);
            button(pen, "handle-close", "quiet", words(lang).back.into(), locked);
        });
    });
}

/// What was set aside, why, and by whom.
fn weighed(pen: &mut Pen, overrides: &[OverrideLine], by: &Actor, lang: Lang) {
    pen.when(!overrides.is_empty(), |pen| {
        pen.line("p", "cap", WEIGHED.get(lang));
        pen.tag("ul", "", |pen| {
            for given in overrides {
                pen.tag("li", "", |pen| {
                    pen.is_written("data-weighed", given.id.clone().into());
                    pen.written(reads::weighed(given, by, lang).into());
                });
            }
        });
    });
}

/// What is watched while the plan is in force, as it was signed: beside the plan, and on its paper.
pub fn watched(pen: &mut Pen, view: &PreventionView, words: &PreventionWords, lang: Lang) {
    let monitoring: &[Watch] = view.in_force().plan().map_or(&[], |plan| &plan.monitoring);
    pen.when(!monitoring.is_empty(), |pen| {
        pen.tag("details", "about", |pen| {
            pen.flag("open", true);
            pen.line("summary", "", words.watch);
            pen.tag("ul", "", |pen| {
                for watch in monitoring {
                    pen.tag("li", "", |pen| {
                        pen.written(if lang == Lang::Zh { &watch.text.zh } else { &watch.text.en }.clone().into());
                        pen.some(watch.from, |pen, from| pen.tag("small", "", |pen| pen.written(moment(from, lang).into())));
                    });
                }
            });
        });
    });
}

/// The physician's second look at a nurse's score, and what came of it.
pub fn review(pen: &mut Pen, screen: &Screen, view: &PreventionView) {
    let lang = screen.lang;
    pen.some(view.of.review.as_ref(), |pen, review| {
        pen.tag("p", "sub", |pen| {
            pen.is("data-reviewed", if review.changed.is_some() { "changed" } else { "confirmed" });
            let what = if review.changed.is_some() { CHANGED_SCORE } else { CONFIRMED };
            pen.joined(&[what.get(lang), &review.by.name, " · ", &moment(review.at, lang)]);
        });
    });
    pen.when(view.to_review, |pen| {
        pen.tag("div", "handles", |pen| {
            button(pen, "confirm-score", "answer", CONFIRM.get(lang).into(), is_locked(screen));
            button(pen, "change-score", "quiet", RESCORE.get(lang).into(), is_locked(screen));
        });
    });
}

pub const SUPERSEDED: Text = text!("预防建议（已由授权方案取代）", "Proposal (superseded by the authorised plan)");
pub const SET_ASIDE: Text = text!("预防建议（医师已作决定）", "Proposal (a physician has decided)");
pub const AS_PROPOSED: Text = text!("已按建议授权", "Authorised as it was proposed");
pub const KEEP: Text = text!("保留现行方案", "Keep the plan as it is");
pub const NEW_PLAN: Text = text!("新方案（签名后取代现行方案）", "New plan (takes the place of the plan in force once it is signed)");
const AMENDED: Text = text!("签名后有更正", "Amended after it was signed");
const REPLACES: Text = text!("取代了此前的方案", "Takes the place of an earlier plan");
const WEIGHED: Text = text!("已权衡（仍然采用的理由与授权医师）", "Weighed against (reason, and who authorised it)");
const CHANGE: Text = text!("更改方案", "Change the plan");
const DECIDE: Text = text!("重新决定", "Decide again");
const HOLD: Text = text!("暂停", "Hold");
const RESUME: Text = text!("恢复", "Resume");
const FROM: Text = text!("可于 ", "Can be resumed from ");
const BEFORE: Text = text!("（首剂时间）起恢复；此前如需改动，请停用后重新决定", " (the first dose) on; before that, stop it and decide again");
const STOP: Text = text!("停用", "Stop");
const WHY_HOLD: Text = text!("暂停的原因", "Why it is held");
const WHY_STOP: Text = text!("停用的原因", "Why it is stopped");
const WHY_RESUME: Text = text!("恢复使用（自签名时起）", "Resumed, from the signature on");
const GIVE_WHY: Text = text!("请选择原因；“其他原因”须写明。", "Choose the reason; \"another reason\" wants words.");
const OTHER_HOLD: Text = text!("其他原因（须说明）", "Another reason (say which)");
const NOTE: Text = text!("补充说明", "Note");
const SIGN_HOLD: Text = text!("签名并暂停", "Sign and hold");
const SIGN_STOP: Text = text!("签名并停用", "Sign and stop");
const SIGN_RESUME: Text = text!("签名并恢复", "Sign and resume");
const CONFIRM: Text = text!("确认护士评分", "Confirm the nurse's score");
const RESCORE: Text = text!("修改评分", "Change the score");
const CONFIRMED: Text = text!("医师复核：按原样确认 · ", "Physician's review: confirmed as signed · ");
const CHANGED_SCORE: Text = text!("医师复核：已修改 · ", "Physician's review: changed · ");
