//! The card for the wall: what is done in the first minutes of a suspicion, the path from there to an answer, and its clocks, on
//! paper. Made of the tables that the screen follows (`first_minutes`, `pathway`), so that the wall never says something else.

use yew::prelude::*;

use crate::clinical::first_minutes::{STEPS, Step, Suspected, Who, steps};
use crate::clinical::pathway::clocks::CLOCKS;
use crate::clinical::pathway::codes::WORDING;
use crate::clinical::pathway::state::STATES;
use crate::clinical::source::Mark;
use crate::text::text;

use super::hands::{Hands, PageProps};
use super::print::{buttons, paper};
use super::route::WardPage;

/// The two columns of the card, by what is suspected.
const COLUMNS: [Suspected; 2] = [Suspected::Dvt, Suspected::Pe];

#[component]
pub fn WallCard(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |words| hands.t(words);
    let title = text!("疑似VTE绿色通道", "Suspected VTE: the green channel");
    let inside = html! {
        <div class="wall" data-wall="">
            <p><b>{ t(text!("立即打电话通知医师，再做以下各项。以下均为提示，不是医嘱；所有用药须医师确认。", "Telephone the physician at once, then do what follows. All of it is a prompt and none an order; every drug is confirmed by a physician.")) }</b></p>
            { for COLUMNS.into_iter().map(|suspected| column(suspected, hands)) }
            <h3>{ t(text!("之后的路径", "The path after that")) }</h3>
            <table><thead><tr><th>{ t(text!("阶段", "Stage")) }</th><th>{ t(text!("何时", "When")) }</th><th>{ t(text!("做什么", "What is done")) }</th></tr></thead><tbody>
                { for STATES.iter().filter(|row| row.rank < 11).map(|row| html! {
                    <tr data-state={row.id}>
                        <td>{ t(row.label) }</td>
                        <td>{ t(row.entered) }</td>
                        <td>{ row.steps.iter().map(|code| t(code.row().text)).collect::<Vec<_>>().join(t(text!(" / ", " / "))) }</td>
                    </tr>
                }) }
            </tbody></table>
            <h3>{ t(text!("时限", "Clocks")) }</h3>
            <table><thead><tr><th>{ t(text!("从何时到何时", "From, to")) }</th><th>{ t(text!("时限", "Target")) }</th><th>{ t(text!("由谁", "Who")) }</th></tr></thead><tbody>
                { for CLOCKS.iter().map(|row| html! {
                    <tr data-clock={row.id}><td>{ t(row.span) }{ marks(row.marks, hands) }</td><td>{ t(row.target) }</td><td>{ t(row.owner.label()) }</td></tr>
                }) }
            </tbody></table>
            <p class="hint">{ t(text!("时限与措辞为默认值；本院另有设定时以屏幕所示为准。", "Targets and wording are the defaults; where this hospital has set others, the screen shows those.")) }{ marks(WORDING, hands) }</p>
        </div>
    };
    html! {
        <section class="sheet" aria-label={t(title)} data-sheet="wall">
            { paper(title, "", hands, buttons(hands, WardPage::House, false), inside) }
        </section>
    }
}

fn column(suspected: Suspected, hands: &Hands) -> Html {
    let title = if suspected == Suspected::Pe {
        text!("疑似肺栓塞（PE）：最初几分钟", "Suspected pulmonary embolism: the first minutes")
    } else {
        text!("疑似深静脉血栓（DVT）：最初几分钟", "Suspected deep vein thrombosis: the first minutes")
    };
    // The gravest calls are for a sign that may come at any time: they stand on the wall for everybody.
    let grave = STEPS.iter().filter(|step| if suspected == Suspected::Pe { step.id == "unstable" } else { step.id == "limb_threat" });
    let all: Vec<&Step> = grave.chain(steps(suspected, &[])).collect();
    html! {
        <section>
            <h3>{ hands.t(title) }</h3>
            { for Who::ALL.into_iter().map(|who| html! {
                <>
                    <p><b>{ hands.t(who.label()) }</b></p>
                    <ul>{ for all.iter().filter(|step| step.who == who).map(|step| html! { <li data-step={step.id}>{ hands.t(step.text) }{ marks(step.marks, hands) }</li> }) }</ul>
                </>
            }) }
        </section>
    }
}

/// What is decided here or not verified is said on paper too.
fn marks(marks: &[Mark], hands: &Hands) -> Html {
    let tags: Vec<String> = marks.iter().filter_map(|mark| mark.tag(hands.lang)).map(|words| words.concat()).collect();
    if tags.is_empty() {
        html! {}
    } else {
        html! { <small>{ [hands.t(text!("（", " (")), &tags.join(hands.t(text!("；", "; "))), hands.t(text!("）", ")"))].concat() }</small> }
    }
}
