//! The forms of the ward: measures begun, missed, held, stopped or refused; what happened to the patient; what is newly
//! known; what lies ahead. Each makes a wish, and the record says whether it may be.

use std::rc::Rc;

use yew::prelude::*;

use crate::clinical::chart::Instant;
use crate::clinical::quantity::{QUANTITIES, Quantity};
use crate::record::coded::{INFORMED, STOPPED};
use crate::record::encounter::Standing;
use crate::record::event::{Happening, Occurrence};
use crate::record::story::{self, Teller, VALUES};
use crate::text::{Text, text};
use crate::web::ward::{CHANGES, Known, Noted, Operation, Patient, Row, Trouble, Values, Wish};

use super::hands::{Hands, moment_field, note_field, now_field, number_field, select, sent, text_field};
use super::later::Fold;

#[derive(Clone, PartialEq, Properties)]
pub struct FormProps {
    pub hands: Hands,
    pub patient: Rc<Patient>,
}

/// What something means for the chart.
type Edit = Box<dyn Fn(&mut Row)>;

/// Signs a wish for the patient, with what it means for the chart.
fn act(hands: &Hands, patient: &Patient, values: Values, wish: Wish, edit: Option<Edit>, said: Text) {
    let (book, context) = (hands.book.clone(), patient.row.context.clone());
    hands.attempt(async move { book.act(&context, &wish, edit.as_deref()).await }, said, values.done());
}

fn note(hands: &Hands, patient: &Patient, values: Values, edit: impl Fn(&mut Row) + 'static, said: Text) {
    let (book, context) = (hands.book.clone(), patient.row.context.clone());
    hands.attempt(async move { book.note(&context, &edit).await }, said, values.done());
}

/// Options of a coded detail, with an empty one before them.
fn coded(hands: &Hands, field: &str, empty: Option<Text>) -> Vec<(&'static str, &'static str)> {
    let mut options = vec![];
    options.extend(empty.map(|text| ("", text.get(hands.lang))));
    options.extend(VALUES.iter().filter(|(of, ..)| *of == field).map(|(_, id, text)| (*id, text.get(hands.lang))));
    options
}

// ---- measures ------------------------------------------------------------------------------------------------------

#[component]
pub fn Measures(props: &FormProps) -> Html {
    let hands = props.hands.clone();
    let patient = Rc::clone(&props.patient);
    let t = |text: Text| hands.t(text);
    let zone = hands.book.zone();
    let teller = Teller { lang: hands.lang, zone: &zone };
    let over = patient.row.summary.discharged_at.is_some();
    let courses: Vec<_> = patient.encounter.courses.iter().filter(|course| course.measure.id != "escalate").cloned().collect();
    let basic = courses.iter().any(|course| course.measure.id == "basic" && course.is_live());
    let inform = {
        let (hands, patient) = (hands.clone(), Rc::clone(&patient));
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let at = hands.time(&values, "at").unwrap_or(hands.book.now());
            let wish = Wish::Inform { whom: values.get("whom").into(), at };
            act(&hands, &patient, values, wish, None, text!("告知已记录", "Recorded that they were informed"));
        })
    };
    let whom: Vec<(&str, &str)> = INFORMED.iter().map(|coded| (coded.id, coded.label.get(hands.lang))).collect();
    html! {
        <section class="panel" aria-labelledby="measures-title">
            <h3 id="measures-title">{ t(text!("预防措施", "Measures")) }</h3>
            if courses.is_empty() {
                <p class="hint">{ t(text!("尚无措施。方案在“评估与预防”中由医师下达。", "None yet. A physician authorises a plan under \"Assess and prevent\".")) }</p>
            }
            <ul class="courses">
                { for courses.iter().map(|course| {
                    let standing = course.standing();
                    let id = course.measure.id.clone();
                    let begin = matches!(standing, Standing::Authorised | Standing::Held { .. });
                    let since = match standing {
                        Standing::InUse { since } | Standing::Held { since } => [t(text!("，自 ", ", since ")), &hands.moment(since)].concat(),
                        Standing::Ended { at } => [" ", &hands.moment(at)].concat(),
                        _ => String::new(),
                    };
                    let reason = course.reason().map_or(String::new(), |coded| [t(text!("，", ", ")), coded.label.get(hands.lang)].concat());
                    let missed = course.changes.iter().filter(|(_, _, change)| change.code.as_deref() == Some("missed")).count();
                    let start = {
                        let (hands, patient, measure) = (hands.clone(), Rc::clone(&patient), id.clone());
                        Callback::from(move |event: SubmitEvent| {
                            let Some(values) = sent(&event) else { return };
                            let at = hands.time(&values, "at").unwrap_or(hands.book.now());
                            let at = clamp(at, &hands);
                            act(&hands, &patient, values, Wish::Start { measure: measure.clone(), at }, None, text!("已记录开始", "Recorded as begun"));
                        })
                    };
                    let stop = {
                        let (hands, patient, measure) = (hands.clone(), Rc::clone(&patient), id.clone());
                        Callback::from(move |event: SubmitEvent| {
                            let Some(values) = sent(&event) else { return };
                            let at = clamp(hands.time(&values, "at").unwrap_or(hands.book.now()), &hands);
                            let wish = Wish::Stop { measure: measure.clone(), at, code: values.get("code").into() };
                            act(&hands, &patient, values, wish, None, text!("已记录", "Recorded"));
                        })
                    };
                    let mut codes = vec![("", t(text!("请选择原因", "Choose a reason")))];
                    codes.extend(STOPPED.iter().map(|(coded, _)| (coded.id, coded.label.get(hands.lang))));
                    let standing_id = match standing {
                        Standing::Authorised => "authorised",
                        Standing::InUse { .. } => "in_use",
                        Standing::Held { .. } => "held",
                        Standing::Ended { .. } => "ended",
                        Standing::Withdrawn => "withdrawn",
                    };
                    html! {
                        <li data-course={id.clone()} data-standing={standing_id}>
                            <p><b>{ teller.ordered(&course.measure) }</b></p>
                            <p class="standing">{ [t(story::standing(standing)), &since, &reason].concat() }
                                if missed > 0 { { [t(text!("；漏用 ", "; missed ")), &missed.to_string(), t(text!(" 次", "×"))].concat() } }
                                if course.dropped && course.is_live() { <em>{ t(text!("新方案未包括，须由医师决定停用", "Not in the latest plan: a physician decides")) }</em> }
                            </p>
                            if !over && course.is_live() {
                                if begin {
                                    <form class="form line" onsubmit={start} data-form="start">
                                        { now_field(&hands, text!("开始时间", "Begun at")) }
                                        <button type="submit" class="primary" data-start={id.clone()}>{ t(text!("开始", "Begin")) }<span class="unseen">{ " " }{ id.clone() }</span></button>
                                    </form>
                                }
                                <Fold title={t(text!("漏用、暂停、停止、拒绝", "Missed, held, stopped, refused"))}>
                                    <form class="form line" onsubmit={stop} data-form="stop">
                                        { select(t(text!("原因", "Reason")), "code", &codes, "") }
                                        { now_field(&hands, text!("时间", "At")) }
                                        <button type="submit" data-stop={id.clone()}>{ t(text!("记录", "Record")) }<span class="unseen">{ " " }{ id.clone() }</span></button>
                                    </form>
                                </Fold>
                            }
                        </li>
                    }
                }) }
            </ul>
            if !over {
                <Fold class="inform" title={if basic { t(text!("再次告知患者或家属", "Inform patient or family again")) } else { t(text!("告知患者或家属，并开始基础预防", "Inform patient or family, and begin basic measures")) }}>
                    <form class="form line" onsubmit={inform} data-form="inform">
                        { select(t(text!("对象", "Whom")), "whom", &whom, "both") }
                        { now_field(&hands, text!("时间", "At")) }
                        <button type="submit" data-action="inform">{ t(text!("记录告知", "Record")) }</button>
                    </form>
                </Fold>
            }
        </section>
    }
}

/// A field has no seconds: what was entered for this minute is not before what was signed in it.
fn clamp(at: Instant, hands: &Hands) -> Instant {
    let now = hands.book.now();
    if at <= now && (now - at).num_seconds() < 60 { now } else { at }
}

// ---- what happened -------------------------------------------------------------------------------------------------

#[component]
pub fn Happenings(props: &FormProps) -> Html {
    let hands = props.hands.clone();
    let patient = Rc::clone(&props.patient);
    let t = |text: Text| hands.t(text);
    let suspected = patient.row.summary.suspected;
    // One form a happening: the details it may carry, and what it means for the chart.
    let record = |what: Happening| {
        let (hands, patient) = (hands.clone(), Rc::clone(&patient));
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let mut occurrence = Occurrence::of(what);
            occurrence.at = hands.time(&values, "at").map(|at| clamp(at, &hands));
            for field in what.details() {
                occurrence = occurrence.with(field, values.get(field));
            }
            let said = text!("已签名", "Signed");
            if what == Happening::Transferred {
                let (bed, to) = (values.get("bed").to_owned(), values.get("to").to_owned());
                let edit = move |row: &mut Row| {
                    if !bed.is_empty() {
                        row.put("patient", "bed", &bed);
                    }
                    if !to.is_empty() {
                        row.put("encounter", "department", &to);
                    }
                };
                act(&hands, &patient, values, Wish::Record(occurrence), Some(Box::new(edit)), said);
            } else {
                act(&hands, &patient, values, Wish::Record(occurrence), None, said);
            }
        })
    };
    let sites = coded(&hands, "site", None);
    html! {
        <section class="panel" aria-labelledby="happenings-title">
            <h3 id="happenings-title">{ t(text!("记录事件", "Record what happened")) }</h3>
            <Operated hands={hands.clone()} patient={Rc::clone(&patient)} />
            <Fold happening="transfer" title={t(text!("转科 / 换床", "Transfer"))}>
                <form class="form" onsubmit={record(Happening::Transferred)} data-form="transferred">
                    <input type="hidden" name="from" value={patient.row.department().to_owned()} />
                    { text_field(t(text!("转至科室", "To department")), "to", String::new()) }
                    { text_field(t(text!("新床号", "New bed")), "bed", patient.row.bed().to_owned()) }
                    { now_field(&hands, text!("时间", "At")) }
                    { note_field(t(text!("备注", "Note")), "note") }
                    <div class="actions"><button type="submit" data-action="transfer">{ t(text!("签署转科", "Sign the transfer")) }</button></div>
                </form>
            </Fold>
            <Fold happening="vte" open={suspected} title={t(text!("疑似、确诊或排除VTE", "VTE suspected, confirmed, excluded"))}>
                if !suspected {
                    <form class="form" onsubmit={record(Happening::VteSuspected)} data-form="suspected">
                        { select(t(text!("部位", "Site")), "site", &sites, "dvt") }
                        { now_field(&hands, text!("时间", "At")) }
                        { note_field(t(text!("表现", "Findings")), "note") }
                        <div class="actions"><button type="submit" class="alarm" data-action="suspect">{ t(text!("报告疑似VTE", "Report suspected VTE")) }</button></div>
                    </form>
                }
                <form class="form" onsubmit={record(Happening::VteConfirmed)} data-form="confirmed">
                    { select(t(text!("部位", "Site")), "site", &sites, "dvt") }
                    { select(t(text!("发生时机", "Onset")), "onset", &coded(&hands, "onset", None), "in_hospital") }
                    { text_field(t(text!("依据（检查）", "By (examination)")), "method", String::new()) }
                    { now_field(&hands, text!("时间", "At")) }
                    <div class="actions"><button type="submit" data-action="confirm-vte">{ t(text!("确诊VTE", "Confirm VTE")) }</button></div>
                </form>
                if suspected {
                    <form class="form" onsubmit={record(Happening::VteExcluded)} data-form="excluded">
                        { text_field(t(text!("依据（检查）", "By (examination)")), "method", String::new()) }
                        { now_field(&hands, text!("时间", "At")) }
                        <div class="actions"><button type="submit" data-action="exclude-vte">{ t(text!("排除VTE", "Exclude VTE")) }</button></div>
                    </form>
                }
            </Fold>
            <Fold happening="change" title={t(text!("病情变化", "Change of condition"))}>
                <Changed hands={hands.clone()} patient={Rc::clone(&patient)} />
            </Fold>
            <Fold happening="discharge" title={t(text!("出院", "Discharge"))}>
                <Leaves hands={hands.clone()} patient={Rc::clone(&patient)} />
                <form class="form" onsubmit={record(Happening::Discharged)} data-form="discharged">
                    { select(t(text!("去向", "To")), "to", &coded(&hands, "to", None), "home") }
                    { now_field(&hands, text!("时间", "At")) }
                    { note_field(t(text!("备注", "Note")), "note") }
                    <div class="actions"><button type="submit" data-action="discharge">{ t(text!("签署出院", "Sign the discharge")) }</button></div>
                </form>
            </Fold>
        </section>
    }
}

/// An operation, an invasive procedure or a needle in the neuraxis: planned goes into the chart, done is signed.
#[component]
fn Operated(props: &FormProps) -> Html {
    let hands = props.hands.clone();
    let patient = Rc::clone(&props.patient);
    let t = |text: Text| hands.t(text);
    let submit = {
        let (hands, patient) = (hands.clone(), Rc::clone(&patient));
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            if let Err(trouble) = operated(&hands, &patient, values) {
                hands.trouble.emit(Some(trouble));
            }
        })
    };
    let states = [("planned", t(text!("计划", "planned"))), ("done", t(text!("已完成", "done")))];
    html! {
        <Fold happening="operation" title={t(text!("手术、侵入性操作、椎管内麻醉", "Operation, procedure, neuraxial"))}>
            <form class="form" onsubmit={submit} data-form="operated">
                { select(t(text!("计划或已完成", "Planned or done")), "state", &states, "planned") }
                { select(t(text!("类别", "Class")), "class", &coded(&hands, "class", None), "operation") }
                { select(t(text!("方式", "Kind")), "kind", &coded(&hands, "kind", None), "open") }
                { select(t(text!("术式", "Procedure")), "procedure", &coded(&hands, "procedure", Some(text!("不限定", "not said"))), "") }
                { select(t(text!("侧别", "Side")), "limb", &coded(&hands, "limb", Some(text!("不适用", "none"))), "") }
                { moment_field(t(text!("开始时间（计划须填）", "Begins at (required when planned)")), "at", String::new()) }
                { number_field(t(text!("手术时长（分钟）", "Operation (min)")), "minutes") }
                { number_field(t(text!("麻醉时长（分钟）", "Anaesthesia (min)")), "anaesthesia") }
                { moment_field(t(text!("术者确认止血", "Haemostasis by the surgeon")), "dry", String::new()) }
                { select(t(text!("椎管内麻醉", "Neuraxial")), "neuraxial", &[("", t(text!("无", "none"))), ("needle", t(text!("单次穿刺", "needle"))), ("catheter", t(text!("留置导管", "catheter")))], "") }
                { moment_field(t(text!("导管拔除时间", "Catheter out")), "removed", String::new()) }
                { note_field(t(text!("备注", "Note")), "note") }
                <div class="actions"><button type="submit" data-action="operate">{ t(text!("保存（已完成者签名）", "Save (what is done is signed)")) }</button></div>
            </form>
        </Fold>
    }
}

fn operated(hands: &Hands, patient: &Patient, values: Values) -> Result<(), Trouble> {
    let by = hands.book.state().user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
    let done = values.get("state") == "done";
    let at = match (hands.time(&values, "at"), done) {
        (Some(at), true) => clamp(at, hands),
        (Some(at), false) => at,
        (None, true) => hands.book.now(),
        (None, false) => return Err(Trouble::Said(text!("请填写计划的时间。", "Enter the planned time."))),
    };
    let class = values.get("class").to_owned();
    let (minutes, anaesthesia) = (values.number("minutes"), values.number("anaesthesia"));
    let (dry, removed) = (hands.time(&values, "dry"), hands.time(&values, "removed"));
    let mut known = vec![];
    if class == "operation" {
        let operation = Operation {
            done,
            kind: values.get("kind").into(),
            procedure: values.get("procedure").into(),
            limb: values.get("limb").into(),
            at: Some(at),
            minutes,
            anaesthesia,
            haemostasis_at: dry,
        };
        known.push(Known::operation(&operation, &by)?);
    }
    let needle = values.given("neuraxial").or((class == "neuraxial").then_some("needle"));
    if let Some(kind) = needle {
        known.push(Known::neuraxial(kind == "catheter", at, removed, &by)?);
    }
    let ahead = class != "operation";
    if !done {
        let edit = move |row: &mut Row| {
            known.iter().for_each(|known| known.put(row));
            if ahead {
                row.ahead.invasive_at.push(at);
            }
        };
        note(hands, patient, values, edit, text!("已记入计划", "Noted as planned"));
        return Ok(());
    }
    let length = anaesthesia.or(minutes).map(|minutes| chrono::TimeDelta::seconds((minutes * 60.0) as i64));
    let mut occurrence = Occurrence { ended_at: length.map(|length| at + length), haemostasis_at: dry, ..Occurrence::of(Happening::Operated).at(at) };
    if class == "neuraxial" {
        occurrence.ended_at = removed;
    }
    for field in ["class", "kind", "procedure", "limb", "note"] {
        if class == "operation" || matches!(field, "class" | "note") {
            occurrence = occurrence.with(field, values.get(field));
        }
    }
    let edit = move |row: &mut Row| {
        known.iter().for_each(|known| known.put(row));
        if ahead {
            row.ahead.invasive_at.retain(|planned| *planned > at + chrono::TimeDelta::hours(24));
        }
    };
    act(hands, patient, values, Wish::Record(occurrence), Some(Box::new(edit)), text!("手术或操作已签名", "The operation is signed"));
    Ok(())
}

#[component]
fn Changed(props: &FormProps) -> Html {
    let hands = props.hands.clone();
    let patient = Rc::clone(&props.patient);
    let t = |text: Text| hands.t(text);
    let submit = {
        let (hands, patient) = (hands.clone(), Rc::clone(&patient));
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let at = hands.time(&values, "at").unwrap_or(hands.book.now());
            if at > hands.book.now() + chrono::TimeDelta::minutes(5) {
                hands.trouble.emit(Some(Trouble::Refused(crate::record::refusal::Refusal::Future)));
                return;
            }
            let by = hands.book.state().user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
            let noted = Noted { at, what: values.get("what").into(), by };
            note(
                &hands,
                &patient,
                values,
                move |row| row.ahead.changes.push(noted.clone()),
                text!("已记录，须在时限内重新评估", "Noted: assess again within the time set"),
            );
        })
    };
    let kinds: Vec<(&str, &str)> = CHANGES.iter().map(|(id, text)| (*id, text.get(hands.lang))).collect();
    html! {
        <form class="form" onsubmit={submit} data-form="changed">
            { select(t(text!("变化", "What changed")), "what", &kinds, "critical") }
            { now_field(&hands, text!("时间", "At")) }
            <div class="actions"><button type="submit" data-action="change-condition">{ t(text!("记录变化", "Note the change")) }</button></div>
            { for patient.row.ahead.changes.iter().map(|noted| {
                let word = CHANGES.iter().find(|(id, _)| *id == noted.what).map_or("", |(_, text)| text.get(hands.lang));
                html! { <p class="hint">{ [word, " · ", &hands.moment(noted.at), " · ", &noted.by].concat() }</p> }
            }) }
        </form>
    }
}

/// When the patient is to leave: calls for a score before it.
#[component]
fn Leaves(props: &FormProps) -> Html {
    let hands = props.hands.clone();
    let patient = Rc::clone(&props.patient);
    let t = |text: Text| hands.t(text);
    let submit = {
        let (hands, patient) = (hands.clone(), Rc::clone(&patient));
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let at = hands.time(&values, "leaves");
            note(&hands, &patient, values, move |row| row.ahead.discharge_at = at, text!("已记入计划", "Noted as planned"));
        })
    };
    let planned = patient.row.ahead.discharge_at.map_or(String::new(), |at| hands.field(at));
    html! {
        <form class="form line" onsubmit={submit} data-form="leaves">
            { moment_field(t(text!("计划出院时间", "Planned discharge")), "leaves", planned) }
            <button type="submit" data-action="plan-discharge">{ t(text!("记入计划", "Note as planned")) }</button>
        </form>
    }
}

// ---- what is newly known -------------------------------------------------------------------------------------------

/// Results that the scores and the doses rest on, in the order in which they are asked for.
const RESULTS: [Quantity; 9] = [
    Quantity::Weight,
    Quantity::Height,
    Quantity::Platelets,
    Quantity::Creatinine,
    Quantity::Haemoglobin,
    Quantity::Inr,
    Quantity::Aptt,
    Quantity::Sbp,
    Quantity::Dbp,
];

#[component]
pub fn Facts(props: &FormProps) -> Html {
    let hands = props.hands.clone();
    let patient = Rc::clone(&props.patient);
    let t = |text: Text| hands.t(text);
    let submit = {
        let (hands, patient) = (hands.clone(), Rc::clone(&patient));
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let by = hands.book.state().user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
            let at = hands.time(&values, "at").unwrap_or(hands.book.now());
            let mut known = vec![];
            for row in QUANTITIES {
                if values.given(row.id).is_some() {
                    let read = values
                        .number(row.id)
                        .ok_or(Trouble::Said(text!("有一项不是数字，未保存。请核对。", "One of them is not a number; nothing was saved. Check it.")));
                    match read.and_then(|value| Known::measured(row.quantity, value, at, &by)) {
                        Ok(fact) => known.push(fact),
                        Err(trouble) => {
                            hands.trouble.emit(Some(trouble));
                            return;
                        }
                    }
                }
            }
            if known.is_empty() {
                hands.trouble.emit(Some(Trouble::Said(text!("没有填写任何结果。", "Nothing was entered."))));
                return;
            }
            note(
                &hands,
                &patient,
                values,
                move |row| known.iter().for_each(|known| known.put(row)),
                text!("结果已写入病历数据", "The results are in the chart"),
            );
        })
    };
    let latest = |quantity: Quantity| patient.chart.measured(quantity).map(|known| crate::clinical::quantity::written(known.value, 1));
    html! {
        <section class="panel" aria-labelledby="facts-title">
            <h3 id="facts-title">{ t(text!("新结果", "New results")) }</h3>
            <Fold title={t(text!("填写检验、体重、身高、血压", "Enter laboratory values, weight, height, pressure"))}>
                <form class="form" onsubmit={submit} data-form="facts">
                    { for RESULTS.iter().map(|quantity| {
                        let row = quantity.row();
                        let unit = if row.units[0].name.starts_with('{') { "" } else { row.units[0].name };
                        let label = [row.name.get(hands.lang), " ", unit].concat();
                        let before = latest(*quantity).map_or(String::new(), |value| [t(text!("最近：", "latest: ")), &value].concat());
                        html! { <div class="fact">{ number_field(&label, row.id) }<small>{ before }</small></div> }
                    }) }
                    { now_field(&hands, text!("采样或测量时间", "Taken at")) }
                    <div class="actions"><button type="submit" data-action="facts">{ t(text!("写入", "Put into the chart")) }</button></div>
                </form>
            </Fold>
        </section>
    }
}
