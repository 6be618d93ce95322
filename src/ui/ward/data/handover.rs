//! Handing over to a HIS what was signed here, where no line leads to it.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::damage::keys;
use super::section::{SectionProps, SectionStatus};
use crate::text::{Lang, text};
use crate::web::offline;
use crate::web::vault::archive::save_text;
use crate::web::vault::handover::{WaitingEvents, code};

/// How long a code stays before the next.
const CODE_MS: u32 = 1200;

#[component]
pub fn Handover(props: &SectionProps) -> Html {
    let lang = props.lang;
    let number = use_state(|| 0_usize);
    // What was read when something was first asked for: what is given away is what is acknowledged.
    let waiting = use_state(|| None::<Rc<WaitingEvents>>);
    let said = use_state(|| SectionStatus::Nothing);
    let codes = use_state(Vec::<String>::new);
    let sure = use_state(|| false);
    let demo = use_state_eq(|| false);
    {
        let (demo, vault) = (demo.clone(), props.vault.clone());
        use_effect_with((), move |()| spawn_local(async move { demo.set(vault.is_demo().await.unwrap_or_default()) }));
    }
    let look = {
        let (number, said, vault) = (number.clone(), said.clone(), props.vault.clone());
        Callback::from(move |()| {
            let (number, said, vault) = (number.clone(), said.clone(), vault.clone());
            spawn_local(async move {
                match WaitingEvents::number(&vault).await {
                    Ok(found) => number.set(found),
                    Err(error) => said.set(SectionStatus::Failed(error.text())),
                }
            });
        })
    };
    {
        let look = look.clone();
        use_effect_with((), move |()| look.emit(()));
    }
    let read = {
        let (number, waiting, said, vault) = (number.clone(), waiting.clone(), said.clone(), props.vault.clone());
        move || {
            let (number, waiting, said, vault) = (number.clone(), waiting.clone(), said.clone(), vault.clone());
            async move {
                if let Some(held) = &*waiting {
                    return Some(Rc::clone(held));
                }
                said.set(SectionStatus::Busy(text!("正在读取…", "Reading…")));
                match WaitingEvents::read(&vault).await.map(Rc::new) {
                    Ok(found) => {
                        number.set(found.count());
                        waiting.set(Some(Rc::clone(&found)));
                        said.set(SectionStatus::Nothing);
                        Some(found)
                    }
                    Err(error) => {
                        said.set(SectionStatus::Failed(error.text()));
                        None
                    }
                }
            }
        }
    };
    let saved = move |name: &str| SectionStatus::Done(format!("{} {name}", text!("已交给浏览器保存：", "Given to the browser to save:").get(lang)));
    let json = {
        let (read, said) = (read.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let (read, said) = (read.clone(), said.clone());
            spawn_local(async move {
                let Some(waiting) = read().await else { return };
                let name = format!("virchow-handover-{}.json", offline::file_stamp());
                save_text(&waiting.to_json(), &name);
                said.set(saved(&name));
            });
        })
    };
    let fhir = {
        let (read, said) = (read.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let (read, said) = (read.clone(), said.clone());
            spawn_local(async move {
                let Some(waiting) = read().await else { return };
                said.set(SectionStatus::Busy(text!("正在生成 FHIR…", "Making FHIR…")));
                said.set(match waiting.to_fhir().await {
                    Some(bundles) => {
                        let name = format!("virchow-fhir-{}.json", offline::file_stamp());
                        save_text(&bundles, &name);
                        saved(&name)
                    }
                    None => SectionStatus::Failed(text!(
                        "FHIR 模块未能载入或无法转换。请改用 JSON 文件。",
                        "The FHIR bundle could not be loaded or made. Use the JSON file."
                    )),
                });
            });
        })
    };
    let show = {
        let (read, said, codes) = (read.clone(), said.clone(), codes.clone());
        Callback::from(move |_: MouseEvent| {
            let (read, said, codes) = (read.clone(), said.clone(), codes.clone());
            spawn_local(async move {
                let Some(waiting) = read().await else { return };
                match waiting.to_parts().await {
                    Some(parts) => codes.set(parts),
                    None => said
                        .set(SectionStatus::Failed(text!("此浏览器无法生成二维码。请改用文件。", "This browser cannot make the codes. Use a file."))),
                }
            });
        })
    };
    // Read before it is asked: the number on the screen is what would be acknowledged.
    let ask = {
        let (read, sure) = (read.clone(), sure.clone());
        Callback::from(move |_: MouseEvent| {
            let (read, sure) = (read.clone(), sure.clone());
            spawn_local(async move { sure.set(read().await.is_some()) });
        })
    };
    let not = {
        let sure = sure.clone();
        Callback::from(move |_: MouseEvent| sure.set(false))
    };
    let acknowledge = {
        let (read, waiting, said, codes, sure, vault) = (read, waiting.clone(), said.clone(), codes.clone(), sure.clone(), props.vault.clone());
        Callback::from(move |_: MouseEvent| {
            let (read, waiting, said, codes, vault, look) = (read.clone(), waiting.clone(), said.clone(), codes.clone(), vault.clone(), look.clone());
            sure.set(false);
            spawn_local(async move {
                let Some(handed) = read().await else { return };
                match handed.acknowledge(&vault).await {
                    Ok(()) => {
                        codes.set(vec![]);
                        waiting.set(None);
                        said.set(SectionStatus::Done(
                            text!("已标记为HIS收到。病历记录不变。", "Marked as received by the HIS. The records are unchanged.").get(lang).into(),
                        ));
                        look.emit(());
                    }
                    Err(error) => said.set(SectionStatus::Failed(error.text())),
                }
            });
        })
    };
    let none = *number == 0;
    if *demo {
        return html! {
            <section class="card is-demo" aria-labelledby="handover-title" data-section="handover" data-demo="">
                <h2 id="handover-title">{ text!("移交 HIS", "Hand over to the HIS").get(lang) }</h2>
                <p>{ text!("演示病区：虚构患者的签名不移交HIS，也不进入待移交列表。", "The demonstration: what is signed of fictional patients is not handed over to a HIS and does not wait for it.").get(lang) }</p>
            </section>
        };
    }
    html! {
        <section class="card" aria-labelledby="handover-title" data-section="handover">
            <h2 id="handover-title">{ text!("移交 HIS", "Hand over to the HIS").get(lang) }</h2>
            <p data-waiting={number.to_string()}>
                { if none { text!("没有等待移交的签名。", "Nothing signed waits to be handed over.").get(lang).to_owned() }
                  else { format!("{} {}", text!("等待移交的签名：", "Signed events waiting to be handed over:").get(lang), *number) } }
            </p>
            if let Some(lost) = (*waiting).as_ref().map(|waiting| &waiting.unreadable).filter(|lost| !lost.is_empty()) {
                <div class="alert" role="alert" data-lacks={lost.len().to_string()}>
                    <p>{ [&lost.len().to_string(), text!(" 条待移交的签名已损坏，无法读取：不在移交内容中，也不会被标记为已移交。请导入此前的导出文件补回。", " signatures that wait are damaged and cannot be read: they are not handed over, and are not marked so. Import an earlier export to put them back.").get(lang)].concat() }</p>
                    { keys(lost, lang) }
                </div>
            }
            if !none {
                <p class="alert">{ text!("移交文件和二维码未加密，含患者信息。只交给本院 HIS，用后删除文件。",
                    "The hand-over file and the codes are not encrypted and name patients. Give them to your HIS only, and delete the file afterwards.").get(lang) }</p>
                <div class="buttons">
                    <button type="button" data-action="handover-json" onclick={json}>{ text!("文件（JSON）", "File (JSON)").get(lang) }</button>
                    <button type="button" data-action="handover-fhir" onclick={fhir} disabled={said.busy()}>{ text!("文件（FHIR R4）", "File (FHIR R4)").get(lang) }</button>
                    <button type="button" data-action="handover-codes" onclick={show}>{ text!("二维码", "QR codes").get(lang) }</button>
                    if *sure {
                        <button type="button" class="primary" data-action="handover-done" onclick={acknowledge}>{ text!("确认：HIS 已收到全部", "Confirm: the HIS has all of them").get(lang) }</button>
                        <button type="button" data-action="handover-not" onclick={not}>{ text!("取消", "Cancel").get(lang) }</button>
                    } else {
                        <button type="button" data-action="handover-sure" onclick={ask}>{ text!("HIS 已收到…", "The HIS has them…").get(lang) }</button>
                    }
                </div>
                if !codes.is_empty() {
                    <Codes {lang} parts={(*codes).clone()} />
                }
            }
            { said.show(lang) }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct CodesProps {
    pub lang: Lang,
    pub parts: Vec<String>,
}

/// One code after another; still where a person stops it.
#[component]
pub fn Codes(props: &CodesProps) -> Html {
    let (at, runs) = (use_state(|| 0_usize), use_state(|| props.parts.len() > 1));
    let of = props.parts.len();
    {
        let at = at.clone();
        use_effect_with((*at, *runs, of), move |&(now, runs, of)| {
            let next = (runs && of > 1).then(|| Timeout::new(CODE_MS, move || at.set((now + 1) % of)));
            move || drop(next)
        });
    }
    let step = |by: usize| {
        let (at, runs) = (at.clone(), runs.clone());
        Callback::from(move |_: MouseEvent| {
            runs.set(false);
            at.set((*at + by) % of);
        })
    };
    let turn = {
        let runs = runs.clone();
        Callback::from(move |_: MouseEvent| runs.set(!*runs))
    };
    let now = (*at).min(of - 1);
    let Some((path, size)) = code(&props.parts[now]) else { return html! {} };
    let lang = props.lang;
    html! {
        <figure class="codes" data-codes={of.to_string()}>
            <svg viewBox={format!("-4 -4 {0} {0}", size + 8)} role="img" aria-label={format!("QR {}/{of}", now + 1)} shape-rendering="crispEdges">
                <rect x="-4" y="-4" width={(size + 8).to_string()} height={(size + 8).to_string()} fill="#fff" />
                <path d={path} fill="#000" />
            </svg>
            <figcaption data-code={props.parts[now].clone()}>{ format!("{} / {of}", now + 1) }</figcaption>
            if of > 1 {
                <div class="buttons">
                    <button type="button" onclick={step(of - 1)}>{ text!("上一张", "Previous").get(lang) }</button>
                    <button type="button" data-action="codes-run" onclick={turn}>{ if *runs { text!("停住", "Hold") } else { text!("轮播", "Run") }.get(lang) }</button>
                    <button type="button" data-action="codes-next" onclick={step(1)}>{ text!("下一张", "Next").get(lang) }</button>
                </div>
            }
        </figure>
    }
}
