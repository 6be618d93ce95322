//! Marks and phrases as the pages that are written from the tables show them. In no browser.

use std::fmt::Write as _;

use crate::clinical::not_for::NOT_FOR;
use crate::clinical::source::Mark;
use crate::text::Text;

pub(super) fn not_for_rows() -> String {
    let mut out = String::from("| id | 对象 who | 程序如何处理 what the program does | 仍适用的行 rows | 依据 evidence |\n|---|---|---|---|---|\n");
    for row in NOT_FOR {
        let _ = writeln!(out, "| `{}` | {} | {} | {} | {} |", row.id, phrase(row.who), phrase(row.what), phrase(row.rows), cited(row.marks));
    }
    out
}

pub(super) fn phrase(text: Text) -> String {
    format!("{} / {}", text.zh(), text.en())
}

/// The marks of a row as the evidence pages show them: keys, and after K or D the one statement meant.
pub fn cited(marks: &[Mark]) -> String {
    let one = |mark: &Mark| match mark {
        Mark::V(key) => format!("V:{key}"),
        Mark::V2(key) => format!("V2:{key} secondary / 二手资料"),
        Mark::K(what) => format!("**K** {}", phrase(*what)),
        Mark::D(what) => format!("**D** {}", phrase(*what)),
    };
    marks.iter().map(one).collect::<Vec<_>>().join("; ")
}
