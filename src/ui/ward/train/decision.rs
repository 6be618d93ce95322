//! A drill of the plan or of the green channel on the screen: the story, what the learner would do, and what came of it. In real time where that is wanted:
//! the clocks of the channel run as they would at the bed.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use super::moment::clock_words;
use crate::clinical::contraindication::row::Row;
use crate::clinical::pathway::codes::ChannelCode;
use crate::session::classroom::decision::{DecisionCue, DecisionDesk, DecisionEffect};
use crate::session::classroom::decision_told::{
    CoarseLine, DecisionLine, background, bleeding_list, choice, clocks, coarse, fine, measured, proposed, rows, signed_score,
};
use crate::session::lesson::DrillStep;
use crate::text::{Lang, Text, text};
use crate::training::channel_drill::{ChannelDrill, interims, steps};
use crate::training::exercise::Exercise;
use crate::training::plan_drill::{PlanDrill, orderable};
use crate::training::respond::{ChannelResponse, PlanResponse, Response};
use crate::web::clock;

#[derive(Clone, PartialEq, Properties)]
pub struct DecisionProps {
    pub lang: Lang,
    /// Of a drill of the plan or of the green channel.
    pub id: String,
    /// One answer, no hints, and nothing is marked on the screen.
    #[prop_or_default]
    pub exam: bool,
    /// The case is over: its id, the first answer, and whether that was right.
    pub over: Callback<(String, Response, bool)>,
}

#[component]
pub fn Decision(props: &DecisionProps) -> Html {
    let lang = props.lang;
    let desk = use_state(|| Exercise::named(&props.id, &[]).and_then(|of| DecisionDesk::new(of, props.exam)));
    let result = use_node_ref();
    // When real time was switched on; seconds since, and those that it had taken when it was handed in.
    let since = use_state_eq(|| None::<u64>);
    let beat = use_state_eq(|| 0_i64);
    let took = use_state_eq(|| None::<i64>);
    {
        let beat = beat.setter();
        use_effect_with(*since, move |since| {
            let ticking = since.map(|from| Interval::new(1000, move || beat.set(seconds(from))));
            move || drop(ticking)
        });
    }
    // What came of it is read first.
    let shown = desk.as_ref().map(|desk| (desk.step, desk.tries));
    {
        let result = result.clone();
        use_effect_with(shown, move |shown| {
            if shown.is_some_and(|(step, _)| step != DrillStep::Filling)
                && let Some(heading) = result.cast::<web_sys::HtmlElement>()
            {
                heading.focus().ok();
            }
        });
    }
    let Some(held) = (*desk).clone() else { return html! {} };
    let act = {
        let (desk, over, since, took, id) = (desk.clone(), props.over.clone(), since.clone(), took.clone(), props.id.clone());
        Callback::from(move |cue: DecisionCue| {
            let Some(mut now) = (*desk).clone() else { return };
            let effect = now.take(cue);
            if cue == DecisionCue::HandIn && now.step != DrillStep::Filling {
                took.set((*since).map(seconds));
                since.set(None);
            }
            desk.set(Some(now));
            if let DecisionEffect::Over { right_first, response } = effect {
                over.emit((id.clone(), response, right_first));
            }
        })
    };
    let t = |text: Text| text.get(lang);
    let press = |cue: DecisionCue| act.reform(move |_: MouseEvent| cue);
    let filling = held.step == DrillStep::Filling;
    let switch = {
        let (since, beat) = (since.clone(), beat.clone());
        Callback::from(move |_: Event| {
            beat.set(0);
            since.set(if since.is_some() { None } else { Some(clock::millis()) });
        })
    };
    let hints = held.hints_of();
    let told = held.marking.as_ref().filter(|_| !filling && !held.exam);
    html! {
        <article class="decision" data-decision={props.id.clone()}>
            <h3>{ held.exercise.title(lang) }</h3>
            <p class="story" data-story="">{ held.exercise.story(lang) }</p>
            { known(&held.exercise, lang) }
            if !held.exam && filling {
                <label class="tick"><input type="checkbox" data-real-time="" checked={since.is_some()} onchange={switch} /><span>{ t(text!("实时：从现在起计时", "In real time: the clock runs from now")) }</span></label>
            }
            if since.is_some() { { running(&held.exercise, *beat, lang) } }
            if filling {
                { form(&held, &act, lang) }
                if held.hints > 0 {
                    <ul class="hints" data-hints="" aria-live="polite">{ for hints.iter().take(held.hints).map(|[zh, en]| html! { <li>{ if lang == Lang::Zh { zh.clone() } else { en.clone() } }</li> }) }</ul>
                }
                if let Some(why) = held.refused { <p class="alert" role="alert" data-refused="decision">{ t(why) }</p> }
                <div class="actions">
                    <button type="button" class="primary" data-action="hand-in" onclick={press(DecisionCue::HandIn)}>{ t(text!("交卷", "Hand in")) }</button>
                    if held.hints < hints.len() {
                        <button type="button" data-action="hint" onclick={press(DecisionCue::Hint)}>{ format!("{} {}/{}", t(text!("提示", "Hint")), held.hints + 1, hints.len()) }</button>
                    }
                </div>
            } else {
                <h3 ref={result} tabindex="-1" data-marked={told.map_or("kept", |marking| if marking.is_right() { "right" } else { "wrong" })}>{ heading(&held, lang) }</h3>
                if let Some(seconds) = *took { <p data-took="">{ [t(text!("用时 ", "Taken: ")), &clock_words(seconds)].concat() }{ for late(&held.exercise, seconds, lang) }</p> }
                if let Some(marking) = told {
                    if marking.is_unsafe() { <p class="alert" role="alert" data-unsafe="">{ t(text!("⚠ 危险：这样会越过禁忌或闸门用药，本题记0分。", "⚠ Unsafe: this would give something through a block or a gate. It counts 0.")) }</p> }
                    <dl class="figures">{ for coarse(marking, lang).into_iter().map(|line| coarse_line(line, lang)) }</dl>
                    if held.step == DrillStep::Fine {
                        <ul class="told">{ for fine(&held.exercise, marking, lang).into_iter().map(|line| told_line(line, lang)) }</ul>
                        if let Exercise::Plan(drill) = &held.exercise {
                            <h4>{ t(text!("程序的方案", "What the program proposes")) }</h4>
                            <ul class="told" data-proposed="">{ for proposed(drill, lang).into_iter().map(|line| told_line(line, lang)) }</ul>
                        }
                        if let Some(why) = held.exercise.why(lang) { <h4>{ t(text!("要点", "The point")) }</h4><p data-why="">{ why }</p> }
                    }
                    <div class="actions">
                        if held.step == DrillStep::Coarse {
                            <button type="button" class="primary" data-action="again" onclick={press(DecisionCue::Again)}>{ t(text!("再做一次", "Try again")) }</button>
                            <button type="button" data-action="show-items" onclick={press(DecisionCue::Show)}>{ t(text!("逐条查看", "Show line by line")) }</button>
                        } else if !marking.is_right() {
                            <button type="button" data-action="again" onclick={press(DecisionCue::Again)}>{ t(text!("再做一次", "Try again")) }</button>
                        }
                    </div>
                }
            }
        </article>
    }
}

fn seconds(since: u64) -> i64 {
    i64::try_from(clock::millis().saturating_sub(since) / 1000).unwrap_or_default()
}

fn heading(desk: &DecisionDesk, lang: Lang) -> &'static str {
    let right = desk.marking.as_ref().is_some_and(|marking| marking.is_right());
    match (desk.exam, right) {
        (true, _) => text!("已交卷", "Handed in"),
        (_, true) => text!("✓ 全部正确", "✓ All right"),
        _ => text!("✗ 还不完全正确", "✗ Not all right yet"),
    }
    .get(lang)
}

/// What the chart shows beside the story.
fn known(exercise: &Exercise, lang: Lang) -> Html {
    if let Exercise::Channel(drill) = exercise {
        return background(drill).map(|told| html! { <p class="signed" data-background="">{ told.get(lang) }</p> }).unwrap_or_default();
    }
    let Exercise::Plan(drill) = exercise else { return html! {} };
    let measured = measured(drill, lang);
    html! {
        <>
            <p class="signed"><b>{ signed_score(drill, lang) }</b></p>
            <details class="values"><summary>{ text!("检验与测量", "Laboratory and measurements").get(lang) }</summary>
                <dl>{ for measured.into_iter().map(|[name, value, at]| html! { <div><dt>{ name }</dt><dd>{ value }{ " " }<small>{ at }</small></dd></div> }) }</dl>
            </details>
        </>
    }
}

/// The clocks as they would run at the bed; of a plan the time that it takes.
fn running(exercise: &Exercise, seconds: i64, lang: Lang) -> Html {
    let line = |id: &'static str, name: String, owner: &'static str, left: i64| {
        let word = if left < 0 { text!("超时 ", "late by ") } else { text!("剩余 ", "left ") };
        html! {
            <div data-clock={id} data-late={(left < 0).to_string()}><dt>{ name }</dt><dd><b>{ [word.get(lang), &clock_words(left.abs())].concat() }</b>{ " " }<small>{ owner }</small></dd></div>
        }
    };
    let lines: Vec<Html> = match exercise {
        Exercise::Channel(drill) => {
            let at = (drill.at)() + chrono::TimeDelta::seconds(seconds);
            clocks(drill, seconds)
                .into_iter()
                .map(|of| line(of.id, of.span.get(lang).to_owned(), of.owner.get(lang), (of.target - at).num_seconds()))
                .collect()
        }
        _ => vec![],
    };
    html! {
        <div class="clocks" role="timer" aria-live="off" data-clocks="">
            <p>{ text!("已用 ", "Taken so far: ").get(lang) }<b data-beat="">{ clock_words(seconds) }</b></p>
            if !lines.is_empty() { <dl>{ for lines }</dl> }
        </div>
    }
}

/// The clocks that had passed their target when it was handed in.
fn late(exercise: &Exercise, seconds: i64, lang: Lang) -> Option<Html> {
    let Exercise::Channel(drill) = exercise else { return None };
    let at = (drill.at)() + chrono::TimeDelta::seconds(seconds);
    let late: Vec<&str> = clocks(drill, seconds).into_iter().filter(|of| of.target < at).map(|of| of.span.get(lang)).collect();
    (!late.is_empty())
        .then(|| html! { <span data-late-clocks="">{ [text!(" · 已超时：", " · past its target: ").get(lang), &late.join("; ")].concat() }</span> })
}

fn form(desk: &DecisionDesk, act: &Callback<DecisionCue>, lang: Lang) -> Html {
    match (&desk.exercise, &desk.response) {
        (Exercise::Plan(drill), Response::Plan(plan)) => plan_form(drill, plan, act, lang),
        (Exercise::Channel(drill), Response::Channel(channel)) => channel_form(drill, channel, act, lang),
        _ => html! {},
    }
}

fn tick(name: &'static str, id: &'static str, label: &str, on: bool, cue: DecisionCue, act: &Callback<DecisionCue>) -> Html {
    html! {
        <label key={id} class="tick"><input type="checkbox" name={name} value={id} checked={on} onchange={act.reform(move |_: Event| cue)} /><span>{ label.to_owned() }</span></label>
    }
}

fn plan_form(drill: &'static PlanDrill, plan: &PlanResponse, act: &Callback<DecisionCue>, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    let list = bleeding_list(drill);
    let high = |value: bool, label: Text| {
        html! { <label class="tick"><input type="radio" name="high" value={value.to_string()} checked={plan.bleeding_high == Some(value)} onchange={act.reform(move |_: Event| DecisionCue::BleedingHigh(value))} /><span>{ t(label) }</span></label> }
    };
    let group = |title: Text, of_drugs: bool| {
        let all: Vec<&'static Row> = rows(of_drugs).collect();
        let ticked = all.iter().filter(|row| plan.contraindications.contains(&row.id)).count();
        html! {
            <details class="rows" data-rows={if of_drugs { "drugs" } else { "devices" }}><summary>{ format!("{} ({} / {})", t(title), ticked, all.len()) }</summary>
                <div class="ticks">{ for all.iter().map(|row| tick("row", row.id, row.label.get(lang), plan.contraindications.contains(&row.id), DecisionCue::Row(row.id), act)) }</div>
            </details>
        }
    };
    html! {
        <>
            <fieldset><legend>{ [t(text!("一、出血：", "1. Bleeding: ")), list.title.get(lang)].concat() }</legend>
                <div class="ticks">{ for list.items.iter().map(|item| tick("bleeding", item.id, item.label.get(lang), plan.bleeding.contains(&item.id), DecisionCue::Bleeding(item.id), act)) }</div>
                <div class="ticks" role="radiogroup" aria-label={t(text!("出血风险", "Bleeding risk"))}>{ high(true, text!("出血高危", "High bleeding risk")) }{ high(false, text!("非出血高危", "Not high")) }</div>
            </fieldset>
            <fieldset><legend>{ t(text!("二、成立的禁忌与慎用", "2. Contraindications and cautions that hold")) }</legend>
                { group(text!("药物", "Of drugs"), true) }
                { group(text!("器械", "Of devices"), false) }
            </fieldset>
            <fieldset><legend>{ t(text!("三、现在您会开哪些医嘱？（须等答案的先不开）", "3. What would you order now? (nothing that waits for an answer)")) }</legend>
                <div class="ticks">{ for orderable().into_iter().map(|(id, label)| tick("order", id, label.get(lang), plan.orders.contains(&id), DecisionCue::Order(id), act)) }</div>
            </fieldset>
        </>
    }
}

fn channel_form(_: &'static ChannelDrill, channel: &ChannelResponse, act: &Callback<DecisionCue>, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    let radio = |name: &'static str, code: ChannelCode, on: bool, cue: DecisionCue| {
        html! { <label key={code.id()} class="tick"><input type="radio" {name} value={code.id()} checked={on} onchange={act.reform(move |_: Event| cue)} /><span>{ choice(code, lang) }</span></label> }
    };
    html! {
        <>
            <fieldset><legend>{ t(text!("一、下一步（只选一个）", "1. The one next step")) }</legend>
                <div class="ticks">{ for steps().map(|code| radio("step", code, channel.step == Some(code), DecisionCue::Step(code))) }</div>
            </fieldset>
            <fieldset><legend>{ t(text!("二、结果出来前的抗凝药", "2. The anticoagulant before the result")) }</legend>
                <div class="ticks">{ for interims().map(|code| radio("interim", code, channel.interim == Some(code), DecisionCue::Interim(code))) }</div>
            </fieldset>
        </>
    }
}

fn coarse_line(line: CoarseLine, lang: Lang) -> Html {
    html! { <div data-verdict={line.id} data-is={if line.right { "right" } else { "wrong" }}><dt>{ line.name.get(lang) }</dt><dd>{ line.said }</dd></div> }
}

fn told_line(line: DecisionLine, lang: Lang) -> Html {
    html! {
        <li data-fault={line.kind} data-for={line.id}>
            <p><b>{ line.word.get(lang) }</b>{ " " }{ line.said }</p>
            { for line.because.into_iter().map(|why| html! { <p class="rule">{ why }</p> }) }
            if !line.sources.is_empty() { <small>{ [text!("依据：", "Source: ").get(lang), &line.sources.join("; ")].concat() }</small> }
            { for line.tags.into_iter().map(|tag| html! { <small class="tag">{ tag }</small> }) }
        </li>
    }
}
