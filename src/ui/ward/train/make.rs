//! Making a lesson, and giving it away: one link, one code, or a file for a class of sixty.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, SubmitEvent};
use yew::prelude::*;

use super::done::drawn;
use super::own::OwnCases;
use crate::session::classroom::by_use;
use crate::session::classroom::files::{
    ClassroomRefusal, case_text, decisions, lesson_codes, lesson_of, lesson_text, link as link_of, open_case, open_lesson,
};
use crate::text::{Lang, Text, text};
use crate::training::exercise::Exercise;
use crate::training::lesson::{Lesson, LessonPhase, USUAL_TERMS};
use crate::training::own::{NO_REAL_PATIENT, OwnCase};
use crate::web::classroom::{chosen, copy, here, keep, kept, save};
use crate::web::clock;
use crate::web::ward::element::values;

#[derive(Clone, PartialEq, Properties)]
pub struct MakeProps {
    pub lang: Lang,
    pub made: Callback<Lesson>,
}

#[component]
pub fn Make(props: &MakeProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let form = use_node_ref();
    let refused = use_state_eq(|| None::<Text>);
    let unread = use_state(|| None::<ClassroomRefusal>);
    let own = use_state(|| Rc::new(Vec::<OwnCase>::new()));
    // What of the kept cases is known: nothing is written before it was read, and what cannot be read stays as it is.
    let held = use_mut_ref(|| None::<Vec<String>>);
    let unkept = use_state_eq(|| false);
    {
        let (own, held) = (own.setter(), held.clone());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let Ok(text) = kept("own").await else { return };
                let text = text.unwrap_or_default();
                let (mut read, mut foreign) = (vec![], vec![]);
                for line in text.lines() {
                    match open_case(line) {
                        Ok(case) => read.push(case),
                        Err(_) => foreign.push(line.to_owned()),
                    }
                }
                held.replace(Some(foreign));
                own.set(Rc::new(read));
            });
        });
    }
    let put_own = {
        let (own, held, unkept) = (own.setter(), held.clone(), unkept.setter());
        Callback::from(move |now: Vec<OwnCase>| {
            let lines = held.borrow().as_ref().map(|foreign| foreign.iter().cloned().chain(now.iter().map(case_text)).collect::<Vec<_>>().join("\n"));
            own.set(Rc::new(now));
            let unkept = unkept.clone();
            spawn_local(async move {
                let kept = match lines {
                    Some(lines) => keep("own", &lines).await,
                    None => false,
                };
                unkept.set(!kept);
            });
        })
    };
    let submit = {
        let (form, refused, made, own) = (form.clone(), refused.setter(), props.made.clone(), Rc::clone(&own));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(form) = form.cast::<Element>() {
                match lesson_of(&values(&form), &own, clock::uuid_v7(), clock::millis()) {
                    Ok(lesson) => made.emit(lesson),
                    Err(why) => refused.set(Some(why)),
                }
            }
        })
    };
    let open = {
        let (unread, made) = (unread.setter(), props.made.clone());
        Callback::from(move |event: Event| {
            let (input, unread, made) = (event.target_unchecked_into::<HtmlInputElement>(), unread.clone(), made.clone());
            spawn_local(async move {
                for text in chosen(&input).await.into_iter().take(1) {
                    match open_lesson(&text) {
                        Ok(lesson) => made.emit(lesson),
                        Err(rejected) => unread.set(Some(rejected)),
                    }
                }
            });
        })
    };
    let field = |name: &'static str, label: Text, most: &'static str, usual: String| {
        html! { <label><span>{ t(label) }</span><input {name} inputmode="numeric" maxlength={most} autocomplete="off" value={usual} /></label> }
    };
    html! {
        <>
        if *unkept { <p class="alert" role="alert" data-unkept="">{ t(text!("自编病例未能存入本机：请下载病例文件。", "The case could not be kept on this device: download its file.")) }</p> }
        <OwnCases {lang} cases={Rc::clone(&own)} put={put_own} />
        <form class="card make" data-form="make" ref={form} onsubmit={submit}>
            <h3>{ t(text!("新课程", "A new lesson")) }</h3>
            <p class="alert">{ t(NO_REAL_PATIENT) }</p>
            <label><span>{ t(text!("课程名称", "Title")) }</span><input name="title" maxlength="80" autocomplete="off" /></label>
            <label><span>{ t(text!("班级", "Class")) }</span><input name="class" maxlength="40" autocomplete="off" /></label>
            <label><span>{ t(text!("用途", "For")) }</span><select name="phase">{ for LessonPhase::ALL.iter().enumerate().map(|(place, phase)| html! { <option value={phase.id()} selected={place == 0}>{ t(phase.text()) }</option> }) }</select></label>
            { field("minutes", text!("考试时长（分钟）", "Exam: minutes"), "3", USUAL_TERMS.minutes.to_string()) }
            { field("pass", text!("合格线（%）", "Exam: % to pass"), "3", USUAL_TERMS.pass_percent.to_string()) }
            { field("months", text!("有效期（月）", "Exam: valid for (months)"), "2", USUAL_TERMS.valid_months.to_string()) }
            { field("caprini", text!("随机Caprini病例数", "Made-up Caprini cases"), "2", "0".into()) }
            { field("padua", text!("随机Padua病例数", "Made-up Padua cases"), "2", "0".into()) }
            if !own.is_empty() {
                <fieldset><legend>{ t(text!("自编病例", "Cases of your own")) }</legend>
                    { for own.iter().map(|case| html! { <label class="tick"><input type="checkbox" name={["own:", &case.id].concat()} value="1" /><span>{ [case.title.get(lang), " — ", case.story.get(lang)].concat() }</span></label> }) }
                </fieldset>
            }
            { for by_use().into_iter().map(|(of, cases)| html! {
                <fieldset><legend>{ t(of.title) }</legend>
                    { for cases.into_iter().map(|case| {
                        let no = case.no.unwrap_or_default();
                        html! { <label class="tick"><input type="checkbox" name={format!("bank:{no}")} value="1" /><span>{ format!("T{no:02} {} — ", case.instrument.title.get(lang)) }{ case.story.get(lang) }</span></label> }
                    }) }
                </fieldset>
            }) }
            { for [("plan:", text!("出血、禁忌与预防方案", "Bleeding, contraindications and the plan")), ("channel:", text!("疑似VTE绿色通道", "The green channel for suspected VTE"))].into_iter().map(|(kind, title)| html! {
                <fieldset><legend>{ t(title) }</legend>
                    { for decisions().filter(|id| id.starts_with(kind)).filter_map(|id| Some((Exercise::named(&id, &[])?, id))).map(|(exercise, id)| html! {
                        <label class="tick"><input type="checkbox" name={id} value="1" /><span>{ [exercise.title(lang), " — ".to_owned(), exercise.story(lang)].concat() }</span></label>
                    }) }
                </fieldset>
            }) }
            if let Some(why) = *refused { <p class="alert" role="alert" data-refused="lesson">{ t(why) }</p> }
            <div class="actions"><button type="submit" class="primary" data-action="make-lesson">{ t(text!("生成课程", "Make the lesson")) }</button></div>
            <label class="file"><span>{ t(text!("或打开课程文件", "Or open the file of a lesson")) }</span><input type="file" accept=".json,application/json" data-file="lesson" onchange={open} /></label>
            if let Some(rejected) = (*unread).clone() { { super::drill::refused(&rejected, lang) } }
        </form>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct GiveProps {
    pub lang: Lang,
    pub lesson: Rc<Lesson>,
}

#[component]
pub fn GiveAway(props: &GiveProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let copied = use_state_eq(|| None::<bool>);
    let text = lesson_text(&props.lesson);
    let link = link_of(&props.lesson).map(|fragment| [&*here(), &fragment].concat());
    let file = {
        let (text, name) = (text.clone(), format!("virchow-lesson-{}.json", props.lesson.id));
        Callback::from(move |_: MouseEvent| save(&text, &name))
    };
    let copy_it = link.clone().map(|link| {
        let copied = copied.setter();
        Callback::from(move |_: MouseEvent| {
            let (copied, link) = (copied.clone(), link.clone());
            spawn_local(async move { copied.set(Some(copy(&link).await)) });
        })
    });
    // One code where it holds the link, else the codes of the file.
    let single = link.as_ref().filter(|link| link.len() <= 1200);
    let codes = if single.is_some() { None } else { lesson_codes(&props.lesson) };
    html! {
        <section class="panel give" data-give="">
            <h3>{ props.lesson.title.get(lang).to_owned() }</h3>
            <p>{ [&props.lesson.exercises.len().to_string(), t(text!(" 题 · 班级 ", " cases · class ")), &props.lesson.class, " · ", t(props.lesson.phase.text())].concat() }</p>
            { super::drill::of_other_tables(&props.lesson, lang) }
            if let (Some(link), Some(copy_it)) = (link.clone(), copy_it) {
                <label class="wide"><span>{ t(text!("链接（发给全班；内容都在链接里，不经过任何服务器）", "The link (for the whole class; all of it is in the link, and no server sees it)")) }</span><textarea readonly=true rows="3" data-link="" value={link} /></label>
                <div class="actions"><button type="button" class="primary" data-action="copy-link" onclick={copy_it}>{ t(text!("复制链接", "Copy the link")) }</button>
                    <span role="status">{ match *copied { Some(true) => t(text!("已复制", "copied")), Some(false) => t(text!("未能复制，请手动选中", "not copied: select it by hand")), None => "" } }</span></div>
            } else {
                <p class="alert">{ t(text!("课程太大，链接放不下：请发文件。", "Too large for a link: give the file.")) }</p>
            }
            <div class="actions"><button type="button" data-action="save-lesson" onclick={file}>{ t(text!("下载课程文件", "Download the file")) }</button></div>
            <div class="code-row">
                if let Some(link) = single { { drawn(link, 1, 1) } }
                if let Some(codes) = codes { { for codes.iter().enumerate().map(|(index, text)| drawn(text, index + 1, codes.len())) } }
            </div>
        </section>
    }
}
