//! VTE suspected, and settled: the report in place, and from then on, first on the patient's page, what to do until a physician
//! has confirmed, excluded or withdrawn it.

use yew::prelude::*;

use crate::clinical::first_minutes::{Suspected, Who, steps};
use crate::record::channel::confirmed::untreated;
use crate::record::happening::{Happening, Occurrence, WITHDRAWN};
use crate::record::story::{self, VALUES};
use crate::session::suspicion::minutes;
use crate::text::{Text, text};
use crate::web::ward::{Trouble, Wish};

use super::super::hands::{Hands, note_field, now_field, select, text_field};
use super::super::later::Fold;
use super::super::route::{Tab, WardPage};
use super::deed::{FormProps, FormResult, Sent, coded, sends};
use super::happenings::happened;

const CALL: Text = text!(
    "立即打电话通知医师。医师到达前：患肢不加压、不按摩，卧床不动。",
    "Telephone the physician at once. Until then no compression or massage of that leg; keep still."
);

#[component]
pub fn Suspicion(props: &FormProps) -> Html {
    let FormProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let suspected = patient.record.encounter.suspected().cloned();
    let untreated = untreated(&patient.record.encounter).and_then(|_| patient.record.encounter.confirmed().cloned());
    let record = |what: Happening| sends(props, move |sent| Ok(happened(what, &sent)));
    let sites = coded(hands, "site", None);
    let sides = coded(hands, "limb", Some(text!("未说明", "not said")));
    let to_channel = {
        let context = patient.row.context.clone();
        hands.go.reform(move |_: MouseEvent| WardPage::Patient(context.clone(), Tab::Score))
    };
    let sinces = coded(hands, "since", Some(text!("未说明", "not said")));
    html! {
        <section class={classes!("panel", "suspicion", suspected.is_some().then_some("stands"))} aria-labelledby="suspicion-title" data-suspicion={if suspected.is_some() { "open" } else { "none" }}>
            <h3 id="suspicion-title">{ t(text!("疑似VTE", "Suspected VTE")) }</h3>
            if let Some(suspected) = &suspected {
                <p class="since"><b data-minutes={minutes(suspected.when(), hands.now).to_string()}>{ for_minutes(minutes(suspected.when(), hands.now), hands) }</b>
                    { " · " }{ told(&suspected.what, hands) }{ " · " }{ suspected.by.name.clone() }{ " " }{ hands.moment(suspected.when()) }</p>
                <p class="call" role="alert">{ t(CALL) }</p>
                <div class="actions"><button type="button" class="primary" data-action="to-channel" onclick={to_channel.clone()}>{ t(text!("绿色通道：下一步、录入与用药", "Green channel: next step, entries and the drug")) }</button></div>
                { to_do(&suspected.what, hands) }
            }
            if let Some(confirmed) = untreated.filter(|_| suspected.is_none()) {
                <div class="alert" role="alert" data-untreated="">
                    <p><b>{ t(text!("VTE已确诊，治疗方案尚未签署。", "VTE is confirmed, and no plan of treatment is signed.")) }</b>{ " " }{ told(&confirmed.what, hands) }{ " · " }{ confirmed.by.name.clone() }{ " " }{ hands.moment(confirmed.when()) }</p>
                    <div class="actions"><button type="button" class="primary" data-action="to-channel" onclick={to_channel}>{ t(text!("绿色通道：治疗方案、录入与用药", "Green channel: the plan, entries and the drug")) }</button></div>
                </div>
            }
            <Fold happening="vte" open={suspected.is_some()} title={t(if suspected.is_some() { text!("定论：确诊、排除或撤销", "Settle it: confirmed, excluded or withdrawn") } else { text!("报告疑似VTE，或记录确诊", "Report a suspicion, or record a confirmed VTE") })}>
                if suspected.is_none() {
                    <form class="form" onsubmit={record(Happening::VteSuspected)} data-form="suspected">
                        <p class="call">{ t(CALL) }</p>
                        { select(t(text!("疑似部位", "What is suspected")), "site", &sites, "dvt") }
                        { select(t(text!("哪一侧", "Which side")), "limb", &sides, "") }
                        <fieldset class="ticks"><legend>{ t(text!("表现（可多选）", "What is seen (all that apply)")) }</legend>
                            { for VALUES.iter().filter(|(field, ..)| *field == "signs").map(|(_, id, word)| html! {
                                <label class="tick"><input type="checkbox" name={format!("sign_{id}")} /><span>{ t(*word) }</span></label>
                            }) }
                        </fieldset>
                        { select(t(text!("持续多久", "For how long")), "since", &sinces, "") }
                        { now_field(hands, text!("时间", "At")) }
                        { note_field(t(text!("补充说明（可不填）", "Anything else (optional)")), "note") }
                        <div class="actions"><button type="submit" class="alarm" data-action="suspect">{ t(text!("签名并报告疑似VTE", "Sign the report of suspected VTE")) }</button></div>
                    </form>
                }
                <form class="form" onsubmit={record(Happening::VteConfirmed)} data-form="confirmed">
                    <h4>{ t(text!("确诊", "Confirmed")) }</h4>
                    { select(t(text!("部位", "Site")), "site", &sites, suspected.as_ref().and_then(|of| of.what.detail("site")).unwrap_or("dvt")) }
                    { select(t(text!("发生时机", "Onset")), "onset", &coded(hands, "onset", None), "in_hospital") }
                    { text_field(t(text!("依据（检查）", "By (examination)")), "method", String::new()) }
                    { now_field(hands, text!("时间", "At")) }
                    <div class="actions"><button type="submit" data-action="confirm-vte">{ t(text!("确诊VTE", "Confirm VTE")) }</button></div>
                </form>
                if let Some(suspected) = suspected {
                    <form class="form" onsubmit={record(Happening::VteExcluded)} data-form="excluded">
                        <h4>{ t(text!("排除", "Excluded")) }</h4>
                        { text_field(t(text!("依据（检查）", "By (examination)")), "method", String::new()) }
                        { now_field(hands, text!("时间", "At")) }
                        <div class="actions"><button type="submit" data-action="exclude-vte">{ t(text!("排除VTE", "Exclude VTE")) }</button></div>
                    </form>
                    <form class="form" onsubmit={sends(props, move |sent| withdrawn(&suspected.id, &suspected.what, &sent))} data-form="withdrawn">
                        <h4>{ t(text!("撤销", "Withdrawn")) }</h4>
                        { note_field(t(text!("撤销理由（误报，必填）", "Why it is withdrawn (raised in error; required)")), "reason") }
                        <div class="actions"><button type="submit" data-action="withdraw-vte">{ t(text!("撤销疑似VTE", "Withdraw the suspicion")) }</button></div>
                    </form>
                }
            </Fold>
        </section>
    }
}

/// By an amendment: nobody reads it as excluded.
fn withdrawn(of: &str, what: &Occurrence, sent: &Sent<'_>) -> Result<FormResult, Trouble> {
    let Some(reason) = sent.values.given("reason") else {
        return Err(Trouble::Said(text!("请写明撤销理由，未签名。", "Say why it is withdrawn; nothing was signed.")));
    };
    let to = Box::new(Wish::Record(what.clone().with("status", WITHDRAWN)));
    Ok(FormResult::sign(Wish::Correct { of: of.into(), reason: reason.into(), to }, text!("疑似VTE已撤销", "The suspicion is withdrawn")))
}

pub fn for_minutes(minutes: i64, hands: &Hands) -> String {
    // After two hours nobody reads minutes alone.
    let (hours, rest) = if minutes < 120 { (None, minutes) } else { (Some(minutes / 60), minutes % 60) };
    let hours = hours.map(|hours| [&hours.to_string(), hands.t(text!(" 小时 ", " h "))].concat());
    [hands.t(text!("已 ", "for ")), &hours.unwrap_or_default(), &rest.to_string(), hands.t(text!(" 分钟", " min"))].concat()
}

/// Site, side and signs in words.
fn told(what: &Occurrence, hands: &Hands) -> String {
    let word = |field: &str, id: &str| story::value(field, id).map_or_else(|| id.to_owned(), |word| hands.t(word).to_owned());
    let mut said: Vec<String> = ["site", "limb"].iter().filter_map(|field| Some(word(field, what.detail(field)?))).collect();
    said.extend(signs(what).into_iter().map(|sign| word("signs", sign)));
    said.extend(what.detail("note").map(str::to_owned));
    said.join(" · ")
}

fn signs(what: &Occurrence) -> Vec<&str> {
    what.detail("signs").unwrap_or_default().split(' ').filter(|sign| !sign.is_empty()).collect()
}

/// What to do now, by who does it.
fn to_do(what: &Occurrence, hands: &Hands) -> Html {
    let (suspected, signs) = (Suspected::of(what.detail("site")), signs(what));
    html! {
        <div class="first-minutes">
            { for Who::ALL.into_iter().map(|who| html! {
                <div>
                    <h4>{ hands.t(who.label()) }</h4>
                    <ul>{ for steps(suspected, &signs).filter(|step| step.who == who).map(|step| html! {
                        <li data-step={step.id}>{ hands.t(step.text) }{ for step.marks.iter().filter_map(|mark| mark.tag(hands.lang)).map(|words| html! { <>{ " " }<small class="tag">{ words.concat() }</small></> }) }</li>
                    }) }</ul>
                </div>
            }) }
        </div>
    }
}
