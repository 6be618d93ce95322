//! A referral on its way: as an encrypted file under a passphrase, by the rules of an export, or as codes that are encrypted
//! under twelve digits. The digits are made anew for every message and told by telephone (D): who photographs the screen, or
//! finds the paper, has nothing. Forty bits behind 600 000 rounds of PBKDF2 keep a passer-by out, not somebody with a computing
//! centre and years; what must be kept for longer goes as a file under a long passphrase.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::archive::{ImportRefusal, save_text};
use crate::interop::referral::parts::cut;
use crate::text::{Text, text};

#[wasm_bindgen(module = "/src/web/vault/referral.js")]
extern "C" {
    #[wasm_bindgen(js_name = digits)]
    fn digits_() -> String;
    fn shut(text: &str, code: &str) -> Promise;
    fn unshut(bytes: &Uint8Array, code: &str) -> Promise;
    #[wasm_bindgen(js_name = plain)]
    fn plain_(file: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = copy)]
    fn copy_(text: &str) -> Promise;
    #[wasm_bindgen(js_name = sees)]
    pub fn sees() -> bool;
    #[wasm_bindgen(js_name = look)]
    fn look_(video: &JsValue, heard: &JsValue) -> Promise;
}

#[wasm_bindgen(module = "/src/web/vault/archive.js")]
extern "C" {
    #[wasm_bindgen(js_name = pack)]
    fn pack_as(rows: &JsValue, passphrase: &str, program: &str, demo: bool, kind: &str) -> Promise;
    #[wasm_bindgen(js_name = inspect)]
    fn inspect_as(file: &JsValue, kind: &str) -> Promise;
    #[wasm_bindgen(js_name = unpack)]
    fn unpack_as(inspected: &JsValue, passphrase: &str) -> Promise;
    #[wasm_bindgen(js_name = save)]
    fn save_as(blob: &JsValue, name: &str);
}

/// What the file is called inside, and its one row.
const KIND: &str = "REFERRAL";
const ROW: &str = "referral";

/// Digits of a code; typed with or without blanks.
pub const CODE_DIGITS: usize = 12;

/// In groups of four, to be told.
pub fn spoken(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The digits of what was typed; full-width ones as well, which a Chinese keyboard gives.
pub fn typed_code(typed: &str) -> Option<String> {
    let digit = |sign: char| match sign {
        '０'..='９' => char::from_digit(sign as u32 - '０' as u32, 10),
        '0'..='9' => Some(sign),
        _ => None,
    };
    let other = |sign: char| !(sign.is_whitespace() || matches!(sign, '-' | '－'));
    let digits: String = typed.chars().filter_map(digit).collect();
    let strange = typed.chars().any(|sign| digit(sign).is_none() && other(sign));
    (digits.len() == CODE_DIGITS && !strange).then_some(digits)
}

/// Codes of one message, and the digits that open them.
#[derive(Clone, Debug, PartialEq)]
pub struct ShutCodes {
    pub digits: String,
    pub parts: Vec<String>,
}

/// The message as codes. `None`: this browser cannot, or there would be too many of them.
pub async fn to_codes(message: &str) -> Option<ShutCodes> {
    let digits = digits_();
    let bytes = JsFuture::from(shut(message, &digits)).await.ok()?;
    let parts = cut(&Uint8Array::new(&bytes).to_vec())?;
    Some(ShutCodes { digits, parts })
}

/// The message in the bytes of codes.
pub async fn from_codes(bytes: &[u8], digits: &str) -> Result<String, ReferralUnread> {
    let found = JsFuture::from(unshut(&Uint8Array::from(bytes), digits)).await;
    found.map(|text| text.as_string().unwrap_or_default()).map_err(|word| ReferralUnread::of_codes(&word))
}

/// Saves the message as an encrypted file.
pub async fn save_file(message: &str, passphrase: &str, demo: bool, name: &str) -> Result<(), ReferralUnread> {
    let rows = js_sys::Array::of1(&js_sys::Array::of2(&ROW.into(), &message.into()));
    let blob = JsFuture::from(pack_as(&rows, passphrase, env!("CARGO_PKG_VERSION"), demo, KIND)).await.map_err(|_| ReferralUnread::Browser)?;
    save_as(&blob, name);
    Ok(())
}

/// Saves a text as it is: nothing protects it.
pub fn save_plain(text: &str, name: &str) {
    save_text(text, name);
}

pub async fn copied(text: &str) -> bool {
    JsFuture::from(copy_(text)).await.is_ok()
}

/// A file that somebody chose.
pub enum ReferralFile {
    /// Encrypted and whole; its passphrase is asked.
    Shut(JsValue),
    /// The text of one that is not.
    Plain(String),
}

pub async fn open_file(file: &JsValue) -> Result<ReferralFile, ReferralUnread> {
    match JsFuture::from(inspect_as(file, KIND)).await {
        Ok(inspected) => Ok(ReferralFile::Shut(inspected)),
        Err(word) => match ImportRefusal::read(&word.as_string().unwrap_or_default()) {
            ImportRefusal::Foreign => {
                let text = JsFuture::from(plain_(file)).await.map_err(|_| ReferralUnread::File(ImportRefusal::Foreign))?;
                let text = text.as_string().unwrap_or_default();
                // A ward's export begins with letters; a message with a brace.
                if text.trim_start().starts_with('{') { Ok(ReferralFile::Plain(text)) } else { Err(ReferralUnread::File(ImportRefusal::Foreign)) }
            }
            refusal => Err(ReferralUnread::File(refusal)),
        },
    }
}

pub async fn unshut_file(inspected: &JsValue, passphrase: &str) -> Result<String, ReferralUnread> {
    let rows = JsFuture::from(unpack_as(inspected, passphrase)).await;
    let rows = rows.map_err(|word| ReferralUnread::File(ImportRefusal::read(&word.as_string().unwrap_or_default())))?;
    let row = super::rows(&rows).into_iter().find(|(key, _)| key == ROW).and_then(|(_, text)| text);
    row.ok_or(ReferralUnread::File(ImportRefusal::Damaged))
}

/// The camera that is looked through; it ends when this goes.
pub struct Camera {
    end: Function,
    _heard: Closure<dyn FnMut(String)>,
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.end.call0(&JsValue::NULL).ok();
    }
}

/// Nothing where nobody allows a camera, or there is none.
pub async fn look(video: &web_sys::Element, heard: impl FnMut(String) + 'static) -> Option<Camera> {
    let heard: Closure<dyn FnMut(String)> = Closure::new(heard);
    let end = JsFuture::from(look_(video.as_ref(), heard.as_ref())).await.ok()?;
    Some(Camera { end: end.dyn_into().ok()?, _heard: heard })
}

/// Why a referral could not be read, or not be made. Nothing of it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralUnread {
    /// Not these twelve digits.
    Code,
    /// Not twelve digits at all.
    Digits,
    Newer,
    Damaged,
    Large,
    File(ImportRefusal),
    Browser,
}

impl ReferralUnread {
    fn of_codes(word: &JsValue) -> ReferralUnread {
        match word.as_string().as_deref() {
            Some("wrong") => ReferralUnread::Code,
            Some("newer") => ReferralUnread::Newer,
            Some("large") => ReferralUnread::Large,
            Some("damaged") => ReferralUnread::Damaged,
            _ => ReferralUnread::Browser,
        }
    }

    pub fn text(self) -> Text {
        match self {
            ReferralUnread::Code => text!(
                "口令数字不对，未打开；已收的各段不变。请电话核对这12位数字。",
                "These are not the digits; it was not opened, and the parts stay. Check the twelve digits by telephone."
            ),
            ReferralUnread::Digits => {
                text!("口令是12位数字，请核对后重新输入。", "The code is twelve digits. Check it and type it again.")
            }
            ReferralUnread::Newer => text!(
                "转诊数据由另一版本的程序生成，未打开。请对方改发纸质转诊单，并更新程序。",
                "The referral was made by another version of the program and was not opened. Ask for paper, and update the program."
            ),
            ReferralUnread::Damaged | ReferralUnread::File(ImportRefusal::Damaged) => text!(
                "内容已改变或损坏，校验不符，未导入。请对方重新发送。",
                "It was altered or damaged and does not match its checksum; nothing was imported. Ask for it again."
            ),
            ReferralUnread::Large | ReferralUnread::File(ImportRefusal::Large) => {
                text!("文件过大，不是转诊文件，未读取。", "The file is too large for a referral; it was not read.")
            }
            ReferralUnread::File(ImportRefusal::Truncated) => text!(
                "文件不完整（复制或传输中断），未导入。请重新接收。",
                "The file is cut short (copying or sending was interrupted); nothing was imported. Take it again."
            ),
            ReferralUnread::File(ImportRefusal::Newer) => text!(
                "文件由更新版本的程序生成，未导入。请先更新本机程序。",
                "The file was made by a newer version; nothing was imported. Update the program on this device first."
            ),
            ReferralUnread::File(ImportRefusal::Wrong) => text!(
                "口令与此文件不符，或文件被人改动过，未导入。请电话核对口令。",
                "This is not the passphrase of the file, or the file was altered; nothing was imported. Check the passphrase by telephone."
            ),
            ReferralUnread::File(_) => text!(
                "这不是转诊文件，未导入。请选择扩展名为 .vrefer 或 .json 的转诊文件。",
                "This is no referral; nothing was imported. Choose a referral file that ends in .vrefer or .json."
            ),
            ReferralUnread::Browser => {
                text!("此浏览器无法完成。请改用文件、文字或纸质转诊单。", "This browser cannot do it. Use a file, the text or paper.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_in_groups_and_read_however_it_is_typed() {
        assert_eq!(spoken("012345678901"), "0123 4567 8901");
        for typed in ["012345678901", "0123 4567 8901", " ０１２３-4567－8901 "] {
            assert_eq!(typed_code(typed).as_deref(), Some("012345678901"), "{typed}");
        }
        for typed in ["", "01234567890", "0123456789012", "0123 4567 89O1", "012345678901x"] {
            assert_eq!(typed_code(typed), None, "{typed}");
        }
    }
}
