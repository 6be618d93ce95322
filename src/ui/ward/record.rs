//! The record of a patient: every event in words, newest first, each to be amended where it may; and the audit, with
//! hashes and the verification in words.

use std::rc::Rc;

use yew::prelude::*;

use crate::record::event::{Body, Event};
use crate::record::story::Teller;
use crate::text::{Lang, Text, text};
use crate::web::ward::WardPatient;

use super::amend::Amend;
use super::corrections::CorrectionsAudit;
use super::hands::{Hands, RecordProps};
use super::later::{Fold, use_growing};
use super::people::{Missing, PeopleAudit};

/// How many are drawn at once: more than a screen holds, and the rest when the browser has time.
const FIRST: usize = 8;
const THEN: usize = 16;

/// One event of a record, by its place; drawn again only when the record is another or the language is.
#[derive(Clone, Properties)]
struct EventProps {
    hands: Hands,
    patient: Rc<WardPatient>,
    index: usize,
}

impl PartialEq for EventProps {
    fn eq(&self, other: &EventProps) -> bool {
        Rc::ptr_eq(&self.patient, &other.patient) && self.index == other.index && self.hands.lang == other.hands.lang
    }
}

#[component]
pub fn Timeline(props: &RecordProps) -> Html {
    let RecordProps { hands, patient } = props;
    let drawn = use_growing(FIRST, THEN, patient.record.events.len(), ());
    html! {
        <section class="panel" aria-labelledby="story-title">
            <h3 id="story-title">{ hands.t(text!("全部记录（新的在上）", "Every event, newest first")) }</h3>
            <ol class="story" reversed=true data-story={patient.record.events.len().to_string()}>
                { for patient.record.events.iter().enumerate().rev().take(drawn).map(|(index, sealed)| html! {
                    <Happened key={sealed.event.id.clone()} hands={hands.clone()} patient={Rc::clone(patient)} {index} />
                }) }
            </ol>
        </section>
    }
}

impl EventProps {
    /// The event as `draw` shows it; nothing where the record has none at this place.
    fn drawn(&self, draw: impl FnOnce(&Event, &Teller<'_>) -> Html) -> Html {
        let zone = self.hands.book.zone();
        self.patient
            .record
            .events
            .get(self.index)
            .map_or_else(Html::default, |sealed| draw(&sealed.event, &Teller { lang: self.hands.lang, zone: &zone, now: self.hands.now }))
    }
}

#[component]
fn Happened(props: &EventProps) -> Html {
    props.drawn(|event, teller| happened(props, event, teller))
}

fn happened(EventProps { hands, patient, .. }: &EventProps, event: &Event, teller: &Teller<'_>) -> Html {
    let told = teller.tell(event);
    let amended = patient.record.events.iter().any(|later| matches!(&later.event.body, Body::Amended { of, .. } if *of == event.id));
    html! {
        <li data-type={event.body.kind()}>
            <h4>{ told.title }</h4>
            <p class="by"><time datetime={event.at.to_rfc3339()}>{ teller.moment(event.at) }</time>{ " · " }<b>{ event.by.name.clone() }</b>{ " " }{ event.by.role.label().get(hands.lang) }{ " · #" }{ event.seq }</p>
            if amended {
                <p class="hint">{ hands.t(text!("此后有更正，见上。", "Amended since; see above.")) }</p>
            }
            { for told.lines.iter().map(|line| html! { <p>{ line }</p> }) }
            if !told.details.is_empty() {
                <Fold title={[hands.t(text!("全部内容", "Everything that was signed")), " ", &told.details.len().to_string()].concat()}>
                    <Details lines={Rc::new(told.details)} />
                </Fold>
            }
            if event.body.is_amendable() && patient.verdict.is_ok() {
                <Amend hands={hands.clone()} patient={Rc::clone(patient)} of={event.id.clone()} />
            }
        </li>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct DetailsProps {
    lines: Rc<Vec<String>>,
}

/// Everything that was signed with an event: a stay has hundreds of answers.
#[component]
fn Details(props: &DetailsProps) -> Html {
    html! { <ul>{ for props.lines.iter().map(|line| html! { <li>{ line }</li> }) }</ul> }
}

#[component]
pub fn Audit(props: &RecordProps) -> Html {
    html! {
        <>
            <Signed hands={props.hands.clone()} patient={Rc::clone(&props.patient)} />
            <CorrectionsAudit hands={props.hands.clone()} patient={Rc::clone(&props.patient)} />
            <Missing hands={props.hands.clone()} />
            <PeopleAudit hands={props.hands.clone()} />
        </>
    }
}

/// Of the table of what was signed; on a narrow screen each stands beside its value.
const HEADS: [Text; 6] = [
    text!("#", "#"),
    text!("签名时间（签名设备的时钟）", "Signed at (clock of the device)"),
    text!("签名人", "By"),
    text!("内容", "What"),
    text!("规则版本", "Rules"),
    text!("校验值 / 前一条", "Hash / the one before"),
];

#[component]
fn Signed(props: &RecordProps) -> Html {
    let RecordProps { hands, patient } = props;
    let drawn = use_growing(FIRST, THEN, patient.record.events.len(), ());
    let t = |text: Text| hands.t(text);
    let count = patient.record.events.len().to_string();
    let last = patient.record.events.len().checked_sub(1).map(|last| patient.hash(last).to_owned()).unwrap_or_default();
    html! {
        <section class="panel audit" aria-labelledby="audit-title">
            <h3 id="audit-title">{ t(text!("审计：签名记录与校验", "Audit: signed record and verification")) }</h3>
            { match &patient.verdict {
                Ok(()) => html! {
                    <p class="verdict good" data-verdict="whole">{ [
                        t(text!("校验通过：共", "Verified: all ")), &count,
                        t(text!("条记录，序号连续，时间有序或已说明理由，每条内容与其校验值相符，并与前一条相连。", " events are in sequence, in order of time or with a reason, each agrees with its hash and is linked to the one before.")),
                    ].concat() }</p>
                },
                Err(fault) => html! {
                    <p class="verdict bad" role="alert" data-verdict="broken">{ [
                        fault.at.map_or(String::new(), |at| [t(text!("第", "Event ")), &(at + 1).to_string(), t(text!("条：", ": "))].concat()),
                        if hands.lang == Lang::Zh { fault.zh.clone() } else { fault.en.clone() },
                    ].concat() }</p>
                },
            } }
            <p class="hint">{ t(text!(
                "“签名”指由所列人员在本机确认。校验链不含密钥：能发现损坏和局部改动；整份记录被全部改写，只能凭此前打印或交给HIS的末条校验值发现。签名时间是签名设备自己的时钟，没有别的时钟加以证明。",
                "\"Signed\" means signed off on this device by the person named. The chain has no key: it shows damage and partial edits. A full rewrite shows only against a last hash that was printed or handed to the HIS before. Times are those of the device that signed; no other clock proves them."
            )) }</p>
            <p>{ t(text!("末条校验值（SHA-256）：", "Last hash (SHA-256): ")) }<code class="hash" data-head="">{ last }</code></p>
            <p>{ t(text!("本次住院编号：", "Admission: ")) }<code class="hash">{ patient.row.context.clone() }</code></p>
            <div class="scroll" tabindex="0" role="region" aria-label={t(text!("审计表", "Audit table"))}>
            <table role="table" class="cards">
                <thead role="rowgroup"><tr role="row">{ for HEADS.iter().map(|head| html! { <th role="columnheader" scope="col">{ t(*head) }</th> }) }</tr></thead>
                <tbody role="rowgroup">
                    { for patient.record.events.iter().enumerate().take(drawn).map(|(index, sealed)| html! {
                        <Line key={sealed.event.id.clone()} hands={hands.clone()} patient={Rc::clone(patient)} {index} />
                    }) }
                </tbody>
            </table>
            </div>
        </section>
    }
}

#[component]
fn Line(props: &EventProps) -> Html {
    props.drawn(|event, teller| line(props, event, teller))
}

fn line(EventProps { hands, patient, index }: &EventProps, event: &Event, teller: &Teller<'_>) -> Html {
    let told = teller.tell(event);
    let bad = patient.verdict.as_ref().err().and_then(|fault| fault.at) == Some(*index);
    html! {
        <tr role="row" class={bad.then_some("bad")}>
            <td role="cell" data-head={hands.t(HEADS[0])}>{ event.seq }</td>
            <td role="cell" data-head={hands.t(HEADS[1])}>{ teller.exactly(event.at) }</td>
            <td role="cell" data-head={hands.t(HEADS[2])}>{ event.by.name.clone() }<div><small>{ event.by.role.label().get(hands.lang) }{ " · " }{ event.by.id.clone() }</small></div></td>
            <td role="cell" data-head={hands.t(HEADS[3])}><b>{ told.title }</b>{ for told.lines.iter().map(|line| html! { <div>{ line }</div> }) }<div><small>{ event.id.clone() }{ amends(&event.body) }</small></div></td>
            <td role="cell" data-head={hands.t(HEADS[4])}>{ patient.rules(*index).to_owned() }</td>
            <td role="cell" data-head={hands.t(HEADS[5])}><code class="hash">{ patient.hash(*index).to_owned() }</code><br /><code class="hash soft">{ patient.prev(*index).to_owned() }</code></td>
        </tr>
    }
}

/// What an amendment is of, by id.
fn amends(body: &Body) -> String {
    match body {
        Body::Amended { of, .. } | Body::Reviewed { of, .. } => [" → ", of].concat(),
        _ => String::new(),
    }
}
