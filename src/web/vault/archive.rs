//! The whole ward in one file: written, read, and joined with what lies here. The file is `archive.js`, the rule of joining
//! `interop::archive`.

use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Line, Vault, VaultError, readable, rows, settled};
use crate::clinical::chart::Instant;
pub use crate::interop::archive::{ImportPlan, Verdict, Ward};
use crate::interop::archive::{Mix, RowChange, mixes};
use crate::interop::ward::WARD_KEY;
use crate::text::{Text, text};
use crate::web::clock;

#[wasm_bindgen(module = "/src/web/vault/archive.js")]
extern "C" {
    fn pack(rows: &JsValue, passphrase: &str, program: &str, demo: bool) -> Promise;
    #[wasm_bindgen(js_name = inspect)]
    fn inspect_(file: &JsValue) -> Promise;
    fn unpack(inspected: &JsValue, passphrase: &str) -> Promise;
    #[wasm_bindgen(js_name = save)]
    fn save_(blob: &JsValue, name: &str);
    #[wasm_bindgen(js_name = chosen)]
    fn chosen_(input: &JsValue) -> JsValue;
    fn breath() -> Promise;
}

/// Why a file was not taken. Nothing of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRefusal {
    Large,
    Foreign,
    Truncated,
    Damaged,
    Newer,
    Wrong,
    Unreadable,
    /// Of a demonstration, and here is a real ward.
    Demo,
    /// Of a real ward, and here is the demonstration.
    Real,
}

impl ImportRefusal {
    pub(super) fn read(word: &str) -> ImportRefusal {
        match word {
            "large" => ImportRefusal::Large,
            "foreign" => ImportRefusal::Foreign,
            "truncated" => ImportRefusal::Truncated,
            "damaged" => ImportRefusal::Damaged,
            "newer" => ImportRefusal::Newer,
            "wrong" => ImportRefusal::Wrong,
            _ => ImportRefusal::Unreadable,
        }
    }

    pub fn text(self) -> Text {
        match self {
            ImportRefusal::Large => text!(
                "文件超过 128 MB，不是病区导出文件应有的大小，未读取。请核对所选文件。",
                "The file is over 128 MB, more than any export of a ward; it was not read. Check which file you chose."
            ),
            ImportRefusal::Foreign => text!(
                "这不是 Virchow 病区导出文件，未导入。请选择扩展名为 .vward 的文件。",
                "This is no export of a Virchow ward; nothing was imported. Choose a file that ends in .vward."
            ),
            ImportRefusal::Truncated => text!(
                "文件不完整（复制或传输中断），未导入。请重新复制后再试。",
                "The file is cut short (copying or sending was interrupted); nothing was imported. Copy it again, then retry."
            ),
            ImportRefusal::Damaged => text!(
                "文件内容已改变或损坏，校验不符，未导入。请重新从原设备导出。",
                "The file was altered or damaged and does not match its checksum; nothing was imported. Export it again on the other device."
            ),
            ImportRefusal::Newer => text!(
                "文件由更新版本的程序导出，未导入。请先更新本机程序。",
                "The file was exported by a newer version; nothing was imported. Update the program on this device first."
            ),
            ImportRefusal::Wrong => text!(
                "口令与此文件不符，或文件被人改动过，未导入。请输入导出时所用的口令；确信口令无误时，请重新从原设备导出。",
                "This is not the passphrase of the file, or the file was altered; nothing was imported. Enter the one it was exported with; if you are sure of it, export again on the other device."
            ),
            ImportRefusal::Unreadable => text!(
                "无法读取文件（可能已移动或无权限），未导入。请重新选择。",
                "The file cannot be read (moved, or not permitted); nothing was imported. Choose it again."
            ),
            ImportRefusal::Demo => text!(
                "这是演示病区的文件（虚构患者），不能导入真实病区，未导入。请选择本院真实病区的导出文件。",
                "This file is of the demonstration (fictional patients) and is not taken into a real ward; nothing was imported. Choose an export of a real ward."
            ),
            ImportRefusal::Real => text!(
                "本机是演示病区，不接收真实患者的数据，未导入。请先在“设置”中结束演示，再导入。",
                "This device holds the demonstration and takes no data of real patients; nothing was imported. End the demonstration under Settings first, then import."
            ),
        }
    }
}

fn asked(promise: Promise) -> Pin<Box<dyn Future<Output = Result<JsValue, ImportRefusal>>>> {
    Box::pin(async move { JsFuture::from(promise).await.map_err(|word| ImportRefusal::read(&word.as_string().unwrap_or_default())) })
}

/// A file ready to be saved.
#[derive(Clone)]
pub struct Export {
    blob: JsValue,
    /// The keys of the rows that could not be read: not in the file, but listed in it.
    pub unreadable: Vec<String>,
    /// Of the demonstration; the file says so.
    pub demo: bool,
}

/// Everything in the vault that can be read, under `passphrase`.
pub async fn export(vault: &Vault, passphrase: &str) -> Result<Export, VaultError> {
    // As it is read, without a copy of a whole ward in between.
    let all = settled(readable(&vault.0.handle, "")).await?;
    let unreadable = super::pairs(&all).into_iter().filter(|(_, text)| !text.is_string()).map(|(key, _)| key).collect();
    let demo = vault.is_demo().await?;
    let blob = asked(pack(&all, passphrase, env!("CARGO_PKG_VERSION"), demo)).await.map_err(|_| VaultError::Blocked)?;
    Ok(Export { blob, unreadable, demo })
}

impl Export {
    pub fn save(&self, name: &str) {
        save_(&self.blob, name);
    }
}

/// Offers a text to be saved as a file.
pub fn save_text(text: &str, name: &str) {
    save_(&text.into(), name);
}

/// A file that is whole and ours; what is in it takes its passphrase.
#[derive(Clone)]
pub struct Brought {
    inspected: JsValue,
    /// RFC 3339, by the clock of the other device.
    pub created: String,
    /// The file says of itself that it is of a demonstration.
    pub demo: bool,
}

/// The first file of a file field.
pub fn chosen(input: &web_sys::HtmlInputElement) -> Option<JsValue> {
    let file = chosen_(input.as_ref());
    file.is_truthy().then_some(file)
}

pub async fn inspect(file: &JsValue) -> Result<Brought, ImportRefusal> {
    let inspected = asked(inspect_(file)).await?;
    let header = Reflect::get(&inspected, &"header".into()).unwrap_or_default();
    let created = Reflect::get(&header, &"created".into()).ok().and_then(|created| created.as_string()).unwrap_or_default();
    let demo = Reflect::get(&header, &"demo".into()).is_ok_and(|demo| demo == JsValue::TRUE);
    Ok(Brought { inspected, created, demo })
}

impl Brought {
    pub async fn open(&self, passphrase: &str) -> Result<Ward, ImportRefusal> {
        asked(unpack(&self.inspected, passphrase)).await.map(|found| Ward::of(rows(&found)))
    }
}

/// There is a ward on this device, and it is not the demonstration.
pub async fn holds_a_real_ward(vault: &Vault) -> bool {
    vault.count(WARD_KEY).await.is_ok_and(|rows| rows > 0) && vault.is_demo().await == Ok(false)
}

/// A demonstration and a real ward are not joined: why this file is not taken here.
pub async fn refused(vault: &Vault, brought: &Ward) -> Result<Option<ImportRefusal>, VaultError> {
    let held = Ward::of(vault.readable("").await?);
    Ok(mixes(&held, brought).map(|mix| match mix {
        Mix::DemoIntoReal => ImportRefusal::Demo,
        Mix::RealIntoDemo => ImportRefusal::Real,
    }))
}

/// What taking `brought` would do here. Rests now and then, so that the screen lives.
pub async fn plan(vault: &Vault, brought: &Ward) -> Result<ImportPlan, VaultError> {
    plan_at(vault, brought, None).await
}

/// As of `at`, or of now.
async fn plan_at(vault: &Vault, brought: &Ward, at: Option<Instant>) -> Result<ImportPlan, VaultError> {
    let held = Ward::of(vault.readable("").await?);
    let profile = Rc::new(held.profile().or_else(|| brought.profile()).unwrap_or_default());
    let at = at.unwrap_or_else(|| clock::now(&profile.time_zone));
    let mut plan = ImportPlan::new(profile, at);
    for (place, (context, admission)) in brought.admissions.iter().enumerate() {
        plan.admit(context, held.admissions.get(context), admission);
        if place % 2 == 1 {
            JsFuture::from(breath()).await.ok();
        }
    }
    plan.rest(&held, brought);
    Ok(plan)
}

/// Does what was agreed to: all of it, or nothing. [`VaultError::Moved`] when the ward has changed since.
pub async fn carry_out(vault: &Vault, brought: &Ward, agreed: &ImportPlan) -> Result<(), VaultError> {
    // A ward may have been founded here, or the demonstration opened, since the plan was shown.
    if refused(vault, brought).await?.is_some() || plan_at(vault, brought, Some(agreed.at)).await? != *agreed {
        return Err(VaultError::Moved);
    }
    let line = |change: &RowChange| match change.clone() {
        RowChange::Put(key, text) => Line::Put(key, text),
        RowChange::Add(key, text) => Line::Add(key, text),
        RowChange::Delete(key) => Line::Delete(key),
    };
    vault.mend(agreed.changes.iter().map(line).collect()).await?;
    let key = |change: &RowChange| match change {
        RowChange::Put(key, _) | RowChange::Add(key, _) | RowChange::Delete(key) => key.clone(),
    };
    vault.tell(agreed.changes.iter().map(key).collect());
    Ok(())
}
