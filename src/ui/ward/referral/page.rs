//! One referral: how it stands, the sheet, every report, what this ward reports next, and the ways to give it on.

use yew::prelude::*;

use crate::record::referral::course::ReferralHistory;
use crate::record::referral::steps::{ReferralSide, ReferralState, ReferralStep};
use crate::text::{Text, text};
use crate::web::ward::{KeptReferral, site_of};

use super::super::hands::Hands;
use super::super::later::Fold;
use super::super::route::{Tab, WardPage};
use super::give::Give;
use super::line::{returned, standing};
use super::report::Reports;
use super::sheet::{ReferralProps, course_list, sheet_table};

#[component]
pub fn ReferralPage(props: &ReferralProps) -> Html {
    let ReferralProps { hands, id } = props;
    let all = hands.book.state().referrals.clone();
    let t = |text: Text| hands.t(text);
    let to = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    let Some(kept) = all.iter().find(|kept| kept.sheet.id == *id) else { return html! {} };
    let course = kept.course();
    let back = match (&kept.context, kept.side) {
        (Some(context), ReferralSide::Sender) => WardPage::Patient(context.clone(), Tab::Work),
        _ => WardPage::Referrals,
    };
    let name = kept.sheet.value("name").map(|value| value.text.zh.clone()).unwrap_or_default();
    html! {
        <article class="referral-page" data-referral={id.clone()} data-steps={kept.steps.len().to_string()} data-side={kept.side.id()}>
            <header class="strip">
                <button type="button" data-action="back" onclick={to(back)}>{ t(text!("← 返回", "← Back")) }</button>
                <h2>{ if kept.side == ReferralSide::Sender { t(text!("转出", "Referral out")) } else { t(text!("转入", "Referral in")) } }{ " · " }{ name }</h2>
                <button type="button" data-action="referrals" onclick={to(WardPage::Referrals)}>{ t(text!("收转诊", "Take an answer")) }</button>
                <button type="button" data-action="paper" onclick={to(WardPage::ReferralSheet(id.clone()))}>{ t(text!("打印单", "Print sheet")) }</button>
            </header>
            { standing(kept, &course, hands) }
            { elsewhere(kept, &course, hands) }
            { differently(&course, hands) }
            if course.latest(ReferralState::Returned).is_some() {
                // What the sender goes on with, above all else.
                <section class="panel">{ returned(&course, hands, 3) }</section>
            }
            <div class="two">
                <div>
                    <Reports hands={hands.clone()} kept={kept.clone()} />
                    { admission(kept, &course, hands) }
                    <Give hands={hands.clone()} kept={kept.clone()} />
                </div>
                <div>
                    <section class="panel"><h3>{ t(text!("状态", "States")) }</h3>{ course_list(&course, hands) }</section>
                    <section class="panel">{ sheet_table(&kept.sheet, hands) }</section>
                </div>
            </div>
        </article>
    }
}

/// Another hospital has accepted too: it is told that the first stands.
fn elsewhere(kept: &KeptReferral, course: &ReferralHistory, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    if kept.side == ReferralSide::Receiver {
        return html! {};
    }
    let tell = |site: &str| {
        let (hands, id, site) = (hands.clone(), kept.sheet.id.clone(), site.to_owned());
        Callback::from(move |_: MouseEvent| {
            let by = hands.book.state().user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
            let step = ReferralStep::of(ReferralState::Cancelled, hands.book.now(), ReferralSide::Sender, &by, &site_of(&hands.book))
                .with("why", "other_hospital")
                .with("addressed", &site);
            let (book, id) = (hands.book.clone(), id.clone());
            hands.attempt(
                async move { book.report(&id, step).await.map(drop) },
                text!("已记录取消，请发给该机构", "The cancellation is recorded; send it to that hospital"),
                || {},
            );
        })
    };
    html! {
        { for course.to_be_told().into_iter().map(|site| html! {
            <div class="alert" role="alert" data-second={site.to_owned()}>
                <p>{ [t(text!("两家机构都接收了。先接收的负责：", "Two hospitals have accepted. The first has the patient: ")), course.accepted_by().unwrap_or_default(), t(text!("。请立即电话通知另一家取消：", ". Telephone the other now, and cancel there: ")), site].concat() }</p>
                <div class="actions"><button type="button" data-action="cancel-second" onclick={tell(site)}>{ t(text!("记录取消并发给该机构", "Record the cancellation, to be sent to it")) }</button></div>
            </div>
        }) }
    }
}

/// What was reported twice, and not the same.
fn differently(course: &ReferralHistory, hands: &Hands) -> Html {
    if course.amendments.is_empty() {
        return html! {};
    }
    html! { <p class="alert" role="alert" data-amended={course.amendments.len().to_string()}>{ hands.t(text!("同一状态报告过两次，内容不同。两份都保留，见“状态”；执行前请电话核对。", "A state was reported twice and not the same. Both are kept, see \"States\"; check by telephone before anything is done.")) }</p> }
}

/// The receiver's ward may take the patient in from the sheet.
fn admission(kept: &KeptReferral, course: &ReferralHistory, hands: &Hands) -> Html {
    if kept.side == ReferralSide::Sender {
        return html! {};
    }
    let t = |text: Text| hands.t(text);
    let to = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    match &kept.context {
        Some(context) => html! {
            <section class="panel"><div class="actions"><button type="button" data-action="to-patient" onclick={to(WardPage::Patient(context.clone(), Tab::Work))}>{ t(text!("打开患者", "Open the patient")) }</button></div></section>
        },
        None if course.step(ReferralState::Arrived).is_some() => html! {
            <section class="panel">
                <Fold title={t(text!("收入本病区", "Admit to this ward"))} happening={"admit-referred"}>
                    <super::admit::AdmitReferred hands={hands.clone()} id={kept.sheet.id.clone()} />
                </Fold>
            </section>
        },
        None => html! {},
    }
}
