//! This device: room on its disk, when it locks, its passphrase, a new version.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::super::damage::keys;
use super::section::{SectionProps, SectionStatus};
use crate::text::{Lang, text};
use crate::ui::ward::field::{clear, focus, value};
use crate::web::offline::{self, Activation};
use crate::web::vault::found::survey;
use crate::web::vault::settings::{IDLE_MINUTES, VaultSettings};
use crate::web::vault::{PASSPHRASE_CHARACTERS, VaultError};

#[derive(Clone, PartialEq, Properties)]
pub struct Spoken {
    pub lang: Lang,
}

/// Offers the new version. Never shown over a patient.
#[component]
pub fn Update(props: &Spoken) -> Html {
    let lang = props.lang;
    let said = use_state(|| SectionStatus::Nothing);
    let take = {
        let said = said.clone();
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            said.set(SectionStatus::Busy(text!("正在更新…", "Updating…")));
            spawn_local(async move {
                match offline::activate().await {
                    Activation::Under => {}
                    Activation::Busy => said.set(SectionStatus::Failed(text!(
                        "本程序还在另一标签页打开。请先关闭它（以免评估做到一半换版本），再点更新。",
                        "The program is open in another tab. Close that first, so that no assessment changes versions half-way, then update."
                    ))),
                    Activation::None => said.set(SectionStatus::Done(text!("已是最新版本。", "This is the newest version.").get(lang).into())),
                }
            });
        })
    };
    html! {
        <section class="card update" data-section="update">
            <h2>{ text!("有新版本", "A new version is ready").get(lang) }</h2>
            <p>{ text!("已下载完毕。现在更新会重新载入本页；也可以以后再更新，不影响使用。", "It is downloaded. Updating now loads this page again; it can wait, and nothing is affected.").get(lang) }</p>
            <button type="button" class="primary" data-action="update" disabled={said.busy()} onclick={take}>{ text!("现在更新", "Update now").get(lang) }</button>
            { said.show(lang) }
        </section>
    }
}

#[component]
pub fn Room(props: &Spoken) -> Html {
    let lang = props.lang;
    let room = use_state(|| None::<(offline::Room, bool)>);
    let look = {
        let room = room.clone();
        move || spawn_local(async move { room.set(Some((offline::room().await, offline::ready().await))) })
    };
    {
        let look = look.clone();
        use_effect_with((), move |()| look());
    }
    let ask = Callback::from(move |_: MouseEvent| {
        let look = look.clone();
        spawn_local(async move {
            offline::persist().await;
            look();
        });
    });
    let yes_no = |yes: bool| if yes { text!("是", "Yes") } else { text!("否", "No") }.get(lang);
    html! {
        <section class="card" aria-labelledby="room-title" data-section="room">
            <h2 id="room-title">{ text!("存储与离线", "Storage and offline").get(lang) }</h2>
            if let Some((room, ready)) = *room {
                <dl>
                    <dt>{ text!("已用 / 可用", "Used / granted").get(lang) }</dt>
                    <dd data-room="">{ format!("{} / {}", megabytes(room.used), megabytes(room.granted)) }</dd>
                    <dt>{ text!("浏览器承诺不自动清除", "The browser promises not to clear it by itself").get(lang) }</dt>
                    <dd data-persisted={room.persisted.to_string()}>{ yes_no(room.persisted) }</dd>
                    <dt>{ text!("可离线打开", "Opens without a network").get(lang) }</dt>
                    <dd data-offline={ready.to_string()}>{ yes_no(ready) }</dd>
                </dl>
                if !room.persisted {
                    <p class="alert">{ text!("磁盘紧张时浏览器可能清除本机数据。请允许持久存储（安装到主屏幕通常即可），并定期导出。",
                        "When the disk is short the browser may clear the data of this device. Allow persistent storage (installing the app usually does), and export regularly.").get(lang) }</p>
                    <button type="button" data-action="persist" onclick={ask}>{ text!("请求持久存储", "Ask for persistent storage").get(lang) }</button>
                }
            }
        </section>
    }
}

fn megabytes(bytes: f64) -> String {
    if bytes <= 0.0 { "–".into() } else { format!("{:.1} MB", bytes / 1e6) }
}

#[component]
pub fn Idle(props: &SectionProps) -> Html {
    let lang = props.lang;
    let set = use_state(VaultSettings::default);
    let said = use_state(|| SectionStatus::Nothing);
    {
        let (set, vault) = (set.clone(), props.vault.clone());
        use_effect_with((), move |()| spawn_local(async move { set.set(VaultSettings::read(&vault).await) }));
    }
    let change = {
        let (set, said, vault) = (set.clone(), said.clone(), props.vault.clone());
        Callback::from(move |event: Event| {
            let Ok(idle_minutes) = event.target_unchecked_into::<HtmlSelectElement>().value().parse() else { return };
            let (set, said, vault) = (set.clone(), said.clone(), vault.clone());
            spawn_local(async move {
                let settings = VaultSettings { idle_minutes };
                match settings.write(&vault).await {
                    Ok(()) => {
                        set.set(settings);
                        said.set(SectionStatus::Done(text!("已保存。", "Saved.").get(lang).into()));
                    }
                    Err(error) => said.set(SectionStatus::Failed(error.text())),
                }
            });
        })
    };
    html! {
        <section class="card" aria-labelledby="idle-title" data-section="idle">
            <h2 id="idle-title">{ text!("自动锁定", "Locking by itself").get(lang) }</h2>
            <label>
                <span>{ text!("无人操作多久后锁定", "Locks after no touch for").get(lang) }</span>
                <select name="idle" onchange={change}>
                    { for IDLE_MINUTES.iter().map(|minutes| html! {
                        <option value={minutes.to_string()} selected={*minutes == set.idle_minutes}>{ format!("{minutes} {}", text!("分钟", "min").get(lang)) }</option>
                    }) }
                </select>
            </label>
            <p class="hint">{ text!("切到别的应用或熄屏超过 1 分钟也会锁定。输入中的内容已随时保存为草稿。", "Out of sight for a minute locks too. What is being entered is kept as a draft all the time.").get(lang) }</p>
            { said.show(lang) }
        </section>
    }
}

#[component]
pub fn Passphrase(props: &SectionProps) -> Html {
    let lang = props.lang;
    let said = use_state(|| SectionStatus::Nothing);
    let (before, after, again) = (use_node_ref(), use_node_ref(), use_node_ref());
    // Rows that cannot be read, once they have been named: the next press goes on over them.
    let bad = use_state(Vec::<String>::new);
    let submit = {
        let (said, bad, before, after, again, vault) = (said.clone(), bad.clone(), before.clone(), after.clone(), again.clone(), props.vault.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some((old, new)) = value(&before).zip(value(&after)) else { return };
            if new.chars().count() < PASSPHRASE_CHARACTERS {
                said.set(SectionStatus::Failed(VaultError::Short.text()));
                return focus(&after);
            }
            if value(&again).as_ref() != Some(&new) {
                said.set(SectionStatus::Failed(text!("两次输入的口令不一致。", "The two passphrases differ.")));
                return focus(&again);
            }
            let (said, bad, vault, fields) = (said.clone(), bad.clone(), vault.clone(), [before.clone(), after.clone(), again.clone()]);
            said.set(SectionStatus::Busy(text!("正在核对并重新加密全部数据…", "Checking, and encrypting all data anew…")));
            spawn_local(async move {
                let found = survey(&vault).await.unwrap_or_default();
                if found.iter().any(|key| !bad.contains(key)) {
                    bad.set(found);
                    return said.set(SectionStatus::Failed(text!(
                        "有数据行已损坏，见下。更换口令后它们仍保留原处，但在旧密钥下也再无法读取；如有导出文件，请先导入补回。仍要更换，请再点一次“更换”。",
                        "Some rows are damaged; see below. They stay where they are, and nothing of them can be read under the old key any more; if there is an export, import it first. To change all the same, press \"Change\" once more."
                    )));
                }
                let outcome = vault.change_passphrase(&old, &new).await;
                fields.iter().for_each(clear);
                said.set(match outcome {
                    Ok(()) => SectionStatus::Done(
                        text!(
                            "口令已更换，全部数据已用新密钥重新加密。旧导出文件仍用旧口令。",
                            "Changed; all data are encrypted anew under a new key. Earlier exports keep the old passphrase."
                        )
                        .get(lang)
                        .into(),
                    ),
                    Err(error) => SectionStatus::Failed(error.text()),
                });
            });
        })
    };
    let field = |label: &'static str, field: &NodeRef, name: &'static str| {
        html! { <label><span>{ label }</span><input ref={field.clone()} type="password" {name} autocomplete="off" /></label> }
    };
    html! {
        <section class="card" aria-labelledby="passphrase-title" data-section="passphrase">
            <h2 id="passphrase-title">{ text!("更换口令", "Change the passphrase").get(lang) }</h2>
            <form onsubmit={submit} novalidate=true>
                { field(text!("现在的口令", "The present one").get(lang), &before, "passphrase-before") }
                { field(text!("新口令（至少 8 个字符）", "The new one (at least 8 characters)").get(lang), &after, "passphrase-after") }
                { field(text!("再输入一次新口令", "The new one once more").get(lang), &again, "passphrase-again") }
                <p class="hint">{ text!("更换口令不能收回已经流出的数据：此前的导出文件、磁盘备份和浏览器尚未清理的旧数据块，仍可用旧口令打开。口令若已泄露，请同时收回并销毁旧的导出文件。",
                    "A change cannot undo what is out already: earlier exports, copies of the disk, and old blocks that the browser has not cleared yet still open with the old passphrase. If that one became known, collect and destroy earlier exports as well.").get(lang) }</p>
                <button type="submit" data-action="rekey" disabled={said.busy()}>{ text!("更换", "Change").get(lang) }</button>
                { said.show(lang) }
                if !bad.is_empty() {
                    <div data-lacks={bad.len().to_string()}>{ keys(&bad, lang) }</div>
                }
            </form>
        </section>
    }
}
