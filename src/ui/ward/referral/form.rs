//! A new referral: the sheet as record and chart fill it, and what the sender adds. Nothing known is left blank: each line that
//! nobody has filled says one of the three words, and the sender chooses which.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::record::event::SignedText;
use crate::record::referral::fill::SheetGrounds;
use crate::record::referral::{ReferralSheet, SHEET_LINES, SheetAnswer, SheetLine, SheetSection, SheetValue, SheetWord};
use crate::text::{Text, text};
use crate::web::ward::{TypedForm, Values, WardPatient, site_of};

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

/// What is typed goes into the vault with every change, one writing after the other, and the last always gets written.
#[derive(Default)]
struct Typing {
    next: Option<TypedForm>,
    writes: bool,
    /// The sheet is saved, or the form emptied: nothing of it is written any more.
    over: bool,
}

fn keep(hands: &Hands, context: &str, typing: &Rc<RefCell<Typing>>, typed: TypedForm) {
    {
        let mut typing = typing.borrow_mut();
        if typing.over {
            return;
        }
        typing.next = Some(typed);
        if std::mem::replace(&mut typing.writes, true) {
            return;
        }
    }
    let (hands, context, typing) = (hands.clone(), context.to_owned(), Rc::clone(typing));
    spawn_local(async move {
        loop {
            let next = typing.borrow_mut().next.take();
            let Some(next) = next else { break };
            if let Err(trouble) = hands.book.keep_typed_referral(&context, Some(&next)).await {
                hands.trouble.emit(Some(trouble));
            }
        }
        typing.borrow_mut().writes = false;
    });
}

/// The form, with what was typed into it before, once that is read.
#[component]
pub fn Refer(props: &ReferProps) -> Html {
    let before = use_state(|| None::<Option<TypedForm>>);
    // Emptied: drawn anew.
    let round = use_state(|| 0_u32);
    {
        let (book, before) = (props.hands.book.clone(), before.setter());
        use_effect_with(props.context.clone(), move |context| {
            let context = context.clone();
            spawn_local(async move { before.set(Some(book.typed_referral(&context).await)) });
        });
    }
    let emptied = {
        let (hands, context, before, round) = (props.hands.clone(), props.context.clone(), before.clone(), round.clone());
        Callback::from(move |()| {
            let (book, context, before, round) = (hands.book.clone(), context.clone(), before.setter(), round.clone());
            let deed = async move {
                book.keep_typed_referral(&context, None).await?;
                before.set(Some(None));
                round.set(*round + 1);
                Ok(())
            };
            hands.attempt(deed, text!("已清空", "Emptied"), || {});
        })
    };
    match &*before {
        None => html! {},
        Some(before) => {
            html! { <ReferForm key={*round} hands={props.hands.clone()} context={props.context.clone()} before={before.clone()} {emptied} /> }
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ReferFormProps {
    hands: Hands,
    context: String,
    before: Option<TypedForm>,
    emptied: Callback<()>,
}

#[component]
fn ReferForm(props: &ReferFormProps) -> Html {
    let ReferFormProps { hands, context, before, emptied } = props;
    let id = use_memo((), |()| hands.book.new_referral_id());
    let typing = use_mut_ref(Typing::default);
    let Some(patient) = hands.book.opened(context) else { return html! {} };
    let typed = {
        let (hands, context, typing) = (hands.clone(), context.clone(), typing.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(form) = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|field| field.closest("form").ok()?) {
                keep(&hands, &context, &typing, Values::of(form).typed());
            }
        })
    };
    let empty = {
        let (typing, emptied) = (typing.clone(), emptied.clone());
        Callback::from(move |_: MouseEvent| {
            typing.borrow_mut().over = true;
            typing.borrow_mut().next = None;
            emptied.emit(());
        })
    };
    let t = |text: Text| hands.t(text);
    let sheet = drafted(&patient, hands, &id);
    let submit = {
        let (hands, context, sheet, typing) = (hands.clone(), context.clone(), sheet.clone(), typing.clone());
        Callback::from(move |event: SubmitEvent| {
            let Some(values) = sent(&event) else { return };
            let sheet = completed(sheet.clone(), &values);
            let (book, go, context, typing) = (hands.book.clone(), hands.go.clone(), context.clone(), typing.clone());
            let deed = async move {
                let id = sheet.id.clone();
                typing.borrow_mut().next = None;
                book.new_referral(&context, sheet).await?;
                typing.borrow_mut().over = true;
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
            if before.is_some() {
                <div class="alert" role="status" data-restored="">
                    <p>{ t(text!("此前填写、尚未保存的内容，已恢复。请核对后保存，或清空重填。", "Typed earlier and not saved; it stands here again. Check it, then save the sheet, or empty the form.")) }</p>
                    <div class="actions"><button type="button" data-action="empty" onclick={empty}>{ t(text!("清空已填内容", "Empty the form")) }</button></div>
                </div>
            }
            <form class="refer" onsubmit={submit} oninput={typed} data-form="refer">
                { for SheetSection::ALL.into_iter().map(|section| html! {
                    <fieldset>
                        <legend>{ t(section.label()) }</legend>
                        { for sheet.lines().filter(|(line, _)| line.section == section).map(|(line, answer)| asked(line, answer, before.as_ref(), hands)) }
                    </fieldset>
                }) }
                <div class="actions">
                    <button type="submit" class="primary" data-action="draft">{ t(text!("保存转诊单", "Save the sheet")) }</button>
                    <button type="button" data-action="back" onclick={hands.go.reform(move |_: MouseEvent| back.clone())}>{ t(text!("返回（已填内容保留）", "Back (what is typed stays)")) }</button>
                </div>
            </form>
        </section>
    }
}

/// One line: what is known, or the choice of a word; and room for what the sender knows.
fn asked(line: &'static SheetLine, answer: &SheetAnswer, before: Option<&TypedForm>, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    let typed = |name: &str| before.and_then(|before| before.get(name)).map(str::to_owned);
    let label = [t(line.label), if line.required { t(text!("（必填）", " (required)")) } else { "" }].concat();
    match answer {
        SheetAnswer::Said(_) => html! {
            <div class="line" data-line={line.id}>
                <p class="known"><span>{ t(line.label) }</span><b>{ hands.telling(|teller| teller.sheet_answer(answer)) }</b></p>
                { text_field(t(text!("补充或更正（可不填）", "Add or correct (optional)")), line.id, typed(line.id).unwrap_or_default()) }
            </div>
        },
        SheetAnswer::Lacks(word) => {
            let chosen = typed(&["word_", line.id].concat()).and_then(|word| SheetWord::named(&word)).unwrap_or(*word);
            html! {
            <div class="line" data-line={line.id}>
                { text_field(&label, line.id, typed(line.id).unwrap_or_else(|| if line.id == "from" { site_of(&hands.book) } else { String::new() })) }
                if !line.required {
                    <label class="field"><span>{ t(text!("不填则写", "If empty it says")) }</span>
                        <select name={["word_", line.id].concat()} aria-label={[&label, "：", t(text!("不填则写", "if empty it says"))].concat()}>
                            { for SheetWord::ALL.into_iter().map(|choice| html! { <option value={choice.id()} selected={choice == chosen}>{ t(choice.label()) }</option> }) }
                        </select>
                    </label>
                }
            </div>
            }
        }
    }
}
