//! The referral of a patient on his own page: the way to a new one, how the latest stands, and whether anybody has the patient.

use yew::prelude::*;

use crate::record::referral::course::{NOBODY, ReferralHistory, running};
use crate::record::referral::steps::{ReferralSide, referral_row};
use crate::text::{Text, text};
use crate::web::ward::KeptReferral;

use super::super::hands::{Hands, RecordProps};
use super::super::route::WardPage;

/// How a referral stands, since when, and the clock that runs against its target.
pub fn standing(kept: &KeptReferral, course: &ReferralHistory, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    let state = course.state().map_or("drafted", |state| referral_row(state).id);
    let word = course.state().map_or(t(text!("草稿", "drafted")), |state| t(referral_row(state).label));
    let clock = running(course, kept.sheet.made_at, false).map(|(clock, target, since)| {
        let passed = (hands.now - since).num_minutes().max(0);
        let late = passed > i64::from(target);
        html! {
            <span class={classes!("clock", late.then_some("late"))} data-clock={clock.id()} data-late={late.to_string()}>
                { [t(clock.row().span), " ", &passed.to_string(), " / ", &target.to_string(), t(text!(" 分钟", " min"))].concat() }
                if late { { " · " }<b>{ t(text!("已超时", "overdue")) }</b> }
            </span>
        }
    });
    html! {
        <>
            <p class="referral-state" data-state={state}><b>{ word }</b>if let Some(since) = course.since() { { " · " }{ hands.moment(since) } }{ " " }{ clock.unwrap_or_default() }</p>
            if course.is_declined() && !is_followed(kept, hands) {
                <p class="alert" role="alert" data-nobody="">{ t(NOBODY) }</p>
            }
        </>
    }
}

/// The sender has made another referral of the same patient since.
fn is_followed(kept: &KeptReferral, hands: &Hands) -> bool {
    let later = |other: &KeptReferral| other.context.is_some() && other.context == kept.context && other.sheet.made_at > kept.sheet.made_at;
    kept.side == ReferralSide::Receiver || hands.book.state().referrals.iter().any(later)
}

/// On the page of a patient: shown while a suspicion stands, and wherever there is a referral.
#[component]
pub fn ReferralLine(props: &RecordProps) -> Html {
    let RecordProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let context = patient.row.context.clone();
    let all = hands.book.state().referrals.clone();
    let of: Vec<&KeptReferral> = all.iter().filter(|kept| kept.context.as_ref() == Some(&context)).collect();
    let stands = patient.record.encounter.suspected().is_some();
    if of.is_empty() && !stands {
        return html! {};
    }
    let to = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    html! {
        <section class="panel referral-line" aria-labelledby="referral-title" data-referrals={of.len().to_string()}>
            <h3 id="referral-title">{ t(text!("转诊与会诊", "Referral and consultation")) }</h3>
            { for of.iter().map(|kept| {
                let course = kept.course();
                let place = kept.sheet.value("to").map(|value| value.text.zh.clone()).unwrap_or_default();
                html! {
                    <div data-referral={kept.sheet.id.clone()}>
                        <p>{ t(text!("转至 ", "To ")) }<b>{ place }</b></p>
                        { standing(kept, &course, hands) }
                        <div class="actions"><button type="button" data-action="open-referral" onclick={to(WardPage::Referral(kept.sheet.id.clone()))}>{ t(text!("打开转诊单", "Open the referral")) }</button></div>
                    </div>
                }
            }) }
            if stands {
            <div class="actions">
                <button type="button" data-action="refer" onclick={to(WardPage::Refer(context))}>{ if of.is_empty() { t(text!("转诊", "Refer")) } else { t(text!("另建转诊单", "Another referral")) } }</button>
            </div>
            }
        </section>
    }
}
