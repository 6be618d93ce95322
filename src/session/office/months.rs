//! Month after month, and two periods side by side.

use super::room::OfficeRoom;
use super::tally::OfficeFilter;
use super::views::{ON_CARDS, rate, share};
use crate::quality::catalogue::indicator::Chosen;
use crate::quality::contingency::{Comparison, compare};
use crate::quality::count::{MonthSpan, PlaceCounts, Placed};
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
    /// The charts say the same with none and with all of the open in the numerator; else what they say hangs on those, and is no verdict.
    pub is_settled: bool,
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
    let indicator = room.looked_at();
    let months: Vec<TrendMonth> = room
        .tally
        .months()
        .into_iter()
        .map(|month| {
            let counts = room.tally.counts(indicator, &of_months([&month, &month], room.site.as_ref()));
            TrendMonth { rate: rate(&counts), counts, month }
        })
        .collect();
    let charts = |with_open: bool| {
        let share = |month: &TrendMonth| {
            let open = if with_open { month.counts.of(Placed::Open) } else { 0 };
            let share = share(&month.counts);
            Some(Share { counted: share.counted + open, ..share }).filter(|share| share.all > 0)
        };
        let shares: Vec<Option<Share>> = months.iter().map(share).collect();
        let values: Vec<Option<f64>> = shares.iter().map(|share| share.map(|share| share.counted as f64 / share.all as f64)).collect();
        (run_chart(&values, None), p_chart(&shares, None, true))
    };
    let ((run, limits), (run_most, limits_most)) = (charts(false), charts(true));
    let said = |run: &Option<RunChart>, limits: &Option<ControlChart>| {
        (run.as_ref().map(|of| of.verdict.clone()), limits.as_ref().map(|of| of.verdict.clone()))
    };
    let is_settled = said(&run, &limits) == said(&run_most, &limits_most);
    Some(TrendView { of: room.tally.indicators[indicator], run, limits, is_settled, months })
}

/// One indicator in two periods.
pub struct ComparedLine {
    pub of: Chosen,
    pub counts: [PlaceCounts; 2],
    /// None where somebody is missing, or a numerator is open: then the difference is not known.
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
    let groups = filters.each_ref().map(|filter| room.tally.baseline(first, filter));
    let counted = |indicator: usize| filters.each_ref().map(|filter| room.tally.counts(indicator, filter));
    let ages = groups.each_ref().map(|(ages, _)| MeanOf::values(ages).ok());
    let men = groups.each_ref().map(|(_, sexes)| *sexes);
    let of_men = men.map(|[men, women]| (men + women > 0).then(|| men as f64 / (men + women) as f64));
    let baseline = BaselineView {
        all: counted(first).map(|counts| counts.denominator()),
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
        let counts = counted(indicator);
        let is_open = counts.iter().any(|counts| counts.of(Placed::Open) > 0);
        let found = if is_open { None } else { compare(share(&counts[1]), share(&counts[0])).ok() };
        ComparedLine { of: room.tally.indicators[indicator], found, counts }
    });
    Some(BeforeAfterView { lines: lines.collect(), baseline })
}
