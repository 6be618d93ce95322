//! A referral or an answer taken in: by file, or by codes that a hand scanner types into a field, or a camera reads where the
//! browser can. What is refused says why and changes nothing; what was scanned stays until it is cleared.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::record::referral::course::StepTaken;
use crate::record::referral::steps::referral_row;
use crate::text::{Lang, Text, text};
use crate::ui::ward::field::{clear, focus, value};
use crate::web::vault::archive::chosen;
use crate::web::vault::referral::{Camera, ReferralFile, ReferralUnread, from_codes, look, open_file, sees, typed_code, unshut_file};
use crate::web::ward::{ReferralParts, ReferralTaken, Trouble, read_message};

use super::super::hands::{Hands, PageProps};
use super::super::route::WardPage;

/// What there is to say.
#[derive(Clone, PartialEq)]
enum TakeWord {
    Nothing,
    Busy(Text),
    Failed(String),
    Done(ReferralTaken),
}

#[component]
pub fn Take(props: &PageProps) -> Html {
    let hands = &props.hands;
    let lang = hands.lang;
    let t = |text: Text| hands.t(text);
    let word = use_state_eq(|| TakeWord::Nothing);
    let parts = use_state_eq(ReferralParts::default);
    // The parts as they are, for a camera that goes on while the page is drawn.
    let held = use_mut_ref(ReferralParts::default);
    let shut = use_state(|| None::<JsValue>);
    let camera = use_state(|| None::<Rc<Camera>>);
    let (typed, digits, file, passphrase, video) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let failed = {
        let word = word.setter();
        move |text: Text| word.set(TakeWord::Failed(text.get(lang).into()))
    };
    let scanned = {
        let (held, parts, word, failed) = (held.clone(), parts.setter(), word.setter(), failed.clone());
        Callback::from(move |text: String| {
            let took = held.borrow_mut().take(&text);
            match took {
                Ok(_) => {
                    word.set(TakeWord::Nothing);
                    parts.set(held.borrow().clone());
                }
                Err(refused) => failed(refused.text()),
            }
        })
    };
    let add = {
        let (scanned, typed) = (scanned.clone(), typed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            scanned.emit(value(&typed).unwrap_or_default());
            clear(&typed);
            focus(&typed);
        })
    };
    let forget = {
        let (held, parts, word) = (held.clone(), parts.setter(), word.setter());
        Callback::from(move |_: MouseEvent| {
            *held.borrow_mut() = ReferralParts::default();
            parts.set(ReferralParts::default());
            word.set(TakeWord::Nothing);
        })
    };
    let import = {
        let (hands, word) = (hands.clone(), word.setter());
        move |message: String, done: Box<dyn FnOnce()>| {
            let (book, word) = (hands.book.clone(), word.clone());
            spawn_local(async move {
                let taken = match read_message(&message) {
                    Ok(message) => book.take_referral(&message).await,
                    Err(rejected) => Err(Trouble::Rejected(rejected)),
                };
                word.set(match taken {
                    Ok(taken) => {
                        done();
                        TakeWord::Done(taken)
                    }
                    Err(trouble) => TakeWord::Failed(trouble.words(lang)),
                });
            });
        }
    };
    let open_codes = {
        let (held, parts, digits, word, failed, import) =
            (held.clone(), parts.setter(), digits.clone(), word.setter(), failed.clone(), import.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(code) = typed_code(&value(&digits).unwrap_or_default()) else {
                failed(ReferralUnread::Digits.text());
                return focus(&digits);
            };
            let whole = held.borrow().whole();
            let bytes = match whole {
                Some(Ok(bytes)) => bytes,
                Some(Err(refused)) => return failed(refused.text()),
                None => return,
            };
            let (held, parts, word, failed, import) = (held.clone(), parts.clone(), word.clone(), failed.clone(), import.clone());
            word.set(TakeWord::Busy(text!("正在解密…", "Opening…")));
            spawn_local(async move {
                match from_codes(&bytes, &code).await {
                    Ok(message) => import(
                        message,
                        Box::new(move || {
                            *held.borrow_mut() = ReferralParts::default();
                            parts.set(ReferralParts::default());
                        }),
                    ),
                    Err(error) => failed(error.text()),
                }
            });
        })
    };
    let choose = {
        let (shut, word, failed, import) = (shut.setter(), word.setter(), failed.clone(), import.clone());
        Callback::from(move |event: Event| {
            let Some(file) = chosen(&event.target_unchecked_into::<HtmlInputElement>()) else { return };
            let (shut, word, failed, import) = (shut.clone(), word.clone(), failed.clone(), import.clone());
            shut.set(None);
            word.set(TakeWord::Busy(text!("正在核对文件…", "Checking the file…")));
            spawn_local(async move {
                match open_file(&file).await {
                    Ok(ReferralFile::Shut(inspected)) => {
                        word.set(TakeWord::Nothing);
                        shut.set(Some(inspected));
                    }
                    Ok(ReferralFile::Plain(text)) => import(text, Box::new(|| {})),
                    Err(error) => failed(error.text()),
                }
            });
        })
    };
    let open_shut = {
        let (shut, passphrase, file, word, failed, import) =
            (shut.clone(), passphrase.clone(), file.clone(), word.setter(), failed.clone(), import.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (Some(inspected), Some(typed)) = ((*shut).clone(), value(&passphrase)) else { return };
            let (shut, passphrase, file, failed, import) = (shut.setter(), passphrase.clone(), file.clone(), failed.clone(), import.clone());
            word.set(TakeWord::Busy(text!("正在解密…", "Opening…")));
            spawn_local(async move {
                match unshut_file(&inspected, &typed).await {
                    Ok(message) => import(
                        message,
                        Box::new(move || {
                            clear(&passphrase);
                            clear(&file);
                            shut.set(None);
                        }),
                    ),
                    Err(error) => failed(error.text()),
                }
            });
        })
    };
    let film = {
        let (camera, video, scanned, failed) = (camera.clone(), video.clone(), scanned.clone(), failed.clone());
        Callback::from(move |_: MouseEvent| {
            if camera.is_some() {
                return camera.set(None);
            }
            let Some(element) = video.cast::<Element>() else { return };
            let (camera, scanned, failed) = (camera.setter(), scanned.clone(), failed.clone());
            spawn_local(async move {
                match look(&element, move |text| scanned.emit(text)).await {
                    Some(on) => camera.set(Some(Rc::new(on))),
                    None => failed(text!(
                        "无法使用摄像头（未允许或没有）。请用扫码枪，或请对方改发文件。",
                        "The camera cannot be used (not permitted, or none). Use a hand scanner, or ask for a file."
                    )),
                }
            });
        })
    };
    let missing = parts.missing();
    let busy = matches!(*word, TakeWord::Busy(_));
    html! {
        <section class="card referral-take" aria-labelledby="take-title" data-take="" data-parts={format!("{}/{}", parts.count(), parts.of())}>
            <h3 id="take-title">{ t(text!("收转诊：扫码或导入文件", "Take a referral or an answer: scan, or a file")) }</h3>
            <p>{ t(text!("转诊单含患者姓名和病情，收下后加密保存在本机。", "The sheet names a patient; once taken it is kept encrypted on this device.")) }</p>
            <form onsubmit={add} novalidate=true>
                <label><span>{ t(text!("扫码枪：点入此框后逐张扫描，顺序不限（输入法请切换为英文）", "Hand scanner: put the cursor here and scan code after code, in any order (English input method)")) }</span>
                    <input ref={typed} type="text" name="scanned" autocomplete="off" autocapitalize="none" spellcheck="false" /></label>
                <div class="buttons">
                    <button type="submit" data-action="add-part">{ t(text!("加入", "Add")) }</button>
                    if sees() { <button type="button" data-action="camera" onclick={film}>{ if camera.is_some() { t(text!("关闭摄像头", "Stop the camera")) } else { t(text!("用摄像头扫描", "Scan with the camera")) } }</button> }
                    if !parts.is_empty() { <button type="button" data-action="clear-parts" onclick={forget}>{ t(text!("清除已收的各段", "Clear the parts")) }</button> }
                </div>
                <video ref={video} hidden={camera.is_none()} muted=true playsinline=true></video>
            </form>
            if !parts.is_empty() {
                <p role="status" data-missing={missing.len().to_string()}>{ if missing.is_empty() {
                    [t(text!("已收齐，共 ", "All are here: ")), &parts.of().to_string(), t(text!(" 段。请输入电话告知的12位数字。", ". Type the twelve digits that were told by telephone."))].concat()
                } else {
                    [t(text!("已收 ", "Parts here: ")), &parts.count().to_string(), " / ", &parts.of().to_string(), t(text!("，还缺第 ", "; still missing: ")), &missing.iter().map(ToString::to_string).collect::<Vec<_>>().join(t(text!("、", ", "))), t(text!(" 段。", "."))].concat()
                } }</p>
            }
            if !parts.is_empty() && missing.is_empty() {
                <form onsubmit={open_codes} novalidate=true data-form="digits">
                    <label><span>{ t(text!("12位数字", "Twelve digits")) }</span><input ref={digits} type="text" name="digits" inputmode="numeric" autocomplete="off" /></label>
                    <button type="submit" class="primary" data-action="open-codes" disabled={busy}>{ t(text!("打开并收下", "Open and take it")) }</button>
                </form>
            }
            <label class="file"><span>{ t(text!("或选择文件（.vrefer、.json）", "Or choose a file (.vrefer, .json)")) }</span><input ref={file} type="file" name="referral-file" onchange={choose} /></label>
            if shut.is_some() {
                <form onsubmit={open_shut} novalidate=true data-form="referral-passphrase">
                    <label><span>{ t(text!("此文件的口令（电话告知）", "The passphrase of this file (told by telephone)")) }</span><input ref={passphrase} type="password" name="referral-passphrase" autocomplete="off" /></label>
                    <button type="submit" class="primary" data-action="open-file" disabled={busy}>{ t(text!("打开并收下", "Open and take it")) }</button>
                </form>
            }
            { told(&word, hands) }
        </section>
    }
}

fn told(word: &TakeWord, hands: &Hands) -> Html {
    let t = |text: Text| hands.t(text);
    match word {
        TakeWord::Nothing => html! { <p role="status"></p> },
        TakeWord::Busy(text) => html! { <p role="status">{ t(*text) }</p> },
        TakeWord::Failed(text) => html! { <p role="alert" class="wrong" data-take-refused="">{ text.clone() }</p> },
        TakeWord::Done(taken) => {
            let to = WardPage::Referral(taken.id.clone());
            let news = taken.taken.iter().filter(|(_, what)| *what != StepTaken::Known);
            html! {
                <div role="status" class="done" data-taken={taken.id.clone()}>
                    <p>{ if taken.new { t(text!("已收下新的转诊单。", "A new referral was taken.")) } else { t(text!("已核对本机的转诊单。", "The referral here was brought up to date.")) } }</p>
                    <ul>
                        { for news.clone().map(|(state, what)| html! { <li data-took={referral_row(*state).id}>{ [t(referral_row(*state).label), t(text!("：", ": ")), t(took(*what))].concat() }</li> }) }
                        { for taken.refused.iter().map(|(state, refused)| {
                            let (zh, en) = refused.told();
                            html! { <li class="wrong" data-refused={referral_row(*state).id}>{ [t(referral_row(*state).label), t(text!("：", ": ")), if hands.lang == Lang::Zh { &zh } else { &en }].concat() }</li> }
                        }) }
                    </ul>
                    if !taken.new && news.clone().next().is_none() && taken.refused.is_empty() {
                        <p data-known="">{ t(text!("没有新内容：都已收到过。", "Nothing new: all of it was here already.")) }</p>
                    }
                    <button type="button" data-action="open-taken" onclick={hands.go.reform(move |_: MouseEvent| to.clone())}>{ t(text!("打开转诊单", "Open the referral")) }</button>
                </div>
            }
        }
    }
}

fn took(what: StepTaken) -> Text {
    match what {
        StepTaken::Forward => text!("已记录", "recorded"),
        StepTaken::Fills => text!("补上先前未报告的状态", "fills a state that was not reported"),
        StepTaken::Known => text!("已收到过", "known already"),
        StepTaken::Amends => text!(
            "此前已报告，内容不同：两份都保留，请核对并电话询问",
            "was reported before and says something else: both are kept; read both, and ask by telephone"
        ),
        StepTaken::Elsewhere => text!(
            "来自另一家机构，患者已由先接收的一家负责：请通知该机构取消",
            "of another hospital; the first that accepted has the patient: tell this one that it is cancelled"
        ),
    }
}
