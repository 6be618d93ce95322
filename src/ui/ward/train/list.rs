//! The list of cases: what is due again first, then drills of the plan and of the green channel, the bank by what its forms are used for, and patients
//! made up without end.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::moment::now;
use crate::session::classroom::files::decisions;
use crate::session::classroom::{CaseLevel, by_use, read_deck};
use crate::text::{Lang, Text, text};
use crate::training::case::TeachingCase;
use crate::training::exercise::Exercise;
use crate::training::repetition::{INTERVALS, RepetitionDeck};
use crate::training::variant::MADE_UP;
use crate::web::classroom::kept;
use crate::web::clock;

/// What is drilled, by the first word of an exercise's id; every form is of one kind.
const KINDS: [(&str, Text); 3] = [
    ("form", text!("评分", "Scores")),
    ("plan", text!("出血、禁忌与预防方案", "Bleeding, contraindications and the plan")),
    ("channel", text!("疑似VTE绿色通道", "The green channel for suspected VTE")),
];

#[derive(Clone, PartialEq, Properties)]
pub struct ListProps {
    pub lang: Lang,
}

#[component]
pub fn CaseList(props: &ListProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let deck = use_state(RepetitionDeck::default);
    let level = use_state(|| None::<CaseLevel>);
    let kind = use_state_eq(|| None::<&'static str>);
    // Drawn once a visit: the list does not move under a finger.
    let seed = use_memo((), |()| clock::millis() % 1_000_000);
    {
        let deck = deck.setter();
        use_effect_with((), move |()| {
            spawn_local(async move {
                if let Ok(Some(text)) = kept("deck").await {
                    deck.set(read_deck(&text, now()));
                }
            });
        });
    }
    let due = deck.due(now()).len();
    let chosen = {
        let level = level.clone();
        Callback::from(move |event: Event| {
            let id = event.target_unchecked_into::<HtmlSelectElement>().value();
            level.set(CaseLevel::ALL.into_iter().find(|of| of.id() == id));
        })
    };
    let chosen_kind = {
        let kind = kind.clone();
        Callback::from(move |event: Event| {
            let id = event.target_unchecked_into::<HtmlSelectElement>().value();
            kind.set(KINDS.iter().find(|(of, _)| *of == id).map(|(of, _)| *of));
        })
    };
    let state = |id: &str| match deck.cards.iter().find(|card| card.exercise == id) {
        None => text!("未做", "new"),
        Some(card) if card.wrong > 0 && card.in_box == 0 => text!("✗ 上次有误", "✗ wrong last time"),
        Some(_) => text!("✓ 做过", "✓ done"),
    };
    let is_shown = |of: &'static str| kind.is_none_or(|kind| kind == of);
    // Drills of decisions have no level: a filter by level is one of forms.
    let decided = |of: &'static str, title: Text, what: Text| {
        if !is_shown(of) || level.is_some() {
            return html! {};
        }
        let mine = decisions().filter(|id| id.starts_with(of)).filter_map(|id| Some((Exercise::named(&id, &[])?, id)));
        html! {
            <section class="use" data-use={of}><h3>{ t(title) }</h3><p class="what">{ t(what) }</p><ul>
                { for mine.map(|(exercise, id)| html! {
                    <li key={id.clone()}><a href={["#/train?case=", &id].concat()} data-open-drill={id.clone()}>
                        <b>{ exercise.title(lang) }</b><small>{ t(state(&id)) }</small><span class="story-line">{ exercise.story(lang) }</span>
                    </a></li>
                }) }
            </ul></section>
        }
    };
    let line = |case: &'static TeachingCase| {
        let exercise = Exercise::Bank(case);
        let href = format!("#/train?case=T{:02}", case.no.unwrap_or_default());
        html! {
            <li key={exercise.id()} data-level={CaseLevel::of(case).id()}>
                <a {href} data-open-case={exercise.id()}>
                    <b>{ format!("T{:02} ", case.no.unwrap_or_default()) }{ case.instrument.title.get(lang) }</b>
                    <small>{ [t(CaseLevel::of(case).text()), " · ", t(state(&exercise.id()))].concat() }</small>
                    <span class="story-line">{ case.story.get(lang) }</span>
                </a>
            </li>
        }
    };
    html! {
        <>
            <h2 tabindex="-1">{ t(text!("病例练习", "Case drills")) }</h2>
            <p class="what">{ t(text!("读病例，在与病区相同的评估表中作答，交卷后由同一程序判分，先告诉结论和总分，再逐条说明错在哪里、依据何在。", "Read the case and answer in the form of the ward. The same program marks it: first band and total, then item by item what is wrong and by which rule.")) }</p>
            <section class="use" data-use="begin"><ul>
                if due > 0 {
                    <li><a href="#/train/due" data-open="due"><b>{ t(text!("今日复习", "Due again today")) }</b><small>{ [&due.to_string(), t(text!(" 例", " cases"))].concat() }</small></a></li>
                }
                <li><a href="#/train/course" data-open="course"><b>{ t(text!("课程", "Courses")) }</b><small>{ t(text!("护士、医师、药师、管理人员：短文、例题和病例", "for nurses, physicians, pharmacists and managers: readings, examples and cases")) }</small></a></li>
                <li><a href="#/train/exam" data-open="exam"><b>{ t(text!("自测考试", "A test of your own")) }</b><small>{ t(text!("随机10例，30分钟，合格线80%，可打印证书", "10 cases at random, 30 minutes, 80 % to pass, a certificate to print")) }</small></a></li>
                { for MADE_UP.iter().map(|made| html! {
                    <li><a href={format!("#/train?variant={}&seed={}", made.id, *seed)} data-open={["variant-", made.id].concat()}><b>{ [t(text!("随机病例：", "A case made up: ")), made.title.get(lang)].concat() }</b><small>{ t(text!("无限多，同一编号在任何机器上相同", "without end; the same number is the same case on every machine")) }</small></a></li>
                }) }
            </ul></section>
            <p class="tags">{ for INTERVALS.iter().filter_map(|mark| mark.tag(lang)).map(|tag| html! { <small class="tag">{ tag.concat() }</small> }) }</p>
            <div class="teach-bar">
            <label><span>{ t(text!("类型", "Kind")) }</span>
                <select data-filter="kind" onchange={chosen_kind}>
                    <option value="" selected={kind.is_none()}>{ t(text!("全部", "all")) }</option>
                    { for KINDS.iter().map(|(of, name)| html! { <option value={*of} selected={*kind == Some(*of)}>{ t(*name) }</option> }) }
                </select>
            </label>
            <label><span>{ t(text!("难度（评分）", "Difficulty (of scores)")) }</span>
                <select data-filter="level" onchange={chosen}>
                    <option value="" selected={level.is_none()}>{ t(text!("全部", "all")) }</option>
                    { for CaseLevel::ALL.into_iter().map(|of| html! { <option value={of.id()} selected={*level == Some(of)}>{ t(of.text()) }</option> }) }
                </select>
            </label>
            </div>
            { for by_use().into_iter().map(|(of, cases)| {
                let cases: Vec<_> = cases.into_iter().filter(|case| level.is_none_or(|level| CaseLevel::of(case) == level)).collect();
                if cases.is_empty() || !is_shown("form") { return html! {} }
                html! { <section class="use" key={of.id} data-use={of.id}><h3>{ t(of.title) }</h3><ul>{ for cases.into_iter().map(line) }</ul></section> }
            }) }
            { decided("plan", KINDS[1].1, text!("评分之后：出血风险、禁忌，您会开什么医嘱，漏了什么。", "After the score: bleeding, contraindications, what you would order, and what you overlooked.")) }
            { decided("channel", KINDS[2].1, text!("疑似VTE：唯一的下一步，结果出来前抗凝药怎么办；可开实时计时。", "VTE suspected: the one next step, and the anticoagulant before the result; in real time if wanted.")) }
        </>
    }
}
