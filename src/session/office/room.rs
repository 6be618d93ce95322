//! The room: what was brought in, what is on its way, and which month one looks at. Sources come and go whole.

use super::arranged::Arranged;
use super::held::{HeldStays, OfficeSource, SourceKind};
use super::incoming::IncomingFile;
use super::own_ward::ToldOfWard;
use super::tally::{OfficeFilter, OfficeTally};
use crate::interop::csv::stay::ToldOfFile;
use crate::quality::count::MonthSpan;
use crate::quality::episode::SettledStay;
use crate::record::local::Wall;
use crate::text::{Text, text};

/// Stays that one step counts.
const COUNTED_AT_ONCE: usize = 400;

/// What a person has said of the hospital, for the sources that are brought next.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldOfOffice {
    pub facility: String,
    /// `tertiary`, `county`, `township`, `village`, `unknown`.
    pub tier: String,
    pub ward: ToldOfWard,
}

/// The office as it stands.
#[derive(Default)]
pub struct OfficeRoom {
    pub told: Option<ToldOfOffice>,
    /// The ward of this device is the demonstration: whatever is counted here is practice.
    pub practice: bool,
    pub sources: Vec<OfficeSource>,
    pub incoming: Option<IncomingFile>,
    pub arranged: Arranged,
    pub tally: OfficeTally,
    /// The month one looks at; none: all of them.
    pub month: Option<String>,
    /// The indicator of the trend and of the sites.
    pub indicator: String,
    /// Before and after: first and last month of each.
    pub periods: Option<[[String; 2]; 2]>,
    pub site: Option<String>,
    /// Something could not be done.
    pub said: Option<Text>,
    /// Whose names stand under the report.
    pub signers: [String; 2],
    last: u32,
}

impl OfficeRoom {
    pub fn told(&self) -> ToldOfOffice {
        self.told.clone().unwrap_or_else(|| ToldOfOffice { facility: String::new(), tier: "unknown".into(), ward: ToldOfWard::default() })
    }

    /// What is told of a source that comes now. `salt`: of this visit only, because nothing that is made with it leaves the page.
    pub fn told_of_file(&self, salt: &str, wall: &Wall) -> ToldOfFile {
        let told = self.told();
        let facility = if told.facility.trim().is_empty() { UNNAMED.to_owned() } else { told.facility.trim().to_owned() };
        ToldOfFile { facility, tier: told.tier, salt: salt.to_owned(), wall: wall.clone() }
    }

    pub fn next_id(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Something here is invented: every page and every paper says so.
    pub fn is_demonstration(&self) -> bool {
        self.practice || self.sources.iter().any(|source| source.kind == SourceKind::Study)
    }

    /// Adds a source; whether it was. Invented stays and real ones are not counted together.
    pub fn add(&mut self, source: OfficeSource) -> bool {
        let is_study = source.kind == SourceKind::Study;
        if !self.practice && self.sources.iter().any(|held| (held.kind == SourceKind::Study) != is_study) {
            self.said = Some(text!(
                "演示数据不与真实数据一起计算，未加入。请先移除已有的来源。",
                "The demonstration is not counted together with real data: not added. Remove the sources that are here first."
            ));
            return false;
        }
        // The ward and the demonstration are there once: brought again, they take the place of what was there.
        if matches!(source.kind, SourceKind::Ward | SourceKind::Study) {
            self.sources.retain(|held| held.kind != source.kind);
        }
        self.said = None;
        self.sources.push(source);
        self.arrange();
        true
    }

    /// The study, as a demonstration.
    pub fn demonstrate(&mut self) {
        let id = self.next_id();
        let source = OfficeSource {
            id,
            kind: SourceKind::Study,
            name: String::new(),
            facility: "study".into(),
            stays: HeldStays::Study,
            refused: 0,
            listed: vec![],
            again: 0,
            encoding: "",
        };
        self.add(source);
    }

    pub fn remove(&mut self, id: u32) {
        self.sources.retain(|source| source.id != id);
        self.said = None;
        self.arrange();
    }

    /// Keeps the file that was read.
    pub fn keep(&mut self) -> bool {
        let id = self.next_id();
        let Some(source) = self.incoming.take().and_then(|file| file.keep(id)) else { return false };
        self.add(source)
    }

    fn arrange(&mut self) {
        self.arranged = Arranged::of(&self.sources);
        self.tally = OfficeTally::default();
        self.month = None;
        self.periods = None;
        self.site = None;
    }

    /// Counts a little further; whether everything is counted.
    pub fn count(&mut self) -> bool {
        let done = self.tally.step(&self.sources, &self.arranged, COUNTED_AT_ONCE);
        if done && self.month.is_none() && self.periods.is_none() {
            let months = self.tally.months();
            self.month = months.last().cloned();
            self.periods = halves(&months);
        }
        done
    }

    pub fn is_counted(&self) -> bool {
        self.tally.counted() == self.arranged.counted.len()
    }

    /// How much is counted, from 0 to 100.
    pub fn percent(&self) -> usize {
        self.tally.counted() * 100 / self.arranged.counted.len().max(1)
    }

    /// The indicator that is looked at, by its place in the tally: at first the first of the national pair.
    pub fn looked_at(&self) -> usize {
        self.tally.index(&self.indicator).or_else(|| self.tally.index("nqt_vte_assess_rate")).unwrap_or_default()
    }

    /// The month that is looked at, or all months.
    pub fn filter(&self) -> OfficeFilter {
        OfficeFilter { span: MonthSpan { from: self.month.clone(), to: self.month.clone() }, ..OfficeFilter::default() }
    }

    /// A stay as it counts, by its place among those that do.
    pub fn stay(&self, at: usize) -> Option<SettledStay> {
        Arranged::with(&self.sources, *self.arranged.counted.get(at)?, SettledStay::clone)
    }

    /// The stays of the month that is looked at, with those that belong to no month.
    pub fn stays_of_month(&self, month: &str) -> Vec<SettledStay> {
        let Some(first) = self.tally.index("nqt_vte_assess_rate") else { return vec![] };
        let filter = OfficeFilter { span: MonthSpan { from: Some(month.to_owned()), to: Some(month.to_owned()) }, ..OfficeFilter::default() };
        self.tally.at(first, &filter, |_| true).into_iter().filter_map(|at| self.stay(at)).collect()
    }
}

/// A hospital that nobody has named.
const UNNAMED: &str = "本院";

/// The first and the second half of the months, twelve at most of each: two periods to begin with.
fn halves(months: &[String]) -> Option<[[String; 2]; 2]> {
    let half = (months.len() / 2).min(12);
    let [first, last] = [months.len().checked_sub(half * 2)?, months.len()];
    if half == 0 {
        return None;
    }
    let span = |from: usize, to: usize| Some([months.get(from)?.clone(), months.get(to)?.clone()]);
    Some([span(first, first + half - 1)?, span(first + half, last - 1)?])
}
