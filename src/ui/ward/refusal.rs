//! The sheet of an informed refusal, for paper: it signs nothing here. What was proposed comes from the plan in force; where there
//! is none (before a plan, or after it was declined) there are lines to write it on.

use yew::prelude::*;

use crate::clinical::leaflet::blocks::{FOOTER, LeafletBlock};
use crate::clinical::leaflet::refusal::{DECIDES, DECISION, MEANING, MEANS, PROPOSED, QUESTIONS, SIGNATURES, SIGNERS, TITLE, TO_WRITE_IN};
use crate::record::leaflet::{ChosenMeasure, Leaflet};
use crate::record::local::Zone;
use crate::record::measure::MeasureId;
use crate::text::{Text, text};

use super::leaflet::{blank, for_whom};
use super::print::{SheetProps, buttons, paper};
use super::route::{Tab, WardPage};

/// Lines for questions and answers.
const QUESTION_LINES: usize = 3;

#[component]
pub fn RefusalPage(props: &SheetProps) -> Html {
    let hands = &props.hands.on_paper();
    let lang = hands.lang;
    let t = |text: Text| hands.t(text);
    let named = use_state_eq(|| false);
    let Some(patient) = hands.book.opened(&props.context) else { return html! {} };
    let zone = hands.book.zone();
    let zone = &zone as Zone<'_>;
    let is_proposed = |chosen: &ChosenMeasure| chosen.held.measure.id != MeasureId::Escalate;
    let proposed: Vec<ChosenMeasure> =
        Leaflet::of(&patient.record.encounter, hands.now).map_or_else(|_| vec![], |leaflet| leaflet.chosen.into_iter().filter(is_proposed).collect());
    let turn = {
        let named = named.clone();
        Callback::from(move |_: Event| named.set(!*named))
    };
    let line = |block: &LeafletBlock| html! { <p data-block={block.id}>{ block.text.get(lang) }</p> };
    let write = |block: &LeafletBlock| blank(block, "", lang);
    let part = |id: &'static str, heading: Text, inside: Html| {
        let title = ["refusal-", id].concat();
        html! { <section class="topic" aria-labelledby={title.clone()} data-part={id}><h3 id={title}>{ t(heading) }</h3>{ inside }</section> }
    };
    let tools = html! {
        <div class="on-screen leaflet-tools">
            { buttons(hands, WardPage::Patient(props.context.clone(), Tab::Work), false) }
            <label class="tick"><input type="checkbox" name="named" checked={*named} onchange={turn} /><span>{ t(text!("印上床号和姓名（不选则留空手写）", "Print bed and name (otherwise a line to write on)")) }</span></label>
            <p class="hint">{ t(text!("这张纸不是电子记录。签好后：医师在“评估与预防”中选“患者或家属拒绝（已告知）”，或护士对该措施记录“患者拒绝”。", "This paper is no entry of the record. Once signed: the physician declines the plan with \"Patient or family declined, after information\", or the nurse records \"Patient declined\" for the measure.")) }</p>
        </div>
    };
    let whom = if *named { [t(text!("床号 ", "bed ")), patient.row.bed(), "  ", patient.row.label()].concat() } else { String::new() };
    let listed = html! {
        <>
            <ul class="boxes">
                { for proposed.iter().map(|chosen| html! {
                    <li data-chosen-measure={chosen.held.measure.id.as_str().to_owned()}><span aria-hidden="true">{ "□ " }</span><b>{ chosen.name(lang) }</b>
                        // Of basic measures there is no more to say here than their name.
                        if chosen.held.measure.id != MeasureId::Basic { { " " }{ chosen.lines(lang, zone).join(" ") } }
                    </li>
                }) }
            </ul>
            if proposed.is_empty() { { for TO_WRITE_IN.iter().map(write) } } else { { for TO_WRITE_IN.last().map(write) } }
        </>
    };
    let dated = |block: &LeafletBlock| {
        html! {
            <div class="signer" data-block={block.id}>{ blank(block, "", lang) }<p class="blank-line"><span>{ t(text!("日期和时间：", "Date and time: ")) }</span><span class="rule" aria-hidden="true"></span></p></div>
        }
    };
    let inside = html! {
        <div class="leaflet refusal">
            { for_whom(&patient, *named, hands) }
            { part("proposed", PROPOSED, listed) }
            { part("means", MEANING, html! { <ul class="signs">{ for MEANS.iter().map(|block| html! { <li data-block={block.id}>{ block.text.get(lang) }</li> }) }</ul> }) }
            { part("questions", QUESTIONS, html! { { for (0..QUESTION_LINES).map(|_| html! { <p class="blank-line"><span class="rule" aria-hidden="true"></span></p> }) } }) }
            { part("decision", DECISION, html! { { for DECIDES.iter().map(|block| if block.id == "why" { write(block) } else { line(block) }) } }) }
            { part("signatures", SIGNATURES, html! { { for SIGNERS.iter().map(dated) } }) }
            <p class="leaflet-foot" data-foot="">{ t(FOOTER) }</p>
        </div>
    };
    html! {
        <section class="sheet" aria-label={t(TITLE)} data-sheet="refusal">
            { paper(TITLE, &whom, hands, tools, inside) }
        </section>
    }
}
