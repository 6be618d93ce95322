//! The courses: for each audience its modules, each with a short reading whose statements say where they come from, an example and cases.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::clinical::source::{Mark, PLACES};
use crate::text::{Lang, Text, text};
use crate::training::course::course;
use crate::training::exercise::Exercise;
use crate::training::reading::{Audience, CourseModule, ReadingLine};

#[derive(Clone, PartialEq, Properties)]
pub struct CourseProps {
    pub lang: Lang,
}

#[component]
pub fn Course(props: &CourseProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let audience = use_state_eq(|| 0_usize);
    let choose = {
        let audience = audience.setter();
        Callback::from(move |event: Event| audience.set(event.target_unchecked_into::<HtmlSelectElement>().value().parse().unwrap_or(0)))
    };
    let of = Audience::ALL.get(*audience).copied().unwrap_or(Audience::WardNurse);
    html! {
        <section class="one" data-drill="course">
            <p class="way-back"><a href="#/train" data-action="to-list">{ t(text!("← 全部病例", "← All cases")) }</a></p>
            <h2 tabindex="-1">{ t(text!("课程", "Courses")) }</h2>
            <label class="line-field"><span>{ t(text!("对象", "For")) }</span>
                <select data-choose="audience" onchange={choose}>{ for Audience::ALL.iter().enumerate().map(|(index, one)| html! { <option value={index.to_string()} selected={index == *audience}>{ t(one.text()) }</option> }) }</select>
            </label>
            { for course(of).map(|module| page(module, lang)) }
        </section>
    }
}

fn page(module: &'static CourseModule, lang: Lang) -> Html {
    let link = |id: &'static str| match Exercise::named(id, &[]) {
        Some(exercise) => html! { <li><a href={["#/train?case=", id].concat()} data-exercise={id}>{ exercise.title(lang) }</a></li> },
        None => html! {},
    };
    html! {
        <details key={module.id} class="panel module" data-module={module.id}>
            <summary><b>{ module.title.get(lang) }</b></summary>
            <ul class="reading">{ for module.reading.iter().map(|line| statement(line, lang)) }</ul>
            if let Some(worked) = module.worked { <h3>{ text!("例题", "Worked example").get(lang) }</h3><ul class="links">{ link(worked) }</ul> }
            if !module.exercises.is_empty() { <h3>{ text!("练习", "Cases").get(lang) }</h3><ul class="links">{ for module.exercises.iter().map(|id| link(id)) }</ul> }
        </details>
    }
}

/// A statement with its sources, and with what is not verified or was decided by us.
fn statement(line: &'static ReadingLine, lang: Lang) -> Html {
    let key = |mark: &'static Mark| match *mark {
        Mark::V(key) | Mark::V2(key) => PLACES.iter().find(|place| place.key == key).map(|place| place.what),
        Mark::K(_) | Mark::D(_) => None,
    };
    let sources: Vec<&str> = line.marks.iter().filter_map(key).collect();
    html! {
        <li><p>{ line.text.get(lang) }</p>
            if !sources.is_empty() { <small>{ [text!("依据：", "Source: ").get(lang), &sources.join("; ")].concat() }</small> }
            { for line.marks.iter().filter_map(|mark| mark.tag(lang)).map(|tag| html! { <small class="tag">{ tag.concat() }</small> }) }
        </li>
    }
}
