//! Every stay in its place of every indicator, counted once: each page then only adds up. Counted in slices, so that the page lives.

use std::collections::HashMap;

use super::arranged::Arranged;
use super::held::OfficeSource;
use crate::quality::catalogue;
use crate::quality::catalogue::indicator::{Chosen, MonthOf};
use crate::quality::count::{MonthSpan, PlaceCounts, Placed, place};
use crate::quality::episode::{EpisodeRow, FactKind, Precision, SettledStay, UNKNOWN_WORD};

/// Which stays are asked for. A stay without a month stands in every span, as undated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeFilter {
    pub span: MonthSpan,
    pub facility: Option<String>,
    pub tier: Option<String>,
    pub department: Option<String>,
}

/// Texts that many rows share, each kept once.
#[derive(Clone, Debug, Default, PartialEq)]
struct SharedTexts {
    texts: Vec<String>,
    places: HashMap<String, u32>,
}

impl SharedTexts {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.places.insert(text.to_owned(), place);
        place
    }

    fn get(&self, place: u32) -> &str {
        self.texts.get(place as usize).map_or(UNKNOWN_WORD, String::as_str)
    }
}

/// What is wanting or coarse in a stay, for the page on the quality of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataGap {
    NoDischarge,
    TimeToTheHour,
    TimeToTheDay,
    NoAge,
    NoClass,
    NoService,
    NoVteBefore,
    NoDepartment,
    OpenScore,
    OpenScreen,
    NothingTold,
    Flawed,
}

impl DataGap {
    pub const ALL: [DataGap; 12] = [
        DataGap::NoDischarge,
        DataGap::TimeToTheHour,
        DataGap::TimeToTheDay,
        DataGap::NoAge,
        DataGap::NoClass,
        DataGap::NoService,
        DataGap::NoVteBefore,
        DataGap::NoDepartment,
        DataGap::OpenScore,
        DataGap::OpenScreen,
        DataGap::NothingTold,
        DataGap::Flawed,
    ];

    fn is_in(self, stay: &SettledStay) -> bool {
        let row = &stay.episode;
        let either = |precision: Precision| row.admitted_precision == precision || row.discharged_precision == precision;
        let open = |kind: FactKind| stay.facts.iter().any(|fact| fact.kind == kind && fact.value == "open");
        match self {
            DataGap::NoDischarge => !row.discharged.is_known(),
            DataGap::TimeToTheHour => either(Precision::Hour),
            DataGap::TimeToTheDay => either(Precision::Day),
            DataGap::NoAge => row.age < 0,
            DataGap::NoClass => row.class == UNKNOWN_WORD,
            DataGap::NoService => row.service == UNKNOWN_WORD,
            DataGap::NoVteBefore => row.vte_before == UNKNOWN_WORD,
            DataGap::NoDepartment => row.dept_discharge == UNKNOWN_WORD,
            DataGap::OpenScore => open(FactKind::Assessed),
            DataGap::OpenScreen => open(FactKind::BleedingScreened),
            DataGap::NothingTold => stay.facts.iter().any(|fact| fact.kind == FactKind::Assessed && fact.is_untold()),
            DataGap::Flawed => row.flaws != crate::quality::episode::NONE_WORD,
        }
    }
}

/// One stay, in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
struct TallyRow {
    discharged: u32,
    admitted: u32,
    facility: u32,
    tier: u32,
    department: u32,
    age: i16,
    is_male: Option<bool>,
    gaps: u16,
}

/// The stays of all sources, each in its place of each indicator of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeTally {
    pub indicators: Vec<Chosen>,
    texts: SharedTexts,
    rows: Vec<TallyRow>,
    /// A byte an indicator, row after row.
    places: Vec<u8>,
}

impl Default for OfficeTally {
    fn default() -> OfficeTally {
        OfficeTally { indicators: catalogue::all().map(Chosen::default_of).collect(), texts: SharedTexts::default(), rows: vec![], places: vec![] }
    }
}

impl OfficeTally {
    /// Takes at most so many stays further; whether all are counted now.
    pub fn step(&mut self, sources: &[OfficeSource], arranged: &Arranged, at_most: usize) -> bool {
        for _ in 0..at_most {
            let Some(stay) = arranged.counted.get(self.rows.len()) else { return true };
            let OfficeTally { indicators, texts, rows, places } = self;
            let row = Arranged::with(sources, *stay, |stay| {
                places.extend(indicators.iter().map(|of| code(place(of, stay))));
                of_stay(texts, stay)
            });
            // What is arranged is there.
            let Some(row) = row else { return true };
            rows.push(row);
        }
        self.rows.len() == arranged.counted.len()
    }

    pub fn counted(&self) -> usize {
        self.rows.len()
    }

    /// The place of an indicator in the list, by its id.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.indicators.iter().position(|of| of.indicator.id == id)
    }

    fn month(&self, indicator: usize, row: &TallyRow) -> &str {
        self.texts.get(if self.indicators[indicator].indicator.clock == MonthOf::Discharge { row.discharged } else { row.admitted })
    }

    fn has(&self, filter: &OfficeFilter, row: &TallyRow, month: &str) -> bool {
        let fits = |wanted: &Option<String>, held: u32| wanted.as_deref().is_none_or(|wanted| self.texts.get(held) == wanted);
        filter.span.has(month) && fits(&filter.facility, row.facility) && fits(&filter.tier, row.tier) && fits(&filter.department, row.department)
    }

    /// How many stays of those asked for stand in each place.
    pub fn counts(&self, indicator: usize, filter: &OfficeFilter) -> PlaceCounts {
        let mut by_code = [0_u64; 256];
        for (at, row) in self.rows.iter().enumerate() {
            if self.has(filter, row, self.month(indicator, row)) {
                by_code[usize::from(self.places[at * self.indicators.len() + indicator])] += 1;
            }
        }
        let mut counts = PlaceCounts::default();
        for (code, count) in by_code.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            counts.add(decoded(code as u8), count);
        }
        counts
    }

    /// The stays (by their place among those that count) that stand where `wanted` says.
    pub fn at(&self, indicator: usize, filter: &OfficeFilter, wanted: impl Fn(Placed) -> bool) -> Vec<usize> {
        let here = |(at, row): &(usize, &TallyRow)| {
            wanted(decoded(self.places[at * self.indicators.len() + indicator])) && self.has(filter, row, self.month(indicator, row))
        };
        self.rows.iter().enumerate().filter(here).map(|(at, _)| at).collect()
    }

    /// Where one stay stands.
    pub fn placed(&self, indicator: usize, at: usize) -> Option<Placed> {
        self.places.get(at * self.indicators.len() + indicator).map(|code| decoded(*code))
    }

    /// The stays of a gap in the data, whenever they were.
    pub fn with_gap(&self, gap: DataGap) -> u64 {
        let bit = 1 << (gap as u16);
        self.rows.iter().filter(|row| row.gaps & bit != 0).count() as u64
    }

    /// Every month from the first to the last discharge, also those in which nobody left.
    pub fn months(&self) -> Vec<String> {
        let known = || self.rows.iter().map(|row| self.texts.get(row.discharged)).filter(|month| *month != UNKNOWN_WORD);
        let (Some(first), Some(last)) = (known().min(), known().max()) else { return vec![] };
        let mut months = vec![first.to_owned()];
        // A century, and no further: a source may have mistyped a year.
        while months.len() < 1200
            && let Some(next) = months.last().filter(|month| month.as_str() < last).and_then(|month| next_month(month))
        {
            months.push(next);
        }
        months
    }

    pub fn facilities(&self) -> Vec<String> {
        self.each(|row| row.facility)
    }

    pub fn tiers(&self) -> Vec<String> {
        self.each(|row| row.tier)
    }

    /// Every department of discharge that some source has, in whatever month.
    pub fn departments(&self) -> Vec<String> {
        self.each(|row| row.department)
    }

    fn each(&self, of: impl Fn(&TallyRow) -> u32) -> Vec<String> {
        let mut seen: Vec<u32> = self.rows.iter().map(of).collect();
        seen.sort_unstable();
        seen.dedup();
        let mut texts: Vec<String> = seen.into_iter().map(|place| self.texts.get(place).to_owned()).collect();
        texts.sort();
        texts
    }

    /// Ages and sexes of the stays discharged in this span that an indicator does not leave out: the baseline of a comparison.
    pub fn baseline(&self, indicator: usize, filter: &OfficeFilter) -> (Vec<f64>, [u64; 2]) {
        let counted = self.at(indicator, filter, |placed| matches!(placed, Placed::Denominator | Placed::Open | Placed::Numerator));
        let rows = || counted.iter().map(|at| &self.rows[*at]);
        let ages = rows().filter(|row| row.age >= 0).map(|row| f64::from(row.age)).collect();
        let sexes = [true, false].map(|male| rows().filter(|row| row.is_male == Some(male)).count() as u64);
        (ages, sexes)
    }
}

/// The month after this one; `None` where it is none.
pub fn next_month(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
    Some(if month >= 12 { format!("{:04}-01", year + 1) } else { format!("{year:04}-{:02}", month + 1) })
}

fn of_stay(texts: &mut SharedTexts, stay: &SettledStay) -> TallyRow {
    let EpisodeRow { discharged_month, admitted_month, facility, tier, dept_discharge, age, sex, .. } = &stay.episode;
    TallyRow {
        discharged: texts.of(discharged_month),
        admitted: texts.of(admitted_month),
        facility: texts.of(facility),
        tier: texts.of(tier),
        department: texts.of(dept_discharge),
        age: i16::try_from(*age).unwrap_or(-1),
        is_male: (sex != UNKNOWN_WORD).then(|| sex == "male"),
        gaps: DataGap::ALL.into_iter().filter(|gap| gap.is_in(stay)).fold(0, |bits, gap| bits | 1 << (gap as u16)),
    }
}

/// A place as one byte. No indicator has a hundred rules (held by a test).
fn code(placed: Placed) -> u8 {
    match placed {
        Placed::Undated => 0,
        Placed::Outside => 1,
        Placed::OutsideUnknown => 2,
        Placed::Denominator => 3,
        Placed::Open => 4,
        Placed::Numerator => 5,
        Placed::Excluded(rule) => 6 + rule.min(99) as u8,
        Placed::ExclusionUnknown(rule) => 106 + rule.min(99) as u8,
    }
}

fn decoded(code: u8) -> Placed {
    match code {
        0 => Placed::Undated,
        1 => Placed::Outside,
        2 => Placed::OutsideUnknown,
        3 => Placed::Denominator,
        4 => Placed::Open,
        5 => Placed::Numerator,
        rule @ 6..106 => Placed::Excluded(usize::from(rule - 6)),
        rule => Placed::ExclusionUnknown(usize::from(rule - 106)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_every_indicator_is_the_same_after_a_byte() {
        for of in OfficeTally::default().indicators {
            let rules = of.indicator.exclusions.len();
            assert!(rules < 100);
            let all = [Placed::Undated, Placed::Outside, Placed::OutsideUnknown, Placed::Denominator, Placed::Open, Placed::Numerator];
            let more = (0..rules).flat_map(|rule| [Placed::Excluded(rule), Placed::ExclusionUnknown(rule)]);
            for placed in all.into_iter().chain(more) {
                assert_eq!(decoded(code(placed)), placed);
            }
        }
        assert_eq!([next_month("2025-12"), next_month("2026-01"), next_month("unknown")], [Some("2026-01".into()), Some("2026-02".into()), None]);
    }
}
