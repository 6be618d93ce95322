//! The whole ward into one encrypted file.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::damage::keys;
use super::section::{SectionProps, SectionStatus};
use crate::text::text;
use crate::ui::ward::field::{clear, focus, value};
use crate::web::offline;
use crate::web::vault::archive::export;
use crate::web::vault::{PASSPHRASE_CHARACTERS, VaultError};

#[component]
pub fn Export(props: &SectionProps) -> Html {
    let lang = props.lang;
    let own = use_state(|| false);
    let said = use_state(|| SectionStatus::Nothing);
    let lacks = use_state(Vec::<String>::new);
    let (first, second) = (use_node_ref(), use_node_ref());
    let submit = {
        let (own, said, lacks, first, second, vault) = (*own, said.clone(), lacks.clone(), first.clone(), second.clone(), props.vault.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let passphrase = value(&first).unwrap_or_default();
            if passphrase.chars().count() < PASSPHRASE_CHARACTERS {
                said.set(SectionStatus::Failed(VaultError::Short.text()));
                return focus(&first);
            }
            if own && value(&second).as_ref() != Some(&passphrase) {
                said.set(SectionStatus::Failed(text!("两次输入的口令不一致。", "The two passphrases differ.")));
                return focus(&second);
            }
            let (said, lacks, vault, first, second) = (said.clone(), lacks.clone(), vault.clone(), first.clone(), second.clone());
            lacks.set(vec![]);
            said.set(SectionStatus::Busy(text!("正在加密…", "Encrypting…")));
            spawn_local(async move {
                // A mistyped passphrase would make a file that nobody can open.
                let known = if own { Ok(()) } else { vault.check(&passphrase).await };
                let file = match known {
                    Ok(()) => export(&vault, &passphrase).await,
                    Err(error) => Err(error),
                };
                clear(&first);
                clear(&second);
                said.set(match file {
                    Ok(file) => {
                        let name = format!("virchow-{}-{}.vward", if file.demo { "demo" } else { "ward" }, offline::file_stamp());
                        file.save(&name);
                        lacks.set(file.unreadable.clone());
                        SectionStatus::Done(format!("{} {name}", text!("已交给浏览器保存：", "Given to the browser to save:").get(lang)))
                    }
                    Err(error) => SectionStatus::Failed(error.text()),
                });
            });
        })
    };
    let choose = |is_own: bool| {
        let own = own.clone();
        Callback::from(move |_: Event| own.set(is_own))
    };
    html! {
        <section class="card" aria-labelledby="export-title" data-section="export">
            <h2 id="export-title">{ text!("导出病区", "Export the ward").get(lang) }</h2>
            <p>{ text!("全部住院、签名、草稿和用户写入一个加密文件，用于备份或换机。文件外层不含患者信息。",
                "All admissions, signatures, drafts and users in one encrypted file, as a backup or to move to another device. Nothing outside the encryption names a patient.").get(lang) }</p>
            <form onsubmit={submit} novalidate=true>
                <fieldset>
                    <legend>{ text!("加密口令", "Encrypted with").get(lang) }</legend>
                    <label class="tick"><input type="radio" name="export-with" checked={!*own} onchange={choose(false)} /><span>{ text!("本机口令", "The passphrase of this device").get(lang) }</span></label>
                    <label class="tick"><input type="radio" name="export-with" data-own="" checked={*own} onchange={choose(true)} /><span>{ text!("另设口令", "Another passphrase").get(lang) }</span></label>
                </fieldset>
                <label><span>{ text!("口令", "Passphrase").get(lang) }</span><input ref={first} type="password" name="export-passphrase" autocomplete="off" /></label>
                if *own {
                    <label><span>{ text!("再输入一次", "Once more").get(lang) }</span><input ref={second} type="password" name="export-again" autocomplete="off" /></label>
                }
                <button type="submit" data-action="export" disabled={said.busy()}>{ text!("导出", "Export").get(lang) }</button>
                { said.show(lang) }
                if !lacks.is_empty() {
                    <div class="alert" role="alert" data-lacks={lacks.len().to_string()}>
                        <p>{ [&lacks.len().to_string(), text!(" 行无法读取，不在文件中；文件里列有清单。此前的导出文件可能有这些行，请勿删除。", " rows cannot be read and are not in the file; it lists them. Earlier exports may have them: do not delete those.").get(lang)].concat() }</p>
                        { keys(&lacks, lang) }
                    </div>
                }
            </form>
        </section>
    }
}
