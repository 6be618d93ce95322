//! One patient: what is due and by whom, the measures, the forms of the ward; the element that scores; every event with
//! its words; and the audit.

use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use crate::record::board::{AlertKind, CONTRADICTED};
use crate::record::due::TaskState;
use crate::record::role::Role;
use crate::text::{Lang, Text, text};
use crate::web::ward::element::Seat;
use crate::web::ward::{Book, WardPatient};

use super::admission::OBSTETRIC;
use super::corrections::Corrected;
use super::forms::{Facts, Happenings, Measures, Suspicion};
use super::hands::{Hands, RecordProps};
use super::later::Fold;
use super::parts;
use super::record::{Audit, Timeline};
use super::referral::line::ReferralLine;
use super::review::Review;
use super::route::{Tab, WardPage};
use super::todo::Dues;
use super::trend::Trend;

#[derive(Clone, PartialEq, Properties)]
pub struct PatientProps {
    pub hands: Hands,
    pub context: String,
    pub tab: Tab,
}

#[component]
pub fn PatientPage(props: &PatientProps) -> Html {
    let hands = props.hands.clone();
    let Some(patient) = hands.book.opened(&props.context) else { return html! {} };
    let row = &patient.row;
    let pending = row.summary.pending(hands.now);
    let t = |text: Text| hands.t(text);
    let to = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    let tabs = [
        (Tab::Work, "work", text!("待办与处置", "To do")),
        (Tab::Score, "score", text!("评估与预防", "Assess and prevent")),
        (Tab::Story, "story", text!("时间线", "Timeline")),
        (Tab::Audit, "audit", text!("审计", "Audit")),
    ];
    html! {
        <article class="patient" data-patient={props.context.clone()} data-events={patient.record.events.len().to_string()}>
            <header class="strip">
                <button type="button" data-action="back" onclick={to(WardPage::Board)}>{ t(text!("← 看板", "← Board")) }</button>
                <h2><span class="place">{ row.bed().to_owned() }</span>{ " " }{ if patient.nameless { t(text!("姓名、床号无法读取", "Name and bed cannot be read")).to_owned() } else { row.label().to_owned() } }<small>{ parts::identity(row, &hands) }</small></h2>
                <div class="marks">
                    { parts::risk(&row.summary, hands.lang) }
                    { parts::bleeding(&row.summary, hands.lang) }
                    { for AlertKind::all(&pending).into_iter().map(|alert| html! { <em data-alert={alert.id()}>{ alert.label().get(hands.lang) }</em> }) }
                    if row.summary.confirmed { <em data-confirmed="">{ t(parts::confirmed_flag(&row.summary)) }</em> }
                    if row.summary.contradicted { <em data-contradicted="">{ t(CONTRADICTED) }</em> }
                    if row.is_obstetric() { <em data-obstetric="">{ t(OBSTETRIC_FLAG) }</em> }
                    if row.summary.discharged_at.is_some() { <em>{ t(text!("已出院", "Discharged")) }</em> }
                </div>
                if !patient.nameless {
                    <button type="button" data-action="correct" onclick={to(WardPage::Correct(props.context.clone()))}>{ t(text!("更正信息", "Correct")) }</button>
                }
                <button type="button" data-action="sheet" onclick={to(WardPage::Sheet(props.context.clone()))}>{ t(text!("打印单", "Print sheet")) }</button>
            </header>
            if let Err(fault) = &patient.verdict {
                <p class="trouble" role="alert" data-verdict="broken">{ if hands.lang == Lang::Zh { fault.zh.clone() } else { fault.en.clone() } }</p>
            }
            <Corrected hands={hands.clone()} patient={Rc::clone(&patient)} />
            <nav class="tabs" aria-label={t(text!("患者页", "Patient pages"))}>
                { for tabs.into_iter().map(|(tab, id, word)| html! {
                    <button type="button" data-tab={id} aria-current={(tab == props.tab).then_some("page")} onclick={to(WardPage::Patient(props.context.clone(), tab))}>{ t(word) }</button>
                }) }
            </nav>
            { match props.tab {
                Tab::Work => work(&patient, &hands),
                // The element would build upon what is not whole.
                Tab::Score if patient.verdict.is_err() => html! {
                    <section class="panel" data-readonly=""><p>{ t(text!("该患者的记录未通过校验，不能评分和签名；可在“时间线”和“审计”中查看可读部分。", "This patient's record does not verify: nothing is scored or signed. What can be read is under \"Timeline\" and \"Audit\".")) }</p></section>
                },
                Tab::Score if row.is_obstetric() => html! {
                    <>
                        <Obstetric hands={hands.clone()} patient={Rc::clone(&patient)} />
                        // To note it makes the row another one, and must not empty the form.
                        <Assessment key="rcog" {hands} patient={Rc::clone(&patient)} />
                    </>
                },
                Tab::Score => html! { <Assessment key={patient.edition.to_string()} {hands} patient={Rc::clone(&patient)} /> },
                Tab::Story => html! {
                    <div class="two wide">
                        <Trend hands={hands.clone()} patient={Rc::clone(&patient)} />
                        <Timeline {hands} patient={Rc::clone(&patient)} />
                    </div>
                },
                Tab::Audit => html! { <Audit {hands} patient={Rc::clone(&patient)} /> },
            } }
        </article>
    }
}

pub const OBSTETRIC_FLAG: Text = text!("产科：用产科评分", "Obstetric: own score");

/// Above the calculator of an obstetric patient: that nothing of it is signed here, and how it is noted that she was scored.
#[component]
fn Obstetric(props: &RecordProps) -> Html {
    let RecordProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let to = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    let context = patient.row.context.clone();
    let note = {
        let (hands, context) = (hands.clone(), context.clone());
        Callback::from(move |_: MouseEvent| {
            let (book, context) = (hands.book.clone(), context.clone());
            hands.attempt(async move { book.scored_elsewhere(&context).await }, text!("已记录", "Noted"), || {});
        })
    };
    html! {
        <section class="panel" aria-labelledby="obstetric-title" data-obstetric="">
            <h3 id="obstetric-title">{ t(text!("产科患者", "Obstetric patient")) }</h3>
            <p class="alert">{ t(OBSTETRIC) }</p>
            if let Some(noted) = patient.row.scored_elsewhere() {
                <p data-scored-elsewhere="">{ [t(text!("最近记录：已按本院产科评估表评估，", "Noted last: scored on the hospital's obstetric form, ")), &hands.moment(noted.at), " · ", &noted.by].concat() }</p>
            }
            <div class="actions">
                <button type="button" class="primary" data-action="scored-elsewhere" onclick={note}>{ t(text!("记录：已按本院产科评估表评估", "Note: scored on the hospital's obstetric form")) }</button>
                <button type="button" data-action="to-work" onclick={to(WardPage::Patient(context.clone(), Tab::Work))}>{ t(text!("记录事件、措施、疑似VTE", "Record events, measures, suspected VTE")) }</button>
                <button type="button" data-action="correct-category" onclick={to(WardPage::Correct(context))}>{ t(text!("类别有误：更正", "Wrong category: correct it")) }</button>
            </div>
        </section>
    }
}

fn work(patient: &Rc<WardPatient>, hands: &Hands) -> Html {
    let profile = Rc::clone(&hands.book.state().profile);
    let all = patient.due(&profile, hands.now);
    let (pending, past): (Vec<_>, Vec<_>) = all.into_iter().partition(|due| due.state.is_pending());
    let mut pending = pending;
    pending.sort_by_key(|due| (due.state != TaskState::Overdue, due.deadline));
    let discharged = patient.row.summary.discharged_at.is_some();
    let t = |text: Text| hands.t(text);
    let to = |page: WardPage| hands.go.reform(move |_: MouseEvent| page.clone());
    let informed = patient.record.encounter.informed();
    let at_risk = patient.row.summary.is_at_risk();
    // A plan that another hospital has returned stands before what was to be done until then.
    let came_back = super::referral::line::has_come_back(&patient.row.context, hands);
    html! {
        <>
        if came_back {
            <ReferralLine hands={hands.clone()} patient={Rc::clone(patient)} />
        }
        if !discharged {
            <Suspicion hands={hands.clone()} patient={Rc::clone(patient)} />
        }
        if !came_back {
            <ReferralLine hands={hands.clone()} patient={Rc::clone(patient)} />
        }
        <div class="two">
            <div>
                <section class="panel" aria-labelledby="due-title">
                    <h3 id="due-title">{ t(text!("待办", "What is due")) }</h3>
                    if pending.is_empty() {
                        <p class="hint">{ t(text!("目前没有待办。", "Nothing is due now.")) }</p>
                    }
                    <Dues hands={hands.clone()} patient={Rc::clone(patient)} list={pending} leads={true} />
                    if !past.is_empty() {
                        <Fold title={[t(text!("已完成、逾期完成与未做", "Done, done late, missed")), " ", &past.len().to_string()].concat()}>
                            <Dues hands={hands.clone()} patient={Rc::clone(patient)} list={past.into_iter().rev().collect::<Vec<_>>()} leads={false} />
                        </Fold>
                    }
                </section>
                <Review hands={hands.clone()} patient={Rc::clone(patient)} />
                <section class="panel" aria-labelledby="informed-title">
                    <h3 id="informed-title">{ t(text!("告知", "Information")) }</h3>
                    <p data-informed="">{ match informed {
                        Some((at, whom)) => [whom.label.get(hands.lang), " · ", &hands.moment(at)].concat(),
                        None if at_risk => t(text!("有VTE风险，尚未记录告知患者或家属。", "At risk, and nobody has recorded informing patient or family.")).into(),
                        None => t(text!("尚无记录。", "Nothing recorded.")).into(),
                    } }</p>
                    <div class="actions">
                        <button type="button" data-action="leaflet" onclick={to(WardPage::Leaflet(patient.row.context.clone()))}>{ t(text!("患者告知单", "Leaflet for the patient")) }</button>
                        <button type="button" data-action="refusal" onclick={to(WardPage::Refusal(patient.row.context.clone()))}>{ t(text!("拒绝知情书", "Refusal sheet")) }</button>
                    </div>
                </section>
            </div>
            <div>
                <Measures hands={hands.clone()} patient={Rc::clone(patient)} />
                if !discharged {
                    <Happenings hands={hands.clone()} patient={Rc::clone(patient)} />
                    <Facts hands={hands.clone()} patient={Rc::clone(patient)} />
                }
            </div>
        </div>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct AssessmentProps {
    pub hands: Hands,
    pub patient: Rc<WardPatient>,
}

/// The embedded element. It stays where it is while it signs; what is signed elsewhere seats a new one.
#[component]
fn Assessment(props: &AssessmentProps) -> Html {
    let host = use_node_ref();
    let seat = use_mut_ref(|| None::<Seat>);
    let hands = &props.hands;
    let user = hands.book.state().user.clone();
    {
        let (host, seat, hands, patient) = (host.clone(), seat.clone(), hands.clone(), Rc::clone(&props.patient));
        use_effect_with((), move |()| {
            let book: Book = hands.book.clone();
            if let Some(host) = host.cast::<Element>() {
                let (go, context) = (hands.go.clone(), patient.row.context.clone());
                *seat.borrow_mut() = Some(Seat::take(&host, &book, &patient, hands.lang, move || go.emit(WardPage::Refer(context.clone()))));
            }
            move || drop(seat.borrow_mut().take())
        });
    }
    {
        let (seat, book) = (seat.clone(), hands.book.clone());
        use_effect_with((hands.lang, user.map(|user| user.id)), move |(lang, _)| {
            if let Some(seat) = &*seat.borrow() {
                seat.speak(*lang);
                seat.user(&book);
            }
        });
    }
    {
        let (seat, book) = (seat.clone(), hands.book.clone());
        let reference = book.state().reference;
        use_effect_with(reference, move |_| {
            if let Some(seat) = &*seat.borrow() {
                seat.clock(&book);
            }
        });
    }
    let reads = hands.book.state().user.as_ref().is_some_and(|user| !matches!(user.role, Role::Nurse | Role::Physician));
    let learns = hands.book.state().user.as_ref().is_some_and(|user| user.role == Role::Trainee);
    html! {
        <section class="panel assess" aria-label={hands.t(text!("评估与预防", "Assess and prevent"))}>
            if learns {
                <p class="hint" data-learns="">{ hands.t(text!("学员：以下评估只供练习，不计入病历，不保存。", "Trainee: what follows is for practice only; it is not recorded or kept.")) }</p>
            } else if reads {
                <p class="hint">{ [hands.t(text!("当前角色只能查看。可签名的角色：", "This role reads only. Roles that sign: ")), Role::Nurse.label().get(hands.lang), " / ", Role::Physician.label().get(hands.lang)].concat() }</p>
            }
            <div ref={host} data-seat=""></div>
        </section>
    }
}

/// For other pages: the score that governs, in words.
pub fn score_words(patient: &WardPatient, hands: &Hands) -> String {
    match patient.record.encounter.latest() {
        None => hands.t(text!("未评估", "not assessed")).into(),
        Some(latest) => hands.telling(|teller| teller.score(latest.governing())),
    }
}
