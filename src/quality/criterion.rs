//! What an indicator asks of a stay, as data: a closed enum, no closure, so that the same definition counts (here), is SQL
//! (`sql`), is a sentence (`sentence`) and is a FHIR `Measure` (`interop::quality`).
//!
//! An answer is yes, no or unknown, and unknown is never no: `All` is the worst of its parts, `Any` the best, in the order no,
//! unknown, yes.

use super::episode::{DIAGNOSIS_WORD, EpisodeRow, FactKind, SettledRow, SettledStay, Stretch, UNKNOWN, UNKNOWN_WORD, UNTOLD_WORD};

/// An answer about one stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    No,
    Unknown,
    Yes,
}

impl Answered {
    /// Yes where it is certain, no where it cannot be, else unknown.
    fn from(certain: bool, possible: bool) -> Answered {
        match (certain, possible) {
            (true, _) => Answered::Yes,
            (false, true) => Answered::Unknown,
            (false, false) => Answered::No,
        }
    }

    fn not(self) -> Answered {
        match self {
            Answered::No => Answered::Yes,
            Answered::Unknown => Answered::Unknown,
            Answered::Yes => Answered::No,
        }
    }
}

/// A criterion on a stay.
#[derive(Debug, PartialEq)]
pub enum Criterion {
    /// Completed years at admission.
    AgeAtLeast(i64),
    /// Seconds; exactly as long is not longer.
    StayLongerThan(i64),
    StayAtLeast(i64),
    /// A column of the stay has one of these words. `unknown` in the row is unknown.
    Is(EpisodeColumn, &'static [&'static str]),
    /// Some fact of the stay is of this kind, says this, inside this window.
    Some(FactTest),
    Not(&'static Criterion),
    All(&'static [&'static Criterion]),
    Any(&'static [&'static Criterion]),
}

/// A text column of `episode` that a criterion may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpisodeColumn {
    Class,
    Service,
    Icu,
    VteBefore,
    Leaving,
}

impl EpisodeColumn {
    /// The name of the column.
    pub fn id(self) -> &'static str {
        match self {
            EpisodeColumn::Class => "class",
            EpisodeColumn::Service => "service",
            EpisodeColumn::Icu => "icu",
            EpisodeColumn::VteBefore => "vte_before",
            EpisodeColumn::Leaving => "leaving",
        }
    }

    pub fn of(self, row: &EpisodeRow) -> &str {
        match self {
            EpisodeColumn::Class => &row.class,
            EpisodeColumn::Service => &row.service,
            EpisodeColumn::Icu => &row.icu,
            EpisodeColumn::VteBefore => &row.vte_before,
            EpisodeColumn::Leaving => &row.leaving,
        }
    }
}

/// A text column of `settled` that a criterion may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactColumn {
    What,
    Value,
    Beside,
    State,
}

impl FactColumn {
    pub fn id(self) -> &'static str {
        match self {
            FactColumn::What => "what",
            FactColumn::Value => "value",
            FactColumn::Beside => "beside",
            FactColumn::State => "state",
        }
    }

    /// The words that it may have in a fact of this kind; none where it is free text. A word outside would silently count as no.
    pub fn words(self, kind: FactKind) -> Option<&'static [&'static str]> {
        match (self, kind) {
            (FactColumn::What, FactKind::Confirmed) => Some(&["dvt", "pe", "dvt_pe", "other", "unknown"]),
            (FactColumn::Value, FactKind::Assessed) => Some(&["low", "moderate", "high", "open", "unknown"]),
            (FactColumn::Value, FactKind::BleedingScreened) => Some(&["high", "not_high", "open", "unknown"]),
            (FactColumn::Value, FactKind::Ordered | FactKind::Given) => Some(&["basic", "device", "drug", "escalate", "unknown"]),
            (FactColumn::Value, FactKind::Operated) => Some(&["operation", "invasive", "neuraxial", "unknown"]),
            (FactColumn::Value, FactKind::Confirmed) => Some(&["in_hospital", "on_admission", "not_stated", "unknown"]),
            (FactColumn::Beside, FactKind::Assessed) => Some(&["low", "moderate", "high", "open", "none", "unknown"]),
            (FactColumn::Beside, _) => Some(&["none", "unknown"]),
            (FactColumn::State, FactKind::Ordered) => Some(&["firm", "begun", "conditional", "withdrawn", "unknown", UNTOLD_WORD]),
            (FactColumn::State, FactKind::Suspected) => Some(&["standing", "withdrawn", "unknown", UNTOLD_WORD]),
            (FactColumn::State, FactKind::Confirmed) => Some(&["none", DIAGNOSIS_WORD, "unknown", UNTOLD_WORD]),
            (FactColumn::State, _) => Some(&["none", "unknown", UNTOLD_WORD]),
            (FactColumn::What | FactColumn::Value, _) => None,
        }
    }

    /// This word, where it is one of a fact of this kind; else unknown.
    pub fn listed(self, kind: FactKind, word: &str) -> &str {
        match self.words(kind) {
            Some(words) if !words.contains(&word) => UNKNOWN_WORD,
            _ => word,
        }
    }

    pub fn of(self, row: &SettledRow) -> &str {
        match self {
            FactColumn::What => &row.what,
            FactColumn::Value => &row.value,
            FactColumn::Beside => &row.beside,
            FactColumn::State => &row.state,
        }
    }
}

/// What a fact must be.
#[derive(Debug, PartialEq)]
pub struct FactTest {
    pub kind: FactKind,
    pub says: &'static [ColumnSays],
    /// Only the last of its kind in the stay is asked.
    pub latest: bool,
    pub within: Option<TimeWindow>,
    /// A second window, in which it must lie too: late enough after admission, and not after discharge.
    pub also: Option<TimeWindow>,
}

/// Where the anchors of the two windows of a test lie.
type AnchoredPair = [Option<Anchored>; 2];

/// A column of a fact has one of `words`; one of `maybe` may be that (an open band may be moderate).
#[derive(Debug, PartialEq)]
pub struct ColumnSays {
    pub column: FactColumn,
    pub words: &'static [&'static str],
    pub maybe: &'static [&'static str],
}

/// From `from` to `to` seconds after the anchor, both inclusive; negative is before it.
#[derive(Debug, PartialEq)]
pub struct TimeWindow {
    pub anchor: Anchor,
    pub from: i64,
    pub to: i64,
}

/// Further than any stay: no bound on that side.
pub const EVER: i64 = 100_000_000_000;

/// What a window is counted from.
#[derive(Debug, PartialEq)]
pub enum Anchor {
    Admission,
    /// The decision to admit.
    Decision,
    Discharge,
    /// The first fact of the stay that this fits; none, and nothing lies in the window.
    First(&'static FactTest),
}

/// Where an anchor of one stay lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchored {
    None,
    Unknown,
    At(Stretch),
}

impl Criterion {
    pub fn holds(&self, stay: &SettledStay) -> Answered {
        let row = &stay.episode;
        match self {
            Criterion::AgeAtLeast(years) => Answered::from(row.age >= *years, row.age >= *years || row.age == UNKNOWN),
            Criterion::StayLongerThan(seconds) => longer(row.stay, *seconds + 1),
            Criterion::StayAtLeast(seconds) => longer(row.stay, *seconds),
            Criterion::Is(column, words) => {
                let word = column.of(row);
                let yes = words.contains(&word);
                Answered::from(yes, yes || word == UNKNOWN_WORD)
            }
            Criterion::Some(test) => test.of(stay),
            Criterion::Not(inner) => inner.holds(stay).not(),
            Criterion::All(parts) => parts.iter().map(|part| part.holds(stay)).min().unwrap_or(Answered::Yes),
            Criterion::Any(parts) => parts.iter().map(|part| part.holds(stay)).max().unwrap_or(Answered::No),
        }
    }

    /// The facts that decided, for whoever asks why: every row that may have answered a test of this criterion.
    pub fn deciding<'a>(&self, stay: &'a SettledStay) -> Vec<&'a SettledRow> {
        match self {
            Criterion::Some(test) => {
                let anchors = test.anchors(stay);
                stay.facts.iter().filter(|row| test.fits(row, anchors) != Answered::No).collect()
            }
            Criterion::Not(inner) => inner.deciding(stay),
            Criterion::All(parts) | Criterion::Any(parts) => parts.iter().flat_map(|part| part.deciding(stay)).collect(),
            _ => vec![],
        }
    }
}

fn longer(stay: Stretch, least: i64) -> Answered {
    if !stay.is_known() {
        return Answered::Unknown;
    }
    Answered::from(stay.first >= least, stay.last >= least)
}

impl FactTest {
    /// Whether some fact of the stay fits.
    fn of(&self, stay: &SettledStay) -> Answered {
        let anchors = self.anchors(stay);
        stay.facts.iter().map(|row| self.fits(row, anchors)).max().unwrap_or(Answered::No)
    }

    /// The windows that it has, the first and the second.
    pub fn windows(&self) -> impl Iterator<Item = &TimeWindow> {
        [&self.within, &self.also].into_iter().flatten()
    }

    fn anchors(&self, stay: &SettledStay) -> AnchoredPair {
        [&self.within, &self.also].map(|window| window.as_ref().map(|window| window.anchor.of(stay)))
    }

    fn fits(&self, row: &SettledRow, anchors: AnchoredPair) -> Answered {
        let untold = row.is_untold();
        if row.kind != self.kind || self.latest && !row.latest && !untold {
            return Answered::No;
        }
        let said = self.says.iter().map(|says| {
            let word = says.column.of(row);
            let yes = says.words.contains(&word);
            Answered::from(yes, yes || says.maybe.contains(&word))
        });
        // The source tells nothing of this kind: there may have been one that says this.
        let said = if untold { Answered::Unknown } else { said.min().unwrap_or(Answered::Yes) };
        let windows = [&self.within, &self.also].into_iter().zip(anchors);
        let inside = windows.filter_map(|(window, anchor)| Some(window.as_ref()?.holds(row.at, anchor?)));
        inside.fold(said, Answered::min)
    }
}

impl TimeWindow {
    fn holds(&self, at: Stretch, anchor: Anchored) -> Answered {
        let of = match anchor {
            Anchored::None => return Answered::No,
            Anchored::At(of) if at.is_known() => of,
            _ => return Answered::Unknown,
        };
        let (least, most) = (at.first - of.last, at.last - of.first);
        Answered::from(least >= self.from && most <= self.to, most >= self.from && least <= self.to)
    }
}

impl Anchor {
    fn of(&self, stay: &SettledStay) -> Anchored {
        let told = |stretch: Stretch| if stretch.is_known() { Anchored::At(stretch) } else { Anchored::Unknown };
        match self {
            Anchor::Admission => told(stay.episode.admitted),
            Anchor::Decision => told(stay.episode.decided),
            Anchor::Discharge => told(stay.episode.discharged),
            Anchor::First(test) => first(test, stay),
        }
    }
}

/// The first fact that fits lies between the first that may fit and the first that certainly does.
fn first(test: &FactTest, stay: &SettledStay) -> Anchored {
    let fitting = |least: Answered| stay.facts.iter().filter(move |row| test.fits(row, [None; 2]) >= least);
    if fitting(Answered::Unknown).next().is_none() {
        return Anchored::None;
    }
    if fitting(Answered::Unknown).any(|row| !row.at.is_known()) {
        return Anchored::Unknown;
    }
    let from = fitting(Answered::Unknown).map(|row| row.at.first).min();
    match (from, fitting(Answered::Yes).map(|row| row.at.last).min()) {
        (Some(first), Some(last)) => Anchored::At(Stretch { first, last: last.max(first) }),
        _ => Anchored::Unknown,
    }
}
