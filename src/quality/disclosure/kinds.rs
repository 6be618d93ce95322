//! The two kinds of export and their numbers: what each may say, and how it is printed.

use std::collections::BTreeMap;

use crate::text::{Lang, Text, text};

/// What a number is of. A part that is `None` is all of it: the total.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellKey {
    /// `alliance_1.numerator`, say.
    pub measure: String,
    pub month: Option<String>,
    pub site: Option<String>,
    pub department: Option<String>,
}

impl CellKey {
    pub(super) fn part(&self, dimension: usize) -> &Option<String> {
        [&self.month, &self.site, &self.department][dimension]
    }

    /// The total over one dimension that this is counted in; none where it is that total.
    pub(super) fn above(&self, dimension: usize) -> Option<CellKey> {
        self.part(dimension).as_ref()?;
        let mut above = self.clone();
        *[&mut above.month, &mut above.site, &mut above.department][dimension] = None;
        Some(above)
    }
}

/// A number as it came in. A site that sent nothing is not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveredCount {
    Missing,
    Count(u64),
}

/// Counts with all their totals. `parts`: measures of which the first counts some of the second (numerator, denominator).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportTable {
    pub cells: BTreeMap<CellKey, DeliveredCount>,
    pub parts: Vec<(String, String)>,
}

/// For an authority: exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnExport {
    pub cells: BTreeMap<CellKey, DeliveredCount>,
}

/// A number as everybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedCount {
    /// Nothing was delivered.
    Missing,
    /// Nobody.
    Zero,
    /// To the nearest multiple.
    Rounded(u64),
    /// At least one, and at most so many.
    AtMost(u64),
    /// Withheld, because another number would follow from it.
    Withheld,
}

/// For everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationExport {
    pub rules: PublicationRules,
    pub cells: BTreeMap<CellKey, PublishedCount>,
}

/// How a publication is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicationRules {
    /// From one to this: shown as "≤".
    pub small: u64,
    /// All others to the nearest multiple of this.
    pub round_to: u64,
}

impl Default for PublicationRules {
    fn default() -> PublicationRules {
        PublicationRules { small: 7, round_to: 5 }
    }
}

/// Why nothing is published. No number is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPublished {
    /// This total is not the sum of what stands under it: a row is missing, or one is twice.
    DoesNotAdd(CellKey),
    /// More in a part than in the whole.
    PartExceeds(CellKey),
    /// An earlier publication has this cell, and the table does not: what is new could be subtracted from it.
    EarlierCell(CellKey),
    /// So much is public already that this cell would follow.
    CannotProtect(CellKey),
    /// More than [`MOST_CELLS`].
    TooLarge(usize),
    /// A rule of zero, or one that rounds coarser than small numbers are.
    Rules,
}

/// Cells of one publication: the attack on larger tables would take too long. Publish fewer groups at once.
pub const MOST_CELLS: usize = 600;

impl NotPublished {
    pub fn text(&self) -> Text {
        match self {
            NotPublished::DoesNotAdd(_) => text!(
                "合计与其下各项之和不符：请补上缺少的一行（如“其他科室”），或核对重复。",
                "A total is not the sum of what stands under it: add the row that is missing (\"other departments\", say), or look for one that is there twice."
            ),
            NotPublished::PartExceeds(_) => text!("有一项分子大于分母，请核对。", "One part is greater than its whole. Check both."),
            NotPublished::EarlierCell(_) => text!(
                "以前公布的一项不在本表中：请把已公布月份的数一并交来，以防新旧相减。",
                "A cell of an earlier publication is not in this table: hand over the counts of published months too, or old and new could be subtracted."
            ),
            NotPublished::CannotProtect(_) => text!(
                "已公布的内容过多，公布本表会使一个隐去的数被推算出来：请减少分组。",
                "So much is public already that a withheld number would follow from this table. Publish fewer groups."
            ),
            NotPublished::TooLarge(_) => text!("一次最多公布600格：请减少分组或月份。", "At most 600 cells at once: publish fewer groups or months."),
            NotPublished::Rules => text!(
                "规则无效：小数上限至少为1，取整至少为1，且不大于小数上限加1。",
                "These rules do not work: small numbers up to at least 1, rounding to at least 1 and at most one more than small numbers reach."
            ),
        }
    }
}

impl PublishedCount {
    /// Between which numbers a reader knows it to lie; the upper end may be infinite.
    pub fn range(self, rules: PublicationRules) -> [f64; 2] {
        match self {
            PublishedCount::Missing | PublishedCount::Zero => [0.0, 0.0],
            PublishedCount::Rounded(shown) => {
                let low = shown.saturating_sub(rules.round_to / 2).max(rules.small + 1);
                [low as f64, (shown + (rules.round_to - 1) / 2) as f64]
            }
            PublishedCount::AtMost(most) => [1.0, most as f64],
            PublishedCount::Withheld => [0.0, f64::INFINITY],
        }
    }

    pub fn is_suppressed(self) -> bool {
        matches!(self, PublishedCount::AtMost(_) | PublishedCount::Withheld)
    }

    /// As it is printed: each kind its own.
    pub fn written(self, lang: Lang) -> String {
        match self {
            PublishedCount::Missing => text!("未报", "not delivered").get(lang).to_owned(),
            PublishedCount::Zero => "0".to_owned(),
            PublishedCount::Rounded(shown) => shown.to_string(),
            PublishedCount::AtMost(most) => format!("≤ {most}"),
            PublishedCount::Withheld => text!("隐去", "withheld").get(lang).to_owned(),
        }
    }
}

pub(super) fn shown(count: DeliveredCount, rules: PublicationRules) -> PublishedCount {
    match count {
        DeliveredCount::Missing => PublishedCount::Missing,
        DeliveredCount::Count(0) => PublishedCount::Zero,
        DeliveredCount::Count(count) if count <= rules.small => PublishedCount::AtMost(rules.small),
        DeliveredCount::Count(count) => PublishedCount::Rounded((count + rules.round_to / 2) / rules.round_to * rules.round_to),
    }
}

/// Exact, for an authority.
pub fn to_return(table: &ExportTable) -> ReturnExport {
    ReturnExport { cells: table.cells.clone() }
}

/// A share of two published numbers: what a reader can reckon with them, and nothing of the exact ones. Both within 0 and 1; none where
/// nothing can be said.
pub fn published_rate(counted: PublishedCount, all: PublishedCount, rules: PublicationRules) -> Option<[f64; 2]> {
    let (part, whole) = (counted.range(rules), all.range(rules));
    if matches!(counted, PublishedCount::Missing | PublishedCount::Withheld) || whole[0] <= 0.0 || whole[1].is_infinite() {
        return None;
    }
    match (counted, all) {
        (PublishedCount::Zero, _) => Some([0.0; 2]),
        (PublishedCount::Rounded(part), PublishedCount::Rounded(whole)) => Some([(part as f64 / whole as f64).min(1.0); 2]),
        _ => Some([part[0] / whole[1], (part[1] / whole[0]).min(1.0)]),
    }
}
