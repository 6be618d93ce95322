//! Below the form: handing in, and what came of it, coarse to fine.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::parts::{LessonProps, use_board};
use crate::session::lesson::case::NEXT_STEPS;
use crate::session::lesson::told::{self, FaultLine, MistakeLine, VerdictLine};
use crate::session::lesson::{DrillStep, LessonCue, LessonDesk};
use crate::text::{Lang, Text, text};
use crate::training::exercise::{Exercise, next_step_of};
use crate::training::mark::{MarkVerdict, Marking};
use crate::web::lesson::LessonBoard;

const HAND_IN: Text = text!("交卷", "Hand in");
const HINT: Text = text!("提示", "Hint");
const SHOW: Text = text!("逐条查看", "Show item by item");
const AGAIN: Text = text!("再做一次", "Try again");
const NEXT: Text = text!("下一例", "Next case");
const FINISH: Text = text!("完成", "Finish");
const OWN_TOTAL: Text = text!("您手算的总分", "The total you add up by hand");
const NEXT_STEP: Text = text!("下一步您会怎么做？", "What would you do next?");
const NOT_CHOSEN: Text = text!("请选择", "Choose");
const ALL_RIGHT: Text = text!("全部正确", "All right");
const NOT_RIGHT: Text = text!("还不完全正确", "Not all right yet");
const SOURCE: Text = text!("依据：", "Source: ");
const TO_ITEM: Text = text!("到该条目", "Go to the item");
const WHY: Text = text!("要点", "The point");
const RIGHT_IS: Text = text!("正确结果：", "Right is: ");
const OVER: Text = text!("本课已完成", "The lesson is over");
const HANDED_IN: Text = text!("已交卷", "Handed in");

#[component]
pub fn Below(props: &LessonProps) -> Html {
    use_board(&props.board);
    let (total, next_step, result) = (use_node_ref(), use_node_ref(), use_node_ref());
    let board = &props.board;
    let lang = board.lang();
    // What came of it is read first.
    let shown = board.look(|lesson, _| lesson.map(|lesson| (lesson.at, lesson.step, lesson.tries)));
    {
        let result = result.clone();
        use_effect_with(shown, move |shown| {
            if shown.is_some_and(|(_, step, _)| step != DrillStep::Filling)
                && let Some(heading) = result.cast::<web_sys::HtmlElement>()
            {
                heading.focus().ok();
            }
        });
    }
    let act = |cue: fn() -> LessonCue| {
        let board = Rc::clone(board);
        Callback::from(move |_: MouseEvent| board.step(cue()))
    };
    let hand_in = {
        let (board, total, next_step) = (Rc::clone(board), total.clone(), next_step.clone());
        Callback::from(move |_: MouseEvent| {
            let total = total.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let step = next_step.cast::<HtmlSelectElement>().map(|select| select.value()).filter(|code| !code.is_empty());
            board.hand_in(&total, step);
        })
    };
    board.look(|lesson, _| {
        let Some(lesson) = lesson else { return html! {} };
        let Some(case) = lesson.case() else { return html! {} };
        let t = |text: Text| text.get(lang);
        let key = lesson.at.to_string();
        let inside = match (lesson.step, &lesson.marking) {
            (DrillStep::Filling, _) => html! {
                <>
                    if lesson.by_hand {
                        <label class="lesson-field"><span>{ t(OWN_TOTAL) }</span><input ref={total} key={key.clone()} type="text" inputmode="decimal" maxlength="6" autocomplete="off" data-own-total="" /></label>
                    }
                    if next_step_of(case.aims_at()).is_some() {
                        <label class="lesson-field"><span>{ t(NEXT_STEP) }</span>
                            <select ref={next_step} key={key} data-next-step=""><option value="" selected=true>{ t(NOT_CHOSEN) }</option>
                                { for NEXT_STEPS.iter().map(|(code, name)| html! { <option value={*code}>{ t(*name) }</option> }) }
                            </select>
                        </label>
                    }
                    if let Some(why) = lesson.refused { <p class="lesson-refused" role="alert" data-lesson-refused="">{ t(why) }</p> }
                    <div class="lesson-acts">
                        <button type="button" class="primary" data-action="hand-in" onclick={hand_in}>{ t(HAND_IN) }</button>
                        if lesson.hints < lesson.hints_of().len() {
                            <button type="button" data-action="hint" onclick={act(|| LessonCue::Hint)}>{ [t(HINT), " ", &(lesson.hints + 1).to_string(), "/", &lesson.hints_of().len().to_string()].concat() }</button>
                        }
                    </div>
                </>
            },
            (_, Some(marking)) => html! {
                <>
                    <h2 ref={result} tabindex="-1" data-marked={if marking.is_right() { "right" } else { "wrong" }}>{ heading(lesson, marking, lang) }</h2>
                    if !lesson.exam {
                        { coarse(case, marking, lesson.step == DrillStep::Fine || lesson.step == DrillStep::Over, lang) }
                        if lesson.step != DrillStep::Coarse { { fine(board, case, marking, lang) } }
                    }
                    if lesson.step == DrillStep::Over {
                        <p class="lesson-over" data-over="" role="status">{ summary(lesson, lang) }</p>
                    }
                    <div class="lesson-acts">
                        if lesson.step == DrillStep::Coarse {
                            <button type="button" class="primary" data-action="again" onclick={act(|| LessonCue::Again)}>{ t(AGAIN) }</button>
                            <button type="button" data-action="show-items" onclick={act(|| LessonCue::Show)}>{ t(SHOW) }</button>
                        }
                        if lesson.step == DrillStep::Fine {
                            <button type="button" class="primary" data-action="next-case" onclick={act(|| LessonCue::Next)}>{ t(if lesson.is_last() { FINISH } else { NEXT }) }</button>
                            if !marking.is_right() { <button type="button" data-action="again" onclick={act(|| LessonCue::Again)}>{ t(AGAIN) }</button> }
                        }
                    </div>
                </>
            },
            _ => html! {},
        };
        html! { <section class="lesson" lang={lang.tag()} aria-label={t(text!("交卷与判分", "Handing in and marking"))} data-lesson-part="below">{ inside }</section> }
    })
}

fn heading(lesson: &LessonDesk, marking: &Marking, lang: Lang) -> String {
    match (lesson.step, lesson.exam) {
        (_, true) => HANDED_IN.get(lang).to_owned(),
        (DrillStep::Over, _) => OVER.get(lang).to_owned(),
        _ if marking.is_right() => ["✓ ", ALL_RIGHT.get(lang)].concat(),
        _ => ["✗ ", NOT_RIGHT.get(lang)].concat(),
    }
}

fn summary(lesson: &LessonDesk, lang: Lang) -> String {
    let right = lesson.done.iter().filter(|done| done.right_first).count().to_string();
    let all = lesson.cases.len().to_string();
    match lang {
        Lang::Zh if lesson.exam => ["共 ", &all, " 例，均已交卷。"].concat(),
        Lang::En if lesson.exam => [&all, " cases, all handed in."].concat(),
        Lang::Zh => ["共 ", &all, " 例，第一次作答全对 ", &right, " 例。"].concat(),
        Lang::En => [&right, " of ", &all, " cases were right at the first try."].concat(),
    }
}

fn verdict_id(verdict: MarkVerdict) -> &'static str {
    match verdict {
        MarkVerdict::Right => "right",
        MarkVerdict::Wrong => "wrong",
        MarkVerdict::NotSaid => "open",
    }
}

fn coarse(case: &Exercise, marking: &Marking, over: bool, lang: Lang) -> Html {
    if marking.other_instrument {
        return html! { <p data-verdict="instrument">{ text!("填写的不是本例的评分表。", "Another form than that of the case was filled.").get(lang) }</p> };
    }
    let sign = |verdict| match verdict {
        MarkVerdict::Right => "✓ ",
        MarkVerdict::Wrong => "✗ ",
        MarkVerdict::NotSaid => "– ",
    };
    let line = |line: VerdictLine| {
        html! {
            <div data-verdict={line.id} data-is={verdict_id(line.verdict)}>
                <dt>{ line.name.get(lang) }</dt>
                <dd><b>{ [sign(line.verdict), told::verdict_word(line.verdict).get(lang)].concat() }</b>
                    if over && !line.right.is_empty() { <span class="right-is">{ [RIGHT_IS.get(lang), &line.right].concat() }</span> }
                </dd>
            </div>
        }
    };
    let count = marking.items.len().to_string();
    let items = match (marking.items.len(), lang) {
        (0, Lang::Zh) => "✓ 全部正确".to_owned(),
        (0, Lang::En) => "✓ all right".to_owned(),
        (_, Lang::Zh) => ["✗ 有 ", &count, " 处不正确"].concat(),
        (1, Lang::En) => "✗ 1 is not right".to_owned(),
        (_, Lang::En) => ["✗ ", &count, " are not right"].concat(),
    };
    html! {
        <dl class="lesson-coarse">
            { for told::coarse(case, marking, lang).into_iter().map(line) }
            <div data-verdict="items" data-is={if marking.items.is_empty() { "right" } else { "wrong" }}><dt>{ text!("条目", "Items").get(lang) }</dt><dd><b>{ items }</b></dd></div>
        </dl>
    }
}

fn fine(board: &Rc<LessonBoard>, case: &Exercise, marking: &Marking, lang: Lang) -> Html {
    let go = |item: &'static str| {
        let board = Rc::clone(board);
        Callback::from(move |_: MouseEvent| board.focus(item))
    };
    let said_by = |sources: &[&str], tags: &[String]| {
        html! {
            <>
                if !sources.is_empty() { <cite>{ [SOURCE.get(lang), &sources.join("; ")].concat() }</cite> }
                { for tags.iter().map(|tag| html! { <span class="lesson-tag">{ tag.clone() }</span> }) }
            </>
        }
    };
    let fault = |line: FaultLine| {
        html! {
            <li data-fault={line.kind} data-for={line.item}>
                <p><b class="kind">{ line.word.get(lang) }</b>{ " " }{ line.said }</p>
                if let Some(rule) = line.rule { <p class="rule">{ rule }</p> }
                { said_by(&line.sources, &line.tags) }
                <button type="button" class="link" data-action="to-item" aria-label={[TO_ITEM.get(lang), " ", line.item].concat()} onclick={go(line.item)}>{ TO_ITEM.get(lang) }</button>
            </li>
        }
    };
    let named = |line: MistakeLine| {
        html! {
            <li data-mistake={line.id}><p><b>{ line.name }</b></p><p class="rule">{ line.rule }</p>{ said_by(&line.sources, &line.tags) }</li>
        }
    };
    let faults = case.instrument().map(|of| told::faults(of, marking, lang)).unwrap_or_default();
    let mistakes = told::mistakes(marking, lang);
    html! {
        <>
            if !faults.is_empty() { <h3>{ text!("逐条", "Item by item").get(lang) }</h3><ul class="lesson-faults">{ for faults.into_iter().map(fault) }</ul> }
            if !mistakes.is_empty() { <h3>{ text!("常见错误", "The mistake by name").get(lang) }</h3><ul class="lesson-faults">{ for mistakes.into_iter().map(named) }</ul> }
            if let Some(why) = case.why(lang) { <h3>{ WHY.get(lang) }</h3><p class="lesson-why" data-why="">{ why }</p> }
        </>
    }
}
