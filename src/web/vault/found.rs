//! What is wrong with a row, named so that a person can act: which kind of row, of which admission or user, by its key. No
//! patient's name: the row that holds it may be the one that cannot be read.

use super::{Vault, VaultError, pairs, settled};
use crate::text::{Lang, Text, text};

/// What is wrong, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VaultDefect {
    /// It cannot be decrypted, or what stands in it makes no sense.
    Unreadable,
    /// Written by a newer program.
    Newer,
    /// The row of the vault that says which writing of each row is the last.
    Heads,
    /// It decrypts, but it is not what was last written here.
    Older,
    /// It was written and never deleted here.
    Missing,
    /// Deleted here, or never written here.
    Unknown,
    /// Signed events that no row of an admission speaks of.
    Orphaned,
    /// More or fewer signed events than the row of the admission says.
    Count,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub key: String,
    pub what: VaultDefect,
}

impl Found {
    pub fn of(what: VaultDefect, key: impl Into<String>) -> Found {
        Found { key: key.into(), what }
    }

    /// The admission that it is of.
    pub fn context(&self) -> Option<&str> {
        let (kind, rest) = self.key.split_once('/')?;
        match kind {
            "admission" => Some(rest),
            "draft" => Some(rest.split(' ').next().unwrap_or(rest)),
            "event" => rest.rsplit_once('/').map(|(context, _)| context),
            "aside" => rest.split_once('/').map(|(context, _)| context),
            _ => None,
        }
    }

    /// A person may take it for right as it lies; what cannot be read, nobody can.
    pub fn is_for_a_person(&self) -> bool {
        matches!(self.what, VaultDefect::Older | VaultDefect::Missing | VaultDefect::Unknown | VaultDefect::Heads)
    }

    /// "签名记录 第2条：无法读取".
    pub fn words(&self, lang: Lang) -> String {
        let kind = match self.key.split_once('/').map_or(self.key.as_str(), |(kind, _)| kind) {
            "admission" => text!("住院信息（姓名、床号、病历数据）", "Admission (name, bed, chart)"),
            "event" => text!("签名记录", "Signed event"),
            "draft" => text!("未签名的草稿", "Unsigned draft"),
            "outbox" => text!("待移交HIS的签名", "Signature waiting for the HIS"),
            "user" => text!("使用者", "User"),
            "ward" => text!("病区设置", "Ward settings"),
            "settled" => text!("病区设置的变更记录", "Change of the ward's settings"),
            "people" => text!("人员变更记录", "Change of people"),
            "setting" => text!("本机设置", "Setting of this device"),
            "aside" => text!("合并时另存的签名", "Signature kept aside"),
            "referral" => text!("转诊单", "Referral"),
            "heads" => text!("防回退清单", "List of last writings"),
            _ => text!("其他数据", "Other data"),
        };
        let number = match self.key.split_once('/') {
            Some(("event" | "aside", rest)) => rest.rsplit('/').next().map(|seq| [" #", seq.trim_start_matches('0')].concat()),
            Some(("user" | "outbox" | "setting", rest)) => Some([" ", rest].concat()),
            _ => None,
        };
        [kind.get(lang), &number.unwrap_or_default(), text!("：", ": ").get(lang), self.what.text().get(lang)].concat()
    }
}

impl VaultDefect {
    /// For style sheets and tests.
    pub fn id(self) -> &'static str {
        match self {
            VaultDefect::Unreadable => "unreadable",
            VaultDefect::Newer => "newer",
            VaultDefect::Heads => "heads",
            VaultDefect::Older => "older",
            VaultDefect::Missing => "missing",
            VaultDefect::Unknown => "unknown",
            VaultDefect::Orphaned => "orphaned",
            VaultDefect::Count => "count",
        }
    }

    pub fn text(self) -> Text {
        match self {
            VaultDefect::Unreadable => text!("已损坏，无法读取。", "damaged; it cannot be read."),
            VaultDefect::Newer => text!("由更新版本的程序写入，本程序读不懂。", "written by a newer version of the program."),
            VaultDefect::Heads => text!(
                "缺失或损坏；此时无法发现被放回的旧数据。",
                "missing or damaged; until it is made anew, older data that were put back are not found."
            ),
            VaultDefect::Older => text!("不是本机最后写入的那一份：旧数据被放回。", "not what was last written here: older data were put back."),
            VaultDefect::Missing => text!("本机写过而未删除，现在不见了。", "written here and never deleted, and now it is not there."),
            VaultDefect::Unknown => text!("本机已删除或从未写入，现在却在。", "deleted here or never written here, and yet it is there."),
            VaultDefect::Orphaned => {
                text!("只剩签名记录，姓名、床号等住院信息不见了。", "only the signed events are left; name, bed and chart are gone.")
            }
            VaultDefect::Count => text!(
                "签名记录的条数与该患者行所记不符：有记录被删去或放入。",
                "the number of signed events is not the one noted with the patient: some were removed or put in."
            ),
        }
    }
}

/// What to do about rows that cannot be read, or are not the last that were written.
pub const REMEDY: Text = text!(
    "请到“数据”页导入此前的导出文件：损坏或缺失的行会逐行补回，其余不变。导出也照常可用：能读的都写入文件，读不出的列在文件中。没有导出文件时，请凭打印件或HIS核对，并联系信息科。",
    "Import an earlier export under \"Data\": rows that are damaged or missing are put in one by one, all others stay. Exporting works too: what can be read goes into the file, the rest is listed in it. Without an export, check against a print or the HIS, and tell the information department."
);

/// What lies here against what was last written, and how many signed events each admission has.
pub async fn compare(vault: &Vault) -> Result<(Vec<Found>, Vec<(String, usize)>), VaultError> {
    let answer = js_sys::Array::from(&settled(super::compare(&vault.0.handle)).await?);
    let what = |word: &str| match word {
        "heads" => VaultDefect::Heads,
        "older" => VaultDefect::Older,
        "missing" => VaultDefect::Missing,
        _ => VaultDefect::Unknown,
    };
    let found = pairs(&answer.get(0)).into_iter().filter_map(|(word, key)| Some(Found::of(what(&word), key.as_string()?))).collect();
    let counts = pairs(&answer.get(1)).into_iter().map(|(context, count)| (context, count.as_f64().unwrap_or_default() as usize)).collect();
    Ok((found, counts))
}

/// The keys of all rows that cannot be decrypted. Reads the whole vault, in turns.
pub async fn survey(vault: &Vault) -> Result<Vec<String>, VaultError> {
    let keys = settled(super::survey(&vault.0.handle)).await?;
    Ok(js_sys::Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
}

/// A person takes these for right as they lie.
pub async fn accept(vault: &Vault, found: &[Found]) -> Result<(), VaultError> {
    let keys: js_sys::Array = found.iter().filter(|found| found.is_for_a_person()).map(|found| wasm_bindgen::JsValue::from(&found.key)).collect();
    settled(super::accept(&vault.0.handle, &keys)).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_row_is_named_in_both_languages_with_its_admission() {
        let rows = [
            ("admission/a", Some("a"), "Admission (name, bed, chart): "),
            ("event/a/000012", Some("a"), "Signed event #12: "),
            ("draft/a (other)", Some("a"), "Unsigned draft: "),
            ("aside/a/01234567/000003", Some("a"), "Signature kept aside #3: "),
            ("outbox/e1", None, "Signature waiting for the HIS e1: "),
            ("user/n-1", None, "User n-1: "),
            ("ward", None, "Ward settings: "),
            ("setting/app", None, "Setting of this device app: "),
            ("heads", None, "List of last writings: "),
            ("of a later version", None, "Other data: "),
        ];
        for (key, context, begins) in rows {
            let found = Found::of(VaultDefect::Unreadable, key);
            assert_eq!(found.context(), context, "{key}");
            let (zh, en) = (found.words(Lang::Zh), found.words(Lang::En));
            assert!(en.starts_with(begins), "{en}");
            assert!(zh.contains("无法读取"), "{zh}");
        }
    }

    #[test]
    fn nobody_can_accept_what_nobody_can_read() {
        for (what, may) in [
            (VaultDefect::Unreadable, false),
            (VaultDefect::Newer, false),
            (VaultDefect::Count, false),
            (VaultDefect::Orphaned, false),
            (VaultDefect::Older, true),
            (VaultDefect::Heads, true),
        ] {
            assert_eq!(Found::of(what, "admission/a").is_for_a_person(), may, "{what:?}");
        }
    }
}
