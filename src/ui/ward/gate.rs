//! Before the ward: create the vault, or unlock it, or read why there is none. Nothing of any patient is on this screen.

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::data::{Spoken, Update};
use super::field::{clear, focus, value};
use crate::text::{Lang, Text, text};
use crate::web::offline;
use crate::web::vault::{PASSPHRASE_CHARACTERS, Strength, Vault, VaultError, VaultObstacle, VaultStatus, strength};

#[derive(Clone, PartialEq, Properties)]
pub struct GateProps {
    pub lang: Lang,
    pub speak: Callback<Lang>,
    pub opened: Callback<Vault>,
    /// Why the vault was closed, where it was not a person's doing.
    pub closed: Option<VaultError>,
    /// A new version lies ready.
    pub update: bool,
}

#[component]
pub fn Gate(props: &GateProps) -> Html {
    let standing = use_state(|| None::<(VaultStatus, u32)>);
    {
        let standing = standing.clone();
        use_effect_with((), move |()| spawn_local(async move { standing.set(Some(Vault::standing_and_wait().await)) }));
    }
    let lang = props.lang;
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let inside = match *standing {
        _ if offline::framed() => html! { <p role="alert" class="alert" data-why="framed">{ FRAMED.get(lang) }</p> },
        _ if offline::opened() => html! { <Opened {lang} /> },
        None => html! { <p role="status">{ text!("正在检查本机存储…", "Looking at the storage of this device…").get(lang) }</p> },
        Some((VaultStatus::Unavailable(why), _)) => html! {
            <>
                <p role="alert" class="alert" data-why={why.id()}>{ why.text().get(lang) }</p>
                <button type="button" class="primary" onclick={|_: MouseEvent| offline::reload()}>{ text!("重试", "Try again").get(lang) }</button>
                if why == VaultObstacle::Damaged {
                    <Erase {lang} />
                }
            </>
        },
        Some((VaultStatus::Absent, _)) => html! { <Create {lang} opened={props.opened.clone()} /> },
        Some((VaultStatus::Locked, wait)) => html! { <><Unlock {lang} {wait} opened={props.opened.clone()} /><Erase {lang} /></> },
    };
    html! {
        <main class="gate">
            <header>
                <h1>{ text!("Virchow 病区", "Virchow ward").get(lang) }</h1>
                <button type="button" data-action="language" lang={other.tag()} onclick={props.speak.reform(move |_: MouseEvent| other)}>
                    { if lang == Lang::Zh { "English" } else { "中文" } }
                </button>
            </header>
            <p class="what">{ text!("静脉血栓栓塞症（VTE）风险评估与预防，离线可用", "Venous thromboembolism risk assessment and prevention; works offline").get(lang) }</p>
            if let Some(error) = props.closed {
                <p role="alert" class="alert" data-closed="">{ error.text().get(lang) }</p>
            }
            { inside }
            <p><a class="calc" href="#/calc" data-action="shelf">{ text!("评分与计算器（不需要患者，不需要口令）", "Scores and calculators (no patient, no passphrase)").get(lang) }</a></p>
            <p><a class="calc" href="#/train" data-action="classroom">{ text!("培训课堂（虚构病例，不需要口令）", "Classroom (invented cases, no passphrase)").get(lang) }</a></p>
            if props.update {
                <Update {lang} />
            }
        </main>
    }
}

const FRAMED: Text = text!(
    "病区平板版不在其他网页的框架中运行。嵌入 HIS 请使用 v1/frame.html，由 HIS 接收签名。",
    "The ward tablet does not run inside another page. To embed in a HIS use v1/frame.html, where the HIS receives what is signed."
);

const OPENED: Text = text!(
    "本页由另一网站的页面打开，该页面可能用假冒的登录页替换本页，因此不在此输入口令。请用下面的链接在新窗口中打开，并关闭本窗口；最好从书签或主屏幕图标进入。",
    "This page was opened by a page of another site, which could put a forged gate in its place, so no passphrase is asked for here. Open it in a window of its own by the link below and close this one; better still, come by a bookmark or the icon on the home screen."
);

/// No script can cut the other page's handle on this window. A window that nobody else holds is the way out.
#[component]
fn Opened(props: &Spoken) -> Html {
    html! {
        <>
            <p role="alert" class="alert" data-why="opened">{ OPENED.get(props.lang) }</p>
            <a class="primary" data-action="open-apart" href="ward.html" target="_blank" rel="noopener noreferrer">{ text!("在新窗口中打开", "Open in a window of its own").get(props.lang) }</a>
        </>
    }
}

const NO_RECOVERY: Text = text!(
    "口令无法找回：忘记口令，本机数据就再也打不开，任何人（包括本程序作者）都无法恢复。请由护士长妥善保管，并定期导出备份。",
    "There is no recovery: without the passphrase nobody, not even the makers of this program, can open the data again. Have the head nurse keep it, and export regularly."
);

const NOT_KEPT: Text = text!(
    "浏览器如询问是否保存口令，请选“不保存”：口令保存在浏览器中，拿到平板的人就能打开数据。",
    "If the browser offers to keep the passphrase, decline: kept there, it opens the data to whoever holds the tablet."
);

// `autocomplete` is "off" on every passphrase and PIN, never "current-password" or "new-password": both ask the browser to
// keep what is typed, and the second to make up a passphrase that nobody on the ward knows. Some browsers offer to keep it all
// the same, so the gate says what to answer. The fields stay of type "password", from which no keyboard learns words.

#[derive(Clone, PartialEq, Properties)]
struct CreateProps {
    lang: Lang,
    opened: Callback<Vault>,
}

#[component]
fn Create(props: &CreateProps) -> Html {
    let lang = props.lang;
    let (first, second) = (use_node_ref(), use_node_ref());
    let hint = use_state(|| None::<Strength>);
    let (understood, busy, wrong) = (use_state(|| false), use_state(|| false), use_state(|| None::<Text>));
    let typed = {
        let hint = hint.clone();
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            hint.set((!text.is_empty()).then(|| strength(&text)));
        })
    };
    let submit = {
        let (first, second, busy, wrong, understood, opened) =
            (first.clone(), second.clone(), busy.clone(), wrong.clone(), understood.clone(), props.opened.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some((said, again)) = value(&first).zip(value(&second)) else { return };
            if said.chars().count() < PASSPHRASE_CHARACTERS {
                wrong.set(Some(VaultError::Short.text()));
                return focus(&first);
            }
            if said != again {
                wrong.set(Some(text!("两次输入的口令不一致。", "The two passphrases differ.")));
                return focus(&second);
            }
            if !*understood {
                return wrong.set(Some(text!("请先勾选“我已知道口令无法找回”。", "First tick that you know there is no recovery.")));
            }
            let (first, second, busy, wrong, opened) = (first.clone(), second.clone(), busy.clone(), wrong.clone(), opened.clone());
            busy.set(true);
            spawn_local(async move {
                match Vault::create(&said).await {
                    Ok(vault) => {
                        clear(&first);
                        clear(&second);
                        offline::persist().await;
                        opened.emit(vault);
                    }
                    Err(error) => {
                        busy.set(false);
                        wrong.set(Some(error.text()));
                    }
                }
            });
        })
    };
    let tick = {
        let understood = understood.clone();
        Callback::from(move |event: Event| understood.set(event.target_unchecked_into::<HtmlInputElement>().checked()))
    };
    html! {
        <form class="card" data-gate="create" onsubmit={submit} novalidate=true>
            <h2>{ text!("为本机设置口令", "Set a passphrase for this device").get(lang) }</h2>
            <p>{ text!("患者数据只保存在这台设备上，用口令加密。全病区共用一个口令；操作人以登录后选择的使用者为准。",
                "Patient data stay on this device only, encrypted with the passphrase. The ward shares one; who is acting is recorded by the user chosen after it.").get(lang) }</p>
            <label>
                <span>{ text!("口令（至少 8 个字符，可用一句中文）", "Passphrase (at least 8 characters; a sentence is best)").get(lang) }</span>
                <input ref={first} type="password" name="passphrase" autocomplete="off" oninput={typed} aria-describedby="strength" />
            </label>
            <p id="strength" class="hint" role="status" data-strength={hint.map(|hint| hint.id())}>{ hint.map(|hint| hint.label().get(lang)).unwrap_or_default() }</p>
            <label>
                <span>{ text!("再输入一次", "Once more").get(lang) }</span>
                <input ref={second} type="password" name="again" autocomplete="off" />
            </label>
            <p class="hint" data-not-kept="">{ NOT_KEPT.get(lang) }</p>
            <p class="alert">{ NO_RECOVERY.get(lang) }</p>
            <label class="tick">
                <input type="checkbox" name="understood" checked={*understood} onchange={tick} />
                <span>{ text!("我已知道口令无法找回", "I know that there is no recovery").get(lang) }</span>
            </label>
            <p role="alert" class="wrong">{ wrong.map(|text| text.get(lang)).unwrap_or_default() }</p>
            <button type="submit" class="primary" data-action="create" disabled={*busy}>{ if *busy { BUSY } else { text!("创建", "Create") }.get(lang) }</button>
        </form>
    }
}

const BUSY: Text = text!("正在计算密钥…", "Computing the key…");

#[derive(Clone, PartialEq, Properties)]
struct UnlockProps {
    lang: Lang,
    wait: u32,
    opened: Callback<Vault>,
}

#[component]
fn Unlock(props: &UnlockProps) -> Html {
    let lang = props.lang;
    let field = use_node_ref();
    let (busy, wrong) = (use_state(|| false), use_state(|| None::<VaultError>));
    let wait = use_state(|| props.wait.div_ceil(1000));
    {
        let wait = wait.clone();
        use_effect_with(*wait, move |&seconds| {
            let tick = (seconds > 0).then(|| Timeout::new(1000, move || wait.set(seconds - 1)));
            move || drop(tick)
        });
    }
    {
        let field = field.clone();
        use_effect_with((), move |()| focus(&field));
    }
    let submit = {
        let (field, busy, wrong, wait, opened) = (field.clone(), busy.clone(), wrong.clone(), wait.clone(), props.opened.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(said) = value(&field).filter(|said| !said.is_empty()) else { return };
            let (field, busy, wrong, wait, opened) = (field.clone(), busy.clone(), wrong.clone(), wait.clone(), opened.clone());
            busy.set(true);
            spawn_local(async move {
                let outcome = Vault::unlock(&said).await;
                clear(&field);
                match outcome {
                    Ok(vault) => opened.emit(vault),
                    Err(error) => {
                        if let VaultError::Wrong { wait_ms } | VaultError::Wait { wait_ms } = error {
                            wait.set(wait_ms.div_ceil(1000));
                        }
                        wrong.set(Some(error));
                        busy.set(false);
                        focus(&field);
                    }
                }
            });
        })
    };
    let waiting = *wait > 0;
    html! {
        <form class="card" data-gate="unlock" onsubmit={submit} novalidate=true>
            <h2>{ text!("已锁定", "Locked").get(lang) }</h2>
            <label>
                <span>{ text!("口令", "Passphrase").get(lang) }</span>
                <input ref={field} type="password" name="passphrase" autocomplete="off" />
            </label>
            <p class="hint" data-not-kept="">{ NOT_KEPT.get(lang) }</p>
            <p role="alert" class="wrong">{ wrong.map(|error| error.text().get(lang)).unwrap_or_default() }</p>
            <button type="submit" class="primary" data-action="unlock" disabled={*busy || waiting}>
                { match (*busy, *wait) {
                    (true, _) => BUSY.get(lang).to_owned(),
                    (false, 0) => text!("解锁", "Unlock").get(lang).to_owned(),
                    (false, seconds) => format!("{} {seconds} s", text!("请等待", "Wait").get(lang)),
                } }
            </button>
            <details>
                <summary>{ text!("忘记口令？", "Forgotten the passphrase?").get(lang) }</summary>
                <p>{ NO_RECOVERY.get(lang) }</p>
            </details>
        </form>
    }
}

/// Begins anew on a device whose data nobody can open any more. Asked for by a word, because there is no way back.
#[component]
fn Erase(props: &Spoken) -> Html {
    let lang = props.lang;
    let field = use_node_ref();
    let wrong = use_state(|| None::<Text>);
    let submit = {
        let (field, wrong) = (field.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if value(&field).is_none_or(|said| !said.trim().eq_ignore_ascii_case(ERASE.get(lang))) {
                return wrong.set(Some(text!("未删除：输入的词不符。", "Not erased: that is not the word.")));
            }
            let wrong = wrong.clone();
            spawn_local(async move {
                match Vault::erase().await {
                    Ok(()) => offline::reload(),
                    Err(error) => wrong.set(Some(error.text())),
                }
            });
        })
    };
    html! {
        <details class="card" data-erase="">
            <summary>{ text!("放弃本机数据，重新开始", "Give up the data of this device and begin anew").get(lang) }</summary>
            <form onsubmit={submit} novalidate=true>
                <p class="alert">{ text!("本机全部患者数据将永久删除，未移交 HIS 的签名也一并丢失。有导出文件的，可在重新设置口令后导入。",
                    "All patient data of this device are deleted for good, with every signature that was not handed over. An export can be imported after a new passphrase is set.").get(lang) }</p>
                <label>
                    <span>{ format!("{} {}", text!("确认请输入：", "To confirm, type").get(lang), ERASE.get(lang)) }</span>
                    <input ref={field} type="text" name="erase" autocomplete="off" />
                </label>
                <p role="alert" class="wrong">{ wrong.map(|text| text.get(lang)).unwrap_or_default() }</p>
                <button type="submit" class="danger" data-action="erase">{ text!("永久删除", "Delete for good").get(lang) }</button>
            </form>
        </details>
    }
}

const ERASE: Text = text!("删除本机数据", "erase this device");
