//! What leaves the house, in two kinds that are never mixed. A *return* is for an authority: exact whole numbers, no patient rows. A
//! *publication* is for everybody: small numbers as "≤ 7", the others rounded to five, and further cells withheld, so that whoever
//! solves the linear system of all published tables, months and earlier publications learns no withheld number nearer than its range.
//!
//! Publishing attacks its own table (`bounds`) and withholds more until the attack fails; where it cannot, nothing is published.

pub mod bounds;
mod cover;
mod kinds;

use std::collections::BTreeSet;

use cover::{Cover, system};
use kinds::shown;
pub use kinds::{
    CellKey, DeliveredCount, ExportTable, MOST_CELLS, NotPublished, PublicationExport, PublicationRules, PublishedCount, ReturnExport,
    published_rate, to_return,
};

/// The publication of a table. `earlier` are all publications that a reader may lay beside it; what they withhold stays withheld, and
/// what they say is known.
pub fn publish(table: &ExportTable, rules: PublicationRules, earlier: &[PublicationExport]) -> Result<PublicationExport, NotPublished> {
    if rules.small == 0 || rules.round_to == 0 || rules.round_to > rules.small + 1 {
        return Err(NotPublished::Rules);
    }
    if table.cells.len() > MOST_CELLS {
        return Err(NotPublished::TooLarge(table.cells.len()));
    }
    let measures: BTreeSet<&str> = table.cells.keys().map(|key| key.measure.as_str()).collect();
    let before = || earlier.iter().flat_map(|of| of.cells.iter().map(|(key, shown)| (key, *shown, of.rules)));
    if let Some((key, ..)) = before().find(|(key, ..)| measures.contains(key.measure.as_str()) && !table.cells.contains_key(key)) {
        return Err(NotPublished::EarlierCell(key.clone()));
    }
    let system = system(table)?;
    let mut said: Vec<PublishedCount> = table.cells.values().map(|count| shown(*count, rules)).collect();
    // What is public of the same number. One that was revised since is another number.
    let mut public: Vec<Option<[f64; 2]>> = vec![None; said.len()];
    for (key, was, rules) in before() {
        let Ok(index) = system.keys.binary_search(key) else { continue };
        let range = was.range(rules);
        let count = system.counts[index] as f64;
        if was == PublishedCount::Missing || count < range[0] || count > range[1] {
            continue;
        }
        if was == PublishedCount::Withheld {
            said[index] = PublishedCount::Withheld;
        } else {
            let held = public[index].unwrap_or([0.0, f64::INFINITY]);
            public[index] = Some([held[0].max(range[0]), held[1].min(range[1])]);
        }
    }
    let mut cover = Cover { system, rules, said, public };
    cover.nothing_under_small();
    cover.withhold_until_nothing_follows()?;
    let cells = cover.system.keys.iter().cloned().zip(cover.said).collect();
    Ok(PublicationExport { rules, cells })
}
