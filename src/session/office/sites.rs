//! Sites side by side, without a rank, and the departments with those that had nobody.

use super::room::OfficeRoom;
use super::tally::OfficeFilter;
use super::views::{ON_CARDS, share};
use crate::quality::catalogue::indicator::Chosen;
use crate::quality::count::{PlaceCounts, Placed};
use crate::quality::funnel::{Funnel, funnel};
use crate::quality::rates::Share;

/// Sites (by name, or tiers) and what each indicator counts there in the month that is looked at.
pub struct SitesView {
    pub sites: Vec<String>,
    pub lines: Vec<(Chosen, Vec<PlaceCounts>)>,
    /// The sites about their common rate, of the indicator that the room looks at.
    pub funnel: Option<(Chosen, Funnel)>,
}

fn counts(room: &OfficeRoom, indicator: usize, of: impl Fn(&str) -> OfficeFilter, names: &[String]) -> Vec<PlaceCounts> {
    names.iter().map(|name| room.tally.counts(indicator, &of(name))).collect()
}

fn on_cards(room: &OfficeRoom) -> impl Iterator<Item = usize> {
    ON_CARDS.iter().filter_map(|id| room.tally.index(id))
}

pub fn by_site(room: &OfficeRoom) -> SitesView {
    let sites = room.tally.facilities();
    let of = |name: &str| OfficeFilter { facility: Some(name.to_owned()), ..room.filter() };
    let lines = on_cards(room).map(|indicator| (room.tally.indicators[indicator], counts(room, indicator, of, &sites))).collect();
    // Where a numerator is open somewhere, nobody knows where that site stands.
    let indicator = room.looked_at();
    let counted = counts(room, indicator, of, &sites);
    let is_open = counted.iter().any(|counts| counts.of(Placed::Open) > 0);
    let shares: Vec<Share> = counted.iter().map(share).collect();
    let found = if is_open { None } else { funnel(&shares) }.map(|found| (room.tally.indicators[indicator], found));
    SitesView { sites, lines, funnel: found }
}

/// Departments of discharge: what each of the nine counts there. One that had nobody stands there with a dash.
pub fn by_department(room: &OfficeRoom) -> (Vec<Chosen>, Vec<(String, Vec<PlaceCounts>)>) {
    let names = room.tally.departments();
    let of = |name: &str| OfficeFilter { department: Some(name.to_owned()), ..room.filter() };
    let indicators: Vec<usize> = on_cards(room).collect();
    let columns: Vec<Vec<PlaceCounts>> = indicators.iter().map(|indicator| counts(room, *indicator, of, &names)).collect();
    let rows = names.iter().enumerate().map(|(at, name)| (name.clone(), columns.iter().map(|column| column[at].clone()).collect())).collect();
    (indicators.iter().map(|indicator| room.tally.indicators[*indicator]).collect(), rows)
}
