//! The cards of the green channel for the wall, one page of A4 for each suspicion: first minutes, path and clocks, as they stand in
//! the tables, with the marks of what is not verified and of what is ours. Of no patient.

use yew::prelude::*;

use crate::clinical::first_minutes::Who;
use crate::clinical::leaflet::wall_card::{CARD_MARKS, LEGEND, WallCard, clock_of, mark_words, within};
use crate::clinical::pathway::codes::ChannelCode;
use crate::clinical::source::Mark;
use crate::text::{Lang, Text, text};

use super::hands::PageProps;
use super::print::buttons;
use super::route::WardPage;

#[component]
pub fn WallCards(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text: Text| hands.t(text);
    let demo = hands.book.state().settings.as_ref().is_some_and(|settings| settings.demo);
    html! {
        <section class="sheet wall" aria-label={t(text!("绿色通道墙贴卡", "Wall card of the green channel"))} data-sheet="wall-card">
            { buttons(hands, WardPage::House, false) }
            { for WallCard::ALL.into_iter().map(|of| card(of, hands.lang, demo)) }
        </section>
    }
}

/// Each whole on its line: a number that breaks is misread from two metres.
const TELEPHONES: [Text; 4] = [
    text!("值班医师 __________", "Physician on duty ________"),
    text!("抢救小组 __________", "Resuscitation ________"),
    text!("PERT／上级医院 __________", "PERT / higher hospital ________"),
    text!("急救 120", "Ambulance 120"),
];

fn marks(of: &[Mark], lang: Lang) -> Html {
    html! { { for of.iter().filter_map(|mark| mark_words(*mark, lang)).map(|words| html! { <>{ " " }<small class="card-mark">{ words }</small></> }) } }
}

fn card(of: WallCard, lang: Lang, demo: bool) -> Html {
    let t = |text: Text| text.get(lang);
    let steps = of.first_minutes();
    let head = |words: Text| html! { <h3>{ t(words) }</h3> };
    let title = |side: Text| html! { <h2>{ [t(of.title()), " · ", t(side)].concat() }if demo { <small class="demo">{ t(text!("演示 DEMO", "DEMO 演示")) }</small> }</h2> };
    let foot = html! { <p class="leaflet-foot" data-foot="">{ t(LEGEND) }{ marks(CARD_MARKS, lang) }</p> };
    // Two sides: what is done in the first minutes is read from a step away, the rest from near.
    html! {
        <>
        <article class="wall-card front" data-card={of.id()}>
            { title(text!("最初几分钟", "the first minutes")) }
            <p class="when">{ t(of.when()) }</p>
            <p class="telephones">{ for TELEPHONES.into_iter().map(|line| html! { <span>{ t(line) }</span> }) }</p>
            { for Who::ALL.into_iter().map(|who| html! {
                <div class="minutes" data-who={format!("{who:?}")}>
                    <h3>{ t(who.label()) }</h3>
                    <ul>{ for steps.iter().filter(|step| step.who == who).map(|step| html! { <li data-step={step.id}>{ t(step.text) }{ marks(step.marks, lang) }</li> }) }</ul>
                </div>
            }) }
            { foot.clone() }
        </article>
        <article class="wall-card back" data-card-back={of.id()}>
            { title(text!("路径与时限", "path and clocks")) }
            { head(text!("路径（由上而下；影像阳性随时为确诊）", "The path (downwards; a positive picture confirms at any time)")) }
            <table class="path">
                <thead><tr><th scope="col">{ t(text!("何时", "When")) }</th><th scope="col">{ t(text!("做什么", "What is done")) }</th><th scope="col">{ t(text!("时限", "Clock")) }</th></tr></thead>
                <tbody>{ for of.path().into_iter().map(|row| html! {
                    <tr data-state={row.id}>
                        <td>{ t(row.entered) }</td>
                        <td>{ of.asks(row).into_iter().map(|code| t(code.row().text)).collect::<Vec<_>>().join(t(text!("；", "; "))) }</td>
                        <td>{ within(row, lang) }</td>
                    </tr>
                }) }</tbody>
            </table>
            { head(text!("确诊前先行抗凝：以下情况由医师决定", "A dose before the answer: the physician decides, when")) }
            <ul class="needs">{ for of.needs().map(|row| html! { <li data-need={row.id}>{ t(row.when) }{ marks(row.marks, lang) }</li> }) }</ul>
            <p>{ [t(ChannelCode::InterimPropose.row().text), t(text!("。", "."))].concat() }</p>
            { head(text!("时钟（自疑似起，另注明者除外）", "Clocks (from suspicion, unless the row says otherwise)")) }
            <ul class="clocks">{ for of.clocks().map(|row| {
                let what = clock_of(row.clock).map_or(String::new(), |what| [t(what), t(text!("，", ", "))].concat());
                html! {
                    <li data-clock={row.id}>{ [what.as_str(), t(row.span), t(text!("：", ": "))].concat() }<b>{ t(row.target) }</b>{ [t(text!("（", " (")), t(row.owner.label()), t(text!("）", ")"))].concat() }{ marks(row.marks, lang) }</li>
                }
            }) }</ul>
            { foot }
        </article>
        </>
    }
}
