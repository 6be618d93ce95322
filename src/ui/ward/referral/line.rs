//! The referral of a patient on his own page: the way to a new one, how the latest stands, and whether anybody has the patient.

use yew::prelude::*;

use crate::record::referral::course::{NOBODY, ReferralHistory, running};
use crate::record::referral::steps::{ReferralSide, ReferralState, referral_row};
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

/// What the sender goes on with: the other hospital's diagnosis and plan. `level`: of its heading.
pub fn returned(course: &ReferralHistory, hands: &Hands, level: u8) -> Html {
    let Some(step) = course.latest(ReferralState::Returned) else { return html! {} };
    html! {
        <div data-returned="">
            <@{format!("h{level}")}>{ hands.t(text!("返回的诊断与方案", "Returned: diagnosis and plan")) }{ " · " }{ hands.moment(step.at) }{ " · " }{ step.by.clone() }{ " · " }{ step.site.clone() }</@>
            <dl class="facts">{ for hands.telling(|teller| teller.step_lines(step)).into_iter().map(|(label, said)| html! { <><dt>{ label }</dt><dd>{ said }</dd></> }) }</dl>
            <p class="hint">{ hands.t(text!("这是对方医师的方案；本院医嘱由本院医师开具。", "This is the other hospital's plan; orders here are written by a physician here.")) }</p>
        </div>
    }
}

/// The latest referral of the admission has been returned with a plan.
pub fn has_come_back(context: &str, hands: &Hands) -> bool {
    let all = &hands.book.state().referrals;
    let latest = all.iter().find(|kept| kept.side == ReferralSide::Sender && kept.context.as_deref() == Some(context));
    latest.is_some_and(|kept| kept.course().latest(ReferralState::Returned).is_some())
}

/// On the board: what of the latest referral somebody must see. Until a hospital has accepted, nobody has the patient.
pub fn flag(context: &str, hands: &Hands) -> Option<String> {
    let all = &hands.book.state().referrals;
    // The latest stands first.
    let kept = all.iter().find(|kept| kept.side == ReferralSide::Sender && kept.context.as_deref() == Some(context))?;
    let course = kept.course();
    let t = |text: Text| hands.t(text);
    match course.state()? {
        ReferralState::Drafted => Some(t(text!("转诊单未发出", "Referral not sent")).into()),
        ReferralState::Sent | ReferralState::Received | ReferralState::Declined => {
            let (_, target, since) = running(&course, kept.sheet.made_at, false)?;
            let passed = (hands.now - since).num_minutes().max(0);
            let late = if passed > i64::from(target) { t(text!("，已超时", ", overdue")) } else { "" };
            Some(
                [t(text!("转诊：尚无医院接收 ", "Referred, nobody has the patient: ")), &passed.to_string(), t(text!(" 分钟", " min")), late]
                    .concat(),
            )
        }
        ReferralState::Accepted => Some([t(text!("已接收：", "Accepted: ")), course.accepted_by().unwrap_or_default()].concat()),
        ReferralState::Departed => Some(t(text!("转运途中", "On the way")).into()),
        ReferralState::Returned => Some(t(text!("对方已返回方案，待确认", "Plan returned, to be acknowledged")).into()),
        _ => None,
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
    let stands = patient.record.encounter.to_refer().is_some();
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
                        { returned(&course, hands, 4) }
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
