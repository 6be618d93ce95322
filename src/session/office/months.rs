//! Month after month, and two periods side by side.

use super::room::OfficeRoom;
use super::tally::OfficeFilter;
use super::views::{ON_CARDS, rate, share};
use crate::quality::catalogue::indicator::Chosen;
use crate::quality::contingency::{Comparison, compare};
use crate::quality::count::{MonthSpan, PlaceCounts};
use crate::quality::distributions::Estimate;
use crate::quality::means::{MeanOf, standardised, standardised_shares};
use crate::quality::rates::Share;
use crate::quality::signals::{ControlChart, RunChart, p_chart, run_chart};

/// One indicator over the months: every month from the first to the last, also those without anybody.
pub struct TrendView {
    pub of: Chosen,
    pub months: Vec<TrendMonth>,
    pub run: Option<RunChart>,
    /// With limits by the denominator of the month, widened where the months scatter more than chance (p').
    pub limits: Option<ControlChart>,
}

pub struct TrendMonth {
    pub month: String,
    pub counts: PlaceCounts,
    pub rate: Option<Estimate>,
}

fn of_months(span: [&str; 2], site: Option<&String>) -> OfficeFilter {
    let [from, to] = span.map(|month| Some(month.to_owned()));
    OfficeFilter { span: MonthSpan { from, to }, facility: site.cloned(), ..OfficeFilter::default() }
}

/// The trend of the indicator that the room looks at, at its site.
pub fn trend(room: &OfficeRoom) -> Option<TrendView> {
    let indicator = room.tally.index(&room.indicator).or_else(|| room.tally.index(ON_CARDS[0]))?;
    let months: Vec<TrendMonth> = room
        .tally
        .months()
        .into_iter()
        .map(|month| {
            let counts = room.tally.counts(indicator, &of_months([&month, &month], room.site.as_ref()));
            TrendMonth { rate: rate(&counts), counts, month }
        })
        .collect();
    let shares: Vec<Option<Share>> = months.iter().map(|month| Some(share(&month.counts)).filter(|share| share.all > 0)).collect();
    let values: Vec<Option<f64>> = months.iter().map(|month| month.rate.map(|rate| rate.value)).collect();
    Some(TrendView { of: room.tally.indicators[indicator], run: run_chart(&values, None), limits: p_chart(&shares, None, true), months })
}

/// One indicator in two periods.
pub struct ComparedLine {
    pub of: Chosen,
    pub shares: [Share; 2],
    pub found: Option<Comparison>,
}

/// Who the two groups are: those who count for the first of the national pair.
pub struct BaselineView {
    pub all: [u64; 2],
    pub ages: [Option<MeanOf>; 2],
    pub age_apart: Option<f64>,
    /// Men, and women.
    pub men: [[u64; 2]; 2],
    pub men_apart: Option<f64>,
}

pub struct BeforeAfterView {
    pub baseline: BaselineView,
    pub lines: Vec<ComparedLine>,
}

/// The two periods of the room; the second less the first.
pub fn before_after(room: &OfficeRoom) -> Option<BeforeAfterView> {
    let periods = room.periods.as_ref()?;
    let filters = [0, 1].map(|of: usize| of_months([&periods[of][0], &periods[of][1]], room.site.as_ref()));
    let first = room.tally.index(ON_CARDS[0])?;
    let (groups, shares) = (filters.each_ref().map(|filter| room.tally.baseline(first, filter)), |indicator: usize| {
        filters.each_ref().map(|filter| share(&room.tally.counts(indicator, filter)))
    });
    let ages = groups.each_ref().map(|(ages, _)| MeanOf::values(ages).ok());
    let men = groups.each_ref().map(|(_, sexes)| *sexes);
    let of_men = men.map(|[men, women]| (men + women > 0).then(|| men as f64 / (men + women) as f64));
    let baseline = BaselineView {
        all: shares(first).map(|share| share.all),
        age_apart: match ages {
            [Some(one), Some(other)] => standardised(other, one).ok(),
            _ => None,
        },
        ages,
        men_apart: match of_men {
            [Some(one), Some(other)] => standardised_shares(other, one).ok(),
            _ => None,
        },
        men,
    };
    let lines = ON_CARDS.iter().filter_map(|id| room.tally.index(id)).map(|indicator| {
        let [before, after] = shares(indicator);
        ComparedLine { of: room.tally.indicators[indicator], found: compare(after, before).ok(), shares: [before, after] }
    });
    Some(BeforeAfterView { lines: lines.collect(), baseline })
}
