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
use crate::web::classroom::{ClassroomUnread, keep, kept, large};

/// One lesson with what was handed in: the attempts as they came, and the class that they merge to.
#[derive(Clone)]
pub struct Gathered {
    pub class: LessonClass,
    pub attempts: Vec<LessonAttempt>,
    /// The results as they were kept, where not all of them can be read by this program: put aside before anything is written over them.
    unread: Option<String>,
}

/// All lessons of this teacher.
#[derive(Clone, Default)]
struct TeacherShelf {
    lessons: Vec<Gathered>,
    /// Ids of lessons that this program cannot read: they stay in the list, and in the store, as they are.
    unread: Vec<String>,
}

impl Gathered {
    pub fn new(lesson: Lesson) -> Gathered {
        Gathered { class: LessonClass::new(lesson, tables()), attempts: vec![], unread: None }
    }

    fn add_all(mut self, attempts: Vec<LessonAttempt>) -> Gathered {
        for attempt in attempts {
            if self.class.merge(&attempt).is_ok() {
                self.attempts.push(attempt);
            }
        }
        self
    }

    /// The results as they are kept.
    fn with_kept(self, text: String) -> Gathered {
        let (read, refused) = results(&text);
        let count = read.len();
        let mut held = self.add_all(read);
        held.unread = (!refused.is_empty() || held.attempts.len() < count).then_some(text);
        held
    }
}

async fn read_all() -> Result<TeacherShelf, ClassroomUnread> {
    let mut all = TeacherShelf::default();
    for id in kept("classes").await?.unwrap_or_default().lines() {
        let Some(Ok(lesson)) = kept(&["lesson/", id].concat()).await?.map(|text| open_lesson(&text)) else {
            all.unread.push(id.to_owned());
            continue;
        };
        let held = kept(&["results/", id].concat()).await?.unwrap_or_default();
        let lesson = Gathered::new(lesson);
        all.lessons.push(if held.is_empty() { lesson } else { lesson.with_kept(held) });
    }
    Ok(all)
}

/// Writes one lesson with its results, and the list of all; `true` where it is kept.
async fn write(all: TeacherShelf, changed: usize) -> bool {
    let lessons = all.lessons.iter().map(|held| held.class.lesson.id.as_str());
    let ids: Vec<&str> = all.unread.iter().map(String::as_str).chain(lessons).collect();
    let Some(held) = all.lessons.get(changed) else { return keep("classes", &ids.join("\n")).await };
    let id = &held.class.lesson.id;
    let attempts: Vec<&LessonAttempt> = held.attempts.iter().collect();
    // Where this page has collected nothing yet, what lies there is of a lesson that could not be read before.
    let aside = match &held.unread {
        Some(text) => Some(text.clone()),
        None if attempts.is_empty() => match kept(&["results/", id].concat()).await {
            Ok(text) => text.filter(|text| !results(text).0.is_empty() || !results(text).1.is_empty()),
            Err(_) => return false,
        },
        None => None,
    };
    if let Some(text) = aside
        && !keep(&["unread/", id].concat(), &text).await
    {
        return false;
    }
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
    let all = use_state(|| None::<Result<Rc<TeacherShelf>, ClassroomUnread>>);
    let chosen = use_state_eq(|| None::<usize>);
    let part = use_state_eq(|| "give");
    let projector = use_state_eq(|| false);
    let unkept = use_state_eq(|| false);
    {
        let (all, chosen) = (all.setter(), chosen.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let read = read_all().await;
                chosen.set(read.as_ref().ok().and_then(|read| read.lessons.len().checked_sub(1)));
                all.set(Some(read.map(Rc::new)));
            });
        });
    }
    use_effect_with(*projector, |on| {
        large(*on);
        || large(false)
    });
    let held = match (*all).clone() {
        None => return html! { <p role="status">{ t(text!("正在读取…", "Reading…")) }</p> },
        Some(Err(why)) => return html! { <p class="alert" role="alert" data-unread="">{ t(why.text()) }</p> },
        Some(Ok(held)) => held,
    };
    let put = {
        let (all, unkept) = (all.setter(), unkept.setter());
        move |now: TeacherShelf, changed: usize| {
            all.set(Some(Ok(Rc::new(now.clone()))));
            let unkept = unkept.clone();
            spawn_local(async move { unkept.set(!write(now, changed).await) });
        }
    };
    let made = {
        let (held, chosen, part, put) = (Rc::clone(&held), chosen.setter(), part.setter(), put.clone());
        Callback::from(move |lesson: Lesson| {
            let mut now = (*held).clone();
            // A lesson that is here already is opened, with what was collected.
            let held = now.lessons.iter().position(|of| of.class.lesson.id == lesson.id);
            now.unread.retain(|id| *id != lesson.id);
            let last = held.unwrap_or(now.lessons.len());
            if held.is_none() {
                now.lessons.push(Gathered::new(lesson));
            }
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
            if let Some(index) = chosen.filter(|index| *index < now.lessons.len()) {
                now.lessons[index] = now.lessons[index].clone().add_all(attempts);
                put(now, index);
            }
        })
    };
    let one = chosen.and_then(|index| held.lessons.get(index)).cloned();
    let unread = held.unread.len() + usize::from(one.as_ref().is_some_and(|of| of.unread.is_some()));
    let switch = {
        let projector = projector.clone();
        Callback::from(move |_: MouseEvent| projector.set(!*projector))
    };
    let inside = match &one {
        None => html! { <Make {lang} {made} /> },
        Some(of) => match *part {
            "collect" => html! { <Collect {lang} class={Rc::new(of.class.clone())} {gathered} /> },
            "board" => {
                html! { <Board {lang} class={Rc::new(of.class.clone())} others={Rc::new(held.lessons.iter().map(|of| of.class.clone()).collect::<Vec<_>>())} /> }
            }
            _ => html! { <GiveAway {lang} lesson={Rc::new(of.class.lesson.clone())} /> },
        },
    };
    html! {
        <section class="one teach" data-teach={if one.is_some() { *part } else { "make" }}>
            <h2 class="on-screen" tabindex="-1">{ t(text!("课程与班级", "Lessons and classes")) }</h2>
            if *unkept { <p class="alert" role="alert" data-unkept="">{ t(text!("本机存储已满或不可用：请不要关闭本页，并先导出成绩。", "The storage of this device is full or not to be had: do not close this page, and export the results first.")) }</p> }
            if unread > 0 { <p class="alert" role="alert" data-unread={unread.to_string()}>{ t(text!("有课程或成绩本程序读不懂（较新版本或已损坏）：未显示、未计入，原样留在本机，不会被覆盖。请更新程序。", "Some lessons or results cannot be read by this program (newer, or damaged): they are not shown and not counted, and stay on this device as they are. Update the program.")) }</p> }
            <div class="teach-bar on-screen">
                <label><span>{ t(text!("课程", "Lesson")) }</span>
                    <select data-choose="lesson" onchange={choose}>
                        { for held.lessons.iter().enumerate().map(|(index, of)| html! {
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
