//! A new referral: the sheet as record and chart fill it, and what the sender adds. Nothing known is left blank: each line that
//! nobody has filled says one of the three words, and the sender chooses which.

use yew::prelude::*;

use crate::record::event::SignedText;
use crate::record::referral::fill::SheetGrounds;
use crate::record::referral::{ReferralSheet, SHEET_LINES, SheetAnswer, SheetLine, SheetSection, SheetValue, SheetWord};
use crate::text::{Text, text};
use crate::web::ward::{Values, WardPatient, site_of};

use super::super::hands::{Hands, sent, text_field};
use super::super::route::{Tab, WardPage};

#[derive(Clone, PartialEq, Properties)]
pub struct ReferProps {
    pub hands: Hands,
    pub context: String,
}

/// What record, chart and ward say today.
fn drafted(patient: &WardPatient, hands: &Hands, id: &str) -> ReferralSheet {
    let by = hands.book.state().user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
    SheetGrounds {
        id,
        demo: hands.book.is_demo(),
        at: hands.book.now(),
        by: &by,
        name: patient.row.label(),
        number: &patient.row.number,
        chart: &patient.chart,
        encounter: &patient.record.encounter,
        settings: &hands.book.channel_settings(),
    }
    .sheet()
}

/// The sheet with what the sender has said: beside what is known, or in the place of a word.
fn completed(mut sheet: ReferralSheet, values: &Values) -> ReferralSheet {
    let (by, at) = (sheet.by.clone(), sheet.made_at);
    for line in &SHEET_LINES {
        let typed =
            values.given(line.id).map(|said| SheetValue::plain(said, (!line.typed).then_some(at), SignedText { zh: by.clone(), en: by.clone() }));
        let word = SheetWord::named(values.get(&["word_", line.id].concat()));
        let answer = match (sheet.answer(line.id), typed, word) {
            (Some(SheetAnswer::Said(known)), Some(typed), _) => SheetAnswer::Said(known.iter().cloned().chain([typed]).collect()),
            (_, Some(typed), _) => SheetAnswer::Said(vec![typed]),
            (Some(SheetAnswer::Lacks(_)), None, Some(word)) => SheetAnswer::Lacks(word),
            _ => continue,
        };
        sheet.put(line.id, answer);
    }
    sheet
}

#[component]
pub fn Refer(props: &ReferProps) -> Html {
    let ReferProps { hands, context } = props;
    let id = use_memo((), |()| hands.book.new_referral_id());
    let Some(patient) = hands.book.opened(context) else { return html! {} };
    let t = |text: Text| hands.t(text);
    let sheet = drafted(&patient, hands, &id);
    let submit = {
        let (hands, context, sheet) = (hands.clone(), context.clone(), sheet.clone());
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let sheet = completed(sheet.clone(), &values);
            let (book, go, context) = (hands.book.clone(), hands.go.clone(), context.clone());
            let deed = async move {
                let id = sheet.id.clone();
                book.new_referral(&context, sheet).await?;
                go.emit(WardPage::Referral(id));
                Ok(())
            };
            hands.attempt(deed, text!("转诊单已保存，尚未发出", "The sheet is saved and not sent yet"), || {});
        })
    };
    let back = WardPage::Patient(context.clone(), Tab::Work);
    html! {
        <section class="panel referral" aria-labelledby="refer-title" data-refer={context.clone()}>
            <h2 id="refer-title">{ t(text!("新建转诊单", "New referral")) }{ " · " }{ patient.row.bed().to_owned() }{ " " }{ patient.row.label().to_owned() }</h2>
            <p class="alert">{ t(text!("病情紧急时先打电话，再填单：患者不等转诊单。", "If it is urgent telephone first and write afterwards: the patient does not wait for the sheet.")) }</p>
            <form class="refer" onsubmit={submit} data-form="refer">
                { for SheetSection::ALL.into_iter().map(|section| html! {
                    <fieldset>
                        <legend>{ t(section.label()) }</legend>
                        { for sheet.lines().filter(|(line, _)| line.section == section).map(|(line, answer)| asked(line, answer, hands)) }
                    </fieldset>
                }) }
                <div class="actions">
                    <button type="submit" class="primary" data-action="draft">{ t(text!("保存转诊单", "Save the sheet")) }</button>
                    <button type="button" data-action="back" onclick={hands.go.reform(move |_: MouseEvent| back.clone())}>{ t(text!("取消", "Cancel")) }</button>
                </div>
            </form>
        </section>
    }
}

/// One line: what is known, or the choice of a word; and room for what the sender knows.
fn asked(line: &'static SheetLine, answer: &SheetAnswer, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    let label = [t(line.label), if line.required { t(text!("（必填）", " (required)")) } else { "" }].concat();
    match answer {
        SheetAnswer::Said(_) => html! {
            <div class="line" data-line={line.id}>
                <p class="known"><span>{ t(line.label) }</span><b>{ hands.telling(|teller| teller.sheet_answer(answer)) }</b></p>
                { text_field(t(text!("补充或更正（可不填）", "Add or correct (optional)")), line.id, String::new()) }
            </div>
        },
        SheetAnswer::Lacks(word) => html! {
            <div class="line" data-line={line.id}>
                { text_field(&label, line.id, if line.id == "from" { site_of(&hands.book) } else { String::new() }) }
                if !line.required {
                    <label class="field"><span>{ t(text!("不填则写", "If empty it says")) }</span>
                        <select name={["word_", line.id].concat()} aria-label={[&label, "：", t(text!("不填则写", "if empty it says"))].concat()}>
                            { for SheetWord::ALL.into_iter().map(|choice| html! { <option value={choice.id()} selected={choice == *word}>{ t(choice.label()) }</option> }) }
                        </select>
                    </label>
                }
            </div>
        },
    }
}
