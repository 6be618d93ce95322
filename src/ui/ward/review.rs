//! The physician's look at a nurse's score: both side by side, item by item; confirm it, or change it. The physician's
//! governs, and the nurse's stays where it is.

use std::rc::Rc;

use yew::prelude::*;

use crate::clinical::answers::{Answer, Answers};
use crate::clinical::cell::{By, CellValue};
use crate::clinical::instrument::Instrument;
use crate::clinical::instruments;
use crate::record::assessment::{Taken, qualified};
use crate::record::encounter::Recorded;
use crate::record::role::Role;
use crate::record::story::{self, Teller};
use crate::text::{Text, text};
use crate::ui::form::row::plus;
use crate::web::ward::{WardPatient, Wish};

use super::hands::Hands;
use super::parts;

#[derive(Clone, PartialEq, Properties)]
pub struct ReviewProps {
    pub hands: Hands,
    pub patient: Rc<WardPatient>,
}

#[component]
pub fn Review(props: &ReviewProps) -> Html {
    let hands = props.hands.clone();
    let patient = Rc::clone(&props.patient);
    let changing = use_state_eq(|| None::<Answers>);
    let Some(latest) = patient.record.encounter.latest().cloned() else { return html! {} };
    let Some(instrument) = instruments::named(&latest.assessment.instrument) else { return html! {} };
    let zone = hands.book.zone();
    let teller = Teller { lang: hands.lang, zone: &zone, now: hands.now };
    let t = |text: Text| hands.t(text);
    let user = hands.book.state().user.clone();
    let physician = user.as_ref().is_some_and(|user| user.role == Role::Physician);
    let (nurse, own) = (latest.nurse().cloned(), latest.physician().cloned());
    let waits = nurse.is_some() && own.is_none();
    let confirm = {
        let (hands, context, of) = (hands.clone(), patient.row.context.clone(), latest.id.clone());
        Callback::from(move |_: MouseEvent| {
            let (book, context, wish) = (hands.book.clone(), context.clone(), Wish::Confirm { of: of.clone() });
            hands.attempt(async move { book.act(&context, &wish, None).await }, text!("评分已确认", "The score is confirmed"), || {});
        })
    };
    let change = {
        let (changing, latest) = (changing.clone(), latest.clone());
        Callback::from(move |_: MouseEvent| {
            changing.set(if changing.is_some() { None } else { Some(latest.governing().answers(instrument, Taken::ByPerson)) })
        })
    };
    let sign = {
        let (hands, changing, context, of) = (hands.clone(), changing.clone(), patient.row.context.clone(), latest.id.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(answers) = (*changing).clone() else { return };
            let (book, context, wish, changing) = (hands.book.clone(), context.clone(), Wish::Change { of: of.clone(), answers }, changing.clone());
            hands.attempt(
                async move { book.act(&context, &wish, None).await },
                text!("已按医师评分签名", "Signed with the physician's score"),
                move || changing.set(None),
            );
        })
    };
    let side = |title: Text, assessment: Option<&crate::record::assessment::Assessment>, who: String| {
        html! {
            <div class="side">
                <h4>{ t(title) }</h4>
                { match assessment {
                    Some(assessment) => html! { <>{ parts::mark(assessment.band, [&story::range(assessment.floor, assessment.ceiling), t(text!("分 ", " points ")), story::risk(assessment.band).get(hands.lang)].concat()) }<small>{ who }</small></> },
                    None => html! { <p class="hint">{ t(text!("尚无", "none yet")) }</p> },
                } }
            </div>
        }
    };
    let by_nurse = [&latest.by.name, " ", &teller.moment(latest.at)].concat();
    let by_physician = match &latest.review {
        Some(review) => [&review.by.name, " ", &teller.moment(review.at)].concat(),
        None => by_nurse.clone(),
    };
    html! {
        <section class="panel review" aria-labelledby="review-title" data-review={if waits { "waits" } else { "done" }}>
            <h3 id="review-title">{ t(text!("评分与复核", "Score and review")) }</h3>
            <p class="hint">{ instrument.title.get(hands.lang) }</p>
            <div class="sides">
                { side(text!("护士评分", "Nurse's score"), nurse.as_ref(), by_nurse) }
                { side(text!("医师评分（以此为准）", "Physician's score (governs)"), own.as_ref(), by_physician) }
            </div>
            if nurse.is_some() && physician && patient.row.summary.discharged_at.is_none() {
                <div class="actions">
                    if waits {
                        <button type="button" class="primary" data-action="confirm-score" onclick={confirm}>{ t(text!("按原样确认", "Confirm as it stands")) }</button>
                    }
                    <button type="button" data-action="change-score" aria-expanded={changing.is_some().to_string()} onclick={change}>{ t(text!("逐项复核修改", "Look through and change")) }</button>
                </div>
            } else if waits {
                <p class="hint">{ t(text!("待医师复核。只有医师可以确认或修改。", "Awaiting review. Only a physician may confirm or change it.")) }</p>
            }
            if let Some(answers) = &*changing {
                { table(&patient, &latest, instrument, answers, &changing, &hands) }
                <div class="actions"><button type="button" class="primary" data-action="sign-change" onclick={sign}>{ t(text!("签署医师评分", "Sign the physician's score")) }</button></div>
            }
        </section>
    }
}

fn table(
    patient: &WardPatient,
    latest: &Recorded,
    instrument: &'static Instrument,
    answers: &Answers,
    changing: &UseStateHandle<Option<Answers>>,
    hands: &Hands,
) -> Html {
    let t = |text: Text| hands.t(text);
    let Some(sheet) = patient.sheet(answers, hands.now) else {
        return html! { <p class="trouble" role="alert">{ t(text!("答案与病历数据相互矛盾。请核对。", "The answers contradict the chart. Check them.")) }</p> };
    };
    let word = |value: Option<bool>| match value {
        Some(true) => t(text!("是", "yes")),
        Some(false) => t(text!("否", "no")),
        None => t(text!("无法获知", "not known")),
    };
    let band = sheet.tally.settled_band(instrument);
    html! {
        <>
        <p class="running" role="status">{ parts::mark(band, [&story::range(sheet.tally.floor, sheet.tally.ceiling), t(text!("分 ", " points ")), story::risk(band).get(hands.lang)].concat()) }</p>
        <div class="scroll" tabindex="0" role="region" aria-label={t(text!("逐项对照", "Item by item"))}>
        <table class="compare">
            <thead><tr>
                <th scope="col">{ t(text!("条目", "Item")) }</th>
                <th scope="col">{ t(text!("护士", "Nurse")) }</th>
                <th scope="col">{ t(text!("医师", "Physician")) }</th>
            </tr></thead>
            <tbody>
                { for instrument.items.iter().enumerate().filter(|(index, _)| !sheet.cells[*index].hidden).map(|(index, item)| {
                    let nurse = latest.assessment.line(&qualified(instrument, index)).and_then(|line| line.value);
                    let cell = &sheet.cells[index];
                    let now = match cell.value {
                        CellValue::Yes => Some(true),
                        CellValue::No => Some(false),
                        _ => None,
                    };
                    // What the chart decides is the chart's answer until the physician gives another.
                    let from = match cell.by {
                        By::Derived(_) => Some(text!("由数据计算", "computed")),
                        By::Host(_) => Some(text!("来自病历数据", "from the chart")),
                        By::Person | By::Nobody | By::Silence => None,
                    };
                    // To override what was computed takes a reason, which the form of the element asks for.
                    let computed = item.from.is_computed() && matches!(cell.by, By::Derived(_));
                    let differs = nurse != now;
                    html! {
                        <tr class={differs.then_some("differs")} data-review-item={item.id}>
                            <th scope="row">{ item.label.get(hands.lang) }{ " " }<small>{ plus(item.points) }</small></th>
                            <td>{ word(nurse) }</td>
                            <td>
                                if let Some(from) = from {
                                    { word(now) }{ " " }<small>{ t(from) }</small>{ " " }
                                }
                                if !computed {
                                    <span class="choice">
                                        { for [(Answer::Yes, text!("是", "yes")), (Answer::No, text!("否", "no"))].into_iter().map(|(answer, name)| {
                                            let chosen = answers.cells[index] == Some(answer);
                                            let (changing, mut next) = (changing.clone(), answers.clone());
                                            next.choose(index, Some(answer));
                                            let onclick = Callback::from(move |_: MouseEvent| changing.set(Some(next.clone())));
                                            html! { <button type="button" aria-pressed={chosen.to_string()} {onclick}>{ t(name) }<span class="unseen">{ [" ", item.label.get(hands.lang)].concat() }</span></button> }
                                        }) }
                                    </span>
                                }
                            </td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
        </div>
        </>
    }
}
