//! A teacher's own case: the form of the ward is answered, what is measured is stated, and the story is typed. What it comes to is the engine's word, and
//! stands there while one types.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, SubmitEvent};
use yew::prelude::*;

use crate::clinical::decided::From;
use crate::clinical::instrument::{Instrument, Item};
use crate::session::classroom::files::{ClassroomRefusal, case_text, open_case};
use crate::session::classroom::own_case::{OPERATIONS, OwnRefused, comes_to, instruments_of_cases, own_case_of, quantities, reads_operation};
use crate::session::units::unit_shown;
use crate::text::{Lang, Text, text};
use crate::training::own::{NO_REAL_PATIENT, OwnCase};
use crate::web::classroom::{chosen, save};
use crate::web::clock;
use crate::web::ward::element::{reset, values};

#[derive(Clone, PartialEq, Properties)]
pub struct OwnProps {
    pub lang: Lang,
    pub cases: Rc<Vec<OwnCase>>,
    /// The cases as they are now.
    pub put: Callback<Vec<OwnCase>>,
}

/// The teacher's own cases, and the form for another.
#[component]
pub fn OwnCases(props: &OwnProps) -> Html {
    let lang = props.lang;
    let t = |text: Text| text.get(lang);
    let form = use_node_ref();
    let instrument = use_state_eq(|| instruments_of_cases().first().copied().map_or("", |of| of.id));
    let total = use_state_eq(|| Ok::<String, OwnRefused>(String::new()));
    let refused = use_state_eq(|| None::<OwnRefused>);
    let unread = use_state(|| None::<ClassroomRefusal>);
    let Some(of) = instruments_of_cases().into_iter().find(|of| of.id == *instrument) else { return html! {} };
    let choose = {
        let (instrument, total) = (instrument.setter(), total.setter());
        Callback::from(move |event: Event| {
            let id = event.target_unchecked_into::<HtmlSelectElement>().value();
            instrument.set(instruments_of_cases().into_iter().find(|of| of.id == id).map_or("", |of| of.id));
            total.set(Ok(String::new()));
        })
    };
    let typed = {
        let (form, total) = (form.clone(), total.setter());
        Callback::from(move |_: InputEvent| {
            if let Some(form) = form.cast::<Element>() {
                total.set(comes_to(&values(&form), lang));
            }
        })
    };
    // One of the same id is the same case, mended.
    let with = {
        let (cases, put) = (Rc::clone(&props.cases), props.put.clone());
        move |case: OwnCase| {
            let mut now: Vec<OwnCase> = cases.iter().filter(|of| of.id != case.id).cloned().collect();
            now.push(case);
            put.emit(now);
        }
    };
    let submit = {
        let (form, refused, total, with) = (form.clone(), refused.setter(), total.setter(), with.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(form) = form.cast::<Element>() else { return };
            match own_case_of(&values(&form), clock::uuid_v7()) {
                Ok(case) => {
                    reset(&form);
                    refused.set(None);
                    total.set(Ok(String::new()));
                    with(case);
                }
                Err(why) => refused.set(Some(why)),
            }
        })
    };
    let open = {
        let (unread, with) = (unread.setter(), with.clone());
        Callback::from(move |event: Event| {
            let (input, unread, with) = (event.target_unchecked_into::<HtmlInputElement>(), unread.clone(), with.clone());
            spawn_local(async move {
                for text in chosen(&input).await.into_iter().take(1) {
                    match open_case(&text) {
                        Ok(case) => {
                            unread.set(None);
                            with(case);
                        }
                        Err(why) => unread.set(Some(why)),
                    }
                }
            });
        })
    };
    let line = |case: &OwnCase| {
        let (text, name) = (case_text(case), format!("virchow-case-{}.json", case.id));
        let without = {
            let (cases, put, id) = (Rc::clone(&props.cases), props.put.clone(), case.id.clone());
            Callback::from(move |_: MouseEvent| put.emit(cases.iter().filter(|of| of.id != id).cloned().collect()))
        };
        html! {
            <li key={case.id.clone()} data-own-case={case.id.clone()}><p><b>{ case.title.get(lang).to_owned() }</b>{ " · " }{ case.instrument.title.get(lang) }</p>
                <div class="actions">
                    <button type="button" data-action="save-case" onclick={move |_: MouseEvent| save(&text, &name)}>{ t(text!("下载病例文件", "Download the case")) }</button>
                    <button type="button" data-action="remove-case" onclick={without}>{ t(text!("从本机删除", "Remove from this device")) }</button>
                </div>
            </li>
        }
    };
    let field = |name: &'static str, label: Text, most: &'static str| html! { <label><span>{ t(label) }</span><input {name} maxlength={most} autocomplete="off" /></label> };
    let area = |name: &'static str, label: Text, rows: &'static str| html! { <label><span>{ t(label) }</span><textarea {name} {rows} maxlength="4000" /></label> };
    html! {
        <details class="panel own-cases" data-own="">
            <summary><b>{ format!("{} ({})", t(text!("自编病例", "Cases of your own")), props.cases.len()) }</b></summary>
            <p class="alert" data-no-real-patient="">{ t(NO_REAL_PATIENT) }</p>
            if !props.cases.is_empty() { <ul class="told">{ for props.cases.iter().map(line) }</ul> }
            <label class="file"><span>{ t(text!("打开病例文件", "Open the file of a case")) }</span><input type="file" accept=".json,application/json" data-file="case" onchange={open} /></label>
            if let Some(why) = (*unread).clone() { { super::drill::refused(&why, lang) } }
            <form class="card make" data-form="own" ref={form} onsubmit={submit} oninput={typed}>
                <h3>{ t(text!("编一个病例", "Make a case")) }</h3>
                <label><span>{ t(text!("正确的评分表", "The form that is right for it")) }</span>
                    <select name="instrument" onchange={choose}>{ for instruments_of_cases().into_iter().map(|one| html! { <option value={one.id} selected={one.id == of.id}>{ one.title.get(lang) }</option> }) }</select>
                </label>
                { field("title_zh", text!("病例名称（中文）", "Title (Chinese)"), "120") }
                { field("title_en", text!("病例名称（英文，可空）", "Title (English; one of the two will do)"), "120") }
                { area("story_zh", text!("病例故事（中文）", "Story (Chinese)"), "4") }
                { area("story_en", text!("病例故事（英文，可空）", "Story (English; one of the two will do)"), "3") }
                { area("why_zh", text!("要点：答后显示（可空）", "The point, shown after the answer (Chinese, may stay empty)"), "2") }
                { area("why_en", text!("要点（英文，可空）", "The point (English, may stay empty)"), "2") }
                { facts(of, lang) }
                <fieldset key={of.id}><legend>{ [t(text!("成立的条目（其余均不成立）：", "Items that hold (all others do not): ")), of.title.get(lang)].concat() }</legend>
                    <div class="ticks">{ for of.items.iter().filter(|item| is_ticked(item)).map(|item| html! {
                        <label key={item.id} class="tick"><input type="checkbox" name={["item:", item.id].concat()} value="1" /><span>{ item.label.get(lang) }</span></label>
                    }) }</div>
                </fieldset>
                <p role="status" data-comes-to="">{ match &*total {
                    Ok(total) if total.is_empty() => html! {},
                    Ok(total) => html! { <b>{ [t(text!("程序算得：", "It comes to: ")), total].concat() }</b> },
                    Err(why) => html! { { why.get(lang) } },
                } }</p>
                if let Some(why) = (*refused).clone() { <p class="alert" role="alert" data-refused="own">{ why.get(lang) }</p> }
                <div class="actions"><button type="submit" class="primary" data-action="make-case">{ t(text!("存为自编病例", "Keep the case")) }</button></div>
            </form>
        </details>
    }
}

/// What a person ticks; an item that counts a quantity follows from it.
fn is_ticked(item: &Item) -> bool {
    !matches!(item.from, From::Count(_))
}

fn facts(of: &'static Instrument, lang: Lang) -> Html {
    let t = |text: Text| text.get(lang);
    html! {
        <fieldset key={["facts-", of.id].concat()}><legend>{ t(text!("已知数据（由程序计入条目）", "What is measured (the program counts it)")) }</legend>
            <label><span>{ t(text!("性别", "Sex")) }</span><select name="sex"><option value="" selected=true>{ t(text!("不写", "not told")) }</option><option value="female">{ t(text!("女", "woman")) }</option><option value="male">{ t(text!("男", "man")) }</option></select></label>
            { for quantities(of).into_iter().map(|quantity| {
                let row = quantity.row();
                let unit = row.units.first().map_or("", |unit| unit_shown(unit.name, lang));
                let unit = if unit.starts_with('{') { "" } else { unit };
                html! { <label key={row.id}><span>{ [row.name.get(lang), " ", unit].concat() }</span><input name={["q:", row.id].concat()} inputmode="decimal" maxlength="8" autocomplete="off" /></label> }
            }) }
            if reads_operation(of) {
                <label><span>{ t(text!("手术", "Operation")) }</span><select name="operation"><option value="" selected=true>{ t(text!("无", "none")) }</option>{ for OPERATIONS.iter().map(|(word, _, name)| html! { <option value={*word}>{ t(*name) }</option> }) }</select></label>
                <label><span>{ t(text!("手术时长（分钟）", "Minutes of the operation")) }</span><input name="minutes" inputmode="numeric" maxlength="4" autocomplete="off" /></label>
            }
        </fieldset>
    }
}
