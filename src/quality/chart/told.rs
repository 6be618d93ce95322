//! What a chart of months says: its statistics, and the words, keys and table made of them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::asked::{ChartMonth, MonthChart, MonthChartKind, MonthValue};
use super::axes::WholeAxis;
use super::figure::{ChartTable, MOST_MONTHS, NoChart};
use super::ink::ChartInk;
use super::layout::{LegendKey, Marker};
use crate::quality::improvement::DatedNote;
use crate::quality::rates::Share;
use crate::quality::report::written_rate;
use crate::quality::signals::{ChartVerdict, FEWEST, Fired, SignalRule, p_chart, run_chart};
use crate::text::{Lang, Text, text};

/// A month as a number: months since the year 0.
fn numbered(month: &str) -> Option<i32> {
    let (year, of_year) = month.split_once('-').filter(|(year, of_year)| year.len() == 4 && of_year.len() == 2)?;
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, of_year.parse().ok()?, 1)?;
    Some(day.year() * 12 + day.month0() as i32)
}

fn named(number: i32) -> String {
    format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
}

/// The months of the axis, each with what it has.
pub(super) fn axis(months: &[ChartMonth]) -> Result<(i32, Vec<Option<MonthValue>>), NoChart> {
    let mut found: BTreeMap<i32, MonthValue> = BTreeMap::new();
    for (index, month) in months.iter().enumerate() {
        if matches!(month.value, MonthValue::Counted(share) if share.counted > share.all) {
            return Err(NoChart::Uneven(index));
        }
        found.entry(numbered(&month.month).ok_or(NoChart::Month(index))?).or_insert(month.value);
    }
    let (Some(first), Some(last)) = (found.keys().next().copied(), found.keys().last().copied()) else { return Err(NoChart::Nobody) };
    if (last - first) as usize >= MOST_MONTHS {
        return Err(NoChart::TooLong);
    }
    Ok((first, (first..=last).map(|number| found.get(&number).copied()).collect()))
}

/// What the statistics say, of whichever chart.
pub(super) struct MonthsTold {
    pub centre: f64,
    /// Limits by the place of their month.
    pub limits: Vec<(usize, [f64; 2])>,
    pub verdict: ChartVerdict,
}

pub(super) fn told(kind: MonthChartKind, shares: &[Option<Share>], baseline: Option<usize>) -> Option<MonthsTold> {
    if kind == MonthChartKind::Run {
        let rates: Vec<Option<f64>> =
            shares.iter().map(|share| share.filter(|share| share.all > 0).map(|share| share.counted as f64 / share.all as f64)).collect();
        let found = run_chart(&rates, baseline)?;
        return Some(MonthsTold { centre: found.median, limits: vec![], verdict: found.verdict });
    }
    let found = p_chart(shares, baseline, kind == MonthChartKind::PPrime)?;
    let limits = found.points.iter().map(|point| (point.place, [point.low, point.high])).collect();
    Some(MonthsTold { centre: found.centre, limits, verdict: found.verdict })
}

/// The shape of a point by which a rule fired. Too few crossings are a matter of all points: they mark none.
fn marker(rule: SignalRule) -> Option<Marker> {
    match rule {
        SignalRule::Astronomical => Some(Marker::Triangle),
        SignalRule::LongRun | SignalRule::Shift => Some(Marker::Square),
        SignalRule::Trend => Some(Marker::Diamond),
        SignalRule::TwoOfThree => Some(Marker::Ring),
        SignalRule::FewCrossings => None,
    }
}

fn fired(verdict: &ChartVerdict) -> &[Fired] {
    if let ChartVerdict::Signal(fired) = verdict { fired } else { &[] }
}

/// The shape of the point at this place, and the rule that gives it; a further rule is in the words and the table.
pub(super) fn shape(verdict: &ChartVerdict, place: usize) -> Option<(Marker, SignalRule)> {
    let here = fired(verdict).iter().filter(|fired| fired.points.contains(&place));
    here.filter_map(|fired| Some((marker(fired.rule)?, fired.rule))).next()
}

pub(super) fn said(verdict: &ChartVerdict, first: i32, lang: Lang) -> String {
    match (verdict, lang) {
        (ChartVerdict::TooFew(points), Lang::Zh) => format!("仅有{points}个月的数据，少于{FEWEST}个，不作判断"),
        (ChartVerdict::TooFew(points), Lang::En) => format!("{points} months with data, fewer than {FEWEST}: no verdict"),
        (ChartVerdict::Steady, Lang::Zh) => "未见超出随机波动的信号".to_owned(),
        (ChartVerdict::Steady, Lang::En) => "Nothing that chance does not explain".to_owned(),
        (ChartVerdict::Signal(fired), _) => {
            let month = |place: Option<&usize>| place.map(|place| named(first + *place as i32)).unwrap_or_default();
            let each = fired.iter().map(|fired| {
                let (from, to) = (month(fired.points.first()), month(fired.points.last()));
                let name = fired.rule.name().get(lang);
                match (from == to, lang) {
                    (true, Lang::Zh) => format!("{name}（{from}）"),
                    (true, Lang::En) => format!("{name} ({from})"),
                    (false, Lang::Zh) => format!("{name}（{from}至{to}间{}个月）", fired.points.len()),
                    (false, Lang::En) => format!("{name} ({} months from {from} to {to})", fired.points.len()),
                }
            });
            [text!("信号：", "Signal: ").get(lang), &each.collect::<Vec<_>>().join(text!("；", "; ").get(lang))].concat()
        }
    }
}

pub(super) fn axis_words(up: &WholeAxis, lang: Lang) -> String {
    match (up.low, lang) {
        (0, _) => text!("率，按月", "Rate by month").get(lang).to_owned(),
        (low, Lang::Zh) => format!("率，按月（纵轴从{}起，不从零起）", up.written(low as f64 / 10_000.0)),
        (low, Lang::En) => format!("Rate by month (the scale begins at {}, not at zero)", up.written(low as f64 / 10_000.0)),
    }
}

/// The keys of what is there, and of nothing else.
pub(super) fn keys(ask: &MonthChart<'_>, told: &MonthsTold, values: &[Option<MonthValue>]) -> Vec<(LegendKey, String)> {
    let lang = ask.lang;
    let percent = |value: f64| format!(" {:.2} %", value * 100.0);
    let centre = if ask.kind == MonthChartKind::Run { text!("中位数", "Median") } else { text!("均值", "Mean") };
    let mut keys = vec![(LegendKey::Line(ChartInk::Centre), [centre.get(lang), &percent(told.centre)].concat())];
    let mut add = |there: bool, key: LegendKey, word: Text| {
        if there {
            keys.push((key, word.get(lang).to_owned()));
        }
    };
    let limits = if ask.kind == MonthChartKind::PPrime {
        text!("控制限（p′图，3倍标准差）", "Limits (p′, three standard deviations)")
    } else {
        text!("控制限（3倍标准差）", "Limits (three standard deviations)")
    };
    add(!told.limits.is_empty(), LegendKey::Line(ChartInk::Limit), limits);
    add(ask.baseline.is_some(), LegendKey::Bracket, text!("基线（由人设定）", "Baseline (set by a person)"));
    add(!ask.notes.is_empty(), LegendKey::Line(ChartInk::Note), text!("改变（编号见下）", "What was changed (numbers below)"));
    let mut drawn: Vec<(Marker, SignalRule)> = (0..values.len()).filter_map(|place| shape(&told.verdict, place)).collect();
    drawn.sort_by_key(|(_, rule)| *rule);
    drawn.dedup();
    drawn.into_iter().for_each(|(marker, rule)| add(true, LegendKey::Point(marker), rule.name()));
    let any = |of: fn(&Option<MonthValue>) -> bool| values.iter().any(of);
    add(any(Option::is_none), LegendKey::Point(Marker::Cross), text!("无数据", "No data"));
    add(any(|value| matches!(value, Some(MonthValue::Counted(Share { all: 0, .. })))), LegendKey::Point(Marker::Dash), text!("分母为零", "Nobody"));
    add(any(|value| matches!(value, Some(MonthValue::Withheld(_)))), LegendKey::Point(Marker::Bar), text!("隐去，仅示范围", "Withheld: its range"));
    if let Some(target) = ask.target {
        keys.push((LegendKey::Line(ChartInk::Goal), format!("{} {target} %", text!("目标", "Target").get(lang))));
    }
    keys
}

fn noted(index: usize, note: &DatedNote, lang: Lang) -> String {
    let stop = text!("：", ": ").get(lang);
    format!("{} · {} {}{stop}{}", index + 1, note.day, note.kind.name().get(lang), note.what)
}

/// The lines under the keys: notes by their numbers, and last what the chart says.
pub(super) fn lines(notes: &[&DatedNote], first: i32, months: usize, said: &str, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = notes
        .iter()
        .enumerate()
        .map(|(index, note)| {
            let place = note.day.year() * 12 + note.day.month0() as i32 - first;
            let outside =
                if (0..months as i32).contains(&place) { "" } else { text!("（不在图中月份内）", " (outside the months shown)").get(lang) };
            noted(index, note, lang) + outside
        })
        .collect();
    lines.push(said.to_owned());
    lines
}

pub(super) fn table(ask: &MonthChart<'_>, first: i32, values: &[Option<MonthValue>], told: &MonthsTold, notes: &[&DatedNote]) -> ChartTable {
    let lang = ask.lang;
    let limited = !told.limits.is_empty();
    let mut columns = vec![text!("月份", "Month"), text!("分子", "Numerator"), text!("分母", "Denominator"), text!("率", "Rate")];
    if limited {
        columns.extend([text!("下限", "Lower limit"), text!("上限", "Upper limit")]);
    }
    columns.extend([text!("触发的规则", "Rule that fired"), text!("改变", "What was changed")]);
    let percent = |value: f64| format!("{:.2} %", value * 100.0);
    let rows = values.iter().enumerate().map(|(place, value)| {
        let mut row = vec![named(first + place as i32)];
        match value {
            None => row.extend([text!("无数据", "No data").get(lang), "", ""].map(str::to_owned)),
            Some(MonthValue::Withheld([low, high])) => {
                row.extend([text!("隐去", "Withheld").get(lang).to_owned(), String::new(), format!("{}–{}", percent(*low), percent(*high))]);
            }
            Some(MonthValue::Counted(share)) => row.extend([share.counted.to_string(), share.all.to_string(), written_rate(share.rate().ok())]),
        }
        if limited {
            let limits = told.limits.iter().find(|(at, _)| *at == place).map(|(_, limits)| *limits);
            row.extend(limits.map_or([String::new(), String::new()], |limits| limits.map(percent)));
        }
        let rules: Vec<&str> =
            fired(&told.verdict).iter().filter(|fired| fired.points.contains(&place)).map(|fired| fired.rule.name().get(lang)).collect();
        row.push(rules.join(text!("；", "; ").get(lang)));
        let changed = notes.iter().enumerate().filter(|(_, note)| note.day.year() * 12 + note.day.month0() as i32 == first + place as i32);
        row.push(changed.map(|(index, note)| noted(index, note, lang)).collect::<Vec<_>>().join(text!("；", "; ").get(lang)));
        row
    });
    ChartTable { columns: columns.into_iter().map(|column| column.get(lang).to_owned()).collect(), rows: rows.collect() }
}
