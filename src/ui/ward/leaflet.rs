//! The leaflet of a patient: large print with drawings, from the plan in force; printed, read aloud where the device has a voice,
//! or as codes that a telephone reads. It names nobody unless that is asked for, and is kept nowhere.

use yew::prelude::*;

use crate::clinical::leaflet::blocks::{BlockShape, FOOTER, LeafletBlock, LeafletTopic, Picture};
use crate::clinical::leaflet::words::{CHOSEN, CLOT, TITLE};
use crate::record::leaflet::{ForYou, Leaflet, NoLeaflet, aloud, short_form};
use crate::record::local::Zone;
use crate::text::{Lang, Text, text};
use crate::web::vault::handover::code;
use crate::web::ward::element::print_page;
use crate::web::ward::{Voices, WardPatient};

use super::hands::Hands;
use super::pictures::picture;
use super::print::{SheetProps, paper};
use super::route::{Tab, WardPage};

#[component]
pub fn LeafletPage(props: &SheetProps) -> Html {
    let hands = &props.hands.on_paper();
    let t = |text: Text| hands.t(text);
    // On the sheet only once somebody asks; typed for this sheet, and gone with it.
    let named = use_state_eq(|| false);
    let telephone = use_state_eq(String::new);
    let coded = use_state_eq(|| false);
    let Some(patient) = hands.book.opened(&props.context) else { return html! {} };
    let back = WardPage::Patient(props.context.clone(), Tab::Work);
    let leave = hands.go.reform(move |_: MouseEvent| back.clone());
    let leaflet = match Leaflet::of(&patient.record.encounter, hands.now) {
        Ok(leaflet) => leaflet,
        Err(why) => return html! { <Withheld hands={hands.clone()} {why} {leave} /> },
    };
    let zone = hands.book.zone();
    let zone = &zone as Zone<'_>;
    let turn = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |_: Event| state.set(!*state))
    };
    let typed = {
        let telephone = telephone.setter();
        Callback::from(move |event: InputEvent| telephone.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value()))
    };
    let show = {
        let coded = coded.clone();
        Callback::from(move |_: MouseEvent| coded.set(!*coded))
    };
    let buttons = html! {
        <div class="on-screen leaflet-tools">
            <div class="actions">
                <button type="button" class="primary" data-action="print" onclick={Callback::from(|_: MouseEvent| print_page())}>{ t(text!("打印（A4）", "Print (A4)")) }</button>
                <ReadAloud lang={hands.lang} lines={aloud(&leaflet, &telephone, hands.lang, zone)} />
                <button type="button" data-action="codes" aria-pressed={coded.to_string()} onclick={show}>{ t(text!("二维码", "QR code")) }</button>
                <button type="button" data-action="back" onclick={leave}>{ t(text!("返回", "Back")) }</button>
            </div>
            <div class="form">
                <label class="field"><span>{ t(text!("医院电话（印在单上，不保存）", "The hospital's telephone (printed, not kept)")) }</span>
                    <input type="tel" name="telephone" autocomplete="off" maxlength="40" oninput={typed} /></label>
                <label class="tick"><input type="checkbox" name="named" checked={*named} onchange={turn(&named)} /><span>{ t(text!("印上床号和姓名（不选则留空手写）", "Print bed and name (otherwise a line to write on)")) }</span></label>
            </div>
            if leaflet.overtaken {
                <p class="alert" data-overtaken="">{ t(text!("方案之后又有新评分。发给患者前，请医师确认方案是否仍适用。", "A score was signed since the plan. Before this is handed out a physician looks whether the plan still holds.")) }</p>
            }
        </div>
    };
    let codes = if *coded { short_form(&leaflet, &telephone, hands.lang, zone) } else { vec![] };
    let whom = if *named { [t(text!("床号 ", "bed ")), patient.row.bed(), "  ", patient.row.label()].concat() } else { String::new() };
    let inside = html! {
        <div class="leaflet" data-chosen={leaflet.chosen.len().to_string()}>
            { for_whom(&patient, *named, hands) }
            { topic(&CLOT, &telephone, hands.lang) }
            <section class="topic chosen" aria-labelledby="topic-chosen" data-topic="chosen">
                <h3 id="topic-chosen">{ t(CHOSEN) }</h3>
                <p data-basis="">{ leaflet.basis_words(hands.lang, zone) }</p>
                <ul>
                    { for leaflet.chosen.iter().map(|chosen| html! {
                        <li data-chosen-measure={chosen.held.measure.id.as_str().to_owned()} data-for-you={for_you(chosen.for_you)}>
                            <b>{ chosen.name(hands.lang) }</b>
                            { for chosen.lines(hands.lang, zone).into_iter().map(|line| html! { <p>{ line }</p> }) }
                        </li>
                    }) }
                </ul>
            </section>
            { for leaflet.topics.iter().map(|of| topic(of, &telephone, hands.lang)) }
            if !codes.is_empty() {
                <section class="topic" aria-labelledby="topic-codes" data-topic="codes">
                    <h3 id="topic-codes">{ t(text!("手机扫码，带走简版", "Scan with a telephone: the short form")) }</h3>
                    <p>{ t(text!("码里是给您定的办法、危险信号和电话。没有姓名，不联网也能看。", "The code holds what was chosen, the warning signs and the telephone. It has no name, and needs no network.")) }
                        if codes.len() > 1 { { t(text!("一个码放不下，请每个都扫。", " One code does not hold it: scan each.")) } }</p>
                    <div class="code-row" data-codes={codes.len().to_string()}>{ for codes.iter().enumerate().map(|(at, text)| qr(text, at + 1, codes.len())) }</div>
                </section>
            }
            <p class="leaflet-foot" data-foot="">{ t(FOOTER) }</p>
        </div>
    };
    html! {
        <section class="sheet" aria-label={t(text!("患者告知单", "Leaflet for the patient"))} data-sheet="leaflet">
            { paper(TITLE, &whom, hands, buttons, inside) }
        </section>
    }
}

fn for_you(of: ForYou) -> &'static str {
    match of {
        ForYou::ToBegin => "to_begin",
        ForYou::Going => "going",
        ForYou::Paused => "paused",
        ForYou::LeftOver => "left_over",
    }
}

/// A line to write on, or bed and name where that was asked for.
pub(super) fn for_whom(patient: &WardPatient, named: bool, hands: &Hands) -> Html {
    let said = if named {
        [hands.t(text!("床号：", "Bed: ")), patient.row.bed(), hands.t(text!("　姓名：", "   Name: ")), patient.row.label()].concat()
    } else {
        hands.t(text!("姓名：______________　床号：________", "Name: ____________________   Bed: ________")).to_owned()
    };
    html! { <p class="for-whom" data-named={named.to_string()}>{ said }</p> }
}

/// A heading, its drawing, and what stands under it: sentences, numbered steps, signs, and lines to write on.
fn topic(of: &'static LeafletTopic, telephone: &str, lang: Lang) -> Html {
    let id = ["topic-", of.id].concat();
    let mut parts = vec![];
    let mut rest = of.blocks;
    while let Some(first) = rest.first() {
        let many = rest.iter().take_while(|block| block.shape == first.shape).count();
        let (now, then) = rest.split_at(many);
        parts.push(run(first.shape, now, telephone, lang));
        rest = then;
    }
    html! {
        <section class="topic" aria-labelledby={id.clone()} data-topic={of.id}>
            <h3 {id}>{ of.heading.get(lang) }</h3>
            if let Some(shown) = of.picture { { drawing(shown, lang) } }
            { for parts }
        </section>
    }
}

fn run(shape: BlockShape, blocks: &'static [LeafletBlock], telephone: &str, lang: Lang) -> Html {
    let items = || blocks.iter().map(|block| html! { <li data-block={block.id}>{ block.text.get(lang) }</li> });
    match shape {
        BlockShape::Step => html! { <ol>{ for items() }</ol> },
        BlockShape::Sign => html! { <ul class="signs">{ for items() }</ul> },
        BlockShape::Line => html! { { for blocks.iter().map(|block| html! { <p data-block={block.id}>{ block.text.get(lang) }</p> }) } },
        BlockShape::Blank => html! { { for blocks.iter().map(|block| blank(block, telephone, lang)) } },
    }
}

/// A line to write on; the telephone where it was typed.
pub(super) fn blank(block: &LeafletBlock, telephone: &str, lang: Lang) -> Html {
    let typed = if block.id == "telephone" { telephone.trim() } else { "" };
    html! {
        <p class="blank-line" data-block={block.id}><span>{ block.text.get(lang) }</span>
            if typed.is_empty() { <span class="rule" aria-hidden="true"></span> } else { <b>{ typed.to_owned() }</b> }
        </p>
    }
}

fn drawing(of: Picture, lang: Lang) -> Html {
    html! { <div class="drawing" data-picture={format!("{of:?}")}>{ picture(of, lang) }</div> }
}

fn qr(text: &str, number: usize, of: usize) -> Html {
    let Some((path, size)) = code(text) else { return html! {} };
    html! {
        <figure class="codes">
            <svg viewBox={format!("-4 -4 {0} {0}", size + 8)} role="img" aria-label={format!("QR {number}/{of}")} shape-rendering="crispEdges">
                <rect x="-4" y="-4" width={(size + 8).to_string()} height={(size + 8).to_string()} fill="#fff" />
                <path d={path} fill="#000" />
            </svg>
            <figcaption data-code={text.to_owned()}>{ format!("{number} / {of}") }</figcaption>
        </figure>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WithheldProps {
    hands: Hands,
    why: NoLeaflet,
    leave: Callback<MouseEvent>,
}

#[component]
fn Withheld(props: &WithheldProps) -> Html {
    let t = |text: Text| props.hands.t(text);
    html! {
        <section class="panel" aria-labelledby="withheld-title" data-withheld={props.why.id()}>
            <h2 id="withheld-title">{ t(text!("现在不发告知单", "No leaflet now")) }</h2>
            <p class="alert">{ t(props.why.words()) }</p>
            <div class="actions"><button type="button" data-action="back" onclick={props.leave.clone()}>{ t(text!("返回", "Back")) }</button></div>
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct AloudProps {
    lang: Lang,
    lines: Vec<String>,
}

/// Reads the sheet aloud; no button where the device has no voice of this language. Another sheet, language or page: silence.
#[component]
fn ReadAloud(props: &AloudProps) -> Html {
    let AloudProps { lang, lines } = props;
    let can = use_state_eq(|| Voices::has(*lang));
    let reads = use_state_eq(|| false);
    {
        let can = can.setter();
        use_effect_with(*lang, move |&lang| {
            can.set(Voices::has(lang));
            let voices = Voices::watch(move || can.set(Voices::has(lang)));
            move || drop(voices)
        });
    }
    {
        let reads = reads.setter();
        use_effect_with((*lang, lines.clone()), move |_| {
            move || {
                Voices::silence();
                reads.set(false);
            }
        });
    }
    if !*can {
        return html! {};
    }
    let press = {
        let (reads, lang, lines) = (reads.clone(), *lang, lines.clone());
        Callback::from(move |_: MouseEvent| {
            if *reads {
                Voices::silence();
                return reads.set(false);
            }
            let ended = reads.setter();
            reads.set(true);
            Voices::read(&lines, lang, move || ended.set(false));
        })
    };
    html! {
        <button type="button" data-action="read-aloud" aria-pressed={reads.to_string()} onclick={press}>
            { if *reads { text!("■ 停止朗读", "■ Stop") } else { text!("▶ 读给我听", "▶ Read aloud") }.get(*lang) }
        </button>
    }
}
