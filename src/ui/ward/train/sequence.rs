//! Exercises one after the other, of whatever kind: a form in the element, a decision beside it. A teacher in front of the class announces the number, and
//! everybody has that case.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::remembered::Remembered;
use crate::text::{Lang, Text, text};
use crate::training::lesson::Lesson;

#[derive(Clone, PartialEq, Properties)]
pub struct SequenceProps {
    pub lang: Lang,
    pub lesson: Rc<Lesson>,
}

#[component]
pub fn Sequence(props: &SequenceProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let at = use_state_eq(|| 0_usize);
    let count = props.lesson.exercises.len();
    let Some(id) = props.lesson.exercises.get(*at).cloned() else { return html! {} };
    let go = |to: usize| {
        let at = at.setter();
        Callback::from(move |_: MouseEvent| at.set(to))
    };
    let jump = {
        let at = at.setter();
        Callback::from(move |event: Event| at.set(event.target_unchecked_into::<HtmlSelectElement>().value().parse().unwrap_or(0)))
    };
    html! {
        <div class="sequence" data-sequence={id.clone()}>
            <div class="teach-bar">
                <label><span>{ t(text!("题号", "Case no.")) }</span>
                    <select data-choose="number" onchange={jump}>{ for (0..count).map(|index| html! { <option value={index.to_string()} selected={index == *at}>{ format!("{} / {count}", index + 1) }</option> }) }</select>
                </label>
                if *at > 0 { <button type="button" data-action="previous-case" onclick={go(*at - 1)}>{ t(text!("← 上一题", "← Previous")) }</button> }
                if *at + 1 < count { <button type="button" data-action="following-case" onclick={go(*at + 1)}>{ t(text!("下一题 →", "Next →")) }</button> }
            </div>
            <Remembered key={id.clone()} {lang} lesson={Rc::clone(&props.lesson)} id={id.clone()} />
        </div>
    }
}
