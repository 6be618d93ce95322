//! One exercise in practice, whatever its kind, with what came of it kept for repetition.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::decision::Decision;
use super::moment::now;
use super::seat::LessonSeat;
use crate::session::classroom::files::{outcome, seat_one};
use crate::session::classroom::{read_deck, written_deck};
use crate::text::{Lang, text};
use crate::training::exercise::Exercise;
use crate::training::lesson::Lesson;
use crate::web::classroom::{keep, kept};

/// Writes down how a case went; `true` where it is kept. A teacher's own case is of its lesson: it could not be opened again from the repetitions, and is
/// not among them.
async fn remember(case: String, right: bool) -> bool {
    if case.starts_with("own:") {
        return true;
    }
    // What cannot be read is not written over.
    let Ok(held) = kept("deck").await else { return false };
    let mut deck = read_deck(&held.unwrap_or_default(), now());
    deck.answered(&case, right, now());
    keep("deck", &written_deck(&deck)).await
}

#[derive(Clone, PartialEq, Properties)]
pub struct RememberedProps {
    pub lang: Lang,
    /// Where a teacher's own case stands.
    pub lesson: Rc<Lesson>,
    /// Of an exercise of it.
    pub id: String,
}

#[component]
pub fn Remembered(props: &RememberedProps) -> Html {
    let lang = props.lang;
    let unkept = use_state_eq(|| false);
    let went = {
        let unkept = unkept.setter();
        Callback::from(move |(case, right): (String, bool)| {
            let unkept = unkept.clone();
            spawn_local(async move { unkept.set(!remember(case, right).await) });
        })
    };
    let heard = {
        let went = went.clone();
        Callback::from(move |detail: String| {
            if let Some(told) = outcome(&detail) {
                went.emit((told.case, told.right_first));
            }
        })
    };
    let decides = matches!(props.lesson.exercise(&props.id), Some(Exercise::Plan(_) | Exercise::Channel(_)));
    html! {
        <>
            if *unkept {
                <p class="alert" role="alert" data-unkept="">{ text!("本机存储已满或不可用：练习可以继续，但结果不会留作复习。", "The storage of this device is full or not to be had: one may go on, but what came of it is not kept for repetition.").get(lang) }</p>
            }
            if decides {
                <Decision {lang} id={props.id.clone()} over={went.reform(|(case, _, right)| (case, right))} />
            } else {
                <LessonSeat {lang} lesson={seat_one(&props.lesson, &props.id, false)} {heard} />
            }
        </>
    }
}
