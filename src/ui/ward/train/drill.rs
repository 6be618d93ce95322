//! One exercise, what is due again, and a lesson that a teacher gave away: a form is drilled in the element, a decision beside it, and what came of it is
//! kept for repetition (`remembered`).

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::exam::Exam;
use super::moment::now;
use super::remembered::Remembered;
use super::sequence::Sequence;
use crate::session::classroom::files::{ClassroomRefusal, open_link, tables};
use crate::session::classroom::{practice, read_deck};
use crate::text::{Lang, Text, text};
use crate::training::edition::EditionStanding;
use crate::training::lesson::Lesson;
use crate::web::classroom::{ClassroomUnread, kept};

#[derive(Clone, PartialEq, Properties)]
pub struct DrillProps {
    pub lang: Lang,
    /// Of an exercise.
    pub id: String,
}

#[component]
pub fn Drill(props: &DrillProps) -> Html {
    let lesson = use_memo(props.id.clone(), |id| practice(&[id], tables()));
    let next = next_variant(&props.id);
    html! {
        <section class="one" data-drill={props.id.clone()}>
            <p class="way-back"><a href="#/train" data-action="to-list">{ text!("← 全部病例", "← All cases").get(props.lang) }</a>
                if let Some(href) = next { <a {href} data-action="another">{ text!("换一个随机病例 →", "Another made-up case →").get(props.lang) }</a> }
            </p>
            <h2 class="unseen" tabindex="-1">{ text!("病例练习", "Case drill").get(props.lang) }</h2>
            <Remembered lang={props.lang} {lesson} id={props.id.clone()} />
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
    let lesson = use_state(|| None::<Rc<Lesson>>);
    let none = use_state(|| false);
    let unread = use_state_eq(|| None::<ClassroomUnread>);
    {
        let (lesson, none, unread) = (lesson.setter(), none.setter(), unread.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let held = match kept("deck").await {
                    Ok(held) => held.unwrap_or_default(),
                    Err(why) => return unread.set(Some(why)),
                };
                let deck = read_deck(&held, now());
                let cases: Vec<&str> = deck.due(now()).into_iter().take(50).map(|card| card.exercise.as_str()).collect();
                if cases.is_empty() {
                    return none.set(true);
                }
                lesson.set(Some(Rc::new(practice(&cases, tables()))));
            });
        });
    }
    html! {
        <section class="one" data-drill="due">
            <p class="way-back"><a href="#/train" data-action="to-list">{ text!("← 全部病例", "← All cases").get(lang) }</a></p>
            <h2 tabindex="-1">{ text!("今日复习", "Due again today").get(lang) }</h2>
            if let Some(why) = *unread { <p class="alert" role="alert" data-unread="">{ why.text().get(lang) }</p> }
            if *none { <p class="empty">{ text!("现在没有要复习的病例。", "Nothing is due now.").get(lang) }</p> }
            if let Some(lesson) = (*lesson).clone() { <Sequence {lang} {lesson} /> }
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
    let read = use_memo(props.fragment.clone(), |fragment| open_link(fragment));
    let inside = match &*read {
        Err(rejected) => refused(rejected, lang),
        Ok(lesson) => {
            let lesson: &Lesson = lesson;
            html! {
                <>
                    <h2 tabindex="-1" data-lesson-title="">{ lesson.title.get(lang).to_owned() }</h2>
                    <p class="what">{ [lesson.phase.text().get(lang), " · ", text!("班级 ", "class ").get(lang), &lesson.class, " · ", &lesson.exercises.len().to_string(), text!(" 题", " cases").get(lang)].concat() }</p>
                    { of_other_tables(lesson, lang) }
                    <Exam {lang} lesson={Rc::new(lesson.clone())} />
                    if lesson.phase.helps() {
                        <details class="panel"><summary>{ text!("先练习（不计入成绩，有提示和判分）", "Practise first (with hints and marking, nothing is handed in)").get(lang) }</summary>
                            <Sequence {lang} lesson={Rc::new(lesson.clone())} />
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

/// That a lesson was made for other tables than those that mark it here; nothing where it was not.
pub fn of_other_tables(lesson: &Lesson, lang: Lang) -> Html {
    if lesson.edition.standing(&tables()) == EditionStanding::Same {
        return html! {};
    }
    let said = text!(
        "本课程按另一版本的评分表制作，这里按本机版本判分：制作版本 ",
        "This lesson was made for another edition of the tables; it is marked by those of this program. Made for "
    );
    html! { <p class="alert" data-standing="older">{ [said.get(lang), &lesson.edition.version, " · ", &lesson.edition.rules].concat() }</p> }
}

/// A refusal with its place.
pub fn refused(rejected: &ClassroomRefusal, lang: Lang) -> Html {
    html! {
        <div class="alert" role="alert" data-refused={rejected.code}>
            <h2 tabindex="-1">{ NOT_READ.get(lang) }</h2>
            <p>{ rejected.get(lang).to_owned() }</p>
            if !rejected.path.is_empty() { <p><code>{ rejected.path.clone() }</code></p> }
        </div>
    }
}
