//! What happened to the patient, and what is planned: an operation, a move, a change of condition, the way
//! home. VTE that is suspected and settled stands first on the page (`suspicion`).

use yew::prelude::*;

use crate::record::clock::is_ahead;
use crate::record::due::is_another_procedure;
use crate::record::happening::{Happening, Occurrence, ProcedureClass};
use crate::record::refusal::Refusal;
use crate::record::story::VALUES;
use crate::text::{Text, text};
use crate::web::ward::{AdmissionRow, CHANGES, EnteredOperation, Noted, ProvedFact, Trouble, Wish};

use super::super::hands::{moment_field, note_field, now_field, number_field, select, text_field};
use super::super::later::Fold;
use super::deed::{FormProps, FormResult, Sent, coded, sends};

#[component]
pub fn Happenings(props: &FormProps) -> Html {
    let FormProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    // One form a happening, with the details it may carry.
    let record = |what: Happening| sends(props, move |sent| Ok(happened(what, &sent)));
    html! {
        <section class="panel" aria-labelledby="happenings-title">
            <h3 id="happenings-title">{ t(text!("记录事件", "Record what happened")) }</h3>
            <Operated ..props.clone() />
            <Fold happening="transfer" title={t(text!("转科 / 换床", "Transfer"))}>
                <form class="form" onsubmit={record(Happening::Transferred)} data-form="transferred">
                    <input type="hidden" name="from" value={patient.row.department().to_owned()} />
                    { text_field(t(text!("转至科室", "To department")), "to", String::new()) }
                    { text_field(t(text!("新床号", "New bed")), "bed", patient.row.bed().to_owned()) }
                    { now_field(hands, text!("时间", "At")) }
                    { note_field(t(text!("备注", "Note")), "note") }
                    <div class="actions"><button type="submit" data-action="transfer">{ t(text!("签署转科", "Sign the transfer")) }</button></div>
                </form>
            </Fold>
            <Fold happening="change" title={t(text!("病情变化", "Change of condition"))}>
                <Changed ..props.clone() />
            </Fold>
            <Fold happening="discharge" title={t(text!("出院", "Discharge"))}>
                <Leaves ..props.clone() />
                <form class="form" onsubmit={record(Happening::Discharged)} data-form="discharged">
                    { select(t(text!("去向", "To")), "to", &coded(hands, "to", None), "home") }
                    { now_field(hands, text!("时间", "At")) }
                    { note_field(t(text!("备注", "Note")), "note") }
                    <div class="actions"><button type="submit" data-action="discharge">{ t(text!("签署出院", "Sign the discharge")) }</button></div>
                </form>
            </Fold>
        </section>
    }
}

pub(super) fn happened(what: Happening, sent: &Sent<'_>) -> FormResult {
    let mut occurrence = Occurrence::of(what);
    occurrence.at = sent.values.given("at").map(|_| sent.at());
    for field in what.details() {
        occurrence = occurrence.with(field, sent.values.get(field));
    }
    if what == Happening::VteSuspected {
        let ticked = VALUES.iter().filter(|(field, id, _)| *field == "signs" && sent.values.given(&["sign_", id].concat()).is_some());
        let signs: Vec<&str> = ticked.map(|(_, id, _)| *id).collect();
        occurrence = occurrence.with("signs", &signs.join(" "));
    }
    let deed = FormResult::sign(Wish::Record(occurrence), text!("已签名", "Signed"));
    if what != Happening::Transferred {
        return deed;
    }
    let (bed, to) = (sent.values.get("bed").to_owned(), sent.values.get("to").to_owned());
    deed.with(move |row| {
        if !bed.is_empty() {
            row.put("patient", "bed", &bed);
        }
        if !to.is_empty() {
            row.put("encounter", "department", &to);
        }
    })
}

/// An operation, an invasive procedure or a needle in the neuraxis: planned goes into the chart, done is signed.
#[component]
fn Operated(props: &FormProps) -> Html {
    let FormProps { hands, .. } = props;
    let t = |text: Text| hands.t(text);
    let submit = sends(props, |sent| operated(&sent));
    let states = [("planned", t(text!("计划", "planned"))), ("done", t(text!("已完成", "done")))];
    html! {
        <Fold happening="operation" title={t(text!("手术、侵入性操作、椎管内麻醉", "Operation, procedure, neuraxial"))}>
            <form class="form" onsubmit={submit} data-form="operated">
                { select(t(text!("计划或已完成", "Planned or done")), "state", &states, "planned") }
                { select(t(text!("类别", "Class")), "class", &coded(hands, "class", None), "operation") }
                { select(t(text!("方式", "Kind")), "kind", &coded(hands, "kind", None), "open") }
                { select(t(text!("术式", "Procedure")), "procedure", &coded(hands, "procedure", Some(text!("不限定", "not said"))), "") }
                { select(t(text!("侧别", "Side")), "limb", &coded(hands, "limb", Some(text!("不适用", "none"))), "") }
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

fn operated(sent: &Sent<'_>) -> Result<FormResult, Trouble> {
    let (values, by) = (sent.values, sent.by());
    let done = values.get("state") == "done";
    if !done && values.given("at").is_none() {
        return Err(Trouble::Said(text!("请填写计划的时间。", "Enter the planned time.")));
    }
    let at = sent.at();
    let class = ProcedureClass::of(values.get("class"));
    let (minutes, anaesthesia) = (values.number("minutes")?, values.number("anaesthesia")?);
    let (dry, removed) = (sent.time("dry"), sent.time("removed"));
    let mut known = vec![];
    if class == ProcedureClass::Operation {
        let operation = EnteredOperation {
            done,
            kind: values.get("kind").into(),
            procedure: values.get("procedure").into(),
            limb: values.get("limb").into(),
            at: Some(at),
            minutes,
            anaesthesia,
            haemostasis_at: dry,
        };
        known.push(ProvedFact::operation(&operation, &by)?);
    }
    let needle = values.given("neuraxial").or((class == ProcedureClass::Neuraxial).then_some("needle"));
    if let Some(kind) = needle {
        known.push(ProvedFact::neuraxial(kind == "catheter", at, removed, &by)?);
    }
    let ahead = class != ProcedureClass::Operation;
    if !done {
        let edit = move |row: &mut AdmissionRow| {
            known.iter().for_each(|known| known.put(row));
            if ahead {
                row.ahead.invasive_at.push(at);
            }
        };
        return Ok(FormResult::note(edit, text!("已记入计划", "Noted as planned")));
    }
    let length = anaesthesia.or(minutes).map(|minutes| chrono::TimeDelta::seconds((minutes * 60.0) as i64));
    let mut occurrence = Occurrence { ended_at: length.map(|length| at + length), haemostasis_at: dry, ..Occurrence::of(Happening::Operated).at(at) };
    if class == ProcedureClass::Neuraxial {
        occurrence.ended_at = removed;
    }
    for field in ["class", "kind", "procedure", "limb", "note"] {
        if class == ProcedureClass::Operation || matches!(field, "class" | "note") {
            occurrence = occurrence.with(field, values.get(field));
        }
    }
    let edit = move |row: &mut AdmissionRow| {
        known.iter().for_each(|known| known.put(row));
        if ahead {
            row.ahead.invasive_at.retain(|planned| is_another_procedure(*planned, at));
        }
    };
    Ok(FormResult::sign(Wish::Record(occurrence), text!("手术或操作已签名", "The operation is signed")).with(edit))
}

#[component]
fn Changed(props: &FormProps) -> Html {
    let FormProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let submit = sends(props, |sent| {
        let at = sent.at();
        if is_ahead(at, sent.hands.book.now()) {
            return Err(Trouble::Refused(Refusal::Future));
        }
        let noted = Noted { at, what: sent.values.get("what").into(), by: sent.by() };
        Ok(FormResult::note(
            move |row| row.ahead.changes.push(noted.clone()),
            text!("已记录，须在时限内重新评估", "Noted: assess again within the time set"),
        ))
    });
    let kinds: Vec<(&str, &str)> = CHANGES.iter().map(|(id, text)| (*id, text.get(hands.lang))).collect();
    html! {
        <form class="form" onsubmit={submit} data-form="changed">
            { select(t(text!("变化", "What changed")), "what", &kinds, "critical") }
            { now_field(hands, text!("时间", "At")) }
            <div class="actions"><button type="submit" data-action="change-condition">{ t(text!("记录变化", "Note the change")) }</button></div>
            { for patient.row.ahead.changes.iter().map(|noted| {
                let word = CHANGES.iter().find(|(id, _)| *id == noted.what).map_or_else(
                    || t(text!("已按本院产科评估表评估", "Scored on the hospital's obstetric form")),
                    |(_, text)| text.get(hands.lang),
                );
                html! { <p class="hint">{ [word, " · ", &hands.moment(noted.at), " · ", &noted.by].concat() }</p> }
            }) }
        </form>
    }
}

/// When the patient is to leave: calls for a score before it.
#[component]
fn Leaves(props: &FormProps) -> Html {
    let FormProps { hands, patient } = props;
    let t = |text: Text| hands.t(text);
    let submit = sends(props, |sent| {
        let at = sent.time("leaves");
        Ok(FormResult::note(move |row| row.ahead.discharge_at = at, text!("已记入计划", "Noted as planned")))
    });
    let planned = patient.row.ahead.discharge_at.map_or(String::new(), |at| hands.field(at));
    html! {
        <form class="form line" onsubmit={submit} data-form="leaves">
            { moment_field(t(text!("计划出院时间", "Planned discharge")), "leaves", planned) }
            <button type="submit" data-action="plan-discharge">{ t(text!("记入计划", "Note as planned")) }</button>
        </form>
    }
}
