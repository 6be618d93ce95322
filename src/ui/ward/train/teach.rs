//! The teacher's page: make a lesson, give it away, collect what learners hand in, and look at it on the wall. No server: links, files
//! and codes. What is kept are lessons and results of invented cases, in the classroom's own store.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::board::Board;
use super::collect::Collect;
use super::make::{GiveAway, Make};
use crate::session::classroom::files::{lesson_text, open_lesson, results, results_text, tables};
use crate::text::{Lang, Text, text};
use crate::training::attempt::LessonAttempt;
use crate::training::class::LessonClass;
use crate::training::lesson::Lesson;
use crate::web::classroom::{keep, kept, large};

/// One lesson with what was handed in: the attempts as they came, and the class that they merge to.
#[derive(Clone)]
pub struct Gathered {
    pub class: LessonClass,
    pub attempts: Vec<LessonAttempt>,
}

impl Gathered {
    pub fn new(lesson: Lesson) -> Gathered {
        Gathered { class: LessonClass::new(lesson, tables()), attempts: vec![] }
    }

    fn add_all(mut self, attempts: Vec<LessonAttempt>) -> Gathered {
        for attempt in attempts {
            if self.class.merge(&attempt).is_ok() {
                self.attempts.push(attempt);
            }
        }
        self
    }
}

async fn read_all() -> Vec<Gathered> {
    let mut all = vec![];
    for id in kept("classes").await.unwrap_or_default().lines() {
        let Some(Ok(lesson)) = kept(&["lesson/", id].concat()).await.map(|text| open_lesson(&text)) else { continue };
        let held = kept(&["results/", id].concat()).await.map(|text| results(&text).0).unwrap_or_default();
        all.push(Gathered::new(lesson).add_all(held));
    }
    all
}

/// Writes one lesson with its results, and the list of all; `true` where it is kept.
async fn write(all: Vec<Gathered>, changed: usize) -> bool {
    let ids: Vec<&str> = all.iter().map(|held| held.class.lesson.id.as_str()).collect();
    let Some(held) = all.get(changed) else { return keep("classes", &ids.join("\n")).await };
    let id = &held.class.lesson.id;
    let attempts: Vec<&LessonAttempt> = held.attempts.iter().collect();
    keep(&["lesson/", id].concat(), &lesson_text(&held.class.lesson)).await
        && keep(&["results/", id].concat(), &results_text(&attempts)).await
        && keep("classes", &ids.join("\n")).await
}

#[derive(Clone, PartialEq, Properties)]
pub struct TeachProps {
    pub lang: Lang,
}

const PARTS: [(&str, Text); 3] =
    [("give", text!("发给学员", "Give away")), ("collect", text!("收成绩", "Collect")), ("board", text!("看板与统计", "Board and figures"))];

#[component]
pub fn Teach(props: &TeachProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let all = use_state(|| None::<Rc<Vec<Gathered>>>);
    let chosen = use_state_eq(|| None::<usize>);
    let part = use_state_eq(|| "give");
    let projector = use_state_eq(|| false);
    let unkept = use_state_eq(|| false);
    {
        let (all, chosen) = (all.setter(), chosen.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let read = read_all().await;
                chosen.set(read.len().checked_sub(1));
                all.set(Some(Rc::new(read)));
            });
        });
    }
    use_effect_with(*projector, |on| {
        large(*on);
        || large(false)
    });
    let Some(held) = (*all).clone() else { return html! { <p role="status">{ t(text!("正在读取…", "Reading…")) }</p> } };
    let put = {
        let (all, unkept) = (all.setter(), unkept.setter());
        move |now: Vec<Gathered>, changed: usize| {
            all.set(Some(Rc::new(now.clone())));
            let unkept = unkept.clone();
            spawn_local(async move { unkept.set(!write(now, changed).await) });
        }
    };
    let made = {
        let (held, chosen, part, put) = (Rc::clone(&held), chosen.setter(), part.setter(), put.clone());
        Callback::from(move |lesson: Lesson| {
            let mut now = (*held).clone();
            now.retain(|of| of.class.lesson.id != lesson.id);
            now.push(Gathered::new(lesson));
            let last = now.len() - 1;
            put(now, last);
            chosen.set(Some(last));
            part.set("give");
        })
    };
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |event: Event| chosen.set(event.target_unchecked_into::<HtmlSelectElement>().value().parse().ok()))
    };
    let gathered = {
        let (held, chosen, put) = (Rc::clone(&held), *chosen, put.clone());
        Callback::from(move |attempts: Vec<LessonAttempt>| {
            let mut now = (*held).clone();
            if let Some(index) = chosen.filter(|index| *index < now.len()) {
                now[index] = now[index].clone().add_all(attempts);
                put(now, index);
            }
        })
    };
    let one = chosen.and_then(|index| held.get(index)).cloned();
    let switch = {
        let projector = projector.clone();
        Callback::from(move |_: MouseEvent| projector.set(!*projector))
    };
    let inside = match &one {
        None => html! { <Make {lang} {made} /> },
        Some(of) => match *part {
            "collect" => html! { <Collect {lang} class={Rc::new(of.class.clone())} {gathered} /> },
            "board" => {
                html! { <Board {lang} class={Rc::new(of.class.clone())} others={Rc::new(held.iter().map(|of| of.class.clone()).collect::<Vec<_>>())} /> }
            }
            _ => html! { <GiveAway {lang} lesson={Rc::new(of.class.lesson.clone())} /> },
        },
    };
    html! {
        <section class="one teach" data-teach={if one.is_some() { *part } else { "make" }}>
            <h2 class="on-screen" tabindex="-1">{ t(text!("课程与班级", "Lessons and classes")) }</h2>
            if *unkept { <p class="alert" role="alert" data-unkept="">{ t(text!("本机存储已满或不可用：请不要关闭本页，并先导出成绩。", "The storage of this device is full or not to be had: do not close this page, and export the results first.")) }</p> }
            <div class="teach-bar on-screen">
                <label><span>{ t(text!("课程", "Lesson")) }</span>
                    <select data-choose="lesson" onchange={choose}>
                        { for held.iter().enumerate().map(|(index, of)| html! {
                            <option value={index.to_string()} selected={*chosen == Some(index)}>{ [of.class.lesson.title.get(lang), " · ", &of.class.lesson.class, " · ", of.class.lesson.phase.text().get(lang)].concat() }</option>
                        }) }
                        <option value="" selected={one.is_none()}>{ t(text!("＋ 新课程", "+ a new lesson")) }</option>
                    </select>
                </label>
                if one.is_some() {
                    <div class="parts" role="group" aria-label={t(text!("步骤", "Steps"))}>
                        { for PARTS.iter().map(|(id, name)| {
                            let (set, id) = (part.setter(), *id);
                            html! { <button type="button" data-part={id} aria-pressed={(*part == id).to_string()} onclick={move |_: MouseEvent| set.set(id)}>{ t(*name) }</button> }
                        }) }
                        <button type="button" data-action="projector" aria-pressed={projector.to_string()} onclick={switch}>{ t(text!("投影大字", "Large, for the wall")) }</button>
                    </div>
                }
            </div>
            { inside }
        </section>
    }
}
