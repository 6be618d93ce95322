//! Rows of this device that cannot be read, or are not what was last written: each named by its key, with what to do. The rest
//! of the ward works as ever, and nothing here stands in a title or an address.

use yew::prelude::*;

use crate::text::{Lang, Text, text};
use crate::web::ward::{Found, REMEDY, VaultDefect};

use super::hands::{Hands, PageProps};
use super::route::{Tab, WardPage};

/// More than a person reads; an export lists all of them.
const SHOWN: usize = 20;

/// The hours of the program stand in for those of the hospital: said wherever they are shown.
pub const UNSET: Text = text!(
    "病区设置已损坏，无法读取。现用的时限和时区是程序默认值，不是本院设定，请勿据此判断是否逾期。请导入此前的导出文件补回，或在“设置”中核对后重新保存。",
    "The ward's settings are damaged and cannot be read. The due times and the time zone in use are the program's defaults, not your hospital's; do not judge by them what is overdue. Import an earlier export, or check and save them anew under \"Settings\"."
);

#[component]
pub fn Damage(props: &PageProps) -> Html {
    let hands = props.hands.clone();
    let sure = use_state_eq(|| false);
    let t = |text: Text| hands.t(text);
    let (found, unset) = {
        let state = hands.book.state();
        (state.found.clone(), state.unset)
    };
    if found.is_empty() && !unset {
        return html! {};
    }
    let personal: Vec<Found> = found.iter().filter(|found| found.is_for_a_person()).cloned().collect();
    let accept = {
        let (hands, sure, personal) = (hands.clone(), sure.clone(), personal.clone());
        Callback::from(move |_: MouseEvent| {
            if *sure {
                let (book, personal) = (hands.book.clone(), personal.clone());
                hands.attempt(async move { book.accept(&personal).await }, text!("已以现状为准", "Accepted as it stands"), || {});
            }
            sure.set(!*sure);
        })
    };
    let not = {
        let sure = sure.clone();
        Callback::from(move |_: MouseEvent| sure.set(false))
    };
    html! {
        <div class="trouble" role="alert" data-unreadable={found.len().to_string()}>
            if unset {
                <p data-unset="">{ t(UNSET) }</p>
            }
            if !found.is_empty() {
                <p><b>{ [t(text!("本机有问题的数据行：", "Rows of this device in trouble: ")), &found.len().to_string(), t(text!("。其余照常使用。", ". Everything else works as ever."))].concat() }</b></p>
                { list(&found, &hands) }
                <p>{ t(REMEDY) }</p>
            }
            if !personal.is_empty() {
                <p>{ t(text!(
                    "“以现状为准”只在核对之后使用：此后不再提示，被放回的旧数据即成为本机的数据。",
                    "Use \"accept as it stands\" only after checking: it is not mentioned again, and older data that were put back become the data of this device."
                )) }</p>
                <div class="buttons">
                    <button type="button" class={classes!(sure.then_some("danger"))} data-action="accept-found" onclick={accept}>
                        { if *sure { t(text!("确认：已核对，以现状为准", "Yes, checked: accept as it stands")) } else { t(text!("以现状为准…", "Accept as it stands…")) } }
                    </button>
                    if *sure {
                        <button type="button" data-action="accept-not" onclick={not}>{ t(text!("取消", "Cancel")) }</button>
                    }
                </div>
            }
        </div>
    }
}

fn list(found: &[Found], hands: &Hands) -> Html {
    let state = hands.book.state();
    let named = |context: &str| {
        let row = state.rows.iter().find(|row| row.context == context);
        row.map_or_else(String::new, |row| [row.bed(), " ", row.label(), " · "].concat())
    };
    html! {
        <ul>
            { for found.iter().take(SHOWN).map(|found| html! {
                <li data-found={found.what.id()} data-key={found.key.clone()}>
                    { found.words(hands.lang) }
                    if let Some(context) = found.context() {
                        { [hands.t(text!("住院 ", " Admission ")), &named(context), context].concat() }
                        if opens(found) {
                            { " " }
                            <button type="button" data-show={context.to_owned()} onclick={hands.go.reform({
                                let context = context.to_owned();
                                move |_: MouseEvent| WardPage::Patient(context.clone(), Tab::Audit)
                            })}>{ hands.t(text!("查看可读部分", "Show what can be read")) }</button>
                        }
                    }
                </li>
            }) }
            { more(found.len(), hands.lang) }
        </ul>
    }
}

/// There is something left to be shown of the admission.
fn opens(found: &Found) -> bool {
    (found.key.starts_with("admission/") || found.key.starts_with("event/")) && !matches!(found.what, VaultDefect::Newer)
}

fn more(count: usize, lang: Lang) -> Html {
    match count.checked_sub(SHOWN) {
        Some(rest @ 1..) => {
            html! { <li>{ [text!("另有 ", "and ").get(lang), &rest.to_string(), text!(" 行；导出时全部列出。", " more; an export lists all.").get(lang)].concat() }</li> }
        }
        _ => html! {},
    }
}

/// Keys alone, in words: where there is no book to name a patient by.
pub fn keys(keys: &[String], lang: Lang) -> Html {
    html! {
        <ul>
            { for keys.iter().take(SHOWN).map(|key| {
                let found = Found::of(VaultDefect::Unreadable, key.clone());
                let context = found.context().map_or_else(String::new, |context| [text!("住院 ", " Admission ").get(lang), context].concat());
                html! { <li data-key={key.clone()}>{ [found.words(lang), context].concat() }</li> }
            }) }
            { more(keys.len(), lang) }
        </ul>
    }
}
