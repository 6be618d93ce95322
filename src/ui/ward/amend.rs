//! Putting right what was signed: never rewrites, names the event and the reason. What may be amended here is what was
//! entered here; a score is amended in its own form, a bleeding list and a plan are given anew there.

use std::rc::Rc;

use yew::prelude::*;

use crate::record::coded::{DECLINED, STOPPED};
use crate::record::event::Body;
use crate::record::happening::{Happening, Occurrence};
use crate::record::story::{self, VALUES};
use crate::text::{Text, text};
use crate::web::ward::{Values, WardPatient, Wish};

use super::hands::{Hands, moment_field, note_field, select, sent, text_field};
use super::route::{Tab, WardPage};

#[derive(Clone, PartialEq, Properties)]
pub struct AmendProps {
    pub hands: Hands,
    pub patient: Rc<WardPatient>,
    pub of: String,
}

/// What an event says now: the last amendment of it, or itself.
fn standing<'a>(patient: &'a WardPatient, of: &str) -> Option<&'a Body> {
    let amended = patient.record.events.iter().rev().find_map(|sealed| match &sealed.event.body {
        Body::Amended { of: named, body, .. } if named == of => Some(&**body),
        _ => None,
    });
    amended.or_else(|| patient.record.events.iter().find(|sealed| sealed.event.id == of).map(|sealed| &sealed.event.body))
}

#[component]
pub fn Amend(props: &AmendProps) -> Html {
    let hands = props.hands.clone();
    let open = use_state_eq(|| false);
    let t = |text: Text| hands.t(text);
    let patient = Rc::clone(&props.patient);
    let Some(body) = standing(&patient, &props.of) else { return html! {} };
    let toggle = {
        let (open, to) = (open.setter(), !*open);
        Callback::from(move |_: MouseEvent| open.set(to))
    };
    let admitted = matches!(body, Body::Happened(occurrence) if occurrence.what == Happening::Admitted);
    let elsewhere = admitted || matches!(body, Body::Assessed(_) | Body::BleedingScreened(_) | Body::PlanAuthorised(_));
    let submit = {
        let (hands, patient, of, body, open) = (hands.clone(), Rc::clone(&patient), props.of.clone(), body.clone(), open.setter());
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let Some(to) = wanted(&body, &values, &hands) else { return };
            let wish = Wish::Correct { of: of.clone(), reason: values.get("reason").into(), to: Box::new(to) };
            let (book, context, open) = (hands.book.clone(), patient.row.context.clone(), open.clone());
            hands.attempt(async move { book.act(&context, &wish, None).await }, text!("更正已签名", "The amendment is signed"), move || {
                open.set(false)
            });
        })
    };
    let score = hands.go.reform({
        let context = patient.row.context.clone();
        move |_: MouseEvent| if admitted { WardPage::Correct(context.clone()) } else { WardPage::Patient(context.clone(), Tab::Score) }
    });
    html! {
        <div class="amend">
            <button type="button" class="quiet" data-action="amend" aria-expanded={open.to_string()} onclick={toggle}>{ t(text!("更正", "Amend")) }</button>
            if *open && elsewhere {
                <p class="hint">{ match body {
                    Body::Happened(_) => t(text!("入院的更正连同姓名、性别、出生日期、住院号和类别一起办理。", "An admission is put right together with name, sex, date of birth, hospital number and category.")),
                    Body::Assessed(_) => t(text!("评分在“评估与预防”中更正：打开后选“更正”。医师也可在“待办与处置”中逐项复核修改。", "A score is amended under \"Assess and prevent\"; a physician may also change it in review, under \"To do\".")),
                    Body::BleedingScreened(_) => t(text!("出血评估在“评估与预防”中重新签署，原记录保留。", "A bleeding list is signed anew under \"Assess and prevent\"; this one stays.")),
                    _ => t(text!("方案随新的出血评估或新的评分重新下达，原记录保留；已开始的措施可在“待办与处置”中停止。", "A plan is authorised anew after a new bleeding list or score; this one stays. What was begun is stopped under \"To do\".")),
                } }</p>
                <button type="button" onclick={score}>{ if admitted { t(text!("更正住院信息", "Correct the admission")) } else { t(text!("去评估与预防", "To assess and prevent")) } }</button>
            }
            if *open && !elsewhere {
                <form class="form" onsubmit={submit} data-form="amend">
                    { fields(body, &hands) }
                    <label class="field wide"><span>{ t(text!("更正理由（必填）", "Reason (required)")) }</span><input type="text" name="reason" maxlength="200" autocomplete="off" /></label>
                    <div class="actions"><button type="submit" data-action="sign-amendment">{ t(text!("签署更正", "Sign the amendment")) }</button></div>
                </form>
            }
        </div>
    }
}

fn fields(body: &Body, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    let field = |at: Option<crate::clinical::chart::Instant>| at.map_or(String::new(), |at| hands.field(at));
    match body {
        Body::Happened(occurrence) => html! {
            <>
                { moment_field(t(text!("发生时间", "At")), "at", field(occurrence.at)) }
                if occurrence.is_operation() || occurrence.ended_at.is_some() {
                    { moment_field(t(text!("结束时间", "Ended")), "ended", field(occurrence.ended_at)) }
                    { moment_field(t(text!("确认止血", "Haemostasis")), "dry", field(occurrence.haemostasis_at)) }
                }
                { for occurrence.what.details().iter().filter(|name| !is_fixed(occurrence.what, name)).map(|name| {
                    let label = story::detail(name).map_or(*name, |text| t(text));
                    let said = occurrence.detail(name).unwrap_or_default();
                    let options: Vec<(&str, &str)> = VALUES.iter().filter(|(of, ..)| of == name).map(|(_, id, text)| (*id, t(*text))).collect();
                    // A department is written, where the patient went is chosen.
                    let coded = !options.is_empty() && (*name != "to" || occurrence.what == crate::record::happening::Happening::Discharged);
                    if coded {
                        let mut all = vec![("", "–")];
                        all.extend(options);
                        select(label, name, &all, said)
                    } else {
                        text_field(label, name, said.to_owned())
                    }
                }) }
                if !occurrence.answers.is_empty() {
                    <p class="hint">{ t(text!("这里可更正时间和备注。内容有误的，请重新记录该事项：以后一次为准，原记录保留。", "Time and note are put right here. If an answer is wrong, enter it again: the later one governs, this one stays.")) }</p>
                }
            </>
        },
        Body::MeasureStarted(change) => moment_field(t(text!("时间", "At")), "at", field(Some(change.at))),
        Body::MeasureStopped(change) => {
            let codes: Vec<(&str, &str)> = STOPPED.iter().map(|(coded, _)| (coded.id, coded.label.get(hands.lang))).collect();
            html! { <>{ moment_field(t(text!("时间", "At")), "at", field(Some(change.at))) }{ select(t(text!("原因", "Reason")), "code", &codes, change.code.as_deref().unwrap_or_default()) }</> }
        }
        Body::PlanDeclined(declined) => {
            let codes: Vec<(&str, &str)> = DECLINED.iter().map(|coded| (coded.id, coded.label.get(hands.lang))).collect();
            html! { <>{ select(t(text!("原因", "Reason")), "code", &codes, &declined.code) }{ note_field(t(text!("说明", "Note")), "note") }</> }
        }
        _ => html! {},
    }
}

/// Which suspicion, entry and referral it is of, is not what is corrected.
fn is_fixed(what: Happening, field: &str) -> bool {
    matches!((what, field), (Happening::PathwayStep | Happening::Referral, "of" | "step" | "id"))
}

/// The wish as it should have been.
fn wanted(body: &Body, values: &Values, hands: &Hands) -> Option<Wish> {
    Some(match body {
        Body::Happened(before) => {
            let mut occurrence = Occurrence {
                at: hands.time(values, "at").or(before.at),
                ended_at: hands.time(values, "ended"),
                haemostasis_at: hands.time(values, "dry"),
                ..Occurrence::of(before.what)
            };
            for field in before.what.details() {
                let fixed = before.detail(field).filter(|_| is_fixed(before.what, field));
                occurrence = occurrence.with(field, fixed.unwrap_or(values.get(field)));
            }
            occurrence.answers.clone_from(&before.answers);
            Wish::Record(occurrence)
        }
        Body::MeasureStarted(change) => Wish::Start { measure: change.measure.clone(), at: hands.time(values, "at")? },
        Body::MeasureStopped(change) => {
            Wish::Stop { measure: change.measure.clone(), at: hands.time(values, "at")?, code: values.get("code").into() }
        }
        Body::PlanDeclined(declined) => {
            Wish::Decline { of: declined.of.clone(), code: values.get("code").into(), note: values.given("note").map(str::to_owned) }
        }
        _ => return None,
    })
}
