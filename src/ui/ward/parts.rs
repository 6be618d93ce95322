//! Small parts of many pages: the band in colour, word and shape; what is due (in the words of `ui::tasks`); the patient in a line.

use yew::prelude::*;

use crate::clinical::formulary::Device;
use crate::clinical::instrument::Risk;
use crate::record::board::{Summary, is_called_for};
use crate::record::due::{Due, TaskState};
use crate::record::encounter::Standing;
use crate::record::measure::MeasureId;
use crate::record::story;
use crate::text::{Lang, Text, text};
use crate::ui::tasks::{state_word, task_for};
use crate::web::ward::AdmissionRow;

use super::hands::Hands;

pub fn band_id(band: Option<Risk>) -> &'static str {
    band.map_or("open", Risk::id)
}

/// Circle, triangle, octagon; a dashed ring while it is open.
fn shape(band: Option<Risk>) -> &'static str {
    match band {
        Some(Risk::Low) => "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
        Some(Risk::Moderate) => "M10 1 19.5 18H.5z",
        Some(Risk::High) => "M6 1h8l5 5v8l-5 5H6l-5-5V6z",
        None => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    }
}

pub fn mark(band: Option<Risk>, word: String) -> Html {
    html! {
        <span class="mark" data-band={band_id(band)}>
            <svg viewBox="0 0 20 20" aria-hidden="true"><path d={shape(band)} /></svg><span>{ word }</span>
        </span>
    }
}

/// `VTE 高危 6分`.
pub fn risk(summary: &Summary, lang: Lang) -> Html {
    match &summary.score {
        None => html! { <span class="mark" data-band="none">{ text!("VTE 未评估", "VTE not assessed").get(lang) }</span> },
        Some(score) => {
            let points = story::range(score.floor, score.ceiling);
            let word = ["VTE ", story::risk(score.band).get(lang), " ", &points, text!("分", " pt").get(lang)].concat();
            mark(score.band, word)
        }
    }
}

/// Bleeding has a shape of its own: a drop, filled where it is high.
pub fn bleeding(summary: &Summary, lang: Lang) -> Html {
    let (id, word) = match summary.bleeding {
        None => ("none", text!("出血未评估", "bleeding not screened")),
        Some(bleeding) => (
            match bleeding.high {
                Some(true) => "high",
                Some(false) => "low",
                None => "open",
            },
            story::bleeding(bleeding.high),
        ),
    };
    html! {
        <span class="mark drop" data-bleeding={id}>
            <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 1C6 7 3.5 9.5 3.5 13a6.5 6.5 0 0 0 13 0C16.5 9.5 14 7 10 1z" /></svg><span>{ word.get(lang) }</span>
        </span>
    }
}

/// Measures in use, then those that wait; nothing said is said too.
pub fn measures(summary: &Summary, lang: Lang) -> String {
    let name = |id: &MeasureId| short(id).map_or(id.as_str(), |name| name.get(lang)).to_owned();
    let of = |wanted: &dyn Fn(&Standing) -> bool| {
        summary.measures.iter().filter(|measure| wanted(&measure.standing)).map(|measure| name(&measure.id)).collect::<Vec<_>>()
    };
    let mut said = of(&|standing| matches!(standing, Standing::InUse { .. }));
    let waits = of(&|standing| matches!(standing, Standing::Authorised));
    let held = of(&|standing| matches!(standing, Standing::Held { .. }));
    said.extend(waits.iter().map(|name| [name, text!("（待执行）", " (to begin)").get(lang)].concat()));
    said.extend(held.iter().map(|name| [name, text!("（暂停）", " (held)").get(lang)].concat()));
    if said.is_empty() { text!("无预防措施", "no measure").get(lang).into() } else { said.join(text!("、", ", ").get(lang)) }
}

/// For a narrow column.
fn short(id: &MeasureId) -> Option<Text> {
    match id {
        MeasureId::Device(Device::Ipc) => Some(text!("IPC", "IPC")),
        MeasureId::Device(Device::Vfp) => Some(text!("VFP", "VFP")),
        MeasureId::Device(Device::Gcs) => Some(text!("弹力袜", "stockings")),
        MeasureId::Basic => Some(text!("基础", "basic")),
        id => story::measure(id),
    }
}

/// What is to be done, in the words of its task.
pub fn task(due: &Due, row: &AdmissionRow, lang: Lang) -> String {
    task_for(due, occasion(due, row, lang), lang)
}

/// What calls for it: of a corrected admission, that it was corrected.
pub fn occasion(due: &Due, row: &AdmissionRow, lang: Lang) -> &'static str {
    let corrected = row.is_of_correction(due.trigger.id, due.opens);
    if corrected { text!("住院信息已更正", "Admission corrected") } else { due.trigger.label }.get(lang)
}

/// The nearest thing to do, with its state in a word and the time.
pub fn next(pending: &[Due], row: &AdmissionRow, hands: &Hands) -> String {
    match pending.first() {
        None => hands.t(text!("无待办", "nothing due")).into(),
        Some(due) => {
            let late = pending.iter().filter(|due| due.state == TaskState::Overdue).count();
            let more = if late > 1 {
                [hands.t(text!("（共", " (")), &late.to_string(), hands.t(text!("项超时）", " overdue)"))].concat()
            } else {
                String::new()
            };
            [state_word(due.state).get(hands.lang), " ", &hands.moment(due.deadline), " ", occasion(due, row, hands.lang), &more].concat()
        }
    }
}

pub fn is_late(pending: &[Due]) -> bool {
    pending.first().is_some_and(|due| due.state == TaskState::Overdue)
}

pub fn is_due(pending: &[Due]) -> bool {
    pending.first().is_some_and(is_called_for)
}

/// `女 62岁`.
pub fn sex_and_age(row: &AdmissionRow, hands: &Hands) -> String {
    let lang = hands.lang;
    let sex = match row.is_female() {
        Some(true) => text!("女", "F"),
        Some(false) => text!("男", "M"),
        None => text!("性别不详", "sex unknown"),
    };
    let age = row
        .age(hands.now)
        .map_or(text!("年龄不详", "age unknown").get(lang).to_owned(), |years| [&years.to_string(), text!("岁", " y").get(lang)].concat());
    [sex.get(lang), " ", &age].concat()
}

/// `女 62岁 · 骨科 · 住院号 12345`.
pub fn identity(row: &AdmissionRow, hands: &Hands) -> String {
    let mut parts = vec![sex_and_age(row, hands)];
    if !row.department().is_empty() {
        parts.push(row.department().into());
    }
    if !row.number.is_empty() {
        parts.push([hands.t(text!("住院号 ", "No. ")), &row.number].concat());
    }
    parts.join(" · ")
}

/// That a clot is confirmed, and whether anything was decided of it.
pub fn confirmed_flag(summary: &Summary) -> Text {
    if summary.untreated {
        return text!("已确诊VTE：治疗方案未签", "VTE confirmed: no plan of treatment signed");
    }
    text!("已确诊VTE", "VTE confirmed")
}
