//! Above the form: that this is no patient, which case it is, the story, and the hints that were asked for.

use yew::prelude::*;

use super::parts::{LessonProps, use_board};
use crate::session::lesson::{DrillStep, LessonDesk};
use crate::text::{Lang, Text, text};

/// Cannot be missed, and stands on paper too.
const BANNER: Text = text!("教学练习 · 虚构患者 · 不保存、不进入病历", "Teaching · invented patient · nothing is kept, nothing enters a record");
const LESSON: Text = text!("病例练习", "Case drill");
const READ_IT: Text = text!(
    "请从病例中读出年龄、BMI、手术等信息，在下方同一张评估表中作答；表中不会预先填好。",
    "Read age, BMI, operation and the rest from the story and answer in the form below, the one of the ward. Nothing is filled in for you."
);

#[component]
pub fn Above(props: &LessonProps) -> Html {
    use_board(&props.board);
    let lang = props.board.lang();
    let t = |text: Text| text.get(lang);
    props.board.look(|lesson, refused| {
        let refused = refused.map(|rejected| if lang == Lang::Zh { rejected.message.zh.clone() } else { rejected.message.en.clone() });
        html! {
            <section class="lesson" lang={lang.tag()} aria-label={t(LESSON)} data-lesson-part="above">
                <p class="lesson-banner" data-teaching=""><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2 0 7l10 5 8-4v5h2V7zM4 11v4c3 3 9 3 12 0v-4l-6 3z" /></svg><b>{ t(BANNER) }</b></p>
                if let Some(why) = refused {
                    <p class="lesson-refused" role="alert" data-lesson-refused="">{ why }</p>
                }
                if let Some(lesson) = lesson {
                    { story(lesson, lang) }
                }
            </section>
        }
    })
}

fn story(lesson: &LessonDesk, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    let Some(case) = lesson.case() else { return html! {} };
    let place = [(lesson.at + 1).to_string(), " / ".into(), lesson.cases.len().to_string()].concat();
    let exam = lesson.exam.then(|| t(text!("考试：无提示，交卷后不能更改", "Examination: no hints, and what is handed in stays")));
    html! {
        <>
            <div class="lesson-head">
                <h2 data-case={case.id()}>{ case.title(lang) }</h2>
                <p data-place="">{ place }</p>
                <p class="form-name">{ case.instrument().map_or("", |of| of.title.get(lang)) }</p>
                if let Some(word) = exam { <p data-exam="">{ word }</p> }
            </div>
            <p class="lesson-story" data-story="" tabindex="0">{ case.story(lang) }</p>
            if lesson.step == DrillStep::Filling && lesson.tries == 0 {
                <p class="lesson-how">{ t(READ_IT) }</p>
            }
            if lesson.hints > 0 {
                <ul class="lesson-hints" data-hints="" aria-live="polite">
                    { for lesson.hints_of().into_iter().take(lesson.hints).map(|[zh, en]| html! { <li>{ if lang == Lang::Zh { zh } else { en } }</li> }) }
                </ul>
            }
        </>
    }
}
