//! A file of another device: looked at, opened, shown as what it would do, and then done whole or not at all.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::damage::keys;
use super::section::SectionStatus;
use crate::text::{Lang, Text, text};
use crate::ui::ward::field::{clear, value};
use crate::web::vault::Vault;
use crate::web::vault::archive::{Brought, ImportPlan, ImportRefusal, Verdict, Ward, carry_out, chosen, holds_a_real_ward, inspect, plan, refused};

#[derive(Clone)]
enum Step {
    Choose,
    /// Whole and ours; its passphrase is asked.
    Open(Brought),
    Agree(Rc<Ward>, Rc<ImportPlan>),
}

#[derive(Clone, PartialEq, Properties)]
pub struct ImportProps {
    pub lang: Lang,
    pub vault: Vault,
    /// Something was imported.
    pub done: Callback<()>,
}

#[component]
pub fn Import(props: &ImportProps) -> Html {
    let lang = props.lang;
    let step = use_state(|| Step::Choose);
    let said = use_state(|| SectionStatus::Nothing);
    let (file, passphrase) = (use_node_ref(), use_node_ref());
    let choose = {
        let (step, said, vault) = (step.clone(), said.clone(), props.vault.clone());
        Callback::from(move |event: Event| {
            let Some(file) = chosen(&event.target_unchecked_into::<HtmlInputElement>()) else { return };
            let (step, said, vault) = (step.clone(), said.clone(), vault.clone());
            step.set(Step::Choose);
            said.set(SectionStatus::Busy(text!("正在核对文件…", "Checking the file…")));
            spawn_local(async move {
                match inspect(&file).await {
                    // A file that says so of itself needs no passphrase to be refused.
                    Ok(brought) if brought.demo && holds_a_real_ward(&vault).await => said.set(SectionStatus::Failed(ImportRefusal::Demo.text())),
                    Ok(brought) => {
                        said.set(SectionStatus::Nothing);
                        step.set(Step::Open(brought));
                    }
                    Err(refusal) => said.set(SectionStatus::Failed(refusal.text())),
                }
            });
        })
    };
    let open = {
        let (step, said, passphrase, vault) = (step.clone(), said.clone(), passphrase.clone(), props.vault.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Step::Open(brought) = (*step).clone() else { return };
            let words = value(&passphrase).unwrap_or_default();
            let (step, said, passphrase, vault) = (step.clone(), said.clone(), passphrase.clone(), vault.clone());
            said.set(SectionStatus::Busy(text!("正在解密并核对每条记录…", "Decrypting, and verifying every record…")));
            spawn_local(async move {
                let opened = brought.open(&words).await;
                clear(&passphrase);
                let ward = match opened {
                    Ok(ward) => ward,
                    Err(refusal) => return said.set(SectionStatus::Failed(refusal.text())),
                };
                match refused(&vault, &ward).await {
                    Ok(None) => {}
                    Ok(Some(refusal)) => {
                        step.set(Step::Choose);
                        return said.set(SectionStatus::Failed(refusal.text()));
                    }
                    Err(error) => return said.set(SectionStatus::Failed(error.text())),
                }
                match plan(&vault, &ward).await {
                    Ok(plan) => {
                        said.set(SectionStatus::Nothing);
                        step.set(Step::Agree(Rc::new(ward), Rc::new(plan)));
                    }
                    Err(error) => said.set(SectionStatus::Failed(error.text())),
                }
            });
        })
    };
    let agree = {
        let (step, said, file, vault, done) = (step.clone(), said.clone(), file.clone(), props.vault.clone(), props.done.clone());
        Callback::from(move |_: MouseEvent| {
            let Step::Agree(ward, plan) = (*step).clone() else { return };
            let (step, said, file, vault, done) = (step.clone(), said.clone(), file.clone(), vault.clone(), done.clone());
            said.set(SectionStatus::Busy(text!("正在导入…", "Importing…")));
            spawn_local(async move {
                match carry_out(&vault, &ward, &plan).await {
                    Ok(()) => {
                        said.set(SectionStatus::Done(text!("导入完成。", "Imported.").get(lang).into()));
                        done.emit(());
                    }
                    Err(error) => said.set(SectionStatus::Failed(error.text())),
                }
                clear(&file);
                step.set(Step::Choose);
            });
        })
    };
    let cancel = {
        let (step, said, file) = (step.clone(), said.clone(), file.clone());
        Callback::from(move |_: MouseEvent| {
            clear(&file);
            said.set(SectionStatus::Nothing);
            step.set(Step::Choose);
        })
    };
    html! {
        <section class="card" aria-labelledby="import-title" data-section="import">
            <h2 id="import-title">{ text!("导入", "Import").get(lang) }</h2>
            <p>{ text!("读取另一台设备导出的文件。先显示会有什么变化，确认后一次完成；任何一步失败都不改动本机数据。",
                "Reads a file exported on another device. What would change is shown first, then done in one step; if anything fails, nothing here changes.").get(lang) }</p>
            <label class="file"><span>{ text!("选择文件（.vward）", "Choose a file (.vward)").get(lang) }</span><input ref={file} type="file" name="import-file" onchange={choose} /></label>
            { match &*step {
                Step::Choose => html! {},
                Step::Open(brought) => html! {
                    <form onsubmit={open} novalidate=true data-step="open">
                        <p>{ format!("{} {}", text!("文件完整。导出时间：", "The file is whole. Exported at").get(lang), brought.created) }</p>
                        <label><span>{ text!("此文件的口令", "The passphrase of this file").get(lang) }</span><input ref={passphrase} type="password" name="import-passphrase" autocomplete="off" /></label>
                        <button type="submit" data-action="import-open" disabled={said.busy()}>{ text!("打开", "Open").get(lang) }</button>
                    </form>
                },
                Step::Agree(ward, plan) => html! {
                    <div data-step="agree">
                        { preview(lang, ward, plan) }
                        <div class="buttons">
                            <button type="button" class="primary" data-action="import" disabled={said.busy() || plan.changes.is_empty()} onclick={agree}>{ text!("按此导入", "Import this").get(lang) }</button>
                            <button type="button" data-action="import-cancel" disabled={said.busy()} onclick={cancel}>{ text!("取消", "Cancel").get(lang) }</button>
                        </div>
                    </div>
                },
            } }
            { said.show(lang) }
        </section>
    }
}

/// What an import would do, in numbers, and every admission that needs a person's eye by its bed.
fn preview(lang: Lang, ward: &Ward, plan: &ImportPlan) -> Html {
    let lacks = ward.unreadable();
    let rows: [(&str, Text, usize); 6] = [
        ("new", text!("本机没有，将加入", "Not here yet; will be added"), plan.count(|verdict| matches!(verdict, Verdict::New))),
        (
            "longer",
            text!("文件中记录更新，将续上", "Longer in the file; will be continued"),
            plan.count(|verdict| matches!(verdict, Verdict::Longer)),
        ),
        (
            "same",
            text!("相同或本机更新，不变", "The same, or longer here; unchanged"),
            plan.count(|verdict| matches!(verdict, Verdict::Same | Verdict::Shorter)),
        ),
        (
            "mended",
            text!("本机有损坏或缺失的行，将逐行补回", "Rows damaged or missing here; will be put back one by one"),
            plan.count(|verdict| matches!(verdict, Verdict::Mended { .. })),
        ),
        (
            "parted",
            text!("两边各自有签名，需核对", "Signed on both sides; to be looked at"),
            plan.count(|verdict| matches!(verdict, Verdict::Parted { .. } | Verdict::Mends { .. })),
        ),
        (
            "unsound",
            text!("文件中记录校验不符，不采用", "Does not verify in the file; not taken"),
            plan.count(|verdict| matches!(verdict, Verdict::Unsound)),
        ),
    ];
    html! {
        <>
            <p>{ format!("{} {} · {} {}", text!("文件中的住院：", "Admissions in the file:").get(lang), ward.admissions.len(), text!("签名记录：", "signed events:").get(lang), ward.events()) }</p>
            <table>
                <tbody>
                    { for rows.iter().map(|(id, label, count)| html! { <tr data-verdict={*id}><th scope="row">{ label.get(lang) }</th><td>{ *count }</td></tr> }) }
                </tbody>
            </table>
            if !plan.differ.is_empty() {
                <div class="alert" data-differ={plan.differ.len().to_string()}>
                    <p>{ text!("以下住院两边签名不同，姓名、性别、出生日期或住院号也不同。导入后请核对患者身份；未采用一方的更正会列在该患者页上：",
                        "Signed on both sides, and not the same name, sex, date of birth or hospital number. Check who it is after the import; corrections that do not hold are listed on the patient's page:").get(lang) }</p>
                    <ul>{ for plan.differ.iter().map(|context| html! { <li>{ ward.named(context) }</li> }) }</ul>
                </div>
            }
            if plan.others > 0 {
                <p data-others={plan.others.to_string()}>{ [text!("其他行（使用者、设置等）将加入或补回：", "Other rows (users, settings) that will be added or put back: ").get(lang), &plan.others.to_string()].concat() }</p>
            }
            if !lacks.is_empty() {
                <div class="alert" data-lacks={lacks.len().to_string()}>
                    <p>{ [&lacks.len().to_string(), text!(" 行在导出的设备上已无法读取，文件中没有：", " rows could not be read on the device that made the file and are not in it:").get(lang)].concat() }</p>
                    { keys(&lacks, lang) }
                </div>
            }
            <ul>
                { for plan.verdicts.iter().filter_map(|(context, verdict)| told(*verdict).map(|text| html! {
                    <li data-context={context.clone()}><b>{ ward.named(context) }</b>{ " " }{ counts(*verdict) }{ text.get(lang) }</li>
                })) }
            </ul>
        </>
    }
}

fn counts(verdict: Verdict) -> String {
    match verdict {
        Verdict::Parted { ours, theirs, .. } => format!("{ours} : {theirs} — "),
        Verdict::Mended { rows, .. } => format!("+{rows} — "),
        _ => String::new(),
    }
}

/// What somebody must know of one admission; of an ordinary one, nothing.
fn told(verdict: Verdict) -> Option<Text> {
    match verdict {
        Verdict::Parted { .. } if verdict.takes() => Some(text!(
            "两边各自签名。采用文件中较长的记录；本机分叉后的签名另存，不丢失。",
            "signed on both sides. The longer record of the file is taken; what was signed here after the parting is kept aside."
        )),
        Verdict::Parted { .. } => Some(text!(
            "两边各自签名。保留本机记录；文件中分叉后的签名另存，不丢失。",
            "signed on both sides. The record here stays; what the file has after the parting is kept aside."
        )),
        Verdict::Mended { left: 0, .. } => {
            Some(text!("损坏或缺失的行将逐行补回，其余不变。", "rows that are damaged or missing are put back one by one; all others stay."))
        }
        Verdict::Mended { .. } => Some(text!(
            "损坏的行中文件里有的将补回；仍有行无法读取，该患者保持只读。",
            "damaged rows that the file has are put back; some stay unreadable, and the patient stays read-only."
        )),
        Verdict::Mends { .. } => Some(text!(
            "本机记录校验不符，且与文件不一致：采用文件中的记录；本机可读的签名另存，读不出的行删去。",
            "does not verify here and differs from the file: the record of the file is taken; what can be read of ours is kept aside, rows that cannot be read are deleted."
        )),
        Verdict::Unsound => Some(text!(
            "文件中的记录校验不符，或住院信息属于另一住院，不采用。",
            "does not verify in the file, or its row is of another admission; not taken."
        )),
        _ => None,
    }
}
