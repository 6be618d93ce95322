//! What this ward reports of a referral: each state a small form with what that state must say.

use yew::prelude::*;

use crate::record::referral::steps::{ReferralSide, ReferralState, ReferralStep, STEP_VALUES, fields_of, is_of_receiver, referral_row};
use crate::text::{Text, text};
use crate::web::ward::{KeptReferral, site_of};

use super::super::hands::{Hands, now_field, select, sent, text_field};
use super::super::later::Fold;

#[derive(Clone, PartialEq, Properties)]
pub struct ReportProps {
    pub hands: Hands,
    pub kept: KeptReferral,
}

#[component]
pub fn Reports(props: &ReportProps) -> Html {
    let ReportProps { hands, kept } = props;
    let course = kept.course();
    let t = |text: Text| hands.t(text);
    let mut next = course.next(kept.side);
    // What goes on stands before what ends it.
    next.sort_by_key(|state| matches!(state, ReferralState::Declined | ReferralState::Cancelled));
    if next.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="report-title" data-reports="">
            <h3 id="report-title">{ t(text!("报告状态", "Report a state")) }</h3>
            if kept.side == ReferralSide::Sender {
                <p class="hint">{ t(text!("对方用本程序答复时，请在“收转诊”中导入；没有时按电话告知记录，并写明告知人（本院约定）。", "Where the other side answers by this program, import it under Referrals; otherwise record what was said by telephone, and who said it (our rule).")) }</p>
            }
            { for next.iter().enumerate().map(|(place, state)| report(*state, place == 0, hands, kept)) }
        </section>
    }
}

fn report(state: ReferralState, first: bool, hands: &Hands, kept: &KeptReferral) -> Html {
    let t = |text: Text| hands.t(text);
    let side = kept.side;
    let row = referral_row(state);
    let submit = {
        let (hands, id) = (hands.clone(), kept.sheet.id.clone());
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let now = hands.book.now();
            let at = hands.time(&values, "at").unwrap_or(now);
            let by = hands.book.state().user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
            let mut step = ReferralStep::of(state, at, side, &by, &site_of(&hands.book));
            for field in fields_of(state) {
                step = step.with(field.id, values.get(field.id));
            }
            let (book, id) = (hands.book.clone(), id.clone());
            hands.attempt(async move { book.report(&id, step).await.map(drop) }, text!("已记录", "Recorded"), values.done());
        })
    };
    let title = if side == ReferralSide::Sender && is_of_receiver(state) {
        [t(row.label), t(text!("（电话告知）", " (told by telephone)"))].concat()
    } else {
        t(row.label).to_owned()
    };
    let shown = fields_of(state).filter(|field| field.id != "addressed" && (field.id != "told_by" || side == ReferralSide::Sender));
    html! {
        <Fold key={row.id} title={title} open={first}>
            <form class="form" onsubmit={submit} data-form={row.id}>
                { for shown.map(|field| {
                    let label = [t(field.label), if field.needed(state, side) { t(text!("（必填）", " (required)")) } else { "" }].concat();
                    if field.coded {
                        let options: Vec<(&str, &str)> = STEP_VALUES.iter().filter(|(of, ..)| *of == field.id).map(|(_, id, words)| (*id, t(*words))).collect();
                        select(&label, field.id, &options, options.first().map_or("", |(id, _)| id))
                    } else {
                        text_field(&label, field.id, String::new())
                    }
                }) }
                { now_field(hands, text!("时间", "At")) }
                <div class="actions"><button type="submit" data-action="report" data-report={row.id} class={first.then_some("primary")}>{ [t(text!("签署：", "Sign: ")), t(row.label)].concat() }</button></div>
            </form>
        </Fold>
    }
}
