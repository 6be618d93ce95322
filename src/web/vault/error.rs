//! What may be wrong with a vault, each with what to do about it, in both languages.

use crate::text::{Text, text};

/// Whether there is a vault, before anybody says a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultStatus {
    /// None yet: one can be created.
    Absent,
    Locked,
    Unavailable(VaultObstacle),
}

/// Why no vault can be kept here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultObstacle {
    /// Not a secure context: the browser offers no encryption there.
    Insecure,
    /// The browser forbids storage.
    Blocked,
    /// Another tab holds an older version open.
    Elsewhere,
    /// Made by a newer version of this program.
    Newer,
    Damaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultError {
    /// Not the passphrase; the next try may be made after this long.
    Wrong {
        wait_ms: u32,
    },
    /// Too soon after wrong ones.
    Wait {
        wait_ms: u32,
    },
    Short,
    /// Another tab wrote such a row first; nothing was written.
    Moved,
    /// The disk or the quota is full; nothing was written.
    Full,
    Blocked,
    Elsewhere,
    /// The data were deleted while we had them open.
    Gone,
    Damaged,
    /// The row of this admission is not the last that was written here; nothing was written onto it.
    Older,
    Newer,
    Locked,
    Insecure,
    /// There is one already.
    Present,
}

impl VaultStatus {
    /// The word of `vault.js`.
    pub(super) fn read(word: &str) -> VaultStatus {
        match word {
            "absent" => VaultStatus::Absent,
            "locked" => VaultStatus::Locked,
            "insecure" => VaultStatus::Unavailable(VaultObstacle::Insecure),
            "elsewhere" => VaultStatus::Unavailable(VaultObstacle::Elsewhere),
            "newer" => VaultStatus::Unavailable(VaultObstacle::Newer),
            "damaged" | "gone" => VaultStatus::Unavailable(VaultObstacle::Damaged),
            _ => VaultStatus::Unavailable(VaultObstacle::Blocked),
        }
    }
}

impl VaultError {
    /// The word of `vault.js`, with how long to wait where there is something to wait for.
    pub(super) fn read(word: &str) -> VaultError {
        let (word, wait) = word.split_once(' ').unwrap_or((word, ""));
        let wait_ms = wait.parse().unwrap_or_default();
        match word {
            "wrong" => VaultError::Wrong { wait_ms },
            "wait" => VaultError::Wait { wait_ms },
            "short" => VaultError::Short,
            "moved" => VaultError::Moved,
            "full" => VaultError::Full,
            "elsewhere" => VaultError::Elsewhere,
            "gone" => VaultError::Gone,
            "damaged" => VaultError::Damaged,
            "older" => VaultError::Older,
            "newer" => VaultError::Newer,
            "locked" => VaultError::Locked,
            "insecure" => VaultError::Insecure,
            "present" => VaultError::Present,
            _ => VaultError::Blocked,
        }
    }
}

impl VaultObstacle {
    /// For style sheets and tests.
    pub fn id(self) -> &'static str {
        match self {
            VaultObstacle::Insecure => "insecure",
            VaultObstacle::Blocked => "blocked",
            VaultObstacle::Elsewhere => "elsewhere",
            VaultObstacle::Newer => "newer",
            VaultObstacle::Damaged => "damaged",
        }
    }

    pub fn text(self) -> Text {
        match self {
            VaultObstacle::Insecure => text!(
                "此页面不是安全连接（https），浏览器不提供加密，因此不在本机保存患者数据。请用 https 地址打开，或在服务器本机使用。",
                "This page is not on a secure connection (https), so the browser offers no encryption and no patient data are kept here. Open it by its https address."
            ),
            VaultObstacle::Blocked => VaultError::Blocked.text(),
            VaultObstacle::Elsewhere => VaultError::Elsewhere.text(),
            VaultObstacle::Newer => VaultError::Newer.text(),
            VaultObstacle::Damaged => VaultError::Damaged.text(),
        }
    }
}

impl VaultError {
    /// Why a vault was closed, where it was no person's doing: the word of `vault.js`, and back.
    pub fn closing(self) -> Option<&'static str> {
        match self {
            VaultError::Gone => Some("gone"),
            VaultError::Newer => Some("newer"),
            _ => None,
        }
    }

    pub fn closed(word: &str) -> Option<VaultError> {
        Some(VaultError::read(word)).filter(|error| error.closing().is_some())
    }

    /// What happened and what to do.
    pub fn text(self) -> Text {
        match self {
            VaultError::Wrong { .. } => text!("口令不正确。", "This is not the passphrase."),
            VaultError::Wait { .. } => text!("口令多次错误，请稍候再试。", "Too many wrong passphrases. Wait before the next try."),
            VaultError::Short => text!("口令至少 8 个字符。", "A passphrase has at least 8 characters."),
            VaultError::Moved => text!(
                "另一标签页刚刚改动了同一记录，本次未写入。已重新读取，请核对后再试。",
                "Another tab has just changed the same record; nothing was written. It is read again: check, then try once more."
            ),
            VaultError::Full => text!(
                "本机存储空间已满，本次未写入。请先导出病区数据，再清理设备空间后重试。",
                "The storage of this device is full; nothing was written. Export the ward, free some space, then try again."
            ),
            VaultError::Blocked => text!(
                "浏览器禁止本站存储数据（可能是无痕窗口或策略限制）。请改用普通窗口，或请信息科允许本站存储。",
                "The browser forbids this site to store data (a private window, or a policy). Use an ordinary window, or have storage allowed."
            ),
            VaultError::Elsewhere => text!(
                "另一标签页正打开旧版本的数据，无法升级。请关闭本站的其他标签页后重试。",
                "Another tab holds an older version of the data open. Close the other tabs of this site, then try again."
            ),
            VaultError::Gone => text!(
                "本机数据在使用中被删除（清除了浏览器数据）。未写入。请重新载入，并从最近的导出文件恢复。",
                "The data of this device were deleted while in use (browser data cleared). Nothing was written. Load again and restore from the latest export."
            ),
            VaultError::Damaged => text!(
                "本机数据已损坏，无法解密，未作任何改动。请从最近的导出文件恢复到新的数据库。",
                "The data of this device are damaged and cannot be decrypted; nothing was changed. Restore from the latest export."
            ),
            VaultError::Older => text!(
                "该患者在本机的数据不是最后写入的那一份（旧数据被放回，或住院信息被删去），本次未写入。请看看板上的说明，并导入最近的导出文件。",
                "What lies here of this patient is not what was last written (older data were put back, or the row was removed); nothing was written. See the notice on the board, and import the latest export."
            ),
            VaultError::Newer => text!(
                "本机数据由更新版本的程序写入。请先更新程序再打开，数据未改动。",
                "The data of this device were written by a newer version. Update the program first; the data are unchanged."
            ),
            VaultError::Locked => text!("已锁定，未写入。请输入口令解锁。", "Locked; nothing was written. Unlock with the passphrase."),
            VaultError::Insecure => VaultObstacle::Insecure.text(),
            VaultError::Present => text!("本机已有数据，请用口令解锁。", "There are data on this device already; unlock them with the passphrase."),
        }
    }
}
