//! All referrals of the ward: what came in and waits for an answer, what went out, and the place where either is taken in.

use yew::prelude::*;

use crate::record::referral::steps::ReferralSide;
use crate::text::{Text, text};
use crate::web::ward::KeptReferral;

use super::super::hands::{Hands, PageProps};
use super::super::route::WardPage;
use super::line::standing;
use super::take::Take;

#[component]
pub fn Referrals(props: &PageProps) -> Html {
    let hands = &props.hands;
    let t = |text: Text| hands.t(text);
    let all = hands.book.state().referrals.clone();
    let lists = [(ReferralSide::Receiver, "incoming", text!("转入", "Coming in")), (ReferralSide::Sender, "outgoing", text!("转出", "Going out"))];
    html! {
        <section class="referrals" aria-labelledby="referrals-title">
            <h2 id="referrals-title">{ t(text!("转诊", "Referrals")) }</h2>
            <Take hands={hands.clone()} />
            { for lists.into_iter().map(|(side, id, title)| {
                let of: Vec<&KeptReferral> = all.iter().filter(|kept| kept.side == side).collect();
                html! {
                    <section class="panel" aria-label={t(title)} data-list={id} data-count={of.len().to_string()}>
                        <h3>{ t(title) }{ " " }{ of.len() }</h3>
                        if of.is_empty() { <p class="hint">{ t(text!("没有。", "None.")) }</p> }
                        <ul class="staff">{ for of.into_iter().map(|kept| one(kept, hands)) }</ul>
                    </section>
                }
            }) }
        </section>
    }
}

fn one(kept: &KeptReferral, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    let course = kept.course();
    let to = WardPage::Referral(kept.sheet.id.clone());
    let said = |id: &str| kept.sheet.value(id).map(|value| value.text.clone());
    let words = |id: &str| said(id).map(|text| if hands.lang == crate::text::Lang::Zh { text.zh } else { text.en }).unwrap_or_default();
    let place = if kept.side == ReferralSide::Sender { words("to") } else { words("from") };
    html! {
        <li data-referral={kept.sheet.id.clone()}>
            <p><b>{ words("name") }</b>{ " · " }{ words("kind") }{ " · " }{ place }</p>
            { standing(kept, &course, hands) }
            <div class="actions"><button type="button" data-action="open-referral" onclick={hands.go.reform(move |_: MouseEvent| to.clone())}>{ t(text!("打开", "Open")) }</button></div>
        </li>
    }
}
