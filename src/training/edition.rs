//! For which edition of the tables a case or a result was made. What an older edition says is shown with its name and mixed with
//! nothing of today's; what names an edition that this program does not know is refused.

use crate::text::{Text, text};

/// An edition of the tables: the version of the program and the digest of the rules (hex, or its first twelve characters).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableEdition {
    pub version: String,
    pub rules: String,
}

/// Characters of the digest that are kept.
pub const DIGEST_KEPT: usize = 12;

/// Released before this one.
pub const EARLIER: &[&str] = &["0.1.0"];

/// What an edition is to the tables of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionStanding {
    Same,
    /// Known and older: its marks stand as that edition gave them.
    Older,
    /// Not known: later, or not ours.
    Unknown,
}

impl TableEdition {
    pub fn of(version: &str, rules: &str) -> TableEdition {
        TableEdition { version: version.to_owned(), rules: rules.chars().take(DIGEST_KEPT).collect() }
    }

    /// Held against the tables of this program.
    pub fn standing(&self, here: &TableEdition) -> EditionStanding {
        match () {
            () if self == here => EditionStanding::Same,
            // Of the same version with other rules: a build between two releases.
            () if self.version == here.version || EARLIER.contains(&&*self.version) => EditionStanding::Older,
            () => EditionStanding::Unknown,
        }
    }
}

impl EditionStanding {
    pub fn text(self) -> Text {
        match self {
            EditionStanding::Same => text!("与本机评分表版本相同", "made for the tables of this program"),
            EditionStanding::Older => text!(
                "按较早版本的评分表制作：分数保留原版本结果，不与本版本合并统计",
                "made for older tables: its marks stay as that edition gave them, and are not counted with those of this one"
            ),
            EditionStanding::Unknown => text!(
                "评分表版本无法识别（较新或非本程序），未采用。请更新程序后重试。",
                "made for tables that this program does not know (newer, or not ours); not taken. Update the program and try again."
            ),
        }
    }
}
