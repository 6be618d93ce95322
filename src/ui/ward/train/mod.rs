//! The classroom: `#/train` for learners, `#/teach` for their teacher. Open without unlocking a ward and without signing in; a store of its
//! own and never the vault. Cases are drilled in the element itself (`mode="teaching"`), as the ward uses it.

mod board;
mod collect;
mod course;
mod decision;
mod done;
mod drill;
mod exam;
mod list;
mod make;
mod moment;
mod own;
mod remembered;
mod seat;
mod sequence;
mod teach;

use yew::prelude::*;

use crate::session::classroom::ClassroomPage;
use crate::text::{Lang, Text, text};
use crate::web::ward::element::arrive;

use course::Course;
use drill::{Drill, Due, Given};
use exam::SelfTest;
use list::CaseList;
use teach::Teach;

const TITLE: Text = text!("培训课堂", "Classroom");
const TEACHER: Text = text!("教师", "Teacher");
const BANNER: Text = text!("教学 · 病例均为虚构 · 与病区数据分开保存", "Teaching · all cases are invented · kept apart from the ward’s data");

#[derive(Clone, PartialEq, Properties)]
pub struct TrainProps {
    pub lang: Lang,
    pub speak: Callback<Lang>,
    pub page: ClassroomPage,
}

#[component]
pub fn Train(props: &TrainProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    use_effect_with(props.page.clone(), |_| arrive("#train h2"));
    let teaches = props.page == ClassroomPage::Teach;
    let inside = match &props.page {
        ClassroomPage::List => html! { <CaseList {lang} /> },
        ClassroomPage::Drill(id) => html! { <Drill key={id.clone()} {lang} id={id.clone()} /> },
        ClassroomPage::Due => html! { <Due {lang} /> },
        ClassroomPage::Given(fragment) => html! { <Given key={fragment.clone()} {lang} fragment={fragment.clone()} /> },
        ClassroomPage::Course => html! { <Course {lang} /> },
        ClassroomPage::SelfTest => html! { <SelfTest {lang} /> },
        ClassroomPage::Teach => html! { <Teach {lang} /> },
    };
    html! {
        <div class="ward shelf train" lang={lang.tag()}>
            <header class="bar">
                <div class="who"><h1>{ t(if teaches { TEACHER } else { TITLE }) }</h1></div>
                <nav aria-label={t(text!("主导航", "Main"))}>
                    <a href="#" data-action="leave-classroom">{ t(text!("← 病区", "← Ward")) }</a>
                    if teaches || props.page != ClassroomPage::List { <a href="#/train" data-action="to-classroom">{ t(TITLE) }</a> }
                    if !teaches { <a href="#/teach" data-action="to-teach">{ t(TEACHER) }</a> }
                </nav>
                <div class="me"><button type="button" data-action="language" lang={other.tag()} onclick={props.speak.reform(move |_: MouseEvent| other)}>{ if lang == Lang::Zh { "English" } else { "中文" } }</button></div>
            </header>
            <main id="train">
                <p class="teaching-banner" data-teaching="">{ t(BANNER) }</p>
                { inside }
            </main>
        </div>
    }
}
