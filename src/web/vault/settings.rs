//! What is set on this device and stays on it: the row `setting/app`, never part of an import.

use super::{Line, Vault, VaultError};
use crate::interop::json::parse;
use crate::interop::writing::Writing;

const KEY: &str = "setting/app";

/// Minutes without a touch after which the app locks; what may be chosen.
pub const IDLE_MINUTES: [u32; 5] = [1, 2, 5, 10, 15];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultSettings {
    pub idle_minutes: u32,
}

impl Default for VaultSettings {
    fn default() -> VaultSettings {
        VaultSettings { idle_minutes: 5 }
    }
}

impl VaultSettings {
    /// As set, or the default where the row is missing or makes no sense.
    pub async fn read(vault: &Vault) -> VaultSettings {
        let rows = vault.read(KEY).await.unwrap_or_default();
        let set = rows.first().and_then(|(_, text)| parse(text, 2).ok()).and_then(|value| value["idleMinutes"].as_u64());
        match set {
            Some(minutes) if IDLE_MINUTES.contains(&(minutes as u32)) => VaultSettings { idle_minutes: minutes as u32 },
            _ => VaultSettings::default(),
        }
    }

    pub async fn write(self, vault: &Vault) -> Result<(), VaultError> {
        let mut out = Writing::object();
        out.whole("idleMinutes", self.idle_minutes as usize);
        vault.write(vec![Line::Put(KEY.into(), out.done())]).await
    }
}
