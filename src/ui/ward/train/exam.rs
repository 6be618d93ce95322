//! An attempt at a lesson: timed and shuffled where it has terms, one case after the other, kept after every step, so that a reload or a
//! power cut loses nothing. No hints and no marking before it is handed in.

use std::rc::Rc;

use gloo::timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

use super::decision::Decision;
use super::done::Done;
use super::moment::{clock_words, now};
use super::seat::LessonSeat;
use crate::session::classroom::files::{outcome, results, results_text, seat_one, tables};
use crate::session::classroom::self_test;
use crate::text::{Lang, Text, text};
use crate::training::attempt::{AttemptRefused, AttemptState, LearnerName, LessonAttempt};
use crate::training::exercise::Exercise;
use crate::training::lesson::{Lesson, TERMS_MARKS};
use crate::training::respond::Response;
use crate::web::classroom::{ClassroomUnread, keep, kept, save};
use crate::web::clock;

#[derive(Clone, PartialEq, Properties)]
pub struct SelfTestProps {
    pub lang: Lang,
}

/// Ten cases at random; the same ten until they are handed in.
#[component]
pub fn SelfTest(props: &SelfTestProps) -> Html {
    let lang = props.lang;
    let lesson = use_state(|| None::<Rc<Lesson>>);
    let unread = use_state_eq(|| None::<ClassroomUnread>);
    {
        let (lesson, unread) = (lesson.setter(), unread.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let seed = match kept("self").await.map(|text| text.and_then(|text| text.parse().ok())) {
                    Err(why) => return unread.set(Some(why)),
                    Ok(Some(seed)) => seed,
                    Ok(None) => {
                        let seed = clock::millis();
                        keep("self", &seed.to_string()).await;
                        seed
                    }
                };
                lesson.set(Some(Rc::new(self_test(seed, tables()))));
            });
        });
    }
    html! {
        <section class="one" data-drill="self-test">
            <p class="way-back"><a href="#/train" data-action="to-list">{ text!("← 全部病例", "← All cases").get(lang) }</a></p>
            <h2 tabindex="-1">{ text!("自测考试", "A test of your own").get(lang) }</h2>
            <p class="tags">{ for TERMS_MARKS.iter().filter_map(|mark| mark.tag(lang)).map(|tag| html! { <small class="tag">{ tag.concat() }</small> }) }</p>
            if let Some(why) = *unread { <p class="alert" role="alert" data-unread="">{ why.text().get(lang) }</p> }
            if let Some(lesson) = (*lesson).clone() { <Exam {lang} {lesson} /> }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct ExamProps {
    pub lang: Lang,
    pub lesson: Rc<Lesson>,
}

/// What is known of the attempt.
#[derive(Clone, PartialEq)]
enum Sheet {
    Reading,
    /// Nothing is begun.
    None,
    Open(Rc<LessonAttempt>),
    /// What was kept was edited or is of other tables; the text of it, to be saved.
    Refused(AttemptRefused, Rc<str>),
    /// What is kept is not known: nothing is begun, and nothing written.
    Unread(ClassroomUnread),
}

fn key(lesson: &Lesson) -> String {
    ["attempt/", &lesson.class, "/", &lesson.id].concat()
}

const UNKEPT: Text = text!(
    "本机存储已满或不可用：请勿关闭或刷新本页，否则作答会丢失。交卷后请立即下载成绩。",
    "The storage of this device is full or not to be had: do not close or reload this page, or the answers are lost. Download the result as soon as it is handed in."
);

#[component]
pub fn Exam(props: &ExamProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let lesson = Rc::clone(&props.lesson);
    let sheet = use_state(|| Sheet::Reading);
    let unkept = use_state_eq(|| false);
    // The newest attempt, for what comes from the element or the clock between two drawings.
    let newest = use_mut_ref(|| None::<Rc<LessonAttempt>>);
    let beat = use_state_eq(|| 0_i64);
    let put = {
        let (sheet, unkept, newest, lesson) = (sheet.setter(), unkept.setter(), newest.clone(), Rc::clone(&lesson));
        Callback::from(move |attempt: LessonAttempt| {
            let attempt = Rc::new(attempt);
            newest.replace(Some(Rc::clone(&attempt)));
            sheet.set(Sheet::Open(Rc::clone(&attempt)));
            let (key, text, unkept) = (key(&lesson), results_text(&[&attempt]), unkept.clone());
            spawn_local(async move { unkept.set(!keep(&key, &text).await) });
        })
    };
    {
        let (sheet, put) = (sheet.setter(), put.clone());
        use_effect_with(Rc::clone(&lesson), move |lesson| {
            let lesson = Rc::clone(lesson);
            spawn_local(async move {
                let text = match kept(&key(&lesson)).await {
                    Ok(Some(text)) => text,
                    Ok(None) => return sheet.set(Sheet::None),
                    Err(why) => return sheet.set(Sheet::Unread(why)),
                };
                let refused = |why| Sheet::Refused(why, text.as_str().into());
                match results(&text).0.pop() {
                    None => sheet.set(refused(AttemptRefused::Edited)),
                    Some(mut attempt) => match attempt.resume(&lesson, &tables(), now()) {
                        Ok(_) => put.emit(attempt),
                        Err(why) => sheet.set(refused(why)),
                    },
                }
            });
        });
    }
    {
        let (beat, newest, lesson, put) = (beat.setter(), newest.clone(), Rc::clone(&lesson), put.clone());
        use_effect_with((), move |()| {
            // The latest moment that was seen: a clock set back between two answers gives no time.
            let mut latest = now();
            let ticking = Interval::new(1000, move || {
                let held = newest.borrow().clone();
                let Some(held) = held.filter(|held| !held.is_over()) else { return };
                let seen = std::mem::replace(&mut latest, now());
                let mut fallen = (*held).clone();
                if fallen.clock_fell(seen, latest) {
                    return put.emit(fallen);
                }
                match held.state(&lesson, now()) {
                    AttemptState::Running { left_s: Some(left) } => beat.set(left),
                    AttemptState::TimeUp => {
                        let mut attempt = (*held).clone();
                        attempt.tick(&lesson, now());
                        put.emit(attempt);
                    }
                    _ => {}
                }
            });
            move || drop(ticking)
        });
    }
    let again = {
        let (sheet, newest, lesson) = (sheet.setter(), newest.clone(), Rc::clone(&lesson));
        Callback::from(move |()| {
            newest.replace(None);
            sheet.set(Sheet::None);
            let key = key(&lesson);
            spawn_local(async move {
                keep(&key, "").await;
                keep("self", "").await;
            });
        })
    };
    let warning = unkept.then(|| html! { <p class="alert" role="alert" data-unkept="">{ t(UNKEPT) }</p> });
    match &*sheet {
        Sheet::Reading => html! { <p role="status">{ t(text!("正在读取…", "Reading…")) }</p> },
        Sheet::Unread(why) => html! { <p class="alert" role="alert" data-unread="">{ t(why.text()) }</p> },
        Sheet::Refused(why, text) => html! {
            <div class="alert" role="alert" data-refused="attempt"><p>{ t(why.text()) }</p>
                <button type="button" data-action="save-refused" onclick={{ let text = Rc::clone(text); move |_: MouseEvent| save(&text, "virchow-attempt-unread.json") }}>{ t(text!("先下载原记录", "Download what was kept first")) }</button>
                <button type="button" data-action="exam-anew" onclick={again.reform(|_: MouseEvent| ())}>{ t(text!("重新开始", "Begin anew")) }</button>
            </div>
        },
        Sheet::None => html! { <Begin {lang} {lesson} {put} /> },
        Sheet::Open(attempt) if attempt.is_over() => html! { <>{ warning }<Done {lang} {lesson} attempt={Rc::clone(attempt)} {again} /></> },
        Sheet::Open(attempt) => {
            let order = lesson.order(&attempt.id);
            let open: Vec<&String> =
                order.iter().filter_map(|&index| lesson.exercises.get(index)).filter(|id| attempt.response(id).is_none()).collect();
            let left = match attempt.state(&lesson, now()) {
                AttemptState::Running { left_s } => left_s,
                _ => None,
            };
            let over = {
                let (newest, lesson, put) = (newest.clone(), Rc::clone(&lesson), put.clone());
                Callback::from(move |(case, response, _): (String, Response, bool)| {
                    let Some(mut attempt) = newest.borrow().as_ref().map(|held| (**held).clone()) else { return };
                    // Refused where the time is over; the clock writes that down.
                    attempt.answer(&lesson, &case, response, now()).ok();
                    put.emit(attempt);
                })
            };
            let heard = {
                let over = over.clone();
                Callback::from(move |detail: String| {
                    if let Some((case, response)) = outcome(&detail).and_then(|told| Some((told.case, told.response?))) {
                        over.emit((case, response, false));
                    }
                })
            };
            let hand_in = {
                let (newest, lesson, put) = (newest.clone(), Rc::clone(&lesson), put.clone());
                Callback::from(move |_: MouseEvent| {
                    // Borrowed no longer when it is put back.
                    let held = newest.borrow().as_ref().map(|held| (**held).clone());
                    if let Some(mut attempt) = held {
                        attempt.hand_in(&lesson, now()).ok();
                        put.emit(attempt);
                    }
                })
            };
            let answered = order.len() - open.len();
            let place = [&answered.to_string(), " / ", &order.len().to_string()].concat();
            html! {
                <div class="exam" data-exam="running">
                    { warning }
                    <div class="exam-bar">
                        <p>{ t(text!("已答 ", "answered ")) }<b data-answered="">{ place }</b></p>
                        if let Some(left) = left { <p class="clock" data-left="" role="timer">{ t(text!("剩余 ", "left ")) }<b>{ clock_words(left) }</b></p> }
                        <button type="button" class={if open.is_empty() { "primary" } else { "" }} data-action="hand-in-exam" onclick={hand_in}>{ t(text!("交卷并结束", "Hand in and finish")) }</button>
                    </div>
                    if let Some(id) = open.first() {
                        { match lesson.exercise(id) {
                            Some(Exercise::Plan(_) | Exercise::Channel(_)) => html! { <Decision key={(*id).clone()} {lang} id={(*id).clone()} exam=true {over} /> },
                            _ => html! { <LessonSeat {lang} lesson={seat_one(&lesson, id, true)} {heard} /> },
                        } }
                    } else {
                        <p class="what" data-all-answered="">{ t(text!("已全部作答，请交卷。", "All cases are answered: hand in.")) }</p>
                    }
                </div>
            }
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
struct BeginProps {
    lang: Lang,
    lesson: Rc<Lesson>,
    put: Callback<LessonAttempt>,
}

/// Who learns, and the terms; the time runs from here.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let (name, named) = (use_node_ref(), use_node_ref());
    let begin = {
        let (name, named, lesson, put) = (name.clone(), named.clone(), Rc::clone(&props.lesson), props.put.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = name.cast::<HtmlInputElement>() else { return };
            let word: String = input.value().trim().chars().filter(|sign| !sign.is_control()).take(40).collect();
            if word.is_empty() {
                return;
            }
            let is_named = named.cast::<HtmlInputElement>().is_some_and(|input| input.checked());
            let who = if is_named { LearnerName::Named(word) } else { LearnerName::Anonymous(word) };
            let id: String = clock::uuid_v7();
            let mut attempt = LessonAttempt::new(&lesson, &id, who, tables());
            if attempt.start(&lesson, now()).is_ok() {
                put.emit(attempt);
            }
        })
    };
    let terms = props.lesson.terms.map(|terms| match lang {
        Lang::Zh => format!("{}分钟，合格线{}%，题目顺序每人不同；无提示，交卷后不能更改；关闭本页不停表，重新打开可继续。", terms.minutes, terms.pass_percent),
        Lang::En => format!(
            "{} minutes, {} % to pass, the order differs from learner to learner; no hints, and what is handed in stays. Closing the page does not stop the clock; it goes on where it was.",
            terms.minutes, terms.pass_percent
        ),
    });
    html! {
        <form class="card begin" data-form="begin" onsubmit={begin}>
            if let Some(terms) = terms { <p data-terms="">{ terms }</p> }
            <label><span>{ t(text!("您的称呼（可用化名或工号）", "Your name (or a word of your own, or a number)")) }</span><input ref={name} name="learner" required=true maxlength="40" autocomplete="off" /></label>
            <label class="tick"><input ref={named} type="checkbox" name="named" /><span>{ t(text!("这是真实姓名，可印在证书上", "This is my real name; it may stand on the certificate")) }</span></label>
            <button type="submit" class="primary" data-action="begin-exam">{ t(text!("开始", "Start")) }</button>
        </form>
    }
}
