//! One stay in two sources: which rows count, once each, and which stand together.
//!
//! The same key twice is one stay: where the rows say the same the second is counted among the repeated, where they differ the first
//! counts and the second is listed. A stay of the ward finds its front page by the hospital's number and by time: the only front
//! page of that number and facility whose stay overlaps the ward's. Two of them, or none: the ward's stay counts on its own.

use std::collections::HashMap;

use super::held::{HeldStays, OfficeSource, SourceKind, joined};
use crate::quality::episode::{EpisodeRow, SettledStay, UNKNOWN_WORD};

/// A stay by its source (its place in the list) and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StayPlace {
    pub source: usize,
    pub at: usize,
}

/// A stay that counts, and the record of the ward that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedStay {
    pub of: StayPlace,
    pub record: Option<StayPlace>,
}

/// What counts of all sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arranged {
    pub counted: Vec<CountedStay>,
    /// Rows that stand in two sources and say the same.
    pub repeated: u64,
    /// Rows of a stay that an earlier source tells otherwise: not counted.
    pub differing: Vec<StayPlace>,
    /// Stays of the ward that found their front page.
    pub joined: u64,
    /// Stays of the ward beside files of front pages of the same facility that found none: they may stand in both.
    pub apart: u64,
}

impl Arranged {
    /// Arranges all sources, in the order in which they were brought.
    pub fn of(sources: &[OfficeSource]) -> Arranged {
        let mut arranged = Arranged::default();
        let mut known: HashMap<&str, StayPlace> = HashMap::new();
        let mut pages: HashMap<&str, Vec<usize>> = HashMap::new();
        let is_ward = |source: &OfficeSource| source.kind == SourceKind::Ward;
        // Files first: a stay of the ward looks for its front page among them.
        let order = (0..sources.len()).filter(|at| !is_ward(&sources[*at])).chain((0..sources.len()).filter(|at| is_ward(&sources[*at])));
        for source in order {
            let HeldStays::Rows(rows) = &sources[source].stays else {
                arranged.counted.extend((0..sources[source].stays.len()).map(|at| CountedStay { of: StayPlace { source, at }, record: None }));
                continue;
            };
            let has_pages = sources.iter().any(|other| other.kind == SourceKind::FrontPages && other.facility == sources[source].facility);
            for (at, stay) in rows.iter().enumerate() {
                let place = StayPlace { source, at };
                if let Some(held) = known.get(stay.episode.episode.as_str()) {
                    let is_same = sources[held.source].stays.with(held.at, |held| held == stay) == Some(true);
                    if is_same {
                        arranged.repeated += 1
                    } else {
                        arranged.differing.push(place)
                    }
                    continue;
                }
                known.insert(&stay.episode.episode, place);
                if is_ward(&sources[source]) {
                    let found: Vec<usize> = pages
                        .get(stay.episode.patient_key.as_str())
                        .into_iter()
                        .flatten()
                        .copied()
                        .filter(|counted| {
                            let page: CountedStay = arranged.counted[*counted];
                            page.record.is_none()
                                && sources[page.of.source].stays.with(page.of.at, |page| overlap(&page.episode, &stay.episode)) == Some(true)
                        })
                        .collect();
                    if let [one] = found[..] {
                        arranged.counted[one].record = Some(place);
                        arranged.joined += 1;
                        continue;
                    }
                    arranged.apart += u64::from(has_pages);
                } else if stay.episode.patient_key != UNKNOWN_WORD {
                    pages.entry(&stay.episode.patient_key).or_default().push(arranged.counted.len());
                }
                arranged.counted.push(CountedStay { of: place, record: None });
            }
        }
        arranged
    }

    /// Looks at a stay as it counts.
    pub fn with<T>(sources: &[OfficeSource], stay: CountedStay, look: impl FnOnce(&SettledStay) -> T) -> Option<T> {
        let stays = &sources.get(stay.of.source)?.stays;
        match stay.record {
            None => stays.with(stay.of.at, look),
            Some(record) => {
                let record = sources.get(record.source)?.stays.with(record.at, Clone::clone)?;
                let whole = stays.with(stay.of.at, |page| joined(page, &record))?;
                Some(look(&whole))
            }
        }
    }
}

/// Whether two rows may be of one stay, by their times; an open end reaches on.
fn overlap(page: &EpisodeRow, ward: &EpisodeRow) -> bool {
    let ends = |row: &EpisodeRow| if row.discharged.is_known() { row.discharged.last } else { i64::MAX };
    page.admitted.is_known() && ward.admitted.is_known() && page.admitted.first <= ends(ward) && ward.admitted.first <= ends(page)
}
