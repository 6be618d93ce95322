//! A referral given away: encrypted file, codes, text, paper; and as JSON or FHIR for a system. Of each is said whether anything
//! protects it, before it is shown or saved.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::record::referral::NAMES_A_PATIENT;
use crate::record::referral::steps::ReferralSide;
use crate::text::{Text, text};
use crate::ui::ward::data::{Codes, SectionStatus};
use crate::ui::ward::field::{clear, focus, value};
use crate::web::offline;
use crate::web::vault::referral::{ShutCodes, copied, save_file, save_plain, spoken, to_codes};
use crate::web::vault::{PASSPHRASE_CHARACTERS, VaultError};

use super::super::later::Fold;
use super::super::route::WardPage;
use super::report::ReportProps;

#[component]
pub fn Give(props: &ReportProps) -> Html {
    let ReportProps { hands, kept } = props;
    let lang = hands.lang;
    let t = |text: Text| hands.t(text);
    let said = use_state(|| SectionStatus::Nothing);
    let codes = use_state(|| None::<ShutCodes>);
    let shown = use_state(|| None::<String>);
    let passphrase = use_node_ref();
    let (again, sender) = (use_node_ref(), kept.side == ReferralSide::Sender);
    {
        // What is on the screen is of the course as it was: another report, and it is made anew.
        let (codes, shown) = (codes.setter(), shown.setter());
        use_effect_with(kept.next, move |_| {
            codes.set(None);
            shown.set(None);
        });
    }
    let message = {
        let (book, kept) = (hands.book.clone(), kept.clone());
        move || book.message_of(&kept)
    };
    let name = |end: &str| format!("virchow-referral-{}.{end}", offline::file_stamp());
    let saved = move |name: &str| SectionStatus::Done(format!("{} {name}", text!("已交给浏览器保存：", "Given to the browser to save:").get(lang)));
    let file = {
        let (said, message, passphrase, again, name) = (said.clone(), message.clone(), passphrase.clone(), again.clone(), name("vrefer"));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = value(&passphrase).unwrap_or_default();
            if typed.chars().count() < PASSPHRASE_CHARACTERS {
                said.set(SectionStatus::Failed(VaultError::Short.text()));
                return focus(&passphrase);
            }
            if value(&again).as_ref() != Some(&typed) {
                said.set(SectionStatus::Failed(text!("两次输入的口令不一致。", "The two passphrases differ.")));
                return focus(&again);
            }
            let (said, message, passphrase, again, name) = (said.clone(), message(), passphrase.clone(), again.clone(), name.clone());
            said.set(SectionStatus::Busy(text!("正在加密…", "Encrypting…")));
            spawn_local(async move {
                said.set(match save_file(&message.to_json(), &typed, message.demo, &name).await {
                    Ok(()) => saved(&name),
                    Err(error) => SectionStatus::Failed(error.text()),
                });
                clear(&passphrase);
                clear(&again);
            });
        })
    };
    let show = {
        let (said, codes, message) = (said.clone(), codes.clone(), message.clone());
        Callback::from(move |_: MouseEvent| {
            let (said, codes, message) = (said.clone(), codes.clone(), message());
            said.set(SectionStatus::Busy(text!("正在生成…", "Making them…")));
            spawn_local(async move {
                let made = to_codes(&message.to_json()).await;
                said.set(match made {
                    Some(_) => SectionStatus::Nothing,
                    None => SectionStatus::Failed(text!(
                        "此浏览器无法生成二维码，或内容过长。请改用文件。",
                        "This browser cannot make the codes, or there is too much for them. Use a file."
                    )),
                });
                codes.set(made);
            });
        })
    };
    let words = {
        let (kept, hands) = (kept.clone(), hands.clone());
        move || {
            hands.on_paper().telling(|teller| {
                let states = teller.referral_course(&kept.course());
                if kept.side == ReferralSide::Sender { [&teller.referral_sheet(&kept.sheet), &states].map(String::as_str).join("\n") } else { states }
            })
        }
    };
    let text = {
        let (shown, words) = (shown.clone(), words.clone());
        Callback::from(move |_: MouseEvent| shown.set(Some(words())))
    };
    let copy = {
        let (said, words) = (said.clone(), words.clone());
        Callback::from(move |_: MouseEvent| {
            let (said, text) = (said.clone(), words());
            spawn_local(async move {
                said.set(if copied(&text).await {
                    SectionStatus::Done(text!("已复制。粘贴后请从剪贴板清除。", "Copied. Clear the clipboard after pasting.").get(lang).into())
                } else {
                    SectionStatus::Failed(text!(
                        "此浏览器不允许复制。请选中文字手动复制。",
                        "This browser does not allow it. Select the text and copy it."
                    ))
                });
            });
        })
    };
    let json = {
        let (said, message, name) = (said.clone(), message.clone(), name("json"));
        Callback::from(move |_: MouseEvent| {
            save_plain(&message().to_json(), &name);
            said.set(saved(&name));
        })
    };
    let fhir = {
        let (said, book, kept, name) = (said.clone(), hands.book.clone(), kept.clone(), name("fhir.json"));
        Callback::from(move |_: MouseEvent| {
            save_plain(&book.referral_in_fhir(&kept, lang), &name);
            said.set(saved(&name));
        })
    };
    let paper = WardPage::ReferralSheet(kept.sheet.id.clone());
    html! {
        <section class="card referral-give" aria-labelledby="give-title" data-give="">
            <h3 id="give-title">{ if sender { t(text!("交给接收医院", "Give it to the receiving hospital")) } else { t(text!("答复转出方", "Answer the sender")) } }</h3>
            <p class="alert">{ t(NAMES_A_PATIENT) }</p>
            <Fold title={t(text!("二维码（加密）", "QR codes (encrypted)"))} open={true} happening={"give-codes"}>
                <p>{ t(text!("二维码已加密：扫描后须输入12位数字才能打开。数字请打电话告知对方，不要写在纸上或随码发送（本院约定；数字每次不同）。",
                    "The codes are encrypted: they open with twelve digits only. Tell the digits by telephone; do not write them down or send them along (our rule; they differ each time).")) }</p>
                <div class="buttons"><button type="button" class="primary" data-action="show-codes" disabled={said.busy()} onclick={show}>{ t(text!("显示二维码", "Show the codes")) }</button></div>
                if let Some(made) = &*codes {
                    <p class="digits">{ t(text!("电话告知：", "Tell by telephone: ")) }<b data-digits={made.digits.clone()}>{ spoken(&made.digits) }</b></p>
                    <Codes {lang} parts={made.parts.clone()} />
                }
            </Fold>
            <Fold title={t(text!("文件（加密）", "File (encrypted)"))} happening={"give-file"}>
                <form onsubmit={file} novalidate=true>
                    <label><span>{ t(text!("口令（至少8个字符，电话告知对方）", "Passphrase (8 characters at least; tell it by telephone)")) }</span><input ref={passphrase} type="password" name="refer-passphrase" autocomplete="off" /></label>
                    <label><span>{ t(text!("再输入一次", "Once more")) }</span><input ref={again} type="password" name="refer-again" autocomplete="off" /></label>
                    <button type="submit" data-action="save-file" disabled={said.busy()}>{ t(text!("保存加密文件", "Save the encrypted file")) }</button>
                </form>
            </Fold>
            <Fold title={t(text!("纸质或传真、文字（未加密）", "Paper or fax, text (not encrypted)"))} happening={"give-text"}>
                <div class="buttons">
                    <button type="button" data-action="paper" onclick={hands.go.reform(move |_: MouseEvent| paper.clone())}>{ t(text!("打印单（A4）", "Print sheet (A4)")) }</button>
                    <button type="button" data-action="show-text" onclick={text}>{ t(text!("显示文字", "Show the text")) }</button>
                    if shown.is_some() { <button type="button" data-action="copy-text" onclick={copy}>{ t(text!("复制", "Copy")) }</button> }
                </div>
                if let Some(text) = &*shown { <pre class="referral-text" data-text="" tabindex="0">{ text.clone() }</pre> }
            </Fold>
            <Fold title={t(text!("给信息系统（未加密）：JSON、FHIR", "For a system (not encrypted): JSON, FHIR"))} happening={"give-system"}>
                <p>{ t(text!("这两种文件未加密。只在本院系统之间使用，用后删除。", "These files are not encrypted. Between your own systems only; delete them afterwards.")) }</p>
                <div class="buttons">
                    <button type="button" data-action="save-json" onclick={json}>{ "JSON" }</button>
                    <button type="button" data-action="save-fhir" onclick={fhir}>{ "FHIR R4" }</button>
                </div>
            </Fold>
            { said.show(lang) }
        </section>
    }
}
