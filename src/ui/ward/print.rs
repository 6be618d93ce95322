//! Paper: the handover sheet of the whole ward, and the sheet of one patient. A4, both languages, black on white; who
//! printed it and when stands on every one.

use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::record::board::{CONTRADICTED, urgency};
use crate::record::due::TaskState;
use crate::record::encounter::{Course, Standing};
use crate::record::story::{self, Teller};
use crate::text::{Text, text};
use crate::ui::tasks;
use crate::web::ward::element::print_page;
use crate::web::ward::{AdmissionRow, WardPatient};

use super::corrections::recomputed_words;
use super::hands::{Hands, PageProps};
use super::parts;
use super::route::{Tab, WardPage};
use super::trend::on_paper;

/// Pages of paper: what stands at the head of the first, and again over every other; the numbers of pages are the browser's
/// (`@page` in the style sheet).
pub(super) fn paper(title: Text, whom: &str, hands: &Hands, buttons: Html, inside: Html) -> Html {
    let t = |text: Text| hands.t(text);
    let state = hands.book.state();
    let (ward, demo) = state.settings.as_ref().map_or((String::new(), false), |settings| (settings.name.clone(), settings.demo));
    let by = state.user.as_ref().map_or(String::new(), |user| [&user.name, " ", user.role.label().get(hands.lang)].concat());
    let mark = t(text!("演示 DEMO · 虚构患者，不得用于诊疗", "DEMO 演示 · fictional patients, not for care"));
    html! {
        <>
            <header class="sheet-head">
                <h2>{ t(title) }</h2>
                <p>{ [&ward, t(text!(" · 打印于 ", " · printed ")), &hands.moment(hands.now), " · ", &by].concat() }</p>
                if demo { <p class="demo">{ mark }</p> }
            </header>
            { buttons }
            // The head of a table is the one thing that every browser puts over each page.
            <table role="presentation" class="paper">
                <thead><tr><td>
                    <p class="running" data-running="">{ [ward.as_str(), " · ", t(title), if whom.is_empty() { "" } else { " · " }, whom].concat() }if demo { { " · " }<b>{ mark }</b> }</p>
                </td></tr></thead>
                <tbody><tr><td>{ inside }</td></tr></tbody>
            </table>
        </>
    }
}

pub(super) fn buttons(hands: &Hands, back: WardPage, waits: bool) -> Html {
    html! {
        <div class="actions on-screen">
            <button type="button" class="primary" data-action="print" disabled={waits} onclick={Callback::from(|_: MouseEvent| print_page())}>{ if waits { hands.t(text!("正在读取剂量…", "Reading the doses…")) } else { hands.t(text!("打印（A4）", "Print (A4)")) } }</button>
            <button type="button" data-action="back" onclick={hands.go.reform(move |_: MouseEvent| back.clone())}>{ hands.t(text!("返回", "Back")) }</button>
        </div>
    }
}

/// What of each admission is ordered or in use, with its dose: the row of the board has no doses. Nothing until all are read.
#[hook]
fn use_orders(hands: &Hands, rows: &[Rc<AdmissionRow>]) -> Option<Rc<BTreeMap<String, Rc<WardPatient>>>> {
    let read = use_state(|| None::<Rc<BTreeMap<String, Rc<WardPatient>>>>);
    let wanted: Vec<(String, u64)> =
        rows.iter().filter(|row| !row.summary.measures.is_empty()).map(|row| (row.context.clone(), row.head.seq)).collect();
    {
        let (read, book) = (read.clone(), hands.book.clone());
        use_effect_with(wanted, move |wanted| {
            let (wanted, left) = (wanted.clone(), Rc::new(std::cell::Cell::new(false)));
            let gone = Rc::clone(&left);
            spawn_local(async move {
                let mut orders = BTreeMap::new();
                for (context, _) in wanted {
                    // The page was left, or somebody signed meanwhile.
                    if gone.get() {
                        return;
                    }
                    if let Ok(patient) = book.look_at(&context).await {
                        orders.insert(context, patient);
                    }
                }
                if !gone.get() {
                    read.set(Some(Rc::new(orders)));
                }
            });
            move || left.set(true)
        });
    }
    (*read).clone()
}

/// What is told of everybody; on a narrow screen each stands beside its value.
const HANDED_OVER: [Text; 5] = [
    text!("床号", "Bed"),
    text!("患者", "Patient"),
    text!("VTE / 出血", "VTE / bleeding"),
    text!("措施与剂量", "Measures and doses"),
    text!("待办（责任人）", "Due (by whom)"),
];

/// Everybody in the ward by bed, with what the next shift must know.
#[component]
pub fn Handover(props: &PageProps) -> Html {
    let hands = &props.hands.on_paper();
    let t = |text: Text| hands.t(text);
    let mut rows: Vec<Rc<AdmissionRow>> = hands.book.state().rows.iter().filter(|row| row.summary.discharged_at.is_none()).cloned().collect();
    rows.sort_by_cached_key(|row| super::board::natural(row.bed()));
    let orders = use_orders(hands, &rows);
    let mut late: Vec<_> = rows.iter().map(|row| row.summary.pending(hands.now)).collect();
    late.sort_by(|one, other| urgency(one, other));
    let overdue = late.iter().filter(|pending| parts::is_late(pending)).count();
    let measures = |row: &Rc<AdmissionRow>| match orders.as_ref().and_then(|orders| orders.get(&row.context)) {
        None => html! { { parts::measures(&row.summary, hands.lang) } },
        Some(patient) => html! {
            { for patient.record.encounter.courses.iter().filter(|course| course.is_live()).map(|course| html! {
                <p data-order={course.measure.id.as_str().to_owned()}>{ hands.telling(|teller| ordered(course, teller)) }</p>
            }) }
        },
    };
    let inside = html! {
        <>
            <p>{ [t(text!("在院 ", "In the ward: ")), &rows.len().to_string(), t(text!(" 人，有超时待办 ", "; with something overdue: ")), &overdue.to_string(), t(text!(" 人。", "."))].concat() }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("逐床列表", "Bed by bed"))}>
            <table role="table" class="handover cards">
                <thead role="rowgroup"><tr role="row">
                    { for HANDED_OVER.iter().map(|head| html! { <th role="columnheader" scope="col">{ t(*head) }</th> }) }
                    <th role="columnheader" scope="col" class="blank">{ t(text!("交班备注", "Notes")) }</th>
                </tr></thead>
                <tbody role="rowgroup">
                    { for rows.iter().map(|row| {
                        let pending = row.summary.pending(hands.now);
                        let again = orders.as_ref().and_then(|orders| orders.get(&row.context)).and_then(|patient| recomputed_words(patient, hands)).filter(|(_, differs)| *differs);
                        html! {
                            <tr role="row">
                                <th role="rowheader" scope="row">{ row.bed().to_owned() }</th>
                                <td role="cell" data-head={t(HANDED_OVER[1])}><b>{ row.label().to_owned() }</b><br /><small>{ parts::sex_and_age(row, hands) }</small>
                                    if !row.number.is_empty() { <br /><small>{ [t(text!("住院号 ", "No. ")), &row.number].concat() }</small> }
                                </td>
                                <td role="cell" data-head={t(HANDED_OVER[2])}>{ parts::risk(&row.summary, hands.lang) }<br />{ parts::bleeding(&row.summary, hands.lang) }
                                    if row.summary.suspected { <br /><b>{ t(text!("疑似VTE", "VTE suspected")) }</b> }
                                    if row.summary.confirmed { <br /><b>{ t(text!("已确诊VTE", "VTE confirmed")) }</b> }
                                    if row.summary.contradicted { <br /><b>{ t(CONTRADICTED) }</b> }
                                    if row.is_obstetric() { <br /><b>{ t(super::patient::OBSTETRIC_FLAG) }</b> }
                                    if let Some((said, _)) = again { <br /><small>{ said }</small> }
                                </td>
                                <td role="cell" data-head={t(HANDED_OVER[3])}>{ measures(row) }</td>
                                <td role="cell" data-head={t(HANDED_OVER[4])}>
                                    { for pending.iter().filter(|due| matches!(due.state, TaskState::Overdue | TaskState::Open) || due.state == TaskState::Waiting && due.deadline <= hands.now + chrono::TimeDelta::hours(24)).map(|due| html! {
                                        <p class={(due.state == TaskState::Overdue).then_some("late")}>{ [tasks::state_word(due.state).get(hands.lang), " ", &hands.moment(due.deadline), " ", parts::occasion(due, row, hands.lang), t(text!("（", " (")), &tasks::owners(due, hands.lang), t(text!("）", ")"))].concat() }</p>
                                    }) }
                                </td>
                                <td role="cell" class="blank"></td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
            </div>
            <p class="sign">{ t(text!("交班：____________　接班：____________　时间：____________", "Handed over: ____________  Taken over: ____________  At: ____________")) }</p>
        </>
    };
    html! {
        <section class="sheet" aria-label={t(text!("交班表", "Handover"))} data-sheet="handover" data-doses={if orders.is_some() { "read" } else { "reading" }}>
            { paper(text!("VTE防治交班表", "VTE handover"), "", hands, buttons(hands, WardPage::Board, orders.is_none()), inside) }
        </section>
    }
}

/// A measure as ordered, with how it stands and since when.
fn ordered(course: &Course, teller: &Teller<'_>) -> String {
    let colon = text!("：", ": ").get(teller.lang);
    let since = match course.standing() {
        Standing::InUse { since } | Standing::Held { since } => [text!("，自 ", ", since ").get(teller.lang), &teller.moment(since)].concat(),
        _ => String::new(),
    };
    [&teller.ordered(&course.measure), colon, story::standing(course.standing()).get(teller.lang), &since].concat()
}

#[derive(Clone, PartialEq, Properties)]
pub struct SheetProps {
    pub hands: Hands,
    pub context: String,
}

/// One patient for the paper chart: scores, bleeding, plan and measures, what is due, every event, the last hash.
#[component]
pub fn PatientSheet(props: &SheetProps) -> Html {
    let hands = props.hands.on_paper();
    let Some(patient) = hands.book.opened(&props.context) else { return html! {} };
    sheet(&patient, &hands)
}

fn sheet(patient: &Rc<WardPatient>, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    let row = &patient.row;
    let profile = Rc::clone(&hands.book.state().profile);
    let pending: Vec<_> = patient.due(&profile, hands.now).into_iter().filter(|due| due.state.is_pending()).collect();
    let last = patient.record.events.len().checked_sub(1).map(|last| patient.hash(last).to_owned()).unwrap_or_default();
    let line = |name: Text, value: String| html! { <><dt>{ t(name) }</dt><dd>{ value }</dd></> };
    let number = if row.number.is_empty() { String::new() } else { [t(text!("住院号 ", "No. ")), &row.number].concat() };
    let whom = [t(text!("床号 ", "bed ")), row.bed(), "  ", row.label(), "  ", &number].concat();
    let inside = html! {
        <>
            <dl class="facts">
                { line(text!("床号", "Bed"), row.bed().to_owned()) }
                { line(text!("患者", "Patient"), [row.label(), "　", &parts::sex_and_age(row, hands)].concat()) }
                { line(text!("住院号", "Hospital no."), if row.number.is_empty() { "–".into() } else { row.number.clone() }) }
                { line(text!("科室", "Department"), row.department().to_owned()) }
                { line(text!("入院", "Admitted"), row.summary.admitted_at.map_or("–".into(), |at| hands.moment(at))) }
                { line(text!("VTE风险", "VTE risk"), super::patient::score_words(patient, hands)) }
                { line(text!("出血风险", "Bleeding risk"), row.summary.bleeding.map_or(t(text!("未评估", "not screened")).into(), |bleeding| [t(story::bleeding(bleeding.high)), " · ", &hands.moment(bleeding.at)].concat())) }
            </dl>
            if let Some((said, _)) = recomputed_words(patient, hands) {
                <p class="alert">{ t(text!("住院信息在评分后已更正。", "The admission was corrected after the score.")) }{ " " }{ said }</p>
            }
            <h3>{ t(text!("预防措施", "Measures")) }</h3>
            <ul>{ for patient.record.encounter.courses.iter().filter(|course| course.is_live()).map(|course| html! { <li>{ hands.telling(|teller| ordered(course, teller)) }</li> }) }</ul>
            <h3>{ t(text!("待办", "Due")) }</h3>
            <ul>{ for pending.iter().map(|due| html! { <li>{ [t(tasks::state_word(due.state)), " ", &hands.moment(due.deadline), " ", &parts::task(due, row, hands.lang), t(text!("（", " (")), &tasks::owners(due, hands.lang), t(text!("）", ")"))].concat() }</li> }) }</ul>
            <h3>{ t(text!("评分", "Scores")) }</h3>
            { on_paper(&patient.record.encounter, hands) }
            <h3>{ t(text!("记录", "Record")) }</h3>
            <table class="story">
                <thead><tr><th scope="col">{ t(text!("时间", "Time")) }</th><th scope="col">{ t(text!("内容", "What")) }</th><th scope="col">{ t(text!("签名", "Signed by")) }</th></tr></thead>
                <tbody>
                    { for patient.record.events.iter().map(|sealed| hands.telling(|teller| {
                        let told = teller.tell(&sealed.event);
                        html! {
                            <tr>
                                <td>{ teller.moment(sealed.event.at) }</td>
                                <td><b>{ told.title }</b>{ for told.lines.iter().map(|line| html! { <><br />{ line }</> }) }</td>
                                <td>{ sealed.event.by.name.clone() }{ " " }{ sealed.event.by.role.label().get(hands.lang) }</td>
                            </tr>
                        }
                    })) }
                </tbody>
            </table>
            <p class="hash-line">{ t(text!("记录条数与末条校验值：", "Events and last hash: ")) }{ patient.record.events.len() }{ " · " }<code class="hash">{ last }</code>
                { match &patient.verdict { Ok(()) => t(text!("（校验通过）", " (verified)")), Err(_) => t(text!("（校验未通过！）", " (DOES NOT VERIFY)")) } }</p>
            <p class="hint">{ t(text!("签名时间取自签名设备的时钟。本单供决策参考，医嘱以医师开具为准。", "Times of signing are those of the device that signed. Supports decisions; orders are the physician's.")) }</p>
        </>
    };
    html! {
        <section class="sheet" aria-label={t(text!("患者VTE防治单", "VTE sheet"))} data-sheet="patient">
            { paper(text!("住院患者VTE风险评估与预防单", "VTE risk and prevention: patient sheet"), &whom, hands, buttons(hands, WardPage::Patient(row.context.clone(), Tab::Work), false), inside) }
        </section>
    }
}
