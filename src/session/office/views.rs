//! What the overview and the page behind a number show.

use super::room::OfficeRoom;
use super::tally::OfficeFilter;
use crate::quality::catalogue::indicator::Chosen;
use crate::quality::count::{MonthSpan, PlaceCounts, Placed};
use crate::quality::criterion::Answered;
use crate::quality::distributions::Estimate;
use crate::quality::episode::{SettledRow, SettledStay};
use crate::quality::rates::Share;
use crate::quality::sentence::spoken;
use crate::text::{Lang, Text, text};

/// The cards of the overview: the national pair, then the seven of the study.
pub const ON_CARDS: [&str; 9] = [
    "nqt_vte_assess_rate",
    "nqt_vte_proper_prevention_rate",
    "alliance_1",
    "alliance_2",
    "alliance_3",
    "alliance_4",
    "alliance_5",
    "alliance_6",
    "alliance_7",
];

/// How a rate stands to the month before, in points of percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RateChange {
    Up(f64),
    Down(f64),
    Same,
    /// In one of the two months a numerator cannot be told.
    Open,
    /// No month before, or nobody in it or in this one.
    NotComparable,
}

/// One indicator of a span.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeCard {
    pub of: Chosen,
    pub counts: PlaceCounts,
    /// None of nobody: a dash, never 0 %.
    pub rate: Option<Estimate>,
    pub change: RateChange,
    pub excluded: u64,
    /// Whether they are left out, or are in the denominator, cannot be told.
    pub unknown: u64,
    pub outside: u64,
    pub undated: u64,
}

pub fn rate(counts: &PlaceCounts) -> Option<Estimate> {
    share(counts).rate().ok()
}

pub fn share(counts: &PlaceCounts) -> Share {
    Share { counted: counts.numerator(), all: counts.denominator() }
}

/// The card of one indicator, by its place in the tally.
pub fn card(room: &OfficeRoom, indicator: usize) -> OfficeCard {
    let counts = room.tally.counts(indicator, &room.filter());
    let sum = |take: fn(Placed) -> bool| counts.0.iter().filter(|(placed, _)| take(**placed)).map(|(_, count)| count).sum::<u64>();
    let (excluded, unknown) =
        (sum(|placed| matches!(placed, Placed::Excluded(_))), sum(|placed| matches!(placed, Placed::ExclusionUnknown(_) | Placed::OutsideUnknown)));
    OfficeCard {
        of: room.tally.indicators[indicator],
        rate: rate(&counts),
        change: change(room, indicator, &counts),
        excluded,
        unknown,
        outside: counts.of(Placed::Outside),
        undated: counts.of(Placed::Undated),
        counts,
    }
}

fn change(room: &OfficeRoom, indicator: usize, counts: &PlaceCounts) -> RateChange {
    let months = room.tally.months();
    let before = room.month.as_ref().and_then(|month| months.iter().position(|held| held == month)).and_then(|at| months.get(at.checked_sub(1)?));
    let Some(before) = before else { return RateChange::NotComparable };
    let span = MonthSpan { from: Some(before.clone()), to: Some(before.clone()) };
    let held = room.tally.counts(indicator, &OfficeFilter { span, ..OfficeFilter::default() });
    let (Some(now), Some(then)) = (rate(counts), rate(&held)) else { return RateChange::NotComparable };
    if counts.of(Placed::Open) + held.of(Placed::Open) > 0 {
        return RateChange::Open;
    }
    // As it is printed: what rounds to nothing is the same.
    match ((now.value - then.value) * 10_000.0).round() / 100.0 {
        0.0 => RateChange::Same,
        points if points > 0.0 => RateChange::Up(points),
        points => RateChange::Down(-points),
    }
}

/// Places of a count that a number stands for, by the word in the address.
pub fn is_in(word: &str, placed: Placed) -> bool {
    match word {
        "counted" => matches!(placed, Placed::Numerator | Placed::Denominator | Placed::Open),
        "missed" => placed == Placed::Denominator,
        "excluded" => matches!(placed, Placed::Excluded(_)),
        "unknown" => matches!(placed, Placed::ExclusionUnknown(_) | Placed::OutsideUnknown),
        word => placed.word() == word,
    }
}

/// What a place of a count is called.
pub fn place_name(of: &Chosen, word: &str, lang: Lang) -> String {
    let rule = |prefix: &str| word.strip_prefix(prefix).and_then(|number| of.indicator.exclusions.get(number.parse::<usize>().ok()?.checked_sub(1)?));
    let name: Text = match word {
        "numerator" => text!("分子：符合指标", "Numerator: meets the indicator"),
        "counted" => text!("分母", "Denominator"),
        "denominator" | "missed" => text!("在分母、不在分子", "In the denominator, not in the numerator"),
        "open" => text!("在分母，分子无法判定", "In the denominator, the numerator cannot be told"),
        "outside" => text!("不属于分母人群", "Not of the population"),
        "outside_unknown" => text!("是否属于分母无法判定", "Whether in the denominator cannot be told"),
        "undated" => text!("没有月份（未出院或出院时间不明）", "Without a month (still in, or discharge unknown)"),
        "excluded" => text!("已排除", "Left out"),
        "unknown" => text!("是否计入无法判定", "Whether it counts cannot be told"),
        word => {
            let (prefix, title) = if word.starts_with("excluded_") {
                ("excluded_", text!("已排除：", "Left out: "))
            } else {
                ("unknown_", text!("是否排除无法判定：", "Whether left out cannot be told: "))
            };
            return [title.get(lang), rule(prefix).map_or("", |rule| rule.name.get(lang))].concat();
        }
    };
    name.get(lang).to_owned()
}

/// Why a stay stands where it does: a line a criterion with its answer, and the facts that decided.
pub struct WhyPlaced {
    pub lines: Vec<(String, Answered)>,
    pub deciding: Vec<SettledRow>,
}

/// The way of one stay through one indicator: the rules in order, the population, the numerator.
pub fn why(of: &Chosen, stay: &SettledStay, lang: Lang) -> WhyPlaced {
    let mut lines = vec![];
    for rule in of.indicator.exclusions {
        let holds = rule.criterion.holds(stay);
        if holds != Answered::No {
            lines.push(([text!("排除条件：", "Leaves out: ").get(lang), rule.name.get(lang)].concat(), holds));
        }
    }
    let said = |title: Text, criterion| [title.get(lang), &spoken(criterion, lang)].concat();
    lines.push((said(text!("分母：", "Denominator: "), of.population()), of.population().holds(stay)));
    lines.push((said(text!("分子：", "Numerator: "), of.numerator()), of.numerator().holds(stay)));
    let mut deciding: Vec<SettledRow> = vec![];
    let rows = of.population().deciding(stay).into_iter().chain(of.numerator().deciding(stay));
    for row in rows {
        if !row.is_untold() && !deciding.contains(row) {
            deciding.push(row.clone());
        }
    }
    WhyPlaced { lines, deciding }
}
