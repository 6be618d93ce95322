//! One exercise, what is due again, and a lesson that a teacher gave away: drilled in the element, with what came of it kept for repetition.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::exam::Exam;
use super::now;
use super::seat::LessonSeat;
use crate::interop::json::{MAX_DEPTH, parse};
use crate::interop::lesson::carry::from_fragment;
use crate::interop::lesson::here;
use crate::interop::lesson::lesson_file::{read_lesson, write_lesson};
use crate::interop::rejected::Rejected;
use crate::interop::shape::Read as _;
use crate::session::classroom::{read_deck, written_deck};
use crate::text::{Lang, Text, text};
use crate::training::lesson::Lesson;
use crate::web::classroom::{keep, kept};

/// Writes down how a case went; `true` where it is kept.
async fn remember(case: String, right: bool) -> bool {
    let mut deck = read_deck(&kept("deck").await.unwrap_or_default(), now());
    deck.answered(&case, right, now());
    keep("deck", &written_deck(&deck)).await
}

/// What a detail of `vte-lesson` says of a case that is over: its id and whether it was right at once.
fn outcome(detail: &str) -> Option<(String, bool)> {
    let value = parse(detail, MAX_DEPTH).ok()?;
    (value.text("kind") == Some("result")).then_some(())?;
    Some((value.text("case")?.to_owned(), value["result"]["rightFirst"].as_bool()?))
}

#[derive(Clone, PartialEq, Properties)]
struct RepeatedProps {
    lang: Lang,
    lesson: AttrValue,
}

/// A seat whose results go to the repetitions.
#[component]
fn Repeated(props: &RepeatedProps) -> Html {
    let lang = props.lang;
    let unkept = use_state_eq(|| false);
    let heard = {
        let unkept = unkept.setter();
        Callback::from(move |detail: String| {
            let Some((case, right)) = outcome(&detail) else { return };
            let unkept = unkept.clone();
            spawn_local(async move { unkept.set(!remember(case, right).await) });
        })
    };
    html! {
        <>
            if *unkept {
                <p class="alert" role="alert" data-unkept="">{ text!("本机存储已满或不可用：练习可以继续，但结果不会留作复习。", "The storage of this device is full or not to be had: one may go on, but what came of it is not kept for repetition.").get(lang) }</p>
            }
            <LessonSeat {lang} lesson={props.lesson.clone()} {heard} />
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct DrillProps {
    pub lang: Lang,
    /// Of an exercise.
    pub id: String,
}

#[component]
pub fn Drill(props: &DrillProps) -> Html {
    let lesson = ["{\"case\":\"", &props.id, "\"}"].concat();
    let next = next_variant(&props.id);
    html! {
        <section class="one" data-drill={props.id.clone()}>
            <p class="way-back"><a href="#/train" data-action="to-list">{ text!("← 全部病例", "← All cases").get(props.lang) }</a>
                if let Some(href) = next { <a {href} data-action="another">{ text!("换一个随机病例 →", "Another made-up case →").get(props.lang) }</a> }
            </p>
            <h2 class="unseen" tabindex="-1">{ text!("病例练习", "Case drill").get(props.lang) }</h2>
            <Repeated lang={props.lang} {lesson} />
        </section>
    }
}

/// The next patient of the same kind.
fn next_variant(id: &str) -> Option<String> {
    let (instrument, seed) = id.split_once(':').filter(|(kind, _)| *kind != "bank")?;
    Some(format!("#/train?variant={instrument}&seed={}", seed.parse::<u64>().ok()?.wrapping_add(1)))
}

#[derive(Clone, PartialEq, Properties)]
pub struct DueProps {
    pub lang: Lang,
}

/// What is due again, the most often wrong first.
#[component]
pub fn Due(props: &DueProps) -> Html {
    let lang = props.lang;
    let lesson = use_state(|| None::<AttrValue>);
    let none = use_state(|| false);
    {
        let (lesson, none) = (lesson.setter(), none.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let deck = read_deck(&kept("deck").await.unwrap_or_default(), now());
                let cases: Vec<String> = deck.due(now()).into_iter().take(50).map(|card| ["{\"case\":\"", &card.exercise, "\"}"].concat()).collect();
                if cases.is_empty() {
                    return none.set(true);
                }
                lesson.set(Some(["{\"id\":\"due\",\"cases\":[", &cases.join(","), "]}"].concat().into()));
            });
        });
    }
    html! {
        <section class="one" data-drill="due">
            <p class="way-back"><a href="#/train" data-action="to-list">{ text!("← 全部病例", "← All cases").get(lang) }</a></p>
            <h2 tabindex="-1">{ text!("今日复习", "Due again today").get(lang) }</h2>
            if *none { <p class="empty">{ text!("现在没有要复习的病例。", "Nothing is due now.").get(lang) }</p> }
            if let Some(lesson) = (*lesson).clone() { <Repeated {lang} {lesson} /> }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct GivenProps {
    pub lang: Lang,
    pub fragment: String,
}

const NOT_READ: Text = text!("未能打开这份课程", "This lesson could not be opened");

/// A lesson from a link or a file: practice at once, a test or an examination by its terms.
#[component]
pub fn Given(props: &GivenProps) -> Html {
    let lang = props.lang;
    let read = use_memo(props.fragment.clone(), |fragment| from_fragment(fragment).and_then(|text| read_lesson(&text, &here())));
    let inside = match &*read {
        Err(rejected) => refused(rejected, lang),
        Ok(read) => {
            let lesson: &Lesson = &read.lesson;
            html! {
                <>
                    <h2 tabindex="-1" data-lesson-title="">{ lesson.title.get(lang).to_owned() }</h2>
                    <p class="what">{ [lesson.phase.text().get(lang), " · ", text!("班级 ", "class ").get(lang), &lesson.class, " · ", &lesson.exercises.len().to_string(), text!(" 题", " cases").get(lang)].concat() }</p>
                    <Exam {lang} lesson={Rc::new(lesson.clone())} />
                    if lesson.phase.helps() {
                        <details class="panel"><summary>{ text!("先练习（不计入成绩，有提示和判分）", "Practise first (with hints and marking, nothing is handed in)").get(lang) }</summary>
                            <Repeated {lang} lesson={write_lesson(lesson)} />
                        </details>
                    }
                </>
            }
        }
    };
    html! {
        <section class="one" data-drill="given">
            <p class="way-back"><a href="#/train" data-action="to-list">{ text!("← 全部病例", "← All cases").get(lang) }</a></p>
            { inside }
        </section>
    }
}

/// A refusal with its place.
pub fn refused(rejected: &Rejected, lang: Lang) -> Html {
    let said = if lang == Lang::Zh { &rejected.message.zh } else { &rejected.message.en };
    html! {
        <div class="alert" role="alert" data-refused={rejected.code}>
            <h2 tabindex="-1">{ NOT_READ.get(lang) }</h2>
            <p>{ said.clone() }</p>
            if !rejected.path.is_empty() { <p><code>{ rejected.path.clone() }</code></p> }
        </div>
    }
}
