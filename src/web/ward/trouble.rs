//! Why something was not done: each with words in both languages that say what to do, and none with a value in it.

use crate::clinical::chart::Instant;
use crate::interop::rejected::Rejected;
use crate::record::local::shown;
use crate::record::refusal::Refusal;
use crate::record::role::{Action, Role};
use crate::text::{Lang, Text, text};
use crate::web::vault::VaultError;

#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The record does not allow it, or not this person.
    Refused(Refusal),
    Vault(VaultError),
    /// Something entered cannot be.
    Rejected(Rejected),
    /// After wrong PINs: nobody may try this person's until then.
    Pause {
        seconds: u32,
        /// This one was wrong; else it was not looked at.
        wrong: bool,
    },
    /// Somebody in the ward has this hospital number already, in these beds: a person says whether it is right all the same.
    SameNumber(Vec<String>),
    /// A plain sentence of the page.
    Said(Text),
    /// The same, with a name or a number of the page in it.
    Words {
        zh: String,
        en: String,
    },
}

impl Trouble {
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Trouble::Refused(Refusal::Reserved(action)) => [self.plain(lang), who_may(*action, lang)].concat(),
            Trouble::Rejected(rejected) => {
                if lang == Lang::Zh {
                    rejected.message.zh.clone()
                } else {
                    rejected.message.en.clone()
                }
            }
            _ => self.plain(lang),
        }
    }

    fn plain(&self, lang: Lang) -> String {
        match self {
            Trouble::Refused(refusal) => match refusal.earliest() {
                // Of which year is said always: nothing here knows which one it is.
                Some(earliest) => [refusal.text().get(lang), &shown(earliest, Instant::default(), lang)].concat(),
                None => refusal.told(lang),
            },
            Trouble::Vault(error) => error.text().get(lang).into(),
            Trouble::Rejected(_) => String::new(),
            Trouble::Pause { seconds, wrong } => {
                let said = if *wrong {
                    text!("PIN不正确。再试前请等待（秒）：", "This is not the PIN. Seconds to wait before the next try: ")
                } else {
                    text!("此前PIN输入有误，此次未核对。请等待（秒）：", "Not looked at, after wrong PINs. Seconds to wait: ")
                };
                [said.get(lang), &seconds.to_string()].concat()
            }
            Trouble::SameNumber(beds) => {
                let said = text!("住院号与在院患者相同，床号：", "Somebody in the ward has this hospital number already, in bed ");
                let then = text!("。请核对；确认无误时，再点一次即保存。", ". Check it; if it is right all the same, press once more to save.");
                [said.get(lang), &beds.join(text!("、", ", ").get(lang)), then.get(lang)].concat()
            }
            Trouble::Said(text) => text.get(lang).into(),
            Trouble::Words { zh, en } => if lang == Lang::Zh { zh } else { en }.clone(),
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Trouble::Refused(refusal) => refusal.code(),
            Trouble::Vault(_) => "E_STORAGE",
            Trouble::Rejected(rejected) => rejected.code,
            Trouble::SameNumber(_) => "E_CONFLICT",
            Trouble::Pause { .. } | Trouble::Said(_) | Trouble::Words { .. } => "E_PHASE",
        }
    }
}

/// A refusal says who may.
fn who_may(action: Action, lang: Lang) -> String {
    let who: Vec<&str> = action.right().who.iter().map(|role: &Role| role.label().get(lang)).collect();
    [text!(" 有此权限的角色：", " Roles that may: ").get(lang), &who.join(text!("、", ", ").get(lang)), text!("。", ".").get(lang)].concat()
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::Refused(refusal)
    }
}

impl From<VaultError> for Trouble {
    fn from(error: VaultError) -> Trouble {
        Trouble::Vault(error)
    }
}

impl From<Rejected> for Trouble {
    fn from(rejected: Rejected) -> Trouble {
        Trouble::Rejected(rejected)
    }
}
