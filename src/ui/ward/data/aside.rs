//! What lost when two wards were joined: listed until somebody has looked at it, filed it and deleted it here.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::section::SectionStatus;
use crate::clinical::chart::Instant;
use crate::record::event::Event;
use crate::record::story::kind;
use crate::text::{Lang, text};
use crate::web::offline;
use crate::web::vault::Vault;
use crate::web::vault::archive::save_text;
use crate::web::vault::aside::Aside;

#[derive(Clone, PartialEq, Properties)]
pub struct AsideProps {
    pub lang: Lang,
    pub vault: Vault,
    /// How often something was imported on this page: each may set something aside.
    pub imports: u32,
}

/// Not drawn while nothing is kept aside, as on almost every device.
#[component]
pub fn KeptAside(props: &AsideProps) -> Html {
    let lang = props.lang;
    let kept = use_state(Vec::<Aside>::new);
    let said = use_state(|| SectionStatus::Nothing);
    let sure = use_state(|| None::<String>);
    let read = {
        let (kept, said, vault) = (kept.clone(), said.clone(), props.vault.clone());
        Callback::from(move |()| {
            let (kept, said, vault) = (kept.clone(), said.clone(), vault.clone());
            spawn_local(async move {
                match Aside::read(&vault).await {
                    Ok(found) => kept.set(found),
                    Err(error) => said.set(SectionStatus::Failed(error.text())),
                }
            });
        })
    };
    {
        let read = read.clone();
        use_effect_with(props.imports, move |_| read.emit(()));
    }
    if kept.is_empty() && *said == SectionStatus::Nothing {
        return html! {};
    }
    let save = |aside: &Aside| {
        let (aside, said) = (aside.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let name = format!("virchow-aside-{}.json", offline::file_stamp());
            save_text(&aside.to_json(), &name);
            said.set(SectionStatus::Done(format!("{} {name}", text!("已交给浏览器保存：", "Given to the browser to save:").get(lang))));
        })
    };
    let ask = |key: Option<String>| {
        let sure = sure.clone();
        Callback::from(move |_: MouseEvent| sure.set(key.clone()))
    };
    let delete = |aside: &Aside| {
        let (aside, said, sure, vault, read) = (aside.clone(), said.clone(), sure.clone(), props.vault.clone(), read.clone());
        Callback::from(move |_: MouseEvent| {
            let (aside, said, vault, read) = (aside.clone(), said.clone(), vault.clone(), read.clone());
            sure.set(None);
            spawn_local(async move {
                said.set(match aside.delete(&vault).await {
                    Ok(()) => SectionStatus::Done(text!("已删除。病历记录不变。", "Deleted. The records are unchanged.").get(lang).into()),
                    Err(error) => SectionStatus::Failed(error.text()),
                });
                read.emit(());
            });
        })
    };
    html! {
        <section class="card" aria-labelledby="aside-title" data-section="aside">
            <h2 id="aside-title">{ text!("合并时另存的签名", "Kept aside when wards were joined").get(lang) }</h2>
            <p>{ text!("同一住院在两台设备上各自签名，合并时只采用一方；另一方分叉后的签名存放在这里，不在病历记录中。请逐份核对：仍需要的，由本人在该患者处重新记录；然后存为文件，再删除。",
                "Two devices had each signed for the same admission. One side stands; what the other had signed after the parting is kept here and is not in the record. Look at each: what is still needed is recorded anew for that patient by the person concerned; then save it as a file, and delete it.").get(lang) }</p>
            if !kept.is_empty() {
                <p class="alert">{ text!("存出的文件未加密，含患者信息。", "The saved file is not encrypted and names a patient.").get(lang) }</p>
            }
            <ul class="kept">
                { for kept.iter().map(|aside| {
                    let events = aside.events();
                    let asked = sure.as_ref() == Some(&aside.key);
                    let named = aside.named();
                    let whose = html! { <span class="unseen">{ [" ", &named].concat() }</span> };
                    html! {
                        <li key={aside.key.clone()} data-aside={aside.key.clone()}>
                            <h3>{ &named }</h3>
                            <p>{ [text!("签名记录：", "Signed events: ").get(lang), &aside.count().to_string(), text!("；", "; ").get(lang), &span(&events)].concat() }</p>
                            if !aside.unreadable.is_empty() {
                                <p class="alert" data-lacks={aside.unreadable.len().to_string()}>{ [&aside.unreadable.len().to_string(), text!(" 条已损坏，无法读取；文件中列出。", " of them are damaged and cannot be read; the file lists them.").get(lang)].concat() }</p>
                            }
                            <ul>{ for events.iter().map(|event| html! { <li>{ line(event, lang) }</li> }) }</ul>
                            <div class="buttons">
                                <button type="button" data-action="aside-save" onclick={save(aside)}>{ text!("存为文件（JSON）", "Save as a file (JSON)").get(lang) }{ whose.clone() }</button>
                                if asked {
                                    <button type="button" class="danger" data-action="aside-delete" onclick={delete(aside)}>{ text!("确认删除，不可恢复", "Yes, delete for good").get(lang) }{ whose }</button>
                                    <button type="button" data-action="aside-keep" onclick={ask(None)}>{ text!("取消", "Cancel").get(lang) }</button>
                                } else {
                                    <button type="button" data-action="aside-sure" onclick={ask(Some(aside.key.clone()))}>{ text!("删除…", "Delete…").get(lang) }{ whose }</button>
                                }
                            </div>
                        </li>
                    }
                }) }
            </ul>
            { said.show(lang) }
        </section>
    }
}

/// By the clock under which it was signed.
fn minute(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

fn span(events: &[Event]) -> String {
    match (events.first(), events.last()) {
        (Some(first), Some(last)) if first.at != last.at => [minute(first.at), minute(last.at)].join(" – "),
        (Some(only), _) => minute(only.at),
        _ => "–".into(),
    }
}

fn line(event: &Event, lang: Lang) -> String {
    [&minute(event.at), " · ", kind(&event.body).get(lang), " · ", &event.by.name, " ", event.by.role.label().get(lang)].concat()
}
