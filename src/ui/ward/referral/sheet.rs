//! The sheet as it is read: on the screen and on paper. Both ends see that it names a patient.

use yew::prelude::*;

use crate::record::referral::course::ReferralHistory;
use crate::record::referral::{DEMO_SHEET, NAMES_A_PATIENT, ReferralSheet, SHEET_TITLE, SheetAnswer, SheetSection};
use crate::text::{Text, text};

use super::super::hands::Hands;
use super::super::print::{buttons, paper};
use super::super::route::WardPage;

/// Every line, section by section.
pub fn sheet_table(sheet: &ReferralSheet, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    html! {
        <div class="referral-sheet" data-sheet-of={sheet.id.clone()}>
            if sheet.demo { <p class="demo">{ t(DEMO_SHEET) }</p> }
            <p class="alert" data-names="">{ t(NAMES_A_PATIENT) }</p>
            { for SheetSection::ALL.into_iter().map(|section| html! {
                <section>
                    <h3>{ t(section.label()) }</h3>
                    <dl>
                        { for sheet.lines().filter(|(line, _)| line.section == section).map(|(line, answer)| html! {
                            <div data-line={line.id} data-word={match answer { SheetAnswer::Lacks(word) => Some(word.id()), SheetAnswer::Said(_) => None }}>
                                <dt>{ t(line.label) }</dt>
                                { match answer {
                                    SheetAnswer::Lacks(word) => html! { <dd class="lacks">{ t(word.label()) }</dd> },
                                    SheetAnswer::Said(values) => html! { { for values.iter().map(|value| html! { <dd>{ hands.telling(|teller| teller.sheet_value(value)) }</dd> }) } },
                                } }
                            </div>
                        }) }
                    </dl>
                </section>
            }) }
            <p class="hint">{ [t(text!("填写：", "Made by ")), &sheet.by, " · ", &hands.moment(sheet.made_at), " · ", t(text!("转诊编号 ", "referral id ")), &sheet.id].concat() }</p>
        </div>
    }
}

/// Every report, with gaps, amendments and what another hospital said.
pub fn course_list(course: &ReferralHistory, hands: &Hands) -> Html {
    let text = hands.telling(|teller| teller.referral_course(course));
    html! { <pre class="referral-course" data-course="">{ text }</pre> }
}

#[derive(Clone, PartialEq, Properties)]
pub struct ReferralProps {
    pub hands: Hands,
    pub id: String,
}

/// A4.
#[component]
pub fn ReferralPaper(props: &ReferralProps) -> Html {
    let hands = &props.hands.on_paper();
    let all = hands.book.state().referrals.clone();
    let Some(kept) = all.iter().find(|kept| kept.sheet.id == props.id) else { return html! {} };
    let name = kept.sheet.value("name").map(|value| value.text.zh.clone()).unwrap_or_default();
    let inside = html! {
        <>
            { sheet_table(&kept.sheet, hands) }
            <h3>{ hands.t(text!("转诊状态", "States")) }</h3>
            { course_list(&kept.course(), hands) }
            <p class="sign">{ hands.t(text!("转出医师：____________　接收人：____________　时间：____________", "Sent by: ____________  Received by: ____________  At: ____________")) }</p>
        </>
    };
    html! {
        <section class="sheet" aria-label={hands.t(SHEET_TITLE)} data-sheet="referral">
            { paper(SHEET_TITLE, &name, hands, buttons(hands, WardPage::Referral(props.id.clone()), false), inside) }
        </section>
    }
}
