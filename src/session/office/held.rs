//! What one source brought: its stays, and what was refused of it, by place and reason and never by value.

use crate::quality::episode::{NONE_WORD, SettledStay, UNKNOWN_WORD};
use crate::quality::study::rows::{study_stay, study_stays};
use crate::text::{Text, text};

/// Where stays come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// The ward of this device.
    Ward,
    /// A file of front pages.
    FrontPages,
    /// Our two tables as NDJSON.
    Tables,
    /// The study, as a demonstration.
    Study,
}

impl SourceKind {
    pub fn id(self) -> &'static str {
        match self {
            SourceKind::Ward => "ward",
            SourceKind::FrontPages => "front_pages",
            SourceKind::Tables => "tables",
            SourceKind::Study => "study",
        }
    }

    pub fn name(self) -> Text {
        match self {
            SourceKind::Ward => text!("本机病区", "The ward of this device"),
            SourceKind::FrontPages => text!("病案首页文件", "File of front pages"),
            SourceKind::Tables => text!("住院与事实表（NDJSON）", "Tables of stays and facts (NDJSON)"),
            SourceKind::Study => text!("演示数据（研究的虚构住院）", "Demonstration (invented stays of the study)"),
        }
    }

    /// What `seq` of a fact counts there.
    pub fn seq_name(self) -> Text {
        match self {
            SourceKind::FrontPages => text!("文件行", "line of the file"),
            _ => text!("记录事件", "event of the record"),
        }
    }
}

/// The stays of a source. Those of the study are made when they are asked for: all of them at once would be some 300 MB.
#[derive(Clone, Debug, PartialEq)]
pub enum HeldStays {
    Rows(Vec<SettledStay>),
    Study,
}

impl HeldStays {
    pub fn len(&self) -> usize {
        match self {
            HeldStays::Rows(rows) => rows.len(),
            HeldStays::Study => study_stays() as usize,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Looks at one stay; `None` beyond the last.
    pub fn with<T>(&self, at: usize, look: impl FnOnce(&SettledStay) -> T) -> Option<T> {
        match self {
            HeldStays::Rows(rows) => rows.get(at).map(look),
            HeldStays::Study => study_stay(at as u64).map(|stay| look(&stay)),
        }
    }

    /// The first and the last month of discharge.
    pub fn span(&self) -> Option<(String, String)> {
        match self {
            HeldStays::Rows(rows) => {
                let months = || rows.iter().map(|stay| &stay.episode.discharged_month).filter(|month| *month != UNKNOWN_WORD);
                Some((months().min()?.clone(), months().max()?.clone()))
            }
            HeldStays::Study => Some(("2023-07".into(), "2025-06".into())),
        }
    }
}

/// Something that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedPlace {
    /// The line of the file, from 1; none where the source has no lines.
    pub line: Option<u64>,
    /// What stands there: a column, or a path.
    pub place: [String; 2],
    /// Why, and what to do, in both languages.
    pub why: [String; 2],
}

/// One source as it stands in the office.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeSource {
    pub id: u32,
    pub kind: SourceKind,
    /// Name of the file, or of the ward.
    pub name: String,
    pub facility: String,
    pub stays: HeldStays,
    /// How many rows were refused, of which the first are listed.
    pub refused: u64,
    pub listed: Vec<RefusedPlace>,
    /// Rows that said the same again: counted once.
    pub again: u64,
    /// Of a file, as it was read: `utf-8`, `gb18030`.
    pub encoding: &'static str,
}

/// Refused rows that are listed one by one; the others are counted.
pub const LISTED_AT_MOST: usize = 200;

/// A front page with the record of its stay: what the page says of the stay, filled up from the record where it says nothing, and the facts
/// of the record beside the diagnosis of the page. A record that tells of a kind is taken for the whole stay.
pub fn joined(page: &SettledStay, record: &SettledStay) -> SettledStay {
    let mut episode = page.episode.clone();
    let told = &record.episode;
    for (mine, theirs) in [
        (&mut episode.tier, &told.tier),
        (&mut episode.dept_admission, &told.dept_admission),
        (&mut episode.dept_assessment, &told.dept_assessment),
        (&mut episode.dept_discharge, &told.dept_discharge),
        (&mut episode.sex, &told.sex),
        (&mut episode.service, &told.service),
        (&mut episode.icu, &told.icu),
        (&mut episode.vte_before, &told.vte_before),
        (&mut episode.leaving, &told.leaving),
    ] {
        if *mine == UNKNOWN_WORD {
            mine.clone_from(theirs);
        }
    }
    for (mine, theirs) in [(&mut episode.age, told.age), (&mut episode.height_mm, told.height_mm), (&mut episode.weight_g, told.weight_g)] {
        if *mine < 0 {
            *mine = theirs;
        }
    }
    if !episode.decided.is_known() {
        episode.decided = told.decided;
    }
    let flaws: Vec<&str> =
        [&page.episode.flaws, &told.flaws].into_iter().flat_map(|flaws| flaws.split(' ')).filter(|flaw| *flaw != NONE_WORD).collect();
    episode.flaws = if flaws.is_empty() { NONE_WORD.to_owned() } else { flaws.join(" ") };
    let mut facts = record.facts.clone();
    for row in page.facts.iter().filter(|row| !row.is_untold()) {
        let has_one = record.facts.iter().any(|fact| fact.kind == row.kind && !fact.is_untold());
        facts.retain(|fact| fact.kind != row.kind || !fact.is_untold());
        let mut row = row.clone();
        row.latest &= !has_one;
        facts.push(row);
    }
    facts.iter_mut().for_each(|fact| fact.episode.clone_from(&episode.episode));
    SettledStay { episode, facts }
}
